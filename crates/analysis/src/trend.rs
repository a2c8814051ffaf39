//! A rate over time: is it rising or falling, how fast, and does the gap to
//! another group widen?
//!
//! A trend rests on the longest run of the latest comparable periods: whole
//! years of equal length, each next to the one before, without overlap, within
//! one version of a classification and on one side of every break. What is
//! left out is said, and why.

use firstyear_core::project::TrendQuestion;
use firstyear_core::{
    AreaCode, CategoryId, Confidence, Counts, Dimension, DimensionId, Estimate, Indicator,
    IndicatorId, IndicatorKind, MethodId, Polarity, Role,
};
use firstyear_metrics::trend::{
    RECENT_TREND, RECENT_TREND_OF_PROPORTIONS, TimedCounts, TrendPoint, TrendTest, gap_trend_test,
    rate_trend, recent_trend, recent_trend_of_proportions,
};
use firstyear_metrics::{point_of_sample, rate, sampling_factor, trend_of_sample};

pub use firstyear_metrics::trend::{Change, RateTrendError, RecentTrend, RecentTrendError};

use crate::rate_series::rate_series;
use crate::run::{describe, latest_run};
use crate::{Evidence, LeftOut, QuestionError, RatePoint, Run};

/// A rate over time, with what can be said of its course.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What is measured.
    pub indicator: IndicatorId,
    /// Which way is good.
    pub polarity: Polarity,
    /// Where.
    pub area: AreaCode,
    /// The dimension or family of the groups; `None` for everyone.
    pub dimension: Option<DimensionId>,
    /// The group, or everyone.
    pub group: TrendSeries,
    /// The group that it is held against.
    pub against: Option<TrendSeries>,
    /// The trend in the gap between the two.
    pub gap: Option<TrendGap>,
    kind: IndicatorKind,
    factor: f64,
    confidence: Confidence,
    share_members: bool,
}

/// The rate of one group by period.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendSeries {
    /// Whose rate it is, in words.
    pub name: String,
    /// In order of time.
    pub points: Vec<RatePoint>,
    /// The periods that the trend rests on.
    pub run: Option<Run>,
    /// The periods that it does not rest on, in order of time.
    pub left_out: Vec<LeftOut>,
    /// The marker of the latest five years. The slope is by year, in the
    /// indicator's unit or, for a proportion, in that of its logit.
    pub recent: Result<RecentTrend, NoTrend>,
    /// The change a year over the whole run, from a Poisson line: of a
    /// frequent proportion its limits are wider than they need be.
    pub change: Result<YearlyChange, NoTrend>,
}

/// The change of a rate, or of the ratio of two rates, a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearlyChange {
    /// In percent a year: -2 for 2% less each year.
    pub percent: Estimate,
    /// Two-sided probability of so large a change if there were none.
    pub p: f64,
    /// The factor by which scatter widens the variance: 1 for chance alone.
    pub dispersion: f64,
}

/// The trend in a gap.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendGap {
    /// The periods that it rests on: those in which both groups have counts.
    pub run: Option<Run>,
    /// The change of the ratio of the group's rate to that of the other.
    /// Positive when the group's rate grows against the other's.
    pub change: Result<YearlyChange, NoTrend>,
    /// Whether the group had the higher rate at the first and at the last
    /// period; `None` where there is no run.
    pub group_higher: Option<(bool, bool)>,
}

/// Why a trend is not told.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoTrend {
    /// Too few comparable periods.
    #[error(
        "{given} comparable {}, and {needed} are needed",
        if *given == 1 { "period" } else { "periods" }
    )]
    TooFewPeriods {
        /// How many there are.
        given: usize,
        /// How many there would have to be.
        needed: usize,
    },
    /// Periods of several years each.
    #[error("the periods are {years} years long, and the marker is made for single years")]
    NotYearly {
        /// Years of each.
        years: u16,
    },
    /// Those at risk are a sample, and the marker is made for a full count.
    #[error("those at risk are a sample multiplied up, and the marker is made for a full count")]
    Sampled,
    /// The two groups are not apart.
    #[error("the two groups share members: a group is held against others, not against a whole")]
    SharedMembers,
    /// The marker cannot be made.
    #[error("{0}")]
    Recent(RecentTrendError),
    /// The yearly change cannot be made.
    #[error("{0}")]
    Change(RateTrendError),
}

