//! Who needs something, and who uses the service that answers it: by group, with
//! limits.
//!
//! The inverse care law (Hart JT, 1971, Lancet 297:405-412) is a question of use
//! over need and not of use over population: a group can use a service more than
//! others do and still less for its need.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::project::{AuditedNeedOf, EquityAuditQuestion, UsersOf};
use firstyear_core::{
    AreaCode, Category, CategoryId, Cell, Confidence, Counts, Dimension, DimensionId, Direction,
    Estimate, Indicator, IndicatorId, IndicatorKind, Interval, Observation, Period, Polarity, Role,
    SourceClass, Withholding,
};
use firstyear_metrics::rates::{RiskDifferenceLimits, risk_difference};
use firstyear_metrics::slopes::{RegressionModel, SlopeErrors, SlopeLink, regression_slope};
use firstyear_metrics::{GapInput, Order, Relation, absolute_gap, slope_index};

use crate::counted::{is_finite, rates_ratio};
use crate::inequality_profile::{group, pools};
use crate::pool::Pooled;
use crate::release::hidden_cells;
use crate::select::{Slice, about, by_category};
use crate::verdict::apart_by_chance;
use crate::{CountedRate, Disclose, Evidence, LackingNeed, NoAudit, QuestionError, Rules, Verdict};

/// Needs of an area by group, with the use of the services that answer them.
#[derive(Clone, Debug, PartialEq)]
pub struct EquityAudit {
    /// What it is called.
    pub name: String,
    /// Where.
    pub area: AreaCode,
    /// The dimension of the groups, or the family of its versions.
    pub dimension: DimensionId,
    /// The needs, in the order asked for.
    pub needs: Vec<AuditedNeed>,
    /// Needs without figures, or of which need and use have no period in common.
    pub lacking: Vec<LackingNeed>,
    /// Confidence of all limits.
    pub confidence: Confidence,
}

/// One need.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditedNeed {
    /// The indicator whose numerator counts those in need; `None` where the
    /// denominator of the service does.
    pub indicator: Option<IndicatorId>,
    /// The indicator whose numerator counts those who use the service; `None` for
    /// a need alone.
    pub service: Option<IndicatorId>,
    /// How users and those in need relate.
    pub users: UsersOf,
    /// When: the latest period that both have, or the latest years added up.
    pub period: Period,
    /// The version of the dimension.
    pub version: DimensionId,
    /// Its name.
    pub version_name: String,
    /// Which end of an ordered dimension is worse off.
    pub direction: Option<Direction>,
    /// The groups, in the order of the dimension.
    pub groups: Vec<AuditedGroup>,
    /// Those in no group, such as not stated.
    pub remainders: Vec<AuditedGroup>,
    /// Everyone.
    pub total: Option<AuditedGroup>,
    /// The group whose use the others are held against; `None` for everyone else.
    pub reference: Option<CategoryId>,
    pub(crate) confidence: Confidence,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditedGroup {
    /// Its id.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Those in need, with what they are counted among where that is known.
    pub need: CountedRate,
    /// Users over those in need, in percent; `None` for a need alone.
    pub used: Option<CountedRate>,
}

impl AuditedNeed {
    /// The share of all in need that is in a group, in percent. `None` where one of
    /// both is not known.
    #[must_use]
    pub fn share_of_need(&self, group: &AuditedGroup) -> Option<f64> {
        share(group.need.events, self.whole(|of| Some(of.need.events))?)
    }

    /// The share of all users that is in a group, in percent.
    #[must_use]
    pub fn share_of_use(&self, group: &AuditedGroup) -> Option<f64> {
        share(group.used.as_ref()?.events, self.whole(|of| Some(of.used.as_ref()?.events))?)
    }

    /// A count of everyone: that of the total, or of every group and of those in
    /// none where nobody counted a total.
    fn whole(&self, of: fn(&AuditedGroup) -> Option<Cell<u64>>) -> Option<u64> {
        if let Some(total) = &self.total {
            return of(total)?.value().copied();
        }
        let mut parts = self.groups.iter().chain(&self.remainders);
        parts.try_fold(0_u64, |sum, part| sum.checked_add(*of(part)?.value()?))
    }

