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
        if shape == "json" {
            serde_json::from_str::<serde_json::Value>(&text).expect("valid JSON");
        }
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
