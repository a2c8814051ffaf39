//! Years that count the less the later they are.

use std::ops::RangeInclusive;

/// The years from first to last, each by the share of it that counts, discounted
/// to a year: a year that is `t` years after `to` counts `(1 + r)^-t`, and one
/// before it more than its share.
///
/// # Units
///
/// Calendar years, both ends included; a discount rate in percent a year, above
/// -100; the share as a function of the middle of a year (2024.5). Years out:
/// times a yearly cost they are the present value of all costs, in the prices of
/// the year `to`.
///
/// # Source
///
/// The definition of a present value, with costs at the end of no year but in
/// whole years from `to`.
///
/// ```
/// use firstyear_metrics::scenario::discounted_years;
///
/// // 1,000 a year for three years at 10%: 1,000 + 909.09 + 826.45.
/// let years = discounted_years(2024..=2026, 2024, 10.0, |_| 1.0);
/// assert_eq!(format!("{:.2}", 1_000.0 * years), "2735.54");
/// // Half of the second year and all of the third, undiscounted.
/// let shown = discounted_years(2024..=2026, 2024, 0.0, |middle| (middle - 2_024.5).min(2.0) / 2.0);
/// assert_eq!(shown, 1.5);
/// ```
#[must_use]
pub fn discounted_years(
    years: RangeInclusive<u16>,
    to: u16,
    percent: f64,
    share: impl Fn(f64) -> f64,
) -> f64 {
    let rate = 1.0 + percent / 100.0;
    let year =
        |year: u16| share(f64::from(year) + 0.5) * rate.powi(i32::from(to) - i32::from(year));
    years.map(year).sum()
}
