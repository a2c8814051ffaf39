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
/// 48:1005-1013.
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

/// For each number m of comparisons that may all be null, Simes's smallest
/// over the last of them; a p-value is at least each of these.
fn hommel(p: &mut [f64], number: usize) {
    let known = p.len();
    // Comparisons without a p-value count as 1.
    let mut all = p.to_vec();
    all.resize(number, 1.0);
    let simes = |m: usize, from: usize| {
        all[from..].iter().zip(2..=m).map(|(p, i)| m as f64 * p / i as f64).fold(f64::NAN, f64::min)
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
