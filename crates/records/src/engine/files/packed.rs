//! The text of files as they stand, or packed.

use std::io::{self, BufReader, Chain, Cursor, Read};

use firstyear_ingest::{Packed, Unpacked};

use super::source::{Opened, Source};

/// The text of a file, whose first bytes were read to tell how it is packed.
pub(in super::super) type Text = Unpacked<BufReader<Chain<Cursor<Vec<u8>>, Opened>>>;

/// The first bytes of a file, by which it is told how it is packed.
pub(super) fn head(file: &mut impl Read) -> io::Result<Cursor<Vec<u8>>> {
    let mut head = Vec::new();
    file.take(Packed::HEAD as u64).read_to_end(&mut head)?;
    Ok(Cursor::new(head))
}

/// The text of a file from its start.
pub(in super::super) fn open(source: &Source) -> io::Result<Text> {
    const PIECE: usize = 1 << 16;
    let mut file = source.open()?;
    let head = head(&mut file)?;
    let packed = Packed::of(head.get_ref());
    Ok(packed.unpacked(BufReader::with_capacity(PIECE, head.chain(file))))
}
