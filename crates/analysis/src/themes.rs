//! What was recommended, by theme, category and part.
//!
//! Every count is that of the recommendations whose ids stand beside it, so that
//! rows add up to their theme, and parts to their row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use firstyear_core::project::{RecommendationsOf, ThemeComparison};
use firstyear_core::recommendation::{Recommendation, Theme, ThemeCategory};
use firstyear_core::{AreaCode, Confidence, Counts, Estimate};
use firstyear_metrics::rates::{RiskDifferenceLimits, risk_difference};
use firstyear_metrics::special::quantile_of_sorted;

use crate::{Evidence, VisitSummary, visits};

/// The name of what is sorted no further.
const UNSORTED: &str = "Sorted no further";

/// Recommendations by theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeTables {
    /// How many recommendations there are.
    pub recommendations: usize,
    /// How many areas they are made to.
    pub areas: usize,
    /// How many visits they come from; those of no visit are not among them.
    pub visits: usize,
    /// The themes that have any, in the order of the list of themes.
    pub tables: Vec<ThemeTable>,
    /// Pairs of themes that are recommended to the same areas, the most frequent
    /// first; none where there is one area.
    pub together: Vec<ThemePair>,
    /// Comparisons that the project asks for.
    pub comparisons: Vec<ComparedThemes>,
    /// The visits of the project, whether recommendations come from them or not.
    pub summaries: Vec<VisitSummary>,
}

impl ThemeTables {
    /// Whether there is neither a recommendation nor a visit.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.recommendations == 0 && self.summaries.is_empty()
    }
}

/// One theme.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeTable {
    /// Its id.
    pub theme: String,
    /// Its name.
    pub name: String,
    /// How many recommendations it has.
    pub total: usize,
    /// Its categories that have any, in the order of the list; those of no
    /// category last.
    pub rows: Vec<ThemeRow>,
    /// The areas that it is recommended to, by how many recommendations each has
    /// of it.
    pub per_area: PerArea,
}

impl ThemeTables {
    /// The recommendations of a theme out of all, in percent.
    #[must_use]
    pub fn percent(&self, table: &ThemeTable) -> f64 {
        percent(table.total, self.recommendations)
    }
}

impl ThemeTable {
    /// The recommendations of a category or part out of those of the theme, in
    /// percent.
    #[must_use]
    pub fn percent(&self, row: &ThemeRow) -> f64 {
        percent(row.count(), self.total)
    }
}

fn percent(count: usize, of: usize) -> f64 {
    100.0 * count as f64 / of as f64
}

/// A category of a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeRow {
    /// Its id; `None` for recommendations that are sorted no further.
    pub category: Option<String>,
    /// Its name.
    pub name: String,
    /// The ids of its recommendations, in their order.
    pub recommendations: Vec<String>,
    /// Its parts that have any, in the order of the list; those of no part last.
    /// Empty where the category has no parts.
    pub parts: Vec<ThemeRow>,
}

impl ThemeRow {
    /// How many recommendations it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.recommendations.len()
    }
}

/// How many recommendations areas have.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PerArea {
    /// Areas that have any.
    pub areas: usize,
    /// The middle of what they have; with an even number of areas the mean of the
    /// two in the middle.
    pub median: f64,
    /// The fewest that one of them has.
    pub fewest: usize,
    /// The most.
    pub most: usize,
}

/// Two themes that are recommended to the same areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemePair {
    /// The names of both, in the order of the list.
    pub themes: [String; 2],
    /// Areas that have recommendations of both.
    pub areas: usize,
    /// Areas that have any of either.
    pub of: usize,
}

/// Themes of some recommendations against those of others.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedThemes {
    /// Its name.
    pub name: String,
    /// The names of both sides.
    pub sides: [String; 2],
    /// How many recommendations each has.
    pub totals: [usize; 2],
    /// How many recommendations are on both sides; with any, no difference is
    /// worked out, since its limits take the sides to be apart.
    pub shared: usize,
    /// The theme that is looked into; `None` where themes are compared.
    pub theme: Option<String>,
    /// The themes, or the categories of the theme, that either has.
    pub rows: Vec<ComparedTheme>,
}

