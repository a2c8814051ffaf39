//! The way out: hides small counts of restricted sources.
//!
//! What is published by its source is shown as published. Of a restricted
//! source, a count inside the rule's range is hidden together with the rate,
//! the limits and everything else made from it; what is hidden is withheld,
//! never 0. Writers of reports take [`Released`] results and nothing else.
//!
//! The rule is primary suppression: it hides small cells. It does not yet hide
//! further cells so that a small one cannot be found by subtraction from a
//! total; for that reason a total or a slope over a hidden group of a
//! restricted source is hidden with it.

use firstyear_core::project::Disclosure;
use firstyear_core::{Cell, SourceClass, Withholding};

use crate::{
    AreaComparison, AreaFunnel, Causes, CountedRate, DataQuality, GapPoint, GapTest, GapTrend,
    InequalityProfile, NotComputed, ProfilePeriod, SmallAreas, Summary, Verdict,
};

/// A result that may be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Released<T>(T);

impl<T> Released<T> {
    /// The result.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

/// Hides what `rule` says must not be shown.
#[must_use]
pub fn release<T: Disclose>(mut result: T, rule: &Disclosure) -> Released<T> {
    result.disclose(rule);
    Released(result)
}

/// A result that knows which of its figures could point to a person.
pub trait Disclose {
    /// Hides, in place, what `rule` says must not be shown.
    fn disclose(&mut self, rule: &Disclosure);
}

impl Disclose for CountedRate {
    fn disclose(&mut self, rule: &Disclosure) {
        if self.must_hide(rule) {
            self.hide(Withholding::Primary);
        }
    }
}

impl CountedRate {
    fn must_hide(&self, rule: &Disclosure) -> bool {
        let small = |cell: Cell<u64>| cell.value().is_some_and(|&count| is_small(count, rule));
        // Of a rate without its counts nobody can say that they are not small.
        self.class == SourceClass::Restricted
            && (small(self.events) || small(self.at_risk) || self.is_as_published())
    }

    fn hide(&mut self, by: Withholding) {
        self.events = Cell::Withheld(by);
        self.at_risk = Cell::Withheld(by);
        self.rate = Cell::Withheld(by);
        self.published = self.published.map(|_| Cell::Withheld(by));
    }

    fn is_hidden_by_us(&self) -> bool {
        matches!(self.events, Cell::Withheld(Withholding::Primary | Withholding::Secondary))
    }
}

const fn is_small(count: u64, rule: &Disclosure) -> bool {
    rule.withhold_from <= count && count <= rule.withhold_to
}

impl Disclose for GapTrend {
    fn disclose(&mut self, rule: &Disclosure) {
        for point in self.series.iter_mut().flat_map(|series| &mut series.points) {
            point.disclose(rule);
        }
        for comparison in &mut self.comparisons {
            // Another series may have the same period: its point is another.
            let is_hidden = |series: usize, period| {
                let points = self.series.get(series).into_iter().flat_map(|series| &series.points);
                points.filter(|point| point.period == period).any(GapPoint::is_hidden_by_us)
            };
            if is_hidden(comparison.earlier_series, comparison.earlier)
                || is_hidden(comparison.later_series, comparison.later)
            {
                comparison.verdict = Verdict::NotCompared;
                comparison.test = GapTest::WithinLimits;
            }
        }
    }
}

impl Disclose for GapPoint {
    /// Hides group and all where they are small, and the gap as soon as a
    /// count behind it is: with the gap, the rate of one gives the count of
    /// the other, and the limits give both.
    fn disclose(&mut self, rule: &Disclosure) {
        for rate in [&mut self.group, &mut self.all].into_iter().flatten() {
            rate.disclose(rule);
        }
        let mut parts = [&self.group, &self.all].into_iter().flatten();
        if parts.any(CountedRate::is_hidden_by_us) || self.must_hide(rule) {
            hide(&mut self.relative);
            hide(&mut self.absolute);
            if let Some((group, all)) = &mut self.printed_rates {
                hide(group);
                hide(all);
            }
            if let Some((group, all)) = &mut self.printed_events {
                hide(group);
                hide(all);
            }
        }
    }
}

impl GapPoint {
    /// Whether a printed count is small, or is not told: then nobody can say
    /// that it is not.
    fn must_hide(&self, rule: &Disclosure) -> bool {
        self.class == SourceClass::Restricted
            && self.printed_events.is_some_and(|(group, all)| {
                [group, all]
                    .iter()
                    .any(|events| events.value().is_none_or(|&count| is_small(count, rule)))
            })
    }

