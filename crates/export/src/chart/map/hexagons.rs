//! Maps of hexagons.

use std::fmt::Write as _;

use firstyear_core::area_map::HexLayout;
use maud::html;

use super::class::zero_mark;
use super::short::short_forms;
use super::{Extent, MAP_WIDTH, MapArea, MapChart, MapShape, is_zero};
use crate::chart::canvas::{Anchor, Canvas, Type, WIDTH, Weight};
use crate::chart::furniture::{LEADING, MARGIN, widest};
use crate::chart::style::MUTED;
use crate::chart::text::{SMALL, width, wrap};

/// No map is higher than this.
const HEIGHT: f64 = 860.0;
/// Sides longer than this look like tiles.
const LONGEST_SIDE: f64 = 62.0;
/// Words at most on so many lines.
const LINES: usize = 3;

/// How places become points.
struct Layout {
    grid: HexLayout,
    /// The length of a side.
    side: f64,
    /// What the middle of the map is in units of sides, upwards.
    middle: (f64, f64),
    /// The height of the drawing.
    height: f64,
}

impl Layout {
    /// `None` where no area has a place.
    fn of(chart: &MapChart, layout: HexLayout) -> Option<Self> {
        let places = chart.drawn().flat_map(|(_, area)| cells(area));
        let middles = places.map(|(q, r)| layout.middle(*q, *r));
        let extent = Extent::of(middles)?;
        // A hexagon reaches one side out to its points, and less to its sides.
        let across = 3.0_f64.sqrt();
        let (wide, high) = if layout.is_pointed() { (across, 2.0) } else { (2.0, across) };
        let (wide, high) = (extent.width() + wide, extent.height() + high);
        let side = (MAP_WIDTH / wide).min(HEIGHT / high).min(LONGEST_SIDE);
        Some(Self { grid: layout, side, middle: extent.middle(), height: high * side })
    }

    fn place(&self, (q, r): (i32, i32)) -> (f64, f64) {
        let (x, y) = self.grid.middle(q, r);
        let (x0, y0) = self.middle;
        (WIDTH / 2.0 + (x - x0) * self.side, MARGIN + self.height / 2.0 - (y - y0) * self.side)
    }

    /// Room for words across the middle of a hexagon.
    fn room(&self) -> f64 {
        let wide = if self.grid.is_pointed() { 3.0_f64.sqrt() } else { 1.6 };
        wide * self.side - 4.0
    }

    /// Path data of a hexagon, a little smaller than its place.
    fn outline(&self, (x, y): (f64, f64)) -> String {
        const GAP: f64 = 0.75;
        let side = (self.side - GAP).max(0.5);
        let first = if self.grid.is_pointed() { 30.0_f64 } else { 0.0 };
        let mut data = String::new();
        for corner in 0..6 {
            let angle = (first + 60.0 * f64::from(corner)).to_radians();
            let letter = if corner == 0 { 'M' } else { 'L' };
            let (x, y) = (x + side * angle.cos(), y + side * angle.sin());
            // Writing to a string cannot fail.
            let _ = write!(data, "{letter}{x:.1} {y:.1}");
        }
        data.push('Z');
        data
    }
}

fn cells(area: &MapArea) -> &[(i32, i32)] {
    match &area.shape {
        MapShape::Cells(cells) => cells,
        MapShape::Rings(_) => &[],
    }
}

/// What stands in the hexagons, by area: lines of words.
enum Labels {
    Names(Vec<Vec<String>>),
    Short(Vec<String>),
    /// Hexagons are too small for any.
    None,
}

impl Labels {
    fn of(chart: &MapChart, layout: &Layout) -> Self {
        let room = layout.room();
        let whole = |label: &str| {
            let lines = wrap(label, room, SMALL, LINES);
            let uncut = label.split_whitespace().all(|word| width(word, SMALL) <= room)
                && label.split_whitespace().eq(lines.iter().flat_map(|line| line.split(' ')));
            // A symbol stands above the words, and a ring below.
            let fits = LEADING * lines.len() as f64 + 26.0 <= 1.7 * layout.side;
            (uncut && fits).then_some(lines)
        };
        if let Some(names) = chart.areas.iter().map(|area| whole(&area.label)).collect() {
            return Self::Names(names);
        }
        let short = short_forms(chart.areas.iter().map(|area| area.label.as_str()));
        if widest(&short, SMALL) <= room && layout.side >= 14.0 {
            Self::Short(short)
        } else {
            Self::None
        }
    }

    fn lines(&self, at: usize) -> &[String] {
        match self {
            Self::Names(names) => &names[at],
            Self::Short(short) => std::slice::from_ref(&short[at]),
            Self::None => &[],
        }
    }
}

/// Short forms of names, where these stand in the hexagons.
pub(super) fn short_labels(chart: &MapChart, layout: HexLayout) -> Option<Vec<String>> {
    match Labels::of(chart, &Layout::of(chart, layout)?) {
        Labels::Short(short) => Some(short),
        Labels::Names(_) | Labels::None => None,
    }
}

/// Draws every area that has a place; returns where the map ends.
pub(super) fn draw(chart: &MapChart, layout: HexLayout, canvas: &mut Canvas) -> Option<f64> {
    let layout = Layout::of(chart, layout)?;
    let labels = Labels::of(chart, &layout);
    for (at, area) in chart.drawn() {
        let (words, lines) = (chart.words(area), labels.lines(at));
        canvas.hover(&words, |canvas| {
            for cell in cells(area) {
                draw_cell(canvas, area, &layout, layout.place(*cell), lines);
            }
        });
    }
    Some(MARGIN + layout.height)
}

fn draw_cell(
    canvas: &mut Canvas,
    area: &MapArea,
    layout: &Layout,
    (x, y): (f64, f64),
    lines: &[String],
) {
    let class = area.class;
    let dashes = class.dashes();
    canvas.raw(&html! {
        path d=(layout.outline((x, y))) fill=(class.ground()) stroke=(MUTED)
            stroke-dasharray=[dashes] {}
    });
    // From top to bottom: the symbol, the words, the mark of 0.
    let words = if lines.is_empty() { 0.0 } else { LEADING * lines.len() as f64 };
    let half = words / 2.0;
    let apart = if lines.is_empty() { 0.0 } else { 6.0 };
    class.symbol(canvas, (x, y - half - apart + 1.0));
    let style = Type::new(SMALL, class.ink(), Anchor::Middle).weight(Weight::Plain);
    canvas.lines((x, y - half + 12.0), style, LEADING, lines);
    if is_zero(area) {
        zero_mark(canvas, (x, y + half + 5.0));
    }
}
