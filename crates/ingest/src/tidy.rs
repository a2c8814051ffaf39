//! Observations in the tidy layout: a table of text, one observation a row.
//!
//! The columns are those of [`firstyear_core::layout::observation`], in any
//! order.
//!
//! | a cell of a number | its status                 | is read as                      |
//! |--------------------|----------------------------|---------------------------------|
//! | a number           | empty or `known`           | the number, zero included       |
//! | a number           | `known+low-reliability`, … | the number with flags           |
//! | empty              | `withheld-publisher`, …    | hidden, never zero              |
//! | empty              | `absent`                   | never reported                  |
//! | empty              | `not-applicable`           | impossible                      |
//! | empty              | empty                      | a problem: it could be any      |

use std::sync::Arc;

use firstyear_core::layout::observation as column;
use firstyear_core::project::FileFormat;
use firstyear_core::{
    AreaCode, Basis, Cell, Confidence, Dataset, Groups, IndicatorId, IndicatorKind, Interval,
    Observation, Period, Place, Problem, ProblemCode, Read, Severity, SourceId,
};

use crate::area_names::AreaNames;
use crate::cells::{Status, read_cell, read_count, read_number, read_status};
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::plausible::{in_range, standard_error};
use crate::sink::{Gather, Sink};
use crate::table::{Column, Layout, ReadRow, Table};
use crate::vocabulary::Vocabulary;
use crate::withheld::Withheld;
use crate::{CodeLists, OnProgress, ReadError, Sources, repeats};

/// Reads a table of observations. `file` is the name under which problems
/// speak of it.
///
/// Rows with an error are left out. Rows that say the same of the same thing
/// are counted once; of rows that contradict each other none is used.
///
/// # Errors
///
/// [`ReadError::Unusable`] when no row can be read: another encoding or
/// separator, a column missing or repeated, or no rows at all.
///
/// # Example
///
/// ```
/// use firstyear_ingest::{CodeLists, Sources, tidy, unwatched};
///
/// let codes = CodeLists::NONE;
/// let table = "indicator,area,period,numerator,denominator,value,source\n\
///              infant-mortality-rate,E9200000,2022,2239,577046,3.9,ons\n";
/// let read = tidy::read(
///     table.as_bytes(), "rates.csv", &codes, Sources::default(), &mut unwatched,
/// )?;
/// assert!(read.rows.observations.is_empty());
/// let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
/// assert_eq!(problems, [
///     "rates.csv, row 2, column `indicator`: not a known indicator",
///     "rates.csv, row 2, column `area`: not an area code",
/// ]);
/// # Ok::<(), firstyear_ingest::ReadError>(())
/// ```
pub fn read(
    input: &[u8],
    file: &str,
    codes: &CodeLists<'_>,
    sources: Sources<'_>,
    progress: OnProgress<'_>,
) -> Result<Read<Dataset>, ReadError> {
    let mut all = Gather::default();
    read_to(input, file, codes, sources, &mut all, progress)?;
    let mut read = all.read;
    let found = repeats::settle(&mut read.rows.observations);
    read.problems.extend(found);
    read.problems.sort_by_key(|problem| problem.place.row);
    Ok(read)
}

/// Reads a table of observations into `sink`, row by row, in memory that does
/// not grow with the table. Rows that repeat or contradict each other come as
/// they stand: a sink that keeps none cannot be asked about them.
///
/// # Errors
///
/// As [`read`]; what came before the error is in the sink.
///
/// # Example
///
/// ```
/// use firstyear_ingest::{CodeLists, Gather, Sources, tidy, unwatched};
///
/// let table = "indicator,area,period,numerator,denominator,value,source\n\
///              infant-mortality-rate,E92000001,2022,2239,577046,3.9,ons\n";
/// let mut all = Gather::default();
/// let (codes, sources) = (CodeLists::NONE, Sources::default());
/// tidy::read_to(table.as_bytes(), "rates.csv", &codes, sources, &mut all, &mut unwatched)?;
/// assert_eq!((all.counts.used, all.counts.refused), (0, 1), "no list defines the indicator");
/// # Ok::<(), firstyear_ingest::ReadError>(())
/// ```
pub fn read_to(
    input: &[u8],
    file: &str,
    codes: &CodeLists<'_>,
    sources: Sources<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Result<(), ReadError> {
    let input = Input::of_bytes(input, &file.into());
    read_into(&input, &Context { codes, sources }, sink, progress)
}

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::Tidy,
    title: "Observations, one a row, CSV or TSV",
    explanation: "The project's own layout. Columns stand in any order, separated by commas, \
                  semicolons, tabs or bars.",
    fits: |sample| Fit::header(sample, &column::COLUMNS, ENOUGH),
    read: read_into,
};

