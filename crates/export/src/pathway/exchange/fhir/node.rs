//! JSON whose fields stand in the order in which they were given.

use firstyear_core::pathway::exchange::fhir as names;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Number, Value};

/// An object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Node(Vec<(&'static str, Part)>);

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Truth(bool),
    Number(Number),
    Node(Node),
    Nodes(Vec<Node>),
    Texts(Vec<String>),
}

impl Node {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// One field more, a text.
    pub(super) fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.0.push((name, Part::Text(text.into())));
        self
    }

    pub(super) fn truth(mut self, name: &'static str, truth: bool) -> Self {
        self.0.push((name, Part::Truth(truth)));
        self
    }

    pub(super) fn number(mut self, name: &'static str, number: impl Into<Number>) -> Self {
        self.0.push((name, Part::Number(number.into())));
        self
    }

    pub(super) fn node(mut self, name: &'static str, node: Self) -> Self {
        self.0.push((name, Part::Node(node)));
        self
    }

    /// The same where there is one.
    pub(super) fn maybe(self, name: &'static str, node: Option<Self>) -> Self {
        match node {
            Some(node) => self.node(name, node),
            None => self,
        }
    }

    /// A list, left out where it is empty: FHIR has no empty ones.
    pub(super) fn nodes(
        mut self,
        name: &'static str,
        nodes: impl IntoIterator<Item = Self>,
    ) -> Self {
        let nodes: Vec<_> = nodes.into_iter().collect();
        if !nodes.is_empty() {
            self.0.push((name, Part::Nodes(nodes)));
        }
        self
    }

    /// The same of texts.
    pub(super) fn texts(
        mut self,
        name: &'static str,
        texts: impl IntoIterator<Item = String>,
    ) -> Self {
        let texts: Vec<_> = texts.into_iter().collect();
        if !texts.is_empty() {
            self.0.push((name, Part::Texts(texts)));
        }
        self
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, part) in &self.0 {
            match part {
                Part::Text(text) => map.serialize_entry(name, text)?,
                Part::Truth(truth) => map.serialize_entry(name, truth)?,
                Part::Number(number) => map.serialize_entry(name, number)?,
                Part::Node(node) => map.serialize_entry(name, node)?,
                Part::Nodes(nodes) => map.serialize_entry(name, nodes)?,
                Part::Texts(texts) => map.serialize_entry(name, texts)?,
            }
        }
        map.end()
    }
}

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
