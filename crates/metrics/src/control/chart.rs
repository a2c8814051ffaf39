//! What every control chart shares: options, phases, points and assurance.

use super::rules::{Band, PointKind, Reading, Rules, Side, SpecialCause};

/// Fewest points after which limits may be fixed, and below which a phase is
/// called short.
pub(crate) const FEWEST: usize = 12;

/// Which way a series ought to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Improvement {
    /// High is good.
    Increase,
    /// Low is good, as for deaths.
    Decrease,
    /// Neither.
    #[default]
    Neutral,
}

/// How a chart is drawn.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ChartOptions<'a> {
    /// Positions, counted from 0 and rising, at which a new phase begins: the
    /// point at that position is its first. Empty for one phase.
    pub rebase: &'a [usize],
    /// Positions of a phase that its lines are made from, those without a
    /// value included; the lines are then drawn on. At least 12.
    pub fix_after: Option<usize>,
    /// Which way is better.
    pub improvement: Improvement,
    /// A value to be reached, in the unit of the values.
    pub target: Option<f64>,
    /// The rules that points are read by.
    pub rules: Rules,
}

/// A control chart: its points, and whether its process meets the target.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// One for each value, in their order.
    pub points: Vec<ChartPoint>,
    /// Against the limits of the last point. `None` without a target, without
    /// limits, or where neither direction is better.
    pub assurance: Option<Assurance>,
}

/// One point of a chart with the lines around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartPoint {
    /// The value drawn, `None` where there is none.
    pub value: Option<f64>,
    /// Whether the phase's lines are made from it.
    pub in_baseline: bool,
    /// The phase, counted from 0.
    pub phase: usize,
    /// The centre line; `None` for a phase without a value.
    pub centre: Option<f64>,
    /// Lower and upper process limit; `None` for a phase too short to have
    /// any.
    pub limits: Option<(f64, f64)>,
    /// The side of the centre line.
    pub side: Option<Side>,
    /// Whether it lies outside the limits.
    pub outside: Option<bool>,
    /// Whether it lies in the outer third of the limits.
    pub near: Option<bool>,
    /// The first rule that marks it.
    pub cause: Option<SpecialCause>,
    /// What that means, given which way is better.
    pub kind: PointKind,
    /// Whether its phase has too few points for limits that hold.
    pub short: bool,
}

/// Whether a process that goes on as it does will meet its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// The whole range between the limits meets it.
    ConsistentPass,
    /// The whole range misses it.
    ConsistentFail,
    /// The target lies between the limits: met and missed by chance.
    Inconsistent,
}

impl Assurance {
    /// Its word in tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ConsistentPass => "consistent_pass",
            Self::ConsistentFail => "consistent_fail",
            Self::Inconsistent => "inconsistent",
        }
    }
}

/// Input that makes no chart.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChartError {
    /// No points at all.
    #[error("no points: a chart needs at least one")]
    Empty,
    /// Values and denominators of different number.
    #[error("{values} values and {denominators} denominators: one is needed for each")]
    DifferentLengths {
        /// How many values.
        values: usize,
        /// How many denominators.
        denominators: usize,
    },
    /// A value that is NaN or infinite.
    #[error("point {point}: the value is not a finite number; leave it out instead")]
    NotFinite {
        /// Counted from 1.
        point: usize,
    },
    /// A negative time.
    #[error("point {point}: the value is negative")]
    Negative {
        /// Counted from 1.
        point: usize,
    },
    /// A denominator of zero, below zero, or not finite.
    #[error("point {point}: the denominator is not a positive number")]
    NoDenominator {
        /// Counted from 1.
        point: usize,
    },
    /// More events than people, in a chart of proportions.
    #[error("point {point}: more events than people; a chart of rates allows that")]
    EventsExceedAtRisk {
        /// Counted from 1.
        point: usize,
    },
    /// A phase that begins before the one in front of it, or after the end.
    #[error("a new phase at point {point}: phases begin at rising points between 2 and {points}")]
    Rebase {
        /// Counted from 1.
        point: usize,
        /// How many points there are.
        points: usize,
    },
    /// Limits fixed on too few points.
    #[error("limits fixed after {given} points: at least {FEWEST} are needed")]
    FixedTooEarly {
        /// What was asked for.
        given: usize,
    },
    /// A target that is NaN or infinite.
    #[error("the target is not a finite number")]
    Target,
}

/// The lines of a chart at one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lines {
    pub(crate) centre: Option<f64>,
    pub(crate) band: Option<Band>,
}

