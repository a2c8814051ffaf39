//! Densities without cancellation.
//!
//! Source: Loader C (2000), *Fast and accurate computation of binomial
//! probabilities*: the error of Stirling's formula and the deviance are
//! computed apart, so that no two large logarithms are subtracted.

use super::gamma::{ln_gamma, ln_gamma_1p};

const LN_2_PI: f64 = 1.837_877_066_409_345_3;

/// ln Γ(n + 1) minus Stirling's formula for it.
pub(super) fn stirling_error(n: f64) -> f64 {
    // Series in 1/n (Abramowitz and Stegun 6.1.41); below 16 too few of its
    // terms are small, and ln Γ itself is small enough to subtract from.
    if n < 16.0 {
        return ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - LN_2_PI / 2.0;
    }
    let r = 1.0 / (n * n);
    (1.0 / 12.0
        - (1.0 / 360.0
            - (1.0 / 1260.0 - (1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360_360.0 * r) * r) * r) * r)
            * r)
        / n
}

/// x ln(x / m) + m - x, without cancellation where x is near m.
pub(crate) fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() < 0.1 * (x + m) {
        let v = (x - m) / (x + m);
        let mut sum = (x - m) * v;
        let mut term = 2.0 * x * v;
        for j in 1..1000 {
            term *= v * v;
            let next = sum + term / f64::from(2 * j + 1);
            // Converged when a term no longer moves the sum.
            if (next - sum).abs() <= f64::EPSILON * 0.1 * sum.abs() {
                return next;
            }
            sum = next;
        }
        return sum;
    }
    x * (x / m).ln() + m - x
}

/// x^a e^-x / Γ(a + 1): the Poisson probability of `a` at mean `x`, for any
/// `a ≥ 0`.
pub(super) fn poisson_term(a: f64, x: f64) -> f64 {
    if x == 0.0 {
        return if a == 0.0 { 1.0 } else { 0.0 };
    }
    if a == 0.0 {
        return (-x).exp();
    }
    if a < 1.0 {
        // Stirling's formula is of no use below 1.
        return (a * x.ln() - x - ln_gamma_1p(a)).exp();
    }
    (-stirling_error(a) - deviance(a, x)).exp() / (std::f64::consts::TAU * a).sqrt()
}

/// x^a (1-x)^b / B(a, b): what the continued fraction of the incomplete beta
/// function is multiplied by.
pub(super) fn beta_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x == 0.0 || y == 0.0 {
        return 0.0;
    }
    if a.min(b) < 1.0 {
        return (a * ln_of(x, y) + b * ln_of(y, x) - ln_beta(a, b)).exp();
    }
    let n = a + b;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x)
        - deviance(b, n * y);
    exponent.exp() * (a * (b / n) / std::f64::consts::TAU).sqrt()
}

/// ln x, where y = 1 - x is the number that kept its digits if x is near 1.
fn ln_of(x: f64, y: f64) -> f64 {
    if x > 0.5 { (-y).ln_1p() } else { x.ln() }
}

/// ln B(a, b), for one of the two below 1.
pub(super) fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    if large < 1.0 || small >= 1.0 {
        return ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    }
    // ln Γ(small + large) - ln Γ(large) by Stirling's formula: the two are
    // near each other, and subtracting them would cost the digits.
    let sum = small + large;
    let ratio = small * sum.ln() + (large - 0.5) * (small / large).ln_1p() - small
        + stirling_error(sum)
        - stirling_error(large);
    ln_gamma_1p(small) - small.ln() - ratio
}
