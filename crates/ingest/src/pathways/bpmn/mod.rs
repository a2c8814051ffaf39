//! BPMN 2.0, XML.

mod foreign;
mod own;
mod process;
mod tree;

use firstyear_core::Place;
use firstyear_core::pathway::exchange::bpmn as names;

use super::{ImportedPathway, MOST, Report, refused, too_many};
use crate::{CodeLists, OnProgress, ReadError};
use process::placed;
use tree::{Tag, tree};

/// Reads the one process of a model.
pub(super) fn read(
    text: &str,
    file: &Place,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ImportedPathway, ReadError> {
    let root = tree(text, file)?;
    let help = "give BPMN 2.0 as modelling tools write it";
    if root.space != names::MODEL || root.name != "definitions" {
        let is_fhir = root.space == "http://hl7.org/fhir";
        let help = if is_fhir { "give FHIR in JSON: XML is not read" } else { help };
        return Err(refused(file, "the XML is no BPMN 2.0").with_help(help).into());
    }
    let processes: Vec<&Tag> = root.named(names::MODEL, "process").collect();
    // A pool whose inside nobody shows has an empty process.
    let filled: Vec<_> = processes.iter().filter(|one| process::is_filled(one)).collect();
    let process = match filled.as_slice() {
        [process] => **process,
        [] => {
            return Err(refused(file, "the model holds no process with anything in it")
                .with_help(help)
                .into());
        }
        [_, second, ..] => {
            let message = format!("the model holds {} processes, and one is read", filled.len());
            let place = file.clone().row(second.line).column(placed(second));
            let help = "give each process in a file of its own";
            return Err(refused(&place, message).with_help(help).into());
        }
    };
    if process.within.len() > MOST {
        return Err(too_many(file).into());
    }
    let mut report = Report::new(file.clone());
    if let Some(rest) = own::extension(process, names::PATHWAY) {
        let document = own::own(process, rest, &mut report);
        let pathway = document.read(file, codes, progress)?;
        return Ok(ImportedPathway { pathway, is_ours: true, problems: report.problems });
    }
    let pathway = foreign::foreign(&root, process, &mut report);
    Ok(ImportedPathway { pathway, is_ours: false, problems: report.problems })
}
