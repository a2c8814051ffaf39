//! Slopes across groups in an order of disadvantage.
//!
//! | you have                                            | you want                                   | use                    |
//! |-----------------------------------------------------|--------------------------------------------|------------------------|
//! | values of quantiles with their errors               | slope and relative index, simulated limits | [`sii_wls`]            |
//! | the same, to meet a figure of English profiles      | that package's numbers                     | [`phe_sii`]            |
//! | rates of quantiles alone                            | the Scottish profiles' slope and index     | [`scotpho_slope`]      |
//! | events among people at risk                         | a slope by regression, of any family       | [`regression_slope`]   |
//!
//! Groups are placed at the middle of their share of the population, from 0 to
//! 1, in the order in which they stand. All slopes here are the fitted value
//! at the end of that order minus the one at its beginning, and relative
//! indices their ratio, except the Scottish ones, whose signs are their own.
//! For counts from the most to the least disadvantaged with limits that allow
//! for scatter, [`slope_index`](crate::slope_index()) is the one to begin with.

mod line;
mod phe_sii;
mod quantile;
mod regression;
mod scotpho;
mod sii_wls;
mod simulation;
mod table;

pub use phe_sii::{PHE_SII, phe_sii};
pub use quantile::{Quantile, ValueScale};
pub use regression::{
    RegressionModel, RegressionSlope, RegressionSlopeError, SlopeErrors, SlopeLink,
    regression_slope,
};
pub use scotpho::{SCOTPHO_RII, SCOTPHO_SII, ScotphoError, ScotphoSlope, scotpho_slope};
pub use sii_wls::{SII_WLS, sii_wls};
pub use simulation::{FitOn, SimulatedSlope, SimulatedSlopeError, SlopeLimits, SlopeSettings};

use crate::registry::Method;

pub(crate) const METHODS: &[Method] = &[
    phe_sii::METHOD,
    sii_wls::METHOD,
    scotpho::METHODS[0],
    scotpho::METHODS[1],
    regression::METHODS[0],
    regression::METHODS[1],
    regression::METHODS[2],
    regression::METHODS[3],
    regression::METHODS[4],
    regression::METHODS[5],
    regression::METHODS[6],
    regression::METHODS[7],
];
