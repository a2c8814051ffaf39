//! The gamma function, and the gamma distribution with scale 1.
//!
//! P(a, x) is the probability of at most `x` at shape `a`; Q(a, x) is the
//! rest. The Poisson distribution is the same function seen from the other
//! side: at most `k` events at mean `x` has probability Q(k + 1, x).

use std::sync::LazyLock;

use super::saddle::{deviance, poisson_term};
use super::solve::{Look, increasing};

/// ln Γ(x) for x > 0.
///
/// # Source
///
/// Above 10 Stirling's series (Abramowitz and Stegun 6.1.41); below, the
/// recurrence Γ(x + 1) = x Γ(x) leads there.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    if x < 3.0 {
        return ln_gamma_near_its_zeros(x);
    }
    let mut product = 1.0;
    let mut x = x;
    while x < 10.0 {
        product *= x;
        x += 1.0;
    }
    let r = 1.0 / (x * x);
    let series = (1.0 / 12.0
        - (1.0 / 360.0
            - (1.0 / 1260.0
                - (1.0 / 1680.0
                    - (1.0 / 1188.0
                        - (691.0 / 360_360.0 - (1.0 / 156.0 - 3617.0 / 122_400.0 * r) * r) * r)
                        * r)
                    * r)
                * r)
            * r)
        / x;
    (x - 0.5) * x.ln() - x + 0.918_938_533_204_672_7 + series - f64::ln(product)
}

/// ln Γ vanishes at 1 and 2. Round 2 its Taylor series keeps every digit:
/// ln Γ(2 + z) = z (1 - γ) + Σ (-1)^k (ζ(k) - 1) z^k / k.
fn ln_gamma_near_its_zeros(x: f64) -> f64 {
    // Bring x to [1.5, 2.5), where |z| is at most a half.
    let (mut shifted, mut x) = (0.0, x);
    while x < 1.5 {
        // Γ(x) = Γ(x + 1) / x; ln(x) is exact to rounding, also near x = 1
        // where it is computed from x - 1.
        shifted -= if x > 0.5 { (x - 1.0).ln_1p() } else { x.ln() };
        x += 1.0;
    }
    if x >= 2.5 {
        shifted += (x - 1.0).ln();
        x -= 1.0;
    }
    shifted + ln_gamma_of_two_plus(x - 2.0)
}

/// ln Γ(1 + a) for 0 ≤ a < 1, without rounding 1 + a.
pub(super) fn ln_gamma_1p(a: f64) -> f64 {
    ln_gamma_of_two_plus(a) - a.ln_1p()
}

/// The Taylor series round 2, for |z| at most 1.
fn ln_gamma_of_two_plus(z: f64) -> f64 {
    // One minus Euler's constant.
    const ONE_MINUS_EULER: f64 = 0.422_784_335_098_467_1;
    let mut sum = z * ONE_MINUS_EULER;
    let mut power = -z;
    for (k, zeta) in ZETA_MINUS_ONE.iter().enumerate().skip(2) {
        power *= -z;
        sum += zeta * power / k as f64;
    }
    sum
}

/// ζ(k) - 1 for k from 2: Σ n^-k over n ≥ 2, by its first terms and Euler and
/// Maclaurin's formula for the rest.
static ZETA_MINUS_ONE: LazyLock<[f64; 64]> = LazyLock::new(|| {
    const FIRST: f64 = 40.0;
    std::array::from_fn(|k| {
        let s = k.max(2) as f64;
        let rest = FIRST.powf(1.0 - s) / (s - 1.0)
            + 0.5 * FIRST.powf(-s)
            + s / 12.0 * FIRST.powf(-s - 1.0)
            - s * (s + 1.0) * (s + 2.0) / 720.0 * FIRST.powf(-s - 3.0)
            // Without this term ζ(2) is off by 1.5e-13.
            + s * (s + 1.0) * (s + 2.0) * (s + 3.0) * (s + 4.0) / 30_240.0
                * FIRST.powf(-s - 5.0);
        // Smallest terms first.
        (2..40).rev().fold(rest, |sum, n| sum + f64::from(n).powf(-s))
    })
});

