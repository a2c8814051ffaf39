//! Boundaries as they come: faults with their places, coordinates, the property
//! of codes, and what is refused whole.

use firstyear_core::{Area, Geography};

use super::*;
use crate::{CodeLists, Gather, Sources, unwatched};

const HARTLEPOOL: &str = r#"{"type": "Feature", "properties": {"LAD23CD": "E06000001", "LAD23NM": "Hartlepool"},
    "geometry": {"type": "Polygon", "coordinates": [[[-1.2, 54.7, 12], [-1.1, 54.7], [-1.1, 54.6], [-1.2, 54.7]]]}}"#;

fn geography() -> Geography {
    let mut known = Geography::new();
    for code in ["E06000001", "E06000002", "E06000003", "E12000001"] {
        known.add(Area::new(AreaCode::new(code).unwrap(), code));
    }
    known
}

fn read_as(text: &str, property: Option<&str>) -> Result<Gather, Vec<Problem>> {
    let input = Input::of_bytes(text.as_bytes(), &"b.geojson".into()).with_property(property);
    let mut all = Gather::default();
    let known = geography();
    let codes = CodeLists::NONE.with_areas(&known);
    let with = Context { codes: &codes, sources: Sources::default() };
    (FORMAT.read)(&input, &with, &mut all, &mut unwatched).map_err(ReadError::problems)?;
    Ok(all)
}

fn collection(features: &[&str]) -> String {
    format!("{{\"type\": \"FeatureCollection\", \"features\": [{}]}}", features.join(",\n"))
}

/// A feature with these properties and coordinates.
fn feature(code: &str, kind: &str, coordinates: &str) -> String {
    format!(
        "{{\"geometry\": {{\"coordinates\": {coordinates}, \"type\": \"{kind}\"}}, \
         \"properties\": {{\"LAD23CD\": \"{code}\"}}, \"type\": \"Feature\"}}"
    )
}

fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

const SQUARE: &str = "[[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]";

#[test]
fn every_fault_is_told_with_its_place_and_costs_its_feature() {
    let features = [
        HARTLEPOOL.to_owned(),
        feature("E06000001", "Polygon", SQUARE),
        feature("E06000002", "Polygon", "[[[0, 50], [1, 50], [1, 51], [0, 51]]]"),
        feature("E06000002", "MultiPolygon", &format!("[{SQUARE}, [[[0, 50], [1, 50], [0, 50]]]]")),
        feature("E06000002", "Polygon", "[[[0, 50], [\"1\", 50], [1, 51], [0, 50]]]"),
        feature("E06000002", "MultiPolygon", SQUARE),
        feature(
            "E06000002",
            "Polygon",
            "[[[448986, 536729], [449986, 536729], [449986, 537729], [448986, 536729]]]",
        ),
        feature(
            "E06000003",
            "Polygon",
            "[[[0, 50], [1, 50], [1, 51], [0, 50]], [[448986, 536729], [449986, 536729], [449986, 537729], [448986, 536729]]]",
        ),
        feature("E06000003", "Point", "[0, 50]"),
        feature("E06000003", "Polygon", "[]"),
        "{\"type\": \"Feature\", \"properties\": {\"LAD23CD\": \"E06000003\"}, \"geometry\": null}"
            .to_owned(),
        feature("E12000001", "Polygon", SQUARE),
    ];
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    let all = read_as(&collection(&features), None).unwrap();
    assert_eq!((all.counts.used, all.counts.refused, all.counts.passed_over), (2, 7, 3));
    let planar = "planar coordinates, as those of the British National Grid";
    let degrees = "degrees of longitude and latitude";
    assert_eq!(
        said(&all.read.problems),
        [
            "b.geojson, row 2: E06000001: the area has a shape already".to_owned(),
            "b.geojson, row 3: E06000002: ring 1: the ring is not closed: its last point is not \
             its first"
                .to_owned(),
            "b.geojson, row 4: E06000002: ring 1 of polygon 2: a ring needs four points or more, \
             the first again as the last"
                .to_owned(),
            "b.geojson, row 5: E06000002: point 2 of ring 1 holds something that is no number"
                .to_owned(),
            "b.geojson, row 6: E06000002: the coordinates are not nested as those of its type"
                .to_owned(),
            format!(
                "b.geojson, row 7: E06000002: the shape is in {planar}, and most features have {degrees}"
            ),
            "b.geojson, row 8: E06000003: ring 2 is in coordinates of another kind than those \
             before it"
                .to_owned(),
            "b.geojson, row 9: E06000003: the geometry is no Polygon or MultiPolygon".to_owned(),
            "b.geojson, row 10: E06000003: the geometry has no coordinates".to_owned(),
            "b.geojson, row 11: E06000003: the feature has no geometry".to_owned(),
            format!("b.geojson: 2 areas with 9 points, whose coordinates are {degrees}"),
        ]
    );
}

