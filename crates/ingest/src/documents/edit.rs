//! Recommendations added to a document and moved on in it, the rest left letter
//! for letter as its author has it.
//!
//! An edit is made in the text, and then read: it counts only where the document
//! says the same as before but for what was to change. Where it would not, the
//! edit is refused, and the author makes it by hand.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use firstyear_core::recommendation::{Recommendation, StatusChange};
use firstyear_core::{Problem, ProblemCode, Severity};
use toml::de::{DeTable, DeValue};

use super::form::{self, Form};
use super::recommendations::KIND;
use super::{json, table};
use crate::text::decode;
use crate::{CodeLists, ReadError, Sources, read_bytes, unwatched};

/// Why a document was not edited.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// The new entry or change has a fault.
    #[error("{}", told(.0))]
    Faulty(Vec<Problem>),
    /// There is no such recommendation.
    #[error("no recommendation has the id `{id}`")]
    Unknown {
        /// The id.
        id: String,
    },
    /// One has the id, and a fault for which it is left out.
    #[error(
        "the recommendation `{id}` has a fault and is left out: `firstyear check` says what would be right"
    )]
    LeftOut {
        /// The id.
        id: String,
    },
    /// One has this id.
    #[error("another recommendation has the id `{id}`")]
    Repeated {
        /// The id.
        id: String,
    },
    /// A column that is needed is not there.
    #[error(
        "the table has no column `{column}`: add it to the heads, with an empty cell in each row"
    )]
    Column {
        /// The column.
        column: &'static str,
    },
    /// The layout is one that cannot be edited without touching something else.
    #[error(
        "the document is laid out in a way that cannot be edited without changing more: edit it by hand"
    )]
    Layout,
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The text of a document with one recommendation more, at its end.
///
/// # Errors
///
/// [`EditError`]; nothing is written by this function.
pub fn add_recommendation(
    input: &[u8],
    file: &str,
    new: &Recommendation,
    codes: &CodeLists<'_>,
) -> Result<String, EditError> {
    let document = Document::read(input, file, codes)?;
    if document.ids.contains(&new.id) {
        return Err(EditError::Repeated { id: new.id.clone() });
    }
    let mut wanted = document.all.clone();
    wanted.push(new.clone());
    let text = match document.shape {
        Shape::Toml => with_block(&document.text, new),
        Shape::Json => json::with_entry(&document.text, new)?,
        Shape::Csv { separator } => table::with_row(&document.text, separator, new)?,
    };
    document.checked(text, &wanted, codes)
}

/// The text of a document in which a recommendation has one change more.
///
/// # Errors
///
/// [`EditError`]; nothing is written by this function.
pub fn change_recommendation(
    input: &[u8],
    file: &str,
    id: &str,
    change: &StatusChange,
    codes: &CodeLists<'_>,
) -> Result<String, EditError> {
    let document = Document::read(input, file, codes)?;
    let mut wanted = document.all.clone();
    let place = wanted.iter().position(|one| one.id == id);
    let place = place.ok_or_else(|| {
        let id = id.to_owned();
        if document.ids.contains(&id) {
            EditError::LeftOut { id }
        } else {
            EditError::Unknown { id }
        }
    })?;
    wanted[place].history.push(change.clone());
    let text = match document.shape {
        Shape::Toml => with_change(&document.text, id, change)?,
        Shape::Json => json::with_change(&document.text, id, change)?,
        Shape::Csv { separator } => table::with_change(&document.text, separator, id, change)?,
    };
    document.checked(text, &wanted, codes)
}

/// A document before it is edited.
struct Document<'a> {
    text: String,
    file: &'a str,
    /// Whether a byte order mark stands before the text.
    marked: bool,
    shape: Shape,
    all: Vec<Recommendation>,
    /// The ids of all entries, those with faults too.
    ids: BTreeSet<String>,
    /// Faults that it has already.
    faults: Vec<Fault>,
}

/// How a document is written.
#[derive(Clone, Copy)]
enum Shape {
    Toml,
    Json,
    /// With what stands between cells.
    Csv {
        separator: u8,
    },
}

impl Shape {
    fn of(text: &str) -> Self {
        if text.trim_start().starts_with('{') {
            return Self::Json;
        }
        form::separator_of(text, "id").map_or(Self::Toml, |separator| Self::Csv { separator })
    }
}

/// What a fault is, wherever it stands: an edit moves lines.
type Fault = (ProblemCode, Option<Arc<str>>, String);

