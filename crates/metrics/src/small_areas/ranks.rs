//! Which rank each area may have.

use firstyear_core::{Confidence, MethodId};

use super::{Posterior, SmallAreasError};
use crate::random::Counter;

/// The method of [`ranks`].
pub const RANK_INTERVAL: MethodId = MethodId::new("rank-interval");

/// Which area has rank 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankFrom {
    /// The one with the highest rate.
    Highest,
    /// The one with the lowest.
    Lowest,
}

/// The ranks that an area may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankInterval {
    /// The mean rank over all draws.
    pub expected: f64,
    /// The lower limit, a rank from 1.
    pub lower: usize,
    /// The upper limit.
    pub upper: usize,
    /// The confidence of the limits.
    pub confidence: Confidence,
}

/// The ranks of areas, from seeded draws of what is known of each.
///
/// Each area draws from a stream of its own of
/// [`Counter`](crate::random::Counter). Areas whose draws are equal are put in
/// an order by chance, so that areas of which nothing is known to differ may
/// have any rank. The limits hold an area's rank with at least the confidence
/// asked for, given the posteriors.
///
/// # Units
///
/// Posteriors in any order; ranks from 1 to their number, in the same order.
///
/// # Errors
///
/// [`SmallAreasError`]: no areas, or fewer than 100 draws.
///
/// # Source
///
/// Goldstein H, Spiegelhalter DJ (1996), J R Stat Soc A 159:385-443; Laird NM,
/// Louis TA (1989), J Educ Stat 14:29-46 for the expected rank.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::small_areas::{Posterior, RankFrom, ranks};
///
/// let area = |events| Posterior::Gamma { shape: events, exposure: 1_000.0 };
/// let found = ranks(
///     &[area(5.0), area(6.0), area(400.0)], RankFrom::Highest, 2_000, 1, Confidence::P95,
/// )?;
/// assert_eq!((found[2].lower, found[2].upper), (1, 1));
/// assert_eq!((found[0].lower, found[0].upper), (2, 3));
/// # Ok::<(), firstyear_metrics::small_areas::SmallAreasError>(())
/// ```
pub fn ranks(
    areas: &[Posterior],
    from: RankFrom,
    draws: usize,
    seed: u64,
    confidence: Confidence,
) -> Result<Vec<RankInterval>, SmallAreasError> {
    if areas.is_empty() {
        return Err(SmallAreasError::NoAreas);
    }
    if draws < 100 {
        return Err(SmallAreasError::TooFewDraws { given: draws });
    }
    let mut generators: Vec<Counter> =
        (0..areas.len() as u64).map(|area| Counter::new(seed, area)).collect();
    let mut seen: Vec<Seen> = areas.iter().map(|_| Seen::new(areas.len(), draws)).collect();
    let mut drawn: Vec<(f64, u64, usize)> = Vec::with_capacity(areas.len());
    for _ in 0..draws {
        drawn.clear();
        for (area, (posterior, generator)) in areas.iter().zip(&mut generators).enumerate() {
            let value = posterior.draw(generator);
            drawn.push((value, generator.bits(), area));
        }
        drawn.sort_unstable_by(|a, b| {
            let by_value = match from {
                RankFrom::Highest => b.0.total_cmp(&a.0),
                RankFrom::Lowest => a.0.total_cmp(&b.0),
            };
            by_value.then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
        });
        for (rank, (_, _, area)) in (1..).zip(&drawn) {
            seen[*area].push(rank);
        }
    }
    Ok(seen.into_iter().map(|ranks| summary(ranks, confidence)).collect())
}

/// The ranks of an area over the draws, in whichever form is the smaller.
enum Seen {
    /// How often each rank was seen, from 1 on.
    Counted(Vec<u32>),
    /// One after the other.
    Listed(Vec<u32>),
}

impl Seen {
    fn new(areas: usize, draws: usize) -> Self {
        if areas < draws { Self::Counted(vec![0; areas]) } else { Self::Listed(Vec::new()) }
    }

    fn push(&mut self, rank: usize) {
        match self {
            Self::Counted(times) => times[rank - 1] += 1,
            // More areas than ranks of 32 bits would not fit into memory.
            Self::Listed(ranks) => ranks.push(u32::try_from(rank).unwrap_or(u32::MAX)),
        }
    }

