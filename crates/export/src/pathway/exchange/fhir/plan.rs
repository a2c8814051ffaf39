//! The `PlanDefinition`.

use std::collections::BTreeSet;

use firstyear_core::pathway::exchange::fhir as names;
use firstyear_core::pathway::{
    Actor, Condition, Decision, DecisionInput, DecisionRow, Exit, Flow, Obligation, PathwaySource,
    Step, StepKind, Strength,
};

use super::node::{Node, coding, concept, rest, text_extension};
use super::{Writer, capabilities, citations, grounds_extension, named, our_coding};
use crate::pathway::words;
use crate::words::english;

const PROFILE: &str = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-computableplandefinition";
const PROCESS: &str = "http://hl7.org/fhir/uv/cpg/CodeSystem/cpg-common-process";

impl Writer<'_> {
    /// The pathway itself.
    pub(super) fn plan(&self) -> Node {
        let pathway = self.pathway;
        let id = self.plan_id();
        let flow: Vec<_> = self.placed_flow().collect();
        let mut held = vec![
            "id",
            "version",
            "title",
            "status",
            "summary",
            "review",
            "derived_from",
            "population",
            "step",
            "decision",
            "exit",
            "obligation",
            "measure",
            "source",
        ];
        if flow.len() == pathway.flow.len() {
            held.push("flow");
        }
        let theme = pathway.theme.as_deref().filter(|theme| names::is_code(theme));
        if theme.is_some() {
            held.push("theme");
        }
        let node = Self::resource(names::PLAN, &id, Some(PROFILE));
        let node = node.nodes(
            "extension",
            capabilities().into_iter().chain(rest(names::PATHWAY, pathway, &held)),
        );
        let node = self.about(node, names::PLAN, (&id, &pathway.id, &pathway.title));
        let kind = coding(
            "http://terminology.hl7.org/CodeSystem/plan-definition-type",
            "clinical-protocol",
            Some("Clinical Protocol"),
        );
        let node = self.shared(node.node("type", concept([kind])));
        let topic = theme.map(|theme| concept([our_coding(names::THEME, theme, None)]));
        let goals = pathway.obligations.iter().map(|one| self.goal(one));
        let steps = pathway.steps.iter().map(|step| self.step(step, &flow));
        let decisions = pathway.decisions.iter().map(|decision| self.decision(decision));
        let exits = pathway.exits.iter().map(|exit| self.exit(exit));
        node.text("description", &pathway.summary)
            .nodes("useContext", self.population())
            .text("usage", &pathway.review)
            .nodes("topic", topic)
            .nodes("relatedArtifact", self.artifacts())
            .nodes("goal", goals)
            .nodes("action", steps.chain(decisions).chain(exits))
    }

    /// What follows a step, with its place among all.
    fn placed_flow(&self) -> impl Iterator<Item = (usize, &Flow)> {
        let steps: BTreeSet<_> = self.pathway.steps.iter().map(|step| step.id.as_str()).collect();
        let flow = self.pathway.flow.iter().enumerate();
        flow.filter(move |(_, flow)| steps.contains(flow.from.as_str()))
    }

    fn population(&self) -> impl Iterator<Item = Node> {
        let code = coding(
            "http://terminology.hl7.org/CodeSystem/usage-context-type",
            "focus",
            Some("Clinical Focus"),
        );
        self.pathway.population.iter().map(move |part| {
            Node::new()
                .nodes("extension", grounds_extension(&part.grounds))
                .node("code", code.clone())
                .node("valueCodeableConcept", Node::new().text("text", &part.text))
        })
    }

    /// Publications, and the pathway that it was made from.
    fn artifacts(&self) -> impl Iterator<Item = Node> {
        let from = self.pathway.derived_from.iter().map(|from| {
            let (id, version) = (names::escaped(&from.id), names::escaped(&from.version));
            let plan = super::resource_id(&from.id);
            let address = format!("{}{id}/{}/{plan}|{version}", names::ADDRESS, names::PLAN);
            Node::new().text("type", "derived-from").text("resource", address)
        });
        from.chain(self.pathway.sources.iter().map(source))
    }

    fn step(&self, step: &Step, flow: &[(usize, &Flow)]) -> Node {
        let (id, ours) = self.action_id(&step.id);
        let codes = step.codes.iter().all(|one| names::is_code(&one.code));
        let actors = step.actors.iter().all(|one| names::is_code(one));
        let mut held = vec!["id", "name", "kind", "does"];
        held.extend(codes.then_some("code"));
        held.extend(actors.then_some("actors"));
        let process = process(step.kind).map(|(code, said)| coding(PROCESS, code, Some(said)));
        let kind = our_coding(names::STEP_KIND, step.kind.word(), None);
        let of_others = step.codes.iter().filter(|_| codes).map(|one| {
            let known = names::SYSTEMS.iter().find(|(word, _)| *word == one.system);
            let system = known.map_or_else(
                || names::address(names::SYSTEM) + &names::escaped(&one.system),
                |(_, address)| (*address).to_owned(),
            );
            concept([coding(system, &one.code, None)])
        });
        let follows = flow.iter().filter(|(_, flow)| flow.from == step.id);
        let follows = follows.map(|(at, flow)| self.flow(*at, flow));
        let goals = self.pathway.obligations.iter().filter(|one| one.expects.contains(&step.id));
        let goals = goals.map(|one| named(&self.goals, &one.id).0);
        let node = Node::new()
            .text("id", id)
            .nodes("extension", ours.into_iter().chain(rest(names::STEP, step, &held)))
            .text("title", &step.name)
            .nodes(
                "code",
                std::iter::once(concept(std::iter::once(kind).chain(process))).chain(of_others),
            )
            .nodes("documentation", citations(&step.grounds))
            .texts("goalId", goals)
            .nodes("relatedAction", follows.chain(self.owed_after(step)))
            .nodes(
                "participant",
                step.actors.iter().filter(|_| actors).map(|id| self.participant(id)),
            );
        let node = match step.at_most {
            Some(1) => node.text("cardinalityBehavior", "single"),
            Some(_) => node.text("cardinalityBehavior", "multiple"),
            None => node,
        };
        let node = match self.activity_address(step) {
            Some(address) => node.text("definitionCanonical", address),
            None => node,
        };
        node.nodes("action", step.does.iter().map(|done| Node::new().text("title", done)))
    }

    /// Who does it.
    pub(super) fn participant(&self, id: &str) -> Node {
        let actor: Option<&Actor> = self.pathway.actors.iter().find(|one| one.id == id);
        let name = actor.map(|actor| actor.name.as_str());
        let role = concept([our_coding(names::ACTOR, id, name)]);
        let role = match actor {
            Some(actor) => role.text("text", format!("{}, {}", actor.name, actor.agency)),
            None => role,
        };
        Node::new().text("type", "practitioner").node("role", role)
    }

    fn flow(&self, at: usize, flow: &Flow) -> Node {
        let (id, ours) = self.action_id(&flow.to);
        let place = Node::new()
            .text("url", names::address(names::PLACE))
            .number("valueInteger", u32::try_from(at + 1).unwrap_or(u32::MAX));
        let rest = rest(names::FLOW, flow, &["from", "to"]);
        Node::new()
            .nodes("extension", ours.into_iter().chain(rest).chain([place]))
            .text("actionId", id)
            .text("relationship", "before-start")
    }

    fn decision(&self, decision: &Decision) -> Node {
        let (id, ours) = self.action_id(&decision.id);
        Node::new()
            .text("id", id)
            // Told as ours, even where nothing is left to say.
            .nodes("extension", ours.into_iter().chain([text_extension(names::DECISION, "table")]))
            .text("title", &decision.question)
            .nodes(
                "code",
                [concept([our_coding(names::STEP_KIND, StepKind::Decision.word(), None)])],
            )
            .nodes("input", decision.inputs.iter().map(input))
            .text("groupingBehavior", "logical-group")
            .text("selectionBehavior", "exactly-one")
            .nodes("action", decision.rows.iter().map(|row| self.row(decision, row)))
    }

    fn row(&self, decision: &Decision, row: &DecisionRow) -> Node {
        let (then, ours) = self.action_id(&row.then);
        let inputs: Vec<_> = decision.inputs.iter().collect();
        let next = Node::new()
            .nodes("extension", ours)
            .text("actionId", then)
            .text("relationship", "before-start");
        Node::new()
            .nodes("extension", rest(names::ROW, row, &["when", "then"]))
            .text("title", words::row(decision, row, english()))
            .nodes("documentation", citations(&row.grounds))
            .nodes("condition", row.when.iter().map(|one| condition(one, &inputs)))
            .nodes("relatedAction", [next])
    }

    fn exit(&self, exit: &Exit) -> Node {
        let (id, ours) = self.action_id(&exit.id);
        let reason = our_coding(names::EXIT_REASON, exit.reason.word(), None);
        Node::new()
            .text("id", id)
            .nodes(
                "extension",
                ours.into_iter().chain(rest(names::EXIT, exit, &["id", "name", "reason"])),
            )
            .text("title", &exit.name)
            .nodes("code", [concept([reason])])
            .nodes("documentation", citations(&exit.grounds))
    }

    fn goal(&self, one: &Obligation) -> Node {
        let (id, ours) = named(&self.goals, &one.id);
        let (priority, said) = match one.strength {
            Strength::Must => ("high-priority", "High Priority"),
            Strength::Should => ("medium-priority", "Medium Priority"),
            Strength::May => ("low-priority", "Low Priority"),
        };
        let priority =
            coding("http://terminology.hl7.org/CodeSystem/goal-priority", priority, Some(said));
        let trigger = self.pathway.step(one.trigger.as_ref().unwrap_or(&self.pathway.index));
        let start = trigger.map(|step| Node::new().text("text", &step.name));
        let due = self.due(one).map(|due| Node::new().node("due", due));
        Node::new()
            .text("id", id)
            .nodes(
                "extension",
                ours.into_iter().chain(rest(names::OBLIGATION, one, &["id", "text"])),
            )
            .node("description", Node::new().text("text", &one.text))
            .node("priority", concept([priority]))
            .maybe("start", start)
            .nodes("documentation", citations(&one.grounds))
            .nodes("target", due)
    }
}