/// One theme or category on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedTheme {
    /// Its id; `None` for what is sorted no further.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// How many recommendations each side has of it.
    pub counts: [usize; 2],
    /// Share of the first side less that of the second, in percentage points;
    /// `None` where a side has no recommendations, or sides share some.
    pub difference: Option<Estimate>,
}

/// Sorts every recommendation by its theme.
#[must_use]
pub fn themes(evidence: &Evidence<'_>, comparisons: &[ThemeComparison]) -> ThemeTables {
    let all: Vec<&Recommendation> =
        evidence.data.recommendations.iter().map(|one| &one.item).collect();
    let mut of_theme: BTreeMap<&str, Vec<&Recommendation>> = BTreeMap::new();
    for one in &all {
        of_theme.entry(&one.theme).or_default().push(one);
    }
    let with_unlisted = with_unlisted(evidence, &of_theme);
    let tables: Vec<ThemeTable> = with_unlisted
        .iter()
        .filter_map(|theme| Some(table(theme, of_theme.get(theme.id.as_str())?)))
        .collect();
    ThemeTables {
        recommendations: all.len(),
        areas: all.iter().map(|one| &one.area).collect::<BTreeSet<_>>().len(),
        visits: all.iter().filter_map(|one| one.visit.as_ref()).collect::<BTreeSet<_>>().len(),
        together: together(evidence, &of_theme),
        summaries: visits(evidence),
        comparisons: comparisons.iter().map(|asked| compared(evidence, asked, &all)).collect(),
        tables,
    }
}

/// The themes of the list, and after them those that recommendations name and
/// the list has not, by their ids.
fn with_unlisted(
    evidence: &Evidence<'_>,
    of_theme: &BTreeMap<&str, Vec<&Recommendation>>,
) -> Vec<Theme> {
    let listed = &evidence.themes.themes;
    let unlisted = of_theme.keys().filter(|id| evidence.themes.theme(id).is_none());
    let bare = unlisted.map(|id| Theme {
        id: (*id).to_owned(),
        name: (*id).to_owned(),
        discussion: None,
        categories: Vec::new(),
    });
    listed.iter().cloned().chain(bare).collect()
}

fn table(theme: &Theme, all: &[&Recommendation]) -> ThemeTable {
    let mut of_area: BTreeMap<&AreaCode, usize> = BTreeMap::new();
    for one in all {
        *of_area.entry(&one.area).or_default() += 1;
    }
    let category = |one: &Recommendation| one.category.clone();
    let rows = sorted(all, category, theme.categories.iter().map(|one| (&*one.id, &*one.name)));
    let with_parts = |(row, members): (ThemeRow, Vec<&Recommendation>)| {
        let known = row.category.as_deref().and_then(|id| theme.category(id));
        ThemeRow { parts: known.map(|known| parts(known, &members)).unwrap_or_default(), ..row }
    };
    ThemeTable {
        theme: theme.id.clone(),
        name: theme.name.clone(),
        total: all.len(),
        rows: rows.into_iter().map(with_parts).collect(),
        per_area: per_area(of_area.into_values().collect()),
    }
}

fn parts(category: &ThemeCategory, members: &[&Recommendation]) -> Vec<ThemeRow> {
    if category.parts.is_empty() {
        return Vec::new();
    }
    let known = category.parts.iter().map(|part| (&*part.id, &*part.name));
    sorted(members, |one| one.part.clone(), known).into_iter().map(|(row, _)| row).collect()
}

