//! How often the limits of attributable fractions hold the true ones. Writes
//! docs/methods/attribution-coverage.md:
//!
//! ```text
//! cargo run --release -p firstyear-metrics --features coverage --example coverage_attribution > docs/methods/attribution-coverage.md
//! ```

use firstyear_core::{Confidence, Estimate, Interval};
use firstyear_metrics::attribution::{
    Adjustment, AttributableFraction, AttributionError, FactorFraction, FractionLimits, Orders,
    RelativeRisk, average_paf, joint_paf, levin, miettinen,
};
use firstyear_metrics::random::Counter;

const SEED: u64 = 2_010;
const RUNS: u64 = 4_000;
const DRAWN: FractionLimits = FractionLimits::MonteCarlo { draws: 1_000, seed: SEED };
const KINDS: [FractionLimits; 3] = [FractionLimits::Delta, FractionLimits::Profile, DRAWN];

fn main() -> Result<(), AttributionError> {
    println!("# Attributable fractions: coverage of their limits\n");
    println!(
        "Made by `cargo run --release -p firstyear-metrics --features coverage --example coverage_attribution`.\n"
    );
    println!(
        "Shares of simulated studies whose 95% limits hold the true fraction; {RUNS} studies a \
         line, so that 0.95 is good to about 0.007; seed {SEED}, generator {}. In each study the \
         prevalence is counted among people, and the relative risk is estimated with a normal \
         error on the log scale, which its published limits tell.\n",
        Counter::NAME
    );
    println!(
        "Limits by draws hold what they should, and so do those by the profile, without draws. \
         Those by the delta method are the field's usual ones and agree where errors are small; \
         they hold too little where few of those asked are exposed, or the relative risk is \
         known badly, down to 0.90.\n"
    );
    one_factor()?;
    both_ways()?;
    together()
}

/// A study: prevalence and relative risk as it finds them.
fn study(generator: &mut Counter, p: f64, people: u32, rr: f64, error: f64) -> (f64, RelativeRisk) {
    let exposed = (0..people).filter(|_| generator.uniform() < p).count();
    let found = rr * (error * generator.normal()).exp();
    let margin = (1.959_963_984_540_054 * error).exp();
    let limits =
        Interval { lower: found / margin, upper: found * margin, confidence: Confidence::P95 };
    let risk = RelativeRisk::new(found, Some(limits), Adjustment::Crude)
        .expect("limits are made either side of the value");
    (exposed as f64 / f64::from(people), risk)
}

fn holds(estimate: &Estimate, truth: f64) -> bool {
    estimate.interval.is_some_and(|limits| limits.contains(truth))
}

