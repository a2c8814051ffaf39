//! Small multiples: one small panel for each group, all on one scale.

use super::canvas::{Anchor, Area, Canvas, Stroke, Type, Weight};
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, key, missing_sentence, notes, reference_words, small,
    tick_room, value_axis, zero_left_out,
};
use super::reading::fits;
use super::style::{Dash, Fill, GRID, INK, MUTED, Shape, look};
use super::table::{reading_cells, reading_columns};
use super::text::{SIZE, SMALL, width, wrap};
use super::ticks::Axis;
use super::{
    AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, ReferenceLine, Room,
    SeriesBreak, TableCell,
};
use crate::words::say;

/// A small panel for each group: its values over time with their limits, on the scale of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MultiplesChart {
    /// Name and words.
    pub heading: Heading,
    /// What the vertical axis of every panel measures.
    pub measure: Measure,
    /// Where it begins.
    pub axis_start: AxisStart,
    /// Head of the column of periods in the data table: `Period`.
    pub position_label: String,
    /// Head of the column of panels: `Group`.
    pub panel_label: String,
    /// From left to right, then from top to bottom.
    pub panels: Vec<MultiplesPanel>,
    /// Where the meaning of the figures changes, in every panel.
    pub breaks: Vec<SeriesBreak>,
    /// A line across every panel.
    pub reference: Option<ReferenceLine>,
}

/// One panel of a [`MultiplesChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct MultiplesPanel {
    /// Its name.
    pub name: String,
    /// By ascending position; those without a finite one are in the data table alone.
    pub points: Vec<MultiplesPoint>,
}

/// One point of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct MultiplesPoint {
    /// Place along the axis, such as the middle of the period in years.
    pub position: f64,
    /// Its period in words.
    pub label: String,
    /// The figure.
    pub reading: Reading,
}

/// The narrowest panel.
const NARROWEST: f64 = 140.0;
/// Between panels.
const GUTTER: f64 = 14.0;
/// Height of the plot of a panel.
const HIGH: f64 = 110.0;
/// Lines of a name at most.
const NAME: usize = 2;
const REFERENCE: Stroke = Stroke { colour: INK, width: 1.2, dash: Dash("1 3") };
const BREAK: Stroke = Stroke { colour: MUTED, width: 1.0, dash: Dash("4 3") };

/// What all panels share.
struct Shared {
    axis: Axis,
    /// First and last position.
    span: (f64, f64),
    /// Lines of the longest name.
    name_lines: usize,
    wide: f64,
}

impl Chart for MultiplesChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let values: Vec<f64> = self
            .drawn()
            .filter_map(|point| point.reading.drawable())
            .flat_map(|(value, limits)| {
                std::iter::once(value).chain(limits.into_iter().flat_map(|b| [b.lower, b.upper]))
            })
            .collect();
        if values.is_empty() {
            return None;
        }
        let reference = self.reference.as_ref().and_then(reference_words);
        let axis = value_axis(
            self.axis_start,
            values.into_iter().chain(reference.iter().map(|(value, _)| *value)),
        );
        let mut canvas = Canvas::of(room);
        let mut top = axis_title(&mut canvas, &self.measure.label, 2.0) + 6.0;
        let left = tick_room(&axis).clamp(30.0, room.units() / 3.0);
        let across = room.units() - MARGIN - left;
        let fits_in = |columns: usize| columns as f64 * (NARROWEST + GUTTER) <= across + GUTTER;
        let columns = (2..=self.panels.len()).take_while(|columns| fits_in(*columns)).last();
        let columns = columns.unwrap_or(1);
        let wide = (across - GUTTER * (columns as f64 - 1.0)) / columns as f64;
        let lines = self.panels.iter().map(|panel| name_of(panel, wide).len());
        let shared = Shared { axis, span: self.span(), name_lines: lines.max().unwrap_or(0), wide };
        for row in self.panels.chunks(columns) {
            let bottom = self.draw_row(&mut canvas, row, (left, top), &shared, reference.as_ref());
            top = bottom + 8.0;
        }
        let mut y = key(&mut canvas, &self.key_entries(reference.as_ref()), top);
        let breaks = self.breaks.iter().filter(|b| fits(b.position)).map(|b| b.label.clone());
        let breaks: Vec<String> = breaks.collect();
        let breaks = (!breaks.is_empty())
            .then(|| say!(self.heading.words, "chart-breaks", breaks = breaks.join("; ")));
        let sentences: Vec<String> = zero_left_out(self.heading.words, &shared.axis)
            .into_iter()
            .chain(breaks)
            .chain(self.missing())
            .collect();
        y = notes(&mut canvas, &sentences, y + 2.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per point, panel after panel.
    fn table(&self) -> DataTable {
        let mut columns = vec![Column::text(&self.panel_label), Column::text(&self.position_label)];
        columns.extend(reading_columns(self.heading.words, &self.measure));
        let rows = self.panels.iter().flat_map(|panel| {
            panel.points.iter().map(|point| {
                let mut cells = vec![TableCell::text(&panel.name), TableCell::text(&point.label)];
                cells.extend(reading_cells(
                    self.heading.words,
                    &point.reading,
                    self.measure.decimals,
                ));
                cells
            })
        });
        DataTable { caption: self.heading.subject().to_owned(), columns, rows: rows.collect() }
    }
}

