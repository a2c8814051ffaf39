//! A `Measure` for each measure: who is counted, in words made from its obligation.

use firstyear_core::pathway::exchange::fhir as names;
use firstyear_core::pathway::{CarePathway, Obligation, ObligationTemplate, PathwayMeasure};

use super::node::{Node, coding, concept, rest};
use super::{Writer, ids, named};
use crate::format::or;
use crate::pathway::words;
use crate::words::english;

impl Writer<'_> {
    /// The measures with their kind and id.
    pub(super) fn measures(&self) -> Vec<(&'static str, String, Node)> {
        let ids = ids(self.pathway.measures.iter().map(|one| one.id.as_str()));
        let measures = self.pathway.measures.iter();
        measures
            .map(|one| {
                let (id, _) = named(&ids, &one.id);
                let node = self.measure(one, &id);
                (names::COUNT, id, node)
            })
            .collect()
    }

    fn measure(&self, one: &PathwayMeasure, id: &str) -> Node {
        let obligation = self.pathway.obligations.iter().find(|owed| owed.id == one.obligation);
        let node = Self::resource(names::COUNT, id, None);
        let node = node.nodes("extension", rest(names::MEASURE, one, &["id", "name"]));
        let node = self.about(node, names::COUNT, (id, &one.id, &one.name));
        let code = |system: &str, code: &str| {
            concept([coding(format!("http://terminology.hl7.org/CodeSystem/{system}"), code, None)])
        };
        let plan = Node::new()
            .text("type", "depends-on")
            .text("resource", self.address(names::PLAN, &self.plan_id()));
        let populations = obligation.map_or_else(Vec::new, |owed| populations(self.pathway, owed));
        let populations = populations.into_iter().map(|(kind, said)| {
            let criteria = Node::new()
                .text("description", &said)
                .text("language", "text/plain")
                .text("expression", said);
            Node::new().node("code", code("measure-population", kind)).node("criteria", criteria)
        });
        self.shared(node)
            .text("description", obligation.map_or(&one.name, |owed| &owed.text))
            .nodes("relatedArtifact", [plan])
            .node("scoring", code("measure-scoring", "proportion"))
            .nodes("type", [code("measure-type", "process")])
            .node("improvementNotation", code("measure-improvement-notation", "increase"))
            .nodes(
                "group",
                [Node::new().nodes("population", populations)]
                    .into_iter()
                    .filter(|_| obligation.is_some()),
            )
    }
}

/// Who is counted, in words.
fn populations(pathway: &CarePathway, owed: &Obligation) -> Vec<(&'static str, String)> {
    let name = |id: &String| {
        let step = pathway.step(id).map(|step| &step.name);
        step.or_else(|| pathway.exit(id).map(|exit| &exit.name)).unwrap_or(id).clone()
    };
    let listed = |ids: &[String]| or(&ids.iter().map(name).collect::<Vec<_>>());
    let everyone: Vec<_> = pathway.population.iter().map(|part| part.text.as_str()).collect();
    let mut all = vec![("initial-population", everyone.join("; "))];
    let trigger = owed.trigger.as_ref().unwrap_or(&pathway.index);
    let inputs: Vec<_> = pathway.decisions.iter().flat_map(|one| &one.inputs).collect();
    let mut among = format!("those with: {}", name(trigger));
    if !owed.eligible.is_empty() {
        among.push_str(", and ");
        among.push_str(&words::conditions(&owed.eligible, &inputs, english()));
    }
    all.push(("denominator", among));
    if !owed.discharged_by.is_empty() {
        all.push(("denominator-exclusion", listed(&owed.discharged_by)));
    }
    let without =
        matches!(owed.template, ObligationTemplate::Absence | ObligationTemplate::NotTogether);
    let met = if without { "those without: " } else { "those with: " };
    let window = words::window(pathway, owed, english());
    let comma = if window.is_empty() { "" } else { ", " };
    all.push(("numerator", format!("{met}{}{comma}{window}", listed(&owed.expects))));
    all
}
