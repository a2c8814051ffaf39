//! Numbers and words for property tests: awkward ones first, then anything.

use super::Reading;

/// A xorshift generator (Marsaglia 2003, J Stat Softw 8(14)): the same sequence for the same seed.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A whole number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("below a usize")
    }

    /// Any double at all, often an awkward or an everyday one.
    pub(crate) fn any(&mut self) -> f64 {
        const AWKWARD: [f64; 12] = [
            0.0,
            -0.0,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            f64::EPSILON,
            1e15,
            -1e15,
            0.1,
        ];
        let everyday = (self.below(20_001) as f64 - 10_000.0) / 100.0;
        match self.below(4) {
            0 => AWKWARD[self.below(AWKWARD.len())],
            1 => f64::from_bits(self.next()),
            _ => everyday,
        }
    }

    /// A reading with anything in it.
    pub(crate) fn reading(&mut self) -> Reading {
        match self.below(4) {
            0 => Reading::missing(self.words()),
            1 => Reading::value(self.any()),
            _ => Reading::value(self.any()).with_interval(self.any(), self.any()),
        }
    }

    /// Words of any length, some of them hostile to markup.
    pub(crate) fn words(&mut self) -> String {
        const WORDS: [&str; 8] = [
            "",
            "2007-09",
            "<b>&\"'",
            "withheld",
            "]]>",
            "Bournemouth",
            "Côte d’Ivoire",
            "\u{0}\n\u{1b}",
        ];
        (0..self.below(9)).map(|_| WORDS[self.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}
