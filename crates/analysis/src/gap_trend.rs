//! A group held against all, by period: how wide is the gap, and is it real?
//!
//! Classifications are series of their own: nothing is drawn, tested or
//! added up across a change without saying so.

use firstyear_core::project::{GapQuestion, GapSeries};
use firstyear_core::{
    AreaCode, Cell, Confidence, Counts, Dimension, DimensionId, Estimate, IndicatorId, Period,
    PublishedGap, SourceClass, SourceId,
};
use firstyear_metrics::{
    GapError, GapInput, PUBLISHED_RELATIVE_GAP, PublishedGapInput, Relation, absolute_gap,
    change_in_relative_gap, published_relative_gap, relative_gap,
};

use crate::counted::settle_published;
use crate::pool::Pooled;
use crate::select::{Slice, by_category};
use crate::{CountedRate, Evidence, QuestionError, Verdict};

/// The gap between a group and all, by period and classification.
#[derive(Clone, Debug, PartialEq)]
pub struct GapTrend {
    /// The group in words.
    pub group: String,
    /// Those it is held against, in words, where a series names no others.
    pub against: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// One series for each classification, oldest first.
    pub series: Vec<GapTrendSeries>,
    /// The first gap held against the latest of each series.
    pub comparisons: Vec<GapComparison>,
}

/// The gaps under one classification.
#[derive(Clone, Debug, PartialEq)]
pub struct GapTrendSeries {
    /// The classification.
    pub dimension: DimensionId,
    /// Its name.
    pub name: String,
    /// Those that the group is held against, in words.
    pub against: String,
    /// Where.
    pub area: AreaCode,
    /// In order of time.
    pub points: Vec<GapPoint>,
}

/// The gap in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct GapPoint {
    /// When.
    pub period: Period,
    /// Group rate minus the rate of all, over the rate of all, in percent.
    /// Positive when the group has the higher rate. Without limits where the
    /// publisher prints the gap without its counts.
    pub relative: Cell<Estimate>,
    /// Group rate minus the rate of all, in the indicator's unit. Absent where
    /// only a relative gap was published.
    pub absolute: Cell<Estimate>,
    /// The group.
    pub group: Option<CountedRate>,
    /// All, the group included.
    pub all: Option<CountedRate>,
    /// The rates of the group and of all as a publisher prints them beside
    /// its gap, in the indicator's unit. Rounded: never divided into a gap.
    pub printed_rates: Option<(Cell<f64>, Cell<f64>)>,
    /// Events of the group and of all as a publisher prints them beside its
    /// gap: with the limits of the gap, they can be worked out.
    pub printed_events: Option<(Cell<u64>, Cell<u64>)>,
    /// The strictest class of the sources.
    pub class: SourceClass,
    /// Whether the figure was published as a gap or made from counts.
    pub origin: GapOrigin,
    /// Whether the period shares days with the one before it in the series,
    /// so that the two are not independent.
    pub overlaps_previous: bool,
}

impl GapPoint {
    /// Whether there is a gap at all: how it stands to none, by its limits.
    #[must_use]
    pub fn against_none(&self) -> Verdict {
        Verdict::of(self.relative.value(), Some(0.0))
    }
}

/// How a gap came about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapOrigin {
    /// Printed by a publisher; limits made from the counts beside it.
    Published {
        /// The source.
        source: SourceId,
        /// The publication, in words.
        origin: String,
    },
    /// Made from counts.
    Computed,
}

/// Two gaps held against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct GapComparison {
    /// The earlier period.
    pub earlier: Period,
    /// The place of its series in [`GapTrend::series`], from 0.
    pub earlier_series: usize,
    /// The later period.
    pub later: Period,
    /// The place of its series in [`GapTrend::series`], from 0.
    pub later_series: usize,
    /// How the later gap stands to the earlier one.
    pub verdict: Verdict,
    /// What the verdict rests on.
    pub test: GapTest,
    /// The classifications of the two, where they differ.
    pub across_break: Option<(String, String)>,
}

/// How two gaps were held against each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GapTest {
    /// Both have limits: the ratio of the two rate ratios against 1.
    Difference {
        /// Later minus earlier, in percentage points of the relative gap.
        points: f64,
        /// Two-sided probability of so large a ratio without a change.
        p: f64,
    },
    /// Only one has limits: whether the other lies between them.
    WithinLimits,
    /// The periods share days: not tested.
    Overlapping,
}

