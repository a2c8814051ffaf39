//! Cells of the full cross in flat arrays.
//!
//! Most births are alike: few of the patterns that conditions can make together occur. Records
//! of one pattern in one area are counted in a plane, one number a cell, so that a record adds
//! one to one number. Its lowest byte stands apart from the rest, which changes once in 256
//! records: those bytes of the common patterns stay close to the processor. Patterns beyond a
//! few, and records that weigh, have all sums of their cell in one array an area.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Int64Array, ListArray, RecordBatch, StringArray, new_null_array,
};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::HashMap;
use datafusion::error::Result;
use datafusion::execution::memory_pool::MemoryReservation;

use super::patterns::{NO_PLANE, Patterns, each_bit};
use crate::engine::frame::split_name;
use crate::table::MILLIONTHS;

/// How many bytes a cell takes in a plane.
const PLANE: usize = 5;

/// How many bytes a plane, or an array of sums, takes besides its cells.
const HEAD: usize = 80;

/// How many bytes the name of an area takes besides its text, which is held twice.
const NAME: usize = 80;

/// How the cells of one area lie: by birth or event, by period, by the place of the code in
/// each dimension; each has how many records it has, and two sums an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    periods: usize,
    /// 1 where there are births alone, 2 where there are events too.
    kinds: usize,
    /// In each dimension the codes, with one place for those that are not known and one for
    /// missing ones.
    places: Vec<usize>,
    indicators: usize,
    cells: usize,
}

impl Layout {
    /// `None` where there are more cells than an array can have.
    pub(super) fn of(
        periods: usize,
        has_events: bool,
        places: &[usize],
        indicators: usize,
    ) -> Option<Self> {
        let kinds = 1 + usize::from(has_events);
        let sizes = [periods, kinds].into_iter().chain(places.iter().copied());
        let cells = sizes.clone().try_fold(1_usize, usize::checked_mul)?;
        // Where a cell begins is kept in 32 bits, the largest of which stands for none.
        let numbers = cells.checked_mul(1 + 2 * indicators)?;
        u32::try_from(numbers).ok().filter(|numbers| *numbers < u32::MAX)?;
        Some(Self { periods, kinds, places: places.to_vec(), indicators, cells })
    }

    /// How many bytes all sums of an area take. Its planes take no more together.
    pub(super) const fn bytes(&self) -> usize {
        self.cells * self.width() * 8
    }

    /// How many numbers a plane has: cells of births, or of events.
    const fn plane(&self) -> usize {
        self.cells / self.kinds
    }

    /// Where the cells of a kind begin.
    const fn begin(&self, kind: Kind) -> usize {
        match kind {
            Kind::Birth => 0,
            // Where there are no events, after the last.
            Kind::Event => self.plane(),
        }
    }

    /// How many patterns have planes: their room is no larger than that of the sums.
    const fn patterns(&self) -> usize {
        8 * self.width() * self.kinds / PLANE
    }

    const fn width(&self) -> usize {
        1 + 2 * self.indicators
    }

    /// By how many cells two records lie apart: where the one is one period later, and one code
    /// further in each dimension.
    pub(super) fn steps(&self) -> Steps {
        let mut step = 1;
        let mut codes = Vec::with_capacity(self.places.len());
        for size in self.places.iter().rev() {
            codes.push(step);
            step *= size;
        }
        codes.reverse();
        Steps { period: step, codes }
    }

    /// What the operator gives: a cell a row, and for each part the answers.
    pub(super) fn schema(&self) -> SchemaRef {
        let whole = |name: String, nullable| Field::new(name, DataType::Int64, nullable);
        let mut fields =
            vec![whole("__at".to_owned(), true), Field::new("__area", DataType::Utf8, true)];
        let splits = 0..self.places.len();
        fields.extend(splits.map(|at| whole(split_name(at), true)));
        fields.push(whole("__records".to_owned(), false));
        let indicators = 0..self.indicators;
        fields.extend(
            indicators.flat_map(|at| {
                [whole(format!("__n{at}"), false), whole(format!("__d{at}"), false)]
            }),
        );
        fields.push(Field::new("__by_event", DataType::Boolean, false));
        let item = Arc::new(Field::new_list_field(DataType::Int64, false));
        fields.push(Field::new("__answers", DataType::List(item), true));
        Arc::new(Schema::new(fields))
    }
}

