//! The tracker: every recommendation with who leads it, when it is due and where
//! it stands, in whichever order a reader wants.

use std::collections::BTreeSet;

use firstyear_analysis::{Progress, Tracked};
use firstyear_core::recommendation::{Priority, Status};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, recommendations};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::{count, day};
use crate::tracker::{COLUMNS, Entry, days_overdue};

pub(super) const PATH: &str = "tracker.html";
pub(super) const TITLE: &str = "Where does each recommendation stand?";

/// How many a page lists: a table of more is slow to open. The download has all.
pub(super) const LISTED: usize = 2_000;

/// The page; `None` for a project without recommendations or without a day.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = report.answers.progress.as_ref()?.get();
    let all = found.not_closed.len() + found.closed.len();
    let listed = if all > LISTED {
        format!(
            "The first {} of {}: those that are open, overdue ones first, then those that closed last. \
             The download has all.",
            count(LISTED as u64),
            count(all as u64)
        )
    } else {
        format!(
            "All {} that were made by {}: those that are open, overdue ones first, then those that \
             closed last.",
            count(all as u64),
            day(found.as_of)
        )
    };
    let blocks = vec![
        Block::Text(listed),
        Block::Ordered {
            table: NamedTable::new(recommendations::BECAME, whole_table(report, found)),
            orders: orders(),
        },
    ];
    let [path, nav, title] = [PATH, "Tracker", TITLE].map(str::to_owned);
    Some(PageParts { path, nav, title, sources: BTreeSet::new(), blocks })
}

/// Words of its columns that have an order of their own, not that of the alphabet.
fn orders() -> Vec<Vec<String>> {
    let priorities = Priority::ALL.iter().map(|(_, word)| (*word).to_owned());
    let mut statuses = vec![Status::word_of(None).to_owned()];
    for (status, word) in Status::ALL {
        statuses.push((*word).to_owned());
        if *status == Status::Done {
            statuses.push(late(word));
        }
    }
    vec![priorities.collect(), statuses]
}

/// Where every recommendation is, in words.
pub(super) const fn has_all(found: &Progress) -> &'static str {
    if found.not_closed.len() + found.closed.len() > LISTED {
        "the download of the tracker"
    } else {
        "the tracker"
    }
}

fn whole_table(report: &Report<'_>, found: &Progress) -> DataTable {
    let caption = format!("Recommendations on {}", day(found.as_of));
    table(report, caption, found.not_closed.iter().chain(&found.closed).take(LISTED))
}

/// Recommendations with where each stands.
pub(super) fn table<'a>(
    report: &Report<'_>,
    caption: String,
    listed: impl Iterator<Item = &'a Tracked>,
) -> DataTable {
    let mut columns: Vec<Column> = COLUMNS.map(Column::text).into();
    columns.extend([Column::text("Since"), Column::number("Days overdue")]);
    DataTable { caption, columns, rows: listed.map(|one| row(report, one)).collect() }
}

fn row(report: &Report<'_>, one: &Tracked) -> Vec<TableCell> {
    let entry = Entry {
        id: &one.id,
        text: one.text.as_deref(),
        area: report.area_name(&one.area),
        theme: &one.theme,
        lead: one.lead.as_deref(),
        priority: one.priority,
        status: Some(status(one)),
        due: one.due,
    };
    let mut cells: Vec<TableCell> = entry.cells().into();
    cells.extend([TableCell::text(one.since.to_string()), days_overdue(one.days_overdue)]);
    cells
}

/// The status, and whether it was done after its day.
fn status(one: &Tracked) -> String {
    let word = Status::word_of(one.status);
    let is_late = one.status == Some(Status::Done) && one.due.is_some_and(|due| one.since > due);
    if is_late { late(word) } else { word.to_owned() }
}

fn late(word: &str) -> String {
    format!("{word}, after its day")
}
