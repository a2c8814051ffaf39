//! The page of learning: what followed where it was done?

use firstyear_analysis::{CountedRate, Evaluation, Learning, LearningArea};
use firstyear_core::{IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, evaluation, names};
use crate::chart::{Column, DataTable, TableCell};
use crate::sentence::learning as said;
use crate::words::say;

pub(super) const PATH: &str = "learning.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("learning-{}", index + 1)
}

/// The page; `None` for a project that does not ask.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.learnings;
    let words = report.language;
    let (nav, title) = (say!(words, "learning-page-short"), say!(words, "learning-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
        (names::sources(rates(found)), of_learning(report, found, &stem(index)))
    })
}

/// Every rate that is shown.
pub(super) fn rates(found: &Learning) -> impl Iterator<Item = &CountedRate> {
    found.evaluation.iter().flat_map(Evaluation::rates)
}

/// The methods of its figures.
pub(super) fn methods(found: &Learning) -> impl Iterator<Item = MethodId> {
    found.evaluation.iter().flat_map(evaluation::methods)
}

/// The indicator, where something is held against something.
pub(super) fn indicator(found: &Learning) -> Option<&IndicatorId> {
    found.evaluation.as_ref().ok().map(|held| &held.indicator)
}

/// How many areas are on each side, and what became of the indicator.
pub(super) fn findings(report: &Report<'_>, found: &Learning) -> Vec<String> {
    let id = indicator(found).unwrap_or(&report.project.indicator);
    said::findings(found, &report.measured(id))
}

fn of_learning(report: &Report<'_>, found: &Learning, stem: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(found.name.clone())];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    blocks.push(Block::Note(said::caution(report.language)));
    if let Ok(held) = &found.evaluation {
        blocks.extend(evaluation::figures(report, held, stem));
    }
    blocks.push(Block::Table(NamedTable::new(stem, areas_table(report, found))));
    blocks
}

fn areas_table(report: &Report<'_>, found: &Learning) -> DataTable {
    let words = report.language;
    let list = |ids: &[String]| TableCell::list_or(ids, &say!(words, "none"));
    let row = |area: &LearningArea| {
        vec![
            TableCell::text(report.area_name(&area.code)),
            TableCell::text(said::side(area.side(), words)),
            list(&area.done),
            list(&area.at_another_time),
            list(&area.not_done),
        ]
    };
    DataTable {
        caption: say!(
            words,
            "learning-table",
            question = found.name.as_str(),
            theme = found.theme.to_lowercase(),
        ),
        columns: vec![
            Column::text(say!(words, "column-area")),
            Column::text(say!(words, "evaluation-side-head")),
            Column::text(say!(words, "learning-done")),
            Column::text(say!(words, "learning-done-at-another-time")),
            Column::text(say!(words, "learning-not-done")),
        ],
        rows: found.areas.iter().map(row).collect(),
    }
}
