//! In which row and column each box stands.
//!
//! Rows follow the longest way to a box, columns belong to lanes, and no two boxes share a place.
//! So the gutters between columns and the channels between rows are free for arrows.

use std::collections::BTreeMap;
use std::ops::Range;

use super::graph::Graph;

/// Sweeps over the rows, downwards and upwards in turn.
const SWEEPS: usize = 8;

/// The place of each box.
#[derive(Clone)]
pub(super) struct Grid {
    /// The row of each box, from 0 at the top.
    pub(super) row: Vec<usize>,
    /// The column of each box, from 0 at the left.
    pub(super) column: Vec<usize>,
    /// Lanes from left to right: which, and its columns.
    pub(super) lanes: Vec<(usize, Range<usize>)>,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// The box in each place.
    pub(super) taken: BTreeMap<(usize, usize), usize>,
}

impl Grid {
    /// A grid of at least a column for each lane, and of `columns` if that is more.
    pub(super) fn of(graph: &Graph, columns: usize) -> Self {
        let mut width = vec![1_usize; graph.lanes];
        let mut row = rows(graph, &width);
        while width.iter().sum::<usize>() < columns {
            // One column more goes where it saves the most rows, then to the fullest lane.
            let wider = |lane: usize| {
                let mut wider = width.clone();
                wider[lane] += 1;
                let row = rows(graph, &wider);
                let boxes = graph.lane.iter().filter(|other| **other == lane).count();
                let fullness = boxes as f64 / width[lane] as f64;
                (height(&row), fullness, wider, row)
            };
            let best = (0..graph.lanes)
                .map(wider)
                .min_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)));
            let Some((_, _, wider, wider_row)) = best else { break };
            (width, row) = (wider, wider_row);
        }
        let lanes = lane_columns(&lane_order(graph), &width);
        let mut grid = Self {
            column: vec![0; row.len()],
            rows: height(&row),
            columns: width.iter().sum(),
            row,
            lanes,
            taken: BTreeMap::new(),
        };
        grid.order(graph);
        grid.place_ends(graph);
        let places = (0..graph.lane.len()).map(|at| ((grid.row[at], grid.column[at]), at));
        grid.taken = places.collect();
        grid
    }

    fn columns_of(&self, lane: usize) -> Range<usize> {
        let found = self.lanes.iter().find(|(other, _)| *other == lane);
        found.map_or(0..1, |(_, columns)| columns.clone())
    }

    /// Puts the boxes of each lane and row in the order with the shortest arrows that the sweeps
    /// find: each near the middle of those that it is linked with.
    fn order(&mut self, graph: &Graph) {
        let mut groups: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for at in (0..self.row.len()).filter(|at| !graph.is_end[*at]) {
            groups.entry((self.row[at], graph.lane[at])).or_default().push(at);
        }
        for ((_, lane), group) in &groups {
            let first = self.columns_of(*lane).start;
            for (place, at) in group.iter().enumerate() {
                self.column[*at] = first + place;
            }
        }
        for sweep in 0..SWEEPS {
            let upwards = sweep % 2 == 1;
            let mut keys: Vec<_> = groups.keys().copied().collect();
            if upwards {
                keys.reverse();
            }
            for key in keys {
                let mut group = groups[&key].clone();
                let wanted = |at: usize| self.wanted(graph, at, upwards);
                let mut by: Vec<(f64, usize)> =
                    group.drain(..).map(|at| (wanted(at), at)).collect();
                by.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
                let columns = self.columns_of(key.1);
                let (mut free, mut left) = (columns.start, by.len());
                for (wanted, at) in by {
                    // As near as can be, leaving a place for each that follows.
                    let last = columns.end - left;
                    let place = (free..=last).min_by(|one, other| {
                        let far = |place: usize| (place as f64 - wanted).abs();
                        far(*one).total_cmp(&far(*other))
                    });
                    self.column[at] = place.unwrap_or(free);
                    (free, left) = (self.column[at] + 1, left - 1);
                }
            }
        }
    }

    /// The middle of the columns of those that lead to a box, or that it leads to.
    fn wanted(&self, graph: &Graph, at: usize, upwards: bool) -> f64 {
        let linked = |down: bool| -> Vec<f64> {
            let edges = graph.edges.iter().filter(|edge| !graph.is_end[edge.to]);
            let ends =
                edges.map(|edge| if down { (edge.to, edge.from) } else { (edge.from, edge.to) });
            let others = ends.filter(|(one, other)| *one == at && one != other);
            others.map(|(_, other)| self.column[other] as f64).collect()
        };
        let of = linked(!upwards);
        let of = if of.is_empty() { linked(upwards) } else { of };
        if of.is_empty() {
            self.column[at] as f64
        } else {
            of.iter().sum::<f64>() / of.len() as f64
        }
    }

    /// Puts each way out into the free place nearest to those that lead to it, in one of their
    /// lanes and below them.
    fn place_ends(&mut self, graph: &Graph) {
        let others = (0..self.row.len()).filter(|at| !graph.is_end[*at]);
        let mut taken: Vec<(usize, usize)> =
            others.map(|at| (self.row[at], self.column[at])).collect();
        self.rows = taken.iter().map(|(row, _)| row + 1).max().unwrap_or(0);
        for at in (0..self.row.len()).filter(|at| graph.is_end[*at]) {
            let before: Vec<usize> =
                graph.edges.iter().filter(|edge| edge.to == at).map(|edge| edge.from).collect();
            let above = before.iter().map(|from| self.row[*from] + 1).max().unwrap_or(0);
            let lanes = before.iter().map(|from| graph.lane[*from]).chain([graph.lane[at]]);
            let columns: Vec<usize> = lanes.flat_map(|lane| self.columns_of(lane)).collect();
            let cost = |row: usize, column: usize| {
                let far = |from: &usize| {
                    3 * self.column[*from].abs_diff(column) + row.abs_diff(self.row[*from])
                };
                before.iter().map(far).sum::<usize>() + if row >= self.rows { 6 } else { 0 }
            };
            let places = (above..=self.rows.max(above))
                .flat_map(|row| columns.iter().map(move |column| (row, *column)));
            let free = places.filter(|place| !taken.contains(place));
            let best = free.min_by_key(|(row, column)| (cost(*row, *column), *row, *column));
            // The row below all has a free place, unless ways out have filled it too.
            let (row, column) = best.unwrap_or((self.rows, columns.first().copied().unwrap_or(0)));
            (self.row[at], self.column[at]) = (row, column);
            taken.push((row, column));
            self.rows = self.rows.max(row + 1);
        }
    }
}

