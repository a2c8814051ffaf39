//! Where everything stands in units of the drawing.

use crate::chart::canvas::Area;
use crate::chart::furniture::MARGIN;

use super::graph::Graph;
use super::grid::Grid;
use super::route::{Out, Routes};
use super::words::{CORNER, Words, numbers};
use super::{FlowBoxKind, FlowChart};

/// Between two tracks.
const TRACK: f64 = 9.0;
/// The narrowest gutter and the lowest channel with a track.
const GUTTER: f64 = 18.0;
/// Between the last track of a channel and the boxes below: the head of an arrow.
const HEAD: f64 = 12.0;
/// How far from the middle arrows arrive at the top of a box.
const PORT: f64 = 26.0;
/// Heights at which arrows leave are multiples of this: to the left halfway between.
const SNAP: f64 = 8.0;
/// The narrowest column, by how much columns are made wider, and how often one is at the most.
const NARROWEST: f64 = 112.0;
const WIDER: f64 = 16.0;
const MOST_STEPS: usize = 16;

/// All of a drawing below its head.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) graph: Graph,
    pub(super) grid: Grid,
    pub(super) routes: Routes,
    pub(super) numbers: Vec<usize>,
    pub(super) words: Vec<Words>,
    /// Left and right end of each column.
    pub(super) columns: Vec<(f64, f64)>,
    gutters: Vec<(f64, f64)>,
    /// Gutters with a border between lanes.
    borders: Vec<bool>,
    /// Lines between lanes.
    pub(super) rules: Vec<f64>,
    /// Top of each row, from the top of all.
    rows: Vec<f64>,
    channels: Vec<f64>,
    pub(super) height: f64,
}

impl Plan {
    /// A plan with at least so many columns, still without widths.
    pub(super) fn of(chart: &FlowChart, columns: usize) -> Self {
        let graph = Graph::of(chart);
        let grid = Grid::of(&graph, columns);
        let routes = Routes::of(chart, &graph, &grid);
        let starts = |gutter: usize| grid.lanes.iter().any(|(_, of)| of.start == gutter);
        Self {
            borders: (0..=grid.columns).map(|gutter| gutter > 0 && starts(gutter)).collect(),
            numbers: numbers(chart, &grid),
            graph,
            grid,
            routes,
            words: Vec::new(),
            columns: Vec::new(),
            gutters: Vec::new(),
            rules: Vec::new(),
            rows: Vec::new(),
            channels: Vec::new(),
            height: 0.0,
        }
    }

    /// Heights of each box in columns of each width that [`Plan::fit`] looks at.
    pub(super) fn heights(&self, chart: &FlowChart) -> Vec<Vec<f64>> {
        let of = |at: usize, step: usize| {
            let wide = WIDER.mul_add(step as f64, NARROWEST);
            Words::of(chart, (&self.graph, &self.routes), &self.numbers, at, wide).height()
        };
        let heights = |at: usize| (0..=MOST_STEPS).map(|step| of(at, step)).collect();
        (0..chart.boxes.len()).map(heights).collect()
    }

    /// Gives columns the widths with which all is least high: the narrowest first, then wider step
    /// by step where that makes the most of a difference.
    pub(super) fn fit(&mut self, chart: &FlowChart, heights: &[Vec<f64>], width: f64) {
        let gutters: Vec<f64> = (0..=self.grid.columns).map(|at| self.gutter_width(at)).collect();
        let taken = gutters.iter().sum::<f64>() + NARROWEST * self.grid.columns as f64;
        let free = width - 2.0 * MARGIN - taken;
        let most = MOST_STEPS * self.grid.columns;
        let free = (1..=most).take_while(|step| WIDER * *step as f64 <= free).count();
        let mut steps = vec![0_usize; self.grid.columns];
        let reach: Vec<usize> =
            (0..heights.len()).map(|at| self.routes.reach(&self.grid, at)).collect();
        let high = |steps: &[usize]| -> Vec<f64> {
            let of = |(at, heights): (usize, &Vec<f64>)| {
                let step = steps[self.grid.column[at]];
                heights.get(step).or(heights.last()).copied().unwrap_or_default()
            };
            heights.iter().enumerate().map(of).collect()
        };
        for _ in 0..free {
            let cost = |column: usize| {
                let mut wider = steps.clone();
                wider[column] += 1;
                let high = high(&wider);
                let all = self.stacked(&high, &reach).2;
                // Where no single column makes a difference, the one with the most words.
                all * 64.0 + high.iter().sum::<f64>()
            };
            let costs = (0..steps.len()).map(|column| (cost(column), column));
            let best = costs.min_by(|one, other| one.0.total_cmp(&other.0));
            let Some((_, column)) = best else { break };
            steps[column] += 1;
        }
        let mut x = MARGIN;
        (self.columns, self.gutters) = (Vec::new(), Vec::new());
        for (at, gutter) in gutters.iter().enumerate() {
            self.gutters.push((x, x + gutter));
            x += gutter;
            if let Some(steps) = steps.get(at) {
                let wide = WIDER.mul_add(*steps as f64, NARROWEST);
                self.columns.push((x, x + wide));
                x += wide;
            }
        }
        let of = |at: usize| {
            let (left, right) = self.columns[self.grid.column[at]];
            Words::of(chart, (&self.graph, &self.routes), &self.numbers, at, right - left)
        };
        self.words = (0..chart.boxes.len()).map(of).collect();
        let borders = (0..self.borders.len()).filter(|at| self.borders[*at]);
        self.rules = borders.map(|at| self.rule(at)).collect();
        let high: Vec<f64> = self.words.iter().map(Words::height).collect();
        (self.rows, self.channels, self.height) = self.stacked(&high, &reach);
    }

