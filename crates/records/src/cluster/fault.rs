//! Why a cluster did not count. What Ballista says may repeat a value of a record, so that its
//! words are looked at and never passed on.

use super::LinkFault;
use super::ask::TRIES;
use super::desk::{Beside, CalledOff};
use super::scheduler::CANCELLED;

/// Why a cluster did not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ClusterFault {
    /// A scheduler that is not there, or no scheduler.
    #[error(transparent)]
    Link(#[from] LinkFault),
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
    /// Called off by the scheduler, as an executor was lost.
    #[error(
        "the cluster lost executors in {TRIES} of {TRIES} tries to count: count again once they stay"
    )]
    Lost {
        /// How many there are.
        executors: usize,
    },
    /// Called off by the scheduler, as there was no executor.
    #[error("the cluster has no executor: start executors and count again once they stay")]
    Nobody,
    /// Called off by somebody else.
    #[error("the count was called off at the scheduler, and not from here: count again")]
    CalledOff,
    /// What another executor made was lost with it.
    #[error(
        "executors of the cluster lost what they made in {TRIES} of {TRIES} tries to count: count again once they stay"
    )]
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
    /// The folder of an executor is gone, or cannot be written.
    #[error(
        "an executor cannot write or read what it makes in its --work-dir: see to the folder and start the executor again"
    )]
    Folder,
    /// The scheduler does not take the plan.
    #[error("the scheduler does not take what is asked: its machine may lack a file or memory")]
    Untaken,
    /// Records that cannot be read.
    #[error(
        "an executor met records that it cannot read: a file is damaged, or a value does not fit its column"
    )]
    Records,
}

impl ClusterFault {
    /// What is in the words with which a job failed, and in what the scheduler tells beside.
    pub(super) fn of_failed(words: &str, beside: &Beside) -> Self {
        match beside.called_off {
            Some(CalledOff::Lost) => {
                return Self::Lost { executors: beside.executors.unwrap_or(0) };
            }
            Some(CalledOff::Nobody) => return Self::Nobody,
            None if words == CANCELLED => return Self::CalledOff,
            None => {}
        }
        let words = words.strip_prefix("Job failed due to stage ").unwrap_or(words);
        let why = words.split_once(" failed: ").map_or(words, |(_, why)| why);
        // The words of a stage, and not of a task: it found nothing of what another made.
        if why.starts_with("Stage ") {
            return Self::Unsteady;
        }
        let told = match why.split_once("most recent failure reason: \"") {
            Some((head, told)) if !head.contains('"') => unescaped(told),
            _ => why.to_owned(),
        };
        let names = unquoted(&told);
        let has = |any: &[&str]| any.iter().any(|one| names.contains(one));
        if has(&["ResourcesExhausted("]) {
            Self::Memory
        } else if has(&["ObjectStore(NotFound "]) {
            Self::Unseen
        } else if has(&["kind: StorageFull", "kind: QuotaExceeded", "kind: FileTooLarge"]) {
            Self::Disk
        } else if has(&["IoError("]) {
            // Files of records are read as objects, and fail as those.
            Self::Folder
        } else {
            Self::Records
        }
    }

    /// Whether asking once more may help.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Lost { .. } | Self::Unsteady | Self::Unfetched)
    }
}

/// What a text is that was written in quotes, up to the one that ends it.
fn unescaped(quoted: &str) -> String {
    let (mut text, mut chars) = (String::new(), quoted.chars());
    while let Some(next) = chars.next() {
        match next {
            '"' => break,
            '\\' => text.extend(chars.next()),
            other => text.push(other),
        }
    }
    text
}

