//! Counts of records held against a loop that is written to be read, and against figures
//! that are worked out by hand.

mod naive;
mod support;

use std::fmt::Write as _;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use firstyear_catalogue::catalogue;
use firstyear_core::count::CountSpec;
use firstyear_ingest::{read_count_spec_bytes, unwatched};
use firstyear_records::{CountError, CountOptions, Counted, count};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use support::lines;

fn options(threads: usize) -> CountOptions<'static> {
    CountOptions { threads: NonZeroUsize::new(threads).unwrap(), memory: None, stop: &|| false }
}

fn spec(text: &str) -> CountSpec {
    read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched)
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn counted(text: &str, folder: &Path) -> Result<Counted, CountError> {
    count(&spec(text), catalogue(), folder, &options(2))
}

const HEAD: &str = r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
"#;

const BIRTHS: &str = "id,born,area,class,weeks
1,2019-12-31,E06000001,1,39
2,2020-01-01,E06000001,1,30
3,2020-02-29,E06000001,2,41
4,2020-06-30,E06000002,,38
5,2020-12-31,E06000002,9,
";

const DEATHS: &str = "id,died
1,2020-01-01
3,2021-02-28
5,2021-12-31
77,2020-05-05
";

const LINKED: &str = r#"basis = "BASIS"
[births]
files = ["births.csv"]
key = "id"
fields = { birth_date = "born", gestation_weeks = "weeks" }
[deaths]
files = ["deaths.csv"]
key = "id"
fields = { death_date = "died" }
[period]
unit = "calendar-year"
first = "2019"
last = "2021"
[area]
from = "area"
total = "E92000001"
[[dimension]]
id = "made-up-class"
from = "class"
recode = { 1 = "high", 2 = "low" }
[[indicator]]
id = "infant-mortality-rate"
[[indicator]]
id = "preterm-births"
"#;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Born on 29 February 2020 and dead on 28 February 2021 is before the first birthday;
/// born on the last day of 2020 and dead on the last of 2021 is after it.
#[test]
fn a_cohort_has_the_deaths_of_its_own_births() {
    let folder = folder(&[("births.csv", BIRTHS), ("deaths.csv", DEATHS)]);
    let text = format!("{HEAD}{}", LINKED.replace("BASIS", "cohort"));
    let counted = counted(&text, folder.path()).unwrap();
    let expected = "\
infant-mortality-rate E06000001 2019 [] 1/1
infant-mortality-rate E06000001 2019 [made-up-class=high] 1/1
infant-mortality-rate E06000001 2020 [] 1/2
infant-mortality-rate E06000001 2020 [made-up-class=high] 0/1
infant-mortality-rate E06000001 2020 [made-up-class=low] 1/1
infant-mortality-rate E06000002 2020 [] 0/2
infant-mortality-rate E06000002 2020 [made-up-class=not-stated] 0/2
infant-mortality-rate E92000001 2019 [] 1/1
infant-mortality-rate E92000001 2019 [made-up-class=high] 1/1
infant-mortality-rate E92000001 2020 [] 1/4
infant-mortality-rate E92000001 2020 [made-up-class=high] 0/1
infant-mortality-rate E92000001 2020 [made-up-class=low] 1/1
infant-mortality-rate E92000001 2020 [made-up-class=not-stated] 0/2
preterm-births E06000001 2019 [] 0/1
preterm-births E06000001 2019 [made-up-class=high] 0/1
preterm-births E06000001 2020 [] 1/2
preterm-births E06000001 2020 [made-up-class=high] 1/1
preterm-births E06000001 2020 [made-up-class=low] 0/1
preterm-births E06000002 2020 [] 0/1
preterm-births E06000002 2020 [made-up-class=not-stated] 0/1
preterm-births E92000001 2019 [] 0/1
preterm-births E92000001 2019 [made-up-class=high] 0/1
preterm-births E92000001 2020 [] 1/3
preterm-births E92000001 2020 [made-up-class=high] 1/1
preterm-births E92000001 2020 [made-up-class=low] 0/1
preterm-births E92000001 2020 [made-up-class=not-stated] 0/1
";
    assert_eq!(lines(&counted), expected);
    let report = &counted.report;
    let deaths = report.deaths.as_ref().unwrap();
    assert_eq!((report.births, report.births_counted), (5, 5));
    assert_eq!((deaths.deaths, deaths.linked, deaths.unlinked), (4, 3, 1));
    let missing = &report.missing[0];
    assert_eq!((missing.without_code, missing.code_unknown), (1, 1));
    assert_eq!(report.inputs.len(), 2);
}

/// The death of 1 January 2020 belongs to 2020, where its birth is not at risk; that of 28
/// February 2021 stands beside no birth of its year.
#[test]
fn a_period_has_the_deaths_of_its_own_days() {
    let folder = folder(&[("births.csv", BIRTHS), ("deaths.csv", DEATHS)]);
    let text = format!("{HEAD}{}", LINKED.replace("BASIS", "period"));
    let counted = counted(&text, folder.path()).unwrap();
    let shown = lines(&counted);
    let whole: Vec<&str> = shown
        .lines()
        .filter(|line| line.starts_with("infant-mortality-rate E92000001") && line.contains("[]"))
        .collect();
    assert_eq!(
        whole,
        [
            "infant-mortality-rate E92000001 2019 [] 0/1",
            "infant-mortality-rate E92000001 2020 [] 1/4",
            "infant-mortality-rate E92000001 2021 [] 1/0",
        ]
    );
}