fn fault_of(problem: &Problem) -> Fault {
    (problem.code, problem.place.column.clone(), problem.message.clone())
}

impl<'a> Document<'a> {
    fn read(input: &[u8], file: &'a str, codes: &CodeLists<'_>) -> Result<Self, EditError> {
        let name = Arc::from(file);
        let text = decode(input, &name)?.to_owned();
        let (all, problems) = read(&text, file, codes)?;
        Ok(Self {
            marked: input.starts_with(MARK.as_bytes()),
            shape: Shape::of(&text),
            ids: ids(&Form::of(text.as_bytes(), &name, &KIND)?.text),
            faults: problems.iter().map(fault_of).collect(),
            text,
            file,
            all,
        })
    }

    /// The new text, where it says what is wanted and nothing else.
    fn checked(
        &self,
        text: String,
        wanted: &[Recommendation],
        codes: &CodeLists<'_>,
    ) -> Result<String, EditError> {
        // It could be read before: what cannot be read now the edit has done.
        let (found, problems) = read(&text, self.file, codes).map_err(|_| EditError::Layout)?;
        // What would be kept out of what is read is not written either.
        let counts = |one: &Problem| {
            one.severity == Severity::Error || one.code == ProblemCode::PersonalText
        };
        let mut earlier = self.faults.clone();
        let is_new = |one: &Problem| {
            let fault = fault_of(one);
            let same = earlier.iter().position(|known| *known == fault);
            same.map(|at| earlier.swap_remove(at)).is_none()
        };
        let faults: Vec<Problem> = problems.into_iter().filter(counts).filter(is_new).collect();
        if !faults.is_empty() {
            return Err(EditError::Faulty(faults));
        }
        if found != wanted {
            return Err(EditError::Layout);
        }
        Ok(if self.marked { format!("{MARK}{text}") } else { text })
    }
}

/// What some programs write before UTF-8 text.
const MARK: &str = "\u{feff}";

/// The ids of the entries of a document in TOML.
fn ids(toml: &str) -> BTreeSet<String> {
    let Ok(table) = DeTable::parse(toml) else { return BTreeSet::new() };
    let entries = table.get_ref().get(KIND.list).and_then(|list| list.get_ref().as_array());
    let ids = entries.into_iter().flatten().filter_map(|entry| id_of(entry.get_ref()));
    ids.map(str::to_owned).collect()
}

fn id_of<'v>(entry: &'v DeValue<'_>) -> Option<&'v str> {
    match entry {
        DeValue::Table(entry) => entry.get("id")?.get_ref().as_str(),
        _ => None,
    }
}

fn read(
    text: &str,
    file: &str,
    codes: &CodeLists<'_>,
) -> Result<(Vec<Recommendation>, Vec<Problem>), ReadError> {
    let format = Some(firstyear_core::project::FileFormat::Recommendations);
    let (read, _) =
        read_bytes(text.as_bytes(), file, format, codes, Sources::default(), &mut unwatched)?;
    let all = read.rows.recommendations.into_iter().map(|one| one.item).collect();
    Ok((all, read.problems))
}

/// TOML with a block at its end.
fn with_block(text: &str, new: &Recommendation) -> String {
    let gap = match text {
        text if text.is_empty() || text.ends_with("\n\n") || text.ends_with("\n\r\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!("{text}{}", with_ends_of(text, &format!("{gap}{}", block(new))))
}

/// Lines that end as those of `text` do.
fn with_ends_of(text: &str, lines: &str) -> String {
    if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines.to_owned() }
}

/// A recommendation as its own table.
fn block(new: &Recommendation) -> String {
    let mut text = format!("[[{}]]\n", KIND.list);
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name} = {value}");
        }
    };
    let quoted = |value: &Option<String>| value.as_deref().map(quoted);
    let list = |items: Vec<String>| {
        let items: Vec<String> = items.iter().map(|item| self::quoted(item)).collect();
        (!items.is_empty()).then(|| format!("[{}]", items.join(", ")))
    };
    field("id", Some(self::quoted(&new.id)));
    field("area", Some(self::quoted(new.area.as_str())));
    field("visit", quoted(&new.visit));
    field("theme", Some(self::quoted(&new.theme)));
    field("category", quoted(&new.category));
    field("part", quoted(&new.part));
    field("text", quoted(&new.text));
    field("lead", quoted(&new.lead));
    field("with", list(new.with.clone()));
    field("indicators", list(new.indicators.iter().map(ToString::to_string).collect()));
    field("interventions", list(new.interventions.clone()));
    field("pathways", list(new.pathways.clone()));
    field("priority", new.priority.map(|priority| self::quoted(priority.word())));
    field("made", Some(new.made.to_string()));
    field("due", new.due.map(|due| due.to_string()));
    field("evidence", list(new.evidence.clone()));
    let changes: Vec<String> = new.history.iter().map(inline).collect();
    field("history", (!changes.is_empty()).then(|| format!("[{}]", changes.join(", "))));
    text
}

