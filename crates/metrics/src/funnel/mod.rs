//! Funnels: many units against one comparator, each with the limits that its
//! size allows.
//!
//! | you have                                   | you want                      | use               |
//! |--------------------------------------------|-------------------------------|-------------------|
//! | events and sizes of many units             | who differs beyond chance, and beyond what all differ by | [`funnel`] |
//! | a comparator and a size                    | limits, to draw the curves    | [`funnel_limits`] |
//! | the same, and a variance between units     | the wider curves              | [`adjusted_funnel_limits`] |
//! | scores and standard errors                 | the variance between units    | [`overdispersion`]|
//! | a funnel to reconcile with `PHEindicatormethods` | its limits, points, labels | [`phe_funnel_limits`], [`phe_funnel_points`], [`phe_funnel_significance`] |
//! | a funnel to reconcile with `FunnelPlotR`   | its numbers                   | [`funnelplotr`]   |
//!
//! Values are events per unit of size: a fraction, a rate, or a ratio of
//! observed to expected.

mod funnelplotr;
mod limits;
mod method;
mod overdispersion;
mod phe;
mod phe_axis;
mod units;

pub(crate) use method::METHODS;

pub use funnelplotr::{
    FUNNELPLOTR, Funnelplotr, FunnelplotrCurve, FunnelplotrKind, FunnelplotrLimits,
    FunnelplotrOptions, FunnelplotrUnit, funnelplotr,
};
pub use limits::{FUNNEL_LIMITS, FunnelKind, funnel_limits};
pub use overdispersion::{Overdispersion, Trimming, overdispersion};
pub use phe::{
    PHE_FUNNEL_LIMITS, PHE_FUNNEL_POINTS, PHE_FUNNEL_SIGNIFICANCE, PheLimits, PhePoint,
    PheSignificance, PheStatistic, PheUnits, phe_funnel_limits, phe_funnel_points,
    phe_funnel_significance,
};
pub use units::{
    Band, Comparator, FUNNEL, Funnel, FunnelError, FunnelUnit, Position, adjusted_funnel_limits,
    funnel,
};
