//! The way out: hides small counts of restricted sources.
//!
//! What is published by its source is shown as published. Of a restricted
//! source, a count inside the rule's range is hidden together with the rate,
//! the limits and everything else made from it; what is hidden is withheld,
//! never 0. Writers of reports take [`Released`] results and nothing else.
//!
//! The rule hides small cells. Where a split has a total, further groups are
//! hidden so that a small one cannot be found by subtraction: the smallest
//! that do, until the auditor of [`firstyear_metrics::disclosure`] is content.
//! Where that cannot be said, as for groups that do not make up their total or
//! that come from several classes of source, the total is hidden instead. A
//! slope over a hidden group is hidden with it.
//!
//! A source may declare the rule of a publisher for rates on few events. Such
//! a rate is withheld with its limits and with the gap or verdict made from
//! it, although its counts are shown: it is unreliable, not disclosive. One
//! that rests on enough to be shown, but not to be trusted, bears the flag of
//! low reliability.

use firstyear_core::{CategoryId, Cell, Flags, SourceClass, Withholding};
use firstyear_metrics::disclosure::{Figure, Protection, RateKind, Table, suppress};

use crate::{
    AreaComparison, AreaFunnel, AreaProfile, AreaSelection, CauseRow, Causes, CountedRate,
    DataQuality, DecomposedCategory, DecomposedPopulation, Decomposition, DecompositionRefusal,
    Evaluation, GapPoint, GapScenario, GapTest, GapTrend, InequalityProfile, Learning, NotComputed,
    Ppor, PporRefusal, PporSide, PrintedArithmetic, ProfilePeriod, Progress, Rules, Scorecard,
    ScorecardRow, SmallAreas, Spc, StartOrigin, Summary, ThemeTables, Trend, Verdict,
};

/// A result that may be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Released<T>(T);

impl<T> Released<T> {
    /// The result.
    pub const fn get(&self) -> &T {
        &self.0
    }

    /// A result of which every count was made by a rule before it became one.
    pub(crate) const fn counted(result: T) -> Self {
        Self(result)
    }
}

/// Hides what `rule` says must not be shown.
#[must_use]
pub fn release<T: Disclose>(mut result: T, rule: &Rules) -> Released<T> {
    if !rule.shows_everything() {
        result.disclose(rule);
    }
    Released(result)
}

/// A result that knows which of its figures could point to a person.
pub trait Disclose {
    /// Hides, in place, what `rule` says must not be shown.
    fn disclose(&mut self, rule: &Rules);
}

impl Disclose for CountedRate {
    fn disclose(&mut self, rule: &Rules) {
        if self.must_hide(rule) {
            self.hide(Withholding::Primary);
        } else if self.class == SourceClass::Restricted {
            self.judge_rate(rule);
        }
    }
}

impl CountedRate {
    fn must_hide(&self, rule: &Rules) -> bool {
        let rule = rule.of_counts();
        let small = |cell: Cell<u64>| cell.value().is_some_and(|&count| rule.hides(count));
        // Of a rate without its counts nobody can say that they are not small.
        self.class == SourceClass::Restricted
            && (small(self.events) || small(self.at_risk) || self.is_as_published())
    }

    /// Withholds or marks a rate on too few events.
    fn judge_rate(&mut self, rule: &Rules) {
        let least = rule.least(&self.sources);
        let (Some(&events), Cell::Known { flags, .. }) = (self.events.value(), &mut self.rate)
        else {
            return;
        };
        if events < least.least(RateKind::Crude) {
            self.rate = Cell::Withheld(Withholding::Primary);
            self.published = self.published.map(|_| Cell::Withheld(Withholding::Primary));
            self.published_limits = None;
        } else if events < least.reliable_from {
            *flags |= Flags::LOW_RELIABILITY;
        }
    }

    fn figure(&self) -> Figure {
        Figure { events: self.events, at_risk: self.at_risk, rate: self.rate }
    }

    pub(crate) fn hide(&mut self, by: Withholding) {
        let mut figure = self.figure();
        figure.hide(by);
        (self.events, self.at_risk, self.rate) = (figure.events, figure.at_risk, figure.rate);
        self.published = self.published.map(|_| Cell::Withheld(by));
        self.published_limits = None;
    }

