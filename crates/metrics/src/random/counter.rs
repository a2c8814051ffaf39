//! A counter-based generator: the random numbers of our own methods.

use super::portable::{exp, ln};
use super::wichura::{normal_quantile, normal_quantiles};
use crate::special::ln_gamma;

/// A counter-based generator, Philox 4×32 with 10 rounds.
///
/// The draws are a function of seed, stream and position alone. Give each
/// group a stream of its own: then its numbers change neither with the number
/// of threads nor with the groups beside it. A result that used it names
/// [`Counter::NAME`] and the seed.
///
/// Uniform, normal, gamma and beta draws are made of the four operations and
/// square roots, so that every machine gives the same digits.
///
/// # Source
///
/// Salmon JK, Moraes MA, Dror RO, Shaw DE (2011), *Parallel random numbers: as
/// easy as 1, 2, 3*, Proc SC11.
///
/// # Example
///
/// ```
/// use firstyear_metrics::random::Counter;
///
/// let draws = |group| {
///     let mut generator = Counter::new(2_010, group);
///     [generator.normal(), generator.normal()]
/// };
/// assert_eq!(draws(7), draws(7));
/// assert_ne!(draws(7), draws(8));
/// ```
#[derive(Clone, Debug)]
pub struct Counter {
    key: [u32; 2],
    stream: u64,
    /// How many blocks of four words were made.
    block: u64,
    words: [u32; 4],
    /// How many of `words` are still unused: 4, 2 or 0.
    left: usize,
}

impl Counter {
    /// The generator's name, to stand beside a seed.
    pub const NAME: &str = "philox4x32-10";

    /// Stream `stream` of the generator with this seed, from its beginning.
    #[must_use]
    pub const fn new(seed: u64, stream: u64) -> Self {
        Self { key: halves(seed), stream, block: 0, words: [0; 4], left: 0 }
    }

    /// The stream of a name: the same name has the same numbers whatever other
    /// names there are.
    ///
    /// # Source
    ///
    /// The stream is the name's hash FNV-1a, 64 bits (Fowler, Noll and Vo).
    #[must_use]
    pub fn named(seed: u64, name: &str) -> Self {
        let stream = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self::new(seed, stream)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        if self.left == 0 {
            let ([a, b], [c, d]) = (halves(self.block), halves(self.stream));
            self.words = philox([a, b, c, d], self.key);
            self.block = self.block.wrapping_add(1);
            self.left = 4;
        }
        let at = 4 - self.left;
        self.left -= 2;
        u64::from(self.words[at]) | u64::from(self.words[at + 1]) << 32
    }

    /// A uniform number strictly between 0 and 1, of 52 random digits.
    pub fn uniform(&mut self) -> f64 {
        // The middles of 2^52 cells: neither 0 nor 1 comes up.
        ((self.bits() >> 12) as f64 + 0.5) * (0.5_f64 / (1_u64 << 51) as f64)
    }

    /// A standard normal number, by inversion.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// As many standard normal numbers as there is room for: those that
    /// [`Self::normal`] would give one by one, several times as fast.
    pub fn normals(&mut self, room: &mut [f64]) {
        for slot in &mut *room {
            *slot = self.uniform();
        }
        normal_quantiles(room);
    }

