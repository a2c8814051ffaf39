//! Who asks a cluster: a context of the engine whose plans are run by the cluster, watched
//! while they run and called off where they are not waited for.

use std::collections::VecDeque;
use std::fmt;
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use ballista_core::JobId;
use ballista_core::config::{
    BALLISTA_CLIENT_GRPC_CONNECT_TIMEOUT_SECONDS, BALLISTA_CLIENT_GRPC_MAX_MESSAGE_SIZE,
    BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, BALLISTA_CLIENT_PULL,
};
use ballista_core::execution_plans::DistributedQueryExec;
use ballista_core::extension::{SessionConfigExt as _, SessionStateExt as _};
use ballista_core::serde::BallistaLogicalExtensionCodec;
use ballista_core::serde::protobuf::job_status::Status;
use ballista_core::serde::protobuf::{
    CancelJobParams, CleanJobDataParams, GetJobMetricsParams, GetJobStatusParams,
};
use datafusion::arrow::array::RecordBatch;
use datafusion::catalog::Session;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::context::QueryPlanner;
use datafusion::execution::{SendableRecordBatchStream, SessionStateBuilder, TaskContext};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use datafusion::physical_planner::{DefaultPhysicalPlanner, PhysicalPlanner as _};
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_proto::protobuf::LogicalPlanNode;
use firstyear_catalogue::Catalogue;
use firstyear_core::count::CountSpec;
use futures::{StreamExt as _, TryStreamExt as _};
use tokio::runtime::Runtime;

use super::desk::Beside;
use super::{ClusterFault, Link, MESSAGE};
use crate::engine::{CountError, CountOptions, Counted, Place, Way, count_at, stand_on_machines};

/// How often it is noted which job is under way, so that it can be called off.
const BEAT: Duration = Duration::from_millis(50);

/// How often a job is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// How often in a row a job must be unknown to be lost.
const UNKNOWN: u32 = 4;

/// For how long calling a job off may take.
const CALL_OFF: Duration = Duration::from_secs(5);

/// How often it is asked in all, where executors are lost so that asking again may help.
pub(super) const TRIES: usize = 3;

/// The least bytes of a file that are given to a thread: the engine's own bound would leave
/// executors idle.
const PART: usize = 1 << 20;

/// A cluster that counts.
#[derive(Clone, Debug)]
pub struct Cluster {
    asked: Arc<Asked>,
}

#[derive(Debug)]
struct Asked {
    link: Link,
    now: Mutex<Now>,
}

/// What is under way.
#[derive(Debug, Default)]
struct Now {
    job: Option<JobId>,
    progress: ClusterProgress,
    /// What was not told yet.
    news: VecDeque<ClusterNews>,
    /// Whether it was told that there is no executor.
    waits: bool,
}

/// What befalls a count, to be told to who waits for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClusterNews {
    /// The first job of the count, by the name that the scheduler gave it.
    Begun(String),
    /// There is no executor, and the scheduler waits for one.
    Waits,
    /// So many executors are there, after there was none.
    GoesOn(usize),
    /// A job lost executors, or what they made, and is asked for again from its beginning.
    Again {
        /// How many executors are there; `None` where what one made cannot be had, and it is
        /// not known yet whether it is lost.
        executors: Option<usize>,
        /// The how many-th time it is asked for.
        attempt: usize,
        /// How many times at most.
        of: usize,
    },
}

/// How far a cluster has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClusterProgress {
    /// The job that is under way, by the name that the scheduler gave it.
    pub job: Option<String>,
    /// How many jobs were done before; a count is a few of them.
    pub jobs: usize,
    /// How many stages of the job are done.
    pub stages: usize,
}

