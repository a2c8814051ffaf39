//! Inequality across all groups before and after a scenario.

use firstyear_core::{Confidence, Counts, Estimate, MethodId};

use super::model::{FallDraws, Falls, falls_of};
use super::several::Joint;
use super::simulated::{ScenarioDraws, between};
use super::{GAP_SCENARIO, Measure, OtherGroup, ScenarioError};
use crate::random::Counter;
use crate::{Order, slope_index};

/// A group of a dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScenarioGroup {
    /// Its events and those at risk.
    pub counts: Counts,
    /// What the measures do to its rate.
    pub change: GroupChange,
}

/// What the measures of a scenario do to the rate of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupChange {
    /// Nothing.
    Stays,
    /// It falls by what they do in the group of the scenario.
    AsGroup,
    /// It falls by what they do in the other group at this place of
    /// [`GapModel::others`](super::GapModel::others).
    AsOther(usize),
}

/// A measure of inequality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InequalityOf {
    /// The rate of the most disadvantaged minus that of the least, or of the
    /// highest minus that of the lowest before.
    Difference,
    /// The first over the second.
    Ratio,
    /// The height of the line across all groups at the disadvantaged end minus
    /// that at the other; of groups in an order.
    SlopeIndex,
    /// The first over the second.
    RelativeIndex,
    /// The rate of all minus that of the least disadvantaged, or of the lowest
    /// before.
    AttributableRisk,
    /// The same over the rate of all, a fraction.
    AttributableFraction,
}

impl InequalityOf {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Difference,
        Self::Ratio,
        Self::SlopeIndex,
        Self::RelativeIndex,
        Self::AttributableRisk,
        Self::AttributableFraction,
    ];

    /// Whether its value is in the unit of the rates.
    #[must_use]
    pub const fn is_a_rate(self) -> bool {
        matches!(self, Self::Difference | Self::SlopeIndex | Self::AttributableRisk)
    }
}

/// A measure of inequality before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InequalityChange {
    /// Which.
    pub of: InequalityOf,
    /// Before.
    pub before: Estimate,
    /// After.
    pub after: Estimate,
    /// The second less the first.
    pub change: Estimate,
}

/// Measures of inequality across all groups before and after measures change
/// the rates of some.
///
/// # Units
///
/// Groups that share nobody and make up the whole, in the order that `order`
/// names, or in any order without one; rates per person and fractions out.
/// Positive, or above 1, where the disadvantaged have more. Slope and relative
/// index are there for three groups or more in an order alone; what has no
/// value is left out.
///
/// Limits are drawn as for [`simulated`](super::simulated()), the rates of all
/// groups too; what depends on a calibrated measure has none.
///
/// # Errors
///
/// [`ScenarioError`]: as for [`scenario`](super::scenario); fewer than two
/// groups, a group without people, no events at all, fewer than 1,000 draws.
///
/// # Source
///
/// Slope and relative index as [`slope_index`](crate::slope_index()); the
/// others WHO (2013), *Handbook on health inequality monitoring*, chapter 3.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::Order;
/// use firstyear_metrics::scenario::{
///     GroupChange, Input, Measure, ScenarioDraws, ScenarioGroup, inequality_after,
/// };
///
/// let group = |events, change| ScenarioGroup {
///     counts: Counts { events, at_risk: 10_000 },
///     change,
/// };
/// let (stays, falls) = (GroupChange::Stays, GroupChange::AsGroup);
/// let fifths = [group(60, falls), group(50, stays), group(40, stays)];
/// let measure = [Measure::new(Input::Fall { value: 0.1, ln_error: 0.0 })];
/// let draws = ScenarioDraws { draws: 1_000, seed: 1 };
/// let order = Some(Order::MostDisadvantagedFirst);
/// let found = inequality_after(&fifths, order, (&measure, &[]), draws, Confidence::P95)?;
/// assert!((found[0].before.value - 0.002).abs() < 1e-12, "a difference of 2 per 1,000");
/// assert!((found[0].change.value + 0.0006).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
/// ```
pub fn inequality_after(
    groups: &[ScenarioGroup],
    order: Option<Order>,
    (measures, others): (&[Measure], &[OtherGroup]),
    draws: ScenarioDraws,
    confidence: Confidence,
) -> Result<Vec<InequalityChange>, ScenarioError> {
    check(groups, others, draws)?;
    let joint = Joint::of(measures)?;
    let mut falls = falls_of(measures, others)?;
    let rates: Vec<f64> = groups.iter().map(|group| rate(group.counts)).collect();
    let table = Table { groups, order, ends: ends(&rates, order) };
    let (before, after) = table.both(&rates, &falls, &joint);
    let free = measures.iter().all(|measure| !measure.calibrated);
    let of_measures = FallDraws::of_measures(measures, others, draws.seed);
    let drawn = draw(&table, (of_measures, &mut falls), &joint, draws);
    let found = InequalityOf::ALL.into_iter().enumerate().filter_map(|(at, of)| {
        let (before, after) = (before[at]?, after[at]?);
        let limits = |pick: fn((f64, f64)) -> f64| {
            let values: Vec<f64> = drawn[at].iter().copied().map(pick).collect();
            between(values, confidence)
        };
        let estimate = |value, pick, has_limits: bool| Estimate {
            value,
            interval: has_limits.then(|| limits(pick)).flatten(),
            method: method_of(of),
            counts: None,
        };
        Some(InequalityChange {
            of,
            before: estimate(before, |(before, _)| before, true),
            after: estimate(after, |(_, after)| after, free),
            change: estimate(after - before, |(before, after)| after - before, free),
        })
    });
    Ok(found.collect())
}

