//! The counts that an answer shows, each with what it counts, so that answers
//! can be held against each other.

mod review;

use std::collections::BTreeSet;

use firstyear_core::project::{
    AreasQuestion, CausesQuestion, DecompositionQuestion, EvaluationQuestion, FunnelQuestion,
    GapQuestion, GapSeries, LearningQuestion, PporQuestion, ProfileQuestion, ScenarioQuestion,
    SelectionQuestion, SmallAreasQuestion, SpcQuestion, TrendQuestion,
};
use firstyear_core::{
    AreaCode, CategoryId, Cell, Dimension, DimensionId, IndicatorId, Period, Role, SourceClass,
    Withholding,
};

use crate::learning::of_everyone;
use crate::together::KnownSum;
use crate::{
    AreaComparison, AreaFunnel, AreaProfile, AreaProfileAsked, AreaRate, AreaSelection, Causes,
    CountedRate, DecomposedPopulation, Decomposition, Evaluation, Evidence, GapScenario, GapTrend,
    InequalityProfile, Learning, Ppor, Scorecard, ScorecardAsked, ScorecardRow, SelfAssessment,
    SelfAssessmentAsked, SmallAreas, Spc, StartOrigin, Trend, When,
};

/// Whom a count counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// Everyone in the area.
    Everyone,
    /// The members of some categories of one dimension.
    Of(DimensionId, BTreeSet<CategoryId>),
    /// Those in a total of the dimension and in no category of it.
    Rest(DimensionId),
}

impl Group {
    pub(crate) fn one(dimension: &DimensionId, category: &CategoryId) -> Self {
        Self::Of(dimension.clone(), BTreeSet::from([category.clone()]))
    }

    fn of_version(version: Option<&DimensionId>, categories: &[CategoryId]) -> Self {
        version.map_or(Self::Everyone, |version| {
            Self::Of(version.clone(), categories.iter().cloned().collect())
        })
    }
}

/// What a count counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) indicator: IndicatorId,
    pub(crate) area: AreaCode,
    pub(crate) period: Period,
    pub(crate) group: Group,
}

/// A figure of an answer, where it stands.
pub(crate) enum Counts<'a> {
    /// Events and those at risk.
    Rate(&'a mut CountedRate),
    /// Events alone, with the class of their source.
    Events(&'a mut Cell<u64>, SourceClass),
    /// The events of a rate whose denominator counts something of another answer.
    EventsOf(&'a mut CountedRate),
}

impl Counts<'_> {
    /// Events, then those at risk.
    pub(crate) fn cells(&self) -> [Cell<u64>; 2] {
        match self {
            Self::Rate(rate) => [rate.events, rate.at_risk],
            Self::Events(events, _) => [**events, Cell::Absent],
            Self::EventsOf(rate) => [rate.events, Cell::Absent],
        }
    }

    pub(crate) fn class(&self) -> SourceClass {
        match self {
            Self::Rate(rate) | Self::EventsOf(rate) => rate.class,
            Self::Events(_, class) => *class,
        }
    }

    /// Hides the figure for another's sake.
    pub(crate) fn hide(self) {
        match self {
            Self::Rate(rate) | Self::EventsOf(rate) => rate.hide(Withholding::Secondary),
            Self::Events(events, _) => {
                if events.value().is_some() {
                    *events = Cell::Withheld(Withholding::Secondary);
                }
            }
        }
    }
}

/// A figure and what it counts.
pub(crate) type Shown<'a> = (About, Counts<'a>);

/// An answer whose counts can be told apart.
pub(crate) trait Figures<Question> {
    /// Every count of the answer.
    fn figures(&mut self, question: &Question, evidence: &Evidence<'_>) -> Vec<Shown<'_>>;

    /// An area, and areas that may make it up.
    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        None
    }

    /// Sums among its counts that no dimension, period or area tells of, and what
    /// they leave: an answer that has some is held against them even alone.
    fn sums(&self, _: &Evidence<'_>) -> Vec<KnownSum> {
        Vec::new()
    }
}

