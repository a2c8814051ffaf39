//! The bounds of what is owed in one case.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::pathway::{
    CarePathway, ClockStart, ElementKind, Obligation, ObligationTemplate,
};

use crate::check::times::{self, Scale};
use crate::graph::Graph;
use crate::network::{Edge, contradiction};

/// How many networks are looked at where ways exclude each other.
const NETWORKS: usize = 256;

/// Obligations whose bounds go round below zero.
pub(super) struct Contradiction {
    /// Their places in the pathway.
    pub(super) obligations: BTreeSet<usize>,
    /// The bounds in the order of the circle, in words.
    pub(super) bounds: Vec<String>,
}

/// A time of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Time {
    /// The beginning of the case: its first step.
    Case,
    /// The beginning of the pregnancy.
    Gestation,
    /// The birth.
    Birth,
    /// A step, by its place in the graph.
    Step(usize),
}

/// What a bound rests on.
#[derive(Clone, Copy, Debug)]
enum Says {
    /// The later end of a window.
    To(usize),
    /// The earlier end.
    From(usize),
    /// The order that an obligation asks for.
    Order(usize),
    /// The order of the flow, or of a pregnancy and its birth.
    Flow,
}

/// A bound between two times.
type Between = Edge<(Says, Time, Time)>;

/// What is owed, on the ways that can be taken.
pub(super) struct Owed<'p> {
    pathway: &'p CarePathway,
    graph: Graph<'p>,
    index: Option<usize>,
    /// Whether a node comes again in one case.
    again: Vec<bool>,
    /// What can be reached.
    reached: Vec<bool>,
    /// What can be reached by the rows that may be taken here.
    taken: Vec<bool>,
    /// For each decision that comes once: for each node what leads to it, where all
    /// ways to it lead through the decision.
    parts: Vec<BTreeMap<usize, BTreeSet<usize>>>,
}

impl<'p> Owed<'p> {
    /// Where the rows of decisions can be taken for which `ways` holds. What is
    /// looked at may change in the course of a case, so they only say what is owed to
    /// nobody; order and exclusion rest on all ways.
    pub(super) fn new(pathway: &'p CarePathway, ways: &[Vec<bool>]) -> Self {
        let graph = Graph::new(pathway, |_, _| true);
        let again = graph.all().map(|at| graph.cycle(at, |_| false).is_some()).collect();
        let index = pathway.step(&pathway.index).and_then(|one| graph.find(&one.id));
        let starts: Vec<_> = index.into_iter().collect();
        let reached = graph.reach(&starts, |_| false);
        let open = Graph::new(pathway, |decision, row| ways[decision][row]);
        let taken = open.reach(&starts, |_| false);
        let mut owed = Self { pathway, graph, index, again, reached, taken, parts: Vec::new() };
        owed.parts = owed.all_parts();
        owed
    }

    fn all_parts(&self) -> Vec<BTreeMap<usize, BTreeSet<usize>>> {
        let (Some(index), graph) = (self.index, &self.graph) else { return Vec::new() };
        let parting = graph.all().filter(|&at| {
            graph.node(at).kind == ElementKind::Decision && self.reached[at] && !self.again[at]
        });
        let parts = parting.map(|decision| {
            let around = graph.reach(&[index], |at| at == decision);
            let mut parts: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
            for &first in graph.next(decision) {
                let after = graph.reach(&[first], |_| false);
                for at in graph.all().filter(|&at| after[at] && !around[at]) {
                    parts.entry(at).or_default().insert(first);
                }
            }
            parts
        });
        parts.collect()
    }

    /// Whether two steps lie on two ways of one decision, so that one case never has
    /// both.
    fn exclude(&self, one: usize, other: usize) -> bool {
        self.parts.iter().any(|parts| match (parts.get(&one), parts.get(&other)) {
            (Some(one), Some(other)) => one.is_disjoint(other),
            _ => false,
        })
    }

    /// Every contradiction that was found among obligations, and whether all was
    /// looked at.
    pub(super) fn contradictions(&self, owed: Vec<usize>) -> (Vec<Contradiction>, bool) {
        let mut found = Vec::new();
        let mut open = vec![owed];
        let mut left = NETWORKS;
        while let Some(mut owed) = open.pop() {
            while let Some(circle) =
                self.circle(&owed, Scale::Days).or_else(|| self.circle(&owed, Scale::Hours))
            {
                if left == 0 {
                    return (found, false);
                }
                left -= 1;
                let obligations: BTreeSet<_> =
                    circle.iter().filter_map(|edge| obligation(edge.says.0)).collect();
                if let Some([one, other]) = self.apart(&owed, &obligations) {
                    open.push(other);
                    owed = one;
                    continue;
                }
                let Some(&last) = obligations.last() else { break };
                owed.retain(|&at| at != last);
                let bounds = circle.iter().map(|edge| self.in_words(edge)).collect();
                found.push(Contradiction { obligations, bounds });
            }
        }
        (found, true)
    }

