//! The project's own layout: observations and published gaps as CSV, one a
//! row.
//!
//! | you have             | use                    |
//! |----------------------|------------------------|
//! | counts and rates     | [`write_observations`] |
//! | what was counted     | [`write_counts`]       |
//! | gaps as published    | [`write_gaps`]         |
//!
//! With the feature `parquet`, `write_parquet` and `write_arrow` write counts
//! and rates as tables in columns.
//!
//! Columns and status words are those of [`firstyear_core::layout`]; the
//! reader of the same layout gives back exactly what was written, except the
//! places in the file. Rows stand in one order, so that the same data give
//! the same bytes. What is written is working data: nothing is hidden here.

use std::io::{self, Write};

use firstyear_core::layout::{basis, gap, observation};
use firstyear_core::{Basis, Cell, Dataset, Geography, Observation, PublishedGap};

use crate::plain_csv::writer;

#[cfg(feature = "parquet")]
mod columnar;
mod counts;

#[cfg(feature = "parquet")]
pub(crate) use columnar::write_text_columns;
#[cfg(feature = "parquet")]
pub use columnar::{write_arrow, write_parquet};
pub use counts::write_counts;
#[cfg(feature = "parquet")]
pub use counts::write_counts_parquet;

/// Why figures could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The output could not be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
    /// A number that no file can hold.
    #[error("{what} is not a finite number: only finite numbers can be written")]
    NotFinite {
        /// Which number.
        what: String,
    },
    /// A state or flag that the layout has no column for.
    #[error(
        "a cell of `{column}` is withheld, impossible or flagged, and the layout has no status beside it: it holds known and absent figures only"
    )]
    NoStatusColumn {
        /// The column.
        column: &'static str,
    },
    /// Rows of several indicators in a format that does not name them.
    #[error(
        "the data hold several indicators, and {format} does not name its own: write one file for each"
    )]
    SeveralIndicators {
        /// The format.
        format: &'static str,
    },
}

impl From<csv::Error> for WriteError {
    fn from(error: csv::Error) -> Self {
        Self::Output(error.into())
    }
}

/// Writes the observations of `dataset` as CSV in the tidy layout.
///
/// Rows are ordered by source, indicator, area, period and groups; rows that
/// agree in all five keep their order. Values and limits are in the unit of
/// their indicator and printed with as few digits as read back to the same
/// number; lines end in a line feed. The columns of standard errors and notes
/// are written where a row has one.
///
/// # Errors
///
/// [`WriteError::Output`] when `out` fails, and [`WriteError::NotFinite`] for
/// a value or limit that is not a finite number.
///
/// ```
/// use firstyear_core::Dataset;
/// use firstyear_export::tidy::write_observations;
///
/// let mut out = Vec::new();
/// write_observations(&Dataset::default(), &mut out)?;
/// assert!(out.starts_with(b"indicator,area,area_name,period,period_kind,groups,"));
/// # Ok::<(), firstyear_export::tidy::WriteError>(())
/// ```
pub fn write_observations(dataset: &Dataset, out: impl Write) -> Result<(), WriteError> {
    let mut csv = writer(out);
    let columns = columns_written(dataset);
    csv.write_record(&observation::COLUMNS[..columns])?;
    for row in ordered_observations(dataset) {
        csv.write_record(&observation_record(row, &dataset.geography)?[..columns])?;
    }
    Ok(csv.flush()?)
}

/// Writes the published gaps of `dataset` as CSV in the tidy layout.
///
/// Rows are ordered by source, indicator, area, period, dimension and group;
/// rows that agree in all six keep their order. Gaps are in percent, rates in
/// the unit of their indicator; numbers and lines are written as in
/// [`write_observations`].
///
/// # Errors
///
/// As [`write_observations`], and [`WriteError::NoStatusColumn`] when a count
/// or a rate beside a gap is anything but a plain number or absent.
pub fn write_gaps(dataset: &Dataset, out: impl Write) -> Result<(), WriteError> {
    let mut csv = writer(out);
    csv.write_record(gap::COLUMNS)?;
    for row in ordered_gaps(dataset) {
        csv.write_record(gap_record(row)?)?;
    }
    Ok(csv.flush()?)
}

/// How many columns are written: those at the end only where a row needs one.
fn columns_written(dataset: &Dataset) -> usize {
    let needed = |row: &Observation| row.standard_error.is_some() || row.note.is_some();
    let left_out =
        if dataset.observations.iter().any(needed) { 0 } else { observation::WHERE_NEEDED.len() };
    observation::COLUMNS.len() - left_out
}

