//! Reads a project or a file, with the catalogue's code lists.

use std::path::Path;

use firstyear_catalogue::catalogue;
use firstyear_core::mapping::Mapping;
use firstyear_core::project::FileFormat;
use firstyear_core::{Dataset, Read, Severity, SourceId};
use firstyear_ingest::{
    CodeLists, ProjectData, ReadError, Survey, read_file, read_mapped_file, survey_file,
    survey_mapped_file,
};

use crate::exit::{Code, Failure};
use crate::progress::Watch;

/// The catalogue as code lists.
pub(crate) fn codes() -> CodeLists<'static> {
    let catalogue = catalogue();
    CodeLists::new(catalogue.definitions(), catalogue.dimensions(), catalogue.labels())
        .with_external(catalogue.external_codes())
        .with_areas(catalogue.areas())
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

/// How a single file is read: by its content where neither is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How<'h> {
    /// The name of its format.
    pub(crate) format: Option<&'h str>,
    /// Its mapping file.
    pub(crate) mapping: Option<&'h Path>,
}

impl How<'_> {
    pub(crate) const fn is_said(&self) -> bool {
        self.format.is_some() || self.mapping.is_some()
    }

    fn format(&self) -> Option<FileFormat> {
        self.format.and_then(FileFormat::from_name)
    }
}

fn mapping(path: &Path) -> Result<Mapping, Failure> {
    let name = path.display().to_string();
    let read = std::fs::read(path)
        .map_err(|error| ReadError::io(name.as_str(), error))
        .and_then(|bytes| firstyear_ingest::mapping::read(&bytes, &name));
    read.map_err(|error| unreadable(path, error))
}

/// Drafts the mapping of a table.
pub(crate) fn draft(path: &Path) -> Result<String, Failure> {
    let mut watch = Watch::new();
    firstyear_ingest::mapping::draft_mapping(path, &codes(), &mut |progress| watch.see(progress))
        .map_err(|error| unreadable(path, error))
}

/// Looks through a single file of any size.
pub(crate) fn survey(path: &Path, how: How<'_>) -> Result<Survey, Failure> {
    let mapping = how.mapping.map(mapping).transpose()?;
    let mut watch = Watch::new();
    let (codes, progress) = (codes(), &mut |progress: &_| watch.see(progress));
    match mapping {
        Some(mapping) => survey_mapped_file(path, &mapping, None, &codes, progress),
        None => survey_file(path, how.format(), None, &codes, progress),
    }
    .map_err(|error| unreadable(path, error))
}

/// Reads a single file.
pub(crate) fn file(
    path: &Path,
    how: How<'_>,
    source: Option<&SourceId>,
) -> Result<Read<Dataset>, Failure> {
    let mapping = how.mapping.map(mapping).transpose()?;
    let mut watch = Watch::new();
    let (codes, progress) = (codes(), &mut |progress: &_| watch.see(progress));
    match mapping {
        Some(mapping) => read_mapped_file(path, &mapping, source, &codes, progress),
        None => read_file(path, how.format(), source, &codes, progress),
    }
    .map(|(read, _)| read)
    .map_err(|error| unreadable(path, error))
}

/// Prints what is wrong with an input that cannot be read, and says so.
fn unreadable(path: &Path, error: ReadError) -> Failure {
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
