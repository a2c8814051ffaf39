//! How much a packed workbook unpacks to: a .xlsx or .ods of a few kilobytes
//! can hold thousands of megabytes of blanks.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::WorkbookError;

/// Bytes that the parts of a workbook may unpack to, all together.
const UNPACKED: u64 = 512 << 20;

/// Parts that a workbook may have; a publication has some dozens.
const PARTS: usize = 10_000;

/// Looks at what the parts say of their size, and at what they really unpack
/// to.
///
/// # Errors
///
/// [`WorkbookError`] where that is too much, or cannot be unpacked.
pub(super) fn check(input: &[u8]) -> Result<(), WorkbookError> {
    within(input, UNPACKED)
}

fn within(input: &[u8], most: u64) -> Result<(), WorkbookError> {
    let mut archive = open(input)?;
    if archive.len() > PARTS {
        return Err(WorkbookError::TooLarge);
    }
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| WorkbookError::Damaged)?;
        if part.size() > left {
            return Err(WorkbookError::TooLarge);
        }
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let unpacked = unpacked.map_err(|_| WorkbookError::Damaged)?;
        left = left.checked_sub(unpacked).ok_or(WorkbookError::TooLarge)?;
    }
    Ok(())
}

/// One part, unpacked; `None` where there is none of that name.
///
/// # Errors
///
/// [`WorkbookError::Damaged`].
pub(super) fn part(input: &[u8], name: &str) -> Result<Option<Vec<u8>>, WorkbookError> {
    let mut archive = open(input)?;
    let Ok(part) = archive.by_name(name) else { return Ok(None) };
    let mut out = Vec::new();
    part.take(UNPACKED).read_to_end(&mut out).map_err(|_| WorkbookError::Damaged)?;
    Ok(Some(out))
}

fn open(input: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, WorkbookError> {
    ZipArchive::new(Cursor::new(input)).map_err(|_| WorkbookError::Damaged)
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use std::io::Write as _;

    /// An archive of these parts, packed.
    pub(in super::super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        for (name, content) in parts {
            zip.start_file(*name, options).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::testing::archive;
    use super::*;

    #[test]
    fn what_unpacks_to_too_much_is_refused_whatever_it_says_of_itself() {
        let blanks = vec![b' '; 1 << 20];
        let bomb = archive(&[("xl/sharedStrings.xml", &blanks), ("xl/workbook.xml", &blanks)]);
        assert!(bomb.len() < 8192, "{} bytes", bomb.len());
        assert_eq!(within(&bomb, 2 << 20), Ok(()));
        assert_eq!(within(&bomb, (2 << 20) - 1), Err(WorkbookError::TooLarge));
        // Every field that gives a part's size says less than is there.
        let mut liar = bomb;
        let size = (1_u32 << 20).to_le_bytes();
        for at in 0..liar.len() - 4 {
            if liar[at..at + 4] == size {
                liar[at..at + 4].copy_from_slice(&16_u32.to_le_bytes());
            }
        }
        assert!(within(&liar, 1 << 20).is_err());
    }

    #[test]
    fn what_is_no_archive_is_damaged() {
        assert_eq!(check(b"PK\x03\x04 and no more"), Err(WorkbookError::Damaged));
    }
}
