//! What in a log does not fit its pathway.

use firstyear_core::ProblemCode;
use firstyear_core::event::{CaseLog, LogColumn, LogFound};
use firstyear_core::pathway::{ElementKind, ElementRef};

use super::conditions::{Recorded, recorded};
use super::origins::Told;
use crate::finding::Finding;
use crate::log::{PathwayLog, translated};

/// Cases in which something is odd.
#[derive(Clone, Debug, Default)]
pub(super) struct Odd {
    /// Those that never have the first step.
    pub(super) without_index: u64,
    /// For each clock those in which it begins more than once.
    pub(super) ambiguous: Vec<u64>,
    /// Those in which it does not begin.
    pub(super) without: Vec<u64>,
    /// Those with a step before it that is expected after it.
    pub(super) before: Vec<u64>,
}

impl Odd {
    pub(super) fn of(clocks: usize) -> Self {
        let none = vec![0; clocks];
        Self { without_index: 0, ambiguous: none.clone(), without: none.clone(), before: none }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.without_index += other.without_index;
        for (all, part) in [
            (&mut self.ambiguous, &other.ambiguous),
            (&mut self.without, &other.without),
            (&mut self.before, &other.before),
        ] {
            all.resize(part.len().max(all.len()), 0);
            for (all, part) in all.iter_mut().zip(part) {
                *all += part;
            }
        }
    }
}

/// Everything, each kind once: of a log, with all that was found in its events.
pub(super) fn all(
    reading: &PathwayLog<'_>,
    (log, events): (&CaseLog, &LogFound),
    told: &Told,
    odd: &Odd,
) -> Vec<Finding> {
    let pathway = reading.pathway;
    let whole = ElementRef::new(ElementKind::Pathway, &pathway.id);
    let mut found = Vec::new();
    let mut tell = |code, element: &ElementRef<'_>, message: String| {
        found.push(Finding::new(code, element.clone(), message));
    };
    of_events(events, |code, message| tell(code, &whole, message));
    if odd.without_index > 0 {
        let index = ElementRef::new(ElementKind::Step, &pathway.index);
        let cases = cases(odd.without_index);
        let message = format!("{cases} without it, with which a case begins");
        tell(ProblemCode::CaseWithoutIndex, &index, message);
    }
    for (at, clock) in pathway.clocks.iter().enumerate() {
        let element = ElementRef::new(ElementKind::Clock, &clock.id);
        let of = |counts: &[u64]| counts.get(at).copied().filter(|&count| count > 0);
        if let Some(count) = of(&odd.ambiguous) {
            let message = format!("it begins more than once in {}", cases(count));
            tell(ProblemCode::ClockAmbiguous, &element, message);
        }
        if let Some(count) = of(&odd.without) {
            let message = format!("the log does not say when it begins in {}", cases(count));
            tell(ProblemCode::ClockWithoutStart, &element, message);
        }
        if let Some(count) = of(&odd.before) {
            let message =
                format!("a step that is expected after it comes before it in {}", cases(count));
            tell(ProblemCode::EventBeforeClock, &element, message);
        }
        let texts = reading.clocks[at].attribute.and_then(|(column, _)| log.column(column));
        let texts = texts.map_or(0, |column| column.texts().len());
        let unread = (0..texts).filter(|&text| told.is_unreadable(at, text)).count();
        if unread > 0 {
            let message =
                format!("{unread} of the {texts} texts of its attribute do not say when it begins");
            tell(ProblemCode::EventValueUnreadable, &element, message);
        }
    }
    of_inputs(reading, log, |code, message| tell(code, &whole, message));
    found
}

/// Texts of inputs that are nothing which these can be.
pub(crate) fn of_inputs(
    reading: &PathwayLog<'_>,
    log: &CaseLog,
    mut tell: impl FnMut(ProblemCode, String),
) {
    for from in reading.inputs.values() {
        let texts = log.column(from.column).map(LogColumn::texts).unwrap_or_default();
        let unread = texts.iter().filter(|text| {
            matches!(recorded(from, translated(&from.words, text)), Recorded::Unreadable)
        });
        let unread = unread.count();
        if unread > 0 {
            let name = &from.input.id;
            let message = format!(
                "{unread} of the {} texts of `{name}` are nothing that it can be",
                texts.len()
            );
            tell(ProblemCode::EventValueUnreadable, message);
        }
    }
}

/// What is odd in the events of a log.
pub(crate) fn of_events(found: &LogFound, mut tell: impl FnMut(ProblemCode, String)) {
    let told: u64 = found.unknown.values().sum();
    for (name, count) in &found.unknown {
        let message =
            format!("{} of the activity `{name}`, which stands for no step", events(*count));
        tell(ProblemCode::EventActivityUnknown, message);
    }
    if found.of_unknown > told {
        let message = format!(
            "{} of further activities that stand for no step",
            events(found.of_unknown - told)
        );
        tell(ProblemCode::EventActivityUnknown, message);
    }
    if found.repeated > 0 {
        let message = format!(
            "{} repeated, in case, activity and time: counted once",
            events(found.repeated)
        );
        tell(ProblemCode::EventRepeated, message);
    }
    if found.without_time > 0 {
        tell(
            ProblemCode::EventTimeMissing,
            format!("{} without a time", events(found.without_time)),
        );
    }
    if found.mixed_offsets > 0 {
        let cases = cases(found.mixed_offsets);
        let message = format!(
            "{cases} with times that have an offset beside times that have none: they are put in order by their days"
        );
        tell(ProblemCode::EventOrder, message);
    }
}

pub(crate) fn cases(count: u64) -> String {
    if count == 1 { "1 case".to_owned() } else { format!("{count} cases") }
}

fn events(count: u64) -> String {
    if count == 1 { "1 event".to_owned() } else { format!("{count} events") }
}
