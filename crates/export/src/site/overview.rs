//! The first page: the findings in sentences, and what cannot be told.

use std::collections::BTreeSet;

use firstyear_analysis::{Released, Verdict};

use super::block::{Block, PageParts};
use super::{
    Report, area_profile, causes, deaths_review, decomposition, equity_audit, evaluation, funnel,
    gap, learning, ppor, profile, recommendations, scenario, scorecard, selection, self_assessment,
    small_areas, spc, trend,
};
use crate::format::{capital, count, plural};
use crate::sentence::{self, areas, period, quality};

pub(super) const PATH: &str = "index.html";

pub(super) fn page(report: &Report<'_>) -> PageParts {
    let mut blocks = findings(report);
    if blocks.is_empty() {
        blocks.push(Block::Text("No question of the project has an answer.".to_owned()));
    }
    let charts: Vec<_> =
        gap::first_chart(report).into_iter().chain(profile::first_gradient(report)).collect();
    if !charts.is_empty() {
        blocks.insert(after_first_section(&blocks), Block::Beside(charts));
    }
    let untold = cannot_be_told(report);
    if !untold.is_empty() {
        blocks.push(Block::Heading("What cannot be told".to_owned()));
        blocks.push(Block::List(untold));
    }
    blocks.push(Block::Heading("What it rests on".to_owned()));
    let found = report.answers.quality.get();
    let rests = [
        quality::read(found),
        quality::rates(found),
        quality::totals(found),
        quality::problems(report.problems),
    ];
    blocks.push(Block::List(rests.into()));
    PageParts {
        path: PATH.to_owned(),
        nav: "Overview".to_owned(),
        title: report.project.title.clone(),
        sources: BTreeSet::new(),
        blocks,
    }
}

/// Where the second section begins: the first finding is read before a chart is
/// looked at.
fn after_first_section(blocks: &[Block]) -> usize {
    let headings = blocks.iter().enumerate().filter(|(_, b)| matches!(b, Block::Heading(_)));
    headings.map(|(at, _)| at).nth(1).unwrap_or(blocks.len())
}

fn findings(report: &Report<'_>) -> Vec<Block> {
    let answers = report.answers;
    let mut blocks = Vec::new();
    if !answers.gaps.is_empty() {
        blocks.push(Block::Heading("How wide is the gap, and is it real?".to_owned()));
    }
    for trend in answers.gaps.iter().map(Released::get) {
        let measured = report.measured(&trend.indicator);
        blocks.extend(sentence::gap::findings(trend, &measured).into_iter().map(Block::Finding));
    }
    if !answers.profiles.is_empty() {
        blocks.push(Block::Heading("Who does it fall on?".to_owned()));
    }
    for found in answers.profiles.iter().map(Released::get) {
        if let Some(latest) = found.periods.last() {
            blocks.push(Block::Subheading(latest.version_name.clone()));
        }
        blocks.extend(profile::findings(report, found).into_iter().map(Block::Finding));
    }
    if !answers.areas.is_empty() {
        blocks.push(Block::Heading("Which areas differ by more than chance?".to_owned()));
    }
    for found in answers.areas.iter().map(Released::get) {
        let measured = report.measured(&found.indicator);
        blocks.push(Block::Finding(areas::finding(found, &measured)));
    }
    if !answers.funnels.is_empty() {
        blocks.push(Block::Heading(funnel::TITLE.to_owned()));
    }
    for found in answers.funnels.iter().map(Released::get) {
        let said = sentence::funnel::findings(found, &report.measured(&found.indicator));
        blocks.extend(said.into_iter().map(Block::Finding));
    }
    if !answers.small_areas.is_empty() {
        blocks.push(Block::Heading(small_areas::TITLE.to_owned()));
    }
    for found in answers.small_areas.iter().map(Released::get) {
        let said = sentence::small_areas::findings(found, &report.measured(&found.indicator));
        blocks.extend(said.into_iter().map(Block::Finding));
    }
    if !answers.causes.is_empty() {
        blocks.push(Block::Heading("What do babies die of, and when?".to_owned()));
    }
    for found in answers.causes.iter().map(Released::get) {
        blocks.extend(causes::findings(report, found).into_iter().map(Block::Finding));
    }
    blocks.extend(over_time(report));
    blocks
}

