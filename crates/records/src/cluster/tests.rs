//! A cluster within this process: what it reads is counted as in one process.

use std::fs::File;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::ipc::CompressionType;
use datafusion::arrow::ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use firstyear_catalogue::catalogue;
use firstyear_ingest::{read_count_spec_bytes, unwatched};

use super::*;
use crate::{CountError, CountOptions, Counted, count};

#[path = "../../tests/support/made_up.rs"]
mod made_up;

use made_up::{SPEC, batch};

/// So many that an unpacked file is cut into parts.
const RECORDS: u32 = 100_000;

/// Ten batches with one dictionary.
fn batches() -> Vec<RecordBatch> {
    let (whole, part) = (batch(0..RECORDS), RECORDS as usize / 10);
    (0..10).map(|n| whole.slice(n * part, part)).collect()
}

fn options(packing: Option<CompressionType>) -> IpcWriteOptions {
    IpcWriteOptions::default().try_with_compression(packing).unwrap()
}

fn arrow_file(path: &Path, packing: Option<CompressionType>) {
    let (file, batches) = (File::create(path).unwrap(), batches());
    let schema = batches[0].schema();
    let mut writer = FileWriter::try_new_with_options(file, &schema, options(packing)).unwrap();
    batches.iter().try_for_each(|batch| writer.write(batch)).unwrap();
    writer.finish().unwrap();
}

fn arrow_stream(path: &Path) {
    let (file, batches) = (File::create(path).unwrap(), batches());
    let mut writer = StreamWriter::try_new(file, &batches[0].schema()).unwrap();
    batches.iter().try_for_each(|batch| writer.write(batch)).unwrap();
    writer.finish().unwrap();
}

/// Ends a cluster, whatever becomes of the test.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Does something with the address of a cluster of a scheduler and an executor.
fn with_cluster(work: impl FnOnce(&str)) {
    let is_over = AtomicBool::new(false);
    let stop = || is_over.load(Ordering::SeqCst);
    let told = |ready: Sender<SocketAddr>| {
        move |event| {
            if let ClusterEvent::Ready(address) = event {
                let _ = ready.send(address);
            }
        }
    };
    let bind: SocketAddr = "127.0.0.1:0".parse().unwrap();
    std::thread::scope(|threads| {
        let _ending = Ending(&is_over);
        let (ready, answered) = channel();
        threads.spawn(move || {
            let options = SchedulerOptions {
                bind,
                keys: None,
                executor_timeout: EXECUTOR_TIMEOUT,
                tell: &told(ready),
                stop: &stop,
            };
            serve_scheduler(&options).unwrap();
        });
        let url = format!("http://{}", answered.recv().unwrap());
        let link = Link::new(&url, None).unwrap();
        let (ready, answered) = channel();
        threads.spawn(move || {
            let options = ExecutorOptions {
                scheduler: &link,
                bind,
                advertise: None,
                threads: NonZeroUsize::new(2).unwrap(),
                memory: None,
                folder: None,
                tell: &told(ready),
                stop: &stop,
            };
            serve_executor(&options).unwrap();
        });
        answered.recv().unwrap();
        work(&url);
    });
}

#[test]
fn files_of_arrow_are_counted_as_in_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    arrow_file(&at("births.arrow"), None);
    arrow_file(&at("lz4.feather"), Some(CompressionType::LZ4_FRAME));
    arrow_file(&at("zstd.arrow"), Some(CompressionType::ZSTD));
    arrow_stream(&at("stream.arrow"));
    let options =
        CountOptions { threads: NonZeroUsize::new(3).unwrap(), memory: None, stop: &|| false };
    let spec = |files: &str| {
        let text = SPEC.replace("FILES", files);
        read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched).unwrap()
    };
    with_cluster(|url| {
        let count_there = |files: &str| -> Result<Counted, CountError> {
            let cluster = Cluster::new(Link::new(url, None).unwrap());
            count_on(&cluster, &spec(files), catalogue(), folder.path(), &options)
        };
        for files in ["\"births.arrow\"", "\"lz4.feather\"", "\"zstd.arrow\", \"births.arrow\""] {
            let there = count_there(files).unwrap_or_else(|error| panic!("{files}: {error}"));
            let here = count(&spec(files), catalogue(), folder.path(), &options).unwrap();
            assert_eq!(there.observations, here.observations, "{files}");
            assert!(there.report.births >= u64::from(RECORDS));
            assert_eq!(there.report.births, here.report.births, "{files}");
        }
        // Whatever is in a plan is read as a file by an executor.
        for files in ["\"stream.arrow\"", "\"births.arrow\", \"stream.arrow\""] {
            let refused = count_there(files).unwrap_err().to_string();
            assert!(refused.contains("files of Arrow that are no streams"), "{refused}");
        }
        let whole = std::fs::read(at("lz4.feather")).unwrap();
        std::fs::write(at("lz4.feather"), &whole[..whole.len() / 2]).unwrap();
        let damaged = count_there("\"lz4.feather\"").unwrap_err().to_string();
        assert!(damaged.starts_with("`lz4.feather` cannot be read as Arrow: "), "{damaged}");
    });
}
