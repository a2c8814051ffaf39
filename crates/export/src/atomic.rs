//! Files and folders that appear whole or not at all.
//!
//! What is new is written beside its target under another name, flushed to the
//! disk, and then takes the target's name. A run that is stopped on the way
//! leaves the earlier output as it was and removes what it had begun.
//!
//! A run that is killed can leave its hidden folder, `.firstyear-…`, beside the
//! target. On Linux and macOS a new report and the earlier one exchange their
//! names in one step, so that the target is a whole report at every moment.
//! Where the system or the file system cannot do that, the earlier report is
//! moved away first: a run killed between the two steps leaves no report at the
//! target, and the earlier one whole in the hidden folder as `earlier`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::site::Page;

mod parts;

pub use parts::Parts;

/// The file that marks a folder as a report of this program, and so as one
/// that may be replaced.
pub const MARKER: &str = ".firstyear-site";

/// What stands in it.
pub(crate) const MARKER_TEXT: &str = "a report of firstyear: replaced as a whole\n";

/// Prefix of what is not finished, or about to be removed.
const TEMPORARY: &str = ".firstyear-";

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The folder holds something that is not a report of this program.
    #[error(
        "{}: not replaced, because it holds files that are not a report of firstyear; \
         name a new or empty folder, or remove it first", out.display()
    )]
    NotOurs {
        /// The folder.
        out: PathBuf,
    },
    /// The target is there and is no folder.
    #[error("{}: not a folder; name another place for the report", out.display())]
    NotAFolder {
        /// The target.
        out: PathBuf,
    },
    /// The path names no file or folder that could be made.
    #[error("{}: not a name for a file or folder", path.display())]
    NoName {
        /// The path.
        path: PathBuf,
    },
    /// The folder of a file is not there.
    #[error("{}: its folder is not there; make it first, or name another", path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// A page would lie outside the report.
    #[error("page `{page}`: a page's path is relative and stays inside the report")]
    Outside {
        /// The page's path.
        page: String,
    },
    /// Someone else has written the file meanwhile; it is as they left it.
    #[error(
        "{}: changed since it was read, and left as it is now; run the command again", path.display()
    )]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Another run writes the same report.
    #[error(
        "{}: another run writes this report; wait until it has ended, or name another folder",
        out.display()
    )]
    Busy {
        /// The folder.
        out: PathBuf,
    },
    /// The caller asked to stop; everything is as it was.
    #[error("{}: not written, because the run was stopped", path.display())]
    Stopped {
        /// The file or folder that was to be written.
        path: PathBuf,
    },
    /// The system refused.
    #[error("{}: cannot {doing}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The earlier report could be moved away, the new one not put in its
    /// place, and the earlier one not be moved back.
    #[error(
        "{}: cannot put the new report in place: {source}; the earlier one is in {}",
        out.display(), kept.display()
    )]
    Stranded {
        /// The target.
        out: PathBuf,
        /// Where the earlier report is.
        kept: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Whether the caller wants to stop, asked between two steps. [`never()`] for one
/// who does not.
pub type Stop<'a> = &'a dyn Fn() -> bool;

/// A [`Stop`] that lets everything run to its end.
#[must_use]
pub fn never() -> bool {
    false
}

/// Writes a report as the folder `out`, or leaves everything as it was. A
/// report that is already there is replaced; missing parent folders are made.
/// `stop` is asked before each page and, the last time, before the new report
/// takes the place of the earlier one.
///
/// # Errors
///
/// [`WriteError::NotOurs`] when `out` holds files and not [`MARKER`]: a folder
/// of the user is never removed. [`WriteError::NotAFolder`],
/// [`WriteError::NoName`] and [`WriteError::Outside`] for names that cannot
/// be; [`WriteError::Stopped`] when `stop` says so; [`WriteError::Io`] and
/// [`WriteError::Stranded`] when the system refuses.
pub fn write_site(pages: &[Page], out: &Path, stop: Stop<'_>) -> Result<(), WriteError> {
    write_site_with(pages, out, stop, |from, to| fs::rename(from, to), exchange)
}

/// Exchanges two names in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// The system cannot do it.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn write_site_with(
    pages: &[Page],
    out: &Path,
    stop: Stop<'_>,
    rename: impl Fn(&Path, &Path) -> io::Result<()>,
    exchange: impl Fn(&Path, &Path) -> io::Result<()>,
) -> Result<(), WriteError> {
    let exists = may_replace(out)?;
    let target = replaced(out, exists)?;
    let parent = parent_of(&target)?;
    fs::create_dir_all(&parent).map_err(|e| failed("make the folder", &parent, e))?;
    let new = folder_in(&parent)?;
    for page in pages {
        go_on(stop, out)?;
        write_page(page, new.path())?;
    }
    finish_pages(pages, new.path())?;
    go_on(stop, out)?;
    let place = Place { target: &target, parent: &parent, out, exists };
    if place.take(new.path(), rename, exchange)? {
        let kept = new.path().to_owned();
        return new.close().map_err(|e| not_removed(&kept, e));
    }
    // The folder has its final name now: nothing is left to clean up.
    let _ = new.keep();
    Ok(())
}