    fn gutter_width(&self, gutter: usize) -> f64 {
        let slots = self.routes.gutters[gutter].count + usize::from(self.borders[gutter]);
        (TRACK * (slots + 1) as f64).max(GUTTER)
    }

    /// Tops of rows and of channels, and the height of all, for boxes that are so high and end
    /// above these rows.
    fn stacked(&self, high: &[f64], reach: &[usize]) -> (Vec<f64>, Vec<f64>, f64) {
        let (mut rows, mut channels, mut y) = (Vec::new(), Vec::new(), 0.0_f64);
        for row in 0..=self.grid.rows {
            let above = (0..reach.len()).filter(|at| reach[*at] == row);
            let ends = above.map(|at| rows[self.grid.row[at]] + high[at]);
            y = ends.fold(y, f64::max);
            if row == self.grid.rows {
                break;
            }
            channels.push(y);
            let tracks = self.routes.channels[row].count as f64;
            y += if row == 0 && tracks == 0.0 { 6.0 } else { TRACK * (tracks + 0.5) + HEAD };
            rows.push(y);
        }
        (rows, channels, y + 8.0)
    }

    /// Right end of all.
    pub(super) fn width(&self) -> f64 {
        self.gutters.last().map_or(0.0, |(_, right)| *right) + MARGIN
    }

    pub(super) fn area(&self, at: usize) -> Area {
        let (left, right) = self.columns[self.grid.column[at]];
        let top = self.rows[self.grid.row[at]];
        Area { left, right, top, bottom: top + self.words[at].height() }
    }

    fn middle(&self, at: usize) -> f64 {
        let (left, right) = self.columns[self.grid.column[at]];
        f64::midpoint(left, right)
    }

    /// The line between lanes in a gutter: halfway among its tracks.
    fn rule(&self, gutter: usize) -> f64 {
        self.slot(gutter, self.routes.gutters[gutter].count / 2, 1)
    }

    fn slot(&self, gutter: usize, slot: usize, extra: usize) -> f64 {
        let (left, right) = self.gutters[gutter];
        let slots = self.routes.gutters[gutter].count + extra;
        f64::midpoint(left, right) + TRACK * (slot as f64 - (slots as f64 - 1.0) / 2.0)
    }

    fn track_x(&self, gutter: usize, net: usize) -> f64 {
        let tracks = &self.routes.gutters[gutter];
        let track = tracks.of.get(&net).copied().unwrap_or_default();
        let is_border = self.borders[gutter];
        let extra = usize::from(is_border);
        let slot = if is_border && track >= tracks.count / 2 { track + 1 } else { track };
        self.slot(gutter, slot, extra)
    }

    fn track_y(&self, channel: usize, net: usize) -> f64 {
        let track = self.routes.channels[channel].of.get(&net).copied().unwrap_or_default();
        self.channels[channel] + TRACK * (track + 1) as f64
    }

    /// Top and bottom of a row of a box.
    pub(super) fn row_area(&self, at: usize, row: usize) -> Area {
        let area = self.area(at);
        let words = &self.words[at];
        let above: f64 = words.rows[..row].iter().map(|row| Words::row_height(row)).sum();
        let top = area.top + words.head() + above;
        Area { top, bottom: top + Words::row_height(&words.rows[row]), ..area }
    }

