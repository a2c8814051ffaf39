//! Sentences about the parts of a difference.

use firstyear_analysis::{
    DecomposedPopulation, Decomposition, DecompositionForm, DecompositionParts,
};
use firstyear_core::{Cell, Estimate};

use super::period;
use crate::format::{and, count, number, plural};

/// What mix and risk are, and what they are not.
pub const MIX_AND_RISK: &str = "Mix is the difference there would be if only the shares of births \
     in each category differed; risk is that if only the rates within categories differed; each at \
     the average of the two populations, so that they add up. The mix of one category hangs on \
     those of the others: it says what the category adds, not what would happen if it alone \
     changed. Neither part is a cause: births of one category differ in much else, and another \
     classification gives other parts.";

/// What the parts of causes are, and what they are not.
pub const BY_CAUSE: &str = "The part of a cause is its rate in the first population minus that in \
     the second, over all births of each, so that the parts add up. It says of what more or fewer \
     died, not why, nor what would follow if a cause were prevented. How deaths are certified and \
     coded can differ between places and over time.";

/// What limits leave out.
pub const LIMITS: &str = "Limits of parts do not add up to those of the difference. They take the \
     two populations as apart: where one area is a part of the other, they are too wide.";

/// A population within a sentence: `England, 2020 to 2022`.
#[must_use]
pub fn population(population: &DecomposedPopulation, area: &str) -> String {
    format!("{area}, {}", period(population.period))
}

/// The difference and its parts, or why there are none. `first` and `second`
/// name the populations, `unit` the unit, `parts` the parts.
#[must_use]
pub fn finding(
    found: &Decomposition,
    (first, second): (&str, &str),
    (rate, unit): (&str, &str),
    parts: &[String],
) -> String {
    let known = match &found.parts {
        Ok(known) => known,
        Err(why) => {
            return format!(
                "The {rate} of {first}, less that of {second}, is not taken apart: {why}."
            );
        }
    };
    let words = parts.iter().zip(&known.parts);
    let words: Vec<String> =
        words.map(|(name, part)| format!("{name} {}", with_limits(part))).collect();
    let mut said = format!(
        "The {rate} of {first}, less that of {second}, is {} {unit}{}: {}.",
        number(known.difference.value, 2),
        limits(&known.difference),
        and(&words)
    );
    if may_be_chance(known) {
        said.push_str(" Chance alone could explain the whole difference.");
    }
    said
}

/// The category that adds most; `None` where none adds anything, there are no
/// parts, or chance could explain the whole difference: then there is nothing
/// to which one would add.
#[must_use]
pub fn most(found: &Decomposition) -> Option<String> {
    let known = found.parts.as_ref().ok().filter(|known| !may_be_chance(known))?;
    let rows = found.categories.iter().zip(&known.of_category);
    let (row, part) = rows
        .reduce(|most, next| if next.1.value.abs() > most.1.value.abs() { next } else { most })?;
    (part.value != 0.0).then(|| {
        let what = match found.form {
            DecompositionForm::MixAndRisk => "category, mix and risk together,",
            DecompositionForm::ByCause => "cause",
        };
        format!("The {what} that adds most to it is ‘{}’: {}.", row.label, with_limits(part))
    })
}

fn may_be_chance(known: &DecompositionParts) -> bool {
    known.difference.interval.is_some_and(|limits| limits.contains(0.0))
}

/// What is in a total and in no category; `None` where that is nothing.
/// `events` are the words for each indicator, `births` those for all.
#[must_use]
pub fn left_out(
    population: &DecomposedPopulation,
    name: &str,
    events: &[String],
    births: &str,
) -> Option<String> {
    let mut said = Vec::new();
    let mut unknown = false;
    for ((left, at_risk), words) in population.left_out.iter().zip(events) {
        for (cell, words) in [(left, words.as_str()), (at_risk, births)] {
            match cell {
                Cell::Known { value: 0, .. } | Cell::NotApplicable => {}
                Cell::Known { value, .. } => said.push(format!("{} {words}", count(*value))),
                Cell::Withheld(_) | Cell::Absent => unknown = true,
            }
        }
    }
    if unknown {
        return Some(format!("{name}: how many are in no category is not known."));
    }
    let verb = plural(said.len() as u64, "is", "are");
    (!said.is_empty())
        .then(|| format!("{name}: {} {verb} in no category, and in no part.", and(&said)))
}

fn with_limits(part: &Estimate) -> String {
    format!("{}{}", number(part.value, 2), limits(part))
}

fn limits(part: &Estimate) -> String {
    part.interval.map_or_else(String::new, |i| {
        format!(" ({} interval {} to {})", i.confidence, number(i.lower, 2), number(i.upper, 2))
    })
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::DecompositionRefusal;

    use super::*;
    use crate::testing::{by_cause, decomposition};

    fn said(found: &Decomposition) -> String {
        let parts = ["mix".to_owned(), "risk".to_owned()];
        finding(found, ("A", "B"), ("infant mortality rate", "per 1,000 live births"), &parts)
    }

    #[test]
    fn the_difference_stands_with_its_parts() {
        let mut found = decomposition();
        assert_eq!(
            said(&found),
            "The infant mortality rate of A, less that of B, is 7.30 per 1,000 live births (95% \
             interval 4.40 to 10.20): mix 4.10 (95% interval 3.20 to 5.00) and risk 3.20 (95% \
             interval 0.30 to 6.10)."
        );
        assert_eq!(
            most(&found).unwrap(),
            "The category, mix and risk together, that adds most to it is ‘Low’: 6.00."
        );
        let parts = found.parts.as_mut().unwrap();
        parts.difference.interval.as_mut().unwrap().lower = -0.1;
        assert!(said(&found).ends_with("Chance alone could explain the whole difference."));
        assert_eq!(most(&found), None, "nothing adds to what may be chance");
    }

    #[test]
    fn why_there_are_no_parts_is_said() {
        let mut found = decomposition();
        found.parts = Err(DecompositionRefusal::Sampled);
        assert!(said(&found).starts_with(
            "The infant mortality rate of A, less that of B, is not taken apart: the births of"
        ));
        assert_eq!(most(&found), None);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let found = decomposition();
        let words = ["deaths".to_owned()];
        assert_eq!(left_out(&found.first, "A", &words, "live births"), None);
        assert_eq!(
            left_out(&found.second, "B", &words, "live births").unwrap(),
            "B: 10 deaths and 20 live births are in no category, and in no part."
        );
        let mut hidden = by_cause().first;
        hidden.left_out[0].0 = Cell::Absent;
        let words = left_out(&hidden, "C", &words, "live births").unwrap();
        assert_eq!(words, "C: how many are in no category is not known.");
    }
}
