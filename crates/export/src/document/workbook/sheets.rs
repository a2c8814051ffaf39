//! Cover, contents, notes and tables of a document.

use super::grid::{self, MISSING_NUMBERS};
use super::shorthand::Shorthand;
use super::{Grid, GridCell, GridColumn, Line, Sheet, Workbook};
use crate::chart::{DataTable, printable};
use crate::document::{Document, Item, Part};
use crate::format::{count, day, plural};

const COVER: &str = "Cover";
const CONTENTS: &str = "Contents";
const NOTES: &str = "Notes";

/// What every worksheet says below its title.
const ONE_TABLE: &str = "This worksheet contains one table.";

/// Longer texts are cut: a cell of Excel holds 32,767 characters.
const LONGEST: usize = 32_000;

/// The name of the first worksheet.
pub(super) const fn cover_name() -> &'static str {
    COVER
}

impl Workbook {
    pub(super) fn of(document: &Document) -> Self {
        let mut tables: Vec<(&str, Sheet)> = Vec::new();
        for part in &document.parts {
            for (table, notes) in tables_of(part) {
                let name = format!("Table_{}", tables.len() + 1);
                tables.push((&part.title, sheet(name, table, notes)));
            }
        }
        let (cover, contents) = (cover(document, tables.len()), contents(&tables));
        let tables = tables.into_iter().map(|(_, sheet)| sheet);
        let sheets = [contents, notes()].into_iter().chain(tables).collect();
        Self { title: text(&document.title), day: document.day, cover, sheets }
    }
}

fn cover(document: &Document, tables: usize) -> Vec<Line> {
    let tables = tables as u64;
    let holds = format!(
        "{} {}, each on a worksheet of its own behind the contents and the notes.",
        count(tables),
        plural(tables, "table", "tables")
    );
    let mut lines = vec![
        Line::Heading("About this workbook"),
        Line::Text(holds),
        Line::Text(
            "Numbers have every digit that they were worked out with, and are shown with fewer. \
             A table starts in column A below its title and its notes."
                .to_owned(),
        ),
        Line::Text(MISSING_NUMBERS.to_owned()),
        Line::Heading("Day"),
        Line::Text(document.day.map_or_else(
            || "The report names no day.".to_owned(),
            |on| format!("The figures are those of {}.", day(on)),
        )),
        Line::Heading("Sources and licences"),
    ];
    if document.sources.is_empty() {
        lines.push(Line::Text("The project names no source.".to_owned()));
    }
    lines.extend(document.sources.iter().map(|source| Line::Text(text(source))));
    lines.push(Line::Heading("What is shown and what is hidden"));
    lines.push(Line::Text(text(&document.disclosure)));
    lines.push(Line::Heading("Made by"));
    lines.push(Line::Text(text(&document.made)));
    lines
}

fn contents(tables: &[(&str, Sheet)]) -> Sheet {
    let notes = ("Shorthand and conventions".to_owned(), "Every table".to_owned());
    let tables = tables.iter().map(|(page, sheet)| (sheet, (sheet.title.clone(), text(page))));
    let listed =
        [(NOTES, notes)].into_iter().chain(tables.map(|(sheet, said)| (sheet.name.as_str(), said)));
    let rows = listed
        .map(|(name, (title, page))| {
            vec![GridCell::Link(name.to_owned()), GridCell::Text(title), GridCell::Text(page)]
        })
        .collect();
    let columns = [("Worksheet", 14), ("What it holds", 80), ("Page of the report", 50)];
    words(CONTENTS, "Contents", columns.map(|(heading, width)| (heading.to_owned(), width)), rows)
}

fn notes() -> Sheet {
    let of = |code: &str, meaning: &str| {
        vec![GridCell::Text(code.to_owned()), GridCell::Text(meaning.to_owned())]
    };
    let mut rows: Vec<_> = Shorthand::ALL.iter().map(|one| of(one.code(), one.meaning())).collect();
    rows.push(of("known", "In a column headed Status: the number beside it is there."));
    rows.push(of("Empty cell", MISSING_NUMBERS));
    let columns = [("Note".to_owned(), 14), ("Meaning".to_owned(), 100)];
    words(NOTES, "Notes: shorthand and conventions", columns, rows)
}

/// A worksheet of words.
fn words<const N: usize>(
    name: &str,
    title: &str,
    columns: [(String, u16); N],
    rows: Vec<Vec<GridCell>>,
) -> Sheet {
    let columns = columns.into_iter().map(|(heading, width)| GridColumn { heading, width });
    Sheet {
        name: name.to_owned(),
        title: title.to_owned(),
        notes: vec![ONE_TABLE.to_owned()],
        grid: Grid { columns: columns.collect(), rows },
    }
}

fn sheet(name: String, table: &DataTable, mut said: Vec<String>) -> Sheet {
    let grid = grid::of(table);
    let mut notes = vec![ONE_TABLE.to_owned()];
    if table.rows.is_empty() {
        notes.push("It has no rows: there is nothing to list.".to_owned());
    }
    if grid.rows.iter().flatten().any(|cell| *cell == GridCell::Empty) {
        notes.push(MISSING_NUMBERS.to_owned());
    }
    notes.append(&mut said);
    Sheet { name, title: text(&table.caption), notes, grid }
}

/// Every table of a page with what the page says of it: the sentences above it,
/// and, of the last of a section, those below it too.
fn tables_of(part: &Part) -> Vec<(&DataTable, Vec<String>)> {
    let mut found: Vec<(&DataTable, Vec<String>)> = Vec::new();
    let (mut section, mut about) = (String::new(), None);
    let (mut above, mut of_section) = (Vec::new(), 0);
    for item in &part.items {
        match item {
            Item::Heading(words) => {
                finish(&mut found, of_section, &mut above);
                (section, about, of_section) = (text(words), None, found.len());
            }
            Item::Subheading(words) => about = Some(text(words)),
            Item::Text(words) | Item::Finding(words) | Item::Note(words) => above.push(text(words)),
            Item::List(points) => above.extend(points.iter().map(|point| text(point))),
            // One without columns has nothing to show.
            Item::Table(table) if table.columns.is_empty() => {}
            Item::Table(table) => {
                let place = [Some(section.clone()).filter(|it| !it.is_empty()), about.clone()];
                let place: Vec<String> =
                    [text(&part.title)].into_iter().chain(place.into_iter().flatten()).collect();
                let mut said = vec![format!("Page of the report: {}.", place.join("; "))];
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