impl Cluster {
    /// The cluster of a scheduler. Nobody is asked yet.
    #[must_use]
    pub fn new(link: Link) -> Self {
        Self { asked: Arc::new(Asked { link, now: Mutex::default() }) }
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> ClusterProgress {
        self.asked.now(|now| now.progress.clone())
    }

    /// What has befallen it since it was last asked, in order.
    #[must_use]
    pub fn news(&self) -> Vec<ClusterNews> {
        self.asked.now(|now| now.news.drain(..).collect())
    }
}

/// Counts like [`crate::count`], with the records gone through by a cluster: the same
/// observations, byte for byte. Files are looked at, hashed and checked here.
///
/// The memory of the options is not looked at: executors have their own. The plan of the
/// report is what the engine makes of the count before the scheduler cuts it into stages.
///
/// # Errors
///
/// [`CountError`], as [`crate::count`]; [`CountError::Cluster`] where the cluster is not
/// there, or does not come to an end.
pub fn count_on(
    cluster: &Cluster,
    spec: &CountSpec,
    catalogue: &Catalogue,
    folder: &Path,
    options: &CountOptions<'_>,
) -> std::result::Result<Counted, CountError> {
    stand_on_machines(spec)?;
    reached(&cluster.asked.link, options)?;
    let counted = count_at(spec, catalogue, folder, options, cluster)?;
    let report = &counted.report;
    let excluded: u64 = report.excluded.iter().map(|rule| rule.births).sum();
    let told = [excluded, report.births_without_time, report.births_outside, report.births_counted];
    // Each birth is one of these: a cluster that lost some or took some twice is found out.
    if told.iter().sum::<u64>() != report.births {
        return Err(CountError::Cluster {
            what: "what the executors found does not add up to the births that they read: nothing is written, count again".to_owned(),
        });
    }
    Ok(counted)
}

/// Asks whether the scheduler is there, before large files are hashed for nothing.
fn reached(link: &Link, options: &CountOptions<'_>) -> std::result::Result<(), CountError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime
        .map_err(|error| CountError::Engine { what: format!("no threads: {}", error.kind()) })?;
    match runtime.block_on(link.answers_unless(options.stop)) {
        Some(answered) => answered.map_err(|fault| CountError::Cluster { what: fault.to_string() }),
        None => Err(CountError::Stopped),
    }
}

impl Place for Cluster {
    fn context(
        &self,
        options: &CountOptions<'_>,
    ) -> std::result::Result<SessionContext, CountError> {
        let url = self.asked.link.url();
        let config = SessionConfig::new_with_ballista()
            .with_target_partitions(options.threads.get())
            .with_repartition_file_min_size(PART)
            // It does not cover lost executors (Ballista issue 1986), and was seen to wait
            // without end for one.
            .with_ballista_adaptive_query_planner(false)
            .with_ballista_job_name("firstyear count")
            .set_bool(BALLISTA_CLIENT_PULL, true)
            .set_usize(BALLISTA_CLIENT_GRPC_CONNECT_TIMEOUT_SECONDS, 5)
            .set_usize(BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, 500)
            .set_usize(BALLISTA_CLIENT_GRPC_MAX_MESSAGE_SIZE, MESSAGE as usize);
        let mut config = self.asked.link.configured(config);
        config.options_mut().sql_parser.enable_ident_normalization = false;
        let planner = Planner { asked: Arc::clone(&self.asked) };
        let config = config.with_ballista_query_planner(Arc::new(planner));
        let state = SessionStateBuilder::new().with_default_features().with_config(config).build();
        let state = state
            .upgrade_for_ballista(url)
            .map_err(|error| CountError::of(&error, "the engine"))?;
        Ok(SessionContext::new_with_state(state))
    }

    fn way(&self) -> Way {
        Way::Sent
    }

