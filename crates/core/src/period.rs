//! Periods: intervals of time with a kind.
//!
//! A [`Period`] is a number of consecutive units: three calendar years, one
//! financial quarter, twelve months. Labels in every style that English
//! publishers use are parsed by [`Period::parse`]; one style is printed.

use std::fmt;
use std::num::NonZeroU16;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

mod parse;

pub use parse::PeriodError;

/// What a period is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PeriodUnit {
    /// January to December.
    CalendarYear,
    /// April to March.
    FinancialYear,
    /// September to August.
    AcademicYear,
    /// January to March is the first.
    CalendarQuarter,
    /// April to June is the first.
    FinancialQuarter,
    /// One month.
    Month,
}

impl PeriodUnit {
    /// Every unit with its word in the tidy layout.
    pub const WORDS: [(Self, &'static str); 6] = [
        (Self::CalendarYear, "calendar-year"),
        (Self::FinancialYear, "financial-year"),
        (Self::AcademicYear, "academic-year"),
        (Self::CalendarQuarter, "calendar-quarter"),
        (Self::FinancialQuarter, "financial-quarter"),
        (Self::Month, "month"),
    ];

    /// The word in the tidy layout, such as `calendar-year`.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(unit, _)| *unit == self).map_or("", |(_, word)| word)
    }

    /// The unit with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(unit, _)| *unit)
    }

    /// Length in months.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Self::CalendarYear | Self::FinancialYear | Self::AcademicYear => 12,
            Self::CalendarQuarter | Self::FinancialQuarter => 3,
            Self::Month => 1,
        }
    }
}

/// A number of consecutive units of time.
///
/// Periods are ordered by their first day, then by their last. Two periods
/// that share a day [overlap](Period::overlaps): counts in them are not
/// independent.
///
/// ```
/// use firstyear_core::Period;
///
/// let before = Period::parse("2006 - 08", None)?;
/// let after = Period::parse("2007 to 2009", None)?;
/// assert!(before < after && before.overlaps(after));
/// assert_eq!(before.to_string(), "2006 to 2008");
/// # Ok::<(), firstyear_core::PeriodError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    unit: PeriodUnit,
    start: NaiveDate,
    units: NonZeroU16,
}

impl Period {
    /// `units` units from the one that starts in `year` (for quarters and
    /// months, `index` counts from 1 within that year; 1 for years).
    ///
    /// A financial quarter's year is the one in which its financial year
    /// starts: the first quarter of 2006/07 has year 2006 and index 1.
    ///
    /// # Errors
    ///
    /// [`PeriodError::OutOfRange`] for an index that the unit does not have, a
    /// year outside 1800 to 2200, or no units at all.
    pub fn new(unit: PeriodUnit, year: i32, index: u32, units: u16) -> Result<Self, PeriodError> {
        let in_year = 12 / unit.months();
        let units = NonZeroU16::new(units).ok_or(PeriodError::OutOfRange)?;
        if !(1800..=2200).contains(&year) || index == 0 || index > in_year {
            return Err(PeriodError::OutOfRange);
        }
        let first_month = match unit {
            PeriodUnit::FinancialYear | PeriodUnit::FinancialQuarter => 4,
            PeriodUnit::AcademicYear => 9,
            _ => 1,
        };
        let start = NaiveDate::from_ymd_opt(year, first_month, 1)
            .and_then(|day| day.checked_add_months(Months::new((index - 1) * unit.months())))
            .ok_or(PeriodError::OutOfRange)?;
        Ok(Self { unit, start, units })
    }

    /// One calendar year.
    ///
    /// # Errors
    ///
    /// [`PeriodError::OutOfRange`] outside 1800 to 2200.
    pub fn year(year: i32) -> Result<Self, PeriodError> {
        Self::new(PeriodUnit::CalendarYear, year, 1, 1)
    }

    /// Calendar years from `first` to `last`, both included.
    ///
    /// # Errors
    ///
    /// [`PeriodError::Backwards`] when `last` comes before `first`, and
    /// [`PeriodError::OutOfRange`] outside 1800 to 2200.
    pub fn years(first: i32, last: i32) -> Result<Self, PeriodError> {
        Self::spanning(Self::year(first)?, Self::year(last)?)
    }

