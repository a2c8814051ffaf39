//! Records of fixed width, made up by the seeded generator, are counted as
//! publications count them: residents only, deaths of a period file weighted.

#[path = "../examples/synthetic_nchs/generator.rs"]
mod generator;

use std::fs;
use std::path::{Path, PathBuf};

use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, Dataset, Flags, ProblemCode, Read, Role, SourceClass};
use firstyear_ingest::{
    CodeLists, FileSummary, ReadAs, ReadError, detect, read_file_as, unwatched,
};
use generator::{Kind, Totals, generate};

const RECORDS: u64 = 4000;

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn made(kind: Kind, seed: u64) -> (Vec<u8>, Totals) {
    let mut bytes = Vec::new();
    let totals = generate(kind, RECORDS, seed, &mut bytes).unwrap();
    (bytes, totals)
}

fn read(path: &Path, told: ReadAs<'_>) -> Result<(Read<Dataset>, FileSummary), ReadError> {
    read_file_as(path, told, &CodeLists::NONE, &mut unwatched)
}

/// The count of an indicator in a group, such as `sex=male`; years add up.
fn count(data: &Dataset, indicator: &str, groups: &str) -> u64 {
    let rows = data.observations.iter();
    rows.filter(|row| row.indicator.as_str() == indicator && row.groups.to_string() == groups)
        .map(|row| row.numerator.value().copied().unwrap())
        .sum()
}

