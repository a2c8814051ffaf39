//! Recommendations as flat tables.

use std::io::Write;

use firstyear_analysis::{
    ComparedThemes, DONE_BY, Progress, ProgressRow, Released, ThemeRow, ThemeTables, Tracked,
    VisitSummary,
};
use firstyear_core::Cell;
use firstyear_core::recommendation::Status;

use super::{Figure, write};
use crate::tidy::WriteError;

/// Recommendations by theme. The label is the theme, its category and its part,
/// with a slash between them; the note of a count names the recommendations.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn recommendation_themes(
    found: &Released<ThemeTables>,
    out: impl Write,
) -> Result<(), WriteError> {
    let rows = theme_rows(found.get());
    write(of_themes(found.get(), &rows), out)
}

/// What became of recommendations.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn recommendation_progress(
    found: &Released<Progress>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(of_progress(found.get()), out)
}

/// Both in one table.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn recommendations(
    themes: &Released<ThemeTables>,
    progress: Option<&Released<Progress>>,
    out: impl Write,
) -> Result<(), WriteError> {
    let rows = theme_rows(themes.get());
    let progress = progress.map(Released::get).into_iter().flat_map(of_progress);
    write(of_themes(themes.get(), &rows).into_iter().chain(progress), out)
}

/// A theme, category or part with its count.
struct ThemeCount {
    label: String,
    count: usize,
    is_theme: bool,
    /// Of a theme out of all recommendations, of the others out of their theme.
    percent: f64,
    ids: String,
}

fn theme_rows(found: &ThemeTables) -> Vec<ThemeCount> {
    let mut rows = Vec::new();
    let count = |label: String, row: &ThemeRow, percent| ThemeCount {
        label,
        count: row.count(),
        is_theme: false,
        percent,
        ids: row.recommendations.join("; "),
    };
    for table in &found.tables {
        rows.push(ThemeCount {
            label: table.name.clone(),
            count: table.total,
            is_theme: true,
            percent: found.percent(table),
            ids: String::new(),
        });
        for row in &table.rows {
            let label = format!("{}/{}", table.name, row.name);
            let parts = row.parts.iter();
            rows.extend(
                parts
                    .map(|part| count(format!("{label}/{}", part.name), part, table.percent(part))),
            );
            rows.push(count(label, row, table.percent(row)));
        }
    }
    rows
}

fn of_themes<'a>(found: &'a ThemeTables, rows: &'a [ThemeCount]) -> Vec<Figure<'a>> {
    let about = Figure { result: "recommendation-themes", ..Figure::default() };
    let figure = |row: &'a ThemeCount| {
        let of = Figure { label: &row.label, ..about.clone() };
        let counted = Figure { note: row.ids.clone(), ..of.clone() };
        let percent = if row.is_theme { "percent-of-all" } else { "percent-of-theme" };
        [counted.value("recommendations", row.count as f64), of.value(percent, row.percent)]
    };
    let mut figures: Vec<Figure<'_>> = rows.iter().flat_map(figure).collect();
    for table in &found.tables {
        let of = Figure { label: &table.name, ..about.clone() };
        let per = table.per_area;
        figures.extend([
            of.value("areas", per.areas as f64),
            of.value("median-per-area", per.median),
            of.value("fewest-per-area", per.fewest as f64),
            of.value("most-per-area", per.most as f64),
        ]);
    }
    for pair in &found.together {
        let [one, other] = &pair.themes;
        let of = Figure { label: one, note: format!("with {other}"), ..about.clone() };
        figures.push(of.value("areas-with-both", pair.areas as f64));
        figures.push(of.value("areas-with-either", pair.of as f64));
    }
    figures.extend(found.comparisons.iter().flat_map(|compared| of_comparison(&about, compared)));
    figures.extend(found.summaries.iter().flat_map(of_visit));
    figures
}

