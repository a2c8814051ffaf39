//! Sentences about which areas to turn to first.

use firstyear_analysis::{AreaSelection, ListSummary, SelectedArea};

use super::areas::{first_of, named};
use super::small_areas::likely_above;
use super::{Measured, comparator};
use crate::format::{Unit, count, number};
use crate::words::{Words, say};

/// What a list of areas is, and what it is not.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "selection-reading")
}

/// What chance has in a list.
#[must_use]
pub fn chance(words: &Words) -> String {
    say!(words, "selection-chance")
}

/// What each rule chooses, and how much of it is luck.
#[must_use]
pub fn findings(found: &AreaSelection, measured: &Measured) -> Vec<String> {
    let words = measured.words;
    let mut said = vec![comparator(found.period, &found.comparator, measured)];
    said.push(at_least(found, measured));
    if let Some(why) = &found.not_computed {
        said.push(say!(words, "selection-not-worked-out", why = why.as_str()));
    } else {
        said.extend(most_excess(found, measured));
        let above = found.areas.iter().filter(|area| area.likely_above() == Some(true));
        let names: Vec<String> = above.map(|area| area.area.name.clone()).collect();
        said.push(likely_above(&names, &found.comparator.name, words));
    }
    if found.unknown() > 0 {
        let unknown = found.unknown() as u64;
        said.push(say!(words, "selection-unknown", count = count(unknown), many = unknown));
    }
    said
}

/// The list by events, and what of it would be the same again.
fn at_least(found: &AreaSelection, measured: &Measured) -> String {
    let (words, list) = (measured.words, found.by_events());
    let (chosen, all) = (count(list.chosen as u64), count(found.areas.len() as u64));
    let (least, events) = (count(found.at_least), measured.events.as_str());
    match again(&list) {
        Some(again) => say!(
            words,
            "selection-at-least-again",
            chosen = chosen,
            many = list.chosen,
            all = all,
            least = least,
            events = events,
            again = again
        ),
        None => say!(
            words,
            "selection-at-least",
            chosen = chosen,
            many = list.chosen,
            all = all,
            least = least,
            events = events
        ),
    }
}

/// How much of the list by excess is on the list by events; `None` for an empty one.
fn most_excess(found: &AreaSelection, measured: &Measured) -> Option<String> {
    let (words, list) = (measured.words, found.by_excess());
    if list.chosen == 0 {
        return None;
    }
    let is_on_both =
        |area: &&SelectedArea| area.at_least == Some(true) && area.most_excess == Some(true);
    let many = found.areas.iter().filter(is_on_both).count() as u64;
    let (events, both) = (measured.events.as_str(), count(many));
    Some(match again(&list) {
        Some(again) => say!(
            words,
            "selection-excess-again",
            events = events,
            both = both,
            many = many,
            again = again
        ),
        None => say!(words, "selection-excess", events = events, both = both, many = many),
    })
}

/// How much of a list would be the same again.
fn again(list: &ListSummary) -> Option<String> {
    list.again.filter(|_| list.chosen > 0).map(|again| number(again, 1))
}

/// What the drawing of excess shows, for those who do not see it.
#[must_use]
pub fn in_a_drawing(found: &AreaSelection, measured: &Measured) -> String {
    let words = measured.words;
    let mut said = vec![say!(
        words,
        "selection-chart-words",
        events = measured.events.as_str(),
        against = found.comparator.name.as_str()
    )];
    said.extend(findings(found, measured));
    let mut drawn: Vec<_> = chosen(found).filter_map(|one| Some((one, one.excess?))).collect();
    // Equal ones stay in order of the areas' codes.
    drawn.sort_by(|(_, a), (_, b)| b.value.total_cmp(&a.value));
    // Counts beyond those expected have no words of a unit.
    let unit = Unit::Rate(String::new());
    let told: Vec<String> =
        drawn.iter().map(|(one, excess)| named(&one.area.name, excess, &unit, words)).collect();
    if !told.is_empty() {
        said.push(say!(words, "selection-chart-most", areas = first_of(&told, words)));
    }
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// The areas that a rule chooses.
pub(crate) fn chosen(found: &AreaSelection) -> impl Iterator<Item = &SelectedArea> {
    found
        .areas
        .iter()
        .filter(|area| [area.at_least, area.most_excess, area.likely_above()].contains(&Some(true)))
}
