//! A value across ordered groups, from one end of society to the other.

mod draw;

use super::table::{reading_cells, reading_columns};
use super::{Chart, Column, DataTable, Heading, Measure, Reading, ReferenceLine, Room, TableCell};
use crate::words::say;

/// Ordered groups from left to right, each with its interval, and the slope fitted to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GradientChart {
    /// Name and words.
    pub heading: Heading,
    /// What the vertical axis measures. The axis always holds 0.
    pub measure: Measure,
    /// Head of the first column of the data table and title of the horizontal axis:
    /// `Deprivation decile`.
    pub group_label: String,
    /// In order; drawn from left to right as given.
    pub groups: Vec<GradientGroup>,
    /// Words under the left end: `most deprived`.
    pub first_end: String,
    /// Words under the right end: `least deprived`.
    pub last_end: String,
    /// The fitted slope.
    pub slope: Option<SlopeLine>,
    /// The overall rate, or that of the best-off group.
    pub reference: Option<ReferenceLine>,
    /// How a group is drawn.
    pub mark: GradientMark,
}

/// One group of a [`GradientChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct GradientGroup {
    /// Words under the axis: `1`, `Routine`.
    pub label: String,
    /// The figure.
    pub reading: Reading,
    /// A remark of this group, shown under the chart and in the data table.
    pub note: Option<String>,
}

/// The line of a slope index, by its fitted values at the two ends of the scale.
///
/// The ends are the outer edges of the first and last group (ranks 0 and 1), not their middles.
#[derive(Clone, Debug, PartialEq)]
pub struct SlopeLine {
    /// Words of the key: `Slope index of inequality: 3.1 deaths per 1,000`.
    pub label: String,
    /// Fitted value at the outer edge of the first group.
    pub first: f64,
    /// Fitted value at the outer edge of the last group.
    pub last: f64,
    /// Course of the fit between the ends.
    pub course: SlopeCourse,
}

/// How a fitted value moves from one end of the ranks to the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlopeCourse {
    /// By equal differences: an identity link.
    #[default]
    Straight,
    /// By equal ratios: a log link. Straight where an end is not above 0.
    Proportional,
}

/// How a group of a [`GradientChart`] is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GradientMark {
    /// A dot with a whisker.
    #[default]
    Dots,
    /// A bar from 0 with a whisker.
    Bars,
}

impl Chart for GradientChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        draw::svg(self, Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        draw::svg(self, room)
    }

    /// One row per group, in the order of the chart, then the reference line and the fitted ends.
    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let mut columns = vec![Column::text(&self.group_label)];
        columns.extend(reading_columns(words, &self.measure));
        columns.push(Column::text(say!(words, "chart-note")));
        let last = self.groups.len().saturating_sub(1);
        let rows = self.groups.iter().enumerate().map(|(index, group)| {
            let end = match index {
                0 => self.first_end.as_str(),
                _ if index == last => self.last_end.as_str(),
                _ => "",
            };
            let label = if end.is_empty() {
                group.label.clone()
            } else {
                format!("{} ({end})", group.label)
            };
            let mut row = vec![TableCell::text(label)];
            row.extend(reading_cells(words, &group.reading, self.measure.decimals));
            row.push(TableCell::text(group.note.as_deref().unwrap_or_default()));
            row
        });
        let rows = rows.chain(self.line_rows()).collect();
        DataTable { caption: self.heading.subject().to_owned(), columns, rows }
    }
}

impl GradientChart {
    /// The lines across the groups, as rows of the data table.
    fn line_rows(&self) -> Vec<Vec<TableCell>> {
        let words = self.heading.words;
        let row = |label: &str, readings: [TableCell; 3], note: &str| {
            let cells = [TableCell::text(label)].into_iter().chain(readings);
            cells.chain([TableCell::text(note)]).collect()
        };
        let reference = self.reference.iter().map(|line| {
            let readings = reading_cells(words, &line.reading, line.decimals);
            row(&line.label, readings, &say!(words, "chart-reference-line"))
        });
        let ends = self.slope.iter().flat_map(|slope| {
            let ends = [(&self.first_end, slope.first), (&self.last_end, slope.last)];
            ends.map(|(end, value)| {
                let cells = reading_cells(words, &Reading::value(value), self.measure.decimals);
                row(&say!(words, "chart-fitted-end", end = end.as_str()), cells, &slope.label)
            })
        });
        reference.chain(ends).collect()
    }
}
