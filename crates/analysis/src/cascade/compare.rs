//! A group held against others: the ratio by step, reach and effectiveness, slopes.

use firstyear_core::pathway::StageKind;
use firstyear_core::{Cell, Counts, Estimate, IndicatorKind, Interval};
use firstyear_metrics::Order;
use firstyear_metrics::decomposition::{DecompositionError, log_ratio_by_step};
use firstyear_metrics::slopes::{RegressionModel, SlopeErrors, SlopeLink, regression_slope};

use super::{CascadeGroup, PathwayCascade};
use crate::Verdict;
use crate::counted::{is_finite, rates_ratio};
use crate::verdict::apart_by_chance;

/// The ratio between a group and others of the share that comes to the end, by step.
#[derive(Clone, Debug, PartialEq)]
pub struct CascadeSplit {
    /// The natural logarithm of the ratio: below 0 where fewer of the group come to
    /// the end.
    pub ratio: Estimate,
    /// What each step adds; they add up to the ratio.
    pub parts: Vec<CascadePart>,
}

/// What one step makes of a ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CascadePart {
    /// The stage that it leads to, by its place.
    pub stage: usize,
    /// What it adds to the natural logarithm of the ratio.
    pub part: Estimate,
    /// Its share of the ratio, a fraction; `None` where steps work against each other,
    /// so that shares would say nothing.
    pub share: Option<f64>,
}

/// Why there is no split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSplit {
    /// The group is the one that others are held against, or all there is.
    NobodyElse,
    /// One stage has no step.
    OneStage,
    /// A count is hidden.
    Withheld,
    /// Nobody is at the first stage: of the group, or of the others.
    NobodyEligible {
        /// Whether it is the group itself.
        own: bool,
    },
    /// Nobody passes a step, of which the logarithm is infinite.
    NobodyPasses {
        /// Whether it is the group itself.
        own: bool,
        /// The stage that the step leads to, by its place.
        stage: usize,
    },
}

/// A share between two stages that is told apart from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CascadeMeasure {
    /// Those who set out, among all whom it concerns.
    Reach,
    /// Those who came to the end, among those who set out.
    Effectiveness,
    /// Those who came to the end, among all whom it concerns.
    Completion,
}

/// Slopes of a measure across groups in an order of disadvantage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CascadeSlope {
    /// The fitted share at the most disadvantaged end less that at the other, a
    /// fraction: below 0 where the disadvantaged come less far.
    pub sii: Estimate,
    /// The first over the second.
    pub rii: Estimate,
}

impl CascadeSplit {
    /// The step that makes most of the ratio: of those in its direction the widest.
    #[must_use]
    pub fn main(&self) -> Option<&CascadePart> {
        let sign = self.ratio.value.partial_cmp(&0.0).filter(|order| order.is_ne())?;
        let sign = if sign.is_lt() { -1.0 } else { 1.0 };
        let size = |part: &CascadePart| part.part.value * sign;
        // Of equal ones the first.
        let widest = self.parts.iter().map(size).fold(0.0, f64::max);
        self.parts.iter().find(|part| widest > 0.0 && size(part) >= widest)
    }
}

impl CascadePart {
    /// Whether the step sets the group apart by more than chance explains.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        Verdict::of(Some(&self.part), Some(0.0))
    }
}

impl PathwayCascade {
    /// Those who came to each stage of those whom a group is held against.
    fn others(&self, group: &CascadeGroup) -> Result<Vec<u64>, NoSplit> {
        if self.total.as_ref().is_none_or(|total| std::ptr::eq(total, group)) {
            return Err(NoSplit::NobodyElse);
        }
        let total = self.total.as_ref().ok_or(NoSplit::NobodyElse)?;
        if let Some(at) = self.reference {
            let reference = self.groups.get(at).ok_or(NoSplit::NobodyElse)?;
            if std::ptr::eq(reference, group) {
                return Err(NoSplit::NobodyElse);
            }
            return reference.reached().ok_or(NoSplit::Withheld);
        }
        let all = total.reached().ok_or(NoSplit::Withheld)?;
        let own = group.reached().ok_or(NoSplit::Withheld)?;
        let left = all.iter().zip(&own).map(|(all, own)| all.checked_sub(*own));
        left.collect::<Option<_>>().ok_or(NoSplit::Withheld)
    }

    /// The ratio between a group and those whom it is held against, of the share that
    /// comes from the first stage to the last, by step.
    ///
    /// # Errors
    ///
    /// [`NoSplit`].
    pub fn split(&self, group: &CascadeGroup) -> Result<CascadeSplit, NoSplit> {
        let others = self.others(group)?;
        let own = group.reached().ok_or(NoSplit::Withheld)?;
        for (of, is_own) in [(&own, true), (&others, false)] {
            if of.first() == Some(&0) {
                return Err(NoSplit::NobodyEligible { own: is_own });
            }
        }
        let found =
            log_ratio_by_step(&own, &others, self.confidence).map_err(|error| match error {
                DecompositionError::NobodyPasses { population, step } => {
                    NoSplit::NobodyPasses { own: population == "first", stage: step }
                }
                _ => NoSplit::OneStage,
            })?;
        let whole = found.ratio.value;
        // A step that sets nobody apart may come out a rounding error beside 0.
        let same =
            whole != 0.0 && found.steps.iter().all(|step| step.value * whole.signum() >= -1e-12);
        let parts = found.steps.iter().enumerate().map(|(at, part)| CascadePart {
            stage: at + 1,
            part: *part,
            share: same.then(|| part.value / whole),
        });
        Ok(CascadeSplit { ratio: found.ratio, parts: parts.collect() })
    }

