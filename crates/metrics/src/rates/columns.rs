//! Rates and proportions of whole columns.

use firstyear_core::Confidence;

use super::count_limits::CountLimits;
use super::two_groups::wilson_limits;
use crate::limits::deviate;

/// A value with its limits at each of `N` levels, in the order of the levels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<const N: usize> {
    /// Events per person, or a fraction.
    pub value: f64,
    /// Lower and upper limit at each level.
    pub limits: [(f64, f64); N],
}

/// A row that makes no rate or proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// Nobody at risk: there is no rate.
    #[error("nobody is at risk, so that there is no rate")]
    NobodyAtRisk,
    /// More events than people.
    #[error("more events than people at risk: a proportion counts each person once")]
    EventsExceedAtRisk,
}

/// Columns of different lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{events} events, {at_risk} numbers at risk and {out} results: each row needs all three")]
pub struct ColumnLengths {
    /// Length of the events.
    pub events: usize,
    /// Length of those at risk.
    pub at_risk: usize,
    /// Length of the results.
    pub out: usize,
}

/// Crude rates of whole columns, exact limits below 10 events and Byar's from
/// there on: for each row what [`rate`](crate::rate) gives.
///
/// # Errors
///
/// [`ColumnLengths`]. A row without anybody at risk gets its own error and
/// leaves the others as they are.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::rates::{CountLimits, ColumnLengths, RowError, crude_rates};
///
/// let levels = [Confidence::P95, Confidence::P998].map(CountLimits::new);
/// let mut rows = [Err(RowError::NobodyAtRisk); 2];
/// crude_rates(&[10, 3], &[2_000, 0], &levels, &mut rows)?;
/// assert_eq!(rows[0].unwrap().value, 0.005);
/// assert_eq!(rows[1], Err(RowError::NobodyAtRisk));
/// # Ok::<(), ColumnLengths>(())
/// ```
pub fn crude_rates<const N: usize>(
    events: &[u64],
    at_risk: &[u64],
    levels: &[CountLimits; N],
    out: &mut [Result<Row<N>, RowError>],
) -> Result<(), ColumnLengths> {
    each_row(events, at_risk, out, |events, at_risk| {
        let people = 1.0 / at_risk as f64;
        Ok(Row {
            value: events as f64 / at_risk as f64,
            limits: std::array::from_fn(|level| {
                let (lower, upper) = levels[level].pair(events);
                (lower * people, upper * people)
            }),
        })
    })
}

/// Proportions of whole columns with Wilson's limits: for each row what
/// [`wilson`](crate::wilson) gives.
///
/// # Errors
///
/// [`ColumnLengths`]. A row that makes no proportion gets its own error and
/// leaves the others as they are.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::rates::{ColumnLengths, RowError, proportions};
///
/// let mut rows = [Err(RowError::NobodyAtRisk); 2];
/// proportions(&[9, 3], &[120, 2], [Confidence::P95], &mut rows)?;
/// assert_eq!(format!("{:.4}", rows[0].unwrap().limits[0].1), "0.1364");
/// assert_eq!(rows[1], Err(RowError::EventsExceedAtRisk));
/// # Ok::<(), ColumnLengths>(())
/// ```
pub fn proportions<const N: usize>(
    events: &[u64],
    at_risk: &[u64],
    levels: [Confidence; N],
    out: &mut [Result<Row<N>, RowError>],
) -> Result<(), ColumnLengths> {
    let deviates = levels.map(deviate);
    each_row(events, at_risk, out, |events, at_risk| {
        if events > at_risk {
            return Err(RowError::EventsExceedAtRisk);
        }
        let (x, n) = (events as f64, at_risk as f64);
        Ok(Row { value: x / n, limits: deviates.map(|z| wilson_limits(x, n, z)) })
    })
}

fn each_row<const N: usize>(
    events: &[u64],
    at_risk: &[u64],
    out: &mut [Result<Row<N>, RowError>],
    row: impl Fn(u64, u64) -> Result<Row<N>, RowError>,
) -> Result<(), ColumnLengths> {
    let lengths = ColumnLengths { events: events.len(), at_risk: at_risk.len(), out: out.len() };
    if lengths.events != lengths.out || lengths.at_risk != lengths.out {
        return Err(lengths);
    }
    for ((events, at_risk), out) in events.iter().zip(at_risk).zip(out) {
        *out = if *at_risk == 0 { Err(RowError::NobodyAtRisk) } else { row(*events, *at_risk) };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use proptest::prelude::*;

    use super::*;

    const LEVELS: [Confidence; 2] = [Confidence::P95, Confidence::P998];

    #[test]
    fn columns_of_different_lengths_are_refused() {
        let error = ColumnLengths { events: 1, at_risk: 2, out: 2 };
        let mut out = [Err(RowError::NobodyAtRisk); 2];
        assert_eq!(crude_rates(&[1], &[1, 2], &LEVELS.map(CountLimits::new), &mut out), Err(error));
        assert_eq!(proportions(&[1], &[1, 2], LEVELS, &mut out), Err(error));
    }

    proptest! {
        #[test]
        fn each_row_is_what_it_is_alone(
            events in prop_oneof![0..12_u64, 0..1_000_000_u64],
            others in 0..1_000_000_u64,
        ) {
            let people = NonZeroU64::new(events + others + 1).unwrap();
            let mut out = [Err(RowError::NobodyAtRisk)];
            crude_rates(&[events], &[people.get()], &LEVELS.map(CountLimits::new), &mut out)?;
            for (level, limits) in LEVELS.into_iter().zip(out[0]?.limits) {
                let alone = crate::rate(events, people, level);
                let interval = alone.interval.unwrap();
                prop_assert_eq!((out[0]?.value, limits), (alone.value, (interval.lower, interval.upper)));
            }
            proportions(&[events], &[people.get()], LEVELS, &mut out)?;
            for (level, limits) in LEVELS.into_iter().zip(out[0]?.limits) {
                let alone = crate::wilson(events, people, level)?;
                let interval = alone.interval.unwrap();
                prop_assert_eq!((out[0]?.value, limits), (alone.value, (interval.lower, interval.upper)));
            }
        }
    }
}
