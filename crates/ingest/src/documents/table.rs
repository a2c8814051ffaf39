//! Recommendations as a table: what its cells hold, rows added and cells
//! lengthened, the rest left as it stands.

use std::fmt::Write as _;

use firstyear_core::formula;
use firstyear_core::recommendation::{Recommendation, StatusChange};

use super::edit::EditError;
use super::form::{Column, in_history, in_list};
use super::recommendations::KIND;

/// Recommendations as a table that can be read again.
///
/// ```
/// let heads = firstyear_ingest::recommendations_csv([].iter());
/// assert!(heads.starts_with("id,area,visit,theme,"));
/// ```
pub fn recommendations_csv<'a>(all: impl Iterator<Item = &'a Recommendation>) -> String {
    let names: Vec<&str> = KIND.columns.iter().map(|column| column.name).collect();
    let mut text = format!("{}\n", names.join(","));
    for one in all {
        let cells: Vec<String> = names.iter().map(|name| cell(one, name, b',')).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", cells.join(","));
    }
    text
}

/// A table with one row more.
pub(super) fn with_row(
    text: &str,
    separator: u8,
    new: &Recommendation,
) -> Result<String, EditError> {
    let columns = heads(text, separator)?;
    let cells = columns.iter().map(|column| cell(new, column.name, separator));
    for column in KIND.columns {
        let filled = !cell(new, column.name, separator).is_empty();
        if filled && !columns.iter().any(|known| known.name == column.name) {
            return Err(EditError::Column { column: column.name });
        }
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.ends_with('\n') { "" } else { end };
    let row = cells.collect::<Vec<_>>().join(&char::from(separator).to_string());
    Ok(format!("{text}{gap}{row}{end}"))
}

/// The columns of a table, in its order.
fn heads(text: &str, separator: u8) -> Result<Vec<&'static Column>, EditError> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|_| EditError::Layout)?;
    heads.iter().map(|head| KIND.column(head).ok_or(EditError::Layout)).collect()
}

/// A cell of a recommendation as it stands in a table.
fn cell(of: &Recommendation, column: &str, separator: u8) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let list =
        |items: &[String]| items.iter().map(|item| in_list(item)).collect::<Vec<_>>().join("; ");
    let value = match column {
        "id" => of.id.clone(),
        "area" => of.area.to_string(),
        "visit" => text(&of.visit),
        "theme" => of.theme.clone(),
        "category" => text(&of.category),
        "part" => text(&of.part),
        "text" => text(&of.text),
        "lead" => text(&of.lead),
        "with" => list(&of.with),
        "indicators" => list(&of.indicators.iter().map(ToString::to_string).collect::<Vec<_>>()),
        "interventions" => list(&of.interventions),
        "pathways" => list(&of.pathways),
        "priority" => of.priority.map_or_else(String::new, |one| one.word().to_owned()),
        "made" => of.made.to_string(),
        "due" => of.due.map_or_else(String::new, |due| due.to_string()),
        "evidence" => list(&of.evidence),
        "history" => of.history.iter().map(in_history).collect::<Vec<_>>().join("; "),
        _ => String::new(),
    };
    in_cell(&value, separator)
}

/// A text with quotes where a cell needs them, and never a formula.
fn in_cell(text: &str, separator: u8) -> String {
    let text = &*formula::defused(text);
    if text.contains(['"', '\n', '\r']) || text.contains(char::from(separator)) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// A table in which the history of one row has one change more; what stood in
/// its cell stands there still.
pub(super) fn with_change(
    text: &str,
    separator: u8,
    id: &str,
    change: &StatusChange,
) -> Result<String, EditError> {
    let columns = heads(text, separator)?;
    let place = |name: &'static str| {
        let found = columns.iter().position(|column| column.name == name);
        found.ok_or(EditError::Column { column: name })
    };
    let (of_id, of_history) = (place("id")?, place("history")?);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| EditError::Layout)? {
        if record.get(of_id).map(str::trim) != Some(id) {
            continue;
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).map_err(|_| EditError::Layout)?;
        let cell_at = raw_cell(&text[start..], separator, of_history).ok_or(EditError::Layout)?;
        let (from, to) = (start + cell_at.start, start + cell_at.end);
        let cell = lengthened(&text[from..to], &in_history(change), separator);
        return Ok(format!("{}{cell}{}", &text[..from], &text[to..]));
    }
    Err(EditError::Layout)
}

/// A cell as it stands, with one item more in its list.
fn lengthened(cell: &str, item: &str, separator: u8) -> String {
    let between = |before: &str| match before.trim_end() {
        "" => "",
        before if before.ends_with(';') => " ",
        _ => "; ",
    };
    // Quotes within quotes are doubled, so the last one closes the cell.
    if let Some(inside) = cell.strip_prefix('"').and_then(|cell| cell.trim_end().strip_suffix('"'))
    {
        return format!("\"{inside}{}{}\"", between(inside), item.replace('"', "\"\""));
    }
    in_cell(&format!("{}{}{item}", cell.trim_end(), between(cell)), separator)
}

/// Where a cell of the first record of a text stands, its quotes included. A quote
/// opens a cell only where the cell begins, as a reader of tables has it.
fn raw_cell(text: &str, separator: u8, wanted: usize) -> Option<std::ops::Range<usize>> {
    let blank = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let (mut quoted, mut column, mut start) = (false, 0, blank);
    let mut opened = false;
    for (at, byte) in text.bytes().enumerate().skip(blank) {
        let ends_row = !quoted && (byte == b'\n' || byte == b'\r');
        match byte {
            b'"' if at == start => (opened, quoted) = (true, true),
            b'"' if opened => quoted = !quoted,
            byte if (byte == separator && !quoted) || ends_row => {
                if column == wanted {
                    return Some(start..at);
                }
                if ends_row {
                    return None;
                }
                (column, start, opened) = (column + 1, at + 1, false);
            }
            _ => {}
        }
    }
    (column == wanted).then_some(start..text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column that is read is written too: none stays empty of a recommendation
    /// that tells everything.
    #[test]
    fn every_column_that_is_read_is_written() {
        let full: Recommendation = serde_json::from_str(
            r#"{"id": "quit-1", "area": "E08000025", "visit": "spring", "theme": "smoking",
                "category": "services", "part": "referral", "text": "Refer", "lead": "midwifery",
                "with": ["council"], "indicators": ["smoking-at-delivery"],
                "interventions": ["smoking"], "pathways": ["smoking"], "priority": "high",
                "made": "2024-03-01", "due": "2024-09-01", "evidence": ["case-1"],
                "history": [{"status": "agreed", "on": "2024-04-20"}]}"#,
        )
        .unwrap();
        for column in KIND.columns {
            assert_ne!(cell(&full, column.name, b','), "", "{}", column.name);
        }
    }
}
