//! Tables as CSV: how every file of text with commas is written.
//!
//! A text that begins as a formula does gets an apostrophe
//! ([`firstyear_core::formula`]), whoever wrote it: files are opened in
//! spreadsheets.
//!
//! [`write()`] is for working data, such as what a method made of a table: nothing
//! in it goes through disclosure control, so reports do not use it.

use std::fmt::Display;
use std::io::{self, Write};

use firstyear_core::formula::defused;

/// Records with commas and LF line ends, in which no text is a formula.
pub(crate) struct Writer<W: Write>(csv::Writer<W>);

pub(crate) fn writer<W: Write>(out: W) -> Writer<W> {
    Writer(csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out))
}

impl<W: Write> Writer<W> {
    /// # Errors
    ///
    /// When the output fails, or the record has another length than the first.
    pub(crate) fn write_record<T: AsRef<str>>(
        &mut self,
        record: impl IntoIterator<Item = T>,
    ) -> csv::Result<()> {
        for field in record {
            self.0.write_field(&*defused(field.as_ref()))?;
        }
        self.0.write_record(None::<&[u8]>)
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes a table as CSV with commas and LF line ends; values that hold a
/// comma, a quote or a line break are quoted, and none is a formula.
///
/// # Errors
///
/// When `out` cannot be written, or a row has another length than the header.
///
/// # Example
///
/// ```
/// let mut bytes = Vec::new();
/// let rows = [["a, b".to_owned(), (0.1 + 0.2).to_string()]];
/// firstyear_export::plain_csv::write(&["area", "value"], rows, &mut bytes)?;
/// assert_eq!(String::from_utf8(bytes)?, "area,value\n\"a, b\",0.30000000000000004\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write<R>(
    names: &[impl AsRef<str>],
    rows: impl IntoIterator<Item = R>,
    out: impl Write,
) -> io::Result<()>
where
    R: IntoIterator<Item: Display>,
{
    let mut writer = writer(out);
    writer.write_record(names)?;
    for row in rows {
        writer.write_record(row.into_iter().map(|value| value.to_string()))?;
    }
    writer.flush()
}
