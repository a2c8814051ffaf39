//! OCEL 2.0 in JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;

use firstyear_core::event::{CaseId, EventLog, Moment, Relation, Value};
use serde::Serialize;

use super::{LIFECYCLE, Loss, RESOURCE, ROLE, WriteError, hour, is_role, text, with_seconds};

/// From when an attribute of an object holds that was never told: as the standard has it.
const ALWAYS: &str = "1970-01-01T00:00:00Z";

/// What a case is that no object of the log stands for.
const CASE: &str = "case";

/// Writes a log as OCEL 2.0 JSON. A case is an object, the one of the log with its id or
/// else one of the type `case`, and each of its events is tied to it; attributes of cases
/// and of the log are attributes of such objects. Who did it and the step of the activity
/// are attributes of events, which are numbered. A time to the minute is written with its
/// seconds.
///
/// # Errors
///
/// [`WriteError`] when `out` fails and for a number that is not finite.
///
/// # Source
///
/// Berti A and others (2024), *OCEL (Object-Centric Event Log) 2.0 Specification*.
///
/// ```
/// use firstyear_core::event::EventLog;
/// use firstyear_export::event_log::write_ocel;
///
/// let mut out = Vec::new();
/// write_ocel(&EventLog::default(), &mut out)?;
/// assert!(out.starts_with(b"{\"objectTypes\":[\n"));
/// # Ok::<(), firstyear_export::event_log::WriteError>(())
/// ```
pub fn write_ocel(log: &EventLog, mut out: impl Write) -> Result<Loss, WriteError> {
    let mut loss = Loss::default();
    log.extensions.iter().for_each(|_| loss.add("an extension of XES"));
    log.classifiers.iter().for_each(|_| loss.add("a classifier of XES"));
    let objects = objects(log)?;
    let mut of_objects = Types::default();
    for object in &objects {
        of_objects.see(object.kind, object.values.iter().map(|(name, value, _)| (*name, *value)));
    }
    let [resource, role, lifecycle] = [RESOURCE, ROLE, LIFECYCLE].map(Arc::<str>::from);
    let mut of_events = Types::default();
    let mut all = Vec::new();
    for event in &log.events {
        hour(event, &mut loss);
        let mut values: Vec<(&Arc<str>, Value)> = Vec::new();
        if let Some(who) = &event.resource {
            let name = if is_role(event) { &role } else { &resource };
            values.push((name, Value::Text(Arc::clone(who))));
        }
        if let Some(step) = &event.lifecycle {
            values.push((&lifecycle, Value::Text(Arc::clone(step))));
        }
        values.extend(event.attributes.iter().map(|(name, value)| (name, value.clone())));
        of_events.see(&event.activity, values.iter().map(|(name, value)| (&***name, value)));
        all.push(values);
    }
    out.write_all(b"{\"objectTypes\":[\n")?;
    lines(&mut out, of_objects.wire())?;
    out.write_all(b"],\"eventTypes\":[\n")?;
    lines(&mut out, of_events.wire())?;
    out.write_all(b"],\"objects\":[\n")?;
    lines_of(&mut out, objects.iter(), |object| object.wire(&of_objects))?;
    out.write_all(b"],\"events\":[\n")?;
    let events = log.events.iter().zip(&all).zip(1_u64..);
    lines_of(&mut out, events, |((event, values), number)| {
        let case = event.case.as_ref().map(|case| TieV2 { object: case.reveal(), qualifier: CASE });
        Ok(EventV2 {
            id: format!("e{number}"),
            kind: &event.activity,
            time: event.time.map(with_seconds),
            attributes: wire_values(
                &of_events,
                &event.activity,
                values.iter().map(|(name, value)| (&***name, value, None)),
            )?,
            relationships: case.into_iter().chain(ties(&event.objects)).collect(),
        })
    })?;
    out.write_all(b"]}\n")?;
    out.flush()?;
    Ok(loss)
}

/// An object with all that is known of it.
struct Known<'l> {
    id: &'l str,
    kind: &'l str,
    values: Vec<(&'l str, &'l Value, Option<Moment>)>,
    relations: &'l [Relation],
}

impl Known<'_> {
    fn wire(&self, types: &Types) -> Result<ObjectV2<'_>, WriteError> {
        let since =
            |time: Option<Moment>| Some(time.map_or_else(|| ALWAYS.to_owned(), with_seconds));
        let values = self.values.iter().map(|&(name, value, time)| (name, value, since(time)));
        Ok(ObjectV2 {
            id: self.id,
            kind: self.kind,
            attributes: wire_values(types, self.kind, values)?,
            relationships: ties(self.relations).collect(),
        })
    }
}

