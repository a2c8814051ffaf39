//! Rows of a text table, one after the other, whatever its encoding,
//! separator and line ends. Memory does not grow with the file.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;
use std::str;

use csv::{ByteRecord, StringRecord};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use firstyear_core::{Problem, ProblemCode, Severity};

use crate::input::Input;
use crate::{OnProgress, ReadError};

/// Bytes looked at to tell encoding and separator.
const HEAD: u64 = 1 << 16;

/// The rows of a table, its header included.
pub(crate) struct Rows<'i> {
    input: &'i Input<'i>,
    reader: csv::Reader<Numbered<'i>>,
    starts: Rc<RefCell<Starts>>,
    /// The present row. Checked once to be text, and not cell by cell.
    record: Option<StringRecord>,
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
        let starts = Rc::new(RefCell::new(Starts::new(&text)));
        let stream = decoded(input.stream()?, &head);
        let numbered = Numbered { inner: stream, starts: Rc::clone(&starts) };
        // Rows of any length are read, so that a short one costs one problem
        // and not the file.
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .buffer_capacity(1 << 16)
            .from_reader(numbered);
        let record = None;
        Ok(Self { input, reader, starts, record, seen: 0, foreign: None })
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
        // The record lends its memory to each row in turn.
        let mut bytes =
            self.record.take().map_or_else(ByteRecord::new, StringRecord::into_byte_record);
        loop {
            let more = self.reader.read_byte_record(&mut bytes);
            if !more.map_err(|error| self.broken(error))? {
                self.input.report(progress)?;
                return Ok(None);
            }
            self.seen += 1;
            if self.seen.is_multiple_of(BETWEEN_REPORTS) {
                self.input.report(progress)?;
            }
            // Asked for blank rows too: where one begins, the one before ends.
            let start = bytes.position().map_or(0, csv::Position::byte);
            let line = self.starts.borrow_mut().line(start);
            if bytes.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            self.record = Some(match StringRecord::from_byte_record(bytes) {
                Ok(text) => text,
                Err(error) => self.turned(&error.into_byte_record(), line)?,
            });
            return Ok(Some(line));
        }
    }

    /// How many cells the present row has.
    pub(crate) fn len(&self) -> usize {
        self.record.as_ref().map_or(0, StringRecord::len)
    }

    /// A cell of the present row without blanks at its ends; empty where the
    /// row has none.
    #[inline]
    pub(crate) fn cell(&self, at: usize) -> &str {
        let text = self.record.as_ref().and_then(|row| row.get(at)).unwrap_or_default();
        // Most cells have no blank at their ends, and are short.
        match *text.as_bytes() {
            [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
            _ => text.trim(),
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

    /// The file is no table.
    fn broken(&self, error: csv::Error) -> ReadError {
        if let Some(line) = self.starts.borrow().too_long() {
            let message = "from here on a row is longer than 16 MB";
            let problem =
                Problem::new(ProblemCode::FileUnreadable, self.input.place().row(line), message);
            let help = "check for a quotation mark that is never closed, or for lost line ends";
            return problem.with_help(help).into();
        }
        if let csv::ErrorKind::Io(error) = error.into_kind() {
            return self.input.io(error);
        }
        let message = "the file is not a table of text";
        Problem::new(ProblemCode::FileUnreadable, self.input.place(), message).into()
    }

    /// Turns a row that is not UTF-8 into text.
    fn turned(&mut self, row: &ByteRecord, line: u64) -> Result<StringRecord, ReadError> {
        let mut turned = StringRecord::with_capacity(row.as_slice().len() * 2, row.len());
        for cell in row {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(cell);
            // The bytes that Windows-1252 leaves free come out as controls.
            if text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c)) {
                let place = self.input.place().row(line);
                let message = "neither UTF-8 nor Windows-1252 text";
                return Err(Problem::new(ProblemCode::TextEncoding, place, message).into());
            }
            turned.push_field(&text);
        }
        let (_, rows) = self.foreign.get_or_insert((line, 0));
        *rows += 1;
        Ok(turned)
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

/// Where lines that are not blank start, from the present row on.
///
/// The csv crate counts a line when it meets its end, so after a blank line or
/// a carriage return its own count lags behind.
struct Starts {
    end: u8,
    offset: u64,
    line: u64,
    at_start: bool,
    ahead: VecDeque<(u64, u64)>,
}

impl Starts {
    fn new(head: &str) -> Self {
        let end = if head.contains('\n') { b'\n' } else { b'\r' };
        Self { end, offset: 0, line: 1, at_start: true, ahead: VecDeque::new() }
    }

    fn pass(&mut self, bytes: &[u8]) {
        let mut from = 0;
        while from < bytes.len() {
            if self.at_start {
                let blank = matches!(bytes[from], b'\r' | b'\n');
                if !blank {
                    self.ahead.push_back((self.offset + from as u64, self.line));
                    self.at_start = false;
                }
            }
            match memchr::memchr(self.end, &bytes[from..]) {
                Some(at) => {
                    self.line += 1;
                    self.at_start = true;
                    from += at + 1;
                }
                None => break,
            }
        }
        self.offset += bytes.len() as u64;
    }

    /// The line of the present row where it has grown too long: memory must not
    /// grow with a file that has no line ends.
    fn too_long(&self) -> Option<u64> {
        const LONGEST: u64 = 16 << 20;
        let (start, line) = self.ahead.front()?;
        (self.offset - start > LONGEST).then_some(*line)
    }

    /// The line of the first byte from `offset` on that ends no line. Asked
    /// for offsets that only grow.
    fn line(&mut self, offset: u64) -> u64 {
        while self.ahead.front().is_some_and(|(start, _)| *start < offset) {
            self.ahead.pop_front();
        }
        self.ahead.front().map_or(self.line, |(_, line)| *line)
    }
}

/// Tells [`Starts`] of all bytes that pass.
struct Numbered<'i> {
    inner: Box<dyn Read + 'i>,
    starts: Rc<RefCell<Starts>>,
}

impl Read for Numbered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        let mut starts = self.starts.borrow_mut();
        starts.pass(&into[..read]);
        match starts.too_long() {
            Some(_) => Err(io::Error::other("a row is too long")),
            None => Ok(read),
        }
    }
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
            assert_eq!(refused, "t.csv, row 2: from here on a row is longer than 16 MB");
        }
    }

    #[test]
    fn blank_rows_without_end_are_passed_over() {
        let text = format!("a,b\n{}1,2\n", " ,\n".repeat(6 << 20));
        let input = Input::of_bytes(text.as_bytes(), &"t.csv".into());
        let mut rows = Rows::open(&input, None).unwrap();
        rows.next(&mut unwatched).unwrap();
        assert_eq!(rows.next(&mut unwatched).unwrap(), Some(2 + (6 << 20)));
        assert!(rows.starts.borrow().ahead.len() < 1 << 16, "memory does not grow");
    }

    #[test]
    fn separators_in_quotes_do_not_count() {
        assert_eq!(separator_of("\"a,b,c\"\td\n"), b'\t');
        assert_eq!(separator_of("one"), b',');
        assert_eq!(separator_of("a;b;c,d"), b';');
    }
}
