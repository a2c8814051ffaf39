//! `paf` and `parisk`.

use super::sample::{Answer, Options, Sample, Stop, weighted};

/// In per cent; its standard error is that of a fraction.
pub(super) fn paf(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let gain = Gain::of(sample, options)?;
    Ok(vec![Answer::normal(100.0 * gain.value / gain.mean, gain.se, options.deviate)])
}

pub(super) fn parisk(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    let gain = Gain::of(sample, options)?;
    Ok(vec![Answer::normal(gain.value, gain.se.map(|se| se * gain.mean), options.deviate)])
}

struct Gain {
    value: f64,
    mean: f64,
    /// Of the fraction.
    se: Option<f64>,
}

impl Gain {
    /// The reference minus the mean, 0 on the wrong side.
    fn of(sample: &Sample, options: &Options) -> Result<Self, Stop> {
        let sample = if options.ordered {
            sample.complete()?;
            sample.clone()
        } else {
            sample.without_missing()?
        };
        let y = &sample.estimate;
        let at = if options.ordered {
            sample.ranked().last().copied().unwrap_or(0)
        } else {
            best_and_largest(&sample)
        };
        let mean = sample.average.unwrap_or_else(|| weighted(&sample.shares(), y));
        let value = y[at] - mean;
        let value = if sample.favourable { value.max(0.0) } else { value.min(0.0) };
        let people = sample.population.as_deref().filter(|_| sample.average.is_none());
        // Without a setting average the mean is the weighted one.
        let se = people.map(|people| table_error(y[at], mean, people, sample.scale, at));
        Ok(Self { value, mean, se })
    }
}

/// Of several groups with the best estimate, the one with most people.
fn best_and_largest(sample: &Sample) -> usize {
    let best = sample.best();
    let Some(people) = &sample.population else { return best };
    (0..sample.len())
        .filter(|at| sample.estimate[*at] == sample.estimate[best])
        .fold(best, |largest, at| if people[at] > people[largest] { at } else { largest })
}

/// The standard error of the fraction from the table of cases and non-cases
/// outside (a, b) and inside (c, d) the reference group. All cases are those of
/// the mean, as in the package: a sum over groups differs in the last digits,
/// and b is a small difference of large numbers.
fn table_error(best: f64, mean: f64, people: &[f64], scale: f64, reference: usize) -> f64 {
    let c = best / scale * people[reference];
    let d = people[reference] - c;
    let total: f64 = people.iter().sum();
    let a = mean / scale * total - c;
    let b = total - people[reference] - a;
    let above = c * total * (a * d * (total - c) + b * c * c);
    (above / ((a + c).powi(3) * (c + d).powi(3))).sqrt()
}
