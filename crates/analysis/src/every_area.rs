//! A report for every area that a project compares: which areas these are, and
//! what can be said of each.
//!
//! The areas are those that the lists of the project name: of `[[area_profile]]`,
//! `[[areas]]`, `[[funnel]]`, `[[small_areas]]` and `[[selection]]`. Of each, the
//! questions about one area are asked again ([`asked`]); those that hold areas
//! beside each other have the same answer for all and stay with the report of the
//! project.
//!
//! Reports are made of published figures alone. What one report hides must not come
//! out of another, and so many are not held against each other.

mod asked;

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::project::Project;
use firstyear_core::{
    Area, AreaCode, Dataset, EntityType, Geography, IndicatorId, Observation, Source, SourceClass,
    SourceId,
};

use crate::{Answers, Evidence, QuestionError, Rules, Unanswered, answers, data_quality, release};

/// The areas that a project compares, with the rows of each.
#[derive(Debug)]
pub struct EveryArea<'a> {
    project: &'a Project,
    evidence: Evidence<'a>,
    lists: Vec<AreaList>,
    areas: Vec<ReportedArea>,
    /// The rows of each area, by their places among all.
    rows: BTreeMap<&'a AreaCode, Vec<usize>>,
    /// The rows of everyone in the areas of each list.
    of_everyone: Vec<Vec<usize>>,
}

/// Areas that are held beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaList {
    /// What they are, in words.
    pub name: String,
    /// What their codes begin with.
    pub prefixes: Vec<String>,
    /// The area that they are held against.
    pub comparator: AreaCode,
}

/// An area that has a report of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedArea {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// Its list, by its place in [`EveryArea::lists`].
    pub list: usize,
    /// The name of what it lies in, such as its region, where that is known.
    pub within: Option<String>,
}

/// What is said of one area.
#[derive(Debug)]
pub struct AreaAnswers {
    /// The project with the questions that were asked of the area.
    pub project: Project,
    /// The sources of the figures.
    pub sources: BTreeMap<SourceId, Source>,
    /// The answers. A question of which the area has no figures is among those
    /// without an answer.
    pub answers: Answers,
}

/// Why there are no reports of single areas.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoAreaReports {
    /// Small counts could come out of several reports held against each other.
    #[error(
        "of restricted sources no report is made for every area, because what one hides could be worked out from another: {} {} restricted; leave {} files out of the project, or report on one area at a time",
        .sources.join(", "),
        if .sources.len() == 1 { "is" } else { "are" },
        if .sources.len() == 1 { "its" } else { "their" }
    )]
    Restricted {
        /// The sources, each in quotation marks.
        sources: Vec<String>,
    },
    /// No list names an area that has figures.
    #[error(
        "the project compares no areas that have figures: give it an [[area_profile]], [[areas]], [[funnel]], [[small_areas]] or [[selection]] whose `prefixes` are those of the areas' codes"
    )]
    NoAreas,
}

impl<'a> EveryArea<'a> {
    /// The areas of a project. `known` says what an area lies in.
    ///
    /// # Errors
    ///
    /// [`NoAreaReports`].
    pub fn of(
        project: &'a Project,
        evidence: Evidence<'a>,
        known: &Geography,
    ) -> Result<Self, NoAreaReports> {
        let sources = restricted(&evidence);
        if !sources.is_empty() {
            return Err(NoAreaReports::Restricted { sources });
        }
        let lists = lists(project);
        let mut rows: BTreeMap<&AreaCode, Vec<usize>> = BTreeMap::new();
        for (at, row) in evidence.data.observations.iter().enumerate() {
            rows.entry(&row.area).or_default().push(at);
        }
        let mut of_everyone = vec![Vec::new(); lists.len()];
        let mut areas = Vec::new();
        for (code, rows) in &rows {
            let mut first = None;
            for (at, _) in lists.iter().enumerate().filter(|(_, list)| list.holds(code)) {
                let everyone = rows
                    .iter()
                    .filter(|row| evidence.data.observations[**row].groups.is_everyone());
                of_everyone[at].extend(everyone);
                first = first.or(Some(at));
            }
            let name = || evidence.data.geography.name(code).to_owned();
            let within = || within(code, project, [&evidence.data.geography, known]);
            areas.extend(first.map(|list| ReportedArea {
                code: (*code).clone(),
                name: name(),
                list,
                within: within(),
            }));
        }
        if areas.is_empty() {
            return Err(NoAreaReports::NoAreas);
        }
        areas.sort_by(|a, b| a.order().cmp(&b.order()));
        Ok(Self { project, evidence, lists, areas, rows, of_everyone })
    }

