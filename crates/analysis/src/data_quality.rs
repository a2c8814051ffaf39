//! What was read, what is missing, and what does not agree with itself.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, Dimension, DimensionId, Flags, Groups, Indicator,
    IndicatorId, Observation, Period, Place, Problem, ProblemCode, Role, SourceClass, SourceId,
    Splits, layout::observation as column,
};

use crate::Evidence;
use crate::select::is_total;

/// The state of everything that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataQuality {
    /// One row for each source.
    pub sources: Vec<SourceQuality>,
    /// Published rates that their own counts do not give.
    pub rates: Vec<RateDisagreement>,
    /// How many published rates were recomputed.
    pub rates_checked: usize,
    /// Groups that do not add up to their printed total.
    pub totals: Vec<TotalDisagreement>,
    /// How many totals were added up.
    pub totals_checked: usize,
    /// Disagreements of restricted sources that are not listed, because they
    /// would give counts away: rates.
    pub rates_not_listed: usize,
    /// The same: totals.
    pub totals_not_listed: usize,
    /// How many recommendations were read.
    pub recommendations: usize,
    /// How many visits were read.
    pub visits: usize,
}

/// What was read of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceQuality {
    /// The source.
    pub source: SourceId,
    /// Rows.
    pub observations: usize,
    /// Published gaps.
    pub gaps: usize,
    /// Cells of counts and values in each state.
    pub cells: CellStates,
    /// Values that the publisher marks as resting on few events.
    pub low_reliability: usize,
    /// The first and the last period.
    pub periods: Option<(Period, Period)>,
}

/// Cells by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellStates {
    /// With a value.
    pub known: usize,
    /// Hidden.
    pub withheld: usize,
    /// Not reported.
    pub absent: usize,
    /// Impossible.
    pub not_applicable: usize,
}

/// A published rate that its own counts do not give.
#[derive(Clone, Debug, PartialEq)]
pub struct RateDisagreement {
    /// What is measured.
    pub indicator: IndicatorId,
    /// Where.
    pub area: AreaCode,
    /// When.
    pub period: Period,
    /// For whom.
    pub groups: Groups,
    /// As published.
    pub published: f64,
    /// From the counts, not rounded.
    pub recomputed: f64,
    /// Decimals to which the publisher prints.
    pub decimals: u8,
    /// The class of the source.
    pub class: SourceClass,
    /// Where the rate stands.
    pub place: Place,
}

/// Groups that do not add up to their printed total.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalDisagreement {
    /// Where the figures come from.
    pub source: SourceId,
    /// What is measured.
    pub indicator: IndicatorId,
    /// Where.
    pub area: AreaCode,
    /// When.
    pub period: Period,
    /// The dimension over which was added up.
    pub dimension: DimensionId,
    /// The rest of the group.
    pub within: Groups,
    /// Which count.
    pub what: Counted,
    /// Whether the total or a part of it is a sample multiplied up.
    pub sampled: bool,
    /// The sum of groups and remainders minus the printed total.
    pub difference: i64,
    /// The class of the source.
    pub class: SourceClass,
    /// Where the total stands.
    pub place: Place,
}

/// Which of two counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Events.
    Events,
    /// Those at risk.
    AtRisk,
}

/// Looks through everything that was read.
#[must_use]
pub fn data_quality(evidence: &Evidence<'_>) -> DataQuality {
    let mut quality = DataQuality {
        sources: sources(evidence),
        recommendations: evidence.data.recommendations.len(),
        visits: evidence.data.visits.len(),
        ..DataQuality::default()
    };
    recompute_rates(evidence, &mut quality);
    add_up_totals(evidence, &mut quality);
    // The order of files says nothing, and must not reach a report.
    quality.rates.sort_by(|a, b| a.order().cmp(&b.order()));
    quality.totals.sort_by(|a, b| a.order().cmp(&b.order()));
    quality
}

impl DataQuality {
    /// The disagreements as problems at their places, without their figures.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let rates = self.rates.iter().map(|rate| {
            let place = rate.place.clone().column(column::VALUE);
            let message = "the published value is not what the counts beside it give";
            Problem::new(ProblemCode::RateDisagrees, place, message)
        });
        let totals = self.totals.iter().map(|total| {
            let name = match total.what {
                Counted::Events => column::NUMERATOR,
                Counted::AtRisk => column::DENOMINATOR,
            };
            let message = format!(
                "the categories of {} do not add up to the total that is printed",
                total.dimension
            );
            Problem::new(ProblemCode::TotalDisagrees, total.place.clone().column(name), message)
        });
        rates.chain(totals).collect()
    }
}

impl RateDisagreement {
    fn order(&self) -> impl Ord + '_ {
        (&self.indicator, &self.area, self.period, &self.groups, self.published.to_bits())
    }
}

impl TotalDisagreement {
    fn order(&self) -> impl Ord + '_ {
        let within = (&self.dimension, &self.within);
        (&self.indicator, &self.area, self.period, within, self.what, self.difference)
    }
}

