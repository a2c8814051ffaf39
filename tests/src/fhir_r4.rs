//! Whether JSON is FHIR R4: each element known, as often as it may be, of its type and
//! its codes, by the table in `fixtures/fhir-r4`, and some rules that no table holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// An element as the table has it.
struct Element {
    min: u32,
    many: bool,
    types: Vec<&'static str>,
    codes: Vec<&'static str>,
}

/// Elements by the type or element that they are in, and by name.
type Table = BTreeMap<&'static str, BTreeMap<&'static str, Element>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../../fixtures/fhir-r4/elements.csv");
    let mut table = Table::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split(',');
        let mut cell = || cells.next().expect("five cells");
        let (element, min, max, types, codes) = (cell(), cell(), cell(), cell(), cell());
        let (within, name) = element.rsplit_once('.').expect("an element within a type");
        let list = |text: &'static str| text.split('|').filter(|word| !word.is_empty()).collect();
        let element = Element {
            min: min.parse().expect("a number"),
            many: max == "*",
            types: list(types),
            codes: list(codes),
        };
        table.entry(within).or_default().insert(name, element);
    }
    table
});

/// What is wrong in a resource, each with its place.
#[must_use]
pub fn faults(resource: &Value) -> Vec<String> {
    let mut found = Vec::new();
    look_at_resource(resource, "", &mut found);
    found
}

fn look_at_resource(value: &Value, path: &str, found: &mut Vec<String>) {
    let kind = value.get("resourceType").and_then(Value::as_str).unwrap_or_default();
    let Some((kind, _)) = TABLE.get_key_value(kind) else {
        found.push(format!("{path}: no resource of the table: `{kind}`"));
        return;
    };
    let path = if path.is_empty() { (*kind).to_owned() } else { format!("{path}({kind})") };
    if let Some(id) = value.get("id").and_then(Value::as_str)
        && !is_primitive("id", &Value::from(id))
    {
        found.push(format!("{path}.id: not an id"));
    }
    look_at(value, kind, &path, found);
    rules_of_resource(value, kind, &path, found);
}

fn look_at(value: &Value, within: &str, path: &str, found: &mut Vec<String>) {
    let Some(fields) = value.as_object() else {
        found.push(format!("{path}: not an object"));
        return;
    };
    if fields.is_empty() {
        found.push(format!("{path}: empty"));
    }
    let table = &TABLE[within];
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (field, value) in fields {
        if field == "resourceType" && (!path.contains('.') || path.ends_with(')')) {
            continue;
        }
        let field = field.strip_prefix('_').unwrap_or(field);
        let path = format!("{path}.{field}");
        let Some((name, element, kind)) = known(table, field) else {
            found.push(format!("{path}: R4 has no such element"));
            continue;
        };
        if !seen.insert(name) {
            found.push(format!("{path}: another type of it stands too"));
        }
        match value {
            Value::Array(items) if element.many => {
                if items.is_empty() {
                    found.push(format!("{path}: an empty list"));
                }
                for (at, item) in items.iter().enumerate() {
                    look_at_value(
                        item,
                        element,
                        kind,
                        (within, name),
                        &format!("{path}[{at}]"),
                        found,
                    );
                }
            }
            Value::Array(_) => found.push(format!("{path}: a list, and one at the most")),
            _ if element.many => found.push(format!("{path}: not a list")),
            value => look_at_value(value, element, kind, (within, name), &path, found),
        }
    }
    for (name, element) in table {
        if element.min > 0 && !seen.contains(name) {
            found.push(format!("{path}.{name}: missing"));
        }
    }
    rules_of_type(fields, within, path, found);
}

/// The element of a field, and its type: one of a choice is told by its name.
fn known<'t>(
    table: &'t BTreeMap<&'static str, Element>,
    field: &str,
) -> Option<(&'static str, &'t Element, &'static str)> {
    if let Some((name, element)) = table.get_key_value(field) {
        return Some((name, element, element.types.first()?));
    }
    table.iter().find_map(|(name, element)| {
        let kind = field.strip_prefix(name.strip_suffix("[x]")?)?;
        let is = |one: &&&'static str| {
            let (first, rest) = one.split_at(1);
            kind.starts_with(&first.to_ascii_uppercase()) && kind.get(1..) == Some(rest)
        };
        let kind = element.types.iter().find(is)?;
        Some((*name, element, *kind))
    })
}

