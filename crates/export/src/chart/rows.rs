//! Rows of a chart: a name beside its marks where there is room, above them on a telephone.

use super::Room;
use super::canvas::{Anchor, Canvas, Type};
use super::furniture::{LEADING, MARGIN, normal};
use super::text::{SIZE, width, wrap};

/// Between the names above marks and the marks.
const UNDER: f64 = 4.0;

/// Where the names of rows stand, and how much room they take.
#[derive(Clone, Copy)]
pub(crate) struct RowNames {
    room: Room,
    /// Room of the longest name beside the marks.
    most: f64,
    /// Lines of a name at most.
    lines: usize,
    /// Room beside a name above the marks that something else takes.
    taken: f64,
}

impl RowNames {
    /// Names of at most so many units and lines where they stand beside their marks.
    pub(crate) const fn new(room: Room, most: f64, lines: usize) -> Self {
        Self { room, most, lines, taken: 0.0 }
    }

    /// The same where something stands on the right of a name above its marks.
    pub(crate) const fn beside(self, taken: f64) -> Self {
        Self { taken, ..self }
    }

    /// Whether names stand above their marks.
    pub(crate) const fn are_above(self) -> bool {
        self.room.is_narrow()
    }

    /// A name in lines.
    pub(crate) fn wrapped(self, name: &str) -> Vec<String> {
        if self.are_above() {
            wrap(name, self.room.units() - 2.0 * MARGIN - self.taken, SIZE, self.lines.max(2))
        } else {
            wrap(name, self.most, SIZE, self.lines)
        }
    }

    /// Where the place of the marks begins, for these names.
    pub(crate) fn left<'a>(self, names: impl Iterator<Item = &'a str>, gap: f64) -> f64 {
        if self.are_above() {
            // Room for half the label of the first tick.
            return 2.0 * MARGIN;
        }
        let lines = names.flat_map(|name| self.wrapped(name));
        MARGIN + lines.map(|line| width(&line, SIZE)).fold(40.0, f64::max) + gap
    }

    /// Height of the name above the marks; 0 for one that stands beside them.
    pub(crate) fn above(self, name: &str) -> f64 {
        let lines = self.wrapped(name).len().max(usize::from(self.taken > 0.0));
        if self.are_above() { LEADING * lines as f64 + UNDER } else { 0.0 }
    }

    /// Height of a row whose marks are so high.
    pub(crate) fn height(self, name: &str, marks: f64) -> f64 {
        if self.are_above() {
            self.above(name) + marks
        } else {
            marks.max(LEADING * self.wrapped(name).len() as f64 + 4.0)
        }
    }

    /// Draws a name into a row from `top` on, as high as [`Self::height`] says; its end stands at
    /// `right` where it is beside the marks. Returns the middle of the marks.
    pub(crate) fn draw(
        self,
        canvas: &mut Canvas,
        name: &str,
        (top, height): (f64, f64),
        right: f64,
    ) -> f64 {
        self.draw_as(canvas, name, (top, height), right, normal(Anchor::End))
    }

    /// The same in another type.
    pub(crate) fn draw_as(
        self,
        canvas: &mut Canvas,
        name: &str,
        (top, height): (f64, f64),
        right: f64,
        style: Type,
    ) -> f64 {
        let lines = self.wrapped(name);
        if self.are_above() {
            let style = Type { anchor: Anchor::Start, ..style };
            // Lines of the grid run behind the words.
            for (index, line) in lines.iter().enumerate() {
                let y = top + SIZE + LEADING * index as f64;
                canvas.grounded((MARGIN, y), style, line);
            }
            let above = self.above(name);
            top + above + (height - above) / 2.0
        } else {
            let middle = top + height / 2.0;
            let first = middle + 4.5 - LEADING * (lines.len() as f64 - 1.0) / 2.0;
            canvas.lines((right, first), style, LEADING, &lines);
            middle
        }
    }
}
