//! The published files of Fingertips: every row is accounted for, and figures
//! are those that the file prints.

use std::path::Path;

use firstyear_core::project::FileFormat;
use firstyear_core::{
    Cell, Dataset, Flags, Observation, PeriodUnit, Problem, ProblemCode, Read, Withholding,
};
use firstyear_ingest::{FileSummary, read_file, unwatched};
use firstyear_tests::{codes, shared};

fn read(path: &Path, years: Option<PeriodUnit>) -> (Read<Dataset>, FileSummary) {
    let codes = codes().with_years(years);
    read_file(path, None, None, &codes, &mut unwatched).expect("a file of the publisher")
}

/// Rows of data of a CSV file, by another count than that of the reader.
fn rows_of(path: &Path) -> u64 {
    let mut quoted = false;
    let bytes = std::fs::read(path).expect("the file is there");
    let mut lines = 0;
    for byte in bytes.iter().chain(if bytes.ends_with(b"\n") { &[][..] } else { b"\n" }) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => lines += 1,
            _ => {}
        }
    }
    lines - 1
}

fn of_code(problems: &[Problem], code: ProblemCode) -> Vec<&Problem> {
    problems.iter().filter(|problem| problem.code == code).collect()
}

fn at_row(read: &Read<Dataset>, row: u64) -> &Observation {
    let found = read.rows.observations.iter().find(|known| known.place.row == Some(row));
    found.expect("a row that is used")
}

#[test]
fn a_download_as_it_comes() {
    let Some(path) = shared("data/fingertips/indicators-CountyUA.data.csv") else { return };
    let (read, summary) = read(&path, None);
    assert_eq!(summary.format, FileFormat::Fingertips);
    assert_eq!(rows_of(&path), 852);
    assert_eq!((summary.rows.used, summary.rows.refused), (852, 0));
    assert_eq!(summary.errors, 0, "{:?}", read.problems.first());
    assert_eq!(read.rows.observations.len(), 852);

    // The name breaks its line inside quotation marks.
    let named: Vec<_> =
        read.rows.named.values().map(|known| (&*known.code, &*known.name)).collect();
    assert_eq!(named, [("93356", "Campylobacter incidence rate/100,000")]);

    // England 2015, all ages: the second line of the file.
    let england = at_row(&read, 2);
    assert_eq!(england.area.as_str(), "E92000001");
    assert_eq!(england.period.to_string(), "2015");
    assert!(england.groups.is_everyone(), "{}", england.groups);
    assert_eq!(england.numerator, Cell::known(51_897));
    assert_eq!(england.denominator, Cell::known(54_786_327));
    assert_eq!(england.value, Cell::known(94.726_189_620_267_8));
    let limits = england.interval.expect("England has limits");
    assert_eq!((limits.lower, limits.upper), (93.912_939_654_600_8, 95.544_730_330_350_5));

    // Tenths of authorities stand beside the totals, in an order that their
    // labels say, and are not those of small areas.
    let deciles = "fingertips-county-and-ua-deprivation-deciles-in-england-imd2015";
    let dimension = read.rows.dimensions.values().find(|known| known.id().as_str() == deciles);
    let dimension = dimension.expect("the dimension of the file");
    assert!(dimension.direction().is_some());
    assert_eq!(dimension.groups().count(), 10);
    let most = at_row(&read, 4);
    assert_eq!(most.groups.to_string(), format!("{deciles}=1"));
    assert_eq!(most.numerator, Cell::known(3_541));
    assert_eq!(most.note.as_deref(), Some("Aggregated from all known lower geography values"));

    // The publisher's own totals: the ten parts of England, of either kind of
    // authority, and the nine regions add up to what is printed for England.
    let of_england = |row: &&Observation| row.area.as_str() == "E92000001";
    let events = |period: &str, is: &dyn Fn(&Observation) -> bool| {
        let rows = read.rows.observations.iter().filter(|row| row.period.to_string() == period);
        let known = rows.filter(|row| is(row)).filter_map(|row| row.numerator.value());
        known.sum::<u64>()
    };
    let tiers = [deciles, "fingertips-district-and-ua-deprivation-deciles-in-england-imd2015"];
    for (year, total) in [("2015", 51_897), ("2016", 49_260)] {
        for tier in tiers {
            let parts = |row: &Observation| {
                of_england(&row) && row.groups.iter().any(|(known, _)| known.as_str() == tier)
            };
            assert_eq!(events(year, &parts), total, "{year} {tier}");
        }
        let regions =
            |row: &Observation| row.area.as_str().starts_with("E12") && row.groups.is_everyone();
        assert_eq!(events(year, &regions), total, "{year}");
    }

    // Numbers that stand under the area they are combined with are absent here.
    let combined = |row: &&Observation| {
        row.note.as_deref() == Some("Value for Cornwall & Isles of Scilly combined")
    };
    let combined: Vec<_> = read.rows.observations.iter().filter(combined).collect();
    assert_eq!(combined.len(), 10);
    assert_eq!(combined.iter().filter(|row| row.value == Cell::Absent).count(), 5);
    assert_eq!(summary.cells.withheld, 0);

    // Areas know what they lie in.
    let geography = &read.rows.geography;
    let leeds = geography.iter().find(|area| &*area.name == "Leeds").expect("an authority");
    let parents: Vec<_> = leeds.parents.iter().map(|parent| parent.code.as_str()).collect();
    assert_eq!(parents, ["E12000003"]);
}

