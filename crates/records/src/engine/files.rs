//! The files of records: where they stand, what they hold, and whether they stay the same.

mod damage;
mod fixed_width;
mod packed;
mod streamed;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::{self, BufReader, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::execution::options::ArrowReadOptions;
use datafusion::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use datafusion::prelude::{CsvReadOptions, DataFrame, ParquetReadOptions, SessionContext};
use firstyear_catalogue::Catalogue;
use firstyear_core::count::{
    CountFault, CountPart, CountSpec, InputCount, RecordFiles, RecordFormat,
};
use firstyear_core::{Content, Geography};
use firstyear_ingest::{ArrowBatches, Packed, RecordLayout, area_list, unwatched};

use super::CountError;
use crate::areas::Areas;
use fixed_width::FixedWidth;
use streamed::{Arrow, PackedCsv, Streamed};

pub(super) use streamed::Unread;

/// Every file of a specification, as it was when the count began.
pub(super) struct Inputs {
    pub(super) births: Table,
    pub(super) deaths: Option<Table>,
    /// Lists of areas.
    areas: Vec<Input>,
}

/// The files of one kind.
pub(super) struct Table {
    files: Vec<Input>,
    format: Format,
}

/// How the files of a table are read.
#[derive(Clone, PartialEq)]
enum Format {
    Parquet,
    Csv,
    Arrow,
    /// Arrow that the engine reads by itself, where it is sent.
    SentArrow,
    FixedWidth(Arc<RecordLayout>),
}

struct Input {
    name: String,
    path: PathBuf,
    content: Content,
    seen: Seen,
    packed: Packed,
}

/// By what a file is told to be the same.
#[derive(PartialEq, Eq)]
struct Seen {
    bytes: u64,
    changed: Option<SystemTime>,
}

impl Seen {
    fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), changed: metadata.modified().ok() }
    }
}

