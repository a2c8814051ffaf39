//! Plans of synthetic logs.

use std::path::Path;

use firstyear_core::pathway::{
    CarePathway, ChanceOfGroup, LogSimulation, SimulatedCategory, SimulatedClock, SimulatedDelay,
    SimulatedGroup, SimulatedInput, SimulatedStep, SimulatedValue, SimulatedWay, SimulationPart,
};

use super::VERSION;
use super::form::Kind;
use super::pathways::some_tables;
use super::plan::{Places, read_plan};
use crate::input::Input;
use crate::project::fields::Fields;
use crate::{OnProgress, ReadError};

const KIND: Kind = Kind { list: "", name: "plan of a synthetic log", columns: &[] };

/// Reads a plan of a synthetic log of a pathway, TOML or JSON.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, or with every fault and its line: a plan
/// with any is none. What the pathway does not have is a fault too.
pub fn read_log_simulation(
    path: &Path,
    pathway: &CarePathway,
    progress: OnProgress<'_>,
) -> Result<LogSimulation, ReadError> {
    read_input(&Input::at(path, &path.display().to_string().into())?, pathway, progress)
}

/// Reads the bytes of a plan, as [`read_log_simulation`] does.
///
/// # Errors
///
/// As [`read_log_simulation`].
pub fn read_log_simulation_bytes(
    bytes: &[u8],
    file: &str,
    pathway: &CarePathway,
    progress: OnProgress<'_>,
) -> Result<LogSimulation, ReadError> {
    read_input(&Input::of_bytes(bytes, &file.into()), pathway, progress)
}

fn read_input(
    input: &Input<'_>,
    pathway: &CarePathway,
    progress: OnProgress<'_>,
) -> Result<LogSimulation, ReadError> {
    read_plan(input, &KIND, progress, plan, |plan: &LogSimulation| {
        let faults = plan.faults(pathway).into_iter();
        faults.map(|fault| (fault.part, fault.message)).collect()
    })
}

fn plan(fields: &mut Fields<'_, '_>, places: &mut Places<SimulationPart>) -> Option<LogSimulation> {
    let (pathway, seed) = (fields.required("pathway"), fields.required("seed"));
    let cases = fields.required("cases");
    let (first_day, days) = (fields.required("first_day"), fields.required("days"));
    let observed_until = fields.optional("observed_until");
    let (open, unrecorded) = (fields.optional("open"), fields.optional("unrecorded"));
    let precision = fields.optional("precision").unwrap_or_default();
    let offset_minutes = fields.optional("offset_minutes");
    let groups = places.tables(fields, "group", SimulationPart::Group, group);
    let ways = places.tables(fields, "way", SimulationPart::Way, way);
    let steps = places.tables(fields, "step", SimulationPart::Step, step);
    let inputs = places.tables(fields, "input", SimulationPart::Input, input);
    let clocks = places.tables(fields, "clock", SimulationPart::Clock, clock);
    Some(LogSimulation {
        schema_version: VERSION,
        pathway: pathway?,
        seed: seed?,
        cases: cases?,
        first_day: first_day?,
        days: days?,
        observed_until,
        open,
        unrecorded,
        precision,
        offset_minutes,
        groups,
        ways,
        steps,
        inputs,
        clocks,
    })
}

fn group(mut fields: Fields<'_, '_>) -> Option<SimulatedGroup> {
    let id = fields.required("id");
    let categories = some_tables(&mut fields, "category", |mut fields| {
        let (name, probability) = (fields.required("name"), fields.optional("probability"));
        fields.finish();
        Some(SimulatedCategory { name: name?, probability })
    });
    fields.finish();
    Some(SimulatedGroup { id: id?, categories })
}

fn by(fields: &mut Fields<'_, '_>) -> Vec<ChanceOfGroup> {
    fields.tables("by", |mut fields| {
        let (group, is) = (fields.required("group"), fields.list("is"));
        let probability = fields.required("probability");
        fields.finish();
        Some(ChanceOfGroup { group: group?, is: is?, probability: probability? })
    })
}

fn way(mut fields: Fields<'_, '_>) -> Option<SimulatedWay> {
    let (from, to) = (fields.required("from"), fields.required("to"));
    let (probability, by) = (fields.optional("probability"), by(&mut fields));
    fields.finish();
    Some(SimulatedWay { from: from?, to: to?, probability, by })
}

fn step(mut fields: Fields<'_, '_>) -> Option<SimulatedStep> {
    let id = fields.required("id");
    let delay = fields.table("delay", delay).flatten();
    let unrecorded = fields.optional("unrecorded");
    let all_ways = fields.optional("all_ways").unwrap_or_default();
    fields.finish();
    Some(SimulatedStep { id: id?, delay, unrecorded, all_ways })
}

pub(super) fn delay(mut fields: Fields<'_, '_>) -> Option<SimulatedDelay> {
    let distribution = fields.required("distribution");
    let (mean, shape) = (fields.optional("mean"), fields.optional("shape"));
    let (least, most) = (fields.optional("least"), fields.optional("most"));
    let unit = fields.optional("unit").unwrap_or_default();
    let clock = fields.optional("clock");
    fields.finish();
    Some(SimulatedDelay { distribution: distribution?, mean, shape, least, most, unit, clock })
}

fn input(mut fields: Fields<'_, '_>) -> Option<SimulatedInput> {
    let id = fields.required("id");
    let values = some_tables(&mut fields, "value", |mut fields| {
        let (is, missing) = (fields.optional("is"), fields.optional("missing"));
        let (at_least, below) = (fields.optional("at_least"), fields.optional("below"));
        let (probability, by) = (fields.optional("probability"), by(&mut fields));
        fields.finish();
        let missing = missing.unwrap_or_default();
        Some(SimulatedValue { is, at_least, below, missing, probability, by })
    });
    fields.finish();
    Some(SimulatedInput { id: id?, values })
}

fn clock(mut fields: Fields<'_, '_>) -> Option<SimulatedClock> {
    let id = fields.required("id");
    let before = fields.table("before", delay).flatten();
    let after = fields.table("after", delay).flatten();
    fields.finish();
    Some(SimulatedClock { id: id?, before, after })
}
