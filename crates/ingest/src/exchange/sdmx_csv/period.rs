//! Periods as SDMX writes them.

use firstyear_core::{Period, PeriodError, PeriodUnit, ProblemCode};

use crate::fault::Fault;

/// Reads `2012`, `2012-05`, `2012-Q1`, `2012-S2`, `2012-A1`, `2012-M05`,
/// `2012-T1` and `2012-04-01/P1Y`. `kind` is the word of a column that says
/// what the period counts in.
///
/// A year from the first of April on is a financial year, from September on
/// an academic one; other spans are counted in months.
pub(super) fn read(text: &str, kind: &str) -> Result<Period, Fault> {
    let unit = match kind {
        "" => None,
        kind => Some(PeriodUnit::from_word(kind).ok_or_else(|| invalid("not a kind of period"))?),
    };
    let period = match text.split_once('/') {
        Some((start, length)) => span(start, length, unit),
        None => standard(text),
    };
    let period = period.map_err(|_| {
        if text.contains("-W") {
            return invalid("the period is a week, which no period here holds");
        }
        invalid("not a period of SDMX that a figure here can have")
    })?;
    match unit {
        Some(unit) if unit != period.unit() => {
            Err(invalid("the period does not fit the kind beside it"))
        }
        _ => Ok(period),
    }
}

fn invalid(message: &str) -> Fault {
    Fault::new(ProblemCode::PeriodInvalid, message)
        .with_help("write it as 2012, 2012-05, 2012-Q1 or 2012-04-01/P1Y")
}

fn standard(text: &str) -> Result<Period, PeriodError> {
    let Some((year, rest)) = text.split_once('-') else { return Period::parse(text, None) };
    let year = number(year, 4)?;
    let year = i32::try_from(year).map_err(|_| PeriodError::OutOfRange)?;
    // Parts of a year, counted from 1, each of so many months.
    let part = |index: u32, months: u32| {
        let units = u16::try_from(months).map_err(|_| PeriodError::OutOfRange)?;
        if index == 0 || index > 12 / months {
            return Err(PeriodError::OutOfRange);
        }
        Period::new(PeriodUnit::Month, year, (index - 1) * months + 1, units)
    };
    match (rest.as_bytes().first(), rest.get(1..)) {
        (Some(b'Q'), Some(quarter)) => {
            Period::new(PeriodUnit::CalendarQuarter, year, number(quarter, 1)?, 1)
        }
        (Some(b'A'), Some("1")) => Period::year(year),
        (Some(b'S'), Some(half)) => part(number(half, 1)?, 6),
        (Some(b'T'), Some(third)) => part(number(third, 1)?, 4),
        (Some(b'M'), Some(month)) => part(number(month, 2)?, 1),
        _ => part(number(rest, 2)?, 1),
    }
}

/// A first day and a duration of whole months or years.
fn span(start: &str, length: &str, unit: Option<PeriodUnit>) -> Result<Period, PeriodError> {
    let [year, month, "01"] = start.split('-').collect::<Vec<_>>()[..] else {
        return Err(PeriodError::Unreadable);
    };
    let year = i32::try_from(number(year, 4)?).map_err(|_| PeriodError::OutOfRange)?;
    let month = number(month, 2)?;
    let length = length.strip_prefix('P').ok_or(PeriodError::Unreadable)?;
    let (digits, months) = match (length.strip_suffix('Y'), length.strip_suffix('M')) {
        (Some(years), _) => (years, 12),
        (_, Some(count)) => (count, 1),
        _ => return Err(PeriodError::Unreadable),
    };
    let count = digits.parse::<u16>().map_err(|_| PeriodError::Unreadable)?;
    let months = count.checked_mul(months).ok_or(PeriodError::OutOfRange)?;
    let unit = unit.unwrap_or(match (month, months % 12) {
        (1, 0) => PeriodUnit::CalendarYear,
        (4, 0) => PeriodUnit::FinancialYear,
        (9, 0) => PeriodUnit::AcademicYear,
        _ => PeriodUnit::Month,
    });
    counted(unit, year, month, months)
}

/// So many months from a month on, counted in `unit`.
fn counted(unit: PeriodUnit, year: i32, month: u32, months: u16) -> Result<Period, PeriodError> {
    let first = match unit {
        PeriodUnit::FinancialYear | PeriodUnit::FinancialQuarter => 4,
        PeriodUnit::AcademicYear => 9,
        _ => 1,
    };
    let each = u16::try_from(unit.months()).map_err(|_| PeriodError::OutOfRange)?;
    let since = (month + 12 - first) % 12;
    if month == 0
        || month > 12
        || !since.is_multiple_of(unit.months())
        || !months.is_multiple_of(each)
    {
        return Err(PeriodError::OtherUnit);
    }
    let year = if month < first { year - 1 } else { year };
    Period::new(unit, year, since / unit.months() + 1, months / each)
}

fn number(text: &str, digits: usize) -> Result<u32, PeriodError> {
    if text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| PeriodError::Unreadable)
    } else {
        Err(PeriodError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_of_the_standard_are_read() {
        // SDMX 3.0, section 6, 4.2: the reporting periods and time ranges.
        let cases = [
            ("2012", "2012"),
            ("2012-05", "May 2012"),
            ("2012-M05", "May 2012"),
            ("2012-Q1", "2012 Q1"),
            ("2012-A1", "2012"),
            ("2012-S2", "Jul 2012 to Dec 2012"),
            ("2012-T3", "Sep 2012 to Dec 2012"),
            ("2012-01-01/P3Y", "2012 to 2014"),
            ("2012-04-01/P1Y", "2012/13"),
            ("2012-08-01/P12M", "Aug 2012 to Jul 2013"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, "").unwrap().to_string(), expected, "{text}");
        }
        let quarter = read("2013-01-01/P3M", "financial-quarter").unwrap();
        assert_eq!(quarter.to_string(), "2012/13 Q4");
        for bad in
            ["2012-W05", "2012-Q5", "2012-13", "2012-02-15/P1Y", "2015.5", "", "2012-01-01/PT5M"]
        {
            assert!(read(bad, "").is_err(), "{bad}");
        }
    }
}
