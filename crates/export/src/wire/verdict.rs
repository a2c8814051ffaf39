//! Verdicts.

use firstyear_analysis::Verdict;
use serde::Serialize;

/// How a figure stands to what it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum VerdictV1 {
    /// Higher than chance explains.
    Higher,
    /// Lower than chance explains.
    Lower,
    /// Within what chance explains: the two cannot be told apart.
    CannotTell,
    /// A figure is missing or hidden, or the two are not independent.
    NotCompared,
}

impl VerdictV1 {
    /// Every verdict with its meaning.
    pub(super) const MEANINGS: [(Self, &'static str); 4] = [
        (Self::Higher, "higher than chance explains"),
        (Self::Lower, "lower than chance explains"),
        (Self::CannotTell, "within what chance explains: the two cannot be told apart"),
        (Self::NotCompared, "a figure is missing or hidden, or the two are not independent"),
    ];

    pub(super) const fn new(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Higher => Self::Higher,
            Verdict::Lower => Self::Lower,
            Verdict::CannotTell => Self::CannotTell,
            Verdict::NotCompared => Self::NotCompared,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::CannotTell => "cannot-tell",
            Self::NotCompared => "not-compared",
        }
    }
}
