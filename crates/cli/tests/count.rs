//! `count`, with the engine and without.

mod support;

use std::fs;

use support::{err, firstyear, folder};

const SPEC: &str = r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
basis = "cohort"
[births]
files = ["births.csv"]
fields = { birth_date = "born", age_at_death = "age", gestation_weeks = "weeks" }
[period]
unit = "calendar-year"
first = "2019"
last = "2020"
[area]
total = "E92000001"
[[exclude]]
id = "foreign-residents"
where = "resident = '4'"
[[indicator]]
id = "neonatal-mortality"
"#;

const BIRTHS: &str = "born,age,weeks,resident
2019-03-01,,39,1
2019-03-02,2,39,1
2020-03-02,28,x,1
2020-03-02,3,39,4
2031-03-02,,39,1
";

fn written() -> (tempfile::TempDir, String) {
    let folder = folder();
    fs::write(folder.path().join("count.toml"), SPEC).unwrap();
    fs::write(folder.path().join("births.csv"), BIRTHS).unwrap();
    let spec = folder.path().join("count.toml").display().to_string();
    (folder, spec)
}

#[cfg(not(feature = "records"))]
#[test]
fn a_build_without_the_engine_says_which_feature_has_it() {
    let (_folder, spec) = written();
    let refused = firstyear(&["count", &spec]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("built without the feature records"), "{}", err(&refused));
}

#[cfg(all(feature = "records", not(feature = "objects")))]
#[test]
fn a_build_without_object_stores_says_which_feature_has_them() {
    let (folder, spec) = written();
    let text = SPEC.replace("births.csv", "s3://me:made-up-secret@records/births.csv");
    fs::write(folder.path().join("count.toml"), text).unwrap();
    let refused = firstyear(&["count", &spec]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("built without the feature objects"), "{}", err(&refused));
    assert!(!err(&refused).contains("made-up-secret"), "{}", err(&refused));
}

#[cfg(feature = "records")]
#[test]
fn a_table_is_written_with_what_was_found_beside_it() {
    let (folder, spec) = written();
    let out = folder.path().join("counts.csv");
    let ended = firstyear(&["count", &spec, "--out", out.to_str().unwrap()]);
    let said = err(&ended);
    assert_eq!(ended.status.code(), Some(0), "{said}");
    let table = fs::read_to_string(&out).unwrap();
    assert!(
        table.contains("neonatal-mortality,E92000001,,2019,calendar-year,,1,,2,,complete"),
        "{table}"
    );
    assert!(
        table.contains("neonatal-mortality,E92000001,,2020,calendar-year,,0,,1,,complete"),
        "{table}"
    );
    assert!(said.contains("5 births read, 3 counted"), "{said}");
    assert!(said.contains("`foreign-residents` left out 1"), "{said}");
    assert!(said.contains("1: values of `gestation_weeks` that cannot be read"), "{said}");
    assert!(said.contains("no small count is hidden"), "{said}");
    let report = fs::read_to_string(folder.path().join("counts.report.json")).unwrap();
    assert!(report.contains("\"$schema\": \"urn:firstyear:schema:v1:count-report\""), "{report}");

    // The table is read by every other command, and as Parquet it holds the same.
    let read = firstyear(&["check", out.to_str().unwrap()]);
    assert_eq!(read.status.code(), Some(0), "{}", err(&read));
    let columns = folder.path().join("counts.parquet");
    let ended = firstyear(&["count", &spec, "--out", columns.to_str().unwrap()]);
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    let back = firstyear(&["convert", columns.to_str().unwrap(), "--to", "tidy"]);
    assert_eq!(String::from_utf8(back.stdout).unwrap(), table);
    // On standard output the same bytes.
    assert_eq!(String::from_utf8(firstyear(&["count", &spec]).stdout).unwrap(), table);
}

