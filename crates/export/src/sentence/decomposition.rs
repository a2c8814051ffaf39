//! Sentences about the parts of a difference.

use firstyear_analysis::{
    DecomposedPopulation, Decomposition, DecompositionForm, DecompositionParts,
    DecompositionRefusal,
};
use firstyear_core::{Cell, Estimate};

use crate::format::{count, number};
use crate::words::{Words, say};

/// A population within a sentence: `England, 2020 to 2022`.
#[must_use]
pub fn population(population: &DecomposedPopulation, area: &str, words: &Words) -> String {
    let period = words.period(population.period);
    say!(words, "decomposition-population", area = area, period = period)
}

/// The difference and its parts, or why there are none. `first` and `second`
/// name the populations, `unit` the unit, `parts` the parts.
#[must_use]
pub fn finding(
    found: &Decomposition,
    (first, second): (&str, &str),
    (rate, unit): (&str, &str),
    parts: &[String],
    words: &Words,
) -> String {
    let known = match &found.parts {
        Ok(known) => known,
        Err(why) => {
            return say!(
                words,
                "decomposition-refused",
                rate = rate,
                first = first,
                second = second,
                why = reason(why, words)
            );
        }
    };
    let each = parts.iter().zip(&known.parts).map(|(name, part)| {
        let (name, value) = (name.as_str(), with_limits(part, words));
        say!(words, "decomposition-part", name = name, value = value)
    });
    let each = words.and(&each.collect::<Vec<_>>());
    let difference = number(known.difference.value, 2);
    let said = match known.difference.interval {
        Some(limits) => say!(
            words,
            "decomposition-difference-limits",
            rate = rate,
            first = first,
            second = second,
            difference = difference,
            unit = unit,
            confidence = limits.confidence.to_string(),
            lower = number(limits.lower, 2),
            upper = number(limits.upper, 2),
            parts = each
        ),
        None => say!(
            words,
            "decomposition-difference",
            rate = rate,
            first = first,
            second = second,
            difference = difference,
            unit = unit,
            parts = each
        ),
    };
    if may_be_chance(known) {
        said + " " + &say!(words, "decomposition-may-be-chance")
    } else {
        said
    }
}

/// Why a difference is not taken apart.
fn reason(why: &DecompositionRefusal, words: &Words) -> String {
    use DecompositionRefusal as Why;
    match why {
        Why::VersionsDiffer { first, second } => {
            let (first, second) = (first.as_str(), second.as_str());
            say!(words, "decomposition-why-versions", first = first, second = second)
        }
        Why::CategoriesDiffer { label } => {
            say!(words, "decomposition-why-category", category = label.as_str())
        }
        Why::Withheld { label } => {
            say!(words, "decomposition-why-withheld", category = label.as_str())
        }
        Why::Disclosive => say!(words, "decomposition-why-disclosive"),
        Why::Absent { label } => {
            say!(words, "decomposition-why-absent", category = label.as_str())
        }
        Why::Overlapping { first, second } => say!(
            words,
            "decomposition-why-overlap",
            first = words.period(*first),
            second = words.period(*second)
        ),
        Why::Same => say!(words, "decomposition-why-same"),
        Why::Sampled => say!(words, "decomposition-why-sampled"),
        Why::MoreThanTotal { period } => {
            say!(words, "decomposition-why-more-than-total", period = words.period(*period))
        }
        Why::Births { period } => {
            say!(words, "decomposition-why-births", period = words.period(*period))
        }
        Why::Units => say!(words, "decomposition-why-units"),
        Why::NoRate { why } => say!(words, "decomposition-why-no-rate", why = why.as_str()),
        other => other.to_string(),
    }
}

/// The category that adds most; `None` where none adds anything, there are no
/// parts, or chance could explain the whole difference: then there is nothing
/// to which one would add.
#[must_use]
pub fn most(found: &Decomposition, words: &Words) -> Option<String> {
    let known = found.parts.as_ref().ok().filter(|known| !may_be_chance(known))?;
    let rows = found.categories.iter().zip(&known.of_category);
    let (row, part) = rows
        .reduce(|most, next| if next.1.value.abs() > most.1.value.abs() { next } else { most })?;
    (part.value != 0.0).then(|| {
        let (category, value) = (row.label.as_str(), with_limits(part, words));
        match found.form {
            DecompositionForm::MixAndRisk => {
                say!(words, "decomposition-most-category", category = category, value = value)
            }
            DecompositionForm::ByCause => {
                say!(words, "decomposition-most-cause", category = category, value = value)
            }
        }
    })
}

