//! The text of a file: its encoding, and the number of a line.

use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};

use crate::ReadError;

/// The text of `input` without a byte-order mark.
///
/// # Errors
///
/// `file-unreadable` for a workbook, `text-encoding` for anything else but
/// UTF-8, `file-empty` for nothing but blanks.
pub(crate) fn decode<'i>(input: &'i [u8], file: &Arc<str>) -> Result<&'i str, ReadError> {
    let place = || Place::file(Arc::clone(file));
    let fault = |place, message| {
        Problem::new(ProblemCode::TextEncoding, place, message)
            .with_help("save the file as UTF-8 text; spreadsheets call it CSV UTF-8")
    };
    if input.starts_with(b"PK\x03\x04") {
        let problem = Problem::new(
            ProblemCode::FileUnreadable,
            place(),
            "the file is a workbook or another archive, and not text",
        );
        return Err(problem.with_help("save the sheet as CSV UTF-8").into());
    }
    if input.starts_with(&[0xFF, 0xFE]) || input.starts_with(&[0xFE, 0xFF]) {
        return Err(fault(place(), "the file is UTF-16 text").into());
    }
    let input = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
    let text = std::str::from_utf8(input).map_err(|error| {
        let row = Lines::new(input).number(error.valid_up_to());
        fault(place().row(row), "not UTF-8 text from here on")
    })?;
    if text.trim().is_empty() {
        return Err(Problem::new(ProblemCode::FileEmpty, place(), "the file is empty").into());
    }
    Ok(text)
}

/// Numbers of lines, counted from 1, for places that only move forward.
///
/// The CSV reader counts a line when it meets its end, so after a blank line
/// or a carriage return its own count lags behind.
pub(crate) struct Lines<'i> {
    input: &'i [u8],
    end: u8,
    counted: usize,
    line: u64,
}

impl<'i> Lines<'i> {
    pub(crate) fn new(input: &'i [u8]) -> Self {
        let end = if input.contains(&b'\n') { b'\n' } else { b'\r' };
        Self { input, end, counted: 0, line: 1 }
    }

    /// The line of the byte at `offset`, which is not before that of the call
    /// before.
    pub(crate) fn number(&mut self, offset: usize) -> u64 {
        let offset = offset.clamp(self.counted, self.input.len());
        for byte in &self.input[self.counted..offset] {
            self.line += u64::from(*byte == self.end);
        }
        self.counted = offset;
        self.line
    }

    /// The line of the first byte from `offset` on that does not end a line.
    pub(crate) fn number_after_blanks(&mut self, offset: usize) -> u64 {
        let rest = self.input.get(offset..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.number(offset + blank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let mut lines = Lines::new(b"a\r\nb\r\n\r\nc");
        assert_eq!([lines.number(0), lines.number(3), lines.number_after_blanks(4)], [1, 2, 4]);
        assert_eq!(Lines::new(b"a\rb\rc").number(4), 3);
        assert_eq!(Lines::new(b"").number_after_blanks(9), 1);
    }
}
