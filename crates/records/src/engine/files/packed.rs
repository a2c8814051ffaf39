//! The text of files as they stand, or packed.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

use firstyear_ingest::{Packed, Unpacked};

/// How an open file is packed; it is at its start again after it.
pub(super) fn of(file: &mut File) -> io::Result<Packed> {
    let mut head = Vec::new();
    file.by_ref().take(Packed::HEAD as u64).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(Packed::of(&head))
}

/// The text of a file from its start.
pub(super) fn open(path: &Path) -> io::Result<Unpacked<BufReader<File>>> {
    const PIECE: usize = 1 << 16;
    let mut file = File::open(path)?;
    let packed = of(&mut file)?;
    Ok(packed.unpacked(BufReader::with_capacity(PIECE, file)))
}
