//! The questions of a project as a user asks them, one at a time.

mod support;

use support::{done, england_with, err, firstyear, folder, root};

/// Documents that the program prints, each held against the committed schema.
#[track_caller]
fn documents(command: &str, schema: &str) -> Vec<serde_json::Value> {
    let path = root().join("schemas/v1").join(schema);
    let schema = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).expect("a JSON Schema");
    let text = done(&firstyear(&[command, "fixtures/england", "--format", "json"]));
    let documents: Vec<serde_json::Value> = serde_json::from_str(&text).expect("a JSON array");
    for document in &documents {
        let errors: Vec<_> = validator.iter_errors(document).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{command}: {errors:#?}");
        assert_eq!(document["schema_version"], 1);
    }
    documents
}

#[test]
fn json_is_what_the_committed_schemas_promise() {
    let gaps = documents("gap", "gap-trend.json");
    assert_eq!(gaps.len(), 1);
    let points = gaps[0]["series"][1]["points"].as_array().unwrap();
    let latest = points.iter().find(|at| at["period"]["label"] == "2007 to 2009").unwrap();
    // The press notice of the Department of Health prints 12 per cent.
    assert_eq!(latest["relative_gap_percent"]["estimate"]["value"], 12.0);
    let profiles = documents("inequality", "inequality-profile.json");
    let asked = ["imd-decile", "ns-sec-household", "mother-age", "ethnic-group"];
    assert_eq!(profiles.len(), asked.len(), "one document for each question of the project");
    let trends = documents("trend", "trend.json");
    // Table 1 of the workbook: 43 years from 1980 to 2022.
    assert_eq!(trends[0]["group"]["run"]["periods"], 43);
    assert_eq!(trends[1]["gap"]["run"]["version"], "imd-2019-decile");
    let charts = documents("spc", "spc.json");
    assert_eq!(charts[0]["points"].as_array().map(Vec::len), Some(43));
}

#[test]
fn a_funnel_comes_in_every_shape() {
    let funnel = |shape| done(&firstyear(&["funnel", "fixtures/england", "--format", shape]));
    let text = funnel("text");
    assert!(text.contains("Of 151 areas compared") && text.contains("Birmingham"), "{text}");
    assert!(funnel("md").starts_with("## Which areas lie outside what chance"));
    let svg = funnel("svg");
    assert!(svg.starts_with("<svg") && svg.contains(">Birmingham<"), "{svg}");
    assert!(funnel("csv").starts_with("result,indicator,area,period,"));
    let documents = documents("funnel", "funnel.json");
    assert_eq!(documents[0]["areas"].as_array().unwrap().len(), 151);
}

#[test]
fn small_areas_come_in_every_shape_under_both_names() {
    let ask = |command, shape| done(&firstyear(&[command, "fixtures/england", "--format", shape]));
    let text = ask("small_areas", "text");
    assert!(text.starts_with("What do small areas really say?"), "{text}");
    assert_eq!(text, ask("small-areas", "text"), "the same ranks from the same seed");
    assert!(ask("small_areas", "md").contains("| Rutland | E06000017 | 3 | 274 | 10.9 |"));
    assert!(ask("small_areas", "svg").starts_with("<svg"));
    assert!(ask("small_areas", "csv").contains(",expected-rank,"));
    let documents = documents("small_areas", "small-areas.json");
    assert_eq!(documents[0]["areas"].as_array().unwrap().len(), 151);
    assert_eq!(documents[0]["draws"]["seed"], 1);
}

#[test]
fn the_change_of_a_rate_is_taken_apart() {
    let found = documents("decomposition", "decomposition.json");
    let value = |estimate: &serde_json::Value| estimate["value"].as_f64().unwrap();
    // Table 21 of the workbook: 6,547 deaths among 1,757,732 births in 2020 to
    // 2022; the total of the categories is that of the table.
    let total = &found[0]["first"]["totals"][0];
    assert_eq!(
        (&total["events"]["value"], &total["at_risk"]["value"]),
        (&6_547.into(), &1_757_732.into())
    );
    let second = &found[0]["second"]["totals"][0];
    let count = |cell: &serde_json::Value| cell["value"].as_f64().unwrap();
    let crude =
        |total: &serde_json::Value| 1_000.0 * count(&total["events"]) / count(&total["at_risk"]);
    let parts: f64 = found[0]["parts"].as_array().unwrap().iter().map(value).sum();
    assert!((parts - (crude(total) - crude(second))).abs() < 1e-9, "{parts}");
    let text = done(&firstyear(&["decomposition", "fixtures/england"]));
    assert!(text.contains("from another mix of births"), "{text}");
    assert!(
        done(&firstyear(&["decomposition", "fixtures/england", "--format", "svg"]))
            .starts_with("<svg")
    );
    assert!(
        done(&firstyear(&["decomposition", "fixtures/england", "--format", "md"]))
            .contains("| 1 (most deprived) |")
    );
}

