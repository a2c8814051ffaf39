//! What a reader expects of every measure, and second ways to the same numbers.

use firstyear_core::{Confidence, Polarity};
use proptest::prelude::*;

use super::*;
use crate::random::Counter;

const LEVEL: Confidence = Confidence::P95;

/// Few draws: the properties hold for any number.
const SIMULATION: Simulation = Simulation { draws: 30, seed: 1 };

type Function = fn(&Groups) -> Result<Measure, InequalityError>;

/// How a measure answers when all estimates are multiplied.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Power {
    /// Not at all.
    Zero = 0,
    One = 1,
    Two = 2,
}

/// All measures that take any positive estimates in order with a reference.
const ALL: &[(&str, Power, Function)] = &[
    ("d", Power::One, |groups| difference(groups, LEVEL)),
    ("r", Power::Zero, |groups| ratio(groups, LEVEL)),
    ("aci", Power::One, |groups| aci(groups, LEVEL)),
    ("rci", Power::Zero, |groups| rci(groups, Concentration::Relative, LEVEL)),
    ("wagstaff", Power::Zero, |groups| rci(groups, Concentration::Wagstaff, LEVEL)),
    ("erreygers", Power::Zero, |groups| rci(groups, Concentration::Erreygers, LEVEL)),
    ("sii", Power::One, |groups| sii(groups, Line::Logistic, LEVEL)),
    ("rii", Power::Zero, |groups| rii(groups, Line::Logistic, LEVEL)),
    ("sii linear", Power::One, |groups| sii(groups, Line::Linear, LEVEL)),
    ("bgv", Power::Two, |groups| bgv(groups, LEVEL)),
    ("bgsd", Power::One, |groups| bgsd(groups, LEVEL)),
    ("cov", Power::Zero, |groups| cov(groups, LEVEL)),
    ("mdmu", Power::One, |groups| mdmu(groups, LEVEL, SIMULATION)),
    ("mdmw", Power::One, |groups| mdmw(groups, LEVEL, SIMULATION)),
    ("mdbu", Power::One, |groups| mdbu(groups, LEVEL, SIMULATION)),
    ("mdbw", Power::One, |groups| mdbw(groups, LEVEL, SIMULATION)),
    ("mdru", Power::One, |groups| mdru(groups, LEVEL, SIMULATION)),
    ("mdrw", Power::One, |groups| mdrw(groups, LEVEL, SIMULATION)),
    ("idisu", Power::Zero, |groups| idisu(groups, LEVEL, SIMULATION)),
    ("idisw", Power::Zero, |groups| idisw(groups, LEVEL, SIMULATION)),
    ("ti", Power::Zero, |groups| ti(groups, LEVEL)),
    ("mld", Power::Zero, |groups| mld(groups, LEVEL)),
    ("par", Power::One, |groups| par(groups, LEVEL)),
    ("paf", Power::Zero, |groups| paf(groups, LEVEL)),
    ("bgv-corrected", Power::Two, |groups| bgv_corrected(groups, LEVEL)),
    ("tau", Power::One, |groups| tau(groups, LEVEL)),
];

/// Those whose neutral value is 1.
const RATIOS: [&str; 2] = ["r", "rii"];

/// Groups as a table of rows: estimate, standard error, people, place.
type Rows = Vec<(f64, f64, f64, u32)>;

fn groups_of(rows: &Rows, times: f64, reference: usize, polarity: Polarity) -> Groups {
    let column = |pick: fn(&(f64, f64, f64, u32)) -> f64| rows.iter().map(pick).collect::<Vec<_>>();
    let scaled = |column: Vec<f64>| column.iter().map(|x| x * times).collect::<Vec<_>>();
    let order: Vec<u32> = rows.iter().map(|row| row.3).collect();
    Groups::new(Reported {
        estimates: &scaled(column(|row| row.0)),
        standard_errors: Some(&scaled(column(|row| row.1))),
        weights: Weights::People(&column(|row| row.2)),
        order: Some(&order),
        reference: Some(reference),
        setting_average: None,
        scale: Some(Scale::new(100.0 * times).unwrap()),
        polarity,
    })
    .unwrap()
}

