//! Event logs in XES (IEEE 1849), packed or not.
//!
//! The text is read tag by tag. Entities other than the five of XML itself are
//! not expanded, a document type is refused, and depth and length of a tag are
//! bounded.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use firstyear_core::event::{Classifier, Extension};
use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event as Xml};

use crate::format::{Fit, Format, Reading};
use crate::input::Input;
use crate::{OnProgress, ReadError};

mod whole;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::Xes,
    title: "An event log in XES, gz or not",
    explanation: "\
Told by its first tag, log. A trace is a case by its concept:name, or by its number where it has \
none; an event is its concept:name at its time:timestamp, with lifecycle:transition as the step \
and org:role, or else org:resource, as the resource. All other attributes are kept with their \
types, those within others under both keys joined by a slash; so are attributes of traces and of \
the log, extensions and classifiers. Declarations of global attributes are not read. An event \
without a name, or with a time that is none, is refused; one without a time is kept and told. A \
document type and entities of its own are refused. Held against a pathway, a trace is a case with \
events or without, and what its attributes say is said of the case.",
    fits: |sample| {
        let text = sample.text().and_then(|text| text.xml()).unwrap_or_default();
        Fit::sure_if(first_tag(text).is_some_and(|name| name == "log"))
    },
    read: |input, _, sink, progress| {
        let mut log = whole::Log::new(input.place(), sink);
        walk(input, &mut log, progress)?;
        log.finish();
        Ok(())
    },
};

/// What takes in a log, tag by tag.
pub(super) trait Taker {
    /// Tells of an attribute: of what, by which key, of which type and what it is.
    fn attribute(&mut self, of: Owner, kind: &str, key: &str, text: &str);
    /// An extension was told.
    fn extension(&mut self, _: Extension) {}
    /// A classifier was told.
    fn classifier(&mut self, _: Classifier) {}
    /// A trace begins.
    fn trace(&mut self);
    /// A trace ends.
    fn trace_ends(&mut self);
    /// An event begins, in a trace or in none.
    fn event(&mut self, in_trace: bool);
    /// An event ends.
    fn event_ends(&mut self);
}

/// What an attribute is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Log,
    Trace,
    Event,
}

/// The key of the name of an event or a trace.
pub(super) const NAME: &str = "concept:name";
/// The key of the time of an event.
pub(super) const TIME: &str = "time:timestamp";

/// Tags within tags: attributes seldom hold others, and those no more.
const DEEPEST: usize = 64;
/// Bytes of one tag.
const LONGEST: u64 = 1 << 24;

/// The name of the first tag after declarations and comments.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')?..];
        let end = match () {
            () if rest.starts_with("<?") => "?>",
            () if rest.starts_with("<!--") => "-->",
            () if rest.starts_with("<!") => ">",
            () => break,
        };
        rest = &rest[rest.find(end)? + end.len()..];
    }
    let name = rest[1..].split([' ', '>', '/', '\t', '\r', '\n']).next()?;
    Some(name.rsplit(':').next().unwrap_or(name))
}

/// Goes through a log from its first tag to its last.
pub(super) fn walk(input: &Input<'_>, taker: &mut dyn Taker, progress: OnProgress<'_>) -> Reading {
    const BETWEEN_REPORTS: u64 = 8192;
    let left = Rc::new(Cell::new(LONGEST));
    let bounded = Bounded { inner: input.stream()?, left: Rc::clone(&left) };
    let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(1 << 16, bounded));
    let mut log = Walk::new(input.place(), taker);
    let mut buffer = Vec::new();
    let mut tags = 0_u64;
    loop {
        buffer.clear();
        left.set(LONGEST);
        tags += 1;
        if tags.is_multiple_of(BETWEEN_REPORTS) {
            input.report(progress)?;
        }
        match reader.read_event_into(&mut buffer) {
            Ok(Xml::Start(tag)) => log.open(&tag)?,
            Ok(Xml::Empty(tag)) => {
                log.open(&tag)?;
                log.close();
            }
            Ok(Xml::End(_)) => log.close(),
            Ok(Xml::DocType(_)) => {
                let message = "the file declares a document type, which can define entities";
                return Err(log.broken(message).with_help("remove the declaration").into());
            }
            Ok(Xml::Eof) => break,
            Ok(_) => {}
            Err(quick_xml::Error::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge => {
                return Err(log.broken("a tag is longer than any of a log").into());
            }
            Err(quick_xml::Error::Io(error)) => {
                return Err(input.io(io::Error::from(error.kind())));
            }
            Err(_) => {
                return Err(log.broken("the file is no well-formed XML, or is cut short").into());
            }
        }
    }
    input.report(progress)?;
    log.finish()
}

