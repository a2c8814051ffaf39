//! Files packed by Zstandard, part after part: programs that pack on several cores write many,
//! and files that were put one behind the other have as many as there were.

use std::io::{self, BufRead as _, BufReader, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Whether a file begins as one that is packed so, or with a part that holds nothing of it.
pub(crate) const fn is_packed(head: &[u8]) -> bool {
    matches!(head, [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
}

/// The largest window of a part, bytes: as much as the usual programs unpack. So much of what
/// is unpacked is held.
const WINDOW: u64 = 128 << 20;

/// The unpacked bytes of every part (RFC 8878, section 3.1). Each that has a checksum is held
/// against it.
pub(crate) struct Unpacked<R: Read> {
    source: BufReader<Watched<R>>,
    part: Option<FrameDecoder>,
}

/// A file that keeps why it could not be read: what the decoder makes of it is damage.
struct Watched<R> {
    file: R,
    failed: Option<io::Error>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.file.read(piece).map_err(|error| {
            let kind = error.kind();
            // One that was interrupted is read again.
            if kind != io::ErrorKind::Interrupted {
                self.failed = Some(error);
            }
            kind.into()
        })
    }
}

impl<R: Read> Unpacked<R> {
    pub(crate) fn new(packed: R) -> Self {
        let packed = Watched { file: packed, failed: None };
        Self { source: BufReader::new(packed), part: None }
    }

    /// Begins the next part that holds something; false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            let mut part = FrameDecoder::new();
            let head = self.head()?;
            match part.init(head.chain(&mut self.source)) {
                Ok(()) => {
                    self.part = Some(part);
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => self.skip(length.into())?,
                Err(_) => return Err(damaged()),
            }
        }
        Ok(false)
    }

    /// The head of a part as it stands, of one that holds something whole.
    fn head(&mut self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.source.by_ref().take(5).read_to_end(&mut head)?;
        let [0x28, 0xB5, 0x2F, 0xFD, about] = head[..] else { return Ok(head) };
        let is_single = about & 0x20 != 0;
        let size = match about >> 6 {
            0 => usize::from(is_single),
            known => 1 << known,
        };
        let dictionary = [0, 1, 2, 4][usize::from(about & 3)];
        let more = usize::from(!is_single) + dictionary + size;
        self.source.by_ref().take(more as u64).read_to_end(&mut head)?;
        if head.len() < 5 + more {
            return Err(damaged());
        }
        let window = if is_single {
            let size = head[head.len() - size..].iter().rev();
            size.fold(0, |all, byte| all << 8 | u64::from(*byte))
        } else {
            let base = 1_u64 << (10 + (head[5] >> 3));
            base + base / 8 * u64::from(head[5] & 7)
        };
        if window > WINDOW {
            let what =
                "the zstd file needs more than 128 MiB to be unpacked: pack it without --long";
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(head)
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.source.by_ref().take(bytes), &mut io::sink())?;
        if skipped == bytes { Ok(()) } else { Err(damaged()) }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let read = self.unpack(piece);
        read.map_err(|error| self.source.get_mut().failed.take().unwrap_or(error))
    }
}

impl<R: Read> Unpacked<R> {
    fn unpack(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        while !piece.is_empty() {
            let Some(part) = &mut self.part else {
                if self.begin()? {
                    continue;
                }
                break;
            };
            while part.can_collect() < piece.len() && !part.is_finished() {
                let wanted = BlockDecodingStrategy::UptoBytes(piece.len() - part.can_collect());
                part.decode_blocks(&mut self.source, wanted).map_err(|_| damaged())?;
            }
            let read = part.read(piece)?;
            if read > 0 {
                return Ok(read);
            }
            let said = part.get_checksum_from_data();
            if said.is_some() && said != part.get_calculated_checksum() {
                return Err(damaged());
            }
            self.part = None;
        }
        Ok(0)
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the zstd file is damaged")
}

#[cfg(test)]
mod tests {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        Unpacked::new(bytes).read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn every_part_is_read() {
        let long = b"area,period,events\n".repeat(20_000);
        // What pzstd writes before each part: the magic number of a part to be left out, the
        // length of what it holds, and that.
        let left_out = [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4];
        let parts = [&left_out[..], &packed(&long), &left_out, &packed(b"a,b\n"), &packed(b"")];
        let bytes = parts.concat();
        assert!(is_packed(&bytes) && is_packed(&packed(b"a")));
        assert_eq!(unpacked(&bytes).unwrap(), [&long[..], b"a,b\n"].concat());
        assert_eq!(unpacked(b"").unwrap(), b"");
    }

    #[test]
    fn a_part_that_is_damaged_or_cut_short_is_no_end() {
        let bytes = [packed(b"a,b\n1,2\n"), packed(b"3,4\n")].concat();
        for end in [1, packed(b"a,b\n1,2\n").len() + 2, bytes.len() - 1] {
            assert!(unpacked(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
        }
        let mut other = bytes.clone();
        // A letter of what is packed, which the checksum alone tells.
        let at = other.windows(3).position(|three| three == b"3,4").unwrap();
        other[at] = b'8';
        assert!(unpacked(&other).is_err());
        assert!(unpacked(&[&bytes[..], b"rest"].concat()).is_err());
    }

    /// A head of RFC 8878, section 3.1.1.1, whose window is 2^exponent KiB.
    #[test]
    fn a_part_that_needs_too_much_memory_is_refused() {
        let head = |exponent: u8| [0x28, 0xB5, 0x2F, 0xFD, 0x00, exponent << 3, 1, 0, 0];
        assert_eq!(unpacked(&head(17)).unwrap(), b"");
        let refused = unpacked(&head(18)).unwrap_err().to_string();
        assert!(refused.contains("128 MiB"), "{refused}");
    }
}
