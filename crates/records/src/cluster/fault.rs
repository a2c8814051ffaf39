//! Why a cluster did not count. What Ballista says may repeat a value of a record, so that its
//! words are looked at and never passed on.

/// Why a cluster did not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ClusterFault {
    /// Nobody answers.
    #[error(
        "the scheduler at {0} does not answer: is it started, and are its keys signed by the same authority?"
    )]
    Unreachable(String),
    /// The scheduler went away while it counted.
    #[error(
        "the scheduler at {0} went away while it counted: what it held of this count is lost, count again once it is back"
    )]
    Gone(String),
    /// The scheduler was started again, and does not know the count.
    #[error(
        "the scheduler at {0} was started again while it counted: it keeps nothing, so that this count is lost, count again"
    )]
    Forgotten(String),
    /// Called off by the scheduler: an executor was lost, or there is none.
    #[error(
        "the cluster has no executor, or loses them while they count: start executors and count again once they stay"
    )]
    CalledOff,
    /// What another executor made was lost with it.
    #[error("executors of the cluster are lost while they count: count again once they stay")]
    Unsteady,
    /// An executor that holds what was counted cannot be reached.
    #[error(
        "an executor that holds what was counted cannot be reached from here: the address that it advertises must be reachable"
    )]
    Unfetched,
    /// A file is not where the scheduler or an executor looks for it.
    #[error(
        "the scheduler or an executor does not find a file: every machine of a cluster needs the files under the same paths"
    )]
    Unseen,
    /// The memory of an executor does not suffice.
    #[error(
        "the memory of an executor does not suffice: start it with more --memory, or ask for fewer dimensions at once"
    )]
    Memory,
    /// The disk of an executor is full.
    #[error("the disk of an executor is full: make room, or start it with another --work-dir")]
    Disk,
    /// The scheduler is of another version, or does not take the plan.
    #[error(
        "the scheduler does not take what is asked: is it of the same version as this program?"
    )]
    Untaken,
    /// Records that cannot be read.
    #[error(
        "an executor met records that it cannot read: a file is damaged, or a value does not fit its column"
    )]
    Records,
}

impl ClusterFault {
    /// What is in the words with which a job failed.
    pub(super) fn of_failed(words: &str) -> Self {
        let has = |any: &[&str]| any.iter().any(|one| words.contains(one));
        if has(&["Cancelled"]) {
            Self::CalledOff
        } else if has(&["Resources exhausted", "ResourcesExhausted"]) {
            Self::Memory
        } else if has(&["No space left on device", "StorageFull"]) {
            Self::Disk
        } else if has(&["ExecutorLost", "FetchPartitionError", "FetchFailed", "has failed 1 times"])
        {
            Self::Unsteady
        } else if has(&["No such file or directory", "Object at location", "NotFound"]) {
            Self::Unseen
        } else {
            Self::Records
        }
    }

    /// Whether asking once more may help.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::CalledOff | Self::Unsteady | Self::Unfetched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_and_never_repeated() {
        for (words, fault) in [
            ("Cancelled", ClusterFault::CalledOff),
            ("Task failed: Resources exhausted: 3 bytes", ClusterFault::Memory),
            ("IoError: No space left on device (os error 28)", ClusterFault::Disk),
            ("FetchPartitionError from executor", ClusterFault::Unsteady),
            ("Object at location /a/b.csv not found", ClusterFault::Unseen),
            ("Cannot cast string 'P12' to value of Int64 type", ClusterFault::Records),
        ] {
            let told = ClusterFault::of_failed(words);
            assert_eq!(told, fault, "{words}");
            assert!(!told.to_string().contains("P12"));
        }
    }
}
