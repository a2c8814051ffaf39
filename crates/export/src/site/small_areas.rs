//! The page of small areas: what do they really say, and their ranks?

use std::collections::BTreeSet;

use firstyear_analysis::{
    CountedRate, RANK_INTERVAL, RankInterval, Released, ShrunkRate, SmallArea, SmallAreas,
};
use firstyear_core::MethodId;

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_words;
use super::{Report, cells, names};
use crate::chart::{
    CaterpillarChart, CaterpillarRow, Column, DataTable, Heading, Reading, Slug, TableCell,
};
use crate::format::capital;
use crate::sentence::{Measured, period, remark, sample, small_areas, title};

pub(super) const PATH: &str = "small-areas.html";

/// The title of the page, and of its findings on the overview.
pub(super) const TITLE: &str = "What do small areas really say?";

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
    let mut sources = BTreeSet::new();
    let mut blocks = vec![
        Block::Note(small_areas::READING.to_owned()),
        Block::Note(small_areas::RULE.to_owned()),
    ];
    for (index, found) in questions.iter().map(Released::get).enumerate() {
        sources.extend(names::sources(rates(found)));
        blocks.extend(of_areas(report, found, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: "Small areas".to_owned(),
        title: TITLE.to_owned(),
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
    let mut blocks =
        vec![Block::Heading(format!("{}, {}", capital(&found.name), period(found.period)))];
    blocks.extend(small_areas::findings(found, &measured).into_iter().map(Block::Finding));
    if found.not_computed.is_none() {
        blocks.push(Block::Text(small_areas::method(found)));
    }
    blocks.extend(small_areas::left_out(found).map(Block::Note));
    let mut rates = found.areas.iter().map(|area| &area.area.rate);
    blocks.extend(rates.find_map(|rate| sample(rate.basis, &measured)).map(Block::Note));
    blocks.push(Block::Chart {
        chart: Box::new(chart(found, &measured, stem)),
        table: NamedTable::new(stem, table(found, &measured)),
    });
    blocks
}

fn chart(found: &SmallAreas, measured: &Measured, stem: &str) -> CaterpillarChart {
    let name = capital(&measured.name);
    let ranks = small_areas::ranks(found).map_or_else(String::new, |said| format!(" {said}"));
    CaterpillarChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::small_areas(found),
            description: format!(
                "For each area, in order of the areas' codes, its own rate with its limits, below \
                 it the rate drawn to the mean with its narrower limits, and to the right the \
                 ranks that it may have.{ranks} Every figure is in the table."
            ),
            subtitle: format!("{name} and ranks: {}, {}", found.name, period(found.period)),
            when_empty: "No rate of any area can be shown.".to_owned(),
            words: crate::words::english(),
        },
        measure: cells::measure(format!("{name}, {}", unit_words(measured)), 1, found.confidence),
        rank_label: "Rank; 1 is the highest rate".to_owned(),
        row_label: "Area".to_owned(),
        own_label: "own rate".to_owned(),
        steadied_label: "rate drawn to the mean".to_owned(),
        rows: found.areas.iter().map(row).collect(),
        comparator: cells::comparator(&found.comparator),
    }
}

fn row(area: &SmallArea) -> CaterpillarRow {
    let none = || Reading::missing("none");
    CaterpillarRow {
        label: area.area.name.clone(),
        own: cells::reading(&area.area.rate.rate),
        steadied: area.shrunk.map_or_else(none, |shrunk| cells::reading_of(&shrunk.rate)),
        rank: area.shrunk.and_then(|shrunk| shrunk.rank).map_or_else(none, |rank| {
            Reading::value(rank.expected).with_interval(rank.lower as f64, rank.upper as f64)
        }),
    }
}

fn table(found: &SmallAreas, measured: &Measured) -> DataTable {
    let against = &found.comparator;
    let rates = found.areas.iter().map(|area| &area.area.rate);
    let remarked = rates.chain([&against.rate]).any(|rate| remark(rate).is_some());
    let mut columns = vec![
        Column::text("Area"),
        Column::text("Code"),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns("Own rate"));
    columns.extend(cells::columns("Rate drawn to the mean"));
    columns.push(Column::number(format!("Probability of lying above {}, %", against.name)));
    columns.extend(cells::columns("Rank"));
    columns.push(Column::number("Reliability of the own rate, %"));
    columns.extend(remarked.then(|| Column::text("Remark")));
    let row = |area: &firstyear_analysis::AreaRate, shrunk: Option<&ShrunkRate>| {
        let mut row = vec![TableCell::text(&area.name), TableCell::text(area.code.as_str())];
        row.extend(cells::counted(&area.rate));
        row.extend(shrunk.map_or_else(|| [(); 8].map(|()| TableCell::missing("none")), steadied));
        row.extend(remarked.then(|| TableCell::text(remark(&area.rate).unwrap_or_default())));
        row
    };
    let mut rows = vec![row(against, None)];
    rows.extend(found.areas.iter().map(|area| row(&area.area, area.shrunk.as_ref())));
    DataTable {
        caption: format!(
            "{} and ranks, {}, {}, {}",
            capital(&measured.name),
            unit_words(measured),
            found.name,
            period(found.period)
        ),
        columns,
        rows,
    }
}

/// Rate, probability, rank and reliability.
fn steadied(shrunk: &ShrunkRate) -> [TableCell; 8] {
    let [rate, lower, upper] = cells::known(&shrunk.rate, 1);
    let rank = |of: fn(&RankInterval) -> f64| {
        let rank = shrunk.rank.as_ref().map(of);
        rank.map_or_else(|| TableCell::missing("none"), |rank| TableCell::number(rank, 0))
    };
    [
        rate,
        lower,
        upper,
        shrunk.above_comparator.map_or_else(
            || TableCell::missing("not compared"),
            |above| TableCell::number(above * 100.0, 0),
        ),
        rank(|rank| rank.expected),
        rank(|rank| rank.lower as f64),
        rank(|rank| rank.upper as f64),
        TableCell::number(shrunk.reliability * 100.0, 0),
    ]
}
