//! What a plan of a synthetic log asks that its pathway does not have, or that cannot be.

use super::{
    ChanceOfGroup, DelayDistribution, LogSimulation, SimulatedDelay, SimulatedInput, SimulatedWay,
    chances,
};
use crate::pathway::{CarePathway, ClockStart, DecisionInput, InputKind};

/// A part of a plan, by its place in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SimulationPart {
    /// The plan itself.
    Plan,
    /// A group.
    Group(usize),
    /// A way.
    Way(usize),
    /// A step.
    Step(usize),
    /// An input.
    Input(usize),
    /// A clock.
    Clock(usize),
}

/// One thing that a plan asks and that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SimulationFault {
    /// Where.
    pub part: SimulationPart,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Combinations of groups that are looked through for chances of more than 1: beyond
/// them a plan is no longer one that somebody wrote.
const COMBINATIONS: usize = 100_000;

impl LogSimulation {
    /// What in it does not fit its pathway, or cannot be.
    #[must_use]
    pub fn faults(&self, pathway: &CarePathway) -> Vec<SimulationFault> {
        let mut looking = Looking { plan: self, pathway, found: Vec::new() };
        looking.whole();
        looking.groups();
        looking.ways();
        looking.steps();
        looking.inputs();
        looking.clocks();
        looking.found
    }
}

struct Looking<'p> {
    plan: &'p LogSimulation,
    pathway: &'p CarePathway,
    found: Vec<SimulationFault>,
}

