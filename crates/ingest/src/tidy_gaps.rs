//! Published gaps in the tidy layout: CSV, one gap a row.
//!
//! The columns are those of [`firstyear_core::layout::gap`], in any order.
//! Publishers make a gap from unrounded rates, so it is read as it is printed
//! and never made anew from the rounded rates beside it.

use firstyear_core::layout::gap as column;
use firstyear_core::layout::observation as shared;
use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, ProblemCode, PublishedGap, Read};

use crate::cells::{Status, read_cell, read_count, read_number};
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::sink::{Gather, Sink};
use crate::table::{Column, Layout, Table};
use crate::tidy::{ENOUGH, read_pair};
use crate::vocabulary::{Vocabulary, find_category};
use crate::{CodeLists, OnProgress, ReadError, Sources, repeats};

/// Reads a table of published gaps. `file` is the name under which problems
/// speak of it.
///
/// An empty cell of events or of a rate means that the publication does not
/// print it: [`Cell::Absent`]. Rows with an error are left out.
///
/// # Errors
///
/// [`ReadError::Unusable`] when no row can be read: another encoding or
/// separator, a column missing or repeated, or no rows at all.
pub fn read(
    input: &[u8],
    file: &str,
    codes: &CodeLists<'_>,
    sources: Sources<'_>,
    progress: OnProgress<'_>,
) -> Result<Read<Vec<PublishedGap>>, ReadError> {
    let input = Input::of_bytes(input, &file.into());
    let mut all = Gather::default();
    read_into(&input, &Context { codes, sources }, &mut all, progress)?;
    let mut rows = all.read.rows.gaps;
    let mut problems = all.read.problems;
    problems.extend(repeats::settle(&mut rows));
    problems.sort_by_key(|problem| problem.place.row);
    Ok(Read { rows, problems })
}

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::TidyGaps,
    title: "Published gaps with their counts, CSV or TSV",
    explanation: "The project's own layout for gaps that a publisher made from unrounded rates.",
    fits: |sample| Fit::header(sample, &column::COLUMNS, ENOUGH),
    read: read_into,
};

/// Reads the rows, those that repeat or contradict each other included.
fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let table = Table::with_source(input, Layout::GAPS, with, sink, progress)?;
    let columns = Columns::of(&table);
    let mut words = Vocabulary::new(with.codes, with.sources);
    let read = |table: &Table<'_>, row: RowProblems<'_>| read_row(table, &columns, &mut words, row);
    table.read_rows(sink, progress, read, |sink, gap| sink.gap(gap))
}

/// Where the columns stand.
struct Columns {
    indicator: Column,
    area: Column,
    period: Column,
    period_kind: Column,
    dimension: Column,
    group: Column,
    relative_gap: [Column; 2],
    events: [Column; 2],
    rates: [Column; 2],
    basis: Column,
    source: Column,
    origin: Column,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        let one = |name| table.columns([name])[0];
        Self {
            indicator: one(shared::INDICATOR),
            area: one(shared::AREA),
            period: one(shared::PERIOD),
            period_kind: one(shared::PERIOD_KIND),
            dimension: one(column::DIMENSION),
            group: one(column::GROUP),
            relative_gap: table.columns([column::RELATIVE_GAP, column::RELATIVE_GAP_STATUS]),
            events: table.columns([column::GROUP_EVENTS, column::ALL_EVENTS]),
            rates: table.columns([column::GROUP_RATE, column::ALL_RATE]),
            basis: one(shared::DENOMINATOR_BASIS),
            source: one(shared::SOURCE),
            origin: one(column::ORIGIN),
        }
    }
}

/// Reads one row: every column, so that all its problems are told at once.
fn read_row(
    table: &Table<'_>,
    columns: &Columns,
    words: &mut Vocabulary<'_>,
    mut row: RowProblems<'_>,
) -> Option<PublishedGap> {
    let cell = |column| table.cell(column);
    let indicator = row.share(columns.indicator.name, words.indicator(cell(columns.indicator)));
    let area = row.share(columns.area.name, words.area(cell(columns.area)));
    let unit = row.share(columns.period_kind.name, words.unit(cell(columns.period_kind)));
    let period = unit
        .and_then(|unit| row.share(columns.period.name, words.period(cell(columns.period), unit)));
    let dimension = row.keep(columns.dimension.name, words.dimension(cell(columns.dimension)));
    let group = dimension.and_then(|dimension| {
        row.keep(columns.group.name, find_category(cell(columns.group), dimension))
    });
    let relative_gap = read_pair(table, columns.relative_gap, &mut row, read_number);
    let events = columns.events.map(|column| printed(table, column, &mut row, read_count));
    let rates = columns.rates.map(|column| printed(table, column, &mut row, read_rate));
    let basis = row.share(columns.basis.name, words.basis(cell(columns.basis)));
    let source = row.share(columns.source.name, words.source(cell(columns.source)));
    let [group_events, all_events] = events;
    let [group_rate, all_rate] = rates;
    let gap = PublishedGap {
        indicator: indicator?.id,
        area: area?,
        period: period?,
        dimension: dimension?.id().clone(),
        group: group?,
        relative_gap: relative_gap?,
        group_events: group_events?,
        all_events: all_events?,
        group_rate: group_rate?,
        all_rate: all_rate?,
        basis: basis?,
        source: source?,
        origin: cell(columns.origin).to_owned(),
        place: row.place(),
    };
    plausible(&gap, &mut row).then_some(gap)
}

/// A cell that a publication may leave out.
fn printed<T>(
    table: &Table<'_>,
    column: Column,
    row: &mut RowProblems<'_>,
    read: impl FnOnce(&str) -> Result<T, Fault>,
) -> Option<Cell<T>> {
    let text = table.cell(column);
    let status = if text.is_empty() { Status::Absent } else { Status::Unstated };
    row.keep(column.name, read_cell(text, status, read))
}

fn read_rate(text: &str) -> Result<f64, Fault> {
    match read_number(text)? {
        rate if rate < 0.0 => {
            Err(Fault::new(ProblemCode::ValueOutOfRange, "the rate is below zero"))
        }
        rate => Ok(rate),
    }
}

/// Checks what no single cell shows. A row is left out when it is false.
fn plausible(gap: &PublishedGap, row: &mut RowProblems<'_>) -> bool {
    let within = !matches!(
        (gap.group_events.value(), gap.all_events.value()),
        (Some(group), Some(all)) if group > all
    );
    if !within {
        let fault = Fault::new(
            ProblemCode::ValueOutOfRange,
            "the group has more events than all, which contains it",
        );
        row.add(
            column::GROUP_EVENTS,
            &fault.with_help("check that the two columns are not exchanged"),
        );
    }
    let possible = gap.relative_gap.value().is_none_or(|percent| *percent >= -100.0);
    if !possible {
        let fault = Fault::new(ProblemCode::ValueOutOfRange, "the gap is below -100 percent");
        row.add(
            column::RELATIVE_GAP,
            &fault.with_help("a rate cannot be further below another than the whole of it"),
        );
    }
    within && possible
}
