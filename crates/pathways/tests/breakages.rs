//! A sound pathway, and each way to break it: found with its element and its help.

use firstyear_core::pathway::{
    Bound, CarePathway, Condition, DecisionInput, DecisionRow, DerivedFrom, ElementBasis,
    Obligation, ObligationTemplate, PathwayStatus, TimeUnit, Window,
};
use firstyear_core::{Place, ProblemCode, Severity};
use firstyear_pathways::{Finding, check, check_derivations};

/// A change with what is then found.
type Change<T> = (fn(&mut T), &'static str);

fn sound() -> CarePathway {
    toml::from_str(include_str!("data/stop-smoking.toml")).unwrap()
}

/// What is found beside open elements, after a change.
fn broken(change: impl FnOnce(&mut CarePathway)) -> Vec<Finding> {
    let mut pathway = sound();
    change(&mut pathway);
    let mut found = check(&pathway);
    found.retain(|one| one.code != ProblemCode::PathwayElementOpen);
    found
}

/// Exactly these are found.
#[track_caller]
fn breaks(change: impl FnOnce(&mut CarePathway), want: &[(ProblemCode, &str)]) {
    let found = broken(change);
    let got: Vec<_> = found.iter().map(|one| (one.code, one.to_string())).collect();
    let want: Vec<_> = want.iter().map(|&(code, text)| (code, text.to_owned())).collect();
    assert_eq!(got, want);
    for one in found {
        let problem = one.at(Place::file("pathway.toml"));
        assert!(problem.help.is_some_and(|help| !help.is_empty()));
        assert_ne!(problem.severity, Severity::Note);
    }
}

fn obligation<'p>(pathway: &'p mut CarePathway, id: &str) -> &'p mut Obligation {
    pathway.obligations.iter_mut().find(|one| one.id == id).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "as the fields of an obligation take it")]
fn days(value: u32) -> Option<Bound> {
    Some(Bound { value, unit: TimeUnit::Days })
}

#[expect(clippy::unnecessary_wraps, reason = "as the fields of an obligation take it")]
fn window(from: Option<Bound>, to: Option<Bound>) -> Option<Window> {
    Some(Window { clock: None, from, to })
}

fn is(input: &str, word: &str) -> Condition {
    Condition {
        input: input.to_owned(),
        at_least: None,
        below: None,
        is: vec![word.to_owned()],
        missing: false,
    }
}

#[test]
fn the_example_is_sound_and_what_is_open_is_a_note() {
    let found = check(&sound());
    let got: Vec<_> = found.iter().map(ToString::to_string).collect();
    let open = "obligation `quit-shown`: it is open: nobody states after how many weeks";
    assert_eq!(got, [open]);
    let problem = found[0].clone().at(Place::file("smoking.toml").row(7));
    assert_eq!(problem.severity, Severity::Note);
    assert_eq!(problem.to_string(), format!("smoking.toml, row 7: {open}"));
}

#[test]
fn one_that_is_agreed_has_nothing_open() {
    breaks(
        |pathway| pathway.status = PathwayStatus::Agreed,
        &[(
            ProblemCode::PathwayNotDraft,
            "pathway `smoking-example`: it is called agreed, and one of its elements is open",
        )],
    );
}

#[test]
fn a_step_that_no_way_leads_to() {
    breaks(
        |pathway| pathway.flow.retain(|flow| flow.to != "opt-out"),
        &[
            (
                ProblemCode::PathwayUnreachable,
                "step `opt-out`: no way leads to it from the beginning",
            ),
            (
                ProblemCode::PathwayUnreachable,
                "exit `declined`: no way leads to it from the beginning",
            ),
        ],
    );
}

