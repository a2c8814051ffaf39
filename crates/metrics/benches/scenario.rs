//! Speed of scenarios with limits.
//!
//! To hold against: 100,000 draws of seven measures with the part of each in
//! under a second on two cores.

use divan::Bencher;
use firstyear_core::{Confidence, Interval};
use firstyear_metrics::attribution::{Adjustment, RelativeRisk};
use firstyear_metrics::scenario::{
    ExposureTarget, GapBaseline, GapModel, Input, Measure, ScenarioDraws, ShareInput, simulated,
};

fn main() {
    divan::main();
}

/// Measures that differ in their exposures, all with errors.
fn measures() -> Vec<Measure> {
    (1..=7_u32)
        .filter_map(|place| {
            let before = 0.05 * f64::from(place);
            let limits = Interval { lower: 1.2, upper: 1.8, confidence: Confidence::P95 };
            Some(Measure::new(Input::Exposure {
                before: ShareInput::counted(before, Some(2_000.0)).ok()?,
                target: ExposureTarget::ByFraction(0.5),
                risk: RelativeRisk::new(1.5, Some(limits), Adjustment::Crude).ok()?,
                cause_share: None,
            }))
        })
        .collect()
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn seven_measures_with_a_hundred_thousand_draws(bencher: Bencher) {
    let (measures, draws) = (measures(), ScenarioDraws { draws: 100_000, seed: 1 });
    bencher.with_inputs(|| GapBaseline::new(0.19, 0.375)).bench_values(|baseline| {
        baseline.and_then(|baseline| {
            simulated(&GapModel::new(baseline, &measures), draws, Confidence::P95)
        })
    });
}
