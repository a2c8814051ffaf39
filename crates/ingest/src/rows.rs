//! Rows of a text table, one after the other, whatever its encoding,
//! separator and line ends. Memory does not grow with the file.

use std::io::{self, Read};
use std::str;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use firstyear_core::{Problem, ProblemCode, Severity, formula};

use crate::input::Input;
use crate::records::{Broken, Found, Records};
use crate::{OnProgress, ReadError};

/// Bytes looked at to tell encoding and separator.
const HEAD: u64 = 1 << 16;

/// The rows of a table, its header included.
pub(crate) struct Rows<'i> {
    input: &'i Input<'i>,
    records: Records<'i>,
    seen: u64,
    /// The first row that is Windows-1252, and how many are.
    foreign: Option<(u64, u64)>,
}

impl<'i> Rows<'i> {
    /// Opens a table. Its separator is told from the first line unless it is
    /// given.
    ///
    /// # Errors
    ///
    /// [`ReadError`] when the file cannot be read or is empty.
    pub(crate) fn open(input: &'i Input<'i>, separator: Option<u8>) -> Result<Self, ReadError> {
        let head = input.head(HEAD)?;
        if matches!(&*head, [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..]) {
            let message = "the file is a workbook or another archive, and not text";
            let problem = Problem::new(ProblemCode::FileUnreadable, input.place(), message);
            return Err(problem.with_help("save the sheet as CSV UTF-8").into());
        }
        let text = decode_head(&head);
        if text.trim().is_empty() {
            let place = input.place();
            return Err(Problem::new(ProblemCode::FileEmpty, place, "the file is empty").into());
        }
        let separator = separator.unwrap_or_else(|| separator_of(&text));
        let line_end = if text.contains('\n') { b'\n' } else { b'\r' };
        let records = Records::new(decoded(input.stream()?, &head), separator, line_end);
        Ok(Self { input, records, seen: 0, foreign: None })
    }

    /// Goes to the next row that is not blank, and tells its line, counted
    /// from 1. Rows of nothing but separators, which spreadsheets leave at the
    /// end, are passed over.
    ///
    /// # Errors
    ///
    /// [`ReadError`] when the file is damaged, holds bytes that are no text,
    /// or the caller says to stop.
    pub(crate) fn next(&mut self, progress: OnProgress<'_>) -> Result<Option<u64>, ReadError> {
        const BETWEEN_REPORTS: u64 = 8192;
        loop {
            let found = self.records.next().map_err(|error| broken(self.input, error))?;
            let Some(Found { line, foreign }) = found else {
                self.input.report(progress)?;
                return Ok(None);
            };
            self.seen += 1;
            if self.seen.is_multiple_of(BETWEEN_REPORTS) {
                self.input.report(progress)?;
            }
            if (0..self.len()).all(|at| self.records.cell(at).trim_ascii().is_empty()) {
                continue;
            }
            if foreign {
                let (_, rows) = self.foreign.get_or_insert((line, 0));
                *rows += 1;
            }
            return Ok(Some(line));
        }
    }

    /// How many cells the present row has.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// A cell of the present row without blanks at its ends, and without the
    /// apostrophe that keeps a text from being a formula; empty where the row has
    /// none.
    #[inline]
    pub(crate) fn cell(&self, at: usize) -> &str {
        let text = self.records.cell(at);
        // Most cells have no blank at their ends, and are short.
        match *text.as_bytes() {
            [b'\'', ..] => formula::restored(text.trim()),
            [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
            _ => formula::restored(text.trim()),
        }
    }

    /// The cells of the present row.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.cell(at))
    }

    /// A note where the table is not UTF-8: to be told once all is read.
    pub(crate) fn encoding_note(&self) -> Option<Problem> {
        let (row, rows) = self.foreign?;
        let message = format!("the text is not UTF-8, and was read as Windows-1252 ({rows} rows)");
        let problem = Problem::new(ProblemCode::TextEncoding, self.input.place().row(row), message);
        Some(problem.with_severity(Severity::Note).with_help(
            "check that accented letters read well; saving the file as UTF-8 settles it",
        ))
    }
}

/// The file is no table.
fn broken(input: &Input<'_>, error: Broken) -> ReadError {
    match error {
        Broken::Io(error) => input.io(error),
        Broken::TooLong(line) => {
            let message = "from here on a row is longer than 16 MB";
            let problem =
                Problem::new(ProblemCode::FileUnreadable, input.place().row(line), message);
            let help = "check for a quotation mark that is never closed, or for lost line ends";
            problem.with_help(help).into()
        }
        Broken::NoText(line) => {
            let message = "neither UTF-8 nor Windows-1252 text";
            Problem::new(ProblemCode::TextEncoding, input.place().row(line), message).into()
        }
    }
}

/// The first bytes as text, for a look at them. A letter that the end cuts in
/// two is left out.
pub(crate) fn decode_head(head: &[u8]) -> String {
    if let Some(encoding) = utf16(head) {
        return encoding.decode(head).0.into_owned();
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    match str::from_utf8(head) {
        Ok(text) => text.to_owned(),
        Err(error) if error.error_len().is_none() => {
            String::from_utf8_lossy(&head[..error.valid_up_to()]).into_owned()
        }
        Err(_) => WINDOWS_1252.decode_without_bom_handling(head).0.into_owned(),
    }
}

/// UTF-16, by its mark or by the zero in every other byte of its ASCII
/// letters.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some(UTF_16LE),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The stream as UTF-8 without a mark, or as the single bytes of an older
/// encoding, which rows turn into text.
fn decoded<'i>(stream: Box<dyn Read + 'i>, head: &[u8]) -> Box<dyn Read + 'i> {
    match utf16(head) {
        Some(encoding) => Box::new(
            encoding_rs_io::DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(stream),
        ),
        None if head.starts_with(b"\xEF\xBB\xBF") => Box::new(Skip { inner: stream, left: 3 }),
        None => stream,
    }
}

