//! Parts of a difference, as bars to both sides of 0 with their limits.

use super::bars::bar_table;
use super::canvas::{Anchor, Area, Canvas};
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, small, value_axis,
};
use super::pattern;
use super::rows::RowNames;
use super::style::{Fill, INK, MUTED, look};
use super::text::{SMALL, width, wrap};
use super::ticks::Axis;
use super::{AxisStart, BarRow, Chart, DataTable, Heading, Measure, Room};
use crate::words::say;

/// Horizontal bars from 0 to either side, each with its limits and its figures;
/// series differ by pattern and by the shape of the mark at the end of a bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartsChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis measures. The axis always holds 0.
    pub measure: Measure,
    /// Head of the first column of the data table: `Category`.
    pub row_label: String,
    /// Names of the series, such as mix and risk; up to six patterns differ.
    pub series: Vec<String>,
    /// Drawn from top to bottom as given.
    pub rows: Vec<BarRow>,
}

/// Room of the row names.
const LABELS: f64 = 190.0;
/// Height of one bar with the room round it.
const BAR: f64 = 19.0;
/// Between rows.
const GAP: f64 = 10.0;
/// Radius of the mark at the end of a bar.
const MARK: f64 = 4.0;

impl Chart for PartsChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let ends: Vec<f64> = self.ends();
        if ends.is_empty() {
            return None;
        }
        let axis = value_axis(AxisStart::Zero, ends.into_iter());
        let mut canvas = Canvas::of(room);
        canvas.raw(&pattern::definitions(&self.heading.id, room, self.series.len()));
        let mut top = axis_title(&mut canvas, &self.measure.label, 2.0) + 4.0;
        top = key(&mut canvas, &self.key_entries(room), top) + 4.0;
        let names = RowNames::new(room, LABELS, 3);
        let heights: f64 = self.rows.iter().map(|row| self.height(names, row) + GAP).sum();
        let left = names.left(self.rows.iter().map(|row| &*row.label), 16.0);
        let right = room.units() - MARGIN - self.figure_room(room) - 12.0;
        let plot = Area { left, right, top, bottom: top + heights };
        horizontal_axis(&mut canvas, &axis, plot);
        let mut y = plot.top + GAP / 2.0;
        for row in &self.rows {
            let height = self.height(names, row);
            self.draw(
                &mut canvas,
                row,
                &axis,
                (names, Area { top: y, bottom: y + height, ..plot }),
            );
            y += height + GAP;
        }
        Some(canvas.finish(&self.heading, plot.bottom + 28.0))
    }

    fn table(&self) -> DataTable {
        bar_table(&self.heading, &self.measure, (&self.row_label, &self.series), &self.rows)
    }
}

impl PartsChart {
    /// Where bars and limits end.
    fn ends(&self) -> Vec<f64> {
        let readings = self.rows.iter().flat_map(|row| row.readings.iter().take(self.series.len()));
        readings
            .filter_map(super::Reading::drawable)
            .flat_map(|(value, limits)| {
                let limits = limits.into_iter().flat_map(|b| [b.lower, b.upper]);
                std::iter::once(value).chain(limits)
            })
            .collect()
    }

    fn height(&self, names: RowNames, row: &BarRow) -> f64 {
        names.height(&row.label, BAR * self.series.len().max(1) as f64)
    }

    fn figures(&self, row: &BarRow) -> Vec<String> {
        let (language, decimals) = (self.heading.words, self.measure.decimals);
        let words = |index: usize| {
            row.readings.get(index).map_or_else(
                || say!(language, "chart-not-given"),
                |reading| reading.figures(language, decimals),
            )
        };
        (0..self.series.len()).map(words).collect()
    }

    fn figure_room(&self, room: Room) -> f64 {
        let figures = self.rows.iter().flat_map(|row| self.figures(row));
        let most = figures.map(|words| width(&words, SMALL)).fold(40.0, f64::max);
        most.min(most_figures(room))
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        row: &BarRow,
        axis: &Axis,
        (names, place): (RowNames, Area),
    ) {
        let mut middle = 0.0;
        canvas.hover(&row.label, |canvas| {
            let of_row = (place.top, place.bottom - place.top);
            middle = names.draw(canvas, &row.label, of_row, place.left - 12.0);
        });
        let x = |value: f64| axis.place(value, place.left, place.right);
        let figures = self.figures(row);
        let top = middle - BAR * figures.len() as f64 / 2.0;
        for (series, words) in figures.iter().enumerate() {
            let y = top + BAR * (series as f64 + 0.5);
            let reading = row.readings.get(series).and_then(super::Reading::drawable);
            if let Some((value, limits)) = reading {
                let (from, to) = (x(value.min(0.0)), x(value.max(0.0)));
                let look = look(series);
                let fill = pattern::fill(&self.heading.id, canvas.room(), series);
                canvas.rect((from, y - 6.0), (to - from, 12.0), &fill, Some(look.colour));
                if let Some(b) = limits {
                    canvas.level_whisker(y, (x(b.lower), x(b.upper)), INK);
                }
                canvas.marker((x(value), y), MARK, look.shape, INK, Fill::Hollow);
            }
            let words = wrap(words, most_figures(canvas.room()), SMALL, 1);
            canvas.lines((place.right + 12.0, y + 4.0), small(Anchor::Start), LEADING, &words);
        }
    }

    fn key_entries(&self, room: Room) -> Vec<KeyEntry<'static>> {
        let entry = |(index, name): (usize, &String)| {
            let fill = pattern::fill(&self.heading.id, room, index);
            let look = look(index);
            let symbol = move |c: &mut Canvas, (x, y): (f64, f64)| {
                c.rect((x - 12.0, y - 6.0), (18.0, 12.0), &fill, Some(look.colour));
                c.marker((x + 6.0, y), MARK, look.shape, INK, Fill::Hollow);
            };
            KeyEntry { symbol: Box::new(symbol), words: name.clone() }
        };
        let mut entries: Vec<_> = self.series.iter().enumerate().map(entry).collect();
        let readings = self.rows.iter().flat_map(|row| &row.readings);
        if readings.filter_map(super::Reading::drawable).any(|(_, limits)| limits.is_some()) {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.level_whisker(y, (x - 12.0, x + 12.0), MUTED);
            };
            let words = self.measure.interval_label.clone();
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        entries
    }
}

/// Room of the figures at most.
pub(super) fn most_figures(room: Room) -> f64 {
    if room.is_narrow() { 156.0 } else { 220.0 }
}
