//! `firstyear pathway`: what there is, and whether it is sound.

mod support;

use std::fs;

use support::{done, err, firstyear, folder, out, root};

fn example() -> String {
    fs::read_to_string(root().join("crates/pathways/tests/data/stop-smoking.toml")).unwrap()
}

/// What is said of the example after a change, and the exit code.
fn check(change: impl Fn(String) -> String, more: &[&str]) -> (Option<i32>, String) {
    let folder = folder();
    let file = folder.path().join("ours.toml");
    fs::write(&file, change(example())).unwrap();
    let file = file.to_str().unwrap();
    let args: Vec<&str> = ["pathway", "check", file].iter().chain(more).copied().collect();
    let output = firstyear(&args);
    assert!(err(&output).is_empty(), "{}", err(&output));
    (output.status.code(), out(&output).replace(file, "ours.toml"))
}

#[test]
fn the_catalogue_is_listed() {
    let text = done(&firstyear(&["pathway", "list"]));
    let line = text.lines().find(|line| line.contains("stop-smoking-pregnancy")).unwrap();
    assert!(line.contains("Stop smoking in pregnancy") && line.contains("draft"), "{line}");
    assert_eq!(text.lines().filter(|line| line.contains("draft")).count(), 17, "{text}");
}

#[test]
fn the_catalogue_is_sound_and_what_is_open_is_a_note() {
    let text = done(&firstyear(&["pathway", "check", "--all"]));
    assert!(text.contains("note[pathway-element-open]: obligation `contacted-in-time`"), "{text}");
    assert!(text.contains("at pathways/stop-smoking-pregnancy.toml, row "), "{text}");
    assert!(!text.contains("error["), "{text}");
    let one = done(&firstyear(&["pathway", "check", "stop-smoking-pregnancy"]));
    assert!(
        one.starts_with("stop-smoking-pregnancy: draft; 10 steps, 1 decision, 4 exits"),
        "{one}"
    );
}

#[test]
fn a_sound_file_has_its_notes() {
    let (code, text) = check(|text| text, &[]);
    assert_eq!(
        text,
        "\
smoking-example: draft; 6 steps, 1 decision, 3 exits, 5 obligations, 1 open element

note[pathway-element-open]: obligation `quit-shown`: it is open: nobody states after how many weeks
  at ours.toml, row 225
  help: agree on it and name its source, or leave it open in a draft

1 note in 1 file
"
    );
    assert_eq!(code, Some(0));
}

#[test]
fn a_broken_one_is_told_with_place_and_help() {
    let (code, text) = check(|text| text.replace("at_least = 7.0", "at_least = 8.0"), &[]);
    assert_eq!(code, Some(1), "{text}");
    let told = "\
error[decision-gap]: decision `smokes`: no row fits where `co-reading` is 7 or more and below 8
  at ours.toml, row 84
";
    assert!(text.contains(told), "{text}");
    assert!(text.ends_with("1 error and 1 note in 1 file\n"), "{text}");
}

#[test]
fn a_file_that_cannot_be_read_tells_every_fault() {
    let broken = |text: String| {
        text.replace("kind = \"referral\"", "kind = \"referal\"")
            .replace("theme = \"smoking\"", "theme = \"smokng\"")
    };
    let (code, text) = check(broken, &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("error[theme-unknown]"), "{text}");
    assert!(text.contains("not a kind of step"), "{text}");
}

#[test]
fn what_is_derived_from_nothing_is_told() {
    let derived = |from: &str| {
        let from = format!("index = \"identify\"\nderived_from = {from}");
        move |text: String| text.replacen("index = \"identify\"", &from, 1)
    };
    let of = derived("{ id = \"stop-smoking-pregnancy\", version = \"2010-1\" }");
    assert_eq!(check(of, &[]).0, Some(0), "one of the catalogue");
    let (code, text) = check(derived("{ id = \"elsewhere\", version = \"1\" }"), &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("it is derived from version `1` of `elsewhere`, which is not here"));
    let (code, text) = check(derived("{ id = \"smoking-example\", version = \"1\" }"), &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("error[pathway-derivation-cyclic]"), "{text}");
}

