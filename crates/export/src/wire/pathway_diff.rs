//! What local pathways keep of a reference.

use firstyear_core::AreaCode;
use firstyear_core::pathway::CarePathway;
use firstyear_pathways::{
    Class, ComparedDecision, ComparedObligation, ComparedStep, Comparison, Coverage, Derivation,
    Direction, LostLoop, MatchedBy, Reason, StepChange, Witness,
};
use serde::Serialize;

use super::SCHEMA_VERSION;
use crate::pathway::comparison;
use crate::words::english;

/// What local pathways keep of a reference: what is written, not what is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PathwayDiffV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What they are held against.
    pub reference: NamedPathwayV1,
    /// What must be said with every class.
    pub caution: String,
    /// The local pathways, in the order in which they were named.
    pub pathways: Vec<ComparedPathwayV1>,
    /// In how many areas each obligation is kept; null for one pathway where no area was
    /// asked for.
    pub coverage: Option<PathwayCoverageV1>,
}

/// A pathway by its id and version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedPathwayV1 {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    pub title: String,
}

/// A local pathway held against the reference.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparedPathwayV1 {
    /// Which.
    pub pathway: NamedPathwayV1,
    /// Code of its area; null where it names none.
    pub area: Option<AreaCode>,
    /// Whether it was made from the reference.
    pub derivation: DerivationV1,
    /// What became of each obligation of the reference, in its order.
    pub obligations: Vec<ComparedObligationV1>,
    /// Ids of its own obligations that stand for none of the reference.
    pub extra_obligations: Vec<String>,
    /// Referrals whose answer is no longer owed.
    pub lost_loops: Vec<LostLoopV1>,
    /// Steps that are in both.
    pub steps: Vec<ComparedStepV1>,
    /// Ids of the steps of the reference for which nothing stands.
    pub lost_steps: Vec<String>,
    /// Ids of its own steps that stand for none.
    pub extra_steps: Vec<String>,
    /// Decisions that are in both.
    pub decisions: Vec<ComparedDecisionV1>,
    /// Ids of the decisions of the reference for which nothing stands.
    pub lost_decisions: Vec<String>,
    /// Ids of its own decisions that stand for none.
    pub extra_decisions: Vec<String>,
}

/// Whether a local pathway says that it was made from the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DerivationV1 {
    /// From this version of it.
    Same,
    /// From another version of it.
    OtherVersion,
    /// From another pathway.
    OtherPathway,
    /// It says nothing of it.
    Unsaid,
}

/// What became of an obligation of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ObligationClassV1 {
    /// Who keeps to the local pathway keeps to it, in every case.
    Entailed,
    /// Less is owed: who keeps to the reference keeps to the local pathway.
    Weakened,
    /// Something else is owed, or it cannot be told.
    Altered,
    /// Nothing is owed in its place.
    Absent,
    /// It is open in the reference, where it judges nothing.
    Open,
}

/// An obligation of the reference with what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparedObligationV1 {
    /// Its id.
    pub id: String,
    /// What is owed, in words.
    pub text: String,
    /// What became of it.
    pub class: ObligationClassV1,
    /// Id of the local obligation that makes the best of it; null for none.
    pub local: Option<String>,
    /// Why it has that class, and what is asked beyond it.
    pub reasons: Vec<DifferenceV1>,
}

/// A difference between an obligation of the reference and a local one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DifferenceV1 {
    /// Which of the two asks more by it.
    pub direction: DifferenceDirectionV1,
    /// What differs.
    pub kind: DifferenceKindV1,
    /// The same in words.
    pub text: String,
    /// Whom it concerns, by values of inputs; null where that is not what differs.
    pub witness: Option<Vec<InputValueV1>>,
}

/// Which of two obligations asks more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceDirectionV1 {
    /// The local one.
    Stricter,
    /// The reference.
    Looser,
    /// Neither, or it cannot be told.
    Other,
}

