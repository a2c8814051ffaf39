//! Families and links.

use crate::special::{binomial, poisson};

/// How the response varies round its mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// Evenly.
    Gaussian,
    /// As a Poisson count: its variance is its mean.
    Poisson,
    /// As a share of trials: its variance is mean × (1 − mean) over trials.
    Binomial,
    /// As a Poisson count times a dispersion, which is estimated.
    QuasiPoisson,
    /// As a share of trials times a dispersion, which is estimated.
    QuasiBinomial,
}

/// The scale on which the columns add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Link {
    /// That of the response: coefficients are differences.
    Identity,
    /// The logarithm: coefficients are logarithms of ratios.
    Log,
    /// ln(mean / (1 − mean)): coefficients are logarithms of odds ratios.
    Logit,
}

impl Family {
    /// The link that families have unless another is named.
    #[must_use]
    pub const fn canonical_link(self) -> Link {
        match self {
            Self::Gaussian => Link::Identity,
            Self::Poisson | Self::QuasiPoisson => Link::Log,
            Self::Binomial | Self::QuasiBinomial => Link::Logit,
        }
    }

    /// Whether the dispersion is estimated: for Gaussian and quasi families.
    #[must_use]
    pub const fn estimates_dispersion(self) -> bool {
        !matches!(self, Self::Poisson | Self::Binomial)
    }

    pub(super) const fn is_binomial(self) -> bool {
        matches!(self, Self::Binomial | Self::QuasiBinomial)
    }

    const fn is_poisson(self) -> bool {
        matches!(self, Self::Poisson | Self::QuasiPoisson)
    }

    /// Whether a response can come from the family.
    pub(super) fn holds(self, y: f64) -> bool {
        match self {
            Self::Gaussian => true,
            Self::Poisson | Self::QuasiPoisson => y >= 0.0,
            Self::Binomial | Self::QuasiBinomial => (0.0..=1.0).contains(&y),
        }
    }

    /// Whether a mean can be one of the family's.
    pub(super) fn holds_mean(self, mean: f64) -> bool {
        match self {
            Self::Gaussian => true,
            Self::Poisson | Self::QuasiPoisson => mean.is_finite() && mean > 0.0,
            Self::Binomial | Self::QuasiBinomial => mean > 0.0 && mean < 1.0,
        }
    }

    /// The mean from which the iteration starts, off the ends of the range.
    pub(super) fn start(self, y: f64, weight: f64) -> f64 {
        match self {
            Self::Gaussian => y,
            Self::Poisson | Self::QuasiPoisson => y + 0.1,
            Self::Binomial | Self::QuasiBinomial => (weight * y + 0.5) / (weight + 1.0),
        }
    }

    pub(super) fn variance(self, mean: f64) -> f64 {
        match self {
            Self::Gaussian => 1.0,
            Self::Poisson | Self::QuasiPoisson => mean,
            Self::Binomial | Self::QuasiBinomial => mean * (1.0 - mean),
        }
    }

    /// The observation's part of the deviance.
    pub(super) fn deviance(self, y: f64, mean: f64, weight: f64) -> f64 {
        let y_ln = |y: f64, mean: f64| if y > 0.0 { y * (y / mean).ln() } else { 0.0 };
        match self {
            Self::Gaussian => weight * (y - mean) * (y - mean),
            Self::Poisson | Self::QuasiPoisson => 2.0 * weight * (y_ln(y, mean) - (y - mean)),
            Self::Binomial | Self::QuasiBinomial => {
                2.0 * weight * (y_ln(y, mean) + y_ln(1.0 - y, 1.0 - mean))
            }
        }
    }

    /// Whether a fitted mean stands at an end of the family's range.
    pub(super) fn at_an_end(self, mean: f64) -> bool {
        const EDGE: f64 = 10.0 * f64::EPSILON;
        let low = mean < EDGE;
        (self.is_poisson() && low) || (self.is_binomial() && (low || mean > 1.0 - EDGE))
    }

    /// −2 ln likelihood of one observation, for Poisson and binomial; NaN for
    /// a count that is not whole, which has none.
    pub(super) fn minus_two_ln_likelihood(self, row: &LikelihoodRow) -> f64 {
        let &LikelihoodRow { y, mean, weight, trials } = row;
        if self.is_poisson() {
            return if y.fract() == 0.0 {
                -2.0 * weight * poisson::ln_density(y, mean)
            } else {
                f64::NAN
            };
        }
        if trials <= 0.0 {
            return 0.0;
        }
        let (events, whole) = ((trials * y).round_ties_even(), trials.round_ties_even());
        -2.0 * weight / trials * binomial::ln_density(events, whole, mean)
    }
}

pub(super) struct LikelihoodRow {
    pub(super) y: f64,
    pub(super) mean: f64,
    pub(super) weight: f64,
    pub(super) trials: f64,
}

impl Link {
    pub(super) fn of(self, mean: f64) -> f64 {
        match self {
            Self::Identity => mean,
            Self::Log => mean.ln(),
            Self::Logit => (mean / (1.0 - mean)).ln(),
        }
    }

    /// The mean at a value of the linear predictor.
    ///
    /// Beyond ±30 the logit is cut off and the logarithm never gives a mean
    /// below the precision of a double, so that weights stay positive.
    #[must_use]
    pub fn mean(self, eta: f64) -> f64 {
        match self {
            Self::Identity => eta,
            Self::Log => eta.exp().max(f64::EPSILON),
            Self::Logit => {
                let odds = match eta {
                    eta if eta < -LOGIT_END => f64::EPSILON,
                    eta if eta > LOGIT_END => 1.0 / f64::EPSILON,
                    eta => eta.exp(),
                };
                odds / (1.0 + odds)
            }
        }
    }

    /// The slope of the mean at a value of the linear predictor.
    #[must_use]
    pub fn slope(self, eta: f64) -> f64 {
        match self {
            Self::Identity => 1.0,
            Self::Log => self.mean(eta),
            Self::Logit if eta.abs() > LOGIT_END => f64::EPSILON,
            Self::Logit => {
                let (odds, both) = (eta.exp(), 1.0 + eta.exp());
                odds / (both * both)
            }
        }
    }
}

const LOGIT_END: f64 = 30.0;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINKS: [Link; 3] = [Link::Identity, Link::Log, Link::Logit];

    proptest! {
        #[test]
        fn links_turn_back(mean in 0.001..0.999_f64) {
            for link in LINKS {
                prop_assert!((link.mean(link.of(mean)) / mean - 1.0).abs() < 1e-12);
            }
        }

        #[test]
        fn slopes_are_those_of_the_mean(eta in -20.0..20.0_f64) {
            for link in LINKS {
                let h = 1e-6;
                let steep = (link.mean(eta + h) - link.mean(eta - h)) / (2.0 * h);
                prop_assert!((link.slope(eta) - steep).abs() < 1e-8 * (1.0 + steep.abs()));
            }
        }
    }

    #[test]
    fn weights_stay_positive_at_the_ends() {
        for eta in [-800.0, 800.0] {
            assert!(Link::Logit.slope(eta) > 0.0);
            assert!(Family::Binomial.variance(Link::Logit.mean(eta)) > 0.0);
        }
        assert!(Link::Log.mean(-800.0) > 0.0);
    }
}
