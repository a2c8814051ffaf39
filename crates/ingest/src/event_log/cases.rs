//! Event logs read straight into columns: millions of events, of which only that is
//! kept by which they are judged.
//!
//! | the file is           | a case is                     | read by     |
//! |-----------------------|-------------------------------|-------------|
//! | a table of text       | what stands in its column     | [`table`]   |
//! | Parquet or Arrow      | what stands in its column     | [`columns`] |
//! | XES                   | a trace                       | [`traces`]  |
//! | OCEL                  | an object of the type told    | [`objects`] |
//! | Parquet, case by case | as there, and read in batches | [`sorted`]  |
//!
//! What the log itself shows (repeated events, times that are missing, activities that
//! nobody asked for) is counted in it, and told by who judges it.

#[cfg(feature = "parquet")]
mod columns;
mod objects;
mod sorted;
mod table;
mod taken;
mod traces;
mod used;

use std::path::{Path, PathBuf};

use firstyear_core::event::{CaseLog, LogPlan};
use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode, Severity};

use super::{csv, ocel, xes};
use crate::format::{self, Fit, Format, Reading};
use crate::input::Input;
use crate::sample::Sample;
use crate::{OnProgress, ReadAs, ReadError, RowCounts};
pub use sorted::{CaseOrder, SortedLog, sorted_case_log};
use taken::Taken;
use used::{After, Then};

/// A log of cases that was read.
#[derive(Clone, Debug)]
pub struct ReadCaseLog {
    /// The log.
    pub log: CaseLog,
    /// What could not be used and what is good to know, in the order of the file: of
    /// each kind the first twenty, and how many more.
    pub problems: Vec<Problem>,
    /// How many events met which fate.
    pub rows: RowCounts,
}

/// Reads an event log as columns: CSV, XES, OCEL 2.0 JSON and, with the feature
/// `parquet`, Parquet and Arrow. Memory grows with the events, the cases and the texts
/// of the attributes that the plan names, and with nothing else.
///
/// A column, an attribute of XES or of OCEL is kept where the plan names it as the log
/// writes it; in a table one with `case:` before its name is that of the case. For a
/// table whose dates have slashes the layout says `day-first` or `month-first`.
///
/// `case_object` is the type of object that is a case, in an object-centric log. An
/// event counts for each of them that it is tied to; one that is tied to none, for those
/// to which one tie between objects leads, as from a baby to its pregnancy.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, is no event log or holds no event that
/// can be used, when an object-centric log is read and `case_object` names no type of
/// it, or `progress` says to stop.
///
/// # Example
///
/// ```
/// use firstyear_core::event::LogPlan;
/// use firstyear_ingest::{ReadAs, read_case_log, unwatched};
///
/// let path = std::env::temp_dir().join("firstyear-example-cases.csv");
/// std::fs::write(&path, "case,activity,timestamp,smokes\na,booking,2024-03-01T09:30,yes\n")?;
/// let mut plan = LogPlan::new();
/// plan.activity("booking", 0).unwrap();
/// let smokes = plan.attribute("smokes");
/// let read = read_case_log(&path, ReadAs::default(), &plan, None, &mut unwatched)?;
/// assert_eq!(read.log.codes(), [0]);
/// assert_eq!(&*read.log.column(smokes).unwrap().texts()[0], "yes");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_case_log(
    path: &Path,
    told: ReadAs<'_>,
    plan: &LogPlan,
    case_object: Option<&str>,
    progress: OnProgress<'_>,
) -> Result<ReadCaseLog, ReadError> {
    let input = opened(path, told)?;
    read_input(&input, told, plan, case_object, progress).map(|(_, read)| read)
}

/// Reads several files in columns as one log; one of any format as [`read_case_log`] does.
///
/// # Errors
///
/// As there, and where one of several is not in columns or lacks a column that another
/// has.
pub fn read_case_logs(
    files: &[PathBuf],
    told: ReadAs<'_>,
    plan: &LogPlan,
    case_object: Option<&str>,
    progress: OnProgress<'_>,
) -> Result<ReadCaseLog, ReadError> {
    let [first, _, ..] = files else {
        let one = files.first().map_or(Path::new(""), PathBuf::as_path);
        return read_case_log(one, told, plan, case_object, progress);
    };
    let mut taken = Taken::new(plan, place(first));
    if case_object.is_some() {
        taken.note(no_objects(place(first)));
    }
    for path in files {
        let input = opened(path, told)?;
        taken.next_file(input.place());
        if !in_columns(&input, &mut taken, progress, &mut |_, _| Then::GoOn)? {
            let message = "the file is one of several, and is neither Parquet nor Arrow";
            return Err(Problem::new(ProblemCode::FileUnreadable, input.place(), message)
                .with_help("give several files in Parquet or Arrow, or one of another format")
                .into());
        }
    }
    taken.finish()
}

