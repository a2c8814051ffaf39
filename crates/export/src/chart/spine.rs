//! Indicators of one area, each on a scale of its own: where it lies between the
//! worst and the best of other areas, and against one in the middle.

use super::canvas::{Anchor, Canvas, Stroke, Type, Weight};
use super::furniture::{KeyEntry, LEADING, MARGIN, key, normal, small};
use super::rows::RowNames;
use super::style::{ALL_AREAS, BAD, Dash, Fill, GOOD, INK, MIDDLE_HALF, MUTED, STRIPE, Shape};
use super::table::{number_cell, reading_cells, reading_columns, value_cell};
use super::text::{SIZE, SMALL, wrap};
use super::{Chart, Column, DataTable, Heading, Measure, Reading, Room, TableCell};
use crate::words::{Words, say};

/// One row for each indicator: a spine from the worst to the best area, the middle
/// half of them darker, the comparator in the middle, the area on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpineChart {
    /// Name and words.
    pub heading: Heading,
    /// Head of the first column of the data table: `Indicator`.
    pub row_label: String,
    /// The name of the comparator.
    pub comparator: String,
    /// Words of the level of limits, such as `95% confidence interval`.
    pub interval_label: String,
    /// Drawn from top to bottom as given.
    pub rows: Vec<SpineRow>,
}

/// One indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct SpineRow {
    /// Its name.
    pub label: String,
    /// The area's figure, in the indicator's unit; a missing one shows its reason.
    pub figure: Reading,
    /// Digits after the decimal point.
    pub decimals: usize,
    /// The comparator's figure.
    pub comparator: Reading,
    /// How the figures of areas are spread.
    pub spread: Option<SpineSpread>,
    /// Which side of the spine is higher.
    pub side: SpineSide,
    /// How the area stands.
    pub standing: SpineStanding,
}

/// How the figures of areas are spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpineSpread {
    /// The lowest.
    pub lowest: f64,
    /// A quarter of the areas lie below it.
    pub lower_quarter: f64,
    /// A quarter of the areas lie above it.
    pub upper_quarter: f64,
    /// The highest.
    pub highest: f64,
}

/// Which way a spine goes: better is on the right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpineSide {
    /// Higher is on the right: higher is better, or nobody knows.
    #[default]
    HigherRight,
    /// Lower is on the right, as it is better.
    LowerRight,
}

/// How an area stands on a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpineStanding {
    /// Better than the comparator.
    Better,
    /// Worse than it.
    Worse,
    /// Apart from it, and neither is better.
    Differs,
    /// Not to be told from it.
    CannotTell,
    /// Not held against it.
    #[default]
    NotCompared,
}

impl SpineStanding {
    pub(super) const ALL: [Self; 5] =
        [Self::Better, Self::Worse, Self::Differs, Self::CannotTell, Self::NotCompared];

    /// The word shown to readers.
    #[must_use]
    pub fn word(self, words: &Words) -> String {
        match self {
            Self::Better => say!(words, "chart-better"),
            Self::Worse => say!(words, "chart-worse"),
            Self::Differs => say!(words, "chart-differs"),
            Self::CannotTell => say!(words, "chart-cannot-tell"),
            Self::NotCompared => say!(words, "chart-not-compared"),
        }
    }

    /// No two share shape and fill.
    pub(super) fn draw(self, canvas: &mut Canvas, at: (f64, f64)) {
        let (shape, fill, colour) = match self {
            Self::Better => (Shape::Triangle, Fill::Solid, GOOD),
            Self::Worse => (Shape::TriangleDown, Fill::Solid, BAD),
            Self::Differs => (Shape::Diamond, Fill::Solid, INK),
            Self::CannotTell => (Shape::Circle, Fill::Hollow, INK),
            Self::NotCompared => (Shape::Square, Fill::Hollow, INK),
        };
        canvas.marker(at, 5.0, shape, colour, fill);
    }
}

/// Room of the row names.
const LABELS: f64 = 200.0;
/// Room of the figures and of the words for how rows stand.
const FIGURES: f64 = 170.0;
/// Room of the figures alone.
const FIGURE: f64 = 62.0;
/// Room of the words for how rows stand, beside a name above its spine.
const STANDING: f64 = 96.0;
/// Room of the reason why there is no spine.
const REASON: f64 = 120.0;
const ROW: f64 = 26.0;
/// Limits are shown up to so many times what is furthest from the comparator.
const LONGEST: f64 = 1.6;
/// Half the height of a spine.
const HALF: f64 = 6.0;
const CENTRE: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("") };

/// Where spines are drawn.
#[derive(Clone, Copy)]
struct Spine {
    left: f64,
    right: f64,
}

