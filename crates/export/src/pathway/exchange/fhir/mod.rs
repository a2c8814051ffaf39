//! FHIR R4 (4.0.1): a collection of one `PlanDefinition`, an `ActivityDefinition` for
//! each step that does something, and a `Measure` for each measure.
//!
//! | in a pathway        | in FHIR                                                    |
//! |---------------------|------------------------------------------------------------|
//! | a step              | an action with code, participants and citations            |
//! | what is done in it  | actions within it, and an `ActivityDefinition`             |
//! | a decision          | an action of which exactly one within it is chosen         |
//! | its inputs          | the `input` of the action                                  |
//! | a row               | an action with conditions in `FHIRPath` and in words       |
//! | a way out           | an action that nothing follows                             |
//! | what follows what   | `relatedAction`, before the start                          |
//! | an obligation       | a `goal` that actions serve                                |
//! | its window          | an offset of `relatedAction`, where it counts from a step  |
//! | a measure           | a `Measure` with numerator and denominator in words        |
//!
//! The profile that is named is the computable plan of CPG-on-FHIR: its profile of
//! pathways allows no related actions, and its profile of strategies none but
//! recommendations below them. Inputs are variables of the same name in `FHIRPath`.

mod activity;
mod measure;
mod node;
mod owed;
mod plan;
mod unread;

use std::collections::BTreeMap;

use firstyear_core::pathway::exchange::fhir as names;
use firstyear_core::pathway::{CarePathway, Grounds, PathwayStatus};

pub use unread::fhir_unread;

use super::PathwayWriteError;
use node::{Node, coding, rest, text_extension};

/// A pathway as a FHIR R4 `Bundle`, JSON.
///
/// # Errors
///
/// [`PathwayWriteError::NotFinite`] for a threshold that is not a finite number.
pub fn fhir(pathway: &CarePathway) -> Result<String, PathwayWriteError> {
    super::finite(pathway)?;
    let writer = Writer::new(pathway);
    let plan = (names::PLAN, writer.plan_id(), writer.plan());
    let activities = writer.activities().into_iter();
    let measures = writer.measures().into_iter();
    let resources = std::iter::once(plan).chain(activities).chain(measures);
    let entries = resources.map(|(kind, id, resource)| {
        Node::new().text("fullUrl", writer.address(kind, &id)).node("resource", resource)
    });
    let bundle = Node::new()
        .text("resourceType", "Bundle")
        .text("type", "collection")
        .nodes("entry", entries);
    let text = serde_json::to_string_pretty(&bundle);
    text.map(|text| text + "\n").map_err(|_| PathwayWriteError::Format { format: "FHIR" })
}

/// What all resources of a pathway share.
struct Writer<'p> {
    pathway: &'p CarePathway,
    /// Ids of steps, decisions and exits as those of actions, and of obligations as
    /// those of goals.
    actions: BTreeMap<&'p str, String>,
    goals: BTreeMap<&'p str, String>,
}

impl<'p> Writer<'p> {
    fn new(pathway: &'p CarePathway) -> Self {
        let steps = pathway.steps.iter().map(|one| one.id.as_str());
        let decisions = pathway.decisions.iter().map(|one| one.id.as_str());
        let exits = pathway.exits.iter().map(|one| one.id.as_str());
        let goals = pathway.obligations.iter().map(|one| one.id.as_str());
        Self { pathway, actions: ids(steps.chain(decisions).chain(exits)), goals: ids(goals) }
    }

    /// The id of an action, and the extension that tells ours where it is another.
    fn action_id(&self, id: &str) -> (String, Option<Node>) {
        named(&self.actions, id)
    }

    fn plan_id(&self) -> String {
        resource_id(&self.pathway.id)
    }

    /// The address of a resource.
    fn address(&self, kind: &str, id: &str) -> String {
        format!("{}{}/{kind}/{id}", names::ADDRESS, names::escaped(&self.pathway.id))
    }

