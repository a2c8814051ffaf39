//! The gap that a scenario starts from: stated, counted or steadied.

use firstyear_core::project::{ScenarioQuestion, StatedBaseline};
use firstyear_core::{AreaCode, Cell, Counts, Dimension, Indicator, Period};
use firstyear_metrics::scenario::GapBaseline;

use super::ScenarioRefusal;
use super::steadied::{self, NotSteadied, SteadiedStart};
use crate::area_rows::AreaRows;
use crate::counted::settle_published;
use crate::pool::Pooled;
use crate::select::{Slice, by_category};
use crate::{CountedRate, Evidence};

/// The gap before anything is done.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioStart {
    /// When.
    pub period: Period,
    /// Group rate minus the rate of all, over the rate of all, in percent.
    pub relative: Cell<f64>,
    /// The group's share of all births, a fraction.
    pub share_of_births: Cell<f64>,
    /// Where both come from.
    pub origin: StartOrigin,
    /// The rates that the gap is made of where they are steadied by those of
    /// other areas, or why they are not; `None` where that is not asked for.
    pub steadied: Option<Result<SteadiedStart, NotSteadied>>,
}

impl ScenarioStart {
    /// The group's deaths: as counted, or as many as its steadied rate gives.
    /// `None` for a stated gap.
    pub(super) fn deaths(&self) -> Option<f64> {
        let StartOrigin::Counted { group, .. } = &self.origin else { return None };
        match &self.steadied {
            None => group.events.value().map(|deaths| *deaths as f64),
            Some(steadied) => {
                let [rate, _] = steadied.as_ref().ok()?.rates();
                group.at_risk.value().map(|births| rate * *births as f64)
            }
        }
    }

    /// The deaths of all: as counted, or as many as their steadied rate gives.
    /// `None` for a stated gap.
    pub(super) fn all_deaths(&self) -> Option<f64> {
        let StartOrigin::Counted { all, .. } = &self.origin else { return None };
        match &self.steadied {
            None => all.events.value().map(|deaths| *deaths as f64),
            Some(steadied) => {
                let [_, rate] = steadied.as_ref().ok()?.rates();
                all.at_risk.value().map(|births| rate * *births as f64)
            }
        }
    }

    /// The rates of the group and of all, per person. `None` for a stated gap.
    pub(super) fn rates(&self) -> Option<[f64; 2]> {
        let StartOrigin::Counted { group, all } = &self.origin else { return None };
        if let Some(steadied) = &self.steadied {
            return Some(steadied.as_ref().ok()?.rates());
        }
        let rate = |rate: &CountedRate| {
            rate.counts().map(|(events, births)| events as f64 / births as f64)
        };
        Some([rate(group)?, rate(all)?])
    }
}

/// Where the gap that a scenario starts from comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum StartOrigin {
    /// The project states it.
    Stated {
        /// Where it found it, in words.
        source: String,
    },
    /// It was counted.
    Counted {
        /// The group.
        group: Box<CountedRate>,
        /// All, the group included.
        all: Box<CountedRate>,
    },
}

/// The same start with its rates steadied, where the question asks for it.
pub(super) fn steady(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    place: &steadied::Place<'_>,
    start: ScenarioStart,
) -> ScenarioStart {
    if question.steadied_by.is_empty() {
        return start;
    }
    let found = match start.origin {
        StartOrigin::Stated { .. } => Err(NotSteadied::Stated),
        StartOrigin::Counted { .. } => steadied::start(evidence, question, place),
    };
    let gap = found.as_ref().ok().and_then(|found| Some(100.0 * found.baseline().ok()?.gap()));
    let relative = gap.map_or(start.relative, Cell::known);
    ScenarioStart { relative, steadied: Some(found), ..start }
}

/// The gap as stated; nothing where its years make no period.
pub(super) fn of_statement(stated: &StatedBaseline) -> Option<ScenarioStart> {
    Some(ScenarioStart {
        period: stated.years.period().ok()?,
        relative: Cell::known(stated.relative_gap_percent),
        share_of_births: Cell::known(stated.share_of_births),
        origin: StartOrigin::Stated { source: stated.source.clone() },
        steadied: None,
    })
}