/// Recommendations by one of their words, in the order of the words that are
/// known, then of those that are not; those without one last.
fn sorted<'a, 'k>(
    all: &[&'a Recommendation],
    word: impl Fn(&Recommendation) -> Option<String>,
    known: impl Iterator<Item = (&'k str, &'k str)>,
) -> Vec<(ThemeRow, Vec<&'a Recommendation>)> {
    let mut by_word: BTreeMap<Option<String>, Vec<&Recommendation>> = BTreeMap::new();
    for one in all {
        by_word.entry(word(one)).or_default().push(one);
    }
    let known = known.map(|(id, name)| (Some(id.to_owned()), name));
    let row = |(word, name): (Option<String>, &str)| {
        let members = by_word.remove(&word)?;
        Some((row_of(word, name.to_owned(), &members), members))
    };
    let mut rows: Vec<_> = known.filter_map(row).collect();
    let unsorted = by_word.remove(&None);
    rows.extend(by_word.into_iter().map(|(word, members)| {
        let name = word.clone().unwrap_or_default();
        (row_of(word, name, &members), members)
    }));
    rows.extend(unsorted.map(|members| (row_of(None, UNSORTED.to_owned(), &members), members)));
    rows
}

fn row_of(category: Option<String>, name: String, members: &[&Recommendation]) -> ThemeRow {
    let recommendations = members.iter().map(|one| one.id.clone()).collect();
    ThemeRow { category, name, recommendations, parts: Vec::new() }
}

fn per_area(mut counts: Vec<usize>) -> PerArea {
    counts.sort_unstable();
    let (Some(&fewest), Some(&most)) = (counts.first(), counts.last()) else {
        return PerArea::default();
    };
    let numbers: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
    let median = quantile_of_sorted(&numbers, 0.5);
    PerArea { areas: counts.len(), median, fewest, most }
}

fn together(
    evidence: &Evidence<'_>,
    of_theme: &BTreeMap<&str, Vec<&Recommendation>>,
) -> Vec<ThemePair> {
    let mut of_areas: Vec<(&Theme, BTreeSet<&AreaCode>)> = Vec::new();
    for theme in &evidence.themes.themes {
        if let Some(all) = of_theme.get(theme.id.as_str()) {
            of_areas.push((theme, all.iter().map(|one| &one.area).collect()));
        }
    }
    let mut pairs = Vec::new();
    // Of one area every pair would be told, and would tell nothing.
    let areas: BTreeSet<&AreaCode> =
        of_areas.iter().flat_map(|(_, areas)| areas.iter().copied()).collect();
    if areas.len() < 2 {
        return pairs;
    }
    for (at, (one, its)) in of_areas.iter().enumerate() {
        for (other, others) in &of_areas[at + 1..] {
            let areas = its.intersection(others).count();
            let themes = [one.name.clone(), other.name.clone()];
            pairs.push(ThemePair { themes, areas, of: its.union(others).count() });
        }
    }
    pairs.retain(|pair| pair.areas > 0);
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.areas));
    pairs
}

/// How recommendations are told apart: by a word of theirs, among words that are
/// known.
struct Sorting<'a> {
    /// Id and name of the theme that is looked into; the id for both where the
    /// list has no such theme.
    theme: Option<(&'a str, &'a str)>,
    /// Ids and names, in order.
    known: Vec<(&'a str, &'a str)>,
}

impl<'a> Sorting<'a> {
    fn of(evidence: &Evidence<'a>, asked: &'a ThemeComparison) -> Self {
        let themes = evidence.themes;
        let Some(id) = asked.theme.as_deref() else {
            let known = themes.themes.iter().map(|one| (&*one.id, &*one.name)).collect();
            return Self { theme: None, known };
        };
        let theme = themes.theme(id);
        let categories = theme.into_iter().flat_map(|theme| &theme.categories);
        Self {
            theme: Some((id, theme.map_or(id, |theme| &theme.name))),
            known: categories.map(|one| (&*one.id, &*one.name)).collect(),
        }
    }

    /// Whether a recommendation is among those that are told apart.
    fn takes(&self, one: &Recommendation) -> bool {
        self.theme.is_none_or(|(id, _)| one.theme == id)
    }

    /// How many of these recommendations have each word.
    fn counts(&self, side: &[&Recommendation]) -> BTreeMap<Option<String>, usize> {
        let mut counts = BTreeMap::new();
        for one in side {
            let word = match self.theme {
                None => Some(one.theme.clone()),
                Some(_) => one.category.clone(),
            };
            *counts.entry(word).or_default() += 1;
        }
        counts
    }
}

