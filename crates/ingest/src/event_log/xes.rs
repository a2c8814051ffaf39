//! Event logs in XES (IEEE 1849), packed or not.
//!
//! The text is read tag by tag. Entities other than the five of XML itself are
//! not expanded, a document type is refused, and depth and length of a tag are
//! bounded.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;
use std::sync::Arc;

use firstyear_core::event::{Case, CaseId, Classifier, Event, Extension, LogPart, Moment, Value};
use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event as Xml};

use super::csv::time_fault;
use super::survey::Survey;
use super::value;
use crate::fault::Fault;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::memo::Memo;
use crate::sink::{Fate, Sink};
use crate::{OnProgress, ReadError};

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
document type and entities of its own are refused.",
    fits: |sample| {
        let text = sample.text().and_then(|text| text.xml()).unwrap_or_default();
        Fit::sure_if(first_tag(text).is_some_and(|name| name == "log"))
    },
    read: read_into,
};

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

fn read_into(
    input: &Input<'_>,
    _: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    const BETWEEN_REPORTS: u64 = 8192;
    let left = Rc::new(Cell::new(LONGEST));
    let bounded = Bounded { inner: input.stream()?, left: Rc::clone(&left) };
    let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(1 << 16, bounded));
    let mut log = Log::new(input.place(), sink);
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

/// The log as far as it was read.
struct Log<'s> {
    file: Place,
    sink: &'s mut dyn Sink,
    survey: Survey,
    open: Vec<Tag>,
    /// The keys of the attributes that are open, joined by slashes.
    keys: String,
    texts: Memo<Arc<str>>,
    any: bool,
    traces: u64,
    events: u64,
    trace: Vec<(Arc<str>, Value)>,
    case: Option<CaseId>,
    event: Parts,
}

/// The parts of an event.
#[derive(Default)]
struct Parts {
    activity: Option<Arc<str>>,
    time: Option<Moment>,
    lifecycle: Option<Arc<str>>,
    role: Option<Arc<str>>,
    resource: Option<Arc<str>>,
    attributes: Vec<(Arc<str>, Value)>,
    fault: Option<(&'static str, Fault)>,
}

const NAME: &str = "concept:name";
const TIME: &str = "time:timestamp";
const ROLE: &str = "org:role";
const RESOURCE: &str = "org:resource";

impl<'s> Log<'s> {
    fn new(file: Place, sink: &'s mut dyn Sink) -> Self {
        Self {
            survey: Survey::new(file.clone()),
            file,
            sink,
            open: Vec::new(),
            keys: String::new(),
            texts: Memo::new(),
            any: false,
            traces: 0,
            events: 0,
            trace: Vec::new(),
            case: None,
            event: Parts::default(),
        }
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
                self.traces += 1;
                self.trace.clear();
                self.case = None;
                Tag::Trace
            }
            (Some(Tag::Trace | Tag::Log), "event") => {
                if self.open.last() == Some(&Tag::Trace) {
                    self.settle_case();
                }
                self.events += 1;
                self.event = Parts::default();
                Tag::Event
            }
            (Some(Tag::Log), "extension") => {
                let [name, prefix, uri] = self.texts_of(tag, ["name", "prefix", "uri"])?;
                self.sink.log(LogPart::Extension(Extension { name, prefix, uri }));
                Tag::Other { reads_on: false }
            }
            (Some(Tag::Log), "classifier") => {
                let [name, keys] = self.texts_of(tag, ["name", "keys"])?;
                self.sink.log(LogPart::Classifier(Classifier { name, keys }));
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

    fn shared(&mut self, text: &str) -> Arc<str> {
        match self.texts.get(text, |text| Ok(text.into())) {
            Ok(shared) => Arc::clone(shared),
            Err(_) => text.into(),
        }
    }

    /// Takes an attribute to what it belongs to.
    fn attribute(&mut self, kind: &str, text: &str) {
        let owner = self.open.iter().rev();
        let owner = owner.copied().find(|tag| matches!(tag, Tag::Log | Tag::Trace | Tag::Event));
        let key = std::mem::take(&mut self.keys);
        let read = match value::of_type(kind, text) {
            Value::Text(_) => Value::Text(self.shared(text)),
            value => value,
        };
        let name = self.shared(&key);
        match owner {
            Some(Tag::Event) => self.of_event(&name, text, read),
            Some(Tag::Trace) if &*key == NAME => {
                self.case.get_or_insert_with(|| CaseId::new(text));
            }
            Some(Tag::Trace) => self.trace.push((name, read)),
            _ => self.sink.log(LogPart::Attribute(name, read)),
        }
        self.keys = key;
    }

    fn of_event(&mut self, key: &Arc<str>, text: &str, read: Value) {
        match &**key {
            NAME => self.event.activity = Some(self.shared(text)),
            TIME => match Moment::parse(text) {
                Ok(time) => self.event.time = Some(time),
                Err(error) => self.event.fault = Some((TIME, time_fault(error))),
            },
            "lifecycle:transition" => self.event.lifecycle = Some(self.shared(text)),
            ROLE => self.event.role = Some(self.shared(text)),
            RESOURCE => self.event.resource = Some(self.shared(text)),
            _ => self.event.attributes.push((Arc::clone(key), read)),
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Tag::Attribute(before)) => self.keys.truncate(before),
            Some(Tag::Event) => self.end_of_event(),
            Some(Tag::Trace) => {
                self.settle_case();
                self.case = None;
            }
            _ => {}
        }
    }

