//! Each reason in words, and a page of all.

use firstyear_core::AreaCode;
use firstyear_core::pathway::{
    Bound, CarePathway, DerivedFrom, ElementBasis, Obligation, ObligationTemplate, PathwayStatus,
    Per, Strength, TimeUnit, Window,
};
use firstyear_pathways::{coverage, diff};

use super::*;
use crate::pathway::tests::made_up;
use crate::wire::{PathwayDiffV1, to_json};

/// Why the obligation `helped` has its class after a change of the local pathway, with the
/// class.
fn said(change: impl FnOnce(&mut CarePathway)) -> (String, String) {
    let (reference, mut local) = (made_up(), made_up());
    change(&mut local);
    let found = diff(&local, &reference);
    let one = found.obligations.iter().find(|one| one.reference.id == "helped").unwrap();
    (class(one.class, english()), whys(&found, one, english()).join("; "))
}

fn helped(pathway: &mut CarePathway) -> &mut Obligation {
    pathway.obligations.iter_mut().find(|one| one.id == "helped").unwrap()
}

fn window(from: Option<u32>, to: Option<u32>, unit: TimeUnit) -> Window {
    let bound = |value| Bound { value, unit };
    Window { clock: None, from: from.map(bound), to: to.map(bound) }
}

type Change = fn(&mut CarePathway);

#[test]
fn each_reason_is_told_with_who_asks_more() {
    let cases: [(Change, &str, &str); 17] = [
        (|_| {}, "entailed", ""),
        (
            |local| helped(local).template = ObligationTemplate::Succession,
            "entailed",
            "asked as succession, not as response (asks more)",
        ),
        (
            |local| helped(local).trigger = Some("ask".to_owned()),
            "altered",
            "tied to `ask`, not to `end` (asks something else)",
        ),
        (
            |local| helped(local).eligible[0].at_least = Some(6.0),
            "weakened",
            "not owed where `co` is 4 or more and below 6 (asks less)",
        ),
        (
            |local| helped(local).eligible[0].at_least = Some(2.0),
            "entailed",
            "owed also where `co` is 2 or more and below 4 (asks more)",
        ),
        (|local| local.decisions[0].inputs[0].unit = None, "entailed", ""),
        (
            |local| local.decisions[0].inputs[0].unit = Some("percent".to_owned()),
            "altered",
            "`co` is not the same input in both, by its kind or unit (asks something else)",
        ),
        (
            |local| helped(local).expects.extend(["both".to_owned(), "record".to_owned()]),
            "weakened",
            "each of `both` and `record` counts too (asks less)",
        ),
        (
            |local| helped(local).window = Some(window(None, Some(3), TimeUnit::WorkingDays)),
            "weakened",
            "within 3 working days, not within 1 working day (asks less)",
        ),
        (
            |local| helped(local).window = Some(window(Some(1), Some(2), TimeUnit::Days)),
            "altered",
            "not before 1 day, not at any time (asks more); within 2 days against within 1 \
             working day: neither is sure to lie within the other (asks something else)",
        ),
        (
            |local| helped(local).window = None,
            "weakened",
            "at any time, not within 1 working day (asks less)",
        ),
        (
            |local| {
                let clock = Some("birth".to_owned());
                let within = window(None, Some(1), TimeUnit::WorkingDays);
                helped(local).window = Some(Window { clock, ..within });
            },
            "altered",
            "counted from a birth, not from its own step (asks something else)",
        ),
        (
            |local| {
                let one = helped(local);
                one.per = Per::Activation;
                one.strength = Strength::May;
                one.discharged_by = vec!["out".to_owned()];
            },
            "altered",
            "looked at each time, not once a case (asks more); ended by `out` too (asks less); \
             `may`, not `should` (asks less)",
        ),
        (
            |local| local.steps[2].actors = vec!["midwife".to_owned()],
            "altered",
            "`help` is done by midwife, not by adviser; <b> (asks something else)",
        ),
        (
            |local| local.steps[2].actors.clear(),
            "weakened",
            "nobody is named who does `help`, where the reference names adviser; <b> (asks less)",
        ),
        (
            |local| {
                helped(local).grounds.basis = ElementBasis::Open;
                helped(local).grounds.why = Some("nobody agrees".to_owned());
            },
            "absent",
            "open here, where it judges nothing: nobody agrees",
        ),
        (
            |local| {
                local.obligations.retain(|one| one.id != "helped");
                local.steps.retain(|step| step.id != "end");
            },
            "absent",
            "nothing here stands for `end`",
        ),
    ];
    for (change, class, why) in cases {
        assert_eq!(said(change), (class.to_owned(), why.to_owned()));
    }
}

#[test]
fn what_is_forbidden_is_told_as_such() {
    let (mut reference, mut local) = (made_up(), made_up());
    for pathway in [&mut reference, &mut local] {
        helped(pathway).template = ObligationTemplate::Absence;
    }
    helped(&mut local).expects = vec!["both".to_owned()];
    let found = diff(&local, &reference);
    let one = found.obligations.iter().find(|one| one.reference.id == "helped").unwrap();
    assert_eq!(
        whys(&found, one, english()),
        ["`help` is not forbidden (asks less)", "`both` is forbidden too (asks more)"]
    );
}

/// A local pathway of an area with a change of each kind.
fn changed_pathway() -> CarePathway {
    let mut local = made_up();
    local.id = "ours".to_owned();
    local.title = "Ours | [made up]".to_owned();
    local.area = Some(AreaCode::new("E06000001").unwrap());
    local.status = PathwayStatus::Withdrawn;
    local.derived_from = Some(DerivedFrom { id: "smoking".to_owned(), version: "0".to_owned() });
    helped(&mut local).window = None;
    let mut extra = helped(&mut local).clone();
    helped(&mut local).id = "helped-once".to_owned();
    extra.id = "recorded".to_owned();
    extra.text = "It is *recorded*.".to_owned();
    extra.expects = vec!["write".to_owned()];
    local.obligations.push(extra);
    local.obligations.retain(|one| one.id != "later");
    local.steps[2].setting = Some("by telephone".to_owned());
    local.steps[2].at_most = None;
    local.steps[3].id = "meet".to_owned();
    local.steps[4].id = "write".to_owned();
    local.steps[4].activities = vec!["record".to_owned()];
    local.decisions[0].id = "asked-whether".to_owned();
    local.decisions[0].rows[1].then = "out".to_owned();
    local
}

#[test]
fn a_page_and_a_table_hold_all() {
    let (mut reference, mut local) = (made_up(), changed_pathway());
    // One row alone fits each case, as in a sound pathway.
    for pathway in [&mut reference, &mut local] {
        pathway.decisions[0].rows.pop();
    }
    let found = [diff(&local, &reference)];
    let areas = [AreaCode::new("E06000002").unwrap()];
    let covered = coverage(&found, &areas);
    insta::assert_snapshot!("comparison", markdown(&found, Some(&covered)));
    insta::assert_snapshot!("comparison_flat", flat(&found).csv());
    let one = to_json(&PathwayDiffV1::new(&reference, &found, Some(&covered))).unwrap();
    insta::assert_snapshot!("comparison_json", one);
    assert!(markdown(&[], None).is_empty());
}
