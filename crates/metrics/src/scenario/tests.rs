//! The seven measures of the report of 2010, and what must hold of any.

use firstyear_core::{Confidence, Counts, Interval};
use proptest::prelude::*;

use super::*;
use crate::attribution::{
    Adjustment, FractionLimits, RelativeRisk, Shares, Shift, potential_impact_fraction,
};

mod others;

const P95: Confidence = Confidence::P95;

fn report() -> GapBaseline {
    GapBaseline::new(0.19, 0.375).unwrap()
}

fn model(measures: &[Measure]) -> GapModel<'_> {
    GapModel::new(report(), measures)
}

fn exposure(before: f64, after: f64, risk: f64, cause: Option<f64>) -> Measure {
    Measure::new(Input::Exposure {
        before: ShareInput::known(before).unwrap(),
        target: ExposureTarget::To(after),
        risk: RelativeRisk::new(risk, None, Adjustment::Crude).unwrap(),
        cause_share: cause.map(|share| ShareInput::known(share).unwrap()),
    })
}

/// The reconstruction of gap-model.md, section 3, with its contributions: in
/// order poverty, obesity, smoking, overcrowding, SUDI, teenage pregnancy,
/// breastfeeding.
fn seven() -> [Measure; 7] {
    [
        // Mean income up by 9%, at 5% of mortality for 10% of income.
        Measure::new(Input::Fall { value: 0.045, ln_error: 0.0 }),
        exposure(0.22, 0.77 * 0.22, 2.01, None),
        exposure(0.23, 0.15, 1.4, None),
        exposure(0.1, 0.0, 3.13, Some(0.12)),
        exposure(0.2, 0.1, 3.7, Some(0.12)),
        exposure(0.052, 0.026, 1.6, None),
        exposure(0.33, 0.17, 1.42, None),
    ]
}

const IN_TURN: [usize; 7] = [0, 1, 2, 3, 4, 5, 6];

#[test]
fn each_of_the_seven_comes_out_as_reproduced() {
    let found = scenario(&model(&seven()), &IN_TURN).unwrap();
    let published = [3.0, 2.8, 2.0, 1.4, 1.4, 1.0, 4.0];
    for (points, published) in found.alone.iter().zip(published) {
        assert!((points - published).abs() < 0.05, "{points} {published}");
    }
    assert_eq!(format!("{:.1}", found.alone.iter().sum::<f64>()), "15.6");
    assert_eq!(format!("{:.1}", found.together), "15.4");
    assert!((found.fall - 0.2112).abs() < 5e-4, "{}", found.fall);
    // Shapley parts of the note, which starts from the published figures: 2 for
    // smoking where its inputs give 1.96.
    let parts = [2.96, 2.76, 1.97, 1.38, 1.38, 0.98, 3.95];
    for (part, expected) in found.parts.iter().zip(parts) {
        assert!((part - expected).abs() < 0.05, "{part} {expected}");
    }
    assert!((found.parts.iter().sum::<f64>() - found.together).abs() < 1e-9);
}

#[test]
fn what_acts_through_another_counts_once() {
    let mut measures = seven();
    measures[3].through = Some(4);
    let found = scenario(&model(&measures), &IN_TURN).unwrap();
    assert_eq!(format!("{:.1}", found.together), "14.0");
    // Both prevent the same deaths: each has about half of them.
    assert!((found.parts[3] - found.parts[4]).abs() < 0.03);
    assert!((found.parts[3] + found.parts[4] - 1.39).abs() < 0.02);
    // Of a rise and a fall that act one through the other, both count.
    let fall = |value| Measure::new(Input::Fall { value, ln_error: 0.0 });
    let through = Measure { through: Some(0), ..fall(-0.1) };
    let found = scenario(&model(&[fall(0.2), through]), &[1, 0]).unwrap();
    assert!((found.fall - (1.0 - 0.8 * 1.1)).abs() < 1e-12);
}

