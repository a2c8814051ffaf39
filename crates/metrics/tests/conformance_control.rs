//! Holds control charts, run by their ids, against `NHSRplotthedots`.

mod support;

use std::collections::BTreeMap;

use firstyear_metrics::run::{Table, Value};
use support::{Tolerance, compare, result, text, vector, within};

const OPEN: &str = "NHSRplotthedots/ptd_spc/open";
const ARGUMENTS: [&str; 5] =
    ["improvement_direction", "screen_outliers", "fix_after_n_points", "rebase_dates", "target"];

/// Labels are held to the letter.
const EXACT: Tolerance = within(0.0);

/// Each configuration's series with its arguments as columns.
fn joined() -> Option<(Table, Table, Table)> {
    let input = vector(&format!("{OPEN}/input.csv"))?;
    let configs = vector(&format!("{OPEN}/configs.csv"))?;
    let expected = vector(&format!("{OPEN}/output.csv"))?;
    let mut series: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in 0..input.len() {
        series.entry(text(&input, row, "series")).or_default().push(row);
    }
    let names = ["series", "config", "date", "y"].into_iter().chain(ARGUMENTS);
    let mut table = Table::new(names).unwrap();
    for config in 0..configs.len() {
        for &row in &series[&text(&configs, config, "series")] {
            let of_config = |name: &str| configs.get(config, name).unwrap().clone();
            let of_row = |name: &str| input.get(row, name).unwrap().clone();
            let values = ["series", "config"].map(of_config).into_iter();
            let values = values.chain(["date", "y"].map(of_row)).chain(ARGUMENTS.map(of_config));
            table.push(values).unwrap();
        }
    }
    Some((table, configs, expected))
}

#[test]
fn the_compatible_chart_has_the_package_s_numbers_and_labels() {
    let Some((input, configs, expected)) = joined() else { return };
    let run = result("ptd-xmr", &input, &[]);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let numbers = ["y", "fix_y", "mean", "lpl", "upl", "target"].map(|c| (c, within(1e-12)));
    let labels = [
        "rebase_group",
        "outside_limits",
        "relative_to_mean",
        "close_to_limits",
        "special_cause_type",
        "special_cause_flag",
        "point_type",
        "short_group_warning",
    ]
    .map(|column| (column, EXACT));
    let columns: Vec<_> = numbers.into_iter().chain(labels).collect();
    let key = ["series", "config", "date"];
    let compared = compare(&run.table, &expected, &key, &columns, |_, _| false);
    assert_eq!(compared, expected.len() * columns.len());
    let key = ["series", "config"];
    compare(&run.table, &configs, &key, &[("assurance", EXACT)], |_, _| false);
}

#[test]
fn facets_are_series_of_one_table() {
    let Some(expected) = vector(&format!("{OPEN}/facets_output.csv")) else { return };
    let mut input = Table::new(["series", "date", "y", "rebase_dates"]).unwrap();
    let third = |row: usize| text(&expected, row, "series").starts_with("T03");
    let rows: Vec<usize> = (0..expected.len()).filter(|row| third(*row)).collect();
    let sixteenth = text(&expected, rows[15], "date");
    for row in 0..expected.len() {
        let of_row = |name: &str| expected.get(row, name).unwrap().clone();
        let rebase = Value::from(if third(row) { sixteenth.as_str() } else { "" });
        input.push(["series", "date", "y"].map(of_row).into_iter().chain([rebase])).unwrap();
    }
    let run = result("ptd-xmr", &input, &[("improvement_direction", "decrease")]);
    let columns = [
        ("mean_col", within(1e-12)),
        ("lpl", within(1e-12)),
        ("upl", within(1e-12)),
        ("rebase_group", EXACT),
        ("special_cause_type", EXACT),
        ("point_type", EXACT),
    ];
    let compared = compare(&run.table, &expected, &["series", "date"], &columns, |_, _| false);
    assert_eq!(compared, expected.len() * columns.len());
}

#[test]
fn our_own_chart_differs_where_it_says_so() {
    let Some((input, configs, expected)) = joined() else { return };
    let run = result("xmr", &input, &[]);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    // Phases without moving ranges (one point), and equal values, whose
    // ranges of 0 are all screened out by the package.
    let limits = |key: &str, _: &str| key.starts_with("T11") || key.starts_with("T09");
    let key = ["series", "config", "date"];
    let lines = ["mean", "lpl", "upl"].map(|column| (column, within(1e-12)));
    let compared = compare(&run.table, &expected, &key, &lines, limits);
    assert!(compared > 10_000, "{compared}");
    // Ours marks two of three points near a limit wherever the third lies, and
    // those next to a point beyond the limit, so it says "2 in 3" where the
    // package says nothing or names a later rule; nothing else differs, but
    // that a point without a value has no label.
    let mut marked = 0;
    let place = |table: &Table, row: usize| key.map(|column| text(table, row, column));
    let labels: BTreeMap<_, _> = (0..run.table.len())
        .map(|row| (place(&run.table, row), text(&run.table, row, "special_cause_type")))
        .collect();
    for row in 0..expected.len() {
        let theirs = text(&expected, row, "special_cause_type");
        let ours = &labels[&place(&expected, row)];
        let later = theirs == "Common Cause" || theirs.starts_with("7 Points");
        let more = ours.starts_with("2 in 3") && later;
        let lacking = text(&expected, row, "y") == "NA" && ours == "NA";
        assert!(*ours == theirs || more || lacking, "row {row}: {ours}, not {theirs}");
        marked += usize::from(more);
    }
    assert!(marked > 0);
    let neutral = |key: &str, _: &str| key.starts_with("T11") || key.starts_with("T09");
    let key = ["series", "config"];
    compare(&run.table, &configs, &key, &[("assurance", EXACT)], neutral);
}
