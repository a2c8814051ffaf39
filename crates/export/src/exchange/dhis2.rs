//! Data value sets of DHIS2, JSON and CSV.
//!
//! | an observation holds     | is written as                                     |
//! |--------------------------|---------------------------------------------------|
//! | a value                  | the data element `infant-mortality-rate`          |
//! | a numerator              | the data element `infant-mortality-rate.numerator`|
//! | a denominator            | `infant-mortality-rate.denominator`               |
//! | groups                   | the category option combination `sex=male`        |
//! | codes that DHIS2 gave    | those codes                                       |
//!
//! DHIS2 holds a number or nothing: a figure that is withheld, absent or
//! impossible has no place, and [`Loss`] counts it.

use std::borrow::Cow;
use std::io::Write;

use chrono::Datelike as _;
use firstyear_core::layout::dhis2 as names;
use firstyear_core::layout::observation as column;
use firstyear_core::{Basis, Cell, Dataset, Groups, Observation, Period, PeriodUnit};
use serde::Serialize;

use super::{Lists, Loss, WriteError, code_of};
use crate::plain_csv::writer;
use crate::tidy::{number, ordered_observations};

/// One data value: a number of one data element.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataValue<'d> {
    data_element: Cow<'d, str>,
    period: String,
    org_unit: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category_option_combo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute_option_combo: Option<String>,
    /// DHIS2 writes every value as text.
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'d str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataValueSet<'d> {
    data_values: Vec<DataValue<'d>>,
}

/// Writes the observations of `dataset` as a data value set, JSON.
///
/// # Errors
///
/// [`WriteError::Output`] when `out` fails, and [`WriteError::NotFinite`] for
/// a value that is not a finite number.
pub fn write_dhis2_json(
    dataset: &Dataset,
    _lists: Lists<'_>,
    mut out: impl Write,
) -> Result<Loss, WriteError> {
    let (data_values, loss) = data_values(dataset)?;
    serde_json::to_writer_pretty(&mut out, &DataValueSet { data_values })
        .map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(loss)
}

/// Writes the observations of `dataset` as a data value set, CSV with the
/// columns in the order that DHIS2 expects.
///
/// # Errors
///
/// As [`write_dhis2_json`].
pub fn write_dhis2_csv(
    dataset: &Dataset,
    _lists: Lists<'_>,
    out: impl Write,
) -> Result<Loss, WriteError> {
    let (data_values, loss) = data_values(dataset)?;
    let mut csv = writer(out);
    csv.write_record(names::COLUMNS)?;
    for value in data_values {
        csv.write_record([
            &*value.data_element,
            &value.period,
            value.org_unit,
            value.category_option_combo.as_deref().unwrap_or_default(),
            value.attribute_option_combo.as_deref().unwrap_or_default(),
            &value.value,
            "",
            "",
            value.comment.unwrap_or_default(),
            "false",
        ])?;
    }
    csv.flush()?;
    Ok(loss)
}

fn data_values(dataset: &Dataset) -> Result<(Vec<DataValue<'_>>, Loss), WriteError> {
    let mut loss = Loss::default();
    let mut values = Vec::new();
    let first = dataset.observations.first().map(|row| &row.source);
    for row in ordered_observations(dataset) {
        loss.add_if(Some(&row.source) != first, "which of several sources a figure is from");
        let Some(period) = period_id(row.period) else {
            loss.add("a period of several years, or a financial quarter: the row is left out");
            continue;
        };
        loss.add_if(row.interval.is_some(), "published limits");
        loss.add_if(row.standard_error.is_some(), "the standard error");
        loss.add_if(row.basis != Basis::Complete, "that the denominator is a sample");
        let parts = parts(row, &mut loss)?;
        loss.add_if(parts.is_empty(), "a figure without a number: the row is left out");
        loss.add_if(parts.is_empty() && row.note.is_some(), "the note of a row that is left out");
        let (combo, attribute) = combos(dataset, &row.groups);
        let code = code_of(dataset, &row.indicator, names::SCHEME);
        if let Some(named) = dataset.named.get(&row.indicator) {
            loss.add_if(named.name != named.code, "the name of an indicator");
            loss.add_if(named.unit.is_some(), "the unit of an indicator");
        }
        loss.add_if(dataset.geography.get(&row.area).is_some(), "the name of an area");
        for (suffix, value) in parts {
            let whole = suffix.is_empty();
            values.push(DataValue {
                data_element: if whole {
                    code.clone().into()
                } else {
                    format!("{code}{suffix}").into()
                },
                period: period.clone(),
                org_unit: row
                    .area
                    .as_str()
                    .strip_prefix(names::AREA_PREFIX)
                    .unwrap_or(row.area.as_str()),
                category_option_combo: combo.clone(),
                attribute_option_combo: attribute.clone(),
                value,
                comment: row.note.as_deref(),
            });
        }
    }
    Ok((values, loss))
}

