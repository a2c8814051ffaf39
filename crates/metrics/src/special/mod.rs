//! Special functions behind the intervals.
//!
//! | you want                                         | use                        |
//! |--------------------------------------------------|----------------------------|
//! | a probability or quantile of the gamma family    | [`gamma`]                  |
//! | a probability or quantile of the beta family     | [`beta`]                   |
//! | a normal probability or quantile                 | [`normal`]                 |
//! | a quantile or probability of Student's t         | [`student_t_quantile`], [`student_t_p`] |
//! | a quantile of chi-square                         | [`chi_square_quantile`]    |
//! | a quantile of numbers                            | [`quantile_of_sorted`]     |
//! | a probability of counts                          | [`poisson`], [`binomial`]  |
//!
//! Relative error below 1e-13 over the ranges in which public-health
//! intervals use them. Arguments outside a function's domain give NaN.

pub mod beta;
pub mod binomial;
pub mod gamma;
pub(crate) mod method;
mod noncentral;
pub mod normal;
pub mod poisson;
mod saddle;
mod solve;
mod type_7;

pub use gamma::ln_gamma;
pub(crate) use noncentral::noncentral_chi_square;
pub(crate) use saddle::deviance;
pub use type_7::quantile_of_sorted;

/// The quantile of chi-square with `df` degrees of freedom: the value below
/// which a fraction `p` lies. 0 for `df` 0.
///
/// ```
/// // Table 8 of Pearson and Hartley: 3.841 for 95% and one degree of freedom.
/// let q = firstyear_metrics::special::chi_square_quantile(0.95, 1.0);
/// assert!((q - 3.841_458_820_694_124).abs() < 1e-13);
/// ```
#[must_use]
pub fn chi_square_quantile(p: f64, df: f64) -> f64 {
    if df == 0.0 && (0.0..=1.0).contains(&p) {
        return 0.0;
    }
    2.0 * gamma::quantile(p, df / 2.0)
}

/// The two-sided probability of a value of Student's t as far from 0 as this
/// one, with `df` degrees of freedom; with infinitely many the normal one.
///
/// ```
/// // Fisher's table: 2.228 for 10 degrees of freedom leaves 5%.
/// let p = firstyear_metrics::special::student_t_p(-2.228_138_851_986_274, 10.0);
/// assert!((p - 0.05).abs() < 1e-12);
/// ```
#[must_use]
pub fn student_t_p(t: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return 2.0 * normal::probability(-t.abs());
    }
    let sum = df + t * t;
    beta::lower_and_upper(df / 2.0, 0.5, df / sum, t * t / sum).0
}

/// The quantile of Student's t with `df` degrees of freedom; with infinitely
/// many the normal one.
///
/// ```
/// // Fisher's table: 2.228 for 10 degrees of freedom and 2.5% in each tail.
/// let t = firstyear_metrics::special::student_t_quantile(0.975, 10.0);
/// assert_eq!(format!("{t:.3}"), "2.228");
/// let normal = firstyear_metrics::special::student_t_quantile(0.975, f64::INFINITY);
/// assert_eq!(format!("{normal:.5}"), "1.95996");
/// ```
#[must_use]
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df == f64::INFINITY {
        return normal::quantile(p);
    }
    let tail = p.min(1.0 - p);
    if tail == 0.0 {
        return if p < 0.5 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    // t² / (df + t²) follows a beta distribution, and so does its complement:
    // the smaller of the two has the digits.
    let y = beta::upper_quantile(2.0 * tail, 0.5, df / 2.0);
    let ratio = if y < 0.5 {
        y / (1.0 - y)
    } else {
        let x = beta::quantile(2.0 * tail, df / 2.0, 0.5);
        (1.0 - x) / x
    };
    let size = (df * ratio).sqrt();
    if p < 0.5 { -size } else { size }
}
