//! An executor of a cluster: it asks for work, does it, and hands on what it made.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_flight::flight_service_server::FlightServiceServer;
use ballista_core::BALLISTA_PROTOCOL_VERSION;
use ballista_core::extension::SessionConfigExt as _;
use ballista_core::ids::new_instance_id;
use ballista_core::serde::BallistaCodec;
use ballista_core::serde::protobuf::{
    ExecutorOperatingSystemSpecification, ExecutorRegistration, ExecutorStoppedParams,
};
use ballista_core::serde::scheduler::ExecutorSpecification;
use ballista_core::utils::{GrpcServerConfig, create_grpc_server};
use ballista_executor::execution_loop::poll_loop;
use ballista_executor::executor::Executor;
use ballista_executor::flight_service::BallistaFlightService;
use ballista_executor::health::ExecutorHealth;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tonic::transport::server::TcpIncoming;

use super::{ClusterError, ClusterEvent, Link, LinkFault, MESSAGE, may_listen};

/// For how long a scheduler is waited for that is not there yet.
const PATIENCE: Duration = Duration::from_secs(10);

/// For how long threads may go on once it is to stop, and for how long it tries to sign off.
const TO_END: Duration = Duration::from_secs(2);

const LOOK: Duration = Duration::from_millis(100);

/// By which file a folder is known to be the one that was made at the beginning.
const MARK: &str = ".firstyear";

/// How an executor is run.
#[derive(Clone, Copy)]
pub struct ExecutorOptions<'a> {
    /// The scheduler that it asks for work, with the keys of both.
    pub scheduler: &'a Link,
    /// Where it hands on what it made; the port 0 takes a free one.
    pub bind: SocketAddr,
    /// Under which name others reach it; the address of `bind` where none is told.
    pub advertise: Option<&'a str>,
    /// How many threads.
    pub threads: NonZeroUsize,
    /// How many bytes its tasks may hold before they write to disk, each thread its part; as
    /// many as they ask for unless told.
    pub memory: Option<NonZeroUsize>,
    /// In which folder its own one for what it makes is put; that of the system unless told.
    pub folder: Option<&'a Path>,
    /// What is told of it.
    pub tell: &'a dyn Fn(ClusterEvent),
    /// Whether to stop, asked ten times a second.
    pub stop: &'a dyn Fn() -> bool,
}

impl std::fmt::Debug for ExecutorOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { scheduler, bind, advertise, threads, memory, folder, tell: _, stop: _ } = self;
        f.debug_struct("ExecutorOptions")
            .field("scheduler", scheduler)
            .field("bind", bind)
            .field("advertise", advertise)
            .field("threads", threads)
            .field("memory", memory)
            .field("folder", folder)
            .finish_non_exhaustive()
    }
}

/// Runs an executor until it is to stop: it signs off then, and what is under way is given up.
/// What it made is in a folder that nobody else can read, which is cleared away at the end.
///
/// # Errors
///
/// [`ClusterError`]: an address that is refused or not free, a scheduler that does not
/// answer, a folder that cannot be made, or an executor that ended.
pub fn serve_executor(options: &ExecutorOptions<'_>) -> Result<(), ClusterError> {
    may_listen(options.bind, options.scheduler.keys.as_ref())?;
    if options.bind.ip().is_unspecified() && options.advertise.is_none() {
        return Err(ClusterError::Refused(format!(
            "{} is no address by which others reach this executor: say which is with --advertise, or bind to it",
            options.bind
        )));
    }
    if let Some(name) = options.advertise {
        let address = format!("http://{name}:1").parse::<tonic::transport::Uri>();
        if address.ok().and_then(|address| Some(address.host()? == name)) != Some(true) {
            return Err(ClusterError::Refused(format!(
                "`{name}` is no name or address of a machine: --advertise takes one without a port"
            )));
        }
    }
    let within = options.folder.map_or_else(std::env::temp_dir, Path::to_owned);
    let fail = |error: std::io::Error| ClusterError::Folder {
        within: within.clone(),
        why: match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such folder".to_owned(),
            kind => kind.to_string(),
        },
    };
    let mut folder = tempfile::Builder::new();
    let folder = folder.prefix("firstyear-executor-");
    let folder = folder.tempdir_in(&within).map_err(fail)?;
    std::fs::write(folder.path().join(MARK), "").map_err(fail)?;
    let runtime = runtime(options.threads.get())?;
    let ended = runtime.block_on(serve(options, &folder));
    runtime.shutdown_timeout(TO_END);
    let cleared = match folder.close() {
        // Somebody else has cleared it away.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        cleared => cleared.map_err(fail),
    };
    ended.and(cleared)
}

/// What services run on; Ballista has threads of its own for work.
pub(super) fn runtime(threads: usize) -> Result<Runtime, ClusterError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads.max(2))
        .enable_all()
        .build()
        .map_err(|_| ClusterError::Ended { what: "runtime" })
}

