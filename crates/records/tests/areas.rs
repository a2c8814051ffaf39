//! Births of areas whose codes have changed, held against the same births with the codes that
//! a table worked out by hand gives them.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use firstyear_catalogue::catalogue;
use firstyear_core::AreaCode;
use firstyear_core::count::AreaFate;
use firstyear_ingest::{read_count_spec_bytes, unwatched};
use firstyear_records::{CountError, CountOptions, Counted, count};
use support::lines;

fn counted(text: &str, folder: &Path) -> Result<Counted, CountError> {
    let spec = read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched)
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    let threads = NonZeroUsize::new(2).unwrap();
    count(&spec, catalogue(), folder, &CountOptions { threads, memory: None, stop: &|| false })
}

/// Deaths fall into two years and are weighted, so that both passes move.
const SPEC: &str = r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
basis = "period"
[births]
files = ["FILE"]
fields = { birth_date = "born", death_date = "died", gestation_weeks = "weeks", weight = "1.25" }
[period]
unit = "calendar-year"
first = "2015"
last = "2018"
rolling = 2
[[dimension]]
id = "made-up-class"
from = "class"
recode = { a = "a", b = "b" }
[[indicator]]
id = "infant-mortality-rate"
[[indicator]]
id = "preterm-births"
[area]
from = "area"
total = "E92000001"
"#;

/// Every code with many births; some have no area.
fn births(codes: &[&str], code_of: impl Fn(&str) -> String) -> String {
    let mut text = "born,died,area,class,weeks\n".to_owned();
    for n in 0..4_000_usize {
        let (year, month, day) = (2015 + n % 4, 1 + n % 12, 1 + n % 28);
        let code = codes[(n * 7 + n / 11) % codes.len()];
        let area = if n % 41 == 0 { String::new() } else { code_of(code) };
        let class = ["a", "b", ""][n % 3];
        let died = match n % 9 {
            0 => format!("{year}-{month:02}-28"),
            1 => format!("{}-{:02}-27", year + usize::from(month > 6), (month + 5) % 12 + 1),
            _ => String::new(),
        };
        writeln!(text, "{year}-{month:02}-{day:02},{died},{area},{class},{}", 24 + n % 18).unwrap();
    }
    text
}

/// Counts of the births as they are under a geography, which must be those of the births
/// with the codes that `to` gives.
#[track_caller]
fn same(codes: &[(&str, &str)], geography: &str, files: &[(&str, &str)]) -> Counted {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let from: Vec<&str> = codes.iter().map(|(from, _)| *from).collect();
    let to = |code: &str| codes.iter().find(|(from, _)| *from == code).unwrap().1.to_owned();
    fs::write(folder.path().join("was.csv"), births(&from, str::to_owned)).unwrap();
    fs::write(folder.path().join("is.csv"), births(&from, to)).unwrap();
    let was = format!("{}[area.geography]\n{geography}\n", SPEC.replace("FILE", "was.csv"));
    let was = counted(&was, folder.path()).unwrap();
    let is = counted(&SPEC.replace("FILE", "is.csv"), folder.path()).unwrap();
    assert!(was.observations.len() > 100);
    assert_eq!(lines(&was), lines(&is));
    was
}

fn fates(counted: &Counted) -> Vec<(&str, AreaFate, Option<&str>)> {
    let areas = &counted.report.areas.as_ref().unwrap().areas;
    areas
        .iter()
        .map(|one| {
            assert!(one.births > 0);
            (one.area.as_str(), one.fate, one.counted_as.as_ref().map(AreaCode::as_str))
        })
        .collect()
}

/// Districts of Cumbria and Northamptonshire were merged, Gateshead got a new code, and a county
/// was split in two. What is known of them comes with the program.
#[test]
fn births_count_for_what_took_the_place_of_their_area() {
    let codes = [
        ("E07000026", "E06000063"),
        ("E07000029", "E06000063"),
        ("E06000063", "E06000063"),
        ("E07000153", "E06000061"),
        ("E08000020", "E08000037"),
        ("E10000021", "E10000021"),
        ("E09000001", "E09000001"),
        ("E07999999", "E07999999"),
    ];
    let counted = same(&codes, "boundaries_on = 2024-04-01", &[]);
    let moved = AreaFate::Moved;
    assert_eq!(
        fates(&counted),
        [
            ("E07000026", moved, Some("E06000063")),
            ("E07000029", moved, Some("E06000063")),
            ("E07000153", moved, Some("E06000061")),
            ("E08000020", moved, Some("E08000037")),
            ("E10000021", AreaFate::Split, Some("E10000021")),
        ]
    );
    let areas = counted.report.areas.as_ref().unwrap();
    assert_eq!(areas.codes_unknown, 1);
    assert!(areas.births_unknown > 0 && counted.report.births_without_area > 0);
    assert!(!format!("{areas:?}").contains("E07999999"), "a code of no list is not repeated");

    // Before the changes every code holds, and the later one does not yet.
    let codes = codes.map(|(code, _)| (code, if code == "E06000063" { "" } else { code }));
    let codes: Vec<_> = codes.into_iter().filter(|(code, _)| *code != "E07999999").collect();
    let before = same(&codes, "boundaries_on = 2012-01-01\notherwise = \"total-only\"", &[]);
    assert_eq!(fates(&before), [("E06000063", AreaFate::Later, None)]);
}

