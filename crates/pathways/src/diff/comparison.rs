//! What a comparison of two pathways tells.

use firstyear_core::pathway::{CarePathway, Decision, Obligation, Step};

use super::{Difference, Witness};

/// A local pathway held against a reference; everything in the order of the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<'p> {
    /// What is held against.
    pub reference: &'p CarePathway,
    /// What is held against it.
    pub local: &'p CarePathway,
    /// Whether it was made from the reference.
    pub derivation: Derivation<'p>,
    /// What became of each obligation of the reference.
    pub obligations: Vec<ComparedObligation<'p>>,
    /// Obligations of the local pathway that stand for none of the reference, and judge.
    pub extra_obligations: Vec<&'p Obligation>,
    /// Referrals whose answer is no longer owed.
    pub lost_loops: Vec<LostLoop<'p>>,
    /// Steps that are in both.
    pub steps: Vec<ComparedStep<'p>>,
    /// Steps of the reference for which nothing stands.
    pub lost_steps: Vec<&'p Step>,
    /// Steps of the local pathway that stand for none.
    pub extra_steps: Vec<&'p Step>,
    /// Decisions that are in both.
    pub decisions: Vec<ComparedDecision<'p>>,
    /// Decisions of the reference for which nothing stands.
    pub lost_decisions: Vec<&'p Decision>,
    /// Decisions of the local pathway that stand for none.
    pub extra_decisions: Vec<&'p Decision>,
}

/// Whether a local pathway says that it was made from the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derivation<'p> {
    /// From this version of it.
    Same,
    /// From another version of it.
    OtherVersion(&'p str),
    /// From another pathway, with its id.
    OtherPathway(&'p str),
    /// It says nothing of it.
    Unsaid,
}

/// What became of an obligation of the reference, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Who keeps to the local pathway keeps to it, in every case.
    Entailed,
    /// Less is owed: who keeps to the reference keeps to the local pathway, and not the
    /// other way round.
    Weakened,
    /// Something else is owed: neither follows from the other, or it cannot be told.
    Altered,
    /// Nothing is owed in its place.
    Absent,
    /// It is open in the reference, where it judges nothing: there is nothing to hold
    /// against.
    Open,
}

/// An obligation of the reference with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedObligation<'p> {
    /// The obligation.
    pub reference: &'p Obligation,
    /// What became of it.
    pub class: Class,
    /// The local obligation that makes the best of it.
    pub local: Option<&'p Obligation>,
    /// Why it has that class, and what is asked beyond it; in the order of the fields of
    /// an obligation.
    pub reasons: Vec<Difference<'p>>,
}

/// A referral whose answer is no longer owed.
#[derive(Clone, Debug, PartialEq)]
pub struct LostLoop<'p> {
    /// The step of the reference that is answered there.
    pub reference: &'p Step,
    /// The local step that stands for it.
    pub local: Option<&'p Step>,
    /// Ids of the obligations of the reference that ask for the answer.
    pub obligations: Vec<&'p str>,
}

/// A step that is in both pathways.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedStep<'p> {
    /// In the reference.
    pub reference: &'p Step,
    /// In the local pathway.
    pub local: &'p Step,
    /// What shows that it is the same.
    pub by: MatchedBy,
    /// What differs, in the order of the fields of a step.
    pub changes: Vec<StepChange>,
}

/// What shows that two elements stand for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MatchedBy {
    /// They have the same id.
    Id,
    /// They have a code of another system in common.
    Code,
    /// They have the name of an activity in event logs in common.
    Activity,
    /// They look at the same inputs.
    Inputs,
    /// Each is the only way out for its reason.
    Reason,
    /// They have the same name.
    Name,
}

/// What differs between two steps that stand for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepChange {
    /// What it is.
    Kind,
    /// Who does it.
    Actors,
    /// The agencies of those who do it.
    Agencies,
    /// Where it is done.
    Setting,
    /// How often it is done at the most.
    AtMost,
}

/// A decision that is in both pathways.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedDecision<'p> {
    /// In the reference.
    pub reference: &'p Decision,
    /// In the local pathway.
    pub local: &'p Decision,
    /// What shows that it is the same.
    pub by: MatchedBy,
    /// An input that is not the same in both, so that rows are not compared.
    pub other_input: Option<&'p str>,
    /// Who is sent elsewhere.
    pub elsewhere: Vec<SentElsewhere<'p>>,
}

/// Cases that a local decision sends elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct SentElsewhere<'p> {
    /// Which.
    pub witness: Witness,
    /// Where the reference sends them.
    pub reference: &'p str,
    /// Where the local pathway sends them.
    pub local: &'p str,
    /// Whether a row that sends them is open.
    pub open: bool,
}