    fn leave(&self, runtime: &Runtime) {
        let Some(job) = self.asked.now(|now| now.job.take()) else { return };
        let calling_off = async {
            if let Ok(mut scheduler) = self.asked.link.connect().await {
                // Whoever does not hear it ends the job by itself, and cleans up.
                let _ = scheduler.cancel_job(CancelJobParams { job_id: job.into_inner() }).await;
            }
        };
        let _ = runtime.block_on(async { tokio::time::timeout(CALL_OFF, calling_off).await });
    }
}

impl Asked {
    fn now<T>(&self, see: impl FnOnce(&mut Now) -> T) -> T {
        see(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes which job is under way.
    fn under_way(&self, job: &JobId) {
        self.now(|now| {
            if now.job.as_ref() != Some(job) {
                now.job = Some(job.clone());
                if now.progress.job.replace(job.to_string()).is_none() {
                    now.news.push_back(ClusterNews::Begun(job.to_string()));
                }
                now.progress.stages = 0;
            }
        });
    }

    /// Notes how many executors there are, and tells where there is none.
    fn there_are(&self, executors: usize) {
        self.now(|now| {
            let news = match (now.waits, executors) {
                (false, 0) => ClusterNews::Waits,
                (true, 1..) => ClusterNews::GoesOn(executors),
                _ => return,
            };
            now.waits = executors == 0;
            now.news.push_back(news);
        });
    }

    /// What became of a job, with what the scheduler tells beside it.
    async fn status(
        &self,
        job: &JobId,
    ) -> std::result::Result<(Option<Status>, Beside), ClusterFault> {
        let gone = || ClusterFault::Gone(self.link.url());
        let mut scheduler = self.link.connect().await.map_err(|_| gone())?;
        let asked = GetJobStatusParams { job_id: job.clone().into_inner() };
        let told = scheduler.get_job_status(asked).await.map_err(|_| gone())?;
        let beside = Beside::of(told.metadata());
        let status = told.into_inner().status.and_then(|status| status.status);
        if matches!(status, Some(Status::Running(_))) {
            let asked = GetJobMetricsParams { job_id: job.clone().into_inner() };
            if let Ok(metrics) = scheduler.get_job_metrics(asked).await {
                let stages = metrics.into_inner().stages.len();
                self.now(|now| now.progress.stages = stages);
            }
        }
        if let (Some(Status::Queued(_) | Status::Running(_)), Some(executors)) =
            (&status, beside.executors)
        {
            self.there_are(executors);
        }
        Ok((status, beside))
    }

    /// Has the executors clear away what they made for a job that is done.
    async fn done(&self, job: &JobId) {
        self.now(|now| {
            now.job = None;
            now.progress.jobs += 1;
        });
        if let Ok(mut scheduler) = self.link.connect().await {
            // The scheduler does it by itself, only later.
            let asked =
                CleanJobDataParams { job_id: job.clone().into_inner(), remove_stage_ids: vec![] };
            let _ = scheduler.clean_job_data(asked).await;
        }
    }

    /// Why a job came to no end.
    async fn fault(&self, job: Option<&JobId>) -> ClusterFault {
        let Some(job) = job else {
            return match self.link.answers().await {
                Ok(()) => ClusterFault::Untaken,
                Err(fault) => fault.into(),
            };
        };
        match self.status(job).await {
            Err(gone) => gone,
            Ok((None, _)) => ClusterFault::Forgotten(self.link.url()),
            Ok((Some(Status::Failed(failed)), beside)) => {
                ClusterFault::of_failed(&failed.error, &beside)
            }
            Ok((Some(Status::Successful(_)), _)) => ClusterFault::Unfetched,
            // It went on while the connection did not.
            Ok((Some(Status::Queued(_) | Status::Running(_)), _)) => {
                ClusterFault::Gone(self.link.url())
            }
        }
    }
}

/// Makes plans that a cluster runs.
#[derive(Debug)]
struct Planner {
    asked: Arc<Asked>,
}

#[async_trait]
impl QueryPlanner for Planner {
    async fn create_physical_plan(
        &self,
        plan: &LogicalPlan,
        session: &dyn Session,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let planned = DefaultPhysicalPlanner::default().create_physical_plan(plan, session).await?;
        let query = DistributedQueryExec::<LogicalPlanNode>::new(
            self.asked.link.url(),
            session.config().ballista_config(),
            plan.clone(),
            session.session_id().to_owned(),
        );
        Ok(Arc::new(Watched {
            properties: Arc::clone(query.properties()),
            config: session.config().clone(),
            session: session.session_id().to_owned(),
            plan: plan.clone(),
            planned,
            asked: Arc::clone(&self.asked),
        }))
    }
}

/// A plan that a cluster runs: Ballista's own operator for it, watched.
#[derive(Clone)]
struct Watched {
    asked: Arc<Asked>,
    plan: LogicalPlan,
    /// What the engine makes of the plan, for who asks of what it consists.
    planned: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
    config: SessionConfig,
    session: String,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").field("planned", &self.planned).finish_non_exhaustive()
    }
}

impl DisplayAs for Watched {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for Watched {
    fn name(&self) -> &'static str {
        "DistributedQueryExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.planned]
    }