/// The name of a panel in lines.
fn name_of(panel: &MultiplesPanel, wide: f64) -> Vec<String> {
    // Bold words are wider.
    wrap(&panel.name, wide / 1.15, SMALL, NAME)
}

impl MultiplesChart {
    fn drawn(&self) -> impl Iterator<Item = &MultiplesPoint> {
        self.panels.iter().flat_map(|panel| &panel.points).filter(|point| fits(point.position))
    }

    fn span(&self) -> (f64, f64) {
        let positions = self.drawn().map(|point| point.position);
        positions
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p), high.max(p)))
    }

    /// Words of the first and of the last position.
    fn ends(&self) -> [Option<&str>; 2] {
        let (first, last) = self.span();
        let label = |at: f64| {
            let mut points = self.drawn().filter(move |point| point.position == at);
            points.next().map(|point| point.label.as_str())
        };
        [label(first), if last > first { label(last) } else { None }]
    }

    /// A row of panels; returns where it ends.
    fn draw_row(
        &self,
        canvas: &mut Canvas,
        row: &[MultiplesPanel],
        (left, top): (f64, f64),
        shared: &Shared,
        reference: Option<&(f64, String)>,
    ) -> f64 {
        let plot_top = top + LEADING * shared.name_lines as f64 + 8.0;
        for (at, panel) in row.iter().enumerate() {
            let x = left + (shared.wide + GUTTER) * at as f64;
            let plot =
                Area { left: x, right: x + shared.wide, top: plot_top, bottom: plot_top + HIGH };
            for (tick, words) in shared.axis.labels() {
                let y = shared.axis.place(tick, plot.bottom, plot.top);
                let colour = if tick == 0.0 { MUTED } else { GRID };
                canvas.line((plot.left, y), (plot.right, y), Stroke::solid(colour, 1.0));
                if at == 0 {
                    canvas.place(&[(plot.left - 5.0, y + 4.0)], small(Anchor::End), &words);
                }
            }
            if let Some((value, _)) = reference {
                let y = shared.axis.place(*value, plot.bottom, plot.top);
                canvas.line((plot.left, y), (plot.right, y), REFERENCE);
            }
            let bold = Type::new(SMALL, INK, Anchor::Start).weight(Weight::Bold);
            let lines = name_of(panel, shared.wide);
            let first = top + SMALL + LEADING * (shared.name_lines - lines.len()) as f64;
            canvas.hover(&panel.name, |canvas| {
                canvas.lines((plot.left, first), bold, LEADING, &lines);
            });
            self.draw_panel(canvas, panel, plot, shared);
            self.draw_ends(canvas, plot);
        }
        let under = self.end_lines(shared.wide).map(|lines| lines.len()).into_iter().max();
        plot_top + HIGH + LEADING * under.unwrap_or(0).max(1) as f64 + 4.0
    }

    /// Words of the first and of the last position, in lines for a panel so wide.
    fn end_lines(&self, wide: f64) -> [Vec<String>; 2] {
        let half = wide / 2.0 - 3.0;
        self.ends().map(|words| wrap(words.unwrap_or_default(), half, SMALL, 2))
    }

    /// Words of the first and of the last position under a panel.
    fn draw_ends(&self, canvas: &mut Canvas, plot: Area) {
        let [first, last] = self.end_lines(plot.right - plot.left);
        let y = plot.bottom + LEADING - 2.0;
        for (lines, x, anchor) in
            [(first, plot.left, Anchor::Start), (last, plot.right, Anchor::End)]
        {
            canvas.lines((x, y), small(anchor), LEADING, &lines);
        }
    }

    fn draw_panel(&self, canvas: &mut Canvas, panel: &MultiplesPanel, plot: Area, shared: &Shared) {
        let (first, last) = shared.span;
        let (from, to) = (plot.left + 8.0, plot.right - 8.0);
        let x = |position: f64| {
            if last > first {
                from + (position - first) / (last - first) * (to - from)
            } else {
                f64::midpoint(from, to)
            }
        };
        let y = |value: f64| shared.axis.place(value, plot.bottom, plot.top);
        for rule in self.breaks.iter().filter(|b| (first..=last).contains(&b.position)) {
            canvas.line((x(rule.position), plot.top), (x(rule.position), plot.bottom), BREAK);
        }
        let colour = look(0).colour;
        let mut points: Vec<&MultiplesPoint> =
            panel.points.iter().filter(|point| fits(point.position)).collect();
        points.sort_by(|a, b| a.position.total_cmp(&b.position));
        let mut before: Option<(f64, (f64, f64))> = None;
        let mut latest = None;
        for point in points {
            let Some((value, limits)) = point.reading.drawable() else {
                canvas.cross((x(point.position), plot.bottom - 6.0), MUTED);
                before = None;
                continue;
            };
            let at = (x(point.position), y(value));
            let crossed = |(earlier, _): (f64, _)| {
                let between =
                    |b: &SeriesBreak| earlier < b.position && b.position <= point.position;
                self.breaks.iter().any(between)
            };
            if let Some((earlier, from)) = before
                && !crossed((earlier, from))
            {
                canvas.line(from, at, Stroke::solid(colour, 1.5));
            }
            let words = format!(
                "{}, {}: {}",
                panel.name,
                point.label,
                point.reading.figures(self.heading.words, self.measure.decimals)
            );
            canvas.hover(&words, |canvas| {
                if let Some(b) = limits {
                    let ends = [(at.0, y(b.lower)), (at.0, y(b.upper))];
                    canvas.path(&ends, Stroke::solid(colour, 1.0));
                }
                canvas.marker(at, 2.5, Shape::Circle, colour, Fill::Solid);
            });
            before = Some((point.position, at));
            latest = Some((at, value, limits));
        }
        if let Some((at, value, limits)) = latest {
            let words = super::format::grouped(value, self.measure.decimals);
            let ends = limits.map_or((at.1, at.1), |b| (y(b.lower), y(b.upper)));
            let (high, low) = (ends.0.min(ends.1).min(at.1), ends.0.max(ends.1).max(at.1));
            let right = at.0.min(plot.right - 2.0);
            let style = Type::new(SMALL, INK, Anchor::End);
            let places = [(right + 4.0, high - 4.0), (right + 4.0, low + SIZE)];
            let inside = |at: &&(f64, f64)| {
                at.1 > plot.top - 2.0 && at.1 < plot.bottom - 2.0 && width(&words, SMALL) < right
            };
            let places: Vec<(f64, f64)> = places.iter().filter(inside).copied().collect();
            canvas.place(&places, style, &words);
        }
    }

    /// Which points are missing and why, in one sentence.
    fn missing(&self) -> Option<String> {
        let words = self.heading.words;
        let missing: Vec<String> = self
            .panels
            .iter()
            .flat_map(|panel| {
                let points = panel.points.iter().filter(|point| fits(point.position));
                points.filter_map(|point| {
                    Some(say!(
                        words,
                        "chart-missing-of",
                        name = panel.name.as_str(),
                        of = point.label.as_str(),
                        reason = point.reading.reason(words)?
                    ))
                })
            })
            .collect();
        missing_sentence(words, &missing)
    }

    fn key_entries(&self, reference: Option<&(f64, String)>) -> Vec<KeyEntry<'static>> {
        let mut entries: Vec<KeyEntry<'static>> = Vec::new();
        let known = self.drawn().filter_map(|point| point.reading.drawable());
        if known.into_iter().any(|(_, limits)| limits.is_some()) {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.path(&[(x, y - 7.0), (x, y + 7.0)], Stroke::solid(look(0).colour, 1.0));
                c.marker((x, y), 2.5, Shape::Circle, look(0).colour, Fill::Solid);
            };
            let words = self.measure.interval_label.clone();
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        entries.extend(reference.map(|(_, words)| KeyEntry {
            symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
                c.line((x - 12.0, y), (x + 12.0, y), REFERENCE);
            }),
            words: words.clone(),
        }));
        if self.drawn().any(|point| point.reading.drawable().is_none()) {
            let words = say!(self.heading.words, "chart-no-figure-below");
            entries.push(KeyEntry { symbol: Box::new(|c, at| c.cross(at, MUTED)), words });
        }
        entries
    }
}
