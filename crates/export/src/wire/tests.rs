//! Documents of small results made by hand.

use firstyear_analysis::{DataQuality, GapTrend, InequalityProfile, Rules, Slope, release};
use firstyear_core::{Place, Problem, ProblemCode, SourceClass};
use serde_json::Value;

use super::*;
use crate::testing;

fn released<T: firstyear_analysis::Disclose>(result: T) -> firstyear_analysis::Released<T> {
    release(result, &Rules::default())
}

fn json<T: Document>(document: &T) -> Value {
    serde_json::from_str(&to_json(document).unwrap()).unwrap()
}

#[test]
fn every_result_carries_its_version() {
    let documents = [
        json(&GapTrendV1::from(&released(testing::gap_trend()))),
        json(&InequalityProfileV1::from(&released(testing::imd_profile()))),
        json(&AreaComparisonV1::from(&released(testing::area_comparison()))),
        json(&FunnelV1::from(&released(testing::area_funnel()))),
        json(&SmallAreasV1::from(&released(testing::small_areas()))),
        json(&CausesV1::from(&released(testing::causes()))),
        json(&TrendV1::from(&released(testing::trend(SourceClass::Published)))),
        json(&SpcV1::from(&released(testing::control_chart(SourceClass::Published)))),
        json(&DecompositionV1::from(&released(testing::decomposition()))),
        json(&PporV1::from(&released(testing::ppor(SourceClass::Published)))),
        json(&ScenarioV1::from(&released(testing::scenario(SourceClass::Published)))),
        json(&AreaProfileV1::from(&released(testing::area_profile(SourceClass::Published)))),
        json(&SelfAssessmentV1::from(&released(testing::self_assessment(SourceClass::Published)))),
        json(&EquityAuditV1::from(&released(testing::equity_audit(SourceClass::Published)))),
        json(&DeathsReviewV1::from(&released(testing::deaths_review(SourceClass::Published)))),
        json(&LearningV1::from(&released(testing::learning(SourceClass::Published)))),
        json(&ScorecardV1::from(&released(testing::scorecard(SourceClass::Published)))),
        json(&SelectionV1::from(&released(testing::selection(SourceClass::Published)))),
        json(&EvaluationV1::from(&released(testing::evaluation(SourceClass::Published)))),
        json(&PathwayCascadeV1::from(&released(testing::cascade(SourceClass::Published)))),
        json(&DataQualityV1::from(&released(DataQuality::default()))),
        json(&PrintedArithmeticV1::from(&released(testing::printed_arithmetic()))),
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
fn a_funnel_has_limits_for_each_area_that_is_shown() {
    let document = json(&FunnelV1::from(&released(testing::area_funnel())));
    let areas = document["areas"].as_array().unwrap();
    let places: Vec<_> = areas.iter().map(|area| area["position"].as_str().unwrap()).collect();
    assert_eq!(places, ["above-95", "within", "not-compared", "below-99.8"]);
    assert_eq!(areas[0]["limits_95"], serde_json::json!({ "lower": 2.0, "upper": 6.4 }));
    assert_eq!((&areas[2]["limits_95"], &document["compared"]), (&Value::Null, &3.into()));
    let mut out = Vec::new();
    csv::funnels([&released(testing::area_funnel())], &mut out).unwrap();
    let rows = table(&out);
    let of = |label: &str, measure: &str| {
        rows.iter().find(|row| cell(row, "label") == label && cell(row, "measure") == measure)
    };
    let outer = of("Buckinghamshire", "limits-99.8").unwrap();
    let cells = ["value", "lower", "upper", "confidence", "method"].map(|name| cell(outer, name));
    assert_eq!(cells, ["4", "2.6", "5.6", "0.998", "funnel"]);
    assert_eq!(cell(of("Buckinghamshire", "rate").unwrap(), "verdict"), "lower");
    assert!(of("Isles of Scilly", "limits-95").is_none());
    assert_eq!(cell(of("Isles of Scilly", "rate").unwrap(), "status"), "withheld-publisher");
}

#[test]
fn small_areas_carry_the_seed_of_their_ranks() {
    let document = json(&SmallAreasV1::from(&released(testing::small_areas())));
    let draws = serde_json::json!({ "generator": "philox4x32-10", "seed": 1, "count": 5_000 });
    assert_eq!(document["draws"], draws);
    let shrunk = &document["areas"][0]["shrunk"];
    assert_eq!((&shrunk["rank"]["lower"], &shrunk["rank"]["upper"]), (&1.into(), &2.into()));
    assert_eq!(shrunk["probability_above_comparator"], 0.97);
    assert_eq!(shrunk["rate"]["method"], "gamma-poisson-shrinkage");
    assert_eq!(document["areas"][2]["shrunk"], Value::Null);
    let mut out = Vec::new();
    csv::small_areas([&released(testing::small_areas())], &mut out).unwrap();
    let rows = table(&out);
    let of = |measure: &str| {
        let is = |row: &&Vec<String>| {
            cell(row, "label") == "Hartlepool" && cell(row, "measure") == measure
        };
        rows.iter().find(is).unwrap()
    };
    let cells = ["value", "lower", "upper", "method", "note"];
    assert_eq!(
        cells.map(|name| cell(of("expected-rank"), name)),
        ["1.2", "1", "2", "rank-interval", "5000 draws, philox4x32-10, seed 1"]
    );
    assert_eq!(cell(of("reliability"), "value"), "0.52");
    assert_eq!(cell(of("shrunk-rate"), "upper"), "8.1");
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

#[test]
fn a_trend_keeps_its_tests_and_their_periods() {
    // The least deprived fifth halves each year, the most deprived stays.
    let document = json(&TrendV1::from(&released(testing::trend(SourceClass::Published))));
    let against = &document["against"];
    assert_eq!(against["recent_trend"]["label"], "Decreasing and getting better");
    assert_eq!(against["recent_trend"]["method"], "recent-trend");
    assert_eq!(against["run"]["first"]["label"], "2016");
    let change = against["yearly_change"]["percent"]["value"].as_f64().unwrap();
    assert!((change + 50.0).abs() < 1e-6, "{change}");
    let gap = document["gap"]["yearly_change"]["percent"]["value"].as_f64().unwrap();
    assert!((gap - 100.0).abs() < 1e-6, "{gap}");
    assert_eq!(document["group"]["no_recent_trend"], Value::Null);
}

#[test]
fn a_control_chart_names_its_rules() {
    let document = json(&SpcV1::from(&released(testing::control_chart(SourceClass::Published))));
    assert_eq!((&document["chart"], &document["method"]), (&"u".into(), &"u-chart".into()));
    assert_eq!(document["assurance"], "consistent-pass");
    let last = &document["points"][11];
    let cause = &last["special_cause"];
    assert_eq!((&cause["rule"], &cause["direction"]), (&"outside-limits".into(), &"up".into()));
    assert_eq!((&last["kind"], &cause["run"]), (&"concern".into(), &Value::Null));
    assert_eq!(document["points"][0]["special_cause"], Value::Null);
}

#[test]
fn rates_over_time_are_tables_of_the_same_columns() {
    let mut out = Vec::new();
    csv::trends([&released(testing::trend(SourceClass::Published))], &mut out).unwrap();
    let rows = table(&out);
    assert_eq!(rows[0], csv::COLUMNS);
    let gap = rows.iter().find(|row| cell(row, "measure") == "yearly-change-in-gap").unwrap();
    assert_eq!(cell(gap, "dimension"), "imd-2019-quintile");
    assert_eq!(
        cell(gap, "note"),
        "rate of the group over that of the least deprived fifth; over 2016 to 2020"
    );
    let marker: Vec<_> =
        rows.iter().filter(|row| cell(row, "measure") == "recent-trend-chi-square").collect();
    assert_eq!(cell(marker[1], "note"), "Decreasing and getting better; over 2016 to 2020");
    let mut out = Vec::new();
    csv::control_charts([&released(testing::control_chart(SourceClass::Published))], &mut out)
        .unwrap();
    let rows = table(&out);
    let centre = rows.iter().rfind(|row| cell(row, "measure") == "centre-line").unwrap();
    assert_eq!((cell(centre, "value"), cell(centre, "period")), ("4", "2020"));
    assert_eq!(cell(centre, "note"), "worse: above the upper limit");
    let target = rows.last().unwrap();
    assert_eq!((cell(target, "measure"), cell(target, "note")), ("target", "consistent_pass"));
}

#[test]
fn printed_figures_keep_their_decimals_beside_what_is_recomputed() {
    let document = json(&PrintedArithmeticV1::from(&released(testing::printed_arithmetic())));
    let table = &document["tables"][0];
    assert_eq!((&table["row_sum"], &table["total"]["count"]), (&96.into(), &94.into()));
    assert_eq!(table["difference"], 2);
    let percent = &document["tables"][1]["rows"][1]["percent"];
    assert_eq!(
        [&percent["printed"], &percent["read"], &percent["recomputed"], &percent["misprint"]],
        ["24.30", "24.3", "24.3", "digit-for-bracket"]
    );
    let statement = &document["statements"][0];
    assert_eq!([&statement["result"], &statement["recomputed"]], ["2.1", "2.0"]);
    assert_eq!(
        (&statement["agrees"], &statement["within_rounding"]),
        (&false.into(), &true.into())
    );
    let placed: Vec<bool> = document["annotations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["has_figure"].as_bool().unwrap())
        .collect();
    assert_eq!(placed, [true, true, true, false, false]);
}

#[test]
fn what_a_restricted_source_prints_is_not_listed() {
    let mut found = testing::printed_arithmetic();
    found.tables[0].class = SourceClass::Restricted;
    found.statements[0].class = SourceClass::Restricted;
    found.annotations[0].class = SourceClass::Restricted;
    let document = json(&PrintedArithmeticV1::from(&released(found)));
    assert_eq!(document["tables"].as_array().unwrap().len(), 1);
    assert_eq!(document["annotations"].as_array().unwrap().len(), 4);
    assert_eq!(
        (&document["tables_not_listed"], &document["statements_not_listed"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn a_table_of_what_is_printed_has_both_figures() {
    let mut out = Vec::new();
    csv::printed_arithmetic(&released(testing::printed_arithmetic()), &mut out).unwrap();
    let table = String::from_utf8(out).unwrap();
    for row in [
        "printed-arithmetic,,,,,,table-4/total,Total,printed-count,94,known,,,,,,,dh-2010,",
        "printed-arithmetic,,,,,,table-4/total,Total,sum-of-rows,96,known,,,,,,,dh-2010,",
        "printed-arithmetic,,,,,,table-7/other,Other,printed-percent,24.3,known,,,,,,,dh-2010,\"printed as 24.30, a misprint\"",
        "printed-arithmetic,,,,,,breastfeeding-change,Change in visited areas,recomputed-result,2,known,,,,,,,dh-2010,",
    ] {
        assert!(table.lines().any(|line| line == row), "{row}\n{table}");
    }
}

#[test]
fn a_cascade_has_its_shares_in_percent_and_its_parts_as_logarithms() {
    let released = released(testing::cascade(SourceClass::Published));
    let document = json(&PathwayCascadeV1::from(&released));
    let first = &document["groups"][0];
    assert_eq!(first["stages"][2]["conditional"]["estimate"]["value"], 50.0);
    assert_eq!(first["stages"][3]["cumulative"]["estimate"]["value"], 20.0);
    let split = &first["split"];
    assert_eq!((&split["main"], &first["no_split"]), (&"quit-date".into(), &Value::Null));
    let of = |part: &Value| part["log_ratio"]["value"].as_f64().unwrap();
    let sum: f64 = split["parts"].as_array().unwrap().iter().map(of).sum();
    assert!((sum - of(split)).abs() < 1e-9);
    assert_eq!(document["reference"], "Least deprived");
    assert_eq!(document["groups"][2]["no_split"], "it is held against nobody");
    assert_eq!(document["groups"][3]["category"], Value::Null);
    assert_eq!(document["slopes"].as_array().unwrap().len(), 3);
    let mut out = Vec::new();
    csv::pathway_cascade(&released, &mut out).unwrap();
    let rows = table(&out);
    assert_eq!(rows[0], csv::CASCADE_COLUMNS);
    let row = |group: &str, stage: &str, measure: &str| {
        let is_it = |row: &&Vec<String>| (&*row[2], &*row[4], &*row[6]) == (group, stage, measure);
        rows.iter().find(is_it).unwrap_or_else(|| panic!("no {measure}"))[7].clone()
    };
    assert_eq!(row("Most deprived", "quit-date", "reached"), "80");
    assert_eq!(row("Most deprived", "quit-date", "conditional"), "50");
    assert_eq!(row("Middle", "quit", "open"), "15");
    assert_eq!(row("Middle", "quit", "half-by-days-since-before"), "21");
}

#[test]
fn hidden_counts_of_a_cascade_have_no_number() {
    let rules =
        Rules::from(firstyear_core::project::Disclosure { withhold_from: 1, withhold_to: 7 });
    let shown = release(testing::cascade(SourceClass::Restricted), &rules);
    let document = json(&PathwayCascadeV1::from(&shown));
    // Five of those not recorded quit, and five do not.
    let last = &document["groups"][3]["stages"][3];
    assert_eq!(last["reached"]["status"], "withheld-primary");
    assert_eq!(
        (&last["reached"]["value"], &last["dropped"]["value"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(last["conditional"]["estimate"], Value::Null);
    assert_eq!(last["since_before"]["status"], "withheld-secondary");
    assert_eq!(document["groups"][3]["no_split"], "a count is withheld");
    let mut out = Vec::new();
    csv::pathway_cascade(&shown, &mut out).unwrap();
    let hidden = table(&out).iter().filter(|row| row[8].starts_with("withheld")).count();
    assert!(hidden > 10);
    assert!(table(&out)[1..].iter().all(|row| (row[8] == "known") != row[7].is_empty()));
}
