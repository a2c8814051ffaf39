//! Profiles of areas as flat tables.

use std::io::Write;

use firstyear_analysis::{AreaProfile, Neighbours, Released};
use firstyear_core::Cell;

use super::scorecard::row;
use super::{Figure, inequality_profile, write};
use crate::tidy::WriteError;

/// What is known of areas. The label of an indicator's row is its domain.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn area_profiles<'a>(
    results: impl IntoIterator<Item = &'a Released<AreaProfile>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| profile(result.get())), out)
}

fn profile(found: &AreaProfile) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "area-profile",
        area: Some(&found.area),
        note: found.name.clone().unwrap_or_else(|| found.among.clone()),
        ..Figure::default()
    };
    let mut figures = Vec::new();
    for profiled in &found.rows {
        figures.extend(row(&about, (Some(&found.comparator), found.as_of), &profiled.row));
        let of = Figure {
            indicator: Some(&profiled.row.indicator),
            label: profiled.row.domain.word(),
            period: profiled.row.latest().map(|point| point.period),
            ..about.clone()
        };
        let Some(spread) = profiled.spread() else { continue };
        figures.extend([
            of.value("areas", spread.areas as f64),
            of.value("lowest-area", spread.lowest),
            of.value("lower-quarter-of-areas", spread.lower_quarter),
            of.value("median-area", spread.median),
            of.value("upper-quarter-of-areas", spread.upper_quarter),
            of.value("highest-area", spread.highest),
        ]);
    }
    figures
        .extend(found.neighbours.iter().flatten().flat_map(|near| neighbours(&about, found, near)));
    if let Some(all) = &found.steadied {
        let of = Figure { indicator: Some(&found.main), period: Some(all.period), ..about.clone() };
        let own = found.own_steadied();
        figures.extend(own.map(|own| of.estimate("shrunk-rate", &Cell::known(own.rate))));
    }
    figures.extend(found.groups.iter().flat_map(inequality_profile));
    figures
}

fn neighbours<'a>(
    about: &Figure<'a>,
    found: &'a AreaProfile,
    near: &'a Neighbours,
) -> Vec<Figure<'a>> {
    let latest = found.main_row().and_then(|row| row.row.latest());
    let of = Figure {
        indicator: Some(&found.main),
        period: latest.map(|point| point.period),
        ..about.clone()
    };
    let mut figures = Vec::new();
    for one in &near.areas {
        let of = Figure { area: Some(&one.area.code), label: "neighbour", ..of.clone() };
        figures.extend(of.counted(&one.area.rate));
        figures.extend(one.distance.map(|distance| of.value("distance", distance)));
    }
    let ratio = latest.and_then(|point| near.ratio(&point.rate)).map_or(Cell::Absent, Cell::known);
    figures.push(of.estimate("ratio-to-neighbours", &ratio));
    figures
}