impl Inputs {
    /// Looks at every file and takes its hash.
    pub(super) fn look(
        spec: &CountSpec,
        folder: &Path,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, CountError> {
        let look = |records: &RecordFiles| Table::look(records, folder, stop);
        Ok(Self {
            births: look(&spec.births)?,
            deaths: spec.deaths.as_ref().map(look).transpose()?,
            areas: spec
                .area
                .geography
                .iter()
                .flat_map(|geography| &geography.files)
                .map(|name| Input::look(name, folder, stop))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The areas in which births are counted; none where every code stands as it is.
    pub(super) fn areas<'s>(
        &self,
        spec: &'s CountSpec,
        catalogue: &Catalogue,
    ) -> Result<Option<Areas<'s>>, CountError> {
        let Some(asked) = &spec.area.geography else { return Ok(None) };
        let mut known = catalogue.areas().clone();
        for list in &self.areas {
            known.replace(list.read_areas()?);
        }
        Ok(Some(Areas { asked, known }))
    }

    /// Has the files read by other machines, which have the engine alone.
    pub(super) fn send(&mut self, stop: &dyn Fn() -> bool) -> Result<(), CountError> {
        for table in std::iter::once(&mut self.births).chain(&mut self.deaths) {
            if table.format == Format::Arrow && table.files.iter().all(Input::is_file_of_arrow) {
                table.read_through(stop)?;
                table.format = Format::SentArrow;
            }
            if !table.is_of_the_engine() {
                let file = table.files.first().map(|input| input.name.clone()).unwrap_or_default();
                let why = "a cluster reads Parquet, CSV that is not packed, and files of Arrow that are no streams: count it without `--cluster`, or convert it".to_owned();
                return Err(CountError::File { file, why });
            }
        }
        Ok(())
    }

    /// Whether every file is as it was.
    pub(super) fn are_unchanged(&self) -> Result<(), CountError> {
        for input in self.all() {
            let now = fs::metadata(&input.path).map(|metadata| Seen::of(&metadata));
            if now.ok().as_ref() != Some(&input.seen) {
                return Err(CountError::Changed { file: input.name.clone() });
            }
        }
        Ok(())
    }

    /// Which file is damaged, and where, once the engine has met records that it cannot read.
    pub(super) fn damage(&self, stop: &dyn Fn() -> bool) -> Option<Unread> {
        let tables = std::iter::once(&self.births).chain(&self.deaths);
        let mut files =
            tables.flat_map(|table| table.files.iter().map(move |input| (table, input)));
        files.find_map(|(table, input)| {
            let (format, why) = match table.format {
                Format::Parquet => ("Parquet", damage::of_parquet(&input.path, stop)),
                Format::Csv => ("CSV", damage::of_csv(&input.path, stop)),
                // Their readers say it themselves, and have read Arrow before it is sent.
                Format::Arrow | Format::SentArrow | Format::FixedWidth(_) => return None,
            };
            Some(Unread { file: input.name.clone(), format, why: why? })
        })
    }

    /// The files as a report lists them.
    pub(super) fn listed(&self) -> Vec<InputCount> {
        let listed = |input: &Input| InputCount {
            file: input.name.clone(),
            bytes: input.content.bytes,
            sha256: input.content.sha256,
        };
        self.all().map(listed).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Input> {
        let deaths = self.deaths.iter().flat_map(|table| &table.files);
        self.births.files.iter().chain(deaths).chain(&self.areas)
    }
}

impl Table {
    fn look(
        records: &RecordFiles,
        folder: &Path,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, CountError> {
        let files: Result<Vec<Input>, CountError> =
            records.files.iter().map(|name| Input::look(name, folder, stop)).collect();
        let files = files?;
        for (at, input) in files.iter().enumerate() {
            if files[..at].iter().any(|known| known.path == input.path) {
                let why = "it is named twice, and its records would be counted once".to_owned();
                return Err(CountError::File { file: input.name.clone(), why });
            }
        }
        let format = match records.format {
            Some(RecordFormat::Parquet) => Format::Parquet,
            Some(RecordFormat::Csv) => Format::Csv,
            Some(RecordFormat::Arrow) => Format::Arrow,
            None if !records.is_fixed_width() => by_ending(&files)?,
            None | Some(RecordFormat::FixedWidth) => {
                let layout = RecordLayout::of(records).map_err(|message| {
                    CountError::Faults(vec![CountFault { part: CountPart::Spec, message }])
                })?;
                Format::FixedWidth(Arc::new(layout))
            }
        };
        Ok(Self { files, format })
    }

    /// Whether the engine reads the files itself.
    fn is_of_the_engine(&self) -> bool {
        match self.format {
            Format::Parquet | Format::SentArrow => true,
            Format::Csv => self.files.iter().all(|input| input.packed == Packed::No),
            Format::Arrow | Format::FixedWidth(_) => false,
        }
    }

    /// The records of all files, one file after another.
    pub(super) async fn open(&self, context: &SessionContext) -> Result<DataFrame, CountError> {
        let what = "opening the files";
        let schema = self.schema()?;
        let paths: Vec<String> = self.files.iter().map(|input| address(&input.path)).collect();
        let opened = match &self.format {
            Format::Parquet => {
                let options = ParquetReadOptions { file_extension: "", ..Default::default() };
                context.read_parquet(paths, options.schema(&schema)).await
            }
            Format::Csv if self.is_of_the_engine() => {
                let options = CsvReadOptions::new().schema(&schema).file_extension("");
                context.read_csv(paths, options.newlines_in_values(true)).await
            }
            Format::SentArrow => {
                let options = ArrowReadOptions { file_extension: "", ..Default::default() };
                context.read_arrow(paths, options.schema(&schema)).await
            }
            Format::Csv | Format::Arrow | Format::FixedWidth(_) => {
                let files = self.files.iter().map(|input| self.streamed(input)).collect();
                streamed::table(&Arc::new(schema), files)
                    .and_then(|table| context.read_table(Arc::new(table)))
            }
        };
        opened.map_err(|error| CountError::of(&error, what))
    }

    /// Reads every file to its end. The engine believes what a batch of Arrow says of itself,
    /// be it that it unpacks to more than there is memory.
    fn read_through(&self, stop: &dyn Fn() -> bool) -> Result<(), CountError> {
        let schema = Arc::new(self.schema()?);
        for input in &self.files {
            let mut take =
                |_| if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
            self.streamed(input).read(&schema, &mut take)?;
        }
        if stop() { Err(CountError::Stopped) } else { Ok(()) }
    }

    /// A file that the engine does not read by itself.
    fn streamed(&self, input: &Input) -> Arc<dyn Streamed> {
        let (name, path) = (input.name.clone(), input.path.clone());
        match &self.format {
            Format::FixedWidth(layout) => {
                Arc::new(FixedWidth { name, path, layout: Arc::clone(layout) })
            }
            Format::Arrow | Format::SentArrow => Arc::new(Arrow { name, path }),
            Format::Parquet | Format::Csv => Arc::new(PackedCsv { name, path }),
        }
    }

    /// The columns of the first file, which all others have too.
    fn schema(&self) -> Result<Schema, CountError> {
        let mut first: Option<(&Input, Schema)> = None;
        for input in &self.files {
            let schema = match &self.format {
                Format::Parquet => input.columns_of_parquet()?,
                Format::Csv => input.columns_of_csv()?,
                Format::Arrow | Format::SentArrow => input.columns_of_arrow()?,
                Format::FixedWidth(layout) => fixed_width::schema(layout),
            };
            match &first {
                None => first = Some((input, schema)),
                Some((known, columns)) => {
                    if let Some(what) = difference(columns, &schema) {
                        let (file, first) = (input.name.clone(), known.name.clone());
                        return Err(CountError::Differ { file, first, what });
                    }
                }
            }
        }
        first.map(|(_, schema)| schema).ok_or_else(CountError::faulty)
    }
}

/// A file as an address. The engine takes a path for a pattern: `births [1].csv` would be no
/// file, and `births*.csv` several.
pub(super) fn address(path: &Path) -> String {
    if cfg!(windows) {
        return path.display().to_string();
    }
    let mut address = "file://".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match char::from(*byte) {
            plain @ ('a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' | '/') => {
                address.push(plain);
            }
            // Writing to a text does not fail.
            _ => _ = write!(address, "%{byte:02X}"),
        }
    }
    address
}

/// In what the columns of two files differ, in their names, order or types.
fn difference(first: &Schema, other: &Schema) -> Option<String> {
    let lacking = first.fields().iter().find(|field| other.field_with_name(field.name()).is_err());
    if let Some(field) = lacking {
        return Some(format!("the first lacks the column `{}`", field.name()));
    }
    let more = other.fields().iter().find(|field| first.field_with_name(field.name()).is_err());
    if let Some(field) = more {
        return Some(format!("the second lacks the column `{}`", field.name()));
    }
    first.fields().iter().zip(other.fields()).find_map(|(a, b)| {
        if a.name() != b.name() {
            Some(format!("`{}` and `{}` stand in another order", a.name(), b.name()))
        } else if a.data_type() != b.data_type() {
            let (name, a, b) = (a.name(), a.data_type(), b.data_type());
            Some(format!("`{name}` holds {b} in the first and {a} in the second"))
        } else {
            None
        }
    })
}

fn by_ending(files: &[Input]) -> Result<Format, CountError> {
    let ending = |path: &Path| {
        let ending = path.extension().map(OsStr::to_ascii_lowercase);
        ending.and_then(|ending| ending.into_string().ok())
    };
    let format = |input: &Input| match ending(&input.path).as_deref() {
        Some("parquet" | "pq") => Some(Format::Parquet),
        Some("csv") => Some(Format::Csv),
        Some("arrow" | "arrows" | "feather" | "ipc") => Some(Format::Arrow),
        Some("gz" | "zst") => {
            let unpacked = ending(&input.path.with_extension(""));
            unpacked.filter(|ending| ending == "csv").map(|_| Format::Csv)
        }
        _ => None,
    };
    let mut formats = files.iter().map(|input| (input, format(input)));
    let Some((_, Some(format))) = formats.next() else {
        let file = files.first().map(|input| input.name.clone()).unwrap_or_default();
        let why = "its ending is none of .parquet, .csv, .csv.gz, .csv.zst, .arrow and .feather: say `format`, or for records of fixed width `layout`".to_owned();
        return Err(CountError::File { file, why });
    };
    match formats.find(|(_, other)| other.as_ref() != Some(&format)) {
        None => Ok(format),
        Some((input, _)) => {
            let first = files[0].name.clone();
            let what = "their endings are of two formats".to_owned();
            Err(CountError::Differ { file: input.name.clone(), first, what })
        }
    }
}

/// A file that is read no further once it is to stop.
struct Stoppable<'a> {
    file: File,
    stop: &'a dyn Fn() -> bool,
}

impl io::Read for Stoppable<'_> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        if (self.stop)() { Ok(0) } else { self.file.read(piece) }
    }
}

