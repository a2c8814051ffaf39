//! Scenarios with the errors of their inputs.

use firstyear_core::{Confidence, Estimate, Interval};

use super::model::FallDraws;
use super::several::Joint;
use super::{GAP_SCENARIO, GapModel, Input, InputKind, Measure, ScenarioError, scenario};
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

/// A scenario with limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// What each alone takes from the gap, in percentage points.
    pub alone: Vec<Estimate>,
    /// What all together take from it.
    pub together: Estimate,
    /// The part of each in the whole, on average over all orders.
    pub parts: Vec<Estimate>,
    /// The relative gap that is left after each, the measures coming one after
    /// another in their order; a fraction.
    pub left_in_turn: Vec<Estimate>,
    /// By how much all together make the group's rate fall, a fraction.
    pub fall: Estimate,
    /// The relative gap that is left, a fraction.
    pub gap_after: Estimate,
    /// By how much all together make the rate of each other group fall, in the
    /// order of [`GapModel::others`], a fraction.
    pub others: Vec<Estimate>,
    /// By how much all together make the rate of all fall, by the shares of
    /// events at the start, a fraction.
    pub fall_of_all: Estimate,
    /// The same of each measure alone.
    pub alone_of_all: Vec<Estimate>,
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
///     ExposureTarget, GapBaseline, GapModel, Input, Measure, ScenarioDraws, ShareInput, simulated,
/// };
///
/// let limits = Interval { lower: 1.3, upper: 1.508, confidence: Confidence::P95 };
/// let smoking = [Measure::new(Input::Exposure {
///     before: ShareInput::known(0.23)?,
///     target: ExposureTarget::To(0.15),
///     risk: RelativeRisk::new(1.4, Some(limits), Adjustment::Crude).unwrap(),
///     cause_share: None,
/// })];
/// let draws = ScenarioDraws { draws: 5_000, seed: 1 };
/// let model = GapModel::new(GapBaseline::new(0.19, 0.375)?, &smoking);
/// let found = simulated(&model, draws, Confidence::P95)?;
/// let limits = found.together.interval.unwrap();
/// assert!(1.4 < limits.lower && limits.upper < 2.5);
/// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
/// ```
pub fn simulated(
    model: &GapModel<'_>,
    draws: ScenarioDraws,
    confidence: Confidence,
) -> Result<Simulated, ScenarioError> {
    let measures = model.measures;
    let order: Vec<usize> = (0..measures.len()).collect();
    let point = scenario(model, &order)?;
    let joint = Joint::of(measures)?;
    let drawn = draw(model, &joint, draws)?;
    let estimate = |value, draws, has_limits: bool| {
        let interval = has_limits.then(|| between(draws, confidence)).flatten();
        Estimate { value, interval, method: GAP_SCENARIO, counts: None }
    };
    let free = measures.iter().all(|measure| !measure.calibrated);
    // One measure alone is calibrated or not whatever the others are.
    let each = |values: Vec<f64>, draws: Vec<Vec<f64>>| {
        let with_draws = values.into_iter().zip(draws).zip(measures);
        with_draws.map(|((value, draws), measure)| estimate(value, draws, !measure.calibrated))
    };
    let falls = model.falls()?;
    let of_all = |place: usize| model.fall_of_all(falls.change(&joint, 1 << place));
    let parts = point.parts.iter().zip(drawn.parts);
    let others = point.others.iter().zip(drawn.others);
    // The levels of a cascade: a calibrated step leaves those below it without
    // limits.
    let mut left = model.baseline.gap();
    let steps = point.in_turn.iter().zip(drawn.left_in_turn).enumerate();
    let left_in_turn = steps.map(|(place, (points, draws))| {
        left -= points / 100.0;
        estimate(left, draws, measures[..=place].iter().all(|measure| !measure.calibrated))
    });
    Ok(Simulated {
        left_in_turn: left_in_turn.collect(),
        alone_of_all: each((0..measures.len()).map(of_all).collect(), drawn.alone_of_all).collect(),
        alone: each(point.alone, drawn.alone).collect(),
        parts: parts.map(|(value, draws)| estimate(*value, draws, free)).collect(),
        others: others.map(|(value, draws)| estimate(*value, draws, free)).collect(),
        together: estimate(point.together, drawn.together, free),
        fall: estimate(point.fall, drawn.fall, free),
        fall_of_all: estimate(point.fall_of_all, drawn.fall_of_all, free),
        gap_after: estimate(point.gap_after, drawn.gap_after, free),
    })
}

/// Every draw of every result.
struct Drawn {
    alone: Vec<Vec<f64>>,
    parts: Vec<Vec<f64>>,
    left_in_turn: Vec<Vec<f64>>,
    together: Vec<f64>,
    fall: Vec<f64>,
    gap_after: Vec<f64>,
    others: Vec<Vec<f64>>,
    fall_of_all: Vec<f64>,
    alone_of_all: Vec<Vec<f64>>,
}

impl Drawn {
    fn with_room(model: &GapModel<'_>, draws: usize) -> Self {
        let room = || Vec::with_capacity(draws);
        let of_each = || model.measures.iter().map(|_| room()).collect();
        Self {
            alone: of_each(),
            parts: of_each(),
            left_in_turn: of_each(),
            together: room(),
            fall: room(),
            gap_after: room(),
            others: model.others.iter().map(|_| room()).collect(),
            fall_of_all: room(),
            alone_of_all: of_each(),
        }
    }
}

