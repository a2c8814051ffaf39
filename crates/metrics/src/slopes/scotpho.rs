//! The slope index as the Scottish profiles make it.

use firstyear_core::{Confidence, Estimate, Interval, MethodId};

use super::line::{Line, dot};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};
use crate::special::student_t_quantile;

/// The method of [`ScotphoSlope::sii`].
pub const SCOTPHO_SII: MethodId = MethodId::new("scotpho-sii");
/// The method of [`ScotphoSlope::rii`].
pub const SCOTPHO_RII: MethodId = MethodId::new("scotpho-rii");

/// Slope and relative index of inequality in the Scottish form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScotphoSlope {
    /// Minus the slope of the line. Positive when the first groups, the most
    /// disadvantaged, have the higher rate.
    pub sii: Estimate,
    /// The slope index over the overall rate: **not** a ratio of ends. 0 when
    /// there is no slope; 1 when the line falls by as much as the whole rate.
    pub rii: Estimate,
}

/// Why there is no slope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScotphoError {
    /// Slices of different lengths.
    #[error("{rates} rates beside {populations} populations: give one of each for every group")]
    Lengths {
        /// Length of the rates.
        rates: usize,
        /// Length of the populations.
        populations: usize,
    },
    /// Two groups lie on any line.
    #[error("a slope needs three groups or more, not {given}")]
    TooFewGroups {
        /// How many were given.
        given: usize,
    },
    /// A group that cannot be used.
    #[error("group {index} (counted from 1) needs a population above 0 and a rate of 0 or more")]
    Group {
        /// The first such group, counted from 1.
        index: usize,
    },
    /// An overall rate by which nothing can be divided.
    #[error("the overall rate must be above 0")]
    Overall,
}

/// Slope and relative index of inequality in the Scottish form: ordinary least
/// squares on rates and ranks times the square root of the groups' shares of
/// the population, with limits of Student's t.
///
/// The limits show how far the groups scatter round the line, and nothing
/// else: five groups that happen to lie on it have limits of no width, however
/// few their events. [`slope_index`](crate::slope_index()) allows for chance.
///
/// `overall` is the rate of the whole population; where it is `None`, that of
/// the groups together.
///
/// # Units
///
/// Rates and people of the groups from the most disadvantaged on; rates out.
///
/// # Errors
///
/// [`ScotphoError`]: slices of different lengths, fewer than three groups, a
/// group without people, an overall rate of 0.
///
/// # Source
///
/// Pamuk ER (1985), Popul Stud 39:17-31; as made by the Scottish Public Health
/// Observatory for its profiles.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::slopes::scotpho_slope;
///
/// let rates = [6.0, 5.0, 4.0, 3.0, 2.0];
/// let slope = scotpho_slope(&rates, &[9_000.0; 5], None, Confidence::P95)?;
/// assert!((slope.sii.value - 5.0).abs() < 1e-12);
/// assert!((slope.rii.value - 1.25).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::slopes::ScotphoError>(())
/// ```
pub fn scotpho_slope(
    rates: &[f64],
    populations: &[f64],
    overall: Option<f64>,
    confidence: Confidence,
) -> Result<ScotphoSlope, ScotphoError> {
    check(rates, populations)?;
    let line = Line::new(populations.iter().copied());
    let overall = overall.unwrap_or_else(|| dot(&line.share, rates));
    if !(overall > 0.0 && overall.is_finite()) {
        return Err(ScotphoError::Overall);
    }
    let slope = dot(&line.slope, rates);
    let df = (rates.len() - 2) as f64;
    let half = student_t_quantile(1.0 - confidence.tail(), df) * line.standard_error(rates);
    let estimate = |method, scale: f64| Estimate {
        value: -slope / scale,
        interval: Some(Interval {
            lower: (-slope - half) / scale,
            upper: (-slope + half) / scale,
            confidence,
        }),
        method,
        counts: None,
    };
    Ok(ScotphoSlope { sii: estimate(SCOTPHO_SII, 1.0), rii: estimate(SCOTPHO_RII, overall) })
}

fn check(rates: &[f64], populations: &[f64]) -> Result<(), ScotphoError> {
    if rates.len() != populations.len() {
        let (rates, populations) = (rates.len(), populations.len());
        return Err(ScotphoError::Lengths { rates, populations });
    }
    if rates.len() < 3 {
        return Err(ScotphoError::TooFewGroups { given: rates.len() });
    }
    let sound = |x: f64, least: bool| x.is_finite() && (x > 0.0 || least && x == 0.0);
    let bad = |(rate, people): (&f64, &f64)| !sound(*rate, true) || !sound(*people, false);
    match rates.iter().zip(populations).position(bad) {
        Some(at) => Err(ScotphoError::Group { index: at + 1 }),
        None => Ok(()),
    }
}

pub(super) const METHODS: [Method; 2] = [
    Method {
        id: SCOTPHO_SII,
        name: "Slope index of inequality as in the Scottish profiles",
        family: "inequality",
        unit: "that of the rates",
        ordered: true,
        reading: "positive when the disadvantaged have the higher rate",
        source: "Pamuk (1985), Popul Stud 39:17; Scottish Public Health Observatory",
        explanation: "A line is fitted to the rates of groups, weighted by population, at the middles of their shares of it; the index is minus its slope. Limits of Student's t show how far the groups scatter round the line, not chance: with few events they can be far too narrow. The sign is the opposite of `who-sii` and `sii-wls` for quantiles from the most disadvantaged on.",
        call: Call { run: |group, out| run_slope(group, out, |slope| slope.sii), ..CALL },
    },
    Method {
        id: SCOTPHO_RII,
        name: "Relative index of inequality as in the Scottish profiles",
        family: "inequality",
        unit: "fraction of the overall rate",
        ordered: true,
        reading: "positive when the disadvantaged have the higher rate; 0 for no slope",
        source: "Pamuk (1985), Popul Stud 39:17; Scottish Public Health Observatory",
        explanation: "The Scottish slope index over the overall rate, and its limits over the same. It is a difference over a mean, not a ratio of the ends of the line, which other indices of this name are.",
        call: Call { run: |group, out| run_slope(group, out, |slope| slope.rii), ..CALL },
    },
];

