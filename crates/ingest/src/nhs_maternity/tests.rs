//! The monthly file: totals, exchanged dates, averages and rows that are refused.

use firstyear_core::{Cell, Problem, Withholding};

use super::*;
use crate::{Gather, Sources, unwatched};

const HEADER: &str = "ReportingPeriodStartDate,ReportingPeriodEndDate,Dimension,Org_Level,\
                      Org_Code,Org_Name,Measure,Count_Of,Final_value\n";

/// Reads a monthly table of these rows (synthetic).
fn read(rows: &str) -> Gather {
    let text = format!("{HEADER}{rows}");
    let input = Input::of_bytes(text.as_bytes(), &"month.csv".into());
    let mut all = Gather::default();
    let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
    (MONTHLY.read)(&input, &with, &mut all, &mut unwatched).unwrap();
    all
}

fn problems(all: &Gather) -> Vec<String> {
    all.read.problems.iter().map(Problem::to_string).collect()
}

#[test]
fn a_row_of_its_dimensions_total_is_the_denominator_of_the_others() {
    let all = read(
        "01/02/2025,28/02/2025,SmokingStatusGroupBooking,Provider,R0A,A,Smoker,Women,40\n\
         01/02/2025,28/02/2025,SmokingStatusGroupBooking,Provider,R0A,A,Total,Women,400\n\
         01/02/2025,28/02/2025,SmokingStatusGroupBooking,Provider,R0B,B,Smoker,Women,*\n\
         01/02/2025,28/02/2025,TotalBookings,Provider,R0B,B,,Women,7\n",
    );
    let rows = &all.read.rows.observations;
    assert_eq!((rows[0].numerator, rows[0].denominator), (Cell::known(40), Cell::known(400)));
    assert_eq!(rows[2].numerator, Cell::Withheld(Withholding::Publisher));
    assert_eq!(rows[2].denominator, Cell::Absent, "the total of another provider");
    assert!(rows[3].groups.is_everyone());
    assert_eq!(rows[0].note.as_deref(), Some(ROUNDED));
    assert_eq!(rows[3].note, None, "a count that was not rounded");
    assert_eq!(all.counts.used, 4);
    let withheld = "month.csv, row 4, column `numerator`: the cell is withheld, alone in this file";
    assert_eq!(problems(&all), [withheld]);
}

#[test]
fn exchanged_dates_are_put_back_and_told_once() {
    let all = read(
        "2025-01-02,28/02/2025,TotalBabies,Provider,R0A,A,,Babies,40\n\
         2025-01-02,28/02/2025,TotalBabies,Provider,R0B,B,,Babies,40\n\
         2025-01-03,28/02/2025,TotalBabies,Provider,R0C,C,,Babies,40\n",
    );
    let rows = &all.read.rows.observations;
    assert_eq!(rows.iter().map(|row| row.period.to_string()).collect::<Vec<_>>(), ["Feb 2025"; 2]);
    assert_eq!(
        problems(&all),
        [
            "month.csv, row 4, column `ReportingPeriodStartDate`: the two dates are not the first and \
         the last day of one month",
            "month.csv, row 2, column `ReportingPeriodStartDate`: day and month of a date are \
         exchanged, and the two dates were read as Feb 2025 (2 rows)",
        ]
    );
    assert_eq!((all.counts.used, all.counts.refused), (2, 1));
}

#[test]
fn averages_are_values_without_counts() {
    let all = read(
        "01/02/2025,28/02/2025,AgeAtBookingMotherAvg,National,ALL,ALL SUBMITTERS,,Average over \
         women,31.0\n",
    );
    let row = &all.read.rows.observations[0];
    assert_eq!((row.numerator, row.value), (Cell::Absent, Cell::known(31.0)));
    let named: Vec<_> = all.read.rows.named.values().map(|named| named.unit.as_deref()).collect();
    assert_eq!(named, [Some("average over women")]);
}

#[test]
fn cells_that_say_nothing_and_rows_of_another_shape_are_refused() {
    let all = read(
        "01/02/2025,28/02/2025,TotalBabies,Provider,R0A,A,,Babies,\n\
         01/02/2025,28/02/2025,TotalBabies,Provider,R0A,A,,Babies,4.5\n\
         01/02/2025,28/02/2025,TotalBabies,Provider,R0A,A,,Babies\n\
         01/02/2025,28/02/2025,,Provider,R0A,A,,Babies,5\n",
    );
    assert_eq!((all.counts.used, all.counts.refused), (0, 4));
    let codes: Vec<_> = all.read.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["cell-empty", "cell-not-whole", "row-shape", "indicator-unknown"]);
}
