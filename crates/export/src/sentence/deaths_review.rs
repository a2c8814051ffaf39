//! Sentences about what a review of infant deaths found.

use firstyear_analysis::{ComparatorLacks, DeathsReview, ReviewedCause, ReviewedFactor, Verdict};
use firstyear_core::{Cell, Estimate, SourceClass, Withholding};

use super::{listed, period};
use crate::format::{Unit, and, capital, count, number, plural};

/// What a factor can say.
pub const CAUTION: &str = "A factor that was found is no cause: whether a baby would have lived \
     without it, the review of one death cannot say, and how often babies who live have it stands in \
     no review. A death may have several, so that factors do not add up.";

/// What takes most, what takes more than elsewhere, and which factors were found.
/// `unit` is that of all deaths among births, such as `per 1,000 live births`.
#[must_use]
pub fn findings(
    found: &DeathsReview,
    area: &str,
    comparator: Option<&str>,
    unit: &str,
) -> Vec<String> {
    let when = period(found.period);
    let mut said = vec![format!("{area}, {when}: {}.{}", died(found), most(found))];
    said.extend(rate(found, comparator, unit));
    said.extend(not_given(found));
    if let Some(name) = comparator {
        said.extend(held(found, name));
    }
    said.extend(factors(found));
    said.extend(about_factors(found));
    said
}

/// The factor of the catalogue that stands for all of them.
const ANY: &str = "any";

/// What of the factors is missing, or cannot be.
fn about_factors(found: &DeathsReview) -> Vec<String> {
    let when = period(found.period);
    if found.factor_indicator.is_none() {
        return Vec::new();
    }
    let mut said = Vec::new();
    if found.factors.is_empty() && found.factors_not_whole.is_empty() {
        said.push(format!("Factors were asked for, and none are given for {when}."));
    }
    if !found.factors_not_whole.is_empty() {
        said.push(format!(
            "Not given of every year of {when}, and so not added up: {}.",
            listed(&found.factors_not_whole)
        ));
    }
    let shown = found.factors.iter().filter_map(|factor| Some((factor, factor.found.counts()?)));
    let any = shown.clone().find(|(factor, _)| factor.factor.as_str() == ANY);
    if let Some((any, (of_any, _))) = any {
        let above = shown.clone().filter(|(_, (deaths, _))| *deaths > of_any);
        let above: Vec<String> = above.map(|(factor, _)| factor.label.clone()).collect();
        if !above.is_empty() {
            said.push(format!(
                "Found in more deaths than \u{201C}{}\u{201D}, which cannot be: {}. One of the \
                 numbers is wrong.",
                any.label,
                listed(&above)
            ));
        }
    }
    let died = found.total.as_ref().and_then(|total| total.all.events.value().copied());
    let reviewed = shown.map(|(_, (_, reviewed))| reviewed).max();
    said.extend(died.zip(reviewed).and_then(|(died, reviewed)| reviewed_of(died, reviewed)));
    said
}

/// How many deaths were not reviewed.
fn reviewed_of(died: u64, reviewed: u64) -> Option<String> {
    let [of, seen] = [died, reviewed].map(count);
    match reviewed.cmp(&died) {
        std::cmp::Ordering::Equal => None,
        // The difference may be small, and is left to the reader.
        std::cmp::Ordering::Less => Some(format!(
            "Reviewed were {seen} of the {of} deaths: of the others no factor is known."
        )),
        std::cmp::Ordering::Greater => Some(format!(
            "Reviewed were {seen} deaths, more than the {of} that are counted by cause: the two are \
             of other deaths, or one of both is wrong."
        )),
    }
}

/// How many died.
fn died(found: &DeathsReview) -> String {
    match found.total.as_ref().map(|total| total.all.events) {
        Some(Cell::Known { value, .. }) => {
            format!("{} {}", count(value), plural(value, "infant death", "infant deaths"))
        }
        Some(Cell::Withheld(_)) => "how many died is withheld".to_owned(),
        Some(_) => "how many died is not given of every year and age".to_owned(),
        None => "how many died is not given".to_owned(),
    }
}

