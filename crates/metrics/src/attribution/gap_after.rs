//! What falls of a rate, in a group and in the others, make of the gap.

use firstyear_core::MethodId;

use super::AttributionError;

/// The method of [`relative_gap_after`].
pub const GAP_AFTER: MethodId = MethodId::new("gap-after");

/// The relative gap of a group to the whole that contains it, after the
/// group's rate has fallen by a fraction and that of the others by another.
///
/// The whole moves with the group: its rate falls by the falls of both, each
/// weighted with its share of events. Equal falls leave the gap as it was.
///
/// # Units
///
/// The gap as a fraction (0.19 for 19%), the group's share of all events, and
/// falls as fractions, negative for a rise; a fraction out.
///
/// # Errors
///
/// [`AttributionError`]: a share outside 0 to 1, a gap or falls that are no
/// numbers or leave no events.
///
/// # Source
///
/// From the definition of the gap, `(1 + G)(1 - x)/(1 - s x - (1 - s) y) - 1`.
///
/// # Example
///
/// ```
/// // A fall of 2.93% in the group alone: 1.96 points less of 19.
/// let after = firstyear_metrics::attribution::relative_gap_after(0.19, 0.44625, 0.029304, 0.0)?;
/// assert_eq!(format!("{:.3}", 100.0 * (0.19 - after)), "1.957");
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn relative_gap_after(
    gap: f64,
    share_of_events: f64,
    fall_in_group: f64,
    fall_in_others: f64,
) -> Result<f64, AttributionError> {
    if !(0.0..=1.0).contains(&share_of_events) {
        return Err(AttributionError::Share { what: "share of events", place: 1 });
    }
    if !(gap.is_finite() && gap > -1.0) {
        return Err(AttributionError::Nothing { what: "the gap must be a number above -1" });
    }
    for (i, fall) in [fall_in_group, fall_in_others].into_iter().enumerate() {
        if !(fall.is_finite() && fall <= 1.0) {
            return Err(AttributionError::Fraction { place: i + 1 });
        }
    }
    let left = 1.0 - share_of_events * fall_in_group - (1.0 - share_of_events) * fall_in_others;
    if left <= 0.0 {
        return Err(AttributionError::Nothing { what: "no events are left" });
    }
    Ok((1.0 + gap) * (1.0 - fall_in_group) / left - 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_leaves_no_gap_is_refused() {
        assert!(relative_gap_after(0.2, 1.1, 0.0, 0.0).is_err());
        assert!(relative_gap_after(-1.0, 0.5, 0.0, 0.0).is_err());
        assert!(relative_gap_after(0.2, 0.5, 1.0, 1.0).is_err());
        assert!(relative_gap_after(0.2, 0.5, f64::NAN, 0.0).is_err());
    }

    proptest! {
        #[test]
        fn it_is_the_gap_of_the_rates_that_are_left(
            share_of_people in 0.05..0.95_f64, rate in 0.001..0.02_f64, others in 0.001..0.02_f64,
            x in -0.5..0.9_f64, y in -0.5..0.9_f64,
        ) {
            let gap = |rate: f64, others: f64| {
                rate / (share_of_people * rate + (1.0 - share_of_people) * others) - 1.0
            };
            let before = gap(rate, others);
            let share = share_of_people * (1.0 + before);
            let after = relative_gap_after(before, share.min(1.0), x, y)?;
            prop_assert!((after - gap(rate * (1.0 - x), others * (1.0 - y))).abs() < 1e-9);
            let same = relative_gap_after(before, share.min(1.0), x, x)?;
            prop_assert!((same - before).abs() < 1e-9);
        }
    }
}
