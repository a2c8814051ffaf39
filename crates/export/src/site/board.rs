//! The board paper: how the area stands, and from a new sheet what was agreed.

use firstyear_analysis::{Scorecard, ScorecardGap, ScorecardRow, Tracked};
use firstyear_core::Cell;
use firstyear_core::recommendation::Status;

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names, scorecard};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::{capital, count, day, number, plural};
use crate::sentence::missing;
use crate::sentence::scorecard as words;

pub(super) const PATH: &str = "board.html";
pub(super) const TITLE: &str = "Board paper";

/// How many recommendations a sheet holds; the tracker has those and more.
const LISTED: usize = 14;

/// The page; `None` for a project without a scorecard.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.scorecards;
    PageParts::of_answers((PATH, TITLE, TITLE), answers, |index, found| {
        let sources = names::sources(scorecard::rates(found));
        (sources, paper(report, found, &scorecard::stem(index)))
    })
}

fn paper(report: &Report<'_>, found: &Scorecard, stem: &str) -> Vec<Block> {
    let on = found.as_of.map_or_else(String::new, |date| format!(", {}", day(date)));
    let mut blocks = vec![Block::Heading(format!("{}{on}", capital(&found.name)))];
    blocks.push(Block::Finding(scorecard::findings(report, found).join(" ")));
    blocks.push(Block::Table(NamedTable::new(stem, stands(report, found))));
    blocks.push(Block::NewSheet);
    if !found.gaps.is_empty() {
        blocks.push(Block::Heading("Gaps between groups".to_owned()));
        blocks.push(Block::List(found.gaps.iter().map(|gap| of_gap(report, gap)).collect()));
    }
    blocks.push(Block::Heading("What was agreed, and is it happening?".to_owned()));
    let (open, others) = open(report, found);
    blocks.push(Block::Text(agreed(report, found, others)));
    let all = open.len();
    if all > 0 {
        let table = agreed_table(report, found, &open);
        blocks.push(Block::Table(NamedTable { stem: None, table }));
    }
    if all > LISTED {
        let (listed, all) = (count(LISTED as u64), count(all as u64));
        blocks.push(Block::Text(format!(
            "The first {listed} of {all} that are open, overdue ones first; the tracker has all."
        )));
    }
    let name = scorecard::comparator(report, found).unwrap_or_default();
    blocks.extend(words::rule(found, &name).map(Block::Note));
    blocks.push(Block::Note(words::READING.to_owned()));
    blocks
}

/// Where each indicator stands: now, against the comparator, since when, and
/// what was agreed.
fn stands(report: &Report<'_>, found: &Scorecard) -> DataTable {
    let against = scorecard::comparator(report, found);
    let mut heads = ["Indicator", "Now", "Period"].map(str::to_owned).to_vec();
    heads.extend(against.clone());
    heads.extend(["Standing", "Recent trend", "Target", "Recommended"].map(str::to_owned));
    let row = |row: &ScorecardRow| {
        let period = row.latest().map(|point| point.period.to_string());
        let mut cells_of = vec![
            TableCell::text(name(report, row)),
            now(report, row),
            TableCell::text_or(period, "none"),
        ];
        cells_of.extend(against.as_ref().map(|_| others(report, row)));
        cells_of.push(TableCell::text(row.standing().word()));
        cells_of.push(scorecard::recent(row));
        let target = words::target(row, &report.measured(&row.indicator), found.as_of);
        cells_of.push(TableCell::text_or(target, "none"));
        cells_of.push(scorecard::linked(found, row));
        cells_of
    };
    DataTable {
        caption: format!("Where we stand, with {} limits", found.confidence),
        columns: heads.into_iter().map(Column::text).collect(),
        rows: found.rows.iter().map(row).collect(),
    }
}

/// The name of the indicator, with its unit where figures do not bear it.
fn name(report: &Report<'_>, row: &ScorecardRow) -> String {
    let unit = report.measured(&row.indicator).unit;
    let words = unit.words().map_or_else(String::new, |words| format!(", {words}"));
    format!("{}{words}", report.indicator_name(&row.indicator))
}

