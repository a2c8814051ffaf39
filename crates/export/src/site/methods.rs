//! The page of methods: how each kind of figure was made.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_analysis::{Answers, Released, Spc};
use firstyear_core::MethodId;

use super::block::{Block, PageParts};
use super::{
    Report, area_profile, areas, deaths_review, decomposition, equity_audit, evaluation, funnel,
    gap, learning, names, pathways, ppor, profile, recommendations, scenario, scorecard, selection,
    self_assessment, small_areas, spc, trend,
};
use crate::chart::Slug;
use crate::format::capital;
use crate::sentence::areas::rule;
use crate::words::say;

pub(super) const PATH: &str = "methods.html";

pub(super) fn page(report: &Report<'_>) -> PageParts {
    let (confidence, words) = (report.project.confidence.to_string(), report.language);
    let mut blocks = vec![
        Block::Text(say!(words, "methods-limits", confidence = confidence)),
        Block::List(vec![
            say!(words, "methods-missing"),
            say!(words, "methods-cannot-tell"),
            say!(words, "methods-breaks"),
            say!(words, "profile-slope-caution"),
            rule(words),
        ]),
    ];
    let used = used_methods(report);
    let methods: Vec<_> = report.methods.iter().filter(|m| used.contains(m.id.as_str())).collect();
    if !methods.is_empty() {
        blocks.push(Block::Heading(say!(words, "methods-heading-used")));
    }
    for method in methods {
        blocks.push(Block::Place { id: place(&method.id), words: method.name.clone() });
        blocks.push(Block::Text(say!(
            words,
            "methods-used",
            explanation = sentence(&method.explanation),
            source = method.source.trim_end_matches('.'),
            id = method.id.as_str()
        )));
    }
    if !report.indicators.is_empty() {
        blocks.push(Block::Heading(say!(words, "methods-heading-measured")));
        blocks.push(Block::List(indicators(report)));
    }
    PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "methods-page-short"),
        title: say!(words, "methods-page"),
        sources: BTreeSet::new(),
        blocks,
    }
}

/// How the figures of a report were made.
pub(super) struct Made {
    /// The methods by the files that hold the figures.
    by_stem: BTreeMap<String, BTreeSet<MethodId>>,
    /// The name of each method.
    names: BTreeMap<String, String>,
}

impl Made {
    pub(super) fn of(report: &Report<'_>) -> Self {
        let names = report.methods.iter().map(|note| (note.id.clone(), note.name.clone()));
        Self { by_stem: by_stem(report), names: names.collect() }
    }

    /// Link and name of each method by which the figures of a file were made.
    pub(super) fn links(&self, stem: &str) -> Vec<(String, &str)> {
        let used = self.by_stem.get(stem).into_iter().flatten();
        let known = used.filter_map(|id| self.names.get_key_value(id.as_str()));
        known.map(|(id, name)| (format!("{PATH}#{}", place(id)), name.as_str())).collect()
    }
}

/// Name of the place of a method on its page.
fn place(id: &str) -> String {
    format!("method-{}", Slug::new(id))
}