    /// What is owed in two kinds of cases, where some of the obligations are never owed
    /// in one: what they are owed after lies on two ways of a decision, or discharges
    /// another of them.
    fn apart(&self, owed: &[usize], obligations: &BTreeSet<usize>) -> Option<[Vec<usize>; 2]> {
        let needed: BTreeSet<_> = obligations.iter().flat_map(|&at| self.needed(at)).collect();
        let without = |step: usize| -> Vec<usize> {
            owed.iter().copied().filter(|&at| !self.needed(at).contains(&step)).collect()
        };
        let excluded = needed.iter().find_map(|&one| {
            let other = needed.iter().find(|&&other| self.exclude(one, other))?;
            Some([without(one), without(*other)])
        });
        excluded.or_else(|| {
            obligations.iter().find_map(|&at| {
                let discharging = &self.pathway.obligations[at].discharged_by;
                let mut steps = discharging.iter().filter_map(|id| self.graph.find(id));
                let step = steps.find(|step| needed.contains(step))?;
                Some([owed.iter().copied().filter(|&one| one != at).collect(), without(step)])
            })
        })
    }

    /// The steps that must have happened for an obligation to be owed.
    fn needed(&self, at: usize) -> Vec<usize> {
        let obligation = &self.pathway.obligations[at];
        let clock = obligation.window.as_ref().and_then(|window| window.clock.as_deref());
        let counted = clock.and_then(|id| self.pathway.clock(id)?.step.as_deref());
        let steps = obligation.trigger.as_deref().into_iter().chain(counted);
        steps.filter_map(|id| self.graph.find(id)).collect()
    }

    fn circle(&self, owed: &[usize], scale: Scale) -> Option<Vec<Between>> {
        let mut bounds = Bounds { owed: self, scale, edges: Vec::new(), times: Vec::new() };
        for &at in owed {
            bounds.add(at);
        }
        bounds.add_flow();
        let circle = contradiction(bounds.times.len(), &bounds.edges)?;
        let mut circle: Vec<_> = circle.into_iter().map(|at| bounds.edges[at]).collect();
        // A circle has no beginning: it is told from the first window that ends.
        let rank = |edge: &Between| match edge.says.0 {
            Says::To(at) => (0, at),
            Says::From(at) | Says::Order(at) => (1, at),
            Says::Flow => (2, 0),
        };
        let first = (0..circle.len()).min_by_key(|&at| rank(&circle[at]))?;
        circle.rotate_left(first);
        Some(circle)
    }

    /// The time of a step that comes once.
    fn time(&self, id: &str) -> Option<Time> {
        let at = self.graph.find(id).filter(|&at| !self.again[at])?;
        Some(if self.index == Some(at) { Time::Case } else { Time::Step(at) })
    }

    fn name(&self, time: Time) -> String {
        match time {
            Time::Case => "the beginning of the case".to_owned(),
            Time::Gestation => "the beginning of the pregnancy".to_owned(),
            Time::Birth => "the birth".to_owned(),
            Time::Step(at) => format!("`{}`", self.graph.node(at).id),
        }
    }

    fn in_words(&self, edge: &Between) -> String {
        let (says, earlier, later) = edge.says;
        let id = |at: usize| &self.pathway.obligations[at].id;
        let end = |at: usize, most: bool| {
            let window = self.pathway.obligations[at].window.as_ref();
            let bound = window.and_then(|one| if most { one.to } else { one.from });
            bound.map(times::in_words).unwrap_or_default()
        };
        let (earlier, later) = (self.name(earlier), self.name(later));
        match says {
            Says::To(at) => {
                format!("`{}` wants {later} at most {} after {earlier}", id(at), end(at, true))
            }
            Says::From(at) => {
                format!("`{}` wants {later} at least {} after {earlier}", id(at), end(at, false))
            }
            Says::Order(at) => format!("`{}` wants {later} not before {earlier}", id(at)),
            Says::Flow => format!("{later} never comes before {earlier}"),
        }
    }
}

fn obligation(says: Says) -> Option<usize> {
    match says {
        Says::To(at) | Says::From(at) | Says::Order(at) => Some(at),
        Says::Flow => None,
    }
}

struct Bounds<'o, 'p> {
    owed: &'o Owed<'p>,
    scale: Scale,
    edges: Vec<Between>,
    times: Vec<Time>,
}

impl Bounds<'_, '_> {
    fn place(&mut self, time: Time) -> usize {
        self.times.iter().position(|&one| one == time).unwrap_or_else(|| {
            self.times.push(time);
            self.times.len() - 1
        })
    }

