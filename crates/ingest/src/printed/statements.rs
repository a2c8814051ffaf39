//! Statements of a publication: one relation between printed figures a row.

use std::collections::BTreeSet;

use firstyear_core::layout::printed_statement as column;
use firstyear_core::project::FileFormat;
use firstyear_core::{PrintedId, PrintedNumber, PrintedPart, ProblemCode, Relation, Statement};

use super::{ENOUGH, parts, read_own_id, read_printed, read_word, read_words};
use crate::OnProgress;
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::sink::Sink;
use crate::table::{Column, Layout, Table};
use crate::vocabulary::Vocabulary;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::PrintedStatements,
    title: "Statements of a publication that set figures against each other, CSV or TSV",
    explanation: "The project's own layout for differences, sums, percentages and ratios that a \
                  text prints beside the figures they are made of. All keep their decimals.",
    fits: |sample| Fit::header(sample, &column::COLUMNS, ENOUGH),
    read: read_into,
};

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let table = Table::with_source(input, Layout::PRINTED_STATEMENTS, with, sink, progress)?;
    let columns = table.columns(column::COLUMNS);
    let (mut words, mut seen) = (Vocabulary::new(with.codes, with.sources), BTreeSet::new());
    let read = |table: &Table<'_>, row: RowProblems<'_>| {
        read_row(table, &columns, &mut words, &mut seen, row)
    };
    table.read_rows(sink, progress, read, |sink, read| sink.printed(PrintedPart::Statement(read)))
}

/// Reads one row: every column, so that all its problems are told at once.
fn read_row(
    table: &Table<'_>,
    columns: &[Column; column::COLUMNS.len()],
    words: &mut Vocabulary<'_>,
    seen: &mut BTreeSet<PrintedId>,
    mut row: RowProblems<'_>,
) -> Option<Statement> {
    let [id, section, about, relation, operands, unit, result, result_unit, source] = *columns;
    let text = |column| table.cell(column);
    let own = row.keep(id.name, read_own_id(text(id), seen));
    let chapter = row.keep(section.name, read_words(text(section)));
    let subject = row.keep(about.name, read_words(text(about)));
    let follows = row.keep(relation.name, read_word(text(relation), &Relation::ALL, "relation"));
    let given =
        follows.and_then(|follows| row.keep(operands.name, read_operands(text(operands), follows)));
    let in_unit = row.keep(unit.name, read_words(text(unit)));
    let printed = row.keep(result.name, read_printed(text(result)));
    let printed_unit = row.keep(result_unit.name, read_words(text(result_unit)));
    let from = row.share(source.name, words.source(text(source)));
    Some(Statement {
        id: own?,
        section: chapter?,
        about: subject?,
        relation: follows?,
        operands: given?,
        unit: in_unit?,
        result: printed?,
        result_unit: printed_unit?,
        source: from?,
        place: row.place(),
    })
}

/// So many figures in one statement are a table.
const MOST: usize = 100;

fn read_operands(text: &str, relation: Relation) -> Result<Vec<PrintedNumber>, Fault> {
    let operands = parts(text).map(read_printed).collect::<Result<Vec<_>, _>>()?;
    let needed = match relation {
        Relation::Sum if (2..=MOST).contains(&operands.len()) => return Ok(operands),
        Relation::Sum => "a sum is of two figures or more, and of 100 at most",
        _ if operands.len() != 2 => "the relation is between two figures",
        Relation::PercentOf | Relation::Ratio if operands[1].digits() == 0 => {
            "nothing is a part or a multiple of 0"
        }
        _ => return Ok(operands),
    };
    Err(Fault::new(ProblemCode::PrintedWordUnknown, needed)
        .with_help("write the figures with `; ` between them, in their order"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Sources, read_bytes, unwatched};

    #[test]
    fn statements_are_read_and_unfit_operands_refused() {
        let table = "statement,section,about,relation,operands,unit,result,result_unit,source\n\
                     a,1,Change,difference,66.8; 64.8,percent,2.1,points,made-up\n\
                     a,1,Change,difference,66.8; 64.8,percent,2.1,points,made-up\n\
                     b,1,Change,difference,66.8,percent,2.1,points,made-up\n\
                     c,1,Share,percent-of,3; 0,people,2.1,percent,made-up\n\
                     d,1,Share,minus,3; 0,people,2.1,percent,made-up\n\
                     e,1,Sum,sum,,people,2.1,percent,made-up\n";
        let (codes, sources) = (CodeLists::NONE, Sources::default());
        let (read, summary) =
            read_bytes(table.as_bytes(), "s.csv", None, &codes, sources, &mut unwatched).unwrap();
        assert_eq!(summary.format, FileFormat::PrintedStatements);
        assert_eq!((summary.rows.used, summary.rows.refused), (1, 5));
        let one = &read.rows.printed.statements[0];
        assert_eq!((one.relation, one.result.to_string().as_str()), (Relation::Difference, "2.1"));
        let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "s.csv, row 3, column `statement`: the id stands in an earlier row",
                "s.csv, row 4, column `operands`: the relation is between two figures",
                "s.csv, row 5, column `operands`: nothing is a part or a multiple of 0",
                "s.csv, row 6, column `relation`: not a relation",
                "s.csv, row 7, column `operands`: a sum is of two figures or more, and of 100 at \
                 most",
            ]
        );
    }
}
