//! A file looked through as a whole, in memory that does not grow with it.

use std::io;
use std::path::Path;
use std::sync::Arc;

use firstyear_core::area_map::AreaMap;
use firstyear_core::event::Event;
use firstyear_core::mapping::Mapping;
use firstyear_core::project::FileFormat;
use firstyear_core::{
    Area, Dataset, Dimension, NamedIndicator, Observation, Place, Placed, PrintedPart, Problem,
    ProblemCode, ProblemGroup, ProblemGroups, PublishedGap, Source, SourceId,
};

use crate::collect::{CellCounts, open, settle, undefined};
use crate::documents::left_out;
use crate::format::Context;
use crate::input::Input;
use crate::keys::{Found, Keys};
use crate::sink::{Fate, Gather, RowCounts, Sink};
use crate::{CodeLists, OnProgress, ReadAs, ReadError, Sources, mapping};

/// Rows of figures that are kept, so that series and totals can be looked at.
/// A file with more is checked row by row.
pub const ROWS_KEPT: usize = 2_000_000;

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// What it is.
    pub format: FileFormat,
    /// Its rows of data, by what became of them.
    pub rows: RowCounts,
    /// Figures: observations, published gaps, and what else a publication
    /// prints.
    pub figures: u64,
    /// Events, where the file is a log.
    pub events: u64,
    /// The state of the cells of its figures.
    pub cells: CellCounts,
    /// All figures, each once; `None` where there are more than
    /// [`ROWS_KEPT`].
    pub data: Option<Dataset>,
    /// Every problem, in groups.
    pub problems: Vec<ProblemGroup>,
}

/// Looks through one file. Its format is told from its content unless `told`
/// says it.
///
/// Memory is bounded by [`ROWS_KEPT`] rows and, for files that a reader must
/// hold whole, by their size; keys by which repeated rows are found go to
/// temporary files beyond 64 MB.
///
/// # Errors
///
/// As [`read_file`](crate::read_file), and [`ReadError::Io`] when no temporary
/// file can be written.
pub fn survey_file(
    path: &Path,
    told: ReadAs<'_>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<Survey, ReadError> {
    survey_within(ROWS_KEPT, path, told, codes, progress)
}