/// Rows with places in their own order; edges on purpose: groups of one person
/// beside groups of a million, errors from tiny to larger than the estimate.
fn rows() -> impl Strategy<Value = Rows> {
    let row = (
        prop_oneof![5.0..95.0_f64, Just(50.0)],
        prop_oneof![0.01..0.1_f64, 0.5..4.0_f64, Just(60.0)],
        prop_oneof![Just(1.0), 100.0..9_000.0_f64, Just(1_000_000.0)],
    );
    prop::collection::vec(row, 2..9).prop_map(|rows| {
        (1..).zip(rows).map(|(place, (y, error, people))| (y, error, people, place)).collect()
    })
}

fn close(a: f64, b: f64, size: f64) -> bool {
    a == b || (a - b).abs() <= 1e-7 * size
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_the_rows_does_not_matter(rows in rows(), turn in 1..8_usize) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let reference = (rows.len() - turn % rows.len()) % rows.len();
        let one = groups_of(&rows, 1.0, 0, Polarity::LowerIsBetter);
        let other = groups_of(&turned, 1.0, reference, Polarity::LowerIsBetter);
        for (name, power, measure) in ALL {
            let (Ok(a), Ok(b)) = (measure(&one), measure(&other)) else {
                prop_assert_eq!(measure(&one).is_err(), measure(&other).is_err(), "{}", name);
                continue;
            };
            let size = 100.0_f64.powi(*power as i32).max(a.estimate.value.abs());
            prop_assert!(close(a.estimate.value, b.estimate.value, size), "{}: {:?} {:?}", name, a, b);
            // Each group has its own draws, so simulated limits move a little
            // when rows are turned; all others must not.
            if name.starts_with("md") || name.starts_with("idis") {
                continue;
            }
            let (x, y) = (a.estimate.interval.unwrap(), b.estimate.interval.unwrap());
            let size = size.max(x.upper.abs());
            prop_assert!(x.upper == y.upper || close(x.upper, y.upper, size), "{}: {:?} {:?}", name, x, y);
        }
    }

    #[test]
    fn another_unit_only_changes_the_unit(rows in rows(), times in prop_oneof![Just(0.01), Just(10.0)]) {
        let one = groups_of(&rows, 1.0, 0, Polarity::HigherIsBetter);
        let other = groups_of(&rows, times, 0, Polarity::HigherIsBetter);
        for (name, power, measure) in ALL {
            let (Ok(a), Ok(b)) = (measure(&one), measure(&other)) else {
                prop_assert_eq!(measure(&one).is_err(), measure(&other).is_err(), "{}", name);
                continue;
            };
            let factor = times.powi(*power as i32);
            let (a, b) = (a.estimate, b.estimate.scaled(1.0 / factor));
            let size = 100.0_f64.powi(*power as i32).max(a.value.abs());
            prop_assert!(close(a.value, b.value, size), "{}: {:?} {:?}", name, a, b);
            let (x, y) = (a.interval.unwrap(), b.interval.unwrap());
            // The simulated limits are found to a ten-thousandth.
            let tolerance = 3e-4 * size.max(x.upper.abs());
            prop_assert!(x.upper == y.upper || (x.upper - y.upper).abs() <= tolerance, "{}: {:?} {:?}", name, x, y);
        }
    }

    #[test]
    fn limits_hold_their_estimate(rows in rows()) {
        let groups = groups_of(&rows, 1.0, 0, Polarity::LowerIsBetter);
        for (name, _, measure) in ALL {
            let Ok(measure) = measure(&groups) else { continue };
            let interval = measure.estimate.interval.unwrap();
            // The one whose estimate is cut off at 0 while its limits are not.
            let held = interval.contains(measure.estimate.value);
            prop_assert!(held || *name == "bgv-corrected" || *name == "tau", "{}: {:?}", name, measure);
            prop_assert!(interval.lower <= interval.upper, "{}: {:?}", name, measure);
        }
    }

    #[test]
    fn groups_that_are_alike_have_no_inequality(y in 1.0..99.0_f64, rows in rows()) {
        let alike = rows.iter().map(|row| (y, row.1, row.2, row.3)).collect();
        let groups = groups_of(&alike, 1.0, 0, Polarity::LowerIsBetter);
        for (name, _, measure) in ALL {
            let value = measure(&groups).unwrap().estimate.value;
            let neutral = if RATIOS.contains(name) { 1.0 } else { 0.0 };
            // A group of one person beside a million leaves the slope few digits.
            prop_assert!((value - neutral).abs() < 1e-6, "{}: {}", name, value);
        }
    }

    #[test]
    fn turning_the_direction_mirrors_the_simple_measures(rows in rows()) {
        let high = groups_of(&rows, 1.0, 0, Polarity::HigherIsBetter);
        let low = groups_of(&rows, 1.0, 0, Polarity::LowerIsBetter);
        let d = |groups| difference(groups, LEVEL).unwrap().estimate;
        prop_assert_eq!(d(&high).value, -d(&low).value);
        let (a, b) = (d(&high).interval.unwrap(), d(&low).interval.unwrap());
        prop_assert!((a.lower + b.upper).abs() < 1e-9);
        let r = |groups| ratio(groups, LEVEL).unwrap().estimate;
        prop_assert!((r(&high).value * r(&low).value - 1.0).abs() < 1e-12);
        let (a, b) = (r(&high).interval.unwrap(), r(&low).interval.unwrap());
        prop_assert!((a.lower * b.upper - 1.0).abs() < 1e-9);
    }

    #[test]
    fn concentration_is_twice_the_covariance_with_the_rank(rows in rows()) {
        let groups = groups_of(&rows, 1.0, 0, Polarity::LowerIsBetter);
        let total: f64 = rows.iter().map(|row| row.2).sum();
        let (mut below, mut product, mut mean) = (0.0, 0.0, 0.0);
        for (y, _, people, _) in &rows {
            let (share, rank) = (people / total, below + people / total / 2.0);
            product += share * y * rank;
            mean += share * y;
            below += people / total;
        }
        let covariance = product - mean * 0.5;
        let found = aci(&groups, LEVEL).unwrap().estimate.value;
        prop_assert!((found - 2.0 * covariance).abs() < 1e-9);
    }

    #[test]
    fn entropy_within_and_between_adds_up(rows in prop::collection::vec((1.0..99.0_f64, 1.0..50.0_f64), 4..9)) {
        // Two halves: their own inequality and that between their means.
        let measure = |rows: &[(f64, f64)], which: fn(&Groups, Confidence) -> Result<Measure, InequalityError>| {
            let (estimates, people): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
            let weights = Weights::People(&people);
            let groups = Groups::new(Reported { weights, ..Reported::of(&estimates, Polarity::LowerIsBetter) });
            which(&groups.unwrap(), LEVEL).unwrap().estimate.value
        };
        let merge = |rows: &[(f64, f64)]| {
            let people: f64 = rows.iter().map(|row| row.1).sum();
            (rows.iter().map(|row| row.0 * row.1).sum::<f64>() / people, people)
        };
        let (a, b) = rows.split_at(2);
        let (whole, merged) = (merge(&rows), [merge(a), merge(b)]);
        let share = |part: (f64, f64)| part.1 / whole.1;
        let of_all = |part: (f64, f64)| part.0 * part.1 / (whole.0 * whole.1);
        let theil = measure(&merged, ti) + of_all(merged[0]) * measure(a, ti) + of_all(merged[1]) * measure(b, ti);
        prop_assert!((measure(&rows, ti) - theil).abs() < 1e-8);
        let log = measure(&merged, mld) + share(merged[0]) * measure(a, mld) + share(merged[1]) * measure(b, mld);
        prop_assert!((measure(&rows, mld) - log).abs() < 1e-8);
    }
}

