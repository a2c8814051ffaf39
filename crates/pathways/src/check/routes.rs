//! Whether a case can get everywhere, and out again.

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{CarePathway, ElementKind};

use crate::finding::Finding;
use crate::graph::Graph;

pub(super) fn check(pathway: &CarePathway, found: &mut Vec<Finding>) {
    let graph = Graph::new(pathway, |_, _| true);
    // A pathway whose first step is not there begins nowhere: that is told already.
    if pathway.step(&pathway.index).is_some()
        && let Some(index) = graph.find(&pathway.index)
    {
        let reached = graph.reach(&[index], |_| false);
        for at in graph.all().filter(|&at| !reached[at]) {
            let message = "no way leads to it from the beginning";
            let element = graph.node(at).clone();
            found.push(Finding::new(ProblemCode::PathwayUnreachable, element, message));
        }
        dead_ends(&graph, &reached, found);
    }
    loops(pathway, &graph, found);
}

/// Where a case gets stuck: not each step before it, only the place itself.
fn dead_ends(graph: &Graph<'_>, reached: &[bool], found: &mut Vec<Finding>) {
    let exits: Vec<_> =
        graph.all().filter(|&at| graph.node(at).kind == ElementKind::Exit).collect();
    let ends = graph.reach_back(&exits);
    let mut told = vec![false; reached.len()];
    for at in graph.all().filter(|&at| reached[at] && !ends[at]) {
        if told[at] {
            continue;
        }
        let after = graph.reach(&[at], |_| false);
        let before = graph.reach_back(&[at]);
        let places: Vec<_> = graph.all().filter(|&one| after[one]).collect();
        // What leads on to another place that is stuck is not where it sticks.
        if places.iter().any(|&one| !before[one]) {
            continue;
        }
        for &one in &places {
            told[one] = true;
        }
        let message = match places.iter().find(|&&one| one != at) {
            Some(_) => "ways from it go round and lead to no exit",
            None if graph.next(at).is_empty() => "nothing follows it, and it is no exit",
            None => "the way from it leads back to itself alone, and to no exit",
        };
        let element = graph.node(at).clone();
        found.push(Finding::new(ProblemCode::PathwayDeadEnd, element, message));
    }
}

/// Circles without a step that says how often it is done at the most.
fn loops(pathway: &CarePathway, graph: &Graph<'_>, found: &mut Vec<Finding>) {
    let bounded = |at: usize| {
        let node = graph.node(at);
        node.kind == ElementKind::Step
            && pathway.step(&node.id).is_some_and(|step| step.at_most.is_some())
    };
    let mut told = vec![false; graph.all().len()];
    for at in graph.all() {
        let Some(way) = graph.cycle(at, bounded) else { continue };
        if way.iter().any(|&one| told[one]) {
            continue;
        }
        for &one in &way {
            told[one] = true;
        }
        let names: Vec<_> = way.iter().map(|&one| format!("`{}`", graph.node(one).id)).collect();
        let message = match names.as_slice() {
            [_] => "it can follow itself without end".to_owned(),
            _ => format!("it can come again without end: {} and back", names.join(" to ")),
        };
        let element = graph.node(at).clone();
        let mut finding = Finding::new(ProblemCode::PathwayLoopUnbounded, element, message);
        if !way.iter().any(|&one| graph.node(one).kind == ElementKind::Step) {
            finding = finding.help("let a row of one of these decisions lead out of the circle");
        }
        found.push(finding);
    }
}
