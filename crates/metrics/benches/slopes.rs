//! Speed of simulated slopes, of draws, and of fits.
//!
//! To hold against: 100,000 draws for 1,000 areas under 20 seconds on two
//! cores, in either form of the slope.

use divan::Bencher;
use firstyear_core::Confidence;
use firstyear_metrics::random::{Counter, RDefault};
use firstyear_metrics::slopes::{
    Quantile, RegressionModel, SlopeErrors, SlopeLink, SlopeSettings, phe_sii, regression_slope,
    sii_wls,
};
use firstyear_metrics::{Order, slope_index};

const DEATHS: [u64; 10] = [471, 358, 297, 216, 195, 182, 180, 129, 117, 93];
const BIRTHS: [u64; 10] =
    [76_729, 69_743, 66_227, 61_181, 57_286, 55_473, 51_524, 49_382, 47_149, 41_895];
const ORDER: Order = Order::MostDisadvantagedFirst;

fn main() {
    divan::main();
}

/// Tenths of an area, with values that differ from area to area.
fn tenths(area: u32) -> Vec<Quantile> {
    (0..10_u32)
        .map(|tenth| {
            let years = 70.0 + 0.8 * f64::from(tenth) + f64::from(area % 7);
            Quantile::new(f64::from(4_000 + 37 * (area % 11) + tenth), years, 0.9)
        })
        .collect()
}

#[divan::bench(args = [10, 1_000], sample_count = 1, sample_size = 1)]
fn our_own_slopes_of_areas(bencher: Bencher, areas: u32) {
    let names: Vec<String> = (0..areas).map(|area| format!("area {area}")).collect();
    let areas: Vec<(&str, Vec<Quantile>)> =
        names.iter().zip(0..).map(|(name, area)| (name.as_str(), tenths(area))).collect();
    bencher.bench(|| sii_wls(&areas, 1, &SlopeSettings::default()));
}

#[divan::bench(args = [10, 1_000], sample_count = 1, sample_size = 1)]
fn compatible_slopes_of_areas(bencher: Bencher, areas: u32) {
    let areas: Vec<Vec<Quantile>> = (0..areas).map(tenths).collect();
    bencher.bench(|| phe_sii(&areas, 1, &SlopeSettings::default()));
}

#[divan::bench]
fn a_million_normal_numbers(bencher: Bencher) {
    bencher.bench(|| {
        let mut generator = Counter::new(1, 1);
        (0..1_000_000).map(|_| generator.normal()).sum::<f64>()
    });
}

#[divan::bench]
fn a_million_normal_numbers_of_r(bencher: Bencher) {
    bencher.bench(|| {
        let mut generator = RDefault::new(1);
        (0..1_000_000).map(|_| generator.standard_normal()).sum::<f64>()
    });
}

#[divan::bench]
fn a_regression_slope(bencher: Bencher) {
    bencher.bench(|| {
        regression_slope(
            divan::black_box(&DEATHS),
            &BIRTHS,
            ORDER,
            Confidence::P95,
            RegressionModel::Binomial(SlopeLink::Logit),
            SlopeErrors::Robust,
        )
    });
}

#[divan::bench]
fn a_slope_index_by_newton(bencher: Bencher) {
    bencher.bench(|| slope_index(divan::black_box(&DEATHS), &BIRTHS, ORDER, Confidence::P95));
}

#[divan::bench]
fn the_same_by_the_general_fit(bencher: Bencher) {
    let (model, errors) = (RegressionModel::Poisson, SlopeErrors::Quasi);
    bencher.bench(|| {
        let deaths = divan::black_box(&DEATHS);
        regression_slope(deaths, &BIRTHS, ORDER, Confidence::P95, model, errors)
    });
}
