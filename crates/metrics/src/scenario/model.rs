//! What a scenario is made of: where a group stands, what is done in it, and
//! what the same measures do among the others.

use super::inputs::Uncertain;
use super::several::Joint;
use super::{GapBaseline, Input, InputKind, Measure, ScenarioError, Whole};
use crate::random::Counter;

/// A scenario before it is worked out.
#[derive(Clone, Copy, Debug)]
pub struct GapModel<'a> {
    /// Where the group stands.
    pub baseline: GapBaseline,
    /// What is done in it.
    pub measures: &'a [Measure],
    /// The groups that make up all the others, where measures reach some of
    /// them too; empty where the others stay as they are.
    pub others: &'a [OtherGroup],
    /// What becomes of the rate of all.
    pub whole: Whole,
}

impl<'a> GapModel<'a> {
    /// Measures in the group alone; the rate of all moves with it.
    #[must_use]
    pub const fn new(baseline: GapBaseline, measures: &'a [Measure]) -> Self {
        Self { baseline, measures, others: &[], whole: Whole::Moves }
    }

    /// The same with this for the rate of all.
    #[must_use]
    pub const fn with_whole(self, whole: Whole) -> Self {
        Self { whole, ..self }
    }

    /// The same with measures that reach the others too.
    #[must_use]
    pub const fn with_others(self, others: &'a [OtherGroup]) -> Self {
        Self { others, ..self }
    }

    /// What each measure does by itself, with everything at its value.
    pub(super) fn falls(&self) -> Result<Falls, ScenarioError> {
        falls_of(self.measures, self.others)
    }

    /// The points that falls of the group's rate and of the others' take from
    /// the gap of this baseline.
    pub(super) fn points(&self, baseline: GapBaseline, change: Change) -> f64 {
        baseline.points_with_others(change.group, change.others, self.whole)
    }

    /// By how much the rate of all falls, by the shares of events at the start.
    pub(super) fn fall_of_all(&self, change: Change) -> f64 {
        let share = self.baseline.share_of_deaths();
        share * change.group + (1.0 - share) * change.others
    }
}

/// A group among the others, with what the measures of a scenario change in
/// it.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherGroup {
    /// Its events at the start.
    pub events: u64,
    /// What each measure of the scenario changes in it, in their order; `None`
    /// for one that does not reach it. Empty where none does.
    ///
    /// A relative risk that is that of the measure is one number: where a draw
    /// makes it greater in the group, it is greater here.
    pub inputs: Vec<Option<Input>>,
}

impl OtherGroup {
    fn falls(&self, measures: &[Measure]) -> Result<Vec<f64>, ScenarioError> {
        if !self.inputs.is_empty() && self.inputs.len() != measures.len() {
            return Err(ScenarioError::Outside {
                what: "the number of inputs of another group",
                value: self.inputs.len() as f64,
                range: "one for each measure, or none",
            });
        }
        let inputs = self.inputs.iter().copied().chain(std::iter::repeat(None));
        let fall = |input: Option<Input>| input.map_or(Ok(0.0), |one| Measure::new(one).fall());
        inputs.take(measures.len()).map(fall).collect()
    }
}

/// What each measure does by itself, with everything at its value.
pub(super) fn falls_of(
    measures: &[Measure],
    others: &[OtherGroup],
) -> Result<Falls, ScenarioError> {
    let all: f64 = others.iter().map(|other| other.events as f64).sum();
    // Others without events have none to share, and none that could fall.
    let part = |other: &OtherGroup| if all > 0.0 { other.events as f64 / all } else { 0.0 };
    Ok(Falls {
        group: measures.iter().map(Measure::fall).collect::<Result<_, _>>()?,
        others: others.iter().map(|other| other.falls(measures)).collect::<Result<_, _>>()?,
        parts: others.iter().map(part).collect(),
    })
}

/// What each measure does by itself.
#[derive(Clone)]
pub(super) struct Falls {
    /// Of the group's rate.
    pub(super) group: Vec<f64>,
    /// Of the rate of each other group.
    pub(super) others: Vec<Vec<f64>>,
    /// The share of the others' events in each other group.
    pub(super) parts: Vec<f64>,
}

/// What a choice of measures does.
#[derive(Clone, Copy)]
pub(super) struct Change {
    /// Fall of the group's rate.
    pub(super) group: f64,
    /// Fall of the rate of the others together.
    pub(super) others: f64,
}

impl Falls {
    pub(super) fn change(&self, joint: &Joint, chosen: u64) -> Change {
        self.change_among(&self.parts, joint, chosen)
    }

    /// The same where the others have these parts of their events.
    pub(super) fn change_among(&self, parts: &[f64], joint: &Joint, chosen: u64) -> Change {
        let of_others = self.others.iter().zip(parts);
        let others = of_others.map(|(falls, part)| part * joint.fall(falls, chosen)).sum();
        Change { group: joint.fall(&self.group, chosen), others }
    }