/// The objects of a log, and one for each case that none of them stands for.
fn objects(log: &EventLog) -> Result<Vec<Known<'_>>, WriteError> {
    let own: BTreeSet<&str> = log.objects.iter().map(|object| object.id.reveal()).collect();
    let of_log = || log.attributes.iter().map(|(name, value)| (&**name, value, None));
    let of_case = |id: &str| {
        let values = log.cases.get(id).into_iter().flatten();
        values.map(|(name, value)| (&**name, value, None))
    };
    let known = log.objects.iter().map(|object| Known {
        id: object.id.reveal(),
        kind: &object.kind,
        values: of_log()
            .chain(of_case(object.id.reveal()))
            .chain(object.attributes.iter().map(|(name, value, time)| (&**name, value, *time)))
            .collect(),
        relations: &object.relations,
    });
    let with_events = log.events.iter().filter_map(|event| event.case.as_ref());
    let cases: BTreeSet<&str> = with_events.chain(log.cases.keys()).map(CaseId::reveal).collect();
    let cases = cases.into_iter().filter(|id| !own.contains(id)).map(|id| Known {
        id,
        kind: CASE,
        values: of_log().chain(of_case(id)).collect(),
        relations: &[],
    });
    let all: Vec<_> = known.chain(cases).collect();
    let values = || all.iter().flat_map(|object| &object.values);
    values().try_for_each(|(name, value, _)| text(value, name).map(drop))?;
    Ok(all)
}

/// The attributes of each type with what they hold.
#[derive(Default)]
struct Types(BTreeMap<String, BTreeMap<String, &'static str>>);

impl Types {
    fn see<'v>(&mut self, kind: &str, values: impl Iterator<Item = (&'v str, &'v Value)>) {
        if !self.0.contains_key(kind) {
            self.0.insert(kind.to_owned(), BTreeMap::new());
        }
        let Some(known) = self.0.get_mut(kind) else { return };
        for (name, value) in values {
            let of_value = match value {
                Value::Whole(_) => "integer",
                Value::Number(_) => "float",
                Value::Truth(_) => "boolean",
                Value::Time(_) => "time",
                _ => "string",
            };
            match known.get_mut(name) {
                None => {
                    known.insert(name.to_owned(), of_value);
                }
                Some(kind) if *kind == of_value => {}
                Some(kind) => {
                    let number = |kind: &str| matches!(kind, "integer" | "float");
                    *kind = if number(kind) && number(of_value) { "float" } else { "string" };
                }
            }
        }
    }

    fn of(&self, kind: &str, name: &str) -> &'static str {
        self.0.get(kind).and_then(|names| names.get(name)).copied().unwrap_or("string")
    }

    fn wire(&self) -> impl Iterator<Item = TypeV2<'_>> {
        self.0.iter().map(|(name, attributes)| TypeV2 {
            name,
            attributes: attributes.iter().map(|(name, kind)| DeclaredV2 { name, kind }).collect(),
        })
    }
}

fn wire_values<'v>(
    types: &Types,
    kind: &str,
    values: impl Iterator<Item = (&'v str, &'v Value, Option<String>)>,
) -> Result<Vec<ValueV2<'v>>, WriteError> {
    values
        .map(|(name, value, time)| {
            let json = match (types.of(kind, name), value) {
                ("integer" | "float", Value::Whole(whole)) => (*whole).into(),
                ("float", Value::Number(number)) if number.is_finite() => (*number).into(),
                ("boolean", Value::Truth(truth)) => (*truth).into(),
                _ => text(value, name)?.into(),
            };
            Ok(ValueV2 { name, time, value: json })
        })
        .collect()
}

fn ties(relations: &[Relation]) -> impl Iterator<Item = TieV2<'_>> {
    relations.iter().map(|tie| TieV2 { object: tie.object.reveal(), qualifier: &tie.qualifier })
}

/// A list, an entry a line.
fn lines(out: &mut impl Write, all: impl Iterator<Item: Serialize>) -> Result<(), WriteError> {
    lines_of(out, all, Ok)
}

fn lines_of<T, S: Serialize>(
    out: &mut impl Write,
    all: impl Iterator<Item = T>,
    mut wire: impl FnMut(T) -> Result<S, WriteError>,
) -> Result<(), WriteError> {
    let mut line = Vec::new();
    for (at, one) in all.enumerate() {
        line.clear();
        if at > 0 {
            line.extend_from_slice(b",\n");
        }
        serde_json::to_writer(&mut line, &wire(one)?)
            .map_err(|error| WriteError::Output(error.into()))?;
        out.write_all(&line)?;
    }
    Ok(out.write_all(b"\n")?)
}

#[derive(Serialize)]
struct TypeV2<'l> {
    name: &'l str,
    attributes: Vec<DeclaredV2<'l>>,
}

#[derive(Serialize)]
struct DeclaredV2<'l> {
    name: &'l str,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct ObjectV2<'l> {
    id: &'l str,
    #[serde(rename = "type")]
    kind: &'l str,
    attributes: Vec<ValueV2<'l>>,
    relationships: Vec<TieV2<'l>>,
}

#[derive(Serialize)]
struct EventV2<'l> {
    id: String,
    #[serde(rename = "type")]
    kind: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    attributes: Vec<ValueV2<'l>>,
    relationships: Vec<TieV2<'l>>,
}

#[derive(Serialize)]
struct ValueV2<'l> {
    name: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    value: serde_json::Value,
}

#[derive(Serialize)]
struct TieV2<'l> {
    #[serde(rename = "objectId")]
    object: &'l str,
    qualifier: &'l str,
}
