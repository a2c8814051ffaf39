//! Did it work: areas where something was done against others, before and
//! after.
//!
//! Each area is held against itself, and the change of those visited against
//! that of the others. This shows an effect only if both would have changed
//! alike without it, which no figure proves: what speaks against it is told
//! beside the result. Figures that a publication states without counts are
//! recomputed, and no effect is made of them.

use std::collections::BTreeSet;

use firstyear_core::project::{EvaluatedAreas, EvaluationQuestion, Years};
use firstyear_core::{
    AreaCode, CategoryId, Confidence, Counts, DimensionId, Estimate, Indicator, IndicatorId,
    IndicatorKind, Interval, Period, Polarity, SourceClass,
};
use firstyear_metrics::evaluation::{
    DidArea, DidKind, Interruption, SeriesError, SeriesPoint, SeriesVariance,
    controlled_interrupted_time_series, difference_in_differences_within,
};
use firstyear_metrics::trend::{TimedCounts, gap_trend_test};

pub use firstyear_metrics::evaluation::SeriesEffect;

use crate::area_rows::AreaRows;
use crate::counted::{is_finite, rates_ratio};
use crate::{CountedRate, Evidence, QuestionError};

mod arms;
mod stated;

use arms::Work;

/// Years on either side that a trend before, or a series, needs.
const FEWEST_YEARS: usize = 3;

/// Areas where something was done against others, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// What is evaluated.
    pub name: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// Which way is good.
    pub polarity: Polarity,
    /// The group that is looked at, where it is not everyone.
    pub split: Option<(DimensionId, Vec<CategoryId>)>,
    /// Where the figures come from.
    pub origin: EvaluationOrigin,
    /// The areas where something was done.
    pub visited: EvaluatedArm,
    /// Those that they are held against.
    pub comparison: EvaluatedArm,
    /// What changed beyond the others; or every reason why that is not told.
    pub effect: Result<EvaluationEffect, Vec<NoEffect>>,
    /// The rate of the visited areas over that of the others before, less 1,
    /// in percent: positive where it was higher. `None` where it is not known,
    /// and where the others had no events, of which nothing is a share.
    pub baseline: Option<Estimate>,
    /// By how many percent a year the rate of the visited areas grew against
    /// that of the others before; or why that is not told.
    pub before: Result<Estimate, NoSeries>,
    /// The interrupted series, with the others as its control; or why there is
    /// none. Changes are in percent.
    pub series: Result<SeriesEffect, NoSeries>,
    /// What speaks against taking the change for an effect.
    pub cautions: Vec<EvaluationCaution>,
    kind: IndicatorKind,
    factor: f64,
    confidence: Confidence,
}

/// Where the figures of an evaluation come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluationOrigin {
    /// A publication states them.
    Stated {
        /// Which, in words.
        source: String,
        /// Whether the comparison holds the visited areas.
        comparison_holds_visited: bool,
    },
    /// They were counted.
    Counted,
}

/// One side of an evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluatedArm {
    /// Its name in sentences.
    pub name: String,
    /// The whole of which it is the rest, where it is one.
    pub rest_of: Option<AreaCode>,
    /// Its areas, in order of their codes; those that are not used too. The
    /// rest of a whole is one.
    pub areas: Vec<EvaluatedArea>,
    /// The rate before, of all areas used.
    pub before: ArmRate,
    /// The rate after.
    pub after: ArmRate,
    /// The change within areas, in the indicator's unit; without limits for
    /// stated figures.
    pub change: Option<Estimate>,
    /// The relative change within areas, in percent.
    pub relative_change: Option<Estimate>,
    /// The change as the publication prints it.
    pub printed_change: Option<f64>,
    /// The rate of every single year in which all areas used have counts.
    pub by_year: Vec<(Period, CountedRate)>,
}

/// The rate of an arm at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmRate {
    /// When, in words where a publication states it so.
    pub when: When,
    /// The rate.
    pub rate: CountedRate,
}

/// A time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A period.
    Period(Period),
    /// As a publication prints it.
    Printed(String),
}

/// An area before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluatedArea {
    /// Its code; that of the whole for the rest of one.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// Before.
    pub before: CountedRate,
    /// After.
    pub after: CountedRate,
    /// Whether both have counts of somebody at risk, so that it is used.
    pub used: bool,
}

