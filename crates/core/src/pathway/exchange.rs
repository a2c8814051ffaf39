//! Names that writers of care pathways in formats of other systems share with their
//! readers.
//!
//! What such a format has a field for stands in it; the rest of an element stands
//! beside it under the names of our own document, so that a pathway comes back whole.

/// Names in FHIR R4.
pub mod fhir {
    use std::borrow::Cow;

    use crate::is_kebab;

    /// Before the name of each extension and code system of ours.
    pub const BASE: &str = "urn:firstyear:fhir:v1:";

    /// The resource that holds a pathway.
    pub const PLAN: &str = "PlanDefinition";
    /// The resource that holds what is done in a step.
    pub const ACTIVITY: &str = "ActivityDefinition";
    /// The resource that holds a measure.
    pub const COUNT: &str = "Measure";

    /// The rest of the pathway itself.
    pub const PATHWAY: &str = "pathway";
    /// The id of an element, where FHIR allows it none of this form.
    pub const ID: &str = "id";
    /// The rest of a step.
    pub const STEP: &str = "step";
    /// The rest of a decision.
    pub const DECISION: &str = "decision";
    /// The rest of an input of a decision.
    pub const INPUT: &str = "input";
    /// The rest of a row of a decision.
    pub const ROW: &str = "row";
    /// A condition of a row as data.
    pub const CONDITION: &str = "condition";
    /// The rest of a way out.
    pub const EXIT: &str = "exit";
    /// The rest of a flow.
    pub const FLOW: &str = "flow";
    /// The rest of an obligation.
    pub const OBLIGATION: &str = "obligation";
    /// An obligation in which a time between two actions is owed.
    pub const OWED: &str = "owed";
    /// The rest of a measure.
    pub const MEASURE: &str = "measure";
    /// The rest of a source.
    pub const SOURCE: &str = "source";
    /// Grounds.
    pub const GROUNDS: &str = "grounds";
    /// The place of a flow among all.
    pub const PLACE: &str = "place";

    /// What a step is, as a code.
    pub const STEP_KIND: &str = "step-kind";
    /// Why somebody leaves, as a code.
    pub const EXIT_REASON: &str = "exit-reason";
    /// Who acts, as a code.
    pub const ACTOR: &str = "actor";
    /// The theme, as a code.
    pub const THEME: &str = "theme";
    /// Units of time that UCUM does not have.
    pub const UNIT: &str = "unit";
    /// Before the code of a system without an address.
    pub const SYSTEM: &str = "system:";
    /// Before an id and, after a bar, a version in the address of a pathway.
    pub const ADDRESS: &str = "urn:firstyear:pathway:";

    /// Systems of codes by their word and their address.
    pub const SYSTEMS: &[(&str, &str)] = &[
        ("snomed-ct", "http://snomed.info/sct"),
        ("loinc", "http://loinc.org"),
        ("icd-10", "http://hl7.org/fhir/sid/icd-10"),
        ("dmd", "https://dmd.nhs.uk"),
    ];

    /// The address of an extension or a code system of ours.
    #[must_use]
    pub fn address(name: &str) -> String {
        format!("{BASE}{name}")
    }

    /// Whether an id of ours is one in FHIR as it stands: no other id of ours becomes
    /// it, as those have a full stop.
    #[must_use]
    pub fn is_id(id: &str) -> bool {
        is_kebab(id) && id.len() <= 64
    }

    /// Whether a text can be a FHIR `code`: single blanks, and none at its ends.
    #[must_use]
    pub fn is_code(text: &str) -> bool {
        let plain = !text.contains(|c: char| c.is_whitespace() && c != ' ');
        plain && text.split(' ').all(|part| !part.is_empty())
    }

    /// A text as part of an address: all but letters, digits and `.-_` of ASCII in
    /// percent signs.
    #[must_use]
    pub fn escaped(text: &str) -> Cow<'_, str> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
        if text.bytes().all(plain) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 8);
        for b in text.bytes() {
            if plain(b) {
                out.push(char::from(b));
            } else {
                out.push('%');
                let digit = |n: u8| char::from_digit(n.into(), 16).unwrap_or('0');
                out.extend([digit(b >> 4), digit(b & 15)].map(|c| c.to_ascii_uppercase()));
            }
        }
        Cow::Owned(out)
    }

    /// What [`escaped`] was given; `None` where it gives no such text.
    #[must_use]
    pub fn unescaped(text: &str) -> Option<String> {
        let mut out = Vec::with_capacity(text.len());
        let mut rest = text.bytes();
        while let Some(b) = rest.next() {
            if b == b'%' {
                let digit = |b: u8| char::from(b).to_digit(16);
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                out.push(u8::try_from(high * 16 + low).ok()?);
            } else {
                out.push(b);
            }
        }
        String::from_utf8(out).ok()
    }
}

