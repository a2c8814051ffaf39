//! The likelihood of the counts of all areas under a prior, and what follows
//! from it: the best prior, and the weights of all others.

/// The likelihood of all counts by the prior's centre and spread.
///
/// The centre is unbounded (the logarithm of a rate, the logit of a share); the
/// spread is from 0, where all areas are alike.
pub(super) trait Marginal {
    /// The logarithm of the likelihood.
    fn ln_likelihood(&self, centre: f64, spread: f64) -> f64;

    /// The best centre for a spread, and its standard error; the error is 0
    /// where the centre is fixed.
    fn centre(&self, spread: f64) -> (f64, f64);

    /// The spread that leaves an area of middling size `odds` times as much
    /// true variance as chance; above 0.
    fn spread_of(&self, odds: f64) -> f64;
}

/// A prior: centre and spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fitted {
    pub(super) centre: f64,
    pub(super) spread: f64,
}

/// The prior under which the counts are most probable.
///
/// Sought over the share of signal: the whole way from no true difference to
/// no chance, in steps, then by golden section round the best.
pub(super) fn most_probable(marginal: &impl Marginal) -> Fitted {
    const STEP: f64 = 0.4;
    let steps = steps_to(furthest(marginal).max(12.0), STEP);
    let profile = |logit: f64| {
        let spread = spread_at(marginal, logit);
        marginal.ln_likelihood(marginal.centre(spread).0, spread)
    };
    let logit_of = |step: u32| STEP.mul_add(f64::from(step), -12.0);
    let mut best = (0, f64::NEG_INFINITY);
    for step in 0..=steps {
        let at = profile(logit_of(step));
        if at > best.1 {
            best = (step, at);
        }
    }
    let low = logit_of(best.0.saturating_sub(1));
    let high = logit_of((best.0 + 1).min(steps));
    let logit = golden(low, high, profile);
    let none = marginal.centre(0.0).0;
    if marginal.ln_likelihood(none, 0.0) >= profile(logit) {
        return Fitted { centre: none, spread: 0.0 };
    }
    let spread = spread_at(marginal, logit);
    Fitted { centre: marginal.centre(spread).0, spread }
}

/// Priors with their weights, which add up to 1: before the counts are seen,
/// the standard deviation of the true values is taken as equally probable
/// everywhere, and so is the centre.
pub(super) fn averaged(marginal: &impl Marginal) -> Vec<(f64, Fitted)> {
    const SPREADS: u32 = 32;
    let (low, high) = worth_visiting(marginal);
    let mut priors = Vec::new();
    for step in 0..SPREADS {
        let logit = low + (high - low) * (f64::from(step) + 0.5) / f64::from(SPREADS);
        let spread = spread_at(marginal, logit);
        let (centre, error) = marginal.centre(spread);
        for (place, width) in places(error) {
            let fitted = Fitted { centre: centre + place * error, spread };
            // A deviation is the root of a spread: equal steps of it are steps
            // of the spread's logarithm times that root.
            let ln = marginal.ln_likelihood(fitted.centre, spread) + width.ln() + 0.5 * logit;
            priors.push((ln, fitted));
        }
    }
    let top = priors.iter().map(|(ln, _)| *ln).fold(f64::NEG_INFINITY, f64::max);
    // What weighs less than a millionth of the most probable one changes no
    // limit.
    priors.retain(|(ln, _)| *ln > top - 14.0);
    let total: f64 = priors.iter().map(|(ln, _)| (ln - top).exp()).sum();
    priors.into_iter().map(|(ln, fitted)| ((ln - top).exp() / total, fitted)).collect()
}

/// The spread at a logit of the share of signal.
fn spread_at(marginal: &impl Marginal, logit: f64) -> f64 {
    marginal.spread_of(logit.exp())
}

/// A deviation of five times the mean: three areas could not exclude more, and
/// no rates differ by so much.
const WIDEST: f64 = 25.0;

/// The logit of the share of signal at which the spread is the widest: with
/// millions of events next to nothing of a true difference is chance.
fn furthest(marginal: &impl Marginal) -> f64 {
    (WIDEST / spread_at(marginal, 0.0)).ln()
}

/// How many steps lead from a logit of -12 to one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the logarithm of a double is far below the range"
)]
fn steps_to(logit: f64, step: f64) -> u32 {
    ((logit + 12.0) / step).round() as u32
}

/// The logits of the share of signal outside which nothing weighs.
fn worth_visiting(marginal: &impl Marginal) -> (f64, f64) {
    let weights: Vec<(f64, f64)> = (0..=steps_to(furthest(marginal).max(14.0), 0.5))
        .map(|half| f64::from(half) / 2.0 - 12.0)
        .map(|logit| (logit, spread_at(marginal, logit)))
        .filter(|(_, spread)| *spread <= WIDEST)
        .map(|(logit, spread)| {
            let (centre, error) = marginal.centre(spread);
            let width = if error > 0.0 { error.ln() } else { 0.0 };
            (logit, marginal.ln_likelihood(centre, spread) + width + 0.5 * logit)
        })
        .collect();
    let top = weights.iter().map(|(_, weight)| *weight).fold(f64::NEG_INFINITY, f64::max);
    let mut kept = weights.iter().filter(|(_, weight)| *weight > top - 10.0);
    let first = kept.next().map_or(0.0, |(logit, _)| *logit);
    let last = kept.next_back().map_or(first, |(logit, _)| *logit);
    (first - 0.5, last + 0.5)
}

/// Places of the centre in standard errors, with the width each stands for.
/// Steps of a whole error are enough: sums over a bell curve settle fast.
fn places(error: f64) -> Vec<(f64, f64)> {
    if error == 0.0 {
        return vec![(0.0, 1.0)];
    }
    (-3..=3).map(|i| (f64::from(i), error)).collect()
}

fn golden(mut low: f64, mut high: f64, height: impl Fn(f64) -> f64) -> f64 {
    const RATIO: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (high - RATIO * (high - low), low + RATIO * (high - low));
    let (mut at_a, mut at_b) = (height(a), height(b));
    for _ in 0..45 {
        if at_a >= at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - RATIO * (high - low);
            at_a = height(a);
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + RATIO * (high - low);
            at_b = height(b);
        }
    }
    f64::midpoint(low, high)
}