    /// Where an edge leaves its box.
    fn leaves(&self, edge: usize) -> (f64, f64) {
        let at = self.graph.edges[edge].from;
        let area = self.area(at);
        let out = self.routes.courses[edge].out;
        if out.is_below() {
            return (self.middle(at), area.bottom);
        }
        let row = self.routes.leaving[at].iter().position(|other| *other == edge);
        let area = match row.filter(|row| *row < self.words[at].rows.len()) {
            Some(row) => self.row_area(at, row),
            None => area,
        };
        let middle = f64::midpoint(area.top, area.bottom);
        match out {
            Out::Left(_) => {
                let y = ((middle - SNAP / 2.0) / SNAP).round().mul_add(SNAP, SNAP / 2.0);
                (area.left, y)
            }
            _ => (area.right, (middle / SNAP).round() * SNAP),
        }
    }

    /// Every net with its lines.
    pub(super) fn nets(&self) -> Vec<NetLines> {
        (0..self.routes.nets.len()).map(|net| self.net(net)).collect()
    }

    fn net(&self, net: usize) -> NetLines {
        let to = self.routes.nets[net].to;
        let (channel, top) = (self.grid.row[to], self.area(to).top);
        let tip = (self.port(net), top);
        let along = self.track_y(channel, net);
        let mut lines = NetLines { tip, lines: Vec::new(), joins: Vec::new() };
        // Where lines come down or up to the channel, and the heights that each spans.
        let mut uprights: Vec<(f64, f64, f64)> = Vec::new();
        let mut straight = false;
        let edges =
            (0..self.graph.edges.len()).filter(|edge| self.routes.courses[*edge].net == net);
        let edges: Vec<usize> = edges.collect();
        for edge in &edges {
            let from = self.leaves(*edge);
            match self.routes.courses[*edge].out {
                Out::Straight => {
                    straight = true;
                    lines.lines.push(vec![from, tip]);
                }
                Out::Below => uprights.push((from.0, from.1, along)),
                Out::Left(gutter) | Out::Right(gutter) => {
                    let x = self.track_x(gutter, net);
                    if edges.len() == 1 {
                        let course = vec![from, (x, from.1), (x, along), (tip.0, along), tip];
                        lines.lines.push(course);
                        return lines;
                    }
                    lines.lines.push(vec![from, (x, from.1)]);
                    uprights.push((x, from.1, along));
                }
            }
        }
        if uprights.is_empty() {
            return lines;
        }
        lines.join(&uprights, along, straight);
        lines
    }

    /// Where a net arrives at the top of its box: by the side that it comes from, and never where
    /// something may come down out of the box above.
    fn port(&self, net: usize) -> f64 {
        let to = self.routes.nets[net].to;
        let middle = self.middle(to);
        let outs = |net: usize| {
            let courses = self.routes.courses.iter().enumerate();
            courses.filter(move |(_, course)| course.net == net)
        };
        let straight = |net: usize| outs(net).any(|(_, course)| course.out == Out::Straight);
        // How far to the left or right of its box a net comes from.
        let side = |net: usize| {
            let columns = outs(net).map(|(edge, course)| match course.out {
                Out::Left(gutter) | Out::Right(gutter) => gutter as f64 - 0.5,
                _ => self.grid.column[self.graph.edges[edge].from] as f64,
            });
            columns.map(|column| column - self.grid.column[to] as f64).sum::<f64>()
        };
        let mut nets: Vec<usize> =
            (0..self.routes.nets.len()).filter(|other| self.routes.nets[*other].to == to).collect();
        nets.sort_by(|one, other| side(*one).total_cmp(&side(*other)).then(one.cmp(other)));
        if straight(net) {
            return middle;
        }
        let owned = nets.iter().any(|other| straight(*other)) || self.comes_down_above(to);
        if !owned && nets.len() % 2 == 1 && nets[nets.len() / 2] == net {
            return middle;
        }
        let rest: Vec<usize> = nets.into_iter().filter(|other| !straight(*other)).collect();
        let place = rest.iter().position(|other| *other == net).unwrap_or_default();
        match (rest.len(), place) {
            (1, _) if side(net) < 0.0 => middle - PORT,
            (1, _) => middle + PORT,
            (3, 1) => middle + PORT / 2.0,
            (_, 0) => middle - PORT,
            _ => middle + PORT,
        }
    }

