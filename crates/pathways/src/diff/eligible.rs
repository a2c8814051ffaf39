//! To whom something is owed: whether to as many, with a witness where not.

use std::collections::BTreeSet;

use firstyear_core::pathway::{CarePathway, Condition, DecisionInput};

use super::{Difference, Direction, Reason, Witness, WitnessPart};
use crate::atoms::{Atom, atoms, joined};
use crate::check::conditions::Inputs;

/// What the decisions of two pathways look at.
pub(super) struct SharedInputs {
    reference: Inputs,
    local: Inputs,
    both: Inputs,
}

impl SharedInputs {
    pub(super) fn of(reference: &CarePathway, local: &CarePathway) -> Self {
        Self {
            reference: Inputs::of([reference]),
            local: Inputs::of([local]),
            both: Inputs::of([reference, local]),
        }
    }

    /// An input with all that it can be in either pathway; `None` where it is not the
    /// same in both, or in none of them.
    fn get(&self, id: &str) -> Option<&DecisionInput> {
        let same = |one: &DecisionInput, other: &DecisionInput| {
            let units = one.unit.as_ref().zip(other.unit.as_ref());
            one.kind == other.kind && units.is_none_or(|(one, other)| one == other)
        };
        let other = self.reference.get(id).zip(self.local.get(id));
        self.both.get(id).filter(|_| other.is_none_or(|(one, other)| same(one, other)))
    }

    /// The first of these inputs that cannot be held together.
    pub(super) fn apart<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> Option<&'i str> {
        ids.into_iter().find(|id| self.get(id).is_none())
    }

    /// What an input is where all of `conditions` hold, cut at the thresholds of `all`.
    fn parts<'s>(
        &'s self,
        input: &str,
        conditions: &[Condition],
        all: impl Iterator<Item = &'s Condition>,
    ) -> Vec<Atom<'s>> {
        let Some(input) = self.get(input) else { return Vec::new() };
        let mut parts = atoms(input, all);
        parts.retain(|part| part.meets_all(&input.id, conditions));
        parts
    }

    /// Where both sets of conditions hold, if anywhere.
    pub(super) fn meet(&self, one: &[Condition], other: &[Condition]) -> Option<Witness> {
        let all = || one.iter().chain(other);
        let named: BTreeSet<_> = all().map(|asked| asked.input.as_str()).collect();
        let part = |input: &str| {
            let mut parts = self.parts(input, one, all());
            parts.retain(|part| part.meets_all(input, other));
            joined(parts).map(|atom| witness_part(input, &atom))
        };
        named.into_iter().map(part).collect::<Option<_>>().map(Witness)
    }

    /// Where the first conditions hold and the others do not, if anywhere.
    fn outside(&self, owed: &[Condition], other: &[Condition]) -> Option<Witness> {
        let all = || owed.iter().chain(other);
        let named: BTreeSet<_> = all().map(|asked| asked.input.as_str()).collect();
        // Both are all of their inputs at once: one that goes further goes further in one
        // input, whatever the rest.
        let beyond = |input: &str| {
            let mut parts = self.parts(input, owed, all());
            parts.retain(|part| !part.meets_all(input, other));
            joined(parts)
        };
        let (further, atom) = named.iter().find_map(|input| Some((*input, beyond(input)?)))?;
        let asked = |input: &&&str| owed.iter().any(|one| one.input == ***input);
        let mut parts = vec![witness_part(further, &atom)];
        for input in named.iter().filter(|input| **input != further).filter(asked) {
            let atom = joined(self.parts(input, owed, all()))?;
            parts.push(witness_part(input, &atom));
        }
        Some(Witness(parts))
    }
}

fn witness_part(input: &str, atom: &Atom<'_>) -> WitnessPart {
    WitnessPart { input: input.to_owned(), says: atom.to_string() }
}

/// How those to whom something is owed differ.
pub(super) fn compare<'p>(
    reference: &'p [Condition],
    local: &'p [Condition],
    inputs: &SharedInputs,
) -> Vec<Difference<'p>> {
    let named = reference.iter().chain(local).map(|one| one.input.as_str());
    if let Some(input) = inputs.apart(named) {
        return vec![Difference::new(Direction::Other, Reason::OtherInput { input })];
    }
    let fewer = inputs
        .outside(reference, local)
        .map(|witness| Difference::new(Direction::Looser, Reason::OwedToFewer { witness }));
    let more = inputs
        .outside(local, reference)
        .map(|witness| Difference::new(Direction::Stricter, Reason::OwedToMore { witness }));
    fewer.into_iter().chain(more).collect()
}
