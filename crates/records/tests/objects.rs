//! Records on a server give the counts of the same records here, in every layout, and none
//! where they are not given whole.

#[path = "support/made_up.rs"]
mod made_up;
#[path = "support/store.rs"]
mod store;
mod support;

use std::fs;
use std::path::Path;

use datafusion::arrow::ipc::CompressionType;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use datafusion::parquet::file::reader::{FileReader as _, SerializedFileReader};
use firstyear_core::Content;
use made_up::{
    RECORDS, SPEC, area, arrow_file, arrow_stream, batch, counted, csv, expected, gzip, weeks,
    year, zstd,
};
use store::{Answer, Store};
use support::lines;

/// Records on a server, with the names under which they stand there.
fn stocked(store: &Store) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let whole = csv(0..RECORDS);
    fs::write(at("births.csv"), &whole).unwrap();
    fs::write(at("births.csv.gz"), gzip(&whole)).unwrap();
    fs::write(at("births.csv.zst"), zstd(&whole)).unwrap();
    arrow_file(&at("births.arrow"), None);
    arrow_file(&at("lz4.feather"), Some(CompressionType::LZ4_FRAME));
    arrow_stream(&at("births.arrows"), None);
    fs::write(at("births.parquet"), parquet()).unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        store.put(&format!("/2019 ä/{name}"), fs::read(entry.path()).unwrap());
        names.push(name);
    }
    names.sort();
    names
}

/// Four row groups.
fn parquet() -> Vec<u8> {
    let whole = batch(0..RECORDS);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_dictionary_enabled(false)
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), whole.schema(), Some(properties)).unwrap();
    for group in 0..4 {
        writer.write(&whole.slice(group * 5_000, 5_000)).unwrap();
        writer.flush().unwrap();
    }
    writer.into_inner().unwrap()
}

fn spec_of(files: &str) -> String {
    SPEC.replace("FILES", files)
}

#[track_caller]
fn refused(files: &str, folder: &Path) -> String {
    counted(&spec_of(files), folder).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn the_same_records_on_a_server_give_the_same_counts() {
    let store = Store::new();
    let names = stocked(&store);
    assert_eq!(names.len(), 7);
    let nowhere = tempfile::tempdir().unwrap();
    for name in names {
        let address = format!("{}/2019%20ä/{name}", store.url());
        let counted = counted(&spec_of(&format!("{address:?}")), nowhere.path())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(lines(&counted), expected(), "{name}");
        assert_eq!(counted.report.births, u64::from(RECORDS), "{name}");
        let bytes = store.see(|shelf| shelf.objects[&format!("/2019 ä/{name}")].clone());
        let [input] = &*counted.report.inputs else { panic!("{name}: one file") };
        let content = Content::of(&bytes);
        assert_eq!((&input.file, input.bytes), (&address, content.bytes));
        assert_eq!(input.sha256, content.sha256, "{name}");
    }
}

/// Larger than what is asked for at once, so that it comes in many parts.
#[test]
fn a_large_file_comes_in_parts_and_in_order() {
    let store = Store::new();
    let text = csv(0..RECORDS);
    let (heads, records) = text.split_once('\n').unwrap();
    let times = 40;
    let large = format!("{heads}\n{}", records.repeat(times));
    assert!(large.len() > 10 << 20, "{}", large.len());
    store.put("/large.csv", large.clone());
    store.put("/large.csv.gz", gzip(&large));
    for name in ["large.csv", "large.csv.gz"] {
        let files = format!("\"{}/{name}\"", store.url());
        let counted = counted(&spec_of(&files), Path::new(".")).unwrap();
        assert_eq!(counted.report.births, u64::from(RECORDS) * times as u64);
        let total = |text: &str| -> u64 {
            let line = text.lines().find(|line| line.contains("E92000001 2019")).unwrap();
            line.rsplit_once('/').unwrap().1.parse().unwrap()
        };
        assert_eq!(total(&lines(&counted)), total(&expected()) * times as u64, "{name}");
    }
    let longest = store.see(|shelf| {
        let ranges = shelf.asked.iter().filter_map(|asked| asked.range);
        ranges.map(|(first, last)| last + 1 - first).max()
    });
    assert_eq!(longest, Some(4 << 20));
    assert!(store.see(|shelf| shelf.read("/large.csv")) > 6);
}

/// One on a server and one here are one table, and so are those of two servers.
#[test]
fn files_of_a_table_may_stand_in_several_places() {
    let (store, other) = (Store::new(), Store::new());
    let here = tempfile::tempdir().unwrap();
    store.put("/births.csv", csv(0..700));
    other.put("/births.csv", csv(700..9_000));
    let rest = "r* [1] ä%25.csv";
    fs::write(here.path().join(rest), csv(9_000..RECORDS)).unwrap();
    let files =
        format!("\"{}/births.csv\", \"{}/births.csv\", \"{rest}\"", store.url(), other.url());
    assert_eq!(lines(&counted(&spec_of(&files), here.path()).unwrap()), expected());
    let twice = format!("\"{0}/births.csv\", \"{0}/b%69rths.csv\"", store.url());
    assert!(refused(&twice, here.path()).contains("it is named twice"));
    let at = store.at.port();
    store.put("/more.csv", csv(0..9));
    let twice = format!("\"http://localhost:{at}/more.csv\", \"http://LocalHost:0{at}/more.csv\"");
    assert!(refused(&twice, here.path()).contains("it is named twice"));
}

#[test]
fn records_of_fixed_width_are_read_from_a_server() {
    let store = Store::new();
    let record = |n: u32| format!("{}{:9}{}\n", year(n), area(n).unwrap_or_default(), weeks(n));
    store.put("/births.txt", (0..RECORDS).map(record).collect::<String>());
    let files = format!("\"{}/births.txt\"", store.url());
    let columns = r#"column = [
    { name = "year", start = 1, width = 4 },
    { name = "area", start = 5, width = 9 },
    { name = "weeks", start = 14, width = 2 },
]
fields ="#;
    let text = spec_of(&files).replacen("fields =", columns, 1);
    assert_eq!(lines(&counted(&text, Path::new(".")).unwrap()), expected());
}

