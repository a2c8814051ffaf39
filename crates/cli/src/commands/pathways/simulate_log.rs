//! `pathway simulate-log`.

use std::path::{Path, PathBuf};

use firstyear_analysis::{add_objects, simulate_log};
use firstyear_core::pathway::{
    CarePathway, LogSimulation, SimulatedCategory, SimulatedGroup, SimulatedWay,
};
use firstyear_export::wire::{LogTruthV1, to_json};
use firstyear_export::{atomic, format};
use firstyear_ingest::read_log_simulation;

use super::sound;
use crate::args::{LogShape, SimulatedLog};
use crate::commands::event_log::{bytes, is_packed};
use crate::commands::threads_or_all;
use crate::exit::{Code, Failure};
use crate::progress::Watch;
use crate::{interrupt, load};

/// Makes up a log, and writes it with its truth.
pub(crate) fn run(asked: &SimulatedLog) -> Result<Code, Failure> {
    let (to, truth_file) = named(&asked.out, asked.to)?;
    let Some(read) = sound(&asked.pathway)? else { return Ok(Code::Problems) };
    let plan = plan(asked, &read.pathway)?;
    let threads = threads_or_all(None);
    let made = simulate_log(&read.pathway, &plan, threads);
    let mut made = made.map_err(|error| Failure::Use(error.to_string()))?;
    if to == LogShape::Ocel {
        add_objects(&mut made.log, &read.pathway);
    }
    let (log, loss) = bytes(&made.log, to, is_packed(&asked.out))?;
    let truth = to_json(&LogTruthV1::from(&made.truth))
        .map_err(|error| Failure::Defect(error.to_string()))?;
    interrupt::writing(|stop| {
        atomic::write_file(&truth_file, truth.as_bytes(), stop)?;
        atomic::write_file(&asked.out, &log, stop)
    })?;
    for lost in loss.lines() {
        anstream::eprintln!("warning: the format cannot hold {lost}");
    }
    anstream::eprintln!(
        "note: {} and {}, all made up; what was planted is in {}",
        format::things(u64::from(plan.cases), "case", "cases"),
        format::things(made.truth.events, "event", "events"),
        truth_file.display()
    );
    Ok(Code::Done)
}

/// The format, and the file of the truth: `log.truth.json` beside `log.xes.gz`.
fn named(out: &Path, told: Option<LogShape>) -> Result<(LogShape, PathBuf), Failure> {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| Failure::Use("--out names no file".to_owned()))?;
    let bare = if is_packed(out) { &name[..name.len() - 3] } else { name.as_str() };
    let (stem, ending) = bare.rsplit_once('.').unwrap_or((bare, ""));
    let by_ending = match ending.to_ascii_lowercase().as_str() {
        "csv" => Some(LogShape::Csv),
        "xes" => Some(LogShape::Xes),
        "json" | "jsonocel" | "ocel" => Some(LogShape::Ocel),
        _ => None,
    };
    let shape = told.or(by_ending).ok_or_else(|| {
        let message = "the ending of --out is of no format of logs: say --to csv, xes or ocel";
        Failure::Use(message.to_owned())
    })?;
    Ok((shape, out.with_file_name(format!("{stem}.truth.json"))))
}

/// The plan, with what the options say in the place of what it says.
fn plan(asked: &SimulatedLog, pathway: &CarePathway) -> Result<LogSimulation, Failure> {
    let mut plan = match &asked.plan {
        Some(path) => {
            let mut watch = Watch::new();
            read_log_simulation(path, pathway, &mut |progress| watch.see(progress))
                .map_err(|error| load::unreadable(path, error))?
        }
        None => LogSimulation::of_pathway(&pathway.id, 0),
    };
    plan.seed = asked.seed.unwrap_or(plan.seed);
    plan.cases = asked.cases.unwrap_or(plan.cases);
    plan.first_day = asked.first_day.unwrap_or(plan.first_day);
    plan.days = asked.days.unwrap_or(plan.days);
    plan.observed_until = asked.observed_until.or(plan.observed_until);
    plan.unrecorded = asked.unrecorded.or(plan.unrecorded);
    for (id, names) in &asked.groups {
        let named = |name: &str| SimulatedCategory { name: name.to_owned(), probability: None };
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        let group = SimulatedGroup { id: id.clone(), categories: names.map(named).collect() };
        match plan.groups.iter_mut().find(|known| known.id == *id) {
            Some(known) => *known = group,
            None => plan.groups.push(group),
        }
    }
    for (from, to, chance) in &asked.ways {
        let (from, to, by) = (from.clone(), to.clone(), Vec::new());
        let way = SimulatedWay { from, to, probability: Some(*chance), by };
        match plan.ways.iter_mut().find(|known| known.from == way.from && known.to == way.to) {
            Some(known) => *known = way,
            None => plan.ways.push(way),
        }
    }
    Ok(plan)
}
