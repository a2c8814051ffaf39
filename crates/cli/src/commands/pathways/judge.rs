//! `pathway judge`.

use firstyear_analysis::pathway_judgement;
use firstyear_export::pathway::{judgement_markdown, judgement_notes, judgement_table};
use firstyear_export::wire::{PathwayJudgementV1, csv, to_json};
use firstyear_pathways::{Grouping, JudgeError, judge as judge_log};

use super::{log, sound, write};
use crate::args::{Judging, ResultShape};
use crate::commands::grid;
use crate::exit::{Code, Failure};

/// Holds an event log against what a pathway owes.
pub(crate) fn judge(asked: &Judging) -> Result<Code, Failure> {
    let Some(read) = sound(&asked.log.pathway)? else { return Ok(Code::Problems) };
    let mapping = log::mapping(&asked.log, &asked.groups.by)?;
    let Some(reading) = log::reading(&read.pathway, &mapping, &asked.log) else {
        return Ok(Code::Problems);
    };
    let mut read_log = log::read(&reading, &mapping, &asked.log)?;
    let grouping = log::grouping(&reading, &read_log.events, &asked.groups.by)?;
    let whole = Grouping::whole(read_log.events.len());
    let by = grouping.as_ref().unwrap_or(&whole);
    let judged = judge_log(&reading, &read_log.events, by, log::threads()).map_err(no_judgement)?;
    read_log.found(judged.findings.iter().cloned());
    let disclosure = log::disclosure(asked.groups.disclosure);
    let result = pathway_judgement(&read.pathway, &judged, &whole, grouping.as_ref(), disclosure);
    let text = match asked.format {
        ResultShape::Text => {
            let notes = judgement_notes(&result).join("\n");
            format!(
                "{}\n\n{notes}\n",
                grid::text(&judgement_table(&result), grid::terminal_width())
            )
        }
        ResultShape::Md => judgement_markdown(&result),
        ResultShape::Json => to_json(&PathwayJudgementV1::from(&result))
            .map_err(|error| Failure::Defect(error.to_string()))?,
        ResultShape::Csv => {
            let mut bytes = Vec::new();
            csv::pathway_judgements([&result], &mut bytes)
                .map_err(|error| Failure::Defect(error.to_string()))?;
            String::from_utf8(bytes).map_err(|error| Failure::Defect(error.to_string()))?
        }
    };
    write(&text, asked.out.as_deref())?;
    Ok(read_log.tell())
}

pub(super) fn no_judgement(error: JudgeError) -> Failure {
    match error {
        JudgeError::NoDay => Failure::Use(format!("{error}: write --as-of YYYY-MM-DD")),
        _ => Failure::Defect(error.to_string()),
    }
}
