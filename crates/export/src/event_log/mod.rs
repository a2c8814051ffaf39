//! Event logs of care pathways to bytes.
//!
//! | you want                                    | use            |
//! |---------------------------------------------|----------------|
//! | one event a row, for tables and spreadsheets| [`write_csv`]  |
//! | XES, for tools of process mining            | [`write_xes`]  |
//! | OCEL 2.0, events tied to objects            | [`write_ocel`] |
//! | any of them packed                          | [`gzip`]       |
//!
//! Each writer returns its [`Loss`]: what the format has no place for. The reader of the
//! same format gives back everything else as it was. The same log gives the same bytes.
//! Ids of cases point to people: what is written is working data.

mod csv;
mod ocel;
mod xes;

use std::io::{self, Write};

use firstyear_core::event::{Event, EventLog, Moment, Precision, Value};

pub use crate::exchange::Loss;
pub use crate::tidy::WriteError;
pub use csv::write_csv;
pub use ocel::write_ocel;
pub use xes::write_xes;

/// Bytes packed by gzip, without a name or a time.
///
/// # Errors
///
/// When there is no room for them.
///
/// ```
/// let packed = firstyear_export::event_log::gzip(b"case,activity,timestamp\n")?;
/// assert_eq!(packed[..2], [0x1f, 0x8b]);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes)?;
    packed.finish()
}

const RESOURCE: &str = "org:resource";
const ROLE: &str = "org:role";
const LIFECYCLE: &str = "lifecycle:transition";

/// Whether what an event says of who did it is a role: then the person stands beside it.
fn is_role(event: &Event) -> bool {
    event.attributes.iter().any(|(name, _)| **name == *RESOURCE)
}

/// What a format of cases has no place for.
fn beside_cases(log: &EventLog, loss: &mut Loss) -> Result<(), WriteError> {
    for event in &log.events {
        if event.case.is_none() {
            return Err(WriteError::Output(io::Error::other(
                "the log ties events to objects and has no cases: write it as OCEL",
            )));
        }
        loss.add_if(!event.objects.is_empty(), "the ties of an event to objects");
    }
    for _ in &log.objects {
        loss.add("an object beside its case");
    }
    Ok(())
}

/// Notes a time that formats ask to have an hour.
fn hour(event: &Event, loss: &mut Loss) {
    match event.time.map(Moment::precision) {
        None => {
            loss.add("that a time is not known: it is left out, which other programs may refuse");
        }
        Some(Precision::Day) => loss.add(
            "that of a time only the day is known: the day is written, which other programs may \
             refuse",
        ),
        Some(_) => {}
    }
}

/// A time as XML and JSON Schema have it: a minute has its seconds.
fn with_seconds(time: Moment) -> String {
    let text = time.to_string();
    if time.precision() != Precision::Minute {
        return text;
    }
    // Sixteen letters are a date and a minute.
    let (minute, offset) = text.split_at(text.len().min(16));
    format!("{minute}:00{offset}")
}

/// A value as text; the shortest digits that read back to the same number.
fn text(value: &Value, name: &str) -> Result<String, WriteError> {
    Ok(match value {
        Value::Text(text) => text.to_string(),
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) if number.is_finite() => number.to_string(),
        Value::Truth(truth) => truth.to_string(),
        Value::Time(time) => time.to_string(),
        _ => return Err(WriteError::NotFinite { what: format!("an attribute `{name}`") }),
    })
}
