//! How often control charts mark a point where nothing changes, and how soon
//! they mark a change. Writes docs/methods/control-coverage.md:
//!
//! ```text
//! cargo run --release -p firstyear-metrics --features coverage --example coverage_control > docs/methods/control-coverage.md
//! ```

use firstyear_metrics::control::{
    Chart, ChartError, ChartOptions, Rules, RunLength, Screening, g_chart, g_chart_exact, ptd_xmr,
    t_chart, t_chart_exponential, u_chart, u_prime, xmr,
};
use firstyear_metrics::random::Counter;

const SEED: u64 = 2_010;
const CHARTS: u64 = 20_000;

fn main() -> Result<(), ChartError> {
    println!("# Control charts: false alarms and power\n");
    println!(
        "Made by `cargo run --release -p firstyear-metrics --features coverage --example coverage_control`: \
         {CHARTS} charts for each row, seed {SEED}, generator {}.\n",
        Counter::NAME
    );
    individual_values()?;
    counts()?;
    rare_events()
}

/// Shares of points outside the limits, of points marked by any rule, and of
/// charts with a mark.
struct Alarms {
    outside: f64,
    marked: f64,
    charts: f64,
}

fn alarms(
    mut chart: impl FnMut(&mut Counter) -> Result<Chart, ChartError>,
) -> Result<Alarms, ChartError> {
    let (mut points, mut outside, mut marked, mut charts) = (0_u64, 0_u64, 0_u64, 0_u64);
    for stream in 0..CHARTS {
        let drawn = chart(&mut Counter::new(SEED, stream))?.points;
        points += drawn.len() as u64;
        outside += drawn.iter().filter(|point| point.outside == Some(true)).count() as u64;
        let marks = drawn.iter().filter(|point| point.cause.is_some()).count() as u64;
        marked += marks;
        charts += u64::from(marks > 0);
    }
    let share = |count: u64, all: u64| count as f64 / all as f64;
    Ok(Alarms {
        outside: share(outside, points),
        marked: share(marked, points),
        charts: share(charts, CHARTS),
    })
}

fn row(what: &str, found: &Alarms) {
    let Alarms { outside, marked, charts } = found;
    println!("| {what} | {outside:.4} | {marked:.4} | {charts:.3} |");
}

fn head(first: &str) {
    println!("| {first} | points outside | points marked | charts with a mark |");
    println!("|---|---|---|---|");
}

fn individual_values() -> Result<(), ChartError> {
    println!("## Individual values\n");
    println!(
        "Normal values that do not change. Limits known beforehand would leave 0.0027 of the \
         points outside; limits from the points themselves leave fewer where they are few, and \
         screening leaves more. A mark on a chart of 24 points is no rarity.\n"
    );
    head("chart, points");
    let six = ChartOptions {
        rules: Rules { run: RunLength::Six, ..Rules::default() },
        ..Default::default()
    };
    let seven = ChartOptions::default();
    for points in [12, 24, 48, 120] {
        let values = |generator: &mut Counter| -> Vec<Option<f64>> {
            (0..points).map(|_| Some(generator.normal())).collect()
        };
        let found = alarms(|generator| xmr(&values(generator), Screening::Screened, &seven))?;
        row(&format!("`xmr`, {points}"), &found);
        let found = alarms(|generator| xmr(&values(generator), Screening::Unscreened, &seven))?;
        row(&format!("`xmr` unscreened, {points}"), &found);
        let found = alarms(|generator| xmr(&values(generator), Screening::Screened, &six))?;
        row(&format!("`xmr` with runs of 6, {points}"), &found);
        let found = alarms(|generator| ptd_xmr(&values(generator), Screening::Screened, &seven))?;
        row(&format!("`ptd-xmr`, {points}"), &found);
    }
    println!("\nA shift half-way through 24 points, in standard deviations:\n");
    head("`xmr`, shift");
    for shift in [0.0, 0.5, 1.0, 2.0, 3.0] {
        let found = alarms(|generator| {
            let level = |at: u32| if at < 12 { 0.0 } else { shift };
            let values: Vec<_> = (0..24).map(|at| Some(level(at) + generator.normal())).collect();
            xmr(&values, Screening::Screened, &seven)
        })?;
        row(&format!("{shift}"), &found);
    }
    println!();
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a Poisson draw is a small whole number"
)]
fn count(generator: &mut Counter, mean: f64) -> u64 {
    generator.poisson(mean) as u64
}

fn counts() -> Result<(), ChartError> {
    println!("## Counts\n");
    println!(
        "24 Poisson counts of the same rate. Below about 10 events to a point the distribution \
         is skew: more points lie above the upper limit than 0.0013, and none below.\n"
    );
    head("chart, events expected");
    let options = ChartOptions::default();
    for mean in [1.0, 3.0, 10.0, 30.0, 100.0] {
        for (name, chart) in [("u-chart", u_chart as CountChart), ("u-prime-chart", u_prime)] {
            let found = alarms(|generator| {
                let events: Vec<_> = (0..24).map(|_| Some(count(generator, mean))).collect();
                chart(&events, &[1.0; 24], &options)
            })?;
            row(&format!("`{name}`, {mean}"), &found);
        }
    }
    println!(
        "\nRates that vary besides, with a coefficient of variation of 10%, where 1,000 events \
         are expected: a u chart marks what is no more than usual.\n"
    );
    head("chart");
    for (name, chart) in [("u-chart", u_chart as CountChart), ("u-prime-chart", u_prime)] {
        let found = alarms(|generator| {
            let events: Vec<_> = (0..24)
                .map(|_| {
                    let mean = 10.0 * generator.gamma(100.0);
                    Some(count(generator, mean))
                })
                .collect();
            chart(&events, &[1.0; 24], &options)
        })?;
        row(&format!("`{name}`"), &found);
    }
    println!();
    Ok(())
}

type CountChart = fn(&[Option<u64>], &[f64], &ChartOptions<'_>) -> Result<Chart, ChartError>;
type TimeChart = fn(&[Option<f64>], &ChartOptions<'_>) -> Result<Chart, ChartError>;
type CaseChart = fn(&[Option<u64>], &ChartOptions<'_>) -> Result<Chart, ChartError>;

fn rare_events() -> Result<(), ChartError> {
    println!("## Rare events\n");
    println!(
        "Events at random with a rate that does not change: exponential times, and cases in \
         between with one event in 200 cases.\n"
    );
    head("chart, points");
    let options = ChartOptions::default();
    for points in [12, 24, 48] {
        for (name, chart) in
            [("t-chart", t_chart as TimeChart), ("t-chart-exponential", t_chart_exponential)]
        {
            let found = alarms(|generator| {
                let times: Vec<_> = (0..points).map(|_| Some(-generator.uniform().ln())).collect();
                chart(&times, &options)
            })?;
            row(&format!("`{name}`, {points}"), &found);
        }
        for (name, chart) in [("g-chart", g_chart as CaseChart), ("g-chart-exact", g_chart_exact)] {
            let found = alarms(|generator| {
                let cases: Vec<_> =
                    (0..points).map(|_| Some(cases(generator, 1.0 / 200.0))).collect();
                chart(&cases, &options)
            })?;
            row(&format!("`{name}`, {points}"), &found);
        }
    }
    Ok(())
}

/// A geometric number of cases without an event.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number of some hundreds"
)]
fn cases(generator: &mut Counter, chance: f64) -> u64 {
    (generator.uniform().ln() / (-chance).ln_1p()).floor() as u64
}