/// Looks through one file by a mapping; `source` goes before that of the
/// mapping.
///
/// # Errors
///
/// As [`survey_file`], and where the file has not what the mapping names.
pub fn survey_mapped_file(
    path: &Path,
    mapping: &Mapping,
    source: Option<&SourceId>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<Survey, ReadError> {
    let file: Arc<str> = path.display().to_string().into();
    let sources = Sources { declared: None, default: source };
    let input = Input::at(path, &file)?;
    let mut looking = Looking::new(ROWS_KEPT);
    let with = Context { codes, sources };
    mapping::reader::read_by(&input, mapping, &with, &mut looking, progress)?;
    looking.finish(file, FileFormat::Mapped)
}

fn survey_within(
    kept: usize,
    path: &Path,
    told: ReadAs<'_>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<Survey, ReadError> {
    let file: Arc<str> = path.display().to_string().into();
    let sources = Sources { declared: None, default: told.source };
    let (input, entry) = open(path, &file, told, progress)?;
    let mut looking = Looking::new(kept);
    (entry.read)(&input, &Context { codes, sources }, &mut looking, progress)?;
    looking.finish(file, entry.format)
}

/// A survey under way.
struct Looking {
    gathered: Gather,
    figures: u64,
    events: u64,
    cells: CellCounts,
    problems: ProblemGroups,
    keys: Option<Keys>,
    kept: usize,
    /// Why no key could be written to disk.
    failed: Option<io::Error>,
}

impl Looking {
    fn new(kept: usize) -> Self {
        Self {
            gathered: Gather::default(),
            figures: 0,
            events: 0,
            cells: CellCounts::default(),
            problems: ProblemGroups::default(),
            keys: None,
            kept,
            failed: None,
        }
    }

    /// Counts a row, and says whether it can be kept; where it cannot, its key
    /// is.
    fn counts_and_has_room(&mut self, row: &Observation) -> bool {
        self.figures += 1;
        self.cells.add(&row.numerator);
        self.cells.add(&row.denominator);
        self.cells.add(&row.value);
        if self.keys.is_none() && self.gathered.read.rows.observations.len() < self.kept {
            return true;
        }
        for kept in std::mem::take(&mut self.gathered.read.rows.observations) {
            self.note_key(&kept);
        }
        self.note_key(row);
        false
    }

    /// Keeps the key of a row that is not kept itself.
    fn note_key(&mut self, row: &Observation) {
        let keys = self.keys.get_or_insert_with(Keys::new);
        if self.failed.is_none() {
            self.failed = keys.add(row).err();
        }
    }

    fn finish(mut self, file: Arc<str>, format: FileFormat) -> Result<Survey, ReadError> {
        if let Some(error) = self.failed {
            return Err(ReadError::io(file, error));
        }
        self.problems.extend(undefined(&self.gathered.read.rows, &file));
        let mut data = Some(self.gathered.read.rows);
        if let Some(keys) = self.keys {
            data = None;
            let found = keys.finish().map_err(|error| ReadError::io(Arc::clone(&file), error))?;
            tell_repeats(found, &file, &mut self.problems);
            self.problems.add(too_many(self.kept, &file));
        }
        let found = data.as_mut().map(settle).unwrap_or_default();
        let mut rows = self.gathered.counts;
        rows.refuse(left_out(&found));
        self.problems.extend(found);
        Ok(Survey {
            file,
            format,
            rows,
            figures: self.figures,
            events: self.events,
            cells: self.cells,
            data,
            problems: self.problems.finish(),
        })
    }
}

impl Sink for Looking {
    fn observation(&mut self, row: Observation) {
        if self.counts_and_has_room(&row) {
            self.gathered.observation(row);
        }
    }

    fn lent(&mut self, row: &Observation) {
        if self.counts_and_has_room(row) {
            self.gathered.lent(row);
        }
    }

    fn gap(&mut self, row: PublishedGap) {
        self.figures += 1;
        self.cells.add_gap(&row);
        self.gathered.gap(row);
    }

    fn printed(&mut self, part: PrintedPart) {
        self.figures += 1;
        self.cells.add_printed(&part);
        self.gathered.printed(part);
    }

    fn map(&mut self, one: Placed<AreaMap>) {
        self.gathered.map(one);
    }

    fn area(&mut self, area: Area, place: &Place) {
        self.gathered.area(area, place);
        self.problems.extend(self.gathered.read.problems.drain(..));
    }

    fn named(&mut self, indicator: NamedIndicator) {
        self.gathered.named(indicator);
    }

    fn dimension(&mut self, dimension: Dimension) {
        self.gathered.dimension(dimension);
    }

    fn source(&mut self, source: Source) {
        self.gathered.source(source);
    }

    fn event(&mut self, _: Event) {
        self.events += 1;
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.add(problem);
    }

    fn row(&mut self, fate: Fate) {
        self.gathered.row(fate);
    }
}

fn too_many(kept: usize, file: &Arc<str>) -> Problem {
    let message = format!(
        "the file has more than {kept} rows of figures: each was checked on its own, and series \
         and totals were not"
    );
    Problem::new(ProblemCode::FileLarge, Place::file(Arc::clone(file)), message)
}

fn tell_repeats(found: Found, file: &Arc<str>, problems: &mut ProblemGroups) {
    let mut tell = |code, message: &str, first: Option<u64>, rows| {
        let Some(row) = first else { return };
        let place = Place::file(Arc::clone(file)).row(row);
        problems.add_many(Problem::new(code, place, message), rows);
    };
    let message = "says the same as a row before it";
    tell(ProblemCode::ObservationRepeated, message, found.first_repeated, found.repeated);
    let message = "gives other figures than a row before it for the same thing";
    tell(ProblemCode::ObservationConflict, message, found.first_conflicting, found.conflicting);
}