#[test]
fn a_step_that_leads_nowhere_is_told_and_not_those_before_it() {
    breaks(
        |pathway| pathway.flow.retain(|flow| flow.from != "opt-out"),
        &[
            (
                ProblemCode::PathwayUnreachable,
                "exit `declined`: no way leads to it from the beginning",
            ),
            (ProblemCode::PathwayDeadEnd, "step `opt-out`: nothing follows it, and it is no exit"),
        ],
    );
    breaks(
        |pathway| pathway.flow.retain(|flow| flow.from != "follow-up" || flow.to == "follow-up"),
        &[
            (
                ProblemCode::PathwayUnreachable,
                "step `feedback`: no way leads to it from the beginning",
            ),
            (
                ProblemCode::PathwayUnreachable,
                "exit `completed`: no way leads to it from the beginning",
            ),
            (
                ProblemCode::PathwayDeadEnd,
                "step `follow-up`: the way from it leads back to itself alone, and to no exit",
            ),
        ],
    );
}

#[test]
fn a_loop_without_a_bound_is_named_in_order() {
    breaks(
        |pathway| pathway.steps.iter_mut().for_each(|step| step.at_most = None),
        &[(
            ProblemCode::PathwayLoopUnbounded,
            "step `follow-up`: it can follow itself without end",
        )],
    );
    breaks(
        |pathway| {
            let flow = pathway.flow.iter_mut().find(|flow| flow.from == "opt-out").unwrap();
            flow.to = "identify".to_owned();
            pathway.exits.retain(|exit| exit.id != "declined");
            obligation(pathway, "contacted").discharged_by.clear();
        },
        &[(
            ProblemCode::PathwayLoopUnbounded,
            "step `identify`: it can come again without end: `identify` to `smokes` to `refer` \
             to `opt-out` and back",
        )],
    );
}

#[test]
fn overlapping_thresholds_are_told_with_a_witness() {
    breaks(
        |pathway| {
            for row in &mut pathway.decisions[0].rows[1..4] {
                row.when[0].below = Some(8.0);
            }
        },
        &[
            (
                ProblemCode::DecisionOverlap,
                "row `smokes/2`: row 1 fits too where `co-reading` is 7 or more and below 8 and \
                 `reported` is smokes",
            ),
            (
                ProblemCode::DecisionOverlap,
                "row `smokes/3`: row 1 fits too where `co-reading` is 7 or more and below 8 and \
                 `reported` is does-not-smoke",
            ),
            (
                ProblemCode::DecisionOverlap,
                "row `smokes/4`: row 1 fits too where `co-reading` is 7 or more and below 8 and \
                 `reported` is not recorded",
            ),
        ],
    );
}

#[test]
fn a_gap_is_told_with_a_witness() {
    breaks(
        |pathway| pathway.decisions[0].rows[0].when[0].at_least = Some(10.0),
        &[(
            ProblemCode::DecisionGap,
            "decision `smokes`: no row fits where `co-reading` is 7 or more and below 10",
        )],
    );
    // The largest number can be: `below` leaves it out.
    breaks(
        |pathway| pathway.decisions[0].rows[0].when[0].below = Some(100.0),
        &[(ProblemCode::DecisionGap, "decision `smokes`: no row fits where `co-reading` is 100")],
    );
}

#[test]
fn a_missing_data_row_that_is_missing_is_called_so() {
    let found = broken(|pathway| {
        pathway.decisions[0].rows.pop();
    });
    assert_eq!(found[0].code, ProblemCode::DecisionGap);
    assert_eq!(
        found[0].help.as_deref(),
        Some("the missing-data row is missing: add one with `missing = true` for `co-reading`")
    );
    breaks(
        |pathway| {
            pathway.decisions[0].rows.remove(3);
        },
        &[(
            ProblemCode::DecisionGap,
            "decision `smokes`: no row fits where `co-reading` is 0 or more and below 7 and \
             `reported` is not recorded",
        )],
    );
}

