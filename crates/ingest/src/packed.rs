//! Files as they stand, or packed by gzip or Zstandard, told by their first bytes.

use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::zstd;

/// How a file is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Packed {
    /// Not at all.
    #[default]
    No,
    /// By gzip (RFC 1952), in one part or several.
    Gzip,
    /// By Zstandard (RFC 8878), in one part or several.
    Zstd,
}

impl Packed {
    /// How many bytes it takes to tell.
    pub const HEAD: usize = 4;

    /// By the first bytes of a file.
    ///
    /// ```
    /// use firstyear_ingest::Packed;
    ///
    /// assert_eq!(Packed::of(&[0x1F, 0x8B, 8, 0]), Packed::Gzip);
    /// assert_eq!(Packed::of(b"area"), Packed::No);
    /// ```
    #[must_use]
    pub const fn of(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            head if zstd::is_packed(head) => Self::Zstd,
            _ => Self::No,
        }
    }

    /// The bytes of a file from its start, unpacked as they are read; one that was packed in
    /// several parts is read to the last.
    ///
    /// ```
    /// use std::io::Read as _;
    ///
    /// use firstyear_ingest::Packed;
    ///
    /// let mut text = String::new();
    /// Packed::No.unpacked(&b"area,births"[..]).read_to_string(&mut text)?;
    /// assert_eq!(text, "area,births");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn unpacked<R: Read>(self, packed: R) -> Unpacked<R> {
        Unpacked(match self {
            Self::No => Inner::Plain(packed),
            Self::Gzip => Inner::Gzip(Box::new(MultiGzDecoder::new(BufReader::new(packed)))),
            Self::Zstd => Inner::Zstd(Box::new(zstd::Unpacked::new(packed))),
        })
    }
}

/// The unpacked bytes of a file.
///
/// # Errors
///
/// Reading fails with [`io::ErrorKind::InvalidData`], or as the decoder of gzip says, where the
/// file is damaged or cut short, and where it needs more than 128 MiB to be unpacked; and as
/// the file does, where its bytes cannot be read.
pub struct Unpacked<R: Read>(Inner<R>);

enum Inner<R: Read> {
    Plain(R),
    Gzip(Box<MultiGzDecoder<BufReader<R>>>),
    Zstd(Box<zstd::Unpacked<R>>),
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Inner::Plain(bytes) => bytes.read(piece),
            Inner::Gzip(bytes) => bytes.read(piece),
            Inner::Zstd(bytes) => bytes.read(piece),
        }
    }
}

impl<R: Read> std::fmt::Debug for Unpacked<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacked").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    /// `EIO` of errno(3).
    const EIO: i32 = 5;

    /// Bytes of which the rest cannot be read.
    struct Failing<'b>(&'b [u8]);

    impl Read for Failing<'_> {
        fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Err(io::Error::from_raw_os_error(EIO));
            }
            self.0.read(piece)
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_not_told_as_damaged() {
        let text = b"area,births\nNE1,120\n".repeat(40);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&text).unwrap();
        let zstd = compress_to_vec(&text[..], CompressionLevel::Fastest);
        for bytes in [gzip.finish().unwrap(), zstd.repeat(2), text] {
            let packed = Packed::of(&bytes);
            for end in 0..=bytes.len() {
                let mut unpacked = packed.unpacked(Failing(&bytes[..end]));
                let failed = unpacked.read_to_end(&mut Vec::new()).unwrap_err();
                assert_eq!(failed.raw_os_error(), Some(EIO), "{packed:?}, {end} bytes: {failed}");
            }
        }
    }
}
