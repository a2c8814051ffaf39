//! The page of downloads.

use std::collections::BTreeSet;

use super::block::{Block, PageParts};
use super::data::DataFile;

pub(super) const PATH: &str = "downloads.html";

pub(super) fn page(files: &[DataFile], pages: &[PageParts]) -> PageParts {
    let mut blocks = vec![
        Block::Text(
            "Every result of the report, at full precision: as comma-separated values, one figure \
             a row, and as JSON. Indicators, areas, periods and groups have their ids, and each \
             figure its status, so that a missing one is neither 0 nor a word among numbers. The \
             program describes the documents: firstyear schema"
                .to_owned(),
        ),
        Block::Links(vec![(
            "report.md".to_owned(),
            "The whole report as Markdown, without the drawings".to_owned(),
        )]),
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
