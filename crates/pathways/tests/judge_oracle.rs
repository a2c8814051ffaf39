//! The judge against a naive one, which looks at everything for each question.
//!
//! Pathways and logs are drawn: any template with any window, clock, discharge and
//! condition, over events on few days so that much coincides; times to the day, to the
//! minute, with an offset, and none. What happens after the last day is not known on it:
//! the same log without it gives the same, to the findings.

use std::sync::LazyLock;

use firstyear_core::event::{CaseLog, CaseLogBuilder, When};
use firstyear_core::pathway::{
    Bound, CarePathway, Condition, ElementBasis, Grounds, LogMapping, Obligation,
    ObligationTemplate, Per, Strength, TimeUnit, Verdict, Window,
};
use firstyear_pathways::{Grouping, PathwayLog, judge};
use proptest::prelude::*;

mod naive;

use naive::{Case, Naive, Time, known_on};

/// Parsed once: ten thousand are drawn from it. Steps `s0` to `s3` of which the first is
/// the index, the exits `out`, which closes, and `pause`, which does not, and a clock of
/// each kind.
static PATHWAY: LazyLock<CarePathway> =
    LazyLock::new(|| toml::from_str(include_str!("data/drawn.toml")).unwrap());

/// For each last day one that reads a log by it.
static MAPPINGS: LazyLock<Vec<LogMapping>> = LazyLock::new(|| (0..28).map(mapping).collect());

const TEMPLATES: [ObligationTemplate; 10] = [
    ObligationTemplate::Existence,
    ObligationTemplate::Absence,
    ObligationTemplate::Response,
    ObligationTemplate::Precedence,
    ObligationTemplate::Succession,
    ObligationTemplate::RespondedExistence,
    ObligationTemplate::NotTogether,
    ObligationTemplate::EndsWith,
    ObligationTemplate::RepeatEvery,
    ObligationTemplate::FeedbackClosesLoop,
];

fn some_bound(most: u32) -> impl Strategy<Value = Bound> {
    let unit = prop_oneof![
        Just(TimeUnit::Hours),
        Just(TimeUnit::Days),
        Just(TimeUnit::WorkingDays),
        Just(TimeUnit::Weeks)
    ];
    (0..most, unit).prop_map(|(value, unit)| {
        let value = match unit {
            TimeUnit::Hours => value * 12,
            TimeUnit::Weeks => value / 4,
            TimeUnit::Days | TimeUnit::WorkingDays => value,
        };
        Bound { value, unit }
    })
}

fn some_window() -> impl Strategy<Value = Window> {
    let clock = prop_oneof![
        3 => Just(None),
        1 => Just(Some("gestation".to_owned())),
        1 => Just(Some("birth".to_owned())),
        1 => Just(Some("since".to_owned())),
    ];
    let ends = prop_oneof![
        3 => some_bound(9).prop_map(|to| (None, Some(to))),
        1 => some_bound(5).prop_map(|from| (Some(from), None)),
        1 => (some_bound(4), some_bound(12)).prop_map(|(from, to)| (Some(from), Some(to))),
    ];
    (clock, ends).prop_map(|(clock, (from, to))| Window { clock, from, to })
}

fn some_ids(ids: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::sample::subsequence(ids, 0..=most)
        .prop_map(|ids| ids.into_iter().map(str::to_owned).collect())
}

prop_compose! {
    fn some_condition()(missing in prop::bool::weighted(0.2), least in 20_u8..40, both in any::<bool>()) -> Condition {
        let at_least = (!missing).then_some(f64::from(least));
        let below = (!missing && both).then_some(f64::from(least) + 5.0);
        Condition { input: "bmi".to_owned(), at_least, below, is: Vec::new(), missing }
    }
}

prop_compose! {
    fn some_obligation()(
        template in proptest::sample::select(&TEMPLATES[..]),
        trigger in proptest::option::weighted(0.7, proptest::sample::select(&["s0", "s1", "s2"][..])),
        expects in proptest::sample::subsequence(&["s0", "s1", "s2", "s3"][..], 1..=2),
        window in proptest::option::weighted(0.75, some_window()),
        each in any::<bool>(),
        discharged_by in some_ids(&["s3", "out", "pause"], 2),
        eligible in proptest::collection::vec(some_condition(), 0..=1),
    ) -> Obligation {
        let trigger = trigger.filter(|_| template != ObligationTemplate::Existence);
        Obligation {
            id: "owed".to_owned(),
            text: "owed".to_owned(),
            template,
            trigger: trigger.map(str::to_owned),
            eligible,
            expects: expects.into_iter().map(str::to_owned).collect(),
            window,
            per: if each { Per::Activation } else { Per::Case },
            discharged_by,
            strength: Strength::Should,
            grounds: Grounds { basis: ElementBasis::Inferred, source: None, why: None },
        }
    }
}

/// Days from Friday 2024-03-01, which is day 19783.
const FIRST: i32 = 19_783;

fn some_time() -> impl Strategy<Value = Time> {
    prop_oneof![
        4 => (0..14_i32).prop_map(|day| Time::Day(FIRST + day)),
        4 => (0..14_i32, 0..48_i64)
            .prop_map(|(day, half)| Time::Local(i64::from(FIRST + day) * 86_400 + half * 1_800)),
        1 => (0..14_i32, 0..48_i64, proptest::sample::select(&[-600_i16, 0, 60, 720][..])).prop_map(
            |(day, half, east)| Time::Zoned(i64::from(FIRST + day) * 86_400 + half * 1_800, east)
        ),
        1 => Just(Time::Unknown),
    ]
}

