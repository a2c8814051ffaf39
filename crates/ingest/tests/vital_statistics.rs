//! Births and deaths by area in each kind of workbook. The small table is
//! synthetic; its layout is that of the published ones.

mod support;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, Flags, Observation};
use firstyear_ingest::{CodeLists, ReadError, read_file, unwatched};
use support::book;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TABLE: [&str; 12] = [
    "Table 1a: Deaths (numbers and rates) by area of usual residence, 2014 registrations",
    "England and Wales: regions, unitary authorities",
    "",
    "||Population|Deaths (numbers)|||Rates|||",
    "Area codes|Area of usual residence|Persons|All ages|Infant|Stillbirths|Infant mortality||Stillbirth rate",
    "|||Persons|(under 1 year)||rate (per 1,000 live births)|",
    "E92000001|ENGLAND 2|54316.6|468875|2465|3047|3.7||4.6",
    "",
    "00AB|Somewhere UA|16.6|75|5|0|3.1|u|..",
    "||17.5|12|3|1|1.1||2.2",
    "u denotes low reliability",
    ".. denotes not available",
];

/// The table as a workbook of the kind .ods.
fn ods() -> Vec<u8> {
    let mut rows = String::new();
    for line in TABLE {
        rows += "<table:table-row>";
        for cell in line.split('|') {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => rows += "<table:table-cell/>",
                Ok(number) => write!(
                    rows,
                    r#"<table:table-cell office:value-type="float" office:value="{number}"/>"#
                )
                .unwrap(),
                Err(_) => write!(
                    rows,
                    r#"<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>"#
                )
                .unwrap(),
            }
        }
        rows += "</table:table-row>";
    }
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Table 1a">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&content)
}

fn archive(content: &str) -> Vec<u8> {
    const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let manifest = format!(
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/></manifest:manifest>"#
    );
    for (name, text) in
        [("mimetype", KIND), ("META-INF/manifest.xml", &manifest), ("content.xml", content)]
    {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The table as a workbook of the kind .xlsx.
fn xlsx() -> Vec<u8> {
    let lines = TABLE.map(|line| if line.is_empty() { "-" } else { line });
    // The helper takes a line that is a hyphen for an empty row.
    book::workbook(&format!("# Table 1a\n{}\n", lines.join("\n")))
}

fn saved(name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn every_kind_of_workbook_reads_the_same() {
    let read = |name: &str, bytes: &[u8]| {
        let path = saved(name, bytes);
        let (read, summary) =
            read_file(&path, None, None, &CodeLists::NONE, &mut unwatched).unwrap();
        assert_eq!(summary.format, FileFormat::OnsVitalStatistics);
        assert_eq!((summary.rows.used, summary.rows.refused), (2, 1), "{:?}", read.problems);
        let mut rows = read.rows.observations;
        for row in &mut rows {
            row.place.file = "book".into();
        }
        rows
    };
    let of_xlsx = read("vital.xlsx", &xlsx());
    assert_eq!(of_xlsx, read("vital.ods", &ods()));
    let find = |area: &str, code: &str| -> &Observation {
        let is = |row: &&Observation| {
            row.area.as_str() == area && row.indicator.as_str().ends_with(code)
        };
        of_xlsx.iter().find(is).unwrap()
    };
    let infants = find("ons-old:00AB", "infant-mortality-rate");
    assert_eq!(infants.numerator, Cell::known(5));
    assert_eq!(infants.value, Cell::flagged(3.1, Flags::LOW_RELIABILITY));
    let stillbirths = find("ons-old:00AB", "stillbirth-rate");
    assert_eq!((stillbirths.numerator, stillbirths.value), (Cell::known(0), Cell::Absent));
    assert_eq!(find("E92000001", "deaths").numerator, Cell::known(468_875));
    assert_eq!(find("E92000001", "stillbirth-rate").numerator, Cell::known(3047));
    assert_eq!(find("E92000001", "deaths").period.to_string(), "2014");
}

/// The message of a workbook that is not opened.
fn refused(name: &str, bytes: &[u8]) -> String {
    let path = saved(name, bytes);
    match read_file(&path, None, None, &CodeLists::NONE, &mut unwatched) {
        Err(ReadError::Unusable { problems }) => problems[0].message.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn workbooks_that_spread_without_end_are_refused() {
    let too_large =
        "the workbook unpacks, or its cells spread, to more than a table of figures holds";
    let cell = r#"<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>"#;
    let rows = format!(
        r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row></table:table>"#
    );
    assert_eq!(refused("spread.ods", &archive(&rows)), too_large);
    let stray = book::workbook("# a\nTable 1|2\n@XFE1 1\n");
    assert_ne!(refused("stray.xlsx", &stray), "");
}

#[test]
fn a_workbook_cut_anywhere_is_refused_and_never_hangs() {
    let whole = ods();
    for length in (0..whole.len()).step_by(whole.len() / 40) {
        let _ = refused("cut.ods", &whole[..length]);
    }
}
