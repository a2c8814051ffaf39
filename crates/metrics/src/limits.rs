//! Standard normal deviates of confidence levels.

use firstyear_core::Confidence;

use crate::special::normal;

/// The normal deviate beyond which the tail of `confidence` lies: 1.96 for
/// 95%.
///
/// The two levels of English public-health profiles are constants, as columns
/// of a million intervals use them.
pub(crate) fn deviate(confidence: Confidence) -> f64 {
    if confidence == Confidence::P95 {
        1.959_963_984_540_054
    } else if confidence == Confidence::P998 {
        3.090_232_306_167_813_5
    } else {
        normal::quantile(confidence.level() + confidence.tail())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_are_the_quantiles() {
        for confidence in [Confidence::P95, Confidence::P998] {
            let exact = normal::quantile(1.0 - confidence.tail());
            assert!((deviate(confidence) / exact - 1.0).abs() < 1e-14, "{confidence}");
        }
    }
}
