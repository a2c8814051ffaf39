//! A pathway that was written as BPMN here: what stands in fields of BPMN from those,
//! and the rest from our extension elements.

use std::collections::BTreeMap;

use firstyear_core::pathway::exchange::{Scalar, bpmn as names, is_list, scalar};
use serde_json::{Map, Number, Value};

use super::super::Report;
use super::super::assemble::Assembled;
use super::process::{is_noted, placed};
use super::tree::Tag;

/// The parts of a process that bears our extension.
pub(super) fn own(process: &Tag, rest: &Tag, report: &mut Report) -> Assembled {
    let mut fields = fields(rest);
    insert(&mut fields, "title", process.attribute("name"));
    let said = process.named(names::MODEL, "documentation").next();
    insert(&mut fields, "summary", said.map(|said| said.text.as_str()));
    for owed in fields.get_mut("obligation").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(owed) = owed.as_object_mut() {
            owed.entry("expects").or_insert_with(|| Value::Array(Vec::new()));
        }
    }
    let mut document = Assembled::new(fields);
    // Our ids of nodes, and the steps that gateways part the ways of.
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    let mut decisions: Vec<(&Tag, Map<String, Value>)> = Vec::new();
    for node in &process.within {
        let Some(id) = node.attribute("id") else { continue };
        if let Some(step) = extension(node, names::STEP) {
            let step = element(node, step, "name", &mut ids);
            document.push("step", Value::Object(step), &placed(node));
        } else if let Some(exit) = extension(node, names::EXIT) {
            let exit = element(node, exit, "name", &mut ids);
            document.push("exit", Value::Object(exit), &placed(node));
        } else if let Some(decision) = extension(node, names::DECISION) {
            let decision = element(node, decision, "question", &mut ids);
            decisions.push((node, decision));
        } else if let Some(parting) = extension(node, names::PARTING) {
            ids.insert(id, parting.attribute("from").unwrap_or_default().to_owned());
        } else if node.space == names::MODEL && !is_noted(node) && node.name != "startEvent" {
            report.not_taken(&placed(node), "a tag that is no step, decision or exit of ours");
        }
    }
    let id = |way: &Tag, end: &str| {
        let id = way.attribute(end)?;
        Some(ids.get(id).cloned().unwrap_or_else(|| id.to_owned()))
    };
    for way in process.named(names::MODEL, "sequenceFlow") {
        if let Some(flow) = extension(way, names::FLOW) {
            let mut flow = self::fields(flow);
            insert(&mut flow, "from", id(way, "sourceRef").as_deref());
            insert(&mut flow, "to", id(way, "targetRef").as_deref());
            insert(&mut flow, "when", way.attribute("name"));
            document.push("flow", Value::Object(flow), &placed(way));
        }
    }
    for (node, mut decision) in decisions {
        let mut rows = Vec::new();
        for way in process.named(names::MODEL, "sequenceFlow") {
            let leads_on = way.attribute("sourceRef") == node.attribute("id");
            let Some(row) = extension(way, names::ROW).filter(|_| leads_on) else { continue };
            let mut row = self::fields(row);
            insert(&mut row, "then", id(way, "targetRef").as_deref());
            document.note("decision", &format!("row[{}]", rows.len()), &placed(way));
            rows.push(Value::Object(row));
        }
        decision.insert("row".to_owned(), Value::Array(rows));
        decision.entry("input").or_insert_with(|| Value::Array(Vec::new()));
        document.push("decision", Value::Object(decision), &placed(node));
    }
    document
}

/// The rest of a node with its id and its name.
fn element<'t>(
    node: &'t Tag,
    rest: &Tag,
    name: &str,
    ids: &mut BTreeMap<&'t str, String>,
) -> Map<String, Value> {
    let mut fields = fields(rest);
    let id = node.attribute("id").unwrap_or_default();
    if let Some(ours) = names::ours(id) {
        insert(&mut fields, "id", Some(ours));
    }
    let ours = fields.get("id").and_then(Value::as_str).unwrap_or(id);
    ids.insert(id, ours.to_owned());
    insert(&mut fields, name, node.attribute("name"));
    fields
}

/// An extension element of ours.
pub(super) fn extension<'t>(node: &'t Tag, name: &'t str) -> Option<&'t Tag> {
    let mut all = node.named(names::MODEL, "extensionElements");
    all.find_map(|within| within.named(names::OURS, name).next())
}

/// The fields of an element of the document.
fn fields(element: &Tag) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, text) in element.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns")) {
        fields.insert(name.clone(), typed(name, text));
    }
    for tag in element.within.iter().filter(|tag| tag.space == names::OURS) {
        let value = if tag.attributes.is_empty() && tag.within.is_empty() {
            Value::from(tag.text.as_str())
        } else {
            Value::Object(self::fields(tag))
        };
        match fields.get_mut(&tag.name) {
            Some(Value::Array(items)) => items.push(value),
            // Twice where once is right: the reader of the document says so.
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None if is_list(&element.name, &tag.name) => {
                fields.insert(tag.name.clone(), Value::Array(vec![value]));
            }
            None => {
                fields.insert(tag.name.clone(), value);
            }
        }
    }
    fields
}

/// A text as what its field holds; what is none stays a text, for the reader of the
/// document to find.
fn typed(field: &str, text: &str) -> Value {
    let read = match scalar(field) {
        Scalar::Text => None,
        Scalar::Number => text.parse().ok().and_then(Number::from_f64).map(Value::Number),
        Scalar::Whole => text.parse::<u64>().ok().map(Value::from),
        Scalar::Truth => text.parse::<bool>().ok().map(Value::from),
    };
    read.unwrap_or_else(|| Value::from(text))
}

fn insert(fields: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    fields.extend(text.map(|text| (name.to_owned(), Value::from(text))));
}
