//! What would narrow a gap: interventions alone and together, with what is
//! known of their inputs.
//!
//! A scenario is arithmetic on stated numbers: what would follow if the effects
//! were causal, the same in the group as where they were estimated, and all
//! else stayed as it is. What an intervention lacks to be worked out is said,
//! and nothing is put in its place.

use firstyear_core::project::{
    AllGroups, OverlapRule, ScenarioCosts, ScenarioQuestion, StatedBaseline,
};
use firstyear_core::{
    AreaCode, CategoryId, Cell, Counts, Dimension, DimensionId, Estimate, Indicator, IndicatorId,
    Period,
};
use firstyear_metrics::scenario::{
    GapBaseline, Measure, ScenarioDraws, ScenarioError, Simulated, Whole, scenario as modelled,
    simulated, tornado,
};

pub use firstyear_metrics::scenario::InputKind;

use crate::area_rows::AreaRows;
use crate::counted::settle_published;
use crate::pool::Pooled;
use crate::select::{Slice, by_category};
use crate::{CountedRate, Evidence, QuestionError};

mod across;
mod costs;
mod measures;
mod over_time;
mod steadied;

pub use across::{AcrossGroups, GroupAfter, NotAcross};
pub use costs::MeasureCosts;
pub use measures::{MeasureCaution, ModelledMeasure, NotIdentified};
pub use over_time::{DatedMeasure, PathRefusal, PathYear, ScenarioPathResult, TargetArithmetic};
pub use steadied::{NotSteadied, SteadiedStart};

/// Draws behind the limits of a scenario.
pub const SCENARIO_DRAWS: usize = 10_000;

/// What interventions would take from the gap between a group and all.
#[derive(Clone, Debug, PartialEq)]
pub struct GapScenario {
    /// Its name.
    pub name: String,
    /// The group in words.
    pub group: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// Where.
    pub area: AreaCode,
    /// The dimension by which the group is defined; `None` where it is an area.
    pub dimension: Option<DimensionId>,
    /// The categories that make the group.
    pub categories: Vec<CategoryId>,
    /// The whole that an area is held against; `None` for a group of a
    /// dimension.
    pub whole: Option<AreaCode>,
    /// Where the scenario starts.
    pub start: ScenarioStart,
    /// What becomes of measures that act on the same deaths.
    pub overlap: OverlapRule,
    /// What becomes of the rate of all.
    pub all_groups: AllGroups,
    /// Seed of the draws, of which there are [`SCENARIO_DRAWS`].
    pub seed: u64,
    /// The measures, in the order in which they come one after another.
    pub measures: Vec<ModelledMeasure>,
    /// What they do, or why that is not worked out.
    pub outcome: Result<Narrowing, ScenarioRefusal>,
    /// Inequality across every group of the dimension, before and after; `None`
    /// where the scenario is not worked out.
    pub across: Option<Result<AcrossGroups, NotAcross>>,
    /// What the target asks for; `None` where there is none, or the gap that
    /// the scenario starts from is not known or not shown.
    pub target: Option<TargetArithmetic>,
    /// The gap year by year; `None` where it is not asked for, or nothing is
    /// worked out.
    pub path: Option<ScenarioPathResult>,
    /// How costs and deaths are valued, as the project states it.
    pub cost_terms: Option<ScenarioCosts>,
    /// What measures cost, in the order of the project.
    pub costs: Vec<MeasureCosts>,
}

impl GapScenario {
    /// Forgets everything that is made of counts.
    pub(crate) fn withdraw(&mut self) {
        self.outcome = Err(ScenarioRefusal::Disclosive);
        self.target = None;
        self.across = self.across.take().map(|_| Err(NotAcross::Restricted));
        if let Some(path) = &mut self.path {
            path.years = Err(PathRefusal::Disclosive);
        }
        for cost in &mut self.costs {
            (cost.deaths_avoided, cost.per_death, cost.per_point) = (None, None, None);
        }
        for measure in &mut self.measures {
            measure.forget_product();
        }
    }
}