/// A tidy table with a column or two misnamed still has as many of its names.
pub(crate) const ENOUGH: usize = 3;

/// Reads the rows, those that repeat or contradict each other included.
fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let table = Table::with_source(input, Layout::OBSERVATIONS, with, sink, progress)?;
    let words = Vocabulary::new(with.codes, with.sources);
    read_rows(table, words, &mut |_, _, _| Some(()), (input, sink), progress)
}

/// What else a row is given that could be read; it is left out where that is
/// nothing.
pub(crate) type Then<'t> =
    &'t mut dyn FnMut(&Table<'_>, &mut Observation, RowProblems<'_>) -> Option<()>;

/// Reads the rows of an open table.
pub(crate) fn read_rows(
    table: Table<'_>,
    words: Vocabulary<'_>,
    then: Then<'_>,
    (input, sink): (&Input<'_>, &mut dyn Sink),
    progress: OnProgress<'_>,
) -> Reading {
    let mut reader = RowReader {
        columns: Columns::of(&table),
        words,
        then,
        names: AreaNames::new(),
        withheld: Withheld::default(),
        row: unread(&table.file),
    };
    table.read_each(sink, progress, &mut reader)?;
    reader.withheld.note().into_iter().for_each(|note| sink.problem(note));
    reader.names.finish().iter().for_each(|area| sink.area(area.clone(), &input.place()));
    Ok(())
}

/// Reads row after row into one place: most words of a row are those of the
/// row before, and stay where they are.
struct RowReader<'v, 't> {
    columns: Columns,
    words: Vocabulary<'v>,
    then: Then<'t>,
    names: AreaNames,
    withheld: Withheld,
    row: Observation,
}

impl<'i> ReadRow<'i> for RowReader<'_, '_> {
    fn read(&mut self, table: &Table<'i>, mut row: RowProblems<'_>) -> bool {
        let read = self.read_cells(table, &mut row).is_some()
            && (self.then)(table, &mut self.row, row).is_some();
        if read {
            self.withheld.see(&self.row);
        }
        read
    }

    fn hand_on(&mut self, sink: &mut dyn Sink) {
        sink.lent(&self.row);
    }
}

/// What the first row of a file is written over.
fn unread(file: &Arc<str>) -> Observation {
    const VALID: &str = "a literal in its form";
    Observation {
        indicator: IndicatorId::new("unread").expect(VALID),
        area: AreaCode::new("E92000001").expect(VALID),
        period: Period::parse("2000", None).expect(VALID),
        groups: Groups::everyone(),
        numerator: Cell::Absent,
        denominator: Cell::Absent,
        basis: Basis::Complete,
        value: Cell::Absent,
        interval: None,
        standard_error: None,
        note: None,
        source: SourceId::new("unread").expect(VALID),
        place: Place::file(Arc::clone(file)),
    }
}

/// Writes what was found, unless the slot holds the same one already: rows share
/// what their cells were read as, so that where it stands tells.
fn put<T: Clone, U: ?Sized>(slot: &mut T, found: Option<&T>, held: fn(&T) -> &U) -> Option<()> {
    let found = found?;
    if !std::ptr::eq(held(slot), held(found)) {
        slot.clone_from(found);
    }
    Some(())
}

/// Where the columns stand.
struct Columns {
    indicator: Column,
    area: Column,
    area_name: Column,
    period: Column,
    period_kind: Column,
    groups: Column,
    numerator: [Column; 2],
    denominator: [Column; 2],
    basis: Column,
    value: [Column; 2],
    limits: [Column; 3],
    standard_error: Column,
    note: Column,
    source: Column,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        let one = |name| table.columns([name])[0];
        Self {
            indicator: one(column::INDICATOR),
            area: one(column::AREA),
            area_name: one(column::AREA_NAME),
            period: one(column::PERIOD),
            period_kind: one(column::PERIOD_KIND),
            groups: one(column::GROUPS),
            numerator: table.columns([column::NUMERATOR, column::NUMERATOR_STATUS]),
            denominator: table.columns([column::DENOMINATOR, column::DENOMINATOR_STATUS]),
            basis: one(column::DENOMINATOR_BASIS),
            value: table.columns([column::VALUE, column::VALUE_STATUS]),
            limits: table.columns([column::LOWER, column::UPPER, column::CONFIDENCE]),
            standard_error: one(column::STANDARD_ERROR),
            note: one(column::NOTE),
            source: one(column::SOURCE),
        }
    }
}

