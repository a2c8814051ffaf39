//! The yearly change of a rate, and of the gap between two rates.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use crate::fit::{Covariance, Design, Family, Fit, FitError, FitWarning, Model, Variance};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, VALUE, X};
use crate::special::{student_t_p, student_t_quantile};

/// The method of [`rate_trend`].
pub const RATE_TREND: MethodId = MethodId::new("rate-trend");
/// The method of [`gap_trend_test`].
pub const GAP_TREND: MethodId = MethodId::new("gap-trend");

/// A trend with the probability of one as large by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendTest {
    /// The relative change by unit of time, a fraction: -0.02 for 2% less a
    /// year; for a gap, the change of the rate ratio.
    pub change: Estimate,
    /// Two-sided probability of so large a change if there were none.
    pub p: f64,
    /// The factor by which scatter widens the variance: 1 for chance alone.
    pub dispersion: f64,
}

/// Events and people at risk at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimedCounts {
    /// When: the middle of the period, such as 2021.5, in years.
    pub time: f64,
    /// Events and people at risk.
    pub counts: Counts,
}

/// Why there is no trend.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RateTrendError {
    /// Two points lie on any line.
    #[error("{given} points: a trend needs three or more")]
    TooFewPoints {
        /// How many were given, of the shorter series where there are two.
        given: usize,
    },
    /// Nobody at risk.
    #[error("nobody at risk at point {index} (counted from 1)")]
    NobodyAtRisk {
        /// The first such point.
        index: usize,
    },
    /// A time that is no number.
    #[error("the time of point {index} (counted from 1) is not a finite number")]
    Time {
        /// The first such point.
        index: usize,
    },
    /// Nothing to fit.
    #[error("no events at any point of a series")]
    NoEvents,
    /// The model has no answer.
    #[error("the fit failed: {0}")]
    Fit(#[from] FitError),
    /// The model did not settle, as all points have one time or all events
    /// lie at one end.
    #[error(
        "the fit does not settle: give points at different times, with events at more than one"
    )]
    NotSettled,
}

/// The relative change of a rate by unit of time, from a log-linear Poisson
/// line.
///
/// Scatter round the line beyond chance widens the limits (quasi-Poisson,
/// never narrower than chance, with Student's t). Periods that overlap share
/// events: the caller must not pass them, nor a series with a break.
///
/// # Units
///
/// Points in any order, at least three, with times in years; a fraction a
/// year out. Negative when the rate falls.
///
/// # Errors
///
/// [`RateTrendError`].
///
/// # Source
///
/// Log-linear Poisson regression with offset: Breslow and Day (1987),
/// *Statistical methods in cancer research* II, chapter 4; dispersion:
/// Wedderburn (1974), Biometrika 61:439.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::trend::{TimedCounts, rate_trend};
///
/// let series = [(2019.0, 100), (2020.0, 90), (2021.0, 81), (2022.0, 73)]
///     .map(|(time, events)| TimedCounts { time, counts: Counts { events, at_risk: 20_000 } });
/// let trend = rate_trend(&series, Confidence::P95)?;
/// assert_eq!(format!("{:.2}", trend.change.value), "-0.10");
/// # Ok::<(), firstyear_metrics::trend::RateTrendError>(())
/// ```
pub fn rate_trend(
    series: &[TimedCounts],
    confidence: Confidence,
) -> Result<TrendTest, RateTrendError> {
    check(series)?;
    let times = centred(series.iter());
    let design = Design::with_intercept(series.len()).column(&times)?;
    let fit = fitted(series.iter(), &design)?;
    test(&fit, 1, confidence, RATE_TREND)
}

