//! How often the limits of rates, proportions, standardised rates, comparisons
//! and life expectancies hold the true value.
//!
//! `cargo run --release -p firstyear-metrics --features coverage --example coverage_rates` writes
//! `docs/methods/rates-coverage.md` to standard output, the same each time.
//! One or two counts are gone through one by one, with their probabilities;
//! what rests on many is simulated.

use std::num::NonZeroU64;

use firstyear_core::{Cell, Confidence, Counts, Interval};
use firstyear_metrics::random::Counter;
use firstyear_metrics::rates::{
    DirectBands, DirectLimits, DirectRules, Estimates, Expectation, LifeExpectancyRules, LifeTable,
    RateDifferenceLimits, RateRatioLimits, RiskDifferenceLimits, RiskRatioLimits, TwoGroupsError,
    directly_standardised, rate_difference, rate_ratio, risk_difference, risk_ratio,
};
use firstyear_metrics::special::ln_gamma;
use firstyear_metrics::{byar, clopper_pearson, poisson_exact, rate, wilson};

const BOTH: [Confidence; 2] = [Confidence::P95, Confidence::P998];
const EXPECTED: [f64; 10] = [1.0, 2.0, 3.0, 5.0, 8.0, 10.0, 15.0, 20.0, 50.0, 100.0];
const SEED: u64 = 2_010;
const DRAWS: u64 = 20_000;

fn main() {
    println!("# Coverage of rates, proportions and what is made of them\n");
    println!(
        "How often limits hold the true value, in per cent, by expected count. Made by\n\
         `cargo run --release -p firstyear-metrics --features coverage --example coverage_rates`. Each cell\n\
         gives the coverage of limits at 95% and, behind the stroke, at 99.8%.\n"
    );
    println!("{IN_SHORT}");
    counts();
    proportions();
    for ratio in [1.0, 1.5, 3.0] {
        two_rates(ratio);
        two_risks(ratio);
    }
    standardised();
    life_tables();
}

const IN_SHORT: &str = "\
- Limits of counts and crude rates are never too narrow, and too wide for few events.
- Wilson's limits hold a proportion about as often as they say from 2 expected events on,
  but 92 times in 100 at 1. Clopper and Pearson's are never too narrow.
- Exact limits of a rate ratio are never too narrow, score and logarithmic ones hold it
  about as often as they say. So do the limits of a difference.
- Dobson's limits of a standardised rate hold it 91 times in 100 where few events fall
  into bands with large weights. Gamma limits are never too narrow.
- Limits of a life expectancy at 95% hold it 94 times in 100 for a few thousand people.
";

/// Coverage at both levels, added up over outcomes.
#[derive(Clone, Copy, Default)]
struct Coverage {
    weight: f64,
    held: [f64; 2],
}

impl Coverage {
    fn add(&mut self, weight: f64, truth: f64, intervals: [Interval; 2]) {
        self.weight += weight;
        for (held, interval) in self.held.iter_mut().zip(intervals) {
            // Limits that a true value of 0 touches hold it, whatever the
            // last bit says.
            let slack = 1e-12 * truth.abs().max(1e-12);
            if interval.lower - slack <= truth && truth <= interval.upper + slack {
                *held += weight;
            }
        }
    }

    fn shown(&self) -> String {
        let [at_95, at_998] = self.held.map(|held| 100.0 * held / self.weight);
        format!("{at_95:.1} / {at_998:.2}")
    }
}

fn heading(title: &str, columns: &[&str]) {
    println!("## {title}\n\n| expected | {} |", columns.join(" | "));
    println!("|---|{}", "---|".repeat(columns.len()));
}

fn row(expected: f64, cells: &[Coverage]) {
    let cells: Vec<String> = cells.iter().map(Coverage::shown).collect();
    println!("| {expected} | {} |", cells.join(" | "));
}

/// Counts that come up with a mean, with their probabilities.
fn poisson(mean: f64) -> Vec<(u64, f64)> {
    let reach = 8.0 * mean.sqrt() + 12.0;
    (0_u32..)
        .map(f64::from)
        .skip_while(|k| *k < mean - reach)
        .take_while(|k| *k <= mean + reach)
        .map(|k| (whole(k), (k * mean.ln() - mean - ln_gamma(k + 1.0)).exp()))
        .collect()
}