fn look_at_value(
    value: &Value,
    element: &Element,
    kind: &str,
    (within, name): (&str, &str),
    path: &str,
    found: &mut Vec<String>,
) {
    if let Some(other) = kind.strip_prefix('@') {
        look_at(value, other, path, found);
    } else if kind == "Resource" {
        look_at_resource(value, path, found);
    } else if kind.starts_with(|c: char| c.is_ascii_lowercase()) {
        // What begins with a small letter is a single value; its extensions stand in an
        // object under a name with a stroke before it.
        if value.is_object() {
            return;
        }
        if !is_primitive(kind, value) {
            found.push(format!("{path}: not a {kind}"));
        }
        let code = value.as_str().unwrap_or_default();
        if !element.codes.is_empty() && !element.codes.contains(&code) {
            found.push(format!("{path}: `{code}` is not one of its codes"));
        }
    } else if matches!(kind, "BackboneElement" | "Element") {
        look_at(value, &format!("{within}.{name}"), path, found);
    } else {
        look_at(value, kind, path, found);
    }
}

/// The forms of single values, as the definitions of their types give them.
fn is_primitive(kind: &str, value: &Value) -> bool {
    match (kind, value) {
        ("boolean", Value::Bool(_)) | ("decimal", Value::Number(_)) => true,
        ("integer", Value::Number(number)) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        ("unsignedInt", Value::Number(number)) => number.as_u64().is_some(),
        ("positiveInt", Value::Number(number)) => number.as_u64().is_some_and(|one| one > 0),
        ("boolean" | "decimal" | "integer" | "unsignedInt" | "positiveInt", _) => false,
        (kind, Value::String(text)) => {
            let blank = |c: char| c.is_whitespace();
            match kind {
                "id" => {
                    let letter = |b: u8| b.is_ascii_alphanumeric() || b"-.".contains(&b);
                    (1..=64).contains(&text.len()) && text.bytes().all(letter)
                }
                "code" => !text.is_empty() && text.split(blank).all(|part| !part.is_empty()),
                "uri" | "url" | "canonical" | "oid" | "uuid" => {
                    !text.is_empty() && !text.contains(blank)
                }
                "date" | "dateTime" | "instant" => {
                    text.len() >= 4 && text.bytes().take(4).all(|b| b.is_ascii_digit())
                }
                // What `[ \r\n\t\S]+` leaves out: blanks of other kinds.
                _ => {
                    !text.is_empty()
                        && !text.contains(|c: char| {
                            c.is_whitespace() && !" \r\n\t".contains(c) && c.is_ascii()
                        })
                }
            }
        }
        _ => false,
    }
}

/// Rules of types by their names in the specification.
fn rules_of_type(fields: &Map<String, Value>, within: &str, path: &str, found: &mut Vec<String>) {
    let has = |name: &str| fields.contains_key(name);
    let begins = |start: &str| fields.keys().any(|name| name.starts_with(start));
    let number = |end: &str| {
        let end = fields.get(end)?;
        Some((end.get("value")?.as_f64()?, end.get("code")?.as_str()?))
    };
    let broken = match within {
        "Extension" if has("extension") == begins("value") => "ext-1: a value or extensions",
        "Expression" if !has("expression") && !has("reference") => "exp-1: an expression",
        "Range"
            if number("low")
                .zip(number("high"))
                .is_some_and(|((low, of), (high, unit))| of != unit || low > high) =>
        {
            "rng-2: low above high, or in another unit"
        }
        "TriggerDefinition"
            if fields.get("type").is_some_and(|kind| kind == "named-event") && !has("name") =>
        {
            "trd-3: a named event needs a name"
        }
        "MeasureReport.group.stratifier.stratum" if has("value") == has("component") => {
            "mrp-2: one criterion or several"
        }
        "Measure.group.stratifier" if has("code") && has("component") => "mea-1: one or several",
        "Duration" if has("value") && !has("code") => "drt-1: a code of time",
        _ => return,
    };
    found.push(format!("{path}: {broken}"));
}