/// Where the conventions for drawing and reading part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Convention {
    /// Ours.
    Own,
    /// That of `NHSRplotthedots` 0.2.2.
    Ptd,
}

/// Draws a chart: `lines` appends those of the phase that begins at its first
/// argument, from the values in the second, for as many points as its third.
pub(crate) fn draw(
    values: &[Option<f64>],
    options: &ChartOptions<'_>,
    convention: Convention,
    mut lines: impl FnMut(usize, &[Option<f64>], usize, &mut Vec<Lines>),
) -> Result<Chart, ChartError> {
    check(values, options)?;
    let mut points = Vec::with_capacity(values.len());
    let (mut drawn, mut read) = (Vec::with_capacity(values.len()), Vec::new());
    for phase in 0..=options.rebase.len() {
        let start = if phase == 0 { 0 } else { options.rebase[phase - 1] };
        let end = options.rebase.get(phase).copied().unwrap_or(values.len());
        let of_phase = &values[start..end];
        let fixed = options.fix_after.unwrap_or(usize::MAX).min(of_phase.len());
        drawn.clear();
        lines(start, &of_phase[..fixed], of_phase.len(), &mut drawn);
        read.clear();
        super::rules::read(of_phase, &drawn, options.rules, &mut read);
        let short = is_short(of_phase, convention);
        points.extend(of_phase.iter().zip(&drawn).zip(&read).enumerate().map(
            |(at, ((&value, lines), &reading))| {
                point(value, at < fixed, phase, lines, reading, options.improvement, short)
            },
        ));
    }
    let assurance = assurance(points.last(), options, convention);
    Ok(Chart { points, assurance })
}

fn check(values: &[Option<f64>], options: &ChartOptions<'_>) -> Result<(), ChartError> {
    if values.is_empty() {
        return Err(ChartError::Empty);
    }
    if let Some(at) = values.iter().position(|value| value.is_some_and(|v| !v.is_finite())) {
        return Err(ChartError::NotFinite { point: at + 1 });
    }
    let mut before = 0;
    for &at in options.rebase {
        if at <= before || at >= values.len() {
            return Err(ChartError::Rebase { point: at.saturating_add(1), points: values.len() });
        }
        before = at;
    }
    if let Some(given) = options.fix_after.filter(|&given| given < FEWEST) {
        return Err(ChartError::FixedTooEarly { given });
    }
    if options.target.is_some_and(|target| !target.is_finite()) {
        return Err(ChartError::Target);
    }
    Ok(())
}

fn is_short(values: &[Option<f64>], convention: Convention) -> bool {
    match convention {
        Convention::Own => values.iter().flatten().count() < FEWEST,
        // It counts points without a value, and warns at 12, which its
        // message calls enough.
        Convention::Ptd => values.len() <= FEWEST,
    }
}

fn point(
    value: Option<f64>,
    in_baseline: bool,
    phase: usize,
    lines: &Lines,
    reading: Reading,
    improvement: Improvement,
    short: bool,
) -> ChartPoint {
    ChartPoint {
        value,
        in_baseline: in_baseline && value.is_some(),
        phase,
        centre: lines.centre,
        limits: lines.band.map(|band| (band.lower, band.upper)),
        side: reading.side,
        outside: reading.outside,
        near: reading.near,
        cause: reading.cause,
        kind: PointKind::of(reading.cause, improvement),
        short,
    }
}

fn assurance(
    last: Option<&ChartPoint>,
    options: &ChartOptions<'_>,
    convention: Convention,
) -> Option<Assurance> {
    let (target, last) = (options.target?, last?);
    if options.improvement == Improvement::Neutral {
        return None;
    }
    let Some((lower, upper)) = last.limits else {
        return (convention == Convention::Ptd).then_some(Assurance::Inconsistent);
    };
    let rising = options.improvement == Improvement::Increase;
    Some(if target < lower {
        if rising { Assurance::ConsistentPass } else { Assurance::ConsistentFail }
    } else if target > upper {
        if rising { Assurance::ConsistentFail } else { Assurance::ConsistentPass }
    } else {
        Assurance::Inconsistent
    })
}

/// The mean, to the last digit wherever the values allow: a label depends on
/// whether a value is above it, and equal values must have it as their mean.
pub(crate) fn mean(values: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let mut count = 0_usize;
    let first = sum(values.clone().inspect(|_| count += 1));
    if count == 0 {
        return None;
    }
    let near = first / count as f64;
    Some(near + sum(values.map(|value| value - near)) / count as f64)
}

/// Neumaier's sum.
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() {
            (total - next) + value
        } else {
            (value - next) + total
        };
        total = next;
    }
    total + lost
}
