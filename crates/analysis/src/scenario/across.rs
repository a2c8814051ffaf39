//! Inequality across every group of the dimension, before and after.

use firstyear_core::project::ScenarioQuestion;
use firstyear_core::{
    CategoryId, Confidence, Counts, Dimension, Direction, Indicator, Period, Role, SourceClass,
};
use firstyear_metrics::Order;
use firstyear_metrics::scenario::{
    InequalityChange, Measure, ScenarioDraws, ScenarioGroup, inequality_after,
};

use super::SCENARIO_DRAWS;
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
    /// Whether the measures change it.
    pub changes: bool,
}

/// Why inequality across all groups is not worked out.
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
    /// Restricted counts of every group.
    #[error("counts of every group of a restricted source are not shown here")]
    Restricted,
    /// The method has no answer.
    #[error("{0}")]
    Method(String),
}

/// Everything that is needed beside the question.
pub(super) struct Counted<'a> {
    pub(super) dimension: &'a Dimension,
    pub(super) indicator: &'a Indicator,
    pub(super) area: &'a firstyear_core::AreaCode,
    pub(super) period: Period,
    /// The measures, and by how much all together make the rate fall.
    pub(super) measures: (&'a [Measure], f64),
    pub(super) confidence: Confidence,
}

/// Works it out.
pub(super) fn groups(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    counted: &Counted<'_>,
) -> Result<AcrossGroups, NotAcross> {
    let dimension = counted.dimension;
    let is_group = |id: &CategoryId| {
        dimension.category(id).is_some_and(|category| category.role == Role::Group)
    };
    if let Some(other) = question.categories.iter().find(|id| !is_group(id)) {
        return Err(NotAcross::NotAGroup(other.clone()));
    }
    let slices = by_category(evidence, &counted.indicator.id, counted.area, dimension.id());
    let slice = slices.get(&counted.period);
    let (mut groups, mut counts) = (Vec::new(), Vec::new());
    for category in dimension.categories().iter().filter(|one| one.role == Role::Group) {
        let row = slice.and_then(|slice| slice.get(&category.id).copied());
        let rate = row.and_then(|row| Some(Pooled::sum([row])?.rate(evidence, counted.indicator)));
        let not_counted = || NotAcross::NotCounted(category.label.clone());
        let rate = rate.ok_or_else(not_counted)?;
        if rate.class == SourceClass::Restricted {
            return Err(NotAcross::Restricted);
        }
        if rate.basis.sample().is_some() {
            return Err(NotAcross::Sampled);
        }
        let (events, at_risk) = usable(&rate).ok_or_else(not_counted)?;
        let changes = question.categories.contains(&category.id);
        counts.push(ScenarioGroup { counts: Counts { events, at_risk }, changes });
        let fall = if changes { counted.measures.1 } else { 0.0 };
        let after = counted.indicator.factor() * events as f64 / at_risk as f64 * (1.0 - fall);
        let (category, label) = (category.id.clone(), category.label.clone());
        groups.push(GroupAfter { category, label, rate, after, changes });
    }
    let order = match dimension.direction() {
        Some(Direction::MostDisadvantagedFirst) => Some(Order::MostDisadvantagedFirst),
        Some(Direction::LeastDisadvantagedFirst) => Some(Order::LeastDisadvantagedFirst),
        Some(Direction::Magnitude) | None => None,
    };
    let draws = ScenarioDraws { draws: SCENARIO_DRAWS / 5, seed: question.seed };
    let measures = counted.measures.0;
    let found = inequality_after(&counts, order, measures, draws, counted.confidence)
        .map_err(|why| NotAcross::Method(why.to_string()))?;
    let factor = counted.indicator.factor();
    let in_unit = |change: InequalityChange| {
        let by = if change.of.is_a_rate() { factor } else { 1.0 };
        let [before, after, difference] =
            [change.before, change.after, change.change].map(|estimate| estimate.scaled(by));
        InequalityChange { before, after, change: difference, ..change }
    };
    Ok(AcrossGroups { groups, measures: found.into_iter().map(in_unit).collect() })
}