    /// The standing of every resource.
    fn status(&self) -> &'static str {
        match self.pathway.status {
            PathwayStatus::Draft => "draft",
            PathwayStatus::Agreed => "active",
            PathwayStatus::Withdrawn => "retired",
        }
    }

    /// Begins a resource: what all of them say of themselves.
    fn resource(kind: &'static str, id: &str, profile: Option<&str>) -> Node {
        let meta = profile.map(|profile| Node::new().texts("profile", [profile.to_owned()]));
        Node::new().text("resourceType", kind).text("id", id).maybe("meta", meta)
    }

    /// Who says what of a resource. The day is left out: the same pathway gives the
    /// same bytes.
    fn about(&self, node: Node, kind: &str, (id, ours, title): (&str, &str, &str)) -> Node {
        node.text("url", self.address(kind, id))
            .nodes(
                "identifier",
                [Node::new().text("system", names::address(kind)).text("value", ours)],
            )
            .text("version", &self.pathway.version)
            .text("name", computer_name(ours))
            .text("title", title)
    }

    /// What is asked for of anything shared, and is not known here.
    fn shared(&self, node: Node) -> Node {
        node.text("status", self.status())
            .truth("experimental", false)
            .text("publisher", "not said in the pathway")
    }
}

/// An id of each, one that FHIR allows.
fn ids<'p>(all: impl Iterator<Item = &'p str>) -> BTreeMap<&'p str, String> {
    let id = |(at, id): (usize, &'p str)| {
        (id, if names::is_id(id) { id.to_owned() } else { format!("n.{at}") })
    };
    (1..).zip(all).map(id).collect()
}

/// An id, and the extension that tells ours where it is another. What names nothing
/// keeps to its name alone.
fn named(ids: &BTreeMap<&str, String>, id: &str) -> (String, Option<Node>) {
    let known = ids.get(id).cloned().unwrap_or_else(|| "n.0".to_owned());
    let ours = (known != id).then(|| text_extension(names::ID, id));
    (known, ours)
}

fn resource_id(id: &str) -> String {
    if names::is_id(id) { id.to_owned() } else { "n.0".to_owned() }
}

/// A name for programs: capitals, letters and digits, such as `StopSmoking`.
fn computer_name(id: &str) -> String {
    let mut name = String::new();
    for part in id.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let (first, rest) = part.split_at(1);
        name.push_str(&first.to_ascii_uppercase());
        name.push_str(rest);
    }
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        name.insert_str(0, "Pathway");
    }
    name.truncate(255);
    name
}

/// What grounds cite, as people read it; none where nothing is cited.
fn citations(grounds: &Grounds) -> Vec<Node> {
    let source = grounds.source.iter();
    source.map(|source| Node::new().text("type", "citation").text("label", source)).collect()
}

/// Capabilities of knowledge by CPG-on-FHIR.
fn capabilities() -> [Node; 3] {
    const CAPABILITY: &str =
        "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-knowledgeCapability";
    const LEVEL: &str =
        "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-knowledgeRepresentationLevel";
    [(CAPABILITY, "shareable"), (CAPABILITY, "computable"), (LEVEL, "structured")]
        .map(|(url, code)| Node::new().text("url", url).text("valueCode", code))
}

/// A code of one of the code systems of ours.
fn our_coding(system: &str, code: &str, display: Option<&str>) -> Node {
    coding(names::address(system), code, display)
}

/// Grounds as an extension.
fn grounds_extension(grounds: &Grounds) -> Option<Node> {
    rest(names::GROUNDS, grounds, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_programs_are_names() {
        assert_eq!(computer_name("stop-smoking-pregnancy"), "StopSmokingPregnancy");
        assert_eq!(computer_name("2010-quit"), "Pathway2010Quit");
        assert_eq!(computer_name("<b>é</b>"), "BB");
        assert_eq!(computer_name("é"), "Pathway");
        assert_eq!(computer_name(&"a-".repeat(400)).len(), 255);
    }
}
