//! Does a new schema accept all that an old one accepted?
//!
//! The comparison knows the part of JSON Schema that our documents use, and
//! errs on the side of the promise: what it cannot prove to be as wide counts
//! as narrower. Three rules go beyond plain acceptance:
//!
//! - An optional field may come to an object that leaves other fields open:
//!   documents of the old version, which the program wrote, never had it.
//! - A field must not go: readers rely on it.
//! - A default must not change: documents without the field would change
//!   their meaning.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A place where the new schema is narrower than the old.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at `{pointer}`: {why}")]
pub(super) struct Narrowing {
    /// JSON pointer into the new schema.
    pub(super) pointer: String,
    /// What is narrower.
    pub(super) why: String,
}

/// Every place where `new` is narrower than `old`; none when it accepts all
/// that `old` accepted.
pub(super) fn narrowings(old: &Value, new: &Value) -> Vec<Narrowing> {
    let mut comparison = Comparison { old, new, open: BTreeSet::new() };
    let mut found = comparison.compare(old, new, "");
    found.sort_by(|a, b| (&a.pointer, &a.why).cmp(&(&b.pointer, &b.why)));
    found.dedup();
    found
}

/// Keywords that say something to people, not to a validator. `default` is
/// looked at separately.
const ANNOTATIONS: [&str; 11] = [
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "default",
    "deprecated",
    "description",
    "examples",
    "readOnly",
    "title",
    "writeOnly",
];

const UNIONS: [&str; 2] = ["anyOf", "oneOf"];

struct Comparison<'a> {
    old: &'a Value,
    new: &'a Value,
    /// Pairs of references under comparison: a pair that comes up again within
    /// itself adds nothing.
    open: BTreeSet<(String, String)>,
}

