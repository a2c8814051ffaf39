//! Areas with few events: their rates, drawn to a mean by as much as chance
//! blurs them, and which ranks they may have.
//!
//! What is known of each area depends on what the others show: it is made from
//! the areas that are shown and from no other, so that nothing hidden can be
//! worked out from it. Areas are in order of their code; a rank has the limits
//! within which it may lie.

use firstyear_core::project::{SmallAreasQuestion, Towards};
use firstyear_core::{AreaCode, Confidence, Estimate, IndicatorId, IndicatorKind, Period};
use firstyear_metrics::random::Counter;
use firstyear_metrics::small_areas::{
    PriorMean, RankFrom, Shrinkage, Shrunk, beta_binomial, gamma_poisson, ranks,
};

pub use firstyear_metrics::small_areas::{RANK_INTERVAL, RankInterval};

use crate::area_rates::{AreaRates, AreasAsked, area_rates, usable};
use crate::{AreaRate, Evidence, QuestionError};

/// How often all areas are drawn and ranked.
const DRAWS: usize = 5_000;

/// From this probability on an area is said to lie above, and below one minus
/// it to lie below.
const LIKELY: f64 = 0.95;

/// Small areas in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallAreas {
    /// What the areas are, in words.
    pub name: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// When.
    pub period: Period,
    /// The area that the others are held against.
    pub comparator: AreaRate,
    /// What the rates are drawn to.
    pub towards: Towards,
    /// In order of the area's code.
    pub areas: Vec<SmallArea>,
    /// Confidence of all limits.
    pub confidence: Confidence,
    /// Where the ranks come from.
    pub draws: Draws,
    /// Why no rate could be drawn to a mean, in words.
    pub not_computed: Option<String>,
    /// The distribution of chance.
    pub kind: IndicatorKind,
    /// By what a fraction is multiplied to give the indicator's unit.
    pub factor: f64,
}

/// Seeded draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// The name of the generator.
    pub generator: &'static str,
    /// Its seed.
    pub seed: u64,
    /// How often all areas are drawn: 0 where nobody asks for ranks.
    pub count: usize,
}

/// One area.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallArea {
    /// The area with its own rate.
    pub area: AreaRate,
    /// What is known of it beside the others; `None` where its counts are not
    /// known or not shown.
    pub shrunk: Option<ShrunkRate>,
}

/// What is known of an area beside the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShrunkRate {
    /// Its rate, drawn to the mean, in the indicator's unit.
    pub rate: Estimate,
    /// The probability that its true rate lies above the comparator's; `None`
    /// where that is not known or not shown.
    pub above_comparator: Option<f64>,
    /// The share of the variance of its own rate that is true difference: 1
    /// for a rate that chance does not blur, 0 for one that is all chance.
    pub reliability: f64,
    /// The rank it may have among the areas with a rate; 1 is the highest. `None`
    /// where nobody asks for ranks.
    pub rank: Option<RankInterval>,
}

impl SmallAreas {
    /// The areas that have a rate drawn to the mean.
    pub fn shrunk(&self) -> impl Iterator<Item = (&AreaRate, &ShrunkRate)> {
        self.areas.iter().filter_map(|area| Some((&area.area, area.shrunk.as_ref()?)))
    }

    /// The areas that lie above the comparator with a probability of 95% or
    /// more, and those that lie below it.
    #[must_use]
    pub fn likely(&self) -> (Vec<&AreaRate>, Vec<&AreaRate>) {
        let having = |is: fn(f64) -> bool| {
            let found = self.shrunk().filter(|(_, shrunk)| shrunk.above_comparator.is_some_and(is));
            found.map(|(area, _)| area).collect()
        };
        (having(|above| above >= LIKELY), having(|above| above <= 1.0 - LIKELY))
    }

    /// How many ranks the limits of an area span, at the median over the areas;
    /// the lower one of two in the middle. `None` without ranks.
    #[must_use]
    pub fn median_rank_span(&self) -> Option<usize> {
        let ranks = self.shrunk().filter_map(|(_, shrunk)| shrunk.rank);
        let mut spans: Vec<usize> = ranks.map(|rank| rank.upper - rank.lower + 1).collect();
        spans.sort_unstable();
        spans.get(spans.len().checked_sub(1)? / 2).copied()
    }

