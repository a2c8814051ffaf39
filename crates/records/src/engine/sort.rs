//! Event logs sorted by case, for the judge that holds no more of a log than a few cases.
//!
//! The engine sorts, and writes to disk what does not fit in the memory that it may hold.
//! Events of a case stay in the order in which they stood: those of one time are told apart
//! by nothing else.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::Column;
use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::functions::string::expr_fn::btrim;
use datafusion::logical_expr::{Expr, cast};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use datafusion::parquet::basic::Compression;
use datafusion::parquet::errors::ParquetError;
use datafusion::parquet::file::properties::WriterProperties;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::{
    CsvReadOptions, DataFrame, ParquetReadOptions, SessionConfig, SessionContext, lit,
};
use firstyear_core::layout::event_log::{CASES, plain};
use firstyear_ingest::{ArrowBatches, ArrowFault, Packed};
use futures::StreamExt as _;

use super::files::{
    Arrow, PackedCsv, Source, Streamed, address, not_read, nullable, open_packed, streamed_table,
    texts,
};
use super::{CountError, LEAVING};

/// How a log is sorted.
#[derive(Clone, Copy)]
pub struct SortOptions<'a> {
    /// How many bytes the engine may hold before it writes to disk; as many as it asks for
    /// unless told.
    pub memory: Option<NonZeroUsize>,
    /// Whether to stop, asked ten times a second.
    pub stop: &'a dyn Fn() -> bool,
}

impl std::fmt::Debug for SortOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SortOptions").field("memory", &self.memory).finish_non_exhaustive()
    }
}

/// Why a log was not sorted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SortError {
    /// A file that is not there, is no table, or has other columns than the first.
    #[error("`{file}` cannot be sorted: {why}")]
    File {
        /// The file as the user named it.
        file: String,
        /// Why, and what would be right.
        why: String,
    },
    /// The memory that was allowed does not suffice.
    #[error("the memory that is allowed does not suffice to sort the log: allow more")]
    Memory,
    /// A file that is damaged, or a disk that is full: what the engine says of records is
    /// not passed on.
    #[error(transparent)]
    Engine(CountError),
    /// The sorted log cannot be written.
    #[error("the sorted log cannot be written: {0}")]
    Write(io::ErrorKind),
    /// It was asked to stop.
    #[error("stopped before the log was sorted")]
    Stopped,
}

impl SortError {
    fn of(error: &DataFusionError) -> Self {
        match CountError::of(error, "sorting the log") {
            CountError::Memory { .. } => Self::Memory,
            other => Self::Engine(other),
        }
    }

    fn written(error: &ParquetError) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(error) = error.downcast_ref::<io::Error>() {
                return Self::Write(error.kind());
            }
            cause = error.source();
        }
        Self::Write(io::ErrorKind::Other)
    }
}

/// Rows of a part of the sorted file that is decoded by itself.
const ROWS: usize = 1 << 17;

/// Columns that are added for sorting.
const FILE: &str = "__file";
const ROW: &str = "__row";

/// Sorts an event log of one file or of several by case, and writes it as Parquet; how many
/// events it has. Files are Parquet, Arrow or CSV by their ending; cells of CSV stay text, and
/// it can be packed by gzip or Zstandard. What stands between its cells its first line tells.
///
/// # Errors
///
/// [`SortError`], which repeats no value of a record.
pub fn sort_log(
    files: &[PathBuf],
    options: &SortOptions<'_>,
    out: impl Write + Send,
) -> Result<u64, SortError> {
    let tables: Vec<Table> = files.iter().map(|path| Table::of(path)).collect::<Result<_, _>>()?;
    if let Some(first) = tables.first() {
        tables.iter().try_for_each(|table| table.has_columns_of(first))?;
    }
    let engine = |what: &str| SortError::Engine(CountError::Engine { what: what.to_owned() });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .map_err(|error| engine(&format!("no threads: {}", error.kind())))?;
    let sorted = runtime.block_on(sorted(&tables, options, out));
    // Threads that still sort have a moment to clear away what they wrote.
    runtime.shutdown_timeout(LEAVING);
    let events = sorted?;
    tables.iter().try_for_each(Table::is_unchanged)?;
    Ok(events)
}

/// How a file is read.
enum Form {
    Parquet,
    /// Text, and what stands between cells.
    Csv(u8),
    /// A file that the engine does not read itself.
    Streamed(Arc<dyn Streamed>),
}

