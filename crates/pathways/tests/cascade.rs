//! How far cases come: an example worked out by hand, and a plain recount.

use std::num::NonZeroUsize;

use firstyear_core::event::{CaseLog, CaseLogBuilder, When};
use firstyear_core::pathway::{
    CarePathway, ElementKind, ExitReason, GroupRule, LogMapping, Stage, is_not_recorded,
};
use firstyear_pathways::{
    Cascade, CascadeError, EXITS, Finding, Grouping, PathwayLog, StageCounts, Wait, WaitEnd,
    cascade, chosen_stages,
};

fn pathway(stages: &str) -> CarePathway {
    let text = include_str!("data/stop-smoking.toml");
    let grounds = "grounds = { basis = \"inferred\", why = \"an example\" }";
    let stages = stages.replace("GROUNDS", grounds);
    toml::from_str(&format!("{text}\n{stages}")).unwrap()
}

const STAGES: &str = r#"
[[stage]]
id = "smokers"
name = "Smoke"
kind = "eligible"
when = [{ input = "reported", is = ["smokes"] }]
GROUNDS
[[stage]]
id = "referred"
name = "Referred"
kind = "offered"
steps = ["refer"]
GROUNDS
[[stage]]
id = "contacted"
name = "Contacted"
kind = "started"
steps = ["contact", "feedback"]
GROUNDS
[[stage]]
id = "quit"
name = "Quit"
kind = "outcome"
steps = ["follow-up"]
when = [{ input = "co-reading", below = 4.0 }]
GROUNDS
"#;

/// Case, activity, day, what she says, reading, and how deprived.
type Row<'r> = (&'r str, &'r str, Option<i32>, &'r str, &'r str, &'r str);

fn mapping() -> LogMapping {
    let rule = GroupRule {
        id: "quintile".to_owned(),
        name: None,
        attribute: None,
        words: [].into(),
        order: ["1", "2"].map(str::to_owned).to_vec(),
        ranked: true,
    };
    LogMapping { schema_version: 1, groups: vec![rule], ..LogMapping::default() }
}

fn log(reading: &PathwayLog<'_>, rows: &[Row<'_>]) -> CaseLog {
    let mut log = CaseLogBuilder::new(reading.plan());
    let columns = ["reported", "co-reading", "quintile"]
        .map(|name| log.attributes().iter().position(|known| **known == *name).unwrap());
    for &(case, activity, day, reported, reading, quintile) in rows {
        let case = log.case(case);
        if activity.is_empty() {
            continue;
        }
        let code = log.code(activity);
        if !log.event(case, code, day.map_or(When::UNKNOWN, When::on_day)) {
            continue;
        }
        for (column, text) in columns.into_iter().zip([reported, reading, quintile]) {
            let place = log.text(column, text);
            log.of_event(column, place);
        }
    }
    log.finish()
}

fn threads(many: usize) -> NonZeroUsize {
    NonZeroUsize::new(many).unwrap()
}

