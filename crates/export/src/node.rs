//! JSON whose fields stand in the order in which they were given, whatever the
//! features of the library that writes it.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Number;

/// An object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Node(Vec<(&'static str, Part)>);

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
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// One field more, a text.
    pub(crate) fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.0.push((name, Part::Text(text.into())));
        self
    }

    /// The same where there is one.
    pub(crate) fn maybe_text(self, name: &'static str, text: Option<String>) -> Self {
        match text {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    pub(crate) fn truth(mut self, name: &'static str, truth: bool) -> Self {
        self.0.push((name, Part::Truth(truth)));
        self
    }

    pub(crate) fn number(mut self, name: &'static str, number: impl Into<Number>) -> Self {
        self.0.push((name, Part::Number(number.into())));
        self
    }

    pub(crate) fn node(mut self, name: &'static str, node: Self) -> Self {
        self.0.push((name, Part::Node(node)));
        self
    }

    /// The same where there is one.
    pub(crate) fn maybe(self, name: &'static str, node: Option<Self>) -> Self {
        match node {
            Some(node) => self.node(name, node),
            None => self,
        }
    }

    /// A list, left out where it is empty: FHIR has no empty ones.
    pub(crate) fn nodes(
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
    pub(crate) fn texts(
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
