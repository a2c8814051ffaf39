//! What makes no attributable fraction.

/// Why there is no attributable fraction.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AttributionError {
    /// No factor, or more than can be worked out.
    #[error("{given} factors: give 1 to {most}")]
    Factors {
        /// How many were given.
        given: usize,
        /// How many can be.
        most: usize,
    },
    /// Slices of different lengths.
    #[error("{what} has {given} values where {expected} are needed")]
    Lengths {
        /// Which slice.
        what: &'static str,
        /// Its length.
        given: usize,
        /// The length that would be right.
        expected: usize,
    },
    /// A share outside 0 to 1.
    #[error("{what} {place} (counted from 1) is not between 0 and 1")]
    Share {
        /// Which share.
        what: &'static str,
        /// Which of several.
        place: usize,
    },
    /// Shares of levels that make more than a whole.
    #[error("the shares of the levels add up to more than 1: levels must not overlap")]
    SharesExceedOne,
    /// A relative risk that is none.
    #[error("relative risk {place} (counted from 1) is not a finite number above 0")]
    RelativeRisk {
        /// Which of several.
        place: usize,
    },
    /// Limits that do not hold their relative risk.
    #[error(
        "the limits of relative risk {place} (counted from 1) do not hold it, or are not above 0"
    )]
    RelativeRiskLimits {
        /// Which of several.
        place: usize,
    },
    /// Levels whose risks are adjusted in part.
    #[error("relative risks of one factor must be adjusted all or none")]
    MixedAdjustment,
    /// An adjusted risk where the crude one is meant.
    #[error(
        "the relative risk is adjusted: what share of cases is exposed follows from a crude one"
    )]
    CrudeNeeded,
    /// A sample size that is none.
    #[error("the number of people behind a share is not a finite number above 0")]
    SampleSize,
    /// A fraction that cannot be combined with others.
    #[error("fraction {place} (counted from 1) is not a finite number of at most 1")]
    Fraction {
        /// Which of several.
        place: usize,
    },
    /// Limits of a fraction that do not hold it.
    #[error("the limits of fraction {place} (counted from 1) do not hold it, or exceed 1")]
    FractionLimits {
        /// Which of several.
        place: usize,
    },
    /// An order that is none.
    #[error("the order must name each factor once")]
    Order,
    /// Simulation without draws.
    #[error("no draws: give 1,000 or more")]
    NoDraws,
    /// Too few draws to see the tails.
    #[error("{given} draws: limits need 1,000 or more")]
    TooFewDraws {
        /// How many were asked for.
        given: usize,
    },
    /// A counterfactual that removes all risk, or a baseline that has none.
    #[error("nothing is left to hold the change against: {what}")]
    Nothing {
        /// What is 0.
        what: &'static str,
    },
}
