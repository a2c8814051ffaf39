//! Any table of values that print themselves, as CSV.
//!
//! For working data, such as what a method made of a table: nothing here goes
//! through disclosure control, so reports do not use it.

use std::fmt::Display;
use std::io::{self, Write};

/// Writes a table as CSV with commas and LF line ends; values that hold a
/// comma, a quote or a line break are quoted.
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
    names: &[impl AsRef<[u8]>],
    rows: impl IntoIterator<Item = R>,
    out: impl Write,
) -> io::Result<()>
where
    R: IntoIterator<Item: Display>,
{
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(names)?;
    let mut text = Vec::new();
    for row in rows {
        for value in row {
            text.clear();
            write!(text, "{value}")?;
            writer.write_field(&text)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}
