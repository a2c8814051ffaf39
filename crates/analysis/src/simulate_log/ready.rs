//! A plan and its pathway made ready to walk: names looked up, chances and times laid out.

use std::sync::Arc;

use firstyear_core::event::Value;
use firstyear_core::pathway::{
    CarePathway, ChanceOfGroup, ClockStart, Condition, DecisionInput, ExitReason, InputKind,
    LogSimulation, SimulatedValue, chances,
};

use crate::delay::{Delay, whole};

/// How often a step is done at the most that nobody bounds.
const UNBOUNDED: u32 = 100;

/// A place on the pathway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Step(usize),
    Decision(usize),
    Exit(usize),
}

/// What a walk needs.
#[derive(Debug)]
pub(super) struct Ready<'p> {
    pub(super) pathway: &'p CarePathway,
    pub(super) plan: &'p LogSimulation,
    /// For each group the chance of each category.
    pub(super) groups: Vec<Vec<f64>>,
    /// For each group what each category is as an attribute.
    pub(super) categories: Vec<Vec<Value>>,
    pub(super) index: usize,
    pub(super) steps: Vec<ReadyStep>,
    pub(super) exits: Vec<ReadyExit>,
    pub(super) decisions: Vec<ReadyDecision<'p>>,
    pub(super) inputs: Vec<ReadyInput>,
    /// For each clock of the pathway; `None` for one of a step.
    pub(super) clocks: Vec<Option<ReadyClock>>,
}

#[derive(Debug)]
pub(super) struct ReadyStep {
    pub(super) id: Arc<str>,
    /// Who does it, by role.
    pub(super) role: Option<Arc<str>>,
    pub(super) after: After,
    pub(super) unrecorded: f64,
    pub(super) at_most: u32,
    pub(super) all_ways: bool,
    pub(super) ways: Vec<(Node, Chance)>,
}

#[derive(Debug)]
pub(super) struct ReadyExit {
    pub(super) id: Arc<str>,
    pub(super) after: After,
    pub(super) unrecorded: f64,
    pub(super) closes: bool,
    /// Whether no birth follows it.
    pub(super) is_loss: bool,
    pub(super) is_birth: bool,
}

/// When something follows: so long after what was before, or after a clock began.
#[derive(Clone, Copy, Debug)]
pub(super) struct After {
    pub(super) delay: Delay,
    pub(super) clock: Option<usize>,
}

#[derive(Debug)]
pub(super) struct ReadyDecision<'p> {
    pub(super) inputs: Vec<usize>,
    pub(super) rows: Vec<(Vec<(usize, &'p Condition)>, Node)>,
}

#[derive(Debug)]
pub(super) struct ReadyInput {
    pub(super) id: Arc<str>,
    pub(super) values: Vec<(Possible, Chance)>,
}

/// What an input can be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Possible {
    Missing,
    Word(Arc<str>),
    /// Of `least`, `least + 1` … of so many, each divided by `scale`.
    Numbers {
        least: i64,
        many: i64,
        scale: i64,
    },
}

impl Possible {
    /// In words.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Missing => "not recorded".to_owned(),
            Self::Word(word) => word.to_string(),
            Self::Numbers { least, many, scale } => {
                let at = |place: i64| place as f64 / *scale as f64;
                let (first, last) = (at(*least), at(least + many - 1));
                if first == last { first.to_string() } else { format!("{first} to {last}") }
            }
        }
    }
}

/// Where a clock begins.
#[derive(Debug)]
pub(super) struct ReadyClock {
    pub(super) id: Arc<str>,
    pub(super) is_birth: bool,
    /// The step that is this beginning, where one has its id.
    pub(super) step: Option<usize>,
    pub(super) begins: Begins,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Begins {
    Before(Delay),
    After(Delay),
    /// So long after gestation began, which `gestation` tells where the pathway does
    /// not.
    Born(Delay),
}

/// A chance that can differ by group.
#[derive(Debug)]
pub(super) struct Chance {
    all: Option<f64>,
    /// Group, for each of its categories whether it is meant, and the chance in them.
    by: Vec<(usize, Vec<bool>, f64)>,
}

impl Chance {
    fn new(plan: &LogSimulation, all: Option<f64>, by: &[ChanceOfGroup]) -> Self {
        let one = |one: &ChanceOfGroup| {
            let at = plan.groups.iter().position(|group| group.id == one.group)?;
            let categories = plan.groups[at].categories.iter();
            Some((
                at,
                categories.map(|known| one.is.contains(&known.name)).collect(),
                one.probability,
            ))
        };
        Self { all, by: by.iter().filter_map(one).collect() }
    }

