//! Work of the engine: what is waited for, stopped by Ctrl-C, and held within a bound.

use std::num::NonZeroUsize;
use std::path::Path;

use firstyear_core::count::{CountSpec, is_address};
use firstyear_export::atomic::Stop;
use firstyear_records::CountOptions;

use super::report::not_built;
use super::threads_or_all;
use crate::exit::Failure;
use crate::interrupt;
use crate::progress::Busy;

/// Bytes that so many MiB are.
pub(crate) fn bytes(mib: Option<NonZeroUsize>) -> Option<NonZeroUsize> {
    const MIB: NonZeroUsize = NonZeroUsize::new(1 << 20).expect("more than 0");
    mib.and_then(|mib| mib.checked_mul(MIB))
}

/// Waits for work under a name. It asks whether to stop, as the engine may have files of its
/// own, which it clears away then.
pub(crate) fn waiting<T>(name: &'static str, work: impl FnOnce(Stop<'_>) -> T) -> T {
    let busy = Busy::new(name);
    let done = interrupt::writing_parts(|stop| {
        work(&|| {
            busy.see();
            stop()
        })
    });
    drop(busy);
    done
}

/// The same for records, by so many threads and MiB.
pub(crate) fn working<T>(
    name: &'static str,
    (threads, mib): (Option<NonZeroUsize>, Option<NonZeroUsize>),
    work: impl FnOnce(&CountOptions<'_>) -> T,
) -> T {
    waiting(name, |stop| {
        work(&CountOptions { threads: threads_or_all(threads), memory: bytes(mib), stop })
    })
}

/// The folder that a file lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().unwrap_or(Path::new("."));
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// Refuses records on object stores where the build reads none.
pub(crate) fn reads(spec: &CountSpec) -> Result<(), Failure> {
    if cfg!(not(feature = "objects")) && spec.files().any(|name| is_address(name)) {
        return Err(not_built("objects"));
    }
    Ok(())
}
