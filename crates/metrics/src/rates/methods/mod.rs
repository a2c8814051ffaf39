//! The family's methods on a table, each beside what it reads and writes.

mod direct;
mod indirect;
mod life_expectancy;
mod mean;
mod two_groups;

use firstyear_core::{Cell, Confidence, Estimate, Interval};

use super::{Estimates, FewEvents};
use crate::registry::Method;
use crate::run::{Argument, Group, Row, RunError, Value, limit_names};

pub(super) const METHODS: &[Method] = &[
    direct::METHOD,
    indirect::RATIO,
    indirect::RATE,
    life_expectancy::METHOD,
    mean::METHOD,
    two_groups::RATE_DIFFERENCE,
    two_groups::RATE_RATIO,
    two_groups::RISK_DIFFERENCE,
    two_groups::RISK_RATIO,
];

const MINIMUM_EVENTS: Argument = Argument::new(
    "minimum_events",
    "NA",
    "events below which there is no result; if not said, there always is",
);

const BELOW_MINIMUM: Argument = Argument::new(
    "below_minimum",
    "not-applicable",
    "what a result below minimum_events becomes: `not-applicable` or `withheld`",
);

fn few_events(group: &Group<'_>) -> Result<FewEvents, RunError> {
    let withhold =
        group.choice("below_minimum", &[("not-applicable", false), ("withheld", true)])?;
    Ok(match group.number("minimum_events")? {
        None => FewEvents::Keep,
        Some(least) if withhold => FewEvents::WithheldBelow(least),
        Some(least) => FewEvents::NotApplicableBelow(least),
    })
}

/// The same figure at each level asked for.
fn at_levels<E: std::fmt::Display>(
    group: &Group<'_>,
    figure: impl Fn([Confidence; 1]) -> Result<Estimates<1>, E>,
) -> Result<Vec<Estimate>, RunError> {
    let levels = group.confidences()?;
    levels.into_iter().map(|level| Ok(figure([level]).map_err(RunError::measure)?.at(0))).collect()
}

/// As [`at_levels`], for a figure that may not be given.
fn judged_at_levels<E: std::fmt::Display>(
    group: &Group<'_>,
    figure: impl Fn([Confidence; 1]) -> Result<Cell<Estimates<1>>, E>,
) -> Result<Vec<Cell<Estimates<1>>>, RunError> {
    let levels = group.confidences()?;
    levels.into_iter().map(|level| figure([level]).map_err(RunError::measure)).collect()
}

/// Writes value and limits, or in the place of each what stands for them.
///
/// What is withheld takes its numerator and denominator with it, so that it is
/// an error here: nothing of the row is written.
fn write(
    row: &mut Row<'_>,
    levels: &[Confidence],
    figures: &[Cell<Estimates<1>>],
) -> Result<(), RunError> {
    let mut value = Value::Absent;
    for (level, figure) in levels.iter().zip(figures) {
        let (lower, upper) = match levels {
            [_] => ("lowercl".to_owned(), "uppercl".to_owned()),
            _ => limit_names(level.level()),
        };
        if let Cell::Withheld(by) = figure {
            return Err(RunError::Withheld(*by));
        }
        let part = |of: fn(&Interval) -> f64| {
            Value::from_cell(figure.map(|estimates| of(&estimates.intervals[0])))
        };
        value = Value::from_cell(figure.map(|estimates| estimates.value));
        row.set("value", value.clone());
        row.set(&lower, part(|interval| interval.lower));
        row.set(&upper, part(|interval| interval.upper));
    }
    row.set("value", value);
    Ok(())
}

#[cfg(test)]
mod tests;
