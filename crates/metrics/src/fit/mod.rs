//! Least squares and generalised linear models.
//!
//! | you have                                            | you want                     | use              |
//! |-----------------------------------------------------|------------------------------|------------------|
//! | numbers and what may explain them                   | a model and its fit          | [`Model`]        |
//! | columns that explain                                | a design                     | [`Design`]       |
//! | events among trials                                 | the binomial family          | [`Family::Binomial`] |
//! | events at an exposure                               | the Poisson family, offset ln(exposure) | [`Family::Poisson`] |
//! | counts that scatter more than chance                | a quasi family               | [`Family::QuasiPoisson`], [`Family::QuasiBinomial`] |
//! | groups whose scatter is unknown                     | robust standard errors       | [`Variance::Hc1`] |
//! | a series in time                                    | errors allowing for memory   | [`Variance::NeweyWest`] |
//! | a function of the coefficients                      | its standard error           | [`Covariance::of_combination`] |
//!
//! The fit follows R's `glm.fit` step by step, starting values and stopping
//! rule included, so that also a coefficient which runs away stops where R's
//! does.

mod design;
mod family;
mod irls;
mod least_squares;
pub(crate) mod method;
mod sandwich;

pub use design::Design;
pub use family::{Family, Link};
pub use irls::{Fit, FitError, FitWarning, Model};
pub use sandwich::{Covariance, Variance};
