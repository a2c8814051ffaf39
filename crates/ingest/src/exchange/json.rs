//! Records of a JSON document, one after the other: the array is never held
//! as a whole.

use std::borrow::Cow;
use std::fmt;

use firstyear_core::{Problem, ProblemCode};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::ReadError;
use crate::input::Input;

/// Gives every record of the array `field` of the outermost object to `see`,
/// with its number from 1; a record that is no object is empty. Tells the other
/// plain fields of the object.
///
/// # Errors
///
/// [`ReadError`] when the bytes are no JSON object.
pub(super) fn records(
    input: &Input<'_>,
    bytes: &[u8],
    field: &str,
    see: &mut dyn FnMut(u64, &Map<String, Value>),
) -> Result<Map<String, Value>, ReadError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = reader.deserialize_map(Outer { field, see });
    read.and_then(|outer| reader.end().map(|()| outer)).map_err(|error| broken(input, &error))
}

/// The file is not the JSON that it should be.
pub(super) fn broken(input: &Input<'_>, error: &serde_json::Error) -> ReadError {
    let place = match error.line() {
        0 => input.place(),
        line => input.place().row(line as u64),
    };
    let message =
        if error.is_eof() { "the JSON is cut short" } else { "not valid JSON from here on" };
    Problem::new(ProblemCode::FileUnreadable, place, message).into()
}

struct Outer<'s> {
    field: &'s str,
    see: &'s mut dyn FnMut(u64, &Map<String, Value>),
}

impl<'de> Visitor<'de> for Outer<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut outer = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if key == self.field {
                map.next_value_seed(Records(&mut *self.see))?;
            } else {
                let value = map.next_value::<Value>()?;
                if !value.is_object() && !value.is_array() {
                    outer.insert(key, value);
                }
            }
        }
        Ok(outer)
    }
}

struct Records<'s>(&'s mut dyn FnMut(u64, &Map<String, Value>));

impl<'de> DeserializeSeed<'de> for Records<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(value) = seq.next_element::<Value>()? {
            number += 1;
            match value {
                Value::Object(record) => (self.0)(number, &record),
                _ => (self.0)(number, &Map::new()),
            }
        }
        Ok(())
    }
}

/// A field as text: numbers and truth values as they print, nothing for one
/// that is missing or no single value.
pub(super) fn text<'m>(record: &'m Map<String, Value>, field: &str) -> Cow<'m, str> {
    match record.get(field) {
        Some(Value::String(text)) => Cow::Borrowed(text.trim()),
        Some(Value::Number(number)) => Cow::Owned(number.to_string()),
        Some(Value::Bool(truth)) => Cow::Borrowed(if *truth { "true" } else { "false" }),
        _ => Cow::Borrowed(""),
    }
}
