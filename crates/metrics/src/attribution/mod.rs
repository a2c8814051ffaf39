//! How much of what happens is due to a cause, and what would change it.
//!
//! | you have                                              | you want                                   | use                           |
//! |-------------------------------------------------------|--------------------------------------------|-------------------------------|
//! | prevalence in the population, a crude relative risk   | the fraction that the exposure causes      | [`levin`]                     |
//! | prevalence among cases, a relative risk of any kind   | the same                                   | [`miettinen`]                 |
//! | several levels of exposure                            | the same                                   | [`paf_categories`]            |
//! | a change of exposure                                  | the fraction that it would prevent         | [`potential_impact_fraction`] |
//! | fractions of several factors                          | what they cause together                   | [`joint_paf`]                 |
//! | the same, and an order                                | what each adds in that order               | [`sequential_paf`]            |
//! | the same, without an order                            | the part of each, over all orders          | [`average_paf`]               |
//! | what factors bring together, set by set               | the part of each, over all orders          | [`shapley`]                   |
//! | coverage of interventions before and after            | the multiplier of deaths from a cause      | [`coverage_effect`]           |
//! | falls of a rate in a group and in the others          | the gap that is left                       | [`relative_gap_after`]        |
//!
//! Fractions are of all cases, 0.05 for 5%. Fractions of several factors must
//! not be added up: [`joint_paf`] says why. Whether a relative risk is
//! adjusted is said, never guessed: [`Adjustment`].

mod combined;
mod coverage_effect;
mod error;
mod gap_after;
mod impact;
mod levels;
mod method;
mod profile;
mod relative_risk;
mod shapley;
mod uncertain;

pub use combined::{
    AVERAGE_PAF, FactorFraction, JOINT_PAF, SEQUENTIAL_PAF, average_paf, joint_paf, sequential_paf,
};
pub use coverage_effect::{COVERAGE_EFFECT, Intervention, coverage_effect};
pub use error::AttributionError;
pub use gap_after::{GAP_AFTER, relative_gap_after};
pub use impact::{POTENTIAL_IMPACT_FRACTION, Shift, potential_impact_fraction};
pub use levels::{
    Basis, LEVIN, MIETTINEN, PAF_CATEGORIES, levin, miettinen, paf_categories,
    prevalence_among_cases,
};
pub use relative_risk::{Adjustment, RelativeRisk};
pub use shapley::{EXACT_FACTORS, Orders, shapley};
pub(crate) use shapley::{part as shapley_part, weights as shapley_weights};
pub use uncertain::{AttributableFraction, Caution, FractionLimits, Shares};

pub(crate) use method::{METHODS, intervals};

#[cfg(test)]
mod tests;
