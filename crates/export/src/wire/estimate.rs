//! Estimates, and the rates that are shown or hidden with their counts.

use firstyear_analysis::CountedRate;
use firstyear_core::{Estimate, SourceClass, SourceId};
use serde::Serialize;

use super::{CountV1, EstimateCellV1, Number, ValueV1};

/// A value with its limits, its method and the counts behind it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstimateV1 {
    /// The value, in the unit that the field holding this estimate names.
    pub value: Number,
    /// Lower limit, in the unit of the value; null where the method can give
    /// no limits.
    pub lower: Option<Number>,
    /// Upper limit, in the unit of the value; null where the method can give
    /// no limits.
    pub upper: Option<Number>,
    /// How often limits made this way hold the true value, as a fraction: 0.95
    /// for 95%. Null without limits.
    pub confidence: Option<Number>,
    /// Id of the method, which `firstyear explain` expands.
    pub method: String,
    /// The counts that it rests on; null where it rests on something else.
    pub counts: Option<CountsV1>,
}

/// The counts behind an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CountsV1 {
    /// Events, such as infant deaths.
    pub events: u64,
    /// Those at risk, such as live births.
    pub at_risk: u64,
}

impl EstimateV1 {
    pub(super) fn new(estimate: &Estimate) -> Self {
        let interval = estimate.interval;
        Self {
            value: estimate.value.into(),
            lower: interval.map(|i| i.lower.into()),
            upper: interval.map(|i| i.upper.into()),
            confidence: interval.map(|i| i.confidence.level().into()),
            method: estimate.method.to_string(),
            counts: estimate.counts.map(|c| CountsV1 { events: c.events, at_risk: c.at_risk }),
        }
    }
}

/// Events, those at risk and the rate between them. The three are shown or
/// hidden together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CountedRateV1 {
    /// Events, such as infant deaths.
    pub events: CountV1,
    /// Those at risk, such as live births.
    pub at_risk: CountV1,
    /// Events over those at risk, in the indicator's unit.
    pub rate: EstimateCellV1,
    /// How those at risk were counted: `complete`, or `sample:0.1` for a 10%
    /// sample multiplied up.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^(complete|sample:0\.[0-9]+)$")))]
    pub denominator_basis: String,
    /// The strictest class of the sources.
    pub class: SourceClass,
    /// Ids of the sources, in alphabetical order.
    pub sources: Vec<SourceId>,
    /// The rate as its publisher prints it, in the indicator's unit, with the
    /// publisher's marks. Left out where counts of several are added up and
    /// where the publisher prints no rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<ValueV1>,
}

impl CountedRateV1 {
    pub(super) fn new(rate: &CountedRate) -> Self {
        Self {
            events: rate.events.into(),
            at_risk: rate.at_risk.into(),
            rate: EstimateCellV1::new(&rate.rate),
            denominator_basis: crate::tidy::basis_text(rate.basis),
            class: rate.class,
            sources: rate.sources.iter().cloned().collect(),
            published: rate.published.map(ValueV1::from),
        }
    }
}
