//! Code lists small enough to read, and text of what was read.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use firstyear_core::area_map::AreaMap;
use firstyear_core::{
    Basis, Category, CategoryId, Cell, Dataset, Dimension, DimensionAbout, DimensionId, Direction,
    Indicator, IndicatorId, IndicatorKind, Interval, Observation, OrderedDimension, Polarity,
    Problem, PublishedGap, Role, Source, SourceClass, SourceId, Splits, UnorderedDimension,
};
use firstyear_ingest::CodeLists;

pub(crate) mod book;

/// Three indicators, three dimensions and one source.
pub(crate) struct Lists {
    indicators: BTreeMap<IndicatorId, Indicator>,
    dimensions: BTreeMap<DimensionId, Dimension>,
    labels: BTreeMap<DimensionId, BTreeMap<String, CategoryId>>,
    pub(crate) sources: BTreeMap<SourceId, Source>,
}

impl Lists {
    pub(crate) fn new() -> Self {
        let indicators = [
            indicator("infant-mortality-rate", IndicatorKind::Rate, 1000),
            indicator("low-birthweight", IndicatorKind::Proportion, 100),
            indicator("infant-mortality-gap", IndicatorKind::Comparison, 100),
        ];
        let deciles = (1..=10).map(|decile| category(&decile.to_string(), Role::Group)).collect();
        let dimensions = [
            Dimension::Ordered(OrderedDimension {
                about: about("imd-2019-decile", "imd-decile"),
                direction: Direction::MostDisadvantagedFirst,
                categories: deciles,
            }),
            unordered("sex", &[("male", Role::Group), ("female", Role::Group)]),
            unordered(
                "ns-sec-2001-father",
                &[("routine-and-manual", Role::Group), ("all", Role::Total)],
            ),
        ];
        let source = Source {
            id: id("ons"),
            title: "Child mortality".to_owned(),
            publisher: "Office for National Statistics".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
            released: None,
            class: SourceClass::Published,
            note: None,
        };
        Self {
            indicators: indicators.into_iter().map(|i| (i.id.clone(), i)).collect(),
            dimensions: dimensions.into_iter().map(|d| (d.id().clone(), d)).collect(),
            labels: BTreeMap::new(),
            sources: BTreeMap::from([(source.id.clone(), source)]),
        }
    }

    /// What the small workbooks of the tests are about.
    pub(crate) fn of_workbook() -> Self {
        let mut lists = Self::new();
        for name in ["stillbirth-rate", "neonatal-mortality", "perinatal-mortality"] {
            lists.indicators.insert(id(name), indicator(name, IndicatorKind::Rate, 1000));
        }
        let mut deciles: BTreeMap<String, CategoryId> =
            (1..=10).map(|decile| (decile.to_string(), id(&decile.to_string()))).collect();
        deciles.insert("total".to_owned(), id("all"));
        lists.labels.insert(id("imd-2019-decile"), deciles);
        lists
    }

    pub(crate) fn codes(&self) -> CodeLists<'_> {
        CodeLists::new(&self.indicators, &self.dimensions, &self.labels)
    }
}

fn id<T: std::str::FromStr<Err = firstyear_core::IdError>>(text: &str) -> T {
    text.parse().unwrap()
}

fn indicator(name: &str, kind: IndicatorKind, multiplier: u32) -> Indicator {
    Indicator {
        id: id(name),
        name: name.to_owned(),
        definition: String::new(),
        domain: "mortality".to_owned(),
        numerator: "deaths".to_owned(),
        denominator: "births".to_owned(),
        multiplier,
        unit: format!("per {multiplier}"),
        polarity: Polarity::LowerIsBetter,
        kind,
    }
}

fn about(name: &str, family: &str) -> DimensionAbout {
    DimensionAbout {
        id: id(name),
        name: name.to_owned(),
        short_name: name.to_owned(),
        family: id(family),
        splits: Splits::Population,
        source: String::new(),
    }
}

fn unordered(name: &str, categories: &[(&str, Role)]) -> Dimension {
    let categories = categories.iter().map(|(name, role)| category(name, role.clone())).collect();
    Dimension::Unordered(UnorderedDimension { about: about(name, name), categories })
}

fn category(name: &str, role: Role) -> Category {
    Category { id: id(name), label: name.to_owned(), role }
}

/// One line for each row, every field in words.
pub(crate) fn rows_text(data: &Dataset) -> String {
    let mut out = String::new();
    for row in &data.observations {
        writeln!(out, "{}", observation_text(row)).unwrap();
    }
    for gap in &data.gaps {
        writeln!(out, "{}", gap_text(gap)).unwrap();
    }
    for area in data.geography.iter() {
        writeln!(out, "area {} is {}", area.code, area.name).unwrap();
    }
    for map in &data.maps {
        writeln!(out, "map {}: {}", map.place, map_text(&map.item)).unwrap();
    }
    out
}

fn map_text(map: &AreaMap) -> String {
    match map {
        AreaMap::Hexagons(map) => {
            let cells = map.iter().map(|(code, cell)| format!("{code} {cell:?}"));
            format!("{}: {}", map.layout().name(), cells.collect::<Vec<_>>().join("; "))
        }
        AreaMap::Boundaries(map) => {
            let shapes = map.iter().map(|(code, shape)| format!("{code} {shape:?}"));
            format!("{}: {}", map.kind().words(), shapes.collect::<Vec<_>>().join("; "))
        }
    }
}

fn observation_text(row: &Observation) -> String {
    let groups = if row.groups.is_everyone() { "everyone".into() } else { row.groups.to_string() };
    format!(
        "{}: {}, {}, {} ({}), {groups}: {} of {} ({}), value {}{}; source {}",
        row.place,
        row.indicator,
        row.area,
        row.period,
        row.period.unit().word(),
        cell_text(&row.numerator),
        cell_text(&row.denominator),
        basis_text(row.basis),
        cell_text(&row.value),
        row.interval.map_or_else(String::new, interval_text),
        row.source,
    )
}

fn gap_text(gap: &PublishedGap) -> String {
    format!(
        "{}: {}, {}, {}, {}={}: gap {}, events {} of {}, rates {} and {} ({}); source {}, {}",
        gap.place,
        gap.indicator,
        gap.area,
        gap.period,
        gap.dimension,
        gap.group,
        cell_text(&gap.relative_gap),
        cell_text(&gap.group_events),
        cell_text(&gap.all_events),
        cell_text(&gap.group_rate),
        cell_text(&gap.all_rate),
        basis_text(gap.basis),
        gap.source,
        gap.origin,
    )
}

fn cell_text<T: std::fmt::Display>(cell: &Cell<T>) -> String {
    match cell {
        Cell::Known { value, flags } if flags.is_empty() => value.to_string(),
        Cell::Known { value, flags } => format!("{value} [{flags}]"),
        other => other.status().to_owned(),
    }
}

fn basis_text(basis: Basis) -> String {
    match basis {
        Basis::Complete => "complete".to_owned(),
        Basis::Sample(fraction) => format!("sample {}", fraction.get()),
    }
}

fn interval_text(interval: Interval) -> String {
    format!(" ({} to {}, {})", interval.lower, interval.upper, interval.confidence)
}

/// Problems as a person reads them.
pub(crate) fn problems_text(problems: &[Problem]) -> String {
    let mut out = String::new();
    for problem in problems {
        writeln!(out, "{}[{}]: {}", problem.severity, problem.code, problem.message).unwrap();
        writeln!(out, "  at {}", problem.place).unwrap();
        if let Some(help) = &problem.help {
            writeln!(out, "  help: {help}").unwrap();
        }
    }
    out
}
