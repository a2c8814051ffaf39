//! Event logs in Parquet and Arrow, against the same as text, and damaged ones.
#![cfg(feature = "parquet")]

use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringDictionaryBuilder};
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Date64Array, Float64Array, Int64Array, LargeStringArray,
    RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt64Array,
};
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use firstyear_core::ProblemCode;
use firstyear_core::event::{CaseId, CaseLog, LogPlan};
use firstyear_ingest::{ReadAs, ReadCaseLog, ReadError, read_case_log, unwatched};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;

fn plan() -> LogPlan {
    let mut plan = LogPlan::new();
    for (code, name) in ["booking", "referral", "birth"].into_iter().enumerate() {
        plan.activity(name, u32::try_from(code).unwrap()).unwrap();
    }
    plan.attribute("smokes");
    plan.attribute("weeks");
    plan
}

fn parquet_of(batch: &RecordBatch, packing: Compression, keyed: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let properties =
        WriterProperties::builder().set_compression(packing).set_dictionary_enabled(keyed);
    // Several row groups, each with a dictionary of its own.
    let properties = properties.set_max_row_group_row_count(Some(5_000)).build();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    out
}

fn arrow_of(batch: &RecordBatch, packing: Option<arrow_ipc::CompressionType>) -> Vec<u8> {
    let mut out = Vec::new();
    let packing = IpcWriteOptions::default().try_with_compression(packing).unwrap();
    let mut writer = FileWriter::try_new_with_options(&mut out, &batch.schema(), packing).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    out
}

/// A table in each way that it can be packed.
fn files_of(batch: &RecordBatch) -> Vec<Vec<u8>> {
    vec![
        parquet_of(batch, Compression::UNCOMPRESSED, false),
        parquet_of(batch, Compression::SNAPPY, true),
        parquet_of(batch, Compression::ZSTD(parquet::basic::ZstdLevel::default()), true),
        arrow_of(batch, None),
        arrow_of(batch, Some(arrow_ipc::CompressionType::LZ4_FRAME)),
    ]
}

fn read(bytes: &[u8]) -> Result<ReadCaseLog, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    std::fs::write(&path, bytes).unwrap();
    read_case_log(&path, ReadAs::default(), &plan(), None, &mut unwatched)
}

fn text(cells: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

/// A log of four events, with the cases and the times of a column.
fn log(cases: ArrayRef, times: ArrayRef) -> RecordBatch {
    let activities = text(&["booking", "birth", "dance", "referral"].map(Some));
    let smokes = text(&[Some("yes"), None, Some(" no "), Some("yes")]);
    RecordBatch::try_from_iter_with_nullable([
        ("case id", cases, true),
        ("activity", activities, true),
        ("timestamp", times, true),
        ("smokes", smokes, true),
    ])
    .unwrap()
}

fn ids(log: &CaseLog) -> Vec<&str> {
    log.cases().iter().map(CaseId::reveal).collect()
}

fn codes(read: &ReadCaseLog) -> Vec<ProblemCode> {
    let usual = [ProblemCode::EventLogRead, ProblemCode::EventAttributeMissing];
    let codes = read.problems.iter().map(|problem| problem.code);
    codes.filter(|code| !usual.contains(code)).collect()
}

const SECOND: i64 = 1_709_285_400; // 2024-03-01T09:30:00

#[test]
fn cases_and_times_of_every_type_read_as_one() {
    let csv = b"case id,activity,timestamp,smokes\n7,booking,2024-03-01T09:30:00,yes\n\
        12,birth,2024-03-01T09:30:01,\n7,dance,,no\n7,referral,1969-12-31T23:59:59,yes\n";
    let expected = read(csv).unwrap().log;
    let seconds = [Some(SECOND), Some(SECOND + 1), None, Some(-1)];
    let in_units = |units: i64| seconds.map(|second| second.map(|second| second * units)).to_vec();
    let words = ["7", "12", "7", "7"];
    let mut keys = StringDictionaryBuilder::<Int8Type>::new();
    keys.extend(words.map(Some));
    let cases: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(vec![7, 12, 7, 7])),
        Arc::new(UInt64Array::from(vec![7, 12, 7, 7])),
        Arc::new(Float64Array::from(vec![7.0, 12.0, 7.0, 7.0])),
        Arc::new(StringArray::from(words.to_vec())),
        Arc::new(LargeStringArray::from(words.to_vec())),
        Arc::new(StringViewArray::from(words.to_vec())),
        Arc::new(keys.finish()),
    ];
    let times: Vec<ArrayRef> = vec![
        Arc::new(TimestampSecondArray::from(in_units(1))),
        Arc::new(TimestampMillisecondArray::from(in_units(1_000))),
        Arc::new(TimestampMicrosecondArray::from(in_units(1_000_000))),
        Arc::new(TimestampNanosecondArray::from(in_units(1_000_000_000))),
        text(&[
            Some("2024-03-01 09:30:00"),
            Some("2024-03-01T09:30:01"),
            None,
            Some("1969-12-31T23:59:59"),
        ]),
    ];
    let batches = cases.iter().map(|cases| log(Arc::clone(cases), Arc::clone(&times[0])));
    let others = times.iter().map(|times| log(Arc::clone(&cases[0]), Arc::clone(times)));
    for batch in batches.chain(others) {
        for file in files_of(&batch) {
            let read = read(&file).unwrap();
            assert_eq!(read.log, expected, "{:?}", batch.schema());
            assert!(codes(&read).is_empty(), "{:?}", read.problems);
        }
    }
}