/// A birth whose area is the whole stands in it once.
#[test]
fn the_whole_is_no_area_of_itself() {
    let births = BIRTHS.replace("E06000002", "E92000001");
    let folder = folder(&[("births.csv", &births), ("deaths.csv", DEATHS)]);
    let text = format!("{HEAD}{}", LINKED.replace("BASIS", "cohort"));
    let shown = lines(&counted(&text, folder.path()).unwrap());
    let whole: Vec<&str> =
        shown.lines().filter(|line| line.contains("E92000001 2020 []")).collect();
    assert_eq!(
        whole,
        ["infant-mortality-rate E92000001 2020 [] 1/4", "preterm-births E92000001 2020 [] 1/3"]
    );
}

/// An area that is missing and one that is a text of another kind are different faults.
#[test]
fn an_area_that_is_no_code_is_told_apart_from_one_that_is_missing() {
    let births = "id,born,area,class,weeks\n\
        a,2020-01-01,E06000001,1,40\nb,2020-01-01,,1,40\nc,2020-01-01, ,1,40\n\
        d,2020-01-01,the hospital,1,40\ne,2020-01-01,see notes,1,40\nf,2020-01-01,???,1,40\n";
    let folder = folder(&[("births.csv", births), ("deaths.csv", DEATHS)]);
    let text = format!("{HEAD}{}", LINKED.replace("BASIS", "cohort"));
    let counted = counted(&text, folder.path()).unwrap();
    let report = &counted.report;
    assert_eq!((report.births_without_area, report.births_area_unreadable), (2, 3));
    let shown = lines(&counted);
    assert!(shown.contains("preterm-births E92000001 2020 [] 0/6"), "all in the total: {shown}");
    let told = format!("{counted:?}");
    assert!(["hospital", "notes", "???"].iter().all(|text| !told.contains(text)), "{told}");
}

