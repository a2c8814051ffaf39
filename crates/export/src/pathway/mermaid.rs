//! Mermaid, as wikis and Markdown pages draw it.

use std::fmt::Write as _;

use firstyear_core::pathway::{CarePathway, ElementBasis};

use super::drawing::{Arrow, Drawing, LEGEND_OF_BOXES, Node, Shape};

/// A flowchart in the language of Mermaid (10 or later).
///
/// Names are put in quotes and their signs written as entities, so that nothing in a
/// document becomes a part of the drawing.
#[must_use]
pub fn mermaid(pathway: &CarePathway) -> String {
    let drawing = Drawing::of(pathway);
    let mut text = String::from("flowchart TD\n");
    for (at, (agency, nodes)) in drawing.lanes.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  subgraph lane{}[\"{}\"]", at + 1, quoted(agency));
        for node in nodes {
            push_node(&mut text, "    ", node);
        }
        text.push_str("  end\n");
    }
    for node in &drawing.beside {
        push_node(&mut text, "  ", node);
    }
    for arrow in &drawing.arrows {
        push_arrow(&mut text, arrow);
    }
    let note = format!("{} {} {}", pathway.title, pathway.review, LEGEND_OF_BOXES);
    let _ = writeln!(text, "  legend[\"{}\"]", quoted(&note));
    text.push_str(
        "  classDef inferred stroke-dasharray: 6 3\n  \
         classDef open stroke-dasharray: 2 2,stroke-width:2px\n  \
         classDef said fill:none,stroke:none\n  class legend said\n",
    );
    let everyone = drawing.lanes.iter().flat_map(|(_, nodes)| nodes).chain(&drawing.beside);
    for (basis, class) in [(ElementBasis::Inferred, "inferred"), (ElementBasis::Open, "open")] {
        let of: Vec<String> =
            everyone.clone().filter(|node| node.basis == basis).map(|node| name(node.id)).collect();
        if !of.is_empty() {
            let _ = writeln!(text, "  class {} {class}", of.join(","));
        }
    }
    text
}

fn push_node(text: &mut String, indent: &str, node: &Node<'_>) {
    let (open, close) = match node.shape {
        Shape::Step => ("[", "]"),
        Shape::Decision => ("{", "}"),
        Shape::Exit => ("([", "])"),
    };
    let lines: Vec<String> = node.lines.iter().map(|line| quoted(line)).collect();
    let _ = writeln!(text, "{indent}{}{open}\"{}\"{close}", name(node.id), lines.join("<br/>"));
}

fn push_arrow(text: &mut String, arrow: &Arrow<'_>) {
    let line = if arrow.basis == ElementBasis::Open { "-.->" } else { "-->" };
    let label = arrow.label.as_ref().map(|label| format!("|\"{}\"|", quoted(label)));
    let (from, to) = (name(arrow.from), name(arrow.to));
    let _ = writeln!(text, "  {from} {line}{} {to}", label.unwrap_or_default());
}

/// An id that is no word of Mermaid, such as `end`.
fn name(id: &str) -> String {
    format!("n_{}", id.replace('-', "_"))
}

/// Text between quotes, in which nothing is read as a part of the language.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | ';' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
