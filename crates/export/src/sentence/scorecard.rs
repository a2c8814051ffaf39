//! Sentences about how an area stands.

use firstyear_analysis::{Change, DomainSum, Scorecard, ScorecardRow, Standing, TargetDistance};
use firstyear_core::Polarity;
use firstyear_core::project::{CompareRule, ScorecardDomain};

use chrono::{Datelike as _, NaiveDate};

use super::Measured;
use super::areas::{first_of, named};
use crate::format::{Unit, capital, count, number};
use crate::words::{Words, say};

/// How a scorecard is to be read.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "scorecard-reading")
}

/// The words of a domain.
#[must_use]
pub fn domain(domain: ScorecardDomain, words: &Words) -> String {
    match domain {
        ScorecardDomain::Mortality => say!(words, "scorecard-domain-mortality"),
        ScorecardDomain::RiskFactors => say!(words, "scorecard-domain-risk-factors"),
        ScorecardDomain::Services => say!(words, "scorecard-domain-services"),
        ScorecardDomain::WiderDeterminants => say!(words, "scorecard-domain-wider-determinants"),
        ScorecardDomain::Inequality => say!(words, "scorecard-domain-inequality"),
        ScorecardDomain::Other => say!(words, "scorecard-domain-other"),
    }
}

/// How a figure stands, in a cell.
#[must_use]
pub fn standing(standing: Standing, words: &Words) -> String {
    match standing {
        Standing::Better => say!(words, "scorecard-better"),
        Standing::Worse => say!(words, "scorecard-worse"),
        Standing::Differs => say!(words, "scorecard-differs"),
        Standing::CannotTell => say!(words, "scorecard-cannot-tell"),
        Standing::NotCompared => say!(words, "scorecard-not-compared"),
    }
}

/// How many stand so: `3 worse`.
fn so_many(many: usize, standing: Standing, words: &Words) -> String {
    let standing = match standing {
        Standing::Better => "better",
        Standing::Worse => "worse",
        Standing::Differs => "differs",
        Standing::CannotTell => "cannot-tell",
        Standing::NotCompared => "not-compared",
    };
    say!(words, "scorecard-told", standing = standing, count = count(many as u64))
}

/// How many of these stand in which way: `1 worse and 3 cannot tell`.
pub(crate) fn standings(all: impl Iterator<Item = Standing>, words: &Words) -> String {
    let all: Vec<Standing> = all.collect();
    let told: Vec<String> = Standing::ALL
        .into_iter()
        .map(|standing| (all.iter().filter(|one| **one == standing).count(), standing))
        .filter(|(many, _)| *many > 0)
        .map(|(many, standing)| so_many(many, standing, words))
        .collect();
    words.and(&told)
}

/// The words of the marker of the latest five years.
#[must_use]
pub fn recent(change: Change, polarity: Polarity, words: &Words) -> String {
    match (change, polarity) {
        (Change::NotSignificant, _) => say!(words, "scorecard-recent-none"),
        (Change::Increasing, Polarity::NoAgreedOptimum) => say!(words, "scorecard-recent-up"),
        (Change::Decreasing, Polarity::NoAgreedOptimum) => say!(words, "scorecard-recent-down"),
        (Change::Increasing, Polarity::HigherIsBetter) => {
            say!(words, "scorecard-recent-up-better")
        }
        (Change::Increasing, Polarity::LowerIsBetter) => say!(words, "scorecard-recent-up-worse"),
        (Change::Decreasing, Polarity::HigherIsBetter) => {
            say!(words, "scorecard-recent-down-worse")
        }
        (Change::Decreasing, Polarity::LowerIsBetter) => {
            say!(words, "scorecard-recent-down-better")
        }
    }
}

/// How an area was held against another; `None` where nothing was.
#[must_use]
pub fn rule(found: &Scorecard, comparator: &str, words: &Words) -> Option<String> {
    if found.compared() == 0 {
        return None;
    }
    Some(match found.compare {
        CompareRule::AgainstValue => say!(words, "scorecard-rule-value", comparator = comparator),
        CompareRule::Overlap => say!(words, "scorecard-rule-overlap", comparator = comparator),
    })
}

