//! Charts as static SVG, each with its data table and its text alternative.
//!
//! | you have                                      | use               |
//! |-----------------------------------------------|-------------------|
//! | values over time                              | [`TrendChart`]    |
//! | values over time, between control limits      | [`ControlChart`]  |
//! | values across ordered groups, with a slope    | [`GradientChart`] |
//! | values of areas or unordered groups           | [`RangeChart`]    |
//! | values by size, with the limits of chance     | [`FunnelChart`]   |
//! | two values of areas, and their ranks          | [`CaterpillarChart`] |
//! | one area on many indicators, among others     | [`SpineChart`]    |
//! | counts by category, one or two series         | [`BarChart`]      |
//! | bars to both sides of 0 with their limits     | [`PartsChart`]    |
//! | a level, steps, and the level that is left    | [`CascadeChart`]  |
//! | stages that lead one to the next, by group    | [`StagesChart`]   |
//! | what lies behind an outcome                   | [`DriverChart`]   |
//!
//! A chart takes plain numbers and words; it knows no areas or periods and computes nothing but
//! its own axes. [`Chart::figure`] goes into a page, [`Chart::svg`] stands alone, and
//! [`Chart::table`] holds the same figures as a [`DataTable`].
//!
//! Colour repeats what shape, dash, pattern or a word already says. The same input gives the same
//! bytes. What cannot be drawn is named in words, never left as a hole.

#[cfg(test)]
mod arbitrary;
mod bars;
mod canvas;
mod cascade;
mod caterpillar;
mod control;
mod driver;
pub(crate) mod flow;
mod format;
mod funnel;
mod furniture;
mod gradient;
mod heading;
mod parts;
mod pattern;
mod range;
mod reading;
mod spine;
mod stages;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod ticks;
mod trend;
pub(crate) mod windows;

use maud::{Markup, PreEscaped, html};

pub use bars::{Arrangement, BarChart, BarRow, WholeBars};
pub use cascade::{CascadeChart, CascadeStep};
pub use caterpillar::{CaterpillarChart, CaterpillarRow};
pub use control::{ControlChart, ControlMark, ControlPoint};
pub use driver::{DriverArrow, DriverBox, DriverBoxKind, DriverChart};
pub use flow::Light;
pub use funnel::{FunnelChart, FunnelLimits, FunnelPlace, FunnelPoint};
pub use gradient::{GradientChart, GradientGroup, GradientMark, SlopeCourse, SlopeLine};
pub use heading::{AxisStart, Heading, Measure, ReferenceLine, Slug};
pub use parts::PartsChart;
pub use range::{Against, RangeChart, RangeRow, Standing};
pub use reading::{Bounds, Reading};
pub use spine::{SpineChart, SpineRow, SpineSide, SpineSpread, SpineStanding};
pub use stages::{StageBar, StagesChart, StagesGroup};
pub use table::{Column, ColumnKind, DataTable, TableCell};
pub(crate) use text::{direction, printable};
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

    /// The figures of the chart, missing ones included.
    fn table(&self) -> DataTable;

    /// The chart as a `<figure>` under its title; where nothing can be drawn, the sentence
    /// [`Heading::when_empty`] stands in its place.
    fn figure(&self) -> Markup {
        let heading = self.heading();
        html! {
            figure class="chart" id=(heading.id.as_str()) {
                figcaption dir=[direction(&heading.title)] { (text::printable(&heading.title)) }
                @match self.svg() {
                    Some(svg) => (PreEscaped(svg)),
                    None => p class="chart-empty" { (text::printable(&heading.when_empty)) },
                }
            }
        }
    }
}
