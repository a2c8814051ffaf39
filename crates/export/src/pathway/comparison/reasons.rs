//! Why an obligation has its class, in words.

use firstyear_core::pathway::{Bound, CarePathway, Step};
use firstyear_pathways::{
    Change, ComparedObligation, Comparison, Difference, Direction, End, Reason, Start,
};

use crate::pathway::words as parts;
use crate::words::{Words, say};

/// One difference, such as `within 10 days, not within 5 days`.
pub(crate) fn reason(
    of: &Comparison<'_>,
    obligation: &ComparedObligation<'_>,
    difference: &Difference<'_>,
    words: &Words,
) -> String {
    match &difference.reason {
        Reason::Template { reference, local } => {
            say!(words, "diff-template", local = local.word(), reference = reference.word())
        }
        Reason::Trigger { reference, local } => {
            say!(words, "diff-trigger", local = *local, reference = *reference)
        }
        Reason::OwedToFewer { witness } => {
            say!(words, "diff-owed-to-fewer", witness = witness.to_string())
        }
        Reason::OwedToMore { witness } => {
            say!(words, "diff-owed-to-more", witness = witness.to_string())
        }
        Reason::OtherInput { input } => say!(words, "diff-other-input", input = *input),
        Reason::ExpectsFewer { reference } => expects(obligation, reference, false, words),
        Reason::ExpectsMore { local } => expects(obligation, local, true, words),
        Reason::OtherClock { reference, local } => {
            let (local, reference) = (start(*local, words), start(*reference, words));
            say!(words, "diff-other-clock", local = local, reference = reference)
        }
        Reason::OwedByClockAlone { clock } => {
            say!(words, "diff-by-clock-alone", clock = start(*clock, words))
        }
        Reason::OwedWithoutClock { clock } => {
            say!(words, "diff-without-clock", clock = start(*clock, words))
        }
        Reason::Window { end, change, reference, local } => {
            window(*end, *change, *reference, *local, words)
        }
        Reason::OncePerCase => say!(words, "diff-once-per-case"),
        Reason::EachTime => say!(words, "diff-each-time"),
        Reason::MoreDischarges { local } => {
            say!(words, "diff-more-discharges", steps = words.or(&quoted(local)))
        }
        Reason::FewerDischarges { reference } => {
            say!(words, "diff-fewer-discharges", steps = words.or(&quoted(reference)))
        }
        Reason::Strength { reference, local } => {
            say!(words, "diff-strength", local = local.word(), reference = reference.word())
        }
        Reason::OtherActors { reference, local } => say!(
            words,
            "diff-other-actors",
            step = local.id.as_str(),
            local = words.and(&who(of.local, local)),
            reference = words.or(&who(of.reference, reference))
        ),
        Reason::NobodyNamed { reference, local } => say!(
            words,
            "diff-nobody-named",
            step = local.id.as_str(),
            reference = words.or(&who(of.reference, reference))
        ),
        Reason::OpenHere => match obligation.local.and_then(|local| local.grounds.why.as_deref()) {
            Some(why) => say!(words, "diff-open-here-why", why = why),
            None => say!(words, "diff-open-here"),
        },
        Reason::TriggerLost { reference } => {
            say!(words, "diff-nothing-stands-for", steps = format!("`{reference}`"))
        }
        Reason::ExpectedLost { reference } => {
            say!(words, "diff-nothing-stands-for", steps = words.or(&quoted(reference)))
        }
        Reason::NotOwed => say!(words, "diff-not-owed"),
        _ => say!(words, "diff-differs"),
    }
}

/// Which of the two asks more, seen from the local one.
pub(crate) fn direction(direction: Direction, words: &Words) -> String {
    match direction {
        Direction::Stricter => say!(words, "diff-asks-more"),
        Direction::Looser => say!(words, "diff-asks-less"),
        Direction::Other => say!(words, "diff-asks-other"),
    }
}

/// Steps that count or are forbidden, in the local pathway too or no longer.
fn expects(obligation: &ComparedObligation<'_>, ids: &[&str], more: bool, words: &Words) -> String {
    let (n, steps) = (ids.len() as u64, words.and(&quoted(ids)));
    match (obligation.reference.template.forbids(), more) {
        (false, false) => say!(words, "diff-does-not-count", n = n, steps = steps),
        (true, false) => say!(words, "diff-is-not-forbidden", n = n, steps = steps),
        (false, true) => say!(words, "diff-counts-too", n = n, steps = steps),
        (true, true) => say!(words, "diff-is-forbidden-too", n = n, steps = steps),
    }
}

fn window(
    end: End,
    change: Change,
    reference: Option<Bound>,
    local: Option<Bound>,
    words: &Words,
) -> String {
    let said = |bound: Bound| {
        let time = parts::bound(bound, words);
        match end {
            End::From => say!(words, "diff-not-before", time = time),
            End::To => say!(words, "diff-within", time = time),
        }
    };
    match (reference.map(said), local.map(said)) {
        (Some(reference), Some(local)) if change == Change::CannotTell => {
            say!(words, "diff-window-cannot-tell", local = local, reference = reference)
        }
        (Some(reference), Some(local)) => {
            say!(words, "diff-window", local = local, reference = reference)
        }
        (Some(reference), None) => say!(words, "diff-window-none", reference = reference),
        (None, Some(local)) => say!(words, "diff-window-added", local = local),
        (None, None) => say!(words, "diff-window-other"),
    }
}

/// What a window counts from.
fn start(start: Start<'_>, words: &Words) -> String {
    match start {
        Start::Trigger => say!(words, "diff-own-step"),
        Start::Gestation => say!(words, "diff-gestation"),
        Start::Birth => say!(words, "diff-birth"),
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