/// Nine groups with errors small against their distances, so that a straight
/// line is a fair picture of each measure over the range of the errors.
fn precise() -> Rows {
    [62.0, 55.0, 58.0, 49.0, 44.0, 46.0, 37.0, 30.0, 33.0]
        .iter()
        .zip([900.0, 1_500.0, 700.0, 1_100.0, 2_000.0, 400.0, 1_300.0, 800.0, 1_200.0])
        .zip(1..)
        .map(|((y, people), place)| (*y, 30.0 / f64::sqrt(people), people, place))
        .collect()
}

#[test]
fn standard_errors_are_those_of_simulation() {
    let rows = precise();
    let groups = groups_of(&rows, 1.0, 7, Polarity::LowerIsBetter);
    let mut generator = Counter::new(7, 0);
    // Values alone are asked of the draws: without errors no measure works out
    // limits, which would be simulated in turn. One measure needs them.
    let errors: Vec<f64> = rows.iter().map(|row| row.1).collect();
    let order: Vec<u32> = rows.iter().map(|row| row.3).collect();
    let people: Vec<f64> = rows.iter().map(|row| row.2).collect();
    let draws: Vec<Vec<f64>> = (0..2_500)
        .map(|_| rows.iter().map(|row| row.0 + row.1 * generator.normal()).collect())
        .collect();
    let drawn = |standard_errors: Option<&[f64]>| -> Vec<Groups> {
        draws
            .iter()
            .map(|estimates| Reported {
                standard_errors,
                weights: Weights::People(&people),
                order: Some(&order),
                reference: Some(7),
                scale: Some(Scale::PERCENT),
                ..Reported::of(estimates, Polarity::LowerIsBetter)
            })
            .map(|reported| Groups::new(reported).unwrap())
            .collect()
    };
    let (plain, with_errors) = (drawn(None), drawn(Some(&errors)));
    for (name, _, measure) in ALL {
        let Some(error) = measure(&groups).unwrap().standard_error else { continue };
        let value = |groups| {
            let value = measure(groups).unwrap().estimate.value;
            if RATIOS.contains(name) { value.ln() } else { value }
        };
        let draws = if *name == "bgv-corrected" { &with_errors } else { &plain };
        let drawn: Vec<f64> = draws.iter().map(value).collect();
        let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
        let spread =
            drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (drawn.len() - 1) as f64;
        // 2,500 draws fix a standard deviation to about 1.4%.
        assert!((error / spread.sqrt() - 1.0).abs() < 0.05, "{name}: {error} {}", spread.sqrt());
    }
}

