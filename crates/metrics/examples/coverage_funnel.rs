//! How often a unit lies outside a funnel where it does not differ, by its
//! expected number of events. Writes docs/methods/funnel-coverage.md:
//!
//! ```text
//! cargo run --release -p firstyear-metrics --features coverage --example coverage_funnel > docs/methods/funnel-coverage.md
//! ```

use firstyear_core::Confidence;
use firstyear_metrics::funnel::{
    Comparator, FunnelError, FunnelKind, Position, Trimming, funnel, funnel_limits,
};
use firstyear_metrics::random::Counter;
use firstyear_metrics::special::{binomial, poisson};

const SEED: u64 = 2_010;
const FUNNELS: u64 = 2_000;
const EXPECTED: [f64; 10] = [1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0, 30.0, 50.0, 100.0];

fn main() -> Result<(), FunnelError> {
    println!("# Funnels: false alarms\n");
    println!(
        "Made by `cargo run --release -p firstyear-metrics --features coverage --example coverage_funnel`.\n"
    );
    chance()?;
    overdispersed()
}

/// Probabilities below and above the limits, added up exactly.
fn chance() -> Result<(), FunnelError> {
    println!("## Limits of chance\n");
    println!(
        "Exact probabilities that a unit with the comparator's value lies outside, in each tail; \
         a value on a limit is inside. No tail holds more than its 0.025 or 0.001; counts are \
         whole, so with few events it can hold much less.\n"
    );
    println!("| events expected | below 95% | above 95% | below 99.8% | above 99.8% |");
    println!("|---|---|---|---|---|");
    for expected in EXPECTED {
        let tails = |confidence| -> Result<(f64, f64), FunnelError> {
            let limits = funnel_limits(FunnelKind::Ratio, 1.0, expected, confidence)?;
            let (lower, upper) = (limits.lower * expected, limits.upper * expected);
            let below = poisson::at_most_and_more(lower.ceil() - 1.0, expected).0;
            Ok((below, poisson::at_most_and_more(upper.floor(), expected).1))
        };
        line(&format!("{expected} (Poisson)"), tails(Confidence::P95)?, tails(Confidence::P998)?);
    }
    for expected in EXPECTED {
        let people = 4.0 * expected;
        let tails = |confidence| -> Result<(f64, f64), FunnelError> {
            let limits = funnel_limits(FunnelKind::Proportion, 0.25, people, confidence)?;
            let (lower, upper) = (limits.lower * people, limits.upper * people);
            let below = binomial::at_most_and_more(lower.ceil() - 1.0, people, 0.25).0;
            Ok((below, binomial::at_most_and_more(upper.floor(), people, 0.25).1))
        };
        let what = format!("{expected} of {people} (binomial)");
        line(&what, tails(Confidence::P95)?, tails(Confidence::P998)?);
    }
    println!();
    Ok(())
}

fn line(what: &str, inner: (f64, f64), outer: (f64, f64)) {
    println!("| {what} | {:.4} | {:.4} | {:.4} | {:.4} |", inner.0, inner.1, outer.0, outer.1);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a Poisson draw is a small whole number"
)]
fn overdispersed() -> Result<(), FunnelError> {
    println!("## Limits with variation between units\n");
    println!(
        "{FUNNELS} funnels of 50 units each, whose true ratios are gamma variables with mean 1 \
         and the standard deviation given; seed {SEED}, generator {}. Shares of units outside. \
         Winsorising takes the tails for exceptions and makes τ² too small, so adjusted limits \
         mark more than 0.05 where every unit is as usual; without trimming a true exception \
         widens the limits that should find it.\n",
        Counter::NAME
    );
    println!(
        "| events expected | deviation | chance, 95% | winsorised, 95% | winsorised, 99.8% | not trimmed, 95% | not trimmed, 99.8% |"
    );
    println!("|---|---|---|---|---|---|---|");
    for expected in [10.0, 30.0, 100.0, 300.0] {
        for deviation in [0.0, 0.1, 0.3] {
            let mut shares = [0_u64; 5];
            for stream in 0..FUNNELS {
                let mut generator = Counter::new(SEED, stream);
                let events: Vec<Option<u64>> = (0..50)
                    .map(|_| {
                        let mean = expected * usual(&mut generator, deviation);
                        Some(generator.poisson(mean) as u64)
                    })
                    .collect();
                let sizes = [expected; 50];
                let run = |trimming| {
                    funnel(FunnelKind::Ratio, &events, &sizes, Comparator::Pooled, trimming)
                };
                let winsorised = run(Trimming::Winsorise(0.1))?;
                let whole = run(Trimming::None)?;
                for (a, b) in winsorised.units.iter().zip(&whole.units) {
                    let (Some(a), Some(b)) = (a, b) else { continue };
                    let far = |position| matches!(position, Position::VeryLow | Position::VeryHigh);
                    shares[0] += u64::from(a.chance.position != Position::Within);
                    shares[1] += u64::from(a.adjusted.position != Position::Within);
                    shares[2] += u64::from(far(a.adjusted.position));
                    shares[3] += u64::from(b.adjusted.position != Position::Within);
                    shares[4] += u64::from(far(b.adjusted.position));
                }
            }
            let shares = shares.map(|count| count as f64 / (FUNNELS * 50) as f64);
            print!("| {expected} | {deviation} |");
            for share in shares {
                print!(" {share:.4} |");
            }
            println!();
        }
    }
    Ok(())
}

/// A true ratio.
fn usual(generator: &mut Counter, deviation: f64) -> f64 {
    if deviation == 0.0 {
        return 1.0;
    }
    let shape = 1.0 / (deviation * deviation);
    generator.gamma(shape) / shape
}
