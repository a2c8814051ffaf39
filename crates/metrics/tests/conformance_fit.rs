//! Holds generator and fits against R, where its numbers are present in
//! `../shared/vectors` beside the repository.

use std::path::PathBuf;

use firstyear_metrics::fit::{Design, Family, Fit, Model, Variance};
use firstyear_metrics::random::RDefault;
use firstyear_metrics::special::normal;

/// The rows of a vector file; `None` when the folder is absent, which is an
/// error where `FIRSTYEAR_REQUIRE_SHARED` is set.
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
        || (got.is_nan() && expected.is_nan())
        || (got - expected).abs() <= tolerance * expected.abs();
    assert!(same, "{what}: got {got:e}, expected {expected:e}, off by {:e}", got / expected - 1.0);
}

#[test]
fn short_streams_of_the_generator() {
    let Some(open) = rows("base_r/rng/open/vectors.csv") else { return };
    for twelve in open.chunk_by(|a, b| a.text("seed") == b.text("seed")) {
        let seed: i32 = twelve[0].text("seed").parse().expect("a seed");
        let what = format!("seed {seed}");
        let mut uniform = RDefault::new(seed);
        let (mut normal, mut recycled) = (uniform.clone(), uniform.clone());
        for (i, row) in twelve.iter().enumerate() {
            let word: i32 = row.text("state_word").parse().expect("a word");
            assert_eq!(RDefault::new(seed).state()[i].cast_signed(), word, "{what}");
            assert_eq!(uniform.uniform(), row.number("runif"), "{what}");
            close(normal.standard_normal(), row.number("rnorm"), 1e-15, &what);
            if i < 5 {
                let (mean, sd) = [(50.0, 2.0), (10.0, 0.5)][i % 2];
                close(recycled.normal(mean, sd), row.number("rnorm_recycled"), 1e-15, &what);
            }
        }
    }
}

#[test]
fn a_long_stream_of_the_generator() {
    let Some(open) = rows("base_r/rng/open/long_stream.csv") else { return };
    let mut generator = RDefault::new(123_456);
    let (mut drawn, mut z, mut sum) = (0_u32, 0.0, 0.0);
    for row in open {
        let until: u32 = row.text("i").parse().expect("a position");
        while drawn < until {
            z = generator.standard_normal();
            sum += z;
            drawn += 1;
        }
        close(z, row.number("z"), 1e-15, &format!("draw {until}"));
        // R adds up in more digits than a double holds.
        close(sum, row.number("cumsum"), 1e-11, &format!("sum of {until} draws"));
    }
}

/// One model of the vectors on the rows of a case, with the names of its
/// terms.
fn poisson(rows: &[&Row], model: &str) -> (Fit, Vec<String>) {
    let column = |name| -> Vec<f64> { rows.iter().map(|row| row.number(name)).collect() };
    let mut groups: Vec<&str> = rows.iter().map(|row| row.text("group")).collect();
    groups.sort_unstable();
    groups.dedup();
    let levels: Vec<usize> =
        rows.iter().map(|row| groups.binary_search(&row.text("group")).unwrap()).collect();
    let mut design = Design::with_intercept(rows.len());
    let mut terms = vec!["(Intercept)".to_owned()];
    if model.starts_with("group") {
        design = design.levels(&levels).unwrap();
        terms.extend(groups[1..].iter().map(|group| format!("gr{group}")));
    }
    if model.ends_with('x') {
        design = design.column(&column("x")).unwrap();
        terms.push("xx".to_owned());
    }
    let offset: Vec<f64> = column("exposure").into_iter().map(f64::ln).collect();
    (Model::new(Family::Poisson, &column("y")).offset(&offset).fit(&design).unwrap(), terms)
}

#[test]
fn poisson_models() {
    let Some(input) = rows("base_r/glm_poisson/open/input.csv") else { return };
    let coefficients = rows("base_r/glm_poisson/open/coefficients.csv").unwrap();
    for row in rows("base_r/glm_poisson/open/models.csv").unwrap() {
        let (case, model) = (row.text("case"), row.text("model"));
        let of_case: Vec<&Row> = input.iter().filter(|row| row.text("case") == case).collect();
        let (fit, terms) = poisson(&of_case, model);
        let what = format!("{case} {model}");
        for (got, column) in [
            (fit.deviance, "deviance"),
            (fit.null_deviance, "null_deviance"),
            (fit.aic.unwrap(), "aic"),
            (fit.pearson, "pearson_chi2"),
            (fit.df_residual as f64, "df_residual"),
            (f64::from(fit.iterations), "iterations"),
            (fit.warnings.len() as f64, "warnings"),
        ] {
            close(got, row.number(column), 1e-9, &format!("{what} {column}"));
        }
        assert_eq!(fit.converged, row.text("converged") == "TRUE", "{what}");
        let covariance = fit.covariance(Variance::Model);
        let expected = coefficients
            .iter()
            .filter(|row| row.text("case") == case && row.text("model") == model);
        let mut compared = 0;
        for (i, row) in expected.enumerate() {
            assert_eq!(row.text("term"), terms[i], "{what}");
            let (estimate, se) = (fit.coefficients[i], covariance.standard_error(i));
            let what = format!("{what} {}", terms[i]);
            close(estimate, row.number("estimate"), 1e-8, &format!("{what} estimate"));
            close(se, row.number("se"), 1e-8, &format!("{what} se"));
            close(estimate.exp(), row.number("rate_ratio"), 1e-8, &format!("{what} rate ratio"));
            let upper = (estimate + normal::quantile(0.975) * se).exp();
            close(upper, row.number("rr_upper"), 1e-8, &format!("{what} upper limit"));
            compared += 1;
        }
        assert_eq!(compared, terms.len(), "{what}");
    }
}
