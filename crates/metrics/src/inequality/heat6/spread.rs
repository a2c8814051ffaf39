//! `bgv`, `ti`, `mld` and the measures whose limits are simulated.

use super::sample::{Answer, Options, Sample, Stop, weighted};
use super::simulated::limits;

pub(super) fn bgv(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let sample = sample.without_missing()?;
    let p = sample.shares();
    let mean = weighted(&p, &sample.estimate);
    let estimate = variance(&p, &sample.estimate);
    let se = sample.se.as_ref().map(|se| {
        let (mut first, mut second, mut third, mut fourth) = (0.0, 0.0, 0.0, 0.0);
        for ((p, y), se) in p.iter().zip(&sample.estimate).zip(se) {
            let v = se * se;
            first += p * p * v * (y - mean).powi(2);
            second += p * p * v;
            third += p.powi(4) * v * v;
            fourth += p * p * (1.0 - p).powi(2) * v * v;
        }
        (4.0 * first + 2.0 * (second * second - third + fourth)).sqrt()
    });
    Ok(vec![Answer::normal(estimate, se, options.deviate)])
}

/// Times 1,000; its standard error is not.
pub(super) fn ti(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    entropy(
        sample,
        options,
        |p, r| 1_000.0 * p * r * r.ln(),
        |centre, r| (1.0 + r.ln()) - centre,
        |p, r| p * r * (1.0 + r.ln()),
    )
}

/// Times 1,000; its standard error is not.
pub(super) fn mld(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    entropy(sample, options, |p, r| -1_000.0 * p * r.ln(), |_, r| 1.0 - 1.0 / r, |_, _| 0.0)
}

/// A sum over groups of what share p and relative size r give, and its
/// standard error from `by`, given the sum of `centre`.
fn entropy(
    sample: &Sample,
    options: &Options,
    part: fn(f64, f64) -> f64,
    by: fn(f64, f64) -> f64,
    centre: fn(f64, f64) -> f64,
) -> Result<Vec<Answer>, Stop> {
    sample.complete()?;
    let p = sample.shares();
    let y: Vec<f64> = sample.estimate.iter().map(|&y| if y == 0.0 { 1e-6 } else { y }).collect();
    let mean = weighted(&p, &y);
    let over = |which: fn(f64, f64) -> f64| -> f64 {
        p.iter().zip(&y).map(|(p, y)| which(*p, y / mean)).sum()
    };
    let middle = over(centre);
    let se = sample.errors().map(|se| {
        let variance: f64 = p
            .iter()
            .zip(&y)
            .zip(se)
            .map(|((p, y), se)| p * p * se * se * by(middle, y / mean).powi(2) / (mean * mean))
            .sum();
        variance.sqrt()
    });
    Ok(vec![Answer::normal(over(part), se, options.deviate)])
}

fn variance(p: &[f64], y: &[f64]) -> f64 {
    let mean = weighted(p, y);
    p.iter().zip(y).map(|(p, y)| p * (y - mean).powi(2)).sum()
}

pub(super) fn bgsd(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let sample = sample.without_missing()?;
    let p = sample.shares();
    simulated(&sample, options, |y| variance(&p, y).sqrt())
}

pub(super) fn covar(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let sample = sample.without_missing()?;
    let p = sample.shares();
    simulated(&sample, options, |y| 100.0 * variance(&p, y).sqrt() / weighted(&p, y))
}

/// Given both, the estimate is held against the setting average and the
/// simulated ones against their own mean.
pub(super) fn mdmu(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let sample = sample.without_missing()?;
    let p = sample.shares();
    let mean = |y: &[f64]| weighted(&p, y);
    let estimate =
        alike(&sample.estimate, sample.average.unwrap_or_else(|| mean(&sample.estimate)));
    let average = sample.average.filter(|_| sample.population.is_none());
    answer(&sample, options, estimate, |y| alike(y, average.unwrap_or_else(|| mean(y))))
}

pub(super) fn idisu(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let sample = sample.without_missing()?;
    if sample.average.is_some() && sample.population.is_some() && sample.se.is_some() {
        return Err(Stop("population and setting average are both given"));
    }
    let p = sample.shares();
    simulated(&sample, options, |y| {
        let mean = sample.average.unwrap_or_else(|| weighted(&p, y));
        100.0 * alike(y, mean) / mean
    })
}

pub(super) fn mdmw(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let sample = sample.without_missing()?;
    let p = sample.shares();
    simulated(&sample, options, |y| by_share(&p, y, weighted(&p, y)))
}

/// The simulated ones are held against the mean of the original estimates.
pub(super) fn idisw(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let sample = sample.without_missing()?;
    let p = sample.shares();
    let mean = weighted(&p, &sample.estimate);
    simulated(&sample, options, |y| 100.0 * by_share(&p, y, mean) / mean)
}

pub(super) fn mdbu(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    from_best(sample, options, |_, y, best| alike(y, best))
}

pub(super) fn mdbw(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    from_best(sample, options, by_share)
}

fn from_best(
    sample: &Sample,
    options: &Options,
    distance: fn(&[f64], &[f64], f64) -> f64,
) -> Result<Vec<Answer>, Stop> {
    sample.complete()?;
    with_errors(sample)?;
    let p = sample.shares();
    let best = |y: &[f64]| y[super::super::groups::extreme(y, sample.favourable)];
    simulated(sample, options, |y| distance(&p, y, best(y)))
}

pub(super) fn mdru(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    sample.complete()?;
    from_reference(sample, options, |_, y, reference| alike(y, reference))
}

pub(super) fn mdrw(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    with_errors(sample)?;
    from_reference(&sample.without_missing()?, options, by_share)
}

fn from_reference(
    sample: &Sample,
    options: &Options,
    distance: fn(&[f64], &[f64], f64) -> f64,
) -> Result<Vec<Answer>, Stop> {
    with_errors(sample)?;
    let reference = sample.reference.filter(|at| *at < sample.len());
    let reference = reference.ok_or(Stop("there is no reference group"))?;
    let p = sample.shares();
    simulated(sample, options, |y| distance(&p, y, y[reference]))
}

fn with_errors(sample: &Sample) -> Result<(), Stop> {
    sample.errors().map(|_| ()).ok_or(Stop("a standard error is missing"))
}

/// The mean distance from a centre, all groups counting alike.
fn alike(y: &[f64], centre: f64) -> f64 {
    y.iter().map(|y| (y - centre).abs()).sum::<f64>() / y.len() as f64
}

/// The mean distance from a centre by share of the population.
fn by_share(p: &[f64], y: &[f64], centre: f64) -> f64 {
    p.iter().zip(y).map(|(p, y)| p * (y - centre).abs()).sum()
}

fn simulated(
    sample: &Sample,
    options: &Options,
    measure: impl Fn(&[f64]) -> f64,
) -> Result<Vec<Answer>, Stop> {
    answer(sample, options, measure(&sample.estimate), &measure)
}

fn answer(
    sample: &Sample,
    options: &Options,
    estimate: f64,
    measure: impl Fn(&[f64]) -> f64,
) -> Result<Vec<Answer>, Stop> {
    let Some((lower, upper)) = limits(sample, options, measure)? else {
        return Ok(vec![Answer::alone(estimate)]);
    };
    Ok(vec![Answer { lower: Some(lower), upper: Some(upper), ..Answer::alone(estimate) }])
}
