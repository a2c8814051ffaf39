//! Holds the table layer itself against reference vectors: a method run by its
//! id gives what its function gives.

mod support;

use support::{compare, filter, result, text, vector, within};

#[test]
fn proportions_at_one_level_and_at_two() {
    let folder = "PHEindicatormethods/phe_proportion/open";
    let Some(expected) = vector(&format!("{folder}/rows_both_ci.csv")) else { return };
    // Counts are whole here; at the ends the package leaves rounding noise
    // where the limit is 0 or 1.
    let expected = filter(&expected, |row| {
        let (x, n) = (text(&expected, row, "x"), text(&expected, row, "n"));
        x.parse::<u64>().is_ok_and(|x| x > 0) && n.parse::<u64>().is_ok() && x != n
    });
    let run = result("wilson", &expected, &[("confidence", "0.95;0.998")]);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let limits = ["value", "lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl"];
    let columns = limits.map(|column| (column, within(1e-12)));
    let compared = compare(&run.table, &expected, &["row"], &columns, |_, _| false);
    assert!(compared > 500, "{compared} values compared");
}
