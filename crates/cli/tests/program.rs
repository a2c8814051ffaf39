//! The program as a user types it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn firstyear(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firstyear"))
        .args(args)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}{}", out(output), err(output));
    out(output)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn the_report_on_england_says_what_can_and_cannot_be_told() {
    let folder = folder();
    let site = folder.path().join("site");
    let site_text = site.to_str().unwrap();
    done(&firstyear(&["report", "fixtures/england", "--out", site_text]));
    let gap = std::fs::read_to_string(site.join("gap.html")).unwrap();
    assert!(gap.contains("12%") && gap.contains("9.2% to 14.9%"), "the gap of 2007 to 2009");
    assert!(gap.contains("cannot be told from the 13% of 1997 to 1999"));
    assert!(gap.contains("change of classification"));
    let first = std::fs::read(site.join("report.md")).unwrap();
    done(&firstyear(&["report", "fixtures/england", "--out", site_text]));
    assert_eq!(first, std::fs::read(site.join("report.md")).unwrap(), "the same bytes twice");
}

#[test]
fn a_folder_that_is_not_a_report_is_never_replaced() {
    let folder = folder();
    let mine = folder.path().join("mine.txt");
    std::fs::write(&mine, "keep").unwrap();
    let path = folder.path().to_str().unwrap();
    let output = firstyear(&["report", "fixtures/england", "--out", path]);
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    assert_eq!(std::fs::read_to_string(mine).unwrap(), "keep");
}

#[test]
fn a_new_project_checks_and_reports() {
    let folder = folder();
    let project = folder.path().join("area");
    let project = project.to_str().unwrap();
    done(&firstyear(&["init", project]));
    assert_eq!(firstyear(&["init", project]).status.code(), Some(2), "never written over");
    done(&firstyear(&["check", project]));
    let profile = done(&firstyear(&["inequality", project]));
    assert!(profile.contains("2020 to 2022"), "{profile}");
    let site = folder.path().join("site");
    done(&firstyear(&["report", project, "--out", site.to_str().unwrap()]));
}