    /// Use over need of those whom a group is held against: of the reference, or of
    /// everyone else. `None` for the reference itself, and where a count is not
    /// known.
    #[must_use]
    pub fn against(&self, group: &AuditedGroup) -> Option<Counts> {
        let Some(reference) = &self.reference else {
            let mine = own(group)?;
            let users = self.whole(|of| Some(of.used.as_ref()?.events))?;
            let need = self.whole(|of| Some(of.used.as_ref()?.at_risk))?;
            let events = users.checked_sub(mine.events)?;
            let at_risk = need.checked_sub(mine.at_risk).filter(|left| *left > 0)?;
            return Some(Counts { events, at_risk });
        };
        // Everyone holds the reference.
        let is_everyone = self.total.as_ref().is_some_and(|all| all.category == group.category);
        if *reference == group.category || is_everyone {
            return None;
        }
        own(self.groups.iter().find(|other| other.category == *reference)?)
    }

    /// Use over need of a group, over that of those whom it is held against, with
    /// limits: below 1 where the group uses the service less for its need.
    #[must_use]
    pub fn ratio(&self, group: &AuditedGroup) -> Option<Estimate> {
        let (mine, others) = (own(group)?, self.against(group)?);
        let ratio = rates_ratio(self.kind(), mine, others, self.confidence)?;
        is_finite(&ratio).then_some(ratio)
    }

    /// Whether a group uses the service less, or more, than those whom it is held
    /// against, for its need.
    #[must_use]
    pub fn verdict(&self, group: &AuditedGroup) -> Verdict {
        Verdict::of(self.ratio(group).as_ref(), Some(1.0))
    }

    /// How many groups are held against others.
    #[must_use]
    pub fn compared(&self) -> usize {
        let is_compared = |group: &&AuditedGroup| self.verdict(group) != Verdict::NotCompared;
        self.groups.iter().filter(is_compared).count()
    }

    /// How many of these would seem apart by chance alone if none truly were.
    #[must_use]
    pub fn expected_by_chance(&self) -> f64 {
        apart_by_chance(self.compared(), self.confidence)
    }

    /// How many more of a group would use the service if it did so as those whom it
    /// is held against, with limits: positive where it falls short.
    #[must_use]
    pub fn shortfall(&self, group: &AuditedGroup) -> Option<Estimate> {
        let (mine, others) = (own(group)?, self.against(group)?);
        let difference = match self.users {
            UsersOf::AmongNeed => {
                let limits = RiskDifferenceLimits::default();
                risk_difference(others, mine, limits, [self.confidence]).ok()?.at(0)
            }
            UsersOf::PerNeed => {
                let (relation, sample) = (Relation::Apart, None);
                let input = GapInput { group: others, against: mine, relation, sample };
                absolute_gap(&input, self.confidence).ok()?
            }
        };
        Some(difference.scaled(mine.at_risk as f64))
    }

    /// Those in need who do not use the service, as a count: of users among those
    /// in need alone.
    #[must_use]
    pub fn unmet(&self, group: &AuditedGroup) -> Cell<u64> {
        match &group.used {
            // More users than there are in need leave no count.
            Some(used) if self.users == UsersOf::AmongNeed && !is_more(used) => {
                used.at_risk.zip_with(used.events, u64::saturating_sub)
            }
            _ => Cell::NotApplicable,
        }
    }

