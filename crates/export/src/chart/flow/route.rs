//! By which gutters and channels each arrow runs, and on which track of them.
//!
//! Arrows of one standing to one box run together from where they meet: they are a net.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::grid::Grid;
use super::{FlowChart, Standing};

/// Where every arrow runs.
#[derive(Clone)]
pub(super) struct Routes {
    /// One for each edge of the graph.
    pub(super) courses: Vec<Course>,
    pub(super) nets: Vec<Net>,
    /// The edges that leave each box, in the order of its rows.
    pub(super) leaving: Vec<Vec<usize>>,
    /// Gutters from left to right: one more than columns.
    pub(super) gutters: Vec<Tracks>,
    /// Channels from top to bottom, each above its row.
    pub(super) channels: Vec<Tracks>,
    /// What each channel spans of the places from left to right.
    spans: Vec<Vec<(usize, usize)>>,
}

/// Arrows that run together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Net {
    pub(super) to: usize,
    pub(super) standing: Standing,
}

/// How one arrow runs.
#[derive(Clone, Copy)]
pub(super) struct Course {
    pub(super) net: usize,
    pub(super) out: Out,
}

/// Where an arrow leaves its box.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Out {
    /// Below, and straight down into the box that it leads to.
    Straight,
    /// Below, then along the channel under its row.
    Below,
    /// At a side, then along the gutter with this number.
    Left(usize),
    Right(usize),
}

impl Out {
    pub(super) const fn gutter(self) -> Option<usize> {
        match self {
            Self::Left(gutter) | Self::Right(gutter) => Some(gutter),
            Self::Straight | Self::Below => None,
        }
    }

    pub(super) const fn is_below(self) -> bool {
        matches!(self, Self::Straight | Self::Below)
    }
}

/// The tracks of a gutter or channel.
#[derive(Clone, Default)]
pub(super) struct Tracks {
    /// The track of each net that runs here.
    pub(super) of: BTreeMap<usize, usize>,
    pub(super) count: usize,
}

impl Tracks {
    /// As few tracks as can be, on each of which no two nets touch. Spans are of whole places, both
    /// ends included.
    fn of(spans: &BTreeMap<usize, (usize, usize)>) -> Self {
        let mut order: Vec<(usize, (usize, usize))> =
            spans.iter().map(|(net, span)| (*net, *span)).collect();
        order.sort_by_key(|(net, span)| (*span, *net));
        let mut ends: Vec<usize> = Vec::new();
        let mut of = BTreeMap::new();
        for (net, (low, high)) in order {
            let track = ends.iter().position(|end| *end < low).unwrap_or_else(|| {
                ends.push(0);
                ends.len() - 1
            });
            ends[track] = high;
            of.insert(net, track);
        }
        Self { of, count: ends.len() }
    }

    /// Lets two tracks change places.
    pub(super) fn swap(&mut self, one: usize, other: usize) {
        for track in self.of.values_mut() {
            if *track == one {
                *track = other;
            } else if *track == other {
                *track = one;
            }
        }
    }
}

/// A gutter as a place between those of columns.
const fn at_gutter(gutter: usize) -> usize {
    2 * gutter
}

/// A column, row or channel as a place; a channel lies above its row.
const fn at_column(column: usize) -> usize {
    2 * column + 1
}

