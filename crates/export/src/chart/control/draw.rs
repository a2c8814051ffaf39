//! A [`ControlChart`] as SVG.

use super::{ControlChart, ControlMark, ControlPoint};
use crate::chart::Room;
use crate::chart::canvas::{Anchor, Area, Canvas, Stroke};
use crate::chart::format::grouped;
use crate::chart::furniture::{
    KeyEntry, LEADING, MARGIN, axis_title, foot_labels, key, missing_sentence, notes,
    reference_words, small, stack, tick_room, value_axis, vertical_axis, zero_left_out,
};
use crate::chart::reading::fits;
use crate::chart::style::{Dash, Fill, INK, MUTED, Shape};
use crate::chart::text::{SMALL, wrap};
use crate::chart::ticks::Axis;
use crate::words::{Words, say};

const PLOT_HEIGHT: f64 = 300.0;
/// Between the plot's edge and the first or last point.
const INSET: f64 = 14.0;
/// Room right of the plot for the words of lines.
const LINE_LABEL: f64 = 96.0;
const SERIES: Stroke = Stroke { colour: "#12436D", width: 1.5, dash: Dash("") };
const CENTRE: Stroke = Stroke { colour: INK, width: 1.2, dash: Dash("") };
const LIMIT: Stroke = Stroke { colour: INK, width: 1.2, dash: Dash("6 4") };
const TARGET: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("1 3") };
const BEGIN: Stroke = Stroke { colour: MUTED, width: 1.0, dash: Dash("2 4") };

/// A point that has a place, and where; the second is the height of its value.
struct Placed<'a> {
    point: &'a ControlPoint,
    x: f64,
    y: Option<f64>,
    /// Half way to the neighbours, where its limits begin and end.
    reach: (f64, f64),
}

struct Layout {
    plot: Area,
    axis: Axis,
}

impl Layout {
    fn y(&self, value: f64) -> f64 {
        self.axis.place(value, self.plot.bottom, self.plot.top)
    }
}

pub(super) fn svg(chart: &ControlChart, room: Room) -> Option<String> {
    let points: Vec<&ControlPoint> = chart.points.iter().filter(|p| fits(p.position)).collect();
    let values: Vec<f64> = points.iter().filter_map(|p| Some(p.reading.drawable()?.0)).collect();
    if values.is_empty() {
        return None;
    }
    let target = chart.target.as_ref().and_then(reference_words);
    let lines = points.iter().flat_map(|p| lines(p)).filter(|value| fits(*value));
    let reach = values.iter().copied().chain(lines).chain(target.iter().map(|(value, _)| *value));
    let axis = value_axis(chart.axis_start, reach);
    let mut canvas = Canvas::of(room);
    let title_end = axis_title(&mut canvas, &chart.measure.label, 2.0);
    let begins: Vec<Vec<String>> = points
        .iter()
        .filter_map(|p| p.begins.as_ref())
        .map(|words| wrap(words, 200.0_f64.min(room.units() / 2.0 - 24.0), SMALL, 2))
        .collect();
    let rows = begins.iter().map(Vec::len).sum::<usize>();
    // The highest tick label reaches above the plot.
    let top = title_end + if rows > 0 { 18.0 } else { 10.0 } + LEADING * rows as f64;
    let plot = Area {
        left: tick_room(&axis).max(40.0),
        right: room.units() - LINE_LABEL,
        top,
        bottom: top + PLOT_HEIGHT,
    };
    let layout = Layout { plot, axis };
    vertical_axis(&mut canvas, &layout.axis, plot);
    let placed = place(&points, &layout);
    draw_begins(&mut canvas, &placed, &begins, &layout, title_end + 10.0);
    draw_limits(&mut canvas, &placed, &layout);
    if let Some((value, _)) = &target {
        let y = layout.y(*value);
        canvas.line((plot.left, y), (plot.right, y), TARGET);
    }
    draw_points(&mut canvas, chart, &placed, &layout);
    label_lines(&mut canvas, chart, &placed, target, &layout);
    let places: Vec<(f64, &str)> = placed.iter().map(|p| (p.x, p.point.label.as_str())).collect();
    let mut y = foot_labels(&mut canvas, &places, plot.bottom);
    y = key(&mut canvas, &key_entries(chart.heading.words, &placed), y + 6.0);
    let words = chart.heading.words;
    let sentences: Vec<String> =
        zero_left_out(words, &layout.axis).into_iter().chain(missing(words, &placed)).collect();
    y = notes(&mut canvas, &sentences, y + 2.0);
    Some(canvas.finish(&chart.heading, y + MARGIN))
}

