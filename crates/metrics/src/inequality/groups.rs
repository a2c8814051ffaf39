//! What the groups of a dimension of inequality report, checked once.

use std::fmt;

use firstyear_core::Polarity;

use super::InequalityError;

/// What the groups of one dimension report: the input of every measure.
///
/// All slices have one entry for each group, in the same order, which may be
/// any.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a> {
    /// What was estimated for each group, in the indicator's own unit.
    pub estimates: &'a [f64],
    /// The standard errors of the estimates, in the same unit. Without them
    /// measures have no limits.
    pub standard_errors: Option<&'a [f64]>,
    /// How much each group counts.
    pub weights: Weights<'a>,
    /// The place of each group in an order of disadvantage: 1 for the most
    /// disadvantaged, then 2, 3 and so on. `None` for a dimension without
    /// order, such as region.
    pub order: Option<&'a [u32]>,
    /// The group that others are held against, counted from 0.
    pub reference: Option<usize>,
    /// The published average of the whole setting, in the same unit.
    pub setting_average: Option<f64>,
    /// What the indicator is a part of. `None` for one without an upper end,
    /// such as a mean.
    pub scale: Option<Scale>,
    /// Which way is better.
    pub polarity: Polarity,
}

impl<'a> Reported<'a> {
    /// Estimates of groups that all count alike, with nothing else known.
    #[must_use]
    pub const fn of(estimates: &'a [f64], polarity: Polarity) -> Self {
        Self {
            estimates,
            standard_errors: None,
            weights: Weights::Equal,
            order: None,
            reference: None,
            setting_average: None,
            scale: None,
            polarity,
        }
    }
}

/// How much each group counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weights<'a> {
    /// All alike.
    Equal,
    /// By the people in it.
    People(&'a [f64]),
    /// By its share of the population. Shares add up to 1, but for rounding.
    Shares(&'a [f64]),
}

/// What an indicator is a part of: 1 for a fraction, 100 for a percentage,
/// 1,000 for a rate per 1,000. Declared, never guessed from the size of the
/// estimates.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Scale(f64);

impl Scale {
    /// A fraction.
    pub const FRACTION: Self = Self(1.0);
    /// A percentage.
    pub const PERCENT: Self = Self(100.0);

    /// The scale of a rate per `per` people.
    ///
    /// # Errors
    ///
    /// [`InequalityError::Scale`] unless it is positive and finite.
    pub fn new(per: f64) -> Result<Self, InequalityError> {
        if per > 0.0 && per.is_finite() { Ok(Self(per)) } else { Err(InequalityError::Scale) }
    }

    /// The number.
    #[must_use]
    pub const fn per(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "per {}", self.0)
    }
}

/// The column or slice that an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// [`Reported::estimates`].
    Estimates,
    /// [`Reported::standard_errors`].
    StandardErrors,
    /// [`Reported::weights`] as people.
    People,
    /// [`Reported::weights`] as shares.
    Shares,
    /// [`Reported::order`].
    Order,
    /// [`Reported::setting_average`].
    SettingAverage,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Estimates => "estimates",
            Self::StandardErrors => "standard errors",
            Self::People => "numbers of people",
            Self::Shares => "shares of the population",
            Self::Order => "places in the order",
            Self::SettingAverage => "setting average",
        })
    }
}

/// Groups that every measure can work on.
///
/// # Example
///
/// ```
/// use firstyear_core::Polarity;
/// use firstyear_metrics::inequality::{Groups, Reported, Scale, Weights};
///
/// let groups = Groups::new(Reported {
///     weights: Weights::People(&[700.0, 200.0, 100.0]),
///     order: Some(&[1, 2, 3]),
///     scale: Some(Scale::new(1_000.0)?),
///     ..Reported::of(&[5.0, 4.0, 3.0], Polarity::LowerIsBetter)
/// })?;
/// assert_eq!(groups.mean(), 4.6);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    pub(super) estimates: Vec<f64>,
    pub(super) standard_errors: Option<Vec<f64>>,
    /// Shares of the population, which add up to 1.
    pub(super) shares: Vec<f64>,
    pub(super) weighted: bool,
    order: Option<Vec<u32>>,
    reference: Option<usize>,
    pub(super) setting_average: Option<f64>,
    pub(super) scale: Option<Scale>,
    pub(super) polarity: Polarity,
    mean: f64,
}