impl RowReader<'_, '_> {
    /// Reads every column, so that all problems of a row are told at once.
    fn read_cells(&mut self, table: &Table<'_>, row: &mut RowProblems<'_>) -> Option<()> {
        let Self { columns, words, names, row: read, .. } = self;
        let cell = |column| table.cell(column);
        let known = row.lend(columns.indicator.name, words.indicator(cell(columns.indicator)));
        let about = known.map(|known| (known.kind, known.factor));
        let indicator = put(&mut read.indicator, known.map(|known| &known.id), IndicatorId::as_str);
        let area = row.lend(columns.area.name, words.area(cell(columns.area)));
        let area = put(&mut read.area, area, AreaCode::as_str);
        let unit = row.share(columns.period_kind.name, words.unit(cell(columns.period_kind)));
        let period = unit.and_then(|unit| {
            row.share(columns.period.name, words.period(cell(columns.period), unit))
        });
        let groups = row.lend(columns.groups.name, words.groups(cell(columns.groups)));
        let groups = put(&mut read.groups, groups, Groups::as_slice);
        let numerator = read_pair(table, columns.numerator, row, read_count);
        let denominator = read_pair(table, columns.denominator, row, read_count);
        let basis = row.share(columns.basis.name, words.basis(cell(columns.basis)));
        let value = read_pair(table, columns.value, row, read_number);
        let interval = read_interval(table, columns.limits, value.as_ref(), row);
        let standard_error = read_error(cell(columns.standard_error));
        let standard_error = row.keep(columns.standard_error.name, standard_error);
        let source = row.lend(columns.source.name, words.source(cell(columns.source)));
        let source = put(&mut read.source, source, SourceId::as_str);
        let _ = (indicator?, area?, groups?, source?);
        read.period = period?;
        (read.numerator, read.denominator, read.value) = (numerator?, denominator?, value?);
        (read.basis, read.interval, read.standard_error) =
            (basis?, interval.ok()?, standard_error?);
        read.note = words.note(cell(columns.note));
        read.place.row = Some(row.line());
        if !plausible(read, about?, [column::NUMERATOR, column::VALUE], row) {
            return None;
        }
        // A row with a fault may be shifted, and its name another column's text.
        names.note(&read.area, cell(columns.area_name), columns.area_name.name, row);
        Some(())
    }
}

/// Reads a standard error, where there is one.
pub(crate) fn read_error(text: &str) -> Result<Option<f64>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    read_number(text).and_then(standard_error).map(Some)
}

