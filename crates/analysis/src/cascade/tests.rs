//! Cascades worked out by hand, and what of them is hidden.

use firstyear_core::pathway::{ExitReason, Grounds};
use firstyear_core::project::Disclosure;
use firstyear_core::{Withholding, pathway};
use firstyear_pathways::{EXITS, WaitEnd};
use proptest::prelude::*;

use super::*;
use crate::{Rules, Verdict, release};

const DECLINED: usize = ExitReason::Declined as usize;

fn stages(kinds: &[StageKind]) -> Vec<pathway::Stage> {
    let grounds = Grounds {
        basis: pathway::ElementBasis::Inferred,
        source: None,
        why: Some("an example".to_owned()),
    };
    let stage = |(at, kind): (usize, &StageKind)| pathway::Stage {
        id: format!("stage-{at}"),
        name: format!("Stage {at}"),
        kind: *kind,
        steps: Vec::new(),
        conditions: Vec::new(),
        grounds: grounds.clone(),
    };
    kinds.iter().enumerate().map(stage).collect()
}

/// A group by those who came to each stage, all others of whom declined but for so
/// many who are open.
fn counted(reached: &[u64], open: &[u64]) -> GroupCascade {
    let mut entered = reached[0];
    let stages = reached.iter().zip(open).map(|(&reached, &open)| {
        let mut left = [0; EXITS];
        left[DECLINED] = entered - reached - open;
        let waits = |many: u64, end| {
            (0..many).map(move |at| Wait { days: u32::try_from(at).unwrap() + 1, end })
        };
        let since: Vec<Wait> = waits(reached, WaitEnd::Reached)
            .chain(waits(left[DECLINED], WaitEnd::Left(ExitReason::Declined)))
            .chain(waits(open, WaitEnd::Open))
            .collect();
        entered = reached;
        StageCounts {
            reached,
            left,
            open,
            since_before: since.clone(),
            since_index: since,
            ..StageCounts::default()
        }
    });
    GroupCascade { cases: reached[0], stages: stages.collect() }
}

fn grouping(labels: &[&str], ranked: bool) -> Grouping {
    Grouping {
        id: "quintile".to_owned(),
        name: "Deprivation".to_owned(),
        categories: labels.iter().map(|&label| label.to_owned()).collect(),
        ranked,
        of_cases: Vec::new(),
    }
}

const KINDS: [StageKind; 4] =
    [StageKind::Eligible, StageKind::Offered, StageKind::Started, StageKind::Outcome];

fn made(
    groups: Vec<GroupCascade>,
    grouping: &Grouping,
    asked: &CascadeAsked<'_>,
) -> PathwayCascade {
    let counted = Cascade {
        stages: stages(&KINDS[..groups[0].stages.len()]),
        observed_until: 19_783,
        groups,
        not_begun: 0,
        findings: Vec::new(),
    };
    let pathway = serde_json::from_value(serde_json::json!({
        "schema_version": 1, "id": "example", "version": "1", "title": "An example",
        "kind": "reference", "status": "draft", "review": "an example", "summary": "An example.",
        "population": [], "index": "begins", "step": [],
    }));
    cascade(&counted, &pathway.unwrap(), Some(grouping), asked).unwrap()
}

fn known(cell: Cell<Estimate>) -> f64 {
    cell.value().unwrap().value
}

const NONE_OPEN: [u64; 4] = [0; 4];

fn example(ranked: bool, asked: &CascadeAsked<'_>) -> PathwayCascade {
    let groups = vec![
        counted(&[200, 160, 80, 40], &NONE_OPEN),
        counted(&[150, 130, 90, 50], &NONE_OPEN),
        counted(&[100, 90, 72, 36], &NONE_OPEN),
        counted(&[50, 20, 10, 10], &[0, 10, 0, 0]),
    ];
    made(groups, &grouping(&["1", "2", "3"], ranked), asked)
}

