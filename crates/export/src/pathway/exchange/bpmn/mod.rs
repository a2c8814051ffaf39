//! BPMN 2.0, with its diagram.
//!
//! | in a pathway       | in BPMN                                                     |
//! |--------------------|-------------------------------------------------------------|
//! | an agency          | a lane                                                      |
//! | a step             | a task; one that sends, for a referral or a handover        |
//! | a decision         | an exclusive gateway                                        |
//! | a row              | a sequence flow from it, with its condition in words        |
//! | a way out          | an end event                                                |
//! | what follows what  | a sequence flow; several from a step part at a gateway      |
//! | an obligation      | an annotation of the step that it expects, with its window  |
//!
//! A model is not for running: conditions are words. What BPMN has no field for stands
//! in extension elements under our names.

mod diagram;
mod layout;
mod xml;

use std::collections::BTreeMap;

use firstyear_core::pathway::exchange::{bpmn as names, fhir};
use firstyear_core::pathway::{CarePathway, Decision, Exit, Flow, Step, StepKind};

use super::PathwayWriteError;
use crate::pathway::words;
use crate::words::english;
use layout::Drawn;
use xml::Xml;

/// A pathway as BPMN 2.0, XML.
///
/// # Errors
///
/// [`PathwayWriteError::NotFinite`] for a threshold that is not a finite number,
/// [`PathwayWriteError::Character`] for a text with a character that XML cannot hold, and
/// [`PathwayWriteError::Nowhere`] for a way that leads nowhere.
pub fn bpmn(pathway: &CarePathway) -> Result<String, PathwayWriteError> {
    super::finite(pathway)?;
    let whole =
        serde_json::to_value(pathway).map_err(|_| PathwayWriteError::Format { format: "BPMN" })?;
    if !holds(&whole) {
        return Err(PathwayWriteError::Character { format: "BPMN" });
    }
    let model = Model::of(pathway)?;
    let mut xml = Xml::new();
    let target = format!("{}{}", names::TARGET, fhir::escaped(&pathway.id));
    xml.open(
        "definitions",
        &[
            ("xmlns", Some(names::MODEL)),
            ("xmlns:bpmndi", Some("http://www.omg.org/spec/BPMN/20100524/DI")),
            ("xmlns:dc", Some("http://www.omg.org/spec/DD/20100524/DC")),
            ("xmlns:di", Some("http://www.omg.org/spec/DD/20100524/DI")),
            ("xmlns:firstyear", Some(names::OURS)),
            ("id", Some("definitions")),
            ("targetNamespace", Some(&target)),
            ("exporter", Some("firstyear")),
        ],
    );
    xml.open("collaboration", &[("id", Some("collaboration"))]);
    let name = Some(pathway.title.as_str());
    xml.empty(
        "participant",
        &[("id", Some("pool")), ("name", name), ("processRef", Some("process"))],
    );
    xml.close();
    model.process(&mut xml);
    model.diagram(&mut xml);
    Ok(xml.finish())
}

/// Whether XML can hold all texts of a document.
fn holds(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => xml::holds(text),
        serde_json::Value::Array(items) => items.iter().all(holds),
        serde_json::Value::Object(fields) => fields.values().all(holds),
        _ => true,
    }
}

