//! Cascades of logs with planted drop-out: what was planted is found again, as often as
//! limits say. `docs/methods/cascade-coverage.md` has more of it, and more runs.

mod planted;

use firstyear_analysis::{CascadeAsked, CascadeMeasure, Verdict};
use firstyear_metrics::random::Counter;
use planted::{Planted, Tally, Times, found, pathway};

const RUNS: u64 = 500;
/// Four standard errors of a share of 500 near 0.95.
const SLACK: f64 = 0.039;

#[track_caller]
fn nominal(tally: &Tally, what: &str) {
    assert!(tally.given > RUNS * 9 / 10, "{what}: {tally:?}");
    assert!((tally.share() - 0.95).abs() < SLACK, "{what}: {}", tally.share());
}

#[test]
fn a_planted_step_is_found_with_its_size() {
    let pathway = pathway();
    let until = 3_650;
    let times = Times { begin_until: 365.0, step: 7.0, leave: 14.0 };
    let best = [0.9, 0.8, 0.7, 0.6];
    // Half as many accept as among the best off; nothing else differs.
    let worst = [0.9, 0.4, 0.7, 0.6];
    let (mut conditional, mut cumulative) = (Tally::default(), Tally::default());
    let (mut part, mut others, mut whole) =
        (Tally::default(), [Tally::default(); 3], Tally::default());
    let mut named = 0;
    for run in 0..RUNS {
        let random = Counter::new(1_971, run);
        let groups =
            [("worst", 400, worst), ("middle", 400, best), ("best", 400, best), ("", 30, best)];
        let planted = Planted { groups: &groups, times, until };
        let found = found(&pathway, &planted, random, &CascadeAsked::default());
        let group = &found.groups[0];
        assert_eq!(found.groups.len(), 4);
        conditional.add(found.conditional(group, 2).value(), worst[1]);
        cumulative.add(found.cumulative(group, 4).value(), worst.iter().product());
        let split = found.split(group).unwrap();
        part.add(Some(&split.parts[1].part), 0.5_f64.ln());
        whole.add(Some(&split.ratio), 0.5_f64.ln());
        for (tally, part) in others.iter_mut().zip([0, 2, 3]) {
            tally.add(Some(&split.parts[part].part), 0.0);
        }
        let sum: f64 = split.parts.iter().map(|part| part.part.value).sum();
        assert!((sum - split.ratio.value).abs() < 1e-9);
        let main = split.main().unwrap();
        named += u64::from(main.stage == 2 && main.verdict() == Verdict::Lower);
        let by_hand = found.ratio(group, CascadeMeasure::Completion).unwrap();
        assert!((by_hand.value.ln() - split.ratio.value).abs() < 1e-9);
    }
    nominal(&conditional, "conditional share");
    nominal(&cumulative, "cumulative share");
    nominal(&part, "the planted step");
    nominal(&whole, "the ratio");
    for (tally, step) in others.iter().zip(["offered", "started", "outcome"]) {
        nominal(tally, step);
    }
    assert!(named > RUNS * 99 / 100, "the planted step was named in {named} of {RUNS}");
}

#[test]
fn shares_by_time_hold_where_raw_ones_are_too_low() {
    let pathway = pathway();
    let until = 365;
    let times = Times { begin_until: 360.0, step: 40.0, leave: 60.0 };
    let chances = [0.7, 0.8, 0.7, 0.6];
    let asked = CascadeAsked { horizon: 90, ..CascadeAsked::default() };
    let truth = 0.7 * (1.0 - (-91.0_f64 / 40.0).exp());
    let (mut by_time, mut raw) = (Tally::default(), Tally::default());
    for run in 0..RUNS {
        let random = Counter::new(1_972, run);
        let groups = [("all", 300, chances)];
        let planted = Planted { groups: &groups, times, until };
        let found = found(&pathway, &planted, random, &asked);
        let group = &found.groups[0];
        assert_eq!(found.is_open(group, 1), Some(true));
        let timing = group.stages[1].since_before.value().unwrap();
        by_time.add(timing.at_horizon.map(|within| within.came).as_ref(), truth);
        raw.add(found.conditional(group, 1).value(), 0.7);
    }
    nominal(&by_time, "the share by day 90");
    assert!(raw.share() < 0.5, "raw shares of open cases are too low: {}", raw.share());
}
