//! What areas are shrunk towards, how it is found, and what comes out.

use firstyear_core::Estimate;

use super::Posterior;

/// Where the prior's mean comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriorMean {
    /// The areas' own.
    Estimated,
    /// A comparator's rate or share, taken as known.
    Fixed(f64),
}

/// How the spread of the true rates is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorFit {
    /// From the scatter beyond chance, which may be none.
    Moments,
    /// The mean and spread under which the counts are most probable.
    MarginalLikelihood,
}

/// Whether an area's limits know that the prior is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorUncertainty {
    /// They take the estimated prior as known: too narrow where areas are few
    /// or hardly differ.
    PlugIn,
    /// They are averaged over all priors, each with the probability of the
    /// counts under it.
    Averaged,
}

/// How areas are shrunk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrinkage {
    /// Where the prior's mean comes from.
    pub mean: PriorMean,
    /// How its spread is estimated.
    pub fit: PriorFit,
    /// Whether the limits know that it is estimated.
    pub uncertainty: PriorUncertainty,
    /// What an area is held against; `None` for the prior's mean.
    pub comparator: Option<f64>,
}

impl Shrinkage {
    /// Towards the areas' own mean, by marginal likelihood, averaged over
    /// what the prior may be.
    pub const DEFAULT: Self = Self {
        mean: PriorMean::Estimated,
        fit: PriorFit::MarginalLikelihood,
        uncertainty: PriorUncertainty::Averaged,
        comparator: None,
    };
}

impl Default for Shrinkage {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// One area after shrinkage.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrunk {
    /// The expected rate or share, with its limits.
    pub estimate: Estimate,
    /// All that is known of it.
    pub posterior: Posterior,
    /// The probability that it lies above the comparator.
    pub above_comparator: f64,
    /// The share of the variance of an area's own rate that is signal: true
    /// difference over true difference and chance. 1 for an area that keeps
    /// its own rate, 0 for one that gets the mean.
    pub reliability: f64,
}
