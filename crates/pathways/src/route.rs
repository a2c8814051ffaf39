//! The route of a case: what it cost to fit it into the flow.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use firstyear_core::event::CaseLog;
use firstyear_core::pathway::{CarePathway, ElementKind, ElementRef};

use crate::graph::Graph;
use crate::log::PathwayLog;

/// What it costs that a step is not recorded, or recorded where it does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteWeights {
    /// For a step of the route that the case does not have.
    pub missing: u32,
    /// For an event of the case that the route does not have.
    pub surplus: u32,
    /// Both for single steps, by their ids.
    pub of_steps: BTreeMap<String, (u32, u32)>,
}

impl Default for RouteWeights {
    /// 1 for everything.
    fn default() -> Self {
        Self { missing: 1, surplus: 1, of_steps: BTreeMap::new() }
    }
}

/// A part of a route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteMove<'p> {
    /// A step or an exit that the case has, by the place of its event in the case.
    Recorded(ElementRef<'p>, usize),
    /// A decision, or an exit, that leaves no event.
    Passed(ElementRef<'p>),
    /// A step that the case does not have.
    Missing(ElementRef<'p>),
    /// An event that the route does not have.
    Surplus(ElementRef<'p>, usize),
}

impl<'p> RouteMove<'p> {
    /// The step, decision or exit.
    #[must_use]
    pub const fn element(&self) -> &ElementRef<'p> {
        match self {
            Self::Recorded(element, _)
            | Self::Passed(element)
            | Self::Missing(element)
            | Self::Surplus(element, _) => element,
        }
    }
}

/// Where routes part that cost the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteTie<'p> {
    /// How many moves of the route come before it.
    pub after: usize,
    /// What could stand there instead.
    pub others: Vec<RouteMove<'p>>,
}

/// The cheapest route of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route<'p> {
    /// What it costs.
    pub cost: u64,
    /// Its parts in order.
    pub moves: Vec<RouteMove<'p>>,
    /// Where others cost the same, and as few moves.
    pub ties: Vec<RouteTie<'p>>,
    /// Whether the case is open: its route ends where its events do.
    pub is_open: bool,
    /// Events of activities that stand for no step: they are no part of any route.
    pub other_events: usize,
}

/// Finds the cheapest routes of cases.
///
/// A route goes from the index along the flow to an exit, or for an open case to
/// anywhere. It is an explanation and no verdict: with equal weights leaving a branch out
/// can be cheaper than mending it, and obligations alone say what was owed. Branches of
/// which several are taken are walked one at a time, so that events of the others are
/// surplus.
///
/// Of routes that cost the same the one that leaves out the fewest events is taken, then
/// the one with the fewest moves, and of those the first: what is recorded before what is
/// missing before what is surplus, and ways in the order of the document. Where others
/// are as good, they are named.
#[derive(Clone, Debug)]
pub struct Routes<'p> {
    reading: &'p PathwayLog<'p>,
    graph: Graph<'p>,
    /// Where the case begins, in the graph.
    index: Option<usize>,
    missing: Vec<u64>,
    surplus: Vec<u64>,
}

/// What a state costs to its end: weights, then what is surplus, then moves.
type Cost = (u64, u64, u64);

impl<'p> Routes<'p> {
    /// For a pathway, with weights.
    ///
    /// # Errors
    ///
    /// The step, where `of_steps` names one that the pathway does not have.
    pub fn new(reading: &'p PathwayLog<'p>, weights: &RouteWeights) -> Result<Self, String> {
        let pathway: &CarePathway = reading.pathway;
        let unknown = weights.of_steps.keys().find(|id| pathway.step(id).is_none());
        if let Some(step) = unknown {
            return Err(step.clone());
        }
        let graph = Graph::new(pathway, |_, _| true);
        let index = graph.find(&pathway.index);
        let weigh = |which: fn(&(u32, u32)) -> u32, usual: u32| -> Vec<u64> {
            let of = |at: usize| {
                let node = graph.node(at);
                let own = weights.of_steps.get(&*node.id).map(which);
                u64::from(own.unwrap_or(usual))
            };
            graph.all().map(of).collect()
        };
        let missing = weigh(|both| both.0, weights.missing);
        let surplus = weigh(|both| both.1, weights.surplus);
        Ok(Self { reading, graph, index, missing, surplus })
    }

