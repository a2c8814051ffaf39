//! Counts by category, as horizontal bars.

use super::canvas::{Anchor, Area, Canvas, WIDTH};
use super::format::label;
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, normal, value_axis,
};
use super::pattern;
use super::style::look;
use super::table::value_cell;
use super::text::{SIZE, width, wrap};
use super::ticks::Axis;
use super::{AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, TableCell};

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
        if !self.bars().any(|(_, reading)| reading.drawable().is_some()) {
            return None;
        }
        let axis = value_axis(AxisStart::Zero, self.ends());
        let mut canvas = Canvas::default();
        canvas.raw(&pattern::definitions(&self.heading.id, self.series.len()));
        let mut top = axis_title(&mut canvas, &self.measure.label, 2.0) + 4.0;
        if self.series.len() > 1 {
            top = key(&mut canvas, &self.key_entries(), top) + 4.0;
        }
        let plot = self.plot(top);
        horizontal_axis(&mut canvas, &axis, plot);
        let mut y = plot.top + GAP / 2.0;
        for row in &self.rows {
            let height = self.row_height(row);
            self.draw_row(&mut canvas, row, &axis, Area { top: y, bottom: y + height, ..plot });
            y += height + GAP;
        }
        Some(canvas.finish(&self.heading, plot.bottom + 28.0))
    }

    fn table(&self) -> DataTable {
        bar_table(&self.heading, &self.measure, (&self.row_label, &self.series), &self.rows)
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
        let cells = readings.map(|reading| value_cell(reading, measure.decimals));
        std::iter::once(TableCell::text(&row.label)).chain(cells).collect()
    });
    let caption = format!("{}: {}", heading.title, measure.label);
    DataTable { caption, columns, rows: rows.collect() }
}

impl BarChart {
    /// Every reading that belongs to a series.
    fn bars(&self) -> impl Iterator<Item = (usize, &Reading)> {
        self.rows.iter().flat_map(|row| row.readings.iter().take(self.series.len()).enumerate())
    }

    /// The places where bars end: the values, or the sums of those that lie end to end.
    fn ends(&self) -> impl Iterator<Item = f64> {
        self.rows.iter().flat_map(|row| self.segments(row)).flat_map(|bar| [bar.from, bar.to])
    }

    /// The bars of `row` from and to where they reach.
    fn segments(&self, row: &BarRow) -> Vec<Segment> {
        let (mut above, mut below) = (0.0, 0.0);
        let readings = row.readings.iter().take(self.series.len()).enumerate();
        let known = readings.filter_map(|(series, reading)| Some((series, reading.drawable()?.0)));
        known
            .map(|(series, value)| match self.arrangement {
                Arrangement::SideBySide => Segment { series, from: 0.0, to: value },
                Arrangement::Stacked => {
                    let end = if value < 0.0 { &mut below } else { &mut above };
                    let from = *end;
                    *end += value;
                    Segment { series, from, to: *end }
                }
            })
            .collect()
    }

    fn row_height(&self, row: &BarRow) -> f64 {
        let bars = match self.arrangement {
            Arrangement::SideBySide => self.series.len().max(1),
            Arrangement::Stacked => 1,
        };
        let lines = wrap(&row.label, LABELS, SIZE, 3).len();
        (BAR * bars as f64).max(LEADING * lines as f64)
    }

    /// The place of the bars, with room for names and value labels.
    fn plot(&self, top: f64) -> Area {
        let values = self.rows.iter().flat_map(|row| self.value_words(row));
        let values = values.map(|words| width(&words, SIZE)).fold(0.0, f64::max).min(240.0);
        let falling = self.bars().any(|(_, r)| r.drawable().is_some_and(|(value, _)| value < 0.0));
        let before =
            if falling && self.arrangement == Arrangement::SideBySide { values } else { 0.0 };
        let heights: f64 = self.rows.iter().map(|row| self.row_height(row) + GAP).sum();
        Area {
            left: MARGIN + self.name_room() + 16.0 + before,
            right: WIDTH - MARGIN - values - 8.0,
            top,
            bottom: top + heights,
        }
    }

    /// The value labels of `row`: one per series, or one for all that lie end to end.
    fn value_words(&self, row: &BarRow) -> Vec<String> {
        let words = (0..self.series.len()).map(|index| match row.readings.get(index) {
            Some(reading) => match reading.drawable() {
                Some((value, _)) => label(value, self.measure.decimals),
                None => reading.reason().unwrap_or_default().to_owned(),
            },
            None => "not given".to_owned(),
        });
        match self.arrangement {
            Arrangement::SideBySide => words.collect(),
            Arrangement::Stacked => vec![words.collect::<Vec<_>>().join(" + ")],
        }
    }

    fn draw_row(&self, canvas: &mut Canvas, row: &BarRow, axis: &Axis, place: Area) {
        let middle = f64::midpoint(place.top, place.bottom);
        let names = wrap(&row.label, LABELS, SIZE, 3);
        let first = middle + 4.5 - LEADING * (names.len() as f64 - 1.0) / 2.0;
        let left = MARGIN + self.name_room();
        canvas.hover(&row.label, |canvas| {
            canvas.lines((left, first), normal(Anchor::End), LEADING, &names);
        });
        let words = self.value_words(row);
        let x = |value: f64| axis.place(value, place.left, place.right);
        let bars = words.len() as f64;
        let top = |bar: usize| middle - BAR * bars / 2.0 + BAR * bar as f64 + 1.5;
        let segments = self.segments(row);
        for segment in &segments {
            let bar = if self.arrangement == Arrangement::Stacked { 0 } else { segment.series };
            let (from, to) =
                (x(segment.from).min(x(segment.to)), x(segment.from).max(x(segment.to)));
            let look = look(segment.series);
            let fill = pattern::fill(&self.heading.id, segment.series);
            canvas.rect((from, top(bar)), (to - from, BAR - 3.0), &fill, Some(look.colour));
        }
        for (bar, words) in words.iter().enumerate() {
            let own = |s: &&Segment| self.arrangement == Arrangement::Stacked || s.series == bar;
            let reaches = segments.iter().filter(own).map(|s| s.to);
            let (low, high) =
                reaches.fold((0.0_f64, 0.0_f64), |(low, high), to| (low.min(to), high.max(to)));
            let backwards = low < 0.0 && high <= 0.0 && self.arrangement == Arrangement::SideBySide;
            let (at, anchor) = if backwards {
                (x(low) - 6.0, Anchor::End)
            } else {
                (x(high) + 6.0, Anchor::Start)
            };
            let words = wrap(words, 240.0, SIZE, 1);
            canvas.lines((at, top(bar) + 12.0), normal(anchor), LEADING, &words);
        }
    }

    /// Width of the widest line of the row names.
    fn name_room(&self) -> f64 {
        let names = self.rows.iter().flat_map(|row| wrap(&row.label, LABELS, SIZE, 3));
        names.map(|line| width(&line, SIZE)).fold(40.0, f64::max)
    }

    fn key_entries(&self) -> Vec<KeyEntry<'static>> {
        let entry = |(index, name): (usize, &String)| {
            let fill = pattern::fill(&self.heading.id, index);
            let colour = look(index).colour;
            let symbol = move |c: &mut Canvas, (x, y): (f64, f64)| {
                c.rect((x - 12.0, y - 7.0), (24.0, 14.0), &fill, Some(colour));
            };
            KeyEntry { symbol: Box::new(symbol), words: name.clone() }
        };
        self.series.iter().enumerate().map(entry).collect()
    }
}

/// One bar, in the unit of the measure.
struct Segment {
    series: usize,
    from: f64,
    to: f64,
}