/// However late it comes: while the hash is taken, while the columns are read, or while the
/// records are counted. Each object is asked for several times; after each it is written anew.
#[test]
fn an_object_that_is_written_anew_meanwhile_gives_no_count() {
    let whole = csv(0..RECORDS);
    let other = whole.replace("E06000001", "E06000003");
    let mut reached = 0;
    for name in ["births.csv", "births.csv.gz", "births.parquet"] {
        let bytes = match name {
            "births.csv" => (whole.clone().into_bytes(), other.clone().into_bytes()),
            "births.csv.gz" => (gzip(&whole), gzip(&other)),
            _ => (parquet(), parquet()),
        };
        for after in 1.. {
            let (path, new) = (format!("/{name}"), bytes.1.clone());
            let store = Store::with(move |shelf, path| {
                if shelf.asked.len() == after + 1 && shelf.written[path] == 1 {
                    shelf.put(path, new.clone());
                }
                Answer::Given
            });
            store.put(&path, bytes.0.clone());
            let files = format!("\"{}{path}\"", store.url());
            let outcome = counted(&spec_of(&files), Path::new("."));
            if store.see(|shelf| shelf.written[&path]) == 1 {
                // It was over before.
                assert_eq!(lines(&outcome.unwrap()), expected());
                break;
            }
            let error = outcome.map(|_| ()).unwrap_err().to_string();
            let told = "changed while it was read: count again once it is whole";
            assert!(error.ends_with(told), "{name} after {after}: {error}");
            reached += 1;
        }
    }
    assert!(reached >= 9, "{reached}");
}

#[test]
fn one_that_goes_away_meanwhile_gives_no_count() {
    let store = Store::with(|shelf, path| {
        if shelf.read(path) == 3 {
            shelf.objects.remove(path);
        }
        Answer::Given
    });
    store.put("/births.csv", csv(0..1_000));
    let error = refused(&format!("\"{}/births.csv\"", store.url()), Path::new("."));
    assert!(error.contains("changed while it was read"), "{error}");
}