/// What differs between two obligations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKindV1 {
    /// The shape of the rule.
    Template,
    /// The step after, or before, which it is owed.
    Trigger,
    /// To whom it is owed.
    Eligible,
    /// An input that is not the same in both.
    Input,
    /// The steps that it expects, or forbids.
    Expects,
    /// What its window counts from.
    Clock,
    /// An end of its window.
    Window,
    /// How often it is looked at.
    Per,
    /// What ends it.
    DischargedBy,
    /// How strongly it is owed.
    Strength,
    /// Who does what it expects.
    Actors,
    /// The local one is open.
    Open,
    /// Steps that it needs are not there.
    StepsLost,
    /// Nothing asks for its steps.
    NotOwed,
    /// Something else.
    Other,
}

/// The value of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputValueV1 {
    /// Its id.
    pub input: String,
    /// What it is, such as `is 35 or more`.
    pub says: String,
}

/// A referral whose answer is no longer owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LostLoopV1 {
    /// Id of the step of the reference that is answered there.
    pub referral: String,
    /// Id of the local step that stands for it; null for none.
    pub local: Option<String>,
    /// Ids of the obligations of the reference that ask for the answer.
    pub obligations: Vec<String>,
}

/// What shows that two elements stand for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MatchedByV1 {
    /// The same id.
    Id,
    /// A code of another system in common.
    Code,
    /// The name of an activity in common.
    Activity,
    /// The same inputs.
    Inputs,
    /// Something else.
    Other,
}

/// A step that is in both pathways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparedStepV1 {
    /// Its id in the reference.
    pub reference: String,
    /// Its id in the local pathway.
    pub local: String,
    /// What shows that it is the same.
    pub by: MatchedByV1,
    /// What differs.
    pub changes: Vec<StepChangeV1>,
}

/// What differs between two steps that stand for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepChangeV1 {
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
    /// Something else.
    Other,
}

/// A decision that is in both pathways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparedDecisionV1 {
    /// Its id in the reference.
    pub reference: String,
    /// Its id in the local pathway.
    pub local: String,
    /// What shows that it is the same.
    pub by: MatchedByV1,
    /// Id of an input that is not the same in both, so that rows are not compared; null
    /// where they are.
    pub other_input: Option<String>,
    /// Who is sent elsewhere.
    pub elsewhere: Vec<SentElsewhereV1>,
}

/// Cases that a local decision sends elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentElsewhereV1 {
    /// Which, by values of inputs; none for all.
    pub witness: Vec<InputValueV1>,
    /// Id of the step, decision or exit of the reference.
    pub reference: String,
    /// Id of that of the local pathway.
    pub local: String,
    /// Whether a row that sends them is open.
    pub open: bool,
}

/// In how many areas each obligation of the reference is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PathwayCoverageV1 {
    /// The areas; a pathway that names none stands by itself.
    pub areas: Vec<CoveredAreaV1>,
    /// The obligations of the reference, in its order.
    pub obligations: Vec<CoveredObligationV1>,
}

/// An area with its pathways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoveredAreaV1 {
    /// Its code; null for a pathway that names no area.
    pub area: Option<AreaCode>,
    /// Its pathways, by their places in `pathways`, counted from 0; none where it has none.
    pub pathways: Vec<usize>,
}

/// What became of an obligation in each area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoveredObligationV1 {
    /// Its id.
    pub obligation: String,
    /// What became of it in each of `areas`: of several pathways of an area the one that
    /// keeps least counts; null for an area without a pathway.
    pub classes: Vec<Option<ObligationClassV1>>,
    /// In how many areas it is entailed.
    pub entailed: usize,
    /// In how many it is weakened.
    pub weakened: usize,
    /// In how many it is altered.
    pub altered: usize,
    /// In how many nothing is owed in its place.
    pub absent: usize,
    /// How many have no pathway.
    pub no_pathway: usize,
}

