//! Observations in the tidy layout as tables in columns: Parquet and Arrow.

use std::error::Error;
use std::io::{self, Write};
use std::str::FromStr;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use firstyear_core::layout::observation as column;
use firstyear_core::{Dataset, Geography, Observation};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::{WriteError, columns_written, observation_record, ordered_observations};

/// Rows that are made together.
const ROWS: usize = 1 << 13;

/// Writes the observations of `dataset` as Parquet, packed by Zstandard.
///
/// Rows and columns are those of [`write_observations`](super::write_observations).
/// Counts are 64-bit integers, values, limits, confidence and standard errors
/// 64-bit floating-point numbers, in the same units, and all else is text. An
/// empty cell is null; why a figure is not there stands in the column of its
/// status, as ever.
///
/// # Errors
///
/// As [`write_observations`](super::write_observations).
///
/// ```
/// use firstyear_core::Dataset;
/// use firstyear_export::tidy::write_parquet;
///
/// let mut out = Vec::new();
/// write_parquet(&Dataset::default(), &mut out)?;
/// assert!(out.starts_with(b"PAR1"));
/// # Ok::<(), firstyear_export::tidy::WriteError>(())
/// ```
pub fn write_parquet(dataset: &Dataset, out: impl Write + Send) -> Result<(), WriteError> {
    let schema = schema(columns_written(dataset));
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(packing()))?;
    each_batch(dataset, &schema, |batch| Ok(writer.write(batch)?))?;
    writer.close()?;
    Ok(())
}

/// Writes rows of text as Parquet in the columns of `schema`: 64-bit integers, 64-bit
/// floating-point numbers or text. An empty cell is null.
pub(crate) fn write_text_columns(
    schema: Schema,
    rows: impl Iterator<Item = Result<csv::StringRecord, WriteError>>,
    out: impl Write + Send,
) -> Result<(), WriteError> {
    let schema = Arc::new(schema);
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(packing()))?;
    let mut columns = empty_columns(&schema);
    let mut filled = 0;
    let mut put = |columns: Vec<Cells>| -> Result<(), WriteError> {
        let columns = columns.into_iter().map(Cells::finish).collect();
        Ok(writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns)?)?)
    };
    for row in rows {
        for (cells, text) in columns.iter_mut().zip(&row?) {
            cells.push(text)?;
        }
        filled += 1;
        if filled == ROWS {
            put(std::mem::replace(&mut columns, empty_columns(&schema)))?;
            filled = 0;
        }
    }
    put(columns)?;
    writer.close()?;
    Ok(())
}

pub(super) fn packing() -> WriterProperties {
    WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build()
}

/// Writes the observations of `dataset` as an Arrow file (Feather version 2),
/// packed by LZ4; otherwise as [`write_parquet`].
///
/// # Errors
///
/// As [`write_observations`](super::write_observations).
///
/// ```
/// use firstyear_core::Dataset;
/// use firstyear_export::tidy::write_arrow;
///
/// let mut out = Vec::new();
/// write_arrow(&Dataset::default(), &mut out)?;
/// assert!(out.starts_with(b"ARROW1"));
/// # Ok::<(), firstyear_export::tidy::WriteError>(())
/// ```
pub fn write_arrow(dataset: &Dataset, out: impl Write) -> Result<(), WriteError> {
    let schema = schema(columns_written(dataset));
    let packing =
        IpcWriteOptions::default().try_with_compression(Some(CompressionType::LZ4_FRAME))?;
    let mut writer = FileWriter::try_new_with_options(out, &schema, packing)?;
    each_batch(dataset, &schema, |batch| Ok(writer.write(batch)?))?;
    writer.finish()?;
    Ok(())
}

impl From<ParquetError> for WriteError {
    fn from(error: ParquetError) -> Self {
        Self::Output(io::Error::other(error))
    }
}

impl From<ArrowError> for WriteError {
    fn from(error: ArrowError) -> Self {
        Self::Output(io::Error::other(error))
    }
}

/// What the cells of a column are.
fn kind(name: &str) -> DataType {
    match name {
        column::NUMERATOR | column::DENOMINATOR => DataType::Int64,
        column::VALUE
        | column::LOWER
        | column::UPPER
        | column::CONFIDENCE
        | column::STANDARD_ERROR => DataType::Float64,
        _ => DataType::Utf8,
    }
}

pub(super) fn schema(columns: usize) -> Arc<Schema> {
    let field = |name: &&str| Field::new(*name, kind(name), true);
    Arc::new(Schema::new(column::COLUMNS[..columns].iter().map(field).collect::<Vec<_>>()))
}

fn each_batch(
    dataset: &Dataset,
    schema: &Arc<Schema>,
    mut put: impl FnMut(&RecordBatch) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    for rows in ordered_observations(dataset).chunks(ROWS) {
        put(&batch(rows, &dataset.geography, schema)?)?;
    }
    Ok(())
}

/// A column that is being filled.
enum Cells {
    Counts(Int64Builder),
    Numbers(Float64Builder),
    Texts(StringBuilder),
}

fn empty_columns(schema: &Schema) -> Vec<Cells> {
    let empty = |field: &Arc<Field>| match field.data_type() {
        DataType::Int64 => Cells::Counts(Int64Builder::new()),
        DataType::Float64 => Cells::Numbers(Float64Builder::new()),
        _ => Cells::Texts(StringBuilder::new()),
    };
    schema.fields().iter().map(empty).collect()
}

fn batch(
    rows: &[&Observation],
    geography: &Geography,
    schema: &Arc<Schema>,
) -> Result<RecordBatch, WriteError> {
    let mut columns = empty_columns(schema);
    for row in rows {
        // The text of a number reads back to the same number.
        let record = observation_record(row, geography)?;
        for (cells, text) in columns.iter_mut().zip(&record) {
            cells.push(text)?;
        }
    }
    let columns = columns.into_iter().map(Cells::finish).collect();
    Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
}

impl Cells {
    fn push(&mut self, text: &str) -> Result<(), WriteError> {
        let given = (!text.is_empty()).then_some(text);
        match self {
            Self::Counts(cells) => cells.append_option(given.map(parsed).transpose()?),
            Self::Numbers(cells) => cells.append_option(given.map(parsed).transpose()?),
            Self::Texts(cells) => cells.append_option(given),
        }
        Ok(())
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Counts(mut cells) => Arc::new(cells.finish()),
            Self::Numbers(mut cells) => Arc::new(cells.finish()),
            Self::Texts(mut cells) => Arc::new(cells.finish()),
        }
    }
}

/// A number as it was written; a count that no column of integers holds is an
/// error.
fn parsed<N: FromStr<Err: Error + Send + Sync + 'static>>(text: &str) -> Result<N, io::Error> {
    text.parse().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
