//! Documents of small results made by hand.

use firstyear_analysis::{DataQuality, GapTrend, InequalityProfile, Slope, release};
use firstyear_core::project::Disclosure;
use firstyear_core::{Place, Problem, ProblemCode, SourceClass};
use serde_json::Value;

use super::*;
use crate::testing;

fn released<T: firstyear_analysis::Disclose>(result: T) -> firstyear_analysis::Released<T> {
    release(result, &Disclosure::default())
}

fn json<T: Serialize>(document: &T) -> Value {
    serde_json::from_str(&to_json(document).unwrap()).unwrap()
}

#[test]
fn every_result_carries_its_version() {
    let documents = [
        json(&GapTrendV1::from(&released(testing::gap_trend()))),
        json(&InequalityProfileV1::from(&released(testing::imd_profile()))),
        json(&AreaComparisonV1::from(&released(testing::area_comparison()))),
        json(&CausesV1::from(&released(testing::causes()))),
        json(&DecompositionV1::from(&released(testing::decomposition()))),
        json(&DataQualityV1::from(&released(DataQuality::default()))),
        json(&ProblemsV1::from([].as_slice())),
    ];
    for document in documents {
        assert_eq!(document["schema_version"], 1, "{document}");
    }
}

#[test]
fn a_published_gap_keeps_value_limits_and_origin() {
    let document = json(&GapTrendV1::from(&released(testing::gap_trend())));
    let point = &document["series"][1]["points"][2];
    assert_eq!(point["period"]["label"], "2007 to 2009");
    assert_eq!(point["period"]["first_day"], "2007-01-01");
    assert_eq!(point["period"]["last_day"], "2009-12-31");
    let gap = &point["relative_gap_percent"];
    assert_eq!(gap["status"], "known");
    let estimate = &gap["estimate"];
    assert_eq!(
        [&estimate["value"], &estimate["lower"], &estimate["upper"], &estimate["confidence"]],
        [12.0, 9.2, 14.9, 0.95]
    );
    assert_eq!(point["absolute_gap"]["status"], "absent");
    assert_eq!(point["origin"]["kind"], "published");
    let comparison = &document["comparisons"][0];
    assert_eq!(comparison["verdict"], "cannot-tell");
    assert_eq!(comparison["across_break"]["later"], "NS-SEC 2001");
}

/// Mix and risk, and the categories below them, add up to the difference.
#[test]
fn parts_of_a_difference_add_up_in_document_and_table() {
    let released = released(testing::decomposition());
    let document = json(&DecompositionV1::from(&released));
    assert_eq!(
        (&document["form"], &document["difference"]["value"]),
        (&"mix-and-risk".into(), &7.3.into())
    );
    let value = |estimate: &Value| estimate["value"].as_f64().unwrap();
    let sum: f64 = document["parts"].as_array().unwrap().iter().map(value).sum();
    let rows = document["categories"].as_array().unwrap();
    let wholes: f64 = rows.iter().map(|row| value(&row["whole"])).sum();
    assert!((sum - 7.3).abs() < 1e-9 && (wholes - 7.3).abs() < 1e-9, "{sum} {wholes}");
    assert_eq!(rows[0]["whole"]["lower"], Value::Null, "mix and risk hang together");
    let mut out = Vec::new();
    csv::decompositions([&released], &mut out).unwrap();
    let rows = table(&out);
    let of = |measure: &str, label: &str| {
        let found =
            |row: &&Vec<String>| cell(row, "measure") == measure && cell(row, "label") == label;
        rows.iter().find(found).map(|row| cell(row, "value").to_owned()).unwrap()
    };
    assert_eq!(
        [of("difference", ""), of("part-mix", ""), of("part-risk", "Low")],
        ["7.3", "4.1", "1.5"]
    );
    assert_eq!(of("left-out-events", ""), "0");
}

#[test]
fn a_difference_that_is_not_taken_apart_says_why() {
    let mut found = testing::by_cause();
    found.parts = Err(firstyear_analysis::DecompositionRefusal::Sampled);
    let released = released(found);
    let document = json(&DecompositionV1::from(&released));
    assert_eq!((&document["difference"], &document["parts"]), (&Value::Null, &Value::Null));
    assert!(document["not_computed"].as_str().unwrap().contains("sample"), "{document}");
    let mut out = Vec::new();
    csv::decompositions([&released], &mut out).unwrap();
    let rows = table(&out);
    let last = rows.last().unwrap();
    assert_eq!((cell(last, "measure"), cell(last, "status")), ("difference", "absent"));
    assert!(cell(last, "note").contains("not taken apart: the births of"), "{last:?}");
}

/// The release hides a small count with its rate and limits; nothing of the
/// three may reach a document.
#[test]
fn what_is_hidden_has_no_number() {
    let mut comparison = testing::area_comparison();
    let rate = &mut comparison.areas[0].area.rate;
    rate.class = SourceClass::Restricted;
    rate.events = firstyear_core::Cell::known(3);
    let document = json(&AreaComparisonV1::from(&released(comparison)));
    let hidden = &document["areas"][0];
    assert_eq!(hidden["verdict"], "not-compared");
    for figure in ["events", "at_risk"] {
        assert_eq!(hidden["area"]["rate"][figure]["status"], "withheld-primary");
        assert_eq!(hidden["area"]["rate"][figure]["value"], Value::Null);
    }
    assert_eq!(hidden["area"]["rate"]["rate"]["estimate"], Value::Null);
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    let bytes = || to_json(&InequalityProfileV1::from(&released(testing::imd_profile()))).unwrap();
    assert_eq!(bytes(), bytes());
    assert!(bytes().ends_with("}\n") && !bytes().contains('\r'));
}

