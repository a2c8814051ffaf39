//! `check` and `report`.

use std::fmt::Write as _;
use std::path::Path;

use firstyear_analysis::{DataQuality, Evidence, Released, data_quality, release};
use firstyear_catalogue::catalogue;
use firstyear_core::project::Disclosure;
use firstyear_core::{Confidence, Dataset, Problem};
use firstyear_export::sentence::quality;
use firstyear_export::site::{MethodNote, render};
use firstyear_export::{atomic, problems};
use firstyear_metrics::Method;

use crate::commands::asked::Asked;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// Reads a project or a file and prints the state of its data and every
/// problem.
pub(crate) fn check(
    path: &Path,
    format: Option<&str>,
    map: Option<&Path>,
) -> Result<Code, Failure> {
    let is_project = path.is_dir() || path.extension().is_some_and(|ext| ext == "toml");
    if !is_project {
        let read = load::file(path, load::Told { format, map, source: None })?;
        let state = quality_of_file(&read.rows);
        print(&format!("{}\n{}", state_of_data(state.get()), problems::text(&read.problems)))?;
        return Ok(load::verdict(&read.problems));
    }
    if map.is_some() {
        let message = "--map is for a single file: a project names the table in firstyear.toml";
        return Err(Failure::Use(message.to_owned()));
    }
    let read = load::project(path)?;
    let asked = Asked::of(&read);
    asked.warn_of_questions();
    let state = state_of_data(asked.answers.quality.get());
    print(&format!("{state}\n{}", checked(&read.read.problems, asked.without_answer())))?;
    Ok(asked.verdict())
}

/// Problems of files, and how many questions have no answer: a last line never
/// says that there is no problem where one was told above it.
fn checked(found: &[Problem], without_answer: Option<String>) -> String {
    match without_answer {
        None => problems::text(found),
        Some(count) if found.is_empty() => format!("no problems in the files; {count}\n"),
        Some(count) => format!("{}{count}\n", problems::text(found)),
    }
}

/// The state of the data of a single file. Without a project its sources are
/// restricted, under the usual rule.
fn quality_of_file(rows: &Dataset) -> Released<DataQuality> {
    let catalogue = catalogue();
    let evidence = Evidence {
        data: rows,
        indicators: catalogue.definitions(),
        dimensions: catalogue.dimensions(),
        confidence: Confidence::P95,
    };
    release(data_quality(&evidence), &Disclosure::default())
}

/// What was read, and whether it agrees with itself.
fn state_of_data(found: &DataQuality) -> String {
    let mut text = format!("{}\n", quality::read(found));
    for source in &found.sources {
        let cells = source.cells;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  {}: cells {} known, {} withheld, {} not reported, {} not applicable",
            source.source, cells.known, cells.withheld, cells.absent, cells.not_applicable
        );
    }
    for said in
        [Some(quality::rates(found)), Some(quality::totals(found)), quality::not_listed(found)]
    {
        text.extend(said.map(|said| said + "\n"));
    }
    text
}

/// Writes the report.
pub(crate) fn report(project: &Path, out: &Path) -> Result<Code, Failure> {
    keep_project(project, out)?;
    let read = load::project(project)?;
    let asked = Asked::of(&read);
    let methods = method_notes();
    let pages =
        render(&asked.report(&methods)).map_err(|error| Failure::Defect(error.to_string()))?;
    interrupt::writing(|stop| atomic::write_site(&pages, out, stop))?;
    asked.warn();
    let without =
        asked.without_answer().map_or_else(String::new, |count| format!(", with {count}"));
    let index = out.join("index.html");
    print(&format!("report written{without}: open {}\n", index.display()))?;
    Ok(asked.verdict())
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
