//! The limits within which chance alone keeps an area round its comparator.

use firstyear_core::{Confidence, Interval, MethodId};

use super::intervals::finite;
use super::{POLARITY, polarity};
use super::{Position, one_level};
use crate::limits::deviate;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};
use crate::special::gamma;

/// Why there are no control limits.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ControlLimitError {
    /// A comparator that is no proportion.
    #[error("the comparator's proportion must lie between 0 and 1: a percentage is divided by 100")]
    NotAProportion,
    /// Nobody to whom chance could apply.
    #[error("the area needs people at risk: a finite number above 0")]
    NobodyAtRisk,
    /// An expected number of events that is none.
    #[error("the expected number of events must lie between 0 and 1e15")]
    NotExpected,
}

/// The limits within which chance alone keeps the proportion of an area with
/// `at_risk` people, when its true proportion is the comparator's.
///
/// An area inside them is similar to the comparator.
///
/// # Units
///
/// Fractions in and out; people need not be whole, as an effective size can be
/// a fraction.
///
/// # Errors
///
/// [`ControlLimitError`]: a comparator outside 0 to 1, or nobody at risk.
///
/// # Source
///
/// Wilson (1927), J Am Stat Assoc 22:209, at the comparator's proportion: the
/// rule of the Fingertips profiles for proportions.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::benchmark::proportion_control_limits;
///
/// let limits = proportion_control_limits(0.1, 400.0, Confidence::P95)?;
/// assert_eq!(format!("{:.3} {:.3}", limits.lower, limits.upper), "0.074 0.133");
/// # Ok::<(), firstyear_metrics::benchmark::ControlLimitError>(())
/// ```
pub fn proportion_control_limits(
    comparator: f64,
    at_risk: f64,
    confidence: Confidence,
) -> Result<Interval, ControlLimitError> {
    if !(0.0..=1.0).contains(&comparator) {
        return Err(ControlLimitError::NotAProportion);
    }
    if !(at_risk.is_finite() && at_risk > 0.0) {
        return Err(ControlLimitError::NobodyAtRisk);
    }
    let z = deviate(confidence);
    let share = z * z / at_risk;
    let centre = comparator + share / 2.0;
    let width = (share * (comparator * (1.0 - comparator) + share / 4.0)).sqrt();
    let scale = 1.0 + share;
    // At the ends the limit is the end itself, and rounding must not part them.
    let lower = if comparator == 0.0 { 0.0 } else { ((centre - width) / scale).max(0.0) };
    let upper = if comparator == 1.0 { 1.0 } else { ((centre + width) / scale).min(1.0) };
    Ok(Interval { lower, upper, confidence })
}

/// The limits within which chance alone keeps a count of which `expected`
/// events are expected at the comparator's rate.
///
/// A count above the upper limit would come about by chance with less than
/// half of what the level leaves, and so with the lower. Between whole counts
/// the probability is carried on by the gamma function, so that the limits
/// move smoothly; a whole count lies outside them exactly when its exact
/// Poisson limits leave out the expected number.
///
/// # Units
///
/// Events in, events out. Over the expected number they are limits of a
/// standardised ratio; times the comparator's rate, of a rate.
///
/// # Errors
///
/// [`ControlLimitError::NotExpected`].
///
/// # Source
///
/// Exact Poisson tails, as the Fingertips profiles use for standardised rates;
/// Spiegelhalter (2005), Stat Med 24:1185, appendix A.1.1.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::benchmark::count_control_limits;
///
/// let limits = count_control_limits(10.0, Confidence::P95)?;
/// assert_eq!(format!("{:.1} {:.1}", limits.lower, limits.upper), "3.8 17.1");
/// # Ok::<(), firstyear_metrics::benchmark::ControlLimitError>(())
/// ```
pub fn count_control_limits(
    expected: f64,
    confidence: Confidence,
) -> Result<Interval, ControlLimitError> {
    if !(0.0..=MOST_EXPECTED).contains(&expected) {
        return Err(ControlLimitError::NotExpected);
    }
    if expected == 0.0 {
        return Ok(Interval { lower: 0.0, upper: 0.0, confidence });
    }
    let tail = confidence.tail();
    // P(X <= x) is the upper gamma probability of shape x + 1 at the mean,
    // P(X >= x) the lower one of shape x; both move one way with x.
    let lower = bisect(expected, |x| gamma::lower_and_upper(x + 1.0, expected).1 > tail);
    let upper = bisect(expected, |x| gamma::lower_and_upper(x, expected).0 <= tail);
    Ok(Interval { lower, upper, confidence })
}

