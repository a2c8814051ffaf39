//! Care pathways: who does what when, and what is owed to whom.
//!
//! | you have                                   | it is                |
//! |--------------------------------------------|----------------------|
//! | a contact, a test, a referral, an outcome  | a [`Step`]           |
//! | a threshold that sends people on           | a [`Decision`]       |
//! | what follows what, for drawing             | a [`Flow`]           |
//! | a way out, with its reason                 | an [`Exit`]          |
//! | what must have happened by when            | an [`Obligation`]    |
//! | what is counted of it                      | a [`PathwayMeasure`] |
//! | how far people come                        | a [`Stage`]          |
//! | a log, and what its names stand for        | a [`LogMapping`]     |
//! | a log to be made up                        | a [`LogSimulation`]  |
//! | how many come how far, and what if         | a [`FlowPlan`]       |
//! | what became of what was owed               | a [`Verdict`]        |
//!
//! Flow draws a pathway, and obligations judge it. Every element says whether a
//! source states it, it was inferred, or it is open: what is open judges nothing.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields. Content is for clinical review and no clinical advice.

mod decision;
mod element;
pub mod exchange;
mod flow_plan;
mod log;
mod obligation;
mod simulation;
mod stage;
mod verdict;

use serde::{Deserialize, Serialize};

pub use decision::{Condition, Decision, DecisionInput, DecisionRow, InputKind};
pub use element::{ElementBasis, ElementKind, ElementRef, Grounds};
pub use flow_plan::{
    FlowFault, FlowGroup, FlowLeave, FlowPart, FlowPlan, FlowQueue, FlowReached, FlowSimulation,
    FlowStage, FlowWhatIf,
};
pub use log::{
    ActivityRule, AttributeRule, ClockRule, ClockValue, GroupRule, LogMapping, is_not_recorded,
};
pub use obligation::{
    Bound, Obligation, ObligationTemplate, PathwayMeasure, Per, Strength, TimeUnit, Window,
};
pub use simulation::{
    ChanceOfGroup, DelayDistribution, DelayUnit, LogSimulation, SimulatedCategory, SimulatedClock,
    SimulatedDelay, SimulatedGroup, SimulatedInput, SimulatedPrecision, SimulatedStep,
    SimulatedValue, SimulatedWay, SimulationFault, SimulationPart, chances,
};
pub use stage::{Stage, StageKind};
pub use verdict::Verdict;

use crate::AreaCode;
use crate::words::words;

/// Version 1 of a care pathway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CarePathway {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Its id, kebab-case.
    pub id: String,
    /// Its own version, such as `2024-1`: a change of what is owed is a new one.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Whether others hold theirs against it, or it is that of one place.
    pub kind: PathwayKind,
    /// Code of the area whose it is, for one of an area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The pathway that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived_from: Option<DerivedFrom>,
    /// Whether those who work by it have agreed to it. One with an open element is a
    /// draft.
    pub status: PathwayStatus,
    /// What readers must know of its standing, such as `for clinical review; not
    /// clinical advice`.
    pub review: String,
    /// Id of its theme: `firstyear list themes` shows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// What it does, in a sentence or two.
    pub summary: String,
    /// Whom it is for; each part with its grounds.
    pub population: Vec<PopulationPart>,
    /// The step with which a case begins; windows without another clock count from
    /// it.
    pub index: String,
    /// Clocks beside the time since the case began.
    #[serde(default, rename = "clock", skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<Clock>,
    /// Who acts, by role, and for whom.
    #[serde(default, rename = "actor", skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Actor>,
    /// What is done.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// Where people part.
    #[serde(default, rename = "decision", skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Ways out.
    #[serde(default, rename = "exit", skip_serializing_if = "Vec::is_empty")]
    pub exits: Vec<Exit>,
    /// What follows what.
    #[serde(default, rename = "flow", skip_serializing_if = "Vec::is_empty")]
    pub flow: Vec<Flow>,
    /// What is owed.
    #[serde(default, rename = "obligation", skip_serializing_if = "Vec::is_empty")]
    pub obligations: Vec<Obligation>,
    /// What is counted.
    #[serde(default, rename = "measure", skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<PathwayMeasure>,
    /// How far people come, each stage a part of the one before it.
    #[serde(default, rename = "stage", skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// What is not settled, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_questions: Vec<String>,
    /// Publications that its grounds name.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<PathwaySource>,
}

words! {
    /// Whose a pathway is.
    PathwayKind {
        /// Others hold theirs against it.
        Reference "reference",
        /// That of one place.
        Local "local",
    }
}

words! {
    /// How far a pathway is agreed.
    PathwayStatus {
        /// It is not.
        Draft "draft",
        /// Those who work by it have agreed to it.
        Agreed "agreed",
        /// It is no longer worked by.
        Withdrawn "withdrawn",
    }
}

/// The pathway that another was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DerivedFrom {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
}

/// A part of those whom a pathway is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PopulationPart {
    /// Who they are, in words.
    pub text: String,
    /// What says so.
    pub grounds: Grounds,
}

/// A clock that windows count by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Its id, kebab-case.
    pub id: String,
    /// What it counts from.
    pub from: ClockStart,
    /// The step that it counts from, for one of an event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
}

words! {
    /// What a clock counts from.
    ClockStart {
        /// The beginning of a pregnancy, as its gestation is counted.
        Gestation "gestation",
        /// The birth of the baby.
        Birth "birth",
        /// A step.
        Step "step",
    }
}