#[test]
fn a_figure_that_is_no_number_is_an_error() {
    let mut profile: InequalityProfile = testing::imd_profile();
    let slope = profile.periods[0].slope.unwrap();
    profile.periods[0].slope = Some(Slope { dispersion: f64::NAN, ..slope });
    let profile = released(profile);
    let error = to_json(&InequalityProfileV1::from(&profile)).unwrap_err();
    assert_eq!(error.to_string(), "the document cannot be written as JSON: a number is not finite");
    let error = csv::inequality_profiles([&profile], &mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("not a finite number"), "{error}");
}

#[test]
fn problems_are_counted_and_placed() {
    let place = Place::file("deaths.xlsx").sheet("21").row(9).column("Live births");
    let problems = [
        Problem::new(ProblemCode::CellNotWhole, place, "not a whole number"),
        Problem::new(ProblemCode::ObservationRepeated, Place::file("a.csv").row(7), "as row 6"),
    ];
    let document = json(&ProblemsV1::from(problems.as_slice()));
    assert_eq!((&document["errors"], &document["notes"]), (&1.into(), &1.into()));
    let first = &document["problems"][0];
    assert_eq!((&first["code"], &first["severity"]), (&"cell-not-whole".into(), &"error".into()));
    assert_eq!(first["place"]["sheet"], "21");
    assert_eq!(document["problems"][1]["place"]["column"], Value::Null);
}

/// Rows of a table as lists of cells, the header first.
fn table(bytes: &[u8]) -> Vec<Vec<String>> {
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes)
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn cell<'a>(row: &'a [String], column: &str) -> &'a str {
    &row[csv::COLUMNS.iter().position(|known| *known == column).unwrap()]
}

#[test]
fn tables_have_one_row_a_figure() {
    let mut out = Vec::new();
    csv::gap_trends([&released(testing::gap_trend())], &mut out).unwrap();
    let rows = table(&out);
    assert_eq!(rows[0], csv::COLUMNS);
    let gap = rows
        .iter()
        .find(|row| cell(row, "period") == "2007 to 2009" && cell(row, "measure") == "relative-gap")
        .unwrap();
    let cells = ["value", "status", "lower", "upper", "confidence"].map(|name| cell(gap, name));
    assert_eq!(cells, ["12", "known", "9.2", "14.9", "0.95"]);
    let change = rows.last().unwrap();
    assert_eq!(cell(change, "measure"), "change-in-relative-gap");
    assert_eq!((cell(change, "value"), cell(change, "status")), ("", "absent"));
    assert_eq!(cell(change, "verdict"), "cannot-tell");
    assert_eq!(
        cell(change, "note"),
        "compared with 1997 to 1999; held against the limits of one of the two; \
         the classification changed from NS-SEC 90 to NS-SEC 2001"
    );
}

#[test]
fn tables_keep_four_facts_apart() {
    let mut out = Vec::new();
    csv::causes([&released(testing::causes())], &mut out).unwrap();
    let rows = table(&out);
    let status = |label: &str| -> Vec<(String, String)> {
        let of = rows.iter().filter(|row| cell(row, "label") == label);
        of.map(|row| (cell(row, "value").to_owned(), cell(row, "status").to_owned())).collect()
    };
    let pair = |value: &str, status: &str| (value.to_owned(), status.to_owned());
    assert_eq!(status("Infections"), [pair("90", "known"), pair("", "withheld-publisher")]);
    assert_eq!(status("Sudden infant deaths"), [pair("", "not-applicable"), pair("130", "known")]);
    assert_eq!(rows[1][6], "ons-cause-group=immaturity");
}

#[test]
fn every_table_has_the_same_columns() {
    let mut tables = vec![Vec::new(); 4];
    let profiles = [released(testing::imd_profile()), released(testing::ethnic_profile())];
    csv::inequality_profiles(&profiles, &mut tables[0]).unwrap();
    csv::area_comparisons([&released(testing::area_comparison())], &mut tables[1]).unwrap();
    csv::data_quality(&released(testing::data_quality()), &mut tables[2]).unwrap();
    csv::gap_trends(&[] as &[firstyear_analysis::Released<GapTrend>], &mut tables[3]).unwrap();
    for bytes in &tables {
        let rows = table(bytes);
        assert!(rows.iter().all(|row| row.len() == csv::COLUMNS.len()));
        assert_eq!(rows[0], csv::COLUMNS);
    }
    let slope = table(&tables[0]);
    let slope = slope.iter().find(|row| cell(row, "measure") == "slope-index").unwrap();
    assert_eq!((cell(slope, "value"), cell(slope, "dimension")), ("3.1", "imd-2015-decile"));
}
