//! How many come from stage to stage, and where the others go.

use super::canvas::{Anchor, Area, Canvas, Type, Weight};
use super::forest::plain_small;
use super::format::grouped;
use super::furniture::{LEADING, MARGIN, notes, small};
use super::style::{BAND, INK, MUTED, look};
use super::table::value_cell;
use super::text::{SIZE, SMALL, width, wrap};
use super::{Chart, Column, DataTable, Heading, Reading, Room, TableCell};
use crate::words::{Words, say};

/// Stages from top to bottom as bars as wide as the number of those who came to them; from each a
/// stream leads to the next, and one for each way out to the right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SankeyChart {
    /// Name and words.
    pub heading: Heading,
    /// What is counted: `Cases`.
    pub unit: String,
    /// In order.
    pub stages: Vec<SankeyStage>,
}

/// One stage of a [`SankeyChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct SankeyStage {
    /// Its name.
    pub name: String,
    /// How many came to it.
    pub reached: Reading,
    /// How many of these did not come to the next, by where they went; empty at the last.
    pub out: Vec<(String, Reading)>,
}

/// Height of the bar of a stage.
const BAR: f64 = 22.0;
/// Height of the streams between two stages, where nobody leaves.
const FLOW: f64 = 26.0;
/// Height of one way out with the room round it.
const OUT: f64 = 20.0;
/// The part of the drawing that the first stage takes.
const SHARE: f64 = 0.52;
/// Thinnest stream.
const THINNEST: f64 = 1.0;

impl Chart for SankeyChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let shown = self.shown();
        let most = shown.iter().map(|(_, reached)| *reached).fold(0.0, f64::max);
        if shown.len() < 2 || most <= 0.0 {
            return None;
        }
        let language = self.heading.words;
        let mut canvas = Canvas::of(room);
        let wide = (room.units() - 2.0 * MARGIN) * SHARE;
        let scale = wide / most;
        let mut top = 4.0;
        for (at, (stage, reached)) in shown.iter().enumerate() {
            top = self.draw_name(&mut canvas, stage, *reached, shown[0].1, top);
            let bar = (reached * scale).max(THINNEST);
            let (name, figures) = (stage.name.as_str(), grouped(*reached, 0));
            let words = say!(language, "chart-of", name = name, figures = figures);
            canvas.hover(&words, |canvas| {
                canvas.rect((MARGIN, top), (bar, BAR), look(0).colour, None);
            });
            top += BAR;
            if let Some((_, next)) = shown.get(at + 1) {
                top = self.draw_out(&mut canvas, stage, (*reached, *next), scale, top);
            }
        }
        let y = notes(&mut canvas, &self.cut(shown.len()), top + 6.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per stage, then its ways out.
    fn table(&self) -> DataTable {
        let language = self.heading.words;
        let cell = |reading: &Reading| value_cell(language, Some(reading), 0);
        let rows = self.stages.iter().flat_map(|stage| {
            let reached = vec![
                TableCell::text(&stage.name),
                TableCell::text(say!(language, "chart-came-so-far")),
                cell(&stage.reached),
            ];
            let out = stage.out.iter().map(|(words, reading)| {
                vec![TableCell::text(&stage.name), TableCell::text(words), cell(reading)]
            });
            std::iter::once(reached).chain(out)
        });
        DataTable {
            caption: self.heading.subject().to_owned(),
            columns: vec![
                Column::text(say!(language, "chart-stage")),
                Column::text(say!(language, "chart-what-became")),
                Column::number(&self.unit),
            ],
            rows: rows.collect(),
        }
    }
}

impl SankeyChart {
    /// The stages down to the first whose number is not known: a stream of unknown width cannot be
    /// drawn.
    fn shown(&self) -> Vec<(&SankeyStage, f64)> {
        let known = self.stages.iter().map_while(|stage| {
            let (reached, _) = stage.reached.drawable()?;
            (reached >= 0.0).then_some((stage, reached))
        });
        known.collect()
    }

    /// That the drawing ends before the last stage.
    fn cut(&self, shown: usize) -> Vec<String> {
        let next = self.stages.get(shown);
        let why = next.map(|stage| {
            let words = self.heading.words;
            let why = stage.reached.reason(words);
            let why = why.unwrap_or_else(|| say!(words, "chart-not-of-people"));
            say!(words, "chart-stage-not-drawn", stage = stage.name.as_str(), reason = why)
        });
        why.into_iter().collect()
    }

