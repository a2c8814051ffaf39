//! Areas in tenths, fifths or quarters of their values.

use firstyear_core::MethodId;

use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, Value};

/// Which end is quantile 1. It is always said: in some publications decile 1
/// is the most deprived, in others decile 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum First {
    /// Quantile 1 holds the highest values.
    Highest,
    /// Quantile 1 holds the lowest values.
    Lowest,
}

/// How areas are shared out when they do not part evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Remainder {
    /// By rank: an area of rank r among n goes to quantile
    /// ⌊(r − 1) k / n⌋ + 1. Areas with one value share a rank, and so a
    /// quantile, which can leave another empty.
    ByRank,
    /// The first quantiles get one area more, as SQL's and dplyr's `ntile`
    /// has it. Areas with one value can be parted; the order given decides.
    FirstQuantiles,
    /// For tenths: the extra areas are spread over the range, after a fixed
    /// table. Areas with one value can be parted; the order given decides.
    Spread,
}

/// Why there are no quantiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuantileError {
    /// Fewer than two quantiles part nothing.
    #[error("areas are parted into two quantiles or more, not {quantiles}")]
    TooFewQuantiles {
        /// How many were asked for.
        quantiles: usize,
    },
    /// Fewer areas than quantiles.
    #[error("{areas} areas with a value cannot fill {quantiles} quantiles")]
    TooFewAreas {
        /// Areas with a value.
        areas: usize,
        /// How many quantiles were asked for.
        quantiles: usize,
    },
    /// A value that has no place in an order.
    #[error("the value of area {index} (counted from 1) is not a number")]
    NotANumber {
        /// The first such area.
        index: usize,
    },
    /// The table for spread remainders has tenths alone.
    #[error("remainders are spread over tenths only, not over {quantiles} quantiles")]
    NotTenths {
        /// How many were asked for.
        quantiles: usize,
    },
}

/// The quantile of each area, from 1; `None` for areas without a value, which
/// take no part in the ranking.
///
/// # Units
///
/// Values in any unit; a `None` is a value that is not known.
///
/// # Errors
///
/// [`QuantileError`]: fewer than two quantiles, fewer areas than quantiles, a
/// `NaN`, or spread remainders for anything but tenths.
///
/// # Source
///
/// By rank: the R package `PHEindicatormethods` 2.1.0, `phe_quantile`. First quantiles: the
/// deciles of fingertipsR, which counts from the lowest value and turns the
/// result round. Spread: those of the Fingertips client for Python.
///
/// # Example
///
/// ```
/// use firstyear_metrics::benchmark::{First, Remainder, quantile_groups};
///
/// let deprivation = [Some(30.1), Some(12.4), None, Some(22.0), Some(8.5)];
/// let halves = quantile_groups(&deprivation, 2, First::Highest, Remainder::ByRank)?;
/// assert_eq!(halves, [Some(1), Some(2), None, Some(1), Some(2)]);
/// # Ok::<(), firstyear_metrics::benchmark::QuantileError>(())
/// ```
pub fn quantile_groups(
    values: &[Option<f64>],
    quantiles: usize,
    first: First,
    remainder: Remainder,
) -> Result<Vec<Option<usize>>, QuantileError> {
    if quantiles < 2 {
        return Err(QuantileError::TooFewQuantiles { quantiles });
    }
    if let Some(index) = values.iter().position(|value| value.is_some_and(f64::is_nan)) {
        return Err(QuantileError::NotANumber { index: index + 1 });
    }
    let mut known: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(i, value)| Some((i, (*value)?))).collect();
    let areas = known.len();
    if areas < quantiles {
        return Err(QuantileError::TooFewAreas { areas, quantiles });
    }
    // The sort keeps the order of equal values; 0 and -0 are equal.
    known.sort_by(|(_, a), (_, b)| match first {
        First::Highest => b.partial_cmp(a).unwrap_or(std::cmp::Ordering::Equal),
        First::Lowest => a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal),
    });
    let mut found = vec![None; values.len()];
    match remainder {
        Remainder::ByRank => {
            let mut rank = 0;
            for place in 0..areas {
                if place > 0 && known[place].1 != known[place - 1].1 {
                    rank = place;
                }
                found[known[place].0] = Some(rank * quantiles / areas + 1);
            }
        }
        Remainder::FirstQuantiles => {
            let sizes =
                (0..quantiles).map(|q| areas / quantiles + usize::from(q < areas % quantiles));
            share_out(&known, sizes, &mut found);
        }
        Remainder::Spread => {
            if quantiles != TENTHS {
                return Err(QuantileError::NotTenths { quantiles });
            }
            let extra = EXTRA[areas % TENTHS];
            let sizes = (0..TENTHS).map(|q| areas / TENTHS + usize::from(extra.contains(&q)));
            share_out(&known, sizes, &mut found);
        }
    }
    Ok(found)
}

