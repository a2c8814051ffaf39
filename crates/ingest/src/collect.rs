//! Everything that a project names, read into one data set.

mod pathways;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use firstyear_core::mapping::Mapping;
use firstyear_core::project::{FileEntry, FileFormat, Project, TableEntry};
use firstyear_core::{
    Cell, Content, Dataset, Geography, Indicator, IndicatorId, InputFile, Place, PrintedPart,
    Problem, ProblemCode, PublishedGap, Read, Severity, Source, SourceId,
};

use crate::format::{self, Context, Format};
use crate::input::Input;
use crate::ledger::Ledger;
use crate::project::definitions;
use crate::sample::Sample;
use crate::sink::{Gather, RowCounts, gain};
use crate::{
    CodeLists, CodeMap, OnProgress, ReadError, Sources, area_list, area_names, boundaries,
    documents, mapping, maps, paths, project, repeats,
};

/// A project with everything it names.
#[derive(Clone, Debug)]
pub struct ProjectData {
    /// The project file.
    pub project: Project,
    /// The indicators of the code lists, and those that the project defines.
    pub indicators: BTreeMap<IndicatorId, Indicator>,
    /// The folder of the project file.
    pub folder: PathBuf,
    /// The figures of all files, each once, and every problem in the order of
    /// the files and their rows.
    pub read: Read<Dataset>,
    /// One summary for each file, in the order of the project.
    pub files: Vec<FileSummary>,
    /// Everything that was read, the project file included, each with what it held.
    pub inputs: Vec<InputFile>,
}

/// What was read of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSummary {
    /// The file as the project or the user named it.
    pub file: Arc<str>,
    /// What it is.
    pub format: FileFormat,
    /// Its rows of data, by what became of them.
    pub rows: RowCounts,
    /// Observations without an error in their row. Of those, repeated ones
    /// count once in the data set, and contradicting ones not at all.
    pub observations: usize,
    /// Published gaps, as with observations.
    pub gaps: usize,
    /// Rows of printed tables, statements and annotations.
    pub printed: usize,
    /// Events of a log that is held against a care pathway.
    pub events: usize,
    /// The state of their numerators, denominators and values; for a gap, of
    /// its relative gap, events and rates; for what is printed, of counts,
    /// percentages, operands and results.
    pub cells: CellCounts,
    /// Problems with severity error.
    pub errors: usize,
    /// Problems with severity warning.
    pub warnings: usize,
    /// Problems with severity note.
    pub notes: usize,
}

/// How many cells are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellCounts {
    /// With a value, zero included.
    pub known: usize,
    /// Counted, then hidden.
    pub withheld: usize,
    /// Never reported.
    pub absent: usize,
    /// Impossible.
    pub not_applicable: usize,
}

