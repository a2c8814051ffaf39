//! Financial years and months, and dates that a spreadsheet read as those of
//! another country.

use chrono::{Datelike as _, NaiveDate};
use firstyear_core::{Period, PeriodUnit, ProblemCode};

use crate::fault::Fault;

/// The period of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Read {
    pub(super) period: Period,
    /// Whether day and month of a date had to be put back.
    pub(super) swapped: bool,
}

/// A financial year such as `2019-20`: the publication's years start in April.
pub(super) fn of_year(text: &str) -> Result<Read, Fault> {
    let year = || {
        let (first, last) = text.split_once(['-', '/', '–'])?;
        let (first, last) = (first.trim(), last.trim());
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if first.len() != 4 || !matches!(last.len(), 2 | 4) || !digits(first) || !digits(last) {
            return None;
        }
        let (year, end): (i32, i32) = (first.parse().ok()?, last.parse().ok()?);
        let follows = (year + 1) % if last.len() == 2 { 100 } else { 10_000 } == end;
        follows.then(|| Period::new(PeriodUnit::FinancialYear, year, 1, 1).ok())?
    };
    let fault = || Fault::new(ProblemCode::PeriodInvalid, "not a financial year such as 2019-20");
    Ok(Read { period: year().ok_or_else(fault)?, swapped: false })
}

/// The month from its first day to its last.
pub(super) fn of_dates(start: &str, end: &str) -> Result<Read, Fault> {
    let no_date = || Fault::new(ProblemCode::PeriodInvalid, "not a date such as 01/02/2025");
    let (start, end) = (date(start).ok_or_else(no_date)?, date(end).ok_or_else(no_date)?);
    if let Some(period) = month(start, end) {
        return Ok(Read { period, swapped: false });
    }
    // The last day of a month cannot be exchanged, as no month has its number.
    let put_back = NaiveDate::from_ymd_opt(start.year(), start.day(), start.month());
    let period = put_back.and_then(|start| month(start, end)).ok_or_else(|| {
        Fault::new(
            ProblemCode::PeriodInvalid,
            "the two dates are not the first and the last day of one month",
        )
    })?;
    Ok(Read { period, swapped: true })
}

fn month(start: NaiveDate, end: NaiveDate) -> Option<Period> {
    let period = Period::new(PeriodUnit::Month, start.year(), start.month(), 1).ok()?;
    (period.start() == start && period.end() == end).then_some(period)
}

/// A date as the publisher writes it, or as a workbook holds it; a time of day
/// behind it is left.
fn date(text: &str) -> Option<NaiveDate> {
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(start: &str, end: &str) -> Option<(String, bool)> {
        let read = of_dates(start, end).ok()?;
        Some((read.period.to_string(), read.swapped))
    }

    #[test]
    fn the_two_dates_make_one_month() {
        let february = |swapped| Some(("Feb 2025".to_owned(), swapped));
        assert_eq!(read("01/02/2025", "28/02/2025"), february(false));
        assert_eq!(read("2025-02-01", "28/02/2025"), february(false));
        assert_eq!(read("2025-01-02", "28/02/2025"), february(true), "2 January, as read");
        assert_eq!(read("02/01/2025", "2025-02-28"), february(true));
        let january = Some(("Jan 2025".to_owned(), false));
        assert_eq!(read("2025-01-01", "31/01/2025"), january);
        for (start, end) in [
            ("2025-01-03", "28/02/2025"),
            ("2024-01-02", "28/02/2025"),
            ("01/02/2024", "28/02/2024"),
            ("01/04/2024", "31/03/2025"),
            ("13/13/2025", "28/02/2025"),
            ("", "28/02/2025"),
        ] {
            assert_eq!(read(start, end), None, "{start} {end}");
        }
    }

    #[test]
    fn years_are_those_of_the_health_service() {
        let year = |text| of_year(text).map(|read| read.period);
        let start = NaiveDate::from_ymd_opt(2019, 4, 1).unwrap();
        for text in ["2019-20", "2019/20", "2019-2020"] {
            assert_eq!(year(text).map(Period::start), Ok(start), "{text}");
        }
        assert_eq!(year("1999-00").map(|period| period.start().year()), Ok(1999));
        for text in ["2019", "2019-21", "19-20", "2019-20-21", "+019-20", ""] {
            assert!(year(text).is_err(), "{text}");
        }
    }
}