/// The gap before anything is done.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioStart {
    /// When.
    pub period: Period,
    /// Group rate minus the rate of all, over the rate of all, in percent.
    pub relative: Cell<f64>,
    /// The group's share of all births, a fraction.
    pub share_of_births: Cell<f64>,
    /// Where both come from.
    pub origin: StartOrigin,
    /// The rates that the gap is made of where they are steadied by those of
    /// other areas, or why they are not; `None` where that is not asked for.
    pub steadied: Option<Result<SteadiedStart, NotSteadied>>,
}

impl ScenarioStart {
    /// The group's deaths: as counted, or as many as its steadied rate gives.
    /// `None` for a stated gap.
    fn deaths(&self) -> Option<f64> {
        let StartOrigin::Counted { group, .. } = &self.origin else { return None };
        match &self.steadied {
            None => group.events.value().map(|deaths| *deaths as f64),
            Some(steadied) => {
                let [rate, _] = steadied.as_ref().ok()?.rates();
                group.at_risk.value().map(|births| rate * *births as f64)
            }
        }
    }

    /// The rates of the group and of all, per person. `None` for a stated gap.
    fn rates(&self) -> Option<[f64; 2]> {
        let StartOrigin::Counted { group, all } = &self.origin else { return None };
        if let Some(steadied) = &self.steadied {
            return Some(steadied.as_ref().ok()?.rates());
        }
        let rate = |rate: &CountedRate| {
            rate.counts().map(|(events, births)| events as f64 / births as f64)
        };
        Some([rate(group)?, rate(all)?])
    }
}

/// Where the gap that a scenario starts from comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum StartOrigin {
    /// The project states it.
    Stated {
        /// Where it found it, in words.
        source: String,
    },
    /// It was counted.
    Counted {
        /// The group.
        group: Box<CountedRate>,
        /// All, the group included.
        all: Box<CountedRate>,
    },
}

/// What the measures of a scenario do. Points are percentage points of the
/// relative gap, positive where it narrows.
#[derive(Clone, Debug, PartialEq)]
pub struct Narrowing {
    /// What each does, in the order of [`GapScenario::measures`]; `None` for
    /// one that cannot be worked out.
    pub of_measures: Vec<Option<MeasurePart>>,
    /// The points of each alone, added up as if none touched another.
    pub sum: f64,
    /// The points of all together.
    pub together: Estimate,
    /// By how much all together make the group's rate fall, a fraction.
    pub fall: Estimate,
    /// The relative gap that is left, in percent.
    pub gap_after: Estimate,
    /// The group's deaths that all together would have prevented, of those
    /// counted; negative where they add deaths. `None` for a stated gap.
    pub deaths_avoided: Option<Estimate>,
    /// Rates before and after, in the indicator's unit; `None` for a stated
    /// gap.
    pub rates: Option<RatesOfScenario>,
    /// Which input matters: the widest swing first.
    pub swings: Vec<NamedSwing>,
}

/// What one measure does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasurePart {
    /// Points of it alone.
    pub alone: Estimate,
    /// Its part in the points of all together, on average over all orders.
    pub part: Estimate,
    /// Points that it adds in the order of the measures.
    pub in_turn: f64,
    /// By how much it alone makes the group's rate fall, a fraction.
    pub fall: f64,
}

/// Rates before and after, in the indicator's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatesOfScenario {
    /// Of the group, before and after.
    pub group: [f64; 2],
    /// Of all, before and after.
    pub all: [f64; 2],
}

impl RatesOfScenario {
    /// Group rate minus the rate of all, before and after.
    #[must_use]
    pub fn absolute_gap(&self) -> [f64; 2] {
        [self.group[0] - self.all[0], self.group[1] - self.all[1]]
    }
}

/// The points of all together when one input is at its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedSwing {
    /// The place of the measure in [`GapScenario::measures`].
    pub measure: usize,
    /// Its input.
    pub input: InputKind,
    /// Points at the input's lower limit.
    pub at_lower: f64,
    /// Points at its upper limit.
    pub at_upper: f64,
}

