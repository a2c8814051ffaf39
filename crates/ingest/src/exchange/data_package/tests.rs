//! Packages of figures that nobody counted.

use std::fs;

use firstyear_core::{Cell, Direction, Indicator, IndicatorKind, Polarity, Withholding};

use super::*;
use crate::{CodeLists, Gather, Sources};

/// Reads a package of figures that nobody counted.
fn read_package(json: &str, files: &[(&str, &[u8])]) -> (Gather, Result<(), String>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let path = folder.path().join("datapackage.json");
    fs::write(&path, json).unwrap();
    let id = IndicatorId::new("imr").unwrap();
    let indicator = Indicator {
        id: id.clone(),
        name: String::new(),
        definition: String::new(),
        domain: String::new(),
        numerator: String::new(),
        denominator: String::new(),
        multiplier: 1000,
        unit: String::new(),
        polarity: Polarity::LowerIsBetter,
        kind: IndicatorKind::Rate,
    };
    let indicators = [(id, indicator)].into();
    let codes = CodeLists { indicators: &indicators, ..CodeLists::NONE };
    let input = Input::at(&path, &"datapackage.json".into()).unwrap();
    let mut all = Gather::default();
    let with = Context { codes: &codes, sources: Sources::default() };
    let result = read(&input, &with, &mut all, &mut crate::unwatched);
    (all, result.map_err(|error| error.to_string()))
}

const TABLE: &str = "indicator,area,period,numerator,denominator,value,source,wealth\n\
    imr,E06000001,2020,3,1000,3.0,s,1\n\
    imr,E06000001,2021,[c],1000,[c],s,1\n\
    imr,E06000001,2022,[x],[x],[z],s,\n\
    imr,E06000001,2023,NA,1000,1,s,2\n\
    imr,E06000001,2024,1,1000,1,s,3\n";

fn package(path: &str, fields_match: &str) -> String {
    let marks = r#""missingValues": [{"value": "[c]", "label": "Suppressed, small number"},
        {"value": "[x]", "label": "Not collected"}, {"value": "[z]", "label": "Not applicable"}, "NA"]"#;
    format!(
        r#"{{"resources": [{{"name": "a", "path": "{path}", "schema": {{
            "fieldsMatch": "{fields_match}", "fields": [
            {{"name": "indicator"}}, {{"name": "area"}}, {{"name": "period"}},
            {{"name": "numerator", {marks}}}, {{"name": "denominator", {marks}}},
            {{"name": "value", {marks}}}, {{"name": "source"}},
            {{"name": "wealth", "title": "Wealth", "categoriesOrdered": true, "categories": [
                {{"value": 1, "label": "Poor"}}, {{"value": 2, "label": "Rich"}}]}}
        ]}}}}]}}"#
    )
}

#[test]
fn labels_say_why_a_number_is_missing() {
    let (all, result) = read_package(&package("t.csv", "exact"), &[("t.csv", TABLE.as_bytes())]);
    assert_eq!(result, Ok(()));
    let rows = &all.read.rows.observations;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1].numerator, Cell::Withheld(Withholding::Publisher));
    assert_eq!((rows[2].numerator, rows[2].value), (Cell::Absent, Cell::NotApplicable));
    assert_eq!(rows[0].groups.to_string(), "wealth=1");
    assert!(rows[2].groups.is_everyone());
    let wealth = all.read.rows.dimensions.values().next().unwrap();
    assert_eq!(
        (wealth.about().name.as_str(), wealth.direction()),
        ("Wealth", Some(Direction::Magnitude))
    );
    let told: Vec<String> = all.read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "t.csv, row 5, column `numerator`: the cell is empty and has no status",
            "t.csv, row 6, column `wealth`: not a category of the dimension wealth",
            "t.csv, row 3, column `numerator`: the cell is withheld, the first of 2 in this file",
        ]
    );
}

#[test]
fn the_header_fits_as_the_schema_says() {
    let turned = TABLE
        .replacen("indicator,area", "area,indicator", 1)
        .replace("imr,E06000001", "E06000001,imr");
    let files: &[(&str, &[u8])] = &[("t.csv", turned.as_bytes())];
    let used = |rule| read_package(&package("t.csv", rule), files).0.counts.used;
    assert_eq!((used("exact"), used("equal"), used("superset")), (0, 3, 3));
    let fewer = TABLE
        .replace(",wealth", "")
        .replace(",s,1", ",s")
        .replace(",s,2", ",s")
        .replace(",s,3", ",s")
        .replace(",s,\n", ",s\n");
    let files: &[(&str, &[u8])] = &[("t.csv", fewer.as_bytes())];
    let used = |rule| read_package(&package("t.csv", rule), files).0.counts.used;
    assert_eq!((used("equal"), used("subset"), used("superset"), used("partial")), (0, 0, 4, 4));
}

#[test]
fn packed_tables_are_read() {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(TABLE.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let (all, _) = read_package(&package("t.csv.gz", "exact"), &[("t.csv.gz", &packed)]);
    assert_eq!(all.counts.used, 3);
}

#[test]
fn paths_that_leave_the_folder_are_refused() {
    for path in ["../t.csv", "/etc/passwd", "https://example.org/t.csv"] {
        let (all, result) = read_package(&package(path, "exact"), &[]);
        assert_eq!(result, Ok(()));
        let codes: Vec<&str> = all.read.problems.iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, ["path-outside"], "{path}");
    }
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_folder_are_refused() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("t.csv")).unwrap();
    let problem = crate::paths::inside(folder.path(), "t.csv", || Place::file("p")).unwrap_err();
    assert_eq!(problem.code, ProblemCode::PathOutside);
}

#[test]
fn a_label_in_other_words_is_asked_for() {
    let json = package("t.csv", "exact").replace("Not collected", "Purple");
    let (all, _) = read_package(&json, &[("t.csv", TABLE.as_bytes())]);
    assert_eq!(all.counts.all(), 0);
    assert!(all.read.problems.iter().all(|p| p.code == ProblemCode::PackageInvalid));
}
