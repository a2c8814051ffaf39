//! The map of a comparison of areas: which map of the project, and what it shows.

use std::collections::BTreeSet;

use firstyear_analysis::{AreaComparison, ComparedArea, Verdict};
use firstyear_core::area_map::{AreaMap, CoordinateKind, HexCell, Polygon};
use firstyear_core::{AreaCode, Cell};

use super::gap::unit_said;
use super::{Report, cells};
use crate::chart::{Heading, MapArea, MapChart, MapClass, MapGround, MapShape, Reading, Slug};
use crate::format::capital;
use crate::sentence::{Measured, areas, title};
use crate::words::{Words, say};

/// The map of a comparison; `None` where the project has none that covers half of
/// its areas.
pub(super) fn chart(
    report: &Report<'_>,
    comparison: &AreaComparison,
    measured: &Measured,
    stem: &str,
) -> Option<MapChart> {
    let words = report.language;
    let map = chosen(report, comparison)?;
    let mut areas: Vec<MapArea> =
        comparison.areas.iter().map(|compared| of_compared(map, compared, words)).collect();
    areas.extend(without_figures(report, comparison, map));
    let name = capital(&measured.name);
    let against = &comparison.comparator.name;
    let left_out = areas.iter().filter(|area| area.shape == nowhere(map)).count();
    Some(MapChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-map")),
            title: title::areas(comparison, words),
            subtitle: say!(
                words,
                "areas-map",
                indicator = name.as_str(),
                name = comparison.name.as_str(),
                period = words.period(comparison.period),
                against = against.as_str()
            ),
            description: areas::on_a_map(comparison, measured, left_out),
            when_empty: say!(words, "areas-map-empty"),
            words,
        },
        measure: cells::measure(
            words,
            format!("{name}, {}", unit_said(measured)),
            1,
            report.project.confidence,
        ),
        row_label: say!(words, "column-area"),
        comparator: cells::comparator(&comparison.comparator),
        ground: match map {
            AreaMap::Hexagons(map) => MapGround::Hexagons(map.layout()),
            AreaMap::Boundaries(map) if map.kind() == CoordinateKind::Degrees => MapGround::Degrees,
            AreaMap::Boundaries(_) => MapGround::Planar,
        },
        areas,
    })
}

/// The map that holds the most areas of a comparison, at least half of them. One
/// of hexagons goes first unless it lacks a tenth of what another holds: small
/// areas are easy to see on it.
fn chosen<'r>(report: &Report<'r>, comparison: &AreaComparison) -> Option<&'r AreaMap> {
    let held = |map: &AreaMap| {
        let codes = comparison.areas.iter().map(|compared| &compared.area.code);
        codes.filter(|code| !map.parts_of(code).is_empty()).count()
    };
    let counted: Vec<(usize, &AreaMap)> =
        report.maps.iter().map(|map| (held(&map.item), &map.item)).collect();
    let most = counted.iter().map(|(held, _)| *held).max()?;
    if most == 0 || most * 2 < comparison.areas.len() {
        return None;
    }
    let hexagons = counted
        .iter()
        .find(|(held, map)| matches!(map, AreaMap::Hexagons(_)) && held * 10 >= most * 9);
    hexagons.or_else(|| counted.iter().find(|(held, _)| *held == most)).map(|(_, map)| *map)
}

fn of_compared(map: &AreaMap, compared: &ComparedArea, words: &Words) -> MapArea {
    let rate = &compared.area.rate.rate;
    let class = match (rate, compared.verdict) {
        (Cell::Withheld(_), _) => MapClass::Withheld,
        (Cell::Absent | Cell::NotApplicable, _) => MapClass::Absent,
        (Cell::Known { .. }, Verdict::Higher) => MapClass::Higher,
        (Cell::Known { .. }, Verdict::Lower) => MapClass::Lower,
        (Cell::Known { .. }, Verdict::CannotTell) => MapClass::CannotTell,
        (Cell::Known { .. }, Verdict::NotCompared) => MapClass::NotCompared,
    };
    MapArea {
        label: compared.area.name.clone(),
        reading: cells::reading(words, rate),
        class,
        shape: shape(map, &map.parts_of(&compared.area.code)),
    }
}

/// Areas of the map that the question asks about and the data say nothing of, so
/// that a hole in the map has a name.
fn without_figures(
    report: &Report<'_>,
    comparison: &AreaComparison,
    map: &AreaMap,
) -> Vec<MapArea> {
    let asked = report.project.areas.iter().find(|question| {
        let indicator = question.indicator.as_ref().unwrap_or(&report.project.indicator);
        question.name == comparison.name && *indicator == comparison.indicator
    });
    let Some(asked) = asked else { return Vec::new() };
    let compared = comparison.areas.iter().map(|compared| &compared.area.code);
    let against = &comparison.comparator.code;
    let drawn: BTreeSet<AreaCode> =
        compared.flat_map(|code| map.parts_of(code)).chain([against.clone()]).collect();
    let is_asked = |code: &&AreaCode| {
        asked.prefixes.iter().any(|prefix| code.as_str().starts_with(prefix.as_str()))
    };
    let rest = map.codes().into_iter().filter(is_asked).filter(|code| !drawn.contains(*code));
    rest.map(|code| MapArea {
        label: name(report, map, code).to_owned(),
        reading: Reading::missing(say!(report.language, "areas-map-no-figure")),
        class: MapClass::Absent,
        shape: shape(map, std::slice::from_ref(code)),
    })
    .collect()
}

/// The name of an area, or else that on the map, or else its code.
fn name<'n>(report: &'n Report<'_>, map: &'n AreaMap, code: &'n AreaCode) -> &'n str {
    let on_map = match map {
        AreaMap::Hexagons(map) => map.get(code).map(HexCell::name).filter(|name| !name.is_empty()),
        AreaMap::Boundaries(_) => None,
    };
    let known = report.geography.get(code).map(|area| &*area.name);
    known.or(on_map).unwrap_or_else(|| code.as_str())
}

fn nowhere(map: &AreaMap) -> MapShape {
    match map {
        AreaMap::Hexagons(_) => MapShape::Cells(Vec::new()),
        AreaMap::Boundaries(_) => MapShape::Rings(Vec::new()),
    }
}

/// The shapes of these parts, as one.
fn shape(map: &AreaMap, parts: &[AreaCode]) -> MapShape {
    match map {
        AreaMap::Hexagons(map) => {
            let cells = parts.iter().filter_map(|code| map.get(code));
            MapShape::Cells(cells.map(HexCell::place).collect())
        }
        AreaMap::Boundaries(map) => {
            let polygons = parts.iter().filter_map(|code| map.get(code)).flatten();
            let rings = polygons.flat_map(Polygon::rings);
            MapShape::Rings(rings.map(|ring| ring.points().to_vec()).collect())
        }
    }
}

#[cfg(test)]
mod tests;
