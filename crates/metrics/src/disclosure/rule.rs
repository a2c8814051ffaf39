//! Primary rules: which counts are hidden for what they are, and how the rest
//! is rounded.

use firstyear_core::{Cell, Withholding};

use super::Range;

/// A publisher's rule for what may be shown.
///
/// Counts inside the threshold are hidden; of the others each is shown to the
/// nearest multiple of the rounding base. Either part may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Counts that are hidden; `None` hides none.
    pub threshold: Option<Threshold>,
    /// How the counts that are shown are rounded; `None` shows them exactly.
    pub rounding: Option<Rounding>,
    /// When a rate is shown, and how far to trust it.
    pub rates: RateRule,
}

/// A range of counts that are hidden, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Threshold {
    pub(super) from: u64,
    pub(super) to: u64,
}

/// Rounding to the nearest multiple of a base; halves go up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rounding {
    pub(super) base: u64,
}

/// How few events a rate may rest on. 0 asks for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RateRule {
    /// Fewest events of a crude rate that is shown.
    pub crude_from: u64,
    /// Fewest events of a standardised rate that is shown.
    pub standardised_from: u64,
    /// Fewest events of a rate that is shown without a warning.
    pub reliable_from: u64,
}

/// How a rate was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RateKind {
    /// Events over those at risk.
    Crude,
    /// Standardised by age or another composition.
    Standardised,
}

impl RateRule {
    /// Fewest events of a rate of this kind that is shown.
    #[must_use]
    pub const fn least(&self, kind: RateKind) -> u64 {
        match kind {
            RateKind::Crude => self.crude_from,
            RateKind::Standardised => self.standardised_from,
        }
    }
}

/// A rule that cannot be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The range has no counts.
    #[error("the range of hidden counts ends below its start: give the smaller count first")]
    EmptyThreshold,
    /// Zero has no multiples; 1 rounds nothing.
    #[error("the base of rounding must be 2 or more")]
    Base,
}

impl Threshold {
    /// Hides counts from `from` to `to`, both included. With `from` 1 zeros
    /// are shown: no one died, so no one is identified. With 0 they are
    /// hidden too.
    ///
    /// # Errors
    ///
    /// [`RuleError::EmptyThreshold`] when `from` is above `to`.
    pub const fn new(from: u64, to: u64) -> Result<Self, RuleError> {
        if from > to { Err(RuleError::EmptyThreshold) } else { Ok(Self { from, to }) }
    }

    /// Smallest count that is hidden.
    #[must_use]
    pub const fn from(self) -> u64 {
        self.from
    }

    /// Largest count that is hidden.
    #[must_use]
    pub const fn to(self) -> u64 {
        self.to
    }

    /// Whether `count` is hidden.
    #[must_use]
    pub const fn hides(self, count: u64) -> bool {
        self.from <= count && count <= self.to
    }
}

impl Rounding {
    /// Rounds to multiples of `base`.
    ///
    /// # Errors
    ///
    /// [`RuleError::Base`] when `base` is below 2.
    pub const fn new(base: u64) -> Result<Self, RuleError> {
        if base < 2 { Err(RuleError::Base) } else { Ok(Self { base }) }
    }

    /// The base.
    #[must_use]
    pub const fn base(self) -> u64 {
        self.base
    }

    /// The nearest multiple of the base; a half goes up. Counts within half a
    /// base of the largest number go down.
    #[must_use]
    pub const fn round(self, count: u64) -> u64 {
        let over = count % self.base;
        let down = count - over;
        if over >= self.base - over && over > 0 {
            match down.checked_add(self.base) {
                Some(up) => up,
                None => down,
            }
        } else {
            down
        }
    }
}

impl Rule {
    /// Hides counts from `from` to `to` and shows the others exactly.
    ///
    /// # Errors
    ///
    /// [`RuleError::EmptyThreshold`] when `from` is above `to`.
    pub fn threshold(from: u64, to: u64) -> Result<Self, RuleError> {
        Ok(Self { threshold: Some(Threshold::new(from, to)?), ..Self::default() })
    }

    /// The same rule with the shown counts rounded to multiples of `base`.
    ///
    /// # Errors
    ///
    /// [`RuleError::Base`] when `base` is below 2.
    pub fn rounded_to(self, base: u64) -> Result<Self, RuleError> {
        Ok(Self { rounding: Some(Rounding::new(base)?), ..self })
    }

    /// Whether `count` is hidden for what it is.
    #[must_use]
    pub const fn hides(&self, count: u64) -> bool {
        match self.threshold {
            Some(threshold) => threshold.hides(count),
            None => false,
        }
    }

    /// What is shown of a count: withheld inside the threshold, rounded
    /// outside. A cell that is not known stays as it is.
    ///
    /// # Example
    ///
    /// Seven and fewer hidden, the rest to the nearest 5:
    ///
    /// ```
    /// # use firstyear_core::{Cell, Withholding};
    /// # use firstyear_metrics::disclosure::Rule;
    /// let rule = Rule::threshold(1, 7)?.rounded_to(5)?;
    /// assert_eq!(rule.shown(Cell::known(7)), Cell::Withheld(Withholding::Primary));
    /// assert_eq!(rule.shown(Cell::known(13)), Cell::known(15));
    /// assert_eq!(rule.shown(Cell::known(0)), Cell::known(0));
    /// assert_eq!(rule.shown(Cell::Absent), Cell::Absent);
    /// # Ok::<(), firstyear_metrics::disclosure::RuleError>(())
    /// ```
    #[must_use]
    pub fn shown(&self, count: Cell<u64>) -> Cell<u64> {
        match count {
            Cell::Known { value, .. } if self.hides(value) => Cell::Withheld(Withholding::Primary),
            Cell::Known { value, flags } => Cell::Known { value: self.rounded(value), flags },
            other => other,
        }
    }

