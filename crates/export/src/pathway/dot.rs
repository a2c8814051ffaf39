//! DOT, as Graphviz draws it.

use std::fmt::Write as _;

use firstyear_core::pathway::{CarePathway, ElementBasis};

use super::drawing::{Arrow, Drawing, LEGEND, Node, Shape};

/// A directed graph in the language of Graphviz, with a cluster for each agency.
#[must_use]
pub fn dot(pathway: &CarePathway) -> String {
    let drawing = Drawing::of(pathway);
    let mut text = String::new();
    let label = [&*pathway.title, &*pathway.review, LEGEND].map(quoted).join("\\n");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "digraph \"{}\" {{", quoted(&pathway.id));
    let _ = writeln!(text, "  graph [label=\"{label}\", labelloc=b, fontname=\"sans-serif\"];");
    text.push_str(
        "  node [fontname=\"sans-serif\", fontsize=11];\n  \
         edge [fontname=\"sans-serif\", fontsize=9];\n",
    );
    for (at, (agency, nodes)) in drawing.lanes.iter().enumerate() {
        let _ = writeln!(text, "  subgraph cluster_{} {{", at + 1);
        let _ = writeln!(text, "    label=\"{}\";", quoted(agency));
        for node in nodes {
            push_node(&mut text, "    ", node);
        }
        text.push_str("  }\n");
    }
    for node in &drawing.beside {
        push_node(&mut text, "  ", node);
    }
    for arrow in &drawing.arrows {
        push_arrow(&mut text, arrow);
    }
    text.push_str("}\n");
    text
}

fn push_node(text: &mut String, indent: &str, node: &Node<'_>) {
    let (shape, rounded) = match node.shape {
        Shape::Step => ("box", ""),
        Shape::Decision => ("diamond", ""),
        Shape::Exit => ("box", "rounded"),
    };
    let style: Vec<&str> =
        [rounded, line(node.basis)].into_iter().filter(|style| !style.is_empty()).collect();
    let lines: Vec<String> = node.lines.iter().map(|line| quoted(line)).collect();
    let _ = writeln!(
        text,
        "{indent}\"{}\" [shape={shape}, style=\"{}\", label=\"{}\"];",
        quoted(node.id),
        style.join(","),
        lines.join("\\n")
    );
}

fn push_arrow(text: &mut String, arrow: &Arrow<'_>) {
    let style = line(arrow.basis);
    let label = arrow.label.as_deref().map(quoted).unwrap_or_default();
    let _ = writeln!(
        text,
        "  \"{}\" -> \"{}\" [style=\"{style}\", label=\"{label}\"];",
        quoted(arrow.from),
        quoted(arrow.to)
    );
}

const fn line(basis: ElementBasis) -> &'static str {
    match basis {
        ElementBasis::Stated => "",
        ElementBasis::Inferred => "dashed",
        ElementBasis::Open => "dotted",
    }
}

/// Text between quotes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
