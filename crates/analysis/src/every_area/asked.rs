//! What is asked of one area: the questions of a project that are about an area,
//! asked of another.
//!
//! What a question says of its own area alone is not passed on: a target, periods
//! with which new limits begin, neighbours that were chosen for it. Questions that
//! hold areas beside each other, and scenarios and evaluations, whose inputs are
//! those of whom they were written for, are not asked again.

use std::collections::BTreeSet;

use firstyear_core::AreaCode;
use firstyear_core::project::{AreaProfileQuestion, PporQuestion, Project, ScorecardIndicator};

use super::{AreaList, ReportedArea};

/// The project as it would be written for `area`.
pub(super) fn of_area(project: &Project, area: &ReportedArea, lists: &[AreaList]) -> Project {
    let code = || Some(area.code.clone());
    let is_own = |of: Option<&AreaCode>| *of.unwrap_or(&project.area) == area.code;
    let mut asked = project.without_questions();
    asked.area = area.code.clone();
    // Its title can name another area.
    asked.title.clone_from(&area.name);
    asked.gaps = each(&project.gaps, |one| {
        one.area = code();
        one.series.iter_mut().for_each(|series| series.area = None);
    });
    asked.profiles = each(&project.profiles, |one| one.area = code());
    asked.causes = each(&project.causes, |one| one.area = code());
    asked.trends = each(&project.trends, |one| one.area = code());
    asked.control_charts = each(&project.control_charts, |one| {
        if !is_own(one.area.as_ref()) {
            (one.target, one.rebase) = (None, Vec::new());
        }
        one.area = code();
    });
    asked.decompositions = each(&project.decompositions, |one| one.area = code());
    // Held against itself, there is no difference to take apart.
    asked.decompositions.retain(|one| one.against_years.is_some() || one.against_area != code());
    asked.periods_of_risk =
        each(&project.periods_of_risk, |one| periods_of_risk(one, area, project));
    asked.periods_of_risk.retain(|one| one.group != one.reference);
    asked.scorecards = each(&project.scorecards, |one| {
        if !is_own(one.area.as_ref()) {
            one.name.clone_from(&area.name);
            without_targets(&mut one.indicators);
        }
        one.area = code();
    });
    asked.scorecards.retain(|one| one.comparator != code());
    asked.area_profiles = profiles(project, area, lists);
    asked.self_assessments = each(&project.self_assessments, |one| {
        if !is_own(one.area.as_ref()) {
            one.name.clone_from(&area.name);
        }
        one.area = code();
    });
    asked.equity_audits = each(&project.equity_audits, |one| one.area = code());
    asked.deaths_reviews = each(&project.deaths_reviews, |one| one.area = code());
    asked
}

/// The areas that others are held against in what is asked of them.
pub(super) fn comparators(project: &Project, list: &AreaList) -> BTreeSet<AreaCode> {
    let profiles = project.area_profiles.iter().map(|one| &one.comparator);
    let scorecards = project.scorecards.iter().filter_map(|one| one.comparator.as_ref());
    let apart = project.decompositions.iter().filter_map(|one| one.against_area.as_ref());
    let risk = project.periods_of_risk.iter().filter_map(|one| one.reference.area.as_ref());
    let assessed = project.self_assessments.iter().filter_map(|one| one.comparator.as_ref());
    let reviews = project.deaths_reviews.iter().filter_map(|one| one.comparator.as_ref());
    let given = project.area_profiles.iter().filter_map(|one| one.neighbours.as_ref());
    profiles
        .chain(scorecards)
        .chain(apart)
        .chain(risk)
        .chain(assessed)
        .chain(reviews)
        .chain(given.flat_map(|near| &near.areas))
        .chain([&project.area, &list.comparator])
        .cloned()
        .collect()
}

/// How many questions a project asks of one area.
pub(super) fn questions(project: &Project) -> usize {
    project.gaps.len()
        + project.profiles.len()
        + project.causes.len()
        + project.trends.len()
        + project.control_charts.len()
        + project.decompositions.len()
        + project.periods_of_risk.len()
        + project.scorecards.len()
        + project.area_profiles.len()
        + project.self_assessments.len()
        + project.equity_audits.len()
        + project.deaths_reviews.len()
}

/// The questions as they are of another area. Two that differed in their area alone
/// are one.
fn each<T: Clone + PartialEq>(questions: &[T], of_area: impl Fn(&mut T)) -> Vec<T> {
    let mut asked: Vec<T> = Vec::with_capacity(questions.len());
    for question in questions {
        let mut question = question.clone();
        of_area(&mut question);
        if !asked.contains(&question) {
            asked.push(question);
        }
    }
    asked
}

/// The reference of another area stays that area; a part of the same area is one of
/// this.
fn periods_of_risk(question: &mut PporQuestion, area: &ReportedArea, project: &Project) {
    let of = |given: &Option<AreaCode>| given.as_ref().unwrap_or(&project.area).clone();
    let same = of(&question.group.area) == of(&question.reference.area);
    question.reference.area =
        Some(if same { area.code.clone() } else { of(&question.reference.area) });
    question.group.area = Some(area.code.clone());
}

fn without_targets(indicators: &mut [ScorecardIndicator]) {
    for one in indicators {
        one.target = None;
    }
}

/// Its profile: as the project asks for those of the areas among which it is, or
/// with what its list says.
fn profiles(
    project: &Project,
    area: &ReportedArea,
    lists: &[AreaList],
) -> Vec<AreaProfileQuestion> {
    let lies_among = |one: &&AreaProfileQuestion| {
        one.comparator != area.code
            && one.prefixes.iter().any(|prefix| area.code.as_str().starts_with(prefix.as_str()))
    };
    let among: Vec<_> = project.area_profiles.iter().filter(lies_among).cloned().collect();
    let asked = each(&among, |one| {
        if *one.area.as_ref().unwrap_or(&project.area) != area.code {
            one.name = None;
            without_targets(&mut one.indicators);
            // Neighbours that are given were chosen for the area of the question.
            one.neighbours = one.neighbours.take().filter(|near| near.areas.is_empty());
        }
        one.area = Some(area.code.clone());
    });
    if asked.is_empty() { vec![of_list(project, area, &lists[area.list])] } else { asked }
}

fn of_list(project: &Project, area: &ReportedArea, list: &AreaList) -> AreaProfileQuestion {
    let of_others = project.area_profiles.first();
    AreaProfileQuestion {
        name: None,
        area: Some(area.code.clone()),
        comparator: list.comparator.clone(),
        prefixes: list.prefixes.clone(),
        among: list.name.clone(),
        main: of_others.and_then(|one| one.main.clone()),
        pool_years: of_others.map_or(1, |one| one.pool_years),
        indicators: Vec::new(),
        neighbours: None,
    }
}
