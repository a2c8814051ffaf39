//! Parts of a pathway in words.

use firstyear_core::pathway::{
    Bound, CarePathway, ClockStart, Condition, Decision, DecisionInput, DecisionRow, ElementBasis,
    Grounds, Obligation, PathwaySource, Window,
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
    format!("{name}: {}", value(condition, input))
}

/// What an input must be.
pub(super) fn value(condition: &Condition, input: Option<&DecisionInput>) -> String {
    let unit = input.and_then(|input| input.unit.as_ref());
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    if condition.missing {
        return "not recorded".to_owned();
    }
    match (condition.at_least, condition.below) {
        (Some(least), Some(below)) => format!("{least} to under {below}{unit}"),
        (Some(least), None) => format!("{least}{unit} or more"),
        (None, Some(below)) => format!("under {below}{unit}"),
        (None, None) if condition.is.is_empty() => "anything".to_owned(),
        (None, None) => or(&condition.is),
    }
}

/// The same with blanks in its words, as they are spoken.
fn spoken(condition: &Condition) -> Condition {
    let is = condition.is.iter().map(|word| word.replace('-', " ")).collect();
    Condition { is, ..condition.clone() }
}

/// As [`conditions`], with words as they are spoken.
pub(super) fn spoken_conditions(all: &[Condition], inputs: &[&DecisionInput]) -> String {
    conditions(&all.iter().map(spoken).collect::<Vec<_>>(), inputs)
}

/// Inputs by letters, for a table whose head names each once: `A`, then `B`.
pub(super) fn letter(place: usize) -> String {
    let letter = u8::try_from(place).ok().filter(|place| *place < 26);
    letter.map_or_else(|| format!("Input {}", place + 1), |place| char::from(b'A' + place).into())
}

/// What must hold in a row of a table whose head names its inputs: `A: clear; B: not recorded`,
/// and the value alone where there is one input. Words are written with blanks.
pub(super) fn short_row(decision: &Decision, row: &DecisionRow) -> String {
    if row.when.is_empty() {
        return "in every case".to_owned();
    }
    let said = row.when.iter().map(|one| {
        let place = decision.inputs.iter().position(|input| input.id == one.input);
        let input = place.and_then(|place| decision.inputs.get(place));
        let value = value(&spoken(one), input);
        match place {
            Some(_) if decision.inputs.len() == 1 => value,
            Some(place) => format!("{}: {value}", letter(place)),
            None => format!("{}: {value}", one.input),
        }
    });
    said.collect::<Vec<_>>().join("; ")
}

/// The inputs of a decision as the head of such a table.
pub(super) fn table_head(decision: &Decision) -> Vec<String> {
    match decision.inputs.as_slice() {
        [only] => vec![format!("{}:", only.name)],
        inputs => {
            let named = inputs.iter().enumerate();
            named.map(|(place, input)| format!("{}: {}", letter(place), input.name)).collect()
        }
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
    let clock = window.clock.as_deref().and_then(|id| pathway.clock(id));
    if clock.is_some_and(|clock| clock.from == ClockStart::Gestation) {
        return match (window.from, window.to) {
            (Some(least), Some(most)) => {
                format!("at {} to {} of gestation", bound(least), bound(most))
            }
            (Some(least), None) => format!("not before {} of gestation", bound(least)),
            (None, Some(most)) => format!("by {} of gestation", bound(most)),
            (None, None) => String::new(),
        };
    }
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

/// Such as `2 working days`.
pub(super) fn bound(bound: Bound) -> String {
    let unit = bound.unit.word().replace('-', " ");
    let unit = if bound.value == 1 { unit.trim_end_matches('s') } else { &unit };
    format!("{} {unit}", bound.value)
}

/// The name of a step, a decision or an exit.
pub(super) fn named<'p>(pathway: &'p CarePathway, id: &'p str) -> &'p str {
    let step = pathway.step(id).map(|step| &*step.name);
    let step = step.or_else(|| pathway.decision(id).map(|decision| &*decision.question));
    step.or_else(|| pathway.exit(id).map(|exit| &*exit.name)).unwrap_or(id)
}

/// The publications that a pathway names.
pub(super) fn sources(pathway: &CarePathway) -> String {
    let source = |source: &PathwaySource| {
        let year = source.year.map_or_else(String::new, |year| format!(" ({year})"));
        format!("{}: {}{year}", source.publisher, source.title)
    };
    let sources: Vec<String> = pathway.sources.iter().map(source).collect();
    format!("Sources: {}.", sources.join("; "))
}
