//! `map`: the draft of a mapping file.

use std::path::Path;

use firstyear_export::atomic;

use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// Looks at a table and writes a draft of its mapping.
pub(crate) fn map(file: &Path, out: Option<&Path>) -> Result<Code, Failure> {
    let draft = load::draft(file)?;
    match out {
        // Answers that were given in an earlier draft are not written over.
        Some(path) if path.exists() => {
            let message = format!("{} exists already; name another file", path.display());
            return Err(Failure::Use(message));
        }
        Some(path) => {
            interrupt::writing(|stop| atomic::write_file(path, draft.as_bytes(), stop))?;
        }
        None => {
            print(&draft)?;
        }
    }
    Ok(Code::Done)
}
