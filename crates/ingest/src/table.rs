//! CSV tables with a header whose columns stand in any order.

use std::ops::ControlFlow;
use std::sync::Arc;

use csv::StringRecord;
use firstyear_core::{Place, Problem, ProblemCode, layout};

use crate::nearest::nearest;
use crate::text::{Lines, decode};
use crate::{OnProgress, Progress, ReadError};

/// The columns that a layout knows and those that a file may leave out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) columns: &'static [&'static str],
    pub(crate) optional: &'static [&'static str],
}

impl Layout {
    pub(crate) const OBSERVATIONS: Self =
        Self { columns: &layout::observation::COLUMNS, optional: &layout::observation::OPTIONAL };
    pub(crate) const GAPS: Self =
        Self { columns: &layout::gap::COLUMNS, optional: &layout::gap::OPTIONAL };
}

/// A table that is open and stands before its first row.
pub(crate) struct Table<'i> {
    pub(crate) file: Arc<str>,
    reader: csv::Reader<&'i [u8]>,
    lines: Lines<'i>,
    header: Vec<Option<&'static str>>,
    record: StringRecord,
    total: u64,
    rows: u64,
}

impl<'i> Table<'i> {
    /// Opens a table and matches its header. `may_lack` is a column that this
    /// file may leave out beyond those that the layout says.
    ///
    /// # Errors
    ///
    /// The encoding, the separator, or a column missing or repeated.
    pub(crate) fn open(
        input: &'i [u8],
        file: &Arc<str>,
        layout: Layout,
        may_lack: Option<&str>,
        problems: &mut Vec<Problem>,
    ) -> Result<Self, ReadError> {
        let text = decode(input, file)?;
        let mut reader = rows_of(text);
        let mut record = StringRecord::new();
        let mut lines = Lines::new(text.as_bytes());
        reader.read_record(&mut record).map_err(|_| unreadable(file))?;
        let place = Place::file(Arc::clone(file)).row(lines.number_after_blanks(0));
        let header = Header { record: &record, layout, place: &place };
        let columns = header.matched(may_lack, problems)?;
        let total = text.len() as u64;
        let file = Arc::clone(file);
        Ok(Self { file, reader, lines, header: columns, record, total, rows: 0 })
    }

    /// Goes to the next row that has the shape of the header, noting those
    /// that have not. Rows of nothing but separators, which spreadsheets
    /// leave at the end, are passed over.
    pub(crate) fn next_row(
        &mut self,
        problems: &mut Vec<Problem>,
        progress: OnProgress<'_>,
    ) -> Result<Option<u64>, ReadError> {
        const ROWS_BETWEEN_REPORTS: u64 = 8192;
        loop {
            let start = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
            let more = self.reader.read_record(&mut self.record);
            if !more.map_err(|_| unreadable(&self.file))? {
                self.report(progress)?;
                return Ok(None);
            }
            let row = self.lines.number_after_blanks(start);
            if self.record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            self.rows += 1;
            if self.rows.is_multiple_of(ROWS_BETWEEN_REPORTS) {
                self.report(progress)?;
            }
            if self.record.len() == self.header.len() {
                return Ok(Some(row));
            }
            problems.push(Problem::new(
                ProblemCode::RowShape,
                Place::file(Arc::clone(&self.file)).row(row),
                format!(
                    "the row has {} cells and the header {}",
                    self.record.len(),
                    self.header.len()
                ),
            ));
        }
    }

    /// Where the columns of `names` stand, in their order.
    pub(crate) fn columns<const N: usize>(&self, names: [&'static str; N]) -> [Column; N] {
        names.map(|name| Column {
            name,
            at: self.header.iter().position(|column| *column == Some(name)),
        })
    }

    /// The cell of the present row, without blanks at its ends; empty where
    /// the file leaves the column out.
    pub(crate) fn cell(&self, column: Column) -> &str {
        column.at.and_then(|at| self.record.get(at)).map_or("", str::trim)
    }

    /// Rows seen so far, good or not.
    pub(crate) const fn rows(&self) -> u64 {
        self.rows
    }

    fn report(&self, progress: OnProgress<'_>) -> Result<(), ReadError> {
        let done = self.reader.position().byte().min(self.total);
        let file = Arc::clone(&self.file);
        match progress(&Progress { file, done, total: self.total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ReadError::Stopped),
        }
    }

    /// The file has a header and nothing below it.
    pub(crate) fn without_rows(&self) -> ReadError {
        let place = Place::file(Arc::clone(&self.file));
        Problem::new(ProblemCode::FileEmpty, place, "the file has a header and no rows").into()
    }
}

/// A column of a layout, and where a file has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    at: Option<usize>,
}

