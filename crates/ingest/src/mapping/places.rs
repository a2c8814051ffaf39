//! Areas and periods of a mapped row.

use chrono::NaiveDate;
use firstyear_core::mapping::{AreaRule, DateOrder, PeriodRule};
use firstyear_core::{
    AreaCode, AreaNames, Geography, Period, PeriodError, PeriodUnit, ProblemCode,
};

use crate::fault::Fault;

/// The area that a text names, by its code.
pub(crate) fn area_by_code(text: &str, rule: &AreaRule) -> Result<AreaCode, Fault> {
    if let Some(code) = rule.recode.get(text) {
        return Ok(code.clone());
    }
    let code = match &rule.scheme {
        Some(scheme) => AreaCode::new(&format!("{scheme}:{text}")),
        None => AreaCode::new(text),
    };
    code.map_err(|_| Fault::new(ProblemCode::AreaCodeInvalid, "not an area code"))
}

/// The area that bears a name on `day`.
pub(crate) fn area_by_name(
    text: &str,
    rule: &AreaRule,
    day: NaiveDate,
    names: &AreaNames,
    areas: &Geography,
) -> Result<AreaCode, Fault> {
    if let Some(code) = rule.recode.get(text) {
        return Ok(code.clone());
    }
    let meant = |code: &&AreaCode| {
        rule.prefixes.is_empty()
            || rule.prefixes.iter().any(|prefix| code.as_str().starts_with(prefix.as_str()))
    };
    let all: Vec<&AreaCode> = names.codes(text).iter().filter(meant).collect();
    let on_day: Vec<&AreaCode> = all
        .iter()
        .copied()
        .filter(|code| areas.get(code).is_some_and(|area| area.holds_on(day)))
        .collect();
    match (&*all, &*on_day) {
        ([], _) => Err(Fault::new(ProblemCode::AreaNameUnknown, "no area has this name")
            .with_nearest(text, names.iter())),
        ([only], _) | (_, [only]) => Ok((*only).clone()),
        _ => {
            let message = "several areas have this name, or had it at another time";
            Err(Fault::new(ProblemCode::AreaNameAmbiguous, message))
        }
    }
}

/// The period that a label or a date names.
pub(crate) fn period(text: &str, rule: &PeriodRule) -> Result<Period, Fault> {
    match (rule.dates, rule.unit) {
        (Some(order), Some(unit)) => {
            let day = date(text, order).ok_or_else(|| {
                let message = format!("not a date that is written {}", order.word());
                Fault::new(ProblemCode::PeriodInvalid, message)
            })?;
            holding(day, unit).map_err(fault)
        }
        // Programs write a year as the number that it is.
        _ => Period::parse(text.strip_suffix(".0").unwrap_or(text), rule.unit).map_err(fault),
    }
}

fn fault(error: PeriodError) -> Fault {
    match error {
        PeriodError::FinancialOrAcademic => {
            Fault::new(ProblemCode::PeriodAmbiguous, "a split year can be financial or academic")
                .with_help(
                    "say under [period] which: unit = \"financial-year\" or \"academic-year\"",
                )
        }
        PeriodError::Unreadable => Fault::new(ProblemCode::PeriodInvalid, "not a period"),
        PeriodError::OtherUnit => Fault::new(
            ProblemCode::PeriodInvalid,
            "the label does not fit the unit that the mapping gives",
        )
        .with_help("correct unit under [period] in the mapping file"),
        other => Fault::new(ProblemCode::PeriodInvalid, other.to_string()),
    }
}

/// A date with two separators, a time of day behind it left out.
fn date(text: &str, order: DateOrder) -> Option<NaiveDate> {
    let day = text.split([' ', 'T']).next()?;
    let mut parts = day.split(['-', '/', '.']);
    let [a, b, c] = [parts.next()?, parts.next()?, parts.next()?];
    let (year, month, day) = match order {
        DateOrder::YearFirst => (a, b, c),
        DateOrder::DayFirst => (c, b, a),
        DateOrder::MonthFirst => (c, a, b),
    };
    let full = parts.next().is_none() && year.len() == 4;
    full.then(|| {
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    })?
}

