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
use crate::format::{capital, count};
use crate::sentence::{self, quality};
use crate::words::{Words, say};

pub(super) const PATH: &str = "index.html";

/// The page, for a report with these other pages.
pub(super) fn page(report: &Report<'_>, pages: &[PageParts]) -> PageParts {
    let words = report.language;
    let sections = sections(report, pages);
    let mut blocks = Vec::new();
    if sections.is_empty() {
        blocks.push(Block::Text(say!(words, "overview-nothing")));
    } else {
        blocks.push(Block::Questions(asked(report.language, pages, &sections)));
    }
    let charts: Vec<_> =
        gap::first_chart(report).into_iter().chain(profile::first_gradient(report)).collect();
    if !charts.is_empty() {
        blocks.push(Block::Beside(charts));
    }
    if !sections.is_empty() {
        blocks.push(Block::Heading(say!(words, "frame-all-findings")));
    }
    for section in sections {
        blocks.push(Block::Behind { path: section.path, words: section.title });
        blocks.extend(section.blocks);
    }
    let untold = cannot_be_told(report);
    if !untold.is_empty() {
        blocks.push(Block::Heading(say!(words, "overview-heading-untold")));
        blocks.push(Block::List(untold));
    }
    blocks.push(Block::Heading(say!(words, "overview-heading-basis")));
    let found = report.answers.quality.get();
    let rests = [
        quality::read(found, words),
        quality::rates(found, words),
        quality::totals(found, words),
        quality::problems(report.problems, words),
    ];
    blocks.push(Block::List(rests.into()));
    PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "overview-page-short"),
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
    /// What stands with its question: the first finding, where no other says more.
    headline: Option<String>,
}

/// What the pages find, in the order of the questions.
fn sections(report: &Report<'_>, pages: &[PageParts]) -> Vec<Section> {
    let in_order = Question::ALL.into_iter().flat_map(|question| question.pages(pages));
    let all = in_order.map(|page| {
        let blocks = findings(report, &page.path);
        let first = blocks.iter().find_map(|block| match block {
            Block::Finding(words) => Some(words.clone()),
            _ => None,
        });
        let headline = headline(report, &page.path).or(first);
        Section { path: page.path.clone(), title: page.title.clone(), blocks, headline }
    });
    all.filter(|section| !section.blocks.is_empty()).collect()
}

/// What of a page stands with its question, where that is not its first finding: the latest
/// gap, which the chart below the questions ends with, and a pathway without all its findings.
fn headline(report: &Report<'_>, path: &str) -> Option<String> {
    let answers = report.answers;
    match path {
        gap::PATH => {
            let found = answers.gaps.first()?.get();
            sentence::gap::findings(found, &report.measured(&found.indicator)).pop()
        }
        pathways::PATH => pathways::headline(report),
        _ => None,
    }
}

