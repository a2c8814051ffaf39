//! Stages that lead one to the next, for each group: how far it comes, and where people
//! part.

use super::canvas::{Anchor, Area, Canvas, Weight};
use super::format::grouped;
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, normal, small, value_axis,
};
use super::rows::RowNames;
use super::style::{BAND, INK, look};
use super::table::line_cell;
use super::text::{SIZE, SMALL, width, wrap};
use super::ticks::Axis;
use super::{AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, Room, TableCell};
use crate::words::say;

/// A block of bars for each group, one below the other on one axis: a bar for each stage,
/// as long as the share of those at the start that came to it, with its limits, and
/// beside it the share of those of the stage before.
#[derive(Clone, Debug, PartialEq)]
pub struct StagesChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis measures, percent. The axis always holds 0.
    pub measure: Measure,
    /// What stands beside each bar: `of the stage before`.
    pub beside: String,
    /// Names of the stages, in order.
    pub stages: Vec<String>,
    /// Drawn from top to bottom as given.
    pub groups: Vec<StagesGroup>,
}

/// One group of a [`StagesChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct StagesGroup {
    /// Its name; empty for everyone as one.
    pub label: String,
    /// What stands beside the name, such as how many they are.
    pub note: String,
    /// One for each stage.
    pub bars: Vec<StageBar>,
}

/// One stage of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct StageBar {
    /// The share of those at the start, with limits; a whole one without at the start.
    pub reached: Reading,
    /// The share of those of the stage before, with limits; `None` at the start.
    pub passed: Option<Reading>,
    /// A mark beside the figures of those of whom some may yet come.
    pub open: bool,
}

/// Room of the names of stages.
const LABELS: f64 = 190.0;
/// Height of a bar with the room round it.
const BAR: f64 = 20.0;
/// Between groups.
const GAP: f64 = 14.0;

impl Chart for StagesChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let bars = || self.groups.iter().flat_map(|group| &group.bars);
        if !bars().any(|bar| bar.passed.is_some() && bar.reached.drawable().is_some()) {
            return None;
        }
        let ends = bars().filter_map(|bar| bar.reached.drawable()).flat_map(|(value, limits)| {
            std::iter::once(value).chain(limits.map(|limits| limits.upper))
        });
        let axis = value_axis(AxisStart::Zero, ends);
        let mut canvas = Canvas::of(room);
        let mut top = axis_title(&mut canvas, &self.measure.label, 2.0) + 4.0;
        top = key(&mut canvas, &self.key_entries(), top) + 4.0;
        let names = RowNames::new(room, LABELS, 1);
        let heights: f64 = self.groups.iter().map(|group| self.height(names, group) + GAP).sum();
        let figures = bars().map(|bar| width(&self.figures(bar), SMALL));
        let plot = Area {
            left: names.left(self.stages.iter().map(String::as_str), 14.0),
            right: room.units()
                - MARGIN
                - figures.fold(40.0, f64::max).min(most_figures(room))
                - 12.0,
            top,
            bottom: top + heights,
        };
        horizontal_axis(&mut canvas, &axis, plot);
        let mut y = plot.top + GAP / 2.0;
        for group in &self.groups {
            y = self.draw(&mut canvas, group, &axis, (names, Area { top: y, ..plot })) + GAP;
        }
        Some(canvas.finish(&self.heading, plot.bottom + 28.0))
    }

    fn table(&self) -> DataTable {
        let (words, decimals) = (self.heading.words, self.measure.decimals);
        let cells = |reading: Option<&Reading>| -> [TableCell; 3] {
            let Some(reading) = reading else {
                return [(); 3].map(|()| line_cell(words, None, decimals));
            };
            let Some((value, limits)) = reading.drawable() else {
                let reason = reading.reason(words).unwrap_or_default();
                return [(); 3].map(|()| TableCell::missing(reason.clone()));
            };
            let limit = |limit: Option<f64>| line_cell(words, limit, decimals);
            [
                TableCell::number(value, decimals),
                limit(limits.map(|limits| limits.lower)),
                limit(limits.map(|limits| limits.upper)),
            ]
        };
        let rows = self.groups.iter().flat_map(|group| {
            let bars = self.stages.iter().zip(&group.bars);
            bars.map(|(stage, bar)| {
                let mut row = vec![TableCell::text(&group.label), TableCell::text(stage)];
                row.extend(cells(bar.passed.as_ref()));
                row.extend(cells(Some(&bar.reached)));
                row
            })
        });
        let mut columns =
            [say!(words, "chart-group"), say!(words, "chart-stage")].map(Column::text).to_vec();
        let beside = say!(words, "chart-percent", name = self.beside.as_str());
        for name in [&beside, &self.measure.label] {
            columns.push(Column::number(name));
            let name = name.as_str();
            columns.push(Column::number(say!(words, "column-lower", name = name)));
            columns.push(Column::number(say!(words, "column-upper", name = name)));
        }
        DataTable { caption: self.heading.subject().to_owned(), columns, rows: rows.collect() }
    }
}

