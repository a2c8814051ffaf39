//! SQL over the observations of a project and over records, with statistics as functions.
//!
//! | you have                                    | use                  |
//! |---------------------------------------------|----------------------|
//! | a query and what it may read                | [`query`]            |
//! | the question which functions there are      | [`query_functions`]  |
//! | the question which columns there are        | [`observation_columns`] |
//!
//! `observations` may be asked anything that reads and changes nothing. `births` is told of
//! by groups alone: what is grouped is counted by the specification, small counts are hidden,
//! and only then does the query go on.

mod aggregate;
mod births;
mod error;
mod form;
mod functions;
mod observations;
mod release;
mod restricted;
mod result;
mod scalar;
mod statistic;
mod status;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::RecordBatch;
use datafusion::common::TableReference;
use datafusion::common::tree_node::{Transformed, TreeNode as _, TreeNodeRecursion};
use datafusion::datasource::MemTable;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{Expr, LogicalPlan, Volatility};
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion::sql::parser::{DFParser, Statement};
use datafusion::sql::sqlparser::ast::Statement as SqlStatement;
use firstyear_catalogue::Catalogue;
use firstyear_core::count::CountSpec;
use firstyear_core::project::Disclosure;
use firstyear_core::{Dataset, SourceClass, Withholding};
use futures::StreamExt as _;

pub use error::QueryError;
pub use functions::{Over, Parameter, Part, QueryFunction, query_functions};
pub use result::{Queried, QueryColumn, QueryKind, QueryValue, ReleasedRows};

use crate::CountOptions;
use births::{BIRTHS, Births};
use error::no_such;
use form::Grouping;
use statistic::{Notes, Statistic};

/// The name of the table of observations.
const OBSERVATIONS: &str = "observations";

/// What a query may read.
#[derive(Clone, Copy, Debug)]
pub struct QueryTables<'a> {
    /// What the project read: its observations are the table `observations`.
    pub dataset: &'a Dataset,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// Records as the table `births`; there is none where it is left out.
    pub records: Option<QueryRecords<'a>>,
    /// Which counts of restricted sources are hidden.
    pub hidden: Disclosure,
}

/// Records and how they are counted.
#[derive(Clone, Copy, Debug)]
pub struct QueryRecords<'a> {
    /// The specification.
    pub spec: &'a CountSpec,
    /// The folder in which its files stand.
    pub folder: &'a Path,
}

/// The columns of the table `observations`, each with what it holds.
///
/// ```
/// let columns = firstyear_records::observation_columns();
/// assert_eq!(columns[0].0, "indicator");
/// assert!(columns.iter().any(|(name, _)| *name == "numerator_status"));
/// ```
#[must_use]
pub fn observation_columns() -> Vec<(&'static str, &'static str)> {
    use firstyear_core::layout::observation::{COLUMNS, MEANINGS};

    COLUMNS.into_iter().zip(MEANINGS).chain(observations::ADDED).collect()
}

/// Answers a query.
///
/// Of restricted observations and of records only what is released is ever seen by it. The
/// same tables give the same answer, on any number of threads.
///
/// # Errors
///
/// [`QueryError`], which repeats no value of a record.
///
/// # Example
///
/// ```
/// use std::num::NonZeroUsize;
/// use firstyear_core::{Dataset, project::Disclosure};
/// use firstyear_records::{CountOptions, QueryTables, QueryValue, query};
///
/// let tables = QueryTables {
///     dataset: &Dataset::default(),
///     catalogue: firstyear_catalogue::catalogue(),
///     records: None,
///     hidden: Disclosure::default(),
/// };
/// let options = CountOptions { threads: NonZeroUsize::MIN, memory: None, stop: &|| false };
/// // Nine of 120 babies weighed under 2,500 g: Wilson's upper limit is 13.6%.
/// let answer = query("select round(proportion_upper(9, 120), 3)", &tables, &options)?;
/// assert_eq!(answer.rows, [[QueryValue::Number(0.136)]]);
/// # Ok::<(), firstyear_records::QueryError>(())
/// ```
pub fn query(
    sql: &str,
    tables: &QueryTables<'_>,
    options: &CountOptions<'_>,
) -> Result<Queried, QueryError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.get())
        .enable_time()
        .build()
        .map_err(|error| QueryError::Engine(format!("no threads: {}", error.kind())))?;
    let asked = Asked::of(tables, options)?;
    let planned = runtime.block_on(asked.planned(sql))?;
    // Records are counted by a run of the engine of its own.
    let answered = asked.released(planned).and_then(|(plan, released)| {
        let batches = runtime.block_on(asked.ran(plan))?;
        result::queried(&batches.0, &batches.1, asked.notes.taken(), released)
    });
    // Work that is still under way after an error or a stop is given up.
    runtime.shutdown_background();
    answered
}

/// A query on its way.
struct Asked<'a> {
    tables: &'a QueryTables<'a>,
    options: &'a CountOptions<'a>,
    context: SessionContext,
    births: Option<Births>,
    /// All functions, by name.
    functions: Vec<String>,
    /// Aggregates that may be made of released rows.
    aggregates: Vec<String>,
    notes: Notes,
    /// What is hidden of observations of restricted sources.
    observed: Option<ReleasedRows>,
}