/// What a chart of the parts shows beside them all: the longest bars to either side, and how many
/// lie apart from 0. `names` are those of the parts.
#[must_use]
pub fn drawn(found: &Decomposition, names: &[String], words: &Words) -> Vec<String> {
    let Ok(known) = &found.parts else { return Vec::new() };
    let rows = found.categories.iter().zip(&known.by_category);
    let bars: Vec<(&str, &str, &Estimate)> = rows
        .flat_map(|(row, parts)| {
            let parts = names.iter().zip(parts);
            parts.filter_map(|(name, part)| Some((&*row.label, &**name, part.as_ref()?)))
        })
        .collect();
    let mut said = Vec::new();
    let by_value = |a: &&(&str, &str, &Estimate), b: &&(&str, &str, &Estimate)| {
        a.2.value.total_cmp(&b.2.value)
    };
    if let Some((category, part, value)) = bars.iter().max_by(by_value).filter(|b| b.2.value > 0.0)
    {
        said.push(say!(
            words,
            "decomposition-chart-right",
            category = *category,
            part = *part,
            value = with_limits(value, words)
        ));
    }
    if let Some((category, part, value)) = bars.iter().min_by(by_value).filter(|b| b.2.value < 0.0)
    {
        said.push(say!(
            words,
            "decomposition-chart-left",
            category = *category,
            part = *part,
            value = with_limits(value, words)
        ));
    }
    let apart = |beyond: &dyn Fn(&firstyear_core::Interval) -> bool| {
        bars.iter().filter(|(.., part)| part.interval.as_ref().is_some_and(beyond)).count() as u64
    };
    let above = apart(&|limits| limits.lower > 0.0);
    let below = apart(&|limits| limits.upper < 0.0);
    let all = bars.len() as u64;
    if all > 0 {
        said.push(say!(
            words,
            "decomposition-chart-told",
            all = count(all),
            above = count(above),
            below = count(below),
            same = count(all - above - below)
        ));
    }
    said
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
    words: &Words,
) -> Option<String> {
    let (mut said, mut many) = (Vec::new(), 0_u64);
    for ((left, at_risk), deaths) in population.left_out.iter().zip(events) {
        for (cell, what) in [(left, deaths.as_str()), (at_risk, births)] {
            match cell {
                Cell::Known { value: 0, .. } | Cell::NotApplicable => {}
                Cell::Known { value, .. } => {
                    let number = count(*value);
                    many = many.saturating_add(*value);
                    said.push(say!(
                        words,
                        "decomposition-left-out-count",
                        count = number,
                        what = what
                    ));
                }
                Cell::Withheld(_) | Cell::Absent => {
                    return Some(say!(words, "decomposition-left-out-unknown", population = name));
                }
            }
        }
    }
    let left = words.and(&said);
    (!said.is_empty()).then(|| {
        say!(words, "decomposition-left-out", population = name, count = many, left = left)
    })
}

