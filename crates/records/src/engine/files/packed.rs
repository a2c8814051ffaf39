//! Files of text as they stand, or packed by gzip or Zstandard, told by their first bytes.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packed {
    No,
    Gzip,
    Zstd,
}

impl Packed {
    /// That of an open file, which is at its start again after it.
    pub(super) fn of(file: &mut File) -> io::Result<Self> {
        let mut head = Vec::new();
        file.by_ref().take(4).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(match head[..] {
            [0x1F, 0x8B, ..] => Self::Gzip,
            // Its magic number, or that of a part which holds nothing of the file.
            [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] => Self::Zstd,
            _ => Self::No,
        })
    }
}

/// The text of a file from its start. One that was packed in several parts is read to the last.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    const PIECE: usize = 1 << 16;
    let mut file = File::open(path)?;
    let packed = Packed::of(&mut file)?;
    let file = BufReader::with_capacity(PIECE, file);
    Ok(match packed {
        Packed::No => Box::new(file),
        Packed::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
        Packed::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(file)?),
    })
}
