//! The page of small areas: what do they really say, and their ranks?

use std::collections::BTreeSet;

use firstyear_analysis::{
    AreaRate, CountedRate, RANK_INTERVAL, RankInterval, Released, ShrunkRate, SmallArea, SmallAreas,
};
use firstyear_core::MethodId;

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_said;
use super::{Report, areas, cells, names};
use crate::chart::{
    CaterpillarChart, CaterpillarRow, Column, DataTable, Heading, Reading, Slug, TableCell,
};
use crate::format::capital;
use crate::sentence::{Measured, sample, small_areas, title};
use crate::words::{Words, say};

pub(super) const PATH: &str = "small-areas.html";

/// The stem of a result's files and of the names on its page.
pub(super) fn stem(index: usize) -> String {
    format!("small-areas-{}", index + 1)
}

/// The page; `None` for a project that asks for no small areas.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let questions = &report.answers.small_areas;
    if questions.is_empty() {
        return None;
    }
    let words = report.language;
    let mut sources = BTreeSet::new();
    let mut blocks =
        vec![Block::Note(small_areas::reading(words)), Block::Note(small_areas::rule(words))];
    for (index, found) in questions.iter().map(Released::get).enumerate() {
        sources.extend(names::sources(rates(found)));
        blocks.extend(of_areas(report, found, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "small-areas-page-short"),
        title: say!(words, "small-areas-page"),
        sources,
        blocks,
    })
}

/// Every rate that is shown.
fn rates(found: &SmallAreas) -> impl Iterator<Item = &CountedRate> {
    found.areas.iter().map(|area| &area.area.rate).chain([&found.comparator.rate])
}

/// The methods of its figures.
pub(super) fn methods(found: &SmallAreas) -> impl Iterator<Item = MethodId> {
    let shrunk = found.shrunk().flat_map(|(_, shrunk)| [shrunk.rate.method, RANK_INTERVAL]);
    names::methods(rates(found)).chain(shrunk)
}

fn of_areas(report: &Report<'_>, found: &SmallAreas, stem: &str) -> Vec<Block> {
    let measured = report.measured(&found.indicator);
    let words = report.language;
    let mut blocks = vec![Block::Heading(areas::heading(report, &found.name, found.period))];
    blocks.extend(small_areas::findings(found, &measured).into_iter().map(Block::Finding));
    if found.not_computed.is_none() {
        blocks.push(Block::Text(small_areas::method(found, words)));
    }
    blocks.extend(small_areas::left_out(found, words).map(Block::Note));
    let mut rates = found.areas.iter().map(|area| &area.area.rate);
    blocks.extend(rates.find_map(|rate| sample(rate.basis, &measured)).map(Block::Note));
    blocks.push(Block::Chart {
        chart: Box::new(chart(found, &measured, stem)),
        table: NamedTable::new(stem, table(found, &measured)),
    });
    blocks
}

fn chart(found: &SmallAreas, measured: &Measured, stem: &str) -> CaterpillarChart {
    let words = measured.words;
    let name = capital(&measured.name);
    CaterpillarChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::small_areas(found, words),
            description: small_areas::in_a_drawing(found, measured),
            subtitle: say!(
                words,
                "small-areas-chart",
                indicator = name.as_str(),
                name = found.name.as_str(),
                period = words.period(found.period)
            ),
            when_empty: say!(words, "small-areas-chart-empty"),
            words,
        },
        measure: cells::measure(
            words,
            format!("{name}, {}", unit_said(measured)),
            1,
            found.confidence,
        ),
        rank_label: say!(words, "small-areas-rank-label"),
        row_label: say!(words, "column-area"),
        own_label: say!(words, "small-areas-own-label"),
        steadied_label: say!(words, "small-areas-drawn-label"),
        rows: found.areas.iter().map(|area| row(area, words)).collect(),
        comparator: cells::comparator(&found.comparator),
    }
}

fn row(area: &SmallArea, words: &Words) -> CaterpillarRow {
    let none = || Reading::missing(say!(words, "none"));
    CaterpillarRow {
        label: area.area.name.clone(),
        own: cells::reading(words, &area.area.rate.rate),
        steadied: area.shrunk.map_or_else(none, |shrunk| cells::reading_of(&shrunk.rate)),
        rank: area.shrunk.and_then(|shrunk| shrunk.rank).map_or_else(none, |rank| {
            Reading::value(rank.expected).with_interval(rank.lower as f64, rank.upper as f64)
        }),
    }
}

fn table(found: &SmallAreas, measured: &Measured) -> DataTable {
    let words = measured.words;
    let against = &found.comparator;
    let rates = found.areas.iter().map(|area| &area.area.rate);
    let remarked = rates.chain([&against.rate]).any(|rate| words.remark(rate).is_some());
    let mut columns = vec![
        Column::text(say!(words, "column-area")),
        Column::text(say!(words, "areas-code")),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns(words, &say!(words, "small-areas-own")));
    columns.extend(cells::columns(words, &say!(words, "small-areas-drawn")));
    let name = against.name.as_str();
    columns.push(Column::number(say!(words, "small-areas-probability", against = name)));
    columns.extend(cells::columns(words, &say!(words, "small-areas-rank")));
    columns.push(Column::number(say!(words, "small-areas-reliability")));
    columns.extend(remarked.then(|| Column::text(say!(words, "areas-remark"))));
    let none = || [(); 8].map(|()| TableCell::missing(say!(words, "none")));
    let row = |area: &AreaRate, shrunk: Option<&ShrunkRate>| {
        let mut row = vec![TableCell::text(&area.name), TableCell::text(area.code.as_str())];
        row.extend(cells::counted(words, &area.rate));
        row.extend(shrunk.map_or_else(none, |shrunk| steadied(shrunk, words)));
        let remark = || TableCell::text(words.remark(&area.rate).unwrap_or_default());
        row.extend(remarked.then(remark));
        row
    };
    let mut rows = vec![row(against, None)];
    rows.extend(found.areas.iter().map(|area| row(&area.area, area.shrunk.as_ref())));
    DataTable {
        caption: say!(
            words,
            "small-areas-table",
            indicator = capital(&measured.name),
            unit = unit_said(measured),
            name = found.name.as_str(),
            period = words.period(found.period)
        ),
        columns,
        rows,
    }
}

/// Rate, probability, rank and reliability.
fn steadied(shrunk: &ShrunkRate, words: &Words) -> [TableCell; 8] {
    let [rate, lower, upper] = cells::known(words, &shrunk.rate, 1);
    let rank = |of: fn(&RankInterval) -> f64| {
        let rank = shrunk.rank.as_ref().map(of);
        rank.map_or_else(
            || TableCell::missing(say!(words, "none")),
            |rank| TableCell::number(rank, 0),
        )
    };
    [
        rate,
        lower,
        upper,
        shrunk.above_comparator.map_or_else(
            || TableCell::missing(say!(words, "areas-not-compared")),
            |above| TableCell::number(above * 100.0, 0),
        ),
        rank(|rank| rank.expected),
        rank(|rank| rank.lower as f64),
        rank(|rank| rank.upper as f64),
        TableCell::number(shrunk.reliability * 100.0, 0),
    ]
}
