//! A cascade (waterfall): from one level to another by steps, each from where
//! the one before it ended.

use super::canvas::{Anchor, Area, Canvas, Stroke};
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, small, value_axis,
};
use super::parts::most_figures;
use super::pattern;
use super::rows::RowNames;
use super::style::{Dash, INK, MUTED, look};
use super::table::{line_cell, number_cell};
use super::text::{SMALL, width, wrap};
use super::ticks::Axis;
use super::{AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, Room, TableCell};
use crate::words::say;

/// Bars from top to bottom: a level, steps down or up, and the level that is
/// left, with its limits. Falls and rises differ by pattern as well as colour.
#[derive(Clone, Debug, PartialEq)]
pub struct CascadeChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis measures. The axis always holds 0.
    pub measure: Measure,
    /// Head of the first column of the data table: `Measure`.
    pub row_label: String,
    /// Name and height of the level at the start.
    pub start: (String, f64),
    /// The steps, from top to bottom.
    pub steps: Vec<CascadeStep>,
    /// Name and height of the level at the end.
    pub end: (String, Reading),
}

/// One step of a cascade.
#[derive(Clone, Debug, PartialEq)]
pub struct CascadeStep {
    /// Its name.
    pub label: String,
    /// By how much the level falls; negative where it rises. `None` where that is
    /// not known.
    pub change: Option<f64>,
    /// The level that is left after it, whose limits are drawn; its value is that
    /// of the levels and changes above.
    pub left: Option<Reading>,
}

/// Room of the row names.
const LABELS: f64 = 190.0;
/// Height of a row with the room round it.
const ROW: f64 = 30.0;
const CONNECTOR: Stroke = Stroke { colour: MUTED, width: 1.0, dash: Dash("2 3") };
/// Patterns: levels, falls, rises.
const PATTERNS: usize = 3;

/// One bar of the drawing.
struct Bar<'c> {
    label: &'c str,
    /// Where it begins and ends on the axis; `None` where nothing is known.
    span: Option<(f64, f64)>,
    limits: Option<(f64, f64)>,
    pattern: usize,
    words: String,
}

impl Chart for CascadeChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let bars = self.bars()?;
        let ends = bars.iter().flat_map(|bar| {
            let spans = bar.span.into_iter().chain(bar.limits);
            spans.flat_map(|(from, to)| [from, to])
        });
        let axis = value_axis(AxisStart::Zero, ends);
        let mut canvas = Canvas::of(room);
        canvas.raw(&pattern::definitions(&self.heading.id, room, PATTERNS));
        let mut top = axis_title(&mut canvas, &self.measure.label, 2.0) + 4.0;
        top = key(&mut canvas, &self.key_entries(&bars, room), top) + 4.0;
        let names = RowNames::new(room, LABELS, 3);
        let figure_room = bars.iter().map(|bar| width(&bar.words, SMALL)).fold(40.0, f64::max);
        let heights: Vec<f64> = bars.iter().map(|bar| names.height(bar.label, ROW)).collect();
        let plot = Area {
            left: names.left(bars.iter().map(|bar| bar.label), 16.0),
            right: room.units() - MARGIN - figure_room.min(most_figures(room)) - 12.0,
            top,
            bottom: top + heights.iter().sum::<f64>(),
        };
        horizontal_axis(&mut canvas, &axis, plot);
        // The level goes on to the next bar that begins where the one before it ended.
        let mut before: Option<(f64, f64)> = None;
        let mut top = plot.top;
        for (bar, height) in bars.iter().zip(&heights) {
            let bottom = top + height;
            let middle = top + names.above(bar.label) + (height - names.above(bar.label)) / 2.0;
            if let Some((x, ended)) = before {
                canvas.line((x, ended), (x, middle - 7.0), CONNECTOR);
            }
            self.draw(&mut canvas, bar, &axis, (names, Area { top, bottom, ..plot }));
            before = bar.span.map(|(_, to)| (axis.place(to, plot.left, plot.right), middle + 7.0));
            top = bottom;
        }
        Some(canvas.finish(&self.heading, plot.bottom + 28.0))
    }

    fn table(&self) -> DataTable {
        let (words, decimals) = (self.heading.words, self.measure.decimals);
        let level = |value: f64| number_cell(words, value, decimals);
        let none = || line_cell(words, None, decimals);
        let limits = |reading: Option<&Reading>| {
            let bounds = reading.and_then(|reading| reading.drawable()?.1);
            bounds
                .map_or_else(|| [none(), none()], |bounds| [bounds.lower, bounds.upper].map(level))
        };
        let row = |name: &str, cells: [TableCell; 2], reading| {
            let mut row = vec![TableCell::text(name)];
            row.extend(cells.into_iter().chain(limits(reading)));
            row
        };
        let mut rows = vec![row(&self.start.0, [none(), level(self.start.1)], None)];
        let mut at = self.start.1;
        for step in &self.steps {
            let cells = match step.change {
                Some(change) => {
                    at -= change;
                    [level(-change), level(at)]
                }
                None => [(); 2].map(|()| TableCell::missing(say!(words, "not-known"))),
            };
            let left = step.left.as_ref().filter(|_| step.change.is_some());
            rows.push(row(&step.label, cells, left));
        }
        let end = self.end.1.drawable().map_or_else(none, |(value, _)| level(value));
        rows.push(row(&self.end.0, [none(), end], Some(&self.end.1)));
        DataTable {
            caption: self.heading.subject().to_owned(),
            columns: vec![
                Column::text(&self.row_label),
                Column::number(say!(words, "chart-change")),
                Column::number(say!(words, "chart-level")),
                Column::number(say!(words, "chart-lower-limit")),
                Column::number(say!(words, "chart-upper-limit")),
            ],
            rows,
        }
    }
}