/// Shares are published with two or three decimals: so much may their sum be
/// off.
const ROUNDED_SHARES: f64 = 0.005;

impl Groups {
    /// Checks what groups report.
    ///
    /// # Errors
    ///
    /// [`InequalityError`]: no groups or one alone, slices of different
    /// lengths, values that are not finite, negative standard errors, groups
    /// without people, shares that do not add up to 1, places that are not 1
    /// to the number of groups, a reference that is no group, estimates beyond
    /// the scale, or a setting average outside the range of the groups.
    pub fn new(reported: Reported<'_>) -> Result<Self, InequalityError> {
        let estimates = reported.estimates;
        if estimates.len() < 2 {
            return Err(InequalityError::TooFewGroups { given: estimates.len(), needed: 2 });
        }
        finite(Part::Estimates, estimates)?;
        if let Some(errors) = reported.standard_errors {
            same_length(Part::StandardErrors, errors.len(), estimates.len())?;
            finite(Part::StandardErrors, errors)?;
            if let Some(at) = errors.iter().position(|&error| error < 0.0) {
                return Err(InequalityError::Negative { part: Part::StandardErrors, at: at + 1 });
            }
        }
        let shares = shares(reported.weights, estimates.len())?;
        if let Some(order) = reported.order {
            same_length(Part::Order, order.len(), estimates.len())?;
            check_order(order)?;
        }
        if reported.reference.is_some_and(|at| at >= estimates.len()) {
            return Err(InequalityError::Reference);
        }
        if let Some(scale) = reported.scale {
            let beyond = |&y: &f64| y < 0.0 || y > scale.per();
            if let Some(at) = estimates.iter().position(beyond) {
                return Err(InequalityError::BeyondScale { at: at + 1, scale });
            }
        }
        check_average(reported.setting_average, estimates)?;
        let mean = estimates.iter().zip(&shares).map(|(y, p)| y * p).sum();
        Ok(Self {
            estimates: estimates.to_vec(),
            standard_errors: reported.standard_errors.map(<[f64]>::to_vec),
            shares,
            weighted: reported.weights != Weights::Equal,
            order: reported.order.map(<[u32]>::to_vec),
            reference: reported.reference,
            setting_average: reported.setting_average,
            scale: reported.scale,
            polarity: reported.polarity,
            mean,
        })
    }

    /// How many groups there are: two or more.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there are always groups")]
    pub fn len(&self) -> usize {
        self.estimates.len()
    }