#[test]
fn conditions_that_cannot_be_read_are_told_and_the_table_is_not_judged() {
    let cases: &[Change<Condition>] = &[
        (
            |one| one.is = vec!["smokes".to_owned()],
            "`co-reading` is a number and not one of several words",
        ),
        (|one| one.below = Some(7.0), "at_least of `co-reading` is not less than its below"),
        (
            |one| one.missing = true,
            "`co-reading` cannot be not recorded and anything else in one condition",
        ),
        (|one| one.at_least = None, "nothing is asked of `co-reading`"),
        (|one| one.at_least = Some(101.0), "nothing that `co-reading` can be fits what it asks"),
    ];
    for (change, message) in cases {
        breaks(
            |pathway| change(&mut pathway.decisions[0].rows[0].when[0]),
            &[(ProblemCode::DecisionInvalid, &format!("row `smokes/1`: {message}"))],
        );
    }
    breaks(
        |pathway| pathway.decisions[0].rows[1].when[1].is = vec!["smoks".to_owned()],
        &[(
            ProblemCode::DecisionInvalid,
            "row `smokes/2`: `smoks` is not one of the words of `reported`",
        )],
    );
    breaks(
        |pathway| pathway.decisions[0].inputs[0].least = Some(101.0),
        &[(
            ProblemCode::DecisionInvalid,
            "decision `smokes`: the least of its input `co-reading` is more than the most",
        )],
    );
}

#[test]
fn a_referral_that_nobody_answers() {
    breaks(
        |pathway| pathway.obligations.retain(|one| one.id != "answered"),
        &[(
            ProblemCode::ReferralUnanswered,
            "step `refer`: it is a referral, and no obligation asks for an answer",
        )],
    );
}

#[test]
fn windows_that_cannot_both_be_met_are_named_by_their_circle() {
    breaks(
        |pathway| {
            let early = obligation(pathway, "contacted");
            early.window = window(None, days(2));
            let late = Obligation {
                id: "contacted-late".to_owned(),
                window: window(days(5), None),
                ..early.clone()
            };
            pathway.obligations.push(late);
        },
        &[(
            ProblemCode::WindowContradiction,
            "obligation `contacted`: it cannot be met together with `contacted-late`: \
             `contacted` wants `contact` at most 2 days after `refer`; \
             `contacted-late` wants `contact` at least 5 days after `refer`",
        )],
    );
}

#[test]
fn windows_of_different_people_do_not_contradict_each_other() {
    breaks(
        |pathway| {
            let early = obligation(pathway, "contacted");
            early.window = window(None, days(2));
            early.eligible = vec![is("reported", "smokes")];
            let late = Obligation {
                id: "contacted-late".to_owned(),
                window: window(days(5), None),
                eligible: vec![is("reported", "does-not-smoke")],
                ..early.clone()
            };
            pathway.obligations.push(late);
        },
        &[],
    );
    // For the same people they do, and these people are told.
    breaks(
        |pathway| {
            let early = obligation(pathway, "contacted");
            early.window = window(None, days(2));
            let late = Obligation {
                id: "contacted-late".to_owned(),
                window: window(days(5), None),
                eligible: vec![is("reported", "does-not-smoke")],
                ..early.clone()
            };
            pathway.obligations.push(late);
        },
        &[(
            ProblemCode::WindowContradiction,
            "obligation `contacted`: it cannot be met together with `contacted-late` where \
             `reported` is does-not-smoke: \
             `contacted` wants `contact` at most 2 days after `refer`; \
             `contacted-late` wants `contact` at least 5 days after `refer`",
        )],
    );
}

#[test]
fn the_order_of_the_flow_is_part_of_it() {
    // The answer is asked for before the contact that all ways to it lead through.
    breaks(
        |pathway| {
            obligation(pathway, "contacted").window = window(days(20), None);
            obligation(pathway, "answered").window = window(None, days(14));
        },
        &[(
            ProblemCode::WindowContradiction,
            "obligation `contacted`: it cannot be met together with `answered`: \
             `answered` wants `feedback` at most 14 days after `refer`; \
             `feedback` never comes before `contact`; \
             `contacted` wants `contact` at least 20 days after `refer`",
        )],
    );
}

