//! Logs in columns that are read in batches, against the same logs as a whole.
#![cfg(feature = "parquet")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampSecondArray};
use firstyear_core::ProblemCode;
use firstyear_core::event::{CaseLog, LogFound, LogPlan, When};
use firstyear_ingest::{
    CaseOrder, ReadAs, ReadError, SortedLog, read_case_logs, sorted_case_log, unwatched,
};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;

fn plan() -> LogPlan {
    plan_until(None)
}

fn plan_until(day: Option<i32>) -> LogPlan {
    let mut plan = LogPlan::new();
    for (code, name) in ["booking", "referral", "birth"].into_iter().enumerate() {
        plan.activity(name, u32::try_from(code).unwrap()).unwrap();
    }
    plan.ignore("call");
    plan.attribute("smokes");
    plan.attribute("imd");
    plan.attribute("weeks");
    if let Some(day) = day {
        plan.until(day);
    }
    plan
}

/// An event: its case, activity and second, whether she smokes, and of her case the place
/// where she lives.
type Row = (Option<String>, Option<&'static str>, Option<i64>, [Option<&'static str>; 2]);

/// In which form the ids of cases are written.
#[derive(Clone, Copy, Debug)]
enum Ids {
    Texts,
    Keys,
    Numbers,
}

fn table(rows: &[Row], ids: Ids) -> RecordBatch {
    let text = |of: &dyn Fn(&Row) -> Option<&'static str>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<StringArray>())
    };
    let cases = rows.iter().map(|row| row.0.as_deref());
    let cases: ArrayRef = match ids {
        Ids::Texts => Arc::new(cases.collect::<StringArray>()),
        Ids::Keys => {
            let mut keys = StringDictionaryBuilder::<Int8Type>::new();
            keys.extend(cases);
            Arc::new(keys.finish())
        }
        Ids::Numbers => {
            let number = |id: Option<&str>| id.and_then(|id| id.trim().parse::<i64>().ok());
            Arc::new(cases.map(number).collect::<Int64Array>())
        }
    };
    let times = rows.iter().map(|row| row.2).collect::<TimestampSecondArray>();
    RecordBatch::try_from_iter_with_nullable([
        ("case", cases, true),
        ("activity", text(&|row| row.1), true),
        ("timestamp", Arc::new(times) as ArrayRef, true),
        ("smokes", text(&|row| row.3[0]), true),
        ("case:imd", text(&|row| row.3[1]), true),
    ])
    .unwrap()
}

fn write(path: &Path, table: &RecordBatch) {
    let file = std::fs::File::create(path).unwrap();
    // A case goes over several row groups.
    let rows = (table.num_rows() / 8).max(3);
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(rows)).build();
    let mut writer = ArrowWriter::try_new(file, table.schema(), Some(properties)).unwrap();
    writer.write(table).unwrap();
    writer.close().unwrap();
}

/// Rows as files of one log, cut where it is told.
fn files(folder: &Path, rows: &[Row], cut: usize, ids: Ids) -> Vec<PathBuf> {
    let (first, second) = rows.split_at(cut.min(rows.len()));
    let mut files = Vec::new();
    for (name, rows) in [("1.parquet", first), ("2.parquet", second)] {
        let path = folder.join(name);
        write(&path, &table(rows, ids));
        files.push(path);
    }
    files
}

fn looked(files: &[PathBuf]) -> Result<CaseOrder, ReadError> {
    looked_by(&plan(), files)
}

fn looked_by(plan: &LogPlan, files: &[PathBuf]) -> Result<CaseOrder, ReadError> {
    sorted_case_log(files, ReadAs::default(), plan, None, &mut unwatched)
}

fn sorted(files: &[PathBuf]) -> Box<SortedLog> {
    sorted_by(&plan(), files)
}

fn sorted_by(plan: &LogPlan, files: &[PathBuf]) -> Box<SortedLog> {
    match looked_by(plan, files).unwrap() {
        CaseOrder::Sorted(log) => log,
        other => panic!("{other:?}"),
    }
}

