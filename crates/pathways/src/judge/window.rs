//! Windows: whether an event lies in one, and whether its time is over.

use firstyear_core::event::{DAY, When};
use firstyear_core::pathway::{Bound, TimeUnit, Window};

use super::truth::Truth;

/// Where a window begins to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Between two times, which are mostly one.
    Between(When, When),
    /// It has not begun.
    NotYet,
    /// The log does not say.
    Unknown,
}

impl Origin {
    pub(crate) const fn at(time: When) -> Self {
        Self::Between(time, time)
    }

    fn ends(self) -> Option<(When, When)> {
        match self {
            Self::Between(first, last) => Some((first, last)),
            Self::NotYet | Self::Unknown => None,
        }
    }
}

/// Working days: Monday to Friday but for holidays.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calendar {
    /// Holidays from Monday to Friday, each once, in order.
    holidays: Vec<i32>,
}

impl Calendar {
    pub(crate) fn new(mut holidays: Vec<i32>) -> Self {
        holidays.retain(|&day| weekday(day) < 5);
        holidays.sort_unstable();
        holidays.dedup();
        Self { holidays }
    }

    fn holidays_in_all(&self) -> i64 {
        i64::try_from(self.holidays.len()).unwrap_or(i64::MAX)
    }

    /// Working days after `from` until `to`; below zero where `to` is earlier.
    fn between(&self, from: i32, to: i32) -> i64 {
        self.until(to) - self.until(from)
    }

    /// Working days until a day, since one that is a Monday.
    fn until(&self, day: i32) -> i64 {
        // 1970-01-05 was a Monday.
        let since = i64::from(day) - 3;
        let (weeks, rest) = (since.div_euclid(7), since.rem_euclid(7));
        let holidays = self.holidays.partition_point(|&holiday| holiday <= day);
        weeks * 5 + rest.min(5) - i64::try_from(holidays).unwrap_or(i64::MAX)
    }
}

/// Days since Monday.
fn weekday(day: i32) -> i32 {
    (day - 4).rem_euclid(7)
}

/// Which way time is counted from where a window begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To what comes after it.
    On,
    /// To what came before it.
    Back,
    /// To either.
    Both,
}

/// A window that was made ready.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span<'c> {
    pub(crate) from: Option<Bound>,
    pub(crate) to: Option<Bound>,
    pub(crate) way: Way,
    /// Whether it counts by a clock: before that begins, nothing lies in it.
    clocked: bool,
    pub(crate) calendar: &'c Calendar,
}

impl<'c> Span<'c> {
    pub(crate) fn new(window: Option<&Window>, way: Way, calendar: &'c Calendar) -> Self {
        let (from, to) = window.map_or((None, None), |window| (window.from, window.to));
        let clocked = window.is_some_and(|window| window.clock.is_some());
        Self { from, to, way, clocked, calendar }
    }

    /// Whether an event is not too early.
    pub(crate) fn begun(&self, origin: Origin, event: When) -> Truth {
        let Some(from) = self.from else {
            return match origin {
                _ if !self.clocked => Truth::Yes,
                Origin::Between(first, last) => match event.is_before(last) {
                    Some(true) if event.is_before(first) == Some(false) => Truth::Maybe,
                    before => Truth::of(before).not(),
                },
                Origin::NotYet | Origin::Unknown => Truth::Maybe,
            };
        };
        let (unit, least) = measure(from);
        Truth::at_least(self.elapsed(unit, origin, event), least)
    }

    /// Whether an event is not too late. A day proves no hours: where the hour of one
    /// of the two is not known, it is open at best.
    pub(crate) fn in_time(&self, origin: Origin, event: When) -> Truth {
        let Some(to) = self.to else { return Truth::Yes };
        let (unit, most) = measure(to);
        let in_time = Truth::at_most(self.elapsed(unit, origin, event), most);
        let hours = event.has_hour()
            && origin.ends().is_some_and(|(first, last)| first.has_hour() && last.has_hour());
        if to.unit == TimeUnit::Hours && !hours { in_time.min(Truth::Maybe) } else { in_time }
    }

