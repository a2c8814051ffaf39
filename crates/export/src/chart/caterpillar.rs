//! Two readings of each area one above the other, and the rank it may have.

use super::canvas::{Anchor, Area, Canvas, Stroke, Type, WIDTH, Weight};
use super::furniture::{
    KeyEntry, LEADING, MARGIN, horizontal_axis, key, normal, reference_words, small, tick_labels,
    value_axis, widest,
};
use super::style::{Dash, Fill, INK, MUTED, STRIPE, Shape};
use super::table::{reading_cells, reading_columns};
use super::text::{SIZE, SMALL, width, wrap};
use super::ticks::Axis;
use super::{
    AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, ReferenceLine, TableCell,
};
use crate::words::say;

/// One row per area: its own value over the one that is steadied by the others,
/// and beside them the interval of its rank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaterpillarChart {
    /// Name and words.
    pub heading: Heading,
    /// What the values measure.
    pub measure: Measure,
    /// What the ranks are, such as `Rank; 1 is the highest rate`.
    pub rank_label: String,
    /// Head of the first column of the data table: `Local authority`.
    pub row_label: String,
    /// What the first reading is, such as `own rate`.
    pub own_label: String,
    /// What the second reading is, such as `rate drawn to the mean`.
    pub steadied_label: String,
    /// Drawn from top to bottom as given.
    pub rows: Vec<CaterpillarRow>,
    /// The vertical line among the values.
    pub comparator: Option<ReferenceLine>,
}

/// One row of a [`CaterpillarChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct CaterpillarRow {
    /// Name of the area.
    pub label: String,
    /// Its own value; a missing one shows its reason.
    pub own: Reading,
    /// The value steadied by the others.
    pub steadied: Reading,
    /// Its rank, from 1.
    pub rank: Reading,
}

/// Room of the row names.
const LABELS: f64 = 190.0;
/// Room of the ranks.
const RANKS: f64 = 180.0;
/// Between the values and the ranks.
const GAP: f64 = 40.0;
/// Whiskers reach at most this many times the highest value.
const LONGEST: f64 = 1.5;
const ROW: f64 = 24.0;
/// How far the two readings lie from the middle of the row.
const APART: f64 = 4.5;
const OWN: &str = "#8A4A1F";
const STEADIED: &str = "#12436D";
const REFERENCE: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("1 3") };

/// The two panels and their axes.
struct Layout {
    values: Axis,
    ranks: Axis,
    left: Area,
    right: Area,
    /// Where whiskers are cut.
    longest: f64,
}

impl Chart for CaterpillarChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        let drawable = |row: &CaterpillarRow| {
            row.own.drawable().is_some() || row.steadied.drawable().is_some()
        };
        if !self.rows.iter().any(drawable) {
            return None;
        }
        let mut canvas = Canvas::default();
        let mut layout = self.layout();
        let top = self.draw_heads(&mut canvas, &layout);
        let heights: Vec<f64> = self.rows.iter().map(CaterpillarRow::height).collect();
        let bottom = top + heights.iter().sum::<f64>();
        for panel in [&mut layout.left, &mut layout.right] {
            (panel.top, panel.bottom) = (top, bottom);
        }
        let mut y = top;
        for (index, height) in heights.iter().enumerate() {
            if index % 2 == 1 {
                canvas.rect((MARGIN / 2.0, y), (WIDTH - MARGIN, *height), STRIPE, None);
            }
            y += height;
        }
        horizontal_axis(&mut canvas, &layout.values, layout.left);
        horizontal_axis(&mut canvas, &layout.ranks, layout.right);
        if let Some((value, _)) = self.comparator.as_ref().and_then(reference_words) {
            let x = layout.values.place(value, layout.left.left, layout.left.right);
            canvas.line((x, top - 4.0), (x, bottom), REFERENCE);
        }
        let mut y = top;
        for (row, height) in self.rows.iter().zip(&heights) {
            self.draw_row(&mut canvas, row, &layout, y + height / 2.0);
            y += height;
        }
        let y = key(&mut canvas, &self.key_entries(&layout), bottom + 30.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per area in the order of the chart, the comparator last.
    fn table(&self) -> DataTable {
        let (words, decimals) = (self.heading.words, self.measure.decimals);
        let mut columns = vec![Column::text(&self.row_label)];
        for label in [&self.own_label, &self.steadied_label, &self.rank_label] {
            let measure = Measure { label: label.clone(), ..self.measure.clone() };
            columns.extend(reading_columns(words, &measure));
        }
        let rows = self.rows.iter().map(|row| {
            let mut cells = vec![TableCell::text(&row.label)];
            cells.extend(reading_cells(words, &row.own, decimals));
            cells.extend(reading_cells(words, &row.steadied, decimals));
            cells.extend(reading_cells(words, &row.rank, 0));
            cells
        });
        let comparator = self.comparator.iter().map(|line| {
            let mut cells = vec![TableCell::text(&line.label)];
            cells.extend(reading_cells(words, &line.reading, line.decimals));
            cells
        });
        DataTable {
            caption: self.heading.subject().to_owned(),
            columns,
            rows: rows.chain(comparator).collect(),
        }
    }
}

