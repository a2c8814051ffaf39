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

    /// The spread that leaves an area of middling size the share `signal` of
    /// true variance, strictly between 0 and 1.
    fn spread_of(&self, signal: f64) -> f64;
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
    const STEPS: u32 = 60;
    let profile = |logit: f64| {
        let spread = marginal.spread_of(1.0 / (1.0 + (-logit).exp()));
        marginal.ln_likelihood(marginal.centre(spread).0, spread)
    };
    let logit_of = |step: u32| -12.0 + 24.0 * f64::from(step) / f64::from(STEPS);
    let mut best = (0, f64::NEG_INFINITY);
    for step in 0..=STEPS {
        let at = profile(logit_of(step));
        if at > best.1 {
            best = (step, at);
        }
    }
    let low = logit_of(best.0.saturating_sub(1));
    let high = logit_of((best.0 + 1).min(STEPS));
    let logit = golden(low, high, profile);
    let none = marginal.centre(0.0).0;
    if marginal.ln_likelihood(none, 0.0) >= profile(logit) {
        return Fitted { centre: none, spread: 0.0 };
    }
    let spread = marginal.spread_of(1.0 / (1.0 + (-logit).exp()));
    Fitted { centre: marginal.centre(spread).0, spread }
}

/// Priors with their weights, which add up to 1: the share of signal is taken
/// as equally probable everywhere between 0 and 1 before the counts are seen,
/// the centre as equally probable everywhere.
pub(super) fn averaged(marginal: &impl Marginal) -> Vec<(f64, Fitted)> {
    const SIGNALS: u32 = 48;
    let mut priors = Vec::new();
    for step in 0..SIGNALS {
        let signal = (f64::from(step) + 0.5) / f64::from(SIGNALS);
        let spread = marginal.spread_of(signal);
        let (centre, error) = marginal.centre(spread);
        for (place, width) in places(error) {
            let fitted = Fitted { centre: centre + place * error, spread };
            let ln = marginal.ln_likelihood(fitted.centre, spread) + width.ln();
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

/// Places of the centre in standard errors, with the width each stands for.
fn places(error: f64) -> Vec<(f64, f64)> {
    if error == 0.0 {
        return vec![(0.0, 1.0)];
    }
    (-5..=5).map(|i| (f64::from(i) * 0.7, 0.7 * error)).collect()
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
