//! The stream of a workbook in a compound file, the older kind of container.
//!
//! Layout: [MS-CFB], Compound File Binary File Format, sections 2.2 to 2.6.

use super::WorkbookError;

/// The first bytes of a compound file.
pub(super) const MAGIC: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// Streams shorter than this stand in the stream of small ones.
const SMALL: u64 = 4096;
/// A sector of the stream of small ones.
const SMALL_SECTOR: usize = 64;
/// An entry of the directory.
const ENTRY: usize = 128;
/// Ids of sectors from this on are marks, such as the end of a chain.
const MARKS: u32 = 0xFFFF_FFFA;

/// The bytes of the stream that holds the workbook.
///
/// # Errors
///
/// [`WorkbookError::Damaged`] where chains of sectors lead nowhere.
pub(super) fn workbook(input: &[u8]) -> Result<Vec<u8>, WorkbookError> {
    let file = File::open(input)?;
    let directory = chain(file.body, file.sector, &file.table, word(input, 48)?)?;
    let entries = || directory.chunks_exact(ENTRY);
    let named = |name: &str| entries().find(|entry| is_named(entry, name));
    let stream = named("Workbook").or_else(|| named("Book")).ok_or(WorkbookError::Damaged)?;
    let (start, length) = (word(stream, 116)?, u64::from(word(stream, 120)?));
    let mut bytes = if length < SMALL {
        let root = entries().next().ok_or(WorkbookError::Damaged)?;
        let small = chain(file.body, file.sector, &file.table, word(root, 116)?)?;
        let table = words(&chain(file.body, file.sector, &file.table, word(input, 60)?)?);
        chain(&small, SMALL_SECTOR, &table, start)?
    } else {
        chain(file.body, file.sector, &file.table, start)?
    };
    bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    Ok(bytes)
}

struct File<'i> {
    /// Everything behind the header.
    body: &'i [u8],
    sector: usize,
    /// The next sector of each.
    table: Vec<u32>,
}

impl<'i> File<'i> {
    fn open(input: &'i [u8]) -> Result<Self, WorkbookError> {
        let sector = match input.get(30..32) {
            Some([9, 0]) => 512,
            Some([12, 0]) => 4096,
            _ => return Err(WorkbookError::Damaged),
        };
        let body = input.get(sector..).ok_or(WorkbookError::Damaged)?;
        let header = input.get(76..512).ok_or(WorkbookError::Damaged)?;
        let mut parts = words(header);
        let mut next = word(input, 68)?;
        // No chain is longer than the file has sectors.
        let mut left = body.len() / sector;
        while next < MARKS && left > 0 {
            let more = words(at(body, sector, next)?);
            let (last, more) = more.split_last().ok_or(WorkbookError::Damaged)?;
            parts.extend_from_slice(more);
            next = *last;
            left -= 1;
        }
        let mut table = Vec::new();
        let most = body.len() / sector + 1;
        for part in parts.into_iter().filter(|part| *part < MARKS).take(most) {
            table.extend(words(at(body, sector, part)?));
        }
        Ok(Self { body, sector, table })
    }
}

/// The sectors of a stream, one after the other.
fn chain(body: &[u8], sector: usize, table: &[u32], first: u32) -> Result<Vec<u8>, WorkbookError> {
    let mut out = Vec::new();
    let mut next = first;
    while next < MARKS {
        // A chain that bites its tail would never end.
        if out.len() > body.len() {
            return Err(WorkbookError::Damaged);
        }
        out.extend_from_slice(at(body, sector, next)?);
        next = *table.get(next as usize).ok_or(WorkbookError::Damaged)?;
    }
    Ok(out)
}

/// A sector; the last of a file may be cut short.
fn at(body: &[u8], sector: usize, number: u32) -> Result<&[u8], WorkbookError> {
    let start = (number as usize).checked_mul(sector).filter(|start| *start < body.len());
    let start = start.ok_or(WorkbookError::Damaged)?;
    Ok(&body[start..body.len().min(start + sector)])
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let printed = name.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]);
    entry.iter().copied().take(2 * name.len() + 2).eq(printed)
}

