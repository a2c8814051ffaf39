//! Adds counts up over groups and years without losing what is missing.

use std::collections::BTreeSet;

use firstyear_core::{Basis, Cell, Flags, Indicator, Observation, SourceId};

use crate::{CountedRate, Evidence};

/// Counts added up, and where they come from.
#[derive(Clone, Debug)]
pub(crate) struct Pooled {
    events: Cell<u64>,
    at_risk: Cell<u64>,
    basis: Basis,
    sources: BTreeSet<SourceId>,
}

impl Pooled {
    /// Adds up observations. One withheld or absent count makes the sum so.
    /// `None` when there is nothing to add.
    pub(crate) fn sum<'a>(observations: impl IntoIterator<Item = &'a Observation>) -> Option<Self> {
        let mut sum: Option<Self> = None;
        for observation in observations {
            let next = Self::from(observation);
            sum = Some(match sum {
                None => next,
                Some(sum) => sum.add(next),
            });
        }
        sum
    }

    fn add(mut self, other: Self) -> Self {
        self.events = self.events.zip_with(other.events, u64::saturating_add);
        self.at_risk = self.at_risk.zip_with(other.at_risk, u64::saturating_add);
        self.basis = coarser(self.basis, other.basis);
        self.sources.extend(other.sources);
        self
    }

    /// The rate with its limits.
    pub(crate) fn rate(self, evidence: &Evidence<'_>, indicator: &Indicator) -> CountedRate {
        let origin = evidence.origin(self.sources);
        CountedRate::new(
            self.events,
            self.at_risk,
            self.basis,
            indicator,
            evidence.confidence,
            origin,
        )
    }
}

impl From<&Observation> for Pooled {
    fn from(observation: &Observation) -> Self {
        // A warning on the printed rate is no flag of the counts: our own
        // limits say how sure a rate is.
        let counted = |cell: Cell<u64>| match cell {
            Cell::Known { value, flags } if flags == Flags::LOW_RELIABILITY => Cell::known(value),
            other => other,
        };
        Self {
            events: counted(observation.numerator),
            at_risk: counted(observation.denominator),
            basis: observation.basis,
            sources: BTreeSet::from([observation.source.clone()]),
        }
    }
}

/// The basis of a sum: a sample as soon as one part is sampled, at the smaller
/// fraction.
fn coarser(a: Basis, b: Basis) -> Basis {
    match (a, b) {
        (Basis::Complete, other) | (other, Basis::Complete) => other,
        (Basis::Sample(x), Basis::Sample(y)) => Basis::Sample(if x < y { x } else { y }),
    }
}