    /// The mean of the groups, each counting by its share of the population.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// Estimate, share and standard error of each group; 0 where standard
    /// errors are not known.
    pub(super) fn each(&self) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
        let error = |at: usize| self.standard_errors.as_ref().map_or(0.0, |errors| errors[at]);
        self.estimates
            .iter()
            .zip(&self.shares)
            .enumerate()
            .map(move |(at, (y, p))| (*y, *p, error(at)))
    }

    /// The standard error of a measure by the delta method, from its
    /// derivatives by each estimate; `None` without standard errors.
    pub(super) fn delta(&self, derivatives: impl Iterator<Item = f64>) -> Option<f64> {
        let errors = self.standard_errors.as_ref()?;
        let variance: f64 = derivatives.zip(errors).map(|(by, error)| (by * error).powi(2)).sum();
        Some(variance.sqrt())
    }

    /// The mean that relative measures divide by.
    pub(super) fn positive_mean(&self) -> Result<f64, InequalityError> {
        if self.mean > 0.0 { Ok(self.mean) } else { Err(InequalityError::NoMean) }
    }

    pub(super) fn scale(&self) -> Result<Scale, InequalityError> {
        self.scale.ok_or(InequalityError::NoScale)
    }

    pub(super) fn order(&self) -> Result<&[u32], InequalityError> {
        self.order.as_deref().ok_or(InequalityError::NoOrder)
    }

    pub(super) const fn is_ordered(&self) -> bool {
        self.order.is_some()
    }

    pub(super) const fn reference(&self) -> Option<usize> {
        self.reference
    }

    /// Whether high is good.
    pub(super) const fn higher_is_better(&self) -> Result<bool, InequalityError> {
        match self.polarity {
            Polarity::HigherIsBetter => Ok(true),
            Polarity::LowerIsBetter => Ok(false),
            Polarity::NoAgreedOptimum => Err(InequalityError::NoDirection),
        }
    }

    /// The groups from the most disadvantaged on, by place in the slices.
    pub(super) fn ranked(&self) -> Result<Vec<usize>, InequalityError> {
        let order = self.order()?;
        let mut ranked = vec![0; order.len()];
        for (at, &place) in order.iter().enumerate() {
            ranked[place as usize - 1] = at;
        }
        Ok(ranked)
    }

    /// The middle of each group's share of the population when all stand in
    /// order, from 0 at the most disadvantaged end to 1.
    pub(super) fn ranks(&self) -> Result<Vec<f64>, InequalityError> {
        let mut before = 0.0;
        let mut ranks = vec![0.0; self.len()];
        for at in self.ranked()? {
            ranks[at] = before + self.shares[at] / 2.0;
            before += self.shares[at];
        }
        Ok(ranks)
    }

    /// The group with the best value; the first of several.
    pub(super) fn best(&self) -> Result<usize, InequalityError> {
        Ok(extreme(&self.estimates, self.higher_is_better()?))
    }
}

/// Where the highest or lowest value stands; the first of several.
pub(super) fn extreme(values: &[f64], highest: bool) -> usize {
    let mut found = 0;
    for (at, &value) in values.iter().enumerate() {
        if if highest { value > values[found] } else { value < values[found] } {
            found = at;
        }
    }
    found
}

fn same_length(part: Part, given: usize, groups: usize) -> Result<(), InequalityError> {
    if given == groups { Ok(()) } else { Err(InequalityError::Lengths { part, given, groups }) }
}

fn finite(part: Part, values: &[f64]) -> Result<(), InequalityError> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(at) => Err(InequalityError::NotFinite { part, at: at + 1 }),
        None => Ok(()),
    }
}

fn shares(weights: Weights<'_>, groups: usize) -> Result<Vec<f64>, InequalityError> {
    let (part, given) = match weights {
        Weights::Equal => return Ok(vec![1.0 / groups as f64; groups]),
        Weights::People(people) => (Part::People, people),
        Weights::Shares(shares) => (Part::Shares, shares),
    };
    same_length(part, given.len(), groups)?;
    finite(part, given)?;
    if let Some(at) = given.iter().position(|&size| size <= 0.0) {
        return Err(InequalityError::Empty { part, at: at + 1 });
    }
    let total: f64 = given.iter().sum();
    if part == Part::Shares && (total - 1.0).abs() > ROUNDED_SHARES {
        return Err(InequalityError::SharesDoNotAddUp);
    }
    Ok(given.iter().map(|size| size / total).collect())
}

fn check_order(order: &[u32]) -> Result<(), InequalityError> {
    let mut seen = vec![false; order.len()];
    for (at, &place) in order.iter().enumerate() {
        let slot = (place as usize).checked_sub(1).and_then(|place| seen.get_mut(place));
        match slot {
            Some(seen) if !*seen => *seen = true,
            _ => return Err(InequalityError::Order { at: at + 1, groups: order.len() }),
        }
    }
    Ok(())
}

