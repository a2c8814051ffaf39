//! `check` and `report`.

use std::path::Path;

use firstyear_analysis::{Answers, Evidence, answers};
use firstyear_catalogue::catalogue;
use firstyear_core::project::FileFormat;
use firstyear_export::site::{MethodNote, Report, render};
use firstyear_export::{atomic, problems};
use firstyear_ingest::ProjectData;

use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// Reads a project or a file and prints every problem.
pub(crate) fn check(path: &Path, format: Option<&str>) -> Result<Code, Failure> {
    let is_project = path.is_dir() || path.extension().is_some_and(|ext| ext == "toml");
    let found = if is_project {
        let read = load::project(path)?;
        let unanswered = ask(&read).unanswered;
        for question in &unanswered {
            anstream::eprintln!("warning: no answer to `{}`: {}", question.question, question.why);
        }
        read.read.problems
    } else {
        load::file(path, format.and_then(FileFormat::from_name), None)?.problems
    };
    print(&problems::text(&found))?;
    print(&format!("{}\n", problems::summary(&found)))?;
    Ok(load::verdict(&found))
}

/// Writes the report.
pub(crate) fn report(project: &Path, out: &Path) -> Result<Code, Failure> {
    keep_project(project, out)?;
    let read = load::project(project)?;
    let answers = ask(&read);
    let catalogue = catalogue();
    let methods: Vec<MethodNote> = firstyear_metrics::methods()
        .iter()
        .map(|method| MethodNote {
            id: method.id.to_string(),
            name: method.name.to_owned(),
            explanation: method.explanation.to_owned(),
            source: method.source.to_owned(),
        })
        .collect();
    let pages = render(&Report {
        project: &read.project,
        indicators: catalogue.definitions(),
        dimensions: catalogue.dimensions(),
        sources: &read.read.rows.sources,
        geography: &read.read.rows.geography,
        answers: &answers,
        problems: &read.read.problems,
        methods: &methods,
        version: env!("CARGO_PKG_VERSION"),
    });
    interrupt::writing(|stop| atomic::write_site(&pages, out, stop))?;
    anstream::eprint!("{}", problems::text(&read.read.problems));
    for question in &answers.unanswered {
        anstream::eprintln!("warning: no answer to `{}`: {}", question.question, question.why);
    }
    print(&format!("report written: open {}\n", out.join("index.html").display()))?;
    Ok(load::verdict(&read.read.problems))
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

/// Asks every question of a project.
pub(crate) fn ask(read: &ProjectData) -> Answers {
    let catalogue = catalogue();
    answers(
        &read.project,
        &Evidence {
            data: &read.read.rows,
            indicators: catalogue.definitions(),
            dimensions: catalogue.dimensions(),
            confidence: read.project.confidence,
        },
    )
}
