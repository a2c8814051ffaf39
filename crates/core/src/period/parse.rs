//! Labels of periods, as publishers write them.
//!
//! | style                      | read as                                     |
//! |----------------------------|---------------------------------------------|
//! | `2006`                     | a calendar year                             |
//! | `2006 - 08`, `2006-08`, `2018 to 2020` | calendar years                  |
//! | `2006/07`, `06/07`         | a financial or academic year: must be told  |
//! | `2006/07 - 08/09`          | several of them                             |
//! | `2006 Q1`, `2006/07 Q1`    | a calendar or financial quarter             |
//! | `2006/07 Q1-Q3`            | quarters added up                           |
//! | `2006/07 Q2 - 2007/08 Q1`  | four quarters, rolling                      |
//! | `Jan 2009`, `Aug 2006 - Jul 2007` | months                               |

use super::{Period, PeriodUnit};

pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Why a label is not a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PeriodError {
    /// No known style fits.
    #[error(
        "not a period: write it as 2006, 2006 to 2008, 2006/07, 2006 Q1, 2006/07 Q1, Jan 2009 or Aug 2006 to Jul 2007"
    )]
    Unreadable,
    /// `2006/07` alone can be a financial or an academic year.
    #[error("a split year can be financial or academic: say which as the kind of the period")]
    FinancialOrAcademic,
    /// The label has another unit than the one declared beside it.
    #[error("the label does not fit the declared kind of period")]
    OtherUnit,
    /// `2006/09`: the second year does not follow the first.
    #[error("the years of a split year do not follow each other")]
    NotConsecutive,
    /// The two ends are not in the same unit.
    #[error("the two ends of the period are in different units")]
    Mixed,
    /// The end comes before the start.
    #[error("the period ends before it starts")]
    Backwards,
    /// A year, quarter or month that does not exist.
    #[error("the year, quarter or month is out of range")]
    OutOfRange,
}

impl Period {
    /// Reads a label. `unit` says what it counts in; it is needed only where
    /// the label leaves it open, and checked wherever it is given.
    ///
    /// # Errors
    ///
    /// [`PeriodError`]: what is wrong with the label. A split year such as
    /// `2006/07` without a `unit` is never guessed to be financial.
    pub fn parse(label: &str, unit: Option<PeriodUnit>) -> Result<Self, PeriodError> {
        let label = label.trim();
        let (first, last) = ends(label);
        let period = match last {
            None => read_end(first, unit)?,
            Some(last) => {
                let first = read_end(first, unit)?;
                Self::spanning(first, read_last(last, first, unit)?)?
            }
        };
        match unit {
            Some(unit) if unit != period.unit() => Err(PeriodError::OtherUnit),
            _ => Ok(period),
        }
    }
}

/// Splits a range at ` to ` or at a hyphen or dash.
fn ends(label: &str) -> (&str, Option<&str>) {
    label
        .split_once(" to ")
        .or_else(|| label.split_once(['-', '–', '—']))
        .map_or((label, None), |(a, b)| (a.trim(), Some(b.trim())))
}

/// One unit, written in full.
fn read_end(text: &str, unit: Option<PeriodUnit>) -> Result<Period, PeriodError> {
    if let Some((year, quarter)) = text.rsplit_once(['Q', 'q']) {
        let year = year.trim();
        let quarter = digits(quarter, 1)?;
        return match split_year(year)? {
            Some(start) => Period::new(PeriodUnit::FinancialQuarter, start, quarter, 1),
            None => Period::new(PeriodUnit::CalendarQuarter, full_year(year)?, quarter, 1),
        };
    }
    if let Some((month, year)) = text.split_once(' ') {
        let month = MONTHS
            .iter()
            .zip(1..)
            .find(|(name, _)| month.len() >= 3 && is_month(month, name))
            .map(|(_, index)| index)
            .ok_or(PeriodError::Unreadable)?;
        return Period::new(PeriodUnit::Month, full_year(year.trim())?, month, 1);
    }
    if let Some(start) = split_year(text)? {
        return match unit {
            Some(unit @ (PeriodUnit::FinancialYear | PeriodUnit::AcademicYear)) => {
                Period::new(unit, start, 1, 1)
            }
            Some(_) => Err(PeriodError::OtherUnit),
            None => Err(PeriodError::FinancialOrAcademic),
        };
    }
    Period::year(full_year(text)?)
}

/// The second end of a range, which may lean on the first: `08` after `2006`,
/// `Q3` after `2006/07 Q1`.
fn read_last(text: &str, first: Period, unit: Option<PeriodUnit>) -> Result<Period, PeriodError> {
    match first.unit() {
        PeriodUnit::CalendarYear if text.len() == 2 => Period::year(century(text, first)?),
        PeriodUnit::CalendarQuarter | PeriodUnit::FinancialQuarter
            if text.starts_with(['Q', 'q']) =>
        {
            let label = first.to_string();
            let year = label.rsplit_once(' ').map_or("", |(year, _)| year);
            read_end(&format!("{year} {text}"), unit)
        }
        _ => read_end(text, unit),
    }
}

