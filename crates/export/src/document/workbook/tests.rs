//! Workbooks are read back by another library and held against the checklist of
//! the conventions.

use std::io::{Cursor, Read as _};

use calamine::{Data, Ods, Range, Reader, Xlsx, open_workbook_from_rs};
use firstyear_core::{Cell, Language, Withholding};

use super::*;
use crate::chart::{Column, DataTable, TableCell};
use crate::document::{Document, Item, Part};
use crate::site::render;
use crate::testing::Fixture;
use crate::words::{Words, english};

/// Names of worksheets with their cells.
type Sheets = Vec<(String, Range<Data>)>;

fn xlsx_cells(bytes: &[u8]) -> Sheets {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    book.worksheets()
}

fn ods_cells(bytes: &[u8]) -> Sheets {
    let mut book: Ods<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    names.into_iter().map(|name| (name.clone(), book.worksheet_range(&name).unwrap())).collect()
}

/// The files of an archive, as text.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// What stands between each `before` and the next quotation mark.
fn values<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The checklist. `model` tells where tables stand; all else is read from the
/// files.
#[track_caller]
fn assert_conventions(model: &Workbook, xlsx: &[u8], ods: &[u8]) {
    let files = parts(xlsx);
    for (name, text) in &files {
        for forbidden in
            ["<mergeCell", "<autoFilter", "<pane", "hidden=\"1\"", "state=\"hidden\"", "<f>"]
        {
            assert!(!text.contains(forbidden), "{name} has {forbidden}");
        }
        if name.starts_with("xl/worksheets/sheet") {
            let tables = text.matches("<tablePart ").count();
            let expected = usize::from(name != "xl/worksheets/sheet1.xml");
            assert_eq!(tables, expected, "{name}");
        }
    }
    let content = &files_of(ods, "content.xml");
    for forbidden in
        ["-spanned=", "table:visibility", "<table:filter", "table:formula", "display=\"false\"/><"]
    {
        assert!(!content.contains(forbidden), "content.xml has {forbidden}");
    }
    assert_eq!(content.matches("<table:database-range ").count(), model.sheets.len());
    let (in_xlsx, in_ods) = (xlsx_cells(xlsx), ods_cells(ods));
    let names: Vec<&str> = in_xlsx.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..3], ["Cover", "Contents", "Notes"]);
    assert!(names.iter().all(|name| name.len() <= 31));
    assert_eq!(in_xlsx.len(), model.sheets.len() + 1);
    for ((name, one), (other_name, other)) in in_xlsx.iter().zip(&in_ods) {
        assert_eq!(name, other_name);
        let filled = |range: &Range<Data>| -> Vec<(usize, usize, String)> {
            let cells = range.used_cells().filter(|(.., cell)| !matches!(cell, Data::Empty));
            cells.map(|(row, column, cell)| (row, column, cell.to_string())).collect()
        };
        assert_eq!(filled(one), filled(other), "{name}: both formats hold the same");
    }
    assert_eq!(text_at(&in_xlsx[0].1, 0, 0), model.title);
    for (sheet, (name, cells)) in model.sheets.iter().zip(&in_xlsx[1..]) {
        assert_eq!(text_at(cells, 0, 0), sheet.title, "{name}");
        assert_eq!(text_at(cells, 1, 0), "This worksheet contains one table.");
        assert_table(name, cells, sheet.header_row());
    }
}

fn files_of(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(file, _)| file == name).unwrap().1
}

fn text_at(cells: &Range<Data>, row: usize, column: usize) -> String {
    cells.get((row, column)).map(ToString::to_string).unwrap_or_default()
}

