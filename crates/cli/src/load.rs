//! Reads a project or a file, with the catalogue's code lists.

use std::path::Path;

use firstyear_catalogue::catalogue;
use firstyear_core::{Dataset, Read, Severity};
use firstyear_ingest::{CodeLists, ProjectData, ReadAs, ReadError, read_file_as};

use crate::exit::{Code, Failure};
use crate::progress::Watch;

/// The catalogue as code lists.
pub(crate) fn codes() -> CodeLists<'static> {
    let catalogue = catalogue();
    CodeLists::new(catalogue.definitions(), catalogue.dimensions(), catalogue.labels())
        .with_external(catalogue.external_codes())
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

/// Reads a single file.
pub(crate) fn file(path: &Path, told: ReadAs<'_>) -> Result<Read<Dataset>, Failure> {
    let mut watch = Watch::new();
    read_file_as(path, told, &codes(), &mut |progress| watch.see(progress))
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