/// Answers a [`GapQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, or when no figure
/// fits any of the series.
pub fn gap_trend(
    evidence: &Evidence<'_>,
    question: &GapQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<GapTrend, QuestionError> {
    let area = question.area.as_ref().unwrap_or(area);
    let indicator = question.indicator.as_ref().unwrap_or(indicator);
    let mut series = Vec::new();
    for part in &question.series {
        let found = one_series(evidence, question, part, area, indicator)?;
        if !found.points.is_empty() {
            series.push(found);
        }
    }
    if series.is_empty() {
        let dimension = question.series.first().map(|part| part.dimension.clone());
        let (indicator, area) = (indicator.clone(), area.clone());
        return Err(QuestionError::NoFigures { indicator, area, dimension });
    }
    Ok(GapTrend {
        group: question.group.clone(),
        against: question.against.clone(),
        indicator: indicator.clone(),
        comparisons: comparisons(evidence, &series),
        series,
    })
}

fn one_series(
    evidence: &Evidence<'_>,
    question: &GapQuestion,
    part: &GapSeries,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<GapTrendSeries, QuestionError> {
    let area = part.area.as_ref().unwrap_or(area);
    let dimension = evidence.dimension(&part.dimension)?;
    let mut points: Vec<GapPoint> = evidence
        .data
        .gaps
        .iter()
        .filter(|gap| {
            gap.indicator == *indicator
                && gap.area == *area
                && gap.dimension == part.dimension
                && part.categories == [gap.group.clone()]
        })
        .map(|gap| published(evidence, gap))
        .collect::<Result<_, _>>()?;
    for (period, slice) in by_category(evidence, indicator, area, &part.dimension) {
        if points.iter().all(|point| point.period != period) {
            points.extend(computed(evidence, part, dimension, period, &slice, indicator)?);
        }
    }
    points.sort_by(|a, b| (a.period, &a.origin).cmp(&(b.period, &b.origin)));
    for i in 1..points.len() {
        points[i].overlaps_previous = points[i - 1].period.overlaps(points[i].period);
    }
    Ok(GapTrendSeries {
        dimension: part.dimension.clone(),
        name: dimension.about().name.clone(),
        against: part.against.as_ref().unwrap_or(&question.against).clone(),
        area: area.clone(),
        points,
    })
}

/// A gap as printed, with limits where its counts are printed too.
fn published(evidence: &Evidence<'_>, gap: &PublishedGap) -> Result<GapPoint, QuestionError> {
    let indicator = evidence.indicator(&gap.indicator)?;
    let relative = gap.relative_gap.map(|percent| {
        published_estimate(evidence, gap, percent, indicator.factor()).unwrap_or(Estimate {
            value: percent,
            interval: None,
            method: PUBLISHED_RELATIVE_GAP,
            counts: None,
        })
    });
    Ok(GapPoint {
        period: gap.period,
        relative,
        absolute: Cell::Absent,
        group: None,
        all: None,
        printed_rates: Some((gap.group_rate, gap.all_rate)),
        printed_events: Some((gap.group_events, gap.all_events)),
        class: evidence.class(&gap.source),
        origin: GapOrigin::Published { source: gap.source.clone(), origin: gap.origin.clone() },
        overlaps_previous: false,
    })
}

/// Limits of a published gap, from the events of group and all and the rate
/// of all, which tells the births.
fn published_estimate(
    evidence: &Evidence<'_>,
    gap: &PublishedGap,
    percent: f64,
    factor: f64,
) -> Option<Estimate> {
    let input = PublishedGapInput {
        relative_gap: percent / 100.0,
        group_events: *gap.group_events.value()?,
        all_events: *gap.all_events.value()?,
        all_rate: *gap.all_rate.value()? / factor,
        sample: gap.basis.sample(),
    };
    let estimate = published_relative_gap(&input, evidence.confidence).ok()?;
    Some(estimate.scaled(100.0))
}

/// A gap made from the counts of one period.
fn computed(
    evidence: &Evidence<'_>,
    part: &GapSeries,
    dimension: &Dimension,
    period: Period,
    slice: &Slice<'_>,
    indicator: &IndicatorId,
) -> Result<Option<GapPoint>, QuestionError> {
    let indicator = evidence.indicator(indicator)?;
    let group: Option<Vec<_>> =
        part.categories.iter().map(|category| slice.get(category).copied()).collect();
    let all = dimension.total().and_then(|total| slice.get(&total.id));
    let (Some(group), Some(all)) = (group, all) else { return Ok(None) };
    let (Some(group), Some(all)) = (Pooled::sum(group), Pooled::sum([*all])) else {
        return Ok(None);
    };
    let (mut group, mut all) = (group.rate(evidence, indicator), all.rate(evidence, indicator));
    settle_published([&mut group, &mut all].into_iter());
    let (relative, absolute) = estimates(&group, &all, evidence);
    Ok(Some(GapPoint {
        period,
        class: group.class.max(all.class),
        relative: relative.map(|estimate| estimate.scaled(100.0)),
        absolute: absolute.map(|estimate| estimate.scaled(indicator.factor())),
        group: Some(group),
        all: Some(all),
        printed_rates: None,
        printed_events: None,
        origin: GapOrigin::Computed,
        overlaps_previous: false,
    }))
}

/// Relative and absolute gap, as fraction and per person. Not applicable where
/// the counts are known but make no gap.
fn estimates(
    group: &CountedRate,
    all: &CountedRate,
    evidence: &Evidence<'_>,
) -> (Cell<Estimate>, Cell<Estimate>) {
    let counts = |rate: &CountedRate| {
        rate.events.zip_with(rate.at_risk, |events, at_risk| Counts { events, at_risk })
    };
    let sample = group.basis.sample();
    let both = counts(group).zip_with(counts(all), |group, against| GapInput {
        group,
        against,
        relation: Relation::PartOfWhole,
        sample,
    });
    let of = |gap: fn(&GapInput, Confidence) -> Result<Estimate, GapError>| match both {
        Cell::Known { value, flags } => match gap(&value, evidence.confidence) {
            Ok(estimate) => Cell::Known { value: estimate, flags },
            Err(_) => Cell::NotApplicable,
        },
        Cell::Withheld(by) => Cell::Withheld(by),
        Cell::Absent => Cell::Absent,
        Cell::NotApplicable => Cell::NotApplicable,
    };
    (of(relative_gap), of(absolute_gap))
}

/// The first gap that a reader would hold against: against the latest of its
/// own series, and of every later one.
fn comparisons(evidence: &Evidence<'_>, series: &[GapTrendSeries]) -> Vec<GapComparison> {
    let Some((at, first)) = series
        .iter()
        .enumerate()
        .find_map(|(at, s)| s.points.iter().find(|p| has_value(p)).map(|p| (at, p)))
    else {
        return Vec::new();
    };
    let first_has_limits = has_limits(first);
    series
        .iter()
        .enumerate()
        .filter_map(|(place, s)| {
            let known = s.points.iter().rev().filter(|point| has_value(point));
            // Two gaps without limits cannot be compared: then the latest
            // that has them is the one to hold the first against.
            let last = known.clone().find(|point| first_has_limits || has_limits(point));
            last.or_else(|| known.clone().next()).map(|last| (place, last))
        })
        .filter(|(_, last)| last.period != first.period)
        .map(|(place, last)| {
            let (from, to) = (&series[at], &series[place]);
            let (verdict, test) = compare(evidence, first, last);
            GapComparison {
                earlier: first.period,
                earlier_series: at,
                later: last.period,
                later_series: place,
                verdict,
                test,
                across_break: (from.dimension != to.dimension)
                    .then(|| (from.name.clone(), to.name.clone())),
            }
        })
        .collect()
}

fn has_value(point: &GapPoint) -> bool {
    point.relative.value().is_some()
}

fn has_limits(point: &GapPoint) -> bool {
    point.relative.value().is_some_and(|gap| gap.interval.is_some())
}

fn compare(evidence: &Evidence<'_>, earlier: &GapPoint, later: &GapPoint) -> (Verdict, GapTest) {
    match (earlier.relative.value(), later.relative.value()) {
        _ if earlier.period.overlaps(later.period) => (Verdict::NotCompared, GapTest::Overlapping),
        (Some(before), Some(after)) => verdict(evidence, before, after),
        _ => (Verdict::NotCompared, GapTest::WithinLimits),
    }
}

fn verdict(evidence: &Evidence<'_>, before: &Estimate, after: &Estimate) -> (Verdict, GapTest) {
    if before.interval.is_some() && after.interval.is_some() {
        let alpha = 1.0 - evidence.confidence.level();
        let fraction = |percent: &Estimate| percent.scaled(0.01);
        if let Ok(change) = change_in_relative_gap(&fraction(before), &fraction(after)) {
            let verdict = match () {
                () if change.p >= alpha => Verdict::CannotTell,
                () if after.value > before.value => Verdict::Higher,
                () => Verdict::Lower,
            };
            let points = after.value - before.value;
            return (verdict, GapTest::Difference { points, p: change.p });
        }
    }
    let verdict = if after.interval.is_some() {
        Verdict::of(Some(after), Some(before.value))
    } else {
        match Verdict::of(Some(before), Some(after.value)) {
            // Seen from the later gap: it is lower when the earlier is higher.
            Verdict::Higher => Verdict::Lower,
            Verdict::Lower => Verdict::Higher,
            other => other,
        }
    };
    (verdict, GapTest::WithinLimits)
}
