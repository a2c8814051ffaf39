//! The bytes of a file: opened, unpacked, and told apart by their first ones.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};

#[cfg(feature = "parquet")]
use crate::columnar;
use crate::ledger::{Ledger, Summed};
use crate::{OnProgress, Packed, Progress, ReadError};

/// Bytes that a file may take in memory where it must be held whole, unpacked:
/// workbooks and JSON. Tables of text are read in pieces and have no bound.
pub(crate) const WHOLE: u64 = 1 << 30;

/// A file to read.
pub(crate) struct Input<'i> {
    /// Its name in problems.
    pub(crate) file: Arc<str>,
    bytes: Bytes<'i>,
    form: Form,
    total: u64,
    done: Rc<Cell<u64>>,
    layout: Option<Arc<str>>,
    property: Option<Arc<str>>,
    ledger: Option<Ledger>,
}

enum Bytes<'i> {
    Given(&'i [u8]),
    File(PathBuf),
}

/// What the bytes of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// What they hold, packed or not.
    Bytes(Packed),
    /// A table in columns, which unpacks to the same as CSV.
    #[cfg(feature = "parquet")]
    Columns(columnar::Kind),
}

impl Form {
    fn of(head: &[u8]) -> Self {
        match head {
            #[cfg(feature = "parquet")]
            [b'P', b'A', b'R', b'1', ..] => Self::Columns(columnar::Kind::Parquet),
            #[cfg(feature = "parquet")]
            [b'A', b'R', b'R', b'O', ..] => Self::Columns(columnar::Kind::Arrow),
            head => Self::Bytes(Packed::of(head)),
        }
    }

    /// What is said of a file that does not unpack.
    const fn damage(self) -> &'static str {
        match self {
            #[cfg(feature = "parquet")]
            Self::Columns(columnar::Kind::Parquet) => "the Parquet file is damaged or cut short",
            #[cfg(feature = "parquet")]
            Self::Columns(columnar::Kind::Arrow) => "the Arrow file is damaged or cut short",
            _ => "the packed file is damaged or cut short",
        }
    }
}

impl<'i> Input<'i> {
    /// A file of the system.
    ///
    /// # Errors
    ///
    /// [`ReadError::Io`] when it cannot be opened.
    pub(crate) fn at(path: &Path, file: &Arc<str>) -> Result<Self, ReadError> {
        let refused = |error| ReadError::io(Arc::clone(file), error);
        let mut opened = File::open(path).map_err(refused)?;
        let about = opened.metadata().map_err(refused)?;
        if about.is_dir() {
            return Err(refused(io::ErrorKind::IsADirectory.into()));
        }
        let head = read_up_to(&mut opened, Packed::HEAD).map_err(refused)?;
        Ok(Self::new(file, Bytes::File(path.to_owned()), &head, about.len()))
    }

    /// Bytes in memory.
    pub(crate) fn of_bytes(bytes: &'i [u8], file: &Arc<str>) -> Self {
        Self::new(file, Bytes::Given(bytes), bytes, bytes.len() as u64)
    }

    fn new(file: &Arc<str>, bytes: Bytes<'i>, head: &[u8], total: u64) -> Self {
        let form = Form::of(head);
        Self {
            file: Arc::clone(file),
            bytes,
            form,
            total,
            done: Rc::default(),
            layout: None,
            property: None,
            ledger: None,
        }
    }

    /// The same with the name of the layout of its records, where the user
    /// gives one.
    pub(crate) fn with_layout(self, layout: Option<&str>) -> Self {
        Self { layout: layout.map(Arc::from), ..self }
    }

    /// The same, noted with its content in a ledger as it is read.
    pub(crate) fn noted(self, ledger: Option<&Ledger>) -> Self {
        Self { ledger: ledger.cloned(), ..self }
    }

    /// Where its content is noted.
    pub(crate) const fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// Notes the content where no reader has come to the end of the file.
    ///
    /// # Errors
    ///
    /// [`ReadError::Io`] when it cannot be read.
    pub(crate) fn note(&self) -> Result<(), ReadError> {
        if self.ledger.as_ref().is_some_and(|ledger| !ledger.has(&self.file, self.total)) {
            io::copy(&mut self.raw()?, &mut io::sink()).map_err(|error| self.io(error))?;
        }
        Ok(())
    }

    /// The name of the layout of its records, where the user gave one.
    pub(crate) fn layout(&self) -> Option<&str> {
        self.layout.as_deref()
    }

