//! Who is still without the event.

use firstyear_core::{Confidence, Interval, MethodId};

use super::spell::{INPUTS, log_log_limits, risk_sets, spells};
use super::{Spell, SurvivalError};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

/// The method of [`kaplan_meier`].
pub const KAPLAN_MEIER: MethodId = MethodId::new("kaplan-meier");

/// The curve from one time of events to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// The time, in the unit of the spells.
    pub time: f64,
    /// Subjects at risk just before.
    pub at_risk: u64,
    /// Events at this time.
    pub events: u64,
    /// The fraction still without the event, from this time on.
    pub survival: f64,
    /// Its standard error (Greenwood); `None` where nobody is left, as the
    /// formula then divides by 0.
    pub standard_error: Option<f64>,
    /// Its limits; `None` where nobody is left.
    pub interval: Option<Interval>,
}

/// The time at which half have had the event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MedianTime {
    /// The first time at which half or fewer are without the event; `None`
    /// when more than half still are.
    pub time: Option<f64>,
    /// The first time at which the lower limit is at or below a half.
    pub lower: Option<f64>,
    /// The same of the upper limit; `None` when it stays above: the median
    /// may lie at any time beyond.
    pub upper: Option<f64>,
}

/// The fraction still without the event, at each time at which somebody had
/// it.
///
/// Any exit but 0 is the event. Those who come in late are at risk from their
/// entry on. When the last subject at risk has the event the fraction is 0,
/// without a standard error or limits: how many such subjects would be left
/// cannot be told from there being none.
///
/// # Units
///
/// Times in any unit, in any order; fractions out.
///
/// # Errors
///
/// [`SurvivalError`]: nobody observed, or times that make no spell.
///
/// # Source
///
/// Kaplan EL, Meier P (1958), J Am Stat Assoc 53:457-481; standard error
/// Greenwood (1926); limits on the scale of ln(−ln): Kalbfleisch and Prentice
/// (1980), *The statistical analysis of failure time data*, section 1.3.
///
/// # Example
///
/// Months from recommendation to completion; two are still open:
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::survival::{Spell, kaplan_meier};
///
/// let spells = [(2.0, 1), (5.0, 1), (6.0, 0), (8.0, 1), (12.0, 0)]
///     .map(|(end, exit)| Spell { entry: 0.0, end, exit });
/// let curve = kaplan_meier(&spells, Confidence::P95)?;
/// assert_eq!(curve.len(), 3);
/// assert_eq!(format!("{:.2}", curve[2].survival), "0.30");
/// # Ok::<(), firstyear_metrics::survival::SurvivalError>(())
/// ```
pub fn kaplan_meier(
    spells: &[Spell],
    confidence: Confidence,
) -> Result<Vec<SurvivalStep>, SurvivalError> {
    let one_way: Vec<Spell> =
        spells.iter().map(|spell| Spell { exit: spell.exit.min(1), ..*spell }).collect();
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let steps = risk_sets(&one_way, 1)?.into_iter().map(|set| {
        let (d, n) = (set.all_events() as f64, set.at_risk as f64);
        survival *= (n - d) / n;
        greenwood += d / (n * (n - d));
        // Not a number where nobody is left: 0 times infinity.
        let variance = survival * survival * greenwood;
        SurvivalStep {
            time: set.time,
            at_risk: set.at_risk,
            events: set.all_events(),
            survival,
            standard_error: (survival > 0.0).then(|| variance.sqrt()),
            interval: log_log_limits(survival, variance, confidence),
        }
    });
    Ok(steps.collect())
}

/// The time at which half have had the event, with limits.
///
/// # Units
///
/// The curve's own unit of time.
///
/// # Source
///
/// Brookmeyer R, Crowley J (1982), Biometrics 38:29-41: the times at which the
/// limits of the curve pass a half.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::survival::{Spell, kaplan_meier, median_time};
///
/// let spells = [1.0, 2.0, 3.0, 4.0].map(|end| Spell { entry: 0.0, end, exit: 1 });
/// let curve = kaplan_meier(&spells, Confidence::P95)?;
/// assert_eq!(median_time(&curve).time, Some(2.0));
/// # Ok::<(), firstyear_metrics::survival::SurvivalError>(())
/// ```
#[must_use]
pub fn median_time(curve: &[SurvivalStep]) -> MedianTime {
    // Products of fractions can pass a half by a rounding error.
    let half = 0.5 + 1e-12;
    let first = |at: &dyn Fn(&SurvivalStep) -> f64| {
        curve.iter().find(|step| at(step) <= half).map(|step| step.time)
    };
    // Where nobody is left a limit does not exist, and passes nothing.
    let limit = |step: &SurvivalStep, of: fn(Interval) -> f64| step.interval.map_or(1.0, of);
    MedianTime {
        time: first(&|step| step.survival),
        lower: first(&|step| limit(step, |limits| limits.lower)),
        upper: first(&|step| limit(step, |limits| limits.upper)),
    }
}