    fn with_new_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let (watched, schema) = (self.clone(), self.schema());
        let batches = futures::stream::once(async move { watched.run(&context).await })
            .map_ok(|batches| futures::stream::iter(batches.into_iter().map(Ok)))
            .try_flatten();
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, batches)))
    }
}

impl Watched {
    /// All that the cluster found. It is handed on as a whole, so that where an executor is lost
    /// with a part of it the plan can be run once more.
    async fn run(&self, context: &Arc<TaskContext>) -> Result<Vec<RecordBatch>> {
        let mut tries = 1;
        loop {
            match self.once(context).await {
                Ok(batches) => return Ok(batches),
                Err(fault) if fault.may_pass() && tries < TRIES => {
                    tries += 1;
                    let executors = match fault {
                        ClusterFault::Lost { executors } => Some(executors),
                        _ => None,
                    };
                    let again = ClusterNews::Again { executors, attempt: tries, of: TRIES };
                    self.asked.now(|now| now.news.push_back(again));
                }
                Err(fault) => return Err(DataFusionError::External(Box::new(fault))),
            }
        }
    }

    async fn once(
        &self,
        context: &Arc<TaskContext>,
    ) -> std::result::Result<Vec<RecordBatch>, ClusterFault> {
        let query = DistributedQueryExec::<LogicalPlanNode>::with_extension(
            self.asked.link.url(),
            self.config.ballista_config(),
            self.plan.clone(),
            Arc::new(BallistaLogicalExtensionCodec::default()),
            self.session.clone(),
        );
        let untaken = |_| ClusterFault::Untaken;
        let mut stream = query.execute(0, Arc::clone(context)).map_err(untaken)?;
        let mut batches = Vec::new();
        let (mut unknown, mut looked) = (0, Instant::now());
        loop {
            let next = pin!(stream.next());
            let Ok(next) = tokio::time::timeout(BEAT, next).await else {
                if let Some(job) = query.job_id() {
                    self.asked.under_way(&job);
                    if looked.elapsed() < LOOK {
                        continue;
                    }
                    looked = Instant::now();
                    // Ballista asks without end for a job that the scheduler does not know.
                    // It does not know one either that it has only just been given.
                    let is_unknown = matches!(self.asked.status(&job).await, Ok((None, _)));
                    unknown = if is_unknown { unknown + 1 } else { 0 };
                    if unknown == UNKNOWN {
                        self.asked.now(|now| now.job = None);
                        return Err(ClusterFault::Forgotten(self.asked.link.url()));
                    }
                }
                continue;
            };
            match next {
                Some(Ok(batch)) => batches.push(batch),
                Some(Err(_)) => {
                    let fault = self.asked.fault(query.job_id().as_ref()).await;
                    self.asked.now(|now| now.job = None);
                    return Err(fault);
                }
                None => break,
            }
        }
        if let Some(job) = query.job_id() {
            self.asked.done(&job).await;
        }
        Ok(batches)
    }
}