#[test]
fn the_sensitivity_of_smoking_is_that_of_the_note() {
    // gap-model.json, models[smoking].sensitivity.
    let points = |risk, gap, share_of_births| {
        let fall = ExposureChange::new(0.23, 0.15, risk).unwrap().fall();
        GapBaseline::new(gap, share_of_births).unwrap().points(fall, Whole::Moves)
    };
    for (risk, expected) in
        [(1.2, 1.01), (1.3, 1.49), (1.4, 1.96), (1.5, 2.4), (1.6, 2.83), (1.8, 3.65)]
    {
        assert!((points(risk, 0.19, 0.375) - expected).abs() < 0.006, "relative risk {risk}");
    }
    for (share, expected) in [(0.38, 2.19), (0.40, 2.12), (0.43, 2.01), (0.48, 1.84), (0.5, 1.77)] {
        assert!((points(1.4, 0.19, share / 1.19) - expected).abs() < 0.006, "share {share}");
    }
    for (gap, expected) in [(0.12, 1.927), (0.16, 1.945), (0.195, 1.958)] {
        assert!((points(1.4, gap, 0.375) - expected).abs() < 0.002, "gap {gap}");
    }
    let fall = ExposureChange::new(0.23, 0.15, 1.4).unwrap().fall();
    assert_eq!(format!("{:.2}", report().points(fall, Whole::Held)), "3.49");
}

#[test]
fn inputs_are_solved_as_in_the_note() {
    let whole = Whole::Moves;
    let solved = |points, before, after, cause: Option<f64>| {
        let change = ExposureChange::new(before, after, 1.0).unwrap();
        let change = cause.map_or(change, |share| change.on_cause(share).unwrap());
        let fall = report().fall_for(points, whole).unwrap();
        change.relative_risk_for(fall).unwrap()
    };
    // gap-model.json: rr_required, rr_required_by_p0, rr_required_by_f_and_p0.
    assert!((solved(2.0, 0.23, 0.15, None) - 1.41).abs() < 0.005);
    assert!((solved(4.0, 0.33, 0.17, None) - 1.42).abs() < 0.005);
    assert!((solved(2.8, 0.25, 0.25 * 0.77, None) - 1.89).abs() < 0.005);
    assert!((solved(2.8, 0.30, 0.30 * 0.77, None) - 1.74).abs() < 0.005);
    assert!((solved(1.4, 0.2, 0.1, Some(0.12)) - 3.70).abs() < 0.02);
    assert!((solved(1.4, 0.15, 0.05, Some(0.10)) - 4.08).abs() < 0.02);
    let held = report().fall_for(2.0, Whole::Held).unwrap();
    let risk = ExposureChange::new(0.23, 0.15, 1.0).unwrap().relative_risk_for(held).unwrap();
    assert!((risk - 1.22).abs() < 0.005);
}

