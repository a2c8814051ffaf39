//! What each of several causes adds to a whole, on average over all orders.

use super::AttributionError;
use crate::random::Counter;

/// The largest number of factors for which all subsets are visited.
pub const EXACT_FACTORS: usize = 15;

/// How the average over all orders is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orders {
    /// All of them, by way of the subsets: exact, up to [`EXACT_FACTORS`].
    All,
    /// Drawn orders, each with its reverse: up to 64 factors.
    Drawn {
        /// How many pairs of orders.
        pairs: usize,
        /// Seed of the generator.
        seed: u64,
    },
}

/// The part of each factor in the value of all of them: the mean, over all
/// orders in which factors can come in, of what each adds when it comes.
///
/// The parts add up to the value of all less the value of none, also when
/// orders are drawn.
///
/// # Units
///
/// `value` takes a set of factors, bit `i` standing for factor `i`, and gives
/// what they bring together; parts come out in its unit, in the order of the
/// factors.
///
/// # Errors
///
/// [`AttributionError::Factors`]: none, or too many.
///
/// # Source
///
/// Shapley LS (1953), *A value for n-person games*; Eide GE, Gefeller O (1995),
/// J Clin Epidemiol 48:233-236 for fractions of disease.
///
/// # Example
///
/// ```
/// use firstyear_metrics::attribution::{Orders, shapley};
///
/// // Either factor removes all: each gets half.
/// let parts = shapley(2, Orders::All, |set| if set == 0 { 0.0 } else { 1.0 })?;
/// assert_eq!(parts, [0.5, 0.5]);
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn shapley(
    factors: usize,
    orders: Orders,
    value: impl FnMut(u64) -> f64,
) -> Result<Vec<f64>, AttributionError> {
    let most = match orders {
        Orders::All => EXACT_FACTORS,
        Orders::Drawn { .. } => 64,
    };
    if factors == 0 || factors > most {
        return Err(AttributionError::Factors { given: factors, most });
    }
    match orders {
        Orders::All => Ok(by_subsets(factors, value)),
        Orders::Drawn { pairs: 0, .. } => Err(AttributionError::NoDraws),
        Orders::Drawn { pairs, seed } => Ok(by_orders(factors, pairs, seed, value)),
    }
}

/// A factor that comes after a set of `s` others does so in s! (n - s - 1)! of
/// the n! orders.
fn by_subsets(factors: usize, value: impl FnMut(u64) -> f64) -> Vec<f64> {
    let values: Vec<f64> = (0..1_u64 << factors).map(value).collect();
    let weights = weights(factors);
    (0..factors).map(|factor| part(&values, factor, &weights)).collect()
}

/// The part of a factor in the values of all sets, by [`weights`].
pub(crate) fn part(values: &[f64], factor: usize, weights: &[f64]) -> f64 {
    let bit = 1 << factor;
    let without = (0..values.len()).filter(|set| set & bit == 0);
    without.map(|set| weights[set.count_ones() as usize] * (values[set | bit] - values[set])).sum()
}

/// `s! (n - 1 - s)! / n!` for sets of `s` others.
pub(crate) fn weights(factors: usize) -> Vec<f64> {
    let mut weight = 1.0 / factors as f64;
    (0..factors)
        .map(|size| {
            let present = weight;
            weight *= (size + 1) as f64 / (factors - 1 - size).max(1) as f64;
            present
        })
        .collect()
}

fn by_orders(
    factors: usize,
    pairs: usize,
    seed: u64,
    mut value: impl FnMut(u64) -> f64,
) -> Vec<f64> {
    let mut generator = Counter::new(seed, 0);
    let mut order: Vec<usize> = (0..factors).collect();
    let mut parts = vec![0.0; factors];
    let mut walk = |order: &mut dyn Iterator<Item = usize>, parts: &mut [f64]| {
        let (mut set, mut before) = (0, value(0));
        for factor in order {
            set |= 1 << factor;
            let after = value(set);
            parts[factor] += after - before;
            before = after;
        }
    };
    for _ in 0..pairs {
        shuffle(&mut order, &mut generator);
        walk(&mut order.iter().copied(), &mut parts);
        walk(&mut order.iter().rev().copied(), &mut parts);
    }
    let walks = 2.0 * pairs as f64;
    parts.into_iter().map(|part| part / walks).collect()
}