impl Comparison<'_> {
    fn compare(&mut self, old: &Value, new: &Value, at: &str) -> Vec<Narrowing> {
        let mut found = defaults(old, new, at);
        found.extend(self.accepts(old, new, at));
        found
    }

    /// Why `new` does not accept all that `old` accepts.
    fn accepts(&mut self, old: &Value, new: &Value, at: &str) -> Vec<Narrowing> {
        if *old == Value::Bool(false) || is_anything(new) {
            return Vec::new();
        }
        if let Some(name) = reference(new) {
            return self.accepts_reference(old, new, &name, at);
        }
        if let Some(name) = reference(old) {
            // What stands beside the reference narrows the old schema: left
            // out, more is asked of the new one than need be.
            let Some(target) = resolve(self.old, &name) else {
                return narrower(at, format!("`{name}` of the old schema leads nowhere"));
            };
            return self.accepts(&target.clone(), new, at);
        }
        if let Some(branches) = branches(old) {
            let compare = branches.iter().flat_map(|branch| self.accepts(branch, new, at));
            return compare.collect();
        }
        match new.as_object() {
            Some(object) if UNIONS.iter().any(|union| object.contains_key(*union)) => {
                self.accepts_union(old, object, at)
            }
            Some(object) => self.accepts_plain(old, object, at),
            None => narrower(at, "accepts nothing"),
        }
    }

    fn accepts_reference(
        &mut self,
        old: &Value,
        new: &Value,
        name: &str,
        at: &str,
    ) -> Vec<Narrowing> {
        let Some(target) = resolve(self.new, name).cloned() else {
            return narrower(at, format!("`{name}` leads nowhere"));
        };
        let pair = reference(old).map(|old| (old, name.to_owned()));
        if let Some(pair) = &pair
            && !self.open.insert(pair.clone())
        {
            return Vec::new();
        }
        let mut found = self.accepts(old, &target, name.trim_start_matches('#'));
        if let Some(pair) = &pair {
            self.open.remove(pair);
        }
        // What stands beside the reference holds as well.
        let beside = without(new, &["$ref"]);
        if !is_anything(&beside) {
            found.extend(self.accepts(old, &beside, at));
        }
        found
    }

    /// One branch of the union must take `old` whole. Of `oneOf`, no other
    /// branch may take a part of it.
    fn accepts_union(&mut self, old: &Value, new: &Map<String, Value>, at: &str) -> Vec<Narrowing> {
        let mut found = Vec::new();
        for union in UNIONS {
            let Some(branches) = new.get(union).and_then(Value::as_array) else { continue };
            let takes: Vec<bool> =
                branches.iter().map(|branch| self.accepts(old, branch, at).is_empty()).collect();
            let Some(taker) = takes.iter().position(|takes| *takes) else {
                let why = format!("no branch of `{union}` accepts {}", in_words(old));
                found.extend(narrower(at, why));
                continue;
            };
            let mut others = branches.iter().enumerate().filter(|(i, _)| *i != taker);
            let apart = others.all(|(_, other)| self.apart(old, other));
            if union == "oneOf" && !apart {
                let why = format!("more than one branch of `oneOf` may accept {}", in_words(old));
                found.extend(narrower(at, why));
            }
        }
        let beside = without(&Value::Object(new.clone()), &UNIONS);
        found.extend(self.accepts(old, &beside, at));
        found
    }

    /// Whether no document fits both, as far as type, constants and tags tell.
    fn apart(&self, old: &Value, new: &Value) -> bool {
        let (Some(a), Some(b)) = (flat(self.old, old), flat(self.new, new)) else {
            return false;
        };
        if let (Some(a), Some(b)) = (constants(&a), constants(&b)) {
            return a.iter().all(|constant| !b.contains(constant));
        }
        if let (Some(a), Some(b)) = (types(&a), types(&b))
            && !a.iter().any(|a| b.iter().any(|b| a == b || is_number(a) && is_number(b)))
        {
            return true;
        }
        let (a, b) = (Object::of(&a), Object::of(&b));
        a.required.intersection(&b.required).any(|field| match (a.field(field), b.field(field)) {
            (Some(a), Some(b)) => self.apart(a, b),
            _ => false,
        })
    }

    fn accepts_plain(&mut self, old: &Value, new: &Map<String, Value>, at: &str) -> Vec<Narrowing> {
        let nothing = Map::new();
        let old = old.as_object().unwrap_or(&nothing);
        let mut found = Vec::new();
        if let Some(constants) = constants(old) {
            // One constant: unions were split before.
            return constants.iter().flat_map(|constant| fits(constant, new, at)).collect();
        }
        found.extend(types_fit(old, new, at));
        let is_object = types(old).is_none_or(|types| types.contains(&"object"));
        for (keyword, wanted) in new {
            let had = old.get(keyword);
            match keyword.as_str() {
                "type" | "properties" | "additionalProperties" | "required" => {}
                keyword if ANNOTATIONS.contains(&keyword) => {}
                "allOf" => {
                    let whole = Value::Object(old.clone());
                    for part in wanted.as_array().into_iter().flatten() {
                        found.extend(self.accepts(&whole, part, at));
                    }
                }
                "items" => {
                    let items = had.unwrap_or(&Value::Bool(true)).clone();
                    found.extend(self.compare(&items, wanted, &format!("{at}/items")));
                }
                "const" | "enum" => {
                    found.extend(narrower(at, format!("only certain values are left: {wanted}")));
                }
                keyword if !concerns(keyword, old) => {}
                _ => found.extend(bound_fits(keyword, had, wanted, at)),
            }
        }
        // A keyword that we do not know may have widened the old schema.
        for keyword in old.keys().filter(|keyword| !new.contains_key(*keyword)) {
            if !is_known(keyword) {
                let why = format!("`{keyword}` is gone, and its meaning is not known here");
                found.extend(narrower(at, why));
            }
        }
        if is_object {
            found.extend(self.fields_fit(&Object::of(old), &Object::of(new), at));
        }
        found
    }

    fn fields_fit(&mut self, old: &Object<'_>, new: &Object<'_>, at: &str) -> Vec<Narrowing> {
        let mut found = Vec::new();
        for field in new.required.difference(&old.required) {
            found.extend(narrower(&format!("{at}/required"), format!("`{field}` is required now")));
        }
        for (field, wanted) in new.fields.into_iter().flatten() {
            let at = format!("{at}/properties/{}", escaped(field));
            match (old.field(field), old.others) {
                // The field could not be there, or was never written.
                (None, None | Some(Value::Bool(_))) => {}
                (Some(had), _) | (None, Some(had)) => {
                    found.extend(self.compare(had, wanted, &at));
                }
            }
        }
        for (field, _) in old.fields.into_iter().flatten() {
            if new.field(field).is_none() {
                let at = format!("{at}/properties");
                found.extend(narrower(&at, format!("the field `{field}` is gone")));
            }
        }
        let anything = Value::Bool(true);
        let (had, wanted) = (old.others.unwrap_or(&anything), new.others.unwrap_or(&anything));
        found.extend(self.accepts(had, wanted, &format!("{at}/additionalProperties")));
        found
    }
}

