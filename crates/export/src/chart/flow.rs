//! Who does what, and what follows: boxes in lanes with arrows that cross no box.
//!
//! Boxes stand in rows and columns; arrows run in the gutters between columns and the channels
//! between rows. Each box has a number, and each arrow says at its box when it is taken and to
//! which number it leads, so that a reader need not follow the lines.

use super::canvas::Canvas;
use super::windows::WindowStrip;
use super::{Chart, Column, DataTable, Heading, TableCell};

use crate::words::{Words, say};

mod draw;
mod graph;
mod grid;
mod place;
mod route;
#[cfg(test)]
mod tests;
mod told;
mod words;

use place::Plan;

/// Boxes in lanes, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FlowChart {
    /// Name and words; what is drawn is told after the description, in order of the numbers.
    pub(crate) heading: Heading,
    /// Lines below the title.
    pub(crate) subtitle: Vec<String>,
    /// Names of the lanes.
    pub(crate) lanes: Vec<String>,
    pub(crate) boxes: Vec<FlowBox>,
    /// Those whose ends are not there are not drawn.
    pub(crate) arrows: Vec<FlowArrow>,
    /// The place in `boxes` of the one with which all begins.
    pub(crate) start: usize,
    /// Times within which boxes are expected, drawn below.
    pub(crate) windows: Vec<WindowStrip>,
    /// Sentences below all.
    pub(crate) notes: Vec<String>,
}

/// One box.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FlowBox {
    pub(crate) name: String,
    /// Lines below the name.
    pub(crate) details: Vec<String>,
    pub(crate) kind: FlowBoxKind,
    pub(crate) standing: Standing,
    /// The place of its lane in [`FlowChart::lanes`]; that of the first box that leads to it,
    /// where it has none.
    pub(crate) lane: Option<usize>,
    pub(crate) marks: Vec<FlowMark>,
    /// How it stands, with its words.
    pub(crate) light: Option<(Light, String)>,
}

/// What a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlowBoxKind {
    Step,
    Question,
    /// A way out.
    End,
}

/// What something rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Stated,
    Inferred,
    Open,
}

/// A word in a box with its symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FlowMark {
    pub(crate) kind: FlowMarkKind,
    pub(crate) words: String,
}

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FlowMarkKind {
    Must,
    Should,
    May,
    Open,
}

/// How far something is met, in the colours of a traffic light. Words and shape say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// A circle.
    Green,
    /// A triangle.
    Amber,
    /// A square.
    Red,
}

/// One arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FlowArrow {
    /// Places in [`FlowChart::boxes`].
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// When it is taken.
    pub(crate) label: Option<String>,
    pub(crate) standing: Standing,
}

/// Width at which the smallest words are 7 points on the upright sheet of A4: 190 mm are 539
/// points.
const UPRIGHT: f64 = 920.0;
/// The same on the level sheet, 277 mm.
const LEVEL: f64 = 1340.0;
/// How long a unit is on paper.
const MILLIMETRES: f64 = 190.0 / UPRIGHT;
/// Height of a sheet for its width.
const UPRIGHT_SHEET: f64 = UPRIGHT * 277.0 / 190.0;
const LEVEL_SHEET: f64 = LEVEL * 190.0 / 277.0;
/// The narrowest drawing, so that title and key have room.
const LEAST: f64 = 720.0;
/// About how high title and key are.
const HEAD: f64 = 160.0;
/// Most columns that are tried.
const MOST_COLUMNS: usize = 8;

impl FlowChart {
    /// The plan with the smallest drawing among those that can be read when printed on A4; one that
    /// fits on a sheet before one that does not.
    fn plan(&self) -> Plan {
        let mut best: Option<(f64, Plan)> = None;
        for columns in self.lanes.len().max(1)..=MOST_COLUMNS.max(self.lanes.len()) {
            let bare = Plan::of(self, columns);
            let heights = bare.heights(self);
            for (width, sheet) in [(UPRIGHT, UPRIGHT_SHEET), (LEVEL, LEVEL_SHEET)] {
                let mut plan = bare.clone();
                plan.fit(self, &heights, width);
                let fits = plan.height + HEAD <= sheet && plan.width() <= width;
                // Beyond the sheet, words are too small: that is worse than to be twice as large.
                let too_wide = if plan.width() > width { plan.width() / UPRIGHT } else { 1.0 };
                let cost = plan.width() * plan.height * too_wide * if fits { 0.5 } else { 1.0 };
                if best.as_ref().is_none_or(|(other, _)| cost < *other) {
                    best = Some((cost, plan));
                }
            }
        }
        let mut plan = best.map_or_else(|| Plan::of(self, 1), |(_, plan)| plan);
        plan.untangle();
        plan
    }
}

impl Chart for FlowChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        if self.boxes.is_empty() {
            return None;
        }
        let plan = self.plan();
        let width = plan.width().max(LEAST);
        let mut canvas = Canvas::default();
        let top = self.draw_head(&mut canvas, width);
        let top = self.draw_lanes(&mut canvas, &plan, top);
        for (net, lines) in plan.routes.nets.iter().zip(plan.nets()) {
            draw::net(&mut canvas, &lines, net.standing, top);
        }
        for at in 0..self.boxes.len() {
            self.draw_box(&mut canvas, &plan, at, top);
        }
        let mut end = top + plan.height + 14.0;
        for strip in &self.windows {
            end = strip.draw(&mut canvas, (self.heading.words, &plan.numbers), end, width) + 10.0;
        }
        end = super::furniture::notes_within(&mut canvas, &self.notes, end, width);
        let mut heading = self.heading.clone();
        heading.description = self.told(&plan);
        Some(canvas.finish_as(&heading, (width, end + 8.0), Some(MILLIMETRES)))
    }

    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let name = |at: usize| {
            let name = self.boxes.get(at).map(|one| one.name.clone());
            TableCell::text_or(name, &say!(words, "not-known"))
        };
        let row = |arrow: &FlowArrow| {
            let when = TableCell::text(arrow.label.clone().unwrap_or_default());
            let standing = TableCell::text(arrow.standing.word(words));
            vec![name(arrow.from), when, name(arrow.to), standing]
        };
        DataTable {
            caption: self.heading.subject().to_owned(),
            columns: [
                say!(words, "chart-from"),
                say!(words, "chart-when"),
                say!(words, "chart-to"),
                say!(words, "chart-standing"),
            ]
            .map(Column::text)
            .into(),
            rows: self.arrows.iter().map(row).collect(),
        }
    }
}

impl Standing {
    pub(crate) fn word(self, words: &Words) -> String {
        match self {
            Self::Stated => say!(words, "chart-stated"),
            Self::Inferred => say!(words, "chart-inferred"),
            Self::Open => say!(words, "chart-open"),
        }
    }
}
