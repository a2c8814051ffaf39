//! A rate over time on a control chart: which changes are more than chance?
//!
//! Periods stand in order, equal and without overlap; one without a figure
//! keeps its place, breaks runs and is no point of any limit. New limits begin
//! where the question says so and where the publisher marks a break.

use std::collections::BTreeMap;

use firstyear_core::project::{SpcChart, SpcQuestion};
use firstyear_core::{
    AreaCode, Basis, Cell, DimensionId, Indicator, IndicatorId, IndicatorKind, MethodId, Period,
    PeriodUnit, Polarity, SourceClass,
};
use firstyear_metrics::control::{
    Chart, ChartOptions, ChartPoint, Improvement, P_CHART, P_PRIME, Screening, U_CHART, U_PRIME,
    XMR, p_chart, p_prime, u_chart, u_prime, xmr,
};

pub use firstyear_metrics::control::{
    Assurance, ChartError, Direction as SpcDirection, PointKind, SpecialCause,
};

use crate::rate_series::rate_series;
use crate::{CountedRate, Evidence, LeftOut, QuestionError, RatePoint, WhyLeftOut};

/// A rate over time between its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Spc {
    /// Whose rate it is, in words.
    pub name: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// Which way is good.
    pub polarity: Polarity,
    /// Where.
    pub area: AreaCode,
    /// The dimension or family of the group; `None` for everyone.
    pub dimension: Option<DimensionId>,
    /// The kind of chart.
    pub chart: SpcChart,
    /// In order of time, each next to the one before.
    pub points: Vec<SpcPoint>,
    /// The periods that are not on the chart, in order of time.
    pub left_out: Vec<LeftOut>,
    /// A value to be reached, in the indicator's unit.
    pub target: Option<f64>,
    /// Whether the process as it is will meet the target; `None` without a
    /// target, without limits, or where neither way is better.
    pub assurance: Option<Assurance>,
    /// Why there are no lines.
    pub no_lines: Option<ChartError>,
    factor: f64,
}

/// One point of a control chart, with the lines around it.
#[derive(Clone, Debug, PartialEq)]
pub struct SpcPoint {
    /// The period with its rate.
    pub at: RatePoint,
    /// Whether new limits begin here, and why.
    pub new_limits: Option<NewLimits>,
    /// The phase, counted from 0.
    pub phase: usize,
    /// The centre line, in the indicator's unit.
    pub centre: Option<f64>,
    /// Lower and upper limit, in the indicator's unit; `None` where the phase
    /// has none or nothing in it varies, or where those at risk are not known.
    pub limits: Option<(f64, f64)>,
    /// The rule that marks the point.
    pub cause: Option<SpecialCause>,
    /// What that means, given which way is better.
    pub kind: PointKind,
    /// Whether its phase has too few points for limits that hold.
    pub short: bool,
}

/// Why new limits begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewLimits {
    /// The question says so.
    Asked,
    /// The publisher marks a break of the series.
    Break,
}

