//! How the program ends.

use std::io;
use std::process::ExitCode;

/// The exit code of a run that was interrupted, as shells give it: 128 and the
/// number of the signal.
pub(crate) const INTERRUPTED: u8 = 130;

/// How a command ended that did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// Done.
    Done,
    /// Done, with errors in the input.
    Problems,
    /// Done, without answers that would give a small count away.
    Refused,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(match code {
            Code::Done => 0,
            Code::Problems => 1,
            Code::Refused => 3,
        })
    }
}

/// Why a command did not do what it was asked. The message says where, what is
/// wrong and what would be right.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The input cannot be read, or leaves a meaning open. The problems have
    /// been printed.
    #[error("{0}")]
    Input(String),
    /// Asked for something that is not there.
    #[error("{0}")]
    Use(String),
    /// What was asked for could give a small count away.
    #[error("{0}")]
    Refused(String),
    /// Cannot read or write a file.
    #[error("{0}")]
    File(String),
    /// Cannot write to standard output.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
    /// Ctrl-C while writing.
    #[error("interrupted")]
    Interrupted,
    /// A defect of the program.
    #[error("a defect of the program: {0}")]
    Defect(String),
}

impl Failure {
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Input(_) => 1,
            Self::Use(_) => 2,
            Self::Refused(_) => 3,
            Self::File(_) | Self::Output(_) if self.is_closed_pipe() => 0,
            Self::File(_) | Self::Output(_) => 4,
            Self::Defect(_) => 70,
            Self::Interrupted => INTERRUPTED,
        }
    }

    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
