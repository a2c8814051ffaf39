//! A value held against a goal.

use firstyear_core::{MethodId, Polarity};

use super::intervals::finite;
use super::polarity;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

/// A goal with a band below it: two bounds and the direction that is good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    lower: f64,
    upper: f64,
    higher_is_better: bool,
}

/// How a value stands against a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GoalStatus {
    /// Reached.
    Green,
    /// Within the band.
    Amber,
    /// Missed.
    Red,
}

/// Why there is no goal.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GoalError {
    /// Bounds that are no band.
    #[error("the lower bound of a goal must be finite and not above the upper one")]
    Bounds,
    /// Without a direction nothing is reached or missed.
    #[error("a goal needs a direction: `low` or `high` as polarity")]
    NoDirection,
}

impl Goal {
    /// A goal with a band from `lower`, which belongs to the band, to `upper`,
    /// which does not. The same number twice makes a goal without a band.
    ///
    /// # Errors
    ///
    /// [`GoalError`]: bounds that are not finite or in the wrong order, or no
    /// agreed optimum.
    ///
    /// # Source
    ///
    /// The goals of the Fingertips profiles of English public health.
    ///
    /// # Example
    ///
    /// Vaccine coverage, where more is better: 95% is the goal, 90% to 95% its
    /// band.
    ///
    /// ```
    /// use firstyear_core::Polarity;
    /// use firstyear_metrics::benchmark::{Goal, GoalStatus};
    ///
    /// let goal = Goal::new(0.90, 0.95, Polarity::HigherIsBetter)?;
    /// assert_eq!(goal.status(0.95), GoalStatus::Green);
    /// assert_eq!(goal.status(0.90), GoalStatus::Amber);
    /// assert_eq!(goal.status(0.89), GoalStatus::Red);
    /// # Ok::<(), firstyear_metrics::benchmark::GoalError>(())
    /// ```
    pub fn new(lower: f64, upper: f64, polarity: Polarity) -> Result<Self, GoalError> {
        let higher_is_better = match polarity {
            Polarity::HigherIsBetter => true,
            Polarity::LowerIsBetter => false,
            Polarity::NoAgreedOptimum => return Err(GoalError::NoDirection),
        };
        if !(lower.is_finite() && upper.is_finite() && lower <= upper) {
            return Err(GoalError::Bounds);
        }
        Ok(Self { lower, upper, higher_is_better })
    }

    /// How a value stands against the goal.
    #[must_use]
    pub fn status(&self, value: f64) -> GoalStatus {
        let (low, high) = if self.higher_is_better {
            (GoalStatus::Red, GoalStatus::Green)
        } else {
            (GoalStatus::Green, GoalStatus::Red)
        };
        if value < self.lower {
            low
        } else if value < self.upper {
            GoalStatus::Amber
        } else {
            high
        }
    }
}

impl GoalStatus {
    const fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }
}

pub(super) const GOAL: Method = Method {
    id: MethodId::new("compare-goal"),
    name: "Value against a goal",
    family: "benchmarks",
    unit: "a word",
    ordered: false,
    reading: "green reached, amber within the band, red missed",
    source: "goals of the Fingertips profiles of English public health",
    explanation: "A value is held against two bounds; the lower one belongs to the amber band, the upper one does not. Chance is left out: a small area can reach or miss a goal by luck.",
    call: Call {
        key: &[],
        inputs: &[Field::new("value", "the area's value")],
        arguments: &[
            Argument::required("goal_lower", "the lower bound, in the unit of the value"),
            Argument::required("goal_upper", "the upper bound, in the unit of the value"),
            Argument::required("polarity", "`low` when less is better, `high` when more is better"),
        ],
        outputs: &[Field::new("status", "`green`, `amber` or `red`; `error` without a result")],
        vectors: &[],
        run,
    },
};

fn run(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let value = finite(group, "value")?;
    let (lower, upper) =
        (group.number_required("goal_lower")?, group.number_required("goal_upper")?);
    let goal = Goal::new(lower, upper, polarity(group)?).map_err(RunError::measure)?;
    out.row().set("status", goal.status(value).word());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::GoalStatus::{Amber, Green, Red};
    use super::*;

    #[test]
    fn where_less_is_better_the_colours_turn_round() {
        let goal = Goal::new(3.0, 4.0, Polarity::LowerIsBetter).unwrap();
        let status = [2.9, 3.0, 3.9, 4.0].map(|value| goal.status(value));
        assert_eq!(status, [Green, Amber, Amber, Red]);
    }

    #[test]
    fn what_is_no_goal_is_refused() {
        let refused = |lower, upper| Goal::new(lower, upper, Polarity::LowerIsBetter).unwrap_err();
        assert_eq!(refused(4.0, 3.0), GoalError::Bounds);
        assert_eq!(refused(f64::NAN, 3.0), GoalError::Bounds);
        let aimless = Goal::new(1.0, 2.0, Polarity::NoAgreedOptimum);
        assert_eq!(aimless, Err(GoalError::NoDirection));
    }
}
