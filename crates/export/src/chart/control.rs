//! Values over time between control limits.

mod draw;

use super::table::{line_cell, reading_columns, value_cell};
use super::{
    AxisStart, Bounds, Chart, Column, DataTable, Heading, Measure, Reading, ReferenceLine, Room,
    TableCell,
};
use crate::words::say;

/// A series over time with its centre and its limits.
///
/// A line joins neighbouring points of one phase; it never crosses a missing point or the begin of
/// new limits. Points that a rule marks have shapes of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ControlChart {
    /// Name and words.
    pub heading: Heading,
    /// What the vertical axis measures.
    pub measure: Measure,
    /// Where the vertical axis begins.
    pub axis_start: AxisStart,
    /// Head of the first column of the data table: `Period`.
    pub position_label: String,
    /// By ascending position.
    pub points: Vec<ControlPoint>,
    /// A value to be reached.
    pub target: Option<ReferenceLine>,
}

/// One point of a [`ControlChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct ControlPoint {
    /// Place along the axis, such as the middle of the period in years. Points without a finite
    /// one appear in the data table alone.
    pub position: f64,
    /// Words under the axis: `2009`.
    pub label: String,
    /// The figure, without an interval.
    pub reading: Reading,
    /// The centre line at this point.
    pub centre: Option<f64>,
    /// Lower and upper limit at this point.
    pub limits: Option<Bounds>,
    /// What the point says.
    pub mark: ControlMark,
    /// Words at a rule in front of the point, where new limits begin.
    pub begins: Option<String>,
    /// What marks the point, in words; shown in the data table and on hovering.
    pub note: Option<String>,
}

/// What a point of a [`ControlChart`] says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ControlMark {
    /// Chance: a small round marker.
    #[default]
    Chance,
    /// A change for the better: a diamond.
    Better,
    /// A change for the worse: a square.
    Worse,
    /// A change upwards, neither good nor bad: a triangle.
    Higher,
    /// A change downwards, neither good nor bad: a triangle on its point.
    Lower,
}

impl Chart for ControlChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        draw::svg(self, Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        draw::svg(self, room)
    }

    /// One row per point, then the target.
    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let [value, ..] = reading_columns(words, &self.measure);
        let columns = vec![
            Column::text(&self.position_label),
            value,
            Column::number(say!(words, "chart-lower-limit")),
            Column::number(say!(words, "chart-centre")),
            Column::number(say!(words, "chart-upper-limit")),
            Column::text(say!(words, "chart-note")),
        ];
        let line = |value: Option<f64>| line_cell(words, value, self.measure.decimals);
        let mut rows: Vec<Vec<TableCell>> = self
            .points
            .iter()
            .map(|point| {
                vec![
                    TableCell::text(&point.label),
                    value_cell(words, Some(&point.reading), self.measure.decimals),
                    line(point.limits.map(|limits| limits.lower)),
                    line(point.centre),
                    line(point.limits.map(|limits| limits.upper)),
                    TableCell::text(remarks(point)),
                ]
            })
            .collect();
        rows.extend(self.target.iter().map(|target| {
            let value = value_cell(words, Some(&target.reading), target.decimals);
            let mut row = vec![TableCell::text(&target.label), value];
            row.extend([(); 3].map(|()| line(None)));
            row.push(TableCell::text(say!(words, "chart-target")));
            row
        }));
        DataTable { caption: self.heading.subject().to_owned(), columns, rows }
    }
}

/// What stands at a point, in words.
fn remarks(point: &ControlPoint) -> String {
    let words: Vec<&str> =
        [&point.begins, &point.note].into_iter().flatten().map(String::as_str).collect();
    words.join("; ")
}
