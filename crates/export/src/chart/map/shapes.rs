//! Maps of boundaries: projected, made simpler, and where many areas are too
//! small to be seen, drawn a second time enlarged.

use maud::html;

use super::class::{MapClass, definitions, zero_mark};
use super::simplify::{Point, weigh};
use super::{Extent, MAP_WIDTH, MapArea, MapChart, MapGround, MapShape, is_zero};
use crate::chart::canvas::{Anchor, Area, Canvas, Stroke, Type, WIDTH};
use crate::chart::furniture::{LEADING, MARGIN, small, widest};
use crate::chart::style::{INK, MUTED};
use crate::chart::text::{SMALL, printable, wrap};
use crate::format::count;
use crate::words::say;

/// No map is higher than this.
const HEIGHT: f64 = 620.0;
/// Points of the whole map, and of what is enlarged: a point takes some seven
/// bytes, and a map of 150 areas stays under 100 kB.
const POINTS: usize = 6_500;
const POINTS_ENLARGED: usize = 2_000;
/// The smallest triangle that anybody sees, in square units.
const SEEN: f64 = 0.3;
/// Areas that are neither wider nor higher than this are small.
const SMALL_AREA: f64 = 14.0;
/// Small areas are enlarged where so many lie together.
const TOGETHER: usize = 5;
/// Small areas whose middles are no further apart lie together.
const NEAR: f64 = 24.0;
/// How much larger they must become.
const ENLARGED: f64 = 1.8;
/// Names are written on maps of so few areas.
const NAMED: usize = 15;

/// One area as lines of the drawing.
struct Drawn<'a> {
    area: &'a MapArea,
    rings: Vec<Vec<Point>>,
    extent: Extent,
}

/// Draws every area that has a shape; returns where the map ends.
pub(super) fn draw(chart: &MapChart, canvas: &mut Canvas) -> Option<f64> {
    let flat = projected(chart);
    let whole = extent_of(&flat)?;
    let mut classes: Vec<MapClass> = flat.iter().map(|one| one.area.class).collect();
    classes.sort_unstable();
    classes.dedup();
    let id = &chart.heading.id;
    canvas.raw(&definitions(id, &classes));
    let frame = |left: f64, right: f64| Area { left, right, top: MARGIN, bottom: MARGIN + HEIGHT };
    let full = scaled(&flat, &whole, frame(MARGIN, WIDTH - MARGIN));
    let (parts, scale) = (MAP_WIDTH * 0.66, |drawn: &Scaled<'_>| drawn.scale);
    let beside = frame(MARGIN + parts + 12.0, WIDTH - MARGIN);
    // What is small beside an enlargement is told from the map that leaves room
    // for one.
    let narrow = scaled(&flat, &whole, frame(MARGIN, MARGIN + parts));
    let together = lying_together(&narrow.areas);
    let enlarged = (together.len() >= TOGETHER && together.len() < flat.len()).then(|| {
        let few: Vec<Drawn<'_>> = together.iter().map(|at| flat[*at].clone_lines()).collect();
        let extent = extent_of(&few).expect("areas that lie together have lines");
        let inside = Area { top: beside.top + 2.0 * LEADING, bottom: beside.top + 320.0, ..beside };
        scaled(&few, &extent, shrunk(inside, 8.0))
    });
    let enlarged = enlarged.filter(|few| scale(few) >= ENLARGED * scale(&narrow));
    let Some(few) = enlarged else {
        draw_areas(chart, canvas, &full.areas, POINTS);
        return Some(full.bottom);
    };
    draw_areas(chart, canvas, &narrow.areas, POINTS);
    let part = Extent::of(together.iter().flat_map(|at| {
        let Extent { left, right, top, bottom } = narrow.areas[*at].extent;
        [(left, top), (right, bottom)]
    }))?;
    outline(canvas, (part.left - 3.0, part.top - 3.0), (part.right + 3.0, part.bottom + 3.0));
    let (number, written) = (together.len(), count(together.len() as u64));
    let words = say!(chart.heading.words, "chart-enlarged", count = number, written = written);
    let lines = wrap(&words, beside.right - beside.left, SMALL, 2);
    canvas.lines((beside.left, beside.top + SMALL), small(Anchor::Start), LEADING, &lines);
    draw_areas(chart, canvas, &few.areas, POINTS_ENLARGED);
    let bottom = few.bottom + 8.0;
    outline(canvas, (beside.left, beside.top + 2.0 * LEADING), (beside.right, bottom));
    Some(narrow.bottom.max(bottom))
}

fn shrunk(area: Area, by: f64) -> Area {
    Area {
        left: area.left + by,
        right: area.right - by,
        top: area.top + by,
        bottom: area.bottom - by,
    }
}

fn outline(canvas: &mut Canvas, (left, top): Point, (right, bottom): Point) {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    canvas.path(&corners, Stroke::solid(INK, 1.2));
}

impl<'a> Drawn<'a> {
    fn clone_lines(&self) -> Self {
        Self { area: self.area, rings: self.rings.clone(), extent: self.extent }
    }

    fn of(area: &'a MapArea, rings: Vec<Vec<Point>>) -> Option<Self> {
        let extent = Extent::of(rings.iter().flatten().copied())?;
        Some(Self { area, rings, extent })
    }
}

/// The areas on a plane, downwards. Degrees are drawn at the scale of the middle
/// latitude in both directions (equirectangular), which a country bears well.
fn projected(chart: &MapChart) -> Vec<Drawn<'_>> {
    let rings = |area: &'_ MapArea| match &area.shape {
        MapShape::Rings(rings) => rings.clone(),
        MapShape::Cells(_) => Vec::new(),
    };
    let fits = |[x, y]: &[f64; 2]| x.abs() <= 1e9 && y.abs() <= 1e9;
    let points = chart.drawn().flat_map(|(_, area)| rings(area)).flatten();
    let whole = Extent::of(points.filter(fits).map(|[x, y]| (x, y)));
    let across = match (chart.ground, whole) {
        (MapGround::Degrees, Some(whole)) => whole.middle().1.to_radians().cos().abs().max(0.01),
        _ => 1.0,
    };
    let flat = |ring: Vec<[f64; 2]>| -> Vec<Point> {
        ring.into_iter().filter(fits).map(|[x, y]| (x * across, -y)).collect()
    };
    let drawn = chart
        .drawn()
        .filter_map(|(_, area)| Drawn::of(area, rings(area).into_iter().map(flat).collect()));
    drawn.collect()
}