/// The folder that is replaced: behind a link, the one that it points to and not the
/// link.
fn replaced(out: &Path, exists: bool) -> Result<PathBuf, WriteError> {
    if exists {
        fs::canonicalize(out).map_err(|e| failed("find", out, e))
    } else {
        Ok(out.to_owned())
    }
}

/// Where a report is put.
struct Place<'a> {
    target: &'a Path,
    parent: &'a Path,
    /// The target as the caller names it.
    out: &'a Path,
    /// Whether an earlier report is there.
    exists: bool,
}

impl Place<'_> {
    /// Gives a whole report the name of the target. Says whether the earlier one
    /// now has its name.
    fn take(
        &self,
        new: &Path,
        rename: impl Fn(&Path, &Path) -> io::Result<()>,
        exchange: impl Fn(&Path, &Path) -> io::Result<()>,
    ) -> Result<bool, WriteError> {
        let Self { target, parent, out, exists } = *self;
        // A file system that cannot exchange says so in several ways, and moving
        // one after the other finds every other fault again.
        let exchanged = exists && exchange(new, target).is_ok();
        if exists && !exchanged {
            swap(new, target, parent, rename)?;
        } else if !exists {
            rename(new, target).map_err(|e| failed("put the report in place", out, e))?;
        }
        sync_folder(parent)?;
        Ok(exchanged)
    }
}

/// Writes one file, or leaves the earlier one as it was. The folder must be
/// there.
///
/// # Errors
///
/// [`WriteError::NoName`] when `path` names no file and
/// [`WriteError::NoFolder`] when it would lie nowhere; [`WriteError::Stopped`]
/// when `stop` says so before the file is in place; [`WriteError::Io`] when the
/// system refuses.
pub fn write_file(path: &Path, bytes: &[u8], stop: Stop<'_>) -> Result<(), WriteError> {
    let parent = parent_of(path)?;
    if !parent.exists() {
        return Err(WriteError::NoFolder { path: path.to_owned() });
    }
    let file = beside(path, &parent, bytes)?;
    go_on(stop, path)?;
    file.persist(path).map_err(|e| failed("put the file in place", path, e.error))?;
    sync_folder(&parent)
}

/// A file that is written piece by piece, beside the earlier one, which it takes the place of
/// when it is whole.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    parent: PathBuf,
    file: NamedTempFile,
}

impl NewFile {
    /// Begins a file. The folder must be there.
    ///
    /// # Errors
    ///
    /// [`WriteError::NoName`] when `path` names no file, [`WriteError::NoFolder`] when it would
    /// lie nowhere, and [`WriteError::Io`] when the system refuses.
    pub fn begin(path: &Path) -> Result<Self, WriteError> {
        let parent = parent_of(path)?;
        if !parent.exists() {
            return Err(WriteError::NoFolder { path: path.to_owned() });
        }
        let file = empty_beside(path, &parent)?;
        Ok(Self { path: path.to_owned(), parent, file })
    }

