//! What is true of a synthetic log: what was planted, and how often it was drawn.

use firstyear_core::pathway::LogSimulation;

use super::ready::{Chance, Node, Ready, all_chances};
use super::walk::Drawn;

/// What is true of a synthetic log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogTruth {
    /// The plan, with its seed.
    pub plan: LogSimulation,
    /// The name of the generator.
    pub generator: &'static str,
    /// Events in the log.
    pub events: u64,
    /// Cases of which nothing was recorded.
    pub cases_without_event: u64,
    /// All cases, then each category of each group, with those of whom it is not on
    /// record last.
    pub of: Vec<TruthOfGroup>,
}

impl LogTruth {
    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.plan.seed
    }

    /// What is true of one category of a group; of those whose category is not on record
    /// where none is named.
    #[must_use]
    pub fn of_category(&self, group: &str, category: Option<&str>) -> Option<&TruthOfGroup> {
        self.of
            .iter()
            .find(|one| one.group.as_deref() == Some(group) && one.category.as_deref() == category)
    }
}

/// What is true of some cases.
#[derive(Clone, Debug, PartialEq)]
pub struct TruthOfGroup {
    /// Id of the group; `None` for all cases.
    pub group: Option<String>,
    /// The category; `None` for those of whom it is not on record, and for all cases.
    pub category: Option<String>,
    /// How many cases.
    pub cases: u64,
    /// Those that go on after the last day of the log.
    pub open: u64,
    /// Ways between steps and what follows them.
    pub ways: Vec<PlantedWay>,
    /// How often steps and exits happened.
    pub steps: Vec<SimulatedStepCount>,
    /// What inputs were.
    pub inputs: Vec<PlantedValue>,
}

/// A way from a step.
#[derive(Clone, Debug, PartialEq)]
pub struct PlantedWay {
    /// Id of the step.
    pub from: String,
    /// Id of what follows; `None` for stopping there.
    pub to: Option<String>,
    /// The chance that was planted; `None` where it differs among these cases.
    pub planted: Option<f64>,
    /// How often it was drawn for.
    pub of: u64,
    /// How often it was taken.
    pub taken: u64,
}

/// How often a step or an exit happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedStepCount {
    /// Its id.
    pub id: String,
    /// How often it happened.
    pub happened: u64,
    /// Of these, by the last day of the log.
    pub by_last_day: u64,
    /// Of these, how often it is in the log.
    pub recorded: u64,
}

/// What an input can be.
#[derive(Clone, Debug, PartialEq)]
pub struct PlantedValue {
    /// Id of the input.
    pub input: String,
    /// A word, numbers such as `0 to 6`, or `not recorded`.
    pub value: String,
    /// The chance that was planted; `None` where it differs among these cases.
    pub planted: Option<f64>,
    /// How often the input was drawn.
    pub of: u64,
    /// How often it was this.
    pub drawn: u64,
}

/// Counts for all cases and for each category, as they are drawn.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    /// Where the categories of each group begin among the slots; the first is of all.
    starts: Vec<usize>,
    /// How many categories each group has.
    sizes: Vec<usize>,
    slots: Vec<Slot>,
    events: u64,
    without_event: u64,
}

/// Counts of some cases.
#[derive(Clone, Debug, Default)]
struct Slot {
    cases: u64,
    open: u64,
    /// For each step how often was drawn, how often each way was taken, and how often
    /// none.
    ways: Vec<(u64, Vec<u64>, u64)>,
    /// For each step, then for each exit: happened, by the last day, recorded.
    steps: Vec<[u64; 3]>,
    /// For each input how often each value was drawn; nothing at all is the last.
    inputs: Vec<Vec<u64>>,
}

