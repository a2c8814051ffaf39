//! Counts of an equity audit and of a review of deaths, and the sums that their
//! readers know.

use std::collections::BTreeMap;

use firstyear_core::project::{DeathsReviewQuestion, EquityAuditQuestion, UsersOf};
use firstyear_core::{AreaCode, CategoryId, DimensionId, IndicatorId, Period};

use super::{About, Counts, Figures, Group, Shown};
use crate::bound::others_of;
use crate::together::{Count, Key, KnownSum, Part, What};
use crate::{AuditedGroup, AuditedNeed, CountedRate, DeathsReview, EquityAudit, Evidence};

/// The category of a dimension of factors that holds whoever has any of them.
const ANY_FACTOR: &str = "any";

/// What is left of a count without a part of it, and the sum of both; `None` where
/// one of both is not known.
fn without(whole: &Count, part: &Count, kind: Part) -> Option<KnownSum> {
    let left = whole.1.checked_sub(part.1)?;
    let others = match (&whole.0.what, &kind) {
        (What::Events(whole), Part::Events(part)) => others_of(whole, part),
        _ => None,
    };
    let what = match others {
        Some(others) => What::Events(others),
        None => What::Left(Box::new(whole.0.what.clone()), kind),
    };
    let left = (Key { what, ..whole.0.clone() }, left);
    Some((whole.clone(), vec![part.clone(), left]))
}

impl Figures<EquityAuditQuestion> for EquityAudit {
    fn figures(&mut self, _: &EquityAuditQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        for need in &mut self.needs {
            let (version, period) = (need.version.clone(), need.period);
            let (indicator, service) = (need.indicator.clone(), need.service.clone());
            for group in need.all_groups_mut() {
                let about = |indicator: &IndicatorId| About {
                    indicator: indicator.clone(),
                    area: self.area.clone(),
                    period,
                    group: Group::one(&version, &group.category),
                };
                let used = group.used.as_mut().zip(service.as_ref());
                match (&indicator, used) {
                    (Some(indicator), used) => {
                        shown.push((about(indicator), Counts::Rate(&mut group.need)));
                        shown.extend(used.map(|(used, id)| (about(id), Counts::EventsOf(used))));
                    }
                    // The denominator of the service counts those in need.
                    (None, Some((used, id))) => shown.push((about(id), Counts::Rate(used))),
                    (None, None) => {}
                }
            }
        }
        shown
    }

    /// Users and the others of each need, and columns of two needs that are the same
    /// in every group: those count the same people.
    fn sums(&self, evidence: &Evidence<'_>) -> Vec<KnownSum> {
        let mut sums = Vec::new();
        let mut columns: BTreeMap<(What, DimensionId, Period), Vec<Count>> = BTreeMap::new();
        for need in &self.needs {
            let Counted { in_need, users } = Counted::of(need, evidence);
            for group in need.all_groups() {
                let key = |what: &What| Key {
                    what: what.clone(),
                    area: self.area.clone(),
                    period: need.period,
                    group: Group::one(&need.version, &group.category),
                };
                let count = |what: &Option<What>, of: fn(&AuditedGroup) -> Option<u64>| {
                    Some((key(what.as_ref()?), of(group)?))
                };
                let of_need = count(&in_need, |group| group.need.events.value().copied());
                let of_users = count(&users, |group| group.used.as_ref()?.events.value().copied());
                if let (Some(whole), Some(part), UsersOf::AmongNeed, Some(service)) =
                    (&of_need, &of_users, need.users, &need.service)
                {
                    sums.extend(without(whole, part, Part::Events(service.clone())));
                }
                for count in [of_need, of_users].into_iter().flatten() {
                    let column = (count.0.what.clone(), need.version.clone(), need.period);
                    let column = columns.entry(column).or_default();
                    if !column.contains(&count) {
                        column.push(count);
                    }
                }
            }
        }
        sums.extend(same_columns(&columns));
        sums
    }
}

/// What the counts of a need count.
struct Counted {
    in_need: Option<What>,
    users: Option<What>,
}

impl Counted {
    fn of(need: &AuditedNeed, evidence: &Evidence<'_>) -> Self {
        let users = need.service.clone().map(What::Events);
        let in_need = need.indicator.clone().map(What::Events).or_else(|| {
            let service = evidence.indicators.get(need.service.as_ref()?)?;
            Some(What::AtRisk(service.denominator.clone()))
        });
        Self { in_need, users }
    }
}