/// P(a, x) and Q(a, x), each to full relative accuracy where it is not far
/// below the other's rounding.
///
/// # Source
///
/// The power series for x < a + 1, otherwise Legendre's continued fraction in
/// Lentz's form (Abramowitz and Stegun 6.5.29, 6.5.31); the factor in front
/// after Loader (2000). From a shape of 100 million on Temme's expansion: the
/// series and the fraction need as many terms as the root of the shape.
#[must_use]
pub fn lower_and_upper(a: f64, x: f64) -> (f64, f64) {
    if a.is_nan() || x.is_nan() || a <= 0.0 || x < 0.0 {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 {
        return (0.0, 1.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    if a < 1.0 && x < a + 1.0 {
        return small_shape(a, x);
    }
    if a >= LARGE {
        return large_shape(a, x);
    }
    if x < a + 1.0 {
        let p = (poisson_term(a, x) * series(a, x)).min(1.0);
        (p, 1.0 - p)
    } else {
        let q = (poisson_term(a, x) * a * fraction(a, x)).min(1.0);
        (1.0 - q, q)
    }
}

/// For a shape below 1 either of the two can be tiny: both come from
/// P = (1 + u)(1 + v), with 1 + u = x^a / Γ(a + 1) and
/// v = a Σ (-x)^n / ((a + n) n!), so that Q = -(u + v + uv) cancels nothing.
fn small_shape(a: f64, x: f64) -> (f64, f64) {
    let ln_power = a * x.ln() - ln_gamma_1p(a);
    let u = ln_power.exp_m1();
    let (mut v, mut term, mut n) = (0.0, 1.0, 1.0);
    while f64::abs(term) > 1e-18 {
        term *= -x / n;
        v += a * term / (a + n);
        n += 1.0;
    }
    (ln_power.exp() * (1.0 + v), -(u + v + u * v))
}

/// From this shape on a few terms of Temme's expansion are exact to rounding.
const LARGE: f64 = 1e8;

/// The normal tail at the root of the deviance, and what it lacks.
///
/// Source: Temme NM (1979), SIAM J Math Anal 10:757-766; the first two
/// coefficients by their series (Didonato and Morris 1986, ACM Trans Math Softw
/// 12:377-393), as the scaled distance `eta` is below 0.004 wherever a tail is
/// a double above 0.
fn large_shape(a: f64, x: f64) -> (f64, f64) {
    let half_square = deviance(a, x);
    let above = x >= a;
    if half_square > 800.0 {
        return if above { (1.0, 0.0) } else { (0.0, 1.0) };
    }
    let eta = (2.0 * half_square / a).sqrt() * if above { 1.0 } else { -1.0 };
    let first =
        -1.0 / 3.0 + eta * (1.0 / 12.0 - eta * (2.0 / 135.0 - eta * (1.0 / 864.0 + eta / 2_835.0)));
    let second = -1.0 / 540.0 - eta / 288.0;
    let lacking = (-half_square).exp() / (std::f64::consts::TAU * a).sqrt() * (first + second / a);
    // The tail of a normal distribution is half that of a gamma of shape 1/2.
    let tail = lower_and_upper(0.5, half_square).1 / 2.0;
    if above {
        let upper = tail + lacking;
        (1.0 - upper, upper)
    } else {
        let lower = tail - lacking;
        (lower, 1.0 - lower)
    }
}

/// Σ x^n / ((a+1)…(a+n)).
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, 1.0);
    while term > sum * 1e-17 {
        term *= x / (a + n);
        sum += term;
        n += 1.0;
    }
    sum
}

/// 1/(x + 1 - a - 1(1-a)/(x + 3 - a - …)).
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / 1e-300;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..100_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / nonzero(an * d + b);
        c = nonzero(b + an / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// Lentz's guard against a vanishing denominator.
pub(super) fn nonzero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

/// The value below which a fraction `p` lies, at shape `a`.
///
/// 0 where the true quantile is below the smallest number that a double
/// holds.
#[must_use]
pub fn quantile(p: f64, a: f64) -> f64 {
    quantile_of_tail(p, 1.0 - p, a)
}

/// The value above which a fraction `q` lies, at shape `a`: keeps its digits
/// for a small `q`.
#[must_use]
pub fn upper_quantile(q: f64, a: f64) -> f64 {
    quantile_of_tail(1.0 - q, q, a)
}

fn quantile_of_tail(p: f64, q: f64, a: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || a.is_nan() || a <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 {
        return 0.0;
    }
    if q == 0.0 {
        return f64::INFINITY;
    }
    // Near zero P(a, x) is x^a / Γ(a + 1): exact for a quantile so small that
    // the next term, of relative size x, vanishes.
    let ln_small = (p.ln() + if a < 1.0 { ln_gamma_1p(a) } else { ln_gamma(a + 1.0) }) / a;
    if ln_small < -40.0 {
        return ln_small.exp();
    }
    // In ln x the function is close to straight in either tail.
    let start = wilson_hilferty(p, q, a).max(ln_small.exp() * 0.5).ln();
    let root = increasing(-745.0, 709.0, start, |ln_x| {
        let x = ln_x.exp();
        let (lower, upper) = lower_and_upper(a, x);
        let density = poisson_term(a, x) * a;
        // Logarithms of the smaller tail are nearly straight.
        if p < q {
            Look { miss: (lower / p).ln(), slope: density / lower }
        } else {
            Look { miss: -(upper / q).ln(), slope: density / upper }
        }
    });
    root.exp()
}

/// A first guess: Wilson and Hilferty (1931), cube root of a chi-square.
fn wilson_hilferty(p: f64, q: f64, a: f64) -> f64 {
    let z = if p < q { super::normal::quantile(p) } else { -super::normal::quantile(q) };
    let c = 1.0 / (9.0 * a);
    a * (1.0 - c + z * c.sqrt()).max(0.0).powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_shapes_by_quadrature() {
        // Shape, value, P and Q: the density integrated with 50 digits by
        // mpmath 1.3 for Python.
        let cases = [
            (1e9, 999_905_134.0, 0.001_349_850_819_873_79, 0.998_650_149_180_126_2),
            (1e9, 1_000_063_244.0, 0.977_245_508_695_519_8, 0.022_754_491_304_480_2),
            (1e12, 999_998_000_000.0, 0.022_750_077_957_185_7, 0.977_249_922_042_814_3),
            (1e12, 1_000_005_000_000.0, 0.999_999_713_336_534_2, 2.866_634_658_372_596e-7),
            (1e15, 999_999_747_017_792.0, 6.220_934_713_614_11e-16, 0.999_999_999_999_999_4),
            (1e15, 1_000_000_063_245_552.0, 0.977_249_864_289_913_7, 0.022_750_135_710_086_33),
        ];
        for (a, x, lower, upper) in cases {
            let (p, q) = lower_and_upper(a, x);
            assert!((p / lower - 1.0).abs() < 1e-13, "{a} {x}: {p}");
            assert!((q / upper - 1.0).abs() < 1e-13, "{a} {x}: {q}");
        }
    }

    #[test]
    fn the_expansion_meets_the_series_where_it_takes_over() {
        for z in [-9.0_f64, -2.0, -0.1, 0.0, 0.3, 4.0, 12.0] {
            let (below, above) = (LARGE.next_down(), LARGE);
            let x = LARGE + z * LARGE.sqrt();
            let ((p, q), (r, s)) = (lower_and_upper(below, x), lower_and_upper(above, x));
            assert!(below < LARGE && (p / r - 1.0).abs() < 1e-10 && (q / s - 1.0).abs() < 1e-10);
        }
        assert_eq!(lower_and_upper(1e15, 1.0), (0.0, 1.0));
        assert_eq!(lower_and_upper(1e15, 1e300), (1.0, 0.0));
    }
}
