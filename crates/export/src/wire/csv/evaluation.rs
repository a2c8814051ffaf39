//! Evaluations as flat tables.

use std::io::Write;

use firstyear_analysis::{EvaluatedArm, Evaluation, Released, When};
use firstyear_core::Cell;

use super::{Figure, write};
use crate::sentence::evaluation::when;
use crate::tidy::WriteError;
use crate::words::english;

/// Whether something that was done worked. A side is named in the column
/// `label`; a figure of both together has no label.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn evaluations<'a>(
    results: impl IntoIterator<Item = &'a Released<Evaluation>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| evaluation(result.get())), out)
}

pub(super) fn evaluation(found: &Evaluation) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "evaluation",
        indicator: Some(&found.indicator),
        dimension: found.split.as_ref().map(|(id, _)| id),
        note: found.name.clone(),
        ..Figure::default()
    };
    let mut figures = Vec::new();
    for side in [&found.visited, &found.comparison] {
        figures.extend(arm(&about, side));
    }
    match &found.effect {
        Ok(effect) => {
            figures.push(about.estimate("absolute-effect", &Cell::known(effect.absolute)));
            let relative = effect.relative.map_or(Cell::Absent, Cell::known);
            figures.push(about.estimate("relative-effect", &relative));
            let p = effect.p.map_or(Cell::Absent, Cell::known);
            figures.push(about.cell("p-of-relative-effect", &p, |p| *p));
            figures.push(about.value("scatter", effect.dispersion));
        }
        Err(reasons) => {
            let why: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            let note = format!("{}; not told: {}", about.note, why.join("; "));
            let refused = Figure { note, ..about.clone() };
            figures.push(refused.estimate("absolute-effect", &Cell::Absent));
        }
    }
    let known = |estimate| Cell::known(estimate);
    figures.extend(found.baseline.map(|of| about.estimate("baseline-difference", &known(of))));
    if let Ok(before) = found.before {
        figures.push(about.estimate("yearly-change-before", &known(before)));
    }
    if let Ok(series) = &found.series {
        figures.push(about.estimate("change-of-level", &known(series.level)));
        figures.push(about.estimate("change-of-slope", &known(series.slope)));
        figures.push(about.estimate("difference-at-end", &known(series.at_end)));
    }
    figures
}

fn arm<'a>(about: &Figure<'a>, arm: &'a EvaluatedArm) -> Vec<Figure<'a>> {
    let about = Figure { label: &arm.name, ..about.clone() };
    let mut figures = Vec::new();
    for at in [&arm.before, &arm.after] {
        let of = match &at.when {
            When::Period(period) => Figure { period: Some(*period), ..about.clone() },
            printed @ When::Printed(_) => {
                let note = format!("{}; {}", about.note, when(printed, english()));
                Figure { note, ..about.clone() }
            }
        };
        figures.extend(of.counted(&at.rate));
    }
    for area in &arm.areas {
        let left_out = if area.used { "" } else { "; left out" };
        for (at, rate) in [(&arm.before.when, &area.before), (&arm.after.when, &area.after)] {
            let period = match at {
                When::Period(period) => Some(*period),
                When::Printed(_) => None,
            };
            let note = format!("{}{left_out}", about.note);
            let of = Figure { area: Some(&area.code), period, note, ..about.clone() };
            figures.extend(of.counted(rate));
        }
    }
    for (year, rate) in &arm.by_year {
        let note = format!("{}; a single year", about.note);
        figures.extend(Figure { period: Some(*year), note, ..about.clone() }.counted(rate));
    }
    let cell = |estimate: Option<_>| estimate.map_or(Cell::Absent, Cell::known);
    figures.push(about.estimate("change", &cell(arm.change)));
    figures.push(about.estimate("relative-change", &cell(arm.relative_change)));
    let printed = arm.printed_change;
    figures.extend(printed.map(|printed| about.value("printed-change", printed)));
    figures
}
