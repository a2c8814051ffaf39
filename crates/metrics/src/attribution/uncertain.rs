//! Fractions worked out from shares and relative risks, with limits by any of
//! three ways.

use firstyear_core::{Confidence, Estimate, Interval, MethodId};

use super::profile::by_profile;
use super::{Adjustment, AttributionError, RelativeRisk};
use crate::limits::deviate;
use crate::random::Counter;
use crate::special::quantile_of_sorted;

/// How the limits of a fraction are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FractionLimits {
    /// The delta method on `ln(1 - fraction)`, so that a fraction stays below 1.
    /// Too narrow where few are exposed or a relative risk is known badly: 95%
    /// limits then hold the truth in as few as 90 of 100 studies.
    Delta,
    /// The smallest and the largest fraction within reach of the errors, each
    /// number on the scale on which it is nearly normal: close to the limits by
    /// draws, without any. Venzon DJ, Moolgavkar SH (1988), Appl Stat 37:87-94;
    /// people on the cube root, Wilson EB, Hilferty MM (1931), Proc Natl Acad
    /// Sci 17:684-688.
    Profile,
    /// Quantiles of seeded draws: relative risks log-normal, shares gamma by
    /// gamma (a Dirichlet distribution of the people seen).
    MonteCarlo {
        /// How many draws, 1,000 or more.
        draws: usize,
        /// Seed of the generator, [`Counter`].
        seed: u64,
    },
}

/// Something to know before a fraction is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caution {
    /// An adjusted relative risk in a formula for crude ones.
    AdjustedRelativeRisk,
    /// The fraction is negative: the exposure protects. Turn the levels round,
    /// so that the reference is the level with the lowest risk.
    Negative,
}

impl Caution {
    /// In words.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::AdjustedRelativeRisk => {
                "biased: the relative risk is adjusted, and this formula needs a crude one; with the prevalence among cases use miettinen"
            }
            Self::Negative => {
                "negative: the exposure protects; take the level with the lowest risk as reference"
            }
        }
    }
}

/// An attributable or preventable fraction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AttributableFraction {
    /// A fraction of all cases, at most 1; no interval where nothing that it
    /// rests on has an error.
    pub estimate: Estimate,
    /// What to know before it is used.
    pub caution: Option<Caution>,
}

/// Shares of exposure levels other than the reference, with the people they
/// were counted among.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares<'a> {
    /// A fraction for each level.
    pub values: &'a [f64],
    /// How many people they are fractions of; `None` where they are taken as
    /// known.
    pub people: Option<f64>,
}

impl Shares<'_> {
    /// The share of the reference.
    pub(super) fn reference(self) -> f64 {
        (1.0 - self.values.iter().sum::<f64>()).max(0.0)
    }

    pub(super) fn check(self, what: &'static str) -> Result<(), AttributionError> {
        if self.values.is_empty() {
            return Err(AttributionError::Factors { given: 0, most: usize::MAX });
        }
        if let Some(at) = self.values.iter().position(|share| !(0.0..=1.0).contains(share)) {
            return Err(AttributionError::Share { what, place: at + 1 });
        }
        // Published shares are rounded.
        if self.values.iter().sum::<f64>() > 1.0 + 1e-9 {
            return Err(AttributionError::SharesExceedOne);
        }
        match self.people {
            Some(people) if !(people > 0.0 && people.is_finite()) => {
                Err(AttributionError::SampleSize)
            }
            _ => Ok(()),
        }
    }
}

/// Checked relative risks of the levels of one factor.
pub(super) fn check_risks(
    risks: &[RelativeRisk],
    levels: usize,
) -> Result<Adjustment, AttributionError> {
    if risks.len() != levels {
        let given = risks.len();
        let what = "the list of relative risks";
        return Err(AttributionError::Lengths { what, given, expected: levels });
    }
    let adjustment = risks[0].adjustment();
    if risks.iter().any(|risk| risk.adjustment() != adjustment) {
        return Err(AttributionError::MixedAdjustment);
    }
    Ok(adjustment)
}

/// A fraction as a formula of shares and relative risks.
pub(super) trait Formula {
    /// The fraction.
    fn fraction(&self, shares: &[f64], risks: &[f64]) -> f64;

    /// How `ln(1 - fraction)` changes with each share, and with the logarithm
    /// of each relative risk.
    fn slopes(&self, shares: &[f64], risks: &[f64]) -> Slopes;
}

/// Slopes of `ln(1 - fraction)`, level by level.
pub(super) struct Slopes {
    pub(super) by_share: Vec<f64>,
    pub(super) by_ln_risk: Vec<f64>,
}

