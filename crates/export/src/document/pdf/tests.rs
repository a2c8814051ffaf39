//! What is printed. Tags, fonts and bookmarks are checked by other programs, in
//! `tests/documents`.

use firstyear_core::Language;
use typst::layout::{Frame, FrameItem};

use super::*;
use crate::chart::{Column, DataTable, TableCell};
use crate::document::{Figure, Item, Part};
use crate::words::{Words, english};

fn document(title: &str, items: Vec<Item>) -> Document {
    Document {
        words: english(),
        title: title.to_owned(),
        day: chrono::NaiveDate::from_ymd_opt(2024, 5, 31),
        made: "Made by hand.".to_owned(),
        sources: Vec::new(),
        disclosure: "Nothing is hidden.".to_owned(),
        parts: vec![Part {
            words: english(),
            title: "Rates".to_owned(),
            sources: std::iter::empty().collect(),
            items,
        }],
    }
}

/// The words of a document with the language of each run of them.
fn spoken(document: &Document) -> Vec<(String, String)> {
    fn words(frame: &Frame, out: &mut Vec<(String, String)>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => words(&group.frame, out),
                FrameItem::Text(text) => {
                    out.push((text.lang.as_str().to_owned(), text.text.to_string()));
                }
                _ => {}
            }
        }
    }
    let paper = Paper::new(values::of(document, &SHELF.fonts[0]));
    let pages = typst::compile::<PagedDocument>(&paper).output.unwrap();
    let mut out = Vec::new();
    pages.pages().iter().for_each(|page| words(&page.frame, &mut out));
    out
}

#[test]
fn a_part_is_in_its_own_language_and_pages_are_numbered() {
    let note = || vec![Item::Note("Bwlch".to_owned())];
    let mut document = document("Rates", note());
    let welsh = Part { words: Words::of(Language::Welsh), ..document.parts[0].clone() };
    document.parts.push(welsh);
    let spoken = spoken(&document);
    let languages: Vec<&str> = spoken
        .iter()
        .filter(|(_, said)| said.contains("Bwlch"))
        .map(|(language, _)| language.as_str())
        .collect();
    assert_eq!(languages, ["en", "cy"]);
    let all: String = spoken.iter().map(|(_, said)| said.as_str()).collect();
    for said in ["Page 1 of 3", "Page 3 of 3", "Contents", "Sources", "Note. Bwlch"] {
        assert!(all.contains(said), "{said} is not in {all}");
    }
    pdf(&document).unwrap();
}

/// All words of a document in the order in which they are printed.
fn printed(document: &Document) -> String {
    fn words(frame: &Frame, out: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => words(&group.frame, out),
                FrameItem::Text(text) => out.push_str(&text.text),
                _ => {}
            }
        }
    }
    let paper = Paper::new(values::of(document, &SHELF.fonts[0]));
    let pages = typst::compile::<PagedDocument>(&paper).output.unwrap();
    let mut out = String::new();
    pages.pages().iter().for_each(|page| words(&page.frame, &mut out));
    out.replace('\u{AD}', "")
}

#[test]
fn words_are_printed_as_they_are_and_never_read_as_markup() {
    let name = r#"#panic("x") *x* $x$ @ref `raw` <b> \ = "q" -- [c]"#;
    let table = DataTable {
        caption: name.to_owned(),
        columns: vec![Column::text(name), Column::number("Rate")],
        rows: vec![
            vec![TableCell::text(name), TableCell::missing("withheld")],
            vec![TableCell::text("short")],
        ],
    };
    let words = || name.to_owned();
    let items = vec![
        Item::Subheading(words()),
        Item::Heading(words()),
        Item::Subheading(words()),
        Item::Text(words()),
        Item::Finding(words()),
        Item::Note(words()),
        Item::List(vec![words()]),
        Item::Table(table),
        Item::Links(vec![("https://example.org".to_owned(), words())]),
        Item::Links(vec![("data/gap-1.csv".to_owned(), words())]),
        Item::NewSheet,
    ];
    let document = document(name, items);
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    // Title, ten items, and two cells and a caption of the table more.
    let printed = plain(&printed(&document));
    assert!(printed.matches(&plain(name)).count() >= 13, "{printed}");
    assert!(pdf(&document).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn letters_that_no_font_has_are_told_by_their_numbers() {
    let words = "東 🎉 שלום مدينة Ωж – −5 \u{202E}x\u{7}";
    let document = document("Letters", vec![Item::Text(words.to_owned())]);
    let printed = printed(&document);
    for shown in ["[U+6771]", "[U+1F389]", "שלום", "Ωж", "–", "−5"] {
        assert!(printed.contains(shown), "{shown} is not in {printed}");
    }
    pdf(&document).unwrap();
}

#[test]
fn a_name_without_blanks_breaks() {
    let items = vec![Item::Heading("x".repeat(300)), Item::Text("y".repeat(300))];
    let document = document(&"z".repeat(300), items);
    assert!(printed(&document).contains(&"y".repeat(200)));
    pdf(&document).unwrap();
}

#[test]
fn a_drawing_has_an_alternative_or_a_sentence_in_its_place() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">\
               <text x=\"2\" y=\"12\" font-family=\"sans-serif\">東 A</text></svg>";
    let figure = |drawing: Option<&str>| {
        Item::Figure(Figure {
            title: "Rates by area".to_owned(),
            alternative: String::new(),
            drawing: drawing.map(str::to_owned),
            when_empty: "No rate is known.".to_owned(),
        })
    };
    let document = document("Drawings", vec![figure(Some(svg)), figure(None)]);
    assert!(printed(&document).contains("No rate is known."));
    pdf(&document).unwrap();
}

#[test]
fn an_empty_document_is_whole_and_the_same_bytes_twice() {
    let mut empty = document("Nothing", Vec::new());
    empty.parts.clear();
    empty.day = None;
    assert!(pdf(&empty).unwrap() == pdf(&empty).unwrap());
}
