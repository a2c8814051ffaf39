//! Ctrl-C: an interrupted run leaves no temporary files and the earlier output
//! as it was.
//!
//! Reading and calculating leave nothing behind, so the program ends at once,
//! even while it waits for a slow disk or a pipe. Writing is asked to stop
//! between two files, clears away what it began, and only then the program
//! ends. A write that has already put its output in place is left to finish.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use firstyear_export::atomic::{Stop, WriteError};

use crate::exit::{Failure, INTERRUPTED};

static STOP: AtomicBool = AtomicBool::new(false);

/// Held by whoever has temporary files.
static WRITING: Mutex<()> = Mutex::new(());

/// Takes Ctrl-C over.
pub(crate) fn watch() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        STOP.store(true, Ordering::SeqCst);
        // The lock is free once nothing temporary is left; a writer that
        // panicked has cleared up while its stack unwound.
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        std::process::exit(INTERRUPTED.into());
    })
    .map_err(|error| Failure::Defect(format!("cannot watch for an interrupt: {error}")))
}

/// Writes with `write`, which must ask its argument whether to stop.
pub(crate) fn writing(
    write: impl FnOnce(Stop<'_>) -> Result<(), WriteError>,
) -> Result<(), Failure> {
    writing_parts(write).map_err(unwritten)
}

/// The same for what fails in its own way, or leaves something to go on with.
pub(crate) fn writing_parts<T>(write: impl FnOnce(Stop<'_>) -> T) -> T {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    write(&|| STOP.load(Ordering::SeqCst))
}

/// Why nothing was written.
pub(crate) fn unwritten(error: WriteError) -> Failure {
    match error {
        WriteError::Stopped { .. } => Failure::Interrupted,
        error => Failure::File(error.to_string()),
    }
}
