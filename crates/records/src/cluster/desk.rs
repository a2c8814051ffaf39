//! What is asked of the scheduler over the network: Ballista's own answers, and beside them
//! who answers, how many executors there are, and why a job was called off.
//!
//! Ballista tells the last as words, which may repeat a value of a record, so that nothing is
//! read out of them that can be told here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use ballista_core::JobId;
use ballista_core::serde::protobuf::scheduler_grpc_server::SchedulerGrpc;
use ballista_core::serde::protobuf::{
    CancelJobParams, CancelJobResult, CleanJobDataParams, CleanJobDataResult,
    CreateUpdateSessionParams, CreateUpdateSessionResult, ExecuteQueryParams, ExecuteQueryResult,
    ExecutorStoppedParams, ExecutorStoppedResult, GetJobMetricsParams, GetJobMetricsResult,
    GetJobStatusParams, GetJobStatusResult, HeartBeatParams, HeartBeatResult, PollWorkParams,
    PollWorkResult, RegisterExecutorParams, RegisterExecutorResult, RemoveSessionParams,
    RemoveSessionResult, UpdateTaskStatusParams, UpdateTaskStatusResult,
};
use tonic::metadata::{AsciiMetadataValue, MetadataMap};
use tonic::{Request, Response, Status};

use super::scheduler::Scheduler;

/// The version of this program, on every answer about a job.
const VERSION: &str = "firstyear-version";

/// How many executors there are, likewise.
const EXECUTORS: &str = "firstyear-executors";

/// Why a job was called off here, on answers about it.
const CALLED_OFF: &str = "firstyear-called-off";

pub(super) const THIS_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Why a scheduler calls off a job by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CalledOff {
    /// An executor was lost while it ran.
    Lost,
    /// There was no executor for longer than is waited for.
    Nobody,
}

impl CalledOff {
    const fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Nobody => "nobody",
        }
    }
}

/// What goes with an answer about a job.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Beside {
    /// The version of the scheduler; none where it is not one of this program.
    pub(super) version: Option<String>,
    /// How many executors there are.
    pub(super) executors: Option<usize>,
    /// Why it called the job off.
    pub(super) called_off: Option<CalledOff>,
}

impl Beside {
    pub(super) fn of(answer: &MetadataMap) -> Self {
        let text = |name| answer.get(name).and_then(|value| value.to_str().ok());
        let called_off = text(CALLED_OFF).and_then(|told| {
            [CalledOff::Lost, CalledOff::Nobody].into_iter().find(|why| why.name() == told)
        });
        Self {
            version: text(VERSION).map(str::to_owned),
            executors: text(EXECUTORS).and_then(|told| told.parse().ok()),
            called_off,
        }
    }
}

/// What the scheduler and its answers know in common.
#[derive(Debug, Default)]
pub(super) struct Known {
    now: Mutex<Now>,
}

#[derive(Debug, Default)]
struct Now {
    executors: usize,
    /// Executors that have signed off, by their ids, and when.
    signed_off: BTreeMap<String, Instant>,
    /// Why jobs were called off, and when.
    called_off: BTreeMap<JobId, (CalledOff, Instant)>,
    /// Which executors were given work of a job.
    parts: BTreeMap<JobId, BTreeSet<String>>,
}

