//! P-values that allow for the number of comparisons.

use firstyear_core::MethodId;

use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

/// How p-values are adjusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Adjustment {
    /// Not at all.
    None,
    /// Each times their number. Holm's is never worse.
    Bonferroni,
    /// Step by step from the smallest: keeps the chance of any false finding.
    Holm,
    /// Step by step from the largest: the same for comparisons that are
    /// independent or positively dependent.
    Hochberg,
    /// By closed testing with Simes's test: the same, a little stronger.
    Hommel,
    /// Keeps the expected share of false findings among findings, for
    /// comparisons that are independent or positively dependent.
    BenjaminiHochberg,
    /// The same for any dependence.
    BenjaminiYekutieli,
}

/// Why p-values cannot be adjusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AdjustError {
    /// A p-value outside 0 to 1.
    #[error("p-value {index} (counted from 1) is not between 0 and 1")]
    Outside {
        /// The first such one, counted from 1.
        index: usize,
    },
    /// Fewer comparisons than p-values.
    #[error("{given} comparisons for {known} p-values: count every comparison that was made")]
    TooFew {
        /// The number of comparisons said.
        given: usize,
        /// How many p-values there are.
        known: usize,
    },
}

/// P-values that allow for the number of comparisons, in the order given.
///
/// A p-value of NaN is missing: it stays, and is not counted. `comparisons` is
/// their number where more were made than have a p-value here.
///
/// # Errors
///
/// [`AdjustError`]: a p-value outside `[0, 1]`, or fewer comparisons than
/// p-values.
///
/// # Source
///
/// Holm S (1979), Scand J Stat 6:65-70; Hochberg Y (1988), Biometrika
/// 75:800-802; Hommel G (1988), Biometrika 75:383-386; Benjamini Y, Hochberg Y
/// (1995), J R Stat Soc B 57:289-300; Benjamini Y, Yekutieli D (2001), Ann Stat
/// 29:1165-1188; for Hommel's adjusted values Wright SP (1992), Biometrics
/// 48:1005-1013, in the time of sorting after Meijer RJ, Krebs TJP, Goeman JJ
/// (2019), Biom J 61:1141-1161.
///
/// # Example
///
/// ```
/// use firstyear_metrics::comparisons::{Adjustment, adjust};
///
/// let adjusted = adjust(&[0.01, 0.04, 0.03], Adjustment::Holm, None)?;
/// assert_eq!(adjusted, [0.03, 0.06, 0.06]);
/// # Ok::<(), firstyear_metrics::comparisons::AdjustError>(())
/// ```
pub fn adjust(
    p: &[f64],
    adjustment: Adjustment,
    comparisons: Option<usize>,
) -> Result<Vec<f64>, AdjustError> {
    if let Some(at) = p.iter().position(|p| !p.is_nan() && !(0.0..=1.0).contains(p)) {
        return Err(AdjustError::Outside { index: at + 1 });
    }
    let mut order: Vec<usize> = (0..p.len()).filter(|i| !p[*i].is_nan()).collect();
    let known = order.len();
    let number = comparisons.unwrap_or(known);
    if number < known {
        return Err(AdjustError::TooFew { given: number, known });
    }
    if number <= 1 {
        return Ok(p.to_vec());
    }
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut sorted: Vec<f64> = order.iter().map(|i| p[*i]).collect();
    adjust_sorted(&mut sorted, adjustment, number);
    let mut adjusted = p.to_vec();
    for (i, value) in order.into_iter().zip(sorted) {
        adjusted[i] = value;
    }
    Ok(adjusted)
}

fn adjust_sorted(p: &mut [f64], adjustment: Adjustment, number: usize) {
    let n = number as f64;
    match adjustment {
        Adjustment::None => {}
        Adjustment::Bonferroni => p.iter_mut().for_each(|p| *p = (n * *p).min(1.0)),
        Adjustment::Holm => {
            let mut largest = 0.0_f64;
            for (i, p) in p.iter_mut().enumerate() {
                largest = largest.max((n - i as f64) * *p);
                *p = largest.min(1.0);
            }
        }
        Adjustment::Hochberg => step_up(p, |rank| n + 1.0 - rank),
        Adjustment::BenjaminiHochberg => step_up(p, |rank| n / rank),
        Adjustment::BenjaminiYekutieli => {
            let harmonic: f64 = (1..=number).map(|i| 1.0 / i as f64).sum();
            step_up(p, |rank| harmonic * n / rank);
        }
        Adjustment::Hommel if number == 2 => step_up(p, |rank| n + 1.0 - rank),
        Adjustment::Hommel => hommel(p, number),
    }
}

