//! Where the boxes and arrows of a driver diagram stand.
//!
//! Columns are layers (Sugiyama, Tagawa and Toda 1981): an arrow that passes
//! over a column has a lane of its own there, and boxes and lanes are put in an
//! order by the mean place of what they are linked with.

use super::{DriverArrow, DriverChart};

/// Height of a lane.
const LANE: f64 = 8.0;
/// Between boxes and lanes of a column.
const GAP: f64 = 12.0;
/// How often the order is improved from left to right and back.
const SWEEPS: usize = 8;

/// A column and a height from the top of the diagram.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) column: usize,
    pub(super) y: f64,
}

/// Where everything stands.
pub(super) struct Layout {
    /// Boxes by their place in the chart, with their tops.
    pub(super) boxes: Vec<(usize, Place)>,
    /// For each link the heights at which it leaves its box, passes each column
    /// and arrives; `None` for one that is not drawn this way.
    pub(super) courses: Vec<Option<Vec<Place>>>,
    /// Links to the outcome by their place in the chart, each with where its
    /// short arrow leaves the box.
    pub(super) stubs: Vec<(usize, Place)>,
    /// Height of all.
    pub(super) height: f64,
}

/// A box or a lane.
struct Node {
    column: usize,
    height: f64,
    top: f64,
    /// Nodes of the column to the left and of that to the right.
    linked: [Vec<usize>; 2],
}

impl Node {
    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

impl Layout {
    /// Lays out a chart whose boxes have these heights.
    pub(super) fn of(chart: &DriverChart, heights: &[f64]) -> Self {
        let mut nodes: Vec<Node> = chart
            .boxes
            .iter()
            .zip(heights)
            .map(|(one, height)| node(one.column, *height))
            .collect();
        let chains: Vec<Option<Vec<usize>>> =
            chart.links.iter().map(|link| chain(chart, link, &mut nodes)).collect();
        let order = ordered(&nodes, chart.columns.len());
        let height = spread(&mut nodes, &order);
        let ports = Ports { chart, nodes: &nodes, chains: &chains };
        let boxes = (0..chart.boxes.len())
            .filter(|at| nodes[*at].column < chart.columns.len())
            .map(|at| (at, Place { column: nodes[at].column, y: nodes[at].top }))
            .collect();
        let courses = (0..chains.len())
            .map(|link| Some(ports.course(link, chains[link].as_ref()?)))
            .collect();
        let stubs = (0..chains.len()).filter(|link| chart.is_stub(&chart.links[*link]));
        let stubs = stubs.map(|link| (link, ports.leaving(link, chart.links[link].from))).collect();
        Self { boxes, courses, stubs, height }
    }
}

const fn node(column: usize, height: f64) -> Node {
    Node { column, height, top: 0.0, linked: [Vec::new(), Vec::new()] }
}

/// The nodes that a link passes, with a lane made in each column between its
/// ends; `None` for one that does not lead to the right or is a short arrow.
fn chain(chart: &DriverChart, link: &DriverArrow, nodes: &mut Vec<Node>) -> Option<Vec<usize>> {
    let (from, to) = (chart.boxes.get(link.from)?.column, chart.boxes.get(link.to)?.column);
    if to <= from || to >= chart.columns.len() || chart.is_stub(link) {
        return None;
    }
    let mut passed = vec![link.from];
    for column in from + 1..to {
        passed.push(nodes.len());
        nodes.push(node(column, LANE));
    }
    passed.push(link.to);
    for pair in passed.windows(2) {
        nodes[pair[0]].linked[1].push(pair[1]);
        nodes[pair[1]].linked[0].push(pair[0]);
    }
    Some(passed)
}

/// The nodes of each column from top to bottom, in the order with the fewest
/// crossings that the sweeps find.
fn ordered(nodes: &[Node], columns: usize) -> Vec<Vec<usize>> {
    let of_column = |column| {
        let members = (0..nodes.len()).filter(move |at| nodes[*at].column == column);
        members.collect::<Vec<_>>()
    };
    let mut order: Vec<Vec<usize>> = (0..columns).map(of_column).collect();
    let mut best = order.clone();
    for sweep in 0..SWEEPS {
        let leftwards = sweep % 2 == 1;
        for step in 1..columns {
            let column = if leftwards { columns - 1 - step } else { step };
            let places = places(&order, nodes.len());
            let wanted = |at: &usize| {
                let linked = &nodes[*at].linked[usize::from(leftwards)];
                let sum: f64 = linked.iter().map(|other| places[*other]).sum();
                if linked.is_empty() { places[*at] } else { sum / linked.len() as f64 }
            };
            order[column].sort_by(|one, other| wanted(one).total_cmp(&wanted(other)));
        }
        if crossings(nodes, &order) < crossings(nodes, &best) {
            best.clone_from(&order);
        }
    }
    best
}

/// The place of each node in its column, from 0 at the top to 1.
fn places(order: &[Vec<usize>], nodes: usize) -> Vec<f64> {
    let mut places = vec![0.0; nodes];
    for column in order {
        for (place, at) in column.iter().enumerate() {
            places[*at] = (place as f64 + 0.5) / column.len() as f64;
        }
    }
    places
}

fn crossings(nodes: &[Node], order: &[Vec<usize>]) -> usize {
    let places = places(order, nodes.len());
    let of_column = |column: &Vec<usize>| {
        let lines: Vec<(f64, f64)> = column
            .iter()
            .flat_map(|at| nodes[*at].linked[1].iter().map(|to| (places[*at], places[*to])))
            .collect();
        let crossed = |(at, one): (usize, &(f64, f64))| {
            lines[at + 1..]
                .iter()
                .filter(|other| (one.0 - other.0) * (one.1 - other.1) < 0.0)
                .count()
        };
        lines.iter().enumerate().map(crossed).sum::<usize>()
    };
    order.iter().map(of_column).sum()
}

/// Gives each node its top, each column spread over the height of the highest;
/// returns that height.
fn spread(nodes: &mut [Node], order: &[Vec<usize>]) -> f64 {
    let filled: Vec<f64> = order
        .iter()
        .map(|column| {
            let heights: f64 = column.iter().map(|at| nodes[*at].height + GAP).sum();
            (heights - GAP).max(0.0)
        })
        .collect();
    let height = filled.iter().copied().fold(0.0, f64::max);
    for (column, filled) in order.iter().zip(&filled) {
        let room = (height - filled) / column.len().max(1) as f64;
        let mut top = room / 2.0;
        for at in column {
            nodes[*at].top = top;
            top += nodes[*at].height + GAP + room;
        }
    }
    height
}

/// Where arrows leave boxes and arrive at them.
struct Ports<'a> {
    chart: &'a DriverChart,
    nodes: &'a [Node],
    chains: &'a [Option<Vec<usize>>],
}

