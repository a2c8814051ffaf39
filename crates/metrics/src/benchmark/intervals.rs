//! A comparator held against the limits of an area.

use firstyear_core::{Confidence, Interval, MethodId};

use super::Position;
use super::{POLARITY, polarity};
use crate::registry::Method;
use crate::run::{Call, Field, Group, Output, RunError};

/// Where an area lies whose limits are `area`, against a comparator's value.
///
/// A comparator on a limit counts as inside, so the area as similar. The
/// comparator's own uncertainty is left out: where the comparator is a large
/// whole it is small, and where it is not, the rule says "differs" too often.
///
/// # Units
///
/// All in one unit, whatever it is.
///
/// # Source
///
/// The one-level rule of the Fingertips profiles of English public health.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Interval};
/// use firstyear_metrics::benchmark::{Position, one_level};
///
/// let area = Interval { lower: 4.2, upper: 6.0, confidence: Confidence::P95 };
/// assert_eq!(one_level(&area, 4.1), Position::Above);
/// assert_eq!(one_level(&area, 4.2), Position::Similar);
/// ```
#[must_use]
pub fn one_level(area: &Interval, comparator: f64) -> Position {
    if comparator < area.lower {
        Position::Above
    } else if comparator > area.upper {
        Position::Below
    } else {
        Position::Similar
    }
}

/// Where an area lies by its limits at two levels: `inner`, such as 95%, and
/// `outer`, such as 99.8%.
///
/// # Units
///
/// All in one unit, whatever it is.
///
/// # Source
///
/// The two-level rule of the Fingertips profiles of English public health.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Interval};
/// use firstyear_metrics::benchmark::{Position, two_level};
///
/// let inner = Interval { lower: 4.2, upper: 6.0, confidence: Confidence::P95 };
/// let outer = Interval { lower: 3.8, upper: 6.4, confidence: Confidence::P998 };
/// assert_eq!(two_level(&inner, &outer, 4.0), Position::Above);
/// assert_eq!(two_level(&inner, &outer, 3.0), Position::FarAbove);
/// ```
#[must_use]
pub fn two_level(inner: &Interval, outer: &Interval, comparator: f64) -> Position {
    match (one_level(outer, comparator), one_level(inner, comparator)) {
        (Position::Above, _) => Position::FarAbove,
        (Position::Below, _) => Position::FarBelow,
        (_, position) => position,
    }
}

/// Where an area lies whose limits are `area`, against a comparator with
/// limits of its own: similar as long as the two intervals touch.
///
/// Intervals that do not overlap differ by much more than chance at their
/// level; two that overlap a little may differ all the same. The rule errs
/// towards "similar": where both are independent and equally wide, at 95% it
/// says "differs" by chance less than once in 150.
///
/// # Units
///
/// All in one unit, whatever it is.
///
/// # Source
///
/// The double-overlap rule of the Fingertips profiles; Schenker and Gentleman
/// (2001), Am Stat 55:182, on what overlap means.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Interval};
/// use firstyear_metrics::benchmark::{Position, double_overlap};
///
/// let limits = |lower, upper| Interval { lower, upper, confidence: Confidence::P95 };
/// assert_eq!(double_overlap(&limits(4.2, 6.0), &limits(3.9, 4.2)), Position::Similar);
/// assert_eq!(double_overlap(&limits(4.2, 6.0), &limits(3.9, 4.1)), Position::Above);
/// ```
#[must_use]
pub fn double_overlap(area: &Interval, comparator: &Interval) -> Position {
    if area.lower > comparator.upper {
        Position::Above
    } else if area.upper < comparator.lower {
        Position::Below
    } else {
        Position::Similar
    }
}

const COMPARATOR: Field =
    Field::new("comparator", "the comparator's value, in the unit of the limits");
const COMPARISON: Field = Field::new(
    "comparison",
    "`better`, `similar`, `worse`, or `lower`, `similar`, `higher` without an agreed optimum; at the outer of two levels `best`, `worst`, `lowest`, `highest`",
);

pub(super) const ONE_LEVEL: Method = Method {
    id: MethodId::new("compare-one-level"),
    name: "Comparator inside the limits",
    family: "benchmarks",
    unit: "a word",
    ordered: false,
    reading: "better or worse by the indicator's polarity; similar is not the same as equal",
    source: "one-level rule of the Fingertips profiles of English public health",
    explanation: "An area is similar to its comparator as long as the comparator's value lies within the area's limits, the limits included. The comparator's own uncertainty is left out. Of 20 areas that do not differ, one is called different at 95%.",
    call: Call {
        key: &[],
        inputs: &[
            Field::new("lowercl", "the area's lower limit"),
            Field::new("uppercl", "the area's upper limit"),
            COMPARATOR,
        ],
        arguments: &[POLARITY],
        outputs: &[COMPARISON],
        vectors: &[],
        run: |group, out| {
            let area = limits(group, "lowercl", "uppercl", Confidence::P95)?;
            write(group, out, one_level(&area, finite(group, "comparator")?))
        },
    },
};

