//! The words of each box in lines, and how high they make it.

use super::graph::Graph;
use super::grid::Grid;
use super::route::Routes;
use super::{FlowBoxKind, FlowChart, FlowMark};
use crate::chart::text::{SIZE, SMALL, width, wrap};
use crate::words::say;

/// Between the lines of a box.
pub(super) const LINE: f64 = 15.0;
/// Between the edge of a box and its words.
pub(super) const PADDING: f64 = 7.0;
/// How far the corners of a question are cut.
pub(super) const CORNER: f64 = 11.0;
/// Above and below the words of a row.
pub(super) const ROW_PADDING: f64 = 3.0;
/// Room of the symbol before a mark.
pub(super) const SYMBOL: f64 = 15.0;
/// Between two marks on a line.
const APART: f64 = 10.0;
/// Bold letters are this much wider than the measure says.
const BOLD: f64 = 1.12;

/// Only what no author would write is cut.
const MOST_LINES: usize = 40;

/// The words of a box.
#[derive(Clone)]
pub(super) struct Words {
    pub(super) name: Vec<String>,
    pub(super) details: Vec<String>,
    /// Lines of marks, each with its place from the left.
    pub(super) marks: Vec<Vec<(f64, FlowMark)>>,
    pub(super) light: Vec<String>,
    /// One for each arrow that leaves, in their order; none where one leaves without a word.
    pub(super) rows: Vec<Vec<String>>,
    above: f64,
    below: f64,
}

impl Words {
    /// The words of a box that is `wide`.
    pub(super) fn of(
        chart: &FlowChart,
        (graph, routes): (&Graph, &Routes),
        numbers: &[usize],
        at: usize,
        wide: f64,
    ) -> Self {
        let one = &chart.boxes[at];
        let (above, below, beside) = match one.kind {
            FlowBoxKind::Step => (PADDING, PADDING, PADDING),
            FlowBoxKind::Question => (CORNER, CORNER, PADDING),
            FlowBoxKind::End => (PADDING + 1.0, PADDING + 1.0, 2.0 * PADDING),
        };
        let room = wide - 2.0 * beside;
        let edges = &routes.leaving[at];
        let arrow = |edge: &usize| &chart.arrows[graph.edges[*edge].arrow];
        let is_plain = edges.len() == 1 && arrow(&edges[0]).label.is_none();
        let then = say!(chart.heading.words, "chart-flow-then");
        let row = |edge: &usize| {
            let to = numbers[graph.edges[*edge].to];
            let label = arrow(edge).label.as_deref().unwrap_or(&then);
            leading_to(label, to, room)
        };
        let bold = |words: &str, size: f64| wrap(words, room / BOLD, size, MOST_LINES);
        let details =
            one.details.iter().flat_map(|line| wrap(line, room, SMALL, MOST_LINES)).collect();
        Self {
            name: bold(&format!("{}. {}", numbers[at], one.name), SIZE),
            details,
            marks: in_lines(&one.marks, room),
            light: one.light.iter().flat_map(|(_, words)| bold_beside(words, room)).collect(),
            rows: if is_plain { Vec::new() } else { edges.iter().map(row).collect() },
            above,
            below,
        }
    }

    /// Where the words begin, from the top of the box.
    pub(super) const fn top(&self) -> f64 {
        self.above
    }

    /// Height of all above the rows.
    pub(super) fn head(&self) -> f64 {
        let lines = self.name.len() + self.details.len() + self.marks.len() + self.light.len();
        self.above + LINE * lines as f64 + if self.rows.is_empty() { 0.0 } else { 4.0 }
    }

    pub(super) fn row_height(row: &[String]) -> f64 {
        LINE * row.len() as f64 + 2.0 * ROW_PADDING
    }

    pub(super) fn height(&self) -> f64 {
        let rows: f64 = self.rows.iter().map(|row| Self::row_height(row)).sum();
        self.head() + rows + self.below
    }
}

/// When an arrow is taken and to which number it leads, which never stands apart from its sign.
fn leading_to(label: &str, to: usize, room: f64) -> Vec<String> {
    let mut lines = wrap(label, room, SMALL, MOST_LINES);
    let sign = format!("→ {to}");
    match lines.last_mut() {
        Some(last) if width(&format!("{last} {sign}"), SMALL) <= room => {
            last.push(' ');
            last.push_str(&sign);
        }
        _ => lines.push(sign),
    }
    lines
}

fn bold_beside(words: &str, room: f64) -> Vec<String> {
    wrap(words, (room - SYMBOL) / BOLD, SMALL, MOST_LINES)
}

/// Marks one beside the other, as many to a line as fit.
fn in_lines(marks: &[FlowMark], room: f64) -> Vec<Vec<(f64, FlowMark)>> {
    let mut lines: Vec<Vec<(f64, FlowMark)>> = Vec::new();
    let mut x = 0.0;
    for mark in marks {
        let wide = SYMBOL + width(&mark.words, SMALL);
        match lines.last_mut() {
            Some(line) if x + wide <= room => line.push((x, mark.clone())),
            _ => {
                x = 0.0;
                lines.push(vec![(x, mark.clone())]);
            }
        }
        x += wide + APART;
    }
    lines
}

/// The number of each box, from 1: that with which all begins, then by row, then from left to
/// right.
pub(super) fn numbers(chart: &FlowChart, grid: &Grid) -> Vec<usize> {
    let mut order: Vec<usize> = grid.taken.values().copied().collect();
    order.sort_by_key(|at| *at != chart.start);
    let mut numbers = vec![0; grid.row.len()];
    for (number, at) in order.into_iter().enumerate() {
        numbers[at] = number + 1;
    }
    numbers
}
