//! The child mortality (death cohort) workbook of the Office for National
//! Statistics: 27 tables of live births, stillbirths and deaths of children
//! in England and Wales.
//!
//! Tables are found by their titles and columns by their headers, so that a
//! renamed sheet or a moved column does not matter. Each row gives one
//! observation for each kind of death.
//!
//! Tables 17 to 20, 22 to 24, 26 and 27 count births that are linked to a
//! birth notification: fewer than those of the other tables. They become a
//! source of their own, with `-linked` after its id.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use calamine::{Reader as _, Xlsx, open_workbook};
use firstyear_core::{
    Area, AreaCode, Dataset, Geography, Place, Problem, ProblemCode, Read, SourceId,
};

use crate::{CodeLists, ReadError};

mod areas;
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

use grid::Grid;
use table::{Found, Table};

/// The workbook's tables are numbered from 1 to this.
const TABLES: u32 = 27;

const LINKED_NOTE: &str = "births linked to a birth notification, which are fewer than all \
    registered births: rates differ from those of the other tables";

/// Reads the workbook at `path`. Its figures bear `source`; those of tables
/// with linked births bear `source` with `-linked` after it.
///
/// # Errors
///
/// [`ReadError`] when the file is no workbook or holds none of the tables.
/// Everything less is a problem beside what could be read.
pub fn read(
    path: &Path,
    source: &SourceId,
    codes: &CodeLists<'_>,
) -> Result<Read<Dataset>, ReadError> {
    let file: Arc<str> = path.display().to_string().into();
    read_grids(&grids(path, &file)?, &file, source, codes)
}

fn grids(path: &Path, file: &Arc<str>) -> Result<Vec<Grid>, ReadError> {
    let unreadable = |error: calamine::XlsxError| {
        if let calamine::XlsxError::Io(error) = error {
            return ReadError::io(file.clone(), error);
        }
        let message = "not a workbook of the kind .xlsx, or damaged";
        Problem::new(ProblemCode::FileUnreadable, Place::file(file.clone()), message).into()
    };
    let mut workbook: Xlsx<_> = open_workbook(path).map_err(unreadable)?;
    let names = workbook.sheet_names();
    names
        .iter()
        .map(|name| {
            let range = workbook.worksheet_range(name).map_err(unreadable)?;
            Ok(Grid::from_range(name, &range))
        })
        .collect()
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
        return Err(without_figures(out.problems, file));
    }
    out.problems.extend(missing_tables(&numbers, file));
    // After the printed codes, whose names are the more exact ones.
    for coverage in coverages {
        name_coverage(&mut out.rows.geography, coverage);
    }
    out.rows.observations =
        merge::once(std::mem::take(&mut out.rows.observations), &mut out.problems);
    for (id, note) in [(source, None), (&linked, Some(LINKED_NOTE))] {
        out.rows.sources.insert(id.clone(), source::describe(id, grids, note));
    }
    Ok(out)
}

/// No table gave a figure: why, or that there is no table at all.
fn without_figures(problems: Vec<Problem>, file: &Arc<str>) -> ReadError {
    if !problems.is_empty() {
        return ReadError::Unusable { problems };
    }
    let message = "none of the sheets holds a table of child mortality";
    Problem::new(ProblemCode::SheetMissing, Place::file(file.clone()), message).into()
}

/// The tables of the publication that no sheet announces.
fn missing_tables<'n>(
    found: &'n BTreeSet<u32>,
    file: &'n Arc<str>,
) -> impl Iterator<Item = Problem> + 'n {
    (1..=TABLES).filter(|number| !found.contains(number)).map(|number| {
        let message = format!("no sheet has the title of table {number}");
        Problem::new(ProblemCode::SheetMissing, Place::file(file.clone()), message)
    })
}

fn name_coverage(geography: &mut Geography, coverage: &str) {
    let code: Option<AreaCode> = areas::of_coverage(coverage);
    if let Some(code) = code {
        geography.add(Area::new(code, coverage));
    }
}
