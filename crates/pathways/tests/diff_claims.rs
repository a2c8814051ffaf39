//! Whether `Entailed` and `Weakened` hold: a plain judge looks for a case that refutes
//! them, among all short ones and some that are longer.
//!
//! Times are days. Where the layout leaves something to whoever judges, each reading is
//! taken in turn.

use std::cell::RefCell;
use std::collections::BTreeMap;

use firstyear_core::pathway::{
    Bound, CarePathway, Condition, Obligation, ObligationTemplate as Template, Per, Strength,
    TimeUnit, Window,
};
use firstyear_pathways::{Class, diff};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// The first begins a case.
const STEPS: [&str; 5] = ["a", "b", "c", "d", "x"];
const BIRTHS: [Option<i64>; 3] = [None, Some(1), Some(3)];
const VALUES: [Option<f64>; 3] = [None, Some(0.0), Some(1.0)];
/// The last day on which something happens.
const LAST: i64 = 4;
/// The day on which a case ends.
const END: i64 = 7;

/// What happens in a case, in order of days: the step by its place, and the day.
type Events = Vec<(usize, i64)>;

/// What the layout leaves to whoever judges.
#[derive(Clone, Copy, Debug)]
struct Reading {
    /// An answer closes one loop alone.
    one_answer: bool,
    /// A discharge on the day of what is forbidden comes before it.
    same_day: bool,
    /// A window of what may come before or after its step counts onward alone.
    onward: bool,
}

const READINGS: [Reading; 3] = [
    Reading { one_answer: false, same_day: false, onward: false },
    Reading { one_answer: true, same_day: true, onward: false },
    Reading { one_answer: true, same_day: true, onward: true },
];

struct Case<'e> {
    events: &'e [(usize, i64)],
    birth: Option<i64>,
    reading: Reading,
}

/// An obligation for the judge.
struct Rule {
    template: Template,
    trigger: usize,
    expects: Vec<usize>,
    clock: Option<Clock>,
    from: Option<i64>,
    to: Option<i64>,
    each_time: bool,
    discharges: Vec<usize>,
}

enum Clock {
    Birth,
    Step(usize),
}

impl Rule {
    fn of(one: &Obligation) -> Self {
        let place = |id: &String| STEPS.iter().position(|step| step == id).unwrap();
        let window = one.window.as_ref();
        let days = |bound: Bound| match bound.unit {
            TimeUnit::Weeks => 7 * i64::from(bound.value),
            _ => i64::from(bound.value),
        };
        Self {
            template: one.template,
            trigger: one.trigger.as_ref().map_or(0, place),
            expects: one.expects.iter().map(place).collect(),
            clock: window.and_then(|window| {
                Some(match window.clock.as_deref()? {
                    "birth" => Clock::Birth,
                    step => Clock::Step(place(&step.to_owned())),
                })
            }),
            from: window.and_then(|window| window.from).map(days),
            to: window.and_then(|window| window.to).map(days),
            each_time: one.per == Per::Activation,
            discharges: one.discharged_by.iter().map(place).collect(),
        }
    }

    /// Whether it is broken in a case of somebody to whom it is owed.
    fn is_broken(&self, case: &Case<'_>) -> bool {
        let triggers = case.events.iter().enumerate().filter(|(_, one)| one.0 == self.trigger);
        let often = match self.template {
            Template::Existence | Template::EndsWith => 1,
            _ if self.each_time => usize::MAX,
            _ => 1,
        };
        let triggers: Vec<usize> = triggers.map(|(at, _)| at).take(often).collect();
        if self.template == Template::Succession && self.comes_without(case) {
            return true;
        }
        if self.template == Template::FeedbackClosesLoop && case.reading.one_answer {
            return self.unanswered(case, &triggers);
        }
        triggers.iter().any(|&at| self.is_broken_after(case, at))
    }

