//! The files of records: where they stand, what they hold, and whether they stay the same.

mod damage;
mod fixed_width;
#[cfg(feature = "objects")]
mod objects;
#[cfg(not(feature = "objects"))]
#[path = "files/no_objects.rs"]
mod objects;
mod packed;
mod source;
mod streamed;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::{self, BufReader, Read as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::datatypes::Schema;
use datafusion::execution::options::ArrowReadOptions;
use datafusion::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use datafusion::prelude::{CsvReadOptions, DataFrame, ParquetReadOptions, SessionContext};
use firstyear_catalogue::Catalogue;
use firstyear_core::count::{
    CountFault, CountPart, CountSpec, InputCount, RecordFiles, RecordFormat,
};
use firstyear_core::{Content, Geography};
use firstyear_ingest::{Packed, RecordLayout, area_list, unwatched};

use super::{CountError, Way};
use crate::areas::Areas;
use fixed_width::FixedWidth;
use objects::Stores;
use source::Opened;

pub(super) use packed::open as open_packed;
pub(super) use source::Source;
pub(super) use streamed::{
    Arrow, PackedCsv, Streamed, Unread, not_read, nullable, table as streamed_table, texts,
};

/// Every file of a specification, as it was when the count began.
pub(super) struct Inputs {
    pub(super) births: Table,
    pub(super) deaths: Option<Table>,
    /// Lists of areas.
    areas: Vec<Input>,
    /// What gives those files that are on object stores.
    stores: Stores,
}

/// The files of one kind.
pub(super) struct Table {
    /// What they hold: births or deaths.
    of: &'static str,
    files: Vec<Input>,
    format: Format,
    /// The columns of the first file, which all others have too; none before they are read.
    columns: Schema,
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
    source: Source,
    content: Content,
    packed: Packed,
}

impl Inputs {
    /// Looks at every file and takes its hash.
    pub(super) fn look(
        spec: &CountSpec,
        folder: &Path,
        way: Way,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, CountError> {
        let mut stores = Stores::default();
        let mut look = |records: &RecordFiles, of| {
            let look = |name: &String| Input::look(name, folder, &mut stores, stop);
            let files = records.files.iter().map(look).collect::<Result<_, _>>()?;
            let table = Table::of(records, of, files)?;
            if way == Way::Sent {
                table.can_be_sent()?;
            }
            let table = table.with_columns(&stores, stop)?;
            if way == Way::Sent { table.sent(&stores, stop) } else { Ok(table) }
        };
        let births = look(&spec.births, "births")?;
        let deaths = spec.deaths.as_ref().map(|deaths| look(deaths, "deaths")).transpose()?;
        let areas = spec.area.geography.iter().flat_map(|geography| &geography.files);
        let areas = areas.map(|name| Input::look(name, folder, &mut stores, stop));
        let areas = areas.collect::<Result<_, _>>()?;
        Ok(Self { births, deaths, areas, stores })
    }

    /// Has the engine find those files that are on object stores.
    pub(super) fn register(&self, context: &SessionContext) -> Result<(), CountError> {
        let tables = std::iter::once(&self.births).chain(&self.deaths);
        let mut files = tables.filter(|table| table.is_on_a_store()).flat_map(|table| {
            let files = table.files.iter().enumerate();
            files.map(|(at, input)| (table.place(at), &input.source))
        });
        let Some(first) = files.next() else { return Ok(()) };
        objects::register(std::iter::once(first).chain(files), context)
    }

    /// Why a store did not give a file, if one ever did not: what the engine makes of that
    /// may be any error.
    pub(super) fn fault(&self) -> Option<CountError> {
        self.all().find_map(|input| input.source.fault())
    }

    /// The areas in which births are counted; none where every code stands as it is.
    pub(super) fn areas<'s>(
        &self,
        spec: &'s CountSpec,
        catalogue: &Catalogue,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Areas<'s>>, CountError> {
        let Some(asked) = &spec.area.geography else { return Ok(None) };
        let mut known = catalogue.areas().clone();
        for list in &self.areas {
            known.replace(self.stores.waited_for(stop, || list.read_areas())??);
        }
        Ok(Some(Areas { asked, known }))
    }

    /// Whether every file is as it was.
    pub(super) fn are_unchanged(&self, stop: &dyn Fn() -> bool) -> Result<(), CountError> {
        are_unchanged(self.all(), &self.stores, stop)
    }

