//! Which conditions of a record hold together.

use datafusion::common::HashMap;

use super::cells::Kind;

/// A pattern that has no plane.
pub(super) const NO_PLANE: u32 = u32::MAX;

/// Patterns are looked up in this many slots first.
const SLOTS: usize = 1 << SLOT_BITS;
const SLOT_BITS: u32 = 8;

/// Conditions that hold, a bit each, of a record that is counted as a birth or as an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub(super) kind: Kind,
    pub(super) holds: u64,
}

/// The patterns that were met, by their places from 0 on.
#[derive(Debug)]
pub(super) struct Patterns {
    pub(super) all: Vec<Pattern>,
    most: usize,
    places: HashMap<Pattern, u32>,
    /// Conditions that are counted with births, and with events.
    with_birth: u64,
    with_event: u64,
    /// The conditions that were looked up last, by what they come to.
    slots: Vec<Option<(u64, [u32; 2])>>,
}

impl Patterns {
    pub(super) fn new(most: usize, with_birth: u64, with_event: u64) -> Self {
        Self {
            all: Vec::new(),
            most,
            places: HashMap::default(),
            with_birth,
            with_event,
            slots: vec![None; SLOTS],
        }
    }

    /// The places of the patterns of a record as a birth and as an event.
    #[inline]
    pub(super) fn of(&mut self, holds: u64) -> [u32; 2] {
        // The upper bits of this product depend on all bits of the conditions.
        let slot = holds.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - SLOT_BITS);
        match self.slots[slot as usize] {
            Some((known, places)) if known == holds => places,
            _ => {
                let places = [
                    self.place(Pattern { kind: Kind::Birth, holds: holds & self.with_birth }),
                    self.place(Pattern { kind: Kind::Event, holds: holds & self.with_event }),
                ];
                self.slots[slot as usize] = Some((holds, places));
                places
            }
        }
    }

    fn place(&mut self, pattern: Pattern) -> u32 {
        let is_none = pattern.kind == Kind::Event && pattern.holds == 0;
        if let Some(known) = self.places.get(&pattern) {
            return *known;
        }
        if is_none || self.all.len() >= self.most {
            return NO_PLANE;
        }
        let place = u32::try_from(self.all.len()).unwrap_or(NO_PLANE);
        self.all.push(pattern);
        self.places.insert(pattern, place);
        place
    }
}

/// Calls for each bit that is set, by its number.
#[inline]
pub(super) fn each_bit(mut bits: u64, mut call: impl FnMut(usize)) {
    while bits != 0 {
        call(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_of_other_counts_make_no_other_pattern() {
        let mut patterns = Patterns::new(3, 0b0110, 0b1000);
        let [alive, none] = patterns.of(0b0011);
        assert_eq!([alive, none], [0, NO_PLANE]);
        assert_eq!(patterns.of(0b0010), [0, NO_PLANE]);
        // As a birth it is like those before, and its event is new.
        assert_eq!(patterns.of(0b1010), [0, 1]);
        assert_eq!(patterns.of(0b1110), [2, 1]);
        // No room for one more.
        assert_eq!(patterns.of(0b0000), [NO_PLANE, NO_PLANE]);
        assert_eq!(patterns.of(0b1010), [0, 1]);
    }

    #[test]
    fn conditions_that_share_a_slot_are_told_apart() {
        let mut patterns = Patterns::new(usize::MAX, u64::MAX >> 1, 0);
        let first: Vec<u32> = (0..4096).map(|holds| patterns.of(holds)[0]).collect();
        assert_eq!(first, (0..4096).collect::<Vec<u32>>());
        assert!((0..4096_u32).all(|holds| patterns.of(holds.into())[0] == holds));
    }

    #[test]
    fn bits_are_named_from_the_lowest() {
        let mut bits = Vec::new();
        each_bit(1 << 62 | 0b101, |bit| bits.push(bit));
        assert_eq!(bits, [0, 2, 62]);
    }
}
