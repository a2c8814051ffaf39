//! The rules that mark special causes, shared by all charts.
//!
//! Four rules, in the order in which they name a point: outside the limits; a
//! run of points that rise or fall; two of three points in the outer third of
//! the limits on one side; a run of points on one side of the centre line.

use super::chart::{Improvement, Lines};

/// The limits of a point, and where the outer third of each side begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Band {
    pub(crate) lower: f64,
    pub(crate) near_lower: f64,
    pub(crate) near_upper: f64,
    pub(crate) upper: f64,
}

impl Band {
    /// A band `width` either side of `centre`.
    pub(crate) fn around(centre: f64, width: f64) -> Self {
        let third = 2.0 * width / 3.0;
        Self {
            lower: centre - width,
            near_lower: centre - third,
            near_upper: centre + third,
            upper: centre + width,
        }
    }

    /// Limits that no value can pass are drawn at the end of what is possible;
    /// the outer third stays where it is, so that the end itself is not near
    /// a limit that was never there.
    pub(crate) fn within(self, least: f64, most: f64) -> Self {
        Self { lower: self.lower.max(least), upper: self.upper.min(most), ..self }
    }
}

/// The rules that points are read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rules {
    /// How many points make a run.
    pub run: RunLength,
    /// Which two of three points count.
    pub two_in_three: TwoInThree,
}

/// How many points in a row make a trend or a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RunLength {
    /// Six: finds a change sooner, and more often where there is none.
    Six,
    /// Seven, the rule of the English health service.
    #[default]
    Seven,
}

impl RunLength {
    /// The number of points.
    #[must_use]
    pub const fn points(self) -> usize {
        match self {
            Self::Six => 6,
            Self::Seven => 7,
        }
    }
}

/// Which two of three points in a row are a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TwoInThree {
    /// Two in the outer third or beyond, on the same side; the third point
    /// anywhere. Western Electric Company (1956), *Statistical quality control
    /// handbook*, page 25.
    #[default]
    OuterThird,
    /// Two in the outer third but not beyond, and all three on the same side,
    /// as `NHSRplotthedots` reads them: it misses two points near a limit with
    /// one across the centre line between them.
    OneSide,
}

/// Where a point lies against the centre line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below it.
    Below,
    /// On it.
    On,
    /// Above it.
    Above,
}

impl Side {
    /// -1, 0 or 1.
    #[must_use]
    pub const fn sign(self) -> i8 {
        match self {
            Self::Below => -1,
            Self::On => 0,
            Self::Above => 1,
        }
    }
}

/// The rule that marks a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecialCause {
    /// Above the upper or below the lower limit.
    Outside(Direction),
    /// Part of a run that rises or falls at each step.
    Trend(Direction, RunLength),
    /// One of two in three near a limit.
    NearLimit(Direction),
    /// Part of a run on one side of the centre line.
    Shift(Direction, RunLength),
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Above, or rising.
    Up,
    /// Below, or falling.
    Down,
}

impl SpecialCause {
    /// Which way it points.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::Outside(direction)
            | Self::Trend(direction, _)
            | Self::NearLimit(direction)
            | Self::Shift(direction, _) => direction,
        }
    }

    /// Its label in tables.
    ///
    /// ```
    /// use firstyear_metrics::control::{Direction, RunLength, SpecialCause};
    ///
    /// let cause = SpecialCause::Shift(Direction::Up, RunLength::Seven);
    /// assert_eq!(cause.label(), "7 Points Above CL");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        use Direction::{Down, Up};
        use RunLength::{Seven, Six};
        match self {
            Self::Outside(Up) => "Above UCL",
            Self::Outside(Down) => "Below LCL",
            Self::Trend(Up, Seven) => "7 Point Trend (Increasing)",
            Self::Trend(Down, Seven) => "7 Point Trend (Decreasing)",
            Self::Trend(Up, Six) => "6 Point Trend (Increasing)",
            Self::Trend(Down, Six) => "6 Point Trend (Decreasing)",
            Self::NearLimit(Up) => "2 in 3 Above CL",
            Self::NearLimit(Down) => "2 in 3 Below CL",
            Self::Shift(Up, Seven) => "7 Points Above CL",
            Self::Shift(Down, Seven) => "7 Points Below CL",
            Self::Shift(Up, Six) => "6 Points Above CL",
            Self::Shift(Down, Six) => "6 Points Below CL",
        }
    }
}

/// What a point says, given which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointKind {
    /// Chance: no rule marks it.
    CommonCause,
    /// A change for the better.
    Improvement,
    /// A change for the worse.
    Concern,
    /// A change upwards where neither way is better.
    NeutralHigh,
    /// A change downwards where neither way is better.
    NeutralLow,
}

