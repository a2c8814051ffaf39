//! Why two rates differ.
//!
//! | you have                                          | you want                                | use                            |
//! |---------------------------------------------------|-----------------------------------------|--------------------------------|
//! | events and people of two populations, by stratum  | mix against risk                        | [`kitagawa`]                   |
//! | rates that are products of factors                | the part of each factor                 | [`das_gupta`]                  |
//! | strata made of several classifications            | the part of each, and of the rates      | [`das_gupta_cross_classified`] |
//! | fetal and infant deaths by birthweight and age    | the map of periods of risk              | [`ppor_phase_1`]               |
//! | the same by bands of birthweight                  | birthweight against mortality at a weight | [`ppor_phase_2`]             |
//! | deaths by age and cause in two populations        | the gap in life expectancy by both      | [`life_expectancy_gap`]        |
//! | how many come to each of several stages           | the part of each step in the ratio      | [`log_ratio_by_step`]          |
//!
//! All parts are of a difference first minus second, of logarithms in the last, and add
//! up to it. Limits
//! are by the delta method, and do not add up.

mod das_gupta;
mod error;
mod kitagawa;
mod life_expectancy_gap;
mod log_ratio_by_step;
mod method;
mod ppor;
mod strata;

pub use das_gupta::{
    DAS_GUPTA, DAS_GUPTA_CROSS_CLASSIFIED, DasGupta, Factor, das_gupta, das_gupta_cross_classified,
};
pub use error::DecompositionError;
pub use kitagawa::{KITAGAWA, Kitagawa, kitagawa};
pub use life_expectancy_gap::{
    DeathsByCause, GapDirection, LIFE_EXPECTANCY_GAP, LifeExpectancyGap, life_expectancy_gap,
};
pub use log_ratio_by_step::{LOG_RATIO_BY_STEP, LogRatioBySteps, log_ratio_by_step};
pub use ppor::{
    BirthweightBand, BirthweightParts, DeathsByAge, DistributionAndMortality, FetoInfantDeaths,
    FewestDeaths, PPOR_PHASE_1, PPOR_PHASE_2, Period, PeriodMap, PeriodRates, ppor_phase_1,
    ppor_phase_2,
};

pub(crate) use method::METHODS;