/// The smallest of factor × p from each rank on.
fn step_up(p: &mut [f64], factor: impl Fn(f64) -> f64) {
    let mut smallest = 1.0_f64;
    for (i, p) in p.iter_mut().enumerate().rev() {
        smallest = smallest.min(factor((i + 1) as f64) * *p);
        *p = smallest;
    }
}

/// An adjusted p-value is the largest over m of the smaller of m × p and
/// Simes's p-value of the m largest ones: as many as may all be null. The first
/// grows with m and the second falls, so that the largest is where they cross.
///
/// Source: Meijer RJ, Krebs TJP, Goeman JJ (2019), Biom J 61:1141-1161.
fn hommel(p: &mut [f64], number: usize) {
    let known = p.len();
    let simes = simes_of_the_largest(p, number);
    // Comparisons without a p-value count as 1, and so does Simes's of them.
    let unknown = (number - known) as f64;
    // Rounding must not turn the order round.
    let mut largest = 0.0_f64;
    for p in p.iter_mut() {
        let own = *p;
        let factor = |more: usize| unknown + more as f64;
        // So many more than the unknown ones, until the product passes.
        let below = partition_point(known, |more| factor(more) * own <= simes[more - 1]);
        let at_crossing = if below < known { simes[below] } else { 0.0 };
        largest = largest.max(own).max((factor(below) * own).min(1.0)).max(at_crossing);
        *p = largest;
    }
}

