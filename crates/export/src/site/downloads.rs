//! The page of downloads.

use std::collections::BTreeSet;

use super::Page;
use super::block::{Block, PageParts};
use super::data::DataFile;

pub(super) const PATH: &str = "downloads.html";

pub(super) fn page(files: &[DataFile], pages: &[PageParts], documents: &[Page]) -> PageParts {
    let mut blocks = vec![
        Block::Text(
            "Every result of the report, at full precision: as comma-separated values, one figure \
             a row, and as JSON. Indicators, areas, periods and groups have their ids, and each \
             figure its status, so that a missing one is neither 0 nor a word among numbers. The \
             program describes the documents: firstyear schema"
                .to_owned(),
        ),
        Block::Links(
            documents
                .iter()
                .map(|page| page.path.as_str())
                .chain(["report.md"])
                .map(|path| (path.to_owned(), about(path).to_owned()))
                .collect(),
        ),
    ];
    for page in pages {
        let links: Vec<_> = files
            .iter()
            .filter(|file| file.page == page.path)
            .flat_map(|file| {
                [("csv", "CSV"), ("json", "JSON")].map(|(ending, word)| {
                    (format!("data/{}.{ending}", file.stem), format!("{} ({word})", file.title))
                })
            })
            .collect();
        if !links.is_empty() {
            blocks.push(Block::Heading(page.title.clone()));
            blocks.push(Block::Links(links));
        }
    }
    PageParts {
        path: PATH.to_owned(),
        nav: "Downloads".to_owned(),
        title: "Downloads".to_owned(),
        sources: BTreeSet::new(),
        blocks,
    }
}

/// What a document is that holds the whole report.
fn about(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("xlsx") => "Every table of the report as an Excel workbook",
        Some("ods") => "Every table of the report as an OpenDocument spreadsheet",
        Some("pdf") => "The whole report to print (PDF)",
        _ => "The whole report as Markdown, without the drawings",
    }
}
