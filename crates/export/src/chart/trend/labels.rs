//! Words beside, inside, above and under the lines of a trend chart.

use crate::chart::Room;
use crate::chart::canvas::{Anchor, Area, Canvas, Stroke};
use crate::chart::furniture::{LEADING, MARGIN, foot_labels, normal, small, stack, widest};
use crate::chart::reading::fits;
use crate::chart::style::{Dash, Fill, INK, Look, MUTED};
use crate::chart::text::{SIZE, SMALL, width, wrap};

use super::layout::{Layout, Line, same_place};
use super::{SeriesBreak, TrendChart, TrendPoint};

/// Radius of markers.
pub(super) const MARKER: f64 = 4.5;
/// The line of a target or comparator.
pub(super) const REFERENCE: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("1 3") };
/// Room of a label beside the end of a line, without its symbol.
const END_LABEL: f64 = 130.0;
const END_SYMBOL: f64 = 40.0;
/// Room of the symbol before a label inside the plot.
const SYMBOL: f64 = 32.0;

/// Room right of the plot for the widest label.
pub(super) fn end_room(chart: &TrendChart, reference: Option<&str>) -> f64 {
    let names = chart.series.iter().map(|series| series.name.as_str()).chain(reference);
    let lines = names.flat_map(|name| wrap(name, END_LABEL, SIZE, 3));
    END_SYMBOL + lines.map(|line| width(&line, SIZE)).fold(30.0, f64::max) + MARGIN
}

/// Labels of series: beside the end of a line that reaches the last position, above or below a
/// line that ends earlier. Returns the series for which no free place was found.
pub(super) fn draw_end_labels(
    canvas: &mut Canvas,
    lines: &[Line<'_>],
    breaks: &[&SeriesBreak],
    reference: Option<(f64, String)>,
    layout: &Layout,
) -> Vec<usize> {
    let last =
        lines.iter().flat_map(Line::placed).map(|p| p.point.position).fold(f64::MIN, f64::max);
    let mut beside: Vec<Beside> = reference
        .map(|(value, words)| (layout.y(value), wrap(&words, END_LABEL, SIZE, 3), None))
        .into_iter()
        .collect();
    let mut taken = obstacles(lines, breaks, layout);
    taken.extend(canvas.covered());
    taken.extend(beside.iter().map(|(y, ..)| Area {
        top: y - 3.0,
        bottom: y + 3.0,
        ..layout.plot
    }));
    let mut unlabelled = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(end) = line.placed().next_back() else { continue };
        if same_place(end.point.position, last) {
            beside.push((end.at.1, wrap(&line.series.name, END_LABEL, SIZE, 3), Some(line.look)));
        } else if let Some(Inside { area, lines }) = free_place(line, &taken, layout) {
            taken.push(area);
            symbol(canvas, (area.left + 13.0, area.top + LEADING / 2.0), line.look);
            let at = (area.left + SYMBOL, area.top + SMALL);
            canvas.lines(at, normal(Anchor::Start), LEADING, &lines);
        } else {
            unlabelled.push(index);
        }
    }
    draw_beside(canvas, beside, layout);
    unlabelled
}

/// Height, lines and look of a label right of the plot; the reference line has
/// no look.
type Beside = (f64, Vec<String>, Option<Look>);

/// Labels right of the plot, moved apart where they would touch.
fn draw_beside(canvas: &mut Canvas, mut beside: Vec<Beside>, layout: &Layout) {
    beside.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted: Vec<(f64, f64)> = beside
        .iter()
        .map(|(y, words, _)| (*y, LEADING * words.len().max(1) as f64 + 4.0))
        .collect();
    let tops = stack(&wanted, layout.plot.top - 8.0, layout.plot.bottom + 8.0);
    for (((_, words, look), top), (_, height)) in beside.iter().zip(tops).zip(&wanted) {
        let x = layout.plot.right + 4.0;
        let middle = top + height / 2.0;
        match look {
            Some(look) => symbol(canvas, (x + 13.0, middle), *look),
            None => canvas.line((x, middle), (x + 26.0, middle), REFERENCE),
        }
        let first = middle - LEADING * (words.len() as f64 - 1.0) / 2.0 + 4.5;
        canvas.lines((x + 32.0, first), normal(Anchor::Start), LEADING, words);
    }
}

/// A piece of line with its marker, 26 wide.
pub(super) fn symbol(canvas: &mut Canvas, (x, y): (f64, f64), look: Look) {
    let stroke = Stroke { colour: look.colour, width: 2.5, dash: look.dash };
    canvas.line((x - 13.0, y), (x + 13.0, y), stroke);
    canvas.marker((x, y), MARKER, look.shape, look.colour, Fill::Solid);
}