#[test]
fn days_offsets_and_zones_are_what_they_are() {
    let cases: ArrayRef = Arc::new(Int64Array::from(vec![1, 1, 1, 1]));
    let of = |times: ArrayRef| files_of(&log(Arc::clone(&cases), times));
    let days: [ArrayRef; 2] = [
        Arc::new(Date32Array::from(vec![1, 2, 3, -1])),
        Arc::new(Date64Array::from_iter_values([1, 2, 3, -1].map(|day| day * 86_400_000))),
    ];
    for file in days.into_iter().flat_map(of) {
        let log = read(&file).unwrap().log;
        assert!(log.times().iter().all(|time| !time.has_hour()));
        assert_eq!(log.found().days, Some((-1, 3)));
    }
    let zoned = |zone: &str| -> ArrayRef {
        let seconds = vec![23 * 3_600, 23 * 3_600 + 1, 0, 1];
        Arc::new(TimestampSecondArray::from(seconds).with_timezone(zone))
    };
    for (zone, days, told) in [
        ("UTC", (0, 0), vec![]),
        ("+05:30", (0, 1), vec![]),
        ("-01:00", (-1, 0), vec![]),
        ("Europe/London", (0, 0), vec![ProblemCode::EventTimeZone]),
    ] {
        for file in of(zoned(zone)) {
            let read = read(&file).unwrap();
            assert!(read.log.times().iter().all(|time| time.is_zoned()), "{zone}");
            assert_eq!(read.log.found().days, Some(days), "{zone}");
            assert_eq!(codes(&read), told, "{zone}");
        }
    }
    let midnights: ArrayRef = Arc::new(TimestampSecondArray::from(vec![0, 86_400, 0, -86_400]));
    for file in of(midnights) {
        let read = read(&file).unwrap();
        assert!(read.log.times().iter().all(|time| !time.has_hour()));
        assert_eq!(codes(&read), [ProblemCode::EventHourMissing]);
    }
}

#[test]
fn bad_events_are_told_and_left_out() {
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("case", text(&[Some("a"), None, Some("a"), Some("a"), Some(" ")]), true),
        (
            "activity",
            text(&[Some("booking"), Some("booking"), None, Some("birth"), Some("x")]),
            true,
        ),
        (
            "time",
            Arc::new(TimestampSecondArray::from(vec![SECOND, SECOND, SECOND, i64::MAX / 2, 0])),
            true,
        ),
    ])
    .unwrap();
    for file in files_of(&batch) {
        let read = read(&file).unwrap();
        assert_eq!((read.rows.used, read.rows.refused), (1, 4));
        let said: Vec<String> = read.problems[1..].iter().map(ToString::to_string).collect();
        let said: Vec<&str> =
            said.iter().filter_map(|one| one.split_once("/log, ")).map(|(_, one)| one).collect();
        let expected = [
            "row 3, column `case`: the event belongs to no case",
            "row 4, column `activity`: the event names no activity",
            "row 5, column `time`: not a time",
            "row 6, column `case`: the event belongs to no case",
        ];
        assert_eq!(said, expected);
        assert_eq!(read.log.found().of_unknown, 0, "an event that is refused is none");
    }
}

