//! Values by size against a comparator, with the limits of chance.

use super::canvas::{Anchor, Area, Canvas, Stroke};
use super::format::grouped;
use super::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, horizontal_axis, key, notes, reference_words, small,
    tick_room, vertical_axis, zero_left_out,
};
use super::reading::fits;
use super::style::{Dash, Fill, INK, MUTED, Shape};
use super::table::value_cell;
use super::text::{SMALL, width, wrap};
use super::ticks::Axis;
use super::{
    AxisStart, Bounds, Chart, Column, DataTable, Heading, Measure, Reading, ReferenceLine, Room,
    TableCell,
};
use crate::format::count;
use crate::words::{Words, say};

/// A dot for each area at its size and value, between two pairs of lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunnelChart {
    /// Name and words.
    pub heading: Heading,
    /// What the vertical axis measures.
    pub measure: Measure,
    /// What the horizontal axis measures, such as `Live births`; it begins at
    /// 0.
    pub size_label: String,
    /// Head of the first column of the data table: `Local authority`.
    pub row_label: String,
    /// The areas. Those without a value or a size are in the data table alone,
    /// and the drawing says how many they are.
    pub points: Vec<FunnelPoint>,
    /// The course of the lines, by ascending size.
    pub lines: Vec<FunnelLimits>,
    /// What the lines stand round.
    pub comparator: Option<ReferenceLine>,
}

/// One area of a [`FunnelChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelPoint {
    /// Its name; written beside the point where it lies outside the lines.
    pub label: String,
    /// Its size; a missing one keeps its reason.
    pub size: Reading,
    /// Its value.
    pub reading: Reading,
    /// Where it lies, judged by the caller.
    pub place: FunnelPlace,
}

/// Where a point lies between the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FunnelPlace {
    /// Above the outer line.
    FarAbove,
    /// Above the inner line.
    Above,
    /// Within the inner lines.
    Within,
    /// Below the inner line.
    Below,
    /// Below the outer line.
    FarBelow,
    /// Not judged.
    #[default]
    NotCompared,
}

impl FunnelPlace {
    /// The words shown to readers.
    #[must_use]
    pub fn words(self, words: &Words) -> String {
        match self {
            Self::FarAbove => say!(words, "chart-far-above"),
            Self::Above => say!(words, "chart-above"),
            Self::Within => say!(words, "chart-within"),
            Self::Below => say!(words, "chart-below"),
            Self::FarBelow => say!(words, "chart-far-below"),
            Self::NotCompared => say!(words, "chart-not-compared"),
        }
    }

    const fn is_outside(self) -> bool {
        !matches!(self, Self::Within | Self::NotCompared)
    }

    const fn is_far(self) -> bool {
        matches!(self, Self::FarAbove | Self::FarBelow)
    }

    /// No two places share shape and fill.
    fn draw(self, canvas: &mut Canvas, at: (f64, f64)) {
        let (shape, fill, colour, radius) = match self {
            Self::FarAbove => (Shape::Triangle, Fill::Solid, ABOVE, 5.5),
            Self::Above => (Shape::Triangle, Fill::Hollow, ABOVE, 5.0),
            Self::Within => (Shape::Circle, Fill::Solid, WITHIN, 2.5),
            Self::Below => (Shape::TriangleDown, Fill::Hollow, BELOW, 5.0),
            Self::FarBelow => (Shape::TriangleDown, Fill::Solid, BELOW, 5.5),
            Self::NotCompared => (Shape::Square, Fill::Hollow, WITHIN, 3.5),
        };
        canvas.marker(at, radius, shape, colour, fill);
    }
}

/// The limits at one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelLimits {
    /// The size.
    pub size: f64,
    /// The 95% limits.
    pub inner: Bounds,
    /// The 99.8% limits.
    pub outer: Bounds,
}

impl FunnelLimits {
    /// Both inner limits, then both outer ones.
    const fn all(&self) -> [f64; 4] {
        [self.inner.lower, self.inner.upper, self.outer.lower, self.outer.upper]
    }
}

const ABOVE: &str = "#B8440B";
const BELOW: &str = "#12436D";
const WITHIN: &str = "#5C5C5C";
const PLOT_HEIGHT: f64 = 380.0;
/// The lines of the smallest sizes reach at most this many times as high as the
/// highest value.
const HIGHEST: f64 = 1.25;
const INNER: Stroke = Stroke { colour: MUTED, width: 1.3, dash: Dash("6 4") };
const OUTER: Stroke = Stroke { colour: INK, width: 1.3, dash: Dash("") };
const REFERENCE: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("1 3") };

/// A point that can be drawn.
struct Drawn<'a> {
    point: &'a FunnelPoint,
    size: f64,
    value: f64,
}

/// The two axes, and where they lie.
struct Layout {
    across: Axis,
    up: Axis,
    plot: Area,
}

