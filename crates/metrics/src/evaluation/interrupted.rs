//! Interrupted time series of counts, with and without a control.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use crate::fit::{Design, Family, Fit, FitError, Model, Variance};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, X};
use crate::special::{student_t_p, student_t_quantile};
use crate::trend::{CLOSE, STEPS, runs_away};

/// Counts at one of a series of equally spaced times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeriesPoint {
    /// The time, in any unit.
    pub time: f64,
    /// Events and people at risk.
    pub counts: Counts,
}

/// When something was done, and how its effect is sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interruption {
    /// The first time that counts as after.
    pub at: f64,
    /// Where the standard errors come from.
    pub variance: SeriesVariance,
    /// The level of the limits.
    pub confidence: Confidence,
}

/// Where the standard errors of a series come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SeriesVariance {
    /// Chance alone: too narrow where a good year is followed by a good one.
    Poisson,
    /// Scatter round the lines, at least chance.
    Quasi,
    /// Scatter and its memory, up to so many points back, or scatter alone if
    /// that is more: the default, with a lag of 1 or more. In a short series
    /// the memory cannot be seen well: its standard error can come out smaller
    /// than scatter alone allows, and a strong one stays partly unseen.
    Robust {
        /// How many points back the memory goes.
        lag: usize,
    },
}

/// A change at an interruption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeriesEffect {
    /// The relative change of level at the interruption, a fraction: -0.1 when
    /// the rate was a tenth lower than the line before would have had it.
    pub level: Estimate,
    /// Two-sided probability of so large a change of level by chance.
    pub level_p: f64,
    /// The relative change of slope by unit of time, a fraction.
    pub slope: Estimate,
    /// Two-sided probability of so large a change of slope by chance.
    pub slope_p: f64,
    /// The relative difference at the last time between what was seen and what
    /// the line before would have led to.
    pub at_end: Estimate,
}

/// Why there is no effect.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// Too few points on one side.
    #[error("{before} points before and {after} from the interruption on: each side needs three")]
    TooFewPoints {
        /// Points before.
        before: usize,
        /// Points from it on.
        after: usize,
    },
    /// Nobody at risk, or a time that is no number.
    #[error("point {index} (counted from 1): a finite time and people at risk are asked for")]
    Point {
        /// The first such point.
        index: usize,
    },
    /// Times out of order.
    #[error("point {index} (counted from 1) is not later than the one before it")]
    Order {
        /// The first such point.
        index: usize,
    },
    /// Times that are not equally far apart: memory goes from one to the next.
    #[error(
        "point {index} (counted from 1) is not as far from the one before it as the others are: give equally spaced times"
    )]
    Spacing {
        /// The first such point.
        index: usize,
    },
    /// A memory longer than the series can show.
    #[error(
        "a memory of {lag} points in a series of {points}: less than half of them are asked for"
    )]
    Lag {
        /// The memory asked for.
        lag: usize,
        /// Points of the series.
        points: usize,
    },
    /// Two series that end at different times.
    #[error("the two series end at different times: give both up to the same one")]
    Ends,
    /// The model has no answer.
    #[error("the fit failed: {0}")]
    Fit(#[from] FitError),
    /// The fit ran away.
    #[error("the fit does not settle: one side has no events")]
    NotSettled,
}

/// Whether level and slope of a rate changed when something was done.
///
/// A log-linear line before, and another from the interruption on. Season and
/// other changes at that time are not told apart from what was done.
///
/// # Units
///
/// Points in order of time, equally spaced, at least three on either side;
/// fractions out, negative when the rate is lower than the line before would
/// have had it. The slope is by unit of time.
///
/// # Errors
///
/// [`SeriesError`].
///
/// # Source
///
/// Wagner AK and others (2002), J Clin Pharm Ther 27:299-309; Bernal JL and
/// others (2017), Int J Epidemiol 46:348-355; variance Newey and West (1987),
/// Econometrica 55:703, times points over points minus coefficients.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::evaluation::{
///     Interruption, SeriesPoint, SeriesVariance, interrupted_time_series,
/// };
///
/// let events = [100, 101, 99, 100, 70, 71, 69, 70];
/// let mut time = 2014.0;
/// let series = events.map(|events| {
///     time += 1.0;
///     SeriesPoint { time, counts: Counts { events, at_risk: 20_000 } }
/// });
/// let interruption = Interruption {
///     at: 2019.0,
///     variance: SeriesVariance::Robust { lag: 1 },
///     confidence: Confidence::P95,
/// };
/// let effect = interrupted_time_series(&series, &interruption)?;
/// assert_eq!(format!("{:.1}", effect.level.value), "-0.3");
/// # Ok::<(), firstyear_metrics::evaluation::SeriesError>(())
/// ```
pub fn interrupted_time_series(
    series: &[SeriesPoint],
    interruption: &Interruption,
) -> Result<SeriesEffect, SeriesError> {
    let lines = Lines::fit(series, interruption)?;
    Ok(lines.effect(interruption.confidence, PLAIN_ID))
}

