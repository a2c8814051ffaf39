//! Made-up births, as they are written in every layout, and what is counted of them.
//!
//! Every test program takes what it needs of it.
#![allow(dead_code, reason = "no test program uses all of it")]

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, DictionaryArray, Int64Array, RecordBatch};
use datafusion::arrow::datatypes::Int32Type;
use datafusion::arrow::ipc::CompressionType;
use datafusion::arrow::ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use firstyear_catalogue::catalogue;
use firstyear_ingest::{read_count_spec_bytes, unwatched};
use firstyear_records::{CountError, CountOptions, Counted, count};

pub(crate) fn counted(text: &str, folder: &Path) -> Result<Counted, CountError> {
    let spec = read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched)
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    let threads = NonZeroUsize::new(2).unwrap();
    let options = CountOptions { threads, memory: None, stop: &|| false };
    count(&spec, catalogue(), folder, &options)
}

pub(crate) const SPEC: &str = r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
basis = "cohort"
[births]
files = [FILES]
fields = { birth_year = "year", gestation_weeks = "weeks" }
[period]
unit = "calendar-year"
first = "2019"
last = "2020"
[area]
from = "area"
total = "E92000001"
[[indicator]]
id = "preterm-births"
"#;

/// Of 20,000 births in two years and two areas, those of 20 to 36 weeks; every seventh has no
/// area.
pub(crate) const RECORDS: u32 = 20_000;

pub(crate) fn year(n: u32) -> u32 {
    2019 + n % 2
}

pub(crate) fn area(n: u32) -> Option<&'static str> {
    let code = ["E06000001", "E06000002"][usize::from(n.is_multiple_of(3))];
    (!n.is_multiple_of(7)).then_some(code)
}

pub(crate) fn weeks(n: u32) -> u32 {
    20 + n % 23
}

/// Worked out without the engine. The catalogue has births from 24 weeks at risk.
pub(crate) fn expected() -> String {
    let mut text = String::new();
    for place in [Some("E06000001"), Some("E06000002"), None] {
        for period in [2019, 2020] {
            let of = |n: &u32| year(*n) == period && (place.is_none() || area(*n) == place);
            let count = |weeks_are: std::ops::RangeInclusive<u32>| {
                (0..RECORDS).filter(of).filter(|n| weeks_are.contains(&weeks(*n))).count()
            };
            let code = place.unwrap_or("E92000001");
            let (events, at_risk) = (count(24..=36), count(24..=99));
            writeln!(text, "preterm-births {code} {period} [] {events}/{at_risk}").unwrap();
        }
    }
    text
}

pub(crate) fn csv(records: std::ops::Range<u32>) -> String {
    let mut text = "year,area,weeks\n".to_owned();
    for n in records {
        writeln!(text, "{},{},{}", year(n), area(n).unwrap_or_default(), weeks(n)).unwrap();
    }
    text
}

pub(crate) fn gzip(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

pub(crate) fn zstd(text: &str) -> Vec<u8> {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
}

pub(crate) fn batch(records: std::ops::Range<u32>) -> RecordBatch {
    let numbers = |of: fn(u32) -> u32| -> ArrayRef {
        Arc::new(records.clone().map(|n| i64::from(of(n))).collect::<Int64Array>())
    };
    let areas: DictionaryArray<Int32Type> = records.clone().map(area).collect();
    RecordBatch::try_from_iter([
        ("year", numbers(year)),
        ("area", Arc::new(areas)),
        ("weeks", numbers(weeks)),
    ])
    .unwrap()
}

pub(crate) fn options(packing: Option<CompressionType>) -> IpcWriteOptions {
    IpcWriteOptions::default().try_with_compression(packing).unwrap()
}

/// Two batches, whose areas have one dictionary.
pub(crate) fn batches() -> [RecordBatch; 2] {
    let whole = batch(0..RECORDS);
    [whole.slice(0, 15_000), whole.slice(15_000, whole.num_rows() - 15_000)]
}

pub(crate) fn arrow_file(path: &Path, packing: Option<CompressionType>) {
    let (file, [one, two]) = (File::create(path).unwrap(), batches());
    let mut writer =
        FileWriter::try_new_with_options(file, &one.schema(), options(packing)).unwrap();
    writer.write(&one).unwrap();
    writer.write(&two).unwrap();
    writer.finish().unwrap();
}

pub(crate) fn arrow_stream(path: &Path, packing: Option<CompressionType>) {
    let (file, [one, two]) = (File::create(path).unwrap(), batches());
    let mut writer =
        StreamWriter::try_new_with_options(file, &one.schema(), options(packing)).unwrap();
    writer.write(&one).unwrap();
    writer.write(&two).unwrap();
    writer.finish().unwrap();
}
