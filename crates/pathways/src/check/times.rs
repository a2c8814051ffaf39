//! Ends of windows as differences of dates or of hours.

use firstyear_core::pathway::{Bound, TimeUnit, Window};

/// What differences are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Dates: every unit, turned so generously that no time within the end is left out.
    Days,
    /// Hours alone; other units say nothing.
    Hours,
}

impl Scale {
    /// The most that an end `to` allows.
    pub(crate) fn at_most(self, bound: Bound) -> Option<i64> {
        let value = i64::from(bound.value);
        match (self, bound.unit) {
            (Self::Hours, TimeUnit::Hours) | (Self::Days, TimeUnit::Days) => Some(value),
            (Self::Hours, _) => None,
            (Self::Days, TimeUnit::Weeks) => Some(7 * value),
            // An hour is enough to come to the next day.
            (Self::Days, TimeUnit::Hours) => Some((value + 23) / 24),
            // Weekends are two days in seven and holidays differ between places.
            (Self::Days, TimeUnit::WorkingDays) => Some(2 * value + 7),
        }
    }

    /// The least that an end `from` asks for.
    pub(crate) fn at_least(self, bound: Bound) -> Option<i64> {
        let value = i64::from(bound.value);
        match (self, bound.unit) {
            (Self::Hours, TimeUnit::Hours)
            | (Self::Days, TimeUnit::Days | TimeUnit::WorkingDays) => Some(value),
            (Self::Hours, _) => None,
            (Self::Days, TimeUnit::Weeks) => Some(7 * value),
            (Self::Days, TimeUnit::Hours) => Some(value / 24),
        }
    }
}

/// Whether no time lies within.
pub(super) fn is_empty(window: &Window) -> bool {
    let Some((from, to)) = window.from.zip(window.to) else { return false };
    if from.unit == to.unit {
        return from.value > to.value;
    }
    let (least, most) = (Scale::Days.at_least(from), Scale::Days.at_most(to));
    least.zip(most).is_some_and(|(least, most)| least > most)
}

/// Such as `2 working days`.
pub(super) fn in_words(bound: Bound) -> String {
    let (one, many) = match bound.unit {
        TimeUnit::Hours => ("hour", "hours"),
        TimeUnit::Days => ("day", "days"),
        TimeUnit::WorkingDays => ("working day", "working days"),
        TimeUnit::Weeks => ("week", "weeks"),
    };
    format!("{} {}", bound.value, if bound.value == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(value: u32, unit: TimeUnit) -> Bound {
        Bound { value, unit }
    }

    #[test]
    fn units_become_days_without_leaving_a_time_out() {
        let cases = [
            // value, unit, at least, at most
            (0, TimeUnit::Hours, 0, 0),
            (1, TimeUnit::Hours, 0, 1),
            (24, TimeUnit::Hours, 1, 1),
            (25, TimeUnit::Hours, 1, 2),
            (3, TimeUnit::Days, 3, 3),
            (0, TimeUnit::WorkingDays, 0, 7),
            (5, TimeUnit::WorkingDays, 5, 17),
            (2, TimeUnit::Weeks, 14, 14),
            (u32::MAX, TimeUnit::Weeks, 30_064_771_065, 30_064_771_065),
        ];
        for (value, unit, least, most) in cases {
            let bound = bound(value, unit);
            assert_eq!(Scale::Days.at_least(bound), Some(least), "{value} {unit:?}");
            assert_eq!(Scale::Days.at_most(bound), Some(most), "{value} {unit:?}");
        }
        assert_eq!(Scale::Hours.at_most(bound(1, TimeUnit::Days)), None);
    }

    #[test]
    fn a_window_is_empty_only_where_no_day_is_left() {
        let cases = [
            ((5, TimeUnit::Days), (5, TimeUnit::Days), false),
            ((6, TimeUnit::Hours), (5, TimeUnit::Hours), true),
            ((2, TimeUnit::Weeks), (10, TimeUnit::Days), true),
            ((20, TimeUnit::Hours), (0, TimeUnit::Days), false),
            ((10, TimeUnit::Days), (4, TimeUnit::WorkingDays), false),
        ];
        for (from, to, empty) in cases {
            let window = Window {
                clock: None,
                from: Some(bound(from.0, from.1)),
                to: Some(bound(to.0, to.1)),
            };
            assert_eq!(is_empty(&window), empty, "{window:?}");
        }
    }
}