/// Room of the figures beside the bars at most.
fn most_figures(room: Room) -> f64 {
    if room.is_narrow() { 156.0 } else { 230.0 }
}

impl StagesChart {
    fn head(group: &StagesGroup) -> f64 {
        if group.label.is_empty() && group.note.is_empty() { 0.0 } else { LEADING + 4.0 }
    }

    fn height(&self, names: RowNames, group: &StagesGroup) -> f64 {
        let stages = self.stages.iter().map(|stage| Self::stage_height(names, stage));
        Self::head(group) + stages.sum::<f64>()
    }

    /// One line beside a bar is no higher than the bar.
    fn stage_height(names: RowNames, stage: &str) -> f64 {
        names.above(stage) + BAR
    }

    /// The share of those before, in words.
    fn figures(&self, bar: &StageBar) -> String {
        let (said, decimals) = (self.heading.words, self.measure.decimals);
        let words = match &bar.passed {
            None => bar
                .reached
                .drawable()
                .map_or_else(|| bar.reached.reason(said).unwrap_or_default(), |_| String::new()),
            Some(passed) => match passed.drawable() {
                Some((value, Some(limits))) => say!(
                    said,
                    "chart-figures",
                    value = format!("{}%", grouped(value, decimals)),
                    lower = grouped(limits.lower, decimals),
                    upper = grouped(limits.upper, decimals)
                ),
                Some((value, None)) => format!("{}%", grouped(value, decimals)),
                None => passed.reason(said).unwrap_or_default(),
            },
        };
        if bar.open { format!("{words} *") } else { words }
    }

    /// Draws a group from the top of its place; returns where it ends.
    fn draw(
        &self,
        canvas: &mut Canvas,
        group: &StagesGroup,
        axis: &Axis,
        (names, place): (RowNames, Area),
    ) -> f64 {
        let head = Self::head(group);
        if head > 0.0 {
            let bold = normal(Anchor::Start).weight(Weight::Bold);
            let label = wrap(&group.label, canvas.width() / 2.0, SIZE, 1);
            // Bold words are wider.
            let after = label.first().map_or(0.0, |name| width(name, SIZE) * 1.15 + 8.0);
            let left = MARGIN + after;
            let note = wrap(&group.note, canvas.width() - MARGIN - left, SMALL, 1);
            let y = place.top + SIZE;
            for name in &label {
                canvas.grounded((MARGIN, y), bold, name);
            }
            for note in &note {
                canvas.grounded((left, y), small(Anchor::Start), note);
            }
        }
        let x = |value: f64| axis.place(value, place.left, place.right);
        let mut top = place.top + head;
        for (stage, bar) in self.stages.iter().zip(&group.bars) {
            let height = Self::stage_height(names, stage);
            let mut middle = 0.0;
            canvas.hover(stage, |canvas| {
                middle = names.draw(canvas, stage, (top, height), place.left - 10.0);
            });
            top += height;
            if let Some((value, limits)) = bar.reached.drawable() {
                let colour = look(0).colour;
                let size = (x(value) - x(0.0), 12.0);
                // Pale, so that the limits are seen on it.
                canvas.rect((x(0.0), middle - 6.0), size, BAND, Some(colour));
                if let Some(limits) = limits {
                    canvas.level_whisker(middle, (x(limits.lower), x(limits.upper)), INK);
                }
            }
            let words = wrap(&self.figures(bar), most_figures(canvas.room()), SMALL, 1);
            let at = (place.right + 12.0, middle + 4.0);
            canvas.lines(at, small(Anchor::Start), LEADING, &words);
        }
        place.top + self.height(names, group)
    }

    fn key_entries(&self) -> Vec<KeyEntry<'static>> {
        let bar = |c: &mut Canvas, (x, y): (f64, f64)| {
            c.rect((x - 12.0, y - 6.0), (24.0, 12.0), BAND, Some(look(0).colour));
        };
        let whisker = |c: &mut Canvas, (x, y): (f64, f64)| {
            c.level_whisker(y, (x - 12.0, x + 12.0), INK);
        };
        let percent = |c: &mut Canvas, (x, y): (f64, f64)| {
            c.text((x, y + 4.0), small(Anchor::Middle), "%");
        };
        let star = |c: &mut Canvas, (x, y): (f64, f64)| {
            c.text((x, y + 4.0), small(Anchor::Middle), "*");
        };
        let mut entries = vec![
            KeyEntry { symbol: Box::new(bar), words: self.measure.label.clone() },
            KeyEntry { symbol: Box::new(whisker), words: self.measure.interval_label.clone() },
            KeyEntry { symbol: Box::new(percent), words: self.beside.clone() },
        ];
        if self.groups.iter().flat_map(|group| &group.bars).any(|bar| bar.open) {
            let words = say!(self.heading.words, "chart-some-may-come");
            entries.push(KeyEntry { symbol: Box::new(star), words });
        }
        entries
    }
}
