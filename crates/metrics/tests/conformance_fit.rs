//! Holds generator, fits, distributions and exact tests, run by their ids,
//! against R, where its numbers are present in `../shared/vectors` beside the
//! repository.

mod support;

use firstyear_metrics::run::{Run, Table};
use support::{Tolerance, compare, result, text, vector, within};

const EXACT: Tolerance = within(0.0);

/// Runs a method on the rows of a vector file that also holds what is
/// expected; row by row unless a key is named.
#[track_caller]
fn answers(id: &str, file: &str, key: &[&str], columns: &[(&str, Tolerance)], least: usize) {
    let Some(expected) = vector(file) else { return };
    let run = result(id, &expected, &[]);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let compared = compare(&run.table, &expected, key, columns, |_, _| false);
    assert!(compared >= least, "{compared} values of {file} compared");
}

#[test]
fn streams_of_the_generator() {
    let columns = [
        ("state_word", EXACT),
        ("runif", EXACT),
        ("rnorm", within(1e-15)),
        ("rnorm_recycled", within(1e-15)),
    ];
    answers("r-random", "base_r/rng/open/vectors.csv", &["seed", "i"], &columns, 384);
    // R adds up in more digits than a double holds.
    let columns = [("z", within(1e-15)), ("cumsum", within(1e-11))];
    answers("r-normal-stream", "base_r/rng/open/long_stream.csv", &["i"], &columns, 22);
}

#[test]
fn poisson_models() {
    let Some(input) = vector("base_r/glm_poisson/open/input.csv") else { return };
    let expected = vector("base_r/glm_poisson/open/coefficients.csv").unwrap();
    let Run { table, problems, .. } = result("glm-poisson", &input, &[]);
    assert!(problems.is_empty(), "{problems:?}");
    let near = ["estimate", "se", "z", "rate_ratio", "rr_lower", "rr_upper"];
    // Of a probability below 1e-100 the exponent alone has digits: z of 158
    // with a relative error of 1e-10 moves it by 5e-7.
    let mut columns = near.map(|column| (column, within(1e-8))).to_vec();
    columns.push(("p", Tolerance { relative: 1e-6, absolute: 1e-200 }));
    let compared = compare(&table, &expected, &["case", "model", "term"], &columns, |_, _| false);
    assert_eq!(compared, expected.len() * columns.len());
    assert_eq!(table.len(), expected.len());

    let expected = vector("base_r/glm_poisson/open/models.csv").unwrap();
    let Run { table, .. } = result("glm-poisson", &input, &[("output", "models")]);
    let near = ["deviance", "null_deviance", "aic", "pearson_chi2"];
    let mut columns = near.map(|column| (column, within(1e-9))).to_vec();
    let exact = ["df_residual", "iterations", "converged", "warnings"];
    columns.extend(exact.map(|column| (column, EXACT)));
    let compared = compare(&table, &expected, &["case", "model"], &columns, |_, _| false);
    assert_eq!(compared, expected.len() * columns.len());

    let Run { table, .. } = result("glm-poisson", &input, &[("model", "x")]);
    assert!((0..table.len()).all(|row| text(&table, row, "model") == "x"));
}

/// Below the normal range a double has fewer digits than are asked for.
const DIGITS: Tolerance = Tolerance { relative: 1e-13, absolute: 1e-290 };

#[test]
fn distributions() {
    let cases: [(&str, &str, &[&str], &[&str]); 8] = [
        ("gamma-probability", "pgamma", &["x", "shape"], &["pgamma", "pgamma_upper"]),
        ("gamma-quantile", "qgamma", &["p", "shape"], &["qgamma", "qgamma_upper"]),
        ("chi-square-quantile", "qchisq", &["p", "df"], &["qchisq"]),
        ("beta-quantile", "qbeta", &["p", "a", "b"], &["qbeta"]),
        ("normal-quantile", "qnorm", &["p"], &["qnorm"]),
        ("normal-probability", "pnorm", &["z"], &["pnorm", "pnorm_log"]),
        ("student-t-quantile", "qt", &["p", "df"], &["qt"]),
        ("poisson-probability", "poisson", &["k", "lambda"], &["ppois", "dpois"]),
    ];
    for (id, file, key, columns) in cases {
        let columns: Vec<_> = columns.iter().map(|column| (*column, DIGITS)).collect();
        answers(id, &format!("base_r/quantiles/open/{file}.csv"), key, &columns, 16);
    }
}

#[test]
fn quantiles_of_numbers() {
    let Some(input) = vector("base_r/quantiles/open/type7_input.csv") else { return };
    let expected = vector("base_r/quantiles/open/type7_output.csv").unwrap();
    let Run { table, .. } = result("quantile-type-7", &input, &[]);
    let compared = compare(&table, &expected, &["case", "p"], &[("q", DIGITS)], |_, _| false);
    assert_eq!(compared, expected.len());
}

#[test]
fn exact_tests() {
    let columns = ["estimate", "p_value", "lower", "upper"].map(|column| (column, within(1e-12)));
    let key = ["x", "n", "p", "alternative", "conf"];
    answers("binomial-test", "base_r/binom_test/open/vectors.csv", &key, &columns, 320);
    let key = ["kind", "x1", "t1", "x2", "t2", "r", "alternative", "conf"];
    answers("poisson-test", "base_r/poisson_test/open/vectors.csv", &key, &columns, 460);
}

#[test]
fn adjusted_p_values() {
    let columns = [("adjusted", within(1e-13))];
    let key = ["case", "method", "i"];
    answers("p-adjust", "base_r/p_adjust/open/vectors.csv", &key, &columns, 1_400);
}

#[test]
fn trends_in_proportions() {
    let Some(input) = vector("base_r/prop_trend_test/open/input.csv") else { return };
    let expected: Table = vector("base_r/prop_trend_test/open/output.csv").unwrap();
    let Run { table, .. } = result("proportion-trend", &input, &[]);
    // R fits a line; where the statistic is nearly 0 its rounding shows.
    let near = Tolerance { relative: 1e-11, absolute: 1e-13 };
    let columns = [("statistic", near), ("p_value", near), ("status", EXACT)];
    let compared = compare(&table, &expected, &["case"], &columns, |_, _| false);
    assert_eq!(compared, 3 * expected.len());
}
