//! Holds benchmarks against the field's reference package.

mod support;

use support::{compare, result, text, vector, within};

#[test]
fn quantiles_by_rank() {
    let folder = "PHEindicatormethods/phe_quantile/open";
    let Some(input) = vector(&format!("{folder}/input.csv")) else { return };
    let Some(expected) = vector(&format!("{folder}/output.csv")) else { return };
    let settings = [("nquantiles", "3;4;5;7;10;20"), ("invert", "TRUE;FALSE")];
    let run = result("phe-quantile", &input, &settings);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let key = ["case", "unit", "nquantiles", "invert"];
    let compared = compare(&run.table, &expected, &key, &[("quantile", within(0.0))], |_, _| false);
    assert_eq!(compared, expected.len());
    assert_eq!(text(&expected, 0, "invert"), "TRUE");
}