fn total_of(dimension: &Dimension) -> Option<Group> {
    dimension.total().map(|total| Group::one(dimension.id(), &total.id))
}

impl Figures<GapQuestion> for GapTrend {
    fn figures(&mut self, question: &GapQuestion, evidence: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        let indicator = &self.indicator;
        for series in &mut self.series {
            let is_its = |part: &&GapSeries| {
                part.dimension == series.dimension
                    && part.area.as_ref().or(question.area.as_ref()).unwrap_or(&series.area)
                        == &series.area
            };
            let asked = question.series.iter().find(is_its);
            let categories = asked.map_or(&[][..], |part| &part.categories);
            let group = Group::of_version(Some(&series.dimension), categories);
            let all = evidence.dimensions.get(&series.dimension).and_then(total_of);
            for point in &mut series.points {
                let about = |group: &Group| About {
                    indicator: indicator.clone(),
                    area: series.area.clone(),
                    period: point.period,
                    group: group.clone(),
                };
                let all = all.as_ref().unwrap_or(&Group::Everyone);
                let rates = [(&group, &mut point.group), (all, &mut point.all)];
                for (group, rate) in rates {
                    shown.extend(rate.as_mut().map(|rate| (about(group), Counts::Rate(rate))));
                }
                if let Some((of_group, of_all)) = &mut point.printed_events {
                    shown.push((about(&group), Counts::Events(of_group, point.class)));
                    shown.push((about(all), Counts::Events(of_all, point.class)));
                }
            }
        }
        shown
    }
}

impl Figures<ProfileQuestion> for InequalityProfile {
    fn figures(&mut self, _: &ProfileQuestion, evidence: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        for period in &mut self.periods {
            let about = |group| About {
                indicator: self.indicator.clone(),
                area: self.area.clone(),
                period: period.period,
                group,
            };
            for group in period.groups.iter_mut().chain(&mut period.remainders) {
                let of = Group::one(&period.version, &group.category);
                shown.push((about(of), Counts::Rate(&mut group.rate)));
            }
            let all = evidence.dimensions.get(&period.version).and_then(total_of);
            if let (Some(all), Some(total)) = (all, &mut period.total) {
                shown.push((about(all), Counts::Rate(total)));
            }
        }
        shown
    }
}

/// Rates of areas that are split by nothing.
fn of_areas<'a>(
    indicator: &IndicatorId,
    period: Period,
    areas: impl Iterator<Item = &'a mut AreaRate>,
) -> Vec<Shown<'a>> {
    let shown = |area: &'a mut AreaRate| {
        let (indicator, code) = (indicator.clone(), area.code.clone());
        let about = About { indicator, area: code, period, group: Group::Everyone };
        (about, Counts::Rate(&mut area.rate))
    };
    areas.map(shown).collect()
}

fn codes<'a>(
    whole: &AreaRate,
    areas: impl Iterator<Item = &'a AreaRate>,
) -> (AreaCode, Vec<AreaCode>) {
    (whole.code.clone(), areas.map(|area| area.code.clone()).collect())
}

impl Figures<AreasQuestion> for AreaComparison {
    fn figures(&mut self, _: &AreasQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let areas = self.areas.iter_mut().map(|compared| &mut compared.area);
        of_areas(&self.indicator, self.period, areas.chain([&mut self.comparator]))
    }

    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        Some(codes(&self.comparator, self.areas.iter().map(|compared| &compared.area)))
    }
}

impl Figures<FunnelQuestion> for AreaFunnel {
    fn figures(&mut self, _: &FunnelQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let areas = self.areas.iter_mut().map(|one| &mut one.area);
        of_areas(&self.indicator, self.period, areas.chain([&mut self.comparator]))
    }

    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        Some(codes(&self.comparator, self.areas.iter().map(|one| &one.area)))
    }
}