/// How many rows are better and worse, by domain.
#[must_use]
pub fn sums(found: &Scorecard, area: &str, comparator: Option<&str>, words: &Words) -> Vec<String> {
    let many = found.rows.len();
    let rows = count(many as u64);
    let is_gap = |sum: &DomainSum| sum.domain == ScorecardDomain::Inequality;
    let sums = found.sums();
    let domains = sums.iter().filter(|sum| !is_gap(sum)).map(|sum| of_domain(sum, words));
    let domains = domains.collect::<Vec<_>>().join("; ");
    let mut said = vec![match comparator {
        None => {
            say!(words, "scorecard-sums", area = area, count = rows, many = many, domains = domains)
        }
        Some(name) => say!(
            words,
            "scorecard-sums-against",
            area = area,
            comparator = name,
            count = rows,
            many = many,
            domains = domains
        ),
    }];
    // Gaps are within the area, and not held against the comparator.
    let gaps = sums.iter().filter(|sum| is_gap(sum) && !found.gaps.is_empty());
    said.extend(
        gaps.map(|sum| say!(words, "scorecard-gaps-within", domain = of_domain(sum, words))),
    );
    said.push(compared(found, comparator, words));
    if !found.lacking.is_empty() {
        let lacking: Vec<String> = found.lacking.iter().map(ToString::to_string).collect();
        let lacking = words.and(&lacking);
        said.push(say!(words, "scorecard-lacking", area = area, indicators = lacking));
    }
    said.extend(undefined(found, words));
    said
}

/// How many rows are compared, and how many would seem apart by chance.
fn compared(found: &Scorecard, comparator: Option<&str>, words: &Words) -> String {
    let many = found.compared();
    match (many, comparator) {
        (0, None) => say!(words, "scorecard-no-comparator"),
        (0, Some(name)) => say!(words, "scorecard-none-compared", comparator = name),
        _ => {
            let compared = count(many as u64);
            match found.expected_by_chance() {
                Some(expected) => say!(
                    words,
                    "scorecard-by-chance",
                    compared = compared,
                    expected = number(expected, 1)
                ),
                None => {
                    say!(words, "scorecard-few-by-chance", compared = compared, many = many)
                }
            }
        }
    }
}

/// How many indicators have no row because nobody defines them.
fn undefined(found: &Scorecard, words: &Words) -> Option<String> {
    /// So many are named.
    const NAMED: usize = 3;
    let left = found.undefined.len() as u64;
    let named: Vec<String> = found.undefined.iter().take(NAMED).map(ToString::to_string).collect();
    let (names, all) = (named.join(", "), count(left));
    match left {
        0 => None,
        _ if left > NAMED as u64 => {
            Some(say!(words, "scorecard-undefined-some", count = all, many = left, names = names))
        }
        _ => Some(say!(words, "scorecard-undefined", count = all, many = left, names = names)),
    }
}

fn of_domain(sum: &DomainSum, words: &Words) -> String {
    let told: Vec<String> = sum
        .standings()
        .filter(|(_, rows, _)| *rows > 0)
        .map(|(standing, rows, weight)| {
            let told = so_many(rows, standing, words);
            if (weight - rows as f64).abs() > 1e-9 {
                say!(words, "scorecard-told-weighed", told = told, weight = number(weight, 1))
            } else {
                told
            }
        })
        .collect();
    let domain = domain(sum.domain, words).to_lowercase();
    say!(words, "scorecard-of-domain", domain = domain, told = words.and(&told))
}

/// What stands out: the rows that are worse, then those that are better, each
/// with its figures.
#[must_use]
pub fn stands_out(
    found: &Scorecard,
    measured: &dyn Fn(&ScorecardRow) -> Measured,
    comparator: &str,
) -> Vec<String> {
    let rows = worst_first(&found.rows, ScorecardRow::standing);
    rows.filter_map(|row| stands(row, &measured(row), comparator)).collect()
}

