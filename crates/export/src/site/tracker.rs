//! The tracker: every recommendation with who leads it, when it is due and where
//! it stands, in whichever order a reader wants.

use std::collections::BTreeSet;

use firstyear_analysis::{Progress, Tracked};
use firstyear_core::recommendation::{Priority, Status};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, recommendations};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::count;
use crate::tracker::{Entry, columns, days_overdue, priority_word, status_word};
use crate::words::{Words, say};

pub(super) const PATH: &str = "tracker.html";

/// How many a page lists: a table of more is slow to open. The download has all.
pub(super) const LISTED: usize = 2_000;

/// The page; `None` for a project without recommendations or without a day.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = report.answers.progress.as_ref()?.get();
    let all = found.not_closed.len() + found.closed.len();
    let words = report.language;
    let (n, all) = (all, count(all as u64));
    let listed = if n > LISTED {
        say!(words, "tracker-first", listed = count(LISTED as u64), all = all)
    } else {
        say!(words, "tracker-all", all = all, day = words.day(found.as_of))
    };
    let blocks = vec![
        Block::Text(listed),
        Block::Ordered {
            table: NamedTable::new(recommendations::BECAME, whole_table(report, found)),
            orders: orders(words),
        },
    ];
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "tracker-page-short"),
        title: say!(words, "tracker-page"),
        sources: BTreeSet::new(),
        blocks,
    })
}

/// Words of its columns that have an order of their own, not that of the alphabet.
fn orders(words: &Words) -> Vec<Vec<String>> {
    let priorities = Priority::ALL.iter().map(|(priority, _)| priority_word(*priority, words));
    let mut statuses = vec![status_word(None, words)];
    for (status, _) in Status::ALL {
        statuses.push(status_word(Some(*status), words));
        if *status == Status::Done {
            statuses.push(say!(words, "tracker-done-late"));
        }
    }
    vec![priorities.collect(), statuses]
}

/// Where every recommendation is, as messages ask for it.
pub(super) const fn has_all(found: &Progress) -> &'static str {
    if found.not_closed.len() + found.closed.len() > LISTED { "download" } else { "tracker" }
}

fn whole_table(report: &Report<'_>, found: &Progress) -> DataTable {
    let day = report.language.day(found.as_of);
    let caption = say!(report.language, "tracker-caption", day = day);
    table(report, caption, found.not_closed.iter().chain(&found.closed).take(LISTED))
}

/// Recommendations with where each stands.
pub(super) fn table<'a>(
    report: &Report<'_>,
    caption: String,
    listed: impl Iterator<Item = &'a Tracked>,
) -> DataTable {
    let words = report.language;
    let mut columns: Vec<Column> = columns(words).map(Column::text).into();
    columns.push(Column::text(say!(words, "tracker-column-since")));
    columns.push(Column::number(say!(words, "tracker-column-overdue")));
    DataTable { caption, columns, rows: listed.map(|one| row(report, one)).collect() }
}

fn row(report: &Report<'_>, one: &Tracked) -> Vec<TableCell> {
    let words = report.language;
    let entry = Entry {
        id: &one.id,
        text: one.text.as_deref(),
        area: report.area_name(&one.area),
        theme: &one.theme,
        lead: one.lead.as_deref(),
        priority: one.priority,
        status: Some(status(one, words)),
        due: one.due,
    };
    let mut cells: Vec<TableCell> = entry.cells(words).into();
    cells.push(TableCell::text(one.since.to_string()));
    cells.push(days_overdue(one.days_overdue, words));
    cells
}

/// The status, and whether it was done after its day.
fn status(one: &Tracked, words: &Words) -> String {
    let is_late = one.status == Some(Status::Done) && one.due.is_some_and(|due| one.since > due);
    if is_late { say!(words, "tracker-done-late") } else { status_word(one.status, words) }
}
