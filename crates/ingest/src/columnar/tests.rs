//! Tables in columns as text, and damaged ones.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringDictionaryBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    BooleanArray, Date32Array, Float64Array, Int64Array, LargeStringArray, StringArray,
    TimestampSecondArray,
};
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;

use super::*;
use crate::input::Input;
use crate::rows::Rows;
use crate::{CodeLists, Gather, Sources, tidy, unwatched};

fn parquet_of(batch: &RecordBatch, packing: Compression) -> Vec<u8> {
    let mut out = Vec::new();
    let packing = WriterProperties::builder().set_compression(packing).build();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(packing)).unwrap();
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

/// A table in every way that it can be packed.
fn files_of(batch: &RecordBatch) -> Vec<Vec<u8>> {
    vec![
        parquet_of(batch, Compression::UNCOMPRESSED),
        parquet_of(batch, Compression::SNAPPY),
        parquet_of(batch, Compression::LZ4_RAW),
        parquet_of(batch, Compression::ZSTD(parquet::basic::ZstdLevel::default())),
        arrow_of(batch, None),
        arrow_of(batch, Some(arrow_ipc::CompressionType::LZ4_FRAME)),
    ]
}

fn cells_of(file: &[u8]) -> Vec<Vec<String>> {
    let input = Input::of_bytes(file, &"t".into());
    let mut rows = Rows::open(&input, None).unwrap();
    let mut out = Vec::new();
    while rows.next(&mut unwatched).unwrap().is_some() {
        out.push(rows.cells().map(str::to_owned).collect());
    }
    out
}

fn refusal(file: &[u8]) -> String {
    let input = Input::of_bytes(file, &"t".into());
    Rows::open(&input, None).err().expect("the file cannot be read").to_string()
}

#[test]
fn cells_print_as_in_a_table_of_text() {
    let mut places = StringDictionaryBuilder::<Int32Type>::new();
    places.extend([Some("Hartlepool"), None, Some("Redcar, and \"Cleveland\"")]);
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("place", Arc::new(places.finish()) as ArrayRef, true),
        ("code", Arc::new(LargeStringArray::from(vec!["E1", "E2", "E3"])), true),
        ("events", Arc::new(Float64Array::from(vec![Some(2_239.0), None, Some(0.0)])), true),
        ("births", Arc::new(Int64Array::from(vec![Some(577_046), Some(-1), None])), true),
        ("rate", Arc::new(Float64Array::from(vec![3.9, f64::NAN, 1e-3])), true),
        ("day", Arc::new(Date32Array::from(vec![Some(18_262), None, Some(0)])), true),
        ("final", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])), true),
    ])
    .unwrap();
    let expected = [
        ["place", "code", "events", "births", "rate", "day", "final"],
        ["Hartlepool", "E1", "2239", "577046", "3.9", "2020-01-01", "true"],
        ["", "E2", "", "-1", "NaN", "", "false"],
        ["Redcar, and \"Cleveland\"", "E3", "0", "", "0.001", "1970-01-01", ""],
    ];
    for file in files_of(&batch) {
        assert_eq!(cells_of(&file), expected);
    }
}

#[test]
fn times_of_a_zone_that_is_named_print_as_those_of_greenwich() {
    let times = TimestampSecondArray::from(vec![Some(0), None]).with_timezone("Europe/London");
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("t", Arc::new(times) as ArrayRef, true),
        ("n", Arc::new(Int64Array::from(vec![1, 2])), true),
    ]);
    let file = arrow_of(&batch.unwrap(), None);
    assert_eq!(cells_of(&file)[1..], [["1970-01-01T00:00:00Z", "1"], ["", "2"]]);
}

#[test]
fn many_batches_are_one_table() {
    let numbers = Int64Array::from_iter_values(0..3_000);
    let batch = RecordBatch::try_from_iter([("n", Arc::new(numbers) as ArrayRef)]).unwrap();
    for file in files_of(&batch) {
        let cells = cells_of(&file);
        assert_eq!((cells.len(), &*cells[3_000][0]), (3_001, "2999"));
    }
}

#[test]
fn lists_have_no_cell() {
    let mut lists = ListBuilder::new(arrow_array::builder::Int64Builder::new());
    lists.append_value([Some(1), Some(2)]);
    let batch = RecordBatch::try_from_iter([("tags", Arc::new(lists.finish()) as ArrayRef)]);
    for file in files_of(&batch.unwrap()) {
        assert_eq!(refusal(&file), "t: the column `tags` holds lists or records");
    }
}

#[test]
fn a_file_cut_short_is_damaged() {
    for file in files_of(&observations(50)) {
        let kind = if file.starts_with(b"PAR1") { "Parquet" } else { "Arrow" };
        let expected = format!("t: the {kind} file is damaged or cut short");
        for kept in [6, 12, file.len() / 2, file.len() - 1] {
            assert_eq!(refusal(&file[..kept]), expected, "{kept} bytes");
        }
    }
}

#[test]
fn a_part_that_says_it_unpacks_to_more_than_memory_is_refused() {
    let file = arrow_of(&observations(500), Some(arrow_ipc::CompressionType::LZ4_FRAME));
    // Each packed part begins with the number of bytes that it unpacks to: that
    // of the counts is 500 times eight.
    let size = 4_000_i64.to_le_bytes();
    let at = file.windows(8).position(|part| part == size).expect("the part has its size");
    let mut lying = file.clone();
    lying[at..at + 8].copy_from_slice(&(1_i64 << 50).to_le_bytes());
    let input = Input::of_bytes(&lying, &"t".into());
    let read = Rows::open(&input, None).map(|_| ()).unwrap_err().to_string();
    assert_eq!(read, "t: the Arrow file is damaged or cut short");
}

fn observations(rows: usize) -> RecordBatch {
    let text = |text: &str| Arc::new(StringArray::from(vec![text.to_owned(); rows])) as ArrayRef;
    let count = |n: i64| Arc::new(Int64Array::from(vec![n; rows])) as ArrayRef;
    RecordBatch::try_from_iter([
        ("indicator", text("infant-mortality-rate")),
        ("area", text("E92000001")),
        ("period", count(2022)),
        ("numerator", count(2_239)),
        ("denominator", count(577_046)),
        ("value", Arc::new(Float64Array::from(vec![3.9; rows])) as ArrayRef),
        ("source", text("ons")),
    ])
    .unwrap()
}

proptest! {
    #[test]
    fn damaged_bytes_are_read_or_refused(
        which in 0_usize..6,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut file = files_of(&observations(20)).swap_remove(which);
        for (at, byte) in damage {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let mut all = Gather::default();
        let (codes, sources) = (CodeLists::NONE, Sources::default());
        let read = tidy::read_to(&file, "t", &codes, sources, &mut all, &mut unwatched);
        prop_assert!(read.is_ok() || !read.unwrap_err().problems().is_empty());
    }
}
