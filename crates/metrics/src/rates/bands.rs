//! Checks of columns that hold one number for each band.

/// Bands that make no standardised rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BandsError {
    /// No band at all.
    #[error("no bands: at least one is needed")]
    Empty,
    /// Columns of different lengths.
    #[error("{column} has {given} bands where events have {expected}: each band needs both")]
    Lengths {
        /// The column that differs.
        column: &'static str,
        /// Its length.
        given: usize,
        /// The length of the events.
        expected: usize,
    },
    /// NaN, infinite or negative.
    #[error("{column} of band {band} is negative or not a finite number")]
    OutOfRange {
        /// The column.
        column: &'static str,
        /// Counted from 1.
        band: usize,
    },
    /// Nobody at risk: the band has no rate.
    #[error("{column} of band {band} is zero, so that it has no rate: join it with a neighbour")]
    NobodyAtRisk {
        /// The column.
        column: &'static str,
        /// Counted from 1.
        band: usize,
    },
    /// Weights add up to nothing.
    #[error("the standard population adds up to zero: at least one band needs a weight")]
    NoWeight,
    /// Nothing is expected, so that nothing can be held against it.
    #[error("no events are expected: the reference population has none in these bands")]
    NothingExpected,
}

/// One column: as long as the events, finite and not negative.
pub(crate) fn check(
    column: &'static str,
    values: &[f64],
    expected: usize,
) -> Result<(), BandsError> {
    if expected == 0 {
        return Err(BandsError::Empty);
    }
    if values.len() != expected {
        return Err(BandsError::Lengths { column, given: values.len(), expected });
    }
    match values.iter().position(|x| !(x.is_finite() && *x >= 0.0)) {
        Some(at) => Err(BandsError::OutOfRange { column, band: at + 1 }),
        None => Ok(()),
    }
}

/// A column of those at risk: none of them zero, too.
pub(crate) fn check_people(
    column: &'static str,
    values: &[f64],
    expected: usize,
) -> Result<(), BandsError> {
    check(column, values, expected)?;
    match values.iter().position(|x| *x == 0.0) {
        Some(at) => Err(BandsError::NobodyAtRisk { column, band: at + 1 }),
        None => Ok(()),
    }
}