/// All deaths among births, and the same elsewhere.
fn rate(found: &DeathsReview, comparator: Option<&str>, unit: &str) -> Option<String> {
    let total = found.total.as_ref()?;
    let own = total.all.rate.value()?;
    let limits = own.interval.map_or_else(String::new, |limits| {
        let [lower, upper] = [limits.lower, limits.upper].map(|limit| number(limit, 2));
        format!(" ({} interval {lower} to {upper})", limits.confidence)
    });
    let other = total.comparator.as_ref().and_then(|other| other.rate.value());
    let other = comparator.zip(other).map_or_else(String::new, |(name, other)| {
        let other = number(other.value, 2);
        match total.verdict() {
            Verdict::Higher => format!(", higher than that of {name}, {other}"),
            Verdict::Lower => format!(", lower than that of {name}, {other}"),
            _ => format!("; that of {name} is {other}, and chance alone could set the two apart"),
        }
    });
    Some(format!("All deaths: {} {unit}{limits}{other}.", number(own.value, 2)))
}

fn groups(found: &DeathsReview) -> impl Iterator<Item = &ReviewedCause> {
    found.causes.iter().filter(|cause| !cause.is_remainder)
}

/// The causes that take most deaths.
fn most(found: &DeathsReview) -> String {
    let deaths = |cause: &ReviewedCause| cause.all.events.value().copied();
    let hidden = Hidden::of(found);
    let most = groups(found).filter_map(deaths).max();
    let Some(most) = most.filter(|most| *most > 0) else {
        return match (most, hidden.word()) {
            (_, Some(word)) => {
                let by_age = |cause: &ReviewedCause| {
                    cause.deaths.iter().any(|cell| cell.value().is_some_and(|deaths| *deaths > 0))
                };
                let by_age = if groups(found).any(by_age) {
                    " Numbers at single ages are in the table."
                } else {
                    ""
                };
                format!(
                    " The number of each cause with deaths is {word}: {} of {} causes.{by_age}",
                    count(hidden.withheld + hidden.not_given),
                    count(hidden.of)
                )
            }
            (Some(_), None) => " None is in a group of causes.".to_owned(),
            (None, None) => " No cause has a figure.".to_owned(),
        };
    };
    let first: Vec<&ReviewedCause> =
        groups(found).filter(|cause| deaths(cause) == Some(most)).collect();
    let share = first.first().and_then(|cause| found.share(cause)).map(|share| share.scaled(100.0));
    let share = share.map_or_else(String::new, |share| {
        format!(", {}% {}", number(share.value, 1), Unit::Percent.bracket(&share))
    });
    let labels: Vec<String> = first.iter().map(|cause| cause.label.clone()).collect();
    let each = if labels.len() > 1 { " each" } else { "" };
    let higher = hidden.word().filter(|_| may_exceed(found, most));
    let higher = higher
        .map_or_else(String::new, |word| format!(" Causes that are {word} could stand higher."));
    format!(" The most were from {}: {}{each}{share}.{higher}", listed(&labels), count(most))
}

/// Whether what is not shown of all deaths is more than the cause that takes most.
fn may_exceed(found: &DeathsReview, most: u64) -> bool {
    let shown = found.causes.iter().filter_map(|cause| cause.all.events.value());
    let shown = shown.fold(0_u64, |sum, deaths| sum.saturating_add(*deaths));
    let total = found.total.as_ref().and_then(|total| total.all.events.value().copied());
    total.is_none_or(|total| total.saturating_sub(shown) > most)
}

/// Groups of causes whose number of deaths is not shown.
struct Hidden {
    withheld: u64,
    not_given: u64,
    /// All groups that can occur.
    of: u64,
}

impl Hidden {
    fn of(found: &DeathsReview) -> Self {
        let of = |is: fn(&Cell<u64>) -> bool| {
            groups(found).filter(|cause| is(&cause.all.events)).count() as u64
        };
        let without = found.not_given.len() as u64;
        Self {
            withheld: of(|cell| matches!(cell, Cell::Withheld(_))),
            not_given: of(|cell| matches!(cell, Cell::Absent)) + without,
            of: of(|cell| !matches!(cell, Cell::NotApplicable)) + without,
        }
    }

    /// `None` where all are shown.
    const fn word(&self) -> Option<&'static str> {
        match (self.withheld, self.not_given) {
            (0, 0) => None,
            (_, 0) => Some("withheld"),
            (0, _) => Some("not given"),
            _ => Some("withheld or not given"),
        }
    }
}

