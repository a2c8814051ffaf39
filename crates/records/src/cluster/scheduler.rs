//! The scheduler of a cluster: it takes what is asked, and gives executors work.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ballista_core::JobId;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::extension::SessionConfigExt as _;
use ballista_core::serde::protobuf::job_status::Status;
use ballista_core::serde::protobuf::scheduler_grpc_server::SchedulerGrpcServer;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::create_scheduler;
use ballista_scheduler::scheduler_server::SchedulerServer;
use ballista_scheduler::state::task_manager::JobOverview;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tokio::net::TcpListener;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;

use super::desk::{CalledOff, Desk, Known};
use super::{ClusterError, ClusterEvent, ClusterKeys, MESSAGE, link, may_listen, sight};

/// How often who is there and what is done is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// For how long what a finished job made is kept where nobody fetches it.
const KEPT_SECONDS: u64 = 300;

/// For how long it is known why a job was called off, and which executors signed off: longer than
/// anybody asks about them.
const KEPT: Duration = Duration::from_secs(2 * KEPT_SECONDS);

/// What Ballista says of a job that who asked for it has called off.
pub(super) const CANCELLED: &str = "Cancelled";

/// Longer than a cluster runs.
const NEVER: u64 = 100 * 365 * 86_400;

/// How a scheduler is run.
#[derive(Clone, Copy)]
pub struct SchedulerOptions<'a> {
    /// Where it listens; the port 0 takes a free one.
    pub bind: SocketAddr,
    /// The keys, which an address that others reach needs.
    pub keys: Option<&'a ClusterKeys>,
    /// For how long an executor may not be heard of before its work is given to another, at
    /// least [`super::LEAST_EXECUTOR_TIMEOUT`]. As long is waited where there is none at all.
    pub executor_timeout: Duration,
    /// What is told of the cluster.
    pub tell: &'a dyn Fn(ClusterEvent),
    /// Whether to stop, asked ten times a second.
    pub stop: &'a dyn Fn() -> bool,
}

impl std::fmt::Debug for SchedulerOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { bind, keys, executor_timeout, tell: _, stop: _ } = self;
        f.debug_struct("SchedulerOptions")
            .field("bind", bind)
            .field("keys", keys)
            .field("executor_timeout", executor_timeout)
            .finish_non_exhaustive()
    }
}

pub(super) type Scheduler = SchedulerServer<LogicalPlanNode, PhysicalPlanNode>;

/// Runs a scheduler until it is to stop. It keeps nothing: what is
/// being counted then is lost, and executors come back to the next one at its address.
///
/// # Errors
///
/// [`ClusterError`]: an address that is refused or not free, or a scheduler that ended.
pub fn serve_scheduler(options: &SchedulerOptions<'_>) -> Result<(), ClusterError> {
    may_listen(options.bind, options.keys)?;
    let runtime = super::executor::runtime(2)?;
    let ended = runtime.block_on(serve(options));
    runtime.shutdown_background();
    ended
}

async fn serve(options: &SchedulerOptions<'_>) -> Result<(), ClusterError> {
    let fail = |error: std::io::Error| ClusterError::Listen {
        address: options.bind,
        why: error.kind().to_string(),
    };
    let ended = || ClusterError::Ended { what: "scheduler" };
    let listener = TcpListener::bind(options.bind).await.map_err(fail)?;
    let address = listener.local_addr().map_err(fail)?;
    let config = Arc::new(config(options, address));
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(|_| ended())?;
    let scheduler: Scheduler = create_scheduler(cluster, config).await.map_err(|_| ended())?;
    let mut server = Server::builder();
    if let Some(keys) = options.keys {
        server = server.tls_config(keys.server()).map_err(|_| ended())?;
    }
    let known = Arc::new(Known::default());
    let desk = Desk { scheduler: scheduler.clone(), known: Arc::clone(&known) };
    let service = SchedulerGrpcServer::new(desk)
        .max_decoding_message_size(MESSAGE as usize)
        .max_encoding_message_size(MESSAGE as usize);
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let mut serving = tokio::spawn(server.add_service(service).serve_with_incoming(incoming));
    (options.tell)(ClusterEvent::Ready(address));
    let mut watch = Watch { known, executors: BTreeMap::new(), jobs: BTreeMap::new(), alone: None };
    loop {
        tokio::select! {
            _ = &mut serving => return Err(ended()),
            () = tokio::time::sleep(LOOK) => {}
        }
        if (options.stop)() {
            break;
        }
        watch.look(&scheduler, options).await;
    }
    serving.abort();
    Ok(())
}

