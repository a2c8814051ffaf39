//! A gap of few deaths, its rates steadied by what other areas show.

use std::collections::BTreeSet;

use firstyear_core::project::ScenarioQuestion;
use firstyear_core::{
    AreaCode, CategoryId, Dimension, Estimate, Indicator, IndicatorKind, Period, SourceClass,
};
use firstyear_metrics::scenario::{GapBaseline, ScenarioError, UncertainRate};
use firstyear_metrics::small_areas::{Shrinkage, Shrunk, gamma_poisson};

use crate::Evidence;
use crate::area_rates::usable;
use crate::area_rows::AreaRows;

/// The rates of a scenario's group and of the others, drawn to those of other
/// areas by as much as chance blurs them.
#[derive(Clone, Debug, PartialEq)]
pub struct SteadiedStart {
    /// What the codes of the areas begin with.
    pub prefixes: Vec<String>,
    /// How many areas there are, the scenario's own among them.
    pub areas: usize,
    /// The group's rate, in the indicator's unit.
    pub group: Estimate,
    /// The rate of all others.
    pub others: Estimate,
    /// The share of the differences between own rates of such an area that is
    /// true: of the group, of the others.
    pub reliability: [f64; 2],
    /// The group's share of births.
    pub share_of_births: f64,
    rates: [UncertainRate; 2],
}

impl SteadiedStart {
    pub(super) fn baseline(&self) -> Result<GapBaseline, ScenarioError> {
        GapBaseline::steadied(self.rates[0], self.rates[1], self.share_of_births)
    }

    /// The group's rate per person, and that of all.
    pub(super) fn rates(&self) -> [f64; 2] {
        let [group, others] = self.rates.map(|rate| rate.mean);
        [group, self.share_of_births * group + (1.0 - self.share_of_births) * others]
    }
}

/// Why rates are not steadied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotSteadied {
    /// The gap was stated.
    #[error("the gap is stated, and has no counts to steady")]
    Stated,
    /// The group is an area.
    #[error("the group is an area: [[small_areas]] steadies the rates of areas")]
    AnArea,
    /// The dimension has no total.
    #[error("the dimension has no total that the others could be told from")]
    NoTotal,
    /// The indicator is a proportion.
    #[error("the indicator is a proportion, and rates of events are steadied")]
    Proportion,
    /// The scenario's own area lacks counts.
    #[error("the counts of the area itself are not known")]
    NotCounted,
    /// Counts of a restricted source.
    #[error(
        "counts of a restricted source are among those of the areas, and a small one could be worked out"
    )]
    Restricted,
    /// The method has no answer.
    #[error("{0}")]
    Method(String),
}

/// Where and when the scenario starts.
pub(super) struct Place<'a> {
    pub(super) dimension: Option<&'a Dimension>,
    pub(super) indicator: &'a Indicator,
    pub(super) area: &'a AreaCode,
    pub(super) period: Period,
}

/// Events and people of the group and of the others in one area.
struct Sides {
    is_own: bool,
    group: (u64, u64),
    others: (u64, u64),
}

/// Steadies the rates of a counted start.
pub(super) fn start(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    place: &Place<'_>,
) -> Result<SteadiedStart, NotSteadied> {
    if place.indicator.kind == IndicatorKind::Proportion {
        return Err(NotSteadied::Proportion);
    }
    let sides = sides(evidence, question, place)?;
    let own = sides.iter().position(|sides| sides.is_own).ok_or(NotSteadied::NotCounted)?;
    let steady = |of: fn(&Sides) -> (u64, u64)| -> Result<Shrunk, NotSteadied> {
        let (events, people): (Vec<u64>, Vec<f64>) =
            sides.iter().map(of).map(|(events, people)| (events, people as f64)).unzip();
        let shrunk = gamma_poisson(&events, &people, Shrinkage::DEFAULT, evidence.confidence)
            .map_err(|why| NotSteadied::Method(why.to_string()))?;
        shrunk.into_iter().nth(own).ok_or(NotSteadied::NotCounted)
    };
    let (group, others) = (steady(|sides| sides.group)?, steady(|sides| sides.others)?);
    let births = [sides[own].group.1, sides[own].others.1].map(|births| births as f64);
    let factor = place.indicator.factor();
    let rate = |shrunk: &Shrunk| UncertainRate {
        mean: shrunk.posterior.mean(),
        variance: shrunk.posterior.variance(),
    };
    Ok(SteadiedStart {
        prefixes: question.steadied_by.clone(),
        areas: sides.len(),
        group: group.estimate.scaled(factor),
        others: others.estimate.scaled(factor),
        reliability: [group.reliability, others.reliability],
        share_of_births: births[0] / (births[0] + births[1]),
        rates: [rate(&group), rate(&others)],
    })
}

/// The counts of every area that has all of them.
fn sides(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    place: &Place<'_>,
) -> Result<Vec<Sides>, NotSteadied> {
    let dimension = place.dimension.ok_or(NotSteadied::AnArea)?;
    let total: [CategoryId; 1] = [dimension.total().ok_or(NotSteadied::NoTotal)?.id.clone()];
    let of = |categories| {
        let group = (Some(dimension.id()), categories);
        AreaRows::of(evidence, &place.indicator.id, group)
    };
    let (group, all) = (of(question.categories.as_slice()), of(total.as_slice()));
    let own = std::slice::from_ref(place.area);
    let codes = group.codes((own, &question.steadied_by), &BTreeSet::new());
    let mut found = Vec::new();
    for code in &codes {
        let rate = |rows: &AreaRows<'_>| rows.rate(evidence, place.indicator, code, place.period);
        let (group, all) = (rate(&group), rate(&all));
        if [&group, &all]
            .iter()
            .any(|rate| rate.class == SourceClass::Restricted && rate.events.value().is_some())
        {
            return Err(NotSteadied::Restricted);
        }
        let Some((group, all)) = usable(&group).zip(usable(&all)) else { continue };
        let others = all.0.checked_sub(group.0).zip(all.1.checked_sub(group.1));
        if let Some(others @ (_, 1..)) = others {
            found.push(Sides { is_own: code == place.area, group, others });
        }
    }
    Ok(found)
}