/// What changed where something was done, beyond what changed elsewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvaluationEffect {
    /// The absolute change beyond that of the others, in the indicator's unit:
    /// negative where the rate fell more, or rose less.
    pub absolute: Estimate,
    /// The relative change beyond that of the others, in percent. `None` where
    /// a side has no events at one of the two times.
    pub relative: Option<Estimate>,
    /// Two-sided probability of so large a relative change by chance.
    pub p: Option<f64>,
    /// The factor by which scatter of the areas' changes widens the variance:
    /// 1 for chance alone.
    pub dispersion: f64,
    /// How many areas were used: visited, others.
    pub areas: [usize; 2],
}

/// Why no effect is told.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoEffect {
    /// Percentages without the counts behind them.
    #[error(
        "no denominators: the figures are stated without the counts behind them, so nobody can tell a change from chance"
    )]
    NoDenominators,
    /// Stated figures that did not start alike.
    #[error(
        "unequal baselines: {visited} in {visited_when} against {comparison} in {comparison_when}, so the same change is another share of each, and one that starts worse comes back towards the others by itself"
    )]
    UnequalBaselines {
        /// The visited areas.
        visited: f64,
        /// When.
        visited_when: String,
        /// The comparison.
        comparison: f64,
        /// When.
        comparison_when: String,
    },
    /// Stated figures of other times.
    #[error(
        "unequal periods: the visited areas are seen from {visited}, the comparison from {comparison}"
    )]
    UnequalPeriods {
        /// Of the visited areas, such as `2008/09 to 2010/11 Q1`.
        visited: String,
        /// Of the comparison.
        comparison: String,
    },
    /// The comparison holds the visited areas.
    #[error("the comparison holds the visited areas: what changed in them changed it as well")]
    HoldsVisited,
    /// One side has no area with counts.
    #[error("no area of {0} has counts both before and after")]
    NoArea(String),
    /// A whole whose rest is asked for lacks a part.
    #[error(
        "the rest of {0} is not known: it, and every visited area, must have counts both before and after"
    )]
    NoRest(AreaCode),
    /// Those at risk are a sample.
    #[error("those at risk are a sample: their error would be left out of the limits")]
    Sampled,
    /// Nothing happened on one side.
    #[error("{0} have no events at all, so chance cannot be told")]
    NoEvents(String),
    /// A count is too small to be shown.
    #[error("a count is too small to be shown, and the change would tell it")]
    Disclosive,
}

/// Why a series is not used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoSeries {
    /// Too few single years.
    #[error(
        "{given} single years with counts of all areas {side}, and {FEWEST_YEARS} in a row are needed"
    )]
    TooFewYears {
        /// How many there are.
        given: usize,
        /// `before` or `after`.
        side: &'static str,
    },
    /// Years lie between before and after.
    #[error("years lie between before and after, and a series needs all of them in a row")]
    YearsBetween,
    /// Figures without counts.
    #[error("the figures are stated without counts")]
    Stated,
    /// Counts of single years of a restricted source.
    #[error("sums of single years of a restricted source are not shown")]
    Restricted,
    /// No area is used.
    #[error("one side has no area with counts")]
    NoArea,
    /// The method has no answer.
    #[error(transparent)]
    Method(SeriesError),
    /// The trend before has no answer.
    #[error("{0}")]
    Trend(firstyear_metrics::trend::RateTrendError),
}

/// What speaks against taking a change for an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationCaution {
    /// The visited areas were worse before by more than chance: areas that are
    /// chosen when their rate is high come back by themselves.
    StartedWorse,
    /// They were better before by more than chance.
    StartedBetter,
    /// Their rate already moved against that of the others before.
    MovedBefore,
    /// The two times are of unequal length, in years.
    UnequalPeriods {
        /// Years before.
        before: u16,
        /// Years after.
        after: u16,
    },
    /// One side is a single area, so that scatter between areas is not seen on
    /// it.
    OneArea,
    /// Areas without counts at one of the two times are left out.
    LeftOut {
        /// How many.
        areas: usize,
    },
}