/// The methods of every figure in the answers.
fn used_methods(report: &Report<'_>) -> BTreeSet<&'static str> {
    by_stem(report).values().flatten().map(|id| id.as_str()).collect()
}

/// The methods of each answer, by the name of its files.
fn by_stem(report: &Report<'_>) -> BTreeMap<String, BTreeSet<MethodId>> {
    let answers = report.answers;
    let mut found = BTreeMap::new();
    between_groups(report, &mut found);
    between_areas(answers, &mut found);
    over_time(answers, &mut found);
    of_measures(answers, &mut found);
    of_reviews(answers, &mut found);
    let (themes, became) = recommendations::methods(report);
    found.insert(recommendations::THEMES.to_owned(), themes.collect());
    found.insert(recommendations::BECAME.to_owned(), became.collect());
    found.extend(pathways::methods(report));
    found
}

type ByStem = BTreeMap<String, BTreeSet<MethodId>>;

/// Puts down the methods of the answers to one kind of question.
fn put<T>(
    found: &mut ByStem,
    answers: &[Released<T>],
    stem: fn(usize) -> String,
    methods: impl Fn(&T) -> BTreeSet<MethodId>,
) {
    found.extend(all(answers).enumerate().map(|(index, answer)| (stem(index), methods(answer))));
}

/// How wide gaps are, whom they fall on, and why rates differ.
fn between_groups(report: &Report<'_>, found: &mut ByStem) {
    let answers = report.answers;
    put(found, &answers.gaps, gap::stem, |one| gap::methods(one).collect());
    let on_whom = profile::named(report).into_iter().zip(all(&answers.profiles));
    found.extend(on_whom.map(|(named, one)| (named.stem, profile::methods(one).collect())));
    put(found, &answers.decompositions, decomposition::stem, |one| {
        decomposition::methods(one).collect()
    });
    put(found, &answers.periods_of_risk, ppor::stem, |one| ppor::methods(one).collect());
}

/// How areas stand beside each other.
fn between_areas(answers: &Answers, found: &mut ByStem) {
    put(found, &answers.areas, areas::stem, |one| names::methods(areas::rates(one)).collect());
    put(found, &answers.selections, selection::stem, |one| {
        names::methods(selection::rates(one)).collect()
    });
    put(found, &answers.funnels, funnel::stem, |one| funnel::methods(one).collect());
    put(found, &answers.small_areas, small_areas::stem, |one| small_areas::methods(one).collect());
    put(found, &answers.scorecards, scorecard::stem, |one| scorecard::methods(one).collect());
    put(found, &answers.area_profiles, area_profile::stem, |one| {
        area_profile::methods(one).collect()
    });
}

/// Trends and control charts.
fn over_time(answers: &Answers, found: &mut ByStem) {
    put(found, &answers.trends, trend::stem, |one| trend::methods(one).collect());
    put(found, &answers.control_charts, spc::stem, |one| [Spc::method(one)].into());
}

/// What would narrow gaps, and what was done about them.
fn of_measures(answers: &Answers, found: &mut ByStem) {
    put(found, &answers.scenarios, scenario::stem, |one| scenario::methods(one).collect());
    put(found, &answers.evaluations, evaluation::stem, |one| evaluation::methods(one).collect());
    put(found, &answers.learnings, learning::stem, |one| learning::methods(one).collect());
}

/// What areas say of themselves, and what audits and reviews found.
fn of_reviews(answers: &Answers, found: &mut ByStem) {
    put(found, &answers.self_assessments, self_assessment::stem, |one| {
        self_assessment::methods(one).collect()
    });
    put(found, &answers.equity_audits, equity_audit::stem, |one| {
        equity_audit::methods(one).collect()
    });
    put(found, &answers.deaths_reviews, deaths_review::stem, |one| {
        deaths_review::methods(one).collect()
    });
}

fn all<T>(answers: &[Released<T>]) -> impl Iterator<Item = &T> {
    answers.iter().map(Released::get)
}

/// The indicators that an answer uses, each with its definition.
fn indicators(report: &Report<'_>) -> Vec<String> {
    let answers = report.answers;
    let mut used: BTreeSet<_> = [&report.project.indicator].into();
    used.extend(answers.gaps.iter().map(|found| &found.get().indicator));
    used.extend(answers.profiles.iter().map(|found| &found.get().indicator));
    used.extend(answers.areas.iter().map(|found| &found.get().indicator));
    used.extend(answers.trends.iter().map(|found| &found.get().indicator));
    used.extend(answers.control_charts.iter().map(|found| &found.get().indicator));
    used.extend(answers.funnels.iter().map(|found| &found.get().indicator));
    used.extend(answers.small_areas.iter().map(|found| &found.get().indicator));
    used.extend(answers.causes.iter().flat_map(|found| found.get().ages.iter().map(|(id, _)| id)));
    let apart = answers.decompositions.iter().map(Released::get);
    used.extend(apart.flat_map(decomposition::indicators));
    used.extend(answers.periods_of_risk.iter().flat_map(|found| ppor::indicators(found.get())));
    used.extend(answers.scenarios.iter().map(|found| &found.get().indicator));
    used.extend(answers.evaluations.iter().map(|found| &found.get().indicator));
    used.extend(answers.selections.iter().map(|found| &found.get().indicator));
    used.extend(answers.learnings.iter().filter_map(|found| learning::indicator(found.get())));
    let stands = answers.scorecards.iter().flat_map(|found| &found.get().rows);
    used.extend(stands.map(|row| &row.indicator));
    let profiled = answers.area_profiles.iter().flat_map(|found| &found.get().rows);
    used.extend(profiled.map(|profiled| &profiled.row.indicator));
    used.extend(all(&answers.self_assessments).flat_map(self_assessment::indicators));
    used.extend(all(&answers.equity_audits).flat_map(equity_audit::indicators));
    used.extend(all(&answers.deaths_reviews).flat_map(deaths_review::indicators));
    used.into_iter()
        .filter_map(|id| report.indicators.get(id))
        .map(|found| format!("{}: {}", found.name, sentence(&found.definition)))
        .collect()
}

/// Text with a capital and a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{stop}", capital(text))
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::{Rules, release};

    use super::*;
    use crate::testing::{Fixture, area_profile, learning, scorecard};

    const CLASS: firstyear_core::SourceClass = firstyear_core::SourceClass::Published;

    /// The methods of a report in which one question is answered.
    #[track_caller]
    fn used_by(answer: impl FnOnce(&mut Fixture, &Rules)) -> BTreeSet<&'static str> {
        let mut fixture = Fixture::empty();
        answer(&mut fixture, &Rules::default());
        used_methods(&fixture.report())
    }

    #[test]
    fn what_followed_names_the_method_of_its_difference() {
        let found = learning(CLASS);
        let effect = found.evaluation.as_ref().unwrap().effect.as_ref().unwrap().absolute.method;
        let used =
            used_by(|fixture, rules| fixture.answers.learnings = vec![release(found, rules)]);
        assert!(used.contains(effect.as_str()), "{used:?}");
    }

    #[test]
    fn an_area_alone_names_the_methods_of_all_that_its_page_says() {
        let found = area_profile(CLASS);
        let main = found.main_row().unwrap();
        let own = &main.row.latest().unwrap().rate;
        let near = found.neighbours.as_ref().unwrap().as_ref().unwrap();
        let change = main.row.series.group.change.as_ref().unwrap();
        let expected = [
            near.ratio(own).unwrap().method,
            found.own_steadied().unwrap().rate.method,
            change.percent.method,
        ];
        let used =
            used_by(|fixture, rules| fixture.answers.area_profiles = vec![release(found, rules)]);
        for method in expected {
            assert!(used.contains(method.as_str()), "{method}: {used:?}");
        }
    }

    #[test]
    fn a_scorecard_names_the_methods_of_its_gaps_and_trends() {
        let found = scorecard(CLASS);
        let gap = found.gaps[0].latest().unwrap().relative.value().unwrap().method;
        let marker = found.rows.iter().find(|row| row.series.group.recent.is_ok()).unwrap();
        let expected = [gap, marker.series.recent_method()];
        let used =
            used_by(|fixture, rules| fixture.answers.scorecards = vec![release(found, rules)]);
        for method in expected {
            assert!(used.contains(method.as_str()), "{method}: {used:?}");
        }
    }

    #[test]
    fn recommendations_name_the_method_of_the_share_that_is_done() {
        let progress = Fixture::full().answers.progress;
        let share = progress.as_ref().unwrap().get().all.share_done.unwrap().method;
        let used = used_by(|fixture, _| fixture.answers.progress = progress);
        assert!(used.contains(share.as_str()), "{used:?}");
    }
}