impl PointKind {
    pub(crate) const fn of(cause: Option<SpecialCause>, improvement: Improvement) -> Self {
        let Some(cause) = cause else { return Self::CommonCause };
        match (cause.direction(), improvement) {
            (Direction::Up, Improvement::Neutral) => Self::NeutralHigh,
            (Direction::Down, Improvement::Neutral) => Self::NeutralLow,
            (Direction::Up, Improvement::Increase) | (Direction::Down, Improvement::Decrease) => {
                Self::Improvement
            }
            (Direction::Down, Improvement::Increase) | (Direction::Up, Improvement::Decrease) => {
                Self::Concern
            }
        }
    }

    /// Its label in tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::CommonCause => "common_cause",
            Self::Improvement => "special_cause_improvement",
            Self::Concern => "special_cause_concern",
            Self::NeutralHigh => "special_cause_neutral_high",
            Self::NeutralLow => "special_cause_neutral_low",
        }
    }
}

/// How one point reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    pub(crate) side: Option<Side>,
    pub(crate) outside: Option<bool>,
    pub(crate) near: Option<bool>,
    pub(crate) cause: Option<SpecialCause>,
}

/// Reads the points of one phase, appending one reading for each to `read`,
/// which is empty. A point without a value ends every run.
pub(crate) fn read(values: &[Option<f64>], lines: &[Lines], rules: Rules, read: &mut Vec<Reading>) {
    read.extend(values.iter().zip(lines).map(|(&value, lines)| place(value, lines)));
    // The rules in rising order of precedence: a later one overwrites.
    mark_shifts(read, rules.run);
    mark_two_in_three(read, rules.two_in_three, values, lines);
    mark_trends(read, values, rules.run);
    for (reading, (value, lines)) in read.iter_mut().zip(values.iter().zip(lines)) {
        if let (Some(true), Some(value), Some(band)) = (reading.outside, value, lines.band) {
            let direction = if *value > band.upper { Direction::Up } else { Direction::Down };
            reading.cause = Some(SpecialCause::Outside(direction));
        }
    }
}

fn place(value: Option<f64>, lines: &Lines) -> Reading {
    let (Some(value), Some(centre)) = (value, lines.centre) else { return Reading::default() };
    let side = if value > centre {
        Side::Above
    } else if value < centre {
        Side::Below
    } else {
        Side::On
    };
    let outside = lines.band.map(|band| value > band.upper || value < band.lower);
    let near = lines
        .band
        .map(|band| outside == Some(false) && (value > band.near_upper || value < band.near_lower));
    Reading { side: Some(side), outside, near, cause: None }
}

fn mark_shifts(read: &mut [Reading], run: RunLength) {
    let (mut last, mut length) = (None, 0);
    for at in 0..read.len() {
        let direction = match read[at].side {
            Some(Side::Above) => Some(Direction::Up),
            Some(Side::Below) => Some(Direction::Down),
            Some(Side::On) | None => None,
        };
        length = if direction.is_some() && direction == last { length + 1 } else { 1 };
        last = direction;
        if let Some(direction) = direction {
            mark_run(read, at, length, run.points(), SpecialCause::Shift(direction, run));
        }
    }
}

fn mark_trends(read: &mut [Reading], values: &[Option<f64>], run: RunLength) {
    let (mut last, mut length) = (None, 1);
    for at in 1..values.len() {
        let direction = match (values[at - 1], values[at]) {
            (Some(before), Some(now)) if now > before => Some(Direction::Up),
            (Some(before), Some(now)) if now < before => Some(Direction::Down),
            _ => None,
        };
        length = if direction.is_some() && direction == last { length + 1 } else { 2 };
        last = direction;
        if let Some(direction) = direction {
            mark_run(read, at, length, run.points(), SpecialCause::Trend(direction, run));
        }
    }
}

/// Marks a run that has `length` points up to `at`: all of it when it becomes
/// long enough, and then each further point. A point at which one trend turns
/// into another keeps the first, as later points are not to change what an
/// earlier one said.
fn mark_run(read: &mut [Reading], at: usize, length: usize, enough: usize, cause: SpecialCause) {
    let marked = match length {
        length if length < enough => return,
        length if length == enough => enough,
        _ => 1,
    };
    for reading in &mut read[at + 1 - marked..=at] {
        if !matches!(reading.cause, Some(SpecialCause::Trend(..))) {
            reading.cause = Some(cause);
        }
    }
}

