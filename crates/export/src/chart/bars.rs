//! Counts by category, as horizontal bars.

use super::canvas::{Anchor, Area, Canvas};
use super::format::grouped;
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, normal, value_axis,
};
use super::pattern;
use super::reading::fits;
use super::rows::RowNames;
use super::style::look;
use super::table::value_cell;
use super::text::{SIZE, width, wrap};
use super::ticks::Axis;
use super::{AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, Room, TableCell};
use crate::format::capital;
use crate::words::say;

/// Horizontal bars with value labels; series differ by pattern as well as colour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis measures. The axis always holds 0; intervals are not drawn.
    pub measure: Measure,
    /// Head of the first column of the data table: `Cause group`.
    pub row_label: String,
    /// Names of the series, such as ages at death; up to six patterns differ.
    pub series: Vec<String>,
    /// Drawn from top to bottom as given.
    pub rows: Vec<BarRow>,
    /// Side by side or end to end.
    pub arrangement: Arrangement,
    /// One bar in place of those of the series, for rows of which the sum alone is known.
    pub whole: Option<WholeBars>,
}

/// Bars of rows that are not split by series.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeBars {
    /// What stands for the series in the key and beside the value: `age not shown`.
    pub name: String,
    /// One per row, in the order of [`BarChart::rows`]; `None` for a row that is split.
    pub readings: Vec<Option<Reading>>,
}

/// One category of a [`BarChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct BarRow {
    /// Name of the category.
    pub label: String,
    /// One per series, in the order of [`BarChart::series`]. A series without a reading is
    /// missing, with the reason `not given`; readings beyond the series are not shown.
    pub readings: Vec<Reading>,
}

/// How the bars of one category lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// One under the other, from a common 0.
    #[default]
    SideBySide,
    /// End to end, negative values to the left of 0.
    Stacked,
}

/// Room of the row names.
const LABELS: f64 = 220.0;
/// Height of one bar.
const BAR: f64 = 18.0;
/// Between rows.
const GAP: f64 = 12.0;

impl Chart for BarChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        if !self.bars().any(|bar| bar.reading.is_some_and(|one| one.drawable().is_some())) {
            return None;
        }
        let axis = value_axis(AxisStart::Zero, self.ends());
        let mut canvas = Canvas::of(room);
        let looks = self.series.len() + usize::from(self.whole.is_some());
        canvas.raw(&pattern::definitions(&self.heading.id, room, looks));
        let mut top = axis_title(&mut canvas, &self.measure.label, 2.0) + 4.0;
        if looks > 1 {
            top = key(&mut canvas, &self.key_entries(room), top) + 4.0;
        }
        let names = RowNames::new(room, LABELS, 3);
        let plot = self.plot(names, room, top);
        horizontal_axis(&mut canvas, &axis, plot);
        let mut y = plot.top + GAP / 2.0;
        for row in 0..self.rows.len() {
            let height = self.row_height(names, row);
            let place = Area { top: y, bottom: y + height, ..plot };
            self.draw_row(&mut canvas, row, &axis, (names, place));
            y += height + GAP;
        }
        Some(canvas.finish(&self.heading, plot.bottom + 28.0))
    }

    fn table(&self) -> DataTable {
        let of_series = (&self.row_label[..], &self.series[..]);
        let mut table = bar_table(&self.heading, &self.measure, of_series, &self.rows);
        let words = self.heading.words;
        if let Some(whole) = &self.whole {
            table.columns.push(Column::number(capital(&whole.name)));
            for (index, row) in table.rows.iter_mut().enumerate() {
                row.push(match whole.of(index) {
                    Some(reading) => value_cell(words, Some(reading), self.measure.decimals),
                    None => TableCell::missing(say!(words, "chart-split")),
                });
            }
        }
        table
    }
}

impl WholeBars {
    fn of(&self, row: usize) -> Option<&Reading> {
        self.readings.get(row)?.as_ref()
    }
}