impl<'a> Asked<'a> {
    fn of(tables: &'a QueryTables<'a>, options: &'a CountOptions<'a>) -> Result<Self, QueryError> {
        let notes = Notes::default();
        let context = context();
        let mut aggregates = vec!["count".to_owned()];
        let unexpected = |error| QueryError::unexpected(&error);
        for function in query_functions() {
            let over = function.over;
            let statistic = Statistic { function: Arc::new(function), notes: notes.clone() };
            if over == Over::Row {
                context.register_udf(scalar::function(statistic).map_err(unexpected)?);
            } else {
                aggregates.push(statistic.function.name.clone());
                context.register_udaf(aggregate::function(statistic).map_err(unexpected)?);
            }
        }
        for sum in aggregate::sums(&notes) {
            aggregates.push(sum.name().to_owned());
            context.register_udaf(sum);
        }
        context.register_udaf(status::function());
        let state = context.state();
        let scalars = state.scalar_functions().keys().chain(state.aggregate_functions().keys());
        let mut functions: Vec<String> =
            scalars.chain(state.window_functions().keys()).cloned().collect();
        functions.sort();
        functions.dedup();
        let births =
            tables.records.map(|records| Births::of(records.spec, tables.catalogue)).transpose()?;
        let (rows, observed) = restricted::released(tables.dataset);
        let mut asked =
            Self { tables, options, context, births, functions, aggregates, notes, observed };
        asked.register(&rows)?;
        Ok(asked)
    }

    fn register(&mut self, rows: &[firstyear_core::Observation]) -> Result<(), QueryError> {
        let batch = observations::batch(rows, self.tables.dataset, self.tables.catalogue);
        let batch = batch.map_err(|error| QueryError::Engine(error.to_string()))?;
        self.table(OBSERVATIONS, batch)?;
        if let Some(births) = &self.births {
            // Only its columns are there: a grouping is counted elsewhere.
            self.table(BIRTHS, RecordBatch::new_empty(births.schema()))?;
        }
        Ok(())
    }

    fn table(&self, name: &str, batch: RecordBatch) -> Result<(), QueryError> {
        let table = MemTable::try_new(batch.schema(), vec![vec![batch]]);
        let registered = table.and_then(|table| self.context.register_table(name, Arc::new(table)));
        registered.map(|_| ()).map_err(|error| QueryError::unexpected(&error))
    }

    /// The plan of a text that is one query and reads only what it may.
    async fn planned(&self, sql: &str) -> Result<LogicalPlan, QueryError> {
        let of = |error| QueryError::of_plan(&error, &self.functions);
        let mut statements = DFParser::parse_sql(sql).map_err(of)?;
        if births::has_word(sql, "TABLESAMPLE") {
            return Err(no_query("TABLESAMPLE is not taken: every row is looked at"));
        }
        let statement = match (statements.pop_front(), statements.len()) {
            (None, _) => return Err(no_query("there is none")),
            (Some(_), 1..) => return Err(no_query("there are several statements")),
            (Some(Statement::Statement(statement)), 0) => match *statement {
                SqlStatement::Query(query) if !query.locks.is_empty() => {
                    return Err(no_query("nothing can be locked"));
                }
                SqlStatement::Query(_) => Statement::Statement(statement),
                _ => return Err(no_query("this is no query")),
            },
            (Some(_), 0) => return Err(no_query("this is no query")),
        };
        let state = self.context.state();
        let names = state.resolve_table_references(&statement).map_err(of)?;
        for name in names {
            self.is_known(&name)?;
        }
        let plan = state.statement_to_plan(statement).await.map_err(of)?;
        let options = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        options.verify_plan(&plan).map_err(|_| no_query("it would change something"))?;
        Self::reads_tables(&plan)?;
        Ok(plan)
    }

    fn is_known(&self, name: &TableReference) -> Result<(), QueryError> {
        let mut known = vec![OBSERVATIONS];
        known.extend(self.births.as_ref().map(|_| BIRTHS));
        match name {
            TableReference::Bare { table } if known.contains(&table.as_ref()) => Ok(()),
            TableReference::Bare { table } if table.as_ref() == BIRTHS => Err(QueryError::Use(
                "there is no table `births`: name the specification of the records with --records count.toml, or as `records` in firstyear.toml".to_owned(),
            )),
            other => Err(QueryError::Use(no_such("table", &other.to_string(), &known))),
        }
    }