/// The rows that stand apart: the worse, the better, and those of which nobody
/// says.
pub(super) fn worst_first<T>(rows: &[T], of: fn(&T) -> Standing) -> impl Iterator<Item = &T> {
    let apart = [Standing::Worse, Standing::Better, Standing::Differs];
    apart.into_iter().flat_map(move |wanted| rows.iter().filter(move |row| of(row) == wanted))
}

/// One row in a sentence; `None` where a figure is missing.
#[must_use]
pub fn stands(row: &ScorecardRow, measured: &Measured, comparator: &str) -> Option<String> {
    let words = measured.words;
    let (figure, against) = (row.figure(), row.against());
    let (own, other) = (figure.value()?, against.value()?);
    let standing = match row.standing() {
        Standing::Better => "better",
        Standing::Worse => "worse",
        Standing::Differs if own.value > other.value => "higher",
        Standing::Differs => "lower",
        Standing::CannotTell => "cannot-tell",
        Standing::NotCompared => return None,
    };
    Some(say!(
        words,
        "scorecard-stands",
        standing = standing,
        indicator = capital(&measured.name),
        comparator = comparator,
        figure = words.estimate(&measured.unit, own),
        other = measured.unit.value(other.value),
        period = words.period(row.latest()?.period)
    ))
}

/// What the drawing of multiples shows, for those who do not see it. `multiple` is that of a
/// row, where it can be drawn, and `name` its indicator.
pub(crate) fn in_a_drawing(
    found: &Scorecard,
    (name, comparator): (&dyn Fn(&ScorecardRow) -> String, &str),
    multiple: fn(&ScorecardRow) -> Option<firstyear_core::Estimate>,
    words: &Words,
) -> String {
    let drawn = || found.rows.iter().filter_map(|row| Some((row, multiple(row)?)));
    let many = drawn().count();
    let told = standings(drawn().map(|(row, _)| row.standing()), words);
    let mut said = vec![
        say!(words, "scorecard-chart-words", comparator = comparator),
        say!(words, "scorecard-chart-rows", count = count(many as u64), many = many, told = told),
    ];
    let of = |standing: Standing| {
        let rows = drawn().filter(|(row, _)| row.standing() == standing);
        let named: Vec<String> =
            rows.map(|(row, times)| named(&name(row), &times, &Unit::Ratio, words)).collect();
        (!named.is_empty()).then(|| first_of(&named, words))
    };
    said.extend(
        of(Standing::Worse).map(|rows| say!(words, "scorecard-chart-worse", indicators = rows)),
    );
    said.extend(
        of(Standing::Better).map(|rows| say!(words, "scorecard-chart-better", indicators = rows)),
    );
    said.extend(
        of(Standing::Differs).map(|rows| say!(words, "scorecard-chart-apart", indicators = rows)),
    );
    let left = found.rows.len() - many;
    if left > 0 {
        said.push(say!(
            words,
            "scorecard-chart-left-out",
            count = count(left as u64),
            many = left,
            comparator = comparator
        ));
    }
    said.join(" ")
}

