//! A local pathway held against a reference: what of it is kept, and what is not.
//!
//! | you have                  | you want to know                                | use          |
//! |---------------------------|-------------------------------------------------|--------------|
//! | a pathway and a reference | what became of each obligation, and why         | [`diff`]     |
//! | those of several areas    | in how many each obligation is kept             | [`coverage`] |
//!
//! Obligations judge, so each of the reference has a class; what draws, steps and
//! decisions, is listed where it differs.

mod comparison;
mod coverage;
mod decisions;
mod eligible;
mod matching;
mod obligations;
mod reason;
mod steps;
mod templates;
mod windows;

use std::collections::BTreeSet;

use firstyear_core::pathway::{CarePathway, ElementBasis, Obligation};

pub use comparison::{
    Class, ComparedDecision, ComparedObligation, ComparedStep, Comparison, Derivation, LostLoop,
    MatchedBy, SentElsewhere, StepChange,
};
pub use coverage::{Coverage, CoveredArea, CoveredObligation, coverage};
pub use reason::{Change, Difference, Direction, End, Reason, Start, Witness, WitnessPart};

use eligible::SharedInputs;
use matching::Matches;
use obligations::Obligations;

/// What a local pathway keeps of a reference.
///
/// Steps, decisions and exits are the same by id, otherwise by a code, an activity, their
/// inputs or their reason. For each obligation of the reference the local one is told
/// that makes the best of it, with every difference and its direction: `Entailed` and
/// `Weakened` are proved, difference by difference, and what cannot be proved is
/// `Altered`. Several local obligations that only together ask as much are not found.
///
/// Both pathways are sound ([`check`](crate::check) says so); of others some differences
/// are not told.
///
/// # Example
///
/// ```
/// use firstyear_core::pathway::{CarePathway, PathwayKind};
/// use firstyear_pathways::{Class, Direction, Reason, diff};
///
/// # let text = include_str!("../tests/data/stop-smoking.toml");
/// let reference: CarePathway = toml::from_str(text)?;
/// let mut local = CarePathway { kind: PathwayKind::Local, ..reference.clone() };
/// let contacted = local.obligations.iter_mut().find(|one| one.id == "contacted");
/// contacted.unwrap().window = None;
/// let found = diff(&local, &reference);
/// let contacted = found.obligations.iter().find(|one| one.reference.id == "contacted");
/// let contacted = contacted.unwrap();
/// assert_eq!(contacted.class, Class::Weakened);
/// assert_eq!(contacted.reasons[0].direction, Direction::Looser);
/// assert!(matches!(contacted.reasons[0].reason, Reason::Window { local: None, .. }));
/// # Ok::<(), toml::de::Error>(())
/// ```
#[must_use]
pub fn diff<'p>(local: &'p CarePathway, reference: &'p CarePathway) -> Comparison<'p> {
    let matches = Matches::new(reference, local);
    let inputs = SharedInputs::of(reference, local);
    let rules = Obligations { reference, local, matches: &matches, inputs: &inputs };
    let obligations: Vec<_> = reference.obligations.iter().map(|one| rules.compare(one)).collect();
    let used: BTreeSet<&str> =
        obligations.iter().filter_map(|one| Some(one.local?.id.as_str())).collect();
    let extra = |one: &&Obligation| {
        one.grounds.basis != ElementBasis::Open && !used.contains(one.id.as_str())
    };
    let lost_loops = steps::lost_loops(reference, &matches, &obligations);
    let steps = matches.steps.iter().map(|&(one, other, by)| ComparedStep {
        reference: one,
        local: other,
        by,
        changes: steps::changes((reference, one), (local, other), &matches),
    });
    let decisions =
        matches.decisions.iter().map(|&pair| decisions::compare(pair, &matches, &inputs));
    Comparison {
        reference,
        local,
        derivation: derivation(local, reference),
        extra_obligations: local.obligations.iter().filter(extra).collect(),
        obligations,
        lost_loops,
        steps: steps.collect(),
        lost_steps: reference.steps.iter().filter(|one| !matches.stands(&one.id)).collect(),
        extra_steps: extra_of(&local.steps, |one| &one.id, &matches),
        decisions: decisions.collect(),
        lost_decisions: reference.decisions.iter().filter(|one| !matches.stands(&one.id)).collect(),
        extra_decisions: extra_of(&local.decisions, |one| &one.id, &matches),
    }
}

fn extra_of<'p, T>(local: &'p [T], id: impl Fn(&T) -> &str, matches: &Matches<'_>) -> Vec<&'p T> {
    local.iter().filter(|one| matches.reference(id(one)).is_none()).collect()
}

fn derivation<'p>(local: &'p CarePathway, reference: &CarePathway) -> Derivation<'p> {
    match &local.derived_from {
        None => Derivation::Unsaid,
        Some(from) if from.id != reference.id => Derivation::OtherPathway(&from.id),
        Some(from) if from.version != reference.version => Derivation::OtherVersion(&from.version),
        Some(_) => Derivation::Same,
    }
}
