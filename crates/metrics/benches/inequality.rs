//! The speed of all WHO measures without simulated limits.

use divan::{Bencher, black_box};
use firstyear_core::{Confidence, Polarity};
use firstyear_metrics::inequality::{
    Concentration, Groups, InequalityError, Line, Measure, Reported, Scale, Simulation, Weights,
    aci, bgsd, bgv, bgv_corrected, cov, difference, idisu, idisw, mdbu, mdbw, mdmu, mdmw, mdru,
    mdrw, mld, paf, par, ratio, rci, rii, sii, tau, ti,
};

fn main() {
    divan::main();
}

const LEVEL: Confidence = Confidence::P95;

type Function = fn(&Groups) -> Result<Measure, InequalityError>;

/// Those whose limits need no simulation.
const CLOSED: &[Function] = &[
    |groups| difference(groups, LEVEL),
    |groups| ratio(groups, LEVEL),
    |groups| aci(groups, LEVEL),
    |groups| rci(groups, Concentration::Relative, LEVEL),
    |groups| rci(groups, Concentration::Wagstaff, LEVEL),
    |groups| rci(groups, Concentration::Erreygers, LEVEL),
    |groups| sii(groups, Line::Logistic, LEVEL),
    |groups| rii(groups, Line::Logistic, LEVEL),
    |groups| bgv(groups, LEVEL),
    |groups| bgsd(groups, LEVEL),
    |groups| cov(groups, LEVEL),
    |groups| ti(groups, LEVEL),
    |groups| mld(groups, LEVEL),
    |groups| par(groups, LEVEL),
    |groups| paf(groups, LEVEL),
    |groups| bgv_corrected(groups, LEVEL),
    |groups| tau(groups, LEVEL),
];

type Simulated = fn(&Groups, Confidence, Simulation) -> Result<Measure, InequalityError>;

const SIMULATED: &[Simulated] = &[mdmu, mdmw, mdbu, mdbw, mdru, mdrw, idisu, idisw];

fn groups(count: u32, with_errors: bool) -> Groups {
    let of =
        |at: u32| 20.0 + 60.0 * f64::from(at.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24);
    let estimates: Vec<f64> = (0..count).map(of).collect();
    let errors: Vec<f64> = (0..count).map(|at| of(at + 7) / 40.0).collect();
    let people: Vec<f64> = (0..count).map(|at| 100.0 * of(at + 99)).collect();
    let order: Vec<u32> = (1..=count).collect();
    Groups::new(Reported {
        standard_errors: with_errors.then_some(&errors),
        weights: Weights::People(&people),
        order: Some(&order),
        reference: Some(0),
        scale: Some(Scale::PERCENT),
        ..Reported::of(&estimates, Polarity::HigherIsBetter)
    })
    .expect("groups as they should be")
}

/// All measures for 2,000 groups of one dimension; those with simulated limits
/// by their value.
#[divan::bench]
fn two_thousand_groups(bencher: Bencher) {
    let (known, bare) = (groups(2_000, true), groups(2_000, false));
    bencher.bench_local(|| all(&known, &bare));
}

/// All measures for 2,000 dimensions of five groups each.
#[divan::bench(sample_count = 10)]
fn two_thousand_dimensions_of_five(bencher: Bencher) {
    let (known, bare) = (groups(5, true), groups(5, false));
    bencher.bench_local(|| {
        for _ in 0..2_000 {
            all(&known, &bare);
        }
    });
}

fn all(known: &Groups, bare: &Groups) {
    for measure in CLOSED {
        black_box(measure(black_box(known))).expect("a measure");
    }
    for measure in SIMULATED {
        black_box(measure(black_box(bare), LEVEL, Simulation::default())).expect("a measure");
    }
}

/// One simulated limit for 25 areas.
#[divan::bench]
fn simulated_limits_of_25_areas(bencher: Bencher) {
    let known = groups(25, true);
    bencher.bench_local(|| mdmw(black_box(&known), LEVEL, Simulation::default()));
}
