//! Records of fixed width: a line each, whose columns are told by where they stand.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, StringBuilder};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use firstyear_core::count::RecordColumn;
use firstyear_ingest::{RecordLayout, RecordLines};

use super::packed;
use super::source::Source;
use super::streamed::{BATCH, Streamed, Take, Unread, not_read};

/// The columns of a layout: all of them text, missing where they are blank.
pub(super) fn schema(layout: &RecordLayout) -> Schema {
    let column = |column: &RecordColumn| Field::new(&column.name, DataType::Utf8, true);
    Schema::new(layout.columns.iter().map(column).collect::<Vec<_>>())
}

/// A file of such records.
#[derive(Debug)]
pub(super) struct FixedWidth {
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) layout: Arc<RecordLayout>,
}

impl FixedWidth {
    fn unread(&self, why: String) -> Unread {
        Unread { file: self.name.clone(), format: "records of fixed width", why }
    }

    /// What is said of a record of another length: whatever is read of it would be of other
    /// columns.
    fn misfit(&self, line: u64, length: usize) -> Unread {
        let lengths: Vec<String> = self.layout.lengths.iter().map(ToString::to_string).collect();
        let right = if lengths.is_empty() {
            format!("their columns reach to {}", self.layout.reach())
        } else {
            format!("those of the layout have {}", lengths.join(" or "))
        };
        self.unread(format!("the record of line {line} has {length} bytes, and {right}"))
    }
}

impl Streamed for FixedWidth {
    fn read(&self, schema: &SchemaRef, take: &mut Take<'_>) -> Result<(), Unread> {
        let failed = |error| self.unread(not_read(&error));
        let mut lines = RecordLines::new(packed::open(&self.source).map_err(failed)?);
        let mut columns: Vec<StringBuilder> = Vec::new();
        columns.resize_with(self.layout.columns.len(), StringBuilder::new);
        let mut records = 0;
        loop {
            let line = lines.next_line().map_err(failed)?;
            if records == BATCH || line.is_none() && records > 0 {
                let finished =
                    columns.iter_mut().map(|column| -> ArrayRef { Arc::new(column.finish()) });
                let batch = RecordBatch::try_new(Arc::clone(schema), finished.collect());
                let batch =
                    batch.map_err(|_| self.unread("a batch has other columns".to_owned()))?;
                if take(batch).is_break() {
                    return Ok(());
                }
                records = 0;
            }
            let Some(line) = line else { return Ok(()) };
            if !self.layout.fits(lines.length()) {
                return Err(self.misfit(line, lines.length()));
            }
            for (column, cells) in self.layout.columns.iter().zip(&mut columns) {
                match value(lines.record(), column) {
                    [] => cells.append_null(),
                    value => {
                        // Letters of another coding would become one and the same.
                        let Ok(value) = std::str::from_utf8(value) else {
                            let what = format!("line {line} is no text in UTF-8");
                            return Err(self.unread(what));
                        };
                        cells.append_value(value);
                    }
                }
            }
            records += 1;
        }
    }
}

/// The bytes of a column without the blanks around them. A file of several layouts has
/// records that end before it.
fn value<'r>(record: &'r [u8], column: &RecordColumn) -> &'r [u8] {
    let (first, end) = (column.start as usize - 1, column.last() as usize);
    record.get(first..end).unwrap_or_default().trim_ascii()
}
