//! The newer layout in which figures are uploaded to Fingertips: one
//! indicator, dates, and words for sex, age and deprivation.

use std::io::Write;

use firstyear_core::{
    AreaCode, Basis, Cell, Confidence, Dataset, Flags, Groups, Interval, Observation, Period,
    PeriodUnit,
};

use super::Loss;
use crate::plain_csv::writer;
use crate::tidy::{WriteError, number, ordered_observations};

const COLUMNS: [&str; 16] = [
    "area_code",
    "date_from",
    "date_to",
    "period_type",
    "sex",
    "age_from_years_inclusive",
    "age_to_years_inclusive",
    "deprivation_decile",
    "deprivation_category",
    "count",
    "value",
    "denominator",
    "lower_ci_95",
    "upper_ci_95",
    "lower_ci_99_8",
    "upper_ci_99_8",
];

/// Writes the observations of `dataset` as CSV for upload to Fingertips.
///
/// Rows are in the order of the tidy layout. Values and limits are in the unit
/// of the indicator; a number that is not known is an empty cell. Rows of
/// groups other than sex, age in years and one decile of deprivation are left
/// out, and so are areas whose code is none of the layout.
///
/// # Errors
///
/// [`WriteError::SeveralIndicators`] where the data hold more than one
/// indicator: the layout does not name it. [`WriteError::Output`] when `out`
/// fails, and [`WriteError::NotFinite`] for a value or limit that is not a
/// finite number.
///
/// ```
/// use firstyear_core::Dataset;
/// use firstyear_export::exchange::write_fingertips_upload;
///
/// let mut out = Vec::new();
/// let loss = write_fingertips_upload(&Dataset::default(), &mut out)?;
/// assert!(loss.is_empty());
/// assert!(out.starts_with(b"area_code,date_from,date_to,period_type,sex,"));
/// # Ok::<(), firstyear_export::exchange::WriteError>(())
/// ```
pub fn write_fingertips_upload(dataset: &Dataset, out: impl Write) -> Result<Loss, WriteError> {
    let rows = ordered_observations(dataset);
    let indicator = rows.first().map(|row| &row.indicator);
    if rows.iter().any(|row| Some(&row.indicator) != indicator) {
        return Err(WriteError::SeveralIndicators { format: "fingertips-upload" });
    }
    let mut csv = writer(out);
    csv.write_record(COLUMNS)?;
    let mut loss = Loss::default();
    for row in rows {
        let Some(subject) = Subject::of(row, &mut loss) else { continue };
        csv.write_record(record(row, &subject)?)?;
        see(&mut loss, row, &subject);
    }
    csv.flush()?;
    Ok(loss)
}

/// What a row is about, in the words of the layout.
struct Subject {
    area: String,
    period_type: &'static str,
    sex: String,
    ages: [String; 2],
    decile: String,
    category: String,
}

impl Subject {
    /// `None`, counted, where the layout cannot say it.
    fn of(row: &Observation, loss: &mut Loss) -> Option<Self> {
        let Some(area) = area(&row.area) else {
            loss.add("rows whose area has a code of another scheme");
            return None;
        };
        let mut subject = Self {
            area,
            period_type: period_type(row.period),
            sex: "persons".to_owned(),
            ages: Default::default(),
            decile: String::new(),
            category: String::new(),
        };
        if subject.take(&row.groups).is_none() {
            loss.add("rows of groups other than sex, age in years and one decile");
            return None;
        }
        Some(subject)
    }

    fn take(&mut self, groups: &Groups) -> Option<()> {
        for (dimension, category) in groups.iter() {
            let (dimension, category) = (dimension.as_str(), category.as_str());
            match dimension.strip_prefix("fingertips-").unwrap_or(dimension) {
                "sex" if matches!(category, "male" | "female") => {
                    category.clone_into(&mut self.sex);
                }
                "age" => self.ages = ages(category)?,
                name if is_deciles(name) && self.decile.is_empty() => {
                    category.parse::<u8>().ok().filter(|decile| (1..=10).contains(decile))?;
                    category.clone_into(&mut self.decile);
                    self.category = name.replace('-', "_");
                }
                _ => return None,
            }
        }
        Some(())
    }
}

/// The code without its scheme: boundaries, and organisations of the health
/// service.
fn area(code: &AreaCode) -> Option<String> {
    let code = code.as_str();
    match code.split_once(':') {
        Some(("ods", organisation)) => Some(organisation.to_owned()),
        Some(_) => None,
        None => (!code.contains('+')).then(|| code.to_owned()),
    }
}

const fn period_type(period: Period) -> &'static str {
    match (period.unit(), period.units()) {
        (PeriodUnit::Month, _) => "month",
        (PeriodUnit::CalendarQuarter | PeriodUnit::FinancialQuarter, _) => "quarter",
        (_, 2) => "two_year",
        (_, 3) => "three_year",
        (_, 5) => "five_year",
        (PeriodUnit::CalendarYear, _) => "calendar_year",
        (PeriodUnit::FinancialYear, _) => "financial_year",
        (PeriodUnit::AcademicYear, _) => "academic_year",
    }
}