/// A step in the terms of CPG-on-FHIR, where it has one for it.
fn process(kind: StepKind) -> Option<(&'static str, &'static str)> {
    match kind {
        StepKind::Test => Some(("diagnostic-testing", "Conduct Diagnostic Tests")),
        StepKind::Intervention => Some(("guideline-based-care", "Guideline-based Care")),
        StepKind::Referral | StepKind::Handover => {
            Some(("discharge-referral-of-patient", "Discharge/Referral of Patient"))
        }
        StepKind::Review => {
            Some(("monitor-and-follow-up-of-patient", "Monitor and Follow-up of Patient"))
        }
        StepKind::Outcome => Some(("record-and-report", "Record and Report")),
        StepKind::Contact | StepKind::Decision | StepKind::Safeguard => None,
    }
}

fn source(source: &PathwaySource) -> Node {
    let year = source.year.map_or_else(String::new, |year| format!(" ({year})"));
    Node::new()
        .nodes("extension", rest(names::SOURCE, source, &["id", "title"]))
        .text("type", "citation")
        .text("label", &source.id)
        .text("display", &source.title)
        .text("citation", format!("{}{year}: {}", source.publisher, source.title))
}

fn input(input: &DecisionInput) -> Node {
    let is_code = names::is_code(&input.id);
    let mut held = vec!["name"];
    held.extend(is_code.then_some("id"));
    let code = Node::new().text("system", names::address(names::INPUT));
    let code = if is_code { code.text("code", &input.id) } else { code };
    let filter =
        Node::new().text("path", "code").nodes("code", [code.text("display", &input.name)]);
    Node::new()
        .nodes("extension", rest(names::INPUT, input, &held))
        .text("type", "Observation")
        .nodes("codeFilter", [filter])
}

