//! Sentences about one area.

use firstyear_analysis::{
    AreaProfile, NeighbourOrigin, Neighbours, PlaceAmong, ProfileRow, Spread, Verdict,
};
use firstyear_core::IndicatorId;

use super::scorecard::{stands, worst_first};
use super::{Measured, listed, period};
use crate::format::{Unit, capital, count, number, plural};

/// How a profile is to be read.
pub const READING: &str = "Each spine goes from the worst area on the left to the best on the right, \
     on a scale of its own, with the comparator in the middle: two spines cannot be held against each \
     other. Of many indicators some stand out by chance. A place among areas is no rank: where few \
     events are counted most places are noise.";

/// Births, where the area stands, its neighbours, and what few events allow one
/// to say.
#[must_use]
pub fn findings(found: &AreaProfile, area: &str, measured: &Measured) -> Vec<String> {
    let mut said: Vec<String> = at_risk(found, area, measured).into_iter().collect();
    said.extend(neighbours(found, area, measured));
    said.extend(steadied(found, area, measured));
    said
}

/// How many are at risk, and how that has changed.
fn at_risk(found: &AreaProfile, area: &str, measured: &Measured) -> Option<String> {
    let at_risk = found.change_at_risk()?;
    let (last, now) = at_risk.latest;
    let change =
        at_risk.earliest.zip(at_risk.percent()).map_or_else(String::new, |((at, then), change)| {
            if now == then {
                return format!(", as many as in {}", period(at));
            }
            let word = if change < 0.0 { "fewer" } else { "more" };
            format!(", {}% {word} than in {}", number(change.abs(), 1), period(at))
        });
    let now = count(now);
    Some(format!("{area} had {now} {} in {}{change}.", measured.at_risk, period(last)))
}

/// The indicators that stand out, the worst first, each with where it lies among
/// the areas.
#[must_use]
pub fn stands_out(
    found: &AreaProfile,
    measured: &dyn Fn(&ProfileRow) -> Measured,
    comparator: &str,
) -> Vec<String> {
    let rows = worst_first(&found.rows, |row| row.row.standing());
    rows.filter_map(|row| {
        let said = stands(&row.row, &measured(row), comparator)?;
        let spread = row.spread().zip(row.row.figure().value().copied());
        Some(spread.map_or_else(
            || said.clone(),
            |(spread, figure)| format!("{said} {}", place(spread, figure.value)),
        ))
    })
    .collect()
}

/// Where a figure lies among those of areas.
fn place(spread: Spread, value: f64) -> String {
    let areas = count(spread.areas as u64);
    match spread.place(value) {
        PlaceAmong::Alike => format!("Half or more of {areas} areas have the same figure."),
        PlaceAmong::HighestQuarter => format!("It lies in the highest quarter of {areas} areas."),
        PlaceAmong::LowestQuarter => format!("It lies in the lowest quarter of {areas} areas."),
        PlaceAmong::MiddleHalf => format!("It lies in the middle half of {areas} areas."),
    }
}

/// Which figures are of several years; `None` where all are of one.
#[must_use]
pub fn years(found: &AreaProfile, measured: &Measured) -> Option<String> {
    let main = found.main_row()?;
    let pooled = main.row.pooled.as_ref()?;
    Some(format!(
        "The {} adds up {}; other figures are those of their latest period, unless the project adds \
         years up.",
        measured.name,
        period(pooled.period)
    ))
}

