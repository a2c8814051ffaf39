//! What makes no decomposition.

use crate::attribution::AttributionError;
use crate::rates::LifeTableError;

/// Why a difference cannot be taken apart.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecompositionError {
    /// Nothing to work on.
    #[error("no strata")]
    NoStrata,
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
    /// A stratum that only one population has: its rate in the other is
    /// unknown.
    #[error(
        "stratum {stratum} (counted from 1) has people in one population alone: join it with another"
    )]
    OneSided {
        /// The first such stratum.
        stratum: usize,
    },
    /// Events without people.
    #[error("stratum {stratum} (counted from 1) has events and no people")]
    EventsWithoutPeople {
        /// The first such stratum.
        stratum: usize,
    },
    /// A combination of levels that stands twice.
    #[error("stratum {stratum} (counted from 1) has the levels of one before it: add them up")]
    Repeated {
        /// The later of the two.
        stratum: usize,
    },
    /// Nobody at all.
    #[error("a population has no people")]
    NoPeople,
    /// A factor that is no number.
    #[error("{what} {place} (counted from 1) is not a finite number{wanted}")]
    NotFinite {
        /// Which slice.
        what: &'static str,
        /// Which of its values.
        place: usize,
        /// What else is asked for; empty where nothing is.
        wanted: &'static str,
    },
    /// Too few or too many factors.
    #[error(transparent)]
    Factors(#[from] AttributionError),
    /// A life table that cannot be made.
    #[error("{population} population: {error}")]
    LifeTable {
        /// Which.
        population: &'static str,
        /// Why.
        error: LifeTableError,
    },
    /// Fewer fetal and infant deaths than periods of risk are shown for.
    #[error("the {population} has fewer than {least} fetal and infant deaths: join years or areas")]
    TooFewDeaths {
        /// The group or the reference.
        population: &'static str,
        /// How many are asked for.
        least: u64,
    },
    /// A period of risk with too few deaths.
    #[error(
        "the {population} has fewer than {least} deaths in the period `{period}`: join years or areas"
    )]
    TooFewInPeriod {
        /// The group or the reference.
        population: &'static str,
        /// Which period.
        period: &'static str,
        /// How many are asked for.
        least: u64,
    },
    /// A start without an end.
    #[error("no step: those at the start and after each step are asked for")]
    NoSteps,
    /// More people after a step than could try it.
    #[error(
        "more of the {population} population are after step {step} (counted from 1) than before it"
    )]
    MoreAfterStep {
        /// Which.
        population: &'static str,
        /// The first such step.
        step: usize,
    },
    /// A step after which nobody is left.
    #[error("nobody of the {population} population passes step {step} (counted from 1)")]
    NobodyPasses {
        /// Which.
        population: &'static str,
        /// The first such step.
        step: usize,
    },
    /// Deaths beyond births.
    #[error(
        "more deaths than births and fetal deaths together in stratum {stratum} (counted from 1)"
    )]
    DeathsExceedBirths {
        /// The first such stratum; 1 where there is one alone.
        stratum: usize,
    },
}

impl DecompositionError {
    /// The message, with the stratum by its name where there is one for each:
    /// a reader of a table knows places by what they are called.
    pub(super) fn with_names(&self, names: &[String]) -> String {
        let message = self.to_string();
        let (Self::OneSided { stratum }
        | Self::EventsWithoutPeople { stratum }
        | Self::Repeated { stratum }
        | Self::DeathsExceedBirths { stratum }) = self
        else {
            return message;
        };
        match names.get(stratum - 1) {
            Some(name) => message.replacen(&place(*stratum), name, 1),
            None => message,
        }
    }
}

/// A stratum as messages count it.
fn place(stratum: usize) -> String {
    format!("stratum {stratum} (counted from 1)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_stratum() {
        let names = ["stratum `low`".to_owned()];
        for error in [
            DecompositionError::OneSided { stratum: 1 },
            DecompositionError::EventsWithoutPeople { stratum: 1 },
            DecompositionError::Repeated { stratum: 1 },
            DecompositionError::DeathsExceedBirths { stratum: 1 },
        ] {
            let message = error.with_names(&names);
            assert!(message.contains("stratum `low`") && !message.contains('1'), "{message}");
            assert_eq!(error.with_names(&[]), error.to_string());
        }
    }
}