#[test]
fn only_what_is_asked_for_is_decoded_and_null_columns_hold_no_event() {
    let nulls: ArrayRef = Arc::new(StringArray::new_null(4));
    let times: ArrayRef = Arc::new(TimestampSecondArray::from(vec![SECOND; 4]));
    for file in files_of(&log(nulls, Arc::clone(&times))) {
        let problems = read(&file).unwrap_err().problems();
        assert_eq!(problems.len(), 4);
        assert!(problems.iter().all(|problem| problem.code == ProblemCode::EventIncomplete));
    }
    let empty = log(Arc::new(Int64Array::from(vec![1; 4])), times).slice(0, 0);
    for file in files_of(&empty) {
        assert_eq!(read(&file).unwrap_err().problems()[0].code, ProblemCode::FileEmpty);
    }
}

#[test]
fn lists_are_refused_with_their_column() {
    let mut lists = ListBuilder::new(arrow_array::builder::Int64Builder::new());
    (0..4).for_each(|_| lists.append_value([Some(1)]));
    let times: ArrayRef = Arc::new(TimestampSecondArray::from(vec![SECOND; 4]));
    for file in files_of(&log(Arc::new(lists.finish()), times)) {
        let message = read(&file).unwrap_err().problems()[0].message.clone();
        assert_eq!(message, "the column `case id` holds lists or records");
    }
}

/// A log of many events, in batches and dictionaries.
fn many(events: i64) -> RecordBatch {
    let mut activities = StringDictionaryBuilder::<Int32Type>::new();
    activities.extend(
        ["booking", "birth", "other"]
            .map(Some)
            .into_iter()
            .cycle()
            .take(usize::try_from(events).unwrap()),
    );
    let cases = Int64Array::from_iter_values((0..events).map(|at| at % 911));
    let times = (0..events).map(|at| SECOND + at * 977);
    let times = TimestampSecondArray::from_iter_values(times);
    let weeks: Int64Array = (0..events).map(|at| (at % 7 != 0).then_some(at % 43)).collect();
    let smokes = (0..events).map(|at| (at % 5 != 0).then(|| format!("w{}", at % 31)));
    let smokes: StringArray = smokes.collect();
    RecordBatch::try_from_iter_with_nullable([
        ("case", Arc::new(cases) as ArrayRef, true),
        ("activity", Arc::new(activities.finish()), true),
        ("time", Arc::new(times), true),
        ("weeks", Arc::new(weeks), true),
        ("smokes", Arc::new(smokes), true),
    ])
    .unwrap()
}

#[test]
fn many_batches_are_one_log() {
    let batch = many(20_000);
    let mut csv = String::from("case,activity,time,weeks,smokes\n");
    let cell = |column: usize, row: usize| {
        let column = batch.column(column);
        let text = arrow_cast::display::array_value_to_string(column, row).unwrap();
        if column.is_null(row) { String::new() } else { text }
    };
    for row in 0..batch.num_rows() {
        let cells: Vec<String> = (0..5).map(|column| cell(column, row)).collect();
        csv += &cells.join(",");
        csv.push('\n');
    }
    let expected = read(csv.as_bytes()).unwrap().log;
    assert_eq!((expected.len(), ids(&expected)[1]), (911, "1"));
    for file in files_of(&batch) {
        assert_eq!(read(&file).unwrap().log, expected);
    }
}

#[test]
fn a_file_cut_short_is_damaged() {
    for file in files_of(&many(500)) {
        for kept in [6, 12, file.len() / 2, file.len() - 1] {
            let problems = read(&file[..kept]).unwrap_err().problems();
            assert!(problems[0].message.ends_with("damaged or cut short"), "{kept}: {problems:?}");
        }
    }
    assert!(
        read_case_log(Path::new("/"), ReadAs::default(), &plan(), None, &mut unwatched).is_err()
    );
}

proptest! {
    #[test]
    fn damaged_bytes_are_read_or_refused(
        which in 0_usize..5,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut file = files_of(&many(300)).swap_remove(which);
        for (at, byte) in damage {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let read = read(&file);
        prop_assert!(read.is_ok() || !read.unwrap_err().problems().is_empty());
    }
}
