//! Colours, dashes, shapes and patterns, paired so that each tells series apart alone.

/// Colour of words and of axis lines.
pub(crate) const INK: &str = "#1A1A1A";
/// Colour of notes and tick labels; 7:1 on white.
pub(crate) const MUTED: &str = "#4D4D4D";
/// Colour of grid lines.
pub(crate) const GRID: &str = "#D9D9D9";
/// Ground of comparator bands.
pub(crate) const BAND: &str = "#E3E3E3";
/// Ground of the chart and of hollow markers.
pub(crate) const PAPER: &str = "#FFFFFF";

/// Ground of every other row of a long chart.
pub(crate) const STRIPE: &str = "#F6F6F6";

/// The two colours that stand for better or lower, and for worse or higher: dark blue and orange of
/// the Government Analysis Function. A sign or a word always says the same.
pub(crate) const GOOD: &str = "#12436D";
pub(crate) const BAD: &str = "#F46A25";

/// Grounds of the cells of a rug: tints of the same colours, light enough for ink.
pub(crate) const RUG_BETTER: &str = "#B9CCE0";
pub(crate) const RUG_WORSE: &str = "#FBD0B8";
pub(crate) const RUG_DIFFERS: &str = "#E6D3DE";
pub(crate) const RUG_SIMILAR: &str = "#F3F3F3";
pub(crate) const RUG_NONE: &str = "#FFFFFF";

/// Grounds of a spine: all areas, and the middle half of them.
pub(crate) const ALL_AREAS: &str = "#D5DBE1";
pub(crate) const MIDDLE_HALF: &str = "#A3B3C2";

/// The font list: what the reader's system already has.
pub(crate) const FONTS: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/// How one series looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) colour: &'static str,
    pub(crate) dash: Dash,
    pub(crate) shape: Shape,
}

/// The look of series number `index`. Colours are the categorical palette of the Government
/// Analysis Function, "Data visualisation: colours in charts" (2023), its pair for two series first.
pub(crate) fn look(index: usize) -> Look {
    const LOOKS: [Look; 6] = [
        Look { colour: "#12436D", dash: Dash(""), shape: Shape::Circle },
        Look { colour: "#F46A25", dash: Dash("7 3"), shape: Shape::Triangle },
        Look { colour: "#28A197", dash: Dash("2 3"), shape: Shape::Square },
        Look { colour: "#801650", dash: Dash("9 3 2 3"), shape: Shape::Diamond },
        Look { colour: "#3D3D3D", dash: Dash("12 4"), shape: Shape::TriangleDown },
        Look { colour: "#A285D1", dash: Dash("4 2 1 2"), shape: Shape::Plus },
    ];
    LOOKS[index % LOOKS.len()]
}

/// An SVG dash array; empty for a solid line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dash(pub(crate) &'static str);

/// Shape of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Circle,
    Square,
    Triangle,
    TriangleDown,
    Diamond,
    Plus,
}

impl Shape {
    /// Corners around the middle, for a marker of radius 1; `None` for the circle.
    pub(crate) const fn corners(self) -> Option<&'static [(f64, f64)]> {
        match self {
            Self::Circle => None,
            Self::Square => Some(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
            Self::Triangle => Some(&[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)]),
            Self::TriangleDown => Some(&[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)]),
            Self::Diamond => Some(&[(0.0, -1.3), (1.1, 0.0), (0.0, 1.3), (-1.1, 0.0)]),
            Self::Plus => Some(&[
                (-0.4, -1.2),
                (0.4, -1.2),
                (0.4, -0.4),
                (1.2, -0.4),
                (1.2, 0.4),
                (0.4, 0.4),
                (0.4, 1.2),
                (-0.4, 1.2),
                (-0.4, 0.4),
                (-1.2, 0.4),
                (-1.2, -0.4),
                (-0.4, -0.4),
            ]),
        }
    }
}

/// Ink of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    Solid,
    Hollow,
}
