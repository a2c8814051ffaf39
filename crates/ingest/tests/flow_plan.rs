//! Plans of flow in TOML and JSON, and what is wrong with them.

use firstyear_core::pathway::{CarePathway, ExitReason, FlowPlan};
use firstyear_ingest::{ReadError, read_flow_plan_bytes, unwatched};

fn pathway() -> CarePathway {
    let text = include_str!("../../../schemas/accepted/pathway/made-up.json");
    serde_json::from_str(text).unwrap()
}

/// The step with which the made-up pathway begins, and one more.
fn plan() -> String {
    let pathway = pathway();
    format!(
        r#"schema_version = 1
pathway = "{}"
period = "a year"
days = 365
seed = 7

[[group]]
name = "a"
entering = 100

[[group]]
name = "b"
entering = 300.5

[[stage]]
id = "{}"
of = [{{ group = "a", reached = 5, out_of = 10 }}, {{ probability = 0.5 }}]

[[queue]]
stage = "{}"
slots_per_working_day = 2
leave = [{{ reason = "declined", after = {{ distribution = "fixed", mean = 30 }} }}]

[simulation]
warm_up_days = 10
days = 100
replications = 5

[[what_if]]
id = "more"
text = "what if there were fewer slots?"
stage = "{}"
more = -1
"#,
        pathway.id, pathway.index, pathway.index, pathway.index
    )
}

fn read(text: &str, file: &str) -> Result<FlowPlan, Vec<String>> {
    read_flow_plan_bytes(text.as_bytes(), file, &pathway(), &mut unwatched).map_err(|error| {
        let ReadError::Unusable { problems } = error else { panic!("{error}") };
        problems.iter().map(ToString::to_string).collect()
    })
}

#[test]
fn a_plan_is_read_in_both_forms() {
    let plan = read(&plan(), "plan.toml").unwrap();
    assert_eq!((plan.groups[1].entering, plan.what_ifs[0].more), (300.5, Some(-1)));
    assert_eq!(plan.queues[0].leaves[0].reason, ExitReason::Declined);
    assert_eq!(plan.reached(&plan.stages[0], "b").unwrap().probability, Some(0.5));
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(read(&json, "plan.json").unwrap(), plan);
}

/// What is said of the plan with one text changed.
#[track_caller]
fn said(from: &str, to: &str, expected: &[&str]) {
    let plan = plan();
    assert!(plan.contains(from), "{from}");
    assert_eq!(read(&plan.replacen(from, to, 1), "plan.toml").unwrap_err(), expected, "{to}");
}

#[test]
fn every_fault_has_its_line_and_tells_no_count() {
    said(
        "reached = 5",
        "reached = 50",
        &["plan.toml, row 15: more came to it than had come before, or nobody had"],
    );
    said(
        "reached = 5, ",
        "",
        &["plan.toml, row 15: give `reached` and `out_of`, or `probability`"],
    );
    said(
        ", { probability = 0.5 }",
        "",
        &[&format!(
            "plan.toml, row 15: nothing says how many of `b` come to `{}`",
            pathway().index
        )],
    );
    said(
        "entering = 100",
        "entering = -1",
        &["plan.toml, row 7: `entering` is no number of people"],
    );
    said(
        "slots_per_working_day = 2",
        "servers = 2",
        &["plan.toml, row 19: give `slots_per_working_day`, or `servers` with `service`"],
    );
    said(
        "more = -1",
        "more = -3",
        &["plan.toml, row 29: fewer places than none, or more than 100000"],
    );
    said(
        "more = -1",
        "groups = [\"c\"]",
        &[
            "plan.toml, row 29: the plan has no group `c`",
            "plan.toml, row 29: nothing would be otherwise: give `as_best`, `probability` or `more`",
        ],
    );
    said(
        "replications = 5",
        "replications = 4000000",
        &["plan.toml: a simulation of more than 50 million days in all would not end"],
    );
    said("period = \"a year\"\n", "", &["plan.toml, column `period`: the field is missing"]);
}
