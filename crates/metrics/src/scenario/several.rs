//! Several measures together.

use firstyear_core::MethodId;

use super::{GapModel, Measure, ScenarioError};
use crate::attribution::{EXACT_FACTORS, Orders, shapley};

/// The method of [`scenario`].
pub const GAP_SCENARIO: MethodId = MethodId::new("gap-scenario");

/// What measures take from a gap, in percentage points.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// By how much each alone makes the group's rate fall.
    pub falls: Vec<f64>,
    /// What each alone takes from the gap.
    pub alone: Vec<f64>,
    /// By how much all together make the rate fall.
    pub fall: f64,
    /// What all together take from the gap: less than the sum of those alone
    /// where measures prevent the same deaths.
    pub together: f64,
    /// What each adds when they come one after another.
    pub in_turn: Vec<f64>,
    /// The part of each in the whole, on average over all orders.
    pub parts: Vec<f64>,
    /// The relative gap that is left, a fraction.
    pub gap_after: f64,
    /// By how much all together make the rate of each other group fall, in the
    /// order of [`GapModel::others`].
    pub others: Vec<f64>,
    /// By how much all together make the rate of all fall, the group's and the
    /// others'.
    pub fall_of_all: f64,
}

/// What measures take from a group's relative gap: each alone, all together,
/// and the part of each.
///
/// Measures multiply: a death that one prevents cannot be prevented by
/// another. Of measures that act through one another, the one that prevents
/// most counts: what the others prevent is among it.
///
/// # Units
///
/// Measures in any order, `order` naming their places from 0 in the order in
/// which they come in; percentage points out, in the order of the measures,
/// positive where the gap narrows. [`Scenario::in_turn`] and
/// [`Scenario::parts`] each add up to [`Scenario::together`].
///
/// # Errors
///
/// [`ScenarioError`]: no measures or more than 15, an order that does not name
/// each once, a measure that acts through itself, a number outside its range,
/// another group with inputs for some measures alone.
///
/// # Source
///
/// Joint effect: Miettinen (1974), Am J Epidemiol 99:325; parts: Eide and
/// Gefeller (1995), J Clin Epidemiol 48:233, after Shapley (1953).
///
/// # Example
///
/// ```
/// use firstyear_metrics::scenario::{GapBaseline, GapModel, Input, Measure, scenario};
///
/// let fall = |value| Measure::new(Input::Fall { value, ln_error: 0.0 });
/// let measures = [fall(0.0293), fall(0.0591)];
/// let model = GapModel::new(GapBaseline::new(0.19, 0.375)?, &measures);
/// let both = scenario(&model, &[0, 1])?;
/// assert!((both.parts.iter().sum::<f64>() - both.together).abs() < 1e-9);
/// assert_eq!(format!("{:.2}", both.alone[0]), "1.96");
/// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
/// ```
pub fn scenario(model: &GapModel<'_>, order: &[usize]) -> Result<Scenario, ScenarioError> {
    let count = model.measures.len();
    let joint = Joint::of(model.measures)?;
    check_order(order, count)?;
    let falls = model.falls()?;
    let points = |set: u64| model.points(model.baseline, falls.change(&joint, set));
    let all = falls.change(&joint, joint.all());
    let together = points(joint.all());
    let mut in_turn = vec![0.0; count];
    let (mut set, mut before) = (0, 0.0);
    for &place in order {
        set |= 1 << place;
        let after = points(set);
        in_turn[place] = after - before;
        before = after;
    }
    let parts = shapley(count, Orders::All, points)
        .map_err(|_| ScenarioError::Measures { given: count, most: EXACT_FACTORS })?;
    Ok(Scenario {
        alone: (0..count).map(|place| points(1 << place)).collect(),
        gap_after: model.baseline.gap() - together / 100.0,
        others: falls.others.iter().map(|falls| joint.fall(falls, joint.all())).collect(),
        fall_of_all: model.fall_of_all(all),
        fall: all.group,
        falls: falls.group,
        together,
        in_turn,
        parts,
    })
}

fn check_order(order: &[usize], measures: usize) -> Result<(), ScenarioError> {
    let mut named = vec![false; measures];
    for &place in order {
        match named.get_mut(place) {
            Some(seen) if !*seen => *seen = true,
            _ => return Err(ScenarioError::Order),
        }
    }
    if named.contains(&false) { Err(ScenarioError::Order) } else { Ok(()) }
}

/// Which measures act through one another: each set of these counts once.
pub(super) struct Joint {
    /// Bits of the measures of each set.
    sets: Vec<u64>,
    measures: usize,
}

impl Joint {
    pub(super) fn of(measures: &[Measure]) -> Result<Self, ScenarioError> {
        if measures.is_empty() || measures.len() > EXACT_FACTORS {
            let given = measures.len();
            return Err(ScenarioError::Measures { given, most: EXACT_FACTORS });
        }
        let mut sets = vec![0_u64; measures.len()];
        for place in 0..measures.len() {
            sets[root(measures, place)?] |= 1 << place;
        }
        sets.retain(|set| *set != 0);
        Ok(Self { sets, measures: measures.len() })
    }

    /// All measures.
    pub(super) fn all(&self) -> u64 {
        (1 << self.measures) - 1
    }

    /// By how much the rate falls with the measures of `chosen`.
    pub(super) fn fall(&self, falls: &[f64], chosen: u64) -> f64 {
        1.0 - self.sets.iter().map(|set| left(falls, set & chosen)).product::<f64>()
    }

    /// Every choice of measures, in the order of their bits.
    pub(super) fn every_choice(&self) -> std::ops::Range<u64> {
        0..1 << self.measures
    }
}

/// What measures that act through one another leave of the rate: deaths
/// prevented count once, and so do deaths added.
fn left(falls: &[f64], mut set: u64) -> f64 {
    let (mut prevented, mut added) = (0.0_f64, 0.0_f64);
    while set != 0 {
        let fall = falls[set.trailing_zeros() as usize];
        prevented = prevented.max(fall);
        added = added.min(fall);
        set &= set - 1;
    }
    (1.0 - prevented) * (1.0 - added)
}

/// The measure at the end of a chain.
fn root(measures: &[Measure], from: usize) -> Result<usize, ScenarioError> {
    let mut at = from;
    for _ in 0..measures.len() {
        match measures[at].through {
            None => return Ok(at),
            Some(next) if next < measures.len() => at = next,
            Some(_) => break,
        }
    }
    Err(ScenarioError::Through { place: from + 1 })
}