impl Layout {
    fn at(&self, size: f64, value: f64) -> (f64, f64) {
        let Area { left, right, top, bottom } = self.plot;
        (self.across.place(size, left, right), self.up.place(value, bottom, top))
    }
}

impl Chart for FunnelChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let drawn = self.drawn();
        if drawn.is_empty() {
            return None;
        }
        let (across, up) = self.axes(&drawn);
        let mut canvas = Canvas::of(room);
        let top = axis_title(&mut canvas, &self.measure.label, 2.0) + 18.0;
        let left = tick_room(&up).max(40.0);
        let plot =
            Area { left, right: room.units() - MARGIN - 24.0, top, bottom: top + PLOT_HEIGHT };
        let layout = Layout { across, up, plot };
        vertical_axis(&mut canvas, &layout.up, plot);
        horizontal_axis(&mut canvas, &layout.across, plot);
        self.draw_lines(&mut canvas, &layout);
        let reference = self.draw_comparator(&mut canvas, &layout);
        for one in &drawn {
            canvas.hover(&self.words(one), |canvas| {
                one.point.place.draw(canvas, layout.at(one.size, one.value));
            });
        }
        let unnamed = draw_names(&mut canvas, (self.heading.words, &drawn), &layout, reference);
        let title = wrap(&self.size_label, plot.right - plot.left, SMALL, 2);
        let middle = f64::midpoint(plot.left, plot.right);
        canvas.lines((middle, plot.bottom + 36.0), small(Anchor::Middle), LEADING, &title);
        let bottom = plot.bottom + 42.0 + LEADING * (title.len().max(1) as f64 - 1.0);
        let mut y = key(&mut canvas, &self.key_entries(&drawn), bottom + 6.0);
        let sentences: Vec<String> = unnamed
            .into_iter()
            .chain(self.not_drawn(drawn.len()))
            .chain(zero_left_out(self.heading.words, &layout.up))
            .collect();
        y = notes(&mut canvas, &sentences, y + 2.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per area in the order given, the comparator last.
    fn table(&self) -> DataTable {
        let (words, decimals) = (self.heading.words, self.measure.decimals);
        let cell = |reading: &Reading, decimals| value_cell(words, Some(reading), decimals);
        let rows = self.points.iter().map(|point| {
            vec![
                TableCell::text(&point.label),
                cell(&point.size, 0),
                cell(&point.reading, decimals),
                TableCell::text(point.place.words(words)),
            ]
        });
        let comparator = self.comparator.iter().map(|line| {
            vec![
                TableCell::text(&line.label),
                TableCell::text(""),
                cell(&line.reading, line.decimals),
                TableCell::text(say!(words, "chart-comparator")),
            ]
        });
        DataTable {
            caption: self.heading.subject().to_owned(),
            columns: vec![
                Column::text(&self.row_label),
                Column::number(&self.size_label),
                Column::number(&self.measure.label),
                Column::text(say!(words, "chart-place")),
            ],
            rows: rows.chain(comparator).collect(),
        }
    }
}

