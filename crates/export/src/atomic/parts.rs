//! A report of many parts, which is written as the parts are made and goes on
//! where an earlier run stopped.
//!
//! Parts are kept beside the target in `.firstyear-NAME.partial` until all are
//! there; then the whole takes the target's name in one step, as a report that is
//! written at once does. The folder holds the pages in `site`, and in `journal`
//! the key of the run and a line for each part that is whole: its place, what was
//! noted of it, and a hash of its files. A run with the same key takes up what has
//! its hash; with another key, or where the journal cannot be read, it begins anew.
//! So a part is never taken for whole that a crash or a full disk has cut off.
//!
//! A lock keeps a second run away from the folder. The system lets go of it when a
//! run ends, however it ends.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use firstyear_core::{Content, ContentSum, Sha256};

use super::{
    Place, Stop, TEMPORARY, WriteError, exchange, failed, go_on, inside, may_replace, not_removed,
    parent_of, replaced, write_mark,
};
use crate::site::Page;

const JOURNAL: &str = "journal";
const LOCK: &str = "lock";
const SITE: &str = "site";

/// The first word of a journal, with the version of its layout.
const HEAD: &str = "firstyear-parts-1";

/// A report that is being written part by part.
#[derive(Debug)]
pub struct Parts {
    out: PathBuf,
    /// The target behind a link, and whether something is there.
    target: PathBuf,
    exists: bool,
    folder: PathBuf,
    /// What earlier runs have made.
    earlier: Lines,
    journal: Mutex<File>,
    /// Held while this is there.
    lock: File,
}

impl Parts {
    /// Begins the report `out`, or goes on with it. `key` stands for everything
    /// that its bytes depend on. Nothing of `out` changes before
    /// [`finish`](Self::finish).
    ///
    /// # Errors
    ///
    /// [`WriteError::Busy`] while another run writes the same report;
    /// [`WriteError::NotOurs`], [`WriteError::NotAFolder`] and
    /// [`WriteError::NoName`] for targets that cannot be; [`WriteError::Io`] when
    /// the system refuses.
    pub fn begin(out: &Path, key: &str) -> Result<Self, WriteError> {
        let exists = may_replace(out)?;
        let target = replaced(out, exists)?;
        let parent = parent_of(&target)?;
        let folder = beside(&target, &parent);
        fs::create_dir_all(&folder).map_err(|e| failed("make the folder", &folder, e))?;
        let lock = lock(&folder, out)?;
        let kept = read_journal(&folder, key);
        let site = folder.join(SITE);
        fs::create_dir_all(&site).map_err(|e| failed("make the folder", &site, e))?;
        let earlier: Lines = kept
            .into_iter()
            .filter(|(part, (hash, _))| hash_of_part(&site.join(part)).is_ok_and(|h| h == *hash))
            .collect();
        sweep(&site, &site, &earlier).map_err(|e| failed("clear", &site, e))?;
        let journal = write_journal(&folder, key, &earlier)?;
        let out = out.to_owned();
        Ok(Self { out, target, exists, folder, earlier, journal: Mutex::new(journal), lock })
    }

    /// What was noted of a part that an earlier run has made whole; `None` for one
    /// that is still to be made.
    #[must_use]
    pub fn earlier(&self, part: &str) -> Option<&str> {
        self.earlier.get(part).map(|(_, note)| note.as_str())
    }

    /// How many parts earlier runs have made.
    #[must_use]
    pub fn earlier_parts(&self) -> usize {
        self.earlier.len()
    }

    /// Where what was made is kept.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a part: `pages` lie in its folder, and `note` is a line that a later
    /// run is told of it. Several parts may be written at once.
    ///
    /// # Errors
    ///
    /// [`WriteError::Outside`] for a part or page that would lie elsewhere, and
    /// [`WriteError::Io`] when the system refuses. The part is then made again.
    pub fn add(&self, part: &str, pages: &[Page], note: &str) -> Result<(), WriteError> {
        let site = self.folder.join(SITE);
        let folder = site.join(inside(part)?);
        for page in pages {
            write_page(page, &folder)?;
        }
        let hash = hash_of_part(&folder).map_err(|e| failed("read", &folder, e))?;
        let line = line(part, &hash, note);
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        // One write, so that a line is there or not.
        let path = self.folder.join(JOURNAL);
        journal.write_all(line.as_bytes()).map_err(|e| failed("write", &path, e))
    }

    /// Every file of the parts, by its path in the report, with what it holds.
    ///
    /// # Errors
    ///
    /// [`WriteError::Io`] when the system refuses.
    pub fn files(&self) -> Result<Vec<(String, Content)>, WriteError> {
        let site = self.folder.join(SITE);
        let paths = files(&site).map_err(|e| failed("read", &site, e))?;
        let held = |path: PathBuf| {
            let bytes = fs::read(&path).map_err(|e| failed("read", &path, e))?;
            let within = path.strip_prefix(&site).unwrap_or(&path);
            let parts = within.components().map(|part| part.as_os_str().to_string_lossy());
            Ok((parts.collect::<Vec<_>>().join("/"), Content::of(&bytes)))
        };
        paths.into_iter().map(held).collect()
    }

