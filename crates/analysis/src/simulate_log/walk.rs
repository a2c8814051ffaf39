//! One case: who it is, when it begins, and the way it goes.

use std::sync::Arc;

use chrono::NaiveTime;
use firstyear_core::event::{Case, CaseId, Event, Moment, Value, date_of_day, day_number};
use firstyear_core::pathway::{Condition, SimulatedPrecision};

use super::draws::{Draws, below, chosen};
use super::ready::{
    After, Begins, GESTATION, Node, Possible, Ready, ReadyClock, ReadyStep, all_chances,
};
use super::tally::Tally;
use crate::delay::{DAY, Delay};

/// Events of a case at the most: a pathway that is sound never comes near.
const MOST_EVENTS: usize = 10_000;

/// Something that happened.
#[derive(Debug)]
struct Happened {
    what: What,
    /// Since 1970 on the clock of the place.
    minute: i64,
    recorded: bool,
    /// What a decision found of it.
    found: Vec<(usize, Drawn)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Step(usize),
    Exit(usize),
    /// The beginning of a clock, by its place.
    Birth(usize),
}

/// What an input was, by its place among what it can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    pub(super) value: usize,
    number: i64,
}

/// A case that was walked.
#[derive(Debug)]
pub(super) struct Walked {
    case: u32,
    groups: Vec<Option<usize>>,
    /// The first days of gestation, by the clocks that tell them.
    gestation: Vec<(usize, i64)>,
    happened: Vec<Happened>,
}

/// A way that is still to go.
struct Branch {
    to: Node,
    minute: i64,
    /// Which branch it is.
    number: usize,
    /// The event before, which bears what a decision finds.
    before: Option<usize>,
}

/// Walks cases, one after another.
#[derive(Debug)]
pub(super) struct Walker<'r, 'p> {
    ready: &'r Ready<'p>,
    draws: Draws,
    /// How often each step was done, and by which branches.
    done: Vec<Vec<usize>>,
    /// How often each decision was come to.
    asked: Vec<u32>,
    /// What each input is, and how often it was drawn.
    inputs: Vec<(Option<Drawn>, u32)>,
    /// The branch that each branch came from.
    parents: Vec<Option<usize>>,
    begins: Vec<Option<i64>>,
    happened: Vec<Happened>,
}

impl<'r, 'p> Walker<'r, 'p> {
    pub(super) fn new(ready: &'r Ready<'p>) -> Self {
        Self {
            ready,
            draws: Draws::new(ready.plan.seed),
            done: vec![Vec::new(); ready.steps.len()],
            asked: vec![0; ready.decisions.len()],
            inputs: vec![(None, 0); ready.inputs.len()],
            parents: Vec::new(),
            begins: Vec::new(),
            happened: Vec::new(),
        }
    }

    pub(super) fn walk(&mut self, case: u32, tally: &mut Tally) -> Walked {
        self.draws.case(case);
        self.done.iter_mut().for_each(Vec::clear);
        self.asked.fill(0);
        self.inputs.fill((None, 0));
        self.parents.clear();
        let ready = self.ready;
        let groups: Vec<Option<usize>> = ready
            .groups
            .iter()
            .zip(&ready.plan.groups)
            .map(|(shares, group)| {
                let uniform = self.draws.uniform("group", &group.id, 0);
                chosen(uniform, shares.iter().copied())
            })
            .collect();
        let start = self.start();
        self.clocks(start);
        self.parents.push(None);
        let first = Branch { to: Node::Step(ready.index), minute: start, number: 0, before: None };
        let mut open = vec![first];
        while let Some(branch) = open.pop() {
            if self.happened.len() < MOST_EVENTS {
                self.go(&branch, &groups, tally, &mut open);
            }
        }
        self.end();
        self.record();
        let shift = self.shift();
        self.happened.iter_mut().for_each(|one| one.minute += shift);
        let until = ready.plan.observed_until.map(|day| i64::from(day_number(day) + 1) * DAY);
        let mut open = false;
        for one in &self.happened {
            let within = until.is_none_or(|until| one.minute < until);
            open |= !within && !matches!(one.what, What::Birth(_));
            tally.event(&groups, self.ready_place(one.what), within, one.recorded && within);
        }
        let in_log = |one: &Happened| one.recorded && until.is_none_or(|until| one.minute < until);
        self.happened.retain(in_log);
        tally.case(&groups, open, self.happened.len());
        let clocks = ready.clocks.iter().zip(&self.begins).enumerate();
        let gestation = clocks
            .filter(|(_, (clock, _))| clock.as_ref().is_some_and(|clock| !clock.is_birth))
            .filter_map(|(at, (_, minute))| Some((at, (*minute)? + shift)))
            .collect();
        Walked { case, groups, gestation, happened: std::mem::take(&mut self.happened) }
    }

