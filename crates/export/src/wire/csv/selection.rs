//! Selections of areas as flat tables.

use std::io::Write;

use firstyear_analysis::{AreaSelection, Released};
use firstyear_core::Cell;

use super::{Figure, write};
use crate::tidy::WriteError;

/// Which areas to turn to first. Whether a rule chooses an area is a 1 or a 0.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn selections<'a>(
    results: impl IntoIterator<Item = &'a Released<AreaSelection>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| selection(result.get())), out)
}

fn selection(found: &AreaSelection) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "selection",
        indicator: Some(&found.indicator),
        period: Some(found.period),
        dimension: found.split.as_ref().map(|(id, _)| id),
        note: found.name.clone(),
        ..Figure::default()
    };
    let comparator = &found.comparator;
    let note = found.not_computed.as_ref().map_or_else(
        || "comparator".to_owned(),
        |why| format!("comparator; no excess is worked out: {why}"),
    );
    let of =
        Figure { area: Some(&comparator.code), label: &comparator.name, note, ..about.clone() };
    let mut figures = of.counted(&comparator.rate).to_vec();
    let draws = found.draws;
    let drawn = format!("{} draws, {}, seed {}", draws.count, draws.generator, draws.seed);
    for chosen in &found.areas {
        let area = &chosen.area;
        let of = Figure { area: Some(&area.code), label: &area.name, ..about.clone() };
        let again = Figure { note: drawn.clone(), ..of.clone() };
        figures.extend(of.counted(&area.rate));
        let is = |measure, chosen: Option<bool>| {
            let cell = chosen.map_or(Cell::Absent, Cell::known);
            of.cell(measure, &cell, |chosen| f64::from(u8::from(*chosen)))
        };
        figures.push(is("chosen-by-events", chosen.at_least));
        figures.extend(chosen.at_least_again.map(|p| again.value("chosen-by-events-again", p)));
        figures.extend(chosen.excess.map(|e| of.estimate("excess-events", &Cell::known(e))));
        figures.push(is("chosen-by-excess", chosen.most_excess));
        figures.extend(chosen.most_excess_again.map(|p| again.value("chosen-by-excess-again", p)));
        let above = chosen.above_comparator;
        figures.extend(above.map(|above| of.value("probability-above-comparator", above)));
    }
    figures
}
