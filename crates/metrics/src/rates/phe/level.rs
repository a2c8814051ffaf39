//! Confidence levels and limits as the package has them.

use firstyear_core::Confidence;

use crate::limits::deviate;
use crate::poisson::{byar_limits, exact_limits};
use crate::run::{Argument, Group, Row, RunError, Value, limit_names};

/// A level: 0.95, or 95 for the same; 1 and 100 are levels too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level(f64);

/// Two limits, each of which may be missing.
pub(super) type Limits = (Option<f64>, Option<f64>);

pub(super) const CONFIDENCE: Argument = Argument::new(
    "confidence",
    "0.95",
    "confidence of the limits, 0.9 to 1, 90 to 100, or as this method prints it, `95%`; several, such as `0.95;0.998` or `95%, 99.8%`, give limits named by level",
)
.aliases(&["confidence_arg"]);

pub(super) const PER_100_000: Argument = Argument::new(
    "multiplier",
    "100000",
    "what the results are multiplied by: 100000 for a rate per 100,000",
);

/// The levels asked for; none where no limits are.
pub(super) fn levels(group: &Group<'_>) -> Result<Vec<Level>, RunError> {
    let levels = any_levels(group)?;
    if levels.iter().all(|level| level.0 >= 0.9) { Ok(levels) } else { Err(no_level()) }
}

/// As [`levels`], below 0.9 too.
///
/// The package prints levels as `95%, 99.8%` under the name that its argument
/// has, so that its tables can be read again.
pub(super) fn any_levels(group: &Group<'_>) -> Result<Vec<Level>, RunError> {
    let Some(text) = group.argument("confidence")? else { return Ok(Vec::new()) };
    let level = |part: &str| {
        let (number, percent) = match part.trim().strip_suffix('%') {
            Some(percent) => (percent, true),
            None => (part.trim(), false),
        };
        let number = Value::from(number).number()?;
        Level::new(if percent { number / 100.0 } else { number })
    };
    text.split([';', ',']).map(|part| level(part).ok_or_else(no_level)).collect()
}

fn no_level() -> RunError {
    RunError::Argument {
        name: "confidence",
        wanted: "from 0.9 to 1 or from 90 to 100, several separated by `;`".to_owned(),
    }
}

impl Level {
    /// Any fraction above 0, or a percentage from 90 on.
    pub(super) fn new(level: f64) -> Option<Self> {
        let fraction = if level >= 90.0 { level / 100.0 } else { level };
        (fraction > 0.0 && fraction <= 1.0).then_some(Self(fraction))
    }

    /// Whether it is 1: limits that hold everything.
    pub(super) fn is_certain(self) -> bool {
        self.0 == 1.0
    }

    pub(super) fn z(self) -> f64 {
        Confidence::new(self.0).map_or(f64::INFINITY, deviate)
    }

    /// The probability in each tail.
    pub(super) fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// Byar's limits; a negative lower one is missing, that of no events not a
    /// number.
    pub(super) fn byar(self, events: f64) -> Limits {
        if events.is_nan() {
            return (None, None);
        }
        let (lower, upper) = byar_limits(events, self.z());
        ((lower.is_nan() || lower >= 0.0).then_some(lower), Some(upper))
    }

    /// Exact limits below 10 events, Byar's from there on.
    pub(super) fn exact_or_byar(self, events: f64) -> Limits {
        if events < 10.0 {
            let (lower, upper) = exact_limits(events, self.tail());
            (Some(lower), Some(upper))
        } else {
            self.byar(events)
        }
    }

    /// Wilson's limits as the formula leaves them, which can be beyond 1 in
    /// the last bit.
    pub(super) fn wilson(self, events: f64, people: f64) -> Limits {
        if self.is_certain() {
            return (Some(0.0), Some(1.0));
        }
        let (centre, width, scale) =
            super::super::two_groups::wilson_parts(events, people, self.z());
        let known = |x: f64| (!x.is_nan()).then_some(x);
        (known((centre - width) / scale), known((centre + width) / scale))
    }
}

/// `Exact` or `Byars`, by the count.
pub(super) fn exact_or_byars(events: f64) -> Option<&'static str> {
    match events {
        x if x.is_nan() => None,
        x if x < 10.0 => Some("Exact"),
        _ => Some("Byars"),
    }
}

pub(super) fn scaled((lower, upper): Limits, factor: impl Fn(f64) -> f64) -> Limits {
    (lower.map(&factor), upper.map(&factor))
}

/// A number, missing where it is not one.
pub(super) fn known(number: f64) -> Value {
    if number.is_nan() { Value::Absent } else { Value::Number(number) }
}

/// Writes limits under the names that the number of levels asks for, and the
/// label of the levels.
pub(super) fn write(row: &mut Row<'_>, levels: &[Level], limits: impl Fn(Level) -> Limits) {
    for level in levels {
        let (lower_name, upper_name) = match levels {
            [_] => ("lowercl".to_owned(), "uppercl".to_owned()),
            _ => limit_names(level.0),
        };
        let (lower, upper) = limits(*level);
        row.set(&lower_name, lower).set(&upper_name, upper);
    }
    if !levels.is_empty() {
        row.set("confidence", label(levels));
    }
}

/// As the package prints levels: `95%`, or `95%, 99.8%`.
fn label(levels: &[Level]) -> String {
    // The rounding hides that 0.998 times 100 is 99.80000000000001.
    let percent = |level: &Level| format!("{}%", (level.0 * 1e12).round() / 1e10);
    levels.iter().map(percent).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_and_certainty_are_levels() {
        assert_eq!(Level::new(95.0), Level::new(0.95));
        assert_eq!(Level::new(99.8), Level::new(0.998));
        assert!(Level::new(100.0).unwrap().is_certain());
        for no_level in [0.0, -0.5, 50.0, 100.1, f64::NAN] {
            assert_eq!(Level::new(no_level), None, "{no_level}");
        }
        let levels = [0.95, 99.8, 0.9999].map(|level| Level::new(level).unwrap());
        assert_eq!(label(&levels), "95%, 99.8%, 99.99%");
    }
}
