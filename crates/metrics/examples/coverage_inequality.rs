//! How often the limits of the measures of inequality hold the truth, by
//! simulation: writes `docs/methods/inequality-coverage.md` to standard
//! output.
//!
//! ```text
//! cargo run --release -p firstyear-metrics --features coverage --example coverage_inequality
//! ```

use firstyear_core::{Confidence, Polarity};
use firstyear_metrics::inequality::{
    Concentration, Groups, InequalityError, Line, Measure, Reported, Scale, Simulation, Weights,
    aci, bgsd, bgv, bgv_corrected, cov, difference, idisu, idisw, mdbu, mdbw, mdmu, mdmw, mdru,
    mdrw, mld, paf, par, ratio, rci, rii, sii, tau, ti,
};
use firstyear_metrics::random::Counter;
use firstyear_metrics::run::{Settings, Table, Value, run};

const LEVEL: Confidence = Confidence::P95;
const RUNS: u64 = 1_000;
const DRAWS: Simulation = Simulation { draws: 400, seed: 1 };

type Function = fn(&Groups) -> Result<Measure, InequalityError>;

const MEASURES: &[(&str, Function)] = &[
    ("who-d", |groups| difference(groups, LEVEL)),
    ("who-r", |groups| ratio(groups, LEVEL)),
    ("who-aci", |groups| aci(groups, LEVEL)),
    ("who-rci", |groups| rci(groups, Concentration::Relative, LEVEL)),
    ("who-rci, Wagstaff", |groups| rci(groups, Concentration::Wagstaff, LEVEL)),
    ("who-rci, Erreygers", |groups| rci(groups, Concentration::Erreygers, LEVEL)),
    ("who-sii", |groups| sii(groups, Line::Logistic, LEVEL)),
    ("who-rii", |groups| rii(groups, Line::Logistic, LEVEL)),
    ("who-par", |groups| par(groups, LEVEL)),
    ("who-paf", |groups| paf(groups, LEVEL)),
    ("who-bgv", |groups| bgv(groups, LEVEL)),
    ("who-bgsd", |groups| bgsd(groups, LEVEL)),
    ("who-cov", |groups| cov(groups, LEVEL)),
    ("who-ti", |groups| ti(groups, LEVEL)),
    ("who-mld", |groups| mld(groups, LEVEL)),
    ("who-mdmu", |groups| mdmu(groups, LEVEL, DRAWS)),
    ("who-mdmw", |groups| mdmw(groups, LEVEL, DRAWS)),
    ("who-mdbu", |groups| mdbu(groups, LEVEL, DRAWS)),
    ("who-mdbw", |groups| mdbw(groups, LEVEL, DRAWS)),
    ("who-mdru", |groups| mdru(groups, LEVEL, DRAWS)),
    ("who-mdrw", |groups| mdrw(groups, LEVEL, DRAWS)),
    ("who-idisu", |groups| idisu(groups, LEVEL, DRAWS)),
    ("who-idisw", |groups| idisw(groups, LEVEL, DRAWS)),
    ("bgv-corrected", |groups| bgv_corrected(groups, LEVEL)),
    ("between-area-tau", |groups| tau(groups, LEVEL)),
];

/// Groups whose truth is known.
struct Scenario {
    name: &'static str,
    /// The middle of the true values.
    centre: f64,
    /// The rise of the true values from the most disadvantaged to the least.
    rise: f64,
    /// The standard deviation of the true values round that.
    spread: f64,
    /// Standard error of each group.
    errors: Vec<f64>,
}

