//! A scenario over time.

use firstyear_core::{Confidence, Estimate};

use super::model::{FallDraws, Falls};
use super::several::Joint;
use super::simulated::{ScenarioDraws, between};
use super::{GAP_SCENARIO, GapBaseline, GapModel, ScenarioError};
use crate::random::Counter;

/// When a measure is taken up, and how long its effect takes to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uptake {
    /// The time at which it begins, a decimal year.
    pub begins: f64,
    /// The time at which it is complete; not before it begins.
    pub complete: f64,
    /// Years from uptake to effect.
    pub lag: f64,
}

impl Uptake {
    /// The share of the measure that shows at a time: it grows evenly from its
    /// beginning to its completion, both moved by the lag.
    ///
    /// ```
    /// use firstyear_metrics::scenario::Uptake;
    ///
    /// let uptake = Uptake { begins: 2010.0, complete: 2014.0, lag: 1.0 };
    /// assert_eq!([2010.5, 2012.0, 2013.0, 2020.0].map(|at| uptake.share(at)), [0.0, 0.25, 0.5, 1.0]);
    /// ```
    #[must_use]
    pub fn share(self, at: f64) -> f64 {
        let since = at - self.lag - self.begins;
        let length = self.complete - self.begins;
        if since <= 0.0 {
            0.0
        } else if since >= length {
            1.0
        } else {
            since / length
        }
    }
}

/// What a path is drawn through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PathSettings<'a> {
    /// The times at which the gap is wanted, decimal years in order.
    pub times: &'a [f64],
    /// The time of the baseline: what drifts, drifts from here.
    pub from: f64,
    /// Standard deviation of the yearly change of the gap that nothing in the
    /// scenario explains, a fraction: 0.01 for a point. 0 where none is told.
    pub drift: f64,
    /// A gap to be met, a fraction.
    pub target: Option<f64>,
}

/// The gap at one time of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PathPoint {
    /// The relative gap, a fraction.
    pub gap: Estimate,
    /// The probability that it is at most the target; `None` without a target
    /// or without anything that is uncertain.
    pub met: Option<f64>,
}

