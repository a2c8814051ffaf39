//! The first page: the questions with what was found first, the findings of every page, and what
//! cannot be told.

use std::collections::BTreeSet;

use firstyear_analysis::{Released, Verdict};

use super::block::{Asked, Block, Link, PageParts};
use super::navigation::Question;
use super::{
    Report, area_profile, areas, causes, deaths_review, decomposition, equity_audit, evaluation,
    funnel, gap, learning, pathways, ppor, profile, recommendations, scenario, scorecard,
    selection, self_assessment, small_areas, spc, trend,
};
use crate::format::{capital, count, plural};
use crate::sentence::{self, period, quality};
use crate::words::{Words, say};

pub(super) const PATH: &str = "index.html";

/// The page, for a report with these other pages.
pub(super) fn page(report: &Report<'_>, pages: &[PageParts]) -> PageParts {
    let sections = sections(report, pages);
    let mut blocks = Vec::new();
    if sections.is_empty() {
        blocks.push(Block::Text("No question of the project has an answer.".to_owned()));
    } else {
        blocks.push(Block::Questions(asked(report.language, pages, &sections)));
    }
    let charts: Vec<_> =
        gap::first_chart(report).into_iter().chain(profile::first_gradient(report)).collect();
    if !charts.is_empty() {
        blocks.push(Block::Beside(charts));
    }
    if !sections.is_empty() {
        blocks.push(Block::Heading(say!(report.language, "frame-all-findings")));
    }
    for section in sections {
        blocks.push(Block::Behind { path: section.path, words: section.title });
        blocks.extend(section.blocks);
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

/// What one page finds.
struct Section {
    path: String,
    title: String,
    blocks: Vec<Block>,
}

impl Section {
    /// Its first finding.
    fn headline(&self) -> Option<&str> {
        self.blocks.iter().find_map(|block| match block {
            Block::Finding(words) => Some(words.as_str()),
            _ => None,
        })
    }
}

/// What the pages find, in the order of the questions.
fn sections(report: &Report<'_>, pages: &[PageParts]) -> Vec<Section> {
    let in_order = Question::ALL.into_iter().flat_map(|question| question.pages(pages));
    let all = in_order.map(|page| Section {
        path: page.path.clone(),
        title: page.title.clone(),
        blocks: findings(report, &page.path),
    });
    all.filter(|section| !section.blocks.is_empty()).collect()
}

/// Each question that has a page, with its first finding. What is said about the figures answers
/// none.
fn asked(words: &'static Words, pages: &[PageParts], sections: &[Section]) -> Vec<Asked> {
    let with_pages = Question::ALL.into_iter().filter(|question| {
        *question != Question::Figures && question.pages(pages).next().is_some()
    });
    with_pages
        .map(|question| {
            let finding = sections.iter().find_map(|section| {
                let words =
                    section.headline().filter(|_| Question::of(&section.path) == Some(question));
                let link = Link { path: section.path.clone(), words: section.title.clone() };
                words.map(|words| (words.to_owned(), link))
            });
            let behind = finding.as_ref().map(|(_, link)| link.path.as_str());
            let others = question.pages(pages).filter(|page| Some(page.path.as_str()) != behind);
            let others =
                others.map(|page| Link { path: page.path.clone(), words: page.nav.clone() });
            Asked { question, words, others: others.collect(), finding }
        })
        .collect()
}

/// What the page at this path finds; nothing for a page that finds nothing of its own.
fn findings(report: &Report<'_>, path: &str) -> Vec<Block> {
    let answers = report.answers;
    match path {
        gap::PATH => each(&answers.gaps, |found| {
            sentence::gap::findings(found, &report.measured(&found.indicator))
        }),
        trend::PATH => each(&answers.trends, |found| {
            let place = report.area_name(&found.area);
            sentence::trend::findings(found, &report.measured(&found.indicator), &place)
        }),
        spc::PATH => each(&answers.control_charts, |found| {
            let place = report.area_name(&found.area);
            sentence::spc::findings(found, &report.measured(&found.indicator), &place)
        }),
        areas::PATH => each(&answers.areas, |found| {
            vec![sentence::areas::finding(found, &report.measured(&found.indicator))]
        }),
        funnel::PATH => each(&answers.funnels, |found| {
            sentence::funnel::findings(found, &report.measured(&found.indicator))
        }),
        small_areas::PATH => each(&answers.small_areas, |found| {
            sentence::small_areas::findings(found, &report.measured(&found.indicator))
        }),
        causes::PATH => each(&answers.causes, |found| causes::findings(report, found)),
        decomposition::PATH => {
            each(&answers.decompositions, |found| decomposition::findings(report, found))
        }
        ppor::PATH => {
            each(&answers.periods_of_risk, |found| joined(&ppor::findings(report, found)))
        }
        _ => of_an_area(report, path),
    }
}

/// The same of pages on what an area is, agreed to and did; last, of a dimension.
fn of_an_area(report: &Report<'_>, path: &str) -> Vec<Block> {
    let answers = report.answers;
    match path {
        scorecard::PATH => {
            each(&answers.scorecards, |found| joined(&scorecard::findings(report, found)))
        }
        area_profile::PATH => {
            each(&answers.area_profiles, |found| joined(&area_profile::findings(report, found)))
        }
        scenario::PATH => {
            each(&answers.scenarios, |found| named(&found.name, &scenario::findings(report, found)))
        }
        evaluation::PATH => each(&answers.evaluations, |found| {
            named(&found.name, &evaluation::findings(report, found))
        }),
        selection::PATH => each(&answers.selections, |found| {
            named(&selection::title(found), &selection::findings(report, found))
        }),
        recommendations::PATH => {
            recommendations::findings(report).into_iter().map(Block::Finding).collect()
        }
        learning::PATH => {
            let mut blocks = each(&answers.learnings, |found| {
                named(&found.name, &learning::findings(report, found))
            });
            blocks.push(Block::Note(sentence::learning::caution(report.language)));
            blocks
        }
        self_assessment::PATH => each(&answers.self_assessments, |found| {
            joined(&self_assessment::findings(report, found))
        }),
        equity_audit::PATH => {
            each(&answers.equity_audits, |found| equity_audit::findings(report, found))
        }
        deaths_review::PATH => {
            each(&answers.deaths_reviews, |found| joined(&deaths_review::findings(report, found)))
        }
        pathways::PATH => pathways::findings(report),
        _ => of_dimension(report, path),
    }
}

fn of_dimension(report: &Report<'_>, path: &str) -> Vec<Block> {
    let all = profile::named(report);
    let named = all.iter().find(|named| path.strip_suffix(".html") == Some(&*named.stem));
    let Some(found) = named.map(|named| named.profile) else { return Vec::new() };
    let latest = found.periods.last().map(|latest| latest.version_name.clone());
    let said = profile::findings(report, found).into_iter().map(Block::Finding);
    latest.map(|name| Block::Text(format!("{name}."))).into_iter().chain(said).collect()
}

/// What `of` finds in each answer.
fn each<T>(answers: &[Released<T>], of: impl Fn(&T) -> Vec<String>) -> Vec<Block> {
    answers.iter().map(Released::get).flat_map(of).map(Block::Finding).collect()
}

fn joined(said: &[String]) -> Vec<String> {
    vec![said.join(" ")]
}

fn named(name: &str, said: &[String]) -> Vec<String> {
    vec![format!("{name}. {}", said.join(" "))]
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
    // Of one of many areas, what was not asked for want of figures stands with its data.
    let unanswered = answers.unanswered.iter().filter(|_| !report.place.is_among());
    said.extend(
        unanswered
            .map(|unanswered| format!("{}: {}.", capital(&unanswered.question), unanswered.why)),
    );
    said
}