    /// To write to, through a buffer of the caller's; what was written is forgotten unless
    /// [`Self::put`] follows.
    pub fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Puts the file in place.
    ///
    /// # Errors
    ///
    /// [`WriteError::Stopped`] when `stop` says so before, [`WriteError::Io`] when the system
    /// refuses.
    pub fn put(self, stop: Stop<'_>) -> Result<(), WriteError> {
        let path = &self.path;
        self.file.as_file().sync_all().map_err(|e| failed("write to the disk", path, e))?;
        go_on(stop, path)?;
        self.file.persist(path).map_err(|e| failed("put the file in place", path, e.error))?;
        sync_folder(&self.parent)
    }
}

fn empty_beside(path: &Path, parent: &Path) -> Result<NamedTempFile, WriteError> {
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    builder.permissions(mode(0o666));
    builder.tempfile_in(parent).map_err(|e| failed("make a file beside it", path, e))
}

/// A file beside the target, flushed to the disk.
fn beside(path: &Path, parent: &Path, bytes: &[u8]) -> Result<NamedTempFile, WriteError> {
    let mut file = empty_beside(path, parent)?;
    file.write_all(bytes).map_err(|e| failed("write", path, e))?;
    file.as_file().sync_all().map_err(|e| failed("write to the disk", path, e))?;
    Ok(file)
}

/// Writes a file anew that an author edits too: only where it still holds what
/// was read of it. Two runs of this program wait for one another; a change by
/// another program is seen up to the moment before the file is put in place.
/// Its permissions stay, and of a link what it points to is written. Locks are
/// those of Unix, which other readers pass by: where a lock shuts them out, as on
/// Windows, the read of this function fails and nothing is written.
///
/// # Errors
///
/// [`WriteError::Changed`] where it holds something else by now, and as
/// [`write_file`].
pub fn replace_file(
    path: &Path,
    earlier: &[u8],
    bytes: &[u8],
    stop: Stop<'_>,
) -> Result<(), WriteError> {
    let path = &fs::canonicalize(path).map_err(|e| failed("find", path, e))?;
    let parent = parent_of(path)?;
    let new = beside(path, &parent, bytes)?;
    let target = File::open(path).map_err(|e| failed("open", path, e))?;
    target.lock().map_err(|e| failed("lock", path, e))?;
    // The file of this name: another run may have put a new one in its place
    // while this one waited.
    let now = fs::read(path).map_err(|e| failed("read", path, e))?;
    if now != earlier {
        return Err(WriteError::Changed { path: path.clone() });
    }
    let permissions = target.metadata().map_err(|e| failed("look at", path, e))?.permissions();
    new.as_file().set_permissions(permissions).map_err(|e| failed("set up", path, e))?;
    go_on(stop, path)?;
    new.persist(path).map_err(|e| failed("put the file in place", path, e.error))?;
    sync_folder(&parent)
}

/// Whether there is a folder that may be replaced; an error when there is
/// something that may not.
fn may_replace(out: &Path) -> Result<bool, WriteError> {
    match fs::metadata(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(failed("look at", out, e)),
        Ok(found) if !found.is_dir() => return Err(WriteError::NotAFolder { out: out.to_owned() }),
        Ok(_) => {}
    }
    let mut entries = fs::read_dir(out).map_err(|e| failed("look into", out, e))?;
    if entries.next().is_none() || out.join(MARKER).is_file() {
        Ok(true)
    } else {
        Err(WriteError::NotOurs { out: out.to_owned() })
    }
}

fn go_on(stop: Stop<'_>, path: &Path) -> Result<(), WriteError> {
    if stop() { Err(WriteError::Stopped { path: path.to_owned() }) } else { Ok(()) }
}

