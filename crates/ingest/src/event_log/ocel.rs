//! Object-centric event logs, OCEL 2.0 in JSON: an event is tied to several
//! objects, such as a woman, her pregnancy and a baby.

use std::fmt;
use std::io::BufReader;

use firstyear_core::project::FileFormat;
use firstyear_core::{Problem, ProblemCode};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

use crate::format::{Fit, Format, Reading};
use crate::input::Input;
use crate::sample::Sample;
use crate::{OnProgress, ReadError};

mod whole;

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
Ids of objects never stand in messages. Held against a pathway, objects of the type that the \
mapping names as case_object are the cases: an event counts for each that it is tied to, and one \
that is tied to none for those to which one tie of its objects leads. Attributes of the object \
are those of the case, and so are attributes of objects tied to it where these agree.",
    fits,
    read: |input, _, sink, progress| whole::read(input, sink, progress),
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

/// What takes in a log, element by element.
pub(super) trait Taker {
    /// The next event.
    fn event(&mut self, raw: RawEvent);
    /// The next object.
    fn object(&mut self, raw: RawObject);
}

/// Which lists of a log are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    All,
    Events,
    Objects,
}

/// Goes through a log, whose lists stand in any order.
pub(super) fn walk(
    input: &Input<'_>,
    part: Part,
    taker: &mut dyn Taker,
    progress: OnProgress<'_>,
) -> Reading {
    let mut walk = Walk { input, progress, taker, part, elements: 0, stopped: None };
    let mut document = serde_json::Deserializer::from_reader(BufReader::new(input.stream()?));
    let read = Top(&mut walk).deserialize(&mut document).and_then(|()| document.end());
    match walk.stopped {
        Some(error) => Err(error),
        None => read.map_err(|error| unreadable(input, &error)),
    }
}

/// A walk through a log, as far as it has come.
struct Walk<'w, 'i> {
    input: &'w Input<'i>,
    progress: OnProgress<'w>,
    taker: &'w mut dyn Taker,
    part: Part,
    elements: u64,
    stopped: Option<ReadError>,
}

impl Walk<'_, '_> {
    /// Tells how far the reading has come, now and then.
    fn report<E: de::Error>(&mut self) -> Result<(), E> {
        const BETWEEN_REPORTS: u64 = 4096;
        self.elements += 1;
        if !self.elements.is_multiple_of(BETWEEN_REPORTS) {
            return Ok(());
        }
        self.input.report(self.progress).map_err(|error| {
            self.stopped = Some(error);
            E::custom("stopped")
        })
    }
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

#[derive(Deserialize)]
pub(super) struct RawEvent {
    #[serde(rename = "type", default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) time: Option<String>,
    #[serde(default)]
    pub(super) attributes: Vec<RawAttribute>,
    #[serde(default)]
    pub(super) relationships: Vec<RawRelation>,
}

#[derive(Deserialize)]
pub(super) struct RawObject {
    pub(super) id: String,
    #[serde(rename = "type", default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) attributes: Vec<RawAttribute>,
    #[serde(default)]
    pub(super) relationships: Vec<RawRelation>,
}

#[derive(Deserialize)]
pub(super) struct RawAttribute {
    pub(super) name: String,
    #[serde(default)]
    pub(super) value: serde_json::Value,
    #[serde(default)]
    pub(super) time: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawRelation {
    pub(super) object_id: String,
    #[serde(default)]
    pub(super) qualifier: String,
}

/// The document, whose long lists are read element by element.
struct Top<'t, 'w, 'i>(&'t mut Walk<'w, 'i>);

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
                "events" if self.0.part != Part::Objects => {
                    map.next_value_seed(List { walk: &mut *self.0, of_objects: false })?;
                }
                "objects" if self.0.part != Part::Events => {
                    map.next_value_seed(List { walk: &mut *self.0, of_objects: true })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct List<'t, 'w, 'i> {
    walk: &'t mut Walk<'w, 'i>,
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
                self.walk.taker.object(object);
                self.walk.report()?;
            }
        } else {
            while let Some(event) = list.next_element()? {
                self.walk.taker.event(event);
                self.walk.report()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::event::Value;

    use super::*;
    use crate::format::Context;
    use crate::{CodeLists, Gather, Sources, unwatched};

    fn read(text: &str) -> Result<Gather, Vec<Problem>> {
        let input = Input::of_bytes(text.as_bytes(), &"log.json".into());
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        (FORMAT.read)(&input, &with, &mut all, &mut unwatched).map_err(ReadError::problems)?;
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