/// Each count of a column with that of another which is the same in every group.
fn same_columns(columns: &BTreeMap<(What, DimensionId, Period), Vec<Count>>) -> Vec<KnownSum> {
    let by_group = |counts: &[Count]| -> BTreeMap<Group, u64> {
        counts.iter().map(|(key, count)| (key.group.clone(), *count)).collect()
    };
    let mut sums = Vec::new();
    let all: Vec<_> = columns.iter().collect();
    for (at, ((_, version, period), counts)) in all.iter().enumerate() {
        for ((_, other_version, other_period), others) in &all[at + 1..] {
            let is_same = (version, period) == (other_version, other_period)
                && counts.len() > 1
                && by_group(counts) == by_group(others);
            if is_same {
                let one_of = |count: &Count| {
                    let other = others.iter().find(|other| other.0.group == count.0.group)?;
                    Some((count.clone(), vec![other.clone()]))
                };
                sums.extend(counts.iter().filter_map(one_of));
            }
        }
    }
    sums
}

impl Figures<DeathsReviewQuestion> for DeathsReview {
    fn figures(&mut self, _: &DeathsReviewQuestion, _: &Evidence<'_>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        let (area, period) = (&self.area, self.period);
        let about = |indicator: &IndicatorId, area: &AreaCode, group| About {
            indicator: indicator.clone(),
            area: area.clone(),
            period,
            group,
        };
        for row in self.causes.iter_mut().chain(&mut self.total) {
            let of = || Group::one(&self.dimension, &row.cause);
            let class = row.all.class;
            for ((indicator, _), deaths) in self.ages.iter().zip(&mut row.deaths) {
                shown.push((about(indicator, area, of()), Counts::Events(deaths, class)));
            }
            shown.push((about(&self.whole, area, of()), Counts::EventsOf(&mut row.all)));
            if let Some((other, code)) = row.comparator.as_mut().zip(self.comparator.as_ref()) {
                shown.push((about(&self.whole, code, of()), Counts::EventsOf(other)));
            }
        }
        for factor in &mut self.factors {
            let of = Group::one(&self.factor_dimension, &factor.factor);
            if let Some(indicator) = &self.factor_indicator {
                shown.push((about(indicator, area, of), Counts::EventsOf(&mut factor.found)));
            }
        }
        shown
    }

    fn areas(&self) -> Option<(AreaCode, Vec<AreaCode>)> {
        Some((self.comparator.clone()?, vec![self.area.clone()]))
    }

    /// Ages of a cause and all of them, a comparator without the area, and deaths
    /// with any factor and without a certain one.
    fn sums(&self, _: &Evidence<'_>) -> Vec<KnownSum> {
        let mut sums = Vec::new();
        for row in self.causes.iter().chain(&self.total) {
            let count = |id: &IndicatorId, area: &AreaCode, deaths: Option<&u64>| {
                Some((self.key(id, area, Group::one(&self.dimension, &row.cause)), *deaths?))
            };
            let Some(all) = count(&self.whole, &self.area, row.all.events.value()) else {
                continue;
            };
            let ages = self.ages.iter().zip(&row.deaths);
            let ages: Vec<Count> = ages
                .filter_map(|((id, _), deaths)| count(id, &self.area, deaths.value()))
                .filter(|age| age.0 != all.0)
                .collect();
            sums.push((all.clone(), ages));
            let other = row.comparator.as_ref().zip(self.comparator.as_ref());
            let other =
                other.and_then(|(rate, code)| count(&self.whole, code, rate.events.value()));
            sums.extend(
                other.and_then(|other| {
                    without(&other, &all, Part::Areas([self.area.clone()].into()))
                }),
            );
        }
        sums.extend(self.factors_of_any());
        sums
    }
}

impl DeathsReview {
    fn key(&self, indicator: &IndicatorId, area: &AreaCode, group: Group) -> Key {
        let what = What::Events(indicator.clone());
        Key { what, area: area.clone(), period: self.period, group }
    }

    fn factors_of_any(&self) -> Vec<KnownSum> {
        let Some(indicator) = &self.factor_indicator else { return Vec::new() };
        let count = |factor: &CategoryId, found: &CountedRate| {
            let group = Group::one(&self.factor_dimension, factor);
            Some((self.key(indicator, &self.area, group), *found.events.value()?))
        };
        let any = self.factors.iter().find(|one| one.factor.as_str() == ANY_FACTOR);
        let Some(any) = any.and_then(|any| count(&any.factor, &any.found)) else {
            return Vec::new();
        };
        let others = self.factors.iter().filter(|one| one.factor.as_str() != ANY_FACTOR);
        let sums = others.filter_map(|one| {
            without(&any, &count(&one.factor, &one.found)?, Part::Category(one.factor.clone()))
        });
        sums.collect()
    }
}
