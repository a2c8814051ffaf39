//! Parts of a pathway in words.

use firstyear_core::pathway::{
    Bound, CarePathway, ClockStart, Condition, Decision, DecisionInput, DecisionRow, ElementBasis,
    ExitReason, Grounds, Obligation, PathwaySource, TimeUnit, Window,
};

use crate::words::{Words, say};

/// Why somebody leaves, in words.
pub(crate) fn exit_reason(reason: ExitReason, words: &Words) -> String {
    say!(words, "pathway-exit", reason = reason.word())
}

/// What must hold in a row, such as `reported smoking is smokes or stopped-lately`.
pub(super) fn row(decision: &Decision, row: &DecisionRow, words: &Words) -> String {
    if row.when.is_empty() {
        return say!(words, "condition-every-case");
    }
    conditions(&row.when, &decision.inputs.iter().collect::<Vec<_>>(), words)
}

/// Conditions that must all hold; an input without a name here goes by its id.
pub(super) fn conditions(all: &[Condition], inputs: &[&DecisionInput], words: &Words) -> String {
    let said = all.iter().map(|one| {
        let input = inputs.iter().find(|input| input.id == one.input);
        condition(one, input.copied(), words)
    });
    let one_and_other =
        |first: String, last: String| say!(words, "condition-and", first = first, last = last);
    said.reduce(one_and_other).unwrap_or_default()
}

fn condition(condition: &Condition, input: Option<&DecisionInput>, words: &Words) -> String {
    let name = input.map_or(condition.input.as_str(), |input| input.name.as_str());
    format!("{name}: {}", value(condition, input, words))
}

/// What an input must be.
pub(super) fn value(condition: &Condition, input: Option<&DecisionInput>, words: &Words) -> String {
    let unit = input.and_then(|input| input.unit.as_ref());
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    if condition.missing {
        return say!(words, "condition-not-recorded");
    }
    match (condition.at_least, condition.below) {
        (Some(least), Some(below)) => say!(
            words,
            "condition-between",
            least = least.to_string(),
            below = format!("{below}{unit}")
        ),
        (Some(least), None) => {
            say!(words, "condition-at-least", least = format!("{least}{unit}"))
        }
        (None, Some(below)) => say!(words, "condition-below", below = format!("{below}{unit}")),
        (None, None) if condition.is.is_empty() => say!(words, "condition-anything"),
        (None, None) => words.or(&condition.is),
    }
}

/// The same with blanks in its words, as they are spoken.
fn spoken(condition: &Condition) -> Condition {
    let is = condition.is.iter().map(|word| word.replace('-', " ")).collect();
    Condition { is, ..condition.clone() }
}

/// As [`conditions`], with words as they are spoken.
pub(super) fn spoken_conditions(
    all: &[Condition],
    inputs: &[&DecisionInput],
    words: &Words,
) -> String {
    conditions(&all.iter().map(spoken).collect::<Vec<_>>(), inputs, words)
}

/// Inputs by letters, for a table whose head names each once: `A`, then `B`.
pub(super) fn letter(place: usize, words: &Words) -> String {
    let letter = u8::try_from(place).ok().filter(|place| *place < 26);
    letter.map_or_else(
        || say!(words, "condition-input", place = (place + 1).to_string()),
        |place| char::from(b'A' + place).into(),
    )
}

/// What must hold in a row of a table whose head names its inputs: `A: clear; B: not recorded`,
/// and the value alone where there is one input. Words are written with blanks.
pub(super) fn short_row(decision: &Decision, row: &DecisionRow, words: &Words) -> String {
    if row.when.is_empty() {
        return say!(words, "condition-every-case");
    }
    let said = row.when.iter().map(|one| {
        let place = decision.inputs.iter().position(|input| input.id == one.input);
        let input = place.and_then(|place| decision.inputs.get(place));
        let value = value(&spoken(one), input, words);
        match place {
            Some(_) if decision.inputs.len() == 1 => value,
            Some(place) => format!("{}: {value}", letter(place, words)),
            None => format!("{}: {value}", one.input),
        }
    });
    said.collect::<Vec<_>>().join("; ")
}

