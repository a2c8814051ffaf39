//! All that a count asks of its records in one go: the cells of the full cross for births and
//! for events, and how many records meet each question.
//!
//! The codes of dimensions are known before a record is read, so that the cells of an area lie
//! in one flat array. What is asked of one column is worked out once for each of its values.
//! Where the cross is too large for arrays, [`pass`](super::pass) groups by hashes.

mod cells;
mod operator;
mod patterns;
mod reading;

use std::sync::Arc;

use datafusion::arrow::array::AsArray as _;
use datafusion::arrow::datatypes::{DataType, Int64Type, Schema};
use datafusion::common::DFSchema;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::simplify::SimplifyContext;
use datafusion::logical_expr::{Expr, cast};
use datafusion::optimizer::simplify_expressions::ExprSimplifier;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties as _};
use datafusion::prelude::{DataFrame, SessionContext, col};
use firstyear_core::count::{CountBasis, CountedAt};

use super::frame::{Asked, Frame, failed, split_name};
use super::pass::{Cross, Running, planned, take, weight_of};
use super::values::has_values;
use super::{CountError, CountOptions};
use crate::areas::Areas;
use cells::Layout;
use operator::TallyExec;
use reading::{Recipe, Source};

const WHAT: &str = "counting";

/// How many bytes of cells all parts of the input may hold together before they hand them on.
const ROOM: usize = 256 << 20;

/// How often all sums of an area are held at once where two parts are handed on together: those
/// of the one, of the other, and of the rows that are made of them.
const FULL: usize = 3;

/// Conditions of a record are bits of one number: whether it is kept, and two an indicator.
const INDICATORS: usize = 31;

/// A pass that is ready to begin.
pub(super) struct Tally {
    operator: Arc<dyn ExecutionPlan>,
    births: DataFrame,
}

impl Tally {
    /// `None` where the cells of one area take more room than there is, or where there are too
    /// many indicators.
    pub(super) async fn of(
        asked: &Asked<'_>,
        frame: &Frame,
        questions: &[Expr],
        options: &CountOptions<'_>,
        context: &SessionContext,
    ) -> Result<Option<Self>, CountError> {
        let at_death =
            |at: CountedAt| asked.spec.basis == CountBasis::Period && at == CountedAt::Death;
        let by_event: Vec<bool> = asked.conditions.iter().map(|one| at_death(one.at)).collect();
        let places: Vec<usize> = asked.codes.iter().map(|codes| codes.len() + 2).collect();
        let has_events = by_event.contains(&true);
        let Some(layout) = Layout::of(asked.periods, has_events, &places, by_event.len()) else {
            return Ok(None);
        };
        let room = options.memory.map_or(ROOM, |memory| memory.get() / 2);
        let room = room / options.threads.get();
        if FULL * layout.bytes() > room || by_event.len() > INDICATORS {
            return Ok(None);
        }
        let mut chosen =
            Chosen { frame, context, base: frame.base()?, exprs: Vec::new(), columns: Vec::new() };
        let area = cast(col("__area"), DataType::Utf8);
        let weighs = |field: &str| {
            let deaths = asked.spec.deaths.as_ref();
            asked.spec.births.fields.contains_key(field)
                || deaths.is_some_and(|deaths| deaths.fields.contains_key(field))
        };
        let is_weighted = weighs("weight") || weighs("death_weight");
        let mut conditions = vec![chosen.source(frame.excluded.clone().is_null())?];
        for [numerator, denominator] in &frame.indicators {
            conditions.push(chosen.source(numerator.clone())?);
            conditions.push(chosen.source(denominator.clone())?);
        }
        let weights = if is_weighted { vec![col("__weight"), of_event(asked)] } else { Vec::new() };
        let mut recipe = Recipe {
            by_birth: chosen.source(col("__period"))?,
            by_event: if has_events { Some(chosen.source(col("__event_period"))?) } else { None },
            area: chosen.source(area)?,
            splits: (0..places.len())
                .map(|at| chosen.source(col(split_name(at))))
                .collect::<Result<_, _>>()?,
            conditions,
            counted_by_event: by_event,
            with_deaths: asked.conditions.iter().map(|one| one.at == CountedAt::Death).collect(),
            weights: weights
                .into_iter()
                .map(|weight| chosen.source(weight))
                .collect::<Result<_, _>>()?,
            questions: questions
                .iter()
                .map(|question| chosen.source(question.clone()))
                .collect::<Result<_, _>>()?,
            layout,
            room,
        };
        let births = chosen.base.select(chosen.exprs).map_err(|error| failed(&error))?;
        let input = planned(births.clone(), WHAT, options.stop).await?;
        // Every part of the input has cells of its own.
        let parts = input.output_partitioning().partition_count();
        recipe.room = recipe.room * options.threads.get() / parts.max(options.threads.get());
        if FULL * recipe.layout.bytes() > recipe.room {
            return Ok(None);
        }
        Ok(Some(Self { operator: Arc::new(TallyExec::new(input, recipe)), births }))
    }

