//! Mappings of event logs in TOML and JSON, and what is wrong with them.

use std::collections::BTreeMap;

use firstyear_core::pathway::{ClockValue, LogMapping};
use firstyear_core::{Problem, ProblemCode};
use firstyear_ingest::{ReadError, read_log_mapping, read_log_mapping_bytes, unwatched};

const TOML: &str = r#"schema_version = 1
observed_until = 2025-12-31
case_object = "pregnancy"
holidays = [2025-12-25, "2025-12-26"]

[[activity]]
name = "CO test"
step = "identify"

[[activity]]
name = "Phone call"

[[clock]]
id = "gestation"
attribute = "weeks"
is = "weeks"

[[clock]]
id = "birth"
activity = "Birth"

[[attribute]]
name = "Smoker"
input = "smokes"
words = { Y = "yes", N = "no", "?" = "" }

[[group]]
id = "deprivation"
name = "Deprivation of the neighbourhood"
attribute = "imd"
order = ["1", "2", "3"]
ranked = true

[[group]]
id = "ethnicity"
words = { Z = "" }
"#;

fn read(text: &str) -> Result<LogMapping, ReadError> {
    read_log_mapping_bytes(text.as_bytes(), "log.toml", &mut unwatched)
}

#[track_caller]
fn problems(text: &str) -> Vec<Problem> {
    read(text).unwrap_err().problems()
}

#[track_caller]
fn faults(text: &str) -> Vec<String> {
    problems(text).iter().map(ToString::to_string).collect()
}

#[test]
fn both_forms_say_the_same() {
    let mapping = read(TOML).unwrap();
    // A day without quotation marks is one of TOML, which the type itself does not read.
    let quoted = TOML.replace("= 2025-12-31", "= \"2025-12-31\"");
    let quoted = quoted.replace("[2025-12-25,", "[\"2025-12-25\",");
    assert_eq!(mapping, toml::from_str::<LogMapping>(&quoted).unwrap());
    assert_eq!(mapping.clocks[0].is, Some(ClockValue::Weeks));
    let word = |text: &str, word: &str| (text.to_owned(), word.to_owned());
    let words = BTreeMap::from([word("Y", "yes"), word("N", "no"), word("?", "")]);
    assert_eq!(mapping.attributes[0].words, words);
    let json = serde_json::to_string_pretty(&mapping).unwrap();
    assert_eq!(read(&json).unwrap(), mapping);
    assert_eq!(read("schema_version = 1\n").unwrap().schema_version, 1);
}

#[test]
fn every_fault_is_told_in_one_pass() {
    let text = TOML
        .replace("2025-12-31", "\"31/12/2025\"")
        .replace("step = \"identify\"", "stp = \"identify\"")
        .replace("is = \"weeks\"", "is = \"week\"")
        .replace("activity = \"Birth\"", "is = \"start\"")
        .replace("input = \"smokes\"\n", "")
        .replace("N = \"no\"", "N = 0")
        .replace("id = \"ethnicity\"", "id = \"Ethnic Group\"");
    assert_eq!(
        faults(&text),
        [
            "log.toml, row 2, column `observed_until`: not a date",
            "log.toml, row 8, column `stp`: not a field of the mapping of an event log",
            "log.toml, row 16, column `is`: not what an attribute says of a clock",
            "log.toml, row 19, column `id`: nothing says where the clock begins: name an activity \
             or an attribute",
            "log.toml, row 20, column `is`: there is no attribute to tell of",
            "log.toml, row 22, column `input`: the field is missing",
            "log.toml, row 24, column `words`: not a text",
            "log.toml, row 34, column `id`: not a valid id",
        ]
    );
    let near = problems(&text).into_iter().find(|one| one.place.row == Some(8)).unwrap();
    assert_eq!(near.code, ProblemCode::DocumentFieldUnknown);
    assert_eq!(near.help.as_deref(), Some("did you mean `step`?"));
}

#[test]
fn what_is_no_mapping_is_refused_with_a_reason() {
    for text in ["", "{", "[[clock]]\n", "{\"schema_version\": 1, \"clock\": null}", "id,name\n"] {
        assert!(!problems(text).is_empty(), "{text}");
    }
    assert_eq!(problems("schema_version = 2\n")[0].code, ProblemCode::ProjectVersion);
    let lost = read_log_mapping("/no/such/log.toml".as_ref(), &mut unwatched);
    assert!(matches!(lost, Err(ReadError::Io { .. })));
}
