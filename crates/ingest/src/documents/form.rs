//! Documents in their three forms, brought into one: TOML.
//!
//! JSON and CSV are written anew as TOML, so that one reader finds the same
//! faults in each. What it says of a line is then put back: the line of a CSV,
//! or which entry of a JSON list it is.

use std::sync::Arc;

use firstyear_core::recommendation::{Status, StatusChange};
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

impl Kind {
    /// The column by which a CSV is known.
    fn first_column(&self) -> &'static str {
        self.columns.first().map_or("id", |column| column.name)
    }

    /// The column of a head, in whatever case.
    pub(super) fn column(&self, head: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.is_headed(head))
    }
}

/// A column of a CSV.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) required: bool,
    /// What its cells hold.
    pub(super) cell: CellKind,
}

impl Column {
    /// Whether a head is its name: a spreadsheet may begin it with a capital.
    pub(super) fn is_headed(&self, head: &str) -> bool {
        head.trim().eq_ignore_ascii_case(self.name)
    }
}

/// A column of this name.
pub(super) const fn column(name: &'static str, required: bool, cell: CellKind) -> Column {
    Column { name, required, cell }
}

/// What a cell holds.
#[derive(Clone, Copy)]
pub(super) enum CellKind {
    Text,
    /// A whole number.
    Number,
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
        } else if let Some(separator) = separator_of(text, kind.first_column()) {
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

/// What stands between the cells of a table, where the first line is its heads with
/// that of the column `first` among them: a
/// line of TOML has an equals sign, a bracket or a number sign.
pub(super) fn separator_of(text: &str, first: &str) -> Option<u8> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let is_toml = line.trim_start().starts_with(['[', '#']) || line.contains('=');
    let found = [b',', b';', b'\t'].into_iter().find(|separator| {
        line.split(char::from(*separator))
            .any(|head| head.trim().trim_matches('"').trim().eq_ignore_ascii_case(first))
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
        let message = match null_in(&json) {
            Some(path) => format!("`{path}` is null, which nothing here may be: leave it out"),
            None => "not a list of entries in an object, or a number in it is too large".to_owned(),
        };
        unusable(file, None, message)
    })?;
    Ok(Form { text, lines: Some((1..=entries as u64).collect()), list: kind.list })
}

/// JSON as TOML; `None` where it holds what TOML has not.
fn as_toml(json: &Json) -> Option<String> {
    toml::to_string(json).ok()
}

/// Where the first null stands, such as `recommendation.2.due`, entries counted
/// from 1.
fn null_in(json: &Json) -> Option<String> {
    let within = |name: String, value: &Json| match value {
        Json::Null => Some(name),
        value => null_in(value).map(|path| format!("{name}.{path}")),
    };
    match json {
        Json::Array(items) => {
            (1..).zip(items).find_map(|(at, item): (usize, _)| within(at.to_string(), item))
        }
        Json::Object(fields) => fields.iter().find_map(|(name, value)| within(name.clone(), value)),
        _ => None,
    }
}

fn of_csv(text: &str, separator: u8, file: &Arc<str>, kind: &Kind) -> Result<Form, ReadError> {
    if kind.columns.is_empty() {
        let message = "such a document is not read from CSV: write TOML or JSON";
        return Err(unusable(file, None, message.to_owned()));
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
                    let (cells, heads) = (record.len(), columns.len());
                    let message = format!(
                        "the row has {cells} cells and the heads are {heads}: a cell with {} in it stands in quotes",
                        named(separator)
                    );
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
        match kind.column(head) {
            Some(column) if found.iter().any(|other| other.name == column.name) => {
                add(ProblemCode::DocumentInvalid, column.name, "the column stands twice");
            }
            Some(column) => found.push(column),
            None => {
                let known: Vec<&str> = kind.columns.iter().map(|column| column.name).collect();
                let message = format!("not a column of the layout: use {}", known.join(", "));
                add(ProblemCode::DocumentFieldUnknown, head.trim(), &message);
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
        let value = match column.cell {
            CellKind::Text => Json::from(cell),
            // What is no number is left to the reader to find.
            CellKind::Number => cell.parse::<i64>().map_or_else(|_| cell.into(), Json::from),
            CellKind::List => list(cell).into_iter().collect(),
            CellKind::History => history(cell).into_iter().collect(),
        };
        entry.insert(column.name.to_owned(), value);
    }
    Json::Object(entry)
}

/// The items of a list: semicolons are between them, and one that is written
/// `\;` is part of an item.
fn list(cell: &str) -> Vec<String> {
    let items = between_semicolons(cell);
    let items = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty());
    items.map(unmarked).collect()
}

/// What stands between semicolons that are not marked: an even number of
/// backslashes before one marks nothing.
fn between_semicolons(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut marked) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == ';' && !marked {
            parts.push(&text[start..at]);
            start = at + 1;
        }
        marked = c == '\\' && !marked;
    }
    parts.push(&text[start..]);
    parts
}