/// Refuses more bytes than are left to one tag.
struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        match self.left.get().checked_sub(read as u64) {
            Some(left) => self.left.set(left),
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        }
        Ok(read)
    }
}

/// What an open tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Log,
    Trace,
    Event,
    /// An attribute, with the length of the keys before its own.
    Attribute(usize),
    /// Something that is not read, or only holds others.
    Other {
        reads_on: bool,
    },
}

/// A walk through a log, as far as it has come.
struct Walk<'t> {
    file: Place,
    taker: &'t mut dyn Taker,
    open: Vec<Tag>,
    /// The keys of the attributes that are open, joined by slashes.
    keys: String,
    any: bool,
    events: u64,
}

impl<'t> Walk<'t> {
    fn new(file: Place, taker: &'t mut dyn Taker) -> Self {
        Self { file, taker, open: Vec::new(), keys: String::new(), any: false, events: 0 }
    }

    fn broken(&self, message: &str) -> Problem {
        Problem::new(ProblemCode::FileUnreadable, self.file.clone(), message)
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        if self.open.len() >= DEEPEST {
            return Err(self.broken("tags stand deeper within each other than in any log").into());
        }
        let name = tag.local_name();
        let name = name.as_ref();
        let opened = match (self.open.last(), name) {
            (None, "log") if !self.any => {
                self.any = true;
                Tag::Log
            }
            (None, _) => return Err(self.broken("the file is XML, and no log").into()),
            (Some(Tag::Other { reads_on: false }), _) => Tag::Other { reads_on: false },
            (Some(Tag::Log), "trace") => {
                self.taker.trace();
                Tag::Trace
            }
            (Some(Tag::Trace | Tag::Log), "event") => {
                self.taker.event(self.open.last() == Some(&Tag::Trace));
                self.events += 1;
                Tag::Event
            }
            (Some(Tag::Log), "extension") => {
                let [name, prefix, uri] = self.texts_of(tag, ["name", "prefix", "uri"])?;
                self.taker.extension(Extension { name, prefix, uri });
                Tag::Other { reads_on: false }
            }
            (Some(Tag::Log), "classifier") => {
                let [name, keys] = self.texts_of(tag, ["name", "keys"])?;
                self.taker.classifier(Classifier { name, keys });
                Tag::Other { reads_on: false }
            }
            (
                Some(_),
                "string" | "date" | "int" | "float" | "boolean" | "id" | "list" | "container",
            ) => {
                let [key, text] = self.texts_of(tag, ["key", "value"])?;
                let before = self.keys.len();
                if before > 0 {
                    self.keys.push('/');
                }
                self.keys.push_str(&key);
                if !matches!(name, "list" | "container") {
                    self.attribute(name, &text);
                }
                Tag::Attribute(before)
            }
            // The values of a list.
            (Some(Tag::Attribute(_)), "values") => Tag::Other { reads_on: true },
            (Some(_), _) => Tag::Other { reads_on: false },
        };
        self.open.push(opened);
        Ok(())
    }

    /// The texts of attributes of a tag; empty where it has none.
    fn texts_of<const N: usize>(
        &self,
        tag: &BytesStart<'_>,
        names: [&str; N],
    ) -> Result<[String; N], ReadError> {
        let mut out = [const { String::new() }; N];
        for attribute in tag.attributes() {
            let unreadable = "an attribute of a tag is not readable, or names an entity";
            let attribute = attribute.map_err(|_| self.broken(unreadable))?;
            if let Some(at) = names.iter().position(|name| *name == attribute.key.as_ref()) {
                let text = attribute.normalized_value(XmlVersion::Implicit1_0);
                out[at] = text.map_err(|_| self.broken(unreadable))?.into_owned();
            }
        }
        Ok(out)
    }