fn is_month(text: &str, short: &str) -> bool {
    const FULL: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    text.eq_ignore_ascii_case(short)
        || FULL.iter().any(|full| full.starts_with(short) && text.eq_ignore_ascii_case(full))
}

/// The year in which `2006/07`, `2006/2007` or `06/07` starts; `None` for text
/// without a slash.
fn split_year(text: &str) -> Result<Option<i32>, PeriodError> {
    let Some((first, second)) = text.split_once('/') else { return Ok(None) };
    let (first, second) = (first.trim(), second.trim());
    let start = match first.len() {
        2 => window(digits(first, 2)?),
        _ => full_year(first)?,
    };
    let follows = match second.len() {
        2 => (start + 1).rem_euclid(100) == i32::try_from(digits(second, 2)?).unwrap_or(-1),
        _ => full_year(second)? == start + 1,
    };
    if follows { Ok(Some(start)) } else { Err(PeriodError::NotConsecutive) }
}

/// Two digits stand for 1950 to 2049, the span that registration series with
/// such labels cover.
fn window(two: u32) -> i32 {
    let two = i32::try_from(two).unwrap_or(0);
    if two < 50 { 2000 + two } else { 1900 + two }
}

/// `08` after 2006, or `00` after 1998: the first such year from the start on.
fn century(text: &str, first: Period) -> Result<i32, PeriodError> {
    use chrono::Datelike;
    let start = first.start().year();
    let two = i32::try_from(digits(text, 2)?).map_err(|_| PeriodError::OutOfRange)?;
    let year = start - start.rem_euclid(100) + two;
    Ok(if year < start { year + 100 } else { year })
}

fn full_year(text: &str) -> Result<i32, PeriodError> {
    digits(text, 4).and_then(|year| i32::try_from(year).map_err(|_| PeriodError::OutOfRange))
}

fn digits(text: &str, length: usize) -> Result<u32, PeriodError> {
    if text.len() == length && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| PeriodError::Unreadable)
    } else {
        Err(PeriodError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_style_is_read() {
        use PeriodUnit::{AcademicYear, FinancialYear};
        let cases = [
            ("2006", None, "2006-01-01", "2006-12-31"),
            ("2006 - 08", None, "2006-01-01", "2008-12-31"),
            ("1998-00", None, "1998-01-01", "2000-12-31"),
            ("2018 to 2020", None, "2018-01-01", "2020-12-31"),
            ("2018–2022", None, "2018-01-01", "2022-12-31"),
            ("2006/07", Some(FinancialYear), "2006-04-01", "2007-03-31"),
            ("06/07", Some(AcademicYear), "2006-09-01", "2007-08-31"),
            ("2006/07 - 08/09", Some(FinancialYear), "2006-04-01", "2009-03-31"),
            ("2006 Q1", None, "2006-01-01", "2006-03-31"),
            ("2006/07 Q1", None, "2006-04-01", "2006-06-30"),
            ("2006/07 Q1-Q3", None, "2006-04-01", "2006-12-31"),
            ("2006/07 Q2 - 2007/08 Q1", None, "2006-07-01", "2007-06-30"),
            ("Aug 2006 - Jul 2007", None, "2006-08-01", "2007-07-31"),
            ("Jan 2009", None, "2009-01-01", "2009-01-31"),
            ("september 2009", None, "2009-09-01", "2009-09-30"),
        ];
        for (label, unit, start, end) in cases {
            let period = Period::parse(label, unit).unwrap_or_else(|e| panic!("{label}: {e}"));
            assert_eq!(period.start().to_string(), start, "{label}");
            assert_eq!(period.end().to_string(), end, "{label}");
        }
    }

    #[test]
    fn what_a_label_leaves_open_is_asked_for() {
        let cases = [
            ("2006/07", None, PeriodError::FinancialOrAcademic),
            // A spreadsheet took the zero from 02/03: it could be anything.
            ("203", None, PeriodError::Unreadable),
            ("2006/09", Some(PeriodUnit::FinancialYear), PeriodError::NotConsecutive),
            ("2006", Some(PeriodUnit::FinancialYear), PeriodError::OtherUnit),
            ("2008 to 2006", None, PeriodError::Backwards),
            ("2006 to Jan 2009", None, PeriodError::Mixed),
            ("2006 Q5", None, PeriodError::OutOfRange),
            ("Janissary 2009", None, PeriodError::Unreadable),
            ("", None, PeriodError::Unreadable),
            ("０１２３", None, PeriodError::Unreadable),
        ];
        for (label, unit, error) in cases {
            assert_eq!(Period::parse(label, unit), Err(error), "{label}");
        }
    }
}
