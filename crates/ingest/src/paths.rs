//! Paths that a file names: they stay inside the folder of that file.

use std::path::{Component, Path, PathBuf};

use firstyear_core::{Place, Problem, ProblemCode};

/// The path that a project or package names, from its folder. Nothing outside
/// the folder is read because a file says so: only what the user names is.
///
/// # Errors
///
/// `path-outside` for an absolute path, one that leads upwards, or a link that
/// leads out of the folder.
pub(crate) fn inside(
    folder: &Path,
    named: &str,
    place: impl Fn() -> Place,
) -> Result<PathBuf, Problem> {
    let outside = |message: &str| Problem::new(ProblemCode::PathOutside, place(), message);
    let path = Path::new(named);
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    // A path of another system is no path here, and still meant to lead out.
    let of_windows = named.contains('\\') || named.as_bytes().get(1) == Some(&b':');
    if named.contains("://") {
        return Err(outside("the path is an address, and nothing is fetched"));
    }
    if named.is_empty() || of_windows || !path.components().all(plain) {
        return Err(outside("the path leads out of the folder of the file that names it"));
    }
    let joined = folder.join(path);
    // A file that is not there is for the reader to tell.
    let real = |path: &Path| {
        if path.as_os_str().is_empty() { Path::new(".") } else { path }.canonicalize()
    };
    match (real(folder), real(&joined)) {
        (Ok(folder), Ok(target)) if !target.starts_with(&folder) => Err(outside(
            "the path is a link that leads out of the folder of the file that names it",
        )),
        _ => Ok(joined),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(folder: &Path, named: &str) -> Option<ProblemCode> {
        inside(folder, named, || Place::file("firstyear.toml")).err().map(|problem| problem.code)
    }

    #[test]
    fn what_leads_out_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for good in ["a.csv", "data/a.csv", "./data/a.csv"] {
            assert_eq!(code(folder, good), None, "{good}");
        }
        for bad in [
            "../a.csv",
            "data/../../a.csv",
            "/etc/passwd",
            "C:\\a.csv",
            "..\\a.csv",
            "https://example.org/a.csv",
            "file:///etc/passwd",
        ] {
            assert_eq!(code(folder, bad), Some(ProblemCode::PathOutside), "{bad}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_refused() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(other.path().join("secret.csv"), "a").unwrap();
        std::fs::write(folder.path().join("own.csv"), "a").unwrap();
        std::os::unix::fs::symlink(other.path(), folder.path().join("out")).unwrap();
        std::os::unix::fs::symlink("own.csv", folder.path().join("in.csv")).unwrap();
        assert_eq!(code(folder.path(), "out/secret.csv"), Some(ProblemCode::PathOutside));
        assert_eq!(code(folder.path(), "in.csv"), None);
    }
}
