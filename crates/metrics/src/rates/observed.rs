//! Where the observed events of an area come from on a table.

use super::sum::Sum;
use crate::run::{Argument, Group, RunError};

/// Events of a group in all, in a column of their own.
pub(super) const OBSERVED_TOTAL: Argument = Argument::new(
    "observed_total",
    "NA",
    "events of the group in all, the same in each of its rows; with such a column x is not read, and a group in which it is NA has no result",
);

/// What x is.
pub(super) const EVENTS: Argument = Argument::new(
    "events",
    "by-band",
    "`by-band` when x is to be added up, `total` when x is the group's events in all, the same in each of its rows",
);

/// The observed events of a group, from `x` by band as `by_band` reads it.
pub(super) fn observed(
    group: &Group<'_>,
    by_band: impl Fn() -> Result<Vec<f64>, RunError>,
) -> Result<f64, RunError> {
    if group.is_empty() {
        return Err(RunError::measure("no rows: an area has at least one band"));
    }
    let total = match group.number("observed_total")? {
        Some(total) => total,
        None if group.has("observed_total") => return Err(RunError::Absent),
        None if !group.has("x") => {
            return Err(RunError::measure(
                "neither a column `x` nor `observed_total`: one of them holds the events",
            ));
        }
        None if group.choice("events", &[("by-band", false), ("total", true)])? => {
            let x = group.numbers("x")?;
            if let Some(row) = x.iter().position(|other| *other != x[0]) {
                let wanted = "events in all are the same in each row of a group";
                return Err(group.out_of_range("x", row, wanted));
            }
            x[0]
        }
        None => Sum::of(by_band()?),
    };
    if total >= 0.0 {
        return Ok(total);
    }
    Err(RunError::measure("events cannot be negative"))
}