fn draw(
    model: &GapModel<'_>,
    joint: &Joint,
    settings: ScenarioDraws,
) -> Result<Drawn, ScenarioError> {
    settings.check()?;
    let count = model.measures.len();
    let weights = shapley_weights(count);
    let mut drawn = Drawn::with_room(model, settings.draws);
    let mut of_measures = FallDraws::of(model, settings.seed);
    let mut of_rates = Counter::new(settings.seed, 0);
    let (mut falls, mut points) = (model.falls()?, Vec::new());
    let counted = falls.parts.clone();
    for _ in 0..settings.draws {
        let baseline = model.baseline.drawn(&mut of_rates);
        of_measures.draw(&mut falls);
        points.clear();
        points.extend(
            joint.every_choice().map(|set| model.points(baseline, falls.change(joint, set))),
        );
        // Of the deaths that were counted: it is the rates behind them that have
        // an error.
        let of_all = |set| model.fall_of_all(falls.change_among(&counted, joint, set));
        for place in 0..count {
            drawn.alone[place].push(points[1 << place]);
            drawn.parts[place].push(shapley_part(&points, place, &weights));
            drawn.alone_of_all[place].push(of_all(1 << place));
            let so_far = points[(2 << place) - 1];
            drawn.left_in_turn[place].push(baseline.gap() - so_far / 100.0);
        }
        for (drawn, falls) in drawn.others.iter_mut().zip(&falls.others) {
            drawn.push(joint.fall(falls, joint.all()));
        }
        let together = points[points.len() - 1];
        drawn.together.push(together);
        drawn.fall.push(joint.fall(&falls.group, joint.all()));
        drawn.fall_of_all.push(of_all(joint.all()));
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
    /// The place of another group whose input it is; `None` for the group's, and
    /// for a relative risk that others share with it.
    pub other: Option<usize>,
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
pub fn tornado(model: &GapModel<'_>, confidence: Confidence) -> Result<Vec<Swing>, ScenarioError> {
    let joint = Joint::of(model.measures)?;
    let mut falls = model.falls()?;
    let errors = deviate(confidence);
    let mut swings = Vec::new();
    for UncertainInput { place, other, of, input } in uncertain_inputs(model) {
        let sharing = sharing(model, place, (other, of, input));
        let mut at = |errors: f64| {
            *falls.of(other, place) = shifted(of, input, errors);
            for (group, same) in &sharing {
                *falls.of(Some(*group), place) = shifted(same, input, errors);
            }
            model.points(model.baseline, falls.change(&joint, joint.all()))
        };
        let (at_lower, at_upper) = (at(-errors), at(errors));
        // Back to their values.
        at(0.0);
        swings.push(Swing { measure: place, input, other, at_lower, at_upper });
    }
    let width = |swing: &Swing| (swing.at_upper - swing.at_lower).abs();
    swings.sort_by(|a, b| width(b).total_cmp(&width(a)));
    Ok(swings)
}

/// An input that has an error.
struct UncertainInput<'a> {
    /// The place of its measure.
    place: usize,
    /// The place of the other group that it is of.
    other: Option<usize>,
    /// The inputs that it is among.
    of: &'a Input,
    input: InputKind,
}

/// Every input that has an error, those of the group first; a relative risk that
/// another group shares with it once.
fn uncertain_inputs<'a>(model: &GapModel<'a>) -> Vec<UncertainInput<'a>> {
    let measures = model.measures.iter().enumerate();
    let mut inputs: Vec<(Option<usize>, usize, &Input)> =
        measures.map(|(place, measure)| (None, place, &measure.input)).collect();
    for (group, other) in model.others.iter().enumerate() {
        let own = other.inputs.iter().enumerate();
        inputs.extend(own.filter_map(|(place, own)| Some((Some(group), place, own.as_ref()?))));
    }
    let is_told = |other: Option<usize>, place: usize, of: &Input, input| {
        other.is_some()
            && input == InputKind::RelativeRisk
            && of.shares_risk(&model.measures[place].input)
    };
    let uncertain = inputs.into_iter().flat_map(|(other, place, of)| {
        let kinds = Measure::new(*of).uncertain_inputs();
        let kinds = kinds.into_iter().filter(move |input| !is_told(other, place, of, *input));
        kinds.map(move |input| UncertainInput { place, other, of, input })
    });
    uncertain.collect()
}

/// The other groups that share the relative risk of the group's measure, where
/// this is what is shifted.
fn sharing<'a>(
    model: &GapModel<'a>,
    place: usize,
    (other, of, input): (Option<usize>, &Input, InputKind),
) -> Vec<(usize, &'a Input)> {
    if other.is_some() || input != InputKind::RelativeRisk {
        return Vec::new();
    }
    let others = model.others.iter().enumerate();
    let inputs =
        others.filter_map(|(group, other)| Some((group, other.inputs.get(place)?.as_ref()?)));
    inputs.filter(|(_, input)| input.shares_risk(of)).collect()
}

/// The fall with one input so many standard errors from its value.
fn shifted(of: &Input, input: InputKind, errors: f64) -> f64 {
    let at = |kind| if kind == input { errors } else { 0.0 };
    Measure::new(*of).fall_with(|kind, value| value.at(at(kind)))
}
