//! Holds the statistics against the field's reference packages, where their
//! numbers are present in `../shared/vectors` beside the repository.

use std::num::NonZeroU64;
use std::path::PathBuf;

use firstyear_core::Confidence;
use firstyear_metrics::special::{beta, chi_square_quantile, gamma, normal, student_t_quantile};
use firstyear_metrics::{byar, clopper_pearson, poisson_exact, rate, wilson};

/// The rows of a vector file by column name; `None` when the folder is absent,
/// which is an error where `FIRSTYEAR_REQUIRE_SHARED` is set.
fn rows(file: &str) -> Option<Vec<Row>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors").join(file);
    if !path.exists() {
        assert!(std::env::var_os("FIRSTYEAR_REQUIRE_SHARED").is_none(), "{file} is required");
        eprintln!("{file} is not there: not compared");
        return None;
    }
    let mut reader = csv::Reader::from_path(&path).expect("a readable vector file");
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<Row> = reader
        .records()
        .map(|record| Row { header: header.clone(), record: record.expect("a row") })
        .collect();
    assert!(!rows.is_empty(), "{file} has no rows");
    Some(rows)
}

struct Row {
    header: csv::StringRecord,
    record: csv::StringRecord,
}

impl Row {
    fn text(&self, column: &str) -> &str {
        let at = self.header.iter().position(|name| name == column).expect(column);
        &self.record[at]
    }

    fn number(&self, column: &str) -> f64 {
        match self.text(column) {
            "NA" | "NaN" => f64::NAN,
            "Inf" => f64::INFINITY,
            "-Inf" => f64::NEG_INFINITY,
            text => text.parse().expect(column),
        }
    }
}

#[track_caller]
fn close(got: f64, expected: f64, tolerance: f64, what: &str) {
    let same = got == expected
        || (got - expected).abs() <= tolerance * expected.abs()
        // Below the normal range a double has fewer digits than are asked for.
        || (got.abs() < 1e-290 && expected.abs() < 1e-290);
    assert!(same, "{what}: got {got:e}, expected {expected:e}, off by {:e}", got / expected - 1.0);
}

#[test]
fn gamma_probabilities_and_quantiles() {
    let Some(open) = rows("base_r/quantiles/open/pgamma.csv") else { return };
    for row in open {
        let (x, shape) = (row.number("x"), row.number("shape"));
        let (lower, upper) = gamma::lower_and_upper(shape, x);
        close(lower, row.number("pgamma"), 1e-13, &format!("P({shape}, {x})"));
        close(upper, row.number("pgamma_upper"), 1e-13, &format!("Q({shape}, {x})"));
    }
    for row in rows("base_r/quantiles/open/qgamma.csv").into_iter().flatten() {
        let (p, shape) = (row.number("p"), row.number("shape"));
        let what = format!("quantile {p} of shape {shape}");
        close(gamma::quantile(p, shape), row.number("qgamma"), 1e-13, &what);
        close(gamma::upper_quantile(p, shape), row.number("qgamma_upper"), 1e-13, &what);
    }
    for row in rows("base_r/quantiles/open/qchisq.csv").into_iter().flatten() {
        let (p, df) = (row.number("p"), row.number("df"));
        close(chi_square_quantile(p, df), row.number("qchisq"), 1e-13, &format!("{p}, df {df}"));
    }
}

#[test]
fn beta_normal_and_student_quantiles() {
    let Some(open) = rows("base_r/quantiles/open/qbeta.csv") else { return };
    for row in open {
        let (p, a, b) = (row.number("p"), row.number("a"), row.number("b"));
        close(beta::quantile(p, a, b), row.number("qbeta"), 1e-13, &format!("{p} of {a}, {b}"));
    }
    for row in rows("base_r/quantiles/open/qnorm.csv").into_iter().flatten() {
        let p = row.number("p");
        close(normal::quantile(p), row.number("qnorm"), 1e-13, &format!("normal {p}"));
    }
    for row in rows("base_r/quantiles/open/pnorm.csv").into_iter().flatten() {
        let z = row.number("z");
        close(normal::probability(z), row.number("pnorm"), 1e-13, &format!("below {z}"));
    }
    for row in rows("base_r/quantiles/open/qt.csv").into_iter().flatten() {
        let (p, df) = (row.number("p"), row.number("df"));
        close(student_t_quantile(p, df), row.number("qt"), 1e-13, &format!("t {p}, df {df}"));
    }
}

/// Levels above 90 are percentages in the reference packages; certainty and
/// whatever is no level here are left out.
fn level(text: f64) -> Option<Confidence> {
    Confidence::new(if text >= 90.0 { text / 100.0 } else { text }).ok()
}

/// Whole events among whole people: what the public functions take.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole")]
fn whole(x: f64) -> Option<u64> {
    (x >= 0.0 && x.fract() == 0.0 && x < 1e15).then_some(x as u64)
}

