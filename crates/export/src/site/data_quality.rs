//! The page of data quality: what was read, what is missing, and what does
//! not agree with itself.

use std::collections::BTreeSet;

use firstyear_analysis::{Counted, DataQuality, Unanswered};
use firstyear_core::{Problem, ProblemCode, Severity};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::{and, capital, count};
use crate::problems::kinds;
use crate::sentence::{period, quality};

/// The name of the files that hold the state of the data.
pub(super) const STEM: &str = "data-quality";

/// The name of the files that list problems.
pub(super) const PROBLEMS: &str = "problems";

pub(super) const PATH: &str = "data-quality.html";

pub(super) fn page(report: &Report<'_>) -> PageParts {
    let found = report.answers.quality.get();
    let mut blocks = vec![Block::Heading("What was read".to_owned())];
    blocks.push(Block::Text(quality::read(found)));
    if !found.sources.is_empty() {
        let table = sources_table(report, found);
        blocks.push(Block::Table(NamedTable::new(STEM, table)));
    }
    blocks.push(Block::Heading("Rates against their counts".to_owned()));
    blocks.push(Block::Text(quality::rates(found)));
    if !found.rates.is_empty() {
        let table = rates_table(report, found);
        blocks.push(Block::Table(NamedTable::new(STEM, table)));
    }
    blocks.push(Block::Heading("Totals against their parts".to_owned()));
    blocks.push(Block::Text(quality::totals(found)));
    if !found.totals.is_empty() {
        let kinds = kinds_table(report, found);
        blocks.push(Block::Table(NamedTable::new(STEM, kinds)));
        blocks.push(Block::Files {
            caption: "Every printed total that its parts do not give".to_owned(),
            stem: STEM.to_owned(),
        });
    }
    blocks.extend(quality::not_listed(found).map(Block::Note));
    blocks.extend(in_no_group(report));
    blocks.push(Block::Heading("Problems in the files".to_owned()));
    blocks.push(Block::Text(quality::problems(report.problems)));
    if report.place.is_among() {
        let whole = format!("../../{PATH}");
        blocks.push(Block::Links(vec![(whole, "The state of all that was read".to_owned())]));
        blocks.extend(not_asked(report));
    } else if !report.problems.is_empty() {
        let table = problems_table(report.problems);
        blocks.push(Block::Table(NamedTable::new(PROBLEMS, table)));
    }
    PageParts {
        path: PATH.to_owned(),
        nav: "Data quality".to_owned(),
        title: "What was read, and does it agree with itself?".to_owned(),
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
    let line = |one: &Unanswered| format!("{}: {}.", capital(&one.question), one.why);
    vec![
        Block::Heading("Questions without an answer".to_owned()),
        Block::Text(
            "The project asks these of other areas, and there is no answer for this one."
                .to_owned(),
        ),
        Block::List(unanswered.iter().map(line).collect()),
    ]
}

fn number(count: usize) -> TableCell {
    TableCell::number(count as f64, 0)
}

fn sources_table(report: &Report<'_>, found: &DataQuality) -> DataTable {
    let rows = found.sources.iter().map(|source| {
        let title = report.sources.get(&source.source).map(|source| source.title.clone());
        let periods = source.periods.map_or_else(
            || "none".to_owned(),
            |(first, last)| {
                if first == last {
                    period(first)
                } else {
                    format!("first {}, last {}", period(first), period(last))
                }
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
        caption: "Sources: rows, and cells of counts and values by state".to_owned(),
        columns: vec![
            Column::text("Source"),
            Column::text("First and last period"),
            Column::number("Rows"),
            Column::number("Published gaps"),
            Column::number("Cells known"),
            Column::number("Withheld"),
            Column::number("Not reported"),
            Column::number("Not applicable"),
            Column::number("Marked as of low reliability"),
        ],
        rows: rows.collect(),
    }
}

fn rates_table(report: &Report<'_>, found: &DataQuality) -> DataTable {
    let rows = found.rates.iter().map(|rate| {
        let decimals = usize::from(rate.decimals);
        vec![
            TableCell::text(report.indicator_name(&rate.indicator)),
            TableCell::text(report.area_name(&rate.area)),
            TableCell::text(period(rate.period)),
            TableCell::text(report.groups_name(&rate.groups)),
            TableCell::number(rate.published, decimals),
            // Two decimals more show on which side of a half it lies.
            TableCell::number(rate.recomputed, decimals + 2),
            TableCell::text(quality::rate_reason(rate)),
        ]
    });
    DataTable {
        caption: "Published rates that their own counts do not give".to_owned(),
        columns: vec![
            Column::text("Indicator"),
            Column::text("Area"),
            Column::text("Period"),
            Column::text("Group"),
            Column::number("As published"),
            Column::number("From the counts"),
            Column::text("Reason, as far as the figures tell"),
        ],
        rows: rows.collect(),
    }
}

/// One row for each table and reason.
fn kinds_table(report: &Report<'_>, found: &DataQuality) -> DataTable {
    let rows = found.total_kinds().into_iter().map(|kind| {
        let title = report.sources.get(&kind.source).map(|source| source.title.clone());
        let within: Vec<_> = kind.within.iter().map(|id| report.dimension_name(id)).collect();
        let measured = kind.indicators.first().map(|id| report.measured(id));
        let at_risk = measured.map(|measured| capital(&measured.at_risk)).unwrap_or_default();
        vec![
            TableCell::text(report.dimension_name(&kind.dimension)),
            TableCell::text(if within.is_empty() { "everyone".to_owned() } else { and(&within) }),
            TableCell::text(match kind.what {
                Counted::Events => "events",
                Counted::AtRisk => "those at risk",
            }),
            number(kind.totals),
            number(kind.indicators.len()),
            TableCell::number(kind.smallest as f64, 0),
            TableCell::number(kind.largest as f64, 0),
            TableCell::text(quality::reason(kind.reason, &at_risk)),
            TableCell::text(title.unwrap_or_else(|| kind.source.to_string())),
        ]
    });
    DataTable {
        caption: "Printed totals that their parts do not give, by table and reason; differences \
                  are the sum of the parts minus the total"
            .to_owned(),
        columns: vec![
            Column::text("Added up over"),
            Column::text("Among the groups of"),
            Column::text("Count"),
            Column::number("Totals"),
            Column::number("Indicators"),
            Column::number("Smallest difference"),
            Column::number("Largest difference"),
            Column::text("Reason, as far as the figures tell"),
            Column::text("Source"),
        ],
        rows: rows.collect(),
    }
}

/// Those in no group of the latest period of each profile, such as deaths
/// that are not linked to a birth.
fn in_no_group(report: &Report<'_>) -> Vec<Block> {
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
                        TableCell::text(period(at.period)),
                        cells::count(&group.rate.events),
                        cells::count(&group.rate.at_risk),
                    ]
                })
            })
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let table = DataTable {
        caption: "Those in no group, latest period of each classification".to_owned(),
        columns: vec![
            Column::text("Remainder"),
            Column::text("Classification"),
            Column::text("Area"),
            Column::text("Period"),
            Column::number("Events"),
            Column::number("At risk"),
        ],
        rows,
    };
    vec![
        Block::Heading("Those in no group".to_owned()),
        Block::Text(
            "They count in no group and in no slope. If they were spread unevenly over the \
             groups, the rates of the groups would move."
                .to_owned(),
        ),
        Block::Table(NamedTable { stem: None, table }),
    ]
}

