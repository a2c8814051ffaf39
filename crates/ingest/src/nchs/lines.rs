//! Records of a text, a line each, in memory that does not grow.

use std::io::{self, BufRead, BufReader, Read};

/// The longest record that is held: those of NCHS files stay below 2,000
/// bytes.
const LONGEST: usize = 8192;

/// The records of a text, a line each. Blank lines are none.
///
/// ```
/// use firstyear_ingest::RecordLines;
///
/// let mut lines = RecordLines::new("2018 M\r\n\n2017 F\n".as_bytes());
/// assert_eq!((lines.next_line()?, lines.record()), (Some(1), &b"2018 M"[..]));
/// assert_eq!((lines.next_line()?, lines.record()), (Some(3), &b"2017 F"[..]));
/// assert_eq!(lines.next_line()?, None);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct RecordLines<R> {
    inner: BufReader<R>,
    record: Vec<u8>,
    /// The length of the present record, which may be more than is held.
    length: usize,
    line: u64,
}

impl<R: Read> RecordLines<R> {
    /// Those of a text from its start.
    pub fn new(inner: R) -> Self {
        let inner = BufReader::with_capacity(1 << 16, inner);
        Self { inner, record: Vec::new(), length: 0, line: 0 }
    }

    /// Goes to the next record that is not blank, and tells its line, counted
    /// from 1. The mark that ends a file of older systems counts as blank.
    ///
    /// # Errors
    ///
    /// What the text cannot be read for.
    pub fn next_line(&mut self) -> io::Result<Option<u64>> {
        loop {
            if !self.read()? {
                return Ok(None);
            }
            self.line += 1;
            let blank = self.record.iter().all(|b| matches!(b, b' ' | b'\x1a'));
            if !blank || self.length > LONGEST {
                return Ok(Some(self.line));
            }
        }
    }

    /// The present record, cut at the longest that is held: 8,192 bytes.
    #[must_use]
    pub fn record(&self) -> &[u8] {
        &self.record
    }

    /// Its length in the file.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.length
    }

    fn read(&mut self) -> io::Result<bool> {
        self.record.clear();
        self.length = 0;
        let mut any = false;
        loop {
            let bytes = self.inner.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            any = true;
            let end = memchr::memchr(b'\n', bytes);
            let piece = &bytes[..end.unwrap_or(bytes.len())];
            let held = piece.len().min(LONGEST.saturating_sub(self.record.len()));
            self.record.extend_from_slice(&piece[..held]);
            self.length += piece.len();
            let passed = piece.len() + usize::from(end.is_some());
            self.inner.consume(passed);
            if end.is_some() {
                break;
            }
        }
        if self.record.last() == Some(&b'\r') && self.record.len() == self.length {
            self.record.pop();
            self.length -= 1;
        }
        Ok(any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_end_at_lines_and_are_bounded() {
        let long = "x".repeat(3 * LONGEST);
        let text = format!("one\r\n\n two\n{long}\nlast\n\x1a");
        let mut lines = RecordLines::new(text.as_bytes());
        let mut seen = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            seen.push((line, lines.length(), lines.record().len()));
        }
        assert_eq!(seen, [(1, 3, 3), (3, 4, 4), (4, 3 * LONGEST, LONGEST), (5, 4, 4)]);
    }
}
