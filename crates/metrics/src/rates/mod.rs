//! Rates, standardised and compared, means and life expectancy.
//!
//! | you have                                        | you want                      | use                                |
//! |-------------------------------------------------|-------------------------------|------------------------------------|
//! | columns of events and people                    | crude rates, fast             | [`crude_rates`]                    |
//! | columns of events and people                    | proportions, fast             | [`proportions`]                    |
//! | many counts                                     | their limits                  | [`CountLimits`]                    |
//! | values                                          | their mean                    | [`mean`]                           |
//! | events and people by age, a standard population | a rate to compare areas by    | [`directly_standardised`]          |
//! | the same, where a person can have several events| the same                      | [`directly_standardised_repeated`] |
//! | the same for many areas                         | the same, fast                | [`directly_standardised_rows`]     |
//! | all events, people by age, a reference's rates  | observed over expected        | [`indirect_ratio`]                 |
//! | the same                                        | that ratio as a rate          | [`indirect_rate`]                  |
//! | deaths and people by age                        | life expectancy               | [`LifeTable`], [`LifeExpectancyRules`] |
//! | two rates                                       | their difference or ratio     | [`rate_difference`], [`rate_ratio`]|
//! | two risks (each person once)                    | their difference or ratio     | [`risk_difference`], [`risk_ratio`]|
//! | cells, some of them withheld                    | values, or the reason for none| [`all_known`]                      |
//!
//! Functions take an array of confidence levels and give limits at all of
//! them at once: [`Estimates`]. Where a figure rests on too few events the
//! caller says what becomes of it: [`FewEvents`].

mod bands;
mod columns;
mod count_limits;
mod direct;
mod estimates;
mod few_events;
mod indirect;
mod known;
mod life_expectancy;
mod mean;
mod methods;
mod observed;
mod phe;
mod rate_difference;
mod rate_ratio;
mod risk_difference;
mod risk_ratio;
mod sum;
mod two_groups;

pub use bands::BandsError;
pub use columns::{ColumnLengths, Row, RowError, crude_rates, proportions};
pub use count_limits::CountLimits;
pub use direct::{
    DSR, DirectBands, DirectLimits, DirectRules, Repeated, directly_standardised,
    directly_standardised_repeated, directly_standardised_rows,
};
pub use estimates::Estimates;
pub use few_events::FewEvents;
pub use indirect::{INDIRECT_RATE, INDIRECT_RATIO, IndirectBands, indirect_rate, indirect_ratio};
pub use known::all_known;
pub use life_expectancy::{
    Expectation, LIFE_EXPECTANCY, LifeExpectancyRules, LifeTable, LifeTableError,
};
pub use mean::{MEAN, MeanError, mean};
pub use rate_difference::{RATE_DIFFERENCE, RateDifferenceLimits, rate_difference};
pub use rate_ratio::{RATE_RATIO, RateRatioLimits, rate_ratio};
pub use risk_difference::{RISK_DIFFERENCE, RiskDifferenceLimits, risk_difference};
pub use risk_ratio::{RISK_RATIO, RiskRatioLimits, risk_ratio};
pub use two_groups::TwoGroupsError;

use crate::registry::Method;

pub(crate) const METHODS: &[Method] = methods::METHODS;
/// Those that reproduce the English public-health package.
pub(crate) const PHE_METHODS: &[Method] = phe::METHODS;
