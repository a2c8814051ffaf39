//! The page of selections: which areas first?

use firstyear_analysis::{AreaSelection, CountedRate, SelectedArea};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, areas, cells, names};
use crate::chart::{BarRow, Column, DataTable, Heading, PartsChart, Slug, TableCell};
use crate::format::{capital, count};
use crate::sentence::selection::{self as sentences, chosen};
use crate::sentence::{Measured, title as titles};
use crate::words::say;

pub(super) const PATH: &str = "selection.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("selection-{}", index + 1)
}

/// The page; `None` for a project that chooses no areas.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let (answers, words) = (&report.answers.selections, report.language);
    let (nav, title) = (say!(words, "selection-page-short"), say!(words, "selection-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
        (names::sources(rates(found)), of_selection(report, found, &stem(index)))
    })
    .map(|mut page| {
        page.blocks.push(Block::Subheading(say!(words, "selection-how-to-read")));
        let notes = [sentences::reading(words), sentences::chance(words)];
        page.blocks.extend(notes.map(Block::Note));
        page
    })
}

/// Every rate that is shown.
pub(super) fn rates(found: &AreaSelection) -> impl Iterator<Item = &CountedRate> {
    found.areas.iter().map(|area| &area.area.rate).chain([&found.comparator.rate])
}

/// Such as `Authorities of England, 2022`.
pub(super) fn title(report: &Report<'_>, found: &AreaSelection) -> String {
    areas::heading(report, &found.name, found.period)
}

/// What each rule chooses, and how much of it is luck.
pub(super) fn findings(report: &Report<'_>, found: &AreaSelection) -> Vec<String> {
    sentences::findings(found, &report.measured(&found.indicator))
}

fn of_selection(report: &Report<'_>, found: &AreaSelection, stem: &str) -> Vec<Block> {
    let measured = report.measured(&found.indicator);
    let mut blocks = vec![Block::Heading(title(report, found))];
    blocks.extend(sentences::findings(found, &measured).into_iter().map(Block::Finding));
    let table = NamedTable::new(stem, table(report, found, &measured));
    if found.not_computed.is_none() {
        let chart = Box::new(chart(report, found, &measured, stem));
        blocks.push(Block::Chart { chart, table });
    } else {
        blocks.push(Block::Table(table));
    }
    blocks
}

fn chart(
    report: &Report<'_>,
    found: &AreaSelection,
    measured: &Measured,
    stem: &str,
) -> PartsChart {
    let words = report.language;
    let row = |area: &SelectedArea| {
        let excess = area.excess.as_ref()?;
        let readings = vec![cells::reading_of(excess)];
        Some(BarRow { label: area.area.name.clone(), readings })
    };
    // The first sentence is about the comparator.
    let said = findings(report, found);
    let none = say!(words, "selection-none");
    PartsChart {
        heading: Heading {
            id: Slug::new(stem),
            title: titles::of_sentence(said.get(1).unwrap_or(&none)),
            description: sentences::in_a_drawing(found, measured),
            subtitle: say!(words, "selection-chart", title = title(report, found)),
            when_empty: none,
            words,
        },
        measure: cells::measure(
            words,
            say!(
                words,
                "selection-axis",
                events = capital(&measured.events),
                against = found.comparator.name.as_str()
            ),
            1,
            report.project.confidence,
        ),
        row_label: say!(words, "column-area"),
        series: vec![say!(words, "selection-excess-head")],
        rows: chosen(found).filter_map(row).collect(),
    }
}

/// The areas that a rule chooses; all are in the files.
fn table(report: &Report<'_>, found: &AreaSelection, measured: &Measured) -> DataTable {
    let words = report.language;
    let mut columns = vec![
        Column::text(say!(words, "column-area")),
        Column::text(say!(words, "areas-code")),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns(words, &capital(&measured.name)));
    columns.extend([
        Column::text(say!(words, "selection-least", least = count(found.at_least))),
        Column::number(say!(words, "selection-again")),
    ]);
    columns.extend(cells::columns(words, &say!(words, "selection-excess-head")));
    let against = found.comparator.name.as_str();
    columns.extend([
        Column::text(say!(words, "selection-most-excess")),
        Column::number(say!(words, "selection-again")),
        Column::number(say!(words, "small-areas-probability", against = against)),
    ]);
    let none = || TableCell::missing(say!(words, "not-computed"));
    let percent =
        |share: Option<f64>| share.map_or_else(none, |share| TableCell::number(100.0 * share, 0));
    let word = |chosen: Option<bool>| {
        TableCell::text(match chosen {
            Some(true) => say!(words, "selection-yes"),
            Some(false) => say!(words, "selection-no"),
            None => say!(words, "not-known"),
        })
    };
    let rows = chosen(found).map(|area| {
        let mut row =
            vec![TableCell::text(&area.area.name), TableCell::text(area.area.code.as_str())];
        row.extend(cells::counted(words, &area.area.rate));
        row.extend([word(area.at_least), percent(area.at_least_again)]);
        row.extend(cells::computed(words, area.excess.as_ref(), 1));
        row.extend([
            word(area.most_excess),
            percent(area.most_excess_again),
            percent(area.above_comparator),
        ]);
        row
    });
    DataTable {
        caption: say!(words, "selection-table", title = title(report, found)),
        columns,
        rows: rows.collect(),
    }
}
