//! The page of selections: which areas first?

use firstyear_analysis::{AreaSelection, CountedRate, SelectedArea};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{BarRow, Column, DataTable, Heading, PartsChart, Slug, TableCell};
use crate::format::capital;
use crate::sentence::selection::{self as words, CHANCE, READING};
use crate::sentence::title::of_sentence;
use crate::sentence::{Measured, period};

pub(super) const PATH: &str = "selection.html";
pub(super) const TITLE: &str = "Which areas first?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("selection-{}", index + 1)
}

/// The page; `None` for a project that chooses no areas.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.selections;
    PageParts::of_answers((PATH, "Which areas first", TITLE), answers, |index, found| {
        (names::sources(rates(found)), of_selection(report, found, &stem(index)))
    })
    .map(|mut page| {
        page.blocks.push(Block::Subheading("How to read it".to_owned()));
        page.blocks.extend([READING, CHANCE].map(|words| Block::Note(words.to_owned())));
        page
    })
}

/// Every rate that is shown.
pub(super) fn rates(found: &AreaSelection) -> impl Iterator<Item = &CountedRate> {
    found.areas.iter().map(|area| &area.area.rate).chain([&found.comparator.rate])
}

/// Such as `Authorities of England, 2022`.
pub(super) fn title(found: &AreaSelection) -> String {
    format!("{}, {}", capital(&found.name), period(found.period))
}

/// What each rule chooses, and how much of it is luck.
pub(super) fn findings(report: &Report<'_>, found: &AreaSelection) -> Vec<String> {
    words::findings(found, &report.measured(&found.indicator))
}

fn of_selection(report: &Report<'_>, found: &AreaSelection, stem: &str) -> Vec<Block> {
    let measured = report.measured(&found.indicator);
    let mut blocks = vec![Block::Heading(title(found))];
    blocks.extend(words::findings(found, &measured).into_iter().map(Block::Finding));
    let table = NamedTable::new(stem, table(found, &measured));
    if found.not_computed.is_none() {
        let chart = Box::new(chart(report, found, &measured, stem));
        blocks.push(Block::Chart { chart, table });
    } else {
        blocks.push(Block::Table(table));
    }
    blocks
}

/// Areas that a rule chooses.
fn chosen(found: &AreaSelection) -> impl Iterator<Item = &SelectedArea> {
    found
        .areas
        .iter()
        .filter(|area| [area.at_least, area.most_excess, area.likely_above()].contains(&Some(true)))
}

fn chart(
    report: &Report<'_>,
    found: &AreaSelection,
    measured: &Measured,
    stem: &str,
) -> PartsChart {
    let row = |area: &SelectedArea| {
        let excess = area.excess.as_ref()?;
        let readings = vec![cells::reading_of(excess)];
        Some(BarRow { label: area.area.name.clone(), readings })
    };
    let said = findings(report, found);
    PartsChart {
        heading: Heading {
            id: Slug::new(stem),
            title: said
                .get(1)
                .map_or_else(|| "No rule chooses an area".to_owned(), |said| of_sentence(said)),
            description: format!(
                "A bar for each area that a rule chooses, in order of the areas' codes, with its \
                 limits: to the right of 0 where more {} are counted than at the rate of {}. Every \
                 figure is in the table.",
                measured.events, found.comparator.name
            ),
            subtitle: format!("Excess events of areas that a rule chooses: {}", title(found)),
            when_empty: "No rule chooses an area.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            format!(
                "{} beyond those at the rate of {}",
                capital(&measured.events),
                found.comparator.name
            ),
            1,
            report.project.confidence,
        ),
        row_label: "Area".to_owned(),
        series: vec!["Excess".to_owned()],
        rows: chosen(found).filter_map(row).collect(),
    }
}

/// The areas that a rule chooses; all are in the files.
fn table(found: &AreaSelection, measured: &Measured) -> DataTable {
    let mut columns = vec![
        Column::text("Area"),
        Column::text("Code"),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns(&capital(&measured.name)));
    columns
        .extend([Column::text(format!("{} or more", found.at_least)), Column::number("Again, %")]);
    columns.extend(cells::columns("Excess"));
    columns.extend([
        Column::text("Most excess"),
        Column::number("Again, %"),
        Column::number(format!("Probability of lying above {}, %", found.comparator.name)),
    ]);
    let percent = |share: Option<f64>| {
        share.map_or_else(
            || TableCell::missing("not computed"),
            |share| TableCell::number(100.0 * share, 0),
        )
    };
    let word = |chosen: Option<bool>| {
        TableCell::text(match chosen {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not known",
        })
    };
    let rows = chosen(found).map(|area| {
        let mut row =
            vec![TableCell::text(&area.area.name), TableCell::text(area.area.code.as_str())];
        row.extend(cells::counted(&area.area.rate));
        row.extend([word(area.at_least), percent(area.at_least_again)]);
        row.extend(cells::computed(area.excess.as_ref(), 1));
        row.extend([
            word(area.most_excess),
            percent(area.most_excess_again),
            percent(area.above_comparator),
        ]);
        row
    });
    DataTable {
        caption: format!(
            "Areas that a rule chooses, in order of their codes; the download has all. {}",
            title(found)
        ),
        columns,
        rows: rows.collect(),
    }
}
