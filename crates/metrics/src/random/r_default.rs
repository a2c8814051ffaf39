//! R's default generator, for published numbers that it decided.

use super::wichura::{normal_quantile, normal_quantiles};

/// R's default generator: Mersenne Twister with normal draws by inversion, as
/// after `set.seed(seed)`.
///
/// For methods that reproduce a package's simulated limits, and for nothing
/// else: draws depend on all draws before them. Our own methods use
/// [`Counter`](super::Counter).
///
/// # Source
///
/// Matsumoto M, Nishimura T (1998), ACM Trans Model Comput Simul 8:3-30
/// (generator); the manual page `Random` of R 4.5.0 (seeding, inversion).
///
/// # Example
///
/// ```
/// use firstyear_metrics::random::RDefault;
///
/// // R 4.5.0: set.seed(1); rnorm(1)
/// let z = RDefault::new(1).standard_normal();
/// assert!((z - -0.626_453_810_742_332_4).abs() < 1e-15);
/// ```
#[derive(Clone, Debug)]
pub struct RDefault {
    state: [u32; SIZE],
    /// The next word of `state` to be handed out.
    next: usize,
}

/// Words of the state.
const SIZE: usize = 624;
const SHIFT: usize = 397;

impl RDefault {
    /// The generator after `set.seed(seed)`.
    #[must_use]
    pub fn new(seed: i32) -> Self {
        let mut word = seed.cast_unsigned();
        let mut scramble = || {
            word = word.wrapping_mul(69_069).wrapping_add(1);
            word
        };
        // Fifty steps so that seeds near each other part, and one for the
        // position, which R stores before the words.
        for _ in 0..51 {
            scramble();
        }
        Self { state: std::array::from_fn(|_| scramble()), next: SIZE }
    }

    /// The words of the state, as `.Random.seed[-(1:2)]`.
    #[must_use]
    pub const fn state(&self) -> &[u32; 624] {
        &self.state
    }

    /// A uniform number strictly between 0 and 1, as `runif(1)`.
    pub fn uniform(&mut self) -> f64 {
        uniform(self.word())
    }

    /// A standard normal number, as `rnorm(1)`.
    pub fn standard_normal(&mut self) -> f64 {
        normal_quantile(fraction(self.uniform(), self.uniform()))
    }

    /// As many standard normal numbers as there is room for, as `rnorm`: those
    /// that [`Self::standard_normal`] would give one by one, several times as
    /// fast.
    pub fn standard_normals(&mut self, room: &mut [f64]) {
        let mut room = &mut *room;
        while !room.is_empty() {
            // Pairs of words that the state still has; a pair across two
            // states is taken word by word.
            let pairs = self.state[self.next..].chunks_exact(2);
            let ready = pairs.len().min(room.len());
            let (now, later) = room.split_at_mut(ready.max(1));
            if ready == 0 {
                now[0] = fraction(self.uniform(), self.uniform());
            } else {
                for (slot, pair) in now.iter_mut().zip(pairs) {
                    *slot = fraction(uniform(temper(pair[0])), uniform(temper(pair[1])));
                }
                self.next += 2 * ready;
            }
            normal_quantiles(now);
            room = later;
        }
    }

    /// A normal number, as `rnorm(1, mean, sd)`: without spread it is the mean
    /// and uses up no draw; for an `sd` that is negative or not finite, or a
    /// `mean` that is not a number, it is NaN and uses up none.
    pub fn normal(&mut self, mean: f64, sd: f64) -> f64 {
        if mean.is_nan() || !sd.is_finite() || sd < 0.0 {
            return f64::NAN;
        }
        if sd == 0.0 || mean.is_infinite() {
            return mean;
        }
        mean + sd * self.standard_normal()
    }

    /// Leaves out as many standard normal numbers: much faster than drawing
    /// them.
    pub fn skip_normals(&mut self, count: u64) {
        let mut words = 2 * u128::from(count);
        loop {
            let left = SIZE - self.next;
            match usize::try_from(words) {
                Ok(words) if words <= left => {
                    self.next += words;
                    return;
                }
                _ => words -= left as u128,
            }
            self.renew();
        }
    }

    fn word(&mut self) -> u32 {
        if self.next == SIZE {
            self.renew();
        }
        let word = self.state[self.next];
        self.next += 1;
        temper(word)
    }

