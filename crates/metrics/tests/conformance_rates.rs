//! Holds the rates that reproduce the English public-health package against
//! its numbers, where these are present in `../shared/vectors` beside the
//! repository.

mod support;

use std::collections::BTreeMap;

use firstyear_metrics::run::{Table, Value};
use support::{Tolerance, compare, filter, result, text, vector, within};

const BOTH: (&str, &str) = ("confidence", "0.95;0.998");
const LIMITS: [&str; 3] = ["value", "lowercl", "uppercl"];
const LIMITS_AT_BOTH: [&str; 5] =
    ["value", "lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl"];

/// A table of the package; `None` where the vectors are absent.
fn file(name: &str) -> Option<Table> {
    vector(&format!("PHEindicatormethods/{name}"))
}

/// Columns of numbers within 1e-12, columns of text as they are.
fn columns<'a>(names: &[&'a str]) -> Vec<(&'a str, Tolerance)> {
    names.iter().map(|name| (*name, within(1e-12))).collect()
}

/// Runs `id` on `input` once for each combination of arguments that `expected`
/// holds in `arguments` (the column and the setting that it is), and compares.
#[track_caller]
fn each_setting(
    id: &str,
    input: &Table,
    expected: &Table,
    arguments: &[(&str, &str)],
    key: &[&str],
    names: &[&str],
) -> usize {
    let mut parts: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for row in 0..expected.len() {
        let values = arguments.iter().map(|(column, _)| text(expected, row, column)).collect();
        parts.entry(values).or_default().push(row);
    }
    parts
        .into_iter()
        .map(|(values, rows)| {
            let settings: Vec<(&str, &str)> = arguments
                .iter()
                .zip(&values)
                .map(|((_, setting), value)| (*setting, value.as_str()))
                .collect();
            let expected = filter(expected, |row| rows.contains(&row));
            let got = result(id, input, &settings);
            compare(&got.table, &expected, key, &columns(names), |_, _| false)
        })
        .sum()
}

/// As [`each_setting`], for settings that hold for the whole file.
#[track_caller]
fn once(
    id: &str,
    input: &Table,
    settings: &[(&str, &str)],
    expected: &str,
    key: &[&str],
    names: &[&str],
) -> usize {
    let expected = file(expected).expect("beside the input");
    let got = result(id, input, settings);
    compare(&got.table, &expected, key, &columns(names), |_, _| false)
}

fn with<'a>(names: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [names, more].concat()
}

#[test]
fn limits_of_counts_and_proportions() {
    let Some(byars) = file("byars_wilson/open/byars.csv") else { return };
    let got = result("phe-byars", &byars, &[]);
    let names = columns(&["byars_lower", "byars_upper"]);
    let compared = compare(&got.table, &byars, &["x", "confidence"], &names, |_, _| false);
    assert!(compared > 300, "{compared} values compared");

    let wilson = file("byars_wilson/open/wilson.csv").expect("beside the other");
    let got = result("phe-wilson", &wilson, &[]);
    let names = columns(&["wilson_lower", "wilson_upper"]);
    let compared = compare(&got.table, &wilson, &["x", "n", "confidence"], &names, |_, _| false);
    assert!(compared > 300, "{compared} values compared");
}

#[test]
fn crude_rates() {
    let Some(rows) = file("phe_rate/open/rows_single_ci.csv") else { return };
    let labels = ["confidence", "statistic", "method"];
    let names = with(&LIMITS, &labels);
    let key = ["row", "multiplier", "confidence_arg"];
    let got = result("phe-rate", &rows, &[]);
    let compared = compare(&got.table, &rows, &key, &columns(&names), |_, _| false);
    assert!(compared > 5_000, "{compared} values compared");

    let both = file("phe_rate/open/rows_both_ci.csv").expect("beside the other");
    let got = result("phe-rate", &both, &[BOTH]);
    let names = with(&LIMITS_AT_BOTH, &labels);
    compare(&got.table, &both, &["row", "multiplier"], &columns(&names), |_, _| false);

    let grouped = file("phe_rate/open/grouped_input.csv").expect("beside the other");
    let names = with(&["x", "n"], &names);
    once("phe-rate", &grouped, &[BOTH], "phe_rate/open/grouped_output.csv", &["group"], &names);

    let one = file("phe_rate/open/one_group_quirk.csv").expect("beside the other");
    let got = result("phe-rate", &one, &[("confidence", "0.95")]);
    let names = with(&LIMITS, &labels);
    compare(&got.table, &one, &["group", "x", "n"], &columns(&names), |_, _| false);
}