/// Each case: its id, its own texts, and its events with theirs.
type Told = Vec<(String, Vec<Option<String>>, Vec<(u32, When, Vec<Option<String>>)>)>;

fn told(log: &CaseLog) -> Told {
    let texts = |of: &dyn Fn(usize) -> Option<usize>| -> Vec<Option<String>> {
        let text = |at: usize| Some(log.column(at)?.texts()[of(at)?].to_string());
        (0..3).map(text).collect()
    };
    let case = |case: usize| {
        let event = |event: usize| {
            let of = |at: usize| log.column(at).and_then(|column| column.of_event(event));
            (log.codes()[event], log.times()[event], texts(&of))
        };
        let of = |at: usize| log.column(at).and_then(|column| column.of_case(case));
        let id = log.cases()[case].reveal().to_owned();
        (id, texts(&of), log.events_of(case).map(event).collect())
    };
    (0..log.len()).map(case).collect()
}

fn batches(log: &SortedLog, events: usize) -> (Told, LogFound, usize) {
    let (mut all, mut found, mut many) = (Told::new(), log.whole().found().clone(), 0);
    let mut take = |batch: CaseLog| {
        all.extend(told(&batch));
        found.add_batch(batch.found());
        many += 1;
    };
    log.batches(events.try_into().unwrap(), &mut take, &mut unwatched).unwrap();
    (all, found, many)
}

const DAY: i64 = 86_400;

fn some_row() -> impl Strategy<Value = Row> {
    let text = |texts: &'static [Option<&'static str>]| proptest::sample::select(texts);
    (
        text(&[Some("booking"), Some("birth"), Some("call"), Some("dance"), None]),
        prop_oneof![4 => (0..9_i64).prop_map(Some), 1 => Just(None)],
        text(&[None, Some("yes"), Some(" no "), Some("")]),
        text(&[None, Some("1"), Some("2")]),
    )
        .prop_map(|(activity, day, smokes, imd)| (None, activity, day, [smokes, imd]))
}

fn some_ids() -> impl Strategy<Value = Ids> {
    proptest::sample::select(&[Ids::Texts, Ids::Keys, Ids::Numbers][..])
}

/// Cases in an order: as numbers, as texts, or in none.
fn some_order() -> impl Strategy<Value = Vec<String>> {
    let ids = proptest::collection::btree_set(1..30_u8, 1..7);
    (ids, 0..3_u8).prop_flat_map(|(ids, order)| {
        let mut ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
        if order == 1 {
            ids.sort();
        }
        let ids = Just(ids);
        if order == 2 { ids.prop_shuffle().boxed() } else { ids.boxed() }
    })
}

