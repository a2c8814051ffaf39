//! A [`TrendChart`] as SVG.

use super::labels::{
    MARKER, REFERENCE, break_labels, draw_breaks, draw_end_labels, end_room, position_labels,
    rows_of, symbol,
};
use super::layout::{Layout, Line, Placed, drawable, lines, reach, span};
use super::{IntervalStyle, Overlap, SeriesBreak, TrendChart, TrendPoint};
use crate::chart::Room;
use crate::chart::canvas::{Area, Canvas, Stroke};
use crate::chart::furniture::{
    KeyEntry, LEADING, MARGIN, Notes, axis_title, key, missing_sentence, notes, reference_words,
    remark_number, tick_room, value_axis, vertical_axis, zero_left_out,
};
use crate::chart::reading::fits;
use crate::chart::style::{BAND, Fill, Look, MUTED, Shape};
use crate::words::say;

const PLOT_HEIGHT: f64 = 300.0;
/// Right of a plot whose lines are named in the key.
const NARROW_END: f64 = 2.0 * MARGIN;

pub(super) fn svg(chart: &TrendChart, room: Room) -> Option<String> {
    let values: Vec<f64> =
        drawable(chart).flat_map(|(_, value, ends)| reach(value, ends)).collect();
    if values.is_empty() {
        return None;
    }
    let reference = chart.reference.as_ref().and_then(reference_words);
    let reference_reach = chart.reference.iter().filter_map(|r| r.reading.drawable());
    let axis = value_axis(
        chart.axis_start,
        values.into_iter().chain(reference_reach.flat_map(|(v, ends)| reach(v, ends))),
    );
    let mut canvas = Canvas::of(room);
    let title_end = axis_title(&mut canvas, &chart.measure.label, 2.0);
    let span = span(chart);
    let left = tick_room(&axis).max(40.0);
    let words = reference.as_ref().map(|(_, words)| words.as_str());
    let beside = if room.is_narrow() { NARROW_END } else { end_room(chart, words) };
    let right = room.units() - beside;
    let mut plot = Area { left, right, top: title_end + 10.0, bottom: 0.0 };
    let breaks: Vec<&SeriesBreak> = chart.breaks.iter().filter(|b| fits(b.position)).collect();
    let break_rows = break_labels(&breaks, &Layout { room, plot, axis: axis.clone(), span });
    plot.top += LEADING * rows_of(&break_rows) as f64;
    if !break_rows.is_empty() {
        // The highest tick label reaches above the plot.
        plot.top += 8.0;
    }
    plot.bottom = plot.top + PLOT_HEIGHT;
    let layout = Layout { room, plot, axis, span };

    draw_reference(&mut canvas, chart, &layout);
    vertical_axis(&mut canvas, &layout.axis, plot);
    draw_breaks(&mut canvas, &breaks, &break_rows, &layout, title_end + 10.0);
    let lines = lines(chart, &layout);
    let mut notes_below = Notes::default();
    for line in &lines {
        draw_line(&mut canvas, chart, line, &layout, &mut notes_below);
    }
    let keyed = reference.as_ref().filter(|_| room.is_narrow()).map(|(_, words)| words.clone());
    let unlabelled = if room.is_narrow() {
        (0..lines.len()).filter(|at| lines[*at].placed().next().is_some()).collect()
    } else {
        draw_end_labels(&mut canvas, &lines, &breaks, reference, &layout)
    };
    let mut y = position_labels(&mut canvas, chart, &layout);
    y = key(&mut canvas, &key_entries(chart, &lines, &unlabelled, keyed), y + 6.0);
    let sentences =
        zero_left_out(chart.heading.words, &layout.axis).into_iter().chain(missing(chart, &lines));
    y = notes(&mut canvas, &notes_below.after(sentences), y + 2.0);
    Some(canvas.finish(&chart.heading, y + MARGIN))
}

fn draw_reference(canvas: &mut Canvas, chart: &TrendChart, layout: &Layout) {
    let Some((value, interval)) = chart.reference.as_ref().and_then(|r| r.reading.drawable())
    else {
        return;
    };
    let (left, right) = (layout.plot.left, layout.plot.right);
    if let Some(b) = interval {
        let (low, high) = (layout.y(b.lower), layout.y(b.upper));
        canvas.area(&[(left, low), (right, low), (right, high), (left, high)], BAND, 1.0);
    }
    canvas.line((left, layout.y(value)), (right, layout.y(value)), REFERENCE);
}

fn draw_line(
    canvas: &mut Canvas,
    chart: &TrendChart,
    line: &Line<'_>,
    layout: &Layout,
    notes: &mut Notes,
) {
    for stretch in &line.stretches {
        let banded =
            chart.interval_style == IntervalStyle::Band && draw_band(canvas, stretch, line.look);
        draw_pieces(canvas, stretch, line.look);
        for placed in stretch {
            draw_point(canvas, placed, line.look, banded, &hover_words(chart, line, placed.point));
            if let Some(note) = &placed.point.note {
                let (x, y) = placed.at;
                let (low, high) = placed.ends.unwrap_or((y, y));
                let ends = (x, low.min(high).min(y), low.max(high).max(y));
                remark_number(canvas, ends, notes.number(note));
            }
        }
    }
    draw_missing(canvas, chart, line, (layout, notes));
}

