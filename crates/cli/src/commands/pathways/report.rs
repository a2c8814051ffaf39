//! `pathway report`.

use firstyear_analysis::{
    CascadeAsked, PathwayCascade, Released, Rules, cascade as look, pathway_judgement, release,
};
use firstyear_core::SourceClass;
use firstyear_core::pathway::CarePathway;
use firstyear_core::project::Disclosure;
use firstyear_export::site::pathway_page;
use firstyear_pathways::{Grouping, PathwayLog, cascade as count, judge as judge_log};

use super::cascade::not_counted;
use super::judge::no_judgement;
use super::{log, sound, write};
use crate::args::{Reported, ShownCounts};
use crate::exit::{Code, Failure};

/// Writes a page of a pathway and a log.
pub(crate) fn report(asked: &Reported) -> Result<Code, Failure> {
    let Some(read) = sound(&asked.log.pathway)? else { return Ok(Code::Problems) };
    let pathway = &read.pathway;
    let mapping = log::mapping(&asked.log, &asked.groups.by)?;
    let Some(reading) = log::reading(pathway, &mapping, &asked.log) else {
        return Ok(Code::Problems);
    };
    let mut read_log = log::read(&reading, &mapping, &asked.log)?;
    let grouping = log::grouping(&reading, &read_log.events, &asked.groups.by)?;
    let whole = Grouping::whole(read_log.events.len());
    let by = grouping.as_ref().unwrap_or(&whole);
    let judged = judge_log(&reading, &read_log.events, by, log::threads()).map_err(no_judgement)?;
    read_log.found(judged.findings.iter().cloned());
    let disclosure = log::disclosure(asked.groups.disclosure);
    let found = pathway_judgement(pathway, &judged, &whole, grouping.as_ref(), disclosure);
    let cascade = match pathway.stages.as_slice() {
        [] => None,
        _ => Some(cascade(asked, pathway, &reading, &read_log, (by, grouping.as_ref()))?),
    };
    write(&pathway_page(pathway, &found, cascade.as_ref()), asked.out.as_deref())?;
    Ok(read_log.tell())
}

fn cascade(
    asked: &Reported,
    pathway: &CarePathway,
    reading: &PathwayLog<'_>,
    read: &log::Log,
    (by, grouping): (&Grouping, Option<&Grouping>),
) -> Result<Released<PathwayCascade>, Failure> {
    let counted = count(reading, &read.events, &pathway.stages, by, log::threads())
        .map_err(|error| not_counted(&error))?;
    let how = CascadeAsked {
        reference: asked.reference.as_deref(),
        horizon: asked.horizon,
        class: match asked.groups.disclosure {
            ShownCounts::Rounded => SourceClass::Restricted,
            ShownCounts::None => SourceClass::Published,
        },
        ..CascadeAsked::default()
    };
    let found = look(&counted, pathway, grouping, &how)
        .map_err(|error| Failure::Use(format!("--reference: {error}")))?;
    Ok(release(found, &Rules::from(Disclosure::default())))
}
