//! Event logs: what was done, when, and for which pregnancy.
//!
//! | the log says                             | use                         |
//! |------------------------------------------|-----------------------------|
//! | one case for each event                  | [`Event::case`]             |
//! | several objects for an event, as OCEL    | [`Event::objects`]          |
//! | a time, to the day or finer              | [`Moment`]                  |
//! | anything else, typed                     | [`Value`]                   |
//! | millions of events to judge by           | [`CaseLog`]                 |
//!
//! Ids of cases and objects point to people. They compare and sort, and print
//! as nothing: neither a message nor a log can show one by accident.

mod case_log;
mod when;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

pub use case_log::{CaseLog, CaseLogBuilder, LogColumn, LogFound, LogPlan};
pub use when::{DAY, When, date_of_day, day_number};

macro_rules! private_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Cheap to clone; its text shows only where it is asked for.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// An id as the log writes it.
            #[must_use]
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// Its text: never for a message.
            #[must_use]
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

private_ids! {
    /// The id of a case, such as a pregnancy.
    CaseId;
    /// The id of an object, such as a woman or a baby.
    ObjectId;
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The case; `None` in an object-centric log.
    pub case: Option<CaseId>,
    /// What was done.
    pub activity: Arc<str>,
    /// When; `None` where the log does not say it.
    pub time: Option<Moment>,
    /// The step of the activity, such as `start` or `complete`.
    pub lifecycle: Option<Arc<str>>,
    /// Who did it: a role where the log has one, else as it names them.
    pub resource: Option<Arc<str>>,
    /// Everything else, in the order of the log.
    pub attributes: Vec<(Arc<str>, Value)>,
    /// The objects of an object-centric log.
    pub objects: Vec<Relation>,
    /// The line, or the event's number from 1 where lines have no meaning.
    pub row: u64,
}

/// A tie to an object, and what the object is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The object.
    pub object: ObjectId,
    /// Its part, such as `mother`; empty where the log names none.
    pub qualifier: Arc<str>,
}

/// An object of an object-centric log.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Its id.
    pub id: ObjectId,
    /// Its type, such as `baby`.
    pub kind: Arc<str>,
    /// What is known of it, and since when.
    pub attributes: Vec<(Arc<str>, Value, Option<Moment>)>,
    /// Its ties to others.
    pub relations: Vec<Relation>,
}

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Text.
    Text(Arc<str>),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A time.
    Time(Moment),
}

/// A time as a log writes it: with the precision and the offset that it has,
/// and no other.
///
/// ```
/// use firstyear_core::event::{Moment, Precision};
///
/// let booked = Moment::parse("2024-03-01")?;
/// let seen = Moment::parse("2024-03-01T09:30:00+00:00")?;
/// assert_eq!(booked.precision(), Precision::Day);
/// assert_eq!(booked.is_after(seen), None, "the hour of the first is not known");
/// assert!(Moment::parse("01/03/2024").is_err(), "January or March");
/// # Ok::<(), firstyear_core::event::MomentError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    local: NaiveDateTime,
    /// Minutes east of Greenwich.
    offset: Option<i16>,
    precision: Precision,
}

/// How finely a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day.
    Day,
    /// A minute.
    Minute,
    /// A second.
    Second,
    /// A part of a second.
    Subsecond,
}

/// A text that is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// Slashes or points between day, month and year, which stand in either
    /// order.
    #[error("a date that can be day first or month first")]
    Order,
    /// Anything else.
    #[error("not a time: write it as 2024-03-01, 2024-03-01T09:30 or 2024-03-01T09:30:00+00:00")]
    Unreadable,
}

/// Which part of a date with slashes comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 1 March is 01/03.
    DayFirst,
    /// 1 March is 03/01.
    MonthFirst,
}