impl CaterpillarChart {
    fn layout(&self) -> Layout {
        let readings = || self.rows.iter().flat_map(|row| [&row.own, &row.steadied]);
        let line = self.comparator.iter().map(|line| &line.reading);
        let drawn = || readings().chain(line.clone()).filter_map(Reading::drawable);
        let highest = drawn().map(|(value, _)| value).fold(0.0, f64::max);
        let longest = if highest > 0.0 { LONGEST * highest } else { f64::INFINITY };
        let values = drawn().flat_map(|(value, ends)| {
            let ends = ends.into_iter().flat_map(|b| [b.lower, b.upper.min(longest)]);
            std::iter::once(value).chain(ends)
        });
        let ranks = self.rows.iter().filter_map(|row| row.rank.drawable());
        let ranks = ranks.flat_map(|(value, ends)| {
            std::iter::once(value).chain(ends.into_iter().flat_map(|b| [b.lower, b.upper]))
        });
        let names = self.rows.iter().flat_map(|row| wrap(&row.label, LABELS, SIZE, 2));
        let room = names.map(|line| width(&line, SIZE)).fold(40.0, f64::max);
        let panel = |left, right| Area { left, right, top: 0.0, bottom: 0.0 };
        let end = WIDTH - MARGIN - 20.0;
        Layout {
            values: value_axis(AxisStart::Zero, values),
            ranks: value_axis(AxisStart::Zero, ranks),
            left: panel(MARGIN + room + 14.0, end - RANKS - GAP),
            right: panel(end - RANKS, end),
            longest,
        }
    }

    /// Titles of both panels, the comparator's words and tick labels above the
    /// rows; returns where the rows begin.
    fn draw_heads(&self, canvas: &mut Canvas, layout: &Layout) -> f64 {
        let Layout { left, right, values, ranks, .. } = layout;
        let titles = [(left, &self.measure.label), (right, &self.rank_label)]
            .map(|(panel, words)| (panel.left, wrap(words, panel.right - panel.left, SMALL, 4)));
        let most = titles.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default() as f64;
        for (x, lines) in &titles {
            let first = 2.0 + SMALL + LEADING * (most - lines.len() as f64);
            let bold = Type::new(SMALL, INK, Anchor::Start).weight(Weight::Bold);
            canvas.lines((*x, first), bold, LEADING, lines);
        }
        let mut top = 2.0 + LEADING * most + 4.0;
        if let Some((value, words)) = self.comparator.as_ref().and_then(reference_words) {
            let lines = wrap(&words, left.right - left.left, SMALL, 1);
            let half = widest(&lines, SMALL) / 2.0;
            let x = values.place(value, left.left, left.right);
            let x = x.clamp(left.left + half, (left.right - half).max(left.left + half));
            canvas.lines((x, top + SMALL), normal_small(), LEADING, &lines);
            top += LEADING;
        }
        tick_labels(canvas, values, *left, top + SMALL);
        tick_labels(canvas, ranks, *right, top + SMALL);
        top + LEADING + 6.0
    }

