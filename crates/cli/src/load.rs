//! Reads a project or a file, with the catalogue's code lists.

use std::path::{Path, PathBuf};

use firstyear_catalogue::catalogue;
use firstyear_core::event::LogPlan;
use firstyear_core::mapping::Mapping;
use firstyear_core::pathway::LogMapping;
use firstyear_core::project::FileFormat;
use firstyear_core::{Dataset, PeriodUnit, ProblemGroups, Read, Severity, SourceId};
use firstyear_ingest::{
    CaseOrder, CodeLists, CodeMap, ImportedPathway, PathwayFormat, PathwayRules, ProjectData,
    ReadAs, ReadCaseLog, ReadError, ReadPathway, Survey, import_pathway_bytes, read_case_logs,
    read_file_as, read_log_mapping, read_mapped_file, read_pathway, read_pathway_bytes,
    sorted_case_log, survey_file, survey_mapped_file,
};

use crate::args::FileArgs;
use crate::exit::{Code, Failure};
use crate::progress::Watch;

/// The catalogue as code lists.
pub(crate) fn codes() -> CodeLists<'static> {
    let catalogue = catalogue();
    CodeLists::new(catalogue.definitions(), catalogue.dimensions(), catalogue.labels())
        .with_external(catalogue.external_codes())
        .with_areas(catalogue.areas())
        .with_improvement(catalogue.themes(), catalogue.interventions())
        .with_matrix(catalogue.self_assessment())
        .with_pathways(PathwayRules {
            known: catalogue.pathways(),
            problems: firstyear_pathways::problems,
            log_plan: firstyear_pathways::log_plan,
        })
}

/// Reads a project; what cannot be read at all is printed.
pub(crate) fn project(path: &Path) -> Result<ProjectData, Failure> {
    if path.is_dir() && !path.join("firstyear.toml").exists() {
        return Err(Failure::File(format!(
            "{}: no firstyear.toml in this folder; name the folder of a project, or start one \
             with `firstyear init`",
            path.display()
        )));
    }
    if path.is_file() && path.extension().is_none_or(|ending| ending != "toml") {
        return Err(Failure::Use(format!(
            "{}: not a project; name a folder with a firstyear.toml (`firstyear check` reads a \
             single data file)",
            path.display()
        )));
    }
    let mut watch = Watch::new();
    firstyear_ingest::read_project(path, &codes(), &mut |progress| watch.see(progress))
        .map_err(|error| unreadable(path, error))
}

/// What a command says of a single file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'t> {
    /// The name of its format; told from its content where there is none.
    pub(crate) format: Option<&'t str>,
    /// The layout of its records, or the order of its dates.
    pub(crate) layout: Option<&'t str>,
    /// What a year is where the file leaves it open.
    pub(crate) years: Option<PeriodUnit>,
    /// A table that turns its codes into ids.
    pub(crate) map: Option<&'t Path>,
    /// Its mapping file.
    pub(crate) mapping: Option<&'t Path>,
    /// The source of rows that name none.
    pub(crate) source: Option<&'t SourceId>,
    /// The property that holds codes of areas.
    pub(crate) property: Option<&'t str>,
}

impl<'t> Told<'t> {
    /// What the options of a command say, and the source of rows that name
    /// none.
    pub(crate) fn of(file: &'t FileArgs, source: Option<&'t SourceId>) -> Self {
        Self {
            format: file.format.as_deref(),
            layout: file.layout.as_deref(),
            years: file.years.map(Into::into),
            map: file.map.as_deref(),
            mapping: file.mapping.as_deref(),
            source,
            property: file.property.as_deref(),
        }
    }

    /// Whether anything is said of how to read the file.
    pub(crate) const fn is_said(&self) -> bool {
        self.format.is_some()
            || self.layout.is_some()
            || self.years.is_some()
            || self.map.is_some()
            || self.mapping.is_some()
            || self.property.is_some()
    }

    /// The same for a reader of a single format.
    pub(crate) fn read_as(self) -> ReadAs<'t> {
        let Self { format, layout, source, property, .. } = self;
        ReadAs { format: format.and_then(FileFormat::from_name), layout, source, property }
    }
}

fn mapping(path: &Path) -> Result<Mapping, Failure> {
    let name = path.display().to_string();
    let read = std::fs::read(path)
        .map_err(|error| ReadError::io(name.as_str(), error))
        .and_then(|bytes| firstyear_ingest::mapping::read(&bytes, &name));
    read.map_err(|error| unreadable(path, error))
}

/// Reads a care pathway.
pub(crate) fn pathway(path: &Path) -> Result<ReadPathway, ReadError> {
    let mut watch = Watch::new();
    read_pathway(path, &codes(), &mut |progress| watch.see(progress))
}

/// The same from the text of the catalogue, so that its elements have their lines.
pub(crate) fn pathway_of_catalogue(file: &str, text: &str) -> Result<ReadPathway, ReadError> {
    read_pathway_bytes(text.as_bytes(), file, &codes(), &mut firstyear_ingest::unwatched)
}

