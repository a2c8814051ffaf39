//! Records of a table of text, split at separators and line ends, with the line
//! on which each begins. Memory does not grow with the table.
//!
//! Most lines are UTF-8 and have no quotation mark: they are split where they
//! stand. The others, and those too long for the buffer, go through the
//! csv-core crate.

use std::io::{self, Read};
use std::str;

use csv_core::ReadRecordResult;
use encoding_rs::WINDOWS_1252;
use memchr::{memchr, memchr_iter, memchr2};

/// Bytes that are looked at together.
const BUFFER: usize = 1 << 17;

/// Bytes that one record may take: memory must not grow with a file that has
/// no line ends, or a quotation mark that is never closed.
const LONGEST: u64 = 16 << 20;

/// Splits a stream into records.
pub(crate) struct Records<'i> {
    separator: u8,
    /// The byte by whose number lines are counted.
    line_end: u8,
    ahead: Ahead<'i>,
    /// The line of the first byte ahead.
    line: u64,
    quoted: csv_core::Reader,
    unquoted: Vec<u8>,
    record: Record,
}

/// Why a record cannot be read.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The system could not read on.
    Io(io::Error),
    /// The record that begins on this line is longer than 16 MB.
    TooLong(u64),
    /// The record that begins on this line is neither UTF-8 nor Windows-1252.
    NoText(u64),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What is known of a record beside its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The line on which it begins, from 1.
    pub(crate) line: u64,
    /// Whether it is not UTF-8, and was read as Windows-1252.
    pub(crate) foreign: bool,
}

impl<'i> Records<'i> {
    pub(crate) fn new(stream: Box<dyn Read + 'i>, separator: u8, line_end: u8) -> Self {
        Self::looking_at(BUFFER, stream, (separator, line_end))
    }

    /// The same with another number of bytes that are looked at together, more
    /// than those of a letter.
    fn looking_at(
        size: usize,
        stream: Box<dyn Read + 'i>,
        (separator, line_end): (u8, u8),
    ) -> Self {
        Self {
            separator,
            line_end,
            ahead: Ahead::new(stream, size),
            line: 1,
            quoted: csv_core::ReaderBuilder::new().delimiter(separator).build(),
            unquoted: vec![0; 1 << 10],
            record: Record::default(),
        }
    }

    /// Goes to the next record that has any byte; none at the end of the
    /// stream.
    ///
    /// # Errors
    ///
    /// [`Broken`] when the stream fails, or the record cannot be read.
    pub(crate) fn next(&mut self) -> Result<Option<Found>, Broken> {
        if !self.pass_line_ends()? {
            return Ok(None);
        }
        let line = self.line;
        let foreign = match self.whole_line()? {
            Some(length) => self.split_line(length),
            None => self.split_quoted(),
        }?;
        Ok(Some(Found { line, foreign }))
    }

    /// How many cells the present record has.
    pub(crate) const fn len(&self) -> usize {
        self.record.ends.len()
    }

    /// A cell of the present record; empty where it has none.
    #[inline]
    pub(crate) fn cell(&self, at: usize) -> &str {
        let Record { ends, start, gap, own, .. } = &self.record;
        let Some(end) = ends.get(at) else { return "" };
        let start = if at == 0 { *start } else { ends[at - 1] + gap };
        match &self.ahead.block {
            Block::Text(text) if !self.record.is_own => &text[start..*end],
            _ => &own[start..*end],
        }
    }

    /// Goes to the next byte that ends no line; false where there is none.
    fn pass_line_ends(&mut self) -> io::Result<bool> {
        loop {
            let (mut ends, mut lines) = (0, 0);
            for byte in self.ahead.bytes() {
                if !matches!(byte, b'\r' | b'\n') {
                    break;
                }
                ends += 1;
                lines += u64::from(*byte == self.line_end);
            }
            self.line += lines;
            self.ahead.at += ends;
            if !self.ahead.bytes().is_empty() {
                return Ok(true);
            }
            if !self.ahead.fill()? {
                return Ok(false);
            }
        }
    }

    /// The length of the line that begins here, where all of it is in the
    /// buffer and can be split as it stands.
    fn whole_line(&mut self) -> io::Result<Option<usize>> {
        let mut known = 0;
        loop {
            let bytes = self.ahead.bytes();
            if let Some(end) = memchr(self.line_end, &bytes[known..]) {
                return Ok(self.plain(known + end));
            }
            known = bytes.len();
            if self.ahead.ended {
                return Ok(self.plain(known));
            }
            if known + LETTER > self.ahead.size {
                return Ok(None);
            }
            self.ahead.fill()?;
        }
    }