    const fn left_out() -> Self {
        Self { all: None, by: Vec::new() }
    }

    /// For a case with these categories.
    pub(super) fn of(&self, of_case: &[Option<usize>]) -> Option<f64> {
        let fits = |(group, is, _): &&(usize, Vec<bool>, f64)| {
            of_case.get(*group).copied().flatten().is_some_and(|category| is[category])
        };
        self.by.iter().find(fits).map(|(_, _, chance)| *chance).or(self.all)
    }

    /// Whether it is the same for all cases of one group, or of all where none is
    /// named.
    pub(super) fn is_settled_by(&self, group: Option<usize>) -> bool {
        self.by.iter().all(|(of, ..)| Some(*of) == group)
    }
}

/// Chances that exclude each other, for a case with these categories.
pub(super) fn all_chances<'c>(
    given: impl Iterator<Item = &'c Chance>,
    of_case: &[Option<usize>],
) -> Vec<f64> {
    let given: Vec<_> = given.map(|chance| chance.of(of_case)).collect();
    // A plan with more than 1 was refused; what is given stands then.
    chances(&given).unwrap_or_else(|| given.iter().map(|one| one.unwrap_or(0.0)).collect())
}

impl<'p> Ready<'p> {
    /// `None` where the index is no step.
    pub(super) fn new(pathway: &'p CarePathway, plan: &'p LogSimulation) -> Option<Self> {
        let index = pathway.steps.iter().position(|step| step.id == pathway.index)?;
        let share = |one: &firstyear_core::pathway::SimulatedGroup| {
            let given: Vec<_> = one.categories.iter().map(|one| one.probability).collect();
            chances(&given).unwrap_or_default()
        };
        let named = |one: &firstyear_core::pathway::SimulatedGroup| {
            one.categories.iter().map(|one| value_of(&one.name)).collect()
        };
        let inputs = inputs(pathway, plan);
        Some(Self {
            pathway,
            plan,
            groups: plan.groups.iter().map(share).collect(),
            categories: plan.groups.iter().map(named).collect(),
            index,
            steps: (0..pathway.steps.len()).map(|at| step(pathway, plan, at)).collect(),
            exits: (0..pathway.exits.len()).map(|at| exit(pathway, plan, at)).collect(),
            decisions: decisions(pathway, &inputs),
            inputs,
            clocks: clocks(pathway, plan),
        })
    }

    /// What stands at a place, by its id.
    pub(super) fn id(&self, node: Node) -> &str {
        match node {
            Node::Step(at) => &self.steps[at].id,
            Node::Exit(at) => &self.exits[at].id,
            Node::Decision(at) => &self.pathway.decisions[at].id,
        }
    }
}

/// A text as readers of logs type it: what is a whole number is one.
fn value_of(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(whole) if whole.to_string() == text => Value::Whole(whole),
        _ => Value::Text(text.into()),
    }
}

fn find(pathway: &CarePathway, id: &str) -> Option<Node> {
    let step = pathway.steps.iter().position(|one| one.id == id).map(Node::Step);
    let decision = || pathway.decisions.iter().position(|one| one.id == id).map(Node::Decision);
    let exit = || pathway.exits.iter().position(|one| one.id == id).map(Node::Exit);
    step.or_else(decision).or_else(exit)
}

fn birth_clock(pathway: &CarePathway) -> Option<usize> {
    pathway.clocks.iter().position(|clock| clock.from == ClockStart::Birth)
}

/// When a step or an exit follows, and its share that is not recorded.
fn after(pathway: &CarePathway, plan: &LogSimulation, id: &str, usual: After) -> (After, f64) {
    let told = plan.steps.iter().find(|step| step.id == id);
    let delay = told.and_then(|told| told.delay.as_ref());
    let clock = delay.and_then(|delay| delay.clock.as_ref());
    let after = delay.map_or(usual, |delay| After {
        delay: Delay::new(delay),
        clock: clock.and_then(|id| pathway.clocks.iter().position(|clock| clock.id == *id)),
    });
    let unrecorded = told.and_then(|told| told.unrecorded).or(plan.unrecorded);
    (after, unrecorded.unwrap_or(0.0))
}

