//! The drawing surface: lines, words and markers as SVG bytes.

use maud::{Markup, PreEscaped, Render, html};

use super::Heading;
use super::style::{Dash, FONTS, Fill, INK, PAPER, Shape};
use super::text::{SIZE, printable};

/// Width of every drawing, in its own units; the page scales it.
pub(crate) const WIDTH: f64 = 720.0;

/// Half the length of the caps of a whisker.
const CAP: f64 = 4.0;

/// A drawing that grows downwards.
#[derive(Default)]
pub(crate) struct Canvas {
    body: String,
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
    fn push(&mut self, markup: &Markup) {
        self.body.push_str(&markup.0);
    }

    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        self.path(&[from, to], stroke);
    }

    /// A line through `points`.
    pub(crate) fn path(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        let dash = (!stroke.dash.0.is_empty()).then_some(stroke.dash.0);
        self.push(&html! {
            path d=(course(points)) fill="none" stroke=(stroke.colour)
                stroke-width=(At(stroke.width)) stroke-dasharray=[dash] {}
        });
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
        let mut inner = Self::default();
        inner.text(at, style, words);
        self.push(&html! {
            g stroke=(PAPER) stroke-width="4" paint-order="stroke" { (PreEscaped(inner.body)) }
        });
    }

    /// Words on one line, `at` their baseline.
    pub(crate) fn text(&mut self, at: (f64, f64), style: Type, words: &str) {
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
        let stroke = Stroke::solid(colour, 1.5);
        self.line((x - 4.0, y - 4.0), (x + 4.0, y + 4.0), stroke);
        self.line((x - 4.0, y + 4.0), (x + 4.0, y - 4.0), stroke);
    }

    /// An upright interval at `x`: a line with caps across its ends.
    pub(crate) fn upright_whisker(&mut self, x: f64, ends: (f64, f64), colour: &'static str) {
        let caps = [ends.0, ends.1].map(|y| [(x - CAP, y), (x + CAP, y)]);
        self.whisker([(x, ends.0), (x, ends.1)], caps, colour);
    }

    /// A level interval at height `y`.
    pub(crate) fn level_whisker(&mut self, y: f64, ends: (f64, f64), colour: &'static str) {
        let caps = [ends.0, ends.1].map(|x| [(x, y - CAP), (x, y + CAP)]);
        self.whisker([(ends.0, y), (ends.1, y)], caps, colour);
    }

    /// A line and its caps as one element: a page with hundreds of them is half as long.
    fn whisker(&mut self, line: [(f64, f64); 2], caps: [[(f64, f64); 2]; 2], colour: &'static str) {
        let [first, last] = caps.map(|cap| course(&cap));
        self.push(&html! {
            path d={ (course(&line)) (first) (last) } fill="none" stroke=(colour)
                stroke-width="1.5" {}
        });
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
        let mut inner = Self::default();
        draw(&mut inner);
        self.push(&html! { g { title { (printable(words)) } (PreEscaped(inner.body)) } });
    }

    /// Adds ready SVG, such as definitions of patterns.
    pub(crate) fn raw(&mut self, markup: &Markup) {
        self.push(markup);
    }

    /// The whole drawing, `height` units high.
    pub(crate) fn finish(self, heading: &Heading, height: f64) -> String {
        self.finish_as(heading, (WIDTH, height), None)
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
                title id={ (id) "-title" } { (printable(&heading.title)) }
                desc id={ (id) "-desc" } { (printable(&heading.description)) }
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
