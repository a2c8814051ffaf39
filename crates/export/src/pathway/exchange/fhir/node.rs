//! Extensions and codes as FHIR writes them.

use firstyear_core::pathway::exchange::fhir as names;
use serde::ser::Serialize;
use serde_json::Value;

pub(super) use crate::node::Node;

/// The rest of an element as an extension of ours: its fields but those that FHIR
/// holds. `None` where nothing is left.
pub(super) fn rest(name: &str, element: &impl Serialize, held: &[&str]) -> Option<Node> {
    // An element of a pathway is made of texts, numbers and lists.
    let Ok(Value::Object(mut fields)) = serde_json::to_value(element) else { return None };
    fields.retain(|field, _| !held.contains(&field.as_str()));
    of_value(&names::address(name), &Value::Object(fields)).pop()
}

/// A value as extensions: one for each item of a list.
fn of_value(url: &str, value: &Value) -> Vec<Node> {
    let node = Node::new().text("url", url);
    match value {
        Value::Null => Vec::new(),
        Value::Bool(truth) => vec![node.truth("valueBoolean", *truth)],
        Value::String(text) => vec![node.text("valueString", text)],
        Value::Number(number) => {
            // An `integer` of FHIR has 32 bits.
            let short = number.as_i64().is_some_and(|number| i32::try_from(number).is_ok());
            let name = if short { "valueInteger" } else { "valueDecimal" };
            vec![node.number(name, number.clone())]
        }
        Value::Array(items) => items.iter().flat_map(|item| of_value(url, item)).collect(),
        Value::Object(fields) => {
            // In one order, whatever the map keeps.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| name.as_str());
            let parts: Vec<_> =
                fields.into_iter().flat_map(|(name, value)| of_value(name, value)).collect();
            if parts.is_empty() { Vec::new() } else { vec![node.nodes("extension", parts)] }
        }
    }
}

/// An extension of ours with a text.
pub(super) fn text_extension(name: &str, text: &str) -> Node {
    Node::new().text("url", names::address(name)).text("valueString", text)
}

/// A code of a system.
pub(super) fn coding(system: impl Into<String>, code: &str, display: Option<&str>) -> Node {
    let node = Node::new().text("system", system).text("code", code);
    match display {
        Some(display) => node.text("display", display),
        None => node,
    }
}

/// A concept with these codes.
pub(super) fn concept(codings: impl IntoIterator<Item = Node>) -> Node {
    Node::new().nodes("coding", codings)
}
