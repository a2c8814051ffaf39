//! The page of downloads, and the files behind it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::block::{Block, NamedTable, PageParts};
use super::{Page, Report, file};
use crate::chart::{ColumnKind, DataTable, TableCell};

pub(super) const PATH: &str = "downloads.html";

pub(super) fn page(_: &Report<'_>, pages: &[PageParts]) -> PageParts {
    let mut blocks = vec![
        Block::Text(
            "Every table of the report, as comma-separated values for a spreadsheet and as JSON \
             for a program. Numbers are rounded as they are shown; a missing figure is a word."
                .to_owned(),
        ),
        Block::Links(vec![(
            "report.md".to_owned(),
            "The whole report as Markdown, without the drawings".to_owned(),
        )]),
    ];
    for page in pages {
        let links: Vec<_> = tables(page)
            .flat_map(|named| {
                let caption = &named.table.caption;
                [("csv", "CSV"), ("json", "JSON")].map(|(ending, word)| {
                    (format!("data/{}.{ending}", named.stem), format!("{caption} ({word})"))
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

/// Every table as CSV and JSON.
pub(super) fn files(pages: &[PageParts]) -> Vec<Page> {
    pages
        .iter()
        .flat_map(tables)
        .flat_map(|named| {
            [
                file(&format!("data/{}.csv", named.stem), named.table.csv()),
                file(&format!("data/{}.json", named.stem), json(&named.table)),
            ]
        })
        .collect()
}

fn tables(page: &PageParts) -> impl Iterator<Item = &NamedTable> {
    page.blocks.iter().filter_map(Block::table)
}

/// A table as JSON: a cell is a number, a text, or an object with the reason
/// why there is no number.
fn json(table: &DataTable) -> String {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let kind = match column.kind {
                ColumnKind::Text => "text",
                ColumnKind::Number => "number",
            };
            json!({ "heading": column.heading, "kind": kind })
        })
        .collect();
    let rows: Vec<Vec<Value>> =
        table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let document = json!({
        "schema_version": 1,
        "caption": table.caption,
        "columns": columns,
        "rows": rows,
    });
    format!("{document:#}\n")
}

fn cell(cell: &TableCell) -> Value {
    match cell {
        TableCell::Text(words) => json!(words),
        TableCell::Missing { reason } => json!({ "missing": reason }),
        TableCell::Number { value, decimals } => {
            // Through the printed digits, so that JSON, CSV and page agree.
            let digits = format!("{value:.decimals$}");
            match digits.parse::<f64>() {
                Ok(number) if number.is_finite() => json!(number),
                _ => json!({ "missing": "not a number" }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_number_is_an_object_and_never_0() {
        assert_eq!(cell(&TableCell::missing("withheld")), json!({ "missing": "withheld" }));
        assert_eq!(cell(&TableCell::number(5.94, 1)), json!(5.9));
        assert_eq!(cell(&TableCell::number(f64::NAN, 1)), json!({ "missing": "not a number" }));
    }
}
