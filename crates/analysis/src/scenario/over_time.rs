//! A scenario over time: the gap year by year, and a target to be met.

use firstyear_core::project::{AllGroups, GapTarget, MeasureUptake, ScenarioQuestion};
use firstyear_core::{Confidence, Estimate, Period};
use firstyear_metrics::scenario::{
    ExposureChange, GapBaseline, GapModel, Input as ModelInput, PathSettings, ScenarioDraws,
    Uptake, Whole, gap_path,
};

use super::others::Model;
use super::{ModelledMeasure, SCENARIO_DRAWS};

/// The gap over the years in which measures are taken up.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioPathResult {
    /// The places, in the measures of the scenario, of those that are dated and
    /// worked out: they make the path.
    pub dated: Vec<DatedMeasure>,
    /// The places of those that are worked out and not dated: they are in no
    /// year of it.
    pub undated: Vec<usize>,
    /// Standard deviation of the yearly change of the gap that nothing in the
    /// scenario explains, in percentage points.
    pub drift_points: f64,
    /// Where this comes from.
    pub drift_source: Option<String>,
    /// The gap at the middle of each year; or why there is no path.
    pub years: Result<Vec<PathYear>, PathRefusal>,
}

/// A measure with the time of its uptake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DatedMeasure {
    /// Its place in the measures of the scenario.
    pub measure: usize,
    /// The calendar year in which it begins.
    pub from: u16,
    /// The calendar year in which it is complete.
    pub full: u16,
    /// Years from uptake to effect.
    pub lag_years: f64,
}

impl DatedMeasure {
    pub(super) const fn of(uptake: &MeasureUptake, measure: usize) -> Self {
        let MeasureUptake { from, full, lag_years, .. } = uptake;
        Self { measure, from: *from, full: *full, lag_years: *lag_years }
    }

    /// As the model takes it.
    pub(super) fn uptake(&self) -> Uptake {
        Uptake {
            begins: self.from.into(),
            complete: f64::from(self.full) + 1.0,
            lag: self.lag_years,
        }
    }
}

/// The gap in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PathYear {
    /// The calendar year.
    pub year: u16,
    /// The relative gap, in percent.
    pub gap: Estimate,
    /// The probability that the target is met; `None` without a target, or
    /// without anything that is uncertain.
    pub target_met: Option<f64>,
}

/// Why there is no path.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PathRefusal {
    /// No measure is both dated and worked out.
    #[error(
        "no measure that can be worked out is dated: say when each is taken up in [[scenario.uptake]]"
    )]
    NothingDated,
    /// The middle of the first year of the path lies before the middle of the
    /// period that it starts from.
    #[error(
        "the path begins in {first}, before the gap that it starts from, of {start}: let it begin later"
    )]
    BeforeStart {
        /// The first year of the path.
        first: u16,
        /// When the scenario starts.
        start: Period,
    },
    /// The model has no answer.
    #[error(transparent)]
    Model(firstyear_metrics::scenario::ScenarioError),
    /// A count is too small to be shown.
    #[error("a count is too small to be shown, and the path would tell it")]
    Disclosive,
}

/// What a target asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetArithmetic {
    /// The gap aimed at, in percent.
    pub relative_gap_percent: f64,
    /// The calendar year in which it is to be met.
    pub by: u16,
    /// Where it is stated.
    pub source: Option<String>,
    /// Percentage points from where the scenario starts to the target: positive
    /// where the gap must narrow.
    pub points: f64,
    /// The fall of the group's rate that takes so many points while the rate of
    /// the others stays as it is, a fraction; not known where no fall does.
    pub fall: Option<f64>,
    /// For each measure of the scenario, the share exposed afterwards at which
    /// it alone would meet the target; `None` where no share does, or it
    /// changes no exposure, or reaches other groups too: how much they would
    /// gain is not known.
    pub exposed_after: Vec<Option<f64>>,
}

impl TargetArithmetic {
    /// Percentage points from a relative gap in percent to the target: positive
    /// where the gap is wider than it.
    #[must_use]
    pub fn left(&self, gap_percent: f64) -> f64 {
        gap_percent - self.relative_gap_percent
    }
}

