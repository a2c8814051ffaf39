//! Lists of areas that a project brings: codes, names, times and changes, of
//! any country.

use std::sync::Arc;

use firstyear_core::layout::area as column;
use firstyear_core::{Area, Geography, ProblemCode, Read};

use crate::fault::{Fault, RowProblems};
use crate::input::Input;
use crate::sink::Gather;
use crate::table::{Layout, Table};
use crate::{OnProgress, ReadError};

/// Reads a list of areas. `file` is the name under which problems speak of it.
/// Columns are those of [`firstyear_core::layout::area`], in any order.
///
/// # Errors
///
/// [`ReadError::Unusable`] when no row can be read: a column missing or
/// repeated, or no rows at all.
///
/// # Example
///
/// ```
/// use firstyear_core::AreaCode;
/// use firstyear_ingest::{area_list, unwatched};
///
/// let list = "code,name,until,successors\n\
///             lk:11,Colombo,2020-12-31,lk:12\n\
///             lk:12,Colombo,,\n";
/// let read = area_list::read(list.as_bytes(), "areas.csv", &mut unwatched)?;
/// let old = read.rows.get(&AreaCode::new("lk:11").unwrap()).unwrap();
/// assert_eq!(old.successors[0].code.as_str(), "lk:12");
/// # Ok::<(), firstyear_ingest::ReadError>(())
/// ```
pub fn read(
    input: &[u8],
    file: &str,
    progress: OnProgress<'_>,
) -> Result<Read<Geography>, ReadError> {
    let file: Arc<str> = file.into();
    let input = Input::of_bytes(input, &file);
    let (mut all, mut problems) = (Gather::default(), Vec::new());
    let table = Table::open(&input, Layout::AREAS, None, &mut problems, progress)?;
    let columns = table.columns(column::COLUMNS);
    let mut areas = Geography::new();
    let read = |table: &Table<'_>, mut row: RowProblems<'_>| {
        match Area::from_row(columns.map(|column| table.cell(column))) {
            Ok(area) if areas.get(&area.code).is_some() => row.add(column::CODE, &repeated()),
            Ok(area) => {
                areas.add(area);
                return Some(());
            }
            Err(error) => row.add(error.column, &unreadable(error.what)),
        }
        None
    };
    table.read_rows(&mut all, progress, read, |_, ()| ())?;
    problems.extend(all.read.problems);
    Ok(Read { rows: areas, problems })
}

fn repeated() -> Fault {
    let message = "the code stands in an earlier row; the first one is used";
    Fault::new(ProblemCode::AreaCodeInvalid, message)
        .with_help("give each code one row, with its parents and successors side by side")
}

fn unreadable(what: &str) -> Fault {
    Fault::new(ProblemCode::AreaCodeInvalid, what)
        .with_help("`firstyear explain areas` shows the layout")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unwatched;

    #[test]
    fn a_row_with_a_fault_is_left_out_and_told() {
        let list = "code,name,from\nE06000001,Hartlepool,2009-01-01\nE06000001,Other,\n\
                    E0600002,Middlesbrough,\nE06000003,Redcar,01/04/2009\n";
        let read = read(list.as_bytes(), "areas.csv", &mut unwatched).unwrap();
        assert_eq!(read.rows.iter().count(), 1);
        let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "areas.csv, row 3, column `code`: the code stands in an earlier row; the first \
                 one is used",
                "areas.csv, row 4, column `code`: not an area code",
                "areas.csv, row 5, column `from`: not a day: write 2023-04-01",
            ]
        );
    }
}
