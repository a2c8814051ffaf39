//! Areas by their size: which lie outside the limits that chance sets round a
//! comparator?
//!
//! Limits are made from the areas that are shown and from no other, so that
//! nothing hidden can be worked out from them. Areas are in order of their
//! code, never ranked.

use firstyear_core::project::{FunnelQuestion, Overdispersion};
use firstyear_core::{AreaCode, Confidence, IndicatorId, IndicatorKind, Interval, Period};
use firstyear_metrics::funnel::{Band, Comparator, Trimming, adjusted_funnel_limits, funnel};

pub use firstyear_metrics::funnel::{FUNNEL, FunnelKind, Position as FunnelPosition};

use crate::area_rates::{AreaRates, AreasAsked, area_rates, usable};
use crate::verdict::apart_by_chance;
use crate::{AreaRate, Evidence, QuestionError, Verdict};

/// Scores beyond this quantile at either end are set to it before the scatter
/// is taken, so that a few areas far out do not widen the limits that are to
/// find them: Spiegelhalter (2005), section 3.3.
const WINSORISED: f64 = 0.1;

/// How many sizes between one and ten times as large the lines are drawn
/// through.
const STEPS: f64 = 60.0;

/// Areas by their size in one period, with limits round a comparator.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaFunnel {
    /// What the areas are, in words.
    pub name: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// When.
    pub period: Period,
    /// The area whose rate the limits stand round.
    pub comparator: AreaRate,
    /// Whether limits allow for what all areas differ by.
    pub overdispersion: Overdispersion,
    /// How much the areas shown scatter; `None` without limits.
    pub scatter: Option<Scatter>,
    /// In order of the area's code.
    pub areas: Vec<FunnelArea>,
    /// The course of the limits by size, smallest first; empty without limits.
    pub lines: Vec<FunnelLine>,
    /// Why no area has limits, in words.
    pub not_computed: Option<String>,
    /// The distribution of chance that the limits rest on.
    pub kind: FunnelKind,
    /// By what a fraction is multiplied to give the indicator's unit.
    pub factor: f64,
}

/// How much areas scatter round their comparator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scatter {
    /// Mean of the squared distances in standard errors of chance, those of
    /// the outermost tenth at either end set to it: about 1 for chance alone.
    pub phi: f64,
    /// Variance between areas beyond chance, in the squared unit of the
    /// indicator; 0 where chance accounts for all.
    pub tau2: f64,
}

/// An area in its funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelArea {
    /// The area.
    pub area: AreaRate,
    /// The limits that its size allows; `None` where its counts or those of the
    /// comparator are not known or not shown.
    pub band: Option<FunnelBand>,
}

impl FunnelArea {
    /// How the area stands to the comparator: outside the 95% limits or not.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.band.map(|band| band.position) {
            None => Verdict::NotCompared,
            Some(FunnelPosition::Within) => Verdict::CannotTell,
            Some(FunnelPosition::High | FunnelPosition::VeryHigh) => Verdict::Higher,
            Some(FunnelPosition::Low | FunnelPosition::VeryLow) => Verdict::Lower,
        }
    }
}

/// The limits of one area, in the indicator's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelBand {
    /// At 95%.
    pub inner: Interval,
    /// At 99.8%.
    pub outer: Interval,
    /// Where the area lies.
    pub position: FunnelPosition,
}

/// The limits at one size, in the indicator's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelLine {
    /// Those at risk.
    pub at_risk: f64,
    /// At 95%.
    pub inner: Interval,
    /// At 99.8%.
    pub outer: Interval,
}

