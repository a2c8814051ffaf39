//! Shapes of rules: which says all that another says.

use std::cmp::Ordering;

use firstyear_core::pathway::{CarePathway, Obligation, ObligationTemplate as Template};

use super::windows::Timed;

/// An obligation with what it is owed after.
pub(super) struct Rule<'r, 'p> {
    pub(super) obligation: &'p Obligation,
    pub(super) timed: &'r Timed<'p>,
    /// Whether it is owed after the step with which a case begins.
    pub(super) from_index: bool,
    /// Whether the step that it is owed after is one that it expects.
    pub(super) expects_trigger: bool,
}

impl<'r, 'p> Rule<'r, 'p> {
    pub(super) fn new(
        pathway: &'p CarePathway,
        obligation: &'p Obligation,
        timed: &'r Timed<'p>,
    ) -> Self {
        let trigger = trigger(pathway, obligation);
        let expects_trigger = obligation.expects.iter().any(|id| id == trigger);
        Self { obligation, timed, from_index: trigger == pathway.index, expects_trigger }
    }
}

/// The step after, or before, which something is owed.
pub(super) fn trigger<'p>(pathway: &'p CarePathway, obligation: &'p Obligation) -> &'p str {
    obligation.trigger.as_deref().unwrap_or(&pathway.index)
}

/// Whether the local shape says more (`Less` is allowed), the same or less than that of
/// the reference; `None` where neither says all that the other says.
pub(super) fn allows(reference: &Rule<'_, '_>, local: &Rule<'_, '_>) -> Option<Ordering> {
    if reference.obligation.template == local.obligation.template {
        Some(Ordering::Equal)
    } else if says_all(local, reference) {
        Some(Ordering::Less)
    } else if says_all(reference, local) {
        Some(Ordering::Greater)
    } else {
        None
    }
}

/// Whether who keeps to one keeps to the other, all else the same.
fn says_all(one: &Rule<'_, '_>, other: &Rule<'_, '_>) -> bool {
    // A discharge counts from the trigger on: one before it would end the first alone.
    let whole = one.timed.is_none() && one.obligation.discharged_by.is_empty() && one.from_index;
    match (one.obligation.template, other.obligation.template) {
        // An answer may close one loop alone, where a step may be the response to several.
        (Template::Succession | Template::FeedbackClosesLoop, Template::Response)
        | (
            Template::Response | Template::Succession | Template::FeedbackClosesLoop,
            Template::RespondedExistence,
        ) => true,
        (Template::Precedence, Template::RespondedExistence) => other.timed.is_none(),
        // One event is no answer to itself.
        (Template::Existence, Template::RespondedExistence) => {
            whole && other.timed.is_none() && !other.expects_trigger
        }
        (Template::Absence, Template::NotTogether) => whole,
        (Template::EndsWith, Template::Existence) => {
            one.from_index && one.timed.is_none() && other.timed.is_none()
        }
        _ => false,
    }
}

/// Whether two shapes are owed after the same step wherever each is owed: one of them
/// asks it of the whole case.
pub(super) const fn of_whole_case(reference: Template, local: Template) -> bool {
    matches!(
        (reference, local),
        (Template::Existence, Template::RespondedExistence)
            | (Template::RespondedExistence, Template::Existence)
            | (Template::Absence, Template::NotTogether)
            | (Template::NotTogether, Template::Absence)
    )
}

/// Whether it matters how often an obligation is looked at.
pub(super) fn looked_at_again(reference: &Rule<'_, '_>, local: &Rule<'_, '_>) -> bool {
    let whole = |rule: &Rule<'_, '_>| match rule.obligation.template {
        // Owed once, however often its step comes.
        Template::Existence | Template::EndsWith => true,
        // What is so of the first time is so of all, where no window or discharge counts
        // from each.
        Template::Absence
        | Template::NotTogether
        | Template::Precedence
        | Template::RespondedExistence => {
            rule.timed.is_none() && rule.obligation.discharged_by.is_empty()
        }
        Template::Response
        | Template::Succession
        | Template::RepeatEvery
        | Template::FeedbackClosesLoop => false,
    };
    !(whole(reference) && whole(local))
}