/// A table below its header: one name a column, numbers in columns of numbers,
/// and each empty cell explained by the status behind it.
#[track_caller]
fn assert_table(name: &str, cells: &Range<Data>, header: usize) {
    assert_eq!(cells.start(), Some((0, 0)), "{name}");
    let heads: Vec<String> =
        (0..cells.width()).map(|column| text_at(cells, header, column)).collect();
    assert!(heads.iter().all(|head| !head.is_empty()), "{name}: {heads:?}");
    let mut unique: Vec<String> = heads.iter().map(|head| head.to_lowercase()).collect();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), heads.len(), "{name}: {heads:?}");
    assert!(cells.height() > header + 1, "{name} has no row");
    for column in 0..cells.width() {
        let of = |row: usize| cells.get((row, column)).unwrap_or(&Data::Empty);
        let rows = header + 1..cells.height();
        let numbers = rows.clone().filter(|row| matches!(of(*row), Data::Float(_))).count();
        let words = rows.clone().filter(|row| matches!(of(*row), Data::String(_))).count();
        let place = format!("{name}, {}", heads[column]);
        assert!(numbers == 0 || words == 0, "{place}: {numbers} numbers and {words} words");
        assert!(numbers + words <= rows.len(), "{place}");
        let status = (column..heads.len()).find(|at| heads[*at].starts_with("Status"));
        for row in rows.filter(|row| matches!(of(*row), Data::Empty)) {
            let why = text_at(cells, row, status.expect(&place));
            assert!(why.starts_with('['), "{place}, row {row}: {why:?}");
        }
    }
}

fn check(fixture: &Fixture) {
    let pages = render(&fixture.report()).unwrap();
    let bytes = |path: &str| &pages.iter().find(|page| page.path == path).unwrap().bytes;
    let document = crate::site::whole_document(&fixture.report());
    assert_conventions(&Workbook::of(&document), bytes("report.xlsx"), bytes("report.ods"));
}

#[test]
fn every_answer_keeps_the_conventions() {
    check(&Fixture::full());
}

#[test]
fn a_report_without_answers_keeps_the_conventions() {
    check(&Fixture::empty());
}

fn document(title: &str, items: Vec<Item>) -> Document {
    Document {
        words: english(),
        title: title.to_owned(),
        day: None,
        made: "Made by hand.".to_owned(),
        sources: Vec::new(),
        disclosure: "Nothing is hidden.".to_owned(),
        parts: vec![Part {
            words: english(),
            title: title.to_owned(),
            sources: std::iter::empty().collect(),
            items,
        }],
    }
}

fn table(columns: Vec<Column>, rows: Vec<Vec<TableCell>>) -> Item {
    Item::Table(DataTable { caption: "Rates".to_owned(), columns, rows })
}

#[track_caller]
fn both(document: &Document) -> Sheets {
    let (xlsx, ods) = (xlsx(document).unwrap(), ods(document).unwrap());
    assert_conventions(&Workbook::of(document), &xlsx, &ods);
    xlsx_cells(&xlsx)
}

#[test]
fn words_are_words_whatever_they_look_like() {
    let long = "x".repeat(300);
    let names = [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script> & \"more\"",
        "שלום عليكم",
        "two  blanks and _x0041_",
        "https://example.org",
        "@SUM(1)",
        "007",
        &long,
    ];
    let rows = names.map(|name| vec![TableCell::text(name), TableCell::number(1.0, 0)]);
    let columns = vec![Column::text("=Area"), Column::number("Rate")];
    let sheets = both(&document(&format!("={long}"), vec![table(columns, rows.into())]));
    let (_, cells) = &sheets[3];
    for (name, row) in names.iter().zip(cells.height() - names.len()..) {
        assert_eq!(cells.get((row, 0)), Some(&Data::String((*name).to_owned())));
    }
}

