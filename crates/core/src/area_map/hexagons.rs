//! Maps of hexagons: each area is one, beside its neighbours as far as they go.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::AreaCode;

/// How rows and columns of hexagons stand to each other. Rows are counted
/// upwards, and columns to the right, as the format hexjson has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HexLayout {
    /// A point on top; odd rows are shifted half a hexagon to the right.
    OddR,
    /// A point on top; even rows are shifted half a hexagon to the right.
    EvenR,
    /// A flat top; odd columns are shifted half a hexagon up.
    OddQ,
    /// A flat top; even columns are shifted half a hexagon up.
    EvenQ,
}

impl HexLayout {
    /// Every layout with its name.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::OddR, "odd-r"),
        (Self::EvenR, "even-r"),
        (Self::OddQ, "odd-q"),
        (Self::EvenQ, "even-q"),
    ];

    /// The layout with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(layout, _)| *layout)
    }

    /// Its name, such as `odd-r`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OddR => "odd-r",
            Self::EvenR => "even-r",
            Self::OddQ => "odd-q",
            Self::EvenQ => "even-q",
        }
    }

    /// Whether hexagons stand on a point, and not on a side.
    #[must_use]
    pub const fn is_pointed(self) -> bool {
        matches!(self, Self::OddR | Self::EvenR)
    }

    /// The middle of a hexagon whose sides are 1 long, to the right and upwards.
    ///
    /// # Example
    ///
    /// ```
    /// use firstyear_core::area_map::HexLayout;
    ///
    /// let ((x0, y0), (x1, y1)) = (HexLayout::OddR.middle(0, 0), HexLayout::OddR.middle(0, 1));
    /// assert_eq!((x0, y0, y1), (0.0, 0.0, 1.5));
    /// assert!((x1 - 3.0_f64.sqrt() / 2.0).abs() < 1e-12, "an odd row is shifted to the right");
    /// ```
    #[must_use]
    pub fn middle(self, q: i32, r: i32) -> (f64, f64) {
        let across = 3.0_f64.sqrt();
        let (column, row) = (f64::from(q), f64::from(r));
        let shift = |shifted: bool| if shifted { 0.5 } else { 0.0 };
        let odd = |number: i32| number.rem_euclid(2) == 1;
        match self {
            Self::OddR => (across * (column + shift(odd(r))), 1.5 * row),
            Self::EvenR => (across * (column + shift(!odd(r))), 1.5 * row),
            Self::OddQ => (1.5 * column, across * (row + shift(odd(q)))),
            Self::EvenQ => (1.5 * column, across * (row + shift(!odd(q)))),
        }
    }
}

/// The hexagon of one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HexCell {
    name: Arc<str>,
    q: i32,
    r: i32,
}

impl HexCell {
    /// The furthest column or row, to either side.
    pub const FURTHEST: i32 = 10_000;

    /// A hexagon in column `q` and row `r`.
    ///
    /// # Errors
    ///
    /// [`HexMapError::TooFar`] where one of them lies beyond [`Self::FURTHEST`].
    pub fn new(name: impl Into<Arc<str>>, q: i32, r: i32) -> Result<Self, HexMapError> {
        let near = -Self::FURTHEST..=Self::FURTHEST;
        if near.contains(&q) && near.contains(&r) {
            Ok(Self { name: name.into(), q, r })
        } else {
            Err(HexMapError::TooFar)
        }
    }

    /// The name of the area; empty where the map gives none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its column and its row.
    #[must_use]
    pub const fn place(&self) -> (i32, i32) {
        (self.q, self.r)
    }
}

/// A map of hexagons.
#[derive(Clone, Debug, PartialEq)]
pub struct HexMap {
    layout: HexLayout,
    cells: BTreeMap<AreaCode, HexCell>,
    places: BTreeMap<(i32, i32), AreaCode>,
}