prop_compose! {
    /// A log of which each case stands together, with rows that belong to none.
    fn some_log()(
        (ids, cases) in some_order().prop_flat_map(|ids| {
            let many = ids.len();
            (Just(ids), proptest::collection::vec(proptest::collection::vec(some_row(), 1..7), many))
        }),
        blank in proptest::option::of(0..8_usize),
        hours in any::<bool>(),
    ) -> Vec<Row> {
        let mut rows = Vec::new();
        for (id, events) in ids.iter().zip(cases) {
            for (_, activity, day, texts) in events {
                let second = day.map(|day| day * DAY + if hours { 3_600 * (day % 2) } else { 0 });
                rows.push((Some(format!(" {id}")), activity, second, texts));
            }
        }
        if let Some(at) = blank.filter(|at| *at < rows.len()) {
            rows[at].0 = None;
        }
        rows
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn batches_hold_what_the_whole_log_holds(
        rows in some_log(),
        cut in 0..20_usize,
        events in 1..12_usize,
        ids in some_ids(),
        until in proptest::option::of(0..9_i32),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path(), &rows, cut, ids);
        let plan = plan_until(until);
        let read = |plan: &LogPlan, files: &[PathBuf]| {
            read_case_logs(files, ReadAs::default(), plan, None, &mut unwatched)
        };
        let whole = read(&plan, &files);
        match whole {
            Err(error) => {
                let said = error.to_string();
                prop_assert_eq!(looked_by(&plan, &files).unwrap_err().to_string(), said);
            }
            Ok(whole) => {
                let log = sorted_by(&plan, &files);
                prop_assert_eq!(&log.problems, &whole.problems);
                prop_assert_eq!(log.rows, whole.rows);
                prop_assert_eq!(log.cases(), whole.log.len() as u64);
                prop_assert!(log.whole().is_empty());
                for at in 0..3 {
                    let texts = |log: &CaseLog| log.column(at).unwrap().texts().to_vec();
                    prop_assert_eq!(texts(log.whole()), texts(&whole.log));
                    let code = u32::try_from(at).unwrap();
                    prop_assert_eq!(log.whole().has(code), whole.log.has(code));
                }
                let (all, found, _) = batches(&log, events);
                prop_assert_eq!(all, told(&whole.log));
                prop_assert_eq!(&found, whole.log.found());
                // What is after the last day is as if it were not there.
                let is_known = |row: &&Row| {
                    until.is_none_or(|day| row.2.is_none_or(|at| at < (i64::from(day) + 1) * DAY))
                };
                let known: Vec<Row> = rows.iter().filter(is_known).cloned().collect();
                let folder = tempfile::tempdir().unwrap();
                let files = self::files(folder.path(), &known, cut, ids);
                let without = read(&self::plan(), &files).unwrap();
                prop_assert_eq!(told(&whole.log), told(&without.log));
                let LogFound { later, not_begun, .. } = found;
                prop_assert_eq!(found, LogFound { later, not_begun, ..without.log.found().clone() });
            }
        }
    }
}

/// Cases of so many events, each of another day.
fn cases(cases: &[(&str, usize)]) -> Vec<Row> {
    let of_case = |&(id, events): &(&str, usize)| {
        let event = move |at: usize| {
            let day = i64::try_from(at).unwrap() * DAY;
            (Some(id.to_owned()), Some("booking"), Some(day), [Some("yes"), None])
        };
        (0..events).map(event).collect::<Vec<_>>()
    };
    cases.iter().flat_map(of_case).collect()
}

#[test]
fn a_case_is_in_one_batch_however_large_it_is() {
    let folder = tempfile::tempdir().unwrap();
    // Batches of the file hold 8,192 rows.
    let rows = cases(&[("a", 5), ("b", 30_000), ("c", 9_000), ("d", 9_000), ("e", 3)]);
    let files = files(folder.path(), &rows, 20_000, Ids::Texts);
    let log = sorted(&files);
    let mut sizes = Vec::new();
    let mut take = |batch: CaseLog| {
        let ids = batch.cases().iter().map(|case| case.reveal().to_owned());
        sizes.push((ids.collect::<Vec<_>>().concat(), batch.codes().len()));
    };
    log.batches(100.try_into().unwrap(), &mut take, &mut unwatched).unwrap();
    let expected = [("a", 5), ("b", 30_000), ("c", 9_000), ("d", 9_000), ("e", 3)];
    assert_eq!(sizes, expected.map(|(ids, events)| (ids.to_owned(), events)));
}

#[test]
fn a_case_that_comes_again_is_told_by_its_row() {
    let folder = tempfile::tempdir().unwrap();
    for (ids, cut, file, row) in [
        // Of a file, of the second of two, far from where it stood, and in no order at all.
        (&[("a", 2), ("b", 1), ("a", 1)][..], 9, "1.parquet", 5),
        (&[("a", 2), ("b", 1), ("a", 1)], 3, "2.parquet", 2),
        (&[("a", 1), ("b", 20_000), ("a", 1)], 99_999, "1.parquet", 20_003),
        (&[("z", 1), ("b", 9_000), ("c", 1), ("a", 1), ("b", 2)], 99_999, "1.parquet", 9_005),
    ] {
        let files = files(folder.path(), &cases(ids), cut, Ids::Texts);
        let CaseOrder::Unsorted(problem) = looked(&files).unwrap() else { panic!("{ids:?}") };
        assert_eq!(problem.code, ProblemCode::EventLogUnsorted);
        let place = problem.place.to_string();
        assert!(place.contains(file) && place.contains(&format!("row {row}")), "{place}");
        assert!(problem.to_string().contains("ended above and comes again"), "{problem}");
        assert!(
            problem.help.is_some_and(|help| help.contains("sort it by the column of cases")),
            "{place}"
        );
    }
}

