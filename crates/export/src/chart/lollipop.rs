//! Two values of each row joined by a line: how far apart they are, and which of them moved.

use super::canvas::{Anchor, Area, Canvas, Stroke, Weight};
use super::forest::plain_small;
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, missing_sentence, normal, notes,
    small, value_axis,
};
use super::parts::most_figures;
use super::rows::RowNames;
use super::style::{Dash, Fill, MUTED, Shape, look};
use super::table::{reading_cells, reading_columns};
use super::text::{SIZE, SMALL, width, wrap};
use super::ticks::Axis;
use super::{AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, Room, TableCell};
use crate::words::say;

/// One row for each period or group: a dot for each of two values, and a line from one to the
/// other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LollipopChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis measures. The axis always holds 0.
    pub measure: Measure,
    /// Head of the first column of the data table: `Period`.
    pub row_label: String,
    /// Names of the two values.
    pub ends: [String; 2],
    /// Head of what stands beside a row: `Gap`.
    pub beside: String,
    /// Drawn from top to bottom as given.
    pub rows: Vec<LollipopRow>,
}

/// One row of a [`LollipopChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct LollipopRow {
    /// What begins with it and holds until the next is named, such as a classification: rows
    /// before and after do not compare.
    pub begins: Option<String>,
    /// Its name.
    pub label: String,
    /// The two values; limits are drawn as thin lines.
    pub ends: [Reading; 2],
    /// What stands beside it: the gap in words.
    pub beside: String,
}

/// Room of the row names.
const LABELS: f64 = 150.0;
/// Height of a row with the room round it.
const ROW: f64 = 26.0;
/// How far limits stand from the line that joins the dots.
const APART: f64 = 5.0;
const JOIN: Stroke = Stroke { colour: MUTED, width: 3.0, dash: Dash("") };
const BEGIN: Stroke = Stroke { colour: MUTED, width: 1.0, dash: Dash("2 4") };

impl Chart for LollipopChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        if !self.readings().any(|reading| reading.drawable().is_some()) {
            return None;
        }
        let values = self.readings().filter_map(Reading::drawable).flat_map(|(value, limits)| {
            let limits = limits.into_iter().flat_map(|b| [b.lower, b.upper]);
            std::iter::once(value).chain(limits)
        });
        let axis = value_axis(AxisStart::Zero, values);
        let mut canvas = Canvas::of(room);
        let mut top = axis_title(&mut canvas, &self.measure.label, 2.0) + 4.0;
        top = key(&mut canvas, &self.key_entries(), top) + 4.0;
        let names = RowNames::new(room, LABELS, 2).beside(most_figures(room));
        let beside = self.rows.iter().map(|row| &row.beside).chain([&self.beside]);
        let beside = beside.map(|words| width(words, SMALL)).fold(0.0, f64::max);
        let right = if room.is_narrow() {
            room.units() - 2.0 * MARGIN
        } else {
            room.units() - MARGIN - beside.min(most_figures(room)) - 16.0
        };
        let left = names.left(self.rows.iter().map(|row| &*row.label), 14.0);
        if !room.is_narrow() && !self.beside.is_empty() {
            let head = wrap(&self.beside, most_figures(room), SMALL, 1).concat();
            canvas.text((right + 16.0, top + SMALL), small(Anchor::Start), &head);
            top += LEADING + 2.0;
        }
        let heights: Vec<f64> =
            self.rows.iter().map(|row| Self::height(names, row, room)).collect();
        let plot = Area { left, right, top, bottom: top + heights.iter().sum::<f64>() };
        horizontal_axis(&mut canvas, &axis, plot);
        let mut y = plot.top;
        for (row, height) in self.rows.iter().zip(&heights) {
            self.draw(&mut canvas, row, (&axis, plot), (names, (y, *height)));
            y += height;
        }
        let y = notes(&mut canvas, self.missing().as_slice(), plot.bottom + 24.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row for each row of the chart.
    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let begins = self.rows.iter().any(|row| row.begins.is_some());
        let mut columns = vec![Column::text(&self.row_label)];
        for end in &self.ends {
            columns.extend(reading_columns(
                words,
                &Measure { label: end.clone(), ..self.measure.clone() },
            ));
        }
        columns.push(Column::text(&self.beside));
        columns.extend(begins.then(|| Column::text(say!(words, "chart-what-begins"))));
        let mut of = String::new();
        let rows = self.rows.iter().map(|row| {
            of = row.begins.clone().unwrap_or_else(|| of.clone());
            let mut cells = vec![TableCell::text(&row.label)];
            for end in &row.ends {
                cells.extend(reading_cells(words, end, self.measure.decimals));
            }
            cells.push(TableCell::text(&row.beside));
            cells.extend(begins.then(|| TableCell::text(&of)));
            cells
        });
        let rows = rows.collect();
        DataTable { caption: self.heading.subject().to_owned(), columns, rows }
    }
}