    /// The same with the name of the property that holds codes of areas, where
    /// the user gives one.
    pub(crate) fn with_property(self, property: Option<&str>) -> Self {
        Self { property: property.map(Arc::from), ..self }
    }

    /// The name of the property that holds codes of areas, where the user gave
    /// one.
    pub(crate) fn property(&self) -> Option<&str> {
        self.property.as_deref()
    }

    /// The folder of the file, for what it names beside itself; `None` for
    /// bytes in memory.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match &self.bytes {
            Bytes::File(path) => path.parent(),
            Bytes::Given(_) => None,
        }
    }

    /// The unpacked bytes from the start, as they come.
    ///
    /// # Errors
    ///
    /// [`ReadError`] when the file cannot be opened or is damaged.
    pub(crate) fn stream(&self) -> Result<Box<dyn Read + 'i>, ReadError> {
        Ok(match self.form {
            Form::Bytes(packed) => Box::new(packed.unpacked(self.raw()?)),
            #[cfg(feature = "parquet")]
            Form::Columns(kind) => Box::new(self.columns(kind)?),
        })
    }

    /// The bytes as they stand, counted as they pass.
    fn raw(&self) -> Result<Counted<Box<dyn Read + 'i>>, ReadError> {
        self.done.set(0);
        let inner: Box<dyn Read + 'i> = match &self.bytes {
            Bytes::Given(bytes) => Box::new(*bytes),
            Bytes::File(path) => {
                let file = File::open(path).map_err(|error| self.io(error))?;
                let ledger = self.ledger.as_ref().map(|ledger| (ledger, &*self.file));
                Box::new(Summed::new(file, ledger, self.total))
            }
        };
        Ok(Counted { inner, done: Rc::clone(&self.done) })
    }

    /// The table in columns. Arrow is held in memory as it stands, Parquet where
    /// it is there already.
    #[cfg(feature = "parquet")]
    fn columns(&self, kind: columnar::Kind) -> Result<columnar::Table, ReadError> {
        let source = self.source(kind)?;
        let progress = (self.total, Rc::clone(&self.done));
        columnar::Table::open(source, progress).map_err(|refused| self.refused(refused))
    }

    /// Whether the file is a table in columns.
    #[cfg_attr(not(feature = "parquet"), expect(clippy::unused_self))]
    pub(crate) const fn is_in_columns(&self) -> bool {
        #[cfg(feature = "parquet")]
        return matches!(self.form, Form::Columns(_));
        #[cfg(not(feature = "parquet"))]
        return false;
    }

    /// The columns of the table as they are; `None` where it has none.
    ///
    /// # Errors
    ///
    /// [`ReadError`] when the file cannot be opened or is damaged.
    #[cfg(feature = "parquet")]
    pub(crate) fn in_columns(&self) -> Result<Option<columnar::Chosen>, ReadError> {
        let Form::Columns(kind) = self.form else { return Ok(None) };
        let source = self.source(kind)?;
        let progress = (self.total, Rc::clone(&self.done));
        let table = columnar::Chosen::open(source, progress);
        table.map(Some).map_err(|refused| self.refused(refused))
    }

    #[cfg(feature = "parquet")]
    fn source(&self, kind: columnar::Kind) -> Result<columnar::Source, ReadError> {
        use columnar::{Kind, Source};
        let source = match (&self.bytes, kind) {
            (Bytes::File(path), Kind::Parquet) => {
                Source::ParquetFile(File::open(path).map_err(|error| self.io(error))?)
            }
            (_, Kind::Parquet) => Source::Parquet(self.held(self.raw()?)?.into()),
            (_, Kind::Arrow) => Source::Arrow(self.held(self.raw()?)?.into()),
        };
        self.done.set(0);
        Ok(source)
    }

    /// Why a table in columns is not read.
    #[cfg(feature = "parquet")]
    pub(crate) fn refused(&self, refused: columnar::Refused) -> ReadError {
        use columnar::Refused;
        match refused {
            Refused::Damaged => self.damaged(self.form.damage()).into(),
            Refused::Unread(message, help) => self.damaged(&message).with_help(help).into(),
        }
    }

    /// All unpacked bytes, within [`WHOLE`].
    ///
    /// # Errors
    ///
    /// [`ReadError`] when the file cannot be read, is damaged or too large.
    pub(crate) fn whole(&self) -> Result<Cow<'i, [u8]>, ReadError> {
        if let (Bytes::Given(bytes), Form::Bytes(Packed::No)) = (&self.bytes, self.form) {
            self.done.set(self.total);
            return Ok(Cow::Borrowed(bytes));
        }
        self.held(self.stream()?).map(Cow::Owned)
    }

    /// All bytes of a stream, within [`WHOLE`].
    fn held(&self, stream: impl Read) -> Result<Vec<u8>, ReadError> {
        let mut out = Vec::new();
        let mut bounded = stream.take(WHOLE + 1);
        bounded.read_to_end(&mut out).map_err(|error| self.io(error))?;
        if out.len() as u64 > WHOLE {
            let message = "the file is too large to be held in memory as its kind needs";
            let help = format!("split it: up to {} MB can be read", WHOLE >> 20);
            return Err(self.damaged(message).with_help(help).into());
        }
        Ok(out)
    }

    /// The first unpacked bytes, at most `length`.
    ///
    /// # Errors
    ///
    /// [`ReadError`] when the file cannot be read or is damaged.
    pub(crate) fn head(&self, length: u64) -> Result<Vec<u8>, ReadError> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        read_up_to(&mut self.stream()?, length).map_err(|error| self.io(error))
    }

    /// Tells how far the reading has come.
    ///
    /// # Errors
    ///
    /// [`ReadError::Stopped`] when the caller says so.
    pub(crate) fn report(&self, progress: OnProgress<'_>) -> Result<(), ReadError> {
        let done = self.done.get().min(self.total);
        let file = Arc::clone(&self.file);
        match progress(&Progress { file, done, total: self.total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ReadError::Stopped),
        }
    }

    /// What the system said while the file was read. Damage to a packed file
    /// comes as an error of the system too, without the number of one.
    pub(crate) fn io(&self, error: io::Error) -> ReadError {
        use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
        match error.kind() {
            InvalidData | InvalidInput | Other | UnexpectedEof
                if self.form != Form::Bytes(Packed::No) && error.raw_os_error().is_none() =>
            {
                self.damaged(self.form.damage()).into()
            }
            _ => ReadError::io(Arc::clone(&self.file), error),
        }
    }

    fn damaged(&self, message: &str) -> Problem {
        Problem::new(ProblemCode::FileUnreadable, self.place(), message)
    }

    /// The file as a place.
    pub(crate) fn place(&self) -> Place {
        Place::file(Arc::clone(&self.file))
    }
}