impl Looking<'_> {
    fn tell(&mut self, part: SimulationPart, message: impl Into<String>) {
        self.found.push(SimulationFault { part, message: message.into() });
    }

    fn share(&mut self, part: SimulationPart, value: Option<f64>, of: &str) {
        if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
            self.tell(part, format!("`{of}` is not from 0 to 1"));
        }
    }

    fn whole(&mut self) {
        let (plan, part) = (self.plan, SimulationPart::Plan);
        if plan.pathway != self.pathway.id {
            let (of, given) = (&plan.pathway, &self.pathway.id);
            self.tell(part, format!("the plan is for `{of}`, and the pathway is `{given}`"));
        }
        if !(1..=10_000_000).contains(&plan.cases) {
            self.tell(part, "`cases` is not from 1 to 10000000");
        }
        if !(1..=36_525).contains(&plan.days) {
            self.tell(part, "`days` is not from 1 to 36525");
        }
        self.share(part, plan.open, "open");
        self.share(part, plan.unrecorded, "unrecorded");
        if plan.open.is_some_and(|open| open > 0.0) && plan.observed_until.is_none() {
            self.tell(part, "`open` needs a last day: give `observed_until`");
        }
        if plan.observed_until.is_some_and(|until| until < plan.first_day) {
            self.tell(part, "`observed_until` is before `first_day`");
        }
        if plan.offset_minutes.is_some_and(|east| !(-840..=840).contains(&east)) {
            self.tell(part, "`offset_minutes` is not from -840 to 840");
        }
        if plan.offset_minutes.is_some() && plan.precision == super::SimulatedPrecision::Day {
            self.tell(part, "a day has no offset: leave out `offset_minutes` or `precision`");
        }
    }

    fn twice<'n>(&mut self, names: impl Iterator<Item = (SimulationPart, &'n str)>) {
        let mut seen: Vec<&str> = Vec::new();
        for (part, name) in names {
            if seen.contains(&name) {
                self.tell(part, format!("`{name}` stands twice"));
            }
            seen.push(name);
        }
    }

    fn groups(&mut self) {
        let plan = self.plan;
        let named = plan.groups.iter().enumerate();
        self.twice(named.map(|(at, group)| (SimulationPart::Group(at), group.id.as_str())));
        for (at, group) in plan.groups.iter().enumerate() {
            let part = SimulationPart::Group(at);
            if group.categories.is_empty() {
                self.tell(part, format!("`{}` has no category", group.id));
            }
            self.twice(group.categories.iter().map(|one| (part, one.name.as_str())));
            for one in &group.categories {
                self.share(part, one.probability, "probability");
            }
            let given: Vec<_> = group.categories.iter().map(|one| one.probability).collect();
            if chances(&given).is_none() {
                self.tell(part, format!("the categories of `{}` are more than 1", group.id));
            }
            let reserved = ["case", "activity", "timestamp", "resource", "lifecycle", "synthetic"];
            let inputs = || self.pathway.decisions.iter().flat_map(|one| &one.inputs);
            if reserved.contains(&&*group.id) || inputs().any(|input| input.id == group.id) {
                let message = format!("`{}` is the name of something else in the log", group.id);
                self.tell(part, message);
            }
        }
    }

    fn by(&mut self, part: SimulationPart, by: &[ChanceOfGroup]) {
        for one in by {
            self.share(part, Some(one.probability), "probability");
            let Some(group) = self.plan.group(&one.group) else {
                self.tell(part, format!("the plan has no group `{}`", one.group));
                continue;
            };
            let known = |name: &String| group.categories.iter().any(|known| known.name == *name);
            let unknown = one.is.iter().filter(|name| !known(name));
            for name in unknown.collect::<Vec<_>>() {
                self.tell(part, format!("the group `{}` has no `{name}`", one.group));
            }
            if one.is.is_empty() {
                self.tell(part, "`is` names no category");
            }
        }
    }

    fn ways(&mut self) {
        let (plan, pathway) = (self.plan, self.pathway);
        for (at, way) in plan.ways.iter().enumerate() {
            let part = SimulationPart::Way(at);
            let (from, to) = (&way.from, &way.to);
            let there = |one: &SimulatedWay| one.from == *from && one.to == *to;
            if pathway.decision(from).is_some() {
                let message = format!(
                    "`{from}` is a decision, which its inputs settle: give their chances under \
                     `input`"
                );
                self.tell(part, message);
            } else if !pathway.flow.iter().any(|flow| flow.from == *from && flow.to == *to) {
                self.tell(part, format!("the pathway has no way from `{from}` to `{to}`"));
            }
            if plan.ways[..at].iter().any(there) {
                self.tell(part, format!("the way from `{from}` to `{to}` stands twice"));
            }
            self.share(part, way.probability, "probability");
            self.by(part, &way.by);
        }
        for (at, way) in plan.ways.iter().enumerate() {
            let first = !plan.ways[..at].iter().any(|one| one.from == way.from);
            let all = plan.steps.iter().any(|step| step.id == way.from && step.all_ways);
            if first && !all {
                let of: Vec<_> = plan.ways.iter().filter(|one| one.from == way.from).collect();
                let of: Vec<_> = of.iter().map(|one| (one.probability, &*one.by)).collect();
                self.together(SimulationPart::Way(at), &way.from, &of);
            }
        }
    }

    /// Whether chances that exclude each other are more than 1 in some groups.
    fn together(
        &mut self,
        part: SimulationPart,
        of: &str,
        given: &[(Option<f64>, &[ChanceOfGroup])],
    ) {
        let mut groups: Vec<&str> =
            given.iter().flat_map(|(_, by)| *by).map(|one| one.group.as_str()).collect();
        groups.sort_unstable();
        groups.dedup();
        let sizes: Vec<(&str, Vec<&str>)> = groups
            .into_iter()
            .map(|id| {
                let group = self.plan.group(id);
                let names = group.into_iter().flat_map(|group| &group.categories);
                // What is not recorded is the last.
                (id, names.map(|one| one.name.as_str()).chain([""]).collect())
            })
            .collect();
        let many = sizes.iter().try_fold(1_usize, |many, (_, names)| many.checked_mul(names.len()));
        let Some(many) = many.filter(|many| *many <= COMBINATIONS) else {
            self.tell(part, format!("the chances of `{of}` depend on too many groups"));
            return;
        };
        for one in 0..many {
            let mut left = one;
            let of_case: Vec<(&str, &str)> = sizes
                .iter()
                .map(|(id, names)| {
                    let name = names[left % names.len()];
                    left /= names.len();
                    (*id, name)
                })
                .collect();
            let chosen: Vec<_> =
                given.iter().map(|(all, by)| fitting(*all, by, &of_case)).collect();
            if chances(&chosen).is_none() {
                let who: Vec<_> =
                    of_case.iter().map(|(id, name)| format!("`{id}` {name}")).collect();
                let whom =
                    if who.is_empty() { String::new() } else { format!(" for {}", who.join(", ")) };
                self.tell(part, format!("the chances of `{of}` are more than 1{whom}"));
                return;
            }
        }
    }

    fn delay(&mut self, part: SimulationPart, delay: Option<&SimulatedDelay>, clock: bool) {
        let Some(delay) = delay else { return };
        for message in delay.faults() {
            self.tell(part, message);
        }
        let Some(id) = &delay.clock else { return };
        let known = self.pathway.clock(id).is_some_and(|known| known.from != ClockStart::Step);
        if !clock {
            self.tell(part, "a clock cannot count from another");
        } else if !known {
            self.tell(part, format!("the pathway has no clock `{id}` of gestation or birth"));
        }
    }

    fn steps(&mut self) {
        let plan = self.plan;
        let named = plan.steps.iter().enumerate();
        self.twice(named.map(|(at, step)| (SimulationPart::Step(at), step.id.as_str())));
        for (at, step) in plan.steps.iter().enumerate() {
            let part = SimulationPart::Step(at);
            let is_step = self.pathway.step(&step.id).is_some();
            if !is_step && self.pathway.exit(&step.id).is_none() {
                self.tell(part, format!("the pathway has no step and no exit `{}`", step.id));
            } else if !is_step && step.all_ways {
                self.tell(part, format!("no way leads on from `{}`", step.id));
            }
            self.share(part, step.unrecorded, "unrecorded");
            self.delay(part, step.delay.as_ref(), true);
        }
    }

    fn inputs(&mut self) {
        let (plan, pathway) = (self.plan, self.pathway);
        let named = plan.inputs.iter().enumerate();
        self.twice(named.map(|(at, input)| (SimulationPart::Input(at), input.id.as_str())));
        for (at, input) in plan.inputs.iter().enumerate() {
            let part = SimulationPart::Input(at);
            let mut all = pathway.decisions.iter().flat_map(|one| &one.inputs);
            match all.find(|known| known.id == input.id) {
                Some(known) => self.values(part, input, known),
                None => self.tell(part, format!("no decision has an input `{}`", input.id)),
            }
        }
    }

    fn values(&mut self, part: SimulationPart, input: &SimulatedInput, known: &DecisionInput) {
        if input.values.is_empty() {
            self.tell(part, format!("`{}` has no value", input.id));
        }
        for value in &input.values {
            self.share(part, value.probability, "probability");
            self.by(part, &value.by);
            let number = value.at_least.is_some() || value.below.is_some();
            let said = [value.is.is_some(), number, value.missing];
            if said.iter().filter(|said| **said).count() != 1 {
                let message = "a value is one of a word (`is`), numbers (`at_least` and `below`) \
                               and what is not recorded (`missing`)";
                self.tell(part, message);
                continue;
            }
            match (known.kind, &value.is, value.at_least.zip(value.below)) {
                _ if value.missing => {}
                (InputKind::Words, Some(word), _) => {
                    if !known.words.contains(word) {
                        self.tell(part, format!("`{}` has no word `{word}`", input.id));
                    }
                }
                (InputKind::Number, None, Some((least, below))) => {
                    let inside = known.least.is_none_or(|known| least >= known)
                        && known.most.is_none_or(|known| below <= known || least < known);
                    if !(least < below && inside) {
                        let message = "numbers lie from `at_least` to less than `below`, both \
                                       within what the input can be";
                        self.tell(part, message);
                    }
                }
                _ => {
                    let message = format!("not what `{}` can be in the pathway", input.id);
                    self.tell(part, message);
                }
            }
        }
        let of: Vec<_> = input.values.iter().map(|one| (one.probability, &*one.by)).collect();
        self.together(part, &input.id, &of);
    }

    fn clocks(&mut self) {
        let plan = self.plan;
        let named = plan.clocks.iter().enumerate();
        self.twice(named.map(|(at, clock)| (SimulationPart::Clock(at), clock.id.as_str())));
        for (at, clock) in plan.clocks.iter().enumerate() {
            let part = SimulationPart::Clock(at);
            let known = self.pathway.clock(&clock.id);
            if known.is_none_or(|known| known.from == ClockStart::Step) {
                let id = &clock.id;
                self.tell(part, format!("the pathway has no clock `{id}` of gestation or birth"));
            }
            if clock.before.is_some() == clock.after.is_some() {
                self.tell(part, "a clock begins `before` the case or `after` it: give one");
            }
            self.delay(part, clock.before.as_ref(), false);
            self.delay(part, clock.after.as_ref(), false);
        }
    }
}