/// Each question that has a page, with its headline. What is said about the figures answers
/// none.
fn asked(words: &'static Words, pages: &[PageParts], sections: &[Section]) -> Vec<Asked> {
    let with_pages = Question::ALL.into_iter().filter(|question| {
        *question != Question::Figures && question.pages(pages).next().is_some()
    });
    with_pages
        .map(|question| {
            let finding = sections.iter().find_map(|section| {
                let words = section
                    .headline
                    .as_ref()
                    .filter(|_| Question::of(&section.path) == Some(question));
                let link = Link { path: section.path.clone(), words: section.title.clone() };
                words.map(|words| (words.clone(), link))
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
            named(&selection::title(report, found), &selection::findings(report, found))
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
    let (answers, words) = (report.answers, report.language);
    let mut said = Vec::new();
    for trend in answers.gaps.iter().map(Released::get) {
        for comparison in &trend.comparisons {
            let [earlier, later] =
                [comparison.earlier, comparison.later].map(|period| words.period(period));
            let group = trend.group.as_str();
            said.extend(match comparison.verdict {
                Verdict::CannotTell => Some(say!(
                    words,
                    "overview-gap-cannot-tell",
                    group = group,
                    earlier = earlier,
                    later = later
                )),
                Verdict::NotCompared => {
                    Some(say!(words, "overview-gap-not-compared", earlier = earlier, later = later))
                }
                Verdict::Higher | Verdict::Lower if comparison.across_break.is_some() => {
                    Some(say!(
                        words,
                        "overview-gap-across-break",
                        group = group,
                        earlier = earlier,
                        later = later
                    ))
                }
                Verdict::Higher | Verdict::Lower => None,
            });
        }
    }
    for found in answers.profiles.iter().map(Released::get) {
        let name = found.periods.last().map_or(found.dimension.as_str(), |at| &at.version_name);
        let told = profile::not_computed(found, words).into_iter();
        said.extend(told.map(|why| say!(words, "overview-of-dimension", name = name, why = why)));
    }
    for found in answers.areas.iter().map(Released::get) {
        let same = found.areas.iter().filter(|a| a.verdict == Verdict::CannotTell).count() as u64;
        if same > 0 {
            said.push(say!(
                words,
                "overview-areas",
                name = capital(&found.name),
                count = same,
                written = count(same),
                comparator = found.comparator.name.as_str()
            ));
        }
    }
    said.extend(
        answers
            .trends
            .iter()
            .flat_map(|found| sentence::trend::not_told(found.get(), report.language)),
    );
    // Of one of many areas, what was not asked for want of figures stands with its data.
    let unanswered = answers.unanswered.iter().filter(|_| !report.place.is_among());
    said.extend(unanswered.map(|one| {
        let (question, why) = (capital(&one.question), one.why.to_string());
        say!(words, "quality-question", question = question, why = why)
    }));
    said
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::{Rules, release};

    use super::*;
    use crate::testing::{Fixture, area_comparison, gap_trend};

    /// What cannot be told of a gap whose first comparison was judged like this.
    fn of_gap(verdict: Verdict, across: bool) -> Vec<String> {
        let mut trend = gap_trend();
        trend.comparisons.truncate(1);
        trend.comparisons[0].verdict = verdict;
        trend.comparisons[0].across_break = across.then(|| ("one".to_owned(), "two".to_owned()));
        let mut fixture = Fixture::empty();
        fixture.answers.gaps = vec![release(trend, &Rules::default())];
        cannot_be_told(&fixture.report())
    }

    #[test]
    fn what_cannot_be_told_of_two_gaps_is_said() {
        let group = gap_trend().group;
        assert_eq!(
            of_gap(Verdict::CannotTell, false),
            [format!(
                "Whether the gap of {group} differs between 1997 to 1999 and 2007 to 2009: chance \
                 could explain it."
            )]
        );
        assert_eq!(
            of_gap(Verdict::NotCompared, false),
            ["How the gaps of 1997 to 1999 and 2007 to 2009 compare: they were not compared."]
        );
        assert_eq!(
            of_gap(Verdict::Higher, true),
            [format!(
                "Whether the gap of {group} changed between 1997 to 1999 and 2007 to 2009: the two \
                 classifications define the group and those it is held against differently."
            )]
        );
        assert_eq!(of_gap(Verdict::Lower, false), Vec::<String>::new());
    }

    #[test]
    fn areas_that_cannot_be_told_apart_are_counted() {
        let said = |alike: usize| {
            let mut found = area_comparison();
            for (at, area) in found.areas.iter_mut().enumerate() {
                area.verdict = if at < alike { Verdict::CannotTell } else { Verdict::Higher };
            }
            let mut fixture = Fixture::empty();
            fixture.answers.areas = vec![release(found, &Rules::default())];
            cannot_be_told(&fixture.report())
        };
        assert_eq!(
            [said(1), said(2)].concat(),
            [
                "Local authorities: whether 1 area differs from England: chance could explain the \
                 difference.",
                "Local authorities: whether 2 areas differ from England: chance could explain the \
                 difference."
            ]
        );
        assert_eq!(said(0), Vec::<String>::new());
    }
}
