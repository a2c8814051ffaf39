//! Parts of a pathway in words.

use firstyear_core::pathway::{
    Bound, CarePathway, Condition, Decision, DecisionInput, DecisionRow, ElementBasis, Grounds,
    Obligation, Window,
};

use crate::format::or;

/// What must hold in a row, such as `reported smoking is smokes or stopped-lately`.
pub(super) fn row(decision: &Decision, row: &DecisionRow) -> String {
    if row.when.is_empty() {
        return "in every case".to_owned();
    }
    conditions(&row.when, &decision.inputs.iter().collect::<Vec<_>>())
}

/// Conditions that must all hold; an input without a name here goes by its id.
pub(super) fn conditions(all: &[Condition], inputs: &[&DecisionInput]) -> String {
    let words = all.iter().map(|one| {
        let input = inputs.iter().find(|input| input.id == one.input);
        condition(one, input.copied())
    });
    words.collect::<Vec<_>>().join(", and ")
}

fn condition(condition: &Condition, input: Option<&DecisionInput>) -> String {
    let name = input.map_or(condition.input.as_str(), |input| input.name.as_str());
    let unit = input.and_then(|input| input.unit.as_ref());
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    if condition.missing {
        return format!("{name}: not recorded");
    }
    match (condition.at_least, condition.below) {
        (Some(least), Some(below)) => format!("{name}: {least} to under {below}{unit}"),
        (Some(least), None) => format!("{name}: {least}{unit} or more"),
        (None, Some(below)) => format!("{name}: under {below}{unit}"),
        (None, None) if condition.is.is_empty() => format!("{name}: anything"),
        (None, None) => format!("{name}: {}", or(&condition.is)),
    }
}

/// What an element rests on, where that is no source.
pub(super) fn basis(grounds: &Grounds) -> Option<&'static str> {
    match grounds.basis {
        ElementBasis::Stated => None,
        ElementBasis::Inferred => Some("inferred"),
        ElementBasis::Open => Some("open"),
    }
}

/// By when, such as `within 10 days of Booking`; empty where nobody says.
pub(super) fn window(pathway: &CarePathway, obligation: &Obligation) -> String {
    let Some(window) = &obligation.window else { return String::new() };
    let from = start(pathway, obligation, window);
    match (window.from, window.to) {
        (Some(least), Some(most)) => format!("{} to {} after {from}", bound(least), bound(most)),
        (Some(least), None) => format!("not before {} after {from}", bound(least)),
        (None, Some(most)) => format!("within {} of {from}", bound(most)),
        (None, None) => String::new(),
    }
}

fn start(pathway: &CarePathway, obligation: &Obligation, window: &Window) -> String {
    let name = |id: &str| pathway.step(id).map_or_else(|| id.to_owned(), |step| step.name.clone());
    let clock = window.clock.as_deref().and_then(|id| pathway.clock(id));
    match clock {
        Some(clock) => match &clock.step {
            Some(step) => name(step),
            None => clock.from.word().to_owned(),
        },
        None => name(obligation.trigger.as_deref().unwrap_or(&pathway.index)),
    }
}

fn bound(bound: Bound) -> String {
    let unit = bound.unit.word().replace('-', " ");
    let unit = if bound.value == 1 { unit.trim_end_matches('s') } else { &unit };
    format!("{} {unit}", bound.value)
}