#[test]
fn an_example_worked_out_by_hand() {
    let pathway = pathway(STAGES);
    let of_stages = |found: &Finding| found.element.kind == ElementKind::Stage;
    assert!(!firstyear_pathways::check(&pathway).iter().any(of_stages));
    let rows: &[Row<'_>] = &[
        // She quits: referred on day 2, contacted on 9, without carbon monoxide on 37.
        ("a", "identify", Some(0), "smokes", "12", "1"),
        ("a", "refer", Some(2), "", "", ""),
        ("a", "contact", Some(9), "", "", ""),
        ("a", "follow-up", Some(37), "", "2", ""),
        ("a", "completed", Some(38), "", "", ""),
        // She does not.
        ("b", "identify", Some(10), "smokes", "20", "1"),
        ("b", "refer", Some(10), "", "", ""),
        ("b", "contact", Some(20), "", "", ""),
        ("b", "follow-up", Some(48), "", "15", ""),
        // She declines before she is referred.
        ("c", "identify", Some(5), "smokes", "9", "1"),
        ("c", "opt-out", Some(6), "", "", ""),
        ("c", "declined", Some(6), "", "", ""),
        // She is referred and waits.
        ("d", "identify", Some(50), "smokes", "9", "2"),
        ("d", "refer", Some(60), "", "", ""),
        // Contact before the referral alone does not count.
        ("e", "identify", Some(1), "smokes", "9", "2"),
        ("e", "contact", Some(2), "", "", ""),
        ("e", "refer", Some(3), "", "", ""),
        // Nobody knows whether she smokes; she does not; nothing is recorded.
        ("f", "identify", Some(1), "not recorded", "", ""),
        ("g", "identify", Some(1), "does-not-smoke", "1", "2"),
        ("h", "", None, "", "", ""),
        // Said at a later event, and followed up without a reading after the first.
        ("i", "identify", Some(1), "not recorded", "", "2"),
        ("i", "refer", Some(1), "smokes", "", ""),
        ("i", "contact", None, "", "", ""),
        ("i", "follow-up", Some(70), "", "", ""),
        // After the last day nothing is looked at.
        ("j", "identify", Some(100), "smokes", "9", "2"),
    ];
    let until = LogMapping { observed_until: firstyear_core::event::date_of_day(80), ..mapping() };
    let reading_to_80 = PathwayLog::new(&pathway, &until).unwrap();
    let log = log(&reading_to_80, rows);
    let grouping = reading_to_80.grouping(&log, "quintile").unwrap();
    let stages = chosen_stages::<&str>(&pathway, &[]).unwrap();
    let found = cascade(&reading_to_80, &log, &stages, &grouping, threads(3)).unwrap();
    assert_eq!((found.observed_until, found.not_begun), (80, 1));
    let reached = |group: usize| -> Vec<u64> {
        found.groups[group].stages.iter().map(|stage| stage.reached).collect()
    };
    assert_eq!([0, 1, 2].map(|group| found.groups[group].cases), [3, 4, 2]);
    assert_eq!([reached(0), reached(1), reached(2)], [[3, 2, 2, 1], [3, 3, 1, 0], [0, 0, 0, 0]]);
    let [first, second, none] = found.groups.as_slice() else { panic!("three groups") };
    assert_eq!(first.stages[1].left[ExitReason::Declined as usize], 1);
    assert_eq!(first.stages[3].unmet, 1);
    assert_eq!((second.stages[0].unmet, second.stages[2].open), (1, 2));
    assert_eq!(second.stages[3].unknown, 1);
    assert_eq!((none.stages[0].unknown, none.stages[0].entered()), (2, 2));
    let wait = |days, end| Wait { days, end };
    assert_eq!(
        first.stages[2].since_before,
        [wait(7, WaitEnd::Reached), wait(10, WaitEnd::Reached)]
    );
    assert_eq!(
        first.stages[3].since_index,
        [
            wait(37, WaitEnd::Reached),
            wait(38, WaitEnd::Unmet),
            wait(1, WaitEnd::Left(ExitReason::Declined))
        ]
    );
    // Of `i` nobody knows when she was contacted.
    assert_eq!(second.stages[2].since_before, [wait(20, WaitEnd::Open), wait(77, WaitEnd::Open)]);
    let told: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|one| one.starts_with("stage `contacted`: 1 case with a step of it")),
        "{told:?}"
    );
    assert!(told.iter().any(|one| one.contains("1 case without it")), "{told:?}");
}

#[test]
fn an_event_without_a_time_is_judged_and_counted() {
    let pathway = pathway(STAGES);
    let reading = PathwayLog::new(&pathway, &mapping()).unwrap();
    let log = log(
        &reading,
        &[("a", "identify", Some(1), "smokes", "9", ""), ("a", "refer", None, "", "", "")],
    );
    let whole = Grouping::whole(log.len());
    let judged = firstyear_pathways::judge(&reading, &log, &whole, threads(1)).unwrap();
    assert_eq!(judged.of_case(0).len(), judged.obligations.len());
    let stages = chosen_stages::<&str>(&pathway, &[]).unwrap();
    let found = cascade(&reading, &log, &stages, &whole, threads(1)).unwrap();
    assert_eq!(found.groups[0].stages[1].reached, 1);
    assert_eq!(found.groups[0].stages[1].since_before, []);
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let pathway = pathway(STAGES);
    let reading = PathwayLog::new(&pathway, &mapping()).unwrap();
    let log = log(&reading, &[("a", "identify", Some(1), "smokes", "", "")]);
    let whole = Grouping::whole(log.len());
    let of = |stages: &[Stage]| cascade(&reading, &log, stages, &whole, threads(1)).unwrap_err();
    assert_eq!(of(&[]), CascadeError::NoStages);
    let mut stages = chosen_stages(&pathway, &["referred", "contact"]).unwrap();
    stages[1].steps = vec!["call".to_owned()];
    assert_eq!(
        of(&stages).to_string(),
        "the stage `contact` has the step `call`, which the pathway does not have"
    );
    let unknown = chosen_stages(&pathway, &["call"]).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "`call` is no stage and no step of the pathway `smoking-example`"
    );
}

