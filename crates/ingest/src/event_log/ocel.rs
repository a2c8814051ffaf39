//! Object-centric event logs, OCEL 2.0 in JSON: an event is tied to several
//! objects, such as a woman, her pregnancy and a baby.

use std::collections::HashMap;
use std::fmt;
use std::io::BufReader;
use std::sync::Arc;

use firstyear_core::event::{Event, LogPart, Moment, Object, ObjectId, Relation, Value};
use firstyear_core::project::FileFormat;
use firstyear_core::{Problem, ProblemCode};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

use super::csv::time_fault;
use super::survey::Survey;
use super::value;
use crate::fault::Fault;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::memo::Memo;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use crate::{OnProgress, ReadError};

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::Ocel,
    title: "An object-centric event log, OCEL 2.0 JSON",
    explanation: "\
Told by objectTypes or eventTypes at the top of a JSON document, or by relationships with \
qualifiers. Events keep their type as activity, their time, their attributes with the types that \
eventTypes declares, and their ties to objects with the qualifier of each; objects keep their \
type, their attributes with the time from which each holds, and their ties. The document is read \
as it comes, twice: once for the types. An event without a type or with a time that is none is \
refused, and so is an object whose id stands twice; ties to objects that are not there are told. \
Ids of objects never stand in messages.",
    fits,
    read: read_into,
};

fn fits(sample: &Sample) -> Fit {
    let Some(text) = sample.text().and_then(|text| text.json()) else { return Fit::No };
    let has = |word: &str| text.contains(word);
    Fit::sure_if(
        text.starts_with('{')
            && (has("\"objectTypes\"")
                || has("\"eventTypes\"")
                || (has("\"relationships\"") && has("\"qualifier\""))),
    )
}

fn read_into(
    input: &Input<'_>,
    _: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let first = BufReader::new(input.stream()?);
    let mut first = serde_json::Deserializer::from_reader(first);
    let types = Types::deserialize(&mut first).map_err(|error| unreadable(input, &error))?;
    let mut reading = Log {
        input,
        progress,
        sink,
        types: types.by_name(),
        survey: Survey::new(input.place()),
        texts: Memo::new(),
        events: 0,
        objects: 0,
        stopped: None,
    };
    let mut second = serde_json::Deserializer::from_reader(BufReader::new(input.stream()?));
    let read = Top(&mut reading).deserialize(&mut second).and_then(|()| second.end());
    if let Some(error) = reading.stopped {
        return Err(error);
    }
    read.map_err(|error| unreadable(input, &error))?;
    if reading.events == 0 {
        let message = "the log holds no event";
        return Err(Problem::new(ProblemCode::FileEmpty, input.place(), message).into());
    }
    reading.survey.finish(reading.sink);
    input.report(progress)
}

/// The words of the error can repeat what stands in the file.
fn unreadable(input: &Input<'_>, error: &serde_json::Error) -> ReadError {
    use serde_json::error::Category;
    let message = match error.classify() {
        Category::Io => {
            let kind = error.io_error_kind().unwrap_or(std::io::ErrorKind::Other);
            return input.io(kind.into());
        }
        Category::Eof => "the file is cut short",
        Category::Syntax => "the file is no JSON from here on",
        Category::Data => "a value here is of another kind than OCEL has",
    };
    let line = u64::try_from(error.line()).unwrap_or(u64::MAX);
    let place = input.place().row(line);
    Problem::new(ProblemCode::FileUnreadable, place, message).into()
}

/// The types of a log: what its attributes are.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Types {
    object_types: Vec<Type>,
    event_types: Vec<Type>,
}

#[derive(Deserialize)]
struct Type {
    name: String,
    #[serde(default)]
    attributes: Vec<Declared>,
}

#[derive(Deserialize)]
struct Declared {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

impl Types {
    fn by_name(self) -> HashMap<(String, String), String> {
        let all = self.object_types.into_iter().chain(self.event_types);
        all.flat_map(|of| {
            let name = of.name;
            of.attributes.into_iter().map(move |one| ((name.clone(), one.name), one.kind))
        })
        .collect()
    }
}

#[derive(Deserialize)]
struct RawEvent {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    attributes: Vec<RawAttribute>,
    #[serde(default)]
    relationships: Vec<RawRelation>,
}

#[derive(Deserialize)]
struct RawObject {
    id: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    attributes: Vec<RawAttribute>,
    #[serde(default)]
    relationships: Vec<RawRelation>,
}

#[derive(Deserialize)]
struct RawAttribute {
    name: String,
    #[serde(default)]
    value: serde_json::Value,
    #[serde(default)]
    time: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawRelation {
    object_id: String,
    #[serde(default)]
    qualifier: String,
}

/// The log as far as it was read.
struct Log<'l, 'i> {
    input: &'l Input<'i>,
    progress: OnProgress<'l>,
    sink: &'l mut dyn Sink,
    types: HashMap<(String, String), String>,
    survey: Survey,
    texts: Memo<Arc<str>>,
    events: u64,
    objects: u64,
    stopped: Option<ReadError>,
}

impl Log<'_, '_> {
    fn shared(&mut self, text: &str) -> Arc<str> {
        match self.texts.get(text, |text| Ok(text.into())) {
            Ok(shared) => Arc::clone(shared),
            Err(_) => text.into(),
        }
    }