/// The relative gap over time as measures are taken up, with limits by seeded
/// draws.
///
/// A measure changes its exposure evenly as it is taken up, so that its fall of
/// the rate grows evenly too. Without measures the gap stays where it was, but
/// for its drift: a random walk whose spread grows with the square root of the
/// years, so that limits widen. A calibrated measure is taken at its value: the
/// limits then hold the other inputs, the baseline's own error and the drift
/// alone.
///
/// # Units
///
/// A model as for [`scenario`](super::scenario), with the uptake of each of its
/// measures in their order; fractions out, in the order of the times.
///
/// # Errors
///
/// [`ScenarioError`]: as for [`scenario`](super::scenario); more or fewer
/// uptakes than measures, an uptake that is complete before it begins, a drift below 0, times out of order or before the
/// baseline's, fewer than 1,000 draws.
///
/// # Source
///
/// The model is that of [`scenario`](super::scenario); a random walk as the
/// simplest forecast of what is not explained: Box GEP, Jenkins GM (1970),
/// *Time series analysis*.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::scenario::{
///     GapBaseline, GapModel, Input, Measure, PathSettings, ScenarioDraws, Uptake, gap_path,
/// };
///
/// let measures = [Measure::new(Input::Fall { value: 0.1, ln_error: 0.0 })];
/// let uptakes = [Uptake { begins: 2005.0, complete: 2010.0, lag: 0.0 }];
/// let settings = PathSettings {
///     times: &[2005.0, 2007.5, 2010.0],
///     from: 2003.5,
///     drift: 0.01,
///     target: Some(0.117),
/// };
/// let draws = ScenarioDraws { draws: 2_000, seed: 1 };
/// let model = GapModel::new(GapBaseline::new(0.19, 0.375)?, &measures);
/// let path = gap_path(&model, &uptakes, settings, draws, Confidence::P95)?;
/// assert_eq!(path[0].gap.value, 0.19);
/// assert!(path[2].gap.value < path[1].gap.value);
/// let width = |at: usize| path[at].gap.interval.map(|l| l.upper - l.lower).unwrap();
/// assert!(width(2) > width(0), "limits widen");
/// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
/// ```
pub fn gap_path(
    model: &GapModel<'_>,
    uptakes: &[Uptake],
    settings: PathSettings<'_>,
    draws: ScenarioDraws,
    confidence: Confidence,
) -> Result<Vec<PathPoint>, ScenarioError> {
    check(model, uptakes, settings, draws)?;
    let joint = Joint::of(model.measures)?;
    let mut falls = model.falls()?;
    let mut shown = falls.clone();
    let mut shares = vec![0.0; uptakes.len()];
    let mut gap_at = |baseline: GapBaseline, falls: &Falls, time: f64| {
        for (share, uptake) in shares.iter_mut().zip(uptakes) {
            *share = uptake.share(time);
        }
        shown.show(falls, &shares);
        let points = model.points(baseline, shown.change(&joint, joint.all()));
        baseline.gap() - points / 100.0
    };
    let values: Vec<f64> =
        settings.times.iter().map(|time| gap_at(model.baseline, &falls, *time)).collect();
    let mut drawn = vec![Vec::with_capacity(draws.draws); settings.times.len()];
    let mut of_falls = FallDraws::of(model, draws.seed).but_calibrated();
    let mut of_rates = Counter::new(draws.seed, 0);
    let mut of_drift = Counter::named(draws.seed, "drift");
    for _ in 0..draws.draws {
        let baseline = model.baseline.drawn(&mut of_rates);
        of_falls.draw(&mut falls);
        let (mut walk, mut at) = (0.0, settings.from);
        for (time, drawn) in settings.times.iter().zip(&mut drawn) {
            if settings.drift > 0.0 {
                walk += of_drift.normal() * settings.drift * (time - at).sqrt();
                at = *time;
            }
            drawn.push(gap_at(baseline, &falls, *time) + walk);
        }
    }
    let points = values.into_iter().zip(drawn).map(|(value, drawn)| {
        let below = |target: f64| {
            let met = drawn.iter().filter(|gap| **gap <= target).count();
            met as f64 / drawn.len() as f64
        };
        let is_certain = drawn.iter().all(|gap| *gap == drawn[0]);
        let met = settings.target.filter(|_| !is_certain).map(below);
        let interval = between(drawn, confidence);
        PathPoint { gap: Estimate { value, interval, method: GAP_SCENARIO, counts: None }, met }
    });
    Ok(points.collect())
}

