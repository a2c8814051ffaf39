//! A log of 600,000 cases held against twelve obligations that have a window, told
//! apart by 60 groups: it is to take no more than half a second on one core.
//!
//! The same in batches, which are made and judged as a sorted log would be: memory does not
//! grow with the cases.
//!
//! `cargo bench -p firstyear-pathways --bench judge`; `FIRSTYEAR_CASES=60000` in front
//! of it takes a tenth.

use std::num::NonZeroUsize;

use divan::Bencher;
use divan::counter::ItemsCount;
use firstyear_core::event::{CaseLog, CaseLogBuilder, When};
use firstyear_pathways::{JudgeError, Judged, PathwayLog, judge, judge_batches};

mod synthetic;

fn main() {
    divan::main();
}

/// Makes events and gives each to a log, which `then` may look at.
fn events<'r>(
    mut log: CaseLogBuilder<'r>,
    mut then: impl FnMut(&mut CaseLogBuilder<'r>),
) -> CaseLogBuilder<'r> {
    let names = ["weeks", "smokes", "decile", "ethnicity"];
    let places = names.map(|name| {
        log.attributes().iter().position(|known| **known == *name).expect("the plan has it")
    });
    let codes: Vec<u32> = synthetic::ACTIVITIES.iter().map(|name| log.code(name)).collect();
    synthetic::events(synthetic::cases(), |event| {
        let case = log.case(&event.case.to_string());
        let code = codes.get(event.activity).copied().unwrap_or(CaseLog::OTHER);
        if code == CaseLog::OTHER {
            log.unknown(synthetic::OTHER, 1);
        }
        log.event(case, code, When::local_second(event.second));
        let weeks = event.weeks.map(|weeks| weeks.to_string()).unwrap_or_default();
        let decile = event.decile.to_string();
        let texts = [&*weeks, event.smokes.unwrap_or_default(), &*decile, event.ethnicity];
        for (place, text) in places.into_iter().zip(texts) {
            let text = log.text(place, text);
            log.of_event(place, text);
        }
        then(&mut log);
    });
    log
}

fn log(reading: &PathwayLog<'_>) -> CaseLog {
    events(CaseLogBuilder::new(reading.plan()), |_| {}).finish()
}

#[divan::bench(args = [1, 2], sample_count = 5, sample_size = 1)]
fn judge_all(bencher: Bencher<'_, '_>, threads: usize) {
    let (pathway, mapping) = (synthetic::pathway(), synthetic::mapping());
    let reading = PathwayLog::new(&pathway, &mapping).expect("the mapping fits");
    let log = log(&reading);
    let by = |id| reading.grouping(&log, id).expect("the mapping has it");
    let groups = by("decile").pair(&by("ethnicity"));
    let threads = NonZeroUsize::new(threads).expect("one or two");
    bencher.counter(ItemsCount::new(log.codes().len())).bench_local(|| -> Judged {
        judge(&reading, &log, &groups, threads).expect("the log has times")
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn build_log(bencher: Bencher<'_, '_>) {
    let (pathway, mapping) = (synthetic::pathway(), synthetic::mapping());
    let reading = PathwayLog::new(&pathway, &mapping).expect("the mapping fits");
    bencher.bench_local(|| log(&reading));
}

/// Events of a batch: as many as the program reads before it judges.
const BATCH: usize = 1 << 17;

#[divan::bench(args = [1, 2], sample_count = 3, sample_size = 1)]
fn build_and_judge_batches(bencher: Bencher<'_, '_>, threads: usize) {
    let (pathway, mapping) = (synthetic::pathway(), synthetic::mapping());
    let reading = PathwayLog::new(&pathway, &mapping).expect("the mapping fits");
    let mut looked = events(CaseLogBuilder::new(reading.plan()), CaseLogBuilder::forget);
    looked.forget_all();
    let whole = looked.finish();
    let groups = |log: &CaseLog| {
        let by = |id| reading.grouping(log, id).expect("the mapping has it");
        by("decile").pair(&by("ethnicity"))
    };
    let threads = NonZeroUsize::new(threads).expect("one or two");
    bencher.bench_local(|| -> Judged {
        let judged = judge_batches::<JudgeError>(&reading, &whole, &groups, threads, |take| {
            let log = CaseLogBuilder::batches_of(reading.plan(), &whole);
            let log = events(log, |log| {
                if log.events() >= BATCH {
                    take(log.cut());
                }
            });
            take(log.finish());
            Ok(())
        });
        judged.expect("the log has times")
    });
}