impl Figures<SmallAreasQuestion> for SmallAreas {
    fn figures(&mut self, _: &SmallAreasQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let areas = self.areas.iter_mut().map(|one| &mut one.area);
        of_areas(&self.indicator, self.period, areas.chain([&mut self.comparator]))
    }

    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        Some(codes(&self.comparator, self.areas.iter().map(|one| &one.area)))
    }
}

impl Figures<SelectionQuestion> for AreaSelection {
    fn figures(&mut self, question: &SelectionQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let group = Group::of_version(self.split.as_ref().map(|(id, _)| id), &question.categories);
        let areas = self.areas.iter_mut().map(|one| &mut one.area);
        let shown = of_areas(&self.indicator, self.period, areas.chain([&mut self.comparator]));
        let of_group = |(about, counts)| (About { group: group.clone(), ..about }, counts);
        shown.into_iter().map(of_group).collect()
    }

    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        Some(codes(&self.comparator, self.areas.iter().map(|one| &one.area)))
    }
}

impl Figures<CausesQuestion> for Causes {
    fn figures(&mut self, _: &CausesQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        for row in self.causes.iter_mut().chain(&mut self.total) {
            for ((indicator, _), deaths) in self.ages.iter().zip(&mut row.deaths) {
                let about = About {
                    indicator: indicator.clone(),
                    area: self.area.clone(),
                    period: self.period,
                    group: Group::one(&self.dimension, &row.cause),
                };
                shown.push((about, Counts::Events(deaths, row.class)));
            }
        }
        shown
    }
}

impl Figures<TrendQuestion> for Trend {
    fn figures(&mut self, question: &TrendQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let of_others = question.against.as_ref().map_or(&[][..], |other| &other.categories);
        let series =
            [(Some(&mut self.group), &question.categories[..]), (self.against.as_mut(), of_others)];
        let mut shown = Vec::new();
        for (series, categories) in series {
            for point in series.into_iter().flat_map(|series| &mut series.points) {
                let about = About {
                    indicator: self.indicator.clone(),
                    area: self.area.clone(),
                    period: point.period,
                    group: Group::of_version(point.version.as_ref(), categories),
                };
                shown.push((about, Counts::Rate(&mut point.rate)));
            }
        }
        shown
    }
}

/// The rates of a row of a scorecard.
fn of_row<'a>(
    row: &'a mut ScorecardRow,
    area: &AreaCode,
    comparator: Option<&AreaCode>,
) -> Vec<Shown<'a>> {
    let latest = row.latest().map(|point| point.period);
    let indicator = row.indicator.clone();
    let about = |area: &AreaCode, period| About {
        indicator: indicator.clone(),
        area: area.clone(),
        period,
        group: Group::Everyone,
    };
    let points = row.series.group.points.iter_mut().chain(&mut row.pooled);
    let mut shown: Vec<Shown<'a>> =
        points.map(|point| (about(area, point.period), Counts::Rate(&mut point.rate))).collect();
    if let Some(((rate, code), period)) = row.comparator.as_mut().zip(comparator).zip(latest) {
        shown.push((about(code, period), Counts::Rate(rate)));
    }
    shown
}

impl Figures<ScorecardAsked> for Scorecard {
    fn figures(&mut self, _: &ScorecardAsked, evidence: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        for row in &mut self.rows {
            shown.extend(of_row(row, &self.area, self.comparator.as_ref()));
        }
        for gap in &mut self.gaps {
            shown.extend(gap.trend.figures(&gap.question, evidence));
        }
        shown
    }

    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        Some((self.comparator.clone()?, vec![self.area.clone()]))
    }
}

