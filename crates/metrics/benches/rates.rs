//! How fast whole columns of rates, proportions, standardised rates and life
//! tables are. Results are written into memory that is there already, as a
//! caller with many columns does.

use divan::{Bencher, black_box};
use firstyear_core::{Cell, Confidence};
use firstyear_metrics::rates::{
    CountLimits, DirectRules, Expectation, FewEvents, LifeTable, RowError, crude_rates,
    directly_standardised_rows, proportions,
};

fn main() {
    divan::main();
}

const MILLION: usize = 1_000_000;
const BOTH: [Confidence; 2] = [Confidence::P95, Confidence::P998];

/// Numbers that look drawn, the same each time.
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    // Knuth's multiplier, modulo 2^64; the upper bits vary best.
    std::iter::successors(Some(seed), |x| {
        Some(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    })
    .skip(1)
    .map(|x| x >> 33)
}

fn column(seed: u64, least: u64, below: u64, length: usize) -> Vec<u64> {
    numbers(seed).map(|x| least + x % (below - least)).take(length).collect()
}

fn float_column(seed: u64, least: u64, below: u64, length: usize) -> Vec<f64> {
    column(seed, least, below, length).into_iter().map(|x| x as f64).collect()
}

/// One million crude rates at both levels, half of them of fewer than 10
/// events.
#[divan::bench]
fn million_crude_rates_at_both_levels(bencher: Bencher<'_, '_>) {
    let events = column(1, 0, 20, MILLION);
    let people = column(2, 1_000, 100_000, MILLION);
    let levels = BOTH.map(CountLimits::new);
    let mut rows = vec![Err(RowError::NobodyAtRisk); MILLION];
    bencher.bench_local(|| crude_rates(black_box(&events), black_box(&people), &levels, &mut rows));
}

/// The same with larger counts, all of them with Byar's limits.
#[divan::bench]
fn million_crude_rates_of_many_events(bencher: Bencher<'_, '_>) {
    let events = column(1, 10, 5_000, MILLION);
    let people = column(2, 10_000, 100_000, MILLION);
    let levels = BOTH.map(CountLimits::new);
    let mut rows = vec![Err(RowError::NobodyAtRisk); MILLION];
    bencher.bench_local(|| crude_rates(black_box(&events), black_box(&people), &levels, &mut rows));
}

#[divan::bench]
fn million_wilson_intervals(bencher: Bencher<'_, '_>) {
    let events = column(1, 0, 1_000, MILLION);
    let people = column(2, 1_000, 100_000, MILLION);
    let mut rows = vec![Err(RowError::NobodyAtRisk); MILLION];
    bencher.bench_local(|| {
        proportions(black_box(&events), black_box(&people), [Confidence::P95], &mut rows)
    });
}

#[divan::bench]
fn million_wilson_intervals_at_both_levels(bencher: Bencher<'_, '_>) {
    let events = column(1, 0, 1_000, MILLION);
    let people = column(2, 1_000, 100_000, MILLION);
    let mut rows = vec![Err(RowError::NobodyAtRisk); MILLION];
    bencher.bench_local(|| proportions(black_box(&events), black_box(&people), BOTH, &mut rows));
}

#[divan::bench]
fn standardised_rates_20_000_by_19_at_both_levels(bencher: Bencher<'_, '_>) {
    const ROWS: usize = 20_000;
    const BANDS: usize = 19;
    let events = float_column(1, 0, 50, ROWS * BANDS);
    let people = float_column(2, 1_000, 100_000, ROWS * BANDS);
    let standard = float_column(3, 1_000, 7_000, BANDS);
    let levels = BOTH.map(CountLimits::new);
    let few_events = FewEvents::NotApplicableBelow(10.0);
    let rules = DirectRules { few_events, ..DirectRules::default() };
    let mut rates = vec![Ok(Cell::Absent); ROWS];
    bencher.bench_local(|| {
        let (events, people) = (black_box(&events), black_box(&people));
        directly_standardised_rows(events, people, &standard, rules, &levels, &mut rates)
    });
}

#[divan::bench]
fn life_tables_5_000_by_20(bencher: Bencher<'_, '_>) {
    const TABLES: usize = 5_000;
    let starts: Vec<f64> =
        [0.0, 1.0].into_iter().chain((1..19).map(|band| 5.0 * f64::from(band))).collect();
    let deaths = float_column(1, 1, 50, TABLES * starts.len());
    let people = float_column(2, 1_000, 100_000, TABLES * starts.len());
    let table = LifeTable::new(&starts).expect("ages in ascending order");
    let mut out = vec![Expectation::default(); TABLES * starts.len()];
    bencher.bench_local(|| {
        let size = starts.len();
        let rows = black_box(&deaths).chunks_exact(size).zip(black_box(&people).chunks_exact(size));
        for ((deaths, people), out) in rows.zip(out.chunks_exact_mut(size)) {
            table.expectations(deaths, people, out).expect("people in every band");
        }
    });
}