    /// Fitted use over need at the most disadvantaged end less that at the other,
    /// in percentage points: negative where the disadvantaged use the service less
    /// for their need. Limits of a difference of shares end at 100.
    ///
    /// # Errors
    ///
    /// Why there is none, in words; the text is empty where none could be expected.
    pub fn slope(&self) -> Result<Estimate, String> {
        let order = match self.direction {
            Some(Direction::MostDisadvantagedFirst) => Order::MostDisadvantagedFirst,
            Some(Direction::LeastDisadvantagedFirst) => Order::LeastDisadvantagedFirst,
            Some(Direction::Magnitude) | None => return Err(String::new()),
        };
        if self.service.is_none() {
            return Err(String::new());
        }
        let (mut events, mut at_risk) = (Vec::new(), Vec::new());
        for group in &self.groups {
            let counts =
                own(group).ok_or_else(|| format!("use or need of {} is not known", group.label))?;
            if counts.at_risk == 0 {
                return Err(format!("nobody in {} is in need", group.label));
            }
            if self.users == UsersOf::AmongNeed && counts.events > counts.at_risk {
                return Err(format!("{} has more users than there are in need", group.label));
            }
            events.push(counts.events);
            at_risk.push(counts.at_risk);
        }
        let (events, at_risk, level) = (&events, &at_risk, self.confidence);
        // Shares of those in need can be near all of them, where only a logit line
        // stays below.
        let sii = match self.users {
            UsersOf::AmongNeed => {
                let model = RegressionModel::Binomial(SlopeLink::Logit);
                let errors = SlopeErrors::default();
                regression_slope(events, at_risk, order, level, model, errors)
                    .map(|fit| fit.sii)
                    .map_err(|error| error.to_string())
            }
            UsersOf::PerNeed => slope_index(events, at_risk, order, level)
                .map(|fit| fit.sii)
                .map_err(|error| error.to_string()),
        };
        let slope = sii?.scaled(100.0);
        // No two shares are further apart than all and none.
        let most = match self.users {
            UsersOf::AmongNeed => 100.0,
            UsersOf::PerNeed => f64::INFINITY,
        };
        let interval = slope.interval.map(|limits| Interval {
            lower: limits.lower.max(-most),
            upper: limits.upper.min(most),
            ..limits
        });
        Ok(Estimate { interval, ..slope })
    }

    /// Groups with more users than there are in need, although every user is said to
    /// be one of these: nothing is told of their use.
    pub fn more_users_than_need(&self) -> impl Iterator<Item = &AuditedGroup> {
        let has_more = |group: &&AuditedGroup| group.used.as_ref().is_some_and(is_more);
        self.all_groups().filter(has_more).filter(|_| self.users == UsersOf::AmongNeed)
    }

    /// Confidence of its limits, as a fraction.
    #[must_use]
    pub const fn confidence_level(&self) -> f64 {
        self.confidence.level()
    }

    const fn kind(&self) -> IndicatorKind {
        match self.users {
            UsersOf::AmongNeed => IndicatorKind::Proportion,
            UsersOf::PerNeed => IndicatorKind::Rate,
        }
    }

    /// Groups, those in none and everyone.
    pub fn all_groups(&self) -> impl Iterator<Item = &AuditedGroup> {
        self.groups.iter().chain(&self.remainders).chain(&self.total)
    }

    pub(crate) fn all_groups_mut(&mut self) -> impl Iterator<Item = &mut AuditedGroup> {
        self.groups.iter_mut().chain(&mut self.remainders).chain(&mut self.total)
    }
}

/// Users and those in need of a group; `None` as well where their rate rests on too
/// few to be shown.
fn own(group: &AuditedGroup) -> Option<Counts> {
    let used = group.used.as_ref().filter(|used| !matches!(used.rate, Cell::Withheld(_)))?;
    let (events, at_risk) = used.counts()?;
    Some(Counts { events, at_risk })
}

fn is_more(used: &CountedRate) -> bool {
    used.counts().is_some_and(|(users, need)| users > need)
}

fn share(part: Cell<u64>, all: u64) -> Option<f64> {
    let part = *part.value()?;
    (all > 0).then(|| part as f64 / all as f64 * 100.0)
}

impl EquityAudit {
    /// Every rate that is shown.
    pub fn rates(&self) -> impl Iterator<Item = &CountedRate> {
        let groups = self.needs.iter().flat_map(AuditedNeed::all_groups);
        groups.flat_map(|group| std::iter::once(&group.need).chain(&group.used))
    }
}

