//! The care pathways that a project asks about, with the logs held against them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use firstyear_core::pathway::{CarePathway, ElementRef, LogMapping};
use firstyear_core::project::{
    PathwayQuestion, Project, ProjectLog, ProjectPathway, ProjectReference,
};
use firstyear_core::{Place, Problem, ProblemCode, Severity, Source, SourceClass, SourceId};

use super::{CellCounts, FileSummary};
use crate::documents::{flow_plan, log_mapping, pathways as documents};
use crate::event_log::cases;
use crate::input::Input;
use crate::ledger::Ledger;
use crate::project::pathway::is_path;
use crate::{CodeLists, OnProgress, ReadAs, ReadError, ReadPathway, paths};

/// What was read for all questions about pathways.
#[derive(Default)]
pub(super) struct ReadPathways {
    /// One for each question, in their order.
    pub(super) pathways: Vec<ProjectPathway>,
    /// Sources of logs of which the project names none.
    pub(super) sources: Vec<Source>,
    pub(super) problems: Vec<Problem>,
    /// One for each log.
    pub(super) files: Vec<FileSummary>,
}

/// Reads what every question about a pathway names.
///
/// # Errors
///
/// [`ReadError`] with the problems of every file that cannot be read: as with other files
/// of a project, a report without it would look whole. What is wrong in a pathway, or a
/// mapping that does not fit it, leaves its question without an answer.
pub(super) fn read(
    project: &Project,
    within: (&Path, &Ledger),
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ReadPathways, ReadError> {
    let mut all = ReadPathways::default();
    let mut unusable = Vec::new();
    for question in &project.pathways {
        let mut reading = Reading { project, within, codes, all: &mut all };
        match reading.question(question, progress) {
            Ok(read) => all.pathways.push(read),
            Err(ReadError::Stopped) => return Err(ReadError::Stopped),
            Err(error) => unusable.extend(error.problems()),
        }
    }
    if unusable.is_empty() {
        Ok(all)
    } else {
        unusable.splice(..0, all.problems);
        Err(ReadError::Unusable { problems: unusable })
    }
}

struct Reading<'a> {
    project: &'a Project,
    /// The folder of the project, and where it is noted what was read in it.
    within: (&'a Path, &'a Ledger),
    codes: &'a CodeLists<'a>,
    all: &'a mut ReadPathways,
}