/// Why a scenario is not worked out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioRefusal {
    /// A count of the group or of all is missing.
    #[error(
        "the deaths or births of the group, or of all, are not known: give their counts, or state the gap in [scenario.baseline]"
    )]
    NotCounted,
    /// The births are a sample.
    #[error(
        "the births are a sample: their error would be left out of the limits; state the gap and the share of births in [scenario.baseline]"
    )]
    Sampled,
    /// The group is not a part of all.
    #[error("the group has as many births or more deaths than all: it must be a part of them")]
    NotAPart,
    /// No measure can be worked out.
    #[error(
        "no measure can be worked out from its inputs: give what each lacks in [[scenario.measure]]"
    )]
    NothingToModel,
    /// Rates were to be steadied, and are not.
    #[error("the rates are not steadied by other areas: {0}; leave out `steadied_by`")]
    NotSteadied(NotSteadied),
    /// The model has no answer.
    #[error(transparent)]
    Model(ScenarioError),
    /// A count is too small to be shown.
    #[error("a count is too small to be shown, and what is made of it would tell it")]
    Disclosive,
}

/// Answers a [`ScenarioQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator, dimension or intervention, and
/// where a gap that is to be counted has no figures.
pub fn gap_scenario(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<GapScenario, QuestionError> {
    let area = question.area.as_ref().unwrap_or(area);
    let indicator = question.indicator.as_ref().unwrap_or(indicator);
    let dimension = question.dimension.as_ref().map(|id| evidence.dimension(id)).transpose()?;
    let definition = evidence.indicator(indicator)?;
    let start = match &question.baseline {
        Some(stated) => of_statement(stated),
        None => counted(evidence, question, dimension, area, definition),
    };
    let start = start.ok_or_else(|| QuestionError::NoFigures {
        indicator: indicator.clone(),
        area: area.clone(),
        dimension: question.dimension.clone(),
    })?;
    let place = steadied::Place { dimension, indicator: definition, area, period: start.period };
    let start = steady(evidence, question, &place, start);
    let baseline = baseline(&start);
    let gap = baseline.as_ref().ok().copied();
    let measures = measures::of(evidence, question, gap)?;
    let model = measures::model(&measures, question.overlap);
    let outcome = baseline.and_then(|gap| {
        narrowing(evidence, question, (&start, gap), (&measures, &model), definition.factor())
    });
    let whole = over_time::whole(question.all_groups);
    let target = question.target.as_ref().zip(gap);
    let target = target.map(|(target, gap)| over_time::target(target, gap, &measures, whole));
    let across = across_groups(
        evidence,
        question,
        (dimension, definition, area),
        &start,
        (&model.1, &outcome),
    );
    let (path, costs) = later(evidence, question, (&start, gap), (&measures, &model), &outcome);
    Ok(GapScenario {
        name: question.name.clone(),
        group: question.group.clone(),
        indicator: indicator.clone(),
        area: area.clone(),
        dimension: question.dimension.clone(),
        categories: question.categories.clone(),
        whole: question.whole.clone(),
        start,
        overlap: question.overlap,
        all_groups: question.all_groups,
        seed: question.seed,
        measures,
        outcome,
        across,
        target,
        path,
        cost_terms: question.costs.clone(),
        costs,
    })
}

/// Inequality across all groups of a scenario that is worked out.
fn across_groups(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    (dimension, indicator, area): (Option<&Dimension>, &Indicator, &AreaCode),
    start: &ScenarioStart,
    (model, outcome): (&[Measure], &Result<Narrowing, ScenarioRefusal>),
) -> Option<Result<AcrossGroups, NotAcross>> {
    let outcome = outcome.as_ref().ok()?;
    match (&start.origin, &start.steadied) {
        (StartOrigin::Stated { .. }, _) => return Some(Err(NotAcross::Stated)),
        (_, Some(_)) => return Some(Err(NotAcross::Steadied)),
        _ => {}
    }
    let Some(dimension) = dimension else { return Some(Err(NotAcross::AnArea)) };
    let counted = across::Counted {
        dimension,
        indicator,
        area,
        period: start.period,
        measures: (model, outcome.fall.value),
        confidence: evidence.confidence,
    };
    Some(across::groups(evidence, question, &counted))
}

/// The path and the costs of a scenario that is worked out.
fn later(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    (start, baseline): (&ScenarioStart, Option<GapBaseline>),
    (measures, (places, model)): (&[ModelledMeasure], &Model),
    outcome: &Result<Narrowing, ScenarioRefusal>,
) -> (Option<ScenarioPathResult>, Vec<MeasureCosts>) {
    let (Some(baseline), Ok(outcome)) = (baseline, outcome) else { return (None, Vec::new()) };
    let ground = over_time::Ground {
        start: start.period,
        baseline,
        measures,
        model: (places, model),
        confidence: evidence.confidence,
    };
    let yearly_deaths = start.deaths().map(|deaths| deaths / f64::from(start.period.units()));
    let whole = over_time::whole(question.all_groups);
    let start = costs::Start { baseline, whole, yearly_deaths };
    let costs = costs::of(question, start, measures, &outcome.of_measures);
    (over_time::path(question, &ground), costs)
}

/// The same start with its rates steadied, where the question asks for it.
fn steady(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    place: &steadied::Place<'_>,
    start: ScenarioStart,
) -> ScenarioStart {
    if question.steadied_by.is_empty() {
        return start;
    }
    let found = match start.origin {
        StartOrigin::Stated { .. } => Err(NotSteadied::Stated),
        StartOrigin::Counted { .. } => steadied::start(evidence, question, place),
    };
    let gap = found.as_ref().ok().and_then(|found| Some(100.0 * found.baseline().ok()?.gap()));
    let relative = gap.map_or(start.relative, Cell::known);
    ScenarioStart { relative, steadied: Some(found), ..start }
}

/// The gap as stated; nothing where its years make no period.
fn of_statement(stated: &StatedBaseline) -> Option<ScenarioStart> {
    Some(ScenarioStart {
        period: stated.years.period().ok()?,
        relative: Cell::known(stated.relative_gap_percent),
        share_of_births: Cell::known(stated.share_of_births),
        origin: StartOrigin::Stated { source: stated.source.clone() },
        steadied: None,
    })
}

/// The counts of the period asked for, or of the latest that has group and
/// all.
fn counted(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    dimension: Option<&Dimension>,
    area: &AreaCode,
    indicator: &Indicator,
) -> Option<ScenarioStart> {
    let (period, mut group, mut all) = match (dimension, &question.whole) {
        (Some(dimension), _) => group_in_area(evidence, question, dimension, area, indicator)?,
        (None, Some(whole)) => area_in_whole(evidence, question, [area, whole], indicator)?,
        (None, None) => return None,
    };
    settle_published([&mut group, &mut all].into_iter());
    let both = |of: fn(&CountedRate) -> Cell<u64>| {
        of(&group).zip_with(of(&all), |group, all| group as f64 / all as f64)
    };
    let share_of_births = both(|rate| rate.at_risk);
    let share_of_deaths = both(|rate| rate.events);
    let relative =
        share_of_deaths.zip_with(share_of_births, |deaths, births| 100.0 * (deaths / births - 1.0));
    let (group, all) = (Box::new(group), Box::new(all));
    Some(ScenarioStart {
        period,
        relative,
        share_of_births,
        origin: StartOrigin::Counted { group, all },
        steadied: None,
    })
}

/// When, the group, and all.
type Counted = (Period, CountedRate, CountedRate);

/// A group of a dimension and all in its area.
fn group_in_area(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    dimension: &Dimension,
    area: &AreaCode,
    indicator: &Indicator,
) -> Option<Counted> {
    let slices = by_category(evidence, &indicator.id, area, dimension.id());
    let asked = question.years.and_then(|years| years.period().ok());
    let mut found = slices.iter().rev().filter(|(period, _)| asked.is_none_or(|at| at == **period));
    found.find_map(|(period, slice)| {
        let (group, all) = group_and_all(question, dimension, slice)?;
        Some((*period, group.rate(evidence, indicator), all.rate(evidence, indicator)))
    })
}

/// Everyone in an area, and everyone in the whole that it is a part of.
fn area_in_whole(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    [area, whole]: [&AreaCode; 2],
    indicator: &Indicator,
) -> Option<Counted> {
    let rows = AreaRows::of(evidence, &indicator.id, (None, &[]));
    let periods = match question.years.and_then(|years| years.period().ok()) {
        Some(asked) => vec![asked],
        None => rows.periods(area),
    };
    periods.into_iter().rev().find_map(|period| {
        let of = |code| Some(rows.pooled(code, period)?.rate(evidence, indicator));
        Some((period, of(area)?, of(whole)?))
    })
}

fn group_and_all(
    question: &ScenarioQuestion,
    dimension: &Dimension,
    slice: &Slice<'_>,
) -> Option<(Pooled, Pooled)> {
    let group: Option<Vec<_>> =
        question.categories.iter().map(|category| slice.get(category).copied()).collect();
    let all = slice.get(&dimension.total()?.id)?;
    Some((Pooled::sum(group?)?, Pooled::sum([*all])?))
}

fn baseline(start: &ScenarioStart) -> Result<GapBaseline, ScenarioRefusal> {
    match &start.origin {
        StartOrigin::Stated { .. } => {
            let known = start.relative.value().zip(start.share_of_births.value());
            let (gap, share) = known.ok_or(ScenarioRefusal::NotCounted)?;
            GapBaseline::new(gap / 100.0, *share).map_err(ScenarioRefusal::Model)
        }
        StartOrigin::Counted { group, all } => {
            if group.basis.sample().is_some() || all.basis.sample().is_some() {
                return Err(ScenarioRefusal::Sampled);
            }
            let known = group.counts().zip(all.counts());
            let ((events, births), (all_events, all_births)) =
                known.ok_or(ScenarioRefusal::NotCounted)?;
            let others = all_events.checked_sub(events).zip(all_births.checked_sub(births));
            let Some((other_events, other_births @ 1..)) = others else {
                return Err(ScenarioRefusal::NotAPart);
            };
            match &start.steadied {
                Some(Ok(steadied)) => return steadied.baseline().map_err(ScenarioRefusal::Model),
                Some(Err(why)) => return Err(ScenarioRefusal::NotSteadied(why.clone())),
                None => {}
            }
            let counts = |events, at_risk| Counts { events, at_risk };
            GapBaseline::counted(counts(events, births), counts(other_events, other_births))
                .map_err(ScenarioRefusal::Model)
        }
    }
}

/// Works the scenario out.
fn narrowing(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    (start, baseline): (&ScenarioStart, GapBaseline),
    (measures, (places, model)): (&[ModelledMeasure], &Model),
    factor: f64,
) -> Result<Narrowing, ScenarioRefusal> {
    if model.is_empty() {
        return Err(ScenarioRefusal::NothingToModel);
    }
    let whole = over_time::whole(question.all_groups);
    let order: Vec<usize> = (0..model.len()).collect();
    let draws = ScenarioDraws { draws: SCENARIO_DRAWS, seed: question.seed };
    let work = || -> Result<_, ScenarioError> {
        Ok((
            modelled(baseline, model, &order, whole)?,
            simulated(baseline, model, whole, draws, evidence.confidence)?,
            tornado(baseline, model, whole, evidence.confidence)?,
        ))
    };
    let (point, drawn, swings) = work().map_err(ScenarioRefusal::Model)?;
    let mut of_measures = vec![None; measures.len()];
    for (at, place) in places.iter().enumerate() {
        of_measures[*place] = Some(MeasurePart {
            alone: drawn.alone[at],
            part: drawn.parts[at],
            in_turn: point.in_turn[at],
            fall: point.falls[at],
        });
    }
    let deaths = start.deaths();
    Ok(Narrowing {
        of_measures,
        sum: point.alone.iter().sum(),
        gap_after: drawn.gap_after.scaled(100.0),
        deaths_avoided: deaths.map(|deaths| drawn.fall.scaled(deaths)),
        rates: rates(start, &drawn, whole, factor),
        together: drawn.together,
        fall: drawn.fall,
        swings: swings
            .into_iter()
            .map(|swing| NamedSwing {
                measure: places[swing.measure],
                input: swing.input,
                at_lower: swing.at_lower,
                at_upper: swing.at_upper,
            })
            .collect(),
    })
}

fn rates(
    start: &ScenarioStart,
    found: &Simulated,
    whole: Whole,
    factor: f64,
) -> Option<RatesOfScenario> {
    let [group, all] = start.rates()?;
    let avoided = group * found.fall.value;
    let all_after = match whole {
        Whole::Moves => all - avoided * start.share_of_births.value()?,
        Whole::Held => all,
    };
    Some(RatesOfScenario {
        group: [group, group - avoided].map(|rate| factor * rate),
        all: [all, all_after].map(|rate| factor * rate),
    })
}

/// The measures that can be worked out, as the model takes them.
type Model = (Vec<usize>, Vec<Measure>);
