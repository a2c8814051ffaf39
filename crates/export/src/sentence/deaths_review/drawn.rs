//! What the chart of a review of deaths shows, for readers who cannot see it.

use firstyear_analysis::{DeathsReview, ReviewedCause};
use firstyear_core::Cell;

use crate::format::count;
use crate::words::{Words, say};

/// The deaths of a cause at all ages, where those of an age are not shown: without it
/// the largest causes can have no bar.
#[must_use]
pub fn whole(row: &ReviewedCause) -> Option<u64> {
    let hidden = |cell: &Cell<u64>| matches!(cell, Cell::Withheld(_) | Cell::Absent);
    row.all.events.value().copied().filter(|_| row.deaths.iter().any(hidden))
}

/// The longest bars of each age, by its name, among the causes that are drawn, and how many
/// numbers are not shown.
#[must_use]
pub fn causes(
    found: &DeathsReview,
    drawn: &[&ReviewedCause],
    ages: &[String],
    words: &Words,
) -> String {
    let mut said = vec![say!(words, "deaths-chart-words")];
    for (at, age) in ages.iter().enumerate() {
        let age = age.as_str();
        let of_age = |cause: &ReviewedCause| cause.deaths.get(at)?.value().copied();
        said.push(match longest(drawn, of_age, words) {
            None => say!(words, "deaths-chart-no-bar", age = age),
            Some((0, ..)) => say!(words, "deaths-chart-zero", age = age),
            Some((deaths, of, causes)) => say!(
                words,
                "deaths-chart-most",
                count = of,
                age = age,
                causes = causes,
                deaths = count(deaths),
            ),
        });
    }
    if let Some((deaths, of, causes)) = longest(drawn, whole, words) {
        let deaths = count(deaths);
        said.push(say!(words, "deaths-chart-whole"));
        said.push(say!(
            words,
            "deaths-chart-longest-whole",
            count = of,
            causes = causes,
            deaths = deaths,
        ));
    }
    let all = || found.causes.iter().flat_map(|cause| &cause.deaths);
    let withheld = all().filter(|cell| matches!(cell, Cell::Withheld(_))).count() as u64;
    if withheld > 0 {
        let written = count(withheld);
        said.push(say!(words, "deaths-chart-withheld", count = withheld, written = written));
    }
    let absent = all().filter(|cell| matches!(cell, Cell::Absent)).count() as u64;
    if absent > 0 {
        let written = count(absent);
        said.push(say!(words, "deaths-chart-not-reported", count = absent, written = written));
    }
    said.join(" ")
}

/// The largest number, how many causes have it, and which.
fn longest(
    drawn: &[&ReviewedCause],
    deaths: impl Fn(&ReviewedCause) -> Option<u64>,
    words: &Words,
) -> Option<(u64, u64, String)> {
    let most = drawn.iter().filter_map(|cause| deaths(cause)).max()?;
    let first = drawn.iter().filter(|cause| deaths(cause) == Some(most));
    let causes: Vec<String> = first.map(|cause| cause.label.clone()).collect();
    Some((most, causes.len() as u64, words.listed(&causes)))
}

#[cfg(test)]
mod tests {
    use firstyear_core::{SourceClass, Withholding};

    use super::*;
    use crate::testing::deaths_review;
    use crate::words::english;

    /// What is said of the review after `change` was made to its causes.
    fn told(change: impl FnOnce(&mut [ReviewedCause])) -> String {
        let mut found = deaths_review(SourceClass::Published);
        change(&mut found.causes);
        let drawn: Vec<&ReviewedCause> = found.causes.iter().collect();
        causes(&found, &drawn, &["Early".to_owned(), "Late".to_owned()], english())
    }

    #[test]
    fn the_longest_bars_of_each_age_are_named() {
        let said = told(|of| of[1].deaths[0] = Cell::known(60));
        assert!(
            said.contains(
                "Early: the longest bars are those of Immaturity related conditions and Sudden \
                 infant deaths, 60 each. Late: the longest bar is that of Immaturity related \
                 conditions, 20."
            ),
            "{said}"
        );
        let said = told(|of| {
            for cause in of {
                cause.deaths = vec![Cell::known(0), Cell::NotApplicable];
            }
        });
        assert!(
            said.ends_with(
                "Early: no cause whose number is shown has a death. Late: no number is shown."
            ),
            "{said}"
        );
    }

    #[test]
    fn what_is_not_shown_is_counted_and_never_named() {
        let said = told(|of| of[0].deaths[0] = Cell::Withheld(Withholding::Primary));
        assert!(
            said.contains(
                "one bar stands for all ages. The longest of these is that of Immaturity related \
                 conditions, 80. 1 number at a single age is withheld."
            ),
            "{said}"
        );
        assert!(!said.contains("60"), "{said}");
        let said = told(|of| {
            of[0].deaths =
                vec![Cell::Withheld(Withholding::Primary), Cell::Withheld(Withholding::Secondary)];
            of[1].deaths = vec![Cell::Absent, Cell::Absent];
            of[1].all.events = Cell::known(80);
        });
        assert!(
            said.ends_with(
                "The longest of these are those of Immaturity related conditions and Sudden infant \
                 deaths, 80 each. 2 numbers at single ages are withheld. 2 numbers at single ages \
                 are not reported."
            ),
            "{said}"
        );
        let said = told(|of| of[0].deaths[0] = Cell::Absent);
        assert!(said.ends_with("1 number at a single age is not reported."), "{said}");
    }
}