/// How many problems of one kind the page lists.
const SHOWN: usize = 20;

/// Problems from errors to notes, the first of each kind with their places.
fn problems_table(problems: &[Problem]) -> DataTable {
    let rows = kinds(problems).into_iter().flat_map(|kind| {
        let more = kind.problems.len().saturating_sub(SHOWN) as u64;
        let last = (more > 0).then(|| {
            let words = format!("and {} more like it", count(more));
            problem_row(kind.code, kind.severity, &words, "", "")
        });
        let shown = kind.problems.into_iter().take(SHOWN).map(|problem| {
            let help = problem.help.as_deref().unwrap_or_default();
            let place = problem.place.to_string();
            problem_row(problem.code, problem.severity, &place, &problem.message, help)
        });
        shown.chain(last).collect::<Vec<_>>()
    });
    DataTable {
        caption: "Problems by kind, with place and help".to_owned(),
        columns: ["Code", "Severity", "Place", "What is wrong", "What would be right"]
            .map(Column::text)
            .into(),
        rows: rows.collect(),
    }
}

fn problem_row(
    code: ProblemCode,
    severity: Severity,
    place: &str,
    message: &str,
    help: &str,
) -> Vec<TableCell> {
    let words = [code.as_str(), severity.word(), place, message, help];
    words.map(TableCell::text).into()
}
