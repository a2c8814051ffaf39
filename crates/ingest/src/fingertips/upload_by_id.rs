//! The older upload layout: everything by ids, years without their kind.

use std::sync::Arc;

use firstyear_core::{DimensionId, Groups, Observation, Period, PeriodUnit, ProblemCode, SourceId};

use super::SCHEME;
use super::columns::{Column, Header, Known, needed, optional};
use super::figures::{Number, Told, number};
use super::indicator::Indicators;
use super::lines::Lines;
use super::notes::Note;
use super::period::{fault, invalid, open};
use super::place::Areas;
use super::subject::Subject;
use super::upload::NumberColumns;
use crate::CodeLists;
use crate::fault::{Fault, RowProblems};
use crate::format::Context;
use crate::found::Found;
use crate::input::Input;
use crate::memo::Memo;
use crate::rows::Rows;
use crate::sink::Sink;

pub(super) const COLUMNS: &[Known] = &[
    needed("IndicatorId", &["indicatorid"]),
    needed("Year", &["year"]),
    optional("YearRange", &["yearrange"]),
    optional("Quarter", &["quarter"]),
    optional("Month", &["month"]),
    needed("AgeId", &["ageid"]),
    needed("SexId", &["sexid"]),
    needed("AreaCode", &["areacode"]),
    optional("Count", &["count"]),
    needed("Value", &["value"]),
    optional("LowerCI95", &["lowerci95", "lowerci"]),
    optional("UpperCI95", &["upperci95", "upperci"]),
    optional("LowerCI99_8", &["lowerci998"]),
    optional("UpperCI99_8", &["upperci998"]),
    optional("Denominator", &["denominator"]),
    optional("Denominator_2", &["denominator2"]),
    optional("ValueNoteId", &["valuenoteid"]),
    optional("CategoryTypeId", &["categorytypeid"]),
    optional("CategoryId", &["categoryid"]),
];

/// The reader of its rows.
pub(super) struct ById<'a> {
    codes: &'a CodeLists<'a>,
    source: SourceId,
    indicator: Column,
    area: Column,
    period: [Column; 4],
    age: Column,
    sex: Column,
    note: Column,
    category: [Column; 2],
    numbers: NumberColumns,
    found: Found<'a>,
    indicators: Indicators<'a>,
    areas: Areas,
    notes: Memo<Arc<Note>>,
    groups: Memo<Groups>,
    told: Told,
}

impl<'a> ById<'a> {
    pub(super) fn new(header: &Header, with: &Context<'a>) -> Self {
        let one = |name| header.column(name);
        let numbers = [
            "Count",
            "Denominator",
            "Value",
            "LowerCI95",
            "UpperCI95",
            "LowerCI99_8",
            "UpperCI99_8",
        ];
        Self {
            codes: with.codes,
            source: with.source_or(SCHEME),
            indicator: one("IndicatorId"),
            area: one("AreaCode"),
            period: ["Year", "YearRange", "Quarter", "Month"].map(one),
            age: one("AgeId"),
            sex: one("SexId"),
            note: one("ValueNoteId"),
            category: ["CategoryTypeId", "CategoryId"].map(one),
            numbers: NumberColumns::of(header, numbers),
            found: Found::new(with.codes, SCHEME),
            indicators: Indicators::new(with.codes),
            areas: Areas::new(),
            notes: Memo::new(),
            groups: Memo::new(),
            told: Told::default(),
        }
    }
}

impl Lines for ById<'_> {
    fn read(
        &mut self,
        rows: &Rows<'_>,
        (line, row): (u64, &mut RowProblems<'_>),
        sink: &mut dyn Sink,
    ) -> Option<Observation> {
        let cell = |column: Column| column.at.map_or("", |at| rows.cell(at));
        let Self { indicators, found, .. } = self;
        let indicator = indicators.get(found, cell(self.indicator), "", "", sink);
        let indicator = row.share(self.indicator.name, indicator);
        let area = row.share(self.area.name, self.areas.code(cell(self.area)));
        let period = read_period(self.period.map(cell), self.codes.years);
        let period = row.keep(self.period[0].name, period);
        let note = self.notes.get(cell(self.note), |id| Ok(Arc::new(Note::of_id(id))));
        let note = note.as_ref().map_or_else(|_| Arc::default(), Arc::clone);
        let numbers = self.numbers.read(rows, row, number_or_missing);
        let (indicator, numbers) = (indicator?, numbers?);
        for [(column, lower), (_, upper)] in [&numbers.inner, &numbers.outer] {
            if (*lower, *upper) == (Some(0.0), Some(0.0)) {
                let message = "both limits are 0";
                row.add(column.name, &Fault::new(ProblemCode::IntervalInvalid, message));
                return None;
            }
        }
        let age = cell(self.age);
        let age =
            if age == "-1" || !indicators.age_is_group(&indicator, age, row) { "" } else { age };
        let sex = match cell(self.sex) {
            "2" if !indicator.sex_is_group("female") => "4",
            sex => sex,
        };
        let [category_type, category] = self.category.map(cell);
        let key = format!("{category_type}\n{category}\n{sex}\n{age}");
        let groups = self.groups.get(&key, |_| groups(found, category_type, category, sex, age));
        let groups = row.share(self.sex.name, groups);
        let subject = Subject {
            indicator: indicator.id,
            area: area?,
            period: period?,
            groups: groups?,
            source: self.source.clone(),
        };
        numbers.of(subject, indicator.known, &note, &mut self.told, (line, row))
    }

    fn finish(self: Box<Self>, input: &Input<'_>, sink: &mut dyn Sink) {
        self.told.finish(input, sink);
        self.areas.finish(input, sink);
        self.found.finish(sink);
    }
}