/// What an error says outside of quotes: its name and the names of those within it. What is in
/// quotes may be of a record.
fn unquoted(told: &str) -> String {
    let (mut names, mut is_quoted, mut chars) = (String::new(), false, told.chars());
    while let Some(next) = chars.next() {
        match next {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => _ = chars.next(),
            other if !is_quoted => names.push(other),
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &str) -> ClusterFault {
        let beside = Beside { version: None, executors: Some(1), called_off: None };
        ClusterFault::of_failed(words, &beside)
    }

    /// Words as they came from Ballista 55.
    #[test]
    fn words_are_told_apart() {
        for (words, fault) in [
            ("Cancelled", ClusterFault::CalledOff),
            (
                "Job failed due to stage 3 failed: Task failed due to runtime execution error: DataFusionError(Shared(Context(\"Not enough memory to continue external sort.\", ResourcesExhausted(\"Failed to allocate additional 10.0 MB\"))))\n",
                ClusterFault::Memory,
            ),
            (
                r#"Job failed due to stage 2 failed: Task 0 in Stage 2 failed 1 times, fail the stage, most recent failure reason: "Task failed due to IO error: DataFusionError(Shared(IoError(Os { code: 28, kind: StorageFull, message: \"No space left on device\" })))""#,
                ClusterFault::Disk,
            ),
            (
                r#"Job failed due to stage 2 failed: Task 0 in Stage 2 failed 1 times, fail the stage, most recent failure reason: "Task failed due to IO error: DataFusionError(Shared(IoError(Os { code: 27, kind: FileTooLarge, message: \"File too large\" })))""#,
                ClusterFault::Disk,
            ),
            (
                r#"Job failed due to stage 2 failed: Task 0 in Stage 2 failed 1 times, fail the stage, most recent failure reason: "Task failed due to IO error: DataFusionError(IoError(Custom { kind: NotADirectory, error: PathError { path: \"/w/firstyear-executor-X\", err: Os { code: 20, kind: NotADirectory, message: \"Not a directory\" } } }))""#,
                ClusterFault::Folder,
            ),
            (
                r#"Job failed due to stage 4 failed: Stage 4 has failed 1 times, most recent failure reason: "Error connecting to Ballista scheduler or executor at http://127.0.0.1:46165: tonic::transport::Error(Transport, ConnectError(ConnectError(\"tcp connect error\", 127.0.0.1:46165, Os { code: 111, kind: ConnectionRefused, message: \"Connection refused\" })))""#,
                ClusterFault::Unsteady,
            ),
            (
                r#"Job failed due to stage 1 failed: Task failed due to runtime execution error: DataFusionError(ObjectStore(NotFound { path: "/a/b.csv", source: Os { code: 2, kind: NotFound, message: "No such file or directory" } }))"#,
                ClusterFault::Unseen,
            ),
        ] {
            assert_eq!(of(words), fault, "{words}");
        }
    }

    /// A record may hold any words: they are neither taken for those of an error nor told.
    #[test]
    fn values_are_no_words_of_an_error() {
        for value in [
            "Cancelled",
            "IoError(kind: StorageFull)",
            "ResourcesExhausted(",
            "ObjectStore(NotFound {",
            "Stage 4 has failed 1 times",
            "most recent failure reason: \\\"IoError(",
            "P12\\\" IoError(\\\"",
        ] {
            let cast = format!("Cannot cast string '{value}' to value of Int64 type");
            let runtime = "Task failed due to runtime execution error";
            let words = format!(
                "Job failed due to stage 1 failed: {runtime}: DataFusionError(ArrowError(CastError(\"{cast}\"), None))\n"
            );
            assert_eq!(of(&words), ClusterFault::Records, "{words}");
            assert!(!of(&words).to_string().contains(value));
        }
    }

    #[test]
    fn what_the_scheduler_tells_beside_goes_before_words() {
        for (called_off, fault, may_pass) in [
            (CalledOff::Lost, ClusterFault::Lost { executors: 2 }, true),
            (CalledOff::Nobody, ClusterFault::Nobody, false),
        ] {
            let called_off = Some(called_off);
            let beside = Beside { version: None, executors: Some(2), called_off };
            let told = ClusterFault::of_failed("Cancelled", &beside);
            assert_eq!(told, fault);
            assert_eq!(told.may_pass(), may_pass);
        }
    }
}
