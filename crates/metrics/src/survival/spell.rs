//! One subject's time under observation, and who is at risk when.

use firstyear_core::{Confidence, Interval};

use crate::limits::deviate;
use crate::run::{Field, Group, RunError};

/// One subject's time under observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spell {
    /// When observation began; 0 unless subjects come in late.
    pub entry: f64,
    /// When it ended, after `entry`, or at 0 when both are 0.
    pub end: f64,
    /// How it ended: 0 without the event (censored), else the way out from 1.
    pub exit: usize,
}

/// Why there is no curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SurvivalError {
    /// Nobody was observed.
    #[error("no subject was observed")]
    Empty,
    /// Times that make no spell.
    #[error(
        "subject {index} (counted from 1): finite times from 0, with the end after the entry, are asked for"
    )]
    Times {
        /// The first such subject.
        index: usize,
    },
    /// A way out that the curve does not have.
    #[error("subject {index} (counted from 1): the way out is above {ways}")]
    Exit {
        /// The first such subject.
        index: usize,
        /// How many ways out there are.
        ways: usize,
    },
}

/// A time at which somebody had an event, with everybody at risk just before.
pub(super) struct RiskSet {
    pub(super) time: f64,
    pub(super) at_risk: u64,
    /// Events by way out, from the first.
    pub(super) events: Vec<u64>,
}

impl RiskSet {
    pub(super) fn all_events(&self) -> u64 {
        self.events.iter().sum()
    }
}

/// The times of events in order, each with those at risk.
pub(super) fn risk_sets(spells: &[Spell], ways: usize) -> Result<Vec<RiskSet>, SurvivalError> {
    if spells.is_empty() {
        return Err(SurvivalError::Empty);
    }
    for (i, spell) in spells.iter().enumerate() {
        let finite = spell.entry.is_finite() && spell.end.is_finite() && spell.entry >= 0.0;
        // Whoever has the event on the day of entry was at risk on it.
        if !finite || spell.end < spell.entry || (spell.end == spell.entry && spell.end > 0.0) {
            return Err(SurvivalError::Times { index: i + 1 });
        }
        if spell.exit > ways {
            return Err(SurvivalError::Exit { index: i + 1, ways });
        }
    }
    let mut entries: Vec<f64> = spells.iter().map(|spell| spell.entry).collect();
    entries.sort_by(f64::total_cmp);
    let mut ends: Vec<&Spell> = spells.iter().collect();
    ends.sort_by(|a, b| a.end.total_cmp(&b.end));
    let mut sets = Vec::new();
    let (mut entered, mut left) = (0, 0);
    while left < ends.len() {
        let time = ends[left].end;
        // At risk are those who came in before, or at the very start.
        while entered < entries.len() && (entries[entered] < time || entries[entered] == 0.0) {
            entered += 1;
        }
        let at_risk = (entered - left) as u64;
        let mut events = vec![0; ways];
        while left < ends.len() && ends[left].end == time {
            if ends[left].exit > 0 {
                events[ends[left].exit - 1] += 1;
            }
            left += 1;
        }
        if events.iter().any(|count| *count > 0) {
            sets.push(RiskSet { time, at_risk, events });
        }
    }
    Ok(sets)
}

/// Limits of a fraction on the scale of ln(−ln), which keeps them between 0
/// and 1. At 0 and 1 that scale ends, and the variance of what was seen is 0
/// or does not exist, whatever the truth may be: there are no limits.
pub(super) fn log_log_limits(
    fraction: f64,
    variance: f64,
    confidence: Confidence,
) -> Option<Interval> {
    if fraction <= 0.0 || fraction >= 1.0 || !variance.is_finite() {
        return None;
    }
    let margin = deviate(confidence) * variance.max(0.0).sqrt() / (fraction * fraction.ln()).abs();
    Some(Interval {
        lower: fraction.powf(margin.exp()),
        upper: fraction.powf((-margin).exp()),
        confidence,
    })
}

pub(super) const INPUTS: &[Field] = &[
    Field::new("time", "when observation ended, from 0"),
    Field::new("exit", "how it ended: 0 without the event, else the way out from 1"),
    Field::optional("entry", "when observation began; 0 where left out"),
];

/// The spells of a group, with the number of ways out.
pub(super) fn spells(group: &Group<'_>) -> Result<(Vec<Spell>, usize), RunError> {
    let (ends, exits) = (group.numbers("time")?, group.counts("exit")?);
    let entries = if group.has("entry") { group.numbers("entry")? } else { vec![0.0; group.len()] };
    // More ways out than subjects cannot be meant: it would be a year or a
    // code in the wrong column.
    if let Some(bad) = exits.iter().position(|exit| *exit > 1000) {
        return Err(group.out_of_range("exit", bad, "0, or the number of a way out from 1"));
    }
    let spells: Vec<Spell> = ends
        .into_iter()
        .zip(exits)
        .zip(entries)
        .map(|((end, exit), entry)| Spell {
            entry,
            end,
            exit: usize::try_from(exit).unwrap_or(usize::MAX),
        })
        .collect();
    let ways = spells.iter().map(|spell| spell.exit).max().unwrap_or(0).max(1);
    Ok((spells, ways))
}
