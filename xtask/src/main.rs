//! Checks and files that only those who work on firstyear need.
//!
//! | `cargo xtask …`   | does                                                      |
//! |-------------------|-----------------------------------------------------------|
//! | `schemas`         | writes the JSON Schemas of all documents to `schemas/`, and their reference pages |
//! | `schemas --check` | fails when they differ from what is committed             |
//! | `methods`         | writes the reference pages of methods to `docs/methods/`  |
//! | `methods --check` | fails when they differ from the registry                  |
//! | `problems`        | writes the reference page of problem codes                |
//! | `problems --check`| fails when it differs from the list of codes              |
//! | `formats`         | writes the reference page of formats                      |
//! | `formats --check` | fails when it differs from the list of formats            |
//! | `partnership`     | writes the synthetic partnership to `fixtures/`           |
//! | `partnership --check` | fails when it differs from its generator              |
//! | `tidy`            | fails when the workspace breaks one of its own rules      |
//!
//! The checks also run as tests of this package.

use std::path::Path;
use std::process::ExitCode;

mod formats;
mod methods;
mod page;
mod partnership;
mod problems;
mod schemas;
mod tidy;

const HELP: &str = "\
usage: cargo xtask <command>

  schemas           write the JSON Schemas of all documents to schemas/, and
                    their reference pages to docs/
  schemas --check   fail when they differ from what is committed
  methods           write the reference pages of methods to docs/methods/
  methods --check   fail when they differ from the registry
  problems          write the reference page of problem codes
  problems --check  fail when it differs from the list of codes
  formats           write the reference page of formats
  formats --check   fail when it differs from the list of formats
  partnership         write the synthetic partnership to fixtures/
  partnership --check fail when it differs from its generator
  tidy              fail when the workspace breaks one of its own rules

Exit codes: 0 done; 1 something is wrong; 2 wrong use; 4 cannot read or write.
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        ["schemas"] => report(schemas::write(root())),
        ["schemas", "--check"] => report(schemas::check(root())),
        ["methods"] => report(methods::write(root())),
        ["methods", "--check"] => report(methods::check(root())),
        ["problems"] => report(problems::PAGE.write(root())),
        ["problems", "--check"] => report(problems::PAGE.check(root())),
        ["formats"] => report(formats::PAGE.write(root())),
        ["formats", "--check"] => report(formats::PAGE.check(root())),
        ["partnership"] => report(partnership::write(root())),
        ["partnership", "--check"] => report(partnership::check(root())),
        ["tidy"] => report(tidy::check(root())),
        _ => {
            eprint!("error: no such command or option: {}\n\n{HELP}", args.join(" "));
            ExitCode::from(2)
        }
    }
}

/// The pages that tests hold against the code.
#[cfg(test)]
const PAGES: [&page::Page; 2] = [&problems::PAGE, &formats::PAGE];

/// The root of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package lies in the workspace")
}

/// Prints what was done, or everything that is wrong.
fn report(result: Result<Vec<String>, Failure>) -> ExitCode {
    match result {
        Ok(done) => {
            for line in done {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            match failure {
                Failure::Wrong(_) => ExitCode::from(1),
                Failure::Io { .. } => ExitCode::from(4),
            }
        }
    }
}

/// Why a command did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// What is wrong, all of it.
    #[error("{}", lines(.0))]
    Wrong(Vec<Finding>),
    /// A file could not be read or written.
    #[error("error: {file}: {error}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        error: std::io::Error,
    },
}

/// Something that is wrong, and what would be right.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("error: {file}: {what}\n  help: {right}")]
pub(crate) struct Finding {
    /// The file or folder, from the root of the workspace.
    pub(crate) file: String,
    /// What is wrong.
    pub(crate) what: String,
    /// What would be right.
    pub(crate) right: String,
}

impl Finding {
    pub(crate) fn new(
        file: impl Into<String>,
        what: impl Into<String>,
        right: impl Into<String>,
    ) -> Self {
        Self { file: file.into(), what: what.into(), right: right.into() }
    }
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
}

/// A path as it is shown: from the root of the workspace, with `/`.
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// The text of a file.
pub(crate) fn read(root: &Path, path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::Io { file: shown(root, path), error })
}

/// What a folder holds, in order of name; nothing when there is no such
/// folder.
pub(crate) fn entries(root: &Path, folder: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let io = |error| Failure::Io { file: shown(root, folder), error };
    let entries = std::fs::read_dir(folder).map_err(io)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(io)?;
    paths.sort();
    Ok(paths)
}
