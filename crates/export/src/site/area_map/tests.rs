//! Which map is chosen, and what stands on it.

use firstyear_core::area_map::{BoundaryMap, HexLayout, HexMap, Ring};
use firstyear_core::project::AreasQuestion;
use firstyear_core::{Place, Placed};

use super::*;
use crate::chart::Chart;
use crate::testing::{Fixture, area, area_comparison, measured};

fn hexagons(codes: &[&str]) -> Placed<AreaMap> {
    let mut map = HexMap::new(HexLayout::OddR);
    for (q, code) in (0..).zip(codes) {
        map.add(area(code), HexCell::new(format!("Map name of {code}"), q, 0).unwrap()).unwrap();
    }
    Placed { place: Place::file("m.hexjson"), item: AreaMap::Hexagons(map) }
}

fn boundaries(codes: &[&str]) -> Placed<AreaMap> {
    let mut map = BoundaryMap::new(CoordinateKind::Degrees);
    for (at, code) in (0..).zip(codes) {
        let (left, right) = (f64::from(at), f64::from(at) + 1.0);
        let corners = [[left, 50.0], [right, 50.0], [right, 51.0], [left, 50.0]];
        let outer = Ring::new(corners.to_vec()).unwrap();
        map.add(area(code), vec![Polygon { outer, holes: Vec::new() }]).unwrap();
    }
    Placed { place: Place::file("b.geojson"), item: AreaMap::Boundaries(map) }
}

fn drawn(maps: Vec<Placed<AreaMap>>) -> Option<MapChart> {
    let mut fixture = Fixture::full();
    fixture.maps = maps;
    fixture.project.areas = vec![AreasQuestion {
        prefixes: vec!["E06".to_owned()],
        name: "Local authorities".to_owned(),
        comparator: None,
        indicator: None,
    }];
    chart(&fixture.report(), &area_comparison(), &measured(), "areas-1")
}

const ALL: [&str; 4] = ["E06000001", "E06000002", "E06000053", "E10000002"];

#[test]
fn classes_are_verdicts_and_states_of_the_figure() {
    let map = hexagons(&[&ALL[..], &["E06000009", "W06000001"]].concat());
    let map = drawn(vec![map]).unwrap();
    let classes: Vec<(&str, MapClass)> =
        map.areas.iter().map(|area| (area.label.as_str(), area.class)).collect();
    assert_eq!(
        classes,
        [
            ("Hartlepool", MapClass::Higher),
            ("Middlesbrough", MapClass::CannotTell),
            ("Isles of Scilly", MapClass::Withheld),
            ("Buckinghamshire", MapClass::Lower),
            // The question asks about it, and nobody has a figure of it.
            ("Map name of E06000009", MapClass::Absent),
        ]
    );
    let svg = map.svg().unwrap();
    assert!(svg.contains("<title>Hartlepool: 6.7 (4.1 to 10.3), higher</title>"), "{svg}");
    assert!(svg.contains("<title>Isles of Scilly: withheld</title>"), "{svg}");
}

#[test]
fn hexagons_go_first_unless_they_lack_much() {
    let ground = |maps| drawn(maps).map(|map| map.ground);
    let odd_r = Some(MapGround::Hexagons(HexLayout::OddR));
    assert_eq!(ground(vec![boundaries(&ALL), hexagons(&ALL)]), odd_r);
    assert_eq!(ground(vec![boundaries(&ALL), hexagons(&ALL[..3])]), Some(MapGround::Degrees));
    assert_eq!(ground(vec![hexagons(&ALL[..2])]), odd_r);
    assert_eq!(ground(vec![hexagons(&ALL[..1])]), None, "less than half");
    assert_eq!(ground(Vec::new()), None);
}

#[test]
fn what_has_no_place_is_named() {
    let map = drawn(vec![boundaries(&ALL[..3])]).unwrap();
    assert!(map.heading.description.contains("1 area has no place on the map."));
    assert!(map.svg().unwrap().contains("Without a place on this map: Buckinghamshire."));
}