/// The figure with its limits.
fn now(report: &Report<'_>, row: &ScorecardRow) -> TableCell {
    let unit = report.measured(&row.indicator).unit;
    cells::in_words(&row.figure(), |estimate| {
        let limits = estimate.interval.map_or_else(String::new, |limits| {
            format!(" ({} to {})", unit.short(limits.lower), unit.short(limits.upper))
        });
        format!("{}{limits}", unit.short(estimate.value))
    })
}

/// The comparator's figure.
fn others(report: &Report<'_>, row: &ScorecardRow) -> TableCell {
    let unit = report.measured(&row.indicator).unit;
    cells::in_words(&row.against(), |estimate| unit.short(estimate.value))
}

/// A gap with its limits, or why it is not told.
fn of_gap(report: &Report<'_>, gap: &ScorecardGap) -> String {
    let latest = gap.latest();
    let cell = latest.map_or(Cell::Absent, |point| point.relative);
    let told = cell.value().map_or_else(
        || missing(&cell).unwrap_or("not known").to_owned(),
        |relative| {
            let limits = relative.interval.map_or_else(String::new, |limits| {
                format!(" ({}% to {}%)", number(limits.lower, 0), number(limits.upper, 0))
            });
            format!("{}%{limits}, {}", number(relative.value, 0), gap.standing().word())
        },
    );
    let when = latest.map_or_else(String::new, |point| format!(" in {}", point.period));
    format!(
        "{}, {} against {}{when}: {told}.",
        report.indicator_name(&gap.trend.indicator),
        gap.trend.group,
        gap.trend.against
    )
}

/// How many recommendations name an indicator of the paper, and how many open ones
/// name none.
fn agreed(report: &Report<'_>, found: &Scorecard, others: usize) -> String {
    if report.answers.progress.is_none() {
        return "The project has no recommendations, or names no day (as_of): nothing can be said of \
                what became of them."
            .to_owned();
    }
    let made: std::collections::BTreeSet<&String> =
        found.rows.iter().flat_map(|row| &row.recommendations.made).collect();
    let (made, others) = (made.len() as u64, others as u64);
    let beside = match others {
        0 => String::new(),
        others => format!(
            " {} open {} to the area {} none, and {} in the tracker alone.",
            count(others),
            plural(others, "recommendation", "recommendations"),
            plural(others, "names", "name"),
            plural(others, "stands", "stand")
        ),
    };
    format!(
        "{} {} an indicator of this paper. Done is what its owner says; whether it moved the indicator \
         is another question.{beside}",
        count(made),
        plural(made, "recommendation names", "recommendations name")
    )
}

/// The open recommendations to the area that name an indicator of the scorecard,
/// and how many name none of them.
fn open<'a>(report: &Report<'a>, found: &Scorecard) -> (Vec<&'a Tracked>, usize) {
    let named = |one: &&Tracked| {
        let mut indicators = one.indicators.iter();
        indicators.any(|id| found.has_row_of(id))
    };
    let progress = report.answers.progress.iter();
    let open = progress.flat_map(|progress| &progress.get().not_closed);
    let (named, others): (Vec<_>, Vec<_>) =
        open.filter(|one| one.area == found.area).partition(named);
    (named, others.len())
}

fn agreed_table(report: &Report<'_>, found: &Scorecard, open: &[&Tracked]) -> DataTable {
    let moves = |one: &Tracked| {
        let on = one.indicators.iter().filter(|id| found.has_row_of(id));
        on.map(|id| report.indicator_name(id)).collect::<Vec<_>>().join(", ")
    };
    let row = |one: &&Tracked| {
        let late = if one.is_overdue() { ", overdue" } else { "" };
        vec![
            TableCell::text(moves(one)),
            TableCell::text_or(one.text.as_deref(), "not told"),
            TableCell::text_or(one.lead.as_deref(), "nobody"),
            TableCell::text_or(one.due.map(|due| due.to_string()), "not told"),
            TableCell::text(format!("{}{late}", Status::word_of(one.status))),
        ]
    };
    DataTable {
        caption: "Not closed, overdue ones first".to_owned(),
        columns: ["Should move", "What should be done", "Led by", "Due", "Status"]
            .map(Column::text)
            .into(),
        rows: open.iter().take(LISTED).map(row).collect(),
    }
}