    pub(crate) fn holds(&self, origin: Origin, event: When) -> Truth {
        self.begun(origin, event).and(self.in_time(origin, event))
    }

    /// Whether its time is over at the end of a day: the next day would be too late.
    /// `None` for a window without a later end.
    pub(crate) fn is_over(&self, origin: Origin, until: i32) -> Option<Truth> {
        self.to?;
        let next = (i64::from(until) + 1) * DAY;
        let zoned = origin.ends().is_some_and(|(first, last)| first.is_zoned() || last.is_zoned());
        // The next day begins first where clocks are farthest before Greenwich.
        let next = if zoned {
            When::zoned_second(next - 14 * 3_600, 14 * 60)
        } else {
            When::local_second(next)
        };
        Some(self.in_time(origin, next).not())
    }

    /// The first key at which an event can lie in it, generously.
    pub(crate) fn first_key(&self, origin: Origin) -> i64 {
        let Some((first, _)) = origin.ends() else { return i64::MIN };
        if self.way != Way::On || first.day().is_none() {
            return i64::MIN;
        }
        let days = self.from.map_or(i64::from(self.clocked) - 1, |from| match from.unit {
            TimeUnit::Hours => i64::from(from.value) / 24,
            TimeUnit::Days | TimeUnit::WorkingDays => i64::from(from.value),
            TimeUnit::Weeks => 7 * i64::from(from.value),
        });
        if days < 0 { i64::MIN } else { first.key() + (days - 3) * DAY }
    }

    /// Further than this from where it begins nothing lies in it, generously: seconds.
    pub(crate) fn reach(&self) -> i64 {
        let days = self.to.map_or(i64::MAX, |to| {
            let value = i64::from(to.value);
            match to.unit {
                TimeUnit::Hours => value / 24 + 1,
                TimeUnit::Days => value,
                TimeUnit::Weeks => 7 * value,
                // Holidays apart a week has five: each of those adds a day.
                TimeUnit::WorkingDays => 2 * value + 7 + self.calendar.holidays_in_all(),
            }
        });
        days.saturating_add(3).saturating_mul(DAY)
    }

    /// Between which two numbers the time lies that passed.
    fn elapsed(&self, unit: TimeUnit, origin: Origin, event: When) -> Option<(i64, i64)> {
        let (first, last) = origin.ends()?;
        let on = match unit {
            TimeUnit::Hours => {
                let (low, high) = (event.seconds_since(last)?.0, event.seconds_since(first)?.1);
                (low, high)
            }
            TimeUnit::Days | TimeUnit::Weeks => {
                let day = i64::from(event.day()?);
                (day - i64::from(last.day()?), day - i64::from(first.day()?))
            }
            TimeUnit::WorkingDays => {
                let day = event.day()?;
                (self.calendar.between(last.day()?, day), self.calendar.between(first.day()?, day))
            }
        };
        Some(match self.way {
            Way::On => on,
            Way::Back => (-on.1, -on.0),
            Way::Both if on.0 >= 0 => on,
            Way::Both if on.1 <= 0 => (-on.1, -on.0),
            Way::Both => (0, on.1.max(-on.0)),
        })
    }
}

