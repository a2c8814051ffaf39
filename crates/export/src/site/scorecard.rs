//! The page of scorecards: how does the area stand?

use firstyear_analysis::{
    CountedRate, Scorecard, ScorecardGap, ScorecardRow, Standing as Stands, Verdict,
};
use firstyear_core::{Estimate, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{
    Against, AxisStart, Column, DataTable, Heading, RangeChart, RangeRow, Reading, ReferenceLine,
    Slug, Standing, TableCell,
};
use crate::format::{capital, number};
use crate::sentence::{scorecard as sentences, title};
use crate::words::{Words, say};

pub(super) const PATH: &str = "scorecard.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("scorecard-{}", index + 1)
}

/// The page; `None` for a project without a scorecard.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let (answers, words) = (&report.answers.scorecards, report.language);
    let (nav, title) = (say!(words, "scorecard-page-short"), say!(words, "scorecard-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
        (names::sources(rates(found)), of_scorecard(report, found, &stem(index)))
    })
}

/// Every rate that is shown.
pub(super) fn rates(found: &Scorecard) -> impl Iterator<Item = &CountedRate> {
    let rows = found.rows.iter();
    let gaps = found.gaps.iter().filter_map(ScorecardGap::latest);
    rows.flat_map(|row| row.latest().map(|point| &point.rate).into_iter().chain(&row.comparator))
        .chain(gaps.flat_map(|point| point.group.iter().chain(&point.all)))
}

/// The methods of the rows and of the gaps.
pub(super) fn methods(found: &Scorecard) -> impl Iterator<Item = MethodId> {
    let gaps = found.gaps.iter().filter_map(ScorecardGap::latest);
    found.rows.iter().flat_map(methods_of_row).chain(gaps.flat_map(super::gap::methods_at))
}

/// The methods of a row: of its rates over time, what they are held against, the
/// figure as published, and the marker of the latest years.
pub(super) fn methods_of_row(row: &ScorecardRow) -> impl Iterator<Item = MethodId> {
    let rates = row.series.group.points.iter().chain(&row.pooled).map(|point| &point.rate);
    let shown = [row.figure(), row.against()].into_iter();
    let shown = shown.filter_map(|figure| figure.value().map(|estimate| estimate.method));
    let is_marked = row.series.group.recent.is_ok();
    names::methods(rates.chain(&row.comparator))
        .chain(shown)
        .chain(is_marked.then(|| row.series.recent_method()))
}

/// How many rows stand in which way.
pub(super) fn findings(report: &Report<'_>, found: &Scorecard) -> Vec<String> {
    let comparator = comparator(report, found);
    sentences::sums(found, &report.area_name(&found.area), comparator.as_deref(), report.language)
}

pub(super) fn comparator(report: &Report<'_>, found: &Scorecard) -> Option<String> {
    found.comparator.as_ref().map(|code| report.area_name(code))
}

