//! Holds slope indices, run by their ids, against the package of English
//! public health, where its numbers are present in `../shared/vectors` beside
//! the repository.

mod support;

use firstyear_metrics::run::{Run, Table, Value};
use support::{Tolerance, compare, filter, only, result, text, vector, within};

const FOLDER: &str = "PHEindicatormethods/phe_sii/open";

/// What each variant of the vectors asks for.
const VARIANTS: [(&str, &[(&str, &str)]); 14] = [
    ("v0_cl_1k", &[("uncertainty", "limits"), ("repetitions", "1000")]),
    ("v0_se_10k", &[("repetitions", "10000"), ("confidence", "0.95;0.998")]),
    ("v0_se_100k", &[]),
    ("v0_mneg1", &[("repetitions", "10000"), ("multiplier", "-1")]),
    ("v0_m100_90", &[("repetitions", "10000"), ("multiplier", "100"), ("confidence", "90")]),
    ("v1_rate", &[("repetitions", "10000"), ("value_type", "1"), ("confidence", "0.95;0.998")]),
    (
        "v1_rate_tr",
        &[
            ("repetitions", "10000"),
            ("value_type", "1"),
            ("transform", "TRUE"),
            ("confidence", "0.95;0.998"),
        ],
    ),
    (
        "v1_rate_tr_mneg",
        &[
            ("repetitions", "10000"),
            ("value_type", "1"),
            ("transform", "TRUE"),
            ("multiplier", "-1"),
        ],
    ),
    (
        "v1_rate_tr_m0.5",
        &[
            ("repetitions", "10000"),
            ("value_type", "1"),
            ("transform", "TRUE"),
            ("multiplier", "0.5"),
        ],
    ),
    ("v2_x", &[("repetitions", "10000"), ("value_type", "2"), ("multiplier", "100")]),
    (
        "v2_val_tr",
        &[
            ("repetitions", "10000"),
            ("value_type", "2"),
            ("uncertainty", "limits"),
            ("transform", "TRUE"),
            ("multiplier", "100"),
            ("confidence", "0.95;0.998"),
        ],
    ),
    (
        "v2_val_tr_mneg",
        &[
            ("repetitions", "10000"),
            ("value_type", "2"),
            ("uncertainty", "limits"),
            ("transform", "TRUE"),
            ("multiplier", "-100"),
        ],
    ),
    (
        "v0_reliab",
        &[("repetitions", "2000"), ("confidence", "0.95;0.998"), ("reliability_stat", "TRUE")],
    ),
    ("v0_ungrouped_10k", &[("repetitions", "10000")]),
];

#[test]
fn the_package_is_reproduced_limits_included() {
    let Some(input) = vector(&format!("{FOLDER}/input.csv")) else { return };
    let expected = vector(&format!("{FOLDER}/output_seeded.csv")).unwrap();
    let mut compared = 0;
    for (variant, settings) in VARIANTS {
        let of_variant = only(&expected, "variant", variant);
        for nq in ["5", "10", "20"] {
            let expected = only(&of_variant, "nq", nq);
            if expected.is_empty() {
                continue;
            }
            let seed = text(&expected, 0, "seed");
            let areas: Vec<String> =
                (0..expected.len()).map(|row| text(&expected, row, "area")).collect();
            let rows = filter(&only(&input, "nq", nq), |row| {
                // One variant was run on a single area, without grouping.
                let of_nq = only(&input, "nq", nq);
                areas.contains(&text(&of_nq, row, "area"))
            });
            let mut settings = settings.to_vec();
            settings.extend([("seed", seed.as_str()), ("layout", "long")]);
            let Run { table, problems, .. } = result("phe-sii", &rows, &settings);
            assert!(problems.is_empty(), "{variant}: {problems:?}");
            // Slopes near 0 differ by rounding of values near 100.
            let columns = [("value", Tolerance { relative: 1e-9, absolute: 1e-10 })];
            compared += compare(&table, &expected, &["area", "statistic"], &columns, |_, _| false);
            assert_eq!(table.len(), expected.len(), "{variant}");
        }
    }
    assert_eq!(compared, expected.len());
}

#[test]
fn an_area_that_lacks_a_quantile_is_left_out() {
    let Some(input) = vector(&format!("{FOLDER}/input.csv")) else { return };
    let expected = vector(&format!("{FOLDER}/incomplete_area_1k_seed99.csv")).unwrap();
    let ten = only(&input, "nq", "10");
    let rows = filter(&ten, |row| {
        !(text(&ten, row, "area") == "S01" && text(&ten, row, "quantile") == "4")
    });
    let settings = [("repetitions", "1000"), ("seed", "99")];
    let Run { table, .. } = result("phe-sii", &rows, &settings);
    assert_eq!(table.len(), expected.len());
    let near = ["sii", "rii", "sii_lower95_0cl", "sii_upper95_0cl", "rii_lower95_0cl"];
    let mut columns = near.map(|column| (column, within(1e-9))).to_vec();
    columns.push(("rii_upper95_0cl", within(1e-9)));
    let words = ["indicator_type", "multiplier", "transform", "CI_confidence", "CI_method"];
    columns.extend(words.map(|column| (column, within(0.0))));
    let compared = compare(&table, &expected, &["area"], &columns, |_, _| false);
    assert_eq!(compared, columns.len() * expected.len());
}

/// Whether limits of 100,000 draws lie within four standard deviations of
/// those of the package over 20 seeds.
fn within_the_spread(id: &str, variant: &str, settings: &[(&str, &str)]) {
    let Some(input) = vector(&format!("{FOLDER}/input.csv")) else { return };
    let spread = vector(&format!("{FOLDER}/limits_mc_spread.csv")).unwrap();
    let mut settings = settings.to_vec();
    settings.push(("layout", "long"));
    let Run { table, .. } = result(id, &only(&input, "nq", "10"), &settings);
    let spread = only(&spread, "variant", variant);
    let number = |table: &Table, row, column| table.get(row, column).and_then(Value::number);
    let mut compared = 0;
    for row in 0..spread.len() {
        let (area, statistic) = (text(&spread, row, "area"), text(&spread, row, "statistic"));
        // The file of spreads ends every name with `cl`; the package itself
        // leaves it away for a line on a scale.
        let plain = statistic.trim_end_matches("cl");
        let got = (0..table.len())
            .filter(|&at| text(&table, at, "area") == area)
            .find(|&at| text(&table, at, "statistic").trim_end_matches("cl") == plain)
            .and_then(|at| number(&table, at, "value"))
            .unwrap_or_else(|| panic!("{area} {statistic}"));
        let [mean, sd] = ["mean", "sd"].map(|column| number(&spread, row, column).unwrap());
        assert!((got - mean).abs() < 4.0 * sd, "{area} {statistic}: {got}, {mean} ± {sd}");
        compared += 1;
    }
    assert_eq!(compared, 24);
}

#[test]
fn our_own_limits_are_those_of_other_seeds() {
    within_the_spread("sii-wls", "v0_se_100k", &[("seed", "2010")]);
    within_the_spread("phe-sii", "v0_se_100k", &[("seed", "1")]);
    // Of lines on a scale only the package's own: it keeps the mean.
    let settings = [("seed", "1"), ("value_type", "1"), ("transform", "TRUE")];
    within_the_spread("phe-sii", "v1_rate_tr_100k", &settings);
}
