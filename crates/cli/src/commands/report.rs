//! `report`.

use std::path::Path;

use firstyear_catalogue::{Term, catalogue};
use firstyear_export::atomic;
use firstyear_export::site::{ExtraError, MethodNote, WordNote, extras, render};
use firstyear_metrics::Method;

use crate::args::Extra;
use crate::commands::asked::Asked;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// Writes the report.
pub(crate) fn report(project: &Path, out: &Path, with: &[Extra]) -> Result<Code, Failure> {
    keep_project(project, out)?;
    let read = load::project(project)?;
    let asked = Asked::of(&read);
    let (methods, words) = (method_notes(), word_notes());
    let report = asked.report(&methods, &words);
    let with: Vec<_> = with.iter().map(|extra| (*extra).into()).collect();
    let beside = extras(&report, &with).map_err(|error| not_made("--with", &error))?;
    let mut pages = render(&report).map_err(|error| Failure::Defect(error.to_string()))?;
    pages.extend(beside);
    interrupt::writing(|stop| atomic::write_site(&pages, out, stop))?;
    asked.warn();
    let without =
        asked.without_answer().map_or_else(String::new, |count| format!(", with {count}"));
    let index = out.join("index.html");
    print(&format!("report written{without}: open {}\n", index.display()))?;
    Ok(asked.verdict())
}

/// Why what an option asks for is not made.
pub(super) fn not_made(option: &str, error: &ExtraError) -> Failure {
    match error {
        ExtraError::NotBuilt { .. } => Failure::Use(format!("{option}: {error}")),
        other => Failure::Defect(other.to_string()),
    }
}

fn method_notes() -> Vec<MethodNote> {
    let note = |method: &Method| MethodNote {
        id: method.id.to_string(),
        name: method.name.to_owned(),
        explanation: method.explanation.to_owned(),
        source: method.source.to_owned(),
    };
    firstyear_metrics::methods().iter().map(note).collect()
}

fn word_notes() -> Vec<WordNote> {
    let note = |term: &Term| WordNote {
        word: term.term.clone(),
        meaning: term.meaning.clone(),
        see: term.see.clone(),
    };
    catalogue().glossary().iter().map(note).collect()
}

/// Refuses a target that holds the project: a folder that is a report is
/// replaced whole, and someone may have started a project in one.
fn keep_project(project: &Path, out: &Path) -> Result<(), Failure> {
    match (project.canonicalize(), out.canonicalize()) {
        (Ok(project), Ok(target)) if project.starts_with(&target) => Err(Failure::Use(format!(
            "--out: {} holds the project and would be replaced; name another folder",
            out.display()
        ))),
        _ => Ok(()),
    }
}