/// Whether the gap between two rates widens: the change of their ratio by
/// unit of time, the difference of their slopes on the logarithmic scale.
///
/// The two must have no event in common: a group is held against others, not
/// against a whole that contains it.
///
/// # Units
///
/// Points of each in any order, at least three each, with times in years; a
/// fraction a year out: 0.03 when the rate ratio of `group` to `others` grows
/// by 3% a year. Positive when the group falls behind the others in an
/// adverse rate.
///
/// # Errors
///
/// [`RateTrendError`].
///
/// # Source
///
/// As [`rate_trend`], with an interaction of group and time.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::trend::{TimedCounts, gap_trend_test};
///
/// let series = |events: [u64; 4]| {
///     let mut time = 2018.0;
///     events.map(|events| {
///         time += 1.0;
///         TimedCounts { time, counts: Counts { events, at_risk: 20_000 } }
///     })
/// };
/// let gap = gap_trend_test(
///     &series([100, 100, 100, 100]), &series([100, 90, 81, 73]), Confidence::P95,
/// )?;
/// assert!(gap.change.value > 0.1, "the group stays behind while the others improve");
/// # Ok::<(), firstyear_metrics::trend::RateTrendError>(())
/// ```
pub fn gap_trend_test(
    group: &[TimedCounts],
    others: &[TimedCounts],
    confidence: Confidence,
) -> Result<TrendTest, RateTrendError> {
    check(group)?;
    check(others)?;
    let both = || group.iter().chain(others);
    let rows = group.len() + others.len();
    let times = centred(both());
    let is_group: Vec<f64> = (0..rows).map(|i| f64::from(u8::from(i < group.len()))).collect();
    let group_times: Vec<f64> = times.iter().zip(&is_group).map(|(t, g)| t * g).collect();
    let design =
        Design::with_intercept(rows).column(&times)?.column(&is_group)?.column(&group_times)?;
    let fit = fitted(both(), &design)?;
    test(&fit, 3, confidence, GAP_TREND)
}

fn check(series: &[TimedCounts]) -> Result<(), RateTrendError> {
    if series.len() < 3 {
        return Err(RateTrendError::TooFewPoints { given: series.len() });
    }
    for (i, point) in series.iter().enumerate() {
        if !point.time.is_finite() {
            return Err(RateTrendError::Time { index: i + 1 });
        }
        if point.counts.at_risk == 0 {
            return Err(RateTrendError::NobodyAtRisk { index: i + 1 });
        }
    }
    if series.iter().all(|point| point.counts.events == 0) {
        return Err(RateTrendError::NoEvents);
    }
    Ok(())
}

/// Times from their mean, so that the intercept is the rate in the middle and
/// the fit is well conditioned.
fn centred<'a>(points: impl Iterator<Item = &'a TimedCounts> + Clone) -> Vec<f64> {
    let count = points.clone().count() as f64;
    let mean = points.clone().map(|point| point.time).sum::<f64>() / count;
    points.map(|point| point.time - mean).collect()
}

fn fitted<'a>(
    points: impl Iterator<Item = &'a TimedCounts> + Clone,
    design: &Design,
) -> Result<Fit, RateTrendError> {
    let events: Vec<f64> = points.clone().map(|point| point.counts.events as f64).collect();
    let exposure: Vec<f64> = points.map(|point| (point.counts.at_risk as f64).ln()).collect();
    let fit =
        Model::new(Family::Poisson, &events).offset(&exposure).until(CLOSE, STEPS).fit(design)?;
    if !fit.converged || fit.aliased.iter().any(|aliased| *aliased) || runs_away(&fit) {
        return Err(RateTrendError::NotSettled);
    }
    Ok(fit)
}

/// The deviance must settle to so small a part of itself: R's rule stops where
/// limits still move in the sixth digit.
pub(crate) const CLOSE: f64 = 1e-14;
/// Steps allowed until then.
pub(crate) const STEPS: u32 = 100;

/// Whether a coefficient runs to infinity: where all events lie at one end, the
/// deviance settles while the line grows ever steeper, and so do its errors.
pub(crate) fn runs_away(fit: &Fit) -> bool {
    const BEYOND_SENSE: f64 = 1e3;
    let errors = fit.covariance(Variance::Model);
    let wild = |error: f64| error.is_nan() || error > BEYOND_SENSE;
    (0..fit.coefficients.len()).any(|i| wild(errors.standard_error(i)))
        || fit.warnings.contains(&FitWarning::FittedZero)
}

