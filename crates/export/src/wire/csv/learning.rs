//! What followed recommendations, as flat tables.

use std::io::Write;

use firstyear_analysis::{Learning, Released};

use super::evaluation::evaluation;
use super::{Figure, write};
use crate::tidy::WriteError;

/// What followed recommendations: a row for each area with the side that it is
/// on, and the figures of both sides as [`evaluations`](super::evaluations) has
/// them.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn learnings<'a>(
    results: impl IntoIterator<Item = &'a Released<Learning>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| learning(result.get())), out)
}

fn learning(found: &Learning) -> Vec<Figure<'_>> {
    let mut figures = Vec::new();
    for area in &found.areas {
        let of = Figure {
            result: "learning",
            area: Some(&area.code),
            label: area.side().word(),
            note: format!("{}; {} by {}", found.name, found.theme, found.done_by),
            ..Figure::default()
        };
        figures.push(of.value("done", area.done.len() as f64));
        figures.push(of.value("done-at-another-time", area.at_another_time.len() as f64));
        figures.push(of.value("not-done", area.not_done.len() as f64));
    }
    let held = found.evaluation.iter().flat_map(evaluation);
    figures.extend(held.map(|figure| Figure { result: "learning", ..figure }));
    figures
}
