//! Measures that reach others beside the group.

use firstyear_core::{Counts, Interval};

use super::*;

/// A group with 60 of 120 deaths and 10,000 of 25,000 births; the others in two
/// groups.
fn baseline() -> GapBaseline {
    let counts = |events, at_risk| Counts { events, at_risk };
    GapBaseline::counted(counts(60, 10_000), counts(60, 15_000)).unwrap()
}

fn fall(value: f64) -> Input {
    Input::Fall { value, ln_error: 0.0 }
}

fn smoking(before: f64, after: f64, limits: Option<Interval>) -> Input {
    Input::Exposure {
        before: ShareInput::known(before).unwrap(),
        target: ExposureTarget::To(after),
        risk: RelativeRisk::new(1.4, limits, Adjustment::Crude).unwrap(),
        cause_share: None,
    }
}

fn other(events: u64, inputs: Vec<Option<Input>>) -> OtherGroup {
    OtherGroup { events, inputs }
}

/// The rates worked out by hand: of the group 6 per 1,000, of all 4.8; deaths
/// that are left in each.
#[test]
fn the_gap_is_that_of_the_deaths_that_are_left() {
    let measures = [Measure::new(fall(0.1)), Measure::new(fall(0.05))];
    let others = [other(40, vec![Some(fall(0.2)), None]), other(20, vec![None, Some(fall(0.1))])];
    let model = GapModel::new(baseline(), &measures).with_others(&others);
    let found = scenario(&model, &[0, 1]).unwrap();
    let group: f64 = 60.0 * 0.9 * 0.95;
    let left = group + 40.0 * 0.8 + 20.0 * 0.9;
    let gap = (group / 10_000.0) / (left / 25_000.0) - 1.0;
    assert!((found.gap_after - gap).abs() < 1e-12);
    assert!((found.together - 100.0 * (0.25 - gap)).abs() < 1e-9);
    assert!((found.fall_of_all - (1.0 - left / 120.0)).abs() < 1e-12);
    assert_eq!(
        found.others.iter().map(|fall| format!("{fall:.3}")).collect::<Vec<_>>(),
        ["0.200", "0.100"]
    );
    for sum in [found.parts.iter().sum::<f64>(), found.in_turn.iter().sum()] {
        assert!((sum - found.together).abs() < 1e-9);
    }
    // The first by itself.
    let first = (54.0 / 10_000.0) / ((54.0 + 32.0 + 20.0) / 25_000.0) - 1.0;
    assert!((found.alone[0] - 100.0 * (0.25 - first)).abs() < 1e-9);
}

#[test]
fn what_everyone_has_alike_leaves_the_gap_and_spares_deaths() {
    let measures = [Measure::new(fall(0.1))];
    let others = [other(60, vec![Some(fall(0.1))])];
    let found = scenario(&GapModel::new(baseline(), &measures).with_others(&others), &[0]).unwrap();
    assert!(found.together.abs() < 1e-12);
    assert!((found.fall_of_all - 0.1).abs() < 1e-12);
    // Held, the whole is not seen to fall, and the gap seems to close.
    let held = GapModel::new(baseline(), &measures).with_others(&others).with_whole(Whole::Held);
    assert!((scenario(&held, &[0]).unwrap().together - 12.5).abs() < 1e-9);
}

#[test]
fn others_that_are_not_reached_change_nothing() {
    let measures = [uncertain()];
    let draws = ScenarioDraws { draws: 2_000, seed: 5 };
    let alone = GapModel::new(baseline(), &measures);
    let others = [other(40, Vec::new()), other(20, vec![None])];
    let found = simulated(&alone.with_others(&others), draws, P95).unwrap();
    let without = simulated(&alone, draws, P95).unwrap();
    assert_eq!((found.together, found.fall), (without.together, without.fall));
    assert_eq!(found.fall_of_all, without.fall_of_all);
    assert_eq!(found.others[0].interval, None);
}

