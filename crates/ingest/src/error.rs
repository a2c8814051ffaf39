//! What cannot be read at all.

use std::io;
use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};

/// Why a file gave nothing. Everything less than that is a [`Problem`] beside
/// the rows that could be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The system would not give the file: it is missing, or may not be read.
    #[error("{file} cannot be opened: {}", reason(source.kind()))]
    Io {
        /// The file as the user named it.
        file: Arc<str>,
        /// What the system said.
        source: io::Error,
    },
    /// The file was opened, but no row of it can be used: it is empty,
    /// damaged, of another encoding, or lacks a column.
    #[error("{}", first(problems))]
    Unusable {
        /// Everything that is wrong, in the order of the file; at least one
        /// is an error.
        problems: Vec<Problem>,
    },
    /// The caller's progress function asked to stop.
    #[error("reading was stopped")]
    Stopped,
}

impl ReadError {
    /// A file that the system would not give.
    pub fn io(file: impl Into<Arc<str>>, source: io::Error) -> Self {
        Self::Io { file: file.into(), source }
    }

    /// The problems to print: one for a file that could not be opened, none
    /// for a caller that stopped.
    #[must_use]
    pub fn problems(self) -> Vec<Problem> {
        match self {
            Self::Io { file, source } => {
                let message = format!("cannot be opened: {}", reason(source.kind()));
                vec![Problem::new(ProblemCode::FileUnreadable, Place::file(file), message)]
            }
            Self::Unusable { problems } => problems,
            Self::Stopped => Vec::new(),
        }
    }
}

impl From<Problem> for ReadError {
    fn from(problem: Problem) -> Self {
        Self::Unusable { problems: vec![problem] }
    }
}

/// The system's own words differ between systems, and output must not.
fn reason(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "no such file",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::IsADirectory => "it is a folder",
        _ => "the system reports an input error",
    }
}

fn first(problems: &[Problem]) -> String {
    problems.first().map_or_else(|| "the file cannot be used".to_owned(), ToString::to_string)
}