impl PathwayDiffV1 {
    /// Comparisons with one reference, and what areas keep where that was asked.
    #[must_use]
    pub fn new(
        reference: &CarePathway,
        found: &[Comparison<'_>],
        covered: Option<&Coverage<'_>>,
    ) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            reference: named(reference),
            caution: comparison::caution(english()),
            pathways: found.iter().map(ComparedPathwayV1::from).collect(),
            coverage: covered.map(PathwayCoverageV1::from),
        }
    }
}

fn named(pathway: &CarePathway) -> NamedPathwayV1 {
    let CarePathway { id, version, title, .. } = pathway;
    NamedPathwayV1 { id: id.clone(), version: version.clone(), title: title.clone() }
}

impl From<&Comparison<'_>> for ComparedPathwayV1 {
    fn from(found: &Comparison<'_>) -> Self {
        Self {
            pathway: named(found.local),
            area: found.local.area.clone(),
            derivation: match found.derivation {
                Derivation::Same => DerivationV1::Same,
                Derivation::OtherVersion(_) => DerivationV1::OtherVersion,
                Derivation::OtherPathway(_) => DerivationV1::OtherPathway,
                Derivation::Unsaid => DerivationV1::Unsaid,
            },
            obligations: found.obligations.iter().map(|one| obligation(found, one)).collect(),
            extra_obligations: found.extra_obligations.iter().map(|one| one.id.clone()).collect(),
            lost_loops: found.lost_loops.iter().map(LostLoopV1::from).collect(),
            steps: found.steps.iter().map(ComparedStepV1::from).collect(),
            lost_steps: found.lost_steps.iter().map(|one| one.id.clone()).collect(),
            extra_steps: found.extra_steps.iter().map(|one| one.id.clone()).collect(),
            decisions: found.decisions.iter().map(ComparedDecisionV1::from).collect(),
            lost_decisions: found.lost_decisions.iter().map(|one| one.id.clone()).collect(),
            extra_decisions: found.extra_decisions.iter().map(|one| one.id.clone()).collect(),
        }
    }
}

fn obligation(found: &Comparison<'_>, one: &ComparedObligation<'_>) -> ComparedObligationV1 {
    let reasons = one.reasons.iter().map(|difference| DifferenceV1 {
        direction: match difference.direction {
            Direction::Stricter => DifferenceDirectionV1::Stricter,
            Direction::Looser => DifferenceDirectionV1::Looser,
            Direction::Other => DifferenceDirectionV1::Other,
        },
        kind: kind(&difference.reason),
        text: comparison::reason(found, one, difference, english()),
        witness: match &difference.reason {
            Reason::OwedToFewer { witness } | Reason::OwedToMore { witness } => {
                Some(values(witness))
            }
            _ => None,
        },
    });
    ComparedObligationV1 {
        id: one.reference.id.clone(),
        text: one.reference.text.clone(),
        class: one.class.into(),
        local: one.local.map(|local| local.id.clone()),
        reasons: reasons.collect(),
    }
}

const fn kind(reason: &Reason<'_>) -> DifferenceKindV1 {
    use DifferenceKindV1 as Kind;

    match reason {
        Reason::Template { .. } => Kind::Template,
        Reason::Trigger { .. } => Kind::Trigger,
        Reason::OwedToFewer { .. } | Reason::OwedToMore { .. } => Kind::Eligible,
        Reason::OtherInput { .. } => Kind::Input,
        Reason::ExpectsFewer { .. } | Reason::ExpectsMore { .. } => Kind::Expects,
        Reason::OtherClock { .. }
        | Reason::OwedByClockAlone { .. }
        | Reason::OwedWithoutClock { .. } => Kind::Clock,
        Reason::Window { .. } => Kind::Window,
        Reason::OncePerCase | Reason::EachTime => Kind::Per,
        Reason::MoreDischarges { .. } | Reason::FewerDischarges { .. } => Kind::DischargedBy,
        Reason::Strength { .. } => Kind::Strength,
        Reason::OtherActors { .. } | Reason::NobodyNamed { .. } => Kind::Actors,
        Reason::OpenHere => Kind::Open,
        Reason::TriggerLost { .. } | Reason::ExpectedLost { .. } => Kind::StepsLost,
        Reason::NotOwed => Kind::NotOwed,
        _ => Kind::Other,
    }
}

