//! What makes no small-area estimate.

/// Why areas cannot be shrunk or ranked.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SmallAreasError {
    /// Nothing to work on.
    #[error("no areas")]
    NoAreas,
    /// Slices of different lengths.
    #[error("{events} counts of events for {exposures} exposures: one of each for every area")]
    Lengths {
        /// How many counts.
        events: usize,
        /// How many exposures.
        exposures: usize,
    },
    /// An exposure that no rate can be formed with.
    #[error("the exposure of area {area} (counted from 1) is not a finite number above 0")]
    Exposure {
        /// The first such area.
        area: usize,
    },
    /// More with a property than there are people.
    #[error("more events than people in area {area} (counted from 1)")]
    EventsExceedPeople {
        /// The first such area.
        area: usize,
    },
    /// A prior mean outside what rates or shares can be.
    #[error("the prior mean must be {wanted}")]
    PriorMean {
        /// What would be right.
        wanted: &'static str,
    },
    /// A prior variance outside what is possible.
    #[error("the prior variance must be {wanted}")]
    PriorVariance {
        /// What would be right.
        wanted: &'static str,
    },
    /// How areas differ cannot be seen in so few.
    #[error(
        "{given} areas: how much true rates differ shows in three or more, or give mean and variance"
    )]
    TooFewAreas {
        /// How many were given.
        given: usize,
    },
    /// All counts are 0, or all people have the property.
    #[error(
        "no area has an event, or all people have one: give the mean and variance of the prior"
    )]
    NothingToEstimate,
    /// No draws, or too few to see the tails.
    #[error("{given} draws: ranks need 100 or more")]
    TooFewDraws {
        /// How many were asked for.
        given: usize,
    },
}