impl Evaluation {
    /// Every rate that is shown.
    pub fn rates(&self) -> impl Iterator<Item = &CountedRate> {
        [&self.visited, &self.comparison].into_iter().flat_map(|arm| {
            let of_areas = arm.areas.iter().flat_map(|area| [&area.before, &area.after]);
            let of_years = arm.by_year.iter().map(|(_, rate)| rate);
            [&arm.before.rate, &arm.after.rate].into_iter().chain(of_areas).chain(of_years)
        })
    }

    /// Whether the relative change is more than chance explains.
    #[must_use]
    pub fn is_beyond_chance(&self) -> bool {
        let effect = self.effect.as_ref().ok();
        let limits = effect.and_then(|effect| effect.relative.unwrap_or(effect.absolute).interval);
        limits.is_some_and(|limits| !limits.contains(0.0))
    }
}

impl EvaluatedArm {
    /// Why none of its areas is used.
    fn why_not_used(&self) -> NoEffect {
        let mut rates = self.areas.iter().flat_map(|area| [&area.before, &area.after]);
        match &self.rest_of {
            Some(whole) => NoEffect::NoRest(whole.clone()),
            None if rates.any(CountedRate::is_as_published) => NoEffect::NoDenominators,
            None => NoEffect::NoArea(self.name.clone()),
        }
    }
}