#[test]
fn the_slope_counts_population_once() {
    // The sample of WHO's package: healthequal's frozen value of 44.44502 is
    // the fit with population squared, 44.9053 the one with population once
    // (../shared/notes/global-systems.md, defect 3, has both); the sample is
    // not ours to ship, so the same is shown by repeating people: a group cut
    // in two like halves leaves the line where it is, but for the ranks.
    let whole = groups_of(&precise(), 1.0, 0, Polarity::LowerIsBetter);
    let doubled: Rows = precise().iter().map(|row| (row.0, row.1, 2.0 * row.2, row.3)).collect();
    let doubled = groups_of(&doubled, 1.0, 0, Polarity::LowerIsBetter);
    let value = |groups: &Groups| sii(groups, Line::Logistic, LEVEL).unwrap().estimate.value;
    assert!((value(&whole) - value(&doubled)).abs() < 1e-9);
    // The score equations of a fit that counts people once.
    let (mut below, mut score) = (0.0, [0.0; 2]);
    let total: f64 = precise().iter().map(|row| row.2).sum();
    let (slope, ratio) =
        (value(&whole), rii(&whole, Line::Logistic, LEVEL).unwrap().estimate.value);
    let low = slope / 100.0 / (ratio - 1.0);
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let (a, b) = (logit(low), logit(low * ratio) - logit(low));
    for (y, _, people, _) in precise() {
        let (share, rank) = (people / total, below + people / total / 2.0);
        let miss = share * (y / 100.0 - 1.0 / (1.0 + (-a - b * rank).exp()));
        score = [score[0] + miss, score[1] + miss * rank];
        below += share;
    }
    assert!(score.iter().all(|part| part.abs() < 1e-9), "{score:?}");
}

