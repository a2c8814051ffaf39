//! Holds the compatible measures of inequality against WHO's package.

mod support;

use firstyear_metrics::run::Table;
use support::{Tolerance, compare, filter, only, result, same, text, vector};

/// The rows of one variant: an empty one is an empty text in the file.
fn variants(expected: &Table) -> Vec<String> {
    let mut variants: Vec<String> =
        (0..expected.len()).map(|row| text(expected, row, "variant")).collect();
    variants.sort();
    variants.dedup();
    variants
}

/// All cases of C02 are 1 without population. The package has NA for the
/// others of which that is so, and here what its differences leave, 6.6e-10.
fn is_rounding_noise(key: &str, column: &str) -> bool {
    key.starts_with("C02 / ")
        && key.contains("/ nopop /")
        && column != "estimate"
        && column != "status"
}

/// Where all cases are 0 both ends are 1e-10. The package steps from there by
/// 1e-10 at an intercept near -24, whose last digit is a 28,147th of the step,
/// and the slope's rounding says which way the half goes.
const RII_WITHOUT_POPULATION: [Tolerance; 3] = [near(1e-9), near(4e-5), near(5e-4)];

#[track_caller]
fn conforms(folder: &str, measures: &[&str], tolerance: [Tolerance; 3]) -> usize {
    let Some(input) = vector(&format!("healthequal/{folder}/open/input.csv")) else { return 0 };
    let output =
        vector(&format!("healthequal/{folder}/open/output.csv")).expect("beside the input");
    let mut compared = 0;
    for measure in measures {
        let expected = only(&output, "measure", measure);
        assert!(!expected.is_empty(), "{measure}");
        for variant in variants(&expected) {
            let expected = only(&expected, "variant", &variant);
            let run = result(&format!("heat6-{measure}"), &input, &[("variant", &variant)]);
            assert!(run.problems.is_empty(), "{measure} {variant}: {:?}", run.problems);
            let [estimate, se, limits] = match (*measure, variant.as_str()) {
                ("rii", "nopop") => RII_WITHOUT_POPULATION,
                _ => tolerance,
            };
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
        let compared = conforms(folder, &CLOSED, [near(1e-12), near(1e-12), near(1e-12)]);
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

/// The reference beside the package: the same fit, its variance with the
/// weights of the settled line where ours, as the package's, has those of the
/// step before. The estimates agree far closer.
#[test]
fn slopes_in_closed_form() {
    let sets = [
        ("heat6-sii", "sii_closed", "sii_se_closed_unscaled"),
        ("heat6-rii", "rii_closed", "rii_logse_closed"),
    ];
    for folder in ["synthetic", "missing_values"] {
        let folder = format!("healthequal/{folder}/open");
        let Some(all) = vector(&format!("{folder}/sii_rii_closed_form.csv")) else { return };
        let input = vector(&format!("{folder}/input.csv")).expect("beside the closed form");
        for (linear, (id, value, error)) in
            ["FALSE", "TRUE"].into_iter().flat_map(|linear| sets.map(|set| (linear, set)))
        {
            let expected = only(&all, "linear", linear);
            let run = result(id, &input, &[("linear", linear)]);
            for row in 0..expected.len() {
                let found = only(&run.table, "case", &text(&expected, row, "case"));
                for (column, named, relative) in [("estimate", value, 1e-9), ("se", error, 1e-5)] {
                    let (got, want) = (found.get(0, column), expected.get(row, named));
                    let (got, want) = (got.expect("an output"), want.expect("a reference"));
                    assert!(same(got, want, near(relative)), "{id} {row} {column}: {got} {want}");
                }
            }
        }
    }
}

/// What our own methods have in common with the package: the estimates, where
/// it has no error in them and every value is given.
#[test]
fn own_estimates_are_those_of_the_package() {
    let pairs = [
        ("who-d", "d", "ordered", ""),
        ("who-aci", "aci", "", ""),
        ("who-rci", "rci", "", ""),
        ("who-bgv", "bgv", "", ""),
        ("who-bgsd", "bgsd", "", ""),
        ("who-cov", "covar", "", ""),
        ("who-mdmu", "mdmu", "pop", ""),
        ("who-mdmw", "mdmw", "", ""),
        ("who-mdbu", "mdbu", "", ""),
        ("who-mdbw", "mdbw", "", ""),
        ("who-mdru", "mdru", "", ""),
        ("who-mdrw", "mdrw", "", ""),
        ("who-idisu", "idisu", "pop", ""),
        ("who-idisw", "idisw", "", ""),
        ("who-par", "parisk", "ordered_pop", ""),
        ("who-paf", "paf", "ordered_pop", ""),
        ("who-rci", "rci", "wagstaff", "wagstaff"),
        ("who-rci", "rci", "erreygers", "erreygers"),
    ];
    let Some(input) = vector("healthequal/synthetic/open/input.csv") else { return };
    let output = vector("healthequal/synthetic/open/output.csv").expect("beside the input");
    // The setting averages of the vectors are made without regard to the
    // groups; where population is known they are not read, and need not be.
    for (id, measure, variant, form) in pairs {
        let expected = only(&only(&output, "measure", measure), "variant", variant);
        let expected = only(&expected, "status", "ok");
        let settings = if form.is_empty() { vec![] } else { vec![("form", form)] };
        let input = filter(&input, |row| {
            let case = text(&input, row, "case");
            (0..expected.len()).any(|row| text(&expected, row, "case") == case)
        });
        let run = result(id, &input, &settings);
        let compared =
            compare(&run.table, &expected, &["case"], &[("estimate", near(1e-11))], |_, _| false);
        assert!(compared > 20, "{id}: {compared}: {:?}", run.problems);
    }
}

#[test]
fn survey_records() {
    let folder = "healthequal/individual_survey/open";
    let Some(input) = vector(&format!("{folder}/input.csv")) else { return };
    let output = vector(&format!("{folder}/output.csv")).expect("beside the input");
    let mut compared = 0;
    for row in 0..output.len() {
        let [survey, measure, design, linear] =
            ["survey", "measure", "design", "linear"].map(|column| text(&output, row, column));
        let input = only(&input, "survey", &survey);
        let settings = [("design", design.as_str()), ("linear", linear.as_str())];
        let run = result(&format!("heat6-survey-{measure}"), &input, &settings);
        for (column, relative) in [
            ("status", 0.0),
            ("estimate", 1e-9),
            ("se", 1e-5),
            ("lowerci", 1e-5),
            ("upperci", 1e-5),
        ] {
            let (got, want) = (run.table.get(0, column), output.get(row, column));
            let (got, want) = (got.expect("an output"), want.expect("a reference"));
            assert!(same(got, want, near(relative)), "{row} {column}: got {got}, expected {want}");
            compared += 1;
        }
        // Our own differ in the errors, which count in more, and not in the
        // value.
        let form = design.split_once('_').map_or("relative", |(_, form)| form);
        let settings: &[(&str, &str)] = match (measure.as_str(), form, linear.as_str()) {
            ("rci", "wagstaff", _) => &[("form", "wagstaff"), ("indicator_scale", "1")],
            ("rci", "erreygers", _) => &[("form", "erreygers"), ("indicator_scale", "1")],
            ("aci" | "rci", ..) => &[],
            (_, _, "TRUE") => &[("line", "linear")],
            _ => &[("indicator_scale", "1")],
        };
        let run = result(&format!("survey-{measure}"), &input, settings);
        let (got, want) = (run.table.get(0, "estimate"), output.get(row, "estimate"));
        assert!(same(got.unwrap(), want.unwrap(), near(1e-9)), "{row}: {:?}", run.problems);
    }
    assert!(compared > 200, "{compared} values compared");
}