#[test]
fn a_later_stage_without_steps_is_reached_when_it_holds() {
    let stages = STAGES.replace("steps = [\"follow-up\"]\n", "");
    let pathway = pathway(&stages);
    let reading = PathwayLog::new(&pathway, &mapping()).unwrap();
    let start = |case| {
        [
            (case, "identify", Some(0), "smokes", "12", "1"),
            (case, "refer", Some(1), "", "", ""),
            (case, "contact", Some(2), "", "", ""),
        ]
    };
    let mut rows = [start("a"), start("b"), start("c")].concat();
    rows.push(("a", "feedback", Some(9), "", "3", ""));
    rows.push(("c", "declined", Some(4), "", "", ""));
    let log = log(&reading, &rows);
    let stages = chosen_stages::<&str>(&pathway, &[]).unwrap();
    let found = cascade(&reading, &log, &stages, &Grouping::whole(log.len()), threads(1)).unwrap();
    let last = &found.groups[0].stages[3];
    assert_eq!((last.reached, last.open, last.left_in_all(), last.unmet), (1, 1, 1, 0));
    assert_eq!(last.since_before[0], Wait { days: 7, end: WaitEnd::Reached });
}

/// Numbers that only look random: `SplitMix64` of Steele and others (2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut next = self.0;
        next = (next ^ (next >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        next = (next ^ (next >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (next ^ (next >> 31)) % most
    }

    fn one_of<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

/// An event of the plain recount.
#[derive(Clone, Copy, Debug)]
struct Plain<'t> {
    activity: &'t str,
    day: Option<i32>,
    reported: &'t str,
    reading: &'t str,
}

/// How a case goes, as the documentation has it, by looking at everything again for
/// every stage.
fn plain(events: &[Plain<'_>], until: i32) -> Option<(usize, WaitEnd)> {
    let mut events: Vec<Plain<'_>> = events.to_vec();
    events.sort_by_key(|event| event.day.unwrap_or(i32::MAX));
    let had_events = !events.is_empty();
    events.retain(|event| event.day.is_none_or(|day| day <= until));
    if had_events && events.is_empty() {
        return None;
    }
    let said = events.iter().map(|event| event.reported).find(|text| !is_not_recorded(text));
    match said {
        None => return Some((0, WaitEnd::Unknown)),
        Some("smokes") => {}
        Some(_) => return Some((0, WaitEnd::Unmet)),
    }
    let in_order = |after: Option<Plain<'_>>, event: &Plain<'_>| match after {
        Some(Plain { day: Some(after), .. }) => event.day.is_none_or(|day| day >= after),
        _ => true,
    };
    let is_step = |event: &Plain<'_>| !["declined", "completed", "other"].contains(&event.activity);
    let lost = |events: &[Plain<'_>]| {
        let closes = |event: &&Plain<'_>| {
            let after = |step: &Plain<'_>| {
                is_step(step) && step.day > event.day && step.day.is_some() && event.day.is_some()
            };
            ["declined", "completed"].contains(&event.activity) && !events.iter().any(after)
        };
        match events.iter().find(closes) {
            Some(Plain { activity: "declined", .. }) => WaitEnd::Left(ExitReason::Declined),
            Some(_) => WaitEnd::Left(ExitReason::Completed),
            None => WaitEnd::Open,
        }
    };
    let mut before = None;
    for (stage, steps) in
        [&["refer"][..], &["contact", "feedback"], &["follow-up"]].into_iter().enumerate()
    {
        let found: Vec<&Plain<'_>> = events
            .iter()
            .filter(|event| steps.contains(&event.activity) && in_order(before, event))
            .collect();
        let low = |event: &Plain<'_>| {
            // What is not surely later is known; of an event without a day nothing is.
            let known = events.iter().filter(|other| match (other.day, event.day) {
                (Some(other), Some(day)) => other <= day,
                (None, Some(_)) => false,
                (_, None) => true,
            });
            let mut known = known.map(|other| other.reading).filter(|text| !text.is_empty());
            known.next_back().map(|text| text.parse::<f64>().unwrap() < 4.0)
        };
        let holds = |event: &Plain<'_>| if stage < 2 { Some(true) } else { low(event) };
        let all: Vec<Option<bool>> = found.iter().map(|event| holds(event)).collect();
        if let Some(at) = all.iter().position(|holds| *holds == Some(true)) {
            before = Some(*found[at]);
        } else {
            let end = if all.contains(&None) {
                WaitEnd::Unknown
            } else if all.contains(&Some(false)) {
                WaitEnd::Unmet
            } else {
                lost(&events)
            };
            return Some((stage + 1, end));
        }
    }
    Some((4, WaitEnd::Reached))
}

