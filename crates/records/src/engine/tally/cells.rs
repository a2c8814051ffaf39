//! Cells of the full cross in flat arrays, one array an area.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Int64Array, ListArray, RecordBatch, StringArray, new_null_array,
};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::HashMap;
use datafusion::error::Result;

use crate::engine::frame::split_name;
use crate::table::MILLIONTHS;

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

    /// How many bytes an area takes.
    pub(super) const fn bytes(&self) -> usize {
        self.cells * self.width() * 8
    }

    const fn width(&self) -> usize {
        1 + 2 * self.indicators
    }

    /// By how much the numbers of two records lie apart: where the one is an event and the
    /// other a birth, where it is one period later, and one code further in each dimension.
    pub(super) fn steps(&self) -> Steps {
        let mut step = self.width();
        let mut codes = Vec::with_capacity(self.places.len());
        for size in self.places.iter().rev() {
            codes.push(step);
            step *= size;
        }
        codes.reverse();
        Steps { event: step * self.periods, period: step, codes }
    }

    /// What the operator gives: a cell a row, and after the last of a part the answers.
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
    pub(super) event: usize,
    pub(super) period: usize,
    pub(super) codes: Vec<usize>,
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
    /// The numbers of each area; empty where no record has come since they were handed on.
    areas: Vec<Vec<i64>>,
    /// No area before this one has numbers.
    first: usize,
    held: usize,
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
            areas: Vec::new(),
            first: 0,
            held: 0,
        }
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
        self.names.push(name.clone());
        self.areas.push(Vec::new());
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

    /// The numbers of an area; makes room for them where there is none.
    pub(super) fn numbers(&mut self, area: u32) -> Option<&mut Vec<i64>> {
        let numbers = self.areas.get_mut(area as usize)?;
        if numbers.is_empty() {
            numbers.resize(self.layout.cells * self.layout.width(), 0);
            self.held += self.layout.bytes();
            self.first = self.first.min(area as usize);
        }
        Some(numbers)
    }

    /// Whether an area has numbers.
    pub(super) fn has(&self, area: u32) -> bool {
        self.areas.get(area as usize).is_some_and(|numbers| !numbers.is_empty())
    }

    /// The cells of one area that has some, which are given up.
    pub(super) fn hand_on(&mut self) -> Result<Option<RecordBatch>> {
        let later = self.areas.iter().skip(self.first);
        let Some(at) = later.zip(self.first..).find(|(numbers, _)| !numbers.is_empty()) else {
            self.first = self.areas.len();
            return Ok(None);
        };
        let at = at.1;
        self.first = at + 1;
        let numbers = std::mem::take(&mut self.areas[at]);
        self.held -= self.layout.bytes();
        let width = self.layout.width();
        let full: Vec<usize> =
            (0..self.layout.cells).filter(|cell| numbers[cell * width] > 0).collect();
        let whole = |value: &dyn Fn(usize) -> i64| -> ArrayRef {
            Arc::new(full.iter().map(|cell| Some(value(*cell))).collect::<Int64Array>())
        };
        let number = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let of_period = self.layout.places.iter().product::<usize>();
        let name = self.names[at].as_deref();
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
        columns.push(whole(&|cell| numbers[cell * width]));
        let unit = if self.counts_records { MILLIONTHS } else { 1 };
        for sum in 1..width {
            columns.push(whole(&|cell| numbers[cell * width + sum] * unit));
        }
        let events = full.iter().map(|cell| Some(*cell >= of_period * self.layout.periods));
        columns.push(Arc::new(events.collect::<BooleanArray>()));
        let rows = full.len();
        columns.push(new_null_array(self.schema.field(columns.len()).data_type(), rows));
        Ok(Some(RecordBatch::try_new(Arc::clone(&self.schema), columns)?))
    }

    /// The answers of a part, as its last row.
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