    /// Reliability at the median over the areas, as [`Self::median_rank_span`].
    #[must_use]
    pub fn median_reliability(&self) -> Option<f64> {
        let mut all: Vec<f64> = self.shrunk().map(|(_, shrunk)| shrunk.reliability).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len().checked_sub(1)? / 2).copied()
    }

    /// Draws rates to a mean from the counts that are known now, in place of
    /// those there were.
    pub(crate) fn settle(&mut self) {
        for area in &mut self.areas {
            area.shrunk = None;
        }
        self.not_computed = self.compute().err();
    }

    fn compute(&mut self) -> Result<(), String> {
        let comparator =
            usable(&self.comparator.rate).map(|(events, at_risk)| events as f64 / at_risk as f64);
        let mean = match (self.towards, comparator) {
            (Towards::Group, _) => PriorMean::Estimated,
            (Towards::Comparator, Some(rate)) => PriorMean::Fixed(rate),
            (Towards::Comparator, None) => {
                let name = &self.comparator.name;
                return Err(format!("the counts of {name} are not known or not shown"));
            }
        };
        let shrinkage = Shrinkage { mean, comparator, ..Shrinkage::DEFAULT };
        let (events, at_risk): (Vec<u64>, Vec<u64>) =
            self.areas.iter().filter_map(|area| usable(&area.area.rate)).unzip();
        let shrunk = self.shrink(&events, &at_risk, shrinkage)?;
        let ranks = self.ranked(&shrunk)?;
        let mut found = shrunk.iter().enumerate();
        for area in self.areas.iter_mut().filter(|area| usable(&area.area.rate).is_some()) {
            area.shrunk = found.next().map(|(place, shrunk)| ShrunkRate {
                rate: shrunk.estimate.scaled(self.factor),
                above_comparator: comparator.map(|_| shrunk.above_comparator),
                reliability: shrunk.reliability,
                rank: ranks.get(place).copied(),
            });
        }
        Ok(())
    }

    /// The rank of each area; none where nobody asks for ranks.
    fn ranked(&self, shrunk: &[Shrunk]) -> Result<Vec<RankInterval>, String> {
        let Draws { seed, count, .. } = self.draws;
        if count == 0 {
            return Ok(Vec::new());
        }
        let posteriors: Vec<_> = shrunk.iter().map(|area| area.posterior.clone()).collect();
        ranks(&posteriors, RankFrom::Highest, count, seed, self.confidence)
            .map_err(|error| error.to_string())
    }

    fn shrink(
        &self,
        events: &[u64],
        at_risk: &[u64],
        shrinkage: Shrinkage,
    ) -> Result<Vec<Shrunk>, String> {
        let shrunk = match self.kind {
            IndicatorKind::Proportion => beta_binomial(events, at_risk, shrinkage, self.confidence),
            IndicatorKind::Rate | IndicatorKind::Comparison => {
                let exposures: Vec<f64> = at_risk.iter().map(|count| *count as f64).collect();
                gamma_poisson(events, &exposures, shrinkage, self.confidence)
            }
        };
        shrunk.map_err(|error| error.to_string())
    }
}

/// Answers a [`SmallAreasQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator, or when no period has figures of
/// the comparator and of an area.
pub fn small_areas(
    evidence: &Evidence<'_>,
    question: &SmallAreasQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<SmallAreas, QuestionError> {
    steadied(evidence, question, (area, indicator), DRAWS)
}

/// The same with how often all areas are drawn: 0 where a rate is asked for alone,
/// as drawing them takes longer than everything else.
pub(crate) fn steadied(
    evidence: &Evidence<'_>,
    question: &SmallAreasQuestion,
    (area, indicator): (&AreaCode, &IndicatorId),
    count: usize,
) -> Result<SmallAreas, QuestionError> {
    let id = question.indicator.as_ref().unwrap_or(indicator);
    let rates = area_rates(
        evidence,
        &AreasAsked {
            prefixes: &question.prefixes,
            comparator: question.comparator.as_ref().unwrap_or(area),
            indicator: id,
            pool_years: question.pool_years,
            period: None,
        },
    )?;
    let indicator = evidence.indicator(id)?;
    let AreaRates { period, comparator, areas } = rates;
    let mut found = SmallAreas {
        name: question.name.clone(),
        indicator: id.clone(),
        period,
        comparator,
        towards: question.towards,
        areas: areas.into_iter().map(|area| SmallArea { area, shrunk: None }).collect(),
        confidence: evidence.confidence,
        draws: Draws { generator: Counter::NAME, seed: question.seed, count },
        not_computed: None,
        kind: indicator.kind,
        factor: indicator.factor(),
    };
    found.settle();
    Ok(found)
}
