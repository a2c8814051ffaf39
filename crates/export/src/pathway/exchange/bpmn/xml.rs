//! XML as text: tags with indents, and all that is written kept as it is.

use std::fmt::Write as _;

use firstyear_core::pathway::exchange::bpmn as names;
use serde::Serialize;
use serde_json::Value;

/// A document on the way.
#[derive(Debug)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

/// Attributes of a tag; one without a value is left out.
pub(super) type Attributes<'a> = &'a [(&'a str, Option<&'a str>)];

impl Xml {
    pub(super) fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// Opens a tag.
    pub(super) fn open(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.begin(tag, attributes);
        self.text.push_str(">\n");
        self.open.push(tag);
    }

    /// Closes the tag that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(tag) = self.open.pop() {
            self.indent();
            // Writing to a string cannot fail.
            let _ = writeln!(self.text, "</{tag}>");
        }
    }

    /// A tag with nothing in it.
    pub(super) fn empty(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.begin(tag, attributes);
        self.text.push_str("/>\n");
    }

    /// A tag with a text in it.
    pub(super) fn leaf(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) {
        self.begin(tag, attributes);
        self.text.push('>');
        escape(&mut self.text, text);
        let _ = writeln!(self.text, "</{tag}>");
    }

    /// The rest of an element of the document: its fields but those that the format
    /// holds, texts and numbers as attributes and all else as tags within.
    pub(super) fn rest(&mut self, name: &str, element: &impl Serialize, held: &[&str]) {
        // An element of a pathway is made of texts, numbers and lists.
        let Ok(Value::Object(mut fields)) = serde_json::to_value(element) else { return };
        fields.retain(|field, _| !held.contains(&field.as_str()));
        self.element(name, &Value::Object(fields));
    }

    fn element(&mut self, name: &str, value: &Value) {
        let tag = format!("{}:{name}", names::PREFIX);
        let Value::Object(fields) = value else {
            return self.leaf(&tag, &[], &said(value).unwrap_or_default());
        };
        // In one order, whatever the map keeps.
        let mut fields: Vec<_> = fields.iter().collect();
        fields.sort_by_key(|(name, _)| name.as_str());
        let said: Vec<_> =
            fields.iter().map(|(name, value)| (name.as_str(), said(value))).collect();
        let attributes: Vec<_> =
            said.iter().map(|(name, value)| (*name, value.as_deref())).collect();
        let within: Vec<_> =
            fields.iter().filter(|(_, one)| one.is_array() || one.is_object()).collect();
        if within.is_empty() {
            return self.empty(&tag, &attributes);
        }
        self.begin(&tag, &attributes);
        self.text.push_str(">\n");
        // Counts as a level of the indent; the tag is written by hand.
        self.open.push("");
        for (name, value) in within {
            match value {
                Value::Array(items) => items.iter().for_each(|item| self.element(name, item)),
                value => self.element(name, value),
            }
        }
        self.open.pop();
        self.indent();
        let _ = writeln!(self.text, "</{tag}>");
    }

    /// The document, once all is closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn begin(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.indent();
        self.text.push('<');
        self.text.push_str(tag);
        for (name, value) in attributes {
            if let Some(value) = value {
                let _ = write!(self.text, " {name}=\"");
                escape(&mut self.text, value);
                self.text.push('"');
            }
        }
    }

    fn indent(&mut self) {
        let deep = self.open.len();
        self.text.extend(std::iter::repeat_n("  ", deep));
    }
}

/// A single value as text.
fn said(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A text so that a reader gives it back: line ends and tabs by their number, which
/// attributes would lose.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
}

/// Whether XML can hold a text: it has no place for most control characters.
pub(super) fn holds(text: &str) -> bool {
    !text.contains(|c: char| {
        (c < ' ' && !"\t\n\r".contains(c)) || matches!(c, '\u{fffe}' | '\u{ffff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_numbers_are_attributes_and_lists_are_tags() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", Some("<\"&\n")), ("c", None)]);
        let element = serde_json::json!({
            "n": 4.0, "t": true, "x": "y", "is": ["one", "t<o"], "o": {"v": 1}, "held": 1
        });
        xml.rest("e", &element, &["held"]);
        let text = xml.finish();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&lt;&quot;&amp;&#10;\">\n  \
             <firstyear:e n=\"4.0\" t=\"true\" x=\"y\">\n    <firstyear:is>one</firstyear:is>\n    \
             <firstyear:is>t&lt;o</firstyear:is>\n    <firstyear:o v=\"1\"/>\n  </firstyear:e>\n</a>\n"
        );
        assert!(holds("é\n") && !holds("\u{1}") && !holds("\u{ffff}"));
    }
}
