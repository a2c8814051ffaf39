//! Periods as DHIS2 writes them.

use firstyear_core::{Period, PeriodError, PeriodUnit, ProblemCode};

use crate::fault::Fault;

/// Reads `2012`, `201205`, `2012Q1`, `2012S2`, `2012AprilS1`, `201203B`,
/// `2012April`, `2012Sep` and other years from the first of a month on.
///
/// Weeks and days have no place here. Years from November on are not read:
/// versions of DHIS2 differ in which year names them.
pub(super) fn read(text: &str) -> Result<Period, Fault> {
    period(text).map_err(|_| {
        let fault = |message: &str| Fault::new(ProblemCode::PeriodInvalid, message);
        if text.contains('W') {
            fault("the period is a week, which no period here holds")
                .with_help("export the values by month, quarter or year")
        } else if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            fault("the period is a day, which no period here holds")
                .with_help("export the values by month, quarter or year")
        } else {
            fault("not a period of DHIS2 that a figure here can have")
                .with_help("known are 2012, 201205, 2012Q1, 2012S1, 201203B, 2012April and 2012Sep")
        }
    })
}

fn period(text: &str) -> Result<Period, PeriodError> {
    let (year, rest) = text.split_at_checked(4).ok_or(PeriodError::Unreadable)?;
    if !year.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PeriodError::Unreadable);
    }
    let year: i32 = year.parse().map_err(|_| PeriodError::Unreadable)?;
    let months = |first: u32, count| Period::new(PeriodUnit::Month, year, first, count);
    let two = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u32>().unwrap_or(0)).ok_or(PeriodError::Unreadable)
    };
    match rest {
        "" => Period::year(year),
        "Q1" | "Q2" | "Q3" | "Q4" => {
            let quarter = u32::from(rest.as_bytes()[1] - b'0');
            Period::new(PeriodUnit::CalendarQuarter, year, quarter, 1)
        }
        "S1" => months(1, 6),
        "S2" => months(7, 6),
        "AprilS1" => months(4, 6),
        "AprilS2" => months(10, 6),
        "April" => Period::new(PeriodUnit::FinancialYear, year, 1, 1),
        "Sep" => Period::new(PeriodUnit::AcademicYear, year, 1, 1),
        "Feb" => months(2, 12),
        "July" => months(7, 12),
        "Aug" => months(8, 12),
        "Oct" => months(10, 12),
        _ => match rest.strip_suffix('B') {
            Some(pair) => {
                let pair = two(pair)?;
                if pair == 0 || pair > 6 {
                    Err(PeriodError::OutOfRange)
                } else {
                    months(2 * pair - 1, 2)
                }
            }
            None => months(two(rest)?, 1),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_of_dhis2_are_read() {
        // DHIS2 developer manual, "Date and period format".
        let cases = [
            ("2012", "2012"),
            ("201201", "Jan 2012"),
            ("2012Q1", "2012 Q1"),
            ("2012S2", "Jul 2012 to Dec 2012"),
            ("2012AprilS2", "Oct 2012 to Mar 2013"),
            ("201203B", "May 2012 to Jun 2012"),
            ("2012April", "2012/13"),
            ("2012Sep", "2012/13"),
            ("2012Oct", "Oct 2012 to Sep 2013"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).unwrap().to_string(), expected, "{text}");
        }
        for bad in [
            "2012W5",
            "2012W05",
            "2012WedW5",
            "2012BiW1",
            "20120105",
            "2012Q5",
            "201213",
            "2012Nov",
            "",
            "é012",
            "201207B",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