/// Answers an [`EquityAuditQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, or when no need has
/// figures by group.
pub fn equity_audit(
    evidence: &Evidence<'_>,
    question: &EquityAuditQuestion,
    area: &AreaCode,
    _: &IndicatorId,
) -> Result<EquityAudit, QuestionError> {
    let area = question.area.as_ref().unwrap_or(area);
    let versions = evidence.versions(&question.dimension)?;
    let (mut needs, mut lacking) = (Vec::new(), Vec::new());
    for need in &question.needs {
        let known =
            |id: &Option<IndicatorId>| id.as_ref().map(|id| evidence.indicator(id)).transpose();
        let asked = Asked {
            evidence,
            need,
            indicator: known(&need.indicator)?,
            service: known(&need.service)?,
            area,
            years: question.pool_years,
        };
        let found = versions.iter().filter_map(|version| asked.by(version));
        if let Some(found) = found.max_by_key(|found| found.period) {
            needs.push(found);
            continue;
        }
        let ids: Vec<_> = need.indicator.iter().chain(&need.service).collect();
        let by = (&question.dimension, &*versions);
        let why = NoAudit::of(evidence, &ids, area, by, question.pool_years);
        let (indicator, service) = (need.indicator.clone(), need.service.clone());
        lacking.push(LackingNeed { indicator, service, why });
    }
    if needs.is_empty() {
        return Err(QuestionError::NothingAudited { area: area.clone(), lacking });
    }
    Ok(EquityAudit {
        name: question.name.clone(),
        area: area.clone(),
        dimension: question.dimension.clone(),
        needs,
        lacking,
        confidence: evidence.confidence,
    })
}

struct Asked<'q, 'a> {
    evidence: &'q Evidence<'a>,
    need: &'q AuditedNeedOf,
    indicator: Option<&'a Indicator>,
    service: Option<&'a Indicator>,
    area: &'q AreaCode,
    years: u16,
}

