//! Exports of CDC WONDER as they were saved: every row has its fate, and the
//! printed totals agree with their parts.

use std::fs;

use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, Dataset, Flags, Observation, ProblemCode, Read, SourceClass};
use firstyear_ingest::{FileSummary, read_file, unwatched};
use firstyear_tests::{codes, shared};

fn read(name: &str) -> Option<(Read<Dataset>, FileSummary, u64)> {
    let path = shared(&format!("data/us-nchs/cdc-wonder/{name}"))?;
    let (read, summary) = read_file(&path, None, None, &codes(), &mut unwatched).expect(name);
    assert_eq!(summary.format, FileFormat::CdcWonder, "{name}");
    let text = fs::read_to_string(&path).expect("text");
    // Counted without the reader: lines below the header and above the rule.
    let lines = text.split(['\r', '\n']).filter(|line| !line.is_empty());
    let rows = lines.skip(1).take_while(|line| *line != "\"---\"").count() as u64;
    assert_eq!(summary.rows.all(), rows, "{name}");
    assert_eq!(summary.rows.refused, 0, "{name}: {:?}", read.problems);
    Some((read, summary, rows))
}

/// What is told of a file, but for the note that no list defines its measures.
fn codes_of(read: &Read<Dataset>) -> Vec<ProblemCode> {
    read.problems
        .iter()
        .map(|problem| problem.code)
        .filter(|code| *code != ProblemCode::IndicatorUndefined)
        .collect()
}

fn row_of(read: &Read<Dataset>, row: u64) -> &Observation {
    read.rows.observations.iter().find(|found| found.place.row == Some(row)).expect("a row")
}

/// The row in words: area, period, groups, count, people, rate.
fn said(row: &Observation) -> String {
    let count = |cell: &Cell<u64>| cell.value().map_or(cell.status().to_owned(), u64::to_string);
    let rate = row.value.value().map_or(row.value.status().to_owned(), f64::to_string);
    let counts = format!("{} of {}: {rate}", count(&row.numerator), count(&row.denominator));
    format!("{} {} [{}] {counts}", row.area, row.period, row.groups)
}

#[test]
fn places_years_and_groups_of_deaths() {
    let Some((regions, ..)) = read("infant_mortality_census_11_17.txt") else { return };
    assert_eq!(codes_of(&regions), []);
    // Rows 2 and 6 of the file.
    assert_eq!(
        said(row_of(&regions, 2)),
        "us-census:CENS-R1 2011 to 2017 [] 22350 of 4439685: 503.4"
    );
    assert_eq!(said(row_of(&regions, 6)), "iso3166:USA 2011 to 2017 [] 163220 of 27717225: 588.9");

    let (years, ..) = read("infant_mortality_yearly_00_17.txt").expect("beside the first");
    assert_eq!(codes_of(&years), []);
    assert_eq!(said(row_of(&years, 2)), "iso3166:USA 2000 [] 28035 of 3805648: 736.7");
    let unit = years.rows.named.values().next().and_then(|named| named.unit.as_deref());
    assert_eq!(unit, Some("per 100,000"));

    let (race, ..) = read("infant_mortality_race_11_17.txt").expect("beside the first");
    assert_eq!(codes_of(&race), [ProblemCode::RowsHidden; 0]);
    assert_eq!(
        said(row_of(&race, 4)),
        "iso3166:USA 2011 to 2017 [cdc-wonder-hispanic-origin=not-stated; \
         cdc-wonder-race=american-indian-or-alaska-native] 17 of not-applicable: not-applicable"
    );
    assert_eq!(
        said(row_of(&race, 5)),
        "iso3166:USA 2011 to 2017 [cdc-wonder-race=american-indian-or-alaska-native] 2451 of \
         546760: 448.3"
    );
}

#[test]
fn hidden_and_unreliable_rows_are_told() {
    let Some((mothers, ..)) = read("maternal_mortality_race_18_19.txt") else { return };
    let hidden = mothers.problems.iter().filter(|found| found.code == ProblemCode::RowsHidden);
    let words: Vec<&str> = hidden.map(|found| found.message.as_str()).collect();
    assert_eq!(words.len(), 2, "suppressed rows, and rows with a count of 0: {words:?}");
    // Row 7: 13 deaths, and the rate is marked as unreliable.
    let row = row_of(&mothers, 7);
    assert_eq!(row.numerator, Cell::flagged(13, Flags::LOW_RELIABILITY));
    assert_eq!(row.value, Cell::Absent);
    // What the query chose makes another indicator of the same rate.
    let named = mothers.rows.named.values().next().expect("an indicator");
    assert!(named.id.as_str().starts_with("cdc-wonder-crude-rate-query-"), "{}", named.id);
    assert!(named.name.contains("O85-O92"));
}

#[test]
fn births_by_state_and_by_race() {
    let Some((states, summary, _)) = read("natality_state_05_06.txt") else { return };
    assert_eq!(codes_of(&states), []);
    assert_eq!(summary.observations, 52, "50 states, the District of Columbia and their total");
    assert_eq!(said(row_of(&states, 2)), "us-fips:01 2005 to 2006 [] 123275 of 1907047: 64.64");
    let total = states.rows.observations.iter().find(|row| row.area.as_str() == "iso3166:USA");
    assert_eq!(
        total.map(said).as_deref(),
        Some("iso3166:USA 2005 to 2006 [] 8377276 of 124260664: 67.42")
    );

    let (race, ..) = read("natality_race_11_15.txt").expect("beside the first");
    assert_eq!(codes_of(&race), [ProblemCode::RowsHidden], "rows with no births are left out");
    assert_eq!(
        said(row_of(&race, 4)),
        "iso3166:USA 2011 to 2015 [cdc-wonder-mothers-bridged-race=\
         american-indian-or-alaska-native; cdc-wonder-mothers-hispanic-origin=\
         unknown-or-not-stated] 2285 of absent: absent"
    );
}

#[test]
fn a_file_that_went_through_a_spreadsheet() {
    let name = "infant_deaths_race_sex_1999_2015_excel_corrupted.csv";
    let Some((damaged, summary, rows)) = read(name) else { return };
    assert_eq!((rows, summary.rows.used), (394, 394));
    let found = codes_of(&damaged);
    let expected = [ProblemCode::NotesMissing, ProblemCode::CountSmall, ProblemCode::CodeDamaged];
    assert!(expected.iter().all(|code| found.contains(code)), "{found:?}");
    let codes = damaged.problems.iter().find(|found| found.code == ProblemCode::CodeDamaged);
    let message = &codes.expect("the column of codes").message;
    // 136 rows of `Feb-35` and as many of `Feb-86`, counted in the file.
    assert_eq!(
        message,
        "a spreadsheet turned codes into dates (272 rows); right would be 2135-2, 2186-2"
    );
    assert!(damaged.rows.sources.values().all(|source| source.class == SourceClass::Restricted));
}