fn rows_of(text: &str) -> csv::Reader<&[u8]> {
    // Rows of any length are read, so that a short one costs one problem and
    // not the file.
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

fn unreadable(file: &Arc<str>) -> ReadError {
    let place = Place::file(Arc::clone(file));
    Problem::new(ProblemCode::FileUnreadable, place, "the file is not a CSV table").into()
}

/// How many columns of `layout` the first row of `text` names, whatever
/// separates them: a wrong separator is for [`Table::open`] to tell.
pub(crate) fn columns_named(text: &str, layout: Layout) -> usize {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let cells = first.split([',', ';', '\t', '|']).map(|cell| cell.trim().trim_matches('"'));
    cells.filter(|cell| layout.columns.contains(cell)).count()
}

struct Header<'h> {
    record: &'h StringRecord,
    layout: Layout,
    place: &'h Place,
}

impl Header<'_> {
    /// The columns of the layout in the order of the file; `None` for one
    /// that the layout does not have.
    fn matched(
        &self,
        may_lack: Option<&str>,
        problems: &mut Vec<Problem>,
    ) -> Result<Vec<Option<&'static str>>, ReadError> {
        let columns: Vec<Option<&'static str>> = self
            .record
            .iter()
            .map(|name| self.layout.columns.iter().copied().find(|known| *known == name.trim()))
            .collect();
        if columns.iter().all(Option::is_none) {
            return Err(self.not_a_header().into());
        }
        let missing = self.missing(&columns, may_lack);
        let repeated = self.repeated(&columns);
        problems.extend(self.unknown(&columns));
        if missing.is_empty() && repeated.is_empty() {
            return Ok(columns);
        }
        problems.extend(missing.into_iter().chain(repeated));
        Err(ReadError::Unusable { problems: std::mem::take(problems) })
    }

    /// Without a single known column the first row may hold data, so nothing
    /// of it is repeated.
    fn not_a_header(&self) -> Problem {
        let only = (self.record.len() == 1).then(|| self.record.get(0).unwrap_or_default());
        let separated = [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")];
        let other = separated.iter().find(|(mark, _)| only.is_some_and(|row| row.contains(mark)));
        let problem =
            |message: String| Problem::new(ProblemCode::ColumnMissing, self.place.clone(), message);
        match other {
            Some((_, name)) => problem(format!("the cells are separated by {name}, not by commas"))
                .with_help("save the file as CSV with commas between the cells"),
            None => problem("the first row names no column of the layout".to_owned())
                .with_help(format!("start the file with a header: {}", self.needed().join(","))),
        }
    }

    fn needed(&self) -> Vec<&'static str> {
        let needed = |name: &&str| !self.layout.optional.contains(name);
        self.layout.columns.iter().copied().filter(needed).collect()
    }

    fn missing(&self, columns: &[Option<&str>], may_lack: Option<&str>) -> Vec<Problem> {
        self.needed()
            .into_iter()
            .filter(|name| Some(*name) != may_lack && !columns.contains(&Some(name)))
            .map(|name| {
                let place = self.place.clone().column(name);
                Problem::new(ProblemCode::ColumnMissing, place, "the column is missing")
            })
            .collect()
    }

    fn repeated(&self, columns: &[Option<&str>]) -> Vec<Problem> {
        let earlier = |i: usize| columns[i].is_some() && columns[..i].contains(&columns[i]);
        (0..columns.len())
            .filter(|i| earlier(*i))
            .map(|i| {
                let place = self.place.clone().column(columns[i].unwrap_or_default());
                Problem::new(ProblemCode::ColumnRepeated, place, "the column stands twice")
            })
            .collect()
    }

    fn unknown(&self, columns: &[Option<&str>]) -> Vec<Problem> {
        let free =
            self.layout.columns.iter().copied().filter(|name| !columns.contains(&Some(name)));
        self.record
            .iter()
            .zip(columns)
            .enumerate()
            .filter(|(_, (_, column))| column.is_none())
            .map(|(i, (name, _))| {
                let place = self.place.clone().column(shown_name(name, i));
                let message = "not a column of the layout, so it was not read";
                let problem = Problem::new(ProblemCode::ColumnUnknown, place, message);
                match nearest(name, free.clone()) {
                    Some(near) => problem.with_help(format!("did you mean `{near}`?")),
                    None => problem,
                }
            })
            .collect()
    }
}

/// A header's own words where they read like a name; its position otherwise,
/// as a header can be a row of data that was cut in two.
fn shown_name(name: &str, index: usize) -> String {
    const LONGEST: usize = 40;
    let name = name.trim();
    let is_name = !name.is_empty()
        && name.chars().count() <= LONGEST
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | ' ' | '-'));
    if is_name { name.to_owned() } else { format!("number {}", index + 1) }
}