#[test]
fn a_bad_row_is_placed_and_explained() {
    let folder = folder();
    let file = folder.path().join("deaths.csv");
    std::fs::write(
        &file,
        "indicator,area,period,groups,numerator,denominator,value,value_status,source\n\
         infant-mortality-rate,E92000001,2022,imd-2019-decile=11,5,1000,,absent,s\n\
         infant-mortality-rate,E92000001,2022,imd-2019-decile=1,many,1000,,absent,s\n\
         infant-mortality-rate,E92000001,2022,imd-2019-decile=2,5,1000,,absent,s\n",
    )
    .unwrap();
    let output = firstyear(&["check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let text = out(&output);
    assert!(text.contains("error[category-unknown]") && text.contains("row 2"), "{text}");
    assert!(text.contains("error[cell-not-a-number]") && text.contains("`numerator`"), "{text}");
    assert!(!text.contains("many"), "a raw cell is never repeated: {text}");
}

#[test]
fn every_listed_term_can_be_explained() {
    for what in ["indicators", "dimensions", "formats", "methods", "problems"] {
        let list = done(&firstyear(&["list", what]));
        let term = list.split_whitespace().next().expect("a first term");
        assert!(done(&firstyear(&["explain", term])).len() > 40, "{term}");
    }
    assert_eq!(firstyear(&["explain", "no-such-thing"]).status.code(), Some(2));
}

#[test]
fn answers_come_in_every_shape() {
    for shape in ["text", "json", "csv", "md", "svg"] {
        let text = done(&firstyear(&["gap", "fixtures/england", "--format", shape]));
        assert!(text.len() > 100, "{shape}");
    }
}

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
}

#[test]
fn csv_is_one_table() {
    for command in ["gap", "inequality"] {
        let text = done(&firstyear(&[command, "fixtures/england", "--format", "csv"]));
        assert!(text.starts_with("result,indicator,area,period,"), "{text}");
        assert_eq!(text.matches("result,indicator").count(), 1, "one header");
    }
}

#[test]
fn reference_commands_answer() {
    assert!(done(&firstyear(&["schema"])).contains("project"));
    let schema = done(&firstyear(&["schema", "project"]));
    serde_json::from_str::<serde_json::Value>(&schema).expect("a JSON Schema");
    assert_eq!(firstyear(&["schema", "no-such"]).status.code(), Some(2));
    assert!(done(&firstyear(&["completions", "bash"])).contains("firstyear"));
    let folder = folder();
    done(&firstyear(&["man", "--out", folder.path().to_str().unwrap()]));
    assert!(folder.path().join("firstyear.1").exists());
    assert_eq!(firstyear(&["report", "no/such/folder"]).status.code(), Some(4));
}

#[test]
fn a_method_runs_on_rows_and_says_which_have_no_result() {
    let folder = folder();
    let rows = folder.path().join("rows.csv");
    std::fs::write(&rows, "area,cases,n\na,9,120\nb,200,100\nc,NA,4\n").unwrap();
    let rows = rows.to_str().unwrap();
    let run = |more: &[&str]| {
        let mut args = vec!["metrics", "run", "--method", "wilson", "--input", rows];
        args.extend(more);
        firstyear(&args)
    };
    let output = run(&["--column", "x=cases", "--set", "multiplier=100"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let lines: Vec<String> = out(&output).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "area,x,n,value,lowercl,uppercl");
    assert!(lines[1].starts_with("a,9,120,7.5,3.99"), "{}", lines[1]);
    assert_eq!(lines[2..], ["b,200,100,NA,NA,NA", "c,NA,4,NA,NA,NA"]);
    assert_eq!(
        err(&output),
        "no result for row 2: more events than people at risk: a proportion counts each person once\n"
    );
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("no column `x`: the method reads `x`, `n`"), "{}", err(&output));
    let output = run(&["--column", "x=cases", "--set", "level=0.9"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("it takes `multiplier`, `confidence`"), "{}", err(&output));
}

/// The exit code of a command that goes wrong, and its last line.
#[track_caller]
fn wrong(args: &[&str]) -> (Option<i32>, String) {
    let output = firstyear(args);
    assert!(out(&output).is_empty(), "nothing on standard output: {}", out(&output));
    let said = err(&output);
    (output.status.code(), said.lines().last().unwrap_or_default().to_owned())
}

#[test]
fn wrong_inputs_say_where_what_and_what_would_be_right() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (missing, bare, file) = (path("missing"), path("bare"), path("deaths.csv"));
    std::fs::create_dir(&bare).unwrap();
    std::fs::write(&file, "a,b\n").unwrap();

    let (code, said) = wrong(&["report", &missing]);
    assert_eq!((code, said), (Some(4), format!("error: {missing} cannot be read")));
    let (code, said) = wrong(&["report", &bare]);
    assert_eq!(code, Some(4));
    assert!(said.contains("no firstyear.toml in this folder") && said.contains("firstyear init"));
    let (code, said) = wrong(&["report", &file]);
    assert_eq!(code, Some(2));
    assert!(said.contains("not a project") && said.contains("firstyear check"), "{said}");

    let empty = path("empty");
    std::fs::create_dir(&empty).unwrap();
    std::fs::write(Path::new(&empty).join("firstyear.toml"), "").unwrap();
    let output = firstyear(&["report", &empty]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("error[file-empty]"), "{}", err(&output));

    let (code, said) = wrong(&["inequality", "fixtures/england", "--dimension", "no-such"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("`no-such`, but for imd-decile, ns-sec-household"), "{said}");
    let (code, said) = wrong(&["explain", "infant-mortality"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("did you mean") && said.contains("infant-mortality-rate"), "{said}");
    let (code, said) = wrong(&["init", &file]);
    assert_eq!((code, said.contains("not a folder")), (Some(2), true), "{said}");
    let (code, said) = wrong(&["man", "--out", &file]);
    assert_eq!((code, said.contains("not a folder")), (Some(2), true), "{said}");
}

#[test]
fn wrong_targets_are_named_and_untouched() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, nowhere) = (path("file"), path("missing/gaps.csv"));
    std::fs::write(&file, "keep").unwrap();
    let (code, said) = wrong(&["report", "fixtures/england", "--out", &file]);
    assert_eq!((code, said.contains("not a folder")), (Some(4), true), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "keep");
    let gaps = "fixtures/england/gaps.csv";
    let (code, said) = wrong(&["convert", gaps, "--to", "tidy-gaps", "--out", &nowhere]);
    assert_eq!((code, said.contains("its folder is not there")), (Some(4), true), "{said}");
}

#[test]
fn a_project_is_never_replaced_by_its_report() {
    let folder = folder();
    let site = folder.path().join("site");
    let site_text = site.to_str().unwrap();
    let inside = site.join("project");
    let inside_text = inside.to_str().unwrap();
    let first = folder.path().join("first");
    let first_text = first.to_str().unwrap();
    done(&firstyear(&["init", first_text]));
    done(&firstyear(&["report", first_text, "--out", site_text]));
    // Someone starts a project in what is a report, and may be replaced.
    done(&firstyear(&["init", inside_text]));
    let (code, said) = wrong(&["report", inside_text, "--out", site_text]);
    assert_eq!(code, Some(2));
    assert!(said.contains("holds the project") && said.contains("another folder"), "{said}");
    assert!(inside.join("firstyear.toml").exists());
    // A report inside the project is fine, and is found again.
    let within = inside.join("report");
    for _ in 0..2 {
        done(&firstyear(&["report", inside_text, "--out", within.to_str().unwrap()]));
    }
    done(&firstyear(&["check", inside_text]));
}

#[test]
fn every_command_has_help_with_an_example() {
    let help = done(&firstyear(&["--help"]));
    assert!(help.contains("Examples:") && help.contains("Exit codes: 0 done;"), "{help}");
    let commands = help.split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next());
    let commands = commands.expect("a list of commands").lines();
    let names: Vec<_> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        let help = done(&firstyear(&[name, "--help"]));
        assert!(help.contains(&format!("\n  firstyear {name}")), "{help}");
    }
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(done(&firstyear(&["completions", shell])).contains("inequality"), "{shell}");
    }
    let folder = folder();
    done(&firstyear(&["man", "--out", folder.path().to_str().unwrap()]));
    let page = std::fs::read_to_string(folder.path().join("firstyear-gap.1")).unwrap();
    assert!(page.contains("firstyear gap my\\-area"), "{page}");
}
