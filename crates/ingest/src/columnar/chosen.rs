//! Some columns of a table, as they are.

use std::cell::Cell;
use std::fs::File;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_schema::{DataType, Schema};
use bytes::Bytes;
use parquet::arrow::arrow_reader::ArrowReaderMetadata;

use super::{Batches, Refused, Source, arrow_file, decoding, one_a_row, parquet_file, share};

/// A table whose columns are to be chosen.
pub(crate) struct Chosen {
    source: Opened,
    schema: Schema,
    zones: Vec<Option<Arc<str>>>,
    /// The columns that were chosen, in the order of the file.
    columns: Vec<usize>,
    batches: Option<Batches>,
    /// Rows of the file, and those decoded.
    rows: (u64, u64),
    /// Bytes of the file, and those that are as good as read.
    bytes: (u64, Rc<Cell<u64>>),
}

enum Opened {
    ParquetFile(ArrowReaderMetadata, File),
    Parquet(ArrowReaderMetadata, Bytes),
    Arrow(Schema, Bytes),
}

impl Chosen {
    /// Opens a file, given with its length and a count of the bytes read.
    ///
    /// # Errors
    ///
    /// [`Refused`] where it is damaged.
    pub(crate) fn open(source: Source, bytes: (u64, Rc<Cell<u64>>)) -> Result<Self, Refused> {
        let opened = decoding(|| {
            Ok(match source {
                Source::ParquetFile(file) => Opened::ParquetFile(parquet_file::about(&file)?, file),
                Source::Parquet(bytes) => Opened::Parquet(parquet_file::about(&bytes)?, bytes),
                Source::Arrow(bytes) => Opened::Arrow(arrow_file::schema(&bytes)?, bytes),
            })
        });
        let source = opened.ok_or(Refused::Damaged)??;
        let (schema, zones) = match &source {
            Opened::ParquetFile(about, _) | Opened::Parquet(about, _) => {
                let plain = || (about.schema().as_ref().clone(), Vec::new());
                decoding(|| parquet_file::with_times(about)).unwrap_or_else(plain)
            }
            Opened::Arrow(schema, _) => (schema.clone(), Vec::new()),
        };
        let (columns, batches, rows) = (Vec::new(), None, (0, 0));
        Ok(Self { source, schema, zones, columns, batches, rows, bytes })
    }

    /// The names of its columns.
    pub(crate) fn names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The zone of a column of times, where the file names one.
    pub(crate) fn zone(&self, column: usize) -> Option<&str> {
        match self.schema.fields().get(column)?.data_type() {
            DataType::Timestamp(_, Some(zone)) => {
                Some(self.zones.get(column).and_then(Option::as_deref).unwrap_or(zone))
            }
            _ => None,
        }
    }

    /// Chooses columns, each with whether its texts repeat so that keys stand for them.
    ///
    /// # Errors
    ///
    /// [`Refused`] where the file is damaged, or one of them holds lists.
    pub(crate) fn choose(&mut self, mut columns: Vec<(usize, bool)>) -> Result<(), Refused> {
        columns.sort_unstable();
        columns.dedup_by_key(|(column, _)| *column);
        for (column, _) in &columns {
            one_a_row(self.schema.field(*column))?;
        }
        self.columns = columns.iter().map(|(column, _)| *column).collect();
        let chosen = &self.columns;
        let opened = decoding(|| match &self.source {
            Opened::ParquetFile(about, file) => {
                let file = file.try_clone().map_err(|_| Refused::Damaged)?;
                parquet_file::choose(file, (about, &self.schema), &columns)
            }
            Opened::Parquet(about, bytes) => {
                parquet_file::choose(bytes.clone(), (about, &self.schema), &columns)
            }
            Opened::Arrow(_, bytes) => {
                arrow_file::open(bytes, Some(chosen)).map(|(_, rows, batches)| (rows, batches))
            }
        });
        let (rows, batches) = opened.ok_or(Refused::Damaged)??;
        self.rows = (rows, 0);
        self.batches = Some(batches);
        Ok(())
    }

    /// What `read` makes of the next batch: of its columns, each by the place that it
    /// has in the file. `None` after the last.
    ///
    /// # Errors
    ///
    /// Of invalid data, where the file is damaged.
    pub(crate) fn next<T>(
        &mut self,
        read: impl FnOnce(&dyn Fn(usize) -> Option<ArrayRef>) -> io::Result<T>,
    ) -> io::Result<Option<T>> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let Some(batches) = &mut self.batches else { return Ok(None) };
        let Some(batch) = decoding(|| batches.next()).ok_or_else(damaged)? else { return Ok(None) };
        let batch = batch.map_err(|_| damaged())?;
        if batch.num_columns() != self.columns.len() {
            return Err(damaged());
        }
        let column = |at: usize| {
            let place = self.columns.binary_search(&at).ok()?;
            batch.columns().get(place).cloned()
        };
        let made = decoding(|| read(&column)).ok_or_else(damaged)??;
        self.rows.1 += batch.num_rows() as u64;
        self.bytes.1.set(share(self.bytes.0, self.rows));
        Ok(Some(made))
    }
}
