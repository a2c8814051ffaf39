//! The page of funnels: which areas lie outside what chance allows their size?

use std::collections::BTreeSet;

use firstyear_analysis::{
    AreaFunnel, CountedRate, FUNNEL, FunnelArea, FunnelLine, FunnelPosition, Released,
};
use firstyear_core::{Interval, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_words;
use super::{Report, cells, names};
use crate::chart::{
    Bounds, Column, DataTable, FunnelChart, FunnelLimits, FunnelPlace, FunnelPoint, Heading,
    Reading, Slug, TableCell,
};
use crate::format::capital;
use crate::sentence::{Measured, funnel, missing, period, remark, sample, title};

pub(super) const PATH: &str = "funnel.html";

/// The title of the page, and of its findings on the overview.
pub(super) const TITLE: &str = "Which areas lie outside what chance allows their size?";

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
    let mut sources = BTreeSet::new();
    let mut blocks =
        vec![Block::Note(funnel::READING.to_owned()), Block::Note(funnel::RULE.to_owned())];
    for (index, found) in funnels.iter().map(Released::get).enumerate() {
        sources.extend(names::sources(rates(found)));
        blocks.extend(of_funnel(report, found, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: "Funnel".to_owned(),
        title: TITLE.to_owned(),
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
    let mut blocks =
        vec![Block::Heading(format!("{}, {}", capital(&found.name), period(found.period)))];
    blocks.extend(funnel::findings(found, &measured).into_iter().map(Block::Finding));
    blocks.extend(funnel::scatter(found, &measured).map(Block::Text));
    blocks.extend(funnel::left_out(found).map(Block::Note));
    let mut rates = found.areas.iter().map(|area| &area.area.rate);
    blocks.extend(rates.find_map(|rate| sample(rate.basis, &measured)).map(Block::Note));
    blocks.push(Block::Chart {
        chart: Box::new(chart(found, &measured, stem)),
        table: NamedTable::new(stem, table(found, &measured)),
    });
    blocks
}

fn chart(found: &AreaFunnel, measured: &Measured, stem: &str) -> FunnelChart {
    let name = capital(&measured.name);
    // Who hears the drawing in place of seeing it is told the names as well.
    let said = funnel::findings(found, measured).split_off(1).join(" ");
    FunnelChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::funnel(found),
            description: format!(
                "Each area at its number of {} and its rate, between lines that narrow towards \
                 the rate of {} as areas become larger. {said} Every figure is in the table.",
                measured.at_risk, found.comparator.name
            ),
            subtitle: format!("{name} by size: {}, {}", found.name, period(found.period)),
            when_empty: "No area can be shown at its size.".to_owned(),
            words: crate::words::english(),
        },
        measure: cells::measure(
            format!("{name}, {}", unit_words(measured)),
            1,
            firstyear_core::Confidence::P95,
        ),
        size_label: capital(&measured.at_risk),
        row_label: "Area".to_owned(),
        points: found.areas.iter().map(point).collect(),
        lines: found.lines.iter().map(limits).collect(),
        comparator: cells::comparator(&found.comparator),
    }
}

fn point(area: &FunnelArea) -> FunnelPoint {
    let at_risk = &area.area.rate.at_risk;
    FunnelPoint {
        label: area.area.name.clone(),
        size: match (at_risk.value(), missing(at_risk)) {
            (Some(&count), _) => Reading::value(count as f64),
            (None, reason) => Reading::missing(reason.unwrap_or("not known")),
        },
        reading: cells::reading(&area.area.rate.rate),
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
    let against = &found.comparator;
    let rates = found.areas.iter().map(|area| &area.area.rate);
    let remarked = rates.chain([&against.rate]).any(|rate| remark(rate).is_some());
    let mut columns = vec![
        Column::text("Area"),
        Column::text("Code"),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
        Column::number("Rate"),
        Column::number("95% line below"),
        Column::number("95% line above"),
        Column::number("99.8% line below"),
        Column::number("99.8% line above"),
        Column::text("Place"),
    ];
    columns.extend(remarked.then(|| Column::text("Remark")));
    let row = |area: &firstyear_analysis::AreaRate, lines: [TableCell; 4], place: &str| {
        let [rate, ..] = cells::estimate(&area.rate.rate, 1);
        let mut row = vec![
            TableCell::text(&area.name),
            TableCell::text(area.code.as_str()),
            cells::count(&area.rate.events),
            cells::count(&area.rate.at_risk),
            rate,
        ];
        row.extend(lines);
        row.push(TableCell::text(place));
        row.extend(remarked.then(|| TableCell::text(remark(&area.rate).unwrap_or_default())));
        row
    };
    let none = || [(); 4].map(|()| TableCell::missing("none"));
    let mut rows = vec![row(against, none(), "comparator")];
    rows.extend(found.areas.iter().map(|area| {
        let lines = area.band.map_or_else(none, |band| {
            let ends = [band.inner.lower, band.inner.upper, band.outer.lower, band.outer.upper];
            ends.map(|end| TableCell::number(end, 1))
        });
        row(&area.area, lines, funnel::position(area))
    }));
    DataTable {
        caption: format!(
            "{} by size, {}, {}, {}",
            capital(&measured.name),
            unit_words(measured),
            found.name,
            period(found.period)
        ),
        columns,
        rows,
    }
}
