//! How boxes, arrows, lanes and the key look.

use crate::chart::canvas::{Anchor, Canvas, Stroke, Type, Weight};
use crate::chart::furniture::{KeyEntry, LEADING, MARGIN, key_within, small};
use crate::chart::style::{Dash, Fill, GRID, INK, MUTED, PAPER, Shape};
use crate::chart::text::{SIZE, SMALL, wrap};

use super::place::{NetLines, Plan};
use super::words::{LINE, PADDING, ROW_PADDING, SYMBOL};
use super::{FlowBoxKind, FlowChart, FlowMarkKind, Light, Standing};
use crate::words::say;

/// Ground of every other lane.
const LANE: &str = "#F3F3F3";
const TITLE: f64 = 18.0;

impl Standing {
    pub(in crate::chart) const fn stroke(self, width: f64) -> Stroke {
        let dash = match self {
            Self::Stated => Dash(""),
            Self::Inferred => Dash("7 3"),
            Self::Open => Dash("2 3"),
        };
        Stroke { colour: INK, width, dash }
    }
}

impl FlowMarkKind {
    const fn look(self) -> (Shape, Fill) {
        match self {
            Self::Must => (Shape::Diamond, Fill::Solid),
            Self::Should => (Shape::Diamond, Fill::Hollow),
            Self::May => (Shape::Circle, Fill::Hollow),
            Self::Open => (Shape::Plus, Fill::Hollow),
        }
    }

    fn draw(self, canvas: &mut Canvas, at: (f64, f64)) {
        let (shape, fill) = self.look();
        canvas.marker(at, 4.0, shape, INK, fill);
    }
}

impl Light {
    /// Colours of the GOV.UK Design System: green, orange and red.
    const fn look(self) -> (Shape, &'static str) {
        match self {
            Self::Green => (Shape::Circle, "#00703C"),
            Self::Amber => (Shape::Triangle, "#F47738"),
            Self::Red => (Shape::Square, "#D4351C"),
        }
    }

    fn draw(self, canvas: &mut Canvas, at: (f64, f64)) {
        let (shape, colour) = self.look();
        canvas.marker(at, 4.5, shape, colour, Fill::Solid);
    }
}

impl FlowChart {
    /// Title, what stands below it, and the key; returns where they end.
    pub(super) fn draw_head(&self, canvas: &mut Canvas, width: f64) -> f64 {
        let room = width - 2.0 * MARGIN;
        let title = wrap(&self.heading.title, room / 1.12, TITLE, 3);
        let style = Type::new(TITLE, INK, Anchor::Start).weight(Weight::Bold);
        canvas.lines((MARGIN, 6.0 + TITLE), style, TITLE * 1.25, &title);
        let mut y = 10.0 + TITLE * 1.25 * title.len() as f64;
        for line in &self.subtitle {
            let lines = wrap(line, room, SMALL, 6);
            canvas.lines((MARGIN, y + SMALL), small(Anchor::Start), LEADING, &lines);
            y += LEADING * lines.len() as f64;
        }
        key_within(canvas, &self.key_entries(), y + 8.0, width) + 4.0
    }

