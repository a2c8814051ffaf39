//! How large the sheets of an .ods are: one row says how often it repeats, and
//! so does a cell, so that a line of text can fill a sheet.

use memchr::memchr;
use memchr::memmem::find;

use super::{CELLS, WorkbookError, packed};

/// Looks at the last filled row and column of each sheet, repeats counted.
///
/// # Errors
///
/// [`WorkbookError::TooLarge`] where the sheets are, laid out.
pub(super) fn check(input: &[u8]) -> Result<(), WorkbookError> {
    let Some(content) = packed::part(input, "content.xml")? else {
        return Err(WorkbookError::Damaged);
    };
    let mut cells = 0;
    let mut sheet = Sheet::default();
    let mut rest = &content[..];
    while let Some(tag) = next_tag(&mut rest) {
        match tag.name {
            b"table:table" => {
                cells += sheet.area();
                sheet = Sheet::default();
            }
            b"table:table-row" => sheet.row(tag.repeats(b"table:number-rows-repeated=")?),
            b"table:table-cell" | b"table:covered-table-cell" => {
                let repeats = tag.repeats(b"table:number-columns-repeated=")?;
                sheet.cell(repeats, tag.may_be_filled());
            }
            _ => {}
        }
        if cells + sheet.area() > CELLS {
            return Err(WorkbookError::TooLarge);
        }
    }
    Ok(())
}

/// How far a sheet reaches.
#[derive(Default)]
struct Sheet {
    /// Rows above the present one.
    above: u64,
    /// How often the present row repeats.
    repeats: u64,
    /// Columns of the present row so far.
    across: u64,
    last_row: u64,
    last_column: u64,
}

impl Sheet {
    fn row(&mut self, repeats: u64) {
        self.above = self.above.saturating_add(self.repeats);
        self.repeats = repeats;
        self.across = 0;
    }

    fn cell(&mut self, repeats: u64, filled: bool) {
        self.across = self.across.saturating_add(repeats);
        if filled {
            self.last_row = self.above.saturating_add(self.repeats);
            self.last_column = self.last_column.max(self.across);
        }
    }

    const fn area(&self) -> u64 {
        self.last_row.saturating_mul(self.last_column)
    }
}

/// The start of an element.
struct Tag<'c> {
    name: &'c [u8],
    /// What stands between its name and its end.
    attributes: &'c [u8],
}

impl Tag<'_> {
    /// The number of an attribute, 1 where it is not there.
    fn repeats(&self, attribute: &[u8]) -> Result<u64, WorkbookError> {
        let Some(at) = find(self.attributes, attribute) else { return Ok(1) };
        let value = &self.attributes[at + attribute.len()..];
        let Some((quote, value)) = value.split_first() else { return Err(WorkbookError::Damaged) };
        let end = memchr(*quote, value).ok_or(WorkbookError::Damaged)?;
        let text = std::str::from_utf8(&value[..end]).map_err(|_| WorkbookError::Damaged)?;
        text.parse().map_err(|_| WorkbookError::Damaged)
    }

    /// A cell with nothing in it has neither a value nor text.
    fn may_be_filled(&self) -> bool {
        !self.attributes.ends_with(b"/")
            || find(self.attributes, b"office:").is_some()
            || find(self.attributes, b"table:formula").is_some()
    }
}

/// The next start of an element; what stands before its end is left.
fn next_tag<'c>(rest: &mut &'c [u8]) -> Option<Tag<'c>> {
    loop {
        let start = memchr(b'<', rest)? + 1;
        let inside = &rest[start..];
        if inside.starts_with(b"!--") {
            *rest = &inside[find(inside, b"-->")? + 3..];
            continue;
        }
        let end = end_of_tag(inside)?;
        *rest = &inside[end + 1..];
        let tag = &inside[..end];
        if tag.starts_with(b"/") || tag.starts_with(b"?") || tag.starts_with(b"!") {
            continue;
        }
        let name = tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/');
        let (name, attributes) = tag.split_at(name.unwrap_or(tag.len()));
        return Some(Tag { name, attributes });
    }
}

/// Where a tag ends: a bracket in quotation marks is text.
fn end_of_tag(inside: &[u8]) -> Option<usize> {
    let mut quote = None;
    inside.iter().position(|byte| {
        match quote {
            Some(open) if open == *byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
            None if *byte == b'>' => return true,
            _ => {}
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::super::packed::testing::archive;
    use super::*;

    fn sheet(rows: &str) -> Result<(), WorkbookError> {
        let content = format!(
            "<?xml version=\"1.0\"?><!-- > --><office:spreadsheet><table:table \
             table:name=\"a>b\">{rows}</table:table></office:spreadsheet>"
        );
        check(&archive(&[("content.xml", content.as_bytes())]))
    }

    #[test]
    fn empty_rows_that_fill_the_sheet_cost_nothing() {
        let usual = "<table:table-row><table:table-cell office:value=\"1\"/></table:table-row>\
                     <table:table-row table:number-rows-repeated=\"1048575\">\
                     <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
        assert_eq!(sheet(usual), Ok(()));
    }

    #[test]
    fn filled_cells_that_repeat_over_the_sheet_are_too_many() {
        let repeated = "<table:table-row table:number-rows-repeated='1048576'>\
                        <table:table-cell table:number-columns-repeated='16384' \
                        office:value='1'/></table:table-row>";
        assert_eq!(sheet(repeated), Err(WorkbookError::TooLarge));
        let text = "<table:table-row table:number-rows-repeated='1048576'>\
                    <table:table-cell table:number-columns-repeated='16384'><text:p>a</text:p>\
                    </table:table-cell></table:table-row>";
        assert_eq!(sheet(text), Err(WorkbookError::TooLarge));
    }

    #[test]
    fn a_stray_cell_spreads_its_sheet() {
        let stray = "<table:table-row><table:table-cell office:value='1'/></table:table-row>\
                     <table:table-row table:number-rows-repeated='1000000'>\
                     <table:table-cell/></table:table-row><table:table-row>\
                     <table:table-cell table:number-columns-repeated='16000'/>\
                     <table:table-cell office:value='1'/></table:table-row>";
        assert_eq!(sheet(stray), Err(WorkbookError::TooLarge));
        assert_eq!(sheet("<table:table-row table:number-rows-repeated='-1'/>"), {
            Err(WorkbookError::Damaged)
        });
    }
}
