//! `report`.

mod all_areas;

use std::path::Path;

use firstyear_catalogue::{Term, catalogue};
use firstyear_export::atomic;
use firstyear_export::site::{Extra, MethodNote, WordNote, render_with};
use firstyear_metrics::Method;

use crate::args::ReportArgs;
use crate::commands::asked::Asked;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// Writes the report.
pub(crate) fn report(args: &ReportArgs) -> Result<Code, Failure> {
    let extras: Vec<Extra> = args.with.iter().map(|extra| (*extra).into()).collect();
    for extra in &extras {
        built(*extra)?;
    }
    keep_project(&args.project, &args.out)?;
    let mut read = load::project(&args.project)?;
    read.project.language = args.language.unwrap_or(read.project.language);
    let asked = Asked::by(&read, args.disclosure);
    let (methods, words) = (method_notes(), word_notes());
    let report = asked.report(&methods, &words);
    if args.all_areas {
        return all_areas::report(args, &asked, &report, &extras);
    }
    let pages =
        render_with(&report, &extras).map_err(|error| Failure::Defect(error.to_string()))?;
    interrupt::writing(|stop| atomic::write_site(&pages, &args.out, stop))?;
    asked.warn();
    opened(args, &asked, "")?;
    Ok(asked.verdict())
}

/// Says that the report is there, with `what` it holds beside the usual.
fn opened(args: &ReportArgs, asked: &Asked<'_>, what: &str) -> Result<(), Failure> {
    let without =
        asked.without_answer().map_or_else(String::new, |count| format!(", with {count}"));
    let index = args.out.join("index.html");
    print(&format!("report written{what}{without}: open {}\n", index.display())).map(drop)
}

/// Refuses what this build cannot make, before anything is read.
pub(crate) fn built(extra: Extra) -> Result<(), Failure> {
    extra.built().map_err(not_built)
}

/// What a build without `feature` says when it is asked for it.
pub(crate) fn not_built(feature: &str) -> Failure {
    Failure::Use(format!(
        "this program was built without the feature {feature}: build it with `cargo build \
         --release --features {feature}`, or with `--features full`"
    ))
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
