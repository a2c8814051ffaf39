//! Tables of text with a header whose columns stand in any order.

use std::collections::HashMap;
use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode, layout};

use crate::cells::Status;
use crate::fault::RowProblems;
use crate::format::Context;
use crate::input::Input;
use crate::nearest::nearest;
use crate::rows::Rows;
use crate::sink::{Fate, Sink};
use crate::{OnProgress, ReadError};

/// The columns that a layout knows and those that a file may leave out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) columns: &'static [&'static str],
    pub(crate) optional: &'static [&'static str],
}

impl Layout {
    pub(crate) const OBSERVATIONS: Self =
        Self { columns: &layout::observation::COLUMNS, optional: &layout::observation::OPTIONAL };
    pub(crate) const AREAS: Self =
        Self { columns: &layout::area::COLUMNS, optional: &layout::area::OPTIONAL };
    pub(crate) const GAPS: Self =
        Self { columns: &layout::gap::COLUMNS, optional: &layout::gap::OPTIONAL };
    pub(crate) const PRINTED_TABLES: Self = Self {
        columns: &layout::printed_table::COLUMNS,
        optional: &layout::printed_table::OPTIONAL,
    };
    pub(crate) const PRINTED_STATEMENTS: Self = Self {
        columns: &layout::printed_statement::COLUMNS,
        optional: &layout::printed_statement::OPTIONAL,
    };
    pub(crate) const ANNOTATIONS: Self =
        Self { columns: &layout::annotation::COLUMNS, optional: &layout::annotation::OPTIONAL };
}

/// A table that is open and stands before its first row.
pub(crate) struct Table<'i> {
    pub(crate) file: Arc<str>,
    rows: Rows<'i>,
    header: Vec<Option<&'static str>>,
    /// The names as they stand in the file.
    pub(crate) names: Vec<String>,
    missing: HashMap<&'static str, HashMap<String, Status>>,
    seen: u64,
}

impl<'i> Table<'i> {
    /// Opens a table and matches its header. `may_lack` is a column that this
    /// file may leave out beyond those that the layout says.
    ///
    /// # Errors
    ///
    /// No text, or a column missing or repeated.
    pub(crate) fn open(
        input: &'i Input<'i>,
        layout: Layout,
        may_lack: Option<&str>,
        problems: &mut Vec<Problem>,
        progress: OnProgress<'_>,
    ) -> Result<Self, ReadError> {
        let mut rows = Rows::open(input, None)?;
        // A file that is not blank has a first row.
        let row = rows.next(progress)?.unwrap_or(1);
        let record: Vec<String> = rows.cells().map(str::to_owned).collect();
        let place = input.place().row(row);
        let header = Header { record: &record, layout, place: &place };
        let columns = header.matched(may_lack, problems)?;
        let file = Arc::clone(&input.file);
        Ok(Self { file, rows, header: columns, names: record, missing: HashMap::new(), seen: 0 })
    }