#[test]
fn proportions() {
    let Some(rows) = file("phe_proportion/open/rows_single_ci.csv") else { return };
    let names = with(&LIMITS, &["statistic"]);
    let key = ["row", "multiplier", "confidence_arg"];
    let got = result("phe-proportion", &rows, &[]);
    let compared = compare(&got.table, &rows, &key, &columns(&names), |_, _| false);
    assert!(compared > 3_000, "{compared} values compared");

    let both = file("phe_proportion/open/rows_both_ci.csv").expect("beside the other");
    let got = result("phe-proportion", &both, &[BOTH]);
    let names = with(&LIMITS_AT_BOTH, &["statistic"]);
    compare(&got.table, &both, &["row", "multiplier"], &columns(&names), |_, _| false);

    let grouped = file("phe_proportion/open/grouped_input.csv").expect("beside the other");
    let names = with(&LIMITS_AT_BOTH, &["x", "n", "confidence", "statistic", "method"]);
    let settings = [BOTH, ("multiplier", "100")];
    let expected = "phe_proportion/open/grouped_output.csv";
    once("phe-proportion", &grouped, &settings, expected, &["group"], &names);
}

#[test]
fn means() {
    let Some(input) = file("phe_mean/open/input.csv") else { return };
    let sums = ["value_sum", "value_count", "stdev"];
    let single = file("phe_mean/open/output_single_ci.csv").expect("beside the input");
    let level = [("confidence_arg", "confidence")];
    let names = with(&LIMITS, &sums);
    let compared = each_setting("phe-mean", &input, &single, &level, &["case"], &names);
    assert!(compared > 400, "{compared} values compared");
    let names = with(&LIMITS_AT_BOTH, &sums);
    once("phe-mean", &input, &[BOTH], "phe_mean/open/output_both_ci.csv", &["case"], &names);
}

#[test]
fn directly_standardised_rates() {
    let Some(input) = file("calculate_dsr/open/input.csv") else { return };
    let totals = ["total_count", "total_pop", "statistic"];
    let single = file("calculate_dsr/open/output_single_ci.csv").expect("beside the input");
    let arguments = [("confidence_arg", "confidence"), ("multiplier", "multiplier")];
    let names = with(&LIMITS, &totals);
    let compared = each_setting("phe-dsr", &input, &single, &arguments, &["group"], &names);
    assert!(compared > 1_000, "{compared} values compared");

    let names = with(&with(&LIMITS_AT_BOTH, &totals), &["confidence", "method"]);
    let both = "calculate_dsr/open/output_both_ci.csv";
    once("phe-dsr", &input, &[BOTH], both, &["group"], &names);
    let input = file("calculate_dsr/open/nonindependent_input.csv").expect("beside the other");
    let expected = "calculate_dsr/open/nonindependent_output.csv";
    once("phe-dsr", &input, &[BOTH], expected, &["group"], &names);
    let said = [BOTH, ("independent_events", "FALSE")];
    once("phe-dsr", &input, &said, expected, &["group"], &names);
    let input = file("phe_dsr/open/input.csv").expect("beside the other");
    once("phe-dsr", &input, &[BOTH], "phe_dsr/open/output_both_ci.csv", &["group"], &names);
}

#[test]
fn indirectly_standardised_ratios_and_rates() {
    let Some(input) = file("calculate_ISR/open/input.csv") else { return };
    let labels = ["observed", "expected", "method"];
    let key = ["group"];
    for (id, name, multiplier, all) in [
        ("phe-isr-rate", "ISRate", "multiplier", "100000"),
        ("phe-isr-ratio", "ISRatio", "refvalue", "100"),
    ] {
        let mut more = labels.to_vec();
        if id == "phe-isr-rate" {
            more.push("ref_rate");
        }
        let single = file(&format!("calculate_ISR/open/{name}_single_ci.csv")).expect("beside");
        let arguments = [("confidence_arg", "confidence"), (multiplier, multiplier)];
        let names = with(&LIMITS, &more);
        let compared = each_setting(id, &input, &single, &arguments, &key, &names);
        assert!(compared > 900, "{compared} values compared");

        more.extend(["confidence", "statistic"]);
        let names = with(&LIMITS_AT_BOTH, &more);
        let both = format!("calculate_ISR/open/{name}_both_ci.csv");
        once(id, &input, &[BOTH, (multiplier, all)], &both, &key, &names);

        let totals = joined(&input);
        let names = with(&LIMITS, &more);
        let expected = format!("calculate_ISR/open/{name}_observed_totals.csv");
        once(id, &totals, &[], &expected, &key, &names);
    }
}

