//! Small areas: rates and shares steadied by what the others show, and ranks
//! with their uncertainty.
//!
//! | you have                                     | you want                                | use                        |
//! |----------------------------------------------|-----------------------------------------|----------------------------|
//! | events and exposure of areas                 | how much their true rates differ        | [`gamma_prior`]            |
//! | the same                                     | each area's rate, drawn to the others   | [`gamma_poisson`]          |
//! | people with a property among all, of areas   | how much their true shares differ       | [`beta_prior`]             |
//! | the same                                     | each area's share, drawn to the others  | [`beta_binomial`]          |
//! | a shrunken area                              | limits, the chance to lie above a value | [`Posterior`]              |
//! | shrunken areas                               | which rank each may have                | [`ranks`]                  |
//! | the same, and a rule that chooses some       | whether they would be chosen again      | [`chosen_again`]           |
//!
//! Counts go in; rates per unit of exposure, or fractions, come out. Where no
//! true difference shows at all, the estimated prior has no spread and every
//! area gets the same rate with limits of no width: the averaged form
//! ([`PriorUncertainty::Averaged`]) knows that the spread is not known.

mod again;
mod beta_binomial;
mod error;
mod gamma_poisson;
mod marginal;
mod method;
mod posterior;
mod ranks;
mod rising;
mod shrinkage;

pub use again::{ChoiceRule, chosen_again};
pub use beta_binomial::{BETA_BINOMIAL, BetaPrior, beta_binomial, beta_prior};
pub use error::SmallAreasError;
pub use gamma_poisson::{GAMMA_POISSON, GammaPrior, gamma_poisson, gamma_prior};
pub use posterior::Posterior;
pub use ranks::{RANK_INTERVAL, RankFrom, RankInterval, ranks};
pub use shrinkage::{PriorFit, PriorMean, PriorUncertainty, Shrinkage, Shrunk};

pub(crate) use method::METHODS;
