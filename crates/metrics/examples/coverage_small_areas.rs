//! How often the limits of shrunken rates and shares hold the true ones.
//! Writes docs/methods/small-areas-coverage.md:
//!
//! ```text
//! cargo run --release -p firstyear-metrics --features coverage --example coverage_small_areas > docs/methods/small-areas-coverage.md
//! ```

use firstyear_core::Confidence;
use firstyear_metrics::random::Counter;
use firstyear_metrics::small_areas::{
    PriorFit, PriorMean, PriorUncertainty, RankFrom, Shrinkage, Shrunk, SmallAreasError,
    beta_binomial, gamma_poisson, ranks,
};

const SEED: u64 = 2_010;
const MEAN_RATE: f64 = 0.004;
const MEAN_SHARE: f64 = 0.15;
/// Areas simulated for each line, whatever their number at a time.
const AREAS: usize = 800;

const PLUG_IN_MOMENTS: Shrinkage = Shrinkage {
    mean: PriorMean::Estimated,
    fit: PriorFit::Moments,
    uncertainty: PriorUncertainty::PlugIn,
    comparator: None,
};
const PLUG_IN_LIKELIHOOD: Shrinkage =
    Shrinkage { fit: PriorFit::MarginalLikelihood, ..PLUG_IN_MOMENTS };
const AVERAGED: Shrinkage = Shrinkage::DEFAULT;
const TOWARDS_COMPARATOR: Shrinkage =
    Shrinkage { mean: PriorMean::Fixed(MEAN_RATE), ..Shrinkage::DEFAULT };

fn main() -> Result<(), SmallAreasError> {
    println!("# Small areas: coverage of shrunken rates and shares\n");
    println!(
        "Made by `cargo run --release -p firstyear-metrics --features coverage --example coverage_small_areas`.\n"
    );
    println!(
        "Shares of areas whose true value lies within its 95% limits, averaged over areas; \
         {AREAS} areas a line, so that 0.95 is good to about 0.015; seed {SEED}, generator {}. \
         Areas differ in size by a factor of 9. The deviation is that of true values over their \
         mean. Where every area of a simulation is without events there are no limits; these are \
         left out.\n",
        Counter::NAME
    );
    println!(
        "Limits with the estimated prior taken as known (`plug-in`) cover far too little where \
         areas are few or differ little: with no spread found they have no width. Those averaged \
         over what the prior may be (`averaged`, the default) cover 0.92 to 1 on average over \
         areas, also where true rates are log-normal: more than they say where areas hardly \
         differ, up to 0.03 less where few areas differ by about as much as chance does. They do \
         not hold every single area: see the table of one unlike the others.\n"
    );
    rates()?;
    shares()?;
    extreme()?;
    rank_coverage()
}

/// How true rates are spread.
#[derive(Clone, Copy)]
enum Spread {
    Gamma,
    LogNormal,
}

/// One simulation: true values, events and exposures.
struct World {
    truth: Vec<f64>,
    events: Vec<u64>,
    exposures: Vec<f64>,
}

fn world(
    generator: &mut Counter,
    areas: usize,
    expected: f64,
    deviation: f64,
    spread: Spread,
) -> World {
    let (mut truth, mut events, mut exposures) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..areas {
        let size = 3.0_f64.powf(2.0 * generator.uniform() - 1.0);
        let exposure = (size * expected / MEAN_RATE).round().max(1.0);
        let ratio = match spread {
            _ if deviation == 0.0 => 1.0,
            Spread::Gamma => {
                let shape = 1.0 / (deviation * deviation);
                generator.gamma(shape) / shape
            }
            Spread::LogNormal => {
                let variance = (deviation * deviation).ln_1p();
                (variance.sqrt() * generator.normal() - variance / 2.0).exp()
            }
        };
        truth.push(MEAN_RATE * ratio);
        events.push(count(generator.poisson(MEAN_RATE * ratio * exposure)));
        exposures.push(exposure);
    }
    World { truth, events, exposures }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a draw is a small whole number"
)]
fn count(draw: f64) -> u64 {
    draw as u64
}

fn held(shrunk: &[Shrunk], truth: &[f64]) -> usize {
    let areas = shrunk.iter().zip(truth);
    areas
        .filter(|(area, truth)| {
            area.estimate.interval.is_some_and(|limits| limits.contains(**truth))
        })
        .count()
}

/// Adds up what is held by each way to shrink, over simulations.
fn coverage(
    areas: usize,
    ways: &[Shrinkage],
    mut simulate: impl FnMut(&Shrinkage, usize) -> Result<Option<usize>, SmallAreasError>,
) -> Result<Vec<f64>, SmallAreasError> {
    ways.iter()
        .map(|way| {
            let (mut within, mut all) = (0, 0);
            for run in 0..AREAS / areas {
                if let Some(held) = simulate(way, run)? {
                    within += held;
                    all += areas;
                }
            }
            Ok(within as f64 / all as f64)
        })
        .collect()
}