const TENTHS: usize = 10;

/// Which tenths (from 0) get one area more, by how many are left over.
const EXTRA: [&[usize]; TENTHS] = [
    &[],
    &[0],
    &[0, 5],
    &[0, 3, 7],
    &[0, 2, 6, 8],
    &[0, 2, 4, 6, 8],
    &[0, 1, 3, 5, 6, 8],
    &[0, 1, 2, 4, 5, 7, 8],
    &[0, 1, 2, 3, 5, 6, 7, 8],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8],
];

fn share_out(
    ranked: &[(usize, f64)],
    sizes: impl Iterator<Item = usize>,
    found: &mut [Option<usize>],
) {
    let mut areas = ranked.iter();
    for (quantile, size) in sizes.enumerate() {
        for (area, _) in areas.by_ref().take(size) {
            found[*area] = Some(quantile + 1);
        }
    }
}

pub(super) const PHE_QUANTILE: Method = Method {
    id: MethodId::new("phe-quantile"),
    name: "Quantiles by rank",
    family: "benchmarks",
    unit: "quantile, from 1",
    ordered: false,
    reading: "quantile 1 holds the highest values, or with invert FALSE the lowest",
    source: "PHEindicatormethods 2.1.0, phe_quantile",
    explanation: "An area of rank r among n goes to quantile floor((r - 1) k / n) + 1; areas with one value share the lowest of their ranks, so a quantile can stay empty. Areas without a value take no part; with fewer areas than quantiles there are none.",
    call: Call {
        key: &["case", "nquantiles", "invert"],
        inputs: &[
            Field::new("value", "the area's value"),
            Field::optional("unit", "the area; carried over to the results"),
        ],
        arguments: &[
            Argument::new(
                "nquantiles",
                "10",
                "into how many quantiles, 2 or more; several separated by `;`",
            ),
            Argument::new(
                "invert",
                "TRUE",
                "TRUE when quantile 1 holds the highest values, FALSE when the lowest; both separated by `;`",
            ),
        ],
        outputs: &[
            Field::optional("unit", "the area, where it is given"),
            Field::new("nquantiles", "into how many"),
            Field::new("invert", "whether quantile 1 holds the highest values"),
            Field::new("quantile", "the area's quantile, from 1"),
        ],
        vectors: &["PHEindicatormethods/phe_quantile"],
        run: |group, out| run(group, out, Remainder::ByRank),
    },
};

pub(super) const NTILE: Method = Method {
    id: MethodId::new("quantile-ntile"),
    name: "Quantiles with larger ones first",
    source: "deciles of fingertipsR 1.1.0; the SQL window function NTILE",
    explanation: "When areas do not part evenly, the first quantiles get one more. Areas with one value can come into different quantiles, by the order in which they are given.",
    call: Call {
        vectors: &[],
        run: |group, out| run(group, out, Remainder::FirstQuantiles),
        ..PHE_QUANTILE.call
    },
    ..PHE_QUANTILE
};

pub(super) const SPREAD: Method = Method {
    id: MethodId::new("quantile-spread"),
    name: "Tenths with the remainder spread",
    source: "deciles of the Fingertips client for Python 0.4.2",
    explanation: "When areas do not part evenly into tenths, those left over are spread over the range after a fixed table. Areas with one value can come into different tenths, by the order in which they are given.",
    call: Call {
        vectors: &[],
        run: |group, out| run(group, out, Remainder::Spread),
        ..PHE_QUANTILE.call
    },
    ..PHE_QUANTILE
};

fn run(group: &Group<'_>, out: &mut Output, remainder: Remainder) -> Result<(), RunError> {
    let values: Vec<Option<f64>> =
        group.cells("value")?.iter().map(|cell| cell.value().copied()).collect();
    let units = group.values("unit").cloned().collect::<Vec<_>>();
    for quantiles in counts(group)? {
        let mut too_few = None;
        for first in firsts(group)? {
            let found = match quantile_groups(&values, quantiles, first, remainder) {
                Ok(found) => found,
                // As in the package each area has its row.
                Err(error @ QuantileError::TooFewAreas { .. }) => {
                    too_few.get_or_insert(error);
                    vec![None; values.len()]
                }
                Err(error) => return Err(RunError::measure(error)),
            };
            for (unit, quantile) in units.iter().zip(found) {
                let mut row = out.row();
                if group.has("unit") {
                    row.set("unit", unit.clone());
                }
                row.set("nquantiles", quantiles)
                    .set("invert", first == First::Highest)
                    .set("quantile", quantile);
            }
        }
        match too_few {
            // In the package that is no error.
            Some(error) if remainder == Remainder::ByRank => out.note(error),
            Some(error) => out.problem(error),
            None => {}
        }
    }
    Ok(())
}