#[test]
fn an_example_worked_out_by_hand() {
    let found = example(true, &CascadeAsked::default());
    let [first, _, third, none] = found.groups.as_slice() else { panic!("four groups") };
    assert!(!none.recorded && found.reference == Some(2));
    assert_eq!(known(found.conditional(first, 2)), 0.5);
    assert_eq!(known(found.cumulative(first, 3)), 0.2);
    assert_eq!(found.cumulative(first, 0), Cell::NotApplicable);
    // 0.8, 0.5, 0.5 against 0.9, 0.8, 0.5.
    let split = found.split(first).unwrap();
    let part = |at: usize| split.parts[at].part.value;
    assert!((part(0) - (8.0_f64 / 9.0).ln()).abs() < 1e-12);
    assert!((part(1) - (5.0_f64 / 8.0).ln()).abs() < 1e-12);
    assert!(part(2).abs() < 1e-12);
    assert!((split.ratio.value - (0.2_f64 / 0.36).ln()).abs() < 1e-12);
    let main = split.main().unwrap();
    assert_eq!((main.stage, main.verdict()), (2, Verdict::Lower));
    assert!((main.share.unwrap() - (0.625_f64.ln() / (5.0_f64 / 9.0).ln())).abs() < 1e-12);
    assert_eq!(found.split(third), Err(NoSplit::NobodyElse));
    assert_eq!(found.split(found.total.as_ref().unwrap()), Err(NoSplit::NobodyElse));
    // Reach 0.4 against 0.72, effectiveness 0.5 in both.
    let ratio = |measure| found.ratio(first, measure).unwrap().value;
    assert!((ratio(CascadeMeasure::Reach) - 0.4 / 0.72).abs() < 1e-12);
    assert!((ratio(CascadeMeasure::Effectiveness) - 1.0).abs() < 1e-12);
    assert_eq!(found.verdict(first, CascadeMeasure::Reach), Verdict::Lower);
    assert_eq!(found.verdict(first, CascadeMeasure::Effectiveness), Verdict::CannotTell);
    // From the worst off to the best; those not recorded have no place.
    let reach = found.slope(CascadeMeasure::Reach).unwrap();
    assert!(reach.sii.value < -0.3 && reach.rii.value < 1.0);
    assert!(found.slope(CascadeMeasure::Effectiveness).unwrap().sii.value.abs() < 0.1);
    assert_eq!(found.compared(), 9);
    assert!((found.expected_by_chance() - 0.45).abs() < 1e-12);
    assert_eq!((found.is_open(first, 1), found.is_open(none, 1)), (Some(false), Some(true)));
}

#[test]
fn without_an_order_everyone_else_is_held_against() {
    let found = example(false, &CascadeAsked::default());
    assert_eq!(found.reference, None);
    let split = found.split(&found.groups[0]).unwrap();
    // The others: 300, 240, 172, 96.
    assert!((split.ratio.value - (0.2_f64 / 0.32).ln()).abs() < 1e-12);
    assert_eq!(found.slope(CascadeMeasure::Reach), Err(String::new()));
    let asked = CascadeAsked { reference: Some("1"), ..CascadeAsked::default() };
    assert_eq!(example(false, &asked).reference, Some(0));
}

#[test]
fn a_reference_that_is_none_is_refused() {
    let counted = Cascade {
        stages: stages(&KINDS[..1]),
        observed_until: 0,
        groups: vec![counted(&[9], &[0]), counted(&[0], &[0])],
        not_begun: 0,
        findings: Vec::new(),
    };
    let pathway = serde_json::from_value(serde_json::json!({
        "schema_version": 1, "id": "example", "version": "1", "title": "An example",
        "kind": "reference", "status": "draft", "review": "an example", "summary": "An example.",
        "population": [], "index": "begins", "step": [],
    }))
    .unwrap();
    let asked = CascadeAsked { reference: Some("9"), ..CascadeAsked::default() };
    let refused = |grouping: Option<&Grouping>| {
        cascade(&counted, &pathway, grouping, &asked).unwrap_err().to_string()
    };
    let by = grouping(&["1"], false);
    assert_eq!(refused(Some(&by)), "`9` is no category of the groups: they are `1`");
    assert_eq!(refused(None), "the reference `9` asks for groups: say by what");
}

#[test]
fn a_step_that_nobody_passes_has_no_split() {
    let groups = vec![
        counted(&[20, 0, 0, 0], &NONE_OPEN),
        counted(&[20, 10, 10, 5], &NONE_OPEN),
        counted(&[0, 0, 0, 0], &NONE_OPEN),
    ];
    let found = made(groups, &grouping(&["1", "2"], true), &CascadeAsked::default());
    assert_eq!(found.split(&found.groups[0]), Err(NoSplit::NobodyPasses { own: true, stage: 1 }));
    assert_eq!(found.split(&found.groups[2]), Err(NoSplit::NobodyEligible { own: true }));
    assert_eq!(found.conditional(&found.groups[0], 2), Cell::NotApplicable);
    let why = found.slope(CascadeMeasure::Completion).unwrap_err();
    assert_eq!(why, "a slope needs three groups or more, not 2");
}

#[test]
fn steps_that_work_against_each_other_have_no_shares() {
    let groups = vec![
        counted(&[100, 90, 30, 15], &NONE_OPEN),
        counted(&[100, 50, 40, 20], &NONE_OPEN),
        counted(&[0, 0, 0, 0], &NONE_OPEN),
    ];
    let found = made(groups, &grouping(&["1", "2"], true), &CascadeAsked::default());
    let split = found.split(&found.groups[0]).unwrap();
    assert!(split.parts.iter().all(|part| part.share.is_none()));
    assert_eq!(split.main().unwrap().stage, 2);
}