/// Answers an [`SpcQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, when no figure
/// fits, or when new limits are to begin with a period that the series does
/// not have.
pub fn spc(
    evidence: &Evidence<'_>,
    question: &SpcQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<Spc, QuestionError> {
    let area = question.area.as_ref().unwrap_or(area);
    let indicator: &Indicator =
        evidence.indicator(question.indicator.as_ref().unwrap_or(indicator))?;
    let dimension = question.dimension.as_ref();
    let found = rate_series(evidence, indicator, area, dimension, &question.categories)?;
    let (used, left_out) = sequence(found);
    if used.is_empty() {
        let (indicator, area) = (indicator.id.clone(), area.clone());
        return Err(QuestionError::OnlyLongPeriods { indicator, area });
    }
    let mut points = points(used);
    begin_limits(&mut points, &question.rebase)?;
    let mut answer = Spc {
        name: question.name.clone(),
        indicator: indicator.id.clone(),
        polarity: indicator.polarity,
        area: area.clone(),
        dimension: dimension.cloned(),
        chart: question.chart.unwrap_or(match indicator.kind {
            IndicatorKind::Proportion => SpcChart::P,
            IndicatorKind::Rate | IndicatorKind::Comparison => SpcChart::U,
        }),
        points,
        left_out,
        target: question.target,
        assurance: None,
        no_lines: None,
        factor: indicator.factor(),
    };
    answer.settle();
    Ok(answer)
}

/// The longest series of single units of one kind and version, of two alike
/// the later, and what is left out for it.
fn sequence(found: Vec<RatePoint>) -> (Vec<RatePoint>, Vec<LeftOut>) {
    type Kind = (Option<DimensionId>, PeriodUnit);
    let single = |point: &RatePoint| -> Option<Kind> {
        (point.period.units() == 1).then(|| (point.version.clone(), point.period.unit()))
    };
    let mut kinds: BTreeMap<Kind, (usize, Option<Period>)> = BTreeMap::new();
    for point in &found {
        if let Some(kind) = single(point) {
            let (count, last) = kinds.entry(kind).or_default();
            *count += usize::from(point.rate.rate.value().is_some());
            *last = Some(point.period);
        }
    }
    let longest =
        |(_, (count, last)): &(&Kind, &(usize, Option<Period>))| (*count, last.map(Period::end));
    let chosen = kinds.iter().max_by_key(longest).map(|(kind, _)| kind.clone());
    let (used, rest): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|point| chosen.is_some() && single(point) == chosen);
    let ends = used.first().zip(used.last()).map(|(a, b)| (a.period.start(), b.period.end()));
    let left_out = |point: RatePoint| {
        let period = point.period;
        let why = match (&chosen, ends) {
            (Some((version, _)), _) if *version != point.version => WhyLeftOut::OtherVersion,
            (_, Some((from, to))) if period.start() <= to && from <= period.end() => {
                WhyLeftOut::Overlaps
            }
            _ => WhyLeftOut::OtherLength,
        };
        LeftOut { period, version: point.version, why }
    };
    (used, rest.into_iter().map(left_out).collect())
}

/// The points with a place for each period between the first and the last.
fn points(used: Vec<RatePoint>) -> Vec<SpcPoint> {
    let mut points: Vec<SpcPoint> = Vec::with_capacity(used.len());
    for point in used {
        while let Some(before) = points.last().map(|last| &last.at)
            && !before.period.meets(point.period)
            && before.period < point.period
        {
            let missing = RatePoint {
                period: before.period.following(),
                version: before.version.clone(),
                rate: nothing(),
            };
            points.push(bare(missing));
        }
        points.push(bare(point));
    }
    points
}

/// A rate of which nothing was reported.
fn nothing() -> CountedRate {
    CountedRate {
        events: Cell::Absent,
        at_risk: Cell::Absent,
        rate: Cell::Absent,
        basis: Basis::Complete,
        class: SourceClass::Published,
        sources: std::collections::BTreeSet::new(),
        published: None,
        published_limits: None,
    }
}

fn bare(at: RatePoint) -> SpcPoint {
    SpcPoint {
        at,
        new_limits: None,
        phase: 0,
        centre: None,
        limits: None,
        cause: None,
        kind: PointKind::CommonCause,
        short: false,
    }
}

/// Marks the points with which new limits begin: any but the first.
fn begin_limits(points: &mut [SpcPoint], asked: &[String]) -> Result<(), QuestionError> {
    let Some((_, later)) = points.split_first_mut() else { return Ok(()) };
    for point in later.iter_mut().filter(|point| point.at.follows_break()) {
        point.new_limits = Some(NewLimits::Break);
    }
    for (entry, label) in asked.iter().enumerate() {
        let unknown = QuestionError::RebaseUnknown { entry: entry + 1 };
        let unit = later.first().map(|point| point.at.period.unit());
        let period = Period::parse(label, unit).map_err(|_| unknown.clone())?;
        let found = later.iter_mut().find(|point| point.at.period == period).ok_or(unknown)?;
        found.new_limits = Some(NewLimits::Asked);
    }
    Ok(())
}

