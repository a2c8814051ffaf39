//! Saved exports of CDC WONDER: tab-separated text, or the same as CSV, with a
//! block of notes after the rows.
//!
//! | the export shows          | it is read as                                    |
//! |---------------------------|--------------------------------------------------|
//! | a column beside its code  | a group, an area or a period                     |
//! | a row with `Total`        | everyone of the groups that it leaves blank      |
//! | `Suppressed`              | withheld by the publisher, never zero            |
//! | `Unreliable`              | a count of low reliability, without its rate     |
//! | `Not Applicable`          | not applicable                                   |
//! | `Not Available`, `Missing`| absent                                           |
//! | the block after `---`     | period, unit and query; kept in the source's note|

mod damage;
mod header;
mod notes;
mod row;
mod totals;

use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode, Severity, Source, SourceClass, SourceId};

use crate::OnProgress;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::rows::Rows;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use crate::withheld::Withheld;
use damage::Damages;
use header::Header;
use notes::Notes;
use row::{Outcome, Reader};
use totals::Totals;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::CdcWonder,
    title: "Exports of CDC WONDER, tab-separated or CSV",
    explanation: "\
Told by the column Notes beside a count of deaths or births, or by counts, rates and code columns \
under the names of CDC WONDER, with underscores too. Group columns become groups; Year and Month \
the period; State, County, Census Region, Census Division and HHS Region areas (us-fips:, \
us-census:, us-hhs:); everything else is of the United States. Without a column of years the \
period is that of the notes after the rows. Counts, population and rate of a row are one figure; \
the unit is that of the notes. Total rows are read as everyone and held against their parts. \
Suppressed is withheld; Unreliable flags the count as of low reliability, and the rate is absent; \
Not Applicable, Not Available and Missing keep their meaning. The notes are kept with the source. \
Codes that a spreadsheet turned into dates are told for each column: groups are read by their \
labels. Rows that the query hid are told where the notes or the totals show it. Standard \
deviations are not read.",
    fits,
    read: read_into,
};

/// The column that every export starts with.
const NOTES: &str = "Notes";
/// What opens the block of notes, and parts it.
const RULE: &str = "---";

fn fits(sample: &Sample) -> Fit {
    let Some(text) = sample.text() else { return Fit::No };
    let names = text.header();
    let Some(header) = Header::of(&names) else { return Fit::No };
    match (names.first().is_some_and(|name| name == NOTES), header.own_words()) {
        (true, _) => Fit::Sure,
        // Deaths and a group of any name head many tables.
        (false, words) if words >= 4 => Fit::Words(words),
        (false, _) => Fit::No,
    }
}

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let mut rows = Rows::open(input, None)?;
    let line = rows.next(progress)?.unwrap_or(1);
    let names: Vec<String> = rows.cells().map(str::to_owned).collect();
    let place = input.place();
    let header = Header::of(&names).ok_or_else(|| no_header(place.clone().row(line)))?;
    header.problems(&place.clone().row(line)).for_each(|problem| sink.problem(problem));
    // The notes stand after the rows, and the rows need them.
    let notes = Notes::of(input, progress)?;
    notes.problems(&place, &header).for_each(|problem| sink.problem(problem));
    let source = with.source_or("cdc-wonder");
    let mut all = All {
        reader: Reader::new(&header, &notes, with.codes, &source, &place, sink)?,
        totals: Totals::new(&notes),
        damages: Damages::of(&header),
        withheld: Withheld::default(),
        small: None,
    };
    let mut seen = 0_u64;
    while let Some(line) = rows.next(progress)? {
        if rows.cell(0) == RULE {
            break;
        }
        seen += 1;
        all.take(&rows, names.len(), &place.clone().row(line), sink);
    }
    if seen == 0 {
        let message = "the export has a header and no rows";
        return Err(Problem::new(ProblemCode::FileEmpty, place, message).into());
    }
    rows.encoding_note().into_iter().for_each(|note| sink.problem(note));
    all.finish(&place, &notes, source, sink);
    Ok(())
}

fn no_header(place: Place) -> Problem {
    let message = "the first row names no count of deaths or births beside a group";
    Problem::new(ProblemCode::ColumnMissing, place, message).with_help(
        "start the file with the header of the export: Notes, groups, then Deaths or Births",
    )
}

/// What is gathered on the way through the rows.
struct All<'a> {
    reader: Reader<'a>,
    totals: Totals,
    damages: Damages,
    withheld: Withheld,
    /// Where the first count of 1 to 9 stands, and how many rows have one.
    small: Option<(Place, u64)>,
}

impl All<'_> {
    fn take(&mut self, rows: &Rows<'_>, width: usize, place: &Place, sink: &mut dyn Sink) {
        if rows.len() != width {
            let message = format!("the row has {} cells and the header {width}", rows.len());
            sink.problem(Problem::new(ProblemCode::RowShape, place.clone(), message));
            sink.row(Fate::Refused);
            return;
        }
        self.damages.see(rows, place);
        match self.reader.row(rows, place, sink) {
            Outcome::Read(row) => {
                let small = |count: &u64| (1..10).contains(count);
                if row.counts.numerator.value().is_some_and(small) {
                    let (_, rows) = self.small.get_or_insert_with(|| (place.clone(), 0));
                    *rows += 1;
                }
                self.totals.see(&row, place, sink);
                for observation in row.observations {
                    self.withheld.see(&observation);
                    sink.observation(observation);
                }
                sink.row(Fate::Used);
            }
            Outcome::PassedOver => sink.row(Fate::PassedOver),
            Outcome::Refused => sink.row(Fate::Refused),
        }
    }

    fn finish(self, place: &Place, notes: &Notes, id: SourceId, sink: &mut dyn Sink) {
        self.damages.finish(sink);
        self.totals.finish(place, sink);
        self.withheld.note().into_iter().for_each(|note| sink.problem(note));
        let class = match &self.small {
            Some(_) => SourceClass::Restricted,
            None => SourceClass::Published,
        };
        if let Some((place, rows)) = self.small {
            sink.problem(shown_small(place, rows));
        }
        self.reader.finish(sink);
        sink.source(Source {
            id,
            title: notes.dataset().unwrap_or("CDC WONDER").to_owned(),
            publisher: "Centers for Disease Control and Prevention, National Center for Health \
                        Statistics"
                .to_owned(),
            licence: "CDC WONDER data use restrictions".to_owned(),
            released: None,
            class,
            note: notes.text(),
        });
    }
}

/// CDC WONDER hides counts below 10 since 2011, and its terms forbid to show
/// them.
fn shown_small(place: Place, rows: u64) -> Problem {
    let message = format!(
        "counts of 1 to 9 stand here, the first of {rows} rows with one; CDC WONDER does not \
         display them"
    );
    Problem::new(ProblemCode::CountSmall, place, message).with_severity(Severity::Warning)
}

#[cfg(test)]
mod tests;
