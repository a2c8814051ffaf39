//! Our own document put together from the parts of another, and read as any document
//! is, with its faults where the parts stand.

use std::collections::BTreeMap;

use firstyear_core::Place;
use firstyear_core::pathway::CarePathway;
use serde_json::{Map, Value};

use crate::input::Input;
use crate::{CodeLists, OnProgress, ReadError};

/// A document and where its elements come from.
#[derive(Debug)]
pub(super) struct Assembled {
    pub(super) fields: Map<String, Value>,
    /// Elements such as `step[3]` or `decision[0].row[1]`, counted from 0, by their
    /// place in the file.
    from: BTreeMap<String, String>,
}

impl Assembled {
    /// A document of which these fields are known.
    pub(super) fn new(fields: Map<String, Value>) -> Self {
        Self { fields, from: BTreeMap::new() }
    }

    /// One element more of a list of the document.
    pub(super) fn push(&mut self, list: &str, element: Value, from: &str) {
        let items = self.fields.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        let Value::Array(items) = items else { return };
        self.from.insert(format!("{list}[{}]", items.len()), from.to_owned());
        items.push(element);
    }

    /// Where a part of the element that comes next stands.
    pub(super) fn note(&mut self, list: &str, part: &str, from: &str) {
        let at = self.fields.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        self.from.insert(format!("{list}[{at}].{part}"), from.to_owned());
    }

    /// The pathway.
    ///
    /// # Errors
    ///
    /// [`ReadError`] with every fault of the document, each at its place in the file.
    pub(super) fn read(
        self,
        file: &Place,
        codes: &CodeLists<'_>,
        progress: OnProgress<'_>,
    ) -> Result<CarePathway, ReadError> {
        let Self { fields, from } = self;
        let Ok(text) = toml::to_string(&Value::Object(fields)) else {
            let code = firstyear_core::ProblemCode::PathwayFileInvalid;
            let message = "it holds an empty value, or a number that is too large";
            return Err(firstyear_core::Problem::new(code, file.clone(), message).into());
        };
        let input = Input::of_bytes(text.as_bytes(), &file.file);
        let read = crate::documents::read_pathway_input(&input, codes, progress);
        read.map(|read| read.pathway).map_err(|error| match error {
            ReadError::Unusable { mut problems } => {
                for problem in &mut problems {
                    put_back(&mut problem.place, &text, &from);
                }
                ReadError::Unusable { problems }
            }
            other => other,
        })
    }
}

/// Turns a line of the document into the place of its element in the file.
fn put_back(place: &mut Place, text: &str, from: &BTreeMap<String, String>) {
    let Some(row) = place.row.take() else { return };
    let element = element_at(text, row);
    // The nearest that is known: the grounds of a step stand in the step.
    let parts: Vec<_> = element.split('.').collect();
    let known = (1..=parts.len()).rev().find_map(|many| from.get(&parts[..many].join(".")));
    let field = place.column.take();
    let field = field.as_deref().unwrap_or_default();
    let path = match known {
        Some(path) if field.is_empty() => path.clone(),
        Some(path) => format!("{path}, {field}"),
        None => field.to_owned(),
    };
    if !path.is_empty() {
        place.column = Some(path.into());
    }
}

/// The element in which a line of TOML stands, such as `decision[0].row[1].grounds`.
fn element_at(text: &str, row: u64) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut current = String::new();
    let until = usize::try_from(row).unwrap_or(usize::MAX);
    for line in text.lines().take(until) {
        let table = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        let Some(table) = table else { continue };
        let item = table.strip_prefix('[').and_then(|table| table.strip_suffix(']'));
        let name = item.unwrap_or(table);
        if item.is_some() {
            let within = format!("{name}.");
            counts.retain(|known, _| !known.starts_with(&within));
            *counts.entry(name.to_owned()).or_default() += 1;
        }
        name.clone_into(&mut current);
    }
    let mut path = String::new();
    let mut name = String::new();
    for part in current.split('.') {
        let dot = if name.is_empty() { "" } else { "." };
        name = format!("{name}{dot}{part}");
        path = match counts.get(&name) {
            Some(many) => format!("{path}{dot}{part}[{}]", many - 1),
            None => format!("{path}{dot}{part}"),
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_put_back_to_its_element() {
        let text = "id = \"a\"\n[[step]]\nid = \"b\"\n[step.grounds]\nbasis = \"x\"\n[[decision]]\n\
                    [[decision.row]]\nthen = 1\n[[decision.row]]\n[decision.row.grounds]\nwhy = 1\n";
        let at = |row| element_at(text, row);
        assert_eq!(
            (at(1), at(3), at(5)),
            (String::new(), "step[0]".into(), "step[0].grounds".into())
        );
        assert_eq!(at(8), "decision[0].row[0]");
        assert_eq!(at(11), "decision[0].row[1].grounds");
        let from =
            BTreeMap::from([("decision[0].row[1]".to_owned(), "action[4].action[1]".to_owned())]);
        let mut place = Place::file("a.json").row(11).column("why");
        put_back(&mut place, text, &from);
        assert_eq!(place, Place::file("a.json").column("action[4].action[1], why"));
    }
}