/// As far as the tails of a count are worked out.
const MOST_EXPECTED: f64 = 1e15;

/// The smallest x from 0 on for which `holds`, which never ceases to hold once
/// it does.
fn bisect(start: f64, holds: impl Fn(f64) -> bool) -> f64 {
    if holds(0.0) {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, start + 10.0);
    while !holds(high) {
        (low, high) = (high, 2.0 * high);
    }
    while high - low > 4.0 * f64::EPSILON * high {
        let middle = f64::midpoint(low, high);
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}

const COMPARISON: Field = Field::new(
    "comparison",
    "`better`, `similar`, `worse`, or `lower`, `similar`, `higher` without an agreed optimum",
);
const LOWER: Field = Field::new("lower_limit", "lower control limit, in the comparator's unit");
const UPPER: Field = Field::new("upper_limit", "upper control limit, in the comparator's unit");

pub(super) const PROPORTION: Method = Method {
    id: MethodId::new("compare-control-limits-proportion"),
    name: "Control limits of a proportion",
    family: "benchmarks",
    unit: "fraction",
    ordered: false,
    reading: "an area within the limits is similar to its comparator",
    source: "Wilson (1927), J Am Stat Assoc 22:209, at the comparator's proportion",
    explanation: "Where an area's proportion would lie by chance if its true proportion were the comparator's. The limits depend on the comparator and the area's size, not on what was seen there, so areas of one size share them.",
    call: Call {
        key: &[],
        inputs: &[
            Field::new("x", "people with the property, a count"),
            Field::new("n", "people, a count above 0"),
            Field::new("comparator", "the comparator's proportion, a fraction"),
        ],
        arguments: &[POLARITY, Argument::CONFIDENCE],
        outputs: &[LOWER, UPPER, COMPARISON],
        vectors: &[],
        run: |group, out| {
            let (x, n) = (group.counts("x")?[0] as f64, group.counts("n")?[0] as f64);
            if x > n {
                return Err(group.out_of_range("x", 0, "no more than the people of the area"));
            }
            let comparator = finite(group, "comparator")?;
            let limits = proportion_control_limits(comparator, n, level(group)?)
                .map_err(RunError::measure)?;
            write(group, out, &limits, x / n)
        },
    },
};

pub(super) const COUNT: Method = Method {
    id: MethodId::new("compare-control-limits-count"),
    name: "Control limits of a count, ratio or rate",
    unit: "that of the comparator",
    source: "exact Poisson tails; Spiegelhalter (2005), Stat Med 24:1185, appendix A.1.1",
    explanation: "Where an area's rate would lie by chance if its true rate were the comparator's. The area's size is its events over its rate, so a standardised rate has an effective one; an area without events needs its expected number of events instead.",
    call: Call {
        inputs: &[
            Field::new("x", "events, a count"),
            Field::optional(
                "value",
                "the area's rate, in the comparator's unit; read where `expected` is absent",
            ),
            Field::optional(
                "expected",
                "events expected at the comparator's rate; goes before the area's rate",
            ),
            Field::new("comparator", "the comparator's rate; 1 for a standardised ratio"),
        ],
        run: run_count,
        ..PROPORTION.call
    },
    ..PROPORTION
};

fn run_count(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let x = group.counts("x")?[0] as f64;
    let comparator = finite(group, "comparator")?;
    if comparator <= 0.0 {
        return Err(group.out_of_range("comparator", 0, "a rate above 0"));
    }
    let expected = match said(group, "expected")? {
        Some(expected) => expected,
        None => by_rate(group, x, comparator)?,
    };
    let limits = count_control_limits(expected, level(group)?).map_err(RunError::measure)?;
    // In the comparator's unit: the rate that one expected event stands for.
    let unit = if expected > 0.0 { comparator / expected } else { comparator };
    write(group, out, &limits.scaled(unit), x * unit)
}

/// The events expected at the comparator's rate, from the area's own rate.
fn by_rate(group: &Group<'_>, events: f64, comparator: f64) -> Result<f64, RunError> {
    let Some(value) = said(group, "value")? else {
        return Err(RunError::Measure(
            "neither `expected` nor `value`: one of them says how large the area is".to_owned(),
        ));
    };
    if events == 0.0 || value <= 0.0 {
        return Err(RunError::Measure(
            "an area without events has no effective size: give a column `expected`".to_owned(),
        ));
    }
    Ok(events / value * comparator)
}

/// A number where the table has one: another column can stand in where it is
/// absent, and nothing where it is withheld.
fn said(group: &Group<'_>, column: &'static str) -> Result<Option<f64>, RunError> {
    match finite(group, column) {
        Ok(number) => Ok(Some(number)),
        Err(RunError::Absent) => Ok(None),
        Err(error) => Err(error),
    }
}

fn level(group: &Group<'_>) -> Result<Confidence, RunError> {
    match group.confidences()?[..] {
        [level] => Ok(level),
        _ => Err(RunError::Argument {
            name: "confidence",
            wanted: "one level is asked for".to_owned(),
        }),
    }
}

fn write(
    group: &Group<'_>,
    out: &mut Output,
    limits: &Interval,
    value: f64,
) -> Result<(), RunError> {
    // Seen from the area: the value against limits that stand round the
    // comparator.
    let position = match one_level(limits, value) {
        Position::Above => Position::Below,
        Position::Below => Position::Above,
        other => other,
    };
    let polarity = polarity(group)?;
    out.row()
        .set("lower_limit", limits.lower)
        .set("upper_limit", limits.upper)
        .set("comparison", position.judgement(polarity));
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::poisson_exact;

    proptest! {
        #[test]
        fn a_count_lies_outside_when_its_exact_limits_leave_out_what_was_expected(
            events in 0..200_u64, expected in 0.1..200.0_f64,
        ) {
            let own = poisson_exact(events, Confidence::P95);
            // On the very edge rounding decides.
            prop_assume!((own.lower - expected).abs() > 1e-9 && (own.upper - expected).abs() > 1e-9);
            let control = count_control_limits(expected, Confidence::P95).unwrap();
            prop_assert_eq!(control.contains(events as f64), own.contains(expected));
        }

        #[test]
        fn more_people_never_widen_the_limits(p in 0.0..=1.0_f64, n in 1.0..1e6_f64) {
            let few = proportion_control_limits(p, n, Confidence::P998).unwrap();
            let many = proportion_control_limits(p, 2.0 * n, Confidence::P998).unwrap();
            prop_assert!(few.lower <= many.lower + 1e-15 && many.upper <= few.upper + 1e-15);
            // Rounding may part the limit from a proportion at an end.
            prop_assert!(many.lower <= p + 1e-15 && p <= many.upper + 1e-15);
        }
    }

    #[test]
    fn counts_beyond_reach_are_refused() {
        let limits = count_control_limits(1e15, Confidence::P95).unwrap();
        // Normal, at such a size: 1.96 roots of 1e15 either side.
        assert!((limits.upper - 1e15 - 1.959_964 * 1e15_f64.sqrt()).abs() < 100.0);
        for beyond in [1.1e15, 1e308, f64::INFINITY, f64::NAN, -1.0] {
            let refused = count_control_limits(beyond, Confidence::P95);
            assert_eq!(refused, Err(ControlLimitError::NotExpected), "{beyond}");
        }
    }

    #[test]
    fn limits_of_an_expected_count_put_the_tail_where_it_belongs() {
        for expected in [0.01, 0.5, 3.0, 1e3, 1e6] {
            let limits = count_control_limits(expected, Confidence::P95).unwrap();
            if limits.lower > 0.0 {
                let below = gamma::lower_and_upper(limits.lower + 1.0, expected).1;
                assert!((below / 0.025 - 1.0).abs() < 1e-8, "{expected}");
            }
            let above = gamma::lower_and_upper(limits.upper, expected).0;
            assert!((above / 0.025 - 1.0).abs() < 1e-8, "{expected}");
        }
    }

    #[test]
    fn a_comparator_at_an_end_is_its_own_limit() {
        for people in 1..200 {
            let people = f64::from(people);
            let all = proportion_control_limits(1.0, people, Confidence::P95).unwrap();
            let none = proportion_control_limits(0.0, people, Confidence::P95).unwrap();
            assert_eq!((all.upper, none.lower), (1.0, 0.0), "{people}");
        }
    }

    #[test]
    fn what_makes_no_limits_is_refused() {
        let refused = |p, n| proportion_control_limits(p, n, Confidence::P95).unwrap_err();
        assert_eq!(refused(9.0, 10.0), ControlLimitError::NotAProportion);
        assert_eq!(refused(f64::NAN, 10.0), ControlLimitError::NotAProportion);
        assert_eq!(refused(0.5, 0.0), ControlLimitError::NobodyAtRisk);
        assert_eq!(refused(0.5, f64::INFINITY), ControlLimitError::NobodyAtRisk);
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                count_control_limits(bad, Confidence::P95),
                Err(ControlLimitError::NotExpected)
            );
        }
    }
}