fn sources(evidence: &Evidence<'_>) -> Vec<SourceQuality> {
    let mut found: BTreeMap<&SourceId, SourceQuality> = BTreeMap::new();
    let data = evidence.data;
    let entry = |source: &SourceId| SourceQuality {
        source: source.clone(),
        observations: 0,
        gaps: 0,
        cells: CellStates::default(),
        low_reliability: 0,
        periods: None,
    };
    for observation in &data.observations {
        let quality =
            found.entry(&observation.source).or_insert_with(|| entry(&observation.source));
        quality.observations += 1;
        quality.cells.add(&observation.numerator);
        quality.cells.add(&observation.denominator);
        quality.cells.add(&observation.value);
        quality.low_reliability +=
            usize::from(observation.value.flags().contains(Flags::LOW_RELIABILITY));
        quality.saw(observation.period);
    }
    for gap in &data.gaps {
        let quality = found.entry(&gap.source).or_insert_with(|| entry(&gap.source));
        quality.gaps += 1;
        quality.cells.add(&gap.relative_gap);
        quality.cells.add(&gap.group_events);
        quality.cells.add(&gap.all_events);
        quality.saw(gap.period);
    }
    found.into_values().collect()
}

impl SourceQuality {
    fn saw(&mut self, period: Period) {
        let (first, last) = self.periods.unwrap_or((period, period));
        self.periods = Some((first.min(period), last.max(period)));
    }
}

impl CellStates {
    fn add<T>(&mut self, cell: &Cell<T>) {
        *match cell {
            Cell::Known { .. } => &mut self.known,
            Cell::Withheld(_) => &mut self.withheld,
            Cell::Absent => &mut self.absent,
            Cell::NotApplicable => &mut self.not_applicable,
        } += 1;
    }
}

/// A table as far as a data set knows it: figures of one indicator and source
/// split by the same dimensions are printed alike.
type TableKey<'a> = (&'a SourceId, &'a IndicatorId, Vec<&'a DimensionId>);

fn table_of(observation: &Observation) -> TableKey<'_> {
    let dimensions = observation.groups.iter().map(|(dimension, _)| dimension).collect();
    (&observation.source, &observation.indicator, dimensions)
}

fn recompute_rates(evidence: &Evidence<'_>, quality: &mut DataQuality) {
    let mut decimals: BTreeMap<TableKey<'_>, u8> = BTreeMap::new();
    for observation in &evidence.data.observations {
        if let Some(value) = observation.value.value() {
            let most = decimals.entry(table_of(observation)).or_default();
            *most = (*most).max(decimals_of(*value));
        }
    }
    let by_key = by_key(evidence);
    for observation in &evidence.data.observations {
        let Some(&published) = observation.value.value() else { continue };
        let Some(factor) = evidence.indicators.get(&observation.indicator).map(Indicator::factor)
        else {
            continue;
        };
        let Some(&events) = observation.numerator.value() else { continue };
        let Some(at_risk) = denominator(evidence, &by_key, observation) else { continue };
        let decimals = decimals.get(&table_of(observation)).copied().unwrap_or(0);
        quality.rates_checked += 1;
        let recomputed = events as f64 / at_risk as f64 * factor;
        if !rounds_to(recomputed, published, decimals) {
            quality.rates.push(RateDisagreement {
                indicator: observation.indicator.clone(),
                area: observation.area.clone(),
                period: observation.period,
                groups: observation.groups.clone(),
                published,
                recomputed,
                decimals,
                class: evidence.class(&observation.source),
                place: observation.place.clone(),
            });
        }
    }
}

/// Whether `exact` rounds to `printed`: a half may go either way, as
/// publishers' programs differ.
fn rounds_to(exact: f64, printed: f64, decimals: u8) -> bool {
    let half = 0.5 * 10_f64.powi(-i32::from(decimals));
    (exact - printed).abs() <= half * (1.0 + 1e-9)
}

/// Decimals needed to print a value, at most nine.
fn decimals_of(value: f64) -> u8 {
    let text = format!("{value}");
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    u8::try_from(decimals.min(9)).unwrap_or(9)
}

type Key<'a> = (&'a SourceId, &'a IndicatorId, &'a AreaCode, Period, &'a Groups);

fn key(observation: &Observation) -> Key<'_> {
    (
        &observation.source,
        &observation.indicator,
        &observation.area,
        observation.period,
        &observation.groups,
    )
}

fn by_key<'a>(evidence: &Evidence<'a>) -> BTreeMap<Key<'a>, &'a Observation> {
    evidence.data.observations.iter().map(|o| (key(o), o)).collect()
}

/// Those at risk: its own, or those of the total where the dimension splits
/// events alone. `None` when there is nobody.
fn denominator(
    evidence: &Evidence<'_>,
    by_key: &BTreeMap<Key<'_>, &Observation>,
    observation: &Observation,
) -> Option<u64> {
    let own = observation.denominator.value().copied();
    let found = own.or_else(|| {
        let total = at_event_totals(evidence, &observation.groups)?;
        let key = (
            &observation.source,
            &observation.indicator,
            &observation.area,
            observation.period,
            &total,
        );
        by_key.get(&key)?.denominator.value().copied()
    });
    found.filter(|&at_risk| at_risk > 0)
}

