//! What a measure costs for each death avoided and for each point of the gap.

use firstyear_core::project::{MeasureCost, ScenarioCosts, ScenarioQuestion};
use firstyear_core::{Estimate, Interval};
use firstyear_metrics::scenario::{Uptake, discounted_years};

use super::{DatedMeasure, MeasurePart, ModelledMeasure};

/// What a measure costs.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureCosts {
    /// Its place in the measures of the scenario.
    pub measure: usize,
    /// Cost of a year, in the currency.
    pub yearly: f64,
    /// The first year that is paid for.
    pub first: u16,
    /// The last.
    pub last: u16,
    /// Where the cost comes from.
    pub source: String,
    /// All years, discounted to the year of the prices.
    pub discounted: f64,
    /// Deaths that it avoids over these years by itself, in every group that it
    /// reaches, discounted. `None` where the scenario starts from no counts, or the
    /// measure is not worked out.
    pub deaths_avoided: Option<Estimate>,
    /// Cost of a death avoided: discounted cost over discounted deaths. `None`
    /// where it avoids none.
    pub per_death: Option<Estimate>,
    /// Cost of a percentage point of the relative gap: discounted cost over
    /// what the measure takes by itself when all of it shows. `None` where it
    /// takes nothing.
    pub per_point: Option<Estimate>,
}

/// The costs of each measure that has some; deaths of a year are those of all
/// groups.
pub(super) fn of(
    question: &ScenarioQuestion,
    yearly_deaths: Option<f64>,
    measures: &[ModelledMeasure],
    parts: &[Option<MeasurePart>],
) -> Vec<MeasureCosts> {
    let Some(costs) = &question.costs else { return Vec::new() };
    let cost = |cost: &MeasureCost| {
        let place = measures.iter().position(|one| one.id == cost.id)?;
        let uptake = question.uptakes.iter().find(|uptake| uptake.measure == cost.id);
        let uptake = uptake.map(|of| DatedMeasure::of(of, place).uptake());
        Some(of_measure(costs, cost, place, yearly_deaths, (parts[place], uptake)))
    };
    costs.measures.iter().filter_map(cost).collect()
}

fn of_measure(
    costs: &ScenarioCosts,
    cost: &MeasureCost,
    measure: usize,
    yearly_deaths: Option<f64>,
    (part, uptake): (Option<MeasurePart>, Option<Uptake>),
) -> MeasureCosts {
    let years = |percent: f64, share: &dyn Fn(f64) -> f64| {
        discounted_years(cost.first..=cost.last, costs.price_year, percent, share)
    };
    let discounted = cost.yearly * years(costs.discount_percent, &|_| 1.0);
    // Years of full effect: each counts by the share of the measure that shows.
    let shows = |middle: f64| uptake.map_or(1.0, |uptake| uptake.share(middle));
    let effective = years(costs.discount_deaths_percent, &shows);
    let deaths_avoided = yearly_deaths.zip(part);
    let deaths_avoided =
        deaths_avoided.map(|(deaths, part)| part.fall_of_all.scaled(deaths * effective));
    MeasureCosts {
        measure,
        yearly: cost.yearly,
        first: cost.first,
        last: cost.last,
        source: cost.source.clone(),
        discounted,
        deaths_avoided,
        per_death: deaths_avoided.and_then(|deaths| per(discounted, deaths)),
        per_point: part.and_then(|part| per(discounted, part.alone)),
    }
}

/// A cost by a number that has limits; `None` where the number is not above 0,
/// and no limits where they are not.
fn per(cost: f64, number: Estimate) -> Option<Estimate> {
    if number.value <= 0.0 {
        return None;
    }
    let interval = number.interval.filter(|limits| limits.lower > 0.0).map(|limits| Interval {
        lower: cost / limits.upper,
        upper: cost / limits.lower,
        ..limits
    });
    Some(Estimate { value: cost / number.value, interval, ..number })
}
