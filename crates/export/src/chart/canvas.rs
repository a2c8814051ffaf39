//! The drawing surface: lines, words and markers as SVG bytes.

use maud::{Markup, PreEscaped, Render, html};

use super::furniture::LEADING;
use super::style::{Dash, FONTS, Fill, INK, PAPER, Shape};
use super::text::{SIZE, printable, width};
use super::{Heading, Room};

/// Width of a drawing on a page, in its own units; the page scales it.
pub(crate) const WIDTH: f64 = Room::PAGE.units();

/// Half the length of the caps of a whisker.
const CAP: f64 = 4.0;

/// A drawing that grows downwards.
#[derive(Default)]
pub(crate) struct Canvas {
    body: String,
    room: Room,
    /// What words cover so far.
    taken: Vec<Area>,
}

/// A line's colour, width and dash.
#[derive(Clone, Copy)]
pub(crate) struct Stroke {
    pub(crate) colour: &'static str,
    pub(crate) width: f64,
    pub(crate) dash: Dash,
}

impl Stroke {
    pub(crate) const fn solid(colour: &'static str, width: f64) -> Self {
        Self { colour, width, dash: Dash("") }
    }
}

/// Which part of the words stands at the given place.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How words are set.
#[derive(Clone, Copy)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) colour: &'static str,
    pub(crate) anchor: Anchor,
    pub(crate) weight: Weight,
}

/// Weight or slant of words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Plain,
    Bold,
    Italic,
}

impl Type {
    pub(crate) const fn new(size: f64, colour: &'static str, anchor: Anchor) -> Self {
        Self { size, colour, anchor, weight: Weight::Plain }
    }

    pub(crate) const fn weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// What words with this baseline cover.
    pub(crate) fn covers(self, (x, y): (f64, f64), words: &str) -> Area {
        let wide = width(words, self.size);
        let left = match self.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - wide / 2.0,
            Anchor::End => x - wide,
        };
        let (top, bottom) = (y - 0.8 * self.size, y + 0.2 * self.size);
        Area { left, right: left + wide, top, bottom }
    }
}

/// A coordinate to a tenth of a unit, without a sign on zero.
struct At(f64);

impl Render for At {
    fn render_to(&self, out: &mut String) {
        let text = format!("{:.1}", self.0);
        let text = text.strip_suffix(".0").unwrap_or(&text);
        out.push_str(if text == "-0" { "0" } else { text });
    }
}

impl Canvas {
    /// A drawing for this room.
    pub(crate) fn of(room: Room) -> Self {
        Self { room, ..Self::default() }
    }

    /// The room that it is drawn for.
    pub(crate) const fn room(&self) -> Room {
        self.room
    }

    /// Its width in its own units.
    pub(crate) const fn width(&self) -> f64 {
        self.room.units()
    }