/// A number of this layout alone can be -1, and is missing then.
fn number_or_missing(text: &str) -> Result<Number, Fault> {
    number(text).map(|number| number.filter(|number| *number != -1.0))
}

/// A year of unknown kind, a quarter or a month; -1 where it does not count.
fn read_period(
    [year, range, quarter, month]: [&str; 4],
    years: Option<PeriodUnit>,
) -> Result<Period, Fault> {
    let whole = |text: &str, least: u16, most: u16| {
        text.parse::<u16>().ok().filter(|number| (least..=most).contains(number))
    };
    let none = |text: &str| matches!(text, "" | "-1" | "0");
    let part =
        |text: &str, most| if none(text) { Some(None) } else { whole(text, 1, most).map(Some) };
    let year =
        whole(year, 1990, 2100).ok_or_else(|| invalid("the year is not one of 1990 to 2100"))?;
    let range = if range.is_empty() { Some(1) } else { whole(range, 1, 10) };
    let range = range.ok_or_else(|| invalid("the range of years is not one of 1 to 10"))?;
    let quarter = part(quarter, 4).ok_or_else(|| invalid("the quarter is not one of 1 to 4"))?;
    let month = part(month, 12).ok_or_else(|| invalid("the month is not one of 1 to 12"))?;
    let year = i32::from(year);
    let asked = || open("the layout does not say what kind of year it counts in");
    let period = match (quarter, month) {
        (Some(_), Some(_)) => return Err(invalid("the row names a quarter and a month")),
        (_, Some(month)) => Period::new(PeriodUnit::Month, year, month.into(), 1),
        (Some(quarter), _) => {
            let unit = match years.ok_or_else(asked)? {
                PeriodUnit::FinancialYear => PeriodUnit::FinancialQuarter,
                PeriodUnit::CalendarYear => PeriodUnit::CalendarQuarter,
                _ => return Err(invalid("academic years have no quarters here")),
            };
            Period::new(unit, year, quarter.into(), 1)
        }
        (None, None) => Period::new(years.ok_or_else(asked)?, year, 1, range),
    };
    period.map_err(fault)
}

fn groups(
    found: &mut Found<'_>,
    category_type: &str,
    category: &str,
    sex: &str,
    age: &str,
) -> Result<Groups, Fault> {
    let invalid = |message| Fault::new(ProblemCode::GroupsInvalid, message);
    let id = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let none = |text: &str| matches!(text, "" | "-1");
    let mut pairs = Vec::new();
    let label = match sex {
        "4" | "" | "-1" => None,
        "1" => Some("Male"),
        "2" => Some("Female"),
        _ => {
            return Err(invalid("not the id of a sex").with_help("use 1 male, 2 female, 4 persons"));
        }
    };
    if let Some(label) = label {
        let dimension = DimensionId::new("sex").expect("a literal in kebab-case");
        pairs.push(found.category("sex", Some(&dimension), label)?);
    }
    if !age.is_empty() {
        let is_id = id(age).then_some(age).ok_or_else(|| invalid("not the id of an age"))?;
        pairs.push(found.own_category("age id", is_id, is_id)?);
    }
    if !none(category_type) || !none(category) {
        if !id(category_type) || !id(category) {
            return Err(invalid("a category and its type are not both named by an id"));
        }
        pairs.push(found.own_category(
            &format!("category type {category_type}"),
            category,
            category,
        )?);
    }
    Groups::new(pairs).ok_or_else(|| invalid("one dimension is named twice"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_their_kind_are_asked_for() {
        let read = |cells, years| {
            read_period(cells, years)
                .map(|period| format!("{} {period}", period.unit().word()))
                .map_err(|fault| fault.code())
        };
        let financial = Some(PeriodUnit::FinancialYear);
        let (ambiguous, invalid) = (ProblemCode::PeriodAmbiguous, ProblemCode::PeriodInvalid);
        let cases = [
            (["2016", "3", "-1", "-1"], financial, Ok("financial-year 2016/17 to 2018/19")),
            (
                ["2016", "3", "-1", "-1"],
                Some(PeriodUnit::CalendarYear),
                Ok("calendar-year 2016 to 2018"),
            ),
            (["2016", "1", "-1", "-1"], None, Err(ambiguous)),
            (["2016", "1", "4", "-1"], financial, Ok("financial-quarter 2016/17 Q4")),
            (["2016", "1", "4", "-1"], None, Err(ambiguous)),
            (["2016", "", "", "2"], None, Ok("month Feb 2016")),
            (["1989", "1", "-1", "-1"], financial, Err(invalid)),
            (["2016", "11", "-1", "-1"], financial, Err(invalid)),
            (["2016", "1", "5", "-1"], financial, Err(invalid)),
            (["2016", "1", "1", "1"], financial, Err(invalid)),
        ];
        for (row, years, expected) in cases {
            assert_eq!(read(row, years), expected.map(str::to_owned), "{row:?}");
        }
    }
}