    /// The length without a carriage return at the end; none where a quotation
    /// mark or another line end stands within.
    fn plain(&self, length: usize) -> Option<usize> {
        let line = &self.ahead.bytes()[..length];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let other_end = if self.line_end == b'\n' { b'\r' } else { b'\n' };
        memchr2(b'"', other_end, line).is_none().then_some(line.len())
    }

    /// Splits a line without quotation marks. The line end after it is passed
    /// with those before the next record.
    fn split_line(&mut self, length: usize) -> Result<bool, Broken> {
        let start = self.ahead.at;
        let Self { ahead, record, separator, line, .. } = self;
        ahead.at += length;
        record.ends.clear();
        match &ahead.block {
            Block::Text(text) => {
                let bytes = &text.as_bytes()[start..start + length];
                each_at(*separator, bytes, |at| record.ends.push(start + at));
                record.ends.push(start + length);
                (record.is_own, record.start, record.gap) = (false, start, 1);
                Ok(false)
            }
            Block::Bytes(bytes) => {
                let bytes = &bytes[start..start + length];
                each_at(*separator, bytes, |at| record.ends.push(at));
                record.ends.push(length);
                record.own(bytes, 1).ok_or(Broken::NoText(*line))
            }
        }
    }

    /// Splits a record that may have quotation marks, and line ends between
    /// them.
    fn split_quoted(&mut self) -> Result<bool, Broken> {
        const CELLS: usize = 64;
        let (line, mut taken) = (self.line, 0);
        let (mut length, mut count) = (0, 0);
        self.record.ends.resize(CELLS, 0);
        loop {
            let (told, read, written, ended) = self.quoted.read_record(
                self.ahead.bytes(),
                &mut self.unquoted[length..],
                &mut self.record.ends[count..],
            );
            self.pass(read);
            (taken, length, count) = (taken + read as u64, length + written, count + ended);
            match told {
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputFull => self.unquoted.resize(self.unquoted.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => {
                    self.record.ends.resize(self.record.ends.len() * 2, 0);
                }
                ReadRecordResult::InputEmpty if taken > LONGEST => {
                    return Err(Broken::TooLong(line));
                }
                // At the end of the stream, no bytes tell the reader so.
                ReadRecordResult::InputEmpty => drop(self.ahead.fill()?),
            }
        }
        self.record.ends.truncate(count);
        self.record.own(&self.unquoted[..length], 0).ok_or(Broken::NoText(line))
    }

    /// Goes on by so many bytes.
    fn pass(&mut self, bytes: usize) {
        let passed = &self.ahead.bytes()[..bytes];
        self.line += memchr_iter(self.line_end, passed).count() as u64;
        self.ahead.at += bytes;
    }
}

/// The present record: where its cells are, in the block that was read or in a
/// text of its own.
#[derive(Default)]
struct Record {
    start: usize,
    /// Where each cell ends.
    ends: Vec<usize>,
    /// Bytes between two cells.
    gap: usize,
    own: String,
    is_own: bool,
}

impl Record {
    /// Copies what `ends` speaks of, and says whether it had to be turned from
    /// Windows-1252; nothing where it is not that either.
    fn own(&mut self, bytes: &[u8], gap: usize) -> Option<bool> {
        (self.is_own, self.start, self.gap) = (true, 0, gap);
        self.own.clear();
        // Two cells side by side may make a letter of halves.
        let is_text = |text: &&str| self.ends.iter().all(|end| text.is_char_boundary(*end));
        if let Some(text) = str::from_utf8(bytes).ok().filter(is_text) {
            self.own.push_str(text);
            return Some(false);
        }
        let mut start = 0;
        for end in &mut self.ends {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes[start..*end]);
            // The bytes that Windows-1252 leaves free come out as controls.
            if text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c)) {
                return None;
            }
            self.own.push_str(&text);
            start = *end + gap;
            *end = self.own.len();
        }
        self.gap = 0;
        Some(true)
    }
}

/// What has been read of a stream and not yet been split.
struct Ahead<'i> {
    stream: Box<dyn Read + 'i>,
    /// Bytes that are looked at together.
    size: usize,
    block: Block,
    /// Where in the block it begins.
    at: usize,
    /// A letter that the end of the block cuts in two.
    cut: Vec<u8>,
    ended: bool,
}

/// The most bytes of a letter.
const LETTER: usize = 4;

/// A part of a stream.
enum Block {
    /// All UTF-8: checked together, and not row by row.
    Text(String),
    Bytes(Vec<u8>),
}

impl<'i> Ahead<'i> {
    const fn new(stream: Box<dyn Read + 'i>, size: usize) -> Self {
        let block = Block::Text(String::new());
        Self { stream, size, block, at: 0, cut: Vec::new(), ended: false }
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        match &self.block {
            Block::Text(text) => &text.as_bytes()[self.at..],
            Block::Bytes(bytes) => &bytes[self.at..],
        }
    }

