//! A small XML document as a tree.
//!
//! Entities other than the five of XML itself are not expanded, a document type is
//! refused, and the depth of tags is bounded.

use firstyear_core::{Place, Problem};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::super::refused;
use crate::text::Lines;

/// Tags within tags: models hold processes within processes, and those a few more.
const DEEPEST: usize = 64;

/// A tag with what is in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Tag {
    /// Its namespace; empty for none.
    pub(super) space: String,
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) within: Vec<Tag>,
    pub(super) text: String,
    /// Its line, from 1.
    pub(super) line: u64,
}

impl Tag {
    /// An attribute without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let of = self.attributes.iter().find(|(known, _)| known == name);
        of.map(|(_, value)| value.as_str())
    }

    /// The tags of a namespace and name.
    pub(super) fn named<'t>(
        &'t self,
        space: &'t str,
        name: &'t str,
    ) -> impl Iterator<Item = &'t Self> {
        self.within.iter().filter(move |tag| tag.space == space && tag.name == name)
    }
}

/// The outermost tag of a text.
///
/// # Errors
///
/// A [`Problem`] for what is no XML, is cut short, declares a document type, or stands
/// too deep.
pub(super) fn tree(text: &str, file: &Place) -> Result<Tag, Problem> {
    let mut reader = NsReader::from_str(text);
    let mut lines = Lines::new(text.as_bytes());
    let mut open: Vec<Tag> = vec![Tag::default()];
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let line = lines.number(at);
        let broken = |message: &str| refused(&file.clone().row(line), message);
        let event = reader.read_resolved_event();
        match event {
            Ok((space, Event::Start(tag))) => {
                if open.len() > DEEPEST {
                    return Err(broken("tags stand deeper within each other than in any model"));
                }
                let tag = read(&space, &tag, line).ok_or_else(|| broken(ATTRIBUTE))?;
                open.push(tag);
            }
            Ok((space, Event::Empty(tag))) => {
                let tag = read(&space, &tag, line).ok_or_else(|| broken(ATTRIBUTE))?;
                put(&mut open, tag);
            }
            Ok((_, Event::End(_))) => {
                let done = open.pop().unwrap_or_default();
                put(&mut open, done);
            }
            Ok((_, Event::Text(text))) => push(&mut open, &text),
            Ok((_, Event::CData(text))) => push(&mut open, &text),
            Ok((_, Event::GeneralRef(entity))) => {
                let said = resolved(&entity).ok_or_else(|| {
                    broken("an entity that is none of XML").with_help("write the text itself")
                })?;
                push(&mut open, &said);
            }
            Ok((_, Event::DocType(_))) => {
                let message = "the file declares a document type, which can define entities";
                return Err(broken(message).with_help("remove the declaration"));
            }
            Ok((_, Event::Eof)) => break,
            Ok(_) => {}
            Err(_) => return Err(broken("the file is no well-formed XML from here on")),
        }
    }
    let whole = open.pop().unwrap_or_default();
    if !open.is_empty() {
        return Err(refused(file, "the XML is cut short"));
    }
    whole.within.into_iter().next().ok_or_else(|| refused(file, "the file is no XML"))
}

const ATTRIBUTE: &str = "an attribute of a tag is not readable, or names an entity";

/// Puts a tag into the one that is open.
fn put(open: &mut [Tag], tag: Tag) {
    if let Some(last) = open.last_mut() {
        last.within.push(tag);
    }
}

fn push(open: &mut [Tag], text: &str) {
    if let Some(last) = open.last_mut() {
        last.text.push_str(text);
    }
}

fn read(space: &ResolveResult<'_>, tag: &BytesStart<'_>, line: u64) -> Option<Tag> {
    let space = match space {
        ResolveResult::Bound(space) => space.as_ref().to_owned(),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
    };
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        attributes.push((attribute.key.as_ref().to_owned(), value));
    }
    let name = tag.local_name().as_ref().to_owned();
    Some(Tag { space, name, attributes, line, ..Tag::default() })
}

/// The text of an entity of XML itself, or of a character by its number.
fn resolved(entity: &BytesRef<'_>) -> Option<String> {
    if let Some(letter) = entity.resolve_char_ref().ok()? {
        return Some(letter.to_string());
    }
    let known = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];
    let name: &str = entity;
    known.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Tag, String> {
        tree(text, &Place::file("a.bpmn")).map_err(|problem| problem.to_string())
    }

    #[test]
    fn texts_come_back_as_they_were_written() {
        let tag = read(
            "<?xml version=\"1.0\"?>\n<a:b xmlns:a=\"urn:a\" c=\"x &amp;&#10;y\"><a:d> &lt;<![CDATA[&]]>é </a:d>\n<e/></a:b>",
        )
        .unwrap();
        assert_eq!((tag.space.as_str(), tag.name.as_str(), tag.line), ("urn:a", "b", 2));
        assert_eq!(tag.attribute("c"), Some("x &\ny"));
        assert_eq!(tag.named("urn:a", "d").next().unwrap().text, " <&é ");
        assert_eq!(tag.within[1].line, 3);
    }

    #[test]
    fn what_exhausts_or_expands_is_refused() {
        let cases = [
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "declares a document type"),
            ("<a>&b;</a>", "an entity that is none of XML"),
            ("<a b=\"&c;\"/>", "names an entity"),
            ("<a><b></a>", "no well-formed XML"),
            ("<a><b>", "cut short"),
            ("words", "the file is no XML"),
        ];
        for (text, told) in cases {
            let said = read(text).unwrap_err();
            assert!(said.contains(told), "{text}: {said}");
        }
        let deep = "<a>".repeat(100_000);
        assert!(read(&deep).unwrap_err().contains("deeper"));
    }
}