    /// The case of a trace is known once its events start, or it ends without
    /// any.
    fn settle_case(&mut self) {
        let number = self.traces;
        let id = self.case.get_or_insert_with(|| CaseId::new(format!("trace {number}"))).clone();
        self.survey.case(&id);
        if !self.trace.is_empty() {
            let attributes = std::mem::take(&mut self.trace);
            self.sink.log(LogPart::Case(Case { id, attributes }));
        }
    }

    fn end_of_event(&mut self) {
        let row = self.events;
        let Parts { activity, time, lifecycle, role, resource, mut attributes, fault } =
            std::mem::take(&mut self.event);
        let nameless =
            || (NAME, Fault::new(ProblemCode::EventIncomplete, "the event names no activity"));
        let (fault, activity) = match (fault, activity) {
            (None, Some(activity)) => (None, activity),
            (fault, activity) => {
                (Some(fault.unwrap_or_else(nameless)), activity.unwrap_or_default())
            }
        };
        if let Some((column, fault)) = fault {
            self.sink.problem(fault.at(self.file.clone().row(row).column(column)));
            self.sink.row(Fate::Refused);
            return;
        }
        // Who has a role is not needed beside it, and still the log's own.
        if let (Some(_), Some(resource)) = (&role, &resource) {
            attributes.push((RESOURCE.into(), Value::Text(Arc::clone(resource))));
        }
        let event = Event {
            case: self.case.clone(),
            activity,
            time,
            lifecycle,
            resource: role.or(resource),
            attributes,
            objects: Vec::new(),
            row,
        };
        self.survey.see(&event);
        self.sink.event(event);
        self.sink.row(Fate::Used);
    }

    fn finish(self) -> Reading {
        if !self.open.is_empty() {
            return Err(self.broken("the file is cut short").into());
        }
        if !self.any || self.events == 0 {
            let message = "the log holds no event";
            return Err(Problem::new(ProblemCode::FileEmpty, self.file, message).into());
        }
        self.survey.finish(self.sink);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;
    use crate::{CodeLists, Gather, Sources, unwatched};

    fn read(text: &str) -> Result<Gather, Vec<Problem>> {
        let input = Input::of_bytes(text.as_bytes(), &"log.xes".into());
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        read_into(&input, &with, &mut all, &mut unwatched).map_err(ReadError::problems)?;
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
