//! Numbers in sentences and tables, in British English.
//!
//! | you have                 | you want                       | use          |
//! |--------------------------|--------------------------------|--------------|
//! | a number and its decimals| `1,234.5`                      | [`number`]   |
//! | a count                  | `1,234`                        | [`count`]    |
//! | a value in an unit       | `5.6 per 1,000 live births`    | [`Unit`]     |
//! | limits                   | `(95% interval 9.2% to 14.9%)` | [`Unit`]     |
//! | several words            | `a, b and c`, `a, b or c`      | [`and`], [`or`] |

use chrono::NaiveDate;
use firstyear_core::Indicator;

use crate::words::english;

/// The sign of numbers below 0: U+2212, as wide as a plus.
const MINUS: char = '\u{2212}';

/// `value` to `decimals` places, thousands separated by commas. What rounds to
/// zero has no sign; what is not finite is said in words.
///
/// ```
/// use firstyear_export::format::number;
///
/// assert_eq!(number(12_345.65, 1), "12,345.6");
/// assert_eq!(number(-0.04, 1), "0.0");
/// assert_eq!(number(f64::NAN, 1), "not a number");
/// ```
#[must_use]
pub fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "not a number".to_owned();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut out = String::with_capacity(digits.len() + 4);
    if value < 0.0 && digits.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        out.push(MINUS);
    }
    out.push_str(&grouped(whole));
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A count with its thousands separated.
///
/// ```
/// assert_eq!(firstyear_export::format::count(605_479), "605,479");
/// ```
#[must_use]
pub fn count(count: u64) -> String {
    grouped(&count.to_string())
}

/// Digits with a comma before every three from the right.
fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Several words as one: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and(words: &[String]) -> String {
    english().and(words)
}

/// Several words of which one holds: `a`, `a or b`, `a, b or c`.
#[must_use]
pub fn or(words: &[String]) -> String {
    english().or(words)
}

/// A day: `16 December 2010`.
#[must_use]
pub fn day(day: NaiveDate) -> String {
    english().day(day)
}

/// The same with a capital first letter, as at the start of a sentence.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `one`, or `many` for every other number.
#[must_use]
pub const fn plural<'a>(count: u64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// How many things there are: `1 birth`, or `1,200 births`.
#[must_use]
pub fn things(many: u64, one: &str, more: &str) -> String {
    format!("{} {}", count(many), plural(many, one, more))
}

/// What a value is in, and so how it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A percentage: whole where it is whole, otherwise with one decimal.
    Percent,
    /// A rate with its unit in words, such as `per 1,000 live births`: one
    /// decimal.
    Rate(String),
    /// A ratio: two decimals.
    Ratio,
    /// A number of events: whole.
    Events,
}

impl Unit {
    /// The unit of an indicator's values.
    #[must_use]
    pub fn of(indicator: &Indicator) -> Self {
        match indicator.unit.as_str() {
            "percent" | "%" => Self::Percent,
            unit => Self::Rate(unit.to_owned()),
        }
    }

    /// The unit in words, where its values do not bear a sign of it.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Rate(words) => Some(words),
            Self::Percent | Self::Ratio | Self::Events => None,
        }
    }

    /// Decimals of limits and of computed values.
    #[must_use]
    pub const fn decimals(&self) -> usize {
        match self {
            Self::Percent | Self::Rate(_) => 1,
            Self::Ratio => 2,
            Self::Events => 0,
        }
    }

    /// Decimals of a value: none for a percentage that is whole, as publishers
    /// print it.
    fn decimals_of(&self, value: f64) -> usize {
        if *self == Self::Percent && value.fract() == 0.0 { 0 } else { self.decimals() }
    }

    /// The value with a sign of its unit, without the unit's words.
    #[must_use]
    pub fn short(&self, value: f64) -> String {
        let digits = number(value, self.decimals_of(value));
        if *self == Self::Percent { format!("{digits}%") } else { digits }
    }

    /// The value with its unit.
    #[must_use]
    pub fn value(&self, value: f64) -> String {
        match self {
            Self::Rate(words) => format!("{} {words}", self.short(value)),
            _ => self.short(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Confidence, Estimate, Interval, MethodId};

    use super::*;

    #[test]
    fn numbers_are_grouped_signed_and_rounded() {
        let cases = [
            (0.0, 0, "0"),
            (999.0, 0, "999"),
            (1_000.0, 0, "1,000"),
            (-1_234_567.25, 1, "\u{2212}1,234,567.2"),
            (f64::INFINITY, 1, "not a number"),
        ];
        for (value, decimals, expected) in cases {
            assert_eq!(number(value, decimals), expected);
        }
        assert_eq!(
            [count(0), count(999), count(1_000), count(u64::MAX)],
            ["0", "999", "1,000", "18,446,744,073,709,551,615"]
        );
    }

    #[test]
    fn published_percentages_stay_whole_and_limits_have_a_decimal() {
        let interval = Interval { lower: 9.23, upper: 14.86, confidence: Confidence::P95 };
        let gap = Estimate {
            value: 12.0,
            interval: Some(interval),
            method: MethodId::new("test"),
            counts: None,
        };
        assert_eq!(english().estimate(&Unit::Percent, &gap), "12% (95% interval 9.2% to 14.9%)");
        let computed = Estimate { value: 12.04, interval: None, ..gap };
        assert_eq!(
            english().estimate(&Unit::Percent, &computed),
            "12.0% (no interval can be given)"
        );
        let unit = Unit::Rate("per 1,000 live births".to_owned());
        assert_eq!(unit.value(4.0), "4.0 per 1,000 live births");
    }

    #[test]
    fn words_join_as_they_are_spoken() {
        let words = |list: &[&str]| and(&list.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(
            [words(&[]), words(&["a"]), words(&["a", "b"]), words(&["a", "b", "c"])],
            ["", "a", "a and b", "a, b and c"]
        );
        assert_eq!(capital("élan"), "Élan");
        assert_eq!(plural(1, "area", "areas"), "area");
        let areas = [0, 1, 1_200].map(|many| things(many, "area", "areas"));
        assert_eq!(areas, ["0 areas", "1 area", "1,200 areas"]);
        assert_eq!(day(NaiveDate::from_ymd_opt(2010, 12, 6).unwrap()), "6 December 2010");
    }
}
