//! Sentences about what a review of infant deaths found.

use firstyear_analysis::{ComparatorLacks, DeathsReview, ReviewedCause, ReviewedFactor, Verdict};
use firstyear_core::{Cell, SourceClass, Withholding};

use super::period;
use crate::format::{Unit, and, capital, count, number, plural};

/// What a factor can say.
pub const CAUTION: &str = "A factor that was found is no cause: whether a baby would have lived \
     without it, the review of one death cannot say, and how often babies who live have it stands in \
     no review. A death may have several, so that factors do not add up.";

/// What takes most, what takes more than elsewhere, and which factors were found.
#[must_use]
pub fn findings(found: &DeathsReview, area: &str, comparator: Option<&str>) -> Vec<String> {
    let when = period(found.period);
    let mut said = Vec::new();
    said.push(match found.total.as_ref().and_then(|total| total.all.events.value()) {
        Some(&deaths) => format!(
            "{area}, {when}: {} {}.{}",
            count(deaths),
            plural(deaths, "infant death", "infant deaths"),
            most(found)
        ),
        None => format!("{area}, {when}: how many died is not shown.{}", most(found)),
    });
    if let Some(name) = comparator {
        said.extend(held(found, name));
    }
    said.extend(factors(found));
    said
}

/// The cause that takes most deaths.
fn most(found: &DeathsReview) -> String {
    let groups = found.causes.iter().filter(|cause| !cause.is_remainder);
    let deaths = |cause: &&ReviewedCause| cause.all.events.value().copied();
    let Some(cause) = groups.clone().filter(|one| deaths(one).is_some()).max_by_key(deaths) else {
        return " No cause has a figure.".to_owned();
    };
    let most = deaths(&cause).unwrap_or(0);
    if most == 0 {
        return " None is in a group of causes.".to_owned();
    }
    let hidden = groups.clone().any(|one| deaths(&one).is_none());
    let hidden = if hidden { " Causes that are withheld could stand higher." } else { "" };
    let share = found.share(cause).map_or_else(String::new, |share| {
        let share = share.scaled(100.0);
        format!(", {}% {}", number(share.value, 1), Unit::Percent.bracket(&share))
    });
    format!(" The most were from {}: {}{share}.{hidden}", cause.label, count(most))
}

/// Causes that take more or fewer than at the rate elsewhere.
fn held(found: &DeathsReview, name: &str) -> Vec<String> {
    if let Some(lacks) = &found.comparator_lacks {
        return vec![format!("Nothing is held against {name}: {}.", lacking(found, lacks))];
    }
    let rows = || found.causes.iter().filter(|cause| !cause.is_remainder);
    let told = |verdict: Verdict, word: &'static str| {
        rows().filter(move |cause| cause.verdict() == verdict).filter_map(move |cause| {
            Some(format!(
                "{}: {word} than at the rate of {name}, {} against {} expected.",
                capital(&cause.label),
                count(*cause.all.events.value()?),
                number(cause.expected()?, 1)
            ))
        })
    };
    let mut said: Vec<String> =
        told(Verdict::Higher, "more").chain(told(Verdict::Lower, "fewer")).collect();
    let kept_back = |row: &&ReviewedCause| {
        row.comparator.as_ref().is_some_and(|other| {
            other.class == SourceClass::Published
                && other.events == Cell::Withheld(Withholding::Secondary)
        })
    };
    let kept_back: Vec<String> = rows().filter(kept_back).map(|row| row.label.clone()).collect();
    if !kept_back.is_empty() {
        said.push(format!(
            "The published number of {name} is not repeated beside that of the area for {}: the \
             two would leave a small number of deaths elsewhere.",
            and(&kept_back)
        ));
    }
    let compared = rows().filter(|cause| cause.verdict() != Verdict::NotCompared).count() as u64;
    said.push(match compared {
        0 => format!("No cause is held against {name}: a count is missing or withheld."),
        compared => format!(
            "Of {} {} held against {name} about {} would seem apart by chance alone.",
            count(compared),
            plural(compared, "cause", "causes"),
            number(compared as f64 * (1.0 - found.confidence.level()), 1)
        ),
    });
    said
}

/// What a comparator lacks.
#[must_use]
pub fn lacking(found: &DeathsReview, lacks: &ComparatorLacks) -> String {
    match lacks {
        ComparatorLacks::Version(name) => format!(
            "its deaths are given by other causes, {name}, and those here by {}",
            found.dimension_name
        ),
        ComparatorLacks::Periods(lacking) => {
            let lacking: Vec<String> = lacking.iter().map(|one| period(*one)).collect();
            format!(
                "it has no deaths by cause at every age for {}, and a sum of less than {} is none",
                and(&lacking),
                period(found.period)
            )
        }
        _ => "no deaths by cause of it are given".to_owned(),
    }
}

/// Factors that were found, most often first.
fn factors(found: &DeathsReview) -> Option<String> {
    let counted =
        |factor: &ReviewedFactor| factor.found.counts().filter(|(_, reviewed)| *reviewed > 0);
    let mut told: Vec<(&ReviewedFactor, u64, u64)> = found
        .factors
        .iter()
        .filter_map(|factor| counted(factor).map(|(found, of)| (factor, found, of)))
        .filter(|(_, found, _)| *found > 0)
        .collect();
    if found.factors.is_empty() {
        return None;
    }
    told.sort_by_key(|(_, found, _)| std::cmp::Reverse(*found));
    let hidden = found.factors.len() - found.factors.iter().filter_map(counted).count();
    let hidden = match hidden as u64 {
        0 => String::new(),
        hidden => format!(" Of {} the number is not shown.", count(hidden)),
    };
    let words: Vec<String> = told
        .iter()
        .take(5)
        .map(|(factor, found, of)| {
            format!("{} in {} of {}", factor.label.to_lowercase(), count(*found), count(*of))
        })
        .collect();
    Some(if words.is_empty() {
        format!("No factor that could be changed is shown to have been found.{hidden}")
    } else {
        format!("Factors that could be changed, in deaths reviewed: {}.{hidden}", and(&words))
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::deaths_review;

    #[test]
    fn causes_and_factors_are_told_with_their_counts() {
        let said = findings(&deaths_review(SourceClass::Published), "Here", Some("England"));
        assert_eq!(
            said,
            [
                "Here, 2024: 120 infant deaths. The most were from Immaturity related conditions: 80, \
                 66.7% (95% interval 57.8% to 74.5%).",
                "Immaturity related conditions: more than at the rate of England, 80 against 40.0 \
                 expected.",
                "Of 3 causes held against England about 0.2 would seem apart by chance \
                 alone.",
                "Factors that could be changed, in deaths reviewed: smoking in pregnancy in 30 of 110 \
                 and unsafe sleep in 12 of 110.",
            ]
        );
    }
}