/// The arithmetic of a target.
pub(super) fn target(
    target: &GapTarget,
    baseline: GapBaseline,
    measures: &[ModelledMeasure],
    whole: Whole,
) -> TargetArithmetic {
    let points = 100.0 * baseline.gap() - target.relative_gap_percent;
    let fall = baseline.fall_for(points, whole).ok();
    let exposed_after = measures.iter().map(|one| alone(one, fall?)).collect();
    TargetArithmetic {
        relative_gap_percent: target.relative_gap_percent,
        by: target.by,
        source: target.source.clone(),
        points,
        fall,
        exposed_after,
    }
}

/// The exposure at which a measure alone gives this fall.
fn alone(measure: &ModelledMeasure, fall: f64) -> Option<f64> {
    let ModelInput::Exposure { before, risk, cause_share, .. } = measure.model? else {
        return None;
    };
    if !measure.also_in.is_empty() {
        return None;
    }
    let change = ExposureChange::new(before.value(), before.value(), risk.value()).ok()?;
    let change = match cause_share {
        Some(share) => change.on_cause(share.value()).ok()?,
        None => change,
    };
    change.after_for(fall).ok()
}

/// Everything that a path is worked out from.
pub(super) struct Ground<'a> {
    pub(super) start: Period,
    pub(super) baseline: GapBaseline,
    pub(super) measures: &'a [ModelledMeasure],
    pub(super) model: &'a Model,
    pub(super) confidence: Confidence,
}

/// The gap year by year; `None` where the question asks for no path.
pub(super) fn path(question: &ScenarioQuestion, ground: &Ground<'_>) -> Option<ScenarioPathResult> {
    let asked = question.path.as_ref()?;
    let dates = |place: usize| {
        let id = &ground.measures[place].id;
        question.uptakes.iter().find(|uptake| uptake.measure == *id)
    };
    let mut dated = Vec::new();
    let mut undated = Vec::new();
    for place in &ground.model.places {
        match dates(*place) {
            Some(uptake) => dated.push(DatedMeasure::of(uptake, *place)),
            None => undated.push(*place),
        }
    }
    let years = years(question, ground, &dated, (asked.first, asked.last), asked.drift_points);
    Some(ScenarioPathResult {
        dated,
        undated,
        drift_points: asked.drift_points,
        drift_source: asked.drift_source.clone(),
        years,
    })
}

fn years(
    question: &ScenarioQuestion,
    ground: &Ground<'_>,
    dated: &[DatedMeasure],
    (first, last): (u16, u16),
    drift_points: f64,
) -> Result<Vec<PathYear>, PathRefusal> {
    let from = ground.start.middle();
    let middle = |year: u16| f64::from(year) + 0.5;
    if middle(first) < from {
        return Err(PathRefusal::BeforeStart { first, start: ground.start });
    }
    let chosen = places_in_model(ground, dated);
    if chosen.is_empty() {
        return Err(PathRefusal::NothingDated);
    }
    let measures = ground.model.chosen(&chosen);
    let uptakes: Vec<Uptake> = dated.iter().map(DatedMeasure::uptake).collect();
    let others = ground.model.others.of_measures(&chosen);
    let times: Vec<f64> = (first..=last).map(middle).collect();
    let settings = PathSettings {
        times: &times,
        from,
        drift: drift_points / 100.0,
        target: question.target.as_ref().map(|target| target.relative_gap_percent / 100.0),
    };
    let draws = ScenarioDraws { draws: SCENARIO_DRAWS, seed: question.seed };
    let model = GapModel::new(ground.baseline, &measures)
        .with_others(&others)
        .with_whole(whole(question.all_groups));
    let points = gap_path(&model, &uptakes, settings, draws, ground.confidence)
        .map_err(PathRefusal::Model)?;
    let years = (first..=last).zip(points).map(|(year, point)| PathYear {
        year,
        gap: point.gap.scaled(100.0),
        target_met: point.met,
    });
    Ok(years.collect())
}

/// The places, in the model, of the dated measures.
fn places_in_model(ground: &Ground<'_>, dated: &[DatedMeasure]) -> Vec<usize> {
    let place = |one: &DatedMeasure| ground.model.places.iter().position(|at| *at == one.measure);
    dated.iter().filter_map(place).collect()
}

/// What becomes of the rate of all, as the model takes it.
pub(super) const fn whole(all_groups: AllGroups) -> Whole {
    match all_groups {
        AllGroups::Move => Whole::Moves,
        AllGroups::Held => Whole::Held,
    }
}