/// Who acts, by role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Its id, kebab-case.
    pub id: String,
    /// The role, such as `community midwife`.
    pub name: String,
    /// The agency, such as `maternity service`.
    pub agency: String,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id, kebab-case; no other step, decision or exit has it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: StepKind,
    /// Ids of those who do it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
    /// What is done in it, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub does: Vec<String>,
    /// Names of activities in event logs that stand for it; its id unless told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<String>,
    /// Codes of it in other systems.
    #[serde(default, rename = "code", skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<StepCode>,
    /// How often it is done at the most in one case; left out where nobody bounds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub at_most: Option<u32>,
    /// What says so.
    pub grounds: Grounds,
}

words! {
    /// What a step is.
    StepKind {
        /// People meet.
        Contact "contact",
        /// Something is measured or asked.
        Test "test",
        /// Something is decided.
        Decision "decision",
        /// Somebody is sent on to another service, which must answer.
        Referral "referral",
        /// Something is done that should help.
        Intervention "intervention",
        /// It is looked at again.
        Review "review",
        /// Care passes to others.
        Handover "handover",
        /// What became of it.
        Outcome "outcome",
        /// A concern for safety is acted on.
        Safeguard "safeguard",
    }
}

/// A code of a step in another system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepCode {
    /// The system, such as `snomed-ct`.
    pub system: String,
    /// The code.
    pub code: String,
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exit {
    /// Its id, kebab-case.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Why somebody leaves.
    pub reason: ExitReason,
    /// Whether the case is over with it: what is still owed is then missed. `false`
    /// where another branch may go on.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub closes: bool,
    /// What says so.
    pub grounds: Grounds,
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
const fn is_yes(value: &bool) -> bool {
    *value
}

words! {
    /// Why somebody leaves a pathway.
    ExitReason {
        /// It is done.
        Completed "completed",
        /// They declined.
        Declined "declined",
        /// It does not concern them.
        NotEligible "not-eligible",
        /// The pregnancy ended with a birth.
        Birth "birth",
        /// The pregnancy ended otherwise.
        Loss "loss",
        /// The mother or the baby died.
        Death "death",
        /// They moved away.
        Moved "moved",
        /// Nobody could reach them.
        LostContact "lost-contact",
        /// Another service took over.
        HandedOver "handed-over",
    }
}

/// What follows what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Id of a step: what comes from a decision its rows say.
    pub from: String,
    /// Id of a step, a decision or an exit.
    pub to: String,
    /// When, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// What says so.
    pub grounds: Grounds,
}

/// A publication that grounds name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathwaySource {
    /// Its id, kebab-case.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// The year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

impl CarePathway {
    /// The step with this id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The decision with this id.
    #[must_use]
    pub fn decision(&self, id: &str) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.id == id)
    }

    /// The exit with this id.
    #[must_use]
    pub fn exit(&self, id: &str) -> Option<&Exit> {
        self.exits.iter().find(|exit| exit.id == id)
    }

    /// Those who do a step, as far as they are known.
    pub fn actors_of<'p>(&'p self, step: &'p Step) -> impl Iterator<Item = &'p Actor> {
        let of = |id: &String| self.actors.iter().find(|actor| actor.id == *id);
        step.actors.iter().filter_map(of)
    }

    /// The clock with this id.
    #[must_use]
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == id)
    }

    /// Every element with its grounds, in the order of the document.
    pub fn grounds(&self) -> impl Iterator<Item = (ElementRef<'_>, &Grounds)> {
        let population = self.population.iter().enumerate().map(|(at, part)| {
            let id = (at + 1).to_string();
            (ElementRef { kind: ElementKind::Population, id: id.into() }, &part.grounds)
        });
        let steps = self
            .steps
            .iter()
            .map(|step| (ElementRef::new(ElementKind::Step, &step.id), &step.grounds));
        let rows = self.decisions.iter().flat_map(|decision| {
            let rows = decision.rows.iter().enumerate();
            rows.map(|(at, row)| {
                let id = format!("{}/{}", decision.id, at + 1);
                (ElementRef { kind: ElementKind::DecisionRow, id: id.into() }, &row.grounds)
            })
        });
        let exits = self
            .exits
            .iter()
            .map(|exit| (ElementRef::new(ElementKind::Exit, &exit.id), &exit.grounds));
        let flow = self.flow.iter().map(|flow| {
            let id = format!("{} to {}", flow.from, flow.to);
            (ElementRef { kind: ElementKind::Flow, id: id.into() }, &flow.grounds)
        });
        let obligations = self
            .obligations
            .iter()
            .map(|one| (ElementRef::new(ElementKind::Obligation, &one.id), &one.grounds));
        let stages = self
            .stages
            .iter()
            .map(|stage| (ElementRef::new(ElementKind::Stage, &stage.id), &stage.grounds));
        population
            .chain(steps)
            .chain(rows)
            .chain(exits)
            .chain(flow)
            .chain(obligations)
            .chain(stages)
    }

    /// The elements that are open.
    pub fn open(&self) -> impl Iterator<Item = ElementRef<'_>> {
        let open = self.grounds().filter(|(_, grounds)| grounds.basis == ElementBasis::Open);
        open.map(|(element, _)| element)
    }
}