    /// Adds the pages above the parts, and puts the whole in the place of the
    /// earlier report. Without this call the parts stay where they are.
    ///
    /// # Errors
    ///
    /// As [`super::write_site`].
    pub fn finish(self, pages: &[Page], stop: Stop<'_>) -> Result<(), WriteError> {
        let site = self.folder.join(SITE);
        for page in pages {
            go_on(stop, &self.out)?;
            write_page(page, &site)?;
        }
        write_mark(&site)?;
        sync_tree(&site).map_err(|e| failed("write to the disk", &site, e))?;
        go_on(stop, &self.out)?;
        let parent = parent_of(&self.target)?;
        let Self { out, target, folder, exists, lock, .. } = self;
        let place = Place { target: &target, parent: &parent, out: &out, exists };
        place.take(&site, |from, to| fs::rename(from, to), exchange)?;
        // Elsewhere than on Unix nothing that is open is removed.
        let held = cfg!(unix).then_some(lock);
        let removed = fs::remove_dir_all(&folder).map_err(|e| not_removed(&folder, e));
        drop(held);
        removed
    }
}

/// The folder in which a report grows.
fn beside(target: &Path, parent: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(TEMPORARY);
    name.push(target.file_name().unwrap_or_default());
    name.push(".partial");
    parent.join(name)
}

/// Takes the folder for this run alone.
fn lock(folder: &Path, out: &Path) -> Result<File, WriteError> {
    let path = folder.join(LOCK);
    let is_ours = path.is_file() || fs::read_dir(folder).is_ok_and(|mut all| all.next().is_none());
    if !is_ours {
        return Err(WriteError::NotOurs { out: folder.to_owned() });
    }
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|e| failed("open", &path, e))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(WriteError::Busy { out: out.to_owned() }),
        Err(TryLockError::Error(error)) => return Err(failed("lock", &path, error)),
    }
    // A run that has just ended removes the folder with the file that it has locked.
    if is_the_file(&file, &path) { Ok(file) } else { Err(WriteError::Busy { out: out.to_owned() }) }
}

#[cfg(unix)]
fn is_the_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let ids = |found: io::Result<fs::Metadata>| found.map(|found| (found.dev(), found.ino())).ok();
    ids(file.metadata()).is_some_and(|open| ids(fs::metadata(path)) == Some(open))
}

#[cfg(not(unix))]
fn is_the_file(_: &File, path: &Path) -> bool {
    path.is_file()
}

/// Parts with their hash and note.
type Lines = BTreeMap<String, (Sha256, String)>;

/// What a journal says of parts of the run with this key; nothing where it is of
/// another, or is none.
fn read_journal(folder: &Path, key: &str) -> Lines {
    let text = fs::read_to_string(folder.join(JOURNAL)).unwrap_or_default();
    let mut lines = text.split_inclusive('\n');
    if lines.next() != Some(head(key).as_str()) {
        return Lines::new();
    }
    let part = |line: &str| {
        // The last line can be cut off.
        let mut cells = line.strip_suffix('\n')?.splitn(3, '\t');
        let [part, hash, note] = [cells.next()?, cells.next()?, cells.next()?];
        inside(part).ok()?;
        Some((part.to_owned(), (hash.parse().ok()?, note.to_owned())))
    };
    lines.filter_map(part).collect()
}

fn head(key: &str) -> String {
    format!("{HEAD} {key}\n")
}

fn line(part: &str, hash: &Sha256, note: &str) -> String {
    let note = note.replace(['\n', '\r', '\t'], " ");
    format!("{part}\t{hash}\t{note}\n")
}

/// Writes the journal anew, with what is taken up, and opens it for more.
fn write_journal(folder: &Path, key: &str, earlier: &Lines) -> Result<File, WriteError> {
    let path = folder.join(JOURNAL);
    let lines = earlier.iter().map(|(part, (hash, note))| line(part, hash, note));
    let text: String = std::iter::once(head(key)).chain(lines).collect();
    super::write_file(&path, text.as_bytes(), &super::never)?;
    let file = OpenOptions::new().append(true).open(&path);
    file.map_err(|e| failed("open", &path, e))
}

fn write_page(page: &Page, folder: &Path) -> Result<(), WriteError> {
    let path = folder.join(inside(&page.path)?);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| failed("make the folder", folder, e))?;
    }
    fs::write(&path, &page.bytes).map_err(|e| failed("write", &path, e))
}

/// A hash of the names and bytes of all files below a folder.
fn hash_of_part(folder: &Path) -> io::Result<Sha256> {
    let mut sum = ContentSum::default();
    for path in files(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy();
        let bytes = fs::read(&path)?;
        // Lengths keep one name and content apart from another.
        sum.add(&(name.len() as u64).to_le_bytes());
        sum.add(name.as_bytes());
        sum.add(&(bytes.len() as u64).to_le_bytes());
        sum.add(&bytes);
    }
    Ok(sum.content().sha256)
}

/// Every file below a folder, in order of its path.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let entry = entry?;
            let list = if entry.file_type()?.is_dir() { &mut folders } else { &mut found };
            list.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Removes everything that belongs to no part, and folders that are then empty.
/// Says whether this one is.
fn sweep(folder: &Path, site: &Path, keep: &Lines) -> io::Result<bool> {
    let mut empty = true;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let of_part = keep.keys().any(|part| path == site.join(part));
        if of_part {
            empty = false;
        } else if !entry.file_type()?.is_dir() {
            fs::remove_file(&path)?;
        } else if sweep(&path, site, keep)? {
            fs::remove_dir(&path)?;
        } else {
            empty = false;
        }
    }
    Ok(empty)
}

/// Flushes all files to the disk: at once, as there are thousands.
#[cfg(target_os = "linux")]
fn sync_tree(site: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(site)?)?)
}

/// Flushes all files to the disk, one after the other.
#[cfg(not(target_os = "linux"))]
fn sync_tree(site: &Path) -> io::Result<()> {
    for path in files(site)? {
        OpenOptions::new().write(true).open(path)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
