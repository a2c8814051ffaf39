//! The page of funnels: which areas lie outside what chance allows their size?

use std::collections::BTreeSet;

use firstyear_analysis::{
    AreaFunnel, AreaRate, CountedRate, FUNNEL, FunnelArea, FunnelLine, FunnelPosition, Released,
};
use firstyear_core::{Interval, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_said;
use super::{Report, areas, cells, names};
use crate::chart::{
    Bounds, Column, DataTable, FunnelChart, FunnelLimits, FunnelPlace, FunnelPoint, Heading,
    Reading, Slug, TableCell,
};
use crate::format::capital;
use crate::sentence::{Measured, funnel, sample, title};
use crate::words::{Words, say};

pub(super) const PATH: &str = "funnel.html";

/// The stem of a result's files and of the names on its page.
pub(super) fn stem(index: usize) -> String {
    format!("funnel-{}", index + 1)
}

/// The page; `None` for a project that asks for no funnel.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let funnels = &report.answers.funnels;
    if funnels.is_empty() {
        return None;
    }
    let words = report.language;
    let mut sources = BTreeSet::new();
    let mut blocks = vec![Block::Note(funnel::reading(words)), Block::Note(funnel::rule(words))];
    for (index, found) in funnels.iter().map(Released::get).enumerate() {
        sources.extend(names::sources(rates(found)));
        blocks.extend(of_funnel(report, found, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "funnel-page-short"),
        title: say!(words, "funnel-page"),
        sources,
        blocks,
    })
}

/// Every rate that is shown.
fn rates(found: &AreaFunnel) -> impl Iterator<Item = &CountedRate> {
    found.areas.iter().map(|area| &area.area.rate).chain([&found.comparator.rate])
}

/// The methods of its figures.
pub(super) fn methods(found: &AreaFunnel) -> impl Iterator<Item = MethodId> {
    names::methods(rates(found)).chain(found.scatter.is_some().then_some(FUNNEL))
}

fn of_funnel(report: &Report<'_>, found: &AreaFunnel, stem: &str) -> Vec<Block> {
    let measured = report.measured(&found.indicator);
    let mut blocks = vec![Block::Heading(areas::heading(report, &found.name, found.period))];
    blocks.extend(funnel::findings(found, &measured).into_iter().map(Block::Finding));
    blocks.extend(funnel::scatter(found, &measured).map(Block::Text));
    blocks.extend(funnel::left_out(found, report.language).map(Block::Note));
    let mut rates = found.areas.iter().map(|area| &area.area.rate);
    blocks.extend(rates.find_map(|rate| sample(rate.basis, &measured)).map(Block::Note));
    blocks.push(Block::Chart {
        chart: Box::new(chart(found, &measured, stem)),
        table: NamedTable::new(stem, table(found, &measured)),
    });
    blocks
}

fn chart(found: &AreaFunnel, measured: &Measured, stem: &str) -> FunnelChart {
    let words = measured.words;
    let name = capital(&measured.name);
    FunnelChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::funnel(found, words),
            description: funnel::in_a_drawing(found, measured),
            subtitle: say!(
                words,
                "funnel-chart",
                indicator = name.as_str(),
                name = found.name.as_str(),
                period = words.period(found.period)
            ),
            when_empty: say!(words, "funnel-chart-empty"),
            words,
        },
        measure: cells::measure(
            words,
            format!("{name}, {}", unit_said(measured)),
            1,
            firstyear_core::Confidence::P95,
        ),
        size_label: capital(&measured.at_risk),
        row_label: say!(words, "column-area"),
        points: found.areas.iter().map(|area| point(area, words)).collect(),
        lines: found.lines.iter().map(limits).collect(),
        comparator: cells::comparator(&found.comparator),
    }
}

fn point(area: &FunnelArea, words: &Words) -> FunnelPoint {
    let at_risk = &area.area.rate.at_risk;
    FunnelPoint {
        label: area.area.name.clone(),
        size: match (at_risk.value(), words.missing(at_risk)) {
            (Some(&count), _) => Reading::value(count as f64),
            (None, reason) => Reading::missing(reason.unwrap_or_else(|| say!(words, "not-known"))),
        },
        reading: cells::reading(words, &area.area.rate.rate),
        place: match area.band.map(|band| band.position) {
            None => FunnelPlace::NotCompared,
            Some(FunnelPosition::VeryLow) => FunnelPlace::FarBelow,
            Some(FunnelPosition::Low) => FunnelPlace::Below,
            Some(FunnelPosition::Within) => FunnelPlace::Within,
            Some(FunnelPosition::High) => FunnelPlace::Above,
            Some(FunnelPosition::VeryHigh) => FunnelPlace::FarAbove,
        },
    }
}

fn limits(line: &FunnelLine) -> FunnelLimits {
    let bounds = |limits: Interval| Bounds { lower: limits.lower, upper: limits.upper };
    FunnelLimits { size: line.at_risk, inner: bounds(line.inner), outer: bounds(line.outer) }
}

fn table(found: &AreaFunnel, measured: &Measured) -> DataTable {
    let words = measured.words;
    let against = &found.comparator;
    let rates = found.areas.iter().map(|area| &area.area.rate);
    let remarked = rates.chain([&against.rate]).any(|rate| words.remark(rate).is_some());
    let mut columns = vec![
        Column::text(say!(words, "column-area")),
        Column::text(say!(words, "areas-code")),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
        Column::number(say!(words, "areas-rate")),
        Column::number(say!(words, "funnel-line-95-below")),
        Column::number(say!(words, "funnel-line-95-above")),
        Column::number(say!(words, "funnel-line-998-below")),
        Column::number(say!(words, "funnel-line-998-above")),
        Column::text(say!(words, "funnel-place")),
    ];
    columns.extend(remarked.then(|| Column::text(say!(words, "areas-remark"))));
    let row = |area: &AreaRate, lines: [TableCell; 4], place: String| {
        let [rate, ..] = cells::estimate(words, &area.rate.rate, 1);
        let mut row = vec![
            TableCell::text(&area.name),
            TableCell::text(area.code.as_str()),
            cells::count(words, &area.rate.events),
            cells::count(words, &area.rate.at_risk),
            rate,
        ];
        row.extend(lines);
        row.push(TableCell::text(place));
        let remark = || TableCell::text(words.remark(&area.rate).unwrap_or_default());
        row.extend(remarked.then(remark));
        row
    };
    let none = || [(); 4].map(|()| TableCell::missing(say!(words, "none")));
    let mut rows = vec![row(against, none(), say!(words, "areas-comparator"))];
    rows.extend(found.areas.iter().map(|area| {
        let lines = area.band.map_or_else(none, |band| {
            let ends = [band.inner.lower, band.inner.upper, band.outer.lower, band.outer.upper];
            ends.map(|end| TableCell::number(end, 1))
        });
        row(&area.area, lines, funnel::position(area, words))
    }));
    DataTable {
        caption: say!(
            words,
            "funnel-table",
            indicator = capital(&measured.name),
            unit = unit_said(measured),
            name = found.name.as_str(),
            period = words.period(found.period)
        ),
        columns,
        rows,
    }
}
