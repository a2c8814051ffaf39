//! The classes of a map and how each looks: no two share pattern and symbol.

use maud::{Markup, html};

use crate::chart::Slug;
use crate::chart::canvas::{Canvas, Stroke};
use crate::chart::style::{Fill, INK, MUTED, PAPER, Shape};
use crate::words::{Words, say};

/// What an area is on a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MapClass {
    /// Above the comparator by more than chance explains.
    Higher,
    /// Below it by more than chance explains.
    Lower,
    /// Not told apart from it.
    CannotTell,
    /// A figure that is held against nothing.
    NotCompared,
    /// Counted, and hidden.
    Withheld,
    /// No figure.
    #[default]
    Absent,
}

/// Orange and dark blue of the categorical palette, the pair for two series; the orange so light that
/// names on it can be read in the dark too, where its lightness is turned over.
const HIGHER: &str = "#F79D73";
const LOWER: &str = "#12436D";
const PLAIN: &str = "#E3E3E3";
const HIDDEN: &str = "#767676";

impl MapClass {
    /// In the order of the key.
    pub const ALL: [Self; 6] = [
        Self::Higher,
        Self::Lower,
        Self::CannotTell,
        Self::NotCompared,
        Self::Withheld,
        Self::Absent,
    ];

    /// The word shown to readers.
    #[must_use]
    pub fn word(self, words: &Words) -> String {
        match self {
            Self::Higher => say!(words, "chart-higher"),
            Self::Lower => say!(words, "chart-lower"),
            Self::CannotTell => say!(words, "chart-cannot-tell"),
            Self::NotCompared => say!(words, "chart-not-compared"),
            Self::Withheld => say!(words, "withheld"),
            Self::Absent => say!(words, "chart-no-figure"),
        }
    }

    /// Words for the key.
    pub(super) fn legend(self, words: &Words, against: Option<&str>) -> String {
        match (self, against) {
            (Self::Higher, Some(against)) => say!(words, "chart-higher-than", against = against),
            (Self::Lower, Some(against)) => say!(words, "chart-lower-than", against = against),
            (Self::CannotTell, Some(against)) => {
                say!(words, "chart-cannot-be-told-from", against = against)
            }
            _ => self.word(words),
        }
    }

    /// The fill of a hexagon, on which words are written.
    pub(super) const fn ground(self) -> &'static str {
        match self {
            Self::Higher => HIGHER,
            Self::Lower => LOWER,
            Self::CannotTell => PLAIN,
            Self::NotCompared | Self::Withheld | Self::Absent => PAPER,
        }
    }

    /// The colour of words and symbols on the ground.
    pub(super) const fn ink(self) -> &'static str {
        match self {
            Self::Lower => PAPER,
            _ => INK,
        }
    }

    /// The dashes of the outline; what is missing has a broken one.
    pub(super) const fn dashes(self) -> Option<&'static str> {
        match self {
            Self::Withheld => Some("5 3"),
            Self::Absent => Some("1.5 2.5"),
            _ => None,
        }
    }

    /// The symbol of the class around a place: triangles for what is higher or
    /// lower, a bar for what is hidden, a cross for what is not there, a square
    /// for what is not compared, and nothing for what cannot be told.
    pub(super) fn symbol(self, canvas: &mut Canvas, (x, y): (f64, f64)) {
        let ink = self.ink();
        match self {
            Self::Higher => canvas.marker((x, y), 4.0, Shape::Triangle, ink, Fill::Solid),
            Self::Lower => canvas.marker((x, y), 4.0, Shape::TriangleDown, ink, Fill::Solid),
            Self::CannotTell => {}
            Self::NotCompared => canvas.marker((x, y), 3.5, Shape::Square, MUTED, Fill::Hollow),
            Self::Withheld => canvas.line((x - 6.0, y), (x + 6.0, y), Stroke::solid(MUTED, 3.5)),
            Self::Absent => canvas.cross((x, y), MUTED),
        }
    }

    /// The fill of a shape too small for symbols: a pattern.
    pub(super) fn pattern(self, id: &Slug) -> String {
        match self {
            Self::CannotTell => PLAIN.to_owned(),
            _ => format!("url(#{id}-{})", self.slug()),
        }
    }

    const fn slug(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::CannotTell => "plain",
            Self::NotCompared => "uncompared",
            Self::Withheld => "withheld",
            Self::Absent => "absent",
        }
    }

    /// Its look in a key.
    pub(super) fn sample(
        self,
        canvas: &mut Canvas,
        (x, y): (f64, f64),
        id: &Slug,
        patterned: bool,
    ) {
        if patterned {
            let fill = self.pattern(id);
            canvas.rect((x - 12.0, y - 8.0), (24.0, 16.0), &fill, Some(MUTED));
            return;
        }
        let dashes = self.dashes();
        canvas.raw(&html! {
            rect x=(x - 12.0) y=(y - 8.0) width="24" height="16" fill=(self.ground())
                stroke=(MUTED) stroke-dasharray=[dashes] {}
        });
        self.symbol(canvas, (x, y));
    }
}

/// A ring: no event was counted.
pub(super) fn zero_mark(canvas: &mut Canvas, at: (f64, f64)) {
    canvas.marker(at, 3.0, Shape::Circle, INK, Fill::Hollow);
}

/// Definitions of the patterns of these classes.
pub(super) fn definitions(id: &Slug, classes: &[MapClass]) -> Markup {
    html! {
        defs {
            @for class in classes {
                @if let Some((ground, strokes, colour)) = strokes(*class) {
                    pattern id={ (id) "-" (class.slug()) } width="6" height="6"
                        patternUnits="userSpaceOnUse" {
                        rect width="6" height="6" fill=(ground) {}
                        path d=(strokes) fill="none" stroke=(colour) stroke-width="1.2" {}
                    }
                }
            }
        }
    }
}

/// Ground, strokes in a cell 6 by 6, and their colour.
const fn strokes(class: MapClass) -> Option<(&'static str, &'static str, &'static str)> {
    match class {
        // Diagonals; the corner pieces join neighbouring cells.
        MapClass::Higher => Some((HIGHER, "M0 6L6 0M-1 1L1 -1M5 7L7 5", INK)),
        // Level lines.
        MapClass::Lower => Some((LOWER, "M0 3h6", PAPER)),
        MapClass::CannotTell => None,
        // Upright lines.
        MapClass::NotCompared => Some((PAPER, "M3 0v6", HIDDEN)),
        // Crossed diagonals.
        MapClass::Withheld => Some((PAPER, "M0 6L6 0M0 0L6 6", HIDDEN)),
        // Dots.
        MapClass::Absent => Some((PAPER, "M2.4 3h1.2", HIDDEN)),
    }
}
