//! Estimates of one effect, each with its limits, against no effect.

use super::canvas::{Anchor, Area, Canvas, Stroke, Type, Weight};
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, small, value_axis,
};
use super::parts::most_figures;
use super::rows::RowNames;
use super::style::{Dash, Fill, INK, MUTED, Shape, look};
use super::table::{reading_cells, reading_columns};
use super::text::{SMALL, width, wrap};
use super::{
    AxisStart, Bounds, Chart, Column, DataTable, Heading, Measure, Reading, Room, TableCell,
};
use crate::words::say;

/// One row for each estimate: a square with its limits, or a diamond as wide as the limits for
/// one that is made of others, round a line at no effect.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForestChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis measures.
    pub measure: Measure,
    /// Head of the first column of the data table: `Where`.
    pub row_label: String,
    /// Where no effect is: 0 for a difference, 1 for a ratio.
    pub none: f64,
    /// What lies on the left of it and on the right: `fell more`, `rose more`.
    pub sides: [String; 2],
    /// Drawn from top to bottom as given.
    pub rows: Vec<ForestRow>,
}

/// One row of a [`ForestChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct ForestRow {
    /// Its name.
    pub label: String,
    /// The estimate; a missing one shows its reason.
    pub reading: Reading,
    /// How it is drawn.
    pub mark: ForestMark,
}

/// How an estimate is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForestMark {
    /// A square: one among others.
    #[default]
    Single,
    /// A diamond: made of others.
    Pooled,
}

/// Room of the row names.
const LABELS: f64 = 200.0;
/// Height of a row with the room round it.
const ROW: f64 = 30.0;
/// Half the height of a diamond.
const HALF: f64 = 8.0;
/// Limits reach at most so many times as far as the estimate that is furthest from no effect.
const LONGEST: f64 = 3.0;
const NONE: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("") };

/// The scale of a chart.
struct Scale {
    axis: super::ticks::Axis,
    plot: Area,
    /// Where limits are cut.
    cut: Bounds,
}

impl Scale {
    fn x(&self, value: f64) -> f64 {
        let value = value.clamp(self.cut.lower, self.cut.upper);
        self.axis.place(value, self.plot.left, self.plot.right)
    }
}

impl Chart for ForestChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        if !self.rows.iter().any(|row| row.reading.drawable().is_some()) {
            return None;
        }
        let mut canvas = Canvas::of(room);
        let top = axis_title(&mut canvas, &self.measure.label, 2.0) + 6.0;
        let names = RowNames::new(room, LABELS, 3);
        let marks = if room.is_narrow() { ROW + LEADING } else { ROW };
        let heights: Vec<f64> =
            self.rows.iter().map(|row| names.height(&row.label, marks)).collect();
        let left = names.left(self.rows.iter().map(|row| &*row.label), 16.0);
        let right = if room.is_narrow() {
            room.units() - 2.0 * MARGIN
        } else {
            let figures = self.rows.iter().map(|row| width(&self.figures(row), SMALL));
            room.units() - MARGIN - figures.fold(40.0, f64::max).min(most_figures(room)) - 16.0
        };
        let plot = Area { left, right, top, bottom: top };
        let cut = self.cut();
        let mut scale = Scale { axis: value_axis(AxisStart::Fitted, self.values(cut)), plot, cut };
        scale.plot.top = self.draw_sides(&mut canvas, &scale);
        scale.plot.bottom = scale.plot.top + heights.iter().sum::<f64>();
        horizontal_axis(&mut canvas, &scale.axis, scale.plot);
        let x = scale.x(self.none);
        canvas.line((x, scale.plot.top), (x, scale.plot.bottom), NONE);
        let mut y = scale.plot.top;
        for (row, height) in self.rows.iter().zip(&heights) {
            self.draw(&mut canvas, row, &scale, (names, (y, *height)));
            y += height;
        }
        let y = key(&mut canvas, &self.key_entries(cut), scale.plot.bottom + 30.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per estimate, in the order of the chart.
    fn table(&self) -> DataTable {
        let mut columns = vec![Column::text(&self.row_label)];
        columns.extend(reading_columns(self.heading.words, &self.measure));
        let rows = self.rows.iter().map(|row| {
            let cells = reading_cells(self.heading.words, &row.reading, self.measure.decimals);
            std::iter::once(TableCell::text(&row.label)).chain(cells).collect()
        });
        DataTable { caption: self.heading.subject().to_owned(), columns, rows: rows.collect() }
    }
}

impl ForestChart {
    /// How far limits are drawn: those of a handful of events would press all others together.
    fn cut(&self) -> Bounds {
        let known = self.rows.iter().filter_map(|row| row.reading.drawable());
        let away = known.map(|(value, _)| (value - self.none).abs()).fold(0.0, f64::max);
        let reach = if away > 0.0 { LONGEST * away } else { f64::INFINITY };
        Bounds { lower: self.none - reach, upper: self.none + reach }
    }

    fn is_cut(limits: Bounds, cut: Bounds) -> (bool, bool) {
        (limits.lower < cut.lower, limits.upper > cut.upper)
    }

    /// Every value that the axis holds.
    fn values(&self, cut: Bounds) -> impl Iterator<Item = f64> {
        let known = self.rows.iter().filter_map(|row| row.reading.drawable());
        let ends = known.flat_map(move |(value, limits)| {
            let limits = limits.into_iter().flat_map(|b| [b.lower, b.upper]);
            let limits = limits.map(move |limit| limit.clamp(cut.lower, cut.upper));
            std::iter::once(value).chain(limits)
        });
        ends.chain([self.none])
    }