#[test]
fn what_cannot_be_is_refused() {
    for (gap, share) in [(f64::NAN, 0.3), (-1.0, 0.3), (0.2, 0.0), (0.2, 1.0), (2.0, 0.5)] {
        assert!(GapBaseline::new(gap, share).is_err(), "{gap} {share}");
    }
    let none = Counts { events: 0, at_risk: 100 };
    assert_eq!(GapBaseline::counted(none, none), Err(ScenarioError::NoEventsInGroup));
    let some = Counts { events: 3, ..none };
    assert_eq!(GapBaseline::counted(none, some), Err(ScenarioError::NoEventsInGroup));
    // Of 0 in 100 nobody says that it is none in truth.
    assert_eq!(GapBaseline::counted(some, none), Err(ScenarioError::NoEventsInOthers));
    assert!(GapBaseline::counted(some, Counts { at_risk: 0, ..some }).is_err());
    for (before, after, risk) in [(1.2, 0.1, 1.4), (0.2, -0.1, 1.4), (0.2, 0.1, -1.0)] {
        assert!(ExposureChange::new(before, after, risk).is_err());
    }
    let change = ExposureChange::new(0.1, 0.05, 1.6).unwrap();
    assert!(change.on_cause(12.0).is_err());
    assert!(change.relative_risk_for(0.6).is_err());
    assert!(change.after_for(0.5).is_err());
    assert!(report().fall_for(150.0, Whole::Moves).is_err());
    let run = |measures: &[Measure], order: &[usize]| scenario(&model(measures), order);
    let one = exposure(0.2, 0.1, 1.5, None);
    assert!(matches!(run(&[], &[]), Err(ScenarioError::Measures { given: 0, .. })));
    assert!(run(&[one; 16], &[]).is_err());
    assert_eq!(run(&[one, one], &[0, 0]), Err(ScenarioError::Order));
    let through = |place| Measure { through: Some(place), ..one };
    assert_eq!(run(&[through(0)], &[0]), Err(ScenarioError::Through { place: 1 }));
    assert_eq!(run(&[through(3)], &[0]), Err(ScenarioError::Through { place: 1 }));
    let target = |target| match one.input {
        Input::Exposure { before, risk, cause_share, .. } => {
            Measure::new(Input::Exposure { before, target, risk, cause_share })
        }
        Input::Fall { .. } => one,
    };
    assert!(run(&[target(ExposureTarget::To(15.0))], &[0]).is_err());
    assert!(run(&[target(ExposureTarget::By(10.0))], &[0]).is_err());
    // More than all who are exposed: nobody is left.
    let all = run(&[target(ExposureTarget::By(0.3))], &[0]).unwrap();
    assert_eq!(all.falls, run(&[target(ExposureTarget::To(0.0))], &[0]).unwrap().falls);
    let few = ScenarioDraws { draws: 999, seed: 1 };
    assert!(simulated(&model(&[one]), few, P95).is_err());
}

/// Smoking with limits of its relative risk and a sample behind its exposure.
fn uncertain() -> Measure {
    let limits = Interval { lower: 1.25, upper: 1.568, confidence: P95 };
    Measure::new(Input::Exposure {
        before: ShareInput::counted(0.23, Some(3_000.0)).unwrap(),
        target: ExposureTarget::To(0.15),
        risk: RelativeRisk::new(1.4, Some(limits), Adjustment::Crude).unwrap(),
        cause_share: None,
    })
}

#[test]
fn draws_agree_with_the_delta_method() {
    let draws = ScenarioDraws { draws: 100_000, seed: 7 };
    let found = simulated(&model(&[uncertain()]), draws, P95).unwrap();
    let Input::Exposure { risk, .. } = uncertain().input else { unreachable!() };
    let fraction = potential_impact_fraction(
        Shares { values: &[0.23], people: Some(3_000.0) },
        Shift::SharesTo(&[0.15]),
        &[risk],
        FractionLimits::Delta,
        P95,
    )
    .unwrap();
    let (drawn, delta) = (found.together.interval.unwrap(), fraction.estimate.interval.unwrap());
    let lower = report().points(delta.lower, Whole::Moves);
    let upper = report().points(delta.upper, Whole::Moves);
    let width = upper - lower;
    assert!((drawn.lower - lower).abs() < 0.05 * width, "{drawn:?} {lower}");
    assert!((drawn.upper - upper).abs() < 0.05 * width, "{drawn:?} {upper}");
    let again = simulated(&model(&[uncertain()]), draws, P95).unwrap();
    assert_eq!(found, again);
}