/// One row per category, one column per series.
pub(super) fn bar_table(
    heading: &Heading,
    measure: &Measure,
    (row_label, series): (&str, &[String]),
    rows: &[BarRow],
) -> DataTable {
    let mut columns = vec![Column::text(row_label)];
    columns.extend(series.iter().map(Column::number));
    let rows = rows.iter().map(|row| {
        let readings = (0..series.len()).map(|index| row.readings.get(index));
        let cells = readings.map(|reading| value_cell(heading.words, reading, measure.decimals));
        std::iter::once(TableCell::text(&row.label)).chain(cells).collect()
    });
    let caption = format!("{}: {}", heading.subject(), measure.label);
    DataTable { caption, columns, rows: rows.collect() }
}

impl BarChart {
    /// The bars of a row, from top to bottom.
    fn bars_of(&self, row: usize) -> Vec<Bar<'_>> {
        match self.whole.as_ref().and_then(|whole| whole.of(row)) {
            Some(reading) => vec![Bar { series: self.series.len(), reading: Some(reading) }],
            None => (0..self.series.len())
                .map(|series| Bar { series, reading: self.rows[row].readings.get(series) })
                .collect(),
        }
    }

    /// Every bar.
    fn bars(&self) -> impl Iterator<Item = Bar<'_>> {
        (0..self.rows.len()).flat_map(|row| self.bars_of(row))
    }

    /// The places where bars end: the values, or the sums of those that lie end to end.
    fn ends(&self) -> impl Iterator<Item = f64> {
        (0..self.rows.len()).flat_map(|row| self.segments(row)).flat_map(|bar| [bar.from, bar.to])
    }

    /// The bars of a row from and to where they reach.
    fn segments(&self, row: usize) -> Vec<Segment> {
        let (mut above, mut below) = (0.0, 0.0);
        let bars = self.bars_of(row).into_iter().enumerate();
        let known =
            bars.filter_map(|(slot, bar)| Some((slot, bar.series, bar.reading?.drawable()?.0)));
        known
            .map(|(slot, series, value)| match self.arrangement {
                Arrangement::SideBySide => Segment { slot, series, from: 0.0, to: value },
                Arrangement::Stacked => {
                    let end = if value < 0.0 { &mut below } else { &mut above };
                    let from = *end;
                    *end += value;
                    Segment { slot: 0, series, from, to: *end }
                }
            })
            // A sum can be more than an axis holds.
            .filter(|segment| fits(segment.from) && fits(segment.to))
            .collect()
    }

    fn row_height(&self, names: RowNames, row: usize) -> f64 {
        let bars = match self.arrangement {
            Arrangement::SideBySide => self.bars_of(row).len().max(1),
            Arrangement::Stacked => 1,
        };
        names.height(&self.rows[row].label, BAR * bars as f64)
    }

    /// Whether values stand on both sides of the bars.
    fn falls(&self) -> bool {
        let known = self.bars().filter_map(|bar| bar.reading?.drawable());
        self.arrangement == Arrangement::SideBySide
            && known.into_iter().any(|(value, _)| value < 0.0)
    }

    /// Room of the values beside bars at most.
    fn most_values(&self, room: Room) -> f64 {
        match (room.is_narrow(), self.falls()) {
            (true, true) => 76.0,
            (true, false) => 130.0,
            (false, true) => 150.0,
            (false, false) => 240.0,
        }
    }

    /// The place of the bars, with room for names and value labels.
    fn plot(&self, names: RowNames, room: Room, top: f64) -> Area {
        let values = (0..self.rows.len()).flat_map(|row| self.value_words(row));
        let values = values.map(|words| width(&words, SIZE)).fold(0.0, f64::max);
        let values = values.min(self.most_values(room));
        let before = if self.falls() { values } else { 0.0 };
        let heights: f64 = (0..self.rows.len()).map(|row| self.row_height(names, row) + GAP).sum();
        Area {
            left: names.left(self.rows.iter().map(|row| &*row.label), 16.0) + before,
            right: room.units() - MARGIN - values - 8.0,
            top,
            bottom: top + heights,
        }
    }

    /// The value labels of a row: one per bar, or one for all that lie end to end.
    fn value_words(&self, row: usize) -> Vec<String> {
        let whole = self.whole.as_ref();
        let words = self.bars_of(row).into_iter().map(|bar| match bar.reading {
            Some(reading) => match (reading.drawable(), whole) {
                (Some((value, _)), Some(whole)) if bar.series == self.series.len() => {
                    format!("{}, {}", grouped(value, self.measure.decimals), whole.name)
                }
                (Some((value, _)), _) => grouped(value, self.measure.decimals),
                (None, _) => reading.reason(self.heading.words).unwrap_or_default(),
            },
            None => say!(self.heading.words, "chart-not-given"),
        });
        match self.arrangement {
            Arrangement::SideBySide => words.collect(),
            Arrangement::Stacked => vec![words.collect::<Vec<_>>().join(" + ")],
        }
    }

    fn draw_row(
        &self,
        canvas: &mut Canvas,
        row: usize,
        axis: &Axis,
        (names, place): (RowNames, Area),
    ) {
        let name = &self.rows[row].label;
        let end = names.left(self.rows.iter().map(|row| &*row.label), 0.0);
        let mut middle = 0.0;
        canvas.hover(name, |canvas| {
            let of_row = (place.top, place.bottom - place.top);
            middle = names.draw(canvas, name, of_row, end);
        });
        let words = self.value_words(row);
        let x = |value: f64| axis.place(value, place.left, place.right);
        let bars = words.len() as f64;
        let top = |bar: usize| middle - BAR * bars / 2.0 + BAR * bar as f64 + 1.5;
        let segments = self.segments(row);
        for segment in &segments {
            let (from, to) =
                (x(segment.from).min(x(segment.to)), x(segment.from).max(x(segment.to)));
            let look = look(segment.series);
            let fill = pattern::fill(&self.heading.id, canvas.room(), segment.series);
            canvas.rect(
                (from, top(segment.slot)),
                (to - from, BAR - 3.0),
                &fill,
                Some(look.colour),
            );
        }
        for (bar, words) in words.iter().enumerate() {
            let reaches = segments.iter().filter(|segment| segment.slot == bar).map(|s| s.to);
            let (low, high) =
                reaches.fold((0.0_f64, 0.0_f64), |(low, high), to| (low.min(to), high.max(to)));
            let backwards = low < 0.0 && high <= 0.0 && self.arrangement == Arrangement::SideBySide;
            let (at, anchor) = if backwards {
                (x(low) - 6.0, Anchor::End)
            } else {
                (x(high) + 6.0, Anchor::Start)
            };
            let words = wrap(words, self.most_values(canvas.room()), SIZE, 1);
            canvas.lines((at, top(bar) + 12.0), normal(anchor), LEADING, &words);
        }
    }

    fn key_entries(&self, room: Room) -> Vec<KeyEntry<'static>> {
        let entry = |(index, name): (usize, &String)| {
            let fill = pattern::fill(&self.heading.id, room, index);
            let colour = look(index).colour;
            let symbol = move |c: &mut Canvas, (x, y): (f64, f64)| {
                c.rect((x - 12.0, y - 7.0), (24.0, 14.0), &fill, Some(colour));
            };
            KeyEntry { symbol: Box::new(symbol), words: name.clone() }
        };
        let whole = self.whole.as_ref().map(|whole| capital(&whole.name));
        self.series.iter().chain(&whole).enumerate().map(entry).collect()
    }
}

/// One bar of a row: a series, or the number after them for all of these together.
struct Bar<'a> {
    series: usize,
    reading: Option<&'a Reading>,
}

/// One bar, in the unit of the measure.
struct Segment {
    /// Its place in the row, from the top.
    slot: usize,
    series: usize,
    from: f64,
    to: f64,
}
