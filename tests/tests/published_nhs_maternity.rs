//! The maternity statistics of NHS England as they were published, held
//! against their own totals and against cells looked up in the workbooks.

use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, Dataset, Direction, Observation, ProblemCode, Read, Role, Severity};
use firstyear_ingest::{FileSummary, RowCounts, read_file, unwatched};
use firstyear_tests::{codes, shared};

fn published(file: &str) -> Option<(Read<Dataset>, FileSummary)> {
    let path = shared(&format!("data/nhs-maternity/{file}"))?;
    Some(read_file(&path, None, None, &codes(), &mut unwatched).expect("a readable file"))
}

/// The figure of a row of the sheet.
#[track_caller]
fn row(read: &Read<Dataset>, number: u64) -> &Observation {
    let mut rows = read.rows.observations.iter();
    rows.find(|row| row.place.row == Some(number)).expect("a row of the sheet")
}

/// How many counts an indicator and area have, and their sum.
fn sum(read: &Read<Dataset>, indicator: &str, area: &str) -> (usize, u64) {
    let counts: Vec<u64> = read
        .rows
        .observations
        .iter()
        .filter(|row| row.indicator.as_str() == indicator && row.area.as_str() == area)
        .filter_map(|row| row.numerator.value().copied())
        .collect();
    (counts.len(), counts.iter().sum())
}

fn all_used(summary: &FileSummary, format: FileFormat, rows: u64) {
    assert_eq!(summary.format, format);
    assert_eq!(summary.rows, RowCounts { used: rows, refused: 0, passed_over: 0 });
    assert_eq!(summary.observations as u64, rows);
    assert_eq!(summary.errors, 0);
}

// Rows were counted with another program, without the header.

#[test]
fn the_year_2019_with_its_own_names_of_columns() {
    let Some((read, summary)) = published("hosp-epis-stat-mat-msdscsv-2019-20.xlsx") else {
        return;
    };
    all_used(&summary, FileFormat::NhsMaternity, 5751);
    // Row 5517: TOTAL BABIES, ALL SUBMITTERS. Row 5241: smokers at Frimley.
    let total = row(&read, 5517);
    assert_eq!(
        (total.indicator.as_str(), total.area.as_str()),
        ("nhs-maternity-babies", "E92000001")
    );
    assert_eq!(
        (total.numerator, total.period.to_string().as_str()),
        (Cell::known(400_595), "2019/20")
    );
    assert!(total.groups.is_everyone());
    let smokers = row(&read, 5241);
    assert_eq!((smokers.area.as_str(), smokers.numerator), ("ods:RDU", Cell::known(155)));
    assert_eq!(smokers.groups.to_string(), "nhs-maternity-smoking-status-at-booking=smoker");
    // The printed total of deliveries is 347,635: folic acid at booking splits all.
    let folic_acid = sum(&read, "nhs-maternity-folic-acid-at-booking", "E92000001");
    assert_eq!(folic_acid, (5, 347_635));
    // The printed total of babies is 400,595: ten groups, each rounded to 5.
    let gestation = sum(&read, "nhs-maternity-gestation-at-delivery", "E92000001");
    assert_eq!(gestation, (10, 400_590));
}

#[test]
fn the_years_2022_and_2023() {
    for (file, rows, total_row, babies, deliveries) in [
        ("hosp-epis-stat-mat-msdscsv-2022-23.xlsx", 15_785, 15_527, 537_125, 531_000_u64),
        ("hosp-epis-stat-mat-msdscsv-2023-24.xlsx", 15_488, 15_234, 531_535, 524_745),
    ] {
        let Some((read, summary)) = published(file) else { return };
        all_used(&summary, FileFormat::NhsMaternity, rows);
        assert_eq!(row(&read, total_row).numerator, Cell::known(babies));
        let printed = sum(&read, "nhs-maternity-deliveries", "E92000001");
        assert_eq!(printed, (1, deliveries));
        for indicator in ["deprivation-decile", "age-at-booking", "folic-acid", "delivery-method"] {
            let (groups, sum) = sum(&read, &format!("nhs-maternity-{indicator}"), "E92000001");
            let rounding = groups as u64 * 5 / 2 + 2;
            assert!(sum.abs_diff(deliveries) <= rounding, "{file} {indicator}: {sum}");
        }
        let mut dimensions = read.rows.dimensions.values();
        let tenths = dimensions.find(|known| known.id().as_str().ends_with("deprivation-decile"));
        let tenths = tenths.expect("a dimension of the file");
        assert_eq!(tenths.direction(), Some(Direction::MostDisadvantagedFirst));
        let groups: Vec<_> = tenths.groups().map(|category| category.id.as_str()).collect();
        assert_eq!(groups, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
        let others = tenths.categories().iter().filter(|c| c.role == Role::Remainder).count();
        assert_eq!(others, 3, "missing, pseudo postcode, elsewhere");
        // A zero is printed as one, and is none of the rounded.
        let zeros = read.rows.observations.iter().filter(|o| o.numerator == Cell::known(0));
        assert_eq!(zeros.count(), if rows == 15_785 { 2337 } else { 2228 });
    }
}

#[test]
fn the_month_of_february_2025_in_spite_of_its_dates() {
    let Some((read, summary)) = published("msds-feb2025-exp-data.xlsx") else { return };
    all_used(&summary, FileFormat::NhsMaternityMonthly, 83_238);
    assert!(read.rows.observations.iter().all(|row| row.period.to_string() == "Feb 2025"));
    let warnings: Vec<_> = read
        .problems
        .iter()
        .filter(|problem| problem.severity >= Severity::Warning)
        .map(|problem| (problem.code, problem.message.as_str()))
        .collect();
    let swapped = "day and month of a date are exchanged, and the two dates were read as Feb 2025 \
                   (83238 rows)";
    assert_eq!(warnings, [(ProblemCode::DatesSwapped, swapped)]);
    // Row 2: average age. Row 143: TotalBookings of all submitters.
    assert_eq!(row(&read, 2).value, Cell::known(31.0));
    assert_eq!(row(&read, 2).numerator, Cell::Absent);
    assert_eq!(row(&read, 143).numerator, Cell::known(52_620));
    // Rows 26,744 to 26,746 and 26,748, Birmingham: 5 missing, 1,365 and 105
    // make the 1,475 women booked.
    assert_eq!(row(&read, 26_746).area.as_str(), "E08000025");
    assert_eq!(row(&read, 26_746).numerator, Cell::known(105));
    let birmingham =
        |indicator: &str| sum(&read, &format!("nhs-maternity-monthly-{indicator}"), "E08000025");
    assert_eq!(birmingham("bookings"), (1, 1475));
    assert_eq!(birmingham("smoking-status-at-booking"), (3, 1475));
    let indicators: std::collections::BTreeSet<_> =
        read.rows.observations.iter().map(|row| row.indicator.as_str()).collect();
    assert_eq!(indicators.len(), 33, "one for each dimension");
}