fn codes(read: &Read<Dataset>) -> Vec<ProblemCode> {
    read.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn births_of_a_period_are_those_of_residents() {
    let (bytes, totals) = made(Kind::PeriodBirths, 1);
    assert_eq!(detect(&bytes, "t.txt").unwrap(), FileFormat::NchsFixedWidth);
    let (read, summary) = read(&file("period-births.txt", &bytes), ReadAs::default()).unwrap();
    let data = &read.rows;
    assert!(totals.foreign > 0);
    assert_eq!(summary.rows.passed_over, totals.foreign);
    assert_eq!(summary.rows.used, totals.births);
    let told = [ProblemCode::RowsPassedOver, ProblemCode::IndicatorUndefined];
    assert_eq!(codes(&read), told);
    assert_eq!(count(data, "nchs-births", ""), totals.births);
    let code = |field, code: &str| totals.by_code[&(field, code.to_owned())];
    assert_eq!(count(data, "nchs-births", "sex=male"), code("SEX", "M"));
    assert_eq!(
        count(data, "nchs-births", "nchs-gestation-obstetric=34-36-weeks"),
        code("OEGest_R10", "05")
    );
    assert_eq!(
        count(data, "nchs-births", "nchs-birthweight=500-to-749-grams"),
        code("BWTR14", "02")
    );
    assert_eq!(
        count(data, "nchs-births", "nchs-race-and-hispanic-origin=hispanic"),
        code("MRACEHISP", "7")
    );
    assert_eq!(count(data, "nchs-births", "nchs-mother-education=unknown"), code("MEDUC", "9"));
    // Each dimension holds every birth once.
    for (id, dimension) in &data.dimensions {
        let of = |category: &str| count(data, "nchs-births", &format!("{id}={category}"));
        let all: u64 = dimension.categories().iter().map(|category| of(category.id.as_str())).sum();
        assert_eq!(all, totals.births, "{id}");
        assert!(dimension.categories().iter().all(|category| category.role != Role::Total));
    }
    assert_eq!(data.dimensions.len(), 7);
    assert!(data.sources.values().all(|source| source.class == SourceClass::Restricted));
}

#[test]
fn deaths_of_a_period_are_weighted_and_unlinked_ones_stand_apart() {
    let (bytes, totals) = made(Kind::PeriodDeaths, 2);
    let (read, summary) = read(&file("period-deaths.txt", &bytes), ReadAs::default()).unwrap();
    let data = &read.rows;
    assert!(totals.unlinked > 0 && totals.foreign > 0);
    assert_eq!(summary.rows.all(), RECORDS);
    assert_eq!(summary.rows.used, totals.deaths + totals.unlinked);
    assert_eq!(count(data, "nchs-unlinked-infant-deaths", ""), totals.unlinked);
    let row = data
        .observations
        .iter()
        .find(|row| {
            row.indicator.as_str() == "nchs-weighted-infant-deaths" && row.groups.is_everyone()
        })
        .unwrap();
    assert_eq!(row.period.to_string(), "2018");
    assert_eq!(row.value, Cell::flagged(totals.weight as f64 / 1e6, Flags::ESTIMATED));
    let rounded = (totals.weight + 500_000) / 1_000_000;
    assert_eq!(row.numerator, Cell::flagged(rounded, Flags::ESTIMATED));
    assert_eq!(row.denominator, Cell::Absent, "the births are in another file");
    let male = totals.by_code[&("SEX", "M".to_owned())] as f64 / 1e6;
    let found = data
        .observations
        .iter()
        .find(|row| row.groups.to_string() == "sex=male")
        .and_then(|row| row.value.value().copied());
    assert_eq!(found, Some(male));
    let late = count(
        data,
        "nchs-weighted-infant-deaths",
        "nchs-age-at-death=28-days-and-over-postneonatal",
    );
    assert!(late > 0 && late < rounded);
}

#[test]
fn deaths_of_a_cohort_are_not_weighted() {
    let (bytes, totals) = made(Kind::CohortBirths, 3);
    let (read, _) = read(&file("cohort-births.txt", &bytes), ReadAs::default()).unwrap();
    let of = "nchs-linked-infant-deaths-of-births";
    assert_eq!(count(&read.rows, of, ""), totals.deaths);
    let everyone = read.rows.observations.iter().find(|row| row.groups.is_everyone()).unwrap();
    assert_eq!(everyone.denominator, Cell::known(totals.births));
}

#[test]
fn older_cohorts_say_what_their_layout_lacks() {
    let (bytes, totals) = made(Kind::Cohort1995, 4);
    let (read, summary) = read(&file("cohort-1995.txt", &bytes), ReadAs::default()).unwrap();
    assert_eq!(summary.rows.used, RECORDS);
    let told = [ProblemCode::LayoutIncomplete, ProblemCode::IndicatorUndefined];
    assert_eq!(codes(&read), told);
    let of = "nchs-linked-infant-deaths-of-births";
    assert_eq!(count(&read.rows, of, ""), totals.deaths);
    let early = ["0-to-6-days-early-neonatal", "7-to-27-days-late-neonatal"];
    let early = early.map(|age| count(&read.rows, of, &format!("nchs-age-at-death-days={age}")));
    assert_eq!(early.iter().sum::<u64>(), totals.neonatal);
    for row in read.rows.observations.iter().filter(|row| row.groups.is_everyone()) {
        let births = totals.by_code[&("year", row.period.to_string())];
        assert_eq!(row.denominator, Cell::known(births));
    }
}

#[test]
fn a_named_layout_is_held_to() {
    let (bytes, _) = made(Kind::PeriodBirths, 5);
    let path = file("named.txt", &bytes);
    let format = Some(FileFormat::NchsFixedWidth);
    let with = |layout| read(&path, ReadAs { format, layout: Some(layout), ..ReadAs::default() });
    assert!(with("linked-2018-period-births").is_ok());
    for (layout, words) in [
        ("linked-2017-cohort-births", "no record fits the layout linked-2017-cohort-births"),
        ("linked-2019", "no layout has this name"),
    ] {
        let problems = with(layout).unwrap_err().problems();
        assert_eq!(problems[0].code, ProblemCode::LayoutUnknown);
        assert!(problems[0].message.contains(words), "{problems:?}");
    }
}

#[test]
fn damaged_records_are_refused_one_by_one() {
    let (mut bytes, totals) = made(Kind::PeriodBirths, 6);
    // The first is given a code that its field does not have, after the sample
    // by which the layout is told; the last record is cut.
    let record = 1348;
    let at = record * (bytes.len() / record - 3);
    bytes[at + 474] = b'X';
    bytes[at + 103] = b'1';
    bytes[at + record + 103] = b'1';
    bytes[at + record + 8..at + record + 12].copy_from_slice(b"1958");
    bytes.truncate(bytes.len() - 40);
    let (read, summary) = read(&file("damaged.txt", &bytes), ReadAs::default()).unwrap();
    assert_eq!(summary.rows.refused, 3);
    assert!(summary.rows.used <= totals.births);
    let found: Vec<String> = read.problems.iter().map(|problem| problem.message.clone()).collect();
    let expected = [
        "records of mothers who live abroad are passed over, as publications do",
        "nothing defines the indicator nchs-births",
        "the field holds a code that the layout does not have",
        "the year is not one of the layout, 2018 to 2018",
        "the record has 1308 characters, and the layout 1346",
    ];
    assert_eq!(found, expected);
}

#[test]
fn noise_is_no_file_of_fixed_width() {
    for length in [1346_usize, 1743, 213, 10] {
        let line = "1".repeat(length);
        let text = format!("{line}\n{line}\n");
        assert!(
            !matches!(detect(text.as_bytes(), "t"), Ok(FileFormat::NchsFixedWidth)),
            "{length}"
        );
    }
}
