//! What of a local pathway stands for what of the reference.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::pathway::{Actor, CarePathway, Decision, Exit, ExitReason, Step};

use super::MatchedBy;

/// Pairs of elements, each of which is in one pair at the most.
#[derive(Clone, Debug)]
pub(super) struct Matches<'p> {
    pub(super) steps: Vec<(&'p Step, &'p Step, MatchedBy)>,
    pub(super) decisions: Vec<(&'p Decision, &'p Decision, MatchedBy)>,
    /// Ids of steps, decisions and exits of the reference by those of the local one.
    to_reference: BTreeMap<&'p str, &'p str>,
    /// The same of actors.
    actors: BTreeMap<&'p str, &'p str>,
}

impl<'p> Matches<'p> {
    pub(super) fn new(reference: &'p CarePathway, local: &'p CarePathway) -> Self {
        let mut steps = Pairs::new(&reference.steps, &local.steps);
        steps.pair(MatchedBy::Id, |one, other| one.id == other.id);
        steps.pair(MatchedBy::Code, |one, other| {
            one.codes.iter().any(|code| other.codes.contains(code))
        });
        steps.pair(MatchedBy::Activity, |one, other| {
            !activities(one).is_disjoint(&activities(other))
        });
        let mut decisions = Pairs::new(&reference.decisions, &local.decisions);
        decisions.pair(MatchedBy::Id, |one, other| one.id == other.id);
        decisions.pair(MatchedBy::Inputs, |one, other| inputs(one) == inputs(other));
        let mut exits = Pairs::new(&reference.exits, &local.exits);
        exits.pair(MatchedBy::Id, |one, other| one.id == other.id);
        // Where a reason has several ways out, nothing says which is which.
        exits.pair(MatchedBy::Reason, |one, other| {
            let lone = |all: &[Exit], reason: ExitReason| {
                all.iter().filter(|exit| exit.reason == reason).count() == 1
            };
            one.reason == other.reason
                && lone(&reference.exits, one.reason)
                && lone(&local.exits, one.reason)
        });
        let mut actors = Pairs::new(&reference.actors, &local.actors);
        actors.pair(MatchedBy::Id, |one, other| one.id == other.id);
        actors.pair(MatchedBy::Name, |one: &Actor, other: &Actor| {
            one.name == other.name && one.agency == other.agency
        });
        let to_reference = steps
            .found
            .iter()
            .map(|(one, other, _)| (other.id.as_str(), one.id.as_str()))
            .chain(decisions.found.iter().map(|(one, other, _)| (&*other.id, &*one.id)))
            .chain(exits.found.iter().map(|(one, other, _)| (&*other.id, &*one.id)))
            .collect();
        let actors = actors.found.iter().map(|(one, other, _)| (&*other.id, &*one.id)).collect();
        let mut found =
            Self { steps: steps.found, decisions: decisions.found, to_reference, actors };
        // In the order of the reference, however each was matched.
        let place = |id: &str| reference.steps.iter().position(|step| step.id == id);
        found.steps.sort_by_key(|(one, _, _)| place(&one.id));
        let place = |id: &str| reference.decisions.iter().position(|one| one.id == id);
        found.decisions.sort_by_key(|(one, _, _)| place(&one.id));
        found
    }

    /// The step, decision or exit of the reference that a local one stands for.
    pub(super) fn reference(&self, local: &str) -> Option<&'p str> {
        self.to_reference.get(local).copied()
    }

    /// Whether something local stands for it.
    pub(super) fn stands(&self, reference: &str) -> bool {
        self.to_reference.values().any(|id| *id == reference)
    }

    /// The actors of the reference that those of a local step stand for; `None` for one
    /// that stands for nobody.
    pub(super) fn actors(&self, local: &'p Step) -> BTreeSet<Option<&'p str>> {
        local.actors.iter().map(|id| self.actors.get(id.as_str()).copied()).collect()
    }
}

/// What stands for a step in event logs: its id unless told.
fn activities(step: &Step) -> BTreeSet<&str> {
    if step.activities.is_empty() {
        return BTreeSet::from([step.id.as_str()]);
    }
    step.activities.iter().map(String::as_str).collect()
}

fn inputs(decision: &Decision) -> BTreeSet<&str> {
    decision.inputs.iter().map(|input| input.id.as_str()).collect()
}

struct Pairs<'p, T> {
    reference: Vec<&'p T>,
    local: Vec<&'p T>,
    found: Vec<(&'p T, &'p T, MatchedBy)>,
}

impl<'p, T> Pairs<'p, T> {
    fn new(reference: &'p [T], local: &'p [T]) -> Self {
        Self {
            reference: reference.iter().collect(),
            local: local.iter().collect(),
            found: Vec::new(),
        }
    }

    /// Pairs each that is left with the first that is the same.
    fn pair(&mut self, by: MatchedBy, same: impl Fn(&T, &T) -> bool) {
        for one in std::mem::take(&mut self.reference) {
            match self.local.iter().position(|&other| same(one, other)) {
                Some(at) => self.found.push((one, self.local.remove(at), by)),
                None => self.reference.push(one),
            }
        }
    }
}
