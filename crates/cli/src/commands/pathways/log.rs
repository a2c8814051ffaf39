//! An event log that is held against a pathway.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use firstyear_analysis::{finding_of_log, log_grouping};
use firstyear_core::event::CaseLog;
use firstyear_core::pathway::{CarePathway, LogMapping, Stage};
use firstyear_core::{Place, Problem, SourceClass};
use firstyear_export::problems;
use firstyear_ingest::{CaseOrder, ReadError, SortedLog};
use firstyear_pathways::{
    Cascade, CascadeError, Finding, Grouping, JudgeError, Judged, PathwayLog, cascade,
    cascade_batches, judge, judge_batches,
};

use crate::args::{Disclosure, LogArgs};
use crate::commands::threads_or_all;
use crate::exit::{Code, Failure};
use crate::load;
use crate::progress::Watch;

/// The events of a log.
enum Events {
    /// All of them.
    Held(Box<CaseLog>),
    /// Those of a sorted log, a batch at a time.
    InBatches(Box<SortedLog>),
}

/// How many events of a sorted log are read before those of whole cases are looked at.
const BATCH: NonZeroUsize = NonZeroUsize::new(1 << 17).expect("more than none");

/// What is told of a log.
pub(super) struct Told {
    problems: Vec<Problem>,
    file: Place,
}

impl Told {
    /// Adds what was found in it, as may be told of a log of this class.
    pub(super) fn found(
        &mut self,
        findings: impl IntoIterator<Item = Finding>,
        class: SourceClass,
    ) {
        let told = |finding: Finding| {
            let problem = finding_of_log(finding, class, self.file.clone());
            match class {
                SourceClass::Published => problem,
                SourceClass::Restricted => problem
                    .with_help("`--disclosure none` says which and how many, for your own eyes"),
            }
        };
        self.problems.extend(findings.into_iter().map(told));
    }

    /// Prints what does not fit, each kind once; the exit code that it asks for.
    pub(super) fn tell(&self) -> Code {
        let mut told = BTreeSet::new();
        let first = |problem: &&Problem| told.insert(problem.to_string());
        let all: Vec<Problem> = self.problems.iter().filter(first).cloned().collect();
        if !all.is_empty() {
            anstream::eprint!("{}", problems::text(&all));
        }
        load::verdict(&all)
    }
}

/// The mapping that is asked for, with the groups and the day of the command line.
pub(super) fn mapping(asked: &LogArgs, by: &[String]) -> Result<LogMapping, Failure> {
    let mapping = match &asked.mapping {
        Some(path) => load::log_mapping(path)?,
        None => LogMapping { schema_version: 1, ..LogMapping::default() },
    };
    Ok(mapping.asked(by, asked.as_of))
}

/// How a log of a pathway is read; what does not fit in the mapping was printed where it
/// does not.
pub(super) fn reading<'p>(
    pathway: &'p CarePathway,
    mapping: &LogMapping,
    asked: &LogArgs,
) -> Option<PathwayLog<'p>> {
    match PathwayLog::new(pathway, mapping) {
        Ok(reading) => Some(reading),
        Err(findings) => {
            let file = asked.mapping.as_deref().or(asked.log.first().map(PathBuf::as_path));
            let place = of_file(file);
            let found: Vec<Problem> =
                findings.into_iter().map(|finding| finding.at(place.clone())).collect();
            anstream::eprint!("{}", problems::text(&found));
            None
        }
    }
}

fn of_file(path: Option<&Path>) -> Place {
    path.map_or_else(Place::default, |path| Place::file(path.display().to_string()))
}

/// Reads all of the log.
pub(super) fn held(
    reading: &PathwayLog<'_>,
    mapping: &LogMapping,
    asked: &LogArgs,
) -> Result<(CaseLog, Told), Failure> {
    let layout = asked.layout.as_deref();
    let case_object = mapping.case_object.as_deref();
    let read = load::case_logs(&asked.log, layout, reading.plan(), case_object)?;
    let file = of_file(asked.log.first().map(PathBuf::as_path));
    Ok((read.log, Told { problems: read.problems, file }))
}

/// Reads the log, or what is known of it as a whole where its cases stand one after
/// another.
fn events(
    reading: &PathwayLog<'_>,
    mapping: &LogMapping,
    asked: &LogArgs,
) -> Result<(Events, Told), Failure> {
    let layout = asked.layout.as_deref();
    let case_object = mapping.case_object.as_deref();
    let unsorted = match load::sorted_log(&asked.log, layout, reading.plan(), case_object)? {
        CaseOrder::Sorted(mut log) => {
            let file = of_file(asked.log.first().map(PathBuf::as_path));
            let problems = std::mem::take(&mut log.problems);
            return Ok((Events::InBatches(log), Told { problems, file }));
        }
        CaseOrder::Unsorted(problem) => Some(problem),
        _ => None,
    };
    let (log, mut told) = held(reading, mapping, asked)?;
    told.problems.extend(unsorted);
    Ok((Events::Held(Box::new(log)), told))
}