/// The unit of time in which a day lies.
fn holding(day: NaiveDate, unit: PeriodUnit) -> Result<Period, PeriodError> {
    use chrono::Datelike as _;
    let first_month = match unit {
        PeriodUnit::FinancialYear | PeriodUnit::FinancialQuarter => 4,
        PeriodUnit::AcademicYear => 9,
        _ => 1,
    };
    let before = day.month() < first_month;
    let year = day.year() - i32::from(before);
    let months = (day.month() + 12 - first_month) % 12;
    Period::new(unit, year, months / unit.months() + 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str, order: DateOrder, unit: PeriodUnit) -> Option<String> {
        let rule = PeriodRule { dates: Some(order), unit: Some(unit), ..PeriodRule::default() };
        period(text, &rule).ok().map(|period| period.to_string())
    }

    #[test]
    fn dates_are_read_in_the_order_that_is_said() {
        use DateOrder::{DayFirst, MonthFirst, YearFirst};
        use PeriodUnit::{AcademicYear, FinancialQuarter, FinancialYear, Month};
        let cases = [
            ("2017-03-01", YearFirst, Month, Some("Mar 2017")),
            ("03/04/2017", DayFirst, Month, Some("Apr 2017")),
            ("03/04/2017", MonthFirst, Month, Some("Mar 2017")),
            ("31/03/2017", DayFirst, FinancialYear, Some("2016/17")),
            ("01/04/2017", DayFirst, FinancialYear, Some("2017/18")),
            ("2017-02-01", YearFirst, FinancialQuarter, Some("2016/17 Q4")),
            ("2017-08-31", YearFirst, AcademicYear, Some("2016/17")),
            ("31/03/2017", MonthFirst, Month, None),
            ("31/03/17", DayFirst, Month, None),
        ];
        for (text, order, unit, expected) in cases {
            assert_eq!(dates(text, order, unit).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn names_are_matched_exactly_and_narrowed_by_kind_and_day() {
        use firstyear_core::Area;
        let code = |text| AreaCode::new(text).unwrap();
        let day = |year| NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        // Northumberland's code changed in 2013; a county's had been another.
        let area = |text, from: Option<i32>, until: Option<i32>| Area {
            from: from.map(|year| NaiveDate::from_ymd_opt(year, 4, 1).unwrap()),
            until: until.map(|year| NaiveDate::from_ymd_opt(year, 3, 31).unwrap()),
            ..Area::new(code(text), "Northumberland")
        };
        let mut areas = Geography::default();
        areas.add(area("E06000048", Some(2009), Some(2013)));
        areas.add(area("E06000057", Some(2013), None));
        areas.add(area("E10000022", None, None));
        let names = AreaNames::of(&areas);
        let find =
            |text, rule: &AreaRule, year| area_by_name(text, rule, day(year), &names, &areas);
        let authorities = AreaRule { prefixes: vec!["E06".to_owned()], ..AreaRule::default() };
        assert_eq!(find("Northumberland", &authorities, 2011), Ok(code("E06000048")));
        assert_eq!(find("northumberland", &authorities, 2017), Ok(code("E06000057")));
        let any = AreaRule::default();
        let ambiguous = find("Northumberland", &any, 2017).unwrap_err();
        assert_eq!(ambiguous.code(), ProblemCode::AreaNameAmbiguous);
        let unknown = find("Northumberlnd", &any, 2017).unwrap_err();
        assert_eq!(unknown.code(), ProblemCode::AreaNameUnknown);
        let help = unknown.at(firstyear_core::Place::file("t.csv")).help;
        assert_eq!(help.as_deref(), Some("did you mean `northumberland`?"));
    }

    #[test]
    fn a_split_year_is_never_guessed() {
        let fault = period("2016/17", &PeriodRule::default()).unwrap_err();
        assert_eq!(fault.code(), ProblemCode::PeriodAmbiguous);
        assert_eq!(period("2010.0", &PeriodRule::default()).unwrap().to_string(), "2010");
    }
}