/// Points that the marker of a recent trend needs.
const RECENT: usize = firstyear_metrics::trend::RECENT_POINTS;
/// Points that a line needs beyond the two through which any line goes.
const LINE: usize = 3;

/// Answers a [`TrendQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, or when no figure
/// fits. Figures that make no trend are no error: the answer says why.
pub fn trend(
    evidence: &Evidence<'_>,
    question: &TrendQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<Trend, QuestionError> {
    let area = question.area.as_ref().unwrap_or(area);
    let indicator: &Indicator =
        evidence.indicator(question.indicator.as_ref().unwrap_or(indicator))?;
    let dimension = question.dimension.as_ref();
    let series = |name: &str, categories: &[CategoryId]| {
        rate_series(evidence, indicator, area, dimension, categories).map(|points| TrendSeries {
            name: name.to_owned(),
            points,
            run: None,
            left_out: Vec::new(),
            recent: Err(NoTrend::TooFewPeriods { given: 0, needed: RECENT }),
            change: Err(NoTrend::TooFewPeriods { given: 0, needed: LINE }),
        })
    };
    let group = series(&question.name, &question.categories)?;
    let against = match &question.against {
        Some(against) => Some(series(&against.name, &against.categories)?),
        None => None,
    };
    let mut answer = Trend {
        indicator: indicator.id.clone(),
        polarity: indicator.polarity,
        area: area.clone(),
        dimension: dimension.cloned(),
        group,
        against,
        gap: None,
        kind: indicator.kind,
        factor: indicator.factor(),
        confidence: evidence.confidence,
        share_members: share_members(evidence, question)?,
    };
    answer.settle();
    Ok(answer)
}

impl Trend {
    /// The method of the recent trend.
    #[must_use]
    pub fn recent_method(&self) -> MethodId {
        match self.kind {
            IndicatorKind::Proportion => RECENT_TREND_OF_PROPORTIONS,
            IndicatorKind::Rate | IndicatorKind::Comparison => RECENT_TREND,
        }
    }

    /// Makes everything that rests on the points, from those whose counts are
    /// known.
    pub(crate) fn settle(&mut self) {
        let (kind, factor, confidence) = (self.kind, self.factor, self.confidence);
        for series in [Some(&mut self.group), self.against.as_mut()].into_iter().flatten() {
            series.settle(kind, factor, confidence);
        }
        self.gap = self.against.as_ref().map(|against| {
            if self.share_members {
                let change = Err(NoTrend::SharedMembers);
                return TrendGap { run: None, change, group_higher: None };
            }
            gap(&self.group, against, confidence)
        });
    }
}

impl TrendSeries {
    fn settle(&mut self, kind: IndicatorKind, factor: f64, confidence: Confidence) {
        let (run, left_out) = latest_run(&self.points, |point| counts(point).is_some());
        self.run = describe(&self.points, &run);
        self.left_out = left_out;
        let used: Vec<TimedCounts> = run.iter().filter_map(|at| timed(&self.points[*at])).collect();
        let sampling = sampling(run.iter().map(|at| &self.points[*at]));
        self.recent = recent(&used, self.run.as_ref(), kind, (factor, sampling));
        self.change = too_few(&used, LINE).and_then(|used| {
            let found = rate_trend(used, confidence).map_err(NoTrend::Change)?;
            Ok(yearly(trend_of_sample(found, sampling, used.len(), 2)))
        });
    }
}

/// Events and those at risk, where a rate can be made from them.
fn counts(point: &RatePoint) -> Option<Counts> {
    let (events, at_risk) = point.rate.counts()?;
    (at_risk > 0).then_some(Counts { events, at_risk })
}

/// By what those at risk, where they are known from a sample, widen variances;
/// 1 where everyone is counted.
fn sampling<'a>(points: impl Iterator<Item = &'a RatePoint>) -> f64 {
    let factor = |point: &RatePoint| {
        let sample = point.rate.basis.sample()?;
        Some(sampling_factor(ratio(counts(point)?), sample))
    };
    points.filter_map(factor).fold(1.0, f64::max)
}

fn timed(point: &RatePoint) -> Option<TimedCounts> {
    counts(point).map(|counts| TimedCounts { time: point.period.middle(), counts })
}

fn too_few(used: &[TimedCounts], needed: usize) -> Result<&[TimedCounts], NoTrend> {
    if used.len() < needed {
        return Err(NoTrend::TooFewPeriods { given: used.len(), needed });
    }
    Ok(used)
}

