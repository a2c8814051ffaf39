//! Decisions: whether the same people are sent to the same places.

use firstyear_core::pathway::{Decision, DecisionRow, ElementBasis};

use super::eligible::SharedInputs;
use super::matching::Matches;
use super::{ComparedDecision, MatchedBy, SentElsewhere};

/// Holds one decision against that of the reference.
///
/// Rows are held pair by pair: two that fit one case and lead to different places send it
/// elsewhere. So every such case is found, however many combinations of inputs there are.
pub(super) fn compare<'p>(
    (reference, local, by): (&'p Decision, &'p Decision, MatchedBy),
    matches: &Matches<'p>,
    inputs: &SharedInputs,
) -> ComparedDecision<'p> {
    let both = reference.inputs.iter().chain(&local.inputs);
    let other_input = inputs.apart(both.map(|input| input.id.as_str()));
    let mut elsewhere = Vec::new();
    if other_input.is_none() {
        for one in &reference.rows {
            for other in &local.rows {
                if matches.reference(&other.then) != Some(one.then.as_str()) {
                    elsewhere.extend(sent(one, other, inputs));
                }
            }
        }
    }
    ComparedDecision { reference, local, by, other_input, elsewhere }
}

fn sent<'p>(
    reference: &'p DecisionRow,
    local: &'p DecisionRow,
    inputs: &SharedInputs,
) -> Option<SentElsewhere<'p>> {
    let witness = inputs.meet(&reference.when, &local.when)?;
    let open = [reference, local].iter().any(|row| row.grounds.basis == ElementBasis::Open);
    Some(SentElsewhere { witness, reference: &reference.then, local: &local.then, open })
}
