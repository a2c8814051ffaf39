//! A document on paper: PDF that a screen reader can read.
//!
//! The library `typst` sets it: tagged, with bookmarks, page numbers, headers
//! of rows and columns, a text alternative for each chart, and the fonts
//! inside. It is checked while it is written against PDF/UA-1 (ISO 14289-1), and
//! one that fails the standard is an error, not a file.
//!
//! How it looks is `report.typ`; what it says comes as values, never as markup,
//! so that an area called `#panic()` prints as it is. No file is read and no
//! clock is asked.

mod sheet;
mod values;

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::Document;

/// How a document looks.
const LOOK: &str = include_str!("report.typ");

/// Latin, Greek, Cyrillic, Hebrew, Arabic and signs; narrower than the widths that
/// charts are laid out for, so that their words fit. `fonts/LICENSE-DejaVu.txt` says whose it is.
fn font_files() -> [&'static [u8]; 2] {
    [dejavu::sans_condensed::regular(), dejavu::sans_condensed::bold()]
}

/// Why a document could not be set.
#[derive(Debug, thiserror::Error)]
#[error("the PDF cannot be made: {0}")]
pub struct PdfError(String);

/// A document as PDF/UA-1. The same document gives the same bytes.
///
/// # Errors
///
/// [`PdfError`] when what is set does not meet the standard.
pub fn pdf(document: &Document) -> Result<Vec<u8>, PdfError> {
    let paper = Paper::new(values::of(document, &SHELF.fonts[0]));
    let set = typst::compile::<PagedDocument>(&paper).output;
    let written = set.and_then(|pages| typst_pdf::pdf(&pages, &options()));
    // What was remembered for this document is of no use to the next.
    typst::comemo::evict(0);
    written.map_err(|errors| {
        let said: Vec<_> =
            errors.iter().map(|SourceDiagnostic { message, .. }| message.as_str()).collect();
        PdfError(said.join("; "))
    })
}

fn options() -> PdfOptions {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]);
    PdfOptions {
        creator: Smart::Custom(Some(format!("firstyear {}", env!("CARGO_PKG_VERSION")))),
        standards: standards.expect("one standard alone contradicts nothing"),
        ..PdfOptions::default()
    }
}

/// Fonts, which are the same for every document.
struct Shelf {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let font = |file: &'static [u8]| {
        Font::new(Bytes::new(file), 0).expect("the fonts are part of the program and can be read")
    };
    let fonts = font_files().map(font).to_vec();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Shelf { fonts, book }
});

/// All that there is while a document is set: its look, its values and fonts.
struct Paper {
    library: LazyHash<Library>,
    look: Source,
}

impl Paper {
    fn new(given: Dict) -> Self {
        // Headers of rows: still being tried out in `typst`, and what a reader
        // who hears a table needs most.
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = Library::builder().with_inputs(given).with_features(features).build();
        Self { library: LazyHash::new(library), look: Source::detached(LOOK) }
    }
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHELF.book
    }

    fn main(&self) -> FileId {
        self.look.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.look.id() { Ok(self.look.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHELF.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests;