impl AreaFunnel {
    /// How many areas have limits.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.areas.iter().filter(|area| area.band.is_some()).count()
    }

    /// The areas at these positions, in order of their code.
    pub fn at<'a>(
        &'a self,
        positions: &'a [FunnelPosition],
    ) -> impl Iterator<Item = &'a FunnelArea> {
        let is_at = |band: FunnelBand| positions.contains(&band.position);
        self.areas.iter().filter(move |area| area.band.is_some_and(is_at))
    }

    /// How many of the areas compared chance alone puts outside the limits of
    /// this confidence at the most, if none truly differs. Counts are whole, so
    /// that it is fewer where events are few.
    #[must_use]
    pub fn expected_outside(&self, confidence: Confidence) -> f64 {
        apart_by_chance(self.compared(), confidence)
    }

    /// Makes limits from the counts that are known now, in place of those
    /// there were.
    pub(crate) fn settle(&mut self) {
        self.scatter = None;
        self.lines.clear();
        for area in &mut self.areas {
            area.band = None;
        }
        self.not_computed = self.compute().err();
    }

    fn compute(&mut self) -> Result<(), String> {
        let (events, at_risk) = usable(&self.comparator.rate).ok_or_else(|| {
            format!("the counts of {} are not known or not shown", self.comparator.name)
        })?;
        let comparator = events as f64 / at_risk as f64;
        let counts: Vec<_> = self.areas.iter().map(|area| usable(&area.area.rate)).collect();
        let sizes: Vec<f64> = counts.iter().flatten().map(|(_, at_risk)| *at_risk as f64).collect();
        let events: Vec<_> = counts.iter().flatten().map(|(events, _)| Some(*events)).collect();
        let trimming = Trimming::Winsorise(WINSORISED);
        let found = funnel(self.kind, &events, &sizes, Comparator::Value(comparator), trimming)
            .map_err(|error| error.to_string())?;
        let tau2 = match self.overdispersion {
            Overdispersion::None => 0.0,
            Overdispersion::Additive => found.overdispersion.tau2,
        };
        self.lines = lines(self.kind, comparator, tau2, &sizes, self.factor)?;
        let mut units = found.units.iter().flatten();
        for (area, _) in self.areas.iter_mut().zip(&counts).filter(|(_, counts)| counts.is_some()) {
            area.band = units.next().map(|unit| match self.overdispersion {
                Overdispersion::None => scaled(unit.chance, self.factor),
                Overdispersion::Additive => scaled(unit.adjusted, self.factor),
            });
        }
        let (phi, tau2) = (found.overdispersion.phi, found.overdispersion.tau2);
        self.scatter = Some(Scatter { phi, tau2: tau2 * self.factor * self.factor });
        Ok(())
    }
}

/// Answers a [`FunnelQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator, or when no period has figures of
/// the comparator and of an area.
pub fn area_funnel(
    evidence: &Evidence<'_>,
    question: &FunnelQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<AreaFunnel, QuestionError> {
    let id = question.indicator.as_ref().unwrap_or(indicator);
    let rates = area_rates(
        evidence,
        &AreasAsked {
            prefixes: &question.prefixes,
            comparator: question.comparator.as_ref().unwrap_or(area),
            indicator: id,
            pool_years: question.pool_years,
            period: question.period.as_deref(),
        },
    )?;
    let indicator = evidence.indicator(id)?;
    let AreaRates { period, comparator, areas } = rates;
    let mut found = AreaFunnel {
        name: question.name.clone(),
        indicator: id.clone(),
        period,
        comparator,
        overdispersion: question.overdispersion,
        scatter: None,
        areas: areas.into_iter().map(|area| FunnelArea { area, band: None }).collect(),
        lines: Vec::new(),
        not_computed: None,
        kind: match indicator.kind {
            IndicatorKind::Proportion => FunnelKind::Proportion,
            IndicatorKind::Rate | IndicatorKind::Comparison => FunnelKind::Rate,
        },
        factor: indicator.factor(),
    };
    found.settle();
    Ok(found)
}

/// The limits at steps of size from just below the smallest to just above the
/// largest. The steps are the same whatever the sizes, so that they tell no
/// size.
fn lines(
    kind: FunnelKind,
    comparator: f64,
    tau2: f64,
    sizes: &[f64],
    factor: f64,
) -> Result<Vec<FunnelLine>, String> {
    let least = sizes.iter().copied().fold(f64::INFINITY, f64::min);
    let most = sizes.iter().copied().fold(0.0, f64::max);
    let mut lines = Vec::new();
    let mut step = (least.log10() * STEPS).floor();
    loop {
        let size = 10_f64.powf(step / STEPS);
        let at = |confidence| {
            adjusted_funnel_limits(kind, comparator, tau2, size, confidence)
                .map(|limits| scaled_limits(limits, factor))
                .map_err(|error| error.to_string())
        };
        let (inner, outer) = (at(Confidence::P95)?, at(Confidence::P998)?);
        lines.push(FunnelLine { at_risk: size, inner, outer });
        if size >= most {
            return Ok(lines);
        }
        step += 1.0;
    }
}

fn scaled(band: Band, factor: f64) -> FunnelBand {
    FunnelBand {
        inner: scaled_limits(band.inner, factor),
        outer: scaled_limits(band.outer, factor),
        position: band.position,
    }
}

fn scaled_limits(limits: Interval, factor: f64) -> Interval {
    Interval { lower: limits.lower * factor, upper: limits.upper * factor, ..limits }
}
