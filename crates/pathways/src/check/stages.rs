//! Stages: whether each says who comes that far.

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{CarePathway, ElementKind, ElementRef};

use super::conditions::{Inputs, faults};
use crate::finding::Finding;

pub(super) fn check(pathway: &CarePathway, inputs: &Inputs, found: &mut Vec<Finding>) {
    for (at, stage) in pathway.stages.iter().enumerate() {
        let element = ElementRef::new(ElementKind::Stage, &stage.id);
        if at > 0 && stage.steps.is_empty() && stage.conditions.is_empty() {
            let message = "it has no step and no condition, so that nobody can be told to reach it";
            found.push(Finding::new(ProblemCode::StageInvalid, element.clone(), message));
        }
        for fault in faults(&stage.conditions, |id| inputs.get(id)) {
            found.push(fault.told(element.clone(), ProblemCode::StageInvalid, "when"));
        }
    }
    if let [stage] = pathway.stages.as_slice() {
        let element = ElementRef::new(ElementKind::Stage, &stage.id);
        let message = "it is the only stage, and nobody can drop out on one";
        let help = "name the stages after it, or leave it out";
        found.push(Finding::new(ProblemCode::StageInvalid, element, message).help(help));
    }
}
