//! A rate with the counts that it is made of: the unit in which figures are
//! shown, and hidden.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use firstyear_core::{
    Basis, Cell, Confidence, Counts, Estimate, Flags, Indicator, IndicatorKind, Interval,
    SourceClass, SourceId, Withholding,
};
use firstyear_metrics::rates::{RateRatioLimits, RiskRatioLimits, rate_ratio, risk_ratio};

/// Events, those at risk and the rate between them. The three are shown or
/// hidden together: a rate with its denominator gives the count away.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedRate {
    /// Events, such as infant deaths.
    pub events: Cell<u64>,
    /// Those at risk, such as live births.
    pub at_risk: Cell<u64>,
    /// Events over those at risk, in the indicator's unit.
    pub rate: Cell<Estimate>,
    /// How those at risk were counted.
    pub basis: Basis,
    /// The strictest class of the sources.
    pub class: SourceClass,
    /// Where the counts come from.
    pub sources: BTreeSet<SourceId>,
    /// The rate that the publisher prints beside the counts, with the
    /// publisher's marks. `None` where counts of several are added up, and
    /// where the publisher prints no rate of any figure beside this one.
    pub published: Option<Cell<f64>>,
    /// The limits that its publisher prints with it.
    pub published_limits: Option<Interval>,
}

impl CountedRate {
    /// The rate of one or several counts added up, with the interval that
    /// fits the indicator: Wilson's for a proportion, otherwise exact Poisson
    /// limits below 10 events and Byar's from there on.
    ///
    /// A count that is withheld or absent makes the rate so; nobody at risk
    /// makes it not applicable.
    #[must_use]
    pub fn new(
        events: Cell<u64>,
        at_risk: Cell<u64>,
        basis: Basis,
        indicator: &Indicator,
        confidence: Confidence,
        origin: (SourceClass, BTreeSet<SourceId>),
    ) -> Self {
        let rate = match events.zip_with(at_risk, |events, at_risk| (events, at_risk)) {
            Cell::Known { value: (events, at_risk), flags } => {
                match estimate(events, at_risk, indicator, confidence) {
                    Some(value) => Cell::Known { value, flags },
                    None => Cell::NotApplicable,
                }
            }
            Cell::Withheld(by) => Cell::Withheld(by),
            Cell::Absent => Cell::Absent,
            Cell::NotApplicable => Cell::NotApplicable,
        };
        Self {
            events,
            at_risk,
            rate,
            basis,
            class: origin.0,
            sources: origin.1,
            published: None,
            published_limits: None,
        }
    }

    /// The same with the rate that the publisher prints: its marks join those
    /// of the counts, and where counts are lacking, it is the rate, without
    /// limits unless [those of the publisher](Self::with_published_limits) are
    /// told.
    #[must_use]
    pub fn with_published(mut self, published: Cell<f64>) -> Self {
        if let Cell::Known { value, flags } = published {
            self.rate = match self.rate {
                Cell::Known { value, flags: own } => Cell::Known { value, flags: own | flags },
                Cell::Absent | Cell::Withheld(Withholding::Publisher) => {
                    Cell::Known { value: firstyear_metrics::as_published(value), flags }
                }
                other => other,
            };
        }
        self.published = Some(published);
        self
    }

    /// The same with the limits that the publisher prints: of a rate that is only
    /// known as printed they are its limits, where its source is published. Limits
    /// of another confidence than that of the report are none of it.
    #[must_use]
    pub fn with_published_limits(
        mut self,
        limits: Option<Interval>,
        confidence: Confidence,
    ) -> Self {
        let limits = limits.filter(|limits| limits.confidence == confidence);
        self.published_limits = limits;
        let is_open = self.is_as_published() && self.class == SourceClass::Published;
        if let (true, Cell::Known { value, .. }) = (is_open, &mut self.rate) {
            value.interval = limits;
        }
        self
    }

