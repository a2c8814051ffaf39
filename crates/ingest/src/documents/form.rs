//! Documents in their three forms, brought into one: TOML.
//!
//! JSON and CSV are written anew as TOML, so that one reader finds the same
//! faults in each. What it says of a line is then put back: the line of a CSV,
//! or which entry of a JSON list it is.

use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};
use serde_json::{Map, Value as Json};

use crate::ReadError;
use crate::text::decode;

/// What a kind of document is made of.
pub(super) struct Kind {
    /// The name of its list, such as `recommendation`.
    pub(super) list: &'static str,
    /// What it is called in words.
    pub(super) name: &'static str,
    /// Columns of its CSV; none where it has none.
    pub(super) columns: &'static [Column],
}

/// A column of a CSV.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) required: bool,
    /// What its cells hold.
    pub(super) cell: CellKind,
}

/// What a cell holds.
#[derive(Clone, Copy)]
pub(super) enum CellKind {
    Text,
    /// Texts with semicolons between them.
    List,
    /// Changes of status: `agreed 2024-04-20; stopped 2024-06-01 (no money)`.
    History,
}

/// A document as TOML, with the lines that its entries have in the file.
pub(super) struct Form {
    pub(super) text: String,
    /// For each entry in order its line, or its place in a JSON list; `None`
    /// where lines are those of the file.
    lines: Option<Vec<u64>>,
    list: &'static str,
}

impl Form {
    /// The form of a file: JSON where it opens with a brace, CSV where its first
    /// line holds the columns that are asked for, and TOML otherwise.
    pub(super) fn of(input: &[u8], file: &Arc<str>, kind: &Kind) -> Result<Self, ReadError> {
        let text = decode(input, file)?;
        if text.trim_start().starts_with('{') {
            of_json(text, file, kind)
        } else if let Some(separator) = separator_of(text) {
            of_csv(text, separator, file, kind)
        } else {
            Ok(Self { text: text.to_owned(), lines: None, list: kind.list })
        }
    }

    /// The line of an entry in the file, where it has one there.
    fn line(&self, row: u64) -> Option<u64> {
        let lines = self.lines.as_ref()?;
        let head = format!("[[{}]]", self.list);
        let until = usize::try_from(row).unwrap_or(usize::MAX);
        let entry = self.text.lines().take(until).filter(|line| *line == head).count();
        lines.get(entry.checked_sub(1)?).copied()
    }

    /// Puts a place of the TOML back into the file.
    pub(super) fn back(&self, place: &mut Place) {
        if self.lines.is_some() {
            place.row = place.row.and_then(|row| self.line(row));
        }
    }

    /// The same of many, in the order of their entries.
    pub(super) fn entry_line(&self, entry: usize, place: &Place) -> Place {
        let line = self.lines.as_ref().map(|lines| lines.get(entry).copied());
        Place { row: line.unwrap_or(place.row), ..place.clone() }
    }
}

/// What stands between the cells of a table, where the first line is its heads: a
/// line of TOML has an equals sign, a bracket or a number sign.
pub(super) fn separator_of(text: &str) -> Option<u8> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let is_toml = line.trim_start().starts_with(['[', '#']) || line.contains('=');
    let found = [b',', b';', b'\t'].into_iter().find(|separator| {
        line.split(char::from(*separator)).any(|head| head.trim().trim_matches('"') == "id")
    });
    found.filter(|_| !is_toml)
}

fn unusable(file: &Arc<str>, row: Option<u64>, message: String) -> ReadError {
    let place = Place::file(Arc::clone(file));
    let place = row.map_or_else(|| place.clone(), |row| place.clone().row(row));
    Problem::new(ProblemCode::DocumentInvalid, place, message).into()
}

fn of_json(text: &str, file: &Arc<str>, kind: &Kind) -> Result<Form, ReadError> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        let line = (error.line() > 0).then(|| error.line() as u64);
        unusable(file, line, "not valid JSON".to_owned())
    })?;
    let entries = json.get(kind.list).and_then(Json::as_array).map_or(0, Vec::len);
    let text = as_toml(&json).ok_or_else(|| {
        unusable(
            file,
            None,
            "JSON holds a null, which nothing here may be: leave the field out".to_owned(),
        )
    })?;
    Ok(Form { text, lines: Some((1..=entries as u64).collect()), list: kind.list })
}

/// JSON as TOML; `None` where it holds what TOML has not.
fn as_toml(json: &Json) -> Option<String> {
    toml::to_string(json).ok()
}

