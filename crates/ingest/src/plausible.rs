//! What a figure cannot be, whichever file it stands in.

use firstyear_core::{Cell, IndicatorKind, ProblemCode};

use crate::fault::Fault;

/// Whether an indicator of this kind and factor can have the value: a rate is
/// not below zero, and a proportion not above the whole either. A comparison can
/// be anything.
pub(crate) fn in_range(
    (kind, factor): (IndicatorKind, f64),
    value: &Cell<f64>,
) -> Result<(), Fault> {
    let out = |message: String| Err(Fault::new(ProblemCode::ValueOutOfRange, message));
    match (kind, value.value()) {
        (IndicatorKind::Comparison, _) | (_, None) => Ok(()),
        (_, Some(value)) if *value < 0.0 => out("the value is below zero".to_owned()),
        (IndicatorKind::Proportion, Some(value)) if *value > factor => {
            out(format!("the proportion is above the whole, {factor}"))
        }
        _ => Ok(()),
    }
}

/// A number as a standard error.
pub(crate) fn standard_error(number: f64) -> Result<f64, Fault> {
    if number < 0.0 {
        let message = "the standard error is below zero";
        return Err(Fault::new(ProblemCode::ValueOutOfRange, message));
    }
    Ok(number)
}
