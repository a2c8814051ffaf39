//! How far a reader has come, and a way to stop it.

use std::ops::ControlFlow;
use std::sync::Arc;

/// How far the reading of one file has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// Bytes read so far.
    pub done: u64,
    /// Bytes of the whole file.
    pub total: u64,
}

/// Called every few thousand rows and at the end of each file. Returning
/// [`ControlFlow::Break`] ends the reading with
/// [`ReadError::Stopped`](crate::ReadError::Stopped).
pub type OnProgress<'a> = &'a mut dyn FnMut(&Progress) -> ControlFlow<()>;

/// For callers who neither watch nor stop.
pub fn unwatched(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
