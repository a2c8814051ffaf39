//! Maps to look at. Areas and their rates are made up.

use firstyear_core::area_map::HexLayout;

use super::*;
use crate::chart::arbitrary::Numbers;

fn england() -> ReferenceLine {
    let reading = Reading::value(3.9).with_interval(3.7, 4.1);
    ReferenceLine { label: "England".to_owned(), reading, decimals: 1 }
}

fn measure() -> Measure {
    Measure { label: "Infant deaths per 1,000 live births".to_owned(), ..Measure::default() }
}

fn area(label: &str, value: f64, class: MapClass, shape: MapShape) -> MapArea {
    let reading = Reading::value(value).with_interval(value * 0.8, value * 1.2 + 0.5);
    MapArea { label: label.to_owned(), reading, class, shape }
}

fn missing(label: &str, reason: &str, class: MapClass, shape: MapShape) -> MapArea {
    MapArea { label: label.to_owned(), reading: Reading::missing(reason), class, shape }
}

/// Every class, a rate of 0, one area of two hexagons and one without a place.
pub(in super::super) fn hexagons() -> MapChart {
    let cell = |q, r| MapShape::Cells(vec![(q, r)]);
    let mut areas = vec![
        area("Bournemouth, Christchurch and Poole", 6.1, MapClass::Higher, cell(0, 1)),
        area("Bath and North East Somerset", 1.9, MapClass::Lower, cell(1, 1)),
        area("Isles of Landshire", 0.0, MapClass::CannotTell, cell(1, 0)),
        missing("North End", "withheld", MapClass::Withheld, cell(2, 1)),
        missing("South End", "not reported", MapClass::Absent, cell(2, 2)),
        area("Middlefield", 4.0, MapClass::NotCompared, MapShape::Cells(vec![(3, 1), (3, 2)])),
        area("Isle of Nowhere", 4.0, MapClass::CannotTell, MapShape::Cells(Vec::new())),
    ];
    for at in 0..30 {
        let label = format!("District {}", at + 1);
        areas.push(area(&label, 4.0, MapClass::CannotTell, cell(at % 10, 3 + at / 10)));
    }
    MapChart {
        heading: heading("hexagons", "Districts on a map", "Where they lie, by class."),
        measure: measure(),
        row_label: "District".to_owned(),
        comparator: Some(england()),
        ground: MapGround::Hexagons(HexLayout::OddR),
        areas,
    }
}

/// A map of few hexagons, which hold whole names.
pub(in super::super) fn regions() -> MapChart {
    let names = [
        ("North East", 1, 4, MapClass::CannotTell),
        ("North West", 0, 3, MapClass::Higher),
        ("Yorkshire and The Humber", 1, 3, MapClass::Higher),
        ("East of England", 2, 1, MapClass::Lower),
        ("South West", 1, 0, MapClass::Lower),
    ];
    let areas =
        names.map(|(name, q, r, class)| area(name, 4.2, class, MapShape::Cells(vec![(q, r)])));
    MapChart {
        heading: heading("regions-map", "Regions on a map", "Where they lie, by class."),
        measure: measure(),
        row_label: "Region".to_owned(),
        comparator: Some(england()),
        ground: MapGround::Hexagons(HexLayout::OddR),
        areas: areas.to_vec(),
    }
}

/// A closed square with jagged sides.
fn square(left: f64, bottom: f64, side: f64) -> Vec<[f64; 2]> {
    let step = side / 8.0;
    let jag = |at: i32| if at % 2 == 0 { 0.0 } else { side / 60.0 };
    let mut ring = Vec::new();
    ring.extend((0..8).map(|at| [left + step * f64::from(at), bottom + jag(at)]));
    ring.extend((0..8).map(|at| [left + side + jag(at), bottom + step * f64::from(at)]));
    ring.extend((0..8).map(|at| [left + side - step * f64::from(at), bottom + side + jag(at)]));
    ring.extend((0..8).map(|at| [left + jag(at), bottom + side - step * f64::from(at)]));
    ring.push(ring[0]);
    ring
}

/// Large areas around nine small ones, one of which is an island and a hole.
pub(in super::super) fn boundaries() -> MapChart {
    let classes = MapClass::ALL;
    let mut areas = Vec::new();
    for at in 0..16_u32 {
        let (column, row) = (f64::from(at % 4), f64::from(at / 4));
        let mut rings = vec![square(column * 100_000.0, row * 100_000.0, 100_000.0)];
        if at == 5 {
            rings.push(square(140_000.0, 140_000.0, 9_000.0));
        }
        let class = classes[at as usize % classes.len()];
        areas.push(match class {
            MapClass::Withheld => missing("Hidden", "withheld", class, MapShape::Rings(rings)),
            MapClass::Absent => missing("Away", "not reported", class, MapShape::Rings(rings)),
            _ => area(&format!("County {}", at + 1), 4.0, class, MapShape::Rings(rings)),
        });
    }
    for at in 0..9_u32 {
        let (column, row) = (f64::from(at % 3), f64::from(at / 3));
        let ring = square(240_000.0 + column * 8_000.0, 240_000.0 + row * 8_000.0, 8_000.0);
        let value = f64::from(at) / 2.0;
        let class = if at == 8 { MapClass::Higher } else { MapClass::CannotTell };
        areas.push(area(&format!("Borough {}", at + 1), value, class, MapShape::Rings(vec![ring])));
    }
    MapChart {
        heading: heading("boundaries", "Areas on a map", "Where they lie, by class."),
        measure: measure(),
        row_label: "Area".to_owned(),
        comparator: Some(england()),
        ground: MapGround::Planar,
        areas,
    }
}

/// A map of anything.
pub(in super::super) fn any_map(numbers: &mut Numbers) -> Box<dyn Chart> {
    let hexagonal = numbers.below(2) == 0;
    let area = |numbers: &mut Numbers| MapArea {
        label: numbers.words(),
        reading: numbers.reading(),
        class: MapClass::ALL[numbers.below(6)],
        shape: if hexagonal {
            let place = |numbers: &mut Numbers| i32::try_from(numbers.below(40)).unwrap() - 20;
            MapShape::Cells(
                (0..numbers.below(3)).map(|_| (place(numbers), place(numbers))).collect(),
            )
        } else {
            let ring = |numbers: &mut Numbers| {
                let mut ring: Vec<[f64; 2]> =
                    (0..numbers.below(7)).map(|_| [numbers.any(), numbers.any()]).collect();
                ring.extend(ring.first().copied());
                ring
            };
            MapShape::Rings((0..numbers.below(4)).map(|_| ring(numbers)).collect())
        },
    };
    Box::new(MapChart {
        heading: heading("any-map", &numbers.words(), &numbers.words()),
        measure: Measure { label: numbers.words(), ..Measure::default() },
        row_label: numbers.words(),
        comparator: (numbers.below(2) == 0).then(|| ReferenceLine {
            label: numbers.words(),
            reading: numbers.reading(),
            decimals: 1,
        }),
        ground: match (hexagonal, numbers.below(4)) {
            (true, at) => MapGround::Hexagons(HexLayout::ALL[at].0),
            (false, at) if at < 2 => MapGround::Degrees,
            (false, _) => MapGround::Planar,
        },
        areas: (0..numbers.below(30)).map(|_| area(numbers)).collect(),
    })
}
