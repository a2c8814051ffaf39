//! The child mortality (death cohort) workbook of the Office for National
//! Statistics: 27 tables of live births, stillbirths and deaths of children
//! in England and Wales.
//!
//! Tables are found by their titles and columns by their headers, so that a
//! renamed sheet or a moved column does not matter. A header is matched word
//! for word and held against its title: where it lacks what the title
//! announces, or has it twice, the table is not read. Each row gives one
//! observation for each kind of death.
//!
//! Tables 17 to 20, 22 to 24, 26 and 27 count births that are linked to a
//! birth notification: fewer than those of the other tables. They become a
//! source of their own, with `-linked` after its id.

use std::collections::BTreeSet;
use std::sync::Arc;

use firstyear_core::project::FileFormat;
use firstyear_core::{
    Area, AreaCode, Dataset, Geography, Place, Problem, ProblemCode, Read, Severity, SourceId,
};

use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::sink::{Fate, Sink, hand_on};
use crate::withheld::Withheld;
use crate::workbook::Workbook;
use crate::{CodeLists, OnProgress, ReadError};

mod announced;
mod areas;
mod bands;
mod cells;
mod columns;
mod grid;
mod groups;
mod kind;
mod merge;
mod rows;
mod source;
mod table;
#[cfg(test)]
mod tests;

use grid::{Grid, GridError};
use table::{Found, Table};

/// The workbook's tables are numbered from 1 to this.
const TABLES: u32 = 27;

const LINKED_NOTE: &str = "births linked to a birth notification, which are fewer than all \
    registered births: rates differ from those of the other tables";

/// Bytes of memory that the cells of a workbook may take: a hundred times
/// those of the edition for 2022, and a bound on what a damaged one takes.
const SPACE: usize = 256 << 20;

/// Reads the workbook `input`. Its figures bear `source`; those of tables with
/// linked births bear `source` with `-linked` after it. `file` is its name in
/// problems.
///
/// # Errors
///
/// [`ReadError::Unusable`] when the bytes are no workbook or hold none of the
/// tables. Everything less is a problem beside what could be read.
pub fn read(
    input: &[u8],
    file: &str,
    source: &SourceId,
    codes: &CodeLists<'_>,
) -> Result<Read<Dataset>, ReadError> {
    let file: Arc<str> = file.into();
    read_grids(&grids(input, &file)?, &file, source, codes)
}

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::OnsChildMortality,
    title: "Child mortality workbook of the Office for National Statistics",
    explanation: "Tables are found by their titles and read by their own headers; a table whose \
                  header lacks what its title announces is not read.",
    // Its cover and its list of contents say what it is; tables bear numbers.
    fits: |sample| {
        let covers = sample.sheets().iter();
        let mut covers = covers.filter(|sheet| !sheet.name.bytes().all(|b| b.is_ascii_digit()));
        Fit::sure_if(covers.any(|sheet| sheet.says("child mortality (death cohort)")))
    },
    read: read_into,
};

/// The source of its figures when it is read on its own and none is named.
const USUAL_SOURCE: &str = "ons-child-mortality";

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    _: OnProgress<'_>,
) -> Reading {
    let source = with.source_or(USUAL_SOURCE);
    let read = read(&input.whole()?, &input.file, &source, with.codes)?;
    let mut rows = BTreeSet::new();
    for observation in &read.rows.observations {
        rows.insert((observation.place.sheet.clone(), observation.place.row));
    }
    let mut refused = BTreeSet::new();
    for problem in read.problems.iter().filter(|problem| problem.severity == Severity::Error) {
        let at = (problem.place.sheet.clone(), problem.place.row);
        if at.1.is_some() && !rows.contains(&at) {
            refused.insert(at);
        }
    }
    for _ in &rows {
        sink.row(Fate::Used);
    }
    for _ in &refused {
        sink.row(Fate::Refused);
    }
    hand_on(read, &input.place(), sink);
    Ok(())
}