/// A relative risk that both share moves both: the gap that they have alike is
/// then sure, however unsure the risk.
#[test]
fn a_shared_relative_risk_is_one_number() {
    let limits = Interval { lower: 1.1, upper: 1.9, confidence: P95 };
    let here = smoking(0.23, 0.15, Some(limits));
    let measures = [Measure::new(here)];
    let known = GapBaseline::new(0.25, 0.4).unwrap();
    let draws = ScenarioDraws { draws: 4_000, seed: 5 };
    let width = |inputs: Input| {
        let others = [other(60, vec![Some(inputs)])];
        let model = GapModel::new(known, &measures).with_others(&others);
        let limits = simulated(&model, draws, P95).unwrap().together.interval;
        limits.map_or(0.0, |limits| limits.upper - limits.lower)
    };
    assert!(width(here) < 1e-9, "alike in both");
    // Another number of the same size would not cancel.
    let apart = Interval { lower: 1.099_999, ..limits };
    assert!(width(smoking(0.23, 0.15, Some(apart))) > 2.0);

    let others = [other(60, vec![Some(smoking(0.2, 0.18, Some(limits)))])];
    let model = GapModel::new(known, &measures).with_others(&others);
    let swings = tornado(&model, P95).unwrap();
    assert_eq!(swings.len(), 1, "one number, one swing");
    let others = [other(60, vec![Some(smoking(0.2, 0.18, Some(apart)))])];
    let swings = tornado(&GapModel::new(known, &measures).with_others(&others), P95).unwrap();
    assert_eq!(swings.iter().map(|one| one.other).collect::<Vec<_>>(), [None, Some(0)]);
    // Up in the group narrows, up in the others widens.
    assert!(swings[0].at_upper > swings[0].at_lower && swings[1].at_upper < swings[1].at_lower);
}

#[test]
fn how_the_others_share_their_deaths_has_an_error_where_they_were_counted() {
    let measures = [Measure::new(fall(0.0))];
    let others = [other(6, vec![Some(fall(0.5))]), other(54, Vec::new())];
    let draws = ScenarioDraws { draws: 20_000, seed: 5 };
    let limits = |baseline| {
        let model = GapModel::new(baseline, &measures).with_others(&others);
        simulated(&model, draws, P95).unwrap()
    };
    assert_eq!(limits(GapBaseline::new(0.25, 0.4).unwrap()).together.interval, None);
    let found = limits(baseline());
    assert!(found.together.value < 0.0, "the others gain");
    assert!(found.together.interval.unwrap().contains(found.together.value));
    // The deaths spared are of those counted: half of six.
    assert!((found.fall_of_all.value * 120.0 - 3.0).abs() < 1e-9);
    assert_eq!(found.fall_of_all.interval, None);
}

#[test]
fn others_in_the_path_come_in_with_their_measure() {
    let measures = [Measure::new(fall(0.1))];
    let others = [other(60, vec![Some(fall(0.1))])];
    let model = GapModel::new(GapBaseline::new(0.25, 0.4).unwrap(), &measures);
    let uptake = [Uptake { begins: 2_000.0, complete: 2_010.0, lag: 0.0 }];
    let settings =
        PathSettings { times: &[2_005.0, 2_012.0], from: 2_000.0, drift: 0.0, target: None };
    let draws = ScenarioDraws { draws: 1_000, seed: 1 };
    let path = |model: &GapModel<'_>| gap_path(model, &uptake, settings, draws, P95).unwrap();
    assert!(path(&model)[1].gap.value < 0.25);
    for point in path(&model.with_others(&others)) {
        assert!((point.gap.value - 0.25).abs() < 1e-12, "all fall alike");
    }
}

#[test]
fn another_group_has_an_input_for_each_measure_or_none() {
    let measures = [Measure::new(fall(0.1)), Measure::new(fall(0.1))];
    let others = [other(60, vec![Some(fall(0.1))])];
    let model = GapModel::new(baseline(), &measures).with_others(&others);
    let refused = scenario(&model, &[0, 1]).unwrap_err().to_string();
    assert_eq!(
        refused,
        "the number of inputs of another group is 1, and must be one for each measure, or none"
    );
    let impossible = [other(60, vec![Some(fall(1.1)), None])];
    assert!(scenario(&model.with_others(&impossible), &[0, 1]).is_err());
    // Others without deaths have none to spare, and no gap that could change.
    let none = GapBaseline::new(1.0, 0.5);
    let reached = [other(0, vec![Some(fall(0.1)), None])];
    let model = GapModel::new(none.unwrap(), &measures).with_others(&reached);
    let draws = ScenarioDraws { draws: 1_000, seed: 1 };
    assert_eq!(simulated(&model, draws, P95).unwrap().together.value, 0.0);
}