/// The unit that an end is counted in, and how many.
fn measure(bound: Bound) -> (TimeUnit, i64) {
    let value = i64::from(bound.value);
    match bound.unit {
        TimeUnit::Hours => (bound.unit, value * 3_600),
        TimeUnit::Weeks => (bound.unit, value * 7),
        TimeUnit::Days | TimeUnit::WorkingDays => (bound.unit, value),
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::event::Moment;

    use super::*;

    fn day(text: &str) -> i32 {
        when(text).day().unwrap()
    }

    fn when(text: &str) -> When {
        Moment::parse(text).unwrap().into()
    }

    fn to(value: u32, unit: TimeUnit) -> Window {
        Window { clock: None, from: None, to: Some(Bound { value, unit }) }
    }

    #[test]
    fn working_days_leave_out_weekends_and_holidays() {
        // 2024-03-29 and 2024-04-01 were Good Friday and Easter Monday in England, as
        // gov.uk/bank-holidays lists them; 2024-03-30 was a Saturday.
        let calendar = Calendar::new(["2024-04-01", "2024-03-29", "2024-03-30"].map(day).to_vec());
        let none = Calendar::default();
        let cases = [
            ("2024-03-28", "2024-03-28", 0, 0),
            ("2024-03-28", "2024-03-29", 0, 1),
            ("2024-03-28", "2024-04-02", 1, 3),
            ("2024-03-30", "2024-04-02", 1, 2),
            ("2024-04-02", "2024-03-28", -1, -3),
            ("1969-12-29", "1970-01-05", 5, 5),
        ];
        for (from, until, with, without) in cases {
            let (from, until) = (day(from), day(until));
            assert_eq!(calendar.between(from, until), with);
            assert_eq!(none.between(from, until), without);
        }
    }

    #[test]
    fn a_day_proves_no_hours() {
        let calendar = Calendar::default();
        let window = to(24, TimeUnit::Hours);
        let span = Span::new(Some(&window), Way::On, &calendar);
        let cases = [
            ("2024-03-01T09:00", "2024-03-02T09:00", Truth::Yes),
            ("2024-03-01T09:00", "2024-03-02T09:01", Truth::No),
            ("2024-03-01", "2024-03-01", Truth::Maybe),
            ("2024-03-01", "2024-03-02", Truth::Maybe),
            ("2024-03-01T09:00", "2024-03-02", Truth::Maybe),
            ("2024-03-01", "2024-03-04", Truth::No),
            ("2024-03-01T09:00Z", "2024-03-02T10:00+01:00", Truth::Yes),
            ("2024-03-01T09:00Z", "2024-03-02T10:00", Truth::Maybe),
        ];
        for (from, event, holds) in cases {
            assert_eq!(span.holds(Origin::at(when(from)), when(event)), holds, "{from} {event}");
        }
    }

    #[test]
    fn a_window_is_over_when_the_next_day_would_be_too_late() {
        let calendar = Calendar::default();
        let cases = [
            // From Friday 2024-03-01.
            (to(0, TimeUnit::Days), "2024-02-29", Truth::No),
            (to(0, TimeUnit::Days), "2024-03-01", Truth::Yes),
            (to(2, TimeUnit::Weeks), "2024-03-14", Truth::No),
            (to(2, TimeUnit::Weeks), "2024-03-15", Truth::Yes),
            // Saturday and Sunday follow, on which it would still be in time.
            (to(0, TimeUnit::WorkingDays), "2024-03-01", Truth::No),
            (to(0, TimeUnit::WorkingDays), "2024-03-03", Truth::Yes),
        ];
        for (window, until, over) in cases {
            let span = Span::new(Some(&window), Way::On, &calendar);
            let origin = Origin::at(when("2024-03-01T09:00"));
            assert_eq!(span.is_over(origin, day(until)), Some(over), "{window:?} {until}");
        }
        let hours = to(15, TimeUnit::Hours);
        let span = Span::new(Some(&hours), Way::On, &calendar);
        // Midnight itself would be in time.
        assert_eq!(
            span.is_over(Origin::at(when("2024-03-01T09:00")), day("2024-03-01")),
            Some(Truth::No)
        );
        assert_eq!(
            span.is_over(Origin::at(when("2024-03-01T08:59")), day("2024-03-01")),
            Some(Truth::Yes)
        );
        assert_eq!(Span::new(None, Way::On, &calendar).is_over(Origin::Unknown, 0), None);
    }
}
