//! An `ActivityDefinition` for each step that does something.

use firstyear_core::pathway::exchange::fhir as names;
use firstyear_core::pathway::{Step, StepKind};

use super::node::{Node, concept};
use super::{Writer, capabilities, our_coding, resource_id};

const PROFILE: &str = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-computableactivity";

impl Writer<'_> {
    /// The activities with their kind and id. They say nothing that the plan does not.
    pub(super) fn activities(&self) -> Vec<(&'static str, String, Node)> {
        let steps = self.pathway.steps.iter().filter(|step| !step.does.is_empty());
        steps
            .map(|step| {
                let id = self.activity_id(step);
                let node = self.activity(step, &id);
                (names::ACTIVITY, id, node)
            })
            .collect()
    }

    /// The address of the activity of a step, where it has one.
    pub(super) fn activity_address(&self, step: &Step) -> Option<String> {
        let id = (!step.does.is_empty()).then(|| self.activity_id(step))?;
        Some(self.address(names::ACTIVITY, &id))
    }

    fn activity_id(&self, step: &Step) -> String {
        let id = self.actions.get(step.id.as_str());
        id.cloned().unwrap_or_else(|| resource_id(&step.id))
    }

    fn activity(&self, step: &Step, id: &str) -> Node {
        let node =
            Self::resource(names::ACTIVITY, id, Some(PROFILE)).nodes("extension", capabilities());
        let node = self.about(node, names::ACTIVITY, (id, &step.id, &step.name));
        let kind = our_coding(names::STEP_KIND, step.kind.word(), None);
        let setting = step.setting.as_ref().map(|place| Node::new().text("display", place));
        let actors = step.actors.iter().filter(|id| names::is_code(id));
        self.shared(node)
            .text("description", step.does.join("; "))
            .text("kind", request(step.kind))
            .node("code", concept([kind]).text("text", &step.name))
            .text("intent", "proposal")
            .maybe("location", setting)
            .nodes("participant", actors.map(|id| self.participant(id)))
    }
}

/// The request that a step would become.
const fn request(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Contact => "Appointment",
        StepKind::Test | StepKind::Referral | StepKind::Review => "ServiceRequest",
        StepKind::Handover => "CommunicationRequest",
        StepKind::Decision | StepKind::Intervention | StepKind::Outcome | StepKind::Safeguard => {
            "Task"
        }
    }
}