/// Most logs write all of their times in one way.
fn some_case() -> impl Strategy<Value = Case> {
    let activity = proptest::sample::select(
        &["s0", "s0", "s1", "s1", "s2", "s2", "s3", "out", "pause", "birth", "elsewhere"][..],
    );
    let text = proptest::sample::select(&["", "", "", "", "22", "31", "not known", "x"][..]);
    let dating = proptest::sample::select(
        &["", "", "", "", "", "2024-02-28", "2024-03-03", "2024-04-20", "soon"][..],
    );
    let event = (activity, some_time(), text, dating);
    let one_way = proptest::option::weighted(0.7, 0..3_u8);
    (
        proptest::collection::vec(event, 0..9),
        one_way,
        proptest::sample::select(&["", "", "25", "40"][..]),
    )
        .prop_map(|(events, way, of_case)| {
            let events = events
                .into_iter()
                .map(|(activity, time, text, dating)| {
                    (activity, way.map_or(time, |way| time.in_way(way)), text, dating)
                })
                .collect();
            Case { events, bmi: of_case }
        })
}

fn when(time: Time) -> When {
    match time {
        Time::Unknown => When::UNKNOWN,
        Time::Day(day) => When::on_day(day),
        Time::Local(second) => When::local_second(second),
        Time::Zoned(second, east) => When::zoned_second(second, east),
    }
}

fn mapping(until: i32) -> LogMapping {
    let text = format!(
        "schema_version = 1\nobserved_until = \"2024-03-{:02}\"\nholidays = [\"2024-03-08\"]\n",
        until + 1
    );
    let text = text
        + "[[clock]]\nid = \"gestation\"\nattribute = \"lmp\"\n\
         [[clock]]\nid = \"birth\"\nactivity = \"birth\"\n";
    toml::from_str(&text).unwrap()
}

/// The log of these cases.
fn log<'c>(reading: &PathwayLog<'_>, cases: impl Iterator<Item = (usize, &'c Case)>) -> CaseLog {
    let mut log = CaseLogBuilder::new(reading.plan());
    let place =
        |name: &str| reading.plan().attributes().iter().position(|one| **one == *name).unwrap();
    let (bmi, lmp) = (place("bmi"), place("lmp"));
    for (at, case) in cases {
        let id = log.case(&at.to_string());
        let mut begins = case.events.is_empty();
        for &(activity, time, text, dating) in &case.events {
            let code = log.code(activity);
            if log.event(id, code, when(time)) {
                begins = true;
                let (text, dating) = (log.text(bmi, text), log.text(lmp, dating));
                log.of_event(bmi, text);
                log.of_event(lmp, dating);
            }
        }
        if begins {
            let of_case = log.text(bmi, case.bmi);
            log.of_case(bmi, id, of_case);
        }
    }
    log.finish()
}

fn agree(obligation: &Obligation, cases: &[Case], until: u8) {
    let mut pathway = PATHWAY.clone();
    pathway.obligations = vec![obligation.clone()];
    let mapping = &MAPPINGS[usize::from(until)];
    let reading = PathwayLog::new(&pathway, mapping).unwrap();
    let until = i32::from(until);
    let until = FIRST + until;
    let known: Vec<(usize, Case)> = (cases.iter().enumerate())
        .filter_map(|(at, case)| Some((at, known_on(until, case)?)))
        .collect();
    let cut = log(&reading, known.iter().map(|(at, case)| (*at, case)));
    let log = log(&reading, cases.iter().enumerate());
    let later = (cases.len() - known.len()) as u64;
    assert_eq!((log.found().not_begun, cut.found().later), (later, 0));
    assert_eq!(log.cases(), cut.cases());
    let whole = Grouping::whole(log.len());
    let judged = judge(&reading, &log, &whole, 1.try_into().unwrap()).unwrap();
    let shared = judge(&reading, &log, &whole, 3.try_into().unwrap()).unwrap();
    assert_eq!(judged, shared, "on one thread and on three");
    let of_cut = judge(&reading, &cut, &whole, 1.try_into().unwrap()).unwrap();
    assert_eq!(judged, of_cut, "as if nothing later had been in the log");
    let naive = Naive { obligation, until, holiday: FIRST + 7 };
    let known: Vec<Case> = known.into_iter().map(|(_, case)| case).collect();
    let mut tally = [0_u64; Verdict::COUNT];
    for (at, case) in known.iter().enumerate() {
        let activations = naive.activations(case, &known);
        let want = activations.iter().copied().fold(Verdict::NotApplicable, Verdict::and);
        for verdict in activations {
            tally[verdict as usize] += 1;
        }
        assert_eq!(judged.of_case(at), [want], "{obligation:#?}\n{case:#?}\nuntil {until}");
    }
    assert_eq!(judged.activations()[0][0], tally, "{obligation:#?}\n{cases:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn the_judge_agrees_with_a_naive_one(
        obligation in some_obligation(),
        cases in proptest::collection::vec(some_case(), 1..4),
        until in 0..28_u8,
    ) {
        agree(&obligation, &cases, until);
    }
}