/// Whether level and slope changed more than those of a series where nothing
/// was done.
///
/// Both series have lines of their own; the effect is the difference of their
/// changes. What happened to both at that time is taken out.
///
/// # Units
///
/// As [`interrupted_time_series`]; both up to the same time.
///
/// # Errors
///
/// [`SeriesError`].
///
/// # Source
///
/// Bernal JL, Cummins S, Gasparrini A (2018), Int J Epidemiol 47:2082-2093.
/// With every term in both series, the model falls apart into two: changes
/// subtract and variances add.
pub fn controlled_interrupted_time_series(
    series: &[SeriesPoint],
    control: &[SeriesPoint],
    interruption: &Interruption,
) -> Result<SeriesEffect, SeriesError> {
    let treated = Lines::fit(series, interruption)?;
    let others = Lines::fit(control, interruption)?;
    if treated.end != others.end {
        return Err(SeriesError::Ends);
    }
    Ok(treated.beyond(&others).effect(interruption.confidence, CONTROLLED_ID))
}

/// Changes on the logarithmic scale, with their variances.
struct Lines {
    level: (f64, f64),
    slope: (f64, f64),
    at_end: (f64, f64),
    end: f64,
    df: f64,
}

/// The coefficients: constant, time, change of level, change of slope.
const COEFFICIENTS: usize = 4;

impl Lines {
    fn fit(series: &[SeriesPoint], interruption: &Interruption) -> Result<Self, SeriesError> {
        check(series, interruption.at)?;
        if let SeriesVariance::Robust { lag } = interruption.variance
            && 2 * lag.min(series.len()) >= series.len()
        {
            return Err(SeriesError::Lag { lag, points: series.len() });
        }
        let after = |point: &SeriesPoint| f64::from(u8::from(point.time >= interruption.at));
        let times: Vec<f64> = series.iter().map(|point| point.time - interruption.at).collect();
        let level: Vec<f64> = series.iter().map(after).collect();
        let slope: Vec<f64> = times.iter().zip(&level).map(|(time, after)| time * after).collect();
        let design =
            Design::with_intercept(series.len()).column(&times)?.column(&level)?.column(&slope)?;
        let events: Vec<f64> = series.iter().map(|point| point.counts.events as f64).collect();
        let offset: Vec<f64> =
            series.iter().map(|point| (point.counts.at_risk as f64).ln()).collect();
        let fit = Model::new(Family::Poisson, &events)
            .offset(&offset)
            .until(CLOSE, STEPS)
            .fit(&design)?;
        if !fit.converged || fit.aliased.iter().any(|aliased| *aliased) || runs_away(&fit) {
            return Err(SeriesError::NotSettled);
        }
        let end = times.last().copied().unwrap_or_default();
        let change = |gradient: [f64; COEFFICIENTS]| {
            let value = gradient.iter().zip(&fit.coefficients).map(|(g, b)| g * b).sum();
            (value, variance(&fit, &gradient, interruption.variance))
        };
        Ok(Self {
            level: change([0.0, 0.0, 1.0, 0.0]),
            slope: change([0.0, 0.0, 0.0, 1.0]),
            at_end: change([0.0, 0.0, 1.0, end]),
            end,
            df: (series.len() - COEFFICIENTS) as f64,
        })
    }

    /// The changes beyond those of others.
    fn beyond(&self, others: &Self) -> Self {
        let less = |(a, v): (f64, f64), (b, w): (f64, f64)| (a - b, v + w);
        Self {
            level: less(self.level, others.level),
            slope: less(self.slope, others.slope),
            at_end: less(self.at_end, others.at_end),
            end: self.end,
            df: self.df + others.df,
        }
    }