    /// Takes an attribute to what it belongs to.
    fn attribute(&mut self, kind: &str, text: &str) {
        let owner = self.open.iter().rev().find_map(|tag| match tag {
            Tag::Log => Some(Owner::Log),
            Tag::Trace => Some(Owner::Trace),
            Tag::Event => Some(Owner::Event),
            _ => None,
        });
        self.taker.attribute(owner.unwrap_or(Owner::Log), kind, &self.keys, text);
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Tag::Attribute(before)) => self.keys.truncate(before),
            Some(Tag::Event) => self.taker.event_ends(),
            Some(Tag::Trace) => self.taker.trace_ends(),
            _ => {}
        }
    }

    fn finish(self) -> Reading {
        if !self.open.is_empty() {
            return Err(self.broken("the file is cut short").into());
        }
        if !self.any || self.events == 0 {
            let message = "the log holds no event";
            return Err(Problem::new(ProblemCode::FileEmpty, self.file, message).into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::event::Value;

    use super::*;
    use crate::format::Context;
    use crate::sample::Sample;
    use crate::{CodeLists, Gather, Sources, unwatched};

    fn read(text: &str) -> Result<Gather, Vec<Problem>> {
        let input = Input::of_bytes(text.as_bytes(), &"log.xes".into());
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        (FORMAT.read)(&input, &with, &mut all, &mut unwatched).map_err(ReadError::problems)?;
        Ok(all)
    }

    /// Synthetic, in the form of the standard.
    const LOG: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- a log -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="x"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="source" value="made &amp; up"/>
  <trace>
    <string key="concept:name" value="case-1"/>
    <int key="parity" value="2"/>
    <event>
      <string key="concept:name" value="Booking"/>
      <date key="time:timestamp" value="2024-03-01T09:30:00.000+00:00"/>
      <string key="lifecycle:transition" value="complete"/>
      <string key="org:role" value="midwife"/>
      <float key="cost" value="12.5"><string key="currency" value="GBP"/></float>
    </event>
    <event>
      <string key="concept:name" value="Scan"/>
    </event>
  </trace>
  <trace><event><date key="time:timestamp" value="2024-03-01"/></event></trace>
</log>"#;

    #[test]
    fn traces_events_and_their_attributes_are_read() {
        let all = read(LOG).unwrap();
        let first = &all.log.events[0];
        assert_eq!(first.case.as_ref().unwrap().reveal(), "case-1");
        assert_eq!((&*first.activity, first.resource.as_deref()), ("Booking", Some("midwife")));
        assert_eq!(first.lifecycle.as_deref(), Some("complete"));
        assert_eq!(first.time.unwrap().to_string(), "2024-03-01T09:30:00Z");
        let expected = [
            ("cost".into(), Value::Number(12.5)),
            ("cost/currency".into(), Value::Text("GBP".into())),
        ];
        assert_eq!(first.attributes, expected);
        assert_eq!(
            all.log.cases[first.case.as_ref().unwrap()],
            [("parity".into(), Value::Whole(2))]
        );
        assert_eq!(all.log.extensions[0].prefix, "concept");
        assert_eq!(all.log.classifiers[0].keys, "concept:name");
        assert_eq!(all.log.attributes, [("source".into(), Value::Text("made & up".into()))]);
        assert_eq!((all.counts.used, all.counts.refused), (2, 1));
        let said: Vec<String> = all.read.problems.iter().map(ToString::to_string).collect();
        let expected = [
            "log.xes, row 3, column `concept:name`: the event names no activity",
            "log.xes: 2 events of 2 activities in 2 cases",
            "log.xes, row 2: the event has no time",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn what_is_no_safe_log_is_refused() {
        let refused = |text: &str| read(text).unwrap_err()[0].message.clone();
        let bomb = LOG.replace(
            "<!-- a log -->",
            "<!DOCTYPE log [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>",
        );
        assert!(refused(&bomb).contains("document type"));
        assert!(refused(&LOG.replace("&amp;", "&b;")).contains("names an entity"));
        for kept in [LOG.len() - 10, LOG.len() - 7] {
            assert!(refused(&LOG[..kept]).contains("cut short"), "{kept}");
        }
        assert!(refused("<html></html>").contains("no log"));
        assert!(refused("<log></log>").contains("no event"));
        assert!(refused("<log><trace></log>").contains("well-formed"));
        let deep = format!("<log>{}</log>", "<string key=\"a\" value=\"b\">".repeat(100));
        assert!(refused(&deep).contains("deeper"));
        let long = format!("<log><string key=\"a\" value=\"{}\"/></log>", "x".repeat(17 << 20));
        assert!(refused(&long).contains("longer"));
    }

    #[test]
    fn a_log_is_told_by_its_first_tag() {
        let fits = |text: &str| {
            let input = Input::of_bytes(text.as_bytes(), &"t".into());
            (FORMAT.fits)(&Sample::of(&input).unwrap())
        };
        assert_eq!(fits(LOG), Fit::Sure);
        assert_eq!(fits("<?xml version=\"1.0\"?><logs/>"), Fit::No);
        assert_eq!(fits("<!-- <log> -->"), Fit::No);
        assert_eq!(fits("a<b"), Fit::No);
    }
}
