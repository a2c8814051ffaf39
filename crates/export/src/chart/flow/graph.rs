//! What leads where, and which arrows lead back.

use super::{FlowBoxKind, FlowChart};

/// A chart without its words.
#[derive(Clone)]
pub(super) struct Graph {
    /// The lane of each box.
    pub(super) lane: Vec<usize>,
    /// Whether a box is a way out, which may stand in any free place below.
    pub(super) is_end: Vec<bool>,
    pub(super) lanes: usize,
    /// Arrows whose two ends are there.
    pub(super) edges: Vec<Edge>,
}

/// An arrow.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    /// Its place in the chart.
    pub(super) arrow: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// It leads to a box that the way to it went through.
    pub(super) back: bool,
}

impl Graph {
    pub(super) fn of(chart: &FlowChart) -> Self {
        let count = chart.boxes.len();
        let arrows = chart.arrows.iter().enumerate();
        let mut edges: Vec<Edge> = arrows
            .filter(|(_, arrow)| arrow.from < count && arrow.to < count)
            .map(|(at, arrow)| Edge { arrow: at, from: arrow.from, to: arrow.to, back: false })
            .collect();
        mark_back(&mut edges, chart);
        let lane = lanes(chart, &edges);
        let lanes = chart.lanes.len().max(lane.iter().map(|lane| lane + 1).max().unwrap_or(1));
        let is_end = chart.boxes.iter().map(|one| one.kind == FlowBoxKind::End).collect();
        Self { lane, is_end, lanes, edges }
    }

    /// The least rank of each box: one more than that of every box before it.
    pub(super) fn ranks(&self) -> Vec<usize> {
        let count = self.lane.len();
        let mut before = vec![0_usize; count];
        let forward = || self.edges.iter().filter(|edge| !edge.back);
        for edge in forward() {
            before[edge.to] += 1;
        }
        let mut ranks = vec![0; count];
        let mut ready: Vec<usize> = (0..count).filter(|at| before[*at] == 0).collect();
        while let Some(at) = ready.pop() {
            for edge in forward().filter(|edge| edge.from == at) {
                ranks[edge.to] = ranks[edge.to].max(ranks[at] + 1);
                before[edge.to] -= 1;
                if before[edge.to] == 0 {
                    ready.push(edge.to);
                }
            }
        }
        ranks
    }
}

/// The lane of each box; one without a lane stands in that of the first box that leads to it.
fn lanes(chart: &FlowChart, edges: &[Edge]) -> Vec<usize> {
    let mut lanes: Vec<Option<usize>> = chart.boxes.iter().map(|one| one.lane).collect();
    // Each pass settles one more box of a row of such boxes.
    for _ in 0..chart.boxes.len() {
        let mut settled = true;
        for edge in edges {
            if lanes[edge.to].is_none() && lanes[edge.from].is_some() {
                lanes[edge.to] = lanes[edge.from];
                settled = false;
            }
        }
        if settled {
            break;
        }
    }
    lanes.into_iter().map(Option::unwrap_or_default).collect()
}

/// Marks arrows so that those left lead round in no circle: those within a circle that lead to a
/// box that stands before, in the order in which the boxes are told.
fn mark_back(edges: &mut [Edge], chart: &FlowChart) {
    let circles = circles(edges, chart.boxes.len());
    let order = told(edges, chart);
    for edge in edges {
        edge.back = circles[edge.from] == circles[edge.to] && order[edge.to] <= order[edge.from];
    }
}

/// The order in which boxes are told: those in lanes as they are, after the first if that is
/// another; each other one right after the first that leads to it.
fn told(edges: &[Edge], chart: &FlowChart) -> Vec<usize> {
    let count = chart.boxes.len();
    let mut order: Vec<usize> = Vec::with_capacity(count);
    let in_lanes = (0..count).filter(|at| chart.boxes[*at].lane.is_some());
    let roots = [chart.start].into_iter().filter(|at| *at < count).chain(in_lanes).chain(0..count);
    let mut is_told = vec![false; count];
    for root in roots {
        // Boxes without a lane that hang on this one, the nearest first.
        let mut next = vec![root];
        while let Some(at) = next.pop() {
            if is_told[at] {
                continue;
            }
            is_told[at] = true;
            order.push(at);
            let after = edges.iter().filter(|edge| edge.from == at);
            let hanging = after.map(|edge| edge.to).filter(|to| chart.boxes[*to].lane.is_none());
            let hanging: Vec<usize> = hanging.collect();
            next.extend(hanging.into_iter().rev());
        }
    }
    let mut places = vec![0; count];
    for (place, at) in order.into_iter().enumerate() {
        places[at] = place;
    }
    places
}

/// A number for each box: boxes from each of which a way leads to the other share one.
fn circles(edges: &[Edge], count: usize) -> Vec<usize> {
    let reached = |from: usize, forward: bool| {
        let mut reached = vec![false; count];
        let mut next = vec![from];
        while let Some(at) = next.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                let ends = edges
                    .iter()
                    .map(|edge| if forward { (edge.from, edge.to) } else { (edge.to, edge.from) });
                next.extend(ends.filter(|(from, _)| *from == at).map(|(_, to)| to));
            }
        }
        reached
    };
    let mut circles = vec![usize::MAX; count];
    for at in 0..count {
        if circles[at] == usize::MAX {
            let (there, back) = (reached(at, true), reached(at, false));
            for other in at..count {
                if there[other] && back[other] {
                    circles[other] = at;
                }
            }
        }
    }
    circles
}