#[test]
fn planar_files_are_read_and_named() {
    let shape = "[[[0, 0], [449986, 536729], [449986, 537729], [0, 0]]]";
    let text = collection(&[&feature("E06000001", "Polygon", shape)]);
    let all = read_as(&text, None).unwrap();
    let AreaMap::Boundaries(map) = &all.read.rows.maps[0].item else { panic!("boundaries") };
    assert_eq!(map.kind(), CoordinateKind::Planar);
    assert!(said(&all.read.problems)[0].contains("British National Grid"));
    // What the file says goes before what its numbers can be.
    let crs = |code: &str| {
        format!(
            "{{\"type\": \"FeatureCollection\", \"crs\": {{\"type\": \"name\", \"properties\": \
             {{\"name\": \"urn:ogc:def:crs:EPSG::{code}\"}}}}, \"features\": [{}]}}",
            feature("E06000001", "Polygon", shape)
        )
    };
    assert!(read_as(&crs("27700"), None).is_ok());
    let refused = said(&read_as(&crs("4326"), None).unwrap_err());
    assert_eq!(
        refused,
        [
            "b.geojson, row 1: E06000001: the shape is in planar coordinates, as those of the \
             British National Grid, and the file says degrees of longitude and latitude",
            "b.geojson: the file has no boundary that can be used",
        ]
    );
}

#[test]
fn the_property_of_codes_is_told_only_where_one_can_be_it() {
    let with = |properties: &str| {
        format!(
            "{{\"type\": \"Feature\", \"properties\": {properties}, \"geometry\": \
             {{\"type\": \"Polygon\", \"coordinates\": {SQUARE}}}}}"
        )
    };
    let two = with(r#"{"LAD23CD": "E06000001", "RGN23CD": "E12000001", "n": 1, "x": {"y": []}}"#);
    let text = collection(&[&two]);
    let refused = read_as(&text, None).unwrap_err();
    assert_eq!(
        said(&refused),
        ["b.geojson, column `properties`: 2 properties hold the codes of known areas in every \
          feature: `LAD23CD`, `RGN23CD`"]
    );
    let all = read_as(&text, Some("RGN23CD")).unwrap();
    assert_eq!(all.read.rows.maps[0].item.codes()[0].as_str(), "E12000001");
    let slip = read_as(&text, Some("LAD24CD")).unwrap_err();
    assert_eq!(slip[0].help.as_deref(), Some("did you mean `LAD23CD`?"));
    // One that is not known: nobody is sure that these are codes.
    let unknown = collection(&[HARTLEPOOL, &feature("E06999999", "Polygon", SQUARE)]);
    let refused = said(&read_as(&unknown, None).unwrap_err());
    assert!(refused[0].ends_with("`LAD23CD` does in 1 of 2, and holds what could be a code in 2"));
    let all = read_as(&unknown, Some("LAD23CD")).unwrap();
    assert!(
        said(&all.read.problems)
            .contains(&"b.geojson: 1 code of no known area: E06999999".to_owned())
    );
    // A feature without a code beside one with it.
    let text = collection(&[HARTLEPOOL, &with(r#"{"LAD23CD": "Mrs Secret"}"#)]);
    let all = read_as(&text, Some("LAD23CD")).unwrap();
    let told = said(&all.read.problems);
    assert!(told[0].starts_with("b.geojson, row 2: the feature has no code"), "{told:?}");
    assert!(!told.concat().contains("Secret"));
}

#[test]
fn what_is_no_collection_of_boundaries_is_refused_without_its_content() {
    let refused = |text: &str| said(&read_as(text, None).unwrap_err()).join("; ");
    let whole = collection(&[HARTLEPOOL]);
    assert!(refused(&whole[..whole.len() - 20]).contains("cut short"));
    assert!(refused(HARTLEPOOL).contains("no FeatureCollection"));
    assert!(refused(&collection(&[])).contains("no feature"));
    assert!(refused("{\"features\": \"Mrs Secret\"}").contains("another kind than GeoJSON"));
    assert!(refused(&collection(&["3", "\"Mrs Secret\"", "[]", "null"])).contains("no property"));
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let deep = collection(&[&feature("E06000001", "Polygon", &deep)]);
    assert!(refused(&deep).contains("JSON"), "{}", refused(&deep));
    let marked = format!("\u{feff}{whole}");
    assert!(read_as(&marked, None).is_ok());
}

#[test]
fn a_caller_can_stop() {
    let features: Vec<String> =
        (0..200).map(|n| feature(&format!("E{n:08}"), "Polygon", SQUARE)).collect();
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    let text = collection(&features);
    let input = Input::of_bytes(text.as_bytes(), &"b.geojson".into());
    let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
    let mut seen = 0;
    let mut stop = |_: &crate::Progress| {
        seen += 1;
        if seen == 2 {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        }
    };
    let stopped = read(&input, &with, &mut Gather::default(), &mut stop);
    assert!(matches!(stopped, Err(ReadError::Stopped)));
}