/// How far a row is from its target on a day, in words; `None` where nothing is
/// aimed at.
#[must_use]
pub fn target(row: &ScorecardRow, measured: &Measured, day: Option<NaiveDate>) -> Option<String> {
    let words = measured.words;
    let target = row.target.as_ref()?;
    let is_past = day.is_some_and(|day| day.year() > i32::from(target.by));
    let (aim, year) = (measured.unit.short(target.value), target.by.to_string());
    let Some(TargetDistance { left, is_met }) = row.distance() else {
        return Some(say!(words, "scorecard-target-unknown", target = aim, year = year));
    };
    let away = number(left.abs(), measured.unit.decimals());
    let away = match measured.unit {
        Unit::Percent => say!(words, "scorecard-points", count = away),
        _ => away,
    };
    Some(match is_met {
        Some(true) => say!(words, "scorecard-target-met", target = aim, year = year),
        Some(false) if is_past => {
            say!(words, "scorecard-target-missed", target = aim, year = year, away = away)
        }
        Some(false) => {
            say!(words, "scorecard-target-away", target = aim, year = year, away = away)
        }
        None => say!(words, "scorecard-target-cannot-tell", target = aim, year = year),
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::{IndicatorId, SourceClass};

    use super::*;
    use crate::testing::scorecard;
    use crate::words::english;

    #[test]
    fn what_nobody_defines_is_counted_and_some_of_it_named() {
        let mut found = scorecard(SourceClass::Published);
        assert_eq!(undefined(&found, english()), None);
        let ids = ["a", "b", "c", "d"].map(|id| IndicatorId::new(id).unwrap());
        found.undefined = ids.to_vec();
        assert_eq!(
            undefined(&found, english()).unwrap(),
            "4 indicators of the files are left out, as nobody says which way is good: a, b, c and \
             others. A [[definition]] says it."
        );
    }

    #[test]
    fn every_standing_and_every_course_has_its_words() {
        for one in Standing::ALL {
            assert_eq!(standing(one, english()), one.word());
            let twice = [one, one].into_iter();
            assert_eq!(standings(twice, english()), format!("2 {}", one.word()));
        }
        let ways = [Polarity::HigherIsBetter, Polarity::LowerIsBetter, Polarity::NoAgreedOptimum];
        let changes = [Change::Increasing, Change::Decreasing, Change::NotSignificant];
        for (way, change) in ways.iter().flat_map(|way| changes.map(|change| (*way, change))) {
            assert_eq!(recent(change, way, english()), change.label(way));
        }
    }

    #[test]
    fn what_nothing_is_compared_with_is_said() {
        let mut found = scorecard(SourceClass::Published);
        let said = sums(&found, "Northtown", None, english());
        assert!(said[0].starts_with("Northtown on "), "{said:?}");
        for row in &mut found.rows {
            row.comparator = None;
        }
        let said = sums(&found, "Northtown", None, english());
        assert!(
            said.contains(&"Nothing is compared: the scorecard names no comparator.".to_owned())
        );
        let said = sums(&found, "Northtown", Some("England"), english());
        assert!(said.iter().any(|said| {
            said.starts_with("Nothing is compared: England has no figure in the period of any row.")
        }));
        assert_eq!(rule(&found, "England", english()), None);
        found.lacking = vec![IndicatorId::new("breastfeeding").unwrap()];
        let said = sums(&found, "Northtown", None, english());
        assert_eq!(said.last().unwrap(), "Northtown has no figures of breastfeeding.");
    }

    #[test]
    fn a_target_is_met_missed_or_away() {
        use firstyear_core::project::ScorecardTarget;
        let found = scorecard(SourceClass::Published);
        let measured = crate::testing::measured();
        let row = found.rows.iter().find(|row| row.figure().value().is_some()).unwrap();
        let figure = row.figure().value().unwrap().value;
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1);
        let aimed = |value: f64, day| {
            let mut row = row.clone();
            row.target = Some(ScorecardTarget { value, by: 2024, source: "Plan".to_owned() });
            target(&row, &measured, day).unwrap()
        };
        let said = [
            aimed(figure * 1_000.0, day(2020)),
            aimed(figure / 1_000.0, day(2020)),
            aimed(figure / 1_000.0, day(2030)),
            aimed(figure, day(2020)),
        ];
        assert!(said[0].ends_with(" by 2024; met"), "{said:?}");
        assert!(said[1].ends_with(" away") && !said[1].contains("missed"), "{said:?}");
        assert!(said[2].contains(" by 2024; missed, "), "{said:?}");
        assert!(said[3].ends_with(" by 2024; cannot tell"), "{said:?}");
        let mut bare = row.clone();
        bare.target = Some(ScorecardTarget { value: 4.0, by: 2024, source: "Plan".to_owned() });
        bare.pooled = None;
        bare.series.group.points.clear();
        let said = target(&bare, &measured, None).unwrap();
        assert!(said.ends_with("by 2024; no figure to hold against it"), "{said}");
    }
}