    /// Opens a table of the project's own layouts, whose rows may leave out their
    /// source where the caller names one, and tells what is odd in its header.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub(crate) fn with_source(
        input: &'i Input<'i>,
        layout: Layout,
        with: &Context<'_>,
        sink: &mut dyn Sink,
        progress: OnProgress<'_>,
    ) -> Result<Self, ReadError> {
        let mut problems = Vec::new();
        let may_lack = with.sources.default.map(|_| layout::observation::SOURCE);
        let table = Self::open(input, layout, may_lack, &mut problems, progress)?;
        for problem in problems {
            sink.problem(problem);
        }
        Ok(table)
    }

    /// Reads every row to the end of the table: what `read` makes of one goes to
    /// `hand_on`, and one of which it makes nothing is refused.
    ///
    /// # Errors
    ///
    /// As [`Self::next_row`] and [`Self::finish`].
    pub(crate) fn read_rows<T>(
        self,
        sink: &mut dyn Sink,
        progress: OnProgress<'_>,
        read: impl FnMut(&Self, RowProblems<'_>) -> Option<T>,
        hand_on: impl FnMut(&mut dyn Sink, T),
    ) -> Result<(), ReadError> {
        self.read_each(sink, progress, &mut ByValue { read, hand_on, made: None })
    }

    /// The same for rows that are read into one place, time and again.
    ///
    /// # Errors
    ///
    /// As [`Self::read_rows`].
    pub(crate) fn read_each(
        mut self,
        sink: &mut dyn Sink,
        progress: OnProgress<'_>,
        reader: &mut impl ReadRow<'i>,
    ) -> Result<(), ReadError> {
        let (file, mut problems) = (Arc::clone(&self.file), Vec::new());
        while let Some(line) = self.next_row(sink, progress)? {
            let made = reader.read(&self, RowProblems::new(&file, line, &mut problems));
            problems.drain(..).for_each(|problem| sink.problem(problem));
            sink.row(if made { Fate::Used } else { Fate::Refused });
            if made {
                reader.hand_on(sink);
            }
        }
        self.finish(sink)
    }

    /// Declares what stands for a missing number in a column, and why it is
    /// missing.
    pub(crate) fn declare(&mut self, column: &str, marks: HashMap<String, Status>) {
        if let Some(name) = self.header.iter().flatten().find(|name| **name == column) {
            self.missing.insert(name, marks);
        }
    }

    /// Why the present row has no number in a column, where it holds a declared
    /// mark.
    #[inline]
    pub(crate) fn declared(&self, column: Column) -> Option<Status> {
        if self.missing.is_empty() {
            return None;
        }
        let text = column.at.map(|at| self.rows.cell(at))?;
        self.missing.get(column.name)?.get(text).copied()
    }

    /// A cell of the present row by its place.
    pub(crate) fn raw(&self, at: usize) -> &str {
        self.rows.cell(at)
    }

    /// Goes to the next row that has the shape of the header, noting those
    /// that have not.
    pub(crate) fn next_row(
        &mut self,
        sink: &mut dyn Sink,
        progress: OnProgress<'_>,
    ) -> Result<Option<u64>, ReadError> {
        while let Some(row) = self.rows.next(progress)? {
            self.seen += 1;
            if self.rows.len() == self.header.len() {
                return Ok(Some(row));
            }
            sink.row(Fate::Refused);
            sink.problem(Problem::new(
                ProblemCode::RowShape,
                Place::file(Arc::clone(&self.file)).row(row),
                format!(
                    "the row has {} cells and the header {}",
                    self.rows.len(),
                    self.header.len()
                ),
            ));
        }
        Ok(None)
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
    #[inline]
    pub(crate) fn cell(&self, column: Column) -> &str {
        column.at.map_or("", |at| self.rows.cell(at))
    }

    /// Ends the reading: what there is to say of the table as a whole.
    ///
    /// # Errors
    ///
    /// The file has a header and nothing below it.
    pub(crate) fn finish(self, sink: &mut dyn Sink) -> Result<(), ReadError> {
        if self.seen == 0 {
            let place = Place::file(self.file);
            let message = "the file has a header and no rows";
            return Err(Problem::new(ProblemCode::FileEmpty, place, message).into());
        }
        self.rows.encoding_note().into_iter().for_each(|note| sink.problem(note));
        Ok(())
    }
}

/// Reads the present row of a table, and hands on what it has read.
pub(crate) trait ReadRow<'i> {
    /// Whether the row could be read.
    fn read(&mut self, table: &Table<'i>, row: RowProblems<'_>) -> bool;
    /// What was read last goes to the sink.
    fn hand_on(&mut self, sink: &mut dyn Sink);
}

/// A reader that makes a value of each row.
struct ByValue<T, R, H> {
    read: R,
    hand_on: H,
    made: Option<T>,
}

impl<'i, T, R, H> ReadRow<'i> for ByValue<T, R, H>
where
    R: FnMut(&Table<'i>, RowProblems<'_>) -> Option<T>,
    H: FnMut(&mut dyn Sink, T),
{
    fn read(&mut self, table: &Table<'i>, row: RowProblems<'_>) -> bool {
        self.made = (self.read)(table, row);
        self.made.is_some()
    }

    fn hand_on(&mut self, sink: &mut dyn Sink) {
        if let Some(made) = self.made.take() {
            (self.hand_on)(sink, made);
        }
    }
}

/// A column of a layout, and where a file has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    at: Option<usize>,
}

struct Header<'h> {
    record: &'h [String],
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
        Problem::new(
            ProblemCode::ColumnMissing,
            self.place.clone(),
            "the first row names no column of the layout",
        )
        .with_help(format!("start the file with a header: {}", self.needed().join(",")))
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
pub(crate) fn shown_name(name: &str, index: usize) -> String {
    const LONGEST: usize = 40;
    let name = name.trim();
    let is_name = !name.is_empty()
        && name.chars().count() <= LONGEST
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | ' ' | '-'));
    if is_name { name.to_owned() } else { format!("number {}", index + 1) }
}