fn counts(group: &Group<'_>) -> Result<Vec<usize>, RunError> {
    let wrong = || RunError::Argument {
        name: "nquantiles",
        wanted: "whole numbers from 2, several separated by `;`".to_owned(),
    };
    let text = group.argument("nquantiles")?.ok_or_else(wrong)?;
    text.split(';').map(|part| part.trim().parse().map_err(|_| wrong())).collect()
}

fn firsts(group: &Group<'_>) -> Result<Vec<First>, RunError> {
    let wrong = || RunError::Argument {
        name: "invert",
        wanted: "TRUE or FALSE, or both separated by `;`".to_owned(),
    };
    let text = group.argument("invert")?.ok_or_else(wrong)?;
    text.split(';')
        .map(|part| match Value::from(part).flag() {
            Some(true) => Ok(First::Highest),
            Some(false) => Ok(First::Lowest),
            None => Err(wrong()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn distinct(areas: usize) -> Vec<Option<f64>> {
        (0..areas).map(|i| Some(i as f64)).collect()
    }

    #[test]
    fn the_variants_differ_where_publishers_do() {
        // Upper-tier areas, districts and unitaries, integrated care boards,
        // and 150 areas: 15, 16, 12 and no areas lie in another tenth in
        // PHEindicatormethods than in fingertipsR, which counts from the
        // other end.
        let differences = [153, 296, 42, 150].map(|areas| {
            let values = distinct(areas);
            let by_rank = quantile_groups(&values, 10, First::Highest, Remainder::ByRank).unwrap();
            let from_below =
                quantile_groups(&values, 10, First::Lowest, Remainder::FirstQuantiles).unwrap();
            let turned = from_below.into_iter().map(|tenth| tenth.map(|tenth| 11 - tenth));
            by_rank.into_iter().zip(turned).filter(|(a, b)| a != b).count()
        });
        assert_eq!(differences, [15, 16, 12, 0]);
    }

    #[test]
    fn ties_share_a_quantile_by_rank() {
        let values = [Some(1.0), Some(1.0), Some(1.0), Some(2.0)];
        let found = quantile_groups(&values, 2, First::Lowest, Remainder::ByRank).unwrap();
        assert_eq!(found, [Some(1), Some(1), Some(1), Some(2)]);
    }

    #[test]
    fn what_cannot_be_parted_is_refused() {
        let refused = |values: &[Option<f64>], quantiles, remainder| {
            quantile_groups(values, quantiles, First::Lowest, remainder).unwrap_err()
        };
        assert_eq!(
            refused(&[Some(1.0), None], 2, Remainder::ByRank),
            QuantileError::TooFewAreas { areas: 1, quantiles: 2 }
        );
        assert_eq!(
            refused(&[Some(1.0)], 1, Remainder::ByRank),
            QuantileError::TooFewQuantiles { quantiles: 1 }
        );
        assert_eq!(
            refused(&[Some(f64::NAN)], 2, Remainder::ByRank),
            QuantileError::NotANumber { index: 1 }
        );
        assert_eq!(
            refused(&distinct(9), 4, Remainder::Spread),
            QuantileError::NotTenths { quantiles: 4 }
        );
    }

    proptest! {
        #[test]
        fn sizes_differ_by_one_at_most_without_ties(areas in 10..300_usize, quantiles in 2..10_usize) {
            for remainder in [Remainder::ByRank, Remainder::FirstQuantiles] {
                let found =
                    quantile_groups(&distinct(areas), quantiles, First::Highest, remainder).unwrap();
                let mut sizes = vec![0; quantiles];
                for quantile in found.into_iter().flatten() {
                    sizes[quantile - 1] += 1;
                }
                let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
                prop_assert!(most - least <= 1, "{:?}", sizes);
            }
        }

        #[test]
        fn every_tenth_is_filled_when_the_remainder_is_spread(areas in 10..300_usize) {
            let found = quantile_groups(&distinct(areas), 10, First::Lowest, Remainder::Spread).unwrap();
            prop_assert!((1..=10).all(|tenth| found.contains(&Some(tenth))));
            prop_assert!(found.is_sorted());
        }
    }
}