    /// Whether the box right above lets an arrow out below.
    fn comes_down_above(&self, at: usize) -> bool {
        let (row, column) = (self.grid.row[at], self.grid.column[at]);
        self.graph.edges.iter().zip(&self.routes.courses).any(|(edge, course)| {
            course.out.is_below()
                && self.grid.row[edge.from] + 1 == row
                && self.grid.column[edge.from] == column
        })
    }

    /// Lets tracks change places as long as that makes fewer arrows cross.
    pub(super) fn untangle(&mut self) {
        let mut best = self.crossings();
        loop {
            let before = best;
            for gutter in 0..self.routes.gutters.len() {
                for (one, other) in pairs(self.routes.gutters[gutter].count) {
                    self.routes.gutters[gutter].swap(one, other);
                    let crossings = self.crossings();
                    if crossings < best {
                        best = crossings;
                    } else {
                        self.routes.gutters[gutter].swap(one, other);
                    }
                }
            }
            for channel in 0..self.routes.channels.len() {
                for (one, other) in pairs(self.routes.channels[channel].count) {
                    self.routes.channels[channel].swap(one, other);
                    let crossings = self.crossings();
                    if crossings < best {
                        best = crossings;
                    } else {
                        self.routes.channels[channel].swap(one, other);
                    }
                }
            }
            if best == before {
                return;
            }
        }
    }

    pub(super) fn crossings(&self) -> usize {
        let (mut level, mut upright) = (Vec::new(), Vec::new());
        for (net, lines) in self.nets().iter().enumerate() {
            for line in &lines.lines {
                for ends in line.windows(2) {
                    let ((x, y), (to_x, to_y)) = (ends[0], ends[1]);
                    if x == to_x {
                        upright.push((net, x, y.min(to_y), y.max(to_y)));
                    } else {
                        level.push((net, y, x.min(to_x), x.max(to_x)));
                    }
                }
            }
        }
        let crossed = |(net, y, left, right): &(usize, f64, f64, f64)| {
            upright
                .iter()
                .filter(|(other, x, top, bottom)| {
                    other != net && left < x && x < right && top < y && y < bottom
                })
                .count()
        };
        level.iter().map(crossed).sum()
    }

    /// How far the corners of a box are cut or rounded.
    pub(super) fn corner(&self, chart: &FlowChart, at: usize) -> f64 {
        match chart.boxes[at].kind {
            FlowBoxKind::Step => 0.0,
            FlowBoxKind::Question => CORNER,
            FlowBoxKind::End => (self.words[at].height() / 2.0).min(18.0),
        }
    }
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)))
}

/// The lines of a net.
pub(super) struct NetLines {
    /// Where it arrives.
    pub(super) tip: (f64, f64),
    pub(super) lines: Vec<Vec<(f64, f64)>>,
    /// Where lines meet, so that they are told from those that only cross.
    pub(super) joins: Vec<(f64, f64)>,
}

impl NetLines {
    /// Joins lines that come to a channel at height `along`, each with its place and where it comes
    /// from, and leads them to the tip.
    fn join(&mut self, uprights: &[(f64, f64, f64)], along: f64, straight: bool) {
        let tip = self.tip;
        let mut places: Vec<f64> = uprights.iter().map(|(x, ..)| *x).collect();
        places.sort_by(f64::total_cmp);
        places.dedup();
        let left = places.first().copied().unwrap_or(tip.0).min(tip.0);
        let right = places.last().copied().unwrap_or(tip.0).max(tip.0);
        let inside = |x: f64| left < x && x < right;
        for x in places {
            let mut ends: Vec<f64> =
                uprights.iter().filter(|(other, ..)| *other == x).map(|(_, y, _)| *y).collect();
            ends.sort_by(f64::total_cmp);
            ends.dedup();
            let top = ends.first().copied().unwrap_or(along).min(along);
            let bottom = ends.last().copied().unwrap_or(along).max(along);
            self.lines.push(vec![(x, top), (x, bottom)]);
            let meets = ends.iter().filter(|y| top < **y && **y < bottom);
            self.joins.extend(meets.map(|y| (x, *y)));
            if inside(x) || (top < along && along < bottom) {
                self.joins.push((x, along));
            }
        }
        if left < right {
            self.lines.push(vec![(left, along), (right, along)]);
        }
        if straight || inside(tip.0) {
            self.joins.push((tip.0, along));
        }
        if !straight {
            self.lines.push(vec![(tip.0, along), tip]);
        }
    }
}