impl Ports<'_> {
    fn course(&self, link: usize, chain: &[usize]) -> Vec<Place> {
        let last = chain.len() - 1;
        let place = |(leg, at): (usize, &usize)| match leg {
            0 => self.leaving(link, *at),
            leg if leg == last => self.arriving(link, *at),
            _ => Place { column: self.nodes[*at].column, y: self.nodes[*at].middle() },
        };
        chain.iter().enumerate().map(place).collect()
    }

    /// Where a link leaves its box: arrows in the order of where they go to,
    /// those straight to the outcome last.
    fn leaving(&self, link: usize, at: usize) -> Place {
        let goes = |other: &usize| {
            let next = self.chains[*other].as_ref().map(|chain| self.nodes[chain[1]].middle());
            next.unwrap_or(f64::INFINITY)
        };
        let drawn = |other: &usize| {
            self.chains[*other].is_some() || self.chart.is_stub(&self.chart.links[*other])
        };
        let links = (0..self.chains.len()).filter(|other| self.chart.links[*other].from == at);
        self.port(link, at, links.filter(drawn).collect(), goes)
    }

    /// Where a link arrives at its box.
    fn arriving(&self, link: usize, at: usize) -> Place {
        let comes = |other: &usize| {
            let chain = self.chains[*other].as_ref();
            chain.map_or(0.0, |chain| self.nodes[chain[chain.len() - 2]].middle())
        };
        let links = (0..self.chains.len()).filter(|other| self.chart.links[*other].to == at);
        self.port(link, at, links.filter(|other| self.chains[*other].is_some()).collect(), comes)
    }

    fn port(
        &self,
        link: usize,
        at: usize,
        mut links: Vec<usize>,
        by: impl Fn(&usize) -> f64,
    ) -> Place {
        links.sort_by(|one, other| by(one).total_cmp(&by(other)));
        let place = links.iter().position(|other| *other == link).unwrap_or(0);
        let node = &self.nodes[at];
        let y = node.top + node.height * (place + 1) as f64 / (links.len() + 1) as f64;
        Place { column: node.column, y }
    }
}
