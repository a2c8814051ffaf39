//! The page of printed tables: what publications print, what it gives when it
//! is recomputed, and what is odd about it.

use std::collections::BTreeSet;

use firstyear_analysis::{CheckedRow, CheckedTable, PlacedAnnotation, PrintedArithmetic};
use firstyear_core::{Concern, PrintedNumber, PrintedRole, SourceId};

use super::Report;
use super::block::{Block, NamedTable, PageParts};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::{capital, count};
use crate::sentence::printed;

/// The name of the files that hold what is printed.
pub(super) const STEM: &str = "printed-arithmetic";

pub(super) const PATH: &str = "printed.html";

/// The page; `None` where nothing of the kind was read.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = report.answers.printed.get();
    if found.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Text(printed::checked(found))];
    blocks.extend(printed::findings(found).into_iter().map(Block::Finding));
    blocks.extend(printed::not_listed(found).map(Block::Note));
    blocks.extend(found.tables.iter().flat_map(|table| of_table(found, table)));
    blocks.extend(statements(found));
    blocks.extend(other_notes(report, found));
    Some(PageParts {
        path: PATH.to_owned(),
        nav: "Printed tables".to_owned(),
        title: "What is printed, and does its arithmetic agree?".to_owned(),
        sources: sources(found),
        blocks,
    })
}

fn sources(found: &PrintedArithmetic) -> BTreeSet<SourceId> {
    let tables = found.tables.iter().map(|table| &table.source);
    let statements = found.statements.iter().map(|statement| &statement.printed.source);
    let notes = found.annotations.iter().map(|placed| &placed.annotation.source);
    tables.chain(statements).chain(notes).cloned().collect()
}

fn of_table(found: &PrintedArithmetic, table: &CheckedTable) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(printed::name(table)),
        Block::Table(NamedTable::new(STEM, data_table(table))),
    ];
    blocks.extend(printed::of_table(table).into_iter().map(Block::Note));
    let concerns = |concern: &Concern| concern.of == table.table;
    blocks.extend(notes(found, concerns).map(Block::Note));
    blocks
}

fn data_table(table: &CheckedTable) -> DataTable {
    let mut rows: Vec<Vec<TableCell>> = table.rows.iter().map(of_row).collect();
    rows.push(vec![
        TableCell::text("Sum of the rows, recomputed"),
        whole(table.row_sum),
        TableCell::missing("none"),
        table.percent_sum.map_or_else(none, |found| number(found.sum)),
        TableCell::missing("none"),
        TableCell::text(""),
    ]);
    rows.extend(table.total.as_ref().map(|total| {
        let mut cells = of_row(total);
        cells[0] = TableCell::text("Total, as printed");
        cells
    }));
    DataTable {
        caption: format!("{}: as printed, and recomputed", printed::name(table)),
        columns: vec![
            Column::text("Row"),
            Column::number("Count as printed"),
            Column::number("Sum of its parts"),
            Column::number("Percentage as printed"),
            Column::number("Percentage from the count"),
            Column::text("Remark"),
        ],
        rows,
    }
}

fn of_row(row: &CheckedRow) -> Vec<TableCell> {
    let part = row.printed.parent.is_some();
    let label = &row.printed.label;
    vec![
        TableCell::text(if part { format!("of which: {label}") } else { label.clone() }),
        whole(row.printed.count),
        row.sum.map_or_else(none, whole),
        row.percent.as_ref().map_or_else(none, |percent| number(percent.printed)),
        row.percent.as_ref().and_then(|percent| percent.recomputed).map_or_else(none, number),
        TableCell::text(remark(row)),
    ]
}

fn remark(row: &CheckedRow) -> String {
    let mut words = Vec::new();
    match row.difference() {
        Some(more @ 1..) => {
            let parts = match row.printed.role {
                PrintedRole::Row => "its parts",
                PrintedRole::Total => "the rows",
            };
            words.push(format!("{} more in {parts}", count(more.unsigned_abs())));
        }
        Some(less @ ..=-1) => {
            words.push(format!("not accounted for: {}", count(less.unsigned_abs())));
        }
        _ => {}
    }
    if let Some(percent) = &row.percent {
        if percent.misprint.is_some() {
            words.push(format!("misprint, read as {}", percent.read));
        }
        if !percent.agrees() {
            words.push("percentage differs from the count".to_owned());
        }
    }
    words.join("; ")
}