/// See [`Layout::steps`].
#[derive(Debug)]
pub(super) struct Steps {
    pub(super) period: usize,
    pub(super) codes: Vec<usize>,
}

/// A record on its way into a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) area: u32,
    pub(super) kind: Kind,
    /// The place of its pattern; [`NO_PLANE`] where that has none.
    pub(super) pattern: u32,
    /// Its cell among those of the kind.
    pub(super) cell: usize,
}

/// What a record is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Birth,
    Event,
}

/// What a part has counted whose input has ended.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) cells: Cells,
    pub(super) patterns: Patterns,
    /// The memory that the cells take, given back with them.
    pub(super) _memory: MemoryReservation,
}

/// The cells of one part of the records.
#[derive(Debug)]
pub(super) struct Cells {
    layout: Layout,
    schema: SchemaRef,
    /// Whether sums are of records, each of which stands for one.
    counts_records: bool,
    /// Areas by their places.
    known: HashMap<Option<Box<str>>, u32>,
    names: Vec<Option<Box<str>>>,
    /// By pattern and area, how many records are in each cell: the lowest byte, and how often it
    /// has begun anew. Empty where none has come, or has begun anew, since they were handed on.
    bytes: Vec<Vec<Vec<u8>>>,
    rounds: Vec<Vec<Vec<u32>>>,
    /// By area the sums of its cells; empty likewise.
    sums: Vec<Vec<i64>>,
    /// No area before this one has cells.
    first: usize,
    held: usize,
    named: usize,
}

impl Cells {
    pub(super) fn new(layout: Layout, counts_records: bool) -> Self {
        let schema = layout.schema();
        Self {
            layout,
            schema,
            counts_records,
            known: HashMap::default(),
            names: Vec::new(),
            bytes: Vec::new(),
            rounds: Vec::new(),
            sums: Vec::new(),
            first: 0,
            held: 0,
            named: 0,
        }
    }

    /// Patterns for these cells.
    pub(super) fn patterns(&self, with_birth: u64, with_event: u64) -> Patterns {
        // What weighs is no number of records.
        let most = if self.counts_records { self.layout.patterns() } else { 0 };
        Patterns::new(most, with_birth, with_event)
    }

