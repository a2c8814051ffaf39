//! What a local pathway keeps of a reference, change by change.

use firstyear_core::AreaCode;
use firstyear_core::pathway::{
    Actor, Bound, CarePathway, Condition, DerivedFrom, ElementBasis, Exit, Obligation,
    ObligationTemplate, PathwayKind, Per, StepCode, Strength, TimeUnit, Window,
};
use firstyear_pathways::{
    Change, Class, ComparedObligation, Comparison, Derivation, Difference, Direction, End,
    MatchedBy, Reason, Start, StepChange, coverage, diff,
};

fn reference() -> CarePathway {
    toml::from_str(include_str!("data/stop-smoking.toml")).unwrap()
}

fn local() -> CarePathway {
    let reference = reference();
    let derived_from =
        Some(DerivedFrom { id: reference.id.clone(), version: reference.version.clone() });
    CarePathway { id: "ours".to_owned(), kind: PathwayKind::Local, derived_from, ..reference }
}

fn owed<'p>(pathway: &'p mut CarePathway, id: &str) -> &'p mut Obligation {
    pathway.obligations.iter_mut().find(|one| one.id == id).unwrap()
}

fn found<'c, 'p>(found: &'c Comparison<'p>, id: &str) -> &'c ComparedObligation<'p> {
    found.obligations.iter().find(|one| one.reference.id == id).unwrap()
}