    /// Its place among steps and exits; `None` for a birth.
    fn ready_place(&self, what: What) -> Option<usize> {
        match what {
            What::Step(at) => Some(at),
            What::Exit(at) => Some(self.ready.steps.len() + at),
            What::Birth(_) => None,
        }
    }

    /// Between nine and five on a day of the span.
    fn start(&mut self) -> i64 {
        let plan = self.ready.plan;
        let mut generator = self.draws.of("start", "", 0);
        let day = below(&mut generator, plan.days.into());
        let minute = 9 * 60 + below(&mut generator, 8 * 60);
        (i64::from(day_number(plan.first_day)) + day) * DAY + minute
    }

    /// Where the clocks of gestation and birth begin.
    fn clocks(&mut self, start: i64) {
        let ready = self.ready;
        let told = ready.clocks.iter().flatten();
        let of_gestation =
            told.filter(|clock| !clock.is_birth).find_map(|clock| match clock.begins {
                Begins::Before(delay) => Some((-1, delay, &*clock.id)),
                Begins::After(delay) => Some((1, delay, &*clock.id)),
                Begins::Born(_) => None,
            });
        let (way, delay, id) = of_gestation.unwrap_or((-1, GESTATION, "gestation"));
        let gestation = start + way * delay.draw(&mut self.draws.of("clock", id, 0));
        self.begins.clear();
        for clock in &ready.clocks {
            let begin = clock.as_ref().map(|clock| {
                let mut draw = |delay: Delay| delay.draw(&mut self.draws.of("clock", &clock.id, 0));
                match clock.begins {
                    Begins::Before(delay) => start - draw(delay),
                    Begins::After(delay) => start + draw(delay),
                    Begins::Born(delay) => gestation + draw(delay),
                }
            });
            self.begins.push(begin);
        }
    }

    /// What comes next on a branch.
    fn go(
        &mut self,
        branch: &Branch,
        groups: &[Option<usize>],
        tally: &mut Tally,
        open: &mut Vec<Branch>,
    ) {
        let ready = self.ready;
        match branch.to {
            Node::Step(at) => {
                let step = &ready.steps[at];
                if self.is_of_another(at, branch.number) || self.is_closed(Node::Step(at)) {
                    return;
                }
                let first = self.parents.len() == 1 && self.happened.is_empty();
                let nth = self.times(at);
                let minute = if first {
                    branch.minute
                } else {
                    self.later(branch.minute, step.after, &step.id, nth)
                };
                self.done[at].push(branch.number);
                let is_it = |clock: &Option<ReadyClock>| {
                    clock.as_ref().is_some_and(|clock| clock.step == Some(at))
                };
                for (clock, begins) in ready.clocks.iter().zip(&mut self.begins) {
                    if is_it(clock) {
                        *begins = Some(minute);
                    }
                }
                let before = Some(self.happened.len());
                self.happen(What::Step(at), minute);
                for to in self.ways(at, nth, groups, tally) {
                    let number = if step.all_ways {
                        self.parents.push(Some(branch.number));
                        self.parents.len() - 1
                    } else {
                        branch.number
                    };
                    open.push(Branch { to, minute, number, before });
                }
            }
            Node::Decision(at) => {
                self.ask(at, branch.before, groups, tally);
                let row = ready.decisions[at]
                    .rows
                    .iter()
                    .find(|(when, _)| when.iter().all(|(input, asked)| self.holds(*input, asked)));
                if let Some((_, to)) = row {
                    // Rows that lead from decision to decision in a circle end somewhere.
                    if self.asked[at] < 1_000 {
                        open.push(Branch { to: *to, ..*branch });
                    }
                }
            }
            Node::Exit(at) => {
                let exit = &ready.exits[at];
                let minute = self.later(branch.minute, exit.after, &exit.id, 0);
                self.happen(What::Exit(at), minute);
            }
        }
    }

