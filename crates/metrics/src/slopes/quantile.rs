//! The value of a group, and how sure it is.

use crate::random::normal_quantile;

/// The scale on which values vary evenly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ValueScale {
    /// Their own: means, life expectancy.
    #[default]
    Identity,
    /// The logarithm: rates.
    Log,
    /// ln(value / (1 − value)): proportions.
    Logit,
}

impl ValueScale {
    pub(super) fn of(self, value: f64) -> f64 {
        match self {
            Self::Identity => value,
            Self::Log => value.ln(),
            Self::Logit => (value / (1.0 - value)).ln(),
        }
    }

    pub(super) fn back(self, scaled: f64) -> f64 {
        match self {
            Self::Identity => scaled,
            Self::Log => scaled.exp(),
            // Written so that neither end overflows.
            Self::Logit => 1.0 / (1.0 + (-scaled).exp()),
        }
    }
}

/// A group of an area, such as a tenth by deprivation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// Its people: they place it in the order, and weigh it.
    pub population: f64,
    /// Its value, on its own scale.
    pub value: f64,
    /// The standard error of the value, on the scale on which it varies
    /// evenly.
    pub standard_error: f64,
}

impl Quantile {
    /// A value with its standard error.
    #[must_use]
    pub const fn new(population: f64, value: f64, standard_error: f64) -> Self {
        Self { population, value, standard_error }
    }

    /// A value with its 95% limits: the standard error is half their distance,
    /// on the scale, over 1.96.
    ///
    /// ```
    /// use firstyear_metrics::slopes::{Quantile, ValueScale};
    ///
    /// let tenth = Quantile::with_limits(5_000.0, 70.0, 66.08, 73.92, ValueScale::Identity);
    /// assert!((tenth.standard_error - 2.0).abs() < 1e-4);
    /// ```
    #[must_use]
    pub fn with_limits(
        population: f64,
        value: f64,
        lower: f64,
        upper: f64,
        scale: ValueScale,
    ) -> Self {
        let width = scale.of(upper) - scale.of(lower);
        Self { population, value, standard_error: width / 2.0 / normal_quantile(0.975) }
    }

    /// The proportion of `events` in a population, with Wilson's 95% limits.
    #[must_use]
    pub fn of_events(population: f64, events: f64) -> Self {
        let z = normal_quantile(0.975);
        let (centre, scale) = (2.0 * events + z * z, 2.0 * (population + z * z));
        let width = z * (z * z + 4.0 * events * (1.0 - events / population)).sqrt();
        let (lower, upper) = ((centre - width) / scale, (centre + width) / scale);
        Self::with_limits(population, events / population, lower, upper, ValueScale::Logit)
    }

    /// Whether it can be used on a scale.
    pub(super) fn is_sound(&self, scale: ValueScale) -> bool {
        let place = self.population.is_finite() && self.population > 0.0;
        let error = self.standard_error.is_finite() && self.standard_error >= 0.0;
        place && error && self.value.is_finite() && scale.of(self.value).is_finite()
    }
}
