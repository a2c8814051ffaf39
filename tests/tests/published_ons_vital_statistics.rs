//! Births and deaths by area of the Office for National Statistics as they
//! were published for 2010, 2013 and 2015, held against their own totals and
//! against cells looked up in the workbooks.

use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, Dataset, Flags, Observation, ProblemCode, Read, Severity, Withholding};
use firstyear_ingest::{FileSummary, RowCounts, read_file, unwatched};
use firstyear_tests::{codes, shared};

fn published(file: &str) -> Option<(Read<Dataset>, FileSummary)> {
    let folder = "data/ons-child-mortality/vital-statistics-by-area";
    let path = shared(&format!("{folder}/{file}.xls"))?;
    Some(read_file(&path, None, None, &codes(), &mut unwatched).expect("a readable file"))
}

/// The figure of a sheet's row with an indicator and groups.
#[track_caller]
fn figure<'r>(
    read: &'r Read<Dataset>,
    (sheet, row): (&str, u64),
    indicator: &str,
    groups: &str,
) -> &'r Observation {
    let mut rows = read.rows.observations.iter();
    let found = rows.find(|figure| {
        figure.place.sheet.as_deref() == Some(sheet)
            && figure.place.row == Some(row)
            && figure.indicator.as_str() == indicator
            && figure.groups.to_string() == groups
    });
    found.expect("a figure of the sheet")
}

/// The count of everyone in an area.
#[track_caller]
fn count(read: &Read<Dataset>, indicator: &str, area: &str) -> u64 {
    let mut rows = read.rows.observations.iter();
    let found = rows.find(|figure| {
        figure.indicator.as_str() == indicator
            && figure.area.as_str() == area
            && figure.groups.is_everyone()
    });
    *found.and_then(|figure| figure.numerator.value()).expect("a count of the area")
}

/// That regions make England, and countries with those elsewhere the total.
fn adds_up(read: &Read<Dataset>, indicator: &str) {
    let region = |number: u32| count(read, indicator, &format!("E1200000{number}"));
    let regions: u64 = (1..=9).map(region).sum();
    assert_eq!(regions, count(read, indicator, "E92000001"), "{indicator}");
    let parts = ["E92000001", "W92000004", "J99000001"];
    let parts: u64 = parts.iter().map(|area| count(read, indicator, area)).sum();
    assert_eq!(parts, count(read, indicator, "K04000001+J99000001"), "{indicator}");
}

/// That every row of figures is used. Rows were counted with another program:
/// those with a name in the first two columns and four numbers.
fn all_used(summary: &FileSummary, rows: u64) {
    assert_eq!(summary.format, FileFormat::OnsVitalStatistics);
    assert_eq!(summary.rows, RowCounts { used: rows, refused: 0, passed_over: 0 });
}

fn errors(read: &Read<Dataset>) -> Vec<(ProblemCode, Option<&str>, Option<u64>)> {
    let errors = read.problems.iter().filter(|problem| problem.severity >= Severity::Warning);
    errors.map(|error| (error.code, error.place.sheet.as_deref(), error.place.row)).collect()
}

const BIRTHS: &str = "ons-vital-statistics-live-births";

