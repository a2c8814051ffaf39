//! Tables in columns, Parquet and Arrow, read as the text that the same table
//! would be as CSV: every layout that a table of text can have is read from
//! them too.
//!
//! The file is a stranger's: its sizes are looked at before anything is made
//! room for, types that it declares beside those of its columns are not
//! believed, and a decoder that gives up is damage to the file.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_cast::{CastOptions, can_cast_types, cast_with_options};
use arrow_schema::{ArrowError, DataType, Schema};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::ChunkReader;

mod arrow_file;

/// Rows that are decoded together.
const ROWS: usize = 1 << 10;

/// Why a file is no table.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Its bytes are not what the format says.
    Damaged,
    /// It holds what cannot be text, or is packed in a way that is not read:
    /// what, and what would be right.
    Unread(Cow<'static, str>, &'static str),
}

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>;

/// A table that is decoded batch by batch.
pub(crate) struct Table {
    batches: Batches,
    columns: usize,
    /// CSV that is not read yet, from `at`.
    text: Vec<u8>,
    at: usize,
    /// Rows of the file, and those decoded.
    rows: (u64, u64),
    /// Bytes of the file, and those that are as good as read.
    bytes: (u64, Rc<Cell<u64>>),
}

/// A format of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Parquet,
    Arrow,
}

/// Where the columns are.
pub(crate) enum Source {
    ParquetFile(File),
    Parquet(Bytes),
    Arrow(Bytes),
}

impl Table {
    /// Opens a file, given with its length and a count of the bytes read.
    ///
    /// # Errors
    ///
    /// [`Refused`] where it is damaged, or has columns that hold lists.
    pub(crate) fn open(source: Source, bytes: (u64, Rc<Cell<u64>>)) -> Result<Self, Refused> {
        let opened = guarded(|| match source {
            Source::ParquetFile(file) => parquet(file),
            Source::Parquet(bytes) => parquet(bytes),
            Source::Arrow(bytes) => arrow_file::open(&bytes),
        });
        let (schema, rows, batches) = opened.ok_or(Refused::Damaged)??;
        for field in schema.fields() {
            if !is_text(field.data_type()) {
                let message = format!("the column `{}` holds lists or records", field.name());
                let help = "leave the column out, or spread it over columns with one value a row";
                return Err(Refused::Unread(message.into(), help));
            }
        }
        let mut header = csv::Writer::from_writer(Vec::new());
        let written = header.write_record(schema.fields().iter().map(|field| field.name()));
        written.map_err(|_| Refused::Damaged)?;
        let text = header.into_inner().map_err(|_| Refused::Damaged)?;
        Ok(Self { batches, columns: schema.fields().len(), text, at: 0, rows: (rows, 0), bytes })
    }

    /// Decodes the next batch; false where there is none.
    fn decode(&mut self) -> io::Result<bool> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let batch = guarded(|| self.batches.next()).ok_or_else(damaged)?;
        let Some(batch) = batch else { return Ok(false) };
        let batch = batch.map_err(|_| damaged())?;
        if batch.num_columns() != self.columns {
            return Err(damaged());
        }
        let columns = guarded(|| batch.columns().iter().map(texts).collect::<Result<Vec<_>, _>>());
        let columns = columns.ok_or_else(damaged)?.map_err(|_| damaged())?;
        self.text.clear();
        self.at = 0;
        let mut out = csv::Writer::from_writer(std::mem::take(&mut self.text));
        for row in 0..batch.num_rows() {
            let cells = columns.iter().map(|column| {
                // What is null is an empty cell.
                if column.is_null(row) { "" } else { column.value(row) }
            });
            out.write_record(cells)?;
        }
        self.text = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
        self.rows.1 += batch.num_rows() as u64;
        let share = self.rows.1 as f64 / self.rows.0.max(1) as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of the file's length"
        )]
        self.bytes.1.set((self.bytes.0 as f64 * share.min(1.0)) as u64);
        Ok(true)
    }
}

impl Read for Table {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if !self.decode()? {
                return Ok(0);
            }
        }
        let length = into.len().min(self.text.len() - self.at);
        into[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

thread_local! {
    static DECODING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is in a decoder of columns, whose panics are caught and
/// told as damage to the file: a panic hook has nothing to add.
///
/// ```
/// let told = std::panic::take_hook();
/// std::panic::set_hook(Box::new(move |panic| {
///     if !firstyear_ingest::is_decoding() {
///         told(panic);
///     }
/// }));
/// ```
#[must_use]
pub fn is_decoding() -> bool {
    DECODING.get()
}

/// Runs a decoder; nothing where it gives up. Those of columns check most of
/// what they read, and panic at the rest.
fn guarded<T>(decode: impl FnOnce() -> T) -> Option<T> {
    DECODING.set(true);
    let decoded = catch_unwind(AssertUnwindSafe(decode)).ok();
    DECODING.set(false);
    decoded
}

fn parquet(file: impl ChunkReader + 'static) -> Result<(Schema, u64, Batches), Refused> {
    use parquet::basic::Compression::{LZ4_RAW, SNAPPY, UNCOMPRESSED, ZSTD};
    // Types that a writer adds in its own words are not needed to print a cell.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
        .map_err(|_| Refused::Damaged)?;
    let chunks = builder.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns);
    for chunk in chunks {
        if !matches!(chunk.compression(), UNCOMPRESSED | SNAPPY | ZSTD(_) | LZ4_RAW) {
            // A page of these unpacks to any size, whatever it declares.
            let message = "the columns are packed in a way that is not read";
            let help = "write the file unpacked, or packed by Snappy, Zstandard or LZ4";
            return Err(Refused::Unread(message.into(), help));
        }
    }
    let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    let schema = builder.schema().as_ref().clone();
    let batches = builder.with_batch_size(ROWS).build().map_err(|_| Refused::Damaged)?;
    Ok((schema, rows, Box::new(batches)))
}

/// Whether a column has one cell a row.
fn is_text(kind: &DataType) -> bool {
    !kind.is_nested() && can_cast_types(kind, &DataType::Utf8)
}

/// The cells of a column as text.
fn texts(column: &ArrayRef) -> Result<StringArray, ArrowError> {
    // A number prints as it reads back, and a whole one as a count: tables with
    // missing counts often hold them as floating-point numbers.
    match column.data_type() {
        DataType::Float16 => {
            let column = column.as_primitive::<Float16Type>();
            Ok(numbers(column.iter().map(|number| number.map(f32::from))))
        }
        DataType::Float32 => Ok(numbers(column.as_primitive::<Float32Type>().iter())),
        DataType::Float64 => Ok(numbers(column.as_primitive::<Float64Type>().iter())),
        _ => {
            let strict = CastOptions { safe: false, ..CastOptions::default() };
            let texts = cast_with_options(column, &DataType::Utf8, &strict)?;
            Ok(texts.as_string::<i32>().clone())
        }
    }
}

fn numbers<N: std::fmt::Display>(column: impl Iterator<Item = Option<N>>) -> StringArray {
    let mut text = String::new();
    let cells = column.map(|number| {
        text.clear();
        let number = number?;
        write!(text, "{number}").ok()?;
        Some(text.clone())
    });
    cells.collect()
}

#[cfg(test)]
mod tests;