#[test]
fn byar_and_wilson_limits() {
    let Some(open) = rows("PHEindicatormethods/byars_wilson/open/byars.csv") else { return };
    let mut compared = 0;
    for row in open {
        let (Some(x), Some(level)) = (whole(row.number("x")), level(row.number("confidence")))
        else {
            continue;
        };
        let limits = byar(x, level);
        let (lower, upper) = (row.number("byars_lower"), row.number("byars_upper"));
        // The package has no lower limit where the formula gives none or a
        // negative one; here it is 0.
        let lower = if lower.is_nan() { 0.0 } else { lower };
        close(limits.lower, lower, 1e-12, &format!("lower limit of {x} at {level}"));
        close(limits.upper, upper, 1e-12, &format!("upper limit of {x} at {level}"));
        compared += 1;
    }
    assert!(compared > 50, "{compared} rows compared");
    for row in rows("PHEindicatormethods/byars_wilson/open/wilson.csv").into_iter().flatten() {
        let (Some(x), Some(n), Some(level)) =
            (whole(row.number("x")), whole(row.number("n")), level(row.number("confidence")))
        else {
            continue;
        };
        let limits = wilson(x, NonZeroU64::new(n).unwrap(), level).unwrap().interval.unwrap();
        for (got, column) in [(limits.lower, "wilson_lower"), (limits.upper, "wilson_upper")] {
            let expected = row.number(column);
            // At the ends the package leaves rounding noise round 0 and 1.
            let noise = (got == 0.0 || got == 1.0) && (got - expected).abs() < 1e-14;
            if !noise {
                close(got, expected, 1e-12, &format!("{column} of {x} in {n} at {level}"));
            }
        }
    }
}

#[test]
fn rates_and_proportions() {
    let Some(open) = rows("PHEindicatormethods/phe_rate/open/rows_single_ci.csv") else { return };
    let mut compared = 0;
    for row in open {
        let (Some(x), Some(n), Some(level)) =
            (whole(row.number("x")), whole(row.number("n")), level(row.number("confidence_arg")))
        else {
            continue;
        };
        let got = rate(x, NonZeroU64::new(n).unwrap(), level).scaled(row.number("multiplier"));
        let limits = got.interval.unwrap();
        close(got.value, row.number("value"), 1e-12, "rate");
        close(limits.upper, row.number("uppercl"), 1e-12, &format!("upper limit of {x}"));
        let lower = row.number("lowercl");
        if !lower.is_nan() {
            close(limits.lower, lower, 1e-12, &format!("lower limit of {x}"));
        }
        compared += 1;
    }
    assert!(compared > 50, "{compared} rows compared");
    let file = "PHEindicatormethods/phe_proportion/open/rows_single_ci.csv";
    for row in rows(file).into_iter().flatten() {
        let (Some(x), Some(n), Some(level)) =
            (whole(row.number("x")), whole(row.number("n")), level(row.number("confidence_arg")))
        else {
            continue;
        };
        let multiplier = row.number("multiplier");
        let got = wilson(x, NonZeroU64::new(n).unwrap(), level).unwrap().scaled(multiplier);
        let limits = got.interval.unwrap();
        close(got.value, row.number("value"), 1e-12, "proportion");
        for (got, column) in [(limits.lower, "lowercl"), (limits.upper, "uppercl")] {
            let expected = row.number(column);
            let noise =
                (got == 0.0 || got == multiplier) && (got - expected).abs() < 1e-14 * multiplier;
            if !noise {
                close(got, expected, 1e-12, &format!("{column} of {x} in {n} at {level}"));
            }
        }
    }
}

#[test]
fn exact_limits_of_counts_and_proportions() {
    let Some(open) = rows("base_r/poisson_test/open/vectors.csv") else { return };
    let mut compared = 0;
    for row in open {
        if row.text("kind") != "one" || row.text("alternative") != "two.sided" {
            continue;
        }
        let (Some(x), Some(level)) = (whole(row.number("x1")), level(row.number("conf"))) else {
            continue;
        };
        let limits = poisson_exact(x, level).scaled(1.0 / row.number("t1"));
        close(limits.lower, row.number("lower"), 1e-12, &format!("lower limit of {x}"));
        close(limits.upper, row.number("upper"), 1e-12, &format!("upper limit of {x}"));
        compared += 1;
    }
    assert!(compared > 5, "{compared} rows compared");
    for row in rows("base_r/binom_test/open/vectors.csv").into_iter().flatten() {
        if row.text("alternative") != "two.sided" {
            continue;
        }
        let (Some(x), Some(n), Some(level)) =
            (whole(row.number("x")), whole(row.number("n")), level(row.number("conf")))
        else {
            continue;
        };
        let got = clopper_pearson(x, NonZeroU64::new(n).unwrap(), level).unwrap();
        let limits = got.interval.unwrap();
        close(limits.lower, row.number("lower"), 1e-12, &format!("lower limit of {x} in {n}"));
        close(limits.upper, row.number("upper"), 1e-12, &format!("upper limit of {x} in {n}"));
    }
}