impl Tally {
    pub(super) fn new(ready: &Ready<'_>) -> Self {
        let slot = Slot {
            ways: ready.steps.iter().map(|step| (0, vec![0; step.ways.len()], 0)).collect(),
            steps: vec![[0; 3]; ready.steps.len() + ready.exits.len()],
            inputs: ready.inputs.iter().map(|one| vec![0; one.values.len() + 1]).collect(),
            ..Slot::default()
        };
        let (mut starts, mut many) = (Vec::new(), 1);
        let sizes: Vec<usize> = ready.groups.iter().map(Vec::len).collect();
        for size in &sizes {
            starts.push(many);
            many += size + 1;
        }
        Self { starts, sizes, slots: vec![slot; many], events: 0, without_event: 0 }
    }

    fn each(&mut self, groups: &[Option<usize>], mut count: impl FnMut(&mut Slot)) {
        count(&mut self.slots[0]);
        for (group, category) in groups.iter().enumerate() {
            let at = self.starts[group] + category.unwrap_or(self.sizes[group]);
            count(&mut self.slots[at]);
        }
    }

    pub(super) fn ways(&mut self, groups: &[Option<usize>], step: usize, taken: &[usize]) {
        self.each(groups, |slot| {
            let (of, ways, none) = &mut slot.ways[step];
            *of += 1;
            *none += u64::from(taken.is_empty());
            for way in taken {
                ways[*way] += 1;
            }
        });
    }

    pub(super) fn input(&mut self, groups: &[Option<usize>], input: usize, drawn: Option<Drawn>) {
        self.each(groups, |slot| {
            let of = &mut slot.inputs[input];
            let nothing = of.len() - 1;
            of[drawn.map_or(nothing, |drawn| drawn.value)] += 1;
        });
    }

    /// A step or an exit that happened.
    pub(super) fn event(
        &mut self,
        groups: &[Option<usize>],
        place: Option<usize>,
        within: bool,
        recorded: bool,
    ) {
        let Some(place) = place else { return };
        self.each(groups, |slot| {
            let [happened, by, in_log] = &mut slot.steps[place];
            *happened += 1;
            *by += u64::from(within);
            *in_log += u64::from(recorded);
        });
    }

    /// A case with so many events in the log.
    pub(super) fn case(&mut self, groups: &[Option<usize>], open: bool, events: usize) {
        self.events += events as u64;
        self.without_event += u64::from(events == 0);
        self.each(groups, |slot| {
            slot.cases += 1;
            slot.open += u64::from(open);
        });
    }

    /// Adds what another counted.
    pub(super) fn add(&mut self, other: &Self) {
        self.events += other.events;
        self.without_event += other.without_event;
        for (all, part) in self.slots.iter_mut().zip(&other.slots) {
            all.cases += part.cases;
            all.open += part.open;
            for (all, part) in all.ways.iter_mut().zip(&part.ways) {
                all.0 += part.0;
                all.1.iter_mut().zip(&part.1).for_each(|(all, part)| *all += part);
                all.2 += part.2;
            }
            let (steps, of_part) = (all.steps.iter_mut().flatten(), part.steps.iter().flatten());
            steps.zip(of_part).for_each(|(all, part)| *all += part);
            let inputs = all.inputs.iter_mut().flatten();
            inputs.zip(part.inputs.iter().flatten()).for_each(|(all, part)| *all += part);
        }
    }

    pub(super) fn truth(&self, ready: &Ready<'_>, generator: &'static str) -> LogTruth {
        let mut of = vec![of_slot(ready, &self.slots[0], None)];
        for (group, start) in self.starts.iter().enumerate() {
            for category in 0..=self.sizes[group] {
                of.push(of_slot(ready, &self.slots[start + category], Some((group, category))));
            }
        }
        LogTruth {
            plan: ready.plan.clone(),
            generator,
            events: self.events,
            cases_without_event: self.without_event,
            of,
        }
    }
}

/// The group and the place of a category, one beyond the last for those without.
type Of = Option<(usize, usize)>;

