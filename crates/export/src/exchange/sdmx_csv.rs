//! SDMX-CSV 2.0, in the locale of the standard: commas between cells and
//! points before decimals.

use std::collections::BTreeSet;
use std::io::Write;

use chrono::Datelike as _;
use firstyear_core::layout::observation as column;
use firstyear_core::{
    AreaCode, Cell, Dataset, Dimension, DimensionId, Flags, Observation, Period, PeriodUnit,
    Withholding, slug,
};

use super::{Lists, Loss, WriteError, code_of};
use crate::plain_csv::writer;
use crate::tidy::{basis_text, number, ordered_observations};

const SCHEME: &str = "sdmx";
const STRUCTURE: &str = "FIRSTYEAR:OBSERVATIONS(1.0)";

/// Writes the observations of `dataset` as SDMX-CSV 2.0 with the labels `name`:
/// area, indicator and groups stand before a column of their names.
///
/// Cells are separated by commas and decimals follow a point; several statuses
/// of one figure are separated by semicolons, as the header says.
///
/// # Errors
///
/// [`WriteError::Output`] when `out` fails, and [`WriteError::NotFinite`] for
/// a number that is not finite.
pub fn write_sdmx_csv(
    dataset: &Dataset,
    lists: Lists<'_>,
    out: impl Write,
) -> Result<Loss, WriteError> {
    let mut loss = Loss::default();
    let mut csv = writer(out);
    let rows = ordered_observations(dataset);
    let dimensions: BTreeSet<&DimensionId> =
        rows.iter().flat_map(|row| row.groups.iter().map(|(id, _)| id)).collect();
    let dimensions: Vec<Splits<'_>> =
        dimensions.into_iter().map(|id| Splits::of(dataset, lists, id)).collect();
    csv.write_record(header(&dimensions))?;
    for row in rows {
        let mut record = vec!["dataflow".to_owned(), STRUCTURE.to_owned(), "I".to_owned()];
        record.extend(area(dataset, &row.area));
        record.extend(indicator(dataset, lists, row));
        for splits in &dimensions {
            record.extend(splits.cells(row, &mut loss));
        }
        record.extend(time(row.period));
        record.extend(figure(&row.value, |value| number(Some(*value), column::VALUE), &mut loss)?);
        record.extend(figure(&row.numerator, |count| Ok(count.to_string()), &mut loss)?);
        record.extend(figure(&row.denominator, |count| Ok(count.to_string()), &mut loss)?);
        let limits = row.interval;
        record.extend([
            basis_text(row.basis),
            number(limits.map(|limits| limits.lower), column::LOWER)?,
            number(limits.map(|limits| limits.upper), column::UPPER)?,
            number(limits.map(|limits| limits.confidence.level()), column::CONFIDENCE)?,
            number(row.standard_error, column::STANDARD_ERROR)?,
            unit(dataset, lists, row),
            row.source.to_string(),
            row.note.as_deref().unwrap_or_default().to_owned(),
        ]);
        csv.write_record(record)?;
    }
    csv.flush()?;
    Ok(loss)
}

fn header(dimensions: &[Splits<'_>]) -> Vec<String> {
    let mut header: Vec<String> = [
        "STRUCTURE[;]",
        "STRUCTURE_ID",
        "ACTION",
        "REF_AREA",
        "Geographic area",
        "INDICATOR",
        "Indicator",
    ]
    .map(str::to_owned)
    .to_vec();
    for splits in dimensions {
        header.extend([splits.component.clone(), splits.name.clone()]);
    }
    let rest = [
        "TIME_PERIOD",
        "PERIOD_KIND",
        "OBS_VALUE",
        "OBS_STATUS[]",
        "CONF_STATUS",
        "NUMERATOR",
        "NUMERATOR_STATUS[]",
        "NUMERATOR_CONF",
        "DENOMINATOR",
        "DENOMINATOR_STATUS[]",
        "DENOMINATOR_CONF",
        "DENOMINATOR_BASIS",
        "LOWER_BOUND",
        "UPPER_BOUND",
        "CONFIDENCE_LEVEL",
        "STANDARD_ERROR",
        "UNIT_MEASURE",
        "DATA_SOURCE",
        "OBS_FOOTNOTE",
    ];
    header.extend(rest.map(str::to_owned));
    header
}

/// A dimension as two columns.
struct Splits<'d> {
    id: &'d DimensionId,
    known: Option<&'d Dimension>,
    component: String,
    /// What stands over its words: never in capitals alone, which would make it
    /// a component.
    name: String,
}

