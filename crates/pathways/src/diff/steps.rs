//! Steps that are in both pathways, and referrals whose answer was lost.

use std::collections::BTreeSet;

use firstyear_core::pathway::{CarePathway, ObligationTemplate, Step};

use super::matching::Matches;
use super::{Class, ComparedObligation, LostLoop, StepChange};

/// What differs between two steps of their pathways.
pub(super) fn changes<'p>(
    (reference, one): (&'p CarePathway, &'p Step),
    (local, other): (&'p CarePathway, &'p Step),
    matches: &Matches<'p>,
) -> Vec<StepChange> {
    let acting: BTreeSet<_> = one.actors.iter().map(|id| Some(id.as_str())).collect();
    let agencies = |pathway: &'p CarePathway, step: &'p Step| -> BTreeSet<&str> {
        pathway.actors_of(step).map(|actor| actor.agency.as_str()).collect()
    };
    let differ = [
        (StepChange::Kind, one.kind != other.kind),
        (StepChange::Actors, acting != matches.actors(other)),
        (StepChange::Agencies, agencies(reference, one) != agencies(local, other)),
        (StepChange::Setting, one.setting != other.setting),
        (StepChange::AtMost, one.at_most != other.at_most),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(change, _)| change).collect()
}

/// Steps of the reference whose answer is owed there, where no obligation that asks for it
/// is entailed or weakened.
pub(super) fn lost_loops<'p>(
    reference: &'p CarePathway,
    matches: &Matches<'p>,
    obligations: &[ComparedObligation<'p>],
) -> Vec<LostLoop<'p>> {
    let lost = reference.steps.iter().filter_map(|step| {
        let closes = |one: &&ComparedObligation<'p>| {
            one.class != Class::Open
                && one.reference.template == ObligationTemplate::FeedbackClosesLoop
                && one.reference.trigger.as_ref() == Some(&step.id)
        };
        let asked: Vec<_> = obligations.iter().filter(closes).collect();
        let kept = asked.iter().any(|one| matches!(one.class, Class::Entailed | Class::Weakened));
        if asked.is_empty() || kept {
            return None;
        }
        let pair = matches.steps.iter().find(|(one, _, _)| one.id == step.id);
        Some(LostLoop {
            reference: step,
            local: pair.map(|(_, local, _)| *local),
            obligations: asked.into_iter().map(|one| one.reference.id.as_str()).collect(),
        })
    });
    lost.collect()
}