/// Rules of resources.
fn rules_of_resource(value: &Value, kind: &str, path: &str, found: &mut Vec<String>) {
    if let Some(name) = value.get("name").and_then(Value::as_str) {
        let letters = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !letters || !name.starts_with(|c: char| c.is_ascii_uppercase()) || name.len() > 255 {
            found.push(format!("{path}.name: not a name for programs"));
        }
    }
    if kind == "Bundle" {
        let entries = value.get("entry").and_then(Value::as_array).into_iter().flatten();
        let mut seen = BTreeSet::new();
        for url in entries.filter_map(|entry| entry.get("fullUrl")?.as_str()) {
            if !seen.insert(url) {
                found.push(format!("{path}: bdl-7: `{url}` stands twice"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plan(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let mut plan = json!({"resourceType": "PlanDefinition", "status": "draft", "action": [
            {"id": "a", "title": "A", "relatedAction": [
                {"actionId": "b", "relationship": "before-start",
                 "offsetRange": {"low": {"value": 1, "code": "d"}, "high": {"value": 2, "code": "d"}}}
            ]}
        ]});
        change(&mut plan);
        faults(&plan)
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        assert_eq!(plan(|_| ()), Vec::<String>::new());
        let faults = plan(|plan| plan["action"][0]["linkId"] = json!("a"));
        assert_eq!(faults, ["PlanDefinition.action[0].linkId: R4 has no such element"]);
        let faults = plan(|plan| drop(plan.as_object_mut().unwrap().remove("status")));
        assert_eq!(faults, ["PlanDefinition.status: missing"]);
        let faults = plan(|plan| plan["status"] = json!("final"));
        assert_eq!(faults, ["PlanDefinition.status: `final` is not one of its codes"]);
        let faults = plan(|plan| plan["action"] = json!({"title": "a"}));
        assert_eq!(faults, ["PlanDefinition.action: not a list"]);
        let faults = plan(|plan| plan["action"][0]["title"] = json!(["a"]));
        assert_eq!(faults, ["PlanDefinition.action[0].title: a list, and one at the most"]);
        let faults = plan(|plan| plan["goal"] = json!([{}]));
        assert_eq!(
            faults,
            ["PlanDefinition.goal[0]: empty", "PlanDefinition.goal[0].description: missing"]
        );
        let faults = plan(|plan| plan["action"][0]["relatedAction"][0]["actionId"] = json!("b c"));
        assert_eq!(faults, ["PlanDefinition.action[0].relatedAction[0].actionId: not a id"]);
        let faults = plan(|plan| plan["extension"] = json!([{"url": "urn:x"}]));
        assert_eq!(faults, ["PlanDefinition.extension[0]: ext-1: a value or extensions"]);
        let faults = plan(|plan| plan["extension"] = json!([{"url": "urn:x", "valueFloat": 1}]));
        assert_eq!(faults[0], "PlanDefinition.extension[0].valueFloat: R4 has no such element");
        let faults = plan(|plan| {
            plan["action"][0]["relatedAction"][0]["offsetRange"]["low"]["value"] = json!(3);
        });
        assert_eq!(
            faults,
            [
                "PlanDefinition.action[0].relatedAction[0].offsetRange: rng-2: low above high, or in another unit"
            ]
        );
        let faults = plan(|plan| {
            plan["action"][0]["action"] = json!([{"condition": [{"kind": "stop"}, {}]}]);
        });
        assert_eq!(
            faults,
            [
                "PlanDefinition.action[0].action[0].condition[1]: empty",
                "PlanDefinition.action[0].action[0].condition[1].kind: missing"
            ]
        );
    }
}
