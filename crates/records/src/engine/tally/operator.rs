//! The operator: records in, cells out.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{Array as _, ArrayRef, AsArray as _, RecordBatch};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties as _, Partitioning,
    PlanProperties,
};
use futures::StreamExt as _;

use super::cells::{Cells, Counted, Finished, Kind};
use super::patterns::{NO_PLANE, Patterns, each_bit};
use super::reading::{KEPT, NEVER, Reader, Recipe, Rows, Source};

/// Flat arrays are given up where there are more numbers in them than this for each record.
const EMPTY: usize = 64;

/// Counts the records of each part of its input into flat arrays. A cell may come more than
/// once, where there was no room to hold it longer: its parts add up. What parts hold when they
/// end they leave to the last, which hands it on together. One row of a part is that of the
/// answers. A plan with this operator runs once.
#[derive(Debug)]
pub(super) struct TallyExec {
    input: Arc<dyn ExecutionPlan>,
    recipe: Recipe,
    properties: Arc<PlanProperties>,
    /// What parts that have ended have left to the last.
    ended: Arc<Mutex<Vec<Finished>>>,
    /// How many parts were begun.
    begun: AtomicUsize,
}

impl TallyExec {
    pub(super) fn new(input: Arc<dyn ExecutionPlan>, recipe: Recipe) -> Self {
        let parts = input.output_partitioning().partition_count();
        let properties = PlanProperties::new(
            EquivalenceProperties::new(recipe.layout.schema()),
            Partitioning::UnknownPartitioning(parts),
            EmissionType::Final,
            Boundedness::Bounded,
        );
        Self {
            input,
            recipe,
            properties: Arc::new(properties),
            ended: Arc::default(),
            begun: AtomicUsize::new(0),
        }
    }
}

impl DisplayAs for TallyExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TallyExec")
    }
}

impl ExecutionPlan for TallyExec {
    fn name(&self) -> &'static str {
        "TallyExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn with_new_children(
        self: Arc<Self>,
        mut children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        match (children.pop(), children.is_empty()) {
            (Some(input), true) => Ok(Arc::new(Self::new(input, self.recipe.clone()))),
            _ => Err(DataFusionError::Internal("a tally has one input".to_owned())),
        }
    }

    fn apply_expressions(
        &self,
        look: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        for source in self.recipe.sources() {
            if let Source::Value { expr, .. } = source
                && look(expr)? == TreeNodeRecursion::Stop
            {
                return Ok(TreeNodeRecursion::Stop);
            }
        }
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        // What is left of a run that was broken off would be taken for that of another.
        if self.begun.fetch_add(1, Ordering::Relaxed)
            >= self.input.output_partitioning().partition_count()
        {
            return Err(DataFusionError::Internal("a tally runs once".to_owned()));
        }
        let reservation = MemoryConsumer::new("TallyExec").register(context.memory_pool());
        let input = self.input.execute(partition, context)?;
        let part = Part::new(self, input, reservation);
        let schema = Arc::clone(part.cells.schema());
        let batches = futures::stream::try_unfold(part, |mut part| async move {
            Ok(part.next().await?.map(|batch| (batch, part)))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, batches)))
    }
}

/// The answers of a part, where this is the batch that has them.
pub(super) fn answers(batch: &RecordBatch) -> Option<ArrayRef> {
    let answers = batch.columns().last()?.as_list_opt::<i32>()?;
    (answers.len() == 1 && !answers.is_null(0)).then(|| answers.value(0))
}

/// What a part does next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Reads records.
    Read,
    /// Hands cells on, and then goes on with the records that were read.
    HandOn,
    /// Answers, and leaves its cells to the part that ends last.
    Answer,
    /// Hands on what all parts have left, where this is the last.
    End,
    Done,
}

