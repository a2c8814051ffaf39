//! What is asked of records, read from batches of them.

use std::sync::Arc;

use datafusion::arrow::array::{Array as _, ArrayRef, AsArray as _, BooleanArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type, SchemaRef};
use datafusion::error::{DataFusionError, Result};
use datafusion::physical_expr::PhysicalExpr;

use super::cells::{Cells, Layout, Steps};
use crate::engine::values::Values;

/// More values than these are forgotten, and worked out anew where they come again.
const VALUES: usize = 1 << 16;

/// In no period.
pub(super) const NEVER: u32 = u32::MAX;

/// The bit of a record that is kept.
pub(super) const KEPT: u64 = 1;

/// From where something is read.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// A column holds it.
    Column(usize),
    /// It is worked out for each value of a column.
    Value { column: usize, expr: Arc<dyn PhysicalExpr>, schema: SchemaRef },
}

/// All that is asked of a record.
#[derive(Clone, Debug)]
pub(super) struct Recipe {
    /// The period of a birth, and of an event where those are counted by themselves.
    pub(super) by_birth: Source,
    pub(super) by_event: Option<Source>,
    pub(super) area: Source,
    /// The place of the code in each dimension.
    pub(super) splits: Vec<Source>,
    /// Whether a record is kept, then numerator and denominator of each indicator.
    pub(super) conditions: Vec<Source>,
    /// For each indicator whether its events are counted by themselves.
    pub(super) counted_by_event: Vec<bool>,
    /// For each indicator whether an event weighs what a death does.
    pub(super) with_deaths: Vec<bool>,
    /// What a birth and what an event of death weighs; nothing where each is one.
    pub(super) weights: Vec<Source>,
    pub(super) questions: Vec<Source>,
    pub(super) layout: Layout,
    /// How many bytes of cells are held before they are handed on.
    pub(super) room: usize,
}

impl Recipe {
    /// All sources, with what is read from each.
    fn uses(&self) -> Vec<(&Source, Use)> {
        fn each(
            sources: &[Source],
            what: fn(usize) -> Use,
        ) -> impl Iterator<Item = (&Source, Use)> {
            sources.iter().enumerate().map(move |(at, source)| (source, what(at)))
        }
        let mut all = vec![(&self.by_birth, Use::Birth), (&self.area, Use::Area)];
        all.extend(self.by_event.iter().map(|source| (source, Use::Event)));
        all.extend(each(&self.splits, Use::Split));
        all.extend(each(&self.conditions, Use::Condition));
        all.extend(each(&self.weights, Use::Weight));
        all.extend(each(&self.questions, Use::Question));
        all
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.uses().into_iter().map(|(source, _)| source)
    }
}

/// What a number or text of a record is for.
#[derive(Clone, Copy, Debug)]
enum Use {
    Birth,
    Event,
    Area,
    Split(usize),
    Condition(usize),
    Weight(usize),
    Question(usize),
}

/// Records as the cells take them, a place a record in each list.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) count: usize,
    /// Conditions that hold, a bit each.
    pub(super) holds: Vec<u64>,
    /// Where the period of the birth begins among the cells of an area, and that of the event.
    pub(super) birth: Vec<u32>,
    pub(super) event: Vec<u32>,
    pub(super) area: Vec<u32>,
    /// Where the categories begin from there on.
    pub(super) split: Vec<u32>,
    pub(super) weights: [Vec<i64>; 2],
}

/// Reads the records of one part.
#[derive(Debug)]
pub(super) struct Reader {
    columns: Vec<(usize, Use)>,
    by_value: Vec<ByValue>,
    steps: Steps,
    answers: Vec<i64>,
}

/// A column of which something is worked out for each value.
#[derive(Debug)]
struct ByValue {
    column: usize,
    schema: SchemaRef,
    values: Values,
    places: Vec<u32>,
    /// How many records have each value.
    records: Vec<i64>,
    /// What is worked out: numbers by the place of the value.
    uses: Vec<(Use, Arc<dyn PhysicalExpr>, Vec<i64>)>,
    /// The conditions among them, together.
    holds: Vec<u64>,
}

