//! `pathway list`, `pathway check` and `pathway render`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use firstyear_catalogue::{FILES, catalogue};
use firstyear_core::pathway::CarePathway;
use firstyear_core::{Place, Problem, Severity};
use firstyear_export::chart::{Column, DataTable, TableCell};
use firstyear_export::format::plural;
use firstyear_export::wire::{ProblemsV1, to_json};
use firstyear_export::{atomic, pathway, problems, sarif};
use firstyear_ingest::{ReadError, ReadPathway};
use firstyear_pathways::{check as check_one, check_derivations};

use crate::args::{CheckedPathways, Drawn, ProblemOutput};
use crate::commands::grid;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// Lists the pathways of the catalogue.
pub(crate) fn list() -> Result<Code, Failure> {
    let row = |pathway: &CarePathway| {
        vec![
            TableCell::text(&pathway.id),
            TableCell::text(&pathway.title),
            TableCell::text(pathway.status.word()),
            TableCell::number(pathway.open().count() as f64, 0),
        ]
    };
    let table = DataTable {
        caption: String::new(),
        columns: vec![
            Column::text("Pathway"),
            Column::text("Title"),
            Column::text("Status"),
            Column::number("Open elements"),
        ],
        rows: catalogue().pathways().iter().map(row).collect(),
    };
    print(&format!("{}\n", grid::text(&table, grid::terminal_width())))
}

/// Says whether pathways are sound.
pub(crate) fn check(asked: &CheckedPathways) -> Result<Code, Failure> {
    if asked.pathways.is_empty() && !asked.all {
        let message = "name a file or the id of a pathway of the catalogue, or write --all";
        return Err(Failure::Use(message.to_owned()));
    }
    let (mut read, mut found) = (Vec::new(), Vec::new());
    let ids = catalogue().pathways().iter().map(|one| one.id.as_str()).filter(|_| asked.all);
    let mut named = BTreeSet::new();
    let names = asked.pathways.iter().map(String::as_str).chain(ids);
    for name in names.filter(|name| named.insert(*name)) {
        match one(name)? {
            Ok(one) => read.push(one),
            Err(problems) => found.extend(problems),
        }
    }
    found.extend(read.iter().flat_map(findings));
    found.extend(derivations(&read));
    let text = match asked.output {
        ProblemOutput::Text => as_text(&read, &found),
        ProblemOutput::Json => to_json(&ProblemsV1::from(found.as_slice()))
            .map_err(|error| Failure::Defect(error.to_string()))?,
        ProblemOutput::Sarif => sarif::log(&problems::grouped(&found), env!("CARGO_PKG_VERSION"))
            .map_err(|error| Failure::Defect(error.to_string()))?,
    };
    print(&text)?;
    Ok(load::verdict(&found))
}

/// Draws a pathway that is sound.
pub(crate) fn render(name: &str, format: Drawn, out: Option<&Path>) -> Result<Code, Failure> {
    let (read, found) = match one(name)? {
        Ok(read) => {
            let found = findings(&read);
            (Some(read), found)
        }
        Err(problems) => (None, problems),
    };
    let is_error = |problem: &Problem| problem.severity == Severity::Error;
    let Some(read) = read.filter(|_| !found.iter().any(is_error)) else {
        anstream::eprint!("{}", problems::text(&found));
        return Ok(Code::Problems);
    };
    let text = match format {
        Drawn::Mermaid => pathway::mermaid(&read.pathway),
        Drawn::Dot => pathway::dot(&read.pathway),
        Drawn::Md => pathway::checklist(&read.pathway),
    };
    match out {
        Some(path) => {
            interrupt::writing(|stop| atomic::write_file(path, text.as_bytes(), stop))?;
            Ok(Code::Done)
        }
        None => print(&text),
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

/// What is wrong in what the pathways were made from, which may be of the catalogue.
fn derivations(read: &[ReadPathway]) -> Vec<Problem> {
    let asked: Vec<&CarePathway> = read.iter().map(|one| &one.pathway).collect();
    let all: Vec<&CarePathway> = asked.iter().copied().chain(catalogue().pathways()).collect();
    let place = |id: &str| -> Option<Place> {
        read.iter().find(|one| one.pathway.id == id).map(|one| one.file.clone())
    };
    let mut told = BTreeSet::new();
    let found = check_derivations(&all).into_iter();
    let found = found.filter(|finding| told.insert(finding.to_string()));
    found
        .filter_map(|finding| {
            let place = place(&finding.element.id)?;
            Some(finding.at(place))
        })
        .collect()
}

fn as_text(read: &[ReadPathway], found: &[Problem]) -> String {
    let mut text = String::new();
    for ReadPathway { pathway, .. } in read {
        let counted = [
            (pathway.steps.len(), "step", "steps"),
            (pathway.decisions.len(), "decision", "decisions"),
            (pathway.exits.len(), "exit", "exits"),
            (pathway.obligations.len(), "obligation", "obligations"),
            (pathway.open().count(), "open element", "open elements"),
        ];
        let counted = counted
            .map(|(many, one, more)| format!("{many} {}", plural(many as u64, one, more)))
            .join(", ");
        let id = pathway.id.replace(char::is_control, " ");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{id}: {}; {counted}", pathway.status.word());
    }
    text.push('\n');
    text.push_str(&problems::text(found));
    text
}