    /// The areas, by list, by what they lie in and by name.
    #[must_use]
    pub fn areas(&self) -> &[ReportedArea] {
        &self.areas
    }

    /// The lists of the project, in its order.
    #[must_use]
    pub fn lists(&self) -> &[AreaList] {
        &self.lists
    }

    /// Asks the questions of the project of one of [`areas`](Self::areas).
    #[must_use]
    pub fn answers(&self, area: &ReportedArea) -> AreaAnswers {
        let project = asked::of_area(self.project, area, &self.lists);
        let own = self.own(&area.code);
        let all = self.beside_others(area, &own);
        let evidence = Evidence { data: &all, ..self.evidence };
        let mut found = answers(&project, &evidence);
        without_time(&mut found);
        // What was read of the others is no matter of this area.
        let quality = data_quality(&Evidence { data: &own, ..self.evidence });
        let quality = release(quality, &Rules::of(&project));
        AreaAnswers { sources: all.sources, answers: Answers { quality, ..found }, project }
    }

    /// What was read of the area.
    fn own(&self, area: &AreaCode) -> Dataset {
        let data = self.evidence.data;
        let rows = self.rows.get(area).into_iter().flatten();
        let observations: Vec<Observation> =
            rows.map(|row| data.observations[*row].clone()).collect();
        let gaps: Vec<_> = data.gaps.iter().filter(|gap| gap.area == *area).cloned().collect();
        let sources = observations.iter().map(|row| &row.source);
        let sources = named(data, sources.chain(gaps.iter().map(|gap| &gap.source)));
        Dataset {
            sources,
            observations,
            gaps,
            recommendations: of(&data.recommendations, |one| one.item.area == *area),
            visits: of(&data.visits, |one| one.item.area == *area),
            self_assessments: of(&data.self_assessments, |one| one.item.area == *area),
            printed: firstyear_core::Printed::default(),
            // Maps are of all areas, and pathways of the whole project.
            maps: Vec::new(),
            pathways: Vec::new(),
            // These are small, and nothing of an area.
            geography: data.geography.clone(),
            named: data.named.clone(),
            dimensions: data.dimensions.clone(),
            matrices: data.matrices.clone(),
            unusable_matrix: data.unusable_matrix.clone(),
        }
    }

    /// The same with the figures that the area is held against: of everyone in the
    /// areas of its list, and all of its comparators.
    fn beside_others(&self, area: &ReportedArea, own: &Dataset) -> Dataset {
        let data = self.evidence.data;
        let indicators: BTreeSet<&IndicatorId> =
            own.observations.iter().map(|row| &row.indicator).collect();
        let against = asked::comparators(self.project, &self.lists[area.list]);
        let against = against.iter().filter(|code| **code != area.code);
        let others = against.filter_map(|code| self.rows.get(code)).flatten();
        let peers = self
            .of_everyone
            .iter()
            .enumerate()
            .filter(|(list, _)| *list == area.list || self.lists[*list].holds(&area.code));
        let others = others.chain(peers.flat_map(|(_, rows)| rows)).copied();
        let others = others.filter(|row| {
            let row = &data.observations[*row];
            row.area != area.code && indicators.contains(&row.indicator)
        });
        // In their order among all, each once: two of one rank stand as they
        // were read.
        let places: BTreeSet<usize> =
            others.chain(self.rows.get(&area.code).into_iter().flatten().copied()).collect();
        let observations: Vec<Observation> =
            places.into_iter().map(|row| data.observations[row].clone()).collect();
        let mut sources = own.sources.clone();
        sources.extend(named(data, observations.iter().map(|row| &row.source)));
        Dataset { observations, sources, ..own.clone() }
    }
}

impl AreaList {
    /// Whether an area is one of the list. What they are held against is none.
    fn holds(&self, code: &AreaCode) -> bool {
        *code != self.comparator
            && self.prefixes.iter().any(|prefix| code.as_str().starts_with(prefix.as_str()))
    }
}

impl ReportedArea {
    fn order(&self) -> impl Ord + '_ {
        // Those of which nothing is known come last.
        let within = (self.within.is_none(), &self.within);
        (self.list, within, &self.name, &self.code)
    }
}

impl AreaAnswers {
    /// Whether no question has an answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        asked::questions(&self.project) == self.answers.unanswered.len()
            && self.answers.themes.get().is_empty()
    }
}