    /// What lies on each side of no effect; returns where the rows begin.
    fn draw_sides(&self, canvas: &mut Canvas, scale: &Scale) -> f64 {
        let half = (scale.plot.right - scale.plot.left) / 2.0 - 6.0;
        let [left, right] = &self.sides;
        let bold = |anchor| Type::new(SMALL, INK, anchor).weight(Weight::Bold);
        // Bold words are wider.
        let wrapped = |words: &str| wrap(words, half / 1.15, SMALL, 2);
        let sides = [
            (wrapped(&format!("← {left}")), scale.plot.left, Anchor::Start),
            (wrapped(&format!("{right} →")), scale.plot.right, Anchor::End),
        ];
        let most = sides.iter().map(|(lines, ..)| lines.len()).max().unwrap_or(0);
        for (lines, x, anchor) in &sides {
            canvas.lines((*x, scale.plot.top + SMALL), bold(*anchor), LEADING, lines);
        }
        scale.plot.top + LEADING * most as f64 + 4.0
    }

    fn figures(&self, row: &ForestRow) -> String {
        row.reading.figures(self.heading.words, self.measure.decimals)
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        row: &ForestRow,
        scale: &Scale,
        (names, place): (RowNames, (f64, f64)),
    ) {
        let figures = self.figures(row);
        let mut middle = 0.0;
        let (name, said) = (row.label.as_str(), figures.as_str());
        let words = say!(self.heading.words, "chart-of", name = name, figures = said);
        canvas.hover(&words, |canvas| {
            middle = names.draw(canvas, &row.label, place, scale.plot.left - 10.0);
            let middle = if names.are_above() { middle + LEADING / 2.0 } else { middle };
            let Some((value, limits)) = row.reading.drawable() else {
                canvas.cross((scale.plot.left + 8.0, middle), MUTED);
                return;
            };
            let colour = look(0).colour;
            match (row.mark, limits) {
                (ForestMark::Pooled, Some(b)) => {
                    let (x, half) = (scale.x(value), HALF);
                    let corners = [
                        (scale.x(b.lower), middle),
                        (x, middle - half),
                        (scale.x(b.upper), middle),
                        (x, middle + half),
                    ];
                    canvas.area(&corners, look(1).colour, 1.0);
                    canvas.path(&[corners[0], corners[1], corners[2], corners[3], corners[0]], {
                        Stroke::solid(INK, 1.2)
                    });
                }
                (mark, limits) => {
                    if let Some(b) = limits {
                        let ends = (scale.x(b.lower), scale.x(b.upper));
                        canvas.level_whisker(middle, ends, colour);
                        let (left, right) = Self::is_cut(b, scale.cut);
                        if left {
                            canvas.level_arrow_left((ends.0, middle), colour);
                        }
                        if right {
                            canvas.level_arrow((ends.1, middle), colour);
                        }
                    }
                    let shape = match mark {
                        ForestMark::Single => Shape::Square,
                        ForestMark::Pooled => Shape::Diamond,
                    };
                    canvas.marker((scale.x(value), middle), 5.0, shape, colour, Fill::Solid);
                }
            }
        });
        let style = Type::new(SMALL, INK, Anchor::Start);
        if names.are_above() {
            let figures = wrap(&figures, canvas.width() - 2.0 * MARGIN, SMALL, 1).concat();
            canvas.grounded((MARGIN, place.0 + names.above(&row.label) + 9.0), style, &figures);
        } else {
            let figures = wrap(&figures, most_figures(canvas.room()), SMALL, 1).concat();
            canvas.text((scale.plot.right + 16.0, middle + 4.0), style, &figures);
        }
    }

    fn key_entries(&self, cut: Bounds) -> Vec<KeyEntry<'static>> {
        let limits = |mark| {
            let rows = self.rows.iter().filter(move |row| row.mark == mark);
            rows.filter_map(|row| row.reading.drawable()?.1)
        };
        let mut entries: Vec<KeyEntry<'static>> = Vec::new();
        if limits(ForestMark::Single).next().is_some() {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.level_whisker(y, (x - 12.0, x + 12.0), look(0).colour);
                c.marker((x, y), 4.0, Shape::Square, look(0).colour, Fill::Solid);
            };
            let words = self.measure.interval_label.clone();
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        if limits(ForestMark::Pooled).next().is_some() {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                let corners = [(x - 12.0, y), (x, y - 6.0), (x + 12.0, y), (x, y + 6.0)];
                c.area(&corners, look(1).colour, 1.0);
            };
            let interval = self.measure.interval_label.as_str();
            let words = say!(self.heading.words, "chart-pooled", interval = interval);
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        let all = self.rows.iter().filter_map(|row| row.reading.drawable()?.1);
        if all.into_iter().any(|b| Self::is_cut(b, cut) != (false, false)) {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.level_whisker(y, (x - 12.0, x + 8.0), MUTED);
                c.level_arrow((x + 8.0, y), MUTED);
            };
            let words = say!(self.heading.words, "chart-reaches-figures");
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        if self.rows.iter().any(|row| row.reading.drawable().is_none()) {
            let words = say!(self.heading.words, "chart-no-figure");
            entries.push(KeyEntry { symbol: Box::new(|c, at| c.cross(at, MUTED)), words });
        }
        entries
    }
}

/// Small words that are not muted.
pub(super) const fn plain_small(anchor: Anchor) -> Type {
    Type { colour: INK, ..small(anchor) }
}
