//! Sums over the steps of a rising factorial, the heart of the likelihoods of
//! mixed counts.

/// `Σ ln s_j`, `Σ 1/s_j` and `Σ 1/s_j²` over `s_j = start + j·step`, `j` from 0
/// to `count - 1`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rising {
    pub(super) ln: f64,
    pub(super) first: f64,
    pub(super) second: f64,
}

/// Terms added one by one: from here on a term changes so little from one to
/// the next that the sum is an integral with two corrections.
const PLAIN: u64 = 32;

/// The sums for a `start` above 0 and a `step` from 0.
///
/// A difference of log gammas would lose all digits for a small step, which is
/// where areas hardly differ.
pub(super) fn rising(start: f64, step: f64, count: u64) -> Rising {
    let mut sums = Rising::default();
    for j in 0..count.min(PLAIN) {
        let s = start + j as f64 * step;
        sums.ln += s.ln();
        sums.first += 1.0 / s;
        sums.second += 1.0 / (s * s);
    }
    if count > PLAIN {
        let from = start + PLAIN as f64 * step;
        add_integrals(&mut sums, from, step, (count - PLAIN) as f64);
    }
    sums
}

/// Euler and Maclaurin: the integral, half the ends, and corrections by the
/// slopes and the third derivatives there.
fn add_integrals(sums: &mut Rising, from: f64, step: f64, terms: f64) {
    let to = from + step * terms;
    let u = step * terms / from;
    // ((1 + u) ln(1 + u) - u) / u, by its series where it would cancel.
    let bend = if u < 1e-3 {
        u * (0.5 - u * (1.0 / 6.0 - u * (1.0 / 12.0 - u * (1.0 / 20.0 - u / 30.0))))
    } else {
        ((1.0 + u) * u.ln_1p() - u) / u
    };
    let ln_ratio = if u < 1e-8 { terms / from * (1.0 - u / 2.0) } else { u.ln_1p() / step };
    let differ = |power: i32| to.powi(-power) - from.powi(-power);
    let cubed = step.powi(3);
    sums.ln += terms * (from.ln() + bend) - 0.5 * (to.ln() - from.ln()) + step / 12.0 * differ(1)
        - cubed / 360.0 * differ(3);
    sums.first += ln_ratio - 0.5 * differ(1) - step / 12.0 * differ(2) + cubed / 120.0 * differ(4);
    sums.second +=
        terms / (from * to) - 0.5 * differ(2) - step / 6.0 * differ(3) + cubed / 30.0 * differ(5);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrals_are_the_sums_term_by_term() {
        for start in [1e-6, 0.004, 1.0] {
            for step in [0.0, 1e-12, 1e-6, 1e-3, 0.7, 30.0] {
                for count in [0, 1, 31, 32, 33, 100, 5_000] {
                    let got = rising(start, step, count);
                    let mut plain = Rising::default();
                    for j in 0..count {
                        let s = start + step * f64::from(u32::try_from(j).unwrap());
                        plain.ln += s.ln();
                        plain.first += 1.0 / s;
                        plain.second += 1.0 / (s * s);
                    }
                    for (got, plain) in
                        [(got.ln, plain.ln), (got.first, plain.first), (got.second, plain.second)]
                    {
                        let near = (got - plain).abs() <= 1e-11 * plain.abs() + 1e-11;
                        assert!(near, "{start} {step} {count}: {got} {plain}");
                    }
                }
            }
        }
    }
}