    /// From the first day of `first` to the last day of `last`, which must
    /// have the same unit.
    ///
    /// # Errors
    ///
    /// [`PeriodError::Mixed`] for different units and
    /// [`PeriodError::Backwards`] when `last` starts before `first`.
    pub fn spanning(first: Self, last: Self) -> Result<Self, PeriodError> {
        if first.unit != last.unit {
            return Err(PeriodError::Mixed);
        }
        if last.start < first.start {
            return Err(PeriodError::Backwards);
        }
        let months = months_between(first.start, last.end_exclusive());
        let units = u16::try_from(months / first.unit.months())
            .ok()
            .and_then(NonZeroU16::new)
            .ok_or(PeriodError::OutOfRange)?;
        Ok(Self { units, ..first })
    }

    /// What the period is counted in.
    #[must_use]
    pub const fn unit(self) -> PeriodUnit {
        self.unit
    }

    /// How many units it spans.
    #[must_use]
    pub const fn units(self) -> u16 {
        self.units.get()
    }

    /// How many months it spans.
    #[must_use]
    pub const fn months(self) -> u32 {
        self.unit.months() * self.units.get() as u32
    }

    /// How many years it spans: a fraction for quarters and months.
    ///
    /// ```
    /// use firstyear_core::{Period, PeriodUnit};
    ///
    /// assert_eq!(Period::years(2007, 2009)?.length_in_years(), 3.0);
    /// assert_eq!(Period::new(PeriodUnit::Month, 2009, 1, 18)?.length_in_years(), 1.5);
    /// # Ok::<(), firstyear_core::PeriodError>(())
    /// ```
    #[must_use]
    pub fn length_in_years(self) -> f64 {
        f64::from(self.months()) / 12.0
    }

    /// The first day.
    #[must_use]
    pub const fn start(self) -> NaiveDate {
        self.start
    }

    /// The last day, included.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        self.end_exclusive() - Days::new(1)
    }

    fn end_exclusive(self) -> NaiveDate {
        // At most 65,535 years from 2200, which chrono holds.
        self.start + Months::new(self.months())
    }

    /// The middle of the period as a decimal year: 2008.5 for 2007 to 2009.
    #[must_use]
    pub fn middle(self) -> f64 {
        let decimal = |day: NaiveDate| f64::from(day.year()) + f64::from(day.month0()) / 12.0;
        f64::midpoint(decimal(self.start), decimal(self.end_exclusive()))
    }

    /// The period of the same kind and length that begins on the day after
    /// this one ends.
    ///
    /// ```
    /// use firstyear_core::Period;
    ///
    /// let years = Period::years(2007, 2009)?;
    /// assert_eq!(years.following(), Period::years(2010, 2012)?);
    /// # Ok::<(), firstyear_core::PeriodError>(())
    /// ```
    #[must_use]
    pub fn following(self) -> Self {
        Self { start: self.end_exclusive(), ..self }
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end_exclusive() && other.start < self.end_exclusive()
    }

    /// Whether every day of `other` lies in this period.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end_exclusive() <= self.end_exclusive()
    }

    /// What `part` leaves of this period, where that is one period of the same
    /// unit.
    ///
    /// # Example
    ///
    /// ```
    /// # use firstyear_core::Period;
    /// let three_years = Period::years(2020, 2022)?;
    /// assert_eq!(three_years.without(Period::year(2022)?), Some(Period::years(2020, 2021)?));
    /// assert_eq!(three_years.without(Period::year(2021)?), None);
    /// # Ok::<(), firstyear_core::PeriodError>(())
    /// ```
    #[must_use]
    pub fn without(self, part: Self) -> Option<Self> {
        if self.unit != part.unit || self == part || !self.covers(part) {
            return None;
        }
        let units = NonZeroU16::new(self.units() - part.units())?;
        if self.start == part.start {
            return Some(Self { start: part.end_exclusive(), units, ..self });
        }
        (self.end() == part.end()).then_some(Self { units, ..self })
    }

    /// Whether `next` begins on the day after this one ends.
    #[must_use]
    pub fn meets(self, next: Self) -> bool {
        self.end_exclusive() == next.start
    }
}

