//! Disclosure control: which counts must not be shown, which others would
//! give them away, and what a reader of the table can still work out.
//!
//! | you have                                  | you want                              | use                       |
//! |-------------------------------------------|---------------------------------------|---------------------------|
//! | the name of a publisher                   | its rule                              | [`Preset`]                |
//! | a count and a rule                        | what is shown of it                   | [`Rule::shown`]           |
//! | a count, those at risk and their rate     | the three shown or hidden in one step | [`Figure`]                |
//! | what each contributor adds to a cell      | whether one of them dominates it      | [`dominated`], [`within_percent`] |
//!
//! What is hidden is withheld, never 0.

mod dominance;
mod figure;
mod preset;
mod range;
mod rule;

pub use dominance::{DominanceError, dominated, within_percent};
pub use figure::Figure;
pub use preset::Preset;
pub use range::Range;
pub use rule::{RateKind, RateRule, Rounding, Rule, RuleError, Threshold};
