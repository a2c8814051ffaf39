//! `pathway cascade`.

use firstyear_analysis::{CascadeAsked, PathwayCascade, Released, Rules, cascade as look, release};
use firstyear_core::pathway::{CarePathway, Stage};
use firstyear_core::project;
use firstyear_export::chart::one_below_the_other;
use firstyear_export::site::cascade_answer;
use firstyear_export::wire::{PathwayCascadeV1, csv, to_json};
use firstyear_pathways::chosen_stages;

use super::log::{self, Opened};
use super::{sound, write};
use crate::args::{CascadeShape, Cascading};
use crate::commands::{ask, grid};
use crate::exit::{Code, Failure};
use crate::keep;

/// Says how far the cases of a log come.
pub(crate) fn cascade(asked: &Cascading) -> Result<Code, Failure> {
    keep::inputs(asked.out.as_deref(), asked.log.files())?;
    let Some(read) = sound(&asked.log.pathway)? else { return Ok(Code::Problems) };
    let pathway = &read.pathway;
    let stages = chosen_stages(pathway, &asked.stages)
        .map_err(|error| Failure::Use(format!("--stages: {error}")))?;
    let Some(mut opened) = log::open(pathway, &asked.log, &asked.by)? else {
        return Ok(Code::Problems);
    };
    let how = CascadeAsked {
        reference: asked.reference.as_deref(),
        horizon: asked.horizon,
        class: log::class(asked.disclosure),
        ..CascadeAsked::default()
    };
    let result = released(pathway, &mut opened, &stages, &how)?;
    write(&printed(&result, asked.format)?, asked.out.as_deref())?;
    Ok(opened.told.tell())
}

/// How far the cases of a log come, as it may be shown.
pub(super) fn released(
    pathway: &CarePathway,
    opened: &mut Opened<'_>,
    stages: &[Stage],
    how: &CascadeAsked<'_>,
) -> Result<Released<PathwayCascade>, Failure> {
    let counted = opened.cascade(stages, how.class)?;
    let found = look(&counted, pathway, opened.grouping.as_ref(), how)
        .map_err(|error| Failure::Use(format!("--reference: {error}")))?;
    Ok(release(found, &Rules::from(project::Disclosure::default())))
}

fn printed(result: &Released<PathwayCascade>, format: CascadeShape) -> Result<String, Failure> {
    let defect = |error: &dyn std::fmt::Display| Failure::Defect(error.to_string());
    let answer = || cascade_answer(result);
    match format {
        CascadeShape::Text => Ok(ask::text(&answer(), grid::terminal_width())),
        CascadeShape::Md => Ok(answer().markdown),
        CascadeShape::Svg => one_below_the_other(&answer().charts).ok_or_else(|| {
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