fn of_scorecard(report: &Report<'_>, found: &Scorecard, stem: &str) -> Vec<Block> {
    let against = comparator(report, found);
    let mut blocks = vec![Block::Heading(capital(&found.name))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    let name = against.clone().unwrap_or_default();
    let measured = |row: &ScorecardRow| report.measured(&row.indicator);
    blocks.push(Block::List(sentences::stands_out(found, &measured, &name)));
    blocks.extend(sentences::rule(found, &name, report.language).map(Block::Note));
    blocks.push(Block::Note(sentences::reading(report.language)));
    if let Some(chart) = against.as_deref().and_then(|name| chart(report, found, name, stem)) {
        let table = NamedTable::new(stem, table(report, found, against.as_deref()));
        blocks.push(Block::Chart { chart: Box::new(chart), table });
    } else {
        let table = table(report, found, against.as_deref());
        blocks.push(Block::Table(NamedTable::new(stem, table)));
    }
    blocks.push(Block::Table(NamedTable::new(stem, course_table(report, found))));
    if !found.gaps.is_empty() {
        blocks.push(Block::Table(NamedTable::new(stem, gap_table(report, found))));
    }
    blocks.push(Block::Table(NamedTable::new(stem, sum_table(found, report.language))));
    blocks
}

/// Each figure as a multiple of the comparator's, so that indicators in
/// different units stand on one axis; `None` where no row is compared.
fn chart(
    report: &Report<'_>,
    found: &Scorecard,
    comparator: &str,
    stem: &str,
) -> Option<RangeChart> {
    let rows: Vec<RangeRow> = found.rows.iter().filter_map(|row| ratio_row(report, row)).collect();
    if rows.is_empty() {
        return None;
    }
    let words = report.language;
    let name = |row: &ScorecardRow| report.indicator_name(&row.indicator);
    Some(RangeChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::scorecard(found, &report.area_name(&found.area), comparator, words),
            description: sentences::in_a_drawing(found, (&name, comparator), multiple, words),
            subtitle: say!(words, "scorecard-chart", comparator = comparator),
            when_empty: say!(words, "scorecard-chart-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(words, "scorecard-axis", comparator = comparator),
            2,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        row_label: say!(words, "scorecard-indicator"),
        rows,
        comparator: Some(ReferenceLine {
            label: comparator.to_owned(),
            reading: Reading::value(1.0),
            decimals: 0,
        }),
        against: Against::Comparator,
        other_parts: Vec::new(),
    })
}

/// The figure of a row as a multiple of the comparator's.
fn multiple(row: &ScorecardRow) -> Option<Estimate> {
    let (figure, against) = (row.figure(), row.against());
    let other = against.value().filter(|other| other.value > 0.0)?.value;
    Some(figure.value()?.scaled(other.recip()))
}

fn ratio_row(report: &Report<'_>, row: &ScorecardRow) -> Option<RangeRow> {
    Some(RangeRow {
        label: report.indicator_name(&row.indicator),
        reading: cells::reading_of(&multiple(row)?),
        standing: match row.verdict() {
            Verdict::Higher => Standing::Higher,
            Verdict::Lower => Standing::Lower,
            Verdict::CannotTell => Standing::CannotTell,
            Verdict::NotCompared => Standing::NotCompared,
        },
        note: None,
    })
}

fn table(report: &Report<'_>, found: &Scorecard, comparator: Option<&str>) -> DataTable {
    let rows: Vec<&ScorecardRow> = found.rows.iter().collect();
    let caption = say!(report.language, "scorecard-table", name = capital(&found.name));
    figures_table(report, caption, &rows, comparator)
}

/// The figures of indicators by domain, and how they stand.
pub(super) fn figures_table(
    report: &Report<'_>,
    caption: String,
    rows: &[&ScorecardRow],
    comparator: Option<&str>,
) -> DataTable {
    let words = report.language;
    let of_domain =
        |row: &&ScorecardRow| vec![TableCell::text(sentences::domain(row.domain, words))];
    let rows: Vec<_> = rows.iter().map(|row| (of_domain(row), *row)).collect();
    let front = vec![Column::text(say!(words, "scorecard-domain"))];
    figures_beside(report, caption, front, &rows, comparator)
}

/// The same with other cells in front of each row. Remarks have a column where there
/// is one.
pub(super) fn figures_beside(
    report: &Report<'_>,
    caption: String,
    mut columns: Vec<Column>,
    rows: &[(Vec<TableCell>, &ScorecardRow)],
    comparator: Option<&str>,
) -> DataTable {
    let words = report.language;
    columns.extend([
        Column::text(say!(words, "scorecard-indicator")),
        Column::text(say!(words, "scorecard-unit")),
        Column::text(say!(words, "column-period")),
    ]);
    columns.extend(cells::columns(words, &say!(words, "scorecard-figure")));
    columns.extend(comparator.map(Column::number));
    columns.push(Column::text(say!(words, "scorecard-standing")));
    let is_remarked = rows.iter().any(|(_, row)| !remarks(row, words).is_empty());
    columns.extend(is_remarked.then(|| Column::text(say!(words, "scorecard-remark"))));
    let row = |(front, row): &(Vec<TableCell>, &ScorecardRow)| {
        let measured = report.measured(&row.indicator);
        let latest = row.latest();
        let mut cells_of = front.clone();
        cells_of.extend([
            TableCell::text(capital(&measured.name)),
            TableCell::text(super::gap::unit_said(&measured)),
            TableCell::text(latest.map_or_else(String::new, |point| words.period(point.period))),
        ]);
        cells_of.extend(cells::estimate(words, &row.figure(), 1));
        cells_of.extend(comparator.map(|_| against(row, words)));
        cells_of.push(TableCell::text(sentences::standing(row.standing(), words)));
        cells_of.extend(is_remarked.then(|| TableCell::text(remarks(row, words).join("; "))));
        cells_of
    };
    DataTable { caption, columns, rows: rows.iter().map(row).collect() }
}

/// Where each indicator is going, what is aimed at, and what was recommended.
fn course_table(report: &Report<'_>, found: &Scorecard) -> DataTable {
    let words = report.language;
    let row = |row: &ScorecardRow| {
        let measured = report.measured(&row.indicator);
        let target = sentences::target(row, &measured, found.as_of);
        vec![
            TableCell::text(capital(&measured.name)),
            recent(row, words),
            target.map_or_else(|| TableCell::missing(say!(words, "none")), TableCell::text),
            linked(found, row, words),
            age(found, row, words),
        ]
    };
    let heads = [
        say!(words, "scorecard-indicator"),
        say!(words, "scorecard-recent"),
        say!(words, "scorecard-target"),
        say!(words, "scorecard-recommendations"),
        say!(words, "scorecard-age"),
    ];
    DataTable {
        caption: say!(words, "scorecard-course-table", name = capital(&found.name)),
        columns: heads.map(Column::text).into(),
        rows: found.rows.iter().map(row).collect(),
    }
}

fn against(row: &ScorecardRow, words: &Words) -> TableCell {
    cells::value(words, &row.against(), 1)
}

/// The words of the marker of the latest five years, or why there is none.
pub(super) fn recent(row: &ScorecardRow, words: &Words) -> TableCell {
    match &row.series.group.recent {
        Ok(marker) => TableCell::text(sentences::recent(marker.change, row.series.polarity, words)),
        Err(why) => {
            TableCell::missing(say!(words, "scorecard-recent-cannot-tell", why = why.to_string()))
        }
    }
}

fn age(found: &Scorecard, row: &ScorecardRow, words: &Words) -> TableCell {
    match found.as_of.and_then(|day| row.age_days(day)) {
        Some(days) if days < 0 => TableCell::text(say!(words, "scorecard-ends-later")),
        Some(days) => {
            let years = number(days as f64 / 365.25, 1);
            TableCell::text(say!(words, "scorecard-years", years = years))
        }
        None => TableCell::missing(say!(words, "scorecard-no-day")),
    }
}

/// How many recommendations name the indicator, and what became of them: the
/// parts add up.
pub(super) fn linked(found: &Scorecard, row: &ScorecardRow, words: &Words) -> TableCell {
    let linked = &row.recommendations;
    if linked.made.is_empty() {
        return TableCell::missing(say!(words, "none"));
    }
    let made = linked.made.len().to_string();
    if found.as_of.is_none() {
        return TableCell::text(say!(words, "scorecard-linked-no-day", made = made));
    }
    let mut told = Vec::new();
    if linked.done > 0 {
        told.push(say!(words, "scorecard-linked-done", count = linked.done.to_string()));
    }
    let (open, overdue) = (linked.not_closed.to_string(), linked.overdue);
    if linked.not_closed > 0 && overdue > 0 {
        let overdue = overdue.to_string();
        told.push(say!(words, "scorecard-linked-overdue", count = open, overdue = overdue));
    } else if linked.not_closed > 0 {
        told.push(say!(words, "scorecard-linked-not-closed", count = open));
    }
    if linked.stopped > 0 {
        told.push(say!(words, "scorecard-linked-stopped", count = linked.stopped.to_string()));
    }
    TableCell::text(say!(words, "scorecard-linked", made = made, told = told.join(", ")))
}

/// What a reader must know of the data of a row.
fn remarks(row: &ScorecardRow, words: &Words) -> Vec<String> {
    let mut said: Vec<String> =
        row.latest().and_then(|point| words.remark(&point.rate)).into_iter().collect();
    if row.is_printed_otherwise() {
        said.push(say!(words, "scorecard-printed"));
    }
    if row.is_mixed() {
        said.push(say!(words, "scorecard-mixed"));
    }
    if row.lacks_years() {
        said.push(say!(words, "scorecard-lacks-years", years = row.pool_years.to_string()));
    }
    if row.weight != 1.0 {
        said.push(say!(words, "scorecard-weighs", weight = number(row.weight, 1)));
    }
    said
}

fn gap_table(report: &Report<'_>, found: &Scorecard) -> DataTable {
    let words = report.language;
    let mut columns = vec![
        Column::text(say!(words, "scorecard-indicator")),
        Column::text(say!(words, "scorecard-group")),
        Column::text(say!(words, "scorecard-against")),
        Column::text(say!(words, "column-period")),
    ];
    columns.extend(cells::columns(words, &say!(words, "scorecard-relative-gap")));
    columns.push(Column::text(say!(words, "scorecard-standing")));
    columns.push(Column::text(say!(words, "scorecard-since-first")));
    let row = |gap: &ScorecardGap| {
        let latest = gap.latest();
        let relative = latest.map_or(firstyear_core::Cell::Absent, |point| point.relative);
        let when = latest.map_or_else(String::new, |point| words.period(point.period));
        let mut cells_of = vec![
            TableCell::text(report.indicator_name(&gap.trend.indicator)),
            TableCell::text(&gap.trend.group),
            TableCell::text(&gap.trend.against),
            TableCell::text(when),
        ];
        cells_of.extend(cells::estimate(words, &relative, 1));
        cells_of.push(TableCell::text(sentences::standing(gap.standing(), words)));
        cells_of.push(match gap.change() {
            Some(Verdict::Higher) => TableCell::text(say!(words, "scorecard-wider")),
            Some(Verdict::Lower) => TableCell::text(say!(words, "scorecard-narrower")),
            Some(Verdict::CannotTell) => TableCell::text(say!(words, "scorecard-cannot-tell")),
            Some(Verdict::NotCompared) => TableCell::text(say!(words, "scorecard-not-compared")),
            None => TableCell::missing(say!(words, "scorecard-not-held")),
        });
        cells_of
    };
    DataTable {
        caption: say!(words, "scorecard-gap-table", name = capital(&found.name)),
        columns,
        rows: found.gaps.iter().map(row).collect(),
    }
}

/// How the rows of each domain stand, with what they weigh where that differs
/// from their number.
fn sum_table(found: &Scorecard, words: &Words) -> DataTable {
    let mut columns = vec![Column::text(say!(words, "scorecard-domain"))];
    for standing in Stands::ALL.map(|one| capital(&sentences::standing(one, words))) {
        columns.push(Column::number(&standing));
        columns.push(Column::number(say!(words, "scorecard-weight", standing = standing)));
    }
    let row = |sum: &firstyear_analysis::DomainSum| {
        let mut cells_of = vec![TableCell::text(sentences::domain(sum.domain, words))];
        for (_, rows, weight) in sum.standings() {
            cells_of.push(TableCell::number(rows as f64, 0));
            cells_of.push(TableCell::number(weight, 1));
        }
        cells_of
    };
    DataTable {
        caption: say!(words, "scorecard-sum-table", name = capital(&found.name)),
        columns,
        rows: found.sums().iter().map(row).collect(),
    }
}