fn values(witness: &Witness) -> Vec<InputValueV1> {
    let value = |part: &firstyear_pathways::WitnessPart| InputValueV1 {
        input: part.input.clone(),
        says: part.says.clone(),
    };
    witness.0.iter().map(value).collect()
}

impl From<Class> for ObligationClassV1 {
    fn from(class: Class) -> Self {
        match class {
            Class::Entailed => Self::Entailed,
            Class::Weakened => Self::Weakened,
            Class::Altered => Self::Altered,
            Class::Absent => Self::Absent,
            Class::Open => Self::Open,
        }
    }
}

impl From<MatchedBy> for MatchedByV1 {
    fn from(by: MatchedBy) -> Self {
        match by {
            MatchedBy::Id => Self::Id,
            MatchedBy::Code => Self::Code,
            MatchedBy::Activity => Self::Activity,
            MatchedBy::Inputs => Self::Inputs,
            _ => Self::Other,
        }
    }
}

impl From<&LostLoop<'_>> for LostLoopV1 {
    fn from(lost: &LostLoop<'_>) -> Self {
        Self {
            referral: lost.reference.id.clone(),
            local: lost.local.map(|step| step.id.clone()),
            obligations: lost.obligations.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<&ComparedStep<'_>> for ComparedStepV1 {
    fn from(step: &ComparedStep<'_>) -> Self {
        let change = |change: &StepChange| match change {
            StepChange::Kind => StepChangeV1::Kind,
            StepChange::Actors => StepChangeV1::Actors,
            StepChange::Agencies => StepChangeV1::Agencies,
            StepChange::Setting => StepChangeV1::Setting,
            StepChange::AtMost => StepChangeV1::AtMost,
            _ => StepChangeV1::Other,
        };
        Self {
            reference: step.reference.id.clone(),
            local: step.local.id.clone(),
            by: step.by.into(),
            changes: step.changes.iter().map(change).collect(),
        }
    }
}

impl From<&ComparedDecision<'_>> for ComparedDecisionV1 {
    fn from(decision: &ComparedDecision<'_>) -> Self {
        let elsewhere = decision.elsewhere.iter().map(|one| SentElsewhereV1 {
            witness: values(&one.witness),
            reference: one.reference.to_owned(),
            local: one.local.to_owned(),
            open: one.open,
        });
        Self {
            reference: decision.reference.id.clone(),
            local: decision.local.id.clone(),
            by: decision.by.into(),
            other_input: decision.other_input.map(str::to_owned),
            elsewhere: elsewhere.collect(),
        }
    }
}

impl From<&Coverage<'_>> for PathwayCoverageV1 {
    fn from(covered: &Coverage<'_>) -> Self {
        let areas = covered
            .areas
            .iter()
            .map(|one| CoveredAreaV1 { area: one.area.cloned(), pathways: one.pathways.clone() });
        let obligations = covered.obligations.iter().map(|one| CoveredObligationV1 {
            obligation: one.obligation.id.clone(),
            classes: one.classes.iter().map(|class| class.map(Into::into)).collect(),
            entailed: one.count(Some(Class::Entailed)),
            weakened: one.count(Some(Class::Weakened)),
            altered: one.count(Some(Class::Altered)),
            absent: one.count(Some(Class::Absent)),
            no_pathway: one.count(None),
        });
        Self { areas: areas.collect(), obligations: obligations.collect() }
    }
}