    fn is_broken_after(&self, case: &Case<'_>, trigger: usize) -> bool {
        let at = case.events[trigger].1;
        let Some(start) = self.start(case, at) else { return false };
        let end = self.to.map(|to| start + to);
        let discharged =
            |until: i64| self.discharged(case, at, end.map_or(until, |end| end.min(until)));
        match self.template {
            Template::Existence
            | Template::Response
            | Template::Succession
            | Template::FeedbackClosesLoop
            | Template::RespondedExistence => {
                !(0..case.events.len()).any(|one| self.answers(case, trigger, one))
                    && !discharged(END)
            }
            Template::Precedence => {
                !(0..case.events.len()).any(|one| self.answers(case, trigger, one))
                    && !discharged(at)
            }
            Template::Absence | Template::NotTogether => {
                let forbidden =
                    (0..case.events.len()).filter(|&one| self.answers(case, trigger, one));
                let before = i64::from(!case.reading.same_day);
                forbidden.map(|one| case.events[one].1.max(at)).any(|day| !discharged(day - before))
            }
            Template::EndsWith => {
                let last = case.events.iter().map(|one| one.1).max().unwrap();
                let ends = (0..case.events.len()).any(|one| {
                    case.events[one].1 == last
                        && self.expected(case, one)
                        && self.within(start, last)
                });
                !ends && !discharged(END)
            }
            Template::RepeatEvery => {
                let Some(gap) = self.to else { return false };
                let mut last = start;
                let again = (0..case.events.len())
                    .filter(|&one| one != trigger && self.expected(case, one));
                let days = again.map(|one| case.events[one].1).filter(|&day| day >= start);
                for day in days.chain([END]) {
                    if day - last > gap {
                        return !self.discharged(case, at, last + gap);
                    }
                    last = day;
                }
                false
            }
        }
    }

    fn expected(&self, case: &Case<'_>, one: usize) -> bool {
        self.expects.contains(&case.events[one].0)
    }

    /// Whether an event is what is expected, or forbidden, after this trigger.
    fn answers(&self, case: &Case<'_>, trigger: usize, one: usize) -> bool {
        let (at, day) = (case.events[trigger].1, case.events[one].1);
        let Some(start) = self.start(case, at) else { return false };
        let same_event = one == trigger && self.template != Template::Existence;
        if same_event || !self.expected(case, one) {
            return false;
        }
        let clocked = self.clock.is_some();
        match self.template {
            Template::Precedence if clocked => day <= at && self.within(start, day),
            Template::Precedence => day <= at && self.within(day, at),
            Template::RespondedExistence | Template::NotTogether if !clocked => {
                let windowed = self.from.is_some() || self.to.is_some();
                let onward = case.reading.onward && windowed;
                (!onward || day >= at) && self.within(0, (day - at).abs())
            }
            Template::RespondedExistence | Template::NotTogether | Template::Existence => {
                self.within(start, day)
            }
            _ => day >= at && self.within(start, day),
        }
    }

    fn start(&self, case: &Case<'_>, trigger: i64) -> Option<i64> {
        match self.clock {
            None => Some(trigger),
            Some(Clock::Birth) => case.birth,
            Some(Clock::Step(step)) => {
                case.events.iter().find(|one| one.0 == step).map(|one| one.1)
            }
        }
    }

    fn within(&self, start: i64, day: i64) -> bool {
        self.from.is_none_or(|from| day >= start + from)
            && self.to.is_none_or(|to| day <= start + to)
    }

    fn discharged(&self, case: &Case<'_>, from: i64, until: i64) -> bool {
        let mut events = case.events.iter();
        events.any(|one| self.discharges.contains(&one.0) && one.1 >= from && one.1 <= until)
    }

    /// What is expected has come without the trigger before it.
    fn comes_without(&self, case: &Case<'_>) -> bool {
        (0..case.events.len()).filter(|&one| self.expected(case, one)).any(|one| {
            !case.events.iter().enumerate().any(|(at, event)| {
                at != one && event.0 == self.trigger && event.1 <= case.events[one].1
            })
        })
    }