/// What trends and control charts find.
fn over_time(report: &Report<'_>) -> Vec<Block> {
    let answers = report.answers;
    let mut blocks = Vec::new();
    if !answers.scorecards.is_empty() {
        blocks.push(Block::Heading(scorecard::TITLE.to_owned()));
    }
    for found in answers.scorecards.iter().map(Released::get) {
        let said = scorecard::findings(report, found).join(" ");
        blocks.push(Block::Finding(said));
    }
    if !answers.area_profiles.is_empty() {
        blocks.push(Block::Heading(area_profile::TITLE.to_owned()));
    }
    for found in answers.area_profiles.iter().map(Released::get) {
        let said = area_profile::findings(report, found).join(" ");
        blocks.push(Block::Finding(said));
    }
    if !answers.learnings.is_empty() {
        blocks.push(Block::Heading(learning::TITLE.to_owned()));
    }
    for found in answers.learnings.iter().map(Released::get) {
        let said = learning::findings(report, found).join(" ");
        blocks.push(Block::Finding(format!("{}. {said}", found.name)));
        blocks.push(Block::Note(sentence::learning::CAUTION.to_owned()));
    }
    if !answers.selections.is_empty() {
        blocks.push(Block::Heading(selection::TITLE.to_owned()));
    }
    for found in answers.selections.iter().map(Released::get) {
        let said = selection::findings(report, found).join(" ");
        blocks.push(Block::Finding(format!("{}. {said}", selection::title(found))));
    }
    if !answers.trends.is_empty() {
        blocks.push(Block::Heading(trend::TITLE.to_owned()));
    }
    for found in answers.trends.iter().map(Released::get) {
        let measured = report.measured(&found.indicator);
        let said = sentence::trend::findings(found, &measured, &report.area_name(&found.area));
        blocks.extend(said.into_iter().map(Block::Finding));
    }
    if !answers.control_charts.is_empty() {
        blocks.push(Block::Heading(spc::TITLE.to_owned()));
    }
    for found in answers.control_charts.iter().map(Released::get) {
        let measured = report.measured(&found.indicator);
        let said = sentence::spc::findings(found, &measured, &report.area_name(&found.area));
        blocks.extend(said.into_iter().map(Block::Finding));
    }
    if !answers.decompositions.is_empty() {
        blocks.push(Block::Heading("Why do the rates differ?".to_owned()));
    }
    for found in answers.decompositions.iter().map(Released::get) {
        blocks.extend(decomposition::findings(report, found).into_iter().map(Block::Finding));
    }
    if !answers.periods_of_risk.is_empty() {
        blocks.push(Block::Heading(ppor::TITLE.to_owned()));
    }
    for found in answers.periods_of_risk.iter().map(Released::get) {
        blocks.push(Block::Finding(ppor::findings(report, found).join(" ")));
    }
    if !answers.scenarios.is_empty() {
        blocks.push(Block::Heading(scenario::TITLE.to_owned()));
    }
    for found in answers.scenarios.iter().map(Released::get) {
        let said = [found.name.clone() + "."].into_iter().chain(scenario::findings(report, found));
        blocks.push(Block::Finding(said.collect::<Vec<_>>().join(" ")));
    }
    if !answers.evaluations.is_empty() {
        blocks.push(Block::Heading(evaluation::TITLE.to_owned()));
    }
    for found in answers.evaluations.iter().map(Released::get) {
        let said = evaluation::findings(report, found).join(" ");
        blocks.push(Block::Finding(format!("{}. {said}", found.name)));
    }
    blocks.extend(of_reviews(report));
    let said = recommendations::findings(report);
    if !said.is_empty() {
        blocks.push(Block::Heading(recommendations::TITLE.to_owned()));
        blocks.extend(said.into_iter().map(Block::Finding));
    }
    blocks
}

/// What areas say of themselves, and what audits and reviews found.
fn of_reviews(report: &Report<'_>) -> Vec<Block> {
    let answers = report.answers;
    let mut blocks = Vec::new();
    if !answers.self_assessments.is_empty() {
        blocks.push(Block::Heading(self_assessment::TITLE.to_owned()));
    }
    for found in answers.self_assessments.iter().map(Released::get) {
        blocks.push(Block::Finding(self_assessment::findings(report, found).join(" ")));
    }
    if !answers.equity_audits.is_empty() {
        blocks.push(Block::Heading(equity_audit::TITLE.to_owned()));
    }
    for found in answers.equity_audits.iter().map(Released::get) {
        blocks.extend(equity_audit::findings(report, found).into_iter().map(Block::Finding));
    }
    if !answers.deaths_reviews.is_empty() {
        blocks.push(Block::Heading(deaths_review::TITLE.to_owned()));
    }
    for found in answers.deaths_reviews.iter().map(Released::get) {
        blocks.push(Block::Finding(deaths_review::findings(report, found).join(" ")));
    }
    blocks
}

/// Questions without an answer, figures that could not be made, and figures
/// that chance does not let apart.
fn cannot_be_told(report: &Report<'_>) -> Vec<String> {
    let answers = report.answers;
    let mut said = Vec::new();
    for trend in answers.gaps.iter().map(Released::get) {
        for comparison in &trend.comparisons {
            let pair = format!("{} and {}", period(comparison.earlier), period(comparison.later));
            match comparison.verdict {
                Verdict::CannotTell => said.push(format!(
                    "Whether the gap of {} differs between {pair}: chance could explain it.",
                    trend.group
                )),
                Verdict::NotCompared => {
                    said.push(format!("How the gaps of {pair} compare: they were not compared."));
                }
                Verdict::Higher | Verdict::Lower if comparison.across_break.is_some() => {
                    said.push(format!(
                        "Whether the gap of {} changed between {pair}: the two classifications \
                         define the group and those it is held against differently.",
                        trend.group
                    ));
                }
                Verdict::Higher | Verdict::Lower => {}
            }
        }
    }
    for found in answers.profiles.iter().map(Released::get) {
        let name = found.periods.last().map_or(found.dimension.as_str(), |at| &at.version_name);
        said.extend(profile::not_computed(found).into_iter().map(|why| format!("{name}: {why}")));
    }
    for found in answers.areas.iter().map(Released::get) {
        let same = found.areas.iter().filter(|a| a.verdict == Verdict::CannotTell).count() as u64;
        if same > 0 {
            said.push(format!(
                "{}: whether {} {} from {}: chance could explain the difference.",
                capital(&found.name),
                count(same),
                plural(same, "area differs", "areas differ"),
                found.comparator.name
            ));
        }
    }
    said.extend(answers.trends.iter().flat_map(|found| sentence::trend::not_told(found.get())));
    said.extend(
        answers
            .unanswered
            .iter()
            .map(|unanswered| format!("{}: {}.", capital(&unanswered.question), unanswered.why)),
    );
    said
}