/// Takes out what is asked over time and has one period: a page that says no more than
/// another does.
fn without_time(found: &mut Answers) {
    let one = |indicator: &IndicatorId, area: &AreaCode| QuestionError::OnePeriod {
        indicator: indicator.clone(),
        area: area.clone(),
    };
    let mut taken = Vec::new();
    found.trends.retain(|answer| {
        let trend = answer.get();
        let over_time = trend.group.points.len() > 1;
        let question = || format!("trend: {}", trend.group.name);
        let why = || one(&trend.indicator, &trend.area);
        taken.extend((!over_time).then(|| Unanswered { question: question(), why: why() }));
        over_time
    });
    found.control_charts.retain(|answer| {
        let chart = answer.get();
        let over_time = chart.points.len() > 1;
        let question = || format!("spc: {}", chart.name);
        let why = || one(&chart.indicator, &chart.area);
        taken.extend((!over_time).then(|| Unanswered { question: question(), why: why() }));
        over_time
    });
    found.unanswered.extend(taken);
}

fn of<T: Clone>(all: &[T], is_of: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| is_of(one)).cloned().collect()
}

/// The lists of a project, those of its profiles first; of several with the same
/// areas the first.
fn lists(project: &Project) -> Vec<AreaList> {
    let own = &project.area;
    let list = |name: &str, prefixes: &[String], comparator: Option<&AreaCode>| AreaList {
        name: name.to_owned(),
        prefixes: prefixes.to_vec(),
        comparator: comparator.unwrap_or(own).clone(),
    };
    let of_profiles = project.area_profiles.iter();
    let of_profiles = of_profiles.map(|one| list(&one.among, &one.prefixes, Some(&one.comparator)));
    let compared = project.areas.iter();
    let compared = compared.map(|one| list(&one.name, &one.prefixes, one.comparator.as_ref()));
    let funnels = project.funnels.iter();
    let funnels = funnels.map(|one| list(&one.name, &one.prefixes, one.comparator.as_ref()));
    let small = project.small_areas.iter();
    let small = small.map(|one| list(&one.name, &one.prefixes, one.comparator.as_ref()));
    let selected = project.selections.iter();
    let selected = selected.map(|one| list(&one.name, &one.prefixes, one.comparator.as_ref()));
    let mut lists: Vec<AreaList> = Vec::new();
    for list in of_profiles.chain(compared).chain(funnels).chain(small).chain(selected) {
        if !lists.iter().any(|known| known.prefixes == list.prefixes) {
            lists.push(list);
        }
    }
    lists
}

/// The restricted sources of figures, in quotation marks. One of which nothing is
/// known is restricted.
fn restricted(evidence: &Evidence<'_>) -> Vec<String> {
    let of_rows = evidence.data.observations.iter().map(|row| &row.source);
    let all: BTreeSet<&SourceId> =
        of_rows.chain(evidence.data.gaps.iter().map(|gap| &gap.source)).collect();
    all.into_iter()
        .filter(|id| evidence.class(id) == SourceClass::Restricted)
        .map(|id| format!("`{id}`"))
        .collect()
}

fn named<'a>(
    data: &Dataset,
    ids: impl Iterator<Item = &'a SourceId>,
) -> BTreeMap<SourceId, Source> {
    let ids: BTreeSet<&SourceId> = ids.collect();
    ids.into_iter().filter_map(|id| Some((id.clone(), data.sources.get(id)?.clone()))).collect()
}

/// The name of what an area lies in: of its region, or else of the first area that
/// holds all of it on the day of the project.
fn within(code: &AreaCode, project: &Project, known: [&Geography; 2]) -> Option<String> {
    let area = known.iter().filter_map(|known| known.get(code)).find(|area| has_parent(area))?;
    let holds = |from: Option<chrono::NaiveDate>, until: Option<chrono::NaiveDate>| {
        project.as_of.is_none_or(|day| {
            from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
        })
    };
    let parents = area.parents.iter();
    let whole = parents.filter(|one| one.share.is_none() && holds(one.from, one.until));
    let is_region = |code: &AreaCode| code.entity_type() == Some(EntityType::Region);
    let parent = whole.clone().find(|one| is_region(&one.code)).or_else(|| whole.clone().next())?;
    known.iter().find_map(|known| known.get(&parent.code)).map(|found| found.name.to_string())
}

fn has_parent(area: &Area) -> bool {
    !area.parents.is_empty()
}
