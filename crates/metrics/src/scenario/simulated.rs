//! Scenarios with the errors of their inputs.

use firstyear_core::{Confidence, Estimate, Interval};

use super::inputs::Uncertain;
use super::several::Joint;
use super::{GAP_SCENARIO, GapBaseline, InputKind, Measure, ScenarioError, Whole, scenario};
use crate::attribution::{shapley_part, shapley_weights};
use crate::limits::deviate;
use crate::random::Counter;
use crate::special::quantile_of_sorted;

/// How limits are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScenarioDraws {
    /// How many draws, 1,000 or more.
    pub draws: usize,
    /// Seed of the generator, [`Counter`].
    pub seed: u64,
}

impl ScenarioDraws {
    /// Refuses too few to see the tails.
    pub(super) const fn check(self) -> Result<(), ScenarioError> {
        if self.draws < 1_000 {
            return Err(ScenarioError::TooFewDraws { given: self.draws });
        }
        Ok(())
    }
}

/// Draws of the falls of measures. Each has a stream of its own: its draws do
/// not change with the others.
pub(super) struct FallDraws<'a> {
    measures: Vec<(usize, &'a Measure, Counter)>,
}

impl<'a> FallDraws<'a> {
    pub(super) fn of(measures: &'a [Measure], seed: u64) -> Self {
        let streams = (1..).map(|stream| Counter::new(seed, stream));
        let measures = measures.iter().enumerate().zip(streams);
        Self { measures: measures.map(|((at, one), draws)| (at, one, draws)).collect() }
    }

    /// The same, with calibrated measures left at their values.
    pub(super) fn but_calibrated(mut self) -> Self {
        self.measures.retain(|(_, measure, _)| !measure.calibrated);
        self
    }

    /// One draw of each, in its place.
    pub(super) fn draw(&mut self, falls: &mut [f64]) {
        for (at, measure, generator) in &mut self.measures {
            falls[*at] = measure.fall_with(|_, input: Uncertain| input.draw(generator));
        }
    }
}

/// A scenario with limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// What each alone takes from the gap, in percentage points.
    pub alone: Vec<Estimate>,
    /// What all together take from it.
    pub together: Estimate,
    /// The part of each in the whole, on average over all orders.
    pub parts: Vec<Estimate>,
    /// By how much all together make the group's rate fall, a fraction.
    pub fall: Estimate,
    /// The relative gap that is left, a fraction.
    pub gap_after: Estimate,
}

/// What measures take from a group's relative gap, with limits by seeded draws
/// from the errors of the inputs.
///
/// Relative risks are drawn log-normal, shares by a beta distribution, and the
/// rates of a baseline that was counted by a gamma distribution of their
/// deaths. A draw in which a measure harms, or
/// the whole rate rises, counts as it is. A calibrated measure has no limits,
/// and neither has what all do together when one of them is calibrated:
/// whatever a draw makes of its other inputs, the published figure was put in.
///
/// # Units
///
/// Measures as for [`scenario`]; percentage points, fall and gap out.
///
/// # Errors
///
/// [`ScenarioError`], as for [`scenario`]; fewer than 1,000 draws.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Interval};
/// use firstyear_metrics::attribution::{Adjustment, RelativeRisk};
/// use firstyear_metrics::scenario::{
///     ExposureTarget, GapBaseline, Input, Measure, ScenarioDraws, ShareInput, Whole, simulated,
/// };
///
/// let limits = Interval { lower: 1.3, upper: 1.508, confidence: Confidence::P95 };
/// let smoking = Measure::new(Input::Exposure {
///     before: ShareInput::known(0.23)?,
///     target: ExposureTarget::To(0.15),
///     risk: RelativeRisk::new(1.4, Some(limits), Adjustment::Crude).unwrap(),
///     cause_share: None,
/// });
/// let draws = ScenarioDraws { draws: 5_000, seed: 1 };
/// let baseline = GapBaseline::new(0.19, 0.375)?;
/// let found = simulated(baseline, &[smoking], Whole::Moves, draws, Confidence::P95)?;
/// let limits = found.together.interval.unwrap();
/// assert!(1.4 < limits.lower && limits.upper < 2.5);
/// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
/// ```
pub fn simulated(
    baseline: GapBaseline,
    measures: &[Measure],
    whole: Whole,
    draws: ScenarioDraws,
    confidence: Confidence,
) -> Result<Simulated, ScenarioError> {
    let order: Vec<usize> = (0..measures.len()).collect();
    let point = scenario(baseline, measures, &order, whole)?;
    let drawn = draw(baseline, measures, whole, draws)?;
    let estimate = |value, draws, has_limits: bool| {
        let interval = has_limits.then(|| between(draws, confidence)).flatten();
        Estimate { value, interval, method: GAP_SCENARIO, counts: None }
    };
    let free = measures.iter().all(|measure| !measure.calibrated);
    let alone = point.alone.iter().zip(drawn.alone).zip(measures);
    let parts = point.parts.iter().zip(drawn.parts);
    Ok(Simulated {
        alone: alone
            .map(|((value, draws), measure)| estimate(*value, draws, !measure.calibrated))
            .collect(),
        parts: parts.map(|(value, draws)| estimate(*value, draws, free)).collect(),
        together: estimate(point.together, drawn.together, free),
        fall: estimate(point.fall, drawn.fall, free),
        gap_after: estimate(point.gap_after, drawn.gap_after, free),
    })
}