impl Known {
    fn now<T>(&self, see: impl FnOnce(&mut Now) -> T) -> T {
        see(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn there_are(&self, executors: usize) {
        self.now(|now| now.executors = executors);
    }

    pub(super) fn has_signed_off(&self, executor: &str) -> bool {
        self.now(|now| now.signed_off.contains_key(executor))
    }

    fn has_left(&self, executor: String) {
        self.now(|now| _ = now.signed_off.entry(executor).or_insert_with(Instant::now));
    }

    /// Forgets what has been known for longer than this and ends by itself: nobody asks any more.
    pub(super) fn forget(&self, after: Duration) {
        self.now(|now| {
            now.signed_off.retain(|_, since| since.elapsed() <= after);
            now.called_off.retain(|_, (_, since)| since.elapsed() <= after);
        });
    }

    /// Notes why a job is called off. `false` where it has been.
    pub(super) fn call_off(&self, job: &JobId, why: CalledOff) -> bool {
        self.now(|now| {
            let is_new = !now.called_off.contains_key(job);
            if is_new {
                now.called_off.insert(job.clone(), (why, Instant::now()));
            }
            is_new
        })
    }

    /// Takes it back where the job could not be called off.
    pub(super) fn was_not_called_off(&self, job: &JobId) {
        self.now(|now| now.called_off.remove(job));
    }

    pub(super) fn was_called_off(&self, job: &JobId) -> bool {
        self.now(|now| now.called_off.contains_key(job))
    }

    /// Which executors were given work of which job.
    pub(super) fn parts(&self) -> BTreeMap<JobId, BTreeSet<String>> {
        self.now(|now| now.parts.clone())
    }

    /// Forgets who was given work of a job that runs no more.
    pub(super) fn has_ended(&self, job: &JobId) {
        self.now(|now| now.parts.remove(job));
    }

    fn gave(&self, job: JobId, executor: &str) {
        self.now(|now| now.parts.entry(job).or_default().insert(executor.to_owned()));
    }

    fn put_beside(&self, job: &JobId, answer: &mut MetadataMap) {
        let (executors, called_off) =
            self.now(|now| (now.executors, now.called_off.get(job).map(|(why, _)| *why)));
        answer.insert(VERSION, AsciiMetadataValue::from_static(THIS_VERSION));
        answer.insert(EXECUTORS, executors.into());
        if let Some(why) = called_off {
            answer.insert(CALLED_OFF, AsciiMetadataValue::from_static(why.name()));
        }
    }
}

/// Ballista's scheduler with what is told beside its answers.
pub(super) struct Desk {
    pub(super) scheduler: Scheduler,
    pub(super) known: Arc<Known>,
}

/// What executors that are pushed work ask, and theirs are not: no part is done over for them.
fn not_here<T>() -> Result<T, Status> {
    Err(Status::unimplemented("executors of this scheduler ask for work"))
}

#[async_trait]
impl SchedulerGrpc for Desk {
    async fn poll_work(
        &self,
        request: Request<PollWorkParams>,
    ) -> Result<Response<PollWorkResult>, Status> {
        let executor = request.get_ref().metadata.as_ref();
        let executor = executor.map(|executor| executor.id.clone()).unwrap_or_default();
        if self.known.has_signed_off(&executor) {
            return Err(Status::failed_precondition("this executor has signed off"));
        }
        let (scheduler, known) = (self.scheduler.clone(), Arc::clone(&self.known));
        let giving = async move {
            let answer = scheduler.poll_work(request).await?;
            for task in &answer.get_ref().tasks {
                known.gave(task.job_id.clone().into(), &executor);
            }
            Ok(answer)
        };
        // An executor that hangs up meanwhile must not leave work given without a note of it.
        let given = tokio::spawn(giving).await;
        given.unwrap_or_else(|_| Err(Status::internal("work cannot be given")))
    }

    /// Only noted: Ballista would do over what it had a part in, and may count it twice.
    async fn executor_stopped(
        &self,
        request: Request<ExecutorStoppedParams>,
    ) -> Result<Response<ExecutorStoppedResult>, Status> {
        let executor = request.into_inner().executor_id;
        // Of others nothing is known that could be forgotten.
        if self.scheduler.state.executor_manager.get_executor_metadata(&executor).await.is_ok() {
            self.known.has_left(executor);
        }
        Ok(Response::new(ExecutorStoppedResult {}))
    }

    async fn get_job_status(
        &self,
        request: Request<GetJobStatusParams>,
    ) -> Result<Response<GetJobStatusResult>, Status> {
        let job: JobId = request.get_ref().job_id.clone().into();
        let mut answer = SchedulerGrpc::get_job_status(&self.scheduler, request).await?;
        self.known.put_beside(&job, answer.metadata_mut());
        Ok(answer)
    }

    async fn execute_query(
        &self,
        request: Request<ExecuteQueryParams>,
    ) -> Result<Response<ExecuteQueryResult>, Status> {
        self.scheduler.execute_query(request).await
    }

    async fn get_job_metrics(
        &self,
        request: Request<GetJobMetricsParams>,
    ) -> Result<Response<GetJobMetricsResult>, Status> {
        self.scheduler.get_job_metrics(request).await
    }

    async fn cancel_job(
        &self,
        request: Request<CancelJobParams>,
    ) -> Result<Response<CancelJobResult>, Status> {
        SchedulerGrpc::cancel_job(&self.scheduler, request).await
    }

    async fn clean_job_data(
        &self,
        request: Request<CleanJobDataParams>,
    ) -> Result<Response<CleanJobDataResult>, Status> {
        self.scheduler.clean_job_data(request).await
    }

    async fn create_update_session(
        &self,
        request: Request<CreateUpdateSessionParams>,
    ) -> Result<Response<CreateUpdateSessionResult>, Status> {
        self.scheduler.create_update_session(request).await
    }

    async fn remove_session(
        &self,
        request: Request<RemoveSessionParams>,
    ) -> Result<Response<RemoveSessionResult>, Status> {
        self.scheduler.remove_session(request).await
    }

    type ExecuteQueryPushStream = <Scheduler as SchedulerGrpc>::ExecuteQueryPushStream;

    async fn execute_query_push(
        &self,
        _: Request<ExecuteQueryParams>,
    ) -> Result<Response<Self::ExecuteQueryPushStream>, Status> {
        Err(Status::unimplemented("who asks this scheduler asks how far it is"))
    }

    async fn register_executor(
        &self,
        _: Request<RegisterExecutorParams>,
    ) -> Result<Response<RegisterExecutorResult>, Status> {
        not_here()
    }

    async fn heart_beat_from_executor(
        &self,
        _: Request<HeartBeatParams>,
    ) -> Result<Response<HeartBeatResult>, Status> {
        not_here()
    }

    async fn update_task_status(
        &self,
        _: Request<UpdateTaskStatusParams>,
    ) -> Result<Response<UpdateTaskStatusResult>, Status> {
        not_here()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_beside_an_answer_is_found_there() {
        let known = Known::default();
        known.there_are(3);
        let [lost, left] = ["one", "two"].map(|job| JobId::from(job.to_owned()));
        assert!(known.call_off(&lost, CalledOff::Lost));
        // The first reason stays.
        assert!(!known.call_off(&lost, CalledOff::Nobody));
        assert!(known.was_called_off(&lost) && !known.was_called_off(&left));
        for (job, called_off) in [(&lost, Some(CalledOff::Lost)), (&left, None)] {
            let mut answer = MetadataMap::new();
            known.put_beside(job, &mut answer);
            let version = Some(THIS_VERSION.to_owned());
            let beside = Beside { version, executors: Some(3), called_off };
            assert_eq!(Beside::of(&answer), beside);
        }
        let stranger = Beside { version: None, executors: None, called_off: None };
        assert_eq!(Beside::of(&MetadataMap::new()), stranger);
    }

    #[test]
    fn what_is_over_is_forgotten_and_a_job_that_goes_on_called_off_again() {
        let known = Known::default();
        let job = JobId::from("one".to_owned());
        assert!(known.call_off(&job, CalledOff::Lost));
        known.was_not_called_off(&job);
        assert!(!known.was_called_off(&job));
        assert!(known.call_off(&job, CalledOff::Nobody));
        known.has_left("a".to_owned());
        known.forget(Duration::from_secs(3600));
        assert!(known.was_called_off(&job) && known.has_signed_off("a"));
        std::thread::sleep(Duration::from_millis(2));
        known.forget(Duration::from_millis(1));
        assert!(!known.was_called_off(&job) && !known.has_signed_off("a"));
    }

    #[test]
    fn who_has_a_part_in_a_job_is_known_until_it_ends() {
        let known = Known::default();
        let job = JobId::from("one".to_owned());
        for executor in ["a", "b", "a"] {
            known.gave(job.clone(), executor);
        }
        let parts = known.parts();
        assert_eq!(parts[&job], BTreeSet::from(["a".to_owned(), "b".to_owned()]));
        known.has_ended(&job);
        assert!(known.parts().is_empty());
    }
}