impl SimulatedDelay {
    /// What of it cannot be, or is not for its distribution.
    pub(crate) fn faults(&self) -> Vec<String> {
        let Self { distribution, mean, shape, least, most, .. } = self;
        let word = distribution.word();
        let uniform = *distribution == DelayDistribution::Uniform;
        let gamma = *distribution == DelayDistribution::Gamma;
        let fields = [
            ("mean", mean.is_some(), !uniform),
            ("shape", shape.is_some(), gamma),
            ("most", most.is_some(), uniform),
            ("least", least.is_some(), uniform && least.is_some()),
        ];
        let told = |(field, there, wanted): (&str, bool, bool)| match (there, wanted) {
            (false, true) => Some(format!("a time that is {word} needs `{field}`")),
            (true, false) => Some(format!("a time that is {word} has no `{field}`")),
            _ => None,
        };
        let mut found: Vec<String> = fields.into_iter().filter_map(told).collect();
        // A hundred years in hours.
        let mut given = [mean, shape, least, most].into_iter().flatten();
        if given.any(|value| !(0.0..=876_600.0).contains(value)) || *shape == Some(0.0) {
            found.push("a time is negative or longer than a life".to_owned());
        }
        if most.is_some_and(|most| most < least.unwrap_or(0.0)) {
            found.push("`most` is less than `least`".to_owned());
        }
        found
    }
}

/// The chance of a case by the first of its groups that fits.
fn fitting(all: Option<f64>, by: &[ChanceOfGroup], of_case: &[(&str, &str)]) -> Option<f64> {
    let fits = |one: &&ChanceOfGroup| {
        of_case.iter().any(|(id, name)| one.group == *id && one.is.iter().any(|is| is == name))
    };
    by.iter().find(fits).map(|one| one.probability).or(all)
}