const CALL: Call = Call {
    key: &["area"],
    inputs: &[
        Field::new("quantile", "place in the order, 1 for the most disadvantaged group"),
        Field::new("value", "rate of the group"),
        Field::new("population", "people, above 0"),
    ],
    arguments: &[
        Argument::CONFIDENCE,
        Argument::new("overall", "", "the overall rate; that of the groups together unless said"),
    ],
    outputs: &[
        Field::new("value", "the index"),
        Field::new("lowercl", "its lower limit; `lower95_0cl` and so on for several levels"),
        Field::new("uppercl", "its upper limit"),
    ],
    vectors: &[],
    run: |group, out| run_slope(group, out, |slope| slope.sii),
};

fn run_slope(
    group: &Group<'_>,
    out: &mut Output,
    which: fn(ScotphoSlope) -> Estimate,
) -> Result<(), RunError> {
    let rows = group.in_order("quantile")?;
    let sorted = |column| -> Result<Vec<f64>, RunError> {
        let values = group.numbers(column)?;
        Ok(rows.iter().map(|row| values[*row]).collect())
    };
    let (rates, people) = (sorted("value")?, sorted("population")?);
    let overall = group.number("overall")?;
    let slopes: Result<Vec<Estimate>, ScotphoError> = group
        .confidences()?
        .into_iter()
        .map(|confidence| scotpho_slope(&rates, &people, overall, confidence).map(which))
        .collect();
    out.row().estimates(&slopes.map_err(RunError::measure)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fit::{Design, Family, Model, Variance};

    #[test]
    fn what_has_no_slope_is_refused() {
        let refuse = |rates: &[f64], people: &[f64], overall| {
            scotpho_slope(rates, people, overall, Confidence::P95).unwrap_err()
        };
        let lengths = ScotphoError::Lengths { rates: 1, populations: 2 };
        assert_eq!(refuse(&[1.0], &[1.0, 2.0], None), lengths);
        assert_eq!(refuse(&[1.0; 2], &[1.0; 2], None), ScotphoError::TooFewGroups { given: 2 });
        let second = ScotphoError::Group { index: 2 };
        for (rate, people) in [(f64::NAN, 1.0), (-1.0, 1.0), (1.0, 0.0), (1.0, f64::INFINITY)] {
            assert_eq!(refuse(&[1.0, rate, 1.0], &[1.0, people, 1.0], None), second);
        }
        assert_eq!(refuse(&[0.0; 3], &[1.0; 3], None), ScotphoError::Overall);
        assert_eq!(refuse(&[1.0; 3], &[1.0; 3], Some(0.0)), ScotphoError::Overall);
    }

    proptest! {
        #[test]
        fn least_squares_by_reflections_agree(
            rates in prop::collection::vec(0.1..9.0_f64, 5),
            people in prop::collection::vec(10.0..900.0_f64, 5),
        ) {
            let total: f64 = people.iter().sum();
            let share: Vec<f64> = people.iter().map(|n| n / total).collect();
            let mut before = 0.0;
            let roots: Vec<f64> = share.iter().map(|a| a.sqrt()).collect();
            let ranks: Vec<f64> = share
                .iter()
                .map(|a| {
                    before += a;
                    (before - a / 2.0) * a.sqrt()
                })
                .collect();
            let y: Vec<f64> = rates.iter().zip(&roots).map(|(r, a)| r * a).collect();
            let design = Design::without_intercept(5).column(&roots)?.column(&ranks)?;
            let fit = Model::new(Family::Gaussian, &y).fit(&design)?;
            let error = fit.covariance(Variance::Model).standard_error(1);
            let got = scotpho_slope(&rates, &people, None, Confidence::P95)?;
            prop_assert!((got.sii.value + fit.coefficients[1]).abs() < 1e-9);
            // 3.182 is the 97.5% point of Student's t with 3 degrees of freedom.
            let upper = -fit.coefficients[1] + 3.182_446_305_284_263 * error;
            prop_assert!((got.sii.interval.unwrap().upper - upper).abs() < 1e-8);
        }

        #[test]
        fn the_unit_of_rates_scales_the_slope_and_not_the_relative_index(
            rates in prop::collection::vec(0.1..9.0_f64, 5),
            scale in 0.1..1e4_f64,
        ) {
            let people = [5.0, 6.0, 7.0, 8.0, 9.0];
            let scaled: Vec<f64> = rates.iter().map(|rate| rate * scale).collect();
            let one = scotpho_slope(&rates, &people, None, Confidence::P95)?;
            let other = scotpho_slope(&scaled, &people, None, Confidence::P95)?;
            prop_assert!((one.sii.value * scale - other.sii.value).abs() < 1e-9 * scale);
            prop_assert!((one.rii.value - other.rii.value).abs() < 1e-9);
        }
    }
}
