//! What a publication prints: its tables, its statements, and notes on what
//! is odd in them.
//!
//! Numbers keep the decimals with which they are printed. Nothing is recomputed
//! here: a table that does not add up is read as it stands.

pub(crate) mod annotations;
pub(crate) mod statements;
pub(crate) mod tables;

use std::collections::BTreeSet;

use firstyear_core::{PrintedId, PrintedNumber, ProblemCode};

use crate::fault::Fault;

/// A header with so many of a layout's names is meant to be it. Names such as
/// `title` and `count` head many tables.
const ENOUGH: usize = 5;

/// Reads an id.
fn read_id(text: &str) -> Result<PrintedId, Fault> {
    PrintedId::new(text).map_err(|_| {
        Fault::new(ProblemCode::PrintedIdInvalid, "not an id")
            .with_help("write lower-case letters and digits joined by hyphens, such as table-4")
    })
}

/// Reads an id that stands once in the file.
fn read_own_id(text: &str, seen: &mut BTreeSet<PrintedId>) -> Result<PrintedId, Fault> {
    let id = read_id(text)?;
    if seen.insert(id.clone()) {
        return Ok(id);
    }
    Err(Fault::new(ProblemCode::PrintedIdInvalid, "the id stands in an earlier row"))
}

/// Reads words that must be there.
fn read_words(text: &str) -> Result<String, Fault> {
    if text.is_empty() {
        let fault = Fault::new(ProblemCode::CellEmpty, "the cell is empty");
        return Err(fault.with_help("write what it is, in words"));
    }
    Ok(text.to_owned())
}

/// Reads a number with its decimals.
fn read_printed(text: &str) -> Result<PrintedNumber, Fault> {
    text.parse().map_err(|_| {
        Fault::new(ProblemCode::CellNotANumber, "not a number as it is printed")
            .with_help("write digits with a point before decimals, such as 24.3")
    })
}

/// Finds one of the words of a list.
fn read_word<T: Copy>(text: &str, known: &[(T, &'static str)], what: &str) -> Result<T, Fault> {
    let found = known.iter().find(|(_, word)| *word == text);
    found.map(|(value, _)| *value).ok_or_else(|| {
        let words: Vec<&str> = known.iter().map(|(_, word)| *word).collect();
        Fault::new(ProblemCode::PrintedWordUnknown, format!("not a {what}"))
            .with_help(format!("use {}", words.join(", ")))
            .with_nearest(text, words)
    })
}

/// The parts of a list separated by semicolons; none for an empty cell.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(move |_| !text.is_empty())
}
