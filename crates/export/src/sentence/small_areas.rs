//! Sentences about areas with few events.

use firstyear_analysis::{AreaRate, SmallAreas};
use firstyear_core::project::Towards;

use super::areas::told;
use super::{Measured, comparator};
use crate::format::{count, number};
use crate::words::{Words, say};

/// Why ranks of small areas are noise.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "small-areas-reading")
}

/// How the figures are to be read.
#[must_use]
pub fn rule(words: &Words) -> String {
    say!(words, "small-areas-rule")
}

/// What lies above or below the comparator, and how little ranks say.
#[must_use]
pub fn findings(found: &SmallAreas, measured: &Measured) -> Vec<String> {
    let words = measured.words;
    let mut said = vec![comparator(found.period, &found.comparator, measured)];
    if let Some(why) = &found.not_computed {
        said.push(say!(words, "small-areas-not-drawn", why = why.as_str()));
        return said;
    }
    let against = &found.comparator.name;
    let (above, below) = found.likely();
    let names = |areas: Vec<&AreaRate>| -> Vec<String> {
        areas.into_iter().map(|area| area.name.clone()).collect()
    };
    said.push(likely_above(&names(above), against, words));
    said.push(likely_below(&names(below), against, words));
    said.extend(ranks(found, words));
    said
}

/// The areas that probably lie above the comparator.
pub(super) fn likely_above(names: &[String], against: &str, words: &Words) -> String {
    if names.is_empty() {
        return say!(words, "small-areas-none-above", against = against);
    }
    let (many, areas) = (names.len(), words.listed(names));
    say!(words, "small-areas-above", many = many, against = against, areas = areas)
}

fn likely_below(names: &[String], against: &str, words: &Words) -> String {
    if names.is_empty() {
        return say!(words, "small-areas-none-below", against = against);
    }
    let (many, areas) = (names.len(), words.listed(names));
    say!(words, "small-areas-below", many = many, against = against, areas = areas)
}

/// How wide ranks and how reliable own rates are; `None` without ranks.
#[must_use]
pub fn ranks(found: &SmallAreas, words: &Words) -> Option<String> {
    let (span, reliability) = (found.median_rank_span()?, found.median_reliability()?);
    Some(say!(
        words,
        "small-areas-ranks",
        ranks = count(found.shrunk().count() as u64),
        confidence = found.confidence.to_string(),
        span = count(span as u64),
        reliability = number(reliability * 100.0, 0)
    ))
}

/// What the drawing shows, for those who do not see it.
#[must_use]
pub fn in_a_drawing(found: &SmallAreas, measured: &Measured) -> String {
    let words = measured.words;
    let mut said = vec![say!(words, "small-areas-chart-words")];
    said.extend(findings(found, measured));
    let mut drawn: Vec<_> = found.shrunk().collect();
    // Equal rates stay in order of the areas' codes.
    drawn.sort_by(|(_, a), (_, b)| a.rate.value.total_cmp(&b.rate.value));
    if let [lowest, .., highest] = drawn.as_slice() {
        let [lowest, highest] =
            [lowest, highest].map(|(area, shrunk)| told(area, &shrunk.rate, measured));
        said.push(say!(words, "small-areas-chart-ends", lowest = lowest, highest = highest));
    }
    said.extend(left_out(found, words));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// What rates are drawn to, and where the ranks come from.
#[must_use]
pub fn method(found: &SmallAreas, words: &Words) -> String {
    let towards = match found.towards {
        Towards::Group => say!(words, "small-areas-towards-mean"),
        Towards::Comparator => {
            say!(words, "small-areas-towards-comparator", against = found.comparator.name.as_str())
        }
    };
    let draws = found.draws;
    let ranks = say!(
        words,
        "small-areas-draws",
        draws = count(draws.count as u64),
        generator = draws.generator,
        seed = draws.seed.to_string()
    );
    format!("{towards} {ranks}")
}

/// How many areas have no rate drawn to the mean; `None` where all have one,
/// and where none could be made.
#[must_use]
pub fn left_out(found: &SmallAreas, words: &Words) -> Option<String> {
    let not = (found.areas.len() - found.shrunk().count()) as u64;
    (not > 0 && found.not_computed.is_none())
        .then(|| say!(words, "small-areas-left-out", count = count(not), many = not))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{measured, small_areas};

    #[test]
    fn ranks_stand_with_how_little_they_say() {
        let mut found = small_areas();
        assert_eq!(
            findings(&found, &measured()),
            [
                "In 2020 to 2022 the infant mortality rate in England was 4.0 per 1,000 live \
                 births (95% interval 3.9 to 4.1).",
                "One area lies above England with a probability of 95% or more: Hartlepool.",
                "One area lies below England with a probability of 95% or more: Buckinghamshire.",
                "There are 3 ranks, and half of the areas have a 95% interval of their rank that \
                 spans 2 of them or more. For half of the areas the reliability of the own rate \
                 is 61% or less: the rest of the variation between such rates is chance.",
            ]
        );
        assert_eq!(
            method(&found, measured().words),
            "Rates are drawn to the mean of the areas shown. Ranks come from 5,000 draws of all \
             areas (generator philox4x32-10, seed 1): the same seed gives the same ranks. Rank 1 \
             is the highest rate."
        );
        assert_eq!(
            left_out(&found, measured().words).unwrap(),
            "1 area has no rank, because a count is missing or withheld."
        );
        for area in &mut found.areas {
            area.shrunk = None;
        }
        found.not_computed = Some("no areas".to_owned());
        assert_eq!(left_out(&found, measured().words), None);
        assert_eq!(findings(&found, &measured())[1], "No rate could be drawn to a mean: no areas.");
    }

    #[test]
    fn the_drawing_is_told_to_those_who_do_not_see_it() {
        let mut found = small_areas();
        let said = in_a_drawing(&found, &measured());
        assert!(
            said.ends_with(
                "Drawn to the mean, the rates reach from that of Buckinghamshire (2.2, 95% \
                 interval 1.6 to 3.0) to that of Hartlepool (5.7, 95% interval 4.0 to 8.1). 1 area \
                 has no rank, because a count is missing or withheld. Every figure is in the table."
            ),
            "{said}"
        );
        found.areas.truncate(1);
        assert!(!in_a_drawing(&found, &measured()).contains("reach"));
    }

    #[test]
    fn none_one_and_several_are_told_apart() {
        let mut found = small_areas();
        found.towards = Towards::Comparator;
        assert!(method(&found, measured().words).starts_with("Rates are drawn to the rate of Eng"));
        let (high, low) = (found.areas[0].clone(), found.areas[3].clone());
        found.areas = vec![high.clone(), high];
        let said = findings(&found, &measured());
        assert_eq!(
            said[1..3],
            [
                "These areas lie above England with a probability of 95% or more: Hartlepool and \
                 Hartlepool.",
                "No area lies below England with a probability of 95% or more."
            ]
        );
        found.areas = vec![low.clone(), low];
        let said = findings(&found, &measured());
        assert_eq!(
            said[1..3],
            [
                "No area lies above England with a probability of 95% or more.",
                "These areas lie below England with a probability of 95% or more: Buckinghamshire \
                 and Buckinghamshire."
            ]
        );
        for area in &mut found.areas {
            area.shrunk = None;
        }
        assert_eq!(
            left_out(&found, measured().words).unwrap(),
            "2 areas have no rank, because a count is missing or withheld."
        );
    }
}
