//! How long it takes to read a log of 600,000 cases from Parquet and to hold it against
//! twelve obligations, told apart by 60 groups: two seconds at most on one core.
//!
//! ```sh
//! alias run='cargo run --release -p firstyear-tests --features parquet --example judge_log --'
//! run write log.parquet
//! run judge log.parquet
//! run batches log.parquet
//! ```
//!
//! The last reads the log in batches of whole cases: it takes longer, and memory does not
//! grow with the log.
//!
//! `FIRSTYEAR_CASES` in front of the first makes a log of another size.

use std::error::Error;
use std::fs::File;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, TimestampMillisecondArray, UInt8Array};
use firstyear_core::event::CaseLog;
use firstyear_ingest::{CaseOrder, ReadAs, read_case_log, sorted_case_log, unwatched};
use firstyear_pathways::{Grouping, PathwayLog, judge, judge_batches};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

#[path = "../../crates/pathways/benches/synthetic/mod.rs"]
mod synthetic;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    match (args.next().as_deref(), args.next()) {
        (Some("write"), Some(path)) => write(Path::new(&path)),
        (Some("judge"), Some(path)) => read_and_judge(Path::new(&path)),
        (Some("batches"), Some(path)) => judge_in_batches(Path::new(&path)),
        _ => Err("say `write`, `judge` or `batches`, and a file".into()),
    }
}

fn read_and_judge(path: &Path) -> Result<(), Box<dyn Error>> {
    let (pathway, mapping) = (synthetic::pathway(), synthetic::mapping());
    let reading = PathwayLog::new(&pathway, &mapping).map_err(|_| "the mapping does not fit")?;
    let begin = Instant::now();
    let read = read_case_log(path, ReadAs::default(), reading.plan(), None, &mut unwatched)?;
    let after_reading = Instant::now();
    let by = |id| reading.grouping(&read.log, id).map_err(|_| "no such group");
    let groups = by("decile")?.pair(&by("ethnicity")?);
    let judged = judge(&reading, &read.log, &groups, NonZeroUsize::MIN)?;
    let after = Instant::now();
    println!("{} events of {} cases", read.log.found().events, read.log.len());
    println!("read in {:?}", after_reading - begin);
    println!("judged {} obligations in {:?}", judged.obligations.len(), after - after_reading);
    Ok(())
}

fn judge_in_batches(path: &Path) -> Result<(), Box<dyn Error>> {
    let (pathway, mapping) = (synthetic::pathway(), synthetic::mapping());
    let reading = PathwayLog::new(&pathway, &mapping).map_err(|_| "the mapping does not fit")?;
    let begin = Instant::now();
    let files = [path.to_owned()];
    let looked = sorted_case_log(&files, ReadAs::default(), reading.plan(), None, &mut unwatched)?;
    let CaseOrder::Sorted(log) = looked else { return Err("the log is not sorted".into()) };
    let after_looking = Instant::now();
    let none = || Grouping::whole(0);
    let groups = |log: &CaseLog| {
        let by = |id| reading.grouping(log, id).unwrap_or_else(|_| none());
        by("decile").pair(&by("ethnicity"))
    };
    let batch = NonZeroUsize::new(1 << 17).ok_or("no event")?;
    let judged = judge_batches::<Box<dyn Error>>(
        &reading,
        log.whole(),
        &groups,
        NonZeroUsize::MIN,
        |take| Ok(log.batches(batch, take, &mut unwatched)?),
    )?;
    let after = Instant::now();
    println!("{} events of {} cases", log.whole().found().events, log.cases());
    println!("looked through in {:?}", after_looking - begin);
    let judging = after - after_looking;
    println!("read again and judged {} obligations in {judging:?}", judged.obligations.len());
    Ok(())
}

/// Events that are written together.
const ROWS: usize = 1 << 17;

fn write(path: &Path) -> Result<(), Box<dyn Error>> {
    let mut events = Vec::with_capacity(ROWS);
    let mut writer = None;
    let mut failed = None;
    let mut flush = |events: &mut Vec<synthetic::Event>| -> Result<(), Box<dyn Error>> {
        let batch = batch(events)?;
        events.clear();
        if writer.is_none() {
            let packed = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
            writer = Some(ArrowWriter::try_new(File::create(path)?, batch.schema(), Some(packed))?);
        }
        writer.as_mut().map_or(Ok(()), |writer| Ok(writer.write(&batch)?))
    };
    synthetic::events(synthetic::cases(), |event| {
        events.push(event);
        if events.len() == ROWS {
            failed = failed.take().or(flush(&mut events).err());
        }
    });
    flush(&mut events)?;
    if let Some(writer) = writer {
        writer.close()?;
    }
    failed.map_or(Ok(()), Err)
}

fn batch(events: &[synthetic::Event]) -> Result<RecordBatch, Box<dyn Error>> {
    let words = |of: &dyn Fn(&synthetic::Event) -> Option<&'static str>| -> ArrayRef {
        let mut words = StringDictionaryBuilder::<Int32Type>::new();
        words.extend(events.iter().map(of));
        Arc::new(words.finish())
    };
    let name = |event: &synthetic::Event| {
        Some(synthetic::ACTIVITIES.get(event.activity).copied().unwrap_or(synthetic::OTHER))
    };
    let cases = Int64Array::from_iter_values(events.iter().map(|event| event.case.into()));
    let times = events.iter().map(|event| event.second * 1_000);
    let weeks: UInt8Array = events.iter().map(|event| event.weeks).collect();
    let decile = UInt8Array::from_iter_values(events.iter().map(|event| event.decile));
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("case", Arc::new(cases) as ArrayRef, false),
        ("activity", words(&name), false),
        ("timestamp", Arc::new(TimestampMillisecondArray::from_iter_values(times)), true),
        ("weeks", Arc::new(weeks), true),
        ("smokes", words(&|event| event.smokes), true),
        ("decile", Arc::new(decile), true),
        ("ethnicity", words(&|event| Some(event.ethnicity)), true),
    ])?)
}
