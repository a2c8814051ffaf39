//! The same records in every layout that is read give the same counts, and what is damaged
//! gives none.

#[path = "support/made_up.rs"]
mod made_up;
mod support;

use std::fs::{self, File};
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::ipc::CompressionType;
use datafusion::arrow::ipc::writer::FileWriter;
use firstyear_catalogue::catalogue;
use firstyear_ingest::{read_count_spec_bytes, unwatched};
use firstyear_records::{CountError, CountOptions, SortOptions, count, sort_log};
use made_up::{RECORDS, SPEC, arrow_file, arrow_stream, batch, counted, csv, expected, gzip, zstd};
use support::lines;

#[test]
fn the_same_records_in_every_layout_give_the_same_counts() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let whole = csv(0..RECORDS);
    let [one, two] = whole.split_at(whole.len() / 3).into();
    fs::write(at("births.csv"), &whole).unwrap();
    // Parts that are packed one after another are one file.
    fs::write(at("births.csv.gz"), [gzip(one), gzip(two)].concat()).unwrap();
    fs::write(at("births.csv.zst"), [zstd(one), zstd(two)].concat()).unwrap();
    fs::write(at("1.csv"), csv(0..700)).unwrap();
    fs::write(at("2.csv.gz"), gzip(&csv(700..RECORDS))).unwrap();
    arrow_file(&at("births.arrow"), None);
    arrow_file(&at("lz4.feather"), Some(CompressionType::LZ4_FRAME));
    arrow_file(&at("zstd.feather"), Some(CompressionType::ZSTD));
    arrow_stream(&at("births.arrows"), None);
    arrow_stream(&at("lz4.arrows"), Some(CompressionType::LZ4_FRAME));
    for files in [
        "\"births.csv\"",
        "\"births.csv.gz\"",
        "\"births.csv.zst\"",
        "\"1.csv\", \"2.csv.gz\"",
        "\"births.arrow\"",
        "\"lz4.feather\"",
        "\"zstd.feather\"",
        "\"births.arrows\"",
        "\"lz4.arrows\"",
    ] {
        let counted = counted(&SPEC.replace("FILES", files), folder.path())
            .unwrap_or_else(|error| panic!("{files}: {error}"));
        assert_eq!(lines(&counted), expected(), "{files}");
        assert_eq!(counted.report.births, u64::from(RECORDS), "{files}");
    }
}

