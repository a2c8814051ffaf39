//! Exports of CDC WONDER, made up: their marks, totals and notes.

use firstyear_core::{Cell, Flags, ProblemCode, Severity, Withholding};

use super::*;
use crate::{CodeLists, Gather, Sources, unwatched};

/// Synthetic rows in the layout of an export.
fn export(rows: &str, notes: &str) -> String {
    format!(
        "\"Notes\"\t\"State\"\t\"State Code\"\t\"Race\"\t\"Race Code\"\tDeaths\tPopulation\tCrude \
         Rate\n{rows}\"---\"\n\"Dataset: Multiple Cause of Death, 1999-2020\"\n\"Query \
         Parameters:\"\n\"Year/Month: 2011; 2012\"\n\"Show Suppressed: False\"\n\"Calculate Rates \
         Per: 100,000\"\n{notes}"
    )
}

fn read(text: &str) -> Gather {
    let input = Input::of_bytes(text.as_bytes(), &"t.txt".into());
    let mut all = Gather::default();
    let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
    read_into(&input, &with, &mut all, &mut unwatched).unwrap();
    all
}

fn codes(all: &Gather) -> Vec<ProblemCode> {
    all.read.problems.iter().map(|problem| problem.code).collect()
}

const GOOD: &str = "\t\"Alabama\"\t\"01\"\t\"White\"\t\"2106-3\"\t100\t20000\t500.0\n\
    \t\"Alabama\"\t\"01\"\t\"Asian\"\t\"A\"\t12\t3000\tUnreliable\n\
    \"Total\"\t\"Alabama\"\t\"01\"\t\t\t112\t23000\t487.0\n\
    \t\"Alaska\"\t\"02\"\t\"White\"\t\"2106-3\"\t0\t5000\t0.0\n\
    \"Total\"\t\"Alaska\"\t\"02\"\t\t\t0\t5000\t0.0\n\
    \"Total\"\t\t\t\t\t112\t28000\t400.0\n";

#[test]
fn rows_totals_and_marks_are_read() {
    let all = read(&export(GOOD, ""));
    assert_eq!(all.counts.used, 6);
    assert_eq!(codes(&all), []);
    let rows = &all.read.rows.observations;
    assert!(rows.iter().all(|row| row.period.to_string() == "2011 to 2012"));
    let said = |at: usize| format!("{} {}", rows[at].area, rows[at].groups);
    assert_eq!(said(0), "us-fips:01 cdc-wonder-race=white");
    assert_eq!(said(2), "us-fips:01 ");
    assert_eq!(said(5), "iso3166:USA ");
    assert_eq!(rows[1].numerator, Cell::flagged(12, Flags::LOW_RELIABILITY));
    assert_eq!(rows[1].value, Cell::Absent);
    assert_eq!(rows[3].numerator, Cell::known(0));
    let named = all.read.rows.named.values().next().unwrap();
    assert_eq!((named.code.as_str(), named.unit.as_deref()), ("Crude Rate", Some("per 100,000")));
    let source = all.read.rows.sources.values().next().unwrap();
    assert_eq!(source.title, "Multiple Cause of Death, 1999-2020");
    assert!(source.note.as_deref().unwrap().contains("Show Suppressed: False"));
    assert_eq!(source.class, SourceClass::Published);
}

#[test]
fn every_mark_is_a_fact_of_its_own() {
    let rows = "\t\"Alabama\"\t\"01\"\t\"White\"\t\"2106-3\"\tSuppressed\t20000\tSuppressed\n\
        \t\"Alabama\"\t\"01\"\t\"Not Stated\"\t\"NS\"\t17\tNot Applicable\tNot Applicable\n\
        \t\"Alabama\"\t\"01\"\t\"Asian\"\t\"A\"\t25\tNot Available\tMissing\n\
        \t\"Alabama\"\t\"01\"\t\"Other\"\t\"O\"\t15\t100\t15000.0 (Unreliable)\n";
    let all = read(&export(rows, ""));
    let rows = &all.read.rows.observations;
    let withheld = Cell::Withheld(Withholding::Publisher);
    assert_eq!((rows[0].numerator, rows[0].denominator), (withheld, Cell::known(20000)));
    assert_eq!(rows[0].value, Cell::Withheld(Withholding::Publisher));
    assert_eq!((rows[1].denominator, rows[1].value), (Cell::NotApplicable, Cell::NotApplicable));
    assert_eq!((rows[2].denominator, rows[2].value), (Cell::Absent, Cell::Absent));
    assert_eq!(rows[3].value, Cell::flagged(15000.0, Flags::LOW_RELIABILITY));
    assert_eq!(rows[3].numerator, Cell::flagged(15, Flags::LOW_RELIABILITY));
}