async fn serve(options: &ExecutorOptions<'_>, folder: &TempDir) -> Result<(), ClusterError> {
    let fail = |error: std::io::Error| ClusterError::Listen {
        address: options.bind,
        why: error.kind().to_string(),
    };
    let ended = || ClusterError::Ended { what: "executor" };
    let listener = TcpListener::bind(options.bind).await.map_err(fail)?;
    let address = listener.local_addr().map_err(fail)?;
    match answered(options).await {
        None => return Ok(()),
        Some(answered) => answered?,
    }
    let scheduler = options.scheduler.connect().await.map_err(|_| ended())?;
    let work = folder.path().display().to_string();
    let mut handing_on = handing_on(options, listener, work.clone())?;
    let health = ExecutorHealth::new();
    let codec: BallistaCodec<LogicalPlanNode, PhysicalPlanNode> = BallistaCodec::default();
    let executor = Arc::new(executor(options, address, &work));
    let asking = poll_loop(scheduler, Arc::clone(&executor), codec, None, None, health.clone());
    let mut asking = tokio::spawn(asking);
    let (mut ready, mut there) = (false, false);
    let ended = loop {
        tokio::select! {
            _ = &mut asking => break Err(ended()),
            _ = &mut handing_on => break Err(ended()),
            () = tokio::time::sleep(LOOK) => {}
        }
        if (options.stop)() {
            break Ok(());
        }
        // Ballista makes it anew where it is gone, and open to others.
        if !folder.path().join(MARK).is_file() {
            let within = folder.path().parent().unwrap_or(folder.path()).to_owned();
            break Err(ClusterError::Folder { within, why: "it was removed".to_owned() });
        }
        match (ready, there, health.is_ready()) {
            (false, _, true) => (options.tell)(ClusterEvent::Ready(address)),
            (true, true, false) => (options.tell)(ClusterEvent::SchedulerGone),
            (true, false, true) => (options.tell)(ClusterEvent::SchedulerBack),
            _ => {}
        }
        there = health.is_ready();
        ready |= there;
    };
    // It asks for nothing more, and gives up what is under way: a count that loses an executor
    // begins again.
    asking.abort();
    let id = executor.metadata.id.clone();
    let signing_off = async {
        if let Ok(mut scheduler) = options.scheduler.connect().await {
            // A scheduler that does not hear it misses the executor by itself, only later.
            let leaving = ExecutorStoppedParams { executor_id: id, reason: String::new() };
            let _ = scheduler.executor_stopped(leaving).await;
        }
    };
    let _ = tokio::time::timeout(TO_END, signing_off).await;
    // Every task holds the executor. One that still writes would make the folder anew once it is
    // cleared away.
    let begun = Instant::now();
    while Arc::strong_count(&executor) > 1 && begun.elapsed() < TO_END {
        tokio::time::sleep(LOOK / 10).await;
    }
    ended
}

/// Waits for the scheduler; `None` where it is to stop before.
async fn answered(options: &ExecutorOptions<'_>) -> Option<Result<(), ClusterError>> {
    let (begun, mut is_told) = (Instant::now(), false);
    loop {
        match options.scheduler.answers_unless(options.stop).await? {
            Err(LinkFault::Silent { .. }) if begun.elapsed() < PATIENCE => {
                if !is_told {
                    (options.tell)(ClusterEvent::SchedulerAwaited);
                    is_told = true;
                }
                tokio::time::sleep(LOOK).await;
            }
            answered => return Some(answered.map_err(ClusterError::Link)),
        }
    }
}

/// What does the work. It is not Ballista's own process, which on its way out has the scheduler
/// do over a part of what is being counted.
fn executor(options: &ExecutorOptions<'_>, address: SocketAddr, work: &str) -> Executor {
    let host = match address {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    };
    let threads = options.threads.get();
    let vcores = u32::try_from(threads).unwrap_or(u32::MAX);
    let registration = ExecutorRegistration {
        id: new_instance_id(),
        host: Some(options.advertise.map_or(host, str::to_owned)),
        port: address.port().into(),
        // Nothing listens at another port where executors ask for work.
        grpc_port: address.port().into(),
        specification: Some(ExecutorSpecification::default().with_vcores(vcores).into()),
        os_info: Some(ExecutorOperatingSystemSpecification::default()),
        ballista_protocol_version: BALLISTA_PROTOCOL_VERSION,
    };
    let of_task = options.memory.map(|bytes| bytes.get() / threads);
    let folder = work.to_owned();
    let runtime = move |_: &SessionConfig| {
        let mut runtime = RuntimeEnvBuilder::new().with_temp_file_path(&folder);
        if let Some(bytes) = of_task {
            runtime = runtime.with_memory_pool(Arc::new(FairSpillPool::new(bytes)));
        }
        runtime.build_arc()
    };
    let link = options.scheduler.clone();
    let config = move || link.configured(SessionConfig::new_with_ballista());
    Executor::new_basic(registration, work, Arc::new(runtime), Arc::new(config), threads)
}

/// Hands what was made to other executors and to who asked.
fn handing_on(
    options: &ExecutorOptions<'_>,
    listener: TcpListener,
    work: String,
) -> Result<JoinHandle<Result<(), tonic::transport::Error>>, ClusterError> {
    let mut server = create_grpc_server(&GrpcServerConfig::default());
    if let Some(keys) = &options.scheduler.keys {
        let ended = |_| ClusterError::Ended { what: "executor" };
        server = server.tls_config(keys.server()).map_err(ended)?;
    }
    let service = FlightServiceServer::new(BallistaFlightService::new(work))
        .max_decoding_message_size(MESSAGE as usize)
        .max_encoding_message_size(MESSAGE as usize);
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    Ok(tokio::spawn(server.add_service(service).serve_with_incoming(incoming)))
}
