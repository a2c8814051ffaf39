//! The line through groups, weighted by their population.

/// Weights that turn the values of groups into slope and intercept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Σ weight × value is the fitted value at the end minus that at the
    /// beginning.
    pub(super) slope: Vec<f64>,
    /// Σ weight × value is the fitted value at the beginning.
    pub(super) intercept: Vec<f64>,
    /// Each group's share of the population.
    pub(super) share: Vec<f64>,
    /// The mean place, one half but for rounding.
    pub(super) middle: f64,
    /// The variance of the places.
    spread: f64,
}

impl Line {
    /// Weighted least squares on the middles of the groups' shares of the
    /// population.
    pub(super) fn new(populations: impl Iterator<Item = f64> + Clone) -> Self {
        let total: f64 = populations.clone().sum();
        let share: Vec<f64> = populations.map(|people| people / total).collect();
        let mut before = 0.0;
        let places: Vec<f64> = share
            .iter()
            .map(|share| {
                let place = before + share / 2.0;
                before += share;
                place
            })
            .collect();
        let middle = dot(&share, &places);
        let spread: f64 =
            share.iter().zip(&places).map(|(a, b)| a * (b - middle) * (b - middle)).sum();
        let slope: Vec<f64> =
            share.iter().zip(&places).map(|(a, b)| a * (b - middle) / spread).collect();
        let intercept = share.iter().zip(&slope).map(|(a, s)| a - middle * s).collect();
        Self { slope, intercept, share, middle, spread }
    }

    /// The standard error of the slope from the scatter of three values or
    /// more round the line.
    pub(super) fn standard_error(&self, values: &[f64]) -> f64 {
        let (begin, slope) = (dot(&self.intercept, values), dot(&self.slope, values));
        let mut before = 0.0;
        let scatter: f64 = self
            .share
            .iter()
            .zip(values)
            .map(|(share, value)| {
                let miss = value - begin - slope * (before + share / 2.0);
                before += share;
                share * miss * miss
            })
            .sum();
        (scatter / (values.len() as f64 - 2.0) / self.spread).sqrt()
    }
}

pub(super) fn dot(weights: &[f64], values: &[f64]) -> f64 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}
