//! An object-centric log as the events and objects of a sink.

use std::collections::HashMap;
use std::io::BufReader;
use std::sync::Arc;

use firstyear_core::event::{Event, LogPart, Moment, Object, ObjectId, Relation, Value};
use firstyear_core::{Place, Problem, ProblemCode};
use serde::Deserialize;

use super::{Part, RawAttribute, RawEvent, RawObject, RawRelation, Taker, unreadable, walk};
use crate::OnProgress;
use crate::event_log::csv::time_fault;
use crate::event_log::survey::Survey;
use crate::event_log::value;
use crate::fault::Fault;
use crate::format::Reading;
use crate::input::Input;
use crate::memo::Memo;
use crate::sink::{Fate, Sink};

/// Reads a log.
pub(super) fn read(input: &Input<'_>, sink: &mut dyn Sink, progress: OnProgress<'_>) -> Reading {
    let first = BufReader::new(input.stream()?);
    let mut first = serde_json::Deserializer::from_reader(first);
    let types = Types::deserialize(&mut first).map_err(|error| unreadable(input, &error))?;
    let mut log = Log {
        file: input.place(),
        sink,
        types: types.by_name(),
        survey: Survey::new(input.place()),
        texts: Memo::new(),
        events: 0,
        objects: 0,
    };
    walk(input, Part::All, &mut log, progress)?;
    if log.events == 0 {
        let message = "the log holds no event";
        return Err(Problem::new(ProblemCode::FileEmpty, input.place(), message).into());
    }
    log.survey.finish(log.sink);
    input.report(progress)
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

/// The log as far as it was read.
struct Log<'l> {
    file: Place,
    sink: &'l mut dyn Sink,
    types: HashMap<(String, String), String>,
    survey: Survey,
    texts: Memo<Arc<str>>,
    events: u64,
    objects: u64,
}

impl Log<'_> {
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
}

impl Taker for Log<'_> {
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
            self.sink.problem(fault.at(self.file.clone().row(row).column(column)));
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
            let place = self.file.clone();
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
}
