//! The reference page of the formats that are read, made from their list.

use std::fmt::Write as _;

use firstyear_ingest::formats;

use crate::page::{Page, cell, text};

/// The page.
pub(crate) const PAGE: Page = Page {
    file: "docs/reference/formats.md",
    command: "formats",
    made_from: "the list of formats",
    text: page,
};

fn page() -> String {
    let mut page = "\
<!-- Made by `cargo xtask formats` from the list of formats in firstyear-ingest. -->

# Formats

Every kind of file that is read. `firstyear check FILE` tells the format from
the content of a file, whatever its name; `--format` overrides what it finds,
and in a project `format` beside a file does. `firstyear explain FORMAT` prints
the same, and `firstyear convert --help` lists the formats that are written.

Tables of text are read in UTF-8, UTF-16 or Windows-1252, plain or packed by gzip
or Zstandard. A program built with the feature `full` reads each of them as Parquet
or Arrow (Feather 2) too, by the same names of columns: text, whole and decimal
numbers, dates, true and false are read as they print, a null as an empty cell.

| format | what it is |
|---|---|
"
    .to_owned();
    for about in formats() {
        let name = about.format.name();
        // Writing to a string cannot fail.
        let _ = writeln!(page, "| [`{name}`](#{name}) | {} |", cell(&text(about.title)));
    }
    for about in formats() {
        let name = about.format.name();
        let (title, explanation) = (text(about.title), text(about.explanation));
        let _ = write!(page, "\n## {name}\n\n{title}.\n\n{explanation}\n");
    }
    page
}