fn step(pathway: &CarePathway, plan: &LogSimulation, at: usize) -> ReadyStep {
    let step = &pathway.steps[at];
    let birth = birth_clock(pathway).filter(|clock| pathway.clocks[*clock].id == step.id);
    let usual = match birth {
        Some(_) => After { delay: Delay::Fixed(0.0), clock: birth },
        None => After { delay: Delay::of_days(1, 14), clock: None },
    };
    let (after, unrecorded) = after(pathway, plan, &step.id, usual);
    let told = plan.steps.iter().find(|told| told.id == step.id);
    let mut ways: Vec<(Node, Chance)> = Vec::new();
    for flow in pathway.flow.iter().filter(|flow| flow.from == step.id) {
        let Some(to) = find(pathway, &flow.to) else { continue };
        if ways.iter().any(|(known, _)| *known == to) {
            continue;
        }
        let way = plan.ways.iter().find(|way| way.from == step.id && way.to == flow.to);
        let chance =
            way.map_or(Chance::left_out(), |way| Chance::new(plan, way.probability, &way.by));
        ways.push((to, chance));
    }
    ReadyStep {
        id: step.id.as_str().into(),
        role: pathway.actors_of(step).next().map(|actor| actor.name.as_str().into()),
        after,
        unrecorded,
        at_most: step.at_most.unwrap_or(UNBOUNDED),
        all_ways: told.is_some_and(|told| told.all_ways),
        ways,
    }
}

fn exit(pathway: &CarePathway, plan: &LogSimulation, at: usize) -> ReadyExit {
    let exit = &pathway.exits[at];
    let clock = birth_clock(pathway).filter(|_| exit.reason == ExitReason::Birth);
    let usual = After { delay: Delay::Fixed(0.0), clock };
    let (after, unrecorded) = after(pathway, plan, &exit.id, usual);
    ReadyExit {
        id: exit.id.as_str().into(),
        after,
        unrecorded,
        closes: exit.closes,
        is_loss: matches!(exit.reason, ExitReason::Loss | ExitReason::Death),
        is_birth: exit.reason == ExitReason::Birth,
    }
}

fn decisions<'p>(pathway: &'p CarePathway, inputs: &[ReadyInput]) -> Vec<ReadyDecision<'p>> {
    let input = |id: &str| inputs.iter().position(|known| *known.id == *id);
    let decision = |one: &'p firstyear_core::pathway::Decision| {
        let row = |row: &'p firstyear_core::pathway::DecisionRow| {
            let when = row.when.iter().filter_map(|asked| Some((input(&asked.input)?, asked)));
            Some((when.collect(), find(pathway, &row.then)?))
        };
        ReadyDecision {
            inputs: one.inputs.iter().filter_map(|known| input(&known.id)).collect(),
            rows: one.rows.iter().filter_map(row).collect(),
        }
    };
    pathway.decisions.iter().map(decision).collect()
}

fn inputs(pathway: &CarePathway, plan: &LogSimulation) -> Vec<ReadyInput> {
    let mut ready: Vec<ReadyInput> = Vec::new();
    for input in pathway.decisions.iter().flat_map(|one| &one.inputs) {
        if ready.iter().any(|known| *known.id == *input.id) {
            continue;
        }
        let cuts = cuts(pathway, &input.id);
        let told = plan.inputs.iter().find(|told| told.id == input.id);
        let values = match told {
            Some(told) => told
                .values
                .iter()
                .map(|value| {
                    let chance = Chance::new(plan, value.probability, &value.by);
                    (possible(value, input, &cuts), chance)
                })
                .collect(),
            None => usual(input, &cuts).into_iter().map(|one| (one, Chance::left_out())).collect(),
        };
        ready.push(ReadyInput { id: input.id.as_str().into(), values });
    }
    ready
}

/// The thresholds that any condition of the pathway has for an input, in order.
fn cuts(pathway: &CarePathway, input: &str) -> Vec<f64> {
    let rows = pathway.decisions.iter().flat_map(|one| &one.rows).flat_map(|row| &row.when);
    let owed = pathway.obligations.iter().flat_map(|one| &one.eligible);
    let stages = pathway.stages.iter().flat_map(|one| &one.conditions);
    let mut cuts: Vec<f64> = rows
        .chain(owed)
        .chain(stages)
        .filter(|asked| asked.input == input)
        .flat_map(|asked| [asked.at_least, asked.below])
        .flatten()
        .filter(|cut| cut.is_finite())
        .collect();
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    cuts
}

/// Decimals that tell these numbers apart, three at the most.
fn scale(numbers: impl Iterator<Item = f64>) -> i64 {
    let decimals = numbers
        .map(|number| number.to_string().split_once('.').map_or(0, |(_, after)| after.len()))
        .max();
    [1, 10, 100, 1_000][decimals.unwrap_or(0).min(3)]
}

