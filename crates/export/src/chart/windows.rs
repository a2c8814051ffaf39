//! Times within which things are expected, a bar each, on one axis.

use std::fmt::Write as _;

use super::canvas::Stroke;
use super::canvas::{Anchor, Area, Canvas, Type, Weight};
use super::flow::Standing;
use super::furniture::{LEADING, MARGIN, small};
use super::style::GRID;
use super::style::{BAND, INK, MUTED, PAPER};
use super::text::{SIZE, SMALL, wrap};
use super::ticks::Axis;
use crate::words::Words;

/// Bars on one axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WindowStrip {
    /// What the axis counts, with its unit: `Weeks of gestation`.
    pub(crate) title: String,
    /// The axis reaches at least this far from 0.
    pub(crate) reach: f64,
    pub(crate) bars: Vec<WindowBar>,
}

/// One bar, in the unit of its strip.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WindowBar {
    /// Places of the boxes that it stands for.
    pub(crate) boxes: Vec<usize>,
    pub(crate) name: String,
    /// The time in words.
    pub(crate) words: String,
    /// The beginning of the axis unless told.
    pub(crate) from: Option<f64>,
    /// Its end unless told.
    pub(crate) to: Option<f64>,
    pub(crate) standing: Standing,
}

/// Height of a bar.
const BAR: f64 = 11.0;
/// The shortest bar that is drawn.
const SHORTEST: f64 = 3.0;

impl WindowBar {
    /// Its name after the numbers of its boxes.
    fn numbered(&self, words: &Words, numbers: &[usize]) -> String {
        let mut numbers: Vec<usize> =
            self.boxes.iter().filter_map(|at| numbers.get(*at).copied()).collect();
        numbers.sort_unstable();
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        if numbers.is_empty() {
            self.name.clone()
        } else {
            format!("{}. {}", words.or(&numbers), self.name)
        }
    }
}

impl WindowStrip {
    /// Draws the strip from `top` on, `width` wide; returns where it ends.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas,
        (words, numbers): (&Words, &[usize]),
        top: f64,
        width: f64,
    ) -> f64 {
        let ends = self.bars.iter().flat_map(|bar| bar.from.into_iter().chain(bar.to));
        let axis = Axis::covering(ends.chain([0.0, self.reach]));
        let room = width - 2.0 * MARGIN;
        let (name_room, words_room) = (room * 0.3, room * 0.26);
        let plot = (MARGIN + name_room + words_room + 24.0, width - MARGIN - 12.0);
        let title = wrap(&self.title, room / 1.12, SIZE, 2);
        let bold = Type::new(SIZE, INK, Anchor::Start).weight(Weight::Bold);
        canvas.lines((MARGIN, top + SIZE), bold, LEADING, &title);
        let first = top + LEADING * title.len() as f64 + 6.0;
        let rows: Vec<[Vec<String>; 2]> = self
            .bars
            .iter()
            .map(|bar| {
                let name = wrap(&bar.numbered(words, numbers), name_room - 10.0, SMALL, 4);
                [name, wrap(&bar.words, words_room - 10.0, SMALL, 5)]
            })
            .collect();
        let height = |row: &[Vec<String>; 2]| {
            LEADING * row.iter().map(Vec::len).max().unwrap_or(1).max(1) as f64 + 5.0
        };
        let bottom = first + rows.iter().map(height).sum::<f64>();
        for (tick, words) in axis.labels() {
            let x = axis.place(tick, plot.0, plot.1);
            canvas.line((x, first), (x, bottom), Stroke::solid(GRID, 1.0));
            canvas.text((x, bottom + SIZE + 2.0), small(Anchor::Middle), &words);
        }
        let mut y = first;
        for (bar, row) in self.bars.iter().zip(&rows) {
            let [name, words] = row;
            let plain = Type::new(SMALL, INK, Anchor::Start);
            canvas.lines((MARGIN, y + SMALL), plain, LEADING, name);
            canvas.lines((MARGIN + name_room, y + SMALL), small(Anchor::Start), LEADING, words);
            bar.draw(canvas, &axis, plot, y + 3.0);
            y += height(row);
        }
        bottom + LEADING + 4.0
    }

    /// The strip in words.
    pub(super) fn told(&self, words: &Words, numbers: &[usize]) -> String {
        let mut text = format!("{}:", self.title);
        for (at, bar) in self.bars.iter().enumerate() {
            let separator = if at == 0 { "" } else { ";" };
            // Writing to a string cannot fail.
            let _ = write!(text, "{separator} {}, {}", bar.numbered(words, numbers), bar.words);
        }
        text.push('.');
        text
    }
}

impl WindowBar {
    fn draw(&self, canvas: &mut Canvas, axis: &Axis, plot: (f64, f64), top: f64) {
        let place = |value: f64| axis.place(value, plot.0, plot.1);
        let left = self.from.map_or(plot.0, place);
        let right = self.to.map_or(plot.1, place).max(left + SHORTEST);
        let bar = Area { left, right, top, bottom: top + BAR };
        let fill = if self.standing == Standing::Open { PAPER } else { BAND };
        canvas.rect((bar.left, bar.top), (bar.right - bar.left, BAR), fill, None);
        let outline = [
            (bar.left, bar.top),
            (bar.right, bar.top),
            (bar.right, bar.bottom),
            (bar.left, bar.bottom),
            (bar.left, bar.top),
        ];
        canvas.path(&outline, self.standing.stroke(1.2));
        if self.to.is_none() {
            canvas.level_arrow((bar.right, top + BAR / 2.0), MUTED);
        }
    }
}