fn extent_of(areas: &[Drawn<'_>]) -> Option<Extent> {
    Extent::of(areas.iter().flat_map(|one| {
        let Extent { left, right, top, bottom } = one.extent;
        [(left, top), (right, bottom)]
    }))
}

/// Areas in units of the drawing.
struct Scaled<'a> {
    areas: Vec<Drawn<'a>>,
    scale: f64,
    bottom: f64,
}

/// Areas of this extent in a frame, from its top, in the middle.
fn scaled<'a>(areas: &[Drawn<'a>], whole: &Extent, frame: Area) -> Scaled<'a> {
    let fit = |room: f64, size: f64| if size > 0.0 { room / size } else { f64::INFINITY };
    let scale = fit(frame.right - frame.left, whole.width())
        .min(fit(frame.bottom - frame.top, whole.height()));
    // All in one point.
    let scale = if scale.is_finite() { scale } else { 1.0 };
    let left = frame.left + (frame.right - frame.left - whole.width() * scale) / 2.0;
    let place =
        |(x, y): Point| (left + (x - whole.left) * scale, frame.top + (y - whole.top) * scale);
    let placed = areas.iter().map(|one| {
        let rings = one.rings.iter().map(|ring| ring.iter().copied().map(place).collect());
        let Extent { left, right, top, bottom } = one.extent;
        let ((left, top), (right, bottom)) = (place((left, top)), place((right, bottom)));
        Drawn {
            area: one.area,
            rings: rings.collect(),
            extent: Extent { left, right, top, bottom },
        }
    });
    let areas = placed.collect();
    Scaled { areas, scale, bottom: frame.top + whole.height() * scale }
}