fn method_of(of: InequalityOf) -> MethodId {
    match of {
        InequalityOf::SlopeIndex => crate::slope_index::SII,
        InequalityOf::RelativeIndex => crate::slope_index::RII,
        _ => GAP_SCENARIO,
    }
}

fn check(
    groups: &[ScenarioGroup],
    others: &[OtherGroup],
    draws: ScenarioDraws,
) -> Result<(), ScenarioError> {
    draws.check()?;
    for group in groups {
        if let GroupChange::AsOther(place) = group.change
            && place >= others.len()
        {
            let (value, range) = (place as f64, "that of one of the other groups, from 0");
            return Err(ScenarioError::Outside { what: "the place of a group", value, range });
        }
    }
    if groups.len() < 2 {
        let range = "2 or more";
        return Err(ScenarioError::Outside {
            what: "the number of groups",
            value: groups.len() as f64,
            range,
        });
    }
    if groups.iter().any(|group| group.counts.at_risk == 0) {
        let range = "above 0 in every group";
        return Err(ScenarioError::Outside { what: "the people of a group", value: 0.0, range });
    }
    if groups.iter().all(|group| group.counts.events == 0) {
        return Err(ScenarioError::NoEvents);
    }
    Ok(())
}

fn rate(counts: Counts) -> f64 {
    counts.events as f64 / counts.at_risk as f64
}

/// The places of the most and the least disadvantaged group.
fn ends(rates: &[f64], order: Option<Order>) -> (usize, usize) {
    let last = rates.len() - 1;
    let by = |better: fn(f64, f64) -> bool| {
        (0..rates.len()).reduce(|a, b| if better(rates[b], rates[a]) { b } else { a })
    };
    match order {
        Some(Order::MostDisadvantagedFirst) => (0, last),
        Some(Order::LeastDisadvantagedFirst) => (last, 0),
        None => (by(|b, a| b > a).unwrap_or(0), by(|b, a| b < a).unwrap_or(0)),
    }
}

/// All groups, and which two are held against each other.
struct Table<'a> {
    groups: &'a [ScenarioGroup],
    order: Option<Order>,
    ends: (usize, usize),
}

/// One for each of [`InequalityOf::ALL`]; `None` where it has no value.
type Six = [Option<f64>; 6];

impl Table<'_> {
    /// Before, and after all measures.
    fn both(&self, rates: &[f64], falls: &Falls, joint: &Joint) -> (Six, Six) {
        let of_group = joint.fall(&falls.group, joint.all());
        let fall = |change: GroupChange| match change {
            GroupChange::Stays => 0.0,
            GroupChange::AsGroup => of_group,
            GroupChange::AsOther(place) => joint.fall(&falls.others[place], joint.all()),
        };
        let after = rates.iter().zip(self.groups);
        let after: Vec<f64> =
            after.map(|(rate, group)| rate * (1.0 - fall(group.change))).collect();
        (self.measures(rates), self.measures(&after))
    }

    fn measures(&self, rates: &[f64]) -> Six {
        let (most, least) = (rates[self.ends.0], rates[self.ends.1]);
        let people = |at: usize| self.groups[at].counts.at_risk as f64;
        let (events, all) = (0..rates.len())
            .fold((0.0, 0.0), |(x, n), at| (x + rates[at] * people(at), n + people(at)));
        let mean = events / all;
        let slope = self.slope(rates);
        let over = |a: f64, b: f64| (b > 0.0).then(|| a / b);
        [
            Some(most - least),
            over(most, least),
            slope.map(|(sii, _)| sii),
            slope.map(|(_, rii)| rii),
            Some(mean - least),
            over(mean - least, mean),
        ]
    }

    /// Slope and relative index. The line depends on rates and on how many
    /// people have them, and not on how many times each was counted: events
    /// that are no whole numbers are counted in millionths, and people with
    /// them.
    fn slope(&self, rates: &[f64]) -> Option<(f64, f64)> {
        const PARTS: u64 = 1_000_000;
        let people: Option<Vec<u64>> =
            self.groups.iter().map(|group| group.counts.at_risk.checked_mul(PARTS)).collect();
        let people = people?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "events are at most people, and not below 0"
        )]
        let events: Vec<u64> = rates
            .iter()
            .zip(&people)
            .map(|(rate, people)| (rate * *people as f64).round().max(0.0) as u64)
            .collect();
        let found = slope_index(&events, &people, self.order?, Confidence::P95).ok()?;
        Some((found.sii.value, found.rii.value))
    }
}

