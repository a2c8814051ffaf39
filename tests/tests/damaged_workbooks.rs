//! Published workbooks, cut short or with bytes changed: each is read or
//! refused, and none ends the program.

use std::fs;
use std::path::Path;

use firstyear_ingest::{read_file, unwatched};
use firstyear_tests::{codes, shared};

#[test]
fn older_workbooks_are_read_or_refused_wherever_they_are_damaged() {
    let file = "data/ons-child-mortality/vital-statistics-by-area/deaths_2015.xls";
    let Some(path) = shared(file) else { return };
    let whole = fs::read(path).expect("the workbook");
    let damaged = Path::new(env!("CARGO_TARGET_TMPDIR")).join("damaged.xls");
    let tried = |bytes: &[u8]| {
        fs::write(&damaged, bytes).expect("written");
        read_file(&damaged, None, None, &codes(), &mut unwatched).is_ok()
    };
    assert!(tried(&whole));
    let cuts = (0..whole.len()).step_by(whole.len() / 12);
    let cut = cuts.filter(|length| tried(&whole[..*length])).count();
    assert!(cut < 12, "a workbook without its half is not whole");
    // Every so many bytes one is changed, in headers, chains and records.
    for step in [97, 1009, 10_007] {
        let mut changed = whole.clone();
        for at in (600..changed.len()).step_by(step) {
            changed[at] ^= 0x5A;
        }
        tried(&changed);
    }
    for at in (0..2048).step_by(64) {
        let mut changed = whole.clone();
        changed[at] ^= 0xFF;
        tried(&changed);
    }
}
