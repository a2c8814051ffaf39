//! The page of scorecards: how does the area stand?

use firstyear_analysis::{
    CountedRate, Scorecard, ScorecardGap, ScorecardRow, Standing as Stands, Verdict,
};
use firstyear_core::MethodId;

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{
    Against, AxisStart, Column, DataTable, Heading, RangeChart, RangeRow, Reading, ReferenceLine,
    Slug, Standing, TableCell,
};
use crate::format::{capital, number};
use crate::sentence::scorecard::{self as words, READING};
use crate::sentence::{period, remark, title};

pub(super) const PATH: &str = "scorecard.html";
pub(super) const TITLE: &str = "How does the area stand?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("scorecard-{}", index + 1)
}

/// The page; `None` for a project without a scorecard.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.scorecards;
    PageParts::of_answers((PATH, "Scorecard", TITLE), answers, |index, found| {
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
    words::sums(found, &report.area_name(&found.area), comparator.as_deref())
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
    blocks.push(Block::List(words::stands_out(found, &measured, &name)));
    blocks.extend(words::rule(found, &name).map(Block::Note));
    blocks.push(Block::Note(READING.to_owned()));
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
    blocks.push(Block::Table(NamedTable::new(stem, sum_table(found))));
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
    let label = format!("Times the figure of {comparator}");
    Some(RangeChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::scorecard(found, &report.area_name(&found.area), comparator),
            description: format!(
                "A row for each indicator that is compared: the area's figure with its limits, \
                 divided by the figure of {comparator} in the same period. Which way is good differs \
                 from row to row and is in the table, with every figure."
            ),
            subtitle: format!("Each figure as a multiple of that of {comparator}"),
            when_empty: "No figure can be compared.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(label, 2, report.project.confidence),
        axis_start: AxisStart::Zero,
        row_label: "Indicator".to_owned(),
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

fn ratio_row(report: &Report<'_>, row: &ScorecardRow) -> Option<RangeRow> {
    let (figure, against) = (row.figure(), row.against());
    let other = against.value().filter(|other| other.value > 0.0)?.value;
    Some(RangeRow {
        label: report.indicator_name(&row.indicator),
        reading: cells::reading_of(&figure.value()?.scaled(other.recip())),
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
    let caption = format!("{}: every indicator", capital(&found.name));
    figures_table(report, caption, &rows, comparator)
}

/// The figures of indicators by domain, and how they stand.
pub(super) fn figures_table(
    report: &Report<'_>,
    caption: String,
    rows: &[&ScorecardRow],
    comparator: Option<&str>,
) -> DataTable {
    let of_domain = |row: &&ScorecardRow| vec![TableCell::text(words::domain(row.domain))];
    let rows: Vec<_> = rows.iter().map(|row| (of_domain(row), *row)).collect();
    figures_beside(report, caption, vec![Column::text("Domain")], &rows, comparator)
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
    columns.extend(["Indicator", "Unit", "Period"].map(Column::text));
    columns.extend(cells::columns("Figure"));
    columns.extend(comparator.map(Column::number));
    columns.push(Column::text("Standing"));
    let is_remarked = rows.iter().any(|(_, row)| !remarks(row).is_empty());
    columns.extend(is_remarked.then(|| Column::text("Remark")));
    let row = |(front, row): &(Vec<TableCell>, &ScorecardRow)| {
        let measured = report.measured(&row.indicator);
        let latest = row.latest();
        let mut cells_of = front.clone();
        cells_of.extend([
            TableCell::text(capital(&measured.name)),
            TableCell::text(super::gap::unit_words(&measured)),
            TableCell::text(latest.map_or_else(String::new, |point| period(point.period))),
        ]);
        cells_of.extend(cells::estimate(&row.figure(), 1));
        cells_of.extend(comparator.map(|_| against(row)));
        cells_of.push(TableCell::text(row.standing().word()));
        cells_of.extend(is_remarked.then(|| TableCell::text(remarks(row).join("; "))));
        cells_of
    };
    DataTable { caption, columns, rows: rows.iter().map(row).collect() }
}

/// Where each indicator is going, what is aimed at, and what was recommended.
fn course_table(report: &Report<'_>, found: &Scorecard) -> DataTable {
    let row = |row: &ScorecardRow| {
        let measured = report.measured(&row.indicator);
        let target = words::target(row, &measured, found.as_of);
        vec![
            TableCell::text(capital(&measured.name)),
            recent(row),
            target.map_or_else(|| TableCell::missing("none"), TableCell::text),
            linked(found, row),
            age(found, row),
        ]
    };
    let heads = ["Indicator", "Recent trend", "Target", "Recommendations", "Age of the data"];
    DataTable {
        caption: format!("{}: where each is going, and what was agreed", capital(&found.name)),
        columns: heads.map(Column::text).into(),
        rows: found.rows.iter().map(row).collect(),
    }
}

fn against(row: &ScorecardRow) -> TableCell {
    cells::value(&row.against(), 1)
}

/// The words of the marker of the latest five years, or why there is none.
pub(super) fn recent(row: &ScorecardRow) -> TableCell {
    match &row.series.group.recent {
        Ok(marker) => TableCell::text(marker.change.label(row.series.polarity)),
        Err(why) => TableCell::missing(format!("cannot tell: {why}")),
    }
}

fn age(found: &Scorecard, row: &ScorecardRow) -> TableCell {
    match found.as_of.and_then(|day| row.age_days(day)) {
        Some(days) if days < 0 => TableCell::text("ends after the day of the project"),
        Some(days) => TableCell::text(format!("{} years", number(days as f64 / 365.25, 1))),
        None => TableCell::missing("the project names no day"),
    }
}

/// How many recommendations name the indicator, and what became of them: the
/// parts add up.
pub(super) fn linked(found: &Scorecard, row: &ScorecardRow) -> TableCell {
    let linked = &row.recommendations;
    if linked.made.is_empty() {
        return TableCell::missing("none");
    }
    let made = linked.made.len();
    if found.as_of.is_none() {
        return TableCell::text(format!("{made}: the project names no day"));
    }
    let overdue = match linked.overdue {
        0 => String::new(),
        overdue => format!(" ({overdue} overdue)"),
    };
    let parts = [
        (linked.done, "done", ""),
        (linked.not_closed, "not closed", overdue.as_str()),
        (linked.stopped, "stopped", ""),
    ];
    let told = parts.iter().filter(|(count, ..)| *count > 0);
    let told: Vec<String> =
        told.map(|(count, word, more)| format!("{count} {word}{more}")).collect();
    TableCell::text(format!("{made}: {}", told.join(", ")))
}

/// What a reader must know of the data of a row.
fn remarks(row: &ScorecardRow) -> Vec<String> {
    let mut said: Vec<String> =
        row.latest().and_then(|point| remark(&point.rate)).into_iter().collect();
    if row.is_printed_otherwise() {
        said.push(
            "as published: its counts give another rate, so it may be standardised".to_owned(),
        );
    }
    if row.is_mixed() {
        said.push("one side may be standardised and the other is not: not compared".to_owned());
    }
    if row.lacks_years() {
        let years = row.pool_years;
        said.push(format!("{years} years are to be added up, and there is no run of so many"));
    }
    if row.weight != 1.0 {
        said.push(format!("weight {}", number(row.weight, 1)));
    }
    said
}

fn gap_table(report: &Report<'_>, found: &Scorecard) -> DataTable {
    let mut columns = vec![
        Column::text("Indicator"),
        Column::text("Group"),
        Column::text("Against"),
        Column::text("Period"),
    ];
    columns.extend(cells::columns("Relative gap, %"));
    columns.extend(["Standing", "Since the first"].map(Column::text));
    let row = |gap: &ScorecardGap| {
        let latest = gap.latest();
        let relative = latest.map_or(firstyear_core::Cell::Absent, |point| point.relative);
        let mut cells_of = vec![
            TableCell::text(report.indicator_name(&gap.trend.indicator)),
            TableCell::text(&gap.trend.group),
            TableCell::text(&gap.trend.against),
            TableCell::text(latest.map_or_else(String::new, |point| period(point.period))),
        ];
        cells_of.extend(cells::estimate(&relative, 1));
        cells_of.push(TableCell::text(gap.standing().word()));
        cells_of.push(match gap.change() {
            Some(Verdict::Higher) => TableCell::text("wider"),
            Some(Verdict::Lower) => TableCell::text("narrower"),
            Some(other) => TableCell::text(other.word()),
            None => TableCell::missing("not held against it"),
        });
        cells_of
    };
    DataTable {
        caption: format!("{}: gaps between groups", capital(&found.name)),
        columns,
        rows: found.gaps.iter().map(row).collect(),
    }
}

/// How the rows of each domain stand, with what they weigh where that differs
/// from their number.
fn sum_table(found: &Scorecard) -> DataTable {
    let mut columns = vec![Column::text("Domain")];
    for word in Stands::ALL.map(|standing| capital(standing.word())) {
        columns.push(Column::number(&word));
        columns.push(Column::number(format!("{word}, weight")));
    }
    let row = |sum: &firstyear_analysis::DomainSum| {
        let mut cells_of = vec![TableCell::text(words::domain(sum.domain))];
        for (_, rows, weight) in sum.standings() {
            cells_of.push(TableCell::number(rows as f64, 0));
            cells_of.push(TableCell::number(weight, 1));
        }
        cells_of
    };
    DataTable {
        caption: format!("{}: how many rows stand in which way", capital(&found.name)),
        columns,
        rows: found.sums().iter().map(row).collect(),
    }
}