impl Spine {
    fn centre(self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

/// The scale of one row.
#[derive(Clone, Copy)]
struct Scale {
    spine: Spine,
    comparator: f64,
    /// Pixels of a unit, to the right for a higher value.
    unit: f64,
}

impl Scale {
    /// `None` for a row without comparator, or whose values are all the same.
    fn of(row: &SpineRow, spine: Spine) -> Option<Self> {
        let (comparator, _) = row.comparator.drawable()?;
        let (own, limits) = row.figure.drawable()?;
        let ends = row.spread.iter().flat_map(|spread| [spread.lowest, spread.highest]);
        let away = |value: f64| (value - comparator).abs();
        let furthest = ends.chain([own]).map(away).fold(0.0, f64::max);
        if furthest <= 0.0 {
            return None;
        }
        // Limits that reach far would leave no room for the areas.
        let limits = limits.iter().flat_map(|b| [b.lower, b.upper]).map(away).fold(0.0, f64::max);
        let furthest = furthest.max(limits.min(LONGEST * furthest));
        let half = (spine.right - spine.left) / 2.0 - 10.0;
        let unit = match row.side {
            SpineSide::HigherRight => half / furthest,
            SpineSide::LowerRight => -half / furthest,
        };
        Some(Self { spine, comparator, unit })
    }

    fn x(self, value: f64) -> f64 {
        self.raw(value).clamp(self.spine.left, self.spine.right)
    }

    fn raw(self, value: f64) -> f64 {
        self.spine.centre() + self.unit * (value - self.comparator)
    }

    /// Whether limits reach beyond the left and the right end of the spine.
    fn reaches_beyond(self, lower: f64, upper: f64) -> (bool, bool) {
        let ends = [self.raw(lower), self.raw(upper)];
        let beyond = |is: fn(f64, Spine) -> bool| ends.into_iter().any(|x| is(x, self.spine));
        (beyond(|x, spine| x < spine.left), beyond(|x, spine| x > spine.right))
    }
}

impl Chart for SpineChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let names = RowNames::new(room, LABELS, 3).beside(STANDING);
        let right = room.units() - MARGIN - if room.is_narrow() { FIGURE } else { FIGURES };
        let left = names.left(self.rows.iter().map(|row| &*row.label), 14.0);
        let spine = Spine { left, right };
        if !self.rows.iter().any(|row| Scale::of(row, spine).is_some()) {
            return None;
        }
        let mut canvas = Canvas::of(room);
        let top = self.draw_heads(&mut canvas, spine);
        let mut y = top;
        for (index, row) in self.rows.iter().enumerate() {
            let height = names.height(&row.label, ROW);
            if index % 2 == 1 && !names.are_above() {
                let wide = canvas.width() - MARGIN;
                canvas.rect((MARGIN / 2.0, y), (wide, height), STRIPE, None);
            }
            self.draw_row(&mut canvas, row, spine, (names, (y, height)));
            y += height;
        }
        canvas.line((spine.centre(), top - 4.0), (spine.centre(), top), CENTRE);
        let y = key(&mut canvas, &self.key_entries(spine), y + 24.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per indicator in the order of the chart.
    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let measure = Measure {
            label: say!(words, "chart-figure"),
            interval_label: self.interval_label.clone(),
            ..Measure::default()
        };
        let mut columns = vec![Column::text(&self.row_label)];
        columns.extend(reading_columns(words, &measure));
        columns.push(Column::number(&self.comparator));
        columns.extend(
            [
                say!(words, "chart-lowest-area"),
                say!(words, "chart-lower-quarter"),
                say!(words, "chart-upper-quarter"),
                say!(words, "chart-highest-area"),
            ]
            .map(Column::number),
        );
        columns.push(Column::text(say!(words, "chart-standing")));
        let row = |row: &SpineRow| {
            let mut cells = vec![TableCell::text(&row.label)];
            cells.extend(reading_cells(words, &row.figure, row.decimals));
            cells.push(value_cell(words, Some(&row.comparator), row.decimals));
            let spread = row.spread.map(|spread| {
                [spread.lowest, spread.lower_quarter, spread.upper_quarter, spread.highest]
            });
            let reason = row.figure.reason(words);
            let reason = reason.unwrap_or_else(|| say!(words, "chart-too-few-areas"));
            cells.extend(spread.map_or_else(
                || [(); 4].map(|()| TableCell::missing(reason.clone())),
                |values| values.map(|value| number_cell(words, value, row.decimals)),
            ));
            cells.push(TableCell::text(row.standing.word(words)));
            cells
        };
        DataTable {
            caption: self.heading.subject().to_owned(),
            columns,
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

impl SpineChart {
    /// The words above the spines; returns where the rows begin.
    fn draw_heads(&self, canvas: &mut Canvas, spine: Spine) -> f64 {
        let bold = Type::new(SMALL, INK, Anchor::Middle).weight(Weight::Bold);
        let half = (spine.right - spine.left) / 2.0;
        let name = wrap(&self.comparator, half, SMALL, 2);
        canvas.lines((spine.centre(), 2.0 + SMALL), bold, LEADING, &name);
        let y = 2.0 + SMALL + LEADING * name.len() as f64;
        let words = self.heading.words;
        let (worse, better) = (say!(words, "chart-worse-side"), say!(words, "chart-better-side"));
        canvas.text((spine.left, y), small(Anchor::Start), &worse);
        canvas.text((spine.right, y), small(Anchor::End), &better);
        y + 10.0
    }

    fn draw_row(
        &self,
        canvas: &mut Canvas,
        row: &SpineRow,
        spine: Spine,
        (names, place): (RowNames, (f64, f64)),
    ) {
        let language = self.heading.words;
        let standing = row.standing.word(language);
        let words = format!(
            "{}: {}; {} {}; {}",
            row.label,
            row.figure.figures(language, row.decimals),
            self.comparator,
            row.comparator.figures(language, row.decimals),
            standing
        );
        canvas.hover(&words, |canvas| {
            let middle = names.draw(canvas, &row.label, place, spine.left - 10.0);
            if let Some(scale) = Scale::of(row, spine) {
                draw_spine(canvas, row, scale, middle);
            } else {
                canvas.cross((spine.left + 12.0, middle), MUTED);
                let reason = row.figure.reason(language);
                let reason = reason.or_else(|| row.comparator.reason(language));
                let reason = reason.unwrap_or_else(|| say!(language, "chart-all-the-same"));
                let reason = wrap(&reason, REASON, SMALL, 1);
                let style = small(Anchor::Start).weight(Weight::Italic);
                canvas.rimmed((spine.left + 24.0, middle + 4.0), style, &reason.concat());
            }
            let from = place.0 + names.above(&row.label);
            canvas.line((spine.centre(), from), (spine.centre(), place.0 + place.1), CENTRE);
            if let Some((value, _)) = row.figure.drawable() {
                let figure = crate::format::number(value, row.decimals);
                let figure = wrap(&figure, FIGURE - 8.0, SIZE, 1).concat();
                canvas.text((spine.right + FIGURE, middle + 4.0), normal(Anchor::End), &figure);
                if names.are_above() {
                    let at = (canvas.width() - MARGIN, place.0 + SIZE);
                    canvas.text(at, small(Anchor::End), &standing);
                } else {
                    let at = (spine.right + FIGURE + 12.0, middle + 4.0);
                    canvas.text(at, small(Anchor::Start), &standing);
                }
            }
        });
    }

    fn key_entries(&self, spine: Spine) -> Vec<KeyEntry<'static>> {
        let said = self.heading.words;
        let bar = |colour: &'static str, words: String| KeyEntry {
            symbol: Box::new(move |c: &mut Canvas, (x, y): (f64, f64)| {
                c.rect((x - 12.0, y - HALF), (24.0, 2.0 * HALF), colour, None);
            }),
            words,
        };
        let mut entries = vec![
            bar(ALL_AREAS, say!(said, "chart-all-areas")),
            bar(MIDDLE_HALF, say!(said, "chart-middle-half")),
            KeyEntry {
                symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
                    c.level_whisker(y, (x - 12.0, x + 12.0), INK);
                }),
                words: self.interval_label.clone(),
            },
        ];
        if self.rows.iter().any(|row| row.is_cut(spine)) {
            entries.push(KeyEntry {
                symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
                    c.level_whisker(y, (x - 12.0, x + 8.0), INK);
                    c.level_arrow((x + 8.0, y), INK);
                }),
                words: say!(said, "chart-reaches-table"),
            });
        }
        let used = |standing: &SpineStanding| self.rows.iter().any(|row| row.standing == *standing);
        entries.extend(SpineStanding::ALL.into_iter().filter(used).map(|standing| KeyEntry {
            symbol: Box::new(move |c: &mut Canvas, at: (f64, f64)| standing.draw(c, at)),
            words: standing.word(said),
        }));
        entries
    }
}

