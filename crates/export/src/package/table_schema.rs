//! A Table Schema for each kind of table, from the columns that wrote it.

use std::collections::BTreeMap;

use super::json;
use crate::node::Node;
use crate::site::{DataFile, Page};
use crate::wire::csv::{Column, ColumnKind, TableLayout};

/// Where the schema of a layout stands in a report.
pub(super) fn path(layout: &str) -> String {
    format!("data/{layout}.schema.json")
}

/// The schemas of the tables, each once.
pub(super) fn files(data: &[DataFile]) -> Vec<Page> {
    let layouts: BTreeMap<_, _> = data.iter().map(|of| (of.layout.name, of.layout)).collect();
    layouts.values().map(|layout| json(&path(layout.name), &schema(layout))).collect()
}

/// The Table Schema of a layout.
pub(super) fn schema(layout: &TableLayout) -> Node {
    Node::new()
        .text("$schema", "https://datapackage.org/profiles/2.0/tableschema.json")
        .text("title", layout.title)
        .nodes("fields", layout.columns.iter().map(|column| field(column, layout)))
        .text("fieldsMatch", "exact")
}

fn field(column: &Column, layout: &TableLayout) -> Node {
    let kind = match column.kind {
        ColumnKind::Ordinal => "integer",
        ColumnKind::Number | ColumnKind::Fraction => "number",
        _ => "string",
    };
    let node = Node::new()
        .text("name", column.name)
        .text("type", kind)
        .text("description", column.meaning)
        .maybe("constraints", constraints(column));
    let words = column.kind.words().unwrap_or_default();
    let node = node.nodes("categories", words.into_iter().map(labelled));
    // Why a figure is not there stands in a column of its own, so that a column of
    // numbers holds nothing else.
    if column.name == "value" && layout.has(ColumnKind::Status) {
        let reason = "no figure: `status` tells whether it is withheld, absent or not applicable";
        node.nodes("missingValues", [labelled((String::new(), reason.to_owned()))])
    } else {
        node
    }
}

fn labelled((value, label): (String, String)) -> Node {
    Node::new().text("value", value).text("label", label)
}

fn constraints(column: &Column) -> Option<Node> {
    let node = if column.filled { Node::new().truth("required", true) } else { Node::new() };
    let node = match column.kind {
        ColumnKind::Id => node.text("pattern", ID),
        ColumnKind::Ordinal => node.number("minimum", 1),
        ColumnKind::Fraction => node.number("minimum", 0).number("maximum", 1),
        _ => node,
    };
    (node != Node::new()).then_some(node)
}

/// What an id looks like.
const ID: &str = "^[a-z0-9][a-z0-9._-]*$";
