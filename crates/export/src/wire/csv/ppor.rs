//! Perinatal periods of risk as flat tables.

use std::io::Write;

use firstyear_analysis::{PeriodOfRisk, Ppor, PporSide, Released};
use firstyear_core::Cell;

use super::{Figure, write};
use crate::tidy::WriteError;

/// Periods of risk. Rates and excesses are deaths per 1,000 live births and
/// fetal deaths, named in the column `label`; the note names the populations.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn periods_of_risk<'a>(
    results: impl IntoIterator<Item = &'a Released<Ppor>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| ppor(result.get())), out)
}

fn ppor(found: &Ppor) -> Vec<Figure<'_>> {
    let about = |side: &PporSide| Figure { note: side.name.clone(), ..Figure::default() };
    let mut figures = Vec::new();
    for side in [&found.group, &found.reference] {
        for (at, indicator) in found.indicators.iter().enumerate() {
            let about = Figure {
                result: "ppor",
                indicator: Some(indicator),
                area: Some(&side.area),
                period: Some(side.period),
                dimension: Some(&found.birthweight),
                ..about(side)
            };
            for (band, rates) in found.bands.iter().zip(&side.rates) {
                let of = about.in_group(&found.birthweight, &band.category, &band.label);
                figures.extend(of.counted(&rates[at]));
            }
            figures.push(about.count("in-no-band", side.in_no_band[at]));
        }
    }
    let group = &found.group;
    let note = format!("{} against {}", group.name, found.reference.name);
    let about = Figure {
        result: "ppor",
        area: Some(&group.area),
        period: Some(group.period),
        dimension: Some(&found.birthweight),
        note,
        ..Figure::default()
    };
    match &found.map {
        Ok(map) => {
            let periods = PeriodOfRisk::ALL.map(PeriodOfRisk::name).into_iter().zip(&map.periods);
            for (label, rates) in periods.chain([("all", &map.together)]) {
                let of = Figure { label, ..about.clone() };
                figures.push(of.estimate("rate-group", &Cell::known(rates.group)));
                figures.push(of.estimate("rate-reference", &Cell::known(rates.reference)));
                figures.push(of.estimate("excess", &Cell::known(rates.excess)));
            }
        }
        Err(why) => {
            let note = format!("{}; not shown: {why}", about.note);
            figures.push(Figure { note, ..about.clone() }.estimate("excess", &Cell::Absent));
        }
    }
    if let Ok(parts) = &found.parts {
        for (band, parts) in found.bands.iter().zip(&parts.bands) {
            let of = about.in_group(&found.birthweight, &band.category, &band.label);
            figures.push(of.estimate("excess-distribution", &Cell::known(parts.distribution)));
            figures.push(of.estimate("excess-mortality", &Cell::known(parts.mortality)));
        }
        figures
            .push(about.estimate("excess-distribution", &Cell::known(parts.together.distribution)));
        figures.push(about.estimate("excess-mortality", &Cell::known(parts.together.mortality)));
    }
    figures
}
