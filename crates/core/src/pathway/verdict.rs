//! What became of what was owed.

use crate::words::words;

words! {
    /// What became of what was owed to a case, or at one activation.
    Verdict {
        /// It was not owed: the trigger never happened, or the case was not eligible.
        NotApplicable "not-applicable",
        /// It happened in time; or what may not happen did not.
        Met "met",
        /// It happened, and not in time.
        Late "late",
        /// It did not happen and its time is over; or what may not happen did.
        Missed "missed",
        /// What discharges it came first, such as an opt-out.
        Declined "declined",
        /// Its time is not over.
        Pending "pending",
        /// The log does not say enough, such as a day where hours count.
        Unknown "unknown",
    }
}

impl Verdict {
    /// How many verdicts there are.
    pub const COUNT: usize = 7;

    /// The verdict on a case with these two activations: one that failed tells more
    /// than one that did not. What was declined once and met at another time is met.
    ///
    /// ```
    /// use firstyear_core::pathway::Verdict;
    ///
    /// assert_eq!(Verdict::Met.and(Verdict::Missed), Verdict::Missed);
    /// assert_eq!(Verdict::Met.and(Verdict::Declined), Verdict::Met);
    /// assert_eq!(Verdict::NotApplicable.and(Verdict::Pending), Verdict::Pending);
    /// ```
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        if self.weight() >= other.weight() { self } else { other }
    }

    const fn weight(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::Declined => 1,
            Self::Met => 2,
            Self::Pending => 3,
            Self::Unknown => 4,
            Self::Late => 5,
            Self::Missed => 6,
        }
    }
}
