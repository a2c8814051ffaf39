//! Plans of synthetic logs in TOML and JSON, and what is wrong with them.

use firstyear_core::pathway::{CarePathway, DelayDistribution, DelayUnit, LogSimulation};
use firstyear_ingest::{
    CodeLists, ReadError, read_log_simulation_bytes, read_pathway_bytes, unwatched,
};

fn pathway() -> CarePathway {
    let text = include_str!("../../catalogue/data/pathways/stop-smoking-pregnancy.toml");
    let codes = CodeLists::NONE;
    let read = read_pathway_bytes(
        text.lines()
            .filter(|line| !line.starts_with("theme =") && !line.starts_with("indicator ="))
            .collect::<Vec<_>>()
            .join("\n")
            .as_bytes(),
        "quit.toml",
        &codes,
        &mut unwatched,
    );
    read.unwrap().pathway
}

const PLAN: &str = r#"schema_version = 1
pathway = "stop-smoking-pregnancy"
seed = 7
cases = 100
first_day = 2024-04-01
days = 365
offset_minutes = -60

[[group]]
id = "fifth"
category = [{ name = "1", probability = 0.4 }, { name = "2" }]

[[way]]
from = "refer"
to = "contact"
probability = 0.9
by = [{ group = "fifth", is = ["1"], probability = 0.6 }]

[[step]]
id = "contact"
delay = { distribution = "gamma", mean = 9, shape = 2, unit = "hours" }
all_ways = true

[[input]]
id = "reported-smoking"
value = [{ is = "smokes", probability = 0.1 }, { missing = true }]

[[clock]]
id = "birth"
after = { distribution = "uniform", least = 180, most = 220 }
"#;

fn read(text: &str, file: &str) -> Result<LogSimulation, Vec<String>> {
    read_log_simulation_bytes(text.as_bytes(), file, &pathway(), &mut unwatched).map_err(|error| {
        let ReadError::Unusable { problems } = error else { panic!("{error}") };
        problems.iter().map(ToString::to_string).collect()
    })
}

#[test]
fn a_plan_is_read_in_both_forms() {
    let plan = read(PLAN, "plan.toml").unwrap();
    assert_eq!((plan.seed, plan.cases, plan.offset_minutes), (7, 100, Some(-60)));
    assert_eq!(plan.ways[0].by[0].probability, 0.6);
    let delay = plan.steps[0].delay.as_ref().unwrap();
    assert_eq!((delay.distribution, delay.unit), (DelayDistribution::Gamma, DelayUnit::Hours));
    assert!(plan.steps[0].all_ways && plan.inputs[0].values[1].missing);
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(read(&json, "plan.json").unwrap(), plan);
}

/// What is said of the plan with one line changed.
#[track_caller]
fn said(from: &str, to: &str, expected: &[&str]) {
    assert!(PLAN.contains(from), "{from}");
    assert_eq!(read(&PLAN.replace(from, to), "plan.toml").unwrap_err(), expected, "{to}");
}

#[test]
fn every_fault_has_its_line() {
    said(
        "to = \"contact\"",
        "to = \"nrt\"",
        &["plan.toml, row 13: the pathway has no way from `refer` to `nrt`"],
    );
    said(
        "from = \"refer\"",
        "from = \"smokes\"",
        &[
            "plan.toml, row 13: `smokes` is a decision, which its inputs settle: give their chances \
         under `input`",
        ],
    );
    said(
        "is = [\"1\"], probability = 0.6",
        "is = [\"9\"], probability = 1.6",
        &[
            "plan.toml, row 13: `probability` is not from 0 to 1",
            "plan.toml, row 13: the group `fifth` has no `9`",
        ],
    );
    said(
        "group = \"fifth\"",
        "group = \"tenth\"",
        &["plan.toml, row 13: the plan has no group `tenth`"],
    );
    said("shape = 2, ", "", &["plan.toml, row 19: a time that is gamma needs `shape`"]);
    said("mean = 9", "mean = -9", &["plan.toml, row 19: a time is negative or longer than a life"]);
    said("most = 220", "most = 20", &["plan.toml, row 28: `most` is less than `least`"]);
    said(
        "id = \"birth\"",
        "id = \"quit-date\"",
        &["plan.toml, row 28: the pathway has no clock `quit-date` of gestation or birth"],
    );
    said(
        "is = \"smokes\"",
        "is = \"smoked\"",
        &["plan.toml, row 24: `reported-smoking` has no word `smoked`"],
    );
    said(
        "is = \"smokes\"",
        "at_least = 1",
        &["plan.toml, row 24: not what `reported-smoking` can be in the pathway"],
    );
    said("cases = 100", "cases = 0", &["plan.toml: `cases` is not from 1 to 10000000"]);
    said(
        "days = 365",
        "days = 365\nopen = 0.1",
        &["plan.toml: `open` needs a last day: give `observed_until`"],
    );
    said(
        "pathway = \"stop",
        "pathway = \"start",
        &["plan.toml: the plan is for `start-smoking-pregnancy`, and the pathway is \
         `stop-smoking-pregnancy`"],
    );
    said(
        "seed = 7",
        "sed = 7",
        &[
            "plan.toml, column `seed`: the field is missing",
            "plan.toml, row 3, column `sed`: not a field of the plan of a synthetic log",
        ],
    );
}

#[test]
fn chances_of_more_than_1_are_told_with_whom_they_meet() {
    let more = "[[way]]\nfrom = \"brief-intervention\"\nto = \"refer\"\nprobability = 0.5\n\
                by = [{ group = \"fifth\", is = [\"2\"], probability = 0.8 }]\n\n\
                [[way]]\nfrom = \"brief-intervention\"\nto = \"opt-out\"\nprobability = 0.3\n\n\
                [[step]]";
    let text = PLAN.replacen("[[step]]", more, 1);
    let expected =
        "plan.toml, row 19: the chances of `brief-intervention` are more than 1 for `fifth` 2";
    assert_eq!(read(&text, "plan.toml").unwrap_err(), [expected]);
}
