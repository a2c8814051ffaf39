//! Steps, decisions and exits with what follows what, for questions about routes.

use std::collections::{BTreeMap, VecDeque};

use firstyear_core::pathway::{CarePathway, ElementKind, ElementRef};

/// The routes of a pathway. What names nothing is left out: it is a finding of its
/// own.
#[derive(Clone, Debug)]
pub(crate) struct Graph<'p> {
    nodes: Vec<ElementRef<'p>>,
    by_id: BTreeMap<&'p str, usize>,
    next: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
}

impl<'p> Graph<'p> {
    /// Of the flow and of the rows of decisions, where `row` is asked for each whether
    /// it can be taken.
    pub(crate) fn new(pathway: &'p CarePathway, row: impl Fn(usize, usize) -> bool) -> Self {
        let steps = pathway.steps.iter().map(|step| (ElementKind::Step, step.id.as_str()));
        let decisions = pathway.decisions.iter().map(|one| (ElementKind::Decision, &*one.id));
        let exits = pathway.exits.iter().map(|exit| (ElementKind::Exit, exit.id.as_str()));
        let mut nodes = Vec::new();
        let mut by_id = BTreeMap::new();
        for (kind, id) in steps.chain(decisions).chain(exits) {
            by_id.entry(id).or_insert(nodes.len());
            nodes.push(ElementRef::new(kind, id));
        }
        let none = vec![Vec::new(); nodes.len()];
        let mut graph = Self { next: none.clone(), before: none, nodes, by_id };
        for flow in &pathway.flow {
            if pathway.step(&flow.from).is_some() {
                graph.join(&flow.from, &flow.to);
            }
        }
        for (at, decision) in pathway.decisions.iter().enumerate() {
            for (nth, one) in decision.rows.iter().enumerate() {
                if row(at, nth) {
                    graph.join(&decision.id, &one.then);
                }
            }
        }
        graph
    }

    fn join(&mut self, from: &str, to: &str) {
        if let (Some(&from), Some(&to)) = (self.by_id.get(from), self.by_id.get(to))
            && !self.next[from].contains(&to)
        {
            self.next[from].push(to);
            self.before[to].push(from);
        }
    }

    /// The place of the step, decision or exit with this id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The places of all, in the order of the document.
    pub(crate) fn all(&self) -> std::ops::Range<usize> {
        0..self.nodes.len()
    }

    /// What stands at a place.
    pub(crate) fn node(&self, at: usize) -> &ElementRef<'p> {
        &self.nodes[at]
    }

    /// What follows.
    pub(crate) fn next(&self, at: usize) -> &[usize] {
        &self.next[at]
    }

    /// What can be reached from `starts`, them included, by ways that pass none for
    /// which `closed` holds.
    pub(crate) fn reach(&self, starts: &[usize], closed: impl Fn(usize) -> bool) -> Vec<bool> {
        search(&self.next, starts, closed)
    }

    /// What `ends` can be reached from, them included.
    pub(crate) fn reach_back(&self, ends: &[usize]) -> Vec<bool> {
        search(&self.before, ends, |_| false)
    }

    /// The shortest way from a node back to itself that passes none for which `closed`
    /// holds, without the node at its end.
    pub(crate) fn cycle(&self, start: usize, closed: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
        if closed(start) {
            return None;
        }
        let mut before = vec![None; self.nodes.len()];
        let mut open = VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            for &to in &self.next[at] {
                if to == start {
                    let mut way = vec![at];
                    while let Some(earlier) = before[way[way.len() - 1]] {
                        way.push(earlier);
                    }
                    way.reverse();
                    return Some(way);
                }
                if before[to].is_none() && !closed(to) {
                    before[to] = Some(at);
                    open.push_back(to);
                }
            }
        }
        None
    }
}

fn search(next: &[Vec<usize>], starts: &[usize], closed: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut seen = vec![false; next.len()];
    let mut open: Vec<usize> = starts.iter().copied().filter(|&at| !closed(at)).collect();
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        open.extend(next[at].iter().copied().filter(|&to| !seen[to] && !closed(to)));
    }
    seen
}
