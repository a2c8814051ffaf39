//! Records of the National Center for Health Statistics: counted, not kept.

use std::fs;

use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, ProblemCode, SourceClass};
use firstyear_ingest::{read_file, unwatched};
use firstyear_tests::{codes, shared};

#[test]
fn an_extract_of_births_adds_up_to_its_rows() {
    let Some(path) = shared("data/us-nchs/natality_2014_10k.csv") else { return };
    let (read, summary) =
        read_file(&path, None, None, &codes(), &mut unwatched).expect("a known format");
    assert_eq!(summary.format, FileFormat::NchsExtract);
    let text = fs::read_to_string(&path).expect("text");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!((summary.rows.used, summary.rows.all()), (rows.len() as u64, rows.len() as u64));

    // Counted here anew, without the reader.
    let counted = |column: &str, wanted: &dyn Fn(&str) -> bool| {
        let at = header.iter().position(|name| *name == column).expect("a column");
        rows.iter().filter(|row| wanted(row[at])).count() as u64
    };
    let between = |low: u32, high: u32| {
        move |text: &str| text.parse::<u32>().is_ok_and(|number| (low..=high).contains(&number))
    };
    let count = |groups: &str| {
        let mut rows = read.rows.observations.iter();
        let row = rows.find(|row| row.groups.to_string() == groups).expect("a group");
        assert_eq!(row.period.to_string(), "2014", "the year of the file's name");
        assert_eq!((row.area.as_str(), row.denominator), ("iso3166:USA", Cell::NotApplicable));
        *row.numerator.value().expect("a count")
    };
    assert_eq!(count(""), 10_000);
    assert_eq!(count("sex=male"), counted("sex", &|text| text == "M"));
    assert_eq!(count("nchs-plurality=twin"), counted("dplural", &|text| text == "2"));
    assert_eq!(count("nchs-mother-age=25-29-years"), counted("mager", &between(25, 29)));
    assert_eq!(count("nchs-birthweight=1500-to-1999-grams"), counted("dbwt", &between(1500, 1999)));
    assert_eq!(count("nchs-birthweight=blank"), counted("dbwt", &str::is_empty));

    let codes: Vec<ProblemCode> = read.problems.iter().map(|problem| problem.code).collect();
    let expected = [
        ProblemCode::IndicatorUndefined,
        ProblemCode::ColumnUnknown,
        ProblemCode::LayoutIncomplete,
        ProblemCode::PeriodAssumed,
    ];
    assert_eq!(codes, expected);
    assert!(read.problems[1].message.contains("combgest"), "the combined estimate is not read");
    assert!(!read.rows.dimensions.keys().any(|id| id.as_str().contains("gestation")));
    assert!(read.rows.sources.values().all(|source| source.class == SourceClass::Restricted));
}