fn grids(input: &[u8], file: &Arc<str>) -> Result<Vec<Grid>, ReadError> {
    let place = || Place::file(file.clone());
    if input.is_empty() {
        return Err(Problem::new(ProblemCode::FileEmpty, place(), "the file is empty").into());
    }
    let unreadable = |place, message| Problem::new(ProblemCode::FileUnreadable, place, message);
    let mut workbook =
        Workbook::open(input).map_err(|error| unreadable(place(), error.message()))?;
    let mut space = SPACE;
    let mut grids = Vec::new();
    for name in workbook.sheets() {
        let grid = Grid::read(&mut workbook, &name, &mut space).map_err(|error| match error {
            GridError::Workbook(error) => unreadable(place().sheet(name), error.message()),
            GridError::TooLarge => {
                unreadable(place(), "the workbook holds too much to be this one")
            }
        })?;
        grids.push(grid);
    }
    Ok(grids)
}

fn read_grids(
    grids: &[Grid],
    file: &Arc<str>,
    source: &SourceId,
    codes: &CodeLists<'_>,
) -> Result<Read<Dataset>, ReadError> {
    let linked = source::linked(source).unwrap_or_else(|| source.clone());
    let mut out = Read::<Dataset>::default();
    let mut numbers = BTreeSet::new();
    let mut coverages = BTreeSet::new();
    for grid in grids {
        let place = Place::file(file.clone()).sheet(grid.name.clone());
        match Table::find(grid) {
            Found::Table(table) => {
                numbers.insert(table.number);
                if *grid.name != *table.number.to_string() {
                    let message =
                        format!("the title is that of table {}, and was believed", table.number);
                    out.problems.push(Problem::new(ProblemCode::SheetRenamed, place, message));
                }
                let source = if table.linked { &linked } else { source };
                let reader = rows::Reader::new(&table, file, codes, source);
                let read = reader.read(&mut out.rows.geography);
                out.rows.observations.extend(read.observations);
                out.problems.extend(read.problems);
                if table.columns.area.is_none() {
                    coverages.insert(table.coverage);
                }
            }
            Found::TitleOnly(number) => {
                numbers.insert(number);
                let message = "the title announces a table, and no header row stands below it";
                out.problems.push(Problem::new(ProblemCode::SheetMissing, place, message));
            }
            Found::Untitled => {
                let message = "a table without a title such as `Table 1: …` was passed over";
                out.problems.push(Problem::new(ProblemCode::SheetUnknown, place, message));
            }
            Found::Text => {}
        }
    }
    if out.rows.observations.is_empty() {
        if out.problems.iter().all(|problem| problem.severity != Severity::Error) {
            let message = "none of the sheets holds a table of child mortality under its title";
            let place = Place::file(file.clone());
            out.problems.push(Problem::new(ProblemCode::SheetMissing, place, message));
        }
        return Err(ReadError::Unusable { problems: out.problems });
    }
    // After the printed codes, whose names are the more exact ones.
    for coverage in coverages {
        name_coverage(&mut out.rows.geography, coverage);
    }
    out.rows.observations =
        merge::once(std::mem::take(&mut out.rows.observations), &mut out.problems);
    let mut withheld = Withheld::default();
    out.rows.observations.iter().for_each(|row| withheld.see(row));
    out.problems.extend(withheld.note());
    for number in (1..=TABLES).filter(|number| !numbers.contains(number)) {
        let message = format!("no sheet has the title of table {number}");
        let place = Place::file(file.clone());
        out.problems.push(Problem::new(ProblemCode::SheetMissing, place, message));
    }
    for (id, note) in [(source, None), (&linked, Some(LINKED_NOTE))] {
        out.rows.sources.insert(id.clone(), source::describe(id, grids, note));
    }
    Ok(out)
}

fn name_coverage(geography: &mut Geography, coverage: &str) {
    let code: Option<AreaCode> = areas::of_coverage(coverage);
    if let Some(code) = code {
        geography.add(Area::new(code, coverage));
    }
}
