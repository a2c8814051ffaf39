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
use crate::words::{Words, say};

/// The name of the files that hold what is printed.
pub(super) const STEM: &str = "printed-arithmetic";

pub(super) const PATH: &str = "printed.html";

/// The page; `None` where nothing of the kind was read.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = report.answers.printed.get();
    if found.is_empty() {
        return None;
    }
    let words = report.language;
    let mut blocks = vec![Block::Text(printed::checked(found, words))];
    blocks.extend(printed::findings(found, words).into_iter().map(Block::Finding));
    blocks.extend(printed::not_listed(found, words).map(Block::Note));
    blocks.extend(found.tables.iter().flat_map(|table| of_table(found, table, words)));
    blocks.extend(statements(found, words));
    blocks.extend(other_notes(report, found));
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "printed-page-short"),
        title: say!(words, "printed-page"),
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

fn of_table(found: &PrintedArithmetic, table: &CheckedTable, words: &Words) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(printed::name(table, words)),
        Block::Table(NamedTable::new(STEM, data_table(table, words))),
    ];
    blocks.extend(printed::of_table(table, words).into_iter().map(Block::Note));
    let concerns = |concern: &Concern| concern.of == table.table;
    blocks.extend(notes(found, concerns, words).map(Block::Note));
    blocks
}

fn data_table(table: &CheckedTable, words: &Words) -> DataTable {
    let none = || TableCell::missing(say!(words, "none"));
    let mut rows: Vec<Vec<TableCell>> = table.rows.iter().map(|row| of_row(row, words)).collect();
    rows.push(vec![
        TableCell::text(say!(words, "printed-row-sum")),
        whole(table.row_sum),
        none(),
        table.percent_sum.map_or_else(none, |found| number(found.sum)),
        none(),
        TableCell::text(""),
    ]);
    rows.extend(table.total.as_ref().map(|total| {
        let mut cells = of_row(total, words);
        cells[0] = TableCell::text(say!(words, "printed-row-total"));
        cells
    }));
    DataTable {
        caption: say!(words, "printed-caption", table = printed::name(table, words)),
        columns: vec![
            Column::text(say!(words, "printed-column-row")),
            Column::number(say!(words, "printed-column-count")),
            Column::number(say!(words, "printed-column-parts")),
            Column::number(say!(words, "printed-column-percent")),
            Column::number(say!(words, "printed-column-recomputed-percent")),
            Column::text(say!(words, "printed-column-remark")),
        ],
        rows,
    }
}

fn of_row(row: &CheckedRow, words: &Words) -> Vec<TableCell> {
    let none = || TableCell::missing(say!(words, "none"));
    let label = row.printed.label.as_str();
    vec![
        TableCell::text(match row.printed.parent {
            Some(_) => say!(words, "printed-part", part = label),
            None => label.to_owned(),
        }),
        whole(row.printed.count),
        row.sum.map_or_else(none, whole),
        row.percent.as_ref().map_or_else(none, |percent| number(percent.printed)),
        row.percent.as_ref().and_then(|percent| percent.recomputed).map_or_else(none, number),
        TableCell::text(remark(row, words)),
    ]
}

fn remark(row: &CheckedRow, words: &Words) -> String {
    let mut said = Vec::new();
    match row.difference() {
        Some(more @ 1..) => {
            let more = count(more.unsigned_abs());
            said.push(match row.printed.role {
                PrintedRole::Row => say!(words, "printed-more-in-parts", count = more),
                PrintedRole::Total => say!(words, "printed-more-in-rows", count = more),
            });
        }
        Some(less @ ..=-1) => {
            said.push(say!(words, "printed-fewer", count = count(less.unsigned_abs())));
        }
        _ => {}
    }
    if let Some(percent) = &row.percent {
        if percent.misprint.is_some() {
            said.push(say!(words, "printed-misprint", read = percent.read.to_string()));
        }
        if !percent.agrees() {
            said.push(say!(words, "printed-percent-differs"));
        }
    }
    said.join("; ")
}

