//! Counting on many machines, by Ballista: the same specification, the same bytes.
//!
//! A scheduler ([`serve_scheduler`]) takes what is asked and cuts it into stages, executors
//! ([`serve_executor`]) go through the records and hand what they made to one another, and
//! [`count_on`] asks. Files are looked at, hashed and checked where the count is asked for;
//! the scheduler and every executor find them under the same paths.
//!
//! Executors ask the scheduler for work, so that nobody connects to them but to fetch what
//! they made. Every connection of a cluster is either within one machine or by TLS with keys on both
//! sides: [`Link`] and [`may_listen`] refuse all else.

mod ask;
mod desk;
mod executor;
mod fault;
mod keys;
mod link;
mod scheduler;
mod sight;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

pub use ask::{Cluster, ClusterNews, ClusterProgress, count_on};
pub use executor::{ExecutorOptions, serve_executor};
pub(crate) use fault::ClusterFault;
pub use keys::ClusterKeys;
pub use link::{Link, LinkFault, may_listen};
pub use scheduler::{SchedulerOptions, serve_scheduler};

/// Why there is no cluster, or no longer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// It would be open to others, or is asked for wrongly.
    #[error("{0}")]
    Refused(String),
    /// Keys that cannot be taken.
    #[error("`{}` cannot be taken: {why}", file.display())]
    Keys {
        /// The file.
        file: PathBuf,
        /// Why.
        why: String,
    },
    /// An address that is not free, or not of this machine.
    #[error("cannot listen at {address}: {why}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        why: String,
    },
    /// A scheduler that is not there, or no scheduler.
    #[error(transparent)]
    Link(#[from] LinkFault),
    /// A folder that cannot be made or cleared away.
    #[error("the folder for what this executor makes cannot be written, in `{}`: {why}", within.display())]
    Folder {
        /// In which it is.
        within: PathBuf,
        /// Why.
        why: String,
    },
    /// It ended by itself.
    #[error("the {what} ended by itself")]
    Ended {
        /// Which service.
        what: &'static str,
    },
}

/// What happens in a cluster, to be told to who runs it. Nothing in it is of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClusterEvent {
    /// The service answers at this address.
    Ready(SocketAddr),
    /// An executor asks the scheduler for work.
    Joined {
        /// Where it is.
        at: String,
        /// How many threads it has.
        threads: u32,
    },
    /// An executor has not been heard of for longer than is waited for.
    Lost {
        /// Where it was.
        at: String,
    },
    /// An executor was ended, and signed off.
    Left {
        /// Where it was.
        at: String,
    },
    /// A job has come further.
    Stages {
        /// The job.
        job: String,
        /// How many of its stages are done.
        done: usize,
        /// How many there are.
        of: usize,
    },
    /// A job is done.
    Done(String),
    /// A job cannot be done; who asked for it is told why.
    Failed(String),
    /// A job was called off by who asked for it.
    CalledOff(String),
    /// A job was called off, as an executor was lost or left while it ran: who asked for it asks again.
    LostUnderWay(String),
    /// A job was called off, as there was no executor for longer than is waited for.
    NobodyThere(String),
    /// The scheduler does not answer the executor yet, and is waited for.
    SchedulerAwaited,
    /// The scheduler does not answer the executor any more.
    SchedulerGone,
    /// The scheduler answers the executor again.
    SchedulerBack,
}

/// For how long an executor may not be heard of, unless told.
pub const EXECUTOR_TIMEOUT: Duration = Duration::from_secs(30);

/// The least of it: an executor whose threads are all at work is heard of every 5 seconds.
pub const LEAST_EXECUTOR_TIMEOUT: Duration = Duration::from_secs(10);

/// The most bytes of a message: a plan with all codes of an area list fits well.
const MESSAGE: u32 = 64 << 20;

#[cfg(test)]
mod tests;
