//! Areas: codes with their names, and what they lie in.

use std::collections::BTreeMap;

use firstyear_core::{Area, AreaCode, Parent, ProblemCode};

use crate::area_names::AreaNames;
use crate::fault::{Fault, RowProblems};
use crate::input::Input;
use crate::memo::Memo;
use crate::sink::Sink;

/// Reads a code: that of a boundary as it is, that of a practice, a network or
/// a trust under the scheme of its codes.
pub(super) fn area_code(text: &str) -> Result<AreaCode, Fault> {
    let organisation = (3..=6).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_uppercase());
    let code =
        if organisation { AreaCode::new(&format!("ods:{text}")) } else { AreaCode::new(text) };
    code.map_err(|_| Fault::new(ProblemCode::AreaCodeInvalid, "not an area code"))
}

/// The areas of one file.
pub(super) struct Areas {
    codes: Memo<AreaCode>,
    /// Codes with all that stands beside them, once each.
    beside: Memo<()>,
    names: AreaNames,
    parents: BTreeMap<AreaCode, Vec<AreaCode>>,
    key: String,
}

/// What a row says of its area, as texts.
pub(super) struct Beside<'r> {
    pub(super) name: &'r str,
    pub(super) parent: &'r str,
    pub(super) parent_name: &'r str,
}

impl Areas {
    pub(super) fn new() -> Self {
        Self {
            codes: Memo::new(),
            beside: Memo::new(),
            names: AreaNames::new(),
            parents: BTreeMap::new(),
            key: String::new(),
        }
    }

    pub(super) fn code(&mut self, text: &str) -> &Result<AreaCode, Fault> {
        self.codes.get(text, area_code)
    }

    /// Notes what stands beside the code of a good row.
    pub(super) fn note(
        &mut self,
        code: &AreaCode,
        beside: &Beside<'_>,
        column: &str,
        row: &mut RowProblems<'_>,
    ) {
        let Self { beside: seen, names, parents, key, .. } = self;
        key.clear();
        for part in [code.as_str(), "\n", beside.name, "\n", beside.parent] {
            key.push_str(part);
        }
        let _ = seen.get(key, |_| {
            names.note(code, beside.name, column, row);
            // A parent of another scheme or none is no fault of the figure.
            if let Ok(parent) = area_code(beside.parent) {
                names.note(&parent, beside.parent_name, "Parent Name", row);
                let known = parents.entry(code.clone()).or_default();
                if parent != *code && !known.contains(&parent) {
                    known.push(parent);
                }
            }
            Ok(())
        });
    }

    pub(super) fn finish(self, input: &Input<'_>, sink: &mut dyn Sink) {
        let place = input.place();
        for area in self.names.finish().iter() {
            let parents = self.parents.get(&area.code).into_iter().flatten();
            let parents = parents.map(|code| Parent {
                code: code.clone(),
                share: None,
                from: None,
                until: None,
            });
            sink.area(Area { parents: parents.collect(), ..area.clone() }, &place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::area_code;

    #[test]
    fn codes_are_those_of_a_boundary_or_an_organisation() {
        let read = |text| area_code(text).ok().map(|code| code.to_string());
        for (text, expected) in [
            ("E06000001", Some("E06000001")),
            ("A81002", Some("ods:A81002")),
            ("U25656", Some("ods:U25656")),
            ("RXX", Some("ods:RXX")),
            ("E0600001", None),
            ("E060000010", None),
            ("", None),
            ("12345", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
