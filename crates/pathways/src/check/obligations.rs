//! Obligations: whether each can be answered, and every referral is.

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{
    CarePathway, ElementBasis, ElementKind, ElementRef, Obligation, ObligationTemplate, StepKind,
};

use super::conditions::{Inputs, faults};
use crate::finding::Finding;

pub(super) fn check(pathway: &CarePathway, inputs: &Inputs, found: &mut Vec<Finding>) {
    for obligation in &pathway.obligations {
        let element = ElementRef::new(ElementKind::Obligation, &obligation.id);
        for (message, help) in shape(obligation) {
            let finding = Finding::new(ProblemCode::ObligationInvalid, element.clone(), message);
            found.push(finding.help(help));
        }
        for fault in faults(&obligation.eligible, |id| inputs.get(id)) {
            found.push(fault.told(element.clone(), ProblemCode::ObligationInvalid, "eligible"));
        }
    }
    for step in pathway.steps.iter().filter(|step| step.kind == StepKind::Referral) {
        let answered = pathway.obligations.iter().any(|one| {
            one.template == ObligationTemplate::FeedbackClosesLoop
                && one.trigger.as_ref() == Some(&step.id)
        });
        if !answered {
            let element = ElementRef::new(ElementKind::Step, &step.id);
            let message = "it is a referral, and no obligation asks for an answer";
            found
                .push(Finding::new(ProblemCode::ReferralUnanswered, element, message).help(format!(
                "add an obligation with template = \"feedback-closes-loop\" and trigger = \"{}\"",
                step.id
            )));
        }
    }
}

/// What is wrong in the shape of an obligation, with what would be right.
fn shape(obligation: &Obligation) -> Vec<(&'static str, &'static str)> {
    let mut wrong = Vec::new();
    if obligation.expects.is_empty() {
        wrong.push(("it expects nothing", "name one step or several under `expects`"));
    }
    if obligation.template == ObligationTemplate::Existence && obligation.trigger.is_some() {
        wrong.push((
            "it is an existence and has a trigger",
            "leave the trigger out, or write template = \"response\"",
        ));
    }
    let to = obligation.window.as_ref().and_then(|window| window.to);
    // How often may be just what is open.
    let open = obligation.grounds.basis == ElementBasis::Open;
    if obligation.template == ObligationTemplate::RepeatEvery && to.is_none() && !open {
        wrong.push((
            "it repeats without saying how often",
            "give the longest time between by window = { to = … }",
        ));
    }
    if obligation.window.as_ref().is_some_and(|one| one.from.is_none() && one.to.is_none()) {
        wrong.push((
            "its window has neither end",
            "give it `from`, `to` or both, or leave the window out",
        ));
    }
    wrong
}