fn check(
    model: &GapModel<'_>,
    uptakes: &[Uptake],
    settings: PathSettings<'_>,
    draws: ScenarioDraws,
) -> Result<(), ScenarioError> {
    draws.check()?;
    let outside = |what, value, range| Err(ScenarioError::Outside { what, value, range });
    if uptakes.len() != model.measures.len() {
        let given = uptakes.len() as f64;
        return outside("the number of uptakes", given, "one for each measure");
    }
    for uptake in uptakes {
        if !(uptake.begins.is_finite() && uptake.complete >= uptake.begins) {
            return outside(
                "the time at which a measure is complete",
                uptake.complete,
                "not before it begins",
            );
        }
        if !(uptake.lag >= 0.0 && uptake.lag.is_finite()) {
            return outside("the lag of a measure", uptake.lag, "a number of years from 0");
        }
    }
    if !(settings.drift >= 0.0 && settings.drift.is_finite()) {
        return outside("the drift of the gap", settings.drift, "a fraction from 0");
    }
    let mut before = settings.from;
    for time in settings.times {
        if !(time.is_finite() && *time >= before) {
            return outside("a time of the path", *time, "in order, and not before the baseline's");
        }
        before = *time;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Input, Measure, scenario};

    const DRAWS: ScenarioDraws = ScenarioDraws { draws: 20_000, seed: 3 };

    fn fall(value: f64, ln_error: f64) -> Measure {
        Measure::new(Input::Fall { value, ln_error })
    }

    fn uptake(begins: f64, complete: f64) -> Uptake {
        Uptake { begins, complete, lag: 0.0 }
    }

    fn report() -> GapBaseline {
        GapBaseline::new(0.19, 0.375).unwrap()
    }

    fn settings(times: &[f64], drift: f64) -> PathSettings<'_> {
        PathSettings { times, from: 2_003.5, drift, target: Some(0.117) }
    }

    fn path(measures: &[(Measure, Uptake)], settings: PathSettings<'_>) -> Vec<PathPoint> {
        let (measures, uptakes): (Vec<Measure>, Vec<Uptake>) = measures.iter().copied().unzip();
        let model = GapModel::new(report(), &measures);
        gap_path(&model, &uptakes, settings, DRAWS, Confidence::P95).unwrap()
    }

    #[test]
    fn when_all_is_taken_up_it_is_the_scenario() {
        let measures = [
            (fall(0.03, 0.0), uptake(2_005.0, 2_010.0)),
            (fall(0.06, 0.0), uptake(2_006.0, 2_006.0)),
        ];
        let found = path(&measures, settings(&[2_004.5, 2_012.5], 0.0));
        let all = measures.map(|(measure, _)| measure);
        let whole = scenario(&GapModel::new(report(), &all), &[0, 1]).unwrap();
        assert_eq!(found[0].gap.value, 0.19);
        assert!((found[1].gap.value - whole.gap_after).abs() < 1e-12);
        assert_eq!((found[1].gap.interval, found[1].met), (None, None), "nothing is uncertain");
    }

    #[test]
    fn a_drift_widens_with_the_square_root_of_time() {
        let found = path(
            &[(fall(0.0, 0.0), uptake(2_005.0, 2_006.0))],
            settings(&[2_007.5, 2_019.5], 0.01),
        );
        for (point, years) in found.iter().zip([4.0_f64, 16.0]) {
            let limits = point.gap.interval.unwrap();
            let half = (limits.upper - limits.lower) / 2.0;
            assert!((half / (1.959_964 * 0.01 * years.sqrt()) - 1.0).abs() < 0.03, "{half}");
        }
        // The target is 3.65 standard deviations away, then 1.825.
        assert!(found[0].met.unwrap() < 0.001);
        assert!((found[1].met.unwrap() - 0.034).abs() < 0.005, "{found:?}");
    }

    #[test]
    fn a_calibrated_measure_is_taken_at_its_value() {
        let calibrated = Measure { calibrated: true, ..fall(0.1, 0.2) };
        let found = path(&[(calibrated, uptake(2_005.0, 2_006.0))], settings(&[2_010.5], 0.0));
        assert_eq!(found[0].gap.interval, None);
    }

    #[test]
    fn what_makes_no_path_is_refused() {
        let measures = [fall(0.1, 0.0)];
        let model = GapModel::new(report(), &measures);
        let refused = |uptake, settings| {
            let found = gap_path(&model, &[uptake], settings, DRAWS, Confidence::P95);
            found.unwrap_err().to_string()
        };
        let none = gap_path(&model, &[], settings(&[2_010.5], 0.0), DRAWS, Confidence::P95);
        assert!(none.unwrap_err().to_string().starts_with("the number of uptakes is 0"));
        let backwards = refused(uptake(2_010.0, 2_005.0), settings(&[2_010.5], 0.0));
        assert_eq!(
            backwards,
            "the time at which a measure is complete is 2005, and must be not before it begins"
        );
        let early = refused(uptake(2_005.0, 2_006.0), settings(&[2_001.5], 0.0));
        assert!(early.contains("not before the baseline's"), "{early}");
        let drift = refused(uptake(2_005.0, 2_006.0), settings(&[2_010.5], -0.1));
        assert!(drift.contains("the drift of the gap"), "{drift}");
        let lag = Uptake { lag: -1.0, ..uptake(2_005.0, 2_006.0) };
        assert!(refused(lag, settings(&[2_010.5], 0.0)).contains("the lag"));
    }
}
