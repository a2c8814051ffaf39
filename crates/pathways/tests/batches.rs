//! A log that is judged batch by batch against the same log at once, wherever it is cut.
//!
//! Logs with events after the last day that is looked at are held against the same logs
//! without them, too: on that day nobody knew of them.
//!
//! Logs are drawn with all that depends on more than one case: a last day that is that of
//! the last event, births that only others have, texts and groups that come late, times
//! that are all midnight, events that are repeated, and activities that nobody asked for.

use std::sync::LazyLock;

use firstyear_core::event::{CaseLog, CaseLogBuilder, LogFound, When};
use firstyear_core::pathway::{CarePathway, LogMapping, Stage};
use firstyear_pathways::{
    Cascade, CascadeError, Grouping, JudgeError, PathwayLog, RouteWeights, Routes, cascade,
    cascade_batches, chosen_stages, judge, judge_batches,
};
use proptest::prelude::*;

static PATHWAY: LazyLock<CarePathway> =
    LazyLock::new(|| toml::from_str(include_str!("data/owed.toml")).unwrap());

const MAPPING: &str = "schema_version = 1\n\
    [[activity]]\nname = \"phone\"\n\
    [[clock]]\nid = \"gestation\"\nattribute = \"lmp\"\n\
    [[clock]]\nid = \"birth\"\nactivity = \"birth\"\n\
    [[group]]\nid = \"imd\"\n[[group]]\nid = \"ethnicity\"\norder = [\"b\", \"unseen\"]\n";

/// Its activity, its time, and what is recorded: smoking, dating, deprivation, ethnicity.
type Drawn = (&'static str, When, [&'static str; 4]);

/// 2024-03-01, a Friday.
const FIRST: i32 = 19_783;

fn some_event() -> impl Strategy<Value = Drawn> {
    let activity = proptest::sample::select(
        &[
            "book",
            "book",
            "bloods",
            "scan",
            "refer",
            "refer",
            "opt-out",
            "contact",
            "contact",
            "visit",
            "feedback",
            "check",
            "done",
            "paused",
            "birth",
            "phone",
            "elsewhere",
            "other",
        ][..],
    );
    let time = prop_oneof![
        4 => (0..40_i32).prop_map(|day| When::on_day(FIRST + day)),
        4 => (0..40_i64, 0..4_i64).prop_map(|(day, part)| {
            When::local_second((i64::from(FIRST) + day) * 86_400 + part * 21_600)
        }),
        1 => (0..40_i64).prop_map(|day| When::zoned_second((i64::from(FIRST) + day) * 86_400, 60)),
        1 => Just(When::UNKNOWN),
    ];
    let text = |texts: &'static [&'static str]| proptest::sample::select(texts);
    let texts = (
        text(&["", "", "yes", "no", "not known", "7"]),
        text(&["", "", "", "2024-02-01", "2024-01-10", "soon"]),
        text(&["", "", "1", "2", "10"]),
        text(&["", "a", "b", "not recorded"]),
    );
    (activity, time, texts).prop_map(|(activity, time, (smokes, lmp, imd, other))| {
        (activity, time, [smokes, lmp, imd, other])
    })
}

prop_compose! {
    /// Cases with their events: some with none, some with more than a batch holds.
    fn some_log()(cases in proptest::collection::vec(proptest::collection::vec(some_event(), 0..9), 0..8)) -> Vec<Vec<Drawn>> {
        cases
    }
}

/// Adds the events of a case, of which the ethnicity is one of the case.
fn add(log: &mut CaseLogBuilder<'_>, names: [usize; 4], case: usize, event: Option<&Drawn>) {
    let place = log.case(&format!("case {case}"));
    let Some(&(activity, time, texts)) = event else { return };
    let code = log.code(activity);
    if !log.event(place, code, time) {
        return;
    }
    if code == CaseLog::OTHER {
        log.unknown(activity, 1);
    }
    for (nth, (column, text)) in names.into_iter().zip(texts).enumerate() {
        let text = log.text(column, text);
        if nth == 3 {
            log.of_case(column, place, text);
        } else {
            log.of_event(column, text);
        }
    }
}

/// Each event with its case; a case without events once.
fn rows(cases: &[Vec<Drawn>]) -> impl Iterator<Item = (usize, Option<&Drawn>)> {
    cases.iter().enumerate().flat_map(|(case, events)| {
        let none = events.is_empty().then_some((case, None));
        none.into_iter().chain(events.iter().map(move |event| (case, Some(event))))
    })
}