impl Figures<AreaProfileAsked> for AreaProfile {
    fn figures(&mut self, _: &AreaProfileAsked, evidence: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        let main = self.rows.iter().find(|row| row.row.indicator == self.main);
        let of_main = main.and_then(|row| Some(row.row.latest()?.period));
        for profiled in &mut self.rows {
            let (id, latest) = (profiled.row.indicator.clone(), profiled.row.latest());
            if let Some(period) = latest.map(|point| point.period) {
                shown.extend(of_areas(&id, period, profiled.peers.iter_mut()));
            }
            shown.extend(of_row(&mut profiled.row, &self.area, Some(&self.comparator)));
        }
        let neighbours = self.neighbours.iter_mut().flatten().flat_map(|found| &mut found.areas);
        if let Some(period) = of_main {
            shown.extend(of_areas(&self.main, period, neighbours.map(|one| &mut one.area)));
        }
        for groups in &mut self.groups {
            let question = ProfileQuestion {
                dimension: groups.dimension.clone(),
                area: None,
                indicator: None,
                pool_years: 1,
                reference: None,
            };
            shown.extend(groups.figures(&question, evidence));
        }
        if let Some(steadied) = &mut self.steadied {
            shown.extend(steadied.figures(&self.steadied_by, evidence));
        }
        shown
    }

    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        let peers = self.rows.iter().flat_map(|row| &row.peers).map(|peer| peer.code.clone());
        let near = self.neighbours.iter().flatten().flat_map(|near| &near.areas);
        let near = near.map(|one| one.area.code.clone());
        let all: BTreeSet<AreaCode> = peers.chain(near).chain([self.area.clone()]).collect();
        Some((self.comparator.clone(), all.into_iter().collect()))
    }
}

impl Figures<SelfAssessmentAsked> for SelfAssessment {
    fn figures(&mut self, _: &SelfAssessmentAsked, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        if let Some(card) = &mut self.indicators {
            for row in &mut card.rows {
                shown.extend(of_row(row, &card.area, card.comparator.as_ref()));
            }
        }
        shown
    }

    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        Some((self.indicators.as_ref()?.comparator.clone()?, vec![self.area.clone()]))
    }
}

impl Figures<SpcQuestion> for Spc {
    fn figures(&mut self, question: &SpcQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let (indicator, area) = (&self.indicator, &self.area);
        let points = self.points.iter_mut().map(|point| {
            let about = About {
                indicator: indicator.clone(),
                area: area.clone(),
                period: point.at.period,
                group: Group::of_version(point.at.version.as_ref(), &question.categories),
            };
            (about, Counts::Rate(&mut point.at.rate))
        });
        points.collect()
    }
}

impl Figures<DecompositionQuestion> for Decomposition {
    fn figures(&mut self, _: &DecompositionQuestion, evidence: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        let indicators: Vec<IndicatorId> =
            self.indicators.iter().map(|(id, _)| id.clone()).collect();
        let about = |population: &DecomposedPopulation, at: usize, group| About {
            indicator: indicators[at].clone(),
            area: population.area.clone(),
            period: population.period,
            group,
        };
        for row in &mut self.categories {
            let sides = [(&self.first, &mut row.first), (&self.second, &mut row.second)];
            for (population, rates) in sides {
                for (at, rate) in rates.iter_mut().enumerate() {
                    let group = Group::one(&population.version, &row.category);
                    shown.push((about(population, at, group), Counts::Rate(rate)));
                }
            }
        }
        for population in [&mut self.first, &mut self.second] {
            let all = evidence.dimensions.get(&population.version).and_then(total_of);
            let (area, period) = (population.area.clone(), population.period);
            let about = |at: usize, group| About {
                indicator: indicators[at].clone(),
                area: area.clone(),
                period,
                group,
            };
            let classes: Vec<SourceClass> = population
                .totals
                .iter()
                .map(|total| total.as_ref().map_or(SourceClass::Restricted, |total| total.class))
                .collect();
            for (at, (events, _)) in population.left_out.iter_mut().enumerate() {
                let group = Group::Rest(population.version.clone());
                let class = classes.get(at).copied().unwrap_or(SourceClass::Restricted);
                shown.push((about(at, group), Counts::Events(events, class)));
            }
            for (at, total) in population.totals.iter_mut().enumerate() {
                if let (Some(total), Some(all)) = (total, &all) {
                    shown.push((about(at, all.clone()), Counts::Rate(total)));
                }
            }
        }
        shown
    }
}

