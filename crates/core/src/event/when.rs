//! A time in eight bytes and a day, for logs of millions of events.

use chrono::{Datelike, NaiveDate};

use super::{Moment, Precision};

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// How far the clock of any place stands from Greenwich at the most, in seconds.
const WORLD: i64 = 14 * 3_600;

/// A time as a log writes it, with the day of its place: of it only that is kept which
/// orders it and counts from it, to the second.
///
/// ```
/// use firstyear_core::event::{Moment, When};
///
/// let booked = When::from(Moment::parse("2024-03-01")?);
/// let seen = When::from(Moment::parse("2024-03-04T09:30:00")?);
/// assert_eq!(seen.day().zip(booked.day()).map(|(seen, booked)| seen - booked), Some(3));
/// // Between 57.5 and 81.5 hours: the hour of the first is not known.
/// assert_eq!(seen.seconds_since(booked), Some((207_000, 293_400)));
/// # Ok::<(), firstyear_core::event::MomentError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct When {
    /// Seconds since 1970 in Greenwich where the offset is known, else on the clock of
    /// the place; the first of the day where only that is known.
    instant: i64,
    day: i32,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Unknown,
    Day,
    Local,
    Zoned,
}

impl When {
    /// A time that the log does not say.
    pub const UNKNOWN: Self = Self { instant: i64::MAX, day: i32::MAX, kind: Kind::Unknown };

    /// A day, in days since 1970-01-01.
    #[must_use]
    pub const fn on_day(day: i32) -> Self {
        Self { instant: day as i64 * DAY, day, kind: Kind::Day }
    }

    /// A second on the clock of a place that the log does not name, since 1970.
    #[must_use]
    pub fn local_second(second: i64) -> Self {
        let day = second.div_euclid(DAY);
        match i32::try_from(day) {
            Ok(day) => Self { instant: second, day, kind: Kind::Local },
            Err(_) => Self::UNKNOWN,
        }
    }

    /// A second since 1970 in Greenwich, in a place so many minutes east of it.
    #[must_use]
    pub fn zoned_second(second: i64, east: i16) -> Self {
        let local = Self::local_second(second.saturating_add(i64::from(east) * 60));
        if local.kind == Kind::Unknown {
            return local;
        }
        Self { instant: second, day: local.day, kind: Kind::Zoned }
    }

    /// The day of its place, in days since 1970-01-01; `None` where it is not known.
    #[must_use]
    pub const fn day(self) -> Option<i32> {
        match self.kind {
            Kind::Unknown => None,
            _ => Some(self.day),
        }
    }

    /// Whether the hour is known.
    #[must_use]
    pub const fn has_hour(self) -> bool {
        matches!(self.kind, Kind::Local | Kind::Zoned)
    }

    /// Whether the log says how far from Greenwich its clock stands.
    #[must_use]
    pub const fn is_zoned(self) -> bool {
        matches!(self.kind, Kind::Zoned)
    }

    /// What it is put in order by: a time that is not known comes last. Where an hour or
    /// an offset is not known, this order and [`is_before`](Self::is_before) can differ,
    /// for times less than two days apart.
    #[must_use]
    pub const fn key(self) -> i64 {
        self.instant
    }

    /// Whether it comes before `other` for sure as far as the log tells; `None` where
    /// one of the two is not known. Where the hour of one is not known, or one has an
    /// offset and the other none, days are compared: on one day neither is before the
    /// other.
    #[must_use]
    pub const fn is_before(self, other: Self) -> Option<bool> {
        match (self.kind, other.kind) {
            (Kind::Unknown, _) | (_, Kind::Unknown) => None,
            (Kind::Local, Kind::Local) | (Kind::Zoned, Kind::Zoned) => {
                Some(self.instant < other.instant)
            }
            _ => Some(self.day < other.day),
        }
    }

    /// The fewest and the most seconds that can lie between `earlier` and it; `None`
    /// where one of the two is not known.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> Option<(i64, i64)> {
        if matches!(self.kind, Kind::Unknown) || matches!(earlier.kind, Kind::Unknown) {
            return None;
        }
        let between = self.instant - earlier.instant;
        let (mut least, mut most) = (between, between);
        if matches!(self.kind, Kind::Day) {
            most += DAY;
        }
        if matches!(earlier.kind, Kind::Day) {
            least -= DAY;
        }
        if self.is_zoned() != earlier.is_zoned() {
            least -= WORLD;
            most += WORLD;
        }
        Some((least, most))
    }
}

/// Days since 1970-01-01.
#[must_use]
pub fn day_number(day: NaiveDate) -> i32 {
    // chrono counts the first day of the year 1 as 1; no date of its is out of reach.
    day.num_days_from_ce() - 719_163
}

/// The date of a day counted from 1970-01-01; `None` beyond the calendar.
#[must_use]
pub fn date_of_day(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day.checked_add(719_163)?)
}

impl From<Moment> for When {
    fn from(moment: Moment) -> Self {
        if moment.precision() == Precision::Day {
            return Self::on_day(day_number(moment.local().date()));
        }
        let second = moment.local().and_utc().timestamp();
        match moment.offset_minutes() {
            None => Self::local_second(second),
            Some(east) => Self::zoned_second(second - i64::from(east) * 60, east),
        }
    }
}

impl From<Option<Moment>> for When {
    fn from(moment: Option<Moment>) -> Self {
        moment.map_or(Self::UNKNOWN, Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        Moment::parse(text).unwrap().into()
    }

    #[test]
    fn days_are_those_of_the_place() {
        let cases = [
            ("1970-01-01", 0),
            ("1969-12-31T23:59", -1),
            ("2024-03-01T23:30-03:00", 19_783),
            ("2024-03-02T00:30+01:00", 19_784),
        ];
        for (text, day) in cases {
            assert_eq!(when(text).day(), Some(day), "{text}");
        }
        assert_eq!(date_of_day(19_783), NaiveDate::from_ymd_opt(2024, 3, 1));
        assert_eq!(When::from(None).day(), None);
        assert_eq!(When::local_second(i64::MAX), When::UNKNOWN);
        assert_eq!(When::zoned_second(i64::MIN, -60), When::UNKNOWN);
    }

    #[test]
    fn order_is_that_of_hours_where_both_are_known_and_of_days_elsewhere() {
        let before = |a: &str, b: &str| when(a).is_before(when(b)).unwrap();
        assert!(before("2024-03-02T00:30+01:00", "2024-03-01T23:30-03:00"));
        assert!(before("2024-03-01T09:00", "2024-03-01T09:01"));
        assert!(!before("2024-03-01", "2024-03-01T09:01"));
        assert!(!before("2024-03-01T09:01", "2024-03-01"));
        assert!(!before("2024-03-01T23:00", "2024-03-01T09:01Z"));
        assert!(before("2024-03-01T09:00", "2024-03-02T09:00Z"));
        assert_eq!(when("2024-03-01").is_before(When::UNKNOWN), None);
    }

    #[test]
    fn seconds_between_have_two_ends() {
        let between = |later: &str, earlier: &str| when(later).seconds_since(when(earlier));
        assert_eq!(between("2024-03-01T10:00", "2024-03-01T09:00"), Some((3_600, 3_600)));
        assert_eq!(between("2024-03-02", "2024-03-01"), Some((0, 2 * DAY)));
        assert_eq!(between("2024-03-01T10:00Z", "2024-03-01T09:00"), Some((-46_800, 54_000)));
        assert_eq!(when("2024-03-01").seconds_since(When::UNKNOWN), None);
    }
}
