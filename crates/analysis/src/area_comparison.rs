//! Rates of areas against a comparator: which differ by more than chance
//! explains?
//!
//! Areas are in order of their code, never ranked: most of a league table of
//! small numbers is noise.

use std::collections::BTreeMap;

use firstyear_core::project::AreasQuestion;
use firstyear_core::{AreaCode, Confidence, Indicator, IndicatorId, Observation, Period};

use crate::counted::settle_published;
use crate::pool::Pooled;
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
    let by_area = by_area(evidence, id);
    let codes: Vec<&AreaCode> =
        by_area.keys().copied().filter(|code| is_asked_for(question, code)).collect();
    let indicator = evidence.indicator(id)?;
    let (period, mut comparator) = by_area
        .get(comparator)
        .into_iter()
        .flat_map(|periods| periods.iter().rev())
        .find(|(period, _)| codes.iter().any(|code| by_area[*code].contains_key(period)))
        .map(|(period, observation)| (*period, rate(evidence, observation, indicator)))
        .ok_or_else(none)?;
    let against = comparator.rate.rate.value().map(|estimate| estimate.value);
    let mut areas: Vec<_> = codes
        .into_iter()
        .filter_map(|code| by_area[code].get(&period))
        .map(|observation| {
            let area = rate(evidence, observation, indicator);
            let verdict = Verdict::of(area.rate.rate.value(), against);
            ComparedArea { area, verdict }
        })
        .collect();
    let rates = areas.iter_mut().map(|compared: &mut ComparedArea| &mut compared.area.rate);
    settle_published(rates.chain([&mut comparator.rate]));
    Ok(AreaComparison {
        name: question.name.clone(),
        indicator: id.clone(),
        period,
        comparator,
        areas,
        confidence: evidence.confidence,
    })
}

/// The observations of one indicator that are split by nothing, by area and
/// period: one pass, as there are hundreds of areas.
fn by_area<'a>(
    evidence: &Evidence<'a>,
    id: &IndicatorId,
) -> BTreeMap<&'a AreaCode, BTreeMap<Period, &'a Observation>> {
    let mut by_area: BTreeMap<&AreaCode, BTreeMap<Period, &Observation>> = BTreeMap::new();
    let of_everyone =
        evidence.data.observations.iter().filter(|o| o.indicator == *id && o.groups.is_everyone());
    for observation in of_everyone {
        let periods = by_area.entry(&observation.area).or_default();
        let found = periods.entry(observation.period).or_insert(observation);
        // Of two sources the one whose id comes first, whatever the order of
        // files.
        if observation.source < found.source {
            *found = observation;
        }
    }
    by_area
}

fn is_asked_for(question: &AreasQuestion, code: &AreaCode) -> bool {
    question.prefixes.iter().any(|prefix| code.as_str().starts_with(prefix.as_str()))
}

fn rate(evidence: &Evidence<'_>, observation: &Observation, indicator: &Indicator) -> AreaRate {
    AreaRate {
        code: observation.area.clone(),
        name: evidence.data.geography.name(&observation.area).to_owned(),
        rate: Pooled::from(observation).rate(evidence, indicator),
    }
}
