//! Scorecards as flat tables.

use std::io::Write;

use chrono::NaiveDate;
use firstyear_analysis::{Released, Scorecard, ScorecardGap, ScorecardRow};
use firstyear_core::{AreaCode, Cell};

use super::{Figure, write};
use crate::tidy::WriteError;

/// How areas stand. The label of a row is its domain; whether a target is met is
/// a 1 or a 0.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn scorecards<'a>(
    results: impl IntoIterator<Item = &'a Released<Scorecard>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| scorecard(result.get())), out)
}

fn scorecard(found: &Scorecard) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "scorecard",
        area: Some(&found.area),
        note: found.name.clone(),
        ..Figure::default()
    };
    let with = (found.comparator.as_ref(), found.as_of);
    let mut figures: Vec<Figure<'_>> =
        found.rows.iter().flat_map(|one| row(&about, with, one)).collect();
    figures.extend(found.gaps.iter().map(|gap| of_gap(&about, gap)));
    for sum in found.sums() {
        for (standing, rows, weight) in sum.standings() {
            let note = format!("{}; {}", about.note, standing.word());
            let of = Figure { label: sum.domain.word(), note, ..about.clone() };
            figures.push(of.value("rows-that-stand-so", rows as f64));
            figures.push(of.value("weight-that-stands-so", weight));
        }
    }
    for id in &found.lacking {
        let of = Figure { indicator: Some(id), ..about.clone() };
        figures.push(of.estimate("figure", &Cell::Absent));
    }
    figures
}

/// A row with its rates over time, the comparator and the day of the project.
pub(super) fn row<'a>(
    about: &Figure<'a>,
    (comparator, as_of): (Option<&'a AreaCode>, Option<NaiveDate>),
    row: &'a ScorecardRow,
) -> Vec<Figure<'a>> {
    let about = Figure {
        indicator: Some(&row.indicator),
        label: row.domain.word(),
        period: row.latest().map(|point| point.period),
        ..about.clone()
    };
    let mut figures: Vec<Figure<'a>> = row
        .series
        .group
        .points
        .iter()
        .chain(&row.pooled)
        .flat_map(|point| {
            Figure { period: Some(point.period), ..about.clone() }.counted(&point.rate)
        })
        .collect();
    let note = format!("{}; {}", about.note, row.standing().word());
    let judged = Figure { verdict: Some(row.verdict()), note, ..about.clone() };
    figures.push(judged.estimate("figure", &row.figure()));
    if let Some(rate) = &row.comparator {
        let of = Figure { area: comparator, ..about.clone() };
        figures.extend(of.counted(rate));
    }
    if let Ok(marker) = &row.series.group.recent {
        let note = marker.change.label(row.series.polarity).to_owned();
        let of = Figure { note, ..about.clone() };
        figures.push(of.value("recent-trend-chi-square", marker.chi_square));
    }
    figures.extend(
        as_of.and_then(|day| row.age_days(day)).map(|days| about.value("age-days", days as f64)),
    );
    if let Some(target) = &row.target {
        let note = format!("{}; by {}, {}", about.note, target.by, target.source);
        let of = Figure { note, ..about.clone() };
        figures.push(of.value("target", target.value));
        let distance = row.distance();
        figures.extend(distance.map(|distance| of.value("left-to-target", distance.left)));
        let is_met =
            distance.and_then(|distance| distance.is_met).map_or(Cell::Absent, Cell::known);
        figures.push(of.cell("target-met", &is_met, |met| f64::from(u8::from(*met))));
    }
    let linked = &row.recommendations;
    let named = Figure { note: linked.made.join("; "), ..about.clone() };
    figures.push(named.value("recommendations", linked.made.len() as f64));
    if as_of.is_some() {
        figures.push(about.value("done", linked.done as f64));
        figures.push(about.value("stopped", linked.stopped as f64));
        figures.push(about.value("not-closed", linked.not_closed as f64));
        figures.push(about.value("overdue", linked.overdue as f64));
    }
    figures
}

fn of_gap<'a>(about: &Figure<'a>, gap: &'a ScorecardGap) -> Figure<'a> {
    let latest = gap.latest();
    let of = Figure {
        indicator: Some(&gap.trend.indicator),
        label: &gap.trend.group,
        period: latest.map(|point| point.period),
        dimension: gap.trend.series.last().map(|series| &series.dimension),
        verdict: gap.change(),
        note: format!("{}; {}", about.note, gap.standing().word()),
        ..about.clone()
    };
    of.estimate("relative-gap", &latest.map_or(Cell::Absent, |point| point.relative))
}