/// Ballista's scheduler, with nothing of a job done over when an executor is lost: what it does
/// over it may count twice (docs/decisions/0025). [`Watch`] calls the job off instead, and who
/// asked asks again.
fn config(options: &SchedulerOptions<'_>, address: SocketAddr) -> SchedulerConfig {
    let keys = options.keys.cloned();
    SchedulerConfig {
        external_host: address.ip().to_string(),
        bind_host: address.ip().to_string(),
        bind_port: address.port(),
        // Executors ask: what they run needs no door, and their connection has the keys.
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        task_distribution: TaskDistributionPolicy::RoundRobin,
        task_max_failures: 1,
        stage_max_failures: 1,
        executor_timeout_seconds: NEVER,
        no_executors_grace_period_seconds: NEVER,
        finished_job_data_clean_up_interval_seconds: KEPT_SECONDS,
        finished_job_state_clean_up_interval_seconds: KEPT_SECONDS,
        grpc_server_max_decoding_message_size: MESSAGE,
        grpc_server_max_encoding_message_size: MESSAGE,
        grpc_client_max_message_size: MESSAGE,
        use_tls: keys.is_some(),
        override_create_grpc_client_endpoint: link::endpoints(keys.as_ref()),
        override_session_builder: Some(Arc::new(sight::session)),
        override_config_producer: Some(Arc::new(
            datafusion::prelude::SessionConfig::new_with_ballista,
        )),
        ..SchedulerConfig::default()
    }
}

/// Who was there and what was under way when it was last looked.
struct Watch {
    /// What is told to who asks.
    known: Arc<Known>,
    /// Where each executor is, by its id.
    executors: BTreeMap<String, String>,
    /// How many stages of each job are done.
    jobs: BTreeMap<JobId, usize>,
    /// Since when there is no executor.
    alone: Option<Instant>,
}

impl Watch {
    async fn look(&mut self, scheduler: &Scheduler, options: &SchedulerOptions<'_>) {
        let timeout = options.executor_timeout.max(super::LEAST_EXECUTOR_TIMEOUT);
        self.known.forget(KEPT);
        // Before who is there, so that nobody in it has only just come.
        let parts = self.known.parts();
        self.executors(scheduler, timeout, options.tell).await;
        let is_lost = |executor| !self.executors.contains_key(executor);
        for (job, executors) in &parts {
            if !scheduler.state.task_manager.get_running_job_cache().contains_key(job) {
                self.known.has_ended(job);
            } else if executors.iter().any(is_lost) {
                self.call_off(scheduler, options.tell, CalledOff::Lost, job).await;
            }
        }
        self.jobs(scheduler, options.tell).await;
        if !self.executors.is_empty() {
            self.alone = None;
        } else if self.alone.get_or_insert_with(Instant::now).elapsed() > timeout {
            // Ballista itself waits without end for a first executor.
            for job in scheduler.state.task_manager.get_running_job_cache().keys() {
                self.call_off(scheduler, options.tell, CalledOff::Nobody, job).await;
            }
        }
    }

    async fn call_off(
        &self,
        scheduler: &Scheduler,
        tell: &dyn Fn(ClusterEvent),
        why: CalledOff,
        job: &JobId,
    ) {
        // Noted before, so that no answer lacks it.
        if !self.known.call_off(job, why) {
            return;
        }
        if scheduler.cancel_job(job.clone()).await.is_err() {
            // The next look tries again.
            self.known.was_not_called_off(job);
        } else {
            tell(match why {
                CalledOff::Lost => ClusterEvent::LostUnderWay(job.to_string()),
                CalledOff::Nobody => ClusterEvent::NobodyThere(job.to_string()),
            });
        }
    }

    async fn executors(
        &mut self,
        scheduler: &Scheduler,
        timeout: Duration,
        tell: &dyn Fn(ClusterEvent),
    ) {
        let manager = &scheduler.state.executor_manager;
        let Ok(now) = manager.get_executors_state().await else { return };
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut found = BTreeMap::new();
        for (executor, heard, _) in now {
            let at = format!("{}:{}", executor.host, executor.port);
            let has_left = self.known.has_signed_off(&executor.id);
            if has_left || heard.is_some_and(|heard| clock.saturating_sub(heard) > timeout) {
                tell(if has_left { ClusterEvent::Left { at } } else { ClusterEvent::Lost { at } });
                let _ = manager.remove_executor(&executor.id, None).await;
                continue;
            }
            if !self.executors.contains_key(&executor.id) {
                let threads = executor.specification.vcores;
                tell(ClusterEvent::Joined { at: at.clone(), threads });
            }
            found.insert(executor.id, at);
        }
        self.executors = found;
        // Who asks again is told how many there are now.
        self.known.there_are(self.executors.len());
    }

    async fn jobs(&mut self, scheduler: &Scheduler, tell: &dyn Fn(ClusterEvent)) {
        let tasks = &scheduler.state.task_manager;
        let mut found = BTreeMap::new();
        for (id, job) in tasks.get_running_job_cache().iter() {
            let job = JobOverview::from(&*job.execution_graph.read().await);
            let (done, of) = (job.completed_stages, job.num_stages);
            if self.jobs.get(id) != Some(&done) {
                tell(ClusterEvent::Stages { job: id.to_string(), done, of });
            }
            found.insert(id.clone(), done);
        }
        for job in self.jobs.keys().filter(|job| !found.contains_key(*job)) {
            if self.known.was_called_off(job) {
                continue;
            }
            let status = tasks.get_job_status(job).await.ok().flatten();
            let name = job.to_string();
            tell(match status.and_then(|status| status.status) {
                Some(Status::Failed(failed)) if failed.error == CANCELLED => {
                    ClusterEvent::CalledOff(name)
                }
                Some(Status::Failed(_)) => ClusterEvent::Failed(name),
                _ => ClusterEvent::Done(name),
            });
        }
        self.jobs = found;
    }
}