#[test]
fn what_cannot_be_used_is_told_as_of_the_whole_log() {
    let folder = tempfile::tempdir().unwrap();
    let one = folder.path().join("one");
    let said = |files: &[PathBuf]| {
        let whole = read_case_logs(files, ReadAs::default(), &plan(), None, &mut unwatched);
        let (whole, looked) =
            (whole.unwrap_err().to_string(), looked(files).unwrap_err().to_string());
        assert_eq!(whole, looked);
        looked
    };
    write(&one, &table(&[], Ids::Texts));
    assert!(said(slice::from_ref(&one)).contains("the log holds no event"));
    let rows = cases(&[("a", 9)]);
    write(&one, &table(&rows, Ids::Texts));
    let mut bytes = std::fs::read(&one).unwrap();
    bytes[40..80].fill(0xFF);
    let damaged = folder.path().join("damaged");
    std::fs::write(&damaged, &bytes).unwrap();
    assert!(said(&[one.clone(), damaged]).contains("damaged: the Parquet file is damaged"));
    let other = folder.path().join("other");
    let table = table(&rows, Ids::Texts);
    write(&other, &table.project(&[0, 1, 2, 3]).unwrap());
    let missing = said(&[one.clone(), other.clone()]);
    assert!(missing.contains("other, row 1: the file has no `imd`, which"), "{missing}");
    let more = said(&[other, one.clone()]);
    assert!(more.contains("one, row 1: the file has `imd`, which"), "{more}");
    let gone = folder.path().join("gone");
    assert!(said(&[one.clone(), gone]).contains("gone cannot be opened: no such file"));
    let text = folder.path().join("text.csv");
    std::fs::write(&text, "case,activity,timestamp\na,booking,2024-03-01\n").unwrap();
    assert!(matches!(looked(slice::from_ref(&text)).unwrap(), CaseOrder::NotInColumns));
    let both = read_case_logs(&[one, text], ReadAs::default(), &plan(), None, &mut unwatched);
    let both = both.unwrap_err().to_string();
    assert!(both.contains("one of several, and is neither Parquet nor Arrow"), "{both}");
}

#[test]
fn a_file_that_changes_after_it_was_looked_through_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let rows = cases(&[("a", 3), ("b", 3)]);
    let files = files(folder.path(), &rows, 3, Ids::Texts);
    let log = sorted(&files);
    let again = |log: &SortedLog| {
        log.batches(2.try_into().unwrap(), &mut |_| {}, &mut unwatched).unwrap_err().to_string()
    };
    // A text that nobody is ready for, another case, and no longer a table in columns.
    let mut other = rows.clone();
    other[4].3[0] = Some("a new text");
    write(&files[1], &table(&other[3..], Ids::Texts));
    assert!(again(&log).contains("2.parquet: the file changed while it was read"));
    write(&files[1], &table(&cases(&[("c", 4)]), Ids::Texts));
    assert!(again(&log).contains("2.parquet: the file changed while it was read"));
    std::fs::write(&files[1], "case,activity\n").unwrap();
    assert!(again(&log).contains("2.parquet: the file changed while it was read"));
}

#[test]
fn reading_stops_where_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), &cases(&[("a", 3), ("b", 3)]), 3, Ids::Texts);
    let log = sorted(&files);
    let stop = &mut |_: &_| ControlFlow::Break(());
    let looked = sorted_case_log(&files, ReadAs::default(), &plan(), None, stop);
    assert!(matches!(looked, Err(ReadError::Stopped)));
    let read = log.batches(2.try_into().unwrap(), &mut |_| {}, stop);
    assert!(matches!(read, Err(ReadError::Stopped)));
    assert_eq!(batches(&log, 1).2, 2);
}