    fn effect(&self, confidence: Confidence, method: MethodId) -> SeriesEffect {
        let t = student_t_quantile(1.0 - confidence.tail(), self.df);
        let estimate = |(log, variance): (f64, f64)| Estimate {
            value: log.exp_m1(),
            interval: Some(Interval {
                lower: (log - t * variance.sqrt()).exp_m1(),
                upper: (log + t * variance.sqrt()).exp_m1(),
                confidence,
            }),
            method,
            counts: None,
        };
        let p = |(log, variance): (f64, f64)| student_t_p(log / variance.sqrt(), self.df);
        SeriesEffect {
            level: estimate(self.level),
            level_p: p(self.level),
            slope: estimate(self.slope),
            slope_p: p(self.slope),
            at_end: estimate(self.at_end),
        }
    }
}

fn variance(fit: &Fit, gradient: &[f64], variance: SeriesVariance) -> f64 {
    let of = |kind| fit.covariance(kind).of_combination(gradient);
    let chance = of(Variance::Model);
    let scatter = chance * fit.pearson_dispersion.max(1.0);
    match variance {
        SeriesVariance::Poisson => chance,
        SeriesVariance::Quasi => scatter,
        SeriesVariance::Robust { lag } => {
            let rows = fit.fitted.len() as f64;
            let few = rows / (rows - COEFFICIENTS as f64);
            scatter.max(of(Variance::NeweyWest { lag }) * few)
        }
    }
}

fn check(series: &[SeriesPoint], at: f64) -> Result<(), SeriesError> {
    for (i, point) in series.iter().enumerate() {
        if !point.time.is_finite() || point.counts.at_risk == 0 {
            return Err(SeriesError::Point { index: i + 1 });
        }
        if i > 0 && point.time <= series[i - 1].time {
            return Err(SeriesError::Order { index: i + 1 });
        }
    }
    let gap = |i: usize| series[i].time - series[i - 1].time;
    let uneven = |i: &usize| (gap(*i) - gap(1)).abs() > 1e-6 * gap(1).abs();
    if let Some(i) = (2..series.len()).find(uneven) {
        return Err(SeriesError::Spacing { index: i + 1 });
    }
    let before = series.iter().filter(|point| point.time < at).count();
    let after = series.len() - before;
    if before < 3 || after < 3 {
        return Err(SeriesError::TooFewPoints { before, after });
    }
    let silent = |points: &[SeriesPoint]| points.iter().all(|point| point.counts.events == 0);
    if silent(&series[..before]) || silent(&series[before..]) {
        return Err(SeriesError::NotSettled);
    }
    Ok(())
}

const PLAIN_ID: MethodId = MethodId::new("interrupted-time-series");
const CONTROLLED_ID: MethodId = MethodId::new("controlled-interrupted-time-series");

pub(super) const PLAIN: Method = Method {
    id: PLAIN_ID,
    name: "Interrupted time series",
    family: "evaluation",
    unit: "fraction; for the slope, fraction by unit of time",
    ordered: false,
    reading: "negative when the rate is lower than the line before would have had it",
    source: "Wagner and others (2002), J Clin Pharm Ther 27:299; Bernal and others (2017), Int J Epidemiol 46:348; Newey and West (1987), Econometrica 55:703",
    explanation: "Log-linear lines before and after something was done, on counts with people at risk as offset: the change of level, of slope, and the difference at the end. Standard errors allow for memory between points and are never smaller than scatter or chance; Student's t. Where good years follow good ones strongly, limits are too narrow all the same: 95% ones held 86 to 94% in simulations. What else happened at that time is not told apart.",
    call: Call {
        key: &["case"],
        inputs: &[Field::new("time", "the time, in any unit; equally spaced, in order"), X, N],
        arguments: &[
            Argument::required("interruption", "the first time that counts as after"),
            Argument::new(
                "variance",
                "robust",
                "`robust` allows for memory between points, `quasi` for scatter, `poisson` for chance alone",
            ),
            Argument::new("lag", "1", "how many points back the memory goes, for `robust`"),
            Argument::CONFIDENCE,
        ],
        outputs: &[
            Field::new("change", "`level`, `slope` or `end`: the difference at the last time"),
            Field::new("value", "the relative change, a fraction; limits beside it"),
            Field::new("p_value", "two-sided probability of so large a change by chance"),
        ],
        vectors: &[],
        run: |group, out| {
            let series = series(group, |_| true)?;
            write(group, out, |interruption| interrupted_time_series(&series, interruption))
        },
    },
};