/// The part of a schema that speaks of the fields of an object.
struct Object<'a> {
    fields: Option<&'a Map<String, Value>>,
    required: BTreeSet<&'a str>,
    others: Option<&'a Value>,
}

impl<'a> Object<'a> {
    fn of(schema: &'a Map<String, Value>) -> Self {
        let required = schema.get("required").and_then(Value::as_array);
        Self {
            fields: schema.get("properties").and_then(Value::as_object),
            required: required.into_iter().flatten().filter_map(Value::as_str).collect(),
            others: schema.get("additionalProperties"),
        }
    }

    fn field(&self, name: &str) -> Option<&'a Value> {
        self.fields.and_then(|fields| fields.get(name))
    }
}

fn narrower(at: &str, why: impl Into<String>) -> Vec<Narrowing> {
    vec![Narrowing { pointer: at.to_owned(), why: why.into() }]
}

fn defaults(old: &Value, new: &Value, at: &str) -> Vec<Narrowing> {
    match (old.get("default"), new.get("default")) {
        (Some(had), wanted) if wanted != Some(had) => {
            narrower(at, "the default has changed, and with it documents without the field")
        }
        _ => Vec::new(),
    }
}

fn reference(schema: &Value) -> Option<String> {
    schema.get("$ref")?.as_str().map(str::to_owned)
}

fn resolve<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    root.pointer(reference.strip_prefix('#')?)
}

/// The object behind references.
fn flat(root: &Value, schema: &Value) -> Option<Map<String, Value>> {
    let mut schema = schema;
    // A chain longer than this is a circle.
    for _ in 0..16 {
        match reference(schema) {
            Some(name) => schema = resolve(root, &name)?,
            None => return schema.as_object().cloned(),
        }
    }
    None
}

fn escaped(field: &str) -> String {
    field.replace('~', "~0").replace('/', "~1")
}

/// Whether a schema accepts everything.
fn is_anything(schema: &Value) -> bool {
    match schema {
        Value::Bool(anything) => *anything,
        Value::Object(object) => object.keys().all(|key| ANNOTATIONS.contains(&key.as_str())),
        _ => false,
    }
}

fn without(schema: &Value, keywords: &[&str]) -> Value {
    let object = schema.as_object().into_iter().flatten();
    let kept = object.filter(|(key, _)| !keywords.contains(&key.as_str()));
    Value::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect())
}

/// The schemas of which this one is the union: branches, constants, types.
/// `None` for one that is not a union.
fn branches(schema: &Value) -> Option<Vec<Value>> {
    let object = schema.as_object()?;
    for union in UNIONS {
        if let Some(branches) = object.get(union).and_then(Value::as_array) {
            return Some(branches.clone());
        }
    }
    if let Some(constants) = object.get("enum").and_then(Value::as_array) {
        return Some(constants.iter().map(|c| serde_json::json!({ "const": c })).collect());
    }
    let types = object.get("type")?.as_array()?;
    let one = |name: &Value| {
        let mut one = object.clone();
        one.insert("type".to_owned(), name.clone());
        Value::Object(one)
    };
    Some(types.iter().map(one).collect())
}

fn constants(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    match (schema.get("const"), schema.get("enum").and_then(Value::as_array)) {
        (Some(constant), _) => Some(vec![constant.clone()]),
        (None, constants) => constants.cloned(),
    }
}