impl FunnelChart {
    /// The points with a size and a value, those outside last so that they
    /// stand on top.
    fn drawn(&self) -> Vec<Drawn<'_>> {
        let points = self.points.iter().filter_map(|point| {
            let (size, value) = (point.size.drawable()?.0, point.reading.drawable()?.0);
            (size >= 0.0).then_some(Drawn { point, size, value })
        });
        let mut drawn: Vec<Drawn<'_>> = points.collect();
        drawn.sort_by_key(|one| one.point.place.is_outside());
        drawn
    }

    fn axes(&self, drawn: &[Drawn<'_>]) -> (Axis, Axis) {
        let comparator = self.comparator.iter().filter_map(|c| Some(c.reading.drawable()?.0));
        let values = drawn.iter().map(|one| one.value).chain(comparator);
        let highest = values.clone().fold(0.0, f64::max);
        let most = if highest > 0.0 { highest * HIGHEST } else { f64::INFINITY };
        let lines = self.lines.iter().flat_map(FunnelLimits::all);
        let lines = lines.filter(|limit| fits(*limit)).map(|limit| limit.min(most));
        let up = super::furniture::value_axis(AxisStart::Zero, values.chain(lines));
        let across = Axis::covering(drawn.iter().map(|one| one.size).chain([0.0]));
        (across, up)
    }

    fn draw_lines(&self, canvas: &mut Canvas, layout: &Layout) {
        for (which, stroke) in [INNER, INNER, OUTER, OUTER].into_iter().enumerate() {
            let limits = self.lines.iter().map(|at| (at.size, at.all()[which]));
            let inside = |(size, limit): &(f64, f64)| {
                let (low, high) = (layout.up.low(), layout.up.high());
                (0.0..=layout.across.high()).contains(size) && (low..=high).contains(limit)
            };
            let course: Vec<(f64, f64)> =
                limits.filter(inside).map(|(size, limit)| layout.at(size, limit)).collect();
            if course.len() > 1 {
                canvas.path(&course, stroke);
            }
        }
    }

    /// Line and words of the comparator; returns the place of the words.
    fn draw_comparator(&self, canvas: &mut Canvas, layout: &Layout) -> Option<Area> {
        let (value, words) = self.comparator.as_ref().and_then(reference_words)?;
        let plot = layout.plot;
        let (_, y) = layout.at(0.0, value);
        canvas.line((plot.left, y), (plot.right, y), REFERENCE);
        let words = wrap(&words, (plot.right - plot.left) / 2.0, SMALL, 1).concat();
        let at = (plot.right - 4.0, y - 5.0);
        canvas.rimmed(at, small(Anchor::End), &words);
        let left = at.0 - width(&words, SMALL);
        Some(Area { left, right: at.0, top: at.1 - SMALL, bottom: at.1 + 4.0 })
    }

    fn words(&self, one: &Drawn<'_>) -> String {
        let words = self.heading.words;
        say!(
            words,
            "chart-size",
            name = one.point.label.as_str(),
            value = grouped(one.value, self.measure.decimals),
            size = grouped(one.size, 0),
            place = one.point.place.words(words)
        )
    }

    fn key_entries(&self, drawn: &[Drawn<'_>]) -> Vec<KeyEntry<'static>> {
        let said = self.heading.words;
        let line = |stroke: Stroke, words: String| KeyEntry {
            symbol: Box::new(move |c: &mut Canvas, (x, y): (f64, f64)| {
                c.line((x - 12.0, y), (x + 12.0, y), stroke);
            }),
            words,
        };
        let mut entries = Vec::new();
        if !self.lines.is_empty() {
            entries.push(line(INNER, say!(said, "chart-95-lines")));
            entries.push(line(OUTER, say!(said, "chart-998-lines")));
        }
        let mut places: Vec<FunnelPlace> = drawn.iter().map(|one| one.point.place).collect();
        places.sort();
        places.dedup();
        entries.extend(places.into_iter().map(|place| KeyEntry {
            symbol: Box::new(move |c: &mut Canvas, at| place.draw(c, at)),
            words: place.words(said),
        }));
        entries
    }

    /// How many points have no place, in words.
    fn not_drawn(&self, drawn: usize) -> Option<String> {
        let left_out = self.points.len() - drawn;
        (left_out > 0).then(|| {
            let written = count(left_out as u64);
            say!(self.heading.words, "chart-not-drawn", count = left_out, written = written)
        })
    }
}

/// Names beside the points outside the lines, where there is room; returns the
/// sentence that names the rest.
fn draw_names(
    canvas: &mut Canvas,
    (words, drawn): (&Words, &[Drawn<'_>]),
    layout: &Layout,
    taken: Option<Area>,
) -> Option<String> {
    let mut taken: Vec<Area> = taken.into_iter().collect();
    let mut unnamed = Vec::new();
    // A name may not cover the marker of another point outside.
    let outside = drawn.iter().filter(|one| one.point.place.is_outside());
    taken.extend(outside.clone().map(|one| around(layout.at(one.size, one.value))));
    // Those furthest out have the first choice of a place.
    let (far, near): (Vec<_>, Vec<_>) = outside.partition(|one| one.point.place.is_far());
    for one in far.into_iter().chain(near) {
        let name = wrap(&one.point.label, 190.0, SMALL, 1).concat();
        let (x, y) = layout.at(one.size, one.value);
        let wide = width(&name, SMALL);
        // Right, left, above, below, and the corners: the first that is free.
        let (before, after, centred) = (x - 8.0 - wide, x + 8.0, x - wide / 2.0);
        let tries = [
            (after, y + 4.0),
            (before, y + 4.0),
            (centred, y - 9.0),
            (centred, y + 18.0),
            (after, y - 6.0),
            (before, y - 6.0),
            (after, y + 14.0),
            (before, y + 14.0),
        ];
        let place = |(left, base): (f64, f64)| Area {
            left,
            right: left + wide,
            top: base - SMALL + 1.0,
            bottom: base + 4.0,
        };
        let free = tries.into_iter().find(|at| {
            let place = place(*at);
            layout.plot.holds(&place) && !taken.iter().any(|other| other.meets(&place))
        });
        match free {
            Some(at) if !name.is_empty() => {
                taken.push(place(at));
                canvas.rimmed(at, small(Anchor::Start), &name);
            }
            _ => unnamed.push(one.point.label.clone()),
        }
    }
    (!unnamed.is_empty()).then(|| say!(words, "chart-outside-unnamed", areas = unnamed.join("; ")))
}

fn around((x, y): (f64, f64)) -> Area {
    Area { left: x - 6.0, right: x + 6.0, top: y - 6.0, bottom: y + 6.0 }
}
