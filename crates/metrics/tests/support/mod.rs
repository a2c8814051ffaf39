//! Holds methods, run by their ids, against reference vectors, where these are
//! present in `../shared/vectors` beside the repository.

// Each test program uses what it needs.
#![allow(dead_code)]

use std::path::PathBuf;

use firstyear_metrics::method;
use firstyear_metrics::run::{Run, Settings, Table, Value, run};

/// A vector file as a table; `None` when it is absent, which is an error where
/// `FIRSTYEAR_REQUIRE_SHARED` is set.
pub(crate) fn vector(file: &str) -> Option<Table> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors").join(file);
    if !path.exists() {
        assert!(std::env::var_os("FIRSTYEAR_REQUIRE_SHARED").is_none(), "{file} is required");
        eprintln!("{file} is not there: not compared");
        return None;
    }
    let mut reader = csv::Reader::from_path(&path).expect("a readable vector file");
    let mut table = Table::new(reader.headers().expect("a header")).expect("distinct columns");
    for record in reader.records() {
        table.push(record.expect("a row").iter().map(Value::from)).expect("a full row");
    }
    assert!(!table.is_empty(), "{file} has no rows");
    Some(table)
}

/// Runs a method by its id.
#[track_caller]
pub(crate) fn result(id: &str, table: &Table, settings: &[(&str, &str)]) -> Run {
    let method = method(id).unwrap_or_else(|| panic!("no method `{id}`"));
    run(method, table, &Settings::new(settings.iter().copied()))
        .unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// The rows of a table that hold `value` in `column`.
pub(crate) fn only(table: &Table, column: &str, value: &str) -> Table {
    filter(table, |row| text(table, row, column) == value)
}

/// The rows of a table that are asked for.
pub(crate) fn filter(table: &Table, mut wanted: impl FnMut(usize) -> bool) -> Table {
    let mut kept = Table::new(table.names().iter().cloned()).expect("distinct columns");
    for (row, values) in table.rows().enumerate() {
        if wanted(row) {
            kept.push(values.iter().cloned()).expect("a full row");
        }
    }
    kept
}

/// A value as text.
pub(crate) fn text(table: &Table, row: usize, column: &str) -> String {
    table.get(row, column).unwrap_or_else(|| panic!("no `{column}` in row {row}")).to_string()
}

/// How close numbers must be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerance {
    /// Over the size of the expected number.
    pub(crate) relative: f64,
    /// In the number's own unit, for those whose true value is 0.
    pub(crate) absolute: f64,
}

/// A relative tolerance alone.
pub(crate) const fn within(relative: f64) -> Tolerance {
    Tolerance { relative, absolute: 0.0 }
}

/// Whether a value is the expected one: numbers within the tolerance, `NA`,
/// `NaN` and text alike.
pub(crate) fn same(got: &Value, expected: &Value, tolerance: Tolerance) -> bool {
    let known = |value: &Value| value.number().filter(|_| !value.is_lacking());
    match (known(got), known(expected)) {
        (Some(got), Some(expected)) if got.is_nan() || expected.is_nan() => {
            got.is_nan() && expected.is_nan()
        }
        (Some(got), Some(expected)) => {
            got == expected
                || (got - expected).abs()
                    <= (tolerance.relative * expected.abs()).max(tolerance.absolute)
        }
        (None, None) => got.to_string() == expected.to_string(),
        _ => false,
    }
}

/// Compares columns of results with those expected. Rows are joined by the
/// columns of `key`; where a key occurs more than once, in order. Differences
/// that `known` names (key and column) are passed over. Returns how many
/// values were compared.
#[track_caller]
pub(crate) fn compare(
    got: &Table,
    expected: &Table,
    key: &[&str],
    columns: &[(&str, Tolerance)],
    mut known: impl FnMut(&str, &str) -> bool,
) -> usize {
    use std::collections::BTreeMap;
    let key_of = |table: &Table, row: usize| -> String {
        key.iter().map(|name| text(table, row, name)).collect::<Vec<_>>().join(" / ")
    };
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in (0..got.len()).rev() {
        rows.entry(key_of(got, row)).or_default().push(row);
    }
    let (mut compared, mut wrong) = (0, Vec::new());
    for row in 0..expected.len() {
        let key = key_of(expected, row);
        let Some(found) = rows.get_mut(&key).and_then(Vec::pop) else {
            wrong.push(format!("{key}: no such row"));
            continue;
        };
        for (column, tolerance) in columns {
            let want =
                expected.get(row, column).unwrap_or_else(|| panic!("no `{column}` expected"));
            let have = got.get(found, column).unwrap_or(&Value::Absent);
            if known(&key, column) {
                continue;
            }
            compared += 1;
            if !same(have, want, *tolerance) {
                wrong.push(format!("{key}, {column}: got {have}, expected {want}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared} values differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    compared
}
