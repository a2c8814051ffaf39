//! Control charts and funnels in bulk: 1,000 `XmR` charts of 48 points are to
//! take less than 0.01 s.

use divan::Bencher;
use firstyear_core::Confidence;
use firstyear_metrics::control::{ChartOptions, Screening, ptd_xmr, u_prime, xmr};
use firstyear_metrics::funnel::{Comparator, FunnelKind, Trimming, funnel, funnel_limits};

const SERIES: usize = 1_000;
const POINTS: usize = 48;

fn main() {
    divan::main();
}

/// Numbers that look like chance and are the same each time.
fn noise(at: usize) -> f64 {
    ((at as f64 * 12.9898).sin() * 43_758.547).fract()
}

fn series() -> Vec<Vec<Option<f64>>> {
    (0..SERIES)
        .map(|series| (0..POINTS).map(|at| Some(50.0 + noise(series * POINTS + at))).collect())
        .collect()
}

#[divan::bench]
fn xmr_1000_by_48(bencher: Bencher<'_, '_>) {
    let series = series();
    let options = ChartOptions::default();
    bencher.bench(|| {
        let charts = series.iter().map(|values| xmr(values, Screening::Screened, &options));
        charts.map(|chart| chart.map_or(0, |chart| chart.points.len())).sum::<usize>()
    });
}

#[divan::bench]
fn ptd_xmr_1000_by_48(bencher: Bencher<'_, '_>) {
    let series = series();
    let options = ChartOptions::default();
    bencher.bench(|| {
        let charts = series.iter().map(|values| ptd_xmr(values, Screening::Screened, &options));
        charts.map(|chart| chart.map_or(0, |chart| chart.points.len())).sum::<usize>()
    });
}

#[divan::bench]
fn u_prime_1000_by_48(bencher: Bencher<'_, '_>) {
    let events: Vec<Option<u64>> = (0..POINTS as u64).map(|at| Some(40 + at % 7)).collect();
    let births = vec![9_000.0; POINTS];
    let options = ChartOptions::default();
    bencher.bench(|| {
        (0..SERIES)
            .map(|_| u_prime(&events, &births, &options).map_or(0, |chart| chart.points.len()))
            .sum::<usize>()
    });
}

#[divan::bench]
fn funnel_of_317_areas(bencher: Bencher<'_, '_>) {
    let events: Vec<Option<u64>> = (0..317).map(|at| Some(1 + at % 60)).collect();
    let births: Vec<f64> = (0..317).map(|at| 500.0 + 40.0 * f64::from(at)).collect();
    bencher.bench(|| {
        let trimming = Trimming::Winsorise(0.1);
        funnel(FunnelKind::Rate, &events, &births, Comparator::Pooled, trimming)
    });
}

#[divan::bench]
fn funnel_limits_of_1000_sizes(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        (1..=1_000)
            .map(|size| {
                let size = f64::from(size) * 100.0;
                funnel_limits(FunnelKind::Proportion, 0.004, size, Confidence::P95)
                    .map_or(0.0, |limits| limits.upper)
            })
            .sum::<f64>()
    });
}
