//! What was counted, in the tidy layout.
//!
//! A count has few indicators, areas, periods and groups, and up to millions of rows of them:
//! their texts are made once, and a row is put together of those.

use std::array;
use std::fmt::Write as _;
use std::io::Write;

use firstyear_core::count::{CountedCell, CountedKeys, CountedRows, EventsAtRisk};
use firstyear_core::layout::observation as column;
use firstyear_core::{Geography, Place};

use super::{WriteError, observation_record};
use crate::atomic::Stop;
use crate::plain_csv::writer;

/// How many columns counts have: none of standard errors and notes.
const COLUMNS: usize = column::COLUMNS.len() - column::WHERE_NEEDED.len();

/// How many rows are written before it is asked whether to stop.
const ROWS: usize = 1 << 13;

/// Writes what was counted as CSV in the tidy layout: in its own order, without the names of
/// areas and without the columns of standard errors and notes.
///
/// Where `stop` says so, it ends early: what was written by then is a part of the table.
///
/// # Errors
///
/// As [`write_observations`](super::write_observations).
///
/// ```
/// use firstyear_core::SourceId;
/// use firstyear_core::count::{CountedKeys, CountedRows};
/// use firstyear_export::atomic::never;
/// use firstyear_export::tidy::write_counts;
///
/// let keys = CountedKeys {
///     source: SourceId::new("made-up-births")?,
///     indicators: Vec::new(),
///     areas: Vec::new(),
///     periods: Vec::new(),
///     groups: Vec::new(),
/// };
/// let nothing = CountedRows::new(keys, Vec::new(), Vec::new()).ok_or("places are missing")?;
/// let mut out = Vec::new();
/// write_counts(&nothing, &mut out, &never)?;
/// assert!(out.ends_with(b",confidence,source\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_counts(rows: &CountedRows, out: impl Write, stop: Stop<'_>) -> Result<(), WriteError> {
    let mut csv = writer(out);
    csv.write_record(&column::COLUMNS[..COLUMNS])?;
    let texts = Texts::of(rows.keys())?;
    let mut numbers = [String::new(), String::new()];
    for part in parts(rows) {
        if stop() {
            break;
        }
        for (cell, counts) in part.cells.iter().zip(part.counts) {
            for (text, number) in numbers.iter_mut().zip([counts.events, counts.at_risk]) {
                text.clear();
                // Text can always be written to.
                let _ = write!(text, "{number}");
            }
            csv.write_record(texts.columns.iter().map(|column| match column {
                Column::Events => numbers[0].as_str(),
                Column::AtRisk => numbers[1].as_str(),
                Column::Same(text) => text,
                Column::By(key, texts) => &texts[key.place(part.indicator, *cell)],
            }))?;
        }
    }
    Ok(csv.flush()?)
}

/// Some rows of one indicator.
struct Part<'r> {
    indicator: usize,
    cells: &'r [CountedCell],
    counts: &'r [EventsAtRisk],
}

/// All rows, in parts.
fn parts(rows: &CountedRows) -> impl Iterator<Item = Part<'_>> {
    rows.counts().iter().enumerate().flat_map(|(indicator, counts)| {
        let parts = rows.cells().chunks(ROWS).zip(counts.chunks(ROWS));
        parts.map(move |(cells, counts)| Part { indicator, cells, counts })
    })
}

/// What a text tells of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Indicator,
    Area,
    Period,
    Groups,
}

impl Key {
    /// The place of what a row is about.
    const fn place(self, indicator: usize, cell: CountedCell) -> usize {
        match self {
            Self::Indicator => indicator,
            Self::Area => cell.area as usize,
            Self::Period => cell.period as usize,
            Self::Groups => cell.groups as usize,
        }
    }
}

/// What stands in a column.
enum Column {
    Events,
    AtRisk,
    /// The same text in every row.
    Same(String),
    /// A text by the place of what it tells of.
    By(Key, Vec<Box<str>>),
}

/// The texts of all columns.
struct Texts {
    columns: [Column; COLUMNS],
}

impl Texts {
    fn of(keys: &CountedKeys) -> Result<Self, WriteError> {
        let mut columns = array::from_fn(|at| match column::COLUMNS[at] {
            column::NUMERATOR => Column::Events,
            column::DENOMINATOR => Column::AtRisk,
            column::INDICATOR => Column::By(Key::Indicator, Vec::new()),
            column::AREA => Column::By(Key::Area, Vec::new()),
            column::PERIOD | column::PERIOD_KIND => Column::By(Key::Period, Vec::new()),
            column::GROUPS => Column::By(Key::Groups, Vec::new()),
            // The names of areas are not known here. Without an indicator there are no rows.
            _ => Column::Same(String::new()),
        });
        for key in [Key::Indicator, Key::Area, Key::Period, Key::Groups] {
            let mut is_first = true;
            // One after another: there may be millions of areas.
            for record in records(keys, key) {
                for (column, text) in columns.iter_mut().zip(record?) {
                    match column {
                        Column::By(by, texts) if *by == key => texts.push(text.into()),
                        Column::Same(same) if is_first => *same = text,
                        _ => {}
                    }
                }
                is_first = false;
            }
        }
        Ok(Self { columns })
    }
}

type Record = [String; column::COLUMNS.len()];