/// A list of one's own goes before what the program knows: a chain of two changes, one that is
/// split, one that has ended into nobody knows what.
#[test]
fn a_list_of_areas_can_be_brought() {
    let list = "code,name,from,until,successors\n\
        lk:1,One,,2015-12-31,lk:2\n\
        lk:2,Two,2016-01-01,2017-12-31,lk:3:0.4|lk:4:0.6\n\
        lk:3,Three,2018-01-01,2019-12-31,lk:5\n\
        lk:4,Four,2018-01-01,2019-12-31,lk:5\n\
        lk:5,Five,2020-01-01,,\n\
        lk:6,Six,,2016-12-31,\n\
        E09000001,City of London,,2016-12-31,lk:5\n";
    let codes = ["lk:1", "lk:2", "lk:3", "lk:4", "lk:5", "lk:6", "E09000001", "lk:99"];
    // By 2021 all parts of what was split are in one again.
    let by_2021 =
        codes.map(|code| (code, if code == "lk:6" || code == "lk:99" { "" } else { "lk:5" }));
    let geography =
        "boundaries_on = 2021-06-01\nfiles = [\"areas.csv\"]\notherwise = \"total-only\"";
    let counted = same(&by_2021, geography, &[("areas.csv", list)]);
    assert_eq!(fates(&counted)[5], ("lk:6", AreaFate::Ended, None));
    assert_eq!(counted.report.areas.as_ref().unwrap().codes_unknown, 1);
    assert_eq!(counted.report.inputs[1].file, "areas.csv", "it is an input too");
    // In 2018 the first two are split.
    let by_2018 = codes.map(|code| (code, if code == "E09000001" { "lk:5" } else { code }));
    let geography = "boundaries_on = 2018-06-01\nfiles = [\"areas.csv\"]";
    let counted = same(&by_2018, geography, &[("areas.csv", list)]);
    let split = |code| (code, AreaFate::Split, Some(code));
    assert_eq!(fates(&counted)[1..3], [split("lk:1"), split("lk:2")]);
}

/// A county that was split lies in one region all the same; an area of which a part alone lies
/// in a care board does not lie in it.
#[test]
fn births_count_for_the_larger_area_that_is_asked_for() {
    let codes = [
        ("E07000026", "E12000002"),
        ("E06000063", "E12000002"),
        ("E10000021", "E12000004"),
        ("E09000001", "E12000007"),
        ("E12000004", "E12000004"),
        ("W06000001", "W06000001"),
    ];
    let counted = same(&codes, "boundaries_on = 2024-04-01\nwithin = \"E12\"", &[]);
    let outside = ("W06000001", AreaFate::Outside, Some("W06000001"));
    assert_eq!(fates(&counted).last(), Some(&outside));
    let codes = [("E06000063", ""), ("E06000001", "E54000050")];
    let geography = "boundaries_on = 2024-04-01\nwithin = \"E54\"\notherwise = \"total-only\"";
    let counted = same(&codes, geography, &[]);
    assert_eq!(fates(&counted)[1], ("E06000063", AreaFate::Outside, None));
}

#[test]
fn what_a_geography_cannot_be_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("births.csv"), births(&["E09000001"], str::to_owned)).unwrap();
    fs::write(folder.path().join("areas.csv"), "code,name\nE0900000,London\nlk:1,One\n").unwrap();
    let spec = SPEC.replace("FILE", "births.csv");
    let with = |geography: &str| format!("{spec}[area.geography]\n{geography}\n");
    let told = |files: &str| {
        let text = with(&format!("boundaries_on = 2024-04-01\nfiles = [\"{files}\"]"));
        counted(&text, folder.path()).unwrap_err().to_string()
    };
    assert_eq!(
        told("areas.csv"),
        "`areas.csv` cannot be read as a list of areas: areas.csv, row 2, column `code`: not an area code"
    );
    assert_eq!(told("more.csv"), "`more.csv` cannot be taken: there is no such file");
    for (geography, says) in [
        ("files = []", "boundaries_on"),
        ("boundaries_on = 2024-04-01\nwithin = \" \"", "`area.geography.within` is empty"),
        ("boundaries_on = 2024-04-01\notherwise = \"drop\"", "not what can become of births"),
    ] {
        let read = read_count_spec_bytes(with(geography).as_bytes(), "count.toml", &mut unwatched);
        let error = read.unwrap_err().to_string();
        assert!(error.contains(says), "{geography}: {error}");
    }
    let text = with("boundaries_on = 2024-04-01\notherwise = \"total-only\"");
    let text = text.replace("total = \"E92000001\"\n", "");
    let read = read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched);
    assert!(read.unwrap_err().to_string().contains("`area.total` gives it no code"));
    let text = with("boundaries_on = 2024-04-01").replace("from = \"area\"\n", "");
    let read = read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched);
    assert!(read.unwrap_err().to_string().contains("`area.from` does not say where they stand"));
}
