//! Where the points and stretches of a trend chart lie.

use crate::chart::canvas::Area;
use crate::chart::reading::fits;
use crate::chart::style::{Look, look};
use crate::chart::ticks::Axis;
use crate::chart::{Bounds, Room};

use super::{SeriesBreak, TrendChart, TrendPoint, TrendSeries};

/// Between the plot's edge and the first or last point.
const INSET: f64 = 28.0;
/// Shift between series that share positions.
const DODGE: f64 = 7.0;

/// A point that can be drawn, and where.
pub(super) struct Placed<'a> {
    pub(super) point: &'a TrendPoint,
    pub(super) at: (f64, f64),
    /// Drawing heights of the lower and upper end.
    pub(super) ends: Option<(f64, f64)>,
}

/// A series with its points in order: unbroken stretches, and the points without a value.
pub(super) struct Line<'a> {
    pub(super) series: &'a TrendSeries,
    pub(super) look: Look,
    pub(super) stretches: Vec<Vec<Placed<'a>>>,
    pub(super) missing: Vec<(f64, &'a TrendPoint)>,
}

/// The places of a chart.
pub(super) struct Layout {
    pub(super) room: Room,
    pub(super) plot: Area,
    pub(super) axis: Axis,
    /// First and last position of the horizontal axis.
    pub(super) span: (f64, f64),
}

impl Layout {
    pub(super) fn x(&self, position: f64) -> f64 {
        let inset = if self.room.is_narrow() { INSET / 2.0 } else { INSET };
        let (from, to) = (self.plot.left + inset, self.plot.right - inset);
        let (first, last) = self.span;
        if last > first {
            from + (position - first) / (last - first) * (to - from)
        } else {
            f64::midpoint(from, to)
        }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        self.axis.place(value, self.plot.bottom, self.plot.top)
    }
}

pub(super) fn drawable(
    chart: &TrendChart,
) -> impl Iterator<Item = (&TrendPoint, f64, Option<Bounds>)> {
    chart.series.iter().flat_map(|series| &series.points).filter(|p| fits(p.position)).filter_map(
        |point| point.reading.drawable().map(|(value, interval)| (point, value, interval)),
    )
}

/// Every value that the axis has to hold for one reading.
pub(super) fn reach(value: f64, ends: Option<Bounds>) -> impl Iterator<Item = f64> {
    std::iter::once(value).chain(ends.into_iter().flat_map(|b| [b.lower, b.upper]))
}

pub(super) fn span(chart: &TrendChart) -> (f64, f64) {
    let points = chart.series.iter().flat_map(|series| &series.points).map(|p| p.position);
    points
        .chain(chart.breaks.iter().map(|b| b.position))
        .filter(|position| fits(*position))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p), high.max(p)))
}

/// The series with their points in order, shifted sideways where series share positions.
pub(super) fn lines<'a>(chart: &'a TrendChart, layout: &Layout) -> Vec<Line<'a>> {
    let middle = chart.series.len().saturating_sub(1) as f64 / 2.0;
    let step = if shares_positions(&chart.series) { DODGE } else { 0.0 };
    let lines = chart.series.iter().enumerate().map(|(index, series)| {
        let shift = ((index as f64 - middle) * step).clamp(-INSET, INSET);
        let mut points: Vec<&TrendPoint> =
            series.points.iter().filter(|p| fits(p.position)).collect();
        points.sort_by(|a, b| a.position.total_cmp(&b.position));
        let mut line =
            Line { series, look: look(index), stretches: vec![Vec::new()], missing: Vec::new() };
        let mut earlier: Option<f64> = None;
        for point in points {
            let crossed =
                |b: &SeriesBreak| earlier.is_some_and(|e| b.lies_between(e, point.position));
            if chart.breaks.iter().any(crossed) {
                line.stretches.push(Vec::new());
            }
            earlier = Some(point.position);
            line.add(point, shift, layout);
        }
        line
    });
    lines.collect()
}

impl<'a> Line<'a> {
    pub(super) fn add(&mut self, point: &'a TrendPoint, shift: f64, layout: &Layout) {
        let x = layout.x(point.position) + shift;
        if let (Some((value, interval)), Some(stretch)) =
            (point.reading.drawable(), self.stretches.last_mut())
        {
            let ends = interval.map(|b| (layout.y(b.lower), layout.y(b.upper)));
            stretch.push(Placed { point, at: (x, layout.y(value)), ends });
        } else {
            self.missing.push((x, point));
            self.stretches.push(Vec::new());
        }
    }

    pub(super) fn placed(&self) -> impl DoubleEndedIterator<Item = &Placed<'a>> {
        self.stretches.iter().flatten()
    }
}

/// Whether two positions are one, whatever arithmetic led to them.
pub(super) fn same_place(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

pub(super) fn shares_positions(series: &[TrendSeries]) -> bool {
    series.iter().enumerate().any(|(index, one)| {
        let later = series.iter().skip(index + 1).flat_map(|other| &other.points);
        later.into_iter().any(|p| one.points.iter().any(|q| same_place(p.position, q.position)))
    })
}
