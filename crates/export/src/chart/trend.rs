//! Values over time, with intervals, breaks and gaps.

mod draw;
mod labels;
mod layout;

use super::table::{reading_cells, reading_columns};
use super::{
    AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, ReferenceLine, Room, TableCell,
};
use crate::words::say;

/// One or more series over time.
///
/// A line joins neighbouring points of one series. It never crosses a series break or a missing
/// point. A period that shares years with the one before it has a hollow marker and a thin line,
/// so that a rolling average does not look like independent evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrendChart {
    /// Name and words.
    pub heading: Heading,
    /// What the vertical axis measures.
    pub measure: Measure,
    /// Where the vertical axis begins.
    pub axis_start: AxisStart,
    /// Head of the first column of the data table: `Period`.
    pub position_label: String,
    /// Up to six series stay apart by shape, dash and colour.
    pub series: Vec<TrendSeries>,
    /// Where the meaning of the figures changes; holds for every series.
    pub breaks: Vec<SeriesBreak>,
    /// A target or comparator.
    pub reference: Option<ReferenceLine>,
    /// How intervals are drawn.
    pub interval_style: IntervalStyle,
}

/// One line of a [`TrendChart`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrendSeries {
    /// The label at the end of the line.
    pub name: String,
    /// Unit in the data table: `%`. May be empty when the axis title says it.
    pub unit: String,
    /// In any order; drawn by ascending position. Points whose position is not finite appear in
    /// the data table alone.
    pub points: Vec<TrendPoint>,
}

/// One point of a [`TrendSeries`].
#[derive(Clone, Debug, PartialEq)]
pub struct TrendPoint {
    /// Place along the axis, such as the middle of the period in years.
    pub position: f64,
    /// Words under the axis: `2007-09`.
    pub label: String,
    /// The figure.
    pub reading: Reading,
    /// Whether the period shares years with the one before it.
    pub overlap: Overlap,
    /// A remark of this point, shown under the chart and in the data table.
    pub note: Option<String>,
}

/// Whether the period of a point shares years with the period of the point before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlap {
    /// No year in common: a filled marker.
    #[default]
    Apart,
    /// Years in common: a hollow marker, joined to the point before by a thin line.
    WithEarlier,
}

/// A place where figures before and after do not compare.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesBreak {
    /// Place along the axis. A break at the position of a point lies before that point.
    pub position: f64,
    /// Words beside the rule: `NS-SEC replaces social class`.
    pub label: String,
}

/// How a [`TrendChart`] draws intervals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IntervalStyle {
    /// A vertical line with caps at each point.
    #[default]
    Whisker,
    /// A shaded band under each unbroken stretch of line; a point alone still has a whisker.
    Band,
}

impl Chart for TrendChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        draw::svg(self, Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        draw::svg(self, room)
    }

    /// One row per point, series after series in the order given, then the reference line.
    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let several = self.series.len() > 1;
        let units = self.series.iter().any(|series| !series.unit.is_empty());
        let mut columns = vec![Column::text(&self.position_label)];
        columns.extend(several.then(|| Column::text(say!(words, "chart-series"))));
        columns.extend(reading_columns(words, &self.measure));
        columns.extend(units.then(|| Column::text(say!(words, "chart-unit"))));
        columns.push(Column::text(say!(words, "chart-note")));
        let mut rows = Vec::new();
        for series in &self.series {
            for (index, point) in series.points.iter().enumerate() {
                let earlier = index.checked_sub(1).and_then(|i| series.points.get(i));
                let mut row = vec![TableCell::text(&point.label)];
                row.extend(several.then(|| TableCell::text(&series.name)));
                row.extend(reading_cells(words, &point.reading, self.measure.decimals));
                row.extend(units.then(|| TableCell::text(&series.unit)));
                row.push(TableCell::text(self.remarks(earlier, point)));
                rows.push(row);
            }
        }
        rows.extend(self.reference.iter().map(|line| {
            let mut row = vec![TableCell::text(&line.label)];
            row.extend(several.then(|| TableCell::text("")));
            row.extend(reading_cells(words, &line.reading, line.decimals));
            row.extend(units.then(|| TableCell::text("")));
            row.push(TableCell::text(say!(words, "chart-reference-line")));
            row
        }));
        DataTable { caption: self.heading.subject().to_owned(), columns, rows }
    }
}

impl TrendChart {
    /// What the marks around a point say, in words.
    fn remarks(&self, earlier: Option<&TrendPoint>, point: &TrendPoint) -> String {
        let words = self.heading.words;
        let mut remarks: Vec<String> = point.note.iter().cloned().collect();
        if point.overlap == Overlap::WithEarlier {
            remarks.push(say!(words, "chart-shares-years"));
        }
        if let Some(earlier) = earlier {
            let crossed =
                self.breaks.iter().filter(|b| b.lies_between(earlier.position, point.position));
            remarks.extend(
                crossed.map(|b| say!(words, "chart-after-break", begins = b.label.as_str())),
            );
        }
        remarks.join("; ")
    }
}

impl SeriesBreak {
    /// Whether a line from `earlier` to `later` would cross this break.
    fn lies_between(&self, earlier: f64, later: f64) -> bool {
        earlier < self.position && self.position <= later
    }
}
