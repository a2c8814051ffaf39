//! Event logs of care pathways.
//!
//! | you have                            | use      |
//! |-------------------------------------|----------|
//! | one event a row, CSV                | [`csv`]  |
//! | XES, gz or not                      | [`xes`]  |
//! | an object-centric log, OCEL 2.0 JSON| [`ocel`] |
//! | any of them, with millions of events| [`cases`]|
//! | Parquet sorted by case, of any size | [`cases`]|
//!
//! Ids of cases and objects point to people: no message repeats one.

pub(crate) mod cases;
pub(crate) mod csv;
pub(crate) mod ocel;
mod survey;
mod value;
pub(crate) mod xes;

use std::path::Path;

use firstyear_core::Read;
use firstyear_core::event::EventLog;

pub use cases::{
    CaseOrder, ReadCaseLog, SortedLog, read_case_log, read_case_logs, sorted_case_log,
};

use crate::collect::gather;
use crate::{CodeLists, OnProgress, ReadAs, ReadError, RowCounts, Sources};

/// A log that was read.
#[derive(Clone, Debug)]
pub struct ReadLog {
    /// The log, and every problem in the order of the file.
    pub read: Read<EventLog>,
    /// How many of its events, and of its objects in an object-centric log,
    /// met which fate.
    pub rows: RowCounts,
}

/// Reads an event log: CSV, XES or OCEL 2.0 JSON. For a CSV whose dates have
/// slashes the layout says `day-first` or `month-first`.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened or no event of it can be used,
/// or `progress` says to stop.
///
/// # Example
///
/// ```
/// use firstyear_ingest::{ReadAs, read_event_log, unwatched};
///
/// let path = std::env::temp_dir().join("firstyear-example-log.csv");
/// std::fs::write(&path, "case,activity,timestamp\na,booking,2024-03-01T09:30\n")?;
/// let log = read_event_log(&path, ReadAs::default(), &mut unwatched)?;
/// assert_eq!(&*log.read.rows.events[0].activity, "booking");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_event_log(
    path: &Path,
    told: ReadAs<'_>,
    progress: OnProgress<'_>,
) -> Result<ReadLog, ReadError> {
    let file = path.display().to_string().into();
    let sources = Sources { declared: None, default: told.source };
    let (_, all) = gather(path, &file, told, &CodeLists::NONE, sources, progress)?;
    let mut problems = all.read.problems;
    problems.sort_by_key(|problem| problem.place.row);
    Ok(ReadLog { read: Read { rows: all.log, problems }, rows: all.counts })
}

/// How many things there are, in words.
fn things(many: u64, one: &str, more: &str) -> String {
    format!("{many} {}", if many == 1 { one } else { more })
}
