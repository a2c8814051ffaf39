//! Why there is no measure.

use super::{Part, Scale};

/// Why groups were refused, or why a measure of them does not exist.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InequalityError {
    /// Nothing to compare.
    #[error("{given} groups: the measure needs {needed} or more")]
    TooFewGroups {
        /// How many were given.
        given: usize,
        /// How many it takes.
        needed: usize,
    },
    /// One value is missing, or one too many.
    #[error("{given} {part} for {groups} groups: give one for each group")]
    Lengths {
        /// Which slice.
        part: Part,
        /// Its length.
        given: usize,
        /// The number of estimates.
        groups: usize,
    },
    /// Not a number, or infinite.
    #[error("{part}: that of group {at} (counted from 1) is not a finite number")]
    NotFinite {
        /// Which slice.
        part: Part,
        /// The first such group.
        at: usize,
    },
    /// Below zero where that cannot be.
    #[error("{part}: that of group {at} (counted from 1) is negative")]
    Negative {
        /// Which slice.
        part: Part,
        /// The first such group.
        at: usize,
    },
    /// A group without people has no weight and no place in the order.
    #[error("{part}: that of group {at} (counted from 1) is not above 0")]
    Empty {
        /// Which slice.
        part: Part,
        /// The first such group.
        at: usize,
    },
    /// Parts that are no whole.
    #[error("the shares of the population do not add up to 1: is a group missing?")]
    SharesDoNotAddUp,
    /// A gap or a repeat in the order.
    #[error(
        "the place of group {at} (counted from 1) in the order is taken or beyond {groups}: places run from 1, the most disadvantaged, without gaps"
    )]
    Order {
        /// The first such group.
        at: usize,
        /// The number of groups.
        groups: usize,
    },
    /// A reference that is none of the groups.
    #[error("the reference is none of the groups: they are counted from 0")]
    Reference,
    /// A scale that is none.
    #[error(
        "a scale is a positive number: 1 for fractions, 100 for percentages, 1000 for rates per 1,000"
    )]
    Scale,
    /// An estimate that the declared scale does not allow.
    #[error("the estimate of group {at} (counted from 1) is not between 0 and its scale, {scale}")]
    BeyondScale {
        /// The first such group.
        at: usize,
        /// The declared scale.
        scale: Scale,
    },
    /// An average of other groups than these.
    #[error("the setting average lies outside the range of the groups: does it belong to them?")]
    AverageOutside,
    /// A measure of order without one.
    #[error("the measure needs the order of the groups, from the most disadvantaged on")]
    NoOrder,
    /// A measure that holds groups against one of them, without it.
    #[error("the measure needs a reference group")]
    NoReference,
    /// A measure that depends on what the whole is, without it.
    #[error(
        "the measure needs the scale of the indicator: 1 for fractions, 100 for percentages, 1000 for rates per 1,000"
    )]
    NoScale,
    /// A measure of better and worse for an indicator without either.
    #[error("the measure needs to know whether high or low is better")]
    NoDirection,
    /// A measure of what chance adds, without its size.
    #[error("the measure needs the standard errors of the groups")]
    NoStandardErrors,
    /// A group known without error.
    #[error(
        "the standard error of group {at} (counted from 1) is 0: the measure weighs groups by their precision"
    )]
    NoError {
        /// The group.
        at: usize,
    },
    /// Division by nothing.
    #[error("the measure is relative to the mean, which must be above 0")]
    NoMean,
    /// Division by nothing.
    #[error(
        "the measure divides by the estimate of group {at} (counted from 1), which must be above 0"
    )]
    NotPositive {
        /// The group.
        at: usize,
    },
    /// Everyone has it, or no one: bounded measures have no room.
    #[error("the mean lies at an end of its scale, where the measure does not exist")]
    MeanAtEnd,
    /// All events at one end of the order.
    #[error("the fit does not settle: the events lie at one end of the order")]
    NotSettled,
}

impl InequalityError {
    /// The group that the error is about, counted from 1 as in its message.
    #[must_use]
    pub const fn group(&self) -> Option<usize> {
        match self {
            Self::NotFinite { part: Part::SettingAverage, .. } => None,
            Self::NotFinite { at, .. }
            | Self::Negative { at, .. }
            | Self::Empty { at, .. }
            | Self::Order { at, .. }
            | Self::BeyondScale { at, .. }
            | Self::NoError { at }
            | Self::NotPositive { at } => Some(*at),
            _ => None,
        }
    }
}