/// The test of a coefficient, as a relative change.
fn test(
    fit: &Fit,
    coefficient: usize,
    confidence: Confidence,
    method: MethodId,
) -> Result<TrendTest, RateTrendError> {
    let covariance: Covariance = fit.covariance(Variance::Model);
    let df = fit.df_residual as f64;
    let dispersion = fit.pearson_dispersion.max(1.0);
    let (slope, se) =
        (fit.coefficients[coefficient], covariance.standard_error(coefficient) * dispersion.sqrt());
    if !(slope.is_finite() && se.is_finite() && se > 0.0 && dispersion.is_finite()) {
        return Err(RateTrendError::NotSettled);
    }
    let margin = student_t_quantile(1.0 - confidence.tail(), df) * se;
    let interval =
        Interval { lower: (slope - margin).exp_m1(), upper: (slope + margin).exp_m1(), confidence };
    let change = Estimate { value: slope.exp_m1(), interval: Some(interval), method, counts: None };
    Ok(TrendTest { change, p: student_t_p(slope / se, df), dispersion })
}

const TIME: Field = Field::new("time", "the middle of the period, in years, such as 2021.5");
const P_VALUE: Field =
    Field::new("p_value", "two-sided probability of so large a change if there were none");
const DISPERSION: Field =
    Field::new("dispersion", "factor by which scatter widens the variance; 1 for chance alone");

pub(super) const RATE: Method = Method {
    id: RATE_TREND,
    name: "Yearly change of a rate",
    family: "trend",
    unit: "fraction a year",
    ordered: false,
    reading: "negative when the rate falls: -0.02 is 2% less each year",
    source: "log-linear Poisson regression: Breslow and Day (1987), volume II, chapter 4; dispersion: Wedderburn (1974), Biometrika 61:439",
    explanation: "A log-linear line is fitted to counts with the people at risk as offset. Scatter beyond chance widens the limits (quasi-Poisson, never narrower than chance, with Student's t). Periods that overlap share events and must not be passed.",
    call: Call {
        key: &["area"],
        inputs: &[TIME, X, N],
        arguments: &[Argument::CONFIDENCE],
        outputs: &[VALUE, P_VALUE, DISPERSION],
        vectors: &[],
        run: |group, out| {
            let series = series(group, |_| true)?;
            check_by_time(&series, "")?;
            write(group, out, |confidence| rate_trend(&series, confidence))
        },
    },
};

pub(super) const GAP: Method = Method {
    id: GAP_TREND,
    name: "Yearly change of a gap",
    reading: "positive when the group falls behind the others in an adverse rate: 0.03 is a rate ratio 3% larger each year",
    explanation: "The difference between the slopes of two log-linear lines, one for a group and one for others that it is held against, with its test. The two must have no event in common. Scatter beyond chance widens the limits, as for the change of a rate.",
    call: Call {
        inputs: &[
            TIME,
            X,
            N,
            Field::new("group", "1 in rows of the group, 0 in rows of those it is held against"),
        ],
        run: |group, out| {
            let marks = group.numbers("group")?;
            if let Some(bad) = marks.iter().position(|mark| *mark != 0.0 && *mark != 1.0) {
                return Err(group.out_of_range("group", bad, "1 for the group, 0 for the others"));
            }
            let of_group = series(group, |i| marks[i] == 1.0)?;
            let of_others = series(group, |i| marks[i] == 0.0)?;
            check_by_time(&of_group, "the group, in rows where `group` is 1: ")?;
            check_by_time(&of_others, "the others, in rows where `group` is 0: ")?;
            write(group, out, |confidence| gap_trend_test(&of_group, &of_others, confidence))
        },
        ..RATE.call
    },
    ..RATE
};

/// The points of the rows that are wanted.
pub(crate) fn series(
    group: &Group<'_>,
    wanted: impl Fn(usize) -> bool,
) -> Result<Vec<TimedCounts>, RunError> {
    let (times, events, at_risk) = (group.numbers("time")?, group.counts("x")?, group.counts("n")?);
    let rows = (0..group.len()).filter(|i| wanted(*i));
    Ok(rows
        .map(|i| TimedCounts {
            time: times[i],
            counts: Counts { events: events[i], at_risk: at_risk[i] },
        })
        .collect())
}