pub(super) const CONTROLLED: Method = Method {
    id: CONTROLLED_ID,
    name: "Controlled interrupted time series",
    reading: "negative when the rate fell further below its earlier line than the control did below its own",
    source: "Bernal, Cummins and Gasparrini (2018), Int J Epidemiol 47:2082; Newey and West (1987), Econometrica 55:703",
    explanation: "As the interrupted time series, minus the changes of a series where nothing was done: what happened to both at that time is taken out. It shows the effect only if both would have gone on alike.",
    call: Call {
        inputs: &[
            Field::new(
                "time",
                "the time, in any unit; equally spaced, in order within each series",
            ),
            X,
            N,
            Field::new("treated", "1 in the series where something was done, 0 in the control"),
        ],
        run: |group, out| {
            let marks = group.numbers("treated")?;
            if let Some(bad) = marks.iter().position(|mark| *mark != 0.0 && *mark != 1.0) {
                return Err(group.out_of_range("treated", bad, "1 or 0"));
            }
            let treated = series(group, |i| marks[i] == 1.0)?;
            let control = series(group, |i| marks[i] == 0.0)?;
            write(group, out, |interruption| {
                controlled_interrupted_time_series(&treated, &control, interruption)
            })
        },
        ..PLAIN.call
    },
    ..PLAIN
};

fn series(group: &Group<'_>, wanted: impl Fn(usize) -> bool) -> Result<Vec<SeriesPoint>, RunError> {
    let points = crate::trend::series(group, wanted)?.into_iter();
    Ok(points.map(|point| SeriesPoint { time: point.time, counts: point.counts }).collect())
}

fn write(
    group: &Group<'_>,
    out: &mut Output,
    effect: impl Fn(&Interruption) -> Result<SeriesEffect, SeriesError>,
) -> Result<(), RunError> {
    let lag = lag(group)?;
    let variance = group.choice(
        "variance",
        &[
            ("robust", SeriesVariance::Robust { lag }),
            ("quasi", SeriesVariance::Quasi),
            ("poisson", SeriesVariance::Poisson),
        ],
    )?;
    let at = group.number_required("interruption")?;
    let effects = group
        .confidences()?
        .into_iter()
        .map(|confidence| effect(&Interruption { at, variance, confidence }))
        .collect::<Result<Vec<_>, _>>()
        .map_err(RunError::measure)?;
    let Some(first) = effects.first() else { return Ok(()) };
    let mut change = |name: &str, which: fn(&SeriesEffect) -> Estimate, p: Option<f64>| {
        let estimates: Vec<Estimate> = effects.iter().map(which).collect();
        out.row().set("change", name).estimates(&estimates).set("p_value", p);
    };
    change("level", |effect| effect.level, Some(first.level_p));
    change("slope", |effect| effect.slope, Some(first.slope_p));
    change("end", |effect| effect.at_end, None);
    Ok(())
}