#[test]
fn times_are_those_of_survival_packages() {
    // `crates/metrics` holds the curve to other packages; here are the five smokers of
    // its example, by hand: day 2 one of five leaves, day 4 one of four comes and one
    // leaves, one still waits after day 6, and the last comes on day 8.
    let waits = [
        (2, WaitEnd::Left(ExitReason::Declined)),
        (4, WaitEnd::Reached),
        (4, WaitEnd::Unmet),
        (6, WaitEnd::Open),
        (8, WaitEnd::Reached),
    ]
    .map(|(days, end)| Wait { days, end });
    let asked = |horizon| CascadeAsked { horizon, ..CascadeAsked::default() };
    let timing = StageTiming::new(waits.iter(), 7, &asked(7)).unwrap();
    let within = timing.at_horizon.unwrap();
    assert!((within.came.value - 0.2).abs() < 1e-12 && (within.left.value - 0.4).abs() < 1e-12);
    assert!((timing.at_end.came.value - 0.6).abs() < 1e-12 && timing.at_end.days == 8);
    assert_eq!(timing.half_by.unwrap().days, 8.0);
    assert_eq!(timing.median_of_those_who_came, Some(6.0));
    assert_eq!(timing.untimed, Cell::known(2));
    // Nobody knows what comes after the last who was seen to wait.
    let open = StageTiming::new(waits[..4].iter(), 4, &asked(7)).unwrap();
    assert_eq!(open.at_horizon, None);
    assert_eq!(open.half_by, None);
    assert_eq!(StageTiming::new([].iter(), 3, &asked(7)), None);
}

fn rules() -> Rules {
    Rules::from(Disclosure { withhold_from: 1, withhold_to: 7 })
}

fn is_hidden<T>(cell: &Cell<T>) -> bool {
    matches!(cell, Cell::Withheld(_))
}

#[test]
fn what_drops_out_in_small_numbers_is_hidden_with_what_would_tell_it() {
    let groups = vec![
        counted(&[200, 160, 80, 40], &NONE_OPEN),
        // Three drop out at the second stage.
        counted(&[150, 147, 90, 50], &NONE_OPEN),
        counted(&[100, 90, 72, 36], &NONE_OPEN),
        counted(&[50, 30, 20, 10], &[0, 10, 0, 0]),
    ];
    let found = made(groups, &grouping(&["1", "2", "3"], true), &CascadeAsked::default());
    let shown = release(found.clone(), &rules());
    let shown = shown.get();
    let stage = &shown.groups[1].stages[1];
    assert_eq!(stage.dropped, Cell::Withheld(Withholding::Primary));
    // The others of the column, or those who came and those before them, would tell it.
    assert!(is_hidden(&stage.reached) || is_hidden(&shown.groups[1].stages[0].reached));
    assert!(is_hidden(&stage.since_before) && !shown.whole_groups_hidden);
    assert!(matches!(shown.conditional(&shown.groups[1], 1), Cell::Withheld(_)));
    assert_eq!(shown.split(&shown.groups[1]), Err(NoSplit::Withheld));
    // What its source shows is shown.
    let open = CascadeAsked { class: SourceClass::Published, ..CascadeAsked::default() };
    let groups = vec![counted(&[9, 2, 1, 1], &NONE_OPEN), counted(&[0; 4], &NONE_OPEN)];
    let as_it_is = made(groups, &grouping(&["1"], false), &open);
    assert_eq!(release(as_it_is.clone(), &rules()).get(), &as_it_is);
}

#[test]
fn where_nobody_can_say_less_whole_groups_are_hidden_and_everyone() {
    // Wider than what is looked through: 40 groups at four stages.
    let labels: Vec<String> = (0..40).map(|at| at.to_string()).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let mut groups = vec![counted(&[200, 160, 80, 40], &NONE_OPEN); 41];
    groups[7] = counted(&[150, 147, 90, 50], &NONE_OPEN);
    let found = made(groups, &grouping(&labels, true), &CascadeAsked::default());
    let shown = release(found, &rules());
    let shown = shown.get();
    assert!(shown.whole_groups_hidden);
    let hidden: Vec<usize> =
        (0..41).filter(|&at| is_hidden(&shown.groups[at].stages[2].reached)).collect();
    assert_eq!(hidden, [7]);
    assert!(is_hidden(&shown.total.as_ref().unwrap().cases));
    assert_eq!(shown.groups[0].stages[1].reached, Cell::known(160));
    assert!(shown.split(&shown.groups[0]).is_ok() && shown.split(&shown.groups[7]).is_err());
}