/// The marker rests on limits at 95%, whatever the project prints.
fn recent(
    used: &[TimedCounts],
    run: Option<&Run>,
    kind: IndicatorKind,
    (factor, sampling): (f64, f64),
) -> Result<RecentTrend, NoTrend> {
    if let Some(years) = run.map(|run| run.first.units()).filter(|years| *years > 1) {
        return Err(NoTrend::NotYearly { years });
    }
    let used = too_few(used, RECENT)?;
    if kind == IndicatorKind::Proportion {
        if sampling > 1.0 {
            return Err(NoTrend::Sampled);
        }
        let counts: Vec<Counts> = used.iter().map(|point| point.counts).collect();
        return recent_trend_of_proportions(&counts).map_err(NoTrend::Recent);
    }
    let point = |point| limits(point, factor).map(|point| point_of_sample(point, sampling));
    let points: Vec<TrendPoint> = used.iter().filter_map(point).collect();
    recent_trend(&points).map_err(NoTrend::Recent)
}

fn limits(point: &TimedCounts, factor: f64) -> Option<TrendPoint> {
    let at_risk = std::num::NonZeroU64::new(point.counts.at_risk)?;
    let estimate = rate(point.counts.events, at_risk, Confidence::P95).scaled(factor);
    let interval = estimate.interval?;
    Some(TrendPoint { value: estimate.value, lower: interval.lower, upper: interval.upper })
}

fn yearly(test: TrendTest) -> YearlyChange {
    YearlyChange { percent: test.change.scaled(100.0), p: test.p, dispersion: test.dispersion }
}

/// The gap over the periods in which both have counts.
fn gap(group: &TrendSeries, against: &TrendSeries, confidence: Confidence) -> TrendGap {
    let others: std::collections::BTreeMap<_, TimedCounts> = against
        .points
        .iter()
        .filter_map(|point| timed(point).map(|timed| ((point.period, &point.version), timed)))
        .collect();
    let key = |point: &RatePoint| others.get(&(point.period, &point.version)).copied();
    let (run, _) =
        latest_run(&group.points, |point| counts(point).is_some() && key(point).is_some());
    let (of_group, of_others): (Vec<_>, Vec<_>) =
        run.iter().filter_map(|at| timed(&group.points[*at]).zip(key(&group.points[*at]))).unzip();
    let of_run = |point: &&RatePoint| run.iter().any(|at| group.points[*at].period == point.period);
    let sampling = sampling(group.points.iter().chain(&against.points).filter(of_run));
    let change = too_few(&of_group, LINE).and_then(|of_group| {
        let found = gap_trend_test(of_group, &of_others, confidence).map_err(NoTrend::Change)?;
        let points = of_group.len() + of_others.len();
        Ok(yearly(trend_of_sample(found, sampling, points, 4)))
    });
    let higher = |(a, b): (&TimedCounts, &TimedCounts)| ratio(a.counts) > ratio(b.counts);
    let ends = of_group.first().zip(of_others.first()).zip(of_group.last().zip(of_others.last()));
    TrendGap {
        run: describe(&group.points, &run),
        change,
        group_higher: ends.map(|(first, last)| (higher(first), higher(last))),
    }
}

fn ratio(counts: Counts) -> f64 {
    counts.events as f64 / counts.at_risk as f64
}

/// Whether a member of one group can be in the other: a total holds every
/// group, and what stands within a group is a part of it.
fn share_members(evidence: &Evidence<'_>, question: &TrendQuestion) -> Result<bool, QuestionError> {
    let (Some(id), Some(against)) = (&question.dimension, &question.against) else {
        return Ok(false);
    };
    let versions = evidence.versions(id)?;
    let meets = |one: &[CategoryId], other: &[CategoryId]| {
        one.iter().any(|category| {
            other.contains(category)
                || versions.iter().any(|version| holds(version, category, other))
        })
    };
    Ok(meets(&question.categories, &against.categories)
        || meets(&against.categories, &question.categories))
}

fn holds(version: &Dimension, category: &CategoryId, other: &[CategoryId]) -> bool {
    match version.category(category).map(|found| &found.role) {
        Some(Role::Total | Role::Beside) => true,
        Some(Role::Within(parent)) => other.contains(parent),
        _ => false,
    }
}