/// Names in BPMN 2.0.
pub mod bpmn {
    use crate::is_kebab;

    /// The namespace of the model.
    pub const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    /// The namespace of what stands in extension elements of ours.
    pub const OURS: &str = "urn:firstyear:bpmn:v1";
    /// The prefix of it.
    pub const PREFIX: &str = "firstyear";
    /// Before the address of what is modelled.
    pub const TARGET: &str = "urn:firstyear:pathway:";

    /// The rest of the pathway, in its process.
    pub const PATHWAY: &str = "pathway";
    /// The rest of a step, in its task.
    pub const STEP: &str = "step";
    /// The rest of a decision, in its gateway.
    pub const DECISION: &str = "decision";
    /// The rest of a way out, in its end event.
    pub const EXIT: &str = "exit";
    /// The rest of a row, in its sequence flow.
    pub const ROW: &str = "row";
    /// The rest of a flow, in its sequence flow.
    pub const FLOW: &str = "flow";
    /// A gateway after a step that several ways lead on from, with the id of the step.
    pub const PARTING: &str = "parting";

    /// Before an id of ours in one of XML, which cannot begin with a digit.
    const STANDS: &str = "n.";

    /// The id in XML of a step, decision or exit; `at` is its place among them, for an
    /// id that XML cannot hold.
    #[must_use]
    pub fn id(id: &str, at: usize) -> String {
        if is_kebab(id) { format!("{STANDS}{id}") } else { format!("x.{at}") }
    }

    /// Our id of an id in XML.
    #[must_use]
    pub fn ours(id: &str) -> Option<&str> {
        id.strip_prefix(STANDS)
    }
}

/// What a field of the document holds that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// Whether something holds.
    Truth,
}

/// What a field holds, where all that is written is text.
#[must_use]
pub fn scalar(field: &str) -> Scalar {
    match field {
        "at_least" | "below" | "least" | "most" => Scalar::Number,
        "value" | "at_most" | "year" | "schema_version" => Scalar::Whole,
        "missing" | "closes" => Scalar::Truth,
        _ => Scalar::Text,
    }
}

/// Whether a field of an element of the document is a list: two of its names mean a
/// list in one element and a text in another.
#[must_use]
pub fn is_list(element: &str, field: &str) -> bool {
    match field {
        "source" | "step" | "actor" | "clock" | "population" | "open_questions" | "flow"
        | "measure" | "obligation" | "stage" => element == "pathway",
        "code" => element == "step",
        // A condition names its one input.
        "input" | "row" => element == "decision",
        // A flow says when in words.
        "when" => matches!(element, "row" | "stage"),
        "actors" | "steps" | "does" | "activities" | "words" | "is" | "eligible" | "expects"
        | "discharged_by" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_out_of_an_address() {
        for text in ["", "2010-1", "a b|c%", "Ä/ö", "100%25"] {
            let escaped = fhir::escaped(text);
            assert!(escaped.bytes().all(|b| b.is_ascii_graphic() && b != b'|'), "{escaped}");
            assert_eq!(fhir::unescaped(&escaped).as_deref(), Some(text));
        }
        for text in ["%", "%2", "%zz", "%ff"] {
            assert_eq!(fhir::unescaped(text), None, "{text}");
        }
    }

    #[test]
    fn ids_and_codes_are_told_from_texts() {
        assert!(fhir::is_id("quit-date") && !fhir::is_id("n.1") && !fhir::is_id(""));
        assert!(fhir::is_id(&"a".repeat(64)) && !fhir::is_id(&"a".repeat(65)));
        assert!(fhir::is_code("B 12") && !fhir::is_code("B  12"));
        for text in ["", " ", "a ", " a", "a\tb"] {
            assert!(!fhir::is_code(text), "{text:?}");
        }
    }
}