#[test]
fn a_counted_gap_has_the_error_of_its_deaths() {
    // 3,650 deaths of 8,698 with 37.5% of births: 12%, and 9.2 to 14.9 where
    // the births of 197,682 sampled are known (gap-model.json).
    let group = Counts { events: 3_650, at_risk: 741_308 };
    let others = Counts { events: 5_048, at_risk: 1_235_512 };
    let baseline = GapBaseline::counted(group, others).unwrap();
    assert!((baseline.gap() - 0.119).abs() < 0.001);
    let nothing = Measure::new(Input::Fall { value: 0.0, ln_error: 0.0 });
    let draws = ScenarioDraws { draws: 20_000, seed: 3 };
    let found = simulated(&GapModel::new(baseline, &[nothing]), draws, P95).unwrap();
    assert_eq!(found.together.interval, None);
    let limits = found.gap_after.interval.unwrap();
    // The deaths' share of the error: sqrt((1 - s)/d), s = 0.42.
    let margin = 1.96 * (1.0 + baseline.gap()) * (0.58_f64 / 3_650.0).sqrt();
    assert!((limits.upper - limits.lower - 2.0 * margin).abs() < 0.05 * margin);
}

/// All deaths are the group's, so its gap is births of all over those of the
/// group, less 1, and stays whatever its rate does.
#[test]
fn a_group_with_all_the_deaths_is_a_part_of_all() {
    let measures = [exposure(0.2, 0.1, 1.4, None)];
    let settings = ScenarioDraws { draws: 1_000, seed: 1 };
    for births in 1..200_u64 {
        let share = births as f64 / (births as f64 + 200.0);
        let baseline = GapBaseline::new(1.0 / share - 1.0, share).unwrap();
        assert!((baseline.gap() - 200.0 / births as f64).abs() < 1e-9);
        let found = simulated(&GapModel::new(baseline, &measures), settings, P95).unwrap();
        assert!(found.together.value.abs() < 1e-9);
        assert!(found.together.interval.is_none_or(|limits| limits.upper.abs() < 1e-9));
    }
}

/// A rate that others steadied to almost nothing has draws of exactly none.
#[test]
fn a_draw_without_deaths_has_nothing_to_narrow() {
    let group = UncertainRate { mean: 1e-3, variance: 1e-3 };
    let others = UncertainRate { mean: 4e-3, variance: 1e-9 };
    let baseline = GapBaseline::steadied(group, others, 0.3).unwrap();
    let measures = [exposure(0.2, 0.1, 1.4, None)];
    let settings = ScenarioDraws { draws: 1_000, seed: 1 };
    let found = simulated(&GapModel::new(baseline, &measures), settings, P95).unwrap();
    let limits = found.gap_after.interval.unwrap();
    assert_eq!(limits.lower, -1.0);
    assert!(limits.upper > limits.lower && limits.upper <= 1.0 / 0.3 - 1.0 + 1e-9);
}

#[test]
fn calibrated_measures_get_no_limits() {
    let calibrated = Measure { calibrated: true, ..uncertain() };
    let draws = ScenarioDraws { draws: 1_000, seed: 3 };
    let both = [uncertain(), calibrated];
    let found = simulated(&model(&both), draws, P95).unwrap();
    assert!(found.alone[0].interval.is_some());
    assert_eq!(found.alone[1].interval, None);
    assert_eq!(found.together.interval, None);
    assert!(found.parts.iter().all(|part| part.interval.is_none()));
}

#[test]
fn each_level_of_a_cascade_has_limits() {
    let calibrated = Measure { calibrated: true, ..seven()[0] };
    let measures = [uncertain(), seven()[1], calibrated, uncertain()];
    let draws = ScenarioDraws { draws: 4_000, seed: 7 };
    let found = simulated(&model(&measures), draws, P95).unwrap();
    let alone = simulated(&model(&measures[..1]), draws, P95).unwrap();
    let point = scenario(&model(&measures), &[0, 1, 2, 3]).unwrap();
    assert_eq!(found.left_in_turn[0], alone.gap_after, "nothing later changes it");
    assert!(
        (found.left_in_turn[1].value - (0.19 - (point.in_turn[0] + point.in_turn[1]) / 100.0))
            .abs()
            < 1e-12
    );
    let limits = found.left_in_turn.iter().map(|left| left.interval.is_some());
    assert_eq!(limits.collect::<Vec<_>>(), [true, true, false, false]);
    assert!((found.left_in_turn[3].value - found.gap_after.value).abs() < 1e-12);
}

