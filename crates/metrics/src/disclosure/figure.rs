//! Count, those at risk, rate and limits: shown or hidden in one step.

use firstyear_core::{Cell, Estimate, Flags, Withholding};

use super::{RateKind, Rule};

/// Events, those at risk and the rate between them with its limits.
///
/// Where one may not be shown none is: the rate and those at risk give the
/// count, and so do the limits. A tool that blanks the count first and then
/// asks whether the blank is small shows rate and limits of a hidden count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Events, such as infant deaths.
    pub events: Cell<u64>,
    /// Those at risk, such as live births.
    pub at_risk: Cell<u64>,
    /// The rate with its limits.
    pub rate: Cell<Estimate>,
}

impl Figure {
    /// What `rule` lets be shown of two counts and of the rate that `estimate`
    /// makes of them.
    ///
    /// The rate is made of the counts *as shown*: with a rule that rounds, a
    /// rate of the exact counts would give them away. It is withheld with the
    /// counts; below the fewest events of the rule for such rates it is
    /// withheld alone, and below those of a reliable rate it bears
    /// [`Flags::LOW_RELIABILITY`]. `None` of `estimate` is not applicable.
    ///
    /// # Example
    ///
    /// ```
    /// # use std::num::NonZeroU64;
    /// # use firstyear_core::{Cell, Confidence, Withholding};
    /// # use firstyear_metrics::disclosure::{Figure, Preset, RateKind};
    /// # use firstyear_metrics::rate;
    /// let rule = Preset::NhsMaternity.rule();
    /// let of = |deaths| {
    ///     let births = Cell::known(1_502);
    ///     Figure::shown(&rule, RateKind::Crude, Cell::known(deaths), births, |deaths, births| {
    ///         NonZeroU64::new(births).map(|births| rate(deaths, births, Confidence::P95))
    ///     })
    /// };
    /// assert_eq!(of(6).rate, Cell::Withheld(Withholding::Primary));
    /// assert_eq!(of(6).at_risk, Cell::Withheld(Withholding::Primary));
    /// assert_eq!(of(12).rate.value().unwrap().value, 10.0 / 1_500.0);
    /// ```
    #[must_use]
    pub fn shown(
        rule: &Rule,
        kind: RateKind,
        events: Cell<u64>,
        at_risk: Cell<u64>,
        estimate: impl FnOnce(u64, u64) -> Option<Estimate>,
    ) -> Self {
        let few = |least: u64| events.value().is_some_and(|&count| count < least);
        let shown = (rule.shown(events), rule.shown(at_risk));
        let mut figure = Self {
            events: shown.0,
            at_risk: shown.1,
            rate: match shown.0.zip_with(shown.1, estimate) {
                Cell::Known { value: Some(value), flags } => Cell::Known { value, flags },
                Cell::Known { value: None, .. } | Cell::NotApplicable => Cell::NotApplicable,
                Cell::Withheld(by) => Cell::Withheld(by),
                Cell::Absent => Cell::Absent,
            },
        };
        if figure.hidden_by_us() {
            figure.hide(Withholding::Primary);
        } else if matches!(figure.rate, Cell::Known { .. }) && few(rule.rates.least(kind)) {
            figure.rate = Cell::Withheld(Withholding::Primary);
        } else if few(rule.rates.reliable_from)
            && let Cell::Known { flags, .. } = &mut figure.rate
        {
            *flags |= Flags::LOW_RELIABILITY;
        }
        figure
    }

    /// Hides the three. What its publisher hid, or what is absent, stays so.
    pub fn hide(&mut self, by: Withholding) {
        conceal(&mut self.events, by);
        conceal(&mut self.at_risk, by);
        conceal(&mut self.rate, by);
    }

    /// Whether one of our rules hid a count.
    #[must_use]
    pub fn hidden_by_us(&self) -> bool {
        [self.events, self.at_risk].into_iter().any(|cell| {
            matches!(cell, Cell::Withheld(Withholding::Primary | Withholding::Secondary))
        })
    }
}

fn conceal<T>(cell: &mut Cell<T>, by: Withholding) {
    if matches!(cell, Cell::Known { .. }) {
        *cell = Cell::Withheld(by);
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use firstyear_core::Confidence;

    use super::super::{Preset, RateKind};
    use super::*;
    use crate::rate;

    fn figure(preset: Preset, events: Cell<u64>, at_risk: Cell<u64>) -> Figure {
        Figure::shown(&preset.rule(), RateKind::Crude, events, at_risk, |events, at_risk| {
            Some(rate(events, NonZeroU64::new(at_risk)?, Confidence::P95))
        })
    }

    #[test]
    fn nothing_of_a_hidden_count_is_left() {
        let hidden = Withholding::Primary;
        for (events, at_risk) in [(3, 900), (20, 5)] {
            let figure = figure(Preset::CdcWonder, Cell::known(events), Cell::known(at_risk));
            assert_eq!(figure.events, Cell::Withheld(hidden));
            assert_eq!(figure.at_risk, Cell::Withheld(hidden));
            assert_eq!(figure.rate, Cell::Withheld(hidden));
        }
    }

    #[test]
    fn rates_on_few_deaths_follow_the_office_for_national_statistics() {
        let of = |deaths| figure(Preset::OnsDeaths, Cell::known(deaths), Cell::known(900));
        assert_eq!(of(2).rate, Cell::Withheld(Withholding::Primary));
        assert_eq!(of(2).events, Cell::known(2));
        assert!(of(19).rate.flags().contains(Flags::LOW_RELIABILITY));
        assert!(of(20).rate.flags().is_empty());
        assert_eq!(of(3).rate.value().unwrap().value, 3.0 / 900.0);
        let standardised = |deaths: u64| {
            let rule = Preset::OnsDeaths.rule();
            Figure::shown(
                &rule,
                RateKind::Standardised,
                Cell::known(deaths),
                Cell::known(900),
                |x, n| Some(rate(x, NonZeroU64::new(n)?, Confidence::P95)),
            )
        };
        assert_eq!(standardised(9).rate, Cell::Withheld(Withholding::Primary));
        assert!(standardised(10).rate.value().is_some());
    }

    #[test]
    fn what_is_not_known_stays_what_it_is() {
        let publisher = Cell::Withheld(Withholding::Publisher);
        let births = Cell::known(900);
        assert_eq!(
            figure(Preset::Msds, publisher, births).rate,
            Cell::Withheld(Withholding::Publisher)
        );
        assert_eq!(figure(Preset::Msds, Cell::Absent, births).rate, Cell::Absent);
        assert_eq!(
            figure(Preset::OnsDeaths, Cell::known(0), Cell::known(0)).rate,
            Cell::NotApplicable
        );
        // The one at risk is hidden; the publisher's mark is not overwritten.
        let both = figure(Preset::Msds, publisher, Cell::known(3));
        assert_eq!(both.events, publisher);
        assert_eq!(both.at_risk, Cell::Withheld(Withholding::Primary));
    }
}
