//! Sentences about what a review of infant deaths found.

use firstyear_analysis::{ComparatorLacks, DeathsReview, ReviewedCause, ReviewedFactor, Verdict};
use firstyear_core::{Cell, Estimate, SourceClass, Withholding};

use crate::format::{Unit, capital, count, number};
use crate::words::{Words, say};

pub mod drawn;

/// What a factor can say.
#[must_use]
pub fn caution(words: &Words) -> String {
    say!(words, "deaths-caution")
}

/// What takes most, what takes more than elsewhere, and which factors were found.
/// `unit` is that of all deaths among births, such as `per 1,000 live births`.
#[must_use]
pub fn findings(
    found: &DeathsReview,
    area: &str,
    comparator: Option<&str>,
    unit: &str,
    words: &Words,
) -> Vec<String> {
    let period = words.period(found.period);
    let first =
        say!(words, "deaths-first", area = area, period = period, died = died(found, words));
    let mut said = vec![format!("{first} {}", most(found, words))];
    said.extend(rate(found, comparator, unit, words));
    said.extend(not_given(found, words));
    if let Some(name) = comparator {
        said.extend(held(found, name, words));
    }
    said.extend(factors(found, words));
    said.extend(about_factors(found, words));
    said
}

/// The factor of the catalogue that stands for all of them.
const ANY: &str = "any";

/// What of the factors is missing, or cannot be.
fn about_factors(found: &DeathsReview, words: &Words) -> Vec<String> {
    let period = words.period(found.period);
    if found.factor_indicator.is_none() {
        return Vec::new();
    }
    let mut said = Vec::new();
    if found.factors.is_empty() && found.factors_not_whole.is_empty() {
        said.push(say!(words, "deaths-no-factors", period = period.as_str()));
    }
    if !found.factors_not_whole.is_empty() {
        let factors = words.listed(&found.factors_not_whole);
        said.push(say!(words, "deaths-factors-not-whole", period = period, factors = factors));
    }
    let shown = found.factors.iter().filter_map(|factor| Some((factor, factor.found.counts()?)));
    let any = shown.clone().find(|(factor, _)| factor.factor.as_str() == ANY);
    if let Some((any, (of_any, _))) = any {
        let above = shown.clone().filter(|(_, (deaths, _))| *deaths > of_any);
        let above: Vec<String> = above.map(|(factor, _)| factor.label.clone()).collect();
        if !above.is_empty() {
            let factors = words.listed(&above);
            said.push(say!(
                words,
                "deaths-factors-above",
                any = any.label.as_str(),
                factors = factors,
            ));
        }
    }
    let died = found.total.as_ref().and_then(|total| total.all.events.value().copied());
    let reviewed = shown.map(|(_, (_, reviewed))| reviewed).max();
    said.extend(died.zip(reviewed).and_then(|(died, reviewed)| reviewed_of(died, reviewed, words)));
    said
}

/// How many deaths were not reviewed.
fn reviewed_of(died: u64, reviewed: u64, words: &Words) -> Option<String> {
    let [of, seen] = [died, reviewed].map(count);
    match reviewed.cmp(&died) {
        std::cmp::Ordering::Equal => None,
        // The difference may be small, and is left to the reader.
        std::cmp::Ordering::Less => {
            Some(say!(words, "deaths-reviewed-of", n = died, reviewed = seen, died = of))
        }
        std::cmp::Ordering::Greater => {
            Some(say!(words, "deaths-reviewed-more", reviewed = seen, died = of))
        }
    }
}

/// How many died.
fn died(found: &DeathsReview, words: &Words) -> String {
    match found.total.as_ref().map(|total| total.all.events) {
        Some(Cell::Known { value, .. }) => {
            say!(words, "deaths-died", count = value, written = count(value))
        }
        Some(Cell::Withheld(_)) => say!(words, "deaths-died-withheld"),
        Some(_) => say!(words, "deaths-died-not-whole"),
        None => say!(words, "deaths-died-not-given"),
    }
}

