//! The pass over the records: one group for each cell of the full cross.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{Array as _, AsArray as _, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::common::HashMap;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::functions_aggregate::expr_fn::{count, sum};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::{DataFrame, col, lit, when};
use firstyear_core::AreaCode;
use firstyear_core::count::{AreaCounts, CountBasis, CountedAt};
use futures::StreamExt as _;

use super::CountError;
use super::frame::{Asked, Frame, columns, failed, split_name};
use crate::areas::Areas;
use crate::table::{CrossCell, Tables};

/// What one pass found.
pub(super) struct Cross<'s> {
    pub(super) tables: Tables<'s>,
    areas: SeenAreas,
    geography: Option<&'s Areas<'s>>,
    /// Births kept within the periods.
    pub(super) births: u64,
    /// Those whose area is missing, and those whose area is a text that is no code.
    pub(super) without_area: [u64; 2],
    /// By dimension: those without a code, and those whose code is not known.
    pub(super) without_category: Vec<[u64; 2]>,
    /// The operators, from the last to the first.
    pub(super) plan: Vec<String>,
    /// How often an operator wrote to disk what it could not hold.
    #[cfg(test)]
    pub(super) spills: usize,
}

/// Areas as they stand in the records.
#[derive(Default)]
struct SeenAreas {
    all: Vec<SeenArea>,
    places: HashMap<Arc<str>, usize>,
    /// The place of the last that was asked for: cells of one area come together.
    last: usize,
}

impl SeenAreas {
    fn seen(&mut self, text: &str, geography: Option<&Areas<'_>>) -> &mut SeenArea {
        if self.all.get(self.last).is_none_or(|area| &*area.text != text) {
            self.last = self.places.get(text).copied().unwrap_or_else(|| {
                let area = SeenArea::new(text, geography);
                self.places.insert(Arc::clone(&area.text), self.all.len());
                self.all.push(area);
                self.all.len() - 1
            });
        }
        &mut self.all[self.last]
    }
}

/// An area as it stands in the records.
struct SeenArea {
    text: Arc<str>,
    /// Its code; none for a text that is none.
    code: Option<AreaCode>,
    /// The area in which its births are counted; none for the total alone.
    counted_as: Option<AreaCode>,
    /// Births kept within the periods.
    births: u64,
}

impl SeenArea {
    fn new(text: &str, geography: Option<&Areas<'_>>) -> Self {
        let code = AreaCode::new(text).ok();
        let counted_as = match (&code, geography) {
            (Some(code), Some(geography)) => geography.counted_as(code),
            _ => code.clone(),
        };
        Self { text: text.into(), code, counted_as, births: 0 }
    }
}

/// Which events a group is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Births of a period, with all that is counted with them.
    Birth,
    /// Events of a period, for what is counted with deaths.
    Event,
}

impl<'s> Cross<'s> {
    /// Nothing yet.
    pub(super) fn of(
        asked: &'s Asked<'_>,
        geography: Option<&'s Areas<'s>>,
    ) -> Result<Self, CountError> {
        let tables = Tables::of(asked.spec, &asked.conditions, &asked.codes, &asked.missing);
        Ok(Self {
            tables: tables.ok_or_else(CountError::faulty)?,
            areas: SeenAreas::default(),
            geography,
            births: 0,
            without_area: [0; 2],
            without_category: vec![[0; 2]; asked.spec.dimensions.len()],
            plan: Vec::new(),
            #[cfg(test)]
            spills: 0,
        })
    }

    /// What became of areas by the geography of the specification.
    pub(super) fn areas_told(&self) -> Option<AreaCounts> {
        let seen = self.areas.all.iter();
        let seen = seen.filter_map(|area| Some((area.code.as_ref()?, area.births)));
        Some(self.geography?.told(seen))
    }
}

/// Groups by hashes: a pass for births, and one for events where those are counted by
/// themselves.
pub(super) async fn cross<'s>(
    asked: &'s Asked<'_>,
    frame: &Frame,
    geography: Option<&'s Areas<'s>>,
    stop: &dyn Fn() -> bool,
) -> Result<Cross<'s>, CountError> {
    let mut cross = Cross::of(asked, geography)?;
    let at_death = |at: CountedAt| asked.spec.basis == CountBasis::Period && at == CountedAt::Death;
    let by_event: Vec<bool> =
        asked.conditions.iter().map(|condition| at_death(condition.at)).collect();
    let mut passes = vec![By::Birth];
    if by_event.contains(&true) {
        passes.push(By::Event);
    }
    for by in passes {
        let grouped = grouped(asked, frame, by, &by_event)?;
        let by_event = lit(by == By::Event).alias("__by_event");
        let mut all: Vec<Expr> = columns(&grouped);
        all.push(by_event);
        let grouped = grouped.select(all).map_err(|error| failed(&error))?;
        let mut running = Running::begin(stop, grouped, "counting").await?;
        cross.plan.append(&mut running.operators);
        while let Some(batch) = running.next(stop).await? {
            take(asked, &batch, &mut cross)?;
        }
        #[cfg(test)]
        {
            cross.spills += running.spills();
        }
    }
    Ok(cross)
}