fn compared(
    evidence: &Evidence<'_>,
    asked: &ThemeComparison,
    all: &[&Recommendation],
) -> ComparedThemes {
    let sorting = Sorting::of(evidence, asked);
    let sides = [&asked.first, &asked.second].map(|side| {
        let mut chosen = chosen(evidence, side, all);
        chosen.retain(|one| sorting.takes(one));
        chosen
    });
    let first: BTreeSet<&str> = sides[0].iter().map(|one| &*one.id).collect();
    let shared = sides[1].iter().filter(|one| first.contains(&*one.id)).count();
    let counts = sides.each_ref().map(|side| sorting.counts(side));
    let totals = sides.each_ref().map(Vec::len);
    let known: Vec<(Option<String>, &str)> =
        sorting.known.iter().map(|(id, name)| (Some((*id).to_owned()), *name)).collect();
    // What the list does not have comes after it, and what has no word last.
    let unlisted: BTreeSet<&String> =
        counts.iter().flat_map(|side| side.keys().flatten()).collect();
    let unlisted =
        unlisted.into_iter().filter(|id| !sorting.known.iter().any(|(known, _)| known == id));
    let unlisted = unlisted.map(|id| (Some(id.clone()), id.as_str()));
    let row = |(id, name): (Option<String>, &str)| {
        let counts = counts.each_ref().map(|side| side.get(&id).copied().unwrap_or(0));
        let difference =
            if shared == 0 { difference(counts, totals, evidence.confidence) } else { None };
        let name = name.to_owned();
        (counts != [0, 0]).then_some(ComparedTheme { id, name, counts, difference })
    };
    ComparedThemes {
        name: asked.name.clone(),
        sides: [asked.first.name.clone(), asked.second.name.clone()],
        totals,
        shared,
        theme: sorting.theme.map(|(_, name)| name.to_owned()),
        rows: known.into_iter().chain(unlisted).chain([(None, UNSORTED)]).filter_map(row).collect(),
    }
}

/// The recommendations of one side.
fn chosen<'a>(
    evidence: &Evidence<'_>,
    side: &RecommendationsOf,
    all: &[&'a Recommendation],
) -> Vec<&'a Recommendation> {
    let kinds: BTreeMap<&str, Option<&str>> = evidence
        .data
        .visits
        .iter()
        .map(|visit| (visit.item.id.as_str(), visit.item.kind.as_deref()))
        .collect();
    let made = |one: &Recommendation| {
        let year = one.made.year();
        side.years
            .is_none_or(|years| (i32::from(years.first)..=i32::from(years.last)).contains(&year))
    };
    let in_area = |one: &Recommendation| side.areas.is_empty() || side.areas.contains(&one.area);
    let of_kind = |one: &Recommendation| {
        let kind = one.visit.as_deref().and_then(|visit| *kinds.get(visit)?);
        side.kind.is_none() || side.kind.as_deref() == kind
    };
    let from_visit = |one: &Recommendation| {
        let visit = one.visit.as_ref();
        side.visits.is_empty() || visit.is_some_and(|visit| side.visits.contains(visit))
    };
    let is_meant =
        |one: &Recommendation| made(one) && in_area(one) && of_kind(one) && from_visit(one);
    all.iter().copied().filter(|one| is_meant(one)).collect()
}

/// The difference of two shares, in percentage points.
fn difference(counts: [usize; 2], totals: [usize; 2], confidence: Confidence) -> Option<Estimate> {
    let side = |at: usize| Counts { events: counts[at] as u64, at_risk: totals[at] as u64 };
    let limits = RiskDifferenceLimits::MiettinenNurminen;
    let found = risk_difference(side(0), side(1), limits, [confidence]).ok()?;
    let [interval] = found.intervals;
    let (value, interval) = (found.value, Some(interval));
    Some(Estimate { value, interval, method: found.method, counts: None }.scaled(100.0))
}
