//! Windows of obligations as FHIR can hold them: times in UCUM between two actions.

use firstyear_core::pathway::exchange::fhir as names;
use firstyear_core::pathway::{
    Bound, ElementBasis, Obligation, ObligationTemplate, Step, TimeUnit, Window,
};

use super::node::{Node, text_extension};
use super::{Writer, named};

impl Writer<'_> {
    /// What is owed after which time from another action: an obligation by one step,
    /// whose window counts from its trigger or from a step.
    pub(super) fn owed_after(&self, step: &Step) -> impl Iterator<Item = Node> {
        self.pathway.obligations.iter().filter_map(|one| {
            let [only] = one.expects.as_slice() else { return None };
            let from = (*only == step.id).then(|| self.counts_from(one)).flatten()?;
            let window = one.window.as_ref()?;
            let range = range(window)?;
            let (from, _) = named(&self.actions, from);
            Some(
                Node::new()
                    .nodes("extension", [text_extension(names::OWED, &one.id)])
                    .text("actionId", from)
                    .text("relationship", "after-start")
                    .node("offsetRange", range),
            )
        })
    }

    /// The last day of a goal, where its window counts from when it begins.
    pub(super) fn due(&self, one: &Obligation) -> Option<Node> {
        let window = one.window.as_ref().filter(|window| window.clock.is_none())?;
        self.counts_from(one)?;
        quantity(window.to?)
    }

    /// The step from which a window counts; none for what is open, repeats, or counts
    /// by the pregnancy or the baby.
    fn counts_from<'s>(&'s self, one: &'s Obligation) -> Option<&'s str> {
        use ObligationTemplate::{
            Existence, FeedbackClosesLoop, RespondedExistence, Response, Succession,
        };
        let after = matches!(
            one.template,
            Existence | FeedbackClosesLoop | RespondedExistence | Response | Succession
        );
        if !after || one.grounds.basis == ElementBasis::Open {
            return None;
        }
        let step = match &one.window.as_ref()?.clock {
            Some(clock) => self.pathway.clock(clock)?.step.as_deref()?,
            None => one.trigger.as_deref().unwrap_or(&self.pathway.index),
        };
        self.pathway.step(step).map(|step| step.id.as_str())
    }
}

/// A window with both ends in one unit, as a `Range` has them.
fn range(window: &Window) -> Option<Node> {
    let days = |bound: Bound| match bound.unit {
        TimeUnit::Weeks => Some(Bound { value: bound.value.checked_mul(7)?, unit: TimeUnit::Days }),
        _ => Some(bound),
    };
    let (low, high) = match (window.from, window.to) {
        (Some(low), Some(high)) if low.unit != high.unit => (days(low), days(high)),
        (low, high) => (low, high),
    };
    if low.zip(high).is_some_and(|(low, high)| low.unit != high.unit || low.value > high.value) {
        return None;
    }
    let (low, high) = (low.map(quantity), high.map(quantity));
    // An end without a unit of UCUM leaves the other out too: half a window is another.
    let (low, high) = match (low, high) {
        (Some(None), _) | (_, Some(None)) | (None, None) => return None,
        (low, high) => (low.flatten(), high.flatten()),
    };
    Some(Node::new().maybe("low", low).maybe("high", high))
}

/// An end in UCUM, which has no working days.
fn quantity(bound: Bound) -> Option<Node> {
    let (unit, code) = match bound.unit {
        TimeUnit::Hours => ("hours", "h"),
        TimeUnit::Days => ("days", "d"),
        TimeUnit::Weeks => ("weeks", "wk"),
        TimeUnit::WorkingDays => return None,
    };
    Some(
        Node::new()
            .number("value", bound.value)
            .text("unit", unit)
            .text("system", "http://unitsofmeasure.org")
            .text("code", code),
    )
}