#[test]
fn a_measure_that_lacks_something_says_what() {
    use InequalityError as E;
    let bare = Groups::new(Reported::of(&[5.0, 4.0, 0.0], Polarity::NoAgreedOptimum)).unwrap();
    assert_eq!(aci(&bare, LEVEL), Err(E::NoOrder));
    assert_eq!(sii(&bare, Line::Linear, LEVEL), Err(E::NoOrder));
    assert_eq!(mdru(&bare, LEVEL, SIMULATION), Err(E::NoReference));
    assert_eq!(mdbu(&bare, LEVEL, SIMULATION), Err(E::NoDirection));
    assert_eq!(par(&bare, LEVEL), Err(E::NoDirection));
    assert_eq!(ratio(&bare, LEVEL), Err(E::NotPositive { at: 3 }));
    assert_eq!(mld(&bare, LEVEL), Err(E::NotPositive { at: 3 }));
    assert_eq!(bgv_corrected(&bare, LEVEL), Err(E::NoStandardErrors));
    let ordered = Reported {
        order: Some(&[1, 2, 3]),
        ..Reported::of(&[5.0, 4.0, 0.0], Polarity::LowerIsBetter)
    };
    let ordered = Groups::new(ordered).unwrap();
    assert_eq!(sii(&ordered, Line::Logistic, LEVEL), Err(E::NoScale));
    assert_eq!(rci(&ordered, Concentration::Wagstaff, LEVEL), Err(E::NoScale));
    let none = Groups::new(Reported::of(&[0.0, 0.0], Polarity::LowerIsBetter)).unwrap();
    assert_eq!(cov(&none, LEVEL), Err(E::NoMean));
    assert_eq!(ti(&none, LEVEL), Err(E::NoMean));
    assert_eq!(paf(&none, LEVEL), Err(E::NoMean));
}

#[test]
fn without_standard_errors_there_are_no_limits() {
    let groups = Groups::new(Reported {
        order: Some(&[1, 2, 3]),
        reference: Some(0),
        scale: Some(Scale::PERCENT),
        ..Reported::of(&[5.0, 4.0, 2.0], Polarity::LowerIsBetter)
    })
    .unwrap();
    for (name, _, measure) in ALL {
        match measure(&groups) {
            Ok(measure) if !name.contains("ii") => {
                assert_eq!(measure.estimate.interval, None, "{name}");
            }
            Ok(measure) => assert!(measure.estimate.interval.is_some(), "{name}"),
            Err(error) => assert_eq!(error, InequalityError::NoStandardErrors, "{name}"),
        }
    }
}

#[test]
fn areas_that_are_alike_have_limits_that_hold_zero() {
    // 25 areas of true rate 4 and standard error 0.8: limits by adding noise to
    // noise lie above 0 in every run, and above their own value in nine of ten.
    let runs: u64 = 600;
    for measure in [bgv_corrected, tau, bgv, bgsd, cov, ti] {
        let held = (0..runs).filter(|&stream| {
            let mut generator = Counter::new(25, stream);
            let rates: Vec<f64> = (0..25).map(|_| 4.0 + 0.8 * generator.normal()).collect();
            let groups = Groups::new(Reported {
                standard_errors: Some(&[0.8; 25]),
                ..Reported::of(&rates, Polarity::LowerIsBetter)
            });
            measure(&groups.unwrap(), LEVEL).unwrap().estimate.interval.unwrap().lower == 0.0
        });
        let held = held.count() as f64 / runs as f64;
        // Upper tail of 2.5%: 97.5 of 100, known to within 1.3.
        assert!((0.955..=0.995).contains(&held), "{held}");
    }
}