impl Input {
    fn look(name: &str, folder: &Path, stop: &dyn Fn() -> bool) -> Result<Self, CountError> {
        let fail = |why: String| CountError::File { file: name.to_owned(), why };
        let told = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => fail("there is no such file".to_owned()),
            kind => fail(kind.to_string()),
        };
        let path = folder.join(name).canonicalize().map_err(told)?;
        let mut file = File::open(&path).map_err(told)?;
        let metadata = file.metadata().map_err(told)?;
        if !metadata.is_file() {
            return Err(fail("it is no file".to_owned()));
        }
        let packed = packed::of(&mut file).map_err(told)?;
        let content = Content::read(Stoppable { file, stop });
        if stop() {
            return Err(CountError::Stopped);
        }
        let content = content.map_err(told)?;
        let seen = Seen::of(&metadata);
        Ok(Self { name: name.to_owned(), path, content, seen, packed })
    }

    /// A list of areas. One with a fault would count births elsewhere, and is not used.
    fn read_areas(&self) -> Result<Geography, CountError> {
        let fail = |why: String| CountError::Format {
            file: self.name.clone(),
            format: "a list of areas",
            why,
        };
        let bytes = fs::read(&self.path).map_err(|error| fail(error.kind().to_string()))?;
        let read = area_list::read(&bytes, &self.name, &mut unwatched);
        let read = read.map_err(|error| fail(error.to_string()))?;
        match read.problems.first() {
            None => Ok(read.rows),
            Some(problem) => Err(fail(problem.to_string())),
        }
    }

    fn columns_of_parquet(&self) -> Result<Schema, CountError> {
        let damaged = || CountError::Format {
            file: self.name.clone(),
            format: "Parquet",
            why: "it is no such file, or is cut off".to_owned(),
        };
        let file = File::open(&self.path).map_err(|_| damaged())?;
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::default())
            .map_err(|_| damaged())?;
        Ok(metadata.schema().as_ref().clone())
    }

    /// Whether it is a file of Arrow, and no stream: an executor takes each for a file.
    fn is_file_of_arrow(&self) -> bool {
        let mut head = [0; 6];
        let read = File::open(&self.path).and_then(|mut file| file.read_exact(&mut head));
        read.is_ok() && &head == b"ARROW1"
    }

    fn columns_of_arrow(&self) -> Result<Schema, CountError> {
        let file = Arrow { name: self.name.clone(), path: self.path.clone() };
        let opened = ArrowBatches::open(&self.path).map_err(|fault| file.unread(&fault))?;
        let schema = opened.schema();
        let fields = schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
        Ok(Schema::new(fields.collect::<Vec<_>>()))
    }

    /// Every column of text is read as it stands; fields say what they hold.
    fn columns_of_csv(&self) -> Result<Schema, CountError> {
        let fail = |why: &str| CountError::Format {
            file: self.name.clone(),
            format: "CSV",
            why: why.to_owned(),
        };
        let text = packed::open(&self.path).map_err(|error| fail(&error.kind().to_string()))?;
        let mut reader = csv::ReaderBuilder::new().from_reader(BufReader::new(text));
        let heads = reader.headers().map_err(|error| match error.kind() {
            csv::ErrorKind::Io(error) => fail(&streamed::not_read(error)),
            _ => fail("its first line is no text in UTF-8"),
        })?;
        if heads.iter().all(|head| head.trim().is_empty()) {
            return Err(fail("it has no heads: the first line names the columns"));
        }
        for (at, head) in heads.iter().enumerate() {
            if heads.iter().take(at).any(|known| known == head) {
                return Err(fail(&format!("two columns are headed `{head}`")));
            }
        }
        let text =
            |head: &str| Field::new(head.trim_start_matches('\u{feff}'), DataType::Utf8, true);
        Ok(Schema::new(heads.iter().map(text).collect::<Vec<_>>()))
    }
}