/// Reads a project: its file, or the folder in which that lies, and every
/// data file that it names, by their paths from that folder.
///
/// A figure that two files give is used once, and not at all where they
/// differ. Indicators and dimensions must be in `codes`.
///
/// # Errors
///
/// [`ReadError::Io`] when there is no project file. [`ReadError::Unusable`]
/// with the problems of the project file, or with those of all data files
/// when at least one of them cannot be read: a report without it would look
/// whole. [`ReadError::Stopped`] when `progress` says so.
pub fn read_project(
    path: &Path,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ProjectData, ReadError> {
    let path = if path.is_dir() { path.join(project::FILE_NAME) } else { path.to_owned() };
    let name = path.display().to_string();
    let ledger = Ledger::default();
    let input = std::fs::read(&path).map_err(|error| ReadError::io(name.as_str(), error))?;
    let own = path.file_name().map_or_else(|| name.clone().into(), |own| own.to_string_lossy());
    ledger.note(&own, Content::of(&input));
    let project = project::read(&input, &name, codes)?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let (mut areas, mut found) = (codes.areas.clone(), Vec::new());
    for file in &project.geography.files {
        let read = read_areas(&folder, file, &ledger, progress)?;
        found.extend(read.problems);
        areas.replace(read.rows);
    }
    let indicators = definitions::indicators(&project.definitions, codes);
    let external = definitions::external(&project.definitions, codes);
    let codes =
        CodeLists { indicators: &indicators, external: &external, ..codes.with_areas(&areas) };
    let of_files = read_files(&project, (&folder, &ledger), &codes, progress);
    if matches!(of_files, Err(ReadError::Stopped)) {
        return Err(ReadError::Stopped);
    }
    let of_pathways = pathways::read(&project, (&folder, &ledger), &codes, progress);
    let ((mut read, mut files), of_pathways) = pathways::both(of_files, of_pathways)?;
    read.rows.pathways = of_pathways.pathways;
    let of_logs = of_pathways.sources.into_iter().map(|source| (source.id.clone(), source));
    read.rows.sources.extend(of_logs);
    found.extend(of_pathways.problems);
    files.extend(of_pathways.files);
    let text = crate::text::decode(&input, &name.as_str().into())?;
    found.extend(project::improvement::strays(text, &name, &read.rows.visits));
    if let Some(day) = project.geography.boundaries_on {
        found.extend(boundaries::rebase(&mut read.rows, &areas, day, project.geography.split));
    }
    found.extend(maps::without_shape(&read.rows));
    read.problems.extend(found);
    name_areas(&mut read.rows, &project, &areas);
    Ok(ProjectData { project, indicators, folder, read, files, inputs: ledger.files() })
}

/// Names the areas of documents, of rows that bring no names with them, and those that
/// reviews are held against, which need have no row.
fn name_areas(rows: &mut Dataset, project: &Project, known: &Geography) {
    let of_recommendations = rows.recommendations.iter().map(|one| &one.item.area);
    let of_documents = of_recommendations
        .chain(rows.visits.iter().map(|one| &one.item.area))
        .chain(rows.self_assessments.iter().map(|one| &one.item.area));
    let of_rows = rows.observations.iter().map(|row| &row.area);
    let of_gaps = rows.gaps.iter().map(|gap| &gap.area);
    let (mut lacking, mut last) = (BTreeSet::new(), None);
    let of_reviews = project.deaths_reviews.iter().filter_map(|asked| asked.comparator.as_ref());
    for code in of_documents.chain(of_rows).chain(of_gaps).chain(of_reviews) {
        // Rows of one area usually stand together.
        if last != Some(code) && rows.geography.get(code).is_none() {
            lacking.insert(code.clone());
        }
        last = Some(code);
    }
    for area in lacking.iter().filter_map(|code| known.get(code)) {
        rows.geography.add(area.clone());
    }
}

/// What a user says of a file beside its path.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadAs<'a> {
    /// What it is; told from its content when left out.
    pub format: Option<FileFormat>,
    /// The layout of its records, for formats of fixed width.
    pub layout: Option<&'a str>,
    /// The source of rows that name none, and of a workbook.
    pub source: Option<&'a SourceId>,
    /// The property that holds codes of areas, for a file of boundaries.
    pub property: Option<&'a str>,
}

