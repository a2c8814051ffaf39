//! Which areas to turn to first: three rules side by side, and how much each
//! list owes to chance.
//!
//! Areas are in order of their code. What is told of each depends on what the
//! others show: it is made from the areas that are shown and from no other, so
//! that nothing hidden can be worked out from it.

use std::collections::BTreeSet;

use firstyear_core::project::SelectionQuestion;
use firstyear_core::{
    AreaCode, CategoryId, Confidence, DimensionId, Estimate, IndicatorId, IndicatorKind, Interval,
    Period,
};
use firstyear_metrics::random::Counter;
use firstyear_metrics::small_areas::{
    ChoiceRule, PriorMean, Shrinkage, chosen_again, gamma_poisson,
};

use crate::area_rates::usable;
use crate::area_rows::AreaRows;
use crate::{AreaRate, Draws, Evidence, QuestionError};

/// How often new counts are drawn.
const DRAWS: usize = 5_000;

/// From this probability on an area is said to lie above the comparator.
const LIKELY: f64 = 0.95;

/// Areas to turn to first, by three rules.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaSelection {
    /// What the areas are, in words.
    pub name: String,
    /// What is measured.
    pub indicator: IndicatorId,
    /// The group that is looked at, where it is not everyone.
    pub split: Option<(DimensionId, Vec<CategoryId>)>,
    /// When.
    pub period: Period,
    /// The area that the others are held against.
    pub comparator: AreaRate,
    /// Events from which on the first rule chooses an area.
    pub at_least: u64,
    /// In order of the area's code.
    pub areas: Vec<SelectedArea>,
    /// Where the probabilities to be chosen again come from.
    pub draws: Draws,
    /// Why no probability and no excess could be worked out, in words; the
    /// first rule needs neither.
    pub not_computed: Option<String>,
    /// Confidence of all limits.
    pub confidence: Confidence,
    kind: IndicatorKind,
}

/// One area.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectedArea {
    /// The area with its own rate.
    pub area: AreaRate,
    /// Whether it has so many events as the first rule asks for, or more;
    /// `None` where its counts are not known or not shown.
    pub at_least: Option<bool>,
    /// The probability that it would have so many, had the same years come
    /// anew.
    pub at_least_again: Option<f64>,
    /// Events beyond what it would have at the comparator's rate, which is
    /// taken as known; negative where it has fewer.
    pub excess: Option<Estimate>,
    /// Whether it is among as many areas as the first rule chooses, of most
    /// excess.
    pub most_excess: Option<bool>,
    /// The probability that it would be among them again.
    pub most_excess_again: Option<f64>,
    /// The probability that its true rate lies above the comparator's.
    pub above_comparator: Option<f64>,
}

impl SelectedArea {
    /// Whether its true rate lies above the comparator's with a probability of
    /// 95% or more; `None` where that is not known.
    #[must_use]
    pub fn likely_above(&self) -> Option<bool> {
        self.above_comparator.map(|above| above >= LIKELY)
    }
}

/// The list of a rule, and what chance has in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListSummary {
    /// Areas that are chosen.
    pub chosen: usize,
    /// Of them, how many would be chosen again on average; `None` where that is
    /// not worked out.
    pub again: Option<f64>,
    /// How many areas would be chosen in all, on average.
    pub in_all: Option<f64>,
}

impl AreaSelection {
    /// The list by the number of events.
    #[must_use]
    pub fn by_events(&self) -> ListSummary {
        self.summary(|area| area.at_least, |area| area.at_least_again)
    }

    /// The list by excess events.
    #[must_use]
    pub fn by_excess(&self) -> ListSummary {
        self.summary(|area| area.most_excess, |area| area.most_excess_again)
    }

    /// How many areas lie above the comparator with a probability of 95% or
    /// more.
    #[must_use]
    pub fn likely(&self) -> usize {
        self.areas.iter().filter(|area| area.likely_above() == Some(true)).count()
    }

