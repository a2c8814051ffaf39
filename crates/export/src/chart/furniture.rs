//! What surrounds the data: value axes, keys, notes and the labels beside line ends.

use super::canvas::{Anchor, Area, Canvas, Stroke, Type};
use super::format::{grouped, label};
use super::style::{GRID, INK, MUTED};
use super::text::{SIZE, SMALL, width, wrap};
use super::ticks::Axis;
use super::{AxisStart, ReferenceLine};
use crate::words::{Words, say};

/// Space between the drawing's edge and its words.
pub(crate) const MARGIN: f64 = 8.0;

/// Line spacing of notes and small words.
pub(crate) const LEADING: f64 = 16.0;

/// Words of small muted type.
pub(crate) const fn small(anchor: Anchor) -> Type {
    Type::new(SMALL, MUTED, anchor)
}

/// Words of normal type.
pub(crate) const fn normal(anchor: Anchor) -> Type {
    Type::new(SIZE, INK, anchor)
}

/// The axis over `values`, with or without 0.
pub(crate) fn value_axis(start: AxisStart, values: impl Iterator<Item = f64>) -> Axis {
    match start {
        AxisStart::Zero => Axis::covering(values.chain([0.0])),
        AxisStart::Fitted => Axis::covering(values),
    }
}

/// The sentence due where an axis leaves out 0.
pub(crate) fn zero_left_out(words: &Words, axis: &Axis) -> Option<String> {
    leaves_out_zero(axis).then(|| {
        let from = label(words, axis.low(), axis.decimals);
        say!(words, "chart-axis-without-zero", from = from)
    })
}

fn leaves_out_zero(axis: &Axis) -> bool {
    axis.low() > 0.0 || axis.high() < 0.0
}

/// The sentence that names what has no figure; `None` where there is nothing.
pub(crate) fn missing_sentence(words: &Words, missing: &[String]) -> Option<String> {
    (!missing.is_empty()).then(|| say!(words, "chart-missing", missing = missing.join(", ")))
}

/// Title above a vertical axis, from `top`; returns where the title ends.
pub(crate) fn axis_title(canvas: &mut Canvas, words: &str, top: f64) -> f64 {
    let lines = wrap(words, canvas.width() - 2.0 * MARGIN, SIZE, 4);
    canvas.lines((MARGIN, top + SIZE), normal(Anchor::Start), LEADING, &lines);
    top + LEADING * lines.len() as f64
}

/// Room for the tick labels of a vertical axis.
pub(crate) fn tick_room(axis: &Axis) -> f64 {
    axis.labels().map(|(_, words)| width(&words, SMALL)).fold(0.0, f64::max) + MARGIN + 8.0
}

/// Grid, tick labels and zero line of a vertical axis.
pub(crate) fn vertical_axis(canvas: &mut Canvas, axis: &Axis, plot: Area) {
    for (tick, words) in axis.labels() {
        let y = axis.place(tick, plot.bottom, plot.top);
        canvas.line((plot.left, y), (plot.right, y), grid_or_zero(tick));
        canvas.text((plot.left - 6.0, y + 4.0), small(Anchor::End), &words);
    }
    if leaves_out_zero(axis) {
        let (x, y) = (plot.left, plot.bottom);
        let zigzag =
            [(0.0, -24.0), (0.0, -18.0), (-4.0, -15.0), (4.0, -9.0), (0.0, -6.0), (0.0, 0.0)];
        let course: Vec<(f64, f64)> = zigzag.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
        canvas.path(&course, Stroke::solid(INK, 1.2));
    }
}

/// Grid of a horizontal axis, with its tick labels under the plot.
pub(crate) fn horizontal_axis(canvas: &mut Canvas, axis: &Axis, plot: Area) {
    for (tick, _) in axis.labels() {
        let x = axis.place(tick, plot.left, plot.right);
        canvas.line((x, plot.top), (x, plot.bottom), grid_or_zero(tick));
    }
    tick_labels(canvas, axis, plot, plot.bottom + 16.0);
}

/// Tick labels of a horizontal axis on the baseline `y`, leaving out those that would touch.
pub(crate) fn tick_labels(canvas: &mut Canvas, axis: &Axis, plot: Area, y: f64) {
    let placed = axis.labels().map(|(tick, words)| {
        let x = axis.place(tick, plot.left, plot.right);
        (x, vec![words])
    });
    for (x, words) in evenly_apart(&placed.collect::<Vec<_>>(), axis.zero(), SMALL) {
        let half = widest(&words, SMALL) / 2.0;
        let x = x.clamp(half, (canvas.width() - half).max(half));
        canvas.place(&[(x, y)], small(Anchor::Middle), &words.concat());
    }
}