#[test]
fn what_would_narrow_the_gap_comes_in_every_shape() {
    let ask = |shape| done(&firstyear(&["scenario", "fixtures/england", "--format", shape]));
    let text = ask("text");
    assert!(text.contains("would take 14.0 points from the gap and leave 5.0%"), "{text}");
    assert!(text.contains("calibrated to the published figure"), "{text}");
    // A tenth off the 13% of 1997 to 1999, from the 19% of 2002 to 2004.
    assert!(text.contains("7.3 points below where the scenario starts"), "{text}");
    assert!(text.contains("In 2010, the year of the target, it would be 12.3%"), "{text}");
    assert!(ask("md").contains("| Smoking in pregnancy | 2.0 | 1.96 |"));
    assert!(ask("svg").starts_with("<svg"));
    let found = documents("scenario", "scenario.json");
    assert_eq!(found[0]["measures"].as_array().unwrap().len(), 7);
}

#[test]
fn periods_of_risk_come_in_every_shape() {
    let ask = |shape| done(&firstyear(&["ppor", "fixtures/england", "--format", shape]));
    assert!(ask("text").contains("maternal health and prematurity 0.77"));
    assert!(ask("md").contains("| Maternal care | 2.19 |"));
    assert!(ask("svg").starts_with("<svg"));
    assert_eq!(documents("ppor", "ppor.json")[0]["periods"].as_array().unwrap().len(), 4);
}

#[test]
fn what_the_report_prints_of_its_visits_comes_in_every_shape() {
    let ask = |shape| done(&firstyear(&["evaluate", "fixtures/england", "--format", shape]));
    let text = ask("text");
    assert!(text.contains("+2.0 percentage points (printed as +2.1)"), "{text}");
    assert_eq!(text.matches("No denominators: ").count(), 2, "{text}");
    assert_eq!(text.matches("Unequal baselines: ").count(), 2, "{text}");
    assert!(ask("svg").starts_with("<svg"));
    assert!(documents("evaluate", "evaluation.json")[1]["effect"].is_null());
}

#[test]
fn areas_are_chosen_by_three_rules() {
    let ask = |shape| done(&firstyear(&["selection", "fixtures/england", "--format", shape]));
    let text = ask("text");
    assert!(text.contains("33 of 151 areas have 20 or more deaths"), "{text}");
    assert!(text.contains("would be so again, on average"), "{text}");
    assert!(ask("md").contains("| Slough | E06000039 | 21 | 2,293 | 9.2 |"));
    assert_eq!(documents("selection", "selection.json")[0]["at_least"], 20);
}

#[test]
fn the_scenario_of_the_example_project_is_worked_out() {
    let folder = folder();
    let project = folder.path().join("my-area");
    let path = project.to_str().unwrap();
    done(&firstyear(&["init", path]));
    let file = project.join("firstyear.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, scenario) = text.split_once("# [[scenario]]").expect("the example has one");
    let scenario: Vec<&str> = scenario.lines().map(|line| line.trim_start_matches("# ")).collect();
    std::fs::write(&file, format!("{before}[[scenario]]{}", scenario.join("\n"))).unwrap();
    let said = done(&firstyear(&["scenario", path]));
    assert!(said.contains("the group would have had"), "{said}");
    assert!(said.contains("maternity records, 2022"), "{said}");
}

#[test]
fn csv_is_one_table() {
    for command in [
        "gap",
        "inequality",
        "trend",
        "spc",
        "decomposition",
        "ppor",
        "scenario",
        "evaluate",
        "selection",
    ] {
        let text = done(&firstyear(&[command, "fixtures/england", "--format", "csv"]));
        assert!(text.starts_with("result,indicator,area,period,"), "{text}");
        assert_eq!(text.matches("result,indicator").count(), 1, "one header");
    }
}

#[test]
fn rates_over_time_come_in_every_shape() {
    let ask = |command, shape| done(&firstyear(&[command, "fixtures/england", "--format", shape]));
    let trend = ask("trend", "text");
    assert!(trend.starts_with("Is it rising or falling") && trend.contains("% a year"), "{trend}");
    // Two versions of the deciles: the trend rests on the later one.
    assert!(trend.contains("(by another version of the classification)"), "{trend}");
    assert!(ask("trend", "md").contains("| 2022 | 2,349 | 605,479 | 3.9 |"));
    let spc = ask("spc", "text");
    assert!(spc.contains("Limits need about 12") && spc.contains("new limits begin"), "{spc}");
    for command in ["trend", "spc"] {
        let svg = ask(command, "svg");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");
    }
}

#[test]
fn new_limits_with_a_period_that_is_not_there_are_refused() {
    let folder = folder();
    let project =
        england_with(folder.path(), |text| text.replace("[\"1992\", \"2014\"]", "[\"1492\"]"));
    let output = firstyear(&["spc", &project]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains("entry 1 of `rebase` is not a period"), "{}", err(&output));
}