impl<'a> Asked<'_, 'a> {
    /// The need by a version of the dimension; `None` where need and use have no
    /// period of it in common.
    fn by(&self, version: &Dimension) -> Option<AuditedNeed> {
        let of = |indicator: &Indicator| {
            by_category(self.evidence, &indicator.id, self.area, version.id())
        };
        let need = self.indicator.or(self.service).map(of)?;
        let used = self.service.filter(|_| self.indicator.is_some()).map(of);
        let is_in_both =
            |period: &Period| used.as_ref().is_none_or(|used| used.contains_key(period));
        let common: BTreeMap<Period, Slice<'a>> =
            need.into_iter().filter(|(period, _)| is_in_both(period)).collect();
        let (period, parts) =
            pools(&common, self.years).0.into_iter().max_by_key(|(period, _)| *period)?;
        let slices = |of: &BTreeMap<Period, Slice<'a>>| -> Vec<(Period, Slice<'a>)> {
            parts.iter().filter_map(|part| Some((*part, of.get(part)?.clone()))).collect()
        };
        let (mut need, mut used) = (slices(&common), used.as_ref().map(&slices));
        self.take_everyone(version, &mut need, used.as_mut());
        let in_role = |role: &Role| -> Vec<AuditedGroup> {
            let categories = version.categories().iter().filter(|one| one.role == *role);
            categories.filter_map(|one| self.group(one, &need, used.as_deref())).collect()
        };
        Some(AuditedNeed {
            indicator: self.need.indicator.clone(),
            service: self.need.service.clone(),
            users: self.need.users,
            period,
            version: version.id().clone(),
            version_name: version.about().name.clone(),
            direction: version.direction(),
            groups: in_role(&Role::Group),
            remainders: in_role(&Role::Remainder),
            total: in_role(&Role::Total).pop(),
            reference: self.need.reference.clone(),
            confidence: self.evidence.confidence,
        })
    }

    /// Where the dimension has a total and nobody gave a row of it, rows of everyone
    /// stand for it: of each period and of need and use alike, or the sum of one would
    /// be held against the total of the other.
    fn take_everyone(
        &self,
        version: &Dimension,
        need: &mut [(Period, Slice<'a>)],
        used: Option<&mut Vec<(Period, Slice<'a>)>>,
    ) {
        let Some(total) = version.total() else { return };
        let own = self.indicator.or(self.service).map(|of| (need, of));
        let service = used.zip(self.service).map(|(used, of)| (used.as_mut_slice(), of));
        let mut all: Vec<_> = own.into_iter().chain(service).collect();
        let mut found = Vec::new();
        for (slices, indicator) in &all {
            for (period, slice) in slices.iter() {
                let is_everyone = |row: &&Observation| {
                    let is_of_source = slice.values().any(|group| group.source == row.source);
                    row.period == *period && row.groups.iter().next().is_none() && is_of_source
                };
                let mut rows = about(self.evidence, &indicator.id, self.area);
                let row = rows.find(is_everyone).filter(|_| !slice.contains_key(&total.id));
                found.extend(row);
            }
        }
        if found.len() != all.iter().map(|(slices, _)| slices.len()).sum::<usize>() {
            return;
        }
        let slices = all.iter_mut().flat_map(|(slices, _)| slices.iter_mut());
        for ((_, slice), row) in slices.zip(found) {
            slice.insert(total.id.clone(), row);
        }
    }

    fn group(
        &self,
        category: &Category,
        need: &[(Period, Slice<'a>)],
        used: Option<&[(Period, Slice<'a>)]>,
    ) -> Option<AuditedGroup> {
        let definition = self.indicator.or(self.service)?;
        let lent: Vec<_> = need.iter().map(|(period, slice)| (*period, slice)).collect();
        let mut own = group(self.evidence, category, &lent, definition)?.rate;
        let used = match (self.indicator, used) {
            // The denominator of the service counts those in need.
            (None, _) => {
                let users = CountedRate { published: None, published_limits: None, ..own.clone() };
                let users = self.over_need(users.events, users.at_risk, &users);
                let origin = (own.class, own.sources.clone());
                let nobody = Cell::Absent;
                own = CountedRate::new(
                    own.at_risk,
                    nobody,
                    own.basis,
                    definition,
                    self.evidence.confidence,
                    origin,
                );
                Some(users)
            }
            (Some(_), Some(used)) => Some(self.users(category, used, &own)),
            (Some(_), None) => None,
        };
        let (category, label) = (category.id.clone(), category.label.clone());
        Some(AuditedGroup { category, label, need: own, used })
    }

    /// Users of a group over those of it who are in need.
    fn users(
        &self,
        category: &Category,
        used: &[(Period, Slice<'a>)],
        need: &CountedRate,
    ) -> CountedRate {
        let rows: Vec<&Observation> =
            used.iter().filter_map(|(_, slice)| slice.get(&category.id).copied()).collect();
        let is_whole = rows.len() == used.len();
        let pooled = Pooled::sum(rows.iter().copied());
        let pooled = pooled.map(|pooled| if is_whole { pooled } else { pooled.incomplete() });
        let (users, sources) = pooled.map_or((Cell::Absent, BTreeSet::new()), Pooled::into_events);
        let sources = sources.into_iter().chain(need.sources.iter().cloned());
        let (class, sources) = self.evidence.origin(sources);
        let of = CountedRate { class, sources, ..need.clone() };
        self.over_need(users, need.events, &of)
    }

    fn over_need(&self, users: Cell<u64>, need: Cell<u64>, of: &CountedRate) -> CountedRate {
        let kind = match self.need.users {
            UsersOf::AmongNeed => IndicatorKind::Proportion,
            UsersOf::PerNeed => IndicatorKind::Rate,
        };
        let origin = (of.class, of.sources.clone());
        CountedRate::new(users, need, of.basis, &over_need(kind), self.evidence.confidence, origin)
    }
}

/// Users over those in need, as an indicator: in percent.
fn over_need(kind: IndicatorKind) -> Indicator {
    let text = |words: &str| words.to_owned();
    Indicator {
        id: IndicatorId::new("use-over-need").expect("a literal in kebab-case"),
        name: text("Use over need"),
        definition: text("Those who use a service over those who need it."),
        domain: text("access"),
        numerator: text("users"),
        denominator: text("those in need"),
        multiplier: 100,
        unit: text("per 100 in need"),
        polarity: Polarity::HigherIsBetter,
        kind,
    }
}

impl Disclose for EquityAudit {
    fn disclose(&mut self, rule: &Rules) {
        self.needs.iter_mut().for_each(|need| need.disclose(rule));
    }
}

impl AuditedGroup {
    /// Whether a count of it is hidden, by ourselves or by an earlier answer.
    fn lost_a_count(&self) -> bool {
        let is_hidden = |rate: &CountedRate| {
            let by_us = Cell::Withheld(Withholding::Primary);
            let for_another = Cell::Withheld(Withholding::Secondary);
            [rate.events, rate.at_risk].iter().any(|cell| *cell == by_us || *cell == for_another)
        };
        is_hidden(&self.need) || self.used.as_ref().is_some_and(is_hidden)
    }

    /// Hides the group, need and use: each is the denominator or the rest of the
    /// other. A need that its source publishes stays.
    fn hide(&mut self, by: Withholding) {
        if is_restricted(&self.need) {
            self.need.hide(by);
        }
        if let Some(used) = &mut self.used {
            used.hide(by);
        }
    }
}

fn is_restricted(rate: &CountedRate) -> bool {
    rate.class == SourceClass::Restricted
}

impl AuditedNeed {
    /// Hides small counts of those in need, of the others, of users and of those who
    /// do not use the service, with further groups until none comes out by
    /// subtraction.
    fn disclose(&mut self, rule: &Rules) {
        let any_use = |group: &AuditedGroup| group.used.as_ref().is_some_and(is_restricted);
        let of_need = self.all_groups().any(|group| is_restricted(&group.need));
        let of_use = self.all_groups().any(any_use);
        if !of_need && !of_use {
            return;
        }
        for group in self.all_groups_mut().filter(|group| group.lost_a_count()) {
            group.hide(Withholding::Secondary);
        }
        let is_part = self.users == UsersOf::AmongNeed;
        let counts_of_use = |group: &AuditedGroup| {
            let count =
                |of: fn(&CountedRate) -> Cell<u64>| group.used.as_ref().map_or(Cell::Absent, of);
            let users = count(|used| used.events);
            // Users who are no part of those in need leave nothing of them.
            [users, if is_part { count(|used| used.at_risk) } else { users }]
        };
        let counts_of_need = |group: &AuditedGroup| [group.need.events, group.need.at_risk];
        // What is published is not hidden, whatever the use of it is.
        let hidden_need = of_need.then(|| self.hidden(counts_of_need, rule));
        let hidden_use = of_use.then(|| self.hidden(counts_of_use, rule));
        for (at, group) in self.all_groups_mut().enumerate() {
            let by = [&hidden_need, &hidden_use].map(|hidden| *hidden.as_ref()?.get(at)?);
            if let Some(by) = by.into_iter().flatten().min_by_key(|by| rank(*by)) {
                group.hide(by);
                continue;
            }
            group.need.disclose(rule);
            group.used.iter_mut().for_each(|used| used.disclose(rule));
            // Of births that are few as well nothing is shown.
            if group.lost_a_count() {
                group.hide(Withholding::Primary);
            }
        }
    }

    /// Which groups must be hidden so that neither of two counts, one a part of the
    /// other, nor what the part leaves can be found: in the order of
    /// [`Self::all_groups`].
    fn hidden(
        &self,
        of: impl Fn(&AuditedGroup) -> [Cell<u64>; 2],
        rule: &Rules,
    ) -> Vec<Option<Withholding>> {
        let row = |group: &AuditedGroup| {
            let [part, whole] = of(group);
            [part, whole.zip_with(part, u64::saturating_sub), whole]
        };
        let parts = self.groups.len() + self.remainders.len();
        let mut cells: Vec<Cell<u64>> = self.all_groups().flat_map(row).collect();
        if self.total.is_none() {
            cells.extend([Cell::Absent; 3]);
        }
        let chosen = hidden_cells(&[parts, 2], cells.clone(), rule);
        let by = chosen.unwrap_or_else(|| {
            let small = |cell: &Cell<u64>| cell.value().is_some_and(|&n| rule.of_counts().hides(n));
            let any = cells.iter().any(small);
            // What does not add up is hidden whole.
            cells.iter().map(|_| any.then_some(Withholding::Secondary)).collect()
        });
        by.chunks(3).map(|row| row.iter().flatten().copied().min_by_key(|by| rank(*by))).collect()
    }
}

/// Small itself goes before hidden for another's sake.
const fn rank(by: Withholding) -> u8 {
    match by {
        Withholding::Publisher => 0,
        Withholding::Primary => 1,
        Withholding::Secondary => 2,
    }
}
