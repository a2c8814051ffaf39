//! The pass over the records: one group for each cell of the full cross.

use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{Array as _, AsArray as _, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::functions_aggregate::expr_fn::{count, sum};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::{DataFrame, col, lit, when};
use firstyear_core::AreaCode;
use firstyear_core::count::{CountBasis, CountedAt};
use futures::StreamExt as _;

use super::CountError;
use super::frame::{Asked, Frame, failed, split_name};
use crate::table::CrossCell;

/// What one pass found.
pub(super) struct Cross {
    pub(super) cells: Vec<CrossCell>,
    /// Births kept within the periods.
    pub(super) births: u64,
    /// Those whose area is missing or no code.
    pub(super) without_area: u64,
    /// By dimension: those without a code, and those whose code is not known.
    pub(super) without_category: Vec<[u64; 2]>,
    /// The operators, from the last to the first.
    pub(super) plan: Vec<String>,
}

/// Which events a group is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Births of a period, with all that is counted with them.
    Birth,
    /// Events of a period, for what is counted with deaths.
    Event,
}

pub(super) async fn cross(
    asked: &Asked<'_>,
    frame: &Frame,
    stop: &dyn Fn() -> bool,
) -> Result<Cross, CountError> {
    let mut cross = Cross {
        cells: Vec::new(),
        births: 0,
        without_area: 0,
        without_category: vec![[0; 2]; asked.spec.dimensions.len()],
        plan: Vec::new(),
    };
    let at_death = |at: CountedAt| asked.spec.basis == CountBasis::Period && at == CountedAt::Death;
    let by_event: Vec<bool> =
        asked.conditions.iter().map(|condition| at_death(condition.at)).collect();
    let mut passes = vec![By::Birth];
    if by_event.contains(&true) {
        passes.push(By::Event);
    }
    for by in passes {
        let grouped = grouped(asked, frame, by, &by_event)?;
        let (batches, plan) = collected(grouped, "counting", stop).await?;
        cross.plan.extend(plan);
        for batch in &batches {
            take(asked, by, batch, &mut cross)?;
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
fn weight_of(asked: &Asked<'_>, at: usize) -> Expr {
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

/// Runs a frame to its end, with its operators.
pub(super) async fn collected(
    frame: DataFrame,
    what: &'static str,
    stop: &dyn Fn() -> bool,
) -> Result<(Vec<RecordBatch>, Vec<String>), CountError> {
    let of = |error: datafusion::error::DataFusionError| CountError::of(&error, what);
    let context = Arc::new(frame.task_ctx());
    let plan = frame.create_physical_plan().await.map_err(of)?;
    let mut operators = Vec::new();
    name_operators(plan.as_ref(), 0, &mut operators);
    let mut stream = execute_stream(plan, context).map_err(of)?;
    let mut batches = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_millis(100), stream.next()).await {
            Ok(Some(batch)) => batches.push(batch.map_err(of)?),
            Ok(None) => return Ok((batches, operators)),
            Err(_) if stop() => return Err(CountError::Stopped),
            Err(_) => {}
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

/// The cells of a batch: the period, the area, a place for each dimension, the records and
/// two sums for each indicator.
fn take(
    asked: &Asked<'_>,
    by: By,
    batch: &RecordBatch,
    cross: &mut Cross,
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
    let sums = (0..asked.conditions.len() * 2)
        .map(|at| number(3 + dimensions + at))
        .collect::<Result<Vec<_>, _>>()?;
    for row in 0..batch.num_rows() {
        let births = u64::try_from(records.value(row)).unwrap_or(0);
        let text = (!areas.is_null(row)).then(|| areas.value(row));
        let area = text.and_then(|text| AreaCode::new(text).ok());
        let mut categories = Vec::with_capacity(dimensions);
        for (at, places) in splits.iter().enumerate() {
            let codes = asked.codes.get(at).map(Vec::as_slice).unwrap_or_default();
            let place = (!places.is_null(row)).then(|| places.value(row));
            let known = place.and_then(|place| codes.get(usize::try_from(place).ok()?));
            if by == By::Birth && known.is_none() {
                cross.without_category[at][usize::from(place.is_some())] += births;
            }
            let category = known.map(|(_, category)| category);
            categories.push(category.or(asked.missing[at].as_ref()).cloned());
        }
        if by == By::Birth {
            cross.births += births;
            if area.is_none() && asked.spec.area.from.is_some() {
                cross.without_area += births;
            }
        }
        cross.cells.push(CrossCell {
            period: usize::try_from(periods.value(row)).map_err(|_| unexpected())?,
            area,
            births: if by == By::Birth { births } else { 0 },
            categories,
            sums: sums
                .chunks_exact(2)
                .map(|pair| [pair[0].value(row), pair[1].value(row)])
                .collect(),
        });
    }
    Ok(())
}