/// The same for a number of people, each with the same chance.
fn binomial(people: u64, chance: f64) -> Vec<(u64, f64)> {
    let n = people as f64;
    let mean = n * chance;
    poisson(mean)
        .into_iter()
        .filter(|(k, _)| *k <= people)
        .map(|(events, _)| {
            let k = events as f64;
            let ways = ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
            (events, (ways + k * chance.ln() + (n - k) * (-chance).ln_1p()).exp())
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and whole")]
fn whole(k: f64) -> u64 {
    k as u64
}

fn counts() {
    heading("Counts and crude rates", &["exact-byar", "poisson-exact", "byar"]);
    for mean in EXPECTED {
        let mut cells = [Coverage::default(); 3];
        for (events, weight) in poisson(mean) {
            let one = NonZeroU64::MIN;
            let by_count =
                BOTH.map(|level| rate(events, one, level).interval.expect("a rate has limits"));
            cells[0].add(weight, mean, by_count);
            cells[1].add(weight, mean, BOTH.map(|level| poisson_exact(events, level)));
            cells[2].add(weight, mean, BOTH.map(|level| byar(events, level)));
        }
        row(mean, &cells);
    }
    println!();
}

fn proportions() {
    for people in [50_u64, 1_000] {
        let title = format!("Proportions of {people} people");
        heading(&title, &["wilson", "clopper-pearson"]);
        let at_risk = NonZeroU64::new(people).expect("above 0");
        for mean in EXPECTED.into_iter().filter(|mean| *mean < people as f64) {
            let mut cells = [Coverage::default(); 2];
            let chance = mean / people as f64;
            for (events, weight) in binomial(people, chance) {
                for (cell, limits) in cells.iter_mut().zip([wilson, clopper_pearson]) {
                    let intervals = BOTH.map(|level| {
                        let estimate = limits(events, at_risk, level).expect("at most all");
                        estimate.interval.expect("a proportion has limits")
                    });
                    cell.add(weight, chance, intervals);
                }
            }
            row(mean, &cells);
        }
        println!();
    }
}

/// Adds up the coverage of comparisons over all pairs of counts. Pairs without
/// a ratio are left out.
fn pairs(
    outcomes: [&[(u64, f64)]; 2],
    people: u64,
    truth: f64,
    compare: impl Fn(Counts, Counts) -> Result<Estimates<2>, TwoGroupsError>,
) -> Coverage {
    let mut coverage = Coverage::default();
    for (first, a) in outcomes[0] {
        for (second, b) in outcomes[1] {
            // Rarer than once in a thousand million pairs: not worth the time.
            if a * b < 1e-9 {
                continue;
            }
            let counts = |events| Counts { events, at_risk: people };
            if let Ok(estimates) = compare(counts(*first), counts(*second)) {
                coverage.add(a * b, truth, estimates.intervals);
            }
        }
    }
    coverage
}

fn two_rates(ratio: f64) {
    let columns = [
        "ratio by-count",
        "ratio exact",
        "ratio score",
        "ratio log",
        "difference exact-byar",
        "difference score",
    ];
    heading(&format!("Two rates, the first {ratio} times the second"), &columns);
    let ratios = [
        RateRatioLimits::ByCount,
        RateRatioLimits::Exact,
        RateRatioLimits::Score,
        RateRatioLimits::Log,
    ];
    let people = 100_000;
    for mean in EXPECTED {
        let (first, second) = (poisson(mean * ratio), poisson(mean));
        let outcomes = [first.as_slice(), second.as_slice()];
        let mut cells: Vec<Coverage> = ratios
            .iter()
            .map(|limits| pairs(outcomes, people, ratio, |a, b| rate_ratio(a, b, *limits, BOTH)))
            .collect();
        let difference = mean * (ratio - 1.0) / people as f64;
        for limits in [RateDifferenceLimits::ExactByar, RateDifferenceLimits::Score] {
            cells.push(pairs(outcomes, people, difference, |a, b| {
                rate_difference(a, b, limits, BOTH)
            }));
        }
        row(mean, &cells);
    }
    println!("\nThe expected count is the second group's; a ratio needs one event in it.\n");
}

fn two_risks(ratio: f64) {
    let columns = [
        "difference miettinen-nurminen",
        "difference newcombe",
        "ratio koopman",
        "ratio miettinen-nurminen",
    ];
    let people = 400;
    heading(&format!("Two risks of {people} people, the first {ratio} times the second"), &columns);
    for mean in EXPECTED {
        let chance = mean / people as f64;
        let (first, second) = (binomial(people, chance * ratio), binomial(people, chance));
        let outcomes = [first.as_slice(), second.as_slice()];
        let difference = chance * (ratio - 1.0);
        let mut cells = Vec::new();
        for limits in [RiskDifferenceLimits::MiettinenNurminen, RiskDifferenceLimits::Newcombe] {
            cells.push(pairs(outcomes, people, difference, |a, b| {
                risk_difference(a, b, limits, BOTH)
            }));
        }
        for limits in [RiskRatioLimits::Koopman, RiskRatioLimits::MiettinenNurminen] {
            cells.push(pairs(outcomes, people, ratio, |a, b| risk_ratio(a, b, limits, BOTH)));
        }
        row(mean, &cells);
    }
    println!("\nThe expected count is the second group's; a ratio needs one event in it.\n");
}

/// European Standard Population 2013, with the first year of life by itself.
const STANDARD: [f64; 20] = [
    1_000.0, 4_000.0, 5_500.0, 5_500.0, 5_500.0, 6_000.0, 6_000.0, 6_500.0, 7_000.0, 7_000.0,
    7_000.0, 7_000.0, 6_500.0, 6_000.0, 5_500.0, 5_000.0, 4_000.0, 2_500.0, 1_500.0, 1_000.0,
];

/// Death rates of the size that rich countries have, by the same bands.
const DEATH_RATES: [f64; 20] = [
    0.004, 0.000_15, 0.000_1, 0.000_1, 0.000_3, 0.000_4, 0.000_5, 0.000_7, 0.001, 0.001_5, 0.002_3,
    0.003_5, 0.005_2, 0.008_2, 0.012_5, 0.02, 0.034, 0.06, 0.105, 0.21,
];

const STARTS: [f64; 20] = [
    0.0, 1.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0, 55.0, 60.0, 65.0, 70.0,
    75.0, 80.0, 85.0, 90.0,
];

fn standardised() {
    let columns = [
        "like the standard, dobson",
        "young, dobson",
        "young and flat, dobson",
        "like the standard, gamma",
        "young, gamma",
        "young and flat, gamma",
    ];
    heading("Directly standardised rates", &columns);
    // Each older band has 15% fewer people than the one before, relative to
    // the standard: the few old have large weights.
    let young: Vec<f64> =
        STANDARD.iter().zip(0..).map(|(n, band)| n * 0.85_f64.powi(band)).collect();
    let areas = [
        (STANDARD.as_slice(), DEATH_RATES),
        (young.as_slice(), DEATH_RATES),
        (young.as_slice(), [1.0; 20]),
    ];
    for (stream, expected) in (0..).zip(EXPECTED) {
        let mut cells = Vec::new();
        for limits in [DirectLimits::Dobson, DirectLimits::Gamma] {
            for (people, rates) in &areas {
                cells.push(standardised_coverage(people, rates, expected, limits, stream));
            }
        }
        row(expected, &cells);
    }
    println!(
        "\nTwenty bands with the European Standard Population 2013, in an area with people like\n\
         it and in a young one. Death rates rise with age, and in the area called flat are the\n\
         same at all ages. {DRAWS} draws ({}, seed {SEED}).\n",
        Counter::NAME
    );
}

fn standardised_coverage(
    people: &[f64],
    rates: &[f64],
    expected: f64,
    limits: DirectLimits,
    stream: u64,
) -> Coverage {
    let crude: f64 = people.iter().zip(rates).map(|(n, rate)| n * rate).sum();
    let means: Vec<f64> =
        people.iter().zip(rates).map(|(n, rate)| n * rate * expected / crude).collect();
    let weighted = means.iter().zip(people).zip(&STANDARD).map(|((x, n), w)| w * x / n);
    let truth = weighted.sum::<f64>() / STANDARD.iter().sum::<f64>();
    let rules = DirectRules { limits, ..DirectRules::default() };
    let mut coverage = Coverage::default();
    let mut generator = Counter::new(SEED, stream);
    for _ in 0..DRAWS {
        let events: Vec<f64> = means.iter().map(|mean| drawn(&mut generator, *mean)).collect();
        let bands = DirectBands { events: &events, at_risk: people, standard: &STANDARD };
        let rate = directly_standardised(bands, rules, BOTH);
        if let Ok(Cell::Known { value, .. }) = rate {
            coverage.add(1.0, truth, value.intervals);
        }
    }
    coverage
}

/// A Poisson count, by inversion.
fn drawn(generator: &mut Counter, mean: f64) -> f64 {
    let (mut left, mut term, mut count) = (generator.uniform(), (-mean).exp(), 0.0);
    while left > term && count < mean + 100.0 * mean.sqrt() + 100.0 {
        left -= term;
        count += 1.0;
        term *= mean / count;
    }
    count
}

fn life_tables() {
    println!(
        "## Life expectancy at birth\n\n| people | deaths expected | coverage |\n|---|---|---|"
    );
    let table = LifeTable::new(&STARTS).expect("ages in ascending order");
    for (at, size) in [2_000.0, 5_000.0, 20_000.0, 100_000.0].into_iter().enumerate() {
        let people = STANDARD.map(|n| n * size / 100_000.0);
        let means: Vec<f64> = people.iter().zip(DEATH_RATES).map(|(n, rate)| n * rate).collect();
        let mut ages = [Expectation::default(); 20];
        table.expectations(&means, &people, &mut ages).expect("people in every band");
        let truth = ages[0].years;
        let mut coverage = Coverage::default();
        let mut generator = Counter::new(SEED, 100 + at as u64);
        for _ in 0..DRAWS {
            let deaths: Vec<f64> = means.iter().map(|mean| drawn(&mut generator, *mean)).collect();
            if table.expectations(&deaths, &people, &mut ages).is_err() {
                continue;
            }
            let rules = LifeExpectancyRules::default();
            if let Cell::Known { value, .. } = rules.judge(ages[0], size, BOTH) {
                coverage.add(1.0, truth, value.intervals);
            }
        }
        println!("| {size} | {:.0} | {} |", means.iter().sum::<f64>(), coverage.shown());
    }
    println!(
        "\n{DRAWS} draws ({}, seed {SEED}); those without a death in the last band, which\n\
         have no life table, are left out.",
        Counter::NAME
    );
}
