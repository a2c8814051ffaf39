//! What lies above the rate of a reference group: population attributable
//! risk and fraction.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId, SampleFraction};

use crate::gap::{GapError, GapInput, Relation, absolute_gap, relative_gap};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, VALUE, X};

/// The method of [`Excess::par`].
pub const PAR: MethodId = MethodId::new("par-counts");
/// The method of [`Excess::paf`].
pub const PAF: MethodId = MethodId::new("paf-counts");
/// The method of [`Excess::events`].
pub const EXCESS_EVENTS: MethodId = MethodId::new("excess-events");

/// What lies above the rate of a reference group. All three are negative when
/// the reference has a higher rate than the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excess {
    /// Rate of all minus that of the reference, per person.
    pub par: Estimate,
    /// The same over the rate of all: a fraction, at most 1.
    pub paf: Estimate,
    /// The same fraction of all events.
    pub events: Estimate,
}

/// Why there is no excess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExcessError {
    /// One count is missing, or one too many.
    #[error(
        "{events} counts of events beside {at_risk} counts of people at risk: give one of each for every group"
    )]
    Lengths {
        /// Length of the events.
        events: usize,
        /// Length of the people at risk.
        at_risk: usize,
    },
    /// The reference is not one of the groups.
    #[error(
        "the reference is group {reference} (counted from 0) of {groups}: it must be one of them"
    )]
    NoReference {
        /// The index that was given.
        reference: usize,
        /// The number of groups.
        groups: usize,
    },
    /// The two rates make no gap.
    #[error(transparent)]
    Gap(#[from] GapError),
}

/// The excess of all groups together over a reference group, the population
/// attributable risk and fraction of WHO's measures of inequality.
///
/// The reference is a part of the whole, so its limits are those of a gap
/// between a part and its whole, turned round.
///
/// # Units
///
/// One count of events and of people at risk for each group; `reference` is
/// the index of the reference group, from 0. Per person (`par`), fraction
/// (`paf`) and events out.
///
/// # Errors
///
/// [`ExcessError`]: slices of different lengths, a reference outside them, or
/// no events.
///
/// # Source
///
/// WHO (2013), *Handbook on health inequality monitoring*, section 3.4;
/// limits as [`relative_gap`] and [`absolute_gap`].
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
///
/// let excess = firstyear_metrics::excess(&[60, 40], &[10_000, 10_000], 1, Confidence::P95)?;
/// assert_eq!(format!("{:.2}", excess.paf.value), "0.20");
/// assert_eq!(format!("{:.0}", excess.events.value), "20");
/// # Ok::<(), firstyear_metrics::ExcessError>(())
/// ```
pub fn excess(
    events: &[u64],
    at_risk: &[u64],
    reference: usize,
    confidence: Confidence,
) -> Result<Excess, ExcessError> {
    excess_with(events, at_risk, reference, confidence, None)
}

/// [`excess`](excess()) where the reference's share of those at risk is known
/// from a sample alone, such as the 10% of births that are coded by
/// occupation. `at_risk` is the sample multiplied up; the limits allow for the
/// sampling as those of a gap do.
///
/// # Errors
///
/// As [`excess`](excess()).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, SampleFraction};
/// use firstyear_metrics::excess_with;
///
/// let sample = Some(SampleFraction::new(0.1)?);
/// let excess = excess_with(&[60, 40], &[10_000, 10_000], 1, Confidence::P95, sample)?;
/// let limits = excess.paf.interval.unwrap();
/// assert_eq!(format!("{:.3} {:.3}", limits.lower, limits.upper), "-0.021 0.373");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn excess_with(
    events: &[u64],
    at_risk: &[u64],
    reference: usize,
    confidence: Confidence,
    sample: Option<SampleFraction>,
) -> Result<Excess, ExcessError> {
    if events.len() != at_risk.len() {
        return Err(ExcessError::Lengths { events: events.len(), at_risk: at_risk.len() });
    }
    let group = events
        .get(reference)
        .zip(at_risk.get(reference))
        .map(|(&events, &at_risk)| Counts { events, at_risk })
        .ok_or(ExcessError::NoReference { reference, groups: events.len() })?;
    let all = Counts { events: events.iter().sum(), at_risk: at_risk.iter().sum() };
    let input = GapInput { group, against: all, relation: Relation::PartOfWhole, sample };
    let par = absolute_gap(&input, confidence)?;
    let paf = relative_gap(&input, confidence)?;
    let turned = |gap: Estimate, factor: f64, method| Estimate {
        method,
        counts: Some(all),
        value: without_minus_zero(gap.value * -factor),
        interval: gap.interval.map(|i| {
            let Interval { lower, upper, confidence } = i.scaled(-factor);
            Interval {
                lower: without_minus_zero(lower),
                upper: without_minus_zero(upper),
                confidence,
            }
        }),
    };
    Ok(Excess {
        par: turned(par, 1.0, PAR),
        paf: turned(paf, 1.0, PAF),
        events: turned(paf, all.events as f64, EXCESS_EVENTS),
    })
}

