//! Tables of one's own: a mapping file, an indicator of the project's own, and
//! a whole report about both.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn firstyear(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firstyear")).args(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Made up: title lines above the header, semicolons, decimals behind a comma
/// and a footnote.
const TABLE: &str = "Smoking in pregnancy\n\
                     Made up for a test\n\
                     \n\
                     Area code;Area;Year;Smokers;Mothers;Percent\n\
                     E06000001;Hartlepool;2020/21;180;900;20,0\n\
                     E06000002;Middlesbrough;2020/21;240;1.600;15,0\n\
                     E06000003;Redcar and Cleveland;2020/21;*;1.100;*\n\
                     E92000001;England;2020/21;50.000;500.000;10,0\n\
                     Source: nobody;;;;;\n";

const MAPPING: &str = r#"schema_version = 1
title = "Smoking in pregnancy"

[table]
header_row = 4
decimal = ","
thousands = "."
ends_at = ["Source"]

[area]
column = "Area code"
names = "Area"

[period]
columns = ["Year"]
unit = "financial-year"

[marks]
"*" = "withheld"

[[indicator]]
id = "smoking-in-pregnancy"
name = "Smoking in pregnancy"
unit = "%"

[[measure]]
indicator = "smoking-in-pregnancy"
numerator = "Smokers"
denominator = "Mothers"
value = "Percent"
factor = 1.0
"#;

const PROJECT: &str = r#"schema_version = 1
title = "Smoking"
area = "E92000001"
indicator = "smoking-in-pregnancy"

[[source]]
id = "made-up"
title = "Made up"
publisher = "Nobody"
licence = "Open Government Licence v3.0"
class = "published"

[[file]]
path = "table.csv"
mapping = "table.toml"
source = "made-up"

[[areas]]
prefixes = ["E06"]
name = "unitary authorities"
"#;

const DEFINITION: &str = r#"
[[definition]]
id = "smoking-in-pregnancy"
name = "Smoking in pregnancy"
definition = "Mothers who smoke while they are pregnant, of every hundred."
numerator = "mothers who smoke"
denominator = "mothers"
multiplier = 100
unit = "%"
polarity = "lower-is-better"
kind = "proportion"
codes = ["made-up:17"]
"#;

fn project(folder: &Path, text: &str) -> String {
    fs::write(folder.join("table.csv"), TABLE).unwrap();
    fs::write(folder.join("table.toml"), MAPPING).unwrap();
    fs::write(folder.join("firstyear.toml"), text).unwrap();
    folder.to_str().unwrap().to_owned()
}

#[test]
fn an_indicator_of_the_projects_own_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = project(folder.path(), &format!("{PROJECT}{DEFINITION}"));
    let output = firstyear(&["check", &path]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    assert!(out(&output).contains("4 rows used, 0 refused"), "{}", out(&output));
    assert!(!out(&output).contains("indicator-undefined"), "{}", out(&output));
    let site = folder.path().join("site");
    let output = firstyear(&["report", &path, "--out", site.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    let pages: Vec<String> = fs::read_dir(&site)
        .unwrap()
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok())
        .collect();
    let all = pages.concat();
    assert!(all.contains("Mothers who smoke while they are pregnant, of every hundred."));
    // 180 of 900 and 240 of 1,600.
    for rate in ["20.0", "15.0"] {
        assert!(all.contains(rate), "{rate}");
    }
}

#[test]
fn an_indicator_that_nobody_defines_says_how_to_define_it() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path(), PROJECT);
    let (table, mapping) = (folder.path().join("table.csv"), folder.path().join("table.toml"));
    let mapped = MAPPING.to_owned()
        + "[source]\nid = 'made-up'\ntitle = 'Made up'\npublisher = 'Nobody'\n\
           licence = 'none'\nclass = 'published'\n";
    fs::write(&mapping, mapped).unwrap();
    let args = ["check", table.to_str().unwrap(), "--mapping", mapping.to_str().unwrap()];
    let output = firstyear(&args);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    let text = out(&output);
    assert!(text.contains("nothing defines the indicator smoking-in-pregnancy"), "{text}");
    assert!(text.contains("[[definition]]"), "{text}");
}

#[test]
fn faults_of_definitions_stand_at_their_lines() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = DEFINITION
        .replace("smoking-in-pregnancy", "infant-mortality-rate")
        .replace("lower-is-better", "lower")
        .replace("multiplier = 100", "multiplier = 0");
    let path = project(folder.path(), &format!("{PROJECT}{wrong}"));
    let output = firstyear(&["check", &path]);
    assert_eq!(output.status.code(), Some(1));
    let text = err(&output);
    for said in [
        "the catalogue defines an indicator with this id",
        "not a way that is good",
        "the multiplier is not above zero",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}
