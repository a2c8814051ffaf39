//! How far a result moves when one input goes to its limits, the widest swing first.

use super::canvas::{Anchor, Area, Canvas, Stroke, Type, Weight};
use super::forest::plain_small;
use super::format::{grouped, label};
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, value_axis, widest,
};
use super::parts::most_figures;
use super::pattern;
use super::reading::fits;
use super::rows::RowNames;
use super::style::{Dash, INK, look};
use super::table::number_cell;
use super::text::{SMALL, width, wrap};
use super::ticks::Axis;
use super::{AxisStart, Chart, Column, DataTable, Heading, Measure, Room, TableCell};
use crate::words::say;

/// A pair of bars for each input, from the result as it is to the result with the input at each of
/// its limits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TornadoChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis measures.
    pub measure: Measure,
    /// Head of the first column of the data table: `Input`.
    pub row_label: String,
    /// The result as it is, in words and as a number.
    pub centre: (String, f64),
    /// The inputs; drawn from top to bottom as given, the widest first.
    pub rows: Vec<TornadoRow>,
}

/// One input of a [`TornadoChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoRow {
    /// Its name.
    pub label: String,
    /// The result with the input at its lower limit.
    pub at_lower: f64,
    /// The result with the input at its upper limit.
    pub at_upper: f64,
}

/// Room of the row names.
const LABELS: f64 = 230.0;
/// Height of the two bars of a row with the room round them.
const ROW: f64 = 30.0;
/// Height of one bar.
const BAR: f64 = 9.0;
const CENTRE: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("") };
/// Each input has two ends.
const ENDS: usize = 2;

impl Chart for TornadoChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let ends = self.rows.iter().flat_map(|row| [row.at_lower, row.at_upper]);
        let ends: Vec<f64> = ends.filter(|value| fits(*value)).collect();
        if ends.is_empty() || !fits(self.centre.1) {
            return None;
        }
        let mut canvas = Canvas::of(room);
        canvas.raw(&pattern::definitions(&self.heading.id, room, ENDS));
        let mut top = axis_title(&mut canvas, &self.measure.label, 2.0) + 4.0;
        top = key(&mut canvas, &self.key_entries(room), top) + 4.0;
        let axis = value_axis(AxisStart::Fitted, ends.into_iter().chain([self.centre.1]));
        let names = RowNames::new(room, LABELS, 3);
        let heights: Vec<f64> = self.rows.iter().map(|row| names.height(&row.label, ROW)).collect();
        let figures = self.rows.iter().map(|row| width(&self.figures(row), SMALL));
        let figures = figures.fold(40.0, f64::max).min(most_figures(room));
        let mut plot = Area {
            left: names.left(self.rows.iter().map(|row| &*row.label), 16.0),
            right: room.units() - MARGIN - figures - 14.0,
            top,
            bottom: top,
        };
        plot.top = self.draw_centre(&mut canvas, &axis, plot);
        plot.bottom = plot.top + heights.iter().sum::<f64>();
        horizontal_axis(&mut canvas, &axis, plot);
        let mut y = plot.top;
        for (row, height) in self.rows.iter().zip(&heights) {
            self.draw(&mut canvas, row, (&axis, plot), (names, (y, *height)));
            y += height;
        }
        let x = axis.place(self.centre.1, plot.left, plot.right);
        canvas.line((x, plot.top - 4.0), (x, plot.bottom), CENTRE);
        Some(canvas.finish(&self.heading, plot.bottom + 28.0))
    }

    /// One row per input, in the order of the chart.
    fn table(&self) -> DataTable {
        let (words, decimals) = (self.heading.words, self.measure.decimals);
        let rows = self.rows.iter().map(|row| {
            vec![
                TableCell::text(&row.label),
                number_cell(words, row.at_lower, decimals),
                number_cell(words, row.at_upper, decimals),
            ]
        });
        DataTable {
            caption: format!("{}: {}", self.heading.subject(), self.measure.label),
            columns: vec![
                Column::text(&self.row_label),
                Column::number(say!(words, "chart-input-lower")),
                Column::number(say!(words, "chart-input-upper")),
            ],
            rows: rows.collect(),
        }
    }
}

impl TornadoChart {
    /// The result at the lower end and at the upper end, the smaller first.
    fn figures(&self, row: &TornadoRow) -> String {
        let [one, other] = [row.at_lower.min(row.at_upper), row.at_lower.max(row.at_upper)];
        let words = self.heading.words;
        let figure = |value| label(words, value, self.measure.decimals);
        say!(words, "chart-from-to", from = figure(one), to = figure(other))
    }

    /// The words of the result as it is, over its line; returns where the rows begin.
    fn draw_centre(&self, canvas: &mut Canvas, axis: &Axis, plot: Area) -> f64 {
        let (words, value) = &self.centre;
        let words = format!("{words} {}", grouped(*value, self.measure.decimals));
        let bold = Type::new(SMALL, INK, Anchor::Middle).weight(Weight::Bold);
        let lines = wrap(words.trim(), plot.right - plot.left, SMALL, 2);
        let half = widest(&lines, SMALL) / 2.0;
        let least = plot.left + half;
        let x =
            axis.place(*value, plot.left, plot.right).clamp(least, (plot.right - half).max(least));
        canvas.lines((x, plot.top + SMALL), bold, LEADING, &lines);
        plot.top + LEADING * lines.len() as f64 + 6.0
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        row: &TornadoRow,
        (axis, plot): (&Axis, Area),
        (names, place): (RowNames, (f64, f64)),
    ) {
        let x = |value: f64| axis.place(value, plot.left, plot.right);
        let (name, figures) = (row.label.as_str(), self.figures(row));
        let words = say!(self.heading.words, "chart-of", name = name, figures = figures);
        let mut middle = 0.0;
        canvas.hover(&words, |canvas| {
            middle = names.draw(canvas, &row.label, place, plot.left - 12.0);
            let ends = [row.at_lower, row.at_upper];
            for (at, value) in ends.into_iter().enumerate().filter(|(_, value)| fits(*value)) {
                let (from, to) = (x(self.centre.1), x(value));
                let corner = (from.min(to), middle - BAR + BAR * at as f64);
                let fill = pattern::fill(&self.heading.id, canvas.room(), at);
                canvas.rect(corner, ((to - from).abs(), BAR), &fill, Some(look(at).colour));
            }
        });
        let words = wrap(&self.figures(row), most_figures(canvas.room()), SMALL, 1).concat();
        canvas.text((plot.right + 14.0, middle + 4.0), plain_small(Anchor::Start), &words);
    }

    fn key_entries(&self, room: Room) -> Vec<KeyEntry<'static>> {
        let entry = |(at, words): (usize, String)| {
            let fill = pattern::fill(&self.heading.id, room, at);
            let symbol = move |c: &mut Canvas, (x, y): (f64, f64)| {
                c.rect((x - 12.0, y - BAR / 2.0), (24.0, BAR), &fill, Some(look(at).colour));
            };
            KeyEntry { symbol: Box::new(symbol), words }
        };
        let words = self.heading.words;
        let ends: [String; ENDS] = [say!(words, "chart-at-lower"), say!(words, "chart-at-upper")];
        ends.into_iter().enumerate().map(entry).collect()
    }
}
