//! Limits by the package's simulation.

use super::sample::{Options, Sample, Stop};
use crate::random::RDefault;

/// So often a draw is made anew before the range is held to be out of reach.
const PATIENCE: u32 = 1_000_000;

/// The 2.5th and 97.5th percentile of a measure over simulated estimates,
/// whatever the confidence level; `None` without standard errors.
///
/// Each estimate is drawn in the order of the rows, and drawn anew while it is
/// below 0, or above 100 where that is the scale.
pub(super) fn limits(
    sample: &Sample,
    options: &Options,
    measure: impl Fn(&[f64]) -> f64,
) -> Result<Option<(f64, f64)>, Stop> {
    let Some(se) = sample.errors() else { return Ok(None) };
    let top = if sample.scale == 100.0 { 100.0 } else { f64::INFINITY };
    let mut generator = RDefault::new(options.seed);
    let mut set = sample.estimate.clone();
    let mut values = Vec::with_capacity(options.sim);
    for _ in 0..options.sim {
        for ((slot, y), se) in set.iter_mut().zip(&sample.estimate).zip(se) {
            *slot = (0..PATIENCE)
                .map(|_| generator.normal(*y, *se))
                .find(|draw| (0.0..=top).contains(draw))
                .ok_or(Stop("no draw falls into the range of the indicator"))?;
        }
        values.push(measure(&set));
    }
    if values.is_empty() || values.iter().any(|value| value.is_nan()) {
        return Err(Stop("the simulated values have no percentiles"));
    }
    values.sort_by(f64::total_cmp);
    Ok(Some((percentile(&values, 0.025), percentile(&values, 0.975))))
}

/// R's default (type 7): a straight line between the two order statistics
/// around it.
fn percentile(sorted: &[f64], p: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * p;
    let below = place.floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in the slice"
    )]
    let at = below as usize;
    let next = sorted[(at + 1).min(sorted.len() - 1)];
    sorted[at] + (place - below) * (next - sorted[at])
}