fn draw_spine(canvas: &mut Canvas, row: &SpineRow, scale: Scale, middle: f64) {
    let mut bar = |from: f64, to: f64, colour: &str| {
        let (from, to) = (scale.x(from), scale.x(to));
        let (left, right) = (from.min(to), from.max(to));
        canvas.rect((left, middle - HALF), (right - left, 2.0 * HALF), colour, None);
    };
    if let Some(spread) = row.spread {
        bar(spread.lowest, spread.highest, ALL_AREAS);
        bar(spread.lower_quarter, spread.upper_quarter, MIDDLE_HALF);
    }
    if let Some((value, ends)) = row.figure.drawable() {
        if let Some(b) = ends {
            let (one, other) = (scale.x(b.lower), scale.x(b.upper));
            let (left, right) = (one.min(other), one.max(other));
            canvas.level_whisker(middle, (left, right), INK);
            let (to_left, to_right) = scale.reaches_beyond(b.lower, b.upper);
            if to_left {
                canvas.level_arrow_left((left, middle), INK);
            }
            if to_right {
                canvas.level_arrow((right, middle), INK);
            }
        }
        row.standing.draw(canvas, (scale.x(value), middle));
    }
}

impl SpineRow {
    /// Whether its limits reach beyond its spine.
    fn is_cut(&self, spine: Spine) -> bool {
        let limits = self.figure.drawable().and_then(|(_, ends)| ends);
        let beyond = |(scale, b): (Scale, super::Bounds)| scale.reaches_beyond(b.lower, b.upper);
        Scale::of(self, spine).zip(limits).map(beyond).is_some_and(|(left, right)| left || right)
    }
}
