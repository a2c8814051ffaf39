//! Where a file stands, on this machine or on an object store, and how its bytes come.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use datafusion::parquet::errors::{ParquetError, Result as ParquetResult};
use datafusion::parquet::file::reader::{ChunkReader, Length};

use super::objects::{Object, Reading, Stores};
use crate::engine::CountError;

/// A file that was looked at, by what it is told to be the same.
#[derive(Clone, Debug)]
pub(in super::super) enum Source {
    /// On this machine.
    Local { path: PathBuf, bytes: u64, changed: Option<SystemTime> },
    /// On an object store.
    Object(Arc<Object>),
}

/// A file that is being read.
pub(in super::super) enum Opened {
    Local(File),
    #[cfg_attr(not(feature = "objects"), expect(dead_code, reason = "there are no objects"))]
    Object(Reading),
}

impl Source {
    /// Looks at a file by the name that the specification has for it.
    pub(super) fn look(
        name: &str,
        folder: &Path,
        stores: &mut Stores,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, CountError> {
        if firstyear_core::count::is_address(name) {
            return stores.look(name, stop).map(Self::Object);
        }
        let told = |error: io::Error| {
            let why = match error.kind() {
                io::ErrorKind::NotFound => "there is no such file".to_owned(),
                kind => kind.to_string(),
            };
            CountError::File { file: name.to_owned(), why }
        };
        let (source, is_file) = Self::at(&folder.join(name)).map_err(told)?;
        if !is_file {
            return Err(CountError::File {
                file: name.to_owned(),
                why: "it is no file".to_owned(),
            });
        }
        Ok(source)
    }

    /// What stands at a path of this machine, and whether it is a file.
    pub(in super::super) fn at(path: &Path) -> io::Result<(Self, bool)> {
        let path = path.canonicalize()?;
        let about = File::open(&path)?.metadata()?;
        let (bytes, changed) = (about.len(), about.modified().ok());
        Ok((Self::Local { path, bytes, changed }, about.is_file()))
    }

    /// The file from its start.
    pub(super) fn open(&self) -> io::Result<Opened> {
        match self {
            Self::Local { path, .. } => File::open(path).map(Opened::Local),
            Self::Object(object) => object.open(),
        }
    }

    /// How many bytes it had when it was looked at.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Local { bytes, .. } => *bytes,
            Self::Object(object) => object.bytes(),
        }
    }

    /// By what its format is told.
    pub(super) fn name(&self) -> &Path {
        match self {
            Self::Local { path, .. } => path,
            Self::Object(object) => Path::new(object.key()),
        }
    }

    /// Whether both are one file.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Local { path, .. }, Self::Local { path: other, .. }) => path == other,
            (Self::Object(object), Self::Object(other)) => object.is(other),
            _ => false,
        }
    }

    /// Whether it is as it was.
    pub(super) fn is_unchanged(
        &self,
        stores: &Stores,
        stop: &dyn Fn() -> bool,
    ) -> Result<bool, CountError> {
        match self {
            Self::Local { path, bytes, changed } => Ok(fs::metadata(path)
                .is_ok_and(|now| now.len() == *bytes && now.modified().ok() == *changed)),
            Self::Object(object) => stores.is_unchanged(object, stop),
        }
    }

    /// Why its store did not give its bytes, if it ever did not.
    pub(super) fn fault(&self) -> Option<CountError> {
        match self {
            Self::Local { .. } => None,
            Self::Object(object) => object.fault(),
        }
    }
}

impl Opened {
    /// Reads like [`Read`], and as if the file were over once it is to stop: a store may be
    /// slow to answer.
    pub(super) fn read_or_stop(
        &mut self,
        piece: &mut [u8],
        stop: &dyn Fn() -> bool,
    ) -> io::Result<usize> {
        match self {
            _ if stop() => Ok(0),
            Self::Local(file) => file.read(piece),
            Self::Object(reading) => reading.read_or_stop(piece, stop),
        }
    }
}

impl Read for Opened {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.read_or_stop(piece, &|| false)
    }
}

impl Seek for Opened {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Local(file) => file.seek(to),
            Self::Object(reading) => reading.seek(to),
        }
    }
}

/// Parquet, whose parts are read by where they stand.
impl Length for Source {
    fn len(&self) -> u64 {
        self.bytes()
    }
}

impl ChunkReader for Source {
    type T = BufReader<Opened>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        let mut opened = self.open()?;
        opened.seek(SeekFrom::Start(start))?;
        Ok(BufReader::new(opened))
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        let mut read = Vec::new();
        self.get_read(start)?.take(length as u64).read_to_end(&mut read)?;
        if read.len() == length {
            Ok(read.into())
        } else {
            Err(ParquetError::EOF("the file is cut off".to_owned()))
        }
    }
}