fn mark_two_in_three(
    read: &mut [Reading],
    rule: TwoInThree,
    values: &[Option<f64>],
    lines: &[Lines],
) {
    for (direction, side) in [(Direction::Up, Side::Above), (Direction::Down, Side::Below)] {
        let counts = |at: usize, reading: &Reading| match (rule, values[at], lines[at].band) {
            (TwoInThree::OneSide, ..) => reading.near == Some(true) && reading.side == Some(side),
            (TwoInThree::OuterThird, Some(value), Some(band)) => match direction {
                Direction::Up => value > band.near_upper,
                Direction::Down => value < band.near_lower,
            },
            (TwoInThree::OuterThird, ..) => false,
        };
        for first in 0..read.len().saturating_sub(2) {
            let window = first..first + 3;
            // Where the third point may lie anywhere, it may also be missing.
            let one_side = rule == TwoInThree::OuterThird
                || read[window.clone()].iter().all(|reading| reading.side == Some(side));
            let near = window.clone().filter(|&at| counts(at, &read[at])).count();
            if one_side && near >= 2 {
                for at in window {
                    if counts(at, &read[at]) {
                        read[at].cause = Some(SpecialCause::NearLimit(direction));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rules as a reader checks them by eye: every window that holds the
    /// point.
    fn by_eye(
        values: &[Option<f64>],
        lines: &Lines,
        at: usize,
        rules: Rules,
    ) -> Option<SpecialCause> {
        let (value, centre, band) = (values[at]?, lines.centre?, lines.band?);
        if value > band.upper {
            return Some(SpecialCause::Outside(Direction::Up));
        }
        if value < band.lower {
            return Some(SpecialCause::Outside(Direction::Down));
        }
        let windows = |length: usize| {
            values.windows(length).enumerate().filter_map(move |(first, window)| {
                (first <= at && at < first + length).then_some(window)
            })
        };
        let run = rules.run.points();
        for window in windows(run) {
            let steps = |rises: fn(f64, f64) -> bool| {
                window.windows(2).all(|p| p[0].zip(p[1]).is_some_and(|(a, b)| rises(a, b)))
            };
            if steps(|a, b| b > a) {
                return Some(SpecialCause::Trend(Direction::Up, rules.run));
            }
            if steps(|a, b| b < a) {
                return Some(SpecialCause::Trend(Direction::Down, rules.run));
            }
        }
        for (direction, sign) in [(Direction::Up, 1.0), (Direction::Down, -1.0)] {
            let far = |value: f64| sign * (value - centre) > 0.0;
            let near = |value: f64| match direction {
                Direction::Up => value > band.near_upper,
                Direction::Down => value < band.near_lower,
            };
            let beyond = |value: f64| value > band.upper || value < band.lower;
            let signal = windows(3).any(|window| match rules.two_in_three {
                TwoInThree::OuterThird => window.iter().flatten().filter(|v| near(**v)).count() > 1,
                TwoInThree::OneSide => {
                    window.iter().all(|v| v.is_some_and(far))
                        && window.iter().flatten().filter(|v| near(**v) && !beyond(**v)).count() > 1
                }
            });
            if near(value) && signal {
                return Some(SpecialCause::NearLimit(direction));
            }
        }
        for (direction, sign) in [(Direction::Up, 1.0), (Direction::Down, -1.0)] {
            let far = |value: f64| sign * (value - centre) > 0.0;
            if windows(run).any(|window| window.iter().all(|v| v.is_some_and(far))) {
                return Some(SpecialCause::Shift(direction, rules.run));
            }
        }
        None
    }

    #[test]
    fn a_turning_point_keeps_the_trend_that_came_first() {
        let values: Vec<_> = (0..7).chain((0..6).rev()).map(|v| Some(f64::from(v))).collect();
        let lines = vec![Lines { centre: Some(3.0), band: Some(Band::around(3.0, 9.0)) }; 13];
        let mut found = Vec::new();
        read(&values, &lines, Rules::default(), &mut found);
        let trend = |direction| Some(SpecialCause::Trend(direction, RunLength::Seven));
        assert!(found[..7].iter().all(|reading| reading.cause == trend(Direction::Up)));
        assert!(found[7..].iter().all(|reading| reading.cause == trend(Direction::Down)));
    }

    proptest! {
        #[test]
        fn rules_mark_what_one_sees(
            // Few levels, so that ties and runs are common; drifting ones, so
            // that trends are.
            steps in prop::collection::vec((0_i32..8, -2_i32..3, 0_u8..12), 1..50),
            drift: bool,
            six: bool,
            one_side: bool,
            width in 1_u32..12,
        ) {
            let mut level = 0;
            let values: Vec<Option<f64>> = steps
                .iter()
                .map(|(value, step, gap)| {
                    level += step;
                    (*gap > 0).then(|| f64::from(if drift { level } else { *value }))
                })
                .collect();
            let centre = if drift { 0.0 } else { 3.5 };
            let band = Band::around(centre, f64::from(width));
            let lines = Lines { centre: Some(centre), band: Some(band) };
            let rules = Rules {
                run: if six { RunLength::Six } else { RunLength::Seven },
                two_in_three: if one_side { TwoInThree::OneSide } else { TwoInThree::OuterThird },
            };
            let mut found = Vec::new();
            read(&values, &vec![lines; values.len()], rules, &mut found);
            for (at, reading) in found.iter().enumerate() {
                prop_assert_eq!(reading.cause, by_eye(&values, &lines, at, rules), "point {}", at);
            }
        }
    }
}
