//! Whole tables, small and in memory. Figures are made up.

use std::collections::BTreeMap;

use firstyear_core::{
    Basis, Cell, Flags, Indicator, IndicatorId, IndicatorKind, Observation, Polarity, Severity,
};

use super::*;

fn indicator(id: &str) -> (IndicatorId, Indicator) {
    let id = IndicatorId::new(id).unwrap();
    let about = Indicator {
        id: id.clone(),
        name: String::new(),
        definition: String::new(),
        domain: String::new(),
        numerator: String::new(),
        denominator: String::new(),
        multiplier: 1_000,
        unit: String::new(),
        polarity: Polarity::LowerIsBetter,
        kind: IndicatorKind::Rate,
    };
    (id, about)
}

/// Reads one sheet whose cells are parted by `|`.
fn read(lines: &[&str]) -> Read<Dataset> {
    let indicators: BTreeMap<_, _> =
        ["infant-mortality-rate", "stillbirth-rate", "neonatal-mortality"].map(indicator).into();
    let mut labels = BTreeMap::new();
    for (dimension, known) in [
        ("imd-2010-decile", "1"),
        ("imd-2015-decile", "1"),
        ("imd-2019-decile", "1"),
        ("wimd-2019-decile", "1"),
        ("birthweight-broad", "<1500"),
        ("ns-sec-household", "7 routine occupations"),
        ("registration-type", "joint registration different address and sole registration"),
        ("ethnic-group", "all"),
        ("cause-group-2021", "infections"),
        ("cause-group-2014", "infections"),
    ] {
        let id = firstyear_core::slug(known).unwrap();
        let category = firstyear_core::CategoryId::new(&id).unwrap();
        let dimension = firstyear_core::DimensionId::new(dimension).unwrap();
        labels.insert(dimension, BTreeMap::from([(known.to_owned(), category)]));
    }
    let codes = CodeLists { indicators: &indicators, labels: &labels, ..CodeLists::NONE };
    let grid = grid::testing::grid("any", lines);
    let source = SourceId::new("ons").unwrap();
    read_grids(&[grid], &"book.xlsx".into(), &source, &codes).unwrap()
}

/// Problems other than the tables that a single sheet lacks, and its name.
fn codes(read: &Read<Dataset>) -> Vec<ProblemCode> {
    let other =
        |code: &ProblemCode| !matches!(code, ProblemCode::SheetMissing | ProblemCode::SheetRenamed);
    read.problems.iter().map(|problem| problem.code).filter(other).collect()
}

fn groups(observations: &[Observation]) -> Vec<String> {
    observations.iter().map(|observation| observation.groups.to_string()).collect()
}

const IMD: &str = "Year | IMD | Live births | Stillbirths | Infant deaths | Stillbirth rate | Infant mortality rate | Infant unreliable indicator";

#[test]
fn deprivation_follows_year_and_country() {
    let rows = [
        "2010 | 1 | 990 | 10 | 5 | 10.0 | 5.1 | [u]",
        "2015 | 1 | 990 | 10 | 5 | 10.0 | 5.1 |",
        "2022 | 1 | 990 | 10 | [c] | [x] | [z] |",
    ];
    let sheet = |country| {
        let mut lines = vec!["Table 21: IMD, 2010 to 2022 [note 4]", country, IMD];
        lines.extend(rows);
        read(&lines)
    };
    let england = sheet("England");
    assert_eq!(codes(&england), [ProblemCode::CellWithheld]);
    let observations = &england.rows.observations;
    assert_eq!(
        groups(observations),
        [
            "imd-2010-decile=1",
            "imd-2010-decile=1",
            "imd-2015-decile=1",
            "imd-2015-decile=1",
            "imd-2019-decile=1",
            "imd-2019-decile=1"
        ]
    );
    assert_eq!(observations[0].denominator, Cell::known(1_000), "live births and stillbirths");
    assert_eq!(observations[1].denominator, Cell::known(990));
    assert_eq!(observations[1].value, Cell::flagged(5.1, Flags::LOW_RELIABILITY));
    assert_eq!(observations[4].value, Cell::Absent);
    assert_eq!(observations[5].value, Cell::NotApplicable);
    assert_eq!(observations[5].numerator.status(), "withheld-publisher");
    assert_eq!(observations[5].place.row, Some(6));
    assert!(groups(&sheet("Wales").rows.observations).iter().all(|g| g == "wimd-2019-decile=1"));
}

