//! `pathway import`.

use std::path::Path;

use firstyear_core::Place;
use firstyear_export::pathway::exchange::{self, fhir_unread};
use firstyear_export::problems;
use firstyear_ingest::{PathwayFormat, ReadError};

use super::write;
use crate::args::{PathwaySystem, PathwayToImport};
use crate::exit::{Code, Failure};
use crate::load;

/// Reads a pathway of another system into a document of ours.
pub(crate) fn import(asked: &PathwayToImport) -> Result<Code, Failure> {
    let file = asked.file.display().to_string();
    let bytes = std::fs::read(&asked.file).map_err(|error| ReadError::io(file.as_str(), error));
    let format = asked.from.map(|from| match from {
        PathwaySystem::Fhir => PathwayFormat::Fhir,
        PathwaySystem::Bpmn => PathwayFormat::Bpmn,
    });
    let read = bytes.and_then(|bytes| {
        let mut read = load::foreign_pathway(&bytes, &file, format)?;
        if read.is_ours {
            let text = String::from_utf8_lossy(&bytes);
            let place = Place::file(file.as_str());
            read.problems.extend(fhir_unread(&read.pathway, &text, &place));
        }
        Ok(read)
    });
    let read = read.map_err(|error| load::unreadable(&asked.file, error))?;
    let is_json = |out: &Path| out.extension().is_some_and(|ending| ending == "json");
    let text = if asked.out.as_deref().is_some_and(is_json) {
        exchange::json(&read.pathway)
    } else {
        exchange::toml(&read.pathway)
    };
    write(&text.map_err(|error| Failure::Defect(error.to_string()))?, asked.out.as_deref())?;
    if !read.problems.is_empty() {
        anstream::eprint!("{}", problems::text(&read.problems));
    }
    let read_with = asked.out.as_deref().unwrap_or_else(|| Path::new("FILE"));
    if !read.is_ours {
        anstream::eprintln!(
            "note: this is a draft for review: `firstyear pathway check {}` says what is open in it",
            read_with.display()
        );
    }
    Ok(load::verdict(&read.problems))
}
