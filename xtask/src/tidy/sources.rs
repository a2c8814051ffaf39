//! A source file opens by saying what it is for, and can be read in one
//! sitting.

use std::path::{Path, PathBuf};

use crate::{Failure, Finding, entries, read, shown};

/// Lines beyond which nobody keeps a file in mind.
const LONGEST: usize = 800;

pub(super) fn check(root: &Path) -> Result<Vec<Finding>, Failure> {
    let mut packages = entries(root, &root.join("crates"))?;
    packages.extend(["xtask", "tests"].map(|name| root.join(name)));
    let mut found = Vec::new();
    for package in packages {
        for part in ["src", "tests", "benches", "examples"] {
            let mut files = Vec::new();
            rust_files(root, &package.join(part), &mut files)?;
            for file in files {
                let text = read(root, &file)?;
                found.extend(length(&shown(root, &file), &text));
                found.extend(header(&shown(root, &file), &text));
            }
        }
    }
    Ok(found)
}

fn rust_files(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for path in entries(root, folder)? {
        if path.is_dir() {
            rust_files(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn length(file: &str, text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    (lines > LONGEST).then(|| {
        let what = format!("{lines} lines");
        Finding::new(file, what, format!("split it by idea: a file has at most {LONGEST} lines"))
    })
}

fn header(file: &str, text: &str) -> Option<Finding> {
    let says = text.lines().next().and_then(|line| line.strip_prefix("//!"));
    says.is_none_or(|words| words.trim().is_empty()).then(|| {
        Finding::new(file, "does not say what it is for", "open it with a `//!` comment that does")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_say_what_they_are_for() {
        assert_eq!(header("a.rs", "//! Rates.\nfn main() {}\n"), None);
        for bad in ["", "fn main() {}\n", "//!\n//! Rates.\n", "// Rates.\n"] {
            assert!(header("a.rs", bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn long_files_are_named_with_their_length() {
        assert_eq!(length("a.rs", &"\n".repeat(800)), None);
        assert_eq!(length("a.rs", &"\n".repeat(801)).unwrap().what, "801 lines");
    }
}
