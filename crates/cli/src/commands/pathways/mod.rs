//! `firstyear pathway`: a file for each of its commands.

mod cascade;
mod check;
mod diff;
mod explain;
mod export;
mod flow;
mod import;
mod judge;
mod list;
mod log;
mod render;
mod report;
mod simulate_log;
mod sort_log;

use std::path::Path;

use firstyear_catalogue::{FILES, catalogue};
use firstyear_core::{Problem, Severity};
use firstyear_export::{atomic, problems};
use firstyear_ingest::{ReadError, ReadPathway};
use firstyear_pathways::check as check_one;

use crate::args::Pathways;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// Does what is asked of care pathways.
pub(crate) fn run(asked: &Pathways) -> Result<Code, Failure> {
    match asked {
        Pathways::List => list::list(),
        Pathways::Check(asked) => check::check(asked),
        Pathways::Render(asked) => render::render(asked),
        Pathways::Report(asked) => report::report(asked),
        Pathways::Judge(asked) => judge::judge(asked),
        Pathways::Cascade(asked) => cascade::cascade(asked),
        Pathways::Explain(asked) => explain::explain(asked),
        Pathways::Export(asked) => export::export(asked),
        Pathways::Import(asked) => import::import(asked),
        Pathways::Diff(asked) => diff::diff(asked),
        Pathways::SimulateLog(asked) => simulate_log::run(asked),
        Pathways::SortLog(asked) => sort_log::sort_log(asked),
        Pathways::Flow(asked) => flow::run(asked),
    }
}

/// A pathway by its file or by its id in the catalogue, if it is sound; otherwise what
/// is wrong in it was printed.
fn sound(name: &str) -> Result<Option<ReadPathway>, Failure> {
    let (read, found) = match one(name)? {
        Ok(read) => {
            let found = findings(&read);
            (Some(read), found)
        }
        Err(problems) => (None, problems),
    };
    let is_error = |problem: &Problem| problem.severity == Severity::Error;
    let read = read.filter(|_| !found.iter().any(is_error));
    if read.is_none() {
        anstream::eprint!("{}", problems::text(&found));
    }
    Ok(read)
}

/// Writes to a file, or prints where none is named.
fn write(text: &str, out: Option<&Path>) -> Result<Code, Failure> {
    match out {
        Some(path) => {
            interrupt::writing(|stop| atomic::write_file(path, text.as_bytes(), stop))?;
            Ok(Code::Done)
        }
        None => print(text),
    }
}

/// What is wrong in a pathway, each with its place.
fn findings(read: &ReadPathway) -> Vec<Problem> {
    let problem = |finding: firstyear_pathways::Finding| {
        let place = read.place(&finding.element);
        finding.at(place)
    };
    check_one(&read.pathway).into_iter().map(problem).collect()
}

/// A pathway by its file or by its id in the catalogue, or what is wrong in the file.
fn one(name: &str) -> Result<Result<ReadPathway, Vec<Problem>>, Failure> {
    let path = Path::new(name);
    let at = catalogue().pathways().iter().position(|one| one.id == name);
    let read = match at.and_then(|at| FILES.pathways.get(at)) {
        Some((file, text)) if !path.is_file() => load::pathway_of_catalogue(file, text),
        _ if path.exists() || name.contains(['/', '\\', '.']) => load::pathway(path),
        _ => {
            return Err(Failure::Use(format!(
                "`{name}` is neither a file nor a pathway of the catalogue: `firstyear pathway \
                 list` shows them"
            )));
        }
    };
    match read {
        Ok(read) => Ok(Ok(read)),
        Err(ReadError::Unusable { problems }) => Ok(Err(problems)),
        Err(error) => Err(load::unreadable(path, error)),
    }
}