fn of_cases(reading: &PathwayLog<'_>, log: &CaseLog, by: u8) -> Grouping {
    let one = |id| reading.grouping(log, id).unwrap();
    match by {
        0 => Grouping::whole(log.len()),
        1 => one("imd"),
        2 => one("ethnicity"),
        _ => one("ethnicity").pair(&one("imd")),
    }
}

fn agree(cases: &[Vec<Drawn>], (until, by, only_days): (bool, u8, bool), cuts: &[bool]) {
    let text = if until { "observed_until = \"2024-03-20\"\n" } else { "" };
    let mapping: LogMapping =
        toml::from_str(&MAPPING.replace("[[activity]]", &format!("{text}[[activity]]"))).unwrap();
    let reading = PathwayLog::new(&PATHWAY, &mapping).unwrap();
    let names = ["smokes", "lmp", "imd", "ethnicity"]
        .map(|name| reading.plan().attributes().iter().position(|one| **one == *name).unwrap());
    let (mut all, mut looked) =
        (CaseLogBuilder::new(reading.plan()), CaseLogBuilder::new(reading.plan()));
    for (nth, (case, event)) in rows(cases).enumerate() {
        add(&mut all, names, case, event);
        add(&mut looked, names, case, event);
        if cuts[(nth * 7 + 3) % cuts.len()] {
            looked.forget();
        }
    }
    if only_days {
        all.only_days();
    }
    assert_eq!(looked.cases_so_far(), all.cases_so_far());
    looked.forget_all();
    let (all, whole) = (all.finish(), looked.finish());
    let by = |log: &CaseLog| of_cases(&reading, log, by);
    let batches = |take: &mut dyn FnMut(CaseLog)| {
        let mut log = CaseLogBuilder::batches_of(reading.plan(), &whole);
        for (nth, (case, event)) in rows(cases).enumerate() {
            add(&mut log, names, case, event);
            if only_days {
                log.only_days();
            }
            if cuts[nth % cuts.len()] {
                take(log.cut());
            }
        }
        take(log.finish());
    };
    for threads in [1, 3] {
        let threads = threads.try_into().unwrap();
        let at_once = judge(&reading, &all, &by(&all), threads);
        let in_batches = judge_batches::<JudgeError>(&reading, &whole, &by, threads, |take| {
            batches(take);
            Ok(())
        });
        match (at_once, in_batches) {
            (Ok(at_once), Ok(in_batches)) => {
                assert_eq!(in_batches.obligations, at_once.obligations);
                assert_eq!(in_batches.observed_until, at_once.observed_until);
                assert_eq!(in_batches.findings, at_once.findings);
                assert_eq!(in_batches.activations(), at_once.activations());
                for grouping in [by(&all), Grouping::whole(all.len())] {
                    assert_eq!(in_batches.cases(&grouping), at_once.cases(&grouping));
                }
            }
            (at_once, in_batches) => assert_eq!(in_batches.err(), at_once.err()),
        }
        let stages: Vec<Stage> =
            chosen_stages(&PATHWAY, &["book", "refer", "contact", "visit"]).unwrap();
        let at_once = cascade(&reading, &all, &stages, &by(&all), threads);
        let in_batches =
            cascade_batches::<CascadeError>(&reading, &whole, &stages, &by, threads, |take| {
                batches(take);
                Ok(())
            });
        assert_eq!(in_batches, at_once);
    }
    as_one_that_was_cut(&reading, &all, &cut(&reading, names, cases, only_days), &by);
    let categories = |log: &CaseLog| (by(log).categories, by(log).ranked);
    assert_eq!(categories(&whole), categories(&all), "known before any case is");
}

/// The log without what comes after the last day.
fn cut(
    reading: &PathwayLog<'_>,
    names: [usize; 4],
    cases: &[Vec<Drawn>],
    only_days: bool,
) -> CaseLog {
    let mut log = CaseLogBuilder::new(reading.plan());
    let last = reading.plan().last_day().unwrap_or(i32::MAX);
    for (case, event) in rows(cases) {
        if event.is_none_or(|(_, time, _)| time.day().is_none_or(|day| day <= last)) {
            add(&mut log, names, case, event);
        }
    }
    if only_days {
        log.only_days();
    }
    log.finish()
}