/// A day that is written YYYY-MM-DD, four digits, two and two, from the year 1000 on:
/// `24-03-07` is one of the first century to others.
///
/// ```
/// use firstyear_core::day_from_text;
///
/// assert!(day_from_text("2024-03-07").is_some());
/// for text in ["24-03-07", "2024-3-7", "+12024-03-07", "2024-02-30"] {
///     assert_eq!(day_from_text(text), None);
/// }
/// ```
#[must_use]
pub fn day_from_text(text: &str) -> Option<NaiveDate> {
    let is_digit = |(at, byte): (usize, u8)| matches!(at, 4 | 7) || byte.is_ascii_digit();
    let is_plain = text.len() == 10 && text.bytes().enumerate().all(is_digit);
    let day = is_plain.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
    day.filter(|day| day.year() >= 1000)
}

fn months_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let index = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    u32::try_from(index(to) - index(from)).unwrap_or(0)
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end_exclusive(), self.unit).cmp(&(
            other.start,
            other.end_exclusive(),
            other.unit,
        ))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    /// One style for each unit: `2006`, `2006 to 2008`, `2006/07`,
    /// `2006/07 to 2008/09`, `2006 Q1`, `2006/07 Q1 to 2006/07 Q3`,
    /// `Jan 2009`, `Aug 2006 to Jul 2007`. Financial and academic years look
    /// alike: the unit must travel beside the label.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last_start = self.end_exclusive() - Months::new(self.unit.months());
        write_unit(f, self.unit, self.start)?;
        if self.units.get() > 1 {
            f.write_str(" to ")?;
            write_unit(f, self.unit, last_start)?;
        }
        Ok(())
    }
}

fn write_unit(f: &mut fmt::Formatter<'_>, unit: PeriodUnit, start: NaiveDate) -> fmt::Result {
    let split_year = |f: &mut fmt::Formatter<'_>, year: i32| {
        write!(f, "{year}/{:02}", (year + 1).rem_euclid(100))
    };
    match unit {
        PeriodUnit::CalendarYear => write!(f, "{}", start.year()),
        PeriodUnit::FinancialYear | PeriodUnit::AcademicYear => split_year(f, start.year()),
        PeriodUnit::CalendarQuarter => write!(f, "{} Q{}", start.year(), start.month0() / 3 + 1),
        PeriodUnit::FinancialQuarter => {
            let year = if start.month() < 4 { start.year() - 1 } else { start.year() };
            split_year(f, year)?;
            write!(f, " Q{}", (start.month0() + 9) % 12 / 3 + 1)
        }
        PeriodUnit::Month => {
            write!(f, "{} {}", parse::MONTHS[start.month0() as usize], start.year())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_printed_reads_back(
            unit in prop::sample::select(PeriodUnit::WORDS.map(|(unit, _)| unit).to_vec()),
            year in 1800..2150_i32, index in 0..12_u32, units in 1..40_u16,
        ) {
            let index = index % (12 / unit.months()) + 1;
            let period = Period::new(unit, year, index, units)?;
            prop_assert_eq!(Period::parse(&period.to_string(), Some(unit))?, period);
        }

        #[test]
        fn overlap_is_mutual_and_excludes_neighbours(year in 1900..2100_i32, span in 1..5, gap in 0..8) {
            let a = Period::years(year, year + span - 1)?;
            let b = Period::years(year + gap, year + gap + span - 1)?;
            prop_assert_eq!(a.overlaps(b), gap < span);
            prop_assert_eq!(b.overlaps(a), gap < span);
            prop_assert_eq!(a.meets(b), gap == span);
        }
    }

    #[test]
    fn units_begin_and_end_where_they_are_defined() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let cases = [
            (PeriodUnit::FinancialYear, 2006, 1, 1, day(2006, 4, 1), day(2007, 3, 31)),
            (PeriodUnit::AcademicYear, 2006, 1, 1, day(2006, 9, 1), day(2007, 8, 31)),
            (PeriodUnit::FinancialQuarter, 2006, 4, 1, day(2007, 1, 1), day(2007, 3, 31)),
            (PeriodUnit::CalendarYear, 2020, 1, 3, day(2020, 1, 1), day(2022, 12, 31)),
            (PeriodUnit::Month, 2008, 2, 1, day(2008, 2, 1), day(2008, 2, 29)),
        ];
        for (unit, year, index, units, start, end) in cases {
            let period = Period::new(unit, year, index, units).unwrap();
            assert_eq!((period.start(), period.end()), (start, end), "{period}");
        }
        assert!((Period::years(2007, 2009).unwrap().middle() - 2008.5).abs() < 1e-12);
    }
}