pub(super) const TWO_LEVEL: Method = Method {
    id: MethodId::new("compare-two-level"),
    name: "Comparator inside the limits at two levels",
    source: "two-level rule of the Fingertips profiles of English public health",
    explanation: "As with one level, at 95% and again at 99.8%: an area that differs at the outer level is called best or worst. Of 500 areas that do not differ, one is so called by chance.",
    call: Call {
        inputs: &[
            Field::new("lower95_0cl", "the area's lower limit at 95%"),
            Field::new("upper95_0cl", "the area's upper limit at 95%"),
            Field::new("lower99_8cl", "the area's lower limit at 99.8%"),
            Field::new("upper99_8cl", "the area's upper limit at 99.8%"),
            COMPARATOR,
        ],
        run: |group, out| {
            let inner = limits(group, "lower95_0cl", "upper95_0cl", Confidence::P95)?;
            let outer = limits(group, "lower99_8cl", "upper99_8cl", Confidence::P998)?;
            if outer.lower > inner.lower || outer.upper < inner.upper {
                return Err(RunError::Measure(
                    "the limits at 99.8% must enclose those at 95%".to_owned(),
                ));
            }
            write(group, out, two_level(&inner, &outer, finite(group, "comparator")?))
        },
        ..ONE_LEVEL.call
    },
    ..ONE_LEVEL
};

pub(super) const DOUBLE_OVERLAP: Method = Method {
    id: MethodId::new("compare-double-overlap"),
    name: "Overlap of two intervals",
    source: "double-overlap rule of the Fingertips profiles; Schenker and Gentleman (2001), Am Stat 55:182",
    explanation: "An area is similar to its comparator as long as their two intervals touch. The rule errs towards similar: intervals that overlap a little can differ by more than chance.",
    call: Call {
        inputs: &[
            Field::new("lowercl", "the area's lower limit"),
            Field::new("uppercl", "the area's upper limit"),
            Field::new("comparator_lowercl", "the comparator's lower limit"),
            Field::new("comparator_uppercl", "the comparator's upper limit"),
        ],
        run: |group, out| {
            let area = limits(group, "lowercl", "uppercl", Confidence::P95)?;
            let comparator =
                limits(group, "comparator_lowercl", "comparator_uppercl", Confidence::P95)?;
            write(group, out, double_overlap(&area, &comparator))
        },
        ..ONE_LEVEL.call
    },
    ..ONE_LEVEL
};

/// The limits in two columns. The level is a label here: the rules do not use
/// it.
fn limits(
    group: &Group<'_>,
    lower: &'static str,
    upper: &'static str,
    confidence: Confidence,
) -> Result<Interval, RunError> {
    let interval =
        Interval { lower: number(group, lower)?, upper: number(group, upper)?, confidence };
    if interval.lower > interval.upper {
        return Err(group.out_of_range(lower, 0, "a lower limit lies below the upper one"));
    }
    Ok(interval)
}

/// A number that may be infinite, as limits can be.
fn number(group: &Group<'_>, column: &'static str) -> Result<f64, RunError> {
    let number = group.numbers(column)?[0];
    if number.is_nan() {
        return Err(group.out_of_range(column, 0, "a number is asked for"));
    }
    Ok(number)
}

pub(super) fn finite(group: &Group<'_>, column: &'static str) -> Result<f64, RunError> {
    let number = group.numbers(column)?[0];
    if number.is_finite() {
        return Ok(number);
    }
    Err(group.out_of_range(column, 0, "a finite number is asked for"))
}

fn write(group: &Group<'_>, out: &mut Output, position: Position) -> Result<(), RunError> {
    let polarity = polarity(group)?;
    out.row().set("comparison", position.judgement(polarity));
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn interval(lower: f64, upper: f64) -> Interval {
        Interval { lower, upper, confidence: Confidence::P95 }
    }

    #[test]
    fn a_comparator_on_a_limit_is_inside() {
        let area = interval(1.0, 2.0);
        assert_eq!(one_level(&area, 1.0), Position::Similar);
        assert_eq!(one_level(&area, 2.0), Position::Similar);
        assert_eq!(double_overlap(&area, &interval(2.0, 3.0)), Position::Similar);
    }

    proptest! {
        #[test]
        fn turning_the_scale_round_turns_the_position(
            lower in -10.0..10.0_f64, width in 0.0..5.0_f64, comparator in -20.0..20.0_f64,
        ) {
            let turned = |position| match position {
                Position::Above => Position::Below,
                Position::Below => Position::Above,
                other => other,
            };
            let area = interval(lower, lower + width);
            let mirrored = interval(-area.upper, -area.lower);
            prop_assert_eq!(one_level(&mirrored, -comparator), turned(one_level(&area, comparator)));
        }

        #[test]
        fn overlap_is_never_stricter_than_one_level(
            lower in 0.0..10.0_f64, width in 0.0..5.0_f64,
            comparator in 0.0..20.0_f64, spread in 0.0..3.0_f64,
        ) {
            let area = interval(lower, lower + width);
            let against = interval(comparator - spread, comparator + spread);
            if one_level(&area, comparator) == Position::Similar {
                prop_assert_eq!(double_overlap(&area, &against), Position::Similar);
            }
        }
    }
}