#[test]
fn hours_contradict_each_other_where_days_do_not() {
    breaks(
        |pathway| {
            let hours = |value| Some(Bound { value, unit: TimeUnit::Hours });
            let early = obligation(pathway, "contacted");
            early.window = window(None, hours(2));
            let late = Obligation {
                id: "contacted-late".to_owned(),
                window: window(hours(3), None),
                ..early.clone()
            };
            pathway.obligations.push(late);
        },
        &[(
            ProblemCode::WindowContradiction,
            "obligation `contacted`: it cannot be met together with `contacted-late`: \
             `contacted` wants `contact` at most 2 hours after `refer`; \
             `contacted-late` wants `contact` at least 3 hours after `refer`",
        )],
    );
}

#[test]
fn what_is_open_or_may_come_again_contradicts_nothing() {
    let late = |pathway: &mut CarePathway| {
        let early = obligation(pathway, "contacted");
        early.window = window(None, days(2));
        let late = Obligation {
            id: "contacted-late".to_owned(),
            window: window(days(5), None),
            ..early.clone()
        };
        pathway.obligations.push(late);
    };
    breaks(
        |pathway| {
            late(pathway);
            let grounds = &mut obligation(pathway, "contacted-late").grounds;
            grounds.basis = ElementBasis::Open;
            grounds.why = Some("nobody states it".to_owned());
        },
        &[],
    );
    breaks(
        |pathway| {
            late(pathway);
            for one in &mut pathway.obligations {
                if one.id.starts_with("contacted") {
                    one.expects = vec!["follow-up".to_owned()];
                }
            }
        },
        &[],
    );
}

