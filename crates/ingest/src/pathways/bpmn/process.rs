//! What stands in a process.

use firstyear_core::pathway::StepKind;
use firstyear_core::pathway::exchange::bpmn as names;

use super::tree::Tag;

/// What a node of a process is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Start,
    /// A step; its kind where the tag says it.
    Step(Option<StepKind>),
    /// One way of several is gone.
    Choice,
    /// All ways are gone.
    Fork,
    /// Ways come together, or something is waited for.
    Pass,
    /// What interrupts an activity.
    Boundary,
    End,
}

impl Node {
    /// What a tag with this many ways on is; `None` for what is no node.
    pub(super) fn of(tag: &Tag, ways: usize) -> Option<Self> {
        if tag.space != names::MODEL {
            return None;
        }
        Some(match tag.name.as_str() {
            "startEvent" => Self::Start,
            "endEvent" => Self::End,
            "boundaryEvent" => Self::Boundary,
            "intermediateCatchEvent" | "intermediateThrowEvent" => Self::Pass,
            "task" | "userTask" | "manualTask" | "serviceTask" | "scriptTask" | "sendTask"
            | "receiveTask" | "callActivity" | "subProcess" | "transaction" | "adHocSubProcess" => {
                Self::Step(None)
            }
            "businessRuleTask" => Self::Step(Some(StepKind::Decision)),
            "exclusiveGateway" | "inclusiveGateway" | "complexGateway" | "eventBasedGateway"
                if ways > 1 =>
            {
                Self::Choice
            }
            "parallelGateway" if ways > 1 => Self::Fork,
            name if name.ends_with("Gateway") => Self::Pass,
            _ => return None,
        })
    }
}

/// Whether anything is done in a process.
pub(super) fn is_filled(process: &Tag) -> bool {
    process.within.iter().any(|tag| Node::of(tag, 0).is_some())
}

/// Whether a tag only says something of others, or joins them.
pub(super) fn is_noted(tag: &Tag) -> bool {
    const NOTED: [&str; 6] = [
        "documentation",
        "extensionElements",
        "laneSet",
        "sequenceFlow",
        "textAnnotation",
        "association",
    ];
    NOTED.contains(&tag.name.as_str())
}

/// Where a tag stands, such as `task n.ask, line 12`.
pub(super) fn placed(tag: &Tag) -> String {
    let id = tag.attribute("id").map(|id| format!(" {id}")).unwrap_or_default();
    format!("{}{id}, line {}", tag.name, tag.line)
}