    const fn is_hidden_by_us(&self) -> bool {
        matches!(self.relative, Cell::Withheld(Withholding::Primary | Withholding::Secondary))
    }
}

/// Withholds what is known; what is missing keeps its reason.
fn hide<T>(cell: &mut Cell<T>) {
    if cell.value().is_some() {
        *cell = Cell::Withheld(Withholding::Primary);
    }
}

impl Disclose for InequalityProfile {
    fn disclose(&mut self, rule: &Disclosure) {
        for period in &mut self.periods {
            period.disclose(rule);
        }
    }
}

impl Disclose for ProfilePeriod {
    fn disclose(&mut self, rule: &Disclosure) {
        let parts = self.groups.iter_mut().chain(&mut self.remainders).map(|group| &mut group.rate);
        let mut hidden = false;
        for rate in parts.chain(&mut self.total) {
            rate.disclose(rule);
            hidden |= rate.is_hidden_by_us();
        }
        if hidden {
            if let Some(total) = &mut self.total {
                total.hide(Withholding::Secondary);
            }
            let taken = [
                self.slope.take().map(|_| (Summary::Slope, "slope")),
                self.excess.take().map(|_| (Summary::Excess, "share")),
            ];
            for (what, word) in taken.into_iter().flatten() {
                let why = format!("a group is hidden, and the {word} would help to find its count");
                self.not_computed.push(NotComputed { what, why });
            }
        }
    }
}

impl Disclose for AreaComparison {
    fn disclose(&mut self, rule: &Disclosure) {
        self.comparator.rate.disclose(rule);
        let comparator_hidden = self.comparator.rate.is_hidden_by_us();
        for compared in &mut self.areas {
            compared.area.rate.disclose(rule);
            if comparator_hidden || compared.area.rate.is_hidden_by_us() {
                compared.verdict = Verdict::NotCompared;
            }
        }
    }
}

impl Disclose for AreaFunnel {
    /// Limits that allow for the scatter of all areas tell of each: they are
    /// made anew from the areas that are left.
    fn disclose(&mut self, rule: &Disclosure) {
        self.comparator.rate.disclose(rule);
        for area in &mut self.areas {
            area.area.rate.disclose(rule);
        }
        let mut rates = self.areas.iter().map(|area| &area.area.rate);
        if self.comparator.rate.is_hidden_by_us() || rates.any(CountedRate::is_hidden_by_us) {
            self.settle();
        }
    }
}

impl Disclose for SmallAreas {
    /// What is known of one area rests on all: it is made anew from the areas
    /// that are left.
    fn disclose(&mut self, rule: &Disclosure) {
        self.comparator.rate.disclose(rule);
        for area in &mut self.areas {
            area.area.rate.disclose(rule);
        }
        let mut rates = self.areas.iter().map(|area| &area.area.rate);
        if self.comparator.rate.is_hidden_by_us() || rates.any(CountedRate::is_hidden_by_us) {
            self.settle();
        }
    }
}

impl Disclose for Causes {
    fn disclose(&mut self, rule: &Disclosure) {
        let mut hidden = vec![false; self.ages.len()];
        for row in self.causes.iter_mut().filter(|row| row.class == SourceClass::Restricted) {
            for (deaths, hidden) in row.deaths.iter_mut().zip(&mut hidden) {
                if deaths.value().is_some_and(|&count| is_small(count, rule)) {
                    *deaths = Cell::Withheld(Withholding::Primary);
                    *hidden = true;
                }
            }
        }
        if let Some(total) = &mut self.total {
            for (deaths, hidden) in total.deaths.iter_mut().zip(hidden) {
                if hidden {
                    *deaths = Cell::Withheld(Withholding::Secondary);
                }
            }
        }
    }
}

impl Disclose for DataQuality {
    fn disclose(&mut self, _: &Disclosure) {
        let (rates, totals) = (self.rates.len(), self.totals.len());
        self.rates.retain(|rate| rate.class == SourceClass::Published);
        self.totals.retain(|total| total.class == SourceClass::Published);
        self.rates_not_listed += rates - self.rates.len();
        self.totals_not_listed += totals - self.totals.len();
    }
}