    /// Name and number of a stage above its bar; returns where the bar begins.
    fn draw_name(
        &self,
        canvas: &mut Canvas,
        stage: &SankeyStage,
        reached: f64,
        first: f64,
        top: f64,
    ) -> f64 {
        let bold = Type::new(SIZE, INK, Anchor::Start).weight(Weight::Bold);
        let share = if first > 0.0 { 100.0 * reached / first } else { 100.0 };
        let unit = self.unit.to_lowercase();
        let figures = say!(
            self.heading.words,
            "chart-reached",
            count = grouped(reached, 0),
            unit = unit,
            percent = grouped(share, 0)
        );
        let figures = wrap(&figures, (canvas.width() - 2.0 * MARGIN) / 2.0, SMALL, 1).concat();
        // Bold words are wider.
        let room = (canvas.width() - 3.0 * MARGIN - width(&figures, SMALL)) / 1.15;
        let lines = wrap(&stage.name, room, SIZE, 2);
        canvas.lines((MARGIN, top + SIZE), bold, LEADING, &lines);
        let most = lines.iter().map(|line| width(line, SIZE) * 1.15).fold(0.0, f64::max);
        let at = (MARGIN + most + MARGIN, top + SIZE);
        canvas.text(at, plain_small(Anchor::Start), &figures);
        top + LEADING * lines.len().max(1) as f64 + 4.0
    }

    /// The streams from a stage to the next and out; returns where the next begins.
    fn draw_out(
        &self,
        canvas: &mut Canvas,
        stage: &SankeyStage,
        (reached, next): (f64, f64),
        scale: f64,
        top: f64,
    ) -> f64 {
        let counts: Vec<(&String, &Reading)> = stage
            .out
            .iter()
            .filter(|(_, reading)| reading.drawable().is_none_or(|(count, _)| count > 0.0))
            .map(|(words, reading)| (words, reading))
            .collect();
        let room = canvas.width() - MARGIN - (canvas.width() - 2.0 * MARGIN) * (SHARE + 0.06);
        let language = self.heading.words;
        let said = |words: &str, reading: &Reading| {
            wrap(&way_out(language, words, reading), room - 2.0 * MARGIN, SMALL, 2)
        };
        let heights: Vec<f64> = counts
            .iter()
            .map(|(words, reading)| OUT.max(LEADING * said(words, reading).len() as f64 + 4.0))
            .collect();
        let bottom = top + FLOW.max(heights.iter().sum::<f64>() + 6.0);
        let on = (next.min(reached) * scale).max(THINNEST);
        // Those who come on keep to the left.
        let stream = [(MARGIN, top), (MARGIN + on, top), (MARGIN + on, bottom), (MARGIN, bottom)];
        canvas.area(&stream, look(0).colour, 0.35);
        let mut from = MARGIN + on;
        let mut y = top + 4.0;
        let end = canvas.width() - MARGIN - room;
        let right = MARGIN + reached * scale;
        for ((words, reading), height) in counts.iter().zip(&heights) {
            let middle = y + height / 2.0;
            if let Some((count, _)) = reading.drawable() {
                let wide = (count * scale).max(THINNEST).min((right - from).max(THINNEST));
                let thick = wide.min(height - 6.0);
                let corners = [
                    (from, top),
                    (from + wide, top),
                    (from + wide, middle - thick / 2.0),
                    (end, middle - thick / 2.0),
                    (end, middle + thick / 2.0),
                    (from, middle + thick / 2.0),
                ];
                canvas.hover(
                    &format!("{}: {}", stage.name, way_out(language, words, reading)),
                    |canvas| {
                        canvas.area(&corners, look(1).colour, 0.55);
                    },
                );
                from += wide;
            } else {
                canvas.cross((end - 8.0, middle), MUTED);
            }
            let lines = said(words, reading);
            let first = middle + 4.0 - LEADING * (lines.len() as f64 - 1.0) / 2.0;
            canvas.lines((end + MARGIN, first), small(Anchor::Start), LEADING, &lines);
            y += height;
        }
        let rule = Area { left: MARGIN, right: MARGIN + on, top: bottom, bottom: bottom + 2.0 };
        canvas.rect((rule.left, rule.top), (rule.right - rule.left, 2.0), BAND, None);
        bottom + 6.0
    }
}

/// A way out and how many took it.
fn way_out(language: &Words, words: &str, reading: &Reading) -> String {
    say!(language, "chart-of", name = words, figures = reading.figures(language, 0))
}