fn statements(found: &PrintedArithmetic, words: &Words) -> Vec<Block> {
    if found.statements.is_empty() {
        return Vec::new();
    }
    let not_computed = || TableCell::missing(say!(words, "printed-not-computed"));
    let rows = found.statements.iter().map(|checked| {
        let said = &checked.printed;
        let operation = printed::operation(said.relation, &said.operands, words);
        let unit = said.unit.as_str();
        vec![
            TableCell::text(&said.section),
            TableCell::text(&said.about),
            TableCell::text(say!(
                words,
                "printed-operation",
                operation = capital(&operation),
                unit = unit
            )),
            number(said.result),
            checked.recomputed.map_or_else(not_computed, number),
            TableCell::text(&said.result_unit),
            TableCell::text(match (checked.agrees(), checked.within_rounding) {
                (true, _) => say!(words, "printed-agrees"),
                (false, true) => say!(words, "printed-differs-by-rounding"),
                (false, false) => say!(words, "printed-differs"),
            }),
        ]
    });
    let table = DataTable {
        caption: say!(words, "printed-statements-caption"),
        columns: vec![
            Column::text(say!(words, "printed-column-section")),
            Column::text(say!(words, "printed-column-about")),
            Column::text(say!(words, "printed-column-from")),
            Column::number(say!(words, "printed-column-result")),
            Column::number(say!(words, "printed-column-recomputed")),
            Column::text(say!(words, "printed-column-unit")),
            Column::text(say!(words, "printed-column-remark")),
        ],
        rows: rows.collect(),
    };
    let is_statement =
        |concern: &Concern| found.statements.iter().any(|s| s.printed.id == concern.of);
    let mut blocks = vec![
        Block::Heading(say!(words, "printed-statements")),
        Block::Table(NamedTable::new(STEM, table)),
    ];
    blocks.extend(notes(found, is_statement, words).map(Block::Note));
    blocks
}

/// Notes on figures of other pages, and those on no figure of the project.
fn other_notes(report: &Report<'_>, found: &PrintedArithmetic) -> Vec<Block> {
    let words = report.language;
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
        let note = note(placed, words);
        if names.is_empty() {
            return capital(&note);
        }
        say!(words, "printed-note-of", of = names.join("; "), note = note)
    };
    let (of_project, others): (Vec<_>, Vec<_>) = rest().partition(|placed| placed.has_figure);
    [
        (say!(words, "printed-notes-of-project"), of_project),
        (say!(words, "printed-notes-of-others"), others),
    ]
    .into_iter()
    .filter(|(_, placed)| !placed.is_empty())
    .flat_map(|(heading, placed)| {
        let points = placed.into_iter().map(named).collect();
        [Block::Heading(heading), Block::List(points)]
    })
    .collect()
}

/// The notes that concern a figure, in the order of the files.
fn notes<'a>(
    found: &'a PrintedArithmetic,
    concerns: impl Fn(&Concern) -> bool + 'a,
    words: &'a Words,
) -> impl Iterator<Item = String> + 'a {
    let of_figure = move |a: &&PlacedAnnotation| a.annotation.concerns.iter().any(&concerns);
    found.annotations.iter().filter(of_figure).map(move |placed| {
        let of: Vec<String> = placed.annotation.concerns.iter().map(Concern::to_string).collect();
        say!(words, "printed-note-on", of = of.join(", "), note = note(placed, words))
    })
}

/// A note in words: `section 1.6, period mismatch (high): …`.
fn note(placed: &PlacedAnnotation, words: &Words) -> String {
    let note = &placed.annotation;
    say!(
        words,
        "printed-note",
        section = note.section.as_str(),
        kind = note.kind.as_str(),
        weight = note.weight.word(),
        printed = note.printed.as_str(),
        odd = note.odd.as_str(),
        handling = note.handling.as_str()
    )
}

fn whole(count: u64) -> TableCell {
    TableCell::number(count as f64, 0)
}

fn number(printed: PrintedNumber) -> TableCell {
    TableCell::number(printed.value(), printed.decimals().into())
}