impl Moment {
    /// Reads an ISO 8601 time: a date, or a date and a time of day, with an
    /// offset from Greenwich or without.
    ///
    /// # Errors
    ///
    /// [`MomentError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, MomentError> {
        Self::parse_in(text, None)
    }

    /// The same, and dates with slashes or points in the order that is given.
    ///
    /// # Errors
    ///
    /// [`MomentError::Order`] where a date is of that form and no order is
    /// given; [`MomentError::Unreadable`] for what is no time.
    pub fn parse_in(text: &str, order: Option<DateOrder>) -> Result<Self, MomentError> {
        let unreadable = MomentError::Unreadable;
        let text = text.trim();
        let (day, rest) = match text.find(['T', 't', ' ']) {
            Some(at) => (&text[..at], text[at + 1..].trim()),
            None => (text, ""),
        };
        let date = date(day, order)?;
        if rest.is_empty() {
            let local = date.and_time(NaiveTime::MIN);
            return Ok(Self { local, offset: None, precision: Precision::Day });
        }
        let (clock, offset) = offset_of(rest).ok_or(unreadable)?;
        let (time, precision) = time_of(clock).ok_or(unreadable)?;
        Ok(Self { local: date.and_time(time), offset, precision })
    }

    /// The date and time on the clock of its place; midnight where only the day
    /// is known.
    #[must_use]
    pub const fn local(self) -> NaiveDateTime {
        self.local
    }

    /// Minutes east of Greenwich, where the log says it.
    #[must_use]
    pub const fn offset_minutes(self) -> Option<i16> {
        self.offset
    }

    /// How finely it is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// Whether it is after `other`; `None` where that cannot be told: one has
    /// an offset and the other has none, or both fall on one day and the hour
    /// of one is not known.
    #[must_use]
    pub fn is_after(self, other: Self) -> Option<bool> {
        let by_day = self.precision == Precision::Day || other.precision == Precision::Day;
        if by_day {
            let (day, of_other) = (self.local.date(), other.local.date());
            return match day == of_other {
                true if self.precision == other.precision => Some(false),
                true => None,
                false => Some(day > of_other),
            };
        }
        match (self.offset, other.offset) {
            (None, None) => Some(self.local > other.local),
            (Some(_), Some(_)) => Some(self.universal() > other.universal()),
            _ => None,
        }
    }

    fn universal(self) -> NaiveDateTime {
        let east = TimeDelta::minutes(self.offset.unwrap_or(0).into());
        self.local.checked_sub_signed(east).unwrap_or(self.local)
    }
}

impl fmt::Display for Moment {
    /// ISO 8601, as precise as it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.precision {
            Precision::Day => "%Y-%m-%d",
            Precision::Minute => "%Y-%m-%dT%H:%M",
            Precision::Second => "%Y-%m-%dT%H:%M:%S",
            Precision::Subsecond => "%Y-%m-%dT%H:%M:%S%.f",
        };
        write!(f, "{}", self.local.format(form))?;
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(east) => {
                let sign = if east < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", east.abs() / 60, east.abs() % 60)
            }
        }
    }
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let plain = lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn date(text: &str, order: Option<DateOrder>) -> Result<NaiveDate, MomentError> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [first, second, third] = *parts.as_slice() else { return Err(MomentError::Unreadable) };
    let numbers = if first.len() == 4 && text.contains('-') {
        (digits(first, 4..=4), digits(second, 2..=2), digits(third, 2..=2))
    } else if first.len() <= 2 && third.len() == 4 {
        let (a, b) = (digits(first, 1..=2), digits(second, 1..=2));
        if a.is_none() || b.is_none() {
            return Err(MomentError::Unreadable);
        }
        match order.ok_or(MomentError::Order)? {
            DateOrder::DayFirst => (digits(third, 4..=4), b, a),
            DateOrder::MonthFirst => (digits(third, 4..=4), a, b),
        }
    } else {
        return Err(MomentError::Unreadable);
    };
    let (Some(year), Some(month), Some(day)) = numbers else {
        return Err(MomentError::Unreadable);
    };
    let year = i32::try_from(year).map_err(|_| MomentError::Unreadable)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(MomentError::Unreadable)
}

/// Parts a time of day from its offset.
fn offset_of(text: &str) -> Option<(&str, Option<i16>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock.trim_end(), Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, None)) };
    let (clock, offset) = text.split_at(at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let plain = offset[1..].replace(':', "");
    if !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = match plain.len() {
        2 => digits(&plain, 2..=2)? * 60,
        4 => digits(&plain[..2], 2..=2)? * 60 + digits(&plain[2..], 2..=2).filter(|m| *m < 60)?,
        _ => return None,
    };
    // The clocks of the world stand within 14 hours of Greenwich.
    let minutes = i16::try_from(number).ok().filter(|minutes| *minutes <= 14 * 60)?;
    Some((clock.trim_end(), Some(sign * minutes)))
}

fn time_of(text: &str) -> Option<(NaiveTime, Precision)> {
    let (clock, fraction) = match text.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let two = |text: &str| digits(text, 2..=2);
    let (hour, minute, second, precision) = match *parts.as_slice() {
        [hour, minute] if fraction.is_none() => (two(hour)?, two(minute)?, 0, Precision::Minute),
        [hour, minute, second] => (two(hour)?, two(minute)?, two(second)?, Precision::Second),
        _ => return None,
    };
    let Some(fraction) = fraction else {
        return Some((NaiveTime::from_hms_opt(hour, minute, second)?, precision));
    };
    // Finer than a nanosecond is no part of the type.
    let plain = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    let nanos = plain.then(|| format!("{fraction:0<9}"))?;
    let nanos = nanos[..9].parse().ok()?;
    Some((NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?, Precision::Subsecond))
}