fn types(schema: &Map<String, Value>) -> Option<Vec<&str>> {
    match schema.get("type")? {
        Value::String(name) => Some(vec![name]),
        Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

fn is_number(name: &str) -> bool {
    matches!(name, "integer" | "number")
}

fn types_fit(old: &Map<String, Value>, new: &Map<String, Value>, at: &str) -> Vec<Narrowing> {
    let Some(wanted) = types(new) else { return Vec::new() };
    let Some(had) = types(old) else {
        return narrower(at, format!("only the type {} is left", wanted.join(", ")));
    };
    let gone: Vec<_> = had
        .into_iter()
        .filter(|had| !wanted.contains(had))
        .filter(|had| *had != "integer" || !wanted.contains(&"number"))
        .collect();
    if gone.is_empty() {
        Vec::new()
    } else {
        narrower(at, format!("the type {} is not accepted any more", gone.join(", ")))
    }
}

/// Whether a keyword says anything of values of the old schema's types: a
/// minimum is nothing to a null.
fn concerns(keyword: &str, old: &Map<String, Value>) -> bool {
    let concerned: &[&str] = match keyword {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            &["integer", "number"]
        }
        "minLength" | "maxLength" | "pattern" => &["string"],
        "minItems" | "maxItems" | "uniqueItems" => &["array"],
        "minProperties" | "maxProperties" => &["object"],
        _ => return true,
    };
    types(old).is_none_or(|types| types.iter().any(|name| concerned.contains(name)))
}

/// Whether a keyword that bounds or shapes a value is no tighter than before.
fn bound_fits(keyword: &str, had: Option<&Value>, wanted: &Value, at: &str) -> Vec<Narrowing> {
    let at = format!("{at}/{}", escaped(keyword));
    if had == Some(wanted) && !has_reference(wanted) {
        return Vec::new();
    }
    let numbers = (had.and_then(Value::as_f64), wanted.as_f64());
    let wider = match keyword {
        "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => {
            matches!(numbers, (Some(had), Some(wanted)) if wanted <= had)
        }
        "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => {
            matches!(numbers, (Some(had), Some(wanted)) if wanted >= had)
        }
        "uniqueItems" => *wanted == Value::Bool(false),
        _ => false,
    };
    if wider {
        return Vec::new();
    }
    let why = match had {
        Some(had) => format!("`{keyword}` was {had} and is {wanted}"),
        None => format!("`{keyword}` is new: {wanted}"),
    };
    narrower(&at, why)
}

/// Keywords without which a schema is never narrower.
fn is_known(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword)
        || UNIONS.contains(&keyword)
        || matches!(
            keyword,
            "type"
                | "properties"
                | "additionalProperties"
                | "required"
                | "items"
                | "allOf"
                | "const"
                | "enum"
                | "format"
                | "pattern"
                | "minimum"
                | "maximum"
                | "exclusiveMinimum"
                | "exclusiveMaximum"
                | "multipleOf"
                | "minLength"
                | "maxLength"
                | "minItems"
                | "maxItems"
                | "uniqueItems"
                | "minProperties"
                | "maxProperties"
        )
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.contains_key("$ref") || object.values().any(has_reference),
        Value::Array(items) => items.iter().any(has_reference),
        _ => false,
    }
}

/// Whether one constant fits a schema without branches.
fn fits(constant: &Value, new: &Map<String, Value>, at: &str) -> Vec<Narrowing> {
    if let Some(constants) = constants(new) {
        return if constants.contains(constant) {
            Vec::new()
        } else {
            narrower(at, format!("the value {constant} is not accepted any more"))
        };
    }
    let name = match constant {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let typed = Map::from_iter([("type".to_owned(), Value::from(name))]);
    let mut found = types_fit(&typed, new, at);
    // Whether it matches a pattern or a bound is not worked out.
    let others = new.keys().filter(|key| *key != "type" && !ANNOTATIONS.contains(&key.as_str()));
    for keyword in others {
        let why = format!("whether the value {constant} fits `{keyword}` is not known");
        found.extend(narrower(at, why));
    }
    found
}

fn in_words(schema: &Value) -> String {
    let Some(object) = schema.as_object() else { return "every value".to_owned() };
    match (constants(object), types(object)) {
        (Some(constants), _) => {
            let constants: Vec<_> = constants.iter().map(Value::to_string).collect();
            format!("the value {}", constants.join(", "))
        }
        (None, Some(types)) => format!("every {} as before", types.join(", ")),
        (None, None) => "every value as before".to_owned(),
    }
}

#[cfg(test)]
mod tests;
