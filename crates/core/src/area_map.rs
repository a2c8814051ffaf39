//! Maps of areas: where each is drawn, and in which shape.
//!
//! | you have                        | use                              |
//! |---------------------------------|----------------------------------|
//! | a hexagon for each area         | [`HexMap`], [`HexCell`]          |
//! | the boundaries of each area     | [`BoundaryMap`], [`Polygon`]     |
//! | either                          | [`AreaMap`]                      |
//!
//! A map that exists can be drawn: coordinates are finite, rings are closed, and
//! no two areas share a hexagon.

mod boundaries;
mod hexagons;

pub use boundaries::{
    BoundaryMap, BoundaryMapError, CoordinateKind, Point, Polygon, Ring, RingError,
};
pub use hexagons::{HexCell, HexLayout, HexMap, HexMapError};

use crate::AreaCode;

/// A map of areas.
#[derive(Clone, Debug, PartialEq)]
pub enum AreaMap {
    /// One hexagon for each area.
    Hexagons(HexMap),
    /// The boundaries of each area.
    Boundaries(BoundaryMap),
}

impl AreaMap {
    /// Whether it has a shape of this area.
    #[must_use]
    pub fn holds(&self, code: &AreaCode) -> bool {
        match self {
            Self::Hexagons(map) => map.get(code).is_some(),
            Self::Boundaries(map) => map.get(code).is_some(),
        }
    }

    /// Its areas, in order of their codes.
    #[must_use]
    pub fn codes(&self) -> Vec<&AreaCode> {
        match self {
            Self::Hexagons(map) => map.iter().map(|(code, _)| code).collect(),
            Self::Boundaries(map) => map.iter().map(|(code, _)| code).collect(),
        }
    }

    /// The areas of the map that make up `code`: the area itself, or the parts of
    /// a union whose parts are drawn alone. Empty where it has none.
    ///
    /// # Example
    ///
    /// ```
    /// use firstyear_core::AreaCode;
    /// use firstyear_core::area_map::{AreaMap, HexCell, HexLayout, HexMap};
    ///
    /// let code = |text| AreaCode::new(text).unwrap();
    /// let mut map = HexMap::new(HexLayout::OddR);
    /// map.add(code("E06000052"), HexCell::new("Cornwall", 0, 0).unwrap()).unwrap();
    /// let map = AreaMap::Hexagons(map);
    /// assert_eq!(map.parts_of(&code("E06000052+E06000053")), [code("E06000052")]);
    /// assert!(map.parts_of(&code("E06000001")).is_empty());
    /// ```
    #[must_use]
    pub fn parts_of(&self, code: &AreaCode) -> Vec<AreaCode> {
        if self.holds(code) {
            return vec![code.clone()];
        }
        let parts = code.as_str().split('+').filter_map(|part| AreaCode::new(part).ok());
        parts.filter(|part| self.holds(part)).collect()
    }
}
