//! Adds counts up over groups and years without losing what is missing.

use std::collections::BTreeSet;

use firstyear_core::{Basis, Cell, Flags, Indicator, Interval, Observation, SourceId};

use crate::{CountedRate, Evidence};

/// Counts added up, and where they come from.
#[derive(Clone, Debug)]
pub(crate) struct Pooled {
    events: Cell<u64>,
    at_risk: Cell<u64>,
    basis: Basis,
    sources: BTreeSet<SourceId>,
    /// The rate as printed; `None` for a sum.
    published: Option<Cell<f64>>,
    /// The limits printed with it.
    published_limits: Option<Interval>,
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

    pub(crate) fn add(mut self, other: Self) -> Self {
        let add = |a: Cell<u64>, b: Cell<u64>| {
            without_warning(a).zip_with(without_warning(b), u64::saturating_add)
        };
        self.events = add(self.events, other.events);
        self.at_risk = add(self.at_risk, other.at_risk);
        (self.published, self.published_limits) = (None, None);
        self.basis = coarser(self.basis, other.basis);
        self.sources.extend(other.sources);
        self
    }

    /// The same when a part is not reported: a withheld part stays withheld,
    /// a sum of the others is none.
    pub(crate) fn incomplete(self) -> Self {
        let lacking = |count: Cell<u64>| count.zip_with(Cell::<u64>::Absent, |count, _| count);
        Self {
            events: lacking(self.events),
            at_risk: lacking(self.at_risk),
            published: None,
            published_limits: None,
            ..self
        }
    }

    /// Nothing reported, from the same sources.
    pub(crate) fn nothing(self) -> Self {
        Self {
            events: Cell::Absent,
            at_risk: Cell::Absent,
            published: None,
            published_limits: None,
            ..self
        }
    }

    /// The events alone, and where they come from.
    pub(crate) fn into_events(self) -> (Cell<u64>, BTreeSet<SourceId>) {
        (self.events, self.sources)
    }

    /// The rate with its limits.
    pub(crate) fn rate(self, evidence: &Evidence<'_>, indicator: &Indicator) -> CountedRate {
        let origin = evidence.origin(self.sources);
        let rate = CountedRate::new(
            self.events,
            self.at_risk,
            self.basis,
            indicator,
            evidence.confidence,
            origin,
        );
        match self.published {
            Some(published) => rate
                .with_published(published)
                .with_published_limits(self.published_limits, evidence.confidence),
            None => rate,
        }
    }
}

impl From<&Observation> for Pooled {
    fn from(observation: &Observation) -> Self {
        Self {
            events: observation.numerator,
            at_risk: observation.denominator,
            basis: observation.basis,
            sources: BTreeSet::from([observation.source.clone()]),
            published: Some(observation.value),
            published_limits: observation.interval,
        }
    }
}

/// A count without the warning that the rate of its one year rests on few
/// events: a sum rests on more, and our own limits say how sure it is.
fn without_warning(count: Cell<u64>) -> Cell<u64> {
    match count {
        Cell::Known { value, flags } => {
            Cell::Known { value, flags: flags.without(Flags::LOW_RELIABILITY) }
        }
        other => other,
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
