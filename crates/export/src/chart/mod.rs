//! Charts as static SVG, each with its data table and its text alternative.
//!
//! | you have                                      | use               |
//! |-----------------------------------------------|-------------------|
//! | values over time                              | [`TrendChart`]    |
//! | values over time, between control limits      | [`ControlChart`]  |
//! | values over time, by group                    | [`MultiplesChart`] |
//! | two values over time or by group, and their gap | [`LollipopChart`] |
//! | values across ordered groups, with a slope    | [`GradientChart`] |
//! | values of areas or unordered groups           | [`RangeChart`]    |
//! | values by size, with the limits of chance     | [`FunnelChart`]   |
//! | two values of areas, and their ranks          | [`CaterpillarChart`] |
//! | areas where they lie, by class                | [`MapChart`]      |
//! | one area on many indicators, among others     | [`SpineChart`]    |
//! | some areas on many indicators                 | [`RugChart`]      |
//! | estimates of one effect, and of all together  | [`ForestChart`]   |
//! | a result with each input at its limits        | [`TornadoChart`]  |
//! | measures by the time until they work          | [`TimescaleChart`] |
//! | counts by category, one or two series         | [`BarChart`]      |
//! | bars to both sides of 0 with their limits     | [`PartsChart`]    |
//! | a level, steps, and the level that is left    | [`CascadeChart`]  |
//! | stages that lead one to the next, by group    | [`StagesChart`]   |
//! | stages, and where those go who leave between them | [`SankeyChart`] |
//! | what lies behind an outcome                   | [`DriverChart`]   |
//!
//! Each has a title that states the finding, a subtitle with what is drawn, and a text alternative
//! that says what a reader would see.
//!
//! A chart takes plain numbers and words; it knows no areas or periods and computes nothing but
//! its own axes. [`Chart::figure`] goes into a page, [`Chart::svg`] stands alone, and
//! [`Chart::table`] holds the same figures as a [`DataTable`].
//!
//! Colour repeats what shape, dash, pattern or a word already says. The same input gives the same
//! bytes. What cannot be drawn is named in words, never left as a hole.

mod alone;
#[cfg(test)]
mod arbitrary;
mod bars;
mod canvas;
mod cascade;
mod caterpillar;
mod control;
mod driver;
pub(crate) mod flow;
mod forest;
mod format;
mod funnel;
mod furniture;
mod gradient;
mod heading;
mod lollipop;
pub(crate) mod map;
mod multiples;
mod parts;
mod pattern;
mod range;
mod reading;
mod room;
mod rows;
mod rug;
mod sankey;
mod spine;
mod stages;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod ticks;
mod timescale;
mod tornado;
mod trend;
pub(crate) mod windows;

use maud::{Markup, PreEscaped, html};

pub use alone::standing_alone;
pub use bars::{Arrangement, BarChart, BarRow, WholeBars};
pub use cascade::{CascadeChart, CascadeStep};
pub use caterpillar::{CaterpillarChart, CaterpillarRow};
pub use control::{ControlChart, ControlMark, ControlPoint};
pub use driver::{DriverArrow, DriverBox, DriverBoxKind, DriverChart};
pub use flow::Light;
pub use forest::{ForestChart, ForestMark, ForestRow};
pub use funnel::{FunnelChart, FunnelLimits, FunnelPlace, FunnelPoint};
pub use gradient::{GradientChart, GradientGroup, GradientMark, SlopeCourse, SlopeLine};
pub use heading::{AxisStart, Heading, Measure, ReferenceLine, Slug};
pub use lollipop::{LollipopChart, LollipopRow};
pub use map::{MapArea, MapChart, MapClass, MapGround, MapShape};
pub use multiples::{MultiplesChart, MultiplesPanel, MultiplesPoint};
pub use parts::PartsChart;
pub use range::{Against, RangeChart, RangeRow, Standing};
pub use reading::{Bounds, Reading};
pub use room::Room;
pub use rug::{RugCell, RugChart, RugRow};
pub use sankey::{SankeyChart, SankeyStage};
pub use spine::{SpineChart, SpineRow, SpineSide, SpineSpread, SpineStanding};
pub use stages::{StageBar, StagesChart, StagesGroup};
pub use table::{Column, ColumnKind, DataTable, TableCell};
pub(crate) use text::{direction, names_in, printable};
pub use timescale::{TimescaleChart, TimescaleRow};
pub use tornado::{TornadoChart, TornadoRow};
pub use trend::{IntervalStyle, Overlap, SeriesBreak, TrendChart, TrendPoint, TrendSeries};

/// Drawings of charts as one file, one below the other; `None` for none.
///
/// ```
/// use firstyear_export::chart::one_below_the_other;
///
/// let drawing = |height| format!("<svg viewBox=\"0 0 720 {height}\" width=\"100%\"></svg>");
/// let both = one_below_the_other(&[drawing(300), drawing(200)]).unwrap();
/// assert!(both.starts_with("<svg xmlns") && both.contains("viewBox=\"0 0 720 500\""));
/// assert_eq!(one_below_the_other(&[]), None);
/// ```
#[must_use]
pub fn one_below_the_other(drawings: &[String]) -> Option<String> {
    let [first, rest @ ..] = drawings else { return None };
    if rest.is_empty() {
        return Some(first.clone());
    }
    let size = |drawing: &String| -> Option<(f64, f64)> {
        let (_, view) = drawing.split_once("viewBox=\"0 0 ")?;
        let (width, height) = view.split_once('"')?.0.split_once(' ')?;
        Some((width.parse().ok()?, height.parse().ok()?))
    };
    let (mut inside, mut below, mut wide) = (String::new(), 0.0, 0.0_f64);
    for drawing in drawings {
        let (width, height) = size(drawing)?;
        let placed = format!("<svg y=\"{below}\" height=\"{height}\" ");
        inside.push_str(&drawing.replacen("<svg ", &placed, 1));
        (below, wide) = (below + height, wide.max(width));
    }
    let head = "xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\"";
    Some(format!("<svg {head} viewBox=\"0 0 {wide} {below}\">{inside}</svg>"))
}

/// What every chart can do.
pub trait Chart {
    /// Name and words of the chart.
    fn heading(&self) -> &Heading;

    /// The drawing as one `<svg>` element with its namespace, fit for a page or a file of its
    /// own; `None` when there is nothing to draw.
    fn svg(&self) -> Option<String>;

    /// The same laid out for a room; `None` too for a chart that has one layout.
    fn svg_in(&self, room: Room) -> Option<String> {
        let _ = room;
        None
    }

    /// The figures of the chart, missing ones included.
    fn table(&self) -> DataTable;

    /// The chart as a `<figure>` under its title; where nothing can be drawn, the sentence
    /// [`Heading::when_empty`] stands in its place.
    fn figure(&self) -> Markup {
        let heading = self.heading();
        html! {
            figure class="chart" id=(heading.id.as_str()) {
                figcaption dir=[direction(&heading.title)] {
                    (text::printable(&heading.title))
                    @if !heading.subtitle.is_empty() {
                        span class="subtitle" { (text::printable(&heading.subtitle)) }
                    }
                }
                @match (self.svg(), self.svg_in(Room::NARROW)) {
                    // The style sheet shows the one that can be read.
                    (Some(page), Some(narrow)) => {
                        div class="wide" { (PreEscaped(page)) }
                        div class="narrow" { (PreEscaped(narrow)) }
                    }
                    (Some(svg), None) => (PreEscaped(svg)),
                    (None, _) => p class="chart-empty" { (text::printable(&heading.when_empty)) },
                }
            }
        }
    }
}