#[test]
fn programs_read_json_and_sarif() {
    let (code, json) = check(|text| text, &["--output", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["notes"]), (Some(0), &serde_json::json!(1)));
    assert_eq!(json["problems"][0]["code"], "pathway-element-open");
    let (_, sarif) = check(|text| text, &["--output", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "pathway-element-open");
}

#[test]
fn wrong_use_says_what_would_be_right() {
    let output = firstyear(&["pathway", "check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--all"), "{}", err(&output));
    let output = firstyear(&["pathway", "check", "stop-smokng"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("firstyear pathway list"), "{}", err(&output));
    let output = firstyear(&["pathway", "check", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(4));
}

#[test]
fn the_schema_takes_the_catalogue() {
    let schema = done(&firstyear(&["schema", "pathway"]));
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let valid = jsonschema::validator_for(&schema).unwrap();
    for pathway in firstyear_catalogue::catalogue().pathways() {
        let document = serde_json::to_value(pathway).unwrap();
        let faults: Vec<_> = valid.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", pathway.id);
    }
}

#[test]
fn a_pathway_is_drawn_or_printed_for_staff() {
    let of = |format: &str| {
        done(&firstyear(&["pathway", "render", "stop-smoking-pregnancy", "--format", format]))
    };
    let (mermaid, dot, page) = (of("mermaid"), of("dot"), of("md"));
    assert!(mermaid.starts_with("flowchart TD\n") && mermaid.contains("stop smoking service"));
    assert!(dot.starts_with("digraph \"stop-smoking-pregnancy\" {"), "{dot}");
    assert!(page.contains("- [ ] A woman who smokes is referred unless she opts out."), "{page}");
    assert!(page.contains("## Not settled"), "{page}");
    // Every pathway of the catalogue can be drawn, and twice the same.
    let list = done(&firstyear(&["pathway", "list"]));
    let ids = list.lines().filter_map(|line| line.trim_matches(['|', ' ']).split(' ').next());
    for id in ids.filter(|id| id.contains('-') && !id.contains('+')) {
        done(&firstyear(&["pathway", "render", id]));
        let drawing = done(&firstyear(&["pathway", "render", id, "--format", "svg"]));
        assert!(drawing.starts_with("<svg") && drawing.contains("not clinical advice"), "{id}");
        let card = done(&firstyear(&["pathway", "render", id, "--format", "card"]));
        assert!(card.starts_with("<!DOCTYPE html>") && card.contains("not clinical advice"));
    }
    let folder = folder();
    let file = folder.path().join("drawn.mmd");
    done(&firstyear(&["pathway", "render", "bereavement", "--out", file.to_str().unwrap()]));
    assert!(fs::read_to_string(&file).unwrap().starts_with("flowchart TD\n"));
}

#[test]
fn what_is_not_sound_is_not_drawn() {
    let folder = folder();
    let file = folder.path().join("ours.toml");
    fs::write(&file, example().replace("index = \"", "index = \"no-")).unwrap();
    let output = firstyear(&["pathway", "render", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).is_empty(), "{}", out(&output));
    assert!(err(&output).contains("error["), "{}", err(&output));
}

#[test]
fn a_pathway_is_explained() {
    let said = done(&firstyear(&["explain", "stop-smoking-pregnancy"]));
    assert!(said.starts_with("stop-smoking-pregnancy (a care pathway, draft): Stop smoking in"));
    assert!(said.contains("not clinical advice"), "{said}");
    assert!(
        said.contains("Counted: Carbon monoxide test recorded (co-tested-at-booking)."),
        "{said}"
    );
    assert!(said.contains("Not settled: "), "{said}");
}

/// A synthetic log with these options, in a folder of its own.
fn made(name: &str, more: &[&str]) -> (tempfile::TempDir, String) {
    let folder = folder();
    let file = folder.path().join(name);
    let args =
        ["pathway", "simulate-log", "stop-smoking-pregnancy", "--out", file.to_str().unwrap()];
    let output = firstyear(&[&args[..], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let said = err(&output).replace(folder.path().to_str().unwrap(), "");
    (folder, said)
}

#[test]
fn a_log_is_made_up_with_its_truth_beside_it() {
    let options = [
        "--cases",
        "50",
        "--seed",
        "7",
        "--group",
        "fifth=1,2,3,4,5",
        "--way",
        "refer:contact=0.5",
    ];
    let (folder, said) = made("log.csv", &options);
    assert!(said.contains("50 cases and"), "{said}");
    assert!(said.contains("all made up; what was planted is in /log.truth.json"), "{said}");
    let log = fs::read_to_string(folder.path().join("log.csv")).unwrap();
    let head = "case,activity,timestamp,lifecycle,resource,synthetic,fifth,reported-smoking\n";
    assert!(log.starts_with(head), "{log}");
    assert!(
        log.lines().skip(1).all(|line| line.starts_with("synthetic-") && line.contains(",true,"))
    );
    let truth = fs::read_to_string(folder.path().join("log.truth.json")).unwrap();
    let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
    assert_eq!((&truth["synthetic"], &truth["seed"]), (&true.into(), &7.into()));
    assert_eq!(truth["generator"], "philox4x32-10");
    let ways = truth["groups"][0]["ways"].as_array().unwrap();
    let refer = ways.iter().find(|way| way["from"] == "refer").unwrap();
    assert_eq!(refer["planted"], 0.5);
    let schema = done(&firstyear(&["schema", "log-truth"]));
    let schema = serde_json::from_str(&schema).unwrap();
    assert!(jsonschema::is_valid(&schema, &truth));
    let (again, _) = made("log.csv", &options);
    assert_eq!(fs::read_to_string(again.path().join("log.csv")).unwrap(), log);
}

#[test]
fn a_log_is_made_up_by_a_plan_in_the_format_of_its_ending() {
    let plan = root().join("schemas/accepted/log-simulation/made-up.json");
    let plan = ["--plan", plan.to_str().unwrap(), "--cases", "20"];
    for (name, format, truth) in [
        ("a.xes.gz", "xes", "a.truth.json"),
        ("b.jsonocel", "ocel", "b.truth.json"),
        ("c.csv.gz", "event-log-csv", "c.truth.json"),
    ] {
        let (folder, _) = made(name, &plan);
        assert!(folder.path().join(truth).is_file(), "{truth}");
        let text = done(&firstyear(&["check", folder.path().join(name).to_str().unwrap()]));
        assert!(text.contains(&format!(": {format}; ")), "{text}");
    }
}

#[test]
fn what_cannot_be_made_up_is_told() {
    let folder = folder();
    let file = folder.path().join("log.csv");
    let said = |more: &[&str]| {
        let args = ["pathway", "simulate-log", "stop-smoking-pregnancy"];
        let output = firstyear(&[&args[..], more].concat());
        (output.status.code(), err(&output))
    };
    let out = file.to_str().unwrap();
    let (code, text) = said(&["--seed", "1", "--out", "log.txt"]);
    assert!(code == Some(2) && text.contains("say --to csv, xes or ocel"), "{text}");
    let (code, text) = said(&["--seed", "1", "--way", "refer:nrt=0.5", "--out", out]);
    assert!(code == Some(2) && text.contains("no way from `refer` to `nrt`"), "{text}");
    let (code, text) = said(&["--out", out]);
    assert!(code == Some(2) && text.contains("--seed"), "{text}");
    let plan = folder.path().join("plan.toml");
    fs::write(&plan, "schema_version = 1\nseed = 1\n").unwrap();
    let (code, text) = said(&["--plan", plan.to_str().unwrap(), "--out", out]);
    assert!(code == Some(1) && text.contains("column `cases`"), "{text}");
    assert!(!file.exists());
}

#[test]
fn logs_are_converted_from_format_to_format() {
    let (folder, _) = made("log.csv", &["--cases", "10", "--seed", "7"]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let convert = |from: &str, to: &str, out: &str| {
        firstyear(&["convert", &path(from), "--to", to, "--out", &path(out)])
    };
    let output = convert("log.csv", "xes", "log.xes");
    done(&output);
    assert!(err(&output).contains("ids of cases stand in it"), "{}", err(&output));
    done(&convert("log.xes", "event-log-csv", "again.csv"));
    let read = |name: &str| fs::read_to_string(path(name)).unwrap();
    // XML asks for seconds.
    assert_eq!(read("again.csv").replace(":00,", ","), read("log.csv").replace(":00,", ","));
    done(&convert("log.csv", "ocel", "log.json"));
    let output = convert("log.json", "xes", "none.xes");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("write it as OCEL"), "{}", err(&output));
    let output =
        firstyear(&["convert", &path("log.csv"), "--to", "xes", "--years", "calendar-year"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
}

#[test]
fn flow_is_answered_in_every_format() {
    let plan = root().join("schemas/accepted/flow-plan/made-up.json");
    let flow = |more: &[&str]| {
        let args = ["pathway", "flow", "stop-smoking-pregnancy", "--plan", plan.to_str().unwrap()];
        done(&firstyear(&[&args[..], more].concat()))
    };
    let text = flow(&[]);
    for said in [
        "People who come to each stage, over a year",
        "what if every group were referred as often as the best?",
        "the best is all others",
        "what if the clinic had two more slots?",
        "nothing in it went through disclosure control",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let csv = flow(&["--format", "csv"]);
    assert!(csv.starts_with("question,stage,group,measure,unit,value,lower,upper\n"), "{csv}");
    let more =
        csv.lines().find(|line| line.starts_with("best-referral,refer,,more-people,people,"));
    assert!(more.unwrap().split(',').nth(5).unwrap().starts_with("80"), "{more:?}");
    assert!(flow(&["--format", "md"]).contains("**People who come to each stage, over a year**"));
    let json: serde_json::Value = serde_json::from_str(&flow(&["--format", "json"])).unwrap();
    let schema = done(&firstyear(&["schema", "flow"]));
    let schema = serde_json::from_str(&schema).unwrap();
    assert!(jsonschema::is_valid(&schema, &json));
    assert_eq!((&json["seed"], &json["draws"]), (&7.into(), &1000.into()));
    assert_eq!(json["now"]["stages"][0]["name"], "Automatic referral");
}

#[test]
fn a_plan_of_flow_that_cannot_be_is_told() {
    let folder = folder();
    let plan = folder.path().join("flow.toml");
    fs::write(
        &plan,
        "schema_version = 1\npathway = \"x\"\nperiod = \"a year\"\ndays = 365\nseed = 1\n",
    )
    .unwrap();
    let args = ["pathway", "flow", "stop-smoking-pregnancy", "--plan", plan.to_str().unwrap()];
    let output = firstyear(&args);
    assert_eq!(output.status.code(), Some(1));
    let said = err(&output);
    assert!(said.contains("the plan is for `x`") && said.contains("nobody enters"), "{said}");
}
