//! A log of 600,000 cases held against twelve obligations that have a window, told
//! apart by 60 groups: it is to take no more than half a second on one core.
//!
//! `cargo bench -p firstyear-pathways --bench judge`; `FIRSTYEAR_CASES=60000` in front
//! of it takes a tenth.

use std::num::NonZeroUsize;

use divan::Bencher;
use divan::counter::ItemsCount;
use firstyear_core::event::{CaseLog, CaseLogBuilder, When};
use firstyear_pathways::{Judged, PathwayLog, judge};

mod synthetic;

fn main() {
    divan::main();
}

fn log(reading: &PathwayLog<'_>) -> CaseLog {
    let mut log = CaseLogBuilder::new(reading.plan());
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
    });
    log.finish()
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
