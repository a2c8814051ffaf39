//! Logs in columns whose cases stand one after another: looked through once, and then read
//! in batches of whole cases.
//!
//! What a case is judged by stands in its own events and in what is known of the log as a
//! whole: its days, its texts, whether its times have hours. The first pass finds that out
//! and sees whether the log is sorted, the second gives the batches.
//!
//! Cases are in order where their ids ascend, as texts or as numbers, so that no case can
//! come again. Others of which each stands together are found by remembering eight bytes
//! for each case.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use firstyear_core::event::{CaseId, CaseLog, CaseLogBuilder, LogPlan};
use firstyear_core::project::FileFormat;
use firstyear_core::{Problem, ProblemCode};

use super::taken::Taken;
use super::used::{Then, Used};
use super::{in_columns, no_objects, opened, place};
use crate::{OnProgress, ReadAs, ReadError, RowCounts};

/// How the cases of a log stand.
#[derive(Debug)]
#[non_exhaustive]
pub enum CaseOrder {
    /// One after another.
    Sorted(Box<SortedLog>),
    /// One comes again after it ended: where, and what to do.
    Unsorted(Problem),
    /// The log is not in columns, and nobody looked.
    NotInColumns,
}

/// A log whose cases stand one after another, of which no more than a batch is held.
#[derive(Debug)]
pub struct SortedLog {
    files: Vec<PathBuf>,
    stamps: Vec<Stamp>,
    layout: Option<String>,
    plan: LogPlan,
    whole: CaseLog,
    cases: u64,
    only_days: bool,
    /// What could not be used and what is good to know, as
    /// [`ReadCaseLog`](crate::ReadCaseLog) has it.
    pub problems: Vec<Problem>,
    /// How many events met which fate.
    pub rows: RowCounts,
}

/// How long a file is, and when it was last written to.
type Stamp = (u64, Option<SystemTime>);

/// Looks through a log in Parquet or Arrow, of one file or of several in their order.
///
/// # Errors
///
/// [`ReadError`] where [`read_case_logs`](crate::read_case_logs) has one.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "parquet")] {
/// use firstyear_core::event::LogPlan;
/// use firstyear_ingest::{CaseOrder, ReadAs, sorted_case_log, unwatched};
///
/// let path = std::env::temp_dir().join("firstyear-example-sorted.csv");
/// std::fs::write(&path, "case,activity,timestamp\na,booking,2024-03-01\n").unwrap();
/// let looked =
///     sorted_case_log(&[path.clone()], ReadAs::default(), &LogPlan::new(), None, &mut unwatched);
/// // A table of text is read as a whole.
/// assert!(matches!(looked.unwrap(), CaseOrder::NotInColumns));
/// # std::fs::remove_file(&path).unwrap();
/// # }
/// ```
pub fn sorted_case_log(
    files: &[PathBuf],
    told: ReadAs<'_>,
    plan: &LogPlan,
    case_object: Option<&str>,
    progress: OnProgress<'_>,
) -> Result<CaseOrder, ReadError> {
    if files.is_empty() || told.format.is_some_and(|format| format != FileFormat::EventLogCsv) {
        return Ok(CaseOrder::NotInColumns);
    }
    let stamps = stamps(files)?;
    for met in [Met::Ascending(Ascending::default()), Met::Hashes(HashSet::new())] {
        let mut order = Order { met, last: None, broken: None };
        let mut taken = Taken::new(plan, place(&files[0]));
        if case_object.is_some() {
            taken.note(no_objects(place(&files[0])));
        }
        for path in files {
            let input = opened(path, told)?;
            input.report(progress)?;
            taken.next_file(input.place());
            let mut see = |taken: &mut Taken<'_>, used: &Used<'_>| order.see(taken, used, path);
            if !in_columns(&input, &mut taken, progress, &mut see)? {
                return Ok(CaseOrder::NotInColumns);
            }
            if order.broken.is_some() {
                break;
            }
        }
        match order.broken {
            Some(Broken::Again(problem)) => return Ok(CaseOrder::Unsorted(*problem)),
            Some(Broken::NotAscending) => {}
            None => {
                let cases = taken.log.cases_so_far();
                let only_days = taken.only_days();
                taken.log.forget_all();
                let read = taken.finish()?;
                return Ok(CaseOrder::Sorted(Box::new(SortedLog {
                    files: files.to_vec(),
                    stamps,
                    layout: told.layout.map(str::to_owned),
                    plan: plan.clone(),
                    whole: read.log,
                    cases,
                    only_days,
                    problems: read.problems,
                    rows: read.rows,
                })));
            }
        }
    }
    // Who remembers every case finds none that does not ascend.
    Ok(CaseOrder::NotInColumns)
}

fn stamps(files: &[PathBuf]) -> Result<Vec<Stamp>, ReadError> {
    let stamp = |path: &PathBuf| {
        let about =
            fs::metadata(path).map_err(|error| ReadError::io(path.display().to_string(), error))?;
        Ok((about.len(), about.modified().ok()))
    };
    files.iter().map(stamp).collect()
}

impl SortedLog {
    /// What is known of the log as a whole: a log without cases, with the texts, the days
    /// and the codes of all.
    #[must_use]
    pub const fn whole(&self) -> &CaseLog {
        &self.whole
    }

    /// How many cases it has.
    #[must_use]
    pub const fn cases(&self) -> u64 {
        self.cases
    }

