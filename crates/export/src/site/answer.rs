//! One question of a report by itself: its sentences, tables and charts, the
//! same as on its page.

use super::block::{Block, PageParts};
use super::markdown::escaped;
use super::paper::{self, Drawings};
use super::{
    Report, area_profile, areas, board, deaths_review, decomposition, equity_audit, evaluation,
    funnel, gap, learning, ppor, profile, recommendations, scenario, scorecard, selection,
    self_assessment, small_areas, spc, trend,
};
use crate::chart::{DataTable, standing_alone};
use crate::document::Part;

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
    gap::page(report).map(|page| answer(&page))
}

/// What the report says of each of its profiles, in the order of the
/// questions.
#[must_use]
pub fn profile_answers(report: &Report<'_>) -> Vec<Answer> {
    profile::pages(report).iter().map(answer).collect()
}

/// What the report says of its trends; `None` when it has none.
#[must_use]
pub fn trend_answer(report: &Report<'_>) -> Option<Answer> {
    trend::page(report).map(|page| answer(&page))
}

/// What the report says of its control charts; `None` when it has none.
#[must_use]
pub fn spc_answer(report: &Report<'_>) -> Option<Answer> {
    spc::page(report).map(|page| answer(&page))
}

/// What the report says of areas against a comparator; `None` when it compares
/// none.
#[must_use]
pub fn areas_answer(report: &Report<'_>) -> Option<Answer> {
    areas::page(report).map(|page| answer(&page))
}

/// What the report says of its funnels; `None` when it has none.
#[must_use]
pub fn funnel_answer(report: &Report<'_>) -> Option<Answer> {
    funnel::page(report).map(|page| answer(&page))
}

/// What the report says of its small areas; `None` when it has none.
#[must_use]
pub fn small_areas_answer(report: &Report<'_>) -> Option<Answer> {
    small_areas::page(report).map(|page| answer(&page))
}

/// What the report says of why rates differ; `None` when it does not ask.
#[must_use]
pub fn decomposition_answer(report: &Report<'_>) -> Option<Answer> {
    decomposition::page(report).map(|page| answer(&page))
}

/// What the report says of periods of risk; `None` when it does not ask.
#[must_use]
pub fn ppor_answer(report: &Report<'_>) -> Option<Answer> {
    ppor::page(report).map(|page| answer(&page))
}

/// What the report says of recommendations; `None` where it has none.
#[must_use]
pub fn recommendations_answer(report: &Report<'_>) -> Option<Answer> {
    recommendations::page(report).map(|page| answer(&page))
}

/// What the report says of what would narrow gaps; `None` when it does not ask.
#[must_use]
pub fn scenario_answer(report: &Report<'_>) -> Option<Answer> {
    scenario::page(report).map(|page| answer(&page))
}

/// What the report says of whether something worked; `None` when it does not
/// ask.
#[must_use]
pub fn evaluation_answer(report: &Report<'_>) -> Option<Answer> {
    evaluation::page(report).map(|page| answer(&page))
}

/// What the report says of what followed recommendations; `None` for a project
/// that does not ask.
#[must_use]
pub fn learning_answer(report: &Report<'_>) -> Option<Answer> {
    learning::page(report).map(|page| answer(&page))
}

/// What the report says of how far areas say they are; `None` for a project that
/// does not ask.
#[must_use]
pub fn self_assessment_answer(report: &Report<'_>) -> Option<Answer> {
    self_assessment::page(report).map(|page| named_answer(&page))
}

/// What the report says of use of services against need; `None` for a project that
/// does not ask.
#[must_use]
pub fn equity_audit_answer(report: &Report<'_>) -> Option<Answer> {
    equity_audit::page(report).map(|page| named_answer(&page))
}

/// What the report says of reviews of infant deaths; `None` for a project that does
/// not ask.
#[must_use]
pub fn deaths_review_answer(report: &Report<'_>) -> Option<Answer> {
    deaths_review::page(report).map(|page| answer(&page))
}

/// The board paper of each scorecard; `None` for a project without one.
#[must_use]
pub fn board_answer(report: &Report<'_>) -> Option<Answer> {
    board::page(report).map(|page| answer(&page))
}

/// What the report says of single areas; `None` for a project without profiles
/// of areas.
#[must_use]
pub fn area_profile_answer(report: &Report<'_>) -> Option<Answer> {
    area_profile::page(report).map(|page| answer(&page))
}

/// What the report says of how areas stand; `None` for a project without a
/// scorecard.
#[must_use]
pub fn scorecard_answer(report: &Report<'_>) -> Option<Answer> {
    scorecard::page(report).map(|page| answer(&page))
}

/// Which areas to turn to first; `None` for a project that chooses none.
#[must_use]
pub fn selection_answer(report: &Report<'_>) -> Option<Answer> {
    selection::page(report).map(|page| answer(&page))
}

/// The same with headings among the sentences, where these do not say of what they
/// speak.
fn named_answer(page: &PageParts) -> Answer {
    let said = |block: &Block| match block {
        Block::Heading(words) | Block::Subheading(words) => vec![words.clone()],
        block => sentences(block),
    };
    Answer { sentences: page.blocks.iter().flat_map(said).collect(), ..answer(page) }
}

pub(super) fn answer(page: &PageParts) -> Answer {
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
        part: paper::part(page, Drawings::Kept),
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