    fn key_entries(&self) -> Vec<KeyEntry<'static>> {
        let said = self.heading.words;
        let mut entries = Vec::new();
        let shapes = [
            (FlowBoxKind::Step, say!(said, "chart-flow-step")),
            (FlowBoxKind::Question, say!(said, "chart-flow-decision")),
            (FlowBoxKind::End, say!(said, "chart-flow-end")),
        ];
        for (kind, words) in shapes {
            if self.boxes.iter().any(|one| one.kind == kind) {
                entries.push(entry(words, move |c, (x, y)| {
                    let corner = if kind == FlowBoxKind::Question { 4.0 } else { 7.0 };
                    let (at, size) = ((x - 13.0, y - 7.0), (26.0, 14.0));
                    frame(c, at, size, kind, Standing::Stated, corner);
                }));
            }
        }
        entries.push(entry(say!(said, "chart-flow-goes-on"), |c, (x, y)| {
            c.text((x, y + 4.0), Type::new(SMALL, INK, Anchor::Middle), "→ 5");
        }));
        let standings = self
            .boxes
            .iter()
            .map(|one| one.standing)
            .chain(self.arrows.iter().map(|arrow| arrow.standing));
        let standings: Vec<Standing> = standings.collect();
        let lines = [
            (Standing::Stated, say!(said, "chart-flow-stated")),
            (Standing::Inferred, say!(said, "chart-flow-inferred")),
            (Standing::Open, say!(said, "chart-flow-open")),
        ];
        for (standing, words) in lines {
            if standings.contains(&standing) {
                entries.push(entry(words, move |c, (x, y)| {
                    c.path(&[(x - 13.0, y), (x + 13.0, y)], standing.stroke(1.4));
                }));
            }
        }
        entries.push(entry(say!(said, "chart-flow-joins"), |c, (x, y)| {
            c.path(&[(x - 13.0, y), (x + 13.0, y)], Standing::Stated.stroke(1.2));
            c.marker((x, y), 2.2, Shape::Circle, INK, Fill::Solid);
        }));
        let marks = [
            (FlowMarkKind::Must, say!(said, "chart-flow-must")),
            (FlowMarkKind::Should, say!(said, "chart-flow-should")),
            (FlowMarkKind::May, say!(said, "chart-flow-may")),
            (FlowMarkKind::Open, say!(said, "chart-flow-owed-open")),
        ];
        for (kind, words) in marks {
            if self.boxes.iter().flat_map(|one| &one.marks).any(|mark| mark.kind == kind) {
                entries.push(entry(words, move |c, at| kind.draw(c, at)));
            }
        }
        entries
    }

    /// Grounds, names and borders of the lanes; returns where the boxes begin.
    pub(super) fn draw_lanes(&self, canvas: &mut Canvas, plan: &Plan, top: f64) -> f64 {
        let right = plan.width() - MARGIN;
        let ends = |lane: usize| {
            let left = if lane == 0 { MARGIN } else { plan.rules[lane - 1] };
            (left, plan.rules.get(lane).copied().unwrap_or(right))
        };
        let names: Vec<Vec<String>> = plan
            .grid
            .lanes
            .iter()
            .enumerate()
            .map(|(place, (lane, _))| {
                let (left, right) = ends(place);
                let name = self.lanes.get(*lane).map_or("", String::as_str);
                wrap(name, (right - left - 12.0) / 1.12, SIZE, 6)
            })
            .collect();
        let head = LINE * names.iter().map(Vec::len).max().unwrap_or(0) as f64 + 10.0;
        let bottom = top + head + plan.height;
        for (place, name) in names.iter().enumerate() {
            let (left, right) = ends(place);
            let ground = if place % 2 == 0 { LANE } else { PAPER };
            canvas.rect((left, top), (right - left, bottom - top), ground, None);
            let style = Type::new(SIZE, INK, Anchor::Middle).weight(Weight::Bold);
            let at = (f64::midpoint(left, right), top + 4.0 + SIZE);
            canvas.lines(at, style, LINE, name);
        }
        let frame = [(MARGIN, top), (right, top), (right, bottom), (MARGIN, bottom), (MARGIN, top)];
        canvas.path(&frame, Stroke::solid(MUTED, 1.0));
        canvas.line((MARGIN, top + head), (right, top + head), Stroke::solid(MUTED, 1.0));
        for x in &plan.rules {
            canvas.line((*x, top), (*x, bottom), Stroke::solid(GRID, 1.0));
        }
        top + head
    }

    pub(super) fn draw_box(&self, canvas: &mut Canvas, plan: &Plan, at: usize, top: f64) {
        let (one, words, area) = (&self.boxes[at], &plan.words[at], plan.area(at));
        let size = (area.right - area.left, area.bottom - area.top);
        let corner = plan.corner(self, at);
        frame(canvas, (area.left, top + area.top), size, one.kind, one.standing, corner);
        let is_end = one.kind == FlowBoxKind::End;
        let x = area.left + if is_end { 2.0 * PADDING } else { PADDING };
        let mut y = top + area.top + words.top() + SMALL;
        let name = Type::new(SIZE, INK, Anchor::Start).weight(Weight::Bold);
        canvas.lines((x, y), name, LINE, &words.name);
        y += LINE * words.name.len() as f64;
        canvas.lines((x, y), small(Anchor::Start), LINE, &words.details);
        y += LINE * words.details.len() as f64;
        let plain = Type::new(SMALL, INK, Anchor::Start);
        for line in &words.marks {
            for (along, mark) in line {
                mark.kind.draw(canvas, (x + along + 5.0, y - 4.0));
                canvas.text((x + along + SYMBOL, y), plain, &mark.words);
            }
            y += LINE;
        }
        if let Some((light, _)) = &one.light {
            light.draw(canvas, (x + 5.0, y - 4.0));
            canvas.lines((x + SYMBOL, y), plain.weight(Weight::Bold), LINE, &words.light);
        }
        for (row, lines) in words.rows.iter().enumerate() {
            let row = plan.row_area(at, row);
            let rule = Stroke::solid(GRID, 1.0);
            canvas.line((row.left + 1.0, top + row.top), (row.right - 1.0, top + row.top), rule);
            let y = top + row.top + ROW_PADDING + SMALL;
            canvas.lines((x, y), plain, LINE, lines);
        }
    }
}

fn entry(words: String, symbol: impl Fn(&mut Canvas, (f64, f64)) + 'static) -> KeyEntry<'static> {
    KeyEntry { symbol: Box::new(symbol), words }
}

/// The outline of a box: square, with its corners cut, or round.
fn frame(
    canvas: &mut Canvas,
    at: (f64, f64),
    size: (f64, f64),
    kind: FlowBoxKind,
    standing: Standing,
    corner: f64,
) {
    let ((x, y), (wide, high)) = (at, size);
    let (right, bottom) = (x + wide, y + high);
    match kind {
        FlowBoxKind::Step => {
            canvas.rect(at, size, PAPER, None);
            let outline = [(x, y), (right, y), (right, bottom), (x, bottom), (x, y)];
            canvas.path(&outline, standing.stroke(1.3));
        }
        FlowBoxKind::Question => {
            let outline = [
                (x + corner, y),
                (right - corner, y),
                (right, y + corner),
                (right, bottom - corner),
                (right - corner, bottom),
                (x + corner, bottom),
                (x, bottom - corner),
                (x, y + corner),
                (x + corner, y),
            ];
            canvas.area(&outline, PAPER, 1.0);
            canvas.path(&outline, standing.stroke(2.2));
        }
        FlowBoxKind::End => canvas.rounded(at, size, corner, standing.stroke(1.3)),
    }
}

/// The lines of a net, its head and the dots where lines join, everything `down` by that much.
pub(super) fn net(canvas: &mut Canvas, net: &NetLines, standing: Standing, down: f64) {
    let lower = |(x, y): (f64, f64)| (x, y + down);
    for line in &net.lines {
        let line: Vec<(f64, f64)> = line.iter().copied().map(lower).collect();
        canvas.path(&line, standing.stroke(1.2));
    }
    for join in &net.joins {
        canvas.marker(lower(*join), 2.2, Shape::Circle, INK, Fill::Solid);
    }
    let (x, y) = lower(net.tip);
    canvas.area(&[(x - 4.0, y - 8.0), (x, y), (x + 4.0, y - 8.0)], INK, 1.0);
}
