//! `dcat.jsonld`: the report as a data set of DCAT 3, with where it comes from by the
//! PROV ontology. Addresses are relative to the file, as the folder may lie anywhere.

use firstyear_core::{AreaCode, InputFile, Language, Sha256, Source};

use super::manifest::inputs;
use super::{Resource, licence};
use crate::node::Node;
use crate::site::Report;
use crate::words::Words;

pub(super) const PATH: &str = "dcat.jsonld";

/// Prefixes that the file uses.
const CONTEXT: [(&str, &str); 7] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The data set. Who publishes the report is not said in a project, and is left out;
/// its sources have their publishers.
pub(super) fn dataset(report: &Report<'_>, resources: &[Resource<'_>]) -> Node {
    let context = CONTEXT.into_iter().fold(Node::new(), |node, (name, url)| node.text(name, url));
    let project = report.project;
    let sources = || report.sources.values();
    let node = Node::new()
        .node("@context", context)
        .text("@id", "#dataset")
        .text("@type", "dcat:Dataset")
        .node("dct:title", said(report.language, &project.title))
        .node(
            "dct:description",
            english("Every result of the report, at full precision, as tables and documents."),
        )
        .text("dct:identifier", firstyear_core::slug(&project.title).unwrap_or_default())
        .maybe("dct:modified", project.as_of.map(|day| typed("xsd:date", &day.to_string())));
    languages(node, report)
        .text("dcat:version", format!("firstyear {}", report.version))
        .node("dct:spatial", place(report, &project.area))
        .maybe("dct:temporal", interval(report))
        .node("dcat:landingPage", id("index.html"))
        .nodes("dct:source", sources().map(|source| id(&address(source))))
        .nodes("dcat:distribution", resources.iter().map(|of| distribution(report, of)))
        .node("prov:wasGeneratedBy", made(report))
        .nodes("prov:wasDerivedFrom", sources().map(source_dataset))
}

fn id(address: &str) -> Node {
    Node::new().text("@id", address)
}

/// The languages of the report. Names of the reference content and what is not translated are
/// English in each.
fn languages(node: Node, report: &Report<'_>) -> Node {
    let of = |code: &str| {
        id(&format!("http://publications.europa.eu/resource/authority/language/{code}"))
    };
    match report.language.language() {
        Language::English => node.node("dct:language", of("ENG")),
        Language::Welsh => node.nodes("dct:language", ["CYM", "ENG"].into_iter().map(of)),
    }
}

/// A text in the language of these words.
fn said(words: &Words, text: &str) -> Node {
    Node::new().text("@value", text).text("@language", words.language().word())
}

/// A text of the reference content or of this file, which is English in every report.
fn english(text: &str) -> Node {
    said(crate::words::english(), text)
}

fn typed(kind: &str, text: &str) -> Node {
    Node::new().text("@value", text).text("@type", kind)
}

/// A distribution under the licence of the sources, where they agree on one.
fn distribution(report: &Report<'_>, of: &Resource<'_>) -> Node {
    let (_, media, _) = of.kind.about();
    let mut licences: Vec<&str> =
        report.sources.values().map(|source| source.licence.as_str()).collect();
    licences.sort_unstable();
    licences.dedup();
    let node = Node::new()
        .text("@id", &of.path)
        .text("@type", "dcat:Distribution")
        .node("dct:title", said(report.language_of_files(), &of.title))
        .node("dcat:accessURL", id(&of.path))
        .node("dcat:downloadURL", id(&of.path));
    let node = match licences[..] {
        [] => node,
        [one] => licensed(node, one),
        _ => rights(node, &format!("Of the sources: {}", licences.join("; "))),
    };
    node.node(
        "dcat:mediaType",
        id(&format!("https://www.iana.org/assignments/media-types/{media}")),
    )
    .node("dcat:byteSize", typed("xsd:nonNegativeInteger", &of.bytes.len().to_string()))
    .node("spdx:checksum", checksum(Sha256::of(of.bytes)))
}

/// The licence by its address, or in its own words where it has none.
fn licensed(node: Node, words: &str) -> Node {
    match licence::known(words) {
        Some(licence) => node.node("dct:license", id(licence.address)),
        None => rights(node, words),
    }
}

fn rights(node: Node, words: &str) -> Node {
    let statement =
        Node::new().text("@type", "dct:RightsStatement").node("rdfs:label", english(words));
    node.node("dct:rights", statement)
}

fn checksum(hash: Sha256) -> Node {
    Node::new()
        .text("@type", "spdx:Checksum")
        .node("spdx:algorithm", id("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"))
        .node("spdx:checksumValue", typed("xsd:hexBinary", &hash.to_string()))
}

fn place(report: &Report<'_>, area: &AreaCode) -> Node {
    let node = if area.entity_type().is_some() {
        id(&format!("http://statistics.data.gov.uk/id/statistical-geography/{area}"))
    } else {
        Node::new().text("dct:identifier", area.as_str())
    };
    node.text("@type", "dct:Location").node("rdfs:label", english(report.geography.name(area)))
}

/// From the first day of any source to the last.
fn interval(report: &Report<'_>) -> Option<Node> {
    let sources = &report.answers.quality.get().sources;
    let periods = || sources.iter().filter_map(|source| source.periods);
    let first = periods().map(|(first, _)| first.start()).min()?;
    let last = periods().map(|(_, last)| last.end()).max()?;
    let node = Node::new()
        .text("@type", "dct:PeriodOfTime")
        .node("dcat:startDate", typed("xsd:date", &first.to_string()))
        .node("dcat:endDate", typed("xsd:date", &last.to_string()));
    Some(node)
}

/// The address of a source within the file.
fn address(source: &Source) -> String {
    format!("#source-{}", source.id)
}

fn source_dataset(source: &Source) -> Node {
    let publisher =
        Node::new().text("@type", "foaf:Agent").node("foaf:name", english(&source.publisher));
    let node = Node::new()
        .text("@id", address(source))
        .text("@type", "dcat:Dataset")
        .node("dct:title", english(&source.title))
        .node("dct:publisher", publisher)
        .maybe("dct:issued", source.released.map(|day| typed("xsd:date", &day.to_string())));
    licensed(node, &source.licence)
}

/// What made the report, from which files.
fn made(report: &Report<'_>) -> Node {
    let program = Node::new()
        .text("@type", "prov:SoftwareAgent")
        .text("foaf:name", "firstyear")
        .text("dcat:version", report.version);
    Node::new()
        .text("@type", "prov:Activity")
        .node("prov:wasAssociatedWith", program)
        .nodes("prov:used", inputs(report).iter().map(used))
}

/// A file of the project. It does not lie beside the report, and has no address.
fn used(input: &InputFile) -> Node {
    Node::new()
        .text("@type", "prov:Entity")
        .text("dct:identifier", &input.path)
        .node("dcat:byteSize", typed("xsd:nonNegativeInteger", &input.content.bytes.to_string()))
        .node("spdx:checksum", checksum(input.content.sha256))
}
