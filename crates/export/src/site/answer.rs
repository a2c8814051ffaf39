//! One question of a report by itself: its sentences, tables and charts, the
//! same as on its page.

use super::block::{Block, PageParts};
use super::language::OF_DIMENSION;
use super::markdown::escaped;
use super::paper::{self, Drawings};
use super::{
    Report, area_profile, areas, board, deaths_review, decomposition, equity_audit, evaluation,
    funnel, gap, learning, ppor, profile, recommendations, scenario, scorecard, selection,
    self_assessment, small_areas, spc, trend,
};
use crate::chart::{DataTable, standing_alone};
use crate::document::Part;
use crate::words::{Words, english};

/// What a page of the report says.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The heading.
    pub title: String,
    /// Findings, cautions and notes, in order.
    pub sentences: Vec<String>,
    /// Tables, in order.
    pub tables: Vec<DataTable>,
    /// Charts as SVG documents, in order.
    pub charts: Vec<String>,
    /// Everything but the charts as Markdown.
    pub markdown: String,
    /// All of it, for a document to take away: [`Report::document`].
    pub part: Part,
}

/// What the report says of its gaps; `None` when it has none.
#[must_use]
pub fn gap_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, gap::PATH, gap::page)
}

/// What the report says of each of its profiles, in the order of the
/// questions.
#[must_use]
pub fn profile_answers(report: &Report<'_>) -> Vec<Answer> {
    let report = report.spoken(OF_DIMENSION);
    profile::pages(&report).iter().map(|page| answer_in(report.language, page)).collect()
}

/// What the report says of its trends; `None` when it has none.
#[must_use]
pub fn trend_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, trend::PATH, trend::page)
}

/// What the report says of its control charts; `None` when it has none.
#[must_use]
pub fn spc_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, spc::PATH, spc::page)
}

/// What the report says of areas against a comparator; `None` when it compares
/// none.
#[must_use]
pub fn areas_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, areas::PATH, areas::page)
}

/// What the report says of its funnels; `None` when it has none.
#[must_use]
pub fn funnel_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, funnel::PATH, funnel::page)
}

/// What the report says of its small areas; `None` when it has none.
#[must_use]
pub fn small_areas_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, small_areas::PATH, small_areas::page)
}

/// What the report says of why rates differ; `None` when it does not ask.
#[must_use]
pub fn decomposition_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, decomposition::PATH, decomposition::page)
}

/// What the report says of periods of risk; `None` when it does not ask.
#[must_use]
pub fn ppor_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, ppor::PATH, ppor::page)
}

/// What the report says of recommendations; `None` where it has none.
#[must_use]
pub fn recommendations_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, recommendations::PATH, recommendations::page)
}

/// What the report says of what would narrow gaps; `None` when it does not ask.
#[must_use]
pub fn scenario_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, scenario::PATH, scenario::page)
}

/// What the report says of whether something worked; `None` when it does not
/// ask.
#[must_use]
pub fn evaluation_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, evaluation::PATH, evaluation::page)
}

/// What the report says of what followed recommendations; `None` for a project
/// that does not ask.
#[must_use]
pub fn learning_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, learning::PATH, learning::page)
}

/// What the report says of how far areas say they are; `None` for a project that
/// does not ask.
#[must_use]
pub fn self_assessment_answer(report: &Report<'_>) -> Option<Answer> {
    named_answer_at(report, self_assessment::PATH, self_assessment::page)
}

/// What the report says of use of services against need; `None` for a project that
/// does not ask.
#[must_use]
pub fn equity_audit_answer(report: &Report<'_>) -> Option<Answer> {
    named_answer_at(report, equity_audit::PATH, equity_audit::page)
}

/// What the report says of reviews of infant deaths; `None` for a project that does
/// not ask.
#[must_use]
pub fn deaths_review_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, deaths_review::PATH, deaths_review::page)
}

/// The board paper of each scorecard; `None` for a project without one.
#[must_use]
pub fn board_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, board::PATH, board::page)
}

/// What the report says of single areas; `None` for a project without profiles
/// of areas.
#[must_use]
pub fn area_profile_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, area_profile::PATH, area_profile::page)
}

/// What the report says of how areas stand; `None` for a project without a
/// scorecard.
#[must_use]
pub fn scorecard_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, scorecard::PATH, scorecard::page)
}

/// Which areas to turn to first; `None` for a project that chooses none.
#[must_use]
pub fn selection_answer(report: &Report<'_>) -> Option<Answer> {
    answer_at(report, selection::PATH, selection::page)
}

/// What makes a page of a report.
type Make = fn(&Report<'_>) -> Option<PageParts>;

/// What the page at this path says, in its language.
fn answer_at(report: &Report<'_>, path: &str, make: Make) -> Option<Answer> {
    let report = report.spoken(path);
    make(&report).map(|page| answer_in(report.language, &page))
}

/// The same with headings among the sentences, where these do not say of what they
/// speak.
fn named_answer_at(report: &Report<'_>, path: &str, make: Make) -> Option<Answer> {
    let said = |block: &Block| match block {
        Block::Heading(words) | Block::Subheading(words) => vec![words.clone()],
        block => sentences(block),
    };
    let report = report.spoken(path);
    let page = make(&report)?;
    let sentences = page.blocks.iter().flat_map(said).collect();
    Some(Answer { sentences, ..answer_in(report.language, &page) })
}

/// What a page in English says.
pub(super) fn answer(page: &PageParts) -> Answer {
    answer_in(english(), page)
}

fn answer_in(words: &'static Words, page: &PageParts) -> Answer {
    let tables: Vec<DataTable> =
        page.blocks.iter().filter_map(Block::table).map(|named| named.table.clone()).collect();
    let blocks = page.blocks.iter().map(Block::markdown).filter(|block| !block.is_empty());
    Answer {
        title: page.title.clone(),
        sentences: page.blocks.iter().flat_map(sentences).collect(),
        charts: page.blocks.iter().filter_map(svg).collect(),
        markdown: blocks
            .fold(format!("## {}\n", escaped(&page.title)), |out, block| out + "\n" + &block),
        tables,
        part: paper::part(page, words, Drawings::Kept),
    }
}

fn sentences(block: &Block) -> Vec<String> {
    match block {
        Block::Text(words) | Block::Finding(words) | Block::Note(words) => vec![words.clone()],
        Block::List(points) => points.clone(),
        _ => Vec::new(),
    }
}

fn svg(block: &Block) -> Option<String> {
    match block {
        Block::Chart { chart, .. } | Block::Part(chart) => standing_alone(&**chart),
        _ => None,
    }
}