#[test]
fn what_discharges_an_obligation_is_never_held_together_with_it() {
    let both = |pathway: &mut CarePathway| {
        let early = obligation(pathway, "contacted");
        early.window = window(None, days(2));
        // Who opts out is called once more, later.
        let late = Obligation {
            id: "called-again".to_owned(),
            trigger: Some("opt-out".to_owned()),
            window: window(days(5), None),
            ..early.clone()
        };
        pathway.obligations.push(late);
    };
    breaks(both, &[]);
    let found = broken(|pathway| {
        both(pathway);
        for one in &mut pathway.obligations {
            one.discharged_by.clear();
        }
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, ProblemCode::WindowContradiction);
    assert!(found[0].message.contains("`opt-out` never comes before `refer`"), "{found:?}");
}

#[test]
fn steps_on_two_ways_of_one_decision_are_never_held_together() {
    // A contact after the referral, and one that is owed to who does not smoke, who
    // is never referred.
    let text = include_str!("data/stop-smoking.toml")
        .replace("then = \"does-not-smoke\"", "then = \"leaflet\"")
        + r#"
[[step]]
id = "leaflet"
name = "Leaflet"
kind = "intervention"
grounds = { basis = "stated", source = "example 1" }

[[step]]
id = "home-visit"
name = "Home visit"
kind = "contact"
grounds = { basis = "stated", source = "example 1" }

[[flow]]
from = "leaflet"
to = "home-visit"
grounds = { basis = "stated", source = "example 1" }

[[flow]]
from = "feedback"
to = "home-visit"
grounds = { basis = "stated", source = "example 1" }

[[flow]]
from = "home-visit"
to = "does-not-smoke"
grounds = { basis = "stated", source = "example 1" }

[[obligation]]
id = "visited-after-referral"
text = "Visited late."
template = "response"
trigger = "refer"
expects = ["home-visit"]
window = { clock = "gestation", from = { value = 40, unit = "weeks" } }
grounds = { basis = "stated", source = "example 3" }

[[obligation]]
id = "visited-after-leaflet"
text = "Visited early."
template = "response"
trigger = "leaflet"
expects = ["home-visit"]
window = { clock = "gestation", to = { value = 20, unit = "weeks" } }
grounds = { basis = "stated", source = "example 3" }
"#;
    let mut pathway: CarePathway = toml::from_str(&text).unwrap();
    let errors = |pathway: &CarePathway| {
        let mut found = check(pathway);
        found.retain(|one| one.code != ProblemCode::PathwayElementOpen);
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(errors(&pathway), [""; 0]);
    // Owed after a step that both ways lead to, the two do contradict each other.
    for one in &mut pathway.obligations {
        if one.id.starts_with("visited") {
            one.trigger = None;
        }
    }
    let found = errors(&pathway);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("together with `visited-after-leaflet`"), "{found:?}");
}

#[test]
fn obligations_that_nothing_can_answer() {
    let of = |message: &str| {
        [(ProblemCode::ObligationInvalid, format!("obligation `contacted`: {message}"))]
    };
    let cases: &[Change<Obligation>] = &[
        (|one| one.expects.clear(), "it expects nothing"),
        (
            |one| one.template = ObligationTemplate::Existence,
            "it is an existence and has a trigger",
        ),
        (
            |one| {
                one.template = ObligationTemplate::RepeatEvery;
                one.window = None;
            },
            "it repeats without saying how often",
        ),
        (|one| one.window = window(None, None), "its window has neither end"),
        (
            |one| one.eligible = vec![is("reported", "smoks")],
            "`smoks` is not one of the words of `reported`",
        ),
    ];
    for (change, message) in cases {
        let found = broken(|pathway| change(obligation(pathway, "contacted")));
        let got: Vec<_> = found.iter().map(|one| (one.code, one.to_string())).collect();
        assert_eq!(got, of(message));
    }
    breaks(
        |pathway| obligation(pathway, "contacted").window = window(days(5), days(2)),
        &[(
            ProblemCode::WindowContradiction,
            "obligation `contacted`: its window ends before it begins",
        )],
    );
}

#[test]
fn how_often_may_be_what_is_open() {
    breaks(
        |pathway| {
            let one = obligation(pathway, "quit-shown");
            one.template = ObligationTemplate::RepeatEvery;
        },
        &[],
    );
}

#[test]
fn what_is_too_wide_to_be_looked_through_is_said() {
    let found = broken(|pathway| {
        let decision = &mut pathway.decisions[0];
        let (word, row) = (decision.inputs[1].clone(), decision.rows[1].clone());
        let ids: Vec<_> = (0..24).map(|nth| format!("input-{nth}")).collect();
        decision.inputs =
            ids.iter().map(|id| DecisionInput { id: id.clone(), ..word.clone() }).collect();
        decision.rows = ids
            .iter()
            .map(|id| DecisionRow { when: vec![is(id, "smokes")], ..row.clone() })
            .collect();
        let like = pathway.obligations[0].clone();
        pathway.obligations.extend(ids.iter().map(|id| Obligation {
            id: format!("owed-by-{id}"),
            eligible: vec![is(id, "smokes")],
            ..like.clone()
        }));
    });
    let unchecked: Vec<_> = found
        .iter()
        .filter(|one| one.code == ProblemCode::PathwayUnchecked)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        unchecked,
        [
            "decision `smokes`: it has too many combinations to look for gaps in all of them",
            "pathway `smoking-example`: its obligations look at too many inputs to hold their \
             windows together for all whom they are owed to",
        ]
    );
}

#[test]
fn names_that_lead_nowhere() {
    use ProblemCode::PathwayReferenceUnknown as Unknown;

    let cases: &[Change<CarePathway>] = &[
        (
            |pathway| pathway.index = "identfy".to_owned(),
            "pathway `smoking-example`: the step that it begins with, `identfy`, is not there",
        ),
        (
            |pathway| pathway.clocks[1].step = None,
            "clock `quit-date`: it counts from a step and names none",
        ),
        (
            |pathway| pathway.clocks[0].step = Some("contact".to_owned()),
            "clock `gestation`: it names a step and does not count from one",
        ),
        (
            |pathway| pathway.steps[0].actors[0] = "midwif".to_owned(),
            "step `identify`: no actor has the id `midwif`",
        ),
        (
            |pathway| pathway.decisions[0].rows[1].then = "refr".to_owned(),
            "row `smokes/2`: no step, decision or exit has the id `refr`",
        ),
        (
            |pathway| pathway.decisions[0].rows[0].when[0].input = "co".to_owned(),
            "row `smokes/1`: the decision has no input `co`",
        ),
        (
            |pathway| obligation(pathway, "contacted").discharged_by[0] = "optout".to_owned(),
            "obligation `contacted`: what discharges it, `optout`, is not there",
        ),
        (
            |pathway| obligation(pathway, "contacted").eligible = vec![is("age", "young")],
            "obligation `contacted`: no decision has the input `age`, so nobody knows who is \
             eligible",
        ),
        (
            |pathway| {
                let window = obligation(pathway, "smoker-contacted-early").window.as_mut();
                window.unwrap().clock = Some("gestaton".to_owned());
            },
            "obligation `smoker-contacted-early`: no clock has the id `gestaton`",
        ),
        (
            |pathway| pathway.measures[0].obligation = "contactd".to_owned(),
            "measure `contacts-in-time`: no obligation has the id `contactd`",
        ),
    ];
    for (change, message) in cases {
        breaks(change, &[(Unknown, message)]);
    }
}