/// The group of each case, or of each pair where two are asked for; `None` for none.
fn grouping(
    reading: &PathwayLog<'_>,
    log: &CaseLog,
    by: &[String],
) -> Result<Option<Grouping>, Failure> {
    if by.len() > 2 {
        let message = "name one group by --by, or two for each pair of them";
        return Err(Failure::Use(message.to_owned()));
    }
    log_grouping(reading, log, by)
        .map_err(|id| Failure::Defect(format!("the group `{id}` is lost")))
}

/// A log that was opened for a pathway, and the groups that were asked for.
pub(super) struct Opened<'p> {
    reading: PathwayLog<'p>,
    events: Events,
    pub(super) told: Told,
    /// All cases as one group.
    pub(super) whole: Grouping,
    /// The groups, or pairs of them; `None` where none were asked for. Those of a log in
    /// batches are of no case yet.
    pub(super) grouping: Option<Grouping>,
    by: Vec<String>,
    files: Vec<PathBuf>,
}

/// Opens a log for a pathway; `None` where its mapping does not fit, which was printed.
pub(super) fn open<'p>(
    pathway: &'p CarePathway,
    asked: &LogArgs,
    by: &[String],
) -> Result<Option<Opened<'p>>, Failure> {
    let mapping = mapping(asked, by)?;
    let Some(reading) = reading(pathway, &mapping, asked) else { return Ok(None) };
    let (events, told) = events(&reading, &mapping, asked)?;
    let (log, cases) = match &events {
        Events::Held(log) => (&**log, log.len()),
        Events::InBatches(log) => (log.whole(), usize::try_from(log.cases()).unwrap_or(usize::MAX)),
    };
    let grouping = grouping(&reading, log, by)?;
    let whole = Grouping::whole(cases);
    let (by, files) = (by.to_vec(), asked.log.clone());
    Ok(Some(Opened { reading, events, told, whole, grouping, by, files }))
}

impl Opened<'_> {
    /// The groups that were asked for, or all cases as one.
    fn by(&self) -> &Grouping {
        self.grouping.as_ref().unwrap_or(&self.whole)
    }

    /// The same of the cases of a batch.
    fn by_of(&self, log: &CaseLog) -> Grouping {
        // The mapping has the groups: those of the whole log were found.
        let by = log_grouping(&self.reading, log, &self.by).ok().flatten();
        by.unwrap_or_else(|| Grouping::whole(log.len()))
    }

    /// Reads a sorted log batch by batch.
    fn batches(&self, log: &SortedLog, take: &mut dyn FnMut(CaseLog)) -> Result<(), Failure> {
        let mut watch = Watch::new();
        log.batches(BATCH, take, &mut |progress| watch.see(progress))
            .map_err(|error: ReadError| load::unreadable_log(&self.files, error))
    }

    /// What became of what is owed; what does not fit is told with the log, as may be of one
    /// of this class.
    pub(super) fn judge(&mut self, class: SourceClass) -> Result<Judged, Failure> {
        let judged = match &self.events {
            Events::Held(log) => judge(&self.reading, log, self.by(), threads_or_all(None))?,
            Events::InBatches(log) => judge_batches::<Failure>(
                &self.reading,
                log.whole(),
                &|batch| self.by_of(batch),
                threads_or_all(None),
                |take| self.batches(log, take),
            )?,
        };
        self.told.found(judged.findings.iter().cloned(), class);
        Ok(judged)
    }

    /// How far cases come; what does not fit is told in the same way.
    pub(super) fn cascade(
        &mut self,
        stages: &[Stage],
        class: SourceClass,
    ) -> Result<Cascade, Failure> {
        let counted = match &self.events {
            Events::Held(log) => {
                cascade(&self.reading, log, stages, self.by(), threads_or_all(None))?
            }
            Events::InBatches(log) => cascade_batches::<Failure>(
                &self.reading,
                log.whole(),
                stages,
                &|batch| self.by_of(batch),
                threads_or_all(None),
                |take| self.batches(log, take),
            )?,
        };
        self.told.found(counted.findings.iter().cloned(), class);
        Ok(counted)
    }
}

impl From<JudgeError> for Failure {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::NoDay => no_day(&error),
            _ => Self::Defect(error.to_string()),
        }
    }
}

impl From<CascadeError> for Failure {
    fn from(error: CascadeError) -> Self {
        match error {
            CascadeError::Log(JudgeError::NoDay) => no_day(&error),
            CascadeError::NoStages | CascadeError::Step { .. } => {
                Self::Use(format!("--stages: {error}"))
            }
            _ => Self::Defect(error.to_string()),
        }
    }
}

/// No event says until when a log was kept.
fn no_day(error: &dyn std::fmt::Display) -> Failure {
    Failure::Use(format!("{error}: write --as-of YYYY-MM-DD"))
}

/// As what a log is treated: one in which nothing is to be hidden as if it were published.
pub(super) const fn class(asked: Disclosure) -> SourceClass {
    match asked {
        Disclosure::Rules => SourceClass::Restricted,
        Disclosure::None => SourceClass::Published,
    }
}