    /// Goes through the records: the cells, and how many records meet each question.
    pub(super) async fn run<'s>(
        self,
        asked: &'s Asked<'_>,
        geography: Option<&'s Areas<'s>>,
        stop: &dyn Fn() -> bool,
    ) -> Result<(Cross<'s>, Vec<u64>), CountError> {
        let mut cross = Cross::of(asked, geography)?;
        let context = Arc::new(self.births.task_ctx());
        let mut running = Running::of(self.operator, context, WHAT)?;
        cross.plan.append(&mut running.operators);
        let mut answers: Vec<u64> = Vec::new();
        while let Some(batch) = running.next(stop).await? {
            let Some(of_part) = operator::answers(&batch) else {
                take(asked, &batch, &mut cross)?;
                continue;
            };
            let of_part = of_part.as_primitive_opt::<Int64Type>();
            let of_part = of_part.ok_or_else(CountError::faulty)?.values();
            answers.resize(of_part.len(), 0);
            for (answer, more) in answers.iter_mut().zip(of_part) {
                *answer += u64::try_from(*more).unwrap_or(0);
            }
        }
        Ok((cross, answers))
    }
}

/// The weight of an event that is counted with deaths.
fn of_event(asked: &Asked<'_>) -> Expr {
    let at = asked.conditions.iter().position(|one| one.at == CountedAt::Death);
    at.map_or_else(|| col("__weight"), |at| weight_of(asked, at))
}

/// What the operator reads, as it is chosen.
struct Chosen<'f> {
    frame: &'f Frame,
    context: &'f SessionContext,
    base: DataFrame,
    /// The columns of the operator's input.
    exprs: Vec<Expr>,
    columns: Vec<Expr>,
}

impl Chosen<'_> {
    /// Where an expression over births is read from: worked out for each value of a column
    /// where it looks at one that has values, otherwise by the engine for each record.
    fn source(&mut self, expr: Expr) -> Result<Source, CountError> {
        let expr = self.frame.written_out(expr)?;
        let names = expr.column_refs();
        let mut names = names.into_iter();
        if let (Some(column), None) = (names.next(), names.next())
            && !column.name.ends_with("_key")
        {
            let field = self.base.schema().field_with_unqualified_name(&column.name);
            let field = field.map_err(|error| failed(&error))?.clone();
            if has_values(field.data_type()) {
                let schema = Arc::new(Schema::new(vec![field]));
                let known = DFSchema::try_from(Arc::clone(&schema));
                let known = known.map_err(|error| failed(&error))?;
                let column = self.column(Expr::Column(column.clone()));
                let expr = self.evaluated(expr, known).map_err(|error| failed(&error))?;
                return Ok(Source::Value { column, expr, schema });
            }
        }
        Ok(Source::Column(self.column(expr)))
    }

    /// An expression as the engine evaluates it: functions such as `coalesce` only stand for
    /// others, by which simplifying replaces them.
    fn evaluated(
        &self,
        expr: Expr,
        schema: DFSchema,
    ) -> Result<Arc<dyn PhysicalExpr>, DataFusionError> {
        let state = self.context.state();
        let schema = Arc::new(schema);
        let about = SimplifyContext::builder()
            .with_schema(Arc::clone(&schema))
            .with_config_options(Arc::clone(state.config_options()))
            .build();
        let simplifier = ExprSimplifier::new(about);
        let expr = simplifier.simplify(simplifier.coerce(expr, &schema)?)?;
        state.create_physical_expr(expr, &schema)
    }

    /// The place of a column of the input that holds this.
    fn column(&mut self, expr: Expr) -> usize {
        if let Some(at) = self.columns.iter().position(|known| *known == expr) {
            return at;
        }
        let at = self.columns.len();
        self.columns.push(expr.clone());
        self.exprs.push(expr.alias(format!("__of_{at}")));
        at
    }
}