fn one_factor() -> Result<(), AttributionError> {
    println!("## One factor\n");
    println!(
        "| prevalence | people | relative risk | error of its logarithm | levin, delta | levin, profile | levin, draws | miettinen, delta | miettinen, profile | miettinen, draws |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for_each_study(line)
}

/// A line for each prevalence, number of people, relative risk and error of its
/// logarithm.
fn for_each_study(
    line: fn(f64, u32, f64, f64) -> Result<(), AttributionError>,
) -> Result<(), AttributionError> {
    for (p, people) in [(0.05, 200), (0.05, 2_000), (0.3, 200), (0.3, 2_000)] {
        for rr in [1.2, 1.6, 3.0] {
            for error in [0.05, 0.2, 0.4] {
                line(p, people, rr, error)?;
            }
        }
    }
    println!();
    Ok(())
}

fn line(p: f64, people: u32, rr: f64, error: f64) -> Result<(), AttributionError> {
    type Way = fn(
        f64,
        Option<f64>,
        RelativeRisk,
        FractionLimits,
        Confidence,
    ) -> Result<AttributableFraction, AttributionError>;
    let excess = p * (rr - 1.0);
    let ways: [(Way, f64); 2] =
        [(levin, excess / (1.0 + excess)), (miettinen, p * (rr - 1.0) / rr)];
    let mut held = [0_u32; 6];
    for run in 0..RUNS {
        let mut generator = Counter::new(SEED, run);
        let (found, risk) = study(&mut generator, p, people, rr, error);
        for (w, (way, truth)) in ways.iter().enumerate() {
            for (l, limits) in KINDS.into_iter().enumerate() {
                let among = Some(f64::from(people));
                let fraction = way(found, among, risk, limits, Confidence::P95)?;
                held[KINDS.len() * w + l] += u32::from(holds(&fraction.estimate, *truth));
            }
        }
    }
    print!("| {p} | {people} | {rr} | {error} |");
    for held in held {
        print!(" {:.3} |", f64::from(held) / RUNS as f64);
    }
    println!();
    Ok(())
}

/// Limits of Levin's fraction by both ways, and how far the draws' lie from the
/// others in hundredths of the distance between these.
fn both_ways() -> Result<(), AttributionError> {
    println!("## How near the two ways are\n");
    println!(
        "Levin's fraction where a study finds just these figures; the last columns are how far \
         the limits by 100,000 draws lie above those by the delta method, in per cent of the \
         width of the latter.\n"
    );
    println!(
        "| prevalence | people | relative risk | error of its logarithm | delta | draws | lower | upper |"
    );
    println!("|---|---|---|---|---|---|--:|--:|");
    for_each_study(apart)
}

fn apart(p: f64, people: u32, rr: f64, error: f64) -> Result<(), AttributionError> {
    const MANY: FractionLimits = FractionLimits::MonteCarlo { draws: 100_000, seed: SEED };
    let margin = (1.959_963_984_540_054_f64 * error).exp();
    let (lower, upper) = (rr / margin, rr * margin);
    let limits = Interval { lower, upper, confidence: Confidence::P95 };
    let risk = RelativeRisk::new(rr, Some(limits), Adjustment::Crude)?;
    let by = |way| -> Result<[f64; 2], AttributionError> {
        let fraction = levin(p, Some(people.into()), risk, way, Confidence::P95)?;
        let limits = fraction.estimate.interval.expect("both inputs have errors");
        Ok([limits.lower, limits.upper])
    };
    let (delta, drawn) = (by(FractionLimits::Delta)?, by(MANY)?);
    let apart = [0, 1].map(|end| 100.0 * (drawn[end] - delta[end]) / (delta[1] - delta[0]));
    println!(
        "| {p} | {people} | {rr} | {error} | {:.4} to {:.4} | {:.4} to {:.4} | {:.1} | {:.1} |",
        delta[0], delta[1], drawn[0], drawn[1], apart[0], apart[1]
    );
    Ok(())
}

fn together() -> Result<(), AttributionError> {
    println!("## Three factors together\n");
    println!(
        "Prevalences of 0.1, 0.25 and 0.4 among 1,000 people each, relative risks of 2, 1.5 and \
         1.3; joint fraction, and the part of each factor over all orders, from the limits of \
         the single fractions.\n"
    );
    println!("| error of the logarithms | joint | part 1 | part 2 | part 3 |");
    println!("|---|---|---|---|---|");
    let truth = [(0.1, 2.0), (0.25, 1.5), (0.4, 1.3)];
    let known = truth.map(|(p, rr)| {
        let excess: f64 = p * (rr - 1.0);
        FactorFraction { value: excess / (1.0 + excess), interval: None }
    });
    let joint = joint_paf(&known, None, Confidence::P95)?.value;
    let parts = average_paf(&known, Orders::All, Confidence::P95)?;
    for error in [0.05, 0.2, 0.4] {
        let mut held = [0_u32; 4];
        for run in 0..RUNS {
            let mut generator = Counter::new(SEED + 1, run);
            let mut factors = Vec::new();
            for (p, rr) in truth {
                let (found, risk) = study(&mut generator, p, 1_000, rr, error);
                let delta = FractionLimits::Delta;
                let one = levin(found, Some(1_000.0), risk, delta, Confidence::P95)?.estimate;
                factors.push(FactorFraction { value: one.value, interval: one.interval });
            }
            let found = joint_paf(&factors, None, Confidence::P95)?;
            held[0] += u32::from(holds(&found, joint));
            let found = average_paf(&factors, Orders::All, Confidence::P95)?;
            for (i, (found, part)) in found.iter().zip(&parts).enumerate() {
                held[i + 1] += u32::from(holds(found, part.value));
            }
        }
        print!("| {error} |");
        for held in held {
            print!(" {:.3} |", f64::from(held) / RUNS as f64);
        }
        println!();
    }
    Ok(())
}
