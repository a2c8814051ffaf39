//! How wide a drawing is laid out.

/// The room of a drawing, in its own units: pixels where it is shown at its own size.
///
/// A page shows the drawing of [`Room::PAGE`], and that of [`Room::NARROW`] in its place on a
/// telephone, where the other would be too small to read.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Room(f64);

impl Room {
    /// The width of a telephone held upright, without its margins.
    pub const NARROW: Self = Self(340.0);
    /// The width of a page.
    pub const PAGE: Self = Self(720.0);

    /// Below this, names stand above what they name, and lines are named in the key.
    const STACKED: f64 = 560.0;

    /// A room of this many units; one below that of a telephone is taken for it.
    #[must_use]
    pub const fn of(units: f64) -> Self {
        if units > Self::NARROW.0 { Self(units) } else { Self::NARROW }
    }

    /// Its width.
    #[must_use]
    pub const fn units(self) -> f64 {
        self.0
    }

    /// Whether names stand above what they name.
    #[must_use]
    pub const fn is_narrow(self) -> bool {
        self.0 < Self::STACKED
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::PAGE
    }
}