/// Reads a mapping of an event log.
pub(crate) fn log_mapping(path: &Path) -> Result<LogMapping, Failure> {
    let mut watch = Watch::new();
    read_log_mapping(path, &mut |progress| watch.see(progress))
        .map_err(|error| unreadable(path, error))
}

/// Reads an event log as columns.
pub(crate) fn case_logs(
    files: &[PathBuf],
    layout: Option<&str>,
    plan: &LogPlan,
    case_object: Option<&str>,
) -> Result<ReadCaseLog, Failure> {
    let mut watch = Watch::new();
    let told = ReadAs { layout, ..ReadAs::default() };
    read_case_logs(files, told, plan, case_object, &mut |progress| watch.see(progress))
        .map_err(|error| unreadable_log(files, error))
}

/// Looks through a log in columns, for whether it need not be held as a whole.
pub(crate) fn sorted_log(
    files: &[PathBuf],
    layout: Option<&str>,
    plan: &LogPlan,
    case_object: Option<&str>,
) -> Result<CaseOrder, Failure> {
    let mut watch = Watch::new();
    let told = ReadAs { layout, ..ReadAs::default() };
    sorted_case_log(files, told, plan, case_object, &mut |progress| watch.see(progress))
        .map_err(|error| unreadable_log(files, error))
}

/// Why a log of these files cannot be read: by the one that cannot.
pub(crate) fn unreadable_log(files: &[PathBuf], error: ReadError) -> Failure {
    let named = match &error {
        ReadError::Io { file, .. } => Some(PathBuf::from(&**file)),
        ReadError::Unusable { problems } => {
            problems.first().map(|problem| PathBuf::from(&*problem.place.file))
        }
        _ => None,
    };
    let file = named.or(files.first().cloned()).unwrap_or_default();
    unreadable(&file, error)
}

/// Reads the bytes of a care pathway of another system.
pub(crate) fn foreign_pathway(
    bytes: &[u8],
    file: &str,
    format: Option<PathwayFormat>,
) -> Result<ImportedPathway, ReadError> {
    let mut watch = Watch::new();
    import_pathway_bytes(bytes, file, format, &codes(), &mut |progress| watch.see(progress))
}

/// Drafts the mapping of a table.
pub(crate) fn draft(path: &Path) -> Result<String, Failure> {
    let mut watch = Watch::new();
    firstyear_ingest::mapping::draft_mapping(path, &codes(), &mut |progress| watch.see(progress))
        .map_err(|error| unreadable(path, error))
}

/// Looks through a single file of any size.
pub(crate) fn survey(path: &Path, told: Told<'_>) -> Result<Survey, Failure> {
    let mapping = told.mapping.map(mapping).transpose()?;
    let map = told.map.map(code_map).transpose()?.unwrap_or_default();
    let codes = codes().with_map(&map.rows).with_years(told.years);
    let mut watch = Watch::new();
    let progress = &mut |progress: &_| watch.see(progress);
    let survey = match mapping {
        Some(mapping) => survey_mapped_file(path, &mapping, told.source, &codes, progress),
        None => survey_file(path, told.read_as(), &codes, progress),
    };
    let mut survey = survey.map_err(|error| unreadable(path, error))?;
    let of_map = map.problems.into_iter().collect::<ProblemGroups>().finish();
    survey.problems.splice(..0, of_map);
    Ok(survey)
}

/// Reads a single file.
pub(crate) fn file(path: &Path, told: Told<'_>) -> Result<Read<Dataset>, Failure> {
    let mapping = told.mapping.map(mapping).transpose()?;
    let map = told.map.map(code_map).transpose()?.unwrap_or_default();
    let codes = codes().with_map(&map.rows).with_years(told.years);
    let mut watch = Watch::new();
    let progress = &mut |progress: &_| watch.see(progress);
    let read = match mapping {
        Some(mapping) => read_mapped_file(path, &mapping, told.source, &codes, progress),
        None => read_file_as(path, told.read_as(), &codes, progress),
    };
    let (mut read, _) = read.map_err(|error| unreadable(path, error))?;
    read.problems.splice(..0, map.problems);
    Ok(read)
}

/// Reads a mapping table.
fn code_map(path: &Path) -> Result<Read<CodeMap>, Failure> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| ReadError::io(name.as_str(), error));
    bytes.and_then(|bytes| CodeMap::read(&bytes, &name)).map_err(|error| unreadable(path, error))
}

/// Prints why a file cannot be read, and what the run ends with.
pub(crate) fn unreadable(path: &Path, error: ReadError) -> Failure {
    let not_there = matches!(error, ReadError::Io { .. });
    let problems = error.problems();
    anstream::eprint!("{}", firstyear_export::problems::text(&problems));
    let message = format!("{} cannot be read", path.display());
    if not_there { Failure::File(message) } else { Failure::Input(message) }
}

/// Whether there is an error among problems.
pub(crate) fn verdict(problems: &[firstyear_core::Problem]) -> Code {
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        Code::Problems
    } else {
        Code::Done
    }
}
