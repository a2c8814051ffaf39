//! Windows: whether one lies inside another, for sure.

use std::cmp::Ordering;

use firstyear_core::pathway::{
    Bound, CarePathway, ClockStart, Obligation, ObligationTemplate as Template, Per, TimeUnit,
};

use super::{Change, Difference, Direction, End, Reason, Start};
use crate::check::times::Scale;

/// How the window of a local obligation differs, where `inside` is the direction of one
/// that allows less.
pub(super) fn compare<'p>(
    reference: &Timed<'p>,
    local: &Timed<'p>,
    inside: Direction,
) -> Vec<Difference<'p>> {
    let mut found = Vec::new();
    match (reference.counts_from, local.counts_from) {
        (Some(one), Some(other)) if one != other => {
            let reason = Reason::OtherClock { reference: one, local: other };
            return vec![Difference::new(Direction::Other, reason)];
        }
        (Some(clock), None) if reference.may_not_start => {
            let reason = Reason::OwedWithoutClock { clock };
            found.push(Difference::new(Direction::Stricter, reason));
        }
        (None, Some(clock)) if local.may_not_start => {
            let reason = Reason::OwedByClockAlone { clock };
            found.push(Difference::new(Direction::Looser, reason));
        }
        _ => {}
    }
    for end in [End::From, End::To] {
        let (one, other) = (reference.bound(end), local.bound(end));
        let (direction, change) = match allows(end, one, other) {
            Some(Ordering::Equal) => continue,
            Some(Ordering::Less) => (inside, Change::Narrower),
            Some(Ordering::Greater) => (inside.turned(), Change::Wider),
            None => (Direction::Other, Change::CannotTell),
        };
        let reason = Reason::Window { end, change, reference: one, local: other };
        found.push(Difference::new(direction, reason));
    }
    found
}

/// The window of an obligation.
pub(super) struct Timed<'p> {
    from: Option<Bound>,
    to: Option<Bound>,
    /// What it counts from, by the steps of the reference; `None` for no window.
    counts_from: Option<Start<'p>>,
    /// Whether there are cases in which it is owed but for a clock that never begins.
    may_not_start: bool,
}