    /// Areas of which nothing is told, as their counts are not known or not
    /// shown.
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.areas.iter().filter(|area| area.at_least.is_none()).count()
    }

    fn summary(
        &self,
        is_chosen: fn(&SelectedArea) -> Option<bool>,
        again: fn(&SelectedArea) -> Option<f64>,
    ) -> ListSummary {
        let chosen = || self.areas.iter().filter(|area| is_chosen(area) == Some(true));
        let sum = |areas: &mut dyn Iterator<Item = &SelectedArea>| -> Option<f64> {
            let known: Vec<f64> = areas.filter_map(again).collect();
            (!known.is_empty()).then(|| known.iter().sum())
        };
        ListSummary {
            chosen: chosen().count(),
            again: sum(&mut chosen()),
            in_all: sum(&mut self.areas.iter()),
        }
    }

    /// Chooses anew from the counts that are known now, in place of those there
    /// were.
    pub(crate) fn settle(&mut self) {
        for area in &mut self.areas {
            let events = usable(&area.area.rate).map(|(events, _)| events);
            *area = SelectedArea {
                area: area.area.clone(),
                at_least: events.map(|events| events >= self.at_least),
                at_least_again: None,
                excess: None,
                most_excess: None,
                most_excess_again: None,
                above_comparator: None,
            };
        }
        self.not_computed = self.compute().err();
    }

    fn compute(&mut self) -> Result<(), String> {
        if self.kind == IndicatorKind::Proportion {
            return Err(
                "the indicator is a proportion, and excess is told of events of a rate".to_owned()
            );
        }
        let Some((events, at_risk)) = usable(&self.comparator.rate) else {
            let name = &self.comparator.name;
            return Err(format!("the counts of {name} are not known or not shown"));
        };
        let rate = events as f64 / at_risk as f64;
        let (events, exposures): (Vec<u64>, Vec<f64>) = self
            .areas
            .iter()
            .filter_map(|area| usable(&area.area.rate))
            .map(|(events, at_risk)| (events, at_risk as f64))
            .unzip();
        let shrinkage =
            Shrinkage { mean: PriorMean::Estimated, comparator: Some(rate), ..Shrinkage::DEFAULT };
        let shrunk = gamma_poisson(&events, &exposures, shrinkage, self.confidence)
            .map_err(|error| error.to_string())?;
        let posteriors: Vec<_> = shrunk.iter().map(|area| area.posterior.clone()).collect();
        let again = |rule| {
            chosen_again(&posteriors, &exposures, rule, self.draws.count, self.draws.seed)
                .map_err(|error| error.to_string())
        };
        let chosen = events.iter().filter(|events| **events >= self.at_least).count();
        let by_events = again(ChoiceRule::AtLeast(self.at_least))?;
        let by_excess = again(ChoiceRule::MostExcess { areas: chosen, rate })?;
        let excess: Vec<f64> = events
            .iter()
            .zip(&exposures)
            .map(|(events, exposure)| *events as f64 - rate * exposure)
            .collect();
        let most = most(&excess, chosen);
        let known = self.areas.iter_mut().filter(|area| area.at_least.is_some());
        for (at, area) in known.enumerate() {
            area.at_least_again = Some(by_events[at]);
            area.excess = excess_of(&area.area, rate);
            area.most_excess = Some(most.contains(&at));
            area.most_excess_again = Some(by_excess[at]);
            area.above_comparator = Some(shrunk[at].above_comparator);
        }
        Ok(())
    }
}

/// The places of so many largest values; of equal ones the first.
fn most(values: &[f64], how_many: usize) -> BTreeSet<usize> {
    let mut places: Vec<usize> = (0..values.len()).collect();
    places.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    places.into_iter().take(how_many).collect()
}

/// Events beyond those at the comparator's rate, with the limits of its count.
fn excess_of(area: &AreaRate, rate: f64) -> Option<Estimate> {
    let (events, at_risk) = usable(&area.rate)?;
    let own = area.rate.rate.value()?;
    let expected = rate * at_risk as f64;
    // Limits of a rate are those of its count in another unit.
    let count = |limit: f64| limit / own.value * events as f64;
    let interval = own.interval.filter(|_| events > 0).map(|limits| Interval {
        lower: count(limits.lower) - expected,
        upper: count(limits.upper) - expected,
        ..limits
    });
    Some(Estimate { value: events as f64 - expected, interval, ..*own })
}

/// Answers a [`SelectionQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, and where no area
/// has a figure.
pub fn area_selection(
    evidence: &Evidence<'_>,
    question: &SelectionQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<AreaSelection, QuestionError> {
    let indicator = evidence.indicator(question.indicator.as_ref().unwrap_or(indicator))?;
    if let Some(dimension) = &question.dimension {
        evidence.dimension(dimension)?;
    }
    let comparator = question.comparator.as_ref().unwrap_or(area);
    let none = || QuestionError::NoFigures {
        indicator: indicator.id.clone(),
        area: comparator.clone(),
        dimension: question.dimension.clone(),
    };
    let period = question.years.period().map_err(|_| none())?;
    let group = (question.dimension.as_ref(), question.categories.as_slice());
    let rows = AreaRows::of(evidence, &indicator.id, group);
    let named = |code: &AreaCode| AreaRate {
        code: code.clone(),
        name: evidence.data.geography.name(code).to_owned(),
        rate: rows.rate(evidence, indicator, code, period),
    };
    let apart = BTreeSet::from([comparator.clone()]);
    let codes = rows.codes((&[], &question.prefixes), &apart);
    let areas: Vec<AreaRate> = codes.iter().map(named).collect();
    if areas.iter().all(|area| area.rate.rate.value().is_none()) {
        return Err(none());
    }
    let unsettled = |area| SelectedArea {
        area,
        at_least: None,
        at_least_again: None,
        excess: None,
        most_excess: None,
        most_excess_again: None,
        above_comparator: None,
    };
    let mut found = AreaSelection {
        name: question.name.clone(),
        indicator: indicator.id.clone(),
        split: question.dimension.clone().map(|id| (id, question.categories.clone())),
        period,
        comparator: named(comparator),
        at_least: question.at_least,
        areas: areas.into_iter().map(unsettled).collect(),
        draws: Draws { generator: Counter::NAME, seed: question.seed, count: DRAWS },
        not_computed: None,
        confidence: evidence.confidence,
        kind: indicator.kind,
    };
    found.settle();
    Ok(found)
}