/// The small areas that lie together, in order: those of the largest group whose
/// members are near another of it.
fn lying_together(areas: &[Drawn<'_>]) -> Vec<usize> {
    let is_small = |one: &Drawn<'_>| one.extent.width().max(one.extent.height()) <= SMALL_AREA;
    let mut left: Vec<usize> = (0..areas.len()).filter(|at| is_small(&areas[*at])).collect();
    let near = |a: usize, b: usize| {
        let ((x0, y0), (x1, y1)) = (areas[a].extent.middle(), areas[b].extent.middle());
        (x1 - x0).hypot(y1 - y0) <= NEAR
    };
    let mut largest: Vec<usize> = Vec::new();
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while at < group.len() {
            let (joined, rest): (Vec<usize>, Vec<usize>) =
                left.iter().copied().partition(|other| near(group[at], *other));
            group.extend(joined);
            left = rest;
            at += 1;
        }
        if group.len() > largest.len() {
            largest = group;
        }
    }
    largest.sort_unstable();
    largest
}

/// Draws areas with `most` points in all.
fn draw_areas(chart: &MapChart, canvas: &mut Canvas, areas: &[Drawn<'_>], most: usize) {
    let rings: Vec<Vec<Point>> = areas.iter().flat_map(|one| one.rings.clone()).collect();
    let weighed = weigh(&rings);
    let threshold = weighed.threshold(most, SEEN);
    let mut next = 0;
    let mut paths = Vec::with_capacity(areas.len());
    for one in areas {
        let simple: Vec<Vec<Point>> = one
            .rings
            .iter()
            .map(|_| {
                next += 1;
                weighed.ring(next - 1, threshold)
            })
            .collect();
        paths.push((chart.words(one.area), path_data(&simple, one.extent.middle()), simple));
    }
    let id = &chart.heading.id;
    canvas.raw(&html! {
        g stroke=(MUTED) stroke-width="0.6" fill-rule="evenodd" {
            @for ((words, data, _), one) in paths.iter().zip(areas) {
                path d=(data) fill=(one.area.class.pattern(id)) { title { (printable(words)) } }
            }
        }
    });
    let mut taken: Vec<Area> = Vec::new();
    // The key begins below.
    let floor = areas.iter().map(|one| one.extent.bottom).fold(MARGIN, f64::max) + 4.0;
    for ((_, _, simple), one) in paths.iter().zip(areas) {
        let Some((at, room)) = inner_point(simple) else { continue };
        let named = chart.areas.len() <= NAMED
            && write_name(canvas, one.area, (at, room, floor), &mut taken);
        if is_zero(one.area) {
            let below = if named { 14.0 } else { 0.0 };
            zero_mark(canvas, (at.0, at.1 + below));
        }
    }
}

/// Writes a name where it has room; says whether it did.
fn write_name(
    canvas: &mut Canvas,
    area: &MapArea,
    ((x, y), room, floor): (Point, f64, f64),
    taken: &mut Vec<Area>,
) -> bool {
    let lines = wrap(&area.label, room.max(70.0), SMALL, 3);
    let half = widest(&lines, SMALL) / 2.0;
    let high = LEADING * lines.len() as f64;
    let place =
        Area { left: x - half, right: x + half, top: y - high / 2.0, bottom: y + high / 2.0 };
    let inside = place.left >= MARGIN
        && place.right <= WIDTH - MARGIN
        && place.top >= MARGIN
        && place.bottom <= floor;
    if !inside || lines.is_empty() || taken.iter().any(|other| other.meets(&place)) {
        return false;
    }
    taken.push(place);
    let style = Type::new(SMALL, INK, Anchor::Middle);
    for (at, line) in lines.iter().enumerate() {
        let base = place.top + LEADING * at as f64 + SMALL;
        canvas.rimmed((x, base), style, line);
    }
    true
}

/// A point well within the largest ring, and the room to both of its sides.
fn inner_point(rings: &[Vec<Point>]) -> Option<(Point, f64)> {
    // The widest part of the shape along a few level lines; of equal ones, that
    // nearest to the middle, which comes first.
    const LINES: [f64; 7] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
    let largest = rings.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let extent = Extent::of(largest.iter().copied())?;
    let mut best: Option<(Point, f64)> = None;
    for share in LINES {
        let y = extent.top + share * extent.height();
        let mut crossings: Vec<f64> = Vec::new();
        for (at, (x0, y0)) in largest.iter().enumerate() {
            let (x1, y1) = largest[(at + 1) % largest.len()];
            if (*y0 <= y) != (y1 <= y) {
                crossings.push(x0 + (y - y0) / (y1 - y0) * (x1 - x0));
            }
        }
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let room = pair[1] - pair[0];
            if best.is_none_or(|(_, most)| room > most + 1e-9) {
                best = Some(((f64::midpoint(pair[0], pair[1]), y), room));
            }
        }
    }
    best.or_else(|| Some((extent.middle(), 0.0)))
}