#[test]
fn a_spread_that_is_small_by_luck_is_not_known_exactly() {
    // Errors so large that nearly any spread would have been larger.
    let groups = Groups::new(Reported {
        standard_errors: Some(&[20.0; 6]),
        ..Reported::of(&[50.0, 50.1, 49.9, 50.0, 50.2, 49.8], Polarity::LowerIsBetter)
    })
    .unwrap();
    for measure in [bgv, bgsd, cov, ti, mld, bgv_corrected] {
        let estimate = measure(&groups, LEVEL).unwrap().estimate;
        let interval = estimate.interval.unwrap();
        assert!(interval.lower == 0.0 && interval.upper > 10.0 * estimate.value, "{estimate:?}");
        assert!(interval.upper > 1.0, "{estimate:?}");
    }
}

#[test]
fn equal_estimates_leave_the_truth_open() {
    // Two halves with errors of 1: their distance from the mean is half that
    // between them, which has an error of the square root of 2. The 97.5%
    // quantile of its size is 2.241403 (normal, 0.9875) times that: 1.584912.
    // From the best or a reference group it is the whole distance, over half
    // of the people: the same.
    let simulation = Simulation { draws: 20_000, seed: 3 };
    for estimates in [[4.0, 4.0], [4.0, 4.0 + 1e-9]] {
        let groups = Groups::new(Reported {
            standard_errors: Some(&[1.0, 1.0]),
            reference: Some(0),
            ..Reported::of(&estimates, Polarity::LowerIsBetter)
        })
        .unwrap();
        for measure in [mdmu, mdmw, mdbu, mdbw, mdru, mdrw] {
            let limits = measure(&groups, LEVEL, simulation).unwrap().estimate.interval.unwrap();
            assert_eq!(limits.lower, 0.0);
            assert!((limits.upper - 1.584_912).abs() < 0.03, "{limits:?}");
        }
        for measure in [idisu, idisw] {
            let limits = measure(&groups, LEVEL, simulation).unwrap().estimate.interval.unwrap();
            assert!(limits.lower == 0.0 && limits.upper > 30.0, "{limits:?}");
        }
    }
}

#[test]
fn limits_of_equal_estimates_hold_a_truth_that_has_spread() {
    // Groups that differ by half an error, seen so coarsely that estimates are
    // often equal.
    let truth = [4.0, 4.5, 5.0, 4.25];
    let distance = truth.iter().map(|y| (y - 4.4375_f64).abs()).sum::<f64>() / 4.0;
    let (mut equal, mut held) = (0, 0);
    for stream in 0..2_000 {
        let mut generator = Counter::new(5, stream);
        let seen = truth.map(|y| ((y + generator.normal()) / 4.0).round() * 4.0);
        let groups = Groups::new(Reported {
            standard_errors: Some(&[1.0; 4]),
            ..Reported::of(&seen, Polarity::LowerIsBetter)
        });
        let limits = mdmu(&groups.unwrap(), LEVEL, SIMULATION).unwrap().estimate.interval.unwrap();
        if seen == [4.0; 4] {
            equal += 1;
            held += u32::from(limits.contains(distance));
        }
    }
    assert!(equal > 500 && held == equal, "{held} of {equal}");
}

#[test]
fn the_corrected_variance_is_right_on_average() {
    // Areas with a true variance of 0.5; what is cut off at 0 would only be
    // seen in an average of small ones.
    let truth: Vec<f64> = (0..40)
        .map(|at| 4.0 + if at % 2 == 0 { 0.5_f64.sqrt() } else { -0.5_f64.sqrt() })
        .collect();
    let mean = (0..2_000).map(|stream| {
        let mut generator = Counter::new(40, stream);
        let seen: Vec<f64> = truth.iter().map(|rate| rate + 0.4 * generator.normal()).collect();
        let groups = Groups::new(Reported {
            standard_errors: Some(&[0.4; 40]),
            ..Reported::of(&seen, Polarity::LowerIsBetter)
        });
        bgv_corrected(&groups.unwrap(), LEVEL).unwrap().estimate.value
    });
    let mean = mean.sum::<f64>() / 2_000.0;
    assert!((mean - 0.5).abs() < 0.01, "{mean}");
}

