//! Whether a row speaks of the same thing as another, however many rows there
//! are: keys beyond a limit go to disk and are sorted there.

use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};

use firstyear_core::{Cell, Observation};

/// Keys held in memory: 32 bytes each, so 64 MB.
const IN_MEMORY: usize = 2 << 20;

/// What one row speaks of and says, as fingerprints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Indicator, area, period, groups and source. Two things of 128 bits
    /// agree by chance once in 10^20 pairs of files of ten million rows.
    subject: u128,
    row: u64,
    /// The figures.
    figures: u64,
}

/// Rows that speak of the same thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Rows that say the same as one before them, and the first of them.
    pub(crate) repeated: u64,
    pub(crate) first_repeated: Option<u64>,
    /// Rows that say something else than one before them, and the first.
    pub(crate) conflicting: u64,
    pub(crate) first_conflicting: Option<u64>,
}

/// Collects the keys of all rows of a file.
pub(crate) struct Keys {
    held: Vec<Key>,
    limit: usize,
    runs: Vec<File>,
}

impl Keys {
    pub(crate) fn new() -> Self {
        Self::with_limit(IN_MEMORY)
    }

    fn with_limit(limit: usize) -> Self {
        Self { held: Vec::new(), limit, runs: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// What the system says when the disk cannot take the keys.
    pub(crate) fn add(&mut self, observation: &Observation) -> io::Result<()> {
        let row = observation.place.row.unwrap_or(0);
        self.push(Key { subject: subject(observation), row, figures: figures(observation) })
    }

    fn push(&mut self, key: Key) -> io::Result<()> {
        self.held.push(key);
        if self.held.len() < self.limit {
            return Ok(());
        }
        self.held.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for key in self.held.drain(..) {
            out.write_all(&key.to_bytes())?;
        }
        self.runs.push(out.into_inner().map_err(io::IntoInnerError::into_error)?);
        Ok(())
    }

    /// Compares all keys.
    ///
    /// # Errors
    ///
    /// What the system says when the keys cannot be read back.
    pub(crate) fn finish(mut self) -> io::Result<Found> {
        self.held.sort_unstable();
        let mut runs = Vec::with_capacity(self.runs.len() + 1);
        for mut file in self.runs {
            file.rewind()?;
            runs.push(Run::Disk(BufReader::new(file)));
        }
        runs.push(Run::Memory(self.held.into_iter()));
        compare(&mut runs)
    }
}

/// Sorted keys.
enum Run {
    Memory(std::vec::IntoIter<Key>),
    Disk(BufReader<File>),
}

impl Run {
    fn next(&mut self) -> io::Result<Option<Key>> {
        match self {
            Self::Memory(keys) => Ok(keys.next()),
            Self::Disk(file) => {
                let mut bytes = [0; Key::BYTES];
                match file.read_exact(&mut bytes) {
                    Ok(()) => Ok(Some(Key::from_bytes(&bytes))),
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
                    Err(error) => Err(error),
                }
            }
        }
    }
}

/// Goes through all runs in the order of their keys.
fn compare(runs: &mut [Run]) -> io::Result<Found> {
    let mut heads = std::collections::BinaryHeap::new();
    for (at, run) in runs.iter_mut().enumerate() {
        heads.extend(run.next()?.map(|key| std::cmp::Reverse((key, at))));
    }
    let mut found = Found::default();
    let mut first: Option<Key> = None;
    while let Some(std::cmp::Reverse((key, at))) = heads.pop() {
        heads.extend(runs[at].next()?.map(|key| std::cmp::Reverse((key, at))));
        match first {
            Some(before) if before.subject == key.subject => found.saw(before, key),
            _ => first = Some(key),
        }
    }
    Ok(found)
}

impl Found {
    fn saw(&mut self, before: Key, key: Key) {
        let earliest = |first: Option<u64>| Some(first.map_or(key.row, |row| row.min(key.row)));
        if before.figures == key.figures {
            self.repeated += 1;
            self.first_repeated = earliest(self.first_repeated);
        } else {
            self.conflicting += 1;
            self.first_conflicting = earliest(self.first_conflicting);
        }
    }
}

impl Key {
    const BYTES: usize = 32;

    fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut out = [0; Self::BYTES];
        out[..16].copy_from_slice(&self.subject.to_le_bytes());
        out[16..24].copy_from_slice(&self.row.to_le_bytes());
        out[24..].copy_from_slice(&self.figures.to_le_bytes());
        out
    }

    fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let word = |at: usize| {
            let mut word = [0; 8];
            word.copy_from_slice(&bytes[at..at + 8]);
            u64::from_le_bytes(word)
        };
        let subject = u128::from(word(0)) | u128::from(word(8)) << 64;
        Self { subject, row: word(16), figures: word(24) }
    }
}

fn subject(row: &Observation) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        (&row.indicator, &row.area, row.period, &row.groups, &row.source).hash(&mut hasher);
        hasher.finish()
    };
    u128::from(half(1)) | u128::from(half(2)) << 64
}

fn figures(row: &Observation) -> u64 {
    let mut hasher = DefaultHasher::new();
    let number = |cell: &Cell<f64>, hasher: &mut DefaultHasher| match cell {
        Cell::Known { value, .. } => value.to_bits().hash(hasher),
        other => other.status().hash(hasher),
    };
    let count = |cell: &Cell<u64>, hasher: &mut DefaultHasher| match cell {
        Cell::Known { value, .. } => value.hash(hasher),
        other => other.status().hash(hasher),
    };
    count(&row.numerator, &mut hasher);
    count(&row.denominator, &mut hasher);
    number(&row.value, &mut hasher);
    let bits = |number: f64| number.to_bits();
    row.interval.map(|limits| (bits(limits.lower), bits(limits.upper))).hash(&mut hasher);
    row.standard_error.map(bits).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(limit: usize, keys: &[(u128, u64, u64)]) -> Found {
        let mut all = Keys::with_limit(limit);
        for (subject, row, figures) in keys {
            all.push(Key { subject: *subject, row: *row, figures: *figures }).unwrap();
        }
        all.finish().unwrap()
    }

    #[test]
    fn repeats_are_found_in_memory_and_on_disk_alike() {
        let big = 7 << 70;
        let keys =
            [(5, 2, 1), (big, 3, 1), (5, 4, 1), (9, 5, 1), (big, 6, 2), (5, 7, 3), (5, 8, 1)];
        let expected = Found {
            repeated: 2,
            first_repeated: Some(4),
            conflicting: 2,
            first_conflicting: Some(6),
        };
        for limit in [1, 2, 3, 100] {
            assert_eq!(found(limit, &keys), expected, "{limit}");
        }
        assert_eq!(found(2, &[]), Found::default());
    }
}
