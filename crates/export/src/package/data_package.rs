//! `datapackage.json`: every table and document of a report, described by the Data
//! Package standard 2.0.

use firstyear_core::{Sha256, Source, slug};

use super::{Kind, Resource, licence, table_schema};
use crate::node::Node;
use crate::site::Report;
use crate::wire::schema_id;

pub(super) const PATH: &str = "datapackage.json";

/// The profile of a descriptor.
pub(crate) const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// The descriptor. When it was made is left out: the same report gives the same bytes.
pub(super) fn descriptor(report: &Report<'_>, resources: &[Resource<'_>]) -> Node {
    let title = &report.project.title;
    let sources: Vec<&Source> = report.sources.values().collect();
    // One licence that is not known would make the list say too much.
    let licences: Option<Vec<_>> =
        sources.iter().map(|source| licence::known(&source.licence)).collect();
    let mut licences = licences.unwrap_or_default();
    licences.sort_by_key(|licence| licence.id);
    licences.dedup();
    let licences = licences.into_iter().map(|licence| {
        let node = Node::new().text("name", licence.id);
        node.text("title", licence.title).text("path", licence.address)
    });
    let as_of = report.project.as_of.map(|day| day.to_string());
    let made = Node::new().text("version", report.version).maybe_text("asOf", as_of);
    Node::new()
        .text("$schema", PROFILE)
        .text("name", slug(title).unwrap_or_else(|| "report".to_owned()))
        .text("title", title)
        .text("description", DESCRIPTION)
        .nodes("licenses", licences)
        .nodes("sources", sources.into_iter().map(source))
        .nodes("resources", resources.iter().map(resource))
        .node("firstyear", made)
}

const DESCRIPTION: &str = "Every result of the report, at full precision. Tables hold one \
    figure a row; `status` tells of each whether it is known, withheld, absent or not \
    applicable.";

/// A source with the words of its licence, which need have no id.
fn source(source: &Source) -> Node {
    Node::new()
        .text("title", format!("{}: {}", source.publisher, source.title))
        .maybe_text("version", source.released.map(|day| day.to_string()))
        .text("license", &source.licence)
}

fn resource(of: &Resource<'_>) -> Node {
    let (format, media, is_text) = of.kind.about();
    let node = Node::new().text("name", &of.name);
    let is_table = !matches!(of.kind, Kind::Json(_) | Kind::Fhir);
    let node = if is_table { node.text("type", "table") } else { node };
    let node = node
        .text("path", &of.path)
        .text("title", &of.title)
        .text("format", format)
        .text("mediatype", media)
        .maybe_text("encoding", is_text.then(|| "utf-8".to_owned()))
        .number("bytes", of.bytes.len())
        .text("hash", format!("sha256:{}", Sha256::of(of.bytes)));
    match of.kind {
        Kind::Csv(layout) => {
            let dialect = Node::new()
                .text("$schema", "https://datapackage.org/profiles/2.0/tabledialect.json")
                .text("delimiter", ",")
                .text("lineTerminator", "\n")
                .text("quoteChar", "\"")
                .truth("doubleQuote", true)
                .truth("header", true);
            node.node("dialect", dialect).text("schema", table_schema::path(layout))
        }
        Kind::Parquet(layout) => node.text("schema", table_schema::path(layout)),
        Kind::Json(name) => node.node("firstyear", Node::new().text("schema", schema_id(name))),
        Kind::Fhir => node,
    }
}
