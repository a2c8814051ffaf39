//! `query`, with the engine and without.

mod support;

use support::{err, firstyear};

#[cfg(not(feature = "records"))]
#[test]
fn a_build_without_the_engine_says_which_feature_has_it() {
    let refused = firstyear(&["query", "fixtures/england", "select 1"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("built without the feature records"), "{}", err(&refused));
}

#[test]
fn a_query_needs_a_project_and_a_text() {
    for args in [vec!["query"], vec!["query", "fixtures/england"]] {
        let refused = firstyear(&args);
        assert_eq!(refused.status.code(), Some(2));
        assert!(err(&refused).contains("SELECT"), "{}", err(&refused));
    }
}

#[cfg(feature = "records")]
mod with_the_engine {
    use std::fmt::Write as _;
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    use super::support::{done, england_with, err, firstyear, folder, out, root};

    const ENGLAND: &str = "fixtures/england";

    #[test]
    fn an_answer_is_a_table_commas_or_json() {
        let sql = "select area, period, numerator, rate(3, 1000, 1000) as r, true as yes, null as none \
                   from observations where indicator = 'infant-mortality-rate' and groups = '' \
                   and area = 'E92000001' and period = '2022'";
        let text = done(&firstyear(&["query", ENGLAND, sql]));
        assert!(text.contains("| area        period   numerator   r   yes    none |"), "{text}");
        let csv = done(&firstyear(&["query", ENGLAND, sql, "--format", "csv"]));
        assert!(csv.starts_with("area,period,numerator,r,yes,none\nE92000001,2022,"), "{csv}");
        assert!(csv.ends_with(",3,true,\n"), "{csv}");

        let folder = folder();
        let file = folder.path().join("answer.json");
        done(&firstyear(&["query", ENGLAND, sql, "--out", file.to_str().unwrap()]));
        let json: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let schema = done(&firstyear(&["schema", "query-answer"]));
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        jsonschema::validate(&schema, &json).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(json["query"], sql);
        assert_eq!(json["rows"][0][5], serde_json::Value::Null);
        let refused = firstyear(&["query", ENGLAND, sql, "--out", "answer.doc"]);
        assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
    }

    #[test]
    fn no_rows_is_an_answer() {
        let ended = firstyear(&["query", ENGLAND, "select area from observations where false"]);
        assert_eq!(ended.status.code(), Some(0));
        assert!(out(&ended).contains("area") && err(&ended).contains("note: no rows"));
    }

    #[test]
    fn functions_are_listed_with_what_the_registry_says() {
        let listed = done(&firstyear(&["query", "--functions"]));
        for said in [
            "rate(x, n [, multiplier, confidence])",
            "method exact-byar: Garwood (1936)",
            "sii(subgroup_order, x, n [, multiplier, confidence, dispersion])",
            "numerator_status",
        ] {
            assert!(listed.contains(said), "{said}: {listed}");
        }
    }

    const SPEC: &str = r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
basis = "cohort"
[births]
files = ["births.csv"]
fields = { birth_date = "born", age_at_death = "age" }
[period]
unit = "calendar-year"
first = "2019"
last = "2019"
[area]
from = "area"
total = "E92000001"
[[dimension]]
id = "made-up-class"
from = "class"
recode = { 1 = "high", 2 = "middle", 3 = "low" }
missing = "low"
[[indicator]]
id = "infant-mortality-rate"
"#;

    /// 300 births of each class, with 2, 20 and 30 deaths.
    fn records(folder: &Path) -> String {
        let mut births = "id,born,area,class,age\n".to_owned();
        for (class, dead) in [(1, 2), (2, 20), (3, 30)] {
            for at in 0..300 {
                let age = if at < dead { "9" } else { "" };
                writeln!(births, "person-{class}-{at},2019-05-01,E06000001,{class},{age}").unwrap();
            }
        }
        fs::write(folder.join("births.csv"), births).unwrap();
        fs::write(folder.join("count.toml"), SPEC).unwrap();
        folder.join("count.toml").display().to_string()
    }

    #[test]
    fn records_are_told_of_in_groups_and_small_ones_are_withheld() {
        let folder = folder();
        let spec = records(folder.path());
        let ask =
            |sql: &str| firstyear(&["query", ENGLAND, sql, "--records", &spec, "--format", "csv"]);
        let sql = "select made_up_class, sum(infant_mortality_rate_numerator) as deaths, status() as shown \
                   from births group by made_up_class order by made_up_class";
        let told = ask(sql);
        assert_eq!(
            done(&told),
            "made_up_class,deaths,shown\nhigh,,withheld-primary\nlow,30,known\nmiddle,,withheld-secondary\n"
        );
        assert!(err(&told).contains("withheld, of 3 rows: 1 as a count is small, 1 so that"));
        for refused in [
            "select id from births",
            "select area from births",
            "select made_up_class, max(weight) from births group by made_up_class",
        ] {
            let refused = ask(refused);
            assert!(matches!(refused.status.code(), Some(2 | 3)), "{}", err(&refused));
            assert_eq!(out(&refused), "");
            assert!(!err(&refused).contains("person"), "{}", err(&refused));
        }
        assert_eq!(ask("select area from births").status.code(), Some(3));
        assert_eq!(ask("delete from births").status.code(), Some(2));
    }

    /// The project may name the specification, and nothing outside of its folder is read then.
    #[test]
    fn a_project_names_its_records() {
        let folder = folder();
        records(folder.path());
        let with = |line: &str| {
            england_with(folder.path(), |text| text.replace("schema_version = 1", line))
        };
        let sql = "select count(*) as n from births";
        let project = with("schema_version = 1\nrecords = \"count.toml\"");
        assert_eq!(done(&firstyear(&["query", &project, sql, "--format", "csv"])), "n\n900\n");
        let project = with("schema_version = 1\nrecords = \"../count.toml\"");
        let refused = firstyear(&["query", &project, sql]);
        assert_eq!(refused.status.code(), Some(1), "{}", err(&refused));
        assert!(err(&refused).contains("leads out of the folder"), "{}", err(&refused));
        let outside = SPEC.replace("births.csv", "../births.csv");
        fs::write(folder.path().join("count.toml"), outside).unwrap();
        let project = with("schema_version = 1\nrecords = \"count.toml\"");
        let refused = firstyear(&["query", &project, sql]);
        assert!(err(&refused).contains("leads out of the folder"), "{}", err(&refused));
    }

    /// The words of a command: those in quotation marks are one.
    fn words(line: &str) -> Vec<String> {
        let parts = line.split('"').enumerate();
        let mut words = Vec::new();
        for (at, part) in parts {
            if at % 2 == 1 {
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        words
    }

    #[test]
    fn the_examples_of_the_reference_run() {
        let page = fs::read_to_string(root().join("docs/query.md")).unwrap();
        let folder = folder();
        let project = folder.path().join("my-area");
        fs::create_dir(&project).unwrap();
        england_with(&project, |text| text);
        let mut ran = 0;
        let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
        for line in blocks.flat_map(str::lines) {
            let words = words(line);
            assert_eq!(words[0], "firstyear", "{line}");
            let ended = Command::new(env!("CARGO_BIN_EXE_firstyear"))
                .args(&words[1..])
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert_eq!(ended.status.code(), Some(0), "{line}\n{}", err(&ended));
            ran += 1;
        }
        assert_eq!(ran, 8);
        assert!(folder.path().join("sii.json").exists());
    }
}