#[test]
fn births_of_2010_whose_areas_have_names_alone() {
    let Some((read, summary)) = published("births_2010") else { return };
    all_used(&summary, 492 + 43 + 432 + 21);
    assert_eq!(errors(&read), []);
    for indicator in [BIRTHS, "sole-registered-births", "ons-vital-statistics-maternities"] {
        adds_up(&read, indicator);
    }
    // Table 1a, row 12: UNITED KINGDOM, provisional, 807,271.
    let kingdom = figure(&read, ("Table 1a", 12), BIRTHS, "");
    assert_eq!(kingdom.area.as_str(), "K02000001");
    assert_eq!(kingdom.numerator, Cell::flagged(807_271, Flags::PROVISIONAL));
    assert_eq!(count(&read, BIRTHS, "J99000001"), 206);
    // Table 1a, row 20: County Durham, and row 24: the former district.
    assert_eq!(figure(&read, ("Table 1a", 20), BIRTHS, "").area.as_str(), "E06000047");
    let former = figure(&read, ("Table 1a", 24), BIRTHS, "");
    assert_eq!(
        (former.area.as_str(), former.numerator),
        ("ons-name:former-durham", Cell::known(940))
    );
    let male = figure(&read, ("Table 1a", 24), BIRTHS, "sex=male");
    assert_eq!(male.numerator, Cell::known(460));
    let fertility =
        figure(&read, ("Table 1a", 24), "ons-vital-statistics-total-fertility-rate", "");
    assert_eq!((fertility.value, fertility.numerator), (Cell::known(1.45), Cell::Absent));
    let alone = figure(&read, ("Table 1a", 24), "sole-registered-births", "");
    assert_eq!((alone.numerator, alone.denominator), (Cell::known(39), Cell::known(940)));
    // Table 2a, row 26: Derwentside, ages 40-44 and 45+ withheld; row 25:
    // Chester-le-Street, nil at 45+.
    let age = |age: &str| format!("ons-vital-statistics-mother-age={age}");
    let by_age = "ons-vital-statistics-births-by-age";
    let withheld = figure(&read, ("Table 2a", 26), by_age, &age("40-44"));
    assert_eq!(withheld.numerator, Cell::Withheld(Withholding::Publisher));
    assert_eq!(withheld.value, Cell::Withheld(Withholding::Publisher));
    let nil = figure(&read, ("Table 2a", 25), by_age, &age("45-and-over"));
    assert_eq!((nil.numerator, nil.value), (Cell::known(0), Cell::known(0.0)));
    let young = figure(&read, ("Table 2a", 26), "under-18-births", "");
    assert_eq!((young.numerator, young.value), (Cell::known(31), Cell::known(20.2)));
    // All cells with an asterisk.
    assert_eq!(summary.cells.withheld, 542);
    // Ages make the total: Table 2a, row 17, England.
    let england = |band: &str| {
        *figure(&read, ("Table 2a", 17), by_age, &age(band)).numerator.value().expect("a count")
    };
    let bands = ["under-20", "20-24", "25-29", "30-34", "35-39", "40-44", "45-and-over"];
    assert_eq!(bands.map(england).iter().sum::<u64>(), 687_007);
}

#[test]
fn deaths_of_2010_with_marks_for_nil_and_for_few() {
    let Some((read, summary)) = published("deaths_2010") else { return };
    all_used(&summary, 492 + 43 + 433);
    let infants = "infant-mortality-rate";
    for indicator in [infants, "neonatal-mortality", "ons-vital-statistics-deaths"] {
        adds_up(&read, indicator);
    }
    adds_up(&read, "perinatal-mortality");
    // Northern Ireland's standardised rates have their decimals in one table
    // and are rounded in the other; they contradict each other.
    assert_eq!(errors(&read), [(ProblemCode::ObservationConflict, Some("Table 1b"), Some(58)); 3]);
    // Table 1a, row 22: Chester-le-Street, 2 infant deaths, no rate below 3,
    // perinatal deaths withheld.
    let few = figure(&read, ("Table 1a", 22), infants, "");
    assert_eq!((few.numerator, few.value), (Cell::known(2), Cell::NotApplicable));
    let hidden = figure(&read, ("Table 1a", 22), "perinatal-mortality", "");
    assert_eq!(hidden.numerator, Cell::Withheld(Withholding::Publisher));
    assert_eq!(hidden.value, Cell::Withheld(Withholding::Publisher));
    // Row 38: Castle Morpeth, nil; row 23: Derwentside, 5 deaths, which makes
    // the rate of 4.5 unreliable.
    let nil = figure(&read, ("Table 1a", 38), infants, "");
    assert_eq!(nil.numerator, Cell::known(0));
    assert_eq!(nil.value.value(), Some(&0.0));
    let rare = figure(&read, ("Table 1a", 23), infants, "");
    assert_eq!(rare.value, Cell::flagged(4.5, Flags::LOW_RELIABILITY));
    // Row 16: England.
    let england = figure(&read, ("Table 1a", 16), infants, "");
    assert_eq!((england.numerator, england.value), (Cell::known(2966), Cell::known(4.3)));
    // Table 2, row 9: 1,720 boys and 1,420 girls make the 3,140 of Table 1a.
    let sexes = ["sex=male", "sex=female"];
    let both = sexes.map(|sex| {
        *figure(&read, ("Table 2", 9), infants, sex).numerator.value().expect("a count")
    });
    assert_eq!(both.iter().sum::<u64>(), count(&read, infants, "K04000001+J99000001"));
    assert_eq!(figure(&read, ("Table 2", 11), infants, "sex=male").area.as_str(), "K04000001");
    assert_eq!(summary.cells.withheld, 142);
}

