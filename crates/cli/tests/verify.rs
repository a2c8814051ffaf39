//! A report held against its manifest, as a user does it.

use std::fs;

mod support;

use support::{done, england_with, err, firstyear, folder, out};

#[test]
fn a_report_is_verified_with_what_it_was_made_from() {
    let folder = folder();
    let project = england_with(folder.path(), |text| text);
    let project = project.as_str();
    let report = folder.path().join("report");
    let report_text = report.to_str().unwrap();
    done(&firstyear(&["report", project, "--out", report_text]));
    let said = done(&firstyear(&["verify", report_text]));
    assert!(said.starts_with("The report is as it was written.\n"), "{said}");
    assert!(said.contains("were not looked at: name their folder with --project"), "{said}");
    let hash = said.split("SHA-256 of manifest.json: ").nth(1).unwrap().lines().next().unwrap();
    let all = ["verify", report_text, "--project", project, "--manifest-hash", hash];
    let said = done(&firstyear(&all));
    // The project file, the three tables and two maps that it names, and nothing else.
    assert!(said.contains("Files that it was made from: 6 of 6 unchanged."), "{said}");
    assert!(said.ends_with("It is the manifest that was expected.\n"), "{said}");

    let mut input = fs::read(folder.path().join("gaps.csv")).unwrap();
    let last = input.len() - 2;
    input[last] ^= 1;
    fs::write(folder.path().join("gaps.csv"), input).unwrap();
    let index = fs::read_to_string(report.join("index.html")).unwrap();
    fs::write(report.join("index.html"), index.replacen('a', "b", 1)).unwrap();
    fs::write(report.join("notes.txt"), "mine").unwrap();
    let output = firstyear(&all);
    assert_eq!(output.status.code(), Some(1));
    let said = out(&output);
    assert!(said.starts_with("The report is not as it was written.\n"), "{said}");
    for line in ["  changed: index.html\n", "  extra: notes.txt\n", "  changed: gaps.csv\n"] {
        assert!(said.contains(line), "{said}");
    }
    let output = firstyear(&["verify", report_text, "--output", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let schema: serde_json::Value =
        serde_json::from_str(&done(&firstyear(&["schema", "verification"]))).unwrap();
    assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&found));
    assert_eq!(found["unchanged"], false);
    let manifest = fs::read_to_string(report.join("manifest.json")).unwrap();
    let schema: serde_json::Value =
        serde_json::from_str(&done(&firstyear(&["schema", "manifest"]))).unwrap();
    let manifest = serde_json::from_str(&manifest).unwrap();
    assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&manifest));
}

#[test]
fn what_cannot_be_verified_is_said() {
    let folder = folder();
    let path = folder.path().to_str().unwrap();
    let output = firstyear(&["verify", path]);
    assert_eq!(output.status.code(), Some(4));
    assert!(err(&output).contains("no manifest.json in this folder"), "{}", err(&output));
    let output = firstyear(&["verify", path, "--manifest-hash", "abc"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("64 digits"), "{}", err(&output));
    fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    let output = firstyear(&["verify", path]);
    assert_eq!(output.status.code(), Some(4));
    assert!(err(&output).contains("no manifest of a report"), "{}", err(&output));
}

#[test]
fn an_extra_is_written_or_refused_by_name() {
    let folder = folder();
    let report = folder.path().join("report");
    let with = |extra: &str| {
        let out = report.to_str().unwrap();
        firstyear(&["report", "fixtures/partnership", "--out", out, "--with", extra])
    };
    let output = with("video");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("[possible values: pdf, png, parquet]"), "{}", err(&output));
    let output = with("parquet");
    if cfg!(feature = "parquet") {
        assert!(report.join("data/data-quality.parquet").exists(), "{}", err(&output));
        done(&firstyear(&["verify", report.to_str().unwrap()]));
    } else {
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("without the feature parquet"), "{}", err(&output));
        assert!(!report.exists());
    }
}