fn of_slot(ready: &Ready<'_>, slot: &Slot, of: Of) -> TruthOfGroup {
    let group = of.map(|(group, _)| &ready.plan.groups[group]);
    let category = of.zip(group).and_then(|((_, at), group)| group.categories.get(at));
    let places = ready.steps.len();
    let id = |place: usize| match place.checked_sub(places) {
        None => ready.id(Node::Step(place)).to_owned(),
        Some(exit) => ready.id(Node::Exit(exit)).to_owned(),
    };
    let count = |(place, &[happened, by_last_day, recorded]): (usize, &[u64; 3])| {
        SimulatedStepCount { id: id(place), happened, by_last_day, recorded }
    };
    TruthOfGroup {
        group: group.map(|group| group.id.clone()),
        category: category.map(|category| category.name.clone()),
        cases: slot.cases,
        open: slot.open,
        ways: ways(ready, slot, of),
        steps: slot.steps.iter().enumerate().map(count).collect(),
        inputs: inputs(ready, slot, of),
    }
}

/// The chances that were planted for some cases; `None` where they differ among these.
fn planted(ready: &Ready<'_>, given: &[&Chance], of: Of, each: bool) -> Option<Vec<f64>> {
    let settled = given.iter().all(|chance| chance.is_settled_by(of.map(|(group, _)| group)));
    let mut of_case = vec![None; ready.groups.len()];
    if let Some((group, category)) = of {
        of_case[group] = (category < ready.groups[group].len()).then_some(category);
    }
    let chances = || {
        if each {
            given.iter().map(|chance| chance.of(&of_case).unwrap_or(1.0)).collect()
        } else {
            all_chances(given.iter().copied(), &of_case)
        }
    };
    settled.then(chances)
}

fn ways(ready: &Ready<'_>, slot: &Slot, of: Of) -> Vec<PlantedWay> {
    let mut all = Vec::new();
    for (step, (drawn, taken, none)) in ready.steps.iter().zip(&slot.ways) {
        if step.ways.is_empty() {
            continue;
        }
        let given: Vec<&Chance> = step.ways.iter().map(|(_, chance)| chance).collect();
        let chances = planted(ready, &given, of, step.all_ways);
        for (way, (to, _)) in step.ways.iter().enumerate() {
            all.push(PlantedWay {
                from: step.id.to_string(),
                to: Some(ready.id(*to).to_owned()),
                planted: chances.as_ref().map(|chances| chances[way]),
                of: *drawn,
                taken: taken[way],
            });
        }
        let stops = chances.map(|chances| {
            if step.all_ways {
                chances.iter().map(|chance| 1.0 - chance).product()
            } else {
                (1.0 - chances.iter().sum::<f64>()).max(0.0)
            }
        });
        all.push(PlantedWay {
            from: step.id.to_string(),
            to: None,
            planted: stops,
            of: *drawn,
            taken: *none,
        });
    }
    all
}

fn inputs(ready: &Ready<'_>, slot: &Slot, of: Of) -> Vec<PlantedValue> {
    let mut all = Vec::new();
    for (input, drawn) in ready.inputs.iter().zip(&slot.inputs) {
        let given: Vec<&Chance> = input.values.iter().map(|(_, chance)| chance).collect();
        let chances = planted(ready, &given, of, false);
        let draws = drawn.iter().sum();
        let rest = chances.as_ref().map(|chances| (1.0 - chances.iter().sum::<f64>()).max(0.0));
        for (value, (possible, _)) in input.values.iter().enumerate() {
            all.push(PlantedValue {
                input: input.id.to_string(),
                value: possible.label(),
                planted: chances.as_ref().map(|chances| chances[value]),
                of: draws,
                drawn: drawn[value],
            });
        }
        let left = drawn[input.values.len()];
        if left > 0 || rest.is_some_and(|rest| rest > 1e-9) {
            all.push(PlantedValue {
                input: input.id.to_string(),
                value: "not recorded, by what was left over".to_owned(),
                planted: rest,
                of: draws,
                drawn: left,
            });
        }
    }
    all
}
