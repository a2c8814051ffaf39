//! Cover, contents, notes and tables of a document.

use super::grid;
use super::shorthand::{Legend, Shorthand};
use super::{Grid, GridCell, GridColumn, Line, Sheet, Workbook};
use crate::chart::{DataTable, printable};
use crate::document::{Document, Item, Part};
use crate::format::count;
use crate::words::{Words, say};

/// Longer texts are cut: a cell of Excel holds 32,767 characters.
const LONGEST: usize = 32_000;

impl Workbook {
    pub(super) fn of(document: &Document) -> Self {
        let words = document.words;
        let mut tables: Vec<(&str, Sheet)> = Vec::new();
        for part in &document.parts {
            let legend = Legend::of(part.words);
            for (table, notes) in tables_of(part, words) {
                let name = say!(words, "document-table", number = (tables.len() + 1).to_string());
                tables.push((&part.title, sheet(name, table, notes, (words, &legend))));
            }
        }
        let (cover, contents) = (cover(document, tables.len()), contents(&tables, words));
        let tables = tables.into_iter().map(|(_, sheet)| sheet);
        let sheets = [contents, notes(words)].into_iter().chain(tables).collect();
        let cover_name = say!(words, "document-cover");
        Self { words, cover_name, title: text(&document.title), day: document.day, cover, sheets }
    }
}

fn cover(document: &Document, tables: usize) -> Vec<Line> {
    let (words, tables) = (document.words, tables as u64);
    let mut lines = vec![
        Line::Heading(say!(words, "document-about")),
        Line::Text(say!(words, "document-holds", count = tables, written = count(tables))),
        Line::Text(say!(words, "document-numbers")),
        Line::Text(say!(words, "document-missing-numbers")),
        Line::Heading(say!(words, "document-day-heading")),
        Line::Text(document.day.map_or_else(
            || say!(words, "document-day-none"),
            |on| say!(words, "document-day", day = words.day(on)),
        )),
        Line::Heading(say!(words, "document-sources")),
    ];
    if document.sources.is_empty() {
        lines.push(Line::Text(say!(words, "frame-no-source")));
    }
    lines.extend(document.sources.iter().map(|source| Line::Text(text(source))));
    lines.push(Line::Heading(say!(words, "document-disclosure")));
    lines.push(Line::Text(text(&document.disclosure)));
    lines.push(Line::Heading(say!(words, "document-made")));
    lines.push(Line::Text(text(&document.made)));
    lines
}

fn contents(tables: &[(&str, Sheet)], words: &Words) -> Sheet {
    let [notes, name] = [say!(words, "document-notes"), say!(words, "document-contents")];
    let about_notes = (say!(words, "document-notes-title"), say!(words, "document-notes-page"));
    let tables =
        tables.iter().map(|(page, sheet)| (&sheet.name, (sheet.title.clone(), text(page))));
    let listed = [(&notes, about_notes)].into_iter().chain(tables);
    let rows = listed
        .map(|(name, (title, page))| {
            vec![GridCell::Link(name.clone()), GridCell::Text(title), GridCell::Text(page)]
        })
        .collect();
    let columns = [
        (say!(words, "document-column-worksheet"), 14),
        (say!(words, "document-column-holds"), 80),
        (say!(words, "document-column-page"), 50),
    ];
    sheet_of_words((name.clone(), name), columns, rows, words)
}

fn notes(words: &Words) -> Sheet {
    let of = |code: &str, meaning: String| {
        vec![GridCell::Text(code.to_owned()), GridCell::Text(meaning)]
    };
    let mut rows: Vec<_> =
        Shorthand::ALL.iter().map(|one| of(one.code(), one.meaning(words))).collect();
    rows.push(of(&say!(words, "document-known"), say!(words, "document-note-known")));
    rows.push(of(&say!(words, "document-note-empty"), say!(words, "document-missing-numbers")));
    let columns =
        [(say!(words, "document-column-note"), 14), (say!(words, "document-column-meaning"), 100)];
    let name = (say!(words, "document-notes"), say!(words, "document-notes-heading"));
    sheet_of_words(name, columns, rows, words)
}

/// A worksheet of words.
fn sheet_of_words<const N: usize>(
    (name, title): (String, String),
    columns: [(String, u16); N],
    rows: Vec<Vec<GridCell>>,
    words: &Words,
) -> Sheet {
    let columns = columns.into_iter().map(|(heading, width)| GridColumn { heading, width });
    Sheet {
        name,
        title,
        notes: vec![say!(words, "document-one-table")],
        grid: Grid { columns: columns.collect(), rows },
    }
}

fn sheet(
    name: String,
    table: &DataTable,
    mut said: Vec<String>,
    (words, legend): (&Words, &Legend),
) -> Sheet {
    let grid = grid::of(table, words, legend);
    let mut notes = vec![say!(words, "document-one-table")];
    if table.rows.is_empty() {
        notes.push(say!(words, "document-no-rows"));
    }
    if grid.rows.iter().flatten().any(|cell| *cell == GridCell::Empty) {
        notes.push(say!(words, "document-missing-numbers"));
    }
    notes.append(&mut said);
    Sheet { name, title: text(&table.caption), notes, grid }
}

/// Every table of a page with what the page says of it: the sentences above it,
/// and, of the last of a section, those below it too.
fn tables_of<'p>(part: &'p Part, words: &Words) -> Vec<(&'p DataTable, Vec<String>)> {
    let mut found: Vec<(&DataTable, Vec<String>)> = Vec::new();
    let (mut section, mut about) = (String::new(), None);
    let (mut above, mut of_section) = (Vec::new(), 0);
    for item in &part.items {
        match item {
            Item::Heading(said) => {
                finish(&mut found, of_section, &mut above);
                (section, about, of_section) = (text(said), None, found.len());
            }
            Item::Subheading(said) => about = Some(text(said)),
            Item::Text(said) | Item::Finding(said) | Item::Note(said) => above.push(text(said)),
            Item::List(points) => above.extend(points.iter().map(|point| text(point))),
            // One without columns has nothing to show.
            Item::Table(table) if table.columns.is_empty() => {}
            Item::Table(table) => {
                let place = [Some(section.clone()).filter(|it| !it.is_empty()), about.clone()];
                let place: Vec<String> =
                    [text(&part.title)].into_iter().chain(place.into_iter().flatten()).collect();
                let mut said = vec![say!(words, "document-page", place = place.join("; "))];
                said.append(&mut above);
                found.push((table, said));
            }
            Item::Figure(_) | Item::NewSheet | Item::Links(_) => {}
        }
    }
    finish(&mut found, of_section, &mut above);
    found
}

/// Gives what was said last in a section to its last table.
fn finish(found: &mut [(&DataTable, Vec<String>)], of_section: usize, said: &mut Vec<String>) {
    match found.get_mut(of_section..).and_then(<[_]>::last_mut) {
        Some((_, notes)) => notes.append(said),
        // Of a section without a table nothing is told here.
        None => said.clear(),
    }
}

/// Words that fit into a cell.
pub(super) fn text(words: &str) -> String {
    let words = printable(words);
    match words.char_indices().nth(LONGEST) {
        None => words,
        Some((at, _)) => format!("{}…", &words[..at]),
    }
}