    fn happen(&mut self, what: What, minute: i64) {
        self.happened.push(Happened { what, minute, recorded: true, found: Vec::new() });
    }

    fn times(&self, step: usize) -> u32 {
        u32::try_from(self.done[step].len()).unwrap_or(u32::MAX)
    }

    /// Whether a branch that this one did not come from has done a step.
    fn is_of_another(&self, step: usize, branch: usize) -> bool {
        let mut mine = Vec::new();
        let mut one = Some(branch);
        while let Some(at) = one {
            mine.push(at);
            one = self.parents[at];
        }
        self.done[step].iter().any(|by| !mine.contains(by))
    }

    /// Whether a step was done as often as it can be.
    fn is_closed(&self, node: Node) -> bool {
        matches!(node, Node::Step(at) if self.times(at) >= self.ready.steps[at].at_most)
    }

    fn later(&mut self, minute: i64, after: After, id: &str, nth: u32) -> i64 {
        let passed = after.delay.draw(&mut self.draws.of("delay", id, nth));
        match after.clock.and_then(|clock| self.begins[clock]) {
            Some(begin) => minute.max(begin + passed),
            None => minute + passed,
        }
    }

    /// The ways that are taken from a step.
    fn ways(
        &mut self,
        at: usize,
        nth: u32,
        groups: &[Option<usize>],
        tally: &mut Tally,
    ) -> Vec<Node> {
        let step = &self.ready.steps[at];
        let all_open = !step.ways.iter().any(|(to, _)| self.is_closed(*to));
        let taken: Vec<usize> = if step.all_ways {
            self.each_way(step, nth, groups)
        } else {
            let given = step.ways.iter().map(|(_, chance)| chance);
            let mut chances = all_chances(given, groups);
            if !all_open {
                self.close(step, &mut chances);
            }
            let uniform = self.draws.uniform("way", &step.id, nth);
            chosen(uniform, chances).into_iter().collect()
        };
        if all_open {
            tally.ways(groups, at, &taken);
        }
        taken.into_iter().map(|way| step.ways[way].0).collect()
    }

    fn each_way(&mut self, step: &ReadyStep, nth: u32, groups: &[Option<usize>]) -> Vec<usize> {
        let mut taken = Vec::new();
        let mut generator = self.draws.of("way", &step.id, nth);
        for (way, (to, chance)) in step.ways.iter().enumerate() {
            // Each has a number of its own, whether the others are taken or not.
            let uniform = generator.uniform();
            if uniform < chance.of(groups).unwrap_or(1.0) && !self.is_closed(*to) {
                taken.push(way);
            }
        }
        taken
    }

    /// Gives the chance of ways that are closed to the others.
    fn close(&self, step: &ReadyStep, chances: &mut [f64]) {
        let all: f64 = chances.iter().sum();
        for ((to, _), chance) in step.ways.iter().zip(&mut *chances) {
            if self.is_closed(*to) {
                *chance = 0.0;
            }
        }
        let left: f64 = chances.iter().sum();
        if left > 0.0 {
            for chance in chances {
                *chance *= all / left;
            }
        }
    }