    /// The value of an attribute; `None` where the log says that there is none.
    fn value(&mut self, of: &str, raw: &RawAttribute) -> Option<Value> {
        use serde_json::Value as Json;
        let declared = self.types.get(&(of.to_owned(), raw.name.clone()));
        match &raw.value {
            Json::Null => None,
            Json::Bool(truth) => Some(Value::Truth(*truth)),
            Json::Number(number) => Some(match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) if declared.is_none_or(|kind| kind != "float") => {
                    Value::Whole(whole)
                }
                (_, Some(number)) => Value::Number(number),
                _ => Value::Text(number.to_string().into()),
            }),
            Json::String(text) => {
                let kind = declared.map_or("string", String::as_str).to_owned();
                Some(match value::of_type(&kind, text) {
                    Value::Text(_) => Value::Text(self.shared(text)),
                    value => value,
                })
            }
            other => Some(Value::Text(other.to_string().into())),
        }
    }

    fn relations(&mut self, raw: Vec<RawRelation>) -> Vec<Relation> {
        let relation = |raw: RawRelation| Relation {
            qualifier: self.shared(&raw.qualifier),
            object: ObjectId::new(raw.object_id),
        };
        raw.into_iter().map(relation).collect()
    }

    fn event(&mut self, raw: RawEvent) {
        self.events += 1;
        let row = self.events;
        let time = raw.time.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let time = time.map(Moment::parse).transpose();
        let fault = match (&time, raw.kind.is_empty()) {
            (_, true) => {
                let message = "the event names no activity";
                Some(("type", Fault::new(ProblemCode::EventIncomplete, message)))
            }
            (Err(error), _) => Some(("time", time_fault(*error))),
            (Ok(_), false) => None,
        };
        if let Some((column, fault)) = fault {
            self.sink.problem(fault.at(self.input.place().row(row).column(column)));
            self.sink.row(Fate::Refused);
            return;
        }
        let mut attributes = Vec::with_capacity(raw.attributes.len());
        for attribute in &raw.attributes {
            if let Some(value) = self.value(&raw.kind, attribute) {
                attributes.push((self.shared(&attribute.name), value));
            }
        }
        let event = Event {
            case: None,
            activity: self.shared(&raw.kind),
            time: time.ok().flatten(),
            lifecycle: None,
            resource: None,
            attributes,
            objects: self.relations(raw.relationships),
            row,
        };
        self.survey.see(&event);
        self.sink.event(event);
        self.sink.row(Fate::Used);
    }

    fn object(&mut self, raw: RawObject) {
        self.objects += 1;
        let id = ObjectId::new(raw.id);
        if !self.survey.object(&id) {
            let message =
                format!("object {} of the list has the id of one before it", self.objects);
            let place = self.input.place();
            self.sink.problem(Problem::new(ProblemCode::EventObjectRepeated, place, message));
            self.sink.row(Fate::Refused);
            return;
        }
        let mut attributes = Vec::with_capacity(raw.attributes.len());
        for attribute in &raw.attributes {
            if let Some(value) = self.value(&raw.kind, attribute) {
                let since = attribute.time.as_deref().and_then(|text| Moment::parse(text).ok());
                attributes.push((self.shared(&attribute.name), value, since));
            }
        }
        let kind = self.shared(&raw.kind);
        let relations = self.relations(raw.relationships);
        for relation in &relations {
            self.survey.relate(&relation.object, self.objects);
        }
        self.sink.log(LogPart::Object(Object { id, kind, attributes, relations }));
        self.sink.row(Fate::Used);
    }

    /// Tells how far the reading has come, now and then.
    fn report<E: de::Error>(&mut self) -> Result<(), E> {
        const BETWEEN_REPORTS: u64 = 4096;
        if !(self.events + self.objects).is_multiple_of(BETWEEN_REPORTS) {
            return Ok(());
        }
        self.input.report(self.progress).map_err(|error| {
            self.stopped = Some(error);
            E::custom("stopped")
        })
    }
}

