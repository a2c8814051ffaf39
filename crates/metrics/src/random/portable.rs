//! Logarithm and exponential from the four operations alone.
//!
//! Those of the system's library may differ in their last digit from machine
//! to machine, and with them a simulated limit.

/// ln 2 in two parts: the first has so few digits that a multiple of it is
/// exact.
const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];

/// The natural logarithm of a positive number that is not subnormal, within
/// about one unit of the last place.
pub(super) fn ln(x: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff0_0000_0000_0000;
    let bits = x.to_bits();
    // x = m 2^k with m between the root of a half and the root of two.
    let mut m = f64::from_bits(bits & !EXPONENT | 1023 << 52);
    let mut k = f64::from(u16::try_from(bits >> 52 & 0x7ff).unwrap_or(0)) - 1023.0;
    if m > std::f64::consts::SQRT_2 {
        m /= 2.0;
        k += 1.0;
    }
    // ln m = 2 artanh(s) with s = (m - 1) / (m + 1).
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let mut tail = 0.0;
    for n in (1..=11).rev() {
        tail = s2 * (1.0 / f64::from(2 * n + 1) + tail);
    }
    // 2s = f - s f: the rounding of the larger part is avoided.
    k * LN_2[0] + (f - (s * (f - 2.0 * tail) - k * LN_2[1]))
}

/// The exponential, within about one unit of the last place; 0 below the
/// smallest normal number, infinite above the largest.
pub(super) fn exp(x: f64) -> f64 {
    if x < -708.0 {
        return 0.0;
    }
    if x > 709.0 {
        return f64::INFINITY;
    }
    let k = (x * std::f64::consts::LOG2_E).round();
    let r = (x - k * LN_2[0]) - k * LN_2[1];
    let mut sum = 1.0;
    for n in (1..=14).rev() {
        sum = 1.0 + sum * r / f64::from(n);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 2046 by the checks above"
    )]
    let power = f64::from_bits(((k + 1023.0) as u64) << 52);
    sum * power
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_agree_with_the_library(x in -700.0..700.0_f64) {
            prop_assert!((exp(x) / x.exp() - 1.0).abs() < 1e-15);
            let y = x.exp();
            prop_assert!((ln(y) - y.ln()).abs() <= 1e-15 * y.ln().abs());
        }

        #[test]
        fn the_logarithm_keeps_its_digits_near_one(x in -1e-3..1e-3_f64) {
            let y = 1.0 + x;
            prop_assert!((ln(y) - y.ln()).abs() <= 1e-15 * y.ln().abs());
        }
    }

    #[test]
    fn ends() {
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-800.0), 0.0);
        assert_eq!(exp(800.0), f64::INFINITY);
    }
}