/// One part of the records on its way into cells.
struct Part {
    input: SendableRecordBatchStream,
    reader: Reader,
    cells: Cells,
    rows: Rows,
    /// The first of the rows that is not counted yet.
    from: usize,
    next: Next,
    patterns: Patterns,
    /// The conditions that are counted with births, and with events.
    with_birth: u64,
    with_event: u64,
    /// Those that weigh what a death does; nothing weighs more than another without weights.
    with_deaths: u64,
    is_weighted: bool,
    room: usize,
    /// Records counted since cells were handed on.
    counted: usize,
    reservation: MemoryReservation,
    names: MemoryReservation,
    /// What parts that have ended have left, how many parts there are, and what all have left,
    /// where this one has ended last.
    ended: Arc<Mutex<Vec<Finished>>>,
    parts: usize,
    all: Vec<Finished>,
}

impl Part {
    fn new(
        exec: &TallyExec,
        input: SendableRecordBatchStream,
        reservation: MemoryReservation,
    ) -> Self {
        let recipe = &exec.recipe;
        let is_weighted = !recipe.weights.is_empty();
        let (mut with_birth, mut with_event, mut with_deaths) = (0_u64, 0_u64, 0_u64);
        let indicators = recipe.counted_by_event.iter().zip(&recipe.with_deaths);
        for (at, (by_event, of_death)) in indicators.enumerate() {
            let (numerator, denominator) = (1 << (1 + 2 * at), 1 << (2 + 2 * at));
            with_birth |= denominator;
            *if *by_event { &mut with_event } else { &mut with_birth } |= numerator;
            with_deaths |= if *of_death { numerator } else { 0 };
        }
        let cells = Cells::new(recipe.layout.clone(), !is_weighted);
        Self {
            input,
            reader: Reader::new(recipe),
            patterns: cells.patterns(with_birth, with_event),
            cells,
            rows: Rows::default(),
            from: 0,
            next: Next::Read,
            with_birth,
            with_event,
            with_deaths,
            is_weighted,
            room: recipe.room,
            counted: 0,
            names: reservation.new_empty(),
            reservation,
            ended: Arc::clone(&exec.ended),
            parts: exec.input.output_partitioning().partition_count(),
            all: Vec::new(),
        }
    }