/// Observations by source, indicator, area, period and groups.
pub(crate) fn ordered_observations(dataset: &Dataset) -> Vec<&Observation> {
    let mut rows: Vec<&Observation> = dataset.observations.iter().collect();
    rows.sort_by(|a, b| observation_key(a).cmp(&observation_key(b)));
    rows
}

/// Published gaps by source, indicator, area, period, dimension and group.
pub(crate) fn ordered_gaps(dataset: &Dataset) -> Vec<&PublishedGap> {
    let mut rows: Vec<&PublishedGap> = dataset.gaps.iter().collect();
    rows.sort_by(|a, b| gap_key(a).cmp(&gap_key(b)));
    rows
}

fn observation_key(row: &Observation) -> impl Ord {
    (&row.source, &row.indicator, &row.area, row.period, &row.groups)
}

fn gap_key(row: &PublishedGap) -> impl Ord {
    (&row.source, &row.indicator, &row.area, row.period, &row.dimension, &row.group)
}

pub(crate) fn observation_record(
    row: &Observation,
    geography: &Geography,
) -> Result<[String; observation::COLUMNS.len()], WriteError> {
    let interval = row.interval;
    Ok([
        row.indicator.to_string(),
        row.area.to_string(),
        geography.get(&row.area).map_or_else(String::new, |area| area.name.to_string()),
        row.period.to_string(),
        row.period.unit().word().to_owned(),
        row.groups.to_string(),
        count(row.numerator),
        status(&row.numerator),
        count(row.denominator),
        status(&row.denominator),
        basis_text(row.basis),
        number(row.value.value().copied(), observation::VALUE)?,
        status(&row.value),
        number(interval.map(|i| i.lower), observation::LOWER)?,
        number(interval.map(|i| i.upper), observation::UPPER)?,
        number(interval.map(|i| i.confidence.level()), observation::CONFIDENCE)?,
        row.source.to_string(),
        number(row.standard_error, observation::STANDARD_ERROR)?,
        row.note.as_deref().unwrap_or_default().to_owned(),
    ])
}

fn gap_record(row: &PublishedGap) -> Result<[String; gap::COLUMNS.len()], WriteError> {
    Ok([
        row.indicator.to_string(),
        row.area.to_string(),
        row.period.to_string(),
        row.period.unit().word().to_owned(),
        row.dimension.to_string(),
        row.group.to_string(),
        number(row.relative_gap.value().copied(), gap::RELATIVE_GAP)?,
        status(&row.relative_gap),
        plain(row.group_events, gap::GROUP_EVENTS)?.map_or_else(String::new, |n| n.to_string()),
        plain(row.all_events, gap::ALL_EVENTS)?.map_or_else(String::new, |n| n.to_string()),
        number(plain(row.group_rate, gap::GROUP_RATE)?, gap::GROUP_RATE)?,
        number(plain(row.all_rate, gap::ALL_RATE)?, gap::ALL_RATE)?,
        basis_text(row.basis),
        row.source.to_string(),
        row.origin.clone(),
    ])
}

/// The status cell: empty where a plain number says it all, otherwise the
/// word and the flags, as in `known+provisional`.
fn status<T>(cell: &Cell<T>) -> String {
    match cell {
        Cell::Known { flags, .. } if flags.is_empty() => String::new(),
        _ => full_status(cell),
    }
}

/// The word for the state and the flags behind it, as in `known+provisional`.
pub(crate) fn full_status<T>(cell: &Cell<T>) -> String {
    let flags = cell.flags();
    if flags.is_empty() { cell.status().to_owned() } else { format!("{}+{flags}", cell.status()) }
}

fn count(cell: Cell<u64>) -> String {
    cell.value().map_or_else(String::new, u64::to_string)
}

/// The value of a cell that has no status beside it.
fn plain<T>(cell: Cell<T>, column: &'static str) -> Result<Option<T>, WriteError> {
    match cell {
        Cell::Known { value, flags } if flags.is_empty() => Ok(Some(value)),
        Cell::Absent => Ok(None),
        _ => Err(WriteError::NoStatusColumn { column }),
    }
}

/// The shortest digits that read back to the same number.
pub(crate) fn number(value: Option<f64>, column: &str) -> Result<String, WriteError> {
    match value {
        None => Ok(String::new()),
        Some(value) if value.is_finite() => Ok(value.to_string()),
        Some(_) => Err(WriteError::NotFinite { what: format!("a cell of `{column}`") }),
    }
}

/// `complete`, or `sample:0.1` for a 10% sample.
pub(crate) fn basis_text(of: Basis) -> String {
    match of {
        Basis::Complete => basis::COMPLETE.to_owned(),
        Basis::Sample(fraction) => format!("{}{}", basis::SAMPLE_PREFIX, fraction.get()),
    }
}

#[cfg(test)]
mod tests;
