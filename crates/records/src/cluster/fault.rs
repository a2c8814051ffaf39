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
    /// A file is not where the scheduler or an executor looks for it, or not for it to read.
    #[error(
        "the scheduler or an executor does not find a file, or may not read it: every machine of a cluster needs the files under the same paths"
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
        } else if has(&["ObjectStore(NotFound ", "ObjectStore(Generic ", FOOTER]) {
            // Files were read through and their footers looked at where the count was asked for.
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

/// How the reader of Parquet begins where it does not get the footer of a file, which it tells
/// in words alone.
const FOOTER: &str = "Failed to fetch metadata for file ";

/// What an error says outside of quotes: its name and the names of those within it. What is in
/// quotes may be of a record, and only that a footer was not got is taken from there.
fn unquoted(told: &str) -> String {
    let (mut names, mut rest) = (String::new(), told);
    while let Some((outside, quoted)) = rest.split_once('"') {
        names.push_str(outside);
        if names.ends_with("ParquetError(General(") && quoted.starts_with(FOOTER) {
            names.push_str(FOOTER);
        }
        rest = behind(quoted);
    }
    names + rest
}

/// What stands behind the quote that ends a text.
fn behind(quoted: &str) -> &str {
    let mut chars = quoted.chars();
    while let Some(next) = chars.next() {
        match next {
            '"' => break,
            '\\' => _ = chars.next(),
            _ => {}
        }
    }
    chars.as_str()
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

    /// Files that are gone once they were planned with, as on an executor that has none of them:
    /// the words are the engine's own, of this version.
    #[tokio::test]
    async fn a_file_that_an_executor_does_not_see_is_told_as_that() {
        use std::fs;
        use std::sync::Arc;

        use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch};
        use datafusion::error::DataFusionError;
        use datafusion::parquet::arrow::ArrowWriter;
        use datafusion::physical_plan::collect;
        use datafusion::prelude::{
            CsvReadOptions, ParquetReadOptions, SessionConfig, SessionContext,
        };

        let folder = tempfile::tempdir().unwrap();
        let [parquet, csv] = ["b.parquet", "b.csv"].map(|name| folder.path().join(name));
        let year: ArrayRef = Arc::new(Int64Array::from(vec![2019]));
        let batch = RecordBatch::try_from_iter([("year", year)]).unwrap();
        let file = fs::File::create(&parquet).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        fs::write(&csv, "year\n2019\n").unwrap();
        let schema = batch.schema();
        let config =
            SessionConfig::new().set_bool("datafusion.execution.collect_statistics", false);
        let context = SessionContext::new_with_config(config);
        let options = ParquetReadOptions::default().schema(&schema);
        let of_parquet = context.read_parquet(parquet.to_str().unwrap(), options).await.unwrap();
        let options = CsvReadOptions::new().schema(&schema);
        let of_csv = context.read_csv(csv.to_str().unwrap(), options).await.unwrap();
        let plans = [
            of_parquet.create_physical_plan().await.unwrap(),
            of_csv.create_physical_plan().await.unwrap(),
        ];
        fs::remove_file(&parquet).unwrap();
        fs::remove_file(&csv).unwrap();
        for plan in plans {
            let error = collect(plan, context.task_ctx()).await.unwrap_err();
            let error = DataFusionError::Shared(Arc::new(error));
            let told =
                format!("Task failed due to runtime execution error: DataFusionError({error:?})");
            let words = format!("Job failed due to stage 1 failed: {told}\n");
            assert_eq!(of(&words), ClusterFault::Unseen, "{words}");
        }
        // One that may not be read.
        let told = r#"Task failed due to runtime execution error: DataFusionError(Shared(ObjectStore(Generic { store: "LocalFileSystem", source: UnableToOpenFile { source: Os { code: 13, kind: PermissionDenied, message: "Permission denied" }, path: "/a/b.csv" } })))"#;
        assert_eq!(of(&format!("Job failed due to stage 1 failed: {told}")), ClusterFault::Unseen);
    }

    /// A record may hold any words: they are neither taken for those of an error nor told.
    #[test]
    fn values_are_no_words_of_an_error() {
        for value in [
            "Cancelled",
            "IoError(kind: StorageFull)",
            "ResourcesExhausted(",
            "ObjectStore(NotFound {",
            "Failed to fetch metadata for file ",
            "\\\"ParquetError(General(\\\"Failed to fetch metadata for file ",
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
