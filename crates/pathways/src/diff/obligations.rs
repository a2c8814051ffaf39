//! Obligations: whether a local one asks all that one of the reference asks.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use firstyear_core::pathway::{
    CarePathway, ElementBasis, Obligation, ObligationTemplate as Template, Per, Strength,
};

use super::eligible::{self, SharedInputs};
use super::matching::Matches;
use super::templates::{self, Rule, trigger};
use super::windows::{self, Timed};
use super::{Class, ComparedObligation, Difference, Direction, Reason};

/// Holds obligations of a reference against those of a local pathway.
pub(super) struct Obligations<'c, 'p> {
    pub(super) reference: &'p CarePathway,
    pub(super) local: &'p CarePathway,
    pub(super) matches: &'c Matches<'p>,
    pub(super) inputs: &'c SharedInputs,
}

impl<'p> Obligations<'_, 'p> {
    /// What became of one of the reference: the best that a local one makes of it.
    pub(super) fn compare(&self, of: &'p Obligation) -> ComparedObligation<'p> {
        let found =
            |class, local, reasons| ComparedObligation { reference: of, class, local, reasons };
        if is_open(of) {
            let same = self.local.obligations.iter().find(|one| one.id == of.id);
            return found(Class::Open, same, Vec::new());
        }
        let candidates = self.local.obligations.iter().filter(|one| self.concerns(of, one));
        let (open, settled): (Vec<_>, Vec<_>) = candidates.partition(|one| is_open(one));
        let compared = settled.into_iter().map(|local| {
            let reasons = self.differences(of, local);
            (class(&reasons), local, reasons)
        });
        // What stands for another obligation stands for this one too where it does its work,
        // and is no alteration of it otherwise.
        let of_another = |one: &Obligation| {
            one.id != of.id && self.reference.obligations.iter().any(|other| other.id == one.id)
        };
        let best = compared
            .filter(|(class, local, _)| *class != Class::Altered || !of_another(local))
            .min_by_key(|(class, local, reasons)| (*class, local.id != of.id, reasons.len()));
        if let Some((class, local, reasons)) = best {
            return found(class, Some(local), reasons);
        }
        let open = open.into_iter().find(|one| !of_another(one));
        let reasons = match open {
            Some(_) => vec![Difference::new(Direction::Looser, Reason::OpenHere)],
            None => self.lost(of),
        };
        found(Class::Absent, open, reasons)
    }

    /// Whether a local obligation has the same id, or asks for some of the same after the
    /// same.
    fn concerns(&self, reference: &'p Obligation, local: &'p Obligation) -> bool {
        if reference.id == local.id {
            return true;
        }
        let shared = self
            .expected(local)
            .iter()
            .any(|id| id.is_some_and(|id| named(&reference.expects, id)));
        shared && self.shape(reference, local).is_some() && self.same_trigger(reference, local)
    }

    /// How a local obligation differs, in the order of its fields.
    fn differences(&self, reference: &'p Obligation, local: &'p Obligation) -> Vec<Difference<'p>> {
        let mut found = Vec::new();
        let shape = self.shape(reference, local);
        if shape != Some(Ordering::Equal) {
            let reason = Reason::Template { reference: reference.template, local: local.template };
            found.push(Difference::new(direction(shape), reason));
        }
        if !self.same_trigger(reference, local) {
            let (reference, local) =
                (trigger(self.reference, reference), trigger(self.local, local));
            let reason = Reason::Trigger { reference, local };
            found.push(Difference::new(Direction::Other, reason));
        }
        found.extend(eligible::compare(&reference.eligible, &local.eligible, self.inputs));
        found.extend(self.expects(reference, local));
        let (one, other) = (self.timed_reference(reference), self.timed(local));
        let inside = inside(&self.rule_of_reference(reference, &one), &self.rule(local, &other));
        found.extend(windows::compare(&one, &other, inside));
        found.extend(self.occasions(reference, local));
        found.extend(self.discharges(reference, local));
        let strength = |one: &Obligation| match one.strength {
            Strength::Must => 2,
            Strength::Should => 1,
            Strength::May => 0,
        };
        if reference.strength != local.strength {
            let stricter = strength(local) > strength(reference);
            let direction = if stricter { Direction::Stricter } else { Direction::Looser };
            let reason = Reason::Strength { reference: reference.strength, local: local.strength };
            found.push(Difference::new(direction, reason));
        }
        found.extend(self.actors(reference, local));
        found
    }

    fn expects(&self, reference: &'p Obligation, local: &'p Obligation) -> Vec<Difference<'p>> {
        let expected: Vec<_> = local.expects.iter().zip(self.expected(local)).collect();
        let more: Vec<&str> = expected
            .iter()
            .filter(|(_, stands_for)| !stands_for.is_some_and(|id| named(&reference.expects, id)))
            .map(|(id, _)| id.as_str())
            .collect();
        let fewer: Vec<&str> = reference
            .expects
            .iter()
            .map(String::as_str)
            .filter(|id| !expected.iter().any(|(_, stands_for)| *stands_for == Some(*id)))
            .collect();
        let forbids = reference.template.forbids();
        // What a succession expects may come after its step alone: one more is asked more.
        let both_ways = [reference, local].iter().all(|one| one.template == Template::Succession);
        let toward = |looser| match (both_ways, looser) {
            (true, _) => Direction::Other,
            (false, true) => Direction::Looser,
            (false, false) => Direction::Stricter,
        };
        let more = (!more.is_empty())
            .then(|| Difference::new(toward(!forbids), Reason::ExpectsMore { local: more }));
        let fewer = (!fewer.is_empty())
            .then(|| Difference::new(toward(forbids), Reason::ExpectsFewer { reference: fewer }));
        fewer.into_iter().chain(more).collect()
    }

    fn occasions(
        &self,
        reference: &'p Obligation,
        local: &'p Obligation,
    ) -> Option<Difference<'p>> {
        let (one, other) = (self.timed_reference(reference), self.timed(local));
        let again = templates::looked_at_again(
            &self.rule_of_reference(reference, &one),
            &self.rule(local, &other),
        );
        if !again || templates::of_whole_case(reference.template, local.template) {
            return None;
        }
        match (reference.per, local.per) {
            (Per::Activation, Per::Case) => {
                Some(Difference::new(Direction::Looser, Reason::OncePerCase))
            }
            (Per::Case, Per::Activation) => {
                Some(Difference::new(Direction::Stricter, Reason::EachTime))
            }
            _ => None,
        }
    }

    fn discharges(&self, reference: &'p Obligation, local: &'p Obligation) -> Vec<Difference<'p>> {
        let same = |id: &str| self.matches.reference(id);
        let more: Vec<&str> = local
            .discharged_by
            .iter()
            .map(String::as_str)
            .filter(|id| !same(id).is_some_and(|id| named(&reference.discharged_by, id)))
            .collect();
        let ends_it: BTreeSet<_> = local.discharged_by.iter().filter_map(|id| same(id)).collect();
        let fewer: Vec<&str> = reference
            .discharged_by
            .iter()
            .map(String::as_str)
            .filter(|id| !ends_it.contains(id))
            .collect();
        let more = (!more.is_empty())
            .then(|| Difference::new(Direction::Looser, Reason::MoreDischarges { local: more }));
        let fewer = (!fewer.is_empty()).then(|| {
            Difference::new(Direction::Stricter, Reason::FewerDischarges { reference: fewer })
        });
        more.into_iter().chain(fewer).collect()
    }

    /// Who does what is expected: somebody of those whom the reference names, at least.
    fn actors(&self, reference: &'p Obligation, local: &'p Obligation) -> Vec<Difference<'p>> {
        if reference.template.forbids() {
            return Vec::new();
        }
        let pairs = self.matches.steps.iter().filter(|(one, other, _)| {
            named(&reference.expects, &one.id) && named(&local.expects, &other.id)
        });
        let differ = pairs.filter_map(|(one, other, _)| {
            if one.actors.is_empty() {
                return None;
            }
            let acting = self.matches.actors(other);
            if acting.is_empty() {
                let reason = Reason::NobodyNamed { reference: one, local: other };
                return Some(Difference::new(Direction::Looser, reason));
            }
            let known = acting.iter().flatten().any(|actor| named(&one.actors, actor));
            let reason = Reason::OtherActors { reference: one, local: other };
            (!known).then(|| Difference::new(Direction::Other, reason))
        });
        differ.collect()
    }

    /// Why nothing is owed in its place.
    fn lost(&self, of: &'p Obligation) -> Vec<Difference<'p>> {
        let mut found = Vec::new();
        let triggered = trigger(self.reference, of);
        if !self.matches.stands(triggered) {
            found.push(Reason::TriggerLost { reference: triggered });
        }
        if of.expects.iter().all(|id| !self.matches.stands(id)) {
            let reference = of.expects.iter().map(String::as_str).collect();
            found.push(Reason::ExpectedLost { reference });
        }
        if found.is_empty() {
            found.push(Reason::NotOwed);
        }
        found.into_iter().map(|reason| Difference::new(Direction::Looser, reason)).collect()
    }

    /// For each step that a local obligation expects that of the reference.
    fn expected(&self, local: &'p Obligation) -> Vec<Option<&'p str>> {
        local.expects.iter().map(|id| self.matches.reference(id)).collect()
    }

    fn same_trigger(&self, reference: &'p Obligation, local: &'p Obligation) -> bool {
        templates::of_whole_case(reference.template, local.template)
            || self.matches.reference(trigger(self.local, local))
                == Some(trigger(self.reference, reference))
    }

    fn shape(&self, reference: &'p Obligation, local: &'p Obligation) -> Option<Ordering> {
        let (one, other) = (self.timed_reference(reference), self.timed(local));
        templates::allows(&self.rule_of_reference(reference, &one), &self.rule(local, &other))
    }

    fn rule_of_reference<'r>(&self, one: &'p Obligation, timed: &'r Timed<'p>) -> Rule<'r, 'p> {
        Rule::new(self.reference, one, timed)
    }

    fn rule<'r>(&self, one: &'p Obligation, timed: &'r Timed<'p>) -> Rule<'r, 'p> {
        Rule::new(self.local, one, timed)
    }

    fn timed_reference(&self, one: &'p Obligation) -> Timed<'p> {
        Timed::new(self.reference, one, trigger(self.reference, one), Some)
    }

    fn timed(&self, one: &'p Obligation) -> Timed<'p> {
        Timed::new(self.local, one, trigger(self.local, one), |id| self.matches.reference(id))
    }
}

fn is_open(obligation: &Obligation) -> bool {
    obligation.grounds.basis == ElementBasis::Open
}

fn named(ids: &[String], id: &str) -> bool {
    ids.iter().any(|one| one == id)
}

/// Which of two asks more where the window of the local one lies inside the other.
fn inside(reference: &Rule<'_, '_>, local: &Rule<'_, '_>) -> Direction {
    let ends = |rule: &Rule<'_, '_>| !rule.obligation.discharged_by.is_empty();
    let clocked = reference.timed.by_clock() || local.timed.by_clock();
    match reference.obligation.template {
        // What came before its step is discharged by what comes with the step, and a clock
        // may have run out by then.
        Template::NotTogether if clocked && (ends(reference) || ends(local)) => Direction::Other,
        template if template.forbids() => Direction::Looser,
        _ => Direction::Stricter,
    }
}

/// What differs in an aspect of which the local one allows so much.
const fn direction(allows: Option<Ordering>) -> Direction {
    match allows {
        Some(Ordering::Less) => Direction::Stricter,
        Some(Ordering::Greater) => Direction::Looser,
        Some(Ordering::Equal) | None => Direction::Other,
    }
}

fn class(reasons: &[Difference<'_>]) -> Class {
    let any = |direction| reasons.iter().any(|one| one.direction == direction);
    match (any(Direction::Other), any(Direction::Looser), any(Direction::Stricter)) {
        (true, _, _) | (false, true, true) => Class::Altered,
        (false, true, false) => Class::Weakened,
        (false, false, _) => Class::Entailed,
    }
}