fn write_page(page: &Page, new: &Path) -> Result<(), WriteError> {
    let path = new.join(inside(&page.path)?);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| failed("make the folder", folder, e))?;
    }
    write_synced(&path, &page.bytes)
}

/// Marks the folder as ours and flushes the names of its files.
fn finish_pages(pages: &[Page], new: &Path) -> Result<(), WriteError> {
    write_mark(new)?;
    let mut folders = BTreeSet::from([new.to_owned()]);
    for page in pages {
        let path = new.join(&page.path);
        let within = path.ancestors().skip(1).take_while(|folder| *folder != new);
        folders.extend(within.map(Path::to_owned));
    }
    folders.iter().try_for_each(|folder| sync_folder(folder))
}

/// Marks a folder as ours.
fn write_mark(new: &Path) -> Result<(), WriteError> {
    write_synced(&new.join(MARKER), MARKER_TEXT.as_bytes())
}

/// Moves the earlier report away and the new one into its place; when that
/// fails, moves the earlier one back.
fn swap(
    new: &Path,
    target: &Path,
    parent: &Path,
    rename: impl Fn(&Path, &Path) -> io::Result<()>,
) -> Result<(), WriteError> {
    let away = folder_in(parent)?;
    let kept = away.path().join("earlier");
    rename(target, &kept).map_err(|e| failed("move the earlier report away", target, e))?;
    if let Err(source) = rename(new, target) {
        if rename(&kept, target).is_err() {
            let _ = away.keep();
            return Err(WriteError::Stranded { out: target.to_owned(), kept, source });
        }
        return Err(failed("put the new report in place", target, source));
    }
    away.close().map_err(|e| not_removed(&kept, e))
}

fn not_removed(kept: &Path, error: io::Error) -> WriteError {
    failed("remove the earlier report (the new one is in place)", kept, error)
}

/// The page's path when it stays inside the report.
fn inside(page: &str) -> Result<&Path, WriteError> {
    let path = Path::new(page);
    let stays = path.components().all(|part| matches!(part, Component::Normal(_)));
    if stays && path.file_name().is_some() {
        Ok(path)
    } else {
        Err(WriteError::Outside { page: page.to_owned() })
    }
}

fn parent_of(path: &Path) -> Result<PathBuf, WriteError> {
    if path.file_name().is_none() {
        return Err(WriteError::NoName { path: path.to_owned() });
    }
    Ok(match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    })
}

fn folder_in(parent: &Path) -> Result<TempDir, WriteError> {
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    builder.permissions(mode(0o777));
    builder.tempdir_in(parent).map_err(|e| failed("write into", parent, e))
}

/// Permissions before the user's mask takes its part away: what is shared
/// should be readable as any other file of the user is.
#[cfg(unix)]
fn mode(bits: u32) -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(bits)
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let mut file = File::create(path).map_err(|e| failed("write", path, e))?;
    file.write_all(bytes).map_err(|e| failed("write", path, e))?;
    file.sync_all().map_err(|e| failed("write to the disk", path, e))
}

/// Names of files last only once their folder is on the disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<(), WriteError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|e| failed("write to the disk", folder, e))
}

/// Folders cannot be opened to be flushed here; the system does it.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> Result<(), WriteError> {
    Ok(())
}