/// What is known of a case beside its events.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Attributes in the order of the log.
    pub attributes: Vec<(Arc<str>, Value)>,
}

/// What a log says of itself.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LogPart {
    /// A case beside its events.
    Case(Case),
    /// An object of an object-centric log.
    Object(Object),
    /// An attribute of the log as a whole.
    Attribute(Arc<str>, Value),
    /// An extension that gives attributes their meaning.
    Extension(Extension),
    /// A way to tell events of one kind.
    Classifier(Classifier),
}

/// An extension of XES.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its name, such as `Concept`.
    pub name: String,
    /// The start of the keys that it defines, such as `concept`.
    pub prefix: String,
    /// Where it is defined.
    pub uri: String,
}

/// The attributes by which events are of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classifier {
    /// Its name.
    pub name: String,
    /// The keys, as the log writes them.
    pub keys: String,
}

/// A log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventLog {
    /// In the order of the file.
    pub events: Vec<Event>,
    /// Cases with attributes of their own, or without events.
    pub cases: BTreeMap<CaseId, Vec<(Arc<str>, Value)>>,
    /// Objects of an object-centric log, in the order of the file.
    pub objects: Vec<Object>,
    /// Attributes of the log as a whole.
    pub attributes: Vec<(Arc<str>, Value)>,
    /// Extensions of XES.
    pub extensions: Vec<Extension>,
    /// Classifiers of XES.
    pub classifiers: Vec<Classifier>,
}

impl EventLog {
    /// Adds what the log says of itself.
    pub fn add(&mut self, part: LogPart) {
        match part {
            LogPart::Case(Case { id, attributes }) => {
                self.cases.entry(id).or_default().extend(attributes);
            }
            LogPart::Object(object) => self.objects.push(object),
            LogPart::Attribute(name, value) => self.attributes.push((name, value)),
            LogPart::Extension(extension) => self.extensions.push(extension),
            LogPart::Classifier(classifier) => self.classifiers.push(classifier),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn times_keep_their_precision_and_offset() {
        for text in [
            "2024-03-01",
            "2024-03-01T09:30",
            "2024-03-01T09:30:05",
            "2024-03-01T09:30:05.250",
            "2024-03-01T09:30:05Z",
            "2024-03-01T09:30:05+05:30",
            "2024-03-01T09:30:05.250-03:00",
        ] {
            assert_eq!(moment(text).to_string(), text);
        }
        assert_eq!(moment("2024-03-01 09:30:05 +0100").to_string(), "2024-03-01T09:30:05+01:00");
        for bad in [
            "",
            "2024",
            "2024-13-01",
            "2024-02-30",
            "2024-03-01T25:00",
            "2024-3-1",
            "20240301",
            "2024-03-01T09",
            "2024-03-01T09:30+99:00",
            "2024-03-01T9:30",
            "2024-03-01Tx",
            "é-é-é",
            "2024/03/01",
            "2024-03-01T09:30+1é1",
        ] {
            assert_eq!(Moment::parse(bad), Err(MomentError::Unreadable), "{bad}");
        }
    }

    #[test]
    fn the_order_of_a_date_is_never_guessed() {
        for text in ["01/03/2024", "1.3.2024 09:30", "25/12/2024", "01-03-2024"] {
            assert_eq!(Moment::parse(text), Err(MomentError::Order), "{text}");
        }
        let read = |order| Moment::parse_in("01/03/2024 09:30", Some(order)).unwrap().to_string();
        assert_eq!(read(DateOrder::DayFirst), "2024-03-01T09:30");
        assert_eq!(read(DateOrder::MonthFirst), "2024-01-03T09:30");
        let impossible = Moment::parse_in("25/12/2024", Some(DateOrder::MonthFirst));
        assert_eq!(impossible, Err(MomentError::Unreadable));
    }

    #[test]
    fn times_compare_only_where_they_can() {
        let after = |a: &str, b: &str| moment(a).is_after(moment(b));
        assert_eq!(after("2024-03-02", "2024-03-01T09:30"), Some(true));
        assert_eq!(after("2024-03-01", "2024-03-01T09:30"), None);
        assert_eq!(after("2024-03-01", "2024-03-01"), Some(false));
        assert_eq!(after("2024-03-01T10:00+01:00", "2024-03-01T09:30Z"), Some(false));
        assert_eq!(after("2024-03-01T10:00", "2024-03-01T09:30Z"), None);
    }

    #[test]
    fn ids_of_people_do_not_print() {
        let event = format!("{:?} {:?}", CaseId::new("NHS 943 476 5919"), ObjectId::new("x"));
        assert_eq!(event, "CaseId(…) ObjectId(…)");
    }
}