#[test]
fn downloads_of_a_client_library() {
    // Rows, rows with a split year, cells that the note says are suppressed.
    let files = [("east-mid", 110, 33, 6), ("north-west", 250, 75, 0), ("yorkshire", 170, 51, 3)];
    for (region, rows, split, withheld) in files {
        let file = format!("data/fingertips/cyp-mental-health_indicators-CountyUA_{region}.csv");
        let Some(path) = shared(&file) else { return };
        assert_eq!(rows_of(&path), rows, "{region}");

        // What a split year is nobody says: its rows are refused and asked about.
        let (asked, summary) = read(&path, None);
        assert_eq!(summary.format, FileFormat::Fingertips);
        assert_eq!((summary.rows.used, summary.rows.refused), (rows - split, split), "{region}");
        let open = of_code(&asked.problems, ProblemCode::PeriodAmbiguous);
        assert_eq!(open.len() as u64, split, "{region}");

        let (read, summary) = read(&path, Some(PeriodUnit::FinancialYear));
        assert_eq!((summary.rows.used, summary.rows.refused), (rows, 0), "{region}");
        assert_eq!(summary.errors, 0, "{region}: {:?}", read.problems.first());
        assert_eq!(summary.cells.withheld, withheld, "{region}");
        assert_eq!(read.rows.named.len(), 10, "{region}");
        let notes = of_code(&read.problems, ProblemCode::CellNotWhole);
        assert_eq!(notes.len(), 1, "{region}: said once");
        assert_eq!(of_code(&read.problems, ProblemCode::IntervalInvalid).len(), 1, "{region}");

        // England 2015, the second line of each file: modelled, without limits.
        let england = at_row(&read, 2);
        assert_eq!(england.indicator.as_str(), "fingertips-91141");
        assert_eq!(england.groups.to_string(), "fingertips-age=5-16-yrs");
        assert_eq!(england.numerator, Cell::flagged(701_892, Flags::ESTIMATED));
        assert_eq!(england.denominator, Cell::flagged(7_602_069, Flags::ESTIMATED));
        assert_eq!(england.value, Cell::flagged(9.232_909_780_242_79, Flags::ESTIMATED));
        assert_eq!(england.interval, None);
        assert_eq!(england.note.as_deref(), Some("Value is modelled or synthetic estimate"));

        // A suppressed figure is withheld, never zero and never absent.
        let hidden = |row: &&Observation| {
            row.note.as_deref() == Some("Value suppressed for disclosure control reasons")
        };
        for row in read.rows.observations.iter().filter(hidden) {
            assert_eq!(row.value, Cell::Withheld(Withholding::Publisher));
            assert_eq!(row.numerator, Cell::Withheld(Withholding::Publisher));
        }
    }
}