    /// Draws what a decision looks at, and writes it to the event before.
    fn ask(
        &mut self,
        decision: usize,
        before: Option<usize>,
        groups: &[Option<usize>],
        tally: &mut Tally,
    ) {
        let ready = self.ready;
        let again = self.asked[decision] > 0;
        self.asked[decision] += 1;
        for &input in &ready.decisions[decision].inputs {
            if again || self.inputs[input].1 == 0 {
                let drawn = self.input(input, groups);
                self.inputs[input] = (drawn, self.inputs[input].1 + 1);
                tally.input(groups, input, drawn);
            }
            let Some(drawn) = self.inputs[input].0 else { continue };
            let event = before.and_then(|before| self.happened.get_mut(before));
            if let Some(event) = event {
                event.found.retain(|(known, _)| *known != input);
                event.found.push((input, drawn));
            }
        }
    }

    fn input(&mut self, input: usize, groups: &[Option<usize>]) -> Option<Drawn> {
        let known = &self.ready.inputs[input];
        let mut generator = self.draws.of("input", &known.id, self.inputs[input].1);
        let given = known.values.iter().map(|(_, chance)| chance);
        let value = chosen(generator.uniform(), all_chances(given, groups))?;
        let number = match known.values[value].0 {
            Possible::Numbers { least, many, .. } => least + below(&mut generator, many),
            _ => 0,
        };
        Some(Drawn { value, number })
    }

    fn holds(&self, input: usize, asked: &Condition) -> bool {
        let drawn = self.inputs[input].0;
        let value = drawn.map(|drawn| (&self.ready.inputs[input].values[drawn.value].0, drawn));
        match value {
            None | Some((Possible::Missing, _)) => asked.missing,
            _ if asked.missing => false,
            Some((Possible::Word(word), _)) => asked.is.iter().any(|is| **is == **word),
            Some((Possible::Numbers { scale, .. }, drawn)) => {
                let number = drawn.number as f64 / *scale as f64;
                asked.is.is_empty()
                    && asked.at_least.is_none_or(|least| number >= least)
                    && asked.below.is_none_or(|below| number < below)
            }
        }
    }

    /// Puts events in order, ends the case where an exit closes it, and adds its births.
    fn end(&mut self) {
        let ready = self.ready;
        self.happened.sort_by_key(|one| one.minute);
        let exit = |one: &Happened| match one.what {
            What::Exit(at) => Some((&ready.exits[at], one.minute)),
            _ => None,
        };
        let exits = || self.happened.iter().filter_map(exit);
        let closed = exits().find(|(exit, _)| exit.closes).map(|(_, minute)| minute);
        let lost = exits().find(|(exit, _)| exit.is_loss).map(|(_, minute)| minute);
        let born = exits().any(|(exit, _)| exit.is_birth);
        self.happened.retain(|one| closed.is_none_or(|closed| one.minute <= closed));
        for (at, clock) in ready.clocks.iter().enumerate() {
            let (Some(clock), Some(minute)) = (clock, self.begins[at]) else { continue };
            let told = clock.step.is_some() || born;
            if clock.is_birth && !told && lost.is_none_or(|lost| minute < lost) {
                self.happen(What::Birth(at), minute);
            }
        }
        self.happened.sort_by_key(|one| one.minute);
    }

    /// Which events are recorded.
    fn record(&mut self) {
        let ready = self.ready;
        let mut times = vec![0_u32; ready.steps.len() + ready.exits.len()];
        for one in 0..self.happened.len() {
            let what = self.happened[one].what;
            let (id, unrecorded): (&str, f64) = match what {
                What::Step(at) => (&ready.steps[at].id, ready.steps[at].unrecorded),
                What::Exit(at) => (&ready.exits[at].id, ready.exits[at].unrecorded),
                What::Birth(_) => continue,
            };
            if unrecorded > 0.0 {
                let place = self.ready_place(what).unwrap_or_default();
                let uniform = self.draws.uniform("recorded", id, times[place]);
                times[place] += 1;
                self.happened[one].recorded = uniform >= unrecorded;
            }
        }
    }