fn place(path: &Path) -> Place {
    Place::file(path.display().to_string())
}

fn opened(path: &Path, told: ReadAs<'_>) -> Result<Input<'static>, ReadError> {
    Ok(Input::at(path, &path.display().to_string().into())?.with_layout(told.layout))
}

/// That a type of object is told of a log without any.
fn no_objects(place: Place) -> Problem {
    let message = "a type of object is told, and the log has no objects: it is not looked at";
    Problem::new(ProblemCode::LogMappingInvalid, place, message)
        .with_severity(Severity::Warning)
        .with_help("leave out `case_object`: a log of this format names its cases itself")
}

/// The same of an input, with the format that it was read by.
pub(crate) fn read_input(
    input: &Input<'_>,
    told: ReadAs<'_>,
    plan: &LogPlan,
    case_object: Option<&str>,
    progress: OnProgress<'_>,
) -> Result<(FileFormat, ReadCaseLog), ReadError> {
    input.report(progress)?;
    let format = match told.format {
        Some(format) => format,
        // What is in columns is a table, whose reader says what its header lacks.
        None if input.is_in_columns() => FileFormat::EventLogCsv,
        None => format_of(input)?,
    };
    let mut taken = Taken::new(plan, input.place());
    if case_object.is_some() && matches!(format, FileFormat::EventLogCsv | FileFormat::Xes) {
        taken.note(no_objects(input.place()));
    }
    match format {
        FileFormat::EventLogCsv => rows(input, &mut taken, progress)?,
        FileFormat::Xes => traces::read(input, &mut taken, progress)?,
        FileFormat::Ocel => objects::read(input, &mut taken, case_object, progress)?,
        other => return Err(no_log(input, other.name()).into()),
    }
    Ok((format, taken.finish()?))
}

/// Reads a table: columns where they stand, where it has them.
fn rows(input: &Input<'_>, taken: &mut Taken<'_>, progress: OnProgress<'_>) -> Reading {
    if in_columns(input, taken, progress, &mut |_, _| Then::GoOn)? {
        return Ok(());
    }
    table::read(input, taken, progress)
}

/// Reads a table in columns; false for another, which is not read.
#[cfg(feature = "parquet")]
fn in_columns(
    input: &Input<'_>,
    taken: &mut Taken<'_>,
    progress: OnProgress<'_>,
    after: After<'_>,
) -> Result<bool, ReadError> {
    let Some(table) = input.in_columns()? else { return Ok(false) };
    columns::read(input, table, taken, progress, after).map(|()| true)
}

/// Without the feature there is none.
#[cfg(not(feature = "parquet"))]
fn in_columns(
    _: &Input<'_>,
    _: &mut Taken<'_>,
    _: OnProgress<'_>,
    _: After<'_>,
) -> Result<bool, ReadError> {
    Ok(false)
}

/// Which of the formats of logs a file is. What is a table of text and no other format
/// is one of events, whose reader says what its header lacks.
fn format_of(input: &Input<'_>) -> Result<FileFormat, ReadError> {
    const LOGS: [&Format; 3] = [&csv::FORMAT, &xes::FORMAT, &ocel::FORMAT];
    let sample = Sample::of(input)?;
    if let Some(log) = LOGS.into_iter().find(|log| (log.fits)(&sample) > Fit::No) {
        return Ok(log.format);
    }
    match format::told(&sample, &input.file) {
        Ok(other) => Err(no_log(input, other.name()).into()),
        Err(_) if sample.text().is_some_and(|text| text.json().or(text.xml()).is_none()) => {
            Ok(FileFormat::EventLogCsv)
        }
        Err(problem) => Err(problem.into()),
    }
}

fn no_log(input: &Input<'_>, format: &str) -> Problem {
    let message = format!("the file is no event log: it is of the format {format}");
    Problem::new(ProblemCode::FileUnreadable, input.place(), message)
        .with_help("give a log as CSV, XES or OCEL: `firstyear list formats` shows what is read")
}