impl Form {
    /// By the ending of the file, and of CSV by its first bytes.
    fn of(path: &Path) -> Result<(Self, Schema), SortError> {
        let fail = |why: &str| refused(path, why);
        let ending = |path: &Path| {
            let ending = path.extension().map(OsStr::to_ascii_lowercase);
            ending.and_then(|ending| ending.into_string().ok())
        };
        let unpacked = match ending(path).as_deref() {
            Some("gz" | "zst") => ending(&path.with_extension("")),
            ending => ending.map(str::to_owned),
        };
        let file = || File::open(path).map_err(|error| not_there(path, &error));
        let (source, _) = Source::at(path).map_err(|error| not_there(path, &error))?;
        let name = path.display().to_string();
        match unpacked.as_deref() {
            Some("csv") => {
                let (schema, separator) = heads(path, &source)?;
                let mut head = Vec::new();
                let read = file()?.take(Packed::HEAD as u64).read_to_end(&mut head);
                read.map_err(|error| not_there(path, &error))?;
                let form = match Packed::of(&head) {
                    Packed::No => Self::Csv(separator),
                    _ => Self::Streamed(Arc::new(PackedCsv { name, source, separator })),
                };
                Ok((form, schema))
            }
            Some("parquet" | "pq") => {
                let about = ArrowReaderMetadata::load(&file()?, ArrowReaderOptions::default());
                let about = about.map_err(|_| fail("it is no Parquet file, or is cut short"))?;
                Ok((Self::Parquet, about.schema().as_ref().clone()))
            }
            Some("arrow" | "arrows" | "feather" | "ipc") => {
                let opened = ArrowBatches::open(path).map_err(|fault| match fault {
                    ArrowFault::Io(error) => not_there(path, &error),
                    other => fail(&other.to_string()),
                })?;
                let schema = nullable(&opened.schema());
                Ok((Self::Streamed(Arc::new(Arrow { name, source })), schema))
            }
            _ => Err(fail(
                "its ending is none of .parquet, .csv, .csv.gz, .csv.zst, .arrow and .feather",
            )),
        }
    }
}

/// The columns of CSV, packed or not, and what stands between cells: whichever of these the
/// first line has most of, outside quotes.
fn heads(path: &Path, source: &Source) -> Result<(Schema, u8), SortError> {
    let mut best: Option<(csv::StringRecord, u8)> = None;
    for separator in *b",;\t|" {
        let text = open_packed(source).map_err(|error| not_there(path, &error))?;
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text);
        let heads = reader.headers().map_err(|error| match error.kind() {
            csv::ErrorKind::Io(error) => refused(path, &not_read(error)),
            _ => refused(path, "its first line is no text in UTF-8"),
        })?;
        if best.as_ref().is_none_or(|(known, _)| known.len() < heads.len()) {
            best = Some((heads.clone(), separator));
        }
    }
    let (heads, separator) = best.unwrap_or_default();
    Ok((texts(&heads), separator))
}

fn not_there(path: &Path, error: &io::Error) -> SortError {
    match error.kind() {
        io::ErrorKind::NotFound => refused(path, "there is no such file"),
        _ => refused(path, &not_read(error)),
    }
}

/// A file of a log.
struct Table {
    path: PathBuf,
    form: Form,
    schema: Schema,
    case: String,
    seen: (u64, Option<SystemTime>),
}

impl Table {
    fn of(path: &Path) -> Result<Self, SortError> {
        let fail = |why: &str| refused(path, why);
        let seen = stamp(path).map_err(|error| not_there(path, &error))?;
        let (form, schema) = Form::of(path)?;
        let names: Vec<(&str, String)> = schema
            .fields()
            .iter()
            .map(|field| (field.name().as_str(), plain(field.name())))
            .collect();
        if let Some((name, _)) = names
            .iter()
            .enumerate()
            .find_map(|(at, one)| names[..at].iter().any(|known| known.0 == one.0).then_some(one))
        {
            return Err(fail(&format!("two columns are called `{name}`")));
        }
        let case = CASES.iter().find_map(|case| names.iter().find(|(_, plain)| plain == case));
        let case = case.map(|(name, _)| (*name).to_owned());
        let case = case.ok_or_else(|| fail("no column is that of the case: call it `case`"))?;
        Ok(Self { path: path.to_owned(), form, schema, case, seen })
    }

    fn has_columns_of(&self, first: &Self) -> Result<(), SortError> {
        let columns = |table: &Self| -> Vec<(String, DataType)> {
            let fields = table.schema.fields().iter();
            fields.map(|field| (field.name().clone(), field.data_type().clone())).collect()
        };
        if columns(self) == columns(first) {
            return Ok(());
        }
        let first = first.path.display();
        Err(refused(&self.path, &format!("its columns are not those of `{first}`, in their order")))
    }