impl<'p> Timed<'p> {
    /// Of an obligation that is owed after `trigger`, where `reference` gives the step of
    /// the reference that one stands for.
    pub(super) fn new(
        pathway: &'p CarePathway,
        obligation: &'p Obligation,
        trigger: &str,
        reference: impl Fn(&'p str) -> Option<&'p str>,
    ) -> Self {
        let window = obligation.window.as_ref();
        let (from, to) = (window.and_then(|one| one.from), window.and_then(|one| one.to));
        let mut timed = Self { from, to, counts_from: None, may_not_start: false };
        if from.is_none() && to.is_none() {
            return timed;
        }
        let clock = window.and_then(|window| pathway.clock(window.clock.as_deref()?));
        let start = match clock.map(|clock| (clock.from, clock.step.as_deref())) {
            None | Some((ClockStart::Step, None)) => Start::Trigger,
            Some((ClockStart::Gestation, _)) => Start::Gestation,
            Some((ClockStart::Birth, _)) => Start::Birth,
            Some((ClockStart::Step, Some(step))) if step == trigger && counts_on(obligation) => {
                Start::Trigger
            }
            Some((ClockStart::Step, Some(step))) => {
                timed.may_not_start = step != trigger;
                reference(step).map_or(Start::LocalStep(step), Start::Step)
            }
        };
        // Every pregnancy has a beginning.
        timed.may_not_start |= start == Start::Birth;
        timed.counts_from = Some(start);
        // What comes after the trigger comes no earlier than it.
        let after =
            !matches!(obligation.template, Template::RespondedExistence | Template::NotTogether);
        if start == Start::Trigger && after {
            timed.from = from.filter(|from| from.value > 0);
        }
        timed
    }

    pub(super) const fn is_none(&self) -> bool {
        self.counts_from.is_none()
    }

    pub(super) fn by_clock(&self) -> bool {
        self.counts_from.is_some_and(|start| start != Start::Trigger)
    }

    const fn bound(&self, end: End) -> Option<Bound> {
        match end {
            End::From => self.from,
            End::To => self.to,
        }
    }
}

/// Whether a clock that begins with its trigger is the same as none: it looks onward, and
/// once a case, as a clock begins once.
fn counts_on(obligation: &Obligation) -> bool {
    match obligation.template {
        Template::Precedence | Template::RespondedExistence | Template::NotTogether => false,
        Template::Existence | Template::EndsWith => true,
        _ => obligation.per == Per::Case,
    }
}

/// Whether the local end leaves less (`Less`), as much, or more than that of the
/// reference; `None` where that cannot be told.
fn allows(end: End, reference: Option<Bound>, local: Option<Bound>) -> Option<Ordering> {
    let (reference, local) = match (reference, local) {
        (None, None) => return Some(Ordering::Equal),
        (Some(_), None) => return Some(Ordering::Greater),
        (None, Some(_)) => return Some(Ordering::Less),
        (Some(reference), Some(local)) => (reference, local),
    };
    let within = |inner: Bound, outer: Bound| match end {
        End::From => starts_within(inner, outer),
        End::To => ends_within(inner, outer),
    };
    match (within(local, reference), within(reference, local)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => None,
    }
}

/// Whether every time up to the end `inner` is up to `outer` too.
fn ends_within(inner: Bound, outer: Bound) -> bool {
    if let Some((inner, outer)) = same_scale(inner, outer) {
        return inner <= outer;
    }
    Scale::Days.at_most(inner).zip(days_within(outer)).is_some_and(|(most, days)| most <= days)
}

/// Whether every time from the end `inner` on is from `outer` on too.
fn starts_within(inner: Bound, outer: Bound) -> bool {
    if let Some((inner, outer)) = same_scale(inner, outer) {
        return inner >= outer;
    }
    Scale::Days.at_least(inner).is_some_and(|least| least >= days_beyond(outer))
}

/// Both on one scale, where they have one: days and weeks are dates.
fn same_scale(one: Bound, other: Bound) -> Option<(i64, i64)> {
    let on = |bound: Bound| {
        let value = i64::from(bound.value);
        match bound.unit {
            TimeUnit::Hours => (0, value),
            TimeUnit::Days => (1, value),
            TimeUnit::Weeks => (1, 7 * value),
            TimeUnit::WorkingDays => (2, value),
        }
    };
    let ((scale, one), (other_scale, other)) = (on(one), on(other));
    (scale == other_scale).then_some((one, other))
}

/// How many days later a date may be to be up to an end for sure; `None` where not even
/// the same day is.
fn days_within(end: Bound) -> Option<i64> {
    let value = i64::from(end.value);
    match end.unit {
        // Of so many days no more are working days.
        TimeUnit::Days | TimeUnit::WorkingDays => Some(value),
        TimeUnit::Weeks => Some(7 * value),
        // The first and the last of the days count whole: 24 hours are the same day.
        TimeUnit::Hours => (value / 24).checked_sub(1).filter(|days| *days >= 0),
    }
}

/// How many days later a date must be to be from an end on for sure.
fn days_beyond(end: Bound) -> i64 {
    let value = i64::from(end.value);
    match end.unit {
        TimeUnit::Days => value,
        TimeUnit::Weeks => 7 * value,
        TimeUnit::WorkingDays | TimeUnit::Hours if value == 0 => 0,
        // As where an end is turned into days: weekends, and a week of holidays.
        TimeUnit::WorkingDays => 2 * value + 7,
        // From the last hour of a day to the first of another.
        TimeUnit::Hours => (value + 23) / 24 + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hours from the first midnight, a Monday; of two weeks two days are holidays.
    fn working_days(from: i64, to: i64) -> i64 {
        let works = |day: &i64| day % 7 < 5 && ![4, 7].contains(day);
        (from / 24 + 1..=to / 24).filter(works).count().try_into().unwrap()
    }

    /// How much later a time is, in the unit of a bound; for weeks in days.
    fn later(bound: Bound, from: i64, to: i64) -> i64 {
        match bound.unit {
            TimeUnit::Hours => to - from,
            TimeUnit::Days | TimeUnit::Weeks => to / 24 - from / 24,
            TimeUnit::WorkingDays => working_days(from, to),
        }
    }

    #[test]
    fn an_end_that_lies_within_another_does_so_at_every_hour() {
        let bounds: Vec<Bound> = [
            (TimeUnit::Hours, &[0, 1, 23, 24, 25, 47, 48, 72, 96, 200][..]),
            (TimeUnit::Days, &[0, 1, 2, 3, 5, 8, 9, 13, 14]),
            (TimeUnit::WorkingDays, &[0, 1, 2, 3, 4]),
            (TimeUnit::Weeks, &[0, 1, 2]),
        ]
        .into_iter()
        .flat_map(|(unit, values)| values.iter().map(move |&value| Bound { value, unit }))
        .collect();
        let mut across = 0;
        for &inner in &bounds {
            for &outer in &bounds {
                let (ends, starts) = (ends_within(inner, outer), starts_within(inner, outer));
                across += usize::from((ends || starts) && inner.unit != outer.unit);
                for from in (0..7 * 24).step_by(5) {
                    for to in from..from + 16 * 24 {
                        let days = |bound: Bound| match bound.unit {
                            TimeUnit::Weeks => 7 * i64::from(bound.value),
                            _ => i64::from(bound.value),
                        };
                        let of = |bound| (later(bound, from, to), days(bound));
                        let ((one, inner_end), (other, outer_end)) = (of(inner), of(outer));
                        assert!(
                            !ends || one > inner_end || other <= outer_end,
                            "{inner:?} {outer:?} {from} {to}"
                        );
                        assert!(
                            !starts || one < inner_end || other >= outer_end,
                            "{inner:?} {outer:?} {from} {to}"
                        );
                    }
                }
            }
        }
        assert!(across > 100, "{across}");
    }
}