impl Scenario {
    fn all() -> Vec<Self> {
        let areas =
            |name, spread| Self { name, centre: 4.0, rise: 0.0, spread, errors: vec![0.8; 25] };
        // People from 1 to 100 in ratio: errors of 0.25 to 2.5.
        let unlike = (0..25).map(|i| 0.25 * 10.0_f64.powf(f64::from(i) / 24.0)).collect();
        let few = |name, rise, errors| Self { name, centre: 50.0, rise, spread: 0.0, errors };
        let tenths = (0..10).map(|i| 1.0 + 0.2 * f64::from(i)).collect();
        vec![
            areas("25 areas alike, SE 0.8", 0.0),
            areas("25 areas, SD 0.4, SE 0.8", 0.4),
            areas("25 areas, SD 0.8, SE 0.8", 0.8),
            Self { errors: unlike, ..areas("25 areas, SD 0.8, SE 0.25 to 2.5", 0.8) },
            Self {
                centre: 50.0,
                rise: 30.0,
                spread: 3.0,
                errors: tenths,
                name: "10 groups rising 30, SE 1 to 2.8",
            },
            Self {
                centre: 50.0,
                rise: 0.0,
                spread: 0.0,
                errors: vec![2.0; 5],
                name: "5 groups alike, SE 2",
            },
            few("2 halves alike, SE 1", 0.0, vec![1.0; 2]),
            few("2 halves 3 apart, SE 1", 3.0, vec![1.0; 2]),
            few("4 groups rising 4, SE 0.5 to 2", 4.0, vec![0.5, 2.0, 1.0, 1.5]),
        ]
    }

    fn truth(&self, generator: &mut Counter) -> Vec<f64> {
        let last = (self.errors.len() - 1) as f64;
        (0..self.errors.len())
            .map(|at| {
                let line = self.centre + self.rise * (at as f64 / last - 0.5);
                // Rates that low are none.
                (line + self.spread * generator.normal()).max(0.1)
            })
            .collect()
    }

    fn groups(&self, values: &[f64], with_errors: bool) -> Option<Groups> {
        let people: Vec<f64> = self.errors.iter().map(|error| 1_000.0 / (error * error)).collect();
        let order: Vec<u32> = (1..).take(values.len()).collect();
        Groups::new(Reported {
            standard_errors: with_errors.then_some(&self.errors),
            weights: Weights::People(&people),
            order: Some(&order),
            reference: Some(0),
            scale: Some(Scale::PERCENT),
            ..Reported::of(values, Polarity::HigherIsBetter)
        })
        .ok()
    }

    /// For each measure, of how many runs the limits hold the truth and the
    /// value, and of how many there are limits.
    fn run(&self) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); MEASURES.len()];
        for stream in 0..RUNS {
            let mut generator = Counter::new(4, stream);
            let truth = self.truth(&mut generator);
            let seen: Vec<f64> = truth
                .iter()
                .zip(&self.errors)
                .map(|(y, error)| y + error * generator.normal())
                .collect();
            let (Some(known), Some(seen)) = (self.groups(&truth, false), self.groups(&seen, true))
            else {
                continue;
            };
            for ((name, measure), tally) in MEASURES.iter().zip(&mut tallies) {
                let true_value = match *name {
                    // Only without a rise are the areas of one family.
                    "between-area-tau" => (self.rise == 0.0).then_some(self.spread),
                    "bgv-corrected" => bgv(&known, LEVEL).ok().map(|m| m.estimate.value),
                    _ => measure(&known).ok().map(|m| m.estimate.value),
                };
                let limits = measure(&seen).ok().map(|m| m.estimate);
                let (Some(true_value), Some(estimate)) = (true_value, limits) else { continue };
                let Some(interval) = estimate.interval else { continue };
                // Where all is alike, truth and limit are 0 but for rounding.
                let rounding = 1e-9;
                tally.runs += 1;
                tally.truth += u64::from(
                    interval.lower - rounding <= true_value
                        && true_value <= interval.upper + rounding,
                );
                tally.value += u64::from(interval.contains(estimate.value));
            }
        }
        tallies
    }
}

#[derive(Clone, Copy, Default)]
struct Tally {
    runs: u64,
    truth: u64,
    value: u64,
}