#[test]
fn totals_and_rates_that_disagree_are_told() {
    let wrong_total = GOOD.replace("\t112\t23000\t487.0", "\t112\t23001\t486.9");
    let all = read(&export(&wrong_total, ""));
    assert_eq!(codes(&all), [ProblemCode::TotalDisagrees]);
    assert_eq!(
        all.read.problems[0].to_string(),
        "t.txt, row 4, column `Population`: the rows do not add up to their total"
    );
    let wrong_rate = GOOD.replace("500.0", "501.0");
    assert_eq!(codes(&read(&export(&wrong_rate, ""))), [ProblemCode::RateDisagrees]);
}

#[test]
fn rows_that_the_query_left_out_are_told() {
    let hidden =
        GOOD.replace("\t\"Alabama\"\t\"01\"\t\"Asian\"\t\"A\"\t12\t3000\tUnreliable\n", "");
    let all = read(&export(&hidden, ""));
    assert_eq!(codes(&all), [ProblemCode::RowsHidden]);
    let said = "Messages:\n\"1. Rows with suppressed Deaths are hidden. Use Quick Options above to \
                show suppressed rows.\"\n";
    assert_eq!(codes(&read(&export(GOOD, said))), [ProblemCode::RowsHidden]);
}

#[test]
fn counts_below_ten_make_the_source_restricted() {
    let rows = "\t\"Alabama\"\t\"01\"\t\"White\"\t\"2106-3\"\t8\t20000\t40.0\n";
    let all = read(&export(rows, ""));
    assert_eq!(codes(&all), [ProblemCode::CountSmall]);
    let source = all.read.rows.sources.values().next().unwrap();
    assert_eq!(source.class, SourceClass::Restricted);
    assert!(!all.read.problems[0].to_string().contains('8'), "the count is not repeated");
}

#[test]
fn a_spreadsheet_is_known_by_its_traces() {
    // Carriage returns, underscores, dates for codes, no notes and no zeros.
    let text = "State,State_Code,Hispanic_Origin,Hispanic_Origin_Code,Year,Deaths,Population,\
                Crude_Rate\rAlabama,1,Hispanic or Latino,Feb-35,2011,20,1000,2000\r";
    let input = Input::of_bytes(text.as_bytes(), &"t.csv".into());
    assert_eq!(fits(&Sample::of(&input).unwrap()), Fit::Words(5));
    let all = read(text);
    assert_eq!(codes(&all), [ProblemCode::NotesMissing, ProblemCode::CodeDamaged]);
    assert_eq!(
        all.read.problems[1].to_string(),
        "t.csv, row 2, column `Hispanic Origin Code`: a spreadsheet turned codes into dates (1 \
         rows); right would be 2135-2"
            .replace("t.csv", "t.txt")
    );
    let row = &all.read.rows.observations[0];
    assert_eq!(row.area.as_str(), "us-fips:01");
    assert_eq!(row.groups.to_string(), "cdc-wonder-hispanic-origin=hispanic-or-latino");
}

#[test]
fn bad_rows_are_refused_where_they_are_wrong() {
    let rows = "\t\"Alabama\"\t\"01\"\t\"\"\t\"2106-3\"\t10\t20000\t50.0\n\
        \t\"Alabama\"\t\"x\"\t\"White\"\t\"2106-3\"\t10\t20000\t50.0\n\
        \t\"Alabama\"\t\"01\"\t\"White\"\t\"2106-3\"\t\t20000\t50.0\n\
        \t\"Alabama\"\t\"01\"\t\"White\"\t10\n";
    let all = read(&export(rows, ""));
    assert_eq!(all.counts.refused, 4);
    let expected = [
        ProblemCode::CellEmpty,
        ProblemCode::AreaCodeInvalid,
        ProblemCode::CellEmpty,
        ProblemCode::RowShape,
    ];
    assert_eq!(codes(&all), expected);
    assert!(all.read.problems.iter().all(|problem| problem.severity == Severity::Error));
}