/// Every draw of every result.
struct Drawn {
    alone: Vec<Vec<f64>>,
    parts: Vec<Vec<f64>>,
    together: Vec<f64>,
    fall: Vec<f64>,
    gap_after: Vec<f64>,
}

fn draw(
    baseline: GapBaseline,
    measures: &[Measure],
    whole: Whole,
    settings: ScenarioDraws,
) -> Result<Drawn, ScenarioError> {
    settings.check()?;
    let draws = settings.draws;
    let joint = Joint::of(measures)?;
    let weights = shapley_weights(measures.len());
    let room = || Vec::with_capacity(draws);
    let mut drawn = Drawn {
        alone: measures.iter().map(|_| room()).collect(),
        parts: measures.iter().map(|_| room()).collect(),
        together: room(),
        fall: room(),
        gap_after: room(),
    };
    let mut of_measures = FallDraws::of(measures, settings.seed);
    let mut of_rates = Counter::new(settings.seed, 0);
    let (mut falls, mut points) = (vec![0.0; measures.len()], Vec::new());
    for _ in 0..draws {
        let baseline = baseline.drawn(&mut of_rates)?;
        of_measures.draw(&mut falls);
        joint.every_fall(&falls, &mut points);
        let fall = points[points.len() - 1];
        for value in &mut points {
            *value = baseline.points(*value, whole);
        }
        let together = points[points.len() - 1];
        for place in 0..measures.len() {
            drawn.alone[place].push(points[1 << place]);
            drawn.parts[place].push(shapley_part(&points, place, &weights));
        }
        drawn.together.push(together);
        drawn.fall.push(fall);
        drawn.gap_after.push(baseline.gap() - together / 100.0);
    }
    Ok(drawn)
}

/// Limits from draws; `None` where they do not vary.
pub(super) fn between(mut draws: Vec<f64>, confidence: Confidence) -> Option<Interval> {
    draws.sort_unstable_by(f64::total_cmp);
    if draws.first() == draws.last() {
        return None;
    }
    let tail = confidence.tail();
    Some(Interval {
        lower: quantile_of_sorted(&draws, tail),
        upper: quantile_of_sorted(&draws, 1.0 - tail),
        confidence,
    })
}

/// What all measures together take from the gap when one input is at its
/// limits and all others at their values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// The measure, from 0.
    pub measure: usize,
    /// Its input.
    pub input: InputKind,
    /// Percentage points at the input's lower limit.
    pub at_lower: f64,
    /// Percentage points at its upper limit.
    pub at_upper: f64,
}

/// Which input matters: what all measures take from the gap with each
/// uncertain input at its limits in turn, the widest swing first.
///
/// # Errors
///
/// [`ScenarioError`], as for [`scenario`].
pub fn tornado(
    baseline: GapBaseline,
    measures: &[Measure],
    whole: Whole,
    confidence: Confidence,
) -> Result<Vec<Swing>, ScenarioError> {
    let joint = Joint::of(measures)?;
    let falls = measures.iter().map(Measure::fall).collect::<Result<Vec<_>, _>>()?;
    let mut swings = Vec::new();
    for (place, measure) in measures.iter().enumerate() {
        for input in measure.uncertain_inputs() {
            let at = |errors: f64| {
                let mut falls = falls.clone();
                falls[place] = measure
                    .fall_with(|kind, value| value.at(if kind == input { errors } else { 0.0 }));
                baseline.points(joint.fall(&falls, joint.all()), whole)
            };
            let errors = deviate(confidence);
            let (at_lower, at_upper) = (at(-errors), at(errors));
            swings.push(Swing { measure: place, input, at_lower, at_upper });
        }
    }
    let width = |swing: &Swing| (swing.at_upper - swing.at_lower).abs();
    swings.sort_by(|a, b| width(b).total_cmp(&width(a)));
    Ok(swings)
}
