//! How long a stage took, with those who left and those who still wait.

use firstyear_core::{Cell, Confidence, Estimate, Interval};
use firstyear_metrics::survival::{AALEN_JOHANSEN, IncidenceStep, Spell, aalen_johansen};
use firstyear_pathways::{Wait, WaitEnd};

use super::CascadeAsked;
use crate::progress::MedianDays;

/// How long a stage took, among those who could come to it.
///
/// Those who left, or for whom what must hold does not, are no censored ones: leaving
/// competes with coming. Those who are open, or of whom it is unknown, count for as
/// long as they were seen.
#[derive(Clone, Debug, PartialEq)]
pub struct StageTiming {
    /// By the horizon; `None` where those who were seen longest still waited before it.
    pub at_horizon: Option<Within>,
    /// By the longest that anybody was seen.
    pub at_end: Within,
    /// Until when half of all had come, on the curve of those who come; `None` where
    /// fewer have.
    pub half_by: Option<MedianDays>,
    /// The median of those who came, days; they are the quick ones where some still
    /// wait.
    pub median_of_those_who_came: Option<f64>,
    /// Those of whom a day is not known: they are not in it.
    pub untimed: Cell<u64>,
}

/// What had become of people by a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Within {
    /// Days.
    pub days: u32,
    /// The fraction that had come.
    pub came: Estimate,
    /// The fraction that had left, or for whom what must hold did not.
    pub left: Estimate,
}

const CAME: usize = 1;
const LEFT: usize = 2;

impl StageTiming {
    /// `None` where nobody has a time.
    pub(super) fn new<'w>(
        waits: impl Iterator<Item = &'w Wait>,
        entered: u64,
        asked: &CascadeAsked<'_>,
    ) -> Option<Self> {
        let spells: Vec<Spell> = waits.copied().map(spell).collect();
        let last = spells.iter().map(|spell| spell.end).reduce(f64::max)?;
        let steps = aalen_johansen(&spells, LEFT, asked.confidence).ok()?;
        let all_have_left =
            spells.iter().filter(|spell| spell.end == last).all(|spell| spell.exit != 0);
        let horizon = f64::from(asked.horizon);
        let is_known = last >= horizon || all_have_left;
        Some(Self {
            at_horizon: is_known.then(|| within(&steps, horizon)),
            at_end: within(&steps, last),
            half_by: half_by(&steps),
            median_of_those_who_came: median(&spells),
            untimed: Cell::known(entered.saturating_sub(spells.len() as u64)),
        })
    }
}

fn spell(wait: Wait) -> Spell {
    let exit = match wait.end {
        WaitEnd::Reached => CAME,
        WaitEnd::Left(_) | WaitEnd::Unmet => LEFT,
        WaitEnd::Unknown | WaitEnd::Open => 0,
    };
    Spell { entry: 0.0, end: f64::from(wait.days), exit }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days of waits")]
fn within(steps: &[IncidenceStep], day: f64) -> Within {
    let reached = steps.iter().take_while(|step| step.time <= day).last();
    let of = |way: usize| Estimate {
        value: reached.map_or(0.0, |step| step.incidence[way - 1]),
        interval: reached.and_then(|step| step.intervals[way - 1]),
        method: AALEN_JOHANSEN,
        counts: None,
    };
    Within { days: day as u32, came: of(CAME), left: of(LEFT) }
}

/// The first day by which half had come, with the days on which the limits of the curve
/// pass a half.
fn half_by(steps: &[IncidenceStep]) -> Option<MedianDays> {
    let first = |passes: &dyn Fn(f64, Option<Interval>) -> bool| {
        let of = |step: &&IncidenceStep| passes(step.incidence[CAME - 1], step.intervals[CAME - 1]);
        steps.iter().find(of).map(|step| step.time)
    };
    Some(MedianDays {
        days: first(&|came, _| came >= 0.5)?,
        // Where all have come there are no limits to pass it.
        lower: first(&|came, limits| limits.map_or(came, |limits| limits.upper) >= 0.5),
        upper: first(&|came, limits| limits.map_or(came, |limits| limits.lower) >= 0.5),
    })
}

/// The median, halfway between the two in the middle.
fn median(spells: &[Spell]) -> Option<f64> {
    let mut days: Vec<f64> =
        spells.iter().filter(|spell| spell.exit == CAME).map(|spell| spell.end).collect();
    days.sort_by(f64::total_cmp);
    let upper = *days.get(days.len() / 2)?;
    let lower = *days.get((days.len() - 1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

impl StageTiming {
    /// Confidence of its limits.
    #[must_use]
    pub fn confidence(&self) -> Option<Confidence> {
        self.at_end.came.interval.map(|limits| limits.confidence)
    }
}