    /// Whether no way to give each referral an answer of its own is left.
    fn unanswered(&self, case: &Case<'_>, triggers: &[usize]) -> bool {
        fn assign(rule: &Rule, case: &Case<'_>, left: &[usize], used: &mut Vec<usize>) -> bool {
            let Some((&first, rest)) = left.split_first() else { return true };
            (0..case.events.len()).any(|one| {
                if used.contains(&one) || !rule.answers(case, first, one) {
                    return false;
                }
                used.push(one);
                let all = assign(rule, case, rest, used);
                used.pop();
                all
            })
        }
        let owed: Vec<usize> = triggers
            .iter()
            .copied()
            .filter(|&at| {
                let day = case.events[at].1;
                self.start(case, day).is_some_and(|start| {
                    !self.discharged(case, day, self.to.map_or(END, |to| start + to))
                })
            })
            .collect();
        !assign(self, case, &owed, &mut Vec::new())
    }
}

fn base() -> CarePathway {
    let steps: Vec<String> = STEPS
        .iter()
        .map(|id| {
            format!("[[step]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"contact\"\ngrounds = {{ basis = \"stated\" }}\n")
        })
        .collect();
    let clocks: Vec<String> = ["a", "b", "c"]
        .iter()
        .map(|id| format!("[[clock]]\nid = \"{id}\"\nfrom = \"step\"\nstep = \"{id}\"\n"))
        .collect();
    let text = format!(
        "schema_version = 1\nid = \"p\"\nversion = \"1\"\ntitle = \"p\"\nkind = \"local\"\n\
         status = \"draft\"\nreview = \"made up\"\nsummary = \"made up\"\nindex = \"a\"\n\
         population = []\n[[clock]]\nid = \"birth\"\nfrom = \"birth\"\n{}{}\
         [[decision]]\nid = \"n\"\nquestion = \"n?\"\n\
         [[decision.input]]\nid = \"n\"\nname = \"n\"\nkind = \"number\"\n\
         [[decision.row]]\nthen = \"b\"\ngrounds = {{ basis = \"stated\" }}\n",
        clocks.concat(),
        steps.concat()
    );
    toml::from_str(&text).unwrap()
}

fn meets(value: Option<f64>, asked: &[Condition]) -> bool {
    asked.iter().all(|one| match value {
        None => one.missing,
        Some(_) if one.missing => false,
        Some(value) => {
            one.at_least.is_none_or(|least| value >= least)
                && one.below.is_none_or(|below| value < below)
        }
    })
}

fn condition() -> impl Strategy<Value = Vec<Condition>> {
    let one = |at_least, below, missing| Condition {
        input: "n".to_owned(),
        at_least,
        below,
        is: Vec::new(),
        missing,
    };
    prop_oneof![
        4 => Just(Vec::new()),
        1 => Just(vec![one(Some(1.0), None, false)]),
        1 => Just(vec![one(None, Some(1.0), false)]),
        1 => Just(vec![one(Some(0.0), None, false)]),
        1 => Just(vec![one(None, None, true)]),
    ]
}

fn window() -> impl Strategy<Value = Option<Window>> {
    let bound = || {
        let unit = prop_oneof![9 => Just(TimeUnit::Days), 1 => Just(TimeUnit::Weeks)];
        proptest::option::of((0..4_u32, unit).prop_map(|(value, unit)| Bound { value, unit }))
    };
    let clock = prop_oneof![4 => Just(None), 1 => Just(Some("birth")), 2 => Just(Some("b")), 1 => Just(Some("c"))];
    let window = (clock, bound(), bound()).prop_map(|(clock, from, to)| Window {
        clock: clock.map(str::to_owned),
        from: from
            .filter(|from| to.is_none_or(|to| to.unit == from.unit && to.value >= from.value)),
        to,
    });
    // One without an end is not sound.
    let ends = |window: Window| Some(window).filter(|one| one.from.is_some() || one.to.is_some());
    prop_oneof![1 => Just(None), 3 => window.prop_map(ends)]
}

