//! How long it takes to hide what must be hidden, and to audit it.
//!
//! A table of 50 by 20 with totals, as of districts by cause, and one of
//! three dimensions.

use divan::Bencher;
use firstyear_core::Cell;
use firstyear_metrics::disclosure::{Protection, Rule, Table, audit, suppress};

fn main() {
    divan::main();
}

/// A table with many small counts and a few large ones, the same every time.
fn table(sizes: &[usize], largest: u64) -> Table {
    let mut state = 12_345_u64;
    let mut counts = || {
        // Marsaglia's xorshift.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let part = state % 1_000;
        part * part * part * largest / 1_000_000_000
    };
    let mut cells = vec![0; sizes.iter().map(|size| size + 1).product()];
    for inner in 0..sizes.iter().product() {
        let count = counts();
        // Every cell that adds this one up: itself or the total of each
        // dimension.
        for totals in 0..1_usize << sizes.len() {
            cells[place(sizes, inner, totals)] += count;
        }
    }
    Table::cross(sizes, cells.into_iter().map(Cell::known).collect())
        .expect("as many as the sizes make")
}

/// The place of an inner cell in the table with totals; a bit of `totals` puts
/// the total in place of a coordinate.
fn place(sizes: &[usize], inner: usize, totals: usize) -> usize {
    let (mut rest, mut stride, mut at) = (inner, 1, 0);
    for (dimension, size) in sizes.iter().enumerate().rev() {
        let own = if totals >> dimension & 1 == 1 { *size } else { rest % size };
        rest /= size;
        at += own * stride;
        stride *= size + 1;
    }
    at
}

fn rule() -> Rule {
    Rule::threshold(1, 7).expect("in ascending order")
}

const TABLES: [&[usize]; 3] = [&[50, 20], &[100, 40], &[6, 5, 3]];

#[divan::bench(args = TABLES, sample_count = 5)]
fn suppressed(bencher: Bencher<'_, '_>, sizes: &[usize]) {
    let table = table(sizes, 200);
    bencher.bench_local(|| suppress(&table, &rule(), Protection::default()));
}

#[divan::bench(args = TABLES, sample_count = 5)]
fn audited(bencher: Bencher<'_, '_>, sizes: &[usize]) {
    let table = table(sizes, 200);
    let shown =
        suppress(&table, &rule(), Protection::default()).expect("it can be protected").shown;
    bencher.bench_local(|| audit(&shown, &rule()));
}
