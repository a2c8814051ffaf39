//! Self-assessments, audits of equity and reviews of deaths as flat tables.

use std::io::Write;

use firstyear_analysis::{
    AssessedStatement, AuditedGroup, AuditedNeed, DeathsReview, EquityAudit, Released,
    ReviewedCause, ScorecardRow, SelfAssessment,
};
use firstyear_core::{Cell, Estimate};

use super::scorecard::row;
use super::{Figure, write};
use crate::sentence::self_assessment::latest;
use crate::tidy::WriteError;

/// How far areas say they are: a row for each statement and day with its level,
/// and the indicators beside them as [`scorecards`](super::scorecards) has them, with
/// their statements and the latest levels of these in the note.
/// The label of a statement is its id.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn self_assessments<'a>(
    results: impl IntoIterator<Item = &'a Released<SelfAssessment>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| self_assessment(result.get())), out)
}

fn self_assessment(found: &SelfAssessment) -> Vec<Figure<'_>> {
    let about = Figure { result: "self-assessment", area: Some(&found.area), ..Figure::default() };
    let mut figures = Vec::new();
    for one in &found.statements {
        let of = Figure { label: &one.statement.id, ..about.clone() };
        for (day, level) in found.days.iter().zip(&one.levels) {
            let name = level.map_or("not judged", |level| found.level_name(level));
            let of = Figure { note: format!("{}; {day}; {name}", found.name), ..of.clone() };
            let level = level.map_or(Cell::Absent, Cell::known);
            figures.push(of.cell("level", &level, |level| f64::from(*level)));
        }
        for (level, areas) in found.levels.iter().zip(&one.areas) {
            let of = Figure { note: format!("{}; {}", found.name, level.name), ..of.clone() };
            figures.push(of.value("areas", *areas as f64));
        }
        if found.as_of.is_some() {
            let of = Figure { note: found.name.clone(), ..of };
            figures.push(of.value("not-closed", one.open_and_done.0 as f64));
            figures.push(of.value("done", one.open_and_done.1 as f64));
        }
    }
    if let Some(card) = &found.indicators {
        let with = (card.comparator.as_ref(), found.as_of);
        figures.extend(card.rows.iter().flat_map(|one| {
            let note = format!("{}; {}", found.name, statements_of(found, one).join("; "));
            row(&Figure { note, ..about.clone() }, with, one)
        }));
    }
    figures
}

/// The statements that an indicator stands beside, with their latest levels.
fn statements_of(found: &SelfAssessment, row: &ScorecardRow) -> Vec<String> {
    let beside = found.beside().filter(|(_, other)| other.indicator == row.indicator);
    let said = |one: &AssessedStatement| {
        let level = latest(found, one).unwrap_or_else(|| "not judged".to_owned());
        format!("{}: {level}", one.statement.id)
    };
    beside.map(|(one, _)| said(one)).collect()
}

/// Who uses services against who needs them. The indicator of a row is that of the
/// need, and in the note of a row of use stands that of the service.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn equity_audits<'a>(
    results: impl IntoIterator<Item = &'a Released<EquityAudit>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| equity_audit(result.get())), out)
}

fn equity_audit(found: &EquityAudit) -> Vec<Figure<'_>> {
    found.needs.iter().flat_map(|need| audited(found, need)).collect()
}

fn audited<'a>(found: &'a EquityAudit, need: &'a AuditedNeed) -> Vec<Figure<'a>> {
    let about = Figure {
        result: "equity-audit",
        area: Some(&found.area),
        period: Some(need.period),
        dimension: Some(&need.version),
        indicator: need.indicator.as_ref().or(need.service.as_ref()),
        note: format!("{}; need", found.name),
        ..Figure::default()
    };
    let service = need.service.as_ref();
    let note = service.map_or_else(String::new, |id| format!("{}; use, {id}", found.name));
    let of_use = Figure { note, ..about.clone() };
    let mut figures = Vec::new();
    for group in need.all_groups() {
        let in_group = |of: &Figure<'a>| of.in_group(&need.version, &group.category, &group.label);
        let of_need = in_group(&about);
        figures.extend(of_need.counted(&group.need));
        figures.push(of_need.cell("share-of-need", &known(need.share_of_need(group)), |one| *one));
        figures.extend(used(&in_group(&of_use), need, group));
    }
    let slope = need.slope();
    if let Ok(slope) = slope {
        figures.push(of_use.estimate("slope-index", &Cell::known(slope)));
    }
    figures
}

fn used<'a>(of: &Figure<'a>, need: &AuditedNeed, group: &AuditedGroup) -> Vec<Figure<'a>> {
    let Some(used) = &group.used else { return Vec::new() };
    let estimate = |found: Option<Estimate>| found.map_or(Cell::Absent, Cell::known);
    let mut figures: Vec<Figure<'a>> = of.counted(used).into();
    figures.push(of.count("unmet-need", need.unmet(group)));
    figures.push(of.cell("share-of-use", &known(need.share_of_use(group)), |one| *one));
    let judged = Figure { verdict: Some(need.verdict(group)), ..of.clone() };
    figures.push(judged.estimate("ratio-of-use", &estimate(need.ratio(group))));
    figures.push(of.estimate("shortfall", &estimate(need.shortfall(group))));
    figures
}

fn known(value: Option<f64>) -> Cell<f64> {
    value.map_or(Cell::Absent, Cell::known)
}

/// What reviews of infant deaths found. Factors have `events` of the deaths in which
/// they were found.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn deaths_reviews<'a>(
    results: impl IntoIterator<Item = &'a Released<DeathsReview>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| deaths_review(result.get())), out)
}

fn deaths_review(found: &DeathsReview) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "deaths-review",
        area: Some(&found.area),
        period: Some(found.period),
        note: found.name.clone(),
        ..Figure::default()
    };
    let mut figures = Vec::new();
    for one in found.causes.iter().chain(&found.total) {
        figures.extend(reviewed(&about, found, one));
    }
    for factor in &found.factors {
        let of = Figure {
            indicator: found.factor_indicator.as_ref(),
            dimension: Some(&found.factor_dimension),
            ..about.clone()
        };
        let of = of.in_group(&found.factor_dimension, &factor.factor, &factor.label);
        figures.extend(of.counted(&factor.found));
    }
    figures
}

fn reviewed<'a>(
    about: &Figure<'a>,
    found: &'a DeathsReview,
    one: &'a ReviewedCause,
) -> Vec<Figure<'a>> {
    let of = Figure { dimension: Some(&found.dimension), ..about.clone() };
    let of = of.in_group(&found.dimension, &one.cause, &one.label);
    let ages = found.ages.iter().zip(&one.deaths);
    let mut figures: Vec<Figure<'a>> = ages
        .map(|((indicator, _), deaths)| {
            Figure { indicator: Some(indicator), ..of.clone() }.count("deaths", *deaths)
        })
        .collect();
    let whole = Figure { indicator: Some(&found.whole), ..of };
    let judged = Figure { verdict: Some(one.verdict()), ..whole.clone() };
    figures.extend(judged.counted(&one.all));
    let share = found.share(one).map_or(Cell::Absent, Cell::known);
    figures.push(whole.estimate("share-of-deaths", &share));
    if let Some(comparator) = &one.comparator {
        let other = Figure { area: found.comparator.as_ref(), ..whole.clone() };
        figures.extend(other.counted(comparator));
        figures.push(whole.cell("expected-deaths", &known(one.expected()), |one| *one));
    }
    figures
}