    /// Whether we hid a count, and the rate with it.
    fn is_hidden_by_us(&self) -> bool {
        self.figure().hidden_by_us()
    }

    /// Whether we hid the rate, with or without its counts.
    fn lost_its_rate(&self) -> bool {
        matches!(self.rate, Cell::Withheld(Withholding::Primary | Withholding::Secondary))
            || self.is_hidden_by_us()
    }
}

/// The parts of a total that must be hidden so that none inside the rule's
/// range can be found by subtraction, the total last; `None` where hiding
/// parts does not do, and the total must go.
fn hidden_parts(
    parts: &[Cell<u64>],
    total: Cell<u64>,
    rule: &Rules,
) -> Option<Vec<Option<Withholding>>> {
    hidden_cells(&[parts.len()], parts.iter().copied().chain([total]).collect(), rule)
}

/// The same of a table that crosses dimensions of `sizes` categories, in the order
/// of [`Table::cross`].
pub(crate) fn hidden_cells(
    sizes: &[usize],
    cells: Vec<Cell<u64>>,
    rule: &Rules,
) -> Option<Vec<Option<Withholding>>> {
    let table = Table::cross(sizes, cells).ok()?;
    let result = suppress(&table, &rule.of_counts(), Protection::default()).ok()?;
    let by_us = |(before, after): (&Cell<u64>, &Cell<u64>)| match (before, after) {
        (Cell::Known { .. }, Cell::Withheld(by)) => Some(*by),
        _ => None,
    };
    Some(table.cells().iter().zip(result.shown.cells()).map(by_us).collect())
}

/// Hides parts and total of one split; says whether any was hidden.
fn disclose_split(
    parts: &mut [&mut CountedRate],
    total: Option<&mut CountedRate>,
    rule: &Rules,
) -> bool {
    let Some(total) = total else {
        for part in &mut *parts {
            part.disclose(rule);
        }
        return parts.iter().any(|part| part.is_hidden_by_us());
    };
    // Before anything is hidden: the choice needs the counts.
    let restricted = |rate: &CountedRate| rate.class == SourceClass::Restricted;
    let all_restricted = restricted(total) && parts.iter().all(|part| restricted(part));
    let column = |of: fn(&CountedRate) -> Cell<u64>| {
        let cells: Vec<Cell<u64>> = parts.iter().map(|part| of(part)).collect();
        hidden_parts(&cells, of(total), rule)
    };
    let chosen = all_restricted
        .then(|| Some((column(|rate| rate.events)?, column(|rate| rate.at_risk)?)))
        .flatten();
    for part in &mut *parts {
        part.disclose(rule);
    }
    total.disclose(rule);
    let hidden = |parts: &[&mut CountedRate], total: &CountedRate| {
        total.is_hidden_by_us() || parts.iter().any(|part| part.is_hidden_by_us())
    };
    match chosen {
        Some((events, at_risk)) => {
            let rates = parts.iter_mut().map(|part| &mut **part).chain([&mut *total]);
            for (rate, by) in rates.zip(events.into_iter().zip(at_risk)) {
                if let (Some(by), _) | (None, Some(by)) = by {
                    rate.hide(by);
                }
            }
        }
        None if hidden(parts, total) => total.hide(Withholding::Secondary),
        None => {}
    }
    hidden(parts, total)
}

/// Whether the events of the parts, or those at risk, are all known and make
/// up the total's.
fn add_up(parts: &[&mut CountedRate], total: &CountedRate) -> bool {
    let makes_up = |of: fn(&CountedRate) -> Cell<u64>| {
        let sum = parts
            .iter()
            .map(|part| of(part).value().copied())
            .try_fold(0_u64, |sum, count| sum.checked_add(count?));
        sum.is_some() && sum == of(total).value().copied()
    };
    makes_up(|rate| rate.events) || makes_up(|rate| rate.at_risk)
}