    fn draw_row(&self, canvas: &mut Canvas, row: &CaterpillarRow, layout: &Layout, middle: f64) {
        let Layout { values, ranks, left, right, longest } = layout;
        let lines = wrap(&row.label, LABELS, SIZE, 2);
        let (language, decimals) = (self.heading.words, self.measure.decimals);
        let words = format!(
            "{}: {} {}; {} {}; {} {}",
            row.label,
            self.own_label,
            row.own.figures(language, decimals),
            self.steadied_label,
            row.steadied.figures(language, decimals),
            self.rank_label,
            row.rank.figures(language, 0),
        );
        canvas.hover(&words, |canvas| {
            let first = middle + 4.5 - LEADING * (lines.len() as f64 - 1.0) / 2.0;
            canvas.lines((left.left - 14.0, first), normal(Anchor::End), LEADING, &lines);
            let x = |value: f64| values.place(value, left.left, left.right);
            let both = [
                (&row.own, middle - APART, OWN, Fill::Hollow),
                (&row.steadied, middle + APART, STEADIED, Fill::Solid),
            ];
            for (reading, y, colour, fill) in both {
                let Some((value, ends)) = reading.drawable() else { continue };
                if let Some(b) = ends {
                    let upper = x(b.upper.min(*longest));
                    canvas.level_whisker(y, (x(b.lower), upper), colour);
                    if b.upper > *longest {
                        canvas.level_arrow((upper, y), colour);
                    }
                }
                canvas.marker((x(value), y), 3.5, Shape::Circle, colour, fill);
            }
            if let (None, Some(reason)) = (row.own.drawable(), row.own.reason(language)) {
                canvas.cross((left.left + 12.0, middle), MUTED);
                let reason = wrap(&reason, left.right - left.left - 30.0, SMALL, 1);
                let style = small(Anchor::Start).weight(Weight::Italic);
                canvas.rimmed((left.left + 24.0, middle + 4.0), style, &reason.concat());
            }
            if let Some((rank, ends)) = row.rank.drawable() {
                let x = |rank: f64| ranks.place(rank, right.left, right.right);
                if let Some(b) = ends {
                    canvas.level_whisker(middle, (x(b.lower), x(b.upper)), STEADIED);
                }
                canvas.marker((x(rank), middle), 3.5, Shape::Square, STEADIED, Fill::Solid);
            }
        });
    }

    fn key_entries(&self, layout: &Layout) -> Vec<KeyEntry<'static>> {
        let said = self.heading.words;
        let reading = |colour: &'static str, shape, fill, label: &str| KeyEntry {
            symbol: Box::new(move |c: &mut Canvas, (x, y): (f64, f64)| {
                c.level_whisker(y, (x - 12.0, x + 12.0), colour);
                c.marker((x, y), 3.5, shape, colour, fill);
            }),
            words: say!(
                said,
                "chart-interval-of",
                name = label,
                interval = self.measure.interval_label.as_str()
            ),
        };
        let mut entries = vec![
            reading(OWN, Shape::Circle, Fill::Hollow, &self.own_label),
            reading(STEADIED, Shape::Circle, Fill::Solid, &self.steadied_label),
            reading(STEADIED, Shape::Square, Fill::Solid, &say!(said, "chart-expected-rank")),
        ];
        let cut = |reading: &Reading| {
            reading.drawable().and_then(|(_, ends)| ends).is_some_and(|b| b.upper > layout.longest)
        };
        if self.rows.iter().any(|row| cut(&row.own) || cut(&row.steadied)) {
            entries.push(KeyEntry {
                symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
                    c.level_whisker(y, (x - 12.0, x + 8.0), MUTED);
                    c.level_arrow((x + 8.0, y), MUTED);
                }),
                words: say!(said, "chart-reaches-table"),
            });
        }
        entries
    }
}

impl CaterpillarRow {
    fn height(&self) -> f64 {
        let lines = wrap(&self.label, LABELS, SIZE, 2).len();
        ROW.max(LEADING * lines as f64 + 4.0)
    }
}

const fn normal_small() -> Type {
    Type::new(SMALL, INK, Anchor::Middle)
}