/// Everything that is said of a log is what is said of the same log without what comes
/// after the last day, but for how many cases begin then.
fn as_one_that_was_cut(
    reading: &PathwayLog<'_>,
    all: &CaseLog,
    cut: &CaseLog,
    by: &dyn Fn(&CaseLog) -> Grouping,
) {
    assert_eq!((cut.found().later, cut.found().not_begun), (0, 0));
    let (of_all, of_cut) = (by(all), by(cut));
    assert_eq!(
        (of_all.categories.clone(), of_all.len()),
        (of_cut.categories.clone(), of_cut.len())
    );
    // The order of cases is that in which a log first names them.
    let place = |case| all.cases().iter().position(|one| *one == cut.cases()[case]).unwrap();
    let one = 1.try_into().unwrap();
    match (judge(reading, all, &of_all, one), judge(reading, cut, &of_cut, one)) {
        (Ok(all), Ok(of_log_cut)) => {
            assert_eq!(all.observed_until, of_log_cut.observed_until);
            assert_eq!(all.findings, of_log_cut.findings);
            assert_eq!(all.activations(), of_log_cut.activations());
            assert_eq!(all.cases(&of_all), of_log_cut.cases(&of_cut));
            for case in 0..cut.len() {
                assert_eq!(all.of_case(place(case)), of_log_cut.of_case(case));
            }
        }
        (of_all, of_log_cut) => assert_eq!(of_all.err(), of_log_cut.err()),
    }
    let stages: Vec<Stage> =
        chosen_stages(&PATHWAY, &["book", "refer", "contact", "visit"]).unwrap();
    let counted = cascade(reading, all, &stages, &of_all, one);
    let without = cascade(reading, cut, &stages, &of_cut, one);
    assert_eq!(counted.map(|found| Cascade { not_begun: 0, ..found }), without);
    let routes = Routes::new(reading, &RouteWeights::default()).unwrap();
    assert_eq!(routes.deviations(all), routes.deviations(cut));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn a_log_in_batches_is_judged_as_the_log_at_once(
        cases in some_log(),
        until in any::<bool>(),
        by in 0..4_u8,
        only_days in prop::bool::weighted(0.2),
        cuts in proptest::collection::vec(any::<bool>(), 1..12),
    ) {
        agree(&cases, (until, by, only_days), &cuts);
    }
}

#[test]
fn a_log_without_a_day_and_groups_of_other_cases_are_refused() {
    let mapping: LogMapping = toml::from_str("schema_version = 1").unwrap();
    let reading = PathwayLog::new(&PATHWAY, &mapping).unwrap();
    let whole = CaseLogBuilder::new(reading.plan()).finish();
    let none = |_: &CaseLog| Grouping::whole(0);
    let one = 1.try_into().unwrap();
    let judged = judge_batches::<JudgeError>(&reading, &whole, &none, one, |_| Ok(()));
    assert_eq!(judged, Err(JudgeError::NoDay));

    let mut looked = CaseLogBuilder::new(reading.plan());
    let case = looked.case("a");
    looked.event(case, 0, When::on_day(1));
    looked.forget_all();
    let whole = looked.finish();
    let batch = || {
        let mut log = CaseLogBuilder::batches_of(reading.plan(), &whole);
        let case = log.case("a");
        log.event(case, 0, When::on_day(1));
        log.finish()
    };
    let refused = JudgeError::Grouping { groups: 0, cases: 1 };
    let judged = judge_batches::<JudgeError>(&reading, &whole, &none, one, |take| {
        take(batch());
        take(batch());
        Ok(())
    });
    assert_eq!(judged, Err(refused));
    let stages = chosen_stages(&PATHWAY, &["book"]).unwrap();
    let counted = cascade_batches::<CascadeError>(&reading, &whole, &stages, &none, one, |take| {
        take(batch());
        Ok(())
    });
    assert_eq!(counted, Err(CascadeError::Log(refused)));
    let counted = cascade_batches::<CascadeError>(&reading, &whole, &[], &none, one, |_| Ok(()));
    assert_eq!(counted, Err(CascadeError::NoStages));
    assert_eq!(whole.found(), &LogFound { events: 1, days: Some((1, 1)), ..LogFound::default() });
}