impl<'d> Splits<'d> {
    fn of(dataset: &'d Dataset, lists: Lists<'d>, id: &'d DimensionId) -> Self {
        let known = lists.dimension(dataset, id);
        let component = id.as_str().strip_prefix("sdmx-").unwrap_or(id.as_str());
        let component = component.replace('-', "_").to_ascii_uppercase();
        Self { id, known, component, name: format!("Name of {id}") }
    }

    fn cells(&self, row: &Observation, loss: &mut Loss) -> [String; 2] {
        let Some(category) = row.groups.get(self.id) else {
            return ["_T".to_owned(), String::new()];
        };
        let label = self.known.and_then(|known| known.category(category));
        let label = label.map_or_else(|| category.as_str(), |category| &category.label);
        let own = self.id.as_str().starts_with("sdmx-");
        // A code of a list that SDMX gave was in capitals.
        let code = if own {
            category.as_str().replace('-', "_").to_ascii_uppercase()
        } else {
            category.to_string()
        };
        let back = slug(&code).as_deref() == Some(category.as_str());
        loss.add_if(!back, "the id of a category");
        [code, label.to_owned()]
    }
}

/// Area and name.
fn area(dataset: &Dataset, code: &AreaCode) -> [String; 2] {
    let name = dataset.geography.get(code).map_or_else(String::new, |area| area.name.to_string());
    let text = code.as_str();
    let iso = text.strip_prefix("iso3166:").filter(|rest| rest.len() == 3);
    let own = text.strip_prefix("sdmx:");
    [iso.or(own).unwrap_or(text).to_owned(), name]
}

/// Indicator and name.
fn indicator(dataset: &Dataset, lists: Lists<'_>, row: &Observation) -> [String; 2] {
    if let Some(known) = lists.indicators.get(&row.indicator) {
        return [known.id.to_string(), known.name.clone()];
    }
    let name = dataset.named.get(&row.indicator).map(|named| named.name.clone());
    [code_of(dataset, &row.indicator, SCHEME), name.unwrap_or_default()]
}

fn unit(dataset: &Dataset, lists: Lists<'_>, row: &Observation) -> String {
    let listed = lists.indicators.get(&row.indicator).map(|known| known.unit.clone());
    let named = || dataset.named.get(&row.indicator).and_then(|named| named.unit.clone());
    listed.or_else(named).unwrap_or_default()
}

/// The period, and what it counts in.
fn time(period: Period) -> [String; 2] {
    let (year, month) = (period.start().year(), period.start().month());
    let months = period.months();
    let text = match (period.unit(), period.units()) {
        (PeriodUnit::CalendarYear, 1) => year.to_string(),
        (PeriodUnit::CalendarQuarter, 1) => format!("{year}-Q{}", month.div_ceil(3)),
        (PeriodUnit::Month, 1) => format!("{year}-{month:02}"),
        _ if months.is_multiple_of(12) => format!("{year}-{month:02}-01/P{}Y", months / 12),
        _ => format!("{year}-{month:02}-01/P{months}M"),
    };
    [text, period.unit().word().to_owned()]
}

/// A figure, its status and its confidentiality, by the code lists of SDMX.
fn figure<T>(
    cell: &Cell<T>,
    text: impl FnOnce(&T) -> Result<String, WriteError>,
    loss: &mut Loss,
) -> Result<[String; 3], WriteError> {
    let without = |status: &str, confidentiality: &str| {
        Ok([String::new(), status.to_owned(), confidentiality.to_owned()])
    };
    match cell {
        Cell::Known { value, flags } => {
            loss.add_if(flags.contains(Flags::REVISED), "that a figure is revised");
            Ok([text(value)?, codes(*flags), String::new()])
        }
        Cell::Withheld(Withholding::Publisher) => without("Q", "C"),
        Cell::Withheld(Withholding::Primary) => without("Q", "A"),
        Cell::Withheld(Withholding::Secondary) => without("Q", "D"),
        Cell::Absent => without("O", ""),
        Cell::NotApplicable => without("M", ""),
    }
}

/// Flags as codes of `CL_OBS_STATUS`.
fn codes(flags: Flags) -> String {
    const CODES: [(Flags, &str); 4] = [
        (Flags::SERIES_BREAK, "B"),
        (Flags::ESTIMATED, "E"),
        (Flags::PROVISIONAL, "P"),
        (Flags::LOW_RELIABILITY, "U"),
    ];
    let set = CODES.iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, code)| *code);
    let codes = set.collect::<Vec<_>>().join(";");
    if codes.is_empty() { "A".to_owned() } else { codes }
}