fn grid_or_zero(tick: f64) -> Stroke {
    if tick == 0.0 { Stroke::solid(MUTED, 1.2) } else { Stroke::solid(GRID, 1.0) }
}

/// Width of the widest of `lines`.
pub(crate) fn widest(lines: &[String], size: f64) -> f64 {
    lines.iter().map(|line| width(line, size)).fold(0.0, f64::max)
}

/// A centred label: its middle and its lines.
pub(crate) type Label = (f64, Vec<String>);

/// Those of the labels, ascending in place, that do not touch; the last always stays.
pub(crate) fn apart(labels: Vec<Label>, size: f64) -> Vec<Label> {
    let mut free_to = f64::INFINITY;
    let mut kept: Vec<Label> = Vec::new();
    for (x, lines) in labels.into_iter().rev() {
        let half = widest(&lines, size) / 2.0;
        if x + half <= free_to {
            free_to = x - half - 6.0;
            kept.push((x, lines));
        }
    }
    kept.reverse();
    kept
}

/// Every label of evenly spaced ones, or every second, third … of them, so that none touch; that
/// number `from` always stays.
fn evenly_apart(labels: &[Label], from: usize, size: f64) -> Vec<Label> {
    let is_apart = |[(x, lines), (next, after)]: [&Label; 2]| {
        x + widest(lines, size) / 2.0 + 6.0 <= next - widest(after, size) / 2.0
    };
    let every = |step: usize| labels.iter().skip(from % step).step_by(step);
    let fits = |step: &usize| every(*step).zip(every(*step).skip(1)).all(|(a, b)| is_apart([a, b]));
    let step = (1..=labels.len()).find(fits).unwrap_or(1);
    every(step).cloned().collect()
}

/// Ticks at `places` along the foot of a plot, and words under them, on two rows where one has too
/// little room and two have enough; returns where they end. Places ascend.
pub(crate) fn foot_labels(canvas: &mut Canvas, places: &[(f64, &str)], bottom: f64) -> f64 {
    for (x, _) in places {
        canvas.line((*x, bottom), (*x, bottom + 5.0), Stroke::solid(MUTED, 1.0));
    }
    let labels: Vec<Label> =
        places.iter().map(|(x, words)| (*x, wrap(words, 84.0, SMALL, 1))).collect();
    let first = apart(labels.clone(), SMALL);
    let rest: Vec<Label> = labels.into_iter().filter(|one| !first.contains(one)).collect();
    // A second row that has not room for all the others would leave out some of them at random.
    let second = apart(rest.clone(), SMALL);
    let second = if second.len() == rest.len() { second } else { Vec::new() };
    let rows = if second.is_empty() { 1.0 } else { 2.0 };
    for (row, labels) in [(1.0, first), (2.0, second)] {
        for (x, words) in labels {
            let half = widest(&words, SMALL) / 2.0;
            let at = (x.clamp(half, canvas.width() - half), bottom + 3.0 + LEADING * row);
            canvas.place(&[at], Type::new(SMALL, INK, Anchor::Middle), &words.concat());
        }
    }
    bottom + 10.0 + LEADING * rows
}

/// What draws the symbol of a key entry around the given place.
pub(crate) type Symbol<'a> = Box<dyn Fn(&mut Canvas, (f64, f64)) + 'a>;

/// One entry of a key: a symbol 26 wide and 16 high at most, and words.
pub(crate) struct KeyEntry<'a> {
    pub(crate) symbol: Symbol<'a>,
    pub(crate) words: String,
}