impl Figures<PporQuestion> for Ppor {
    /// Counts of everyone alone: those of a part by birthweight are a cross of
    /// two dimensions, and none is shown of a restricted source.
    fn figures(&mut self, _: &PporQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        for side in [&mut self.group, &mut self.reference] {
            if side.split.is_some() {
                continue;
            }
            for (band, rates) in self.bands.iter().zip(&mut side.rates) {
                for (indicator, rate) in self.indicators.iter().zip(rates) {
                    let about = About {
                        indicator: indicator.clone(),
                        area: side.area.clone(),
                        period: side.period,
                        group: Group::one(&self.birthweight, &band.category),
                    };
                    shown.push((about, Counts::Rate(rate)));
                }
            }
        }
        shown
    }
}

impl Figures<ScenarioQuestion> for GapScenario {
    fn figures(&mut self, _: &ScenarioQuestion, evidence: &Evidence<'_>) -> Vec<Shown<'_>> {
        let of_group = Group::of_version(self.dimension.as_ref(), &self.categories);
        let dimension = self.dimension.as_ref().and_then(|id| evidence.dimensions.get(id));
        let of_all = dimension.and_then(total_of).unwrap_or(Group::Everyone);
        let (indicator, period) = (&self.indicator, self.start.period);
        let about = |area: &AreaCode, group| About {
            indicator: indicator.clone(),
            area: area.clone(),
            period,
            group,
        };
        let of_all = about(self.whole.as_ref().unwrap_or(&self.area), of_all);
        let mut shown = match &mut self.start.origin {
            StartOrigin::Stated { .. } => Vec::new(),
            StartOrigin::Counted { group, all } => {
                let of_group = about(&self.area, of_group);
                vec![(of_group, Counts::Rate(group)), (of_all, Counts::Rate(all))]
            }
        };
        let Some(dimension) = &self.dimension else { return shown };
        for group in self.across.iter_mut().flatten().flat_map(|across| &mut across.groups) {
            let of = about(&self.area, Group::one(dimension, &group.category));
            shown.push((of, Counts::Rate(&mut group.rate)));
        }
        shown
    }
}

impl Figures<EvaluationQuestion> for Evaluation {
    /// The counts of each area, and those of the rest of a whole as a figure of
    /// it: who has both has the whole.
    fn figures(&mut self, question: &EvaluationQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let group = Group::of_version(self.split.as_ref().map(|(id, _)| id), &question.categories);
        let mut shown = Vec::new();
        for arm in [&mut self.visited, &mut self.comparison] {
            let times = [&arm.before.when, &arm.after.when].map(|when| match when {
                When::Period(period) => Some(*period),
                When::Printed(_) => None,
            });
            // The rest of a whole is no area that another answer can show.
            if arm.rest_of.is_some() {
                continue;
            }
            for area in &mut arm.areas {
                for (period, rate) in times.into_iter().zip([&mut area.before, &mut area.after]) {
                    let Some(period) = period else { continue };
                    let about = About {
                        indicator: self.indicator.clone(),
                        area: area.code.clone(),
                        period,
                        group: group.clone(),
                    };
                    shown.push((about, Counts::Rate(rate)));
                }
            }
        }
        shown
    }
}

impl Figures<LearningQuestion> for Learning {
    fn figures(&mut self, question: &LearningQuestion, evidence: &Evidence<'_>) -> Vec<Shown<'_>> {
        let of_everyone = of_everyone(question);
        match &mut self.evaluation {
            Ok(evaluation) => evaluation.figures(&of_everyone, evidence),
            Err(_) => Vec::new(),
        }
    }
}

/// Whether a category is a part of the total of its dimension.
pub(crate) const fn is_part(role: &Role) -> bool {
    matches!(role, Role::Group | Role::Remainder)
}