    /// The cheapest route of a case of a log that was read by the same reading; `None`
    /// where the case is closed and no way leads to an end, which
    /// [`check`](crate::check()) would tell.
    ///
    /// # Panics
    ///
    /// If there is no such case.
    ///
    /// # Example
    ///
    /// ```
    /// use firstyear_core::event::{CaseLogBuilder, When};
    /// use firstyear_core::pathway::{CarePathway, LogMapping};
    /// use firstyear_pathways::{PathwayLog, RouteMove, RouteWeights, Routes};
    ///
    /// # let text = include_str!("../tests/data/stop-smoking.toml");
    /// let pathway: CarePathway = toml::from_str(text)?;
    /// let reading = PathwayLog::new(&pathway, &LogMapping::default()).unwrap();
    /// let mut log = CaseLogBuilder::new(reading.plan());
    /// for (activity, day) in [("identify", 0), ("contact", 9), ("follow-up", 20)] {
    ///     let (case, code) = (log.case("a"), log.code(activity));
    ///     log.event(case, code, When::on_day(day));
    /// }
    /// let routes = Routes::new(&reading, &RouteWeights::default()).unwrap();
    /// let route = routes.of_case(&log.finish(), 0).unwrap();
    /// // She was seen, and nobody recorded that she was referred.
    /// let missing: Vec<_> =
    ///     route.moves.iter().filter(|one| matches!(one, RouteMove::Missing(_))).collect();
    /// assert_eq!((route.cost, &*missing[0].element().id), (1, "refer"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_case(&self, log: &CaseLog, case: usize) -> Option<Route<'p>> {
        let codes = &log.codes()[log.events_of(case)];
        self.of_codes(codes, self.is_open(codes))
    }

    /// The same of the codes of events in their order, as those of
    /// [`PathwayLog::plan`].
    #[must_use]
    pub fn of_codes(&self, codes: &[u32], is_open: bool) -> Option<Route<'p>> {
        // The events that can be of a route, each with its node.
        let events: Vec<(usize, usize)> = codes
            .iter()
            .enumerate()
            .filter_map(|(at, &code)| Some((at, self.node(code)?)))
            .collect();
        let search = Search { routes: self, events: &events, is_open };
        let to_end = search.costs_to_end();
        let (moves, ties) = search.walk(&to_end);
        let (cost, ..) = to_end[search.state(None, 0)]?;
        Some(Route { cost, moves, ties, is_open, other_events: codes.len() - events.len() })
    }

    /// Whether none of the events closes the case.
    fn is_open(&self, codes: &[u32]) -> bool {
        let exits = &self.reading.pathway.exits;
        !codes.iter().any(|code| {
            let exit = code.checked_sub(self.reading.first_exit());
            exit.and_then(|at| exits.get(at as usize)).is_some_and(|exit| exit.closes)
        })
    }

    /// The node of a code: exits come after decisions in the graph.
    fn node(&self, code: u32) -> Option<usize> {
        let pathway = self.reading.pathway;
        let (at, steps) = (code as usize, pathway.steps.len());
        if at < steps {
            return Some(at);
        }
        let exit = at - steps;
        (exit < pathway.exits.len()).then_some(steps + pathway.decisions.len() + exit)
    }
}

/// The search for one case. A state is a node that was reached, or none yet, and how many
/// events are done.
struct Search<'s, 'p> {
    routes: &'s Routes<'p>,
    events: &'s [(usize, usize)],
    is_open: bool,
}

/// A move to another state.
struct Step<'p> {
    to: usize,
    costs: u64,
    what: RouteMove<'p>,
}

impl Step<'_> {
    /// What the way to the end costs that begins with it.
    fn before(&self, rest: Cost) -> Cost {
        let surplus = u64::from(matches!(self.what, RouteMove::Surplus(..)));
        (rest.0 + self.costs, rest.1 + surplus, rest.2 + 1)
    }
}

