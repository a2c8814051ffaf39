//! A drawing that leaves its page, with the words that stood over it there.

use super::canvas::{Anchor, Canvas, Type, Weight};
use super::furniture::{LEADING, MARGIN};
use super::style::{INK, MUTED};
use super::text::{SIZE, wrap};
use super::{Chart, Heading, one_below_the_other};

/// Size of the title.
const TITLE: f64 = 16.0;

/// The drawing of a chart as a file of its own, under its title and its subtitle; `None` where
/// there is nothing to draw.
#[must_use]
pub fn standing_alone(chart: &dyn Chart) -> Option<String> {
    let drawing = chart.svg()?;
    one_below_the_other(&[head(chart.heading()), drawing])
}

/// Title and subtitle as a drawing.
fn head(heading: &Heading) -> String {
    let mut canvas = Canvas::default();
    let room = canvas.width() - 2.0 * MARGIN;
    let bold = Type::new(TITLE, INK, Anchor::Start).weight(Weight::Bold);
    // Bold words are wider.
    let title = wrap(&heading.title, room / 1.12, TITLE, 6);
    canvas.lines((MARGIN, 4.0 + TITLE), bold, LEADING + 4.0, &title);
    let below = 4.0 + (LEADING + 4.0) * title.len() as f64;
    let subtitle = wrap(&heading.subtitle, room, SIZE, 4);
    let muted = Type::new(SIZE, MUTED, Anchor::Start);
    canvas.lines((MARGIN, below + SIZE + 2.0), muted, LEADING, &subtitle);
    canvas.head(below + LEADING * subtitle.len() as f64 + 6.0)
}