#[test]
fn numbers_stay_numbers_beside_what_is_missing() {
    let columns = ["Deaths", "Rate", "RATE"].map(Column::number);
    let columns = [Column::text("Area")].into_iter().chain(columns).collect();
    let missing = |why: &str| TableCell::missing(why);
    let rows = vec![
        vec![TableCell::text("A"), TableCell::number(3.0, 0), TableCell::number(0.1 + 0.2, 1)],
        vec![TableCell::text("B"), missing("withheld"), missing("withheld"), missing("none")],
        vec![TableCell::text(""), TableCell::number(0.0, 0), TableCell::number(f64::NAN, 1)],
    ];
    let sheets = both(&document("Rates", vec![table(columns, rows)]));
    let (_, cells) = &sheets[3];
    let header = cells.height() - 4;
    let row = |row: usize| -> Vec<Data> { cells.rows().nth(header + row).unwrap().to_vec() };
    let words = |words: &str| Data::String(words.to_owned());
    assert_eq!(
        row(0),
        [
            "Area",
            "Deaths",
            "Status: Deaths",
            "Rate",
            "Status: Rate",
            "RATE (2)",
            "Status: RATE (2)"
        ]
        .map(words)
    );
    let known = || words("known");
    assert_eq!(
        row(1),
        [
            words("A"),
            Data::Float(3.0),
            known(),
            Data::Float(0.1 + 0.2),
            known(),
            Data::Empty,
            words("[z]"),
        ]
    );
    assert_eq!(row(2)[1..3], [Data::Empty, words("[c] withheld")]);
    assert_eq!(row(3)[3..5], [Data::Empty, words("[x] not a number")]);
    assert_eq!(row(3)[..2], [words("[z]"), Data::Float(0.0)]);
}

#[test]
fn neighbours_that_lack_the_same_share_a_status() {
    let columns = vec![Column::text("Area"), Column::number("Rate"), Column::number("Lower limit")];
    let rows = vec![
        vec![TableCell::text("A"), TableCell::number(1.0, 1), TableCell::number(0.5, 1)],
        vec![TableCell::text("B"), TableCell::missing("withheld"), TableCell::missing("withheld")],
    ];
    let sheets = both(&document("Rates", vec![table(columns, rows)]));
    let (_, cells) = &sheets[3];
    assert_eq!(text_at(cells, cells.height() - 3, 3), "Status: Rate to Lower limit");
}

#[test]
fn an_empty_table_has_a_row_that_says_so() {
    let columns = vec![Column::text("Area"), Column::number("Rate")];
    let sheets = both(&document("Rates", vec![table(columns, Vec::new())]));
    let (_, cells) = &sheets[3];
    assert_eq!(text_at(cells, cells.height() - 1, 0), "[z]");
    assert!(cells.used_cells().any(|(.., cell)| cell.to_string().starts_with("It has no rows")));
}

#[test]
fn sentences_stand_above_the_table_that_they_are_about() {
    let rates = || table(vec![Column::text("Area")], vec![vec![TableCell::text("A")]]);
    let items = vec![
        Item::Heading("First".to_owned()),
        Item::Finding("Said before.".to_owned()),
        rates(),
        Item::Text("Said between.".to_owned()),
        rates(),
        Item::Subheading("How to read it".to_owned()),
        Item::List(vec!["Said after.".to_owned()]),
        Item::Heading("Second".to_owned()),
        Item::Text("Without a table.".to_owned()),
    ];
    let model = Workbook::of(&document("Page", items));
    let notes = |at: usize| &model.sheets[at + 2].notes[1..];
    assert_eq!(notes(0), ["Page of the report: Page; First.", "Said before."]);
    assert_eq!(notes(1), ["Page of the report: Page; First.", "Said between.", "Said after."]);
    assert_eq!(model.sheets.len(), 4);
}

#[test]
fn language_and_title_are_told_and_the_bytes_are_the_same_twice() {
    let document = document("Rates & more", Vec::new());
    let (first, second) = (xlsx(&document).unwrap(), xlsx(&document).unwrap());
    assert!(first == second && ods(&document).unwrap() == ods(&document).unwrap());
    let core = files_of(&first, "docProps/core.xml");
    assert!(core.contains("<dc:title>Rates &amp; more</dc:title>"), "{core}");
    assert!(files_of(&first, "docProps/custom.xml").contains("en-GB"));
    let meta = files_of(&ods(&document).unwrap(), "meta.xml");
    assert!(meta.contains("<dc:language>en-GB</dc:language>"), "{meta}");
    assert!(meta.contains("<dc:title>Rates &amp; more</dc:title>"), "{meta}");
    // The type of the file can be read without unpacking: OpenDocument 1.3, part
    // 2, section 3.3.
    let bytes = ods(&document).unwrap();
    assert_eq!(&bytes[30..38], b"mimetype");
    assert!(bytes[38..].starts_with(b"application/vnd.oasis.opendocument.spreadsheet"));
}

