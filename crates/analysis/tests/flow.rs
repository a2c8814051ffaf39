//! Flow through a pathway: numbers worked by hand, limits held against the beta
//! distribution, and queues that clinics would recognise.

use std::num::NonZeroUsize;

use firstyear_analysis::{Flow, NoFlow, flow};
use firstyear_core::pathway::{CarePathway, FlowPlan};
use firstyear_metrics::special::beta;

/// A pathway with the steps that the plan names; the rest does not matter here.
fn pathway() -> CarePathway {
    let step = |id: &str| {
        format!(
            r#"{{"id": "{id}", "name": "{id}", "kind": "contact", "grounds": {{"basis": "open"}}}}"#
        )
    };
    let steps = ["identify", "refer", "contact", "follow-up"].map(step).join(",");
    let text = format!(
        r#"{{"schema_version": 1, "id": "stop-smoking-pregnancy", "version": "1", "title": "t",
        "kind": "local", "status": "draft", "review": "made up", "summary": "s",
        "population": [], "index": "identify", "step": [{steps}]}}"#
    );
    serde_json::from_str(&text).unwrap()
}

fn plan() -> FlowPlan {
    let text = include_str!("../../../schemas/accepted/flow-plan/made-up.json");
    serde_json::from_str(text).unwrap()
}

fn answered(plan: &FlowPlan) -> Flow {
    flow(&pathway(), plan, NonZeroUsize::MIN).unwrap()
}

#[test]
fn numbers_are_those_worked_by_hand() {
    let found = answered(&plan());
    let all: Vec<f64> = found.now.stages.iter().map(|stage| stage.all.value).collect();
    // 400 × 0.6 + 600 × 0.8; three quarters of them; half of these.
    for (got, want) in all.iter().zip([720.0, 540.0, 270.0]) {
        assert!((got - want).abs() < 1e-9, "{got}");
    }
    let [best, contacted, slots] = &found.what_ifs[..] else { panic!("three questions") };
    assert_eq!(best.best.as_deref(), Some("all others"));
    // 400 more at 0.8 instead of 0.6, of whom three quarters are contacted.
    let more: Vec<f64> = best.changes.iter().map(|change| change.all.value).collect();
    for (got, want) in more.iter().zip([80.0, 60.0, 30.0]) {
        assert!((got - want).abs() < 1e-9, "{got}");
    }
    assert_eq!(best.then.stages[0].gap.value, 0.0);
    assert!((best.changes[0].gap.value + 0.2).abs() < 1e-12);
    // 240 at 0.9 instead of 0.75.
    assert!((contacted.changes[1].all.value - 36.0).abs() < 1e-9);
    assert_eq!(contacted.changes[1].people[1].value, 0.0);
    assert!(slots.changes.iter().all(|change| change.all.value == 0.0));
}

#[test]
fn limits_are_those_of_the_counts() {
    let mut plan = plan();
    plan.draws = Some(20_000);
    plan.queues.clear();
    plan.what_ifs.clear();
    let found = answered(&plan);
    // Jeffreys: quantiles of the beta distribution with the counts and a half.
    let cases = [(0, 240.5, 160.5), (1, 480.5, 120.5)];
    for (group, a, b) in cases {
        let (lower, upper) = found.now.stages[0].chances[group].limits.unwrap();
        // The standard error of such a quantile of 20,000 draws is about 0.0003.
        assert!((lower - beta::quantile(0.025, a, b)).abs() < 0.0015, "{lower}");
        assert!((upper - beta::quantile(0.975, a, b)).abs() < 0.0015, "{upper}");
    }
    // One count for both groups is one draw for both: they move together.
    let contact = &found.now.stages[1].chances;
    assert_eq!(contact[0], contact[1]);
    // A chance that is told has no limits, and what follows from counts has.
    assert_eq!(found.now.stages[2].chances[0].limits, None);
    assert!(found.now.stages[2].all.limits.is_some());
    assert_eq!(found.draws, Some(20_000));
}

#[test]
fn two_more_slots_shorten_waits_and_keep_people() {
    let found = answered(&plan());
    let clinic = &found.now.queues[0];
    // 720 a year for 2 slots on five of seven days.
    assert!((clinic.load.unwrap() - 720.0 / 365.0 / (2.0 * 5.0 / 7.0)).abs() < 1e-9);
    // More come than can be seen; as people leave, it does not grow without end.
    assert!(clinic.load.unwrap() > 1.0 && !clinic.is_unstable);
    assert!((clinic.used.unwrap().value - 1.0).abs() < 0.01);
    let two_more = &found.what_ifs[2];
    let then = &two_more.then.queues[0];
    assert_eq!((clinic.places, then.places), (2, 4));
    let change = &two_more.queue_changes[0];
    let (_, wait) = change.wait_median.unwrap().limits.unwrap();
    assert!(wait < -5.0, "{wait}");
    assert!(change.seen.limits.unwrap().0 > 100.0 && change.left.limits.unwrap().1 < -100.0);
    // As many arrive as before.
    assert_eq!(clinic.came, then.came);
    // Everyone who came was seen, left or still waits.
    let left: f64 = clinic.left.iter().map(|(_, people)| people.value).sum();
    assert!(clinic.seen.value + left <= clinic.came.value);
    assert!(clinic.seen.value + left + clinic.waiting.value >= clinic.came.value);
    // The clinic that follows has more to do.
    assert!(then.seen.value > clinic.seen.value);
    assert!(two_more.then.queues[1].came.value > found.now.queues[1].came.value);
}

#[test]
fn a_queue_that_grows_without_end_says_so() {
    let mut plan = plan();
    plan.queues.truncate(1);
    plan.queues[0].leaves.clear();
    let found = answered(&plan);
    assert!(found.now.queues[0].is_unstable);
    let then = &found.what_ifs[2].then.queues[0];
    assert!(!then.is_unstable, "{:?}", then.load);
    // Nobody is seen without a place: no wait, no share of places.
    plan.queues[0].slots_per_working_day = Some(0);
    let closed = &answered(&plan).now.queues[0];
    assert_eq!((closed.load, closed.wait_median, closed.used), (None, None, None));
    assert_eq!(closed.seen.value, 0.0);
    assert!(closed.is_unstable);
}

#[test]
fn the_same_plan_gives_the_same_numbers() {
    let plan = plan();
    let one = answered(&plan);
    for threads in [2, 5, 64] {
        let other = flow(&pathway(), &plan, NonZeroUsize::new(threads).unwrap()).unwrap();
        assert_eq!(one, other, "{threads}");
    }
    let seeded = answered(&FlowPlan { seed: 8, ..plan });
    assert_eq!(seeded.now.stages[0].all.value, one.now.stages[0].all.value);
    assert_ne!(seeded.now.stages[0].all.limits, one.now.stages[0].all.limits);
    assert_ne!(seeded.now.queues[0].came, one.now.queues[0].came);
}

#[test]
fn a_plan_for_another_pathway_is_refused() {
    let mut plan = plan();
    plan.pathway = "another".to_owned();
    plan.stages[0].id = "elsewhere".to_owned();
    let Err(NoFlow::Faults(faults)) = flow(&pathway(), &plan, NonZeroUsize::MIN) else {
        panic!("it was answered")
    };
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(said[0].contains("the plan is for `another`"), "{said:?}");
    assert!(said.iter().any(|one| one.contains("no stage and no step `elsewhere`")), "{said:?}");
}