#[test]
fn shares_by_a_day_tell_no_more_than_rounded_counts() {
    let groups = vec![
        counted(&[200, 162, 82], &NONE_OPEN),
        counted(&[150, 130, 90], &NONE_OPEN),
        counted(&[80, 70, 30], &[0, 0, 20]),
    ];
    let stage = |found: &PathwayCascade, group: usize| {
        let group = found.rows().nth(group).unwrap();
        group.stages[2].since_before.clone()
    };
    let by = |horizon| CascadeAsked { horizon, ..CascadeAsked::default() };
    let found = made(groups.clone(), &grouping(&["1", "2"], true), &by(40));
    let shown = release(found, &rules());
    let first = stage(shown.get(), 0).value().cloned().unwrap();
    // 82 of 162 are 80 of 160, with Wilson's limits of those: half a width of
    // 1.96 (0.25 / 160 + 1.96^2 / (4 * 160^2))^0.5 / (1 + 1.96^2 / 160), by hand.
    let limits = first.at_end.came.interval.unwrap();
    assert_eq!(first.at_end.came.value, 0.5);
    assert_eq!(format!("{:.4} {:.4}", limits.lower, limits.upper), "0.4234 0.5766");
    // A day brings one to the stage, and takes one away.
    let within = first.at_horizon.unwrap();
    assert_eq!((within.came.value, within.left.value), (0.25, 0.25));
    // Twenty still wait.
    let last = stage(shown.get(), 2).value().cloned().unwrap();
    assert_eq!(last.at_end.came.interval, None);
    assert!((last.at_end.came.value * 14.0).fract() < 1e-9, "{:?}", last.at_end);
    // Five come by the fifth day, which is a small count.
    let early = release(made(groups, &grouping(&["1", "2"], true), &by(5)), &rules());
    assert!(is_hidden(&stage(early.get(), 0)));
}

#[test]
fn times_of_everyone_do_not_tell_those_of_one_group() {
    let groups = vec![
        counted(&[200, 160, 80], &NONE_OPEN),
        // Three drop out at the second stage.
        counted(&[150, 147, 90], &NONE_OPEN),
        counted(&[80, 70, 30], &NONE_OPEN),
    ];
    let found = made(groups, &grouping(&["1", "2"], true), &CascadeAsked::default());
    let shown = release(found, &rules());
    for at in 1..3 {
        let times = shown.get().rows().map(|group| is_hidden(&group.stages[at].since_before));
        let times: Vec<bool> = times.collect();
        let groups = times[..3].iter().filter(|hidden| **hidden).count();
        assert!(groups != 1 || times[3], "{times:?}");
    }
}

fn group_counts() -> impl Strategy<Value = (Vec<u64>, Vec<u64>)> {
    let step = (0..=100_u64, 0..=100_u64);
    (0..60_u64, proptest::collection::vec(step, 3)).prop_map(|(all, steps)| {
        let (mut reached, mut open) = (vec![all], vec![0]);
        for (percent, waits) in steps {
            let before = reached[reached.len() - 1];
            let next = before * percent / 100;
            open.push((before - next) * waits / 100);
            reached.push(next);
        }
        (reached, open)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// No hidden count comes out as the only one that fits what is shown, by the
    /// auditor, which looks at every sum that a reader knows.
    #[test]
    fn nothing_small_is_shown_or_comes_out(groups in proptest::collection::vec(group_counts(), 3)) {
        let groups: Vec<_> = groups.iter().map(|(reached, open)| counted(reached, open)).collect();
        let found = made(groups, &grouping(&["1", "2"], true), &CascadeAsked::default());
        let shown = release(found, &rules());
        let shown = shown.get();
        let (cells, sums) = shown.table();
        for cell in &cells {
            prop_assert!(cell.value().is_none_or(|&count| !(1..=7).contains(&count)));
        }
        if !shown.whole_groups_hidden {
            let rule = firstyear_metrics::disclosure::Rule::threshold(1, 7)?.rounded_to(5)?;
            let table = firstyear_metrics::disclosure::Table::new(cells.clone(), sums)?;
            let ranges = firstyear_metrics::disclosure::audit(&table, &rule)?;
            for (cell, range) in cells.iter().zip(ranges) {
                prop_assert!(!is_hidden(cell) || !range.is_exact());
                // Rounding shows no count as it is either.
                prop_assert!(cell.value().is_none_or(|count| count.is_multiple_of(5)));
            }
        }
        for group in shown.rows() {
            for (at, stage) in group.stages.iter().enumerate() {
                let hidden = is_hidden(&stage.reached) || is_hidden(&group.entered(at));
                prop_assert!(!hidden || shown.conditional(group, at).value().is_none());
                prop_assert!(!hidden || stage.since_before.value().is_none());
            }
        }
    }
}