/// Why a hexagon cannot be on a map.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HexMapError {
    /// The area has a hexagon already.
    #[error("the area has a hexagon already")]
    AreaTwice,
    /// Another area has this place.
    #[error("{other} has the same column and row")]
    PlaceTaken {
        /// The area that has it.
        other: AreaCode,
    },
    /// The place is too far away.
    #[error("a column or row lies beyond {} to either side", HexCell::FURTHEST)]
    TooFar,
    /// There are too many.
    #[error("a map holds {} hexagons at the most", HexMap::MOST)]
    TooMany,
}

impl HexMap {
    /// How many hexagons a map can have.
    pub const MOST: usize = 50_000;

    /// A map without areas.
    #[must_use]
    pub const fn new(layout: HexLayout) -> Self {
        Self { layout, cells: BTreeMap::new(), places: BTreeMap::new() }
    }

    /// Adds the hexagon of an area.
    ///
    /// # Errors
    ///
    /// [`HexMapError`] where the area or the place is taken, or the map is full.
    pub fn add(&mut self, code: AreaCode, cell: HexCell) -> Result<(), HexMapError> {
        if self.cells.contains_key(&code) {
            return Err(HexMapError::AreaTwice);
        }
        if let Some(other) = self.places.get(&cell.place()) {
            return Err(HexMapError::PlaceTaken { other: other.clone() });
        }
        if self.cells.len() == Self::MOST {
            return Err(HexMapError::TooMany);
        }
        self.places.insert(cell.place(), code.clone());
        self.cells.insert(code, cell);
        Ok(())
    }

    /// How rows and columns stand to each other.
    #[must_use]
    pub const fn layout(&self) -> HexLayout {
        self.layout
    }

    /// The hexagon of an area.
    #[must_use]
    pub fn get(&self, code: &AreaCode) -> Option<&HexCell> {
        self.cells.get(code)
    }

    /// All hexagons, in order of the areas' codes.
    pub fn iter(&self) -> impl Iterator<Item = (&AreaCode, &HexCell)> {
        self.cells.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: u32) -> AreaCode {
        AreaCode::new(&format!("E{number:08}")).unwrap()
    }

    #[test]
    fn neighbours_are_one_hexagon_apart_in_every_layout() {
        for (layout, name) in HexLayout::ALL {
            assert_eq!((layout.name(), HexLayout::from_name(name)), (name, Some(layout)));
            let near = |q, r| {
                let (x, y) = layout.middle(q, r);
                let around = (-2..=2).flat_map(|dq| (-2..=2).map(move |dr| (q + dq, r + dr)));
                let distances = around.map(|(q, r)| {
                    let (x1, y1) = layout.middle(q, r);
                    (x1 - x).hypot(y1 - y)
                });
                distances.filter(|d| (d - 3.0_f64.sqrt()).abs() < 1e-9).count()
            };
            for (q, r) in [(0, 0), (1, 0), (0, 1), (-1, -1), (-3, 2)] {
                assert_eq!(near(q, r), 6, "{name} {q} {r}");
            }
        }
        assert!(HexLayout::OddQ.middle(1, 0).1 > 0.0 && HexLayout::EvenQ.middle(0, 0).1 > 0.0);
        assert_eq!(HexLayout::from_name("axial"), None);
    }

    #[test]
    fn an_area_and_a_place_stand_once() {
        let mut map = HexMap::new(HexLayout::OddR);
        let cell = |q, r| HexCell::new("", q, r).unwrap();
        map.add(code(1), cell(0, 0)).unwrap();
        assert_eq!(map.add(code(1), cell(1, 0)), Err(HexMapError::AreaTwice));
        let taken = map.add(code(2), cell(0, 0)).unwrap_err();
        assert_eq!(taken.to_string(), "E00000001 has the same column and row");
        assert_eq!(map.len(), 1);
        assert_eq!(HexCell::new("", 0, HexCell::FURTHEST + 1), Err(HexMapError::TooFar));
        assert_eq!(HexCell::new("", i32::MIN, 0), Err(HexMapError::TooFar));
    }
}