#[test]
fn links_lead_to_worksheets_that_are_there() {
    let items = vec![table(vec![Column::text("Area")], vec![vec![TableCell::text("A")]])];
    let document = document("Rates", items);
    let contents = files_of(&ods(&document).unwrap(), "content.xml");
    assert_eq!(values(&contents, "xlink:href=\""), ["#Notes.A1", "#Table_1.A1"]);
    let sheet = files_of(&xlsx(&document).unwrap(), "xl/worksheets/sheet2.xml");
    assert_eq!(values(&sheet, "location=\""), ["'Notes'!A1", "'Table_1'!A1"]);
}

/// Names of worksheets are names of tables too, and stand in addresses of cells.
#[test]
fn names_of_worksheets_are_letters_and_numbers_in_every_language() {
    for (language, _) in Language::ALL {
        let words = Words::of(*language);
        let document = Document { words, ..document("Rates", vec![table(Vec::new(), Vec::new())]) };
        let table = table(vec![Column::text("Area")], Vec::new());
        let parts = vec![Part { items: vec![table], ..document.parts[0].clone() }];
        let book = Workbook::of(&Document { parts, ..document });
        let mut names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        names.push(&book.cover_name);
        assert_eq!(names.len(), 4);
        for name in &names {
            let mut letters = name.chars();
            assert!(letters.next().is_some_and(char::is_alphabetic), "{name}");
            assert!(letters.all(|letter| letter.is_alphanumeric() || letter == '_'), "{name}");
            assert!(name.chars().count() <= 31, "{name}");
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 4, "{names:?}");
    }
}

#[test]
fn a_workbook_is_in_the_language_of_its_frame() {
    let words = Words::of(Language::Welsh);
    let document = Document { words, ..document("Cyfraddau", Vec::new()) };
    let ods = ods(&document).unwrap();
    assert!(files_of(&ods, "meta.xml").contains("<dc:language>cy</dc:language>"));
    let styles = files_of(&ods, "styles.xml");
    assert!(styles.contains("fo:language=\"cy\" fo:country=\"GB\""), "{styles}");
    let custom = files_of(&xlsx(&document).unwrap(), "docProps/custom.xml");
    assert!(custom.contains("<vt:lpwstr>cy</vt:lpwstr>"), "{custom}");
}

#[test]
fn a_figure_that_is_missing_on_a_page_in_welsh_has_its_code() {
    let columns = vec![Column::text("Ardal"), Column::number("Cyfradd")];
    let welsh = Words::of(Language::Welsh);
    let withheld = welsh.missing::<u64>(&Cell::Withheld(Withholding::Publisher)).unwrap();
    let rows = vec![
        vec![TableCell::text("A"), TableCell::number(1.0, 1)],
        vec![TableCell::text("B"), TableCell::missing(withheld.as_str())],
    ];
    let mut document = document("Cyfraddau", vec![table(columns, rows)]);
    document.parts[0].words = welsh;
    let sheets = both(&document);
    let (_, cells) = &sheets[3];
    assert_eq!(text_at(cells, cells.height() - 1, 2), format!("[c] {withheld}"));
}

#[test]
fn the_cover_says_how_many_tables_there_are_and_for_which_day() {
    let table = || table(vec![Column::text("Area")], Vec::new());
    let said = |document: &Document| -> Vec<String> {
        let lines = Workbook::of(document).cover.into_iter();
        lines
            .map(|line| match line {
                Line::Heading(said) | Line::Text(said) => said,
            })
            .collect()
    };
    let one = said(&document("Rates", vec![table()]));
    assert_eq!(
        one[1],
        "1 table, each on a worksheet of its own behind the contents and the notes."
    );
    assert!(one.contains(&"The report names no day.".to_owned()));
    assert!(one.contains(&"The project names no source.".to_owned()));
    let day = chrono::NaiveDate::from_ymd_opt(2010, 12, 16);
    let two = said(&Document { day, ..document("Rates", vec![table(), table()]) });
    assert!(two[1].starts_with("2 tables, each on"), "{}", two[1]);
    assert!(two.contains(&"The figures are those of 16 December 2010.".to_owned()));
}
