//! The Health Index of the Office for National Statistics as it was published.

use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, ProblemCode};
use firstyear_ingest::{RowCounts, read_file, unwatched};
use firstyear_tests::{codes, shared};

#[test]
fn eighteen_indicators_of_307_authorities_in_seven_years() {
    let file = "data/ons-health-index/england_ltla_indicators_2015_2021_subset.csv";
    let Some(path) = shared(file) else { return };
    let (read, summary) =
        read_file(&path, None, None, &codes(), &mut unwatched).expect("a readable file");
    assert_eq!(summary.format, FileFormat::OnsHealthIndex);
    // The file has 38,683 lines, the header among them.
    assert_eq!(summary.rows, RowCounts { used: 18 * 307 * 7, refused: 0, passed_over: 0 });
    assert_eq!(read.rows.observations.len(), 38_682);
    assert_eq!(read.rows.named.len(), 18);
    let told: Vec<ProblemCode> = read.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(told, [ProblemCode::IndicatorUndefined]);
    // Line 2: E06000001,2015,Air pollution,6.9913; the last line:
    // E09000033,2021,Child vaccination coverage,80.65512396.
    let first = &read.rows.observations[0];
    assert_eq!((first.area.as_str(), first.value), ("E06000001", Cell::known(6.9913)));
    let last = read.rows.observations.last().expect("a row");
    assert_eq!((last.area.as_str(), last.value), ("E09000033", Cell::known(80.655_123_96)));
    assert_eq!(last.indicator.as_str(), "ons-health-index-child-vaccination-coverage");
    assert!(read.rows.observations.iter().all(|row| row.numerator == Cell::Absent));
}