    /// Ranks, rising, with how often each was seen.
    fn times(mut self) -> Vec<(usize, usize)> {
        match &mut self {
            Self::Counted(times) => {
                (1..).zip(times.iter()).map(|(rank, times)| (rank, *times as usize)).collect()
            }
            Self::Listed(ranks) => {
                ranks.sort_unstable();
                ranks.chunk_by(|a, b| a == b).map(|same| (same[0] as usize, same.len())).collect()
            }
        }
    }
}

/// The mean and the limits of an area's ranks.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a fraction of the number of draws is from 0 to that number"
)]
fn summary(seen: Seen, confidence: Confidence) -> RankInterval {
    let times = seen.times();
    let draws: usize = times.iter().map(|(_, times)| times).sum();
    let beyond = (confidence.tail() * draws as f64).floor() as usize;
    // The rank at a place among the draws, in order, counted from 0.
    let at = |place: usize| {
        let mut before = 0;
        let found = times.iter().find(|(_, times)| {
            before += times;
            before > place
        });
        found.map_or(0, |(rank, _)| *rank)
    };
    let total: f64 = times.iter().map(|(rank, times)| (rank * times) as f64).sum();
    RankInterval {
        expected: total / draws as f64,
        lower: at(beyond),
        upper: at(draws - 1 - beyond),
        confidence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(shapes: &[f64]) -> Vec<Posterior> {
        shapes.iter().map(|&shape| Posterior::Gamma { shape, exposure: 1.0 }).collect()
    }

    #[test]
    fn expected_ranks_are_one_and_the_chances_of_being_behind() {
        // Two gamma variables: P(X > Y) is the chance that a beta variable of
        // their shapes lies above a half.
        let shapes = [4.0, 6.0, 9.0];
        let found = ranks(&rates(&shapes), RankFrom::Highest, 40_000, 7, Confidence::P95).unwrap();
        for (i, &a) in shapes.iter().enumerate() {
            let others = shapes.iter().enumerate().filter(|(j, _)| *j != i);
            let behind: f64 =
                others.map(|(_, &b)| crate::special::beta::lower_and_upper(b, a, 0.5, 0.5).1).sum();
            assert!((found[i].expected - 1.0 - behind).abs() < 0.02, "{i}: {:?}", found[i]);
        }
    }

    #[test]
    fn areas_alike_may_have_any_rank() {
        let alike = vec![Posterior::Point(0.004); 20];
        let found = ranks(&alike, RankFrom::Highest, 4_000, 3, Confidence::P95).unwrap();
        for area in &found {
            assert!((area.expected - 10.5).abs() < 0.5, "{area:?}");
            assert!((area.lower, area.upper) == (1, 20), "{area:?}");
        }
    }

    #[test]
    fn the_other_end_turns_ranks_round_and_the_seed_decides() {
        let areas = rates(&[2.0, 5.0, 5.5, 30.0]);
        let down = ranks(&areas, RankFrom::Highest, 1_000, 11, Confidence::P95).unwrap();
        let up = ranks(&areas, RankFrom::Lowest, 1_000, 11, Confidence::P95).unwrap();
        for (down, up) in down.iter().zip(&up) {
            assert!((down.expected + up.expected - 5.0).abs() < 1e-12);
            assert_eq!(down.lower + up.upper, 5);
        }
        let again = ranks(&areas, RankFrom::Highest, 1_000, 11, Confidence::P95).unwrap();
        assert_eq!(down, again);
    }

    #[test]
    fn counting_ranks_and_listing_them_say_the_same() {
        let (mut counted, mut listed) = (Seen::new(9, 100), Seen::new(9, 9));
        for rank in [3, 1, 3, 9, 4, 3, 1] {
            counted.push(rank);
            listed.push(rank);
        }
        assert!(matches!((&counted, &listed), (Seen::Counted(_), Seen::Listed(_))));
        let level = Confidence::new(0.5).unwrap();
        let (counted, listed) = (summary(counted, level), summary(listed, level));
        assert_eq!(counted, listed);
        // In order 1, 1, 3, 3, 3, 4, 9, of which one is beyond either limit.
        assert_eq!((counted.lower, counted.upper), (1, 4));
        assert!((counted.expected - 24.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_rank_is_refused() {
        let refused = |areas: &[Posterior], draws| {
            ranks(areas, RankFrom::Lowest, draws, 1, Confidence::P95).unwrap_err()
        };
        assert_eq!(refused(&[], 1_000), SmallAreasError::NoAreas);
        let few = SmallAreasError::TooFewDraws { given: 99 };
        assert_eq!(refused(&rates(&[1.0]), 99), few);
    }
}
