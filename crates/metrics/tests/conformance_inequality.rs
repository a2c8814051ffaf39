//! Holds the compatible measures of inequality against WHO's package.

mod support;

use firstyear_metrics::run::{Table, Value};
use support::{Tolerance, compare, only, result, text, vector};

/// The rows of one variant: an empty one is an empty text in the file.
fn variants(expected: &Table) -> Vec<String> {
    let mut variants: Vec<String> =
        (0..expected.len()).map(|row| text(expected, row, "variant")).collect();
    variants.sort();
    variants.dedup();
    variants
}

/// Without population every case is 0 or 1: the fit separates or is flat, and
/// what the package's numerical derivatives return is their rounding.
fn is_rounding_noise(key: &str, column: &str) -> bool {
    key.contains("/ nopop /") && column != "estimate" && column != "status"
}

#[track_caller]
fn conforms(folder: &str, measures: &[&str], tolerance: [Tolerance; 3]) -> usize {
    let Some(input) = vector(&format!("healthequal/{folder}/open/input.csv")) else { return 0 };
    let output = vector(&format!("healthequal/{folder}/open/output.csv")).expect("beside the input");
    let mut compared = 0;
    for measure in measures {
        let expected = only(&output, "measure", measure);
        assert!(!expected.is_empty(), "{measure}");
        for variant in variants(&expected) {
            let expected = only(&expected, "variant", &variant);
            let run = result(&format!("heat6-{measure}"), &input, &[("variant", &variant)]);
            assert!(run.problems.is_empty(), "{measure} {variant}: {:?}", run.problems);
            let [estimate, se, limits] = tolerance;
            let columns = [
                ("status", estimate),
                ("estimate", estimate),
                ("se", se),
                ("lowerci", limits),
                ("upperci", limits),
            ];
            // Both tables have the same rows, so none is left over.
            assert_eq!(run.table.len(), expected.len(), "{measure} {variant}");
            let key = ["case", "measure", "variant", "row"];
            compared += compare(&run.table, &expected, &key, &columns, |key, column| {
                matches!(*measure, "sii" | "rii") && is_rounding_noise(key, column)
            });
        }
    }
    compared
}

/// Relative, and absolute where the true value is 0 (scales go up to 1,000).
const fn near(relative: f64) -> Tolerance {
    Tolerance { relative, absolute: 1e-9 }
}

const CLOSED: [&str; 7] = ["d", "r", "bgv", "ti", "mld", "paf", "parisk"];
const SIMULATED: [&str; 10] =
    ["bgsd", "covar", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw", "idisu", "idisw"];

#[test]
fn closed_forms() {
    for folder in ["synthetic", "missing_values"] {
        let compared = conforms(folder, &CLOSED, [near(1e-12), near(1e-11), near(1e-11)]);
        assert!(compared == 0 || compared > 300, "{folder}: {compared} values compared");
    }
}

#[test]
fn simulated_limits() {
    for folder in ["synthetic", "missing_values"] {
        let compared = conforms(folder, &SIMULATED, [near(1e-12), near(1e-12), near(1e-9)]);
        assert!(compared == 0 || compared > 300, "{folder}: {compared} values compared");
    }
}

#[test]
fn concentration_indices() {
    for folder in ["synthetic", "missing_values"] {
        conforms(folder, &["aci", "rci"], [near(1e-10), near(1e-10), near(1e-10)]);
    }
}

#[test]
fn slopes() {
    for folder in ["synthetic", "missing_values"] {
        conforms(folder, &["sii", "rii"], [near(1e-9), near(1e-5), near(1e-5)]);
    }
}

#[test]
fn slopes_in_closed_form() {
    for folder in ["synthetic", "missing_values"] {
        let folder = format!("healthequal/{folder}/open");
        let Some(expected) = vector(&format!("{folder}/sii_rii_closed_form.csv")) else { return };
        let input = vector(&format!("{folder}/input.csv")).expect("beside the closed form");
        for linear in ["FALSE", "TRUE"] {
            let expected = only(&expected, "linear", linear);
            for (id, value, error) in [
                ("heat6-sii", "sii_closed", "sii_se_closed_unscaled"),
                ("heat6-rii", "rii_closed", "rii_logse_closed"),
            ] {
                let run = result(id, &input, &[("linear", linear)]);
                for row in 0..expected.len() {
                    let case = text(&expected, row, "case");
                    let found = only(&run.table, "case", &case);
                    let number = |table: &Table, row: usize, column: &str| {
                        table.get(row, column).and_then(Value::number)
                    };
                    for (column, named) in [("estimate", value), ("se", error)] {
                        let (got, want) =
                            (number(&found, 0, column), number(&expected, row, named));
                        let (Some(got), Some(want)) = (got, want) else {
                            assert_eq!(got, want, "{id} {case} {column}");
                            continue;
                        };
                        let close = (got - want).abs() <= 1e-9 * want.abs().max(1e-3);
                        assert!(close, "{id} {case} {linear} {column}: {got} {want}");
                    }
                }
            }
        }
    }
}
