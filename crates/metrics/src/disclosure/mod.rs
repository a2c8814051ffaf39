//! Disclosure control: which counts must not be shown, which others would
//! give them away, and what a reader of the table can still work out.
//!
//! | you have                                  | you want                              | use                       |
//! |-------------------------------------------|---------------------------------------|---------------------------|
//! | the name of a publisher                   | its rule                              | [`Preset`]                |
//! | a count and a rule                        | what is shown of it                   | [`Rule::shown`]           |
//! | a count, those at risk and their rate     | the three shown or hidden in one step | [`Figure`]                |
//! | what each contributor adds to a cell      | whether one of them dominates it      | [`dominated`], [`within_percent`] |
//! | rows with their categories                | the sums that bind them               | [`sums_of`]               |
//! | counts and the sums that bind them        | a table that may be shown             | [`suppress`]              |
//! | a table as shown                          | what can be worked out of each cell   | [`audit`]                 |
//! | a large one, and some cells to protect    | whether these can be every small count | [`audit_cells`]          |
//!
//! What is hidden is withheld, never 0. Hiding small cells is not enough where
//! totals are shown: [`suppress`] hides further cells and is done only when
//! the auditor says that each protected cell can still be any count of the
//! rule's range.

mod audit;
mod dominance;
mod figure;
mod method;
mod network;
mod preset;
mod program;
mod range;
mod rule;
mod space;
mod suppress;
mod table;

pub use audit::{AUDIT, AuditError, audit, audit_cells};
pub use dominance::{DominanceError, dominated, within_percent};
pub use figure::Figure;
pub(crate) use method::METHODS;
pub use method::PRIMARY;
pub use preset::Preset;
pub use range::Range;
pub use rule::{RateKind, RateRule, Rounding, Rule, RuleError, Threshold};
pub use suppress::{Protection, SUPPRESS, SuppressError, Suppressed, suppress};
pub use table::{LayoutError, Sum, Table, TableError, sums_of};