fn word(bytes: &[u8], at: usize) -> Result<u32, WorkbookError> {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map(u32::from_le_bytes).ok_or(WorkbookError::Damaged)
}

fn words(bytes: &[u8]) -> Vec<u32> {
    let four = bytes.chunks_exact(4).map(|four| [four[0], four[1], four[2], four[3]]);
    four.map(u32::from_le_bytes).collect()
}

#[cfg(test)]
pub(super) mod testing {
    /// A compound file that holds these bytes as its workbook, in the stream of
    /// small ones or in one of its own.
    pub(in super::super) fn compound(stream: &[u8]) -> Vec<u8> {
        const END: u32 = 0xFFFF_FFFE;
        const FREE: u32 = 0xFFFF_FFFF;
        let small = stream.len() < 4096;
        let sectors = u32::try_from(stream.len().div_ceil(512)).unwrap();
        let mut header = vec![0; 512];
        let put = |bytes: &mut Vec<u8>, at: usize, word: u32| {
            bytes[at..at + 4].copy_from_slice(&word.to_le_bytes());
        };
        header[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        header[24..32].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0]);
        header[32] = 6;
        for (at, word) in [(44, 1), (48, 1), (56, 4096), (60, END), (68, END), (76, 0)] {
            put(&mut header, at, word);
        }
        (80..512).step_by(4).for_each(|at| put(&mut header, at, FREE));
        if small {
            put(&mut header, 60, 2);
            put(&mut header, 64, 1);
        }
        // Sector 0 is the table, 1 the directory, 2 the table of small sectors,
        // and the stream begins with 3.
        let mut table = vec![0xFF; 512];
        for (at, next) in [(0, 0xFFFF_FFFD), (1, END), (2, END)] {
            put(&mut table, at * 4, next);
        }
        for sector in 3..3 + sectors {
            let last = sector == 2 + sectors;
            put(&mut table, sector as usize * 4, if last { END } else { sector + 1 });
        }
        let mut small_table = vec![0xFF; 512];
        let small_sectors = u32::try_from(stream.len().div_ceil(64)).unwrap();
        for sector in 0..small_sectors.min(128) {
            let last = sector + 1 == small_sectors;
            put(&mut small_table, sector as usize * 4, if last { END } else { sector + 1 });
        }
        let length = u32::try_from(stream.len()).unwrap();
        let entry = |name: &str, kind: u8, child: u32, start: u32| {
            let mut entry = vec![0; 128];
            for (at, unit) in name.encode_utf16().enumerate() {
                entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64] = u8::try_from(2 * name.len() + 2).unwrap();
            entry[66] = kind;
            entry[67] = 1;
            for (at, word) in [(68, FREE), (72, FREE), (76, child), (116, start), (120, length)] {
                put(&mut entry, at, word);
            }
            entry
        };
        let mut directory = entry("Root Entry", 5, 1, if small { 3 } else { END });
        directory.extend(entry("Workbook", 2, FREE, if small { 0 } else { 3 }));
        directory.resize(512, 0);
        let mut body = stream.to_vec();
        body.resize(512 * sectors as usize, 0);
        [header, table, directory, small_table, body].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::testing::compound;
    use super::*;

    #[test]
    fn streams_are_found_whether_small_or_not() {
        for length in [100, 5000] {
            let stream: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
            assert_eq!(workbook(&compound(&stream)).unwrap(), stream);
        }
    }

    #[test]
    fn chains_without_an_end_are_damage() {
        let mut file = compound(&[1; 5000]);
        // The last sector of the stream leads back to its first.
        file[512 + 4 * 12..512 + 4 * 13].copy_from_slice(&3_u32.to_le_bytes());
        assert_eq!(workbook(&file), Err(WorkbookError::Damaged));
        for length in [0, 31, 511, 700] {
            assert!(workbook(&file[..length]).is_err(), "{length} bytes");
        }
    }
}
