//! Periods by their first and last day, with a word for their kind.

use chrono::{Datelike, Days, NaiveDate};
use firstyear_core::{Period, PeriodUnit};

use super::columns::key;
use super::period::invalid;
use crate::fault::Fault;

/// What a word says of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    /// `None` where the days alone say it.
    unit: Option<PeriodUnit>,
    /// How many units.
    units: Option<u16>,
}

/// Reads `2023-04-01`, `2024-03-31`, `financial_year`.
///
/// # Errors
///
/// `period-invalid` where the days are none, or make no period of that kind:
/// one of the two is wrong, and nobody can tell which.
pub(super) fn strict(from: &str, to: &str, kind: &str) -> Result<Period, Fault> {
    let kind = read_kind(&key(kind)).ok_or_else(|| {
        invalid("not a kind of period").with_help(
            "use calendar_year, financial_year, academic_year, quarter, month, two_year, \
             three_year or five_year",
        )
    })?;
    let (first, next) = days(from, to)?;
    let unit = kind.unit.unwrap_or_else(|| year_from(first));
    let period = of_unit(unit, first, next).filter(|period| {
        kind.units.is_none_or(|units| units * 12 == months(*period) || unit.months() < 12)
    });
    period.ok_or_else(|| {
        invalid("the first and the last day do not make a period of the kind beside them")
    })
}

/// The same where the word can be any: what the days say goes first.
pub(super) fn lenient(from: &str, to: &str, kind: &str) -> Result<Period, Fault> {
    let (first, next) = days(from, to)?;
    let key = key(kind);
    let quarter = if key.contains("financial") {
        PeriodUnit::FinancialQuarter
    } else {
        PeriodUnit::CalendarQuarter
    };
    let month = key.contains("month").then_some(PeriodUnit::Month);
    let units = [month, Some(year_from(first)), Some(quarter), Some(PeriodUnit::Month)];
    units
        .into_iter()
        .flatten()
        .find_map(|unit| of_unit(unit, first, next))
        .ok_or_else(|| invalid("the first and the last day do not make whole months"))
}

/// The word of the upload layout for the kind of a period.
fn read_kind(key: &str) -> Option<Kind> {
    let of = |unit| Some(Kind { unit: Some(unit), units: None });
    let several = |units| Some(Kind { unit: None, units: Some(units) });
    match key {
        "calendaryear" | "calendar" => of(PeriodUnit::CalendarYear),
        "financialyear" | "financial" => of(PeriodUnit::FinancialYear),
        "academicyear" | "academic" => of(PeriodUnit::AcademicYear),
        "quarter" | "quarterly" => of(PeriodUnit::CalendarQuarter),
        "month" | "monthly" => of(PeriodUnit::Month),
        "year" | "oneyear" | "yearly" => several(1),
        "twoyear" | "twoyears" => several(2),
        "threeyear" | "threeyears" => several(3),
        "fiveyear" | "fiveyears" => several(5),
        _ => None,
    }
}

/// The kind of year that begins on a day; months where none does.
fn year_from(first: NaiveDate) -> PeriodUnit {
    match first.month() {
        1 => PeriodUnit::CalendarYear,
        4 => PeriodUnit::FinancialYear,
        9 => PeriodUnit::AcademicYear,
        _ => PeriodUnit::Month,
    }
}

/// The first day, and the one after the last.
fn days(from: &str, to: &str) -> Result<(NaiveDate, NaiveDate), Fault> {
    let day = |text: &str| text.get(..10).unwrap_or(text).parse::<NaiveDate>().ok();
    let next = day(to).and_then(|last| last.checked_add_days(Days::new(1)));
    day(from).zip(next).ok_or_else(|| {
        invalid("not the first and the last day of a period")
            .with_help("write both as year, month and day: 2023-04-01, 2024-03-31")
    })
}

/// The whole units from one day to before another.
fn of_unit(unit: PeriodUnit, first: NaiveDate, next: NaiveDate) -> Option<Period> {
    if (first.day(), next.day()) != (1, 1) {
        return None;
    }
    let index = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let months = u32::try_from(index(next) - index(first)).ok()?;
    let units = u16::try_from(months / unit.months()).ok()?;
    let (year, month0) = (first.year(), first.month0());
    let (year, index) = match unit {
        PeriodUnit::CalendarQuarter => (year, month0 / 3 + 1),
        PeriodUnit::FinancialQuarter => (year - i32::from(month0 < 3), (month0 + 9) % 12 / 3 + 1),
        PeriodUnit::Month => (year, month0 + 1),
        _ => (year, 1),
    };
    let period = Period::new(unit, year, index, units).ok()?;
    let is_it = period.start() == first && period.end() + Days::new(1) == next;
    is_it.then_some(period)
}

fn months(period: Period) -> u16 {
    u16::try_from(period.unit().months()).unwrap_or(1).saturating_mul(period.units())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_kind_make_one_period() {
        let read = |from, to, kind| {
            strict(from, to, kind).ok().map(|p| format!("{} {p}", p.unit().word()))
        };
        let cases = [
            ("2024-01-01", "2024-12-31", "calendar_year", Some("calendar-year 2024")),
            ("2023-04-01", "2024-03-31", "Financial Year", Some("financial-year 2023/24")),
            ("2022-01-01", "2024-12-31", "three_year", Some("calendar-year 2022 to 2024")),
            ("2021-04-01", "2024-03-31", "three_year", Some("financial-year 2021/22 to 2023/24")),
            ("2024-01-01", "2024-03-31", "quarter", Some("calendar-quarter 2024 Q1")),
            ("2024-02-01", "2024-02-29", "month", Some("month Feb 2024")),
            ("2024-01-01", "2024-12-31", "financial_year", None),
            ("2024-01-01", "2024-12-31", "three_year", None),
            ("2024-01-02", "2024-12-31", "calendar_year", None),
            ("2024-12-31", "2024-01-01", "calendar_year", None),
            ("2024-01-01", "2024-12-31", "fortnight", None),
            ("", "", "month", None),
        ];
        for (from, to, kind, expected) in cases {
            assert_eq!(read(from, to, kind).as_deref(), expected, "{from} {to} {kind}");
        }
    }

    #[test]
    fn days_alone_say_what_a_word_leaves_open() {
        let read = |from, to, kind| {
            lenient(from, to, kind).ok().map(|p| format!("{} {p}", p.unit().word()))
        };
        let cases = [
            ("2013-04-01", "2014-03-31", "Financial", Some("financial-year 2013/14")),
            (
                "2017-10-01T00:00:00",
                "2018-09-30",
                "October-September",
                Some("month Oct 2017 to Sep 2018"),
            ),
            ("2018-01-01", "2018-03-31", "Financial", Some("financial-quarter 2017/18 Q4")),
            ("2018-01-05", "2018-03-31", "", None),
        ];
        for (from, to, kind, expected) in cases {
            assert_eq!(read(from, to, kind).as_deref(), expected, "{from} {to} {kind}");
        }
    }
}
