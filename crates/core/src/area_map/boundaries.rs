//! Maps of boundaries: areas as polygons with holes.

use std::collections::BTreeMap;

use crate::AreaCode;

/// A point: degrees east and north, or planar units east and north.
pub type Point = [f64; 2];

/// What the coordinates of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoordinateKind {
    /// Degrees of longitude and latitude.
    Degrees,
    /// Lengths on a plane, such as metres of the British National Grid.
    Planar,
}

impl CoordinateKind {
    /// What a point can be: degrees where both of its numbers can, and else
    /// planar.
    ///
    /// ```
    /// use firstyear_core::area_map::CoordinateKind;
    ///
    /// assert_eq!(CoordinateKind::of([-1.24, 54.72]), CoordinateKind::Degrees);
    /// assert_eq!(CoordinateKind::of([448_986.0, 536_729.0]), CoordinateKind::Planar);
    /// ```
    #[must_use]
    pub fn of([east, north]: Point) -> Self {
        if east.abs() <= 180.0 && north.abs() <= 90.0 { Self::Degrees } else { Self::Planar }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Degrees => "degrees of longitude and latitude",
            Self::Planar => "planar coordinates, as those of the British National Grid",
        }
    }
}

/// A closed line: the first point is the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring(Vec<Point>);

/// Why points are no ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RingError {
    /// A coordinate is no finite number, or too large.
    #[error("a coordinate is not a number that a map can hold")]
    NotFinite,
    /// It has too few points.
    #[error("a ring needs four points or more, the first again as the last")]
    TooShort,
    /// The last point is not the first.
    #[error("the ring is not closed: its last point is not its first")]
    NotClosed,
}

impl Ring {
    /// The largest coordinate, to either side: beyond it no map of the Earth
    /// goes.
    pub const FURTHEST: f64 = 1e8;

    /// A closed line through `points`.
    ///
    /// # Errors
    ///
    /// [`RingError`] for points that are none.
    ///
    /// # Example
    ///
    /// ```
    /// use firstyear_core::area_map::{Ring, RingError};
    ///
    /// let corner = [0.0, 0.0];
    /// assert!(Ring::new(vec![corner, [1.0, 0.0], [0.0, 1.0], corner]).is_ok());
    /// let open = Ring::new(vec![corner, [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
    /// assert_eq!(open, Err(RingError::NotClosed));
    /// ```
    pub fn new(points: Vec<Point>) -> Result<Self, RingError> {
        let fits = |number: &f64| number.is_finite() && number.abs() <= Self::FURTHEST;
        if !points.iter().flatten().all(fits) {
            return Err(RingError::NotFinite);
        }
        if points.len() < 4 {
            return Err(RingError::TooShort);
        }
        if points.first() == points.last() { Ok(Self(points)) } else { Err(RingError::NotClosed) }
    }

    /// What its coordinates are: planar where any of its points can be nothing
    /// else.
    #[must_use]
    pub fn kind(&self) -> CoordinateKind {
        let planar = |point: &Point| CoordinateKind::of(*point) == CoordinateKind::Planar;
        if self.0.iter().any(planar) { CoordinateKind::Planar } else { CoordinateKind::Degrees }
    }

    /// Its points, the first again as the last.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.0
    }
}

/// A closed line and the holes within it.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon {
    /// Its outer line.
    pub outer: Ring,
    /// Its holes.
    pub holes: Vec<Ring>,
}

impl Polygon {
    /// The outer line, then the holes.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        std::iter::once(&self.outer).chain(&self.holes)
    }
}

/// A map of boundaries, all in coordinates of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundaryMap {
    kind: CoordinateKind,
    areas: BTreeMap<AreaCode, Vec<Polygon>>,
    points: usize,
}

/// Why the shape of an area cannot be on a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BoundaryMapError {
    /// The area has a shape already.
    #[error("the area has a shape already")]
    AreaTwice,
    /// The shape has no polygon.
    #[error("the shape has no polygon")]
    Empty,
    /// A point lies where the coordinates of the map cannot.
    #[error("the coordinates are of another kind than those of the map")]
    OtherKind,
    /// There are too many points.
    #[error("a map holds {} points at the most", BoundaryMap::MOST_POINTS)]
    TooMany,
}

impl BoundaryMap {
    /// How many points a map can have: some 320 MB of them.
    pub const MOST_POINTS: usize = 20_000_000;