pub(super) const CURVE: Method = Method {
    id: KAPLAN_MEIER,
    name: "Kaplan-Meier curve",
    family: "time to event",
    unit: "fraction",
    ordered: false,
    reading: "the fraction still without the event",
    source: "Kaplan and Meier (1958), J Am Stat Assoc 53:457; Kalbfleisch and Prentice (1980), section 1.3",
    explanation: "The fraction still without the event after each time at which somebody had it. Those who are seen without it for a while count for as long as they are seen. Limits on the scale of ln(-ln) with Greenwood's variance; with few subjects at risk they are too narrow at the end of the curve. Where the last subject at risk has the event the curve is 0, and has neither a standard error nor limits.",
    call: Call {
        key: &["group"],
        inputs: INPUTS,
        arguments: &[Argument::CONFIDENCE],
        outputs: &[
            Field::new("time", "a time at which somebody had the event"),
            Field::new("at_risk", "subjects at risk just before"),
            Field::new("events", "events at this time"),
            Field::new(
                "value",
                "fraction without the event from this time on; limits beside it, NA at 0",
            ),
            Field::new("se", "its standard error; NA at 0"),
        ],
        vectors: &[],
        run: run_curve,
    },
};

pub(super) const MEDIAN: Method = Method {
    id: MethodId::new("median-time"),
    name: "Median time to the event",
    unit: "that of the times",
    reading: "half have had the event by then",
    source: "Brookmeyer and Crowley (1982), Biometrics 38:29",
    explanation: "The first time at which half or fewer are without the event, on the Kaplan-Meier curve, with the times at which the curve's limits pass a half. Not known while more than half are without it.",
    call: Call {
        outputs: &[Field::new("value", "the median; limits beside it; NA when not yet reached")],
        run: run_median,
        ..CURVE.call
    },
    ..CURVE
};

fn run_curve(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (spells, _) = spells(group)?;
    let levels = group.confidences()?;
    let curves: Vec<Vec<SurvivalStep>> = levels
        .iter()
        .map(|confidence| kaplan_meier(&spells, *confidence).map_err(RunError::measure))
        .collect::<Result<_, _>>()?;
    let Some(first) = curves.first() else { return Ok(()) };
    if first.is_empty() {
        return Err(nobody());
    }
    for (i, step) in first.iter().enumerate() {
        let limits: Vec<_> =
            levels.iter().zip(&curves).map(|(level, curve)| (*level, curve[i].interval)).collect();
        out.row()
            .set("time", step.time)
            .set("at_risk", step.at_risk)
            .set("events", step.events)
            .set("value", step.survival)
            .set("se", step.standard_error)
            .limits_where_known(&limits);
    }
    if let Some(end) = first.iter().find(|step| step.interval.is_none()) {
        out.note(format!(
            "from time {} on nobody at risk is left, and the curve has no limits",
            end.time
        ));
    }
    Ok(())
}

/// Without an event a curve has no step to show: all are still without it.
pub(super) fn nobody() -> RunError {
    RunError::Measure("nobody has had the event yet: all are still without it".to_owned())
}

