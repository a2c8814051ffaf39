//! Plans of flow.

use std::path::Path;

use firstyear_core::pathway::{
    CarePathway, FlowGroup, FlowLeave, FlowPart, FlowPlan, FlowQueue, FlowReached, FlowSimulation,
    FlowStage, FlowWhatIf,
};

use super::VERSION;
use super::form::Kind;
use super::log_simulation::delay;
use super::pathways::some_tables;
use super::plan::{Places, read_plan};
use crate::input::Input;
use crate::project::fields::Fields;
use crate::{OnProgress, ReadError};

const KIND: Kind = Kind { list: "", name: "plan of flow", columns: &[] };

/// Reads a plan of flow of a pathway, TOML or JSON.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, or with every fault and its line: a plan
/// with any is none. What the pathway does not have is a fault too.
pub fn read_flow_plan(
    path: &Path,
    pathway: &CarePathway,
    progress: OnProgress<'_>,
) -> Result<FlowPlan, ReadError> {
    read_input(&Input::at(path, &path.display().to_string().into())?, pathway, progress)
}

/// Reads the bytes of a plan, as [`read_flow_plan`] does.
///
/// # Errors
///
/// As [`read_flow_plan`].
pub fn read_flow_plan_bytes(
    bytes: &[u8],
    file: &str,
    pathway: &CarePathway,
    progress: OnProgress<'_>,
) -> Result<FlowPlan, ReadError> {
    read_input(&Input::of_bytes(bytes, &file.into()), pathway, progress)
}

pub(crate) fn read_input(
    input: &Input<'_>,
    pathway: &CarePathway,
    progress: OnProgress<'_>,
) -> Result<FlowPlan, ReadError> {
    read_plan(input, &KIND, progress, plan, |plan: &FlowPlan| {
        let faults = plan.faults(pathway).into_iter();
        faults.map(|fault| (fault.part, fault.message)).collect()
    })
}

fn plan(fields: &mut Fields<'_, '_>, places: &mut Places<FlowPart>) -> Option<FlowPlan> {
    let (pathway, period) = (fields.required("pathway"), fields.required("period"));
    let (days, seed) = (fields.required("days"), fields.required("seed"));
    let draws = fields.optional("draws");
    let groups = places.tables(fields, "group", FlowPart::Group, |mut fields| {
        let (name, entering) = (fields.required("name"), fields.required("entering"));
        fields.finish();
        Some(FlowGroup { name: name?, entering: entering? })
    });
    let stages = places.tables(fields, "stage", FlowPart::Stage, stage);
    let queues = places.tables(fields, "queue", FlowPart::Queue, queue);
    let simulation = fields.table("simulation", |mut fields| {
        let (warm_up_days, days) = (fields.required("warm_up_days"), fields.required("days"));
        let replications = fields.required("replications");
        fields.finish();
        Some(FlowSimulation {
            warm_up_days: warm_up_days?,
            days: days?,
            replications: replications?,
        })
    });
    let what_ifs = places.tables(fields, "what_if", FlowPart::WhatIf, what_if);
    Some(FlowPlan {
        schema_version: VERSION,
        pathway: pathway?,
        period: period?,
        days: days?,
        seed: seed?,
        draws,
        groups,
        stages,
        queues,
        simulation: simulation.flatten(),
        what_ifs,
    })
}

fn stage(mut fields: Fields<'_, '_>) -> Option<FlowStage> {
    let id = fields.required("id");
    let of = some_tables(&mut fields, "of", |mut fields| {
        let group = fields.optional("group");
        let (reached, out_of) = (fields.optional("reached"), fields.optional("out_of"));
        let probability = fields.optional("probability");
        fields.finish();
        Some(FlowReached { group, reached, out_of, probability })
    });
    fields.finish();
    Some(FlowStage { id: id?, of })
}

fn queue(mut fields: Fields<'_, '_>) -> Option<FlowQueue> {
    let stage = fields.required("stage");
    let slots_per_working_day = fields.optional("slots_per_working_day");
    let servers = fields.optional("servers");
    let service = fields.table("service", delay).flatten();
    let leaves = fields.tables("leave", |mut fields| {
        let reason = fields.required("reason");
        let after = fields.required_table("after", delay);
        fields.finish();
        Some(FlowLeave { reason: reason?, after: after? })
    });
    fields.finish();
    Some(FlowQueue { stage: stage?, slots_per_working_day, servers, service, leaves })
}

fn what_if(mut fields: Fields<'_, '_>) -> Option<FlowWhatIf> {
    let (id, text) = (fields.required("id"), fields.required("text"));
    let stage = fields.required("stage");
    let as_best = fields.optional("as_best").unwrap_or_default();
    let probability = fields.optional("probability");
    let groups = fields.optional_list("groups");
    let more = fields.optional("more");
    fields.finish();
    Some(FlowWhatIf { id: id?, text: text?, stage: stage?, as_best, probability, groups, more })
}