fn statements(found: &PrintedArithmetic) -> Vec<Block> {
    if found.statements.is_empty() {
        return Vec::new();
    }
    let rows = found.statements.iter().map(|checked| {
        let said = &checked.printed;
        vec![
            TableCell::text(&said.section),
            TableCell::text(&said.about),
            TableCell::text(format!(
                "{} ({})",
                capital(&printed::operation(said.relation, &said.operands)),
                said.unit
            )),
            number(said.result),
            checked.recomputed.map_or_else(|| TableCell::missing("not computed"), number),
            TableCell::text(&said.result_unit),
            TableCell::text(match (checked.agrees(), checked.within_rounding) {
                (true, _) => "agrees",
                (false, true) => "differs; rounding could explain it",
                (false, false) => "differs",
            }),
        ]
    });
    let table = DataTable {
        caption: "Statements: results as printed, and recomputed from the printed figures"
            .to_owned(),
        columns: vec![
            Column::text("Section"),
            Column::text("About"),
            Column::text("From the figures as printed"),
            Column::number("Result as printed"),
            Column::number("Result recomputed"),
            Column::text("Unit of the result"),
            Column::text("Remark"),
        ],
        rows: rows.collect(),
    };
    let is_statement =
        |concern: &Concern| found.statements.iter().any(|s| s.printed.id == concern.of);
    let mut blocks =
        vec![Block::Heading("Statements".to_owned()), Block::Table(NamedTable::new(STEM, table))];
    blocks.extend(notes(found, is_statement).map(Block::Note));
    blocks
}

/// Notes on figures of other pages, and those on no figure of the project.
fn other_notes(report: &Report<'_>, found: &PrintedArithmetic) -> Vec<Block> {
    let here = |concern: &Concern| {
        found.tables.iter().any(|table| table.table == concern.of)
            || found.statements.iter().any(|statement| statement.printed.id == concern.of)
    };
    let rest = || found.annotations.iter().filter(|a| !a.annotation.concerns.iter().any(here));
    let named = |placed: &PlacedAnnotation| {
        let name = |concern: &Concern| {
            let known = report.indicators.iter().find(|(id, _)| id.as_str() == concern.of.as_str());
            known.map_or_else(
                || capital(&concern.to_string().replace('-', " ")),
                |(_, indicator)| indicator.name.clone(),
            )
        };
        let names: Vec<String> = placed.annotation.concerns.iter().map(name).collect();
        if names.is_empty() {
            return capital(&note(placed));
        }
        format!("{}: {}", names.join("; "), note(placed))
    };
    let (of_project, others): (Vec<_>, Vec<_>) = rest().partition(|placed| placed.has_figure);
    [
        ("Notes on other figures of the project", of_project),
        ("Notes on no figure of the project", others),
    ]
    .into_iter()
    .filter(|(_, placed)| !placed.is_empty())
    .flat_map(|(heading, placed)| {
        let points = placed.into_iter().map(named).collect();
        [Block::Heading(heading.to_owned()), Block::List(points)]
    })
    .collect()
}

/// The notes that concern a figure, in the order of the files.
fn notes<'a>(
    found: &'a PrintedArithmetic,
    concerns: impl Fn(&Concern) -> bool + 'a,
) -> impl Iterator<Item = String> + 'a {
    let of_figure = move |a: &&PlacedAnnotation| a.annotation.concerns.iter().any(&concerns);
    found.annotations.iter().filter(of_figure).map(|placed| {
        let of: Vec<String> = placed.annotation.concerns.iter().map(Concern::to_string).collect();
        format!("Note on {}: {}", of.join(", "), note(placed))
    })
}

/// A note in words: `section 1.6, period mismatch (high): …`.
fn note(placed: &PlacedAnnotation) -> String {
    let note = &placed.annotation;
    format!(
        "section {}, {} ({}). Printed: {}. Odd about it: {}. Handling: {}.",
        note.section,
        note.kind,
        note.weight.word(),
        note.printed,
        note.odd,
        note.handling
    )
}

fn whole(count: u64) -> TableCell {
    TableCell::number(count as f64, 0)
}

fn number(printed: PrintedNumber) -> TableCell {
    TableCell::number(printed.value(), printed.decimals().into())
}

fn none() -> TableCell {
    TableCell::missing("none")
}
