//! Any CSV table with a header, as text: for methods that name their columns
//! themselves.

use std::sync::Arc;

use csv::StringRecord;
use firstyear_core::{Place, Problem, ProblemCode, Read, formula};

use crate::ReadError;
use crate::text::{Lines, decode};

/// Named columns of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// The names of the columns, in the order of the file.
    pub names: Vec<String>,
    /// The rows, each with one text for each column.
    pub rows: Vec<Vec<String>>,
}

/// Reads a CSV table with commas or tabs between its cells.
///
/// Cells stay as they are written, without blanks at their ends. A row of
/// another length than the header is left out, with a problem.
///
/// # Errors
///
/// [`ReadError::Unusable`]: an empty file, another encoding than UTF-8, no CSV
/// table, or two columns of one name.
///
/// # Example
///
/// ```
/// let read = firstyear_ingest::columns::read(b"x,n\n9,120\n1\n", "rows.csv").unwrap();
/// assert_eq!(read.rows.rows, [["9", "120"]]);
/// assert_eq!(read.problems[0].to_string(), "rows.csv, row 3: the row has 1 cells and the header 2");
/// ```
pub fn read(input: &[u8], file: &str) -> Result<Read<TextTable>, ReadError> {
    let file: Arc<str> = Arc::from(file);
    let text = decode(input, &file)?;
    let first_line = text.lines().next().unwrap_or_default();
    let separator =
        if first_line.contains('\t') && !first_line.contains(',') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut lines = Lines::new(text.as_bytes());
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord| {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let more = reader.read_record(record).map_err(|_| {
            let place = Place::file(Arc::clone(&file));
            Problem::new(ProblemCode::FileUnreadable, place, "the file is not a CSV table")
        })?;
        Ok::<_, ReadError>(more.then(|| lines.number_after_blanks(start)))
    };
    next(&mut record)?;
    let names: Vec<String> = record.iter().map(str::to_owned).collect();
    distinct(&names, &file)?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    while let Some(line) = next(&mut record)? {
        if record.iter().all(str::is_empty) && record.len() != names.len() {
            continue;
        }
        if record.len() == names.len() {
            rows.push(record.iter().map(|cell| formula::restored(cell).to_owned()).collect());
            continue;
        }
        problems.push(Problem::new(
            ProblemCode::RowShape,
            Place::file(Arc::clone(&file)).row(line),
            format!("the row has {} cells and the header {}", record.len(), names.len()),
        ));
    }
    Ok(Read { rows: TextTable { names, rows }, problems })
}

fn distinct(names: &[String], file: &Arc<str>) -> Result<(), ReadError> {
    let problems: Vec<Problem> = (0..names.len())
        .filter(|i| names[..*i].contains(&names[*i]))
        .map(|i| {
            let place = Place::file(Arc::clone(file)).row(1);
            let message = format!("column number {} has the name of one before it", i + 1);
            Problem::new(ProblemCode::ColumnRepeated, place, message)
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(ReadError::Unusable { problems }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_as_they_are_written() {
        let read = read(b"\xEF\xBB\xBFgroup\tx\r\n007\t NA \r\n\r\n\"a\tb\"\t\r\n", "t").unwrap();
        assert_eq!(read.rows.names, ["group", "x"]);
        assert_eq!(read.rows.rows, [["007", "NA"], ["a\tb", ""]]);
        assert!(read.problems.is_empty());
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_place() {
        let refused = |bytes: &[u8]| read(bytes, "t.csv").unwrap_err().problems()[0].to_string();
        assert_eq!(refused(b""), "t.csv: the file is empty");
        assert_eq!(
            refused(b"x,x\n1,2\n"),
            "t.csv, row 1: column number 2 has the name of one before it"
        );
        assert_eq!(refused(b"x\n\xE9\n"), "t.csv, row 2: not UTF-8 text from here on");
    }
}
