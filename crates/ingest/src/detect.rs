//! What a file is, told from its content.

use std::sync::Arc;

use firstyear_core::project::FileFormat;

use crate::input::Input;
use crate::sample::Sample;
use crate::{ReadError, format};

/// The format of a file with this content, packed or not. Its name is used in
/// problems only.
///
/// # Errors
///
/// [`ReadError::Unusable`] when the content is of no known format, or fits
/// two of them equally.
///
/// # Example
///
/// ```
/// use firstyear_core::project::FileFormat;
///
/// let header = b"dimension,group,relative_gap_percent,origin\n";
/// assert_eq!(firstyear_ingest::detect(header, "gaps.csv")?, FileFormat::TidyGaps);
/// # Ok::<(), firstyear_ingest::ReadError>(())
/// ```
pub fn detect(input: &[u8], file: &str) -> Result<FileFormat, ReadError> {
    let file: Arc<str> = file.into();
    let input = Input::of_bytes(input, &file);
    Ok(format::told(&Sample::of(&input)?, &file)?.format)
}
