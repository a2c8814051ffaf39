//! Holds funnels, run by their ids, against `PHEindicatormethods` and
//! `FunnelPlotR`.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use firstyear_metrics::run::{Table, Value};
use support::{Tolerance, compare, filter, result, text, vector, within};

const PHE: &str = "PHEindicatormethods/funnels/open";
const FUNNELPLOTR: &str = "FunnelPlotR/funnel_plot/open";

/// Labels are held to the letter.
const EXACT: Tolerance = within(0.0);

/// The units of each configuration in `configs`, its columns beside theirs.
fn with_units(input: &Table, configs: &Table, columns: &[&str]) -> Table {
    let mut units: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in 0..input.len() {
        units.entry(text(input, row, "dataset")).or_default().push(row);
    }
    let own = input.names().iter().map(String::as_str);
    let mut table = Table::new(own.chain(columns.iter().copied())).unwrap();
    let mut seen = BTreeSet::new();
    for config in 0..configs.len() {
        let dataset = text(configs, config, "dataset");
        let said: Vec<Value> =
            columns.iter().map(|name| configs.get(config, name).unwrap().clone()).collect();
        let key: Vec<String> = said.iter().map(ToString::to_string).collect();
        if !seen.insert((dataset.clone(), key)) {
            continue;
        }
        for &row in &units[&dataset] {
            let own = input.names().iter().map(|name| input.get(row, name).unwrap().clone());
            table.push(own.chain(said.iter().cloned())).unwrap();
        }
    }
    table
}

/// Runs a method of the package on each configuration of a file of limits, and
/// compares them in order, as the files have no name for a point.
fn limits(file: &str, config: &[&str], columns: &[&str]) {
    let Some(expected) = vector(&format!("{PHE}/{file}.csv")) else { return };
    let input = vector(&format!("{PHE}/input.csv")).expect("the folder is whole");
    let run = result("phe-funnel-limits", &with_units(&input, &expected, config), &[]);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let columns: Vec<_> = columns.iter().map(|column| (*column, within(1e-9))).collect();
    let key: Vec<_> = ["dataset"].into_iter().chain(config.iter().copied()).chain(["x"]).collect();
    let compared = compare(&run.table, &expected, &key, &columns, |_, _| false);
    assert_eq!(compared, expected.len() * columns.len());
    assert_eq!(run.table.len(), expected.len());
}

const LIMITS: [&str; 4] = ["lower_2s_limit", "upper_2s_limit", "lower_3s_limit", "upper_3s_limit"];

#[test]
fn limits_of_proportions() {
    let columns: Vec<_> = LIMITS.into_iter().chain(["baseline"]).collect();
    limits("limits_proportion", &["statistic", "rate_or_ratio_type", "multiplier"], &columns);
}

#[test]
fn limits_of_ratios() {
    let places = [
        "lower_2s_exp_events",
        "upper_2s_exp_events",
        "lower_3s_exp_events",
        "upper_3s_exp_events",
    ];
    let columns: Vec<_> = LIMITS.into_iter().chain(places).collect();
    limits("limits_ratio", &["statistic", "rate_or_ratio_type", "multiplier"], &columns);
}

#[test]
fn limits_of_rates() {
    let places = [
        "lower_2s_population_1_year",
        "upper_2s_population_1_year",
        "lower_3s_population_1_year",
        "upper_3s_population_1_year",
    ];
    let columns: Vec<_> = LIMITS.into_iter().chain(["baseline"]).chain(places).collect();
    let config = ["statistic", "rate_or_ratio_type", "multiplier", "years"];
    limits("limits_rate", &config, &columns);
}

#[test]
fn points_and_significance() {
    let Some(points) = vector(&format!("{PHE}/points.csv")) else { return };
    let input = vector(&format!("{PHE}/input.csv")).expect("the folder is whole");
    let config = ["rate_type", "years", "multiplier"];
    let run = result("phe-funnel-points", &with_units(&input, &points, &config), &[]);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let columns = [("rate_chart", within(1e-12)), ("denominator_derived", within(1e-12))];
    let key = ["dataset", "rate_type", "years", "multiplier", "unit"];
    let compared = compare(&run.table, &points, &key, &columns, |_, _| false);
    assert_eq!(compared, points.len() * 2);

    let labels = vector(&format!("{PHE}/significance.csv")).expect("the folder is whole");
    let config = ["statistic", "type", "multiplier"];
    let run = result("phe-funnel-significance", &with_units(&input, &labels, &config), &[]);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    let key = ["dataset", "statistic", "type", "multiplier", "unit"];
    let columns = [("significance", EXACT)];
    assert_eq!(compare(&run.table, &labels, &key, &columns, |_, _| false), labels.len());
}

