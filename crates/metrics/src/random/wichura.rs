//! The normal quantile by rational functions: fast enough for a draw.

#![expect(clippy::excessive_precision, reason = "the coefficients stand as published")]

use super::portable::ln;

/// The value below which a fraction `p` of the standard normal distribution
/// lies; ±∞ at 0 and 1, NaN outside.
///
/// Relative error about 1e-16, made of the four operations and square roots
/// alone, so that every machine gives the same digits. For single quantiles
/// [`special::normal::quantile`](crate::special::normal::quantile) serves as
/// well; this one is for draws.
///
/// # Source
///
/// Wichura MJ (1988), algorithm AS 241, routine PPND16, Appl Stat
/// 37:477-484.
///
/// # Example
///
/// ```
/// let z = firstyear_metrics::random::normal_quantile(0.975);
/// assert!((z - 1.959_963_984_540_054).abs() < 1e-15);
/// ```
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(&CENTRE, r);
    }
    let tail = if q < 0.0 { p } else { 0.5 - p + 0.5 };
    if tail.is_nan() || tail < 0.0 {
        return f64::NAN;
    }
    if tail < f64::MIN_POSITIVE {
        return f64::INFINITY.copysign(q);
    }
    let r = (-ln(tail)).sqrt();
    let size = if r <= 5.0 { ratio(&NEAR, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    size.copysign(q)
}

/// How many fractions are worked out side by side.
const BLOCK: usize = 256;

/// Puts its [`normal_quantile`] in place of each fraction strictly between 0
/// and 1: the same numbers several times as fast, as a machine works out
/// neighbours side by side where none of them goes another way.
pub(super) fn normal_quantiles(fractions: &mut [f64]) {
    for block in fractions.chunks_mut(BLOCK) {
        quantiles_of_block(block);
    }
}

fn quantiles_of_block(block: &mut [f64]) {
    // Those of the tails are set aside.
    let (mut places, mut tails, mut count) = ([0; BLOCK], [0.5; BLOCK], 0);
    for (place, p) in block.iter_mut().enumerate() {
        let q = *p - 0.5;
        places[count] = place;
        tails[count] = if q < 0.0 { *p } else { 0.5 - *p + 0.5 };
        count += usize::from(q.abs() > 0.425);
    }
    let tails = &mut tails[..count];
    for tail in &mut *tails {
        *tail = (-ln(*tail)).sqrt();
    }
    for r in &mut *tails {
        // Beyond 5 is one of 70 billion.
        let near = ratio(&NEAR, *r - 1.6);
        *r = if *r <= 5.0 { near } else { ratio(&FAR, *r - 5.0) };
    }
    let mut signs = [0.0; BLOCK];
    for (sign, place) in signs.iter_mut().zip(&places[..count]) {
        *sign = block[*place] - 0.5;
    }
    for p in &mut *block {
        let q = *p - 0.5;
        *p = q * ratio(&CENTRE, 0.180_625 - q * q);
    }
    for ((size, place), sign) in tails.iter().zip(places).zip(signs) {
        block[place] = size.copysign(sign);
    }
}

/// Numerator and denominator, constant term first; the denominator's is 1.
type Coefficients = [[f64; 8]; 2];

fn ratio([above, below]: &Coefficients, r: f64) -> f64 {
    polynomial(above, r) / polynomial(below, r)
}

fn polynomial(c: &[f64; 8], r: f64) -> f64 {
    ((((((c[7] * r + c[6]) * r + c[5]) * r + c[4]) * r + c[3]) * r + c[2]) * r + c[1]) * r + c[0]
}

/// Within 0.425 of one half.
const CENTRE: Coefficients = [
    [
        3.387_132_872_796_366_608,
        133.141_667_891_784_377_45,
        1_971.590_950_306_551_442_7,
        13_731.693_765_509_461_125,
        45_921.953_931_549_871_457,
        67_265.770_927_008_700_853,
        33_430.575_583_588_128_105,
        2_509.080_928_730_122_672_7,
    ],
    [
        1.0,
        42.313_330_701_600_911_252,
        687.187_007_492_057_908_3,
        5_394.196_021_424_751_107_7,
        21_213.794_301_586_595_867,
        39_307.895_800_092_710_61,
        28_729.085_735_721_942_674,
        5_226.495_278_852_854_561,
    ],
];

/// Tails down to e^-25.
const NEAR: Coefficients = [
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_9,
        5.769_497_221_460_691_405_5,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        0.241_780_725_177_450_611_77,
        0.022_723_844_989_269_184_583_3,
        7.745_450_142_783_414_076_4e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_4,
        0.689_767_334_985_100_004_55,
        0.148_103_976_427_480_074_59,
        0.015_198_666_563_616_457_196_6,
        5.475_938_084_995_344_946e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
];

/// Smaller tails.
const FAR: Coefficients = [
    [
        6.657_904_643_501_103_777_2,
        5.463_784_911_164_114_369_9,
        1.784_826_539_917_291_335_8,
        0.296_560_571_828_504_891_23,
        0.026_532_189_526_576_123_093,
        0.001_242_660_947_388_078_438_6,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        0.599_832_206_555_887_937_69,
        0.136_929_880_922_735_805_31,
        0.014_875_361_290_850_614_852_5,
        7.868_691_311_456_132_591e-4,
        1.846_318_317_510_054_681_8e-5,
        1.421_511_758_316_445_888_7e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::special::normal;

    #[test]
    fn ends_and_outside() {
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert_eq!(normal_quantile(0.5), 0.0);
        for outside in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(normal_quantile(outside).is_nan(), "{outside}");
        }
    }

    proptest! {
        #[test]
        fn side_by_side_they_are_the_same(
            fractions in prop::collection::vec(
                prop_oneof![0.0001..0.9999_f64, Just(0.075), Just(0.925), Just(1e-30), Just(1e-12),
                    Just(f64::EPSILON / 2.0), Just(1.0 - f64::EPSILON / 2.0)],
                0..600,
            ),
        ) {
            let one_by_one: Vec<f64> = fractions.iter().map(|p| normal_quantile(*p)).collect();
            let mut at_once = fractions;
            normal_quantiles(&mut at_once);
            for (a, b) in one_by_one.iter().zip(&at_once) {
                prop_assert_eq!(a.to_bits(), b.to_bits());
            }
        }

        #[test]
        fn the_slow_quantile_agrees(ln_p in -600.0..-0.001_f64) {
            let p = ln_p.exp();
            let (fast, slow) = (normal_quantile(p), normal::quantile(p));
            // What the iteration promises.
            prop_assert!((fast - slow).abs() <= 1e-13 * slow.abs(), "{p}: {fast} {slow}");
        }
    }
}
