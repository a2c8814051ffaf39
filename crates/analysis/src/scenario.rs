//! What would narrow a gap: interventions alone and together, with what is
//! known of their inputs.
//!
//! A scenario is arithmetic on stated numbers: what would follow if the effects
//! were causal, the same in the group as where they were estimated, and all
//! else stayed as it is. What an intervention lacks to be worked out is said,
//! and nothing is put in its place.

use firstyear_core::intervention::Timescale;
use firstyear_core::project::{AllGroups, OverlapRule, ScenarioCosts, ScenarioQuestion};
use firstyear_core::{AreaCode, CategoryId, DimensionId, Estimate, IndicatorId};
use firstyear_metrics::scenario::{
    GapBaseline, ScenarioDraws, ScenarioError, Simulated, Swing, Whole, scenario as modelled,
    simulated, tornado,
};

pub use firstyear_metrics::scenario::InputKind;

use crate::{Evidence, QuestionError};

mod across;
mod costs;
mod measures;
mod others;
mod over_time;
mod start;
mod steadied;

pub use across::{AcrossGroups, GroupAfter, NotAcross};
pub use costs::MeasureCosts;
pub use measures::{MeasureCaution, MeasureInGroup, ModelledMeasure, NotIdentified};
pub use over_time::{DatedMeasure, PathRefusal, PathYear, ScenarioPathResult, TargetArithmetic};
pub use start::{ScenarioStart, StartOrigin};
pub use steadied::{NotSteadied, SteadiedStart};

use others::Model;

/// Draws behind the limits of a scenario.
pub const SCENARIO_DRAWS: usize = 10_000;

/// The generator of the draws.
pub const SCENARIO_GENERATOR: &str = firstyear_metrics::random::Counter::NAME;

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
    /// What the measures of each timescale take from the gap, those expected to
    /// show first coming first; none where nothing is worked out.
    #[must_use]
    pub fn timescales(&self) -> Vec<TimescalePoints> {
        let parts = self.outcome.as_ref().map_or(&[][..], |outcome| &outcome.of_measures);
        let points = |when: Timescale| {
            let of_measures = self.measures.iter().zip(parts);
            let parts: Vec<&MeasurePart> = of_measures
                .filter(|(measure, _)| measure.timescale == Some(when))
                .filter_map(|(_, part)| part.as_ref())
                .collect();
            let part = parts.iter().map(|part| part.part.value).sum();
            let alone = parts.iter().map(|part| part.alone.value).sum();
            (!parts.is_empty()).then_some(TimescalePoints { when, part, alone })
        };
        [Timescale::By2011, Timescale::Beyond2011].into_iter().filter_map(points).collect()
    }

    /// Forgets everything that is made of counts.
    pub(crate) fn withdraw(&mut self) {
        self.outcome = Err(ScenarioRefusal::Disclosive);
        self.target = None;
        self.across = self.across.take().map(|_| Err(NotAcross::Disclosive));
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

    /// Forgets what is made of the counts of every group: inequality across
    /// them, and everything where measures reach others.
    pub(crate) fn withdraw_groups(&mut self) {
        let reaches = |outcome: &Narrowing| outcome.all_deaths_avoided.is_some();
        if self.outcome.as_ref().is_ok_and(reaches) {
            self.withdraw();
            self.outcome = Err(ScenarioRefusal::Others(NotAcross::Disclosive));
        } else if let Some(Ok(_)) = self.across {
            self.across = Some(Err(NotAcross::Disclosive));
        }
    }
}

