//! Sentences about areas with few events.

use firstyear_analysis::{AreaRate, SmallAreas};
use firstyear_core::project::Towards;

use super::{Measured, comparator, listed};
use crate::format::{count, number, plural};

/// Why ranks of small areas are noise.
pub const READING: &str = "Where few events are counted, an area's rate moves from year to year by \
                           chance, and its place in a league table moves with it: the top and the \
                           bottom are mostly the smallest areas. Here each rate is drawn to a mean \
                           by as much as chance blurs it, and each rank stands with all the ranks \
                           that the area may well have.";

/// How the figures are to be read.
pub const RULE: &str = "A rate drawn to the mean is the better guess of an area's true rate, on \
                        average over the areas; one area that is truly far from all others is \
                        drawn in too far. Reliability is the share of the differences between own \
                        rates of areas of that size that is true: at 20%, four fifths are chance.";

/// What lies above or below the comparator, and how little ranks say.
#[must_use]
pub fn findings(found: &SmallAreas, measured: &Measured) -> Vec<String> {
    let mut said = vec![comparator(found.period, &found.comparator, measured)];
    if let Some(why) = &found.not_computed {
        said.push(format!("No rate could be drawn to a mean: {why}."));
        return said;
    }
    let name = &found.comparator.name;
    let (above, below) = found.likely();
    for (areas, word) in [(above, "above"), (below, "below")] {
        let names: Vec<String> = areas.iter().map(|area: &&AreaRate| area.name.clone()).collect();
        said.push(if names.is_empty() {
            format!("No area lies {word} {name} with a probability of 95% or more.")
        } else {
            format!(
                "{} {word} {name} with a probability of 95% or more: {}.",
                plural(names.len() as u64, "One area lies", "These areas lie"),
                listed(&names)
            )
        });
    }
    said.extend(ranks(found));
    said
}

/// How wide ranks and how reliable own rates are; `None` without ranks.
#[must_use]
pub fn ranks(found: &SmallAreas) -> Option<String> {
    let (span, reliability) = (found.median_rank_span()?, found.median_reliability()?);
    let areas = found.shrunk().count() as u64;
    Some(format!(
        "There are {} ranks, and half of the areas have a {} interval of their rank that spans {} \
         of them or more. For half of the areas the reliability of the own rate is {}% or less: \
         the rest of the differences between such rates is chance.",
        count(areas),
        found.confidence,
        count(span as u64),
        number(reliability * 100.0, 0),
    ))
}

/// What rates are drawn to, and where the ranks come from.
#[must_use]
pub fn method(found: &SmallAreas) -> String {
    let towards = match found.towards {
        Towards::Group => "the mean of the areas shown".to_owned(),
        Towards::Comparator => format!("the rate of {}", found.comparator.name),
    };
    let draws = found.draws;
    format!(
        "Rates are drawn to {towards}. Ranks come from {} draws of all areas (generator {}, seed \
         {}): the same seed gives the same ranks. Rank 1 is the highest rate.",
        count(draws.count as u64),
        draws.generator,
        draws.seed,
    )
}

/// How many areas have no rate drawn to the mean; `None` where all have one,
/// and where none could be made.
#[must_use]
pub fn left_out(found: &SmallAreas) -> Option<String> {
    let not = (found.areas.len() - found.shrunk().count()) as u64;
    (not > 0 && found.not_computed.is_none()).then(|| {
        format!(
            "{} {} no rank, because a count is missing or withheld.",
            count(not),
            plural(not, "area has", "areas have"),
        )
    })
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
                 is 61% or less: the rest of the differences between such rates is chance.",
            ]
        );
        assert_eq!(
            method(&found),
            "Rates are drawn to the mean of the areas shown. Ranks come from 5,000 draws of all \
             areas (generator philox4x32-10, seed 1): the same seed gives the same ranks. Rank 1 \
             is the highest rate."
        );
        assert_eq!(
            left_out(&found).unwrap(),
            "1 area has no rank, because a count is missing or withheld."
        );
        for area in &mut found.areas {
            area.shrunk = None;
        }
        found.not_computed = Some("no areas".to_owned());
        assert_eq!(left_out(&found), None);
        assert_eq!(findings(&found, &measured())[1], "No rate could be drawn to a mean: no areas.");
    }
}
