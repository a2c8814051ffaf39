//! Trends.
//!
//! | you have                             | you want                                | use                  |
//! |--------------------------------------|-----------------------------------------|----------------------|
//! | events among trials, by score        | whether the proportion goes with the score | [`proportion_trend`] |

mod proportion_trend;

pub use proportion_trend::{ProportionTrend, ProportionTrendError, proportion_trend};

use crate::registry::Method;

pub(crate) const METHODS: &[Method] = &[proportion_trend::METHOD];