impl Reader {
    pub(super) fn new(recipe: &Recipe) -> Self {
        let (mut columns, mut by_value) = (Vec::new(), Vec::<ByValue>::new());
        for (source, what) in recipe.uses() {
            match source {
                Source::Column(column) => columns.push((*column, what)),
                Source::Value { column, expr, schema } => {
                    let item = (what, Arc::clone(expr), Vec::new());
                    match by_value.iter_mut().find(|known| known.column == *column) {
                        Some(known) => known.uses.push(item),
                        None => by_value.push(ByValue {
                            column: *column,
                            schema: Arc::clone(schema),
                            values: Values::default(),
                            places: Vec::new(),
                            records: Vec::new(),
                            uses: vec![item],
                            holds: Vec::new(),
                        }),
                    }
                }
            }
        }
        let answers = vec![0; recipe.questions.len()];
        Self { columns, by_value, steps: recipe.layout.steps(), answers }
    }

    /// Reads a batch.
    pub(super) fn read(
        &mut self,
        batch: &RecordBatch,
        cells: &mut Cells,
        rows: &mut Rows,
    ) -> Result<()> {
        rows.clear(batch.num_rows());
        for at in 0..self.by_value.len() {
            self.read_values(at, batch, cells, rows)?;
        }
        let mut numbers = Vec::new();
        for at in 0..self.columns.len() {
            let (column, what) = self.columns[at];
            let column = batch.column(column);
            match what {
                Use::Condition(bit) => {
                    for (row, holds) in booleans(column)?.iter().enumerate() {
                        rows.holds[row] |= u64::from(holds == Some(true)) << bit;
                    }
                }
                Use::Question(question) => {
                    let holds = booleans(column)?;
                    let holding = holds.iter().filter(|holds| *holds == Some(true)).count();
                    self.answers[question] += i64::try_from(holding).unwrap_or(0);
                }
                other => {
                    numbers.clear();
                    self.numbers(other, column, cells, &mut numbers)?;
                    rows.take(other, numbers.iter().copied());
                }
            }
        }
        Ok(())
    }

    /// Reads what is worked out for each value of a column.
    fn read_values(
        &mut self,
        at: usize,
        batch: &RecordBatch,
        cells: &mut Cells,
        rows: &mut Rows,
    ) -> Result<()> {
        let mut places = std::mem::take(&mut self.by_value[at].places);
        let column = batch.column(self.by_value[at].column);
        let new = self.by_value[at].values.places(column, &mut places)?;
        if !new.is_empty() {
            self.work_out(at, new, cells)?;
        }
        let known = &mut self.by_value[at];
        for &place in &places {
            known.records[place as usize] += 1;
        }
        let mut has_conditions = false;
        for (what, _, numbers) in &known.uses {
            match what {
                Use::Condition(_) => has_conditions = true,
                Use::Question(_) => {}
                other => rows.take(*other, places.iter().map(|place| numbers[*place as usize])),
            }
        }
        if has_conditions {
            for (holds, place) in rows.holds.iter_mut().zip(&places) {
                *holds |= known.holds[*place as usize];
            }
        }
        known.places = places;
        if known.values.len() > VALUES {
            known.settle(&mut self.answers);
        }
        Ok(())
    }

    /// Works everything out for new values of a column.
    fn work_out(&mut self, at: usize, new: ArrayRef, cells: &mut Cells) -> Result<()> {
        let count = new.len();
        let mut uses = std::mem::take(&mut self.by_value[at].uses);
        let batch = RecordBatch::try_new(Arc::clone(&self.by_value[at].schema), vec![new])?;
        for (what, expr, numbers) in &mut uses {
            let found = expr.evaluate(&batch)?.into_array(count)?;
            self.numbers(*what, &found, cells, numbers)?;
        }
        let known = &mut self.by_value[at];
        known.records.resize(known.values.len(), 0);
        let first = known.values.len() - count;
        known.holds.resize(known.values.len(), 0);
        for (what, _, numbers) in &uses {
            if let Use::Condition(bit) = what {
                for (holds, number) in known.holds[first..].iter_mut().zip(&numbers[first..]) {
                    *holds |= u64::from(*number != 0) << bit;
                }
            }
        }
        known.uses = uses;
        Ok(())
    }