/// Upper limits of the measures of spread of two halves with equal estimates.
fn equal_halves() -> impl Iterator<Item = (&'static str, f64)> {
    const SPREAD: [&str; 6] =
        ["who-bgv", "who-bgsd", "who-cov", "who-ti", "who-mld", "bgv-corrected"];
    let groups = Groups::new(Reported {
        standard_errors: Some(&[1.0; 2]),
        ..Reported::of(&[50.0; 2], Polarity::HigherIsBetter)
    })
    .expect("two sound groups");
    let spread = MEASURES.iter().filter(|(name, _)| SPREAD.contains(name));
    spread.filter_map(move |(name, measure)| {
        Some((*name, measure(&groups).ok()?.estimate.interval?.upper))
    })
}

/// How often the package's simulated limits of the standard deviation lie above
/// its value, and hold the truth, with 25 areas alike.
fn package() -> (f64, f64) {
    let method = firstyear_metrics::method("heat6-bgsd").expect("a method of the registry");
    let (mut above, mut truth, runs) = (0, 0, 400);
    let mut table = Table::new(["case", "estimate", "se", "population"]).expect("distinct columns");
    for stream in 0..runs {
        let mut generator = Counter::new(4, stream);
        for _ in 0..25 {
            let y = 4.0 + 0.8 * generator.normal();
            let row = [stream as f64, y, 0.8, 1_000.0].map(Value::Number);
            table.push(row).expect("a full row");
        }
    }
    let nothing: [(&str, &str); 0] = [];
    let run = run(method, &table, &Settings::new(nothing)).expect("columns of the method");
    for row in 0..run.table.len() {
        let number =
            |column| run.table.get(row, column).and_then(Value::number).unwrap_or(f64::NAN);
        above += u64::from(number("lowerci") > number("estimate"));
        truth += u64::from(number("lowerci") <= 0.0);
    }
    (100.0 * above as f64 / runs as f64, 100.0 * truth as f64 / runs as f64)
}

fn main() {
    let scenarios = Scenario::all();
    let tallies: Vec<Vec<Tally>> = scenarios.iter().map(Scenario::run).collect();
    println!("# How often the limits of the measures of inequality hold the truth\n");
    println!(
        "Made by `cargo run --release -p firstyear-metrics --features coverage --example coverage_inequality`: {RUNS} runs\n\
         of each scenario, seed 4 of {}, limits of 95%, {} draws for simulated limits. The\n\
         truth is the measure of the true values of the run; `who-d` and `who-r` compare the ends of the\n\
         order. Runs with an estimate below 0, of which there are some where errors are large, are left\n\
         out, which takes from all measures there. A share of 95% is known to within 1.4.\n",
        Counter::NAME,
        DRAWS.draws
    );
    print!("| method |");
    for scenario in &scenarios {
        print!(" {} |", scenario.name);
    }
    println!("\n|---|{}", "--:|".repeat(scenarios.len()));
    for (at, (name, _)) in MEASURES.iter().enumerate() {
        print!("| {name} |");
        for tallies in &tallies {
            let Tally { runs, truth, .. } = tallies[at];
            if runs == 0 {
                print!(" |");
            } else {
                print!(" {:.1} |", 100.0 * truth as f64 / runs as f64);
            }
        }
        println!();
    }
    let outside: u64 = tallies.iter().flatten().map(|tally| tally.runs - tally.value).sum();
    let (above, truth) = package();
    println!("\n{outside} intervals of all these leave out their own value.");
    print!("\nWhat equal estimates leave open, two halves of 50 with SE 1, as upper limits:");
    for (name, upper) in equal_halves() {
        print!(" {name} {upper:.3}");
    }
    println!(
        ".\nThe 97.5% quantile of what the errors alone make of the variance is 2.512, of its root 1.585."
    );
    println!(
        "\nThe package's simulated limits (`heat6-bgsd`), with 25 areas alike: above their own value in\n\
         {above:.1}% of 400 runs, and holding the truth, 0, in {truth:.1}%."
    );
}
