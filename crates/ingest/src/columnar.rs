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

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_cast::{CastOptions, can_cast_types, cast_with_options};
use arrow_schema::{ArrowError, DataType, Field};
use bytes::Bytes;
use firstyear_core::formula;

mod arrow_batches;
mod arrow_file;
mod cells;
mod chosen;
mod parquet_file;
mod times;

pub use arrow_batches::{ArrowBatches, ArrowFault};
pub(crate) use cells::{Cells, Memo, Number};
pub(crate) use chosen::Chosen;
pub(crate) use times::{Clock, east, times};

/// Rows that are decoded together as text.
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
        let opened = decoding(|| match source {
            Source::ParquetFile(file) => parquet_file::open(file),
            Source::Parquet(bytes) => parquet_file::open(bytes),
            Source::Arrow(bytes) => arrow_file::open(&bytes, None),
        });
        let (schema, rows, batches) = opened.ok_or(Refused::Damaged)??;
        schema.fields().iter().try_for_each(|field| one_a_row(field))?;
        let mut header = csv::Writer::from_writer(Vec::new());
        let names = schema.fields().iter().map(|field| field.name().as_str());
        write_row(&mut header, names).map_err(|_| Refused::Damaged)?;
        let text = header.into_inner().map_err(|_| Refused::Damaged)?;
        Ok(Self { batches, columns: schema.fields().len(), text, at: 0, rows: (rows, 0), bytes })
    }

    /// Decodes the next batch; false where there is none.
    fn decode(&mut self) -> io::Result<bool> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let batch = decoding(|| self.batches.next()).ok_or_else(damaged)?;
        let Some(batch) = batch else { return Ok(false) };
        let batch = batch.map_err(|_| damaged())?;
        if batch.num_columns() != self.columns {
            return Err(damaged());
        }
        let columns = decoding(|| batch.columns().iter().map(texts).collect::<Result<Vec<_>, _>>());
        let columns = columns.ok_or_else(damaged)?.map_err(|_| damaged())?;
        self.text.clear();
        self.at = 0;
        let mut out = csv::Writer::from_writer(std::mem::take(&mut self.text));
        for row in 0..batch.num_rows() {
            let cells = columns.iter().map(|column| {
                // What is null is an empty cell.
                if column.is_null(row) { "" } else { column.value(row) }
            });
            write_row(&mut out, cells)?;
        }
        self.text = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
        self.rows.1 += batch.num_rows() as u64;
        self.bytes.1.set(share(self.bytes.0, self.rows));
        Ok(true)
    }
}

/// A row as one of a table of text, in which an apostrophe stands before what begins as a
/// formula.
fn write_row<'a>(
    out: &mut csv::Writer<Vec<u8>>,
    cells: impl Iterator<Item = &'a str>,
) -> csv::Result<()> {
    for cell in cells {
        out.write_field(formula::defused(cell).as_bytes())?;
    }
    out.write_record(None::<&[u8]>)
}

/// The share of a file's bytes that is as good as read once so many rows of all are.
fn share(bytes: u64, (all, read): (u64, u64)) -> u64 {
    let share = read as f64 / all.max(1) as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the file's length"
    )]
    let share = (bytes as f64 * share.min(1.0)) as u64;
    share
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

/// Runs a decoder of columns; nothing where it gives up. They check most of what they read,
/// and panic at the rest.
///
/// ```
/// assert_eq!(firstyear_ingest::decoding(|| 1), Some(1));
/// assert_eq!(firstyear_ingest::decoding(|| -> u8 { panic!("a length beyond the file") }), None);
/// ```
pub fn decoding<T>(decode: impl FnOnce() -> T) -> Option<T> {
    DECODING.set(true);
    let decoded = catch_unwind(AssertUnwindSafe(decode)).ok();
    DECODING.set(false);
    decoded
}

/// Whether a column has one cell a row.
///
/// # Errors
///
/// [`Refused::Unread`] where it has not.
fn one_a_row(field: &Field) -> Result<(), Refused> {
    let kind = field.data_type();
    if !kind.is_nested() && can_cast_types(kind, &DataType::Utf8) {
        return Ok(());
    }
    let message = format!("the column `{}` holds lists or records", field.name());
    let help = "leave the column out, or spread it over columns with one value a row";
    Err(Refused::Unread(message.into(), help))
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
        // How far a zone that is named stands from Greenwich is not known here.
        DataType::Timestamp(unit, Some(zone)) if east(zone).is_none() => {
            let plain = DataType::Timestamp(*unit, Some("+00:00".into()));
            texts(&cast_with_options(column, &plain, &STRICT)?)
        }
        _ => {
            let texts = cast_with_options(column, &DataType::Utf8, &STRICT)?;
            Ok(texts.as_string::<i32>().clone())
        }
    }
}

/// A value that cannot be the other type is an error and no null.
const STRICT: CastOptions<'_> =
    CastOptions { safe: false, format_options: arrow_cast::display::FormatOptions::new() };

fn numbers<N: std::fmt::Display>(column: impl Iterator<Item = Option<N>>) -> StringArray {
    let mut texts = StringBuilder::new();
    for number in column {
        match number {
            // Writing into memory does not fail.
            Some(number) if write!(texts, "{number}").is_ok() => texts.append_value(""),
            _ => texts.append_null(),
        }
    }
    texts.finish()
}

#[cfg(test)]
mod tests;