/// The counts of the period asked for, or of the latest that has group and
/// all.
pub(super) fn counted(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    dimension: Option<&Dimension>,
    area: &AreaCode,
    indicator: &Indicator,
) -> Option<ScenarioStart> {
    let (period, mut group, mut all) = match (dimension, &question.whole) {
        (Some(dimension), _) => group_in_area(evidence, question, dimension, area, indicator)?,
        (None, Some(whole)) => area_in_whole(evidence, question, [area, whole], indicator)?,
        (None, None) => return None,
    };
    settle_published([&mut group, &mut all].into_iter());
    let both = |of: fn(&CountedRate) -> Cell<u64>| {
        finite(of(&group).zip_with(of(&all), |group, all| group as f64 / all as f64))
    };
    let share_of_births = both(|rate| rate.at_risk);
    let share_of_deaths = both(|rate| rate.events);
    let relative =
        share_of_deaths.zip_with(share_of_births, |deaths, births| 100.0 * (deaths / births - 1.0));
    let relative = finite(relative);
    let (group, all) = (Box::new(group), Box::new(all));
    Some(ScenarioStart {
        period,
        relative,
        share_of_births,
        origin: StartOrigin::Counted { group, all },
        steadied: None,
    })
}

/// A share of nobody is none.
fn finite(share: Cell<f64>) -> Cell<f64> {
    match share {
        Cell::Known { value, .. } if !value.is_finite() => Cell::NotApplicable,
        share => share,
    }
}

/// When, the group, and all.
type Counted = (Period, CountedRate, CountedRate);

/// A group of a dimension and all in its area.
fn group_in_area(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    dimension: &Dimension,
    area: &AreaCode,
    indicator: &Indicator,
) -> Option<Counted> {
    let slices = by_category(evidence, &indicator.id, area, dimension.id());
    let asked = question.years.and_then(|years| years.period().ok());
    let mut found = slices.iter().rev().filter(|(period, _)| asked.is_none_or(|at| at == **period));
    found.find_map(|(period, slice)| {
        let (group, all) = group_and_all(question, dimension, slice)?;
        Some((*period, group.rate(evidence, indicator), all.rate(evidence, indicator)))
    })
}

/// Everyone in an area, and everyone in the whole that it is a part of.
fn area_in_whole(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    [area, whole]: [&AreaCode; 2],
    indicator: &Indicator,
) -> Option<Counted> {
    let rows = AreaRows::of(evidence, &indicator.id, (None, &[]));
    let periods = match question.years.and_then(|years| years.period().ok()) {
        Some(asked) => vec![asked],
        None => rows.periods(area),
    };
    periods.into_iter().rev().find_map(|period| {
        let of = |code| Some(rows.pooled(code, period)?.rate(evidence, indicator));
        Some((period, of(area)?, of(whole)?))
    })
}

fn group_and_all(
    question: &ScenarioQuestion,
    dimension: &Dimension,
    slice: &Slice<'_>,
) -> Option<(Pooled, Pooled)> {
    let group: Option<Vec<_>> =
        question.categories.iter().map(|category| slice.get(category).copied()).collect();
    let all = slice.get(&dimension.total()?.id)?;
    Some((Pooled::sum(group?)?, Pooled::sum([*all])?))
}

pub(super) fn baseline(start: &ScenarioStart) -> Result<GapBaseline, ScenarioRefusal> {
    match &start.origin {
        StartOrigin::Stated { .. } => {
            let known = start.relative.value().zip(start.share_of_births.value());
            let (gap, share) = known.ok_or(ScenarioRefusal::NotCounted)?;
            GapBaseline::new(gap / 100.0, *share).map_err(ScenarioRefusal::Model)
        }
        StartOrigin::Counted { group, all } => {
            if group.basis.sample().is_some() || all.basis.sample().is_some() {
                return Err(ScenarioRefusal::Sampled);
            }
            let known = group.counts().zip(all.counts());
            let ((events, births), (all_events, all_births)) =
                known.ok_or(ScenarioRefusal::NotCounted)?;
            let others = all_events.checked_sub(events).zip(all_births.checked_sub(births));
            let Some((other_events, other_births @ 1..)) = others else {
                return Err(ScenarioRefusal::NotAPart);
            };
            match &start.steadied {
                Some(Ok(steadied)) => return steadied.baseline().map_err(ScenarioRefusal::Model),
                Some(Err(why)) => return Err(ScenarioRefusal::NotSteadied(why.clone())),
                None => {}
            }
            let counts = |events, at_risk| Counts { events, at_risk };
            GapBaseline::counted(counts(events, births), counts(other_events, other_births))
                .map_err(ScenarioRefusal::Model)
        }
    }
}