/// Causes without figures, which no table can show.
fn not_given(found: &DeathsReview) -> Option<String> {
    let part = groups(found).filter(|cause| cause.all.events == Cell::Absent);
    let part: Vec<String> = part.map(|cause| cause.label.clone()).collect();
    let said = [
        (&found.not_given, "Not given, so that nobody can say whether any died of it"),
        (&part, "Not given of every year and age"),
    ];
    let said: Vec<String> = said
        .into_iter()
        .filter(|(labels, _)| !labels.is_empty())
        .map(|(labels, what)| format!("{what}: {}.", listed(labels)))
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Causes that take more or fewer than at the rate elsewhere.
fn held(found: &DeathsReview, name: &str) -> Vec<String> {
    if let Some(lacks) = &found.comparator_lacks {
        return vec![format!("Nothing is held against {name}: {}.", lacking(found, lacks))];
    }
    let rows = || groups(found);
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
            listed(&kept_back)
        ));
    }
    let compared = rows().filter(|cause| cause.verdict() != Verdict::NotCompared).count() as u64;
    said.push(match compared {
        0 => format!("No cause is held against {name}: {}.", not_compared(found, name)),
        compared => format!(
            "Of {} {} held against {name} about {} would seem apart by chance alone.",
            count(compared),
            plural(compared, "cause", "causes"),
            number(found.expected_by_chance(), 1)
        ),
    });
    said
}

