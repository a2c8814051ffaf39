//! Ctrl-C: an interrupted run leaves no temporary files and the earlier output
//! as it was. On Unix SIGTERM, by which a machine ends what runs on it, and
//! SIGHUP, by which a terminal says that it is gone, are taken alike.
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

/// Takes Ctrl-C over, and what else ends a program. Called before there is a
/// second thread.
pub(crate) fn watch() -> Result<(), Failure> {
    let fail = |error: String| Failure::Defect(format!("cannot watch for an interrupt: {error}"));
    #[cfg(unix)]
    watch_signals().map_err(|error| fail(error.to_string()))?;
    ctrlc::set_handler(|| end()).map_err(|error| fail(error.to_string()))
}

/// Ends the program once nothing temporary is left.
fn end() -> ! {
    STOP.store(true, Ordering::SeqCst);
    // A writer that panicked has cleared up while its stack unwound.
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    std::process::exit(INTERRUPTED.into());
}

#[cfg(unix)]
fn watch_signals() -> std::io::Result<()> {
    use nix::sys::signal::{SigSet, Signal};

    let mut signals = SigSet::empty();
    signals.add(Signal::SIGTERM);
    if !ignores_hangup() {
        signals.add(Signal::SIGHUP);
    }
    // Held back from every thread, so that the one below is told of them.
    signals.thread_block()?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if signals.wait().is_ok() {
            end();
        }
    })?;
    Ok(())
}

/// Whether the program is to outlive its terminal, as `nohup` has it. Where that
/// cannot be known it is left as it is.
#[cfg(unix)]
fn ignores_hangup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok());
    // The lowest bit is the first signal, SIGHUP.
    ignored.is_none_or(|ignored| ignored & 1 == 1)
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
