//! Pairs of schemas and what must be said of them.

use serde_json::json;

use super::*;

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "schemas are written where they are passed")]
fn accepted(old: Value, new: Value) {
    assert_eq!(narrowings(&old, &new), []);
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "schemas are written where they are passed")]
fn refused(old: Value, new: Value, pointer: &str, why: &str) {
    let found = narrowings(&old, &new);
    assert!(
        found.iter().any(|n| n.pointer == pointer && n.why.contains(why)),
        "expected `{why}` at `{pointer}`, found {found:?}"
    );
}

#[expect(clippy::needless_pass_by_value, reason = "schemas are written where they are passed")]
fn object(fields: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": fields, "required": required })
}

#[test]
fn words_for_people_may_change() {
    accepted(
        json!({ "type": "string", "description": "A name.", "title": "Name" }),
        json!({ "type": "string", "description": "The name.", "examples": ["x"] }),
    );
}

#[test]
fn an_optional_field_may_come_and_none_may_go() {
    let old = object(json!({ "a": { "type": "string" } }), &["a"]);
    let more = json!({ "a": { "type": "string" }, "b": { "type": "number" } });
    accepted(old.clone(), object(more.clone(), &["a"]));
    accepted(old.clone(), object(more.clone(), &[]));
    refused(old.clone(), object(more, &["a", "b"]), "/required", "`b` is required now");
    refused(old, object(json!({}), &[]), "/properties", "the field `a` is gone");
}

#[test]
fn an_open_object_must_not_close() {
    let open = object(json!({}), &[]);
    let mut closed = open.clone();
    closed["additionalProperties"] = json!(false);
    accepted(closed.clone(), open.clone());
    refused(open, closed, "/additionalProperties", "accepts nothing");
}

#[test]
fn a_type_may_widen_only() {
    accepted(json!({ "type": "integer" }), json!({ "type": "number" }));
    accepted(json!({ "type": "integer" }), json!({ "type": ["integer", "null"] }));
    accepted(json!({ "type": ["string", "null"] }), json!({}));
    let both = json!({ "type": ["integer", "null"] });
    refused(both, json!({ "type": "integer" }), "", "the type null is not accepted any more");
    refused(json!({}), json!({ "type": "string" }), "", "only the type string is left");
    refused(json!({ "type": "number" }), json!({ "type": "integer" }), "", "the type number");
}

#[test]
fn bounds_may_loosen_only() {
    let between = |min, max| json!({ "type": "number", "minimum": min, "maximum": max });
    accepted(between(1, 5), between(0, 6));
    refused(between(1, 5), between(2, 5), "/minimum", "was 1 and is 2");
    refused(between(1, 5), between(1, 4), "/maximum", "was 5 and is 4");
    refused(json!({ "type": "number" }), between(0, 1), "/minimum", "is new");
    let pattern = |text| json!({ "type": "string", "pattern": text });
    accepted(pattern("^a$"), json!({ "type": "string" }));
    refused(pattern("^a$"), pattern("^[ab]$"), "/pattern", "was");
    // A bound on numbers is nothing to a null.
    let nullable = json!({ "type": ["integer", "null"], "minimum": 0 });
    accepted(json!({ "type": "null" }), nullable);
}

#[test]
fn a_list_of_words_may_grow_only() {
    let one_of = |words: &[&str]| {
        let words: Vec<_> =
            words.iter().map(|word| json!({ "type": "string", "const": word })).collect();
        json!({ "oneOf": words })
    };
    let few = one_of(&["known", "absent"]);
    let more = one_of(&["known", "absent", "withheld"]);
    accepted(few.clone(), more.clone());
    accepted(few.clone(), json!({ "enum": ["absent", "known", "withheld"] }));
    accepted(json!({ "enum": ["known"] }), few.clone());
    accepted(few.clone(), json!({ "type": "string" }));
    refused(more, few, "", "no branch of `oneOf` accepts the value \"withheld\"");
    let pattern = json!({ "type": "string", "pattern": "^k" });
    refused(json!({ "const": "known" }), pattern, "", "fits `pattern` is not known");
}