    const fn rounded(&self, count: u64) -> u64 {
        match self.rounding {
            Some(rounding) => rounding.round(count),
            None => count,
        }
    }

    /// What a shown cell tells by itself of its count, to a reader who knows
    /// the rule; `None` where the rule shows no such number.
    ///
    /// A cell hidden for what it is lies in the threshold. A cell hidden for
    /// another's sake lies above it, because [`suppress`](super::suppress)
    /// hides no other: zeros that are safe stay shown. A cell that its publisher hid, or that is absent, can
    /// be any count; one that cannot exist counts as none.
    #[must_use]
    pub fn tells(&self, shown: &Cell<u64>) -> Option<Range> {
        let above = self.threshold.map_or(0, |threshold| threshold.to.saturating_add(1));
        match *shown {
            Cell::Known { value, .. } => self.behind(value),
            Cell::Withheld(Withholding::Primary) => Some(match self.threshold {
                Some(Threshold { from, to }) => Range { lower: from, upper: Some(to) },
                None => Range::ANY,
            }),
            Cell::Withheld(Withholding::Secondary) => Some(Range { lower: above, upper: None }),
            Cell::Withheld(Withholding::Publisher) | Cell::Absent => Some(Range::ANY),
            Cell::NotApplicable => Some(Range::exactly(0)),
        }
    }

    /// The counts that are shown as `value`.
    fn behind(&self, value: u64) -> Option<Range> {
        let (mut lower, mut upper) = match self.rounding {
            Some(Rounding { base }) if value.is_multiple_of(base) => {
                (value.saturating_sub(base / 2), value.saturating_add((base - 1) / 2))
            }
            Some(_) => return None,
            None => (value, value),
        };
        if let Some(threshold) = self.threshold {
            if threshold.hides(lower) {
                lower = threshold.to.checked_add(1)?;
            }
            if threshold.hides(upper) {
                upper = threshold.from.checked_sub(1)?;
            }
        }
        (lower <= upper).then_some(Range { lower, upper: Some(upper) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_up_and_the_largest_count_does_not_overflow() {
        let ten = Rounding::new(10).unwrap();
        for (count, rounded) in [(0, 0), (4, 0), (5, 10), (14, 10), (15, 20)] {
            assert_eq!(ten.round(count), rounded, "{count}");
        }
        assert_eq!(ten.round(u64::MAX), u64::MAX - u64::MAX % 10);
        let three = Rounding::new(3).unwrap();
        for (count, rounded) in [(1, 0), (2, 3), (4, 3), (5, 6)] {
            assert_eq!(three.round(count), rounded, "{count}");
        }
    }

    #[test]
    fn impossible_rules_are_refused() {
        assert_eq!(Rule::threshold(8, 7), Err(RuleError::EmptyThreshold));
        assert_eq!(Rule::default().rounded_to(0), Err(RuleError::Base));
        assert_eq!(Rule::default().rounded_to(1), Err(RuleError::Base));
    }

    #[test]
    fn the_four_facts_stay_apart() {
        let rule = Rule::threshold(0, 4).unwrap();
        assert_eq!(rule.shown(Cell::known(0)), Cell::Withheld(Withholding::Primary));
        let publisher = Cell::Withheld(Withholding::Publisher);
        for cell in [publisher, Cell::Absent, Cell::NotApplicable] {
            assert_eq!(rule.shown(cell), cell);
        }
    }

    #[test]
    fn a_number_that_the_rule_never_shows_tells_nothing() {
        let rule = Rule::threshold(1, 7).unwrap().rounded_to(5).unwrap();
        assert_eq!(rule.tells(&Cell::known(5)), None);
        assert_eq!(rule.tells(&Cell::known(12)), None);
        assert_eq!(rule.tells(&Cell::known(0)), Some(Range::exactly(0)));
        assert_eq!(rule.tells(&Cell::known(10)), Some(Range { lower: 8, upper: Some(12) }));
    }

    proptest! {
        /// By trying every count: what is shown tells the smallest and the
        /// largest count that are shown so.
        #[test]
        fn what_is_told_are_the_ends_of_what_could_be(
            from in 0..6_u64, width in 0..9_u64, base in 2..12_u64, count in 0..60_u64,
        ) {
            let rule = Rule::threshold(from, from + width)?.rounded_to(base)?;
            let shown = rule.shown(Cell::known(count));
            let alike: Vec<u64> =
                (0..100).filter(|&other| rule.shown(Cell::known(other)) == shown).collect();
            let told = rule.tells(&shown).expect("the rule shows this");
            prop_assert_eq!(Some(told.lower), alike.first().copied());
            prop_assert_eq!(told.upper, alike.last().copied());
        }
    }
}
