//! A change of exposure to a risk factor.

use super::ScenarioError;

/// A change of the share of a group that is exposed.
///
/// For something that protects, such as breastfeeding, those exposed are those
/// without it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExposureChange {
    before: f64,
    after: f64,
    relative_risk: f64,
    cause_share: f64,
}

impl ExposureChange {
    /// Exposure of a share of the group's births before and after, with the
    /// relative risk of death in infancy of those exposed.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Outside`]: a share outside 0 to 1, a relative risk
    /// that is no finite number above 0.
    pub fn new(before: f64, after: f64, relative_risk: f64) -> Result<Self, ScenarioError> {
        share("the exposure before", before)?;
        share("the exposure after", after)?;
        if !(relative_risk > 0.0 && relative_risk.is_finite()) {
            return Err(ScenarioError::Outside {
                what: "the relative risk",
                value: relative_risk,
                range: "a finite number above 0",
            });
        }
        Ok(Self { before, after, relative_risk, cause_share: 1.0 })
    }

    /// The same, where the exposure acts on one cause of death: the relative
    /// risk is that of dying of this cause, which is behind this share of the
    /// group's deaths.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Outside`] for a share outside 0 to 1.
    pub fn on_cause(self, cause_share: f64) -> Result<Self, ScenarioError> {
        share("the cause's share of deaths", cause_share)?;
        Ok(Self { cause_share, ..self })
    }

    /// The fraction by which the group's rate falls, negative where it rises.
    ///
    /// # Source
    ///
    /// The potential impact fraction of two levels, Morgenstern and Bursic
    /// (1982), J Community Health 7:292, times the share of the cause.
    #[must_use]
    pub fn fall(self) -> f64 {
        Self::fall_of(self.before, self.after, self.relative_risk, self.cause_share)
    }

    /// The same of numbers that were checked.
    pub(super) fn fall_of(before: f64, after: f64, relative_risk: f64, cause_share: f64) -> f64 {
        let excess = relative_risk - 1.0;
        // Added to 0, nothing is 0 and not -0.
        0.0 + cause_share * (before - after) * excess / (1.0 + before * excess)
    }

    /// The relative risk at which the rate would fall by this fraction, all
    /// else as it is.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Unreachable`] where none above 0 does.
    ///
    /// ```
    /// use firstyear_metrics::scenario::ExposureChange;
    ///
    /// let change = ExposureChange::new(0.33, 0.17, 2.0)?;
    /// let solved = change.relative_risk_for(0.0591)?;
    /// assert_eq!(format!("{solved:.2}"), "1.42");
    /// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
    /// ```
    pub fn relative_risk_for(self, fall: f64) -> Result<f64, ScenarioError> {
        let of_cause = fall / self.cause_share;
        let risk = 1.0 + of_cause / (self.before - self.after - of_cause * self.before);
        if risk > 0.0 && risk.is_finite() && of_cause < 1.0 {
            Ok(risk)
        } else {
            Err(unreachable("relative risk", fall))
        }
    }

    /// The exposure afterwards at which the rate would fall by this fraction.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Unreachable`] where none from 0 to 1 does.
    pub fn after_for(self, fall: f64) -> Result<f64, ScenarioError> {
        let excess = self.relative_risk - 1.0;
        let after = self.before - fall / self.cause_share * (1.0 + self.before * excess) / excess;
        // What rounding leaves below 0 is nobody.
        if (-1e-12..=1.0 + 1e-12).contains(&after) {
            Ok(after.clamp(0.0, 1.0))
        } else {
            Err(unreachable("exposure afterwards", fall))
        }
    }

    /// The exposure before at which the rate would fall by this fraction, when
    /// the exposure afterwards keeps its proportion to it: what a halving must
    /// start from.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Unreachable`] where none above 0 and at most 1 does.
    ///
    /// ```
    /// use firstyear_metrics::scenario::{ExposureChange, GapBaseline, Whole};
    ///
    /// // One point of the gap by a halving, at a relative risk of 1.6.
    /// let fall = GapBaseline::new(0.19, 0.375)?.fall_for(1.0, Whole::Moves)?;
    /// let solved = ExposureChange::new(0.1, 0.05, 1.6)?.before_for(fall)?;
    /// assert_eq!(format!("{solved:.3}"), "0.052");
    /// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
    /// ```
    pub fn before_for(self, fall: f64) -> Result<f64, ScenarioError> {
        let of_cause = fall / self.cause_share;
        let removed = 1.0 - self.after / self.before;
        let before = of_cause / ((self.relative_risk - 1.0) * (removed - of_cause));
        if before > 0.0 && before <= 1.0 {
            Ok(before)
        } else {
            Err(unreachable("exposure before", fall))
        }
    }
}

fn unreachable(what: &'static str, fall: f64) -> ScenarioError {
    ScenarioError::UnreachableFall { what, fall }
}

pub(super) fn share(what: &'static str, value: f64) -> Result<(), ScenarioError> {
    if (0.0..=1.0).contains(&value) {
        Ok(())
    } else {
        Err(ScenarioError::Outside { what, value, range: "a fraction from 0 to 1" })
    }
}