/// The document, whose long lists are read element by element.
struct Top<'t, 'l, 'i>(&'t mut Log<'l, 'i>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a log")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "events" => map.next_value_seed(List { log: &mut *self.0, of_objects: false })?,
                "objects" => map.next_value_seed(List { log: &mut *self.0, of_objects: true })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct List<'t, 'l, 'i> {
    log: &'t mut Log<'l, 'i>,
    of_objects: bool,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if self.of_objects {
            while let Some(object) = list.next_element()? {
                self.log.object(object);
                self.log.report()?;
            }
        } else {
            while let Some(event) = list.next_element()? {
                self.log.event(event);
                self.log.report()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Gather, Sources, unwatched};

    fn read(text: &str) -> Result<Gather, Vec<Problem>> {
        let input = Input::of_bytes(text.as_bytes(), &"log.json".into());
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        read_into(&input, &with, &mut all, &mut unwatched).map_err(ReadError::problems)?;
        Ok(all)
    }

    /// Synthetic, in the form of the standard; the types stand last.
    const LOG: &str = r#"{
      "events": [
        {"id": "e1", "type": "birth", "time": "2024-03-01T09:30:00Z",
         "attributes": [{"name": "weight", "value": "3200"}],
         "relationships": [{"objectId": "w1", "qualifier": "mother"},
                           {"objectId": "b1", "qualifier": "baby"}]},
        {"id": "e2", "type": "visit", "time": "2024-03-05T10:00:00Z",
         "relationships": [{"objectId": "secret-9", "qualifier": "baby"}]},
        {"id": "e3", "type": "", "time": "2024-03-05T10:00:00Z"},
        {"id": "e4", "type": "visit", "time": "soon"}
      ],
      "objects": [
        {"id": "w1", "type": "woman", "attributes":
          [{"name": "age", "value": 31, "time": "1970-01-01T00:00:00Z"}]},
        {"id": "b1", "type": "baby", "relationships": [{"objectId": "w1", "qualifier": "child of"}]},
        {"id": "b1", "type": "baby"}
      ],
      "objectTypes": [], 
      "eventTypes": [{"name": "birth", "attributes": [{"name": "weight", "type": "integer"}]}]
    }"#;

    #[test]
    fn events_keep_their_objects_and_types() {
        let all = read(LOG).unwrap();
        let birth = &all.log.events[0];
        assert_eq!((&*birth.activity, &birth.case), ("birth", &None));
        assert_eq!(birth.attributes, [("weight".into(), Value::Whole(3200))]);
        let ties: Vec<_> =
            birth.objects.iter().map(|tie| (tie.object.reveal(), &*tie.qualifier)).collect();
        assert_eq!(ties, [("w1", "mother"), ("b1", "baby")]);
        assert_eq!(all.log.objects.len(), 2);
        assert_eq!(&*all.log.objects[1].relations[0].qualifier, "child of");
        assert_eq!((all.counts.used, all.counts.refused), (4, 3));
        let said: Vec<String> = all.read.problems.iter().map(ToString::to_string).collect();
        let expected = [
            "log.json, row 3, column `type`: the event names no activity",
            "log.json, row 4, column `time`: not a time: write it as 2024-03-01",
            "log.json: object 3 of the list has the id of one before it",
            "log.json: 2 events of 2 activities in 2 objects",
            "log.json, row 2: a tie leads to an object that is not there",
        ];
        let expected = expected.map(|text| text.replace(": write it as 2024-03-01", ""));
        assert_eq!(said, expected);
    }

    #[test]
    fn what_is_no_log_is_refused_without_its_content() {
        let said = |text: &str| read(text).unwrap_err()[0].to_string();
        assert_eq!(said(&LOG[..200]), "log.json, row 5: the file is cut short");
        assert_eq!(said("{\"events\": []}"), "log.json: the log holds no event");
        let other =
            said("{\"events\": [{\"type\": \"Mrs Secret\", \"attributes\": \"Mrs Secret\"}]}");
        assert!(other.contains("of another kind") && !other.contains("Secret"), "{other}");
        // What is not read is passed over without going down; values are not.
        let value = "[".repeat(10_000) + &"]".repeat(10_000);
        let attribute = format!("{{\"name\": \"a\", \"value\": {value}}}");
        let deep = format!("{{\"events\": [{{\"attributes\": [{attribute}]}}]}}");
        assert!(said(&deep).contains("no JSON"), "{}", said(&deep));
    }
}