/// The area against those that are most like it.
fn neighbours(found: &AreaProfile, area: &str, measured: &Measured) -> Option<String> {
    let near = match found.neighbours.as_ref()? {
        Ok(near) => near,
        Err(why) => return Some(format!("There are no statistical neighbours: {why}.")),
    };
    let own = found.main_row()?.row.latest()?;
    let together = near.rate()?;
    let ratio = near.ratio(&own.rate)?;
    let limits = ratio
        .interval
        .map_or_else(String::new, |limits| format!(" ({})", Unit::Ratio.limits(&limits)));
    let judged = match near.verdict(&own.rate) {
        Verdict::Higher => "higher by more than chance explains",
        Verdict::Lower => "lower by more than chance explains",
        Verdict::CannotTell => "which cannot be told from theirs",
        Verdict::NotCompared => return None,
    };
    let areas = near.areas.len() as u64;
    Some(format!(
        "The {} of its {} {} together was {} in {}: that of {area} is {} times as high{limits}, \
         {judged}.",
        measured.name,
        count(areas),
        plural(areas, "statistical neighbour", "statistical neighbours"),
        measured.unit.value(together),
        period(own.period),
        Unit::Ratio.value(ratio.value)
    ))
}

/// In percent, and never as sure as 0 or 100.
fn probability(p: f64) -> String {
    match p {
        p if p > 0.99 => "more than 99%".to_owned(),
        p if p < 0.01 => "less than 1%".to_owned(),
        p => format!("{}%", number(100.0 * p, 0)),
    }
}

/// Who the neighbours are and how they were found. Areas that are chosen because
/// they are alike in the indicator that they are then held against (`main`) are
/// alike in it by choice, which is said.
#[must_use]
pub fn origin(
    near: &Neighbours,
    main: &IndicatorId,
    name: &dyn Fn(&IndicatorId) -> String,
) -> String {
    match &near.origin {
        NeighbourOrigin::Given { source } => format!("The neighbours are those of {source}."),
        NeighbourOrigin::Computed { variables, left_out } => {
            let names: Vec<String> = variables
                .iter()
                .map(|variable| {
                    let name = name(&variable.indicator);
                    if (variable.weight - 1.0).abs() < f64::EPSILON {
                        name
                    } else {
                        format!("{name} (weight {})", number(variable.weight, 1))
                    }
                })
                .collect();
            let lacking = match *left_out as u64 {
                0 => String::new(),
                areas => format!(
                    " {} {} a figure of one, and {} none.",
                    count(areas),
                    plural(areas, "area lacks", "areas lack"),
                    plural(areas, "is", "are")
                ),
            };
            let by_choice = if variables.iter().any(|variable| variable.indicator == *main) {
                format!(
                    " {} is among what they are chosen by, so that their figures of it are like \
                     the area's by choice: being near them in it says nothing.",
                    capital(&name(main))
                )
            } else {
                String::new()
            };
            format!(
                "The neighbours are the areas that are nearest in {}: the distance is in standard \
                 deviations of each.{lacking}{by_choice}",
                listed(&names)
            )
        }
    }
}

/// The rate drawn to the mean of the areas, for few events.
fn steadied(found: &AreaProfile, area: &str, measured: &Measured) -> Option<String> {
    let all = found.steadied.as_ref()?;
    let own = found.own_steadied()?;
    let above = own.above_comparator.map_or_else(String::new, |above| {
        format!(
            "; the probability that it lies above {} is {}",
            all.comparator.name,
            probability(above)
        )
    });
    Some(format!(
        "{} of the differences between areas of this size is chance. Drawn to the mean of {} areas \
         by as much, the {} of {area} in {} is {}{above}.",
        capital(&format!("{}%", number(100.0 * (1.0 - own.reliability), 0))),
        count(all.shrunk().count() as u64),
        measured.name,
        period(all.period),
        measured.unit.estimate(&own.rate)
    ))
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing;

    #[test]
    fn neighbours_by_the_indicator_itself_are_alike_by_choice() {
        let found = testing::area_profile(SourceClass::Published);
        let near = found.neighbours.as_ref().unwrap().as_ref().unwrap();
        let said = |main: &IndicatorId| origin(near, main, &|id| id.to_string());
        assert!(!said(&found.main).contains("by choice"));
        let chosen_by = IndicatorId::new("neonatal-mortality").unwrap();
        assert!(said(&chosen_by).contains("Neonatal-mortality is among what they are chosen by"));
    }
}