    /// A gamma number with this shape and scale 1; NaN unless the shape is
    /// positive and finite.
    ///
    /// # Source
    ///
    /// Marsaglia G, Tsang WW (2000), ACM Trans Math Softw 26:363-372.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if !(shape > 0.0 && shape.is_finite()) {
            return f64::NAN;
        }
        if shape >= 1.0 { self.gamma_from_one(shape) } else { exp(self.ln_gamma(shape)) }
    }

    /// A number of the beta distribution; NaN unless both shapes are positive
    /// and finite.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let inside = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite();
        if !inside {
            return f64::NAN;
        }
        // On the logarithmic scale, as both parts can be too small for a
        // double when the shapes are.
        let (x, y) = (self.ln_gamma(a), self.ln_gamma(b));
        1.0 / (1.0 + exp(y - x))
    }

    /// A Poisson count with this mean; NaN unless the mean is finite and not
    /// negative.
    ///
    /// # Source
    ///
    /// By inversion below a mean of 10; from there on Hörmann W (1993),
    /// Insurance Math Econom 12:39-45, algorithm PTRS.
    pub fn poisson(&mut self, mean: f64) -> f64 {
        if !(mean >= 0.0 && mean.is_finite()) {
            return f64::NAN;
        }
        if mean < 10.0 { self.poisson_by_inversion(mean) } else { self.poisson_by_rejection(mean) }
    }

    fn gamma_from_one(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            if ln(self.uniform()) < 0.5 * x * x + d * (1.0 - v + ln(v)) {
                return d * v;
            }
        }
    }

    /// The logarithm of a gamma number. Below a shape of 1 the number is one
    /// of the shape above, times a power of a uniform one.
    fn ln_gamma(&mut self, shape: f64) -> f64 {
        if shape >= 1.0 {
            return ln(self.gamma_from_one(shape));
        }
        ln(self.gamma_from_one(shape + 1.0)) + ln(self.uniform()) / shape
    }

    fn poisson_by_inversion(&mut self, mean: f64) -> f64 {
        let mut left = self.uniform();
        let (mut count, mut term) = (0.0, exp(-mean));
        // The terms end at the smallest number; what rounding leaves of the
        // uniform number then has no count to belong to.
        while left > term && term > 0.0 {
            left -= term;
            count += 1.0;
            term *= mean / count;
        }
        count
    }

    fn poisson_by_rejection(&mut self, mean: f64) -> f64 {
        let ln_mean = ln(mean);
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.024_83 * b;
        let ln_inverse_alpha = ln(1.1239 + 1.1328 / (b - 3.4));
        let quick = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.uniform() - 0.5;
            let v = self.uniform();
            let us = 0.5 - u.abs();
            let count = ((2.0 * a / us + b) * u + mean + 0.43).floor();
            if us >= 0.07 && v <= quick {
                return count;
            }
            if count < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let height = ln(v) + ln_inverse_alpha - ln(a / (us * us) + b);
            if height <= count * ln_mean - mean - ln_gamma(count + 1.0) {
                return count;
            }
        }
    }
}

/// Ten rounds of multiplying and mixing.
fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..10 {
        if round > 0 {
            key[0] = key[0].wrapping_add(0x9e37_79b9);
            key[1] = key[1].wrapping_add(0xbb67_ae85);
        }
        let [low_0, high_0] = halves(u64::from(counter[0]) * 0xd251_1f53);
        let [low_1, high_1] = halves(u64::from(counter[2]) * 0xcd9e_8d57);
        counter = [high_1 ^ counter[1] ^ key[0], low_1, high_0 ^ counter[3] ^ key[1], low_0];
    }
    counter
}

