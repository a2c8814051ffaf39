//! `simulate births`: records that a seed made up, with what is true of them.

use std::fs;
use std::io::{self, BufWriter};
use std::num::NonZeroUsize;
use std::path::Path;

use firstyear_core::Dataset;
use firstyear_core::count::{BirthBlock, BirthSimulation, CountBasis};
use firstyear_export::atomic::{self, NewFile, Stop};
use firstyear_export::births::CsvBirths;
use firstyear_export::{format, tidy, wire};
use firstyear_ingest::read_birth_simulation;
use firstyear_records::{BirthTruth, made_up_births, simulate_births, spec_of_births};

use super::threads_or_all;
use crate::args::{BirthsFormat, SimulatedBirths};
use crate::exit::{Code, Failure};
use crate::progress::Watch;
use crate::{interrupt, load};

/// Births of a plan that says nothing else.
const BIRTHS: u64 = 100_000;

/// Makes up births and deaths, and writes them with what counts and checks them.
pub(crate) fn run(asked: &SimulatedBirths) -> Result<Code, Failure> {
    let plan = plan(asked)?;
    let threads = threads_or_all(asked.threads);
    fs::create_dir_all(&asked.out)
        .map_err(|error| Failure::File(format!("{}: {error}", asked.out.display())))?;
    let names = match asked.format {
        BirthsFormat::Csv => ["births.csv", "deaths.csv"],
        BirthsFormat::Parquet => ["births.parquet", "deaths.parquet"],
    };
    // Records that were not made here may be somebody's.
    if !asked.out.join("plan.json").exists() {
        let there = names.iter().map(|name| asked.out.join(name)).find(|path| path.exists());
        if let Some(path) = there {
            return Err(Failure::Use(format!(
                "{} is there already, and no plan.json says that it was made up: name another folder",
                path.display()
            )));
        }
    }
    let truth = interrupt::writing_parts(|stop| {
        let [mut births, mut deaths] = [
            NewFile::begin(&asked.out.join(names[0])).map_err(interrupt::unwritten)?,
            NewFile::begin(&asked.out.join(names[1])).map_err(interrupt::unwritten)?,
        ];
        let truth = records(&plan, asked.format, threads, &mut births, &mut deaths, stop)?;
        describe(&plan, &truth, &asked.out, names, stop)?;
        births.put(stop).map_err(interrupt::unwritten)?;
        deaths.put(stop).map_err(interrupt::unwritten)?;
        Ok::<_, Failure>(truth)
    })?;
    let [births, linked, lost] = truth.records();
    anstream::eprintln!(
        "note: {}, {} with a key and {} without: all made up, by the seed {}",
        format::things(births, "birth", "births"),
        format::things(linked, "death", "deaths"),
        format::count(lost),
        plan.seed
    );
    Ok(Code::Done)
}

/// The plan, with what the options say in the place of what it says.
fn plan(asked: &SimulatedBirths) -> Result<BirthSimulation, Failure> {
    let mut plan = match &asked.plan {
        Some(path) => {
            let mut watch = Watch::new();
            read_birth_simulation(path, &mut |progress| watch.see(progress))
                .map_err(|error| load::unreadable(path, error))?
        }
        None => made_up_births(BIRTHS, 0),
    };
    plan.births = asked.births.unwrap_or(plan.births);
    plan.seed = asked.seed.unwrap_or(plan.seed);
    let faults = plan.faults();
    if faults.is_empty() { Ok(plan) } else { Err(Failure::Use(faults.join("; "))) }
}

fn records(
    plan: &BirthSimulation,
    format: BirthsFormat,
    threads: NonZeroUsize,
    births: &mut NewFile,
    deaths: &mut NewFile,
    stop: Stop<'_>,
) -> Result<BirthTruth, Failure> {
    let births = BufWriter::new(births.file());
    let deaths = BufWriter::new(deaths.file());
    let failed = |error: &dyn std::fmt::Display| Failure::File(error.to_string());
    let drawn = |write: &mut dyn FnMut(&BirthBlock) -> Result<(), Failure>| {
        let taken = simulate_births(plan, threads, &mut |block| {
            if stop() { Err(Failure::Interrupted) } else { write(&block) }
        });
        taken.map_err(|error| match error {
            firstyear_records::SimulateError::Taken(failure) => failure,
            other => Failure::Use(other.to_string()),
        })
    };
    match format {
        BirthsFormat::Csv => {
            let writer = CsvBirths::new(plan, births, deaths);
            let mut writer = writer.map_err(|error: io::Error| failed(&error))?;
            let truth = drawn(&mut |block| writer.write(block).map_err(|error| failed(&error)))?;
            writer.finish().map_err(|error| failed(&error))?;
            Ok(truth)
        }
        #[cfg(feature = "parquet")]
        BirthsFormat::Parquet => {
            let writer = firstyear_export::births::ParquetBirths::new(plan, births, deaths);
            let mut writer = writer.map_err(|error| failed(&error))?;
            let truth = drawn(&mut |block| writer.write(block).map_err(|error| failed(&error)))?;
            writer.finish().map_err(|error| failed(&error))?;
            Ok(truth)
        }
        #[cfg(not(feature = "parquet"))]
        BirthsFormat::Parquet => Err(super::report::not_built("parquet")),
    }
}

/// The plan, the specifications that count the records, and what they must find.
fn describe(
    plan: &BirthSimulation,
    truth: &BirthTruth,
    out: &Path,
    [births, deaths]: [&str; 2],
    stop: Stop<'_>,
) -> Result<(), Failure> {
    let put = |name: &str, bytes: &[u8]| {
        atomic::write_file(&out.join(name), bytes, stop).map_err(interrupt::unwritten)
    };
    let defect = |error: &dyn std::fmt::Display| Failure::Defect(error.to_string());
    put("plan.json", wire::json_text(plan).map_err(|error| defect(&error))?.as_bytes())?;
    for (basis, name) in CountBasis::ALL {
        let spec = spec_of_births(plan, *basis, births, deaths);
        let text = wire::json_text(&spec).map_err(|error| defect(&error))?;
        put(&format!("count-{name}.json"), text.as_bytes())?;
        let rows = Dataset { observations: truth.observations(*basis), ..Dataset::default() };
        let mut bytes = Vec::new();
        tidy::write_observations(&rows, &mut bytes).map_err(|error| defect(&error))?;
        put(&format!("truth-{name}.csv"), &bytes)?;
    }
    Ok(())
}