    fn renew(&mut self) {
        let twist = |above: u32, below: u32, far: u32| {
            let y = above & 0x8000_0000 | below & 0x7fff_ffff;
            far ^ y >> 1 ^ if y & 1 == 0 { 0 } else { 0x9908_b0df }
        };
        let state = &mut self.state;
        for i in 0..SIZE - SHIFT {
            state[i] = twist(state[i], state[i + 1], state[i + SHIFT]);
        }
        for i in SIZE - SHIFT..SIZE - 1 {
            state[i] = twist(state[i], state[i + 1], state[i + SHIFT - SIZE]);
        }
        state[SIZE - 1] = twist(state[SIZE - 1], state[0], state[SHIFT - 1]);
        self.next = 0;
    }
}

const fn temper(mut y: u32) -> u32 {
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c_5680;
    y ^= y << 15 & 0xefc6_0000;
    y ^ y >> 18
}

/// A uniform number strictly between 0 and 1 from a word.
fn uniform(word: u32) -> f64 {
    // 2^-32 as R writes it, and half of 1 / (2^32 - 1) to stay off the ends.
    const STEP: f64 = 2.328_306_436_538_696_3e-10;
    const HALF: f64 = 0.5 * 2.328_306_437_080_797e-10;
    let value = f64::from(word) * STEP;
    if value <= 0.0 { HALF } else { value }
}

/// A uniform number with digits enough for the tails, from two.
#[expect(
    clippy::cast_possible_truncation,
    reason = "below 2^27, and the fraction is to be cut off"
)]
fn fraction(coarse: f64, fine: f64) -> f64 {
    // 2^27.
    const BIG: f64 = 134_217_728.0;
    (f64::from((BIG * coarse) as i32) + fine) / BIG
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_state_after_seeding() {
        // R 4.5.0: set.seed(1); .Random.seed[3:6]
        let state = RDefault::new(1).state;
        assert_eq!(
            [state[0], state[1], state[2], state[3]].map(u32::cast_signed),
            [-169_270_483, -442_010_614, -603_558_397, -222_347_416]
        );
    }

    #[test]
    fn uniform_and_normal_draws() {
        // R 4.5.0: set.seed(1); runif(4), and rnorm(4) after the same seed.
        let mut generator = RDefault::new(1);
        for expected in [
            0.265_508_663_142_1,
            0.372_123_899_636_790_16,
            0.572_853_363_351_896_4,
            0.908_207_789_994_776_2,
        ] {
            assert_eq!(generator.uniform(), expected);
        }
        let mut generator = RDefault::new(1);
        for expected in [
            -0.626_453_810_742_332_4,
            0.183_643_324_222_082_24,
            -0.835_628_612_410_047_2,
            1.595_280_802_137_791_6,
        ] {
            assert!((generator.standard_normal() - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn without_spread_no_draw_is_used_up() {
        let (mut one, mut other) = (RDefault::new(5), RDefault::new(5));
        assert_eq!(one.normal(3.0, 0.0), 3.0);
        assert_eq!(one.normal(f64::INFINITY, 1.0), f64::INFINITY);
        for (mean, sd) in [(f64::NAN, 1.0), (0.0, -1.0), (0.0, f64::INFINITY), (0.0, f64::NAN)] {
            assert!(one.normal(mean, sd).is_nan());
        }
        assert_eq!(one.uniform(), other.uniform());
    }

    proptest! {
        #[test]
        fn many_at_once_are_those_one_by_one(
            seed: i32, uniforms in 0..700_u32, rooms in prop::collection::vec(0..900_usize, 1..4),
        ) {
            let (mut one, mut many) = (RDefault::new(seed), RDefault::new(seed));
            for _ in 0..uniforms {
                one.uniform();
                many.uniform();
            }
            for room in rooms {
                let mut room = vec![0.0; room];
                many.standard_normals(&mut room);
                for got in room {
                    prop_assert_eq!(got.to_bits(), one.standard_normal().to_bits());
                }
            }
            prop_assert_eq!(one.uniform(), many.uniform());
        }

        #[test]
        fn skipping_is_drawing(seed: i32, before in 0..700_u64, count in 0..3_000_u64) {
            let (mut drawn, mut skipped) = (RDefault::new(seed), RDefault::new(seed));
            for _ in 0..before + count {
                drawn.standard_normal();
            }
            skipped.skip_normals(before);
            skipped.skip_normals(count);
            prop_assert_eq!(drawn.uniform(), skipped.uniform());
        }
    }
}
