//! Times of a column, as far as they are known.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{ArrowError, DataType, TimeUnit};
use firstyear_core::event::{DAY, DateOrder, Moment, MomentError, Precision, When};

use super::texts;

/// Days of the years 0 to 9999, which a text can be of, since 1970.
const DAYS: std::ops::RangeInclusive<i64> = -719_528..=2_932_896;

/// How the clock of a column stands, and in which order its texts write dates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// Minutes east of Greenwich; 0 where a zone is named that nobody looks up.
    pub(crate) east: Option<i16>,
    pub(crate) order: Option<DateOrder>,
}

/// Minutes east of Greenwich that a zone says itself.
pub(crate) fn east(zone: &str) -> Option<i16> {
    if matches!(zone, "UTC" | "utc" | "Z" | "z" | "Etc/UTC" | "GMT") {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
    let number: i16 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    let minutes = number / 100 * 60 + number % 100;
    (number % 100 < 60 && minutes <= 14 * 60).then_some(sign * minutes)
}

/// Gives `take` the time of each row, and whether it is midnight where it has an hour.
///
/// # Errors
///
/// What the decoder says of cells that are no text.
pub(crate) fn times(
    column: &ArrayRef,
    clock: Clock,
    mut take: impl FnMut(usize, Result<(When, Option<bool>), MomentError>),
) -> Result<(), ArrowError> {
    macro_rules! seconds {
        ($kind:ty, $in_a_second:expr) => {{
            let cells = column.as_primitive::<$kind>();
            for row in 0..cells.len() {
                let time = cells.is_valid(row).then(|| cells.value(row));
                take(row, time.map_or(Ok(NONE), |time| second(time, $in_a_second, clock.east)));
            }
        }};
    }
    match column.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => seconds!(TimestampSecondType, 1),
        DataType::Timestamp(TimeUnit::Millisecond, _) => seconds!(TimestampMillisecondType, 1_000),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            seconds!(TimestampMicrosecondType, 1_000_000);
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            seconds!(TimestampNanosecondType, 1_000_000_000);
        }
        DataType::Date32 => {
            let cells = column.as_primitive::<Date32Type>();
            for row in 0..cells.len() {
                let day = cells.is_valid(row).then(|| i64::from(cells.value(row)));
                take(row, day.map_or(Ok(NONE), on_day));
            }
        }
        DataType::Date64 => {
            let cells = column.as_primitive::<Date64Type>();
            for row in 0..cells.len() {
                let day = cells.is_valid(row).then(|| cells.value(row).div_euclid(DAY * 1_000));
                take(row, day.map_or(Ok(NONE), on_day));
            }
        }
        DataType::Utf8View => {
            let cells = column.as_string_view();
            let text = |row| if cells.is_valid(row) { cells.value(row) } else { "" };
            (0..cells.len()).for_each(|row| take(row, moment(text(row), clock.order)));
        }
        _ => {
            let cells = texts(column)?;
            let text = |row| if cells.is_valid(row) { cells.value(row) } else { "" };
            (0..cells.len()).for_each(|row| take(row, moment(text(row), clock.order)));
        }
    }
    Ok(())
}

const NONE: (When, Option<bool>) = (When::UNKNOWN, None);

fn on_day(day: i64) -> Result<(When, Option<bool>), MomentError> {
    let known = i32::try_from(day).ok().filter(|_| DAYS.contains(&day));
    known.map(|day| (When::on_day(day), None)).ok_or(MomentError::Unreadable)
}

/// The time of so many parts of a second, on the clock of a place or in Greenwich.
fn second(
    parts: i64,
    in_a_second: i64,
    east: Option<i16>,
) -> Result<(When, Option<bool>), MomentError> {
    let second = parts.div_euclid(in_a_second);
    let local = second.saturating_add(i64::from(east.unwrap_or(0)) * 60);
    if !DAYS.contains(&local.div_euclid(DAY)) {
        return Err(MomentError::Unreadable);
    }
    let when = match east {
        None => When::local_second(second),
        Some(east) => When::zoned_second(second, east),
    };
    let is_midnight = local.rem_euclid(DAY) == 0 && parts.rem_euclid(in_a_second) == 0;
    Ok((when, Some(is_midnight)))
}

/// The time of a text.
pub(crate) fn moment(
    text: &str,
    order: Option<DateOrder>,
) -> Result<(When, Option<bool>), MomentError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(NONE);
    }
    let moment = Moment::parse_in(text, order)?;
    let has_hour = moment.precision() != Precision::Day;
    let midnight = has_hour.then(|| moment.local().time() == chrono::NaiveTime::MIN);
    Ok((When::from(moment), midnight))
}
