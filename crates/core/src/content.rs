//! What a file holds, by its SHA-256: whether it is still the one that was read
//! or written.

use std::fmt;
#[cfg(feature = "hash")]
use std::io;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
#[cfg(feature = "hash")]
use sha2::Digest as _;

/// The SHA-256 of some bytes, written as 64 digits in base 16.
///
/// ```
/// # #[cfg(feature = "hash")] {
/// use firstyear_core::Sha256;
///
/// // The example of one block in FIPS 180-2.
/// let hash = Sha256::of(b"abc");
/// let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
/// assert_eq!(hash.to_string(), text);
/// assert_eq!(text.parse(), Ok(hash));
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

/// A text that is no SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 has 64 digits, 0 to 9 and a to f")]
pub struct Sha256Error;

#[cfg(feature = "hash")]
impl Sha256 {
    /// That of bytes in memory.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl Sha256 {
    /// Its 32 bytes, the first digits first.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}

impl FromStr for Sha256 {
    type Err = Sha256Error;

    /// Digits in either case.
    fn from_str(text: &str) -> Result<Self, Sha256Error> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(Sha256Error);
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|n| u8::try_from(n).ok());
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else {
                return Err(Sha256Error);
            };
            *byte = high << 4 | low;
        }
        Ok(Self(hash))
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Sha256 {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Sha256".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
    }
}

/// How many bytes a file has, and their hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// How many bytes.
    pub bytes: u64,
    /// Their hash.
    pub sha256: Sha256,
}

#[cfg(feature = "hash")]
impl Content {
    /// That of bytes in memory.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: Sha256::of(bytes) }
    }

    /// That of all that a reader gives, which need not fit into memory. A read that a signal
    /// cut short is done again.
    ///
    /// # Errors
    ///
    /// What the reader fails with.
    ///
    /// ```
    /// use firstyear_core::Content;
    ///
    /// assert_eq!(Content::read(&b"abc"[..])?, Content::of(b"abc"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn read(mut reader: impl io::Read) -> io::Result<Self> {
        let (mut sum, mut piece) = (ContentSum::default(), vec![0; 1 << 16]);
        loop {
            match reader.read(&mut piece) {
                Ok(0) => return Ok(sum.content()),
                Ok(read) => sum.add(&piece[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// The content of bytes that come in pieces.
///
/// ```
/// use firstyear_core::{Content, ContentSum};
///
/// let mut sum = ContentSum::default();
/// sum.add(b"a");
/// sum.add(b"bc");
/// assert_eq!(sum.content(), Content::of(b"abc"));
/// ```
#[cfg(feature = "hash")]
#[derive(Clone, Debug, Default)]
pub struct ContentSum {
    bytes: u64,
    hash: sha2::Sha256,
}

#[cfg(feature = "hash")]
impl ContentSum {
    /// The next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    /// How many bytes have come.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What has come so far.
    #[must_use]
    pub fn content(&self) -> Content {
        let sha256 = Sha256(self.hash.clone().finalize().into());
        Content { bytes: self.bytes, sha256 }
    }
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// From the folder of the project, with `/` between folders.
    pub path: String,
    /// What it held.
    pub content: Content,
}

#[cfg(all(test, feature = "hash"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_hash_is_refused() {
        let right = Sha256::of(b"").to_string();
        assert_eq!(right.to_uppercase().parse(), Ok(Sha256::of(b"")));
        let short = &right[1..];
        for wrong in ["", short, &format!("{right}0"), &format!("g{short}"), &format!("+{short}")] {
            assert_eq!(wrong.parse::<Sha256>(), Err(Sha256Error), "{wrong}");
        }
        // 63 characters in 64 bytes.
        assert_eq!(format!("é{}", &right[2..]).parse::<Sha256>(), Err(Sha256Error));
    }

    #[test]
    fn a_hash_is_text_in_a_document() {
        let hash = Sha256::of(b"abc");
        let json = serde_json::to_string(&hash).unwrap();
        assert_eq!(json, format!("\"{hash}\""));
        assert_eq!(serde_json::from_str::<Sha256>(&json).unwrap(), hash);
        assert!(serde_json::from_str::<Sha256>("\"abc\"").is_err());
    }
}