fn obligation() -> impl Strategy<Value = Obligation> {
    let steps = |from: &[&'static str], least: usize| {
        let most = from.len().min(2);
        proptest::sample::subsequence(from.to_vec(), least..=most)
            .prop_map(|ids| ids.into_iter().map(str::to_owned).collect::<Vec<String>>())
    };
    let trigger = prop_oneof![2 => Just(None), 1 => Just(Some("a")), 6 => Just(Some("b")), 1 => Just(Some("c"))];
    let per = prop_oneof![Just(Per::Case), Just(Per::Activation)];
    (
        proptest::sample::select(Template::ALL.to_vec()).prop_map(|(template, _)| template),
        trigger,
        steps(&["b", "c", "d"], 1),
        window(),
        per,
        prop_oneof![1 => Just(Vec::new()), 1 => steps(&["d", "x"], 1)],
        condition(),
    )
        .prop_map(|(template, trigger, expects, window, per, discharged_by, eligible)| {
            let mut pathway: CarePathway =
                toml::from_str(include_str!("data/stop-smoking.toml")).unwrap();
            let grounds = pathway.steps.remove(0).grounds;
            Obligation {
                id: "owed".to_owned(),
                text: "made up".to_owned(),
                template,
                trigger: trigger.filter(|_| template != Template::Existence).map(str::to_owned),
                eligible,
                expects,
                window,
                per,
                discharged_by,
                strength: Strength::Must,
                grounds,
            }
        })
}

/// A rule of the reference and a local one that has most of it.
fn pair() -> impl Strategy<Value = (Obligation, Obligation)> {
    fn most<T>(nth: u8, of: T, other: T) -> T {
        if nth < 7 { of } else { other }
    }
    (obligation(), obligation(), proptest::array::uniform7(0..10_u8)).prop_map(
        |(reference, other, nth)| {
            let of = reference.clone();
            let template = most(nth[0], of.template, other.template);
            let trigger = most(nth[1], of.trigger, other.trigger);
            let local = Obligation {
                template,
                trigger: trigger.filter(|_| template != Template::Existence),
                expects: most(nth[2], of.expects, other.expects),
                window: most(nth[3], of.window, other.window),
                per: most(nth[4], of.per, other.per),
                discharged_by: most(nth[5], of.discharged_by, other.discharged_by),
                eligible: most(nth[6], of.eligible, other.eligible),
                ..other
            };
            (reference, local)
        },
    )
}

/// Every case of at most three events after the first, and some of up to seven.
fn cases() -> Vec<Events> {
    let all: Vec<(usize, i64)> =
        (0..STEPS.len()).flat_map(|step| (0..=LAST).map(move |day| (step, day))).collect();
    let mut cases = vec![vec![]];
    let mut longest = 0..1;
    for _ in 0..3 {
        let from = cases.len();
        for at in longest {
            let last: usize = cases[at].last().copied().unwrap_or(0);
            for next in last..all.len() {
                let mut longer: Vec<usize> = cases[at].clone();
                longer.push(next);
                cases.push(longer);
            }
        }
        longest = from..cases.len();
    }
    // Numbers of a plain generator: the same each time.
    let mut state = 2010_u64;
    for nth in 0..400 {
        let longer = (0..4 + nth % 4).map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % all.len()
        });
        cases.push(longer.collect());
    }
    let events = |case: Vec<usize>| {
        let mut events: Events =
            std::iter::once((0, 0)).chain(case.into_iter().map(|at| all[at])).collect();
        events.sort_by_key(|&(step, day)| (day, step));
        events
    };
    cases.into_iter().map(events).collect()
}