    /// The later time comes at most, or at least, so much after the earlier.
    fn bound(&mut self, (earlier, later): (Time, Time), says: Says, by: i64) {
        let (from, to) = (self.place(earlier), self.place(later));
        let says_it = (says, earlier, later);
        self.edges.push(match says {
            Says::To(_) => Edge { from, to, at_most: by, says: says_it },
            _ => Edge { from: to, to: from, at_most: -by, says: says_it },
        });
    }

    fn add(&mut self, at: usize) {
        let owed = self.owed;
        let obligation = &owed.pathway.obligations[at];
        let [expected] = obligation.expects.as_slice() else { return };
        let Some(expected) = owed.time(expected) else { return };
        // What is owed after a step that no way leads to is owed to nobody.
        if owed.needed(at).iter().any(|&step| !owed.taken[step]) {
            return;
        }
        let Some(trigger) = trigger(owed, obligation) else { return };
        let Some(start) = start(owed, obligation, trigger) else { return };
        let clocked = obligation.window.as_ref().is_some_and(|window| window.clock.is_some());
        match obligation.template {
            ObligationTemplate::Existence => self.window(at, (start, expected)),
            ObligationTemplate::Response
            | ObligationTemplate::Succession
            | ObligationTemplate::FeedbackClosesLoop => {
                self.bound((trigger, expected), Says::Order(at), 0);
                self.window(at, (start, expected));
            }
            ObligationTemplate::Precedence => {
                self.bound((expected, trigger), Says::Order(at), 0);
                let times = if clocked { (start, expected) } else { (expected, trigger) };
                self.window(at, times);
            }
            // Before or after: without a clock its window has two sides.
            ObligationTemplate::RespondedExistence => {
                if clocked {
                    self.window(at, (start, expected));
                }
            }
            ObligationTemplate::Absence
            | ObligationTemplate::NotTogether
            | ObligationTemplate::EndsWith
            | ObligationTemplate::RepeatEvery => {}
        }
    }

    fn window(&mut self, at: usize, times: (Time, Time)) {
        let Some(window) = &self.owed.pathway.obligations[at].window else { return };
        let (from, to) = (window.from, window.to);
        if let Some(most) = to.and_then(|bound| self.scale.at_most(bound)) {
            self.bound(times, Says::To(at), most);
        }
        if let Some(least) = from.and_then(|bound| self.scale.at_least(bound)) {
            self.bound(times, Says::From(at), least);
        }
    }

    /// A step that all ways to another lead through comes not after it. Of several such
    /// steps the last is enough: those before it come not after it in turn.
    fn add_flow(&mut self) {
        let owed = self.owed;
        let Some(index) = owed.index else { return };
        let times = self.times.clone();
        let node = |time: Time| match time {
            Time::Step(at) => Some(at),
            Time::Case => Some(index),
            Time::Gestation | Time::Birth => None,
        };
        let steps: Vec<_> = times
            .iter()
            .filter_map(|&time| Some((time, node(time)?)))
            .filter(|&(_, at)| owed.reached[at])
            .collect();
        // For each step the places of those that all ways to it lead through.
        let mut through: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
        for (nth, &(_, before)) in steps.iter().enumerate() {
            let around = owed.graph.reach(&[index], |at| at == before);
            for (other, &(_, at)) in steps.iter().enumerate() {
                if other != nth && !around[at] {
                    through[other].push(nth);
                }
            }
        }
        for (later, passed) in through.iter().enumerate() {
            if let Some(&last) = passed.iter().max_by_key(|&&one| through[one].len()) {
                self.bound((steps[last].0, steps[later].0), Says::Flow, 0);
            }
        }
        if times.contains(&Time::Birth) && times.contains(&Time::Gestation) {
            self.bound((Time::Gestation, Time::Birth), Says::Flow, 0);
        }
    }
}

/// When what an obligation is owed after happens; `None` where it may come again.
fn trigger(owed: &Owed<'_>, obligation: &Obligation) -> Option<Time> {
    match &obligation.trigger {
        Some(trigger) => owed.time(trigger),
        // It is owed once, from the beginning, however often the first step comes.
        None if obligation.template == ObligationTemplate::Existence => Some(Time::Case),
        None => owed.time(&owed.pathway.index),
    }
}

/// When its window begins to count: at the beginning of its clock, or at the trigger;
/// `None` where that may come again.
fn start(owed: &Owed<'_>, obligation: &Obligation, trigger: Time) -> Option<Time> {
    let clock = obligation.window.as_ref().and_then(|window| window.clock.as_ref());
    let Some(id) = clock else { return Some(trigger) };
    let clock = owed.pathway.clock(id)?;
    match clock.from {
        ClockStart::Gestation => Some(Time::Gestation),
        ClockStart::Birth => Some(Time::Birth),
        ClockStart::Step => owed.time(clock.step.as_deref()?),
    }
}
