//! What would narrow a gap: measures that change an exposure, alone and
//! together.
//!
//! | you have                                       | you want                            | use                    |
//! |------------------------------------------------|-------------------------------------|------------------------|
//! | exposures before and after, a relative risk    | by how much the rate falls          | [`ExposureChange`]     |
//! | a fall of a group's rate                       | points of its relative gap          | [`GapBaseline::points`]|
//! | a contribution to the gap, all but one input   | the input that would give it        | [`GapBaseline::fall_for`], [`ExposureChange::relative_risk_for`] |
//! | several measures, some acting through others, some in other groups too | the gap after all, the part of each | [`GapModel`], [`scenario`] |
//! | the same, with errors of their inputs          | limits, and which input matters     | [`simulated`], [`tornado`] |
//! | the same, with when each is taken up           | the gap over time, and whether a target is met | [`gap_path`]    |
//! | the counts of every group, and what changes in some | inequality across all, before and after | [`inequality_after`]   |
//! | what something costs, or spares, in later years | its worth in one year              | [`discounted_years`]   |
//!
//! A fall is a fraction of the group's rate, 0.03 for 3%, negative where the
//! rate rises. Points are percentage points of the relative gap, positive
//! where it narrows.
//!
//! The whole that a group is held against contains the group: when the group's
//! rate falls, so does that of the whole, and the gap closes by less than it
//! would against a fixed number. [`Whole::Held`] leaves this out, for
//! comparison with figures that did.

mod baseline;
mod discount;
mod error;
mod exposure;
mod inequality;
mod inputs;
mod method;
mod model;
mod path;
mod several;
mod simulated;

pub use baseline::{GAP_CONTRIBUTION, GapBaseline, UncertainRate, Whole};
pub use discount::discounted_years;
pub use error::ScenarioError;
pub use exposure::ExposureChange;
pub use inequality::{
    GroupChange, InequalityChange, InequalityOf, ScenarioGroup, inequality_after,
};
pub use inputs::{ExposureTarget, Input, InputKind, Measure, ShareInput};
pub use model::{GapModel, OtherGroup};
pub use path::{PathPoint, PathSettings, Uptake, gap_path};
pub use several::{GAP_SCENARIO, Scenario, scenario};
pub use simulated::{ScenarioDraws, Simulated, Swing, simulated, tornado};

pub(crate) use method::METHODS;

#[cfg(test)]
mod tests;
