//! `pathway cascade`.

use firstyear_analysis::{CascadeAsked, PathwayCascade, Released, Rules, cascade as look, release};
use firstyear_core::SourceClass;
use firstyear_core::project::Disclosure;
use firstyear_export::site::cascade_answer;
use firstyear_export::wire::{PathwayCascadeV1, csv, to_json};
use firstyear_pathways::{CascadeError, Grouping, JudgeError, cascade as count, chosen_stages};

use super::{log, sound, write};
use crate::args::{CascadeShape, Cascading, HiddenCounts};
use crate::commands::{ask, grid};
use crate::exit::{Code, Failure};

/// Says how far the cases of a log come.
pub(crate) fn cascade(asked: &Cascading) -> Result<Code, Failure> {
    let Some(read) = sound(&asked.log.pathway)? else { return Ok(Code::Problems) };
    let pathway = &read.pathway;
    let stages = chosen_stages(pathway, &asked.stages)
        .map_err(|error| Failure::Use(format!("--stages: {error}")))?;
    let mapping = log::mapping(&asked.log, &asked.by)?;
    let Some(reading) = log::reading(pathway, &mapping, &asked.log) else {
        return Ok(Code::Problems);
    };
    let mut read_log = log::read(&reading, &mapping, &asked.log)?;
    let grouping = log::grouping(&reading, &read_log.events, &asked.by)?;
    let whole = Grouping::whole(read_log.events.len());
    let by = grouping.as_ref().unwrap_or(&whole);
    let counted = count(&reading, &read_log.events, &stages, by, log::threads())
        .map_err(|error| not_counted(&error))?;
    read_log.found(counted.findings.iter().cloned());
    let how = CascadeAsked {
        reference: asked.reference.as_deref(),
        horizon: asked.horizon,
        class: match asked.disclosure {
            HiddenCounts::Small => SourceClass::Restricted,
            HiddenCounts::None => SourceClass::Published,
        },
        ..CascadeAsked::default()
    };
    let found = look(&counted, pathway, grouping.as_ref(), &how)
        .map_err(|error| Failure::Use(format!("--reference: {error}")))?;
    let result = release(found, &Rules::from(Disclosure::default()));
    write(&printed(&result, asked.format)?, asked.out.as_deref())?;
    Ok(read_log.tell())
}

fn printed(result: &Released<PathwayCascade>, format: CascadeShape) -> Result<String, Failure> {
    let defect = |error: &dyn std::fmt::Display| Failure::Defect(error.to_string());
    let answer = || cascade_answer(result);
    match format {
        CascadeShape::Text => Ok(ask::text(&answer(), grid::terminal_width())),
        CascadeShape::Md => Ok(answer().markdown),
        CascadeShape::Svg => answer().charts.pop().ok_or_else(|| {
            let message = "no figure can be drawn: use text, md, csv or json";
            Failure::Use(message.to_owned())
        }),
        CascadeShape::Json => {
            to_json(&PathwayCascadeV1::from(result)).map_err(|error| defect(&error))
        }
        CascadeShape::Csv => {
            let mut bytes = Vec::new();
            csv::pathway_cascade(result, &mut bytes).map_err(|error| defect(&error))?;
            String::from_utf8(bytes).map_err(|error| defect(&error))
        }
    }
}

pub(super) fn not_counted(error: &CascadeError) -> Failure {
    match error {
        CascadeError::Log(JudgeError::NoDay) => {
            Failure::Use(format!("{error}: write --as-of YYYY-MM-DD"))
        }
        CascadeError::NoStages | CascadeError::Step { .. } => {
            Failure::Use(format!("--stages: {error}"))
        }
        _ => Failure::Defect(error.to_string()),
    }
}
