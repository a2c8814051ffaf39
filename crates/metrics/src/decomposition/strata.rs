//! Two populations counted in the same strata.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use super::DecompositionError;
use crate::delta;

/// One population, stratum by stratum, as numbers: people, and events by
/// person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Strata {
    pub(super) people: Vec<f64>,
    pub(super) rates: Vec<f64>,
    pub(super) rate_errors: Vec<f64>,
}

/// Both populations, checked.
pub(super) fn both(
    first: &[Counts],
    second: &[Counts],
) -> Result<(Strata, Strata), DecompositionError> {
    if first.is_empty() && second.is_empty() {
        return Err(DecompositionError::NoStrata);
    }
    if first.len() != second.len() {
        return Err(DecompositionError::Lengths {
            what: "the second population",
            given: second.len(),
            expected: first.len(),
        });
    }
    for (i, (a, b)) in first.iter().zip(second).enumerate() {
        let stratum = i + 1;
        if (a.at_risk == 0 && a.events > 0) || (b.at_risk == 0 && b.events > 0) {
            return Err(DecompositionError::EventsWithoutPeople { stratum });
        }
        if (a.at_risk == 0) != (b.at_risk == 0) {
            return Err(DecompositionError::OneSided { stratum });
        }
    }
    if first.iter().all(|counts| counts.at_risk == 0) {
        return Err(DecompositionError::NoPeople);
    }
    Ok((Strata::new(first), Strata::new(second)))
}

impl Strata {
    fn new(counts: &[Counts]) -> Self {
        let over_people =
            |top: fn(&Counts) -> f64| -> Vec<f64> {
                counts
                    .iter()
                    .map(|counts| {
                        if counts.at_risk == 0 { 0.0 } else { top(counts) / counts.at_risk as f64 }
                    })
                    .collect()
            };
        Self {
            people: counts.iter().map(|counts| counts.at_risk as f64).collect(),
            rates: over_people(|counts| counts.events as f64),
            rate_errors: over_people(|counts| (counts.events as f64).sqrt()),
        }
    }
}

/// Share of each stratum in all people.
pub(super) fn shares(people: &[f64]) -> Vec<f64> {
    let all: f64 = people.iter().sum();
    people.iter().map(|people| people / all).collect()
}

/// Estimates, with limits, of what `measure` makes of the people and rates of
/// two populations. Events vary by chance among the people there are, and
/// people among the strata.
pub(super) fn estimates(
    first: &Strata,
    second: &Strata,
    confidence: Confidence,
    method: MethodId,
    measure: impl Fn(&Strata, &Strata) -> Vec<f64>,
) -> Vec<Estimate> {
    let strata = first.people.len();
    let values = [&first.people, &first.rates, &second.people, &second.rates].map(Vec::as_slice);
    let root = |people: &[f64]| people.iter().map(|n| n.sqrt()).collect::<Vec<_>>();
    let errors = [
        root(&first.people),
        first.rate_errors.clone(),
        root(&second.people),
        second.rate_errors.clone(),
    ];
    let of = |at: &[f64]| Strata {
        people: at[..strata].to_vec(),
        rates: at[strata..].to_vec(),
        rate_errors: Vec::new(),
    };
    let standard_errors = delta::standard_errors(&values.concat(), &errors.concat(), |at| {
        let (first, second) = at.split_at(2 * strata);
        measure(&of(first), &of(second))
    });
    let parts = measure(first, second);
    parts
        .into_iter()
        .zip(standard_errors)
        .map(|(value, error)| estimate(value, error, confidence, method))
        .collect()
}

pub(super) fn estimate(
    value: f64,
    error: f64,
    confidence: Confidence,
    method: MethodId,
) -> Estimate {
    let interval: Interval = delta::either_side(value, error, confidence);
    Estimate { value, interval: Some(interval), method, counts: None }
}