/// The bands without their events, each with the total of its group beside it.
fn joined(input: &Table) -> Table {
    let totals = file("calculate_ISR/open/observed_totals.csv").expect("beside the input");
    let by_group: BTreeMap<String, String> = (0..totals.len())
        .map(|row| (text(&totals, row, "group"), text(&totals, row, "x")))
        .collect();
    let mut table = Table::new(["group", "observed_total", "n", "x_ref", "n_ref"]).expect("names");
    for row in 0..input.len() {
        let group = text(input, row, "group");
        let total = by_group[&group].clone();
        let others = ["n", "x_ref", "n_ref"].map(|column| text(input, row, column));
        let values = [group, total].into_iter().chain(others).map(Value::Text);
        table.push(values).expect("a full row");
    }
    table
}

#[test]
fn life_expectancy() {
    let Some(input) = file("phe_life_expectancy/open/input.csv") else { return };
    let more = ["pops_used", "dths_used", "confidence", "statistic", "method"];
    let (id, key) = ("phe-life-expectancy", ["group", "startage"]);
    let names = with(&LIMITS, &more);
    let compared = once(id, &input, &[], "phe_life_expectancy/open/output_95.csv", &key, &names);
    assert!(compared > 3_000, "{compared} values compared");
    let names = with(&LIMITS_AT_BOTH, &more);
    let levels = [("confidence", "95;99.8")];
    once(id, &input, &levels, "phe_life_expectancy/open/output_95_998.csv", &key, &names);

    let one = filter(&input, |row| text(&input, row, "group").ends_with("_r03"));
    let mut ungrouped = Table::new(["startage", "deaths", "pops"]).expect("names");
    for row in 0..one.len() {
        let values = ["startage", "deaths", "pops"].map(|name| Value::Text(text(&one, row, name)));
        ungrouped.push(values).expect("a full row");
    }
    let settings = [("le_age", "0,65"), ("confidence", "0.9")];
    let expected = "phe_life_expectancy/open/ungrouped_le0_65_conf90.csv";
    let names = with(&LIMITS, &more);
    let compared = once(id, &ungrouped, &settings, expected, &["startage"], &names);
    assert_eq!(compared, 16);
}

/// The project's own methods give the package's numbers where it has them and
/// nothing is missing.
#[test]
fn own_methods_agree_where_nothing_is_missing() {
    let Some(input) = file("calculate_dsr/open/input.csv") else { return };
    let expected = file("calculate_dsr/open/output_both_ci.csv").expect("beside the input");
    let settings = [BOTH, ("multiplier", "100000"), ("minimum_events", "10")];
    let got = result("dsr", &input, &settings);
    let names = columns(&with(&LIMITS_AT_BOTH, &["total_count", "total_pop"]));
    let missing = |key: &str| {
        (0..input.len())
            .any(|row| text(&input, row, "group") == key && text(&input, row, "x") == "NA")
    };
    // Where the package has no rate below 10 events, the limits are absent
    // there and not applicable here.
    let few: Vec<String> = (0..expected.len())
        .filter(|row| text(&expected, *row, "value") == "NA")
        .map(|row| text(&expected, row, "group"))
        .collect();
    let known = |key: &str, _: &str| missing(key) || few.iter().any(|group| group == key);
    let compared = compare(&got.table, &expected, &["group"], &names, known);
    assert!(compared > 100, "{compared} values compared");

    let input = file("phe_life_expectancy/open/input.csv").expect("beside the other");
    let expected = file("phe_life_expectancy/open/output_95.csv").expect("beside the other");
    // Two groups have a band in which more than all would die: the package
    // lets all die, here that is an error.
    let given = filter(&expected, |row| {
        let value = expected.get(row, "value").and_then(Value::number);
        let group = text(&expected, row, "group");
        value.is_some() && !["L_45pc_band", "L_60pc_1to4"].contains(&group.as_str())
    });
    let settings = [("people_above", "5000"), ("years_either_side", "10")];
    let got = result("life-expectancy", &input, &settings);
    let names = columns(&with(&LIMITS, &["pops_used", "dths_used"]));
    let compared = compare(&got.table, &given, &["group", "startage"], &names, |_, _| false);
    assert!(compared > 1_000, "{compared} values compared");

    let input = file("calculate_ISR/open/input.csv").expect("beside the other");
    let expected = file("calculate_ISR/open/ISRatio_both_ci.csv").expect("beside the other");
    let whole = filter(&expected, |row| !text(&expected, row, "group").contains("_na_"));
    let got = result("indirect-ratio", &input, &[BOTH, ("multiplier", "100")]);
    let names = columns(&with(&LIMITS_AT_BOTH, &["observed", "expected"]));
    let compared = compare(&got.table, &whole, &["group"], &names, |_, _| false);
    assert!(compared > 150, "{compared} values compared");
}
