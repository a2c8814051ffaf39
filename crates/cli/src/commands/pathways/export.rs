//! `pathway export`.

use firstyear_export::pathway::exchange::{self, PathwayTarget};

use super::{sound, write};
use crate::args::{ExportedPathway, PathwaySystem};
use crate::exit::{Code, Failure};

/// Writes a pathway that is sound in a format of another system.
pub(crate) fn export(asked: &ExportedPathway) -> Result<Code, Failure> {
    let Some(read) = sound(&asked.pathway)? else { return Ok(Code::Problems) };
    let (text, target) = match asked.to {
        PathwaySystem::Fhir => (exchange::fhir(&read.pathway), PathwayTarget::Fhir),
        PathwaySystem::Bpmn => (exchange::bpmn(&read.pathway), PathwayTarget::Bpmn),
    };
    let text = text.map_err(|error| Failure::Input(error.to_string()))?;
    let code = write(&text, asked.out.as_deref())?;
    let unseen = exchange::unseen(&read.pathway, target);
    if !unseen.is_empty() {
        anstream::eprintln!(
            "note: the format has no field for some of it, which other programs pass on and do \
             not see: {}",
            unseen.join(", ")
        );
    }
    Ok(code)
}
