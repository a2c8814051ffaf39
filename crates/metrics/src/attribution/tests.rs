//! Limits by the delta method against the same worked out apart: covariances
//! of a multinomial sample and derivatives taken numerically with 40 digits
//! (mpmath 1.3.0).

use firstyear_core::{Confidence, Estimate, Interval};

use super::*;

const P95: Confidence = Confidence::P95;
const DELTA: FractionLimits = FractionLimits::Delta;
const SHARES: Shares<'_> = Shares { values: &[0.2, 0.1], people: Some(600.0) };

fn risks() -> [RelativeRisk; 2] {
    [(1.6, 1.2, 2.1), (2.5, 1.5, 4.2)].map(|(value, lower, upper)| {
        let limits = Interval { lower, upper, confidence: P95 };
        RelativeRisk::new(value, Some(limits), Adjustment::Crude).unwrap()
    })
}

fn factor((value, lower, upper): (f64, f64, f64)) -> FactorFraction {
    FactorFraction { value, interval: Some(Interval { lower, upper, confidence: P95 }) }
}

#[track_caller]
fn close(found: Estimate, expected: [f64; 3]) {
    let limits = found.interval.unwrap();
    for (got, expected) in [found.value, limits.lower, limits.upper].into_iter().zip(expected) {
        assert!((got / expected - 1.0).abs() < 1e-13, "{got} {expected}");
    }
}

#[test]
fn fractions_of_levels() {
    let of = |basis| paf_categories(SHARES, &risks(), basis, DELTA, P95).unwrap().estimate;
    close(
        of(Basis::Population),
        [0.212_598_425_196_85, 0.105_966_960_813_499, 0.306_511_937_672_201],
    );
    close(of(Basis::Cases), [0.135, 0.089_799_121_256_368_8, 0.177_956_188_052_916]);
}

#[test]
fn fractions_that_a_change_prevents() {
    let of =
        |shift| potential_impact_fraction(SHARES, shift, &risks(), DELTA, P95).unwrap().estimate;
    close(
        of(Shift::SharesTo(&[0.1, 0.05])),
        [0.106_299_212_598_425, 0.049_111_247_133_624_6, 0.160_047_802_653_49],
    );
    close(
        of(Shift::Reduced(&[0.3, 0.6])),
        [0.099_212_598_425_196_9, 0.043_009_190_523_289_2, 0.152_115_219_079_717],
    );
    close(
        of(Shift::RisksTo(&[1.3, 1.5])),
        [0.125_984_251_968_504, 0.060_942_891_629_933, 0.186_520_690_809_772],
    );
}

#[test]
fn parts_of_a_joint_fraction() {
    let factors = [(0.2, 0.1, 0.29), (0.1, 0.04, 0.157), (0.3, 0.2, 0.39)].map(factor);
    let average = average_paf(&factors, Orders::All, P95).unwrap();
    close(average[0], [0.162, 0.080_824_783_604_860_3, 0.236_006_381_074_883]);
    close(average[1], [0.077, 0.030_486_334_236_023_6, 0.121_282_112_791_386]);
    close(average[2], [0.257, 0.169_490_485_041_713, 0.335_288_771_462_507]);
    let sequential = sequential_paf(&factors, &[2, 0, 1], P95).unwrap();
    close(sequential[0], [0.14, 0.068_095_681_722_690_7, 0.206_356_290_560_814]);
    close(sequential[1], [0.056, 0.021_101_014_975_793_3, 0.089_654_792_135_714]);
    close(sequential[2], [0.3, 0.198_362_331_960_584, 0.388_751_278_119_946]);
}

#[test]
fn a_part_has_limits_below_1_and_one_factor_its_own() {
    // Published limits of 0.3 and 0.985 either side of 0.9 on the log scale.
    let (lower, upper): (f64, f64) = (0.3, 0.985);
    let value = 1.0 - ((1.0 - lower) * (1.0 - upper)).sqrt();
    let alone = [factor((value, lower, upper))];
    for part in [
        average_paf(&alone, Orders::All, P95).unwrap()[0],
        sequential_paf(&alone, &[0], P95).unwrap()[0],
        joint_paf(&alone, None, P95).unwrap(),
    ] {
        close(part, [value, lower, upper]);
    }
}

#[test]
fn multipliers_of_coverage() {
    let one = |affected, effectiveness, coverage_before, coverage_after| Intervention {
        affected,
        effectiveness: factor(effectiveness),
        coverage_before,
        coverage_after,
    };
    let two = [one(0.8, (0.5, 0.36, 0.609), 0.4, 0.8), one(1.0, (0.3, 0.1, 0.45), 0.2, 0.6)];
    let found = coverage_effect(&two, P95).unwrap();
    close(found, [0.697_872_340_425_532, 0.620_183_147_853_454, 0.785_293_514_047_711]);
}

#[test]
fn nothing_is_nothing_and_not_minus_nothing() {
    let protects = RelativeRisk::new(0.5, None, Adjustment::Crude).unwrap();
    for people in [None, Some(50.0)] {
        let found = levin(0.0, people, protects, DELTA, P95).unwrap().estimate;
        let limits = found.interval.map_or([0.0; 2], |limits| [limits.lower, limits.upper]);
        for number in [found.value, limits[0], limits[1]] {
            assert_eq!(number.to_bits(), 0.0_f64.to_bits());
        }
    }
}