/// Sums by period, area and dimension.
fn grouped(
    asked: &Asked<'_>,
    frame: &Frame,
    by: By,
    by_event: &[bool],
) -> Result<DataFrame, CountError> {
    let period = col(match by {
        By::Birth => "__period",
        By::Event => "__event_period",
    });
    let mut counted = frame.excluded.clone().is_null().and(period.clone().is_not_null());
    if by == By::Event {
        let events = frame.indicators.iter().zip(by_event).filter(|(_, at_death)| **at_death);
        let any = events.map(|([numerator, _], _)| numerator.clone()).reduce(Expr::or);
        counted = counted.and(any.unwrap_or_else(|| lit(false)));
    }
    let mut groups = vec![period.alias("__at"), col("__area")];
    groups.extend((0..asked.spec.dimensions.len()).map(|at| col(split_name(at))));
    let mut sums = vec![count(lit(1_i64)).alias("__records")];
    for (at, (indicator, at_death)) in frame.indicators.iter().zip(by_event).enumerate() {
        let [numerator, denominator] = indicator;
        let of_numerator = (by == By::Event) == *at_death;
        let weight = || weight_of(asked, at);
        sums.push(
            sum_where(of_numerator.then_some(numerator), weight())?.alias(format!("__n{at}")),
        );
        let of_denominator = (by == By::Birth).then_some(denominator);
        sums.push(sum_where(of_denominator, col("__weight"))?.alias(format!("__d{at}")));
    }
    let births = frame.births.clone().filter(counted).map_err(|error| failed(&error))?;
    births.aggregate(groups, sums).map_err(|error| failed(&error))
}

/// The weight of an event: that of a death where the record died and the indicator is
/// counted with deaths.
pub(super) fn weight_of(asked: &Asked<'_>, at: usize) -> Expr {
    let with_deaths = asked.conditions.get(at).is_some_and(|one| one.at == CountedAt::Death);
    if !with_deaths {
        return col("__weight");
    }
    let of_death = when(col("died"), col("__death_weight")).otherwise(col("__weight"));
    of_death.unwrap_or_else(|_| col("__weight"))
}

fn sum_where(condition: Option<&Expr>, weight: Expr) -> Result<Expr, CountError> {
    let Some(condition) = condition else { return Ok(sum(lit(0_i64))) };
    let counted = when(condition.clone(), weight).otherwise(lit(0_i64));
    counted.map(sum).map_err(|error| failed(&error))
}

/// How often it is asked whether to stop.
const BEAT: Duration = Duration::from_millis(100);

/// The plan of a frame, unless it is to stop while it is made.
pub(super) async fn planned(
    frame: DataFrame,
    what: &'static str,
    stop: &dyn Fn() -> bool,
) -> Result<Arc<dyn ExecutionPlan>, CountError> {
    let mut planning = pin!(frame.create_physical_plan());
    loop {
        match tokio::time::timeout(BEAT, &mut planning).await {
            Ok(plan) => return plan.map_err(|error| CountError::of(&error, what)),
            Err(_) if stop() => return Err(CountError::Stopped),
            Err(_) => {}
        }
    }
}

/// A plan at work.
pub(super) struct Running {
    stream: SendableRecordBatchStream,
    what: &'static str,
    /// Its operators, from the last to the first.
    pub(super) operators: Vec<String>,
    #[cfg(test)]
    plan: Arc<dyn ExecutionPlan>,
}

impl Running {
    /// Begins once it is planned. Planning looks into files, and a store may be slow to answer.
    pub(super) async fn begin(
        stop: &dyn Fn() -> bool,
        frame: DataFrame,
        what: &'static str,
    ) -> Result<Self, CountError> {
        let context = Arc::new(frame.task_ctx());
        Self::of(planned(frame, what, stop).await?, context, what)
    }

