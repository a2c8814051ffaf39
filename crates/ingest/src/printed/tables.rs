//! Tables of a publication as printed: one row of a table a row.

use std::collections::BTreeMap;

use firstyear_core::layout::printed_table as column;
use firstyear_core::project::FileFormat;
use firstyear_core::{PrintedId, PrintedPart, PrintedRole, PrintedRow, ProblemCode};

use super::{ENOUGH, read_id, read_printed, read_word, read_words};
use crate::OnProgress;
use crate::cells::read_count;
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::sink::Sink;
use crate::table::{Column, Layout, Table};
use crate::vocabulary::Vocabulary;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::PrintedTables,
    title: "Tables of a publication as printed, CSV or TSV",
    explanation: "The project's own layout for tables of counts with percentages, as a report \
                  prints them. Percentages keep their decimals, and rows stay as they are where \
                  they do not add up to their total; the report shows both.",
    fits: |sample| Fit::header(sample, &column::COLUMNS, ENOUGH),
    read: read_into,
};

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let table = Table::with_source(input, Layout::PRINTED_TABLES, with, sink, progress)?;
    let columns = table.columns(column::COLUMNS);
    let (mut words, mut seen) = (Vocabulary::new(with.codes, with.sources), Seen::default());
    let read = |table: &Table<'_>, row: RowProblems<'_>| {
        read_row(table, &columns, &mut words, &mut seen, row)
    };
    table.read_rows(sink, progress, read, |sink, read| sink.printed(PrintedPart::Row(read)))
}

/// Reads one row: every column, so that all its problems are told at once.
fn read_row(
    table: &Table<'_>,
    columns: &[Column; column::COLUMNS.len()],
    words: &mut Vocabulary<'_>,
    seen: &mut Seen,
    mut row: RowProblems<'_>,
) -> Option<PrintedRow> {
    let [of, title, id, parent, role, label, count, percent, cell, source] = *columns;
    let text = |column| table.cell(column);
    let optional = |column| Some(text(column)).filter(|text| !text.is_empty());
    let of_table = row.keep(of.name, read_id(text(of)));
    let own = row.keep(id.name, read_id(text(id)));
    let part_of = row.keep(parent.name, optional(parent).map(read_id).transpose());
    let role_of = row.keep(role.name, read_role(optional(role)));
    let heading = row.keep(title.name, read_words(text(title)));
    let name = row.keep(label.name, read_words(text(label)));
    let counted = row.keep(count.name, read_count(text(count)));
    let share = row.keep(percent.name, optional(percent).map(read_printed).transpose());
    let from = row.share(source.name, words.source(text(source)));
    let read = PrintedRow {
        table: of_table?,
        title: heading?,
        row: own?,
        parent: part_of?,
        role: role_of?,
        label: name?,
        count: counted?,
        percent: share?,
        cell: optional(cell).map(str::to_owned),
        source: from?,
        place: row.place(),
    };
    let (at, placed) = seen.place(&read);
    row.keep(at, placed)?;
    Some(read)
}

fn read_role(text: Option<&str>) -> Result<PrintedRole, Fault> {
    text.map_or(Ok(PrintedRole::Row), |text| read_word(text, &PrintedRole::ALL, "role"))
}

/// The rows of each table so far.
#[derive(Default)]
struct Seen {
    roles: BTreeMap<PrintedId, BTreeMap<PrintedId, PrintedRole>>,
}

impl Seen {
    /// Gives a row its place in its table; the column that is at fault where
    /// it has none. A part stands below its row, so no row is a part of
    /// itself.
    fn place(&mut self, row: &PrintedRow) -> (&'static str, Result<(), Fault>) {
        let invalid = |message: &str| Err(Fault::new(ProblemCode::PrintedIdInvalid, message));
        let table = self.roles.entry(row.table.clone()).or_default();
        if table.contains_key(&row.row) {
            return (column::ROW, invalid("the row stands above in the same table"));
        }
        if let Some(parent) = &row.parent {
            if row.role == PrintedRole::Total {
                return (column::PARENT, invalid("a total is not a part of a row"));
            }
            if table.get(parent) != Some(&PrintedRole::Row) {
                return (column::PARENT, invalid("no row with this id stands above in the table"));
            }
        }
        if row.role == PrintedRole::Total && table.values().any(|r| *r == PrintedRole::Total) {
            return (column::ROLE, invalid("the table has another total above"));
        }
        table.insert(row.row.clone(), row.role);
        (column::ROW, Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Sources, read_bytes, unwatched};

    const HEADER: &str = "table,title,row,parent,role,label,count,percent,cell,source\n";

    fn read(rows: &str) -> (Vec<PrintedRow>, Vec<String>) {
        let (table, codes) = (format!("{HEADER}{rows}"), CodeLists::NONE);
        let sources = Sources::default();
        let (read, summary) =
            read_bytes(table.as_bytes(), "t.csv", None, &codes, sources, &mut unwatched).unwrap();
        assert_eq!(summary.format, FileFormat::PrintedTables);
        assert_eq!(summary.rows.all(), rows.lines().count() as u64);
        (read.rows.printed.rows, read.problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_row_keeps_its_decimals_and_its_cell() {
        let (rows, problems) = read(
            "t-1,Table,a,,,First,17,24.30,17 (24.30,made-up\n\
             t-1,Table,b,a,row,Part,17,,,made-up\n\
             t-1,Table,all,,total,Total,70,100,70 (100),made-up\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(rows[0].percent.unwrap().to_string(), "24.30");
        assert_eq!(rows[0].cell.as_deref(), Some("17 (24.30"));
        assert_eq!((rows[1].parent.as_ref().unwrap().as_str(), rows[1].percent), ("a", None));
        assert_eq!(rows[2].role, PrintedRole::Total);
    }

    #[test]
    fn rows_without_a_place_in_their_table_are_refused() {
        let (rows, problems) = read(
            "t-1,Table,a,b,,First,17,,,made-up\n\
             t-1,Table,c,c,,Its own part,17,,,made-up\n\
             t-1,Table,d,,,Fourth,17,,,made-up\n\
             t-1,Table,d,,,Again,17,,,made-up\n\
             t-1,Table,all,,total,Total,70,,,made-up\n\
             t-1,Table,sum,,total,Total,70,,,made-up\n\
             t-1,Table,e,all,,Part of a total,70,,,made-up\n\
             Table 1,Table,f,,rwo,,x,24.3%,,made-up\n",
        );
        assert_eq!(rows.len(), 2);
        assert_eq!(
            problems,
            [
                "t.csv, row 2, column `parent`: no row with this id stands above in the table",
                "t.csv, row 3, column `parent`: no row with this id stands above in the table",
                "t.csv, row 5, column `row`: the row stands above in the same table",
                "t.csv, row 7, column `role`: the table has another total above",
                "t.csv, row 8, column `parent`: no row with this id stands above in the table",
                "t.csv, row 9, column `table`: not an id",
                "t.csv, row 9, column `role`: not a role",
                "t.csv, row 9, column `label`: the cell is empty",
                "t.csv, row 9, column `count`: not a number",
                "t.csv, row 9, column `percent`: not a number as it is printed",
            ]
        );
    }
}