fn lines(point: &ControlPoint) -> impl Iterator<Item = f64> {
    point.centre.into_iter().chain(point.limits.into_iter().flat_map(|b| [b.lower, b.upper]))
}

fn place<'a>(points: &[&'a ControlPoint], layout: &Layout) -> Vec<Placed<'a>> {
    let (from, to) = (layout.plot.left + INSET, layout.plot.right - INSET);
    let (first, last) = points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| {
        (low.min(p.position), high.max(p.position))
    });
    let x = |position: f64| {
        if last > first {
            from + (position - first) / (last - first) * (to - from)
        } else {
            f64::midpoint(from, to)
        }
    };
    let places: Vec<f64> = points.iter().map(|point| x(point.position)).collect();
    let half = |a: usize, b: usize| match (places.get(a), places.get(b)) {
        (Some(a), Some(b)) => (b - a) / 2.0,
        _ => INSET,
    };
    points
        .iter()
        .enumerate()
        .map(|(at, point)| Placed {
            point,
            x: places[at],
            y: point.reading.drawable().map(|(value, _)| layout.y(value)),
            reach: (
                places[at] - at.checked_sub(1).map_or(INSET, |before| half(before, at)),
                places[at] + half(at, at + 1),
            ),
        })
        .collect()
}

fn draw_begins(
    canvas: &mut Canvas,
    placed: &[Placed<'_>],
    begins: &[Vec<String>],
    layout: &Layout,
    top: f64,
) {
    let mut y = top;
    let starts = placed.iter().filter(|p| p.point.begins.is_some());
    for (start, words) in starts.zip(begins) {
        let x = start.reach.0;
        canvas.line((x, y), (x, layout.plot.bottom), BEGIN);
        let (anchor, aside) =
            if x < canvas.width() / 2.0 { (Anchor::Start, 5.0) } else { (Anchor::End, -5.0) };
        canvas.lines((x + aside, y + SMALL), small(anchor), LEADING, words);
        y += LEADING * words.len() as f64;
    }
}

/// Centre and limits as steps, from half way to half way between the points.
fn draw_limits(canvas: &mut Canvas, placed: &[Placed<'_>], layout: &Layout) {
    type Line = fn(&ControlPoint) -> Option<f64>;
    let of: [(Line, Stroke); 3] = [
        (|point| point.centre, CENTRE),
        (|point| point.limits.map(|limits| limits.lower), LIMIT),
        (|point| point.limits.map(|limits| limits.upper), LIMIT),
    ];
    for (line, stroke) in of {
        let mut course: Vec<(f64, f64)> = Vec::new();
        for place in placed {
            let value = line(place.point).filter(|value| fits(*value));
            if (value.is_none() || place.point.begins.is_some()) && !course.is_empty() {
                canvas.path(&course, stroke);
                course.clear();
            }
            if let Some(value) = value {
                let y = layout.y(value);
                course.extend([(place.reach.0, y), (place.reach.1, y)]);
            }
        }
        if !course.is_empty() {
            canvas.path(&course, stroke);
        }
    }
}

fn draw_points(canvas: &mut Canvas, chart: &ControlChart, placed: &[Placed<'_>], layout: &Layout) {
    for pair in placed.windows(2) {
        let [from, to] = pair else { continue };
        if let (Some(a), Some(b), None) = (from.y, to.y, &to.point.begins) {
            canvas.line((from.x, a), (to.x, b), SERIES);
        }
    }
    for place in placed {
        let words = chart.heading.words;
        let figures = place.point.reading.figures(words, chart.measure.decimals);
        let (name, note) = (place.point.label.as_str(), place.point.note.as_deref());
        let said = match note {
            Some(note) => {
                say!(words, "chart-of-with", name = name, figures = figures, remark = note)
            }
            None => say!(words, "chart-of", name = name, figures = figures),
        };
        canvas.hover(&said, |canvas| match place.y {
            Some(y) => mark(canvas, (place.x, y), place.point.mark),
            None => canvas.cross((place.x, layout.plot.bottom - 7.0), SERIES.colour),
        });
    }
}

fn mark(canvas: &mut Canvas, at: (f64, f64), mark: ControlMark) {
    let (shape, colour, radius) = look(mark);
    canvas.marker(at, radius, shape, colour, Fill::Solid);
}

/// Each mark by its shape and size; colour repeats what they say.
const fn look(mark: ControlMark) -> (Shape, &'static str, f64) {
    match mark {
        ControlMark::Chance => (Shape::Circle, "#12436D", 2.5),
        ControlMark::Better => (Shape::Diamond, "#28A197", 5.5),
        ControlMark::Worse => (Shape::Square, "#F46A25", 5.0),
        ControlMark::Higher => (Shape::Triangle, "#801650", 5.5),
        ControlMark::Lower => (Shape::TriangleDown, "#801650", 5.5),
    }
}

/// Words of the lines right of the plot, where they end.
fn label_lines(
    canvas: &mut Canvas,
    chart: &ControlChart,
    placed: &[Placed<'_>],
    target: Option<(f64, String)>,
    layout: &Layout,
) {
    let last = placed.iter().rev().find(|place| place.point.limits.is_some());
    let centre = placed.iter().rev().find_map(|place| place.point.centre);
    let cut = |words: &str| wrap(words, LINE_LABEL - 8.0, SMALL, 2);
    let words = chart.heading.words;
    let figure = |value: f64| grouped(value, chart.measure.decimals);
    let mut labels: Vec<(f64, Vec<String>)> = Vec::new();
    if let Some(limits) = last.and_then(|place| place.point.limits) {
        labels.push((
            limits.upper,
            cut(&say!(words, "chart-upper-at", value = figure(limits.upper))),
        ));
        labels.push((
            limits.lower,
            cut(&say!(words, "chart-lower-at", value = figure(limits.lower))),
        ));
    }
    labels.extend(
        centre.map(|centre| (centre, cut(&say!(words, "chart-centre-at", value = figure(centre))))),
    );
    labels.extend(target.map(|(value, said)| (value, cut(&said))));
    labels.retain(|(value, _)| fits(*value));
    labels.sort_by(|a, b| b.0.total_cmp(&a.0));
    let wanted: Vec<(f64, f64)> = labels
        .iter()
        .map(|(value, lines)| (layout.y(*value), LEADING * lines.len() as f64))
        .collect();
    let tops = stack(&wanted, layout.plot.top - 8.0, layout.plot.bottom + 8.0);
    for ((_, lines), top) in labels.iter().zip(tops) {
        let at = (layout.plot.right + 6.0, top + SMALL);
        canvas.lines(at, small(Anchor::Start), LEADING, lines);
    }
}

fn key_entries<'a>(said: &Words, placed: &[Placed<'_>]) -> Vec<KeyEntry<'a>> {
    let marks = [
        (ControlMark::Better, say!(said, "chart-better-change")),
        (ControlMark::Worse, say!(said, "chart-worse-change")),
        (ControlMark::Higher, say!(said, "chart-upward-change")),
        (ControlMark::Lower, say!(said, "chart-downward-change")),
        (ControlMark::Chance, say!(said, "chart-chance")),
    ];
    let shown = |wanted| placed.iter().any(|p| p.y.is_some() && p.point.mark == wanted);
    let mut entries: Vec<KeyEntry<'a>> = marks
        .into_iter()
        .filter(|(wanted, _)| shown(*wanted))
        .map(|(wanted, words)| KeyEntry {
            symbol: Box::new(move |canvas, at| mark(canvas, at, wanted)),
            words,
        })
        .collect();
    let line = |stroke: Stroke, words: String| KeyEntry {
        symbol: Box::new(move |canvas: &mut Canvas, (x, y): (f64, f64)| {
            canvas.line((x - 13.0, y), (x + 13.0, y), stroke);
        }),
        words,
    };
    if placed.iter().any(|place| place.point.centre.is_some()) {
        entries.push(line(CENTRE, say!(said, "chart-centre-line")));
    }
    if placed.iter().any(|place| place.point.limits.is_some()) {
        entries.push(line(LIMIT, say!(said, "chart-limits-of-chance")));
    }
    if placed.iter().any(|place| place.y.is_none()) {
        let symbol = Box::new(|canvas: &mut Canvas, at| canvas.cross(at, SERIES.colour));
        entries.push(KeyEntry { symbol, words: say!(said, "chart-no-figure-below") });
    }
    entries
}

/// Which points are missing and why, in one sentence.
fn missing(words: &Words, placed: &[Placed<'_>]) -> Option<String> {
    let missing: Vec<String> = placed
        .iter()
        .filter(|place| place.y.is_none())
        .map(|place| {
            let why = place.point.reading.reason(words).unwrap_or_default();
            say!(words, "chart-missing-one", name = place.point.label.as_str(), reason = why)
        })
        .collect();
    missing_sentence(words, &missing)
}
