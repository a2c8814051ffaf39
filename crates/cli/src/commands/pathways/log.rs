//! An event log that is held against a pathway.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use firstyear_analysis::{finding_of_log, log_grouping};
use firstyear_core::event::CaseLog;
use firstyear_core::pathway::{CarePathway, LogMapping};
use firstyear_core::{Place, Problem, SourceClass};
use firstyear_export::problems;
use firstyear_pathways::{Finding, Grouping, JudgeError, Judged, PathwayLog, judge};

use crate::args::{Disclosure, LogArgs};
use crate::exit::{Code, Failure};
use crate::load;

/// A log with everything that does not fit in it.
pub(super) struct Log {
    pub(super) events: CaseLog,
    pub(super) problems: Vec<Problem>,
    file: Place,
}

impl Log {
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
            let file = asked.mapping.as_ref().unwrap_or(&asked.log);
            let place = Place::file(file.display().to_string());
            let found: Vec<Problem> =
                findings.into_iter().map(|finding| finding.at(place.clone())).collect();
            anstream::eprint!("{}", problems::text(&found));
            None
        }
    }
}

/// Reads the log.
pub(super) fn read(
    reading: &PathwayLog<'_>,
    mapping: &LogMapping,
    asked: &LogArgs,
) -> Result<Log, Failure> {
    let layout = asked.layout.as_deref();
    let read = load::case_log(&asked.log, layout, reading.plan(), mapping.case_object.as_deref())?;
    let file = Place::file(asked.log.display().to_string());
    Ok(Log { events: read.log, problems: read.problems, file })
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

/// A log that was read for a pathway, and the groups that were asked for.
pub(super) struct Opened<'p> {
    pub(super) reading: PathwayLog<'p>,
    pub(super) log: Log,
    /// All cases as one group.
    pub(super) whole: Grouping,
    /// The groups, or pairs of them; `None` where none were asked for.
    pub(super) grouping: Option<Grouping>,
}

/// Opens a log for a pathway; `None` where its mapping does not fit, which was printed.
pub(super) fn open<'p>(
    pathway: &'p CarePathway,
    asked: &LogArgs,
    by: &[String],
) -> Result<Option<Opened<'p>>, Failure> {
    let mapping = mapping(asked, by)?;
    let Some(reading) = reading(pathway, &mapping, asked) else { return Ok(None) };
    let log = read(&reading, &mapping, asked)?;
    let grouping = grouping(&reading, &log.events, by)?;
    let whole = Grouping::whole(log.events.len());
    Ok(Some(Opened { reading, log, whole, grouping }))
}

impl Opened<'_> {
    /// The groups that were asked for, or all cases as one.
    pub(super) fn by(&self) -> &Grouping {
        self.grouping.as_ref().unwrap_or(&self.whole)
    }

    /// What became of what is owed; what does not fit is told with the log, as may be of one
    /// of this class.
    pub(super) fn judge(&mut self, class: SourceClass) -> Result<Judged, Failure> {
        let judged = judge(&self.reading, &self.log.events, self.by(), threads());
        let judged = judged.map_err(|error| match error {
            JudgeError::NoDay => no_day(&error),
            _ => Failure::Defect(error.to_string()),
        })?;
        self.log.found(judged.findings.iter().cloned(), class);
        Ok(judged)
    }
}

/// No event says until when a log was kept.
pub(super) fn no_day(error: &dyn std::fmt::Display) -> Failure {
    Failure::Use(format!("{error}: write --as-of YYYY-MM-DD"))
}

/// How many threads share the cases.
pub(super) fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// As what a log is treated: one in which nothing is to be hidden as if it were published.
pub(super) const fn class(asked: Disclosure) -> SourceClass {
    match asked {
        Disclosure::Rules => SourceClass::Restricted,
        Disclosure::None => SourceClass::Published,
    }
}