fn failed(doing: &'static str, path: &Path, source: io::Error) -> WriteError {
    // An error that carries another names the temporary file, which tells the
    // user nothing and differs from run to run.
    let source = if source.get_ref().is_some() && source.kind() != io::ErrorKind::Other {
        io::Error::from(source.kind())
    } else {
        source
    };
    WriteError::Io { doing, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, text: &str) -> Page {
        Page { path: path.to_owned(), bytes: text.into() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn written() -> (TempDir, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("report");
        write_site(&[page("index.html", "first"), page("data/a.csv", "1")], &out, &never).unwrap();
        (root, out)
    }

    #[test]
    fn a_report_is_replaced_as_a_whole() {
        let (root, out) = written();
        write_site(&[page("index.html", "second")], &out, &never).unwrap();
        assert_eq!(names(&out), [MARKER, "index.html"]);
        assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "second");
        assert_eq!(names(root.path()), ["report"]);
    }

    #[test]
    fn missing_parents_are_made_and_an_empty_folder_is_used() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("a/b/report");
        write_site(&[page("data/deep/a.csv", "1")], &out, &never).unwrap();
        assert_eq!(fs::read_to_string(out.join("data/deep/a.csv")).unwrap(), "1");
        let empty = root.path().join("empty");
        fs::create_dir(&empty).unwrap();
        write_site(&[page("index.html", "x")], &empty, &never).unwrap();
        assert_eq!(names(&empty), [MARKER, "index.html"]);
    }

    #[test]
    fn an_interrupted_write_leaves_the_earlier_report() {
        let (root, out) = written();
        // The second page needs a folder where the first has made a file.
        let clash = [page("index.html", "second"), page("index.html/below", "x")];
        assert!(matches!(write_site(&clash, &out, &never), Err(WriteError::Io { .. })));
        assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "first");
        assert_eq!(names(root.path()), ["report"]);
    }

    #[test]
    fn a_run_stopped_at_any_step_leaves_everything_as_it_was() {
        let (root, out) = written();
        let pages = [page("index.html", "second"), page("data/a.csv", "2")];
        // Asked before each of the two pages, and before the swap.
        for step in 0..3 {
            let asked = std::cell::Cell::new(0);
            let stop = || asked.replace(asked.get() + 1) == step;
            let error = write_site(&pages, &out, &stop).unwrap_err();
            assert!(matches!(error, WriteError::Stopped { .. }), "step {step}: {error}");
            assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "first");
            assert_eq!(names(root.path()), ["report"], "step {step}");
        }
        let file = out.join("index.html");
        let error = write_file(&file, b"second", &|| true).unwrap_err();
        assert!(matches!(error, WriteError::Stopped { .. }), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "first");
        assert_eq!(names(&out), [MARKER, "data", "index.html"]);
    }

    /// A file system that cannot exchange names.
    fn cannot(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    #[test]
    fn the_earlier_report_is_never_moved_away_where_names_can_be_exchanged() {
        let (root, out) = written();
        let aside = root.path().join("aside");
        let by_hand = |one: &Path, other: &Path| {
            fs::rename(one, &aside).and_then(|()| fs::rename(other, one))?;
            fs::rename(&aside, other)
        };
        let refuse = |_: &Path, _: &Path| Err(io::Error::other("moved away"));
        let pages = [page("index.html", "second")];
        write_site_with(&pages, &out, &never, refuse, by_hand).unwrap();
        assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "second");
        assert_eq!(names(root.path()), ["report"], "the earlier one is removed");
        // Where they cannot, one is moved after the other.
        let pages = [page("index.html", "third")];
        write_site_with(&pages, &out, &never, |a, b| fs::rename(a, b), cannot).unwrap();
        assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "third");
        assert_eq!(names(root.path()), ["report"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn two_folders_exchange_their_names() {
        let root = tempfile::tempdir().unwrap();
        let [one, other] = ["one", "other"].map(|name| root.path().join(name));
        fs::create_dir(&one).unwrap();
        fs::create_dir(&other).unwrap();
        fs::write(one.join("a"), "").unwrap();
        match exchange(&one, &other) {
            Ok(()) => assert_eq!((names(&one), names(&other)), (vec![], vec!["a".to_owned()])),
            // Some file systems cannot, and then leave both as they were.
            Err(_) => assert_eq!((names(&one), names(&other)), (vec!["a".to_owned()], vec![])),
        }
    }

    #[test]
    fn a_swap_that_fails_half_way_is_undone() {
        let (root, out) = written();
        let target = fs::canonicalize(&out).unwrap();
        let calls = std::cell::Cell::new(0);
        let second_fails = |from: &Path, to: &Path| {
            calls.set(calls.get() + 1);
            if calls.get() == 2 { Err(io::Error::other("no space")) } else { fs::rename(from, to) }
        };
        let error =
            write_site_with(&[page("index.html", "second")], &out, &never, second_fails, cannot);
        assert_eq!(
            error.unwrap_err().to_string(),
            format!("{}: cannot put the new report in place: no space", target.display())
        );
        assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "first");
        assert_eq!(names(root.path()), ["report"]);
    }

    #[test]
    fn an_earlier_report_that_cannot_move_back_is_kept_and_named() {
        let (_root, out) = written();
        let calls = std::cell::Cell::new(0);
        let only_first = |from: &Path, to: &Path| {
            calls.set(calls.get() + 1);
            if calls.get() == 1 { fs::rename(from, to) } else { Err(io::Error::other("gone")) }
        };
        let error =
            write_site_with(&[page("index.html", "second")], &out, &never, only_first, cannot);
        let Err(WriteError::Stranded { kept, .. }) = error else { panic!("{error:?}") };
        assert_eq!(fs::read_to_string(kept.join("index.html")).unwrap(), "first");
    }

    #[test]
    fn a_folder_of_the_user_is_refused_and_untouched() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("thesis.docx"), "years of work").unwrap();
        let error = write_site(&[page("index.html", "x")], root.path(), &never).unwrap_err();
        assert!(matches!(error, WriteError::NotOurs { .. }));
        assert!(error.to_string().contains("not a report of firstyear"), "{error}");
        assert_eq!(names(root.path()), ["thesis.docx"]);
        let file = root.path().join("thesis.docx");
        assert!(matches!(write_site(&[], &file, &never), Err(WriteError::NotAFolder { .. })));
    }

    #[test]
    fn pages_stay_inside_the_report() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("report");
        for path in ["../index.html", "/index.html", "a/../../b", ""] {
            let error = write_site(&[page(path, "x")], &out, &never);
            assert!(matches!(error, Err(WriteError::Outside { .. })), "{path}");
        }
        assert!(names(root.path()).is_empty());
        let nameless = root.path().join("missing").join("..");
        assert!(matches!(write_site(&[], &nameless, &never), Err(WriteError::NoName { .. })));
    }

    #[test]
    fn a_parent_that_is_no_folder_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(matches!(
            write_site(&[], &file.join("report"), &never),
            Err(WriteError::Io { .. })
        ));
        assert!(matches!(write_file(&file.join("a.csv"), b"", &never), Err(WriteError::Io { .. })));
        assert_eq!(names(root.path()), ["file"]);
    }

    #[cfg(unix)]
    #[test]
    fn an_unwritable_folder_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let locked = root.path().join("locked");
        fs::create_dir(&locked).unwrap();
        fs::set_permissions(&locked, mode(0o555)).unwrap();
        // A privileged user writes anywhere: there is nothing to test then.
        if File::create(locked.join("probe")).is_err() {
            let error = write_site(&[], &locked.join("report"), &never);
            assert!(matches!(error, Err(WriteError::Io { .. })), "{error:?}");
            assert!(matches!(
                write_file(&locked.join("a"), b"", &never),
                Err(WriteError::Io { .. })
            ));
        }
        fs::set_permissions(&locked, mode(0o755)).unwrap();
    }

    #[test]
    fn a_file_is_replaced_and_leaves_nothing_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("gap.csv");
        write_file(&path, b"one", &never).unwrap();
        write_file(&path, b"two", &never).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(names(root.path()), ["gap.csv"]);
        assert!(matches!(write_file(Path::new("/"), b"", &never), Err(WriteError::NoName { .. })));
        let missing = root.path().join("missing/gap.csv");
        let error = write_file(&missing, b"", &never).unwrap_err();
        assert!(matches!(error, WriteError::NoFolder { .. }), "{error}");
    }
}