    /// What a column says, as numbers that are added to the end of a list.
    fn numbers(
        &self,
        what: Use,
        column: &ArrayRef,
        cells: &mut Cells,
        numbers: &mut Vec<i64>,
    ) -> Result<()> {
        if let Use::Area = what {
            let names = cast(column, &DataType::Utf8)?;
            let names = names.as_string_opt::<i32>().ok_or_else(unexpected)?;
            numbers.extend(names.iter().map(|name| i64::from(cells.area(name))));
            return Ok(());
        }
        if let Use::Condition(_) | Use::Question(_) = what {
            let holds = booleans(column)?;
            numbers.extend(holds.iter().map(|holds| i64::from(holds == Some(true))));
            return Ok(());
        }
        let found = column.as_primitive_opt::<Int64Type>().ok_or_else(unexpected)?;
        let steps = &self.steps;
        let step = |step: usize| i64::try_from(step).unwrap_or(i64::MAX);
        let never = i64::from(NEVER);
        match what {
            Use::Birth | Use::Event => {
                numbers
                    .extend(found.iter().map(|at| at.map_or(never, |at| at * step(steps.period))));
            }
            Use::Split(split) => {
                let missing = cells.missing_place(split);
                numbers.extend(
                    found.iter().map(|at| at.unwrap_or(missing) * step(steps.codes[split])),
                );
            }
            _ => numbers.extend(found.iter().map(Option::unwrap_or_default)),
        }
        Ok(())
    }

    /// How many records met each question.
    pub(super) fn answers(&mut self) -> &[i64] {
        for known in &mut self.by_value {
            known.settle(&mut self.answers);
        }
        &self.answers
    }
}

impl ByValue {
    /// Adds what the values say to the answers, and forgets the values.
    fn settle(&mut self, answers: &mut [i64]) {
        for (what, _, numbers) in &mut self.uses {
            if let Use::Question(question) = what {
                answers[*question] += numbers
                    .iter()
                    .zip(&self.records)
                    .map(|(holds, records)| holds * records)
                    .sum::<i64>();
            }
            numbers.clear();
        }
        self.values = Values::default();
        self.records.clear();
        self.holds.clear();
    }
}

impl Rows {
    fn clear(&mut self, count: usize) {
        self.count = count;
        self.holds.clear();
        self.holds.resize(count, 0);
        self.split.clear();
        self.split.resize(count, 0);
        for list in [&mut self.birth, &mut self.event, &mut self.area] {
            list.clear();
        }
        for weights in &mut self.weights {
            weights.clear();
        }
    }

    fn take(&mut self, what: Use, numbers: impl Iterator<Item = i64>) {
        let place = |number: i64| u32::try_from(number).unwrap_or(NEVER);
        match what {
            Use::Birth => self.birth.extend(numbers.map(place)),
            Use::Event => self.event.extend(numbers.map(place)),
            Use::Area => self.area.extend(numbers.map(place)),
            Use::Split(_) => {
                for (split, number) in self.split.iter_mut().zip(numbers) {
                    *split += place(number);
                }
            }
            Use::Weight(at) => self.weights[at.min(1)].extend(numbers),
            Use::Condition(_) | Use::Question(_) => {}
        }
    }
}

fn booleans(column: &ArrayRef) -> Result<&BooleanArray> {
    column.as_boolean_opt().ok_or_else(unexpected)
}

fn unexpected() -> DataFusionError {
    DataFusionError::Execution("a column has another type".to_owned())
}