/// What `named` says of a series that has no trend, with its times in place of
/// numbers of points.
fn check_by_time(series: &[TimedCounts], named: &str) -> Result<(), RunError> {
    let refused = |why: String| Err(RunError::Measure(format!("{named}{why}")));
    let mut times: Vec<f64> = series.iter().map(|point| point.time).collect();
    times.sort_unstable_by(f64::total_cmp);
    if let Some([time, ..]) = times.windows(2).find(|pair| pair[0] == pair[1]) {
        return refused(format!(
            "`time` {time} is there twice: each point of one series is one row, and points share no events"
        ));
    }
    match check(series) {
        Err(RateTrendError::NobodyAtRisk { index }) => {
            refused(format!("nobody at risk at `time` {}", series[index - 1].time))
        }
        Err(error) => refused(error.to_string()),
        Ok(()) => Ok(()),
    }
}

fn write(
    group: &Group<'_>,
    out: &mut Output,
    trend: impl Fn(Confidence) -> Result<TrendTest, RateTrendError>,
) -> Result<(), RunError> {
    let tests: Result<Vec<TrendTest>, RateTrendError> =
        group.confidences()?.into_iter().map(trend).collect();
    let tests = tests.map_err(RunError::measure)?;
    let estimates: Vec<Estimate> = tests.iter().map(|test| test.change).collect();
    let mut row = out.row();
    row.estimates(&estimates);
    if let Some(test) = tests.first() {
        row.set("p_value", test.p).set("dispersion", test.dispersion);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn series(events: &[u64], at_risk: &[u64]) -> Vec<TimedCounts> {
        let counts =
            events.iter().zip(at_risk).map(|(&events, &at_risk)| Counts { events, at_risk });
        counts
            .enumerate()
            .map(|(i, counts)| TimedCounts { time: 2015.0 + i as f64, counts })
            .collect()
    }

    const LARGE: ([u64; 6], [u64; 6]) =
        ([250, 262, 241, 230, 236, 205], [62_000, 61_500, 60_800, 59_900, 58_800, 57_100]);
    const SMALL: ([u64; 6], [u64; 6]) =
        ([130, 171, 120, 160, 118, 150], [21_000, 20_900, 20_500, 20_300, 19_800, 19_500]);

    #[track_caller]
    fn holds(test: &TrendTest, value: f64, lower: f64, upper: f64, p: f64) {
        let limits = test.change.interval.unwrap();
        for (got, expected) in
            [(test.change.value, value), (limits.lower, lower), (limits.upper, upper), (test.p, p)]
        {
            assert!((got - expected).abs() < 1e-7, "got {got}, expected {expected}");
        }
    }

    #[test]
    fn trends_are_those_of_another_package() {
        // statsmodels 0.15, GLM with Poisson family and offset; limits with
        // Pearson's dispersion, at least 1, and Student's t.
        let large = series(&LARGE.0, &LARGE.1);
        let trend = rate_trend(&large, Confidence::P95).unwrap();
        holds(
            &trend,
            -0.021_755_555_581_477,
            -0.063_161_165_042_800,
            0.021_480_063_942_293,
            0.230_782_544_241_961,
        );
        assert_eq!(trend.dispersion, 1.0);
        let gap = gap_trend_test(&series(&SMALL.0, &SMALL.1), &large, Confidence::P95).unwrap();
        holds(
            &gap,
            0.034_224_236_905_400,
            -0.053_309_325_514_484,
            0.129_851_387_607_519,
            0.405_798_262_026_006,
        );
        assert!((gap.dispersion - 2.270_839_424_120).abs() < 1e-7);
    }

    #[test]
    fn what_makes_no_trend_is_refused() {
        let refused = |series: &[TimedCounts]| rate_trend(series, Confidence::P95).unwrap_err();
        assert_eq!(refused(&[]), RateTrendError::TooFewPoints { given: 0 });
        let none = series(&[0, 0, 0], &[9, 9, 9]);
        assert_eq!(refused(&none), RateTrendError::NoEvents);
        let nobody = series(&[1, 1, 0], &[9, 9, 0]);
        assert_eq!(refused(&nobody), RateTrendError::NobodyAtRisk { index: 3 });
        for at_one_end in [[0, 0, 0, 0, 5], [9, 0, 0, 0, 0]] {
            assert_eq!(refused(&series(&at_one_end, &[100; 5])), RateTrendError::NotSettled);
        }
        let mut one_time = series(&[1, 2, 3], &[9, 9, 9]);
        for point in &mut one_time {
            point.time = 2020.0;
        }
        assert_eq!(refused(&one_time), RateTrendError::NotSettled);
        one_time[1].time = f64::NAN;
        assert_eq!(refused(&one_time), RateTrendError::Time { index: 2 });
    }

    #[test]
    fn a_series_without_a_trend_is_named_and_so_are_its_times() {
        use crate::run::{Settings, Table, Value, run};
        let said = |id: &str, text: &str| {
            let mut lines = text.lines();
            let mut table = Table::new(lines.next().unwrap().split(',')).unwrap();
            for line in lines {
                table.push(line.split(',').map(Value::from)).unwrap();
            }
            let run = run(crate::method(id).unwrap(), &table, &Settings::default()).unwrap();
            run.problems.first().map(ToString::to_string).unwrap_or_default()
        };
        let one = |rows: &str| said("rate-trend", &format!("time,x,n\n{rows}"));
        assert_eq!(one("2019,5,90\n2020,6,90\n2021,4,90"), "");
        let twice = one("2019,5,90\n2020.5,6,90\n2021,4,90\n2020.5,6,80");
        assert!(twice.starts_with("all rows: `time` 2020.5 is there twice"), "{twice}");
        let nobody = one("2019,5,90\n2020,0,0\n2021,4,90");
        assert_eq!(nobody, "all rows: nobody at risk at `time` 2020");
        let text = one("2019,5,90\n31/12/2020,6,90\n2021,4,90");
        assert_eq!(text, "all rows: column `time` of row 2: not a number");
        let group = "1,2019,5,90\n1,2020,6,90\n1,2021,4,90";
        let two = said("gap-trend", &format!("group,time,x,n\n{group}\n0,2019,9,90\n0,2020,8,90"));
        assert_eq!(
            two,
            "all rows: the others, in rows where `group` is 0: 2 points: a trend needs three or more"
        );
        let others = "0,2019,0,90\n0,2020,0,90\n0,2021,0,90";
        let none = said("gap-trend", &format!("group,time,x,n\n{group}\n{others}"));
        assert!(none.contains("the others") && none.ends_with("at any point of a series"));
    }

    proptest! {
        #[test]
        fn the_unit_of_time_sets_the_unit_of_change_alone(
            events in prop::array::uniform5(1..500_u64), at_risk in 1000..100_000_u64,
        ) {
            let years = series(&events, &[at_risk; 5]);
            let doubled: Vec<_> =
                years.iter().map(|p| TimedCounts { time: 2.0 * p.time, ..*p }).collect();
            let (a, b) =
                (rate_trend(&years, Confidence::P95), rate_trend(&doubled, Confidence::P95));
            if let (Ok(a), Ok(b)) = (a, b) {
                prop_assert!((a.change.value.ln_1p() - 2.0 * b.change.value.ln_1p()).abs() < 1e-8);
                prop_assert!((a.p - b.p).abs() < 1e-7);
            }
        }

        #[test]
        fn exchanging_the_two_mirrors_the_gap(
            a in prop::array::uniform4(5..300_u64), b in prop::array::uniform4(5..300_u64),
        ) {
            let (a, b) = (series(&a, &[20_000; 4]), series(&b, &[30_000; 4]));
            let one = gap_trend_test(&a, &b, Confidence::P95).unwrap();
            let other = gap_trend_test(&b, &a, Confidence::P95).unwrap();
            prop_assert!((one.change.value.ln_1p() + other.change.value.ln_1p()).abs() < 1e-7);
        }
    }
}
