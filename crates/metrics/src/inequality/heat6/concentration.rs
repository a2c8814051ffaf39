//! `aci` and `rci`.

use super::sample::{Answer, Form, Options, Sample, Stop, weighted};

pub(super) fn aci(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    index(sample, options, false)
}

pub(super) fn rci(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    index(sample, options, true)
}

/// The slope of the "convenient regression", with the standard error of its
/// residuals: how far the groups lie off a straight line, whatever their own
/// standard errors.
fn index(sample: &Sample, options: &Options, relative: bool) -> Result<Vec<Answer>, Stop> {
    sample.complete()?;
    let bounded = options.bounded || options.form != Form::Plain;
    let per = if bounded { sample.scale } else { 1.0 };
    let rows = sample.ranked();
    let shares = sample.shares();
    let p: Vec<f64> = rows.iter().map(|at| shares[*at]).collect();
    let y: Vec<f64> = rows.iter().map(|at| sample.estimate[*at] / per).collect();
    let mean = weighted(&p, &y);
    let (slope, se) = convenient_regression(&p, &y, if relative { mean } else { 1.0 });
    let factor = match options.form {
        _ if !relative => 1.0,
        Form::Plain => 1.0,
        Form::Wagstaff => 1.0 / (1.0 - mean),
        Form::Erreygers => 4.0 * mean,
    };
    Ok(vec![Answer::normal(slope * factor, Some(se * factor), options.deviate)])
}

/// The slope of 2 × variance of the rank × y / `by` on the rank, and its
/// standard error, each group weighing by its share.
fn convenient_regression(p: &[f64], y: &[f64], by: f64) -> (f64, f64) {
    let mut before = 0.0;
    let ranks: Vec<f64> = p
        .iter()
        .map(|p| {
            before += p;
            before - p / 2.0
        })
        .collect();
    let rank_mean = weighted(p, &ranks);
    let rank_variance: f64 = p.iter().zip(&ranks).map(|(p, x)| p * (x - rank_mean).powi(2)).sum();
    let left: Vec<f64> = y.iter().map(|y| 2.0 * rank_variance * y / by).collect();
    let left_mean = weighted(p, &left);
    let across: f64 = p
        .iter()
        .zip(&ranks)
        .zip(&left)
        .map(|((p, x), l)| p * (x - rank_mean) * (l - left_mean))
        .sum();
    let slope = across / rank_variance;
    let residual: f64 = p
        .iter()
        .zip(&ranks)
        .zip(&left)
        .map(|((p, x), l)| p * (l - left_mean - slope * (x - rank_mean)).powi(2))
        .sum();
    let freedom = p.len() as f64 - 2.0;
    (slope, (residual / freedom / rank_variance).sqrt())
}