fn check_average(average: Option<f64>, estimates: &[f64]) -> Result<(), InequalityError> {
    let Some(average) = average else { return Ok(()) };
    if !average.is_finite() {
        return Err(InequalityError::NotFinite { part: Part::SettingAverage, at: 1 });
    }
    let lowest = estimates.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = estimates.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Averages are printed with few digits: rounding may carry one just past
    // groups that are all alike.
    let rounding = 0.01 * highest.abs().max(lowest.abs());
    if average < lowest - rounding || average > highest + rounding {
        return Err(InequalityError::AverageOutside);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: Reported<'static> = Reported::of(&[5.0, 4.0, 3.0], Polarity::LowerIsBetter);

    #[track_caller]
    fn refused(reported: Reported<'_>) -> InequalityError {
        Groups::new(reported).unwrap_err()
    }

    #[test]
    fn bad_input_is_named() {
        use InequalityError as E;
        let few = |estimates| refused(Reported { estimates, ..THREE });
        assert_eq!(few(&[]), E::TooFewGroups { given: 0, needed: 2 });
        assert_eq!(few(&[1.0]), E::TooFewGroups { given: 1, needed: 2 });
        for bad in [f64::NAN, f64::INFINITY] {
            let not_finite = E::NotFinite { part: Part::Estimates, at: 2 };
            assert_eq!(refused(Reported { estimates: &[1.0, bad], ..THREE }), not_finite);
        }
        let errors = |errors| refused(Reported { standard_errors: Some(errors), ..THREE });
        let lengths = E::Lengths { part: Part::StandardErrors, given: 1, groups: 3 };
        assert_eq!(errors(&[1.0]), lengths);
        let negative = E::Negative { part: Part::StandardErrors, at: 3 };
        assert_eq!(errors(&[1.0, 1.0, -1.0]), negative);
        let people = |people| refused(Reported { weights: Weights::People(people), ..THREE });
        assert_eq!(people(&[1.0, 0.0, 1.0]), E::Empty { part: Part::People, at: 2 });
        assert_eq!(people(&[1.0, -2.0, 1.0]), E::Empty { part: Part::People, at: 2 });
        let shares = |shares| refused(Reported { weights: Weights::Shares(shares), ..THREE });
        assert_eq!(shares(&[0.5, 0.3, 0.1]), E::SharesDoNotAddUp);
        let order = |order| refused(Reported { order: Some(order), ..THREE });
        assert_eq!(order(&[1, 2, 4]), E::Order { at: 3, groups: 3 });
        assert_eq!(order(&[1, 2, 2]), E::Order { at: 3, groups: 3 });
        assert_eq!(order(&[0, 1, 2]), E::Order { at: 1, groups: 3 });
        assert_eq!(refused(Reported { reference: Some(3), ..THREE }), E::Reference);
        let scale = Scale::new(4.0).unwrap();
        let beyond = E::BeyondScale { at: 1, scale };
        assert_eq!(refused(Reported { scale: Some(scale), ..THREE }), beyond);
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Scale::new(bad), Err(E::Scale));
        }
        // WHO's sample of several indicators carries an average of 340.38 for
        // under-five groups of 23.9 to 52.5.
        assert_eq!(refused(Reported { setting_average: Some(340.38), ..THREE }), E::AverageOutside);
    }

    #[test]
    fn ranks_are_the_middles_of_shares_in_order() {
        let groups = Groups::new(Reported {
            weights: Weights::Shares(&[0.1, 0.2, 0.7]),
            order: Some(&[3, 2, 1]),
            ..THREE
        })
        .unwrap();
        let ranks = groups.ranks().unwrap();
        for (got, expected) in ranks.iter().zip([0.95, 0.8, 0.35]) {
            assert!((got - expected).abs() < 1e-15, "{ranks:?}");
        }
    }
}