#[test]
fn the_widest_swing_comes_first() {
    let swings = tornado(&model(&[uncertain(), seven()[0]]), P95).unwrap();
    let kinds: Vec<_> = swings.iter().map(|swing| (swing.measure, swing.input)).collect();
    assert_eq!(kinds, [(0, InputKind::RelativeRisk), (0, InputKind::Before)]);
    assert!(swings[0].at_lower < swings[0].at_upper);
    // At 1.25 and 1.568 with the other measure: by the formula.
    let ends = [1.25_f64, 1.568].map(|risk| {
        let fall = 0.08 * (risk - 1.0) / (1.0 + 0.23 * (risk - 1.0));
        let fall = 1.0 - (1.0 - fall) * (1.0 - 0.045);
        100.0 * 1.19 * (1.0 - (1.0 - fall) / (1.0 - 0.44625 * fall))
    });
    assert!((swings[0].at_lower - ends[0]).abs() < 0.01);
    assert!((swings[0].at_upper - ends[1]).abs() < 0.01);
}

proptest! {
    #[test]
    fn points_are_the_change_of_the_gap_and_come_back(
        group in 0.001..0.02_f64, others in 0.001..0.02_f64, share in 0.05..0.95_f64,
        fall in -0.5..0.99_f64,
    ) {
        let gap = |group: f64| group / (share * group + (1.0 - share) * others) - 1.0;
        let baseline = GapBaseline::new(gap(group), share)?;
        let points = baseline.points(fall, Whole::Moves);
        prop_assert!((points - 100.0 * (gap(group) - gap(group * (1.0 - fall)))).abs() < 1e-8);
        prop_assert!((baseline.fall_for(points, Whole::Moves)? - fall).abs() < 1e-7);
        let held = baseline.points(fall, Whole::Held);
        prop_assert!((baseline.fall_for(held, Whole::Held)? - fall).abs() < 1e-9);
        // Against a fixed whole every change comes out larger.
        prop_assert!(held.abs() >= points.abs() - 1e-9);
    }

    #[test]
    fn solved_inputs_give_what_they_were_solved_for(
        before in 0.02..0.9_f64, left in 0.05..0.95_f64, risk in 1.05..6.0_f64, cause in 0.05..1.0_f64,
    ) {
        let change = ExposureChange::new(before, before * left, risk)?.on_cause(cause)?;
        let fall = change.fall();
        prop_assert!((change.relative_risk_for(fall)? / risk - 1.0).abs() < 1e-6);
        prop_assert!((change.after_for(fall)? - before * left).abs() < 1e-9);
        prop_assert!((change.before_for(fall)? / before - 1.0).abs() < 1e-6);
    }

    #[test]
    fn parts_add_up_and_nobody_dies_less_than_never(
        falls in proptest::collection::vec(-0.3..1.0_f64, 1..7), through in 0..7_usize,
    ) {
        let mut measures: Vec<Measure> =
            falls.iter().map(|value| Measure::new(Input::Fall { value: *value, ln_error: 0.0 })).collect();
        if through > 0 && through < measures.len() {
            measures[through].through = Some(0);
        }
        let order: Vec<usize> = (0..measures.len()).rev().collect();
        let found = scenario(&model(&measures), &order)?;
        prop_assert!((found.parts.iter().sum::<f64>() - found.together).abs() < 1e-9);
        prop_assert!((found.in_turn.iter().sum::<f64>() - found.together).abs() < 1e-9);
        prop_assert!(found.fall <= 1.0);
        prop_assert!(found.gap_after >= -1.0 - 1e-12);
    }
}