/// A gap of 0 turned round is 0, not -0.
fn without_minus_zero(x: f64) -> f64 {
    x + 0.0
}

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: PAR,
        name: "Population attributable risk",
        family: "inequality",
        unit: "events per person",
        ordered: false,
        reading: "positive when all have a higher rate than the reference",
        source: "WHO (2013), Handbook on health inequality monitoring",
        explanation: "The rate of all groups minus that of a reference group. It describes: nothing says that all could reach the rate of the reference.",
        call: Call { run: |group, out| run_excess(group, out, |excess| excess.par), ..CALL },
    },
    Method {
        id: PAF,
        name: "Population attributable fraction",
        family: "inequality",
        unit: "fraction",
        ordered: false,
        reading: "positive when all have a higher rate than the reference; at most 1",
        source: "WHO (2013), Handbook on health inequality monitoring",
        explanation: "The share of all events that lies above the rate of a reference group.",
        call: Call { run: |group, out| run_excess(group, out, |excess| excess.paf), ..CALL },
    },
    Method {
        id: EXCESS_EVENTS,
        name: "Events above the reference rate",
        family: "inequality",
        unit: "events",
        ordered: false,
        reading: "positive when all have a higher rate than the reference",
        source: "WHO (2013), Handbook on health inequality monitoring",
        explanation: "How many of the events would not have happened if all groups had the rate of the reference.",
        call: Call { run: |group, out| run_excess(group, out, |excess| excess.events), ..CALL },
    },
];

const CALL: Call = Call {
    key: &["area"],
    inputs: &[
        X,
        N,
        Field::new("reference_subgroup", "1 in the row of the reference group, 0 elsewhere"),
    ],
    arguments: &[Argument::MULTIPLIER, Argument::CONFIDENCE],
    outputs: &[VALUE],
    vectors: &[],
    run: |group, out| run_excess(group, out, |excess| excess.par),
};

fn run_excess(
    group: &Group<'_>,
    out: &mut Output,
    which: fn(Excess) -> Estimate,
) -> Result<(), RunError> {
    let (events, at_risk) = (group.counts("x")?, group.counts("n")?);
    let references = group.numbers("reference_subgroup")?;
    let mut marked = references.iter().enumerate().filter(|(_, mark)| **mark == 1.0);
    let (Some((reference, _)), None) = (marked.next(), marked.next()) else {
        return Err(RunError::Measure("one group must be the reference, and no more".to_owned()));
    };
    let multiplier = group.multiplier()?;
    let estimates: Result<Vec<Estimate>, ExcessError> = group
        .confidences()?
        .into_iter()
        .map(|confidence| {
            Ok(which(excess(&events, &at_risk, reference, confidence)?).scaled(multiplier))
        })
        .collect();
    out.row().estimates(&estimates.map_err(RunError::measure)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_with_the_higher_rate_gives_a_negative_excess() {
        let found = excess(&[60, 40], &[10_000, 10_000], 0, Confidence::P95).unwrap();
        assert!((found.paf.value + 0.2).abs() < 1e-12);
        assert!((found.events.value + 20.0).abs() < 1e-9);
        let limits = found.par.interval.unwrap();
        assert!(limits.lower < found.par.value && found.par.value < limits.upper);
    }

    #[test]
    fn a_sampled_denominator_widens_the_limits() {
        // By hand: half of the people, so sampling adds 0.5/(0.5 × 2,000) to
        // the variance of the logarithm, 0.6/40: 0.8 exp(±1.96 × 0.1245).
        let sample = SampleFraction::new(0.1).ok();
        let ask =
            |sample| excess_with(&[60, 40], &[10_000, 10_000], 1, Confidence::P95, sample).unwrap();
        let (sampled, complete) = (ask(sample), ask(None));
        let limits = sampled.paf.interval.unwrap();
        assert!((limits.lower + 0.021_1).abs() < 5e-5 && (limits.upper - 0.373_2).abs() < 5e-5);
        assert_eq!(sampled.paf.value, complete.paf.value);
        let width = |estimate: Estimate| {
            let limits = estimate.interval.unwrap();
            limits.upper - limits.lower
        };
        assert!(width(sampled.par) > width(complete.par));
        assert!(width(sampled.events) > width(complete.events));
    }

    #[test]
    fn what_has_no_reference_is_refused() {
        let refuse = |events: &[u64], at_risk: &[u64], reference| {
            excess(events, at_risk, reference, Confidence::P95).unwrap_err()
        };
        assert_eq!(refuse(&[1], &[1, 2], 0), ExcessError::Lengths { events: 1, at_risk: 2 });
        let none = ExcessError::NoReference { reference: 2, groups: 2 };
        assert_eq!(refuse(&[1, 2], &[9, 9], 2), none);
        let no_events = ExcessError::Gap(GapError::NoEventsAgainst);
        assert_eq!(refuse(&[0, 0], &[9, 9], 0), no_events);
    }
}
