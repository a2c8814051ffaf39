//! Inequality across every group of the dimension, before and after.

use firstyear_core::project::ScenarioQuestion;
use firstyear_core::{
    AreaCode, CategoryId, Counts, Dimension, Direction, Estimate, Indicator, Role,
};
use firstyear_metrics::Order;
use firstyear_metrics::scenario::{
    GroupChange, InequalityChange, ScenarioDraws, ScenarioGroup, inequality_after,
};

use super::others::Model;
use super::{Narrowing, SCENARIO_DRAWS, ScenarioStart, StartOrigin};
use crate::area_rates::usable;
use crate::pool::Pooled;
use crate::select::by_category;
use crate::{CountedRate, Evidence};

/// Inequality across all groups before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct AcrossGroups {
    /// The groups, in the order of the dimension.
    pub groups: Vec<GroupAfter>,
    /// Difference, ratio, slope and relative index, attributable risk and
    /// fraction, in the indicator's unit or as ratios and fractions; what has no
    /// value is left out.
    pub measures: Vec<InequalityChange>,
}

/// A group before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupAfter {
    /// Its id.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Its rate before.
    pub rate: CountedRate,
    /// Its rate after, in the indicator's unit.
    pub after: f64,
    /// Its deaths that would have been avoided, of those counted; negative where
    /// deaths are added. `None` for a group that no measure reaches.
    pub deaths_avoided: Option<Estimate>,
}

impl GroupAfter {
    /// Whether the measures change it.
    #[must_use]
    pub const fn changes(&self) -> bool {
        self.deaths_avoided.is_some()
    }
}

/// Why the counts of every group, or inequality across them, are not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotAcross {
    /// The gap was stated.
    #[error("the gap is stated, and the counts of the groups are not")]
    Stated,
    /// The rates of group and others are steadied.
    #[error(
        "the rates of the group and of the others are steadied by other areas, and those of each group are not"
    )]
    Steadied,
    /// The group is an area.
    #[error("the group is an area, and no group of a dimension")]
    AnArea,
    /// A group lacks counts.
    #[error("the counts of group {0} are not known")]
    NotCounted(String),
    /// Births of a sample.
    #[error("the births are a sample: their error would be left out of the limits")]
    Sampled,
    /// The group is no group of the dimension.
    #[error("{0} is no group of the dimension that stands beside the others")]
    NotAGroup(CategoryId),
    /// A group's count is too small to be shown, or is what the others leave of
    /// all.
    #[error("a count of a group is too small to be shown, and what is made of it would tell it")]
    Disclosive,
    /// The method has no answer.
    #[error("{0}")]
    Method(String),
}

/// A group of the dimension as it was counted.
pub(super) struct CountedGroup {
    pub(super) category: CategoryId,
    label: String,
    rate: CountedRate,
    pub(super) counts: Counts,
}

/// Where the groups are looked for.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) dimension: Option<&'a Dimension>,
    pub(super) indicator: &'a Indicator,
    pub(super) area: &'a AreaCode,
    pub(super) start: &'a ScenarioStart,
}

/// The counts of every group of the dimension, in its order.
pub(super) fn counted(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    ground: Ground<'_>,
) -> Result<Vec<CountedGroup>, NotAcross> {
    match (&ground.start.origin, &ground.start.steadied) {
        (StartOrigin::Stated { .. }, _) => return Err(NotAcross::Stated),
        (_, Some(_)) => return Err(NotAcross::Steadied),
        _ => {}
    }
    let Some(dimension) = ground.dimension else { return Err(NotAcross::AnArea) };
    let is_group = |id: &CategoryId| {
        dimension.category(id).is_some_and(|category| category.role == Role::Group)
    };
    if let Some(other) = question.categories.iter().find(|id| !is_group(id)) {
        return Err(NotAcross::NotAGroup(other.clone()));
    }
    let slices = by_category(evidence, &ground.indicator.id, ground.area, dimension.id());
    let slice = slices.get(&ground.start.period);
    let groups = dimension.categories().iter().filter(|one| one.role == Role::Group);
    let counted = groups.map(|category| {
        let row = slice.and_then(|slice| slice.get(&category.id).copied());
        let rate = row.and_then(|row| Some(Pooled::sum([row])?.rate(evidence, ground.indicator)));
        let not_counted = || NotAcross::NotCounted(category.label.clone());
        let rate = rate.ok_or_else(not_counted)?;
        if rate.basis.sample().is_some() {
            return Err(NotAcross::Sampled);
        }
        let (events, at_risk) = usable(&rate).ok_or_else(not_counted)?;
        let (category, label) = (category.id.clone(), category.label.clone());
        Ok(CountedGroup { category, label, rate, counts: Counts { events, at_risk } })
    });
    counted.collect()
}

/// Inequality across the groups, before and after the measures of a model.
pub(super) fn groups(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    ground: Ground<'_>,
    counted: Vec<CountedGroup>,
    (model, outcome): (&Model, &Narrowing),
) -> Result<AcrossGroups, NotAcross> {
    let change = |group: &CountedGroup| {
        if question.categories.contains(&group.category) {
            return GroupChange::AsGroup;
        }
        let reached = model.others.place(&group.category);
        reached.map_or(GroupChange::Stays, GroupChange::AsOther)
    };
    let with_changes: Vec<ScenarioGroup> = counted
        .iter()
        .map(|group| ScenarioGroup { counts: group.counts, change: change(group) })
        .collect();
    let order = match ground.dimension.and_then(Dimension::direction) {
        Some(Direction::MostDisadvantagedFirst) => Some(Order::MostDisadvantagedFirst),
        Some(Direction::LeastDisadvantagedFirst) => Some(Order::LeastDisadvantagedFirst),
        Some(Direction::Magnitude) | None => None,
    };
    let draws = ScenarioDraws { draws: SCENARIO_DRAWS / 5, seed: question.seed };
    let measures = (model.measures.as_slice(), model.others.groups.as_slice());
    let found = inequality_after(&with_changes, order, measures, draws, evidence.confidence)
        .map_err(|why| NotAcross::Method(why.to_string()))?;
    let factor = ground.indicator.factor();
    let in_unit = |change: InequalityChange| {
        let by = if change.of.is_a_rate() { factor } else { 1.0 };
        let [before, after, difference] =
            [change.before, change.after, change.change].map(|estimate| estimate.scaled(by));
        InequalityChange { before, after, change: difference, ..change }
    };
    let after = |(group, with_change): (CountedGroup, &ScenarioGroup)| {
        let fall = match with_change.change {
            GroupChange::Stays => None,
            GroupChange::AsGroup => Some(outcome.fall),
            GroupChange::AsOther(place) => outcome.of_others.get(place).copied(),
        };
        let events = group.counts.events as f64;
        let rate = factor * events / group.counts.at_risk as f64;
        GroupAfter {
            category: group.category,
            label: group.label,
            rate: group.rate,
            after: rate * (1.0 - fall.map_or(0.0, |fall| fall.value)),
            deaths_avoided: fall.map(|fall| fall.scaled(events)),
        }
    };
    Ok(AcrossGroups {
        groups: counted.into_iter().zip(&with_changes).map(after).collect(),
        measures: found.into_iter().map(in_unit).collect(),
    })
}