    /// A map without areas.
    #[must_use]
    pub const fn new(kind: CoordinateKind) -> Self {
        Self { kind, areas: BTreeMap::new(), points: 0 }
    }

    /// Adds the shape of an area. Near the origin of a plane a point can be taken
    /// for degrees: a ring is planar where any of its points can be nothing else.
    ///
    /// # Errors
    ///
    /// [`BoundaryMapError`] where the area is there, the shape has no polygon or
    /// other coordinates, or the map is full.
    pub fn add(&mut self, code: AreaCode, shape: Vec<Polygon>) -> Result<(), BoundaryMapError> {
        if self.areas.contains_key(&code) {
            return Err(BoundaryMapError::AreaTwice);
        }
        let rings = || shape.iter().flat_map(Polygon::rings);
        let count: usize = rings().map(|ring| ring.points().len()).sum();
        if count == 0 {
            return Err(BoundaryMapError::Empty);
        }
        if !rings().all(|ring| ring.kind() == self.kind) {
            return Err(BoundaryMapError::OtherKind);
        }
        if self.points + count > Self::MOST_POINTS {
            return Err(BoundaryMapError::TooMany);
        }
        self.points += count;
        self.areas.insert(code, shape);
        Ok(())
    }

    /// What its coordinates are.
    #[must_use]
    pub const fn kind(&self) -> CoordinateKind {
        self.kind
    }

    /// The polygons of an area.
    #[must_use]
    pub fn get(&self, code: &AreaCode) -> Option<&[Polygon]> {
        self.areas.get(code).map(Vec::as_slice)
    }

    /// All shapes, in order of the areas' codes.
    pub fn iter(&self) -> impl Iterator<Item = (&AreaCode, &[Polygon])> {
        self.areas.iter().map(|(code, shape)| (code, shape.as_slice()))
    }

    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// How many points all shapes have.
    #[must_use]
    pub const fn points(&self) -> usize {
        self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(east: f64, north: f64, side: f64) -> Polygon {
        let corners = [[0.0, 0.0], [side, 0.0], [side, side], [0.0, side], [0.0, 0.0]];
        let points = corners.map(|[x, y]| [east + x, north + y]).to_vec();
        Polygon { outer: Ring::new(points).unwrap(), holes: Vec::new() }
    }

    fn code(number: u32) -> AreaCode {
        AreaCode::new(&format!("E{number:08}")).unwrap()
    }

    #[test]
    fn a_ring_is_closed_finite_and_has_an_inside() {
        let corner = [0.0, 0.0];
        let ring = |points: &[Point]| Ring::new(points.to_vec()).map(|_| ());
        assert_eq!(ring(&[]), Err(RingError::TooShort));
        assert_eq!(ring(&[corner, [1.0, 1.0], corner]), Err(RingError::TooShort));
        for bad in [f64::NAN, f64::INFINITY, -1e9] {
            let points = [corner, [1.0, bad], [1.0, 1.0], corner];
            assert_eq!(ring(&points), Err(RingError::NotFinite), "{bad}");
        }
    }

    #[test]
    fn kinds_of_coordinates_are_never_mixed() {
        let mut degrees = BoundaryMap::new(CoordinateKind::Degrees);
        degrees.add(code(1), vec![square(-1.0, 54.0, 0.5)]).unwrap();
        let planar = degrees.add(code(2), vec![square(448_986.0, 536_729.0, 10.0)]);
        assert_eq!(planar, Err(BoundaryMapError::OtherKind));
        let mut planar = BoundaryMap::new(CoordinateKind::Planar);
        // A corner at the origin of the grid.
        planar.add(code(1), vec![square(0.0, 0.0, 5000.0)]).unwrap();
        let degrees = planar.add(code(2), vec![square(-1.0, 54.0, 0.5)]);
        assert_eq!(degrees, Err(BoundaryMapError::OtherKind));
        assert_eq!((planar.len(), planar.points()), (1, 5));
    }

    #[test]
    fn an_area_stands_once_and_has_a_shape() {
        let mut map = BoundaryMap::new(CoordinateKind::Degrees);
        map.add(code(1), vec![square(0.0, 0.0, 1.0)]).unwrap();
        let twice = map.add(code(1), vec![square(0.0, 0.0, 1.0)]);
        assert_eq!(twice, Err(BoundaryMapError::AreaTwice));
        assert_eq!(map.add(code(2), Vec::new()), Err(BoundaryMapError::Empty));
    }
}