/// What a label inside the plot must not cover.
fn obstacles(lines: &[Line<'_>], breaks: &[&SeriesBreak], layout: &Layout) -> Vec<Area> {
    pub(super) const STEPS: u8 = 6;
    let around =
        |(x, y): (f64, f64)| Area { left: x - 7.0, right: x + 7.0, top: y - 7.0, bottom: y + 7.0 };
    let rule = |b: &&SeriesBreak| {
        let x = layout.x(b.position);
        Area { left: x - 3.0, right: x + 3.0, ..layout.plot }
    };
    let mut taken: Vec<Area> = breaks.iter().map(rule).collect();
    for line in lines {
        for placed in line.placed() {
            let (low, high) = placed.ends.unwrap_or((placed.at.1, placed.at.1));
            let mut area = around(placed.at);
            area.top = area.top.min(high - 2.0);
            area.bottom = area.bottom.max(low + 2.0);
            if placed.point.note.is_some() {
                area.top -= 16.0;
                area.right += 10.0;
            }
            taken.push(area);
        }
        for pair in line.stretches.iter().flat_map(|stretch| stretch.windows(2)) {
            let [from, to] = pair else { continue };
            for step in 1..STEPS {
                let share = f64::from(step) / f64::from(STEPS);
                let x = from.at.0 + (to.at.0 - from.at.0) * share;
                taken.push(around((x, from.at.1 + (to.at.1 - from.at.1) * share)));
            }
        }
        let bottom = layout.plot.bottom - 7.0;
        taken.extend(line.missing.iter().map(|(x, _)| around((*x, bottom))));
    }
    taken
}

/// A label inside the plot: its area, and its lines from the top.
struct Inside {
    area: Area,
    lines: Vec<String>,
}

/// A free place above or below one of the points of `line`, the last points first; on one line if
/// there is room, else on up to three.
fn free_place(line: &Line<'_>, taken: &[Area], layout: &Layout) -> Option<Inside> {
    let inside = Area { left: layout.plot.left + 4.0, ..layout.plot };
    [inside.right - inside.left, END_LABEL, END_LABEL * 0.7].into_iter().find_map(|room| {
        let lines = wrap(&line.series.name, room, SIZE, 3);
        let wide = SYMBOL + widest(&lines, SIZE);
        let high = LEADING * lines.len().max(1) as f64;
        let mut places = line.placed().rev().flat_map(|placed| {
            let (lower, upper) = placed.ends.unwrap_or((placed.at.1, placed.at.1));
            let left = (placed.at.0 - wide / 2.0).min(inside.right - wide).max(inside.left);
            let tops = [upper.min(placed.at.1) - 20.0 - high, lower.max(placed.at.1) + 10.0];
            tops.map(|top| Area { left, right: left + wide, top, bottom: top + high })
        });
        let free = |area: &Area| inside.holds(area) && !taken.iter().any(|one| area.meets(one));
        let area = places.find(free)?;
        Some(Inside { area, lines })
    })
}

/// Ticks and words of the positions under the plot; returns where they end.
pub(super) fn position_labels(canvas: &mut Canvas, chart: &TrendChart, layout: &Layout) -> f64 {
    let mut points: Vec<&TrendPoint> =
        chart.series.iter().flat_map(|s| &s.points).filter(|p| fits(p.position)).collect();
    points.sort_by(|a, b| a.position.total_cmp(&b.position));
    points.dedup_by(|later, earlier| same_place(later.position, earlier.position));
    let places: Vec<(f64, &str)> =
        points.iter().map(|point| (layout.x(point.position), point.label.as_str())).collect();
    foot_labels(canvas, &places, layout.plot.bottom)
}

/// Row and lines of the label of each break, rows counted upwards from the plot.
pub(super) fn break_labels(breaks: &[&SeriesBreak], layout: &Layout) -> Vec<(usize, Vec<String>)> {
    let mut labels = Vec::new();
    let mut row = 0;
    for b in breaks {
        let (_, room) = break_side(layout.x(b.position), layout.room);
        let lines = wrap(&b.label, room.min(300.0), SMALL, 4);
        labels.push((row, lines.clone()));
        row += lines.len();
    }
    labels
}

pub(super) fn rows_of(labels: &[(usize, Vec<String>)]) -> usize {
    labels.last().map_or(0, |(row, lines)| row + lines.len())
}

/// On which side of a rule its label stands, and how much room it has there.
pub(super) fn break_side(x: f64, room: Room) -> (Anchor, f64) {
    // A little is kept for the gap to the rule.
    let [before, after] = [x, room.units() - x].map(|beside| beside - MARGIN - 5.0);
    if after >= before { (Anchor::Start, after) } else { (Anchor::End, before) }
}

pub(super) fn draw_breaks(
    canvas: &mut Canvas,
    breaks: &[&SeriesBreak],
    labels: &[(usize, Vec<String>)],
    layout: &Layout,
    top: f64,
) {
    for (b, (row, _)) in breaks.iter().zip(labels) {
        let x = layout.x(b.position);
        let start = top + LEADING * *row as f64;
        let rule = Stroke { colour: MUTED, width: 1.2, dash: Dash("5 4") };
        canvas.line((x, start), (x, layout.plot.bottom), rule);
    }
    // On top of the rules: a label may lie across that of another break.
    for (b, (row, lines)) in breaks.iter().zip(labels) {
        let x = layout.x(b.position);
        let (anchor, _) = break_side(x, layout.room);
        let gap = if matches!(anchor, Anchor::Start) { 5.0 } else { -5.0 };
        for (at, line) in (*row..).zip(lines) {
            let y = top + LEADING * at as f64 + SMALL;
            canvas.grounded((x + gap, y), small(anchor), line);
        }
    }
}