#[test]
fn what_is_wrong_is_said_without_a_value_of_a_record() {
    let secret = "born on a secret day";
    let births =
        format!("id,born,area,class,weeks\n{secret},{secret},{secret},{secret},{secret}\n");
    let folder = folder(&[("births.csv", &births), ("deaths.csv", DEATHS)]);
    let text = format!("{HEAD}{}", LINKED.replace("BASIS", "cohort"));
    let counted = counted(&text, folder.path()).unwrap();
    assert!(counted.observations.is_empty());
    let report = &counted.report;
    assert_eq!((report.births, report.births_without_time), (1, 1));
    let unreadable: Vec<_> = report.unreadable.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(unreadable, ["birth_date", "gestation_weeks"]);
    assert!(!format!("{counted:?}").contains("secret"));

    for (was, is, says) in [
        ("birth_date = \"born\"", "birth_date = \"borne\"", "is `born` meant?"),
        ("\"weeks\"", "\"weeks +\"", "is no expression"),
        ("\"weeks\"", "\"now()\"", "looks beyond one record"),
        ("\"weeks\"", "\"sum(weeks)\"", "looks beyond one record"),
        ("births.csv", "birth.csv", "there is no such file"),
        (
            "recode = { 1 = \"high\", 2 = \"low\" }",
            "",
            "give the categories of its codes in `recode`",
        ),
        (
            "id = \"preterm-births\"",
            "id = \"preterm-births\"\nnumerator = \"weeks\"",
            "is no condition",
        ),
        ("id = \"preterm-births\"", "id = \"smoking-at-booking\"", "give its `numerator`"),
    ] {
        let wrong = text.replace(was, is);
        assert_ne!(wrong, text, "{was}");
        let error = self::counted(&wrong, folder.path()).unwrap_err().to_string();
        assert!(error.contains(says), "{is}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

/// Without it every stillbirth of such a file would be a live birth.
#[test]
fn a_column_with_the_name_of_a_standard_field_is_not_passed_by() {
    let births = BIRTHS.replace("weeks", "stillborn");
    let folder = folder(&[("births.csv", &births), ("deaths.csv", DEATHS)]);
    let text = format!("{HEAD}{}", LINKED.replace("BASIS", "cohort"));
    let text = text
        .replace(", gestation_weeks = \"weeks\"", "")
        .replace("\"preterm-births\"", "\"stillbirth-rate\"");
    let error = counted(&text, folder.path()).unwrap_err().to_string();
    assert!(error.starts_with("births.fields: `stillborn` is a column with the name"), "{error}");
    let told = text.replace(
        "birth_date = \"born\"",
        "birth_date = \"born\", stillborn = \"stillborn IS NULL\"",
    );
    assert_eq!(counted(&told, folder.path()).unwrap().report.births, 5);
}

#[test]
fn files_of_one_kind_have_the_same_columns() {
    let folder = folder(&[
        ("births.csv", BIRTHS),
        ("more.csv", "id,born,area,class\n9,2020-01-01,E06000001,1\n"),
        ("deaths.csv", DEATHS),
        ("empty.csv", ""),
    ]);
    let text = format!("{HEAD}{}", LINKED.replace("BASIS", "cohort"));
    let with = |files: &str| text.replace("[\"births.csv\"]", files);
    let error = counted(&with("[\"births.csv\", \"more.csv\"]"), folder.path()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`more.csv` and `births.csv` are read as one table and differ: the first lacks the column `weeks`"
    );
    let error = counted(&with("[\"empty.csv\"]"), folder.path()).unwrap_err().to_string();
    assert!(error.contains("`empty.csv` cannot be read as CSV: it has no heads"), "{error}");
    let error = counted(&with("[\"births.csv\", \"./births.csv\"]"), folder.path()).unwrap_err();
    assert!(error.to_string().contains("`./births.csv` cannot be taken: it is named twice"));
    fs::write(folder.path().join("again.csv"), BIRTHS).unwrap();
    let twice = counted(&with("[\"births.csv\", \"again.csv\"]"), folder.path()).unwrap();
    assert_eq!((twice.report.births, twice.report.births_counted), (10, 10));
    assert_eq!(twice.report.checks[0].code, "birth-key-repeated");
    assert_eq!(twice.report.checks[0].records, 5);
}

/// Keys as whole numbers, in order and not, give what they give as text.
#[test]
fn a_key_is_the_same_as_a_number_and_as_text() {
    let (heads, rows) = BIRTHS.split_once('\n').unwrap();
    let turned: Vec<&str> = rows.lines().rev().collect();
    let turned = format!("{heads}\n{}\n", turned.join("\n"));
    let twice = format!("{BIRTHS}{}\n", rows.lines().nth(2).unwrap());
    let text = format!("{HEAD}{}", LINKED.replace("BASIS", "cohort"));
    let as_number = text.replace("key = \"id\"", "key = \"CAST(id AS BIGINT)\"");
    for (births, repeated) in [(BIRTHS, None), (&*turned, None), (&*twice, Some(1))] {
        let folder = folder(&[("births.csv", births), ("deaths.csv", DEATHS)]);
        let [text, number] = [&text, &as_number].map(|text| counted(text, folder.path()).unwrap());
        assert_eq!(text.observations, number.observations);
        assert_eq!(text.report.deaths, number.report.deaths);
        assert_eq!(text.report.checks, number.report.checks);
        let mut checks = number.report.checks.iter();
        let found = checks.find(|check| check.code == "birth-key-repeated");
        assert_eq!(found.map(|check| check.records), repeated);
    }
}

/// Random births and deaths by random specifications, against the loop of `naive`.
#[test]
fn counts_are_those_of_a_loop() {
    let cases = std::env::var("FIRSTYEAR_COUNT_CASES").ok().and_then(|text| text.parse().ok());
    let config =
        Config { cases: cases.unwrap_or(48), failure_persistence: None, ..Config::default() };
    let runner = &mut TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    runner
        .run(&(naive::births(), naive::deaths(), naive::asked()), |(births, deaths, asked)| {
            let folder = tempfile::tempdir().unwrap();
            let text = asked.spec(HEAD);
            naive::write(&births, &deaths, &asked, folder.path());
            let counted = counted(&text, folder.path())
                .map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
            prop_assert_eq!(lines(&counted), naive::lines(&births, &deaths, &asked), "{}", text);
            Ok(())
        })
        .unwrap();
}

#[test]
fn one_thread_and_two_give_the_same() {
    // More than two batches, in the order of areas: each thread has areas of its own, and some
    // that both have.
    let mut births = "id,born,area,class,weeks\n".to_owned();
    for n in 0..30_000 {
        let (month, day) = (n % 12 + 1, n % 28 + 1);
        let (area, class, weeks) = (n / 4_000 + 1, n % 4, 22 + n % 20);
        writeln!(births, "{n},2020-{month:02}-{day:02},E060000{area:02},{class},{weeks}").unwrap();
    }
    let folder = folder(&[("births.csv", &births), ("deaths.csv", DEATHS)]);
    let spec = spec(&format!("{HEAD}{}", LINKED.replace("BASIS", "period")));
    let [one, two] = [1, 2].map(|threads| {
        count(&spec, catalogue(), folder.path(), &options(threads)).unwrap().observations
    });
    assert_eq!(one, two);
}

#[test]
fn a_count_that_is_stopped_gives_nothing() {
    let folder = folder(&[("births.csv", BIRTHS), ("deaths.csv", DEATHS)]);
    let spec = spec(&format!("{HEAD}{}", LINKED.replace("BASIS", "period")));
    let options = CountOptions { stop: &|| true, ..options(1) };
    let error = count(&spec, catalogue(), folder.path(), &options).unwrap_err();
    assert!(matches!(error, CountError::Stopped), "{error}");
}