/// A text without the backslashes that [`in_list`] puts into it: those before a
/// semicolon or the end, of which two stand for one. Others are themselves.
fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let run = rest[at..].len() - rest[at..].trim_start_matches('\\').len();
        let after = &rest[at + run..];
        let counts = after.is_empty() || after.starts_with(';');
        plain.extend(std::iter::repeat_n('\\', if counts { run / 2 } else { run }));
        // One that stands alone at the end is itself.
        if counts && after.is_empty() && run % 2 == 1 {
            plain.push('\\');
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// An item as [`list`] reads it.
pub(super) fn in_list(item: &str) -> String {
    let mut marked = String::with_capacity(item.len());
    let mut rest = item;
    while let Some(at) = rest.find(['\\', ';']) {
        marked.push_str(&rest[..at]);
        let run = rest[at..].len() - rest[at..].trim_start_matches('\\').len();
        let after = &rest[at + run..];
        let counts = after.is_empty() || after.starts_with(';');
        marked.extend(std::iter::repeat_n('\\', if counts { 2 * run } else { run }));
        rest = match after.strip_prefix(';') {
            Some(after) => {
                marked.push_str("\\;");
                after
            }
            None => after,
        };
    }
    marked.push_str(rest);
    marked
}

/// The changes of a history: `agreed 2024-04-20; stopped 2024-06-01 (no money)`.
/// What is not understood is left to the reader to find.
fn history(cell: &str) -> Vec<Json> {
    let mut changes = Vec::new();
    let mut rest = cell;
    loop {
        rest = rest.trim_start().trim_start_matches(';').trim_start();
        if rest.is_empty() {
            return changes;
        }
        let end = between_semicolons(rest)[0].len();
        let Some((text, inside)) = rest[..end].find('(').map(|at| (&rest[..at], &rest[at + 1..]))
        else {
            changes.push(change(&rest[..end], None));
            rest = &rest[end..];
            continue;
        };
        // One that does not close ends with its change.
        let closes = closes(inside).unwrap_or(end - text.len() - 1);
        changes.push(change(text, Some(&inside[..closes])));
        rest = inside[closes..].strip_prefix(')').unwrap_or(&inside[closes..]);
    }
}

/// Where a reason ends: at a bracket after which the change or the cell ends,
/// with no change before it.
fn closes(inside: &str) -> Option<usize> {
    let ends = |after: &str| matches!(after.trim_start().chars().next(), None | Some(';'));
    let mut brackets = inside.match_indices(')').map(|(at, _)| at);
    let closes = brackets.find(|at| ends(&inside[at + 1..]))?;
    let is_change = |part: &str| {
        let status = part.trim_start().split(' ').next().and_then(Status::from_word);
        status.is_some() && part.contains(|c: char| c.is_ascii_digit())
    };
    let parts = between_semicolons(&inside[..closes]);
    (!parts.into_iter().skip(1).any(is_change)).then_some(closes)
}

fn change(text: &str, reason: Option<&str>) -> Json {
    let text = text.trim();
    let (status, on) = text.split_once(' ').unwrap_or((text, ""));
    let mut change = Map::new();
    change.insert("status".to_owned(), status.into());
    change.insert("on".to_owned(), on.trim().into());
    if let Some(reason) = reason {
        change.insert("reason".to_owned(), unmarked(reason.trim()).into());
    }
    Json::Object(change)
}

/// A change as [`history`] reads it.
pub(super) fn in_history(change: &StatusChange) -> String {
    let reason = change.reason.as_deref().map(in_list);
    let reason = reason.map_or_else(String::new, |why| format!(" ({why})"));
    format!("{} {}{reason}", change.status.word(), change.on)
}

/// What stands between cells, in words.
const fn named(separator: u8) -> &'static str {
    match separator {
        b';' => "a semicolon",
        b'\t' => "a tab",
        _ => "a comma",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn changes(cell: &str) -> Vec<(String, String, Option<String>)> {
        let text = |change: &Json, field: &str| change[field].as_str().map(str::to_owned);
        let all = history(cell);
        let told = all.iter().map(|one| {
            (text(one, "status").unwrap(), text(one, "on").unwrap(), text(one, "reason"))
        });
        told.collect()
    }

    #[test]
    fn histories_are_read_as_they_are_meant() {
        let one = |status: &str, on: &str, reason: Option<&str>| {
            (status.to_owned(), on.to_owned(), reason.map(str::to_owned))
        };
        let agreed = || one("agreed", "2024-04-20", None);
        let stopped = |why| one("stopped", "2024-06-01", Some(why));
        for (cell, expected) in [
            ("", vec![]),
            (" ; ", vec![]),
            ("agreed 2024-04-20;", vec![agreed()]),
            (
                "agreed  2024-04-20; stopped 2024-06-01 (no money)",
                vec![agreed(), stopped("no money")],
            ),
            ("stopped 2024-06-01 (no money; no time)", vec![stopped("no money; no time")]),
            ("stopped 2024-06-01 (late (again)) ; ", vec![stopped("late (again)")]),
            ("stopped 2024-06-01 (a) and b)", vec![stopped("a) and b")]),
            ("stopped 2024-06-01 (no money", vec![stopped("no money")]),
            (
                "stopped 2024-06-01 (no money; agreed 2024-04-20 (again)",
                vec![stopped("no money"), one("agreed", "2024-04-20", Some("again"))],
            ),
        ] {
            assert_eq!(changes(cell), expected, "{cell}");
        }
        assert_eq!(list(r"a; b\; c;; d\\; e"), ["a", "b; c", r"d\", "e"]);
        assert_eq!(list(r"C:\files; \\server\a"), [r"C:\files", r"\\server\a"]);
        let marked = in_history(&StatusChange {
            status: Status::Stopped,
            on: chrono::NaiveDate::from_ymd_opt(2024, 6, 1).unwrap(),
            reason: Some("no money; started 2 posts only".to_owned()),
        });
        assert_eq!(changes(&marked)[0].2.as_deref(), Some("no money; started 2 posts only"));
        assert_eq!(changes(&marked).len(), 1, "{marked}");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            items in proptest::collection::vec(r"(agreed 2|done |[a-z2;()\\ ]){1,8}", 0..4),
            status in 0..4_usize,
        ) {
            let items: Vec<String> = items
                .iter()
                .map(|item| item.trim().to_owned())
                .filter(|item| !item.is_empty())
                .collect();
            let cell: Vec<String> = items.iter().map(|item| in_list(item)).collect();
            prop_assert_eq!(list(&cell.join("; ")), items.clone());
            let on = chrono::NaiveDate::from_ymd_opt(2024, 5, 6).unwrap();
            let status = Status::ALL[status].0;
            let written: Vec<StatusChange> =
                items.iter().map(|why| StatusChange { status, on, reason: Some(why.clone()) }).collect();
            let cell: Vec<String> = written.iter().map(in_history).collect();
            let read = changes(&cell.join("; "));
            prop_assert_eq!(read.len(), written.len());
            for (read, written) in read.iter().zip(&written) {
                prop_assert_eq!(read.2.as_ref(), written.reason.as_ref());
            }
        }
    }
}
