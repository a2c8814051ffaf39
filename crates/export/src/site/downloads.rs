//! The page of downloads.

use std::collections::BTreeSet;

use super::Page;
use super::block::{Block, PageParts};
use super::data::DataFile;
use crate::words::{Words, say};

pub(super) const PATH: &str = "downloads.html";

pub(super) fn page(
    words: &Words,
    files: &[DataFile],
    pages: &[PageParts],
    documents: &[Page],
) -> PageParts {
    let mut blocks = vec![
        Block::Text(say!(words, "data-about")),
        Block::Links(
            documents
                .iter()
                .map(|page| page.path.as_str())
                .chain(["report.md"])
                .map(|path| (path.to_owned(), about(path, words)))
                .collect(),
        ),
    ];
    for page in pages {
        let links: Vec<_> = files
            .iter()
            .filter(|file| file.page == page.path)
            .flat_map(|file| {
                let (stem, title) = (&file.stem, file.title.as_str());
                [
                    (format!("data/{stem}.csv"), say!(words, "data-as-csv", title = title)),
                    (format!("data/{stem}.json"), say!(words, "data-as-json", title = title)),
                ]
            })
            .collect();
        if !links.is_empty() {
            blocks.push(Block::Heading(page.title.clone()));
            blocks.push(Block::Links(links));
        }
    }
    PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "data-page"),
        title: say!(words, "data-page"),
        sources: BTreeSet::new(),
        blocks,
    }
}

/// What a document is that holds the whole report.
fn about(path: &str, words: &Words) -> String {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("xlsx") => say!(words, "data-xlsx"),
        Some("ods") => say!(words, "data-ods"),
        Some("pdf") => say!(words, "data-pdf"),
        _ => say!(words, "data-markdown"),
    }
}