/// What the measures of one timescale take from a gap, in percentage points,
/// positive where it narrows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimescalePoints {
    /// When they are expected to show.
    pub when: Timescale,
    /// Their parts of all together, added up.
    pub part: f64,
    /// What each takes alone, added up as if none touched another.
    pub alone: f64,
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
    /// The same of all groups together, where measures reach others too; `None`
    /// where they do not.
    pub all_deaths_avoided: Option<Estimate>,
    /// By how much the rate of each other group falls, by its place in the model.
    pub(crate) of_others: Vec<Estimate>,
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
    /// The relative gap that is left after it and all before it, in percent.
    pub left_in_turn: Estimate,
    /// By how much it alone makes the group's rate fall, a fraction.
    pub fall: f64,
    /// By how much it alone makes the rate of all fall, by the shares of deaths
    /// at the start; a fraction.
    pub fall_of_all: Estimate,
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
#[derive(Clone, Debug, PartialEq)]
pub struct NamedSwing {
    /// The place of the measure in [`GapScenario::measures`].
    pub measure: usize,
    /// Its input.
    pub input: InputKind,
    /// The other group that it is an input of; `None` for the scenario's, and
    /// for a relative risk that others share with it.
    pub other: Option<CategoryId>,
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
    /// Measures reach other groups, and the counts of every group are not known.
    #[error("measures reach other groups, and the deaths of each are asked for: {0}")]
    Others(NotAcross),
    /// The groups have more deaths than all. How many is left to the inputs:
    /// either may be too small to be shown.
    #[error("the groups have more deaths together than all have: they must make up all")]
    MoreThanAll,
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
        Some(stated) => start::of_statement(stated),
        None => start::counted(evidence, question, dimension, area, definition),
    };
    let start = start.ok_or_else(|| QuestionError::NoFigures {
        indicator: indicator.clone(),
        area: area.clone(),
        dimension: question.dimension.clone(),
    })?;
    let place = steadied::Place { dimension, indicator: definition, area, period: start.period };
    let start = start::steady(evidence, question, &place, start);
    let baseline = start::baseline(&start);
    let gap = baseline.as_ref().ok().copied();
    let measures = measures::of(evidence, question, (start.period, gap))?;
    let ground = across::Ground { dimension, indicator: definition, area, start: &start };
    let groups = across::counted(evidence, question, ground);
    let model = Model::of(&measures, question.overlap);
    let model = model.reaching(question, &measures, &start.origin, &groups);
    let worked_out = baseline.and_then(|gap| {
        let model = model?;
        let factor = definition.factor();
        let outcome = narrowing(evidence, question, (&start, gap), (&measures, &model), factor)?;
        Ok((model, outcome))
    });
    let whole = over_time::whole(question.all_groups);
    let target = question.target.as_ref().zip(gap);
    let target = target.map(|(target, gap)| over_time::target(target, gap, &measures, whole));
    let across = worked_out.as_ref().ok().map(|(model, outcome)| {
        groups
            .and_then(|groups| across::groups(evidence, question, ground, groups, (model, outcome)))
    });
    let (path, costs) = match (&worked_out, gap) {
        (Ok(found), Some(gap)) => later(evidence, question, (&start, gap), &measures, found),
        _ => (None, Vec::new()),
    };
    let outcome = worked_out.map(|(_, outcome)| outcome);
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

/// The path and the costs of a scenario that is worked out.
fn later(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    (start, baseline): (&ScenarioStart, GapBaseline),
    measures: &[ModelledMeasure],
    (model, outcome): &(Model, Narrowing),
) -> (Option<ScenarioPathResult>, Vec<MeasureCosts>) {
    let ground = over_time::Ground {
        start: start.period,
        baseline,
        measures,
        model,
        confidence: evidence.confidence,
    };
    let deaths = start.all_deaths();
    let yearly_deaths = deaths.map(|deaths| deaths / start.period.length_in_years());
    let costs = costs::of(question, yearly_deaths, measures, &outcome.of_measures);
    (over_time::path(question, &ground), costs)
}

/// Works the scenario out.
fn narrowing(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    (start, baseline): (&ScenarioStart, GapBaseline),
    (measures, model): (&[ModelledMeasure], &Model),
    factor: f64,
) -> Result<Narrowing, ScenarioRefusal> {
    let places = &model.places;
    if places.is_empty() {
        return Err(ScenarioRefusal::NothingToModel);
    }
    let gap = model.gap(question, baseline);
    let order: Vec<usize> = (0..places.len()).collect();
    let draws = ScenarioDraws { draws: SCENARIO_DRAWS, seed: question.seed };
    let work = || -> Result<_, ScenarioError> {
        Ok((
            modelled(&gap, &order)?,
            simulated(&gap, draws, evidence.confidence)?,
            tornado(&gap, evidence.confidence)?,
        ))
    };
    let (point, drawn, swings) = work().map_err(ScenarioRefusal::Model)?;
    let mut of_measures = vec![None; measures.len()];
    for (at, place) in places.iter().enumerate() {
        of_measures[*place] = Some(MeasurePart {
            alone: drawn.alone[at],
            part: drawn.parts[at],
            in_turn: point.in_turn[at],
            left_in_turn: drawn.left_in_turn[at].scaled(100.0),
            fall: point.falls[at],
            fall_of_all: drawn.alone_of_all[at],
        });
    }
    let all_deaths = start.all_deaths().filter(|_| model.others.is_reached());
    let swing = |swing: Swing| NamedSwing {
        measure: places[swing.measure],
        input: swing.input,
        other: swing.other.and_then(|place| model.others.category(place).cloned()),
        at_lower: swing.at_lower,
        at_upper: swing.at_upper,
    };
    Ok(Narrowing {
        of_measures,
        sum: point.alone.iter().sum(),
        gap_after: drawn.gap_after.scaled(100.0),
        deaths_avoided: start.deaths().map(|deaths| drawn.fall.scaled(deaths)),
        all_deaths_avoided: all_deaths.map(|deaths| drawn.fall_of_all.scaled(deaths)),
        rates: rates(start, &drawn, gap.whole, factor),
        of_others: drawn.others,
        together: drawn.together,
        fall: drawn.fall,
        swings: swings.into_iter().map(swing).collect(),
    })
}

fn rates(
    start: &ScenarioStart,
    found: &Simulated,
    whole: Whole,
    factor: f64,
) -> Option<RatesOfScenario> {
    let [group, all] = start.rates()?;
    let all_after = match whole {
        Whole::Moves => all * (1.0 - found.fall_of_all.value),
        Whole::Held => all,
    };
    Some(RatesOfScenario {
        group: [group, group * (1.0 - found.fall.value)].map(|rate| factor * rate),
        all: [all, all_after].map(|rate| factor * rate),
    })
}