impl CascadeChart {
    /// The bars; `None` where start and end are not both numbers.
    fn bars(&self) -> Option<Vec<Bar<'_>>> {
        let (end, limits) = self.end.1.drawable()?;
        let start = self.start.1;
        if !start.is_finite() {
            return None;
        }
        let (words, decimals) = (self.heading.words, self.measure.decimals);
        let figures = |value: f64| Reading::value(value).figures(words, decimals);
        let level = |label, value: f64, limits, words| Bar {
            label,
            span: Some((0.0, value)),
            limits,
            pattern: 0,
            words,
        };
        let mut bars = vec![level(&*self.start.0, start, None, figures(start))];
        let mut at = start;
        for CascadeStep { label, change, left } in &self.steps {
            let known = change.filter(|change| change.is_finite());
            let span = known.map(|step| (at, at - step));
            at -= known.unwrap_or(0.0);
            let limits = left.as_ref().filter(|_| known.is_some()).and_then(Reading::drawable);
            bars.push(Bar {
                label,
                span,
                limits: limits.and_then(|(_, bounds)| Some((bounds?.lower, bounds?.upper))),
                pattern: if known.is_some_and(|step| step < 0.0) { 2 } else { 1 },
                words: known.map_or_else(|| say!(words, "not-known"), |step| figures(-step)),
            });
        }
        let limits = limits.map(|bounds| (bounds.lower, bounds.upper));
        bars.push(level(&*self.end.0, end, limits, self.end.1.figures(words, decimals)));
        Some(bars)
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        bar: &Bar<'_>,
        axis: &Axis,
        (names, place): (RowNames, Area),
    ) {
        let mut middle = 0.0;
        canvas.hover(bar.label, |canvas| {
            let of_row = (place.top, place.bottom - place.top);
            middle = names.draw(canvas, bar.label, of_row, place.left - 12.0);
        });
        let x = |value: f64| axis.place(value, place.left, place.right);
        if let Some((from, to)) = bar.span {
            let (left, right) = (x(from.min(to)), x(from.max(to)));
            let fill = pattern::fill(&self.heading.id, canvas.room(), bar.pattern);
            let colour = look(bar.pattern).colour;
            canvas.rect((left, middle - 7.0), (right - left, 14.0), &fill, Some(colour));
        }
        if let Some((lower, upper)) = bar.limits {
            canvas.level_whisker(middle, (x(lower), x(upper)), INK);
        }
        let words = wrap(&bar.words, most_figures(canvas.room()), SMALL, 1);
        canvas.lines((place.right + 12.0, middle + 4.0), small(Anchor::Start), LEADING, &words);
    }

    fn key_entries(&self, bars: &[Bar<'_>], room: Room) -> Vec<KeyEntry<'static>> {
        let words = self.heading.words;
        let names = [
            say!(words, "chart-level"),
            say!(words, "chart-falls-by"),
            say!(words, "chart-rises-by"),
        ];
        let used = |pattern: &usize| bars.iter().any(|bar| bar.pattern == *pattern);
        let entry = |pattern: usize| {
            let fill = pattern::fill(&self.heading.id, room, pattern);
            let colour = look(pattern).colour;
            let symbol = move |c: &mut Canvas, (x, y): (f64, f64)| {
                c.rect((x - 12.0, y - 6.0), (18.0, 12.0), &fill, Some(colour));
            };
            KeyEntry { symbol: Box::new(symbol), words: names[pattern].clone() }
        };
        let mut entries: Vec<_> = (0..PATTERNS).filter(used).map(entry).collect();
        if bars.iter().any(|bar| bar.limits.is_some()) {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.level_whisker(y, (x - 12.0, x + 12.0), MUTED);
            };
            let words = self.measure.interval_label.clone();
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        entries
    }
}