/// All deaths among births, and the same elsewhere.
fn rate(
    found: &DeathsReview,
    comparator: Option<&str>,
    unit: &str,
    words: &Words,
) -> Option<String> {
    let total = found.total.as_ref()?;
    let own = total.all.rate.value()?;
    let (rate, limits) = (number(own.value, 2), words.within(own, 2, ""));
    let other = total.comparator.as_ref().and_then(|other| other.rate.value());
    let Some((area, other)) = comparator.zip(other) else {
        return Some(say!(words, "deaths-rate", rate = rate, unit = unit, limits = limits));
    };
    let other = number(other.value, 2);
    Some(match total.verdict() {
        Verdict::Higher => say!(
            words,
            "deaths-rate-higher",
            rate = rate,
            unit = unit,
            limits = limits,
            area = area,
            other = other,
        ),
        Verdict::Lower => say!(
            words,
            "deaths-rate-lower",
            rate = rate,
            unit = unit,
            limits = limits,
            area = area,
            other = other,
        ),
        _ => say!(
            words,
            "deaths-rate-chance",
            rate = rate,
            unit = unit,
            limits = limits,
            area = area,
            other = other,
        ),
    })
}

fn groups(found: &DeathsReview) -> impl Iterator<Item = &ReviewedCause> {
    found.causes.iter().filter(|cause| !cause.is_remainder)
}

/// The causes that take most deaths.
fn most(found: &DeathsReview, words: &Words) -> String {
    let deaths = |cause: &ReviewedCause| cause.all.events.value().copied();
    let hidden = Hidden::of(found);
    let most = groups(found).filter_map(deaths).max();
    let Some(most) = most.filter(|most| *most > 0) else {
        return no_most(found, &hidden, most.is_some(), words);
    };
    let first: Vec<&ReviewedCause> =
        groups(found).filter(|cause| deaths(cause) == Some(most)).collect();
    let labels: Vec<String> = first.iter().map(|cause| cause.label.clone()).collect();
    let (of, causes, deaths) = (labels.len() as u64, words.listed(&labels), count(most));
    let share = first.first().and_then(|cause| found.share(cause)).map(|share| share.scaled(100.0));
    let said = match share {
        Some(share) => say!(
            words,
            "deaths-most-share",
            count = of,
            causes = causes,
            deaths = deaths,
            share = number(share.value, 1),
            limits = words.bracket(&Unit::Percent, &share),
        ),
        None => say!(words, "deaths-most", count = of, causes = causes, deaths = deaths),
    };
    match hidden.kind().filter(|_| may_exceed(found, most)) {
        Some(kind) => {
            format!("{said} {}", say!(words, "deaths-could-stand-higher", hidden = kind))
        }
        None => said,
    }
}

/// Why no cause takes most: none is shown to take any.
fn no_most(found: &DeathsReview, hidden: &Hidden, any_known: bool, words: &Words) -> String {
    let Some(kind) = hidden.kind() else {
        return if any_known {
            say!(words, "deaths-in-no-group")
        } else {
            say!(words, "deaths-no-cause")
        };
    };
    let said = say!(
        words,
        "deaths-all-hidden",
        hidden = kind,
        number = count(hidden.withheld + hidden.not_given),
        all = count(hidden.of),
    );
    let by_age = |cause: &ReviewedCause| {
        cause.deaths.iter().any(|cell| cell.value().is_some_and(|deaths| *deaths > 0))
    };
    if groups(found).any(by_age) {
        format!("{said} {}", say!(words, "deaths-single-ages"))
    } else {
        said
    }
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

    /// Why they are not shown, as messages choose by it; `None` where all are.
    const fn kind(&self) -> Option<&'static str> {
        match (self.withheld, self.not_given) {
            (0, 0) => None,
            (_, 0) => Some("withheld"),
            (0, _) => Some("absent"),
            _ => Some("both"),
        }
    }
}

