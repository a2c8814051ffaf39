//! Where an area lies against a comparator.

use firstyear_core::Polarity;

use crate::run::{Argument, Group, RunError};

/// Where an area lies against a comparator, from far below to far above.
///
/// Rules with one level of confidence never say *far*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Below, also at the outer level.
    FarBelow,
    /// Below.
    Below,
    /// Not to be told from the comparator: that is not the same as equal.
    Similar,
    /// Above.
    Above,
    /// Above, also at the outer level.
    FarAbove,
}

impl Position {
    /// The word of English public-health profiles for this position.
    ///
    /// Where more is better, above is `better`; where there is no agreed
    /// optimum, nothing is judged: `lower`, `similar`, `higher`. Positions at
    /// the outer level are `best`, `worst`, `lowest` and `highest`.
    ///
    /// ```
    /// use firstyear_core::Polarity;
    /// use firstyear_metrics::benchmark::Position;
    ///
    /// assert_eq!(Position::Above.judgement(Polarity::LowerIsBetter), "worse");
    /// assert_eq!(Position::Above.judgement(Polarity::NoAgreedOptimum), "higher");
    /// assert_eq!(Position::Similar.judgement(Polarity::LowerIsBetter), "similar");
    /// ```
    #[must_use]
    pub const fn judgement(self, polarity: Polarity) -> &'static str {
        const GOOD_LOW: [&str; 5] = ["best", "better", "similar", "worse", "worst"];
        const GOOD_HIGH: [&str; 5] = ["worst", "worse", "similar", "better", "best"];
        const NEITHER: [&str; 5] = ["lowest", "lower", "similar", "higher", "highest"];
        let words = match polarity {
            Polarity::LowerIsBetter => GOOD_LOW,
            Polarity::HigherIsBetter => GOOD_HIGH,
            Polarity::NoAgreedOptimum => NEITHER,
        };
        words[self as usize]
    }
}

/// The polarity as an argument of methods that judge.
pub(crate) const POLARITY: Argument = Argument::new(
    "polarity",
    "none",
    "`low` when less is better, `high` when more is better, `none` when there is no agreed optimum",
);

pub(crate) fn polarity(group: &Group<'_>) -> Result<Polarity, RunError> {
    group.choice(
        "polarity",
        &[
            ("none", Polarity::NoAgreedOptimum),
            ("low", Polarity::LowerIsBetter),
            ("high", Polarity::HigherIsBetter),
        ],
    )
}
