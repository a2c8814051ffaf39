//! What a FHIR file that was written here says since, and its reader does not take.

use std::sync::Arc;

use firstyear_core::pathway::CarePathway;
use firstyear_core::{Place, Problem, ProblemCode};
use serde_json::Value;

use super::fhir;

/// What the FHIR `text`, from which `pathway` was read, says beside it: fields that
/// somebody added, and words that follow from others and no longer do. What was left
/// out of it is not told.
///
/// ```
/// use firstyear_core::Place;
/// use firstyear_export::pathway::exchange::{fhir, fhir_unread};
///
/// # let pathway = serde_json::from_str(r#"{"schema_version": 1, "id": "a", "version": "1",
/// #     "title": "A", "kind": "local", "status": "draft", "review": "r", "summary": "s",
/// #     "population": [], "index": "a", "step": []}"#).unwrap();
/// let text = fhir(&pathway)?;
/// assert_eq!(fhir_unread(&pathway, &text, &Place::file("a.json")), []);
/// let text = text.replace("\"not said in the pathway\"", "\"A publisher\"");
/// let found = fhir_unread(&pathway, &text, &Place::file("a.json"));
/// assert_eq!(found[0].place, Place::file("a.json").column("entry[0].resource.publisher"));
/// # Ok::<(), firstyear_export::pathway::exchange::PathwayWriteError>(())
/// ```
#[must_use]
pub fn fhir_unread(pathway: &CarePathway, text: &str, file: &Place) -> Vec<Problem> {
    let Ok(ours) = fhir(pathway) else { return Vec::new() };
    let text = text.trim_start_matches('\u{feff}');
    let parsed = |text: &str| serde_json::from_str::<Value>(text).ok();
    let Some((text, mut ours)) = parsed(text).zip(parsed(&ours)) else { return Vec::new() };
    // A plan by itself is held against the plan of the bundle.
    if text["resourceType"] != "Bundle" {
        ours = ours["entry"][0]["resource"].take();
    }
    let mut found = Vec::new();
    compare(&text, Some(&ours), String::new(), &mut |path: String, is_there| {
        let message = if is_there {
            "it follows from what is beside it, and says otherwise: it is not taken"
        } else {
            "it is not taken: a pathway has no place for it"
        };
        let place = file.clone().column(Arc::<str>::from(path));
        found.push(Problem::new(ProblemCode::PathwayPartNotTaken, place, message));
    });
    found
}

fn compare(text: &Value, ours: Option<&Value>, path: String, tell: &mut impl FnMut(String, bool)) {
    let Some(ours) = ours else { return tell(path, false) };
    match (text, ours) {
        (Value::Object(fields), Value::Object(known)) => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                compare(value, known.get(name), format!("{path}{dot}{name}"), tell);
            }
        }
        (Value::Array(items), Value::Array(known)) => {
            for (at, item) in items.iter().enumerate() {
                let alike = |one: &&Value| named(one) == named(item);
                let same = known.get(at).filter(alike);
                let same = same.or_else(|| known.iter().find(|one| *one == item));
                // One that was put between moves those after it.
                let same =
                    same.or_else(|| known.iter().find(alike).filter(|_| named(item).is_some()));
                compare(item, same, format!("{path}[{at}]"), tell);
            }
        }
        (Value::Number(text), Value::Number(ours)) if text.as_f64() == ours.as_f64() => {}
        (text, ours) if text == ours => {}
        _ => tell(path, true),
    }
}

/// What an item of a list is known by.
fn named(item: &Value) -> Option<&Value> {
    ["fullUrl", "id", "url", "label"].iter().find_map(|name| item.get(name))
}
