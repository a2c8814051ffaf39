//! A reference page for each schema, made from the schema and an example of its
//! document, and an index of them.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value};

use super::Generated;
use crate::page::{cell, text};
use crate::{Failure, entries, read};

/// Where the pages stand.
pub(super) const FOLDER: &str = "docs/reference/schemas";

/// Lines of an example that a page shows; the rest is in the file.
const SHOWN: usize = 60;

/// Each page by its path from the root of the workspace; the index first.
pub(super) fn pages(
    root: &Path,
    generated: &[Generated],
) -> Result<Vec<(String, String)>, Failure> {
    let mut pages = vec![(format!("{FOLDER}/README.md"), index(generated))];
    for one in generated {
        let page = page(root, one)?;
        pages.push((format!("{FOLDER}/{}.md", name(one)), page));
    }
    Ok(pages)
}

fn name(generated: &Generated) -> String {
    generated.file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn index(generated: &[Generated]) -> String {
    let mut page = "\
<!-- Made by `cargo xtask schemas` from the types of the documents. -->

# Schemas

JSON Schemas (draft 2020-12) of every document that firstyear reads or writes.
`firstyear schema NAME` prints one, and `schemas/v1` has them all. What is valid
under a version stays valid: a version only gains optional fields. Documents that
people write refuse fields that no schema knows; readers of documents that the
program writes must expect further ones.

| name | document | who writes it |
|---|---|---|
"
    .to_owned();
    for one in generated {
        let (name, title) = (name(one), one.schema["title"].as_str().unwrap_or_default());
        let who = if is_written(&one.schema) { "the program" } else { "people" };
        // Writing to a string cannot fail.
        let _ = writeln!(page, "| [{name}]({name}.md) | {} | {who} |", cell(title));
    }
    page
}

/// Whether the program writes the documents: those name their schema.
fn is_written(schema: &Value) -> bool {
    schema.pointer("/properties/$schema").is_some()
}

fn page(root: &Path, generated: &Generated) -> Result<String, Failure> {
    let (name, schema) = (name(generated), &generated.schema);
    let mut page = String::new();
    let title = schema["title"].as_str().unwrap_or_default();
    let id = schema["$id"].as_str().unwrap_or_default();
    let _ = writeln!(
        page,
        "<!-- Made by `cargo xtask schemas` from the type of the document. -->\n\n# {}\n\n{}\n\n\
         - Schema: [`schemas/v1/{name}.json`](../../../schemas/v1/{name}.json), `{id}`",
        text(title),
        text(described(schema)),
    );
    let documents = entries(root, &root.join("schemas/accepted").join(&name))?;
    if let Some(first) = documents.first() {
        let file = first.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let _ = writeln!(page, "- Example: [{file}](#example)");
    }
    part(schema, "Document", &mut page);
    let parts = schema["$defs"].as_object().into_iter().flatten();
    for (name, of) in parts {
        part(of, name, &mut page);
    }
    if let Some(first) = documents.first() {
        let whole = read(root, first)?;
        let lines: Vec<_> = whole.lines().collect();
        let shown = lines[..lines.len().min(SHOWN)].join("\n");
        let rest = lines.len().saturating_sub(SHOWN);
        let file = first.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let _ = write!(page, "\n## Example\n\n```json\n{shown}\n```\n");
        if rest > 0 {
            let at = format!("../../../schemas/accepted/{name}/{file}");
            let _ = writeln!(page, "\nThe first {SHOWN} lines of [{file}]({at}).");
        }
    }
    Ok(page)
}

fn described(schema: &Value) -> &str {
    schema["description"].as_str().unwrap_or_default()
}

/// A type: its fields, its words or its forms.
fn part(schema: &Value, name: &str, page: &mut String) {
    let _ = write!(page, "\n## {name}\n");
    if name != "Document" && !described(schema).is_empty() {
        let _ = write!(page, "\n{}\n", text(described(schema)));
    }
    let forms = ["oneOf", "anyOf"].iter().find_map(|union| schema[*union].as_array());
    if let Some(fields) = schema["properties"].as_object() {
        fields_of(schema, fields, page);
    } else if let Some(forms) = forms {
        let _ = write!(page, "\n| one of | meaning |\n|---|---|\n");
        for form in forms {
            let _ = writeln!(page, "| {} | {} |", kind(form), cell(&text(described(form))));
        }
        for form in forms {
            if let Some(fields) = form["properties"].as_object() {
                let _ = write!(page, "\n{}:\n", kind(form));
                fields_of(form, fields, page);
            }
        }
    } else {
        let _ = write!(page, "\n{}\n", kind(schema));
    }
}

fn fields_of(schema: &Value, fields: &Map<String, Value>, page: &mut String) {
    let required = schema["required"].as_array();
    let is_required =
        |name: &str| required.is_some_and(|names| names.iter().any(|known| known == name));
    let _ = write!(page, "\n| field | type | | meaning |\n|---|---|---|---|\n");
    for (name, field) in fields {
        let must = if is_required(name) { "required" } else { "" };
        let meaning = cell(&text(described(field)));
        let _ = writeln!(page, "| `{name}` | {} | {must} | {meaning} |", kind(field));
    }
}

/// What may stand in a place, in words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(only) = schema.get("const") {
        return format!("`{only}`");
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    for union in ["anyOf", "oneOf", "allOf"] {
        if let Some(forms) = schema[union].as_array() {
            return forms.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(fields) = schema["properties"].as_object() {
        let told = |(name, field): (&String, &Value)| {
            field
                .get("const")
                .map_or_else(|| format!("`{name}`"), |only| format!("`{name}`: `{only}`"))
        };
        return format!(
            "an object with {}",
            fields.iter().map(told).collect::<Vec<_>>().join(", ")
        );
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return "anything".to_owned(),
    };
    let named = |name: &&str| match *name {
        "array" => format!("list of {}", kind(&schema["items"])),
        "object" => match schema.get("additionalProperties") {
            Some(of @ Value::Object(_)) => format!("object of {}", kind(of)),
            _ => "object".to_owned(),
        },
        "integer" => "whole number".to_owned(),
        "string" => match schema["format"].as_str() {
            Some("date") => "date".to_owned(),
            _ => "text".to_owned(),
        },
        other => other.to_owned(),
    };
    names.iter().map(named).collect::<Vec<_>>().join(" or ")
}