#[test]
fn the_q_profile_is_that_of_a_textbook_example() {
    // Two areas: Q(τ²) = (a − b)² / (2 (σ² + τ²)), so that every limit can be
    // solved by hand with a quantile of chi-square with one degree of freedom.
    let groups = Groups::new(Reported {
        standard_errors: Some(&[1.0, 1.0]),
        ..Reported::of(&[0.0, 6.0], Polarity::LowerIsBetter)
    })
    .unwrap();
    let found = tau(&groups, LEVEL).unwrap().estimate;
    let by_hand = |quantile: f64| (18.0 / quantile - 1.0_f64).max(0.0).sqrt();
    assert!((found.value - by_hand(1.0)).abs() < 1e-9);
    // 5.0239 and 0.00098207: Pearson and Hartley, table 8.
    let limits = found.interval.unwrap();
    assert!((limits.lower - by_hand(5.023_886)).abs() < 1e-5, "{limits:?}");
    assert!((limits.upper / by_hand(0.000_982_069) - 1.0).abs() < 1e-5, "{limits:?}");
}

#[test]
fn squared_spread_of_equal_estimates_is_what_errors_leave_open() {
    // Two halves, errors of 1: half the squared difference over two is half a
    // chi-square number of one degree, whose 97.5% quantile is 5.023886 (R,
    // qchisq); its root and its share of the squared mean follow.
    let halves = |values: &[f64]| {
        Groups::new(Reported {
            standard_errors: Some(&[1.0, 1.0]),
            ..Reported::of(values, Polarity::LowerIsBetter)
        })
        .unwrap()
    };
    let variance = 5.023_886 / 2.0;
    let upper = |measure: fn(&Groups, Confidence) -> Result<Measure, InequalityError>, values| {
        measure(&halves(values), LEVEL).unwrap().estimate.interval.unwrap().upper
    };
    for values in [&[10.0, 10.0], &[10.0, 10.1]] {
        let mean = f64::midpoint(values[0], values[1]);
        let index = 500.0 * variance / (mean * mean);
        assert!((upper(bgv, values) - variance).abs() < 1e-5);
        assert!((upper(bgv_corrected, values) - variance).abs() < 1e-5);
        assert!((upper(bgsd, values) - variance.sqrt()).abs() < 1e-5);
        assert!((upper(ti, values) / index - 1.0).abs() < 1e-3);
        assert!((upper(mld, values) / index - 1.0).abs() < 1e-3);
        assert!(upper(cov, values) >= 100.0 * variance.sqrt() / mean - 1e-4);
    }
}

#[test]
fn limits_of_a_variance_hold_any_distance_of_two_halves() {
    // True distances from none to many errors; 4,000 runs are good to 0.7.
    for gap in [0.0, 0.7, 1.5, 2.5, 3.5, 5.0, 8.0, 20.0] {
        let truth = [50.0, 50.0 + gap];
        let wanted = gap * gap / 4.0;
        let held = (0..4_000).filter(|&stream| {
            let mut generator = Counter::new(6, stream);
            let seen = truth.map(|y| y + generator.normal());
            let groups = Groups::new(Reported {
                standard_errors: Some(&[1.0; 2]),
                ..Reported::of(&seen, Polarity::LowerIsBetter)
            });
            let limits = bgv(&groups.unwrap(), LEVEL).unwrap().estimate.interval.unwrap();
            limits.lower <= wanted && wanted <= limits.upper
        });
        let held = held.count();
        assert!(held >= 3_772, "{gap}: {held} of 4000");
    }
}
