//! What a file is, told from its content.

use std::ops::ControlFlow;
use std::sync::Arc;

use calamine::DataType as _;
use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode};

use crate::ReadError;
use crate::table::{Layout, columns_named};
use crate::text::decode;
use crate::workbook::Workbook;

/// Words such as `value` head the columns of many tables. A tidy table with a
/// column or two misnamed still has as many as these.
const ENOUGH: usize = 3;

/// The format of a file with this content. Its name is used in problems only.
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
    if input.starts_with(b"PK\x03\x04") {
        return detect_workbook(input, &file);
    }
    if input.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(unknown(&file, "the file is a workbook of the older kind, .xls")
            .with_help("save it as .xlsx")
            .into());
    }
    let text = decode(input, &file)?;
    let observations = columns_named(text, Layout::OBSERVATIONS);
    let gaps = columns_named(text, Layout::GAPS);
    match observations.cmp(&gaps) {
        _ if observations.max(gaps) < ENOUGH => {
            Err(unknown(&file, "the first row is not the header of a known layout").into())
        }
        std::cmp::Ordering::Greater => Ok(FileFormat::Tidy),
        std::cmp::Ordering::Less => Ok(FileFormat::TidyGaps),
        std::cmp::Ordering::Equal => {
            Err(unknown(&file, "the header fits two layouts equally").into())
        }
    }
}

/// The ONS's workbook says on its cover or in its list of contents what it
/// is. Its tables, which bear numbers, are not looked at.
fn detect_workbook(input: &[u8], file: &Arc<str>) -> Result<FileFormat, ReadError> {
    let mut workbook =
        Workbook::open(input).map_err(|_| unknown(file, "the workbook cannot be opened"))?;
    let is_number = |name: &String| name.bytes().all(|b| b.is_ascii_digit());
    let covers: Vec<String> =
        workbook.sheets().into_iter().filter(|name| !is_number(name)).collect();
    let says_so = covers.iter().any(|name| {
        let mut found = false;
        let read = workbook.cells(name, |_, _, cell| {
            let text = cell.get_string().unwrap_or_default().to_lowercase();
            found = text.contains("child mortality (death cohort)");
            if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        read.is_ok() && found
    });
    if says_so {
        Ok(FileFormat::OnsChildMortality)
    } else {
        Err(unknown(file, "the workbook is none that a reader knows").into())
    }
}

fn unknown(file: &Arc<str>, message: &str) -> Problem {
    let known = FileFormat::ALL.map(|(_, name)| name).join(", ");
    Problem::new(ProblemCode::FileUnreadable, Place::file(Arc::clone(file)), message).with_help(
        format!("known formats are {known}: save the file as one of them, or name its format"),
    )
}