/// The damage is told as that of a file that stands here.
#[test]
fn what_is_damaged_on_a_server_gives_no_count() {
    let store = Store::new();
    let whole = parquet();
    let reader = SerializedFileReader::new(bytes::Bytes::from(whole.clone())).unwrap();
    let (start, length) = reader.metadata().row_group(2).column(1).byte_range();
    let [start, end] = [start + length / 2, start + length].map(|at| usize::try_from(at).unwrap());
    let mut torn = whole.clone();
    torn[start..end].fill(0xEE);
    store.put("/torn.parquet", torn);
    store.put("/cut.parquet", &whole[..whole.len() - 9]);
    store.put("/cut.csv.gz", &gzip(&csv(0..RECORDS))[..900]);
    store.put("/cut.csv", "year,area,weeks\n2019,E06000001,30\n2019,E0600");
    store.put("/empty.csv", "");
    for (name, told) in [
        (
            "torn.parquet",
            "cannot be read as Parquet: row group 3 of 4 is damaged in the column `area`",
        ),
        ("cut.parquet", "cannot be read as Parquet: it is no such file, or is cut off"),
        ("cut.csv.gz", "cannot be read as packed CSV: it does not unpack"),
        ("cut.csv", "cannot be read as CSV: line 3 has another number of cells"),
        ("empty.csv", "cannot be read as CSV: it has no heads"),
    ] {
        let address = format!("{}/{name}", store.url());
        let error = refused(&format!("{address:?}"), Path::new("."));
        assert!(error.starts_with(&format!("`{address}` {told}")), "{error}");
    }
}

/// What the server says of it is not repeated.
#[test]
fn a_server_that_does_not_give_a_file_is_told() {
    let after = |times: usize, answer: Answer| {
        Store::with(move |shelf, _| if shelf.asked.len() > times { answer } else { Answer::Given })
    };
    for (times, answer, told) in [
        (0, Answer::Refused(404, "no"), "there is no such object"),
        (0, Answer::Refused(401, "no"), "its store refuses access"),
        (0, Answer::Refused(403, "no"), "its store refuses access"),
        (0, Answer::Refused(400, "no"), "its store answers with the status 400"),
        (0, Answer::Bare, "its server tells neither its ETag nor when it was last modified"),
        (1, Answer::Whole, "its server gives no parts of a file"),
        (2, Answer::Refused(403, "no"), "its store refuses access"),
        // The columns are read by then: the engine would call it damage.
        (3, Answer::Refused(403, "no"), "its store refuses access"),
        (3, Answer::Refused(503, "no"), "its store answers with the status 503"),
    ] {
        let store = after(times, answer);
        store.put("/births.csv", csv(0..1_000));
        let address = format!("{}/births.csv", store.url());
        let error = refused(&format!("{address:?}"), Path::new("."));
        assert!(error.starts_with(&format!("`{address}` cannot be taken: {told}")), "{error}");
        assert!(!error.contains("made-up-secret"), "{error}");
    }
}

/// Whom the user does not name is not asked.
#[test]
fn nobody_is_asked_where_a_server_sends_to() {
    let other = Store::new();
    other.put("/births.csv", csv(0..RECORDS));
    for times in [0, 1, 3] {
        let at = other.at;
        let store = Store::with(move |shelf, _| {
            if shelf.asked.len() > times { Answer::Elsewhere(at) } else { Answer::Given }
        });
        store.put("/births.csv", csv(0..RECORDS));
        let error = refused(&format!("\"{}/births.csv\"", store.url()), Path::new("."));
        assert!(error.contains("its store says that it stands elsewhere"), "{error}");
    }
    assert_eq!(other.see(|shelf| shelf.asked.len()), 0);
}

#[test]
fn a_list_of_areas_may_stand_on_a_server() {
    let store = Store::new();
    store.put("/births.csv", csv(0..RECORDS));
    // Both codes become one, which nothing else knows.
    store.put(
        "/areas.csv",
        "code,name,from,until,successors\n\
        E06000001,One,,2023-03-31,E06999999\n\
        E06000002,Two,,2023-03-31,E06999999\n\
        E06999999,Made up,2023-04-01,,\n",
    );
    store.put("/none.csv", "no such list");
    let with = |list: &str| {
        let geography = format!(
            "total = \"E92000001\"\ngeography = {{ boundaries_on = 2023-05-01, files = [\"{}/{list}\"] }}",
            store.url()
        );
        let text = spec_of(&format!("\"{}/births.csv\"", store.url()));
        counted(&text.replace("total = \"E92000001\"", &geography), Path::new("."))
    };
    let told = lines(&with("areas.csv").unwrap());
    assert!(told.contains("preterm-births E06999999 2019"), "{told}");
    let error = with("none.csv").map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("/none.csv` cannot be read as a list of areas"), "{error}");
    let error = with("missing.csv").map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("/missing.csv` cannot be taken: there is no such object"), "{error}");
}
