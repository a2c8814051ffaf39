//! Sentences about how an area stands.

use firstyear_analysis::{DomainSum, Scorecard, ScorecardRow, Standing, TargetDistance};
use firstyear_core::project::{CompareRule, ScorecardDomain};

use super::Measured;
use crate::format::{and, capital, count, number, plural};

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

/// How an area was held against another.
#[must_use]
pub fn rule(found: &Scorecard, comparator: &str) -> String {
    match (&found.comparator, found.compare) {
        (None, _) => "Nothing is compared: the scorecard names no comparator.".to_owned(),
        (Some(_), CompareRule::AgainstValue) => format!(
            "A row is better or worse where the figure of {comparator} in the same period lies \
             outside the limits of the area's; that figure is taken as known."
        ),
        (Some(_), CompareRule::Overlap) => format!(
            "A row is better or worse where its limits and those of {comparator} in the same period \
             do not overlap: fewer rows are told apart than by the limits of the area alone."
        ),
    }
}

/// How many rows are better and worse, by domain.
#[must_use]
pub fn sums(found: &Scorecard, area: &str, comparator: Option<&str>) -> Vec<String> {
    let rows = found.rows.len() + found.gaps.len();
    let against = comparator.map_or_else(String::new, |name| format!(" against {name}"));
    let mut said = vec![format!(
        "{area}{against} on {} {}:",
        count(rows as u64),
        plural(rows as u64, "row", "rows")
    )];
    said[0].push(' ');
    let domains: Vec<String> = found.sums().iter().map(of_domain).collect();
    said[0].push_str(&domains.join("; "));
    said[0].push('.');
    let compared = found.compared() as u64;
    if compared > 0 {
        said.push(format!(
            "Of the {} that are compared about {} would seem apart by chance alone.",
            count(compared),
            number(found.expected_by_chance(), 1)
        ));
    }
    if !found.lacking.is_empty() {
        let lacking = found.lacking.len() as u64;
        said.push(format!(
            "Of {} {} that are asked for there are no figures.",
            count(lacking),
            plural(lacking, "indicator", "indicators")
        ));
    }
    said
}

fn of_domain(sum: &DomainSum) -> String {
    let standings = Standing::ALL.iter().zip(sum.rows.iter().zip(&sum.weights));
    let told: Vec<String> = standings
        .filter(|(_, (rows, _))| **rows > 0)
        .map(|((_, word), (rows, weight))| {
            let weighed = (*weight - *rows as f64).abs() > 1e-9;
            let weight =
                if weighed { format!(" (weight {})", number(*weight, 1)) } else { String::new() };
            format!("{} {word}{weight}", count(*rows as u64))
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
    let of = |standing: Standing| found.rows.iter().filter(move |row| row.standing() == standing);
    let rows = of(Standing::Worse).chain(of(Standing::Better)).chain(of(Standing::Differs));
    rows.filter_map(|row| stands(row, &measured(row), comparator)).collect()
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

/// How far a row is from its target, in words; `None` where nothing is aimed at.
#[must_use]
pub fn target(row: &ScorecardRow, measured: &Measured) -> Option<String> {
    let target = row.target.as_ref()?;
    let aim = format!("{} by {}", measured.unit.value(target.value), target.by);
    let Some(TargetDistance { left, is_met }) = row.distance() else {
        return Some(format!("{aim}; no figure to hold against it"));
    };
    Some(match is_met {
        Some(true) => format!("{aim}; met"),
        Some(false) => format!("{aim}; {} away", measured.unit.value(left.abs())),
        None => format!("{aim}; cannot tell"),
    })
}