/// Key entries from `top` on, as many to a row as fit; returns where they end.
pub(crate) fn key(canvas: &mut Canvas, entries: &[KeyEntry<'_>], top: f64) -> f64 {
    key_within(canvas, entries, top, canvas.width())
}

/// The same in a drawing of another width.
pub(crate) fn key_within(
    canvas: &mut Canvas,
    entries: &[KeyEntry<'_>],
    top: f64,
    width: f64,
) -> f64 {
    const SYMBOL: f64 = 34.0;
    let (mut x, mut y) = (MARGIN, top);
    for entry in entries {
        let lines = wrap(&entry.words, width - 2.0 * MARGIN - SYMBOL, SMALL, 3);
        let wide = SYMBOL + widest(&lines, SMALL);
        if x > MARGIN && x + wide > width - MARGIN {
            (x, y) = (MARGIN, y + LEADING + 3.0);
        }
        (entry.symbol)(canvas, (x + 13.0, y + 9.0));
        canvas.lines((x + SYMBOL, y + 13.0), small(Anchor::Start), LEADING, &lines);
        x += wide + 18.0;
        if lines.len() > 1 {
            (x, y) = (width, y + LEADING * (lines.len() - 1) as f64);
        }
    }
    if entries.is_empty() { top } else { y + LEADING + 4.0 }
}

/// The number of a remark beside a marker, where it covers no other words: to the right of the
/// top, to the left, or under it.
pub(crate) fn remark_number(canvas: &mut Canvas, (x, top, bottom): (f64, f64, f64), number: usize) {
    let words = number.to_string();
    let wide = width(&words, SMALL);
    let (after, before) = (x + 5.0, x - 5.0 - wide);
    let below = bottom + 4.0 + SMALL;
    let places = [(after, top - 5.0), (before, top - 5.0), (after, below), (before, below)];
    canvas.place(&places, small(Anchor::Start), &words);
}

/// Remarks under a chart, numbered by first use.
#[derive(Default)]
pub(crate) struct Notes {
    numbered: Vec<String>,
}

impl Notes {
    /// The number of `note`; an equal note keeps its number.
    pub(crate) fn number(&mut self, note: &str) -> usize {
        let place = self.numbered.iter().position(|known| known == note).unwrap_or_else(|| {
            self.numbered.push(note.to_owned());
            self.numbered.len() - 1
        });
        place + 1
    }

    /// The remarks as printed, after the sentences given.
    pub(crate) fn after(self, sentences: impl IntoIterator<Item = String>) -> Vec<String> {
        let numbered = self
            .numbered
            .into_iter()
            .enumerate()
            .map(|(index, note)| format!("{}. {note}", index + 1));
        sentences.into_iter().chain(numbered).collect()
    }
}

/// Sentences under a chart from `top` on, each on lines of its own; returns where they end.
pub(crate) fn notes(canvas: &mut Canvas, sentences: &[String], top: f64) -> f64 {
    notes_within(canvas, sentences, top, canvas.width())
}

/// The same in a drawing of another width.
pub(crate) fn notes_within(canvas: &mut Canvas, sentences: &[String], top: f64, width: f64) -> f64 {
    let mut y = top;
    for sentence in sentences {
        let lines = wrap(sentence, width - 2.0 * MARGIN, SMALL, 8);
        canvas.lines((MARGIN, y + SMALL), small(Anchor::Start), LEADING, &lines);
        y += LEADING * lines.len() as f64;
    }
    y
}

/// The words of a reference line with its value; `None` where it has none to draw.
pub(crate) fn reference_words(line: &ReferenceLine) -> Option<(f64, String)> {
    let (value, _) = line.reading.drawable()?;
    Some((value, format!("{} {}", line.label, grouped(value, line.decimals)).trim().to_owned()))
}

/// Tops of labels of the given heights, as near to where they want to be as they can stand
/// without touching, inside `from` to `to` as far as they fit.
///
/// `wanted` holds middles and heights, ascending by middle.
pub(crate) fn stack(wanted: &[(f64, f64)], from: f64, to: f64) -> Vec<f64> {
    let mut tops: Vec<f64> = Vec::with_capacity(wanted.len());
    let mut free = from;
    for (middle, height) in wanted {
        let top = (middle - height / 2.0).max(free);
        free = top + height;
        tops.push(top);
    }
    let mut limit = to;
    for (top, (_, height)) in tops.iter_mut().zip(wanted).rev() {
        *top = top.min(limit - height);
        limit = *top;
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacked_labels_neither_touch_nor_leave() {
        let tops = stack(&[(10.0, 20.0), (12.0, 20.0), (99.0, 20.0)], 0.0, 100.0);
        assert_eq!(tops, [0.0, 20.0, 80.0]);
    }

    #[test]
    fn crowded_tick_labels_keep_the_last() {
        let crowded = (0..40).map(|i| (f64::from(i) * 10.0, vec!["2007-09".to_owned()])).collect();
        let kept = apart(crowded, SMALL);
        assert!(kept.len() < 10);
        assert_eq!(kept.last().map(|(x, _)| *x), Some(390.0));
    }

    #[test]
    fn equal_notes_share_a_number() {
        let mut notes = Notes::default();
        assert_eq!([notes.number("a"), notes.number("b"), notes.number("a")], [1, 2, 1]);
        assert_eq!(notes.after(["first".to_owned()]), ["first", "1. a", "2. b"]);
    }
}
