//! The standard normal distribution.

use super::gamma;

/// The probability of a value below `z`.
#[must_use]
pub fn probability(z: f64) -> f64 {
    // The tail is half the upper part of a gamma distribution of shape 1/2.
    let (inner, outer) = gamma::lower_and_upper(0.5, z * z / 2.0);
    match z {
        z if z < 0.0 => outer / 2.0,
        z if z < 1.0 => 0.5 + inner / 2.0,
        _ => 1.0 - outer / 2.0,
    }
}

/// The logarithm of [`probability`], also where that is too small for a
/// double.
///
/// # Source
///
/// Far below 0 Laplace's continued fraction of the tail (Abramowitz and
/// Stegun 26.2.14).
#[must_use]
pub fn ln_probability(z: f64) -> f64 {
    if z.is_nan() || z > -5.0 {
        // Above 0 the tail that is lacking has the digits.
        return if z > 0.0 { (-probability(-z)).ln_1p() } else { probability(z).ln() };
    }
    if z == f64::NEG_INFINITY {
        return z;
    }
    let size = -z;
    let fraction = (1..=100).rev().fold(size, |below, k| size + f64::from(k) / below);
    -size * size / 2.0 - 0.5 * std::f64::consts::TAU.ln() - fraction.ln()
}

/// The value below which a fraction `p` lies; ±∞ at 0 and 1, NaN outside.
///
/// # Source
///
/// First guess from Abramowitz and Stegun 26.2.23, then Halley's steps on the
/// logarithm of the tail.
#[must_use]
pub fn quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let tail = p.min(1.0 - p);
    if tail == 0.0 {
        return if p < 0.5 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let size = upper(tail);
    if p < 0.5 { -size } else { size }
}

/// The value above which a fraction `tail`, at most a half, lies.
fn upper(tail: f64) -> f64 {
    let t = (-2.0 * tail.ln()).sqrt();
    let guess = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    let mut z = guess.max(0.0);
    for _ in 0..8 {
        let (inner, outer) = gamma::lower_and_upper(0.5, z * z / 2.0);
        // Near the centre the distance from one half is the small quantity.
        let miss = if z < 0.7 { (0.5 - tail) - inner / 2.0 } else { outer / 2.0 - tail };
        let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
        let newton = miss / density;
        let step = newton / (1.0 - 0.5 * z * newton);
        z += step;
        if step.abs() <= 1e-16 * z.abs() {
            break;
        }
    }
    z
}