#[test]
fn funnels_of_the_plotting_package() {
    let Some(summary) = vector(&format!("{FUNNELPLOTR}/summary.csv")) else { return };
    let input = vector(&format!("{FUNNELPLOTR}/input.csv")).expect("the folder is whole");
    let config = [
        "config",
        "data_type",
        "sr_method",
        "denominator_column",
        "multiplier",
        "draw_adjusted_arg",
        "limit",
    ];
    let units = with_units(&input, &summary, &config);
    let run = |output: &str| {
        let run = result("funnelplotr", &units, &[("output", output)]);
        assert!(run.problems.is_empty(), "{:?}", run.problems);
        run.table
    };
    let close = Tolerance { relative: 1e-10, absolute: 1e-13 };
    let columns =
        |names: &[&'static str]| -> Vec<_> { names.iter().map(|name| (*name, close)).collect() };
    let found = columns(&["phi", "tau2", "draw_adjusted_out", "draw_unadjusted_out", "messages"]);
    let key = ["dataset", "config"];
    assert_eq!(compare(&run("summary"), &summary, &key, &found, |_, _| false), summary.len() * 5);

    let expected = vector(&format!("{FUNNELPLOTR}/aggregated.csv")).expect("the folder is whole");
    let found = columns(&[
        "numerator",
        "denominator",
        "rr",
        "target_transformed",
        "Y",
        "s",
        "Uzscore",
        "Wuzscore",
        "LCL95",
        "UCL95",
        "LCL99",
        "UCL99",
        "OD95LCL",
        "OD95UCL",
        "OD99LCL",
        "OD99UCL",
        "outlier",
    ]);
    let key = ["dataset", "config", "group"];
    let compared = compare(&run("aggregated"), &expected, &key, &found, |_, _| false);
    assert_eq!(compared, expected.len() * found.len());

    let expected =
        vector(&format!("{FUNNELPLOTR}/limits_lookup_15rows.csv")).expect("the folder is whole");
    let found = columns(&[
        "number_seq",
        "s",
        "odll95",
        "odul95",
        "odll998",
        "odul998",
        "ll95",
        "ul95",
        "ll998",
        "ul998",
    ]);
    let table = run("limits");
    assert_eq!(table.len(), expected.len());
    // Rows are in the same order within each funnel.
    assert_eq!(
        compare(&table, &expected, &["dataset", "config"], &found, |_, _| false),
        expected.len() * found.len()
    );
}

#[test]
fn our_own_limits_are_near_those_of_the_packages() {
    let Some(expected) = vector(&format!("{PHE}/limits_ratio.csv")) else { return };
    // Where x events are expected the package says with how many expected
    // events x lies on a limit; ours says how many events do. For large counts
    // the two are nearly mirrored, which holds ours against outside numbers.
    let many = filter(&expected, |row| {
        text(&expected, row, "x").parse::<f64>().is_ok_and(|x| x > 2000.0)
            && text(&expected, row, "rate_or_ratio_type") == "isr"
    });
    let mut sizes = Table::new(["n", "comparator", "kind"]).unwrap();
    for row in 0..many.len() {
        let n = many.get(row, "x").unwrap().clone();
        sizes.push([n, Value::Number(1.0), Value::from("ratio")]).unwrap();
    }
    let run = result("funnel-limits", &sizes, &[]);
    assert!(run.problems.is_empty() && !many.is_empty());
    let number = |table: &Table, row: usize, name: &str| {
        table.get(row, name).and_then(Value::number).unwrap()
    };
    for row in 0..many.len() {
        for (ours, theirs) in [("lower95_0cl", "upper_2s_limit"), ("upper99_8cl", "lower_3s_limit")]
        {
            let (ours, theirs) =
                (number(&run.table, row, ours), 100.0 / number(&many, row, theirs));
            assert!((ours / theirs - 1.0).abs() < 5e-3, "row {row}: {ours} {theirs}");
        }
    }
}