/// The row of each box: below all that lead to it, where its lane has a free column.
fn rows(graph: &Graph, width: &[usize]) -> Vec<usize> {
    let least = graph.ranks();
    let mut row = vec![0; least.len()];
    let mut filled: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut order: Vec<usize> = (0..least.len()).filter(|at| !graph.is_end[*at]).collect();
    order.sort_by_key(|at| (least[*at], *at));
    for at in order {
        let before = graph.edges.iter().filter(|edge| edge.to == at && !edge.back);
        let mut place = before.map(|edge| row[edge.from] + 1).max().unwrap_or(0);
        let lane = graph.lane[at];
        while filled.get(&(lane, place)).is_some_and(|count| *count >= width[lane]) {
            place += 1;
        }
        *filled.entry((lane, place)).or_default() += 1;
        row[at] = place;
    }
    row
}

fn height(row: &[usize]) -> usize {
    row.iter().map(|row| row + 1).max().unwrap_or(0)
}

/// Lanes from left to right: that of the first box, then the others so that arrows are short.
fn lane_order(graph: &Graph) -> Vec<usize> {
    let mut order: Vec<usize> = (0..graph.lanes).collect();
    let length = |order: &[usize]| {
        let mut place = vec![0_usize; order.len()];
        for (at, lane) in order.iter().enumerate() {
            place[*lane] = at;
        }
        let edges = graph.edges.iter();
        edges
            .map(|edge| place[graph.lane[edge.from]].abs_diff(place[graph.lane[edge.to]]))
            .sum::<usize>()
    };
    let mut best = length(&order);
    loop {
        let mut better = None;
        for one in 1..order.len() {
            for other in one + 1..order.len() {
                let mut swapped = order.clone();
                swapped.swap(one, other);
                let length = length(&swapped);
                if length < best {
                    (best, better) = (length, Some(swapped));
                }
            }
        }
        match better {
            Some(better) => order = better,
            None => return order,
        }
    }
}

fn lane_columns(order: &[usize], width: &[usize]) -> Vec<(usize, Range<usize>)> {
    let mut next = 0;
    let columns = order.iter().map(|lane| {
        let first = next;
        next += width[*lane];
        (*lane, first..next)
    });
    columns.collect()
}