    /// Gives the log to `take` in batches of whole cases, of so many events or somewhat
    /// more. A case that has more is a batch by itself.
    ///
    /// # Errors
    ///
    /// [`ReadError`] where a file cannot be read, or changed since the log was looked
    /// through, or `progress` says to stop. What was taken until then is not the log.
    pub fn batches(
        &self,
        events: NonZeroUsize,
        take: &mut dyn FnMut(CaseLog),
        progress: OnProgress<'_>,
    ) -> Result<(), ReadError> {
        let log = CaseLogBuilder::batches_of(&self.plan, &self.whole);
        let mut taken = Taken::into(log, &self.plan, place(&self.files[0]));
        let told = ReadAs { layout: self.layout.as_deref(), ..ReadAs::default() };
        for path in &self.files {
            let input = opened(path, told)?;
            taken.next_file(input.place());
            let mut is_other = false;
            let mut cut = |taken: &mut Taken<'_>, _: &Used<'_>| {
                if taken.log.has_more_texts_than(&self.whole) {
                    is_other = true;
                    return Then::Stop;
                }
                // Cases that begin after the last day have no event here.
                let many = taken.log.events().max(taken.log.cases().len());
                if many < events.get() || taken.log.cases().len() < 2 {
                    return Then::GoOn;
                }
                if self.only_days {
                    taken.log.only_days();
                }
                take(taken.log.cut());
                Then::Forgot
            };
            let is_table = in_columns(&input, &mut taken, progress, &mut cut)?;
            if is_other || !is_table {
                return Err(changed(path));
            }
        }
        if self.only_days {
            taken.log.only_days();
        }
        let cases = taken.log.cases_so_far();
        let last = taken.log.finish();
        let is_same = (cases, last.found().events) == (self.cases, self.whole.found().events);
        take(last);
        let now = stamps(&self.files)?;
        let other = now.iter().zip(&self.stamps).position(|(now, then)| now != then);
        match other {
            Some(at) => Err(changed(&self.files[at])),
            None if !is_same => Err(changed(&self.files[0])),
            None => Ok(()),
        }
    }
}

fn changed(path: &Path) -> ReadError {
    let message = "the file changed while it was read";
    Problem::new(ProblemCode::FileUnreadable, place(path), message)
        .with_help("run again once it is whole")
        .into()
}

/// Whether cases stand one after another, as far as they were seen.
struct Order {
    met: Met,
    /// The place of the last case.
    last: Option<u32>,
    broken: Option<Broken>,
}

/// What is known of the cases before.
enum Met {
    /// All of them come before the last.
    Ascending(Ascending),
    /// They are these.
    Hashes(HashSet<u64>),
}

/// Why they do not.
enum Broken {
    /// One comes again.
    Again(Box<Problem>),
    /// One does not come after the last in any order, and may have come before.
    NotAscending,
}

impl Order {
    /// Looks at the cases of a batch, and lets go of its events.
    fn see(&mut self, taken: &mut Taken<'_>, used: &Used<'_>, path: &Path) -> Then {
        for (row, case) in used.cases() {
            let comes_again = match self.last {
                Some(last) if last == case => continue,
                // Places ascend as cases come.
                Some(last) if last > case => true,
                _ => match &mut self.met {
                    Met::Ascending(so_far) => {
                        if !so_far.goes_on(&taken.log.cases()[case as usize]) {
                            self.broken = Some(Broken::NotAscending);
                            return Then::Stop;
                        }
                        false
                    }
                    Met::Hashes(met) => !met.insert(hash(&taken.log.cases()[case as usize])),
                },
            };
            if comes_again {
                let at = place(path).row(row).column(used.column);
                self.broken = Some(Broken::Again(Box::new(again(at))));
                return Then::Stop;
            }
            self.last = Some(case);
        }
        taken.log.forget();
        self.last = self.last.map(|_| 0);
        Then::Forgot
    }
}

fn again(at: firstyear_core::Place) -> Problem {
    let message = "the case of this row ended above and comes again: the log is not sorted by \
                   case, and is held in memory as a whole";
    Problem::new(ProblemCode::EventLogUnsorted, at, message).with_help(
        "where memory is short sort it by the column of cases: `firstyear pathway sort-log`",
    )
}

/// Without keys of its own the hasher gives the same in every run. Two cases of one hash
/// would be taken for one that comes again: the log is read as a whole then.
fn hash(case: &CaseId) -> u64 {
    let mut hasher = DefaultHasher::new();
    case.hash(&mut hasher);
    hasher.finish()
}

/// Whether ids ascend.
struct Ascending {
    as_texts: bool,
    as_numbers: bool,
    last: Option<CaseId>,
}

impl Default for Ascending {
    fn default() -> Self {
        Self { as_texts: true, as_numbers: true, last: None }
    }
}

impl Ascending {
    /// Whether they do with another, in one order at least.
    fn goes_on(&mut self, id: &CaseId) -> bool {
        let number = |id: &CaseId| id.reveal().parse::<i64>().ok();
        if let Some(last) = &self.last {
            self.as_texts &= last < id;
            self.as_numbers &=
                matches!((number(last), number(id)), (Some(last), Some(id)) if last < id);
        }
        self.last = Some(id.clone());
        self.as_texts || self.as_numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ascend(ids: &[&str]) -> bool {
        let mut so_far = Ascending::default();
        ids.iter().all(|id| so_far.goes_on(&CaseId::new(*id)))
    }

    #[test]
    fn ids_ascend_as_texts_or_as_numbers() {
        assert!(ascend(&["1", "10", "2"]) && ascend(&["1", "2", "10"]) && ascend(&["-3", "2"]));
        assert!(ascend(&["A", "Z", "a", "é"]));
        // Texts until 9, numbers from then on: in no order is each after the one before.
        assert!(!ascend(&["1", "10", "2", "10"]) && !ascend(&["b", "a"]));
        assert!(!ascend(&["2", "10", "a", "1"]));
    }
}