    async fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            match self.next {
                Next::Read => {
                    if self.from < self.rows.count {
                        if self.count()? {
                            self.next = Next::HandOn;
                        }
                        continue;
                    }
                    let Some(batch) = self.input.next().await else {
                        self.next = Next::Answer;
                        continue;
                    };
                    self.reader.read(&batch?, &mut self.cells, &mut self.rows)?;
                    self.hold_names()?;
                    self.from = 0;
                }
                Next::HandOn => {
                    if let Some(batch) = self.hand_on()? {
                        return Ok(Some(batch));
                    }
                    self.reservation.free();
                    self.next = Next::Read;
                }
                Next::Answer => {
                    self.next = Next::End;
                    let answers = self.cells.answers(self.reader.answers())?;
                    self.leave();
                    return Ok(Some(answers));
                }
                Next::End => match self.end()? {
                    Some(batch) => return Ok(Some(batch)),
                    None => self.next = Next::Done,
                },
                Next::Done => return Ok(None),
            }
        }
    }

    /// Fails where the names of areas take more room than cells may.
    fn hold_names(&mut self) -> Result<()> {
        let named = self.cells.named();
        if named > self.room {
            return Err(DataFusionError::ResourcesExhausted("too many areas".to_owned()));
        }
        self.names.try_resize(named)
    }

    /// The cells of an area, of this part alone.
    fn hand_on(&mut self) -> Result<Option<RecordBatch>> {
        self.cells.hand_on(&self.patterns, &mut [])
    }

    /// Leaves the cells to the part that ends last; this may be it.
    fn leave(&mut self) {
        let cells = Cells::new(self.cells.layout().clone(), !self.is_weighted);
        let patterns = std::mem::replace(&mut self.patterns, cells.patterns(0, 0));
        let finished = Finished {
            cells: std::mem::replace(&mut self.cells, cells),
            patterns,
            _memory: self.reservation.take(),
        };
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        ended.push(finished);
        if ended.len() == self.parts {
            self.all = std::mem::take(&mut *ended);
        }
    }

    /// The cells of an area, of all parts together: what is the same then comes once.
    fn end(&mut self) -> Result<Option<RecordBatch>> {
        while let Some((one, others)) = self.all.split_first_mut() {
            if let Some(batch) = one.cells.hand_on(&one.patterns, others)? {
                return Ok(Some(batch));
            }
            // Others may have areas that this one has not.
            self.all.remove(0);
        }
        Ok(None)
    }

    /// Counts the rows that were read. True where there is no room for the next, and the cells
    /// are to be handed on first.
    fn count(&mut self) -> Result<bool> {
        for row in self.from..self.rows.count {
            let holds = self.rows.holds[row];
            if holds & KEPT == 0 {
                continue;
            }
            let birth = self.rows.birth[row];
            let events = holds & self.with_event;
            let event = if events == 0 { NEVER } else { self.rows.event[row] };
            let area = self.rows.area[row];
            let split = self.rows.split[row] as usize;
            let patterns = self.patterns.of(holds);
            let counted = |kind, pattern, begin: u32| {
                (begin != NEVER).then_some(Counted {
                    area,
                    kind,
                    pattern,
                    cell: begin as usize + split,
                })
            };
            let birth = counted(Kind::Birth, patterns[0], birth);
            let event = counted(Kind::Event, patterns[1], event);
            if let (Some(birth), None) = (birth, event)
                && self.cells.add(birth)
            {
                self.counted += 1;
                continue;
            }
            if !self.has_cells([birth, event])? {
                self.from = row;
                return self.is_worth_it().map(|()| true);
            }
            self.counted += usize::from(birth.is_some() || event.is_some());
            for (counted, holds) in [(birth, holds & self.with_birth), (event, events)] {
                if let Some(counted) = counted {
                    self.add(row, counted, holds);
                }
            }
        }
        self.from = self.rows.count;
        Ok(false)
    }

    /// Adds a record to its cell, which is there.
    fn add(&mut self, row: usize, counted: Counted, holds: u64) {
        if counted.pattern != NO_PLANE {
            self.cells.add(counted);
            return;
        }
        let Some(sums) = self.cells.sums(counted) else { return };
        sums[0] += 1;
        each_bit(holds, |bit| {
            sums[bit] += if self.is_weighted {
                let of_death = self.with_deaths >> bit & 1;
                self.rows.weights[usize::from(of_death == 1)][row]
            } else {
                1
            };
        });
    }

    /// Whether there are cells for all that a record is counted as, which are made where they
    /// are not there.
    fn has_cells(&mut self, of: [Option<Counted>; 2]) -> Result<bool> {
        for counted in of.into_iter().flatten() {
            let bytes = self.cells.lacks(counted);
            if bytes == 0 {
                continue;
            }
            if !self.has_room(bytes)? {
                return Ok(false);
            }
            self.cells.make(counted);
        }
        Ok(true)
    }

    /// Fails where cells are handed on before enough records have come to them: most of what
    /// is gone through is empty then.
    fn is_worth_it(&mut self) -> Result<()> {
        if std::mem::take(&mut self.counted) < self.cells.numbers() / EMPTY {
            return Err(DataFusionError::ResourcesExhausted("too many cells".to_owned()));
        }
        Ok(())
    }

    /// Whether more bytes of cells may be held. Those of the first record always may, as far as
    /// the engine has memory.
    fn has_room(&mut self, bytes: usize) -> Result<bool> {
        if self.counted == 0 {
            self.reservation.try_grow(bytes)?;
            return Ok(true);
        }
        Ok(self.cells.held() + bytes <= self.room && self.reservation.try_grow(bytes).is_ok())
    }
}