    fn push(&mut self, markup: &Markup) {
        self.body.push_str(&markup.0);
    }

    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        self.path(&[from, to], stroke);
    }

    /// A line through `points`.
    pub(crate) fn path(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        self.strokes(&course(points), stroke);
    }

    fn strokes(&mut self, data: &str, stroke: Stroke) {
        let dash = (!stroke.dash.0.is_empty()).then_some(stroke.dash.0);
        self.push(&html! {
            path d=(data) fill="none" stroke=(stroke.colour)
                stroke-width=(At(stroke.width)) stroke-dasharray=[dash] {}
        });
    }

    /// Lines that have one look, as one element.
    fn lines_of(&mut self, lines: &[[(f64, f64); 2]], stroke: Stroke) {
        let data: String = lines.iter().map(|line| course(line)).collect();
        self.strokes(&data, stroke);
    }

    /// A filled area without an outline.
    pub(crate) fn area(&mut self, corners: &[(f64, f64)], fill: &str, opacity: f64) {
        let opacity = (opacity < 1.0).then(|| format!("{opacity:.2}"));
        self.push(&html! {
            path d={ (course(corners)) "Z" } fill=(fill) fill-opacity=[opacity] {}
        });
    }

    /// A rectangle; `fill` may name a pattern.
    pub(crate) fn rect(
        &mut self,
        at: (f64, f64),
        size: (f64, f64),
        fill: &str,
        outline: Option<&str>,
    ) {
        self.push(&html! {
            rect x=(At(at.0)) y=(At(at.1)) width=(At(size.0)) height=(At(size.1)) fill=(fill)
                stroke=[outline] {}
        });
    }

    /// A rectangle with round corners of this radius.
    pub(crate) fn rounded(
        &mut self,
        at: (f64, f64),
        size: (f64, f64),
        radius: f64,
        stroke: Stroke,
    ) {
        let dash = (!stroke.dash.0.is_empty()).then_some(stroke.dash.0);
        self.push(&html! {
            rect x=(At(at.0)) y=(At(at.1)) width=(At(size.0)) height=(At(size.1)) rx=(At(radius))
                fill=(PAPER) stroke=(stroke.colour) stroke-width=(At(stroke.width))
                stroke-dasharray=[dash] {}
        });
    }

    /// Words as [`Canvas::text`], with a rim of paper so that lines behind them do not cut them.
    pub(crate) fn rimmed(&mut self, at: (f64, f64), style: Type, words: &str) {
        self.push(&PreEscaped(format!(
            "<g stroke=\"{PAPER}\" stroke-width=\"4\" paint-order=\"stroke\">"
        )));
        self.text(at, style, words);
        self.body.push_str("</g>");
    }

    /// Words as [`Canvas::text`] on a line of paper, so that no bit of a line of the grid is left
    /// between them; lines of words one under another leave none either.
    pub(crate) fn grounded(&mut self, at: (f64, f64), style: Type, words: &str) {
        let Area { left, right, .. } = style.covers(at, words);
        self.rect(
            (left - 3.0, at.1 - LEADING + 3.0),
            (right - left + 6.0, LEADING + 1.0),
            PAPER,
            None,
        );
        self.text(at, style, words);
    }

    /// What words cover so far.
    pub(crate) fn covered(&self) -> &[Area] {
        &self.taken
    }

    /// Words at the first of these places where they cover no others and keep to the drawing;
    /// returns whether there is one.
    pub(crate) fn place(&mut self, places: &[(f64, f64)], style: Type, words: &str) -> bool {
        let whole = Area { left: 0.0, right: self.width(), top: 0.0, bottom: f64::INFINITY };
        let free = |at: &&(f64, f64)| {
            let Area { left, right, top, bottom } = style.covers(**at, words);
            // Coordinates are rounded.
            let area = Area { left: left - 0.5, right: right + 0.5, top: top - 0.5, bottom };
            whole.holds(&Area { left, right, top, bottom })
                && !self.taken.iter().any(|other| other.meets(&area))
        };
        let Some(at) = places.iter().find(free) else { return false };
        self.text(*at, style, words);
        true
    }

    /// Words on one line, `at` their baseline.
    pub(crate) fn text(&mut self, at: (f64, f64), style: Type, words: &str) {
        self.taken.push(style.covers(at, words));
        let anchor = match style.anchor {
            Anchor::Start => None,
            Anchor::Middle => Some("middle"),
            Anchor::End => Some("end"),
        };
        let size = (style.size != SIZE).then_some(At(style.size));
        let colour = (style.colour != INK).then_some(style.colour);
        let weight = (style.weight == Weight::Bold).then_some("bold");
        let slant = (style.weight == Weight::Italic).then_some("italic");
        self.push(&html! {
            text x=(At(at.0)) y=(At(at.1)) text-anchor=[anchor] font-size=[size] fill=[colour]
                font-weight=[weight] font-style=[slant] { (printable(words)) }
        });
    }

    /// Words on several lines, the first with its baseline `at`.
    pub(crate) fn lines(&mut self, at: (f64, f64), style: Type, leading: f64, lines: &[String]) {
        let mut y = at.1;
        for line in lines {
            self.text((at.0, y), style, line);
            y += leading;
        }
    }

    /// A marker of `radius` around `at`.
    pub(crate) fn marker(
        &mut self,
        at: (f64, f64),
        radius: f64,
        shape: Shape,
        colour: &str,
        fill: Fill,
    ) {
        let inside = match fill {
            Fill::Solid => colour,
            Fill::Hollow => PAPER,
        };
        match shape.corners() {
            None => self.push(&html! {
                circle cx=(At(at.0)) cy=(At(at.1)) r=(At(radius)) fill=(inside) stroke=(colour)
                    stroke-width="1.5" {}
            }),
            Some(corners) => {
                let placed: Vec<(f64, f64)> =
                    corners.iter().map(|(x, y)| (at.0 + x * radius, at.1 + y * radius)).collect();
                self.push(&html! {
                    path d={ (course(&placed)) "Z" } fill=(inside) stroke=(colour)
                        stroke-width="1.5" {}
                });
            }
        }
    }

    /// A diagonal cross: the place of a figure that is missing.
    pub(crate) fn cross(&mut self, (x, y): (f64, f64), colour: &'static str) {
        let lines =
            [[(x - 4.0, y - 4.0), (x + 4.0, y + 4.0)], [(x - 4.0, y + 4.0), (x + 4.0, y - 4.0)]];
        self.lines_of(&lines, Stroke::solid(colour, 1.5));
    }

    /// An upright interval at `x`: a line with caps across its ends.
    pub(crate) fn upright_whisker(&mut self, x: f64, ends: (f64, f64), colour: &'static str) {
        let cap = |y: f64| [(x - CAP, y), (x + CAP, y)];
        let lines = [[(x, ends.0), (x, ends.1)], cap(ends.0), cap(ends.1)];
        self.lines_of(&lines, Stroke::solid(colour, 1.5));
    }

    /// A level interval at height `y`.
    pub(crate) fn level_whisker(&mut self, y: f64, ends: (f64, f64), colour: &'static str) {
        let cap = |x: f64| [(x, y - CAP), (x, y + CAP)];
        let lines = [[(ends.0, y), (ends.1, y)], cap(ends.0), cap(ends.1)];
        self.lines_of(&lines, Stroke::solid(colour, 1.5));
    }

    /// The end of a level interval that reaches further than it is drawn.
    pub(crate) fn level_arrow(&mut self, (x, y): (f64, f64), colour: &'static str) {
        self.area(&[(x - 1.0, y - CAP), (x + 8.0, y), (x - 1.0, y + CAP)], colour, 1.0);
    }

    /// The same at its left end.
    pub(crate) fn level_arrow_left(&mut self, (x, y): (f64, f64), colour: &'static str) {
        self.area(&[(x + 1.0, y - CAP), (x - 8.0, y), (x + 1.0, y + CAP)], colour, 1.0);
    }

    /// What `draw` draws, with words shown on hovering.
    pub(crate) fn hover(&mut self, words: &str, draw: impl FnOnce(&mut Self)) {
        self.body.push_str("<g>");
        self.push(&html! { title { (printable(words)) } });
        draw(self);
        self.body.push_str("</g>");
    }

    /// Adds ready SVG, such as definitions of patterns.
    pub(crate) fn raw(&mut self, markup: &Markup) {
        self.push(markup);
    }

    /// Words over another drawing, `height` units high: their reader has them from that one.
    pub(crate) fn head(self, height: f64) -> String {
        let (width, height) = (At(self.width()), At(height.ceil()));
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) }
                width="100%" aria-hidden="true" font-family=(FONTS) font-size=(At(SIZE)) fill=(INK) {
                rect width=(width) height=(height) fill=(PAPER) {}
                (PreEscaped(self.body))
            }
        }
        .into_string()
    }

    /// The whole drawing, `height` units high.
    pub(crate) fn finish(self, heading: &Heading, height: f64) -> String {
        let width = self.width();
        self.finish_as(heading, (width, height), None)
    }

    /// The whole drawing with its width and height, and how many millimetres a unit is on paper;
    /// as wide as its page where that is not told.
    pub(crate) fn finish_as(
        self,
        heading: &Heading,
        (width, height): (f64, f64),
        paper: Option<f64>,
    ) -> String {
        let id = &heading.id;
        let (width, height) = (At(width.ceil()), At(height.ceil()));
        let on_paper = |units: &At| paper.map(|paper| format!("{:.1}mm", units.0 * paper));
        let page = on_paper(&width).unwrap_or_else(|| "100%".to_owned());
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) }
                width=(page) height=[on_paper(&height)] role="img" aria-labelledby={ (id) "-title " (id) "-desc" }
                font-family=(FONTS) font-size=(At(SIZE)) fill=(INK) {
                // The narrow drawing stands beside the other, whose words are its own.
                @if !self.room.is_narrow() {
                    title id={ (id) "-title" } { (printable(&heading.title)) }
                    desc id={ (id) "-desc" } { (printable(&heading.description)) }
                }
                rect width=(width) height=(height) fill=(PAPER) {}
                g stroke-linejoin="round" { (PreEscaped(self.body)) }
            }
        }
        .into_string()
    }
}

/// Path data through `points`.
fn course(points: &[(f64, f64)]) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        data.push(if index == 0 { 'M' } else { 'L' });
        At(*x).render_to(&mut data);
        data.push(' ');
        At(*y).render_to(&mut data);
    }
    data
}

/// An upright rectangle of the drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl Area {
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }
}
