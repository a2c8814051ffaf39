//! The page of causes: what do they die of, and when?

use firstyear_analysis::{CauseRow, Causes};
use firstyear_core::{Cell, IndicatorId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells};
use crate::chart::{
    Arrangement, BarChart, BarRow, Column, DataTable, Heading, Reading, Slug, TableCell,
};
use crate::format::capital;
use crate::sentence::{causes, missing, period, title as titles};

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
        nav: "Causes".to_owned(),
        title: "What do babies die of, and when?".to_owned(),
        sources: rows.flat_map(|row| row.sources.iter().cloned()).collect(),
        blocks,
    })
}

/// The most frequent cause at each age.
pub(super) fn findings(report: &Report<'_>, found: &Causes) -> Vec<String> {
    let is_group = |row: &CauseRow| !report.is_remainder(&found.dimension, &row.cause);
    let names = in_words(report, &found.ages).into_iter().enumerate();
    names.map(|(age, name)| causes::most(found, age, &name, is_group)).collect()
}

/// The ages at death in words: what their indicators count.
pub(super) fn in_words(report: &Report<'_>, ages: &[(IndicatorId, String)]) -> Vec<String> {
    let words = |(id, name): &(IndicatorId, String)| {
        report.indicators.get(id).map_or_else(|| name.clone(), |i| capital(&i.numerator))
    };
    ages.iter().map(words).collect()
}

fn of_causes(report: &Report<'_>, found: &Causes, stem: &str) -> Vec<Block> {
    let (place, when) = (report.area_name(&found.area), period(found.period));
    let mut blocks = vec![Block::Heading(format!("{}, {place}, {when}", found.dimension_name))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    let title = format!("Deaths by cause and age at death, {place}, {when}");
    blocks.push(Block::Chart {
        chart: Box::new(chart(report, found, &title, stem)),
        table: NamedTable::new(stem, table(report, found, title)),
    });
    blocks
}

fn chart(report: &Report<'_>, found: &Causes, title: &str, stem: &str) -> BarChart {
    BarChart {
        heading: Heading {
            id: Slug::new(stem),
            title: titles::of_first(&findings(report, found), title),
            description: "A bar for the number of deaths of each cause at each age, from the \
                          figures of the table."
                .to_owned(),
            subtitle: title.to_owned(),
            when_empty: "No number of deaths can be shown.".to_owned(),
            words: report.language,
        },
        measure: crate::chart::Measure {
            label: "Number of deaths".to_owned(),
            decimals: 0,
            interval_label: String::new(),
        },
        row_label: "Cause".to_owned(),
        series: in_words(report, &found.ages),
        // What cannot occur at any of the ages, such as a cause of stillbirth
        // alone, is in the table and has no bar.
        rows: found
            .causes
            .iter()
            .filter(|row| row.deaths.iter().any(|cell| !matches!(cell, Cell::NotApplicable)))
            .map(|row| BarRow {
                label: row.label.clone(),
                readings: row.deaths.iter().map(reading).collect(),
            })
            .collect(),
        arrangement: Arrangement::SideBySide,
        whole: None,
    }
}

pub(super) fn reading(cell: &Cell<u64>) -> Reading {
    match (cell.value(), missing(cell)) {
        (Some(&count), _) => Reading::value(count as f64),
        (None, reason) => Reading::missing(reason.unwrap_or("not known")),
    }
}

fn table(report: &Report<'_>, found: &Causes, caption: String) -> DataTable {
    let mut columns = vec![Column::text("Cause")];
    columns.extend(in_words(report, &found.ages).into_iter().map(Column::number));
    let rows = found.causes.iter().chain(&found.total).map(|row| {
        let remainder =
            if report.is_remainder(&found.dimension, &row.cause) { " (in no group)" } else { "" };
        let mut cells = vec![TableCell::text(format!("{}{remainder}", row.label))];
        cells.extend(row.deaths.iter().map(cells::count));
        cells
    });
    DataTable { caption, columns, rows: rows.collect() }
}
