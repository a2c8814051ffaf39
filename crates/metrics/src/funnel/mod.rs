//! Funnels: many units against one comparator, each with the limits that its
//! size allows.
//!
//! | you have                                   | you want                      | use               |
//! |--------------------------------------------|-------------------------------|-------------------|
//! | events and sizes of many units             | who differs beyond chance, and beyond what all differ by | [`funnel`] |
//! | a comparator and a size                    | limits, to draw the curves    | [`funnel_limits`] |
//! | scores and standard errors                 | the variance between units    | [`overdispersion`]|
//!
//! Values are events per unit of size: a fraction, a rate, or a ratio of
//! observed to expected.

mod limits;
mod overdispersion;
mod units;

pub use limits::{FUNNEL_LIMITS, FunnelKind, funnel_limits};
pub use overdispersion::{Overdispersion, Trimming, overdispersion};
pub use units::{Band, Comparator, FUNNEL, Funnel, FunnelError, FunnelUnit, Position, funnel};
