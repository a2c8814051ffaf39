//! The page of causes: what do they die of, and when?

use firstyear_analysis::{CauseRow, Causes};
use firstyear_core::{Cell, IndicatorId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells};
use crate::chart::{
    Arrangement, BarChart, BarRow, Column, DataTable, Heading, Reading, Slug, TableCell,
};
use crate::format::capital;
use crate::sentence::{causes, title as titles};
use crate::words::{Words, say};

pub(super) const PATH: &str = "causes.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("causes-{}", index + 1)
}

/// The page; `None` for a project that asks for no causes.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = &report.answers.causes;
    if found.is_empty() {
        return None;
    }
    let blocks = found
        .iter()
        .enumerate()
        .flat_map(|(index, released)| of_causes(report, released.get(), &stem(index)))
        .collect();
    let rows = found
        .iter()
        .map(firstyear_analysis::Released::get)
        .flat_map(|one| one.causes.iter().chain(&one.total));
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(report.language, "causes-page-short"),
        title: say!(report.language, "causes-page"),
        sources: rows.flat_map(|row| row.sources.iter().cloned()).collect(),
        blocks,
    })
}

/// The most frequent cause at each age.
pub(super) fn findings(report: &Report<'_>, found: &Causes) -> Vec<String> {
    let is_group = |row: &CauseRow| !report.is_remainder(&found.dimension, &row.cause);
    let names = in_words(report, &found.ages).into_iter().enumerate();
    let words = report.language;
    names.map(|(age, name)| causes::most(found, age, &name, is_group, words)).collect()
}

/// The ages at death in words: what their indicators count.
pub(super) fn in_words(report: &Report<'_>, ages: &[(IndicatorId, String)]) -> Vec<String> {
    let counted = |(id, name): &(IndicatorId, String)| {
        let known = report.indicators.contains_key(id);
        if known { capital(&report.measured(id).events) } else { name.clone() }
    };
    ages.iter().map(counted).collect()
}

fn of_causes(report: &Report<'_>, found: &Causes, stem: &str) -> Vec<Block> {
    let words = report.language;
    let (place, when) = (report.area_name(&found.area), words.period(found.period));
    let heading = say!(
        words,
        "causes-heading",
        classification = found.dimension_name.as_str(),
        area = place.as_str(),
        period = when.as_str()
    );
    let mut blocks = vec![Block::Heading(heading)];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    let title = say!(words, "causes-chart", area = place, period = when);
    blocks.push(Block::Chart {
        chart: Box::new(chart(report, found, &title, stem)),
        table: NamedTable::new(stem, table(report, found, title)),
    });
    blocks
}

fn chart(report: &Report<'_>, found: &Causes, title: &str, stem: &str) -> BarChart {
    let words = report.language;
    BarChart {
        heading: Heading {
            id: Slug::new(stem),
            title: titles::of_first(&findings(report, found), title),
            description: description(report, found),
            subtitle: title.to_owned(),
            when_empty: say!(words, "causes-chart-empty"),
            words,
        },
        measure: crate::chart::Measure {
            label: say!(words, "causes-axis"),
            decimals: 0,
            interval_label: String::new(),
        },
        row_label: say!(words, "causes-column"),
        series: in_words(report, &found.ages),
        // What cannot occur at any of the ages, such as a cause of stillbirth
        // alone, is in the table and has no bar.
        rows: found
            .causes
            .iter()
            .filter(|row| row.deaths.iter().any(|cell| !matches!(cell, Cell::NotApplicable)))
            .map(|row| BarRow {
                label: row.label.clone(),
                readings: row.deaths.iter().map(|cell| reading(words, cell)).collect(),
            })
            .collect(),
        arrangement: Arrangement::SideBySide,
        whole: None,
    }
}

/// What is drawn, the most and the fewest at each age, and what has no bar.
fn description(report: &Report<'_>, found: &Causes) -> String {
    let words = report.language;
    let is_group = |row: &CauseRow| !report.is_remainder(&found.dimension, &row.cause);
    let mut said = vec![say!(words, "causes-chart-words")];
    said.extend(findings(report, found));
    for (age, name) in in_words(report, &found.ages).into_iter().enumerate() {
        said.extend(causes::drawn(found, age, &name, is_group, words));
    }
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// A count for a chart.
pub(super) fn reading(words: &Words, cell: &Cell<u64>) -> Reading {
    match (cell.value(), words.missing(cell)) {
        (Some(&count), _) => Reading::value(count as f64),
        (None, reason) => Reading::missing(reason.unwrap_or_else(|| say!(words, "not-known"))),
    }
}

fn table(report: &Report<'_>, found: &Causes, caption: String) -> DataTable {
    let words = report.language;
    let mut columns = vec![Column::text(say!(words, "causes-column"))];
    columns.extend(in_words(report, &found.ages).into_iter().map(Column::number));
    let rows = found.causes.iter().chain(&found.total).map(|row| {
        let label = if report.is_remainder(&found.dimension, &row.cause) {
            say!(words, "causes-in-no-group", cause = row.label.as_str())
        } else {
            row.label.clone()
        };
        let mut cells = vec![TableCell::text(label)];
        cells.extend(row.deaths.iter().map(|deaths| cells::count(words, deaths)));
        cells
    });
    DataTable { caption, columns, rows: rows.collect() }
}
