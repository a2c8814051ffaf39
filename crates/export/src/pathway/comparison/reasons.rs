//! Why an obligation has its class, in words.

use firstyear_core::pathway::{Bound, CarePathway, Step};
use firstyear_pathways::{
    Change, ComparedObligation, Comparison, Difference, Direction, End, Reason, Start,
};

use crate::format::{and, or};
use crate::pathway::words;

/// One difference, such as `within 10 days, not within 5 days`.
pub(crate) fn reason(
    of: &Comparison<'_>,
    obligation: &ComparedObligation<'_>,
    difference: &Difference<'_>,
) -> String {
    match &difference.reason {
        Reason::Template { reference, local } => {
            format!("asked as {}, not as {}", local.word(), reference.word())
        }
        Reason::Trigger { reference, local } => {
            format!("tied to `{local}`, not to `{reference}`")
        }
        Reason::OwedToFewer { witness } => format!("not owed where {witness}"),
        Reason::OwedToMore { witness } => format!("owed also where {witness}"),
        Reason::OtherInput { input } => {
            format!("`{input}` is not the same input in both, by its kind or unit")
        }
        Reason::ExpectsFewer { reference } => {
            expects(obligation, reference, ["does not count", "is not forbidden"])
        }
        Reason::ExpectsMore { local } => {
            expects(obligation, local, ["counts too", "is forbidden too"])
        }
        Reason::OtherClock { reference, local } => {
            format!("counted from {}, not from {}", start(*local), start(*reference))
        }
        Reason::OwedByClockAlone { clock } => format!("owed only where there is {}", start(*clock)),
        Reason::OwedWithoutClock { clock } => {
            format!("owed even where there is never {}", start(*clock))
        }
        Reason::Window { end, change, reference, local } => {
            window(*end, *change, *reference, *local)
        }
        Reason::OncePerCase => "looked at once a case, not each time".to_owned(),
        Reason::EachTime => "looked at each time, not once a case".to_owned(),
        Reason::MoreDischarges { local } => format!("ended by {} too", or(&quoted(local))),
        Reason::FewerDischarges { reference } => {
            format!("not ended by {}", or(&quoted(reference)))
        }
        Reason::Strength { reference, local } => {
            format!("`{}`, not `{}`", local.word(), reference.word())
        }
        Reason::OtherActors { reference, local } => format!(
            "`{}` is done by {}, not by {}",
            local.id,
            and(&who(of.local, local)),
            or(&who(of.reference, reference))
        ),
        Reason::NobodyNamed { reference, local } => format!(
            "nobody is named who does `{}`, where the reference names {}",
            local.id,
            or(&who(of.reference, reference))
        ),
        Reason::OpenHere => {
            let why = obligation.local.and_then(|local| local.grounds.why.as_deref());
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            format!("open here, where it judges nothing{why}")
        }
        Reason::TriggerLost { reference } => format!("nothing here stands for `{reference}`"),
        Reason::ExpectedLost { reference } => {
            format!("nothing here stands for {}", or(&quoted(reference)))
        }
        Reason::NotOwed => "its steps are here, and nothing asks for them".to_owned(),
        _ => "it differs".to_owned(),
    }
}

/// Which of the two asks more, seen from the local one.
pub(crate) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Stricter => "asks more",
        Direction::Looser => "asks less",
        Direction::Other => "asks something else",
    }
}

fn expects(obligation: &ComparedObligation<'_>, ids: &[&str], said: [&str; 2]) -> String {
    let [expected, forbidden] = said;
    let said = if obligation.reference.template.forbids() { forbidden } else { expected };
    match ids {
        [one] => format!("`{one}` {said}"),
        _ => format!("each of {} {said}", and(&quoted(ids))),
    }
}

fn window(end: End, change: Change, reference: Option<Bound>, local: Option<Bound>) -> String {
    let side = match end {
        End::From => "not before",
        End::To => "within",
    };
    let said = |bound: Bound| format!("{side} {}", words::bound(bound));
    match (reference, local) {
        (Some(reference), Some(local)) if change == Change::CannotTell => format!(
            "{} against {}: neither is sure to lie within the other",
            said(local),
            said(reference)
        ),
        (Some(reference), Some(local)) => format!("{}, not {}", said(local), said(reference)),
        (Some(reference), None) => format!("at any time, not {}", said(reference)),
        (None, Some(local)) => format!("{}, not at any time", said(local)),
        (None, None) => "at another time".to_owned(),
    }
}

/// What a window counts from.
fn start(start: Start<'_>) -> String {
    match start {
        Start::Trigger => "its own step".to_owned(),
        Start::Gestation => "the beginning of the pregnancy".to_owned(),
        Start::Birth => "a birth".to_owned(),
        Start::Step(id) | Start::LocalStep(id) => format!("`{id}`"),
    }
}

pub(super) fn quoted(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| format!("`{id}`")).collect()
}

/// Those who do a step, by role.
pub(super) fn who(pathway: &CarePathway, step: &Step) -> Vec<String> {
    pathway.actors_of(step).map(|actor| actor.name.clone()).collect()
}
