//! Published tables that are read by the mappings that come with the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use firstyear_core::project::FileFormat;
use firstyear_core::{AreaCode, Dataset, Observation, Period, Problem, Severity};
use firstyear_ingest::{FileSummary, read_file, unwatched};
use firstyear_tests::{codes, shared};

struct Published {
    rows: Dataset,
    problems: Vec<Problem>,
    summary: FileSummary,
}

fn published(path: &str) -> Option<Published> {
    let path = shared(path)?;
    let (read, summary) = read_file(&path, None, None, &codes(), &mut unwatched).unwrap();
    assert_eq!(summary.format, FileFormat::Mapped, "{}", path.display());
    assert_eq!(summary.rows.all(), rows_of(&path), "{}", path.display());
    Some(Published { rows: read.rows, problems: read.problems, summary })
}

/// The rows of a file without quoted line breaks, counted by its line ends.
fn rows_of(path: &Path) -> u64 {
    fs::read_to_string(path).unwrap().lines().count() as u64 - 1
}

fn errors(problems: &[Problem]) -> Vec<String> {
    let wrong = problems.iter().filter(|problem| problem.severity == Severity::Error);
    wrong.map(ToString::to_string).collect()
}

fn find<'d>(rows: &'d Dataset, indicator: &str, area: &str, period: &str) -> &'d Observation {
    let (area, period) = (AreaCode::new(area).unwrap(), Period::parse(period, None).unwrap());
    let wanted = |row: &&Observation| {
        row.indicator.as_str() == indicator && row.area == area && row.period == period
    };
    rows.observations.iter().find(wanted).unwrap()
}

#[test]
fn infant_mortality_by_authority_is_read_by_names() {
    let path = "data/ons-child-mortality/lad_infant_mortality_2010_2017_derived.csv";
    let Some(read) = published(path) else { return };
    assert_eq!(errors(&read.problems), Vec::<String>::new());
    assert_eq!(read.summary.rows.used, read.summary.rows.all());
    // Row 2: Adur 2010, 718 births, 3 deaths, rate 4.2, no neonatal rate.
    let adur = find(&read.rows, "infant-mortality-rate", "E07000223", "2010");
    assert_eq!(adur.numerator.value(), Some(&3));
    assert_eq!(adur.denominator.value(), Some(&718));
    assert_eq!(adur.value.value(), Some(&4.2));
    assert_eq!(adur.standard_error, Some(2.407_282));
    let neonatal = find(&read.rows, "neonatal-mortality", "E07000223", "2010");
    assert_eq!(neonatal.numerator.value(), Some(&2));
    assert_eq!(neonatal.value, firstyear_core::Cell::Absent);
    // Row 3: no death after four weeks is a zero, and no cell without one.
    let post = find(&read.rows, "post-neonatal-mortality", "E07000223", "2012");
    assert_eq!(post.numerator.value(), Some(&0));
}

#[test]
fn scores_of_deprivation_are_read_by_the_edition_that_they_are_of() {
    // The first row of each file: Hartlepool or Bath.
    let cases = [
        ("geography/imd/imd2010_england_ltla21.csv", "2010", "E06000001", 33.252_230_751_011_97),
        ("geography/imd/imd2015_england_ltla21.csv", "2015", "E06000001", 33.177_868_535_744_49),
        ("geography/imd/imd2019_england_ltla19.csv", "2019", "E06000001", 35.037),
        ("geography/imd/imd2025_england_ltla24.csv", "2025", "E06000001", 37.58),
        ("ons-child-mortality/lad_imd2015_average_score.csv", "2015", "E06000022", 12.094),
    ];
    for (file, year, area, score) in cases {
        let Some(read) = published(&format!("data/{file}")) else { return };
        assert_eq!(errors(&read.problems), Vec::<String>::new(), "{file}");
        let row = find(&read.rows, &format!("imd-{year}-average-score"), area, year);
        assert_eq!(row.value.value(), Some(&score), "{file}");
        assert!(read.rows.named.contains_key(&row.indicator), "{file}");
    }
}

#[test]
fn attendances_add_up_by_month_and_organisation() {
    let path = "data/time-series/nhsr_ae_attendances.csv";
    let Some(read) = published(path) else { return };
    assert_eq!(errors(&read.problems), Vec::<String>::new());
    let text = fs::read_to_string(shared(path).unwrap()).unwrap();
    let mut columns: BTreeMap<&str, u64> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        for (at, name) in [(3, "ae-attendances"), (4, "ae-over-four-hours"), (5, "ae-admissions")] {
            let whole = cells[at].strip_suffix(".0").unwrap();
            *columns.entry(name).or_default() += whole.parse::<u64>().unwrap();
        }
    }
    let mut read_sums: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &read.rows.observations {
        *read_sums.entry(row.indicator.as_str()).or_default() += row.numerator.value().unwrap();
    }
    assert_eq!(read_sums, columns);
    // Row 2: March 2017, RF4, type 1.
    let first = &read.rows.observations[0];
    assert_eq!(first.area.as_str(), "ods:RF4");
    assert_eq!(first.groups.to_string(), "emergency-department-type=1");
    assert_eq!(first.numerator.value(), Some(&21_289));
}