/// For each indicator, area, period or group a row that is about it.
fn records(keys: &CountedKeys, key: Key) -> impl Iterator<Item = Result<Record, WriteError>> {
    let all = match key {
        Key::Indicator => keys.indicators.len(),
        Key::Area => keys.areas.len(),
        Key::Period => keys.periods.len(),
        Key::Groups => keys.groups.len(),
    };
    let counts = EventsAtRisk { events: 0, at_risk: 0 };
    let row = move |place: u32| {
        let mut cell = CountedCell { area: 0, period: 0, groups: 0 };
        let mut indicator = 0;
        match key {
            Key::Indicator => indicator = place as usize,
            Key::Area => cell.area = place,
            Key::Period => cell.period = place,
            Key::Groups => cell.groups = place,
        }
        keys.observation(indicator, cell, counts, Place::default())
    };
    let rows = (0..u32::try_from(all).unwrap_or(u32::MAX)).filter_map(row);
    rows.map(|row| observation_record(&row, &Geography::default()))
}

#[cfg(feature = "parquet")]
pub use columns::write_counts_parquet;

#[cfg(feature = "parquet")]
mod columns {
    use std::num::NonZeroUsize;
    use std::panic::resume_unwind;
    use std::sync::{Arc, Mutex, PoisonError};
    use std::{io, thread};

    use arrow_array::{ArrayRef, Int64Array, StringArray, new_null_array};
    use arrow_schema::{DataType, Field};
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, compute_leaves};

    use super::super::columnar::{packing, schema};
    use super::{COLUMNS, Column, CountedRows, Part, Stop, Texts, Write, WriteError, parts};

    /// How many parts make a row group: a million rows.
    const GROUP: usize = 1 << 7;

    /// Writes what was counted as Parquet, columns side by side on so many threads; otherwise as
    /// [`write_counts`](super::write_counts). The bytes are the same on any number of threads.
    ///
    /// # Errors
    ///
    /// As [`write_counts`](super::write_counts).
    pub fn write_counts_parquet(
        rows: &CountedRows,
        out: impl Write + Send,
        threads: NonZeroUsize,
        stop: Stop<'_>,
    ) -> Result<(), WriteError> {
        let schema = schema(COLUMNS);
        let writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(packing()))?;
        let (mut file, columns) = writer.into_serialized_writer()?;
        let texts = Texts::of(rows.keys())?;
        let parts: Vec<Part<'_>> = parts(rows).collect();
        for (at, group) in parts.chunks(GROUP).enumerate() {
            if stop() {
                break;
            }
            let columns = columns.create_column_writers(at)?.into_iter();
            let columns = columns.zip(&texts.columns).zip(schema.fields()).enumerate();
            let waiting = Mutex::new(columns);
            let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            let work = || {
                let mut done = Vec::new();
                while let Some((at, ((writer, column), field))) = next() {
                    done.push((at, written(writer, column, field, group)?));
                }
                Ok::<_, WriteError>(done)
            };
            let mut chunks = thread::scope(|scope| {
                let others: Vec<_> = (1..threads.get()).map(|_| scope.spawn(work)).collect();
                let mut chunks = work()?;
                for other in others {
                    chunks.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic))?);
                }
                Ok::<_, WriteError>(chunks)
            })?;
            chunks.sort_unstable_by_key(|(at, _)| *at);
            let mut group = file.next_row_group()?;
            for (_, chunk) in chunks {
                chunk.append_to_row_group(&mut group)?;
            }
            group.close()?;
        }
        file.close()?;
        Ok(())
    }

    /// A column of a row group.
    fn written(
        mut writer: ArrowColumnWriter,
        column: &Column,
        field: &Field,
        group: &[Part<'_>],
    ) -> Result<ArrowColumnChunk, WriteError> {
        for part in group {
            for leaf in compute_leaves(field, &filled(column, field.data_type(), part)?)? {
                writer.write(&leaf)?;
            }
        }
        Ok(writer.close()?)
    }

    /// A column of some rows. An empty text is nothing.
    fn filled(column: &Column, held: &DataType, part: &Part<'_>) -> Result<ArrayRef, WriteError> {
        Ok(match column {
            Column::Events => whole(part.counts.iter().map(|counts| counts.events))?,
            Column::AtRisk => whole(part.counts.iter().map(|counts| counts.at_risk))?,
            Column::Same(text) if text.is_empty() => new_null_array(held, part.cells.len()),
            Column::Same(text) => texts(part.cells.iter().map(|_| text.as_str())),
            Column::By(key, all) => {
                texts(part.cells.iter().map(|cell| &*all[key.place(part.indicator, *cell)]))
            }
        })
    }

    fn texts<'t>(texts: impl Iterator<Item = &'t str>) -> ArrayRef {
        let given = texts.map(|text| (!text.is_empty()).then_some(text));
        Arc::new(given.collect::<StringArray>())
    }

    /// Counts, of which no column of integers holds the largest.
    fn whole(counts: impl Iterator<Item = u64>) -> Result<ArrayRef, WriteError> {
        let held = counts.map(|count| i64::try_from(count).map(Some));
        let held = held.collect::<Result<Int64Array, _>>();
        Ok(Arc::new(held.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?))
    }
}