/// From `from` to what is less than `below`; that number alone where none lies between.
fn numbers(from: f64, below: f64, scale: i64) -> Possible {
    /// Larger numbers of a plan are no readings.
    const MOST: f64 = 1e12;
    let place = |number: f64| whole((number.clamp(-MOST, MOST) * scale as f64 - 1e-6).ceil());
    let (least, end) = (place(from), place(below));
    Possible::Numbers { least, many: (end - least).max(1), scale }
}

fn possible(value: &SimulatedValue, input: &DecisionInput, cuts: &[f64]) -> Possible {
    if let Some(word) = &value.is {
        return Possible::Word(word.as_str().into());
    }
    let Some((from, below)) = value.at_least.zip(value.below) else { return Possible::Missing };
    let ends = [Some(from), Some(below), input.least, input.most].into_iter().flatten();
    numbers(from, below, scale(ends.chain(cuts.iter().copied())))
}

/// What an input is drawn from that the plan does not name: its words, or what lies
/// between thresholds, with as much again beyond the first and the last.
fn usual(input: &DecisionInput, cuts: &[f64]) -> Vec<Possible> {
    if input.kind == InputKind::Words {
        return input.words.iter().map(|word| Possible::Word(word.as_str().into())).collect();
    }
    let scale = scale(cuts.iter().copied().chain(input.least).chain(input.most));
    let step = 1.0 / scale as f64;
    let (first, last) = (cuts.first().copied(), cuts.last().copied());
    let span = first.zip(last).map_or(0.0, |(first, last)| last - first).max(10.0 * step);
    let start = input.least.or(first.map(|first| first - span)).unwrap_or(0.0);
    // The largest that it can be can come too.
    let end = match input.most {
        Some(most) => (most + step).min(last.map_or(f64::INFINITY, |last| last + 10.0 * span)),
        None => last.unwrap_or(start) + span,
    };
    let inner = cuts.iter().copied().filter(|&cut| cut > start && cut < end);
    let ends: Vec<f64> = [start].into_iter().chain(inner).chain([end]).collect();
    ends.windows(2).map(|pair| numbers(pair[0], pair[1], scale)).collect()
}

fn clocks(pathway: &CarePathway, plan: &LogSimulation) -> Vec<Option<ReadyClock>> {
    let clock = |clock: &firstyear_core::pathway::Clock| {
        let told = plan.clocks.iter().find(|told| told.id == clock.id);
        let before = told.and_then(|told| told.before.as_ref()).map(Delay::new);
        let after = told.and_then(|told| told.after.as_ref()).map(Delay::new);
        let usual = match clock.from {
            ClockStart::Gestation => Begins::Before(GESTATION),
            ClockStart::Birth => Begins::Born(Delay::of_days(259, 294)),
            ClockStart::Step => return None,
        };
        let begins = before.map(Begins::Before).or_else(|| after.map(Begins::After));
        Some(ReadyClock {
            id: clock.id.as_str().into(),
            is_birth: clock.from == ClockStart::Birth,
            step: pathway.steps.iter().position(|step| step.id == clock.id),
            begins: begins.unwrap_or(usual),
        })
    };
    pathway.clocks.iter().map(clock).collect()
}

/// How long before the case gestation begins unless told.
pub(super) const GESTATION: Delay = Delay::of_days(56, 84);

#[cfg(test)]
mod tests {
    use super::*;

    fn input(least: Option<f64>, most: Option<f64>) -> DecisionInput {
        DecisionInput {
            id: "bmi".to_owned(),
            name: "Body mass index".to_owned(),
            kind: InputKind::Number,
            unit: None,
            least,
            most,
            words: Vec::new(),
        }
    }

    #[test]
    fn numbers_are_drawn_between_thresholds_and_their_ends_can_come() {
        let cases: [(_, _, &[f64], &[&str]); 5] = [
            (Some(0.0), Some(100.0), &[7.0], &["0 to 6", "7 to 100"]),
            (None, None, &[30.0, 40.0], &["20 to 29", "30 to 39", "40 to 49"]),
            (Some(10.0), Some(10.0), &[], &["10"]),
            (None, None, &[24.9], &["23.9 to 24.8", "24.9 to 25.8"]),
            (None, None, &[], &["0 to 9"]),
        ];
        for (least, most, cuts, labels) in cases {
            let got: Vec<_> =
                usual(&input(least, most), cuts).iter().map(Possible::label).collect();
            assert_eq!(got, labels);
        }
    }

    #[test]
    fn texts_are_typed_as_readers_type_them() {
        assert_eq!(value_of("10"), Value::Whole(10));
        for text in ["01", "ten", "1.5", ""] {
            assert_eq!(value_of(text), Value::Text(text.into()));
        }
    }
}
