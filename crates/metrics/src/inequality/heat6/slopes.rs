//! `sii` and `rii` of grouped data.

use super::sample::{Answer, Options, Sample, Stop};
use crate::fit::{Design, Family, Fit, Link, Model, Variance};

/// Times the guessed scale; its standard error is not.
pub(super) fn sii(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let line = Line::of(sample, options)?;
    let difference = line.high - line.low;
    let se = line.error([line.by_high - line.by_low, line.by_high]);
    let limit = |side: f64| se.map(|se| (difference + side * options.deviate * se) * line.scale);
    let estimate = Some(difference * line.scale);
    Ok(vec![Answer { estimate, se, lower: limit(-1.0), upper: limit(1.0) }])
}

/// The standard error is that of the logarithm.
pub(super) fn rii(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let line = Line::of(sample, options)?;
    let log = (line.high / line.low).ln();
    if log.is_nan() {
        return Err(Stop("the line falls to 0"));
    }
    let (by_low, by_high) = (line.by_low / line.low, line.by_high / line.high);
    let se = line.error([by_high - by_low, by_high]);
    let limit = |side: f64| se.map(|se| (log + side * options.deviate * se).exp());
    Ok(vec![Answer { estimate: Some(log.exp()), se, lower: limit(-1.0), upper: limit(1.0) }])
}

/// The fitted line: its height at both ends and how fast each moves with the
/// intercept.
struct Line {
    low: f64,
    high: f64,
    by_low: f64,
    by_high: f64,
    scale: f64,
    /// Whether nothing but cases went in: both ends are so near 1 that the
    /// package's differences see nothing move.
    full: bool,
    fit: Fit,
}

impl Line {
    /// The population is rounded up and used twice: as the size of a binomial
    /// response and as its weight.
    fn of(sample: &Sample, options: &Options) -> Result<Self, Stop> {
        sample.complete()?;
        let rows = sample.ranked();
        let pick = |values: &[f64]| rows.iter().map(|at| values[*at]).collect::<Vec<_>>();
        let y = pick(&sample.estimate);
        if y.iter().all(|other| *other == y[0]) {
            return Err(Stop("all estimates are the same"));
        }
        let scale = guessed_scale(&y);
        let people: Vec<f64> = match &sample.population {
            Some(people) => pick(people).into_iter().map(f64::ceil).collect(),
            None => vec![1.0; y.len()],
        };
        let ranks = ranks(&people);
        let (fit, full) = if options.linear {
            let response: Vec<f64> = y.iter().map(|y| y / scale).collect();
            (fit(Model::new(Family::Gaussian, &response).weights(&people), &ranks)?, false)
        } else {
            let cases: Vec<f64> =
                y.iter().zip(&people).map(|(y, n)| (y / scale * n).round_ties_even()).collect();
            let model = Model::new(Family::QuasiBinomial, &cases).trials(&people).weights(&people);
            (fit(model, &ranks)?, cases == people)
        };
        Ok(Self::read(fit, options.linear, scale, full))
    }

    fn read(fit: Fit, linear: bool, scale: f64, full: bool) -> Self {
        let link = if linear { Link::Identity } else { Link::Logit };
        let (a, b) = (fit.coefficients[0], fit.coefficients[1]);
        // R's logit stands still beyond 30.
        let slope = |eta: f64| if !linear && eta.abs() > 30.0 { 0.0 } else { link.slope(eta) };
        Self {
            low: link.mean(a),
            high: link.mean(a + b),
            by_low: slope(a),
            by_high: slope(a + b),
            scale,
            full,
            fit,
        }
    }

    /// NA where it comes out as 0, and where the package finds that nothing
    /// moves.
    fn error(&self, gradient: [f64; 2]) -> Option<f64> {
        let se = self.fit.covariance(Variance::Hc1).of_combination(&gradient).max(0.0).sqrt();
        Some(se).filter(|se| *se != 0.0 && !self.full)
    }
}

fn fit(model: Model<'_>, ranks: &[f64]) -> Result<Fit, Stop> {
    Design::with_intercept(ranks.len())
        .column(ranks)
        .and_then(|design| model.fit(&design))
        .map_err(|_| Stop("the line cannot be fitted"))
}

/// The smallest of 1, 100, 1,000 and so on that no estimate exceeds.
pub(super) fn guessed_scale(y: &[f64]) -> f64 {
    let largest = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest <= 1.0 {
        return 1.0;
    }
    let mut scale = 100.0;
    while scale < largest {
        scale *= 10.0;
    }
    scale
}

/// The middle of each group's share, in order.
fn ranks(people: &[f64]) -> Vec<f64> {
    let total: f64 = people.iter().sum();
    let mut before = 0.0;
    people
        .iter()
        .map(|people| {
            before += people / total;
            before - people / total / 2.0
        })
        .collect()
}
