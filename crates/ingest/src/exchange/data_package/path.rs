//! Paths within the folder of a package, and none other.

use std::path::{Component, Path, PathBuf};

use firstyear_core::{Place, Problem, ProblemCode};

/// The file that `path` names within `folder`.
///
/// # Errors
///
/// `path-outside` for an address, an absolute path, one that climbs, and one
/// that leads out of the folder by a link.
pub(super) fn within(folder: &Path, path: &str, place: &Place) -> Result<PathBuf, Problem> {
    let outside =
        |message: &str| Err(Problem::new(ProblemCode::PathOutside, place.clone(), message));
    if path.contains("://") {
        return outside("the resource lies in the network, which is never asked");
    }
    // Backslashes and drive letters mean something on some systems only.
    if path.contains('\\') || path.as_bytes().get(1) == Some(&b':') {
        return outside("the path of the resource is not written with plain slashes");
    }
    let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if path.is_empty() || !Path::new(path).components().all(plain) {
        return outside("the path of the resource leaves the folder of the package");
    }
    let file = folder.join(path);
    match (folder.canonicalize(), file.canonicalize()) {
        (Ok(folder), Ok(real)) if !real.starts_with(&folder) => {
            outside("the resource is a link that leaves the folder of the package")
        }
        // One that is not there is told when it is opened.
        _ => Ok(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_named() {
        let place = Place::file("datapackage.json");
        for bad in [
            "../secret.csv",
            "a/../../secret.csv",
            "/etc/passwd",
            "https://example.org/a.csv",
            "file:///etc/passwd",
            "C:/a.csv",
            "..\\a.csv",
            "",
        ] {
            let problem = within(Path::new("."), bad, &place).unwrap_err();
            assert_eq!(problem.code, ProblemCode::PathOutside, "{bad}");
        }
        assert!(within(Path::new("."), "data/a.csv.gz", &place).is_ok());
    }
}