    pub(super) const fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The place of an area.
    pub(super) fn area(&mut self, name: Option<&str>) -> u32 {
        let name = name.map(Box::from);
        if let Some(place) = self.known.get(&name) {
            return *place;
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.named += NAME + 2 * name.as_deref().map_or(0, str::len);
        self.names.push(name.clone());
        self.known.insert(name, place);
        place
    }

    /// The place of a missing code in a dimension.
    pub(super) fn missing_place(&self, dimension: usize) -> i64 {
        let size = self.layout.places.get(dimension).copied().unwrap_or(1);
        i64::try_from(size).unwrap_or(i64::MAX) - 1
    }

    /// How many bytes the cells take.
    pub(super) const fn held(&self) -> usize {
        self.held
    }

    /// How many bytes the names of areas take, which stay.
    pub(super) const fn named(&self) -> usize {
        self.named
    }

    /// How many numbers are gone through when the cells are handed on.
    pub(super) fn numbers(&self) -> usize {
        let has_plane = |area| self.bytes.iter().any(|areas| is_there(areas, area));
        let areas = (self.first..self.names.len())
            .filter(|&area| is_there(&self.sums, area) || has_plane(area));
        areas.count() * self.layout.cells * self.layout.width()
    }

    /// Adds one to the plane of a record; false where that is not there.
    #[inline]
    pub(super) fn add(&mut self, of: Counted) -> bool {
        let (pattern, area) = (of.pattern as usize, of.area as usize);
        let plane = self.bytes.get_mut(pattern).and_then(|areas| areas.get_mut(area));
        let Some(byte) = plane.and_then(|plane| plane.get_mut(of.cell)) else { return false };
        *byte = byte.wrapping_add(1);
        if *byte == 0 {
            let rounds = at_place(at_place(&mut self.rounds, pattern), area);
            rounds.resize(self.layout.plane(), 0);
            rounds[of.cell] += 1;
        }
        true
    }

    /// The sums of the cell of a record whose pattern has no plane, from the records on.
    pub(super) fn sums(&mut self, of: Counted) -> Option<&mut [i64]> {
        let width = self.layout.width();
        let begin = (of.cell + self.layout.begin(of.kind)) * width;
        self.sums.get_mut(of.area as usize)?.get_mut(begin..begin + width)
    }

    /// How many bytes have to be had before a record can be counted; 0 where its cell is there.
    pub(super) fn lacks(&self, of: Counted) -> usize {
        let area = of.area as usize;
        let (is_there, bytes) = if of.pattern == NO_PLANE {
            (is_there(&self.sums, area), self.layout.bytes())
        } else {
            let areas = self.bytes.get(of.pattern as usize);
            (areas.is_some_and(|areas| is_there(areas, area)), PLANE * self.layout.plane())
        };
        if is_there { 0 } else { HEAD + bytes }
    }

    /// Makes the cell of a record whose cell is not there.
    pub(super) fn make(&mut self, of: Counted) {
        let (area, pattern) = (of.area as usize, of.pattern as usize);
        self.held += self.lacks(of);
        self.first = self.first.min(area);
        if of.pattern == NO_PLANE {
            at_place(&mut self.sums, area).resize(self.layout.cells * self.layout.width(), 0);
        } else {
            at_place(at_place(&mut self.bytes, pattern), area).resize(self.layout.plane(), 0);
        }
    }

    /// The cells of one area that has some, which are given up, with what other parts have
    /// counted there.
    pub(super) fn hand_on(
        &mut self,
        patterns: &Patterns,
        others: &mut [Finished],
    ) -> Result<Option<RecordBatch>> {
        while self.first < self.names.len() {
            let area = self.first;
            self.first += 1;
            let mut sums = self.take(area, patterns);
            for other in &mut *others {
                let known = other.cells.known.get(&self.names[area]).copied();
                let more = known.and_then(|at| other.cells.take(at as usize, &other.patterns));
                match (&mut sums, more) {
                    (Some(sums), Some(more)) => {
                        sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
                    }
                    (sums @ None, more) => *sums = more,
                    (Some(_), None) => {}
                }
            }
            if let Some(sums) = sums {
                return self.batch(area, &sums).map(Some);
            }
        }
        // Nothing has cells now: room for areas that come no more is given back.
        self.bytes.clear();
        self.rounds.clear();
        self.sums.clear();
        Ok(None)
    }

    /// All sums of an area; none where nothing was counted there.
    fn take(&mut self, area: usize, patterns: &Patterns) -> Option<Vec<i64>> {
        let (cells, width) = (self.layout.cells, self.layout.width());
        let mut sums = self.sums.get_mut(area).map(std::mem::take).unwrap_or_default();
        let mut given_up = if sums.is_empty() { 0 } else { HEAD + 8 * sums.len() };
        for (at, pattern) in patterns.all.iter().enumerate() {
            let bytes = taken(&mut self.bytes, at, area);
            let rounds = taken(&mut self.rounds, at, area);
            if bytes.is_empty() {
                continue;
            }
            given_up += HEAD + PLANE * bytes.len();
            sums.resize(cells * width, 0);
            let begin = self.layout.begin(pattern.kind) * width;
            let rounds = rounds.into_iter().map(i64::from).chain(std::iter::repeat(0));
            let records = bytes.into_iter().zip(rounds);
            let records = records.map(|(byte, rounds)| rounds << 8 | i64::from(byte));
            let of_kind = sums[begin..].chunks_exact_mut(width);
            for (sums, records) in of_kind.zip(records).filter(|(_, records)| *records > 0) {
                sums[0] += records;
                each_bit(pattern.holds, |bit| sums[bit] += records);
            }
        }
        self.held -= given_up;
        (given_up > 0).then_some(sums)
    }

    /// The cells of an area with records, a row each.
    fn batch(&self, area: usize, sums: &[i64]) -> Result<RecordBatch> {
        let width = self.layout.width();
        let full: Vec<usize> =
            (0..self.layout.cells).filter(|cell| sums[cell * width] > 0).collect();
        let whole = |value: &dyn Fn(usize) -> i64| -> ArrayRef {
            Arc::new(full.iter().map(|cell| Some(value(*cell))).collect::<Int64Array>())
        };
        let number = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let of_period = self.layout.places.iter().product::<usize>();
        let name = self.names[area].as_deref();
        let mut columns: Vec<ArrayRef> = vec![
            whole(&|cell| number(cell / of_period % self.layout.periods)),
            Arc::new(full.iter().map(|_| name).collect::<StringArray>()),
        ];
        let mut step = of_period;
        for size in &self.layout.places {
            step /= size;
            // The last place is that of a missing code.
            let place = |cell: &usize| Some(cell / step % size).filter(|place| place + 1 < *size);
            let places = full.iter().map(|cell| place(cell).map(number));
            columns.push(Arc::new(places.collect::<Int64Array>()));
        }
        columns.push(whole(&|cell| sums[cell * width]));
        let unit = if self.counts_records { MILLIONTHS } else { 1 };
        for sum in 1..width {
            columns.push(whole(&|cell| sums[cell * width + sum] * unit));
        }
        let first_event = self.layout.begin(Kind::Event);
        let events = full.iter().map(|cell| Some(*cell >= first_event));
        columns.push(Arc::new(events.collect::<BooleanArray>()));
        let rows = full.len();
        columns.push(new_null_array(self.schema.field(columns.len()).data_type(), rows));
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }

    /// The answers of a part, as a row.
    pub(super) fn answers(&self, answers: &[i64]) -> Result<RecordBatch> {
        let nothing = |field: &Field| -> ArrayRef {
            match field.data_type() {
                DataType::Int64 if !field.is_nullable() => Arc::new(Int64Array::from(vec![0])),
                DataType::Boolean => Arc::new(BooleanArray::from(vec![false])),
                other => new_null_array(other, 1),
            }
        };
        let mut columns: Vec<ArrayRef> =
            self.schema.fields().iter().map(|field| nothing(field)).collect();
        columns.pop();
        let item = Arc::new(Field::new_list_field(DataType::Int64, false));
        columns.push(Arc::new(ListArray::try_new(
            item,
            OffsetBuffer::from_lengths([answers.len()]),
            Arc::new(Int64Array::from(answers.to_vec())),
            None,
        )?));
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }
}

/// Whether an area has something.
fn is_there<N>(areas: &[Vec<N>], area: usize) -> bool {
    areas.get(area).is_some_and(|cells| !cells.is_empty())
}

/// A plane that is given up; an empty one where there is none.
fn taken<N>(planes: &mut [Vec<Vec<N>>], pattern: usize, area: usize) -> Vec<N> {
    let plane = planes.get_mut(pattern).and_then(|areas| areas.get_mut(area));
    plane.map(std::mem::take).unwrap_or_default()
}

/// The vector at a place of a list, which is made longer where it has to be.
fn at_place<T>(list: &mut Vec<Vec<T>>, place: usize) -> &mut Vec<T> {
    if list.len() <= place {
        list.resize_with(place + 1, Vec::new);
    }
    &mut list[place]
}