/// A text in quotes, on one line: the escapes of JSON are those of TOML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A change as an inline table.
fn inline(change: &StatusChange) -> String {
    let reason = change.reason.as_deref();
    let reason = reason.map_or_else(String::new, |why| format!(", reason = {}", quoted(why)));
    format!("{{ status = {}, on = {}{reason} }}", quoted(change.status.word()), change.on)
}

/// TOML in which an entry has one change more.
fn with_change(text: &str, id: &str, change: &StatusChange) -> Result<String, EditError> {
    let table = DeTable::parse(text).map_err(|_| EditError::Layout)?;
    let entries = table.get_ref().get(KIND.list).and_then(|list| list.get_ref().as_array());
    let entries: Vec<_> = entries.into_iter().flatten().collect();
    let has_id = |entry: &DeValue<'_>| id_of(entry) == Some(id);
    let at = entries.iter().position(|entry| has_id(entry.get_ref())).ok_or(EditError::Layout)?;
    let DeValue::Table(entry) = entries[at].get_ref() else { return Err(EditError::Layout) };
    if let Some(history) = entry.get("history") {
        let span = history.span();
        let items = history.get_ref().as_array().ok_or(EditError::Layout)?;
        if text[span.clone()].starts_with('[') && !text[span.clone()].starts_with("[[") {
            let last = items.iter().last().map(|item| item.span().end);
            return Ok(with_item(text, span, last, &inline(change)));
        }
    }
    let end = entries.get(at + 1).map_or(text.len(), |next| next.span().start);
    // Blank lines and remarks above the next entry are its own.
    let own = kept_lines(&text[..end]);
    let before = text[..own].trim_end().len();
    let reason = change.reason.as_deref();
    let reason = reason.map_or_else(String::new, |why| format!("reason = {}\n", quoted(why)));
    let block = format!(
        "\n\n[[{}.history]]\nstatus = {}\non = {}\n{reason}",
        KIND.list,
        quoted(change.status.word()),
        change.on
    );
    let rest = &text[before..];
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
    Ok(format!("{}{}{rest}", &text[..before], with_ends_of(text, &block)))
}

/// Where the last line ends that is neither blank nor a remark.
fn kept_lines(text: &str) -> usize {
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev() {
        let trimmed = line.trim();
        if !(trimmed.is_empty() || trimmed.starts_with('#')) {
            break;
        }
        end -= line.len();
    }
    end
}

/// A list in square brackets with one item more, on a line of its own where the
/// last one is. `last` is where the last item ends, or where the list begins.
fn with_item(text: &str, list: std::ops::Range<usize>, last: Option<usize>, item: &str) -> String {
    let Some(last) = last else {
        let inside = list.start + 1;
        return format!("{}{item}{}", &text[..inside], &text[inside..]);
    };
    let after = &text[last..list.end];
    let habit = after.trim_start().starts_with(',');
    let comma = if habit { after.find(',').map_or(last, |at| last + at + 1) } else { last };
    // A remark behind the last item stays behind it.
    let line_end = text[comma..list.end].find('\n').map(|at| comma + at);
    let own_line = text[..last].rsplit('\n').next().unwrap_or_default();
    let indent: String = own_line.chars().take_while(|c| c.is_whitespace()).collect();
    let on_own_line = own_line.trim_start().starts_with(['{', '"', '\'']);
    let between = if habit { "" } else { "," };
    match line_end.filter(|_| on_own_line) {
        Some(end) => format!(
            "{}{between}{}{}{indent}{item}{}{}",
            &text[..comma],
            text[comma..end].trim_end_matches('\r'),
            with_ends_of(text, "\n"),
            if habit { "," } else { "" },
            // The end of the line that the new one takes over.
            &text[text[..end].trim_end_matches('\r').len()..]
        ),
        None => format!("{}{between} {item}{}", &text[..comma], &text[comma..]),
    }
}