#[cfg(feature = "records")]
#[test]
fn what_is_wrong_leaves_earlier_output_as_it_was() {
    let (folder, spec) = written();
    let out = folder.path().join("counts.csv");
    fs::write(&out, "earlier").unwrap();
    let wrong = SPEC.replace("\"weeks\"", "\"week\"");
    fs::write(folder.path().join("count.toml"), wrong).unwrap();
    let ended = firstyear(&["count", &spec, "--out", out.to_str().unwrap()]);
    assert_eq!(ended.status.code(), Some(1));
    let said = err(&ended);
    assert!(said.contains("births.fields.gestation_weeks: `week` names `week`"), "{said}");
    assert!(said.contains("is `weeks` meant?"), "{said}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "earlier");
    fs::write(folder.path().join("count.toml"), SPEC.replace("\"cohort\"", "\"cohorts\"")).unwrap();
    let ended = firstyear(&["count", &spec, "--out", out.to_str().unwrap()]);
    assert_eq!(ended.status.code(), Some(1));
    assert!(err(&ended).contains("not a basis of counts"), "{}", err(&ended));
    let ended = firstyear(&["count", &spec, "--out", "counts.txt"]);
    assert_eq!(ended.status.code(), Some(2));
}

#[test]
fn made_up_births_are_the_same_by_their_seed() {
    let folder = folder();
    let out = |name: &str| folder.path().join(name).display().to_string();
    let asked = ["simulate", "births", "--births", "70000", "--seed", "7", "--out"];
    let (one, two) = (out("one"), out("two"));
    let ended = firstyear(&[&asked[..], &[&one, "--threads", "1"]].concat());
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    assert!(err(&ended).contains("70,000 births"), "{}", err(&ended));
    firstyear(&[&asked[..], &[&two, "--threads", "3"]].concat());
    let names = [
        "births.csv",
        "deaths.csv",
        "count-cohort.json",
        "count-period.json",
        "plan.json",
        "truth-cohort.csv",
        "truth-period.csv",
    ];
    for name in names {
        let [a, b] = [&one, &two].map(|folder| fs::read(format!("{folder}/{name}")).unwrap());
        assert!(a == b, "{name}");
    }
    // The plan that was written gives the same again.
    let again = out("again");
    let plan = format!("{one}/plan.json");
    firstyear(&["simulate", "births", "--plan", &plan, "--out", &again]);
    assert!(
        fs::read(format!("{one}/births.csv")).unwrap()
            == fs::read(format!("{again}/births.csv")).unwrap()
    );
    let refused = firstyear(&["simulate", "births", "--births", "0", "--out", &again]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("`births` is not from 1"), "{}", err(&refused));
}

/// The generator tallies what it draws; the engine reads what was written.
#[cfg(feature = "records")]
#[test]
fn made_up_births_are_counted_as_they_were_drawn() {
    let folder = folder();
    for format in ["csv", "parquet"] {
        let out = folder.path().join(format).display().to_string();
        let births = ["simulate", "births", "--births", "70000", "--seed", "11"];
        let ended = firstyear(&[&births[..], &["--format", format, "--out", &out]].concat());
        assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
        for basis in ["cohort", "period"] {
            let counted = firstyear(&["count", &format!("{out}/count-{basis}.json")]);
            assert_eq!(counted.status.code(), Some(0), "{}", err(&counted));
            let truth = fs::read_to_string(format!("{out}/truth-{basis}.csv")).unwrap();
            assert!(truth.lines().count() > 1_000);
            assert_eq!(String::from_utf8(counted.stdout).unwrap(), truth, "{format}, {basis}");
        }
    }
}

/// What is damaged is told without a value of a record, and nothing is written.
#[cfg(feature = "records")]
#[test]
fn damaged_records_give_no_count() {
    let folder = folder();
    let at = folder.path().display().to_string();
    let births = ["simulate", "births", "--births", "70000", "--format", "parquet", "--out", &at];
    assert_eq!(firstyear(&births).status.code(), Some(0));
    let file = folder.path().join("births.parquet");
    let whole = fs::read(&file).unwrap();
    let out = folder.path().join("counts.csv");
    fs::write(&out, "earlier").unwrap();
    let spec = format!("{at}/count-cohort.json");
    let count = || firstyear(&["count", &spec, "--out", out.to_str().unwrap()]);
    let mut torn = whole.clone();
    let (from, to) = (torn.len() / 3, torn.len() / 2);
    torn[from..to].fill(0x55);
    for (bytes, says) in [
        (&torn[..], "`births.parquet` cannot be read as Parquet: row group 1 of"),
        (&whole[..whole.len() / 2], "`births.parquet` cannot be read as Parquet"),
        (&b"born,died\n"[..], "`births.parquet` cannot be read as Parquet"),
        (&[][..], "`births.parquet` cannot be read as Parquet"),
    ] {
        fs::write(&file, bytes).unwrap();
        let ended = count();
        assert_eq!(ended.status.code(), Some(1), "{}", err(&ended));
        assert!(err(&ended).contains(says), "{}", err(&ended));
        assert_eq!(fs::read_to_string(&out).unwrap(), "earlier");
    }
    fs::remove_file(&file).unwrap();
    let ended = count();
    assert_eq!(ended.status.code(), Some(4), "{}", err(&ended));
    assert!(err(&ended).contains("there is no such file"), "{}", err(&ended));
}

/// Little memory changes nothing but the time that it takes.
#[cfg(feature = "records")]
#[test]
fn a_count_in_little_memory_is_the_same() {
    let folder = folder();
    let at = folder.path().display().to_string();
    firstyear(&["simulate", "births", "--births", "70000", "--format", "parquet", "--out", &at]);
    let counted = firstyear(&["count", &format!("{at}/count-period.json"), "--memory", "64"]);
    assert_eq!(counted.status.code(), Some(0), "{}", err(&counted));
    let truth = fs::read_to_string(format!("{at}/truth-period.csv")).unwrap();
    assert_eq!(String::from_utf8(counted.stdout).unwrap(), truth);
}