    /// By how many minutes, whole days, a case that stays open is moved.
    fn shift(&mut self) -> i64 {
        let plan = self.ready.plan;
        let (Some(open), Some(until)) = (plan.open, plan.observed_until) else { return 0 };
        let mut generator = self.draws.of("open", "", 0);
        if generator.uniform() >= open {
            return 0;
        }
        let days = self
            .happened
            .iter()
            .filter(|one| !matches!(one.what, What::Birth(_)))
            .map(|one| one.minute.div_euclid(DAY));
        let ends = days.fold(None, |ends: Option<(i64, i64)>, day| {
            Some(ends.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
        });
        let Some((first, last)) = ends.filter(|(first, last)| first < last) else { return 0 };
        let cut = first + below(&mut generator, last - first);
        (i64::from(day_number(until)) - cut) * DAY
    }
}

impl Walked {
    /// As the log holds it.
    pub(super) fn into_log(
        self,
        ready: &Ready<'_>,
        complete: &Arc<str>,
        cases: &mut Vec<Case>,
        events: &mut Vec<Event>,
    ) {
        let id = CaseId::new(format!("synthetic-{:06}", self.case + 1));
        let mut attributes = Vec::new();
        for (at, category) in self.groups.iter().enumerate() {
            if let Some(category) = category {
                let name: Arc<str> = ready.plan.groups[at].id.as_str().into();
                attributes.push((name, ready.categories[at][*category].clone()));
            }
        }
        for (clock, minute) in self.gestation {
            if let (Some(clock), Some(day)) = (&ready.clocks[clock], day_of(minute)) {
                attributes.push((Arc::clone(&clock.id), Value::Time(day)));
            }
        }
        cases.push(Case { id: id.clone(), attributes });
        let time = |minute| match ready.plan.precision {
            SimulatedPrecision::Day => day_of(minute),
            SimulatedPrecision::Minute => minute_of(minute, ready.plan.offset_minutes),
        };
        for one in self.happened {
            let (activity, resource) = match one.what {
                What::Step(at) => (&ready.steps[at].id, ready.steps[at].role.clone()),
                What::Exit(at) => (&ready.exits[at].id, None),
                What::Birth(at) => match &ready.clocks[at] {
                    Some(clock) => (&clock.id, None),
                    None => continue,
                },
            };
            events.push(Event {
                case: Some(id.clone()),
                activity: Arc::clone(activity),
                time: time(one.minute),
                lifecycle: Some(Arc::clone(complete)),
                resource,
                attributes: one
                    .found
                    .into_iter()
                    .filter_map(|(at, it)| found(ready, at, it))
                    .collect(),
                objects: Vec::new(),
                row: 0,
            });
        }
    }
}

/// What was found, as an attribute; nothing where it is not recorded.
fn found(ready: &Ready<'_>, input: usize, drawn: Drawn) -> Option<(Arc<str>, Value)> {
    let input = &ready.inputs[input];
    let value = match &input.values[drawn.value].0 {
        Possible::Missing => return None,
        Possible::Word(word) => Value::Text(Arc::clone(word)),
        Possible::Numbers { scale: 1, .. } => Value::Whole(drawn.number),
        Possible::Numbers { scale, .. } if drawn.number % scale == 0 => {
            Value::Whole(drawn.number / scale)
        }
        Possible::Numbers { scale, .. } => Value::Number(drawn.number as f64 / *scale as f64),
    };
    Some((Arc::clone(&input.id), value))
}

/// The day of a minute since 1970; `None` beyond the calendar.
fn day_of(minute: i64) -> Option<Moment> {
    let day = date_of_day(i32::try_from(minute.div_euclid(DAY)).ok()?)?;
    Moment::parse(&day.to_string()).ok()
}

/// The minute with an offset from Greenwich or without.
fn minute_of(minute: i64, offset: Option<i16>) -> Option<Moment> {
    let day = date_of_day(i32::try_from(minute.div_euclid(DAY)).ok()?)?;
    let of_day = u32::try_from(minute.rem_euclid(DAY)).ok()?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(of_day * 60, 0)?;
    let east = offset.map(|east| {
        let sign = if east < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", east.abs() / 60, east.abs() % 60)
    });
    let text = format!("{day}T{}{}", time.format("%H:%M"), east.unwrap_or_default());
    Moment::parse(&text).ok()
}