fn condition(one: &Condition, inputs: &[&DecisionInput]) -> Node {
    let expression = Node::new()
        .text("description", words::conditions(std::slice::from_ref(one), inputs, english()))
        .text("language", "text/fhirpath")
        .text("expression", fhir_path(one));
    Node::new()
        .nodes("extension", rest(names::CONDITION, one, &[]))
        .text("kind", "applicability")
        .node("expression", expression)
}

/// A condition in `FHIRPath`, with the input as a variable of its name.
fn fhir_path(one: &Condition) -> String {
    let quoted = |text: &str, quote: char| {
        let mut out = String::from(quote);
        for c in text.chars() {
            if c == quote || c == '\\' {
                out.push('\\');
            }
            out.push(c);
        }
        out.push(quote);
        out
    };
    let input = format!("%{}", quoted(&one.input, '`'));
    if one.missing {
        return format!("{input}.empty()");
    }
    let mut parts = Vec::new();
    parts.extend(one.at_least.map(|least| format!("{input} >= {least}")));
    parts.extend(one.below.map(|below| format!("{input} < {below}")));
    if !one.is.is_empty() {
        let words: Vec<_> = one.is.iter().map(|word| quoted(word, '\'')).collect();
        parts.push(format!("{input} in ({})", words.join(" | ")));
    }
    if parts.is_empty() { "true".to_owned() } else { parts.join(" and ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_fhir_path() {
        let of = |condition: &str| fhir_path(&serde_json::from_str(condition).unwrap());
        assert_eq!(of(r#"{"input": "co", "at_least": 4.0}"#), "%`co` >= 4");
        assert_eq!(
            of(r#"{"input": "co", "at_least": 4.5, "below": 10}"#),
            "%`co` >= 4.5 and %`co` < 10"
        );
        assert_eq!(of(r#"{"input": "co", "missing": true}"#), "%`co`.empty()");
        assert_eq!(
            of(r#"{"input": "says", "is": ["yes", "it's"]}"#),
            r"%`says` in ('yes' | 'it\'s')"
        );
        assert_eq!(of(r#"{"input": "a`b"}"#), "true");
    }
}