#[test]
fn classes_of_occupation_are_a_sample_within_their_heading() {
    let read = read(&[
        "Table 12: births, 2022 [note 3]",
        "England and Wales",
        "Birthweight (grams) | Type of registration and Socio-economic Classification | Live births | Stillbirths | Infant deaths",
        "<1500 | All | 900 | 9 | 8",
        "<1500 | 7 Routine occupations | 300 | 4 | 5",
        "<1500 | Joint registration different address and Sole registration | 300 | 4 | 5",
        "<1500 | 7 Routine occupations | 0 | 1 | 1",
    ]);
    // The heading is no category here, which is said once for its row; the
    // sampled row has one warning for each kind whose deaths exceed a sample of none.
    let found = codes(&read);
    assert_eq!(found.iter().filter(|c| **c == ProblemCode::CategoryUnknown).count(), 1);
    let exceeding: Vec<_> =
        read.problems.iter().filter(|p| p.code == ProblemCode::DeathsExceedBirths).collect();
    assert!(exceeding.iter().all(|p| p.severity == Severity::Warning) && exceeding.len() == 1);
    let observations = &read.rows.observations;
    assert_eq!(groups(&observations[..2]), ["birthweight-broad=under-1500"; 2]);
    assert_eq!(observations[0].basis, Basis::Complete);
    assert!(matches!(observations[2].basis, Basis::Sample(fraction) if fraction.get() == 0.1));
    let within = groups(&observations[4..]);
    assert!(
        within.iter().all(|g| g.contains("ns-sec-household=") && g.contains("registration-type="))
    );
}

#[test]
fn a_period_across_the_change_of_causes_is_flagged_and_noted_once() {
    let read = read(&[
        "Table 20: Infant deaths: causes, 2017 to 2022 [note 26]",
        "England and Wales",
        "Year | ONS cause group | All infant deaths | Indian | Not stated",
        "2020 to 2022 | Infections | 30 | 6 | 3",
        "2017 to 2019 | Infections | 40 | 8 | 4",
    ]);
    // The ethnic groups of this test have but one category.
    let unknown = ProblemCode::CategoryUnknown;
    assert_eq!(codes(&read), [unknown, unknown, unknown, unknown, ProblemCode::SeriesBreak]);
    let observations = &read.rows.observations;
    assert_eq!(observations[0].numerator, Cell::flagged(30, Flags::SERIES_BREAK));
    assert_eq!(observations[1].numerator, Cell::known(40));
    assert_eq!(
        groups(observations),
        [
            "cause-group-2021=infections; ethnic-group=all",
            "cause-group-2014=infections; ethnic-group=all"
        ]
    );
    assert!(observations.iter().all(|o| o.source.as_str() == "ons-linked"));
}

#[test]
fn wrong_rows_are_left_out_and_named() {
    let read = read(&[
        "Table 21: IMD, 2010 to 2022",
        "England",
        IMD,
        "2022 | 11 | 990 | 10 | 5 | 10.0 | 5.1 |",
        "2022 | 1 | 4 | 0 | 5 | 0 | [x] |",
        "soon | 1 | 990 | 10 | 5 | 10.0 | 5.1 |",
        "2021 | 1 | 990 | 1.5 | many | 10.0 | [q] |",
    ]);
    let found = codes(&read);
    for code in [
        ProblemCode::CategoryUnknown,
        ProblemCode::DeathsExceedBirths,
        ProblemCode::PeriodInvalid,
        ProblemCode::CellNotWhole,
        ProblemCode::CellNotANumber,
    ] {
        assert!(found.contains(&code), "{code}");
    }
    assert_eq!(read.rows.observations.len(), 1, "the stillbirths of the second row");
}