/// The low and the high half.
#[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
const fn halves(x: u64) -> [u32; 2] {
    [x as u32, (x >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_answers() {
        // Random123 1.14, file kat_vectors, lines philox4x32 10.
        let cases = [
            ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (counter, key, expected) in cases {
            assert_eq!(philox(counter, key), expected);
        }
    }

    #[test]
    fn positions_and_streams_are_parts_of_the_counter() {
        let mut generator = Counter::new(0x299f_31d0_a409_3822, 0x0370_7344_1319_8a2e);
        generator.block = 0x85a3_08d3_243f_6a88;
        assert_eq!(generator.bits(), 0x94fd_cceb_d16c_fe09);
        assert_eq!(generator.bits(), 0x2412_6ea1_5001_e420);
    }

    #[test]
    fn names_are_hashed_as_published() {
        // Test vectors of FNV-1a: the empty text, and `foobar`.
        assert_eq!(Counter::named(1, "").stream, 0xcbf2_9ce4_8422_2325);
        assert_eq!(Counter::named(1, "foobar").stream, 0x8594_4171_f739_67e8);
    }

    /// Mean and variance of draws.
    fn moments(count: u32, mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..count {
            let x = draw();
            sum += x;
            squares += x * x;
        }
        let mean = sum / f64::from(count);
        (mean, squares / f64::from(count) - mean * mean)
    }

    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        // Four standard errors of the mean either way.
        const DRAWS: u32 = 200_000;
        let check = |name: &str, mean: f64, variance: f64, draw: &mut dyn FnMut() -> f64| {
            let (got_mean, got_variance) = moments(DRAWS, draw);
            let slack = 4.0 * (variance / f64::from(DRAWS)).sqrt();
            assert!((got_mean - mean).abs() < slack, "{name}: mean {got_mean}");
            assert!((got_variance / variance - 1.0).abs() < 0.05, "{name}: {got_variance}");
        };
        let mut g = Counter::new(1, 2);
        check("uniform", 0.5, 1.0 / 12.0, &mut || g.uniform());
        check("normal", 0.0, 1.0, &mut || g.normal());
        for shape in [0.3, 1.0, 2.5, 400.0] {
            check("gamma", shape, shape, &mut || g.gamma(shape));
        }
        for (a, b) in [(0.5, 0.5), (2.0, 5.0), (80.0, 1.5)] {
            let n: f64 = a + b;
            check("beta", a / n, a * b / (n * n * (n + 1.0)), &mut || g.beta(a, b));
        }
        for mean in [0.2, 3.0, 9.9, 10.0, 57.3, 4_000.0] {
            check("poisson", mean, mean, &mut || g.poisson(mean));
        }
    }

    #[test]
    fn counts_come_as_often_as_they_should() {
        // Chi-square of the counts either side of the change of algorithm,
        // against the terms of the distribution; 99.9% point of 20 degrees of
        // freedom is 45.3 (Pearson and Hartley, table 8).
        for mean in [9.5, 10.5] {
            let mut generator = Counter::new(3, 4);
            let (mut seen, draws) = ([0.0; 21], 100_000);
            for _ in 0..draws {
                let count = generator.poisson(mean);
                let cell = (0..20).find(|&k| count <= f64::from(k)).unwrap_or(20);
                seen[usize::try_from(cell).unwrap()] += 1.0;
            }
            let (mut term, mut rest, mut chi_square) = (f64::exp(-mean), 1.0, 0.0);
            for (k, seen) in (0..).zip(seen) {
                let expected = f64::from(draws) * if k < 20 { term } else { rest };
                chi_square += (seen - expected) * (seen - expected) / expected;
                rest -= term;
                term *= mean / f64::from(k + 1);
            }
            assert!(chi_square < 45.3, "{mean}: {chi_square}");
        }
    }

    #[test]
    fn small_shapes_do_not_vanish_together() {
        let mut generator = Counter::new(1, 1);
        for _ in 0..1_000 {
            let share = generator.beta(1e-4, 1e-4);
            assert!((0.0..=1.0).contains(&share));
        }
    }

    #[test]
    fn parameters_outside_give_nan() {
        let mut g = Counter::new(1, 1);
        for bad in [f64::NAN, -1.0, f64::INFINITY] {
            assert!(
                g.gamma(bad).is_nan() && g.beta(bad, 1.0).is_nan() && g.beta(1.0, bad).is_nan()
            );
            assert!(g.poisson(bad).is_nan());
        }
        assert!(g.gamma(0.0).is_nan());
        assert_eq!(g.poisson(0.0), 0.0);
    }

    #[test]
    fn many_at_once_are_those_one_by_one() {
        let (mut one, mut many) = (Counter::new(3, 4), Counter::new(3, 4));
        for room in [0, 1, 255, 600] {
            let mut room = vec![0.0; room];
            many.normals(&mut room);
            for got in room {
                assert_eq!(got.to_bits(), one.normal().to_bits());
            }
        }
    }

    proptest! {
        #[test]
        fn uniform_numbers_stay_off_the_ends(seed: u64, stream: u64) {
            let u = Counter::new(seed, stream).uniform();
            prop_assert!(u > 0.0 && u < 1.0);
        }
    }
}
