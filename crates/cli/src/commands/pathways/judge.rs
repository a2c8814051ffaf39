//! `pathway judge`.

use firstyear_analysis::{LogDisclosure, pathway_judgement};
use firstyear_core::Language;
use firstyear_export::pathway::{judgement_markdown, judgement_notes, judgement_table};
use firstyear_export::wire::{PathwayJudgementV1, csv, to_json};
use firstyear_export::words::Words;

use super::{log, sound, write};
use crate::args::{Judging, ResultShape};
use crate::commands::grid;
use crate::exit::{Code, Failure};
use crate::keep;

/// Holds an event log against what a pathway owes.
pub(crate) fn judge(asked: &Judging) -> Result<Code, Failure> {
    keep::inputs(asked.out.as_deref(), asked.log.files())?;
    let Some(read) = sound(&asked.log.pathway)? else { return Ok(Code::Problems) };
    let Some(mut opened) = log::open(&read.pathway, &asked.log, &asked.groups.by)? else {
        return Ok(Code::Problems);
    };
    let judged = opened.judge(log::class(asked.groups.disclosure))?;
    let disclosure = LogDisclosure::of(log::class(asked.groups.disclosure));
    let result = pathway_judgement(
        &read.pathway,
        &judged,
        &opened.whole,
        opened.grouping.as_ref(),
        disclosure,
    );
    let text = match asked.format {
        ResultShape::Text => {
            let words = Words::of(Language::English);
            let notes = judgement_notes(&result, words).join("\n");
            format!(
                "{}\n\n{notes}\n",
                grid::text(&judgement_table(&result, words), grid::terminal_width())
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
    Ok(opened.told.tell())
}