/// Leaves out the first bytes.
struct Skip<R> {
    inner: R,
    left: usize,
}

impl<R: Read> Read for Skip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.left > 0 {
            let mut dropped = [0; 3];
            let read = self.inner.read(&mut dropped[..self.left])?;
            if read == 0 {
                return Ok(0);
            }
            self.left -= read;
        }
        self.inner.read(into)
    }
}

/// The separator that the first line has most of, outside quotes.
pub(crate) fn separator_of(text: &str) -> u8 {
    const KNOWN: [u8; 4] = *b",;\t|";
    let mut counts = [0_u32; 4];
    let mut quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                if let Some(at) = KNOWN.iter().position(|known| *known == byte) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let at = counts.iter().position(|count| *count == most).unwrap_or(0);
    KNOWN[at]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unwatched;

    fn lines_and_rows(bytes: &[u8]) -> (Vec<(u64, String)>, Option<String>) {
        let input = Input::of_bytes(bytes, &"t.csv".into());
        let mut rows = Rows::open(&input, None).unwrap();
        let mut out = Vec::new();
        while let Some(line) = rows.next(&mut unwatched).unwrap() {
            out.push((line, rows.cells().collect::<Vec<_>>().join("|")));
        }
        let note = rows.encoding_note().map(|problem| problem.to_string());
        (out, note)
    }

    fn rows(bytes: &[u8]) -> Vec<(u64, String)> {
        lines_and_rows(bytes).0
    }

    fn row(line: u64, cells: &str) -> (u64, String) {
        (line, cells.to_owned())
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let expected = [row(1, "a|b"), row(2, "1|two\nlines"), row(5, "3|4"), row(6, "5|6")];
        assert_eq!(rows(b"a,b\n1,\"two\nlines\"\n\n3,4\n5,6\n"), expected);
        let windows = [row(1, "a|b"), row(4, "1|2"), row(5, "3|4")];
        assert_eq!(rows(b"a,b\r\n\r\n\r\n1,2\r\n3,4\r\n,\r\n"), windows);
        assert_eq!(rows(b"a,b\r1,2\r\r3,4"), [row(1, "a|b"), row(2, "1|2"), row(4, "3|4")]);
    }

    #[test]
    fn one_text_reads_the_same_in_every_encoding() {
        let expected = [row(1, "area;name".replace(';', "|").as_str()), row(2, "W1|Ynys Môn")];
        let text = "area;name\nW1;Ynys Môn\n";
        let utf16 = |big: bool, mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xFEFF);
            let units = mark.into_iter().chain(text.encode_utf16());
            units
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        assert_eq!(rows(text.as_bytes()), expected);
        assert_eq!(rows(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), expected);
        for (big, mark) in [(false, true), (true, true), (false, false), (true, false)] {
            assert_eq!(rows(&utf16(big, mark)), expected, "{big} {mark}");
        }
        let (read, note) = lines_and_rows(b"area;name\nW1;Ynys M\xF4n\n");
        assert_eq!(read, expected);
        assert_eq!(
            note.as_deref(),
            Some("t.csv, row 2: the text is not UTF-8, and was read as Windows-1252 (1 rows)")
        );
    }

    #[test]
    fn what_is_no_text_is_refused_at_its_row() {
        let input = Input::of_bytes(b"a,b\n1,\x81\n", &"t.csv".into());
        let mut rows = Rows::open(&input, None).unwrap();
        rows.next(&mut unwatched).unwrap();
        let refused = rows.next(&mut unwatched).unwrap_err().to_string();
        assert_eq!(refused, "t.csv, row 2: neither UTF-8 nor Windows-1252 text");
    }

    #[test]
    fn a_row_without_an_end_is_refused_where_it_begins() {
        for row in ["9".repeat(17 << 20), format!("\"{}", "open,\n".repeat(3 << 20))] {
            let text = format!("a,b\n1,2\n{row}");
            let input = Input::of_bytes(text.as_bytes(), &"t.csv".into());
            let mut rows = Rows::open(&input, None).unwrap();
            let refused = loop {
                if let Err(error) = rows.next(&mut unwatched) {
                    break error.to_string();
                }
            };
            assert_eq!(refused, "t.csv, row 3: from here on a row is longer than 16 MB");
        }
    }

    #[test]
    fn blank_rows_without_end_are_passed_over() {
        let text = format!("a,b\n{}1,2\n", " ,\n".repeat(6 << 20));
        let input = Input::of_bytes(text.as_bytes(), &"t.csv".into());
        let mut rows = Rows::open(&input, None).unwrap();
        rows.next(&mut unwatched).unwrap();
        assert_eq!(rows.next(&mut unwatched).unwrap(), Some(2 + (6 << 20)));
    }

    #[test]
    fn separators_in_quotes_do_not_count() {
        assert_eq!(separator_of("\"a,b,c\"\td\n"), b'\t');
        assert_eq!(separator_of("one"), b',');
        assert_eq!(separator_of("a;b;c,d"), b';');
    }
}