fn rates() -> Result<(), SmallAreasError> {
    println!("## Rates, gamma-Poisson\n");
    println!(
        "| areas | events expected | deviation | true rates | plug-in, moments | plug-in, likelihood | averaged | averaged, comparator's mean |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let ways = [PLUG_IN_MOMENTS, PLUG_IN_LIKELIHOOD, AVERAGED, TOWARDS_COMPARATOR];
    for areas in [10, 40] {
        for expected in [1.0, 5.0, 20.0, 100.0] {
            for (deviation, spread) in [
                (0.0, Spread::Gamma),
                (0.15, Spread::Gamma),
                (0.4, Spread::Gamma),
                (0.4, Spread::LogNormal),
            ] {
                let found = coverage(areas, &ways, |way, run| {
                    let mut generator = Counter::new(SEED, run as u64);
                    let world = world(&mut generator, areas, expected, deviation, spread);
                    let confidence = Confidence::P95;
                    match gamma_poisson(&world.events, &world.exposures, *way, confidence) {
                        Ok(shrunk) => Ok(Some(held(&shrunk, &world.truth))),
                        Err(SmallAreasError::NothingToEstimate) => Ok(None),
                        Err(error) => Err(error),
                    }
                })?;
                let spread = match spread {
                    _ if deviation == 0.0 => "alike",
                    Spread::Gamma => "gamma",
                    Spread::LogNormal => "log-normal",
                };
                print!("| {areas} | {expected} | {deviation} | {spread} |");
                line(&found);
            }
        }
    }
    println!();
    Ok(())
}

fn line(values: &[f64]) {
    for value in values {
        print!(" {value:.3} |");
    }
    println!();
}

fn shares() -> Result<(), SmallAreasError> {
    println!("## Shares, beta-binomial\n");
    println!("True shares have mean {MEAN_SHARE} and the standard deviation given.\n");
    println!("| areas | people | deviation | plug-in, moments | plug-in, likelihood | averaged |");
    println!("|---|---|---|---|---|---|");
    let ways = [PLUG_IN_MOMENTS, PLUG_IN_LIKELIHOOD, AVERAGED];
    for areas in [10, 40] {
        for people in [10_u64, 50, 400] {
            for deviation in [0.0, 0.02, 0.06] {
                let found = coverage(areas, &ways, |way, run| {
                    let mut generator = Counter::new(SEED + 1, run as u64);
                    let (mut truth, mut with) = (Vec::new(), Vec::new());
                    for _ in 0..areas {
                        let share = true_share(&mut generator, deviation);
                        truth.push(share);
                        let hits = (0..people).filter(|_| generator.uniform() < share);
                        with.push(hits.count() as u64);
                    }
                    match beta_binomial(&with, &vec![people; areas], *way, Confidence::P95) {
                        Ok(shrunk) => Ok(Some(held(&shrunk, &truth))),
                        Err(SmallAreasError::NothingToEstimate) => Ok(None),
                        Err(error) => Err(error),
                    }
                })?;
                print!("| {areas} | {people} | {deviation} |");
                line(&found);
            }
        }
    }
    println!();
    Ok(())
}

fn true_share(generator: &mut Counter, deviation: f64) -> f64 {
    if deviation == 0.0 {
        return MEAN_SHARE;
    }
    let size = MEAN_SHARE * (1.0 - MEAN_SHARE) / (deviation * deviation) - 1.0;
    generator.beta(MEAN_SHARE * size, (1.0 - MEAN_SHARE) * size)
}

/// One area far from the others.
fn extreme() -> Result<(), SmallAreasError> {
    println!("## One area unlike the others\n");
    println!(
        "11 areas with rates alike, and one with the ratio given to them: how often the limits \
         (averaged) hold the true rate of that one. What is far from all others is taken for \
         chance, the more so the fewer its events: shrinkage is for the many, not for finding \
         the one; use a funnel or exact limits for that.\n"
    );
    println!("| events expected at ratio 1 | ratio 1.5 | ratio 2 | ratio 3 |");
    println!("|---|---|---|---|");
    for expected in [5.0, 20.0, 100.0] {
        let mut found = Vec::new();
        for ratio in [1.5, 2.0, 3.0] {
            let (mut within, runs) = (0, 100_u64);
            for run in 0..runs {
                let mut generator = Counter::new(SEED + 2, run);
                let mut world = world(&mut generator, 12, expected, 0.0, Spread::Gamma);
                world.truth[0] *= ratio;
                let mean = world.truth[0] * world.exposures[0];
                world.events[0] = count(generator.poisson(mean));
                let shrunk =
                    gamma_poisson(&world.events, &world.exposures, AVERAGED, Confidence::P95)?;
                within += held(&shrunk[..1], &world.truth[..1]);
            }
            found.push(within as f64 / runs as f64);
        }
        print!("| {expected} |");
        line(&found);
    }
    println!();
    Ok(())
}

/// Ranks among 20 areas.
fn rank_coverage() -> Result<(), SmallAreasError> {
    println!("## Ranks\n");
    println!(
        "20 areas with gamma rates: the share of areas whose true rank lies within its 95% \
         limits, and the mean width of the limits in ranks; 40 simulations, 1,000 draws each.\n"
    );
    println!("| events expected | deviation | held | width |");
    println!("|---|---|---|---|");
    for expected in [5.0, 20.0, 100.0] {
        for deviation in [0.15, 0.4] {
            let (mut within, mut width) = (0, 0);
            for run in 0..40 {
                let mut generator = Counter::new(SEED + 3, run);
                let world = world(&mut generator, 20, expected, deviation, Spread::Gamma);
                let shrunk =
                    gamma_poisson(&world.events, &world.exposures, AVERAGED, Confidence::P95)?;
                let posteriors: Vec<_> = shrunk.into_iter().map(|area| area.posterior).collect();
                let found = ranks(&posteriors, RankFrom::Highest, 1_000, run, Confidence::P95)?;
                for (area, truth) in found.iter().zip(&world.truth) {
                    let rank = 1 + world.truth.iter().filter(|other| *other > truth).count();
                    within += usize::from((area.lower..=area.upper).contains(&rank));
                    width += area.upper - area.lower;
                }
            }
            println!(
                "| {expected} | {deviation} | {:.3} | {:.1} |",
                within as f64 / 800.0,
                width as f64 / 800.0
            );
        }
    }
    Ok(())
}
