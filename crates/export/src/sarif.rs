//! Problems as SARIF 2.1.0, the format in which editors and code hosts take
//! findings (OASIS, Static Analysis Results Interchange Format, 2020).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use firstyear_core::{Place, ProblemCode, ProblemGroup, Severity};
use serde_json::{Value, json};

use crate::wire::{JsonError, json_text};

/// Problems as a SARIF log with one run. Each group of problems that say the
/// same is one result, with its number in `occurrenceCount` and its first
/// places. Ends in a line feed.
///
/// # Errors
///
/// [`JsonError`] never occurs, as a log holds texts and whole numbers alone.
///
/// ```
/// use firstyear_core::{Place, Problem, ProblemCode};
/// use firstyear_export::{problems, sarif};
///
/// let place = Place::file("deaths.csv").row(4).column("groups");
/// let problem = Problem::new(ProblemCode::CategoryUnknown, place, "category 11 is outside 1 to 10");
/// let log: serde_json::Value =
///     serde_json::from_str(&sarif::log(&problems::grouped(&[problem]), "0.1.0")?).unwrap();
/// assert_eq!(log["runs"][0]["results"][0]["ruleId"], "category-unknown");
/// # Ok::<(), firstyear_export::wire::JsonError>(())
/// ```
pub fn log(groups: &[ProblemGroup], version: &str) -> Result<String, JsonError> {
    let codes: BTreeSet<ProblemCode> = groups.iter().map(|group| group.first.code).collect();
    let codes: Vec<ProblemCode> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().copied().map(rule).collect();
    let results: Vec<Value> = groups.iter().map(|group| result(group, &codes)).collect();
    json_text(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "firstyear", "version": version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: ProblemCode) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.explanation() },
        "help": { "text": code.help() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(group: &ProblemGroup, codes: &[ProblemCode]) -> Value {
    let first = &group.first;
    let text = match &first.help {
        Some(help) => format!("{}; {help}", first.message),
        None => first.message.clone(),
    };
    json!({
        "ruleId": first.code.as_str(),
        "ruleIndex": codes.binary_search(&first.code).unwrap_or(0),
        "level": level(first.severity),
        "message": { "text": text },
        "occurrenceCount": group.count,
        "locations": group.places.iter().map(location).collect::<Vec<_>>(),
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A row of a text is a line; a row of a sheet is named, as a workbook has no
/// lines.
fn location(place: &Place) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&place.file) } });
    if let (Some(row), None) = (place.row, &place.sheet) {
        physical["region"] = json!({ "startLine": row });
    }
    json!({ "physicalLocation": physical, "message": { "text": place.to_string() } })
}

/// A path as a relative reference: what a URI cannot hold is escaped.
fn uri(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in file.bytes() {
        let byte = if byte == b'\\' { b'/' } else { byte };
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            // Writing to a string cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use firstyear_core::Problem;

    use super::*;
    use crate::problems::grouped;

    #[test]
    fn a_log_has_one_result_for_each_group() {
        let at = |row| Place::file("my deaths.csv").row(row).column("groups");
        let sheet = Place::file("book.xlsx").sheet("21").row(9);
        let problems = [
            Problem::new(ProblemCode::CategoryUnknown, at(4), "category 11 is outside 1 to 10"),
            Problem::new(ProblemCode::CategoryUnknown, at(9), "category 12 is outside 1 to 10"),
            Problem::new(ProblemCode::CellWithheld, sheet, "the cell is withheld"),
        ];
        insta::assert_snapshot!(log(&grouped(&problems), "0.1.0").unwrap());
    }
}