    /// Reads more behind what is there, which goes to the front; false where
    /// the stream has ended.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let mut bytes = match std::mem::replace(&mut self.block, Block::Bytes(Vec::new())) {
            Block::Text(text) => text.into_bytes(),
            Block::Bytes(bytes) => bytes,
        };
        bytes.drain(..self.at);
        bytes.append(&mut self.cut);
        self.at = 0;
        let room = self.size.saturating_sub(bytes.len());
        let read = (&mut self.stream).take(room as u64).read_to_end(&mut bytes)?;
        self.ended = read < room;
        self.block = self.checked(bytes);
        Ok(read > 0)
    }

    fn checked(&mut self, bytes: Vec<u8>) -> Block {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Block::Text(text),
            Err(error) => error,
        };
        let (whole, is_cut) = (error.utf8_error().valid_up_to(), error.utf8_error().error_len());
        let mut bytes = error.into_bytes();
        if is_cut.is_some() || self.ended {
            return Block::Bytes(bytes);
        }
        self.cut = bytes.split_off(whole);
        String::from_utf8(bytes).map_or_else(|error| Block::Bytes(error.into_bytes()), Block::Text)
    }
}

/// Tells `found` of each place of `byte`, eight bytes at a time: cells are so
/// short that a search begun anew after each costs more than the search.
fn each_at(byte: u8, bytes: &[u8], mut found: impl FnMut(usize)) {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let wanted = u64::from_ne_bytes([byte; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let differs = u64::from_le_bytes(*word) ^ wanted;
        // The high bit of each byte that does not differ.
        let mut equal = !(((differs & LOW) + LOW) | differs | LOW);
        while equal != 0 {
            found(at * 8 + equal.trailing_zeros() as usize / 8);
            equal &= equal - 1;
        }
    }
    let from = words.len() * 8;
    rest.iter().enumerate().filter(|(_, b)| **b == byte).for_each(|(at, _)| found(from + at));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cells of every record, or why there are no more.
    fn split(bytes: &[u8], size: usize) -> (Vec<(u64, Vec<String>)>, Option<u64>) {
        let line_end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
        let mut records = Records::looking_at(size, Box::new(bytes), (b',', line_end));
        let mut out = Vec::new();
        loop {
            match records.next() {
                Ok(None) => return (out, None),
                Ok(Some(found)) => {
                    let cells = (0..records.len()).map(|at| records.cell(at).to_owned());
                    out.push((found.line, cells.collect()));
                }
                Err(Broken::NoText(line)) => return (out, Some(line)),
                Err(other) => panic!("bytes in memory are read: {other:?}"),
            }
        }
    }

    /// The same by the csv crate, each record with the line of its first byte
    /// as counted here.
    fn split_by_csv(bytes: &[u8]) -> (Vec<(u64, Vec<String>)>, Option<u64>) {
        let line_end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let (mut record, mut out) = (csv::ByteRecord::new(), Vec::new());
        while reader.read_byte_record(&mut record).expect("bytes in memory are read") {
            let told = record.position().expect("a record has a place").byte();
            let told = usize::try_from(told).expect("a test is short");
            let blank = bytes[told..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let before = &bytes[..told + blank];
            let line = 1 + memchr_iter(line_end, before).count() as u64;
            let texts: Result<Vec<String>, _> =
                record.iter().map(|cell| str::from_utf8(cell).map(str::to_owned)).collect();
            let foreign = texts.is_err();
            let turned = |cell| WINDOWS_1252.decode_without_bom_handling(cell).0.into_owned();
            let cells = texts.unwrap_or_else(|_| record.iter().map(turned).collect());
            if foreign && cells.iter().any(|cell| cell.contains('\u{81}')) {
                return (out, Some(line));
            }
            out.push((line, cells));
        }
        (out, None)
    }

    proptest! {
        #[test]
        fn any_bytes_are_split_as_the_csv_crate_does(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    &b"a"[..], b"bcdefghij", b",", b",,", b"\"", b"\"\"", b"\n", b"\r\n", b"\r",
                    b" ", b"\xC3\xA9", b"\xE2\x82\xAC", b"\xC3", b"\xA9", b"\x81", b"\",\"",
                ]),
                0..60,
            ),
            size in 5_usize..200,
        ) {
            let bytes = parts.concat();
            prop_assert_eq!(split(&bytes, size), split_by_csv(&bytes));
        }
    }

    #[test]
    fn places_are_found_in_words_and_behind_them() {
        let bytes = b",abcdefg,,\x2b\x2d\xac,x,";
        let mut found = Vec::new();
        each_at(b',', bytes, |at| found.push(at));
        assert_eq!(found, [0, 8, 9, 13, 15]);
    }
}
