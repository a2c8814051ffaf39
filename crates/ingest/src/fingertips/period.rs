//! Periods: a label, and beside it a number to sort by and a range.

use firstyear_core::{Period, PeriodError, PeriodUnit, ProblemCode};

use crate::fault::Fault;
use chrono::Datelike;

/// Reads `2016 - 18`, with `20160000` and `3y` beside it where the file has
/// them. `years` is what the caller says of years that a label leaves open.
///
/// The number and the range settle what the label leaves open where they can,
/// and must not contradict it where they say the same.
///
/// # Errors
///
/// `period-ambiguous` for a split year of which nobody says whether it is
/// financial or academic; `period-invalid` for anything else.
pub(super) fn read(
    label: &str,
    sortable: &str,
    range: &str,
    years: Option<PeriodUnit>,
) -> Result<Period, Fault> {
    let start = Sortable::read(sortable)?;
    let range = months(range);
    let period = match Period::parse(label, None) {
        Err(PeriodError::FinancialOrAcademic) => {
            let unit = start.and_then(Sortable::kind_of_year).or(years);
            Period::parse(label, unit).map_err(fault)?
        }
        Err(PeriodError::Unreadable) => {
            let settled = start.zip(range).and_then(|(start, months)| start.months(months));
            settled.ok_or_else(|| fault(PeriodError::Unreadable))?
        }
        other => other.map_err(fault)?,
    };
    let is_years = period.unit().months() == 12;
    let length = period.unit().months() * u32::from(period.units());
    if is_years && start.is_some_and(|start| start.year != period.start().year()) {
        return Err(invalid("the label of the period and its number to sort by disagree"));
    }
    // The range of cumulative and rolling quarters is that of their indicator.
    if is_years && range.is_some_and(|months| months != length) {
        return Err(invalid("the label of the period and its range disagree"));
    }
    Ok(period)
}

/// What is wrong with a label.
pub(super) fn fault(error: PeriodError) -> Fault {
    match error {
        PeriodError::FinancialOrAcademic => open("a split year can be financial or academic"),
        PeriodError::OtherUnit => {
            invalid("the label does not fit the kind of year that was said for this file")
        }
        // The error's own text holds the styles, which are the help here.
        PeriodError::Unreadable => invalid("not a period"),
        other => invalid(&other.to_string()),
    }
}

/// A year of which the file does not say when it begins.
pub(super) fn open(message: &str) -> Fault {
    Fault::new(ProblemCode::PeriodAmbiguous, message).with_help(
        "say which for the whole file: years = \"financial-year\" or \"academic-year\" beside its \
         path in firstyear.toml, or --years on the command line",
    )
}

pub(super) fn invalid(message: &str) -> Fault {
    Fault::new(ProblemCode::PeriodInvalid, message)
}

/// `YYYYQQMM` of the start: quarter and month are 0 where they do not count.
#[derive(Clone, Copy)]
struct Sortable {
    year: i32,
    month: u32,
}

impl Sortable {
    fn read(text: &str) -> Result<Option<Self>, Fault> {
        if matches!(text, "" | "NA") {
            return Ok(None);
        }
        // Clients that hold numbers as decimals write `20160000.0`.
        let digits = text.strip_suffix(".0").unwrap_or(text);
        let number: Option<u32> = digits.parse().ok().filter(|_| digits.len() == 8);
        let number = number.ok_or_else(|| {
            invalid("the number to sort by is not written as year, quarter and month")
        })?;
        let year = i32::try_from(number / 10_000).unwrap_or(0);
        Ok(Some(Self { year, month: number % 100 }))
    }

    /// A split year that starts in April is financial, in September academic.
    const fn kind_of_year(self) -> Option<PeriodUnit> {
        match self.month {
            4 => Some(PeriodUnit::FinancialYear),
            9 => Some(PeriodUnit::AcademicYear),
            _ => None,
        }
    }

    /// So many months from this one on.
    fn months(self, months: u32) -> Option<Period> {
        let units = u16::try_from(months).ok()?;
        Period::new(PeriodUnit::Month, self.year, self.month, units).ok()
    }
}

/// The months of `1m`, `3m`, `1y`, `3y`; `None` for anything else.
fn months(range: &str) -> Option<u32> {
    let count = |text: &str| text.parse::<u32>().ok().filter(|count| (1..=99).contains(count));
    match (range.strip_suffix('y'), range.strip_suffix('m')) {
        (Some(years), _) => count(years).map(|years| years * 12),
        (_, Some(months)) => count(months),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_number_and_range_make_one_period() {
        let read = |label, sortable, range, years| {
            read(label, sortable, range, years)
                .map(|period| format!("{} {}", period.unit().word(), period))
                .map_err(|fault| fault.code())
        };
        let financial = Some(PeriodUnit::FinancialYear);
        let (ambiguous, invalid) = (ProblemCode::PeriodAmbiguous, ProblemCode::PeriodInvalid);
        let cases = [
            ("2016 - 18", "20160000", "3y", None, Ok("calendar-year 2016 to 2018")),
            ("2016 - 18", "", "", None, Ok("calendar-year 2016 to 2018")),
            ("2015", "20150000.0", "NA", None, Ok("calendar-year 2015")),
            ("2017/18", "20170000", "1y", None, Err(ambiguous)),
            ("2017/18", "20170000", "1y", financial, Ok("financial-year 2017/18")),
            ("2017/18", "20170004", "1y", None, Ok("financial-year 2017/18")),
            (
                "2015/16 - 19/20",
                "20150000",
                "5y",
                financial,
                Ok("financial-year 2015/16 to 2019/20"),
            ),
            ("2018", "20180000", "3y", None, Err(invalid)),
            ("2016 - 18", "20180000", "3y", None, Err(invalid)),
            ("2017/18 Q4", "20170400", "3m", None, Ok("financial-quarter 2017/18 Q4")),
            ("Aug 2017 - Jul 2018", "20170008", "1y", None, Ok("month Aug 2017 to Jul 2018")),
            // A spreadsheet turned the label into a date.
            ("01/11/2017", "20170011", "1m", None, Ok("month Nov 2017")),
            ("2015", "2015", "", None, Err(invalid)),
            ("", "20150000", "1y", None, Err(invalid)),
        ];
        for (label, sortable, range, years, expected) in cases {
            let expected = expected.map(str::to_owned);
            assert_eq!(read(label, sortable, range, years), expected, "{label} {sortable} {range}");
        }
    }
}