    /// How many steps of groups are held against others.
    #[must_use]
    pub fn compared(&self) -> usize {
        let splits = self.groups.iter().filter_map(|group| self.split(group).ok());
        let parts = splits.flat_map(|split| split.parts);
        parts.filter(|part| part.verdict() != Verdict::NotCompared).count()
    }

    /// How many of these would seem apart by chance alone if none truly were.
    #[must_use]
    pub fn expected_by_chance(&self) -> f64 {
        apart_by_chance(self.compared(), self.confidence)
    }

    /// The stages between which a measure lies, by their places: who sets out comes to
    /// the first stage that is started, else to the last that is accepted. `None` where
    /// the stages have none of both.
    #[must_use]
    pub fn between(&self, measure: CascadeMeasure) -> Option<(usize, usize)> {
        let last = self.stages.len().checked_sub(1)?;
        let of = |kind: StageKind| move |at: &usize| self.stages[*at].kind == kind && *at > 0;
        let mut places = 0..self.stages.len();
        let started = places.clone().find(of(StageKind::Started));
        let accepted = || places.rfind(of(StageKind::Accepted));
        let set_out = started.or_else(accepted);
        let (from, to) = match measure {
            CascadeMeasure::Reach => (0, set_out?),
            CascadeMeasure::Effectiveness => (set_out?, last),
            CascadeMeasure::Completion => (0, last),
        };
        (from < to).then_some((from, to))
    }

    /// A measure of a group, a fraction with Wilson's limits.
    #[must_use]
    pub fn measure(&self, group: &CascadeGroup, measure: CascadeMeasure) -> Cell<Estimate> {
        let Some((from, to)) = self.between(measure) else { return Cell::NotApplicable };
        match (group.stages.get(from), group.stages.get(to)) {
            (Some(from), Some(to)) => self.share(to.reached, from.reached),
            _ => Cell::NotApplicable,
        }
    }

    /// A measure of a group over that of those whom it is held against, with limits.
    #[must_use]
    pub fn ratio(&self, group: &CascadeGroup, measure: CascadeMeasure) -> Option<Estimate> {
        let (from, to) = self.between(measure)?;
        let counts = |reached: &[u64]| {
            let (at_risk, events) = (*reached.get(from)?, *reached.get(to)?);
            (at_risk > 0).then_some(Counts { events, at_risk })
        };
        let own = counts(&group.reached()?)?;
        let others = counts(&self.others(group).ok()?)?;
        let ratio = rates_ratio(IndicatorKind::Proportion, own, others, self.confidence)?;
        is_finite(&ratio).then_some(ratio)
    }

    /// Whether a group stands apart by a measure from those whom it is held against.
    #[must_use]
    pub fn verdict(&self, group: &CascadeGroup, measure: CascadeMeasure) -> Verdict {
        Verdict::of(self.ratio(group, measure).as_ref(), Some(1.0))
    }

    /// Slopes of a measure across the groups, from the most disadvantaged. Those of whom
    /// it is not recorded have no place in the order.
    ///
    /// # Errors
    ///
    /// Why there is none, in words; the text is empty where none could be expected.
    pub fn slope(&self, measure: CascadeMeasure) -> Result<CascadeSlope, String> {
        let ranked = self.grouping.as_ref().is_some_and(|grouping| grouping.ranked);
        let (true, Some((from, to))) = (ranked, self.between(measure)) else {
            return Err(String::new());
        };
        let (mut events, mut at_risk) = (Vec::new(), Vec::new());
        for group in self.groups.iter().filter(|group| group.recorded) {
            let counts = |stage: usize| group.stages[stage].reached.value().copied();
            let (Some(whole), Some(part)) = (counts(from), counts(to)) else {
                return Err(format!("a count of the group “{}” is hidden", group.label));
            };
            // A group of nobody has no weight.
            if whole > 0 {
                events.push(part);
                at_risk.push(whole);
            }
        }
        let order = Order::MostDisadvantagedFirst;
        // Shares can be near all, where only a logit line stays below.
        let model = RegressionModel::Binomial(SlopeLink::Logit);
        let errors = SlopeErrors::default();
        let fit = regression_slope(&events, &at_risk, order, self.confidence, model, errors)
            .map_err(|error| error.to_string())?;
        // No two shares are further apart than all and none.
        let interval = fit.sii.interval.map(|limits| Interval {
            lower: limits.lower.max(-1.0),
            upper: limits.upper.min(1.0),
            ..limits
        });
        Ok(CascadeSlope { sii: Estimate { interval, ..fit.sii }, rii: fit.rii })
    }
}
