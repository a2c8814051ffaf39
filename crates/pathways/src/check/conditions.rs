//! Conditions: whether they fit the inputs that they name.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{CarePathway, Condition, DecisionInput, ElementRef, InputKind};

use crate::atoms::atoms;
use crate::finding::Finding;

/// Every input of every decision by its id. An input that several decisions look at
/// can be what any of them says.
#[derive(Clone, Debug)]
pub(crate) struct Inputs(BTreeMap<String, DecisionInput>);

impl Inputs {
    pub(crate) fn of<'p>(pathways: impl IntoIterator<Item = &'p CarePathway>) -> Self {
        let mut inputs: BTreeMap<String, DecisionInput> = BTreeMap::new();
        let decisions = pathways.into_iter().flat_map(|pathway| &pathway.decisions);
        for input in decisions.flat_map(|one| &one.inputs) {
            let Some(known) = inputs.get_mut(&input.id) else {
                inputs.insert(input.id.clone(), input.clone());
                continue;
            };
            known.least = known.least.zip(input.least).map(|(a, b)| a.min(b));
            known.most = known.most.zip(input.most).map(|(a, b)| a.max(b));
            for word in &input.words {
                if !known.words.contains(word) {
                    known.words.push(word.clone());
                }
            }
        }
        Self(inputs)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&DecisionInput> {
        self.0.get(id)
    }

    pub(crate) fn into_all(self) -> impl Iterator<Item = DecisionInput> {
        self.0.into_values()
    }
}

/// What is wrong in conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nobody looks at the input.
    Unknown(String),
    /// It cannot be asked so.
    Invalid(String),
}

impl Fault {
    /// The same of an element that has the conditions under `field`.
    pub(super) fn told(self, element: ElementRef<'_>, code: ProblemCode, field: &str) -> Finding {
        match self {
            Self::Unknown(input) => {
                let message =
                    format!("no decision has the input `{input}`, so nobody knows who is eligible");
                Finding::new(ProblemCode::PathwayReferenceUnknown, element, message)
            }
            Self::Invalid(message) => Finding::new(code, element, message)
                .help(format!("mend the condition under `{field}`")),
        }
    }
}

/// What is wrong in conditions that must all hold.
pub(super) fn faults<'p>(
    conditions: &'p [Condition],
    input: impl Fn(&str) -> Option<&'p DecisionInput>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for condition in conditions {
        match input(&condition.input) {
            None => faults.push(Fault::Unknown(condition.input.clone())),
            Some(input) => faults.extend(invalid(condition, input).map(Fault::Invalid)),
        }
    }
    if !faults.is_empty() {
        return faults;
    }
    let named: BTreeSet<_> = conditions.iter().map(|one| one.input.as_str()).collect();
    // An input that nothing can be is told by itself.
    let can_be = |input: &&DecisionInput| !input.least.zip(input.most).is_some_and(|(a, b)| a > b);
    for input in named.into_iter().filter_map(input).filter(can_be) {
        let parts = atoms(input, conditions.iter());
        if !parts.iter().any(|part| part.meets_all(&input.id, conditions)) {
            let message = format!("nothing that `{}` can be fits what it asks", input.id);
            faults.push(Fault::Invalid(message));
        }
    }
    faults
}

fn invalid(condition: &Condition, input: &DecisionInput) -> Option<String> {
    let id = &input.id;
    let thresholds = [condition.at_least, condition.below];
    let compares = thresholds.iter().any(Option::is_some);
    if condition.missing {
        return (compares || !condition.is.is_empty())
            .then(|| format!("`{id}` cannot be not recorded and anything else in one condition"));
    }
    if !compares && condition.is.is_empty() {
        return Some(format!("nothing is asked of `{id}`"));
    }
    match input.kind {
        InputKind::Words if compares => Some(format!("`{id}` is a word and has no thresholds")),
        InputKind::Number if !condition.is.is_empty() => {
            Some(format!("`{id}` is a number and not one of several words"))
        }
        InputKind::Words => {
            let unknown = condition.is.iter().find(|word| !input.words.contains(word))?;
            Some(format!("`{unknown}` is not one of the words of `{id}`"))
        }
        InputKind::Number if thresholds.iter().flatten().any(|one| !one.is_finite()) => {
            Some(format!("a threshold of `{id}` is no number"))
        }
        InputKind::Number => {
            let crossed = condition.at_least.zip(condition.below).is_some_and(|(a, b)| a >= b);
            crossed.then(|| format!("at_least of `{id}` is not less than its below"))
        }
    }
}