impl LollipopChart {
    fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.rows.iter().flat_map(|row| &row.ends)
    }

    /// What begins with a row, in lines over it.
    fn begins(row: &LollipopRow, room: Room) -> Vec<String> {
        let words = row.begins.as_deref().unwrap_or_default();
        // Bold words are wider.
        wrap(words, (room.units() - 2.0 * MARGIN) / 1.15, SIZE, 2)
    }

    fn height(names: RowNames, row: &LollipopRow, room: Room) -> f64 {
        Self::head(row, room) + names.height(&row.label, ROW)
    }

    fn head(row: &LollipopRow, room: Room) -> f64 {
        let lines = Self::begins(row, room).len() as f64;
        if lines > 0.0 { LEADING * lines + 8.0 } else { 0.0 }
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        row: &LollipopRow,
        (axis, plot): (&Axis, Area),
        (names, (top, height)): (RowNames, (f64, f64)),
    ) {
        let room = canvas.room();
        let head = Self::head(row, room);
        if head > 0.0 {
            canvas.line((MARGIN, top + 1.0), (canvas.width() - MARGIN, top + 1.0), BEGIN);
            for (at, line) in Self::begins(row, room).iter().enumerate() {
                let y = top + 4.0 + SIZE + LEADING * at as f64;
                canvas.grounded((MARGIN, y), normal(Anchor::Start).weight(Weight::Bold), line);
            }
        }
        let place = (top + head, height - head);
        let [first, second] = [0, 1].map(|at: usize| {
            let figures = row.ends[at].figures(self.heading.words, self.measure.decimals);
            format!("{} {figures}", self.ends[at])
        });
        let mut middle = 0.0;
        canvas.hover(&format!("{}: {first}; {second}; {}", row.label, row.beside), |canvas| {
            middle = names.draw(canvas, &row.label, place, plot.left - 10.0);
            let x = |value: f64| axis.place(value, plot.left, plot.right);
            let known = [0, 1].map(|at: usize| row.ends[at].drawable());
            if let [Some((one, _)), Some((other, _))] = known {
                canvas.line((x(one), middle), (x(other), middle), JOIN);
            }
            for (at, reading) in known.into_iter().enumerate() {
                let Some((value, limits)) = reading else { continue };
                let (colour, shape, fill, side) = Self::look(at);
                if let Some(b) = limits {
                    let y = middle + side * APART;
                    canvas.line((x(b.lower), y), (x(b.upper), y), Stroke::solid(colour, 1.5));
                }
                canvas.marker((x(value), middle), 5.0, shape, colour, fill);
            }
            if known.iter().all(Option::is_none) {
                canvas.cross((plot.left + 8.0, middle), MUTED);
            }
        });
        let beside = wrap(&row.beside, most_figures(room), SMALL, 1).concat();
        let style = plain_small(if names.are_above() { Anchor::End } else { Anchor::Start });
        let at = if names.are_above() {
            (canvas.width() - MARGIN, place.0 + SIZE)
        } else {
            (plot.right + 16.0, middle + 4.0)
        };
        if names.are_above() {
            canvas.grounded(at, style, &beside);
        } else {
            canvas.text(at, style, &beside);
        }
    }

    /// Colour, shape and fill of an end, and on which side of the line its limits stand.
    fn look(at: usize) -> (&'static str, Shape, Fill, f64) {
        let (fill, side) = if at == 0 { (Fill::Solid, -1.0) } else { (Fill::Hollow, 1.0) };
        (look(at).colour, look(at).shape, fill, side)
    }

    /// Which values are missing and why, in one sentence.
    fn missing(&self) -> Option<String> {
        let words = self.heading.words;
        let missing: Vec<String> = self
            .rows
            .iter()
            .flat_map(|row| {
                let ends = row.ends.iter().zip(&self.ends);
                ends.filter_map(|(reading, end)| {
                    Some(say!(
                        words,
                        "chart-missing-of",
                        name = end.as_str(),
                        of = row.label.as_str(),
                        reason = reading.reason(words)?
                    ))
                })
            })
            .collect();
        missing_sentence(words, &missing)
    }

    fn key_entries(&self) -> Vec<KeyEntry<'static>> {
        let end = |(at, name): (usize, &String)| KeyEntry {
            symbol: Box::new(move |c: &mut Canvas, (x, y): (f64, f64)| {
                let (colour, shape, fill, _) = Self::look(at);
                c.marker((x, y), 5.0, shape, colour, fill);
            }),
            words: name.clone(),
        };
        let mut entries: Vec<_> = self.ends.iter().enumerate().map(end).collect();
        if self.readings().any(|reading| matches!(reading.drawable(), Some((_, Some(_))))) {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.line((x - 12.0, y), (x + 12.0, y), Stroke::solid(MUTED, 1.5));
            };
            let words = self.measure.interval_label.clone();
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        entries
    }
}
