//! The beta distribution.
//!
//! `I_x(a, b)` is the probability of at most `x`. The binomial distribution is
//! the same function seen from the other side: at least `k` of `n` at chance
//! `x` has probability `I_x(k, n - k + 1)`.

use super::gamma::nonzero;
use super::saddle::{beta_term, ln_beta};
use super::solve::{Look, increasing};

/// `I_x(a, b)` and `1 - I_x(a, b)` for `x` and `y = 1 - x`, each given so that a
/// small one keeps its digits.
///
/// # Source
///
/// Didonato AR, Morris AH (1992), ACM Trans Math Softw 18:360-373, equation 9,
/// in Lentz's form; the factor in front after Loader (2000).
#[must_use]
pub fn lower_and_upper(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    let inside = (0.0..=1.0).contains(&x) && a > 0.0 && b > 0.0;
    if !inside {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 {
        return (0.0, 1.0);
    }
    if y == 0.0 {
        return (1.0, 0.0);
    }
    let front = beta_term(a, b, x, y);
    if x <= a / (a + b) {
        let lower = (front / fraction(a, b, x, y)).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (front / fraction(b, a, y, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

/// The fraction β₁ + α₁/(β₂ + α₂/(β₃ + …)), for x at most a/(a + b): all its
/// first terms are positive, so that nothing cancels.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let lambda = a * y - b * x;
    let beta = |n: f64| {
        let s = a + 2.0 * n;
        n + n * (b - n) * x / (s - 1.0) + (a + n) / (s + 1.0) * (lambda + 1.0 + n * (1.0 + y))
    };
    let mut h = nonzero(a / (a + 1.0) * (lambda + 1.0));
    let (mut c, mut d) = (h, 0.0);
    for n in 1..100_000 {
        let n = f64::from(n);
        let s = a + 2.0 * n - 1.0;
        let alpha = (a + n - 1.0) / s * ((a + b + n - 1.0) / s) * n * (b - n) * x * x;
        let beta = beta(n);
        d = 1.0 / nonzero(beta + alpha * d);
        c = nonzero(beta + alpha / c);
        let step = c * d;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// The value below which a fraction `p` lies.
#[must_use]
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    of_tails(p, 1.0 - p, a, b)
}

/// The value above which a fraction `q` lies: keeps its digits for a small
/// `q`.
#[must_use]
pub fn upper_quantile(q: f64, a: f64, b: f64) -> f64 {
    of_tails(1.0 - q, q, a, b)
}

fn of_tails(p: f64, q: f64, a: f64, b: f64) -> f64 {
    let inside = (0.0..=1.0).contains(&p) && a > 0.0 && b > 0.0;
    if !inside {
        return f64::NAN;
    }
    if p == 0.0 || q == 0.0 {
        return p;
    }
    // Seen from the side on which the quantile is below a half, it keeps its
    // digits.
    let (at_half, _) = lower_and_upper(a, b, 0.5, 0.5);
    if p <= at_half { below_half(p, q, a, b) } else { 1.0 - below_half(q, p, b, a) }
}

/// The quantile of a lower tail `p`, where it is at most a half.
fn below_half(p: f64, q: f64, a: f64, b: f64) -> f64 {
    // Near zero I_x is x^a / (a B(a, b)).
    let ln_small = (p.ln() + a.ln() + ln_beta(a, b)) / a;
    if ln_small < -40.0 - (b + 1.0).ln() {
        return ln_small.exp();
    }
    let mean = a / (a + b);
    let start = ln_small.min(mean.ln()).min(-0.7);
    let root = increasing(-745.0, 0.5_f64.ln() + 1e-12, start, |ln_x| {
        let x = ln_x.exp();
        let y = -ln_x.exp_m1();
        let (lower, upper) = lower_and_upper(a, b, x, y);
        let slope = beta_term(a, b, x, y) / y;
        if p < q {
            Look { miss: (lower / p).ln(), slope: slope / lower }
        } else {
            Look { miss: -(upper / q).ln(), slope: slope / upper }
        }
    });
    root.exp()
}