/// The line between neighbours, thin where they share years.
fn draw_pieces(canvas: &mut Canvas, stretch: &[Placed<'_>], look: Look) {
    for pair in stretch.windows(2) {
        let [from, to] = pair else { continue };
        let thin = to.point.overlap == Overlap::WithEarlier;
        let width = if thin { 1.0 } else { 2.5 };
        canvas.line(from.at, to.at, Stroke { colour: look.colour, width, dash: look.dash });
    }
}

/// A marker with its whisker, where no band shows the interval.
fn draw_point(canvas: &mut Canvas, placed: &Placed<'_>, look: Look, banded: bool, hover: &str) {
    canvas.hover(hover, |canvas| {
        if let (Some((low, high)), false) = (placed.ends, banded) {
            canvas.upright_whisker(placed.at.0, (low, high), look.colour);
        }
        canvas.marker(placed.at, MARKER, look.shape, look.colour, fill(placed.point));
    });
}

/// Crosses at the foot of the plot for points without a figure.
fn draw_missing(
    canvas: &mut Canvas,
    chart: &TrendChart,
    line: &Line<'_>,
    (layout, notes): (&Layout, &mut Notes),
) {
    for (x, point) in &line.missing {
        let name = format!("{}, {}", line.series.name, point.label);
        let reason = point.reading.reason(chart.heading.words).unwrap_or_default();
        let hover = say!(chart.heading.words, "chart-of", name = name, figures = reason);
        canvas.hover(&hover, |canvas| {
            canvas.cross((*x, layout.plot.bottom - 7.0), line.look.colour);
        });
        if let Some(note) = &point.note {
            let foot = layout.plot.bottom - 7.0;
            remark_number(canvas, (*x, foot, foot), notes.number(note));
        }
    }
}

/// A band under `stretch`, when every point of two or more has an interval.
fn draw_band(canvas: &mut Canvas, stretch: &[Placed<'_>], look: Look) -> bool {
    let ends: Vec<(f64, f64, f64)> =
        stretch.iter().filter_map(|p| p.ends.map(|(low, high)| (p.at.0, low, high))).collect();
    if ends.len() < 2 || ends.len() < stretch.len() {
        return false;
    }
    let lower = ends.iter().map(|(x, low, _)| (*x, *low));
    let upper = ends.iter().rev().map(|(x, _, high)| (*x, *high));
    canvas.area(&lower.chain(upper).collect::<Vec<_>>(), look.colour, 0.16);
    true
}

fn fill(point: &TrendPoint) -> Fill {
    match point.overlap {
        Overlap::Apart => Fill::Solid,
        Overlap::WithEarlier => Fill::Hollow,
    }
}

fn hover_words(chart: &TrendChart, line: &Line<'_>, point: &TrendPoint) -> String {
    let words = chart.heading.words;
    let figures = point.reading.figures(words, chart.measure.decimals);
    let unit =
        if line.series.unit.is_empty() { String::new() } else { format!(" {}", line.series.unit) };
    let name = format!("{}, {}", line.series.name, point.label);
    say!(words, "chart-of", name = name, figures = figures + &unit)
}

fn key_entries<'a>(
    chart: &TrendChart,
    lines: &[Line<'a>],
    unlabelled: &[usize],
    reference: Option<String>,
) -> Vec<KeyEntry<'a>> {
    let mut entries: Vec<KeyEntry<'a>> = Vec::new();
    entries.extend(reference.map(|words| KeyEntry {
        symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
            c.line((x - 13.0, y), (x + 13.0, y), REFERENCE);
        }),
        words,
    }));
    for line in unlabelled.iter().filter_map(|index| lines.get(*index)) {
        let look = line.look;
        let words = line.series.name.clone();
        entries.push(KeyEntry { symbol: Box::new(move |c, at| symbol(c, at, look)), words });
    }
    let placed: Vec<&Placed<'_>> = lines.iter().flat_map(Line::placed).collect();
    if placed.iter().any(|p| p.point.overlap == Overlap::WithEarlier) {
        let words = say!(chart.heading.words, "chart-hollow");
        entries.push(KeyEntry {
            symbol: Box::new(|c, (x, y)| {
                c.line((x - 13.0, y), (x + 13.0, y), Stroke::solid(MUTED, 1.0));
                c.marker((x, y), MARKER, Shape::Circle, MUTED, Fill::Hollow);
            }),
            words,
        });
    }
    if placed.iter().any(|p| p.ends.is_some()) {
        let banded = chart.interval_style == IntervalStyle::Band;
        entries.push(KeyEntry {
            symbol: Box::new(move |c, (x, y)| {
                if banded {
                    c.rect((x - 12.0, y - 6.0), (24.0, 12.0), BAND, None);
                } else {
                    c.upright_whisker(x, (y - 7.0, y + 7.0), MUTED);
                }
            }),
            words: chart.measure.interval_label.clone(),
        });
    }
    if lines.iter().any(|line| !line.missing.is_empty()) {
        let words = say!(chart.heading.words, "chart-no-figure-below");
        entries.push(KeyEntry { symbol: Box::new(|c, at| c.cross(at, MUTED)), words });
    }
    entries
}

/// Which points are missing and why, in one sentence.
fn missing(chart: &TrendChart, lines: &[Line<'_>]) -> Option<String> {
    let words = chart.heading.words;
    let missing: Vec<String> = lines
        .iter()
        .flat_map(|line| {
            line.missing.iter().map(|(_, point)| {
                say!(
                    words,
                    "chart-missing-of",
                    name = line.series.name.as_str(),
                    of = point.label.as_str(),
                    reason = point.reading.reason(words).unwrap_or_default()
                )
            })
        })
        .collect();
    missing_sentence(words, &missing)
}