/// How many of the numbers from 1 to `all` come before the first for which
/// `holds` is false; it must stay false from there on.
fn partition_point(all: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, all);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if holds(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// Simes's p-values of the largest p-values together with those that are not
/// known and count as 1: of one known more each time.
///
/// From rank k on the smallest p / (rank - k) is the slope of the line from k
/// that touches the lower convex hull of all points (rank, p) behind it. The
/// hull grows from the right, and each line is found by halving.
fn simes_of_the_largest(p: &[f64], number: usize) -> Vec<f64> {
    let known = p.len();
    let mut hull: Vec<(f64, f64)> = Vec::with_capacity(known + 2);
    // All that are not known lie on one line: its ends are enough.
    if number > known {
        hull.push((number as f64, 1.0));
    }
    if number > known + 1 {
        hull.push(((known + 1) as f64, 1.0));
    }
    let mut simes = Vec::with_capacity(known);
    for (k, p) in p.iter().enumerate().rev() {
        push(&mut hull, ((k + 1) as f64, *p));
        let start = k as f64;
        let slope = |(rank, p): (f64, f64)| p / (rank - start);
        // From the leftmost point, which is last, until the slope grows again.
        let from_left = |step: usize| hull[hull.len() - 1 - step];
        let steps = partition_point(hull.len() - 1, |step| {
            slope(from_left(step)) <= slope(from_left(step - 1))
        });
        let (rank, touched) = from_left(steps);
        simes.push((number - k) as f64 * touched / (rank - start));
    }
    simes
}

/// Adds a point to the left of a lower convex hull.
fn push(hull: &mut Vec<(f64, f64)>, point: (f64, f64)) {
    while let [.., next, last] = hull.as_slice() {
        let to_last = (last.1 - point.1) * (next.0 - last.0);
        let onwards = (next.1 - last.1) * (last.0 - point.0);
        if to_last < onwards {
            break;
        }
        hull.pop();
    }
    hull.push(point);
}

pub(crate) const METHOD: Method = Method {
    id: MethodId::new("p-adjust"),
    name: "P-values of several comparisons",
    family: "comparisons",
    unit: "probability",
    ordered: false,
    reading: "small where chance alone is an unlikely explanation, the other comparisons allowed for",
    source: "Holm (1979), Scand J Stat 6:65; Benjamini and Hochberg (1995), J R Stat Soc B 57:289; Hochberg (1988), Biometrika 75:800; Hommel (1988), Biometrika 75:383; Benjamini and Yekutieli (2001), Ann Stat 29:1165",
    explanation: "Where many areas are compared, some differ by chance. Holm's adjustment keeps the chance of any false finding below the level; that of Benjamini and Hochberg keeps the expected share of false findings among the findings. A missing p-value is not counted.",
    call: Call {
        key: &["case", "method"],
        inputs: &[Field::new("p", "p-values"), Field::optional("i", "their number")],
        arguments: &[
            Argument::new(
                "method",
                "holm",
                "`holm`, `hochberg`, `hommel`, `bonferroni`, `BH` (also `fdr`), `BY` or `none`, in capitals or not",
            ),
            Argument::new("n", "", "comparisons made, where more than there are p-values")
                .aliases(&["n_arg"]),
        ],
        outputs: &[
            Field::optional("i", "their number, where it was given"),
            Field::new("p", "the p-value"),
            Field::new("adjusted", "the adjusted p-value"),
        ],
        vectors: &["base_r/p_adjust"],
        run: run_adjust,
    },
};

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a count"
)]
fn run_adjust(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let adjustment = group.choice_in_any_case(
        "method",
        &[
            ("holm", Adjustment::Holm),
            ("hochberg", Adjustment::Hochberg),
            ("hommel", Adjustment::Hommel),
            ("bonferroni", Adjustment::Bonferroni),
            ("BH", Adjustment::BenjaminiHochberg),
            ("fdr", Adjustment::BenjaminiHochberg),
            ("BY", Adjustment::BenjaminiYekutieli),
            ("none", Adjustment::None),
        ],
    )?;
    let number = match group.number("n")? {
        Some(n) if n.fract() == 0.0 && (0.0..1e9).contains(&n) => Some(n as usize),
        Some(_) => {
            let wanted = "a number of comparisons".to_owned();
            return Err(RunError::Argument { name: "n", wanted });
        }
        None => None,
    };
    let p = group.numbers_or_nan("p")?;
    let adjusted = adjust(&p, adjustment, number).map_err(RunError::measure)?;
    let known = |p: f64| (!p.is_nan()).then_some(p);
    let numbers: Vec<_> = group.values("i").cloned().collect();
    for ((p, adjusted), i) in p.into_iter().zip(adjusted).zip(numbers) {
        let mut row = out.row();
        if group.has("i") {
            row.set("i", i);
        }
        row.set("p", known(p)).set("adjusted", known(adjusted));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Adjustment; 7] = [
        Adjustment::None,
        Adjustment::Bonferroni,
        Adjustment::Holm,
        Adjustment::Hochberg,
        Adjustment::Hommel,
        Adjustment::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli,
    ];

    #[test]
    fn a_published_example() {
        // Benjamini and Hochberg (1995), section 4.1: 15 comparisons, of which
        // their procedure finds four at 0.05, and Bonferroni's three.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let found = |adjustment| {
            adjust(&p, adjustment, None).unwrap().iter().filter(|p| **p <= 0.05).count()
        };
        assert_eq!(found(Adjustment::BenjaminiHochberg), 4);
        assert_eq!(found(Adjustment::Bonferroni), 3);
        assert_eq!(found(Adjustment::Holm), 3);
    }

    #[test]
    fn hommel_of_very_many_comparisons_is_no_work() {
        // A million p-values of a billion comparisons: Simes's of all is that
        // of the known ones, each i / 1e9 and so 1.
        let p: Vec<f64> = (1..=1_000_000).map(|i| f64::from(i) * 1e-9).collect();
        let adjusted = adjust(&p, Adjustment::Hommel, Some(1_000_000_000)).unwrap();
        assert!((adjusted[0] - 1.0).abs() < 1e-12 && (adjusted[999_999] - 1.0).abs() < 1e-12);
        let p: Vec<f64> = p.iter().map(|p| p * 0.01).collect();
        let adjusted = adjust(&p, Adjustment::Hommel, Some(1_000_000_000)).unwrap();
        // The smallest may be one of 999,999,001 nulls at least: Simes's is 0.01.
        assert!((adjusted[0] - 0.01).abs() < 1e-9, "{}", adjusted[0]);
    }

    #[test]
    fn what_cannot_be_adjusted_is_refused() {
        for adjustment in ALL {
            assert_eq!(adjust(&[], adjustment, None), Ok(vec![]));
            let outside = Err(AdjustError::Outside { index: 2 });
            assert_eq!(adjust(&[0.1, 1.5], adjustment, None), outside);
            assert_eq!(adjust(&[0.1, -0.5], adjustment, None), outside);
            let few = Err(AdjustError::TooFew { given: 1, known: 2 });
            assert_eq!(adjust(&[0.1, 0.5], adjustment, Some(1)), few);
            assert!(adjust(&[f64::NAN], adjustment, None).unwrap()[0].is_nan());
        }
    }

    /// For each number m of comparisons that may all be null, Simes's smallest
    /// over the last of them; a p-value is at least each of these: Wright (1992),
    /// the plain way in quadratic time.
    fn plain_hommel(p: &mut [f64], number: usize) {
        let known = p.len();
        // Comparisons without a p-value count as 1.
        let mut all = p.to_vec();
        all.resize(number, 1.0);
        let simes = |m: usize, from: usize| {
            all[from..]
                .iter()
                .zip(2..=m)
                .map(|(p, i)| m as f64 * p / i as f64)
                .fold(f64::NAN, f64::min)
        };
        let whole = all.iter().zip(1..).map(|(p, i)| number as f64 * p / f64::from(i));
        let mut adjusted = vec![whole.fold(f64::NAN, f64::min); number];
        for m in (2..number).rev() {
            let first = number - m + 1;
            let smallest = simes(m, first);
            let mut last = 0.0;
            for i in 0..first {
                last = (m as f64 * all[i]).min(smallest);
                adjusted[i] = adjusted[i].max(last);
            }
            for adjusted in &mut adjusted[first..] {
                *adjusted = adjusted.max(last);
            }
        }
        for i in 0..known {
            p[i] = p[i].max(adjusted[i]);
        }
    }

    /// Hommel's adjusted p-value by closed testing: the largest of Simes's
    /// p-values over all sets of hypotheses that hold the one.
    fn closed_testing(p: &[f64], one: usize) -> f64 {
        let mut worst = 0.0_f64;
        for set in 0..1_u32 << p.len() {
            if set >> one & 1 == 0 {
                continue;
            }
            let mut inside: Vec<f64> =
                (0..p.len()).filter(|i| set >> i & 1 == 1).map(|i| p[i]).collect();
            inside.sort_by(f64::total_cmp);
            let m = inside.len() as f64;
            let simes = inside.iter().zip(1..).map(|(p, i)| m * p / f64::from(i));
            worst = worst.max(simes.fold(f64::INFINITY, f64::min));
        }
        worst
    }

    proptest! {
        #[test]
        fn hommel_is_closed_testing(p in prop::collection::vec(0.0..=1.0_f64, 1..9)) {
            let adjusted = adjust(&p, Adjustment::Hommel, None)?;
            for (one, adjusted) in adjusted.iter().enumerate() {
                prop_assert!((adjusted - closed_testing(&p, one)).abs() < 1e-12);
            }
        }

        #[test]
        fn hommel_is_what_the_plain_way_gives(
            mut p in prop::collection::vec(
                prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0_f64, 0.0..1e-6_f64, (0..5_u8).prop_map(|x| f64::from(x) / 8.0)],
                1..80,
            ),
            more in prop_oneof![Just(0_usize), 1..40_usize],
        ) {
            prop_assume!(p.len() + more > 2);
            let fast = adjust(&p, Adjustment::Hommel, Some(p.len() + more))?;
            let mut order: Vec<usize> = (0..p.len()).collect();
            order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
            p.sort_by(f64::total_cmp);
            let number = p.len() + more;
            plain_hommel(&mut p, number);
            for (rank, at) in order.into_iter().enumerate() {
                let near = (fast[at] - p[rank]).abs() <= 1e-14 * p[rank];
                prop_assert!(near, "{} {}", fast[at], p[rank]);
            }
        }

        #[test]
        fn adjusting_never_lowers_and_keeps_the_order(p in prop::collection::vec(0.0..=1.0_f64, 1..30)) {
            for adjustment in ALL {
                let adjusted = adjust(&p, adjustment, None)?;
                for i in 0..p.len() {
                    prop_assert!(adjusted[i] >= p[i] * (1.0 - 1e-15) && adjusted[i] <= 1.0);
                    for j in 0..p.len() {
                        prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j]);
                    }
                }
            }
        }

        #[test]
        fn stronger_procedures_have_smaller_values(p in prop::collection::vec(0.0..=1.0_f64, 1..30)) {
            let of = |adjustment| adjust(&p, adjustment, None).unwrap();
            let chain = [
                Adjustment::Bonferroni,
                Adjustment::Holm,
                Adjustment::Hochberg,
                Adjustment::Hommel,
                Adjustment::BenjaminiHochberg,
            ];
            for pair in chain.windows(2) {
                let (weak, strong) = (of(pair[0]), of(pair[1]));
                prop_assert!(weak.iter().zip(&strong).all(|(w, s)| *s <= w * (1.0 + 1e-12)));
            }
        }
    }
}