#[test]
fn a_plain_recount_finds_the_same() {
    let pathway = pathway(STAGES);
    let mut numbers = Numbers(1_971);
    let activities =
        ["identify", "refer", "contact", "follow-up", "feedback", "declined", "completed", "other"];
    let until = 12;
    let mut cases: Vec<(String, Vec<Plain<'_>>, &str)> = Vec::new();
    for case in 0..10_000 {
        let events = (0..numbers.below(9)).map(|_| Plain {
            activity: numbers.one_of(&activities),
            day: (numbers.below(12) > 0).then(|| i32::try_from(numbers.below(15)).unwrap()),
            reported: numbers.one_of(&[
                "",
                "",
                "",
                "smokes",
                "smokes",
                "does-not-smoke",
                "unknown",
            ]),
            reading: numbers.one_of(&["", "", "1", "5", "3"]),
        });
        let events: Vec<_> = events.collect();
        cases.push((case.to_string(), events, numbers.one_of(&["1", "2", ""])));
    }
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (case, events, quintile) in &cases {
        rows.push((case, "", None, "", "", ""));
        for event in events {
            rows.push((case, event.activity, event.day, event.reported, event.reading, quintile));
        }
    }
    let mapping =
        LogMapping { observed_until: firstyear_core::event::date_of_day(until), ..mapping() };
    let reading_to = PathwayLog::new(&pathway, &mapping).unwrap();
    let log = log(&reading_to, &rows);
    let grouping = reading_to.grouping(&log, "quintile").unwrap();
    let stages = chosen_stages::<&str>(&pathway, &[]).unwrap();
    let of = |many| cascade(&reading_to, &log, &stages, &grouping, threads(many)).unwrap();
    let found = of(1);
    assert_eq!(of(7), found);

    let mut expected = vec![vec![StageCounts::default(); 4]; 3];
    let mut begun = 0;
    for (id, events, quintile) in &cases {
        let Some((reached, end)) = plain(&once(events), until) else { continue };
        let at = begun;
        begun += 1;
        assert_eq!(log.cases()[at].reveal(), id);
        // Who has no event has no group.
        let group = match *quintile {
            _ if events.is_empty() => 2,
            "1" => 0,
            "2" => 1,
            _ => 2,
        };
        assert_eq!(grouping.of_cases[at], group, "case {id}");
        let counts = &mut expected[group as usize];
        counts[..reached].iter_mut().for_each(|stage| stage.reached += 1);
        if let Some(stage) = counts.get_mut(reached) {
            match end {
                WaitEnd::Left(reason) => stage.left[reason as usize] += 1,
                WaitEnd::Unmet => stage.unmet += 1,
                WaitEnd::Unknown => stage.unknown += 1,
                WaitEnd::Open => stage.open += 1,
                WaitEnd::Reached => unreachable!("it was not"),
            }
        }
    }
    assert_eq!(found.not_begun + begun as u64, 10_000);
    assert_eq!(begun, log.len());
    assert!(counts(&found).iter().flatten().flatten().filter(|count| **count > 0).count() > 30);
    assert_eq!(
        counts(&found),
        expected
            .iter()
            .map(|stages| stages.iter().map(plain_counts).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    );
    // Everyone who came to a stage is somewhere at the next.
    for group in &found.groups {
        assert_eq!(group.stages[0].entered(), group.cases);
        for pair in group.stages.windows(2) {
            assert_eq!(pair[1].entered(), pair[0].reached);
            assert!(pair[1].since_before.len() as u64 <= pair[0].reached);
        }
    }
}

/// Events that repeat another, in activity and day, complete it and count once.
fn once<'t>(events: &[Plain<'t>]) -> Vec<Plain<'t>> {
    let mut kept: Vec<Plain<'t>> = Vec::new();
    for event in events {
        let same = kept.iter_mut().find(|one| {
            one.activity == event.activity
                && one.day == event.day
                && one.day.is_some()
                && one.activity != "other"
        });
        match same {
            Some(same) => {
                if same.reported.is_empty() {
                    same.reported = event.reported;
                }
                if same.reading.is_empty() {
                    same.reading = event.reading;
                }
            }
            None => kept.push(*event),
        }
    }
    kept
}

fn plain_counts(stage: &StageCounts) -> Vec<u64> {
    let mut all = vec![stage.reached, stage.unmet, stage.unknown, stage.open];
    all.extend(stage.left);
    assert_eq!(all.len(), 4 + EXITS);
    all
}

fn counts(found: &Cascade) -> Vec<Vec<Vec<u64>>> {
    let of =
        |group: &firstyear_pathways::GroupCascade| group.stages.iter().map(plain_counts).collect();
    found.groups.iter().map(of).collect()
}