/// Why no cause is compared: whose numbers are not there.
fn not_compared(found: &DeathsReview, name: &str) -> String {
    let rates = |of: fn(&ReviewedCause) -> Cell<Estimate>, is: fn(&Cell<Estimate>) -> bool| {
        groups(found).any(|cause| is(&of(cause)))
    };
    let own: fn(&ReviewedCause) -> Cell<Estimate> = |cause| cause.all.rate;
    let other: fn(&ReviewedCause) -> Cell<Estimate> =
        |cause| cause.comparator.as_ref().map_or(Cell::Absent, |other| other.rate);
    let withheld: fn(&Cell<Estimate>) -> bool = |cell| matches!(cell, Cell::Withheld(_));
    let absent: fn(&Cell<Estimate>) -> bool = |cell| matches!(cell, Cell::Absent);
    let why = [
        (own, withheld, "numbers of the area are withheld".to_owned()),
        (own, absent, "numbers or births of the area are not given".to_owned()),
        (other, withheld, format!("numbers of {name} are withheld")),
        (other, absent, format!("numbers or births of {name} are not given")),
    ];
    let why = why.into_iter().filter(|(of, is, _)| rates(*of, *is)).map(|(_, _, words)| words);
    let why: Vec<String> = why.collect();
    if why.is_empty() { "no cause has a number".to_owned() } else { and(&why) }
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
            let years: Vec<String> = lacking.iter().map(|one| period(*one)).collect();
            let said =
                format!("its deaths by cause are not given at every age for {}", and(&years));
            match lacking[..] {
                [one] if one == found.period => said,
                _ => format!("{said}, so that {} cannot be added up", period(found.period)),
            }
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
        let said = findings(&deaths_review(SourceClass::Published), "Here", Some("England"), UNIT);
        assert_eq!(
            said,
            [
                "Here, 2024: 120 infant deaths. The most were from Immaturity related conditions: 80, \
                 66.7% (95% interval 57.8% to 74.5%).",
                "All deaths: 12.00 per 1,000 live births (95% interval 9.95 to 14.35), higher than that \
                 of England, 7.90.",
                "Immaturity related conditions: more than at the rate of England, 80 against 40.0 \
                 expected.",
                "Of 3 causes held against England about 0.2 would seem apart by chance \
                 alone.",
                "Factors that could be changed, in deaths reviewed: smoking in pregnancy in 30 of 110 \
                 and unsafe sleep in 12 of 110.",
                "Reviewed were 110 of the 120 deaths: of the others no factor is known.",
            ]
        );
    }

    const UNIT: &str = "per 1,000 live births";

    fn first(found: &DeathsReview) -> String {
        findings(found, "Here", None, UNIT).swap_remove(0)
    }

    #[test]
    fn what_is_withheld_is_not_none() {
        let mut found = deaths_review(SourceClass::Published);
        for cause in [0, 2] {
            found.causes[cause].all.events = Cell::Withheld(Withholding::Primary);
        }
        found.causes[1].all.events = Cell::known(0);
        assert_eq!(
            first(&found),
            "Here, 2024: 120 infant deaths. The number of each cause with deaths is withheld: 2 of \
             3 causes. Numbers at single ages are in the table."
        );
        for cause in &mut found.causes {
            cause.all.events = Cell::known(0);
        }
        assert!(first(&found).ends_with("deaths. None is in a group of causes."));
    }

    #[test]
    fn what_is_not_given_is_told_from_what_is_withheld() {
        let mut found = deaths_review(SourceClass::Published);
        found.total = None;
        found.not_given = vec!["Infections".to_owned()];
        found.causes[2].all.events = Cell::Absent;
        let said = findings(&found, "Here", None, UNIT);
        assert_eq!(
            said[..2],
            [
                "Here, 2024: how many died is not given. The most were from Immaturity related \
                 conditions: 80. Causes that are not given could stand higher.",
                "Not given, so that nobody can say whether any died of it: Infections. Not given of \
                 every year and age: Other <conditions>.",
            ]
        );
    }

    /// Of 120 deaths 31 are not shown, and 80 are of the first cause.
    #[test]
    fn hidden_causes_stand_higher_only_where_they_can() {
        let mut found = deaths_review(SourceClass::Published);
        found.causes[2].all.events = Cell::Withheld(Withholding::Primary);
        assert!(!first(&found).contains("could stand higher"));
        found.causes[0].all.events = Cell::known(30);
        assert!(first(&found).contains("Causes that are withheld could stand higher."));
        found.causes[1].all.events = Cell::known(30);
        assert!(
            first(&found)
                .contains("Immaturity related conditions and Sudden infant deaths: 30 each")
        );
    }

    #[test]
    fn what_a_comparator_lacks_is_told() {
        let mut found = deaths_review(SourceClass::Published);
        let mut lacks = |lacks| {
            found.comparator_lacks = Some(lacks);
            findings(&found, "Here", Some("Wales"), UNIT).swap_remove(2)
        };
        assert_eq!(
            lacks(ComparatorLacks::Figures),
            "Nothing is held against Wales: no deaths by cause of it are given."
        );
        assert_eq!(
            lacks(ComparatorLacks::Version("Causes of 2014".to_owned())),
            "Nothing is held against Wales: its deaths are given by other causes, Causes of 2014, and \
             those here by Cause group."
        );
        let whole = found.period;
        let mut lacks = |lacks| {
            found.comparator_lacks = Some(lacks);
            findings(&found, "Here", Some("Wales"), UNIT).swap_remove(2)
        };
        assert!(lacks(ComparatorLacks::Periods(vec![whole])).ends_with("every age for 2024."));
        let year = firstyear_core::Period::year(2023).unwrap();
        assert_eq!(
            lacks(ComparatorLacks::Periods(vec![year])),
            "Nothing is held against Wales: its deaths by cause are not given at every age for 2023, \
             so that 2024 cannot be added up."
        );
    }

    #[test]
    fn what_cannot_be_of_factors_is_told() {
        let mut found = deaths_review(SourceClass::Published);
        found.factors[2].factor = firstyear_core::CategoryId::new(ANY).unwrap();
        let last = |found: &DeathsReview| findings(found, "Here", None, UNIT).pop().unwrap();
        let said = findings(&found, "Here", None, UNIT);
        assert!(
            said.iter().any(|one| one.starts_with(
                "Found in more deaths than \u{201C}Housing\u{201D}, which cannot be: Smoking in \
                 pregnancy and Unsafe sleep."
            )),
            "{said:?}"
        );
        found.total.as_mut().unwrap().all.events = Cell::known(100);
        assert!(last(&found).starts_with("Reviewed were 110 deaths, more than the 100"));
        found.total.as_mut().unwrap().all.events = Cell::known(110);
        assert!(!last(&found).contains("eviewed were"));
        found.factors.clear();
        assert_eq!(last(&found), "Factors were asked for, and none are given for 2024.");
        found.factors_not_whole = vec!["Housing".to_owned()];
        assert_eq!(last(&found), "Not given of every year of 2024, and so not added up: Housing.");
        found.factor_indicator = None;
        assert!(!last(&found).contains("Not given"));
    }

    #[test]
    fn why_no_cause_is_compared_is_told() {
        let mut found = deaths_review(SourceClass::Published);
        for cause in &mut found.causes {
            cause.all.rate = Cell::Withheld(Withholding::Primary);
        }
        let said = findings(&found, "Here", Some("England"), UNIT);
        let why = "No cause is held against England: numbers of the area are withheld.";
        assert!(said.iter().any(|one| one == why), "{said:?}");
        for cause in &mut found.causes {
            cause.comparator = None;
        }
        let said = findings(&found, "Here", Some("England"), UNIT);
        assert!(
            said.iter().any(|one| one.ends_with(
                "numbers of the area are withheld and numbers or births of England are not given."
            )),
            "{said:?}"
        );
    }
}