impl<'p> Search<'_, 'p> {
    fn width(&self) -> usize {
        self.events.len() + 1
    }

    fn state(&self, node: Option<usize>, done: usize) -> usize {
        node.map_or(0, |node| node + 1) * self.width() + done
    }

    fn node_of(&self, state: usize) -> Option<usize> {
        (state / self.width()).checked_sub(1)
    }

    /// What follows a node; the index at the beginning.
    fn ways(&self, node: Option<usize>) -> &[usize] {
        match node {
            Some(node) => self.routes.graph.next(node),
            None => self.routes.index.as_slice(),
        }
    }

    fn is_end(&self, state: usize) -> bool {
        let node = self.node_of(state);
        let last = node.is_some_and(|node| {
            self.routes.graph.node(node).kind == ElementKind::Exit
                || self.ways(Some(node)).is_empty()
        });
        state % self.width() == self.events.len() && (self.is_open || last)
    }

    /// Every move from a state, in the order in which they are preferred.
    fn moves(&self, state: usize) -> Vec<Step<'p>> {
        let (node, done) = (self.node_of(state), state % self.width());
        let graph = &self.routes.graph;
        let mut moves = Vec::new();
        let event = self.events.get(done).copied();
        for &to in self.ways(node) {
            if let Some((at, _)) = event.filter(|(_, of)| *of == to) {
                let what = RouteMove::Recorded(graph.node(to).clone(), at);
                moves.push(Step { to: self.state(Some(to), done + 1), costs: 0, what });
            }
        }
        for &to in self.ways(node) {
            let element = graph.node(to).clone();
            let (costs, what) = match element.kind {
                ElementKind::Step => (self.routes.missing[to], RouteMove::Missing(element)),
                _ => (0, RouteMove::Passed(element)),
            };
            moves.push(Step { to: self.state(Some(to), done), costs, what });
        }
        if let Some((at, of)) = event {
            let what = RouteMove::Surplus(graph.node(of).clone(), at);
            let costs = self.routes.surplus[of];
            moves.push(Step { to: self.state(node, done + 1), costs, what });
        }
        moves
    }

    /// For each state the least that it costs to come to an end; `None` where none can be
    /// reached.
    fn costs_to_end(&self) -> Vec<Option<Cost>> {
        let states = (self.routes.graph.all().len() + 1) * self.width();
        let mut before: Vec<Vec<(usize, Cost)>> = vec![Vec::new(); states];
        for state in 0..states {
            for step in self.moves(state) {
                before[step.to].push((state, step.before((0, 0, 0))));
            }
        }
        let mut costs: Vec<Option<Cost>> = vec![None; states];
        let mut open: BinaryHeap<Reverse<(Cost, usize)>> = BinaryHeap::new();
        for state in (0..states).filter(|&state| self.is_end(state)) {
            costs[state] = Some((0, 0, 0));
            open.push(Reverse(((0, 0, 0), state)));
        }
        while let Some(Reverse((cost, state))) = open.pop() {
            if costs[state] != Some(cost) {
                continue;
            }
            for &(earlier, step) in &before[state] {
                let through = (cost.0 + step.0, cost.1 + step.1, cost.2 + step.2);
                if costs[earlier].is_none_or(|known| through < known) {
                    costs[earlier] = Some(through);
                    open.push(Reverse((through, earlier)));
                }
            }
        }
        costs
    }

    /// The first of the cheapest routes, and where others are as good.
    fn walk(&self, to_end: &[Option<Cost>]) -> (Vec<RouteMove<'p>>, Vec<RouteTie<'p>>) {
        let (mut moves, mut ties) = (Vec::new(), Vec::new());
        let mut state = self.state(None, 0);
        while let Some(cost) = to_end[state].filter(|cost| *cost != (0, 0, 0)) {
            let best =
                |step: &Step<'_>| to_end[step.to].is_some_and(|rest| step.before(rest) == cost);
            let mut equal = self.moves(state).into_iter().filter(best);
            let Some(first) = equal.next() else { break };
            let others: Vec<_> = equal.map(|step| step.what).collect();
            if !others.is_empty() {
                ties.push(RouteTie { after: moves.len(), others });
            }
            state = first.to;
            moves.push(first.what);
        }
        (moves, ties)
    }
}

/// What deviates from the flow in a log: for each step how many cases lack it on their
/// cheapest route, and how many have it where it does not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deviations {
    /// Cases that fit without any cost.
    pub fitting: u64,
    /// All cases.
    pub cases: u64,
    /// Different orders of events.
    pub variants: usize,
    /// For each step: cases that lack it, and cases that have it where it does not fit.
    pub of_steps: BTreeMap<String, (u64, u64)>,
}

impl Routes<'_> {
    /// What deviates in a whole log: each order of events is looked at once, however
    /// many cases have it.
    #[must_use]
    pub fn deviations(&self, log: &CaseLog) -> Deviations {
        let mut variants: BTreeMap<(Vec<u32>, bool), u64> = BTreeMap::new();
        for case in 0..log.len() {
            let codes = &log.codes()[log.events_of(case)];
            let is_open = self.is_open(codes);
            let known = codes.iter().copied().filter(|&code| self.node(code).is_some());
            *variants.entry((known.collect(), is_open)).or_default() += 1;
        }
        let mut found = Deviations {
            cases: log.len() as u64,
            variants: variants.len(),
            ..Deviations::default()
        };
        for ((codes, is_open), cases) in variants {
            let Some(route) = self.of_codes(&codes, is_open) else { continue };
            found.fitting += if route.cost == 0 { cases } else { 0 };
            let (mut missing, mut surplus) = (Vec::new(), Vec::new());
            for one in &route.moves {
                match one {
                    RouteMove::Missing(step) => missing.push(&step.id),
                    RouteMove::Surplus(step, _) => surplus.push(&step.id),
                    RouteMove::Recorded(..) | RouteMove::Passed(_) => {}
                }
            }
            for ids in [&mut missing, &mut surplus] {
                ids.sort_unstable();
                ids.dedup();
            }
            for id in missing {
                found.of_steps.entry(id.to_string()).or_default().0 += cases;
            }
            for id in surplus {
                found.of_steps.entry(id.to_string()).or_default().1 += cases;
            }
        }
        found
    }
}
