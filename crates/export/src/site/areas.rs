//! The page of areas: which differ by more than chance?

use std::collections::BTreeSet;

use firstyear_analysis::{AreaComparison, AreaRate, ComparedArea, CountedRate, Released, Verdict};
use firstyear_core::Period;

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_said;
use super::{Report, area_map, cells, names};
use crate::chart::{
    Against, AxisStart, Column, DataTable, Heading, MapChart, RangeChart, RangeRow, Slug, Standing,
    TableCell,
};
use crate::format::capital;
use crate::sentence::{Measured, areas, sample, title};
use crate::words::{Words, say};

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
    let words = report.language;
    let mut sources = BTreeSet::new();
    let mut blocks = vec![Block::Note(areas::reading(words)), Block::Note(areas::rule(words))];
    for (index, comparison) in comparisons.iter().map(Released::get).enumerate() {
        sources.extend(names::sources(rates(comparison)));
        blocks.extend(of_comparison(report, comparison, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "areas-page-short"),
        title: say!(words, "areas-page"),
        sources,
        blocks,
    })
}

/// Every rate that is shown.
pub(super) fn rates(found: &AreaComparison) -> impl Iterator<Item = &CountedRate> {
    found.areas.iter().map(|area| &area.area.rate).chain([&found.comparator.rate])
}

/// Areas of a period: `Local authorities, 2020 to 2022`.
pub(super) fn heading(report: &Report<'_>, name: &str, period: Period) -> String {
    let period = report.language.period(period);
    capital(&say!(report.language, "areas-name-period", name = name, period = period))
}

fn of_comparison(report: &Report<'_>, comparison: &AreaComparison, stem: &str) -> Vec<Block> {
    let measured = report.measured(&comparison.indicator);
    let mut blocks = vec![
        Block::Heading(heading(report, &comparison.name, comparison.period)),
        Block::Finding(areas::finding(comparison, &measured)),
    ];
    blocks.extend(areas::marks(comparison, report.language).map(Block::Note));
    let map = area_map::chart(report, comparison, &measured, stem);
    let short = map.as_ref().and_then(MapChart::short_labels);
    if let Some(map) = map {
        blocks.push(Block::Part(Box::new(map)));
    }
    let rates = comparison.areas.iter().map(|area| &area.area.rate);
    blocks.extend(rates.clone().find_map(|r| sample(r.basis, &measured)).map(Block::Note));
    let mut parts = parts(chart(report, comparison, &measured, stem), comparison, &measured);
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
fn parts(whole: RangeChart, comparison: &AreaComparison, measured: &Measured) -> Vec<RangeChart> {
    let count = whole.rows.len().div_ceil(ROWS);
    if count < 2 {
        return vec![whole];
    }
    let readings: Vec<_> = whole.rows.iter().map(|row| row.reading.clone()).collect();
    let part = |(index, rows): (usize, &[RangeRow])| {
        let mut part = whole.clone();
        let number = index + 1;
        part.heading.id = Slug::new(&format!("{}-part-{number}", whole.heading.id));
        part.heading.title = say!(
            measured.words,
            "areas-part",
            title = whole.heading.title.as_str(),
            part = number.to_string(),
            parts = count.to_string()
        );
        if let [first, ..] = rows
            && let [.., last] = rows
        {
            let ends = [first.label.as_str(), last.label.as_str()];
            part.heading.description =
                areas::in_rows(comparison, measured, Some((number, count, ends)));
        }
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
    let words = report.language;
    let name = capital(&measured.name);
    RangeChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::areas(comparison, words),
            description: areas::in_rows(comparison, measured, None),
            subtitle: say!(
                words,
                "areas-chart",
                indicator = name.as_str(),
                name = comparison.name.as_str(),
                period = words.period(comparison.period)
            ),
            when_empty: say!(words, "areas-chart-empty"),
            words,
        },
        measure: cells::measure(
            words,
            format!("{name}, {}", unit_said(measured)),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        row_label: say!(words, "column-area"),
        rows: comparison.areas.iter().map(|compared| range_row(compared, words)).collect(),
        comparator: cells::comparator(&comparison.comparator),
        against: Against::Comparator,
        other_parts: Vec::new(),
    }
}

fn range_row(compared: &ComparedArea, words: &Words) -> RangeRow {
    RangeRow {
        label: compared.area.name.clone(),
        reading: cells::reading(words, &compared.area.rate.rate),
        standing: match compared.verdict {
            Verdict::Higher => Standing::Higher,
            Verdict::Lower => Standing::Lower,
            Verdict::CannotTell => Standing::CannotTell,
            Verdict::NotCompared => Standing::NotCompared,
        },
        note: words.remark(&compared.area.rate),
    }
}

/// `short` is what stands for each area on a map, where its name does not.
fn table(comparison: &AreaComparison, measured: &Measured, short: Option<&[String]>) -> DataTable {
    let words = measured.words;
    let against = &comparison.comparator;
    let mut columns =
        vec![Column::text(say!(words, "column-area")), Column::text(say!(words, "areas-code"))];
    columns.extend(short.map(|_| Column::text(say!(words, "areas-on-map"))));
    columns.push(Column::number(capital(&measured.events)));
    columns.push(Column::number(capital(&measured.at_risk)));
    columns.extend(cells::columns(words, &say!(words, "areas-rate")));
    columns.push(Column::text(say!(words, "areas-against", against = against.name.as_str())));
    let rates = comparison.areas.iter().map(|compared| &compared.area.rate);
    let remarked = rates.chain([&against.rate]).any(|rate| words.remark(rate).is_some());
    columns.extend(remarked.then(|| Column::text(say!(words, "areas-remark"))));
    let row = |area: &AreaRate, at: Option<usize>, stands: String| {
        let mut row = vec![TableCell::text(&area.name), TableCell::text(area.code.as_str())];
        row.extend(short.map(|short| TableCell::text(at.map_or("", |at| &short[at]))));
        row.extend(cells::counted(words, &area.rate));
        row.push(TableCell::text(stands));
        let remark = || TableCell::text(words.remark(&area.rate).unwrap_or_default());
        row.extend(remarked.then(remark));
        row
    };
    let mut rows = vec![row(against, None, say!(words, "areas-comparator"))];
    rows.extend(comparison.areas.iter().enumerate().map(|(at, compared)| {
        row(&compared.area, Some(at), areas::verdict(compared.verdict, words))
    }));
    DataTable {
        caption: say!(
            words,
            "areas-table",
            indicator = capital(&measured.name),
            unit = unit_said(measured),
            name = comparison.name.as_str(),
            period = words.period(comparison.period)
        ),
        columns,
        rows,
    }
}