/// The same group with every dimension that splits events alone at its total.
fn at_event_totals(evidence: &Evidence<'_>, groups: &Groups) -> Option<Groups> {
    let moved = groups.iter().map(|(id, category)| {
        let dimension = evidence.dimensions.get(id)?;
        let category = match dimension.about().splits {
            Splits::Events => dimension.total()?.id.clone(),
            Splits::Population => category.clone(),
        };
        Some((id.clone(), category))
    });
    Groups::new(moved.collect::<Option<Vec<_>>>()?)
}

fn add_up_totals(evidence: &Evidence<'_>, quality: &mut DataQuality) {
    let by_key = by_key(evidence);
    let listed = listed(evidence);
    let mut seen: BTreeSet<(Key<'_>, &DimensionId)> = BTreeSet::new();
    for total in &evidence.data.observations {
        for (id, category) in total.groups.iter() {
            let Some(dimension) = evidence.dimensions.get(id) else { continue };
            if !is_total(dimension, category) || !seen.insert((key(total), id)) {
                continue;
            }
            let expected: Vec<_> = dimension
                .categories()
                .iter()
                .filter(|c| matches!(c.role, Role::Group | Role::Remainder))
                .filter(|c| listed.contains(&(split(total), id, &c.id)))
                .collect();
            let parts: Vec<&Observation> = expected
                .iter()
                .filter_map(|c| {
                    let others = total.groups.iter().filter(|(other, _)| *other != id);
                    let pairs = others.map(|(d, c)| (d.clone(), c.clone()));
                    let groups = Groups::new(pairs.chain([(id.clone(), c.id.clone())]))?;
                    let key = (&total.source, &total.indicator, &total.area, total.period, &groups);
                    by_key.get(&key).copied()
                })
                .collect();
            // A table of two dimensions lists the unlinked in one cell alone:
            // where a part has no cell, there is nothing to add up. Nor is
            // there where a table prints one group beside the total.
            if parts.len() > 1 && parts.len() == expected.len() {
                let class = evidence.class(&total.source);
                check_total(quality, total, &parts, (dimension, class));
            }
        }
    }
}

/// A table of one area and period.
type Split<'a> = (TableKey<'a>, &'a AreaCode, Period);

fn split(observation: &Observation) -> Split<'_> {
    (table_of(observation), &observation.area, observation.period)
}

/// Every category that a table lists anywhere.
fn listed<'a>(evidence: &Evidence<'a>) -> BTreeSet<(Split<'a>, &'a DimensionId, &'a CategoryId)> {
    let rows = evidence.data.observations.iter();
    rows.flat_map(|o| o.groups.iter().map(move |(d, c)| (split(o), d, c))).collect()
}

fn check_total(
    quality: &mut DataQuality,
    total: &Observation,
    parts: &[&Observation],
    (dimension, class): (&Dimension, SourceClass),
) {
    let mut check = |what: Counted, count: fn(&Observation) -> Cell<u64>| {
        let Some(&printed) = count(total).value() else { return };
        // Where no count is possible, as births of unlinked deaths, nothing
        // is added; a hidden or missing part leaves the sum open.
        let mut sum = 0_u64;
        for part in parts {
            match count(part) {
                Cell::Known { value, .. } => sum = sum.saturating_add(value),
                Cell::NotApplicable => {}
                Cell::Withheld(_) | Cell::Absent => return,
            }
        }
        quality.totals_checked += 1;
        let difference =
            i64::try_from(sum).unwrap_or(i64::MAX) - i64::try_from(printed).unwrap_or(i64::MAX);
        if difference != 0 {
            let others = total.groups.iter().filter(|(other, _)| *other != dimension.id());
            quality.totals.push(TotalDisagreement {
                source: total.source.clone(),
                indicator: total.indicator.clone(),
                area: total.area.clone(),
                period: total.period,
                dimension: dimension.id().clone(),
                within: Groups::new(others.map(|(d, c)| (d.clone(), c.clone())))
                    .unwrap_or_default(),
                what,
                sampled: what == Counted::AtRisk
                    && parts.iter().chain([&total]).any(|o| o.basis != Basis::Complete),
                difference,
                class,
                place: total.place.clone(),
            });
        }
    };
    check(Counted::Events, |o| o.numerator);
    if dimension.about().splits == Splits::Population {
        check(Counted::AtRisk, |o| o.denominator);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_may_be_rounded_either_way() {
        // 4.25 prints as 4.3 by one program and 4.2 by another.
        assert!(rounds_to(4.25, 4.3, 1) && rounds_to(4.25, 4.2, 1));
        assert!(!rounds_to(4.251, 4.2, 1));
        assert!(rounds_to(3.88, 4.0, 0));
        assert_eq!([decimals_of(3.0), decimals_of(3.9), decimals_of(1.47)], [0, 1, 2]);
    }
}
