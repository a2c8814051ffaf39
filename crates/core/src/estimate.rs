//! Estimates: a number never travels without its method, its limits and the
//! counts that it rests on.

use crate::Confidence;

/// The limits round an estimate, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower limit, in the unit of the estimate.
    pub lower: f64,
    /// Upper limit, in the unit of the estimate; never below `lower`.
    pub upper: f64,
    /// How often limits made this way hold the true value.
    pub confidence: Confidence,
}

impl Interval {
    /// Whether `value` lies between the limits, the limits included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// Both limits times `factor`, such as 1,000 for a rate per 1,000. A
    /// negative factor exchanges them.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let (a, b) = (self.lower * factor, self.upper * factor);
        Self { lower: a.min(b), upper: a.max(b), confidence: self.confidence }
    }
}

/// The name of a method, such as `byar`, which `firstyear explain` expands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodId(&'static str);

impl MethodId {
    /// A method's id: kebab-case.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self(id)
    }

    /// The id as text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for MethodId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// The counts behind an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Counts {
    /// Events, such as infant deaths.
    pub events: u64,
    /// Those at risk, such as live births.
    pub at_risk: u64,
}

/// A value with the limits round it, how it was made, and from what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// In the unit that the method names.
    pub value: f64,
    /// `None` where the method can give no limits, and says why.
    pub interval: Option<Interval>,
    /// How the value and the limits were made.
    pub method: MethodId,
    /// `None` where the estimate rests on something other than counts.
    pub counts: Option<Counts>,
}

impl Estimate {
    /// Value and limits times `factor`, such as 1,000 for a rate per 1,000.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            interval: self.interval.map(|interval| interval.scaled(factor)),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_factor_keeps_the_limits_in_order() {
        let interval = Interval { lower: 1.0, upper: 3.0, confidence: Confidence::P95 };
        let turned = interval.scaled(-1.0);
        assert_eq!((turned.lower, turned.upper), (-3.0, -1.0));
        assert!(turned.contains(-3.0) && turned.contains(-1.0) && !turned.contains(0.0));
    }
}