#[test]
fn figures_of_a_county_against_england() {
    let Some(path) = shared("data/fingertips/sussex_lifecourse_vs_england.csv") else { return };
    let (read, summary) = read(&path, Some(PeriodUnit::FinancialYear));
    assert_eq!(summary.format, FileFormat::Fingertips);
    assert_eq!(rows_of(&path), 572);
    assert_eq!(summary.rows.all(), 572);
    assert_eq!(summary.rows.refused, 0, "{:?}", read.problems.first());

    // West Sussex, the fifth line: 77 deaths among 25,965 births.
    let row = at_row(&read, 5);
    assert_eq!(row.indicator.as_str(), "infant-mortality-rate");
    assert_eq!(
        (row.area.as_str(), row.period.to_string()),
        ("E10000032", "2016 to 2018".to_owned())
    );
    assert_eq!((row.numerator, row.denominator), (Cell::known(77), Cell::known(25_965)));
    assert_eq!(row.value, Cell::known(2.9655));
    let limits = row.interval.expect("published limits");
    assert_eq!((limits.lower, limits.upper), (2.3403, 3.7065));
    assert!(row.groups.is_everyone());

    // Line 2: smoking at delivery in a financial year, per 100.
    let smoking = at_row(&read, 2);
    assert_eq!(smoking.indicator.as_str(), "smoking-at-delivery");
    assert_eq!((smoking.numerator, smoking.denominator), (Cell::known(724), Cell::known(7_960)));

    // A unitary authority is listed in both tiers and counted once.
    let brighton = |row: &&Observation| {
        row.area.as_str() == "E06000043" && row.indicator.as_str() == "infant-mortality-rate"
    };
    assert_eq!(read.rows.observations.iter().filter(brighton).count(), 1);
    assert_eq!(of_code(&read.problems, ProblemCode::ObservationRepeated).len(), 19);

    // Life expectancy of men and women bears one id and no sex here: the two
    // contradict each other and neither is used.
    let conflicts = of_code(&read.problems, ProblemCode::ObservationConflict);
    assert_eq!(conflicts.len(), 20);
    assert!(!read.rows.observations.iter().any(|row| row.indicator.as_str() == "fingertips-90366"));
}

#[test]
fn the_newer_upload_layout() {
    let Some(path) = shared("data/fingertips/upload_valid_example.csv") else { return };
    let (read, summary) = read(&path, None);
    assert_eq!(summary.format, FileFormat::FingertipsUpload);
    assert_eq!(rows_of(&path), 9);
    // A financial year from January and three years that last one contradict
    // themselves.
    assert_eq!((summary.rows.used, summary.rows.refused), (7, 2));
    assert_eq!(of_code(&read.problems, ProblemCode::PeriodInvalid).len(), 2);
    let first = at_row(&read, 2);
    assert_eq!(first.indicator.as_str(), "fingertips-upload-valid-example");
    assert_eq!(first.area.as_str(), "ods:U25656");
    assert_eq!((first.numerator, first.value), (Cell::known(3_456), Cell::known(5_678.0)));
    assert_eq!(first.denominator, Cell::flagged(3_457, Flags::ESTIMATED));
    assert_eq!(
        first.groups.to_string(),
        "fingertips-age=5-to-10; \
         fingertips-district-and-unitary-authorities-apr-2019-geography=1; sex=male"
    );
    assert_eq!(first.interval, None, "its lower limit is above the upper");
    assert_eq!(at_row(&read, 10).period.to_string(), "2024 Q1 to 2024 Q4");
    assert!(!of_code(&read.problems, ProblemCode::DimensionUnknown).is_empty());
}