fn read_up_to(from: &mut dyn Read, length: usize) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    from.take(length as u64).read_to_end(&mut out)?;
    Ok(out)
}

/// Counts the bytes that pass.
struct Counted<R> {
    inner: R,
    done: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.done.set(self.done.get() + read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    use firstyear_core::{Content, InputFile};

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn what_was_read_is_noted_once_it_was_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let packed = gzip(&b"a,b\n1,2\n".repeat(10_000));
        for (name, bytes) in [("a.csv", &b"a,b\n"[..]), ("b.csv", b""), ("c.csv.gz", &packed)] {
            let (path, ledger) = (folder.path().join(name), Ledger::default());
            std::fs::write(&path, bytes).unwrap();
            let file: Arc<str> = format!("./{name}").into();
            let input = Input::at(&path, &file).unwrap().noted(Some(&ledger));
            input.head(2).unwrap();
            if name == "a.csv" {
                assert_eq!(ledger.files(), [], "its head alone");
            } else {
                input.whole().unwrap();
                assert_eq!(ledger.files().len(), 1, "{name}");
            }
            input.note().unwrap();
            let content = Content::of(bytes);
            assert_eq!(ledger.files(), [InputFile { path: name.to_owned(), content }]);
        }
    }

    #[test]
    fn packed_files_read_as_their_content() {
        let packed = gzip(b"a,b\n1,2\n");
        let input = Input::of_bytes(&packed, &"t.csv.gz".into());
        assert_eq!(input.head(3).unwrap(), b"a,b");
        assert_eq!(*input.whole().unwrap(), *b"a,b\n1,2\n");
    }

    #[test]
    fn a_packed_file_cut_short_is_damaged() {
        let packed = gzip(&b"a,b\n1,2\n".repeat(100));
        let input = Input::of_bytes(&packed[..packed.len() - 12], &"t.csv.gz".into());
        let problems = input.whole().unwrap_err().problems();
        assert_eq!(problems[0].to_string(), "t.csv.gz: the packed file is damaged or cut short");
    }
}
