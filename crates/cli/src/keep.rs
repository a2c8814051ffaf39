//! What is read is never written over.

use std::path::{Path, PathBuf};

use crate::exit::Failure;

/// Refuses a file that is one of those that are read, by whatever name.
pub(crate) fn inputs<'p>(
    out: Option<&Path>,
    read: impl IntoIterator<Item = &'p Path>,
) -> Result<(), Failure> {
    let Some((out, target)) = there(out) else { return Ok(()) };
    let is_it = |path: &Path| path.canonicalize().is_ok_and(|path| path == target);
    if read.into_iter().any(is_it) { Err(refused(out)) } else { Ok(()) }
}

/// Refuses a file within a folder that is read.
#[cfg(feature = "records")]
pub(crate) fn folder(out: Option<&Path>, read: &Path) -> Result<(), Failure> {
    let Some((out, target)) = there(out) else { return Ok(()) };
    match read.canonicalize() {
        Ok(read) if target.starts_with(&read) => Err(refused(out)),
        _ => Ok(()),
    }
}

/// A target that is there already, and what it is.
fn there(out: Option<&Path>) -> Option<(&Path, PathBuf)> {
    let out = out?;
    Some((out, out.canonicalize().ok()?))
}

fn refused(out: &Path) -> Failure {
    Failure::Use(format!("{} is read, and would be written over: name another file", out.display()))
}
