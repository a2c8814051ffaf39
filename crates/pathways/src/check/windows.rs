//! Windows: whether all that is owed in one case can be met.
//!
//! Each combination of what `eligible` looks at has a simple temporal network: the
//! times are steps and the beginnings of clocks, and the bounds are the windows owed
//! there and what the flow puts in order. What is told is a contradiction for sure;
//! three things keep it so:
//!
//! - only steps that come once in a case are times;
//! - what is owed after a step is owed where the step happens, and steps on two ways
//!   of one decision never both happen, and what discharges it ends it;
//! - ends are turned into days generously, see [`times`](super::times).

mod bounds;

use std::collections::BTreeSet;

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{
    CarePathway, Condition, DecisionInput, ElementBasis, ElementKind, ElementRef, Obligation,
};

use super::conditions::{Inputs, faults};
use super::times;
use crate::atoms::{Atom, atoms, in_words};
use crate::finding::Finding;
use bounds::{Contradiction, Owed};

/// How many combinations of inputs are looked at.
const COMBINATIONS: usize = 4_096;

pub(super) fn check(pathway: &CarePathway, inputs: &Inputs, found: &mut Vec<Finding>) {
    for obligation in &pathway.obligations {
        if obligation.window.as_ref().is_some_and(times::is_empty) {
            let element = ElementRef::new(ElementKind::Obligation, &obligation.id);
            let message = "its window ends before it begins";
            let finding = Finding::new(ProblemCode::WindowContradiction, element, message);
            found.push(finding.help("let `from` be earlier than `to`"));
        }
    }
    let judging: Vec<_> = (0..pathway.obligations.len())
        .filter(|&at| judges(&pathway.obligations[at], inputs))
        .collect();
    let cases = Cases::new(pathway, inputs, &judging);
    if cases.count().is_none() {
        let message = "its obligations look at too many inputs to hold their windows together for all whom they are owed to";
        let element = ElementRef::new(ElementKind::Pathway, &pathway.id);
        found.push(Finding::new(ProblemCode::PathwayUnchecked, element, message));
    }
    let mut told = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for nth in 0..cases.count().unwrap_or(1) {
        let chosen = match cases.count() {
            Some(_) => cases.nth(nth),
            None => Vec::new(),
        };
        let all_hold = |conditions: &[Condition]| holds(&chosen, conditions);
        let owed: Vec<_> = judging
            .iter()
            .copied()
            .filter(|&at| all_hold(&pathway.obligations[at].eligible) == Some(true))
            .collect();
        let ways: Vec<Vec<bool>> = pathway
            .decisions
            .iter()
            .map(|one| one.rows.iter().map(|row| all_hold(&row.when) != Some(false)).collect())
            .collect();
        if !seen.insert((owed.clone(), ways.clone())) {
            continue;
        }
        let (contradictions, whole) = Owed::new(pathway, &ways).contradictions(owed);
        for one in contradictions {
            if told.insert(one.obligations.clone()) {
                found.push(tell(pathway, &chosen, &one));
            }
        }
        if !whole && told.insert(BTreeSet::new()) {
            let message = "its ways part too often to hold all windows together";
            let element = ElementRef::new(ElementKind::Pathway, &pathway.id);
            found.push(Finding::new(ProblemCode::PathwayUnchecked, element, message));
        }
    }
}

/// Whether an obligation is part of the networks: what is open judges nothing, and
/// what is wrong by itself is told by itself.
fn judges(obligation: &Obligation, inputs: &Inputs) -> bool {
    obligation.grounds.basis != ElementBasis::Open
        && faults(&obligation.eligible, |id| inputs.get(id)).is_empty()
        && !obligation.window.as_ref().is_some_and(times::is_empty)
}

fn tell(pathway: &CarePathway, chosen: &[(&str, &Atom<'_>)], found: &Contradiction) -> Finding {
    let obligations: Vec<_> =
        found.obligations.iter().map(|&at| &pathway.obligations[at]).collect();
    let named = |input: &str| {
        obligations.iter().any(|one| one.eligible.iter().any(|asked| asked.input == input))
    };
    let whom: Vec<_> = chosen.iter().copied().filter(|(input, _)| named(input)).collect();
    let whom = match whom.as_slice() {
        [] => String::new(),
        _ => format!(" where {}", in_words(whom.into_iter())),
    };
    let others: Vec<_> = obligations.iter().skip(1).map(|one| format!("`{}`", one.id)).collect();
    let what = match others.as_slice() {
        [] => "it can never be met".to_owned(),
        _ => format!("it cannot be met together with {}", others.join(" and ")),
    };
    let message = format!("{what}{whom}: {}", found.bounds.join("; "));
    let first = obligations.first().map_or("", |one| one.id.as_str());
    let element = ElementRef::new(ElementKind::Obligation, first);
    Finding::new(ProblemCode::WindowContradiction, element, message)
}

/// The combinations of what the inputs can be that `eligible` looks at.
struct Cases<'p> {
    inputs: Vec<(&'p str, Vec<Atom<'p>>)>,
}

impl<'p> Cases<'p> {
    fn new(pathway: &'p CarePathway, inputs: &'p Inputs, judging: &[usize]) -> Self {
        let asked: BTreeSet<&str> = judging
            .iter()
            .flat_map(|&at| &pathway.obligations[at].eligible)
            .map(|one| one.input.as_str())
            .collect();
        let cut = |input: &'p DecisionInput| {
            let owed = pathway.obligations.iter().flat_map(|one| &one.eligible);
            let rows = pathway.decisions.iter().flat_map(|one| &one.rows);
            let conditions = owed.chain(rows.flat_map(|row| &row.when));
            (input.id.as_str(), atoms(input, conditions))
        };
        Self { inputs: asked.into_iter().filter_map(|id| inputs.get(id)).map(cut).collect() }
    }

    /// How many; `None` for more than are looked at.
    fn count(&self) -> Option<usize> {
        self.inputs.iter().try_fold(1_usize, |count, (_, atoms)| {
            count.checked_mul(atoms.len()).filter(|&count| count <= COMBINATIONS)
        })
    }

    fn nth(&self, mut nth: usize) -> Vec<(&'p str, &Atom<'p>)> {
        let mut chosen = Vec::with_capacity(self.inputs.len());
        for (input, atoms) in &self.inputs {
            chosen.extend(atoms.get(nth % atoms.len()).map(|atom| (*input, atom)));
            nth /= atoms.len();
        }
        chosen
    }
}

/// Whether all conditions hold; `None` where one is of an input that was not chosen
/// and no other fails.
fn holds(chosen: &[(&str, &Atom<'_>)], conditions: &[Condition]) -> Option<bool> {
    let mut all = Some(true);
    for condition in conditions {
        match chosen.iter().find(|(input, _)| *input == condition.input) {
            Some((_, atom)) if !atom.meets(condition) => return Some(false),
            Some(_) => {}
            None => all = None,
        }
    }
    all
}