/// What a node is.
#[derive(Clone, Copy)]
enum Kind<'p> {
    Start,
    Step(&'p Step),
    /// Where several ways lead on from a step.
    Parting(&'p Step),
    Decision(&'p Decision),
    Exit(&'p Exit),
}

/// What a sequence flow is.
enum Says<'p> {
    /// The way in, or from a step to where it parts.
    Nothing,
    Flow(&'p Flow),
    /// The row at this place of a decision.
    Row(&'p Decision, usize),
}

/// A sequence flow between two nodes.
struct Way<'p> {
    from: usize,
    to: usize,
    says: Says<'p>,
}

/// Nodes and ways, in the order in which they are written.
struct Model<'p> {
    pathway: &'p CarePathway,
    /// Agencies, in the order in which steps first name them.
    lanes: Vec<String>,
    nodes: Vec<(Kind<'p>, Drawn)>,
    ways: Vec<Way<'p>>,
}

impl<'p> Model<'p> {
    fn of(pathway: &'p CarePathway) -> Result<Self, PathwayWriteError> {
        let mut model = Self { pathway, lanes: Vec::new(), nodes: Vec::new(), ways: Vec::new() };
        let drawn = |id: String, width, height, lane| Drawn { id, width, height, lane };
        model.nodes.push((Kind::Start, drawn("start".to_owned(), 36, 36, None)));
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        // Ids that no other has: a second of one name goes by its place.
        let mut add = |model: &mut Self, id: &'p str, kind, width, height, lane| {
            let at = model.nodes.len();
            let free = !places.contains_key(id);
            let written = if free { names::id(id, at) } else { format!("x.{at}") };
            places.entry(id).or_insert(at);
            model.nodes.push((kind, drawn(written, width, height, lane)));
        };
        for step in &pathway.steps {
            let lane = model.lane(step);
            add(&mut model, &step.id, Kind::Step(step), 100, 80, Some(lane));
        }
        for decision in &pathway.decisions {
            add(&mut model, &decision.id, Kind::Decision(decision), 50, 50, None);
        }
        for exit in &pathway.exits {
            add(&mut model, &exit.id, Kind::Exit(exit), 36, 36, None);
        }
        model.join(&places)?;
        Ok(model)
    }

    /// The lane of a step: that of the agency of the first who does it.
    fn lane(&mut self, step: &Step) -> usize {
        let agency = self.pathway.actors_of(step).next().map(|actor| actor.agency.clone());
        let agency = agency.unwrap_or_else(|| "nobody named".to_owned());
        self.lanes.iter().position(|lane| *lane == agency).unwrap_or_else(|| {
            self.lanes.push(agency);
            self.lanes.len() - 1
        })
    }

    /// The ways between the nodes.
    fn join(&mut self, places: &BTreeMap<&'p str, usize>) -> Result<(), PathwayWriteError> {
        let pathway = self.pathway;
        let place = |id: &str| {
            let nowhere = || PathwayWriteError::Nowhere { id: id.to_owned() };
            places.get(id).copied().ok_or_else(nowhere)
        };
        self.ways.push(Way { from: 0, to: place(&pathway.index)?, says: Says::Nothing });
        let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
        for step in &pathway.steps {
            let many = pathway.flow.iter().filter(|flow| flow.from == step.id).count();
            if many < 2 || parts.contains_key(step.id.as_str()) {
                continue;
            }
            let (at, from) = (self.nodes.len(), place(&step.id)?);
            let (width, height, lane) = (50, 50, self.nodes[from].1.lane);
            let drawn = Drawn { id: format!("part.{at}"), width, height, lane };
            self.nodes.push((Kind::Parting(step), drawn));
            self.ways.push(Way { from, to: at, says: Says::Nothing });
            parts.insert(&step.id, at);
        }
        for flow in &pathway.flow {
            if pathway.step(&flow.from).is_none() {
                return Err(PathwayWriteError::Nowhere { id: flow.from.clone() });
            }
            let parts = parts.get(flow.from.as_str()).copied();
            let from = parts.map_or_else(|| place(&flow.from), Ok)?;
            self.ways.push(Way { from, to: place(&flow.to)?, says: Says::Flow(flow) });
        }
        for decision in &pathway.decisions {
            for (at, row) in decision.rows.iter().enumerate() {
                let (from, to) = (place(&decision.id)?, place(&row.then)?);
                self.ways.push(Way { from, to, says: Says::Row(decision, at) });
            }
        }
        Ok(())
    }

    fn process(&self, xml: &mut Xml) {
        let pathway = self.pathway;
        let name = Some(pathway.title.as_str());
        xml.open(
            "process",
            &[("id", Some("process")), ("name", name), ("isExecutable", Some("false"))],
        );
        xml.leaf("documentation", &[], &pathway.summary);
        xml.open("extensionElements", &[]);
        xml.rest(
            names::PATHWAY,
            pathway,
            &["title", "summary", "step", "decision", "exit", "flow"],
        );
        xml.close();
        self.lanes(xml);
        for (at, (kind, drawn)) in self.nodes.iter().enumerate() {
            self.node(xml, at, *kind, &drawn.id);
        }
        for (at, way) in self.ways.iter().enumerate() {
            self.way(xml, at, way);
        }
        for (at, (_, text)) in self.annotations().iter().enumerate() {
            xml.open("textAnnotation", &[("id", Some(&format!("annotation.{at}")))]);
            xml.leaf("text", &[], text);
            xml.close();
        }
        for (at, (node, _)) in self.annotations().iter().enumerate() {
            let (from, to) = (&self.nodes[*node].1.id, format!("annotation.{at}"));
            let id = format!("association.{at}");
            xml.empty(
                "association",
                &[("id", Some(&id)), ("sourceRef", Some(from)), ("targetRef", Some(&to))],
            );
        }
        xml.close();
    }

    fn lanes(&self, xml: &mut Xml) {
        let of = self.laid_out().lanes_of;
        xml.open("laneSet", &[("id", Some("lanes"))]);
        for (lane, agency) in self.lanes.iter().enumerate() {
            xml.open("lane", &[("id", Some(&format!("lane.{lane}"))), ("name", Some(agency))]);
            for (_, (_, drawn)) in of.iter().zip(&self.nodes).filter(|(of, _)| **of == lane) {
                xml.leaf("flowNodeRef", &[], &drawn.id);
            }
            xml.close();
        }
        xml.close();
    }

    fn node(&self, xml: &mut Xml, at: usize, kind: Kind<'_>, id: &str) {
        let standard = self.standard_way(at).map(way_id);
        let (tag, name) = match kind {
            Kind::Start => ("startEvent", None),
            Kind::Step(step) => match step.kind {
                StepKind::Referral | StepKind::Handover => ("sendTask", Some(&step.name)),
                _ => ("task", Some(&step.name)),
            },
            Kind::Parting(_) => ("exclusiveGateway", None),
            Kind::Decision(decision) => ("exclusiveGateway", Some(&decision.question)),
            Kind::Exit(exit) => ("endEvent", Some(&exit.name)),
        };
        let name = name.map(String::as_str);
        xml.open(tag, &[("id", Some(id)), ("name", name), ("default", standard.as_deref())]);
        let ours = names::ours(id).is_some();
        let held: &[&str] = if ours { &["id", "name"] } else { &["name"] };
        if !matches!(kind, Kind::Start) {
            xml.open("extensionElements", &[]);
            match kind {
                Kind::Start => {}
                Kind::Step(step) => xml.rest(names::STEP, step, held),
                Kind::Parting(step) => {
                    xml.rest(names::PARTING, &BTreeMap::from([("from", &step.id)]), &[]);
                }
                Kind::Decision(decision) => {
                    xml.rest(names::DECISION, decision, &[held, &["question", "row"]].concat());
                }
                Kind::Exit(exit) => xml.rest(names::EXIT, exit, held),
            }
            xml.close();
        }
        for (tag, is_end) in [("incoming", true), ("outgoing", false)] {
            let ends = |way: &&(usize, &Way<'_>)| at == if is_end { way.1.to } else { way.1.from };
            for (way, _) in self.ways.iter().enumerate().filter(|way| ends(&way)) {
                xml.leaf(tag, &[], &way_id(way));
            }
        }
        xml.close();
    }

    /// The way of a decision for everyone else: its last, where that has no condition.
    fn standard_way(&self, node: usize) -> Option<usize> {
        let of = |way: &&Way<'_>| way.from == node;
        let at = self.ways.iter().rposition(|way| of(&way))?;
        match &self.ways[at].says {
            Says::Row(decision, row) if decision.rows[*row].when.is_empty() => Some(at),
            _ => None,
        }
    }

    fn way(&self, xml: &mut Xml, at: usize, way: &Way<'_>) {
        let id = way_id(at);
        let (from, to) = (&self.nodes[way.from].1.id, &self.nodes[way.to].1.id);
        let name = match &way.says {
            Says::Nothing => None,
            Says::Flow(flow) => flow.when.clone(),
            Says::Row(decision, row) => Some(words::row(decision, &decision.rows[*row], english())),
        };
        let attributes = [
            ("id", Some(id.as_str())),
            ("name", name.as_deref()),
            ("sourceRef", Some(from.as_str())),
            ("targetRef", Some(to.as_str())),
        ];
        match &way.says {
            Says::Nothing => xml.empty("sequenceFlow", &attributes),
            Says::Flow(flow) => {
                xml.open("sequenceFlow", &attributes);
                xml.open("extensionElements", &[]);
                // The name is that of the way, and the ends are those of its nodes.
                xml.rest(names::FLOW, flow, &["from", "to", "when"]);
                xml.close();
                xml.close();
            }
            Says::Row(decision, row) => {
                xml.open("sequenceFlow", &attributes);
                xml.open("extensionElements", &[]);
                xml.rest(names::ROW, &decision.rows[*row], &["then"]);
                xml.close();
                if self.standard_way(way.from) != Some(at) {
                    let said = name.unwrap_or_default();
                    xml.leaf("conditionExpression", &[], &said);
                }
                xml.close();
            }
        }
    }

    /// What is owed of a step with its window, beside the step.
    fn annotations(&self) -> Vec<(usize, String)> {
        let owed = self.pathway.obligations.iter().filter_map(|one| {
            let expected = one.expects.first()?;
            let is = |(kind, _): &(Kind<'_>, Drawn)| {
                matches!(kind, Kind::Step(step) if step.id == *expected)
            };
            let node = self.nodes.iter().position(is)?;
            let window = words::window(self.pathway, one, english());
            let basis = words::basis(&one.grounds).map_or_else(String::new, |basis| format!(" ({basis})"));
            let comma = if window.is_empty() { "" } else { " – " };
            Some((node, format!("{}{comma}{window}{basis}", one.text)))
        });
        owed.collect()
    }
}

fn way_id(at: usize) -> String {
    format!("way.{at}")
}
