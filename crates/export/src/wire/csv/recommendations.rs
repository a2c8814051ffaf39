//! Recommendations as flat tables.

use std::io::Write;

use firstyear_analysis::{DONE_BY, Progress, ProgressRow, Released, ThemeRow, ThemeTables};
use firstyear_core::Cell;

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
    /// Of a theme out of all recommendations, of the others out of their theme.
    percent: f64,
    ids: String,
}

fn theme_rows(found: &ThemeTables) -> Vec<ThemeCount> {
    let mut rows = Vec::new();
    let count = |label: String, row: &ThemeRow, percent| ThemeCount {
        label,
        count: row.count(),
        percent,
        ids: row.recommendations.join("; "),
    };
    for table in &found.tables {
        rows.push(ThemeCount {
            label: table.name.clone(),
            count: table.total,
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
        [
            counted.value("recommendations", row.count as f64),
            of.value("percent-of-theme", row.percent),
        ]
    };
    let mut figures: Vec<Figure<'_>> = rows.iter().flat_map(figure).collect();
    for compared in &found.comparisons {
        let [first, second] = &compared.sides;
        for row in &compared.rows {
            let note = format!("{}: {first} minus {second}", compared.name);
            let of = Figure { label: &row.name, note, ..about.clone() };
            let difference = row.difference.map_or(Cell::Absent, Cell::known);
            figures.push(of.estimate("difference-of-shares", &difference));
        }
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
        let status = one.status.map_or("open", firstyear_core::recommendation::Status::word);
        let note = format!("{}; {}; {status}", about.note, one.theme);
        let of = Figure { area: Some(&one.area), label: &one.id, note, ..about.clone() };
        figures.push(of.value("days-waiting", one.days_waiting as f64));
        figures.extend(one.days_overdue.map(|days| of.value("days-overdue", days as f64)));
    }
    figures
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
    figures.extend(row.median_days.map(|median| about.value("median-days-to-done", median.days)));
    figures
}