/// The area within a ring (shoelace formula).
fn size(ring: &[Point]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    (pairs.map(|((x0, y0), (x1, y1))| x0 * y1 - x1 * y0).sum::<f64>() / 2.0).abs()
}

/// Path data of rings to a tenth of a unit, each point by its step from the one
/// before, which is half as long. Rings that nobody would see are left out; where
/// all are, a small square stands for them.
fn path_data(rings: &[Vec<Point>], middle: Point) -> String {
    const LEAST: f64 = 0.6;
    let mut data = String::new();
    for ring in rings.iter().filter(|ring| size(ring) >= LEAST) {
        ring_data(ring, &mut data);
    }
    if data.is_empty() {
        let (x, y) = middle;
        let corners = [(-1.5, -1.5), (1.5, -1.5), (1.5, 1.5), (-1.5, 1.5)];
        ring_data(&corners.map(|(dx, dy)| (x + dx, y + dy)), &mut data);
    }
    data
}

fn ring_data(ring: &[Point], data: &mut String) {
    // A drawing is less than a million units wide.
    #[expect(clippy::cast_possible_truncation, reason = "tenths of a unit of a drawing are small")]
    let tenths = |value: f64| (value * 10.0).round() as i64;
    let mut points: Vec<(i64, i64)> = ring.iter().map(|(x, y)| (tenths(*x), tenths(*y))).collect();
    points.dedup();
    let mut before = (0, 0);
    for (at, point) in points.iter().enumerate() {
        let step = (point.0 - before.0, point.1 - before.1);
        if at == 0 {
            // From the start, wherever the last ring ended.
            data.push('M');
            number(point.0, true, data);
            number(point.1, false, data);
            data.push('l');
        } else {
            number(step.0, at == 1, data);
            number(step.1, false, data);
        }
        before = *point;
    }
    data.push('Z');
}

/// Tenths as a number, with a blank before it where none of its signs parts it
/// from the one before.
fn number(tenths: i64, first: bool, data: &mut String) {
    if !first && tenths >= 0 {
        data.push(' ');
    }
    if tenths < 0 {
        data.push('-');
    }
    let (whole, part) = (tenths.abs() / 10, tenths.abs() % 10);
    if whole > 0 || part == 0 {
        data.push_str(&whole.to_string());
    }
    if part > 0 {
        data.push('.');
        data.push_str(&part.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_short_and_exact() {
        let ring = [(10.0, 20.0), (10.52, 19.0), (9.96, 20.06), (0.0, 0.04)];
        let mut data = String::new();
        ring_data(&ring, &mut data);
        assert_eq!(data, "M10 20l.5-1-.5 1.1-10-20.1Z");
    }

    #[test]
    fn what_nobody_would_see_is_a_square() {
        let dot = vec![(5.0, 5.0), (5.1, 5.0), (5.1, 5.1)];
        assert_eq!(path_data(&[dot], (5.0, 5.0)), "M3.5 3.5l3 0 0 3-3 0Z");
    }

    #[test]
    fn a_name_stands_within_its_shape() {
        // Like a horseshoe, whose middle lies outside.
        let horseshoe = vec![
            (0.0, 0.0),
            (100.0, 0.0),
            (100.0, 100.0),
            (80.0, 100.0),
            (80.0, 30.0),
            (20.0, 30.0),
            (20.0, 100.0),
            (0.0, 100.0),
        ];
        let ((x, y), room) = inner_point(&[horseshoe]).unwrap();
        assert!((x, room) == (50.0, 100.0) && y <= 30.0, "{x} {y} {room}");
    }
}