    pub(super) fn of(
        plan: Arc<dyn ExecutionPlan>,
        context: Arc<TaskContext>,
        what: &'static str,
    ) -> Result<Self, CountError> {
        let mut operators = Vec::new();
        name_operators(plan.as_ref(), 0, &mut operators);
        #[cfg(test)]
        let kept = Arc::clone(&plan);
        let stream = execute_stream(plan, context).map_err(|error| CountError::of(&error, what))?;
        Ok(Self {
            stream,
            what,
            operators,
            #[cfg(test)]
            plan: kept,
        })
    }

    /// How often an operator wrote to disk what it could not hold.
    #[cfg(test)]
    fn spills(&self) -> usize {
        fn of(plan: &dyn ExecutionPlan) -> usize {
            let own = plan.metrics().and_then(|metrics| metrics.spill_count()).unwrap_or(0);
            own + plan.children().into_iter().map(|child| of(child.as_ref())).sum::<usize>()
        }
        of(self.plan.as_ref())
    }

    /// The next batch; none at the end.
    pub(super) async fn next(
        &mut self,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<RecordBatch>, CountError> {
        loop {
            match tokio::time::timeout(BEAT, self.stream.next()).await {
                Ok(batch) => {
                    let batch = batch.transpose();
                    return batch.map_err(|error| CountError::of(&error, self.what));
                }
                Err(_) if stop() => return Err(CountError::Stopped),
                Err(_) => {}
            }
        }
    }
}

/// The names of operators, each with a blank for every one above it: what they compare with
/// could be a value of a record.
fn name_operators(plan: &dyn ExecutionPlan, depth: usize, names: &mut Vec<String>) {
    names.push(format!("{}{}", " ".repeat(depth), plan.name()));
    for child in plan.children() {
        name_operators(child.as_ref(), depth + 1, names);
    }
}

/// The cells of a batch: the period, the area, a place for each dimension, the records, two
/// sums for each indicator, and whether they are of events.
pub(super) fn take(
    asked: &Asked<'_>,
    batch: &RecordBatch,
    cross: &mut Cross<'_>,
) -> Result<(), CountError> {
    let dimensions = asked.spec.dimensions.len();
    let unexpected = || CountError::Engine { what: "a column has another type".to_owned() };
    let number =
        |at: usize| batch.column(at).as_primitive_opt::<Int64Type>().ok_or_else(unexpected);
    let areas = datafusion::arrow::compute::cast(batch.column(1), &DataType::Utf8)
        .map_err(|_| unexpected())?;
    let areas = areas.as_string_opt::<i32>().ok_or_else(unexpected)?;
    let periods = number(0)?;
    let splits = (0..dimensions).map(|at| number(2 + at)).collect::<Result<Vec<_>, _>>()?;
    let records = number(2 + dimensions)?;
    let numbers = asked.conditions.len() * 2;
    let columns =
        (0..numbers).map(|at| number(3 + dimensions + at)).collect::<Result<Vec<_>, _>>()?;
    let by_event = batch.column(3 + dimensions + numbers).as_boolean_opt();
    let by_event = by_event.ok_or_else(unexpected)?;
    let (mut codes, mut sums) = (vec![None; dimensions], vec![0; numbers]);
    for row in 0..batch.num_rows() {
        let births = u64::try_from(records.value(row)).unwrap_or(0);
        let births = if by_event.value(row) { 0 } else { births };
        let text = (!areas.is_null(row)).then(|| areas.value(row));
        let mut area = text.map(|text| cross.areas.seen(text, cross.geography));
        if let Some(area) = &mut area {
            area.births += births;
        }
        let has_code = area.as_ref().is_some_and(|area| area.code.is_some());
        let area = area.and_then(|area| area.counted_as.as_ref());
        for (at, places) in splits.iter().enumerate() {
            let known = asked.codes.get(at).map_or(0, Vec::len);
            let place = (!places.is_null(row)).then(|| places.value(row));
            codes[at] = place.and_then(|place| usize::try_from(place).ok());
            codes[at] = codes[at].filter(|code| *code < known);
            if codes[at].is_none() {
                cross.without_category[at][usize::from(place.is_some())] += births;
            }
        }
        cross.births += births;
        if !has_code && asked.spec.area.from.is_some() {
            cross.without_area[usize::from(text.is_some())] += births;
        }
        for (sum, column) in sums.iter_mut().zip(&columns) {
            *sum = column.value(row);
        }
        let period = usize::try_from(periods.value(row)).map_err(|_| unexpected())?;
        cross.tables.add(&CrossCell { period, area, codes: &codes, sums: &sums });
    }
    Ok(())
}
