//! `pathway cascade`, on a synthetic log.

mod support;

use std::fmt::Write as _;
use std::fs;

use support::{done, err, firstyear, folder, out};

/// 400 cases that smoke: of the poorer half as many as of the richer are contacted once
/// referred, and nothing else differs. One case says nothing of where it lives.
fn log(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let mut text = "case,activity,timestamp,reported-smoking,imd\n".to_owned();
    for case in 0..400 {
        let imd = if case % 2 == 0 { "poorer" } else { "richer" };
        let of = case / 2;
        let _ = writeln!(text, "{case},identify,2024-01-10,smokes,{imd}");
        if of % 10 < 8 {
            let _ = writeln!(text, "{case},refer,2024-01-12,,{imd}");
        } else {
            let _ = writeln!(text, "{case},declined,2024-01-12,,{imd}");
        }
        if of % 10 < (if imd == "poorer" { 3 } else { 6 }) {
            let _ = writeln!(text, "{case},contact,2024-01-20,,{imd}");
        }
    }
    for case in 400..420 {
        let _ = writeln!(text, "{case},identify,2024-01-10,smokes,");
    }
    text.push_str("420,identify,2024-01-10,does-not-smoke,richer\n420,call,2024-01-11,,richer\n");
    let path = folder.path().join("log.csv");
    fs::write(&path, text).unwrap();
    path
}

fn run(folder: &tempfile::TempDir, more: &[&str]) -> std::process::Output {
    let log = log(folder);
    let args = ["pathway", "cascade", "stop-smoking-pregnancy", "--log", log.to_str().unwrap()];
    let args: Vec<&str> = args.iter().chain(more).copied().collect();
    firstyear(&args)
}

#[test]
fn the_step_at_which_groups_part_is_named() {
    let folder = folder();
    let by = ["--by", "imd", "--reference", "richer", "--as-of", "2024-02-01"];
    let stages = ["--stages", "smokers,referred,contacted"];
    let args: Vec<&str> = by.iter().chain(&stages).copied().collect();
    let output = run(&folder, &args);
    let text = out(&output);
    assert!(text.contains("leads to “Specialist contact”"), "{text}");
    assert!(text.contains("Of 20 cases imd is not recorded"), "{text}");
    assert!(text.contains("Cases were open when the log ended, on 1 February 2024"), "{text}");
    let said = err(&output);
    assert!(said.contains("some events are of activities that stand for no step"), "{said}");
    assert!(!said.contains("`call`"), "{said}");
    let csv = run(&folder, &[&args[..], &["--format", "csv", "--disclosure", "none"]].concat());
    let csv = out(&csv);
    assert!(csv.contains("imd,poorer,yes,contacted,started,reached,60,known"), "{csv}");
    assert!(csv.contains("imd,richer,yes,contacted,started,conditional,75,known"), "{csv}");
    let json = out(&run(&folder, &[&args[..], &["--format", "json"]].concat()));
    assert!(json.contains("\"main\": \"contacted\""), "{json}");
    let svg = out(&run(&folder, &[&args[..], &["--format", "svg"]].concat()));
    assert!(svg.starts_with("<svg xmlns"), "{svg}");
}

#[test]
fn small_counts_are_withheld_unless_they_may_be_seen() {
    let folder = folder();
    // Of those who do not smoke there is one.
    let markdown = out(&run(&folder, &["--format", "md"]));
    assert!(
        markdown.contains("| Everyone | Smoke, or stopped lately | 420 | withheld |"),
        "{markdown}"
    );
    let csv = out(&run(&folder, &["--format", "csv"]));
    assert!(csv.contains(",yes,,,cases,,withheld-secondary"), "{csv}");
    let shown = out(&run(&folder, &["--format", "md", "--disclosure", "none"]));
    assert!(shown.contains("| Everyone | Smoke, or stopped lately | 420 | 1 |"), "{shown}");
}

#[test]
fn what_is_asked_wrongly_is_told() {
    let folder = folder();
    for (args, says) in [
        (&["--stages", "referred,reffered"][..], "`reffered` is no stage and no step"),
        (&["--reference", "richer"], "asks for groups"),
        (&["--by", "imd", "--reference", "middle"], "they are `poorer`, `richer`"),
    ] {
        let output = run(&folder, args);
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
        assert!(err(&output).contains(says), "{}", err(&output));
    }
    let all = firstyear(&["pathway", "check", "--all"]);
    done(&all);
}

/// A plan of a log in which fewer of the worst off are contacted once referred.
const PLAN: &str = r#"
schema_version = 1
pathway = "stop-smoking-pregnancy"
seed = 7
cases = 3000
first_day = "2024-04-01"
days = 365
observed_until = "2025-12-31"
[[group]]
id = "deprivation"
category = [{ name = "1" }, { name = "2" }, { name = "3" }]
[[way]]
from = "refer"
to = "contact"
probability = 0.9
by = [{ group = "deprivation", is = ["1"], probability = 0.6 }]
"#;

#[test]
fn what_was_planted_in_a_made_up_log_is_found_again() {
    let folder = folder();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (plan, log) = (file("plan.toml"), file("log.csv"));
    fs::write(&plan, PLAN).unwrap();
    let smoking = "stop-smoking-pregnancy";
    done(&firstyear(&["pathway", "simulate-log", smoking, "--plan", &plan, "--out", &log]));
    let json: serde_json::Value = serde_json::from_str(&done(&firstyear(&[
        "pathway",
        "cascade",
        smoking,
        "--log",
        &log,
        "--by",
        "deprivation",
        "--reference",
        "3",
        "--disclosure",
        "none",
        "--as-of",
        "2025-12-31",
        "--format",
        "json",
    ])))
    .unwrap();
    let truth = fs::read_to_string(file("log.truth.json")).unwrap();
    let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
    // Who was drawn to come is counted.
    for category in ["1", "2", "3"] {
        let of = |list: &serde_json::Value| {
            let all = list.as_array().unwrap().clone();
            all.into_iter().find(|one| one["category"] == category).unwrap()
        };
        let (drawn, counted) = (of(&truth["groups"]), of(&json["groups"]));
        let ways = drawn["ways"].as_array().unwrap();
        let way = ways.iter().find(|way| way["from"] == "refer" && way["to"] == "contact").unwrap();
        assert_eq!(counted["stages"][1]["reached"]["value"], way["of"], "{category}");
        assert_eq!(counted["stages"][2]["reached"]["value"], way["taken"], "{category}");
    }
    let split = &json["groups"][0]["split"];
    assert_eq!(split["main"], "contacted");
    let planted = (0.6_f64 / 0.9).ln();
    let part = &split["parts"][1]["log_ratio"];
    let limit = |name: &str| part[name].as_f64().unwrap();
    assert!(limit("lower") < planted && planted < limit("upper"), "{part}");
}