/// Reads one file on its own. Its format is told from its content unless it
/// is given; `source` is that of rows which name none, and of a workbook.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, no row of it can be used, or
/// `progress` says to stop.
pub fn read_file(
    path: &Path,
    format: Option<FileFormat>,
    source: Option<&SourceId>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<(Read<Dataset>, FileSummary), ReadError> {
    read_file_as(path, ReadAs { format, source, ..ReadAs::default() }, codes, progress)
}

/// Reads one file on its own as the user says.
///
/// # Errors
///
/// As [`read_file`], and when the layout of records is not known.
pub fn read_file_as(
    path: &Path,
    told: ReadAs<'_>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<(Read<Dataset>, FileSummary), ReadError> {
    let file = path.display().to_string().into();
    let sources = Sources { declared: None, default: told.source };
    let input = Input::at(path, &file)?.with_layout(told.layout).with_property(told.property);
    let mut one = read_one(&input, told, codes, sources, progress)?;
    let found = settle(&mut one.read.rows);
    add_found(std::slice::from_mut(&mut one), found);
    Ok((one.read, one.summary))
}

/// Reads the bytes of one file, as [`read_file`] does. What the file names
/// beside itself, as a package does, is not there.
///
/// ```
/// use firstyear_core::project::FileFormat;
/// use firstyear_ingest::{CodeLists, Sources, read_bytes, unwatched};
///
/// let table = b"indicator,area,period,numerator,denominator,value,source\n\
///               infant-mortality-rate,E92000001,2022,2239,577046,3.9,ons\n";
/// let (codes, sources) = (CodeLists::NONE, Sources::default());
/// let (read, summary) =
///     read_bytes(table, "rates.csv", None, &codes, sources, &mut unwatched)?;
/// assert_eq!((summary.format, summary.rows.refused), (FileFormat::Tidy, 1));
/// assert_eq!(read.problems[0].code.as_str(), "indicator-unknown");
/// # Ok::<(), firstyear_ingest::ReadError>(())
/// ```
///
/// # Errors
///
/// As [`read_file`].
pub fn read_bytes(
    input: &[u8],
    file: &str,
    format: Option<FileFormat>,
    codes: &CodeLists<'_>,
    sources: Sources<'_>,
    progress: OnProgress<'_>,
) -> Result<(Read<Dataset>, FileSummary), ReadError> {
    let input = Input::of_bytes(input, &file.into());
    let entry = reader(&input, format)?;
    let mut one = read_with(&input, entry, codes, sources, progress)?;
    let found = settle(&mut one.read.rows);
    add_found(std::slice::from_mut(&mut one), found);
    Ok((one.read, one.summary))
}

/// Reads one file by a mapping; `source` goes before that of the mapping.
///
/// # Errors
///
/// As [`read_file`], and where the file has not what the mapping names.
pub fn read_mapped_file(
    path: &Path,
    mapping: &Mapping,
    source: Option<&SourceId>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<(Read<Dataset>, FileSummary), ReadError> {
    let file = path.display().to_string().into();
    let sources = Sources { declared: None, default: source };
    let mut one = read_mapped(&Input::at(path, &file)?, mapping, codes, sources, progress)?;
    let found = settle(&mut one.read.rows);
    add_found(std::slice::from_mut(&mut one), found);
    Ok((one.read, one.summary))
}

fn read_areas(
    folder: &Path,
    file: &str,
    ledger: &Ledger,
    progress: OnProgress<'_>,
) -> Result<Read<Geography>, ReadError> {
    let path = paths::inside(folder, file, || Place::file(file))?;
    let input = ledger.read(&path, file)?;
    area_list::read(&input, file, progress)
}

fn read_files(
    project: &Project,
    within: (&Path, &Ledger),
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<(Read<Dataset>, Vec<FileSummary>), ReadError> {
    let declared = project::sources(project);
    let mut rows = Dataset { sources: declared.clone(), ..Dataset::default() };
    let mut files = Vec::new();
    let mut unusable = Vec::new();
    for entry in &project.files {
        let one = read_entry(entry, within, codes, &declared, progress);
        keep(one, &mut rows, (&mut files, &mut unusable))?;
    }
    for (place, table) in (1..).zip(&project.tables) {
        let one = read_table(place, table, codes, &declared, progress);
        keep(one, &mut rows, (&mut files, &mut unusable))?;
    }
    if !unusable.is_empty() {
        return Err(ReadError::Unusable { problems: unusable });
    }
    let mut found = settle(&mut rows);
    // Of a file alone nobody can say that a visit is not there.
    found.extend(documents::without_strays(&mut rows.recommendations, &rows.visits));
    rows.unusable_matrix = unusable_matrix(&files, &rows);
    found.extend(documents::held_against_matrix(&mut rows, codes));
    found.extend(project.as_of.into_iter().flat_map(|day| documents::later_answers(&rows, day)));
    add_found(&mut files, found);
    let mut problems = Vec::new();
    let mut summaries = Vec::new();
    for one in files {
        problems.extend(one.read.problems);
        summaries.push(one.summary);
    }
    Ok((Read { rows, problems }, summaries))
}

/// The file of a matrix of the project's own of which none can be used.
fn unusable_matrix(files: &[OneFile], rows: &Dataset) -> Option<Arc<str>> {
    let of_matrix = |one: &&OneFile| one.summary.format == FileFormat::SelfAssessmentMatrix;
    let first = files.iter().find(of_matrix).filter(|_| rows.matrices.is_empty())?;
    Some(Arc::clone(&first.summary.file))
}

/// Adds what was read of a file to the rest. Once a file is unusable the others
/// are read for their problems.
fn keep(
    one: Result<OneFile, ReadError>,
    rows: &mut Dataset,
    (files, unusable): (&mut Vec<OneFile>, &mut Vec<Problem>),
) -> Result<(), ReadError> {
    match one {
        Ok(mut one) if unusable.is_empty() => {
            merge(rows, &mut one);
            files.push(one);
        }
        Ok(one) => unusable.extend(one.read.problems),
        Err(ReadError::Stopped) => return Err(ReadError::Stopped),
        Err(error) => {
            unusable.extend(files.drain(..).flat_map(|one: OneFile| one.read.problems));
            unusable.extend(error.problems());
        }
    }
    Ok(())
}

/// Reads a file of a project.
fn read_entry(
    entry: &FileEntry,
    within @ (folder, ledger): (&Path, &Ledger),
    codes: &CodeLists<'_>,
    declared: &BTreeMap<SourceId, Source>,
    progress: OnProgress<'_>,
) -> Result<OneFile, ReadError> {
    let FileEntry { path, format, layout, source, map, years, mapping, property } = entry;
    let map = map.as_ref().map(|map| read_map(within, map)).transpose()?.unwrap_or_default();
    let codes = &codes.with_map(&map.rows).with_years(years.or(codes.years));
    let sources = Sources { declared: Some(declared), default: source.as_ref() };
    let file: Arc<str> = path.as_str().into();
    let told = ReadAs {
        format: *format,
        layout: layout.as_deref(),
        source: source.as_ref(),
        property: property.as_deref(),
    };
    let path = paths::inside(folder, path, || Place::file(Arc::clone(&file)))?;
    let input = Input::at(&path, &file)?
        .with_layout(told.layout)
        .with_property(told.property)
        .noted(Some(ledger));
    let mut one = match mapping {
        Some(named) => {
            let mapping = read_mapping(within, named)?;
            read_mapped(&input, &mapping, codes, sources, progress)?
        }
        None => read_one(&input, told, codes, sources, progress)?,
    };
    input.note()?;
    one.read.problems.splice(..0, map.problems);
    Ok(one)
}

/// Reads a table that stands in the project file, the first, the second and so
/// on.
fn read_table(
    place: usize,
    table: &TableEntry,
    codes: &CodeLists<'_>,
    declared: &BTreeMap<SourceId, Source>,
    progress: OnProgress<'_>,
) -> Result<OneFile, ReadError> {
    let name: Arc<str> = format!("{}, table {place}", project::FILE_NAME).into();
    let input = Input::of_bytes(table.rows.as_bytes(), &name);
    let sources = Sources { declared: Some(declared), default: table.source.as_ref() };
    let entry = reader(&input, Some(FileFormat::Tidy))?;
    read_with(&input, entry, codes, sources, progress)
}

/// Reads a mapping table.
fn read_map((folder, ledger): (&Path, &Ledger), name: &str) -> Result<Read<CodeMap>, ReadError> {
    let path = paths::inside(folder, name, || Place::file(name))?;
    CodeMap::read(&ledger.read(&path, name)?, name)
}

/// One file, its repeated rows included.
struct OneFile {
    read: Read<Dataset>,
    summary: FileSummary,
}

fn read_one(
    input: &Input<'_>,
    told: ReadAs<'_>,
    codes: &CodeLists<'_>,
    sources: Sources<'_>,
    progress: OnProgress<'_>,
) -> Result<OneFile, ReadError> {
    input.report(progress)?;
    read_with(input, reader(input, told.format)?, codes, sources, progress)
}

fn read_with(
    input: &Input<'_>,
    entry: &Format,
    codes: &CodeLists<'_>,
    sources: Sources<'_>,
    progress: OnProgress<'_>,
) -> Result<OneFile, ReadError> {
    let mut all = Gather::default();
    (entry.read)(input, &Context { codes, sources }, &mut all, progress)?;
    let Gather { mut read, counts, .. } = all;
    read.problems.extend(undefined(&read.rows, &input.file));
    let summary = summarise(&input.file, entry.format, counts, &read.rows);
    Ok(OneFile { read, summary })
}

/// Everything in a file, and what the file is.
pub(crate) fn gather(
    path: &Path,
    file: &Arc<str>,
    told: ReadAs<'_>,
    codes: &CodeLists<'_>,
    sources: Sources<'_>,
    progress: OnProgress<'_>,
) -> Result<(FileFormat, Gather), ReadError> {
    let (input, entry) = open(path, file, told, progress)?;
    let mut all = Gather::default();
    (entry.read)(&input, &Context { codes, sources }, &mut all, progress)?;
    Ok((entry.format, all))
}

fn read_mapping((folder, ledger): (&Path, &Ledger), named: &str) -> Result<Mapping, ReadError> {
    let path = paths::inside(folder, named, || Place::file(named))?;
    mapping::read(&ledger.read(&path, named)?, named)
}

fn read_mapped(
    input: &Input<'_>,
    mapping: &Mapping,
    codes: &CodeLists<'_>,
    sources: Sources<'_>,
    progress: OnProgress<'_>,
) -> Result<OneFile, ReadError> {
    let file = &input.file;
    let mut all = Gather::default();
    mapping::reader::read_by(input, mapping, &Context { codes, sources }, &mut all, progress)?;
    let Gather { mut read, counts, .. } = all;
    read.problems.extend(undefined(&read.rows, file));
    let summary = summarise(file, FileFormat::Mapped, counts, &read.rows);
    Ok(OneFile { read, summary })
}

/// A note where a file names indicators that nobody has defined.
pub(crate) fn undefined(rows: &Dataset, file: &Arc<str>) -> Option<Problem> {
    const SHOWN: usize = 3;
    let named: Vec<&str> = rows.named.keys().map(IndicatorId::as_str).collect();
    let message = match named.as_slice() {
        [] => return None,
        [one] => format!("nothing defines the indicator {one}"),
        few if few.len() <= SHOWN => format!("nothing defines the indicators {}", few.join(", ")),
        many => {
            let (shown, rest) = (many[..SHOWN].join(", "), many.len() - SHOWN);
            format!("nothing defines the indicators {shown} and {rest} others")
        }
    };
    Some(Problem::new(ProblemCode::IndicatorUndefined, Place::file(Arc::clone(file)), message))
}

/// Opens a file and finds its reader.
pub(crate) fn open(
    path: &Path,
    file: &Arc<str>,
    told: ReadAs<'_>,
    progress: OnProgress<'_>,
) -> Result<(Input<'static>, &'static Format), ReadError> {
    let input = Input::at(path, file)?.with_layout(told.layout).with_property(told.property);
    input.report(progress)?;
    let entry = reader(&input, told.format)?;
    Ok((input, entry))
}

/// The reader of a file: that of its format, which is told from its content
/// unless it is given.
fn reader(input: &Input<'_>, format: Option<FileFormat>) -> Result<&'static Format, ReadError> {
    let file = &input.file;
    Ok(match format {
        Some(format) => format::entry(format).ok_or_else(|| no_reader(file, format))?,
        None => format::told(&Sample::of(input)?, file)?,
    })
}

fn no_reader(file: &Arc<str>, format: FileFormat) -> Problem {
    let message = format!("no reader for the format {}", format.name());
    Problem::new(ProblemCode::FileUnreadable, Place::file(Arc::clone(file)), message)
}

/// Moves the rows of one file into the data set.
fn merge(all: &mut Dataset, one: &mut OneFile) {
    let rows = std::mem::take(&mut one.read.rows);
    all.observations.extend(rows.observations);
    all.gaps.extend(rows.gaps);
    all.printed.extend(rows.printed);
    all.recommendations.extend(rows.recommendations);
    all.visits.extend(rows.visits);
    all.self_assessments.extend(rows.self_assessments);
    all.matrices.extend(rows.matrices);
    all.maps.extend(rows.maps);
    for (id, indicator) in rows.named {
        all.named.entry(id).or_insert(indicator);
    }
    for dimension in rows.dimensions.into_values() {
        gain(&mut all.dimensions, dimension);
    }
    // What the project says of a source goes before what a file says.
    let of_files: BTreeMap<SourceId, Source> = rows.sources;
    for (id, source) in of_files {
        all.sources.entry(id).or_insert(source);
    }
    let conflicts = area_names::merge(&mut all.geography, &rows.geography, &one.summary.file);
    one.read.problems.extend(conflicts);
}

pub(crate) fn settle(rows: &mut Dataset) -> Vec<Problem> {
    let mut found = repeats::settle(&mut rows.observations);
    found.extend(repeats::settle(&mut rows.gaps));
    found.extend(documents::settle(rows));
    found
}

/// Gives each file the problems that showed when all rows stood side by side,
/// and counts the problems of each.
fn add_found(files: &mut [OneFile], found: Vec<Problem>) {
    let mut of_file: BTreeMap<Arc<str>, Vec<Problem>> = BTreeMap::new();
    for problem in found {
        of_file.entry(Arc::clone(&problem.place.file)).or_default().push(problem);
    }
    for OneFile { read, summary } in files {
        let found = of_file.remove(&summary.file).unwrap_or_default();
        summary.rows.refuse(documents::left_out(&found));
        read.problems.extend(found);
        // The sheets of a workbook have an order that rows do not.
        if summary.format != FileFormat::OnsChildMortality {
            read.problems.sort_by_key(|problem| problem.place.row);
        }
        let count = |severity| read.problems.iter().filter(|p| p.severity == severity).count();
        summary.errors = count(Severity::Error);
        summary.warnings = count(Severity::Warning);
        summary.notes = count(Severity::Note);
    }
}

fn summarise(
    file: &Arc<str>,
    format: FileFormat,
    counts: RowCounts,
    rows: &Dataset,
) -> FileSummary {
    let mut cells = CellCounts::default();
    for row in &rows.observations {
        cells.add(&row.numerator);
        cells.add(&row.denominator);
        cells.add(&row.value);
    }
    for gap in &rows.gaps {
        cells.add_gap(gap);
    }
    for part in rows.printed.clone().into_parts() {
        cells.add_printed(&part);
    }
    FileSummary {
        file: Arc::clone(file),
        format,
        rows: counts,
        observations: rows.observations.len(),
        gaps: rows.gaps.len(),
        printed: rows.printed.len(),
        events: 0,
        cells,
        errors: 0,
        warnings: 0,
        notes: 0,
    }
}

impl CellCounts {
    pub(crate) fn add_gap(&mut self, gap: &PublishedGap) {
        self.add(&gap.relative_gap);
        self.add(&gap.group_events);
        self.add(&gap.all_events);
        self.add(&gap.group_rate);
        self.add(&gap.all_rate);
    }

    /// Counts and percentages of a table, operands and result of a statement.
    pub(crate) fn add_printed(&mut self, part: &PrintedPart) {
        match part {
            PrintedPart::Row(row) => {
                self.known += 1 + usize::from(row.percent.is_some());
                self.absent += usize::from(row.percent.is_none());
            }
            PrintedPart::Statement(statement) => self.known += statement.operands.len() + 1,
            PrintedPart::Annotation(_) => {}
        }
    }

    pub(crate) fn add<T>(&mut self, cell: &Cell<T>) {
        match cell {
            Cell::Known { .. } => self.known += 1,
            Cell::Withheld(_) => self.withheld += 1,
            Cell::Absent => self.absent += 1,
            Cell::NotApplicable => self.not_applicable += 1,
        }
    }
}
