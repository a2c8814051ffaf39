//! The coordinates of a geometry as they come, whatever they turn out to be: a
//! fault in one of them costs its feature and no other.

use std::cell::Cell;
use std::fmt;

use firstyear_core::area_map::Point;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Lists within lists of numbers.
#[derive(Debug, PartialEq)]
pub(super) enum Nest {
    /// An empty list.
    Empty,
    Number(f64),
    /// Two numbers or more, of which the first two count: a height is passed over.
    Point(Point),
    /// A list of points.
    Line(Vec<Point>),
    /// A list of lines.
    Lines(Vec<Vec<Point>>),
    /// A list of lists of lines.
    Many(Vec<Vec<Vec<Point>>>),
    /// Something else.
    Faulty(Fault),
}

/// What is no coordinate, and where, from the inside outwards; counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) what: &'static str,
    pub(super) path: Vec<usize>,
}

const NO_NUMBER: &str = "holds something that is no number";
const UNEVEN: &str = "holds points and lists side by side";
const TOO_DEEP: &str = "holds lists deeper than a polygon has";

impl Nest {
    fn faulty(what: &'static str) -> Self {
        Self::Faulty(Fault { what, path: Vec::new() })
    }
}

/// Reads a nest, as long as there is room for its points: one geometry alone can
/// be as long as a file.
#[derive(Clone, Copy)]
pub(super) struct Room<'r>(pub(super) &'r Cell<usize>);

impl<'de> DeserializeSeed<'de> for Room<'_> {
    type Value = Nest;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Nest, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Room<'_> {
    type Value = Nest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Nest, E> {
        Ok(Nest::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Nest, E> {
        Ok(Nest::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Nest, E> {
        Ok(Nest::Number(number as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Nest, E> {
        Ok(Nest::faulty(NO_NUMBER))
    }

    fn visit_unit<E>(self) -> Result<Nest, E> {
        Ok(Nest::faulty(NO_NUMBER))
    }

    fn visit_str<E>(self, _: &str) -> Result<Nest, E> {
        Ok(Nest::faulty(NO_NUMBER))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Nest, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Nest::faulty(NO_NUMBER))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Nest, A::Error> {
        let Some(first) = list.next_element_seed(self)? else { return Ok(Nest::Empty) };
        let mut at = 1;
        let read = match first {
            Nest::Number(east) => {
                let left = self.0.get().checked_sub(1);
                self.0.set(left.ok_or_else(|| A::Error::custom("too many points"))?);
                point(east, &mut list, &mut at, self)?
            }
            Nest::Point(first) => gather(first, &mut list, (&mut at, self), |nest| match nest {
                Nest::Point(point) => Ok(point),
                other => Err(other),
            })?
            .map(Nest::Line),
            Nest::Line(first) => gather(first, &mut list, (&mut at, self), |nest| match nest {
                Nest::Line(line) => Ok(line),
                other => Err(other),
            })?
            .map(Nest::Lines),
            Nest::Lines(first) => gather(first, &mut list, (&mut at, self), |nest| match nest {
                Nest::Lines(lines) => Ok(lines),
                other => Err(other),
            })?
            .map(Nest::Many),
            Nest::Many(_) => Err(Fault { what: TOO_DEEP, path: Vec::new() }),
            Nest::Empty => Err(Fault { what: "is empty", path: Vec::new() }),
            Nest::Faulty(fault) => Err(fault),
        };
        Ok(match read {
            Ok(nest) => nest,
            Err(mut fault) => {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                fault.path.push(at);
                Nest::Faulty(fault)
            }
        })
    }
}

fn point<'de, A: SeqAccess<'de>>(
    east: f64,
    list: &mut A,
    at: &mut usize,
    room: Room<'_>,
) -> Result<Result<Nest, Fault>, A::Error> {
    *at += 1;
    let north = match list.next_element_seed(room)? {
        Some(Nest::Number(north)) => north,
        Some(_) => return Ok(Err(Fault { what: NO_NUMBER, path: Vec::new() })),
        None => return Ok(Err(Fault { what: "has one number alone", path: Vec::new() })),
    };
    while list.next_element::<IgnoredAny>()?.is_some() {}
    Ok(Ok(Nest::Point([east, north])))
}

/// All elements, which are of the kind that `of` takes.
fn gather<'de, A: SeqAccess<'de>, T>(
    first: T,
    list: &mut A,
    (at, room): (&mut usize, Room<'_>),
    of: impl Fn(Nest) -> Result<T, Nest>,
) -> Result<Result<Vec<T>, Fault>, A::Error> {
    let mut all = vec![first];
    while let Some(nest) = list.next_element_seed(room)? {
        *at += 1;
        match of(nest) {
            Ok(one) => all.push(one),
            Err(Nest::Faulty(fault)) => return Ok(Err(fault)),
            Err(Nest::Empty) => {
                return Ok(Err(Fault { what: "is empty", path: Vec::new() }));
            }
            Err(_) => return Ok(Err(Fault { what: UNEVEN, path: Vec::new() })),
        }
    }
    Ok(Ok(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, room: usize) -> serde_json::Result<Nest> {
        let room = Cell::new(room);
        Room(&room).deserialize(&mut serde_json::Deserializer::from_str(text))
    }

    fn nest(text: &str) -> Nest {
        read(text, 100).unwrap()
    }

    #[test]
    fn points_end_with_the_room_for_them() {
        assert!(read("[[1, 2], [3, 4]]", 2).is_ok());
        assert!(read("[[1, 2], [3, 4], [5, 6]]", 2).is_err());
    }

    #[test]
    fn lists_become_what_they_are() {
        assert_eq!(nest("[1, -2.5, 300]"), Nest::Point([1.0, -2.5]));
        assert_eq!(nest("[[1, 2], [3, 4]]"), Nest::Line(vec![[1.0, 2.0], [3.0, 4.0]]));
        assert_eq!(nest("[[[1, 2]]]"), Nest::Lines(vec![vec![[1.0, 2.0]]]));
        assert_eq!(nest("[[[[1, 2]]]]"), Nest::Many(vec![vec![vec![[1.0, 2.0]]]]));
        assert_eq!(nest("[]"), Nest::Empty);
    }

    #[test]
    fn a_fault_is_found_at_its_place_and_what_follows_is_read() {
        let cases = [
            ("[[[1, 2], [3, \"x\"]], [[5, 6]]]", NO_NUMBER, vec![2, 2, 1]),
            ("[[1, 2], 3]", UNEVEN, vec![2]),
            ("[[1, 2], [3], [4, 5]]", "has one number alone", vec![2, 2]),
            ("[[[1, 2]], []]", "is empty", vec![2]),
            ("[{\"a\": [1]}]", NO_NUMBER, vec![1]),
            ("[null, [1, 2]]", NO_NUMBER, vec![1]),
            ("[[[[[1, 2]]]]]", TOO_DEEP, vec![1]),
        ];
        for (text, what, path) in cases {
            let Nest::Faulty(fault) = nest(text) else { panic!("{text}") };
            assert_eq!((fault.what, fault.path), (what, path), "{text}");
        }
    }
}