impl Reading<'_> {
    fn question(
        &mut self,
        question: &PathwayQuestion,
        progress: OnProgress<'_>,
    ) -> Result<ProjectPathway, ReadError> {
        let read = self.pathway(&question.pathway, progress);
        let reference = question.reference.as_ref().map(|name| self.pathway(name, progress));
        // What is wrong with one file does not hide what is wrong with another.
        let (read, reference) = both(read, reference.transpose())?;
        let others = reference.iter().map(|one| &one.pathway);
        let others: Vec<&CarePathway> = others.chain(self.codes.pathways.known).collect();
        let is_sound = self.check(&read, &others);
        let reference = reference.as_ref().map(|reference| ProjectReference {
            is_sound: self.check(reference, &others),
            pathway: reference.pathway.clone(),
        });
        let flow = question.flow.as_ref().map(|named| {
            let input = self.input(named)?;
            let plan = flow_plan::read_input(&input, &read.pathway, progress)?;
            input.note()?;
            Ok(plan)
        });
        let log = question.log.as_ref().map(|named| {
            let mapping = self.mapping(question, progress)?;
            self.log(question, named, (&read, is_sound), mapping, progress)
        });
        let (flow, log) = both(flow.transpose(), log.transpose())?;
        Ok(ProjectPathway { pathway: read.pathway, is_sound, reference, log, flow })
    }

    /// A file inside the folder of the project.
    fn input(&self, named: &str) -> Result<Input<'static>, ReadError> {
        let (folder, ledger) = self.within;
        let file: Arc<str> = named.into();
        let path = paths::inside(folder, named, || Place::file(Arc::clone(&file)))?;
        Ok(Input::at(&path, &file)?.noted(Some(ledger)))
    }

    fn pathway(&self, name: &str, progress: OnProgress<'_>) -> Result<ReadPathway, ReadError> {
        if let Some(known) = self.codes.pathways.by_id(name) {
            let file = Place::file(format!("{name} (catalogue)"));
            return Ok(ReadPathway { pathway: known.clone(), places: BTreeMap::new(), file });
        }
        debug_assert!(is_path(name), "the project file was checked");
        let input = self.input(name)?;
        let read = documents::read_input(&input, self.codes, progress)?;
        input.note()?;
        Ok(read)
    }

    /// Whether a pathway is sound; what is found in it is told. What is open in one of the
    /// catalogue is none of the project's problems.
    fn check(&mut self, read: &ReadPathway, others: &[&CarePathway]) -> bool {
        let place = |element: &ElementRef<'static>| read.place(element);
        let others: Vec<_> =
            others.iter().copied().filter(|other| other.id != read.pathway.id).collect();
        let found = (self.codes.pathways.problems)(&read.pathway, &others, &place);
        let is_sound = found.iter().all(|one| one.severity != Severity::Error);
        let of_catalogue = self.codes.pathways.by_id(&read.pathway.id) == Some(&read.pathway);
        if !(of_catalogue && is_sound) {
            let known = |one: &Problem| self.all.problems.contains(one);
            let new: Vec<Problem> = found.into_iter().filter(|one| !known(one)).collect();
            self.all.problems.extend(new);
        }
        is_sound
    }

    /// The mapping with what the question says, and where that stands.
    fn mapping(
        &self,
        question: &PathwayQuestion,
        progress: OnProgress<'_>,
    ) -> Result<(LogMapping, Place), ReadError> {
        let (mapping, place) = if let Some(named) = &question.mapping {
            let input = self.input(named)?;
            let mapping = log_mapping::read_input(&input, progress)?;
            input.note()?;
            (mapping, Place::file(named.as_str()))
        } else {
            let log = question.log.as_deref().unwrap_or_default();
            (LogMapping { schema_version: 1, ..LogMapping::default() }, Place::file(log))
        };
        Ok((mapping.asked(&question.by, question.as_of), place))
    }

    fn log(
        &mut self,
        question: &PathwayQuestion,
        named: &str,
        (read, is_sound): (&ReadPathway, bool),
        (mapping, place): (LogMapping, Place),
        progress: OnProgress<'_>,
    ) -> Result<ProjectLog, ReadError> {
        let source = match &question.source {
            Some(declared) => declared.clone(),
            None => self.own_source(named),
        };
        let input = self.input(named)?.with_layout(question.layout.as_deref());
        let mut log = ProjectLog { file: named.to_owned(), source, mapping, events: None };
        // Of a pathway with an error nobody knows what its log is to hold.
        if !is_sound {
            return Ok(log);
        }
        let plan = match (self.codes.pathways.log_plan)(&read.pathway, &log.mapping, &place) {
            Ok(plan) => plan,
            Err(found) => {
                self.all.problems.extend(found);
                return Ok(log);
            }
        };
        let object = log.mapping.case_object.as_deref();
        let (format, mut found) =
            cases::read_input(&input, ReadAs::default(), &plan, object, progress)?;
        input.note()?;
        // How many cases and events there are is told by what may be shown of them.
        found.problems.retain(|problem| problem.code != ProblemCode::EventLogRead);
        let count = |severity| found.problems.iter().filter(|p| p.severity == severity).count();
        self.all.files.push(FileSummary {
            file: named.into(),
            format,
            rows: found.rows,
            observations: 0,
            gaps: 0,
            printed: 0,
            events: usize::try_from(found.rows.used).unwrap_or(usize::MAX),
            cells: CellCounts::default(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        });
        self.all.problems.append(&mut found.problems);
        log.events = Some(found.log);
        Ok(log)
    }

    /// A source for a log of which the project names none: restricted, as logs are about
    /// people.
    fn own_source(&mut self, named: &str) -> SourceId {
        let is_taken = |id: &SourceId| {
            let declared = self.project.sources.iter().map(|source| &source.id);
            declared.chain(self.all.sources.iter().map(|source| &source.id)).any(|one| one == id)
        };
        let ids = (1..).map(|number: usize| match number {
            1 => "event-log".to_owned(),
            _ => format!("event-log-{number}"),
        });
        let id = ids
            .filter_map(|id| SourceId::new(&id).ok())
            .find(|id| !is_taken(id))
            .expect("numbers do not end");
        self.all.sources.push(Source {
            id: id.clone(),
            title: format!("Event log {named}"),
            publisher: "Not named".to_owned(),
            licence: "Licence not named".to_owned(),
            released: None,
            class: SourceClass::Restricted,
            note: Some("The project names no source of it, so that it is restricted.".to_owned()),
        });
        id
    }
}

/// Both results, or what is wrong with either.
pub(super) fn both<T, U>(
    one: Result<T, ReadError>,
    other: Result<U, ReadError>,
) -> Result<(T, U), ReadError> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(ReadError::Stopped), _) | (_, Err(ReadError::Stopped)) => Err(ReadError::Stopped),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
        (Err(one), Err(other)) => {
            let problems = one.problems().into_iter().chain(other.problems()).collect();
            Err(ReadError::Unusable { problems })
        }
    }
}
