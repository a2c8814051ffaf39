//! Rates of areas against a comparator: which differ by more than chance
//! explains?
//!
//! Areas are in order of their code, never ranked: most of a league table of
//! small numbers is noise.

use firstyear_core::project::AreasQuestion;
use firstyear_core::{AreaCode, Confidence, IndicatorId, Period};

use crate::pool::Pooled;
use crate::select::of_everyone;
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
        compared as f64 * (1.0 - self.confidence.level())
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
    let none = || QuestionError::NoFigures {
        indicator: id.clone(),
        area: comparator.clone(),
        dimension: None,
    };
    let (period, comparator) =
        latest_with_areas(evidence, question, comparator, id)?.ok_or_else(none)?;
    let against = comparator.rate.rate.value().map(|estimate| estimate.value);
    let mut areas = Vec::new();
    for code in codes(evidence, question, id) {
        if let Some(area) = rate_in(evidence, &code, id, period)? {
            let verdict = Verdict::of(area.rate.rate.value(), against);
            areas.push(ComparedArea { area, verdict });
        }
    }
    Ok(AreaComparison {
        name: question.name.clone(),
        indicator: id.clone(),
        period,
        comparator,
        areas,
        confidence: evidence.confidence,
    })
}

/// The codes that the question asks for, in order, each once.
fn codes(evidence: &Evidence<'_>, question: &AreasQuestion, id: &IndicatorId) -> Vec<AreaCode> {
    let mut codes: Vec<AreaCode> = evidence
        .data
        .observations
        .iter()
        .filter(|o| o.indicator == *id)
        .map(|o| &o.area)
        .filter(|code| question.prefixes.iter().any(|p| code.as_str().starts_with(p.as_str())))
        .cloned()
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The latest period in which the comparator and at least one area have a
/// figure.
fn latest_with_areas(
    evidence: &Evidence<'_>,
    question: &AreasQuestion,
    comparator: &AreaCode,
    id: &IndicatorId,
) -> Result<Option<(Period, AreaRate)>, QuestionError> {
    let codes = codes(evidence, question, id);
    for period in of_everyone(evidence, id, comparator).into_keys().rev() {
        if codes.iter().any(|code| of_everyone(evidence, id, code).contains_key(&period))
            && let Some(rate) = rate_in(evidence, comparator, id, period)?
        {
            return Ok(Some((period, rate)));
        }
    }
    Ok(None)
}

fn rate_in(
    evidence: &Evidence<'_>,
    code: &AreaCode,
    id: &IndicatorId,
    period: Period,
) -> Result<Option<AreaRate>, QuestionError> {
    let indicator = evidence.indicator(id)?;
    let found = of_everyone(evidence, id, code).get(&period).copied();
    Ok(Pooled::sum(found).map(|pooled| AreaRate {
        code: code.clone(),
        name: evidence.data.geography.name(code).to_owned(),
        rate: pooled.rate(evidence, indicator),
    }))
}