/// A case in which the first obligation is kept and the second is not.
fn refutation(kept: &Obligation, broken: &Obligation, cases: &[Events]) -> Option<String> {
    let (rule, other) = (Rule::of(kept), Rule::of(broken));
    for events in cases {
        for birth in BIRTHS {
            for reading in READINGS {
                let case = Case { events, birth, reading };
                if !other.is_broken(&case) {
                    continue;
                }
                let ends = rule.is_broken(&case);
                let whom = VALUES.iter().find(|&&value| {
                    meets(value, &broken.eligible) && !(ends && meets(value, &kept.eligible))
                });
                if let Some(value) = whom {
                    return Some(format!("{events:?}, birth {birth:?}, n {value:?}, {reading:?}"));
                }
            }
        }
    }
    None
}

#[test]
fn no_case_refutes_what_is_claimed() {
    let (base, cases) = (base(), cases());
    let claims = RefCell::new(BTreeMap::new());
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let judged = TestRunner::new(config).run(&pair(), |(reference, local)| {
        let with = |one: &Obligation| {
            let mut pathway = base.clone();
            pathway.obligations.push(one.clone());
            pathway
        };
        let (local_pathway, reference_pathway) = (with(&local), with(&reference));
        let found = diff(&local_pathway, &reference_pathway);
        let one = &found.obligations[0];
        let refuted = match one.class {
            Class::Entailed => refutation(&local, &reference, &cases),
            Class::Weakened => refutation(&reference, &local, &cases),
            _ => None,
        };
        prop_assert_eq!(refuted, None, "{:?}: {:?}", one.class, one.reasons);
        *claims.borrow_mut().entry((one.class, one.reasons.is_empty())).or_insert(0) += 1;
        Ok(())
    });
    if let Err(error) = judged {
        panic!("{error}");
    }
    // Nothing would be refuted where nothing is claimed.
    let claims = claims.into_inner();
    for claim in [(Class::Entailed, true), (Class::Entailed, false), (Class::Weakened, false)] {
        assert!(claims.contains_key(&claim), "{claim:?}: {claims:?}");
    }
}

/// Pairs that chance seldom makes, each with a case for which a claim would be wrong.
#[test]
fn what_is_nearly_the_same_is_not_called_entailed() {
    let (base, cases) = (base(), cases());
    let rule = |template, trigger: Option<&str>, discharged_by: &[&str]| Obligation {
        id: "owed".to_owned(),
        text: "made up".to_owned(),
        template,
        trigger: trigger.map(str::to_owned),
        eligible: Vec::new(),
        expects: vec!["d".to_owned()],
        window: None,
        per: Per::Case,
        discharged_by: discharged_by.iter().map(ToString::to_string).collect(),
        strength: Strength::Must,
        grounds: base.steps[0].grounds.clone(),
    };
    let bound = |value| Some(Bound { value, unit: TimeUnit::Days });
    let windowed = |of: Obligation, clock: Option<&str>, from, to| {
        let window = Some(Window { clock: clock.map(str::to_owned), from, to });
        Obligation { window, ..of }
    };
    let before = || rule(Template::Precedence, Some("b"), &[]);
    let beside = |discharged_by| rule(Template::RespondedExistence, Some("b"), discharged_by);
    let apart = || Obligation { per: Per::Activation, ..rule(Template::NotTogether, None, &["d"]) };
    let pairs = [
        // The local one, and that of the reference.
        (rule(Template::Existence, None, &["x"]), beside(&["x"])),
        (before(), windowed(before(), Some("b"), bound(0), None)),
        (windowed(before(), None, None, bound(2)), windowed(beside(&[]), None, None, bound(2))),
        (apart(), windowed(apart(), Some("birth"), None, bound(0))),
    ];
    for (local, reference) in pairs {
        let with = |one: &Obligation| {
            let mut pathway = base.clone();
            pathway.obligations.push(one.clone());
            pathway
        };
        let (local_pathway, reference_pathway) = (with(&local), with(&reference));
        let class = diff(&local_pathway, &reference_pathway).obligations[0].class;
        assert_ne!(class, Class::Entailed, "{local:?}");
        assert!(refutation(&local, &reference, &cases).is_some(), "{local:?}");
    }
}
