//! `pathway report`.

use firstyear_analysis::{CascadeAsked, LogDisclosure, pathway_judgement};
use firstyear_export::site::pathway_page;

use super::{cascade, log, sound, write};
use crate::args::Reported;
use crate::exit::{Code, Failure};
use crate::keep;

/// Writes a page of a pathway and a log.
pub(crate) fn report(asked: &Reported) -> Result<Code, Failure> {
    keep::inputs(asked.out.as_deref(), asked.log.files())?;
    let Some(read) = sound(&asked.log.pathway)? else { return Ok(Code::Problems) };
    let pathway = &read.pathway;
    let Some(mut opened) = log::open(pathway, &asked.log, &asked.groups.by)? else {
        return Ok(Code::Problems);
    };
    let judged = opened.judge(log::class(asked.groups.disclosure))?;
    let disclosure = LogDisclosure::of(log::class(asked.groups.disclosure));
    let grouping = opened.grouping.as_ref();
    let found = pathway_judgement(pathway, &judged, &opened.whole, grouping, disclosure);
    let how = CascadeAsked {
        reference: asked.reference.as_deref(),
        horizon: asked.horizon,
        class: log::class(asked.groups.disclosure),
        ..CascadeAsked::default()
    };
    let cascade = match pathway.stages.as_slice() {
        [] => None,
        stages => Some(cascade::released(pathway, &mut opened, stages, &how)?),
    };
    write(&pathway_page(pathway, &found, cascade.as_ref()), asked.out.as_deref())?;
    Ok(opened.told.tell())
}
