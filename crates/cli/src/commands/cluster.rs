//! `cluster`: a scheduler and executors that count records on many machines.

use crate::args::Member;
use crate::exit::{Code, Failure};

/// Runs a member of a cluster until it is interrupted.
#[cfg(not(feature = "cluster"))]
pub(crate) fn run(_: &Member) -> Result<Code, Failure> {
    Err(super::report::not_built("cluster"))
}

#[cfg(feature = "cluster")]
pub(crate) use running::{counted, run};

#[cfg(feature = "cluster")]
mod running {
    use std::path::Path;
    use std::time::Duration;

    use firstyear_catalogue::catalogue;
    use firstyear_core::count::CountSpec;
    use firstyear_export::format;
    use firstyear_records::{
        Cluster, ClusterError, ClusterEvent, ClusterKeys, ClusterNews, CountError, CountOptions,
        Counted, ExecutorOptions, Link, SchedulerOptions, count_on, serve_executor,
        serve_scheduler,
    };

    use super::{Code, Failure, Member};
    use crate::args::{Executing, KeyFiles, Scheduling};
    use crate::commands::{engine, threads_or_all};
    use crate::{interrupt, progress};

    /// Runs a member of a cluster until it is interrupted.
    pub(crate) fn run(member: &Member) -> Result<Code, Failure> {
        let interrupted = match member {
            Member::Scheduler(asked) => schedule(asked)?,
            Member::Executor(asked) => execute(asked)?,
        };
        if interrupted { Err(Failure::Interrupted) } else { Ok(Code::Done) }
    }

    fn schedule(asked: &Scheduling) -> Result<bool, Failure> {
        let keys = keys(&asked.keys)?;
        let scheme = if keys.is_some() { "https" } else { "http" };
        until_stopped(|stop| {
            serve_scheduler(&SchedulerOptions {
                bind: asked.bind,
                keys: keys.as_ref(),
                executor_timeout: Duration::from_secs(asked.executor_timeout),
                tell: &|event| match event {
                    ClusterEvent::Ready(address) => {
                        anstream::eprintln!("note: scheduler ready at {scheme}://{address}");
                    }
                    event => tell(&event),
                },
                stop,
            })
        })
    }

    fn execute(asked: &Executing) -> Result<bool, Failure> {
        let link = Link::new(&asked.scheduler, keys(&asked.keys)?).map_err(failure)?;
        until_stopped(|stop| {
            serve_executor(&ExecutorOptions {
                scheduler: &link,
                bind: asked.bind,
                advertise: asked.advertise.as_deref(),
                threads: threads_or_all(asked.threads),
                memory: engine::bytes(asked.memory),
                folder: asked.work_dir.as_deref(),
                tell: &|event| match event {
                    ClusterEvent::Ready(address) => anstream::eprintln!(
                        "note: executor ready at {address}, for the scheduler at {}",
                        link.url()
                    ),
                    event => tell(&event),
                },
                stop,
            })
        })
    }

    /// Runs a service; whether it ended by an interrupt. Its folders are cleared away before
    /// the program ends.
    fn until_stopped(
        serve: impl FnOnce(&dyn Fn() -> bool) -> Result<(), ClusterError>,
    ) -> Result<bool, Failure> {
        interrupt::writing_parts(|stop| {
            serve(&|| stop()).map_err(failure)?;
            Ok(stop())
        })
    }

    fn tell(event: &ClusterEvent) {
        match event {
            ClusterEvent::Joined { at, threads } => {
                let threads = format::things(u64::from(*threads), "thread", "threads");
                anstream::eprintln!("note: executor {at} joined with {threads}");
            }
            ClusterEvent::Lost { at } => anstream::eprintln!("warning: executor {at} is lost"),
            ClusterEvent::Left { at } => anstream::eprintln!("note: executor {at} has left"),
            ClusterEvent::Stages { job, done, of } => {
                let of = format::things(*of as u64, "stage", "stages");
                anstream::eprintln!("note: job {job}: {done} of {of} done");
            }
            ClusterEvent::Done(job) => anstream::eprintln!("note: job {job} is done"),
            ClusterEvent::Failed(job) => {
                anstream::eprintln!("warning: job {job} failed: who asked for it is told why");
            }
            ClusterEvent::CalledOff(job) => anstream::eprintln!("note: job {job} was called off"),
            ClusterEvent::LostUnderWay(job) => anstream::eprintln!(
                "warning: job {job} was called off: it lost an executor, and who asked for it may ask again"
            ),
            ClusterEvent::NobodyThere(job) => {
                anstream::eprintln!("warning: job {job} was called off: there is no executor");
            }
            ClusterEvent::SchedulerAwaited => {
                anstream::eprintln!("note: the scheduler does not answer yet: waiting for it");
            }
            ClusterEvent::SchedulerGone => {
                anstream::eprintln!("warning: the scheduler does not answer: asking on");
            }
            ClusterEvent::SchedulerBack => anstream::eprintln!("note: the scheduler answers again"),
            _ => {}
        }
    }

    /// Counts on a cluster, and tells what befalls it, as nobody sees the machines.
    pub(crate) fn counted(
        url: &str,
        files: &KeyFiles,
        spec: &CountSpec,
        folder: &Path,
        options: &CountOptions<'_>,
    ) -> Result<Result<Counted, CountError>, Failure> {
        let cluster = Cluster::new(Link::new(url, keys(files)?).map_err(failure)?);
        let tell = || cluster.news().iter().for_each(|news| progress::say(&said(news)));
        let stop = || {
            tell();
            let now = cluster.progress();
            if now.job.is_some() {
                let (step, stages) = (now.jobs + 1, now.stages);
                progress::is_at(format!("counting records, step {step}, {stages} stages done"));
            }
            (options.stop)()
        };
        let options = CountOptions { stop: &stop, ..*options };
        let counted = count_on(&cluster, spec, catalogue(), folder, &options);
        tell();
        Ok(counted)
    }

    /// What has befallen a count.
    fn said(news: &ClusterNews) -> String {
        let there = |executors: usize| match executors {
            0 => "no executor is there".to_owned(),
            1 => "1 executor is there".to_owned(),
            more => format!("{more} executors are there"),
        };
        match news {
            ClusterNews::Begun(job) => {
                format!("note: the cluster counts, its first job is {job}")
            }
            ClusterNews::Waits => {
                "warning: the cluster has no executor: waiting for one".to_owned()
            }
            ClusterNews::GoesOn(executors) => format!("note: {}: it goes on", there(*executors)),
            ClusterNews::Again { executors, attempt, of } => {
                let lost = match executors {
                    Some(executors) => {
                        format!("an executor was lost while it counted, {}", there(*executors))
                    }
                    None => "what an executor made cannot be had any more".to_owned(),
                };
                format!(
                    "warning: {lost}: this step is counted again from its start, try {attempt} of {of}"
                )
            }
            _ => String::new(),
        }
    }

    fn keys(files: &KeyFiles) -> Result<Option<ClusterKeys>, Failure> {
        let (Some(certificate), Some(key), Some(authority)) =
            (&files.certificate, &files.key, &files.authority)
        else {
            return Ok(None);
        };
        ClusterKeys::read(certificate, key, authority).map(Some).map_err(failure)
    }

    fn failure(error: ClusterError) -> Failure {
        match error {
            ClusterError::Refused(_) => Failure::Use(error.to_string()),
            error => Failure::File(error.to_string()),
        }
    }
}