impl Routes {
    pub(super) fn of(chart: &FlowChart, graph: &Graph, grid: &Grid) -> Self {
        let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); grid.row.len()];
        for (at, edge) in graph.edges.iter().enumerate() {
            leaving[edge.from].push(at);
        }
        let below: Vec<Option<(usize, Out)>> =
            leaving.iter().map(|edges| leaves_below(graph, grid, edges)).collect();
        for (edges, below) in leaving.iter_mut().zip(&below) {
            // What leaves below is said in the last row.
            if let Some((last, _)) = below {
                edges.sort_by_key(|edge| edge == last);
            }
        }
        let mut nets: Vec<Net> = Vec::new();
        let mut load = vec![0_usize; grid.columns + 1];
        let mut courses = Vec::with_capacity(graph.edges.len());
        for (at, edge) in graph.edges.iter().enumerate() {
            let net = Net { to: edge.to, standing: chart.arrows[edge.arrow].standing };
            let found = nets.iter().position(|other| *other == net);
            let net = found.unwrap_or_else(|| {
                nets.push(net);
                nets.len() - 1
            });
            let out = match below[edge.from] {
                Some((last, out)) if last == at => out,
                _ => {
                    let column = grid.column[edge.from];
                    let goes_left = match grid.column[edge.to].cmp(&column) {
                        std::cmp::Ordering::Less => true,
                        std::cmp::Ordering::Greater => false,
                        std::cmp::Ordering::Equal => load[column] < load[column + 1],
                    };
                    let out = if goes_left { Out::Left(column) } else { Out::Right(column + 1) };
                    load[column + usize::from(!goes_left)] += 1;
                    out
                }
            };
            courses.push(Course { net, out });
        }
        let mut routes = Self {
            courses,
            nets,
            leaving,
            gutters: Vec::new(),
            channels: Vec::new(),
            spans: Vec::new(),
        };
        routes.lay_tracks(graph, grid);
        routes
    }

    fn lay_tracks(&mut self, graph: &Graph, grid: &Grid) {
        let mut channels: Vec<BTreeMap<usize, (usize, usize)>> = vec![BTreeMap::new(); grid.rows];
        for (edge, course) in graph.edges.iter().zip(&self.courses) {
            let from = match course.out {
                Out::Straight => continue,
                Out::Below => at_column(grid.column[edge.from]),
                Out::Left(gutter) | Out::Right(gutter) => at_gutter(gutter),
            };
            let into = at_column(grid.column[edge.to]);
            widen(&mut channels[grid.row[edge.to]], course.net, [from, into]);
        }
        self.channels = channels.iter().map(Tracks::of).collect();
        self.spans = channels.into_iter().map(|spans| spans.into_values().collect()).collect();
        let mut gutters: Vec<BTreeMap<usize, (usize, usize)>> =
            vec![BTreeMap::new(); grid.columns + 1];
        for (edge, course) in graph.edges.iter().zip(&self.courses) {
            if let Some(gutter) = course.out.gutter() {
                // A box that reaches down may let its arrow out as far down.
                let (first, last) = (grid.row[edge.from], self.reach(grid, edge.from) - 1);
                let spans = &mut gutters[gutter];
                widen(spans, course.net, [at_column(first), at_gutter(grid.row[edge.to])]);
                widen(spans, course.net, [at_column(last), at_gutter(grid.row[edge.to])]);
            }
        }
        self.gutters = gutters.iter().map(Tracks::of).collect();
    }

    /// The row above which a box must end: it may reach down over rows that have nothing in its
    /// column, as far as no arrow passes there or where its own arrows leave.
    pub(super) fn reach(&self, grid: &Grid, at: usize) -> usize {
        let (row, column) = (grid.row[at], grid.column[at]);
        let gutters = self.leaving[at].iter().filter_map(|edge| self.courses[*edge].out.gutter());
        let places: Vec<usize> = gutters.map(at_gutter).chain([at_column(column)]).collect();
        let is_met = |row: &usize| {
            grid.taken.contains_key(&(*row, column))
                || places.iter().any(|place| self.passes(*row, *place))
        };
        (row + 1..grid.rows).find(is_met).unwrap_or(grid.rows)
    }

    /// Whether an arrow runs in a channel through this place.
    fn passes(&self, channel: usize, place: usize) -> bool {
        let spans = self.spans.get(channel).into_iter().flatten();
        spans.into_iter().any(|(low, high)| *low <= place && place <= *high)
    }
}

/// Makes the span of a net hold these two places.
fn widen(spans: &mut BTreeMap<usize, (usize, usize)>, net: usize, places: [usize; 2]) {
    let (low, high) = (places[0].min(places[1]), places[0].max(places[1]));
    let span = spans.entry(net).or_insert((low, high));
    *span = (span.0.min(low), span.1.max(high));
}

/// The arrow that leaves a box below, if one of them can: straight down where no box is between,
/// else to the next row.
fn leaves_below(graph: &Graph, grid: &Grid, edges: &[usize]) -> Option<(usize, Out)> {
    let straight = |at: &&usize| {
        let edge = graph.edges[**at];
        let column = grid.column[edge.from];
        let (from, to) = (grid.row[edge.from], grid.row[edge.to]);
        column == grid.column[edge.to]
            && to > from
            && (from + 1..to).all(|row| !grid.taken.contains_key(&(row, column)))
    };
    if let Some(at) = edges.iter().find(straight) {
        return Some((*at, Out::Straight));
    }
    let next = edges.iter().filter(|at| {
        let edge = graph.edges[**at];
        grid.row[edge.to] == grid.row[edge.from] + 1
    });
    let far = |at: &&usize| {
        let edge = graph.edges[**at];
        grid.column[edge.from].abs_diff(grid.column[edge.to])
    };
    next.min_by_key(far).map(|at| (*at, Out::Below))
}
