//! How large the sheets of an .xls are: a stray cell in the last row and
//! column makes its sheet 17 million cells large, and a sheet says its size
//! itself, which need not be true.
//!
//! Layout: [MS-XLS], Excel Binary File Format, sections 2.3 and 2.4.

use super::{CELLS, WorkbookError, compound};

const BEGIN: u16 = 0x0809;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00BD;
/// Records of one cell: number, text, text by number, rich text, truth or
/// error, packed number, formula, and formula of older files.
const CELL: [u16; 8] = [0x0203, 0x0204, 0x00FD, 0x00D6, 0x0205, 0x027E, 0x0006, 0x0406];

/// Looks at where cells stand, and at what the sheets say of themselves.
///
/// # Errors
///
/// [`WorkbookError`] where the sheets spread too far, or cannot be read.
pub(super) fn check(input: &[u8]) -> Result<(), WorkbookError> {
    let stream = compound::workbook(input)?;
    let mut cells = 0;
    let mut sheet: Option<Reach> = None;
    let mut rest = &stream[..];
    while let [a, b, c, d, more @ ..] = rest {
        let kind = u16::from_le_bytes([*a, *b]);
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        // The rest of the last sector is filled up.
        let Some(data) = more.get(..length) else { break };
        rest = &more[length..];
        match kind {
            BEGIN => cells += sheet.take().map_or(0, Reach::area),
            DIMENSIONS => says(data)?,
            SEVERAL_NUMBERS => {
                let last = data.len().checked_sub(2).and_then(|at| half(data, at));
                see(&mut sheet, half(data, 0), half(data, 2).max(last));
                see(&mut sheet, half(data, 0), half(data, 2));
            }
            _ if CELL.contains(&kind) => see(&mut sheet, half(data, 0), half(data, 2)),
            _ => {}
        }
        if cells + sheet.map_or(0, Reach::area) > CELLS {
            return Err(WorkbookError::TooLarge);
        }
    }
    Ok(())
}

/// The first and last row and column of a sheet.
#[derive(Clone, Copy)]
struct Reach {
    rows: [u16; 2],
    columns: [u16; 2],
}

impl Reach {
    fn area(self) -> u64 {
        let span = |[first, last]: [u16; 2]| u64::from(last - first) + 1;
        span(self.rows) * span(self.columns)
    }
}

fn see(sheet: &mut Option<Reach>, row: Option<u16>, column: Option<u16>) {
    let (Some(row), Some(column)) = (row, column) else { return };
    let reach = sheet.get_or_insert(Reach { rows: [row; 2], columns: [column; 2] });
    let wider = |[first, last]: [u16; 2], at: u16| [first.min(at), last.max(at)];
    reach.rows = wider(reach.rows, row);
    reach.columns = wider(reach.columns, column);
}

/// What a sheet says of its size: first row and the one after the last, and
/// the same of columns.
fn says(data: &[u8]) -> Result<(), WorkbookError> {
    let four = |at: usize| -> Option<u64> {
        Some(u64::from(half(data, at)?) | u64::from(half(data, at + 2)?) << 16)
    };
    let two = |at: usize| half(data, at).map(u64::from);
    let corners = if data.len() == 10 {
        [two(0), two(2), two(4), two(6)]
    } else {
        [four(0), four(4), two(8), two(10)]
    };
    let [Some(top), Some(bottom), Some(left), Some(right)] = corners else {
        return Err(WorkbookError::Damaged);
    };
    // An empty sheet says 0 to 0; other ends before their start are damage.
    if bottom == 0 || right == 0 {
        return Ok(());
    }
    // A first column that cannot be is read as the first of all.
    let left = if left > 0xFF || right < left { 0 } else { left };
    let rows = bottom.checked_sub(top).filter(|rows| *rows > 0).ok_or(WorkbookError::Damaged)?;
    if right == left {
        return Err(WorkbookError::Damaged);
    }
    if rows.saturating_mul(right - left) > 4 * CELLS {
        return Err(WorkbookError::TooLarge);
    }
    Ok(())
}

fn half(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]))
}

#[cfg(test)]
mod tests {
    use super::super::compound::testing::compound;
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
        record(0x0203, &[&place[..], &[0; 10]].concat())
    }

    fn dimensions(rows: [u32; 2], columns: [u16; 2]) -> Vec<u8> {
        let rows = rows.map(u32::to_le_bytes).concat();
        let columns = columns.map(u16::to_le_bytes).concat();
        record(DIMENSIONS, &[&rows[..], &columns, &[0; 2]].concat())
    }

    fn checked(records: &[Vec<u8>]) -> Result<(), WorkbookError> {
        let begin = record(BEGIN, &[0, 6, 16, 0]);
        check(&compound(&[begin, records.concat()].concat()))
    }

    #[test]
    fn tables_of_any_usual_size_pass() {
        assert_eq!(
            checked(&[dimensions([0, 700], [0, 20]), number(0, 0), number(699, 19)]),
            Ok(())
        );
        assert_eq!(checked(&[dimensions([0, 0], [0, 0])]), Ok(()), "an empty sheet");
        assert_eq!(checked(&[number(65_535, 255)]), Ok(()), "one cell spreads nothing");
    }

    #[test]
    fn a_stray_cell_in_the_last_corner_is_too_far() {
        assert_eq!(checked(&[number(0, 0), number(65_535, 255)]), Err(WorkbookError::TooLarge));
        let several = record(SEVERAL_NUMBERS, &[0xFF, 0xFF, 0, 0, 0xFF, 0]);
        assert_eq!(checked(&[number(0, 0), several]), Err(WorkbookError::TooLarge));
    }

    #[test]
    fn sizes_that_cannot_be_are_refused_before_room_is_made_for_them() {
        let huge = dimensions([0, u32::MAX], [0, 256]);
        assert_eq!(checked(&[huge]), Err(WorkbookError::TooLarge));
        let backwards = dimensions([9, 3], [0, 5]);
        assert_eq!(checked(&[backwards]), Err(WorkbookError::Damaged));
        assert_eq!(checked(&[record(DIMENSIONS, &[1])]), Err(WorkbookError::Damaged));
    }
}