/// Fisher and Yates.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a fraction of a small number, from 0 to below it"
)]
fn shuffle(order: &mut [usize], generator: &mut Counter) {
    for last in (1..order.len()).rev() {
        let chosen = (generator.uniform() * (last + 1) as f64) as usize;
        order.swap(last, chosen);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All orders, one by one.
    fn plain(factors: usize, value: &dyn Fn(u64) -> f64) -> Vec<f64> {
        fn visit(
            left: &mut Vec<usize>,
            set: u64,
            value: &dyn Fn(u64) -> f64,
            parts: &mut [f64],
        ) -> f64 {
            if left.is_empty() {
                return 1.0;
            }
            let mut orders = 0.0;
            for at in 0..left.len() {
                let factor = left.remove(at);
                let below = visit(left, set | 1 << factor, value, parts);
                parts[factor] += below * (value(set | 1 << factor) - value(set));
                orders += below;
                left.insert(at, factor);
            }
            orders
        }
        let mut parts = vec![0.0; factors];
        let orders = visit(&mut (0..factors).collect(), 0, value, &mut parts);
        parts.into_iter().map(|part| part / orders).collect()
    }

    /// A value for each set that follows no rule.
    fn rugged(set: u64) -> f64 {
        let mixed = (set + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((mixed >> 40) % 1_000) as f64
    }

    #[test]
    fn subsets_give_what_all_orders_give() {
        for factors in 1..=7 {
            let parts = shapley(factors, Orders::All, rugged).unwrap();
            for (got, expected) in parts.iter().zip(plain(factors, &rugged)) {
                assert!((got - expected).abs() < 1e-9, "{factors}: {got} {expected}");
            }
        }
    }

    #[test]
    fn drawn_orders_come_near_and_add_up() {
        let exact = shapley(10, Orders::All, rugged).unwrap();
        let drawn = shapley(10, Orders::Drawn { pairs: 20_000, seed: 5 }, rugged).unwrap();
        for (a, b) in exact.iter().zip(&drawn) {
            assert!((a - b).abs() < 8.0, "{a} {b}");
        }
        let total: f64 = drawn.iter().sum();
        assert!((total - (rugged(1_023) - rugged(0))).abs() < 1e-6);
    }

    #[test]
    fn numbers_of_factors_are_bounded() {
        let none = AttributionError::Factors { given: 0, most: EXACT_FACTORS };
        assert_eq!(shapley(0, Orders::All, rugged).unwrap_err(), none);
        assert!(shapley(16, Orders::All, rugged).is_err());
        assert!(
            shapley(64, Orders::Drawn { pairs: 1, seed: 1 }, |set| set.count_ones().into()).is_ok()
        );
        assert!(shapley(65, Orders::Drawn { pairs: 1, seed: 1 }, rugged).is_err());
        let no_draws = shapley(3, Orders::Drawn { pairs: 0, seed: 1 }, rugged).unwrap_err();
        assert_eq!(no_draws, AttributionError::NoDraws);
    }

    proptest! {
        #[test]
        fn parts_add_up(values in proptest::collection::vec(-1e3..1e3_f64, 32)) {
            let at = |set: u64| values[usize::try_from(set).unwrap_or(0)];
            let parts = shapley(5, Orders::All, at)?;
            prop_assert!((parts.iter().sum::<f64>() - (at(31) - at(0))).abs() < 1e-9);
        }

        #[test]
        fn a_factor_that_adds_nothing_gets_nothing(values in proptest::collection::vec(-1e3..1e3_f64, 8)) {
            let at = |set: u64| values[usize::try_from(set & 0b111).unwrap_or(0)];
            let parts = shapley(4, Orders::All, at)?;
            prop_assert!(parts[3].abs() < 1e-12);
        }
    }
}
