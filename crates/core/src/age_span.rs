//! The ages that an indicator of deaths counts, read from its words.

use crate::Indicator;

/// Ages from a first one up to one that is no longer in it.
///
/// # Units
///
/// Twelfths of a day, so that days, weeks, months (a twelfth of 365 days) and years
/// are all whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeSpan {
    /// The first age.
    pub from: u32,
    /// The age at which it ends.
    pub to: u32,
}

/// A day.
const DAY: u32 = 12;

impl AgeSpan {
    /// The first year of life.
    pub const FIRST_YEAR: Self = Self { from: 0, to: 365 * DAY };

    /// The ages of the deaths that `indicator` counts; `None` for one whose words tell
    /// none.
    ///
    /// Read are `deaths at age under 28 days`, `deaths at age 28 to 364 days` and
    /// `deaths at age 1 week and under 4 weeks`.
    ///
    /// # Example
    ///
    /// ```
    /// # use firstyear_core::AgeSpan;
    /// let neonatal = AgeSpan::in_words("deaths at age under 28 days").unwrap();
    /// let later = AgeSpan::in_words("deaths at age 28 to 364 days").unwrap();
    /// assert_eq!((neonatal.to, later.to), (later.from, AgeSpan::FIRST_YEAR.to));
    /// assert_eq!(AgeSpan::in_words("deaths"), None);
    /// ```
    #[must_use]
    pub fn of(indicator: &Indicator) -> Option<Self> {
        Self::in_words(&indicator.numerator)
    }

    /// The ages that these words tell, as [`AgeSpan::of`].
    #[must_use]
    pub fn in_words(words: &str) -> Option<Self> {
        let words: Vec<&str> = words.strip_prefix("deaths at age ")?.split(' ').collect();
        let (from, to) = match words[..] {
            ["under", to, unit] => (0, age(to, unit)?),
            // Completed days: the last one is in it.
            [from, "to", to, unit] => (age(from, unit)?, age(to, unit)? + age("1", unit)?),
            [from, first, "and", "under", to, unit] => (age(from, first)?, age(to, unit)?),
            _ => return None,
        };
        (from < to).then_some(Self { from, to })
    }
}

fn age(number: &str, unit: &str) -> Option<u32> {
    let unit = match unit.trim_end_matches('s') {
        "day" => DAY,
        "week" => 7 * DAY,
        "month" => 365,
        "year" => 365 * DAY,
        _ => return None,
    };
    number.parse::<u16>().ok().map(|number| u32::from(number) * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_meet() {
        let span = |words: &str| {
            AgeSpan::in_words(&format!("deaths at age {words}")).map(|span| (span.from, span.to))
        };
        let days = |days: u32| days * DAY;
        let cases = [
            ("under 1 year", Some((0, days(365)))),
            ("under 28 days", Some((0, days(28)))),
            ("28 to 364 days", Some((days(28), days(365)))),
            ("1 week and under 4 weeks", Some((days(7), days(28)))),
            ("6 months and under 1 year", Some((365 * 6, days(365)))),
            ("6 to 11 months", Some((365 * 6, days(365)))),
            // Of two units it is not said which ends where.
            ("28 days to 15 years", None),
            ("under 28 days, by cause", None),
            ("28 to 27 days", None),
            ("", None),
        ];
        for (words, expected) in cases {
            assert_eq!(span(words), expected, "{words}");
        }
        assert_eq!(AgeSpan::in_words("stillbirths and deaths at age under 28 days"), None);
    }
}
