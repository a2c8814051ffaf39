//! Annotations: one oddity of a publication a row.

use std::collections::BTreeSet;

use firstyear_core::layout::annotation as column;
use firstyear_core::project::FileFormat;
use firstyear_core::{Annotation, Concern, PrintedId, PrintedPart, ProblemCode, Weight};

use super::{ENOUGH, parts, read_own_id, read_word, read_words};
use crate::OnProgress;
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::sink::Sink;
use crate::table::{Column, Layout, Table};
use crate::vocabulary::Vocabulary;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::Annotations,
    title: "Notes on what is odd in a publication, CSV or TSV",
    explanation: "The project's own layout for what a publication leaves unclear or prints in two \
                  ways: what is printed, what is odd about it and how it is handled. The report \
                  shows each note at the figures it concerns.",
    fits: |sample| Fit::header(sample, &column::COLUMNS, ENOUGH),
    read: read_into,
};

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let table = Table::with_source(input, Layout::ANNOTATIONS, with, sink, progress)?;
    let columns = table.columns(column::COLUMNS);
    let (mut words, mut seen) = (Vocabulary::new(with.codes, with.sources), BTreeSet::new());
    let read = |table: &Table<'_>, row: RowProblems<'_>| {
        read_row(table, &columns, &mut words, &mut seen, row)
    };
    table.read_rows(sink, progress, read, |sink, read| sink.printed(PrintedPart::Annotation(read)))
}

/// Reads one row: every column, so that all its problems are told at once.
fn read_row(
    table: &Table<'_>,
    columns: &[Column; column::COLUMNS.len()],
    words: &mut Vocabulary<'_>,
    seen: &mut BTreeSet<PrintedId>,
    mut row: RowProblems<'_>,
) -> Option<Annotation> {
    let [id, concerns, kind, severity, printed, odd, handling, section, source] = *columns;
    let text = |column| table.cell(column);
    let own = row.keep(id.name, read_own_id(text(id), seen));
    let about = row.keep(concerns.name, read_concerns(text(concerns)));
    let weight = row.keep(severity.name, read_word(text(severity), &Weight::ALL, "severity"));
    let from = row.share(source.name, words.source(text(source)));
    let [kind, printed, odd, handling, section] = [kind, printed, odd, handling, section]
        .map(|column| row.keep(column.name, read_words(text(column))));
    Some(Annotation {
        id: own?,
        concerns: about?,
        kind: kind?,
        weight: weight?,
        printed: printed?,
        odd: odd?,
        handling: handling?,
        section: section?,
        source: from?,
        place: row.place(),
    })
}

fn read_concerns(text: &str) -> Result<Vec<Concern>, Fault> {
    parts(text)
        .map(|part| {
            part.parse().map_err(|_| {
                Fault::new(ProblemCode::PrintedIdInvalid, "not the id of a figure")
                    .with_help("write table-4, or table-4/other for a row of it")
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Sources, read_bytes, unwatched};

    #[test]
    fn annotations_name_their_figures() {
        let header = "annotation,concerns,kind,severity,printed,odd,handling,section,source\n";
        let rows = "a,table-2; table-5/other,rounding,low,This,That,None,2.5,made-up\n\
                    b,,wording,low,This,That,None,2.5,made-up\n\
                    c,Table 2,wording,grave,This,,None,2.5,made-up\n";
        let (codes, sources) = (CodeLists::NONE, Sources::default());
        let table = format!("{header}{rows}");
        let (read, summary) =
            read_bytes(table.as_bytes(), "a.csv", None, &codes, sources, &mut unwatched).unwrap();
        assert_eq!(summary.format, FileFormat::Annotations);
        let read_rows = &read.rows.printed.annotations;
        let concerns: Vec<String> = read_rows[0].concerns.iter().map(Concern::to_string).collect();
        assert_eq!(concerns, ["table-2", "table-5/other"]);
        assert_eq!((read_rows.len(), read_rows[1].concerns.len()), (2, 0));
        let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "a.csv, row 4, column `concerns`: not the id of a figure",
                "a.csv, row 4, column `severity`: not a severity",
                "a.csv, row 4, column `odd`: the cell is empty",
            ]
        );
    }
}
