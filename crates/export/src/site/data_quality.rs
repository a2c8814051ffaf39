//! The page of data quality: what was read, what is missing, and what does
//! not agree with itself.

use std::collections::BTreeSet;

use firstyear_analysis::{Counted, DataQuality, Unanswered};
use firstyear_core::{Problem, ProblemCode, Severity};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::{capital, count};
use crate::problems::kinds;
use crate::sentence::quality;
use crate::words::{Words, say};

/// The name of the files that hold the state of the data.
pub(super) const STEM: &str = "data-quality";

/// The name of the files that list problems.
pub(super) const PROBLEMS: &str = "problems";

pub(super) const PATH: &str = "data-quality.html";

pub(super) fn page(report: &Report<'_>) -> PageParts {
    let (found, words) = (report.answers.quality.get(), report.language);
    let mut blocks = vec![Block::Heading(say!(words, "quality-heading-read"))];
    blocks.push(Block::Text(quality::read(found, words)));
    if !found.sources.is_empty() {
        let table = sources_table(report, found);
        blocks.push(Block::Table(NamedTable::new(STEM, table)));
    }
    blocks.push(Block::Heading(say!(words, "quality-heading-rates")));
    blocks.push(Block::Text(quality::rates(found, words)));
    if !found.rates.is_empty() {
        let table = rates_table(report, found);
        blocks.push(Block::Table(NamedTable::new(STEM, table)));
    }
    blocks.push(Block::Heading(say!(words, "quality-heading-totals")));
    blocks.push(Block::Text(quality::totals(found, words)));
    if !found.totals.is_empty() {
        let kinds = kinds_table(report, found);
        blocks.push(Block::Table(NamedTable::new(STEM, kinds)));
        blocks.push(Block::Files {
            caption: say!(words, "quality-all-totals"),
            stem: STEM.to_owned(),
        });
    }
    blocks.extend(quality::not_listed(found, words).map(Block::Note));
    blocks.extend(in_no_group(report));
    blocks.push(Block::Heading(say!(words, "quality-heading-problems")));
    blocks.push(Block::Text(quality::problems(report.problems, words)));
    if report.place.is_among() {
        let whole = format!("../../{PATH}");
        blocks.push(Block::Links(vec![(whole, say!(words, "quality-whole-state"))]));
        blocks.extend(not_asked(report));
    } else if !report.problems.is_empty() {
        let table = problems_table(report.problems, words);
        blocks.push(Block::Table(NamedTable::new(PROBLEMS, table)));
    }
    PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "quality-page-short"),
        title: say!(words, "quality-page"),
        sources: BTreeSet::new(),
        blocks,
    }
}

/// The questions that the project asks of areas and that have no answer for this one.
fn not_asked(report: &Report<'_>) -> Vec<Block> {
    let unanswered = &report.answers.unanswered;
    if unanswered.is_empty() {
        return Vec::new();
    }
    let words = report.language;
    let line = |one: &Unanswered| {
        let (question, why) = (capital(&one.question), one.why.to_string());
        say!(words, "quality-question", question = question, why = why)
    };
    vec![
        Block::Heading(say!(words, "quality-heading-unanswered")),
        Block::Text(say!(words, "quality-unanswered")),
        Block::List(unanswered.iter().map(line).collect()),
    ]
}

fn number(count: usize) -> TableCell {
    TableCell::number(count as f64, 0)
}

fn sources_table(report: &Report<'_>, found: &DataQuality) -> DataTable {
    let words = report.language;
    let rows = found.sources.iter().map(|source| {
        let title = report.sources.get(&source.source).map(|source| source.title.clone());
        let periods = source.periods.map_or_else(
            || say!(words, "none"),
            |(first, last)| {
                if first == last {
                    return words.period(first);
                }
                let (first, last) = (words.period(first), words.period(last));
                say!(words, "quality-first-and-last", first = first, last = last)
            },
        );
        vec![
            TableCell::text(title.unwrap_or_else(|| source.source.to_string())),
            TableCell::text(periods),
            number(source.observations),
            number(source.gaps),
            number(source.cells.known),
            number(source.cells.withheld),
            number(source.cells.absent),
            number(source.cells.not_applicable),
            number(source.low_reliability),
        ]
    });
    DataTable {
        caption: say!(words, "quality-sources"),
        columns: vec![
            Column::text(say!(words, "frame-source")),
            Column::text(say!(words, "quality-column-periods")),
            Column::number(say!(words, "quality-column-rows")),
            Column::number(say!(words, "quality-column-gaps")),
            Column::number(say!(words, "quality-column-known")),
            Column::number(say!(words, "quality-column-withheld")),
            Column::number(say!(words, "quality-column-not-reported")),
            Column::number(say!(words, "quality-column-not-applicable")),
            Column::number(say!(words, "quality-column-low-reliability")),
        ],
        rows: rows.collect(),
    }
}

fn rates_table(report: &Report<'_>, found: &DataQuality) -> DataTable {
    let words = report.language;
    let rows = found.rates.iter().map(|rate| {
        let decimals = usize::from(rate.decimals);
        vec![
            TableCell::text(report.indicator_name(&rate.indicator)),
            TableCell::text(report.area_name(&rate.area)),
            TableCell::text(words.period(rate.period)),
            TableCell::text(report.groups_name(&rate.groups)),
            TableCell::number(rate.published, decimals),
            // Two decimals more show on which side of a half it lies.
            TableCell::number(rate.recomputed, decimals + 2),
            TableCell::text(quality::rate_reason(rate, words)),
        ]
    });
    DataTable {
        caption: say!(words, "quality-table-rates"),
        columns: vec![
            Column::text(say!(words, "quality-column-indicator")),
            Column::text(say!(words, "column-area")),
            Column::text(say!(words, "column-period")),
            Column::text(say!(words, "quality-column-group")),
            Column::number(say!(words, "quality-column-published")),
            Column::number(say!(words, "quality-column-recomputed")),
            Column::text(say!(words, "quality-column-reason")),
        ],
        rows: rows.collect(),
    }
}