/// The numbers of a row, each with what its data element ends in.
fn parts(row: &Observation, loss: &mut Loss) -> Result<Vec<(&'static str, String)>, WriteError> {
    let count = |cell: &Cell<u64>| cell.value().map(u64::to_string);
    let value = row.value.value().map(|value| number(Some(*value), column::VALUE)).transpose()?;
    let cells = [
        ("", value, state(&row.value)),
        (names::NUMERATOR, count(&row.numerator), state(&row.numerator)),
        (names::DENOMINATOR, count(&row.denominator), state(&row.denominator)),
    ];
    let mut parts = Vec::new();
    for (suffix, number, lost) in cells {
        if let Some(what) = lost {
            loss.add(what);
        }
        parts.extend(number.map(|number| (suffix, number)));
    }
    Ok(parts)
}

/// What is lost of a cell. A figure that is not there reads back as absent.
const fn state<T>(cell: &Cell<T>) -> Option<&'static str> {
    match cell {
        Cell::Known { flags, .. } if flags.is_empty() => None,
        Cell::Known { .. } => Some("flags of a figure"),
        Cell::Withheld(_) => Some("that a figure is withheld: it is left out"),
        Cell::NotApplicable => Some("that a figure cannot exist: it is left out"),
        Cell::Absent => None,
    }
}

/// Groups as the two combinations of DHIS2: its own codes where it gave them,
/// else the pairs of dimension and category.
fn combos(dataset: &Dataset, groups: &Groups) -> (Option<String>, Option<String>) {
    let own = |dimension: &str| {
        let (id, category) = groups.iter().find(|(id, _)| id.as_str() == dimension)?;
        let label = dataset.dimensions.get(id).and_then(|known| known.category(category));
        Some(label.map_or_else(|| category.to_string(), |known| known.label.clone()))
    };
    let rest = groups.iter().filter(|(id, _)| {
        ![names::CATEGORY_DIMENSION, names::ATTRIBUTE_DIMENSION].contains(&id.as_str())
    });
    let rest: Vec<String> = rest.map(|(id, category)| format!("{id}={category}")).collect();
    let category = own(names::CATEGORY_DIMENSION).into_iter().chain(rest);
    let category = category.collect::<Vec<_>>().join("; ");
    ((!category.is_empty()).then_some(category), own(names::ATTRIBUTE_DIMENSION))
}

/// The period as DHIS2 writes it; `None` for one that it does not have.
fn period_id(period: Period) -> Option<String> {
    use PeriodUnit::{AcademicYear, CalendarQuarter, CalendarYear, FinancialYear, Month};
    let (year, month) = (period.start().year(), period.start().month());
    match (period.unit(), period.units()) {
        (CalendarYear, 1) => Some(format!("{year}")),
        (FinancialYear, 1) => Some(format!("{year}April")),
        (AcademicYear, 1) => Some(format!("{year}Sep")),
        (CalendarQuarter, 1) => Some(format!("{year}Q{}", month.div_ceil(3))),
        (Month, 1) => Some(format!("{year}{month:02}")),
        (Month, 2) if month % 2 == 1 => Some(format!("{year}{:02}B", month.div_ceil(2))),
        (Month, 6) if month == 1 || month == 7 => Some(format!("{year}S{}", month.div_ceil(6))),
        _ => None,
    }
}