impl Disclose for GapTrend {
    fn disclose(&mut self, rule: &Rules) {
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
    fn disclose(&mut self, rule: &Rules) {
        for rate in [&mut self.group, &mut self.all].into_iter().flatten() {
            rate.disclose(rule);
        }
        let mut parts = [&self.group, &self.all].into_iter().flatten();
        if parts.any(CountedRate::lost_its_rate) || self.must_hide(rule) {
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
    fn must_hide(&self, rule: &Rules) -> bool {
        self.class == SourceClass::Restricted
            && self.printed_events.is_some_and(|(group, all)| {
                [group, all]
                    .iter()
                    .any(|events| events.value().is_none_or(|&count| rule.of_counts().hides(count)))
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
    fn disclose(&mut self, rule: &Rules) {
        for period in &mut self.periods {
            period.disclose(rule);
        }
    }
}

impl Disclose for ProfilePeriod {
    fn disclose(&mut self, rule: &Rules) {
        let groups = self.groups.iter_mut().chain(&mut self.remainders);
        let mut parts: Vec<&mut CountedRate> = groups.map(|group| &mut group.rate).collect();
        let hidden = disclose_split(&mut parts, self.total.as_mut(), rule);
        if hidden {
            let taken = [
                (Summary::Slope, "slope", self.slope.take().is_some()),
                (Summary::Excess, "share", self.excess.take().is_some()),
            ];
            for (what, word, was_made) in taken {
                // Another reason can speak of what is hidden now.
                let had_reason = self.not_computed.iter().any(|one| one.what == what);
                self.not_computed.retain(|one| one.what != what);
                if was_made || had_reason {
                    let why =
                        format!("a group is hidden, and the {word} would help to find its count");
                    self.not_computed.push(NotComputed { what, why });
                }
            }
        }
        let lost = |reference: &CategoryId| {
            let mut groups = self.groups.iter().filter(|group| group.category == *reference);
            groups.any(|group| group.rate.lost_its_rate())
        };
        if self.excess.as_ref().is_some_and(|excess| lost(&excess.reference)) {
            self.excess = None;
            let why = "the rate of the reference group rests on too few events".to_owned();
            self.not_computed.push(NotComputed { what: Summary::Excess, why });
        }
    }
}

impl Disclose for AreaComparison {
    fn disclose(&mut self, rule: &Rules) {
        let comparator = &mut self.comparator.rate;
        let mut parts: Vec<&mut CountedRate> =
            self.areas.iter_mut().map(|compared| &mut compared.area.rate).collect();
        // Areas that make up the comparator are a split of it.
        if add_up(&parts, comparator) {
            disclose_split(&mut parts, Some(comparator), rule);
        }
        self.comparator.rate.disclose(rule);
        let comparator_hidden = self.comparator.rate.lost_its_rate();
        for compared in &mut self.areas {
            compared.area.rate.disclose(rule);
            if comparator_hidden || compared.area.rate.lost_its_rate() {
                compared.verdict = Verdict::NotCompared;
            }
        }
    }
}

/// Hides small counts; says whether any was hidden.
fn disclose_each<'a>(rates: impl Iterator<Item = &'a mut CountedRate>, rule: &Rules) -> bool {
    // Every one, whether or not one before it was hidden.
    rates.fold(false, |hidden, rate| {
        rate.disclose(rule);
        hidden || rate.is_hidden_by_us()
    })
}

impl Disclose for AreaFunnel {
    /// Limits that allow for the scatter of all areas tell of each: they are
    /// made anew from the areas that are left.
    fn disclose(&mut self, rule: &Rules) {
        let areas = self.areas.iter_mut().map(|area| &mut area.area.rate);
        if disclose_each(areas.chain([&mut self.comparator.rate]), rule) {
            self.settle();
        }
    }
}

impl Disclose for SmallAreas {
    /// What is known of one area rests on all: it is made anew from the areas
    /// that are left.
    fn disclose(&mut self, rule: &Rules) {
        let areas = self.areas.iter_mut().map(|area| &mut area.area.rate);
        if disclose_each(areas.chain([&mut self.comparator.rate]), rule) {
            self.settle();
        }
    }
}

impl Disclose for AreaSelection {
    /// What is told of one area rests on all: it is made anew from the areas
    /// that are left.
    fn disclose(&mut self, rule: &Rules) {
        let areas = self.areas.iter_mut().map(|area| &mut area.area.rate);
        if disclose_each(areas.chain([&mut self.comparator.rate]), rule) {
            self.settle();
        }
    }
}

impl Disclose for Causes {
    fn disclose(&mut self, rule: &Rules) {
        for age in 0..self.ages.len() {
            self.disclose_age(age, rule);
        }
    }
}

impl Causes {
    fn disclose_age(&mut self, age: usize, rule: &Rules) {
        let restricted = |row: &CauseRow| row.class == SourceClass::Restricted;
        let all_restricted =
            self.causes.iter().all(restricted) && self.total.as_ref().is_none_or(restricted);
        let small = rule.of_counts();
        let counts: Vec<Cell<u64>> = self.causes.iter().map(|row| row.deaths[age]).collect();
        let chosen = match &self.total {
            Some(total) if all_restricted => hidden_parts(&counts, total.deaths[age], rule),
            _ => None,
        };
        let mut hidden = false;
        for row in self.causes.iter_mut().filter(|row| restricted(row)) {
            let deaths = &mut row.deaths[age];
            if deaths.value().is_some_and(|&count| small.hides(count)) {
                *deaths = Cell::Withheld(Withholding::Primary);
                hidden = true;
            }
        }
        let rows = self.causes.iter_mut().chain(&mut self.total);
        if let Some(chosen) = chosen {
            for (row, by) in rows.zip(chosen) {
                if let Some(by) = by {
                    row.deaths[age] = Cell::Withheld(by);
                }
            }
        } else if let Some(total) = self.total.as_mut().filter(|_| hidden) {
            total.deaths[age] = Cell::Withheld(Withholding::Secondary);
        }
    }
}

impl Disclose for Trend {
    /// Hides small counts, and makes every trend anew from what is shown: it
    /// tells nothing of what is hidden.
    fn disclose(&mut self, rule: &Rules) {
        let series = [Some(&mut self.group), self.against.as_mut()];
        for point in series.into_iter().flatten().flat_map(|series| &mut series.points) {
            point.rate.disclose(rule);
        }
        self.settle();
    }
}

impl Disclose for Spc {
    /// Hides small counts, and draws every line anew from what is shown: with
    /// a centre made of all points, the hidden one could be worked out.
    fn disclose(&mut self, rule: &Rules) {
        for point in &mut self.points {
            point.at.rate.disclose(rule);
        }
        self.settle();
    }
}

impl Disclose for Ppor {
    /// One small count, or a part of a restricted population, hides every
    /// count and the map: its periods are sums of a few of them.
    fn disclose(&mut self, rule: &Rules) {
        if ![&self.group, &self.reference].into_iter().any(|side| side.must_hide(rule)) {
            return;
        }
        for side in [&mut self.group, &mut self.reference] {
            for rate in side.rates.iter_mut().flatten() {
                if rate.class == SourceClass::Restricted {
                    let small = rate.must_hide(rule);
                    rate.hide(if small { Withholding::Primary } else { Withholding::Secondary });
                }
            }
            side.in_no_band.iter_mut().for_each(hide);
        }
        (self.map, self.parts) = (Err(PporRefusal::Disclosive), Err(PporRefusal::Disclosive));
    }
}

impl PporSide {
    fn must_hide(&self, rule: &Rules) -> bool {
        let is_part = self.split.is_some();
        self.rates.iter().flatten().any(|rate| {
            let crossed = is_part && rate.class == SourceClass::Restricted;
            crossed || rate.must_hide(rule) || rate.lost_its_rate()
        })
    }
}

impl Disclose for GapScenario {
    /// A small count of the group, of all or of the others, which is what the
    /// group leaves of all, hides everything that is made of them: gap, share and
    /// points are equations in the counts. A small count of any other group hides
    /// what is made of every group.
    fn disclose(&mut self, rule: &Rules) {
        let StartOrigin::Counted { group, all } = &mut self.start.origin else { return };
        let others_small = leaves_small(all, &std::iter::once(&**group), rule);
        group.disclose(rule);
        all.disclose(rule);
        if others_small {
            group.hide(Withholding::Secondary);
        }
        if group.lost_its_rate() || all.lost_its_rate() {
            hide(&mut self.start.relative);
            hide(&mut self.start.share_of_births);
            self.withdraw();
            return;
        }
        let restricted = all.class == SourceClass::Restricted;
        let tells = match &mut self.across {
            Some(Ok(across)) => {
                let of_groups = across.groups.iter().map(|group| &group.rate);
                let small = leaves_small(all, &of_groups, rule);
                for group in &mut across.groups {
                    group.rate.disclose(rule);
                }
                small || across.groups.iter().any(|group| group.rate.lost_its_rate())
            }
            // What was not counted for the table was not looked at.
            _ => restricted,
        };
        if tells {
            self.withdraw_groups();
        }
    }
}

/// Whether parts leave so little of a total that it must not be shown beside
/// them, where one of both is restricted. Parts without an event leave of a
/// published total what is published.
pub(crate) fn leaves_small<'a>(
    total: &CountedRate,
    parts: &(impl Iterator<Item = &'a CountedRate> + Clone),
    rule: &Rules,
) -> bool {
    let restricted = |rate: &CountedRate| rate.class == SourceClass::Restricted;
    if !restricted(total) && !parts.clone().any(restricted) {
        return false;
    }
    let takes_none =
        !restricted(total) && parts.clone().all(|part| part.events.value() == Some(&0));
    let left = |of: fn(&CountedRate) -> Cell<u64>| {
        parts
            .clone()
            .try_fold(*of(total).value()?, |left, part| left.checked_sub(*of(part).value()?))
    };
    let small = |count: Option<u64>| count.is_some_and(|count| rule.of_counts().hides(count));
    let events = left(|rate| rate.events).filter(|_| !takes_none);
    small(events) || small(left(|rate| rate.at_risk))
}

impl Disclose for Evaluation {
    /// One small count hides the counts of every area and all that is made of
    /// them: both sides are sums of a few. The rest of a restricted whole is
    /// that whole less the visited areas, and is not shown at all.
    fn disclose(&mut self, rule: &Rules) {
        let is_rest = self.comparison.rest_of.is_some();
        let restricted = |rate: &CountedRate| rate.class == SourceClass::Restricted;
        let must = |rate: &CountedRate| {
            rate.must_hide(rule) || rate.lost_its_rate() || is_rest && restricted(rate)
        };
        if !self.rates().any(must) {
            return;
        }
        self.withdraw();
        for arm in [&mut self.visited, &mut self.comparison] {
            let of_areas =
                arm.areas.iter_mut().flat_map(|area| [&mut area.before, &mut area.after]);
            let rates = of_areas.chain([&mut arm.before.rate, &mut arm.after.rate]);
            for rate in rates.filter(|rate| restricted(rate)) {
                let small = rate.must_hide(rule);
                rate.hide(if small { Withholding::Primary } else { Withholding::Secondary });
            }
        }
    }
}

impl Disclose for Learning {
    fn disclose(&mut self, rule: &Rules) {
        if let Ok(evaluation) = &mut self.evaluation {
            evaluation.disclose(rule);
        }
    }
}

impl Disclose for Decomposition {
    /// One small count hides every count of a category, what is in none, and
    /// all parts: parts of two populations are equations in the counts of
    /// both. Totals stay unless they are small themselves, or the only category
    /// is all of them.
    fn disclose(&mut self, rule: &Rules) {
        if !self.must_hide(rule) {
            let rows = self.categories.iter_mut();
            let rates = rows.flat_map(|row| row.first.iter_mut().chain(&mut row.second));
            let totals = self.first.totals.iter_mut().chain(&mut self.second.totals).flatten();
            rates.chain(totals).for_each(|rate| rate.disclose(rule));
            return;
        }
        let alone = self.categories.len() < 2;
        for row in &mut self.categories {
            for rate in row.first.iter_mut().chain(&mut row.second) {
                let small = rate.must_hide(rule);
                rate.hide(if small { Withholding::Primary } else { Withholding::Secondary });
            }
        }
        for population in [&mut self.first, &mut self.second] {
            for (events, births) in &mut population.left_out {
                hide(events);
                hide(births);
            }
            for total in population.totals.iter_mut().flatten() {
                total.disclose(rule);
                if alone && !total.is_hidden_by_us() {
                    total.hide(Withholding::Secondary);
                }
            }
        }
        // Another refusal can speak of what is hidden now.
        self.parts = Err(DecompositionRefusal::Disclosive);
    }
}

impl Decomposition {
    /// Whether a count of a restricted source is small or hidden already, be it
    /// of a category, a total or what is in no category.
    fn must_hide(&self, rule: &Rules) -> bool {
        let small = |cell: &Cell<u64>| cell.value().is_some_and(|&n| rule.of_counts().hides(n));
        let must = |rate: &CountedRate| rate.must_hide(rule) || rate.is_hidden_by_us();
        let of_category = |row: &DecomposedCategory| row.first.iter().chain(&row.second).any(must);
        let of_population = |population: &DecomposedPopulation| {
            let totals = || population.totals.iter().flatten();
            let restricted = totals().any(|total| total.class == SourceClass::Restricted);
            let left_out = &population.left_out;
            totals().any(must) || restricted && left_out.iter().any(|(a, b)| small(a) || small(b))
        };
        self.categories.iter().any(of_category)
            || of_population(&self.first)
            || of_population(&self.second)
    }
}

impl Disclose for Scorecard {
    /// Hides small counts; standings and targets are made anew from what is
    /// shown.
    fn disclose(&mut self, rule: &Rules) {
        self.rows.iter_mut().for_each(|row| row.disclose(rule));
        for gap in &mut self.gaps {
            gap.trend.disclose(rule);
        }
    }
}

impl Disclose for AreaProfile {
    /// Hides small counts; spreads, neighbours together and steadied rates are
    /// made anew from what is shown.
    fn disclose(&mut self, rule: &Rules) {
        for profiled in &mut self.rows {
            profiled.row.disclose(rule);
            profiled.peers.iter_mut().for_each(|peer| peer.rate.disclose(rule));
        }
        for groups in &mut self.groups {
            groups.disclose(rule);
        }
        for neighbour in self.neighbours.iter_mut().flatten().flat_map(|found| &mut found.areas) {
            neighbour.area.rate.disclose(rule);
        }
        if let Some(steadied) = &mut self.steadied {
            steadied.disclose(rule);
        }
    }
}

impl Disclose for ScorecardRow {
    fn disclose(&mut self, rule: &Rules) {
        // The area may be a part of what it is held against: what it leaves of it
        // is a count too.
        let own = self.latest().map(|point| point.rate.clone());
        let tells = self
            .comparator
            .as_ref()
            .zip(own.as_ref())
            .is_some_and(|(whole, own)| leaves_small(whole, &std::iter::once(own), rule));
        self.series.disclose(rule);
        if let Some(pooled) = &mut self.pooled {
            pooled.rate.disclose(rule);
        }
        if let Some(comparator) = &mut self.comparator {
            comparator.disclose(rule);
            if tells {
                comparator.hide(Withholding::Secondary);
            }
        }
    }
}

impl Disclose for ThemeTables {
    /// Counts of recommendations point to nobody; what a few people answered
    /// does.
    fn disclose(&mut self, _: &Rules) {
        let answers = self.summaries.iter_mut().flat_map(|visit| &mut visit.participants);
        answers.for_each(crate::visits::Participants::disclose);
    }
}

impl Disclose for Progress {
    /// Counts of recommendations point to nobody, and people stand in none.
    fn disclose(&mut self, _: &Rules) {}
}

impl Disclose for PrintedArithmetic {
    /// Of a table that adds up nothing can be hidden alone, so those of
    /// restricted sources are left out whole, with the words about them.
    fn disclose(&mut self, _: &Rules) {
        let (tables, statements) = (self.tables.len(), self.statements.len());
        self.tables.retain(|table| table.class == SourceClass::Published);
        self.statements.retain(|statement| statement.class == SourceClass::Published);
        self.annotations.retain(|annotation| annotation.class == SourceClass::Published);
        self.tables_not_listed += tables - self.tables.len();
        self.statements_not_listed += statements - self.statements.len();
    }
}

impl Disclose for DataQuality {
    fn disclose(&mut self, _: &Rules) {
        let (rates, totals) = (self.rates.len(), self.totals.len());
        self.rates.retain(|rate| rate.class == SourceClass::Published);
        self.totals.retain(|total| total.class == SourceClass::Published);
        self.rates_not_listed += rates - self.rates.len();
        self.totals_not_listed += totals - self.totals.len();
    }
}