/// One row for each table and reason.
fn kinds_table(report: &Report<'_>, found: &DataQuality) -> DataTable {
    let words = report.language;
    let rows = found.total_kinds().into_iter().map(|kind| {
        let title = report.sources.get(&kind.source).map(|source| source.title.clone());
        let within: Vec<_> = kind.within.iter().map(|id| report.dimension_name(id)).collect();
        let measured = kind.indicators.first().map(|id| report.measured(id));
        let at_risk = measured.map(|measured| capital(&measured.at_risk)).unwrap_or_default();
        vec![
            TableCell::text(report.dimension_name(&kind.dimension)),
            TableCell::text(match within[..] {
                [] => say!(words, "quality-everyone"),
                _ => words.and(&within),
            }),
            TableCell::text(match kind.what {
                Counted::Events => say!(words, "quality-of-events"),
                Counted::AtRisk => say!(words, "quality-of-at-risk"),
            }),
            number(kind.totals),
            number(kind.indicators.len()),
            TableCell::number(kind.smallest as f64, 0),
            TableCell::number(kind.largest as f64, 0),
            TableCell::text(quality::reason(kind.reason, &at_risk, words)),
            TableCell::text(title.unwrap_or_else(|| kind.source.to_string())),
        ]
    });
    DataTable {
        caption: say!(words, "quality-table-totals"),
        columns: vec![
            Column::text(say!(words, "quality-column-over")),
            Column::text(say!(words, "quality-column-within")),
            Column::text(say!(words, "quality-column-count")),
            Column::number(say!(words, "quality-column-totals")),
            Column::number(say!(words, "quality-column-indicators")),
            Column::number(say!(words, "quality-column-smallest")),
            Column::number(say!(words, "quality-column-largest")),
            Column::text(say!(words, "quality-column-reason")),
            Column::text(say!(words, "frame-source")),
        ],
        rows: rows.collect(),
    }
}

/// Those in no group of the latest period of each profile, such as deaths
/// that are not linked to a birth.
fn in_no_group(report: &Report<'_>) -> Vec<Block> {
    let words = report.language;
    let rows: Vec<_> = report
        .answers
        .profiles
        .iter()
        .flat_map(|released| {
            let profile = released.get();
            profile.periods.last().into_iter().flat_map(move |at| {
                at.remainders.iter().map(move |group| {
                    vec![
                        TableCell::text(&group.label),
                        TableCell::text(&at.version_name),
                        TableCell::text(report.area_name(&profile.area)),
                        TableCell::text(words.period(at.period)),
                        cells::count(words, &group.rate.events),
                        cells::count(words, &group.rate.at_risk),
                    ]
                })
            })
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let table = DataTable {
        caption: say!(words, "quality-table-no-group"),
        columns: vec![
            Column::text(say!(words, "quality-column-remainder")),
            Column::text(say!(words, "column-classification")),
            Column::text(say!(words, "column-area")),
            Column::text(say!(words, "column-period")),
            Column::number(say!(words, "quality-column-events")),
            Column::number(say!(words, "quality-column-at-risk")),
        ],
        rows,
    };
    vec![
        Block::Heading(say!(words, "quality-heading-no-group")),
        Block::Text(say!(words, "quality-no-group")),
        Block::Table(NamedTable { stem: None, table }),
    ]
}

/// How many problems of one kind the page lists.
const SHOWN: usize = 20;

/// Problems from errors to notes, the first of each kind with their places.
fn problems_table(problems: &[Problem], words: &Words) -> DataTable {
    let rows = kinds(problems).into_iter().flat_map(|kind| {
        let more = kind.problems.len().saturating_sub(SHOWN) as u64;
        let last = (more > 0).then(|| {
            let place = say!(words, "quality-more", count = count(more));
            problem_row(words, (kind.code, kind.severity), [&place, "", ""])
        });
        let shown = kind.problems.into_iter().take(SHOWN).map(|problem| {
            let help = problem.help.as_deref().unwrap_or_default();
            let place = problem.place.to_string();
            problem_row(words, (problem.code, problem.severity), [&place, &problem.message, help])
        });
        shown.chain(last).collect::<Vec<_>>()
    });
    DataTable {
        caption: say!(words, "quality-table-problems"),
        columns: vec![
            Column::text(say!(words, "quality-column-code")),
            Column::text(say!(words, "quality-column-severity")),
            Column::text(say!(words, "quality-column-place")),
            Column::text(say!(words, "quality-column-wrong")),
            Column::text(say!(words, "quality-column-right")),
        ],
        rows: rows.collect(),
    }
}

/// Place, what is wrong and what would be right; these two say the readers of files, in English.
fn problem_row(
    words: &Words,
    (code, severity): (ProblemCode, Severity),
    said: [&str; 3],
) -> Vec<TableCell> {
    let severity = match severity {
        Severity::Error => say!(words, "quality-error"),
        Severity::Warning => say!(words, "quality-warning"),
        Severity::Note => say!(words, "quality-note"),
    };
    let cells = [TableCell::text(code.as_str()), TableCell::text(severity)];
    cells.into_iter().chain(said.map(TableCell::text)).collect()
}
