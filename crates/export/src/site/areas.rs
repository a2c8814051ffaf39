//! The page of areas: which differ by more than chance?

use std::collections::BTreeSet;

use firstyear_analysis::{AreaComparison, ComparedArea, CountedRate, Released, Verdict};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_words;
use super::{Report, area_map, cells, names};
use crate::chart::{
    Against, AxisStart, Column, DataTable, Heading, MapChart, RangeChart, RangeRow, Slug, Standing,
    TableCell,
};
use crate::format::capital;
use crate::sentence::{Measured, areas, period, remark, sample, title};

pub(super) const PATH: &str = "areas.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("areas-{}", index + 1)
}

/// The page; `None` for a project that compares no areas.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let comparisons = &report.answers.areas;
    if comparisons.is_empty() {
        return None;
    }
    let mut sources = BTreeSet::new();
    let mut blocks =
        vec![Block::Note(areas::READING.to_owned()), Block::Note(areas::RULE.to_owned())];
    for (index, comparison) in comparisons.iter().map(Released::get).enumerate() {
        sources.extend(names::sources(rates(comparison)));
        blocks.extend(of_comparison(report, comparison, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: "Areas".to_owned(),
        title: "Which areas differ by more than chance?".to_owned(),
        sources,
        blocks,
    })
}

/// Every rate that is shown.
pub(super) fn rates(found: &AreaComparison) -> impl Iterator<Item = &CountedRate> {
    found.areas.iter().map(|area| &area.area.rate).chain([&found.comparator.rate])
}

fn of_comparison(report: &Report<'_>, comparison: &AreaComparison, stem: &str) -> Vec<Block> {
    let measured = report.measured(&comparison.indicator);
    let mut blocks = vec![
        Block::Heading(format!("{}, {}", capital(&comparison.name), period(comparison.period))),
        Block::Finding(areas::finding(comparison, &measured)),
    ];
    blocks.extend(areas::marks(comparison).map(Block::Note));
    let map = area_map::chart(report, comparison, &measured, stem);
    let short = map.as_ref().and_then(MapChart::short_labels);
    if let Some(map) = map {
        let words = map.heading.description.clone();
        blocks.push(Block::Part(Box::new(map)));
        blocks.push(Block::Text(words));
    }
    let rates = comparison.areas.iter().map(|area| &area.area.rate);
    blocks.extend(rates.clone().find_map(|r| sample(r.basis, &measured)).map(Block::Note));
    let mut parts = parts(chart(report, comparison, &measured, stem));
    let last = parts.pop();
    blocks.extend(parts.into_iter().map(|part| Block::Part(Box::new(part))));
    blocks.extend(last.map(|chart| Block::Chart {
        chart: Box::new(chart),
        table: NamedTable::new(stem, table(comparison, &measured, short.as_deref())),
    }));
    blocks
}

/// A drawing of so many rows takes not quite half a page of paper. A longer one
/// would leave the rest of a page blank, or be cut through a row.
const ROWS: usize = 14;

/// A long chart in several with one axis, which stays in view.
fn parts(whole: RangeChart) -> Vec<RangeChart> {
    let count = whole.rows.len().div_ceil(ROWS);
    if count < 2 {
        return vec![whole];
    }
    let readings: Vec<_> = whole.rows.iter().map(|row| row.reading.clone()).collect();
    let part = |(index, rows): (usize, &[RangeRow])| {
        let mut part = whole.clone();
        part.heading.id = Slug::new(&format!("{}-part-{}", whole.heading.id, index + 1));
        part.heading.title = format!("{}: part {} of {count}", whole.heading.title, index + 1);
        part.rows = rows.to_vec();
        part.other_parts.clone_from(&readings);
        part
    };
    whole.rows.chunks(ROWS).enumerate().map(part).collect()
}

fn chart(
    report: &Report<'_>,
    comparison: &AreaComparison,
    measured: &Measured,
    stem: &str,
) -> RangeChart {
    let name = capital(&measured.name);
    RangeChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::areas(comparison),
            description: format!(
                "The rate of each area with its limits, in order of the areas' codes, beside the \
                 rate of {}. Every figure is in the table.",
                comparison.comparator.name
            ),
            subtitle: format!("{name}: {}, {}", comparison.name, period(comparison.period)),
            when_empty: "No rate of any area can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            format!("{name}, {}", unit_words(measured)),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        row_label: "Area".to_owned(),
        rows: comparison.areas.iter().map(range_row).collect(),
        comparator: cells::comparator(&comparison.comparator),
        against: Against::Comparator,
        other_parts: Vec::new(),
    }
}

fn range_row(compared: &ComparedArea) -> RangeRow {
    RangeRow {
        label: compared.area.name.clone(),
        reading: cells::reading(&compared.area.rate.rate),
        standing: match compared.verdict {
            Verdict::Higher => Standing::Higher,
            Verdict::Lower => Standing::Lower,
            Verdict::CannotTell => Standing::CannotTell,
            Verdict::NotCompared => Standing::NotCompared,
        },
        note: remark(&compared.area.rate),
    }
}

/// `short` is what stands for each area on a map, where its name does not.
fn table(comparison: &AreaComparison, measured: &Measured, short: Option<&[String]>) -> DataTable {
    let against = &comparison.comparator;
    let mut columns = vec![Column::text("Area"), Column::text("Code")];
    columns.extend(short.map(|_| Column::text("On the map")));
    columns.push(Column::number(capital(&measured.events)));
    columns.push(Column::number(capital(&measured.at_risk)));
    columns.extend(cells::columns("Rate"));
    columns.push(Column::text(format!("Against {}", against.name)));
    let rates = comparison.areas.iter().map(|compared| &compared.area.rate);
    let remarked = rates.chain([&against.rate]).any(|rate| remark(rate).is_some());
    columns.extend(remarked.then(|| Column::text("Remark")));
    let row = |name: &str, code: &str, at: Option<usize>, rate, words: &str| {
        let mut row = vec![TableCell::text(name), TableCell::text(code)];
        row.extend(short.map(|short| TableCell::text(at.map_or("", |at| &short[at]))));
        row.extend(cells::counted(rate));
        row.push(TableCell::text(words));
        row.extend(remarked.then(|| TableCell::text(remark(rate).unwrap_or_default())));
        row
    };
    let mut rows =
        vec![row(&against.name, against.code.as_str(), None, &against.rate, "comparator")];
    rows.extend(comparison.areas.iter().enumerate().map(|(at, compared)| {
        let area = &compared.area;
        row(&area.name, area.code.as_str(), Some(at), &area.rate, compared.verdict.word())
    }));
    DataTable {
        caption: format!(
            "{}, {}, {}, {}",
            capital(&measured.name),
            unit_words(measured),
            comparison.name,
            period(comparison.period)
        ),
        columns,
        rows,
    }
}