/// The first and the last year of `5-to-10`, `65-and-over`, `up-to-40`, and of
/// the labels of downloads such as `5-16-yrs` and `under-1-yr`.
fn ages(id: &str) -> Option<[String; 2]> {
    let years = |text: &str| text.parse::<u16>().ok();
    let text = id.strip_suffix("-yrs").or_else(|| id.strip_suffix("-yr")).unwrap_or(id);
    let (from, to) = if let Some(to) = text.strip_prefix("up-to-") {
        (None, Some(years(to)?))
    } else if let Some(below) = text.strip_prefix("under-") {
        (None, Some(years(below)?.checked_sub(1)?))
    } else if let Some(from) = text.strip_suffix("-and-over") {
        (Some(years(from)?), None)
    } else if let Some((from, to)) = text.split_once("-to-").or_else(|| text.split_once('-')) {
        (Some(years(from)?), Some(years(to)?))
    } else {
        (Some(years(text)?), Some(years(text)?))
    };
    let cell = |year: Option<u16>| year.map_or_else(String::new, |year| year.to_string());
    Some([cell(from), cell(to)])
}

/// Whether a dimension splits into tenths of deprivation: by its name, or by
/// that of the geography whose authorities it splits.
fn is_deciles(name: &str) -> bool {
    name.ends_with("decile") || name.contains("deciles") || name.ends_with("geography")
}

fn record(row: &Observation, subject: &Subject) -> Result<[String; COLUMNS.len()], WriteError> {
    let inner = row.interval.filter(|limits| limits.confidence == Confidence::P95);
    let outer = row.interval.filter(|limits| limits.confidence == Confidence::P998);
    let lower = |limits: Option<Interval>, column| number(limits.map(|i| i.lower), column);
    let upper = |limits: Option<Interval>, column| number(limits.map(|i| i.upper), column);
    let count = |cell: Cell<u64>| cell.value().map_or_else(String::new, u64::to_string);
    let [from, to] = subject.ages.clone();
    Ok([
        subject.area.clone(),
        row.period.start().to_string(),
        row.period.end().to_string(),
        subject.period_type.to_owned(),
        subject.sex.clone(),
        from,
        to,
        subject.decile.clone(),
        subject.category.clone(),
        count(row.numerator),
        number(row.value.value().copied(), COLUMNS[10])?,
        count(row.denominator),
        lower(inner, COLUMNS[12])?,
        upper(inner, COLUMNS[13])?,
        lower(outer, COLUMNS[14])?,
        upper(outer, COLUMNS[15])?,
    ])
}

/// What a row that is written loses.
fn see(loss: &mut Loss, row: &Observation, subject: &Subject) {
    fn is<T>(cell: &Cell<T>) -> (bool, bool, bool) {
        let withheld = matches!(cell, Cell::Withheld(_));
        (withheld, matches!(cell, Cell::NotApplicable), cell.flags() != Flags::NONE)
    }
    let cells = [is(&row.numerator), is(&row.denominator), is(&row.value)];
    let kept = |limits: Interval| {
        limits.confidence == Confidence::P95 || limits.confidence == Confidence::P998
    };
    let lost = [
        (cells.iter().any(|cell| cell.0), "that a number is withheld: it reads back as absent"),
        (cells.iter().any(|cell| cell.1), "that a number cannot exist: it reads back as absent"),
        (cells.iter().any(|cell| cell.2), "flags such as estimated"),
        (
            row.interval.is_some_and(|limits| !kept(limits)),
            "limits at a level other than 95% and 99.8%",
        ),
        (row.note.is_some(), "value notes"),
        (row.standard_error.is_some(), "standard errors"),
        (row.basis != Basis::Complete, "that the denominator is a sample"),
        (
            row.period.unit() == PeriodUnit::FinancialQuarter,
            "that a quarter is one of a financial year",
        ),
        (!subject.decile.is_empty(), "which decile is the most deprived"),
        (
            true,
            "its indicator, source and the name of its area: name the file after the Fingertips id",
        ),
    ];
    for (lost, what) in lost {
        loss.add_if(lost, what);
    }
}

#[cfg(test)]
mod tests {
    use super::ages;

    #[test]
    fn ages_are_years_from_and_to() {
        let cases = [
            ("5-to-10", Some(["5", "10"])),
            ("5-16-yrs", Some(["5", "16"])),
            ("65-and-over", Some(["65", ""])),
            ("16-and-over-yrs", Some(["16", ""])),
            ("up-to-40", Some(["", "40"])),
            ("under-1-yr", Some(["", "0"])),
            ("1-yr", Some(["1", "1"])),
            ("under-0-yrs", None),
            ("primary-school-age", None),
        ];
        for (id, expected) in cases {
            assert_eq!(ages(id), expected.map(|ages| ages.map(str::to_owned)), "{id}");
        }
    }
}