fn run_median(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (spells, _) = spells(group)?;
    let [confidence] = group.confidences()?[..] else {
        return Err(RunError::Argument {
            name: "confidence",
            wanted: "one level is asked for".to_owned(),
        });
    };
    let median = median_time(&kaplan_meier(&spells, confidence).map_err(RunError::measure)?);
    out.row().set("value", median.time).set("lowercl", median.lower).set("uppercl", median.upper);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(super) fn spells_of(times: &[(f64, usize)]) -> Vec<Spell> {
        times.iter().map(|&(end, exit)| Spell { entry: 0.0, end, exit }).collect()
    }

    #[test]
    fn remissions_of_leukaemia_as_published() {
        // Weeks in remission on 6-mercaptopurine, Freireich and others (1963),
        // as in Kalbfleisch and Prentice (1980), table 1.1; estimates and
        // standard errors as printed in textbooks.
        let times = [
            (6.0, 1),
            (6.0, 1),
            (6.0, 1),
            (6.0, 0),
            (7.0, 1),
            (9.0, 0),
            (10.0, 1),
            (10.0, 0),
            (11.0, 0),
            (13.0, 1),
            (16.0, 1),
            (17.0, 0),
            (19.0, 0),
            (20.0, 0),
            (22.0, 1),
            (23.0, 1),
            (25.0, 0),
            (32.0, 0),
            (32.0, 0),
            (34.0, 0),
            (35.0, 0),
        ];
        let curve = kaplan_meier(&spells_of(&times), Confidence::P95).unwrap();
        let printed = [
            (6.0, 21, 0.857, 0.0764),
            (7.0, 17, 0.807, 0.0869),
            (10.0, 15, 0.753, 0.0963),
            (13.0, 12, 0.690, 0.1068),
            (16.0, 11, 0.627, 0.1141),
            (22.0, 7, 0.538, 0.1282),
            (23.0, 6, 0.448, 0.1346),
        ];
        assert_eq!(curve.len(), printed.len());
        for (step, (time, at_risk, survival, error)) in curve.iter().zip(printed) {
            assert_eq!((step.time, step.at_risk), (time, at_risk));
            assert!((step.survival - survival).abs() < 5e-4, "{time}");
            assert!((step.standard_error.unwrap() - error).abs() < 5e-5, "{time}");
        }
        assert_eq!(median_time(&curve).time, Some(23.0));
        assert_eq!(median_time(&curve).upper, None);
    }

    #[test]
    fn the_last_at_risk_ends_the_curve_at_zero() {
        let curve = kaplan_meier(&spells_of(&[(1.0, 1), (2.0, 1)]), Confidence::P95).unwrap();
        // R's survival package prints NaN and NA there, with any `conf.type`.
        let end = SurvivalStep {
            time: 2.0,
            at_risk: 1,
            events: 1,
            survival: 0.0,
            standard_error: None,
            interval: None,
        };
        assert_eq!(curve[1], end);
        let first = curve[0].interval.unwrap();
        assert!(0.0 < first.lower && first.upper < 1.0);
    }

    #[test]
    fn who_comes_in_late_is_at_risk_from_then_on() {
        let mut spells = spells_of(&[(1.0, 1), (3.0, 1), (4.0, 1)]);
        spells[2].entry = 2.0;
        let at_risk: Vec<_> =
            kaplan_meier(&spells, Confidence::P95).unwrap().iter().map(|s| s.at_risk).collect();
        assert_eq!(at_risk, [2, 2, 1]);
    }

    #[test]
    fn what_makes_no_curve_is_refused() {
        let refused = |spells: &[Spell]| kaplan_meier(spells, Confidence::P95).unwrap_err();
        assert_eq!(refused(&[]), SurvivalError::Empty);
        for (entry, end) in [(2.0, 1.0), (0.0, f64::NAN), (-1.0, 1.0), (1.0, 1.0)] {
            let bad = [Spell { entry, end, exit: 1 }];
            assert_eq!(refused(&bad), SurvivalError::Times { index: 1 });
        }
        assert!(kaplan_meier(&spells_of(&[(5.0, 0)]), Confidence::P95).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn without_censoring_the_curve_is_the_fraction_left(
            times in prop::collection::vec(0..20_u8, 1..60),
        ) {
            let spells: Vec<Spell> = times
                .iter()
                .map(|time| Spell { entry: 0.0, end: f64::from(*time), exit: 1 })
                .collect();
            for step in kaplan_meier(&spells, Confidence::P95).unwrap() {
                let left = times.iter().filter(|time| f64::from(**time) > step.time).count();
                let expected = left as f64 / times.len() as f64;
                prop_assert!((step.survival - expected).abs() < 1e-12);
                // Then Greenwood's variance is the binomial one.
                let binomial = expected * (1.0 - expected) / times.len() as f64;
                prop_assert_eq!(step.standard_error.is_none(), left == 0);
                prop_assert_eq!(step.interval.is_none(), left == 0);
                if let (Some(error), Some(interval)) = (step.standard_error, step.interval) {
                    prop_assert!((error.powi(2) - binomial).abs() < 1e-12);
                    prop_assert!(interval.contains(step.survival));
                    prop_assert!(interval.lower < interval.upper);
                }
            }
        }
    }
}