/// Causes without figures, which no table can show.
fn not_given(found: &DeathsReview, words: &Words) -> Option<String> {
    let part = groups(found).filter(|cause| cause.all.events == Cell::Absent);
    let part: Vec<String> = part.map(|cause| cause.label.clone()).collect();
    let mut said = Vec::new();
    if !found.not_given.is_empty() {
        said.push(say!(words, "deaths-not-given", causes = words.listed(&found.not_given)));
    }
    if !part.is_empty() {
        said.push(say!(words, "deaths-not-whole", causes = words.listed(&part)));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// Causes that take more or fewer than at the rate elsewhere.
fn held(found: &DeathsReview, name: &str, words: &Words) -> Vec<String> {
    if let Some(lacks) = &found.comparator_lacks {
        let why = lacking(found, lacks, words);
        return vec![say!(words, "deaths-nothing-held", area = name, why = why)];
    }
    let of = |verdict| groups(found).filter(move |cause| cause.verdict() == verdict);
    let told = |cause: &ReviewedCause| {
        let (deaths, expected) = (count(*cause.all.events.value()?), cause.expected()?);
        Some((capital(&cause.label), deaths, number(expected, 1)))
    };
    let more = of(Verdict::Higher).filter_map(told).map(|(cause, deaths, expected)| {
        say!(
            words,
            "deaths-more-than",
            cause = cause,
            area = name,
            deaths = deaths,
            expected = expected,
        )
    });
    let fewer = of(Verdict::Lower).filter_map(told).map(|(cause, deaths, expected)| {
        say!(
            words,
            "deaths-fewer-than",
            cause = cause,
            area = name,
            deaths = deaths,
            expected = expected,
        )
    });
    let mut said: Vec<String> = more.chain(fewer).collect();
    let kept_back = |row: &&ReviewedCause| {
        row.comparator.as_ref().is_some_and(|other| {
            other.class == SourceClass::Published
                && other.events == Cell::Withheld(Withholding::Secondary)
        })
    };
    let kept_back: Vec<String> =
        groups(found).filter(kept_back).map(|row| row.label.clone()).collect();
    if !kept_back.is_empty() {
        let causes = words.listed(&kept_back);
        said.push(say!(words, "deaths-kept-back", area = name, causes = causes));
    }
    let compared =
        groups(found).filter(|cause| cause.verdict() != Verdict::NotCompared).count() as u64;
    said.push(match compared {
        0 => {
            let why = not_compared(found, name, words);
            say!(words, "deaths-none-held", area = name, why = why)
        }
        compared => say!(
            words,
            "deaths-by-chance",
            count = compared,
            written = count(compared),
            area = name,
            chance = number(found.expected_by_chance(), 1),
        ),
    });
    said
}

/// Why no cause is compared: whose numbers are not there.
fn not_compared(found: &DeathsReview, name: &str, words: &Words) -> String {
    let rates = |of: fn(&ReviewedCause) -> Cell<Estimate>, is: fn(&Cell<Estimate>) -> bool| {
        groups(found).any(|cause| is(&of(cause)))
    };
    let own: fn(&ReviewedCause) -> Cell<Estimate> = |cause| cause.all.rate;
    let other: fn(&ReviewedCause) -> Cell<Estimate> =
        |cause| cause.comparator.as_ref().map_or(Cell::Absent, |other| other.rate);
    let withheld: fn(&Cell<Estimate>) -> bool = |cell| matches!(cell, Cell::Withheld(_));
    let absent: fn(&Cell<Estimate>) -> bool = |cell| matches!(cell, Cell::Absent);
    let why = [
        (own, withheld, say!(words, "deaths-own-withheld")),
        (own, absent, say!(words, "deaths-own-absent")),
        (other, withheld, say!(words, "deaths-other-withheld", area = name)),
        (other, absent, say!(words, "deaths-other-absent", area = name)),
    ];
    let why = why.into_iter().filter(|(of, is, _)| rates(*of, *is)).map(|(_, _, said)| said);
    let why: Vec<String> = why.collect();
    if why.is_empty() { say!(words, "deaths-no-number") } else { words.and(&why) }
}

/// What a comparator lacks.
#[must_use]
pub fn lacking(found: &DeathsReview, lacks: &ComparatorLacks, words: &Words) -> String {
    match lacks {
        ComparatorLacks::Version(name) => say!(
            words,
            "deaths-lacks-version",
            version = name.as_str(),
            own = found.dimension_name.as_str(),
        ),
        ComparatorLacks::Periods(lacking) => {
            let years: Vec<String> = lacking.iter().map(|one| words.period(*one)).collect();
            let periods = words.and(&years);
            match lacking[..] {
                [one] if one == found.period => {
                    say!(words, "deaths-lacks-periods", periods = periods)
                }
                _ => say!(
                    words,
                    "deaths-lacks-parts",
                    periods = periods,
                    period = words.period(found.period),
                ),
            }
        }
        _ => say!(words, "deaths-lacks-figures"),
    }
}

/// How a cause stands to the rate elsewhere.
#[must_use]
pub fn standing(verdict: Verdict, words: &Words) -> String {
    match verdict {
        Verdict::Higher => say!(words, "deaths-standing-higher"),
        Verdict::Lower => say!(words, "deaths-standing-lower"),
        Verdict::CannotTell => say!(words, "deaths-standing-cannot-tell"),
        Verdict::NotCompared => say!(words, "deaths-standing-not-compared"),
    }
}

/// Factors that were found, most often first.
fn factors(found: &DeathsReview, words: &Words) -> Option<String> {
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
    let named: Vec<String> = told
        .iter()
        .take(5)
        .map(|(factor, found, of)| {
            say!(
                words,
                "deaths-factor-found",
                factor = factor.label.to_lowercase(),
                found = count(*found),
                reviewed = count(*of),
            )
        })
        .collect();
    let said = if named.is_empty() {
        say!(words, "deaths-no-factor-found")
    } else {
        say!(words, "deaths-factors", factors = words.and(&named))
    };
    let hidden = found.factors.len() - found.factors.iter().filter_map(counted).count();
    Some(match hidden as u64 {
        0 => said,
        hidden => {
            format!("{said} {}", say!(words, "deaths-factors-hidden", number = count(hidden)))
        }
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::deaths_review;
    use crate::words::english;

    #[test]
    fn causes_and_factors_are_told_with_their_counts() {
        let said = findings(
            &deaths_review(SourceClass::Published),
            "Here",
            Some("England"),
            UNIT,
            english(),
        );
        assert_eq!(
            said,
            [
                "Here, 2024: 120 infant deaths. The most were due to Immaturity related conditions: 80, \
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
        findings(found, "Here", None, UNIT, english()).swap_remove(0)
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
        let said = findings(&found, "Here", None, UNIT, english());
        assert_eq!(
            said[..2],
            [
                "Here, 2024: how many died is not given. The most were due to Immaturity related \
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
            findings(&found, "Here", Some("Wales"), UNIT, english()).swap_remove(2)
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
            findings(&found, "Here", Some("Wales"), UNIT, english()).swap_remove(2)
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
        let last =
            |found: &DeathsReview| findings(found, "Here", None, UNIT, english()).pop().unwrap();
        let said = findings(&found, "Here", None, UNIT, english());
        assert!(
            said.iter().any(|one| one.starts_with(
                "Found in more deaths than \u{201C}Housing\u{201D}, which cannot be: Smoking in \
                 pregnancy and Unsafe sleep."
            )),
            "{said:?}"
        );
        found.total.as_mut().unwrap().all.events = Cell::known(100);
        assert!(last(&found).starts_with("Deaths reviewed: 110, more than the 100"));
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
        let said = findings(&found, "Here", Some("England"), UNIT, english());
        let why = "No cause is held against England: numbers of the area are withheld.";
        assert!(said.iter().any(|one| one == why), "{said:?}");
        for cause in &mut found.causes {
            cause.comparator = None;
        }
        let said = findings(&found, "Here", Some("England"), UNIT, english());
        assert!(
            said.iter().any(|one| one.ends_with(
                "numbers of the area are withheld and numbers or births of England are not given."
            )),
            "{said:?}"
        );
    }

    #[test]
    fn how_many_died_has_four_answers() {
        let mut found = deaths_review(SourceClass::Published);
        let total = |found: &mut DeathsReview, events| {
            found.total.as_mut().unwrap().all.events = events;
            first(found)
        };
        assert!(total(&mut found, Cell::known(1)).starts_with("Here, 2024: 1 infant death. The"));
        let withheld = Cell::Withheld(Withholding::Primary);
        assert!(total(&mut found, withheld).starts_with("Here, 2024: how many died is withheld."));
        let part = "Here, 2024: how many died is not given of every year and age.";
        assert!(total(&mut found, Cell::Absent).starts_with(part));
        found.total = None;
        assert!(first(&found).starts_with("Here, 2024: how many died is not given."));
    }

    #[test]
    fn standings_have_words() {
        let all = [Verdict::Higher, Verdict::Lower, Verdict::CannotTell, Verdict::NotCompared];
        for verdict in all {
            assert_eq!(standing(verdict, english()), verdict.word());
        }
    }
}