    /// Nothing but the tables is read, and nothing that changes from run to run.
    fn reads_tables(plan: &LogicalPlan) -> Result<(), QueryError> {
        let mut why: Option<String> = None;
        let walked = plan.apply_with_subqueries(|node| {
            match node {
                LogicalPlan::TableScan(scan)
                    if ![OBSERVATIONS, BIRTHS].contains(&scan.table_name.table()) =>
                {
                    why = Some(format!("`{}` is no table", scan.table_name));
                }
                LogicalPlan::Explain(_)
                | LogicalPlan::Analyze(_)
                | LogicalPlan::DescribeTable(_)
                | LogicalPlan::Extension(_)
                | LogicalPlan::Copy(_)
                | LogicalPlan::Dml(_)
                | LogicalPlan::Ddl(_)
                | LogicalPlan::Statement(_) => why = Some("this is no query".to_owned()),
                _ => {}
            }
            for expr in node.expressions() {
                expr.apply(|inner| {
                    match inner {
                        Expr::ScalarFunction(call)
                            if call.func.signature().volatility != Volatility::Immutable =>
                        {
                            let name = call.func.name();
                            why = Some(format!("`{name}` gives something else each time"));
                        }
                        Expr::AggregateFunction(call)
                            if call.func.name() == status::NAME && !form::is_grouping(node) =>
                        {
                            why = Some(
                                "status() tells of rows of `births`, and columns that end in _status of `observations`".to_owned(),
                            );
                        }
                        _ => {}
                    }
                    Ok(TreeNodeRecursion::Continue)
                })?;
            }
            Ok(TreeNodeRecursion::Continue)
        });
        walked.map_err(|error| QueryError::unexpected(&error))?;
        let parameters = plan.get_parameter_names();
        if !parameters.map_err(|error| QueryError::unexpected(&error))?.is_empty() {
            why = Some("it has parameters such as `$1`: write their values".to_owned());
        }
        why.map_or(Ok(()), |why| Err(no_query(&why)))
    }

    /// The plan with its grouping of records, if it has one, in the place of which stand
    /// released rows.
    fn released(
        &self,
        plan: LogicalPlan,
    ) -> Result<(LogicalPlan, Option<ReleasedRows>), QueryError> {
        let grouping = form::grouping(&plan, self.births.as_ref(), &self.aggregates)?;
        let (Some(grouping), Some(births), Some(records)) =
            (grouping, &self.births, self.tables.records)
        else {
            return Ok((plan, self.observed));
        };
        let grid = births.grid(&grouping, self.tables.catalogue, records.folder, self.options)?;
        let hidden = if births.class() == SourceClass::Restricted {
            release::hidden(&grid, &grouping.counted, self.tables.hidden, self.options.stop)?
        } else {
            vec![None; grid.rows()]
        };
        let count = |by| hidden.iter().filter(|one| **one == Some(by)).count();
        let released = ReleasedRows {
            rows: grid.rows(),
            small: count(Withholding::Primary),
            others: count(Withholding::Secondary),
        };
        let rows = result::batch(&grid, &grouping, &hidden)?;
        let plan = self.replaced(plan, &grouping, rows)?;
        Ok((plan, Some(released)))
    }

    fn replaced(
        &self,
        plan: LogicalPlan,
        grouping: &Grouping,
        rows: RecordBatch,
    ) -> Result<LogicalPlan, QueryError> {
        let unexpected = |error| QueryError::unexpected(&error);
        let table = MemTable::try_new(rows.schema(), vec![vec![rows]]).map_err(unexpected)?;
        let rows = self.context.read_table(Arc::new(table)).map_err(unexpected)?;
        let (_, rows) = rows.into_parts();
        let replaced = plan.transform_up(|node| {
            if form::is_grouping(&node) {
                return result::in_place_of(&node, rows.clone(), grouping).map(Transformed::yes);
            }
            // Counts may be NULL now, where before they could not.
            node.recompute_schema().map(Transformed::yes)
        });
        replaced.map(|done| done.data).map_err(unexpected)
    }

    async fn ran(
        &self,
        plan: LogicalPlan,
    ) -> Result<(Vec<RecordBatch>, datafusion::arrow::datatypes::SchemaRef), QueryError> {
        let of = |error: datafusion::error::DataFusionError| QueryError::of_run(&error);
        let frame = self.context.execute_logical_plan(plan).await.map_err(of)?;
        let task = Arc::new(frame.task_ctx());
        let plan = frame.create_physical_plan().await.map_err(of)?;
        let schema = plan.schema();
        let mut stream = execute_stream(plan, task).map_err(of)?;
        let mut batches = Vec::new();
        loop {
            match tokio::time::timeout(Duration::from_millis(100), stream.next()).await {
                Ok(Some(batch)) => batches.push(batch.map_err(of)?),
                Ok(None) => return Ok((batches, schema)),
                Err(_) if (self.options.stop)() => return Err(QueryError::Stopped),
                Err(_) => {}
            }
        }
    }
}

/// The engine with the functions that read no file, and one partition: sums of fractions are
/// made in one order.
fn context() -> SessionContext {
    let mut config = SessionConfig::new().with_target_partitions(1);
    config.options_mut().catalog.information_schema = false;
    let state = SessionStateBuilder::new().with_config(config).with_default_features();
    let mut state = state;
    state.table_functions().get_or_insert_default().clear();
    state.table_factories().get_or_insert_default().clear();
    SessionContext::new_with_state(state.build())
}

fn no_query(why: &str) -> QueryError {
    QueryError::Use(format!(
        "{why}: what is taken is one SELECT (or WITH … SELECT) over the tables `{OBSERVATIONS}` and, with records, `{BIRTHS}`, which reads nothing else and changes nothing"
    ))
}