#[test]
fn a_flow_from_a_decision_is_what_its_rows_say() {
    breaks(
        |pathway| pathway.flow[1].from = "smokes".to_owned(),
        &[
            (
                ProblemCode::PathwayReferenceUnknown,
                "flow `smokes to contact`: it begins at a decision, whose rows say what follows",
            ),
            (
                ProblemCode::PathwayUnreachable,
                "step `contact`: no way leads to it from the beginning",
            ),
            (
                ProblemCode::PathwayUnreachable,
                "step `follow-up`: no way leads to it from the beginning",
            ),
            (
                ProblemCode::PathwayUnreachable,
                "step `feedback`: no way leads to it from the beginning",
            ),
            (
                ProblemCode::PathwayUnreachable,
                "exit `completed`: no way leads to it from the beginning",
            ),
        ],
    );
}

#[test]
fn ids_are_kebab_case_and_stand_once() {
    breaks(
        |pathway| pathway.measures[0].id = "Contacts in time".to_owned(),
        &[(ProblemCode::PathwayIdInvalid, "measure `Contacts in time`: its id is not kebab-case")],
    );
    breaks(
        |pathway| pathway.sources.push(pathway.sources[0].clone()),
        &[(ProblemCode::PathwayIdRepeated, "source `example`: its id is that of another")],
    );
    let found = broken(|pathway| pathway.exits[1].id = "opt-out".to_owned());
    assert_eq!(found[0].to_string(), "exit `opt-out`: its id is that of another");
}

#[test]
fn everything_says_what_it_rests_on() {
    let cases: &[Change<CarePathway>] = &[
        (
            |pathway| pathway.steps[0].grounds.source = Some(" ".to_owned()),
            "step `identify`: it is stated, and no source is named",
        ),
        (
            |pathway| pathway.decisions[0].rows[4].grounds.why = None,
            "row `smokes/5`: it is inferred, and nothing says why",
        ),
        (
            |pathway| pathway.population[0].grounds.source = Some("exmple 1".to_owned()),
            "population `1`: its source `exmple` is not among the sources",
        ),
    ];
    for (change, message) in cases {
        breaks(change, &[(ProblemCode::PathwayGroundsMissing, message)]);
    }
}

#[test]
fn what_is_derived_from_itself_is_told_once() {
    let derived = |id: &str, from: &str| CarePathway {
        id: id.to_owned(),
        derived_from: Some(DerivedFrom { id: from.to_owned(), version: "1".to_owned() }),
        ..sound()
    };
    let (a, b, c) = (derived("a", "b"), derived("b", "c"), derived("c", "b"));
    let own = derived("own", "own");
    let found = check_derivations(&[&a, &b, &c, &own]);
    let got: Vec<_> = found.iter().map(|one| (one.code, one.to_string())).collect();
    let code = ProblemCode::PathwayDerivationCyclic;
    assert_eq!(
        got,
        [
            (code, "pathway `b`: it is derived from itself: `b` from `c` and back".to_owned()),
            (code, "pathway `own`: it is derived from itself".to_owned()),
        ]
    );
    let found = check_derivations(&[&a]);
    assert_eq!(
        found[0].to_string(),
        "pathway `a`: it is derived from version `1` of `b`, which is not here"
    );
}
