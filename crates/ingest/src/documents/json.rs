//! Recommendations added to a document in JSON and moved on in it, its layout kept.

use firstyear_core::recommendation::{Recommendation, StatusChange};
use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstArray, CstInputValue, CstNode, CstObject, CstObjectProp, CstRootNode};

use super::EditError;
use super::recommendations::KIND;

/// JSON with one entry more.
pub(super) fn with_entry(text: &str, new: &Recommendation) -> Result<String, EditError> {
    let root = parsed(text)?;
    let object = root.object_value().ok_or(EditError::Layout)?;
    let entry = written(new)?;
    match list(&object) {
        Some(list) => drop(list.append(entry)),
        None if object.get(KIND.list).is_none() => {
            object.append(KIND.list, CstInputValue::Array(vec![entry]));
        }
        None => return Err(EditError::Layout),
    }
    Ok(root.to_string())
}

/// JSON in which an entry has one change more.
pub(super) fn with_change(
    text: &str,
    id: &str,
    change: &StatusChange,
) -> Result<String, EditError> {
    let root = parsed(text)?;
    let list = root.object_value().as_ref().and_then(list).ok_or(EditError::Layout)?;
    let mut entries = list.elements().into_iter().filter_map(|entry| entry.as_object());
    let entry = entries.find(|entry| has_id(entry, id)).ok_or(EditError::Layout)?;
    let change = written(change)?;
    match entry.get("history") {
        Some(history) => {
            history.array_value().ok_or(EditError::Layout)?.append(change);
        }
        None => {
            entry.append("history", CstInputValue::Array(vec![change]));
        }
    }
    Ok(root.to_string())
}

/// As JSON itself has it: without remarks and commas at an end, which no other
/// program would read.
fn parsed(text: &str) -> Result<CstRootNode, EditError> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        ..ParseOptions::default()
    };
    CstRootNode::parse(text, &strict).map_err(|_| EditError::Layout)
}

fn list(object: &CstObject) -> Option<CstArray> {
    object.get(KIND.list)?.array_value()
}

fn has_id(entry: &CstObject, id: &str) -> bool {
    let value = entry.get("id").and_then(|property| property.value());
    let text = value.as_ref().and_then(CstNode::as_string_lit);
    text.and_then(|text| text.decoded_value().ok()).is_some_and(|text| text == id)
}

/// A value as it is to be written: its fields in the order of the layout, which a
/// map of names would lose.
fn written(value: &impl serde::Serialize) -> Result<CstInputValue, EditError> {
    let text = serde_json::to_string(value).map_err(|_| EditError::Layout)?;
    parsed(&text)?.value().as_ref().and_then(input).ok_or(EditError::Layout)
}

/// Texts, lists and tables, which are all that an entry holds.
fn input(node: &CstNode) -> Option<CstInputValue> {
    if let Some(object) = node.as_object() {
        let field =
            |property: CstObjectProp| Some((property.decoded_name()?, input(&property.value()?)?));
        let fields: Option<_> = object.properties().into_iter().map(field).collect();
        return fields.map(CstInputValue::Object);
    }
    if let Some(array) = node.as_array() {
        let items: Option<_> = array.elements().iter().map(input).collect();
        return items.map(CstInputValue::Array);
    }
    node.as_string_lit()?.decoded_value().ok().map(CstInputValue::String)
}