impl Spc {
    /// The method of the lines.
    #[must_use]
    pub const fn method(&self) -> MethodId {
        match self.chart {
            SpcChart::Xmr => XMR,
            SpcChart::U => U_CHART,
            SpcChart::P => P_CHART,
            SpcChart::UPrime => U_PRIME,
            SpcChart::PPrime => P_PRIME,
        }
    }

    /// Draws the lines, from the points whose figures are known.
    pub(crate) fn settle(&mut self) {
        let starts = self.points.iter().enumerate().filter(|(_, p)| p.new_limits.is_some());
        let rebase: Vec<usize> = starts.map(|(at, _)| at).collect();
        // Charts of counts are drawn in events by person.
        let factor = if self.chart == SpcChart::Xmr { 1.0 } else { self.factor };
        let options = ChartOptions {
            rebase: &rebase,
            improvement: match self.polarity {
                Polarity::LowerIsBetter => Improvement::Decrease,
                Polarity::HigherIsBetter => Improvement::Increase,
                Polarity::NoAgreedOptimum => Improvement::Neutral,
            },
            target: self.target.map(|target| target / factor),
            ..ChartOptions::default()
        };
        match self.draw(&options) {
            Ok(chart) => {
                self.assurance = chart.assurance;
                self.no_lines = None;
                let of_counts = self.chart != SpcChart::Xmr;
                for (point, drawn) in self.points.iter_mut().zip(&chart.points) {
                    point.take(drawn, factor, of_counts);
                }
            }
            Err(why) => {
                self.assurance = None;
                self.no_lines = Some(why);
                for point in &mut self.points {
                    *point = SpcPoint { new_limits: point.new_limits, ..bare(point.at.clone()) };
                }
            }
        }
    }

    fn draw(&self, options: &ChartOptions<'_>) -> Result<Chart, ChartError> {
        if self.chart == SpcChart::Xmr {
            let rates = self.points.iter().map(|p| p.at.rate.rate.value().map(|rate| rate.value));
            return xmr(&rates.collect::<Vec<_>>(), Screening::default(), options);
        }
        let (events, at_risk) = self.counts();
        match self.chart {
            SpcChart::P => p_chart(&events, &at_risk, options),
            SpcChart::PPrime => p_prime(&events, &at_risk, options),
            SpcChart::UPrime => u_prime(&events, &at_risk, options),
            SpcChart::U | SpcChart::Xmr => u_chart(&events, &at_risk, options),
        }
    }

    /// Events and those at risk. The charts ask for a denominator where there
    /// is none as well; it is no part of a line, and the limits at it are not
    /// shown.
    fn counts(&self) -> (Vec<Option<u64>>, Vec<f64>) {
        let count = |point: &SpcPoint| match point.at.rate.counts() {
            Some((events, at_risk)) if at_risk > 0 => (Some(events), at_risk as f64),
            _ => (None, 1.0),
        };
        self.points.iter().map(count).unzip()
    }
}

impl SpcPoint {
    fn take(&mut self, drawn: &ChartPoint, factor: f64, of_counts: bool) {
        let drawable = !of_counts || drawn.value.is_some();
        self.phase = drawn.phase;
        self.centre = drawn.centre.map(|centre| centre * factor);
        // Between equal limits nothing has varied yet, as in years without an
        // event: they say nothing of what chance allows.
        self.limits = drawn
            .limits
            .filter(|(lower, upper)| drawable && lower < upper)
            .map(|(lower, upper)| (lower * factor, upper * factor));
        self.cause = drawn.cause;
        self.kind = drawn.kind;
        self.short = drawn.short;
    }
}