/// What becomes of an obligation after a change of the local one of the same id.
#[track_caller]
fn becomes(
    id: &str,
    change: impl FnOnce(&mut Obligation),
    class: Class,
    want: impl FnOnce(&[Difference<'_>]) -> bool,
) {
    let (reference, mut local) = (reference(), local());
    change(owed(&mut local, id));
    let comparison = diff(&local, &reference);
    let one = found(&comparison, id);
    assert_eq!(one.class, class, "{:?}", one.reasons);
    assert!(want(&one.reasons), "{:?}", one.reasons);
}

fn within(value: u32, unit: TimeUnit) -> Window {
    Window { clock: None, from: None, to: Some(Bound { value, unit }) }
}

#[test]
fn a_copy_keeps_everything() {
    let (reference, local) = (reference(), local());
    let found = diff(&local, &reference);
    assert_eq!(found.derivation, Derivation::Same);
    for one in &found.obligations {
        let open = one.reference.grounds.basis == ElementBasis::Open;
        assert_eq!(one.class, if open { Class::Open } else { Class::Entailed });
        assert_eq!(
            (one.local.map(|local| &local.id), &*one.reasons),
            (Some(&one.reference.id), &[][..])
        );
    }
    assert!(found.steps.iter().all(|one| one.by == MatchedBy::Id && one.changes.is_empty()));
    assert!(found.decisions.iter().all(|one| one.elsewhere.is_empty()));
    assert!(found.lost_steps.is_empty() && found.extra_steps.is_empty());
    assert!(found.lost_loops.is_empty() && found.extra_obligations.is_empty());
}

#[test]
fn a_window_is_held_end_by_end() {
    use Change::{CannotTell, Narrower, Wider};
    let of = |want: Change| {
        move |found: &[Difference<'_>]| {
            matches!(found, [Difference { reason: Reason::Window { end: End::To, change, .. }, .. }]
                if *change == want)
        }
    };
    // The reference wants contact within two working days.
    let cases = [
        (Some(within(1, TimeUnit::WorkingDays)), Class::Entailed, Narrower),
        (Some(within(3, TimeUnit::WorkingDays)), Class::Weakened, Wider),
        (Some(within(1, TimeUnit::Days)), Class::Entailed, Narrower),
        (Some(within(24, TimeUnit::Hours)), Class::Entailed, Narrower),
        // Two working days may be two days, or eleven over holidays.
        (Some(within(4, TimeUnit::Days)), Class::Altered, CannotTell),
        (Some(within(2, TimeUnit::Weeks)), Class::Weakened, Wider),
        (None, Class::Weakened, Wider),
    ];
    for (window, class, change) in cases {
        let to = |one: &mut Obligation| one.window = window;
        becomes("contacted", to, class, of(change));
    }
    let of_birth = |one: &mut Obligation| {
        let clock = Some("gestation".to_owned());
        one.window = Some(Window { clock, ..within(2, TimeUnit::WorkingDays) });
    };
    becomes("contacted", of_birth, Class::Altered, |found| {
        let [Difference { reason, .. }] = found else { return false };
        *reason == Reason::OtherClock { reference: Start::Trigger, local: Start::Gestation }
    });
}

#[test]
fn whom_it_is_owed_to_has_a_witness() {
    let asked = |at_least: f64| Condition {
        input: "co-reading".to_owned(),
        at_least: Some(at_least),
        below: None,
        is: Vec::new(),
        missing: false,
    };
    let witness = |found: &[Difference<'_>]| match found {
        [
            Difference {
                reason: Reason::OwedToFewer { witness } | Reason::OwedToMore { witness },
                ..
            },
        ] => witness.to_string(),
        _ => String::new(),
    };
    let (mut wide, mut narrow) = (reference(), local());
    owed(&mut wide, "contacted").eligible = vec![asked(4.0)];
    owed(&mut narrow, "contacted").eligible = vec![asked(7.0)];
    let comparison = diff(&narrow, &wide);
    let one = found(&comparison, "contacted");
    assert_eq!(
        (one.class, witness(&one.reasons)),
        (Class::Weakened, "`co-reading` is 4 or more and below 7".to_owned())
    );
    let comparison = diff(&wide, &narrow);
    let one = found(&comparison, "contacted");
    assert_eq!(
        (one.class, witness(&one.reasons)),
        (Class::Entailed, "`co-reading` is 4 or more and below 7".to_owned())
    );
    // One unit is not another.
    narrow.decisions[0].inputs[0].unit = Some("percent".to_owned());
    let comparison = diff(&narrow, &wide);
    let one = found(&comparison, "contacted");
    assert_eq!(one.class, Class::Altered);
    assert!(matches!(one.reasons[0].reason, Reason::OtherInput { input: "co-reading" }));
    assert_eq!(comparison.decisions[0].other_input, Some("co-reading"));
}

#[test]
fn each_field_has_its_direction() {
    use Direction::{Looser, Other, Stricter};
    let only = |want: Direction| {
        move |found: &[Difference<'_>]| found.len() == 1 && found[0].direction == want
    };
    becomes("contacted", |one| one.per = Per::Case, Class::Weakened, only(Looser));
    becomes("contacted", |one| one.strength = Strength::May, Class::Weakened, only(Looser));
    becomes(
        "contacted",
        |one| one.expects.push("opt-out".to_owned()),
        Class::Weakened,
        only(Looser),
    );
    becomes(
        "contacted",
        |one| one.trigger = Some("identify".to_owned()),
        Class::Altered,
        only(Other),
    );
    becomes(
        "contacted",
        |one| one.discharged_by.push("follow-up".to_owned()),
        Class::Weakened,
        only(Looser),
    );
    becomes(
        "contacted",
        |one| one.discharged_by.clear(),
        Class::Entailed,
        |found| found.iter().all(|one| one.direction == Stricter),
    );
    let template = |template| move |one: &mut Obligation| one.template = template;
    becomes("contacted", template(ObligationTemplate::Succession), Class::Entailed, only(Stricter));
    becomes(
        "contacted",
        template(ObligationTemplate::RespondedExistence),
        Class::Weakened,
        only(Looser),
    );
    becomes("contacted", template(ObligationTemplate::NotTogether), Class::Altered, |found| {
        matches!(found[0].reason, Reason::Template { .. }) && found[0].direction == Other
    });
    // One of each kind.
    becomes(
        "contacted",
        |one| {
            one.per = Per::Case;
            one.strength = Strength::Must;
        },
        Class::Altered,
        |found| found.iter().map(|one| one.direction).eq([Looser, Stricter]),
    );
}

#[test]
fn what_is_open_judges_nothing() {
    let open = |one: &mut Obligation| one.grounds.basis = ElementBasis::Open;
    becomes("contacted", open, Class::Absent, |found| found[0].reason == Reason::OpenHere);
    // Another that is settled does as well.
    let (reference, mut local) = (reference(), local());
    let mut other = owed(&mut local, "contacted").clone();
    open(owed(&mut local, "contacted"));
    other.id = "contact-made".to_owned();
    local.obligations.push(other);
    let comparison = diff(&local, &reference);
    let one = found(&comparison, "contacted");
    assert_eq!((one.class, &*one.local.unwrap().id), (Class::Entailed, "contact-made"));
    assert!(comparison.extra_obligations.is_empty());
}

#[test]
fn what_is_absent_says_why() {
    let reference = reference();
    let mut ours = local();
    ours.obligations.retain(|one| one.id != "contacted");
    let comparison = diff(&ours, &reference);
    let one = found(&comparison, "contacted");
    assert_eq!((one.class, one.local), (Class::Absent, None));
    assert_eq!(one.reasons[0].reason, Reason::NotOwed);
    ours.steps.retain(|step| step.id != "contact" && step.id != "refer");
    let comparison = diff(&ours, &reference);
    let reasons: Vec<_> =
        found(&comparison, "contacted").reasons.iter().map(|one| &one.reason).collect();
    let lost = Reason::ExpectedLost { reference: vec!["contact"] };
    assert_eq!(reasons, [&Reason::TriggerLost { reference: "refer" }, &lost]);
    let ids: Vec<_> = comparison.lost_steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids, ["refer", "contact"]);
}

#[test]
fn steps_are_the_same_by_id_or_by_what_stands_for_them() {
    let reference_text = toml::to_string(&reference()).unwrap();
    let renamed = |text: &str| {
        let text = text.replace("\"contact\"", "\"first-call\"");
        text.replace("kind = \"first-call\"", "kind = \"contact\"")
    };
    let mut reference = reference();
    let mut ours: CarePathway = toml::from_str(&renamed(&reference_text)).unwrap();
    let kept = |reference: &CarePathway, ours: &CarePathway| {
        found(&diff(ours, reference), "contacted").class
    };
    assert_eq!(kept(&reference, &ours), Class::Altered);
    let code = StepCode { system: "snomed-ct".to_owned(), code: "1".to_owned() };
    for pathway in [&mut reference, &mut ours] {
        let step = pathway.steps.iter_mut().find(|one| one.name == "Specialist contact").unwrap();
        step.codes.push(code.clone());
    }
    assert_eq!(kept(&reference, &ours), Class::Entailed);
    let by = |reference: &CarePathway, ours: &CarePathway| {
        let found = diff(ours, reference);
        found.steps.iter().find(|one| one.reference.id == "contact").map(|one| one.by)
    };
    assert_eq!(by(&reference, &ours), Some(MatchedBy::Code));
    for step in &mut ours.steps {
        step.codes.clear();
        if step.id == "first-call" {
            step.activities = vec!["contact".to_owned()];
        }
    }
    assert_eq!(by(&reference, &ours), Some(MatchedBy::Activity));
}

#[test]
fn ways_out_are_the_same_by_id_or_as_the_only_one_for_a_reason() {
    let (reference, mut ours) = (reference(), local());
    let declined = ours.exits.iter_mut().find(|exit| exit.id == "declined").unwrap();
    declined.id = "said-no".to_owned();
    for one in &mut ours.obligations {
        for id in one.discharged_by.iter_mut().filter(|id| *id == "declined") {
            *id = "said-no".to_owned();
        }
    }
    assert_eq!(found(&diff(&ours, &reference), "contacted").class, Class::Entailed);
    let declined = ours.exits.iter().find(|exit| exit.id == "said-no").unwrap();
    let again = Exit { id: "said-no-again".to_owned(), ..declined.clone() };
    ours.exits.push(again);
    let comparison = diff(&ours, &reference);
    assert_eq!(found(&comparison, "contacted").class, Class::Altered);
}

#[test]
fn who_does_a_step_is_told_and_weighs_where_nobody_is_the_same() {
    let (reference, mut ours) = (reference(), local());
    let of = |pathway: &mut CarePathway, actors: &[&str]| {
        let step = pathway.steps.iter_mut().find(|step| step.id == "contact").unwrap();
        step.actors = actors.iter().map(ToString::to_string).collect();
    };
    of(&mut ours, &["midwife", "adviser"]);
    let comparison = diff(&ours, &reference);
    let step = comparison.steps.iter().find(|one| one.local.id == "contact").unwrap();
    assert_eq!(step.changes, [StepChange::Actors, StepChange::Agencies]);
    assert_eq!(found(&comparison, "contacted").class, Class::Entailed);
    of(&mut ours, &["midwife"]);
    let comparison = diff(&ours, &reference);
    let one = found(&comparison, "contacted");
    assert_eq!(one.class, Class::Altered);
    assert!(matches!(one.reasons[0].reason, Reason::OtherActors { .. }));
    of(&mut ours, &[]);
    let comparison = diff(&ours, &reference);
    assert_eq!(found(&comparison, "contacted").class, Class::Weakened);
    // Somebody is the same by role and agency under another id.
    let adviser = reference.actors.iter().find(|one| one.id == "adviser").unwrap();
    ours.actors.retain(|one| one.id != "adviser");
    ours.actors.push(Actor { id: "quit-adviser".to_owned(), ..adviser.clone() });
    of(&mut ours, &["quit-adviser"]);
    assert_eq!(found(&diff(&ours, &reference), "contacted").class, Class::Entailed);
}

#[test]
fn an_answer_that_is_no_longer_owed_is_a_lost_loop() {
    let (reference, mut ours) = (reference(), local());
    let answered = ours
        .obligations
        .iter()
        .position(|one| one.template == ObligationTemplate::FeedbackClosesLoop)
        .unwrap();
    ours.obligations[answered].strength = Strength::May;
    assert!(diff(&ours, &reference).lost_loops.is_empty(), "a weakened answer is one");
    let id = ours.obligations.remove(answered).id;
    let comparison = diff(&ours, &reference);
    let [lost] = comparison.lost_loops.as_slice() else { panic!("{:?}", comparison.lost_loops) };
    assert_eq!((&*lost.reference.id, &*lost.obligations), ("refer", &[id.as_str()][..]));
    assert!(lost.local.is_some());
}

#[test]
fn a_threshold_that_moved_names_who_goes_elsewhere() {
    let (reference, mut ours) = (reference(), local());
    for row in &mut ours.decisions[0].rows {
        for asked in row.when.iter_mut().filter(|asked| asked.input == "co-reading") {
            asked.at_least = asked.at_least.map(|_| 10.0);
            asked.below = asked.below.map(|_| 10.0);
        }
    }
    let comparison = diff(&ours, &reference);
    let told: Vec<_> = comparison.decisions[0]
        .elsewhere
        .iter()
        .map(|one| (one.witness.to_string(), one.reference, one.local))
        .collect();
    let witness = "`co-reading` is 7 or more and below 10 and `reported` is does-not-smoke";
    assert_eq!(told, [(witness.to_owned(), "refer", "does-not-smoke")]);
}

#[test]
fn another_version_or_another_pathway_is_told() {
    let (reference, mut ours) = (reference(), local());
    ours.derived_from.as_mut().unwrap().version = "0".to_owned();
    assert_eq!(diff(&ours, &reference).derivation, Derivation::OtherVersion("0"));
    ours.derived_from.as_mut().unwrap().id = "elsewhere".to_owned();
    assert_eq!(diff(&ours, &reference).derivation, Derivation::OtherPathway("elsewhere"));
    ours.derived_from = None;
    assert_eq!(diff(&ours, &reference).derivation, Derivation::Unsaid);
}

#[test]
fn an_area_counts_by_the_pathway_that_keeps_least() {
    let area = |code: &str| AreaCode::new(code).unwrap();
    let reference = reference();
    let mut ours = [local(), local(), local()];
    ours[0].area = Some(area("E06000002"));
    ours[1].area = Some(area("E06000002"));
    owed(&mut ours[1], "contacted").per = Per::Case;
    let comparisons: Vec<_> = ours.iter().map(|one| diff(one, &reference)).collect();
    let asked = [area("E06000001"), area("E06000002")];
    let covered = coverage(&comparisons, &asked);
    let places: Vec<_> = covered.areas.iter().map(|one| (one.area, &*one.pathways)).collect();
    let want = [(Some(&asked[0]), &[][..]), (Some(&asked[1]), &[0, 1]), (None, &[2])];
    assert_eq!(places, want);
    let one = covered.obligations.iter().find(|one| one.obligation.id == "contacted").unwrap();
    assert_eq!(one.classes, [None, Some(Class::Weakened), Some(Class::Entailed)]);
    assert_eq!((one.count(None), one.count(Some(Class::Entailed))), (1, 1));
    assert!(coverage(&[], &asked).areas.is_empty());
}