/// The inputs of a decision as the head of such a table.
pub(super) fn table_head(decision: &Decision, words: &Words) -> Vec<String> {
    match decision.inputs.as_slice() {
        [only] => vec![format!("{}:", only.name)],
        inputs => {
            let named = inputs.iter().enumerate();
            named
                .map(|(place, input)| format!("{}: {}", letter(place, words), input.name))
                .collect()
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
pub(super) fn window(pathway: &CarePathway, obligation: &Obligation, words: &Words) -> String {
    let Some(window) = &obligation.window else { return String::new() };
    let from = start(pathway, obligation, window, words);
    let clock = window.clock.as_deref().and_then(|id| pathway.clock(id));
    let bounds =
        (window.from.map(|least| bound(least, words)), window.to.map(|most| bound(most, words)));
    if clock.is_some_and(|clock| clock.from == ClockStart::Gestation) {
        return match bounds {
            (Some(least), Some(most)) => {
                say!(words, "window-gestation-between", least = least, most = most)
            }
            (Some(least), None) => say!(words, "window-gestation-from", least = least),
            (None, Some(most)) => say!(words, "window-gestation-by", most = most),
            (None, None) => String::new(),
        };
    }
    match bounds {
        (Some(least), Some(most)) => {
            say!(words, "window-between", least = least, most = most, start = from)
        }
        (Some(least), None) => say!(words, "window-from", least = least, start = from),
        (None, Some(most)) => say!(words, "window-by", most = most, start = from),
        (None, None) => String::new(),
    }
}

fn start(pathway: &CarePathway, obligation: &Obligation, window: &Window, words: &Words) -> String {
    let name = |id: &str| pathway.step(id).map_or_else(|| id.to_owned(), |step| step.name.clone());
    let clock = window.clock.as_deref().and_then(|id| pathway.clock(id));
    match clock {
        Some(clock) => match &clock.step {
            Some(step) => name(step),
            None => say!(words, "window-clock", clock = clock.from.word()),
        },
        None => name(obligation.trigger.as_deref().unwrap_or(&pathway.index)),
    }
}

/// Such as `2 working days`.
pub(super) fn bound(bound: Bound, words: &Words) -> String {
    let (n, count) = (bound.value, bound.value.to_string());
    match bound.unit {
        TimeUnit::Hours => say!(words, "time-hours", n = n, count = count),
        TimeUnit::Days => say!(words, "time-days", n = n, count = count),
        TimeUnit::WorkingDays => say!(words, "time-working-days", n = n, count = count),
        TimeUnit::Weeks => say!(words, "time-weeks", n = n, count = count),
    }
}

/// The name of a step, a decision or an exit.
pub(super) fn named<'p>(pathway: &'p CarePathway, id: &'p str) -> &'p str {
    let step = pathway.step(id).map(|step| &*step.name);
    let step = step.or_else(|| pathway.decision(id).map(|decision| &*decision.question));
    step.or_else(|| pathway.exit(id).map(|exit| &*exit.name)).unwrap_or(id)
}

/// The publications that a pathway names.
pub(super) fn sources(pathway: &CarePathway, words: &Words) -> String {
    let source = |source: &PathwaySource| {
        let (publisher, title) = (source.publisher.as_str(), source.title.as_str());
        match source.year {
            Some(year) => {
                let year = year.to_string();
                say!(words, "drawing-source-of", publisher = publisher, title = title, year = year)
            }
            None => say!(words, "drawing-source", publisher = publisher, title = title),
        }
    };
    let sources: Vec<String> = pathway.sources.iter().map(source).collect();
    say!(words, "drawing-sources", sources = sources.join("; "))
}
