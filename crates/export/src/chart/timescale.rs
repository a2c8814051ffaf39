//! When things are taken up, and when they are expected to work.

use super::canvas::{Anchor, Area, Canvas, Stroke};
use super::forest::plain_small;
use super::furniture::{KeyEntry, MARGIN, axis_title, horizontal_axis, key, notes};
use super::parts::most_figures;
use super::pattern;
use super::reading::fits;
use super::rows::RowNames;
use super::style::{Dash, Fill, INK, look};
use super::table::number_cell;
use super::text::{SMALL, width, wrap};
use super::ticks::Axis;
use super::{Chart, Column, DataTable, Heading, Room, TableCell};
use crate::words::say;

/// A bar for each measure from the begin of its uptake to its end, and a line on to its full
/// effect.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimescaleChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis counts: `Year`.
    pub axis_label: String,
    /// Head of the first column of the data table: `Measure`.
    pub row_label: String,
    /// Drawn from top to bottom as given.
    pub rows: Vec<TimescaleRow>,
    /// A day by which something is aimed at, in words and as a decimal year.
    pub aim: Option<(String, f64)>,
    /// Those without a time, named under the chart.
    pub untimed: Vec<String>,
}

/// One measure of a [`TimescaleChart`]; times are decimal years.
#[derive(Clone, Debug, PartialEq)]
pub struct TimescaleRow {
    /// Its name.
    pub label: String,
    /// When its uptake begins.
    pub from: f64,
    /// When its uptake is complete.
    pub full: f64,
    /// When it works in full.
    pub works: f64,
    /// The same in words: `2005 to 2010, works in full from 2011`.
    pub words: String,
}

/// Room of the row names.
const LABELS: f64 = 210.0;
/// Height of a row with the room round it.
const ROW: f64 = 28.0;
/// Half the height of a bar.
const HALF: f64 = 6.0;
const WAIT: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("2 3") };
const AIM: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("1 3") };

impl Chart for TimescaleChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let times: Vec<f64> =
            self.drawn().flat_map(|row| [row.from, row.full, row.works]).collect();
        if times.is_empty() {
            return None;
        }
        let aim = self.aim.as_ref().filter(|(_, at)| fits(*at));
        let axis = Axis::covering(times.into_iter().chain(aim.map(|(_, at)| *at))).of_years();
        let mut canvas = Canvas::of(room);
        canvas.raw(&pattern::definitions(&self.heading.id, room, 2));
        let mut top = axis_title(&mut canvas, &self.axis_label, 2.0) + 4.0;
        top = key(&mut canvas, &self.key_entries(room, aim), top) + 4.0;
        let names = RowNames::new(room, LABELS, 3).beside(most_figures(room));
        let words = self.drawn().map(|row| width(&row.words, SMALL)).fold(40.0, f64::max);
        let heights: Vec<f64> = self.drawn().map(|row| names.height(&row.label, ROW)).collect();
        let plot = Area {
            left: names.left(self.drawn().map(|row| &*row.label), 14.0),
            right: if room.is_narrow() {
                room.units() - 3.0 * MARGIN
            } else {
                room.units() - MARGIN - words.min(most_figures(room)) - 16.0
            },
            top,
            bottom: top + heights.iter().sum::<f64>(),
        };
        horizontal_axis(&mut canvas, &axis, plot);
        if let Some((_, at)) = aim {
            let x = axis.place(*at, plot.left, plot.right);
            canvas.line((x, plot.top), (x, plot.bottom), AIM);
        }
        let mut y = plot.top;
        for (row, height) in self.drawn().zip(&heights) {
            self.draw(&mut canvas, row, (&axis, plot), (names, (y, *height)));
            y += height;
        }
        let words = self.heading.words;
        let untimed = (!self.untimed.is_empty())
            .then(|| say!(words, "chart-without-time", measures = self.untimed.join("; ")));
        let untimed: Vec<String> = untimed.into_iter().collect();
        let y = notes(&mut canvas, &untimed, plot.bottom + 24.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per measure, in the order of the chart.
    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let rows = self.rows.iter().map(|row| {
            let mut cells = vec![TableCell::text(&row.label)];
            cells.extend([row.from, row.full, row.works].map(|at| number_cell(words, at, 1)));
            cells
        });
        DataTable {
            caption: self.heading.subject().to_owned(),
            columns: vec![
                Column::text(&self.row_label),
                Column::number(say!(words, "chart-begins")),
                Column::number(say!(words, "chart-complete")),
                Column::number(say!(words, "chart-works-in-full")),
            ],
            rows: rows.collect(),
        }
    }
}

impl TimescaleChart {
    /// The rows that have a place.
    fn drawn(&self) -> impl Iterator<Item = &TimescaleRow> {
        self.rows.iter().filter(|row| [row.from, row.full, row.works].into_iter().all(fits))
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        row: &TimescaleRow,
        (axis, plot): (&Axis, Area),
        (names, place): (RowNames, (f64, f64)),
    ) {
        let [from, full, works] =
            [row.from, row.full, row.works].map(|at| axis.place(at, plot.left, plot.right));
        let mut middle = 0.0;
        let (name, figures) = (row.label.as_str(), row.words.as_str());
        let said = say!(self.heading.words, "chart-of", name = name, figures = figures);
        canvas.hover(&said, |canvas| {
            middle = names.draw(canvas, &row.label, place, plot.left - 10.0);
            let fill = pattern::fill(&self.heading.id, canvas.room(), 1);
            let corner = (from.min(full), middle - HALF);
            let size = ((full - from).abs().max(1.0), 2.0 * HALF);
            canvas.rect(corner, size, &fill, Some(look(1).colour));
            canvas.line((full, middle), (works, middle), WAIT);
            canvas.marker((works, middle), 5.0, look(0).shape, look(0).colour, Fill::Solid);
        });
        let words = wrap(&row.words, most_figures(canvas.room()), SMALL, 1).concat();
        if names.are_above() {
            let at = (canvas.width() - MARGIN, place.0 + super::text::SIZE);
            canvas.grounded(at, plain_small(Anchor::End), &words);
        } else {
            canvas.text((plot.right + 16.0, middle + 4.0), plain_small(Anchor::Start), &words);
        }
    }

    fn key_entries(&self, room: Room, aim: Option<&(String, f64)>) -> Vec<KeyEntry<'static>> {
        let fill = pattern::fill(&self.heading.id, room, 1);
        let mut entries = vec![
            KeyEntry {
                symbol: Box::new(move |c: &mut Canvas, (x, y): (f64, f64)| {
                    c.rect((x - 12.0, y - HALF), (24.0, 2.0 * HALF), &fill, Some(look(1).colour));
                }),
                words: say!(self.heading.words, "chart-taken-up"),
            },
            KeyEntry {
                symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
                    c.line((x - 12.0, y), (x + 8.0, y), WAIT);
                    c.marker((x + 8.0, y), 4.5, look(0).shape, look(0).colour, Fill::Solid);
                }),
                words: say!(self.heading.words, "chart-until-it-works"),
            },
        ];
        entries.extend(aim.map(|(words, _)| KeyEntry {
            symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
                c.line((x, y - 7.0), (x, y + 7.0), AIM);
            }),
            words: words.clone(),
        }));
        entries
    }
}
