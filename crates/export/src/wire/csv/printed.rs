//! What publications print, as a flat table. The column `groups` has the id of
//! the figure: table/row, statement or annotation.

use std::io::Write;

use firstyear_analysis::{CheckedRow, CheckedTable, PrintedArithmetic, Released};
use firstyear_core::{Cell, PrintedNumber, PrintedRole};

use super::{Figure, write};
use crate::tidy::WriteError;

/// Tables and statements as printed, each figure beside the recomputed one,
/// and the notes on them.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn printed_arithmetic(
    result: &Released<PrintedArithmetic>,
    out: impl Write,
) -> Result<(), WriteError> {
    let found = result.get();
    let tables = found.tables.iter().flat_map(of_table);
    write(tables.chain(statements(found)).chain(annotations(found)), out)
}

const ABOUT: &str = "printed-arithmetic";

fn of_table(table: &CheckedTable) -> Vec<Figure<'_>> {
    let mut figures: Vec<Figure<'_>> =
        table.rows.iter().chain(&table.total).flat_map(|row| of_row(table, row)).collect();
    let of = Figure {
        result: ABOUT,
        groups: table.table.to_string(),
        label: &table.title,
        sources: table.source.to_string(),
        ..Figure::default()
    };
    if let Some(found) = table.percent_sum {
        let how = if found.within_rounding { "within rounding of 100" } else { "not 100" };
        let of = Figure { note: how.to_owned(), ..of };
        figures.push(of.value("sum-of-percents", found.sum.value()));
    }
    figures
}

fn of_row<'a>(table: &'a CheckedTable, row: &'a CheckedRow) -> Vec<Figure<'a>> {
    let of = Figure {
        result: ABOUT,
        groups: format!("{}/{}", table.table, row.printed.row),
        label: &row.printed.label,
        sources: table.source.to_string(),
        ..Figure::default()
    };
    let mut figures = vec![of.count("printed-count", Cell::known(row.printed.count))];
    if let Some(sum) = row.sum {
        let measure = match row.printed.role {
            PrintedRole::Row => "sum-of-parts",
            PrintedRole::Total => "sum-of-rows",
        };
        figures.push(of.count(measure, Cell::known(sum)));
    }
    if let Some(percent) = &row.percent {
        let note = match percent.misprint {
            Some(_) => format!("printed as {}, a misprint", percent.printed),
            None => String::new(),
        };
        let noted = Figure { note, ..of.clone() };
        figures.push(noted.value("printed-percent", percent.read.value()));
        let recomputed = percent.recomputed.map(PrintedNumber::value);
        figures.extend(recomputed.map(|value| of.value("recomputed-percent", value)));
    }
    figures
}

fn statements(found: &PrintedArithmetic) -> impl Iterator<Item = Figure<'_>> {
    found.statements.iter().flat_map(|checked| {
        let said = &checked.printed;
        let of = Figure {
            result: ABOUT,
            groups: said.id.to_string(),
            label: &said.about,
            sources: said.source.to_string(),
            ..Figure::default()
        };
        let noted = Figure { note: format!("in {}", said.result_unit), ..of.clone() };
        let printed = noted.value("printed-result", said.result.value());
        let recomputed = checked.recomputed.map(PrintedNumber::value);
        let recomputed = recomputed.map(|value| of.value("recomputed-result", value));
        [Some(printed), recomputed].into_iter().flatten()
    })
}

fn annotations(found: &PrintedArithmetic) -> impl Iterator<Item = Figure<'_>> {
    found.annotations.iter().map(|placed| {
        let note = &placed.annotation;
        let concerns: Vec<String> = note.concerns.iter().map(ToString::to_string).collect();
        let about = if concerns.is_empty() { "the text".to_owned() } else { concerns.join("; ") };
        Figure {
            result: ABOUT,
            groups: note.id.to_string(),
            label: &note.kind,
            measure: "annotation",
            sources: note.source.to_string(),
            note: format!(
                "on {about}; printed: {}; odd: {}; handled: {}",
                note.printed, note.odd, note.handling
            ),
            ..Figure::default()
        }
    })
}