fn with_limits(part: &Estimate, words: &Words) -> String {
    let value = number(part.value, 2);
    match part.interval {
        Some(limits) => say!(
            words,
            "decomposition-value",
            value = value,
            confidence = limits.confidence.to_string(),
            lower = number(limits.lower, 2),
            upper = number(limits.upper, 2)
        ),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::DecompositionRefusal;

    use super::*;
    use crate::testing::{by_cause, decomposition, year};
    use crate::words::english;

    fn said(found: &Decomposition) -> String {
        let parts = ["mix".to_owned(), "risk".to_owned()];
        finding(
            found,
            ("A", "B"),
            ("infant mortality rate", "per 1,000 live births"),
            &parts,
            english(),
        )
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
            most(&found, english()).unwrap(),
            "The category, mix and risk together, that adds most to it is ‘Low’: 6.00."
        );
        let parts = found.parts.as_mut().unwrap();
        parts.difference.interval.as_mut().unwrap().lower = -0.1;
        assert!(said(&found).ends_with("Chance alone could explain the whole difference."));
        assert_eq!(most(&found, english()), None, "nothing adds to what may be chance");
    }

    #[test]
    fn why_there_are_no_parts_is_said() {
        let mut found = decomposition();
        found.parts = Err(DecompositionRefusal::Sampled);
        assert!(said(&found).starts_with(
            "The infant mortality rate of A, less that of B, is not taken apart: the births of"
        ));
        assert_eq!(most(&found, english()), None);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let found = decomposition();
        let words = ["deaths".to_owned()];
        assert_eq!(left_out(&found.first, "A", &words, "live births", english()), None);
        assert_eq!(
            left_out(&found.second, "B", &words, "live births", english()).unwrap(),
            "B: 10 deaths and 20 live births are in no category, and in no part."
        );
        let mut hidden = by_cause().first;
        hidden.left_out[0].0 = Cell::Absent;
        let words = left_out(&hidden, "C", &words, "live births", english()).unwrap();
        assert_eq!(words, "C: how many are in no category is not known.");
    }

    #[test]
    fn one_that_is_left_out_is_one() {
        let mut found = decomposition().second;
        found.left_out[0] = (Cell::known(1), Cell::known(0));
        let words = ["deaths".to_owned()];
        let said = left_out(&found, "B", &words, "live births", english()).unwrap();
        assert_eq!(said, "B: 1 deaths is in no category, and in no part.");
        found.left_out[0] = (Cell::known(10), Cell::known(0));
        let said = left_out(&found, "B", &words, "live births", english()).unwrap();
        assert_eq!(said, "B: 10 deaths are in no category, and in no part.");
    }

    #[test]
    fn the_reasons_are_those_of_the_files() {
        use DecompositionRefusal as Why;
        let label = || "Low".to_owned();
        let (first, second) = ("A".to_owned(), "B".to_owned());
        let period = year(2020);
        let all = [
            Why::VersionsDiffer { first, second },
            Why::CategoriesDiffer { label: label() },
            Why::Withheld { label: label() },
            Why::Disclosive,
            Why::Absent { label: label() },
            Why::Overlapping { first: period, second: period },
            Why::Same,
            Why::Sampled,
            Why::MoreThanTotal { period },
            Why::Births { period },
            Why::Units,
            Why::NoRate { why: "no births".to_owned() },
        ];
        for why in all {
            assert_eq!(reason(&why, english()), why.to_string());
        }
    }

    #[test]
    fn a_chart_tells_the_longest_bars_and_how_many_lie_apart_from_0() {
        let names = ["mix".to_owned(), "risk".to_owned()];
        let mut found = decomposition();
        let parts = found.parts.as_mut().unwrap();
        let part = |value: f64| Some(crate::testing::estimate(value, value - 1.0, value + 1.0));
        parts.by_category = vec![vec![part(4.5), part(1.5)], vec![part(-0.4), part(-1.7)]];
        assert_eq!(
            drawn(&found, &names, english()),
            [
                "The longest bar of a category to the right is that of ‘Low’ (mix): 4.50 (95% \
                 interval 3.50 to 5.50).",
                "The longest bar of a category to the left is that of ‘Normal’ (risk): \u{2212}1.70 \
                 (95% interval \u{2212}2.70 to \u{2212}0.70).",
                "Of 4 bars of categories, 2 lie right of 0 with their limits and 1 left; of 1 it \
                 cannot be told.",
            ]
        );
        found.parts = Err(DecompositionRefusal::Same);
        assert!(drawn(&found, &names, english()).is_empty());
    }

    #[test]
    fn without_limits_a_difference_stands_alone_and_a_cause_is_called_one() {
        let mut found = by_cause();
        let most = most(&found, english()).unwrap();
        assert!(most.starts_with("The cause that adds most to it is ‘Immaturity"), "{most}");
        found.parts.as_mut().unwrap().difference.interval = None;
        let said = said(&found);
        assert!(said.contains("is 10.00 per 1,000 live births: mix 6.00 (95%"), "{said}");
    }
}