/// What a formula makes of shares and relative risks, with limits.
///
/// The relative risks' errors are taken as independent of one another.
pub(super) fn fraction(
    shares: Shares<'_>,
    risks: &[RelativeRisk],
    limits: FractionLimits,
    confidence: Confidence,
    method: MethodId,
    formula: &impl Formula,
) -> Result<Estimate, AttributionError> {
    let values: Vec<f64> = risks.iter().map(|risk| risk.value()).collect();
    // Nobody exposed to what protects makes -0.
    let value = formula.fraction(shares.values, &values) + 0.0;
    let certain = shares.people.is_none() && risks.iter().all(|risk| risk.ln_error() == 0.0);
    let interval = match limits {
        FractionLimits::MonteCarlo { draws, .. } if draws < 1_000 => {
            return Err(AttributionError::TooFewDraws { given: draws });
        }
        _ if certain => None,
        FractionLimits::Delta => {
            let slopes = formula.slopes(shares.values, &values);
            Some(below_one(value, by_delta(shares, risks, &slopes), confidence))
        }
        FractionLimits::Profile => Some(by_profile(shares, risks, confidence, formula)),
        FractionLimits::MonteCarlo { draws, seed } => {
            Some(by_draws(shares, risks, draws, seed, confidence, formula))
        }
    };
    Ok(Estimate { value, interval, method, counts: None })
}

/// The standard error of `ln(1 - fraction)`: shares vary together as those of
/// a multinomial sample, relative risks each by itself.
fn by_delta(shares: Shares<'_>, risks: &[RelativeRisk], slopes: &Slopes) -> f64 {
    let of_risks: f64 = slopes
        .by_ln_risk
        .iter()
        .zip(risks)
        .map(|(slope, risk)| (slope * risk.ln_error()).powi(2))
        .sum();
    let of_shares = shares.people.map_or(0.0, |people| {
        // The reference, whose share no formula asks for, has a slope of 0.
        let each = || shares.values.iter().zip(&slopes.by_share);
        let mean: f64 = each().map(|(share, slope)| share * slope).sum();
        let reference = shares.reference();
        let spread: f64 = each().map(|(share, slope)| share * (slope - mean).powi(2)).sum();
        (spread + reference * mean * mean) / people
    });
    (of_risks + of_shares).sqrt()
}

/// Limits of a fraction from the error of `ln(1 - fraction)`.
pub(super) fn below_one(value: f64, error: f64, confidence: Confidence) -> Interval {
    let (ln, margin) = ((-value).ln_1p(), deviate(confidence) * error);
    // Taken from 0, nothing is 0 and not -0.
    let fraction = |ln: f64| 0.0 - ln.exp_m1();
    Interval { lower: fraction(ln + margin), upper: fraction(ln - margin), confidence }
}

fn by_draws(
    shares: Shares<'_>,
    risks: &[RelativeRisk],
    draws: usize,
    seed: u64,
    confidence: Confidence,
    formula: &impl Formula,
) -> Interval {
    let (mut of_shares, mut of_risks) = (Counter::new(seed, 0), Counter::new(seed, 1));
    let (mut drawn_shares, mut drawn_risks) = (shares.values.to_vec(), vec![0.0; risks.len()]);
    let mut fractions: Vec<f64> = (0..draws)
        .map(|_| {
            draw_shares(shares, &mut of_shares, &mut drawn_shares);
            for (drawn, risk) in drawn_risks.iter_mut().zip(risks) {
                *drawn = risk.at(of_risks.normal());
            }
            formula.fraction(&drawn_shares, &drawn_risks)
        })
        .collect();
    fractions.sort_unstable_by(f64::total_cmp);
    let tail = confidence.tail();
    Interval {
        lower: quantile_of_sorted(&fractions, tail),
        upper: quantile_of_sorted(&fractions, 1.0 - tail),
        confidence,
    }
}

/// Shares of the people seen, gamma by gamma; those taken as known stay.
fn draw_shares(shares: Shares<'_>, generator: &mut Counter, drawn: &mut [f64]) {
    let Some(people) = shares.people else { return };
    let mut total = amount(generator, shares.reference() * people);
    for (drawn, share) in drawn.iter_mut().zip(shares.values) {
        *drawn = amount(generator, share * people);
        total += *drawn;
    }
    for drawn in drawn {
        *drawn /= total;
    }
}

/// A gamma number, or nothing where nobody was seen.
fn amount(generator: &mut Counter, people: f64) -> f64 {
    if people == 0.0 { 0.0 } else { generator.gamma(people) }
}
