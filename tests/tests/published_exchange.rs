//! Files of exchange formats as their publishers wrote them.

use std::path::Path;

use firstyear_core::project::FileFormat;
use firstyear_core::{AreaCode, Cell, Dataset, Flags, Read};
use firstyear_ingest::{FileSummary, read_file, unwatched};
use firstyear_tests::{codes, shared};

const UNICEF: &str = "data/interop/sdmx/unicef-sdmx-csv";

fn read(path: &Path) -> (Read<Dataset>, FileSummary) {
    read_file(path, None, None, &codes(), &mut unwatched)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder of the reference material, in order.
fn files(folder: &str) -> Vec<std::path::PathBuf> {
    let Some(folder) = shared(folder) else { return Vec::new() };
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn every_row_of_unicef_is_used() {
    for path in files(UNICEF) {
        let rows = csv::Reader::from_path(&path).unwrap().into_records().count() as u64;
        if path.ends_with("empty_response.csv") {
            let error = read_file(&path, None, None, &codes(), &mut unwatched).unwrap_err();
            assert!(error.to_string().ends_with("nothing matched the query"), "{error}");
            assert_eq!(rows, 0);
            continue;
        }
        let (read, summary) = read(&path);
        let name = path.display();
        assert_eq!(summary.format, FileFormat::SdmxCsv, "{name}");
        assert_eq!((summary.rows.used, summary.rows.all()), (rows, rows), "{name}");
        assert_eq!(read.rows.observations.len() as u64, rows, "{name}: no two rows are one");
        assert_eq!(summary.errors, 0, "{name}: {:?}", read.problems);
    }
}

#[test]
fn cells_of_unicef_are_read_as_printed() {
    let Some(path) = shared(&format!("{UNICEF}/CME_MRY0T4_BRA_sex_2020.csv")) else { return };
    let (read, _) = read(&path);
    // Row 2 of the file: Brazil, girls, 2020.
    let girls = &read.rows.observations[0];
    assert_eq!(girls.area, AreaCode::new("iso3166:BRA").unwrap());
    assert_eq!(girls.groups.to_string(), "sex=female");
    assert_eq!(girls.value, Cell::known(13.181_769_953_580_2));
    let limits = girls.interval.unwrap();
    assert_eq!((limits.lower, limits.upper), (12.107_075_226_405_4, 14.368_772_555_460_5));
    assert_eq!(limits.confidence.level(), 0.9);
    let Some(path) = shared(&format!("{UNICEF}/IM_MCV1_USA_BRA_2015_2023.csv")) else { return };
    let (read, _) = self::read(&path);
    // Row 2: Brazil, 2015, first dose against measles, estimated.
    assert_eq!(read.rows.observations[0].value, Cell::flagged(96.0, Flags::ESTIMATED));
}

#[test]
fn examples_of_sdmx_are_told_and_say_what_they_lack() {
    for path in files("data/interop/sdmx/sdmx-csv-v2-examples") {
        let name = path.display();
        let (read, summary) = read(&path);
        assert_eq!(summary.format, FileFormat::SdmxCsv, "{name}");
        // Their columns are called DIM_1 and so on: no area is among them.
        assert!(read.rows.observations.is_empty(), "{name}");
        let separator = if path.ends_with("example-04.csv") { b';' } else { b',' };
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_path(&path).unwrap();
        assert_eq!(summary.rows.all(), reader.records().count() as u64, "{name}");
        assert!(read.problems.iter().any(|p| p.column_is("REF_AREA")), "{name}");
    }
}

#[test]
fn every_data_value_of_dhis2_is_used_or_said_why() {
    for path in files("data/interop/dhis2") {
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.starts_with("datavalue__") {
            continue;
        }
        let document: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let values = document["dataValues"].as_array().map_or(&[][..], Vec::as_slice);
        if values.is_empty() {
            let error = read_file(&path, None, None, &codes(), &mut unwatched).unwrap_err();
            assert!(error.to_string().ends_with("holds no value"), "{error}");
            continue;
        }
        let (read, summary) = read(&path);
        assert_eq!(summary.format, FileFormat::Dhis2Json, "{name}");
        let weeks = values.iter().filter(|value| value["period"].as_str().unwrap().contains('W'));
        let counts = (summary.rows.all(), summary.rows.refused);
        assert_eq!(counts, (values.len() as u64, weeks.count() as u64), "{name}");
        assert_eq!(summary.observations, read.rows.observations.len(), "{name}: nothing is lost");
    }
    let Some(path) = shared("data/interop/dhis2/datavalue__data_values_lyLU2wR22tC.json") else {
        return;
    };
    // The first value of the file: 12, in 2017.
    let first = read(&path).0.rows.observations.remove(0);
    assert_eq!((first.value, first.period.to_string()), (Cell::known(12.0), "2017".to_owned()));
    assert_eq!(first.area.as_str(), "dhis2:DiszpKrYNg8");
    assert_eq!(first.indicator.as_str(), "dhis2-g9eobujte1u");
}

trait InColumn {
    fn column_is(&self, name: &str) -> bool;
}

impl InColumn for firstyear_core::Problem {
    fn column_is(&self, name: &str) -> bool {
        self.place.column.as_deref() == Some(name)
    }
}
