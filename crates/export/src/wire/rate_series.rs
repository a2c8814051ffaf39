//! A rate by period, and which periods are tested together.

use firstyear_analysis::{LeftOut, RatePoint, Run, WhyLeftOut};
use firstyear_core::DimensionId;
use serde::Serialize;

use super::cell::status;
use super::{CountedRateV1, PeriodV1, StatusV1};

/// A rate in one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RatePointV1 {
    /// When.
    pub period: PeriodV1,
    /// Id of the version of the classification by which the group is defined;
    /// null for everyone.
    pub version: Option<DimensionId>,
    /// The rate with its counts.
    pub rate: CountedRateV1,
}

/// Comparable periods, one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunV1 {
    /// The first period.
    pub first: PeriodV1,
    /// The last period.
    pub last: PeriodV1,
    /// How many periods there are.
    pub periods: usize,
    /// Id of the version of the classification; null for everyone.
    pub version: Option<DimensionId>,
}

/// A period that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOutV1 {
    /// The period.
    pub period: PeriodV1,
    /// Id of the version of the classification; null for everyone.
    pub version: Option<DimensionId>,
    /// Why it is left out.
    pub why: WhyLeftOutV1,
    /// What is known of its rate where its counts are missing: `known` where a
    /// rate is published without its counts. Null for every other reason.
    pub status: Option<StatusV1>,
}

/// Why a period is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WhyLeftOutV1 {
    /// It shares days with the periods that are used.
    Overlaps,
    /// It is longer or shorter than those that are used, or of another kind.
    OtherLength,
    /// Another version of the classification.
    OtherVersion,
    /// A break of the series lies between it and those that are used.
    BeforeBreak,
    /// A period between it and those that are used has no counts.
    Interrupted,
    /// Its counts are missing.
    NoCounts,
    /// Not a whole year.
    NotYears,
}

impl RatePointV1 {
    pub(super) fn new(point: &RatePoint) -> Self {
        Self {
            period: point.period.into(),
            version: point.version.clone(),
            rate: CountedRateV1::new(&point.rate),
        }
    }
}

impl RunV1 {
    pub(super) fn new(run: &Run) -> Self {
        Self {
            first: run.first.into(),
            last: run.last.into(),
            periods: run.periods,
            version: run.version.clone(),
        }
    }
}

impl LeftOutV1 {
    pub(super) fn new(left: &LeftOut) -> Self {
        let (why, status) = match &left.why {
            WhyLeftOut::Overlaps => (WhyLeftOutV1::Overlaps, None),
            WhyLeftOut::OtherLength => (WhyLeftOutV1::OtherLength, None),
            WhyLeftOut::OtherVersion => (WhyLeftOutV1::OtherVersion, None),
            WhyLeftOut::BeforeBreak => (WhyLeftOutV1::BeforeBreak, None),
            WhyLeftOut::Interrupted => (WhyLeftOutV1::Interrupted, None),
            WhyLeftOut::NoCounts(cell) => (WhyLeftOutV1::NoCounts, Some(status(cell))),
            WhyLeftOut::NotYears => (WhyLeftOutV1::NotYears, None),
        };
        Self { period: left.period.into(), version: left.version.clone(), why, status }
    }
}
