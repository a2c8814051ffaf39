//! What was read for a project: each file with the bytes it held.
//!
//! Bytes are summed as they pass to whoever reads them, so that no file is read a
//! second time for its hash. A file in which a reader moves to and fro, such as a
//! table in columns, and the end of one that a reader left early are the exceptions.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path};
use std::rc::Rc;

use firstyear_core::{Content, ContentSum, InputFile};

use crate::ReadError;

/// The files that were read, by their paths from the folder of the project. Copies
/// are of one ledger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(Rc<RefCell<BTreeMap<String, Content>>>);

impl Ledger {
    /// A file as a whole; `named` is its path as the project names it.
    ///
    /// # Errors
    ///
    /// [`ReadError::Io`] when it cannot be read.
    pub(crate) fn read(&self, path: &Path, named: &str) -> Result<Vec<u8>, ReadError> {
        let bytes = fs::read(path).map_err(|error| ReadError::io(named, error))?;
        self.note(named, Content::of(&bytes));
        Ok(bytes)
    }

    /// Notes what a file held.
    pub(crate) fn note(&self, named: &str, content: Content) {
        self.0.borrow_mut().insert(plain(named), content);
    }

    /// Whether a file of `total` bytes was read to its end.
    pub(crate) fn has(&self, named: &str, total: u64) -> bool {
        self.0.borrow().get(&plain(named)).is_some_and(|content| content.bytes >= total)
    }

    /// All files, in order of their paths.
    pub(crate) fn files(&self) -> Vec<InputFile> {
        let files = self.0.borrow();
        let file = |(path, content): (&String, &Content)| InputFile {
            path: path.clone(),
            content: *content,
        };
        files.iter().map(file).collect()
    }
}

/// A path without what leads nowhere, with `/` between folders.
fn plain(named: &str) -> String {
    let parts = Path::new(named).components().filter(|part| *part != Component::CurDir);
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Sums the bytes of a file as they pass.
pub(crate) struct Summed<R> {
    inner: R,
    to: Option<Sum>,
}

struct Sum {
    ledger: Ledger,
    named: String,
    total: u64,
    read: ContentSum,
}

impl<R: Read> Summed<R> {
    /// The bytes of a file from its start, of which it had `total` when it was
    /// opened.
    pub(crate) fn new(inner: R, to: Option<(&Ledger, &str)>, total: u64) -> Self {
        let sum = |(ledger, named): (&Ledger, &str)| Sum {
            ledger: ledger.clone(),
            named: named.to_owned(),
            total,
            read: ContentSum::default(),
        };
        Self { inner, to: to.map(sum) }
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        if let Some(to) = &mut self.to {
            to.read.add(&into[..read]);
            // Some readers know the length of what they unpack and do not ask for
            // the end.
            if to.read.bytes() >= to.total && (read > 0 || to.total == 0) {
                to.ledger.note(&to.named, to.read.content());
            }
        }
        Ok(read)
    }
}
