//! A measure of records with its limits.

use firstyear_core::{Confidence, MethodId};

use super::Survey;
use crate::inequality::Measure;
use crate::special::student_t_quantile;

impl Survey {
    /// A measure, with what each record adds to its error but for its share.
    pub(super) fn measure(
        &self,
        method: MethodId,
        value: f64,
        parts: impl Iterator<Item = f64>,
        confidence: Confidence,
    ) -> Measure {
        let (error, half) = self.error(parts, confidence);
        Measure::between(method, value, Some((value - half, value + half)), confidence)
            .with_error(Some(error))
    }

    /// The same for a ratio, with what each record adds to the error of its
    /// logarithm.
    pub(super) fn ratio(
        &self,
        method: MethodId,
        value: f64,
        parts: impl Iterator<Item = f64>,
        confidence: Confidence,
    ) -> Measure {
        let (error, half) = self.error(parts, confidence);
        let factor = half.exp();
        Measure::between(method, value, Some((value / factor, value * factor)), confidence)
            .with_error(Some(error))
    }

    fn error(&self, parts: impl Iterator<Item = f64>, confidence: Confidence) -> (f64, f64) {
        let error =
            self.design.error(self.shares.iter().zip(parts).map(|(share, part)| share * part));
        let deviate = student_t_quantile(1.0 - confidence.tail(), self.design.freedom());
        (error, deviate * error)
    }
}