    /// The fall of one measure in the group, or in another.
    pub(super) fn of(&mut self, other: Option<usize>, measure: usize) -> &mut f64 {
        match other {
            None => &mut self.group[measure],
            Some(group) => &mut self.others[group][measure],
        }
    }

    /// Becomes `all` where each measure shows by a share of what it does.
    pub(super) fn show(&mut self, all: &Self, shares: &[f64]) {
        let scale = |into: &mut Vec<f64>, falls: &[f64]| {
            for ((into, fall), share) in into.iter_mut().zip(falls).zip(shares) {
                *into = fall * share;
            }
        };
        scale(&mut self.group, &all.group);
        for (into, falls) in self.others.iter_mut().zip(&all.others) {
            scale(into, falls);
        }
        self.parts.clone_from(&all.parts);
    }
}

/// Draws of what measures do. Each measure has a stream of its own, and so has
/// each input of another group: draws of one do not change with the others.
pub(super) struct FallDraws<'a> {
    measures: Vec<(usize, &'a Measure, Counter)>,
    others: Vec<OtherDraws<'a>>,
    /// Events of the other groups, where how they share them has an error.
    events: Vec<u64>,
    of_parts: Counter,
    /// The relative risk of each measure in this draw.
    risks: Vec<f64>,
}

/// A measure in another group.
struct OtherDraws<'a> {
    group: usize,
    measure: usize,
    input: &'a Input,
    shares_risk: bool,
    calibrated: bool,
    draws: Counter,
}

impl<'a> FallDraws<'a> {
    pub(super) fn of(model: &GapModel<'a>, seed: u64) -> Self {
        let mut draws = Self::of_measures(model.measures, model.others, seed);
        if model.baseline.is_counted() {
            draws.events = model.others.iter().map(|other| other.events).collect();
        }
        draws
    }

    /// The same without an error of how the others share their events.
    pub(super) fn of_measures(
        measures: &'a [Measure],
        others: &'a [OtherGroup],
        seed: u64,
    ) -> Self {
        let streams = (1..).map(|stream| Counter::new(seed, stream));
        let of_group = measures.iter().enumerate().zip(streams);
        let inputs = others.iter().enumerate().flat_map(|(group, other)| {
            let inputs = other.inputs.iter().enumerate().zip(measures);
            inputs.filter_map(move |((at, input), measure)| {
                Some((group, at, input.as_ref()?, measure))
            })
        });
        let others = inputs.map(|(group, at, input, measure)| OtherDraws {
            group,
            measure: at,
            input,
            shares_risk: input.shares_risk(&measure.input),
            calibrated: measure.calibrated,
            draws: Counter::named(seed, &format!("measure {at} in other group {group}")),
        });
        Self {
            others: others.collect(),
            measures: of_group.map(|((at, one), draws)| (at, one, draws)).collect(),
            events: Vec::new(),
            of_parts: Counter::named(seed, "events of others"),
            risks: vec![1.0; measures.len()],
        }
    }

    /// The same, with calibrated measures left at their values.
    pub(super) fn but_calibrated(mut self) -> Self {
        self.measures.retain(|(_, measure, _)| !measure.calibrated);
        self.others.retain(|other| !other.calibrated);
        self
    }

    /// One draw of each, in its place.
    pub(super) fn draw(&mut self, falls: &mut Falls) {
        for (at, measure, generator) in &mut self.measures {
            let risk = &mut self.risks[*at];
            falls.group[*at] = measure.fall_with(|kind, input: Uncertain| {
                let drawn = input.draw(generator);
                if kind == InputKind::RelativeRisk {
                    *risk = drawn;
                }
                drawn
            });
        }
        for other in &mut self.others {
            let risk = self.risks[other.measure];
            let shared = |kind| other.shares_risk && kind == InputKind::RelativeRisk;
            let fall = Measure::new(*other.input).fall_with(|kind, input| {
                if shared(kind) { risk } else { input.draw(&mut other.draws) }
            });
            falls.others[other.group][other.measure] = fall;
        }
        if !self.events.is_empty() {
            self.draw_parts(&mut falls.parts);
        }
    }

    /// How the others could share their events: gamma numbers of them, over
    /// their sum.
    fn draw_parts(&mut self, parts: &mut [f64]) {
        for (part, events) in parts.iter_mut().zip(&self.events) {
            *part = if *events == 0 { 0.0 } else { self.of_parts.gamma(*events as f64) };
        }
        let all: f64 = parts.iter().sum();
        if all > 0.0 {
            for part in parts {
                *part /= all;
            }
        }
    }
}
