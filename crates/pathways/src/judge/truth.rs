//! What the log says for sure, and what it leaves open.

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    /// It does not.
    No,
    /// The log does not say.
    Maybe,
    /// It does.
    Yes,
}

impl Truth {
    pub(crate) fn of(holds: Option<bool>) -> Self {
        match holds {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Maybe,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        self.min(other)
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }

    /// Whether a number that lies between two ends is so many at the most.
    pub(crate) fn at_most(between: Option<(i64, i64)>, most: i64) -> Self {
        match between {
            Some((_, high)) if high <= most => Self::Yes,
            Some((low, _)) if low > most => Self::No,
            _ => Self::Maybe,
        }
    }

    /// Whether it is so many at the least.
    pub(crate) fn at_least(between: Option<(i64, i64)>, least: i64) -> Self {
        match between {
            Some((low, _)) if low >= least => Self::Yes,
            Some((_, high)) if high < least => Self::No,
            _ => Self::Maybe,
        }
    }
}
