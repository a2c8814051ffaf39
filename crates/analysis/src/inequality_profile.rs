//! A rate across the groups of a dimension, by period: who does it fall on,
//! and how steep is the slope?

use std::collections::BTreeMap;

use firstyear_core::project::ProfileQuestion;
use firstyear_core::{
    AreaCode, Category, CategoryId, Dimension, DimensionId, Direction, Estimate, Indicator,
    IndicatorId, Observation, Period, PeriodUnit, Role,
};
use firstyear_metrics::{Excess, Order, SlopeIndex, sampling_factor, slope_of_sample};

use crate::counted::settle_published;
use crate::pool::Pooled;
use crate::select::{Slice, by_category};
use crate::{CountedRate, Evidence, QuestionError};

/// A rate across the groups of a dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct InequalityProfile {
    /// The dimension, or the family of its versions.
    pub dimension: DimensionId,
    /// Where.
    pub area: AreaCode,
    /// What is measured.
    pub indicator: IndicatorId,
    /// Which end of the order is worse off; `None` for no order.
    pub direction: Option<Direction>,
    /// In order of time. Between two versions of the dimension the series
    /// breaks.
    pub periods: Vec<ProfilePeriod>,
    /// Years that were read but make no full period.
    pub left_over: Vec<Period>,
}

/// The groups in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfilePeriod {
    /// When.
    pub period: Period,
    /// The version of the dimension.
    pub version: DimensionId,
    /// The name of the version.
    pub version_name: String,
    /// The groups, in the order of the dimension.
    pub groups: Vec<ProfileGroup>,
    /// Those in no group, such as not stated.
    pub remainders: Vec<ProfileGroup>,
    /// Everyone that the table counts.
    pub total: Option<CountedRate>,
    /// Whom the total counts, as the classification names them.
    pub total_label: String,
    /// The slope across an ordered dimension that has a direction.
    pub slope: Option<Slope>,
    /// What lies above the reference group.
    pub excess: Option<ExcessOverBest>,
    /// What could be expected and is not there, and why.
    pub not_computed: Vec<NotComputed>,
}

impl ProfilePeriod {
    /// Those at risk of every group and of those in none; `None` where one number
    /// is not known.
    #[must_use]
    pub fn at_risk(&self) -> Option<u64> {
        let mut all = self.groups.iter().chain(&self.remainders);
        all.try_fold(0, |sum, group| Some(sum + group.rate.at_risk.value()?))
    }
}

/// Something that could be expected and was not computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotComputed {
    /// What.
    pub what: Summary,
    /// Why, in words.
    pub why: String,
}

/// What sums up the groups of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Summary {
    /// The slope across an ordered dimension.
    Slope,
    /// What lies above the reference group.
    Excess,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileGroup {
    /// Its id.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Its rate.
    pub rate: CountedRate,
    /// Why the group has no rate although others of its table have, in words.
    pub lacking: Option<String>,
}

/// The slope of inequality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// Fitted rate at the most disadvantaged end minus that at the least, in
    /// the indicator's unit. Positive when the disadvantaged have more.
    pub sii: Estimate,
    /// The ratio of the two.
    pub rii: Estimate,
    /// Fitted rate at the most disadvantaged end, in the indicator's unit.
    pub most_disadvantaged: f64,
    /// Fitted rate at the least disadvantaged end, in the indicator's unit.
    pub least_disadvantaged: f64,
    /// Scatter round the slope beyond chance: 1 for none.
    pub dispersion: f64,
}

/// What lies above the rate of a reference group.
#[derive(Clone, Debug, PartialEq)]
pub struct ExcessOverBest {
    /// The group whose rate the others are held against.
    pub reference: CategoryId,
    /// Its label.
    pub reference_label: String,
    /// Rate of all groups minus that of the reference, in the indicator's
    /// unit.
    pub par: Estimate,
    /// The same over the rate of all groups, in percent.
    pub paf: Estimate,
    /// Events that would not have happened at the reference's rate.
    pub events: Estimate,
}