    /// The indicator as its publisher prints it, where the counts give another
    /// rate by more than 1 in 100 and its rounding, or limits that are wider or narrower by more
    /// than a quarter: it may be standardised, or more than a rate of its counts.
    /// `None` where they give it, or the source is restricted.
    #[must_use]
    pub fn printed_otherwise(&self) -> Option<Cell<Estimate>> {
        let own = self.rate.value().filter(|_| !self.is_as_published())?;
        let Cell::Known { value: printed, flags } = self.published? else { return None };
        let width = |limits: Interval| limits.upper - limits.lower;
        let same_level =
            |(own, printed): &(Interval, Interval)| own.confidence == printed.confidence;
        let limits = own.interval.zip(self.published_limits).filter(same_level);
        let ratio = limits.map_or(1.0, |(own, printed)| width(printed) / width(own));
        // Publishers round to a few decimals; of a rounded rate nothing is odd.
        let rounded = (0..=4).any(|decimals| {
            let unit = 10_f64.powi(decimals);
            let shown = printed * unit;
            (shown - own.value * unit).abs() <= 0.5 + 1e-6 && (shown - shown.round()).abs() < 1e-6
        });
        let close = (printed - own.value).abs() <= 0.01 * printed.abs();
        let differs = !(rounded || close) || !(0.8..=1.25).contains(&ratio);
        (differs && self.class == SourceClass::Published).then(|| Cell::Known {
            value: Estimate {
                interval: self.published_limits,
                ..firstyear_metrics::as_published(printed)
            },
            flags,
        })
    }

    /// Whether the rate is only known as its publisher prints it.
    #[must_use]
    pub fn is_as_published(&self) -> bool {
        self.rate.value().is_some_and(|rate| rate.method == firstyear_metrics::AS_PUBLISHED)
    }

    /// Whether the publisher prints rates, but not this one.
    #[must_use]
    pub fn lacks_published(&self) -> bool {
        self.rate.value().is_some() && self.published.is_some_and(|rate| rate.value().is_none())
    }

    /// Whether there is a rate that its publisher neither keeps back nor
    /// marks as of low reliability.
    #[must_use]
    pub fn is_reliable(&self) -> bool {
        self.rate.value().is_some()
            && !self.lacks_published()
            && !self.rate.flags().contains(Flags::LOW_RELIABILITY)
    }

    /// Events and those at risk, where both are known.
    #[must_use]
    pub fn counts(&self) -> Option<(u64, u64)> {
        Some((*self.events.value()?, *self.at_risk.value()?))
    }
}

/// Forgets of rates shown together what their publishers print, where none of
/// them has a printed rate: a table without rates keeps none back.
pub(crate) fn settle_published<'a>(rates: impl Iterator<Item = &'a mut CountedRate>) {
    let rates: Vec<_> = rates.collect();
    if rates.iter().all(|rate| rate.published.is_none_or(|printed| printed.value().is_none())) {
        for rate in rates {
            rate.published = None;
            rate.published_limits = None;
        }
    }
}

/// One rate over another, with the limits that fit the indicator: of risks for a
/// proportion, otherwise of rates. Infinite, or not a number, where the others
/// have no events; `None` for a count that is no rate.
pub(crate) fn rates_ratio(
    kind: IndicatorKind,
    own: Counts,
    others: Counts,
    confidence: Confidence,
) -> Option<Estimate> {
    let levels = [confidence];
    let ratio = match kind {
        IndicatorKind::Proportion => {
            risk_ratio(own, others, RiskRatioLimits::default(), levels).ok()?
        }
        IndicatorKind::Rate | IndicatorKind::Comparison => {
            rate_ratio(own, others, RateRatioLimits::default(), levels).ok()?
        }
    };
    Some(ratio.at(0))
}

/// Whether an estimate and its limits can be shown as numbers.
pub(crate) fn is_finite(estimate: &Estimate) -> bool {
    let limits = estimate.interval.is_none_or(|b| b.lower.is_finite() && b.upper.is_finite());
    estimate.value.is_finite() && limits
}

fn estimate(
    events: u64,
    at_risk: u64,
    indicator: &Indicator,
    confidence: Confidence,
) -> Option<Estimate> {
    let at_risk = NonZeroU64::new(at_risk)?;
    let estimate = match indicator.kind {
        IndicatorKind::Proportion => firstyear_metrics::wilson(events, at_risk, confidence).ok()?,
        IndicatorKind::Rate | IndicatorKind::Comparison => {
            firstyear_metrics::rate(events, at_risk, confidence)
        }
    };
    Some(estimate.scaled(indicator.factor()))
}
