//! What publications print, in small.

use std::collections::BTreeMap;

use firstyear_analysis::{Evidence, PrintedArithmetic};
use firstyear_core::{
    Annotation, Confidence, Dataset, Place, Printed, PrintedId, PrintedNumber, PrintedRole,
    PrintedRow, Relation, Statement, Weight,
};

use super::{Fixture, source_id};
use crate::format::capital;

/// A table that does not add up, a misprint, a statement that is not the
/// difference of its figures, and a note of each kind: Table 4, the end of
/// Table 7 and section 1.6 of the report of 2010.
pub(crate) fn printed_arithmetic() -> PrintedArithmetic {
    let mut printed = Printed::default();
    let nutrition = [
        ("breastfeeding", "25", "26.6"),
        ("communication", "21", "22.3"),
        ("care-pathways", "16", "17.0"),
        ("nutrition-strategy", "11", "11.7"),
        ("staff-training", "6", "6.4"),
        ("other", "17", "18.1"),
    ];
    for (id, count, percent) in nutrition {
        printed.rows.push(printed_row("table-4", "Nutrition", id, format!("{count} ({percent})")));
    }
    let part = |id, count: &str| PrintedRow {
        parent: Some(printed_id("care-pathways")),
        ..printed_row("table-4", "Nutrition", id, count.to_owned())
    };
    printed.rows.insert(3, part("obesity-pathway", "13"));
    printed.rows.insert(4, part("rickets-pathway", "3"));
    let total = |table, title, count| PrintedRow {
        role: PrintedRole::Total,
        ..printed_row(table, title, "total", format!("{count} (100)"))
    };
    printed.rows.push(total("table-4", "Nutrition", 94));
    printed.rows.push(printed_row(
        "table-7",
        "Teenage pregnancy",
        "all-but-other",
        "53 (75.7)".to_owned(),
    ));
    let misprint = PrintedRow {
        cell: Some("17 (24.30".to_owned()),
        ..printed_row("table-7", "Teenage pregnancy", "other", "17 (24.30)".to_owned())
    };
    printed.rows.push(misprint);
    printed.rows.push(total("table-7", "Teenage pregnancy", 70));
    printed.statements.push(Statement {
        id: printed_id("breastfeeding-change"),
        section: "1.6".to_owned(),
        about: "Change in visited areas".to_owned(),
        relation: Relation::Difference,
        operands: ["66.8", "64.8"].map(printed_number).into(),
        unit: "percent".to_owned(),
        result: printed_number("2.1"),
        result_unit: "percentage points".to_owned(),
        source: source_id("dh-2010"),
        place: Place::default(),
    });
    let notes = ["table-4", "table-7/other", "breastfeeding-change", "infant-mortality-rate", ""];
    printed.annotations.extend(notes.map(annotation));
    let data = Dataset { printed, sources: Fixture::empty().sources, ..Dataset::default() };
    firstyear_analysis::printed_arithmetic(&Evidence {
        data: &data,
        indicators: &BTreeMap::new(),
        dimensions: &BTreeMap::new(),
        interventions: &[],
        themes: &firstyear_core::recommendation::NO_THEMES,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    })
}

fn printed_id(id: &str) -> PrintedId {
    PrintedId::new(id).unwrap()
}

fn printed_number(text: &str) -> PrintedNumber {
    text.parse().unwrap()
}

/// A row by its cell, such as `25 (26.6)`.
fn printed_row(table: &str, title: &str, id: &str, cell: String) -> PrintedRow {
    let (count, percent) = cell.split_once(" (").unwrap_or((&cell, ""));
    let percent = percent.trim_end_matches(')');
    PrintedRow {
        table: printed_id(table),
        title: title.to_owned(),
        row: printed_id(id),
        parent: None,
        role: PrintedRole::Row,
        label: capital(&id.replace('-', " ")),
        count: count.parse().unwrap(),
        percent: (!percent.is_empty()).then(|| printed_number(percent)),
        source: source_id("dh-2010"),
        place: Place::default(),
        cell: Some(cell),
    }
}

/// A note on a figure, or on the text alone.
fn annotation(concerns: &str) -> Annotation {
    let id = format!("on-{}", concerns.replace('/', "-"));
    Annotation {
        id: printed_id(id.trim_end_matches('-')),
        concerns: (!concerns.is_empty()).then(|| concerns.parse().unwrap()).into_iter().collect(),
        kind: "period mismatch".to_owned(),
        weight: Weight::Medium,
        printed: "2008 & 2009".to_owned(),
        odd: "no period stands beside it".to_owned(),
        handling: "taken as 2008 to 2009".to_owned(),
        section: "1.6".to_owned(),
        source: source_id("dh-2010"),
        place: Place::default(),
    }
}