    fn is_unchanged(&self) -> Result<(), SortError> {
        if stamp(&self.path).ok() == Some(self.seen) {
            return Ok(());
        }
        Err(refused(&self.path, "it changed while it was read: sort it again once it is whole"))
    }

    /// Its rows, with the place of each.
    async fn open(
        &self,
        nth: usize,
        context: &SessionContext,
    ) -> Result<DataFrame, DataFusionError> {
        let path = self.path.canonicalize().map_err(DataFusionError::IoError)?;
        let path = address(&path);
        let rows = match &self.form {
            Form::Csv(separator) => {
                let options = CsvReadOptions::new().schema(&self.schema).file_extension("");
                let options = options.delimiter(*separator).newlines_in_values(true);
                context.read_csv(path, options).await?
            }
            Form::Parquet => {
                let options = ParquetReadOptions { file_extension: "", ..Default::default() };
                context.read_parquet(path, options.schema(&self.schema)).await?
            }
            Form::Streamed(file) => {
                let schema = Arc::new(self.schema.clone());
                let table = streamed_table(&schema, vec![Arc::clone(file)])?;
                context.read_table(Arc::new(table))?
            }
        };
        let mut columns = self.columns();
        columns.push(rows.parse_sql_expr("row_number() OVER ()")?.alias(ROW));
        let nth = i64::try_from(nth).unwrap_or(i64::MAX);
        columns.push(lit(nth).alias(FILE));
        rows.select(columns)
    }

    fn columns(&self) -> Vec<Expr> {
        self.schema.fields().iter().map(|field| column(field.name())).collect()
    }

    /// What cases are sorted by: texts without the blanks around them, which are no part of
    /// an id.
    fn case(&self) -> Expr {
        let case = column(&self.case);
        let kind = self.schema.field_with_name(&self.case).map(Field::data_type);
        match kind {
            Ok(kind) if kind.is_numeric() => case,
            _ => btrim(vec![cast(case, DataType::Utf8)]),
        }
    }
}

fn column(name: &str) -> Expr {
    Expr::Column(Column::new_unqualified(name))
}

fn refused(path: &Path, why: &str) -> SortError {
    SortError::File { file: path.display().to_string(), why: why.to_owned() }
}

fn stamp(path: &Path) -> io::Result<(u64, Option<SystemTime>)> {
    let about = fs::metadata(path)?;
    Ok((about.len(), about.modified().ok()))
}

async fn sorted(
    tables: &[Table],
    options: &SortOptions<'_>,
    out: impl Write + Send,
) -> Result<u64, SortError> {
    let of = |error: DataFusionError| SortError::of(&error);
    // One part alone: rows of a file are counted as they stand.
    let mut config = SessionConfig::new().with_target_partitions(1);
    config.options_mut().sql_parser.enable_ident_normalization = false;
    let mut runtime = RuntimeEnvBuilder::new();
    if let Some(memory) = options.memory {
        runtime = runtime.with_memory_pool(Arc::new(FairSpillPool::new(memory.get())));
    }
    let context = SessionContext::new_with_config_rt(config, runtime.build_arc().map_err(of)?);
    let Some(first) = tables.first() else { return Ok(0) };
    let mut all = first.open(0, &context).await.map_err(of)?;
    for (nth, table) in tables.iter().enumerate().skip(1) {
        all = all.union(table.open(nth, &context).await.map_err(of)?).map_err(of)?;
    }
    let keys = [first.case(), column(FILE), column(ROW)];
    let all = all.sort(keys.map(|key| key.sort(true, false)).to_vec()).map_err(of)?;
    let all = all.select(first.columns()).map_err(of)?;
    let task = Arc::new(all.task_ctx());
    let plan = all.create_physical_plan().await.map_err(of)?;
    let packed = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROWS))
        .build();
    let written = |error: ParquetError| SortError::written(&error);
    let mut writer = ArrowWriter::try_new(out, plan.schema(), Some(packed)).map_err(written)?;
    let mut stream = execute_stream(plan, task).map_err(of)?;
    let mut events = 0;
    loop {
        let next = tokio::time::timeout(Duration::from_millis(100), stream.next()).await;
        if (options.stop)() {
            return Err(SortError::Stopped);
        }
        match next {
            Ok(Some(batch)) => {
                let batch = batch.map_err(of)?;
                events += batch.num_rows() as u64;
                writer.write(&batch).map_err(written)?;
            }
            Ok(None) => break,
            Err(_) => {}
        }
    }
    writer.close().map_err(written)?;
    Ok(events)
}