fn of_comparison<'a>(about: &Figure<'a>, compared: &'a ComparedThemes) -> Vec<Figure<'a>> {
    let [first, second] = &compared.sides;
    let mut figures = Vec::new();
    for row in &compared.rows {
        let note = format!("{}: {first} minus {second}", compared.name);
        let of = Figure { label: &row.name, note, ..about.clone() };
        for (side, count) in compared.sides.iter().zip(row.counts) {
            let note = format!("{}: {side}", compared.name);
            figures.push(Figure { note, ..of.clone() }.value("recommendations", count as f64));
        }
        let difference = row.difference.map_or(Cell::Absent, Cell::known);
        figures.push(of.estimate("difference-of-shares", &difference));
    }
    figures
}

fn of_visit(visit: &VisitSummary) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "visit",
        area: Some(&visit.area),
        label: &visit.id,
        note: format!("{} to {}", visit.first, visit.last),
        ..Figure::default()
    };
    let mut figures = vec![
        about.value("interviewed", f64::from(visit.interviewed)),
        about.value("recommendations", visit.recommendations as f64),
        about.value("core-groups-not-held", visit.not_held.len() as f64),
    ];
    figures.extend(visit.days_to_support.map(|days| about.value("days-to-support", days as f64)));
    for (days, text) in &visit.follow_ups {
        let note = text.clone().unwrap_or_default();
        figures.push(Figure { note, ..about.clone() }.value("days-to-follow-up", *days as f64));
    }
    for answer in &visit.participants {
        let of = Figure { note: answer.question.clone(), ..about.clone() };
        figures.push(of.count("agreed-participants", answer.agreed));
        figures.push(of.value("answered-participants", answer.answered as f64));
        figures.push(of.estimate("share-agreed", &answer.share));
    }
    figures
}

fn of_progress(found: &Progress) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "recommendation-progress",
        note: format!("on {}", found.as_of),
        ..Figure::default()
    };
    let mut figures = of_row(&Figure { label: "all", ..about.clone() }, &found.all);
    for (area, row) in &found.by_area {
        figures.extend(of_row(&Figure { area: Some(area), ..about.clone() }, row));
    }
    for (theme, row) in &found.by_theme {
        figures.extend(of_row(&Figure { label: theme, ..about.clone() }, row));
    }
    for (lead, row) in &found.by_lead {
        let label = lead.as_deref().unwrap_or("nobody");
        let note = format!("{}, by the agency that leads", about.note);
        figures.extend(of_row(&Figure { label, note, ..about.clone() }, row));
    }
    for one in &found.not_closed {
        let of = of_one(&about, one);
        figures.push(of.value("days-waiting", one.days_waiting as f64));
        figures.extend(one.days_overdue.map(|days| of.value("days-overdue", days as f64)));
    }
    for one in &found.closed {
        let days = (found.as_of - one.since).num_days();
        figures.push(of_one(&about, one).value("days-since-closed", days as f64));
    }
    figures
}

fn of_one<'a>(about: &Figure<'a>, one: &'a Tracked) -> Figure<'a> {
    let status = Status::word_of(one.status);
    let note = format!("{}; {}; {status}", about.note, one.theme);
    Figure { area: Some(&one.area), label: &one.id, note, ..about.clone() }
}

fn of_row<'a>(about: &Figure<'a>, row: &ProgressRow) -> Vec<Figure<'a>> {
    let counts = [
        ("made", row.made),
        ("open", row.open),
        ("agreed", row.agreed),
        ("started", row.started),
        ("done", row.done),
        ("stopped", row.stopped),
        ("overdue", row.overdue),
        ("stalled", row.stalled),
    ];
    let mut figures: Vec<Figure<'a>> =
        counts.into_iter().map(|(measure, count)| about.value(measure, count as f64)).collect();
    let share = row.share_done.map(Cell::known);
    figures.extend(share.map(|share| about.estimate("share-done", &share)));
    for (days, share) in DONE_BY.into_iter().zip(&row.done_by) {
        let Some(share) = share else { continue };
        let within =
            Figure { note: format!("{}; within {days} days", about.note), ..about.clone() };
        figures.push(within.estimate("share-done-within", &Cell::known(*share)));
    }
    if let Some(median) = row.median_days {
        figures.push(about.value("median-days-to-done", median.days));
        for (measure, limit) in [
            ("median-days-to-done-lower", median.lower),
            ("median-days-to-done-upper", median.upper),
        ] {
            figures.extend(limit.map(|days| about.value(measure, days)));
        }
    }
    figures
}