/// Reads a number and the status beside it.
pub(crate) fn read_pair<T>(
    table: &Table<'_>,
    [number, status]: [Column; 2],
    row: &mut RowProblems<'_>,
    read: impl FnOnce(&str) -> Result<T, Fault>,
) -> Option<Cell<T>> {
    let state = match table.cell(status) {
        "" => Status::Unstated,
        stated => row.keep(status.name, read_status(stated))?,
    };
    match table.declared(number) {
        // A declared mark is an empty cell with a reason.
        Some(declared) => {
            let state = if state == Status::Unstated { declared } else { state };
            row.keep(number.name, read_cell("", state, read))
        }
        None => row.keep(number.name, read_cell(table.cell(number), state, read)),
    }
}

/// Reads published limits: all three cells, or none of them.
fn read_interval(
    table: &Table<'_>,
    columns: [Column; 3],
    value: Option<&Cell<f64>>,
    row: &mut RowProblems<'_>,
) -> Result<Option<Interval>, Noted> {
    let texts = columns.map(|column| table.cell(column));
    if texts.iter().all(|text| text.is_empty()) {
        return Ok(None);
    }
    let [lower, upper, confidence] = columns;
    let invalid = |message: &str| Fault::new(ProblemCode::IntervalInvalid, message);
    if let Some(at) = texts.iter().position(|text| text.is_empty()) {
        row.add(columns[at].name, &invalid("the published limits are incomplete"));
        return Err(Noted);
    }
    let limits = (
        row.keep(lower.name, read_number(texts[0])),
        row.keep(upper.name, read_number(texts[1])),
        row.keep(confidence.name, read_confidence(texts[2])),
    );
    let (Some(low), Some(high), Some(level)) = limits else { return Err(Noted) };
    let interval = Interval { lower: low, upper: high, confidence: level };
    let fault = match value.ok_or(Noted)? {
        _ if low > high => invalid("the lower limit is above the upper"),
        Cell::Known { value, .. } if interval.contains(*value) => return Ok(Some(interval)),
        Cell::Known { .. } => invalid("the value lies outside its limits"),
        // Limits give a hidden value away.
        _ => invalid("limits stand beside a value that is not known")
            .with_help("remove the limits, or give the value"),
    };
    row.add(lower.name, &fault);
    Err(Noted)
}

/// Something cannot be used, and its problem is noted.
pub(crate) struct Noted;

fn read_confidence(text: &str) -> Result<Confidence, Fault> {
    let level = read_number(text)?;
    Confidence::new(level).map_err(|_| {
        Fault::new(ProblemCode::IntervalInvalid, "the confidence is not between 0 and 1")
            .with_help("write a fraction: 0.95 for 95%")
    })
}

/// Checks what no single cell shows. A row is left out when it is false.
pub(crate) fn plausible(
    observation: &Observation,
    (kind, factor): (IndicatorKind, f64),
    [numerator, value]: [&str; 2],
    row: &mut RowProblems<'_>,
) -> bool {
    let in_range = row.keep(value, in_range((kind, factor), &observation.value)).is_some();
    let exceeds = kind != IndicatorKind::Comparison
        && matches!(
            (observation.numerator.value(), observation.denominator.value()),
            (Some(events), Some(at_risk)) if events > at_risk
        );
    if !exceeds {
        return in_range;
    }
    let problem = more_events(observation, numerator, row);
    match observation.basis {
        Basis::Complete => {
            row.extend([problem]);
            false
        }
        Basis::Sample(_) => {
            let help = "by chance a sample multiplied up can fall below the events; check the row";
            row.extend([problem.with_severity(Severity::Warning).with_help(help)]);
            in_range
        }
    }
}

/// More events than people at risk: exchanged columns, or nobody at risk at all.
fn more_events(observation: &Observation, numerator: &str, row: &RowProblems<'_>) -> Problem {
    let place = row.place().column(numerator);
    let problem = |message: &str| Problem::new(ProblemCode::DeathsExceedBirths, place, message);
    if observation.denominator.value() == Some(&0) {
        return problem("the denominator is 0: nobody is at risk, and yet there are events")
            .with_help(
                "give the number of those at risk; where it is not known, leave the cell empty \
                 with the status absent",
            );
    }
    problem("the numerator is larger than the denominator")
}