    /// Which file is damaged, and where, once the engine has met records that it cannot read.
    pub(super) fn damage(&self, stop: &dyn Fn() -> bool) -> Option<Unread> {
        let tables = std::iter::once(&self.births).chain(&self.deaths);
        let mut files =
            tables.flat_map(|table| table.files.iter().map(move |input| (table, input)));
        files.find_map(|(table, input)| {
            let look = |stop: &dyn Fn() -> bool| match table.format {
                Format::Parquet => Some(("Parquet", damage::of_parquet(&input.source, stop)?)),
                Format::Csv => Some(("CSV", damage::of_csv(&input.source, b',', stop)?)),
                // Their readers say it themselves, and have read Arrow before it is sent.
                Format::Arrow | Format::SentArrow | Format::FixedWidth(_) => None,
            };
            let (format, why) = match &input.source {
                Source::Local { .. } => look(stop),
                Source::Object(_) => {
                    let given_up = || self.stores.are_given_up();
                    self.stores.waited_for(stop, || look(&given_up)).ok()?
                }
            }?;
            Some(Unread { file: input.name.clone(), format, why })
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
    fn of(records: &RecordFiles, of: &'static str, files: Vec<Input>) -> Result<Self, CountError> {
        for (at, input) in files.iter().enumerate() {
            if files[..at].iter().any(|known| known.source.is(&input.source)) {
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
        Ok(Self { of, files, format, columns: Schema::empty() })
    }

    /// The same once its columns are read.
    fn with_columns(
        mut self,
        stores: &Stores,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, CountError> {
        match stores.waited_for(stop, || columns(&self.files, &self.format))? {
            Ok(columns) => self.columns = columns,
            Err(error) => {
                if let Some(fault) = self.files.iter().find_map(|input| input.source.fault()) {
                    return Err(fault);
                }
                are_unchanged(&self.files, stores, stop)?;
                return Err(error);
            }
        }
        Ok(self)
    }

    /// Whether other machines can read the files by themselves, with the engine alone.
    fn can_be_sent(&self) -> Result<(), CountError> {
        let is_arrow =
            self.format == Format::Arrow && self.files.iter().all(Input::is_file_of_arrow);
        if is_arrow || self.is_of_the_engine() {
            return Ok(());
        }
        let file = self.files.first().map(|input| input.name.clone()).unwrap_or_default();
        let why = "a cluster reads Parquet, CSV that is not packed, and files of Arrow that are no streams: count it without `--cluster`, or convert it".to_owned();
        Err(CountError::File { file, why })
    }

    /// The same as other machines read it.
    fn sent(mut self, stores: &Stores, stop: &dyn Fn() -> bool) -> Result<Self, CountError> {
        if self.format == Format::Arrow {
            if let Err(error) = self.read_through(stop) {
                if !matches!(error, CountError::Stopped) {
                    // One that is written to meanwhile looks damaged.
                    are_unchanged(&self.files, stores, stop)?;
                }
                return Err(error);
            }
            self.format = Format::SentArrow;
        }
        Ok(self)
    }

    /// Whether one of the files is on an object store.
    fn is_on_a_store(&self) -> bool {
        self.files.iter().any(|input| matches!(input.source, Source::Object(_)))
    }

    /// Under what name the engine knows a file of such a table. It reads all files of a table
    /// from the store of the first, and takes files of the same name in two stores for one.
    fn place(&self, at: usize) -> String {
        format!("{}/{at}", self.of)
    }

    /// A file as the engine is to read it.
    fn address(&self, at: usize, input: &Input) -> String {
        match &input.source {
            Source::Local { path, .. } if !self.is_on_a_store() => address(path),
            _ => format!("{}/{}", objects::ROOT, self.place(at)),
        }
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
        let schema = &self.columns;
        let files = self.files.iter().enumerate();
        let paths: Vec<String> = files.map(|(at, input)| self.address(at, input)).collect();
        let opened = match &self.format {
            Format::Parquet => {
                let options = ParquetReadOptions { file_extension: "", ..Default::default() };
                context.read_parquet(paths, options.schema(schema)).await
            }
            Format::Csv if self.is_of_the_engine() => {
                let options = CsvReadOptions::new().schema(schema).file_extension("");
                context.read_csv(paths, options.newlines_in_values(true)).await
            }
            Format::SentArrow => {
                let options = ArrowReadOptions { file_extension: "", ..Default::default() };
                context.read_arrow(paths, options.schema(schema)).await
            }
            Format::Csv | Format::Arrow | Format::FixedWidth(_) => {
                let files = self.files.iter().map(|input| self.streamed(input)).collect();
                streamed::table(&Arc::new(schema.clone()), files)
                    .and_then(|table| context.read_table(Arc::new(table)))
            }
        };
        opened.map_err(|error| CountError::of(&error, what))
    }

    /// Reads every file to its end. The engine believes what a batch of Arrow says of itself,
    /// be it that it unpacks to more than there is memory.
    fn read_through(&self, stop: &dyn Fn() -> bool) -> Result<(), CountError> {
        let schema = Arc::new(self.columns.clone());
        for input in &self.files {
            let mut take =
                |_| if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
            self.streamed(input).read(&schema, &mut take)?;
        }
        if stop() { Err(CountError::Stopped) } else { Ok(()) }
    }

    /// A file that the engine does not read by itself.
    fn streamed(&self, input: &Input) -> Arc<dyn Streamed> {
        let (name, source) = (input.name.clone(), input.source.clone());
        match &self.format {
            Format::FixedWidth(layout) => {
                Arc::new(FixedWidth { name, source, layout: Arc::clone(layout) })
            }
            Format::Arrow | Format::SentArrow => Arc::new(Arrow { name, source }),
            Format::Parquet | Format::Csv => Arc::new(PackedCsv { name, source, separator: b',' }),
        }
    }
}

/// Whether files are as they were.
fn are_unchanged<'i>(
    files: impl IntoIterator<Item = &'i Input>,
    stores: &Stores,
    stop: &dyn Fn() -> bool,
) -> Result<(), CountError> {
    for input in files {
        if !input.source.is_unchanged(stores, stop)? {
            return Err(CountError::Changed { file: input.name.clone() });
        }
    }
    Ok(())
}

/// The columns of the first file, which all others must have too.
fn columns(files: &[Input], format: &Format) -> Result<Schema, CountError> {
    let mut first: Option<(&Input, Schema)> = None;
    for input in files {
        let schema = match format {
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
    let format = |input: &Input| match ending(input.source.name()).as_deref() {
        Some("parquet" | "pq") => Some(Format::Parquet),
        Some("csv") => Some(Format::Csv),
        Some("arrow" | "arrows" | "feather" | "ipc") => Some(Format::Arrow),
        Some("gz" | "zst") => {
            let unpacked = ending(&input.source.name().with_extension(""));
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

/// Whether all records are under paths, where each machine of a cluster looks for them.
#[cfg(feature = "cluster")]
pub(crate) fn stand_on_machines(spec: &CountSpec) -> Result<(), CountError> {
    let records = std::iter::once(&spec.births).chain(&spec.deaths);
    let mut names = records
        .flat_map(|records| &records.files)
        .filter(|name| firstyear_core::count::is_address(name));
    let Some(file) = names.next() else { return Ok(()) };
    objects::checked(file)?;
    let (file, why) = (file.clone(), "the machines of a cluster read files under their own paths: count it without `--cluster`, or copy it to each".to_owned());
    Err(CountError::File { file, why })
}

/// A file that is read no further once it is to stop.
struct Stoppable<'a> {
    file: Opened,
    stop: &'a dyn Fn() -> bool,
}

impl io::Read for Stoppable<'_> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.file.read_or_stop(piece, self.stop)
    }
}

impl Input {
    fn look(
        name: &str,
        folder: &Path,
        stores: &mut Stores,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, CountError> {
        let source = Source::look(name, folder, stores, stop)?;
        let looked = (|| {
            let mut file = Stoppable { file: source.open()?, stop };
            let head = packed::head(&mut file)?;
            io::Result::Ok((Packed::of(head.get_ref()), Content::read(head.chain(file))?))
        })();
        if stop() {
            return Err(CountError::Stopped);
        }
        match looked {
            Ok((packed, content)) => Ok(Self { name: name.to_owned(), source, content, packed }),
            Err(error) => Err(source.fault().unwrap_or_else(|| CountError::File {
                file: name.to_owned(),
                why: error.kind().to_string(),
            })),
        }
    }

    /// A list of areas. One with a fault would count births elsewhere, and is not used.
    fn read_areas(&self) -> Result<Geography, CountError> {
        let fail = |why: String| CountError::Format {
            file: self.name.clone(),
            format: "a list of areas",
            why,
        };
        let mut bytes = Vec::new();
        let read = self.source.open().and_then(|mut file| file.read_to_end(&mut bytes));
        read.map_err(|error| {
            self.source.fault().unwrap_or_else(|| fail(error.kind().to_string()))
        })?;
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
        let metadata = ArrowReaderMetadata::load(&self.source, ArrowReaderOptions::default())
            .map_err(|_| damaged())?;
        Ok(metadata.schema().as_ref().clone())
    }

    /// Whether it is a file of Arrow, and no stream: an executor takes each for a file.
    fn is_file_of_arrow(&self) -> bool {
        let mut head = [0; 6];
        let read = self.source.open().and_then(|mut file| file.read_exact(&mut head));
        read.is_ok() && &head == b"ARROW1"
    }

    fn columns_of_arrow(&self) -> Result<Schema, CountError> {
        let file = Arrow { name: self.name.clone(), source: self.source.clone() };
        let opened = file.open().map_err(|fault| file.unread(&fault))?;
        Ok(streamed::nullable(&opened.schema()))
    }

    /// Every column of text is read as it stands; fields say what they hold.
    fn columns_of_csv(&self) -> Result<Schema, CountError> {
        let fail = |why: &str| CountError::Format {
            file: self.name.clone(),
            format: "CSV",
            why: why.to_owned(),
        };
        let text = packed::open(&self.source).map_err(|error| fail(&error.kind().to_string()))?;
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
        Ok(streamed::texts(heads))
    }
}
