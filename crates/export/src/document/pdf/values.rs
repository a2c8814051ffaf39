//! What a document says, as values that `report.typ` prints.

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};
use typst::foundations::{Array, Bytes, Datetime, Dict, IntoValue, Value};
use typst::text::Font;

use crate::chart::{ColumnKind, DataTable, TableCell, printable};
use crate::document::{Document, Figure, Item, Part, locale};
use crate::words::say;

use super::sheet::Sheet;

/// The longest word that is set without a place to break it.
const LONGEST_WORD: usize = 40;
/// Where a longer one may break.
const SOFT_HYPHEN: char = '\u{AD}';
/// The same without a sign.
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// What stands in `report.typ` for the number of a page, and for how many there are.
const PAGE: &str = "{at}";
const PAGES: &str = "{all}";

/// The longest title in the head of a page, in letters.
const LONGEST_HEAD: usize = 90;

pub(super) fn of(document: &Document, font: &Font) -> Dict {
    Words { font }.document(document)
}

/// Words that the font can print.
struct Words<'f> {
    font: &'f Font,
}

impl Words<'_> {
    fn document(&self, document: &Document) -> Dict {
        let words = document.words;
        let (language, region) = locale(words);
        let short: String = document.title.chars().take(LONGEST_HEAD).collect();
        let origin = dict([
            ("title", say!(words, "frame-sources").into_value()),
            ("sources", self.list(&document.sources)),
            ("disclosure", self.value(&document.disclosure)),
            ("made", self.value(&document.made)),
        ]);
        // The numbers are known once all is set.
        let number = say!(words, "document-page-number", at = PAGE, all = PAGES);
        dict([
            ("language", language.into_value()),
            ("region", region.into_value()),
            ("number", number.into_value()),
            ("title", self.value(&document.title)),
            ("short", self.value(&short)),
            ("date", document.day.map_or(Value::None, date)),
            ("about", self.list(std::slice::from_ref(&document.made))),
            ("contents", say!(words, "document-outline").into_value()),
            (
                "parts",
                document.parts.iter().map(|part| self.part(part)).collect::<Array>().into_value(),
            ),
            ("origin", origin.into_value()),
        ])
    }

    fn part(&self, part: &Part) -> Value {
        let mut has_heading = false;
        let items: Array = part
            .items
            .iter()
            .map(|item| {
                has_heading |= matches!(item, Item::Heading(_));
                self.item(item, has_heading)
            })
            .collect();
        let (language, region) = locale(part.words);
        let note = say!(part.words, "document-note");
        dict([
            ("language", language.into_value()),
            ("region", region.into_value()),
            ("note", note.into_value()),
            ("title", self.value(&part.title)),
            ("items", items.into_value()),
        ])
        .into_value()
    }

    fn item(&self, item: &Item, has_heading: bool) -> Value {
        let heading = |words: &String, level: i64| {
            let fields = [("words", self.value(words)), ("level", level.into_value())];
            kind("heading", fields)
        };
        let said = |name: &str, words: &String| kind(name, [("words", self.value(words))]);
        match item {
            Item::Heading(words) => heading(words, 2),
            // No level is left out on the way down.
            Item::Subheading(words) => heading(words, if has_heading { 3 } else { 2 }),
            Item::Text(words) => said("text", words),
            Item::Finding(words) => said("finding", words),
            Item::Note(words) => said("note", words),
            Item::List(points) => kind("list", [("points", self.list(points))]),
            Item::Figure(figure) => self.figure(figure),
            Item::Table(table) => self.table(table),
            Item::Links(links) => self.links(links),
            Item::NewSheet => kind("sheet", []),
        }
    }

    fn figure(&self, figure: &Figure) -> Value {
        let alternative =
            if figure.alternative.is_empty() { &figure.title } else { &figure.alternative };
        // Its letters are in its markup, which holds no others than ASCII.
        let drawing = figure
            .drawing
            .as_ref()
            .map_or(Value::None, |svg| Bytes::from_string(self.covered(svg)).into_value());
        kind(
            "drawing",
            [
                ("title", self.value(&figure.title)),
                ("alternative", self.value(alternative)),
                ("empty", self.value(&figure.when_empty)),
                ("drawing", drawing),
            ],
        )
    }

    fn table(&self, table: &DataTable) -> Value {
        let headings = table.columns.iter().map(|column| self.value(&column.heading));
        let numbers =
            table.columns.iter().map(|column| (column.kind == ColumnKind::Number).into_value());
        let rows = table.rows.iter().map(|row| {
            let cells = (0..table.columns.len()).map(|at| {
                let cell = row.get(at).map(TableCell::shown).unwrap_or_default();
                self.value(&cell)
            });
            cells.collect::<Array>().into_value()
        });
        let sheet = Sheet::of(table);
        kind(
            "table",
            [
                ("title", self.value(&table.caption)),
                ("size", sheet.letters.into_value()),
                ("across", sheet.across.into_value()),
                (
                    "widths",
                    sheet
                        .widths
                        .into_iter()
                        .map(IntoValue::into_value)
                        .collect::<Array>()
                        .into_value(),
                ),
                ("columns", headings.collect::<Array>().into_value()),
                ("numbers", numbers.collect::<Array>().into_value()),
                ("rows", rows.collect::<Array>().into_value()),
            ],
        )
    }

    /// Addresses that lead somewhere from any place; a file of the site is named
    /// in words alone.
    fn links(&self, links: &[(String, String)]) -> Value {
        let is_anywhere =
            |address: &String| address.starts_with("https://") || address.starts_with("http://");
        if links.iter().all(|(address, _)| is_anywhere(address)) {
            let of = |(address, words): &(String, String)| {
                [self.value(address), self.value(words)].into_iter().collect::<Array>().into_value()
            };
            return kind(
                "links",
                [("links", links.iter().map(of).collect::<Array>().into_value())],
            );
        }
        let words: Vec<String> = links.iter().map(|(_, words)| words.clone()).collect();
        kind("list", [("points", self.list(&words))])
    }

    fn list(&self, points: &[String]) -> Value {
        points.iter().map(|words| self.value(words)).collect::<Array>().into_value()
    }

    fn value(&self, words: &str) -> Value {
        breakable(&self.covered(&printable(words))).into_value()
    }

    /// The text with the number of each letter that the font does not have: a
    /// letter that is not printed would be missed by nobody.
    fn covered(&self, words: &str) -> String {
        let coverage = &self.font.info().coverage;
        let mut out = String::with_capacity(words.len());
        for letter in words.chars() {
            if letter.is_ascii() || coverage.contains(letter as u32) {
                out.push(letter);
            } else {
                // Writing to a string cannot fail.
                let _ = write!(out, "[U+{:04X}]", letter as u32);
            }
        }
        out
    }
}

/// The text with places to break words that are too long for a column.
fn breakable(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut run = 0;
    for letter in words.chars() {
        run = if letter.is_whitespace() || letter == '-' { 0 } else { run + 1 };
        if run > LONGEST_WORD {
            out.push(SOFT_HYPHEN);
            run = 1;
        }
        out.push(letter);
        if letter == '+' && !out.ends_with("[U+") {
            // Between codes that are added up, and not within that of a letter.
            out.push(ZERO_WIDTH_SPACE);
            run = 0;
        }
    }
    out
}

fn date(day: NaiveDate) -> Value {
    let [month, of_month] = [day.month(), day.day()].map(|it| u8::try_from(it).unwrap_or(1));
    Datetime::from_ymd(day.year(), month, of_month).map_or(Value::None, IntoValue::into_value)
}

fn kind<const N: usize>(name: &str, fields: [(&str, Value); N]) -> Value {
    let mut dict = dict(fields);
    dict.insert("kind".into(), name.into_value());
    dict.into_value()
}

fn dict<const N: usize>(fields: [(&str, Value); N]) -> Dict {
    fields.into_iter().map(|(name, value)| (name.into(), value)).collect()
}
