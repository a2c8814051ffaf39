//! What makes no scenario.

/// Why there is no scenario.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// A number outside the range of what it is.
    #[error("{what} is {value}, and must be {range}")]
    Outside {
        /// Which number.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What would be right.
        range: &'static str,
    },
    /// A group that has more deaths than there are.
    #[error(
        "a group with {births} of births and a relative gap of {gap} would have more deaths than there are: the share times 1 + gap is at most 1"
    )]
    MoreThanAll {
        /// The group's share of births.
        births: f64,
        /// Its relative gap.
        gap: f64,
    },
    /// Nobody died.
    #[error("no deaths in any group: there is no gap to narrow")]
    NoEvents,
    /// Nobody died in the group.
    #[error("no deaths in the group: its rate cannot fall, and there is no gap to narrow")]
    NoEventsInGroup,
    /// Nobody died among the others.
    #[error(
        "no deaths among the others: how large the gap is cannot be told; add years up, or state the gap"
    )]
    NoEventsInOthers,
    /// A contribution that no value of the input asked for gives.
    #[error("no {what} gives {points} points with these other inputs")]
    Unreachable {
        /// The input that was to be solved.
        what: &'static str,
        /// The contribution asked for.
        points: f64,
    },
    /// A fall that no value of the input asked for gives.
    #[error("no {what} gives a fall of {fall} of the rate with these other inputs")]
    UnreachableFall {
        /// The input that was to be solved.
        what: &'static str,
        /// The fall asked for, a fraction.
        fall: f64,
    },
    /// No measure, or more than can be attributed.
    #[error("{given} measures: give 1 to {most}")]
    Measures {
        /// How many were given.
        given: usize,
        /// How many can be.
        most: usize,
    },
    /// A measure that acts through none of the others, or through itself.
    #[error(
        "measure {place} (counted from 1) acts through itself, or through one that is not there: name another of the list, and no circle"
    )]
    Through {
        /// Which measure.
        place: usize,
    },
    /// An order that does not name each measure once.
    #[error("the order must name each measure once")]
    Order,
    /// Limits that do not hold their value.
    #[error("the limits of the {what} do not hold it between 0 and 1, one below the other")]
    Limits {
        /// Of which number.
        what: &'static str,
    },
    /// Too few draws to see the tails.
    #[error("{given} draws: limits need 1,000 or more")]
    TooFewDraws {
        /// How many were asked for.
        given: usize,
    },
}
