//! Trends.
//!
//! | you have                              | you want                                   | use                  |
//! |---------------------------------------|--------------------------------------------|----------------------|
//! | values with limits, in order of time  | the trend marker of English profiles       | [`recent_trend`]     |
//! | proportions in order of time          | the same                                   | [`recent_trend_of_proportions`] |
//! | counts at times                       | the yearly change of their rate, with limits | [`rate_trend`]     |
//! | counts of a group and of others       | whether the gap between them widens        | [`gap_trend_test`]   |
//! | events among trials, by score         | whether the proportion goes with the score | [`proportion_trend`] |
//!
//! Nothing here knows what a period is: points that overlap, or that a change
//! of classification parts, must not be passed.

mod proportion_trend;
mod rate_trend;
mod recent;

pub(crate) use rate_trend::{CLOSE, STEPS, runs_away, series};

pub use proportion_trend::{ProportionTrend, ProportionTrendError, proportion_trend};
pub use rate_trend::{
    GAP_TREND, RATE_TREND, RateTrendError, TimedCounts, TrendTest, gap_trend_test, rate_trend,
};
pub use recent::{
    Change, RECENT_POINTS, RECENT_TREND, RECENT_TREND_OF_PROPORTIONS, RecentTrend,
    RecentTrendError, TrendPoint, recent_trend, recent_trend_of_proportions,
};

use crate::registry::Method;

pub(crate) const METHODS: &[Method] = &[
    recent::RECENT,
    recent::RECENT_PROPORTIONS,
    rate_trend::RATE,
    rate_trend::GAP,
    proportion_trend::METHOD,
];