fn of_csv(text: &str, separator: u8, file: &Arc<str>, kind: &Kind) -> Result<Form, ReadError> {
    if kind.columns.is_empty() {
        let message = format!("{} are not read from CSV: write TOML or JSON", kind.name);
        return Err(unusable(file, None, message));
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|_| unusable(file, Some(1), "not a table".to_owned()))?;
    let columns = columns(&heads.clone(), file, kind)?;
    let (mut entries, mut lines) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    let mut at = LineOf { text: text.as_bytes(), byte: 0, line: 1 };
    loop {
        let read = reader.read_record(&mut record);
        let line = record.position().map_or(0, |position| at.record(position));
        match read {
            Ok(false) => break,
            Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(true) => {
                if record.len() != columns.len() {
                    let message = "a row has not as many cells as the heads".to_owned();
                    return Err(unusable(file, Some(line), message));
                }
                entries.push(entry(&columns, &record));
                lines.push(line);
            }
            Err(_) => return Err(unusable(file, Some(line), "not a row of a table".to_owned())),
        }
    }
    let mut document = Map::new();
    document.insert("schema_version".to_owned(), 1.into());
    document.insert(kind.list.to_owned(), Json::Array(entries));
    let text = as_toml(&Json::Object(document))
        .ok_or_else(|| unusable(file, None, "the table cannot be read".to_owned()))?;
    Ok(Form { text, lines: Some(lines), list: kind.list })
}

/// The line of each record, one after another: a record begins after the blank
/// lines that a reader of tables passes over.
struct LineOf<'t> {
    text: &'t [u8],
    byte: usize,
    line: u64,
}

impl LineOf<'_> {
    fn record(&mut self, position: &csv::Position) -> u64 {
        let start = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(self.text.len());
        let blank = self.text[start..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let begins = (start + blank).max(self.byte);
        self.line += memchr::memchr_iter(b'\n', &self.text[self.byte..begins]).count() as u64;
        self.byte = begins;
        self.line
    }
}

/// The columns that the heads name, in their order.
fn columns<'k>(
    heads: &csv::StringRecord,
    file: &Arc<str>,
    kind: &'k Kind,
) -> Result<Vec<&'k Column>, ReadError> {
    let mut problems = Vec::new();
    let mut add = |code, head: &str, message: &str| {
        let place = Place::file(Arc::clone(file)).row(1).column(head);
        problems.push(Problem::new(code, place, message));
    };
    let mut found: Vec<&Column> = Vec::new();
    for head in heads {
        match kind.columns.iter().find(|column| column.name == head.trim()) {
            Some(column) if found.iter().any(|other| other.name == column.name) => {
                add(ProblemCode::DocumentInvalid, column.name, "the column stands twice");
            }
            Some(column) => found.push(column),
            None => {
                add(ProblemCode::DocumentFieldUnknown, head.trim(), "not a column of the layout");
            }
        }
    }
    for column in kind.columns.iter().filter(|column| column.required) {
        if !found.iter().any(|other| other.name == column.name) {
            add(ProblemCode::DocumentInvalid, column.name, "the column is missing");
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(ReadError::Unusable { problems }) }
}

/// A row as an entry; empty cells are left out.
fn entry(columns: &[&Column], record: &csv::StringRecord) -> Json {
    let mut entry = Map::new();
    for (column, cell) in columns.iter().zip(record) {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let parts = || cell.split(';').map(str::trim).filter(|part| !part.is_empty());
        let value = match column.cell {
            CellKind::Text => Json::from(cell),
            CellKind::List => parts().collect(),
            CellKind::History => parts().map(change).collect(),
        };
        entry.insert(column.name.to_owned(), value);
    }
    Json::Object(entry)
}

/// `stopped 2024-06-01 (no money)`: what is not understood is left to the reader
/// to find.
fn change(text: &str) -> Json {
    let (text, reason) = match text.split_once('(') {
        Some((text, reason)) => (text.trim(), Some(reason.trim().trim_end_matches(')').trim())),
        None => (text, None),
    };
    let (status, on) = text.split_once(' ').unwrap_or((text, ""));
    let mut change = Map::new();
    change.insert("status".to_owned(), status.into());
    change.insert("on".to_owned(), on.trim().into());
    if let Some(reason) = reason {
        change.insert("reason".to_owned(), reason.into());
    }
    Json::Object(change)
}
