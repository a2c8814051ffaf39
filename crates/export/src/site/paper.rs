//! Pages as documents: the same blocks without their markup.

use std::collections::BTreeSet;

use firstyear_core::SourceId;

use super::block::{Asked, Block, NamedTable, PageParts, Pointer};
use super::{Extra, Page, RenderError, Report, WordNote, shell};
use crate::chart::Chart;
use crate::document::workbook;
use crate::document::{Document, Figure, Item, Part};
use crate::words::{Words, say};

/// Whether charts are drawn: a workbook has no use for drawings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawings {
    Kept,
    LeftOut,
}

impl Report<'_> {
    /// Parts of the report as a document of their own, named `title`, with the
    /// sources of these parts.
    #[must_use]
    pub fn document(&self, title: &str, parts: Vec<Part>) -> Document {
        // A part that names no source speaks of all.
        let of_all = parts.is_empty() || parts.iter().any(|part| part.sources.is_empty());
        let named: BTreeSet<SourceId> =
            parts.iter().flat_map(|part| &part.sources).cloned().collect();
        let sources = self.sources_of(&if of_all { BTreeSet::new() } else { named });
        let mark = self.answers.not_for_release.then(|| format!("{} ", shell::NOT_FOR_RELEASE));
        Document {
            words: self.language.on(&["documents"]),
            title: mark.unwrap_or_default() + title,
            day: self.project.as_of,
            made: shell::made(self),
            sources: sources.iter().map(|source| shell::source_line(source)).collect(),
            disclosure: self.disclosure(&sources),
            parts,
        }
    }
}

/// Pages as one document.
pub(super) fn of(report: &Report<'_>, pages: &[PageParts], drawings: Drawings) -> Document {
    let parts = pages.iter().map(|page| part(page, report.language_of(page), drawings)).collect();
    report.document(&report.project.title, parts)
}

/// Documents of the whole report: its tables as workbooks, and what is asked for
/// beside them.
pub(super) fn files(
    report: &Report<'_>,
    pages: &[PageParts],
    extras: &[Extra],
) -> Result<Vec<Page>, RenderError> {
    let page = |path: &str, written: Result<Vec<u8>, String>| match written {
        Ok(bytes) => Ok(Page { path: path.to_owned(), bytes }),
        Err(why) => Err(RenderError::new(path.to_owned(), why)),
    };
    let tables = of(report, pages, Drawings::LeftOut);
    let mut files = vec![
        page("report.xlsx", workbook::xlsx(&tables).map_err(|error| error.to_string()))?,
        page("report.ods", workbook::ods(&tables).map_err(|error| error.to_string()))?,
    ];
    if extras.contains(&Extra::Pdf) {
        files.push(page("report.pdf", pdf(&of(report, pages, Drawings::Kept)))?);
    }
    Ok(files)
}

#[cfg(feature = "pdf")]
fn pdf(document: &Document) -> Result<Vec<u8>, String> {
    crate::document::pdf::pdf(document).map_err(|error| error.to_string())
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Document) -> Result<Vec<u8>, String> {
    Err("this build makes no PDF: it is without the feature pdf".to_owned())
}

/// A page that speaks this language.
pub(super) fn part(page: &PageParts, words: &'static Words, drawings: Drawings) -> Part {
    Part {
        words,
        title: page.title.clone(),
        sources: page.sources.clone(),
        items: page.blocks.iter().flat_map(|block| items(block, words, drawings)).collect(),
    }
}

fn items(block: &Block, words: &Words, drawings: Drawings) -> Vec<Item> {
    let table = |named: &NamedTable| Item::Table(named.table.clone());
    match block {
        Block::Heading(said) => vec![Item::Heading(said.clone())],
        Block::Subheading(said)
        | Block::Place { words: said, .. }
        | Block::Behind { words: said, .. } => {
            vec![Item::Subheading(said.clone())]
        }
        Block::Questions(all) => vec![Item::List(all.iter().filter_map(Asked::said).collect())],
        Block::Text(said) => vec![Item::Text(said.clone())],
        Block::Finding(said) => vec![Item::Finding(said.clone())],
        Block::Note(said) => vec![Item::Note(said.clone())],
        Block::List(points) => vec![Item::List(points.clone())],
        Block::Chart { chart, table: figures } => {
            vec![figure(chart.as_ref(), drawings), table(figures)]
        }
        Block::Part(chart) => vec![figure(chart.as_ref(), drawings)],
        Block::Beside(pointers) => {
            let drawn = |Pointer { chart, title, .. }: &Pointer| {
                let said = say!(words, "document-explained", page = title.as_str());
                [figure(chart.as_ref(), drawings), Item::Text(said)]
            };
            // Their words point at drawings.
            if drawings == Drawings::LeftOut {
                Vec::new()
            } else {
                pointers.iter().flat_map(drawn).collect()
            }
        }
        Block::Table(named) | Block::Ordered { table: named, .. } => vec![table(named)],
        Block::NewSheet => vec![Item::NewSheet],
        Block::Files { caption, stem } => {
            let (table, document) = (format!("data/{stem}.csv"), format!("data/{stem}.json"));
            vec![Item::Text(say!(
                words,
                "document-files",
                caption = caption.as_str(),
                table = table,
                document = document
            ))]
        }
        Block::Links(links) => vec![Item::Links(links.clone())],
        Block::Words(notes) => {
            let said = |word: &WordNote| format!("{}: {}.", word.word, word.meaning);
            vec![Item::List(notes.iter().map(said).collect())]
        }
    }
}

fn figure(chart: &dyn Chart, drawings: Drawings) -> Item {
    let heading = chart.heading();
    Item::Figure(Figure {
        title: if heading.subtitle.is_empty() {
            heading.title.clone()
        } else {
            format!("{}. {}", heading.title, heading.subtitle)
        },
        alternative: heading.description.clone(),
        drawing: if drawings == Drawings::Kept { chart.svg() } else { None },
        when_empty: heading.when_empty.clone(),
    })
}