/// Values before and after in every draw in which a measure has them.
fn draw(
    table: &Table<'_>,
    (mut of_measures, falls): (FallDraws<'_>, &mut Falls),
    joint: &Joint,
    settings: ScenarioDraws,
) -> [Vec<(f64, f64)>; 6] {
    let mut drawn: [Vec<(f64, f64)>; 6] = std::array::from_fn(|_| Vec::new());
    let mut of_groups: Vec<Counter> = (0..table.groups.len())
        .map(|group| Counter::named(settings.seed, &format!("group {group}")))
        .collect();
    let mut rates = vec![0.0; table.groups.len()];
    for _ in 0..settings.draws {
        of_measures.draw(falls);
        for ((rate, group), generator) in rates.iter_mut().zip(table.groups).zip(&mut of_groups) {
            *rate = match group.counts.events {
                0 => 0.0,
                events => generator.gamma(events as f64) / group.counts.at_risk as f64,
            };
        }
        let (before, after) = table.both(&rates, falls, joint);
        for (drawn, both) in drawn.iter_mut().zip(before.into_iter().zip(after)) {
            if let (Some(before), Some(after)) = both {
                drawn.push((before, after));
            }
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Input;

    const DRAWS: ScenarioDraws = ScenarioDraws { draws: 4_000, seed: 3 };
    /// England in 2022 by tenth of deprivation, as in the example of
    /// `slope_index`.
    const DEATHS: [u64; 10] = [471, 358, 297, 216, 195, 182, 180, 129, 117, 93];
    const BIRTHS: [u64; 10] =
        [76_729, 69_743, 66_227, 61_181, 57_286, 55_473, 51_524, 49_382, 47_149, 41_895];

    fn changes(is_group: bool) -> GroupChange {
        if is_group { GroupChange::AsGroup } else { GroupChange::Stays }
    }

    fn tenths() -> Vec<ScenarioGroup> {
        let counts = DEATHS.into_iter().zip(BIRTHS);
        counts
            .enumerate()
            .map(|(at, (events, at_risk))| ScenarioGroup {
                counts: Counts { events, at_risk },
                change: changes(at == 0),
            })
            .collect()
    }

    fn fall(value: f64, ln_error: f64) -> Measure {
        Measure::new(Input::Fall { value, ln_error })
    }

    #[test]
    fn before_is_what_is_measured_without_a_scenario() {
        let order = Order::MostDisadvantagedFirst;
        let found = inequality_after(
            &tenths(),
            Some(order),
            (&[fall(0.1, 0.0)], &[]),
            DRAWS,
            Confidence::P95,
        )
        .unwrap();
        let slope = slope_index(&DEATHS, &BIRTHS, order, Confidence::P95).unwrap();
        let value = |of| found.iter().find(|one| one.of == of).unwrap().before.value;
        assert!((value(InequalityOf::SlopeIndex) / slope.sii.value - 1.0).abs() < 1e-7);
        assert!((value(InequalityOf::RelativeIndex) / slope.rii.value - 1.0).abs() < 1e-7);
        let [most, least] = [0, 9].map(|at: usize| DEATHS[at] as f64 / BIRTHS[at] as f64);
        let mean = DEATHS.iter().sum::<u64>() as f64 / BIRTHS.iter().sum::<u64>() as f64;
        assert!((value(InequalityOf::Difference) - (most - least)).abs() < 1e-15);
        assert!((value(InequalityOf::Ratio) - most / least).abs() < 1e-12);
        assert!((value(InequalityOf::AttributableRisk) - (mean - least)).abs() < 1e-15);
        assert!((value(InequalityOf::AttributableFraction) - (1.0 - least / mean)).abs() < 1e-12);
        // The drawn limits of the slope are those of chance alone.
        let chance = crate::slope_index_with(
            &DEATHS,
            &BIRTHS,
            order,
            Confidence::P95,
            crate::Dispersion::Poisson,
        );
        let (chance, drawn) = (chance.unwrap().sii, found[2].before.interval.unwrap());
        let width = |limits: firstyear_core::Interval| limits.upper - limits.lower;
        assert!((width(drawn) / width(chance.interval.unwrap()) - 1.0).abs() < 0.05);
    }

    #[test]
    fn after_is_what_is_measured_of_the_rates_that_are_left() {
        let found = inequality_after(
            &tenths(),
            Some(Order::MostDisadvantagedFirst),
            (&[fall(0.1, 0.01)], &[]),
            DRAWS,
            Confidence::P95,
        )
        .unwrap();
        let spared = 0.1 * DEATHS[0] as f64;
        let births = BIRTHS.iter().sum::<u64>() as f64;
        let change = |of| found.iter().find(|one| one.of == of).unwrap().change;
        let d = change(InequalityOf::Difference);
        assert!((d.value + spared / BIRTHS[0] as f64).abs() < 1e-12);
        assert!(d.interval.unwrap().contains(d.value));
        assert!((change(InequalityOf::AttributableRisk).value + spared / births).abs() < 1e-12);
        assert!(change(InequalityOf::SlopeIndex).value < 0.0);
        // Chance in the rates goes into both and cancels: a change is surer than
        // what it is a change of.
        let (after, change) = (found[0].after.interval.unwrap(), d.interval.unwrap());
        assert!(change.upper - change.lower < (after.upper - after.lower) / 2.0);
    }

    #[test]
    fn each_group_has_what_is_done_in_it() {
        let others = [OtherGroup {
            events: DEATHS[9],
            inputs: vec![Some(Input::Fall { value: 0.3, ln_error: 0.0 })],
        }];
        let mut groups = tenths();
        groups[9].change = GroupChange::AsOther(0);
        let order = Some(Order::MostDisadvantagedFirst);
        let measures = [fall(0.1, 0.0)];
        let work = |groups: &[ScenarioGroup]| {
            inequality_after(groups, order, (&measures, &others), DRAWS, Confidence::P95)
        };
        let found = work(&groups).unwrap();
        let [most, least] = [0, 9].map(|at: usize| DEATHS[at] as f64 / BIRTHS[at] as f64);
        assert!((found[0].after.value - (0.9 * most - 0.7 * least)).abs() < 1e-12);
        groups[9].change = GroupChange::AsOther(1);
        assert!(work(&groups).unwrap_err().to_string().starts_with("the place of a group is 1"));
    }

    #[test]
    fn without_an_order_the_two_that_are_extreme_before_are_kept() {
        let groups: Vec<ScenarioGroup> = [30, 60, 20]
            .into_iter()
            .map(|events| ScenarioGroup {
                counts: Counts { events, at_risk: 10_000 },
                change: changes(events == 60),
            })
            .collect();
        let calibrated = Measure { calibrated: true, ..fall(0.6, 0.1) };
        let found =
            inequality_after(&groups, None, (&[calibrated], &[]), DRAWS, Confidence::P95).unwrap();
        let names: Vec<InequalityOf> = found.iter().map(|one| one.of).collect();
        assert!(!names.contains(&InequalityOf::SlopeIndex), "{names:?}");
        assert!((found[0].before.value - 0.004).abs() < 1e-12);
        assert!((found[0].after.value - 0.000_4).abs() < 1e-12);
        assert!(found[0].before.interval.is_some());
        assert_eq!((found[0].after.interval, found[0].change.interval), (None, None));
    }

    #[test]
    fn what_has_no_inequality_is_refused() {
        let refused = |groups: &[ScenarioGroup]| {
            inequality_after(groups, None, (&[fall(0.1, 0.0)], &[]), DRAWS, Confidence::P95)
                .unwrap_err()
        };
        let group = |events, at_risk| ScenarioGroup {
            counts: Counts { events, at_risk },
            change: GroupChange::Stays,
        };
        assert!(refused(&[group(1, 10)]).to_string().contains("2 or more"));
        assert!(refused(&[group(1, 10), group(0, 0)]).to_string().contains("people"));
        assert_eq!(refused(&[group(0, 10), group(0, 10)]), ScenarioError::NoEvents);
    }
}