#[test]
fn tagged_variants_may_come_and_none_may_go() {
    let variant =
        |kind: &str| object(json!({ "kind": { "type": "string", "const": kind } }), &["kind"]);
    let one = json!({ "oneOf": [variant("published")] });
    let two = json!({ "oneOf": [variant("published"), variant("computed")] });
    accepted(one.clone(), two.clone());
    refused(two, one.clone(), "", "no branch of `oneOf`");
    // Two branches that may both accept a document make `oneOf` reject it.
    let overlapping = json!({ "oneOf": [variant("published"), object(json!({}), &[])] });
    refused(one, overlapping, "", "more than one branch");
}

#[test]
fn references_are_followed_on_both_sides() {
    let with = |name: &str, target: Value| {
        let mut defs = Map::new();
        defs.insert(name.to_owned(), target);
        json!({ "properties": { "a": { "$ref": format!("#/$defs/{name}") } }, "$defs": defs })
    };
    let text = json!({ "type": "string" });
    accepted(with("A", text.clone()), with("B", text.clone()));
    accepted(json!({ "properties": { "a": text } }), with("B", text.clone()));
    let number = json!({ "type": "number" });
    refused(with("A", text), with("A", number), "/$defs/A", "the type string");
    let missing = json!({ "properties": { "a": { "$ref": "#/$defs/Z" } } });
    refused(missing.clone(), missing, "/properties/a", "leads nowhere");
}

#[test]
fn what_may_be_null_stays_so() {
    let inner = json!({ "type": "object", "required": ["x"] });
    let nullable = |branches: Value| json!({ "anyOf": branches, "$defs": { "I": inner } });
    let reference = json!({ "$ref": "#/$defs/I" });
    let both = nullable(json!([reference, { "type": "null" }]));
    accepted(both.clone(), both.clone());
    accepted(nullable(json!([reference])), both.clone());
    refused(both, nullable(json!([reference])), "", "every null");
}

#[test]
fn a_schema_that_holds_itself_is_compared_once() {
    let tree = |leaf: &str| {
        json!({
            "$ref": "#/$defs/Tree",
            "$defs": { "Tree": {
                "type": "object",
                "properties": {
                    "leaf": { "type": leaf },
                    "children": { "type": "array", "items": { "$ref": "#/$defs/Tree" } }
                }
            } }
        })
    };
    accepted(tree("string"), tree("string"));
    refused(tree("string"), tree("null"), "/$defs/Tree/properties/leaf", "the type string");
}

#[test]
fn a_default_must_not_change() {
    let with = |default: f64| json!({ "properties": { "confidence": { "default": default } } });
    refused(with(0.95), with(0.9), "/properties/confidence", "the default has changed");
    accepted(json!({ "properties": { "confidence": {} } }), with(0.95));
}

#[test]
fn what_is_not_known_counts_as_narrower() {
    refused(json!({}), json!({ "contains": true }), "/contains", "is new");
    let list = json!({ "type": "array" });
    let with = json!({ "type": "array", "contains": true });
    refused(with, list, "", "its meaning is not known here");
    accepted(json!({ "contains": true }), json!({ "contains": true }));
}

#[test]
fn items_are_compared() {
    let of = |name: &str| json!({ "type": "array", "items": { "type": name } });
    accepted(of("integer"), of("number"));
    refused(of("string"), of("number"), "/items", "the type string");
    refused(json!({ "type": "array" }), of("number"), "/items", "only the type number is left");
}

#[test]
fn every_schema_accepts_what_it_accepts() {
    for (name, schema) in firstyear_export::schema::schemas() {
        assert_eq!(narrowings(schema.as_value(), schema.as_value()), [], "{name}");
    }
}
