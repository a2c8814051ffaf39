//! Rates of areas against a comparator: which differ by more than chance
//! explains?
//!
//! Areas are in order of their code, never ranked: most of a league table of
//! small numbers is noise.

use firstyear_core::project::AreasQuestion;
use firstyear_core::{AreaCode, Confidence, IndicatorId, Period};

use crate::area_rates::{AreaRates, AreasAsked, area_rates};
use crate::verdict::apart_by_chance;
use crate::{CountedRate, Evidence, QuestionError, Verdict};

/// Rates of areas in one period, held against a comparator.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaComparison {
    /// What the areas are, in words.
    pub name: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// The latest period for which the comparator is known.
    pub period: Period,
    /// The area that the others are held against.
    pub comparator: AreaRate,
    /// In order of the area's code.
    pub areas: Vec<ComparedArea>,
    /// Confidence of the limits, which say how often chance alone makes an area
    /// differ.
    pub confidence: Confidence,
}

impl AreaComparison {
    /// How many of the areas that are compared would differ by chance alone if
    /// none truly did.
    #[must_use]
    pub fn expected_by_chance(&self) -> f64 {
        let compared = self.areas.iter().filter(|a| a.verdict != Verdict::NotCompared).count();
        apart_by_chance(compared, self.confidence)
    }
}

/// The rate of one area.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRate {
    /// Its code.
    pub code: AreaCode,
    /// Its name, or its code where no name is known.
    pub name: String,
    /// Its rate.
    pub rate: CountedRate,
}

/// An area and how it stands to the comparator.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedArea {
    /// The area.
    pub area: AreaRate,
    /// Whether the comparator's rate lies outside the limits of the area's.
    pub verdict: Verdict,
}

/// Answers an [`AreasQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator, or when neither the comparator
/// nor any area has a figure.
pub fn area_comparison(
    evidence: &Evidence<'_>,
    question: &AreasQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<AreaComparison, QuestionError> {
    let comparator = question.comparator.as_ref().unwrap_or(area);
    let id = question.indicator.as_ref().unwrap_or(indicator);
    let prefixes = &question.prefixes;
    let asked = AreasAsked { prefixes, comparator, indicator: id, pool_years: 1, period: None };
    let AreaRates { period, comparator, areas } = area_rates(evidence, &asked)?;
    let against = comparator.rate.rate.value().map(|estimate| estimate.value);
    let areas = areas.into_iter().map(|area| {
        let verdict = Verdict::of(area.rate.rate.value(), against);
        ComparedArea { area, verdict }
    });
    Ok(AreaComparison {
        name: question.name.clone(),
        indicator: id.clone(),
        period,
        comparator,
        areas: areas.collect(),
        confidence: evidence.confidence,
    })
}
