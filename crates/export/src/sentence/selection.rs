//! Sentences about which areas to turn to first.

use firstyear_analysis::{AreaSelection, ListSummary, SelectedArea};

use super::{Measured, comparator, listed};
use crate::format::{capital, count, number, plural};

/// What a list of areas is, and what it is not.
pub const READING: &str = "A list of areas by their number of events finds most of the deaths, and \
     so mostly large areas; a list by excess finds those with most beyond what they would have at \
     the comparator's rate; a probability finds those that are surely higher, however few. None of \
     them says why.";

/// What chance has in a list.
pub const CHANCE: &str = "Chosen again is how probably an area would be on the list had the same \
     years come anew: its true rate is what its count and those of the others make probable, and \
     its count is chance. An area of which it is middling is on the list, or not, by luck.";

/// What each rule chooses, and how much of it is luck.
#[must_use]
pub fn findings(found: &AreaSelection, measured: &Measured) -> Vec<String> {
    let mut said = vec![comparator(found.period, &found.comparator, measured)];
    let events = found.by_events();
    said.push(format!(
        "{} {} {} or more {}{}.",
        capital(&of_areas(events.chosen, found)),
        plural(events.chosen as u64, "has", "have"),
        count(found.at_least),
        measured.events,
        again(&events)
    ));
    if let Some(why) = &found.not_computed {
        said.push(format!("Excess and what chance has in the list are not worked out: {why}."));
    } else {
        let excess = found.by_excess();
        let is_any = excess.chosen > 0;
        let both = found
            .areas
            .iter()
            .filter(|area| area.at_least == Some(true) && area.most_excess == Some(true));
        said.extend(is_any.then(|| {
            format!(
                "Of as many areas with most excess {}, {} {} on that list too{}.",
                measured.events,
                count(both.clone().count() as u64),
                plural(both.count() as u64, "is", "are"),
                again(&excess)
            )
        }));
        said.push(likely(found));
    }
    if found.unknown() > 0 {
        let unknown = found.unknown() as u64;
        said.push(format!(
            "Of {} {} the counts are not known or not shown: {} on no list, which does not say that \
             {} no need.",
            count(unknown),
            plural(unknown, "area", "areas"),
            plural(unknown, "it is", "they are"),
            plural(unknown, "it has", "they have")
        ));
    }
    said
}

fn of_areas(chosen: usize, found: &AreaSelection) -> String {
    format!("{} of {} areas", count(chosen as u64), count(found.areas.len() as u64))
}

/// What of a list would be the same again.
fn again(list: &ListSummary) -> String {
    list.again.filter(|_| list.chosen > 0).map_or_else(String::new, |again| {
        format!(
            "; had the same years come anew, {} of them would be so again, on average",
            number(again, 1)
        )
    })
}

/// The areas that are surely higher.
fn likely(found: &AreaSelection) -> String {
    let names: Vec<String> = found
        .areas
        .iter()
        .filter(|area| area.likely_above() == Some(true))
        .map(|area: &SelectedArea| area.area.name.clone())
        .collect();
    let name = &found.comparator.name;
    match names.as_slice() {
        [] => format!("No area lies above {name} with a probability of 95% or more."),
        names => format!(
            "{} above {name} with a probability of 95% or more: {}.",
            plural(names.len() as u64, "One area lies", "These areas lie"),
            listed(names)
        ),
    }
}
