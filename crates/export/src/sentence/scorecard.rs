//! Sentences about how an area stands.

use firstyear_analysis::{DomainSum, Scorecard, ScorecardRow, Standing, TargetDistance};
use firstyear_core::project::{CompareRule, ScorecardDomain};

use chrono::{Datelike as _, NaiveDate};

use super::Measured;
use crate::format::{Unit, and, capital, count, number, plural};

/// How a scorecard is to be read.
pub const READING: &str = "Each row is judged by its own limits, and no score is made of them: an \
     area that is better on ten easy things and worse on deaths is not doing well. Cannot tell is an \
     answer: the figures do not say which way it is.";

/// The words of a domain.
#[must_use]
pub const fn domain(domain: ScorecardDomain) -> &'static str {
    match domain {
        ScorecardDomain::Mortality => "Mortality and what babies are born with",
        ScorecardDomain::RiskFactors => "Risk factors",
        ScorecardDomain::Services => "Services",
        ScorecardDomain::WiderDeterminants => "Wider determinants",
        ScorecardDomain::Inequality => "Inequality",
        ScorecardDomain::Other => "Other",
    }
}

/// How an area was held against another; `None` where nothing was.
#[must_use]
pub fn rule(found: &Scorecard, comparator: &str) -> Option<String> {
    if found.compared() == 0 {
        return None;
    }
    Some(match found.compare {
        CompareRule::AgainstValue => format!(
            "A row is better or worse where the figure of {comparator} in the same period lies \
             outside the limits of the area's; that figure is taken as known."
        ),
        CompareRule::Overlap => format!(
            "A row is better or worse where its limits and those of {comparator} in the same period \
             do not overlap: fewer rows are told apart than by the limits of the area alone."
        ),
    })
}

/// How many rows are better and worse, by domain.
#[must_use]
pub fn sums(found: &Scorecard, area: &str, comparator: Option<&str>) -> Vec<String> {
    let rows = found.rows.len();
    let against = comparator.map_or_else(String::new, |name| format!(" against {name}"));
    let mut said = vec![format!(
        "{area}{against} on {} {}:",
        count(rows as u64),
        plural(rows as u64, "indicator", "indicators")
    )];
    said[0].push(' ');
    let is_gap = |sum: &DomainSum| sum.domain == ScorecardDomain::Inequality;
    let sums = found.sums();
    let domains: Vec<String> = sums.iter().filter(|sum| !is_gap(sum)).map(of_domain).collect();
    said[0].push_str(&domains.join("; "));
    said[0].push('.');
    // Gaps are within the area, and not held against the comparator.
    let gaps = sums.iter().filter(|sum| is_gap(sum) && !found.gaps.is_empty());
    said.extend(gaps.map(|sum| format!("Between groups within it: {}.", of_domain(sum))));
    let compared = found.compared() as u64;
    said.push(match (compared, comparator) {
        (0, None) => "Nothing is compared: the scorecard names no comparator.".to_owned(),
        (0, Some(name)) => format!(
            "Nothing is compared: {name} has no figure in the period of any row. Check its code."
        ),
        (compared, _) => match found.expected_by_chance() {
            Some(expected) => format!(
                "Of the {} that are compared about {} would seem apart by chance alone.",
                count(compared),
                number(expected, 1)
            ),
            None => format!("{} are compared; by chance few would seem apart.", count(compared)),
        },
    });
    if !found.lacking.is_empty() {
        let lacking: Vec<String> = found.lacking.iter().map(ToString::to_string).collect();
        said.push(format!("{area} has no figures of {}.", and(&lacking)));
    }
    said.extend(undefined(found));
    said
}

/// How many indicators have no row because nobody defines them.
fn undefined(found: &Scorecard) -> Option<String> {
    /// So many are named.
    const NAMED: usize = 3;
    let left = found.undefined.len() as u64;
    let named: Vec<String> = found.undefined.iter().take(NAMED).map(ToString::to_string).collect();
    (left > 0).then(|| {
        format!(
            "{} {} of the files {} left out, as nobody says which way is good: {}{}. A [[definition]] \
             says it.",
            count(left),
            plural(left, "indicator", "indicators"),
            plural(left, "is", "are"),
            named.join(", "),
            if left > NAMED as u64 { " and others" } else { "" }
        )
    })
}

fn of_domain(sum: &DomainSum) -> String {
    let told: Vec<String> = sum
        .standings()
        .filter(|(_, rows, _)| *rows > 0)
        .map(|(standing, rows, weight)| {
            let weighed = (weight - rows as f64).abs() > 1e-9;
            let weight =
                if weighed { format!(" (weight {})", number(weight, 1)) } else { String::new() };
            format!("{} {}{weight}", count(rows as u64), standing.word())
        })
        .collect();
    format!("{} {}", domain(sum.domain).to_lowercase(), and(&told))
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
    let (figure, against) = (row.figure(), row.against());
    let (own, other) = (figure.value()?, against.value()?);
    let period = super::period(row.latest()?.period);
    let word = match row.standing() {
        Standing::Better => "better than",
        Standing::Worse => "worse than",
        Standing::Differs if own.value > other.value => "higher than",
        Standing::Differs => "lower than",
        Standing::CannotTell => "not to be told from",
        Standing::NotCompared => return None,
    };
    Some(format!(
        "{}: {word} {comparator}, {} against {} in {period}.",
        capital(&measured.name),
        measured.unit.estimate(own),
        measured.unit.value(other.value)
    ))
}

/// How far a row is from its target on a day, in words; `None` where nothing is
/// aimed at.
#[must_use]
pub fn target(row: &ScorecardRow, measured: &Measured, day: Option<NaiveDate>) -> Option<String> {
    let target = row.target.as_ref()?;
    let is_past = day.is_some_and(|day| day.year() > i32::from(target.by));
    let aim = format!("{} by {}", measured.unit.short(target.value), target.by);
    let Some(TargetDistance { left, is_met }) = row.distance() else {
        return Some(format!("{aim}; no figure to hold against it"));
    };
    Some(match is_met {
        Some(true) => format!("{aim}; met"),
        Some(false) => {
            let away = number(left.abs(), measured.unit.decimals());
            let points = if measured.unit == Unit::Percent { " percentage points" } else { "" };
            let missed = if is_past { "missed, " } else { "" };
            format!("{aim}; {missed}{away}{points} away")
        }
        None => format!("{aim}; cannot tell"),
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::{IndicatorId, SourceClass};

    use super::*;
    use crate::testing::scorecard;

    #[test]
    fn what_nobody_defines_is_counted_and_some_of_it_named() {
        let mut found = scorecard(SourceClass::Published);
        assert_eq!(undefined(&found), None);
        let ids = ["a", "b", "c", "d"].map(|id| IndicatorId::new(id).unwrap());
        found.undefined = ids.to_vec();
        assert_eq!(
            undefined(&found).unwrap(),
            "4 indicators of the files are left out, as nobody says which way is good: a, b, c and \
             others. A [[definition]] says it."
        );
    }
}
