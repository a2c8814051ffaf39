//! What one published cell tells us.
//!
//! Zero, hidden, never reported and meaningless are four different facts.
//! Nothing in firstyear turns one into another.
//!
//! | the table shows                       | the cell is                    |
//! |---------------------------------------|--------------------------------|
//! | a number, zero included               | [`Cell::Known`]                |
//! | a mark for a count that was hidden    | [`Cell::Withheld`]             |
//! | a mark for "not available", or nothing| [`Cell::Absent`]               |
//! | a mark for "cannot exist"             | [`Cell::NotApplicable`]        |

use std::fmt;

/// One cell: a value with its flags, or the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cell<T> {
    /// The publisher printed this value.
    Known {
        /// The value, zero included.
        value: T,
        /// What the publisher said of it.
        flags: Flags,
    },
    /// Counted, then hidden.
    Withheld(Withholding),
    /// Not collected, not calculated or not reported.
    Absent,
    /// No value could exist here, such as the births of unlinked deaths.
    NotApplicable,
}

/// Who hid a value, and at which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Withholding {
    /// The publisher of the source.
    Publisher,
    /// Our disclosure rule, because the cell itself is too small.
    Primary,
    /// Our disclosure rule, because the cell would reveal another.
    Secondary,
}

impl<T> Cell<T> {
    /// A value without flags.
    pub const fn known(value: T) -> Self {
        Self::Known { value, flags: Flags::NONE }
    }

    /// A value with flags.
    pub const fn flagged(value: T, flags: Flags) -> Self {
        Self::Known { value, flags }
    }

    /// The value, when it is known.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The flags of a known value; none for any other cell.
    pub const fn flags(&self) -> Flags {
        match self {
            Self::Known { flags, .. } => *flags,
            _ => Flags::NONE,
        }
    }

    /// Applies `f` to a known value and keeps everything else as it is.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Cell<U> {
        match self {
            Self::Known { value, flags } => Cell::Known { value: f(value), flags },
            Self::Withheld(by) => Cell::Withheld(by),
            Self::Absent => Cell::Absent,
            Self::NotApplicable => Cell::NotApplicable,
        }
    }

    /// Combines two cells. A result is known only when both are; otherwise
    /// the stronger reason for its absence stands: withheld before absent
    /// before not applicable. Flags add up.
    ///
    /// ```
    /// use firstyear_core::{Cell, Withholding};
    ///
    /// let deaths: Cell<u64> = Cell::Withheld(Withholding::Publisher);
    /// let births = Cell::known(1_200);
    /// let rate = deaths.zip_with(births, |d, b| d as f64 / b as f64);
    /// assert_eq!(rate, Cell::Withheld(Withholding::Publisher));
    /// ```
    pub fn zip_with<U, V>(self, other: Cell<U>, f: impl FnOnce(T, U) -> V) -> Cell<V> {
        match (self, other) {
            (Self::Known { value: a, flags: x }, Cell::Known { value: b, flags: y }) => {
                Cell::Known { value: f(a, b), flags: x | y }
            }
            (Self::Withheld(by), _) | (_, Cell::Withheld(by)) => Cell::Withheld(by),
            (Self::Absent, _) | (_, Cell::Absent) => Cell::Absent,
            (Self::NotApplicable, _) | (_, Cell::NotApplicable) => Cell::NotApplicable,
        }
    }

    /// The word for this cell's state, as in the tidy layout.
    pub const fn status(&self) -> &'static str {
        use crate::layout::status;
        match self {
            Self::Known { .. } => status::KNOWN,
            Self::Withheld(Withholding::Publisher) => status::WITHHELD_PUBLISHER,
            Self::Withheld(Withholding::Primary) => status::WITHHELD_PRIMARY,
            Self::Withheld(Withholding::Secondary) => status::WITHHELD_SECONDARY,
            Self::Absent => status::ABSENT,
            Self::NotApplicable => status::NOT_APPLICABLE,
        }
    }
}

/// What a publisher says of a value that it prints.
///
/// A small set: flags combine with `|`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
    /// No flag.
    pub const NONE: Self = Self(0);
    /// Will be revised.
    pub const PROVISIONAL: Self = Self(1);
    /// Differs from what was published before.
    pub const REVISED: Self = Self(1 << 1);
    /// Not counted but estimated.
    pub const ESTIMATED: Self = Self(1 << 2);
    /// Rests on so few events that the publisher warns of it.
    pub const LOW_RELIABILITY: Self = Self(1 << 3);
    /// Not comparable with the value before it in the series.
    pub const SERIES_BREAK: Self = Self(1 << 4);

    const WORDS: [(Self, &'static str); 5] = [
        (Self::PROVISIONAL, "provisional"),
        (Self::REVISED, "revised"),
        (Self::ESTIMATED, "estimated"),
        (Self::LOW_RELIABILITY, "low-reliability"),
        (Self::SERIES_BREAK, "series-break"),
    ];

    /// Whether every flag of `other` is set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The same without the flags of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether no flag is set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The words of the flags that are set, in a fixed order.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Self::WORDS.iter().filter(move |(flag, _)| self.contains(*flag)).map(|(_, word)| *word)
    }

    /// The flag with this word, such as `provisional`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(flag, _)| *flag)
    }
}

impl std::ops::BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, word) in self.words().enumerate() {
            if i > 0 {
                f.write_str("+")?;
            }
            f.write_str(word)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_for_a_missing_value_survives_arithmetic() {
        let withheld: Cell<u64> = Cell::Withheld(Withholding::Publisher);
        let absent: Cell<u64> = Cell::Absent;
        let impossible: Cell<u64> = Cell::NotApplicable;
        let zero = Cell::known(0_u64);
        let add = |a: Cell<u64>, b: Cell<u64>| a.zip_with(b, |a, b| a + b);
        assert_eq!(add(withheld, absent), withheld);
        assert_eq!(add(absent, impossible), absent);
        assert_eq!(add(zero, impossible), impossible);
        assert_eq!(add(zero, zero), zero);
    }

    #[test]
    fn flags_add_up_and_read_back() {
        let both = Flags::PROVISIONAL | Flags::LOW_RELIABILITY;
        let sum = Cell::flagged(1, Flags::PROVISIONAL)
            .zip_with(Cell::flagged(2, Flags::LOW_RELIABILITY), |a, b| a + b);
        assert_eq!(sum, Cell::flagged(3, both));
        assert_eq!(both.to_string(), "provisional+low-reliability");
        assert_eq!(both.without(Flags::LOW_RELIABILITY | Flags::REVISED), Flags::PROVISIONAL);
        for word in both.words() {
            assert!(both.contains(Flags::from_word(word).unwrap()));
        }
    }
}