/// Answers an [`EvaluationQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, and where no area
/// has any figure.
pub fn evaluation(
    evidence: &Evidence<'_>,
    question: &EvaluationQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<Evaluation, QuestionError> {
    let indicator = evidence.indicator(question.indicator.as_ref().unwrap_or(indicator))?;
    if let Some(dimension) = &question.dimension {
        evidence.dimension(dimension)?;
    }
    if let Some(figures) = &question.stated {
        return Ok(stated::of_statement(evidence, question, figures, indicator));
    }
    let no_period = || QuestionError::NoPeriod {
        indicator: indicator.id.clone(),
        area: area.clone(),
        years: 1,
    };
    let years = question.before.zip(question.after).ok_or_else(no_period)?;
    counted(evidence, question, years, (area, indicator))
}

fn started(
    question: &EvaluationQuestion,
    indicator: &Indicator,
    origin: EvaluationOrigin,
    [visited, comparison]: [EvaluatedArm; 2],
    confidence: Confidence,
) -> Evaluation {
    let no_series = match origin {
        EvaluationOrigin::Stated { .. } => NoSeries::Stated,
        EvaluationOrigin::Counted => NoSeries::NoArea,
    };
    Evaluation {
        name: question.name.clone(),
        indicator: indicator.id.clone(),
        polarity: indicator.polarity,
        split: question.dimension.clone().map(|id| (id, question.categories.clone())),
        origin,
        visited,
        comparison,
        effect: Err(Vec::new()),
        baseline: None,
        before: Err(no_series.clone()),
        series: Err(no_series),
        cautions: Vec::new(),
        kind: indicator.kind,
        factor: indicator.factor(),
        confidence,
    }
}

fn counted(
    evidence: &Evidence<'_>,
    question: &EvaluationQuestion,
    (before, after): (Years, Years),
    (area, indicator): (&AreaCode, &Indicator),
) -> Result<Evaluation, QuestionError> {
    let none = |code: &AreaCode| QuestionError::NoFigures {
        indicator: indicator.id.clone(),
        area: code.clone(),
        dimension: question.dimension.clone(),
    };
    let period = |years: Years| years.period().map_err(|_| none(area));
    let times = [period(before)?, period(after)?];
    let group = (question.dimension.as_ref(), question.categories.as_slice());
    let rows = AreaRows::of(evidence, &indicator.id, group);
    let named = |side: &EvaluatedAreas, except: &BTreeSet<AreaCode>| {
        rows.codes((&side.areas, &side.prefixes), except)
    };
    let work = Work { evidence, indicator, rows: &rows, times, years: before.first..=after.last };
    let mut codes = named(&question.visited, &BTreeSet::new());
    // By a prefix alone the whole could be among its own parts.
    codes.retain(|code| question.comparison.rest_of.as_ref() != Some(code));
    let visited = work.arm(&question.visited.name, &codes);
    let comparison = if let Some(whole) = &question.comparison.rest_of {
        work.rest(&question.comparison.name, whole, &visited)
    } else {
        let others = named(&question.comparison, &codes);
        work.arm(&question.comparison.name, &others)
    };
    if visited.areas.is_empty() && comparison.areas.is_empty() {
        return Err(none(area));
    }
    let origin = EvaluationOrigin::Counted;
    let mut found =
        started(question, indicator, origin, [visited, comparison], evidence.confidence);
    found.settle(times);
    Ok(found)
}

/// Counts of a rate that can be compared.
fn usable(rate: &CountedRate) -> Option<Counts> {
    let (events, at_risk) = crate::area_rates::usable(rate)?;
    Some(Counts { events, at_risk })
}

impl Evaluation {
    /// Works everything out from the counts that are known.
    fn settle(&mut self, times: [Period; 2]) {
        self.effect = self.compute();
        let baseline = self.baseline_ratio();
        self.baseline = baseline.filter(is_finite);
        let series = self.both_series(times);
        self.before = series.as_ref().map_err(Clone::clone).and_then(|series| {
            let (visited, comparison) = (&series.before[0], &series.before[1]);
            let trend = gap_trend_test(visited, comparison, self.confidence);
            trend.map(|trend| trend.change.scaled(100.0)).map_err(NoSeries::Trend)
        });
        self.series = series.and_then(|series| self.interrupted(&series, times));
        self.cautions = self.find_cautions(times, baseline);
    }

    fn compute(&mut self) -> Result<EvaluationEffect, Vec<NoEffect>> {
        let sampled = |rate: &CountedRate| rate.basis.sample().is_some();
        let mut reasons = Vec::new();
        if self.rates().any(sampled) {
            reasons.push(NoEffect::Sampled);
        }
        let mut areas = Vec::new();
        for (arm, treated) in [(&self.visited, true), (&self.comparison, false)] {
            let used = arm.areas.iter().filter_map(|area| {
                let (before, after) = (usable(&area.before)?, usable(&area.after)?);
                Some(DidArea { treated, before, after })
            });
            let before = areas.len();
            areas.extend(used);
            if areas.len() == before {
                reasons.push(arm.why_not_used());
            }
        }
        if !reasons.is_empty() {
            return Err(reasons);
        }
        let kind = match self.kind {
            IndicatorKind::Proportion => DidKind::Proportion,
            IndicatorKind::Rate | IndicatorKind::Comparison => DidKind::Rate,
        };
        let visited = areas.iter().filter(|area| area.treated).count();
        // Every fault was looked for above.
        let found = difference_in_differences_within(&areas, kind, self.confidence)
            .map_err(|_| vec![NoEffect::NoDenominators])?;
        let arms = [&mut self.visited, &mut self.comparison];
        for (at, arm) in arms.into_iter().enumerate() {
            arm.relative_change = found.arms[at].map(|change| change.scaled(100.0));
            arm.change = found.absolute_arms[at].map(|change| change.scaled(self.factor));
        }
        let silent = || {
            let arms = [&self.visited, &self.comparison].into_iter().zip(found.absolute_arms);
            let silent = arms.filter(|(_, change)| change.is_none());
            silent.map(|(arm, _)| NoEffect::NoEvents(arm.name.clone())).collect::<Vec<_>>()
        };
        Ok(EvaluationEffect {
            absolute: found.absolute.ok_or_else(silent)?.scaled(self.factor),
            relative: found.ratio.map(|ratio| ratio.scaled(100.0)),
            p: found.p,
            dispersion: found.dispersion,
            areas: [visited, areas.len() - visited],
        })
    }

    /// The ratio before; infinite, or not a number, where the others had no
    /// events.
    fn baseline_ratio(&self) -> Option<Estimate> {
        let visited = usable(&self.visited.before.rate)?;
        let comparison = usable(&self.comparison.before.rate)?;
        let ratio = rates_ratio(self.kind, visited, comparison, self.confidence)?;
        let percent = |ratio: f64| 100.0 * (ratio - 1.0);
        let interval = ratio.interval.map(|limits| Interval {
            lower: percent(limits.lower),
            upper: percent(limits.upper),
            ..limits
        });
        Some(Estimate { value: percent(ratio.value), interval, ..ratio })
    }

    /// The single years of both arms.
    fn both_series(&self, times: [Period; 2]) -> Result<BothSeries, NoSeries> {
        if self.rates().any(|rate| rate.class == SourceClass::Restricted) {
            return Err(NoSeries::Restricted);
        }
        let of = |arm: &EvaluatedArm, time: Period| -> Vec<TimedCounts> {
            let years = arm.by_year.iter().filter(|(year, _)| time.covers(*year));
            years
                .filter_map(|(year, rate)| {
                    Some(TimedCounts { time: year.middle(), counts: usable(rate)? })
                })
                .collect()
        };
        let arms = [&self.visited, &self.comparison];
        let [before, after] = times.map(|time| arms.map(|arm| of(arm, time)));
        let given = before.iter().map(Vec::len).min().unwrap_or(0);
        if given < FEWEST_YEARS {
            return Err(NoSeries::TooFewYears { given, side: "before" });
        }
        Ok(BothSeries { before, after })
    }

    fn interrupted(
        &self,
        series: &BothSeries,
        times: [Period; 2],
    ) -> Result<SeriesEffect, NoSeries> {
        if !times[0].meets(times[1]) {
            return Err(NoSeries::YearsBetween);
        }
        let given = series.after.iter().map(Vec::len).min().unwrap_or(0);
        if given < FEWEST_YEARS {
            return Err(NoSeries::TooFewYears { given, side: "after" });
        }
        let [visited, comparison] = [0, 1].map(|arm| -> Vec<SeriesPoint> {
            let points = series.before[arm].iter().chain(&series.after[arm]);
            points.map(|point| SeriesPoint { time: point.time, counts: point.counts }).collect()
        });
        let interruption = Interruption {
            // The middle of the first year after.
            at: times[1].middle() - f64::from(times[1].units() - 1) / 2.0,
            variance: SeriesVariance::Robust { lag: 1 },
            confidence: self.confidence,
        };
        let effect = controlled_interrupted_time_series(&visited, &comparison, &interruption)
            .map_err(NoSeries::Method)?;
        Ok(SeriesEffect {
            level: effect.level.scaled(100.0),
            slope: effect.slope.scaled(100.0),
            at_end: effect.at_end.scaled(100.0),
            ..effect
        })
    }

    fn find_cautions(
        &self,
        [before, after]: [Period; 2],
        baseline: Option<Estimate>,
    ) -> Vec<EvaluationCaution> {
        let beyond =
            |estimate: &Estimate| estimate.interval.is_some_and(|limits| !limits.contains(0.0));
        let mut cautions = Vec::new();
        if let Some(baseline) = baseline.filter(beyond) {
            let is_worse = match self.polarity {
                Polarity::HigherIsBetter => baseline.value < 0.0,
                _ => baseline.value > 0.0,
            };
            cautions.push(if is_worse {
                EvaluationCaution::StartedWorse
            } else {
                EvaluationCaution::StartedBetter
            });
        }
        if self.before.as_ref().is_ok_and(beyond) {
            cautions.push(EvaluationCaution::MovedBefore);
        }
        if before.units() != after.units() {
            let (before, after) = (before.units(), after.units());
            cautions.push(EvaluationCaution::UnequalPeriods { before, after });
        }
        if self.effect.as_ref().is_ok_and(|effect| effect.areas.contains(&1)) {
            cautions.push(EvaluationCaution::OneArea);
        }
        let areas = self.visited.areas.iter().chain(&self.comparison.areas);
        let left_out = areas.filter(|area| !area.used).count();
        if left_out > 0 {
            cautions.push(EvaluationCaution::LeftOut { areas: left_out });
        }
        cautions
    }

    /// Forgets everything that is made of counts.
    pub(crate) fn withdraw(&mut self) {
        self.effect = Err(vec![NoEffect::Disclosive]);
        self.baseline = None;
        self.before = Err(NoSeries::Restricted);
        self.series = Err(NoSeries::Restricted);
        self.cautions.clear();
        for arm in [&mut self.visited, &mut self.comparison] {
            arm.change = None;
            arm.relative_change = None;
            arm.by_year.clear();
        }
    }
}

/// Counts of single years: of the visited areas, then of the others.
struct BothSeries {
    before: [Vec<TimedCounts>; 2],
    after: [Vec<TimedCounts>; 2],
}