fn lag(group: &Group<'_>) -> Result<usize, RunError> {
    let lag = group.argument("lag")?.unwrap_or_default();
    lag.parse().map_err(|_| RunError::Argument {
        name: "lag",
        wanted: "a whole number from 0 is asked for".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(events: &[u64], at_risk: u64) -> Vec<SeriesPoint> {
        let points = events.iter().enumerate();
        points
            .map(|(i, &events)| SeriesPoint { time: i as f64, counts: Counts { events, at_risk } })
            .collect()
    }

    const TREATED: [u64; 24] = [
        50, 35, 49, 55, 51, 63, 51, 57, 55, 65, 59, 66, 48, 43, 37, 49, 34, 41, 36, 47, 41, 38, 41,
        44,
    ];
    const CONTROL: [u64; 24] = [
        60, 49, 45, 59, 64, 54, 54, 65, 63, 56, 58, 54, 72, 67, 57, 69, 50, 54, 62, 71, 60, 58, 73,
        61,
    ];

    fn interruption(variance: SeriesVariance) -> Interruption {
        Interruption { at: 12.0, variance, confidence: Confidence::P95 }
    }

    fn logs(effect: &SeriesEffect) -> [f64; 4] {
        let t = student_t_quantile(0.975, 20.0);
        let se = |estimate: &Estimate| {
            let limits = estimate.interval.unwrap();
            (limits.upper.ln_1p() - limits.lower.ln_1p()) / (2.0 * t)
        };
        [
            effect.level.value.ln_1p(),
            se(&effect.level),
            effect.slope.value.ln_1p(),
            se(&effect.slope),
        ]
    }

    #[test]
    fn changes_and_their_errors_are_those_of_another_package() {
        // statsmodels 0.15, GLM with Poisson family and offset; standard
        // errors of the model. The series are seeded noise, not observations.
        let poisson = interruption(SeriesVariance::Poisson);
        let effect = interrupted_time_series(&series(&TREATED, 10_000), &poisson).unwrap();
        let expected = [-0.451_711_13, 0.115_406_54, -0.037_833_51, 0.017_237_02];
        for (got, expected) in logs(&effect).iter().zip(expected) {
            assert!((got - expected).abs() < 5e-8, "{got} {expected}");
        }
    }

    #[test]
    fn memory_is_allowed_for_as_in_another_package_and_never_below_chance() {
        // The same with a covariance after Newey and West, lag 2, without a
        // correction for few points: 0.05125086 for the level.
        let lines = series(&TREATED, 10_000);
        let robust = interruption(SeriesVariance::Robust { lag: 2 });
        let chance = interruption(SeriesVariance::Poisson);
        let effect = |how| logs(&interrupted_time_series(&lines, how).unwrap());
        assert!((effect(&robust)[1] - effect(&chance)[1]).abs() < 1e-12);
        let times: Vec<f64> = lines.iter().map(|point| point.time - 12.0).collect();
        let after: Vec<f64> = times.iter().map(|t| f64::from(u8::from(*t >= 0.0))).collect();
        let both: Vec<f64> = times.iter().zip(&after).map(|(t, a)| t * a).collect();
        let design = Design::with_intercept(24).column(&times).unwrap().column(&after).unwrap();
        let design = design.column(&both).unwrap();
        let events: Vec<f64> = TREATED.iter().map(|events| *events as f64).collect();
        let offset = [10_000.0_f64.ln(); 24];
        let fit = Model::new(Family::Poisson, &events).offset(&offset).fit(&design).unwrap();
        let error = fit.covariance(Variance::NeweyWest { lag: 2 }).standard_error(2);
        assert!((error - 0.051_250_86).abs() < 5e-8, "{error}");
    }

    #[test]
    fn a_control_takes_out_what_happened_to_both() {
        let quasi = interruption(SeriesVariance::Quasi);
        let (treated, control) = (series(&TREATED, 10_000), series(&CONTROL, 15_000));
        let effect = controlled_interrupted_time_series(&treated, &control, &quasi).unwrap();
        // Coefficients of statsmodels 0.15, each series by itself.
        let level = -0.451_711_13 - 0.066_453_19;
        assert!((effect.level.value.ln_1p() - level).abs() < 5e-8);
        let same = controlled_interrupted_time_series(&treated, &treated, &quasi).unwrap();
        assert_eq!(same.level.value, 0.0);
        assert!(same.level_p > 0.999);
    }

    #[test]
    fn what_has_no_effect_to_find_is_refused() {
        let quasi = interruption(SeriesVariance::Quasi);
        let refused = |series: &[SeriesPoint]| interrupted_time_series(series, &quasi).unwrap_err();
        assert_eq!(
            refused(&series(&TREATED[..14], 10_000)),
            SeriesError::TooFewPoints { before: 12, after: 2 }
        );
        let mut unordered = series(&TREATED, 10_000);
        unordered.swap(3, 4);
        assert_eq!(refused(&unordered), SeriesError::Order { index: 5 });
        let mut uneven = series(&TREATED, 10_000);
        uneven[23].time = 24.0;
        assert_eq!(refused(&uneven), SeriesError::Spacing { index: 24 });
        let long = interruption(SeriesVariance::Robust { lag: 12 });
        let error = interrupted_time_series(&series(&TREATED, 10_000), &long).unwrap_err();
        assert_eq!(error, SeriesError::Lag { lag: 12, points: 24 });
        let mut silent = TREATED;
        silent[12..].fill(0);
        assert_eq!(refused(&series(&silent, 10_000)), SeriesError::NotSettled);
        assert_eq!(refused(&series(&TREATED, 0)), SeriesError::Point { index: 1 });
        let mut at_ends = [0; 24];
        (at_ends[11], at_ends[23]) = (9, 9);
        assert_eq!(refused(&series(&at_ends, 100)), SeriesError::NotSettled);
    }
}
