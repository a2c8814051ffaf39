//! Care pathways: whether one is sound before anybody is judged by it, and what a local
//! one keeps of a reference.
//!
//! | you have                             | you want to know                  | use                   |
//! |--------------------------------------|-----------------------------------|-----------------------|
//! | a pathway                            | what is wrong in it               | [`check`]             |
//! | several, some made from others       | whether what they came from is there | [`check_derivations`] |
//! | a pathway and an event log           | what of it is judged by what      | [`PathwayLog`]        |
//! | a log that was read so               | what became of what was owed      | [`judge`](fn@judge)   |
//! | one too large to be held at once     | the same, batch by batch          | [`judge_batches`], [`cascade_batches`] |
//! | a log that was read so               | how a case went, and what it lacks | [`Routes`]           |
//! | a local one and a reference          | what of the reference is kept     | [`diff`]              |
//! | local ones of several areas          | in how many each obligation is kept | [`coverage`]        |
//! | the same, and stages                 | how far its cases come            | [`cascade`](fn@cascade) |
//! | people who enter, and chances        | how many come how far             | [`FlowModel`]         |
//!
//! A pathway is a [`CarePathway`](firstyear_core::pathway::CarePathway), which
//! `firstyear-ingest` reads from a file. Everything here is a calculation: the same
//! pathway gives the same findings in the same order.

mod atoms;
mod batches;
mod cascade;
mod check;
mod derivation;
mod diff;
mod finding;
mod flow;
mod graph;
mod judge;
mod log;
mod network;
mod route;
mod told;

pub use cascade::{
    Cascade, CascadeError, EXITS, GroupCascade, StageChoiceError, StageCounts, Wait, WaitEnd,
    cascade, cascade_batches, chosen_stages,
};
pub use check::check;
pub use derivation::check_derivations;
pub use diff::{
    Change, Class, ComparedDecision, ComparedObligation, ComparedStep, Comparison, Coverage,
    CoveredArea, CoveredObligation, Derivation, Difference, Direction, End, LostLoop, MatchedBy,
    Reason, SentElsewhere, Start, StepChange, Witness, WitnessPart, coverage, diff,
};
pub use finding::Finding;
pub use flow::{FlowError, FlowGap, FlowModel, FlowNumbers};
pub use judge::{JudgeError, Judged, Tally, judge, judge_batches};
pub use log::{Grouping, PathwayLog};
pub use route::{Deviations, Route, RouteMove, RouteTie, RouteWeights, Routes};
pub use told::{log_plan, problems};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