/// However short what is left of a file, it gives no count.
#[test]
fn what_is_cut_off_or_damaged_gives_no_count() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("births.csv.gz"), gzip(&csv(0..RECORDS))).unwrap();
    fs::write(at("births.csv.zst"), zstd(&csv(0..RECORDS))).unwrap();
    arrow_file(&at("births.arrow"), Some(CompressionType::LZ4_FRAME));
    arrow_stream(&at("births.arrows"), None);
    for name in ["births.csv.gz", "births.csv.zst", "births.arrow", "births.arrows"] {
        let text = SPEC.replace("FILES", &format!("\"{name}\""));
        let whole = fs::read(at(name)).unwrap();
        let cuts = (0..6).map(|n| whole.len() * n / 6).chain([20, whole.len() - 1]);
        for cut in cuts {
            fs::write(at(name), &whole[..cut]).unwrap();
            let error = counted(&text, folder.path()).map(|_| ()).unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{name}` cannot be read as")), "{cut}: {error}");
        }
        // What is overwritten is told or passes for another value; nothing gives up.
        for n in 0..6 {
            let mut torn = whole.clone();
            let from = whole.len() * n / 6;
            torn[from..(from + 40).min(whole.len())].fill(0xA5);
            fs::write(at(name), &torn).unwrap();
            if let Err(error) = counted(&text, folder.path()) {
                let told =
                    matches!(error, CountError::Format { .. } | CountError::Expression { .. });
                assert!(told, "{name}, {n}: {error:?}");
            }
        }
    }
}

/// What a batch says that it unpacks to is not believed without a bound.
#[test]
fn a_batch_that_unpacks_to_gigabytes_is_not_read() {
    const FRAME: [u8; 4] = [0x04, 0x22, 0x4D, 0x18];
    let folder = tempfile::tempdir().unwrap();
    for name in ["births.arrow", "births.arrows"] {
        let at = folder.path().join(name);
        let packing = Some(CompressionType::LZ4_FRAME);
        if name == "births.arrow" {
            arrow_file(&at, packing);
        } else {
            arrow_stream(&at, packing);
        }
        let mut bytes = fs::read(&at).unwrap();
        let frame = bytes.windows(4).position(|window| window == FRAME).unwrap();
        bytes[frame - 8..frame].copy_from_slice(&(1_i64 << 40).to_le_bytes());
        fs::write(&at, bytes).unwrap();
        let text = SPEC.replace("FILES", &format!("\"{name}\""));
        let error = counted(&text, folder.path()).unwrap_err().to_string();
        assert!(error.contains("unpacks to over a gigabyte"), "{error}");
    }
}

/// Text where the first file has numbers would be another table.
#[test]
fn files_whose_columns_hold_other_things_are_not_one_table() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    arrow_file(&at("1.arrow"), None);
    let text = RecordBatch::try_from_iter([
        ("year", Arc::new(StringArray::from(vec!["2019"])) as ArrayRef),
        ("area", batch(0..1).column(1).clone()),
        ("weeks", Arc::new(Int64Array::from(vec![39]))),
    ])
    .unwrap();
    let mut writer =
        FileWriter::try_new(File::create(at("2.arrow")).unwrap(), &text.schema()).unwrap();
    writer.write(&text).unwrap();
    writer.finish().unwrap();
    let asked = SPEC.replace("FILES", "\"1.arrow\", \"2.arrow\"");
    assert_eq!(
        counted(&asked, folder.path()).unwrap_err().to_string(),
        "`2.arrow` and `1.arrow` are read as one table and differ: `year` holds Utf8 in the first and Int64 in the second"
    );
    fs::write(at("3.txt"), "year").unwrap();
    let error = counted(&SPEC.replace("FILES", "\"3.txt\""), folder.path()).unwrap_err();
    assert!(error.to_string().contains("say `format`"), "{error}");
}

#[test]
fn a_log_of_every_layout_is_sorted_alike() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let rows: [[&str; 3]; 4] = [
        ["b", "refer", "2024-01-02"],
        ["a", "refer, by phone", "2024-01-03"],
        ["b", "identify", "2024-01-01"],
        ["a", "identify", "2024-01-01"],
    ];
    let text = |between: &str| -> String {
        let quoted = rows.map(|row| row.map(|cell| format!("\"{cell}\"")).join(between));
        format!("case{between}activity{between}timestamp\n{}\n", quoted.join("\n"))
    };
    fs::write(at("log.csv"), text(",")).unwrap();
    fs::write(at("semicolons.csv"), text(";")).unwrap();
    fs::write(at("log.csv.gz"), gzip(&text(","))).unwrap();
    fs::write(at("tabs.csv.gz"), gzip(&text("\t"))).unwrap();
    fs::write(at("log.csv.zst"), zstd(&text(","))).unwrap();
    let cells = |column: usize| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row[column])))
    };
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("case", cells(0), true),
        ("activity", cells(1), true),
        ("timestamp", cells(2), true),
    ])
    .unwrap();
    let mut writer =
        FileWriter::try_new(File::create(at("log.arrow")).unwrap(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    let sorted = |name: &str| {
        let options = SortOptions { memory: None, stop: &|| false };
        let mut out = Vec::new();
        sort_log(&[at(name)], &options, &mut out).map(|events| (events, out))
    };
    let (events, of_csv) = sorted("log.csv").unwrap();
    assert_eq!(events, 4);
    for name in ["semicolons.csv", "log.csv.gz", "tabs.csv.gz", "log.csv.zst", "log.arrow"] {
        assert!(sorted(name).unwrap() == (4, of_csv.clone()), "{name}");
    }

    let cut = gzip(&text(",").repeat(99));
    fs::write(at("cut.csv.gz"), &cut[..cut.len() / 2]).unwrap();
    fs::write(at("ragged.csv.gz"), gzip("case;activity;timestamp\na;b;c\na;b\n")).unwrap();
    fs::write(at("log.xes.gz"), gzip("<log/>")).unwrap();
    for (name, why) in [
        ("cut.csv.gz", "it does not unpack: it is damaged or cut off"),
        ("ragged.csv.gz", "line 3 has another number of cells than there are heads: 2, and not 3"),
        ("log.xes.gz", "its ending is none of .parquet, .csv, .csv.gz, .csv.zst, .arrow"),
    ] {
        let said = sorted(name).unwrap_err().to_string();
        assert!(said.contains(why), "{said}");
    }
}

/// A file that is written to while it is read gives no count, whether or not it looks whole.
#[test]
fn a_file_that_changes_meanwhile_gives_no_count() {
    use std::cell::Cell;

    let change = |how: &dyn Fn(&Path)| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("births.csv");
        fs::write(&file, csv(0..RECORDS)).unwrap();
        let text = SPEC.replace("FILES", "\"births.csv\"");
        let spec = read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched).unwrap();
        let is_changed = Cell::new(false);
        let stop = || {
            if !is_changed.replace(true) {
                how(&file);
            }
            false
        };
        let options = CountOptions { threads: NonZeroUsize::MIN, memory: None, stop: &stop };
        let error = count(&spec, catalogue(), folder.path(), &options).map(|_| ()).unwrap_err();
        assert!(is_changed.get());
        error.to_string()
    };
    let told = "`births.csv` changed while it was read: count again once it is whole";
    let add = |text: &[u8], file: &Path| {
        fs::OpenOptions::new().append(true).open(file).unwrap().write_all(text).unwrap();
    };
    assert_eq!(change(&|file| add(b"2019,E06000001,30\n", file)), told);
    assert_eq!(change(&|file| add(b"2019,\xff,30,no record\n", file)), told);
    assert_eq!(change(&|file| fs::write(file, "year,area,weeks\n").unwrap()), told);
    assert_eq!(change(&|file| fs::remove_file(file).unwrap()), told);
}

/// The engine says neither the file nor the part of it.
#[test]
fn a_row_group_that_is_damaged_is_told_by_its_number_and_column() {
    use datafusion::parquet::arrow::ArrowWriter;
    use datafusion::parquet::basic::{Compression, ZstdLevel};
    use datafusion::parquet::file::properties::WriterProperties;
    use datafusion::parquet::file::reader::{FileReader as _, SerializedFileReader};

    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("births.parquet");
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_dictionary_enabled(false)
        .build();
    let whole = batch(0..RECORDS);
    let file = File::create(&at).unwrap();
    let mut writer = ArrowWriter::try_new(file, whole.schema(), Some(properties)).unwrap();
    for group in 0..4 {
        writer.write(&whole.slice(group * 5_000, 5_000)).unwrap();
        writer.flush().unwrap();
    }
    writer.close().unwrap();
    let text = SPEC.replace("FILES", "\"births.parquet\"");
    assert_eq!(lines(&counted(&text, folder.path()).unwrap()), expected());

    let bytes = fs::read(&at).unwrap();
    let reader = SerializedFileReader::new(File::open(&at).unwrap()).unwrap();
    for (group, column, name) in [(0, 0, "year"), (2, 1, "area"), (3, 2, "weeks")] {
        let (start, length) = reader.metadata().row_group(group).column(column).byte_range();
        let (start, length) = (usize::try_from(start).unwrap(), usize::try_from(length).unwrap());
        let mut torn = bytes.clone();
        torn[start + length / 2..start + length].fill(0xEE);
        fs::write(&at, torn).unwrap();
        assert_eq!(
            counted(&text, folder.path()).unwrap_err().to_string(),
            format!(
                "`births.parquet` cannot be read as Parquet: row group {} of 4 is damaged in the column `{name}`",
                group + 1
            )
        );
    }
}

/// A name is no pattern: the file that bears it is read, and no other.
#[cfg(unix)]
#[test]
fn a_file_is_read_by_its_name_and_not_as_a_pattern() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("v [2] ä?");
    fs::create_dir(&folder).unwrap();
    let names = ["births [1].csv", "b?.csv", "b*.csv", "50%25 #.csv", "b1.csv", "{b1,b2}.csv"];
    for (at, name) in (1..).zip(names) {
        fs::write(folder.join(name), csv(0..at)).unwrap();
    }
    for (at, name) in (1..).zip(names) {
        let text = SPEC.replace("FILES", &format!("\"{name}\""));
        assert_eq!(counted(&text, &folder).unwrap().report.births, at, "{name}");
    }
}
