//! `pathway check`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use firstyear_catalogue::catalogue;
use firstyear_core::pathway::CarePathway;
use firstyear_core::{Place, Problem};
use firstyear_export::format::plural;
use firstyear_export::wire::{ProblemsV1, to_json};
use firstyear_export::{problems, sarif};
use firstyear_ingest::ReadPathway;
use firstyear_pathways::check_derivations;

use super::{findings, one};
use crate::args::{CheckedPathways, ProblemOutput};
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::load;

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
