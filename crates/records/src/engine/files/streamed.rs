//! Files that the engine does not read itself: each is read by a thread of its own, whose
//! batches wait until the engine takes them, so that few of them are in memory.

use std::fmt::Debug;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::arrow::csv::ReaderBuilder;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::error::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::streaming::PartitionStream;
use firstyear_ingest::{ArrowBatches, ArrowFault};

use super::source::{Opened, Source};
use super::{damage, packed};

/// Records of a batch.
pub(super) const BATCH: usize = 8192;

/// Batches that wait for the engine.
const WAITING: usize = 2;

/// Why a file is read no further.
#[derive(Clone, Debug, thiserror::Error)]
#[error("`{file}` cannot be read as {format}: {why}")]
pub(in super::super) struct Unread {
    /// The file as the specification names it.
    pub(in super::super) file: String,
    /// As what it was to be read.
    pub(in super::super) format: &'static str,
    /// What is wrong with it.
    pub(in super::super) why: String,
}

/// Takes a batch, and says whether to go on.
pub(in super::super) type Take<'t> = dyn FnMut(RecordBatch) -> ControlFlow<()> + 't;

/// A file that is read from its start to its end.
pub(in super::super) trait Streamed: Debug + Send + Sync + 'static {
    /// Hands on its records in order.
    fn read(&self, schema: &SchemaRef, take: &mut Take<'_>) -> Result<(), Unread>;
}

/// A table of such files, each a part of its own.
pub(in super::super) fn table(
    schema: &SchemaRef,
    files: Vec<Arc<dyn Streamed>>,
) -> Result<StreamingTable, DataFusionError> {
    let part = |file| {
        let part: Arc<dyn PartitionStream> = Arc::new(Part { schema: Arc::clone(schema), file });
        part
    };
    let parts = files.into_iter().map(part).collect();
    StreamingTable::try_new(Arc::clone(schema), parts)
}

#[derive(Debug)]
struct Part {
    schema: SchemaRef,
    file: Arc<dyn Streamed>,
}

impl PartitionStream for Part {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let schema = Arc::clone(&self.schema);
        let mut stream = RecordBatchReceiverStreamBuilder::new(Arc::clone(&schema), WAITING);
        let (tx, file) = (stream.tx(), Arc::clone(&self.file));
        stream.spawn_blocking(move || {
            let mut take = |batch| match tx.blocking_send(Ok(batch)) {
                Ok(()) => ControlFlow::Continue(()),
                // Nobody waits for more.
                Err(_) => ControlFlow::Break(()),
            };
            let read = file.read(&schema, &mut take);
            read.map_err(|unread| DataFusionError::External(Box::new(unread)))
        });
        stream.build()
    }
}

/// A file of CSV that is packed.
#[derive(Debug)]
pub(in super::super) struct PackedCsv {
    pub(in super::super) name: String,
    pub(in super::super) source: Source,
    /// What stands between cells.
    pub(in super::super) separator: u8,
}

impl PackedCsv {
    fn unread(&self, why: String) -> Unread {
        Unread { file: self.name.clone(), format: "packed CSV", why }
    }

    /// What is said of lines that are no records: their reader's words may hold a value.
    fn fault(&self, error: &ArrowError) -> Unread {
        if let ArrowError::IoError(_, error) = error {
            return self.unread(not_read(error));
        }
        let line = damage::of_csv(&self.source, self.separator, &|| false);
        self.unread(line.unwrap_or_else(|| "it is damaged".to_owned()))
    }
}

impl Streamed for PackedCsv {
    fn read(&self, schema: &SchemaRef, take: &mut Take<'_>) -> Result<(), Unread> {
        let text = packed::open(&self.source).map_err(|error| self.unread(not_read(&error)))?;
        let reader = ReaderBuilder::new(Arc::clone(schema)).with_header(true);
        let reader = reader.with_delimiter(self.separator).with_batch_size(BATCH).build(text);
        for batch in reader.map_err(|error| self.fault(&error))? {
            if take(batch.map_err(|error| self.fault(&error))?).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// What is said of a file whose bytes do not come. What the system says is no word of what
/// the file holds.
pub(in super::super) fn not_read(error: &io::Error) -> String {
    match error.kind() {
        _ if error.raw_os_error().is_some() => error.to_string(),
        io::ErrorKind::InvalidData
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::Other => "it does not unpack: it is damaged or cut off".to_owned(),
        kind => kind.to_string(),
    }
}

/// The columns of CSV with these heads: text, which may be missing.
pub(in super::super) fn texts(heads: &csv::StringRecord) -> Schema {
    let text = |head: &str| Field::new(head.trim_start_matches('\u{feff}'), DataType::Utf8, true);
    Schema::new(heads.iter().map(text).collect::<Vec<_>>())
}

/// The columns of Arrow, of which each may be missing: that none is, is not believed.
pub(in super::super) fn nullable(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
    Schema::new(fields.collect::<Vec<_>>())
}

/// A file or stream of Arrow.
#[derive(Debug)]
pub(in super::super) struct Arrow {
    pub(in super::super) name: String,
    pub(in super::super) source: Source,
}

impl Arrow {
    pub(super) fn open(&self) -> Result<ArrowBatches<Opened>, ArrowFault> {
        ArrowBatches::of(self.source.open()?, self.source.bytes())
    }

    /// What is said of one that is damaged.
    pub(super) fn unread(&self, fault: &ArrowFault) -> Unread {
        let why = match fault {
            ArrowFault::Io(error) => error.kind().to_string(),
            other => other.to_string(),
        };
        Unread { file: self.name.clone(), format: "Arrow", why }
    }
}

impl Streamed for Arrow {
    fn read(&self, schema: &SchemaRef, take: &mut Take<'_>) -> Result<(), Unread> {
        let unread = |fault: ArrowFault| self.unread(&fault);
        for batch in self.open().map_err(unread)? {
            let columns = batch.map_err(unread)?.columns().to_vec();
            let damaged =
                |_| unread(ArrowFault::Damaged("a batch has other columns than the file"));
            let batch = RecordBatch::try_new(Arc::clone(schema), columns).map_err(damaged)?;
            // Batches may be of any size: the engine gets its own.
            let mut from = 0;
            while from < batch.num_rows() {
                let rows = BATCH.min(batch.num_rows() - from);
                if take(batch.slice(from, rows)).is_break() {
                    return Ok(());
                }
                from += rows;
            }
        }
        Ok(())
    }
}