/// Answers a [`ProfileQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, or when no figure
/// fits.
pub fn inequality_profile(
    evidence: &Evidence<'_>,
    question: &ProfileQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<InequalityProfile, QuestionError> {
    let area = question.area.as_ref().unwrap_or(area);
    let id = question.indicator.as_ref().unwrap_or(indicator);
    let indicator = evidence.indicator(id)?;
    let versions = evidence.versions(&question.dimension)?;
    let (mut periods, mut left_over) = (Vec::new(), Vec::new());
    for &version in &versions {
        let slices = by_category(evidence, id, area, version.id());
        let (pools, rest) = pools(&slices, question.pool_years);
        left_over.extend(rest);
        for (period, parts) in pools {
            let slices: Vec<_> =
                parts.iter().filter_map(|part| Some((*part, slices.get(part)?))).collect();
            periods.push(one_period(evidence, question, version, period, &slices, indicator));
        }
    }
    if periods.is_empty() {
        let (indicator, area) = (id.clone(), area.clone());
        let dimension = Some(question.dimension.clone());
        return Err(QuestionError::NoFigures { indicator, area, dimension });
    }
    periods.sort_by_key(|p| p.period);
    left_over.sort();
    Ok(InequalityProfile {
        dimension: question.dimension.clone(),
        area: area.clone(),
        indicator: id.clone(),
        direction: versions.iter().find_map(|version| version.direction()),
        periods,
        left_over,
    })
}

/// Joins years to periods of `years` each, from the latest back, so that no
/// two overlap and the latest is whole. Periods that already span several
/// years stay as they are. Years that fill no period are returned beside.
pub(crate) fn pools(
    slices: &BTreeMap<Period, Slice<'_>>,
    years: u16,
) -> (Vec<(Period, Vec<Period>)>, Vec<Period>) {
    if years <= 1 {
        return (slices.keys().map(|period| (*period, vec![*period])).collect(), Vec::new());
    }
    let (mut pools, mut rest, mut open) = (Vec::new(), Vec::new(), Vec::<Period>::new());
    for &period in slices.keys().rev() {
        if period.unit() != PeriodUnit::CalendarYear || period.units() != 1 {
            pools.push((period, vec![period]));
            continue;
        }
        if open.last().is_some_and(|next| !period.meets(*next)) {
            rest.append(&mut open);
        }
        open.push(period);
        if open.len() == usize::from(years)
            && let Ok(whole) = Period::spanning(period, open[0])
        {
            pools.push((whole, std::mem::take(&mut open)));
        }
    }
    rest.append(&mut open);
    (pools, rest)
}

fn one_period(
    evidence: &Evidence<'_>,
    question: &ProfileQuestion,
    version: &Dimension,
    period: Period,
    slices: &[(Period, &Slice<'_>)],
    indicator: &Indicator,
) -> ProfilePeriod {
    let in_role = |role: &Role| -> Vec<ProfileGroup> {
        let categories = version.categories().iter().filter(|category| category.role == *role);
        categories.filter_map(|category| group(evidence, category, slices, indicator)).collect()
    };
    let mut groups = in_role(&Role::Group);
    let mut remainders = in_role(&Role::Remainder);
    let mut total = version
        .total()
        .and_then(|category| group(evidence, category, slices, indicator))
        .map(|total| total.rate);
    let parts = groups.iter_mut().chain(&mut remainders).map(|group| &mut group.rate);
    settle_published(parts.chain(&mut total));
    let mut not_computed = Vec::new();
    let mut lacks = |what, why| not_computed.push(NotComputed { what, why });
    let slope = version
        .direction()
        .and_then(order)
        .map(|order| slope(evidence, version, &groups, order, indicator))
        .and_then(|result| result.map_err(|why| lacks(Summary::Slope, why)).ok());
    let excess = reference(question, version)
        .map(|reference| excess(evidence, version, &groups, reference, indicator))
        .and_then(|result| result.map_err(|why| lacks(Summary::Excess, why)).ok());
    ProfilePeriod {
        period,
        version: version.id().clone(),
        version_name: version.about().name.clone(),
        remainders,
        total,
        total_label: version.total().map_or_else(|| "All".to_owned(), |c| c.label.clone()),
        slope,
        excess,
        groups,
        not_computed,
    }
}

/// A category with its counts added up over the years of a period. One that
/// some years lack cannot be added up, and stands as not reported; one that no
/// year has stands as such only when it is a group, of which there must be
/// all.
pub(crate) fn group(
    evidence: &Evidence<'_>,
    category: &Category,
    slices: &[(Period, &Slice<'_>)],
    indicator: &Indicator,
) -> Option<ProfileGroup> {
    let found: Vec<(Period, Option<&Observation>)> =
        slices.iter().map(|(period, slice)| (*period, slice.get(&category.id).copied())).collect();
    let missing = || found.iter().filter(|(_, row)| row.is_none()).map(|(period, _)| period);
    let pooled = Pooled::sum(found.iter().filter_map(|(_, row)| *row));
    let (rate, lacking) = match pooled {
        Some(pooled) if missing().next().is_none() => (pooled.rate(evidence, indicator), None),
        Some(pooled) => {
            let years: Vec<_> = missing().map(Period::to_string).collect();
            let why = format!(
                "not reported for {}, so that the years cannot be added up",
                years.join(" and ")
            );
            (pooled.incomplete().rate(evidence, indicator), Some(why))
        }
        None if category.role == Role::Group => {
            let all = slices.iter().flat_map(|(_, slice)| slice.values().copied());
            let rate = Pooled::sum(all)?.nothing().rate(evidence, indicator);
            (rate, Some("not in the table".to_owned()))
        }
        None => return None,
    };
    let (category, label) = (category.id.clone(), category.label.clone());
    Some(ProfileGroup { category, label, rate, lacking })
}

fn order(direction: Direction) -> Option<Order> {
    match direction {
        Direction::MostDisadvantagedFirst => Some(Order::MostDisadvantagedFirst),
        Direction::LeastDisadvantagedFirst => Some(Order::LeastDisadvantagedFirst),
        Direction::Magnitude => None,
    }
}

/// The group to hold the others against: as asked, or the least
/// disadvantaged of an ordered dimension.
fn reference(question: &ProfileQuestion, version: &Dimension) -> Option<CategoryId> {
    question.reference.clone().or_else(|| match version.direction()? {
        Direction::MostDisadvantagedFirst => version.groups().last().map(|c| c.id.clone()),
        Direction::LeastDisadvantagedFirst => version.groups().next().map(|c| c.id.clone()),
        Direction::Magnitude => None,
    })
}

/// Events and those at risk of every group, or which group lacks them.
fn counts(version: &Dimension, groups: &[ProfileGroup]) -> Result<(Vec<u64>, Vec<u64>), String> {
    let mut columns = (Vec::new(), Vec::new());
    for category in version.groups() {
        let (events, at_risk) = groups
            .iter()
            .find(|group| group.category == category.id)
            .and_then(|group| group.rate.counts())
            .ok_or_else(|| format!("the counts of the group {} are not known", category.label))?;
        columns.0.push(events);
        columns.1.push(at_risk);
    }
    Ok(columns)
}

fn slope(
    evidence: &Evidence<'_>,
    version: &Dimension,
    groups: &[ProfileGroup],
    order: Order,
    indicator: &Indicator,
) -> Result<Slope, String> {
    let (events, at_risk) = counts(version, groups)?;
    let fit: SlopeIndex =
        firstyear_metrics::slope_index(&events, &at_risk, order, evidence.confidence)
            .map_err(|error| error.to_string())?;
    let sampling = |group: &ProfileGroup| {
        let ((events, at_risk), sample) = (group.rate.counts()?, group.rate.basis.sample()?);
        Some(sampling_factor(events as f64 / at_risk as f64, sample))
    };
    let sampling = groups.iter().filter_map(sampling).fold(1.0, f64::max);
    let fit = slope_of_sample(fit, sampling);
    let factor = indicator.factor();
    Ok(Slope {
        sii: fit.sii.scaled(factor),
        rii: fit.rii,
        most_disadvantaged: fit.most_disadvantaged * factor,
        least_disadvantaged: fit.least_disadvantaged * factor,
        dispersion: fit.dispersion,
    })
}

fn excess(
    evidence: &Evidence<'_>,
    version: &Dimension,
    groups: &[ProfileGroup],
    reference: CategoryId,
    indicator: &Indicator,
) -> Result<ExcessOverBest, String> {
    let (events, at_risk) = counts(version, groups)?;
    let at = version
        .groups()
        .position(|category| category.id == reference)
        .ok_or_else(|| format!("the reference group {reference} is not one of the dimension"))?;
    // The share of people in the reference group may be known from a sample.
    let sample =
        groups.iter().find(|group| group.category == reference).and_then(|g| g.rate.basis.sample());
    let found: Excess =
        firstyear_metrics::excess_with(&events, &at_risk, at, evidence.confidence, sample)
            .map_err(|error| error.to_string())?;
    Ok(ExcessOverBest {
        reference_label: version.category(&reference).map_or(String::new(), |c| c.label.clone()),
        reference,
        par: found.par.scaled(indicator.factor()),
        paf: found.paf.scaled(100.0),
        events: found.events,
    })
}
