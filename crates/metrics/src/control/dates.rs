//! Dates that put the points of a chart in order.

use std::cmp::Ordering;

use crate::run::{Group, RunError, Value};

/// What a date must be, for messages.
pub(super) const A_DATE: &str = "a date of one form in every row, such as 2019, 2019-01, 2019-01-31 or 2019-01-31T08:30, or a number; without any date the rows are taken in their order";

/// A point in time.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Moment {
    /// In any unit.
    Number(f64),
    /// By ISO 8601, which sorts as text.
    Date(String),
}

impl Moment {
    /// `None` for what has no place in time: a day before its month may be the
    /// other way round, and a month by name would sort by letters.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if is_date(text) {
            return Some(Self::Date(text.replacen(' ', "T", 1)));
        }
        let number = Value::from(text).number()?;
        number.is_finite().then_some(Self::Number(number))
    }

    /// Which comes first; `None` between a number and a date.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => Some(a.total_cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    fn has_form_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Date(a), Self::Date(b)) => a.len() == b.len(),
            (Self::Number(_), Self::Number(_)) => true,
            _ => false,
        }
    }
}

/// The dates of the rows, all of one form; none where no row has one.
///
/// # Errors
///
/// [`RunError::OutOfRange`] for the first row whose date is no date, or has
/// another form than those before it.
pub(super) fn moments(group: &Group<'_>) -> Result<Option<Vec<Moment>>, RunError> {
    const COLUMN: &str = "date";
    if group.values(COLUMN).all(Value::is_lacking) {
        return Ok(None);
    }
    let mut moments: Vec<Moment> = Vec::with_capacity(group.len());
    for (at, text) in group.texts(COLUMN).iter().enumerate() {
        let same = |moment: &Moment| moments.first().is_none_or(|first| moment.has_form_of(first));
        match Moment::read(text).filter(same) {
            Some(moment) => moments.push(moment),
            None => return Err(group.out_of_range(COLUMN, at, A_DATE)),
        }
    }
    Ok(Some(moments))
}

/// Whether a text is a year, a month, a day or a time of a day by ISO 8601.
fn is_date(text: &str) -> bool {
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let parts: Vec<&str> = day.split('-').collect();
    let number = |part: &str, digits: usize| -> Option<u32> {
        let whole = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        whole.then(|| part.parse().ok()).flatten()
    };
    let sound = match parts[..] {
        [year] => number(year, 4).is_some(),
        [year, month] => number(year, 4).is_some() && month_of(number(month, 2)).is_some(),
        [year, month, day] => match (number(year, 4), month_of(number(month, 2)), number(day, 2)) {
            (Some(year), Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
            _ => false,
        },
        _ => false,
    };
    sound && time.is_none_or(|time| parts.len() == 3 && is_time(time))
}

fn month_of(number: Option<u32>) -> Option<u32> {
    number.filter(|month| (1..=12).contains(month))
}

const fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Hours, minutes and perhaps seconds, all of universal time or all of one
/// place.
fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.strip_suffix('Z').unwrap_or(text).split(':').collect();
    let below = |part: &str, most: u32| {
        let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        digits && part.parse().is_ok_and(|number: u32| number < most)
    };
    match parts[..] {
        [hours, minutes] => below(hours, 24) && below(minutes, 60),
        [hours, minutes, seconds] => below(hours, 24) && below(minutes, 60) && below(seconds, 60),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_by_the_standard_alone() {
        for good in ["2019", "2019-01", "2019-12-31", "2020-02-29", "2019-01-31T08:30"] {
            assert!(matches!(Moment::read(good), Some(Moment::Date(_))), "{good}");
        }
        for good in ["2019-01-31 08:30:00", "2019-01-31T08:30:59Z", " 2000-02-29 "] {
            assert!(matches!(Moment::read(good), Some(Moment::Date(_))), "{good}");
        }
        for number in ["3", "2019.5", "-1", "20190131"] {
            assert!(matches!(Moment::read(number), Some(Moment::Number(_))), "{number}");
        }
        for bad in [
            "31/01/2019",
            "01-02-2019",
            "2019/01/31",
            "2019-1-5",
            "2019-13",
            "2019-02-29",
            "1900-02-29",
            "2019-04-31",
            "2019-00-10",
            "2019-01-31T25:00",
            "2019-01T08:30",
            "2019 Q1",
            "2019-Jan",
            "January 2019",
            "Inf",
            "NaN",
            "",
        ] {
            assert_eq!(Moment::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_order_as_numbers() {
        let order = |a: &str, b: &str| Moment::read(a).unwrap().order(&Moment::read(b).unwrap());
        assert_eq!(order("9", "10"), Some(Ordering::Less));
        assert_eq!(order("2019-09", "2019-10"), Some(Ordering::Less));
        assert_eq!(order("2019-10-01 00:00", "2019-10-01T00:00"), Some(Ordering::Equal));
        assert_eq!(order("2019", "7"), None);
    }
}