#[test]
fn births_of_2013_with_a_slip_of_the_publisher() {
    let Some((read, summary)) = published("births_2013") else { return };
    all_used(&summary, 462 + 402);
    adds_up(&read, BIRTHS);
    // Table 1, row 291, column Q holds `40..7`: a number with two points.
    assert_eq!(errors(&read), [(ProblemCode::CellNotANumber, Some("Table 1"), Some(291))]);
    assert_eq!(figure(&read, ("Table 1", 291), BIRTHS, "").numerator, Cell::known(3899));
    // Table 2, row 24: Darlington, rate under 18 marked u; 45+ nil and no rate.
    let young = figure(&read, ("Table 2", 24), "under-18-births", "");
    assert_eq!(young.value, Cell::flagged(8.2, Flags::LOW_RELIABILITY));
    let age = "ons-vital-statistics-mother-age=45-and-over";
    let old = figure(&read, ("Table 2", 24), "ons-vital-statistics-births-by-age", age);
    assert_eq!((old.numerator, old.value), (Cell::known(0), Cell::Absent));
}

#[test]
fn deaths_of_2013_with_columns_of_marks() {
    let Some((read, summary)) = published("deaths_2013") else { return };
    all_used(&summary, 456 + 42 + 396);
    assert_eq!(errors(&read), []);
    for indicator in ["infant-mortality-rate", "neonatal-mortality", "perinatal-mortality"] {
        adds_up(&read, indicator);
    }
    // Table 1b, row 31: Powys Teaching, 5 infant deaths, 4.1 marked u.
    let powys = figure(&read, ("Table 1b", 31), "infant-mortality-rate", "");
    assert_eq!(powys.area.as_str(), "ons-name:health-powys-teaching");
    assert_eq!(powys.value, Cell::flagged(4.1, Flags::LOW_RELIABILITY));
    // Table 1a, row 22: Hartlepool, 2 infant deaths and no rate.
    let few = figure(&read, ("Table 1a", 22), "infant-mortality-rate", "");
    assert_eq!((few.numerator, few.value), (Cell::known(2), Cell::Absent));
    // Table 2, row 462: those from outside England and Wales, in the second
    // line of their name.
    let elsewhere = figure(&read, ("Table 2", 462), "infant-mortality-rate", "sex=male");
    assert_eq!((elsewhere.area.as_str(), elsewhere.numerator), ("J99000001", Cell::known(16)));
}

#[test]
fn births_of_2015_with_codes_of_their_year() {
    let Some((read, summary)) = published("births_2015") else { return };
    all_used(&summary, 463 + 403);
    assert_eq!(errors(&read), []);
    adds_up(&read, BIRTHS);
    adds_up(&read, "sole-registered-births");
    // Table 1, row 20: County Durham; row 514: Antrim by its older code.
    let durham = figure(&read, ("Table 1", 20), BIRTHS, "");
    assert_eq!((durham.area.as_str(), durham.numerator), ("E06000047", Cell::known(5355)));
    let antrim = figure(&read, ("Table 1", 514), BIRTHS, "");
    assert_eq!((antrim.area.as_str(), antrim.numerator), ("ons-old:95T", Cell::known(704)));
    let light = figure(&read, ("Table 1", 514), "ons-vital-statistics-births-under-2500-grams", "");
    assert_eq!(light.value, Cell::Absent, "marked as not available");
    assert!(!read.problems.iter().any(|problem| problem.code == ProblemCode::AreaUncoded));
}

#[test]
fn deaths_of_2015_whose_first_table_lost_its_title() {
    let Some((read, summary)) = published("deaths_2015") else { return };
    all_used(&summary, 441 + 42);
    assert_eq!(errors(&read), []);
    for indicator in ["infant-mortality-rate", "neonatal-mortality", "perinatal-mortality"] {
        adds_up(&read, indicator);
    }
    // Table 1a, row 16: England, of the year that the other sheets name.
    let england = figure(&read, ("Table 1a", 16), "infant-mortality-rate", "");
    assert_eq!((england.numerator, england.value), (Cell::known(2575), Cell::known(3.9)));
    assert_eq!(england.period.to_string(), "2015");
    // Table 1b, row 14: the second code of the cell bears the number of a note.
    let both = count(&read, "infant-mortality-rate", "K04000001+J99000001");
    assert_eq!(both, 2721);
}
